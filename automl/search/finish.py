"""From the model chosen to the model delivered: fitted on the search rows, judged once on the held-out ones, refitted.

The held-out figure is that of the model before the refit; the refit on all rows is what is delivered, where the time
allows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from automl.errors import CandidateError
from automl.search.candidate import Candidate
from automl.search.contender import Contender
from automl.search.jobs import FinalOutcome, Workspace, fit_final
from automl.search.trial import Trial
from automl.search.workers import Workers

Array = NDArray[np.float64]

Rows = Literal["search", "all"]
#: Fits for good, by the rows that they learned from and the number of the trial.
Fits = MutableMapping[tuple[Rows, int], FinalOutcome]

POLL_S = 0.1  # chosen, not measured
#: Seconds for choosing, measuring, explaining and writing, measured on 1,000 to 40,000 rows: 2 to 3 s on two cores.
FIXED_RESERVE_S = 3.0
SHARE_OF_TIME = 0.04  # and of longer budgets this share: more trials to choose from, larger models to explain
SLACK = 1.2  # fits vary; being a little early is better than a refit cut short; chosen, not measured
# Fits of a boosted member with seeds of their own whose mean is delivered. On seven small tables the mean of five was
# 0.001 to 0.010 better in the area under the curve than one of them; three bring most of it, and cost less to store and
# to ask. Many rows leave little luck to average away: 0.0003 at 5,600 rows.
MOST_REPEATS = 3
MOST_ROWS_REPEATED = 20_000
MIX_SHARE = 0.3  # of the budget: what the members of an ensemble may be kept time for; chosen, not measured
# Of the budget, for further fits of the members: cheap models get them all, dear ones leave the time to the search;
# chosen, not measured.
REPEATS_SHARE = 0.1


@dataclass(frozen=True)
class Finished:
    """A model fitted for good.

    Attributes
    ----------
    model_paths : tuple of Path
        The members' files, refitted on all rows where `refitted`.
    weights : tuple of float
        Of the members.
    held_out : ndarray
        Predictions for the held-out rows by the model before the refit.
    everything : ndarray or None
        Predictions for all rows by the refitted model.
    """

    model_paths: tuple[Path, ...]
    weights: tuple[float, ...]
    held_out: Array
    everything: Array | None
    before_paths: tuple[Path, ...]

    @property
    def refitted(self) -> bool:
        """Whether all rows went into the delivered model."""
        return self.everything is not None


def slowed(seconds: float, *, slowness: float, time_s: float | None) -> float:
    """Seconds that something fixed takes on a machine as busy as this one, but no more than a fifth of the budget."""
    most = seconds if time_s is None else max(seconds, 0.2 * time_s)
    return min(seconds * slowness, most)


def reserve_s(
    members_s: Sequence[float], *, space: Workspace, workers: int, time_s: float | None, slowness: float
) -> float:
    """Seconds to keep for what follows the search.

    Parameters
    ----------
    members_s : sequence of float
        What the folds took of the members of the model that would be delivered now, the one with the largest share
        first. That one has to be fitted for good whatever it takes; for the others a share of the time is kept.
    """
    each = [final_s(seconds, space) / workers for seconds in members_s]
    best = max(each[0], refit_s(members_s[0], space)) if each else 0.0
    mix = sum(each)
    again = mix * (most_repeats(space) - 1)
    if time_s is not None:
        mix = min(mix + min(again, REPEATS_SHARE * time_s), MIX_SHARE * time_s)
    return (
        slowed(FIXED_RESERVE_S, slowness=slowness, time_s=time_s)
        + SHARE_OF_TIME * (time_s or 0.0)
        + SLACK * max(best, mix)
    )


def final_s(trials_seconds: float, space: Workspace) -> float:
    """Predicted seconds of what is still to be fitted of a model in the end, from those of its folds."""
    before = len(space.splits.search) if len(space.splits.folds) > 1 else 0
    return trials_seconds * (before + space.problem.n_rows) / _fold_rows(space)


def refit_s(trials_seconds: float, space: Workspace) -> float:
    """Predicted seconds of fitting a model on all rows, the longer of the two fits."""
    return trials_seconds * space.problem.n_rows / _fold_rows(space)


def repeats_in(space: Workspace, contender: Contender, *, left_s: float, workers: int) -> int:
    """Fits of each member that there is time for."""
    each = SLACK * sum(final_s(trial.fit_seconds, space) for trial, _ in contender.members) / workers
    most = most_repeats(space)
    return most if most * each <= left_s else max(1, int(left_s / each))


def ensemble_s(members: Sequence[Trial], space: Workspace, workers: int) -> float:
    """Seconds to keep for fitting all members once, both on the search rows and on all."""
    total = sum(final_s(trial.fit_seconds, space) for trial in members) / workers
    return SLACK * max(total, *(refit_s(trial.fit_seconds, space) for trial in members), 0.0)


def before_refit_s(trial: Trial, space: Workspace) -> float:
    """Predicted seconds of fitting a trial for the held-out rows, the first of the two fits."""
    return trial.fit_seconds * len(space.splits.before_refit) / _fold_rows(space)


def most_repeats(space: Workspace) -> int:
    """One with many rows, or with a single cut, where the model compared is the one judged on the held-out rows."""
    many = len(space.splits.folds) == 1 or space.problem.n_rows > MOST_ROWS_REPEATED
    return 1 if many else MOST_REPEATS


def fits_of(trials: Sequence[Trial]) -> Fits:
    """Models that are there already: with a single cut those that were compared."""
    kept = ((trial.candidate.trial, trial.folds[0].kept) for trial in trials if trial.ok)
    return {("search", number): outcome for number, outcome in kept if outcome is not None}


def _fold_rows(space: Workspace) -> int:
    return sum(len(train) for train, _ in space.splits.folds)


def fit_for_good(
    space: Workspace,
    path: Path,
    contender: Contender,
    workers: Workers,
    *,
    scratch: Path,
    fits: Fits,
    repeats: int,
    left_s: Callable[[], float],
    refit_left_s: Callable[[], float] | None,
) -> Finished:
    """Fit every member for the held-out rows, and on all rows while there is time.

    Parameters
    ----------
    fits : mapping
        Fits that are there already; those that get done are added, so that another contender need not repeat them.
    repeats : int
        Fits of each member with seeds of their own, where its family has a use for them.
    left_s : callable
        Seconds left for the fits on the search rows.
    refit_left_s : callable or None
        Seconds left for the refit; None leaves it out.

    Raises
    ------
    CandidateError
        If a member cannot be fitted on the search rows, or not in time.
    """
    left: dict[Rows, Callable[[], float]] = {"search": left_s}
    if refit_left_s is not None and refit_left_s() > 0:
        left["all"] = refit_left_s
    members = [trial.for_good(repeats) for trial, _ in contender.members]
    _fit_members(path, members, workers, scratch=scratch, fits=fits, left=left)
    before, after = (_found(fits, contender, rows) for rows in ("search", "all"))
    if before is None:
        raise CandidateError(f"{contender.name} could not be fitted on all search rows in the time left.")
    weights = tuple(weight for _, weight in contender.members)
    kept = after if after is not None else before
    return Finished(
        model_paths=tuple(Path(outcome.model_path) for outcome in kept),
        weights=weights,
        held_out=_mix(before, weights),
        everything=_mix(after, weights) if after is not None else None,
        before_paths=tuple(Path(outcome.model_path) for outcome in before),
    )


def _fit_members(
    path: Path,
    members: Sequence[Candidate],
    workers: Workers,
    *,
    scratch: Path,
    fits: Fits,
    left: Mapping[Rows, Callable[[], float]],
) -> None:
    """Add all members' fits to `fits`; those on the search rows begin first, and a cut is no error.

    Parameters
    ----------
    left : mapping
        The rows to fit on, with the seconds that are left for it.
    """
    waiting = [(rows, c) for rows in left for c in members if (rows, c.trial) not in fits]
    while waiting or workers.n_busy:
        while waiting and workers.n_free:
            rows, candidate = waiting.pop(0)
            out = scratch / f"{rows}-{candidate.name}.pickle"
            tag = (rows, candidate.trial)
            workers.submit(fit_final, str(path), candidate, rows, str(out), tag=tag)
        for finished in workers.wait(POLL_S):
            if finished.error is None:
                fits[finished.tag] = finished.result
            elif isinstance(finished.error, OSError):
                raise finished.error  # the disk is to blame, not the model
            elif finished.tag[0] == "search" and finished.killed is None:
                name = next((c.name for c in members if c.trial == finished.tag[1]), "It")
                raise CandidateError(
                    f"{name} could not be fitted on all search rows: {finished.error}"
                ) from finished.error
        late = {rows for rows, seconds in left.items() if seconds() <= 0}
        waiting = [(rows, candidate) for rows, candidate in waiting if rows not in late]
        for tag, _ in workers.running():
            if tag[0] in late:
                workers.kill(tag, "cut")


def _found(fits: Fits, contender: Contender, rows: Rows) -> list[FinalOutcome] | None:
    """All members' fits on the rows; None where one is missing."""
    found = [fits.get((rows, trial.candidate.trial)) for trial, _ in contender.members]
    return [one for one in found if one is not None] if None not in found else None


def _mix(outcomes: list[FinalOutcome], weights: tuple[float, ...]) -> Array:
    """Weighted mean of the members' predictions, in the order in which the delivered ensemble adds them."""
    if len(outcomes) == 1:
        return outcomes[0].predicted
    return sum(
        (w * o.predicted for o, w in zip(outcomes, weights, strict=True)),
        np.zeros_like(outcomes[0].predicted),
    )
