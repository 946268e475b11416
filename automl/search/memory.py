"""What earlier searches teach the next one: which of them were on data like these, and what did best there.

A portrait is what a table and its problem look like from far away: sizes, kinds, balance, and the names of columns; no
cell of it. The nearest earlier portraits lend their best settings, which are tried right after the first model.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl.data.problem import Problem
from automl.families import Family, Shape
from automl.spec.model import HyperRange

#: What counts as one step of difference: about the spread (standard deviation) of each over the 16 public tables of
#: `benchmarks/`, rounded; that of dates is set by hand. No program of ours measures them yet.
STEP = {
    "rows": 0.6,  # powers of ten
    "columns": 0.4,  # powers of ten
    "categories": 0.25,  # share of the columns; texts and dates too
    "texts": 0.25,
    "dates": 0.1,  # hardly any there: a tenth of the columns
    "levels": 0.6,  # powers of ten of the labels of the richest column
    "classes": 0.7,  # doublings
    "rarest": 0.9,  # powers of ten of the share of the rarest class
    "tail": 0.3,  # of the target: logarithm of its skewness
    "missing": 0.05,  # share of the cells; hardly any there
}
# Names of target and columns in common make two tables parts, or later states, of one: alike down to this share.
SAME_NAMES = 0.25  # chosen, not measured
# Other scores prefer other settings, but not by much: a quarter of a step.
OTHER_SCORE = 0.25  # chosen, not measured
# Farther apart than this another table is taken to say no more than the usual settings do; not measured yet.
FARTHEST = 1.5
N_RECALLED = 4  # as many as are under way at once: what does not help has cost one round
RECALLED_OF_TRIALS = (
    5  # of so many trials one, where trials limit the search: every family is to have its turn
)
N_LENDERS = 3  # earlier searches that they may come from; chosen, not measured
MOST_NAMES = 1_000  # of columns that a portrait holds
MOST_CELLS = 1_000_000  # that missing ones are counted among


@dataclass(frozen=True)
class Loan:
    """One configuration of an earlier search, to be tried in this one."""

    lesson: int
    family: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Lender:
    """An earlier search on data like these.

    Attributes
    ----------
    lesson : int
        Its id in the memory.
    run, table, target : str
        What the user would know it by.
    distance : float
        0 for the same problem; see `distance`.
    shared_columns : float
        Share of all columns of both, target included, that both have.
    """

    lesson: int
    run: str
    table: str
    target: str
    distance: float
    shared_columns: float


@dataclass(frozen=True)
class Recalled:
    """What a search starts from; plain JSON in the transcript, so that a replay needs no memory."""

    lenders: tuple[Lender, ...] = ()
    loans: tuple[Loan, ...] = ()

    @property
    def configurations(self) -> list[tuple[str, dict[str, Any]]]:
        """Family and settings, in the order in which they are tried."""
        return [(loan.family, dict(loan.params)) for loan in self.loans]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "lenders": [vars(lender) for lender in self.lenders],
            "loans": [{**vars(loan), "params": dict(loan.params)} for loan in self.loans],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Recalled:
        """Read what `to_json` returned."""
        return cls(
            tuple(Lender(**lender) for lender in data["lenders"]),
            tuple(Loan(**loan) for loan in data["loans"]),
        )


def portrait(problem: Problem, shape: Shape, *, score_name: str) -> dict[str, Any]:
    """What a problem looks like from far away, as JSON."""
    n_columns = max(shape.n_columns, 1)
    measures = {
        "rows": math.log10(max(problem.n_rows, 1)),
        "columns": math.log10(n_columns),
        "categories": shape.n_categories / n_columns,
        "texts": shape.n_texts / n_columns,
        "dates": shape.n_dates / n_columns,
        "levels": math.log10(1 + shape.max_levels),
        "classes": math.log2(max(shape.n_classes, 1)),
        "rarest": _rarest(problem),
        "tail": _tail(problem),
        "missing": _share_missing(problem),
    }
    return {
        "measures": {name: round(value, 4) for name, value in measures.items()},
        "columns": [[c.name, c.kind] for c in problem.features[:MOST_NAMES]],
        "target": problem.target,
        "score": score_name,
    }


def distance(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """How unlike two portraits of one task are, in steps; 0 for the same, 1 for one step in one respect."""
    a, b = one["measures"], other["measures"]
    steps = [(a.get(name, 0.0) - b.get(name, 0.0)) / step for name, step in STEP.items()]
    apart = math.sqrt(sum(step * step for step in steps))
    same = shared_columns(one, other) if one["target"] == other["target"] else 0.0
    apart *= 1.0 - (1.0 - SAME_NAMES) * same
    return round(apart + (OTHER_SCORE if one["score"] != other["score"] else 0.0), 4)


def shared_columns(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Share of all columns of two portraits that stand in both, with the same kind; the target is one of them."""
    a, b = _columns(one), _columns(other)
    return round(len(a & b) / len(a | b), 4)


def why_near(lender: Lender) -> str:
    """Why an earlier search was taken for one on data like these, in plain words."""
    if lender.distance == 0.0:
        return f"It predicted {lender.target!r} on a table that looks the same."
    if lender.shared_columns > 0.0:
        return (
            f"It predicted {lender.target!r}; {lender.shared_columns:.0%} of the columns of both tables are the same, "
            f"and they look {'much ' if lender.distance < FARTHEST / 2 else ''}alike."
        )
    return "Its table has other columns, but their number and kinds, the rows and the target look alike."


def recall(
    lessons: Sequence[tuple[int, str, Mapping[str, Any]]],
    here: Mapping[str, Any],
    *,
    families: Sequence[Family],
    shape: Shape,
    bounds: Mapping[str, HyperRange],
    trials: int | None = None,
) -> Recalled:
    """Choose what to start from.

    Parameters
    ----------
    lessons : sequence of (id, run, body)
        Of searches for the same task, oldest first.
    here : mapping
        The portrait of this problem.
    families : sequence of Family
        Those that may be used.
    bounds : mapping
        The specification's `hyperparameters`: what is recalled is moved inside them.
    trials : int, optional
        Of the budget: no more than a fifth of them go to what is recalled.
    """
    most = N_RECALLED if trials is None else min(N_RECALLED, trials // RECALLED_OF_TRIALS)
    near = sorted(
        ((distance(here, body["portrait"]), -number, run, body) for number, run, body in lessons),
        key=lambda found: found[:2],
    )
    near = [found for found in near if found[0] <= FARTHEST][:N_LENDERS]
    allowed = {family.name: family for family in families if family.name != "dummy"}
    loans: dict[str, Loan] = {}
    for number, configuration in _by_turns([(-minus, body) for _, minus, _, body in near]):
        family = allowed.get(configuration["family"])
        if family is None or not _is_known(family, configuration["params"], shape):
            continue
        params = family.bounded(configuration["params"], shape.task, _bounds_of(family.name, bounds))
        if len(loans) == most:
            break
        loans.setdefault(
            json.dumps([family.name, params], sort_keys=True, default=str), Loan(number, family.name, params)
        )
    lending = {loan.lesson for loan in loans.values()}
    lenders = tuple(
        Lender(
            lesson=-minus,
            run=run,
            table=body["table"],
            target=body["portrait"]["target"],
            distance=apart,
            shared_columns=shared_columns(here, body["portrait"]),
        )
        for apart, minus, run, body in near
        if -minus in lending
    )
    return Recalled(lenders, tuple(loans.values()))


def _by_turns(near: Sequence[tuple[int, Mapping[str, Any]]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The best of each lender, then the second ones and so on; the nearest lender first."""
    for place in range(max((len(body["best"]) for _, body in near), default=0)):
        for number, body in near:
            if place < len(body["best"]):
                yield number, body["best"][place]


def _is_known(family: Family, params: Mapping[str, Any], shape: Shape) -> bool:
    """Whether this version still has the settings that an earlier one chose."""
    return shape.task in family.tasks and set(params) <= set(family.param_names(shape.task))


def _bounds_of(name: str, bounds: Mapping[str, HyperRange]) -> dict[str, HyperRange]:
    prefix = f"{name}."
    return {key[len(prefix) :]: bound for key, bound in bounds.items() if key.startswith(prefix)}


def _columns(portrait: Mapping[str, Any]) -> set[tuple[str, ...]]:
    return {tuple(column) for column in portrait["columns"]} | {(portrait["target"], "target")}


def _rarest(problem: Problem) -> float:
    """Power of ten of the share of the rarest class; 0 for numbers."""
    if problem.task == "regression":
        return 0.0
    counts = np.bincount(problem.y, minlength=len(problem.classes))
    return math.log10(max(int(counts.min()), 1) / problem.n_rows)


def _tail(problem: Problem) -> float:
    """How lopsided a target of numbers is, on a logarithm's scale with the sign of the longer tail; 0 for classes."""
    if problem.task != "regression":
        return 0.0
    skew = _skewness(problem.y)
    return math.copysign(math.log1p(abs(skew)), skew)


def _skewness(y: NDArray[np.float64]) -> float:
    spread = float(y.std())
    return float((((y - y.mean()) / spread) ** 3).mean()) if spread > 0 else 0.0


def _share_missing(problem: Problem) -> float:
    """Share of the cells that are missing, in an evenly spaced part of a large table."""
    n_rows, n_columns = problem.X.shape
    columns = np.unique(np.linspace(0, n_columns - 1, min(n_columns, MOST_NAMES)).astype(np.int64))
    most = max(MOST_CELLS // max(len(columns), 1), 1)
    rows = np.unique(np.linspace(0, n_rows - 1, min(n_rows, most)).astype(np.int64))
    return float(problem.X.iloc[rows, columns].isna().to_numpy().mean()) if len(columns) else 0.0
