"""Whole groups on one side of a split: "no patient in both", "all stays of one patient together", "unseen machines"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.offline.aside.denied import is_unasked
from assistant.offline.aside.told import clause_end, clause_start, is_told
from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.text.lemmas import lemma
from assistant.offline.text.line import Line

_LEARN = r"(?:train|training|learn|learning|learnt|fit|fitting|development)"
_TEST = r"(?:exam|test|testing|validation|validate|judge|check|checking|evaluation|evaluate|holdout|hold out|assess|score|try out)"
_DENIED = r" (?:no|not|never|none|neither|without|nor|must not|either|nobody)(?= )"
_ONE_SIDE = r" (?:same|one|single|exactly one) (?:side|fold|part|half|split|set|portion|subset|partition|bucket|piece)(?= )"
_TOGETHER = r" (?:together|intact|undivided|unbroken|in one piece|(?:not|never|nor)(?: \w+){0,3} (?:split|separate|divide|tear|torn|rip|pull|break|cut)(?: \w+)? ?(?:apart|up|asunder|across|between)?)(?= )"
_CUT_WORD = r" (?:split|fold|train|training|test|testing|learn|learning|validation|cross validat\w*|cv|holdout|side|part|cut|together)s?(?= )"
_STRADDLE = r" (?:straddle|span|cross(?! (?:-|validat|val))|sit on both|both side|two side|on either side|bridge|leak (?:across|between|over))s?(?= )"
_BOTH = rf" (?:{_LEARN}(?: [^ .;]+){{0,6}}? (?:and|or|nor|as well as|/)(?: [^ .;]+){{0,5}}? {_TEST}|{_TEST}(?: [^ .;]+){{0,6}}? (?:and|or|nor|as well as|/)(?: [^ .;]+){{0,5}}? {_LEARN}|more than one (?:fold|side|part|set)|(?:two|several|different) (?:fold|side|part)s?|{_LEARN}(?: [^ .;]+){{0,6}}? (?:not|never|no)(?: [^ .;]+){{0,6}}? {_TEST}|both (?:set|part|sample|half|halve|time)s?|between {_LEARN} and {_TEST})(?= )"
_UNMET = rf"(?:never|not|nobody|no one|no)(?: \w+){{0,8}}? (?:see|meet|met|encounter|know|{_LEARN}|visit|measure|come across|have before)(?= )"
_TRIED_ON = r" (?:test|testing|validate|validation|judge|evaluate|evaluation|assess|check (?:it|this|the model|how)|how (?:well|good|do|would|will)|how (?:it|this|that|they|the model|you) (?:would |will )?(?:do|perform|fare|cope|work|behave|generali[sz]e)|(?:perform|fare|cope|generali[sz]e|hold up|work) (?:on|for|with|to))(?= )"
_FRESH = r" (?:on|with|for|use|take|against|to)(?: (?:the|some|only|a|completely|entirely))* (?:new|unseen|other|different|unknown|fresh|unfamiliar|hold out|held out|whole|entire)$"
_BY_GROUP = r" (?:group(?:ed|ing)?(?: (?:the|all|your|my|our|up))* (?:split|fold|cv|cross validat\w*|validation|partition)s?(?: \w+){0,2} (?:by|on|per)|group ?k ?fold|groupk\w*|(?:group|grouped|groupwise|clustered|block|blocked) (?:k fold |k )?(?:cross validat\w*|cv|validation|split|fold|holdout|kfold)|(?:fold|split|cross validat\w*|cv|validation)s?(?: \w+){0,3} (?:by|per|with) group|leave (?:one |p )?\w+ out|(?:one|each|every) \w+ at a time)(?= )"
_QUANTIFIER = r" (?:same|one|each|every|any|no|a|an|single|given|particular|individual|per|by|on|over|whole|entire|all|the same|with|of|from|for|belong to|within)(?: (?:the|such|and the|same|single|given))*$"
_STRONG_ONE = r" (?:same|one|single|no|each|every|a|an|any)$"
_KEYS = frozenset(("id", "no", "nr", "number", "num", "code", "key", "ref", "name"))


class Named(NamedTuple):
    """A column that is named in a line, and where."""

    start: int
    end: int
    column: ColumnFacts


class Grouped(NamedTuple):
    """A column whose rows stay together, and the words that say so."""

    column: ColumnFacts
    start: int
    end: int


def _clause_of(line: Line, one: Named) -> tuple[int, int]:
    """The clause of a column; what else the sentence says of the split is for others to read."""
    return clause_start(line, one.start), min(clause_end(line, one.end), len(line.items))


# "Please never test on somebody you have already learned from".
_SEEN_BEFORE = rf" (?:never|not|no)(?: \w+){{0,3}} {_TEST}(?: \w+){{0,3}} (?:somebody|someone|anybody|anyone|one|people|person|those|any|the same)(?: [^ .;]+){{0,5}} (?:{_LEARN}|see|seen|know|meet|met)(?= )"


def grouped_by(reading: Reading) -> Grouped | None:
    """The column that groups are made of, where a sentence wants its groups on one side."""
    line = reading.line
    found = list(_candidates(reading))
    again = line.first(_SEEN_BEFORE)
    before = [
        one for one in found if again is not None and one.start < again.start and _repeats(reading, one)
    ]
    if again is not None and before:
        return Grouped(before[-1].column, again.start, again.end)
    for start, end in line.sentences():
        here = [one for one in found if start <= one.start < end]
        places = [one.start for one in here]
        if (
            here
            and _wants_groups(line, start, end, places)
            and not (is_told(line, here[0].start) or is_unasked(line, here[0].start))
        ):
            chosen = _chosen(line, here, start, end)
            if chosen is not None:
                return Grouped(chosen.column, *_clause_of(line, chosen))
    return None


def _repeats(reading: Reading, one: Named) -> bool:
    """Whether rows share the values of a column, and it is no number that is measured."""
    column, rows = one.column, reading.context.n_rows or 0
    return (
        column.n_distinct >= 2
        and (column.n_distinct < rows or not rows)
        and (column.kind != "number" or bool(re.search(r"(?i)id|no|nr|num|code|key", column.name)))
    )


def _candidates(reading: Reading) -> Iterator[Named]:
    """Columns whose name is a thing that rows belong to: "patients" for patient_id, but "houses" not for HouseStyle."""
    entities = {
        _thing(column.name): column for column in reversed(reading.context.columns) if _can_group(column)
    }
    line = reading.line
    at = 0
    while at < len(line.items):
        end = next(
            (e for e in range(min(at + 4, len(line.items)), at, -1) if _words(line, at, e) in entities), at
        )
        tokens = range(line.items[at].start, line.items[end - 1].end) if end > at else range(0)
        if end > at and reading.claimed.isdisjoint(tokens):
            yield Named(at, end, entities[_words(line, at, end)])
        at = max(end, at + 1)


def _words(line: Line, start: int, end: int) -> tuple[str, ...]:
    """Base forms of a stretch, without the "id" that may end it."""
    words = [part for item in line.items[start:end] for part in re.split(r"[\W_]+", item.text) if part]
    return _bare([lemma(word) for word in words])


def _thing(name: str) -> tuple[str, ...]:
    """ "patient_id", "PatientID" and "Patient No" are the patient."""
    parts = re.findall(r"[A-Z]?[a-zäöüß]+|[A-Z]+(?![a-z])|\d+", name)
    return _bare([lemma(part.lower()) for part in parts])


def _bare(words: list[str]) -> tuple[str, ...]:
    while len(words) > 1 and words[-1] in _KEYS:
        words = words[:-1]
    return tuple(words)


def _can_group(column: ColumnFacts) -> bool:
    return (column.n_distinct >= 3 or column.n_distinct == 0) and column.kind != "datetime"


def _wants_groups(line: Line, start: int, end: int, places: list[int]) -> bool:
    """Whether a sentence speaks of one side for what belongs together, or of what was never seen; see `_chosen`."""

    def has(pattern: str) -> bool:
        return line.has(pattern, start=start, end=end)

    if has(_BY_GROUP):
        return has(
            r" (?:fold|cross validat\w*|cv|validation|split|test|testing|holdout|kfold|groupk\w*)s?(?= )"
        )
    if has(_ONE_SIDE) or has(_STRADDLE):
        return has(_CUT_WORD)
    if has(_TOGETHER):
        return has(r" (?:keep|split|fold|train|test|validat\w*|stay|leave|belong|must)(?= )")
    if has(_BOTH):
        return has(_DENIED)
    fresh = any(line.has(_FRESH, start=max(start, place - 5), end=place) for place in places)
    unmet = has(rf" {_UNMET}") and not has(
        r" (?:before|after|later|earlier|early|late|future|past|newer|older)(?= )"
    )
    return has(_TRIED_ON) and (fresh or unmet)


def _chosen(line: Line, here: list[Named], start: int, end: int) -> Named | None:
    """The mention that is spoken of as a group (one of them, all of one, new ones), nearest to what is said of it."""
    said = [
        line.first(p, start=start, end=end)
        for p in (_ONE_SIDE, _STRADDLE, _BOTH, _TOGETHER, rf" {_UNMET}", _BY_GROUP)
    ]
    places = [hit.start for hit in said if hit is not None]
    tried = not any(said[:4])

    def rank(one: Named) -> int:
        return min((abs(one.start - place) for place in places), default=0)

    for test in (_FRESH, _STRONG_ONE, _QUANTIFIER, ""):
        fits = [
            one for one in here if not test or line.has(test, start=max(start, one.start - 5), end=one.start)
        ]
        heads = not test and said[2] is not None
        if heads:
            fits = [one for one in here if one.start - start <= 1]  # "couriers must be either in …"
        if (test == _FRESH and not tried) or (not test and not (said[4] or said[5] or heads)):
            continue
        if fits:
            return min(fits, key=rank)
    return None
