"""Which of very many columns matter at all, found without trying each."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import numpy as np
import pandas as pd

from automl.explain.predictor import IntArray, Predict

SCREEN_ROWS = 64


def screen_columns(
    predict: Predict, X: pd.DataFrame, *, limit: int, seed: int, max_calls: int = 2000
) -> list[int]:
    """Columns that move the predictions most when they are shuffled.

    Blocks of neighbouring columns are shuffled together. The block that moves the predictions most is halved, again
    and again, until `limit` single columns are found: about ``limit * log2(n_columns)`` predictions instead of
    ``n_columns``. A block whose columns cancel each other exactly can be missed.

    Parameters
    ----------
    predict : callable
        As `automl.explain.predictor.as_predict` returns it.
    X : DataFrame of shape (n_rows, n_columns)
        Rows to shuffle; at most 64 of them are used.
    limit : int
        Number of columns wanted.
    seed : int
        Same seed, same columns.
    max_calls : int, default=2000
        Bound on the predictions, for tables in which everything matters a little.

    Returns
    -------
    list of int
        Positions of at most `limit` columns, those that move predictions most first.
    """
    if X.shape[1] <= limit:
        return list(range(X.shape[1]))
    sample = X.iloc[:SCREEN_ROWS].reset_index(drop=True)
    shuffled = sample.iloc[_derangement(len(sample), seed=seed)].reset_index(drop=True)
    before = predict(sample)

    def moved(start: int, stop: int) -> float:
        parts = [sample.iloc[:, :start], shuffled.iloc[:, start:stop], sample.iloc[:, stop:]]
        return float(np.abs(predict(pd.concat(parts, axis=1)) - before).mean())

    return halve(moved, X.shape[1], limit=limit, max_calls=max_calls)


def halve(moved: Callable[[int, int], float], n_columns: int, *, limit: int, max_calls: int) -> list[int]:
    """Best-first search for the single columns of largest effect."""
    blocks = [(-moved(0, n_columns), 0, n_columns)]
    found: list[int] = []
    n_calls = 1
    while blocks and len(found) < limit and n_calls < max_calls:
        effect, start, stop = heapq.heappop(blocks)
        if effect == 0:
            break
        if stop - start == 1:
            found.append(start)
            continue
        middle = (start + stop) // 2
        for part in ((start, middle), (middle, stop)):
            heapq.heappush(blocks, (-moved(*part), *part))
        n_calls += 2
    return found


def _derangement(n_rows: int, *, seed: int) -> IntArray:
    """An order in which no row stays where it is: rows of a random order, each given to the next."""
    order = np.random.default_rng(seed).permutation(n_rows)
    shuffled = np.empty(n_rows, dtype=np.int64)
    shuffled[order] = np.roll(order, 1)
    return shuffled
