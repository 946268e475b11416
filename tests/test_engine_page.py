"""`docs/engine.md` keeps up with the engine: each constant of its table stands in the code with that value."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "engine.md"
_ROW = re.compile(r"^\| `([\w.]+)` \| `([^`]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
# Where every number decides something, so that each has to be told of.
COMPLETE = ("search", "families")

# Numbers that decide nothing: what they are is said beside them in the code.
LEFT_OUT = {
    "search.result.FORMAT": "number of a file format",
    "families.storage.FORMAT": "number of a file format",
    "search.shared._DIGITS": "digits of a figure that is told",
    "search.words.FEW": "wording of a sentence",
    "families.footprint.CELL": "bytes of a number",
    "families.levels.MISSING": "code for a missing label",
    "families.levels.UNKNOWN": "code for a label never seen",
    "families.dates._CIRCLES": "months of a year, days of a week, hours of a day",
    "search.loop._NO_DISK": "numbers of the operating system's errors",
    "search.schedule._FAMILY_RANK": "follows from the portfolio",
}


def constants(package: str) -> Iterator[tuple[str, Any]]:
    """Module and name of each upper-case constant of a package that is or holds numbers, with its value."""
    for path in sorted((ROOT / "automl" / package).glob("*.py")):
        module = f"{package}.{path.stem}"
        for name in _assigned(ast.parse(path.read_text("utf-8"))):
            value = getattr(importlib.import_module(f"automl.{module}"), name)
            if name.isupper() and is_numeric(value):
                yield f"{module}.{name}", value


def _assigned(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        for target in targets:
            yield from (one.id for one in ast.walk(target) if isinstance(one, ast.Name))


def is_numeric(value: object) -> bool:
    if isinstance(value, Mapping):
        return bool(value) and all(map(is_numeric, value.values()))
    if isinstance(value, tuple):
        return bool(value) and all(map(is_numeric, value))
    return isinstance(value, int | float) and not isinstance(value, bool)


def table() -> dict[str, tuple[str, str, str]]:
    rows = _ROW.findall(PAGE.read_text("utf-8"))
    assert len(rows) == len({name for name, *_ in rows}), "a constant stands in two rows"
    return {name: (value, does, origin) for name, value, does, origin in rows}


@pytest.mark.parametrize("name", table())
def test_a_constant_of_the_page_has_that_value_in_the_code(name: str) -> None:
    value, does, origin = table()[name]
    module, _, constant = name.rpartition(".")

    found = getattr(importlib.import_module(f"automl.{module}"), constant)

    stated = ast.literal_eval(value.replace(" / ", "/")) if "/" not in value else _quotient(value)
    assert stated == (dict(found) if isinstance(found, Mapping) else found)
    assert does.strip() and origin.strip()


def _quotient(text: str) -> float:
    over, under = map(int, text.split("/"))
    return over / under


@pytest.mark.parametrize("package", COMPLETE)
def test_every_number_of_the_engine_stands_in_the_page_or_is_left_out_for_a_reason(package: str) -> None:
    told = table()
    missing = {name: value for name, value in constants(package) if name not in told and name not in LEFT_OUT}
    assert not missing, "add them to the table of docs/engine.md, each with its origin"


def test_nothing_is_left_out_that_is_not_there() -> None:
    there = {name for package in COMPLETE for name, _ in constants(package)}
    assert set(LEFT_OUT) <= there
    assert not set(LEFT_OUT) & set(table())


def test_origins_that_name_a_program_or_a_file_name_one_that_exists() -> None:
    text = PAGE.read_text("utf-8")
    for named in re.findall(r"`((?:benchmarks|automl|docs)/[\w./]+)`", text):
        assert (ROOT / named).exists(), named
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (PAGE.parent / target).exists(), target
