"""Settings of families: a range, one value, or some choices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.offline.aside.denied import is_unasked
from assistant.offline.aside.told import is_told
from assistant.offline.aside.wishes import of_wishes
from assistant.offline.reading import Reading
from assistant.offline.search.figures_said import Said, compared_behind, figures_said
from assistant.offline.search.models import is_a_label
from assistant.offline.search.models_listed import Group
from assistant.offline.search.settings import Setting, choices_in, owner_of, settings_in
from assistant.offline.search.settings_again import read_settings_again
from assistant.offline.search.settings_of import families_for, setting_groups
from assistant.offline.search.stances import stance
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import fullmatch, match
from assistant.offline.text.tidying import tidy
from assistant.offline.text.wordlists import words

# What may stand between a setting and its figures: it is there that nothing else is spoken of.
_BETWEEN = frozenset(
    words(
        """should must may might can could will would shall ought be stay remain stand lie sit land fall vary go range
        set search try somewhere anywhere anything only just exactly the a an its their it them they in of to at from
        between for on with and , : = ( [ { ) ] ∈ ~ ≈ - – value figure number fix pin hold keep leave let move run roam
        float drift tune allow permit free freely constant always please say about around roughly up down no not never
        nor more less few fewer than above below over under beyond past exceed deep deeper deepest large larger small
        smaller low lower high higher big bigger great greater short shorter long longer at most least maximum minimum
        max min maximally limit cap bound ceiling floor upper either or one choose choice among both grid list ≤ ≥ < >
        <= >= take use get give sweep explore within inside interval all each every per my your our default usual have
        want need do equal whatever i you we rather prefer here there then now as odd even log uniform scale somewhat
        out true tree model decay which that is restrict confine whose ' " restrict clip curb grow build any consider
        instead decide like still strictly hard absolutely already step flat solid round mere full total but"""
    )
)
_LONGEST = 14
_TIGHT = frozenset(
    words("= : of to at be in between from ( [ { ∈ ~ <= >= < > ≤ ≥ max min most least up than")
)
# What may stand between figures and the setting that they are said of: "0.01 to 0.3 for the learning rate".
_IN_FRONT = r"(?: (?:of|for|as|the|a|an|its|different|boosted?|single|grown|decision|such|in|on|base|weak|full|additional|nearest|possible|individual|my|in total|or so|many|odd|even))*"
# A figure that something else stands behind is said of that: "fix the depth, with 5 folds".
_COUNTS = frozenset(
    words(
        """fold trial worker core cpu thread job attempt row run minute second hour day week month year euro dollar
        customer case group cluster model"""
    )
)
# "Whenever you try extra trees, grow exactly 400 of them": them are its trees.
_OF_THEM = (
    r" (?P<value><num>)(?: [^ .,;]+)? (?:of (?:them|those|these)|trees (?:each|altogether|in all))(?= )"
)
_UNIT_INTERVAL = r"^(?: \w+){0,5}? (?:whole |entire |full |complete )*unit interval(?= )"
_TAKEN_BACK = r" (?:no|sorry|actually|rather|make|mean|meant|correction|wait|instead|but)(?= )"
_COUNTED_TREES = ("random_forest", "extra_trees")
_BLENDS: tuple[tuple[str, dict[str, Any]], ...] = (
    (r"ridge", {"value": 0}),
    (r"lasso", {"value": 1}),
    (r"elastic ?net", {"min": 0, "max": 1}),
)


@of_wishes
def read_hyperparameters(reading: Reading) -> None:
    """Find settings of families."""
    groups = setting_groups(reading.line)
    if read_settings_again(reading, groups):
        return
    _read_choices(reading, groups)
    named = [name for group in groups for name in group.families]
    known = [key.partition(".")[0] for key in reading.context.spec.get("hyperparameters", {})]
    settings = _outside_families(groups, settings_in(reading.line, (*named, *known)))
    for first, last in reading.line.sentences():
        _read_sentence(reading, first, last, settings, groups)
    _read_number_of_them(reading, groups)
    _read_neighbours(reading, groups)
    _read_blend(reading, groups)


def _outside_families(groups: list[Group], settings: list[Setting]) -> list[Setting]:
    mentions = [(m.start, m.end) for group in groups for m in group.mentions]
    return [s for s in settings if not any(_holds(a, b, s) for a, b in mentions)]


def _holds(start: int, end: int, setting: Setting) -> bool:
    """Whether a family is named where a setting seems to be; "boosting rounds" is more than "boosting"."""
    within = setting.start <= start and end <= setting.end and end - start < setting.end - setting.start
    return start < setting.end and setting.start < end and not within


def _read_sentence(
    reading: Reading, first: int, last: int, settings: list[Setting], groups: list[Group]
) -> None:
    line = reading.line
    inside = sorted((s for s in settings if first <= s.start < last), key=lambda s: s.start)
    names = frozenset(k for s in inside for k in range(s.start, s.end))
    inside = [s for s in inside if _free(reading, s.start, s.end)]
    if not inside:
        return
    owners = [(m.start, m.end) for g in groups for m in g.mentions]
    figures = figures_said(line, first, last, names)
    figures = [f for f in figures if _free(reading, f.start, f.end)]
    for setting, said in _paired(line, inside, figures, owners):
        start, end = min(setting.start, said[0].start), max(setting.end, said[-1].end)
        if not is_told(line, start) and not is_unasked(line, start):
            _set(reading, setting, _together(line, setting, said, names), start, end, groups)
    for setting in inside:
        unit = line.first(_UNIT_INTERVAL, start=setting.end, end=last)
        if unit is not None:
            _set(reading, setting, {"min": 0, "max": 1}, setting.start, unit.end, groups)


def _free(reading: Reading, start: int, end: int) -> bool:
    return not any(
        k in reading.claimed for item in reading.line.items[start:end] for k in range(item.start, item.end)
    )


def _set(
    reading: Reading, setting: Setting, bounds: dict[str, Any], start: int, end: int, groups: list[Group]
) -> None:
    line = reading.line
    families = families_for(reading, start, end, setting.by_family, groups) or owner_of(line, setting)
    quote = line.words(start, end).strip(" ,.;:")
    for family in families:
        key = f"{family}.{setting.by_family[family]}"
        reading.set(f"hyperparameters.{key}", _with_the_other_end(reading, key, bounds), quote)
    if families:
        reading.claim_items(line, start, end)


def _with_the_other_end(reading: Reading, key: str, bounds: dict[str, Any]) -> dict[str, Any]:
    """A new end of a range keeps the other one: "the leaves may go up to 90" after "15 to 60"."""
    before = dict(reading.context.spec.get("hyperparameters", {}).get(key) or {})
    if len(bounds) != 1 or not {*bounds, *before} <= {"min", "max"}:
        return bounds
    both = before | bounds
    return both if both.get("min", 0) <= both.get("max", both.get("min", 0)) else bounds


def _paired(
    line: Line, settings: list[Setting], figures: list[Said], owners: list[tuple[int, int]]
) -> Iterator[tuple[Setting, list[Said]]]:
    """Each setting with what is said of it, behind it or in front."""
    pairs: dict[int, list[Said]] = {}
    for place, said in enumerate(figures):
        if said.denied:
            continue
        behind = _setting_behind(line, settings, said)
        before = _setting_before(line, settings, said, pairs, figures[:place], owners)
        if before is not None and behind is not None:
            own = any(_directly(line, settings[behind].end, f.start) for f in figures[place + 1 :])
            before = before if _directly(line, settings[before].end, said.start) and own else None
        chosen = before if before is not None else behind
        if chosen is not None:
            pairs.setdefault(chosen, []).append(said)
    for at, said_of in pairs.items():
        yield settings[at], said_of


def _setting_behind(line: Line, settings: list[Setting], said: Said) -> int | None:
    """ "300 trees", "0.05 as learning rate"."""
    for at, setting in enumerate(settings):
        if setting.start >= said.end:
            near = setting.start - said.end <= 4
            between = " ".join(("", *(item.text for item in line.items[said.end : setting.start])))
            return at if near and fullmatch(_IN_FRONT, between) else None
    return None


def _setting_before(
    line: Line,
    settings: list[Setting],
    said: Said,
    pairs: dict[int, list[Said]],
    earlier: list[Said],
    owners: list[tuple[int, int]],
) -> int | None:
    """ "Num_leaves may go from 15 to 63", "depth at least 2 and at most 6"."""
    before = [at for at, setting in enumerate(settings) if setting.end <= said.start]
    if not before:
        return None
    at = before[-1]
    start = settings[at].end
    taken = {k for f in pairs.get(at, ()) for k in range(f.start, f.end)}
    taken |= {k for f in earlier if f.denied for k in range(f.start, f.end)}
    taken |= {k for a, b in owners for k in range(a, b)}
    between = [item.text for k, item in enumerate(line.items[start : said.start], start) if k not in taken]
    tight = set(between) <= _TIGHT
    if len(between) > _LONGEST or not set(between) <= _BETWEEN:
        return None
    if not tight and _counts_something(line, said.end):
        return None
    if pairs.get(at) and not _goes_with(line, pairs[at], said, start):
        return None
    return at


def _counts_something(line: Line, at: int) -> bool:
    if at >= len(line.items):
        return False
    return line.items[at].text in _COUNTS


def _goes_with(line: Line, before: list[Said], said: Said, start: int) -> bool:
    """Whether figures complete others ("at least 2, at most 6"), or take them back ("0.1, no, 0.05")."""
    said_before = {key for f in before for key in f.bounds}
    if {*said.bounds, *said_before} == {"min", "max"} and not set(said.bounds) & said_before:
        return True
    if line.has(_TAKEN_BACK, start=before[-1].end, end=said.start):
        before.clear()
        return True
    return not any(set(said.bounds) & set(f.bounds) or "value" in f.bounds for f in before) and set(
        said.bounds
    ) <= {"min", "max"}


def _directly(line: Line, start: int, end: int) -> bool:
    return start <= end and {item.text for item in line.items[start:end]} <= _TIGHT


def _together(line: Line, setting: Setting, said: list[Said], names: frozenset[int]) -> dict[str, Any]:
    bounds: dict[str, Any] = {}
    for one in said:
        bounds |= one.bounds
    later = (
        compared_behind(line, setting.end, names) if len(said) == 1 and said[0].end <= setting.start else ""
    )
    return {later: bounds["value"]} if later and "value" in bounds else bounds


def _read_number_of_them(reading: Reading, groups: list[Group]) -> None:
    """How many trees a forest grows, where "them" are its trees."""
    for hit in reading.line.find(_OF_THEM):
        sentence = next((a for a, b in reading.line.sentences() if a <= hit.start < b), 0)
        near = [g for g in groups if sentence <= g.start and g.end <= hit.start]
        families = [f for f in (near[-1].families if near else ()) if f in _COUNTED_TREES]
        if not reading.free(hit, "value"):
            continue
        for family in families:
            value = {"value": tidy(hit.quantity("value").value)}
            reading.set(f"hyperparameters.{family}.n_estimators", value, hit.quote)
            reading.claim(hit)


def _read_neighbours(reading: Reading, groups: list[Group]) -> None:
    """ "The 15 nearest neighbours", "5 to 25 nearest neighbours": the family itself is what is counted."""
    line = reading.line
    for mention in (m for g in groups for m in g.mentions if m.families == ("knn",)):
        first = next((a for a, b in line.sentences() if a <= mention.start < b), 0)
        figures = figures_said(line, max(first, mention.start - 12), mention.start)
        if figures and figures[-1].end == mention.start and not is_told(line, figures[-1].start):
            said = figures[-1]
            if not said.denied and _free(reading, said.start, said.end):
                quote = line.words(said.start, mention.end)
                reading.set("hyperparameters.knn.n_neighbors", said.bounds, quote)
                reading.claim_items(line, said.start, said.end)


def _read_choices(reading: Reading, groups: list[Group]) -> None:
    """Settings whose values are words; only support vector machines have a kernel, other settings need their family."""
    for said in choices_in(reading.line):
        if is_told(reading.line, said.start):
            continue
        families = families_for(reading, said.start, said.end, said.by_family, groups)
        if not families and "kernel" in said.by_family.values():
            families = ["svm"]
        quote = reading.line.words(said.start, said.end).strip(" ,.;:")
        for family in families:
            reading.set(
                f"hyperparameters.{family}.{said.by_family[family]}", {"choices": list(said.values)}, quote
            )
        if families:
            reading.claim_items(reading.line, said.start, said.end)


def _read_blend(reading: Reading, groups: list[Group]) -> None:
    """Ridge, lasso and elastic net are linear models with a setting of their own, unless it is stated."""
    if any(finding.path == "hyperparameters.linear.l1_ratio" for finding in reading.findings):
        return
    said: list[tuple[dict[str, Any], str]] = []
    for group in (one for one in groups if not is_a_label(reading, one)):
        for mention in group.mentions:
            for pattern, bounds in _BLENDS:
                if (
                    mention.families == ("linear",)
                    and match(pattern, mention.words.strip())
                    and stance(reading.line, group) == "only"
                ):
                    said.append((bounds, reading.line.words(mention.start, mention.end)))
    if len(said) == 1:
        reading.set("hyperparameters.linear.l1_ratio", said[0][0], said[0][1])
    elif len(said) > 1 and all("value" in bounds for bounds, _ in said):
        reading.set("hyperparameters.linear.l1_ratio", {"choices": [b["value"] for b, _ in said]}, said[0][1])
