"""What each kind of derived columns brought: how many were made and kept, what they gained and what they cost.

The gain is that of one trial over its twin, which differs in that kind of columns alone: row by row on the folds that
all candidates share, with the interval of the difference (`automl.search.treated.Comparison`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from automl.families import Derived
from automl.families.needs import OF_PAIRS
from automl.search.column_trials import ORIGIN, makes
from automl.search.jobs import Workspace
from automl.search.result import DerivedColumns
from automl.search.treated import Comparison
from automl.search.treatments import ORIGIN as OF_ROWS_ORIGIN
from automl.search.trial import Trial
from automl.spec.labels import family_label

KINDS: tuple[Derived, ...] = get_args(Derived)
PAIRS: tuple[Derived, ...] = ("ratios", "groups")
#: Names of kept columns that are told; a text alone can have thousands.
MOST_NAMED = 8  # chosen, not measured


@dataclass(frozen=True)
class _Pair:
    """Two trials that differ in some kinds of derived columns alone."""

    kinds: tuple[Derived, ...]
    having: Trial
    lacking: Trial


@dataclass
class _Counted:
    """Columns of a kind in the delivered model."""

    proposed: int = 0
    kept: dict[str, None] = field(default_factory=dict)


def derived_columns(
    space: Workspace, model: Any, trials: Sequence[Trial], *, seed: int
) -> tuple[DerivedColumns, ...]:
    """Each kind that the delivered model makes, or that was compared.

    Parameters
    ----------
    model : Model or WeightedEnsemble
        The delivered one, as it was before the refit on all rows.
    trials : sequence of Trial
        All of them.
    """
    counted = _counted(getattr(model, "models", [model]))
    pairs = list(_pairs([trial for trial in trials if trial.ok]))
    comparison = Comparison.of(space, pairs[0].lacking, n_ways=len(pairs), seed=seed) if pairs else None
    by_kind: dict[Derived, dict[str, Any]] = {}
    for pair in pairs:
        assert comparison is not None
        found = _compared(replace(comparison, twin=pair.lacking), pair)
        by_kind |= dict.fromkeys(pair.kinds, found)
    return tuple(
        DerivedColumns(
            kind=kind,
            n_proposed=counted[kind].proposed,
            n_kept=len(counted[kind].kept),
            names=tuple(counted[kind].kept)[:MOST_NAMED],
            **by_kind.get(kind, {}),
        )
        for kind in KINDS
        if counted[kind].proposed or kind in by_kind
    )


def _counted(models: Sequence[Any]) -> Mapping[Derived, _Counted]:
    """What the members make: the most proposed by any of them, and all that is kept by some."""
    counted = {kind: _Counted() for kind in KINDS}
    for model in models:
        proposed: dict[Derived, set[str]] = {kind: set() for kind in KINDS}
        for kind, name, is_kept in model.preparation.derived():
            proposed[kind].add(name)
            if is_kept:
                counted[kind].kept[name] = None
        combinations = model.preparation.combinations
        looked_at = (0, 0) if combinations is None else combinations.looked_at
        n_looked = dict(zip(PAIRS, looked_at, strict=True))
        for kind, one in counted.items():
            one.proposed = max(one.proposed, len(proposed[kind]), n_looked.get(kind, 0))
    return counted


def _pairs(trials: Sequence[Trial]) -> Iterator[_Pair]:
    """Twins: those that the search fitted to compare, and for columns of pairs those that it fitted anyway."""
    asked_for = list(_experiments(trials))
    yield from asked_for
    if not {kind for pair in asked_for for kind in pair.kinds} & set(PAIRS):
        yield from _anyway(trials)


def _experiments(trials: Sequence[Trial]) -> Iterator[_Pair]:
    for trial in trials:
        if trial.candidate.origin != ORIGIN:
            continue
        base = next((other for other in trials if _is_base(other, trial)), None)
        if base is None:
            continue
        for kind in KINDS:
            there, here = (makes(one.candidate, kind) for one in (base, trial))
            if there != here:
                yield _Pair((kind,), *((base, trial) if there else (trial, base)))


def _is_base(other: Trial, trial: Trial) -> bool:
    """Whether an experiment repeats a trial: family and seed are the same."""
    one, two = other.candidate, trial.candidate
    return (one.family, one.seed) == (two.family, two.seed) and one.origin not in (ORIGIN, OF_ROWS_ORIGIN)


def _anyway(trials: Sequence[Trial]) -> Iterator[_Pair]:
    """The first two trials that differ in columns of pairs, and in their seeds: usual settings hold such twins."""
    for having in trials:
        if having.candidate.params.get(OF_PAIRS) == "both":
            plain = {**having.candidate.params, OF_PAIRS: "none"}
            family = having.candidate.family
            found = (t for t in trials if t.candidate.family == family and dict(t.candidate.params) == plain)
            lacking = next(found, None)
            if lacking is not None:
                yield _Pair(PAIRS, having, lacking)
                return


def _compared(comparison: Comparison, pair: _Pair) -> dict[str, Any]:
    having, lacking = pair.having, pair.lacking
    return {
        "label": family_label(having.candidate.family),
        "with_model": having.candidate.name,
        "without_model": lacking.candidate.name,
        "together": pair.kinds if len(pair.kinds) > 1 else (),
        "same_seed": having.candidate.seed == lacking.candidate.seed,
        "score_with": having.score,
        "score_without": lacking.score,
        "gain": comparison.score_gain(having),
        "seconds": round(having.fit_seconds - lacking.fit_seconds, 2),
    }
