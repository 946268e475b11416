"""The fingerprint stands for the content: any change shows, and nothing else counts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.data.fingerprint import column_digests, table_fingerprint
from automl.data.load import load_table

TEXT = "a,b,c\n1,x,\n2,y,z\n3,,w\n"


def fingerprint(text: str, folder: Path) -> str:
    path = folder / "t.csv"
    path.write_text(text)
    return load_table(path).fingerprint


@pytest.mark.parametrize(
    "changed",
    [
        TEXT.replace("2,y", "2,q"),
        TEXT.replace("x,\n", "x, \n"),
        TEXT.replace("a,b", "a,B"),
        "a,b,c\n2,y,z\n1,x,\n3,,w\n",
        "b,a,c\nx,1,\ny,2,z\n,3,w\n",
        TEXT + "3,,w\n",
        TEXT.replace("1,x,\n2,y,z", "1,,x\n2,y,z"),
        TEXT.replace("1,", "1.0,"),
    ],
)
def test_every_change_of_the_content_shows(tmp_path: Path, changed: str) -> None:
    assert fingerprint(changed, tmp_path) != fingerprint(TEXT, tmp_path)


def test_the_way_it_is_written_does_not_count(tmp_path: Path) -> None:
    same = fingerprint(TEXT, tmp_path)

    assert fingerprint(TEXT.replace(",", ";"), tmp_path) == same
    assert fingerprint(TEXT.replace("\n", "\r\n"), tmp_path) == same
    assert fingerprint(TEXT.replace("x", '"x"'), tmp_path) == same


def test_the_digest_of_a_column_names_what_changed(tmp_path: Path) -> None:
    before = load_table(pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}))
    after = load_table(pd.DataFrame({"a": [1, 2], "b": ["x", "z"]}))

    changed = [name for name, digest in before.column_digests.items() if after.column_digests[name] != digest]
    assert changed == ["b"]


def test_the_same_in_another_process(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TEXT)
    code = "import sys; from automl.data.load import load_table; print(load_table(sys.argv[1]).fingerprint)"

    other = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "t.csv")], capture_output=True, text=True, check=True
    )

    # Written out: it must be the same on every machine, and changes only with the version of its form.
    assert other.stdout.strip() == load_table(tmp_path / "t.csv").fingerprint
    assert other.stdout.strip() == "8b41a4e745782913a094eab7295f2c77f39fa2c95ae18b6b1af3f4202a4f9668"


cells = st.one_of(
    st.lists(st.one_of(st.none(), st.text(max_size=5)), max_size=12).map(lambda c: pa.array(c, pa.string())),
    st.lists(st.one_of(st.none(), st.integers(-5, 5)), max_size=12).map(lambda c: pa.array(c, pa.int64())),
    st.lists(st.one_of(st.none(), st.booleans()), max_size=12).map(lambda c: pa.array(c, pa.bool_())),
)


@given(cells, st.data())
def test_the_pieces_that_a_column_is_kept_in_do_not_count(array: pa.Array, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(array)))
    whole = pa.table({"x": pa.chunked_array([array])})
    pieces = pa.table({"x": pa.chunked_array([array[:cut], array[cut:]])})

    assert column_digests(whole) == column_digests(pieces)
    assert table_fingerprint(len(array), column_digests(whole)) == table_fingerprint(
        len(array), column_digests(pieces)
    )
