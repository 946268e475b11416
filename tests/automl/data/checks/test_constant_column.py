"""TD001: one value in every row is nothing to learn from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd


def test_constants_of_every_kind_are_set_aside(people: pd.DataFrame, look: Callable[..., Any]) -> None:
    people["hours"], people["over_18"], people["half"] = 80, "Y", 0.5

    seen = look(people)
    assert seen.columns("TD001", action="set_aside") == {"hours", "over_18", "half"}
    assert seen.disturbed == {"hours", "over_18", "half"}
    assert seen.reason("TD001") == "It is 80 in every row."


def test_one_value_beside_missing_cells_may_mean_something(
    people: pd.DataFrame, look: Callable[..., Any]
) -> None:
    people["flag"] = np.where(people["age"] > 50, 1.0, np.nan)

    assert look(people).columns("TD001") == set()


def test_a_value_that_differs_once_is_no_constant(people: pd.DataFrame, look: Callable[..., Any]) -> None:
    people["nearly"] = 1
    people.loc[1_234, "nearly"] = 2

    assert look(people).columns("TD001") == set()
