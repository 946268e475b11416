"""Figures as people read them: no powers of ten, no dust of binary fractions."""

from __future__ import annotations

import pytest

from automl.metrics.words import amount_words, figure_words, spread_words


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (0.84733, "0.8473"),
        (210_690.4, "210,690"),
        (0.0, "0"),
        (5.6e-17, "0"),
        (-3e-9, "0"),
        (0.00002, "0.000020"),
    ],
)
def test_a_figure_is_written_out(figure: float, words: str) -> None:
    assert figure_words(figure) == words


@pytest.mark.parametrize(
    ("amount", "words"), [(1250.0, "1,250 EUR"), (0.05, "0.05 EUR"), (0.00551, "0.0055 EUR"), (0.0, "0 EUR")]
)
def test_a_small_amount_does_not_become_nothing(amount: float, words: str) -> None:
    assert amount_words(amount, "EUR") == words


@pytest.mark.parametrize(("spread", "words"), [(0.01234, "0.012"), (32_100.0, "32,000"), (5.6e-17, "0")])
def test_a_spread_has_two_digits_that_count(spread: float, words: str) -> None:
    assert spread_words(spread) == words
