"""Bounds on how differently groups of people may be treated."""

from __future__ import annotations

import re

from assistant.offline.aside.wishes import without_quotations
from assistant.offline.context import ColumnFacts
from assistant.offline.metric.scores import find_scores
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.search.monotone import keep_directions
from assistant.offline.table.events import records_of
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import match, search

_TRIGGER = (
    r" (?:fair(?= (?:to|toward|towards|between|across|among|treatment|for (?:all|both|man|woman)))|(?:model|it|decision|selection|system|result|everything|they)(?: \w+){0,3} be(?: \w+)? fair|fairness|unfair|discriminat\w*|biase?d?(?= (?:against|toward|between|by))|demographic parity|statistical parity|parity|four fifths?|4 5|<pct> rule|eighty percent rule|equal opportunity|equali[sz]ed? odds"
    r"|disparate impact|disparity|equally|regardless of|treat(?: \w+){0,3} (?:the same|equally|alike)|same (?:chance|rate|share|proportion|probability|odds|recall|treatment|way)|gap between|differ(?:s|ence|ent)?(?: \w+){0,8} between"
    r"|differ(?: \w+){0,3} (?:by|across|among)|apart(?: \w+)? for|across (?:gender|race|sex|group)s?|for both (?:sex|gender|group)(?:es|s)?|between (?:the )?(?:sex|gender|race|group)(?:es|s)?|(?:equal|similar|same) (?:rate|recall|share|chance|treatment|proportion)s?|rate at which (?:we|you|it)|(?<!l1 )ratio(?: \w+){0,3} (?:at least|no less|above|over|of at least)|ratio of no less|equally often|as often as|(?:be|stay)(?: about| roughly| more or less)? the same (?:for|across|between|among)(?! (?:everybody|everyone|all|every (?:row|one|person|customer)|each row|us))|(?:rate|share|recall|chance|precision|proportion|percentage|odds)s?(?: [^ ]+){0,12} (?:that|those) (?:of|for|among|in|with)|<pct> as (?:often|likely|many|much|high|large)|(?:half|times) as (?:often|likely)|(?:low|lowest|small|smallest)(?: \w+){0,4} (?:rate|share)|compar\w+(?: \w+)? (?:gender|sex|group|race|age)|treat(?:ed|ment)? (?:\w+ ){0,3}equal(?:ly)?|<points> apart|<pct> apart|(?:point|<points>|<pct>)s? difference(?: \w+){0,3} between)(?= )"
)
_MEASURES: tuple[tuple[str, str], ...] = (
    (r"equali[sz]ed? odds|error rates?|both (?:kinds of |types of )?error|mistake rate|misclassif\w*|wrong(?:ly)?", "equalized_odds"),
    (r"equal opportunity|recall|true positive rate|tpr|sensitivity|(?:catch|hit|detection|find) rate|(?:chance|odds|probability|likelihood) (?:of|to) (?:be )?(?:be )?(?:catch|find|detect|spot|identify|caught|found)|(?:being|be) (?:catch|caught|found|find|detect)\w*", "equal_opportunity"),
    (r"demographic parity|statistical parity|disparate impact|four fifths?|4 5 rule|<pct> rule|(?:flag|selection|approval|acceptance|rejection|pick|invitation|call|contact|offer|positive|hiring|alarm|decision)(?:ed|ing)? rate|(?:share|proportion|percentage|rate|fraction|number|chance|probability|odds|likelihood)(?: of)?(?: \w+){0,4} (?:pick|flag|select|invite|approve|accept|call|choose|contact|reject|decline|target|turn down|act on|hire|inspect|offer|who get|that get|get)\w*|(?:pick|flag|select|invite|approve|choose|accept|call|contact|reject|decline|inspect)(?:ed)?(?: \w+){0,2} (?:equally|as often|at (?:the same|similar|equal) rates?)|(?:be|get) (?:turn down|turned down|flag|pick|select|invite|approve|choose|call|contact|reject|accept|decline)\w*|(?:rate|share) at which (?:we|you|it) (?:flag|pick|select|invite|approve|choose|call|contact|reject|accept|decline)|(?:we|you|it) (?:flag|pick|select|invite|approve|choose|call|contact|reject|accept|decline)|(?:flag|pick|select|invite|approve|choose)\w* (?:share|rate)", "demographic_parity"),
)  # fmt: skip
_BOUND = r"(?P<front>(?:(?:no|not) (?:large|larger|big|bigger|great|greater|high|higher|wide|wider|low|lower|small|smaller|less|few|fewer) than|at most|no more than|not more than|more than|less than|by|within|below|under|up to|exceed|maximum of|max|not exceed|at least|no less than|above|over|at|to|give or take|:|=|<=|<|>=|be|of|smaller than|stay below|kept? below|larger than|greater than|,|by at most|by more than)) (?P<bound><points>|<pct>|<num>)"
_RATIO = r" (?:<pct> as (?:often|likely|many|much|high|large)|<num> (?:of|times) (?:that|those)|<pct> of (?:the|that|those)(?: \w+){0,2}? (?:high|highest|large|largest|best|other|rate|group|of|for|among|in)|four fifths?|4 5|<pct>(?: percent)? rule|ratio|disparate impact|times (?:as|the)|80 rule)(?= )"
# "I make no difference between those two": what counts as one, not how people are treated.
_NO_DIFFERENCE = r" (?:make|see|be|draw) no (?:difference|distinction) (?:between|for|to|among)(?: (?:the|those|these|them|me|us))*(?= (?:two|three|both|<num>)| [.,;!]|$)"
_FORGET = r" (?:forget|drop|remove|lift|cancel|ignore)(?: the| that| my| this| about| all)* (?:fairness)(?: \w+){0,2}"


def read_fairness(reading: Reading) -> None:
    """Find a bound on a difference or ratio between groups; directions are set aside first."""
    keep_directions(reading)
    with without_quotations(reading):
        _read_fairness(reading)


def _read_fairness(reading: Reading) -> None:
    forget = reading.line.first(_FORGET)
    if forget and reading.context.spec.get("fairness"):
        reading.set("fairness", None, forget.quote)
        reading.claim(forget)
        return
    if _bound_anew(reading):
        return
    for start, end in reading.line.sentences():
        if reading.line.has(_NO_DIFFERENCE, start=start, end=end):
            continue
        if reading.line.has(_TRIGGER, start=start, end=end):
            _read(reading, start, end)
            return


_SPREAD = r" (?:gap|difference|disparity|parity|spread|fairness|fair|between)(?= )"


def _bound_anew(reading: Reading) -> bool:
    """ "Make the gap 5 points", where one is known already and no group is named again."""
    known = reading.context.spec.get("fairness") or {}
    side = next((name for name in ("at_most", "at_least") if name in known), "")
    figures = [
        hit for hit in reading.line.find(r" (?P<n><points>|<pct>|<num>)(?= )") if reading.free(hit, "n")
    ]
    if not side or len(figures) != 1 or not reading.line.has(_SPREAD) or len(reading.line.items) > 20:
        return False
    quantity = figures[0].quantity("n")
    value = quantity.value / 100 if quantity.kind == "number" and quantity.value >= 1 else quantity.value
    if not 0 < value < 1:
        return False
    reading.set(f"fairness.{side}", tidy(round(value, 10)), figures[0].quote)
    reading.claim(figures[0])
    return True


def _read(reading: Reading, start: int, end: int) -> None:
    line = reading.line
    column = group_column(reading, start, end)
    measure = measure_of(line, start, end)
    if column is None and measure and _asked(reading):
        return  # the answer to a question, which is read as such
    if column is None:
        if line.has(
            r" (?:fairness|unfair|fair (?:to|toward|towards|between|across|among)|discriminat\w*|demographic parity|four fifths?|equal opportunity|equali[sz]ed? odds|(?:<points>|<pct>) apart|man and woman|woman and man)(?= )",
            start=start,
            end=end,
        ):
            reading.ask("fairness.column", "Between the groups of which column should the model be fair?")
        return
    quote = line.words(start, end).strip(" ,.;:")
    ratio = line.has(_RATIO, start=start, end=end)
    bound = _bound(reading, start, end, ratio=ratio)
    for score in find_scores(line):
        if start <= score.start < end:
            reading.claim_items(line, score.start, score.end)
    _claim_groups(reading, column, start, end)
    reading.set("fairness.column", column.name, quote)
    if measure:
        reading.set("fairness.measure", f"{measure}_{'ratio' if ratio else 'difference'}", quote)
    else:
        _ask_measure(reading, column)
    if bound is not None:
        reading.set(f"fairness.{'at_least' if ratio else 'at_most'}", bound, quote)
    elif measure:
        ask_bound(reading)


def ask_bound(reading: Reading) -> None:
    """Ask how large a difference is allowed."""
    reading.ask(
        "fairness.at_most",
        "How large may the difference between the groups be at most, in percentage points?",
    )


def _asked(reading: Reading) -> bool:
    """Whether a measure is what the conversation waits for."""
    return any(question.field == "fairness.measure" for question in reading.context.questions)


def _ask_measure(reading: Reading, column: ColumnFacts) -> None:
    reading.ask(
        "fairness.measure",
        f"What should be alike between the groups of {column.name!r}: the share that is acted on, or the share of the real cases that is found?",
        ("demographic_parity_difference", "equal_opportunity_difference"),
    )


def measure_of(line: Line, start: int, end: int) -> str:
    """The measure that words mean, without how it is compared; empty where they mean none."""
    for pattern, name in _MEASURES:
        if line.has(rf" (?:{pattern})(?= )", start=start, end=end):
            return name
    if line.has(_RATIO, start=start, end=end):
        return "demographic_parity"
    return ""


def _bound(reading: Reading, start: int, end: int, *, ratio: bool) -> float | int | None:
    line = reading.line
    if ratio and line.has(r" (?:four fifths?|4 5)(?= )", start=start, end=end):
        return 0.8
    rule = line.first(r" (?P<bound><pct>)(?= rule )", start=start, end=end)
    if rule:
        reading.claim(rule, "bound")
        return tidy(rule.quantity("bound").value)
    for hit in line.find(rf" {_BOUND}(?= )", start=start, end=end):
        quantity = hit.quantity("bound")
        if (
            not ratio
            and search(
                r"at least|no less|(?:no|not) (?:low|lower|small|smaller|less|few|fewer) than|above|over(?= |$)|>|greater|larger",
                hit.said("front"),
            )
            and "more" not in hit.said("front")
            and not match(
                r"(?:no|not) (?:large|larger|big|bigger|great|greater|high|higher|wide|wider) ",
                hit.said("front"),
            )
        ):
            continue  # the recall to be reached, not the difference allowed
        reading.claim(hit, "bound")
        value = quantity.value / 100 if quantity.kind == "number" and quantity.value > 1 else quantity.value
        return tidy(value)
    single = line.first(r" (?P<bound><points>|<pct>)(?= )", start=start, end=end)
    if single:
        reading.claim(single, "bound")
        return tidy(single.quantity("bound").value)
    return None


_OF_RATES = r"^ (?:rate|share|number|percentage|proportion|difference|gap)s?$"


def group_column(reading: Reading, start: int, end: int) -> ColumnFacts | None:
    """The column whose groups are spoken of: by its name, or by its labels ("men and women")."""
    line = reading.line
    found: list[tuple[int, ColumnFacts]] = []
    hints = [
        h.start
        for h in line.find(
            r" (?:between|across|by|for|among|of|parity|rule|rate|differ|apart|group)(?= )",
            start=start,
            end=end,
        )
    ] or [start]
    target = reading.said("target")
    for m in reading.columns.mentions(line, least=0.6):
        if (
            start <= m.start
            and m.end <= end
            and m.column.n_distinct <= 60
            and (m.column.kind != "number" or m.column.n_distinct <= 12)
            and not line.has(_OF_RATES, start=m.start, end=m.end)
        ):
            found.append((min(abs(m.start - h) for h in hints), m.column))
    for label in reading.labels.mentions(line):
        common = line.items[label.start].text in ("other", "none", "unknown", "good")
        if (
            start <= label.start
            and label.end <= end
            and label.best.score >= 0.9
            and not common
            and not _is_comparison(label.best.label)
        ):
            found.append((min(abs(label.start - h) for h in hints), label.best.column))
    people = [pair for pair in found if pair[1].name != target and not records_of(pair[1])]
    if people:
        return min(people, key=lambda pair: pair[0])[1]
    return next(
        (
            m.column
            for m in reading.columns.mentions(line, least=0.6)
            if m.start >= start and m.end <= end and re.search("(?i)age", m.column.name)
        ),
        None,
    )


def _is_comparison(label: str) -> bool:
    return bool(re.match(r"\s*[<>]", label))


def _claim_groups(reading: Reading, column: ColumnFacts, start: int, end: int) -> None:
    """The groups named here are not rows to keep, nor columns to leave out."""
    for mention in reading.columns.mentions(reading.line, least=0.6):
        if start <= mention.start and mention.end <= end and mention.column is column:
            reading.claim_items(reading.line, mention.start, mention.end)
    for label in reading.labels.mentions(reading.line):
        if start <= label.start and label.end <= end and label.best.column is column:
            reading.claim_items(reading.line, label.start, label.end)
