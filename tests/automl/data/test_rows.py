"""Later rows get the columns and kinds of the table that was learned from; what does not fit is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from automl.data.load import load_table, read_rows
from automl.errors import DataError

LEARNED = pd.DataFrame(
    {
        "price": ["€ 1.234,50", "€ 12,00", "€ 950,99"],
        "day": ["13/02/2020", "01/03/2020", "05/04/2020"],
        "flag": ["true", "false", "true"],
        "city": ["Rome", "Bern", "Köln"],
        "zip": ["00118", "03001", "50667"],
        "n": [1, 2, 3],
    }
)


def schema() -> dict[str, object]:
    """The schema, through JSON as a folder keeps it."""
    loaded: dict[str, object] = json.loads(json.dumps(load_table(LEARNED).schema()))
    return loaded


def test_the_same_rows_give_the_same_values() -> None:
    table = load_table(LEARNED)

    rows = read_rows(LEARNED, schema())

    pd.testing.assert_frame_equal(rows.frame, table.frame)
    assert rows.notes == ()
    assert rows.raw["price"].tolist() == LEARNED["price"].tolist()


def test_one_row_is_read_as_the_column_was_not_as_it_looks(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text('price,day,flag,city,zip,n\n"1.500",01/02/2021,FALSE,Rome,118,7\n')

    frame = read_rows(tmp_path / "new.csv", schema()).frame

    assert frame["price"].tolist() == [1500.0]
    assert frame["day"].tolist() == [pd.Timestamp("2021-02-01")]
    assert frame["flag"].tolist() == [0.0]
    assert frame["zip"].tolist() == ["118"]


@pytest.mark.parametrize("written", ["2021-01-31", "31 Jan 2021", "January 31, 2021"])
def test_a_date_that_means_the_same_everywhere_is_read_in_any_column_of_dates(written: str) -> None:
    rows = read_rows(LEARNED.assign(day=written), schema())

    assert rows.frame["day"].tolist() == [pd.Timestamp("2021-01-31")] * 3
    assert rows.notes == ()


def test_a_file_from_another_country_is_read_by_its_own_decimal_sign(tmp_path: Path) -> None:
    learned = load_table(pd.DataFrame({"rate": ["0.5", "1.25"], "size": ["1,234", "950"]}))
    (tmp_path / "new.csv").write_text("rate;size\n0,5;1.234\n1,25;12\n")
    (tmp_path / "same.csv").write_text("rate;size\n0.5;1,234\n")

    there = read_rows(tmp_path / "new.csv", learned.schema()).frame
    here = read_rows(tmp_path / "same.csv", learned.schema()).frame

    assert there.to_dict("list") == {"rate": [0.5, 1.25], "size": [1234.0, 12.0]}
    assert here.to_dict("list") == {"rate": [0.5], "size": [1234.0]}


def test_a_unit_that_is_new_here_leaves_the_number_and_is_told() -> None:
    rows = read_rows(LEARNED.assign(n=["12 months", "7", "1 Month"]), schema())

    assert rows.frame["n"].tolist() == [12.0, 7.0, 1.0]
    assert rows.notes == (
        "n: the unit 'month' stands here, and stood nowhere in the table that was learned from; "
        "the numbers are taken as written.",
    )


@pytest.mark.parametrize(
    "cells", [["12 months", "1 year", "3"], ["12 %", "1", "2"], ["12A", "1", "2"], ["5k", "1", "2"]]
)
def test_a_number_that_a_suffix_makes_doubtful_is_missing(cells: list[str]) -> None:
    rows = read_rows(LEARNED.assign(n=cells), schema())

    n_doubtful = sum(not cell.isdigit() for cell in cells)
    assert rows.frame["n"].isna().sum() == n_doubtful
    assert "missing" in rows.notes[0]


def test_a_unit_of_the_same_kind_as_the_learned_one_is_turned_into_it() -> None:
    learned = load_table(pd.DataFrame({"tenure": [f"{n} months" for n in range(1, 30)], "y": range(29)}))

    rows = read_rows(pd.DataFrame({"tenure": ["2 years", "18 months", "3", "5 km"]}), learned.schema())

    assert rows.frame["tenure"].tolist()[:3] == pytest.approx([24.0, 18.0, 3.0])
    assert rows.frame["tenure"].isna().tolist() == [False, False, False, True]


def test_missing_extra_and_retyped_columns_are_told() -> None:
    new = pd.DataFrame(
        {"n": ["4", "x", None], "city": ["Rome", "Oslo", " Bern"], "day": [5, 6, 7], "more": 1}
    )

    rows = read_rows(new, schema(), known_levels={"city": {"Rome", "Bern", "Köln"}}, optional=["flag"])

    assert rows.notes == (
        "2 columns are missing here, and filled as missing values: 'price', 'zip'.",
        "1 column is not used by the model, and ignored: 'more'.",
        "day: 3 cells are no date and count as missing.",
        "city: 1 cell differs from a known label by blanks only, and is read as it.",
        "city: 1 cell holds a label that the model never saw: 'Oslo'.",
        "n: 1 cell is no number and counts as missing.",
    )
    assert list(rows.frame.columns) == list(LEARNED.columns)
    assert rows.frame["n"].isna().tolist() == [False, True, True]
    assert rows.frame["city"].tolist() == ["Rome", "Oslo", "Bern"]
    assert {name: str(kind) for name, kind in rows.frame.dtypes.items()} == {
        name: str(kind) for name, kind in load_table(LEARNED).frame.dtypes.items()
    }


def test_typed_rows_fit_a_schema_from_text_and_the_other_way_round(tmp_path: Path) -> None:
    typed = pd.DataFrame(
        {
            "price": [5, 6.5],
            "day": pd.to_datetime(["2021-01-01", "2021-02-01"]),
            "flag": [True, False],
            "city": pd.Categorical(["Rome", "Bern"]),
            "zip": [118, 3001],
            "n": [True, False],
        }
    )
    rows = read_rows(typed, schema())

    assert rows.notes == ()
    assert rows.frame["price"].tolist() == [5.0, 6.5]
    assert rows.frame["zip"].tolist() == ["118", "3001"]
    assert rows.frame["n"].tolist() == [1.0, 0.0]

    (tmp_path / "t.csv").write_text("price,day,flag,city,zip,n\n6.5,2021-01-01 00:00:00,True,Rome,118,1\n")
    again = read_rows(tmp_path / "t.csv", load_table(typed).schema()).frame
    assert again.iloc[0].tolist() == [6.5, pd.Timestamp("2021-01-01"), 1.0, "Rome", 118.0, 1.0]


def test_every_row_of_the_file_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("n,city\n" + "1,Rome\n" * 500 + "2,Bern,more\n")

    with pytest.raises(DataError, match=r"Line 502 of 'new\.csv' has 3 cells where the header has 2"):
        read_rows(tmp_path / "new.csv", schema())


def test_no_rows_and_no_columns(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("n,city\n")
    assert read_rows(tmp_path / "new.csv", schema()).frame.shape == (0, 6)

    with pytest.raises(DataError, match="has none of the columns that the model was learned from"):
        read_rows(pd.DataFrame({"a": [1], "b": [2]}), schema())
    with pytest.raises(DataError, match="has version 99; this version reads 1"):
        read_rows(LEARNED, schema() | {"version": 99})
