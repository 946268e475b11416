"""Which rows candidates are compared on, and which they never see.

The held-out part depends on the data and the target alone, not on the run's seed: everything that is ever tried on
this table is judged by the same rows, and none of them was learned from. Copies of one record stay on one side of every
cut.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.data.problem import Problem
from automl.data.table import Table
from automl.data.twins import twins_of
from automl.errors import DataError, SpecError
from automl.spec.model import GroupSplit, Holdout, KFold, TimeSplit, Validation

Positions = NDArray[np.int64]

HELD_OUT_SHARE = 0.2  # a fifth, as is common; a user's `test_fraction` replaces it
DEFAULT_FOLDS = {"kfold": 5, "group": 5, "time": 3}
# Quantile bins by which a regression target is spread evenly over the parts; chosen, not measured.
N_STRATA = 10


@dataclass(frozen=True)
class Splits:
    """Positions within the rows of a `Problem`.

    Attributes
    ----------
    held_out : ndarray
        Rows that no candidate is fitted or compared on.
    search : ndarray
        All other rows that may be learned from.
    folds : tuple of (train, validation)
        The cuts that all candidates share.
    kind : str
        ``"kfold"``, ``"holdout"``, ``"time"`` or ``"group"``.
    sentence : str
        The same in plain words.
    """

    held_out: Positions
    search: Positions
    folds: tuple[tuple[Positions, Positions], ...]
    kind: str
    sentence: str

    @property
    def before_refit(self) -> Positions:
        """Rows that the model judged on the held-out part learned from; with a single cut it is the one compared."""
        return self.search if len(self.folds) > 1 else self.folds[0][0]

    @property
    def compared(self) -> Positions:
        """Rows with an out-of-fold prediction, in the order of the table."""
        return np.sort(np.concatenate([validation for _, validation in self.folds]))


def make_splits(problem: Problem, table: Table, validation: Validation) -> Splits:
    """Cut the rows of a problem.

    Raises
    ------
    SpecError
        If the cut asked for leaves a part empty.
    """
    seed = int.from_bytes(
        hashlib.sha256(f"{table.fingerprint}\0{problem.target}".encode()).digest()[:8], "big"
    )
    rng = np.random.default_rng(seed)
    if isinstance(validation, TimeSplit):
        splits = _by_time(problem, validation)
    elif isinstance(validation, GroupSplit):
        splits = _by_group(problem, validation, rng)
    else:
        splits = _at_random(problem, table, validation, rng)
    _refuse_empty(splits, problem)
    return splits


def _at_random(
    problem: Problem, table: Table, validation: KFold | Holdout, rng: np.random.Generator
) -> Splits:
    share = HELD_OUT_SHARE
    if isinstance(validation, Holdout) and validation.test_fraction is not None:
        share = validation.test_fraction
    # Drawn over the whole table and then cut down to the rows used, so that a filter does not move a row
    # from one side to the other.
    is_class = problem.task != "regression"
    label = table.labels(problem.target) if is_class else table.frame[problem.target]
    y = pd.factorize(label)[0] if is_class else label.to_numpy(dtype=np.float64, na_value=np.nan)
    twins = twins_of(table.cells_but(problem.target), y, is_class=is_class)
    held = _spread(twins, _strata(label), rng, parts=1, share=share)[problem.row_ids] == 0
    held_out, search = np.flatnonzero(held), np.flatnonzero(~held)
    strata, kin = _strata(pd.Series(problem.y))[search], twins[problem.row_ids][search]
    if isinstance(validation, Holdout):
        judged = _spread(kin, strata, rng, parts=1, share=share) == 0
        folds: tuple[tuple[Positions, Positions], ...] = ((search[~judged], search[judged]),)
        how = f"candidates are compared on {int(judged.sum()):,} rows set aside for that"
    else:
        n_folds = validation.folds or DEFAULT_FOLDS["kfold"]
        part = _spread(kin, strata, rng, parts=n_folds, share=1.0)
        folds = tuple((search[part != i], search[part == i]) for i in range(n_folds))
        how = f"candidates are compared by {n_folds}-fold cross-validation on {len(search):,} rows"
    sentence = f"{len(held_out):,} rows were held out and never used in the search; {how}."
    if len(np.unique(twins)) < len(twins):
        sentence += " Copies of one record stay together."
    return Splits(held_out, search, folds, validation.kind, sentence)


def _by_time(problem: Problem, validation: TimeSplit) -> Splits:
    moment = moments(problem, validation.column)
    cutoff = _cutoff(moment, validation)
    gap = pd.tseries.frequencies.to_offset(validation.gap) if validation.gap else None
    late = np.asarray(moment >= cutoff)
    held_out = np.flatnonzero(late)
    search = np.flatnonzero(~late & before(moment, cutoff, gap))
    groups = group_codes(problem, validation.group) if validation.group else None
    search = _without_groups_of(search, held_out, groups)
    n_folds = validation.folds or DEFAULT_FOLDS["time"]
    folds = []
    bounds = [
        moment.iloc[search].quantile(i / (n_folds + 1), interpolation="lower") for i in range(1, n_folds + 1)
    ]
    for i, start in enumerate(bounds):
        inside = np.asarray(moment >= start)
        if i + 1 < n_folds:
            inside = inside & np.asarray(moment < bounds[i + 1])
        judged = search[inside[search]]
        train = _without_groups_of(search[before(moment, start, gap)[search]], judged, groups)
        if len(judged) and len(train):
            folds.append((train, judged))
    gap_words = f" with a gap of {validation.gap}" if validation.gap else ""
    sentence = (
        f"The {len(held_out):,} rows from {cutoff} on were held out; candidates learn on the past and are compared on "
        f"what follows, in {len(folds)} steps over {len(search):,} earlier rows{gap_words}, by {validation.column!r}."
    )
    return Splits(held_out, search, tuple(folds), "time", sentence)


def moments(problem: Problem, column: str) -> pd.Series:
    """The column that a split goes by, as dates or numbers without gaps."""
    if column not in problem.rows.columns:
        raise SpecError(f"There is no column {column!r} to split by time.", field="validation.column")
    moment = problem.rows[column]
    numeric = pd.api.types.is_numeric_dtype(moment)  # a year, a week number
    if not (numeric or pd.api.types.is_datetime64_any_dtype(moment)):
        raise SpecError(
            f"A split by time needs dates or numbers that grow with time in {column!r}; it holds other text.",
            field="validation.column",
        )
    if (
        moment.isna().any()
    ):  # an undated row cannot be placed: with the past, where it can only be learned from
        moment = moment.fillna(moment.min())
    return moment


def _cutoff(moment: pd.Series, validation: TimeSplit) -> object:
    if validation.cutoff is None:
        return moment.quantile(1 - HELD_OUT_SHARE, interpolation="higher")
    try:
        if pd.api.types.is_numeric_dtype(moment):
            return float(validation.cutoff)
        return pd.Timestamp(validation.cutoff)
    except ValueError as error:
        raise SpecError(
            f"The cutoff {validation.cutoff!r} is not a moment; write it like '2024-03-31'.",
            field="validation.cutoff",
        ) from error


def before(moment: pd.Series, start: object, gap: object) -> NDArray[np.bool_]:
    """Which rows lie before a moment, and before the gap in front of it."""
    if gap is None:
        return np.asarray(moment < start)
    if pd.api.types.is_numeric_dtype(moment):
        raise SpecError("A gap needs dates in the column that the split goes by.", field="validation.gap")
    return np.asarray(moment < start - gap)  # type: ignore[operator]  # Timestamp - DateOffset, untyped in the stubs


def group_codes(problem: Problem, column: str) -> Positions:
    """A number for the group of each row."""
    if column not in problem.rows.columns:
        raise SpecError(f"There is no column {column!r} to group by.", field="validation.group")
    codes, _ = pd.factorize(problem.rows[column].astype("str").fillna("(missing)"))
    return np.asarray(codes, dtype=np.int64)


def _without_groups_of(train: Positions, judged: Positions, groups: Positions | None) -> Positions:
    if groups is None:
        return train
    return train[~np.isin(groups[train], groups[judged])]


def _by_group(problem: Problem, validation: GroupSplit, rng: np.random.Generator) -> Splits:
    groups = group_codes(problem, validation.column)
    n_groups = int(groups.max()) + 1
    n_folds = validation.folds or min(DEFAULT_FOLDS["group"], max(2, n_groups - 1))
    if n_groups < n_folds + 1:
        raise SpecError(
            f"Splitting by {validation.column!r} into {n_folds} folds and a held-out part needs {n_folds + 1} groups; "
            f"it has {n_groups}. Ask for fewer folds or another column.",
            field="validation.column",
        )
    sizes = np.bincount(groups, minlength=n_groups)
    order = rng.permutation(n_groups)
    # At least one group is held out, and n_folds are left.
    wanted = int(np.searchsorted(np.cumsum(sizes[order]), HELD_OUT_SHARE * len(groups))) + 1
    n_held = min(max(wanted, 1), n_groups - n_folds)
    held_out = np.flatnonzero(np.isin(groups, order[:n_held]))
    search = np.flatnonzero(~np.isin(groups, order[:n_held]))
    load, fold_of = np.zeros(n_folds), np.full(n_groups, -1)
    for group in sorted(
        order[n_held:], key=lambda g: -int(sizes[g])
    ):  # the largest first, to the emptiest fold
        fold_of[group] = int(load.argmin())
        load[fold_of[group]] += sizes[group]
    part = fold_of[groups[search]]
    folds = tuple((search[part != i], search[part == i]) for i in range(n_folds))
    sentence = (
        f"{n_held} of {n_groups:,} groups of {validation.column!r} ({len(held_out):,} rows) were held out; candidates "
        f"are compared by {n_folds}-fold cross-validation that keeps each group on one side."
    )
    return Splits(held_out, search, folds, "group", sentence)


def _strata(target: pd.Series) -> Positions:
    """Classes, or quantile bins of a number; missing targets are a stratum of their own."""
    if pd.api.types.is_float_dtype(target) and target.nunique() > N_STRATA:
        target = pd.qcut(target.rank(method="first"), N_STRATA, labels=False)
    codes, _ = pd.factorize(target)
    return np.asarray(codes, dtype=np.int64)


def _spread(
    kin: Positions, strata: Positions, rng: np.random.Generator, *, parts: int, share: float
) -> Positions:
    """Deal `share` of the rows evenly into parts, stratum by stratum; -1 where a row is in none.

    Rows of one kin (copies of one record) go together, to where their first row goes.
    """
    _, first = np.unique(kin, return_index=True)
    heads = rng.permutation(first)
    heads = heads[np.argsort(strata[heads], kind="stable")]
    # Along the sorted rows every part takes its turn; `share` < 1 deals to a part only every 1/share-th row.
    turn = np.floor(np.arange(1, len(heads) + 1) * share) - np.floor(np.arange(len(heads)) * share) > 0
    dealt = np.where(turn, np.cumsum(turn) - 1, -1)
    part_of_kin = np.full(int(kin.max()) + 1 if len(kin) else 0, -1, dtype=np.int64)
    part_of_kin[kin[heads]] = np.where(dealt >= 0, dealt % parts, -1)
    return part_of_kin[kin]


def _refuse_empty(splits: Splits, problem: Problem) -> None:
    if not splits.folds or not len(splits.held_out) or any(not (len(t) and len(v)) for t, v in splits.folds):
        raise SpecError(
            f"The {splits.kind} split leaves a part without rows ({len(splits.held_out)} held out, "
            f"{len(splits.search)} to learn from, {len(splits.folds)} folds); choose another cut or fewer folds.",
            field="validation",
        )
    if problem.task != "regression":
        for train, _ in splits.folds:
            if len(np.unique(problem.y[train])) < 2:
                raise DataError(
                    f"A fold would learn from rows with one value of {problem.target!r} only: too few rows of the "
                    "rarer label. Bring more of them, or ask for fewer folds."
                )
