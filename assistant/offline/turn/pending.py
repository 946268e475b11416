"""Short answers to open questions: "Yes", "the leavers", "500 dollars", "the second one"."""

from __future__ import annotations

import re

from assistant.offline.context import ColumnFacts, OpenQuestion
from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.fairness import ask_bound, measure_of
from assistant.offline.metric.scores import find_scores
from assistant.offline.metric.statements import find_statements
from assistant.offline.metric.values import find_values
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.search.families import find_families
from assistant.offline.table.events import find_events, records_of
from assistant.offline.table.labels import is_yes_no, no_label, yes_label
from assistant.offline.text.patterns import fullmatch, search
from assistant.offline.text.quantities import Quantity
from assistant.offline.unsure.limits import BOUNDED

_ORDINALS: tuple[tuple[str, int], ...] = (
    (r"(?:first|former|1st|option (?:1|one|a)|number one)", 0),
    (r"(?:second|2nd|option (?:2|two|b)|number two)", 1),
    (r"(?:third|3rd|option (?:3|three|c)|number three)", 2),
    (r"(?:fourth|4th)", 3),
    (r"(?:last|latter)", -1),
)
_MONEY = re.compile(r"metric\.(?:tp|fp|fn|tn|under|over|cost_outside|per_step)\Z")
_LONGEST = 14
_BY_NAME = 0.95
_NEW_TOPIC = r" (?:predict|forecast|actually|instead|ignore|exclude|only use|leave out|drop|use (?:only|just)|trial|minute|hour|start|stop)(?= )"

_ASKS_BACK = (
    r"^(?: (?:and|but|ok|so|please))* (?:(?:why|explain|show)(?= )|(?:how|what)(?! about)(?: [^ ]+)* \?)"
)
_ANY = (
    r" (?:any|all|every|everything|whatever|whichever|others|rest|the other \w+|anything|no matter|do not (?:mind|care)|not matter"
    r"|(?:you|tandem) (?:choose|decide|pick)|your choice|up to you)(?= )"
)
_NOT_THESE = r" (?:no|not|never|without|except|but|other than|anything but)(?= )"


def read_pending(reading: Reading) -> None:
    """Take a short message as the answer to the first open question that it fits."""
    if len(reading.line.items) > _LONGEST or not reading.context.questions:
        return
    if reading.line.has(_NEW_TOPIC) or reading.line.has(_ASKS_BACK):
        return
    for question in reading.context.questions:
        if _answer(reading, question):
            reading.notes["answered"] = question.field
            return


def _answer(reading: Reading, question: OpenQuestion) -> bool:
    field = question.field
    if _MONEY.match(field):
        return _money(reading, question)
    if field == "positive_label":
        return _label(reading, question)
    if field in (
        "target",
        "validation.column",
        "fairness.column",
        "forecast.series_column",
        "forecast.time_column",
        "metric.weight",
    ):
        return _column(reading, question)
    if field == "task":
        return _task(reading, question)
    if field == "metric.name":
        return _score(reading, question)
    if field == "fairness.measure":
        return _fairness_measure(reading, question)
    if field in (
        "forecast.horizon",
        "fairness.at_most",
        "fairness.at_least",
        "metric.out_of",
    ):
        return _figure(reading, field)
    if field in ("metric.k", "metric.fraction"):
        return _places(reading)
    if field in ("metric.at_least", "metric.at_most"):
        return _bound(reading, question)
    if field == "models.include":
        return _families(reading)
    return _choice(reading, question)


def choices_of(question: OpenQuestion) -> tuple[str, ...]:
    """What a question offers: its choices, else the quoted names in its text."""
    return question.choices or tuple(re.findall(r"'([^']+)'", question.text))


def _take(reading: Reading, field: str, value: object) -> bool:
    reading.set(field, value, reading.line.text.strip())
    reading.claim_items(reading.line, 0, len(reading.line.items))
    return True


def _choice(reading: Reading, question: OpenQuestion) -> bool:
    picked = _picked(reading, choices_of(question))
    return picked is not None and _take(reading, question.field, picked)


def _picked(reading: Reading, choices: tuple[str, ...]) -> str | None:
    """A choice named by its text or by its place."""
    said = reading.line.text.strip().strip(".!'\"").lower()
    for choice in choices:
        bare = choice.strip().lower()
        if said == bare or (
            (len(bare) > 1 or bare.isdigit())
            and search(rf"(?<!\w){re.escape(bare)}(?!\w)", said)
            and sum(c.strip().lower() in said for c in choices) == 1
        ):
            return choice
    for pattern, place in _ORDINALS:
        if (
            choices
            and reading.line.has(rf" {pattern}(?: one| option| column| value| label)?(?= )")
            and place < len(choices)
        ):
            return choices[place]
    if len(choices) == 1 and reading.line.has(
        r" (?:yes|yep|yeah|sure|right|exactly|correct|each|every|ok)(?= )"
    ):
        return choices[0]
    return None


_AROUND_A_NAME = (
    r"(?: (?:the|a|an|it|its|i|we|my|our|is|be|want|would|like|mean|think|say|to|for|in|of|on|by|with|please|column|field"
    r"|variable|target|predict|one|take|use|choose|let|go|should|can|that|this|yes|ok|well|hm|as|each|every|what|called"
    r"|named|about|interest\w*|us|me|\.|,|!|\"|'|`|:))* "
)


def _column(reading: Reading, question: OpenQuestion) -> bool:
    """A column by its name, in an answer that says little else: a whole request is read as one."""
    named = reading.with_columns(least=0.6).canon
    if question.field == "target" and not fullmatch(rf"(?:{_AROUND_A_NAME}<col>)?{_AROUND_A_NAME}", named):
        return False
    picked = _picked(reading, choices_of(question))
    if picked is None:
        mentions = reading.columns.mentions(reading.line, least=0.6)
        picked = mentions[0].column.name if len(mentions) == 1 and len(mentions[0].tied) == 1 else None
    if picked is None or picked not in reading.columns.by_name:
        return False
    if question.field == "target":
        # The goal reader goes on from here: task and positive label follow from the target.
        reading.notes["target_answer"] = reading.columns.by_name[picked]
        return True
    return _take(reading, question.field, picked)


def _label(reading: Reading, question: OpenQuestion) -> bool:
    target = reading.context.spec.get("target")
    column = reading.columns.by_name.get(str(target))
    if column is None:
        return _choice(reading, question)
    picked = _picked(reading, tuple(column.labels)) or _picked(reading, choices_of(question))
    if picked is None:
        picked = _label_by_words(reading, column)
    return picked is not None and _take(reading, "positive_label", picked)


def _label_by_words(reading: Reading, column: ColumnFacts) -> str | None:
    """ "the leavers" over Churn is its yes; "the bad ones" the label that records the event."""
    for mention in reading.labels.mentions(reading.line, among=[column.name]):
        return mention.best.label
    for event in find_events(reading.line):
        for record in records_of(column):
            if record.concept is not event.concept:
                continue
            if record.label:
                others = [label for label in column.labels if label != record.label]
                return (
                    record.label
                    if record.happens == event.happens
                    else (others[0] if len(others) == 1 else None)
                )
            if is_yes_no(column):
                return yes_label(column) if record.happens == event.happens else no_label(column)
    return None


def _task(reading: Reading, question: OpenQuestion) -> bool:
    if reading.line.has(
        r" (?:class|classes|classification|classify|category|categories|label|multi ?class|separate|grade)s?(?= )"
    ):
        return _take(reading, "task", "multiclass")
    if reading.line.has(
        r" (?:number|regression|numeric|numerical|distance|continuous|far off|figure|scale)s?(?= )"
    ):
        return _take(reading, "task", "regression")
    return _choice(reading, question)


def _score(reading: Reading, question: OpenQuestion) -> bool:
    """The score of a metric that was told in part; the rest of it is recalled."""
    names = {mention.name for mention in find_scores(reading.line)}
    return _take(reading, question.field, names.pop()) if len(names) == 1 else _choice(reading, question)


def _fairness_measure(reading: Reading, question: OpenQuestion) -> bool:
    measure = measure_of(reading.line, 0, len(reading.line.items))
    taken = _take(reading, question.field, f"{measure}_difference") if measure else _choice(reading, question)
    said = reading.notes.get("recalled", {}).get("fairness", {})
    if taken and not {"fairness.at_most", "fairness.at_least"} & set(said):
        ask_bound(reading)
    return taken


def _figure(reading: Reading, field: str) -> bool:
    quantities = [item.payload for item in reading.line.items if isinstance(item.payload, Quantity)]
    if len(quantities) != 1:
        return False
    quantity = quantities[0]
    if field == "forecast.horizon":
        return _take(reading, field, int(quantity.count or quantity.value))
    value = (
        quantity.value / 100
        if field.startswith("fairness") and quantity.kind == "number" and quantity.value > 1
        else quantity.value
    )
    return _take(reading, field, tidy(value))


def _bound(reading: Reading, question: OpenQuestion) -> bool:
    """The share that a measure has to keep, where the question was for one that was spoken of without a figure."""
    figure = _one_figure(reading)
    bounded = next((one for one in BOUNDED if question.text.endswith(one.question)), None)
    if bounded is None or figure is None:
        return False
    at, quantity = figure
    is_share = quantity.kind == "percent" or quantity.value <= 1
    said = reading.line.text.strip()
    reading.set("metric.kind", "floor", said)
    reading.set("metric.maximise", bounded.maximise, said)
    reading.set("metric.subject_to", bounded.measure, said)
    reading.set(question.field, tidy(quantity.value if is_share else quantity.value / 100), said)
    reading.claim_items(reading.line, at, at + 1)
    return True


def _families(reading: Reading) -> bool:
    """Kinds of models by name, or any of them; the rest of the message is free for other readers."""
    named = find_families(reading.line)
    whatever = reading.line.first(_ANY)
    if named and not reading.line.has(_NOT_THESE):
        families = [family for one in named for family in one.families]
        reading.set("models.include", list(dict.fromkeys(families)), reading.line.text.strip())
        for one in named:
            reading.claim_items(reading.line, one.start, one.end)
        return True
    if named or whatever is None:
        return False
    reading.set("models.include", None, whatever.quote)
    reading.claim(whatever)
    return True


def _places(reading: Reading) -> bool:
    """How many can be acted on: so many rows, or a share of them; with it a metric that there was none of before."""
    figure = _one_figure(reading)
    if figure is None:
        return False
    at, quantity = figure
    said = reading.line.text.strip()
    if reading.context.spec.get("metric", {}).get("kind") is None:
        reading.set("metric.kind", "top_k", said)
    if quantity.kind == "percent":
        reading.set("metric.fraction", tidy(quantity.value), said)
    else:
        reading.set("metric.k", round(quantity.value), said)
    reading.claim_items(reading.line, at, at + 1)
    return True


def _one_figure(reading: Reading) -> tuple[int, Quantity] | None:
    """The place of the only figure of a message, if it is a number or a share."""
    figures = [(at, i.payload) for at, i in enumerate(reading.line.items) if isinstance(i.payload, Quantity)]
    return figures[0] if len(figures) == 1 and figures[0][1].kind in ("number", "percent") else None


def _money(reading: Reading, question: OpenQuestion) -> bool:
    """An amount takes the sign of its outcome; a share answers how often an offer works."""
    role = question.field.split(".")[1]
    quantities = [item.payload for item in reading.line.items if isinstance(item.payload, Quantity)]
    if role == "tp" and len(quantities) == 1 and quantities[0].kind == "percent":
        return _success(reading, quantities[0].value)
    if not quantities and any(
        m.score >= _BY_NAME for m in reading.columns.mentions(reading.line, synonyms=False)
    ):
        return False  # "the id can go, it says nothing" speaks of columns
    if reading.line.has(r" (?:nothing|zero|free|no cost|not anything|none|harmless)(?= )") and not quantities:
        return _set_money(reading, question.field, Amount())
    told = find_values(reading)
    values = [v for v in told if v.kind == "amount"]
    if values and any(v.kind == "rate" for v in told):
        return False  # "a call costs 15 and works for one in five": more than one answer
    if values and any(said.heard and said.heard.everybody for said in find_statements(reading)):
        return False  # "each call costs 9, whoever it is": of the right ones as well
    if len(values) == 1 and not _names_other(reading, role):
        return _set_money(reading, question.field, values[0].amount)
    bare = [q for q in quantities if q.kind in ("number", "money")]
    if len(bare) == 1 and len(quantities) == 1 and not _names_other(reading, role):
        return _set_money(reading, question.field, Amount(bare[0].value, {}, bare[0].currency))
    return False


def _names_other(reading: Reading, role: str) -> bool:
    other = {
        "fn": r"needless|false (?:alarm|positive)|for nothing|unnecessary",
        "fp": r"miss|false negative|overlook",
    }.get(role)
    return bool(other) and reading.line.has(rf" (?:{other})(?= )")


def _set_money(reading: Reading, field: str, amount: Amount) -> bool:
    role = field.split(".")[1]
    losing = role in ("fn", "fp", "per_step")
    signed = -amount if losing and amount.sign > 0 else amount
    metric = reading.context.spec.get("metric", {})
    if not metric.get("kind") and role in ("tp", "fp", "fn", "tn"):
        reading.set("metric.kind", "payoff", reading.line.text.strip())
    if amount.currency and metric.get("currency") != amount.currency:
        reading.set("metric.currency", amount.currency, reading.line.text.strip())
    return _take(reading, field, signed.value())


def _success(reading: Reading, rate: float) -> bool:
    """tp = (1 - rate) · loss + cost of acting, from what the specification holds already."""
    metric = reading.context.spec.get("metric", {})
    loss, cost = metric.get("fn"), metric.get("fp", 0)
    if not isinstance(loss, int | float) or not isinstance(cost, int | float):
        return False
    return _take(reading, "metric.tp", tidy(round((1 - rate) * loss + cost, 10)))
