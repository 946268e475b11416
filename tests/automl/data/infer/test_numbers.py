"""Numbers as people write them become the numbers they mean."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.data.load import load_table
from automl.data.table import Table


def read(*cells: Any, **others: list[str]) -> Table:
    """A table of one column of texts and a running number beside it."""
    frame = {"x": list(cells), **others, "n": list(range(len(cells)))}
    return load_table(pd.DataFrame(frame))


def numbers(*cells: Any, **others: list[str]) -> list[float]:
    table = read(*cells, **others)
    assert table.kind_of("x") == "number", table.columns[0]
    return [float(value) for value in table.frame["x"]]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1,234.5", "12", "1,000,000.25"], [1234.5, 12, 1000000.25]),
        (["1.234,5", "12", "1.000.000,25"], [1234.5, 12, 1000000.25]),
        (["1 234", "12", "1 000 000,5"], [1234, 12, 1000000.5]),
        (["1\u00a0234,5", "950,0"], [1234.5, 950]),
        (["1'234.50", "12.00"], [1234.5, 12]),
        (["12,34,567", "1,000"], [1234567, 1000]),
        (["1,5", "2,25", "1,234"], [1.5, 2.25, 1.234]),
        (["$84,835.00 ", "$1.5"], [84835, 1.5]),
        (["€ 12", "€ 13,50"], [12, 13.5]),
        (["12 €", "5 €"], [12, 5]),
        (["US$5", "US$ 1,200"], [5, 1200]),
        (["Rs. 500", "Rs 1,500"], [500, 1500]),
        (["CHF 1'200.–", "CHF 5.–"], [1200, 5]),
        (["12.5%", "3 %"], [12.5, 3]),
        (["(12.5)", "13", "($1,000.00)"], [-12.5, 13, -1000]),
        (["5-", "7", "−3"], [-5, 7, -3]),
        (["23.4 kmpl", "17 kmpl"], [23.4, 17]),
        (["1248 CC", "998 CC"], [1248, 998]),
        (["$1.2M", "$300K", "$5B"], [1.2e6, 3e5, 5e9]),
        (["12k", "5k", "900"], [12e3, 5e3, 900]),
        (["3 Mio €", "1,5 Mio €"], [3e6, 1.5e6]),
        (["5 k$", "7 k$"], [5e3, 7e3]),
        (["1st", "2nd", "3rd", "11th"], [1, 2, 3, 11]),
        (["2 years", "6 months", "1 year"], [2, 0.5, 1]),
        (["1 bed", "2 beds", "3 beds"], [1, 2, 3]),
        (["500 g", "1.5 kg", "2 kg"], [0.5, 1.5, 2]),
        (["70 m²", "1,200 m²"], [70, 1200]),
        (["1e3", "-2.5E-1", "+7", ".5"], [1000, -0.25, 7, 0.5]),
    ],
    ids=lambda cells: str(cells[0]),
)
def test_written_numbers_are_read(cells: list[str], expected: list[float]) -> None:
    assert numbers(*cells) == pytest.approx(expected)


@pytest.mark.parametrize(
    "cells",
    [
        ["0001", "0042", "1234"],
        ["01234", "90210", "10115"],
        ["M14860", "L47181", "M14862"],
        ["12A", "7B", "3C"],
        ["1234567890123456789", "1234567890123456788"],
        ["190Nm@ 2000rpm", "250Nm@ 1500-2500rpm"],
        ["< 0 DM", "1 - 200 DM", "> 200 DM"],
        ["10.0.0.1", "10.0.0.2"],
        ["10:30", "11:45"],
        ["555-1234", "555-9876"],
        ["10am", "11pm", "9am"],
        ["1,2,3", "4,5,6"],
        ["1 low", "2 medium", "2 medium", "2 medium", "3 high"],
        ["1. Low", "2. High"],
        ["030 123 456", "040 123 456"],
    ],
    ids=lambda cells: str(cells[0]),
)
def test_codes_ranges_and_lists_stay_as_they_are_written(cells: list[str]) -> None:
    table = read(*cells)

    assert table.kind_of("x") == "category"
    assert list(table.frame["x"]) == cells


def test_the_rest_of_the_table_decides_what_a_lone_column_cannot_tell() -> None:
    ambiguous = ["1.234", "2.500", "900"]

    assert numbers(*ambiguous, price=["1,5", "2,75", "3,99"]) == [1234, 2500, 900]
    assert numbers(*ambiguous, price=["1.5", "2.75", "3.99"]) == [1.234, 2.5, 900]
    assert numbers("1,234", "2,500", "900", price=["1,5", "2,75", "3,99"]) == [1.234, 2.5, 900]
    assert numbers("1,234", "2,500", "900") == [1234, 2500, 900]


def test_the_sentence_counts_what_was_read_and_what_was_not() -> None:
    cells = [f"{power} bhp" for power in range(500)] + [" bhp"] * 2 + ["abc"] + ["NA"] * 3 + [" "] + [""] * 4

    table = read(*cells)

    assert table.conversions == (
        "x: 500 numbers read from text (unit bhp); 3 'NA' and 1 blank count as missing; "
        "2 units without a number count as missing; 1 cell that is no number ('abc') counts as missing.",
    )
    assert int(table.frame["x"].isna().sum()) == 11


def test_units_that_differ_are_told() -> None:
    table = read(
        *[f"{15 + step / 10} kmpl" for step in range(80)], *[f"{step}.5 km/kg" for step in range(20)]
    )

    assert table.conversions == (
        "x: 100 numbers read from text (units differ: kmpl 80, km/kg 20; the numbers are taken as written).",
    )


def test_infinite_numbers_count_as_missing() -> None:
    assert read("1", "inf", "-Infinity", "1e999", "∞", "2").conversions == (
        "x: 2 numbers read from text; 4 infinite numbers count as missing.",
    )
    typed = load_table(pd.DataFrame({"x": [1.0, np.inf, -np.inf], "y": [1, 2, 3]}))
    assert typed.conversions == ("x: 2 infinite numbers count as missing.",)
    assert typed.frame["x"].isna().tolist() == [False, True, True]


def test_nearly_all_cells_must_be_numbers() -> None:
    cells = [str(number) for number in range(1000)]

    assert read(*cells, *["oops"] * 20).kind_of("x") == "number"
    assert read(*cells, *["oops"] * 21).kind_of("x") == "category"
    # Among few levels the odd one is a level, not a slip.
    assert read(*["0", "1"] * 490, *["x"] * 20).kind_of("x") == "category"


def test_odd_cells_that_look_like_codes_do_not_spoil_a_column_of_numbers() -> None:
    table = read(*[str(number) for number in range(1000)], "12A", "7B", "9C")

    assert table.kind_of("x") == "number"
    assert table.conversions == (
        "x: 1,000 numbers read from text; 3 cells that are no numbers ('12A', '7B', '9C') count as missing.",
    )


def test_a_level_called_none_is_kept_where_it_may_be_one() -> None:
    assert read(*["1", "2", "none"] * 50).kind_of("x") == "category"
    measured = read(*[str(number) for number in range(90)], *["none"] * 30)
    assert measured.kind_of("x") == "number"
    assert measured.frame["x"].isna().sum() == 30


@pytest.mark.parametrize(
    ("group", "decimal"), [(",", "."), (".", ","), (" ", ","), ("\u202f", ","), ("'", ".")]
)
@given(
    values=st.lists(
        st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False), min_size=1, max_size=20
    )
)
def test_grouped_numbers_come_back(group: str, decimal: str, values: list[Any]) -> None:
    written = [
        f"{value:,.2f}".replace(",", "_").replace(".", decimal).replace("_", group) for value in values
    ]

    assert numbers(*written) == pytest.approx([float(value) for value in values])


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2, max_size=30))
def test_what_a_program_writes_comes_back_exactly(values: list[float]) -> None:
    assert numbers(*map(repr, values)) == values or any(len(repr(value)) > 16 for value in values)


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    table = read(text, "1", "2")

    assert table.n_rows == 3
    assert all(math.isfinite(value) for value in table.frame["n"])
