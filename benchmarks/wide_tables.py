"""What it brings to hand a learner the most telling columns only: seconds and AUC on tables of thousands of columns.

    python -m benchmarks.wide_tables [--rows 2000] [--columns 3000,10000] [--families lightgbm,extra_trees]

Five columns carry the signal, one of them by its distance from the middle, one by being missing; all others are noise.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from automl.data.table import Column
from automl.families import FAMILIES, shape_of
from automl.families.needs import MAX_COLUMNS

ALL = 10**9


def make_table(n_rows: int, n_columns: int, *, seed: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
    """Noise, and a yes or no that five of the columns speak of."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(n_rows, n_columns))
    signal = values[:, 0] - values[:, 1] + 0.7 * values[:, 2] + 0.8 * (values[:, 3] ** 2 - 1)
    gap = rng.random(n_rows) < 0.3
    values[gap, 4] = np.nan
    y = (signal + 1.5 * gap - 0.45 + rng.logistic(size=n_rows) > 0).astype(np.int64)
    return pd.DataFrame(values, columns=[f"n{j}" for j in range(n_columns)]), y


def main() -> int:
    """Print one line for each family, width and choice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--columns", default="3000,10000")
    parser.add_argument("--families", default="lightgbm,xgboost,hist_gradient_boosting,extra_trees,svm,knn")
    given = parser.parse_args()
    chosen = given.families.split(",")
    sys.stdout.write("| columns | family | columns seen | seconds | AUC |\n| --- | --- | --- | --- | --- |\n")
    for n_columns in map(int, given.columns.split(",")):
        X, y = make_table(2 * given.rows, n_columns)
        columns = tuple(Column(str(name), "number") for name in X)
        learn, judge = slice(None, given.rows), slice(given.rows, None)
        shape = shape_of(X[learn], y[learn], features=columns, task="binary", n_classes=2)
        for family in (f for f in FAMILIES if f.name in chosen):
            for most in (MAX_COLUMNS, ALL):
                params = family.defaults(shape)[0] | {"prep.max_columns": most}
                model = family.build(params, task="binary", features=columns, n_classes=2, seed=0)
                start = time.process_time()
                model.fit(X[learn], y[learn])
                seconds = time.process_time() - start
                auc = roc_auc_score(y[judge], model.predict_proba(X[judge])[:, 1])
                seen = f"{most:,}" if most < ALL else "all"
                sys.stdout.write(f"| {n_columns:,} | {family.name} | {seen} | {seconds:.1f} | {auc:.4f} |\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
