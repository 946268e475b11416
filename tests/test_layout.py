"""Imports point down: every import of every source file is read, and held against the house in `docs`."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: What each part of the house may import of the others; `app` and `cli` wire everything together.
MAY_IMPORT = {
    "app": {"ui", "assistant", "tools", "prompts", "automl"},
    "cli": {"app", "ui", "assistant", "tools", "prompts", "automl", "evals"},
    "ui": {"assistant", "tools", "prompts", "automl"},
    "assistant": {"tools", "prompts", "automl"},
    "tools": {"prompts", "automl"},
    "evals": {"assistant", "tools", "prompts", "automl"},
    "benchmarks": {"assistant", "automl", "evals"},
    "prompts": set(),
    "automl": set(),
}
#: The same among the rooms of `automl`. A file directly in `automl` sits on top of the rooms and may import them all.
ROOMS = {
    "errors": set(),
    "spec": {"errors"},
    "data": {"errors", "spec"},
    "families": {"errors", "spec", "data"},
    "metrics": {"errors", "spec", "data"},
    "search": {"errors", "spec", "data", "families", "metrics"},
    "explain": {"errors", "spec", "data", "families", "metrics", "search"},
    "report": {"errors", "spec", "data", "families", "metrics", "search", "explain"},
    "deliver": {"errors", "spec", "data", "families", "metrics", "search", "explain"},
    "project": {"errors", "spec"},
}
#: Libraries that belong to parts of the house, by the first part of their name.
OWNERS = {
    "streamlit": {"ui"},
    "langgraph": {"assistant"},
    "langchain": {"assistant", "tools"},
    "langchain_core": {"assistant", "tools"},
    "langchain_openai": {"assistant"},
}
#: Needed before the page is up, so they must come without the libraries that take seconds.
LIGHT = ("automl.spec", "automl.data", "automl.project.store", "automl.search.result", "assistant.offline")
HEAVY = (
    "sklearn",
    "lightgbm",
    "catboost",
    "xgboost",
    "scipy.stats",
    "matplotlib",
    "langchain",
    "langgraph",
    "shap",
)


def source_files() -> list[Path]:
    """Return the source files of the house, without its tests."""
    found: list[Path] = []
    for part in MAY_IMPORT:
        found += [ROOT / f"{part}.py"] if (ROOT / f"{part}.py").exists() else []
        found += sorted((ROOT / part).rglob("*.py"))
    return found


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and absolute name of everything that a file imports, wherever in the file it does."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join((*above, *([node.module] if node.module else [])))
            # `from automl import search` imports the room as much as `import automl.search` does.
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def complaint(importer: str, imported: str) -> str | None:
    """Return why a module may not import a name, or None."""
    part, other = importer.split(".")[0], imported.split(".")[0]
    if other in OWNERS and part not in OWNERS[other]:
        return f"{other} belongs to {' and '.join(sorted(OWNERS[other]))}"
    if other in MAY_IMPORT and other != part and other not in MAY_IMPORT[part]:
        return f"{part} may import {', '.join(sorted(MAY_IMPORT[part])) or 'nothing of the house'}"
    if part == other == "automl":
        return _complaint_between_rooms(importer, imported)
    return None


def _complaint_between_rooms(importer: str, imported: str) -> str | None:
    room, other = importer.split(".")[1:2], imported.split(".")[1:2]
    if not room or room[0] not in ROOMS or not other or other == room or other[0].startswith("__"):
        return None
    if other[0] in ROOMS[room[0]]:
        return None
    return f"automl.{room[0]} may import {', '.join(sorted(ROOMS[room[0]])) or 'nothing of the house'}"


def test_every_import_points_down() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}: {why}"
        for path in source_files()
        for line, name in imports(path)
        if (why := complaint(module_name(path), name))
    ]

    assert not wrong, "\n".join(wrong)


def test_every_room_has_its_rule() -> None:
    rooms = {path.name for path in (ROOT / "automl").iterdir() if (path / "__init__.py").exists()}

    assert rooms <= set(ROOMS)


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("automl.data.load", "automl.spec.model.ProblemSpec", True),
        ("automl.spec.model", "automl.data.load", False),
        ("automl.families.linear", "automl.metrics.standard", False),
        ("automl.project.runs", "automl.data.table", False),
        ("automl.search.trial", "automl.explain.importance", False),
        ("automl.search.trial", "automl.pipeline.run", False),
        ("automl.pipeline", "automl.report.html", True),
        ("automl.data.load", "tools.registry", False),
        ("tools.run_query", "assistant.agent", False),
        ("assistant.agent", "streamlit", False),
        ("ui.chat", "streamlit.testing", True),
        ("tools.run_query", "langchain.tools", True),
        ("automl.search.trial", "langchain_core.messages", False),
        ("prompts", "automl.errors", False),
        ("cli", "automl.project.store", True),
    ],
)
def test_the_rules_are_those_of_the_design(importer: str, imported: str, *, allowed: bool) -> None:
    assert (complaint(importer, imported) is None) is allowed


@pytest.mark.parametrize("module", LIGHT)
def test_what_is_needed_at_the_start_brings_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert found.stdout.strip() == "[]"
