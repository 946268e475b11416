"""Words near in meaning are near in the table of vectors, however they are spelled."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.offline.meaning import nearness, plain, table, vector, word_pieces


@pytest.mark.parametrize(
    ("said", "meant", "others"),
    [
        ("clients who end their contract", "cancellation", ["gender", "country", "age"]),
        ("what the flat should cost", "monthly rent", ["balcony", "floor", "rooms"]),
        ("false claims", "is fraud", ["vehicle age", "witnesses", "police report"]),
        ("how long they stay", "length of stay", ["ward", "sex", "creatinine"]),
    ],
)
def test_what_is_meant_is_nearest(said: str, meant: str, others: list[str]) -> None:
    near = nearness(said, [meant, *others])
    assert near[0] == near.max()


def test_a_vector_has_length_one_or_none() -> None:
    assert np.linalg.norm(vector("monthly rent")) == pytest.approx(1.0, abs=1e-5)
    assert not vector("").any()
    assert not vector("Ωμέγα 漢字").any()


def test_accents_and_case_do_not_matter() -> None:
    assert plain("Gekündigt") == "gekundigt"
    assert np.array_equal(vector("Café"), vector("cafe"))


def test_an_unknown_word_is_read_in_pieces() -> None:
    words = table()
    pieces = word_pieces("gearboxfailure", words.position)
    assert len(pieces) > 1
    assert word_pieces("", words.position) == []


def test_nothing_is_near_where_there_is_nothing() -> None:
    assert nearness("rent", []).shape == (0,)
