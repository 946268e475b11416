"""Directions as engineers list them: "non-increasing in age", "upward constraints on a and b", "tenure -, fee +"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.offline.table.columns import Mention
from assistant.offline.text.line import Hit, Line

_WAY = (
    r"(?P<no>(?:never|not|no) )?(?P<non>non )?(?P<way>non(?:decreas|increas)\w*|(?:strictly |weakly )?(?:monoton\w* )?(?:increase|increasing|decrease|decreasing|rise|rising|fall|falling"
    r"|upward|upwards|downward|downwards|positive|positively|negative|negatively|up|down|ascending|descending|<num>|\+|-|–|−|↑|↓))"
)
_DOWN = (
    "decreas",
    "fall",
    "downward",
    "negative",
    "down",
    "descend",
    "-",
    "–",
    "−",
    "↓",
)
_MARKED = r" (?:monoton\w*|non(?:increas|decreas)\w*|non (?:increase|increasing|decrease|decreasing|negative|positive)|(?:sign|direction|shape|upward|downward|positive|negative)(?: \w+)? constraint|constraint|constrain|(?:positive|negative|upward|downward|same) (?:sign|slope|direction|relationship|relation|effect)|signs(?= (?:i|we|you|be|:|for|of|should|must|constraint)(?= ))|directions|effect|effects|force the)(?= )"
_STRICT = r" (?:monoton\w*|non(?:increas|decreas)\w*|non (?:increase|increasing|decrease|decreasing|negative|positive))(?= )"
_OF_WAY = r"(?: (?:monoton\w*|constraint|sign|effect|direction|relationship|slope|shape|function)s?)*"
_JOINING = frozenset(
    (
        ",",
        "and",
        "or",
        "the",
        "in",
        "with",
        "on",
        "for",
        "as",
        "well",
        "both",
        "of",
        "/",
        "&",
        "a",
        "its",
        "column",
    )
)
_FAR = 9  # items between a way and its columns


def is_strict(line: Line, start: int, end: int) -> bool:
    """Whether a sentence speaks of monotone behaviour by its name."""
    return line.has(_STRICT, start=start, end=end)


def is_bare(line: Line, start: int, end: int) -> bool:
    """ "Storage and battery health: upwards", which other sentences make a constraint."""
    shape = rf" (?:<col>|,|and|or|the)+ (?::|=|-|–|->|→)(?: (?:only|always|strictly))? {_WAY}"
    return line.has(
        rf"^{shape.replace('(?:<col>|,|and|or|the)+', '(?:(?:<col>|,|and|or|the) )*(?:<col>|,|and|or|the)')}$",
        start=start,
        end=end,
    )


def is_marked(line: Line, start: int, end: int) -> bool:
    """Whether a sentence lists constraints, in whatever words."""
    return line.has(_MARKED, start=start, end=end)


def listed(line: Line, start: int, end: int) -> Iterator[tuple[Mention, bool, int, int]]:
    """Each column with its direction (True is up) and the items that say so."""
    ways = [
        (hit.start, hit.end, _is_up(_typed(hit), turned=hit.has("non") or hit.has("no")))
        for hit in line.find(rf" {_WAY}(?= )", start=start, end=end)
        if "<num>" not in hit.said("way") or re.fullmatch(r"[-+–−]? ?1", _typed(hit))
    ]
    lists = _lists(line, start, end)
    if not ways or not lists:
        return
    ahead = rf"^{_OF_WAY} (?:in|on|for|with|of|to|:)(?: the| its| both)? <col>(?= )"
    way_first = ways[0][0] < lists[0][0] or any(line.has(ahead, start=way[1], end=end) for way in ways)
    for places in lists:
        fitting = [w for w in ways if (w[1] <= places[0] if way_first else w[0] > places[-1])]
        if not fitting:
            continue
        way = fitting[-1] if way_first else fitting[0]
        if (places[0] - way[1] if way_first else way[0] - places[-1]) > _FAR:
            continue
        for at in places:
            yield line.items[at].payload, way[2], min(at, way[0]), max(at + 1, way[1])


def _typed(hit: Hit) -> str:
    """The way as it is in the line; of "-1" as it was typed."""
    return hit.line.words(hit.end - 1, hit.end) if "<num>" in hit.said("way") else hit.said("way")


def _is_up(way: str, *, turned: bool) -> bool:
    return any(word in way for word in _DOWN) == (turned != way.startswith("non"))


def _lists(line: Line, start: int, end: int) -> list[list[int]]:
    places = [
        at
        for at in range(start, end)
        if line.items[at].text == "<col>" and isinstance(line.items[at].payload, Mention)
    ]
    found: list[list[int]] = [[at] for at in places[:1]]
    for before, at in pairwise(places):
        if all(item.text in _JOINING for item in line.items[before + 1 : at]):
            found[-1].append(at)
        else:
            found.append([at])
    return found
