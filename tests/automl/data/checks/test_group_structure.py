"""TD012: several rows about the same person or thing are mentioned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest


@pytest.mark.parametrize("name", ["patient_id", "Store", "customerID", "device"])
def test_repeated_keys_are_mentioned(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any], name: str
) -> None:
    people[name] = rng.integers(0, 200, len(people))

    seen = look(people)
    assert seen.columns("TD012", action="note") == {name}
    assert "It names 200 groups of 15 rows" in seen.reason("TD012")


@pytest.mark.parametrize(
    "name", ["YearsAtCompany", "num_accounts", "number_of_stores", "week_number", "temperature"]
)
def test_counts_and_times_are_not(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any], name: str
) -> None:
    people[name] = rng.integers(0, 200, len(people))

    assert look(people).columns("TD012") == set()
