"""New rows in the order in which to act on them: prediction, decision, expected value, and the reason of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from tools.delivered import Delivered

if TYPE_CHECKING:
    from automl.explain.predictor import Task

# Where the model does not tell reasons itself they are sampled: 100 rows of 20 columns take about 40,000 predictions.
MAX_REASONS = 100
_WALKED_ROWS = 10  # typical rows that sampled reasons start from; each is walked from twice
_REASONS_PER_ROW = 3


@dataclass(frozen=True)
class Scored:
    """Scored rows, ordered; what had to be done to the file; what acting on the list is expected to bring."""

    table: pd.DataFrame
    notes: tuple[str, ...]
    n_act: int | None
    expected_total: float | None

    def first_rows(self, n_rows: int) -> list[dict[str, Any]]:
        """Return the top of the list as plain JSON."""
        top = self.table.head(n_rows)
        rows = top.astype(object).where(top.notna(), None).to_dict("records")
        return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


def score(model: Delivered, source: str) -> Scored:
    """Score the rows of a file, the ones to act on first.

    Raises:
        DataError: The file cannot be read, or none of the model's columns is in it.
    """
    found = model.model.rows(source)
    frame, notes = found.frame, found.notes
    raw = found.raw.reset_index(drop=True)
    predictions = model.model.predictions(frame)
    decisions = model.model.rule.decide(predictions, batch="file")
    scored = model.model.table(predictions)
    gain = decisions.priority if model.has_money and decisions.priority is not None else None
    if gain is not None:
        scored["expected_value"] = gain
    order = _order(scored, decisions.priority)
    scored["reason"] = _reasons(model, frame, order)
    new = scored.rename(columns={name: _free(name, raw) for name in scored.columns})
    act = decisions.action if model.model.facts.get("has_action") else None
    return Scored(
        table=pd.concat([new, raw], axis=1).iloc[order].reset_index(drop=True),
        notes=(*notes, *model.model.seen_before(frame)),
        n_act=None if act is None else int(act.sum()),
        expected_total=None if act is None or gain is None else float(np.nansum(gain[act])),
    )


def _free(name: str, raw: pd.DataFrame) -> str:
    return f"{name}_by_tandem" if name in raw.columns else name


def _order(scored: pd.DataFrame, priority: np.ndarray[Any, Any] | None) -> np.ndarray[Any, Any]:
    """Rows to act on first, and among them the ones that matter most; the file's order where nothing ranks them."""
    if priority is None:
        numbers = scored["prediction"] if pd.api.types.is_numeric_dtype(scored["prediction"]) else None
        key = np.zeros(len(scored)) if numbers is None else -numbers.to_numpy(dtype=np.float64)
        return np.argsort(key, kind="stable")
    ranked = np.where(np.isnan(priority), -np.inf, priority)
    acted = scored["decision"].to_numpy() if "decision" in scored else np.zeros(len(scored))
    return np.lexsort((-ranked, -acted.astype(np.float64)))


def _reasons(model: Delivered, frame: pd.DataFrame, order: np.ndarray[Any, Any]) -> list[str]:
    """The reasons of the rows at the top of the list, worked out together; the others stay empty."""
    from automl.explain import as_predict, native_contributions, sampled_shapley

    scoring = model.model
    task = cast("Task", scoring.task)
    top = order[:MAX_REASONS]
    rows = frame.iloc[top][scoring.features].reset_index(drop=True)
    predict = as_predict(scoring.model, task)
    native = getattr(scoring.model, "contributions", None)
    # What margins of several classes say of one of them only holds together: sampled probabilities are said instead.
    several = len(scoring.classes) > 2
    told = None if several else native_contributions(native, rows, predict=predict, task=task)
    if told is None:
        told = sampled_shapley(predict, rows, model.background().iloc[:_WALKED_ROWS])
    parts = told.values
    if parts.ndim == 3:
        shown = predict(rows).argmax(axis=1) if several else np.full(len(rows), len(scoring.classes) - 1)
        parts = parts[np.arange(len(rows)), :, shown]
    said = [""] * len(frame)
    known = np.zeros(len(rows), dtype=np.int64) if scoring.recall is None else scoring.recall.known(rows)
    for i, position in enumerate(top):
        said[int(position)] = _seen(int(known[i])) + _reason(rows.iloc[i], parts[i])
    return said


def _seen(n_known: int) -> str:
    """That a row equals some that the model learned from, which then count more than its reasons."""
    if not n_known:
        return ""
    return f"equals {'a row' if n_known == 1 else f'{n_known:,} rows'} learned from; "


def _reason(row: pd.Series[Any], parts: np.ndarray[Any, Any]) -> str:
    """The columns that move a prediction most, and which way."""
    first = [j for j in np.argsort(-np.abs(parts), kind="stable")[:_REASONS_PER_ROW] if parts[j] != 0]
    return "; ".join(
        f"{row.index[j]} {_shown(row.iloc[j])} ({'raises' if parts[j] > 0 else 'lowers'} it)" for j in first
    )


def _shown(value: Any) -> str:
    if pd.isna(value):
        return "is missing"
    return f"= {value:g}" if isinstance(value, float) else f"= {value}"


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
