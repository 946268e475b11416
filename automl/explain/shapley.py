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
    composer = Composer(pool.astype(background.dtypes.to_dict()))
    orders = _orders(len(background), len(players), seed=seed)
    parts = [_walk_one(predict, composer, row, orders, players, len(background)) for row in range(len(X))]
    return _collected(parts, own, n_columns=X.shape[1], has_rest=bool(others), n_walks=2 * len(background))


def _walk_one(
    predict: Predict,
    composer: Composer,
    row: int,
    orders: IntArray,
    players: list[list[int]],
    n_background: int,
) -> tuple[Array, Array, Array]:
    """Mean and standard error per player, and base, of one explained row."""
    n_columns = sum(map(len, players))
    walks = _walks(orders, players, n_columns=n_columns, target=n_background + row)
    predicted = predict_composed(predict, composer, walks)
    # (background row, direction, step, …): the two walks of a pair start from the same background row.
    steps = np.diff(predicted.reshape(n_background, 2, len(players) + 1, *predicted.shape[1:]), axis=2)
    by_player = np.empty_like(steps)
    for direction, order in enumerate((orders, orders[:, ::-1])):
        np.put_along_axis(
            by_player[:, direction], _like(order, steps[:, direction]), steps[:, direction], axis=1
        )
    pairs = by_player.mean(axis=1)
    error = pairs.std(axis=0, ddof=1) / np.sqrt(n_background) if n_background > 1 else np.zeros_like(pairs[0])
    starts = predicted.reshape(n_background, 2, len(players) + 1, *predicted.shape[1:])[:, :, 0]
    return pairs.mean(axis=0), error, starts.mean(axis=(0, 1))


def _like(order: IntArray, steps: Array) -> IntArray:
    """Indices of players with the axes of the steps."""
    return order if steps.ndim == order.ndim else np.repeat(order[..., None], steps.shape[-1], axis=-1)


def _walks(orders: IntArray, players: list[list[int]], *, n_columns: int, target: int) -> Iterator[IntArray]:
    """Sources of the rows on the walks, in batches of whole pairs."""
    n_players = len(players)
    owner = np.empty(n_columns, dtype=np.int64)
    for player, columns in enumerate(players):
        owner[columns] = player
    per_batch = max(1, MAX_CELLS // (2 * (n_players + 1) * n_columns))
    for start in range(0, len(orders), per_batch):
        chunk = orders[start : start + per_batch]
        ranks = np.argsort(np.stack([chunk, chunk[:, ::-1]], axis=1), axis=2)  # when each player moves
        moved = ranks[:, :, None, owner] < np.arange(n_players + 1)[None, None, :, None]
        begin = np.arange(start, start + len(chunk))[:, None, None, None]
        yield np.where(moved, target, begin).reshape(-1, n_columns)


def _orders(n_pairs: int, n_players: int, *, seed: int) -> IntArray:
    random = np.random.default_rng(seed)
    return np.array([random.permutation(n_players) for _ in range(n_pairs)], dtype=np.int64)


def _collected(
    parts: list[tuple[Array, Array, Array]], own: list[int], *, n_columns: int, has_rest: bool, n_walks: int
) -> Contributions:
    means, errors, bases = (np.array(part) for part in zip(*parts, strict=True))
    values = np.zeros((len(parts), n_columns, *means.shape[2:]))
    error = np.zeros_like(values)
    values[:, own], error[:, own] = means[:, : len(own)], errors[:, : len(own)]
    rest = means[:, -1] if has_rest else np.zeros_like(bases)
    unit = "probability" if values.ndim == 3 else "value"
    method = f"Shapley values sampled over {n_walks} walks from typical rows"
    return Contributions(values=values, base=bases, unit=unit, method=method, rest=rest, error=error)


def typical_rows(X: pd.DataFrame, n_rows: int, *, seed: int) -> pd.DataFrame:
    """A seeded background sample."""
    order = np.random.default_rng(seed).permutation(len(X))[:n_rows]
    return X.iloc[order].reset_index(drop=True)
