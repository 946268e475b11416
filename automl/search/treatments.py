"""Small experiments on the way: does treating the rows learned from help the best family so far?

A rare class is met by weights, by repeating its rows or by leaving out others; made-up rows and rows without a target
are learned from where the user wants that. Each way is one trial: the best candidate known, with the same settings, the
same seed and the same folds, only its training rows treated. Whatever wins is used in the further trials of its family,
and `automl.search.treated` lets it be chosen only where it is better beyond luck.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from automl.data.problem import Problem
from automl.data.splits import Splits
from automl.families.needs import OF_ROWS
from automl.families.treatment import is_rare
from automl.search.candidate import Candidate
from automl.spec.extra_rows import why_no_guesses
from automl.spec.model import ProblemSpec

Kind = Literal["rare_class", "augmentation", "pseudo_labels"]

#: What is compared with leaving the rows as they are. Where decisions have a threshold, moving it is compared as well.
WAYS: Mapping[Kind, tuple[str, ...]] = {
    "pseudo_labels": ("pseudo_labels",),
    "augmentation": ("noise", "mixing"),
    "rare_class": ("weights", "oversampling", "undersampling"),
}

ORIGIN = "treatment"
#: Families whose score is known before one of them is treated: of the portfolio's first ones, one is near the best.
KNOWN_FAMILIES = 4
#: Of the time or the trials, what all experiments together may take; they teach about one family only.
SHARE_OF_BUDGET = 1 / 5  # chosen, not measured
#: Folds that a way has to win, all of them, to be used in further trials: of five, luck alone does so once in 32.
LEAST_FOLDS = 3


@dataclass(frozen=True)
class Experiment:
    """A question about the rows learned from, and the ways that are compared.

    Attributes
    ----------
    asked : bool
        The user wanted it; otherwise the data gave reason to.
    why_not : str
        Why it does not apply here; empty where it does.
    """

    kind: Kind
    asked: bool
    why_not: str = ""

    @property
    def ways(self) -> tuple[str, ...]:
        """The treatments to compare."""
        return () if self.why_not else WAYS[self.kind]


def experiments_of(spec: ProblemSpec, problem: Problem, splits: Splits) -> tuple[Experiment, ...]:
    """What is worth finding out on these data; what the user asked for comes first."""
    asked = spec.extra_rows or ()
    found = []
    if "pseudo_labels" in asked:
        found.append(Experiment("pseudo_labels", asked=True, why_not=_why_no_guesses(problem, splits)))
    if "augmentation" in asked:
        found.append(Experiment("augmentation", asked=True))
    if problem.task != "regression":
        counts = np.bincount(problem.y[splits.search], minlength=len(problem.classes))
        if is_rare(counts[counts > 0]):
            found.append(Experiment("rare_class", asked=False))
    return tuple(found)


def _why_no_guesses(problem: Problem, splits: Splits) -> str:
    if problem.unlabelled is None or not len(problem.unlabelled):
        return f"Every row that may be used has a value in {problem.target!r}."
    return why_no_guesses(splits.kind)


@dataclass
class Treatments:
    """Which treated candidate comes next, and what was found out; part of a schedule.

    Parameters
    ----------
    experiments : sequence of Experiment
    n_families : int
        That may be tried.
    fixed : collection of str
        Families whose treatment the user has set.
    """

    experiments: Sequence[Experiment]
    n_families: int
    greater_is_better: bool
    fixed: Collection[str] = ()
    twin: Candidate | None = None
    carried: dict[str, str] = field(default_factory=dict)
    _known: dict[int, tuple[Candidate, float, tuple[float, ...]]] = field(default_factory=dict)
    _waiting: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._waiting = [way for experiment in self.experiments for way in experiment.ways]

    @property
    def waiting(self) -> tuple[str, ...]:
        """Ways that nobody has asked for yet."""
        return tuple(self._waiting)

    def tell(self, candidate: Candidate, score: float, fold_scores: Sequence[float]) -> None:
        """The score of a complete trial, in its natural direction."""
        if candidate.family in self.fixed:
            return
        sign = 1.0 if self.greater_is_better else -1.0
        self._known[candidate.trial] = (candidate, sign * score, tuple(sign * s for s in fold_scores))
        if candidate.origin == ORIGIN:
            self._carry(candidate)

    def next(self, number: int, *, no_defaults_left: bool) -> Candidate | None:
        """The next treated candidate, numbered; None before enough is known and after all were asked for."""
        if not self._waiting or not self._begin(no_defaults_left):
            return None
        assert self.twin is not None
        params = {**self.twin.params, OF_ROWS: self._waiting.pop(0)}
        return Candidate(number, self.twin.family, params, self.twin.seed, ORIGIN)

    def with_carried(self, name: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """The settings of a further trial of a family, its rows treated in the way that won."""
        way = self.carried.get(name)
        return dict(params) if way is None else {**params, OF_ROWS: way}

    def _begin(self, no_defaults_left: bool) -> bool:
        if self.twin is not None:
            return True
        families = {candidate.family for candidate, _, _ in self._known.values()}
        if not families or (len(families) < min(KNOWN_FAMILIES, self.n_families) and not no_defaults_left):
            return False
        self.twin = max(self._known.values(), key=lambda known: (known[1], -known[0].trial))[0]
        return True

    def _carry(self, candidate: Candidate) -> None:
        """Use a way from now on where it won every fold, and more than what is used so far."""
        assert self.twin is not None
        _, plain, of_plain = self._known[self.twin.trial]
        _, score, folds = self._known[candidate.trial]
        rival = [
            known[1]
            for known in self._known.values()
            if known[0].origin == ORIGIN and known[0].params[OF_ROWS] == self.carried.get(candidate.family)
        ]
        wins = len(folds) >= LEAST_FOLDS and all(a > b for a, b in zip(folds, of_plain, strict=True))
        if wins and score > max([plain, *rival]):
            self.carried[candidate.family] = str(candidate.params[OF_ROWS])
