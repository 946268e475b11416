"""The requests that weights are learned from: those of the seen half, and those of the tests."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from assistant.looking import context_of
from assistant.offline.context import Context
from automl.spec.document import SpecDocument
from evals.learning.contexts import public_context, written_context
from evals.requests import Tables, requests
from evals.tables import public_tables
from tools.documents import Patch, changed

TESTS = Path(__file__).parents[2] / "tests" / "assistant" / "offline"


class Said(NamedTuple):
    """A request of one message, what is known of its table, and what it must become."""

    table: str
    words: str
    context: Context
    spec: dict[str, Any]
    ask: tuple[str, ...]


def said_once() -> Iterator[Said]:
    """Every request of one message whose table is at hand."""
    yield from _of_evals()
    yield from _of_tests()


def _of_evals() -> Iterator[Said]:
    contexts: dict[str, Context] = {}
    with tempfile.TemporaryDirectory() as folder:
        tables = Tables(Path(folder))
        for case in requests(("seen",)):
            table = tables.get(case.table)
            if table is None or len(case.words) > 1:
                continue
            if case.table not in contexts:
                document = changed(SpecDocument(), Patch(), table)
                contexts[case.table] = context_of(document, table, history=(), recent=())
            yield Said(case.table, case.words[0], contexts[case.table], case.spec, case.ask)


def _of_tests() -> Iterator[Said]:
    """Of tables that are described only."""
    written = tomllib.loads((TESTS / "tables.toml").read_text("utf-8"))
    public = public_tables()
    for path in sorted((TESTS / "cases").glob("*.toml")):
        for case in tomllib.loads(path.read_text("utf-8")).get("case", ()):
            name = case.get("table", path.stem)
            if "open" in case or "base" in case or len(case["say"]) > 1 or not (name in written or public):
                continue
            context = (
                written_context(name, TESTS / "tables.toml")
                if name in written
                else public_context(name, public)
            )
            yield Said(name, case["say"][0], context, case["spec"], tuple(case.get("ask", ())))
