"""Curves against what can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from automl.explain.curves import calibration_bins, confusion_matrix, residual_sample, value_curve


def sample(n_rows: int = 2000) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    probability = random.beta(1, 3, size=n_rows)
    return probability, (random.random(n_rows) < probability).astype(np.int64)


def test_confusion_counts_every_row_once_and_keeps_empty_classes() -> None:
    found = confusion_matrix(
        np.array([0, 0, 1, 1, 1]), np.array([0, 1, 1, 1, 0]), classes=("No", "Yes", "Maybe")
    )

    assert found == {
        "No": {"No": 1, "Yes": 1, "Maybe": 0},
        "Yes": {"No": 1, "Yes": 2, "Maybe": 0},
        "Maybe": {"No": 0, "Yes": 0, "Maybe": 0},
    }


def test_the_value_curve_runs_from_everybody_to_nobody_and_is_best_at_the_planted_threshold() -> None:
    probability, y = sample()
    curve = value_curve(probability, y, payoffs={"tp": np.full(2000, 80.0), "fp": np.array(-20.0)})
    everyone, nobody = curve[0], curve[-1]

    assert everyone.share_flagged == 1
    assert everyone.value == pytest.approx(80 * y.sum() - 20 * (1 - y).sum())
    assert (nobody.share_flagged, nobody.value, nobody.precision) == (0, 0, None)
    best = max(curve, key=lambda point: point.value or 0)
    assert best.threshold == pytest.approx(0.2, abs=0.07)  # 80 p = 20 (1 - p)


def test_each_point_is_what_counting_gives() -> None:
    probability, y = sample(300)
    pay = {"tp": np.linspace(0, 100, 300), "fn": np.full(300, -5.0), "fp": np.full(300, -1.0)}

    for point in value_curve(probability, y, payoffs=pay, marked=0.321):
        act = probability >= point.threshold
        value = pay["tp"][act & (y == 1)].sum() - 1.0 * (act & (y == 0)).sum() - 5.0 * (~act & (y == 1)).sum()
        assert point.value == pytest.approx(value)
        assert point.share_flagged == pytest.approx(act.mean())
        assert point.recall == pytest.approx((act & (y == 1)).sum() / y.sum())
    assert 0.321 in [point.threshold for point in value_curve(probability, y, marked=0.321)]


def test_a_callable_gives_the_money() -> None:
    probability, y = sample(100)

    curve = value_curve(probability, y, value_at=lambda threshold: 7 * threshold)

    assert all(point.value == pytest.approx(7 * point.threshold) for point in curve)


def test_calibrated_probabilities_lie_near_the_diagonal() -> None:
    bins = calibration_bins(*sample(20_000))

    assert len(bins) == 10
    assert sum(b.n_rows for b in bins) == 20_000
    assert all(abs(b.predicted - b.observed) < 0.03 for b in bins)


@pytest.mark.parametrize("n_rows", [0, 1, 39])
def test_too_few_rows_have_no_calibration(n_rows: int) -> None:
    assert calibration_bins(np.full(n_rows, 0.5), np.ones(n_rows)) == ()


def test_one_repeated_probability_is_one_bin() -> None:
    assert len(calibration_bins(np.full(500, 0.3), np.arange(500) % 2)) == 1


def test_residuals_are_a_sample_of_the_rows() -> None:
    actual = np.arange(1000.0)

    found = residual_sample(actual, actual + 1, seed=0)

    assert len(found) == 400
    assert all(predicted == truth + 1 for truth, predicted in found)
