"""Copies of records are remembered, and only where tables like this one hold some."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from automl import load, run
from automl.families.recall import Recall, strength_that_pays
from automl.replay import replay

N_ROWS = 700
N_COPIES = 300


def wines(*, seed: int = 0, copies: bool = True) -> pd.DataFrame:
    """A table in which many rows come twice, and whose label is mostly luck."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "acid": rng.normal(size=N_ROWS).round(6),
            "sugar": rng.gamma(2, size=N_ROWS).round(6),
            "grape": rng.choice(["red", "white"], N_ROWS),
        }
    )
    frame["good"] = np.where(rng.random(N_ROWS) < 1 / (1 + np.exp(-frame["acid"])), "yes", "no")
    again = frame.sample(N_COPIES, random_state=seed, replace=False) if copies else frame.head(0)
    return pd.concat([frame, again], ignore_index=True).sample(frac=1.0, random_state=seed, ignore_index=True)


SPEC = {
    "target": "good",
    "task": "binary",
    "positive_label": "yes",
    "models": {"include": ["linear", "decision_tree"]},
    "budget": {"trials": 4, "workers": 2},
}


def test_a_memory_mixes_what_was_seen_with_what_the_model_says() -> None:
    X = pd.DataFrame({"a": [1.0, 1.0, 1.0, 2.0, np.nan], "b": ["x", "x", "x", "y", "x"]})
    recall = Recall(1.0).fit(X, np.array([0, 1, 1, 0, 1]), n_classes=2)
    new = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "x"]})
    said = np.array([[0.5, 0.5], [0.4, 0.6], [0.3, 0.7]])

    assert recall.known(new).tolist() == [3, 1, 0]
    assert recall.mix(new, said) == pytest.approx(
        np.array([[1.5 / 4, 2.5 / 4], [1.4 / 2, 0.6 / 2], [0.3, 0.7]])
    )
    assert recall.own_share(new) == pytest.approx([1 / 4, 1 / 2, 1.0])
    assert recall.known(pd.DataFrame({"a": [np.nan], "b": ["x"]})).tolist() == [1]


def test_a_memory_of_numbers_mixes_means() -> None:
    X = pd.DataFrame({"a": [1.0, 1.0, 2.0]})
    recall = Recall(0.5).fit(X, np.array([10.0, 20.0, 7.0]), n_classes=0)

    assert recall.mix(pd.DataFrame({"a": [1.0, 9.0]}), np.array([0.0, 3.0])) == pytest.approx([30 / 2.5, 3.0])


@pytest.mark.parametrize(("noise", "most"), [(0.0, 0.1), (0.2, 10.0)])
def test_the_noisier_copies_are_the_more_the_model_counts(noise: float, most: float) -> None:
    rng = np.random.default_rng(1)
    X = pd.DataFrame({"a": np.tile(rng.normal(size=1_000), 2)})
    y = np.tile(rng.integers(0, 2, 1_000), 2)
    y = np.where(rng.random(2_000) < noise, rng.integers(0, 2, 2_000), y)

    found = strength_that_pays(X, y, np.full((2_000, 2), 0.5), n_classes=2)

    assert found is not None
    assert found <= most
    assert noise == 0.0 or found > 0.1


def test_rows_that_look_alike_by_chance_are_not_remembered() -> None:
    rng = np.random.default_rng(2)
    X = pd.DataFrame({"class": rng.choice(["a", "b", "c"], 2_000), "sex": rng.choice(["f", "m"], 2_000)})
    share = X["class"].map({"a": 0.2, "b": 0.5, "c": 0.7}).to_numpy()
    y = (rng.random(2_000) < share).astype(np.int64)

    assert strength_that_pays(X, y, np.column_stack([1 - share, share]), n_classes=2) is None
    assert strength_that_pays(X.head(5), y[:5], np.full((5, 2), 0.5), n_classes=2) is None


def test_a_run_remembers_copies_says_so_and_repeats(tmp_path: Path) -> None:
    wines().to_csv(tmp_path / "wines.csv", index=False)
    result = run(SPEC, tmp_path / "wines.csv", out=tmp_path / "run")
    model = load(tmp_path / "run")
    frame, _ = model.read(wines())
    truth = (wines()["good"] == "yes").to_numpy()

    assert "copies of a record agree" in result.recall
    assert model.recall is not None
    assert (model.recall.known(frame[model.features]) > 0).all()
    with_memory, alone = (model.predictions(frame, recalled=asked).positive for asked in (True, False))
    assert ((with_memory > 0.5) == truth).mean() > 0.98
    assert ((alone > 0.5) == truth).mean() < 0.8
    (note,) = model.seen_before(frame)
    assert note.startswith("1,000 rows equal some")
    # The figure is one on rows that the model has not seen, copies or not.
    assert result.held_out.value is not None
    assert result.held_out.value < 0.85
    assert replay(tmp_path / "run")["trials"] == 4


@pytest.mark.parametrize(
    "promise", [{"monotone": {"acid": "increasing"}}, {"limits": {"interpretable": True}}]
)
def test_no_memory_breaks_a_promise(promise: dict[str, object]) -> None:
    assert run({**SPEC, **promise}, wines()).recall == ""
    assert run(SPEC, wines(copies=False)).recall == ""
