"""Weights of `assistant.offline.rows.meant`, learned from the seen requests.

    TANDEM_DATA=FOLDER python -m evals.learning.rows

Every condition that a request of one message holds is a case: the rows that fulfil it are kept, are dropped, or it
chooses none. Which it is follows from the filter that the request must become: a condition on a column that this does
not speak of chooses none; else its rows are dropped where none of them passes. Printed is, over tables that nothing
was learned from, how many filters a reader by these weights puts right and how many wrong, from several shares on.
Learn again whenever the encoder was taught again. A quarter of an hour on one core.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.offline import understand
from assistant.offline.reading import Reading
from assistant.offline.rows import filters, meant
from assistant.offline.rows.choice import whole
from assistant.offline.text.line import Line
from automl.data.sql import evaluate_rows
from automl.data.table import Table
from automl.errors import AutoMLError
from evals.compare import same_value
from evals.learning.corpus import said_once
from evals.requests import Tables

N_PARTS = 5
STRENGTH = 3e-3  # 1 by that of the penalty; of 0.0003 to 0.01, by what is printed
SHARES = (0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True)
class Case:
    """A request that holds conditions.

    Attributes:
        by_cues: Whether the cues alone give the right filter.
        figures: What is known of each condition, shape (n_conditions, n_figures).
        verdicts: The right verdict of each; empty where it cannot be told.
    """

    table: Table
    expected: str | None
    by_cues: bool
    line: Line
    conditions: list[meant.Condition]
    figures: np.ndarray[Any, Any]
    verdicts: list[str]


def main() -> None:
    """Learn, print what requests over other tables say, and write."""
    with tempfile.TemporaryDirectory() as folder:
        cases = list(_cases(Tables(Path(folder))))
    parts = np.unique([case.table.name for case in cases], return_inverse=True)[1] % N_PARTS
    shares: list[list[Any]] = [[] for _ in cases]
    for part in range(N_PARTS):
        model = learned([case for case, other in zip(cases, parts, strict=True) if other != part])
        for k in np.flatnonzero(parts == part):
            shares[k] = list(model.predict_proba(cases[k].figures)[:, _order(model)])
    judge(cases, shares)
    model = learned(cases)
    scaler, regression = model[0], model[1]
    weights = (regression.coef_ / scaler.scale_)[_order(model)]
    constants = regression.intercept_[_order(model)] - weights @ scaler.mean_
    np.savez_compressed(
        meant.WEIGHTS, weights=weights.astype(np.float16), constants=constants.astype(np.float32)
    )


def _order(model: Pipeline) -> list[int]:
    return [list(model.classes_).index(verdict) for verdict in meant.VERDICTS]


def learned(cases: Sequence[Case]) -> Pipeline:
    """Weights from these cases."""
    figures = np.vstack([case.figures for case in cases])
    verdicts = np.array([verdict for case in cases for verdict in case.verdicts])
    known = verdicts != ""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000))
    return model.fit(figures[known], verdicts[known])


def judge(cases: Sequence[Case], shares: Sequence[Sequence[Any]]) -> None:
    """Print how many filters become right and wrong."""
    for least in SHARES:
        counts: Counter[str] = Counter()
        for case, own in zip(cases, shares, strict=True):
            verdicts = meant.weighed(case.conditions, own, least)
            if verdicts != [condition.verdict for condition in case.conditions]:
                parts = [part for part, _ in meant.parts_of(case.line, case.conditions, verdicts)]
                is_right = _is_same(case.expected, whole(parts) or None, case.table)
                counts["righted" if is_right else "wronged"] += is_right != case.by_cues
        sys.stdout.write(
            f"from {least}: {counts['righted']} filters put right, {counts['wronged']} wrong, of {len(cases):,}\n"
        )


def _cases(tables: Tables) -> Iterator[Case]:
    for said in said_once():
        try:
            table = tables.get(said.table)
        except AutoMLError:
            continue  # a table of the tests, which is described only
        if table is None:
            continue
        seen: list[tuple[Reading, list[meant.Condition]]] = []

        def by_cues(*found: Any, to: list[Any] = seen) -> None:
            to.append(found)

        with patch.object(filters, "rows_meant", by_cues):
            understood = understand.understand(said.words, said.context)
        if not seen:
            continue
        reading, noted = seen[-1]
        impression, expected = reading.notes.get("impression"), said.spec.get("filter")
        conditions = meant.once(noted)
        if impression is None:
            continue
        known = meant.figures_of(impression, conditions, reading.said("target"))
        figures = [each for each in known if each is not None]
        if not figures or len(figures) < len(known):
            continue
        yield Case(
            table=table,
            expected=expected,
            by_cues=_is_same(expected, understood.patches.get("filter"), table),
            line=reading.line,
            conditions=conditions,
            figures=np.stack(figures),
            verdicts=[_right(condition, expected, table) for condition in conditions],
        )


def _is_same(expected: str | None, found: str | None, table: Table) -> bool:
    if expected is None or found is None:
        return expected is found
    return same_value("filter", expected, found, table)


def _right(condition: meant.Condition, expected: str | None, table: Table) -> str:
    """What becomes of the rows that fulfil a condition; empty where it cannot be told."""
    if expected is None or condition.test.column.name not in expected:
        return meant.NEITHER
    try:
        fulfilling, passing = (
            evaluate_rows(sql, table.frame, field="filter", want="boolean")
            for sql in (condition.test.sql(), expected)
        )
    except AutoMLError:
        return ""
    return meant.KEPT if (fulfilling & passing).any() else meant.DROPPED


if __name__ == "__main__":
    main()
