"""What counts: which kind of metric a message speaks of, and its fields."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.offline.aside.background import set_aside
from assistant.offline.goal.frame import Frame
from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.asymmetric import read_asymmetric
from assistant.offline.metric.capacity import (
    Capacity,
    fewer_will_do,
    note_denied,
    read_capacity,
)
from assistant.offline.metric.cost_matrix import read_cost_matrix, read_steps
from assistant.offline.metric.currency import read_currency
from assistant.offline.metric.dropped import read_dropped
from assistant.offline.metric.expectation import read_expectation
from assistant.offline.metric.floors import Bound, Floors, read_floors
from assistant.offline.metric.payoff import ask_what_is_missing, currency_of, read_payoff, read_vague
from assistant.offline.metric.revision import read_revision
from assistant.offline.metric.scores import find_scores, read_recipe, read_standard
from assistant.offline.metric.tolerance import read_tolerance
from assistant.offline.metric.weighted import read_weighted
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy

_COMPLEMENT = {
    "recall": "precision",
    "precision": "recall",
    "false_positive_rate": "recall",
    "specificity": "recall",
}


def read_metric(reading: Reading) -> None:
    """Find what counts."""
    set_aside(reading)
    frame: Frame = reading.notes.get("frame") or Frame()
    _without_rule_of_action(reading, frame)
    _read_what_counts(reading, frame)
    read_currency(reading)
    if reading.said("metric.name") and not any(f.path.startswith("expectation.") for f in reading.findings):
        read_expectation(reading)  # "… I'd expect 20 % or better" of the score that was only now understood


def _without_rule_of_action(reading: Reading, frame: Frame) -> None:
    """ "How many stops it has already made" is no rule of today where nobody is acted on."""
    if frame.task in ("regression", "forecast", "multiclass", "clustering"):
        reading.findings[:] = [f for f in reading.findings if f.path != "baseline.rule"]


def _read_what_counts(reading: Reading, frame: Frame) -> None:
    if any(finding.path == "metric" for finding in reading.findings):
        return  # the whole of an earlier one
    if reading.said("metric.sql") is not None and any(f.path == "metric.sql" for f in reading.findings):
        return
    if read_weighted(reading) or read_revision(reading):
        return
    if _numbers(frame) and frame.target is not None and read_recipe(reading):
        return
    if _numbers(frame) and (read_tolerance(reading) | read_asymmetric(reading)):
        _ask_which_kind(reading)
        return
    if (
        frame.target is not None
        and frame.task in ("multiclass", "")
        and not frame.positive
        and read_cost_matrix(reading, frame.target)
    ):
        return
    if frame.target is None and read_steps(reading):
        return
    if _actions(frame):
        _read_actions(reading, frame)
    if any(doubt.field in ("metric.at_least", "metric.constraints") for doubt in reading.doubts):
        return  # a bound that cannot be kept to: what is to be good beside it waits for the answer
    read_standard(reading)
    _ask_which_kind(reading)


def _ask_which_kind(reading: Reading) -> None:
    """Two kinds of metric in one message contradict each other, and the fields of both mean nothing together."""
    kinds = list(dict.fromkeys(f.value for f in reading.findings if f.path == "metric.kind"))
    if len(kinds) < 2 or reading.line.has(_CORRECTS):
        return
    reading.findings[:] = [f for f in reading.findings if not f.path.startswith("metric.")]
    named = " or ".join(_KINDS.get(kind, kind) for kind in kinds)
    reading.ask("metric", f"You spoke of more than one thing that should count. Which one decides: {named}?")


_CORRECTS = r" (?:no|actually|sorry|rather|i mean|i meant|correction|wait|make that|or rather|better|scratch that|instead|on second thought|hang on)(?= )"
_KINDS = {
    "payoff": "the money",
    "top_k": "the places that can be filled",
    "floor": "the bounds on who is found and who is troubled",
    "standard": "the score",
    "asymmetric": "the costs of being too low and too high",
    "tolerance": "being close enough",
}


_UNUSED = r" (?:cost|lose|loss of|bring|earn|gain|worth|save|waste|charge|set (?:we|us) back)(?: (?:we|us|about|around|roughly|another|only|me))* (?P<money><money>)(?= )"


def ask_about_unused_money(reading: Reading) -> None:
    """What something costs or brings is never dropped without a word: where no reader took it, it is asked about."""
    if any(
        path.startswith("metric")
        for path in (*(f.path for f in reading.findings), *(d.field for d in reading.doubts))
    ):
        return
    for hit in reading.line.find(_UNUSED):
        if reading.free(hit, "money"):
            reading.ask(
                "metric",
                f"What does “{hit.quote.strip()}” count: a right decision, or which kind of wrong one?",
            )
            return


def _numbers(frame: Frame) -> bool:
    """Whether a number is predicted, or might be."""
    if frame.task:
        return frame.task in ("regression", "forecast")
    return frame.target is None or frame.target.kind == "number"


def _actions(frame: Frame) -> bool:
    """Whether rows are acted on or not, or might be."""
    return frame.task in ("", "binary")


def _read_actions(reading: Reading, frame: Frame) -> None:
    dropped = read_dropped(reading)
    note_denied(reading)
    floors = read_floors(reading)
    capacity = read_capacity(reading)
    outcomes = read_payoff(reading) if "money" not in dropped else None
    if capacity is not None and outcomes is not None and fewer_will_do(reading.line):
        capacity = replace(capacity, flags=True)
    if "money" not in dropped:
        read_vague(reading)
    if outcomes is None and capacity is None and (floors is None or not floors.bounds):
        return
    if outcomes is not None:
        _set_money(reading, outcomes, capacity, floors, frame)
    elif floors is not None and floors.bounds:
        _set_floor(reading, floors, capacity)
    elif capacity is not None and (  # "at most 300, fewer if the money says so"
        _kind(reading) == "floor" or (capacity.flags and _kind(reading) in ("payoff", "standard"))
    ):
        _set_constraints(reading, [_flagged(capacity)])
    elif capacity is not None:
        _set_capacity(reading, capacity)


def _kind(reading: Reading) -> str:
    return str(reading.context.spec.get("metric", {}).get("kind", ""))


def _set_kind(reading: Reading, kind: str, quote: str) -> None:
    if _kind(reading) != kind:
        reading.set("metric.kind", kind, quote)


def _set_money(
    reading: Reading,
    outcomes: dict[str, Amount],
    capacity: Capacity | None,
    floors: Floors | None,
    frame: Frame,
) -> None:
    parts = reading.notes["money_parts"]
    quotes: dict[str, str] = parts.quotes
    any_quote = next(iter(quotes.values()), "")
    before = _kind(reading)
    if capacity is not None and not capacity.flags:
        _set_capacity(reading, capacity)
    elif before not in ("payoff", "top_k") and outcomes:
        _set_kind(reading, "payoff", any_quote)
    for role, amount in outcomes.items():
        value = amount.value()
        if reading.context.spec.get("metric", {}).get(role) != value:
            reading.set(f"metric.{role}", value, _quote_of(role, quotes, any_quote))
    currency = currency_of(reading, outcomes) if outcomes else ""
    if currency and reading.context.spec.get("metric", {}).get("currency") != currency:
        reading.set("metric.currency", currency, any_quote)
    bounds = list(floors.bounds) if floors else []
    if capacity is not None and capacity.flags:
        bounds.append(_flagged(capacity))
    _set_constraints(reading, bounds)
    if capacity is None and before != "top_k":
        ask_what_is_missing(reading, outcomes, frame)


def _quote_of(role: str, quotes: dict[str, str], default: str) -> str:
    if role in quotes:
        return quotes[role]
    made_of = {"tp": ("cost", "rate", "value", "loss"), "fp": ("cost",), "fn": ("loss",)}.get(role, ())
    parts = list(dict.fromkeys(quotes[part] for part in made_of if part in quotes))
    return "; ".join(parts) or default


def _flagged(capacity: Capacity) -> Bound:
    if capacity.fraction is not None:
        return Bound("flagged_share", "at_most", capacity.fraction, capacity.quote)
    return Bound("flagged", "at_most", capacity.k or 0, capacity.quote)


def _set_constraints(reading: Reading, bounds: list[Bound]) -> None:
    if not bounds:
        return
    measures = {bound.measure for bound in bounds}
    kept: list[dict[str, Any]] = [
        c for c in reading.said("metric.constraints") or () if c.get("measure") not in measures
    ]
    kept.extend({"measure": bound.measure, bound.side: tidy(bound.value)} for bound in bounds)
    reading.findings[:] = [f for f in reading.findings if f.path != "metric.constraints"]  # one taken away
    reading.set("metric.constraints", kept, "; ".join(bound.quote for bound in bounds))


def _set_capacity(reading: Reading, capacity: Capacity) -> None:
    _set_kind(reading, "top_k", capacity.quote)
    before = reading.context.spec.get("metric", {})
    if capacity.k is not None:
        reading.set("metric.k", capacity.k, capacity.quote)
        if before.get("fraction") is not None:
            reading.set("metric.fraction", None, capacity.quote)
    elif capacity.fraction is not None:
        reading.set("metric.fraction", capacity.fraction, capacity.quote)
        for other in ("k", "out_of"):
            if before.get(other) is not None:
                reading.set(f"metric.{other}", None, capacity.quote)
    if capacity.out_of is not None:
        reading.set("metric.out_of", capacity.out_of, capacity.quote)


def _set_floor(reading: Reading, floors: Floors, capacity: Capacity | None) -> None:
    kind = _kind(reading)
    rest = list(floors.bounds)
    if capacity is not None:
        rest.append(_flagged(capacity))
    if kind in ("payoff", "top_k") and not floors.maximise:
        _set_constraints(reading, rest)
        return
    if kind == "standard" or (not floors.maximise and _names_a_score(reading)):
        if kind != "standard":
            read_standard(reading)
        _set_constraints(reading, rest)
        return
    for mention in find_scores(reading.line):
        if mention.name in ("recall", "precision"):
            reading.claim_items(reading.line, mention.start, mention.end)
    before = reading.context.spec.get("metric", {})
    other = before.get("subject_to") not in {bound.measure for bound in rest}
    replaces = reading.line.has(r" (?:instead|rather|no longer|forget)(?= )")
    if kind == "floor" and not floors.maximise and other and not replaces:
        _set_constraints(reading, rest)  # one bound more
        return
    first = next((bound for bound in rest if bound.measure in _COMPLEMENT), None)
    if first is None:
        return
    rest.remove(first)
    _set_kind(reading, "floor", first.quote)
    reading.set("metric.maximise", floors.maximise or _COMPLEMENT[first.measure], floors.quote or first.quote)
    reading.set("metric.subject_to", first.measure, first.quote)
    reading.set(f"metric.{first.side}", first.value, first.quote)
    _set_constraints(reading, rest)


def _names_a_score(reading: Reading) -> bool:

    names = {
        m.name
        for m in find_scores(reading.line)
        if not any(
            k in reading.claimed for i in reading.line.items[m.start : m.end] for k in range(i.start, i.end)
        )
    }
    return bool(names - {"recall", "precision"})
