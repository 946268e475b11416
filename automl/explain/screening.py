"""Which of very many columns matter at all, found without trying each."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import numpy as np
import pandas as pd

from automl.explain.predictor import IntArray, Predict, predict_stacked

SCREEN_ROWS = 64
SINGLY = 4  # up to so many times the columns wanted, each is tried by itself
AT_ONCE = 8

#: What shuffling the columns from `start` up to `stop` changes, negative so that the largest comes first.
Block = tuple[float, int, int]


def screen_columns(
    predict: Predict, X: pd.DataFrame, *, limit: int, seed: int, max_blocks: int = 2000
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
    max_blocks : int, default=2000
        Bound on the blocks tried, for tables in which everything matters a little.

    Returns
    -------
    list of int
        Positions of at most `limit` columns, those that move predictions most first.
    """
    if X.shape[1] <= limit:
        return list(range(X.shape[1]))
    sample = X.iloc[:SCREEN_ROWS].reset_index(drop=True)
    shuffled = sample.iloc[_derangement(len(sample), seed=seed)].reset_index(drop=True)
    return largest_movers(predict, sample, shuffled, limit=limit, max_blocks=max_blocks)


def largest_movers(
    predict: Predict, rows: pd.DataFrame, others: pd.DataFrame, *, limit: int, max_blocks: int = 2000
) -> list[int]:
    """Columns that move the predictions of `rows` most when they are taken from `others`; the largest first."""
    before, n_columns = predict(rows), rows.shape[1]

    def mixed(start: int, stop: int) -> pd.DataFrame:
        return pd.concat([rows.iloc[:, :start], others.iloc[:, start:stop], rows.iloc[:, stop:]], axis=1)

    def moved(blocks: list[tuple[int, int]]) -> list[Block]:
        said = predict_stacked(predict, (mixed(*block) for block in blocks))
        return [(-float(np.abs(p - before).mean()), *block) for p, block in zip(said, blocks, strict=True)]

    if n_columns <= SINGLY * limit:
        singles = sorted(moved([(column, column + 1) for column in range(n_columns)]))
        return [column for effect, column, _ in singles[:limit] if effect < 0]
    return _halve(moved, n_columns, limit=limit, max_blocks=max_blocks)


def _halve(
    moved: Callable[[list[tuple[int, int]]], list[Block]], n_columns: int, *, limit: int, max_blocks: int
) -> list[int]:
    """Best-first search: the blocks that move predictions most are halved, some of them at a time."""
    blocks = moved([(0, n_columns)])
    found: list[Block] = []
    n_tried = 1
    while blocks and len(found) < limit and n_tried < max_blocks:
        best = [heapq.heappop(blocks) for _ in range(min(AT_ONCE, len(blocks)))]
        best = [block for block in best if block[0] < 0]
        found += [block for block in best if block[2] - block[1] == 1]
        halves = [half for _, start, stop in best if stop - start > 1 for half in _halves(start, stop)]
        if not halves:
            continue
        for block in moved(halves):
            heapq.heappush(blocks, block)
        n_tried += len(halves)
    return [column for _, column, _ in sorted(found)[:limit]]


def _halves(start: int, stop: int) -> tuple[tuple[int, int], tuple[int, int]]:
    middle = (start + stop) // 2
    return (start, middle), (middle, stop)


def _derangement(n_rows: int, *, seed: int) -> IntArray:
    """An order in which no row stays where it is: rows of a random order, each given to the next."""
    order = np.random.default_rng(seed).permutation(n_rows)
    shuffled = np.empty(n_rows, dtype=np.int64)
    shuffled[order] = np.roll(order, 1)
    return shuffled
