"""From a message to patches of the specification: the order in which the readers take their turn."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assistant.offline.aside.asides import mark_asides
from assistant.offline.aside.in_passing import in_passing
from assistant.offline.aside.quoted import quoted_orders
from assistant.offline.context import ColumnFacts, Context, Intent, OpenQuestion, Understood
from assistant.offline.goal.targets import read_goal
from assistant.offline.merge import settle
from assistant.offline.metric.baseline import read_baseline
from assistant.offline.metric.expectation import read_expectation
from assistant.offline.metric.fairness import read_fairness
from assistant.offline.metric.metric import ask_about_unused_money, read_metric
from assistant.offline.metric.paid_time import reserve_paid_time
from assistant.offline.metric.returning import read_return
from assistant.offline.metric.weighted import read_expression
from assistant.offline.reading import Reading
from assistant.offline.rows.extra_rows import read_extra_rows
from assistant.offline.rows.filters import read_filter
from assistant.offline.rows.ignoring import read_ignored
from assistant.offline.rows.left_out import read_left_out
from assistant.offline.rows.ordered import orders_rows
from assistant.offline.rows.reserved import reserve_figures_of_rows
from assistant.offline.search.budget import read_budget
from assistant.offline.search.hyperparameters import read_hyperparameters
from assistant.offline.search.limits import read_limits
from assistant.offline.search.models import read_models
from assistant.offline.search.monotone import read_monotone
from assistant.offline.search.not_installed import read_not_installed
from assistant.offline.search.priors import read_priors
from assistant.offline.search.resampling import read_resampling
from assistant.offline.search.shares import read_shares
from assistant.offline.search.validation import read_validation
from assistant.offline.table.columns import index_of
from assistant.offline.table.labels import figured_names, names_of
from assistant.offline.text.language import foreign_language, remark_on
from assistant.offline.text.line import Line, read_line
from assistant.offline.turn.audience import read_audience
from assistant.offline.turn.figure_again import read_figure_again
from assistant.offline.turn.intents import read_intents
from assistant.offline.turn.pending import read_pending
from assistant.offline.turn.unheard import unheard
from assistant.offline.unsure.amounts import ask_about_unsure_amounts
from assistant.offline.unsure.beyond import ask_about_the_impossible
from assistant.offline.unsure.columns import ask_about_missing_columns
from assistant.offline.unsure.labels import ask_about_missing_labels
from assistant.offline.unsure.limits import ask_for_limits
from assistant.offline.unsure.targets import (
    ask_about_a_missing_target,
    ask_about_two_targets,
    take_rows_for_rows,
)
from assistant.offline.unsure.twice import ask_what_was_said_twice

# Readers of figures with a unit of their own come first, so that nobody takes their figures for money; then whatever
# names columns for another purpose than predicting them; then the goal; then what the goal is needed for.
_READERS: tuple[Callable[[Reading], None], ...] = (
    read_pending,
    read_figure_again,
    read_return,
    read_expression,
    read_baseline,
    read_expectation,
    read_not_installed,
    read_extra_rows,
    read_resampling,
    read_shares,
    read_priors,
    read_models,
    read_hyperparameters,
    reserve_figures_of_rows,
    reserve_paid_time,
    read_budget,
    read_limits,
    read_fairness,
    read_validation,
    read_ignored,
    read_goal,
    read_monotone,
    read_filter,
    read_metric,
    ask_about_unused_money,
    read_left_out,
    read_audience,
)

# The reader after which a part of one figure is known.
_READER_OF: dict[str, Callable[[Reading], None]] = {
    "baseline": read_baseline,
    "budget": read_budget,
    "limits": read_limits,
    "fairness": read_fairness,
    "validation": read_validation,
    "clusters": read_goal,
    "forecast": read_goal,
    "metric": read_metric,
}

# What an answer to a question may look like by itself; the 3 of "why row 3?" answers no question about money.
_REPLIES = frozenset(("approve", "reject", "start", "stop", "thanks", "greet"))

_RECALLED = 4  # messages; reading one again takes as long as reading it first


def get_ready() -> None:
    """Compile the patterns and read what was learned, for which the first message would wait 0.6 s."""
    columns = (
        ColumnFacts("left", "category", 2, top=(("No", 70), ("Yes", 30))),
        ColumnFacts("age", "number", 60, minimum=18.0, maximum=80.0),
    )
    said = "Predict who left. Missing one costs 500, a call 20; leave out the age, and only those above 30 count."
    understand(said, Context(columns=columns, n_rows=100))


def understand(text: str, context: Context) -> Understood:
    """What a message says, given what the conversation knows.

    Args:
        text: The message as typed.
        context: Columns, specification so far, open questions, state.
    """
    if not text.strip():
        return Understood()
    language = foreign_language(text)
    if language:
        return Understood(remarks=(remark_on(language),))
    # Readers tell columns apart by identity; what was indexed when the table was first seen must be what is read now.
    context = replace(context, columns=index_of(context.columns).columns)
    whole = read_line(text, names_of(context.columns), figured_names(context.columns))
    line, hypotheticals = mark_asides(_without(whole, quoted_orders(whole, context.columns)))
    line = _without(line, in_passing(line))
    intents, asides = _without_orders(*read_intents(line, context), line, context)
    recalled = _recalled(context)
    context = _with_rows(context, recalled)
    reading = Reading(context=context, line=line, notes={"recalled": recalled})
    if context.questions and _short(line):
        asks_for_more = any(intent.name not in _REPLIES for intent in intents)
        reading.line = _without(line, asides) if asks_for_more else line
        read_pending(reading)
        if reading.findings or reading.notes.get("answered"):
            intents = [i for i in intents if i.name not in ("approve", "reject", "start")]
            asides = []
    reading.line = _without(line, asides)
    _read_all(reading)
    _doubt(reading)
    return _result(reading, intents, hypotheticals)


_ASKED_ALIKE = frozenset(("result", "report", "profile"))


def _without_orders(
    intents: list[Intent], asides: list[tuple[int, int]], line: Line, context: Context
) -> tuple[list[Intent], list[tuple[int, int]]]:
    """ "Open leads have no outcome yet, so they can't be in it" asks for no outcome: it says which rows count."""
    if not any(intent.name in _ASKED_ALIKE for intent in intents):
        return intents, asides
    rest = [aside for aside in asides if not orders_rows(context, line, *aside)]
    if rest == asides:
        return intents, asides
    return [intent for intent in intents if rest or intent.name not in _ASKED_ALIKE], rest


def _doubt(reading: Reading) -> None:
    """Look once more at what was read: said twice, beyond what can be, or naming what the table does not have."""
    ask_about_the_impossible(reading)
    take_rows_for_rows(reading)
    ask_about_two_targets(reading)
    ask_about_a_missing_target(reading)
    ask_about_unsure_amounts(reading)
    ask_for_limits(reading)
    ask_about_missing_labels(reading)
    ask_about_missing_columns(reading)
    found = Understood(patches={finding.path: finding.value for finding in reading.findings})
    ask_what_was_said_twice(reading, _read_up_to, apply(dict(reading.context.spec), found))


def _without(line: Line, asides: list[tuple[int, int]]) -> Line:
    return line.marked((start, end, "aside", None) for start, end in asides)


def _read_all(reading: Reading) -> None:
    for reader in _READERS:
        if reader is not read_pending:
            reader(reading)


def _read_up_to(reading: Reading, parts: frozenset[str]) -> None:
    """Read as far as these parts need; those before them keep their figures from being taken for others."""
    last = max((_READERS.index(_READER_OF[part]) for part in parts if part in _READER_OF), default=-1)
    for reader in _READERS[: last + 1]:
        if reader is not read_pending:
            reader(reading)


def _recalled(context: Context) -> dict[str, Any]:
    """Per part that is asked about and not specified yet, what earlier messages said of it; see `merge`."""
    waiting = {question.field.partition(".")[0] for question in context.questions} - set(context.spec)
    found: dict[str, Any] = {}
    if not waiting & {"metric", "fairness", "filter"}:
        return found
    asked: tuple[OpenQuestion, ...] = ()
    for text in context.history[-_RECALLED:]:
        line = read_line(text, names_of(context.columns), figured_names(context.columns))
        then = replace(_with_rows(context, found), questions=asked, history=())
        reading = Reading(context=then, line=line, notes={"recalled": found})
        if asked and _short(line):
            read_pending(reading)
        _read_all(reading)
        patches, _, _, doubts = settle(reading)
        asked = tuple(OpenQuestion(doubt.field, doubt.text, doubt.choices) for doubt in doubts)
        found |= {part: said for part, said in reading.notes.get("withheld", {}).items() if part in waiting}
        if "filter" in waiting & set(patches):
            found["filter"] = patches["filter"]
    return found


def _with_rows(context: Context, recalled: dict[str, Any]) -> Context:
    """ "From 2012 on, then" changes the rows that were asked for before and could not be had."""
    if "filter" not in recalled:
        return context
    return replace(context, spec={**context.spec, "filter": recalled["filter"]})


def _short(line: Line) -> bool:
    return len(line.items) <= 14


def _result(reading: Reading, intents: list[Intent], hypotheticals: list[str]) -> Understood:
    remarks = [*reading.remarks, *_names_taken(intents)]
    if hypotheticals:
        intents = [*intents, Intent("what_if", {"words": hypotheticals[0]})]
        remarks.append(
            f"Nothing was changed for {_quoted(hypotheticals[0])}: that was a question, not a statement."
        )
    remarks += [f"I made nothing of {_quoted(words)}; say it in other words." for words in unheard(reading)]
    patches, quotes, sources, doubts = settle(reading)
    patches = _in_order(patches, quotes, reading.line.text)
    if not patches and not doubts and not intents and not remarks:
        remarks.append(f"I did not understand {_quoted(reading.line.text)}.")
    choices: dict[str, tuple[str, ...]] = {d.field: d.choices for d in doubts if d.choices}
    return Understood(
        patches=patches,
        quotes=quotes,
        sources=sources,
        questions=tuple((doubt.field, doubt.text) for doubt in doubts),
        choices=choices,
        intents=tuple(intents),
        remarks=tuple(remarks),
    )


def _in_order(patches: dict[str, Any], quotes: dict[str, str], text: str) -> dict[str, Any]:
    """Patches in the order in which they were said: "make it 40" speaks of what was said last."""
    return dict(sorted(patches.items(), key=lambda pair: text.find(quotes.get(pair[0]) or text)))


def _names_taken(intents: list[Intent]) -> list[str]:
    """Which column a question was taken to mean where it does not name one as it is written."""
    taken = [
        (intent.arguments["said"], intent.arguments["column"])
        for intent in intents
        if "said" in intent.arguments
    ]
    return [f"I took {said!r} for {column}." for said, column in dict.fromkeys(taken)]


def _quoted(words: str) -> str:
    bare = re.sub(r"\s+", " ", words).strip()
    return f"“{bare[:80]}…”" if len(bare) > 80 else f"“{bare}”"


def apply(spec: dict[str, Any], understood: Understood) -> dict[str, Any]:
    """A specification with the patches applied, as plain nested dictionaries; for evaluation without the spec room."""
    whole: dict[str, Any] = {
        key: (dict(value) if isinstance(value, dict) else value) for key, value in spec.items()
    }
    kind = understood.patches.get("metric.kind")
    if kind is not None and whole.get("metric", {}).get("kind") not in (None, kind):
        keep = {"constraints", "currency"} | (
            {"tp", "fp", "fn", "tn"} if kind in ("payoff", "top_k") else set()
        )
        whole["metric"] = {key: value for key, value in whole["metric"].items() if key in keep}
    for path, value in understood.patches.items():
        _put(whole, path, value)
    return {key: value for key, value in whole.items() if value not in ({}, [], None)}


def _put(whole: dict[str, Any], path: str, value: Any) -> None:
    head, _, rest = path.partition(".")
    if not rest:
        if value is None:
            whole.pop(head, None)
        else:
            whole[head] = value
        return
    part = whole.setdefault(head, {})
    if value is None:
        part.pop(rest, None)
    else:
        part[rest] = value
