"""How many threads a prediction may use; the figures are the same with any number of them."""

from __future__ import annotations

import os

# Starting threads costs more than what they save on fewer rows; chosen, not measured.
FEW_ROWS = 2_000


def for_rows(n_rows: int) -> int:
    """Threads for predicting so many rows: those of the machine, but one in a worker, which has one core."""
    if n_rows < FEW_ROWS:
        return 1
    given = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, int(given)) if given.isdecimal() else os.cpu_count() or 1
