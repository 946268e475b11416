"""Differences between groups, by fairlearn's names."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from automl.errors import SpecError
from automl.metrics.fairness import MEASURES, MISSING, fairness_measure, group_rates, groups_of


def people(n_rows: int = 400) -> tuple[np.ndarray, np.ndarray, pd.Series]:
    rng = np.random.default_rng(0)
    group = pd.Series(rng.choice(["f", "m"], n_rows), dtype="str")
    actual = rng.integers(2, size=n_rows)
    action = (rng.random(n_rows) < np.where(group == "m", 0.7, 0.3)).astype(np.int64)
    return actual, action, group


def test_measures_are_what_their_names_say() -> None:
    actual, action, group = people()
    by = pd.DataFrame({"a": actual, "d": action, "g": group})
    flagged = by.groupby("g")["d"].mean()
    caught = by[by["a"] == 1].groupby("g")["d"].mean()
    false = by[by["a"] == 0].groupby("g")["d"].mean()

    def found(name: str) -> float:
        return fairness_measure(name, actual, action, group)

    assert found("demographic_parity_difference") == pytest.approx(flagged.max() - flagged.min())
    assert found("demographic_parity_ratio") == pytest.approx(flagged.min() / flagged.max())
    assert found("equal_opportunity_difference") == pytest.approx(caught.max() - caught.min())
    assert found("equal_opportunity_ratio") == pytest.approx(caught.min() / caught.max())
    assert found("equalized_odds_difference") == pytest.approx(max(np.ptp(caught), np.ptp(false)))
    assert found("equalized_odds_ratio") == pytest.approx(
        min(caught.min() / caught.max(), false.min() / false.max())
    )


def test_rows_without_a_value_are_a_group_that_can_be_seen() -> None:
    actual, action, group = people()
    group = group.where(np.arange(400) % 4 != 0)
    action = np.where(group.isna(), 0, action)
    rates = {rate.group: rate for rate in group_rates(actual, action, group)}
    assert set(rates) == {"f", "m", MISSING}
    assert rates[MISSING].flagged_share == 0 and rates[MISSING].n_rows == 100
    assert fairness_measure("demographic_parity_difference", actual, action, group) == pytest.approx(
        rates["m"].flagged_share
    )


def test_numbers_of_many_values_are_cut_into_bands_of_as_many_rows() -> None:
    age = pd.Series(np.r_[np.arange(18.0, 98.0), [np.nan] * 5])
    bands = pd.Series(groups_of(age)).value_counts()
    assert bands[MISSING] == 5
    assert sorted(bands.drop(MISSING)) == [20, 20, 20, 20]
    assert set(bands.index) == {"18 to 37", "38 to 57", "58 to 77", "78 to 97", MISSING}


def test_codes_stay_groups_of_their_own() -> None:
    assert sorted(set(groups_of(pd.Series([0.0, 1.0, np.nan])).tolist())) == [MISSING, "0", "1"]


@pytest.mark.parametrize("name", MEASURES)
def test_groups_that_cannot_be_compared_do_not_warn(name: str) -> None:
    actual = np.array([1, 0, 1, 0, 0, 0])
    group = pd.Series(["a", "a", "b", "b", "c", "c"])  # c has no positives
    for action in (np.zeros(6, int), np.ones(6, int), np.array([1, 0, 0, 1, 1, 0])):
        assert np.isfinite(fairness_measure(name, actual, action, group))
    assert np.isnan(fairness_measure(name, actual, np.ones(6, int), pd.Series(["a"] * 6)))


def test_nobody_acted_on_is_equal_for_all() -> None:
    actual, _, group = people()
    none = np.zeros(400, dtype=np.int64)
    assert fairness_measure("demographic_parity_ratio", actual, none, group) == 1
    assert fairness_measure("demographic_parity_difference", actual, none, group) == 0


def test_an_unknown_measure_is_answered_with_those_there_are() -> None:
    with pytest.raises(SpecError, match="demographic_parity_difference"):
        fairness_measure("equality", np.ones(2, int), np.ones(2, int), pd.Series(["a", "b"]))
