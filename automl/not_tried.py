"""What a search left untried, and why: families, usual settings, and folds of candidates that were given up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from automl.data.problem import no_value_in
from automl.families import family
from automl.families.treatment import MOST_MADE
from automl.prepare import Prepared
from automl.search.loop import Ended
from automl.search.result import NotTried
from automl.search.schedule import FORM
from automl.search.trial import Trial
from automl.spec.extra_rows import EXTRA_ROWS_WORDS, TO_ASK, why_no_guesses
from automl.spec.model import ExtraRows
from automl.spec.names import listed

WHY_NOT_TRIED: dict[Ended, str] = {
    "time": "no time was left",
    "trials": "the trials were used up",
    "stopped": "the search was stopped",
    "exhausted": "nothing was left to ask",
    "refit": "a refit keeps to what was chosen",
}


def not_tried(prepared: Prepared, trials: Sequence[Trial], *, ended: Ended) -> Iterator[NotTried]:
    """Everything that might have been tried.

    Parameters
    ----------
    trials : sequence of Trial
        All of them, failed ones too.
    """
    for name, reason in prepared.left_out:
        yield NotTried(what=name, reason=reason)
    tried = {trial.candidate.family for trial in trials}
    why = WHY_NOT_TRIED[ended]
    for name in prepared.family_names:
        if name not in tried:
            yield NotTried(what=name, reason=f"It may be used, but {why} before its turn came.")
    if ended in ("time", "trials", "stopped"):
        yield from _settings(prepared, trials, why=why)
    if ended != "refit":
        yield from _extra_rows(prepared)
    n_rejected = sum(trial.status == "rejected" for trial in trials)
    if n_rejected:
        yield NotTried(
            what=f"more than the first fold of {n_rejected:,} candidate{'' if n_rejected == 1 else 's'}",
            reason="Their score on it was worse than is usual in their family on this table.",
        )


def _settings(prepared: Prepared, trials: Sequence[Trial], *, why: str) -> Iterator[NotTried]:
    """Settings of the portfolio that had no turn, of families of which others had one."""
    tried = [(trial.candidate.family, _plain(trial.candidate.params)) for trial in trials]
    families = {name for name, _ in tried}
    usual = prepared.schedule(0).usual
    left = [name for name, params in usual if name in families and (name, _plain(params)) not in tried]
    if left:
        labels = listed(sorted({family(name).label for name in left}), quote=False)
        yield NotTried(
            what=f"{len(left):,} usual setting{'' if len(left) == 1 else 's'} of {labels}",
            reason=f"Good on most tables, but {why} before their turn came.",
        )


def _extra_rows(prepared: Prepared) -> Iterator[NotTried]:
    """Rows that could be made up or guessed, where nobody said whether they may."""
    problem = prepared.problem
    if prepared.spec.extra_rows is not None:
        return
    n_open = problem.left_out.get(no_value_in(problem.target), 0)
    if n_open and not why_no_guesses(prepared.splits.kind):
        yield _on_request(f"{n_open:,} row{'' if n_open == 1 else 's'} without a target", "pseudo_labels")
    if len(prepared.splits.search) <= MOST_MADE:
        yield _on_request(EXTRA_ROWS_WORDS["augmentation"], "augmentation")


def _on_request(what: str, kind: ExtraRows) -> NotTried:
    asking = f"Say “{TO_ASK[kind]}”, and the next search tries it and keeps it only where it helps."
    return NotTried(what=what, reason=f"Nobody asked for it. {asking}")


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    """Settings but for the form of the target, which the search chooses by what it finds."""
    return {name: value for name, value in params.items() if name != FORM}
