"""Fits of many columns and classes keep to their memory."""

from __future__ import annotations

import pytest

from automl.families.catboost import MOST_STATISTICS, borders


@pytest.mark.parametrize(
    ("n_columns", "n_outputs", "depth"), [(12, 1, 6), (55, 7, 6), (300, 1, 8), (55, 7, 9)]
)
def test_statistics_of_a_level_keep_within_bounds_where_borders_can_do_it(
    n_columns: int, n_outputs: int, depth: int
) -> None:
    chosen = borders(n_columns, n_outputs, depth)

    level = 4 * 8.0 * 2**depth * n_columns * n_outputs * chosen  # four doubles each
    assert level <= MOST_STATISTICS or chosen == 32


def test_small_problems_keep_fine_borders() -> None:
    assert borders(12, 1, 6) == 128
    assert borders(10_000, 30, 9) == 32
