"""Weights of `assistant.offline.rows.judged`, learned from the seen requests.

    TANDEM_DATA=FOLDER python -m evals.learning.rows

Every condition that a request of one message holds is a case: rows with it stay, they go, or neither, as the expected
filter says of the table's rows. Printed is what a reader by these weights alone would find in requests that it did not
learn from.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.looking import context_of
from assistant.offline.context import Context
from assistant.offline.reading import Reading
from assistant.offline.rows.judged import DROP, KEEP, LEAST_ODDS, NONE, WEIGHTS, clues
from assistant.offline.rows.runs import find_runs, governor
from assistant.offline.table.conditions import Test
from assistant.offline.table.labels import figured_names, names_of
from assistant.offline.text.line import read_line
from automl.data.sql import evaluate_rows
from automl.data.table import Table
from automl.errors import AutoMLError
from automl.spec.document import SpecDocument
from evals.learning.linear import learn
from evals.requests import Tables, requests
from tools.documents import Patch, changed

PENALTY = 1.0


def main() -> None:
    """Learn, print what cross-validation says, and write."""
    found: list[dict[str, float]] = []
    wanted: list[str] = []
    messages: list[int] = []
    for number, each, label in cases():
        found.append(each)
        wanted.append(label)
        messages.append(number)
    classes, shares = learn(found, wanted, messages, out=WEIGHTS, penalty=PENALTY)
    y = np.array(wanted)
    for name in (KEEP, DROP):
        sure = shares[:, classes.index(name)] > LEAST_ODDS
        sys.stdout.write(
            f"{len(y):,} conditions, {(y == name).sum()} to {name}: {(sure & (y == name)).sum()} found, "
            f"{(sure & (y != name)).sum()} others besides\n"
        )


def cases() -> Iterator[tuple[int, dict[str, float], str]]:
    """Of every condition: its message, its clues, and what is to be done with its rows."""
    contexts: dict[str, tuple[Context, Table]] = {}
    with tempfile.TemporaryDirectory() as folder:
        tables = Tables(Path(folder))
        for number, case in enumerate(requests(("seen",))):
            table = tables.get(case.table)
            if table is None or len(case.words) > 1:
                continue
            if case.table not in contexts:
                document = changed(SpecDocument(), Patch(), table)
                contexts[case.table] = (context_of(document, table, history=(), recent=()), table)
            context, table = contexts[case.table]
            filtered = str(case.spec.get("filter") or "")
            for each, test in _conditions(case.words[0], context, case.spec.get("target")):
                yield number, each, _done_with(test, filtered, table)


def _conditions(text: str, context: Context, target: str | None) -> Iterator[tuple[dict[str, float], Test]]:
    line = read_line(text, names_of(context.columns), figured_names(context.columns))
    reading = Reading(context=context, line=line)
    found: list[tuple[Test, str, str]] = []
    for start, end in line.sentences():
        runs, cues = find_runs(reading, start, end)
        for run in runs:
            cue = governor(reading, run, cues, runs)
            said = f"{cue.effect} {cue.side}" if cue else ""
            found += [(test, denied, said) for test, denied in zip(run.tests, run.denied, strict=True)]
    tests = [test for test, _, _ in found]
    for test, denied, said in found:
        yield clues(line, tests, test, denied, target, said), test


def _done_with(test: Test, filtered: str, table: Table) -> str:
    """Whether the filter holds only rows with a condition, only others, or both."""
    if not filtered or not re.search(rf"(?<!\w){re.escape(test.column.name.strip())}(?!\w)", filtered):
        return NONE
    try:
        passed, held = _passing(filtered, table), _passing(test.sql(), table)
    except AutoMLError:
        return NONE
    if not held[passed].any():
        return DROP
    return KEEP if held[passed].all() and not held.all() else NONE


def _passing(sql: str, table: Table) -> NDArray[np.bool_]:
    """Which rows pass; worked out once."""
    known = _PASSING.setdefault((table.fingerprint, table.name), {})
    if sql not in known:
        known[sql] = np.asarray(evaluate_rows(sql, table.frame, field="filter", want="boolean"), dtype=bool)
    return known[sql]


_PASSING: dict[tuple[str, str], dict[str, NDArray[np.bool_]]] = {}


if __name__ == "__main__":
    main()
