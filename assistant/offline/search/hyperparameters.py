"""Settings of families: a range, one value, or some choices."""

from __future__ import annotations

from typing import Any

from assistant.offline.aside.wishes import of_wishes
from assistant.offline.reading import Reading
from assistant.offline.search.models import is_a_label
from assistant.offline.search.models_listed import Group, family_groups
from assistant.offline.search.settings import Setting, choices_in, settings_in
from assistant.offline.search.settings_again import read_settings_again
from assistant.offline.search.stances import stance
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import fullmatch, match
from assistant.offline.text.tidying import tidy

_NUMBER = r"(?:<num>|<pct>|one)"
_IN_BRACKETS = rf"(?:between |from |of |to |within |in |, |: |= )*[\[(] (?P<low>{_NUMBER}) (?:to|and|-|–|\.\.|\. \.|,|;) (?P<high>{_NUMBER}) [\])]"
_TO = r"(?:to|and|-|–|up to|through|\.\.|\. \.)"
_RANGE = rf"(?:between |from |of |in |, |: |= )*(?P<low>{_NUMBER}) {_TO} (?P<high>{_NUMBER})"
_LIST = rf"(?:of |: |= |in |either )*(?P<list>{_NUMBER}(?: ,(?: or| and)? {_NUMBER})* or {_NUMBER})"
_SET = rf"(?:of |: |= |in |either |from |among )*(?:{{ (?P<list>{_NUMBER}(?: ,(?: or| and)? {_NUMBER})+) }}|[\[(] (?P<list2>{_NUMBER}(?: , {_NUMBER}){{2,}}) [\])])"
_AT_MOST = rf"(?:of |: )*(?:at most|at maximum|no more than|not more than|up to|max(?:imum)?(?: of)?|below|under|less than|limit to|limited to|<=|≤|<|be at most|not above|not deeper than|no deeper than|cap at|cap to|bound by|no (?:high|large|big|great)(?:er)? than|not (?:high|large|big|great)(?:er)? than|never above|not exceed|ceiling of) (?P<most>{_NUMBER})"
_AT_LEAST = rf"(?:of |: )*(?:at least|no less than|not less than|no fewer than|no low(?:er)? than|min(?:imum)?(?: of)?|above|over|more than|>=|≥|>|from|floor of) (?P<least>{_NUMBER})"
_VALUE = rf"(?:of |: |= |to |at |be |exactly |set to |fix at |equal |equal to |with |value of |a value of )*(?P<value>{_NUMBER})"
_MOST_BEHIND = rf"(?:of |: |= |at |to )*(?P<most>{_NUMBER}) (?:at most|maximum|max|or less|or fewer|or lower|or smaller|or below|at the most|tops|and no more)"
_LEAST_BEHIND = rf"(?:of |: |= |at |to )*(?P<least>{_NUMBER}) (?:at least|minimum|min|or more|or higher|or larger|or above|upwards)"
_FORMS = (_IN_BRACKETS, _SET, _RANGE, _LIST, _AT_MOST, _AT_LEAST, _MOST_BEHIND, _LEAST_BEHIND, _VALUE)
_MAY = r"(?: (?:should|must|may|can|will|be|stay|stand|lie|vary|go|range|set|search|try|somewhere|anywhere|only|the|its|in the|range of|value of|fix|pin|hold|keep|leave|let|move|run|roam|tune|allow|free|freely|constant|and))*"
_PATTERNS = tuple(
    pattern
    for form in _FORMS
    for pattern in (
        rf" (?P<name><set>){_MAY} {form}(?= )",
        rf" {form} (?P<name><set>)(?= )",
        rf" {form} (?:in |of |for )(?:the )?(?P<name><set>)(?= )",
        rf" (?:no|not) (?P<name><set>)(?:er)? than (?P<most>{_NUMBER})(?= )",
        rf" (?P<name><set>) (?:of|for|in)(?: the| a| an| my)* <fam>{_MAY} {form}(?= )",
    )
)
_UNIT_INTERVAL = r" (?P<name><set>)(?: \w+){0,4}? (?:whole |entire |full |complete )*unit interval(?= )"
# "Cap its depth at 6": the verb in front makes the figure a bound.
_CAPPED = r" (?:cap|limit|bound|restrict|clip|curb)(?: (?:its|the|their|each|every|any))*$"
_CAPPED_BEHIND = r" (?:cap|limit|bound|restrict)(?= )"
# "Whenever you try extra trees, grow exactly 400 of them".
_OF_THEM = r" (?:grow|plant|use|take|build|make|have|train)(?: (?:exactly|always|just|only|precisely))* (?P<value><num>) of (?:them|those|these)(?= )"
_NEITHER = r"^ (?:for|of|in|on|with|to) the (?P<which>former|latter|first|second)(?: one)?(?= )"
_BLENDS: tuple[tuple[str, dict[str, Any]], ...] = (
    (r"ridge", {"value": 0}),
    (r"lasso", {"value": 1}),
    (r"elastic ?net", {"min": 0, "max": 1}),
)


@of_wishes
def read_hyperparameters(reading: Reading) -> None:
    """Find settings of families."""
    groups = family_groups(reading.line)
    if read_settings_again(reading, groups):
        return
    _read_choices(reading, groups)
    named = [name for group in groups for name in group.families]
    known = [key.partition(".")[0] for key in reading.context.spec.get("hyperparameters", {})]
    marked = _marked(reading.line, groups, settings_in(reading.line, (*named, *known)))
    for hit in _said(reading, marked):
        _read_setting(reading, hit, groups)
    _read_number_of_them(reading, groups)
    _read_blend(reading, groups)


def _read_number_of_them(reading: Reading, groups: list[Group]) -> None:
    """How many trees a forest grows, where "them" are its trees."""
    for hit in reading.line.find(_OF_THEM):
        sentence = next((a for a, b in reading.line.sentences() if a <= hit.start < b), 0)
        near = [g for g in groups if sentence <= g.start and g.end <= hit.start]
        families = [f for f in (near[-1].families if near else ()) if f in ("random_forest", "extra_trees")]
        if not reading.free(hit, "value"):
            continue
        for family in families:
            value = {"value": tidy(hit.quantity("value").value)}
            reading.set(f"hyperparameters.{family}.n_estimators", value, hit.quote)
            reading.claim(hit)


def _marked(line: Line, groups: list[Group], settings: list[Setting]) -> Line:
    """The line with settings behind <set> and families behind <fam>."""
    families = [(m.start, m.end, "fam", group) for group in groups for m in group.mentions]
    taken = {place for start, end, _, _ in families for place in range(start, end)}
    free = [s for s in settings if taken.isdisjoint(range(s.start, s.end))]
    return line.marked([*families, *((s.start, s.end, "set", s) for s in free)])


def _said(reading: Reading, marked: Line) -> list[Hit]:
    """Places where a setting and its figures stand together, in either order."""
    found: list[Hit] = []
    for pattern in (_UNIT_INTERVAL, *_PATTERNS):
        found.extend(hit for hit in marked.find(pattern) if not _overlaps(hit, found))
    return [hit for hit in found if reading.free(hit, "name") and _figures_free(reading, hit)]


def _figures_free(reading: Reading, hit: Hit) -> bool:
    names = ("low", "high", "list", "list2", "most", "least", "value")
    return all(reading.free(hit, name) for name in names if hit.match.groupdict().get(name))


def _overlaps(hit: Hit, found: list[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in found)


def _read_setting(reading: Reading, hit: Hit, groups: list[Group]) -> None:
    by_family = hit.payload("name").by_family
    start, end = reading.line.same(hit.line, hit.start, hit.end)
    families = [f for f in _families_for(reading, start, end, groups) if f in by_family]
    families = families or _having_it(groups, start, by_family) or _bounded_before(reading, by_family)
    bounds = _bounds(hit)
    if not families or bounds is None:
        return
    for family in families:
        reading.set(f"hyperparameters.{family}.{by_family[family]}", bounds, hit.quote)
    reading.claim(hit)


def _having_it(groups: list[Group], start: int, by_family: dict[str, str]) -> list[str]:
    """The families with such a setting in the nearest list that has one: "… kernel for the SVM, n_neighbors to 25"."""
    fitting = [group for group in groups if set(group.families) & set(by_family)]
    nearest = min(fitting, key=lambda group: abs(group.start - start), default=None)
    return [f for f in nearest.families if f in by_family] if nearest else []


def _bounded_before(reading: Reading, by_family: dict[str, str]) -> list[str]:
    """The families whose setting of that name was bounded in an earlier message."""
    before = reading.context.spec.get("hyperparameters", {})
    return [family for family, name in by_family.items() if f"{family}.{name}" in before]


def _bounds(hit: Hit) -> dict[str, Any] | None:
    groups = hit.match.groupdict()
    if groups.get("low"):
        low, high = tidy(hit.quantity("low").value), tidy(hit.quantity("high").value)
        return {"min": low, "max": high} if low <= high else None
    for listed in ("list", "list2"):
        if groups.get(listed):
            return {"choices": [tidy(quantity.value) for quantity in hit.payloads(listed)]}
    for group, key in (("most", "max"), ("least", "min"), ("value", "value")):
        if groups.get(group) and hit.payloads(group):
            capped = key == "value" and _is_capped(hit)
            return {"max" if capped else key: tidy(hit.quantity(group).value)}
    return {"min": 0, "max": 1} if "unit interval" in hit.match.group() else None


def _is_capped(hit: Hit) -> bool:
    start, _ = hit.span("value")
    line = hit.line
    return line.has(_CAPPED, start=max(0, hit.start - 4), end=hit.start) or line.has(
        _CAPPED_BEHIND, start=hit.start, end=start
    )


def _families_for(reading: Reading, start: int, end: int, groups: list[Group]) -> tuple[str, ...]:
    """The families that a setting belongs to: of the same sentence, the nearest; else those in use."""
    first, last = next(
        ((a, b) for a, b in reading.line.sentences() if a <= start < b), (0, len(reading.line.items))
    )
    near = [g for g in groups if first <= g.start < last]
    one = _former_or_latter(reading, end, [g for g in near if g.end <= start])
    if one:
        return one
    own = _in_brackets_of(reading.line, start, near)
    if own:
        return own
    inside = [g for g in near if start <= g.start and g.end <= end]
    if inside:
        return inside[0].families
    behind = [g for g in near if g.start >= end]
    if behind and fullmatch(
        r"(?: per (?:tree|model|one))? (?:for|in|of|on|with|to|inside|within) (?:the |a |an |my |each |every )?",
        _between(reading, end, behind[0].start),
    ):
        return behind[0].families
    before = [g for g in near if g.end <= start]
    if before:
        return before[-1].families
    if behind:
        return behind[0].families
    included = reading.said("models.include")
    return tuple(included) if included else tuple(f for g in groups for f in g.families)


def _in_brackets_of(line: Line, start: int, groups: list[Group]) -> tuple[str, ...]:
    """The family that brackets stand behind: "LightGBM (31 to 63 leaves) or a linear model"."""
    opened = start
    while opened >= 0 and line.items[opened].text not in ("(", ")", "."):
        opened -= 1
    if opened < 0 or line.items[opened].text != "(":
        return ()
    return next((m.families for g in groups for m in g.mentions if m.end == opened), ())


def _former_or_latter(reading: Reading, end: int, before: list[Group]) -> tuple[str, ...]:
    hit = reading.line.first(_NEITHER, start=end)
    mentions = [mention for group in before for mention in group.mentions]
    if hit is None or len(mentions) < 2:
        return ()
    return mentions[-2 if hit.said("which") in ("former", "first") else -1].families


def _between(reading: Reading, start: int, end: int) -> str:
    line = reading.line
    return " " + line.canon[line.place(start) : line.place(end)] if end > start else ""


def _read_choices(reading: Reading, groups: list[Group]) -> None:
    """Settings whose values are words; only support vector machines have a kernel, other settings need their family."""
    for said in choices_in(reading.line):
        families = [f for f in _families_for(reading, said.start, said.end, groups) if f in said.by_family]
        families = families or _bounded_before(reading, said.by_family)
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
