"""The delivered model of a run beside the table it learned from: what is asked of it row by row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from automl.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

    from automl.data.table import Table
    from automl.explain.predictor import Predict, Task
    from automl.metrics import Predictions
    from automl.scoring import ScoringModel
    from automl.search.result import RowExplanation
    from tools.context import ToolContext

# Enough typical rows for steady reasons, few enough for an answer within a second.
_BACKGROUND_ROWS = 50


@dataclass(frozen=True)
class Delivered:
    """A delivered model, the typed rows of its table, and whether its metric is money."""

    model: ScoringModel
    table: Table
    run_id: str

    def frame(self) -> pd.DataFrame:
        """Return the rows of the table."""
        return self.table.frame

    def background(self) -> pd.DataFrame:
        """Return typical rows that reasons are against."""
        from automl.explain import typical_rows

        return typical_rows(self.frame()[self.model.features], _BACKGROUND_ROWS, seed=0)

    def reasons(
        self, row: pd.DataFrame, *, number: int, background: pd.DataFrame | None = None
    ) -> RowExplanation:
        """Explain what the model says of one typed row, and what is done with it."""
        from automl.explain import explain_row

        # The reasons are the model's own, and rows of the table are all among those it learned from.
        what, value = self.decision(self.model.predictions(row, recalled=False))
        return explain_row(
            self.predict(),
            row[self.model.features],
            background=self.background() if background is None else background,
            task=self.task,
            classes=self.model.classes,
            native=getattr(self.model.model, "contributions", None),
            row_id=number,
            decision=what,
            expected_value=value,
        )

    @property
    def task(self) -> Task:
        """What is predicted."""
        return cast("Task", self.model.task)

    def predict(self) -> Predict:
        """Return the one function of the model that explanations call."""
        from automl.explain import as_predict

        return as_predict(self.model.model, self.task)

    def decision(self, predictions: Predictions) -> tuple[str | None, float | None]:
        """Return what is done with a row by itself, and what acting on it is expected to bring over not acting."""
        found = self.model.rule.decide(predictions, batch="row")
        if self.model.facts.get("has_action") and found.action is not None:
            gain = None if found.priority is None or not self.has_money else float(found.priority[0])
            return ("act" if found.action[0] else "leave alone"), gain
        if found.label is not None and self.model.classes:
            return self.model.classes[int(found.label[0])], None
        return None, None

    @property
    def has_money(self) -> bool:
        """Whether decisions are ordered by expected money rather than by probability."""
        return self.model.rule.state.get("payoffs") is not None

    @property
    def currency(self) -> str | None:
        """Currency of the metric, where it has one."""
        return self.model.facts.get("currency")

    def _column_with(self, value: str) -> str:
        """The column in which exactly one row has a value: an id, whatever it is called."""
        for column in self.table.columns:
            if column.kind not in ("category", "text", "number"):
                continue
            if int((self.table.labels(column.name).str.strip() == value.strip()).sum()) == 1:
                return column.name
        raise DataError(f"No column has {value!r} in exactly one row; name the row by its number.")

    def position(self, *, row: int, column: str, value: str) -> int:
        """Return where a row stands in the table: by its number from 1, or by what a column says there.

        Raises:
            DataError: There is no such row, or several.
        """
        if value and not column:
            column = self._column_with(value)
        if not column:
            if not 1 <= row <= self.table.n_rows:
                raise DataError(
                    f"Rows are numbered from 1 to {self.table.n_rows:,}; there is no row {row:,}."
                )
            return row - 1
        found = np.flatnonzero((self.table.labels(column).str.strip() == value.strip()).to_numpy(dtype=bool))
        if len(found) != 1:
            raise DataError(
                f"{column!r} is {value!r} in {len(found):,} rows; name one row, by its number or by a "
                "column that tells rows apart."
            )
        return int(found[0])


def delivered(context: ToolContext, run_id: str = "") -> Delivered:
    """Return the delivered model of a run: the one named, or the newest that has one."""
    run = context.finished_run(run_id)
    version = context.project.data(run.data_id) if run.data_id else None
    table = context.table_of(version) if version is not None else context.table()
    return Delivered(_model(run.folder, _stamp(run.folder)), table, run.id)


def _stamp(folder: Path) -> int:
    result = folder / "result.json"
    return result.stat().st_mtime_ns if result.exists() else 0


@lru_cache(maxsize=2)
def _model(folder: Path, stamp: int) -> Any:
    # Loading brings scikit-learn and takes seconds; a conversation asks the same model again and again.
    from automl.scoring import load

    return load(folder)
