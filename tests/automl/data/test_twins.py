"""Copies of one record are told from different cases that look alike, by how far they agree on the target."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from automl.data.twins import agreement, row_hashes, twins_of

RNG = np.random.default_rng(0)
NUMBERS = pd.DataFrame({"a": RNG.normal(size=300), "b": RNG.normal(size=300)})
LABELS = RNG.integers(0, 3, 300)


def doubled(y: np.ndarray, *, noise: float, seed: int = 1) -> np.ndarray:
    """The target of rows that come twice; this share of the second ones is drawn anew."""
    rng = np.random.default_rng(seed)
    again = np.where(rng.random(len(y)) < noise, rng.permutation(y), y)
    return np.concatenate([y, again])


@pytest.mark.parametrize(("y", "is_class"), [(LABELS, True), (RNG.lognormal(size=300), False)])
def test_agreement_is_one_for_copies_and_none_for_strangers(y: np.ndarray, is_class: bool) -> None:
    alike = np.tile(np.arange(300), 2)

    assert agreement(alike, doubled(y, noise=0.0), is_class=is_class) == pytest.approx(1.0)
    assert abs(agreement(alike, doubled(y, noise=1.0), is_class=is_class)) < 0.15
    assert agreement(np.arange(600), doubled(y, noise=1.0), is_class=is_class) == 1.0


def test_copies_share_a_number_and_different_cases_do_not() -> None:
    frame = pd.concat([NUMBERS, NUMBERS], ignore_index=True)

    copies = twins_of(frame, doubled(LABELS, noise=0.02), is_class=True)
    cases = twins_of(frame, doubled(LABELS, noise=0.5), is_class=True)

    assert (copies[:300] == copies[300:]).all()
    assert len(np.unique(copies)) == 300
    assert len(np.unique(cases)) == 600


def test_rows_without_a_target_decide_nothing() -> None:
    frame = pd.concat([NUMBERS, NUMBERS], ignore_index=True)
    y = doubled(LABELS, noise=0.0)
    y[300:] = -1

    assert (twins_of(frame, y, is_class=True)[300:] == np.arange(300)).all()
    assert len(twins_of(frame, np.full(600, np.nan), is_class=False)) == 600


def test_a_row_that_comes_alone_has_the_number_it_has_among_others() -> None:
    rows = pd.DataFrame(
        {
            "n": [1.0, np.nan] * 100,
            "text": pd.Series(["a", None, "", "é"] * 50, dtype="str"),
            "day": pd.Timestamp(5),
        }
    )

    alone = [row_hashes(rows.iloc[[i]])[0] for i in range(8)]

    assert alone == row_hashes(rows).tolist()[:8]
