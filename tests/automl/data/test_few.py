"""A handful of rows is read cell by cell: to the very values and notes that whole columns are read to."""

from __future__ import annotations

import datetime
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.data import few
from automl.data.rows import read_rows
from automl.data.table import SCHEMA_VERSION, NewRows

KINDS = {
    "size": "number",
    "share": "number",
    "city": "category",
    "note": "text",
    "paid": "boolean",
    "day": "datetime",
}
PARSE = {"datetime": {"styles": ["numeric"], "first": "day"}}
SCHEMA = {
    "version": SCHEMA_VERSION,
    "columns": [{"name": name, "kind": kind, "parse": PARSE.get(kind, {})} for name, kind in KINDS.items()],
}
KNOWN = {"city": {"Rome", "Bern", " Köln", "1", "2.5", "True", "None"}}

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.integers(0, 2),
    st.floats(allow_subnormal=False),
    st.just(np.nan),
    st.just(pd.NA),
    st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)).map(pd.Timestamp),
    st.sampled_from(
        [
            "Rome",
            "Bern",
            "Köln",
            " Köln",
            "Oslo",
            "",
            " ",
            "NA",
            " n/a ",
            "-",
            "None",
            "12",
            "1,5",
            "€ 3",
            "yes",
            "TRUE",
        ]
    ),
    st.text(max_size=6),
)


def long_way(rows: pd.DataFrame) -> NewRows:
    """The same rows, read a column at a time."""
    with mock.patch.object(few, "FEW_CELLS", -1):
        return read_rows(rows, SCHEMA, known_levels=KNOWN)


def frames(n_rows: int) -> st.SearchStrategy[pd.DataFrame]:
    """Frames of some of the columns, of one more that is not wanted, and of any cells."""
    one_kind = st.sampled_from(
        [CELLS, st.floats(), st.integers(-9, 9), st.booleans(), st.sampled_from(["Rome", "Bern", None])]
    )
    column = one_kind.flatmap(lambda cells: st.lists(cells, min_size=n_rows, max_size=n_rows))
    return st.dictionaries(st.sampled_from([*KINDS, "other"]), column, min_size=1).map(pd.DataFrame)


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 3).flatmap(frames))
def test_whatever_the_cells_are_both_ways_say_the_same(rows: pd.DataFrame) -> None:
    if not set(rows.columns) & set(KINDS):
        return

    quick, whole = read_rows(rows, SCHEMA, known_levels=KNOWN), long_way(rows)

    pd.testing.assert_frame_equal(quick.frame, whole.frame)
    assert quick.notes == whole.notes
    assert quick.names == whole.names
    pd.testing.assert_frame_equal(quick.raw, whole.raw)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("size", np.array([1, 2**40], dtype=np.uint64)),
        ("size", np.array([1.5, np.inf], dtype=np.float32)),
        ("size", pd.array([1, None], dtype="Int64")),
        ("size", [2**55, 1]),
        ("size", ["12", "1.5"]),
        ("city", pd.Categorical(["Rome", "Bern"])),
        ("city", ["Köln", "Oslo"]),
        ("city", [1.0, 2.5]),
        ("day", pd.to_datetime(["2024-05-01 10:00", None]).tz_localize("Europe/Rome")),
        ("day", pd.to_datetime(["2024-05-01 10:00", None]).as_unit("ns")),
        ("day", [datetime.date(2024, 5, 1), None]),
        ("paid", [True, False]),
        ("paid", ["yes", "perhaps"]),
        ("note", [["a", "b"], {"c": 1}]),
    ],
)
def test_types_that_frames_come_in(name: str, cells: Any) -> None:
    rows = pd.DataFrame({name: cells, "share": [0.5, 0.25]})

    quick, whole = read_rows(rows, SCHEMA, known_levels=KNOWN), long_way(rows)

    pd.testing.assert_frame_equal(quick.frame, whole.frame)
    assert quick.notes == whole.notes


@pytest.mark.parametrize(
    "rows",
    [
        pd.DataFrame([[1.0, 2.0]], columns=["size", "size"]),
        pd.DataFrame([[1.0, 2.0]], columns=["size", ""]),
        pd.DataFrame({"share": [0.5]}, index=pd.Index([7.0], name="size")),
        pd.DataFrame({"size": [1.0], 3: ["x"]}),
    ],
)
def test_names_that_need_a_thought_go_the_long_way(rows: pd.DataFrame) -> None:
    quick, whole = read_rows(rows, SCHEMA), long_way(rows)

    pd.testing.assert_frame_equal(quick.frame, whole.frame)
    assert quick.notes == whole.notes


def test_plain_rows_are_not_read_as_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("automl.data.rows.read_frame", None)  # would fail
    rows = pd.DataFrame(
        {"size": [1], "city": ["Bern"], "note": ["hello"], "paid": [True], "day": [pd.Timestamp(0)]}
    )

    found = read_rows(rows, SCHEMA, known_levels=KNOWN, optional=["share"])

    assert found.notes == ()
    assert found.frame.iloc[0].tolist()[:1] == [1.0]


def test_a_single_row_of_very_many_columns_is_not_taken_apart_cell_by_cell() -> None:
    narrow, wide = (pd.DataFrame(np.zeros((1, n)), columns=[f"c{i}" for i in range(n)]) for n in (5, 25_000))

    assert few.are_few(narrow)
    assert not few.are_few(wide)
