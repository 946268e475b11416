"""All checks together: conformance, determinism, speed, and honest tables left in peace."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from automl.data.checks import CHECKS, run_checks
from automl.data.checks.base import Check
from automl.data.load import load_table
from automl.data.table import Column, Table

PAGE = Path(__file__).parents[4] / "docs" / "checks.md"


def test_an_honest_table_is_left_in_peace(people: pd.DataFrame, look: Callable[..., Any]) -> None:
    for target in ("churn", "spending", None):
        assert look(people, target).findings == ()


def test_codes_and_titles_are_unique_and_codes_follow_the_pattern() -> None:
    assert all(re.fullmatch(r"TD\d\d\d", check.code) for check in CHECKS)
    assert len({check.code for check in CHECKS}) == len({check.title for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_each_check_has_a_docstring_a_test_file_and_a_heading(check: Check) -> None:
    file = type(check).__module__.rpartition(".")[2]

    assert type(check).__doc__
    assert check.severity in ("info", "warning", "stop")
    assert (Path(__file__).parent / f"test_{file}.py").exists()
    assert f"## {check.code} {check.title}" in PAGE.read_text(encoding="utf-8")


def test_the_page_names_no_check_that_is_gone() -> None:
    headings = re.findall(r"^## (TD\d+)", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert headings == sorted(check.code for check in CHECKS)


def test_the_same_table_gives_the_same_findings(people: pd.DataFrame, rng: np.random.Generator) -> None:
    people["loan_status"] = rng.choice(["a", "b"], len(people))
    many = pd.concat([people] * 9, ignore_index=True)

    first, second = (run_checks(load_table(many, name="t"), "churn", task="binary") for _ in range(2))
    assert first == second
    assert first


def test_a_column_is_set_aside_or_asked_about_once(people: pd.DataFrame, look: Callable[..., Any]) -> None:
    leaves = people["churn"] == "Yes"
    people["cancel_status"] = np.where(leaves, "gone", "here")
    people["churn_flag"] = leaves.astype(int)

    named = [name for found in look(people).findings if found.action != "note" for name in found.columns]
    assert sorted(named) == ["cancel_status", "churn_flag"]


def test_missing_targets_and_odd_names_do_no_harm(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    people.loc[rng.choice(len(people), 500, replace=False), "churn"] = None
    odd = people.rename(columns={"region": 'say "hi" [°C] 🚲', "age": "", "support": " "})

    assert look(odd).disturbed == set()


@pytest.mark.parametrize("target", ["one", "none"])
def test_a_target_without_anything_to_tell_apart_is_no_failure(
    people: pd.DataFrame, look: Callable[..., Any], target: str
) -> None:
    people["one"], people["none"] = "x", np.nan

    assert look(people, target).columns("TD004") == set()


@pytest.mark.parametrize("n_rows", [0, 1, 2, 5])
def test_tiny_tables_do_no_harm(people: pd.DataFrame, n_rows: int) -> None:
    table = load_table(people, name="t")
    tiny = Table("t", table.frame.head(n_rows), table.columns)

    assert isinstance(run_checks(tiny, "churn"), tuple)
    assert isinstance(run_checks(tiny, "spending", task="regression"), tuple)


def wide(rng: np.random.Generator, n_rows: int, n_columns: int) -> Table:
    """Return a table of noise with a copy of the target among it."""
    frame = pd.DataFrame(rng.normal(size=(n_rows, n_columns)), columns=[f"x{n}" for n in range(n_columns)])
    words = pd.Series(rng.choice(list("abcdef"), n_rows)).astype("str")
    frame = pd.concat([frame, pd.DataFrame({f"c{n}": words for n in range(n_columns // 10)})], axis=1)
    frame["y"] = (rng.random(n_rows) < 0.2).astype(float)
    frame["copy"] = 3 - 2 * frame["y"]
    kinds = {name: "category" if name.startswith("c") and name != "copy" else "number" for name in frame}
    return Table("wide", frame, tuple(Column(name, kind) for name, kind in kinds.items()))  # type: ignore[arg-type]  # literals


# The bars are 2 s and 4 s; what a busy machine adds must not fail the suite.
@pytest.mark.parametrize(
    ("n_rows", "n_columns", "limit_s"), [(10_000, 54, 2.0), (119_000, 29, 4.0), (500, 9_000, 15.0)]
)
def test_large_and_wide_tables_take_seconds(
    rng: np.random.Generator, n_rows: int, n_columns: int, limit_s: float
) -> None:
    table = wide(rng, n_rows, n_columns)

    start = time.process_time()
    found = run_checks(table, "y", task="binary")
    assert time.process_time() - start < limit_s
    assert [(finding.code, finding.columns) for finding in found] == [("TD004", ("copy",))]
