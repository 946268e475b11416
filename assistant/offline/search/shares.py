"""Shares of the budget: how much of the time or of the trials a family, or some families together, should get."""

from __future__ import annotations

from assistant.offline.aside.wishes import of_wishes
from assistant.offline.reading import Reading
from assistant.offline.search.models_listed import Group, family_groups
from assistant.offline.text.line import Hit
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.tidying import tidy
from automl.spec.shares import TOGETHER, families_of
from automl.spec.vocabulary import family_names

_SHARE = r" (?P<share><pct>|<num>)(?= )"
_OF_BUDGET = r" (?:<pct>|<num>) of (?:the |your |my |our |its |all )*(?:whole |total |entire |available |search |computing )*(?:time|budget|trials?|search|effort|models?|<dur>)(?= )"
_GIVEN_TO = ("on", "to", "for", "in", "into", "with", "by")
_ARTICLES = ("the", "a", "an", "any", "some")
_FORGET = r" (?:forget|drop|remove|cancel|lift|clear|scrap|undo|no|without)(?: about)?(?: the| a| any| my| more| fixed| stated)* shares?(?= )| (?:share|divide|split) the (?:time|budget|trials?) (?:freely|as you (?:like|see fit|want))"


@of_wishes
def read_shares(reading: Reading) -> None:
    """Find shares that are stated, and their withdrawal."""
    for start, end in reading.line.sentences():
        if reading.line.has(_OF_BUDGET, start=start, end=end):
            _read_sentence(reading, start, end)
    forget = reading.line.first(_FORGET)
    if forget is not None:
        for key in reading.context.spec.get("shares", {}):
            reading.set(f"shares.{key}", None, forget.quote)
        reading.claim(forget)


def _read_sentence(reading: Reading, start: int, end: int) -> None:
    groups = [group for group in family_groups(reading.line) if start <= group.start < end]
    hits = [hit for hit in reading.line.find(_SHARE, start=start, end=end) if 0 < _value(hit) < 1]
    for place, hit in enumerate(hits):
        until = hits[place + 1].start if place + 1 < len(hits) else end
        group = _group_of(reading, hit, groups, until=until)
        if group is None:
            continue
        excluded = reading.said("models.exclude") or ()
        named = [name for name in family_names() if name in group.families and name not in excluded]
        _set(reading, named, tidy(round(_value(hit), 4)), reading.line.words(start, end).strip(" ,.;:"))
        reading.claim(hit)
        for mention in group.mentions:
            reading.claim_items(reading.line, mention.start, mention.end)


def _value(hit: Hit) -> float:
    quantity = hit.payload("share")
    return quantity.value if isinstance(quantity, Quantity) else 0.0


def _group_of(reading: Reading, hit: Hit, groups: list[Group], *, until: int) -> Group | None:
    """The families that a share is for: those it goes to behind it ("half on linear models"), else those before it."""
    behind = [group for group in groups if hit.end <= group.start < until]
    if behind and _is_given_to(reading, behind[0]):
        return behind[0]
    before = [group for group in groups if group.end <= hit.start]
    if before:
        return before[-1]
    return behind[0] if behind else None


def _is_given_to(reading: Reading, group: Group) -> bool:
    at = group.start - 1
    while at >= 0 and reading.line.items[at].text in _ARTICLES:
        at -= 1
    return at >= 0 and reading.line.items[at].text in _GIVEN_TO


def _set(reading: Reading, families: list[str], share: float, quote: str) -> None:
    """State a share; what was stated of the same families in another company is gone."""
    key = TOGETHER.join(families)
    if not key:
        return
    for other in reading.context.spec.get("shares", {}):
        if other != key and set(families_of(other)) & set(families):
            reading.set(f"shares.{other}", None, quote)
    reading.set(f"shares.{key}", share, quote)
