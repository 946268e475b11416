"""Labels as codes, their natural order, and means of the target that do not leak."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.families.levels import MISSING, UNKNOWN, Labels, Levels
from automl.families.target_encoding import Goals, TargetEncoding


def test_rare_and_unseen_labels_share_a_code_and_missing_ones_have_none() -> None:
    levels = Levels(min_count=2).fit(pd.Series(["a", "a", "b", "b", "c", None], dtype="str"))

    assert levels.names() == ["a", "b", "other"]
    assert levels.codes(pd.Series(["b", "c", "new", None], dtype="str")).tolist() == [1, 2, 2, MISSING]


def test_an_unseen_label_is_unknown_where_none_was_rare() -> None:
    levels = Levels().fit(pd.Series(["a", "b"], dtype="str"))

    assert levels.codes(pd.Series(["c", "a"], dtype="str")).tolist() == [UNKNOWN, 0]


def test_labels_of_any_dtype_are_read_as_their_text() -> None:
    levels = Levels().fit(pd.Series(["1", "2"], dtype="str"))

    assert levels.codes(pd.Series([2, 1])).tolist() == [1, 0]
    assert levels.codes(pd.Series(["2", None], dtype="category")).tolist() == [1, MISSING]


def encode(
    labels: list[str], y: np.ndarray, *, n_classes: int = 2
) -> tuple[np.ndarray, TargetEncoding, Levels]:
    column = pd.Series(labels, dtype="str")
    goals = Goals.of(
        pd.DataFrame({"label": column, "row": range(len(y))}), y, None, n_classes=n_classes, seed=0
    )
    levels, means = Levels().fit(column), TargetEncoding()
    return means.fit_transform(levels.codes(column), goals, n_codes=levels.n_codes), means, levels


def test_means_of_many_labels_say_nothing_about_a_target_that_is_noise() -> None:
    random = np.random.default_rng(0)
    y = random.integers(0, 2, 2_000)

    encoded, _, _ = encode([f"id {k}" for k in random.integers(0, 900, 2_000)], y)

    assert abs(np.corrcoef(encoded[:, 0], y)[0, 1]) < 0.06


def test_means_find_the_labels_that_matter_and_draw_small_ones_to_the_middle() -> None:
    labels = ["good"] * 300 + ["bad"] * 300 + ["once"]
    y = np.array([1] * 270 + [0] * 30 + [1] * 30 + [0] * 270 + [1])

    _, means, levels = encode(labels, y)
    good, bad, once = means.transform(levels.codes(pd.Series(["good", "bad", "once"], dtype="str")))[:, 0]

    assert good == pytest.approx(0.9, abs=0.02) and bad == pytest.approx(0.1, abs=0.02)
    assert 0.5 < once < 1.0


def test_an_unseen_label_gets_the_overall_mean() -> None:
    _, means, levels = encode(["a", "b"] * 50, np.array([1, 0] * 40 + [1, 1] * 10))

    unseen = means.transform(levels.codes(pd.Series(["new"], dtype="str")))

    assert unseen[0, 0] == pytest.approx(0.6)


def test_copies_of_a_row_do_not_hand_it_its_own_target() -> None:
    random = np.random.default_rng(1)
    X = pd.DataFrame({"label": [f"n{k}" for k in range(200)]})
    copied = pd.concat([X, X, X], ignore_index=True)
    y = np.tile(random.normal(size=200), 3)
    goals = Goals.of(copied, y, None, n_classes=0, seed=0)
    levels = Levels().fit(copied["label"].astype("str"))

    encoded = TargetEncoding().fit_transform(
        levels.codes(copied["label"].astype("str")), goals, n_codes=levels.n_codes
    )

    assert abs(np.corrcoef(encoded[:, 0], y)[0, 1]) < 0.2


def test_more_than_two_classes_get_a_mean_each() -> None:
    encoded, _, _ = encode(["a", "b", "c"] * 100, np.array([0, 1, 2] * 100), n_classes=3)

    assert encoded.shape == (300, 3)
    assert (encoded.argmax(axis=1) == np.array([0, 1, 2] * 100)).all()


@given(st.lists(st.one_of(st.none(), st.text(max_size=3)), max_size=30))
def test_a_column_is_read_once_and_nothing_of_it_is_lost(cells: list[str | None]) -> None:
    read = Labels.of(pd.Series(cells, dtype="str"))
    positions, texts = read.texts

    assert Labels.of(read) is read
    assert [None if p < 0 else read.distinct[p] for p in read.positions] == cells
    assert [texts[p] for p in positions] == [cell or "" for cell in cells]
    assert len(set(texts)) == len(texts)
    assert read.counts.tolist() == [cells.count(label) for label in read.distinct]
