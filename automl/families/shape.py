"""Size and kind of a problem: what defaults, search spaces and cost estimates depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

if TYPE_CHECKING:
    from automl.data.table import Column

Task = Literal["binary", "multiclass", "regression"]

# A right tail this long (third standardised moment) is where a logarithm starts to look more like a bell; exponential
# targets have 2, a normal one 0.
SKEWED = 1.0


@dataclass(frozen=True)
class Shape:
    """What a problem looks like from far away.

    Attributes
    ----------
    n_rows : int
        Rows that one fit learns from, or all rows: only the order of magnitude matters.
    n_numbers : int
        Columns of numbers and of yes/no.
    n_categories : int
        Columns of labels.
    max_levels : int
        Distinct labels of the column that has most of them.
    n_texts, n_dates : int
        Columns of free text and of moments.
    n_classes : int
        2 or more; 0 for regression.
    skewed : bool
        Regression: no target is negative and the right tail is long, so a logarithm may earn its place.
    screened : bool
        The numbers are what a screening has left of very many: most of them may have come through by chance.
    """

    n_rows: int
    n_numbers: int
    n_categories: int
    max_levels: int
    n_texts: int
    n_classes: int
    task: Task
    n_dates: int = 0
    skewed: bool = False
    screened: bool = False

    @property
    def n_columns(self) -> int:
        """All columns that are learned from."""
        return self.n_numbers + self.n_categories + self.n_texts + self.n_dates

    @property
    def has_pairs(self) -> bool:
        """Whether columns can be made of two others: two numbers, or a number and labels."""
        return self.n_numbers > 0 and self.n_numbers + self.n_categories > 1

    @property
    def n_outputs(self) -> int:
        """Functions that are fitted: one per class for more than two classes, else one."""
        return self.n_classes if self.n_classes > 2 else 1


def shape_of(
    X: pd.DataFrame, y: NDArray[Any], *, features: Sequence[Column], task: Task, n_classes: int
) -> Shape:
    """Measure a problem.

    Parameters
    ----------
    X : DataFrame of shape (n_rows, n_features)
        Typed features.
    y : ndarray of shape (n_rows,)
        Codes of classes, or the target.
    """
    kinds = [column.kind for column in features]
    levels = [int(X[c.name].nunique()) for c in features if c.kind == "category"]
    return Shape(
        n_rows=len(X),
        n_numbers=kinds.count("number") + kinds.count("boolean"),
        n_categories=kinds.count("category"),
        max_levels=max(levels, default=0),
        n_texts=kinds.count("text"),
        n_classes=n_classes if task != "regression" else 0,
        task=task,
        n_dates=kinds.count("datetime"),
        skewed=task == "regression" and is_skewed(y),
    )


def is_skewed(y: NDArray[Any]) -> bool:
    """Whether no value is negative and the right tail is long."""
    values = np.asarray(y, dtype=np.float64)
    spread = values.std() if len(values) else 0.0
    if spread == 0.0 or values.min() < 0:
        return False
    return bool((((values - values.mean()) / spread) ** 3).mean() > SKEWED)
