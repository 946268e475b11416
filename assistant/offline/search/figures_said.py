"""Figures and what is said of them: one value, a bound, a range or a choice, wherever it stands in a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.offline.text.line import Line
from assistant.offline.text.patterns import fullmatch
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.tidying import tidy
from assistant.offline.text.wordlists import words

_FIGURES = frozenset(("<num>", "<pct>"))
_JOINTS = frozenset(words("to and or - – — .. … through until till up , / | ; . as far via either"))
_SPANNING = frozenset(words("to - – — .. … through until till up . far"))
_OPEN, _CLOSED = frozenset("([{"), frozenset(")]}")
_FAR = 16
_IN_FRONT = 9  # words in which a comparison in front of a figure may stand
_UP = r"(?:(?:(?:no |any )?(?:more|large|larger|big|bigger|great|greater|high|higher|deep|deeper|long|longer|far|further|farther|late|later) than)|above|over|beyond|past|exceed|surpass|in excess of|outgrow)"
_DOWN = r"(?:(?:few|fewer|less|small|smaller|low|lower|shallow|shallower|short|shorter) than|below|under|beneath|fall short of|short of)"
_MOST = r"(?:at (?:the )?most|at (?:the )?max(?:imum)?|maximally|max(?:imum|imal)?|up to|upto|(?:an? )?(?:upper )?(?:limit|cap|ceiling|bound)|limited|capped|bounded|not exceed|<=|≤|<|= <)"
_LEAST = r"(?:at (?:the )?(?:very )?least|at (?:the )?min(?:imum)?|min(?:imum|imal)?|starting|start|upwards (?:of|from)|(?:an? )?(?:lower (?:limit|bound)|floor)|>=|≥|>|from)"
_COUNTED = r"[a-z]+s?"
_LINK = r"(?: (?:of|to|at|is|be|the|a|an|:|value|about|around|roughly|going|go|set|it|them|from|by|on))*"
_BEFORE: tuple[tuple[str, str], ...] = (
    (rf" (?:{_MOST}){_LINK}$", "max"),
    (rf" (?:{_LEAST}){_LINK}$", "min"),
    (rf" (?:{_UP}){_LINK}$", "up"),
    (rf" (?:{_DOWN}){_LINK}$", "down"),
)
_NOT = (
    r" (?:no|not|never|nor|neither|none|nothing|without|hardly|cannot|avoid|forbid|stop)(?: [^ .,;:]+){0,12}$"
)
_BEHIND: tuple[tuple[str, str], ...] = (
    (
        r"^(?: (?!(?:and|or|but|to|with|at|as|be|max|maximum|tops) )[a-z]+)?(?: ,)?(?: (?:at (?:the )?(?:very )?(?:most|latest|outside)|at (?:the )?max(?:imum)?|max(?:imum)?|tops|or (?:less|fewer|lower|smaller|below|under|shallower|shorter)|and (?:below|no (?:more|deeper|higher|larger)|lower|less|down)|as (?:a|the) (?:maximum|max|ceiling|limit|upper (?:limit|bound))|be (?:the )?(?:most|max(?:imum)?|limit|ceiling|cap|upper (?:limit|bound)|plenty|enough)))(?= )",
        "max",
    ),
    (
        r"^(?: (?!(?:and|or|but|to|with|at|as|be|up|min|minimum) )[a-z]+)?(?: ,)?(?: (?:at (?:the )?(?:very )?least|at (?:the )?min(?:imum)?|min(?:imum)?|or (?:more|higher|larger|greater|above|over|bigger|deeper)|and (?:more|above|higher|larger|over|up)|upwards?|up|as (?:a|the) (?:minimum|floor|lower (?:limit|bound))|be (?:the )?(?:least|min(?:imum)?|floor)|\+))(?= (?![a-z]+ (?:to|and) <num>))",
        "min",
    ),
)
# "Five levels deep, further down it must not go", "300 trees and not one more".
_NO_MORE = (
    r"^(?: [a-z]+){0,2}? (?:,|and|–|-)(?: (?:and|but))*(?: (?:not|no|never)(?: (?:a|one|any|single|level|tree|round|leaf))* (?:more|deep|deeper|far|further|beyond|high|higher|large|larger))(?= (?:[.,;!?)]|and (?!not|no)|please)| $|$)"
    r"|^(?: [a-z]+){0,2}? (?:,|and|–|-) (?:further|deeper|beyond|more|farther)(?: [^ .;<]+){0,5} (?:not|no|never)(?= )"
)
_CAPPING = r" (?:cap|limit|bound|restrict|clip|curb|ceiling)(?: [^ .,;:]+){0,6}$"
_BETWEEN = r" (?:between|range|ranging|anywhere|anything|somewhere|interval|within|inside|∈|vary|varying|search|sweep|explore|log ?uniform|uniform(?:ly)?)(?: [^ .;<]+){0,4}$"
_EITHER = r" (?:either|one of|among|choose|choices?|grid|list|candidates?|compare)(?: [^ .;<]+){0,3}$"
# "Not 500 trees but 300": what is denied is no value, and what stands behind "but" is.
_DENIED = r" (?:not|instead of|rather than|other than|never)(?: (?:the|usual|default|use|take|with|exactly|just|to))*$"


@dataclass(frozen=True)
class Said:
    """Figures that belong together.

    Attributes:
        start: First item, comparisons in front apart.
        end: Behind the last item, comparisons behind included.
        bounds: As in the specification: `min`, `max`, `value` or `choices`.
        denied: Whether it is said what the value is not.
    """

    start: int
    end: int
    bounds: dict[str, Any]
    denied: bool = False


def figures_said(line: Line, start: int, end: int, names: frozenset[int] = frozenset()) -> list[Said]:
    """Values, bounds, ranges and choices between two items.

    Args:
        line: The line.
        start: First item of the stretch.
        end: Behind its last item.
        names: Items of the names that figures may be said of; a figure directly in front of one is not listed with others.
    """
    found: list[Said] = []
    at = start
    while at < end:
        if not _is_figure(line, at):
            at += 1
            continue
        run = _run(line, at, end, names)
        begin = start if not found or _goes_on(line, found[-1].end, run[0]) else found[-1].end
        found.append(_read(line, begin, run, end, names))
        at = max(run[-1] + 1, found[-1].end)
    return found


def _goes_on(line: Line, end: int, at: int) -> bool:
    """Whether "nothing below 200 or above 1000" goes on: its "nothing" counts for both."""
    return line.has(rf"^(?: (?:{_COUNTED}))? (?:or|nor) (?:{_UP}|{_DOWN})(?= )", start=end, end=at)


def _is_figure(line: Line, at: int) -> bool:
    return line.items[at].text in _FIGURES


def _run(line: Line, at: int, end: int, names: frozenset[int]) -> list[int]:
    """The figures that are listed with the one at an item, as items."""
    run = [at]
    while True:
        behind = run[-1] + 1
        joints: list[str] = []
        while behind < end and line.items[behind].text in _JOINTS and len(joints) < 3:
            joints.append(line.items[behind].text)
            behind += 1
        if not joints or behind >= end or not _is_figure(line, behind) or joints == ["."]:
            break
        run.append(behind)
    return run if len(run) < 2 else _without_others(line, run, end, names)


def _without_others(line: Line, run: list[int], end: int, names: frozenset[int]) -> list[int]:
    """ "max_depth 6, 300 trees": figures of two settings are no list."""
    spanning = bool(_between(line, run[0], run[1]) & _SPANNING)
    if len(run) == 2 and (spanning or _bracketed(line, run, end)):
        return run
    two_ends = "and" in _between(line, run[0], run[1]) and line.has(
        _BETWEEN, start=max(0, run[0] - _IN_FRONT), end=run[0]
    )
    if len(run) > 2 and (spanning or two_ends):
        return run[:2]
    counted = run[-1] + 1 < end and run[-1] + 1 in names
    own_name = run[0] - 1 in names or (
        run[0] - 2 in names and line.items[run[0] - 1].text in ("=", ":", "of", "at")
    )
    joint = _between(line, run[-2], run[-1])
    if counted and own_name and not line.has(_BETWEEN, start=max(0, run[0] - _IN_FRONT), end=run[0]):
        return run[:-1]
    if len(run) == 2 and joint == {","}:
        return run[:1]
    return run


def _between(line: Line, first: int, second: int) -> set[str]:
    return {item.text for item in line.items[first + 1 : second]}


def _bracketed(line: Line, run: list[int], end: int) -> str:
    """The bracket that a run stands in: "[1 , 10]"."""
    before = line.items[run[0] - 1].text if run[0] else ""
    behind = line.items[run[-1] + 1].text if run[-1] + 1 < end else ""
    return before if before in _OPEN and behind in _CLOSED else ""


def _read(line: Line, start: int, run: list[int], end: int, names: frozenset[int]) -> Said:
    values = [_value(line, at) for at in run]
    bracket = _bracketed(line, run, end)
    first = run[0] - (1 if bracket else 0)
    last = run[-1] + (2 if bracket else 1)
    lead = max(start, first - _IN_FRONT)
    if len(run) == 1:
        behind = next((k for k in range(last, min(end, last + 6)) if k in names), end)
        kind, last = _compared(line, start, first, last, behind)
        denied = kind == "value" and line.has(_DENIED, start=max(start, first - 4), end=first)
        return Said(first, last, {kind: values[0]}, denied)
    joints = _between(line, run[0], run[1])
    ranging = bool(joints & _SPANNING) and "or" not in joints
    if len(run) == 2 and not ranging and bracket != "{":
        ranging = "or" not in joints and (bool(bracket) or line.has(_BETWEEN, start=lead, end=first))
        ranging = ranging and not line.has(_EITHER, start=max(lead, first - 3), end=first)
    if ranging and len(run) == 2:
        low, high = sorted(values)
        return Said(first, last, {"min": low, "max": high})
    return Said(first, last, {"choices": list(dict.fromkeys(values))})


def _value(line: Line, at: int) -> float | int:
    payload = line.items[at].payload
    return tidy(payload.value) if isinstance(payload, Quantity) else 0


def compared_behind(line: Line, at: int, names: frozenset[int]) -> str:
    """Whether "at most" or "at least" stands behind an item, as in "300 trees at most"."""
    if line.has(_NO_MORE, start=at, end=min(at + 14, len(line.items))):
        return "max"
    end = next((k for k in range(at, at + 7) if k in names), at + 7)
    return next((kind for pattern, kind in _BEHIND if line.has(pattern, start=at, end=end)), "")


def _compared(line: Line, start: int, first: int, last: int, end: int) -> tuple[str, int]:
    """What a single figure is, by the words around it, and where those behind it end."""
    lead = max(start, first - _IN_FRONT)
    for pattern, kind in _BEHIND:
        hit = line.first(pattern, start=last, end=last + 7)
        if hit is not None and hit.end <= end:
            return kind, hit.end
    for pattern, kind in _BEFORE:
        hit = line.first(pattern, start=lead, end=first)
        if hit is None:
            continue
        denied = line.has(_NOT, start=max(start, first - _FAR), end=hit.start) or fullmatch(
            r" ?(?:no|not) .*", hit.match.group().strip()
        )
        if kind == "up":
            return ("max" if denied else "min"), last
        if kind == "down":
            return ("min" if denied else "max"), last
        return kind, last
    if line.has(_CAPPING, start=lead, end=first) or line.has(
        _NO_MORE, start=last, end=min(last + 14, len(line.items))
    ):
        return "max", last
    return "value", last
