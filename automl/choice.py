"""The choice among all trials and their ensemble, on out-of-fold predictions only."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from automl.earlier import Earlier
from automl.errors import EngineError
from automl.metrics import Rule
from automl.prepare import Prepared
from automl.search.choose import Judged, choose, simplest_as_good
from automl.search.contender import Contender, contenders_kept, contenders_of
from automl.search.finish import ensemble_s
from automl.search.judge import judge
from automl.search.result import Experiment
from automl.search.treated import admitted, found_out
from automl.search.trial import Trial


@dataclass(frozen=True)
class Conclusion:
    """What was chosen, among what, and why; `anew` is false for a refit, whose model was chosen on other rows."""

    contenders: Sequence[Contender]
    judged: Sequence[Judged]
    chosen: Judged
    reason: str
    simplest: Judged
    why_simplest: str
    experiments: Sequence[Experiment] = ()
    anew: bool = True

    @property
    def order(self) -> list[Judged]:
        """What is delivered: the chosen one; should it fail, the next that is allowed, the others at last."""
        others = [j for j in self.judged if j is not self.chosen]
        return [self.chosen, *(j for j in others if j.allowed), *(j for j in others if not j.allowed)]

    def simplest_beside(
        self, delivered: Judged, *, refused: Collection[str], prepared: Prepared, seed: int
    ) -> tuple[Judged, str]:
        """The simplest that is as good as what was delivered: none that could not be delivered itself.

        Parameters
        ----------
        refused : collection of str
            Names of the models that were tried before and could not be fitted for good or broke a bound then.
        """
        if delivered is self.chosen and self.simplest.contender.name not in refused:
            return self.simplest, self.why_simplest
        left = [j for j in self.judged if j is delivered or j.contender.name not in refused]
        return simplest_as_good(prepared.space, left, delivered, seed=seed)


def decide(
    prepared: Prepared,
    trials: Sequence[Trial],
    *,
    seed: int,
    pool: Sequence[int] | None = None,
    earlier: Earlier | None = None,
) -> Conclusion:
    """Choose among trials and their ensemble.

    Parameters
    ----------
    pool : sequence of int, optional
        Numbers of the trials that an ensemble may be made of; by default all.
    earlier : Earlier, optional
        The model that a refit starts from: members, weights and rule are its own, and nothing is chosen anew.

    Raises
    ------
    EngineError
        If no trial succeeded.
    """
    kept = None if earlier is None else earlier.weights
    rule = None if earlier is None else Rule.from_json(dict(earlier.rule))
    found = found_out(prepared.space, prepared.experiments, trials, seed=seed)
    if kept is None:
        trials = admitted(trials, found, fixed=prepared.spec.hyperparameters or {})
    contenders = (
        contenders_of(prepared.space, trials, mix=prepared.may_mix, pool=pool)
        if kept is None
        else contenders_kept(prepared.space, trials, weights=kept)
    )
    if not contenders:
        raise EngineError(
            "No model could be fitted, not even the baseline; the failures stand in the transcript."
        )
    judged = judge(prepared.space, contenders, prepared.spec, seed=seed, rule=rule)
    chosen, reason = choose(prepared.space, judged, seed=seed) if kept is None else _kept(judged, kept)
    simplest, why = simplest_as_good(prepared.space, judged, chosen, seed=seed)
    return Conclusion(contenders, judged, chosen, reason, simplest, why, found, anew=earlier is None)


def in_time(prepared: Prepared, trials: Sequence[Trial], *, left_s: float, workers: int) -> list[int]:
    """Numbers of the trials that an ensemble may be made of, so that its members can be fitted for good in time.

    As long as those that would be selected take too long, the one that takes the most time for its weight is left out.
    """
    pool = [trial for trial in trials if trial.ok]
    while math.isfinite(left_s) and prepared.may_mix:
        first = contenders_of(prepared.space, pool, mix=True, cross_fit=False)
        members = next((c.members for c in first if len(c.members) > 1), ())
        if not members or ensemble_s([trial for trial, _ in members], prepared.space, workers) <= left_s:
            break
        dearest, _ = max(members, key=lambda m: (m[0].fit_seconds / m[1], m[0].candidate.trial))
        pool.remove(dearest)
    return [trial.candidate.trial for trial in pool]


def _kept(judged: Sequence[Judged], kept: Mapping[str, float]) -> tuple[Judged, str]:
    """The model whose members are those of the one chosen before."""
    found = next((j for j in judged if {t.candidate.name for t, _ in j.contender.members} == set(kept)), None)
    if found is None:
        raise EngineError("The model chosen before could not be fitted again on the new rows.")
    return found, "Its settings and weights are those chosen before, on the rows there are now."
