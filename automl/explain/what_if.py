"""What the model would say of a row if some of its values were others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from automl.errors import DataError
from automl.explain.predictor import Array, Predict, kind_of, plain


@dataclass(frozen=True)
class WhatIf:
    """One row before and after a change.

    Attributes
    ----------
    before, after : ndarray of shape (n_classes,) or ()
        Predictions: probabilities of all classes, or the value.
    changed : tuple of (column, before, after)
        Values as plain JSON.
    notes : tuple of str
        Sentences on values that the model has not seen.
    row : DataFrame of shape (1, n_columns)
        The changed row, typed.
    """

    before: Array
    after: Array
    changed: tuple[tuple[str, Any, Any], ...]
    notes: tuple[str, ...]
    row: pd.DataFrame


def what_if(
    predict: Predict,
    row: pd.DataFrame,
    *,
    changes: Mapping[str, Any],
    reference: pd.DataFrame | None = None,
    kinds: Mapping[str, str] | None = None,
) -> WhatIf:
    """Predict a row again with other values.

    Parameters
    ----------
    predict : callable
        As `automl.explain.predictor.as_predict` returns it.
    row : DataFrame of shape (1, n_columns)
        The row as it is, typed.
    changes : mapping
        Column → new value; None for missing; ``{"add": 10000}`` or ``{"times": 1.1}`` relative to what it is.
    reference : DataFrame, optional
        Typed rows that show which values the model has seen.
    kinds : mapping, optional
        Column → kind.

    Returns
    -------
    WhatIf
        A prediction for each; not what would happen if somebody changed the value in the world.

    Raises
    ------
    DataError
        If a column does not exist, or a value does not go with the kind of its column.
    """
    changed_row = row.reset_index(drop=True).copy()
    listed, notes = [], []
    for column, wanted in changes.items():
        if column not in row.columns:
            raise DataError(f"The model does not use a column {column!r}.{_nearest(column, row)}")
        before = plain(row[column].iloc[0])
        kind = kind_of(row[column] if reference is None else reference[column], kinds)
        after = _typed(column, _relative(column, before, wanted), kind)
        changed_row[column] = pd.Series([after], dtype=row[column].dtype)
        listed.append((column, before, plain(after)))
        if reference is not None:
            notes += _unseen(column, after, reference[column])
    both = predict(pd.concat([row.reset_index(drop=True), changed_row], ignore_index=True))
    return WhatIf(both[0], both[1], tuple(listed), tuple(notes), changed_row)


def _nearest(column: str, row: pd.DataFrame) -> str:
    from automl.spec.names import nearest

    found = nearest(column, [str(name) for name in row.columns], limit=1)
    return f" Did you mean {found[0]!r}?" if found else ""


def _relative(column: str, before: Any, wanted: Any) -> Any:
    if not isinstance(wanted, Mapping):
        return wanted
    if not isinstance(before, int | float) or set(wanted) - {"add", "times"}:
        raise DataError(
            f"{column!r} is {before!r} in this row and cannot be changed by {dict(wanted)!r}: say the new value itself."
        )
    return before * float(wanted.get("times", 1)) + float(wanted.get("add", 0))


def _typed(column: str, value: Any, kind: str) -> Any:
    if value is None:
        return None
    try:
        if kind in ("number", "boolean"):
            return float(value)
        return pd.Timestamp(value) if kind == "datetime" else str(value)
    except (TypeError, ValueError):
        what = {"datetime": "dates", "boolean": "0 or 1"}.get(kind, "numbers")
        raise DataError(f"{column!r} holds {what}; {value!r} is none.") from None


def _unseen(column: str, value: Any, seen: pd.Series) -> list[str]:
    if value is None or seen.empty:
        return []
    if isinstance(value, str):
        return [] if (seen == value).any() else [f"The model has never seen {value!r} in {column!r}."]
    low, high = seen.min(), seen.max()
    if low <= value <= high:
        return []
    return [
        f"The data has {column!r} only from {plain(low)} to {plain(high)}; beyond that the model is guessing."
    ]
