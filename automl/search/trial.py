"""What became of one candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Integral
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from automl.data.splits import Splits
from automl.families import family
from automl.families.model import REPEATS
from automl.search.candidate import Candidate
from automl.search.jobs import FoldOutcome, digest

Status = Literal["ok", "rejected", "error", "timeout", "memory", "died"]


@dataclass(frozen=True)
class Trial:
    """A candidate with what its folds gave; `folds` is empty where it failed, and one where it was rejected.

    Attributes
    ----------
    reason : str
        One sentence for a trial that is not complete, empty otherwise.
    """

    candidate: Candidate
    status: Status
    folds: tuple[FoldOutcome, ...] = ()
    reason: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether it can be chosen."""
        return self.status == "ok"

    @property
    def score(self) -> float:
        """Mean over the folds."""
        return float(np.mean([fold.score for fold in self.folds]))

    @property
    def std(self) -> float:
        """Standard deviation over the folds; 0 where there is one."""
        return float(np.std([fold.score for fold in self.folds], ddof=1)) if len(self.folds) > 1 else 0.0

    @property
    def fit_seconds(self) -> float:
        """Seconds of all its fits."""
        return float(sum(fold.fit_seconds for fold in self.folds))

    @property
    def predict_ms(self) -> float:
        """Median milliseconds of predicting one row, over the folds."""
        return float(np.median([fold.predict_ms for fold in self.folds]))

    @property
    def size_mb(self) -> float:
        """Largest size of a fold's model, 10⁶ bytes."""
        return max(fold.size_mb for fold in self.folds)

    def out_of_fold(self, splits: Splits) -> NDArray[np.float64]:
        """Predictions for `splits.compared`, each by a model that had not seen the row."""
        where = np.concatenate([validation for _, validation in splits.folds])
        stacked = np.concatenate([fold.predicted for fold in self.folds])
        return stacked[np.argsort(where, kind="stable")]

    def for_good(self, repeats: int = 1) -> Candidate:
        """The candidate as it is fitted without validation rows: what its folds found out is now fixed.

        Parameters
        ----------
        repeats : int
            Fits with seeds of their own that are averaged, where its family has any use for them.
        """
        return settled(self.candidate, [fold.resolved for fold in self.folds], repeats=repeats)

    def to_json(self) -> dict[str, Any]:
        """The record of the transcript: enough to fit the trial again and to compare it."""
        record = {**self.candidate.to_json(), "model": self.candidate.name, "status": self.status}
        if not self.ok:
            record["reason"] = self.reason
        if not self.folds:
            return record
        record |= {
            "fold_scores": [fold.score for fold in self.folds],
            "fold_digests": [digest(fold.predicted) for fold in self.folds],
            # Not rounded: a replay adds them up again.
            "fit_seconds": self.fit_seconds,
            "predict_ms": self.predict_ms,
            "size_mb": self.size_mb,
        }
        if not self.ok:
            return record
        return {
            **record,
            "score": self.score,
            "std": self.std,
            "resolved": [fold.resolved for fold in self.folds],
            "peak_mb": round(max(fold.peak_mb for fold in self.folds), 1),
        }


def settled(given: Candidate, resolved: Sequence[Mapping[str, Any]], *, repeats: int = 1) -> Candidate:
    """A candidate with what fits of it found out themselves, and with how many fits of it are averaged.

    Parameters
    ----------
    resolved : sequence of mapping
        What each fold's fit found out.
    """
    found: dict[str, Any] = {}
    for name in sorted({name for fold in resolved for name in fold}):
        found[name] = _middle([fold[name] for fold in resolved if name in fold])
    if repeats > 1 and REPEATS not in given.params and family(given.family).repeatable:
        found[REPEATS] = repeats
    return Candidate(given.trial, given.family, {**given.params, **found}, given.seed, given.origin)


def _middle(values: Sequence[Any]) -> Any:
    """What folds agree on: the mean of counts as a count, of strengths and factors by their ratios, else the first."""
    if all(isinstance(v, Integral) and not isinstance(v, bool) for v in values):
        return max(1, round(float(np.mean(values))))
    if all(isinstance(v, float) and v > 0 for v in values):
        return float(np.exp(np.mean(np.log(values))))
    return values[0]
