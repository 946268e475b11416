"""The standard scores are scikit-learn's, and stay numbers where scikit-learn warns or fails."""

from __future__ import annotations

import warnings
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest
import sklearn.metrics as sk
from hypothesis import example, given, settings
from hypothesis import strategies as st

from automl.metrics import SCORES, Decisions, Predictions
from automl.metrics.figures import Ranked, area
from automl.metrics.scores import score_value, scores_for
from automl.spec.model import ScoreName

Array = np.ndarray[Any, Any]


def classified(n_rows: int, n_classes: int, seed: int, *, ties: bool = False) -> Predictions:
    rng = np.random.default_rng(seed)
    probability = rng.dirichlet(np.ones(n_classes), size=n_rows)
    if ties:
        probability = np.round(probability, 1) + 1e-3
        probability /= probability.sum(axis=1, keepdims=True)
    actual = np.array([rng.choice(n_classes, p=p) for p in probability])
    return Predictions(actual, probability, None, None, pd.DataFrame(index=range(n_rows)))


def regressed(n_rows: int, seed: int) -> Predictions:
    rng = np.random.default_rng(seed)
    actual = rng.gamma(2, 50, n_rows)
    return Predictions(
        actual, None, np.abs(actual + rng.normal(0, 20, n_rows)), None, pd.DataFrame(index=range(n_rows))
    )


BINARY: dict[str, Any] = {
    "roc_auc": lambda y, p, h, w: sk.roc_auc_score(y, p[:, 1], sample_weight=w),
    "average_precision": lambda y, p, h, w: sk.average_precision_score(y, p[:, 1], sample_weight=w),
    "accuracy": lambda y, p, h, w: sk.accuracy_score(y, h, sample_weight=w),
    "balanced_accuracy": lambda y, p, h, w: sk.balanced_accuracy_score(y, h, sample_weight=w),
    "f1": lambda y, p, h, w: sk.f1_score(y, h, sample_weight=w, zero_division=0),
    "f1_macro": lambda y, p, h, w: sk.f1_score(y, h, average="macro", sample_weight=w, zero_division=0),
    "precision": lambda y, p, h, w: sk.precision_score(y, h, sample_weight=w, zero_division=0),
    "recall": lambda y, p, h, w: sk.recall_score(y, h, sample_weight=w, zero_division=0),
    "log_loss": lambda y, p, h, w: sk.log_loss(y, p, sample_weight=w, labels=[0, 1]),
    "brier": lambda y, p, h, w: sk.brier_score_loss(y, p[:, 1], sample_weight=w),
    "mcc": lambda y, p, h, w: sk.matthews_corrcoef(y, h, sample_weight=w),
    "quadratic_kappa": lambda y, p, h, w: sk.cohen_kappa_score(y, h, weights="quadratic", sample_weight=w),
}

SEVERAL: dict[str, Any] = {
    "roc_auc": lambda y, p, h, w: sk.roc_auc_score(y, p, multi_class="ovr", sample_weight=w),
    "average_precision": lambda y, p, h, w: sk.average_precision_score(np.eye(4)[y], p, sample_weight=w),
    "accuracy": BINARY["accuracy"],
    "balanced_accuracy": BINARY["balanced_accuracy"],
    "f1": BINARY["f1_macro"],
    "f1_macro": BINARY["f1_macro"],
    "precision": lambda y, p, h, w: sk.precision_score(
        y, h, average="macro", sample_weight=w, zero_division=0
    ),
    "recall": lambda y, p, h, w: sk.recall_score(y, h, average="macro", sample_weight=w, zero_division=0),
    "log_loss": lambda y, p, h, w: sk.log_loss(y, p, sample_weight=w, labels=range(4)),
    "brier": lambda y, p, h, w: sk.brier_score_loss(y, p, sample_weight=w, labels=range(4)),
    "mcc": BINARY["mcc"],
    "quadratic_kappa": BINARY["quadratic_kappa"],
}

NUMBERS: dict[str, Any] = {
    "rmse": lambda y, v, w: sk.root_mean_squared_error(y, v, sample_weight=w),
    "mae": lambda y, v, w: sk.mean_absolute_error(y, v, sample_weight=w),
    "mape": lambda y, v, w: sk.mean_absolute_percentage_error(y, v, sample_weight=w),
    "r2": lambda y, v, w: sk.r2_score(y, v, sample_weight=w),
    "rmsle": lambda y, v, w: sk.root_mean_squared_log_error(y, v, sample_weight=w),
    "median_ae": lambda y, v, w: sk.median_absolute_error(y, v, sample_weight=w),
}


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("name", BINARY)
def test_binary_scores_are_scikit_learns(name: str, weighted: bool) -> None:
    for seed, ties in ((0, False), (1, True)):
        found = classified(300, 2, seed, ties=ties)
        assert found.probability is not None
        weight = np.random.default_rng(9).integers(1, 4, 300).astype(float) if weighted else None
        said = np.argmax(found.probability, axis=1)
        expected = BINARY[name](found.actual, found.probability, said, weight)
        assert score_value(name, found, task="binary", weight=weight) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("name", SEVERAL)
def test_scores_of_several_classes_are_scikit_learns(name: str, weighted: bool) -> None:
    found = classified(400, 4, 2)
    assert found.probability is not None
    weight = np.random.default_rng(9).integers(1, 4, 400).astype(float) if weighted else None
    said = np.argmax(found.probability, axis=1)
    expected = SEVERAL[name](found.actual, found.probability, said, weight)
    assert score_value(name, found, task="multiclass", weight=weight) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("name", NUMBERS)
def test_scores_of_numbers_are_scikit_learns(name: str, weighted: bool) -> None:
    found = regressed(301, 3)
    weight = np.random.default_rng(9).integers(1, 4, 301).astype(float) if weighted else None
    expected = NUMBERS[name](found.actual, found.value, weight)
    assert score_value(name, found, task="regression", weight=weight) == pytest.approx(expected, rel=1e-9)


def test_every_score_of_the_contract_is_there() -> None:
    assert set(SCORES) == set(get_args(ScoreName))
    assert "silhouette" not in {
        name for task in ("binary", "multiclass", "regression") for name in scores_for(task)
    }  # type: ignore[arg-type]  # literals


def test_smape_is_0_for_two_zeros_and_2_for_opposite_signs() -> None:
    rows = pd.DataFrame(index=range(3))
    found = Predictions(np.array([0.0, 1.0, 2.0]), None, np.array([0.0, -1.0, 2.0]), None, rows)
    assert score_value("smape", found, task="regression") == pytest.approx(2 / 3)


def test_mape_leaves_out_rows_whose_truth_is_0() -> None:
    found = Predictions(
        np.array([0.0, 100.0]), None, np.array([5.0, 110.0]), None, pd.DataFrame(index=range(2))
    )
    assert score_value("mape", found, task="regression") == pytest.approx(0.1)


def test_rmsle_takes_negative_predictions_as_0() -> None:
    rows = pd.DataFrame(index=range(2))
    below = Predictions(np.array([0.0, 3.0]), None, np.array([-7.0, 3.0]), None, rows)
    assert score_value("rmsle", below, task="regression") == 0


def test_quadratic_kappa_of_numbers_rounds_to_whole_grades() -> None:
    rng = np.random.default_rng(0)
    actual = rng.integers(1, 7, 200).astype(float)
    value = actual + rng.normal(0, 1, 200)
    found = Predictions(actual, None, value, None, pd.DataFrame(index=range(200)))
    grades = np.clip(np.rint(value), 1, 6)
    expected = sk.cohen_kappa_score(actual, grades, weights="quadratic")
    assert score_value("quadratic_kappa", found, task="regression") == pytest.approx(expected)


def test_order_of_classes_counts_for_quadratic_kappa() -> None:
    found = classified(300, 3, 0)
    assert found.probability is not None
    said = np.argmax(found.probability, axis=1)
    order = (2, 0, 1)
    rank = np.argsort(order)
    expected = sk.cohen_kappa_score(rank[found.truth], rank[said], weights="quadratic")
    assert score_value("quadratic_kappa", found, task="multiclass", order=order) == pytest.approx(expected)


@pytest.mark.parametrize("task", ["binary", "multiclass"])
def test_one_class_or_no_row_neither_crashes_nor_warns(task: Any) -> None:
    n_classes = 2 if task == "binary" else 3
    whole = classified(40, n_classes, 5)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for part in (whole.take(np.flatnonzero(whole.truth == 1)), whole.take(np.zeros(0, dtype=np.int64))):
            for name in scores_for(task):
                value = score_value(name, part, task=task)
                assert np.isnan(value) or np.isfinite(value)
    assert np.isnan(score_value("roc_auc", whole.take(np.flatnonzero(whole.truth == 1)), task="binary"))


def test_class_missing_from_a_fold_is_left_out_of_averages() -> None:
    whole = classified(400, 3, 6)
    part = whole.take(np.flatnonzero(whole.truth != 2))
    one, two = (Ranked(part.probability[:, c], part.truth == c, area).value() for c in (0, 1))  # type: ignore[index]  # there are probabilities
    assert score_value("roc_auc", part, task="multiclass") == pytest.approx((one + two) / 2)


def test_certain_and_wrong_costs_36_nats_not_infinitely_many() -> None:
    sure = Predictions(np.array([0]), np.array([[0.0, 1.0]]), None, None, pd.DataFrame(index=[0]))
    assert score_value("log_loss", sure, task="binary") == pytest.approx(36.04, abs=0.01)


def test_labels_that_were_decided_count_not_the_most_probable_ones() -> None:
    found = classified(200, 2, 7)
    acted = Decisions(action=np.ones(200, dtype=bool))
    assert score_value("recall", found, task="binary", decisions=acted) == 1


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(5, 60), st.sampled_from(sorted(BINARY)))
def test_counting_a_row_twice_is_having_it_twice(seed: int, n_rows: int, name: str) -> None:
    found = classified(n_rows, 2, seed, ties=True)
    drawn = np.random.default_rng(seed + 1).integers(n_rows, size=n_rows)
    counted = np.bincount(drawn, minlength=n_rows).astype(float)
    by_weight = score_value(name, found, task="binary", weight=counted)
    by_rows = score_value(name, found.take(drawn), task="binary")
    assert by_weight == pytest.approx(by_rows, nan_ok=True, abs=1e-9)


@settings(max_examples=60)
@example(seed=182, n_rows=3, name="r2")  # one row three times: no variance but that of rounding
@given(st.integers(0, 10_000), st.integers(3, 60), st.sampled_from([*NUMBERS, "smape"]))
def test_counting_a_number_twice_is_having_it_twice(seed: int, n_rows: int, name: str) -> None:
    found = regressed(n_rows, seed)
    drawn = np.random.default_rng(seed + 1).integers(n_rows, size=n_rows)
    counted = np.bincount(drawn, minlength=n_rows).astype(float)
    by_weight = score_value(name, found, task="regression", weight=counted)
    by_rows = score_value(name, found.take(drawn), task="regression")
    assert by_weight == pytest.approx(by_rows, nan_ok=True, rel=1e-6)
