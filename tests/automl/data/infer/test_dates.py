"""Dates in several styles, and which of day and month comes first."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.data.load import load_table
from automl.data.table import Table


def read(*cells: str) -> Table:
    return load_table(pd.DataFrame({"d": list(cells), "n": range(len(cells))}))


def moments(*cells: str) -> list[str]:
    table = read(*cells)
    assert table.kind_of("d") == "datetime", table.columns[0]
    assert table.frame["d"].dtype == "datetime64[us]"
    return [moment.isoformat() for moment in table.frame["d"]]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2015-07-01", "2015-07-01T00:00:00"),
        ("2015/7/1", "2015-07-01T00:00:00"),
        ("2015.07.31 23:59", "2015-07-31T23:59:00"),
        ("2015-07-01T10:00:00.5Z", "2015-07-01T10:00:00.500000"),
        ("2015-07-01T10:00:00+02:00", "2015-07-01T08:00:00"),
        ("31/12/2011", "2011-12-31T00:00:00"),
        ("12/31/2011", "2011-12-31T00:00:00"),
        ("6/16/14", "2014-06-16T00:00:00"),
        ("31.12.99", "1999-12-31T00:00:00"),
        ("12/31/2011 3:04 PM", "2011-12-31T15:04:00"),
        ("12/31/2011 12:04 a.m.", "2011-12-31T00:04:00"),
        ("Mar-2018", "2018-03-01T00:00:00"),
        ("March 2018", "2018-03-01T00:00:00"),
        ("5 February 2010", "2010-02-05T00:00:00"),
        ("05-Feb-10", "2010-02-05T00:00:00"),
        ("Feb 5, 2010", "2010-02-05T00:00:00"),
        ("Fri, 05 Feb 2010 10:00:00 GMT", "2010-02-05T10:00:00"),
        ("3. März 2020", "2020-03-03T00:00:00"),
        ("2018-03", "2018-03-01T00:00:00"),
        ("03/2018", "2018-03-01T00:00:00"),
        ("2018Q2", "2018-04-01T00:00:00"),
        ("20150131", "2015-01-31T00:00:00"),
        ("9999-12-31", "9999-12-31T00:00:00"),
    ],
)
def test_a_style_is_read(cell: str, expected: str) -> None:
    other = cell.replace("31", "30", 1)
    assert moments(cell, cell, other)[0] == expected


def test_a_day_above_twelve_decides_for_the_whole_column() -> None:
    assert moments("01/02/2011", "13/02/2011") == ["2011-02-01T00:00:00", "2011-02-13T00:00:00"]
    assert moments("01/02/2011", "02/13/2011") == ["2011-01-02T00:00:00", "2011-02-13T00:00:00"]


def test_the_order_of_the_rows_decides_where_no_day_does() -> None:
    months = [f"01/{month:02d}/2020" for month in range(1, 13)] + [
        f"02/{month:02d}/2020" for month in range(1, 13)
    ]

    table = read(*sorted(months, key=lambda text: (text[3:5], text[:2])))

    assert table.frame["d"].is_monotonic_increasing
    assert table.conversions == (
        "d: 24 dates read from text as day/month/year (read so the rows are in order of time).",
    )


def test_a_guess_is_called_one() -> None:
    assert read("01/02/2020", "05/04/2019", "03/04/2020").conversions == (
        "d: 3 dates read from text as month/day/year "
        "(no day is above 12, so this is a guess: write dates as YYYY-MM-DD to be sure).",
    )
    assert (
        read("01.02.2020", "05.04.2019", "03.04.2020")
        .conversions[0]
        .startswith("d: 3 dates read from text as day/month/year (no day is above 12")
    )


def test_two_styles_in_one_column_and_what_is_no_date() -> None:
    good = [f"2020-01-{day:02d}" for day in range(1, 31)] * 2 + [f"{day} Jan 2021" for day in range(1, 31)]

    table = read(*good, "31/02/2020", "", "NULL")

    assert table.conversions == (
        "d: 90 dates read from text as day month-name year, year-month-day; 1 'NULL' counts as missing; "
        "1 cell that is no date ('31/02/2020') counts as missing.",
    )
    assert table.frame["d"].isna().sum() == 3


def test_running_numbers_are_no_dates() -> None:
    assert read(*[str(20150101 + step) for step in range(50)]).kind_of("d") == "number"
    assert read("2015", "2016", "2017").kind_of("d") == "number"


@pytest.mark.parametrize("cell", ["July", "mon", "10:30", "1.2.3", "12/5", "A-2018"])
def test_what_only_looks_like_a_date_is_none(cell: str) -> None:
    assert read(cell, cell, "other").kind_of("d") == "category"


@pytest.mark.parametrize(
    "style", ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%d %b %Y", "%B %d, %Y", "%Y-%m-%d %H:%M:%S"]
)
@given(days=st.lists(st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(2060, 1, 1)), max_size=12))
def test_dates_come_back(style: str, days: list[datetime.datetime]) -> None:
    # The first one has a day above 12, so that the column can tell day from month.
    days = [datetime.datetime(2000, 12, 25), *days]
    if "%H" not in style:
        days = [day.replace(hour=0, minute=0, second=0) for day in days]
    days = [day.replace(microsecond=0) for day in days]

    assert moments(*[day.strftime(style) for day in days]) == [day.isoformat() for day in days]
