"""Which families a setting is said of: those around it, those of an earlier sentence, those in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.offline.reading import Reading
from assistant.offline.search.families import TREES
from assistant.offline.search.models_listed import Group, family_groups
from assistant.offline.search.stances import stance
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import fullmatch

_NEITHER = r"^ (?:for|of|in|on|with|to) the (?P<which>former|latter|first|second)(?: one)?(?= )"
_FOR = r"(?: per (?:tree|model|one))? (?:for|in|of|on|with|to|inside|within) (?:the |a |an |my |each |every |any |your )*"
_ALL = r" (?:both|each|all|every one|either|the two|the three) (?:of (?:them|those|these|the)|with|get|have|at|should|must)(?= )| (?:everywhere|for both|for all|for each|across the board|throughout)(?= )| (?:of|for|in|with) (?:both|all|each|either|all (?:three|four|of them))(?= )"


def setting_groups(line: Line) -> list[Group]:
    """The families that settings may be said of: "trees" alone are parts of those named, and what is ruled out has none."""
    groups = family_groups(line)
    named = [g for g in groups if not _mere_trees(g)]
    return [g for g in named if stance(line, g) != "out"]


def _mere_trees(group: Group) -> bool:
    return set(group.families) == set(TREES) and all("base" not in m.words for m in group.mentions)


def families_for(
    reading: Reading, start: int, end: int, by_family: Mapping[str, str], groups: Sequence[Group]
) -> list[str]:
    """The families that a setting between two items belongs to."""
    having = [g for g in groups if set(g.families) & set(by_family)]
    nearest = _around(reading, start, end, having) or _elsewhere(reading, start, having)
    found = [f for f in nearest if f in by_family]
    return found or _bounded_before(reading, by_family) or _spoken_of_before(reading, by_family)


def _around(reading: Reading, start: int, end: int, groups: list[Group]) -> tuple[str, ...]:
    """Those in the sentence: whose brackets it stands in, right behind, "for" which it is, or the last in front."""
    line = reading.line
    first, last = next(((a, b) for a, b in line.sentences() if a <= start < b), (0, len(line.items)))
    near = [g for g in groups if first <= g.start < last]
    before = [g for g in near if g.end <= start]
    behind = [g for g in near if g.start >= end]
    one = _former_or_latter(line, end, before) or _in_brackets_of(line, start, near)
    if one:
        return one
    inside = [g for g in near if start <= g.start and g.end <= end]
    if inside:
        return inside[0].families
    if behind and (behind[0].start == end or fullmatch(_FOR, _between(line, end, behind[0].start))):
        return behind[0].families
    if before and line.has(_ALL, start=before[-1].end, end=last):
        return tuple(f for g in before for f in g.families)
    if before:
        return before[-1].families
    return behind[0].families if behind else ()


def _elsewhere(reading: Reading, start: int, groups: list[Group]) -> tuple[str, ...]:
    """Those named last before, those that are all there may be, or all that are named."""
    line = reading.line
    first, last = next(((a, b) for a, b in line.sentences() if a <= start < b), (0, len(line.items)))
    before = [g for g in groups if g.end <= first]
    if before and not line.has(_ALL, start=first, end=last):
        return before[-1].families
    included = reading.said("models.include")
    return tuple(included) if included else tuple(f for g in groups for f in g.families)


def _bounded_before(reading: Reading, by_family: Mapping[str, str]) -> list[str]:
    """The families whose setting of that name was bounded in an earlier message."""
    before = reading.context.spec.get("hyperparameters", {})
    return [family for family, name in by_family.items() if f"{family}.{name}" in before]


def _spoken_of_before(reading: Reading, by_family: Mapping[str, str]) -> list[str]:
    """The families, some other setting of which was bounded in an earlier message: the last one that has this, too."""
    named = (path.split(".")[1] for path in reading.context.recent if path.startswith("hyperparameters."))
    last = next((family for family in named if family in by_family), None)
    if last is not None:
        return [last]
    keys = reading.context.spec.get("hyperparameters", {})
    return list(dict.fromkeys(f for f in (key.partition(".")[0] for key in keys) if f in by_family))


def _in_brackets_of(line: Line, start: int, groups: list[Group]) -> tuple[str, ...]:
    """The family that brackets stand behind: "LightGBM (31 to 63 leaves) or a linear model"."""
    opened = start
    while opened >= 0 and line.items[opened].text not in ("(", ")", "."):
        opened -= 1
    if opened < 0 or line.items[opened].text != "(":
        return ()
    return next((m.families for g in groups for m in g.mentions if m.end == opened), ())


def _former_or_latter(line: Line, end: int, before: list[Group]) -> tuple[str, ...]:
    hit = line.first(_NEITHER, start=end)
    mentions = [mention for group in before for mention in group.mentions]
    if hit is None or len(mentions) < 2:
        return ()
    return mentions[-2 if hit.said("which") in ("former", "first") else -1].families


def _between(line: Line, start: int, end: int) -> str:
    return " " + line.canon[line.place(start) : line.place(end)] if end > start else ""
