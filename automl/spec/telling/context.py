"""What every sentence of a read-back is written from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from automl.errors import AutoMLError
from automl.spec.document import SpecDocument
from automl.spec.facts import ColumnFacts, Facts
from automl.spec.model import ProblemSpec
from automl.spec.names import listed
from automl.spec.reading import likeliest_task
from automl.spec.table import EvaluateRows


@dataclass(frozen=True)
class Context:
    """A document, the facts on its table, and the rows that count.

    Attributes
    ----------
    document : SpecDocument
        With its defaults and questions.
    facts : Facts
        On the columns of the table.
    evaluate : callable or None
        How SQL is computed; without it sentences do without those figures.
    """

    document: SpecDocument
    facts: Facts
    evaluate: EvaluateRows | None = None

    @property
    def spec(self) -> ProblemSpec:
        """What was said."""
        return self.document.spec

    @cached_property
    def target(self) -> ColumnFacts | None:
        return self.facts.find(self.spec.target)

    @cached_property
    def task(self) -> str | None:
        """Said, by default, or as the target means it."""
        said = self.spec.task or self.document.defaults.get("task")
        if said is not None:
            return str(said)
        return likeliest_task(self.spec, self.target) if self.target is not None else None

    @cached_property
    def kept(self) -> Any:
        """Which rows count, as booleans of shape (n_rows,): those that pass the filter and have a target."""
        return self._passing if self.target is None else self._passing & self.target.texts.notna().to_numpy()

    @cached_property
    def n_open(self) -> int:
        """Rows that pass the filter and have no target."""
        return int(self._passing.sum()) - self.n_rows

    @cached_property
    def _passing(self) -> Any:
        mask = pd.Series(True, index=self.facts.table.frame.index).to_numpy(copy=True)
        passing = self.holds(self.spec.filter, "filter") if self.spec.filter is not None else None
        return mask if passing is None else mask & passing

    @cached_property
    def n_rows(self) -> int:
        return int(self.kept.sum())

    @cached_property
    def positives(self) -> tuple[str, ...]:
        """The positive labels, said or by default."""
        said = self.spec.positive_labels
        default = self.document.defaults.get("positive_label")
        return said or ((default,) if isinstance(default, str) else tuple(default or ()))

    @cached_property
    def positive(self) -> Any:
        """Which of the rows that count are positive, of shape (n_rows,); None where that is not known."""
        if self.task != "binary" or self.target is None or not self.positives:
            return None
        mask = self.target.texts.isin(self.positives).to_numpy()[self.kept]
        return mask if mask.any() and not mask.all() else None

    @property
    def case(self) -> str:
        """The positive label or labels, in quotes."""
        return listed(self.positives, last="or") if self.positives else "the label to find"

    def holds(self, sql: str, field: str) -> Any:
        """Whether an expression holds, row by row of the table; None where it cannot be computed."""
        return self._computed(sql, field, "boolean")

    def number(self, sql: str, field: str) -> Any:
        """The value of an expression, row by row of the table; None where it cannot be computed."""
        return self._computed(sql, field, "number")

    def median(self, sql: str, field: str) -> float | None:
        """The median of an expression over the rows that count; None where it cannot be computed."""
        computed = self.number(sql, field)
        known = (
            pd.Series(computed[self.kept]).dropna() if computed is not None else pd.Series(dtype="float64")
        )
        return float(known.quantile(0.5)) if len(known) else None

    def _computed(self, sql: str, field: str, want: Any) -> Any:
        if self.evaluate is None:
            return None
        try:
            return self.evaluate(sql, self.facts.table.frame, field=field, want=want)
        except AutoMLError:  # validation says what is wrong with it; the other sentences still stand
            return None

    def numbers(self, column: str) -> pd.Series | None:
        """Values of a numeric column in the rows that count, without missing ones."""
        found = self.facts.find(column)
        if found is None or found.kind not in ("number", "boolean"):
            return None
        values = found.values[self.kept].dropna()
        return values if len(values) else None


#: Writes sentences on one part of a specification; none where nothing was said about it.
Teller = Callable[[Context], Iterator[str]]
