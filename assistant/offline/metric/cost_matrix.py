"""Several labels: what each confusion costs, or each step between ordered ones."""

from __future__ import annotations

import re
from typing import Any

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.positive import typed_labels
from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.payoff import stated_currency
from assistant.offline.metric.values import Value, find_values
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.table.events import name_in_words
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import search
from assistant.offline.text.units import CURRENCY_WORDS

_STEP = (
    r" (?:each|every|per|a|one|for each|for every|any) (?:single |full |whole )?(?:<col> )?(?:grade|step|class|level|notch|category|rank|degree|band|place|mark|star|point)s?(?: (?:step|grade|level|notch))?(?: (?:that|which|we|it|they|you|i|be|are))* ?(?:wrong|off|away|too (?:high|low)|out|apart|difference|between|of error|of difference|lie between|up or down|we be off|in the wrong|from the truth|beside|we miss|cost|lose|up or down|mistake)(?= )",
    r" (?:each|every|per|one)(?: \w+)? (?:grade|step|class|level|notch|category|rank|band)s?(?: step)?(?: \w+){0,3}? (?:wrong|off|cost|lose)(?= )",
    r" (?:by one|one|a) (?:grade|step|class|level|notch|category|rank|band)(?: \w+){0,4}? (?:cost|lose)(?= )",
)
# A step that is spoken of, and anywhere in its clause the distance from the truth.
_ONE_STEP = r" (?:each|every|per|for each|for every|any)(?: (?:single|full|whole|one|<col>|additional|further|\w+ ?(?=class|step|grade)))? (?:grade|step|notch|rank|band|level|rung|degree)s?(?= )"
_DISTANCE = r" (?:off|away|wrong|out|apart|between|difference|distance|miss|beside|from the (?:truth|true|right|real|actual|correct)|too (?:high|low|good|bad|far)|too generous|error|mistake|deviat\w*|stray)(?= )"
# actual and predicted label in the order in which the phrase names them
_CONFUSIONS: tuple[tuple[str, str], ...] = (
    (r" (?:call|label|grade|rate|classify|class|declare|name|take|mistake|pass|sell|treat|book|mark|score|put|rank|misclassify|misgrade|tag)(?: it| them)? (?:(?:a|an|the|some|real|true|actual|really|loan|wine|lot|stone|grade|class|customer|one|case|that|which|be|is|of|level|label|quality|down|in|wine|from)s? )*<label>(?: (?:\w+(?: that| which| of)?))?(?: (?:loan|wine|lot|stone|one|case|customer))? ?(?:(?:as|for|to be|into|with|down as|off as|to|in|be|is|a|an|,) ?)*(?:(?:a|an|the|grade|class|of|level|label|quality) )*<label>", "actual predicted"),
    (r" (?:predict|say|guess|assign|give|quote|forecast|answer|call)(?:ing)?(?: it| them)?(?: (?:a|an|the|grade|class|label|level|quality|it|them))* <label>(?: (?:when|where|if|while|although|though|for|to|instead of|but|on|rather than))+(?: (?:it|they|the|that|truth|a|an|real|true|grade|class|label|loan|wine|lot|one|really|actually|should|have|been|be|in truth|in fact|is|was|of|what|actual|customer|reality|someone|somebody|who|one|anyone|student|people|person|case))* <label>", "predicted actual"),
    (r" <label>(?: (?:\w+))?(?: (?:be|get|is|are|that|which|we|wrongly|mistakenly|being))* (?:call|label|grade|predict|rate|classify|take|mistake|misclassify|declare|sell|treat|mark)(?:ed|d)?(?: (?:as|for|to be|a|an|the|it|grade|class))* <label>", "actual predicted"),
    (r" (?:if|when|where)(?: (?:it|the|a|an|truth|loan|wine|lot|one|real|true|really|actual|grade|class|label|case|actually|customer))*(?: (?:be|is|was))?(?: (?:really|actually|in truth|a|an|in fact|grade|class|of))* <label>(?: \w+)?(?: (?:and|but|,|while))+ (?:we|it|you|i|the model|they|model)(?: (?:say|predict|call|guess|give|answer|think|grade|have|put|label|assign|it|them|a|an|the|as))* <label>", "actual predicted"),
    (r" (?:send|route|assign|put|file|forward|sort|move)(?: (?:a|an|the|some))* <label>(?: \w+)?(?: (?:to|in|into|under|among|the|with|a))+ <label>", "actual predicted"),
    (r" <label>(?: (?!<)\w+){0,2}?(?: (?:that|which|who))? (?:land|go|end up|arrive|come out|wind up|fall|drop|get|be)(?: (?!<)\w+){0,2}? (?:with|at|in|to|as|on|under|by|into|among)(?: (?:the|a|an|our))* <label>", "actual predicted"),
    (r" <label>(?: (?!<)\w+)?(?: (?:but|and|yet|,|that|which|be|get))* (?:list|advertise|price|grade|sell|offer|book|label|report|file|handle|treat|shelve|diagnose|bill|tag|describe|rate)(?: (?:it|we))?(?: (?:as|for|under|with|like|a|an|the))+ <label>", "actual predicted"),
    (r" (?:a|an|and|,|or|the|while) <label>(?: (?!<)\w+)? (?:as|for|into|to) (?:a |an |the )?<label>(?= (?:cost |be |: |= |, |we lose |lose )?<(?:money|num)>)", "actual predicted"),
    (r" <label> (?:for|instead of|rather than) (?:a |an |the )?<label>", "predicted actual"),
)  # fmt: skip
# "any of the other teams": what is left of the labels besides the one that was named.
_OTHERS = r" (?:to |at |with |in |for |as |into )?(?:any|one|each|another|some|anything|something|somewhere)(?: one)?(?: of)?(?: the| our)?(?: (?:other|others|else|different|wrong))?(?: <num>)?(?: {name}s?)?(?= )"
# Whatever is taken for whatever else; the name of the target comes in place of "{name}".
_ANY_CONFUSION = r" (?:(?:wrong|incorrect|false) (?:{name}|class|label|category|group|answer|prediction|decision|choice|one|place|assignment)|(?:each|every|any|a|an|per|all|other) (?:other )?(?:mistake|error|misclassification|mix ups?|confusion|mixup)|wrongly \w+|mis(?:rout|classif|label|assign|sort|fil|direct)\w*)(?= )"


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
    return line.has(_DISTANCE, start=max(start, hit.start - 6), end=min(end, hit.end + 14))


def _value_near(reading: Reading, line: Line, hit: Hit) -> Value | None:
    """The amount of the sentence that a match on some marking of the line stands in."""
    token = line.items[hit.start].start
    for start, end in reading.line.sentences():
        if reading.line.items[start].start <= token < reading.line.items[end - 1].end:
            inside = [v for v in find_values(reading) if start <= v.start < end and v.kind == "amount"]
            return inside[0] if inside else None
    return None


def _read_confusions(reading: Reading, target: ColumnFacts) -> bool:
    """ "Calling a D an A loses $900"."""
    line = _with_others(_labelled(reading, target), target)
    values = find_values(reading)
    costs: dict[str, dict[str, Any]] = {}
    amounts: list[Amount] = []
    quotes: list[str] = []
    used: set[int] = set()
    for pattern, order in _CONFUSIONS:
        for hit in line.find(pattern):
            if not used.isdisjoint(range(hit.start, hit.end)):
                continue
            labels = [item.payload for item in line.items[hit.start : hit.end] if item.text == "<label>"]
            value = _cost_of(line, hit, values, reading) or _bare_cost(reading, line, hit)
            if len(labels) < 2 or labels[0] == labels[-1] or value is None or _named_more_closely(line, hit):
                continue
            actual, predicted = (
                (labels[0], labels[-1]) if order.startswith("actual") else (labels[-1], labels[0])
            )
            amount = value.amount if value.amount.sign < 0 else -value.amount
            for one in _those(actual, target, predicted):
                for other in _those(predicted, target, one):
                    costs.setdefault(one, {}).setdefault(other, amount.value())
            amounts.append(amount)
            quotes.append(hit.quote)
            used.update(range(hit.start, hit.end))
            reading.claim_items(reading.line, value.start, value.end)
    if costs:
        _read_reverse(reading, values, costs)
    elif ratio := _read_ratio(reading, line):
        costs, quote = ratio
        quotes.append(quote)
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


def _read_ratio(reading: Reading, line: Line) -> tuple[dict[str, dict[str, Any]], str] | None:
    """ "Mistaking urgent for low is ten times as bad as mistaking low for urgent"."""
    for start, end in line.sentences():
        times = line.first(r" (?P<n><times>)(?= )", start=start, end=end)
        if times is None or not reading.free(times):
            continue
        pairs = [_pair(line, start, times.start), _pair(line, times.end, end)]
        figure = times.quantity("n").value
        if None in pairs or figure <= 0 or pairs[0] == pairs[1]:
            continue
        costs: dict[str, dict[str, Any]] = {}
        for pair, value in zip(pairs, (max(figure, 1.0), max(1 / figure, 1.0)), strict=True):
            if pair is not None:
                costs.setdefault(pair[0], {})[pair[1]] = tidy(-round(value, 10))
        reading.claim(times)
        return costs, line.words(start, end)
    return None


def _pair(line: Line, start: int, end: int) -> tuple[str, str] | None:
    """Actual and predicted label of the one confusion in a stretch."""
    for pattern, order in _CONFUSIONS:
        hit = line.first(pattern, start=start, end=end)
        labels = [i.payload for i in line.items[hit.start : hit.end] if i.text == "<label>"] if hit else []
        if len(labels) == 2 and labels[0] != labels[1]:
            return (labels[0], labels[1]) if order.startswith("actual") else (labels[1], labels[0])
    return None


_REST = "<others>"


def _with_others(line: Line, target: ColumnFacts) -> Line:
    """The line with "any of the other teams" behind <label>, too."""
    name = re.escape(name_in_words(target.name).strip())
    marks = []
    for hit in line.find(_OTHERS.format(name=name)):
        if search(r" (?:other|else|different|wrong)", hit.match.group()):
            first = hit.start + (
                hit.match.group().split()[0] in ("to", "at", "with", "in", "for", "as", "into")
            )
            marks.append((first, hit.end, "label", _REST))
    return line.marked(marks)


def _those(label: str, target: ColumnFacts, besides: str) -> list[str]:
    """The label itself, or all but the other one of the pair."""
    return [other for other in target.labels if other != besides] if label == _REST else [label]


def _named_more_closely(line: Line, hit: Hit) -> bool:
    """Whether a match runs over the end of a clause: its labels then belong to two confusions."""
    return any(line.items[at].text in (".", ";") for at in range(hit.start, hit.end))


def _bare_cost(reading: Reading, line: Line, hit: Hit) -> Value | None:
    """ "True Rosa called Canadian 5": a figure without a unit right behind, or behind "is" or "costs"."""
    found = line.first(r"^(?: (?:cost|be|costs|lose|:|=|we|us|,|about))* (?P<n><num>)(?= )", start=hit.end)
    if found is None or not reading.free(found, "n"):
        return None
    first = line.items[found.span("n")[0]].start
    at = next(k for k, item in enumerate(reading.line.items) if item.start == first)
    quantity = found.quantity("n")
    return Value("amount", at, at + 1, Amount(quantity.value, {}, quantity.currency))


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


def _read_reverse(reading: Reading, values: list[Value], costs: dict[str, dict[str, Any]]) -> None:
    """ "… costs 15, the other way round 5": the one confusion that was named, turned round."""
    hit = reading.line.first(r" (?:the )?(?:other way a?round|reverse|opposite|vice versa)(?= )")
    behind = [v for v in values if hit and 0 <= v.start - hit.end <= 3 and v.kind == "amount"]
    if not behind or len(costs) != 1 or len(next(iter(costs.values()))) != 1:
        return
    ((actual, predicted),) = [(actual, *row) for actual, row in costs.items()]
    amount = behind[0].amount
    costs[predicted] = {actual: (amount if amount.sign < 0 else -amount).value()}
    reading.claim_items(reading.line, behind[0].start, behind[0].end)


def _labelled(reading: Reading, target: ColumnFacts) -> Line:
    """The line with labels of the target as typed or by their words behind <label>."""
    marks = [(start, end, "label", label) for start, end, label in typed_labels(reading, target)]
    taken = {k for start, end, _, _ in marks for k in range(start, end)}
    for mention in reading.labels.mentions(reading.line, among=[target.name]):
        if taken.isdisjoint(range(mention.start, mention.end)):
            marks.append((mention.start, mention.end, "label", mention.best.label))
    return reading.line.marked(marks)


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
    line = _with_others(_labelled(reading, target), target)
    return any(line.has(pattern) for pattern, _ in _CONFUSIONS) and reading.line.has(
        r" (?:<money>|<num>|<pct>|<times>)(?= )"
    )
