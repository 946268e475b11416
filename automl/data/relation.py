"""How strongly a column goes with the target: one figure from 0 to 1, comparable between kinds of columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.data.table import Kind

# Two values of a pair are needed for any relation; on fewer rows chance alone makes strong ones.
MIN_PAIRS = 8
_MAX_LEVELS = 1000


def relation(values: pd.Series[Any], kind: Kind, target: pd.Series[Any], target_kind: Kind) -> float | None:
    """Strength of the relation of a column to the target.

    Two numbers: the size of Spearman's rank correlation. A number and a category: the square root of the
    bias-corrected share of the variance of the ranks that the categories explain (epsilon squared [1]_). Two
    categories: Cramér's V, bias-corrected [2]_. The corrections keep an id, which explains everything in the rows
    it was counted on, near 0. A missing category is a category of its own; rows with a missing number are left out.

    Returns
    -------
    float or None
        0 to 1; None for free text, and where there are too few rows or a single value.

    References
    ----------
    .. [1] Kelley (1935), An unbiased correlation ratio measure.
    .. [2] Bergsma (2013), A bias-correction for Cramér's V and Tschuprow's T.
    """
    if "text" in (kind, target_kind):
        return None
    pair = pd.DataFrame(
        {"value": _comparable(values, kind), "target": _comparable(target, target_kind)}
    ).dropna()
    if len(pair) < MIN_PAIRS or pair["value"].nunique() < 2 or pair["target"].nunique() < 2:
        return None
    if kind == "category" and target_kind == "category":
        return _cramers_v(_codes(pair["value"]), _codes(pair["target"]))
    if kind == "category":
        return _correlation_ratio(_codes(pair["value"]), _ranks(pair["target"]))
    if target_kind == "category":
        return _correlation_ratio(_codes(pair["target"]), _ranks(pair["value"]))
    return _rank_correlation(_ranks(pair["value"]), _ranks(pair["target"]))


def _comparable(values: pd.Series[Any], kind: Kind) -> pd.Series[Any]:
    values = values.reset_index(drop=True)
    if kind == "category":
        return values.astype(object).where(values.notna(), "")
    if kind == "datetime":
        return values.astype("int64").astype("float64").where(values.notna())
    return values


def _codes(values: pd.Series[Any]) -> NDArray[np.int64]:
    return pd.factorize(values)[0].astype(np.int64)


def _ranks(values: pd.Series[Any]) -> NDArray[np.float64]:
    return np.asarray(values.rank(), dtype=np.float64)


def _rank_correlation(left: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    return float(min(1.0, abs(np.corrcoef(left, right)[0, 1])))


def _correlation_ratio(groups: NDArray[np.int64], ranks: NDArray[np.float64]) -> float | None:
    sizes = np.bincount(groups)
    n_rows, n_groups = len(ranks), len(sizes)
    if n_groups >= n_rows:
        return 0.0
    means = np.bincount(groups, weights=ranks) / sizes
    total = float(((ranks - ranks.mean()) ** 2).sum())
    within = float(((ranks - means[groups]) ** 2).sum())
    explained = 1.0 - (within / (n_rows - n_groups)) / (total / (n_rows - 1))
    return float(np.sqrt(min(1.0, max(0.0, explained))))


def _cramers_v(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> float:
    n, n_rows, n_columns = len(rows), int(rows.max()) + 1, int(columns.max()) + 1
    if min(n_rows, n_columns) > _MAX_LEVELS:
        return 0.0
    joint = np.unique(rows * n_columns + columns, return_counts=True)
    expected = np.bincount(rows)[joint[0] // n_columns] * np.bincount(columns)[joint[0] % n_columns] / n
    # Cells without rows add their expectation, and all expectations sum to n.
    phi = float((joint[1] ** 2 / expected).sum() - n) / n
    phi = max(0.0, phi - (n_rows - 1) * (n_columns - 1) / (n - 1))
    r = n_rows - (n_rows - 1) ** 2 / (n - 1)
    c = n_columns - (n_columns - 1) ** 2 / (n - 1)
    smaller = min(r, c) - 1
    return float(min(1.0, np.sqrt(phi / smaller))) if smaller > 1e-9 else 0.0
