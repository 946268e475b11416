"""What the specification needs to know of a table, so that this room imports nothing from `automl.data`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Literal, Protocol

import pandas as pd

# Below this neither five folds nor a held-out part hold enough rows for any figure to mean something.
MIN_ROWS = 20


class ColumnLike(Protocol):
    """A column with its name and kind (`number`, `category`, `boolean`, `datetime` or `text`)."""

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> str: ...


class TableLike(Protocol):
    """A loaded table; `automl.data.table.Table` is one. It does not change, and is hashed as the object it is."""

    def __hash__(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def frame(self) -> pd.DataFrame: ...

    @property
    def columns(self) -> Sequence[ColumnLike]: ...

    def labels(self, column: str) -> pd.Series:
        """Text exactly as in the data, blanks included; missing where there is none."""
        ...

    def label_counts(self, column: str) -> dict[str, int]:
        """Label → rows, most frequent first, ties in the order of the alphabet."""
        ...


class FindingLike(Protocol):
    """Something that the checks of the data found; `automl.data.checks.Finding` is one."""

    @property
    def columns(self) -> tuple[str, ...]: ...

    @property
    def reason(self) -> str: ...

    @property
    def action(self) -> str: ...


class CheckSql(Protocol):
    """Raises `SqlExpressionError` where an expression cannot be used; `automl.data.sql.check_expression` is one."""

    def __call__(
        self,
        sql: str,
        frame: pd.DataFrame,
        *,
        field: str,
        want: Literal["number", "boolean", "aggregate"],
        reserved: Sequence[str] = (),
    ) -> None: ...


class EvaluateRows(Protocol):
    """One value per row of an expression; `automl.data.sql.evaluate_rows` is one."""

    def __call__(
        self, sql: str, frame: pd.DataFrame, *, field: str, want: Literal["number", "boolean"]
    ) -> Any: ...


class SettingNames(Protocol):
    """Names of the settings that a family has for a task; `automl.families` knows them."""

    def __call__(self, family: str, task: str) -> Collection[str]: ...
