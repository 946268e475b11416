"""Names from the data inside sentences."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from automl.report.charts.scale import Scale, round_ticks, widened
from automl.report.text import clean, cut, cut_sentences, held_together, listed, plural, sentence, shorten


@given(text=st.text(), limit=st.integers(5, 60))
def test_shortened_names_keep_to_their_length_and_hide_nothing(text: str, limit: int) -> None:
    shown = shorten(text, limit)

    assert 0 < len(shown) <= max(limit, len("(blank)"))
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in shown)
    assert "\u202e" not in clean(text)
    assert len(cut(text, limit)) <= limit


def test_long_names_that_begin_alike_stay_apart() -> None:
    first, second = ("measurement of the left sensor " * 3 + end for end in ("in May", "in June"))

    assert shorten(first) != shorten(second)


def test_lists_and_plurals() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(list("abcdefgh"), limit=4) == "a, b, c and 5 more"
    assert (plural(1, "row"), plural(1409, "row"), plural(2, "family", "families")) == (
        "1 row",
        "1,409 rows",
        "2 families",
    )
    assert sentence("rows were left out") == "Rows were left out."
    assert sentence("") == ""


def test_a_figure_and_its_unit_stay_on_one_line() -> None:
    assert held_together("95 % of CHF 12 in 3 s") == "95\u00a0% of CHF\u00a012 in 3\u00a0s"
    assert held_together("−€12") == "−\u2060€12"


@given(low=st.floats(-1e6, 1e6), span=st.floats(1e-3, 1e9), n=st.integers(3, 8))
def test_ticks_are_few_round_and_inside(low: float, span: float, n: int) -> None:
    ticks = round_ticks(low, low + span, n_wanted=n)

    assert len(ticks) <= n
    assert ticks == sorted(ticks)
    assert all(low - 1e-6 * span <= tick <= low + span * (1 + 1e-6) for tick in ticks)


def test_a_scale_of_one_value_draws_it_in_the_middle() -> None:
    assert Scale(3, 3, 0, 100).at(3) == 50
    assert widened(0, 0) == (-1, 1)


def test_a_text_is_cut_at_the_end_of_a_sentence() -> None:
    text = "Each costs 0.5 EUR. Acting pays above 21.4 %. The rest is left alone."

    assert cut_sentences(text, 60) == "Each costs 0.5 EUR. Acting pays above 21.4 %."
    assert cut_sentences(text, 100) == text
    assert cut_sentences(text, 10) == "Each cost…"
