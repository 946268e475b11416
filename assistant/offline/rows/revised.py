"""A later message about rows that were chosen before: widened, corrected, or narrowed further."""

from __future__ import annotations

import re

from assistant.offline.reading import Reading
from assistant.offline.rows.runs import is_free
from assistant.offline.table.conditions import find_tests
from assistant.offline.table.sql import number
from assistant.offline.text.comparisons import in_front, operator_in_front

CORRECTION = r" (?:i mean|i meant|make (?:that|it)|correction|rather|instead|should have (?:be|said)|sorry|scratch that|scrap that|no wait|wait|better|hang on|other way round)(?= )"
_FIGURE = (
    rf"(?: {CORRECTION[1:-5]}(?: (?:,|:|it|be|no|to))*)(?: {in_front()})? (?P<value><num>|<money>|<dur>)(?= )"
)
_FIGURE_FIRST = (
    rf" {in_front()} (?P<value><num>|<money>|<dur>)(?: [a-z]+)? (?:i meant|i mean|instead|rather)(?= )"
)
_ALSO = r" (?:too|also|as well|plus|add|likewise|in addition|besides|together with)(?= )"
_WIDER = 14  # words of a message that only widens the choice
_ONE = re.compile(r'("[^"]+"|\w+) (<=|>=|<|>) (-?\d[\d.]*)')
_SET = r"(?P<left>{left}) (?:= (?P<one>'(?:[^']|'')*')|IN \((?P<all>[^)]*)\))"
_UNSET = r"(?P<left>{left}) (?:<> (?P<one>'(?:[^']|'')*')|NOT IN \((?P<all>[^)]*)\))"


def widened(reading: Reading, skip: tuple[str, ...]) -> str | None:
    """ "Medical ones as well, please": a label more of the column that the rows were chosen by."""
    before = str(reading.context.spec.get("filter") or "")
    if not before or len(reading.line.items) > _WIDER or not reading.line.has(_ALSO):
        return None
    for test in find_tests(reading, 0, len(reading.line.items), skip=skip):
        left = re.escape(test.sql().split(" ")[0])
        for pattern, sign in ((_SET, "IN"), (_UNSET, "NOT IN")):
            found = re.search(pattern.replace("{left}", left), before)
            if found is None or test.operator != "=" or not is_free(reading, test):
                continue
            old = re.findall(r"'(?:[^']|'')*'", found["one"] or found["all"])
            values = ", ".join(dict.fromkeys((*old, *test.values)))
            reading.claim_items(reading.line, test.start, test.end)
            return before.replace(found[0], f"{found['left']} {sign} ({values})")
    return None


def given_back(reading: Reading) -> str | None:
    """ "The trials may stay in after all": a part of the choice that is taken back; an empty text where none is left."""
    before = str(reading.context.spec.get("filter") or "")
    line = reading.line
    if not before or not line.has(_BACK) or re.search(r" OR |\(\(", before):
        return None
    parts = re.split(r" AND (?!'?\d[^ ]*'?(?: AND |$))", before)
    for test in find_tests(reading, 0, len(line.items)):
        if not is_free(reading, test):
            continue
        left = re.escape(test.sql().split(" ")[0])
        for place, part in enumerate(parts):
            rest = _still_out(part, left, test.values)
            if rest is not None:
                reading.claim_items(line, test.start, test.end)
                return " AND ".join([*parts[:place], *([rest] if rest else []), *parts[place + 1 :]])
    return None


def _still_out(part: str, left: str, values: tuple[str, ...]) -> str | None:
    """What is left of "these labels are out" once some of them are in again; None where they were not out."""
    found = re.fullmatch(_UNSET.replace("{left}", left), part)
    old = re.findall(r"'(?:[^']|'')*'", found["one"] or found["all"]) if found else []
    if found is None or not set(old) & set(values):
        return None
    rest = [value for value in old if value not in values]
    if len(rest) == 1:
        return f"{found['left']} <> {rest[0]}"
    return f"{found['left']} NOT IN ({', '.join(rest)})" if rest else ""


_BACK = (
    r" (?:(?:may|can|should|must|shall|could) (?:\w+ )?(?:stay|remain|be in|come back|go back|return|count)|(?:keep|leave|put|take|bring|have|want|include|use|let)"
    r"(?: \w+){1,5} (?:in|back|again|after all)|(?:stay|remain|be) in|after all|back in)(?= )"
)


def corrected_figure(reading: Reading) -> str | None:
    """ "Sorry, I meant under 40": the figure of the one comparison that was made before."""
    before = _ONE.fullmatch(str(reading.context.spec.get("filter") or ""))
    hit = (reading.line.first(_FIGURE) or reading.line.first(_FIGURE_FIRST)) if before else None
    if not before or not hit or not reading.free(hit):
        return None
    front = hit.said("front")
    operator = operator_in_front(front) if front else before[2]
    reading.claim(hit)
    value = hit.quantity("value")
    return f"{before[1]} {operator} {number(value.count if value.kind == 'duration' else value.value)}"


def still_holding(reading: Reading, parts: list[str]) -> list[str]:
    """What earlier messages said of other columns holds on beside what this one says."""
    before = str(reading.context.spec.get("filter") or "")
    if not before or re.search(r" OR | BETWEEN |[()]", re.sub(r"\([^()]*\)", "", before)):
        return []
    if reading.line.has(r" (?:instead|only|just|rather than)(?= )"):
        return []
    new = {_column_of(part) for part in parts}
    return [part for part in before.split(" AND ") if _column_of(part) not in new]


def _column_of(sql: str) -> str:
    """The column that a condition begins with."""
    found = re.match(r'\(?(?:NOT )?("(?:[^"]|"")*"|[^\s<>=]+)', sql)
    return found[1] if found else sql
