"""Every way of writing a figure, at the edges of its rounding."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.report import figures
from automl.search.result import Measured

ANY = (
    st.floats(min_value=-1e300, max_value=1e300)
    | st.sampled_from([math.nan, math.inf, -math.inf])
    | st.none()
)


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [
        (1234.5, "USD", "$1,234"),
        (-500, "USD", "−$500"),
        (0, "USD", "$0"),
        (-0.0000001, "USD", "$0"),
        (60.5, "EUR", "€60.50"),
        (60, "EUR", "€60"),
        (0.4, "GBP", "£0.40"),
        (0.00345, "USD", "$0.0034"),
        (1250000, "CHF", "CHF 1,250,000"),
        (-1250, "CHF", "−CHF 1,250"),
        (99.999, "USD", "$100"),
        (1234.5, "JPY", "¥1,234"),
        (55.4, "JPY", "¥55"),
        (-10, None, "−10"),
        (None, "USD", "not measured"),
        (float("nan"), "USD", "not measured"),
        (float("inf"), "USD", "not measured"),
    ],
)
def test_money(value: float | None, currency: str | None, shown: str) -> None:
    assert figures.money(value, currency) == shown


def test_money_with_a_sign_says_what_is_gained() -> None:
    assert figures.money(1200, "USD", signed=True) == "+$1,200"
    assert figures.money(-1200, "USD", signed=True) == "−$1,200"
    assert figures.money(0, "USD", signed=True) == "$0"


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.26491, "26.5 %"),
        (0.4, "40 %"),
        (0.00345, "0.34 %"),
        (0, "0 %"),
        (1, "100 %"),
        (0.99999, "over 99.99 %"),
        (0.9997, "99.97 %"),
        (0.00001, "under 0.01 %"),
        (-0.12, "−12 %"),
        (None, "not measured"),
    ],
)
def test_percent_is_never_rounded_to_perfect(share: float | None, shown: str) -> None:
    assert figures.percent(share) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.84729, "0.8473"),
        (0.85, "0.85"),
        (12.3456, "12.35"),
        (23456.7, "23,457"),
        (-0.5, "−0.5"),
        (1e-9, "0"),
        (0.00012345, "0.0001234"),
    ],
)
def test_scores_have_four_digits_that_count(value: float, shown: str) -> None:
    assert figures.score(value) == shown


def test_figures_beside_each_other_have_the_same_decimals() -> None:
    write = figures.alike([0.0713, 0.0012, 0.0], digits=3)

    assert [write(v) for v in (0.0713, 0.0012, 0.0, -0.001)] == ["0.0713", "0.0012", "0.0000", "−0.0010"]


def test_a_score_with_its_interval() -> None:
    found = Measured(value=0.8473, low=0.829, high=0.86551)

    assert figures.score_interval(found) == "0.8473 (95 % interval 0.8290 to 0.8655)"
    assert figures.score_interval(found, words=False) == "0.8473 (0.8290 to 0.8655)"
    assert figures.score_interval(Measured(value=0.8473)) == "0.8473"
    assert figures.score_interval(None) == "not measured"
    assert figures.interval(Measured(value=1.0), figures.score) == "too few rows for an interval"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.0, "0 s"),
        (0.84, "0.84 s"),
        (9.96, "10 s"),
        (59.6, "60 s"),
        (125, "2 min 5 s"),
        (120, "2 min"),
        (3780, "1 h 3 min"),
        (7200, "2 h"),
    ],
)
def test_durations(seconds: float, shown: str) -> None:
    assert figures.duration(seconds) == shown


def test_axes_get_short_figures_and_years_stay_years() -> None:
    assert [figures.short(v) for v in (2007.0, 0.25, 12500.0, -1500000.0)] == [
        "2007",
        "0.25",
        "12.5k",
        "−1.5M",
    ]
    assert figures.short_money(12000, "USD") == "$12k"
    assert figures.about(12345, "USD") == "about $12,000"
    assert figures.number(5.0) == "5" and figures.number(70.35) == "70.35"
    assert figures.megabytes(0.3412) == "0.34 MB" and figures.megabytes(1234) == "1.23 GB"
    assert figures.milliseconds(3.21) == "3.2 ms"


@given(value=ANY)
def test_no_figure_has_an_exponent_or_a_hyphen_for_a_minus(value: float | None) -> None:
    for write in (
        figures.money,
        figures.percent,
        figures.score,
        figures.number,
        figures.short_money,
        figures.short,
    ):
        shown = write(value)  # type: ignore[operator] # one of the writers
        assert not re.search(r"\de[+-]?\d|-|nan|inf", shown)


@given(value=st.floats(min_value=-1e12, max_value=1e12))
def test_what_is_shown_is_the_figure_after_rounding(value: float) -> None:
    shown = figures.score(value)
    read = float(shown.replace(",", "").replace("−", "-"))

    assert math.isclose(read, value, rel_tol=5.1e-4, abs_tol=5e-7)
