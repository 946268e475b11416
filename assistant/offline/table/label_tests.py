"""Labels as conditions: "customers with fibre", "segments A and B", "orders from Switzerland"."""

from __future__ import annotations

from functools import lru_cache

from assistant.offline.context import ColumnFacts
from assistant.offline.metric.scores import find_scores
from assistant.offline.reading import Reading
from assistant.offline.table import sql
from assistant.offline.table.countries import codes_of, holds_codes
from assistant.offline.table.events import negated
from assistant.offline.table.labels import ENTITIES, LabelFit, LabelMention
from assistant.offline.table.test import COUNTED, Test, claimed
from assistant.offline.text.lemmas import lemma, root
from assistant.offline.text.line import Line
from assistant.offline.text.quantities import Quantity, read_quantities
from assistant.offline.text.tokens import clean, tokenise
from assistant.offline.text.wordlists import words

_KINDS = frozenset(words("field column feature variable"))
_IS = r" (?P<col><col>)(?: (?:column|field|value))?(?: (?:be|=|equal|equals|say|read|to))+(?P<not> not)?(?: (?:\"|'|a|an))*(?= )"


def told_labels(reading: Reading, start: int, end: int, taken: set[int]) -> list[Test]:
    """ "where the service is No": a label as it is written, behind its column and "is"."""
    marked = reading.with_columns(least=0.9, synonyms=False)
    first, last = marked.same(reading.line, start, end)
    found = []
    for hit in marked.find(r" (?P<col><col>)(?= )", start=first, end=last):
        if hit.end >= last:
            break
        column, typed = hit.payload("col").column, marked.words(hit.end, hit.end + 1)
        at, until = reading.line.same(marked, hit.start, hit.end + 1)
        label = next((label for label in column.labels if label.strip() == typed), None)
        told = label is not None and (typed == "A" or (len(typed) > 1 and typed[0].isupper()))
        if told and label is not None and taken.isdisjoint(range(at, until)):
            found.append(Test(column, "=", (sql.literal(column, label),), at, until))  # "segment A"
    line = reading.line
    for at in range(start, min(end, len(line.items)) - 1):
        column = reading.columns.exact(line.items[at].text) if line.items[at].text in _KINDS else None
        typed = line.words(at + 1, at + 2)
        if column is not None and typed in column.labels and taken.isdisjoint((at, at + 1)):
            found.append(Test(column, "=", (sql.literal(column, typed),), at, at + 2))  # "field F1"
    for hit in marked.find(_IS, start=first, end=last):
        column = hit.payload("col").column
        for stop in range(min(hit.end + 4, last), hit.end, -1):
            said = marked.words(hit.end, stop).strip(" \"'").lower()
            label = next((label for label in column.labels if label.strip().lower() == said), None)
            at, until = reading.line.same(marked, hit.start, stop)
            if label is not None and taken.isdisjoint(range(at, until)):
                operator = "<>" if hit.has("not") else "="
                found.append(Test(column, operator, (sql.literal(column, label),), at, until, sure=True))
                break
    return found


def timed_labels(reading: Reading, start: int, end: int, taken: set[int]) -> list[Test]:
    """ "A two year contract", where a label is 'Two years'."""
    found = []
    for at in range(start, min(end, len(reading.line.items))):
        said = reading.line.items[at].payload
        if at in taken or not isinstance(said, Quantity) or said.kind != "duration":
            continue
        fits = [
            (c, label)
            for c in reading.context.columns
            for label in _timed(c).get((said.count, said.unit), ())
        ]
        if len(fits) == 1:
            found.append(Test(fits[0][0], "=", (sql.literal(*fits[0]),), at, at + 1))
    return found


@lru_cache(maxsize=4096)
def _timed(column: ColumnFacts) -> dict[tuple[float, str], list[str]]:
    """The labels of a column that are spans of time, by count and unit."""
    found: dict[tuple[float, str], list[str]] = {}
    for label in column.labels if column.kind == "category" and column.n_distinct <= COUNTED else ():
        spans = read_quantities(tokenise(clean(label)))
        if len(spans) == 1 and spans[0].kind == "duration":
            found.setdefault((spans[0].count, spans[0].unit), []).append(label)
    return found


def label_tests(reading: Reading, start: int, end: int, taken: set[int], *, turn: bool) -> list[Test]:
    found = []
    for mention in reading.labels.mentions(reading.line, start=start, end=end):
        if (
            mention.start < start
            or mention.end > end
            or not taken.isdisjoint(range(mention.start, mention.end))
        ):
            continue
        typed = reading.line.words(mention.start, mention.end)
        if "_" in typed and typed in reading.columns.by_name:
            continue  # "omit gearbox_failure"
        if _in_a_name(reading, mention) or _by_chance(reading, mention):
            continue
        fits = _one_column(reading, mention.tied, mention.start)
        if fits and _joined_to_same(reading, mention, fits[0].column):
            pass
        elif not fits or _stands_for_something_else(reading, mention.start, mention.end, fits[0]):
            continue
        operator = "<>" if turn and _negated(reading.line, mention.start) else "="
        values = tuple(sql.literal(fits[0].column, fit.label) for fit in fits)
        found.append(Test(fits[0].column, operator, values, mention.start, mention.end))
    return found


_DIRECTIONS = {
    "northern": "north",
    "southern": "south",
    "eastern": "east",
    "western": "west",
    "upper": "upper",
    "lower": "lower",
}


def shared_labels(reading: Reading, start: int, end: int, taken: set[int]) -> list[Test]:
    """ "The two northern regions", where labels are 'northeast' and 'northwest': those that hold the word."""
    found = []
    for mention in reading.columns.mentions(reading.line, least=0.6):
        at = mention.start - 1
        if not start <= at < end or at in taken or mention.column.kind != "category":
            continue
        said = reading.line.items[at].text
        stem = _DIRECTIONS.get(said, said)
        labels = [label for label in mention.column.labels if stem in label.lower()]
        if len(stem) < _STEM or not 1 < len(labels) < mention.column.n_distinct:
            continue
        values = tuple(sql.literal(mention.column, label) for label in labels)
        found.append(Test(mention.column, "=", values, at, mention.end))
    return found


_STEM = 4


def country_tests(reading: Reading, start: int, end: int, taken: set[int], *, turn: bool) -> list[Test]:
    """ "orders from Switzerland", where the column holds 'CH'."""
    columns = [c for c in reading.context.columns if c.kind == "category" and holds_codes(c.labels)]
    if len(columns) != 1:
        return []
    found = []
    for at in range(start, min(end, len(reading.line.items))):
        for stop in (at + 2, at + 1):
            typed = reading.line.words(at, stop)
            if len(typed) <= _CODE and not typed.isupper():
                continue  # "can be removed" is nothing Canadian
            codes = codes_of(typed)
            label = next((label for label in columns[0].labels if label.strip() in codes), None)
            if label is not None and taken.isdisjoint(range(at, stop)) and stop <= end:
                operator = "<>" if turn and _negated(reading.line, at) else "="
                found.append(Test(columns[0], operator, (sql.literal(columns[0], label),), at, stop))
                break
    return found


_CODE = 3


def beside_in_a_list(reading: Reading, found: list[Test], start: int) -> list[Test]:
    """The "A" of "segments A and B", which alone would be an article."""
    more = []
    for test in found:
        at = test.start - 1
        while test.operator == "=" and at > start and reading.line.items[at].text in ("and", "or", ",", "/"):
            typed = reading.line.words(at - 1, at)
            if typed not in test.column.labels or any(t.start <= at - 1 < t.end for t in found):
                break
            more.append(Test(test.column, "=", (sql.literal(test.column, typed),), at - 1, at))
            at -= 2
    return more


def _negated(line: Line, at: int) -> bool:
    """The "non" of "non-smokers in the north" negates the smokers alone."""
    prefixed = line.has(r" non(?= )", start=max(0, at - 6), end=at) and line.items[at - 1].text not in (
        "non",
        "-",
    )
    return negated(line, at) and not prefixed


_SENTENCE = 3  # words from which a label is a text, of which one word alone is none of it
_PARTICLES = frozenset(
    words(
        """all any every both some else away up out off back down again over on in to at from with not for of as by need
        want use get go have do make take very"""
    )
)


def _by_chance(reading: Reading, mention: LabelMention) -> bool:
    """ "who would tell us" names no country US, one word no note of five, "walk away" no "moved away"."""
    said = [item.text for item in reading.line.items[mention.start : mention.end]]
    typed = reading.line.words(mention.start, mention.end)
    label = mention.best.label.strip()
    behind = reading.line.items[mention.end].text if mention.end < len(reading.line.items) else ""
    if said == ["open"] and (behind in _OPENED or behind.startswith("<")):
        return True  # "we can open 40 files"
    if said == ["good"] and behind in ("many", "deal", "few", "number", "while", "idea", "look"):
        return True  # "a good many listings"
    if mention.best.column.kind == "text" or (
        all(word in _PARTICLES for word in said) and not _as_written(label, typed)
    ):
        return True
    if label.isupper() and len(label) <= 3 and typed.islower() and lemma(typed) in _LITTLE:
        return True
    if any(score.start <= mention.start < score.end for score in find_scores(reading.line)):
        return True
    if typed.lower() in ("i", "a") and not _named_beside(reading, mention):
        return True
    agent = label.lower().endswith(("er", "or"))
    if (
        len(said) == 1
        and agent
        and not said[0].endswith(("er", "or"))
        and root(said[0]) == root(label.lower())
    ):
        return True  # "deals not done" are no dealers
    derived = len(said) == 1 and root(said[0]) == root(label.lower()) and lemma(label.lower()) != said[0]
    subject = mention.start > 0 and reading.line.items[mention.start - 1].text in _DOERS
    if derived and subject:
        return True  # "I only deal in diesels" is about no dealer
    least = _WHOLE if label.endswith((".", "!", "?")) or len(label.split()) > _LONG else _MOST
    return len(label.split()) >= _SENTENCE and mention.best.score < least


def _as_written(label: str, typed: str) -> bool:
    """ "From DE and AT": a short code, in capitals as it stands in the table."""
    return len(label) > 1 and label.isupper() and typed == label


def _named_beside(reading: Reading, mention: LabelMention) -> bool:
    return any(
        m.end == mention.start and m.column is mention.best.column
        for m in reading.columns.mentions(reading.line)
    )


_OPENED = frozenset(words("the a an up file files it them to for our my your their question source"))
_LITTLE = frozenset(words("us at in it no be is on or me am as an so do go he we my by to up if of"))
_DOERS = frozenset(words("i we they you he she to only who"))
_MOST = 0.6
_WHOLE = 0.9  # of a label that is a sentence of its own
_LONG = 4


def _in_a_name(reading: Reading, mention: LabelMention) -> bool:
    """ "the monthly fee" is a column, though another one has a label "Month-to-month"."""
    return any(
        m.score == 1.0
        and m.start <= mention.start
        and mention.end <= m.end
        and all(fit.column is not m.column for fit in mention.tied)
        for m in reading.columns.mentions(reading.line)
    )


def _joined_to_same(reading: Reading, mention: LabelMention, column: ColumnFacts) -> bool:
    """ "new or used car": a common word counts where a label of the same column follows with "or"."""
    for other in reading.labels.mentions(reading.line):
        if not any(fit.column is column for fit in other.tied):
            continue
        first, second = (mention, other) if mention.start < other.start else (other, mention)
        between = [item.text for item in reading.line.items[first.end : second.start] if item.text != "the"]
        if first is not second and between in (["or"], ["nor"], ["and"], [","]):
            return True
    return False


def _one_column(reading: Reading, fits: tuple[LabelFit, ...], at: int) -> tuple[LabelFit, ...]:
    """The fits of one column; where several columns have the label, the one that is named beside it."""
    names = list(dict.fromkeys(fit.column.name for fit in fits))
    if len(names) == 1:
        return fits
    near = [item.text for item in reading.line.items[max(0, at - 4) : at + 5]]
    for name in names:
        words = [
            word
            for word in near
            if any(c.column.name == name and c.score >= 0.5 for c in reading.columns.candidates([word]))
        ]
        if words:
            return tuple(fit for fit in fits if fit.column.name == name)
    return ()


def _stands_for_something_else(reading: Reading, start: int, end: int, fit: LabelFit) -> bool:
    """Common words that happen to be labels ("good", "other", "new") count only beside their column's name."""
    words = [item.text for item in reading.line.items[start:end]]
    if any(
        k in claimed(reading) for item in reading.line.items[start:end] for k in range(item.start, item.end)
    ):
        return True
    behind = reading.line.words(end, end + 1).lower()
    if behind.endswith("s") and root(behind) in ENTITIES:
        return False  # "only car loans"
    if len(words) > 1 or words[0] not in _COMMON or fit.column.name == reading.said("target"):
        return False
    near = [item.text for item in reading.line.items[max(0, start - 3) : end + 3]]
    return not any(
        c.column is fit.column
        for word in near
        if word not in words
        for c in reading.columns.candidates([word], synonyms=False)
    )


_COMMON = frozenset(
    words(
        """good bad other new old own for free low high direct none unknown basic first second group contract
        failure success business education services management may average fair current normal partial
        family inside corner standard regular house car card cash stone wood wall floor metal typical name"""
    )
)
