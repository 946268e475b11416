"""What is there or not as a condition: columns of yes and no, and cells that are empty."""

from __future__ import annotations

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.table import sql
from assistant.offline.table.by_unit import PEOPLE
from assistant.offline.table.columns import pieces_of
from assistant.offline.table.events import negated
from assistant.offline.table.labels import is_yes_no, no_label, yes_label
from assistant.offline.table.test import COUNTED, Test, claimed
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import search


def yes_no_tests(reading: Reading, start: int, end: int, taken: set[int]) -> list[Test]:
    """Columns that say yes or no, named without a figure: "working days", "who smoke", "with overtime"."""
    found = []
    for mention in reading.columns.mentions(reading.line, least=0.85, synonyms=False):
        column = mention.column
        if (
            mention.start < start
            or mention.end > end
            or not taken.isdisjoint(range(mention.start, mention.end))
        ):
            continue
        if not is_yes_no(column) or any(
            k in claimed(reading)
            for i in reading.line.items[mention.start : mention.end]
            for k in range(i.start, i.end)
        ):
            continue
        if reading.line.has(r" (?:be |= )?(?:no|0|false)(?= )", start=mention.end, end=mention.end + 2):
            label = no_label(column)
        else:
            label = (
                no_label(column)
                if negated(reading.line, mention.start) or _without(reading.line, mention.start)
                else yes_label(column)
            )
        found.append(Test(column, "=", (sql.literal(column, label),), mention.start, mention.end, sure=True))
    return found


def people_of_flags(reading: Reading, start: int, end: int, taken: set[int]) -> list[Test]:
    """ "The seniors", where a column of yes and no is called SeniorCitizen: those of whom a piece of its name is true."""
    flags = [c for c in reading.context.columns if is_yes_no(c)]
    found = []
    for at in range(start, min(end, len(reading.line.items))):
        typed = reading.line.words(at, at + 1).lower()
        item = reading.line.items[at]
        if at in taken or item.text not in PEOPLE or not typed.endswith("s"):
            continue
        said = root(item.text)
        fits = [
            c
            for c in flags
            if said in {root(piece) for piece in pieces_of(c.name)} and len(pieces_of(c.name)) > 1
        ]
        if len(fits) != 1 or any(k in claimed(reading) for k in range(item.start, item.end)):
            continue
        others = [
            c
            for c in reading.context.columns
            if c is not fits[0] and said in {root(p) for p in pieces_of(c.name)}
        ]
        if others or typed == fits[0].name.lower():
            continue
        no = negated(reading.line, at) or _without(reading.line, at)
        label = no_label(fits[0]) if no else yes_label(fits[0])
        found.append(Test(fits[0], "=", (sql.literal(fits[0], label),), at, at + 1, sure=True))
    return found


_EMPTY = r"(?:missing|empty|blank|unknown|null|nan|na|unrecorded|not (?:be )?(?:known|know|give|given|fill in|fill|record|available|state|there|present|enter))"
_FULL = r"(?:know|known|give|given|fill in|record|available|state|present|on (?:record|file|hand|the record)|note|document|there|not (?:be )?(?:missing|empty|blank|unknown|null))"
_NONE_OF = r"(?:(?:with )?no|without|lack|lacking|miss|missing|unknown|empty|blank|with(?: a| an)? (?:missing|empty|blank|unknown))"
_RECORD = (
    r"(?:leave|give|fill in|fill out|enter|write(?: down)?|record|note(?: down)?|know|have|get|obtain|receive|measure|report|state|provide|answer|tell|supply|submit|collect"
    r"|document|specify|disclose|put down|hand in|mention|capture|register|log|list)"
)
_ITS = r"(?: (?:the|a|an|any|its|their|his|her|our|us|exact|actual|number of|amount of|value of|value for|what|of|kind of|type of))*"
#: What somebody did or did not put down; only of columns with empty cells.
_PUT_DOWN = (
    (rf" (?:not|never|nobody|no one|none|fail to|forget to|refuse to|without)(?: (?:ever|even|to|have|be|us|do|anybody|anyone))* {_RECORD}{_ITS} <col>(?= )", "null"),
    (rf" {_RECORD} no <col>(?= )", "null"),
    (rf" no <col>(?: (?:column|value|figure|entry))? (?:be|have be|have been|ever be|get|exist)(?: ever)?(?: (?:{_RECORD}|there|available|present|on file))?(?= )", "null"),
    (rf" <col>(?: (?:be|have|get|stay))* (?:not|never) (?:be )?{_RECORD}(?= )", "null"),
    (rf" (?:who|that|which|where|when|if|whose|whenever|for whom|in which)(?: (?!not |never |no )(?:[a-z]+|<col>)){{0,4}} {_RECORD}{_ITS} <col>(?= )", "not null"),
)  # fmt: skip
_GAPS = (
    (
        rf" (?P<col><col>)(?: (?!be |have |or |and |not )[a-z]+)?(?: (?:be|have|stay|remain|=))+ {_EMPTY}(?= )",
        "null",
    ),
    (
        rf" (?P<col><col>)(?: (?:column|value|field|figure))? {_EMPTY}(?= )",
        "null",
    ),
    (rf" (?P<col><col>)(?: (?:column|value|field|figure))?(?: (?:be|have|=))+ {_FULL}(?= )", "not null"),
    (
        rf" {_NONE_OF}(?: (?:a|an|any|the|its|their|valid|known|stated|state|recorded|record|given|give|documented|document|value|entry|for|in|of))* (?P<col><col>)(?= )",
        "null",
    ),
    (
        r" not (?:know|have|record|give)(?: (?:the|a|an|any|its|their|what|exact))* (?P<col><col>)(?= )",
        "null",
    ),
    (r" whose (?P<col><col>) (?:i|we|you) (?:do )?(?:know|have)(?= )", "not null"),
    (r" with(?: (?:a|an|its|their))? (?P<col><col>) (?:on (?:record|file|hand))(?= )", "not null"),
    (r" with(?: (?:a|an|any|some)) (?P<col><col>)(?= )", "some"),
    (r" with(?: (?:a|an|its|their))? (?:known|valid|record|give|given) (?P<col><col>)(?= )", "not null"),
)


def find_gaps(reading: Reading, start: int, end: int) -> list[Test]:
    """ "where the income is missing", "without a rating"; of a count, "without complaints" is none of them."""
    marked = reading.with_columns(least=0.85)
    first, last = marked.same(reading.line, start, end)
    loosely = reading.with_columns(least=0.6)
    found: list[Test] = _put_down(reading, loosely, *loosely.same(reading.line, start, end))
    taken = {k for test in found for k in range(test.start, test.end)}
    for pattern, operator in _GAPS:
        for hit in marked.find(pattern, start=first, end=last):
            if not taken.isdisjoint(range(*reading.line.same(marked, hit.start, hit.end))):
                continue
            column = hit.payload("col").column
            at, stop = reading.line.same(marked, hit.start, hit.end)
            inside = reading.line.items[at:stop]
            if hit.has("col") and hit.span("col")[0] == hit.start and not of_rows(marked, hit.start):
                continue  # "the duration is unknown before the call"
            if any(k in claimed(reading) for item in inside for k in range(item.start, item.end)):
                continue
            none = _none_label(column)
            if none is not None and (operator == "some" or search(_LACKING, hit.match.group())):
                test = Test(column, "=", (sql.literal(column, none),), at, stop, sure=True)
                found.append(test.turned() if operator == "some" else test)
                continue
            if operator == "some":
                continue
            told = bool(search(rf" {_EMPTY} $", hit.match.group() + " ")) or "missing" in hit.match.group()
            if (column.n_missing or told) and not is_yes_no(column):
                found.append(Test(column, operator, (), at, stop, sure=True))
            elif _is_count(column) and search(r"^ (?:with no|no|without) ", hit.match.group()):
                found.append(Test(column, "=", ("0",), at, stop, sure=True))
    return found


def _put_down(reading: Reading, marked: Line, first: int, last: int) -> list[Test]:
    """ "Where the operator left a note", "we never got the number of seats", "if no class was filled in"."""
    found: list[Test] = []
    for pattern, operator in _PUT_DOWN:
        for hit in marked.find(pattern, start=first, end=last):
            place = next(k for k in range(hit.end - 1, hit.start - 1, -1) if marked.items[k].text == "<col>")
            column = marked.items[place].payload.column
            at, stop = reading.line.same(marked, hit.start, hit.end)
            used = any(
                k in claimed(reading) for i in reading.line.items[at:stop] for k in range(i.start, i.end)
            )
            if not column.n_missing or used or any(t.start < stop and at < t.end for t in found):
                continue
            if operator == "not null" and column.name == reading.said("target"):
                continue
            found.append(Test(column, operator, (), at, stop, sure=True))
    return found


_NOT_THERE = r" (?:(?P<no>(?:have|with|be|got|take|get|use)? ?(?:no|not (?:have |get |take |use )?(?:any|an|a)?|without(?: an| a| any)?|w / o(?: an| a| any)?|w/o(?: an| a| any)?|lack)) |(?P<some>(?:do have|with(?: an| a)?|have(?: an| a)?|that have|who have) (?!no |not |never |any |a |an |the )))(?P<what>[a-z]+)(?= )"


def nothing_of(reading: Reading, start: int, end: int, taken: set[int]) -> list[Test]:
    """ "Customers who have no internet", "a house that has no garage": the label for none, or a count of none."""
    line = reading.line
    found: list[Test] = []
    for hit in line.find(_NOT_THERE, start=start, end=end):
        at = hit.span("what")[0]
        if not taken.isdisjoint(range(hit.start, hit.end)) or any(
            k in claimed(reading) for i in line.items[at : at + 1] for k in range(i.start, i.end)
        ):
            continue
        said = root(line.items[at].text)
        owners = [c for c in reading.context.columns if root(pieces_of(c.name)[0]) == said]
        labels = [(c, none) for c in owners if (none := _none_label(c)) is not None]
        counts = [
            c
            for c in owners
            if c.kind == "number" and c.minimum == 0 and 2 < c.n_distinct <= COUNTED and not c.n_missing
        ]
        stop = hit.end + (1 if line.has(r"^ (?:service|connection|access)(?= )", start=hit.end) else 0)
        test = None
        if len(labels) == 1:
            test = Test(labels[0][0], "=", (sql.literal(*labels[0]),), hit.start, stop, sure=True)
        elif len(counts) == 1 and len(owners) > 1:
            test = Test(counts[0], "=", ("0",), hit.start, stop, sure=True)
        if test is not None:
            found.append(test if hit.has("no") else test.turned())
    return found


_LACKING = r"^ (?:with no|no|without|lack)(?= )"


def _none_label(column: ColumnFacts) -> str | None:
    """The label of several that says that there is none: 'No' of 'DSL', 'Fiber optic' and 'No'."""
    if column.kind != "category" or not _SOME < column.n_distinct <= COUNTED:
        return None
    return next(
        (label for label in column.labels if label.strip().lower() in ("no", "none", "nein", "without")), None
    )


_SOME = 2


def of_rows(line: Line, at: int) -> bool:
    """Whether "… is missing" is said of rows: "rows where …", "those whose …"."""
    return line.has(r" (?:where|whose|with|when|if|row|record)(?= )", start=max(0, at - 5), end=at)


def _is_count(column: ColumnFacts) -> bool:
    return column.kind == "number" and column.minimum == 0 and 2 < column.n_distinct <= COUNTED


def _without(line: Line, start: int) -> bool:
    return line.has(
        r" (?:non|no|without|not|w / o)(?: (?:a|an|any|the|having))*$", start=max(0, start - 4), end=start
    )
