"""Small experiments on the way: what does each kind of derived columns bring the best model so far?

Parts of dates, numbers about texts, native categories, means and counts of labels, columns of two numbers and numbers
against the mean of their label are made inside the folds, and whatever wins by its score is used. What each kind has
to do with that, one trial says: the best candidate known, with the same settings, seed and folds, only without that
kind of columns, or with it where the candidate has none. These trials compete like all others, and a kind without which
every fold gets better is left out of the further trials of its family. They come once the usual settings are through.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from automl.data.problem import Problem
from automl.families import Derived, Shape, family
from automl.families.needs import OF_LABELS, OF_PAIRS, WITHOUT
from automl.families.texts import is_wordy
from automl.search.candidate import Candidate
from automl.search.treatments import LEAST_FOLDS
from automl.search.treatments import ORIGIN as OF_ROWS_ORIGIN

ORIGIN = "columns"
#: Of the time or the trials, what all of them together may take: they explain more than they improve.
SHARE_OF_BUDGET = 1 / 10  # chosen, not measured

#: The setting of pairs when columns of two numbers, or those of a number and labels, come or go.
_TOGGLED: Mapping[tuple[str, Derived], str] = {
    ("none", "ratios"): "numbers",
    ("numbers", "ratios"): "none",
    ("labels", "ratios"): "both",
    ("both", "ratios"): "labels",
    ("none", "groups"): "labels",
    ("labels", "groups"): "none",
    ("numbers", "groups"): "both",
    ("both", "groups"): "numbers",
}

#: What labels are to a learner that knows categories, and what they are where that is not made use of.
_NATIVE, _AS_NUMBERS = "native", "ordinal"

KindsOf = Callable[[Candidate], tuple[Derived, ...]]


def kinds_of(candidate: Candidate, problem: Problem, shape: Shape) -> tuple[Derived, ...]:
    """The kinds of derived columns that a candidate makes of such a table, or could make."""
    needs = family(candidate.family).needs(candidate.params, shape.task)
    kinds = {column.kind for column in problem.features}
    if needs.blind:
        return ()
    found: list[Derived] = []
    if "datetime" in kinds:
        found.append("dates")
    labels = {c.name: problem.X[c.name].dropna().unique() for c in problem.features if c.kind == "category"}
    many = [levels for levels in labels.values() if len(levels) > needs.max_levels]
    if "text" in kinds or any(is_wordy([str(label) for label in levels]) for levels in many):
        found.append("texts")
    if labels and needs.encoding == _NATIVE:
        found.append("native")
    if many or (needs.encoding == "target" and any(len(levels) > 2 for levels in labels.values())):
        found.append("labels")
    numbers = sum(column.kind in ("number", "boolean") for column in problem.features)
    if shape.has_pairs and OF_PAIRS in candidate.params:
        found += ["ratios"] if numbers > 1 else []
        found += ["groups"] if numbers and labels else []
    return tuple(found)


def toggled(params: Mapping[str, Any], kind: Derived) -> dict[str, Any]:
    """The same settings without a kind of derived columns, or with it where there were none."""
    if kind in ("ratios", "groups"):
        return {**params, OF_PAIRS: _TOGGLED[str(params.get(OF_PAIRS, "none")), kind]}
    return {**params, OF_LABELS: _AS_NUMBERS} if kind == "native" else {**params, WITHOUT: kind}


def makes(candidate: Candidate, kind: Derived) -> bool:
    """Whether a candidate makes columns of a kind, where the table has what they are made of."""
    params = candidate.params
    if kind == "native":
        return bool(params.get(OF_LABELS, family(candidate.family).preparation.encoding) == _NATIVE)
    if kind == "ratios":
        return params.get(OF_PAIRS) in ("numbers", "both")
    if kind == "groups":
        return params.get(OF_PAIRS) in ("labels", "both")
    return params.get(WITHOUT) != kind


def _twin(base: Candidate, kind: Derived, number: int) -> Candidate:
    return Candidate(number, base.family, toggled(base.params, kind), base.seed, ORIGIN)


@dataclass
class ColumnTrials:
    """Which of these trials comes next, and what follows from their scores; part of a schedule.

    Parameters
    ----------
    kinds : callable
        The kinds that a candidate makes or could make.
    fixed : collection of str
        Families of which the user has set what is made.
    """

    kinds: KindsOf
    greater_is_better: bool
    fixed: Collection[str] = ()
    base: Candidate | None = None
    carried: dict[str, dict[str, Any]] = field(default_factory=dict)
    _known: dict[int, tuple[Candidate, float, tuple[float, ...]]] = field(default_factory=dict)
    _waiting: list[Derived] = field(default_factory=list)
    # The best trial when it was last looked at what is to come, and the kinds that it could be compared by.
    _foreseen: tuple[int, tuple[Derived, ...]] = (-1, ())

    def tell(self, candidate: Candidate, score: float, fold_scores: Sequence[float]) -> None:
        """The score of a complete trial, in its natural direction."""
        sign = 1.0 if self.greater_is_better else -1.0
        if candidate.family not in self.fixed and candidate.origin != OF_ROWS_ORIGIN:
            self._known[candidate.trial] = (candidate, sign * score, tuple(sign * s for s in fold_scores))
        if candidate.origin == ORIGIN:
            self._carry(candidate)

    def next(self, number: int) -> Candidate | None:
        """The next of them, numbered; None where nothing is known yet and after all were asked for."""
        if self.base is None:
            self.base = self._best()
            self._waiting = [] if self.base is None else list(self.kinds(self.base))
        if self.base is None or not self._waiting:
            return None
        return _twin(self.base, self._waiting.pop(0), number)

    def to_come(self) -> list[Candidate]:
        """Those that nobody has asked for yet, unnumbered: of the best candidate so far, where none is chosen yet."""
        base = self.base or self._best()
        if base is None:
            return []
        if self.base is None and self._foreseen[0] != base.trial:
            self._foreseen = base.trial, self.kinds(base)
        kinds = self._foreseen[1] if self.base is None else self._waiting
        return [_twin(base, kind, 0) for kind in kinds]

    def _best(self) -> Candidate | None:
        if not self._known:
            return None
        return max(self._known.values(), key=lambda known: (known[1], -known[0].trial))[0]

    def with_carried(self, name: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """The settings of a further trial of a family, without what has shown to do harm."""
        return {**params, **self.carried.get(name, {})}

    def _carry(self, candidate: Candidate) -> None:
        """Leave a kind out from now on where each fold is better without it; columns of pairs are searched anyhow."""
        assert self.base is not None
        without = candidate.params.get(WITHOUT, "none")
        if without == self.base.params.get(WITHOUT, "none") or self.base.trial not in self._known:
            return
        _, before, of_before = self._known[self.base.trial]
        _, score, folds = self._known[candidate.trial]
        best = self.carried.get(candidate.family)
        rival = max(
            (
                known[1]
                for known in self._known.values()
                if best and known[0].params.get(WITHOUT) == best[WITHOUT]
            ),
            default=before,
        )
        wins = len(folds) >= LEAST_FOLDS and all(a > b for a, b in zip(folds, of_before, strict=True))
        if wins and score > max(before, rival):
            self.carried[candidate.family] = {WITHOUT: without}


def column_trials(
    problem: Problem, shape: Shape, *, greater_is_better: bool, bounds: Mapping[str, Any]
) -> ColumnTrials:
    """Those of a run.

    Parameters
    ----------
    bounds : mapping
        The specification's `hyperparameters`.
    """
    set_by_user = {
        key.partition(".")[0] for key in bounds if key.partition(".")[2] in (OF_LABELS, OF_PAIRS, WITHOUT)
    }
    return ColumnTrials(partial(kinds_of, problem=problem, shape=shape), greater_is_better, fixed=set_by_user)
