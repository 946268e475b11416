"""How much is explained: sizes decided once, before anything is explained, from measured predictions.

The sizes are all that the clock decides. They stand in `Explanation.sizes`; handed in again, they give the same
explanation to the last digit on any machine.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace

import numpy as np
import pandas as pd

from automl.explain.predictor import MAX_CELLS, Array, IntArray, Predict, RowScore

MAX_COLUMNS = 60  # a longer list of importances is not read by anybody
GROUPS = 10  # of rows that the interval of an importance leaves out in turn
MAX_EFFECTS = 8
ENOUGH_EFFECTS = 6
GRID = 12

# From thorough to quick. Steps are far apart on purpose: a machine that is a little busier takes the same step.
_IMPORTANCE_STEPS = ((2000, 5), (1000, 5), (1000, 3), (500, 3), (250, 3), (120, 2))
_BACKGROUND_STEPS = (100, 50, 25, 12)
_NATIVE_STEPS = (1000, 400, 150, 50)
_EFFECT_STEPS = (300, 150, 80)
_CELL_S = 1e-8  # of copying one cell into a frame
_MOST_CELLS = 2 * MAX_CELLS  # in one frame: 32 MB of numbers
_SHARE_IMPORTANCE, _SHARE_SHAPLEY, _SHARE_EFFECTS = 0.45, 0.25, 0.2


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


@dataclass(frozen=True)
class NativeCost:
    """Measured seconds of a model's own contributions: of one call, and of each row in it."""

    call_s: float
    row_s: float


def measure_cost(
    predict: Predict, X: pd.DataFrame, *, all_s: float, predicted: Array, score: RowScore
) -> Cost:
    """Time one row and one score, beside all rows whose time is known already."""
    started = time.perf_counter()
    predict(X.iloc[:1])
    one_s = time.perf_counter() - started
    positions = np.arange(min(len(X), 256))
    started = time.perf_counter()
    score(positions, predicted[positions])
    return Cost(call_s=one_s, row_s=max(all_s - one_s, 0.0) / len(X), score_s=time.perf_counter() - started)


def choose_sizes(
    cost: Cost, n_rows: int, *, n_columns: int, seconds: float, native: NativeCost | None
) -> Sizes:
    """The most that fits into a budget of seconds.

    Parameters
    ----------
    cost : Cost
        As measured.
    n_rows, n_columns : int
        Of the rows to explain.
    seconds : float
        For the whole explanation. A budget in which nothing fits gets the smallest sizes.
    native : NativeCost or None
        What the model's own contributions cost; None where they have to be sampled.
    """
    wanted = min(n_columns, MAX_COLUMNS)
    # On tables of thousands of columns, putting the rows together costs more than predicting them.
    cost = replace(cost, row_s=cost.row_s + _CELL_S * n_columns)
    rows, repeats, columns = _importance_size(
        cost,
        n_rows,
        wanted=wanted,
        n_columns=n_columns,
        seconds=seconds * _SHARE_IMPORTANCE,
    )
    background, shap_rows, examples = _shapley_size(
        cost, n_rows, n_columns=n_columns, seconds=seconds * _SHARE_SHAPLEY, native=native
    )
    effects, effect_rows = _effect_size(cost, n_rows, n_columns=n_columns, seconds=seconds * _SHARE_EFFECTS)
    return Sizes(rows, repeats, columns, background, shap_rows, examples, effects, effect_rows)


def _effect_size(cost: Cost, n_rows: int, *, n_columns: int, seconds: float) -> tuple[int, int]:
    """Columns and rows: fewer rows before fewer columns."""
    most_rows = max(30, _MOST_CELLS // (GRID * n_columns))
    for most in _EFFECT_STEPS:
        rows = min(most, n_rows, most_rows)
        fit = (seconds - cost.call_s) / max(cost.row_s * GRID * rows, 1e-9)
        if fit >= ENOUGH_EFFECTS:
            break
    return int(np.clip(fit, 2, MAX_EFFECTS)), rows


def _importance_size(
    cost: Cost, n_rows: int, *, wanted: int, n_columns: int, seconds: float
) -> tuple[int, int, int]:
    for most, repeats in _IMPORTANCE_STEPS:
        rows = min(most, n_rows)
        score_s = (repeats + GROUPS) * cost.score_s * max(1.0, rows / 256)
        column_s = _stacked_s(cost, rows * repeats, n_columns=n_columns) + score_s
        if rows * repeats * n_columns > _MOST_CELLS:
            continue
        if wanted * column_s <= seconds - cost.call_s:
            return rows, repeats, wanted
    # Not even the quickest step fits all columns: the ones that move the predictions most, then.
    return rows, repeats, min(wanted, max(8, int(seconds / max(column_s, 1e-9)) // 8 * 8))


def _shapley_size(
    cost: Cost, n_rows: int, *, n_columns: int, seconds: float, native: NativeCost | None
) -> tuple[int, int, int]:
    if native is not None:
        fit = (seconds - 2 * native.call_s) / max(native.row_s, 1e-9) - 4
        rows = next((step for step in _NATIVE_STEPS if step <= fit), 0)
        return min(100, n_rows), min(rows, n_rows), 4
    players = min(n_columns, 30)
    for background in _BACKGROUND_STEPS:
        row_s = _stacked_s(cost, 2 * background * (players + 1), n_columns=n_columns)
        for shap_rows in (40, 12, 0):
            if (4 + shap_rows) * row_s <= seconds - 2 * cost.call_s:
                return min(background, n_rows), min(n_rows, shap_rows), 4
    return min(background, n_rows), 0, 3 if 3 * row_s <= seconds else 1


def _stacked_s(cost: Cost, n_rows: float, *, n_columns: int) -> float:
    """Seconds of predicting rows in calls that are as large as they may be."""
    return cost.predictions_s(n_rows * n_columns / MAX_CELLS, n_rows)


def sample_rows(n_rows: int, n_wanted: int, *, seed: int) -> IntArray:
    """Positions of a sample in ascending order; a smaller sample is part of a larger one."""
    order = np.random.default_rng(seed).permutation(n_rows)
    return np.sort(order[:n_wanted]).astype(np.int64)
