"""Safe names and the sentences for what the system refuses."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.project.folders import MAX_NAME_BYTES, cannot, safe_name, slug


@given(st.text())
def test_any_text_becomes_one_plain_file_name(name: str) -> None:
    safe = safe_name(name)

    assert safe
    assert len(safe.encode()) <= MAX_NAME_BYTES
    assert Path(safe).name == safe
    assert safe not in (".", "..")
    assert not safe.startswith(".")
    assert not re.search(r'[\x00-\x1f<>:"/\\|?*\[\]]', safe)
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("telco churn (1).csv", "telco churn (1).csv"),
        (".csv", "data.csv"),
        ("con.csv", "con_.csv"),
        ("COM1", "COM1_"),
        ("C3.5 report", "C3.5 report"),
        ("übersicht.csv", "übersicht.csv"),
    ],
)
def test_names_stay_readable(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text())
def test_a_slug_fits_an_address(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(name))


def test_a_refusal_says_what_where_and_what_to_do() -> None:
    error = OSError(errno.ENOSPC, "No space left on device")

    assert str(cannot("write", Path("a/b"), error)) == (
        "'a/b' cannot be written: the disk is full; free some space and try again."
    )
    assert "the system says Bad address" in str(cannot("read", "x", OSError(errno.EFAULT, "Bad address")))
