"""Which labels of several are to be told from all others: "Won, no matter whether the rest is lost or open"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.sides import is_pointed_back_at, side_of
from assistant.offline.goal.wanting import clause_after, clause_before, in_condition, is_wanted
from assistant.offline.reading import Reading
from assistant.offline.table.labels import says_nothing
from assistant.offline.text.comparisons import in_front, operator_in_front
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import search
from assistant.offline.text.wordlists import words

_JOINING = frozenset(
    words(
        """, and or & + / a an the on in it they be either merely just plus both " ' as well team ( one still already again even yet simply n nor live have"""
    )
)
_REST = r"(?:rest|other|others|everything|everybody|everyone|anything|else|remainder|remaining)"
_OTHER_BEFORE = (
    r" (?:as against|as opposed to|oppose to|against|versus|vs|rather than|unlike|apart from|other than|and not|not|instead of|no longer|beyond|above|higher than|more than)"
    r"(?: (?:the|a|an|any|being|be|plain|merely|to))* $"
    r"|(?:no matter|regardless|irrespective|do not (?:care|mind|matter)|never mind|not interested|if|whether)(?: (?:of|in|whether|if|the|those|these|they|it|all))*"
    r"(?: other| others| rest| one)s?(?: (?:be|is|are|have|turn out|end up|get|as|still|merely|a|the))* $"
    r"|(?:no matter|regardless|irrespective) (?:of )?(?:whether|if)?(?: \w+){0,3} $"
)
_OTHER_AFTER = (
    r"^(?: (?!and )[^ .;!?]+){0,4} (?:be|make|come to|count as) (?:all )?(?:(?:the|one and the) same|no difference|irrelevant|the rest|the others?)(?= )"
    r"|^(?: (?!and )[^ .;!?]+){0,4} (?:do not|not) (?:matter|interest|concern|count)(?= )"
    r"|^(?: (?!and )[^ .;!?]+){0,2} be (?:of no (?:interest|use|concern)|uninteresting|fine|everything else)(?= )"
)
_WANTED_NEAR = (
    r" (?:whether|if)(?: [^ .;!?]+){0,8} $"
    r"| (?:that|this|which|by that i|it|we) mean(?: [^ .;!?]+){0,6} $"
    r"| (?:only|just|solely|nothing but)(?: [^ .;!?]+){0,2}? (?:after|want|need|interested in|care about|look for|find|spot|know|tell)(?: [^ .;!?]+){0,4} $"
    r"| (?:end|ends|wind|turn) (?:up|out)(?: (?:as|be|being|in))* $"
    r"| which(?: (?:of|one|the|these|those|our|my)s?| \w+){0,4} (?:be|have|get|will be|count as|belong to|end up)(?: (?:on|in|with|at|a|an|the|as|of))* $"
)
# "Use only Billing and Sales tickets" says which rows to learn from.
_ROWS = (
    r" (?:(?:use|take|keep|consider|include|look at|train on|learn from|limit|restrict)(?: [^ .;!?]+){0,3} only"
    r"|only (?:use|for|in|with|from|within|among|on|keep|take|consider|include|look at|train on|learn from))(?: [^ .;!?]+){0,4} $"
    r"|(?:ignore|exclude|leave out|drop|skip|without|use only|for only)(?: [^ .;!?]+){0,3} $"
)
_WANTED_BEHIND = (
    rf"^(?: (?!and )[^ .;!?]+){{0,5}} (?:from|versus|vs|against)(?: (?:all|every|any|the|of|whole))* {_REST}(?! of)(?= )"
    r"|^(?: [^ .;!?]+){0,2} (?:or not|yes or no|or no)(?= )"
    r"|^(?: (?:together|alike|both|all|combined|too|contract|one))*s? (?:count|pass|qualify|go|take|taken|treat)(?: together)? (?:as(?! (?:one|the same|rest|other|much|many|little|often|heavily))|together)(?= )"
    r"|^(?: (?:together|alike|both|all|combined))*(?: be| count as)(?: [a-z]+)? (?:group|one|kind|sort|class|what|who|whom|those|case)s?(?: (?:that|whom|which|who))? (?:i|we)(?= )"
)
_SPLIT = (
    rf" (?:from|versus|vs|against|among)(?: (?:all|every|any|the|of|whole))* {_REST}(?! of)(?= )"
    r"| or not(?= )| yes ?(?:/|or|-)? ?no (?:model|question|answer|classifier|decision|prediction)(?= )"
    r"| (?:as against|as opposed to|oppose to|versus|vs)(?= )| (?:all |one and )the same(?= )| no matter (?:whether|if)(?= )"
    r"| (?:as )?one group(?= )| (?:be|make) the rest(?= )"
)
_POINTING_BACK = r" (?:whether|if) (?:it|they|one|this|a \w+)(?: [^ .;!?]+){0,4} (?:that|those|these|this|there|one of (?:them|those|these|the two))(?= )"
_POINTING_BACK += (
    r"| (?:find|recogni[sz]e|spot|predict|identify|detect|flag|tell|know|who|which)(?: [^ .;!?]+){0,9}"
    r" (?:one|<num>|either|any) of (?:this|that|them|the (?:two|<num>))(?= )"
)

_YES_OR_NO = r"^ (?:do|be|have|will|can|would|whether|if) (?!not |there (?:a|any) way )"
_LISTING = frozenset(words(", and or & / a an the either both"))

# A decision about the rows hangs on a grade.
_DECIDES = (
    r" (?:which|whether|who|all other|the rest|everything (?:else|below|above)|or not|tell if|predict if|from (?:all|the|every)(?: the)? other"
    r"|(?:get|deserve|earn|carry) the|one heap|count as|versus|vs)s?(?= )"
)


@dataclass(frozen=True)
class Group:
    """Labels that stand joined in the line."""

    start: int
    end: int
    labels: tuple[str, ...]


def told_from_rest(
    reading: Reading, column: ColumnFacts, *, fresh: bool
) -> tuple[tuple[str, ...], str] | None:
    """The labels of a column of several that are to be found among all others, with the words."""
    line = reading.line
    groups = [g for g in groups_of(reading, column) if not _is_put_away(line, g.start)]
    other = {label for group in groups if _is_other(line, group) for label in group.labels}
    aimed = [g for g in groups if not set(g.labels) <= other and _is_aimed_at(line, g, fresh=fresh)]
    if (
        not aimed
        and len(groups) == 1
        and (_points_back(line, groups[0].end) or _is_all_but_none(reading, column, groups[0]))
    ):
        aimed = groups
    if not aimed and _is_versus(line, groups):
        aimed = groups[:1]
    wanted = tuple(dict.fromkeys(label for g in aimed for label in g.labels if label not in other))
    if not wanted and len(other) == len(column.labels) - 1 == column.n_distinct - 1 and _asks_yes_or_no(line):
        left = tuple(label for label in column.labels if label not in other)
        return left, line.words(groups[0].start, groups[-1].end)
    if not wanted:
        return _by_number(reading, column) or _by_threshold(reading, column)
    nearly_all = len(_listed(reading, column, groups)) >= max(3, column.n_distinct - 1)
    # Each label is on one of two sides; one that says that there is nothing is on the other side by itself.
    rest = set(column.labels) - set(wanted)
    divided = bool(rest) and len(column.labels) == column.n_distinct
    divided = divided and (rest <= other or any(_is_all_but_none(reading, column, g) for g in aimed))
    plainly = any(side_of(line, group.start, group.end) for group in aimed)
    if set(wanted) >= set(column.labels) or (nearly_all and not (divided or plainly or line.has(_SPLIT))):
        return None  # a scale, or the classes one by one
    return wanted, line.words(aimed[0].start, aimed[-1].end)


def put_apart(reading: Reading, column: ColumnFacts) -> tuple[int, int, tuple[str, ...]] | None:
    """Labels of several that words plainly put on the side that is looked for, and where they stand."""
    line = reading.line
    groups = groups_of(reading, column) if column.kind != "number" else _number_groups(reading, column)
    for group in groups:
        if set(group.labels) < set(column.labels) and side_of(line, group.start, group.end):
            return group.start, group.end, group.labels
    return None


def _is_versus(line: Line, groups: list[Group]) -> bool:
    """ "Won vs Lost": the first is told from the second."""
    if len(groups) < 2 or set(groups[0].labels) & set(groups[1].labels):
        return False
    return [item.text for item in line.items[groups[0].end : groups[1].start]] in (
        ["versus"],
        ["vs"],
        ["vs", "."],
        ["against"],
    )


def _is_all_but_none(reading: Reading, column: ColumnFacts, group: Group) -> bool:
    """ "has it any scratches, light or heavy?": every label is asked about but the one that says that there is none."""
    left = set(column.labels) - set(group.labels)
    start, end = next(((a, b) for a, b in reading.line.sentences() if a <= group.start < b), (0, 0))
    asked = f" {reading.line.words(start, end).lower()} "
    if any(re.search(rf"\W{re.escape(label.strip().lower())}\W", asked) for label in left):
        return False  # "is it none, slight or severe?" lists every class
    asks = any(
        reading.line.has(_YES_OR_NO, start=a, end=b)
        for a, b in reading.line.sentences()
        if a <= group.start < b
    )
    return asks and bool(left) and len(group.labels) > 1 and all(says_nothing(label) for label in left)


def _points_back(line: Line, end: int) -> bool:
    return line.has(_POINTING_BACK, start=end) or is_pointed_back_at(line, end)


def _asks_yes_or_no(line: Line) -> bool:
    return line.has(_SPLIT) or any(line.has(_YES_OR_NO, start=a, end=b) for a, b in line.sentences())


def labels_named(reading: Reading, column: ColumnFacts) -> set[str]:
    """All labels of a column that the line names, those included that are words of every sentence: 'none'."""
    text = reading.line.text.lower()
    mentions = reading.labels.mentions(reading.line, among=[column.name])
    return {fit.label for mention in mentions for fit in mention.tied} | {
        label
        for label in column.labels
        if len(label.strip()) > 2 and re.search(rf"(?<!\w){re.escape(label.strip().lower())}(?!\w)", text)
    }


def _listed(reading: Reading, column: ColumnFacts, groups: list[Group]) -> set[str]:
    """All labels that the line names, but those that only say which rows to learn from."""
    rows = [g for g in groups if tells_of_rows(reading.line, g.start)]
    others = {label for g in groups if g not in rows for label in g.labels}
    return labels_named(reading, column) - {label for g in rows for label in g.labels if label not in others}


def tells_of_rows(line: Line, start: int) -> bool:
    """Whether labels say which rows to learn from, rather than what to find."""
    return bool(search(_ROWS, clause_before(line, start))) or _is_put_away(line, start)


def _is_put_away(line: Line, start: int) -> bool:
    return bool(search(_PUT, clause_before(line, start))) and line.has(_AWAY, start=start + 1)


# "Leave the Open ones out."
_PUT = (
    r" (?:leave|keep|take|throw|kick|filter|cut)(?: (?:the|all|those|any|these|everything|with|whose|of))* $"
)
_AWAY = r"^(?: (?:one|lead|row|record|case|deal|[a-z]+)s?)? (?:out|aside|away)(?= )"


def asks_for_split(reading: Reading) -> bool:
    """Whether the words ask for a plain yes or no over a column of several labels."""
    line = reading.line
    return any(not line.has(_WORKED_OUT, end=hit.start) for hit in line.find(_SPLIT))


# "The role guessed from everything else": what it is worked out from, not told from.
_WORKED_OUT = r" (?:guess|predict|estimate|infer|derive|deduce|forecast|work out|figure out|reconstruct|learn|calculate|compute)(?: (?:it|them|that))?$"


def groups_of(reading: Reading, column: ColumnFacts) -> list[Group]:
    """Labels of a column that stand joined in the line."""
    line = reading.line
    found: list[Group] = list(_absent(reading, column))
    for mention in reading.labels.mentions(line, among=[column.name]):
        if _is_mere_other(line, mention.end - 1):
            continue
        labels = tuple(fit.label for fit in mention.tied)
        between = [item.text for item in line.items[found[-1].end : mention.start]] if found else []
        follows = bool(found) and mention.start >= found[-1].end
        if follows and len(between) <= 4 and _joins(between):
            last = found.pop()
            found.append(Group(last.start, mention.end, tuple(dict.fromkeys((*last.labels, *labels)))))
        else:
            found.append(Group(mention.start, mention.end, labels))
    return found


def _joins(between: list[str]) -> bool:
    """Whether words between two labels only join them; "for Billing or for Sales" says the preposition twice."""
    listed = {"or", "and", ","} & set(between)
    return all(word in _JOINING or (listed and word in _AGAIN) for word in between)


_AGAIN = frozenset(words("for to from of with by"))


def _is_mere_other(line: Line, at: int) -> bool:
    """ "The other columns" over a column that has a label 'others'."""
    behind = line.items[at + 1].text if at + 1 < len(line.items) else "."
    return line.items[at].text == "other" and behind.isalpha() and behind not in ("and", "or", "be")


def _absent(reading: Reading, column: ColumnFacts) -> list[Group]:
    """ "no scratches at all", "without a degree": the label that says that there is none."""
    nothing = [label for label in column.labels if label.strip().lower() in ("none", "nothing")]
    if len(nothing) != 1 or column.n_distinct < 3:
        return []
    return [
        Group(m.start, m.end, (nothing[0],))
        for m in reading.columns.mentions(reading.line, least=0.7)
        if m.column is column
        and search(r" (?:no|without|not have|lack)(?: (?:a|an|any))* $", clause_before(reading.line, m.start))
    ]


def _number_groups(reading: Reading, column: ColumnFacts) -> list[Group]:
    """Grades that stand joined: "a 1 or a 2", "1 to 3"; only where their column is spoken of."""
    line = reading.line
    if not 3 <= column.n_distinct <= 15 or not any(
        m.column is column for m in reading.columns.mentions(line, least=0.7)
    ):
        return []
    labels = {label.strip(): label for label in column.labels}
    found: list[Group] = []
    for at, item in enumerate(line.items):
        label = labels.get(line.words(at, at + 1)) if item.text == "<num>" else None
        if label is None or any(k in reading.claimed for k in range(item.start, item.end)):
            continue
        between = [i.text for i in line.items[found[-1].end : at]] if found else []
        if between in (["to"], ["-"], ["–"]):
            last = found.pop()
            found.append(Group(last.start, at + 1, _from_to(column, last.labels, label)))
        elif (
            between and len(between) <= 3 and all(word in _LISTING for word in between) and between[0] != ","
        ):
            last = found.pop()
            found.append(Group(last.start, at + 1, (*last.labels, label)))
        else:
            found.append(Group(at, at + 1, (label,)))
    return found


def _from_to(column: ColumnFacts, first: tuple[str, ...], last: str) -> tuple[str, ...]:
    """All grades between two."""
    try:
        low, high = sorted((float(first[-1]), float(last)))
        within = [label for label in column.labels if low <= float(label) <= high]
    except ValueError:
        return (*first, last)
    return tuple(dict.fromkeys((*first, *sorted(within, key=float))))


def _by_number(reading: Reading, column: ColumnFacts) -> tuple[tuple[str, ...], str] | None:
    """ "A 1 or a 2 counts as unhappy … find the unhappy ones": grades that the words put on the side looked for."""
    apart = put_apart(reading, column) if column.kind == "number" else None
    if apart is None:
        return None
    start, end, labels = apart
    reading.claim_items(reading.line, start, end)
    return labels, reading.line.words(start, end)


def _is_against_rest(line: Line, group: Group) -> bool:
    """ "A car, new or used, that's one and the same to us, against everything else": joined labels on one side."""
    return len(group.labels) > 1 and bool(search(_AGAINST_REST, clause_after(line, group.end)))


_AGAINST_REST = rf" (?:versus|vs|against|as against|as opposed to|oppose to)(?: (?:all|every|any|the|of))* {_REST}(?! of)(?= )"


def _is_other(line: Line, group: Group) -> bool:
    side = side_of(line, group.start, group.end)
    if side is not None:
        return not side
    if _is_against_rest(line, group):
        return False
    before = clause_before(line, group.start)
    return bool(search(_OTHER_BEFORE, before) or search(_OTHER_AFTER, clause_after(line, group.end)))


def _is_aimed_at(line: Line, group: Group, *, fresh: bool) -> bool:
    before, after = clause_before(line, group.start), clause_after(line, group.end)
    if side_of(line, group.start, group.end) or _is_against_rest(line, group):
        return True
    if (
        search(r" (?:to|through|until|–|-) (?:the )?$", before)
        and len(group.labels) == 1
        and not search(_SPLIT, after)
    ):
        return False  # the end of a range, "A to G"
    if search(_WANTED_BEHIND, after):
        return True
    if tells_of_rows(line, group.start) or in_condition(line, group.start):
        return False
    near = bool(search(_WANTED_NEAR, before))
    if fresh:
        return near or is_wanted(line, group.start, group.end)
    return near and bool(search(r" (?:whether|if|which)(?= )", before) or line.has(_SPLIT))


def _by_threshold(reading: Reading, column: ColumnFacts) -> tuple[tuple[str, ...], str] | None:
    """ "a quality of 7 or more": the grades on one side of a bound, where a decision about the rows hangs on it."""
    if column.kind != "number" or not 3 <= column.n_distinct <= 15:
        return None
    line = reading.line
    if not line.has(_DECIDES):
        return None
    listed = _by_listed_numbers(reading, column)
    if listed:
        return listed
    for mention in reading.columns.mentions(line, least=0.7):
        if mention.column is not column:
            continue
        for pattern in (
            rf"^(?: (?:be|of|a|an|with|rating|score|at))*{in_front()} (?P<value><num>)(?= )",
            r"^(?: (?:be|of|a|an|with|rating|score|at))* (?P<value><num>) (?:or|and) (?P<way>more|less|above|below|up|better|over|under|higher|lower)(?= )",
        ):
            hit = line.first(pattern, start=mention.end, end=min(mention.end + 9, len(line.items)))
            if hit is None or not reading.free(hit):
                continue
            way = hit.said("way") if "way" in hit.match.groupdict() else ""
            operator = (
                operator_in_front(hit.said("front"))
                if not way
                else "<="
                if way in ("less", "below", "under", "lower")
                else ">="
            )
            labels = _on_side(column, operator, hit.quantity("value").value)
            if labels and len(labels) < len(column.labels):
                reading.claim(hit)
                return labels, hit.quote
    return None


def _by_listed_numbers(reading: Reading, column: ColumnFacts) -> tuple[tuple[str, ...], str] | None:
    """ "the bottles with quality 8 or 9": grades listed one by one."""
    line = reading.line
    by_value = {float(label): label for label in column.labels if re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", label)}
    for mention in reading.columns.mentions(line, least=0.7):
        if mention.column is not column:
            continue
        hit = line.first(
            r"^(?: (?:be|of|a|an|with|rating|score|at|either))*(?P<list> <num>(?: (?:,|or|and) (?:or )?<num>)+)(?= )(?! (?:more|up|above))",
            start=mention.end,
        )
        if hit is None:
            continue
        labels = [by_value.get(quantity.value) for quantity in hit.payloads("list")]
        found = tuple(label for label in labels if label is not None)
        if len(found) == len(labels) and len(found) < len(column.labels):
            reading.claim(hit)
            return found, hit.quote
    return None


def _on_side(column: ColumnFacts, operator: str, bound: float) -> tuple[str, ...]:
    tests = {
        ">": lambda v: v > bound,
        ">=": lambda v: v >= bound,
        "<": lambda v: v < bound,
        "<=": lambda v: v <= bound,
    }
    test = tests.get(operator)
    try:
        return (
            tuple(sorted((x for x in column.labels if test(float(x))), key=float)) if test is not None else ()
        )
    except ValueError:
        return ()
