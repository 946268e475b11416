"""TD006: flags that state the target, and their siblings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def machines(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """A failure with four kinds, a fifth that never mattered, and 3 % failures of no kind."""
    table = people.drop(columns=["churn"])
    kinds = {
        name: rng.random(len(table)) < share for name, share in [("TWF", 0.02), ("HDF", 0.02), ("PWF", 0.015)]
    }
    failed = np.any(list(kinds.values()), axis=0) | (rng.random(len(table)) < 0.001)
    table["failure"] = failed.astype(int)
    for name, flag in kinds.items():
        table[name] = flag.astype(int)
    table["RNF"] = (rng.random(len(table)) < 0.004).astype(int)
    return table


def test_kinds_of_a_failure_are_set_aside_and_the_odd_one_is_asked_about(
    machines: pd.DataFrame, look: Callable[..., Any]
) -> None:
    seen = look(machines, "failure")

    assert seen.columns("TD006", action="set_aside") == {"TWF", "HDF", "PWF"}
    assert seen.columns("TD006", action="ask") == {"RNF"}
    assert seen.disturbed == {"TWF", "HDF", "PWF", "RNF"}


def test_flags_in_words_count_too(machines: pd.DataFrame, look: Callable[..., Any]) -> None:
    for name in ("TWF", "HDF", "PWF", "RNF"):
        machines[name] = machines[name].map({0: "No", 1: "Yes"})
    machines["failure"] = machines["failure"].map({0: "No", 1: "Yes"})

    assert look(machines, "failure").columns("TD006", action="set_aside") == {"TWF", "HDF", "PWF"}


def test_flags_elsewhere_with_other_names_are_no_siblings(
    machines: pd.DataFrame, look: Callable[..., Any]
) -> None:
    machines.insert(0, "is_new", (machines["age"] < 30).astype(int))
    machines["HasGarden"] = (machines["age"] % 2).astype(int)

    assert look(machines, "failure").columns("TD006") == {"TWF", "HDF", "PWF", "RNF"}


def test_earlier_campaigns_are_no_kinds_of_this_one(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    answers = (people["churn"] == "Yes").to_numpy()
    for n in range(1, 6):
        people[f"AcceptedCmp{n}"] = (rng.random(len(people)) < np.where(answers, 0.3, 0.05)).astype(int)

    assert look(people).columns("TD006") == set()
