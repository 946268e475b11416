"""What is not there: columns that are not named: those a description means ("whatever we only learn later"), and those that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.offline.reading import Reading
from assistant.offline.rows.exclusions import NOT, OUT, Wish
from assistant.offline.table.columns import pieces_of
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

# What a column may be said to do that no name in a table tells: being known too late, giving the answer away.
_LATE = (
    r"(?:give(?: \w+){1,2} away|learn|find out|know|get to know|leak|betray|reveal|record|fill in|enter|come in|afterwards"
    r"|later|in hindsight|after the (?:fact|event)|happen|cheat|sensitive|personal|confidential)"
)
_ALL = (
    r"(?:(?:everything|anything|whatever|all that|stuff)|(?:all|any|every|those|the)(?: the)?"
    r" (?:column|field|feature|variable|input|information|thing|data|datum|one))"
)
_DESCRIPTION = rf" {_ALL}(?: else)?(?: (?!<col>)[a-z']+){{0,5}}? {_LATE}(?= )"
_ORDER = (
    rf" (?:{OUT}|(?:do |must |should |may |can )?{NOT} (?:be )?(?:use|look at|include|consider|know|see|touch)"
    r"|without|except|(?:must|should|can|have to|need to) (?:go|stay out|be out)|(?:be|go|stay) out|off limit|taboo)(?= )"
)
_NO_COLUMN = frozenset(
    words(
        """rest filter limit restriction budget time other others row rows case cases data datum information info thing things stuff
        everything anything model models story question idea column columns field fields variable variables feature features all both
        customer customers client clients people person men women loan loans claim claims order orders one ones outlier outliers
        missing value values test training rule rules way whole same latter former first last two three it them this that those
        these any other another either neither more less time date line name names following likes use using usage
        sensitive personal private obvious useless redundant leaky"""
    )
)
_WORD = r"(?!<)[a-z]+"
_MEMBER_BEFORE = rf"^(?: please| also| both)*(?P<said>(?: (?:the|my|our|their|his|her))? {_WORD}(?: {_WORD})?)(?: column| field)? (?:,|and|or|nor)(?: (?:,|and|or|nor|the|my|our|their|his|her))*$"
_MEMBER_BEHIND = rf"^(?: column| field)?(?: ,)? (?:and|or|nor)(?: the| my| our| their| his| her)(?P<said> {_WORD}(?: {_WORD})?)(?: (?:column|field)(?= )|(?= [.;!?])| ?$)"


def descriptions(line: Line) -> Iterator[str]:
    """Descriptions of columns that are to be left out, where the sentence names none itself; in the user's words."""
    for start, end in line.sentences():
        for hit in line.find(_DESCRIPTION, start=start, end=end):
            ordered = line.has(_ORDER, start=start, end=end)
            told = line.has(r" (?:<col>|how|why|what|which|whether)(?= )", start=start, end=hit.start)
            named = line.has(r" <col>(?= )", start=hit.end, end=end)
            timed = line.has(r" (?:after|once|when|until|since)(?= )", start=hit.end - 1, end=end)
            if ordered and not told and (timed or not named):
                yield line.words(hit.start, end).strip(" ,.;:")


def unknown_members(line: Line, wish: Wish) -> Iterator[str]:
    """What a list of columns names beside them and the table does not have: "the moon phase and the gender column"."""
    places = wish.columns.places
    if not places or wish.start >= places[0]:
        return
    for first in range(places[0] - 1, wish.start, -1):
        hit = line.first(_MEMBER_BEFORE, start=first, end=places[0])
        if hit and hit.end >= places[0] and line.has(rf"{_ENDS_IN_ORDER}$", start=wish.start, end=first):
            yield from _strange(hit.said("said"))
            break
    hit = line.first(_MEMBER_BEHIND, start=places[-1] + 1)
    if hit:
        yield from _strange(hit.said("said"))


_ENDS_IN_ORDER = rf"(?:{OUT}|{NOT} \w+(?: at| to| on| in)?|without)"


def _strange(said: str) -> Iterator[str]:
    if said and not set(said.split()) & _NO_COLUMN:
        yield said


_IS_LABEL = r" (?P<col><col>) (?:be|=|==|equal to)(?: (?:'|\"))? (?P<label>[a-z0-9]+)(?= (?:[.,;:)'\"]|and|or|be|so|to)(?= )| $|$)"
_ROWS_WHERE = (
    r" (?:row|record|case|one|where|whose|with|who|that|only|restrict|limit|keep|drop|exclude|remove)(?= )"
)


def ask_unknown_label(reading: Reading) -> None:
    """ "Only rows where the type is X": asked where the column has no such label."""
    line = reading.with_columns(least=0.9, synonyms=False)
    for hit in line.find(_IS_LABEL):
        if not reading.free(hit):
            continue
        column = hit.payload("col").column
        place = hit.span("label")[0]
        said = line.words(place, place + 1)
        start = next((a for a, b in line.sentences() if a <= hit.start < b), 0)
        if column.kind != "category" or column.n_distinct > len(column.labels):
            continue
        if column.name == reading.said("target") or not line.has(_ROWS_WHERE, start=start, end=hit.start):
            continue
        if (
            said.lower() not in {label.strip().lower() for label in column.labels}
            and said.lower() not in _NO_LABELS
        ):
            reading.ask(
                "filter", f"{column.name!r} has no value {said!r}. Which rows are meant?", column.labels[:6]
            )


_PLACES = frozenset(
    words(
        "region country district city state site depot plant branch school department location area town province neighbourhood neighborhood market store"
    )
)
_WHO = r"(?:everyone|everybody|anyone|anybody|people|person|customer|client|those|row|case|all|house|home|flat|car|loan|claim|order|patient|employee|applicant|member|user|trip|ticket|parcel|student)"
_FROM_PLACE = rf" (?:{_WHO})(?: (?:who|that|which)? ?(?:live|be|come|work|locate|base|sell|build))? (?:from|in)(?: the)? (?P<label>[a-z]+)(?= (?:[.,;:!?)]|and|or|too|please)(?= )| $|$)"
_ROW_ORDER = r" (?:leave|drop|exclude|ignore|remove|skip|keep|only|just|without|out|throw|restrict|limit|not|no|nobody)(?= )"


def ask_unknown_place(reading: Reading) -> None:
    """ "Leave out everyone from the midwest": asked where the table's column of places has no such label."""
    places = [
        c
        for c in reading.context.columns
        if c.kind == "category" and set(pieces_of(c.name)) & _PLACES and 1 < c.n_distinct <= len(c.labels)
    ]
    if len(places) != 1 or reading.said("filter"):
        return
    line = reading.line
    for hit in line.find(_FROM_PLACE):
        start, end = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (0, len(line.items)))
        at = hit.span("label")[0]
        said = line.words(at, at + 1)
        known = reading.columns.candidates([line.items[at].text]) or reading.labels.fits(
            [line.items[at].text]
        )
        if (
            known
            or not reading.free(hit)
            or said.lower() in _NO_PLACE
            or not line.has(_ROW_ORDER, start=start, end=end)
        ):
            continue
        reading.ask(
            "filter", f"{places[0].name!r} has no value {said!r}. Which rows are meant?", places[0].labels[:6]
        )
        return


_NO_PLACE = frozenset(
    words(
        "it there here that this these those them advance time total question general mind scope past future list survey sample data table test training beginning start end way ones"
    )
)
_NO_LABELS = frozenset(
    words(
        """missing empty blank unknown known null given not never a an the known filled in out only also always used off left
        dropped excluded ignored removed no none of to handled what it there here higher lower more less important
        relevant irrelevant junk useless"""
    )
)
