"""How the budget was shared among families: what was meant for whom, and what they had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from automl.search.result import FamilyShare, Shared, SharedPart
from automl.search.trial import Trial
from automl.spec.shares import Part, Unit

_DIGITS = 4


def shared(trials: Sequence[Trial], parts: Sequence[Part], *, unit: Unit) -> Shared:
    """Measure the shares.

    Parameters
    ----------
    trials : sequence of Trial
        All that have ended; the baseline is nobody's.
    parts : sequence of Part
        What was meant; a single part means that nobody steered.
    """
    counted = [trial for trial in trials if trial.candidate.family != "dummy"]
    names = sorted({trial.candidate.family for trial in counted})
    families = [
        FamilyShare(
            family=name,
            trials=sum(trial.candidate.family == name for trial in counted),
            share_of_trials=_of_trials(counted, [name]),
            share_of_time=_of_time(counted, [name]),
        )
        for name in names
    ]
    meant = [
        SharedPart(
            families=part.families,
            why=part.why,
            planned=round(part.share, _DIGITS),
            share_of_trials=_of_trials(counted, part.families),
            share_of_time=_of_time(counted, part.families),
        )
        for part in (parts if len(parts) > 1 else ())
    ]
    return Shared(
        unit=unit,
        parts=tuple(meant),
        families=tuple(sorted(families, key=lambda one: (-one.share_of_time, one.family))),
    )


def _of_trials(trials: Sequence[Trial], families: Iterable[str]) -> float:
    of_them = sum(trial.candidate.family in families for trial in trials)
    return round(of_them / len(trials), _DIGITS) if trials else 0.0


def _of_time(trials: Sequence[Trial], families: Iterable[str]) -> float:
    total = sum(trial.fit_seconds for trial in trials)
    of_them = sum(trial.fit_seconds for trial in trials if trial.candidate.family in families)
    return round(of_them / total, _DIGITS) if total else 0.0
