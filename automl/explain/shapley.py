"""Contributions of columns to single predictions: Shapley values, sampled or the model's own [1]_ [2]_.

References
----------
.. [1] Castro, Gómez, Tejada (2009), Polynomial calculation of the Shapley value based on sampling.
.. [2] Mitchell, Cooper, Frank, Holmes (2022), Sampling Permutations for Shapley Value Estimation (antithetic pairs).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from automl.explain.predictor import MAX_CELLS, Array, Composer, IntArray, Predict, predict_composed


@dataclass(frozen=True)
class Contributions:
    """What each column adds to each prediction.

    Attributes
    ----------
    values : ndarray of shape (n_rows, n_columns) or (n_rows, n_columns, n_classes)
        Signed, in `unit`; columns without a part of their own hold 0 and stand together in `rest`.
    base : ndarray of shape (n_rows,) or (n_rows, n_classes)
        Where a prediction starts when nothing is known about the row.
    unit : str
        ``"probability"``, ``"log-odds"`` or ``"value"`` (the unit of the target).
    method : str
        In words.
    rest : ndarray of the shape of `base`
        What the columns without a part of their own add together.
    error : ndarray of the shape of `values`, or None
        Standard error of sampled values.
    """

    values: Array
    base: Array
    unit: str
    method: str
    rest: Array
    error: Array | None = None

    @property
    def total(self) -> Array:
        """The predictions that the contributions add up to, in `unit`."""
        total: Array = self.base + self.values.sum(axis=1) + self.rest
        return total


def sampled_shapley(
    predict: Predict,
    X: pd.DataFrame,
    background: pd.DataFrame,
    *,
    columns: Sequence[int] | None = None,
    seed: int = 0,
) -> Contributions:
    """Shapley values by permutation sampling.

    A prediction is walked to from a background row, one column at a time, in a random order and in its reverse; a
    column's contribution is its mean step. Every background row starts one pair of walks, so base plus contributions
    is the prediction by construction, however few walks there are.

    Parameters
    ----------
    predict : callable
        As `automl.explain.predictor.as_predict` returns it.
    X : DataFrame of shape (n_rows, n_columns)
        Rows to explain.
    background : DataFrame of shape (n_background, n_columns)
        Typical rows; `base` is their mean prediction.
    columns : sequence of int, optional
        Columns with a part of their own; the others move together. Default all.
    seed : int
        Same seed, same values.

    Returns
    -------
    Contributions
        In probabilities, or in the unit of the target.
    """
    own = list(range(X.shape[1])) if columns is None else list(columns)
    others = sorted(set(range(X.shape[1])) - set(own))
    players = [[column] for column in own] + ([others] if others else [])
    pool = pd.concat([background, X], ignore_index=True)
    before, after = background.dtypes, pool.dtypes
    changed = {name: before[name] for name in before.index[(before != after).to_numpy()]}
    composer = Composer(pool.astype(changed) if changed else pool)
    orders = _orders(len(background), len(players), seed=seed)
    predicted = predict_composed(predict, composer, _walks(orders, players, n_rows=len(X)))
    # (row, background row, direction, step, …): the two walks of a pair start from the same background row.
    walked = predicted.reshape(len(X), len(background), 2, len(players) + 1, *predicted.shape[1:])
    pairs = _steps_by_player(walked, orders)
    means = pairs.mean(axis=1)
    spread = pairs.std(axis=1, ddof=1) if len(background) > 1 else np.zeros_like(means)
    values, error = (
        np.zeros((len(X), X.shape[1], *means.shape[2:])),
        np.zeros((len(X), X.shape[1], *means.shape[2:])),
    )
    values[:, own], error[:, own] = means[:, : len(own)], spread[:, : len(own)] / np.sqrt(len(background))
    base = walked[:, :, :, 0].mean(axis=(1, 2))
    return Contributions(
        values=values,
        base=base,
        unit="probability" if values.ndim == 3 else "value",
        method=f"Shapley values sampled over {2 * len(background)} walks from typical rows",
        rest=means[:, -1] if others else np.zeros_like(base),
        error=error,
    )


def _steps_by_player(walked: Array, orders: IntArray) -> Array:
    """Mean step of each player over the two walks of a pair, of shape (row, background row, player, …)."""
    steps = np.diff(walked, axis=3)
    by_player = np.empty_like(steps)
    for direction, order in enumerate((orders, orders[:, ::-1])):
        at = order.reshape(1, *order.shape, *[1] * (steps.ndim - 4))
        at = np.broadcast_to(at, steps[:, :, direction].shape)
        np.put_along_axis(by_player[:, :, direction], at, steps[:, :, direction], axis=2)
    mean: Array = by_player.mean(axis=2)
    return mean


def _walks(orders: IntArray, players: list[list[int]], *, n_rows: int) -> Iterator[IntArray]:
    """Sources of the cells on all walks, in batches of whole pairs; the pool holds the background, then the rows."""
    n_background, n_players = orders.shape
    n_columns = sum(map(len, players))
    owner = np.empty(n_columns, dtype=np.int64)
    for player, columns in enumerate(players):
        owner[columns] = player
    ranks = np.argsort(np.stack([orders, orders[:, ::-1]], axis=1), axis=2)  # when each player moves
    per_batch = max(1, MAX_CELLS // (2 * (n_players + 1) * n_columns))
    for start in range(0, n_rows * n_background, per_batch):
        pair = np.arange(start, min(start + per_batch, n_rows * n_background))
        begin, target = pair % n_background, n_background + pair // n_background
        moved = ranks[begin][:, :, None, owner] < np.arange(n_players + 1)[None, None, :, None]
        sources = np.where(moved, target[:, None, None, None], begin[:, None, None, None])
        yield sources.reshape(-1, n_columns)


def _orders(n_pairs: int, n_players: int, *, seed: int) -> IntArray:
    random = np.random.default_rng(seed)
    return np.array([random.permutation(n_players) for _ in range(n_pairs)], dtype=np.int64)


def typical_rows(X: pd.DataFrame, n_rows: int, *, seed: int) -> pd.DataFrame:
    """A seeded background sample."""
    order = np.random.default_rng(seed).permutation(len(X))[:n_rows]
    return X.iloc[order].reset_index(drop=True)
