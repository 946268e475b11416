"""What earlier searches gave to this one, and whether it helped: from what was recalled and from the trials alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from automl.search.memory import Recalled, why_near
from automl.search.result import Lender, Lent, WarmStart
from automl.search.trial import Trial
from automl.spec.labels import model_label


def warm_start(recalled: Recalled, trials: Sequence[Trial], *, greater_is_better: bool) -> WarmStart | None:
    """The fact of the result; None where nothing was recalled."""
    if not recalled.loans:
        return None
    found = [
        next((t for t in trials if (t.candidate.family, dict(t.candidate.params)) == pair), None)
        for pair in recalled.configurations
    ]
    lent = tuple(
        Lent(
            lesson=loan.lesson,
            family=loan.family,
            params=dict(loan.params),
            usual=trial is not None and trial.candidate.origin == "default",
            model=None if trial is None else trial.candidate.name,
            score=trial.score if trial is not None and trial.ok else None,
        )
        for loan, trial in zip(recalled.loans, found, strict=True)
    )
    sign = 1.0 if greater_is_better else -1.0
    new = [trial for trial in found if trial is not None and trial.candidate.origin == "memory"]
    best = _best(new, sign)
    usual = _best([trial for trial in trials if trial.candidate.origin == "default"], sign)
    lead = None if best is None or usual is None else sign * (best.score - usual.score)
    sure = None if best is None or usual is None else _is_sure(best, usual)
    return WarmStart(
        lenders=tuple(Lender(**vars(lender), why=why_near(lender)) for lender in recalled.lenders),
        lent=lent,
        best=None if best is None else best.score,
        best_usual=None if usual is None else usual.score,
        helped=None if lead is None else lead > 0,
        sure=sure,
        sentence=_sentence(recalled, best, usual, lead=lead, sure=sure),
    )


def foretold(recalled: Recalled) -> str:
    """What a search will try first, and from where, before it begins; empty where nothing is recalled."""
    n = len(recalled.loans)
    if not n:
        return ""
    return (
        f"Right after its first model, the search will try {n} setting{'' if n == 1 else 's'} "
        f"that did best in {_named(recalled)}; say “start without what you remember” to do without."
    )


def _named(recalled: Recalled) -> str:
    """The searches that lend: "'run-001' on 'spring.csv'"."""
    return " and ".join(f"{one.run!r} on {one.table!r}" for one in recalled.lenders)


def _best(trials: Sequence[Trial], sign: float) -> Trial | None:
    return max((t for t in trials if t.ok), key=lambda t: (sign * t.score, -t.candidate.trial), default=None)


def _is_sure(one: Trial, other: Trial) -> bool:
    """Whether two means over the same folds differ by more than two standard errors of the difference."""
    apart = np.array([a.score - b.score for a, b in zip(one.folds, other.folds, strict=True)])
    if len(apart) < 2:
        return False
    return bool(abs(apart.mean()) > 2.0 * apart.std(ddof=1) / np.sqrt(len(apart)))


def _sentence(
    recalled: Recalled, best: Trial | None, usual: Trial | None, *, lead: float | None, sure: bool | None
) -> str:
    n = len(recalled.loans)
    began = f"This search began with {n} setting{'' if n == 1 else 's'} that did best in {_named(recalled)}."
    if best is None:
        return f"{began} None that is not among the usual settings was fitted to the end here."
    name = model_label(best.candidate.name)
    if usual is None or lead is None:
        return f"{began} The best of them is {name}; no usual settings were tried beside them."
    other = model_label(usual.candidate.name)
    if not sure:
        return f"{began} The best of them, {name}, is as good as the best of the usual settings, {other}."
    if lead > 0:
        return f"{began} It helped: the best of them, {name}, is better than the best of the usual settings, {other}."
    return f"{began} It did not help: the best of the usual settings, {other}, is better than the best of them, {name}."
