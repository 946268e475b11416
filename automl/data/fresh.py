"""Rows that an earlier model has not seen, and cuts in which they alone are judged.

A model that learned a row knows its answer; beside one that did not, it looks better than it is. Rows are told apart by
a number made of their cells, which the run folder keeps: no cell can be read from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.data.problem import Problem
from automl.data.splits import HELD_OUT_SHARE, Positions, Splits, before, group_codes, moments
from automl.data.table import Table
from automl.data.twins import row_hashes, twins_of
from automl.errors import DataError
from automl.spec.model import GroupSplit, TimeSplit, Validation

Hashes = NDArray[np.uint64]
Mask = NDArray[np.bool_]

MIN_FRESH = 40  # rows; half of them are judged, and on fewer than 20 every difference is luck
# Of the rows that the earlier model learned from, so many have to be among the new ones, or they are not more of the
# same table but another one: what that model knew would be lost.
LEAST_KNOWN = 0.5


def columns_of(problem: Problem) -> list[str]:
    """The columns that tell rows apart: those learned from, and the target."""
    return [*(column.name for column in problem.features), problem.target]


def known_rows(problem: Problem, names: Sequence[str]) -> Hashes:
    """Numbers of the rows of a problem by their cells in some columns, each once, ascending."""
    return np.unique(row_hashes(problem.rows[list(names)]))


def fresh_rows(problem: Problem, names: Sequence[str], known: Hashes) -> Mask:
    """Which rows equal none of those known.

    Raises
    ------
    DataError
        If there are too few, or the rows known are for the most part not there.
    """
    here = row_hashes(problem.rows[list(names)])
    fresh = ~np.isin(here, known)
    n_found, n_fresh = int(np.isin(known, here).sum()), int(fresh.sum())
    if n_found < LEAST_KNOWN * len(known):
        raise DataError(
            f"Only {n_found:,} of the {len(known):,} rows that the model learned from are in the new table; a refit "
            "learns from all of them. Bring old and new rows in one table, or only new ones, or start a new search."
        )
    if n_fresh < MIN_FRESH:
        raise DataError(
            f"Only {n_fresh:,} rows are new to the model; at least {MIN_FRESH} are needed to tell whether learning "
            "from them makes it better."
        )
    return np.asarray(fresh, dtype=np.bool_)


def fresh_splits(problem: Problem, table: Table, validation: Validation, *, fresh: Mask) -> Splits:
    """Hold out fresh rows only; everything else is learned from, as nothing is left to decide.

    Half of the fresh rows are judged and the other half learned from, so that learning from them can show; no more than
    a fifth of all are held out.

    Raises
    ------
    DataError
        If groups or time leave nothing fresh to judge.
    """
    if isinstance(validation, TimeSplit):
        held, search, kind = _later(problem, validation, fresh)
    else:
        kin = _kin(problem, table, validation)
        seed = int.from_bytes(
            hashlib.sha256(f"{table.fingerprint}\0{problem.target}\0refit".encode()).digest()[:8], "big"
        )
        rng = np.random.default_rng(seed)
        whole = np.bincount(kin, weights=~fresh) == 0  # groups without a row that was seen
        most = min(fresh.sum() / 2, HELD_OUT_SHARE * problem.n_rows)
        held = _some(kin, np.flatnonzero(whole), rng, n_rows=most)
        search = np.setdiff1d(np.arange(problem.n_rows), held)
        kind = "group" if isinstance(validation, GroupSplit) else "holdout"
    if not len(held) or not len(search):
        raise DataError(
            "Nothing among the new rows can be judged: all of them belong to groups or times that the model has seen."
        )
    sentence = (
        f"{len(held):,} of the {int(fresh.sum()):,} rows that the earlier model had not seen were held out: both "
        "models are judged on them, and neither learned from them."
    )
    return Splits(held, search, ((search, held),), kind, sentence)


def _later(problem: Problem, validation: TimeSplit, fresh: Mask) -> tuple[Positions, Positions, str]:
    """The later half of the fresh rows, after everything that is learned from."""
    moment = moments(problem, validation.column)
    cutoff = moment[fresh].quantile(0.5, interpolation="higher")
    gap = pd.tseries.frequencies.to_offset(validation.gap) if validation.gap else None
    held = np.flatnonzero(np.asarray(moment >= cutoff) & fresh)
    return held, np.flatnonzero(before(moment, cutoff, gap)), "time"


def _kin(problem: Problem, table: Table, validation: Validation) -> Positions:
    """Numbers shared by rows that have to stay together."""
    if isinstance(validation, GroupSplit):
        return group_codes(problem, validation.column)
    is_class = problem.task != "regression"
    twins = twins_of(table.cells_but(problem.target).iloc[problem.row_ids], problem.y, is_class=is_class)
    return np.unique(twins, return_inverse=True)[1].astype(np.int64)


def _some(kin: Positions, groups: Positions, rng: np.random.Generator, *, n_rows: float) -> Positions:
    """Rows of groups drawn at random, about so many, ascending."""
    order = rng.permutation(groups)
    sizes = np.bincount(kin, minlength=int(kin.max()) + 1)[order]
    n_groups = int(np.searchsorted(np.cumsum(sizes), n_rows, side="right"))
    return np.flatnonzero(np.isin(kin, order[: max(n_groups, 1)]))
