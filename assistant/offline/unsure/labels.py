"""Labels that no column has: "claims whose type is 'flood'" over a table that knows no floods."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading, either
from assistant.offline.table.columns import pieces_of
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

_QUOTED = re.compile(
    r"(?<![\w)])['\"\u2018\u201c\u201e\u00ab]([^'\"\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]{1,40})['\"\u2019\u201d\u201c\u00bb](?!\w)"
)
_LONGEST = 3  # words; more are a text, not a label
_NEAR = 8  # items between a label and the column that it is said of
# Where the words speak of rows that are to be kept or left away, and not of what is looked for.
_ROWS = (
    r" (?:only|just|keep|restrict|limit|confine|rows?|exclude|except|leave out|drop|remove|skip|ignore|nothing but|alone"
    r"|nobody but|throw|without)(?= )"
)
_SOUGHT = (
    r" (?:find|spot|flag|pick|tell|detect|identify|which|who|whether|predict|classify|look for|catch|search|do|recogni[sz]e"
    r"|want|separate|single out|label|mark\w*)(?= )"
)
_IS = r" <col>(?: (?:column|field|value|label))? (?:be|=|==|equal|equal to|say|read|contain|hold) (?P<label>[^\W\d_][\w-]*)(?= (?:[.,;:!?)]|and|or)(?= )| $)"
_WHERE = r" (?:where|whose|with|which|that)(?: the)?$"
_BECOMES = r" (?:end up(?: as| in| be| at)?|turn out(?: to be)?|come out as|be mark(?:ed)? as|be class(?:ed|ified) as|pay (?:by|with|via|through)|go|become|turn|get (?:the )?<col>) (?P<label>[^\W\d_]\w{3,})(?= )"
_FROM = r" (?:from|in|of|for)(?: the)? (?P<label>[^\W\d_][\w-]{2,})(?= (?:[.,;:!?)]|and|or|please)(?= )| $)"
_PLACES = re.compile(r"(?i)country|region|district|city|site|depot|state|land|town|branch|plant|location")
_BESIDE = r" (?:(?P<first>[^\W\d_]\w{2,}) <col>|<col> (?P<last>[^\W\d_]\w{2,}))(?= )"
_NO_LABEL = frozenset(
    words(
        "the a an it its this that these those not no yes there they we i you one none both all any missing unknown empty null blank known"
    )
)


def ask_about_missing_labels(reading: Reading) -> None:
    """Ask which rows, or which label, where the one that was named does not stand in the column it is said of."""
    line = reading.with_columns(least=0.9, synonyms=False)
    _places(reading, line)
    _told_by_verbs(reading, line)
    for start, end, said in (*_in_quotes(line), *_behind_verbs(line), *_capital(line)):
        if _stands_in_the_table(reading, said):
            continue
        sentence = next(((a, b) for a, b in line.sentences() if a <= start < b), (0, len(line.items)))
        column = _said_of(line, start, end, sentence) or _aimed_at(reading, line, sentence)
        if column is None or not _lists_all(column):
            continue
        target = reading.said("target")
        rows = line.has(_ROWS, start=sentence[0], end=sentence[1])
        sought = line.has(_SOUGHT, start=sentence[0], end=sentence[1])
        if column.name == target or (target is None and sought and not rows):
            if rows and not sought:
                _ask_rows(reading, column, said)
            else:
                _ask_label(reading, column, said)
        elif rows or line.has(r" (?:for|in|of|where|whose)(?= )", start=sentence[0], end=start):
            _ask_rows(reading, column, said)


# What tells of a label without the name of its column: "made by Nokia", "because of hail".
_TELLING = (
    (r" (?:make|made|build|built|manufacture|manufactured|produce|produced) by (?P<label>[^\W\d_]\w+)(?= )", frozenset(("brand", "make", "maker", "manufacturer", "producer")), True),
    (r" (?:because of|due to|cause by|caused by|result of|on account of|after) (?:a |an |the )?(?P<label>[^\W\d_]\w+)(?= (?:[.,;:!?)]|damage)(?= )| $)", frozenset(("type", "cause", "reason", "kind")), False),
)  # fmt: skip


def _told_by_verbs(reading: Reading, line: Line) -> None:
    """A label that is told of by how it came about, and that the one column which may hold it does not have."""
    for pattern, names, as_name in _TELLING:
        columns = [c for c in reading.context.columns if names & set(pieces_of(c.name)) and _lists_all(c)]
        if len(columns) != 1 or reading.said("target") not in (None, columns[0].name):
            continue
        for hit in line.find(pattern):
            start, end = hit.span("label")
            said = line.words(start, end)
            begin = next((a for a, b in line.sentences() if a <= start < b), 0)
            asks = line.has(_SOUGHT, start=begin, end=hit.start + 1)
            named = said[:1].isupper() or not as_name
            if (
                asks
                and named
                and hit.said("label") not in _NO_LABEL
                and not _stands_in_the_table(reading, said)
            ):
                _ask_label(reading, columns[0], said)
                return


def _in_quotes(line: Line) -> Iterator[tuple[int, int, str]]:
    for match in _QUOTED.finditer(line.text):
        inside = [
            at
            for at, item in enumerate(line.items)
            if match.start(1) <= line.tokens[item.start].start
            and line.tokens[item.end - 1].end <= match.end(1)
        ]
        if inside and len(match.group(1).split()) <= _LONGEST:
            yield inside[0], inside[-1] + 1, match.group(1).strip(" .,;:!?")


def _behind_verbs(line: Line) -> Iterator[tuple[int, int, str]]:
    """ "The type is X", and what begins with a capital behind "end up as"."""
    for pattern, as_name in ((_IS, False), (_BECOMES, True)):
        for hit in line.find(pattern):
            start, end = hit.span("label")
            said = line.words(start, end)
            sure = said[:1].isupper() or (
                not as_name and line.has(_WHERE, start=max(0, hit.start - 4), end=hit.start)
            )
            if hit.said("label") not in _NO_LABEL and sure:
                yield start, end, said


def _capital(line: Line) -> Iterator[tuple[int, int, str]]:
    """A name beside the column: "only the Suedstadt district", "the region Centre"."""
    for hit in line.find(_BESIDE):
        for group in ("first", "last"):
            start, end = hit.span(group) if hit.has(group) else (0, 0)
            said = line.words(start, end)
            first = any(start == a for a, _ in line.sentences())
            if said[:1].isupper() and not said.isupper() and not first:
                yield start, end, said


def _places(reading: Reading, line: Line) -> None:
    """ "Only those from France": a name behind "from", where one column tells of places and does not hold it."""
    places = [c for c in reading.context.columns if _PLACES.search(c.name) and _lists_all(c)]
    if len(places) != 1 or places[0].name == reading.said("target"):
        return
    for hit in line.find(_FROM):
        start, end = hit.span("label")
        said = line.words(start, end)
        begin = next((a for a, b in line.sentences() if a <= start < b), 0)
        only = line.has(
            r" (?:only|just|nobody but|nothing but|restrict|limit|confine)(?= )", start=begin, end=start
        )
        if only and said[:1].isupper() and not said.isupper() and not _stands_in_the_table(reading, said):
            _ask_rows(reading, places[0], said)


def _stands_in_the_table(reading: Reading, said: str) -> bool:
    """Whether it is a label or a column, or a part of one."""
    if reading.columns.exact(said) is not None or reading.labels.exact(said):
        return True
    bare = set(pieces_of(said))
    if not bare or reading.labels.fits(pieces_of(said)):
        return True
    texts = (
        text for c in reading.context.columns for text in (c.name, *(c.labels if c.kind != "text" else ()))
    )
    return any(bare <= set(pieces_of(text)) for text in texts)


def _said_of(line: Line, start: int, end: int, sentence: tuple[int, int]) -> ColumnFacts | None:
    """The column named nearest in the same sentence."""
    named = [
        (min(abs(at - start), abs(at - end + 1)), at)
        for at in range(*sentence)
        if line.items[at].text == "<col>" and not start <= at < end
    ]
    if not named or min(named)[0] > _NEAR:
        return None
    mention = line.items[min(named)[1]].payload
    return mention.column if len(mention.tied) == 1 else None


def _aimed_at(reading: Reading, line: Line, sentence: tuple[int, int]) -> ColumnFacts | None:
    """The target, where the sentence speaks of a label or of how things end."""
    if not line.has(
        r" (?:label|value|class|category|mark\w*|end up|turn out|status|stage|pay)(?= )",
        start=sentence[0],
        end=sentence[1],
    ):
        return None
    return reading.columns.by_name.get(str(reading.said("target")))


def _lists_all(column: ColumnFacts) -> bool:
    return column.kind in ("category", "boolean") and 1 < column.n_distinct <= len(column.labels)


def _ask_rows(reading: Reading, column: ColumnFacts, said: str) -> None:
    text = f"{column.name!r} has no value {said!r}. Which rows are meant?"
    reading.ask("filter", text, column.labels[:6])


def _ask_label(reading: Reading, column: ColumnFacts, said: str) -> None:
    labels = list(column.labels)[:12]
    reading.findings[:] = [f for f in reading.findings if f.path not in ("positive_label", "task")]
    if reading.said("target") is None:
        reading.set("target", column.name, "")
        reading.doubts[:] = [d for d in reading.doubts if d.field != "target"]
    reading.set("task", "binary", "", source="data")
    reading.ask(
        "positive_label",
        f"{column.name!r} has no label {said!r}. Which should be found: {either(labels)}?",
        labels,
    )
