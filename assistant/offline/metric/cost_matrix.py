"""Several labels: what each confusion costs, or each step between ordered ones."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.acted_on import asks_for_classes
from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.confusions import (
    REST,
    Confusion,
    Labels,
    Told,
    any_confusion,
    confusions,
    groups_in,
    labelled,
    pair_in,
    told,
)
from assistant.offline.metric.currency import stated_currency
from assistant.offline.metric.steps import as_loss, speaks_of_steps, step_and_value, told_apart
from assistant.offline.metric.values import Value, find_values
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.units import CURRENCY_WORDS
from automl.spec.order import has_order, natural_order


def read_cost_matrix(reading: Reading, target: ColumnFacts) -> bool:
    """Find the cost of confusions or steps."""
    return (
        _read_distances(reading, target) or read_steps(reading, target) or _read_confusions(reading, target)
    )


def _read_distances(reading: Reading, target: ColumnFacts) -> bool:
    """ "One level off costs 5, two levels off 20": costs that do not grow in proportion, for labels with an order."""
    apart = told_apart(reading)
    if set(apart) != set(range(1, target.n_distinct)) or len(target.labels) < target.n_distinct:
        return False
    amounts = {count: as_loss(value.amount) for count, value in apart.items()}
    figures = {count: amount.value() for count, amount in amounts.items()}
    order = _told_order(reading, target) or (natural_order(target.labels) if has_order(target.labels) else [])
    if not order or any(isinstance(f, str) for f in figures.values()):
        return False
    if all(math.isclose(float(f), count * float(figures[1])) for count, f in figures.items()):
        return False  # so much for each step
    costs = {
        actual: {other: figures[abs(a - b)] for b, other in enumerate(order) if a != b}
        for a, actual in enumerate(order)
    }
    for value in apart.values():
        reading.claim_items(reading.line, value.start, value.end)
    first = apart[1]
    quote = reading.line.words(first.start, first.end)
    _set(reading, "metric.costs", costs, quote, next((a for a in amounts.values() if a.currency), amounts[1]))
    return True


def _told_order(reading: Reading, target: ColumnFacts) -> list[str]:
    """All labels in a row, as they were listed: "none, light, heavy"."""
    line = labelled(reading, target)
    listed = next((g for a, b in line.sentences() for g in groups_in(line, a, b) if len(g) > 2), ())
    return list(listed) if set(listed) == set(target.labels) else []


def read_steps(reading: Reading, target: ColumnFacts | None = None) -> bool:
    """Find what each step between ordered labels costs."""
    found = step_and_value(reading)
    if found is None:
        return False
    step, value = found
    amount = as_loss(value.amount)
    if target is not None:
        _without_filter(reading, reading.line, target)
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
    said = told(reading, line, target)
    for found in sorted(said.confusions, key=lambda one: len(one.actual) * len(one.predicted)):
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
    any_other = _cost_of_others(reading, line, target, said)
    if any_other:
        quote, amount = any_other
        costs = {
            actual: {other: amount.value() for other in target.labels if other != actual}
            | costs.get(actual, {})
            for actual in target.labels
        }
        amounts.append(amount)
        quotes.append(quote)
    if said.right is not None and costs:
        reading.claim_items(line, said.right.figure, said.right.figure + 1)
        for label in target.labels:
            costs.setdefault(label, {}).setdefault(label, said.right.amount.value())
        amounts.append(said.right.amount)
    if not costs:
        return False
    costs = {a: kept for a, row in costs.items() if (kept := {b: v for b, v in row.items() if v != 0})}
    if not costs:
        return False
    _without_filter(reading, line, target)
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


def _without_filter(reading: Reading, line: Line, target: ColumnFacts) -> None:
    """ "Taking a Rosa for a Kama": labels that are taken for one another are no condition on the rows."""
    if not isinstance(reading.said("filter"), str) or line.has(_ABOUT_ROWS):
        return
    others = [c.name for c in reading.context.columns if c.name != target.name]

    def only_labels(sql: object) -> bool:
        told = re.sub(r"'[^']*'", "", str(sql))
        return target.name in told and not any(
            re.search(rf"(?<!\w){re.escape(n)}(?!\w)", told) for n in others
        )

    reading.findings[:] = [f for f in reading.findings if f.path != "filter" or not only_labels(f.value)]


_ABOUT_ROWS = r" (?:rows?|records?|dataset|data|learn (?:from|on)|train(?:ing)? (?:on|with)|leave out|keep only|only (?:use|look at|keep|consider|take)|restrict|filter|ignore (?:the|all)|drop|remove|exclude|skip|disregard|throw out)(?= )"


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
        spoken = others and bool(any_confusion(line, target, times.end, end))
        if first is None and spoken:
            alone = groups_in(line, start, times.start)
            wrong = any_confusion(line, target, start, times.start)
            first = (alone[0], target.labels) if len(alone) == 1 and wrong else None  # "misclassifying fire"
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


def _cost_of_others(
    reading: Reading, line: Line, target: ColumnFacts, said: Told
) -> tuple[str, Amount] | None:
    """ "Sending a ticket to the wrong team costs $12": what every confusion costs that is not named by itself."""
    if target.n_distinct <= 2 or len(target.labels) < target.n_distinct:
        return None  # a payoff says it; or not all labels are known
    if said.others is not None:
        one = said.others
        reading.claim_items(line, one.figure, one.figure + 1)
        return line.words(one.start, one.end).strip(" ,.;:"), as_loss(one.amount)
    found = _cost_of_any(reading, target, find_values(reading))
    return (found[0].quote, found[1]) if found else None


def _cost_of_any(reading: Reading, target: ColumnFacts, values: list[Value]) -> tuple[Hit, Amount] | None:
    """The amount that stands nearest to the words for any confusion."""
    unclaimed = [v for v in values if reading.claimed.isdisjoint(_tokens(reading, v))]
    for hit in any_confusion(reading.line, target):
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
