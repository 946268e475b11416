"""What every rule is given: the specification, the facts on the table, and the ways to ask the rooms above."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from automl.errors import SpecError
from automl.spec.facts import ColumnFacts, Facts
from automl.spec.model import ProblemSpec
from automl.spec.names import did_you_mean
from automl.spec.reading import likeliest_task
from automl.spec.table import CheckSql, EvaluateRows, SettingNames


@dataclass(frozen=True)
class Case:
    """One specification against one table.

    Attributes
    ----------
    spec : ProblemSpec
        As said, or with its defaults.
    facts : Facts
        On the columns of the table.
    check_sql, evaluate, setting_names : callable or None
        How SQL is checked and worked out, and which settings a family has; without them those checks are left out.
    """

    spec: ProblemSpec
    facts: Facts
    check_sql: CheckSql | None = None
    evaluate: EvaluateRows | None = None
    setting_names: SettingNames | None = None

    @cached_property
    def target(self) -> ColumnFacts | None:
        """The target column, where it was named and exists."""
        return self.facts.find(self.spec.target)

    @cached_property
    def task(self) -> str | None:
        """The task as said, or as the target means it."""
        if self.spec.task is not None:
            return self.spec.task
        return likeliest_task(self.spec, self.target) if self.target is not None else None

    def unknown_column(self, name: str, field: str) -> SpecError:
        """The answer to a column that does not exist."""
        hint = did_you_mean(name, self.facts.names, noun="columns")
        return SpecError(f"There is no column {name!r} ({field!r}). {hint}", field=field)

    def missing(self, names: Iterable[str], field: str) -> Iterator[SpecError]:
        """An error for each name that is no column."""
        for name in names:
            if name not in self.facts.kinds:
                yield self.unknown_column(name, field)


Rule = Callable[[Case], Iterator[SpecError]]


def as_list(value: Any) -> tuple[Any, ...]:
    """One or several as a tuple."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)
