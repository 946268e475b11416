"""Several labels: what each confusion costs, or each step between ordered ones."""

from __future__ import annotations

import itertools
import re
from typing import Any

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.acted_on import asks_for_classes
from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.confusions import REST, Confusion, Labels, confusions, labelled, pair_in
from assistant.offline.metric.currency import stated_currency
from assistant.offline.metric.steps import as_loss, speaks_of_steps, step_and_value
from assistant.offline.metric.values import Value, find_values
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.table.events import name_in_words
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.units import CURRENCY_WORDS

# Whatever is taken for whatever else; the name of the target comes in place of "{name}".
_ALL = r"(?:any|every|each|all|the|a|an|per|other|another|remaining|further|rest of the|rest of|every one of the)"
_ERROR = r"(?:mistake|error|misclassification|mix(?:ing)? up|mixup|confusion|slip|slip up|blunder|swap|misrout\w*|mislabel\w*|misfil\w*|misassign\w*|missort\w*|misdirect\w*|misplac\w*)"
_WRONG = r"(?:(?:wrong|incorrect|false|mistaken) (?:{name}|[a-z]+))"
_ANY_CONFUSION = (
    rf" (?:{_ALL} )*(?:{_ERROR}s?|{_WRONG})(?= )"
    r"| (?:everything|anything|all|whatever|every one|anywhere) else(?= )| (?:any|every|all) others?(?: [a-z]+)?(?= )"
    r"| the (?:rest|others|remainder)(?= (?:cost|be|<|:|=|at|,|each|count))| wrongly \w+(?= )"
)


def read_cost_matrix(reading: Reading, target: ColumnFacts) -> bool:
    """Find the cost of confusions or steps."""
    return read_steps(reading) or _read_confusions(reading, target)


def read_steps(reading: Reading) -> bool:
    """Find what each step between ordered labels costs."""
    found = step_and_value(reading)
    if found is None:
        return False
    step, value = found
    amount = as_loss(value.amount)
    _set(reading, "metric.per_step", amount.value(), step.hit.quote, amount)
    reading.claim_items(reading.line, value.start, value.end)
    for other in _multiples(reading, value):
        reading.claim_items(reading.line, other.start, other.end)
    return True


def _multiples(reading: Reading, value: Value) -> list[Value]:
    """ "… two notches $500, three $750": what more steps cost is told by what one costs."""
    sentence = next((s for s in reading.line.sentences() if s[0] <= value.start < s[1]), (0, 0))
    return [v for v in find_values(reading) if v.kind == "amount" and value.end <= v.start < sentence[1]]


def _read_confusions(reading: Reading, target: ColumnFacts) -> bool:
    """ "Calling a D an A loses $900"."""
    line = labelled(reading, target)
    costs: dict[str, dict[str, Any]] = {}
    amounts: list[Amount] = []
    quotes: list[str] = []
    for found in confusions(reading, line, target):
        amount = as_loss(found.amount)
        for one, other in itertools.product(found.actual, found.predicted):
            if one != other:
                costs.setdefault(one, {}).setdefault(other, amount.value())
        amounts.append(amount)
        quotes.append(line.words(found.start, found.end).strip(" ,.;:"))
        reading.claim_items(line, found.figure, found.figure + 1)
    if not costs and (ratio := _read_ratio(reading, line, target)):
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


def _read_ratio(
    reading: Reading, line: Line, target: ColumnFacts
) -> tuple[dict[str, dict[str, Any]], str, Hit] | None:
    """ "Mistaking urgent for low is ten times as bad as mistaking low for urgent", "… as the other way round"."""
    for start, end in line.sentences():
        times = line.first(r" (?P<n><times>)(?= )", start=start, end=end)
        if times is None or not reading.free(times):
            continue
        first = pair_in(line, start, times.start)
        second = pair_in(line, times.end, end, first)
        figure = times.quantity("n").value
        others = second is None or REST in (*second[0], *second[1])
        spoken = others and bool(_any_confusion(line, target, times.end, end))
        if first is not None and spoken and figure > 1:
            return _above_all(first, figure, target), line.words(start, end), times
        if first is None or second is None or others or figure <= 0 or first == second:
            continue
        costs: dict[str, dict[str, Any]] = {}
        for pair, value in zip((first, second), (max(figure, 1.0), max(1 / figure, 1.0)), strict=True):
            for one, other in itertools.product(*pair):
                costs.setdefault(one, {})[other] = tidy(-round(value, 10))
        return costs, line.words(start, end), times
    return None


def _above_all(pair: tuple[Labels, Labels], figure: float, target: ColumnFacts) -> dict[str, dict[str, Any]]:
    """ "… is four times as bad as any other error": one confusion, and one for every other."""
    return {
        actual: {
            other: tidy(-figure) if actual in pair[0] and other in pair[1] else -1
            for other in target.labels
            if other != actual
        }
        for actual in target.labels
    }


def _any_confusion(line: Line, target: ColumnFacts, start: int, end: int) -> list[Hit]:
    """Where a stretch speaks of every confusion that is not named by itself."""
    name = re.escape(name_in_words(target.name).strip())
    return list(line.find(_ANY_CONFUSION.format(name=name), start=start, end=end))


def _cost_of_any(reading: Reading, target: ColumnFacts, values: list[Value]) -> tuple[Hit, Amount] | None:
    """ "Sending a ticket to the wrong team costs $12": what every confusion costs that is not named by itself."""
    if target.n_distinct <= 2 or len(target.labels) < target.n_distinct:
        return None  # a payoff says it; or not all labels are known
    unclaimed = [v for v in values if reading.claimed.isdisjoint(_tokens(reading, v))]
    for hit in _any_confusion(reading.line, target, 0, len(reading.line.items)):
        value = _cost_of(reading.line, hit, unclaimed, reading)
        if value is not None:
            reading.claim_items(reading.line, value.start, value.end)
            reading.claim_items(reading.line, hit.start, hit.end)
            return hit, as_loss(value.amount)
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
    if speaks_of_steps(reading):
        return True
    line = labelled(reading, target)
    found = confusions(reading, line, target)
    if found and _all_against_the_rest(found, target) and not asks_for_classes(reading, target):
        return False
    return bool(found) or _read_ratio(reading, line, target) is not None


def _all_against_the_rest(found: list[Confusion], target: ColumnFacts) -> bool:
    """ "A Kama left behind costs 5, anything else among the Kama 18": one label, and all others as one."""
    whole = set(target.labels)
    sides = {frozenset(side) for one in found for side in (one.actual, one.predicted)}
    return len(sides) == 2 and set.union(*map(set, sides)) == whole and target.n_distinct > 2
