"""What `assistant.offline.goal.impression` is to make of the seen requests: target, labels, task, metric, fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.impression import N_COLUMNS, N_LABELS
from evals.learning.target import by_others, gathered

# Parts of a specification that count as said as a whole; of these others, each field by itself.
_BY_FIELD = frozenset(("metric", "models", "validation", "budget"))


@dataclass(frozen=True)
class Message:
    """A request, and what it must become.

    Attributes:
        columns: Those that other clues find likeliest, in the order of the table.
        likely: Logarithms of their odds by these clues, that of no column first.
        target: Place of the target among the columns; None where no column is meant.
        sought: For each label of the target that is told, whether it is looked for; empty where none is.
        metric: Kind of metric, empty where there is none; None where the metric has to be asked about.
        said: Fields of the specification, and of what has to be asked about ("ask target").
    """

    table: str
    text: str
    columns: tuple[ColumnFacts, ...]
    likely: tuple[float, ...]
    target: int | None
    sought: tuple[bool, ...]
    task: str
    metric: str | None
    said: frozenset[str]


def messages() -> list[Message]:
    """Every request in which a target is chosen; the likeliest columns are told by weights from other tables.

    A target that is not among these takes the place of the last one.
    """
    choices = gathered()
    return [_message(choice, sums) for choice, sums in zip(choices, by_others(choices), strict=True)]


def _message(choice: dict[str, Any], sums: Any) -> Message:
    said, right = choice["said"], choice["right"]
    likely = np.argsort(-sums[:-1], kind="stable")[:N_COLUMNS].tolist()
    if right >= 0 and right not in likely:
        likely[-1] = right
    likely.sort()
    return Message(
        table=said.table,
        text=choice["text"],
        columns=tuple(said.context.columns[place] for place in likely),
        likely=(float(sums[-1]), *(float(sums[place]) for place in likely)),
        target=likely.index(right) if right >= 0 else None,
        sought=_sought(said.context.columns[right], said.spec) if right >= 0 else (),
        task=said.spec.get("task", ""),
        metric=_metric(said.spec, said.ask),
        said=frozenset((*fields(said.spec), *(f"ask {field}" for field in said.ask))),
    )


def _sought(column: ColumnFacts, spec: Mapping[str, Any]) -> tuple[bool, ...]:
    """Which of the labels that are told are looked for; empty where one of those is not told."""
    positive = spec.get("positive_label")
    wanted = {str(label) for label in (positive if isinstance(positive, list) else [positive])}
    told = column.labels[:N_LABELS]
    if positive is None or len(told) < 2 or not wanted <= set(told):
        return ()
    return tuple(label in wanted for label in told)


def _metric(spec: Mapping[str, Any], ask: tuple[str, ...]) -> str | None:
    if any(field.startswith("metric") for field in ask):
        return None
    return str(spec.get("metric", {}).get("kind", ""))


def fields(spec: Mapping[str, Any]) -> Iterator[str]:
    """The fields of a specification that are said: "filter", "metric.kind"."""
    for name, value in spec.items():
        if name in _BY_FIELD:
            yield from (f"{name}.{field}" for field in value)
        else:
            yield name
