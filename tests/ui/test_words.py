"""Escaping of what comes from data."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.words import figure_format, plain, prose, rounded, short


def test_figures_stay_with_their_signs() -> None:
    assert plain("26.5 % of −$140") == "26.5\u00a0% of −\u2060\\$140"
    assert prose("26.5 %") == "26.5\u00a0%"


def test_a_line_cannot_begin_a_list() -> None:
    assert plain("- a\n1. b") == "\\- a\n1\\. b"


@given(st.text())
def test_no_sign_of_markdown_is_left_bare(text: str) -> None:
    bare = plain(text).replace("\\\\", "")
    for sign in "`*_[]<>$~#|:&":
        assert bare.count(sign) == bare.count("\\" + sign)


@given(st.text(), st.integers(2, 60))
def test_short_is_short(text: str, length: int) -> None:
    assert len(short(text, length)) <= length


def test_large_scores_are_whole_and_small_ones_have_four_decimals() -> None:
    assert (figure_format(805673.6218), rounded(805673.6218)) == ("localized", 805674)
    assert (figure_format(-0.4303), rounded(-0.4303)) == ("%.4f", -0.4303)
