"""What the explanations need of a model, and frames composed of cells of other rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]
Task = Literal["binary", "multiclass", "regression"]

#: Typed frame in; probabilities of shape (n_rows, n_classes) or values of shape (n_rows,) out.
Predict = Callable[[pd.DataFrame], Array]
#: Positions in the explained rows and the predictions for them → score, in its natural unit and direction.
RowScore = Callable[[IntArray, Array], float]
#: Positions in the explained rows and their predictions → what is done with each row, and its expected value.
Decide = Callable[[IntArray, Array], Sequence[tuple[str | None, float | None]]]
#: Typed frame in; contributions, base and unit out, as `automl.families.base.Family.contributions` defines them.
Native = Callable[[pd.DataFrame], tuple[Array, Any, str] | None]

# 40,000 rows of 50 numbers are 16 MB: large enough to hide the cost of a call, small enough for any laptop.
MAX_CELLS = 2_000_000


def as_predict(model: Any, task: Task) -> Predict:
    """The one function of a model that explanations call.

    Parameters
    ----------
    model : object
        Offers ``predict_proba(X)`` for classification and ``predict(X)`` for regression, on a typed frame.
    task : str
        ``"binary"``, ``"multiclass"`` or ``"regression"``.
    """
    method = model.predict if task == "regression" else model.predict_proba

    def predict(X: pd.DataFrame) -> Array:
        return np.asarray(method(X), dtype=np.float64)

    return predict


class Composer:
    """Builds frames whose cells come from different rows of one pool.

    Parameters
    ----------
    pool : DataFrame of shape (n_pool, n_columns)
        Rows to take cells from.
    """

    def __init__(self, pool: pd.DataFrame) -> None:
        self._pool = pool
        numbers = [i for i, dtype in enumerate(pool.dtypes) if dtype == np.float64]
        # Numbers are taken in one go: column by column, 10,000 of them would cost more than most predictions.
        self._numbers = np.array(numbers, dtype=np.int64)
        self._values = pool.iloc[:, numbers].to_numpy(dtype=np.float64)
        self._others = [i for i, dtype in enumerate(pool.dtypes) if dtype != np.float64]

    def rows(self, sources: IntArray) -> pd.DataFrame:
        """Compose rows.

        Parameters
        ----------
        sources : ndarray of shape (n_rows, n_columns)
            Row of the pool that each cell is taken from.
        """
        names = self._pool.columns
        block = np.take_along_axis(self._values, sources[:, self._numbers], axis=0)
        frame = pd.DataFrame(block, columns=names[self._numbers])
        if not self._others:
            return frame
        others = {names[i]: self._pool.iloc[:, i].array.take(sources[:, i]) for i in self._others}
        return pd.concat([frame, pd.DataFrame(others, index=frame.index)], axis=1)[list(names)]


def predict_composed(predict: Predict, composer: Composer, batches: Iterable[IntArray]) -> Array:
    """Predictions for composed rows, a bounded number of cells at a time."""
    return np.concatenate([predict(composer.rows(sources)) for sources in batches])


def predict_stacked(predict: Predict, frames: Iterable[pd.DataFrame]) -> Iterator[Array]:
    """Predictions for each frame, many frames in one call: a call can cost as much as a thousand rows."""
    waiting: list[pd.DataFrame] = []
    n_cells = 0
    for frame in frames:
        if waiting and n_cells + frame.size > MAX_CELLS:
            yield from _predict_all(predict, waiting)
            waiting, n_cells = [], 0
        waiting.append(frame)
        n_cells += frame.size
    if waiting:
        yield from _predict_all(predict, waiting)


def _predict_all(predict: Predict, frames: list[pd.DataFrame]) -> list[Array]:
    whole = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    return np.split(predict(whole), np.cumsum([len(frame) for frame in frames])[:-1])


def with_column(frame: pd.DataFrame, column: int, values: Any) -> pd.DataFrame:
    """The same frame with other values in one column; the frame handed in stays as it is."""
    changed = frame.copy(deep=False)
    changed.isetitem(column, values)
    return changed


def repeated(frame: pd.DataFrame, times: int) -> pd.DataFrame:
    """The rows of a frame, all of them `times` over, numbered anew."""
    rows = np.tile(np.arange(len(frame)), times)
    return frame.iloc[rows].reset_index(drop=True)


def plain(value: Any) -> Any:
    """One cell as plain JSON: numbers, text, ISO dates, None where missing."""
    if (
        value is None
        or value is pd.NaT
        or value is pd.NA
        or (isinstance(value, float) and not np.isfinite(value))
    ):
        return None
    if isinstance(value, pd.Timestamp | np.datetime64):
        return date_text(pd.Timestamp(value))
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, np.integer):
        return int(value)
    return (
        float(value)
        if isinstance(value, float | np.floating)
        else value
        if isinstance(value, int)
        else str(value)
    )


def date_text(moment: pd.Timestamp) -> str:
    """ISO date; with the time of day only where there is one."""
    return (
        moment.date().isoformat()
        if moment == moment.normalize()
        else moment.isoformat(sep=" ", timespec="minutes")
    )


def kind_of(values: pd.Series, kinds: Mapping[str, str] | None = None) -> str:
    """``"number"``, ``"boolean"``, ``"datetime"``, ``"category"`` or ``"text"``; from the values where not told."""
    known = (kinds or {}).get(str(values.name))
    if known is not None:
        return known
    if pd.api.types.is_datetime64_any_dtype(values):
        return "datetime"
    if pd.api.types.is_numeric_dtype(values):
        return "number"
    # Free text hardly ever repeats; a category does.
    return "text" if values.nunique() > max(50, len(values) // 2) else "category"
