"""Several labels: what each confusion costs, or each step between ordered ones."""

from __future__ import annotations

import itertools
import re
from typing import Any

from assistant.offline.context import ColumnFacts
from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.confusions import confusions, labelled, pair_in
from assistant.offline.metric.payoff import stated_currency
from assistant.offline.metric.values import Value, find_values
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.table.events import name_in_words
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.units import CURRENCY_WORDS

_STEP = (
    r" (?:each|every|per|a|one|for each|for every|any) (?:single |full |whole )?(?:<col> )?(?:grade|step|class|level|notch|category|rank|rung|degree|band|place|mark|star|point)s?(?: (?:step|grade|level|notch))?(?: (?:that|which|we|it|they|you|i|be|are))* ?(?:wrong|off|away|too (?:high|low)|out|apart|difference|between|of error|of difference|lie between|up or down|we be off|in the wrong|from the truth|beside|we miss|cost|lose|up or down|mistake)(?= )",
    r" (?:each|every|per|one)(?: \w+)? (?:grade|step|class|level|notch|category|rank|rung|band)s?(?: step)?(?: \w+){0,3}? (?:wrong|off|cost|lose)(?= )",
    r" (?:by one|one|a) (?:grade|step|class|level|notch|category|rank|rung|band)(?: \w+){0,4}? (?:cost|lose)(?= )",
)
# A step that is spoken of, and anywhere in its clause the distance from the truth.
_ONE_STEP = r" (?:each|every|per|for each|for every|any)(?: (?:single|full|whole|one|<col>|additional|further|\w+ ?(?=class|step|grade)))? (?:grade|step|notch|rank|band|level|rung|degree)s?(?= )"
_DISTANCE = r" (?:off|away|wrong|out|apart|between|difference|distance|miss|beside|from the (?:truth|true|right|real|actual|correct)|too (?:high|low|good|bad|far)|too generous|error|mistake|deviat\w*|stray)(?= )"
# Whatever is taken for whatever else; the name of the target comes in place of "{name}".
_ANY_CONFUSION = r" (?:(?:wrong|incorrect|false) (?:{name}|class|label|category|group|answer|prediction|decision|choice|one|place|assignment)|(?:each|every|any|a|an|per|all|other) (?:other )?(?:mistake|error|misclassification|mix(?:ing)? ups?|confusion|mixup)|(?:everything|anything|all|whatever|every one) else|(?:any|every|all) others?(?: [a-z]+)?|the rest(?= (?:cost|be|<|:|=))|wrongly \w+|mis(?:rout|classif|label|assign|sort|fil|direct)\w*)(?= )"


def read_cost_matrix(reading: Reading, target: ColumnFacts) -> bool:
    """Find the cost of confusions or steps."""
    return read_steps(reading) or _read_confusions(reading, target)


def read_steps(reading: Reading) -> bool:
    """Find what each step between ordered labels costs."""
    line = reading.with_columns(least=0.9, synonyms=False)
    for pattern in (*_STEP, _ONE_STEP):
        for source in (reading.line, line):
            hit = source.first(pattern)
            if not hit or (pattern == _ONE_STEP and not _tells_distance(source, hit)):
                continue
            value = _value_near(reading, source, hit)
            if value is None:
                continue
            amount = value.amount if value.amount.sign < 0 else -value.amount
            _set(reading, "metric.per_step", amount.value(), hit.quote, amount)
            reading.claim_items(reading.line, value.start, value.end)
            return True
    return False


def _tells_distance(line: Line, hit: Hit) -> bool:
    start, end = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (0, len(line.items)))
    return line.has(_DISTANCE, start=max(start, hit.start - 12), end=min(end, hit.end + 14))


def _value_near(reading: Reading, line: Line, hit: Hit) -> Value | None:
    """The amount of the sentence that a match on some marking of the line stands in."""
    token = line.items[hit.start].start
    for start, end in reading.line.sentences():
        if reading.line.items[start].start <= token < reading.line.items[end - 1].end:
            inside = [v for v in find_values(reading) if start <= v.start < end and v.kind == "amount"]
            return inside[0] if inside else _bare_value(reading, start, end)
    return None


def _bare_value(reading: Reading, start: int, end: int) -> Value | None:
    """ "Each grade of difference counts minus 1": a figure without a unit behind a verb."""
    hit = reading.line.first(
        r" (?:cost|count|be|lose|weigh|deduct|subtract|:|=)(?: (?:as|we|us|a|minus|-|just|about|exactly))* (?P<n><num>)(?= [.,;!?)]|$| $| (?:point|each|per)s? )",
        start=start,
        end=end,
    )
    if hit is None or not reading.free(hit, "n"):
        return None
    return Value("amount", *hit.span("n"), Amount(hit.quantity("n").value))


def _read_confusions(reading: Reading, target: ColumnFacts) -> bool:
    """ "Calling a D an A loses $900"."""
    line = labelled(reading, target)
    costs: dict[str, dict[str, Any]] = {}
    amounts: list[Amount] = []
    quotes: list[str] = []
    for found in confusions(reading, line, target):
        quantity: Quantity = line.items[found.figure].payload
        amount = Amount(-abs(quantity.value), {}, quantity.currency)
        for one, other in itertools.product(found.actual, found.predicted):
            if one != other:
                costs.setdefault(one, {}).setdefault(other, amount.value())
        amounts.append(amount)
        quotes.append(line.words(found.start, found.end).strip(" ,.;:"))
        reading.claim_items(line, found.figure, found.figure + 1)
    if not costs and (ratio := _read_ratio(reading, line)):
        costs, quote, times = ratio
        reading.claim(times)
        quotes.append(quote)
    values = find_values(reading)
    if any_other := _cost_of_any(reading, target, values):
        hit, amount = any_other
        costs = {
            actual: {other: amount.value() for other in target.labels if other != actual}
            | costs.get(actual, {})
            for actual in target.labels
        }
        amounts.append(amount)
        quotes.append(hit.quote)
    if not costs:
        return False
    before = reading.context.spec.get("metric", {})
    if before.get("kind") == "cost_matrix" and isinstance(before.get("costs"), dict):
        costs = {
            key: {**before["costs"].get(key, {}), **costs.get(key, {})}
            for key in {**before["costs"], **costs}
        }
    _set(
        reading, "metric.costs", costs, "; ".join(quotes), next((a for a in amounts if a.currency), Amount())
    )
    return True


def _read_ratio(reading: Reading, line: Line) -> tuple[dict[str, dict[str, Any]], str, Hit] | None:
    """ "Mistaking urgent for low is ten times as bad as mistaking low for urgent", "… as the other way round"."""
    for start, end in line.sentences():
        times = line.first(r" (?P<n><times>)(?= )", start=start, end=end)
        if times is None or not reading.free(times):
            continue
        first = pair_in(line, start, times.start)
        second = pair_in(line, times.end, end, first)
        figure = times.quantity("n").value
        if first is None or second is None or figure <= 0 or first == second:
            continue
        costs: dict[str, dict[str, Any]] = {}
        for pair, value in zip((first, second), (max(figure, 1.0), max(1 / figure, 1.0)), strict=True):
            for one, other in itertools.product(*pair):
                costs.setdefault(one, {})[other] = tidy(-round(value, 10))
        return costs, line.words(start, end), times
    return None


def _cost_of_any(reading: Reading, target: ColumnFacts, values: list[Value]) -> tuple[Hit, Amount] | None:
    """ "Sending a ticket to the wrong team costs $12": what every confusion costs that is not named by itself."""
    if target.n_distinct <= 2 or len(target.labels) < target.n_distinct:
        return None  # a payoff says it; or not all labels are known
    unclaimed = [v for v in values if reading.claimed.isdisjoint(_tokens(reading, v))]
    for hit in reading.line.find(_ANY_CONFUSION.format(name=re.escape(name_in_words(target.name).strip()))):
        value = _cost_of(reading.line, hit, unclaimed, reading)
        if value is not None:
            reading.claim_items(reading.line, value.start, value.end)
            reading.claim_items(reading.line, hit.start, hit.end)
            return hit, value.amount if value.amount.sign < 0 else -value.amount
    return None


def _tokens(reading: Reading, value: Value) -> range:
    """The tokens that a value stands on."""
    items = reading.line.items
    return range(items[value.start].start, items[value.end - 1].end)


def _cost_of(line: Line, hit: Hit, values: list[Value], reading: Reading) -> Value | None:
    """The first amount behind a confusion, in the same sentence, before the next comma and confusion; else one in front."""
    first, last = line.items[hit.start].start, line.items[hit.end - 1].end
    sentence = next(
        (
            s
            for s in reading.line.sentences()
            if reading.line.items[s[0]].start <= first < reading.line.items[s[1] - 1].end
        ),
        None,
    )
    if sentence is None:
        return None
    inside = [v for v in values if sentence[0] <= v.start < sentence[1] and v.kind == "amount"]
    behind = [v for v in inside if reading.line.items[v.start].start >= last]
    front = [v for v in inside if reading.line.items[v.end - 1].end <= first]
    return behind[0] if behind else front[-1] if front else None


def _set(reading: Reading, path: str, value: Any, quote: str, amount: Amount) -> None:
    before = reading.context.spec.get("metric", {})
    if before.get("kind") != "cost_matrix":
        reading.set("metric.kind", "cost_matrix", quote)
    reading.set(path, value, quote)
    currency = amount.currency or stated_currency(reading) or _unit_named(reading)
    if currency and before.get("currency") != currency:
        reading.set("metric.currency", currency, quote)


def _unit_named(reading: Reading) -> str:
    """ "Loss matrix in euros": the currency of figures that stand without one."""
    hit = reading.line.first(rf" in (?P<word>{'|'.join(w for w in CURRENCY_WORDS if len(w) > 3)})s?(?= )")
    return CURRENCY_WORDS.get(hit.said("word"), "") if hit else ""


def speaks_of_confusions(reading: Reading, target: ColumnFacts) -> bool:
    """Whether the message speaks of taking one label of the target for another, or of all its classes."""
    if reading.line.has(
        r" (?:multi ?class|all (?:the )?(?:class|classes|labels|grades|levels|categories))(?= )"
    ):
        return True
    line = labelled(reading, target)
    return bool(confusions(reading, line, target)) or _read_ratio(reading, line) is not None
