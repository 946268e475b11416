"""Text files of every layout and encoding give their cells; what was done to read them is told."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.data.load import load_table
from automl.data.read.sources import read_source
from automl.errors import DataError

Cells = list[list[str]]


def written(folder: Path, text: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def cells_of(path: Path) -> Cells:
    """The header and all rows as text."""
    cells = read_source(path).cells
    return [cells.column_names, *map(list, zip(*cells.to_pydict().values(), strict=True))]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "~", "^", ":"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(tmp_path: Path, mark: str, ending: str) -> None:
    rows = [["name", "size", "price"], ["a", "1", "1.5"], ["b", "2", ""], ["c", "3", "2.5"]]
    path = written(tmp_path, ending.join(mark.join(row) for row in rows) + ending)

    assert cells_of(path) == rows


def test_commas_in_numbers_do_not_part_a_file_with_semicolons(tmp_path: Path) -> None:
    path = written(tmp_path, "a;b;c\n1,5;2,25;x\n4,5;5,1;y\n")

    assert load_table(path).frame["b"].tolist() == [2.25, 5.1]


def test_quotes_hold_separators_quotes_and_lines(tmp_path: Path) -> None:
    path = written(tmp_path, 'text,n\n"a, ""b""\nc",1\n"",2\n d ,3\n')

    assert cells_of(path) == [["text", "n"], ['a, "b"\nc', "1"], ["", "2"], [" d ", "3"]]


def test_quotes_after_thousands_of_lines_without_any(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n" + "".join(f"{row},x\n" for row in range(30_000)) + '1,"y, z"\n')

    assert cells_of(path)[-1] == ["1", "y, z"]


def test_other_quotes_and_escapes(tmp_path: Path) -> None:
    assert cells_of(written(tmp_path, "a,b\n'x, y',1\n'z',2\n"))[1] == ["x, y", "1"]
    assert cells_of(written(tmp_path, 'a,b\n"x \\", y",1\n"z",2\n'))[1] == ['x ", y', "1"]


def test_a_quote_that_never_ends_is_a_plain_character(tmp_path: Path) -> None:
    path = written(tmp_path, 'a,b\n1,"x\n2,y\n3,5" pipe\n')

    table = load_table(path)

    assert table.frame["b"].tolist() == ['"x', "y", '5" pipe']


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("utf-16", ("The file is in UTF-16.",)),
        ("utf-16-le", ("The file is in UTF-16-LE.",)),
        ("utf-32", ("The file is in UTF-32.",)),
        (
            "cp1252",
            (
                "The file is not in UTF-8; it was read as Windows-1252 (so that it holds 'größe'). "
                "Save it in UTF-8 if letters look wrong.",
            ),
        ),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, told: tuple[str, ...]) -> None:
    path = written(tmp_path, "größe;stadt\n1;Köln\n2;Århus\n3;Málaga\n".encode(encoding))

    table = load_table(path)

    assert table.names == ("größe", "stadt")
    assert table.frame["stadt"].tolist() == ["Köln", "Århus", "Málaga"]
    assert table.conversions == told


@pytest.mark.parametrize(
    ("encoding", "name", "head", "cell"),
    [
        ("shift_jis", "Shift-JIS", "顧客名,都市,解約", "山田太郎,東京都,はい"),
        ("euc_jp", "EUC-JP", "顧客名,都市,解約", "山田太郎,東京都,はい"),
        ("gbk", "GBK", "客户名称,城市,流失", "王小明,北京市海淀区,是"),
        ("big5", "Big5", "客戶名稱,城市,流失", "王小明,臺北市大安區,是"),
        ("euc_kr", "Korean (CP949)", "고객명,도시,해지", "김철수,서울특별시,예"),
        ("koi8_r", "KOI8-R", "Клиент,Город,Ушёл", "Иван Петров,Нижний Новгород,да"),
        ("cp1251", "Windows-1251", "Клиент,Город,Ушёл", "Иван Петров,Нижний Новгород,да"),
        ("cp1253", "Windows-1253", "Πελάτης,Πόλη,Έφυγε", "Γιώργος Παπάς,Θεσσαλονίκη,ναι"),
    ],
)
def test_encodings_of_other_scripts_are_recognised(
    tmp_path: Path, encoding: str, name: str, head: str, cell: str
) -> None:
    lines = [head, *(f"{cell}{i}" for i in range(30))]
    table = load_table(written(tmp_path, "\n".join(lines).encode(encoding)))

    assert table.names == tuple(head.split(","))
    assert table.frame[table.names[1]].iloc[0] == cell.split(",")[1]
    assert f"it was read as {name} (so that it holds" in table.conversions[0]


@pytest.mark.parametrize(
    ("encoding", "read"), [("cp1252", "Größe"), ("mac_roman", "Grš§e"), ("iso8859_2", "Größe")]
)
def test_latin_letters_are_read_as_windows_1252_and_an_example_shows_it(
    tmp_path: Path, encoding: str, read: str
) -> None:
    table = load_table(
        written(tmp_path, "Größe,Straße,c\n1,Müller à Žilina,x\n2,é,y\n".encode(encoding, "replace"))
    )

    assert table.names[0] == read
    assert f"read as Windows-1252 (so that it holds {read!r})" in table.conversions[0]


@pytest.mark.parametrize(
    "text", ["a,b\n1,25° or more\n2,£5 and up\n", "a,b\n1,ÄÖÜ\n2,ÉÈ\n", "a,b\n1,São\n2,Köln\n"]
)
def test_a_few_latin_letters_are_not_taken_for_another_script(tmp_path: Path, text: str) -> None:
    table = load_table(written(tmp_path, text.encode("cp1252")))

    assert table.frame["b"].iloc[0] == text.split("\n")[1].split(",")[1]


def test_characters_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    latin = load_table(written(tmp_path, "a,b\n1,größer\n2,".encode("cp1252") + b"x\x81\x8d\n"))
    unicode = load_table(written(tmp_path, "a,b\n1,größer\n2,".encode() + b"caf\xe9\n"))

    assert latin.conversions[0].endswith("2 characters could not be read.")
    assert unicode.conversions[0] == "The file is in UTF-8, but 1 character could not be read."
    assert unicode.frame["b"].tolist() == ["größer", "caf\ufffd"]


def test_a_stray_zero_byte_is_left_out_and_told(tmp_path: Path) -> None:
    table = load_table(written(tmp_path, b"a,b\n" + b"1,x\n" * 200 + b"2,\x00y\n"))

    assert table.frame["b"].iloc[-1] == "y"
    assert table.conversions == ("1 zero byte was left out.",)


def test_packed_files_are_the_same_table(tmp_path: Path) -> None:
    text = b"a,b\n1,x\n2,y\n"
    plain = load_table(written(tmp_path, text))
    gzipped = load_table(written(tmp_path, gzip.compress(text), "other.csv.gz"))
    zstandard = load_table(written(tmp_path, pa.compress(text, "zstd", asbytes=True), "third.tsv.zst"))

    assert plain.fingerprint == gzipped.fingerprint == zstandard.fingerprint
    assert (plain.name, gzipped.name, zstandard.name) == ("table", "other", "third")


def test_lines_above_the_header_are_skipped_and_told(tmp_path: Path) -> None:
    table = load_table(written(tmp_path, "Sales report\nmade in 2020\n\na,b,c\n1,2,3\n4,5,6\n7,8,9\n"))

    assert table.names == ("a", "b", "c")
    assert table.conversions == ("3 lines above the column names were skipped.",)


def test_titles_and_groups_of_columns_above_the_header_are_skipped(tmp_path: Path) -> None:
    table = load_table(
        written(
            tmp_path, "Sales 2020,,,,\n,Size,,Price,\nid,w,h,net,gross\n1,2,3,4,x\n2,3,4,5,y\n3,4,5,6,z\n"
        )
    )

    assert table.names == ("id", "w", "h", "net", "gross")
    assert table.n_rows == 3
    assert table.conversions == ("2 lines above the column names were skipped.",)


def test_a_header_with_few_names_stays_the_header(tmp_path: Path) -> None:
    table = load_table(written(tmp_path, "id,,,\nred,big,new,yes\nblue,small,old,no\n"))

    assert table.names == ("id", "column_2", "column_3", "column_4")
    assert table.n_rows == 2


def test_a_file_says_its_separator(tmp_path: Path) -> None:
    assert cells_of(written(tmp_path, "sep=;\na;b\n1,5;2\n")) == [["a", "b"], ["1,5", "2"]]


def test_a_file_without_names(tmp_path: Path) -> None:
    table = load_table(written(tmp_path, "5.1,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,versicolor\n"))

    assert table.names == ("column_1", "column_2", "column_3")
    assert table.n_rows == 3
    assert table.conversions[0].startswith("The file has no line of column names")


def test_years_are_names(tmp_path: Path) -> None:
    assert load_table(written(tmp_path, "land,2019,2020\nDE,1,2\nFR,3,4\n")).names == ("land", "2019", "2020")


def test_names_are_kept_changed_and_counted(tmp_path: Path) -> None:
    table = load_table(
        written(tmp_path, '" Income ",x,x,,"a ""b"" [c]",😀,X\n1,2,3,4,5,6,7\n2,3,4,5,6,7,8\n')
    )

    assert table.names == (" Income ", "x", "x_2", "column_4", 'a "b" [c]', "😀", "X")
    assert table.conversions == (
        "2 column names were empty or there twice and were changed: 'x' → 'x_2', '' → 'column_4'.",
    )


def test_a_separator_at_the_end_of_each_line_makes_no_column(tmp_path: Path) -> None:
    assert load_table(written(tmp_path, "a,b,\n1,2,\n3,4,\n")).names == ("a", "b")


def test_row_names_without_a_name_of_their_own(tmp_path: Path) -> None:
    assert cells_of(written(tmp_path, '"a","b"\n"r1",1,2\n"r2",3,4\n')) == [
        ["column_1", "a", "b"],
        ["r1", "1", "2"],
        ["r2", "3", "4"],
    ]


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    assert len(cells_of(written(tmp_path, "\n\na,b\n\n1,2\n\n3,4\n\n"))) == 3


def test_rows_with_few_cells_are_filled_and_with_many_left_out(tmp_path: Path) -> None:
    rows = "1,2,3\n" * 300

    table = load_table(written(tmp_path, f"a,b,c\n{rows}1,2\n1,2,3,4\n1,2,3,,\n"))

    assert table.n_rows == 302
    assert table.conversions == (
        "1 row has fewer than 3 cells; the rest counts as missing (line 302).",
        "1 row has more than 3 cells and was left out (line 303).",
    )


def test_many_rows_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "name,text\n" + "a,b\n" * 50 + "a,b,c\n" * 40)

    with pytest.raises(DataError) as caught:
        load_table(path)

    assert str(caught.value) == (
        "Line 52 of 'table.csv' has 3 cells where the header has 2 (40 of 90 rows are like that); "
        "put cells that hold ',' in quotes, or mend the line."
    )


def test_ten_thousand_columns(tmp_path: Path) -> None:
    header = ",".join(f"c{position}" for position in range(10_000))
    row = ",".join(str(position / 7) for position in range(10_000))

    table = load_table(written(tmp_path, f"{header}\n{row}\n{row}\n"))

    assert table.frame.shape == (2, 10_000)
    assert table.frame["c7"].tolist() == [1.0, 1.0]


cell = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=("Cs", "Cc")), max_size=8
)


@settings(max_examples=60)
@given(
    rows=st.lists(
        st.lists(cell, min_size=3, max_size=3).map(lambda row: ["id", *row]), min_size=1, max_size=8
    ),
    mark=st.sampled_from([",", ";", "\t", "|"]),
)
def test_what_is_written_with_quotes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: Cells, mark: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([["key", "one", "two", "three"], *rows])
    path = written(tmp_path_factory.mktemp("csv"), text.getvalue())

    assert cells_of(path)[1:] == rows
