"""How many threads a prediction may use; the figures are the same with any number of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from automl.families.learner import Array
from automl.families.matrix import Matrix

# Starting threads costs more than what they save on fewer rows; chosen, not measured.
FEW_ROWS = 2_000


def for_rows(n_rows: int) -> int:
    """Threads for predicting so many rows: those of the machine, but one in a worker, which has one core."""
    if n_rows < FEW_ROWS:
        return 1
    given = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, int(given)) if given.isdecimal() else os.cpu_count() or 1


def by_rows(say: Callable[[Matrix], Array], values: Matrix) -> Array:
    """What is said of rows, a part of them on each thread; for a `say` that lets go of the interpreter's lock."""
    n_rows = values.shape[0]
    n_threads = for_rows(n_rows)
    if n_threads == 1:
        return say(values)
    edges = [n_rows * i // n_threads for i in range(n_threads + 1)]
    with ThreadPoolExecutor(n_threads) as pool:
        return np.concatenate(
            list(pool.map(lambda i: say(values[edges[i] : edges[i + 1]]), range(n_threads)))
        )
