"""Whether a field that was found means what was expected: figures by value, lists by content, SQL by what it gives."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from pandas.tseries.frequencies import to_offset

from automl.data.sql import evaluate_aggregate, evaluate_rows
from automl.data.table import Table
from automl.errors import AutoMLError
from automl.spec.paths import leaves_of

OUTCOMES = ("metric.tp", "metric.fp", "metric.fn", "metric.tn")
#: SQL with one value for each row; `metric.sql` is an aggregate over predictions and is compared on made-up ones.
ROW_SQL = (*OUTCOMES, "metric.weight", "filter", "baseline.rule", "forecast.time_column")
CONDITIONS = ("filter", "baseline.rule")
#: Together the bounds of a floor, in whatever order they were said.
BOUNDS = ("metric.subject_to", "metric.at_least", "metric.at_most", "metric.constraints")


def leaves(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a specification by dotted path: the audience left out, and payoffs of 0, which are those unsaid."""
    found = leaves_of(dict(spec))
    found.pop("audience", None)
    return {
        path: value
        for path, value in found.items()
        if value is not None and not (path in OUTCOMES and value == 0)
    }


def differing(expected: Mapping[str, Any], found: Mapping[str, Any], table: Table) -> tuple[str, ...]:
    """Paths whose fields are wrong, missing or extra, in the order of the document."""
    same_bounds = _same_plain(_bounds(expected), _bounds(found))
    return tuple(
        path
        for path in {**expected, **found}
        if not (path in BOUNDS and same_bounds)
        and (
            path not in expected
            or path not in found
            or not same_value(path, expected[path], found[path], table)
        )
    )


def _bounds(fields: Mapping[str, Any]) -> list[Any]:
    """Every bound as measure, side and value; a bound on false positives as the one on specificity that it is."""
    first = {
        "measure": fields.get("metric.subject_to"),
        "at_least": fields.get("metric.at_least"),
        "at_most": fields.get("metric.at_most"),
    }
    found: list[Any] = []
    for bound in (first, *(fields.get("metric.constraints") or ())):
        for side, value in bound.items():
            if side == "measure" or value is None:
                continue
            if bound["measure"] == "false_positive_rate":
                other = "at_least" if side == "at_most" else "at_most"
                found.append({"measure": "specificity", other: round(1 - value, 9)})
            else:
                found.append({"measure": bound["measure"], side: value})
    return found


def same_value(path: str, one: Any, other: Any, table: Table) -> bool:
    """Whether two values of a field mean the same."""
    if path == "metric.sql":
        return _same_plain(one, other) or _same_aggregate(str(one), str(other), table.frame)
    if path.startswith("hyperparameters."):
        one, other = (_setting(value) for value in (one, other))
    if path in ("validation.gap", "validation.cutoff"):
        return _same_moment(str(one), str(other))
    if path == "forecast.frequency":
        return (
            str(one).partition("-")[0] == str(other).partition("-")[0]
        )  # weeks are weeks, whatever day they begin on
    if path in ROW_SQL and (isinstance(one, str) or isinstance(other, str)):
        return _same_plain(one, other) or _same_rows(path, str(one), str(other), table.frame)
    return _same_plain(one, other)


def _setting(value: Any) -> Any:
    """A setting; one choice alone is a fixed value."""
    if isinstance(value, Mapping) and len(value.get("choices") or ()) == 1:
        return {"value": value["choices"][0]}
    return value


def _same_moment(one: str, other: str) -> bool:
    start = pd.Timestamp("2000-01-01")  # gaps are the same that lead to the same moment
    try:
        mine, theirs = (
            pd.Timestamp(text) if "-" in one else start + to_offset(text) for text in (one, other)
        )
        return bool(mine == theirs)
    except ValueError:
        return False


def _same_plain(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-12)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        mine, theirs = (_without_nothing(value) for value in (one, other))
        return mine.keys() == theirs.keys() and all(_same_plain(mine[key], theirs[key]) for key in mine)
    if isinstance(one, list) and isinstance(other, list):
        return _same_content(one, other)
    if isinstance(one, list) != isinstance(other, list):  # one label, or a list of one
        return _same_content(*(value if isinstance(value, list) else [value] for value in (one, other)))
    return bool(one == other)


def _without_nothing(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is absent, or costs nothing, in a matrix of costs."""
    kept = {
        key: _without_nothing(value) if isinstance(value, Mapping) else value for key, value in values.items()
    }
    return {
        key: value
        for key, value in kept.items()
        if value not in (None, {}) and not (value == 0 and isinstance(value, float | int))
    }


def _same_content(one: list[Any], other: list[Any]) -> bool:
    rest = list(other)
    for value in one:
        place = next((k for k, candidate in enumerate(rest) if _same_plain(value, candidate)), None)
        if place is None:
            return False
        del rest[place]
    return not rest


def _same_rows(path: str, one: str, other: str, frame: pd.DataFrame) -> bool:
    want: Any = (
        "boolean" if path in CONDITIONS else "datetime" if path == "forecast.time_column" else "number"
    )
    try:
        mine, theirs = (
            evaluate_rows(_quoted(text, frame), frame, field=path, want=want) for text in (one, other)
        )
    except AutoMLError:
        return False
    if want == "number":
        return bool(np.allclose(mine, theirs, rtol=1e-6, equal_nan=True))
    return bool(pd.Series(mine).equals(pd.Series(theirs)))


def _quoted(text: str, frame: pd.DataFrame) -> str:
    """A bare column name, where the contract takes one in place of SQL, as SQL."""
    return '"' + text.replace('"', '""') + '"' if text in frame.columns else text


def _same_aggregate(one: str, other: str, frame: pd.DataFrame) -> bool:
    rng = np.random.default_rng(0)
    n_rows = len(frame)
    for _ in range(3):
        made_up = {
            "actual": rng.integers(0, 2, n_rows).astype(float),
            "predicted": rng.integers(0, 2, n_rows).astype(float),
            "probability": rng.random(n_rows),
        }
        try:
            mine, theirs = (
                evaluate_aggregate(text, frame, field="metric.sql", reserved=made_up) for text in (one, other)
            )
        except AutoMLError:
            return False
        if not math.isclose(mine, theirs, rel_tol=1e-6, abs_tol=1e-9):
            return False
    return True
