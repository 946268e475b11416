"""A later message about rows that were chosen before: put back, let go, widened, corrected, or narrowed further."""

from __future__ import annotations

from dataclasses import replace

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.rows.choice import (
    Bound,
    Labels,
    bound_of,
    bounds_of,
    column_of,
    labels_of,
    parts_of,
    whole,
)
from assistant.offline.rows.rebound import rebound
from assistant.offline.rows.runs import is_free
from assistant.offline.table import sql
from assistant.offline.table.columns import pieces_of
from assistant.offline.table.conditions import Test, find_tests
from assistant.offline.table.sql import number
from assistant.offline.text.comparisons import BEHIND, FLIPPED, in_front, operator_behind, operator_in_front
from assistant.offline.text.line import Hit, Line, read_line
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.wordlists import words

CORRECTION = r" (?:i mean|i meant|make (?:that|it)|correction|rather|instead|should have (?:be|said)|sorry|scratch that|scrap that|no wait|wait|better|hang on|other way round)(?= )"
_VALUE = r"(?P<value><num>|<money>|<dur>|<pct>)"
_BEHIND = "(?P<behind>" + "|".join(words for _, words in BEHIND) + ")"
_FIGURES = (
    rf"(?: {CORRECTION[1:-5]}(?: (?:,|:|it|be|no|to|only))*)(?: {in_front()})? {_VALUE}(?: [a-z]+)??(?: {_BEHIND})?(?= )",
    rf"(?: {in_front()})? {_VALUE}(?: [a-z]+)??(?: {_BEHIND})?(?: ,)? (?:i meant|i mean|instead|rather|sorry|that be)(?= )",
)
_ALSO = r" (?:too|also|as well|plus|add|likewise|in addition|besides|together with|include)(?= )"
_WIDER = 14  # words of a message that only widens the choice
_AFRESH = r" (?:instead|rather than)(?= )(?! of <)"


def read_revision(reading: Reading) -> None:
    """Note what is left of an earlier choice, where the message takes some of it back. The rest is read as ever."""
    before = earlier(reading)
    if not before:
        return
    parts = rebound(reading, before)
    if parts == before:
        parts = _widened(reading, _given_back(reading, _let_go(reading, before)))
    if parts != before:
        reading.notes["rows_before"] = parts


def is_revised(reading: Reading) -> bool:
    """Whether the message takes back some of an earlier choice."""
    return "rows_before" in reading.notes


def earlier(reading: Reading) -> list[str]:
    """The parts of the choice that was made before, without what this message takes back."""
    kept: list[str] | None = reading.notes.get("rows_before")
    return parts_of(str(reading.context.spec.get("filter") or "")) if kept is None else kept


# --- let go of by its name -------------------------------------------------------------------------------------------

_LET_GO = r"(?:forget(?: about)?|drop|remove|lift|cancel|delete|undo|never mind|scrap|scratch|lose|withdraw|take back|waive|ignore|skip|take out|take off|get rid of)"
_RULE = r"(?:limit|restriction|rule|condition|filter|cap|threshold|minimum|maximum|bound|requirement|criterion|exclusion|ban|limitation|cutoff|bit|part|thing)"
_ABOUT = r"(?: (?:about|on|for|with|regarding|concerning))"
_NAMED = r"(?P<about>(?: (?!(?:and|but|or)\b)[^ ,.;:]+){1,5})"
_GONE = (
    rf" {_LET_GO}(?: (?:the|that|this|my|our|any|all))*(?: {_RULE}| what i (?:say|tell|write|said)| my (?:wish|remark|comment|words)){_ABOUT}{_NAMED}(?= )",
    rf" {_LET_GO}(?: (?:the|that|this|my|our|any))*{_NAMED[:-1]}?) {_RULE}s?(?= (?:[.,;:!]|and|but|again|altogether|please|too|as)(?= )| $|$)",
    rf" (?:all|any|every|whatever){_NAMED[:-1]}?)(?: (?:be|may|can|should))+(?: (?:fine|ok|okay|welcome|allow|in|good|back|include|all right))(?= )",
    rf" the{_NAMED[:-1]}?) {_RULE} (?:do not (?:matter|count|apply|hold)|no longer (?:matter|count|apply|hold)|be (?:off|go|lift|void|out|cancel))(?= )",
)


def _let_go(reading: Reading, parts: list[str]) -> list[str]:
    """ "Forget the age limit", "never mind the rule about women": without the parts of what is named."""
    line = reading.line
    asides = [line.words(at, at + 1) for at, item in enumerate(line.items) if item.text == "<aside>"]
    for heard in (reading, *(Reading(context=reading.context, line=read_line(text)) for text in asides)):
        for pattern in _GONE:
            for hit in heard.line.find(pattern):
                named = _columns_in(heard, *hit.span("about"))
                rest = [part for part in parts if _name_of(part) not in named]
                if rest != parts and heard.free(hit):
                    heard.claim(hit)
                    parts = rest
    return parts


def _name_of(part: str) -> str:
    """The name of the column that a part is about."""
    left = column_of(part)
    inner = left[left.index("(") + 1 : -1] if left.endswith(")") else left
    return inner[1:-1].replace('""', '"') if inner.startswith('"') else inner


def _columns_in(reading: Reading, start: int, end: int) -> set[str]:
    """The names of columns that a stretch may be about: by name, by label, or by what people are like."""
    line = reading.line
    found = {
        candidate.column.name
        for mention in reading.columns.mentions(line, least=0.3)
        if start <= mention.start and mention.end <= end
        for candidate in mention.candidates
    }
    found |= {test.column.name for test in find_tests(reading, start, end)}
    said = {item.text for item in line.items[start:end]}
    if said & (_OLD | _YOUNG):
        found |= {c.name for c in reading.context.columns if _tells_age(c)}
    return found


# --- put back --------------------------------------------------------------------------------------------------------

_BACK = (
    r" (?:(?:may|can|should|must|shall|could) (?:\w+ )?(?:stay|remain|be in|come back|go back|return|count)|(?:keep|leave|put|take|bring|have|want|include|use|let|add|get)"
    r"(?: (?:the|those|these|that|all|any|my|our|anyone|everyone|people|who|be|over|under|above|below|<num>|[a-z]+)){1,8}? (?:in|back|again|after all)|(?:put|bring|take|add|let) back(?: in)?|(?:stay|remain|be) in|after all|back in)(?= )"
)
_CUT = frozenset(words("but ; . ! ? while whereas"))
_OUT = frozenset(words("out without except"))
_OLD = frozenset(words("old older elderly senior pensioner retiree retired oldie grandparent ageing aged"))
_YOUNG = frozenset(words("young younger kid child minor junior teenager teen youngster youth"))
_NEW = frozenset(words("new newer recent late later latest modern"))
_EARLY = frozenset(words("early earlier"))
_LARGE = frozenset(
    words(
        """big bigger large larger long longer heavy heavier expensive dear costly pricey high higher far great rich wealthy
        huge tall fast warm hot wide upper top"""
    )
)
_SMALL = frozenset(
    words(
        "small smaller short shorter light lighter cheap cheaper low lower near close little tiny poor slow cold"
    )
)


def _given_back(reading: Reading, parts: list[str]) -> list[str]:
    """ "The trials may stay in after all", "put the older people back in": what was left out counts again."""
    line = reading.line
    for hit in line.find(_BACK):
        start, end = _around(line, hit)
        if line.has(r" not(?= )", start=start, end=end) or any(
            line.items[k].text in _OUT for k in range(start, end)
        ):
            continue
        tests = [test for test in find_tests(reading, start, end) if is_free(reading, test)]
        wider = parts
        for test in tests:
            wider = [_with_test(part, test) for part in wider]
        if wider == parts:
            wider = _with_kind(reading, parts, start, end)
        if wider != parts:
            reading.claim_items(line, start, end)
            parts = [part for part in wider if part]
    return parts


def _around(line: Line, hit: Hit) -> tuple[int, int]:
    """The clause that says that something is to be put back."""
    start, end = hit.start, hit.end
    verb_first = line.tokens[line.items[start].start].lemma in _ORDERS
    while not verb_first and start and line.items[start - 1].text not in _CUT:
        start -= 1
    while end < len(line.items) and line.items[end].text not in _CUT | {",", "and"}:
        end += 1
    return start, end


_ORDERS = frozenset(words("keep leave put take bring have want include use let add get"))


def _with_test(part: str, test: Test) -> str:
    """A part of a choice, widened by rows that are to count again; empty where nothing is left of it."""
    if column_of(part) != column_of(test.sql()):
        return part
    labels = labels_of(part)
    if labels is not None and test.operator == "=":
        if labels.out:
            return labels.with_values(v for v in labels.values if v not in test.values).sql()
        return _all_or_some(labels.with_values((*labels.values, *test.values)), test.column)
    bound, back = bound_of(part), bounds_of(test.sql())
    if bound is None or bound.figure is None or not back:
        return part
    if len(back) > 1:
        far = back[1] if bound.upper else back[0]
        return far.sql()
    said = back[0]
    if said.upper == bound.upper or said.figure is None:
        return part
    gap = said.figure - bound.figure if bound.upper else bound.figure - said.figure
    # "Under 60" and "those over 60", or "those of 61 and more", leave no gap that anybody means.
    next_whole = said.operator in ("<=", ">=") and bound.figure.is_integer() and said.figure.is_integer()
    return "" if gap <= (1 if next_whole else 0) else f"{part} OR {said.sql()}"


def _all_or_some(labels: Labels, column: ColumnFacts) -> str:
    known = {sql.literal(column, label) for label in column.labels}
    return "" if len(column.labels) == column.n_distinct and known <= set(labels.values) else labels.sql()


def _with_kind(reading: Reading, parts: list[str], start: int, end: int) -> list[str]:
    """Without the bound that kept "the older people", "the cheap ones" or "the recent orders" out."""
    said = {item.text for item in reading.line.items[start:end]}
    said |= {
        token.lower
        for item in reading.line.items[start:end]
        for token in reading.line.tokens[item.start : item.end]
    }
    fits = [k for k, part in enumerate(parts) if any(_kept_out(reading, b, said) for b in bounds_of(part))]
    if len(fits) > 1:
        named = _columns_in(reading, start, end)
        fits = [k for k in fits if _name_of(parts[k]) in named]
    if len(fits) != 1:
        return parts
    place = fits[0]
    rest = [b.sql() for b in bounds_of(parts[place]) if not _kept_out(reading, b, said)]
    return [*parts[:place], *rest, *parts[place + 1 :]]


def _kept_out(reading: Reading, bound: Bound, said: set[str]) -> bool:
    """Whether words mean what lies beyond a bound."""
    column = reading.columns.by_name.get(_name_of(bound.sql()))
    if column is None:
        return False
    if _tells_age(column):
        return bool(said & (_OLD if bound.upper else _YOUNG | _NEW))
    if column.kind == "datetime" or "year" in pieces_of(column.name):
        return bool(said & (_NEW | _YOUNG if bound.upper else _OLD | _EARLY))
    return bool(said & (_LARGE if bound.upper else _SMALL))


def _tells_age(column: ColumnFacts) -> bool:
    return column.kind == "number" and "age" in pieces_of(column.name)


# --- more of the same ------------------------------------------------------------------------------------------------


def _widened(reading: Reading, parts: list[str]) -> list[str]:
    """ "Medical ones as well, please": a label more of the column that the rows were chosen by."""
    line = reading.line
    if len(line.items) > _WIDER or not line.has(_ALSO):
        return parts
    for test in find_tests(reading, 0, len(line.items)):
        for place, part in enumerate(parts):
            labels = labels_of(part)
            same = labels is not None and labels.left == column_of(test.sql())
            if labels is None or not same or test.operator != "=" or not is_free(reading, test):
                continue
            if not set(test.values) - set(labels.values) or (not labels.out and _is_out(line)):
                continue
            more = labels.with_values((*labels.values, *test.values))
            reading.claim_items(line, test.start, test.end)
            parts = [*parts[:place], more.sql(), *parts[place + 1 :]]
            break
    return parts


def _is_out(line: Line) -> bool:
    return line.has(r" (?:out|without|not|no|drop|exclude|remove|skip|except|ignore)(?= )")


# --- turned round ----------------------------------------------------------------------------------------------------

_TURNED = (
    r" (?:(?:the )?other way (?:a)?round|vice versa|the opposite|the reverse|reversed?|the very ones? (?:that )?(?:i|we) (?:do )?not (?:want|need|mean)"
    r"|exactly the ones? (?:that )?(?:i|we) (?:do )?not (?:want|need|mean)|just the ones? (?:that )?(?:i|we) (?:do )?not (?:want|need|mean)|the wrong way (?:a)?round)(?= )"
)


def turned_round(reading: Reading) -> str | None:
    """ "No, exactly the other way round": the opposite of the last thing that was said of rows."""
    parts = earlier(reading)
    if not parts or len(reading.line.items) > _TURN_WORDS or not reading.line.has(_TURNED):
        return None
    labels, bound = labels_of(parts[-1]), bound_of(parts[-1])
    if labels is not None:
        turned = replace(labels, out=not labels.out).sql()
    elif bound is not None:
        turned = replace(bound, operator=FLIPPED[bound.operator]).sql()
    else:
        return None
    return whole([*parts[:-1], turned])


_TURN_WORDS = 30


# --- corrected -------------------------------------------------------------------------------------------------------


def corrected_figure(reading: Reading) -> str | None:
    """ "Sorry, I meant under 40": another figure for a comparison that was made before."""
    parts = earlier(reading)
    line = reading.line
    bounds = {
        k: bound for k, part in enumerate(parts) if (bound := bound_of(part)) and bound.figure is not None
    }
    held = {bound.figure for bound in bounds.values()}
    hits = (hit for pattern in _FIGURES for hit in line.find(pattern))
    # "Sorry, 60 is wrong, I meant 50": a figure that holds already is not the new one.
    hit = next((hit for hit in hits if _figure(hit.quantity("value")) not in held), None)
    if not bounds or hit is None or not reading.free(hit) or hit.quantity("value").kind == "percent":
        return None
    if len(bounds) > 1:  # "two is too short": the old figure says which
        old = {_figure(i.payload) for i in line.items[: hit.start] if isinstance(i.payload, Quantity)}
        bounds = {k: b for k, b in bounds.items() if b.figure in old}
    if len(bounds) != 1:
        return None
    place, bound = next(iter(bounds.items()))
    operator = bound.operator
    if hit.has("front"):
        operator = operator_in_front(hit.said("front"))
    elif hit.has("behind"):
        operator = operator_behind(hit.said("behind"))
    reading.claim(hit)
    new = replace(bound, operator=operator, value=number(_figure(hit.quantity("value")))).sql()
    return whole([*parts[:place], new, *parts[place + 1 :]])


def _figure(quantity: Quantity) -> float:
    return quantity.count if quantity.kind == "duration" else quantity.value


# --- put together ----------------------------------------------------------------------------------------------------


def merged(reading: Reading, new: list[str]) -> str:
    """What this message says of rows, beside what earlier ones said of them that still holds."""
    old = earlier(reading)
    columns = {column_of(part) for part in new}
    if reading.line.has(_AFRESH) and not columns & {column_of(part) for part in old}:
        old = []
    corrects = reading.line.has(CORRECTION)
    for part in new:
        old = [kept for kept in (_beside(one, part, corrects=corrects) for one in old) if kept]
    joined = [part for part in new if not any(_contains(one, part) for one in old)]
    return whole([*old, *joined])


def _beside(old: str, new: str, *, corrects: bool) -> str:
    """What is left of an earlier part beside a later one of the same column."""
    if column_of(old) != column_of(new):
        return old
    before, after = labels_of(old), labels_of(new)
    if before and after:
        overlapping = after.out and not before.out and set(before.values) & set(after.values)
        if after.out and (overlapping or not corrects):
            if before.out:
                return before.with_values((*before.values, *after.values)).sql()
            rest = before.with_values(v for v in before.values if v not in after.values)
            return rest.sql()
        return ""
    if corrects:
        return ""
    if before is None and not bounds_of(old):
        return old  # written by hand or an alternative: more than its first column may hang on it
    if after and after.out and bounds_of(old):
        return old  # "stores 1 to 10", "not store 7"
    one, two = bound_of(old), bound_of(new)
    if one and two and one.upper != two.upper and _leaves_some(one, two):
        return old
    return ""


def _leaves_some(one: Bound, two: Bound) -> bool:
    low, high = (two, one) if one.upper else (one, two)
    if low.figure is None or high.figure is None:
        return low.value < high.value
    return low.figure < high.figure


def _contains(old: str, new: str) -> bool:
    """Whether an earlier part says already what a later one says."""
    before, after = labels_of(old), labels_of(new)
    if before is None or after is None or before.left != after.left or not after.out:
        return False
    return not before.out or set(after.values) <= set(before.values)
