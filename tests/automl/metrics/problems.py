"""Problems with a planted truth, without tables or models around them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pydantic import TypeAdapter

from automl.data.problem import Problem
from automl.data.table import Column
from automl.metrics import Objective, Predictions, build_objective
from automl.spec.model import Metric


def problem_of(
    y: np.ndarray[Any, Any],
    classes: tuple[str, ...] = (),
    rows: pd.DataFrame | None = None,
    *,
    n_table_rows: int | None = None,
) -> Problem:
    """A problem of rows `rows` and target `y`; regression where no classes are named."""
    task: Any = "regression" if not classes else "binary" if len(classes) == 2 else "multiclass"
    rows = pd.DataFrame(index=pd.RangeIndex(len(y))) if rows is None else rows
    shown = y if task == "regression" else np.array(classes, dtype=object)[y]
    X = rows.copy()
    features = tuple(
        Column(str(name), "number" if pd.api.types.is_numeric_dtype(X[name]) else "category") for name in X
    )
    return Problem(
        task=task,
        target="target",
        classes=classes,
        features=features,
        X=X,
        y=y,
        rows=rows.assign(target=pd.Series(shown) if task == "regression" else pd.Series(shown, dtype="str")),
        row_ids=np.arange(len(y)),
        n_table_rows=n_table_rows or len(y),
    )


def objective_of(metric: dict[str, Any], problem: Problem) -> Objective:
    """The objective of a metric as it stands in a specification."""
    parsed: Metric = TypeAdapter(Metric).validate_python(metric)
    return build_objective(parsed, problem)


def binary_predictions(problem: Problem, p: np.ndarray[Any, Any], *, truth: bool = True) -> Predictions:
    """Probabilities of the positive label beside the truth."""
    return Predictions(
        actual=problem.y if truth else None,
        probability=np.column_stack([1 - p, p]),
        value=None,
        scale=None,
        rows=problem.rows,
    )


def value_predictions(
    problem: Problem, value: np.ndarray[Any, Any], scale: np.ndarray[Any, Any] | None = None
) -> Predictions:
    """Predicted values beside the truth."""
    return Predictions(actual=problem.y, probability=None, value=value, scale=scale, rows=problem.rows)


def calibrated(
    n_rows: int, seed: int, *, rows: pd.DataFrame | None = None, n_table_rows: int | None = None
) -> tuple[Problem, Predictions]:
    """Rows whose label comes true with exactly the probability that is predicted."""
    rng = np.random.default_rng(seed)
    p = rng.beta(0.6, 1.4, size=n_rows)
    y = (rng.random(n_rows) < p).astype(np.int64)
    problem = problem_of(y, ("no", "yes"), rows, n_table_rows=n_table_rows)
    return problem, binary_predictions(problem, p)
