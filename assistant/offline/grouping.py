"""Whole groups on one side of a split: "no patient in both", "all stays of one patient together", "unseen machines"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assistant.offline.columns import Mention
from assistant.offline.context import ColumnFacts
from assistant.offline.families import as_heard
from assistant.offline.line import Line
from assistant.offline.reading import Reading
from assistant.offline.told import is_told

_LEARN = r"(?:train|training|learn|learning|learnt|fit|fitting|development)"
_TEST = r"(?:test|testing|validation|validate|judge|check|checking|evaluation|evaluate|holdout|hold out|assess|score|try out)"
_DENIED = r" (?:no|not|never|none|neither|without|nor|must not|either|nobody)(?= )"
_ONE_SIDE = r" (?:same|one|single|exactly one) (?:side|fold|part|half|split|set|portion|subset|partition|bucket|piece)(?= )"
_TOGETHER = r" (?:together|intact|undivided|unbroken|in one piece|never be (?:split|separate|divide|tear))(?= )"
_CUT_WORD = r" (?:split|fold|train|training|test|testing|learn|learning|validation|cross validat\w*|cv|holdout|side|part|cut|together)s?(?= )"
_STRADDLE = r" (?:straddle|span|cross|sit on both|both side|two side|on either side|bridge|leak (?:across|between|over))s?(?= )"
_BOTH = rf" (?:{_LEARN}(?: [^ .;]+){{0,6}}? (?:and|or|nor|as well as|/)(?: [^ .;]+){{0,5}}? {_TEST}|{_TEST}(?: [^ .;]+){{0,6}}? (?:and|or|nor|as well as|/)(?: [^ .;]+){{0,5}}? {_LEARN}|more than one (?:fold|side|part|set)|(?:two|several|different) (?:fold|side|part)s?|both (?:set|part|sample|half|halve|time)s?|between {_LEARN} and {_TEST})(?= )"
_UNMET = rf"(?:never|not|nobody|no one|no)(?: \w+){{0,8}}? (?:see|meet|met|encounter|know|{_LEARN}|visit|measure|come across|have before)(?= )"
_TRIED_ON = r" (?:test|testing|validate|validation|judge|check|evaluate|assess|try|how well|how good|perform|work|hold up|generali[sz]e)(?= )"
_FRESH = r" (?:new|unseen|other|different|unknown|fresh|unfamiliar|hold out|held out|whole|entire)$"
_BY_GROUP = r" (?:group ?k ?fold|groupk|(?:group|grouped|groupwise|clustered|block|blocked) (?:k fold |k )?(?:cross validat\w*|cv|validation|split|fold|holdout|kfold)|(?:fold|split|cross validat\w*|cv|validation)s?(?: \w+){0,3} (?:by|per|with) group|leave (?:one |p )?\w+ out)(?= )"
_QUANTIFIER = r" (?:same|one|each|every|any|no|a|an|single|given|particular|individual|per|by|on|over|whole|entire|all|the same|with|of|from|for|belong to|within)(?: (?:the|such|and the|same|single|given))*$"
_STRONG_ONE = r" (?:same|one|single|no|each|every|a|an|any)$"


class Grouped(NamedTuple):
    """A column whose rows stay together, and the words that say so."""

    column: ColumnFacts
    start: int
    end: int


def grouped_by(reading: Reading) -> Grouped | None:
    """The column that groups are made of, where a sentence wants its groups on one side."""
    line = reading.line
    found = list(_candidates(reading))
    for start, end in line.sentences():
        here = [(place, stop, what) for place, stop, what in found if start <= place < end]
        if here and _wants_groups(line, start, end) and not is_told(line, here[0][0]):
            chosen = _chosen(line, here, start, end)
            if chosen is not None:
                column = reading.pick(chosen[2], "validation.column") if isinstance(chosen[2], Mention) else chosen[2]
                return Grouped(column, start, end) if column else None
    return None


def _candidates(reading: Reading) -> Iterator[tuple[int, int, Mention | ColumnFacts]]:
    """Columns that are named or described; a name that is a common word ("field") counts where it is written out."""
    taken: set[int] = set()
    for mention in reading.columns.mentions(reading.line, least=0.55):
        tokens = range(reading.line.items[mention.start].start, reading.line.items[mention.end - 1].end)
        if _can_group(mention.column) and reading.claimed.isdisjoint(tokens):
            taken.update(range(mention.start, mention.end))
            yield mention.start, mention.end, mention
    names = {as_heard(column.name): column for column in reading.context.columns if _can_group(column)}
    for at, item in enumerate(reading.line.items):
        if at not in taken and item.text in names:
            yield at, at + 1, names[item.text]


def _can_group(column: ColumnFacts) -> bool:
    return (column.n_distinct >= 3 or column.n_distinct == 0) and column.kind != "datetime"


def _wants_groups(line: Line, start: int, end: int) -> bool:
    def has(pattern: str) -> bool:
        return line.has(pattern, start=start, end=end)

    if has(_BY_GROUP):
        return True
    if has(_ONE_SIDE) or has(_STRADDLE):
        return has(_CUT_WORD)
    if has(_TOGETHER):
        return has(r" (?:keep|split|fold|train|test|validat\w*|stay|leave|belong|must)(?= )")
    if has(_BOTH):
        return has(_DENIED)
    return has(_TRIED_ON) and (has(rf" {_UNMET}") or has(r" (?:new|unseen|unknown|unfamiliar|fresh|other|different)(?= )"))


def _chosen(
    line: Line, here: list[tuple[int, int, Mention | ColumnFacts]], start: int, end: int
) -> tuple[int, int, Mention | ColumnFacts] | None:
    """The mention that is spoken of as a group: one of them, all of one, new ones."""

    def before(at: int, pattern: str) -> bool:
        return line.has(pattern, start=max(start, at - 3), end=at)

    unmet = line.first(rf" {_UNMET}", start=start, end=end)
    tried = not line.has(_ONE_SIDE, start=start, end=end) and not line.has(_BOTH, start=start, end=end)
    by_group = line.has(_BY_GROUP, start=start, end=end)
    for test in (_FRESH, _STRONG_ONE, _QUANTIFIER):
        for mention in here:
            if not before(mention[0], test):
                continue
            if test == _FRESH and not tried:
                continue
            return mention
    if by_group or (unmet and tried):
        return here[-1] if by_group else min(here, key=lambda one: abs(one[0] - unmet.start if unmet else 0))
    return None
