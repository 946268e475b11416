"""Money that a later message gives anew: which of the figures told before it stands for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.changes import CHANGES
from assistant.offline.metric.outcomes import Statement
from assistant.offline.metric.statements import Said
from assistant.offline.reading import Reading
from assistant.offline.text.line import Line
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.wordlists import words

_MAKE_IT = r" make (?:the|that|it|this|a|an|those)(?= )"
_INSTEAD = r" (?:be|to|become|now|read|but|not|instead of|rather than)(?= )"
_NEXT_TO = 9
_SHORT = 26
_EVERYBODY = (
    r" (?:every ?(?:body|one)|any ?(?:body|one)|all (?:of )?(?:they|them|those|these|call|the)|every (?:single )?(?:one|call|time|case|customer|person)|each (?:and every )?(?:one|call|time|case|customer|person)"
    r"|whoever|whatever|whichever|right or wrong|either way|in any case|no matter|whether|(?:not|never) (?:only|just|merely)|both|regardless|irrespective|always)(?= )"
)
_COMMON = frozenset(
    words(
        """the and for that this with from each every one any who what which she they are was has have had our your their his her its
        not but now then than more only just also still about around roughly exactly really actually sorry should would could will may
        make made put set take use say said think want need change correct instead rather amount num money pct figure number cost lose
        save loss price value get give pay run come bring case when where there here per all some those these them did does done be
        it out up down into over too very much many we us me you i a an of on in at to is if so as or by no oh ok well fine
        boss finance supervisor sales marketing colleague controller told tell case cases wrong right new old"""
    )
)


def given_anew(reading: Reading, statements: Sequence[Said], told: Sequence[Said]) -> list[Said]:
    """The statements of a later message, each in the role of the figure told before that it takes the place of."""
    kept = [said for said in told if said.statement.role or said.value.kind == "rate"]
    if not kept:
        return list(statements)
    swapped = list(_swapped(reading, statements, kept))
    used = {at for pair, _ in swapped for at in pair}
    rest = [
        _for_everybody(reading, _by_its_words(reading, said, kept), kept)
        for said in statements
        if used.isdisjoint(range(said.value.start, said.value.end))
    ]
    return sorted([*rest, *(said for _, said in swapped)], key=lambda said: said.value.start)


def _swapped(
    reading: Reading, statements: Sequence[Said], told: Sequence[Said]
) -> Iterator[tuple[tuple[int, int], Said]]:
    """ "The 400 should read 440", "half was too rosy, say 40 %": a figure told before, and the one in its place."""
    line = reading.line
    figures = [
        at
        for at, item in enumerate(line.items)
        if isinstance(item.payload, Quantity) and item.payload.kind in ("money", "number", "percent", "times")
    ]
    used: set[int] = set()
    for one, two in itertools.pairwise(figures):
        if used & {one, two} or not _changes(line, one, two, alone=len(figures) == 2):
            continue
        first, second = (_told_as(line.items[at].payload, told) for at in (one, two))
        before = first or second
        if before is None or (first and second):
            continue
        new = two if first else one
        item = line.items[new]
        if not reading.claimed.isdisjoint(range(item.start, item.end)):
            continue  # a story may tell the old figure, and not the new one
        own = next((said for said in statements if said.value.start <= new < said.value.end), None)
        if own is not None and own.statement.named and own.statement.role not in _family(before):
            continue
        made = _in_place_of(before, line, new)
        if made is not None:
            used |= {one, two}
            reading.claim_items(line, one, one + 1)
            reading.claim_items(line, two, two + 1)
            yield (one, two), made


def _changes(line: Line, one: int, two: int, *, alone: bool) -> bool:
    """Whether words around two figures say that one stands for the other."""
    near = two - one <= _NEXT_TO
    if near and line.has(_INSTEAD, start=one + 1, end=two):
        return True
    same = next(((a, b) for a, b in line.sentences() if a <= one < b), (0, 0))
    if not (same[0] <= two < same[1]) and not (alone and len(line.items) <= _SHORT):
        return False
    start, end = same[0], max(same[1], two + 1)
    return line.has(CHANGES, start=start, end=end)


def _told_as(payload: object, told: Sequence[Said]) -> Said | None:
    """The statement that told a figure, where only one did."""
    assert isinstance(payload, Quantity)
    found = [said for said in told if _same_figure(said, payload)]
    roles = {said.statement.role for said in found}
    return found[-1] if len(roles) == 1 else None


def _same_figure(said: Said, figure: Quantity) -> bool:
    if said.value.kind not in ("rate", "amount"):
        return False
    amount = said.value.amount
    parts = list(amount.factors.values()) or [amount.constant]
    if said.value.kind == "rate":
        parts = [said.value.figure]
    elif amount.factors and amount.constant:
        return False
    share = said.value.kind == "rate" or bool(amount.factors)
    if figure.kind == "percent" and not share:
        return False
    return len(parts) == 1 and any(
        abs(abs(parts[0]) - value) < 1e-9 for value in _shares(figure, share=share)
    )


def _shares(figure: Quantity, *, share: bool) -> tuple[float, ...]:
    """What a figure may stand for; of a share, the sign of a percentage is often left out."""
    return (figure.value, figure.value / 100) if share and figure.kind == "number" else (figure.value,)


def _in_place_of(before: Said, line: Line, at: int) -> Said | None:
    """The statement told before, with the figure at a place of this message."""
    figure = line.items[at].payload
    assert isinstance(figure, Quantity)
    rated = before.value.kind == "rate"
    if figure.kind == "percent" and not rated and not before.value.amount.factors:
        return None
    if rated and figure.kind not in ("percent", "number"):
        return None
    if rated:
        share = figure.value / 100 if figure.kind == "number" and figure.value > 1 else figure.value
        value = replace(before.value, start=at, end=at + 1, figure=share)
    else:
        old = before.value.amount
        currency = figure.currency or old.currency
        percent = old.factors and figure.kind == "number" and max(old.factors.values()) < 1 < figure.value
        factor = figure.value / 100 if percent else figure.value
        made = (
            Amount(0.0, dict.fromkeys(old.factors, factor), currency)
            if old.factors
            else Amount(figure.value, {}, currency)
        )
        value = replace(before.value, start=at, end=at + 1, amount=made)
    quote = line.words(max(0, at - 6), at + 1)
    return replace(before, value=value, start=at, end=at + 1, quote=quote)


def _family(said: Said) -> tuple[str, ...]:
    """Roles that a figure may have by other words: a loss is that of a missed case."""
    families = (("fn", "loss"), ("fp", "cost"), ("tp", "value"))
    return next((family for family in families if said.statement.role in family), (said.statement.role,))


def _by_its_words(reading: Reading, said: Said, told: Sequence[Said]) -> Said:
    """ "Make the call $18", "finance wants 450 for the refused ones": the role of what was told with the same words."""
    if said.value.kind != "amount" or said.heard is None or said.heard.everybody or said.written:
        return said
    start, end = next(
        ((a, b) for a, b in reading.line.sentences() if a <= said.value.start < b), (said.start, said.end)
    )
    if not (
        said.heard.sign == 0 or not said.statement.role or reading.line.has(CHANGES, start=start, end=end)
    ):
        return said
    before = _nearest(said, [one for one in told if one.value.kind == "amount"])
    if before is None and not _words(said) and not said.statement.named:
        before = _last(told)  # "make that 60 cents"
    if before is None or (said.statement.named and said.statement.role not in _family(before)):
        return said
    if said.heard.sign > 0 > before.statement.sign and not reading.line.has(_MAKE_IT, start=start, end=end):
        return said  # "keeping somebody who wanted to go gains us 5,000": something new of the same people
    return replace(said, statement=before.statement)


def _last(told: Sequence[Said]) -> Said | None:
    """The figure that was told last, of which a message that only holds a figure must speak."""
    last = told[-1]
    return last if last.value.kind == "amount" else None


def _nearest(said: Said, told: Sequence[Said]) -> Said | None:
    """The statement of which most words are said again, words that all of them share apart."""
    own = _words(said)
    shared = [own & _words(one) for one in told]
    telling = [
        len({word for word in mine if not _in_another(word, one, told)})
        for mine, one in zip(shared, told, strict=True)
    ]
    best = max(telling, default=0)
    found = [one for one, count in zip(told, telling, strict=True) if count == best]
    roles = {_family(one) for one in found}
    return found[-1] if best and len(roles) == 1 else None


def _in_another(word: str, said: Said, told: Sequence[Said]) -> bool:
    return any(word in _words(one) for one in told if _family(one) != _family(said))


def _words(said: Said) -> set[str]:
    """The words that tell a statement from others, in one form each."""
    canon = said.heard.canon if said.heard else ""
    return {_stem(word) for word in re.findall(r"[a-z]{3,}", canon) if word not in _COMMON}


def _stem(word: str) -> str:
    return re.sub(r"(?:ed|al|ing|s|e)$", "", word)


def _for_everybody(reading: Reading, said: Said, told: Sequence[Said]) -> Said:
    """ "The $12 are spent on everybody, not only in vain": what was told of needless actions falls due for all."""
    if said.value.kind != "amount" or said.statement.role not in ("fp", "cost", ""):
        return said
    again = any(
        one.statement.role in ("fp", "cost") and one.value.amount.same(said.value.amount) for one in told
    )
    start, end = next(
        ((a, b) for a, b in reading.line.sentences() if a <= said.value.start < b), (said.start, said.end)
    )
    if again and reading.line.has(_EVERYBODY, start=start, end=end):
        return replace(said, statement=Statement("cost", -1, True))
    return said
