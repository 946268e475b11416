"""Labels counted in Arrow are those that a column shows one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automl.data.load import load_table
from automl.data.table import Table

CELLS = st.lists(
    st.sampled_from(["", "NA", " yes", "yes", "Yes", "1", "1.0", "007", "7", "2024-01-02", "ä", "true"]),
    min_size=1,
    max_size=30,
)


def check(table: Table) -> None:
    for name in table.names:
        counts = table.label_counts(name)
        shown = table.labels(name).value_counts()

        assert counts == {str(label): int(n) for label, n in shown.items()}
        assert list(counts) == sorted(counts, key=lambda label: (-counts[label], label))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(CELLS)
def test_of_a_file(tmp_path: Path, cells: list[str]) -> None:
    path = tmp_path / "cells.csv"
    pd.DataFrame({"cell": cells, "row": range(len(cells))}).to_csv(path, index=False)

    check(load_table(path))


@pytest.mark.parametrize(
    "values",
    [
        [1.0, 2.0, np.nan, 2.0],
        [True, False, None],
        ["a", None, "b", "a"],
        [pd.Timestamp("2024-01-02"), None, pd.Timestamp("2024-01-02 10:30")],
        [np.nan, np.nan],
    ],
)
def test_of_a_frame(values: list[object]) -> None:
    check(load_table(pd.DataFrame({"column": values, "row": range(len(values))})))
