"""How much is explained: sizes decided once, before anything is explained, from measured predictions.

The sizes are all that the clock decides. They stand in `Explanation.sizes`; handed in again, they give the same
explanation to the last digit on any machine.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from automl.explain.predictor import Array, IntArray, Predict, RowScore

MAX_COLUMNS = 60  # a longer list of importances is not read by anybody
GROUPS = 10  # of rows that the interval of an importance leaves out in turn
MAX_EFFECTS = 8
GRID = 12

# From thorough to quick. Steps are far apart on purpose: a machine that is a little busier takes the same step.
_IMPORTANCE_STEPS = ((2000, 5), (1000, 5), (1000, 3), (500, 3), (250, 3), (120, 2))
_BACKGROUND_STEPS = (100, 50, 25, 12)
_SHARE_IMPORTANCE, _SHARE_SHAPLEY, _SHARE_EFFECTS = 0.45, 0.3, 0.15


@dataclass(frozen=True)
class Sizes:
    """What is computed, and on how much.

    Attributes
    ----------
    rows, repeats, columns : int
        Of the permutation importance.
    background : int
        Rows that a sampled Shapley value is against.
    shap_rows : int
        Rows over which contributions are averaged; 0 for none where they have to be sampled.
    examples : int
        Single predictions that are explained.
    effects, effect_rows : int
        Columns whose effect is shown, and rows it is averaged over.
    """

    rows: int
    repeats: int
    columns: int
    background: int
    shap_rows: int
    examples: int
    effects: int
    effect_rows: int

    def to_json(self) -> dict[str, int]:
        """Plain JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Cost:
    """Measured seconds: of one call to predict, of each row in it, of one score."""

    call_s: float
    row_s: float
    score_s: float

    def predictions_s(self, n_calls: float, n_rows: float) -> float:
        """Seconds of predictions."""
        return n_calls * self.call_s + n_rows * self.row_s


def measure_cost(predict: Predict, X: pd.DataFrame, *, score: RowScore) -> Cost:
    """Time single predictions and one score."""
    n_rows = min(len(X), 256)
    few, many = X.iloc[:1], X.iloc[:n_rows]
    predict(few)  # the first call builds caches that later ones do not pay for
    one_s, _ = _timed(predict, few)
    all_s, predicted = _timed(predict, many)
    started = time.perf_counter()
    score(np.arange(n_rows), predicted)
    return Cost(call_s=one_s, row_s=max(all_s - one_s, 0.0) / n_rows, score_s=time.perf_counter() - started)


def _timed(predict: Predict, X: pd.DataFrame) -> tuple[float, Array]:
    started = time.perf_counter()
    predicted = predict(X)
    return time.perf_counter() - started, predicted


def choose_sizes(cost: Cost, n_rows: int, *, n_columns: int, seconds: float, native: bool) -> Sizes:
    """The most that fits into a budget of seconds.

    Parameters
    ----------
    cost : Cost
        As measured.
    n_rows, n_columns : int
        Of the rows to explain.
    seconds : float
        For the whole explanation. A budget in which nothing fits gets the smallest sizes.
    native : bool
        Whether the model tells its own contributions, which then need no sampling.
    """
    wanted = min(n_columns, MAX_COLUMNS)
    rows, repeats, columns = _importance_size(
        cost, n_rows, wanted=wanted, seconds=seconds * _SHARE_IMPORTANCE
    )
    background, shap_rows, examples = _shapley_size(
        cost, n_rows, players=min(n_columns, 30), seconds=seconds * _SHARE_SHAPLEY, native=native
    )
    effect_rows = min(n_rows, 300)
    each_s = cost.predictions_s(1, GRID * effect_rows)
    effects = int(np.clip(seconds * _SHARE_EFFECTS / max(each_s, 1e-9), 2, MAX_EFFECTS))
    return Sizes(rows, repeats, columns, background, shap_rows, examples, effects, effect_rows)


def _importance_size(cost: Cost, n_rows: int, *, wanted: int, seconds: float) -> tuple[int, int, int]:
    for most, repeats in _IMPORTANCE_STEPS:
        rows = min(most, n_rows)
        scores = repeats * (GROUPS + 1) * cost.score_s * rows / min(n_rows, 256)
        column_s = cost.predictions_s(1, rows * repeats) + scores
        if wanted * column_s <= seconds:
            return rows, repeats, wanted
    # Not even the quickest step fits all columns: the ones that move the predictions most, then.
    return rows, repeats, min(wanted, max(8, int(seconds / max(column_s, 1e-9)) // 8 * 8))


def _shapley_size(
    cost: Cost, n_rows: int, *, players: int, seconds: float, native: bool
) -> tuple[int, int, int]:
    if native:
        return min(100, n_rows), min(1000, n_rows), 4
    for background in _BACKGROUND_STEPS:
        row_s = cost.predictions_s(1, 2 * background * players)
        if 12 * row_s <= seconds:
            return min(background, n_rows), min(n_rows, 40 if 44 * row_s <= seconds else 8), 4
    return min(background, n_rows), 0, 3 if 3 * row_s <= seconds else 1


def sample_rows(n_rows: int, n_wanted: int, *, seed: int) -> IntArray:
    """Positions of a sample in ascending order; a smaller sample is part of a larger one."""
    order = np.random.default_rng(seed).permutation(n_rows)
    return np.sort(order[:n_wanted]).astype(np.int64)
