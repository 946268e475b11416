"""Tables of very many columns: those that tell most of the target take the place of all.

The held-out rows are never looked at, and what a fold learns from is found on the rows that it learns from: among a
million columns some go with any rows by chance, and a screening that had seen the rows judged would make every score
too good. One pass over the file serves all of it (`automl.families.block_screening`, docs/adr/0009).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.data.checks import Finding, run_checks
from automl.data.named import named_columns
from automl.data.problem import Problem, build_problem
from automl.data.read.wide import WideColumns
from automl.data.splits import Positions, Splits
from automl.data.table import Column, Table
from automl.families.block_screening import telling_of_blocks
from automl.families.needs import MAX_COLUMNS
from automl.families.target_encoding import encoding_targets
from automl.search.jobs import View
from automl.spec.model import ProblemSpec
from automl.spec.names import listed

__all__ = ["Screened", "named_columns", "screened"]

NOT_TELLING = "other columns tell more of the target"


@dataclass(frozen=True)
class Screened:
    """A table and a problem of the columns that are left.

    Attributes
    ----------
    views : tuple of View
        For each choice of rows that is learned from, the columns found on it.
    warnings : tuple of str
        About columns among them that are asked about.
    """

    table: Table
    problem: Problem
    views: tuple[View, ...]
    warnings: tuple[str, ...]


def screened(
    spec: ProblemSpec,
    table: Table,
    problem: Problem,
    splits: Splits,
    *,
    set_aside: Sequence[tuple[str, str]],
) -> Screened | None:
    """Screen the columns that stay in the file; None where a table has none.

    Parameters
    ----------
    problem : Problem
        Of the columns that were read: it decides the rows and their targets.
    set_aside : sequence of (column, reason)
        What the checks of the data found unfit to learn from.
    """
    wide = table.wide
    if wide is None:
        return None
    named = set(named_columns(spec, table))
    promised = set(spec.monotone or ())
    out = {problem.target, *(column for column, _ in problem.set_aside)} - promised
    parts = _parts(problem, splits)
    chosen = _most_telling(wide, table.n_rows, problem, parts, out=out)
    names = {name for some in chosen for name in some}
    ordered = sorted(names, key=lambda name: wide.position(name) or 0)
    narrow = _of_columns(table, ordered, keep=named | {problem.target})
    findings = _findings(spec, narrow, problem, among=names - promised)
    aside = [*set_aside, *((name, NOT_TELLING) for name in sorted(named - names - promised))]
    aside += [(name, f.reason) for f in findings if f.action == "set_aside" for name in f.columns]
    again = build_problem(spec, narrow, set_aside=aside)
    others = {column.name for column in again.features if column.name not in wide} | promised
    views = tuple(View(rows, frozenset(some) | others) for rows, some in zip(parts, chosen, strict=True))
    return Screened(narrow, again, views, tuple(_warnings(findings)))


def _parts(problem: Problem, splits: Splits) -> list[Positions]:
    """The choices of rows that models learn from, each once."""
    everything = np.arange(problem.n_rows)
    trains = [train for train, _ in splits.folds]
    if len(trains) > 1:
        trains.append(splits.search)
    return [*trains, everything]


def _most_telling(
    wide: WideColumns, n_table_rows: int, problem: Problem, parts: Sequence[Positions], *, out: set[str]
) -> list[list[str]]:
    """For each choice of rows the names of the columns that tell most there."""
    targets = encoding_targets(problem.y, n_classes=len(problem.classes))
    goals = np.zeros((n_table_rows, targets.shape[1]))
    goals[problem.row_ids] = targets
    rows = [problem.row_ids[part] for part in parts]
    telling = telling_of_blocks(wide.blocks(), goals, rows, n_columns=wide.n_columns)
    telling[:, [place for name in out if (place := wide.position(name)) is not None]] = 0.0
    return [[wide.name(place) for place in _first(scores)] for scores in telling]


def _first(scores: NDArray[np.float32]) -> list[int]:
    """Positions of the highest scores above 0; of equal ones those that come first."""
    best = np.argsort(-scores, kind="stable")[:MAX_COLUMNS]
    return [int(place) for place in best if scores[place] > 0]


def _of_columns(table: Table, names: Sequence[str], *, keep: set[str]) -> Table:
    """The table with these columns of the file and no others but those to keep."""
    wide = table.wide
    assert wide is not None
    chosen = {*names, *keep}
    staying = [column for column in table.columns if column.name in chosen or column.name not in wide]
    read = wide.read(name for name in names if name not in {column.name for column in staying})
    frame = pd.concat([pd.DataFrame(read), table.frame[[column.name for column in staying]]], axis=1)
    columns = (*(Column(name, "number") for name in read), *staying)
    return replace(table, frame=frame, columns=columns)


def _findings(spec: ProblemSpec, table: Table, problem: Problem, *, among: set[str]) -> list[Finding]:
    """What the checks say of the columns that were found: a copy of the target is among the first of them."""
    found = run_checks(table, problem.target, task=problem.task, keep=tuple(spec.monotone or ()))
    return [finding for finding in found if finding.columns and among.issuperset(finding.columns)]


def _warnings(findings: Sequence[Finding]) -> Iterator[str]:
    asked = [finding for finding in findings if finding.action == "ask"]
    suspects = list(dict.fromkeys(name for finding in asked for name in finding.columns))
    if suspects:
        yield (
            f"Known at the time of the prediction? {listed(suspects, limit=12)}: {asked[0].reason} If not, every "
            "figure here is too good: leave them out and search again."
        )
