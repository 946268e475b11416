"""A restriction of families is taken back: "forget the random forest restriction", "everything may take part again"."""

from __future__ import annotations

from assistant.offline.aside.told import clause_end
from assistant.offline.reading import Reading
from assistant.offline.search.models_listed import Group, family_groups
from assistant.offline.text.line import read_line

_VERB = (
    r"(?:forget|drop|lift|remove|cancel|scrap|never mind|ignore|undo|take back|relax|loosen|withdraw|waive)"
)
_ARTICLES = r"(?: (?:about|the|that|this|those|my|our|all|any|i|we|what|say|tell|you|ask|for|of|only|on))*"
_NOUN = r"(?:restriction|limit|limitation|constraint|ban|exclusion|inclusion|list|rule)s?"
_MODELS = r"(?:model|famil(?:y|ies)|method|algorithm|learner|estimator|kind|type)s?"
_LIFT = rf" {_VERB}{_ARTICLES}(?= )"
_OTHER_LIMIT = (
    r" (?:time|trial|memory|size|ram|worker|speed|latency|hour|minute|budget|fold|row|column)s?(?= )"
)
_EVERYTHING = (
    rf" (?:allow|permit|use|try|bring back|include|consider)(?: all| any| every| whatever| whichever| everything| anything)+(?: the| other)*(?: {_MODELS})?(?: you (?:like|want|please|see fit))?(?: again| after all)?(?= )",
    rf" (?:any|all|every|everything|anything|whatever)(?: the| other)*(?: {_MODELS})? (?:be|may|can|go|should)(?: \w+)? ?(?:fine|ok|okay|allow|welcome|take part|compete|join|be use|be try|go|run|again)(?: again| now)?(?= )",
)
_BUT = r"(?: (?:except|but|save|bar|apart from|other than))(?= )"


def read_lifted(reading: Reading, groups: list[Group]) -> list[Group]:
    """Take restrictions back that are lifted; returns the groups that are still to be read."""
    before = reading.context.spec.get("models", {})
    if not before:
        return groups
    _lift_in_asides(reading)
    for hit in reading.line.find(_LIFT):
        end = clause_end(reading.line, hit.end)
        named = [group for group in groups if hit.end <= group.start < min(end, hit.end + 6)]
        whole = reading.line.has(rf" (?:{_NOUN}|say|tell)(?= )", start=hit.start, end=end)
        if named and _lift_family(reading, named[0], hit.quote, whole=whole):
            return [group for group in groups if group is not named[0]]
        limit = reading.line.has(rf" {_NOUN}(?= )", start=hit.end, end=end)
        if limit and not named and not reading.line.has(_OTHER_LIMIT, start=hit.end, end=end):
            _lift(reading, ("include", "exclude"), hit.quote)
            reading.claim(hit)
    for pattern in _EVERYTHING:
        everything = reading.line.first(pattern)
        if everything and not reading.line.has(f"^{_BUT}", start=everything.end):
            _lift(reading, ("include", "exclude"), everything.quote)
    return groups


def _lift_in_asides(reading: Reading) -> None:
    """ "Never mind that restriction on the models" is heard as a wish to undo, and set aside for that."""
    for at, item in enumerate(reading.line.items):
        if item.text != "<aside>":
            continue
        aside = read_line(reading.line.words(at, at + 1))
        for hit in aside.find(_LIFT):
            if aside.has(rf" {_NOUN}(?= )", start=hit.end) and aside.has(rf" {_MODELS}(?= )", start=hit.end):
                _lift(reading, ("include", "exclude"), aside.text)
            for group in family_groups(aside):
                if hit.end <= group.start < hit.end + 6:
                    _lift_family(reading, group, aside.text.strip(), whole=True)


def _lift_family(reading: Reading, group: Group, quote: str, *, whole: bool) -> bool:
    """Lift what was said of a family; "drop the SVM" of several is a change of the list, unless all of it is meant."""
    before = reading.context.spec.get("models", {})
    included = set(before.get("include") or ())
    if included & set(group.families) and (whole or included <= set(group.families)):
        _lift(reading, ("include",), quote)
        return True
    rest = [family for family in before.get("exclude") or () if family not in group.families]
    if rest != list(before.get("exclude") or ()):
        reading.set("models.exclude", rest or None, quote)
        reading.notes["exclude_before"] = rest
        return True
    return False


def _lift(reading: Reading, sides: tuple[str, ...], quote: str) -> None:
    for side in sides:
        if reading.context.spec.get("models", {}).get(side):
            reading.set(f"models.{side}", None, quote)
            if side == "exclude":
                reading.notes["exclude_before"] = []
