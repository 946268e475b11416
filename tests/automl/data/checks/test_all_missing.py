"""TD002: a column without a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd


def test_empty_columns_are_set_aside(people: pd.DataFrame, look: Callable[..., Any]) -> None:
    people["nothing"], people["blank"] = np.nan, ""

    seen = look(people)
    assert seen.columns("TD002", action="set_aside") == {"nothing", "blank"}


def test_a_single_value_is_enough_to_stay(people: pd.DataFrame, look: Callable[..., Any]) -> None:
    people["one"] = np.nan
    people.loc[17, "one"] = 3.0

    assert look(people).columns("TD002") == set()
