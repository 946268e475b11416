"""Texts as terms, components, shape and beginnings."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from automl.families.leading_words import LeadingWords
from automl.families.letters import Letters
from automl.families.target_encoding import Goals
from automl.families.terms import Components, Terms
from automl.families.text_shape import TextShape

TEXTS = [
    "Free entry in a weekly competition",
    "I am at home, home alone",
    "win a FREE prize now",
    "see you at home",
    "",
    "free free free",
    "Grüße aus Köln",
]


ONCE = np.ones(len(TEXTS), dtype=np.intp)


def test_terms_are_those_of_scikit_learn() -> None:
    reference = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2).fit(TEXTS)

    terms = Terms()
    read = terms.fit_transform(TEXTS, ONCE)

    assert terms.terms == sorted(reference.vocabulary_)
    assert (read != terms.transform(TEXTS)).nnz == 0
    assert np.allclose(terms.transform(TEXTS).toarray(), reference.transform(TEXTS).toarray())


def test_a_text_of_unknown_words_is_an_empty_row() -> None:
    terms = Terms()
    terms.fit_transform(TEXTS, ONCE)
    assert terms.transform(["zebra quagga"]).nnz == 0


def test_a_text_weighs_as_many_rows_as_hold_it() -> None:
    texts, rows = ["red car", "red bus", "old bike"], [3, 1, 1]
    distinct, repeated = Terms(), Terms()
    distinct.fit_transform(texts, np.array(rows))
    all_rows = [text for text, n in zip(texts, rows, strict=True) for _ in range(n)]
    repeated.fit_transform(all_rows, np.ones(len(all_rows), dtype=np.intp))

    assert distinct.terms == repeated.terms == ["car", "red", "red car"]
    assert np.array_equal(distinct.idf, repeated.idf)


def test_runs_of_letters_are_those_of_scikit_learn() -> None:
    """But for words shorter than a run, which scikit-learn counts once more."""
    texts = ["Free entry now", "entry FREE again", "ab freely", "", "Grüße aus Köln 😀", "Grüße nach Köln 😀"]
    reference = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2)
    there = reference.fit_transform(texts).toarray()
    at = reference.vocabulary_

    letters = Letters().fit(texts, np.ones(len(texts), dtype=np.intp))
    found = letters.transform(texts).toarray()

    runs = [name[len("letters '") : -1] for name in letters.names()]
    plain = [(j, at[run]) for j, run in enumerate(runs) if run in at]
    assert {"fre", " fr", "ree", "ntry"} <= set(runs) and len(plain) > 0.8 * len(runs)
    assert np.allclose(found[0, [j for j, _ in plain]], there[0, [k for _, k in plain]])


def test_a_run_counts_in_as_many_texts_as_rows_hold_it() -> None:
    once = Letters().fit(["alpha", "beta"], np.array([1, 1], dtype=np.intp))
    twice = Letters().fit(["alpha", "beta"], np.array([2, 1], dtype=np.intp))

    assert "letters 'lph'" not in once.names()
    assert "letters 'lph'" in twice.names() and "letters 'bet'" not in twice.names()


def test_letters_of_empty_and_unknown_texts_are_empty_rows() -> None:
    letters = Letters().fit(["free entry", "entry free"], np.ones(2, dtype=np.intp))

    assert letters.transform(["", "  ", "zzz qqq"]).nnz == 0
    assert letters.transform([]).shape == (0, len(letters.codes))
    assert Letters().fit([""], np.ones(1, dtype=np.intp)).transform(["anything"]).nnz == 0


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_any_text_has_rows_of_length_one_or_none(texts: list[str]) -> None:
    letters = Letters().fit(texts, np.full(len(texts), 2, dtype=np.intp))

    lengths = np.sqrt((letters.transform(texts).toarray() ** 2).sum(axis=1))

    assert np.all(np.isclose(lengths, 1) | (lengths == 0))
    assert len(letters.names()) == len(letters.codes)


def test_components_span_what_the_largest_singular_vectors_span() -> None:
    from scipy.sparse import random as random_matrix

    matrix = random_matrix(60, 40, density=0.3, format="csr", rng=np.random.default_rng(0))

    found = Components(5).fit(matrix, seed=0)

    exact = np.linalg.svd(matrix.toarray(), full_matrices=False)[2][:5].T
    overlap = np.linalg.svd(found.directions.T @ exact, compute_uv=False)
    assert found.width == 5 and overlap.min() > 0.95
    assert np.array_equal(found.directions, Components(5).fit(matrix, seed=0).directions)


def test_numbers_in_texts_are_read() -> None:
    texts = ["190Nm@ 2000rpm", "12.7 kgm at 2,700 rpm", "no figures"] * 5

    shape = TextShape().fit(texts)
    row = dict(zip(shape.names(), shape.transform(texts[1:2])[0], strict=True))

    assert (row["first number"], row["second number"]) == (12.7, 2700.0)
    assert np.isnan(shape.transform(["none at all"])[0, -1])


def test_beginnings_of_titles_carry_the_mean_of_their_group() -> None:
    random = np.random.default_rng(0)
    makes = random.choice(["Opel", "Tesla"], 300)
    titles = pd.Series([f"{make} model {i}" for i, make in enumerate(makes)], dtype="str")
    y = np.where(makes == "Tesla", 50.0, 10.0) + random.normal(size=300)
    goals = Goals.of(titles.to_frame("title"), y, None, n_classes=0, seed=0)

    leading = LeadingWords(worth_it=True)
    encoded = leading.fit_transform(titles.tolist(), np.arange(300), goals)

    assert leading.names()[0] == "mean of the target for the same first word"
    assert np.corrcoef(encoded[:, 0], y)[0, 1] > 0.95
    assert leading.transform(["tesla something new"])[0, 0] > 45
