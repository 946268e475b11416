"""The room as a whole: what it imports, how fast, and that its tables of names agree with the rooms above."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from automl.spec.fields import FAMILY_NAMES, METRIC_KINDS, PART_FIELDS, SCORE_NAMES, json_schema
from automl.spec.vocabulary import (
    DEFAULT_SCORE,
    ERRORS,
    FAMILY_TASKS,
    INTERPRETABLE,
    KIND_TASKS,
    RATES,
    SCORE_TASKS,
    SHARES,
)
from automl.spec.wording import FAMILY_WORDS, SCORE_WORDS

ROOM = Path(__file__).parents[3] / "automl" / "spec"
ALLOWED = {"pydantic", "pydantic_core", "pandas", "rapidfuzz", "automl.errors", "automl.spec"}


def test_the_room_imports_nothing_from_the_rooms_above() -> None:
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0
                names = [node.module or ""]
            for name in names:
                first = name.split(".")[0]
                known = first in sys.stdlib_module_names or any(
                    name == allowed or name.startswith(f"{allowed}.") for allowed in ALLOWED
                )
                assert known, f"{path.name} imports {name}"


def test_the_document_comes_without_the_libraries_that_take_seconds() -> None:
    code = "import automl.spec.patch, sys; print({'pandas', 'sklearn', 'duckdb'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOM.parents[1]
    )

    assert done.stdout.strip() == "set()"


def test_every_name_has_its_words_and_tasks() -> None:
    assert set(SCORE_TASKS) == set(SCORE_WORDS) == set(SCORE_NAMES)
    assert set(FAMILY_WORDS) == set(FAMILY_NAMES)
    assert set(KIND_TASKS) | {"standard", "weighted"} == set(METRIC_KINDS)
    assert set(METRIC_KINDS) <= set(PART_FIELDS)
    assert set(DEFAULT_SCORE.values()) <= set(SCORE_NAMES)
    assert {*ERRORS, *SHARES} <= set(SCORE_NAMES)
    assert "metric" in json_schema()["properties"]


def test_scores_and_rates_agree_with_those_that_compute_them() -> None:
    scores = pytest.importorskip("automl.metrics.scores").SCORES
    rates = pytest.importorskip("automl.metrics.rates").RATES
    for name, score in scores.items():
        ours = {task for task in SCORE_TASKS[name] if task in ("binary", "multiclass", "regression")}
        assert ours == set(score.tasks), name
        assert (name in ERRORS) == (not score.greater_is_better), name
    assert {*RATES, "flagged", "flagged_share"} <= set(rates)


def test_families_agree_with_those_that_fit_them() -> None:
    families = pytest.importorskip("automl.families").FAMILIES
    found = list(families.values()) if isinstance(families, dict) else list(families)
    for family in found:
        assert set(FAMILY_TASKS.get(family.name, ("binary", "multiclass", "regression"))) == set(
            family.tasks
        ), family.name
        assert (family.name in INTERPRETABLE) == family.interpretable or family.name == "dummy", family.name
    assert {family.name for family in found} == set(FAMILY_NAMES) - {"ensemble"}
