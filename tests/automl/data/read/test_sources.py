"""Every form that a table comes in is read; every form of bad input ends in one sentence."""

from __future__ import annotations

import gzip
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import pytest

from automl.data.load import load_table
from automl.data.table import Table
from automl.errors import DataError

FRAME = pd.DataFrame(
    {
        "city": ["Rome", "Köln", None, " Bern"],
        "size": [1.5, None, 3.0, 4.0],
        "count": [1, 2, 3, 4],
        "open": [True, False, True, True],
        "day": pd.to_datetime(["2020-01-01", "2020-01-02", None, "2020-01-04"]),
    }
)


def assert_like_frame(table: Table) -> None:
    assert [column.kind for column in table.columns] == [
        "category",
        "number",
        "number",
        "boolean",
        "datetime",
    ]
    expected = load_table(FRAME).frame
    pd.testing.assert_frame_equal(table.frame, expected)


def test_columnar_files(tmp_path: Path) -> None:
    FRAME.to_parquet(tmp_path / "t.parquet")
    FRAME.to_feather(tmp_path / "t.feather")

    assert_like_frame(load_table(tmp_path / "t.parquet"))
    assert_like_frame(load_table(tmp_path / "t.feather"))
    assert load_table(tmp_path / "t.parquet").fingerprint == load_table(FRAME).fingerprint


def test_json_in_its_forms(tmp_path: Path) -> None:
    lines = '{"a": 1, "b": "x", "c": {"k": [1, 2]}}\n{"a": 2.5, "b": null}\n\n'
    for name, text in {
        "t.jsonl": lines,
        "t.json": '[{"a": 1, "b": "x", "c": {"k": [1, 2]}}, {"a": 2.5, "b": null}]',
        "u.json": '{"a": [1, 2.5], "b": ["x", null], "c": [{"k": [1, 2]}, null]}',
        "v.json": '{"rows": [{"a": 1, "b": "x", "c": {"k": [1, 2]}}, {"a": 2.5}], "n": 2}',
    }.items():
        (tmp_path / name).write_text(text)
        table = load_table(tmp_path / name)
        assert table.frame["a"].tolist() == [1.0, 2.5]
        assert table.frame["b"].isna().tolist() == [False, True]
        assert table.frame["c"].iloc[0] == '{"k": [1, 2]}'


def test_a_workbook_with_titles_above_its_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active["A1"] = "This is a note"
    sheet = book.create_sheet("Data")
    sheet.append(["Customers 2020"])
    sheet.append([None, "Person", None, "Money"])
    sheet.merge_cells("B2:C2")
    sheet.append([None, "name", "age", "spent"])
    sheet.append([None, "Ann", 41, 10.5])
    sheet.append([None, "Bob", 38, "n/a"])
    sheet.append([])
    sheet.append([None, "Cid", 52, 7])
    book.create_sheet("Notes").append(["nothing here"])
    book.save(tmp_path / "t.xlsx")

    table = load_table(tmp_path / "t.xlsx")

    assert table.names == ("name", "age", "spent")
    assert table.frame["age"].tolist() == [41, 38, 52]
    assert table.conversions == (
        "Sheet 'Data' was read; the workbook has 3: 'Read me', 'Data', 'Notes'.",
        "2 rows above the column names were skipped.",
        "spent: 2 numbers read from text; 1 'n/a' counts as missing.",
    )
    with pytest.raises(DataError, match=r"has one column only"):
        load_table(f"{tmp_path / 't.xlsx'}::Notes")
    with pytest.raises(DataError, match=r"'t\.xlsx' has no sheet 'x'; it has 'Read me', 'Data', 'Notes'\."):
        load_table(f"{tmp_path / 't.xlsx'}::x")


def test_excel_keeps_types(tmp_path: Path) -> None:
    FRAME.to_excel(tmp_path / "t.xlsx", index=False)

    assert_like_frame(load_table(tmp_path / "t.xlsx"))
    assert load_table(tmp_path / "t.xlsx").labels("count").tolist() == ["1", "2", "3", "4"]


def test_databases(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "t.duckdb")) as connection:
        connection.execute(
            "CREATE TABLE people AS SELECT 'Ann' AS name, 41 AS age UNION ALL SELECT 'Bob', 38"
        )
        connection.execute('CREATE TABLE "odd name" AS SELECT 1 AS a, 2 AS b')
    with closing(sqlite3.connect(tmp_path / "t.sqlite")) as connection, connection:
        connection.execute("CREATE TABLE people (name TEXT, age INTEGER)")
        connection.executemany("INSERT INTO people VALUES (?, ?)", [("Ann", 41), ("Bob", None)])

    assert load_table(f"{tmp_path / 't.duckdb'}::people").frame["age"].tolist() == [41, 38]
    assert load_table(f"{tmp_path / 't.duckdb'}::Odd Name").names == ("a", "b")
    assert load_table(f"{tmp_path / 't.sqlite'}::people").frame["age"].isna().tolist() == [False, True]
    assert load_table(tmp_path / "t.sqlite").name == "people"
    with pytest.raises(DataError, match=r"holds 2 tables \('odd name', 'people'\); name one of them"):
        load_table(tmp_path / "t.duckdb")
    with pytest.raises(DataError, match=r"'t\.duckdb' has no table 'peoples'\. Did you mean 'people'\?"):
        load_table(f"{tmp_path / 't.duckdb'}::peoples")


def test_a_view_in_a_database_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    with duckdb.connect(str(tmp_path / "t.duckdb")) as connection:
        connection.execute(f"CREATE VIEW v AS SELECT * FROM read_csv('{secret}')")

    with pytest.raises(DataError, match="cannot be"):
        load_table(f"{tmp_path / 't.duckdb'}::v")


def test_files_of_a_folder_are_stacked(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("y,x\nb,2\n")
    (tmp_path / "a.csv").write_text("x,y\n1,a\n")
    pd.DataFrame({"x": [3.5], "y": ["c"]}).to_parquet(tmp_path / "c.parquet")
    (tmp_path / "readme.md").write_text("no table")
    (tmp_path / "licence.txt").write_text("no table either")

    table = load_table(tmp_path)

    assert table.frame["x"].tolist() == [1, 2, 3.5]
    assert table.frame["y"].tolist() == ["a", "b", "c"]
    assert table.conversions[0] == (
        "3 files were put below one another, in the order of their names: a.csv (1), b.csv (1), c.parquet (1) rows."
    )
    (tmp_path / "d.csv").write_text("x,z\n1,2\n")
    with pytest.raises(DataError, match=r"do not have the same columns: 'a\.csv' \(2 columns\)"):
        load_table(tmp_path)


def test_a_matrix_with_its_target(tmp_path: Path) -> None:
    np.save(tmp_path / "X.npy", np.arange(6.0).reshape(3, 2))
    np.save(tmp_path / "y.npy", np.array(["a", "b", "a"]))
    (tmp_path / "y.csv").write_text("churn\n1\n0\n1\n")

    table = load_table(tmp_path / "X.npy", target_file=tmp_path / "y.npy")

    assert table.names == ("x0", "x1", "target")
    assert table.frame["target"].tolist() == ["a", "b", "a"]
    assert load_table(tmp_path / "X.npy", target_file=tmp_path / "y.csv").frame["target"].tolist() == [
        1,
        0,
        1,
    ]
    with pytest.raises(DataError, match="name its file with --target-file"):
        load_table(tmp_path / "X.npy")
    with pytest.raises(DataError, match=r"There is no file '.*none\.npy' with the target"):
        load_table(tmp_path / "X.npy", target_file=tmp_path / "none.npy")
    with pytest.raises(DataError, match=r"A target file goes with a \.npy matrix, and 'y\.csv' is none"):
        load_table(tmp_path / "y.csv", target_file=tmp_path / "y.npy")
    np.save(tmp_path / "y.npy", np.array(["a", "b"]))
    with pytest.raises(DataError, match=r"has 3 rows and 'y\.npy' 2; they must have the same"):
        load_table(tmp_path / "X.npy", target_file=tmp_path / "y.npy")


def test_arrays_of_python_objects_are_not_unpickled(tmp_path: Path) -> None:
    np.save(tmp_path / "X.npy", np.array([[print]], dtype=object), allow_pickle=True)

    with pytest.raises(DataError, match="cannot be read as a NumPy array"):
        load_table(tmp_path / "X.npy", target_file=tmp_path / "X.npy")


def test_frames(tmp_path: Path) -> None:
    frame = pd.DataFrame([[1, 2], [3, 4]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")]))
    assert load_table(frame).names == ("a_x", "a_y")
    named = pd.DataFrame({"a": [1, 2]}, index=pd.Index(["r", "s"], name="key"))
    assert load_table(named).names == ("key", "a")
    assert load_table(pd.DataFrame({0: [1], 1: [2]}), name="mine").names == ("0", "1")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("t.csv", b"", "'t.csv' is empty; a table needs a line of column names and rows below it."),
        ("t.csv", b" \n\n", "'t.csv' is empty; a table needs a line of column names and rows below it."),
        ("t.csv", b"a,b,c\n", "'t' has 3 column names and no rows below them; bring some rows."),
        (
            "t.csv",
            b"a\n1\n2\n",
            "'t' has one column only, 'a': there is nothing to learn it from. "
            "Bring a table of two columns or more; in a text file commas, semicolons or tabs part them.",
        ),
        (
            "t.csv",
            np.random.default_rng(0).bytes(5000),
            "'t.csv' should be a table as text, but holds binary data; export it as CSV in UTF-8.",
        ),
        (
            "t.csv",
            b"PK\x03\x04rest",
            "'t.csv' should be text, but it is an Excel or ZIP file; give it its right ending, or export a CSV file.",
        ),
        ("t.csv", b"<!DOCTYPE html><html></html>", "'t.csv' should be text, but it is a web page;"),
        (
            "t.csv",
            b'{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n',
            "'t.csv' should be a table of columns, but holds JSON; give it the ending .jsonl.",
        ),
        (
            "t.csv.gz",
            gzip.compress(b"a,b\n1,2\n", mtime=0)[:-9],
            "'t.csv.gz' is packed and cannot be unpacked: it is damaged or cut short. Pack or copy it again.",
        ),
        (
            "t.xlsx",
            b"PK\x03\x04rest",
            "'t.xlsx' cannot be opened as an Excel file: it is damaged, protected, or something else. "
            "Save it again as .xlsx, or export a CSV file.",
        ),
        (
            "t.parquet",
            b"PAR1 and no more",
            "'t.parquet' cannot be read as a Parquet file: it is damaged, cut short, or something else. "
            "Export it again, for example as CSV.",
        ),
        (
            "t.arrow",
            b"ARROW1 and no more",
            "'t.arrow' cannot be read as an Arrow file: it is damaged, cut short, or something else. "
            "Export it again, for example as CSV.",
        ),
        (
            "t.jsonl",
            b'{"a": 1}\n{"a": \n',
            "Line 2 of 't.jsonl' is no JSON (Expecting value: line 1 column 7 (char 6)); "
            'each line must hold one object such as {"age": 41, "city": "Rome"}.',
        ),
        (
            "t.json",
            b"[1, 2]",
            "'t.json' must hold one JSON object per row, or a list of them; it holds something else.",
        ),
        ("t.sqlite", b"SQLite format 3\x00" + b"\x01" * 200, "'t.sqlite' cannot be read as a SQLite file: "),
        ("t.duckdb", b"\x01" * 5000, "'t.duckdb' cannot be opened as a DuckDB file: "),
        (
            "t.pdf",
            b"%PDF-1.7",
            "'t.pdf' is no table that can be read here (.pdf files are not); bring CSV, TSV",
        ),
    ],
)
def test_bad_input_ends_in_one_sentence(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(DataError) as caught:
        load_table(tmp_path / name)

    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text("a,b\n1,2\n")

    with pytest.raises(
        DataError, match=r"There is no file '.*customer\.csv'\. Did you mean 'customers\.csv'\?"
    ):
        load_table(tmp_path / "customer.csv")
    with pytest.raises(DataError, match=r"There is no folder '.*nowhere'; check the path of 't\.csv'\."):
        load_table(tmp_path / "nowhere" / "t.csv")
    with pytest.raises(DataError, match="holds no table; bring CSV"):
        load_table(tmp_path_without_tables(tmp_path))


def tmp_path_without_tables(folder: Path) -> Path:
    empty = folder / "empty"
    empty.mkdir()
    return empty


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs users as Unix has them")
def test_a_folder_without_permission(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("locked")
    (folder / "t.csv").write_text("a,b\n1,2\n")
    folder.chmod(0)
    user = os.geteuid()
    try:
        if user == 0:
            os.seteuid(65534)
        for source in (folder, folder / "t.csv"):
            with pytest.raises(DataError, match="may not be read by this user; change its permissions"):
                load_table(source)
    finally:
        os.seteuid(user)
        folder.chmod(0o700)
