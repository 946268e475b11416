"""Where a line states amounts of money, multiples and success rates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from assistant.offline.context import ColumnFacts
from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.bare import MONEY, SHARE, figure_at, kinds
from assistant.offline.metric.changes import CHANGES
from assistant.offline.metric.composition import composed, described, is_money, scale_of
from assistant.offline.metric.products import products
from assistant.offline.metric.scores import find_scores
from assistant.offline.reading import Reading
from assistant.offline.table.columns import Mention, pieces_of
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import match, search
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.wordlists import words

_OF = r"(?: (?:commission|interest|margin|profit|fee|return|yield|share|cut|provision|markup|bonus)(?= (?:of|from|on) ))?(?: (?:of|from|on|off))?(?: (?:the|its|their|his|her|our|that|this|a|whole|full|entire|total|respective|outstanding|customer|client|employee|person|loan|whose|'s|average|row|his or her|(?:candidate|applicant|borrower|member|patient|buyer|household|guest) 's))*"
_PERIODS = {"month": 1 / 12, "year": 1.0, "week": 1 / 52, "day": 1 / 365, "quarter": 0.25}
_COST = r"(?:cost|lose|loses|waste|earn|bring|gain|make|save|be|worth|pay|charge|burn|forfeit|miss out on|get|receive|yield|give|spend|set (?:we|us) back|equal|=|:|in fact|in reality|really|actually|now|rather|more like|closer to|at|by|of|with|up to|around|about|roughly|some|say|only|just|almost|nearly|us|we|another|another|exactly|perhaps|maybe|like|over|least|most|to|for|the company|the business|the bank|them|approximately|another|approx|circa|~|about|counts?|score|is|weigh)"
_COUNTED = r"(?: (?:free |whole |full )?(?:customer|client|person|people|row|case|shop|store|machine|employee|trial|fold|call|inspection|unit|time|year|month|day|week|hour|minute|loan|booking|message|percent|out|of|in(?! (?:(?:every|each|any|either|all|both) (?:case|event|instance)s?|all|total)(?= ))|(?:a|per)(?: (?:day|week|month|year|hour|minute|quarter|shift|night))|a (?!head|time|go|piece|pop|call|letter|visit|throw|person|customer)|and <num>|to <num>|other|false|needless|unnecessary|wasted|good|honest|innocent|member|subscriber|patient|visit|letter|mail|offer|column|most|best|tree|leave|station|bike|%|degree|churner|leaver|worker|core)s?(?= ))"


@dataclass(frozen=True)
class Value:
    """A figure that a statement about money turns on.

    Attributes:
        kind: "amount", a "ratio" of one outcome to another, a success "rate", "free" for words such as "nothing",
            or a "range", which tells no figure.
        start: First item in the reading's line.
        end: Behind the last one.
        amount: The amount, of either sign.
        figure: The multiple or the rate.
        is_part: Whether it is a part of a thing whose price was not said, such as "half a yearly salary".
    """

    kind: Literal["amount", "ratio", "rate", "free", "range"]
    start: int
    end: int
    amount: Amount = field(default_factory=Amount)
    figure: float = 0.0
    is_part: bool = False


def find_values(reading: Reading) -> list[Value]:
    """All values in the reading's line, none overlapping, in order; the parts of what is put together are claimed."""
    found, claimed = _known(reading)
    reading.claimed |= claimed
    return list(found)


def values_seen(reading: Reading) -> list[Value]:
    """The same, looked at before their turn: nothing is claimed."""
    return list(_known(reading)[0])


def _known(reading: Reading) -> tuple[list[Value], set[int]]:
    """The values, and the tokens to be claimed with them; worked out anew only where others have claimed since."""
    known = reading.notes.setdefault("values", {})
    key = (reading.line.canon, frozenset(reading.claimed), reading.said("target"))
    if key not in known:
        before = set(reading.claimed)
        found = _find(reading)
        known[key] = found, reading.claimed - before
        reading.claimed.intersection_update(before)
    values: tuple[list[Value], set[int]] = known[key]
    return values


def _find(reading: Reading) -> list[Value]:
    named = reading.columns.mentions(reading.line, least=0.6, synonyms=False)
    mentions = [
        m for m in named if m.column.kind == "number" and m.column.n_distinct > 2 and not _verb(reading, m)
    ]
    line = reading.line.marked((m.start, m.end, "col", m) for m in mentions)
    found: list[Value] = []
    for reader, on in (
        (products, line),
        (_shares, line),
        (_spans, line),
        (_multiples, line),
        (_ranges, reading.line),
        (_money, reading.line),
        (_ratios, reading.line),
        (_rates, reading.line),
        (_counted_rates, reading.line),
        (_with_signs, reading.line),
        (_in_units, reading.line),
        (_plain, reading.line),
        (_columns, line),
        (_added, reading.line),
        (_free, reading.line),
        (_gapped, reading.line),
        (_listed, reading.line),
        (_bare, reading.line),
        (_anew, reading.line),
    ):
        for value in reader(reading, on):
            if not any(value.start < other.end and other.start < value.end for other in found):
                found.append(value)
    found = _by_learned_kind(reading, found)
    found = composed(reading, line, found)
    told = _ranges_of_rows(reading)
    found = [v for v in found if not any(start <= v.start < end for start, end in told)]
    kinds = {value.kind for value in found}
    if (
        "amount" in kinds
    ):  # a vague one beside it is a figure left out; alone it only says why something counts
        found.extend(
            v for v in _vague(reading) if not any(v.start < o.end and o.start < v.end for o in found)
        )
    before = {"fn", "fp", "tp"} & set(reading.context.spec.get("metric", {}))
    if ("amount" in kinds or before) and "rate" not in kinds:
        found.extend(
            v for v in _always(reading) if not any(v.start < o.end and o.start < v.end for o in found)
        )
    return sorted(found, key=lambda value: value.start)


def _by_learned_kind(reading: Reading, found: list[Value]) -> list[Value]:
    """Add bare figures that are money, and take back shares that tell how many can be acted on."""
    added, not_rates = [], set()
    for at, kind in kinds(reading, _used(found)):
        value = figure_at(reading.line, at).value
        if kind == MONEY and reading.line.items[at].text == "<num>" and value >= 1:
            added.append(Value("amount", at, at + 1, Amount(value)))
        elif kind == SHARE:
            not_rates.add(at)
    return [value for value in found if value.kind != "rate" or value.start not in not_rates] + added


def used(reading: Reading) -> list[tuple[int, int]]:
    """Stretches of items that a value stands for, shares apart that may be success rates."""
    return _used(values_seen(reading))


def _used(found: list[Value]) -> list[tuple[int, int]]:
    return [
        (value.start, value.end) for value in found if value.kind != "rate" or value.end > value.start + 1
    ]


_VERBS = frozenset(
    words("cost charge pay price worth value call contact offer visit bill fee earn save gain")
)


def _verb(reading: Reading, mention: Mention) -> bool:
    """ "costs" is what the sentence says, though a column may be called "treatment_cost"."""
    words = [item.text for item in reading.line.items[mention.start : mention.end]]
    return mention.score < 1 and len(words) == 1 and words[0] in _VERBS


def _value(reading: Reading, hit: Hit, amount: Amount) -> Value:
    start, end = reading.line.same(hit.line, hit.start, hit.end)
    return Value("amount", start, end, amount)


_MONEY_VERB = r" (?:cost|lose|waste|earn|bring|gain|worth|pay|save|loss|profit|penalty|price|expense|expensive|charge(?! off)|revenue|margin|forfeit|forgo|benefit|value|(?:we|i|you|us) make|make (?:we|us)|spend|burn|pocket|cut|keep|recover|get (?:\w+ )?back|leave (?:we|us)|eat|be gone|add|ours|commission|spare|refund|set (?:we|us) back|take|receive|spare|collect|ruin|sink|miss out|go without|give up|let go|be out|pass up|in it for (?:we|us)|hand over|good for|give away|claw|rake in|write off|swallow)(?= )"


def _about_money(hit: Hit) -> bool:
    """Whether the sentence of a match speaks of gain or loss."""
    sentence = next(((a, b) for a, b in hit.line.sentences() if a <= hit.start < b), (0, len(hit.line.items)))
    return hit.line.has(_MONEY_VERB, start=sentence[0], end=sentence[1])


def _open(reading: Reading, hit: Hit) -> bool:
    """Whether the figures of a match are not used by another reader."""
    return not any(
        k in reading.claimed
        for item in hit.line.items[hit.start : hit.end]
        if isinstance(item.payload, Quantity)
        for k in range(item.start, item.end)
    )


def _column_of(reading: Reading, hit: Hit, group: str) -> ColumnFacts | None:
    """The column in a group, or the one that "it" stands for: the last amount spoken of before, else the only one there is."""
    payload = hit.payload(group)
    if isinstance(payload, Mention):
        return _number_column(payload)
    earlier = [item.payload for item in hit.line.items[: hit.start] if isinstance(item.payload, Mention)]
    target = reading.said("target")
    spoken = [
        column
        for mention in reversed(earlier)
        if (column := _number_column(mention)) and column.name != target
    ]
    if spoken:  # "9 % of the amount in interest … 70 % of it"
        return next((c for c in spoken if is_money(c)), spoken[0])
    amounts = [
        c
        for c in reading.context.columns
        if c.kind == "number" and re.search(r"(?i)amount|sum|price|principal", c.name) and c.name != target
    ]
    return amounts[0] if len(amounts) == 1 else None


# "PercentSalaryHike" tells of a salary, and is none.
_NO_AMOUNT = re.compile(
    r"(?i)percent|pct|hike|increase|growth|change|ratio|share|index|level|rank|grade|band|count|number"
)


def _number_column(mention: Mention) -> ColumnFacts | None:
    """The column that holds the amount which a mention names; one of a change or a share only by its full name."""
    tied = [
        c
        for c in mention.tied
        if c.kind == "number" and (mention.score >= 0.9 or not _NO_AMOUNT.search(c.name))
    ]
    return tied[0] if len(tied) == 1 or (tied and mention.score >= 0.9) else None


def _shares(reading: Reading, line: Line) -> list[Value]:
    """ "60 % of the amount", "12 % of it", "half the amount", "30 % of a year's charges"."""
    found = []
    period = r"(?P<period> (?:of )?(?:a|one|the)? ?(?:year|month|week|quarter|day)(?: 's)?(?: worth)?| (?:of )?<dur>(?: ')?(?: worth)?)?"
    for hit in line.find(
        rf" (?P<share><pct>){period}{_OF} (?P<col><col>|it(?! (?:get|have|be|will))|that(?! (?:who|which|get|we|be|receive|that|take))|this|same)(?= )"
    ):
        column = _column_of(reading, hit, "col")
        told = (
            _about_money(hit)
            or (column is not None and _names_money(hit, column))
            or hit.line.has(r" (?::|=|\+|plus|minus)$", start=max(0, hit.start - 1), end=hit.start)
        )
        if not _open(reading, hit) or column is None or not told:
            continue
        factor = hit.quantity("share").value * _periods(hit, "period", column) * _lasting(hit, column)
        found.append(_value(reading, hit, Amount(0.0, {column.name: factor * scale_of(column)})))
    taken = {k for value in found for k in range(value.start, value.end)}
    for hit in reading.line.find(
        r" (?P<share><pct>|<num>) (?:of|from)(?: (?!who |and |but |then )[a-z']+){1,8}(?= )"
    ):
        if hit.start in taken or not _open(reading, hit) or not _about_money(hit):
            continue
        if hit.quantity("share").kind == "number" and not 0 < hit.quantity("share").value < 1:
            continue
        column = described(reading, reading.line, hit.start + 2, hit.end)
        if column is not None:
            factor = hit.quantity("share").value * scale_of(column)
            found.append(
                Value("amount", hit.start, _last_named(hit, column), Amount(0.0, {column.name: factor}))
            )
    return found


def _names_money(hit: Hit, column: ColumnFacts) -> bool:
    """ "12 % of their Salary wish is our fee": a column of money by its name, or any by its full one."""
    mention = hit.payload("col")
    return isinstance(mention, Mention) and (is_money(column) or mention.score >= 1)


def _lasting(hit: Hit, column: ColumnFacts) -> float:
    """ "20 % off MonthlyCharges for a year": how often the column's own period goes into the time that is named behind."""
    behind = hit.line.first(
        r"^ for(?: another| a further| the next)? (?P<period>(?:a|one|the first|another) (?:whole |full )?(?:year|quarter|month|week)|<dur>)(?= )",
        start=hit.end,
    )
    own = any(period in column.name.lower() for period in _PERIODS)
    told = "period" in hit.match.groupdict() and hit.has("period")
    return _periods(behind, "period", column) if behind and own and not told else 1.0


def _last_named(hit: Hit, column: ColumnFacts) -> int:
    """Behind the last word that a column's name holds."""
    pieces = {root(piece) for piece in pieces_of(column.name)}
    named = [
        at
        for at in range(hit.start + 2, hit.end)
        if root(hit.line.items[at].text) in pieces or root(hit.line.items[at].text).rstrip("s") in pieces
    ]
    return (named[-1] if named else hit.start + 1) + 1


def _periods(hit: Hit, group: str, column: ColumnFacts) -> float:
    """How often a column's own period goes into the one said: a year of monthly charges is 12 of them."""
    if not hit.has(group):
        return 1.0
    payload = hit.payload(group)
    word = next((w for w in _PERIODS if search(rf" {w}", " " + hit.said(group))), "")
    unit, count = (payload.unit, payload.count) if isinstance(payload, Quantity) else (word, 1.0)
    own = next((p for p in _PERIODS if p in column.name.lower()), "")
    if not own and re.search(r"(?i)annual|yearly", column.name):
        own = "year"
    if unit not in _PERIODS:
        return 1.0
    if not own:
        return count
    return round(count * _PERIODS[unit] / _PERIODS[own], 6)


def _spans(reading: Reading, line: Line) -> list[Value]:
    """ "a year of their monthly charges", "three months of MonthlyCharges", "one month of it", "a month's income"."""
    found = []
    pattern = rf" (?P<period><dur>|(?:a|one|the|their|its|his|whole|full|entire|another|an entire|a whole|a full) ?(?:whole|full|entire)? ?(?:year|month|week|quarter)|half a year)(?: '| 's)?(?: worth)?{_OF} (?P<col><col>|it)(?= )"
    for hit in line.find(pattern):
        column = _column_of(reading, hit, "col")
        if column is None or not _open(reading, hit) or not is_money(column) or not _about_money(hit):
            continue
        if not isinstance(hit.payload("col"), Mention) and " of " not in hit.match.group():
            continue
        found.append(
            _value(
                reading, hit, Amount(0.0, {column.name: _periods(hit, "period", column) * scale_of(column)})
            )
        )
    return found


def _multiples(reading: Reading, line: Line) -> list[Value]:
    """ "three times the monthly charge", "twice its amount", "0.6 * amount"."""
    found = []
    counted = rf" (?P<times><times>|<num>)(?: more| further| whole| full)?(?: (?:time|night|unit|piece|helping|round|bag|box)s?)?{_OF} (?P<col><col>)(?= )"
    for hit in line.find(counted):
        column = _column_of(reading, hit, "col")
        plain = hit.quantity("times").kind == "number"
        told = _about_money(hit) or hit.line.has(" (?:be|:|=)$", start=max(0, hit.start - 1), end=hit.start)
        if plain and not (column and is_money(column) and told):
            continue
        if column and _open(reading, hit):
            found.append(
                _value(
                    reading, hit, Amount(0.0, {column.name: hit.quantity("times").value * scale_of(column)})
                )
            )
    for hit in line.find(
        r" (?P<sign>- )?(?P<factor><num>) (?:\*|×|x) (?P<col><col>)(?: (?:\*|×|x) (?P<more><num>))?(?= )"
    ):
        column = _column_of(reading, hit, "col")
        if column and _open(reading, hit):
            factor = hit.quantity("factor").value * (hit.quantity("more").value if hit.has("more") else 1.0)
            found.append(
                _value(reading, hit, Amount(0.0, {column.name: factor * (-1 if hit.has("sign") else 1)}))
            )
    for hit in line.find(
        r" (?P<col><col>) (?:\*|×|x|times|time|multiply by|multiplied by) (?P<factor><num>|<dur>|<pct>)(?= )"
    ):
        column = _column_of(reading, hit, "col")
        if column and _open(reading, hit):
            times = hit.quantity("factor")
            factor = times.count if times.kind == "duration" and times.count else times.value
            found.append(_value(reading, hit, Amount(0.0, {column.name: factor * scale_of(column)})))
    return found


def _ranges(reading: Reading, line: Line) -> list[Value]:
    """ "Between 400 and 600 dollars", "$100 to $300": which figure to reckon with has to be asked."""
    found = []
    figure = "(?:<money>|<num>)"
    for hit in line.find(
        rf" (?:between|from|anything from|anywhere from|somewhere between)(?: about| roughly)* (?P<a>{figure}) (?:and|to|-|–) (?P<b>{figure})(?= )"
        rf"| (?P<c>{figure}) (?:to|-|–|or maybe|or perhaps|or even) (?P<d><money>)(?= )"
    ):
        one, two = ("a", "b") if hit.has("a") else ("c", "d")
        low, high = hit.quantity(one), hit.quantity(two)
        money = "money" in (low.kind, high.kind)
        if not _open(reading, hit) or low.value >= high.value:
            continue
        start, end = _sentence_of(line, hit.start)
        if (money and line.has(_OUTCOME, start=start, end=end)) or _about_money(hit):
            found.append(Value("range", hit.start, hit.end))
    return found


def _ranges_of_rows(reading: Reading) -> list[tuple[int, int]]:
    """ "Loans of 5,000 to 20,000 dollars": which rows are meant rather than what something costs."""
    found = []
    for hit in reading.line.find(
        r" (?:of|between|from|worth|with|those|over|under)(?: about| some)* (?:<money>|<num>) (?:and|to|-|–) <money>(?= )"
    ):
        start, end = _sentence_of(reading.line, hit.start)
        if not _about_money(hit) and not reading.line.has(_OUTCOME, start=start, end=end):
            found.append((hit.start, hit.end))
    return found


def _counted_rates(reading: Reading, line: Line) -> list[Value]:
    """ "Of ten orders that would come back a call saves four": a success rate told in numbers."""
    found = []
    one = "(?:<num>|one|two)"
    for hit in line.find(
        rf" of(?: every| each| any)? (?P<all><num>)(?: (?!and |but )[a-z',]+){{1,12}}? (?P<some>{one})(?= (?!in |out |of |per |minute|hour|day|week|month|year|percent)[a-z.,;:!?])"
    ):
        whole = hit.quantity("all").value
        some = hit.payload("some")
        count = (
            some.value if isinstance(some, Quantity) else {"one": 1.0, "two": 2.0}.get(hit.said("some"), 0.0)
        )
        if (
            whole in (4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 100, 200, 500, 1000)
            and 0 < count < whole
            and _open(reading, hit)
        ):
            found.append(Value("rate", *hit.span("some"), figure=count / whole))
            reading.claim(hit, "all")
    return found


_OUTCOME = (
    r" (?:miss|overlook|undetected|unnoticed|unseen|unforeseen|needless|unnecessary|pointless|useless|for nothing|in vain|false alarm|wrongly"
    r"|whether(?: \w+)* or not|needed or not|no matter|either way|(?:every|each) time|a time|a go|apiece|a head|would have|not (?:see|expect|notice)|fail to \w+|nobody|never)(?= )"
)
_NO_FIGURE_OF_MONEY = r" (?:other|others|remaining|rest|of|top|best|in|within|next|last|age|old|than|over|under|exactly|only|to|or|and|first|step|step|after|before|column|class|grade|label|means?|is a|seed|day|week|be a)$"


_NEXT_FOR = r" (?:,|and|;|but)(?: (?:only|just|about|around|roughly|some|another))* (?P<n><num>)(?= (?:for|if|when|per) (?:a|an|the|each|every|any|one|we|it|somebody|someone)(?= ))"


def _listed(reading: Reading, line: Line) -> list[Value]:
    """ "620 for a missed one and 25 for the pointless call": the second of two bare figures."""
    found = []
    for hit in line.find(_NEXT_FOR):
        start, _ = _sentence_of(line, hit.start)
        first = line.has(r" (?:<money>|<num>) (?:for|if|when|per)(?= )", start=start, end=hit.start)
        if first and _open(reading, hit) and _money_clause(line, hit):
            found.append(Value("amount", *hit.span("n"), Amount(hit.quantity("n").value)))
    return found


def _bare(reading: Reading, line: Line) -> list[Value]:
    """ "An undetected failure: 6,000": a figure without currency where an outcome is spoken of and nothing is counted."""
    found = []
    ends = r"(?:[.,;!?)]|a time|a go|a piece|apiece|each|for|when|if|but|while|gone|lose|down|every|per|extra|at)"
    for hit in line.find(rf" (?P<n><num>)(?= {ends} |$| $)"):
        start, end = _sentence_of(line, hit.start)
        before = line.canon[: line.place(hit.start)].rstrip()
        if not _open(reading, hit) or hit.quantity("n").value < 1 or search(_NO_FIGURE_OF_MONEY, before):
            continue
        gone = line.has(r"^ (?:down the|gone|lose|waste)(?= |$)", start=hit.end)
        if line.has(_OUTCOME, start=start, end=end) and (
            gone
            or line.has(
                r" (?::|=|be|a|an|cost|,|–|-|of|about|roughly|some)$",
                start=max(start, hit.start - 1),
                end=hit.start,
            )
        ):
            found.append(Value("amount", hit.start, hit.end, Amount(hit.quantity("n").value)))
    return found


_SHORT = 18
_NO_MONEY = r" (?:fold|trial|minute|hour|second|row|column|tree|model|core|worker|gb|mb|seed|place|slot|people|customers?|percent|top)(?= )"


def _anew(reading: Reading, line: Line) -> list[Value]:
    """ "Finance wants 450 for the refused ones": a bare figure in a short message after money was spoken of."""
    known = reading.context.spec.get("metric", {})
    if not {"tp", "fp", "fn", "tn"} & set(known) or len(line.items) > _SHORT or line.has(_NO_MONEY):
        return []
    found = []
    held = {abs(value) for value in known.values() if isinstance(value, int | float)}
    ends = r"(?:[.,;!)]|(?:for|per) (?:a|an|the|each|every|any|one|those|these|whoever|who)|each|apiece|now|instead|then|please|today|rather|actually|really|better|sorry|in fact|(?:if|when) )"
    for hit in line.find(rf" (?P<n><num>)(?= {ends}| $|$)"):
        before = line.canon[: line.place(hit.start)].rstrip()
        told = line.has(CHANGES) or line.has(
            r" (?:[:,=]|cost|be|at|to|for)$", start=max(0, hit.start - 1), end=hit.start
        )
        again = hit.quantity("n").value in held  # "scrap the 4,000": the old figure
        if (
            told
            and not again
            and _open(reading, hit)
            and not search(_NO_FIGURE_OF_MONEY_ANEW, before)
            and not _about_else(reading, hit)
            and not _is_bound(line, hit, "n")
        ):
            found.append(Value("amount", *hit.span("n"), Amount(hit.quantity("n").value)))
    return found


_NO_FIGURE_OF_MONEY_ANEW = r" (?:of|top|best|within|next|last|age|old|than|over|under|step|column|class|grade|label|code|default|seed|=)$"


def _sentence_of(line: Line, at: int) -> tuple[int, int]:
    return next(((a, b) for a, b in line.sentences() if a <= at < b), (0, len(line.items)))


def _money(reading: Reading, line: Line) -> list[Value]:
    found = []
    for hit in line.find(r" (?P<money><money>)(?= )"):
        quantity = hit.quantity("money")
        if _open(reading, hit) and not match(
            r" (?:or (?:less|more)|a (?:year|month) income)", line.canon[line.place(hit.end) - 1 :]
        ):
            minus = line.has(r" (?::|=|be|,) minus$", start=max(0, hit.start - 2), end=hit.start)
            times = (-1 if minus else 1) * _how_long(line, hit)
            found.append(_value(reading, hit, Amount(quantity.value * times, {}, quantity.currency)))
    return found


def _how_long(line: Line, hit: Hit) -> float:
    """ "Two days at €600 per lead": how often the amount is paid, where the product is not told itself."""
    front = line.first(r" (?P<time><dur>) at(?: about| around)?$", start=max(0, hit.start - 3), end=hit.start)
    told = r"^ <money>(?: (?:an?|per|each|every) (?:hour|day|week|month|year|minute)|(?: [a-z,=:]+){0,4} (?:<money>|<num>))(?= )"
    if front is None or line.has(told, start=hit.start):
        return 1.0
    time = front.quantity("time")
    return (
        time.count if time.unit in ("day", "week") and time.count else 1.0
    )  # hours have prices of their own


def _how_many(reading: Reading, line: Line, hit: Hit) -> float:
    """ "A hundred needless calls are as bad as four misses": how many of the first stand in front."""
    start, _ = _sentence_of(line, hit.start)
    front = line.first(r" (?P<n><num>) [a-z]", start=start, end=hit.start)
    if front is None or not reading.free(front, "n"):
        return 1.0
    reading.claim(front, "n")
    return front.quantity("n").value or 1.0


def _counts_occasions(line: Line, hit: Hit) -> bool:
    """ "Clients called more than 10 times": how often something was done."""
    bounded = line.has(
        r" (?:more than|at least|at most|less than|few than|fewer than|over|up to|only|call|contact|mail|try|order|visit)$",
        start=max(0, hit.start - 2),
        end=hit.start,
    )
    return bounded and not line.has(
        r"^ (?:as|so|the|worse|more|that|what|bad|dear|expensive|costl\w+|less|great|large|big)\w*(?= )",
        start=hit.end,
    )


# "Costs a tenth of what a missed one costs", "is 5 % as bad".
_SHARE_OF_ANOTHER = (
    r" (?P<share><pct>) (?:as (?:bad|expensive|costly|much|dear|painful|serious|harmful)"
    r"|of (?:what (?:a|an|the|one|we|each|every|miss|overlook)|that of|the (?:cost|price|damage|harm|loss) of (?:a|an|one|miss|overlook)))(?= )"
    r"| <money>(?: (?!<)[^ .;]+){1,8} (?P<part><pct>) of (?:that|it|this|the same)(?= [.,;!)]|$| $)"
)


def _ratios(reading: Reading, line: Line) -> list[Value]:
    """ "ten times as bad as", "10x worse than", "as much as 25 needless calls"."""
    found = []
    for hit in line.find(r" (?P<times><times>)(?= )"):
        if _open(reading, hit) and not _counts_occasions(line, hit):
            start, end = reading.line.same(line, hit.start, hit.end)
            found.append(Value("ratio", start, end, figure=hit.quantity("times").value))
    for hit in line.find(_SHARE_OF_ANOTHER):
        group = "share" if hit.has("share") else "part"
        if _open(reading, hit) and 0 < hit.quantity(group).value < 1:
            start, end = reading.line.same(line, *hit.span(group))
            found.append(Value("ratio", start, end, figure=hit.quantity(group).value))
    for hit in line.find(
        r" (?:rather|prefer|sooner|better|happily)(?: (?!than)[a-z']+){0,4} (?P<times><num>) (?:(?!than )[\w']+ ){1,7}than (?:to |that |be |we |have )*(?:miss|overlook|lose|let|one|have|a|an|fail|see|even|leave|the)(?= )"
    ):
        if _open(reading, hit):
            at = next(k for k in range(hit.start, hit.end) if isinstance(hit.line.items[k].payload, Quantity))
            start, end = reading.line.same(line, at, at + 1)
            found.append(Value("ratio", start, end, figure=1 / hit.quantity("times").value))
    for hit in line.find(
        r" as (?:bad|expensive|costly|annoying|painful|serious|much|harmful|dear) as (?P<times><num>)(?= [a-z])"
    ):
        if _open(reading, hit):
            start, end = reading.line.same(line, hit.end - 1, hit.end)
            found.append(
                Value("ratio", start, end, figure=hit.quantity("times").value / _how_many(reading, line, hit))
            )
    for hit in line.find(
        r" as (?:bad|expensive|costly|annoying|painful|serious|much) as (?:let|have|make|miss|lose|accept|see|get|overlook|block|call|throw|send|a|the|\w+)(?: \w+)? (?P<times><num>)(?= \w)"
    ):
        if _open(reading, hit):
            start, end = reading.line.same(line, hit.end - 1, hit.end)
            found.append(Value("ratio", start, end, figure=hit.quantity("times").value))
    for hit in line.find(
        r" (?P<times><num>) (?:[a-z]+ ){1,4}(?:be |are |cost |weigh |hurt |count )(?:about |roughly |just )?(?:as (?:bad|expensive|costly|much|painful|serious|annoying) as|worth|equal to|the same as|like|as much as) (?:one|a|an|miss|overlook|lose)(?= )"
    ):
        if _open(reading, hit):
            start, end = reading.line.same(line, hit.start, hit.start + 1)
            found.append(Value("ratio", start, end, figure=1 / hit.quantity("times").value))
    for hit in line.find(
        r" (?:as (?:much|bad|expensive|costly|many) as|be worth|equal|outweigh|weigh (?:as much )?as|be like|the price of|make up for|than) (?P<times><num>)(?= (?:needless|unnecessary|false|wasted|wrong|pointless|unneeded|good|innocent|miss|superfluous|call|extra|offer|inspection|letter))"
    ):
        if _open(reading, hit):
            start, end = reading.line.same(line, hit.end - 1, hit.end)
            found.append(Value("ratio", start, end, figure=hit.quantity("times").value))
    return found


_CHANCE = r" (?:probability|chance|success rate|likelihood|odds|p)(?: (?:of|be|=|:|about|around|roughly|at))* (?P<n><num>)(?= )"


def _rates(reading: Reading, line: Line) -> list[Value]:
    found = [
        Value("rate", *hit.span("n"), figure=hit.quantity("n").value)
        for hit in line.find(_CHANCE)  # "keeps him with probability 0.3"
        if _open(reading, hit) and 0 < hit.quantity("n").value < 1
    ]
    for hit in line.find(r" (?P<share><pct>)(?= )"):
        if _open(reading, hit) and not (
            _is_share_of_rows(line, hit) or _is_bound(line, hit, "share") or _is_share_of_cost(line, hit)
        ):
            start, end = reading.line.same(line, hit.start, hit.end)
            figure = hit.quantity("share").value
            found.append(
                Value(
                    "rate", start, end, figure=round(1 - figure, 10) if _still_happens(line, hit) else figure
                )
            )
    return found


def _still_happens(line: Line, hit: Hit) -> bool:
    """ "With a visit only one in three still comes back": the share that acting does not help."""
    _, end = _sentence_of(line, hit.start)
    last = min(end, hit.end + 12)
    return line.has(
        r" (?:still|nevertheless|nonetheless|all the same)(?= )", start=hit.end, end=last
    ) and not line.has(
        r" still (?:be |with |there |a )?(?:customer|here|stay|keep|remain|with)(?= )",
        start=hit.end,
        end=last,
    )


_SOME_MONEY = r"(?:a (?:small |real |whole )?(?:fortune|packet|bomb|lot|bit|mint|pile|bundle|heap)|an? (?:few|couple of) (?:hundred|thousand|euro|dollar|pound|buck|quid|cent|pence|penny)s?|an? (?:hefty|tidy|considerable|substantial|huge|large|big|small|certain) (?:sum|amount|bit)|an arm and a leg|quite (?:a bit|a lot|something|a sum)|plenty|dearly|peanuts|next to nothing|hardly anything|(?:hundreds|thousands|millions|tens of thousands)(?: of \w+)?|(?:some|big|serious|good|real|much|more|less|little) money|not much)"


def _vague(reading: Reading) -> list[Value]:
    """ "A missed one costs us a fortune": an amount without a figure."""
    return [
        Value("range", *hit.span("n"))
        for hit in reading.line.find(
            rf" (?:cost|lose|set (?:we|us) back|waste|burn|earn|bring(?: in)?|save|worth|spare|gain|be)(?: (?:we|us|me|it|the \w+|about|probably|easily|only|just))* (?P<n>{_SOME_MONEY})(?= )"
        )
    ]


_STOPS_IT = r"(?:prevent|avoid|stop|avert|save|keep|retain|rescue|work|help|catch|fix|do the trick|succeed|head off|hold)"
_EACH_TIME = r"(?:always|every (?:single )?(?:time|one|case)|each (?:time|one)|in (?:all|every|each) (?:single )?cases?|without (?:fail|exception)|<pct> of the time|for (?:sure|certain)|all of they|all of them|anybody|anyone|everybody|everyone|whoever|every (?:single )?(?:failure|breakdown|leaver|churner|one|return|readmission)|invariably|reliably|certainly|definitely)"
_DEALT_WITH = r"(?:inspect|service|check|call|treat|overhaul|repair|maintain|contact|look after|warn|visit|ring|coach)(?:ed)?"
# "It prevents it every time", "keeps anybody who meant to go", "a machine that was inspected does not break".
_WORKS = (
    r" (?:never (?:fail|leave|churn|default|come back|cancel)s?(?= [.,;])|always (?:work|help|prevent|stop|avoid|keep|save))(?= )",
    rf" (?:then|and|it|which|that|call|offer|inspection|visit|check|service|we) (?:[a-z]+ ){{0,2}}{_STOPS_IT}(?: (?!of |in )[a-z]+){{0,5}}(?: ,)? {_EACH_TIME}(?= )",
    rf" (?:always|every (?:single )?time|without (?:fail|exception)|in (?:all|every) cases?|invariably|reliably) (?:[a-z]+ ){{0,3}}{_STOPS_IT}(?= [.,;]| it| the)",
    rf" (?:an?|each|every|the|any|one|whoever|who) (?:[a-z]+ ){{0,2}}(?:that |which |who )?(?:be |we |have |gets? )*{_DEALT_WITH}(?: [a-z]+){{0,3}} (?:do not|will not|never|no longer|not) (?:then |any more )?(?:fail|break|leave|churn|cancel|come back|go|return|stop|quit|default)(?= )",
)


def _with_signs(reading: Reading, line: Line) -> list[Value]:
    """ "Challenged +1200, paid out -1800, waved through 0": figures whose signs say that they are gains and losses."""
    found = []
    for hit in line.find(r" (?P<n><num>)(?= (?:[.,;:!)]|each|apiece|and|but|for|if|when)|$| $)"):
        at = hit.span("n")[0]
        if at and _has_sign(line, at) and abs(hit.quantity("n").value) > 1 and _open(reading, hit):
            found.append(Value("amount", at, at + 1, Amount(hit.quantity("n").value)))
    return found if len(found) > 1 else []


def _has_sign(line: Line, at: int) -> bool:
    start = line.tokens[line.items[at].start].start
    behind = line.text[max(0, start - 2) : start + 1]
    return bool(re.search(r"(?:^|[ :=(])[+\-−–]$", behind[:-1])) or behind[-1:] in "+-−"


def _in_units(reading: Reading, line: Line) -> list[Value]:
    """ "A contact costs 3 units, a response yields 11 units": money without a name."""
    verbs = r"(?:cost|lose|earn|bring(?: in)?|yield|worth|make|gain|save|waste|set (?:we|us) back)"
    return [
        Value("amount", *hit.span("n"), Amount(hit.quantity("n").value))
        for hit in line.find(
            rf" {verbs}(?: (?:we|us|me|about|around|roughly))* (?P<n><num>) (?:money |currency |monetary )?units?(?! of)(?= )"
        )
        if _open(reading, hit)
    ]


def _added(reading: Reading, line: Line) -> list[Value]:
    """ "300 euros plus 100 in goodwill": a bare figure that is added to an amount or taken off it."""
    found = []
    for hit in line.find(
        r" (?:plus|minus|\+|less)(?: (?:another|about|around|the|same|some))* (?P<n><num>)(?= )"
    ):
        start, end = _sentence_of(line, hit.start)
        again = line.has(r" the same$", start=max(0, hit.span("n")[0] - 2), end=hit.span("n")[0])
        if _open(reading, hit) and line.has(r" <money>(?= )", start=0 if again else start, end=end):
            found.append(Value("amount", *hit.span("n"), Amount(hit.quantity("n").value)))
    return found


def _always(reading: Reading) -> list[Value]:
    """ "An inspected machine never fails": the action always works."""
    hit = next((hit for pattern in _WORKS for hit in reading.line.find(pattern)), None)
    return [Value("rate", hit.start, hit.end, figure=1.0)] if hit else []


def _gapped(reading: Reading, line: Line) -> list[Value]:
    """ "A stoppage costs five thousand, a check two hundred": the second verb is left out."""
    found = []
    for hit in line.find(
        r" (?:,|and|;) (?:and |but |while )?(?:(?!and |but |for |to |of |in |with |or |at )[a-z]+ (?=(?:a|an|the|one|such|somebody|someone|anybody|anyone) ))?(?:somebody|someone|anybody|anyone|a|an|each|every|any|all|one|the|everything|anything|whatever|revenue|profit|margin|gain|value|income|reward|benefit|cost|loss|price|average|for)(?: [a-z]+){1,9} (?P<n><num>)(?= [.,;!?]| (?:whoever|whatever|whichever|no matter|regardless|either way|in any case|whether|each|apiece|a piece|a time)|$| $)"
    ):
        if _open(reading, hit) and _money_clause(line, hit):
            start, end = reading.line.same(line, hit.end - 1, hit.end)
            found.append(Value("amount", start, end, Amount(hit.quantity("n").value)))
    return found


def _about_else(reading: Reading, hit: Hit) -> bool:
    """ "Make it 5" after a budget was set speaks of the budget."""
    recent = reading.context.recent
    kind = reading.context.spec.get("metric", {}).get("kind", "")
    refers = search(r" (?:make (?:it|that)|change (?:it|that|this)) ", hit.match.group())
    if refers and kind not in ("", "payoff", "top_k"):
        return True
    return bool(refers and recent) and not recent[0].startswith("metric.")


def _is_bound(line: Line, hit: Hit, group: str) -> bool:
    """ "At least 85 have to be spotted", "not below 70 %": a bound, unless it is what something costs or does."""
    before = line.canon[: line.place(hit.span(group)[0])][-60:]
    return bool(
        search(
            r" (?:at least|at most|below|under|above|over|more than|less than|no more than|no few than|no fewer than|no less than|up to|minimum|maximum|within|within about|top|best)(?: of| about| the)? $",
            before,
        )
    ) and not search(
        r" (?:cost|lose|earn|bring|worth|save|keep|persuade|convince|work(?: for| on| with)?|success \w+)(?: \w+){0,2} (?:at least|at most|over|more than|less than|under|up to|above)(?: \w+)? $",
        before,
    )


def _is_share_of_cost(line: Line, hit: Hit) -> bool:
    """ "The maker pays half of every box": how a price is shared, not how often something works."""
    start, _ = _sentence_of(line, hit.start)
    return line.has(
        r" (?:pay|bear|cover|refund|reimburse|subsidi[sz]e|contribute|chip in|take over|shoulder)(?: (?:we|us|for|about|roughly|only|back))*$",
        start=max(start, hit.start - 5),
        end=hit.start,
    )


def _is_share_of_rows(line: Line, hit: Hit) -> bool:
    """ "loses about a quarter of its customers" tells how things are, not how well an offer works."""
    before = line.canon[: line.place(hit.start)][-50:]
    after = line.canon[line.place(hit.end) - 1 :][:60]
    told = search(r" (?:lose|about|be|top|best|around|roughly|some|approximately)(?: \w+)? $", before)
    things = match(
        r" of (?:its|our|their|the|all|my) (?:customer|client|employee|staff|person|people|subscriber|user|loan|machine|booking|guest|member)s?(?: (?:[.,:;]|leave|churn|cancel|every|each|a year|per)|$| $)",
        after,
    )
    score = match(
        r" (?:of )?(?:accura\w*|recall|precision|auc|confident|confidence|sure|certain|correct)", after
    )
    return bool(told and things) or bool(score) or bool(search(r" (?:top|best) $", before))


_LINKS = r"(?:the|any|some|all|only|best|those|these|our|last|next)"


def _is_count(reading: Reading, line: Line, at: int) -> bool:
    """ "600 leaflets": a figure in front of a plural counts things."""
    word = line.words(at, at + 1).lower()
    return len(word) > 4 and word.endswith("s") and word.isalpha() and word not in _NO_PLURALS


_NO_PLURALS = frozenset(
    words(
        "unless always across perhaps less besides whereas versus minus regardless towards losses loss gross bucks francs pounds euros dollars marks kronor crowns pesos reais points units credits coins plus this thus wages"
    )
)


_FEW = 30  # labels of a column whose codes are spoken of


def _signed(line: Line, at: int) -> bool:
    """ "Each leaver spotted = +70": a figure with its sign says that it is a gain or a loss."""
    start = line.tokens[line.items[at].start].start
    return line.text[max(0, start - 1) : start + 1].strip()[:1] in ("+", "-") and line.has(
        r" (?::|=|cost|be)$", start=max(0, at - 1), end=at
    )


def _corrects_money(reading: Reading, line: Line) -> bool:
    """ "The call is in fact 12": a short message after money was spoken of."""
    known = reading.context.spec.get("metric", {})
    alone = r" <num>(?: (?:each|apiece|a time|now|instead|really|actually))?(?= [.,;!)]|$| $)"
    return bool({"tp", "fp", "fn"} & set(known)) and len(line.items) <= 12 and line.has(alone)


def _names_a_code(reading: Reading, line: Line, hit: Hit) -> bool:
    """ "Response = 1", "coded 1 = paid back": a label and what it stands for."""
    at = hit.span("n")[0]
    if line.has(r"^ <num> (?:=|stand for|mean|means)(?= [a-z])", start=at):
        return True
    if not line.has(r" =$", start=max(0, at - 1), end=at) or hit.has("sign") or _signed(line, at):
        return False
    said = f"{hit.quantity('n').value:g}"
    return any(
        mention.end == at - 1 and (mention.column.kind == "number" or said in mention.column.labels)
        for mention in reading.columns.mentions(reading.line, least=0.6)
        if mention.column.n_distinct <= _FEW
    )


# "letter 1.20 each": a thing that is sent or done, and its price.
_PIECE_PRICE = r"^ (?:letter|call|visit|mail|mailing|catalogue|inspection|check|offer|voucher|leaflet|brochure|interview|test|gift|invitation|text|visit|stamp)(?:s)? <num> (?:each|apiece|a piece|per (?:head|piece|person)|a (?:piece|pop|head))(?= )"


def _plain(reading: Reading, line: Line) -> list[Value]:
    """Bare figures behind a word for cost or gain: "a call costs 20", "fn = -500"."""
    found = []
    for hit in line.find(
        rf" (?!(?:to|least|most|over|we|us|them|than|some|like) )(?:{_COST}|come to|come in at|bring in|amount to|run to|fn|fp|tp|tn|negative|positive|alarm|miss|cost|call|,|catch|make that|make it|change (?:it|that|this) to|now|instead of|inspection|offer|letter|visit|voucher)(?: (?:{_COST}|-))*(?P<sign> -| minus)?(?: plus)? (?P<n><num>)(?!{_COUNTED})(?= )"
    ):
        quantity = hit.quantity("n")
        start, end = reading.line.same(line, hit.end - 1, hit.end)
        claimed = any(
            k in reading.claimed
            for item in reading.line.items[start:end]
            for k in range(item.start, item.end)
        ) or line.has(r" (?:other|remaining|rest)$", start=max(0, start - 1), end=start)
        counted = line.has(
            rf" of {_LINKS}$| (?:list|pool|base|out|number|set|group|sample|stack|pile|edition|run) of(?: about| around| some| roughly)?$",
            start=max(0, start - 3),
            end=start,
        )
        if counted or _is_count(reading, line, hit.end) or _names_a_code(reading, line, hit):
            continue
        if _is_score(line, hit.end - 1, quantity.value):
            continue
        told = _money_clause(line, hit) or _corrects_money(reading, line) or _signed(line, end - 1)
        told = told or line.has(_PIECE_PRICE, start=max(0, start - 1))
        if claimed or not told or _about_else(reading, hit) or _is_bound(line, hit, "n"):
            continue
        value = -quantity.value if hit.has("sign") else quantity.value
        found.append(Value("amount", start, end, Amount(value), is_part=_is_half_of(reading, start)))
    return found


def _is_score(line: Line, at: int, value: float) -> bool:
    """ "An AUC of 0.74", "has to stay at 0.05 or below": a share of one that a score or a bound speaks of."""
    if not 0 < value <= 1:
        return False
    start, end = _sentence_of(line, at)
    bounded = line.has(r"^ <num> or (?:below|less|lower|under|above|more|better|higher)(?= )", start=at)
    return bounded or any(start <= mention.start < end for mention in find_scores(line))


def _is_half_of(reading: Reading, at: int) -> bool:
    """ "Half a yearly salary" is a share of a thing whose worth was not said, and no amount of 0.5."""
    item = reading.line.items[at]
    return item.text == "<num>" and reading.line.tokens[item.start].lower == "half"


_MONEY_CLAUSE = r" (?:cost|lose|waste|earn|bring|gain|worth|pay|save|loss|profit|penalty|price|expense|expensive|fn|fp|tp|tn|false (?:negative|positive|alarm)|true (?:negative|positive)|miss|overlook|payoff|benefit|value|revenue|margin|charge|budget for|burn|set (?:we|us) back|a needless|an unnecessary|harmless|hurt|dear|cheap|make (?:we|us|it|that)|pocket|down the drain|finance say|(?:come|amount|run) to|bring in|spare|recover|gain|minus|plus)(?= )"


def _money_clause(line: Line, hit: Hit) -> bool:
    start, end = _sentence_of(line, hit.start)
    return line.has(_MONEY_CLAUSE, start=start, end=end) or line.has(_OUTCOME, start=start, end=end)


_EARNED = r"what (?:we|it|they|i|the \w+|that|you)(?: (?:then|will|would|actually|can|have))* (?:save|lose|gain|earn|make|get|receive|win|keep|pay|forgo|avoid|risk)(?: (?:then|there|by that|in that case|on each|that way|out))?"


def _columns(reading: Reading, line: Line) -> list[Value]:
    """A column itself as the amount: "costs its whole loan amount", "an empty room costs us its adr"."""
    found = []
    verbs = r"(?:cost|eat|burn|swallow|lose|waste|earn|bring|gain|save|rescue|salvage|spare|spar|worth|write off|forfeit|be (?:a )?(?:loss|cost|gain) of|forgo|pay(?: out)?(?: at| in| for| with)?|hand over|refund|reimburse|be out|(?:we|i|so|then|thus|hence)(?: (?:then|get to|can|will))* keep|pocket|recover|win back|(?:gone|go|lose|and|,) (?:along )?with (?:it|he|her|they|them))"
    verbs = rf"(?:{verbs}|(?:be|:|=)(?= (?:its|their|his|her|the (?:whole|full|entire)|one|exactly one) ))"
    whose = r"(?: (?:the|one|its|their|his|her|whole|full|entire|complete|a|an|that|this|such|customer|claim|loan|order|booking|exactly|all of|of|up to|'s))*"
    named = rf" {verbs}(?: (?:we|us|the company|the bank|the shop|about|roughly|in|back))*{whose} (?P<col><col>)(?= )"
    told = r" (?P<col><col>) be what (?:we|it|they|the company|the business)(?: \w+)? (?:get|earn|receive|gain|make|win|lose|pay|save|forgo)(?= )"
    spared = rf" {_EARNED} be(?: exactly| just| simply)?(?: (?:the|its|their|his|her|whole|full|entire|total|that|customer|claim|loan|order|'s))* (?P<col><col>)(?= )"
    unpaid = r" (?:not|never|no longer)(?: (?:<col>|have|need|to|must|longer|we|he|she|they))* (?:pay|refund|reimburse|hand over|write off|spend)(?: (?:out|the|its|their|his|whole|full|entire|we|us|back))* (?P<col><col>)(?= )"
    gone = rf"{whose[:-1]}+ (?P<col><col>) (?:be|go|get)(?: (?:all|simply|then|just|also))* (?:lose|lost|gone|go|forfeit|wasted|waste|spared|spare|saved|save|out of the window|down the drain)(?= )"
    stays = rf"{whose[:-1]}* (?P<col><col>)(?: (?:then|thus|that|so|in full|all))* (?:(?:stay|remain)(?: (?:then|thus))? (?:with|in) (?:we|us|our [a-z]+|the [a-z]+)|be ours)(?= )"
    for hit in line.find(
        rf" {verbs}(?: (?:we|us|me|exactly|back|out))* (?P<col>(?:what|whatever)(?: (?!<|and |but |who )[a-z']+){{1,6}})(?= )"
    ):
        column = described(reading, line, *hit.span("col"))
        if column is not None:
            start, end = reading.line.same(line, hit.span("col")[0], _last_named(hit, column))
            found.append(Value("amount", start, end, Amount(0.0, {column.name: scale_of(column)})))
    for hit in [h for p in (named, told, spared, unpaid, gone, stays) for h in line.find(p)]:
        column = _number_column(hit.payload("col"))
        target = reading.said("target")
        sure = 0.7 if column is not None and is_money(column) else 0.95
        if column is None or column.name == target or hit.payload("col").score < sure:
            continue
        after = line.canon[line.place(hit.end) - 1 :]
        if match(r" (?:<money>|<num>|<times>|cost|<pct>|call|offer|who|customer|we (?:<|about))", after):
            continue
        start, end = reading.line.same(line, *hit.span("col"))
        factor = scale_of(column) * _lasting(hit, column)
        found.append(Value("amount", start, end, Amount(0.0, {column.name: factor})))
    return found


def _free(reading: Reading, line: Line) -> list[Value]:
    """ "costs nothing", "is harmless", "is free"."""
    found = []
    for hit in line.find(
        r" (?:cost(?: we| us)?|(?<!there )be|come)(?: (?!there)\w+)? (?:nothing(?! (?:but|except|more than))|zero|harmless|free|for free|no money|no cost|of no consequence|no problem|not (?:a )?problem)(?= )| not cost (?:we |us )?(?:anything|a thing|a cent|a penny)(?= )"
    ):
        start, end = reading.line.same(line, hit.end - 1, hit.end)
        found.append(Value("free", start, end))
    for hit in line.find(
        r" (?:and|,|;) (?:a|an|the|every|each)(?: (?!next |almost |close |hardly )[a-z]+){1,4} nothing(?= [.,;!]|$)"
    ):
        if _money_clause(line, hit):
            found.append(Value("free", hit.end - 1, hit.end))
    return found
