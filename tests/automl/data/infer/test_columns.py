"""What a column holds: categories keep their text, words of truth, codes, free text, missing cells."""

from __future__ import annotations

import decimal

import numpy as np
import pandas as pd
import pytest

from automl.data.load import load_table
from automl.data.table import Table
from automl.errors import DataError


def read(cells: list[object], **others: list[object]) -> Table:
    return load_table(pd.DataFrame({"x": cells, **others, "n": range(len(cells))}))


def test_categories_keep_their_text_with_its_blanks() -> None:
    table = read([" >50K", " <=50K", " >50K", " ?"])

    assert table.kind_of("x") == "category"
    assert table.frame["x"].dtype == "str"
    assert table.frame["x"].tolist()[:3] == [" >50K", " <=50K", " >50K"]
    assert table.frame["x"].isna().tolist() == [False, False, False, True]
    assert table.conversions == ("x: 1 '?' counts as missing.",)


def test_unknown_is_a_level_and_markers_are_not() -> None:
    table = read(["unknown", "none", "None", "NA", "N/A", "null", "nan", "-", "a", None])

    assert table.frame["x"].dropna().tolist() == ["unknown", "none", "None", "a"]


def test_a_minus_beside_a_plus_is_a_level() -> None:
    assert read(["+", "-", "-", "+"]).frame["x"].tolist() == ["+", "-", "-", "+"]


def test_words_for_yes_and_no_stay_words_and_are_marked() -> None:
    table = read(["Yes", "No", "Yes", ""], other=["ja", "nein", "ja", "ja"])

    assert table.kind_of("x") == table.kind_of("other") == "category"
    assert table.column("x").parse["truth"] == {"Yes": True, "No": False}
    assert table.conversions == ("x, other hold yes or no in words: two values, kept as they are written.",)


@pytest.mark.parametrize(
    "cells", [["true", "false", "TRUE"], ["True", "False", " true "], ["t", "f", "T"], [True, False, True]]
)
def test_true_and_false_are_booleans(cells: list[object]) -> None:
    table = read([*cells, None])

    assert table.kind_of("x") == "boolean"
    assert table.frame["x"].dtype == "float64"
    assert table.frame["x"].tolist()[:3] == [1.0, 0.0, 1.0]
    assert table.frame["x"].isna().tolist()[3]


def test_numbers_with_few_values_stay_numbers() -> None:
    assert read(["0", "1", "1", "0"]).kind_of("x") == "number"
    assert read([1, 2, 3, 1]).kind_of("x") == "number"


def test_free_text_is_told_from_categories() -> None:
    rng = np.random.default_rng(0)
    words = np.array(
        ["price", "call", "now", "free", "win", "you", "going", "home", "late", "urgent", "reply"]
    )
    messages: list[object] = [" ".join(rng.choice(words, 8)) for _ in range(300)]
    towns: list[object] = [f"New {word}" for word in rng.choice(words, 300)]

    assert read(messages).kind_of("x") == "text"
    assert read(towns).kind_of("x") == "category"
    assert read([f"ID{number}" for number in range(300)]).kind_of("x") == "category"


def test_a_column_without_any_cell_is_a_category_of_nothing() -> None:
    table = read(["", "NA", " "])

    assert table.kind_of("x") == "category"
    assert table.frame["x"].isna().all()
    assert load_table(pd.DataFrame({"x": [None, None], "y": [1, 2]})).frame["x"].isna().all()


def test_labels_are_the_text_of_the_data() -> None:
    table = read(
        ["Yes", " No", "", "Yes"], i=[1, 2, None, 4], f=[1.0, 2.5, 3.0, 1e300], b=[True, False, True, True]
    )

    assert table.labels("x").tolist()[:2] == ["Yes", " No"]
    assert table.labels("x").isna().tolist() == [False, False, True, False]
    assert table.labels("i").dropna().tolist() == ["1", "2", "4"]
    assert table.labels("f").tolist() == ["1", "2.5", "3", "1e+300"]
    assert table.labels("b").tolist() == ["True", "False", "True", "True"]
    assert table.labels("n").dtype == "str"


def test_labels_of_a_file_are_what_stands_in_it() -> None:
    table = load_table(pd.DataFrame({"x": ["1.0", "2.0", "NA"], "y": ["a", "b", "c"]}))

    assert table.kind_of("x") == "number"
    assert table.labels("x").tolist()[:2] == ["1.0", "2.0"]
    assert table.labels("x").isna().tolist() == [False, False, True]


def test_typed_frames_keep_their_kinds() -> None:
    frame = pd.DataFrame(
        {
            "whole": pd.array([1, None, 3], dtype="Int64"),
            "level": pd.Categorical(["a", "b", None]),
            "day": pd.to_datetime(["2020-01-01", None, "2020-01-03"]),
            "zoned": pd.to_datetime(["2020-01-01T12:00+02:00"] * 3, utc=False),
            "mixed": ["a", 1, 2.5],
            "nested": [[1, 2], {"a": "ä"}, None],
            "exact": [decimal.Decimal("1.5"), None, decimal.Decimal("2")],
            "long": [2**60, 2**60 + 1, 5],
            "month": pd.period_range("2020-01", periods=3, freq="M"),
            "span": pd.to_timedelta(["1h", "30min", None]),
        }
    )

    table = load_table(frame)

    assert {column.name: column.kind for column in table.columns} == {
        "whole": "number",
        "level": "category",
        "day": "datetime",
        "zoned": "datetime",
        "mixed": "category",
        "nested": "category",
        "exact": "number",
        "long": "category",
        "month": "datetime",
        "span": "number",
    }
    assert "Moments with a time zone were turned into UTC: 'zoned'." in table.conversions
    assert table.frame["zoned"].iloc[0].isoformat() == "2020-01-01T10:00:00"
    assert table.frame["nested"].tolist()[:2] == ["[1, 2]", '{"a": "ä"}']
    assert table.frame["long"].tolist() == [str(2**60), str(2**60 + 1), "5"]
    assert table.frame["span"].tolist()[:2] == [3600.0, 1800.0]
    assert table.frame["mixed"].tolist() == ["a", "1", "2.5"]


def test_the_kinds_have_their_dtypes() -> None:
    table = read(["a", "b"], d=["2020-01-01", "2020-01-02"], b=["true", "false"], f=["1", "2"])

    dtypes = {name: str(dtype) for name, dtype in table.frame.dtypes.items()}
    assert dtypes == {"x": "str", "d": "datetime64[us]", "b": "float64", "f": "float64", "n": "float64"}
    assert isinstance(table.frame.index, pd.RangeIndex)


def test_an_unknown_column_is_answered_with_the_nearest() -> None:
    with pytest.raises(DataError, match=r"There is no column 'xx' in 'table'\. Did you mean 'x'\?"):
        read(["a", "b"]).kind_of("xx")
