"""What one fit takes of memory: megabytes measured beside those estimated, for every family, task and size of table.

    python -m benchmarks.fit_memory [--rows 10000,100000] [--columns 12,200] [--families lightgbm,random_forest]

Each fit runs in a process of its own; measured is how far its resident memory rose above what it was with the table
loaded. The constants of `automl/families/footprint.py` are such that most ratios lie between a half and two.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
from itertools import product
from multiprocessing.connection import Connection

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import psutil

from automl.families import FAMILIES, Family, Task, shape_of
from benchmarks.fit_cost import TASKS, make_table


def measure(
    family: Family, task: Task, n_classes: int, n_rows: int, n_columns: int, answer: Connection
) -> None:
    """Send megabytes measured and estimated of the first default."""
    X, columns, score = make_table(n_rows, n_columns)
    edges = np.quantile(score, np.linspace(0, 1, max(n_classes, 2) + 1)[1:-1])
    y = score if task == "regression" else np.digitize(score, edges).astype(np.int64)
    shape = shape_of(X, y, features=columns, task=task, n_classes=n_classes)
    params = family.defaults(shape)[0]
    aside = np.arange(n_rows) % 5 == 0
    model = family.build(params, task=task, features=columns, n_classes=n_classes, seed=0)
    before = psutil.Process().memory_info().rss
    model.fit(X[~aside], y[~aside], valid=(X[aside], y[aside]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    answer.send(((peak - before) / 1e6, family.fit_bytes(shape, params) / 1e6))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", default="10000,100000")
    parser.add_argument("--columns", default="12,200")
    parser.add_argument("--families", default="")
    parser.add_argument("--tasks", default="binary,multiclass,regression")
    asked = parser.parse_args()
    wanted = [f for f in FAMILIES if not asked.families or f.name in asked.families.split(",")]
    tasks = [pair for pair in TASKS if pair[0] in asked.tasks.split(",")]
    sys.stdout.write("| family | task | rows | columns | MB | estimate | ratio |\n" + 7 * "| --- " + "|\n")
    fork = multiprocessing.get_context("fork")
    for n_rows, n_columns in product(_numbers(asked.rows), _numbers(asked.columns)):
        for family, (task, n_classes) in product(wanted, tasks):
            if family.name == "dummy" or (family.seldom_above or n_rows) < n_rows:
                continue
            mine, theirs = fork.Pipe()
            process = fork.Process(target=measure, args=(family, task, n_classes, n_rows, n_columns, theirs))
            process.start()
            measured, estimated = mine.recv()
            process.join()
            sys.stdout.write(
                f"| {family.name} | {task} | {n_rows:,} | {n_columns} | {measured:.0f} | {estimated:.0f} | "
                f"{estimated / max(measured, 1):.2f} |\n"
            )
            sys.stdout.flush()


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


if __name__ == "__main__":
    main()
