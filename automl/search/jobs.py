"""What a worker process does: fit one candidate on one cut of the rows, and hand back what it said about the others.

The data reach a worker through one file in the run's scratch folder, written and read by this program alone; each
worker reads it once. Everything in here is a function of its arguments: no clock decides anything, so the same job
gives the same predictions in any process.
"""

from __future__ import annotations

import hashlib
import pickle
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from automl.data.problem import Problem
from automl.data.splits import Positions, Splits
from automl.errors import CandidateError
from automl.families.storage import stored_bytes
from automl.metrics import Objective, Predictions
from automl.search.candidate import Candidate
from automl.spec.model import Direction

Array = NDArray[np.float64]

N_TIMED_ROWS = 5  # one-row predictions that the median time is taken of; chosen, not measured
# Of one model; a larger one is fitted again when it is needed; chosen, not measured.
MOST_KEPT_BYTES = 200_000_000


@dataclass(frozen=True)
class View:
    """What a screening of very many columns on some of the rows has left to learn from.

    Attributes
    ----------
    rows : ndarray
        The rows that were looked at.
    columns : frozenset of str
        Names of the columns.
    """

    rows: Positions
    columns: frozenset[str]


@dataclass(frozen=True)
class Workspace:
    """Everything that the fits of one run share."""

    problem: Problem
    splits: Splits
    objective: Objective
    monotone: Mapping[str, Direction]
    weights: Array | None = None
    views: tuple[View, ...] = ()

    def seen(self, train: Positions) -> frozenset[str] | None:
        """The columns that a fit on these rows may see; None for all.

        A screening that looked at rows which are judged later would make every score too good: the one that looked at
        the fewest rows beside these is taken.
        """
        known = [view for view in self.views if np.isin(train, view.rows).all()]
        return min(known, key=lambda view: len(view.rows)).columns if known else None

    def write(self, folder: Path) -> Path:
        """Write it for the workers; returns the file."""
        path = folder / "workspace.pickle"
        path.write_bytes(pickle.dumps(self, protocol=pickle.HIGHEST_PROTOCOL))
        return path


@dataclass(frozen=True)
class FinalOutcome:
    """A candidate fitted for good: the fitted model's file, and what it says about the rows asked for."""

    model_path: str
    predicted: Array
    fit_seconds: float


@dataclass(frozen=True)
class FoldOutcome:
    """One candidate on one fold.

    Attributes
    ----------
    predicted : ndarray of shape (n_validation, n_classes) or (n_validation,)
        Probabilities, or values for regression.
    resolved : dict
        Settings that the fit decided itself, such as the number of trees at which it stopped.
    kept : FinalOutcome or None
        With a single cut, the fitted model: what was compared is then judged on the held-out rows as it is.
    """

    score: float
    predicted: Array
    fit_seconds: float
    predict_ms: float
    size_mb: float
    peak_mb: float
    resolved: dict[str, Any] = field(default_factory=dict)
    kept: FinalOutcome | None = None


@lru_cache(maxsize=1)
def _workspace(path: str) -> Workspace:
    loaded = pickle.loads(Path(path).read_bytes())
    assert isinstance(loaded, Workspace)
    return loaded


def fit_fold(path: str, candidate: Candidate, fold: int) -> FoldOutcome:
    """Fit a candidate on the training part of a fold and score it on the other.

    Raises
    ------
    CandidateError
        If the fit fails, or predicts something that is no number.
    """
    space = _workspace(path)
    train, judged = space.splits.folds[fold]
    start = time.perf_counter()
    # A refit judges on the held-out rows: nothing is decided on those.
    stop_on = None if np.array_equal(judged, space.splits.held_out) else judged
    model = _fit(space, candidate, train, stop_on)
    seconds = time.perf_counter() - start
    X = space.problem.X.iloc[judged]
    predicted = predict(model, X, task=space.problem.task)
    score = space.objective.learning_score(
        predictions_of(space, judged, predicted),
        weight=None if space.weights is None else space.weights[judged],
    )
    return FoldOutcome(
        score=float(score),
        predicted=predicted,
        fit_seconds=seconds,
        predict_ms=_predict_ms(model, X, space.problem.task),
        size_mb=stored_bytes(model) / 1e6,
        peak_mb=_peak_mb(),
        resolved=dict(getattr(model, "resolved_params", {})),
        kept=_kept(path, space, candidate, model, seconds),
    )


def _kept(
    path: str, space: Workspace, candidate: Candidate, model: Any, seconds: float
) -> FinalOutcome | None:
    if len(space.splits.folds) > 1:
        return None
    content = pickle.dumps(model, protocol=pickle.HIGHEST_PROTOCOL)
    if len(content) > MOST_KEPT_BYTES:
        return None
    out = Path(path).with_name(f"search-{candidate.name}.pickle")
    out.write_bytes(content)
    held_out = space.problem.X.iloc[space.splits.held_out]
    return FinalOutcome(str(out), predict(model, held_out, task=space.problem.task), seconds)


def fit_final(path: str, candidate: Candidate, rows: Literal["search", "all"], out: str) -> FinalOutcome:
    """Fit a candidate on the rows to learn from before the refit, or on all rows there are, and keep the model.

    The predictions are for the held-out rows after ``"search"``, and for all rows after ``"all"``.
    """
    space = _workspace(path)
    everything = np.arange(space.problem.n_rows)
    train = space.splits.before_refit if rows == "search" else everything
    asked = space.splits.held_out if rows == "search" else everything
    start = time.perf_counter()
    model = _fit(space, candidate, train, None)
    seconds = time.perf_counter() - start
    predicted = predict(model, space.problem.X.iloc[asked], task=space.problem.task)
    Path(out).write_bytes(pickle.dumps(model, protocol=pickle.HIGHEST_PROTOCOL))
    return FinalOutcome(out, predicted, seconds)


def predictions_of(space: Workspace, rows: Positions, predicted: Array) -> Predictions:
    """Put predictions beside the truth and the columns of their rows."""
    regression = space.problem.task == "regression"
    return Predictions(
        actual=space.problem.y[rows],
        probability=None if regression else predicted,
        value=predicted if regression else None,
        scale=None,
        rows=space.problem.rows.iloc[rows],
    )


def predict(model: Any, X: Any, *, task: str) -> Array:
    """Probabilities for classes, values for a number; a prediction that is no number is an error."""
    predicted = np.asarray(
        model.predict(X) if task == "regression" else model.predict_proba(X), dtype=np.float64
    )
    if not np.isfinite(predicted).all():
        raise CandidateError("It predicts values that are no numbers.")
    return predicted


def digest(predicted: Array) -> str:
    """Fingerprint of predictions, exact to the last bit."""
    contiguous = np.ascontiguousarray(predicted, dtype="<f8")
    return hashlib.sha256(str(contiguous.shape).encode() + contiguous.tobytes()).hexdigest()


def _fit(space: Workspace, candidate: Candidate, train: Positions, judged: Positions | None) -> Any:
    problem = space.problem
    model = candidate.build(problem, monotone=space.monotone)
    weight = None if space.weights is None else space.weights[train]
    valid = None
    if judged is not None:
        valid = (problem.X.iloc[judged], problem.y[judged])
    try:
        return model.fit(
            problem.X.iloc[train],
            problem.y[train],
            sample_weight=weight,
            valid=valid,
            unlabelled=problem.unlabelled,
            seen=space.seen(train),
        )
    except MemoryError as error:
        raise MemoryError("The fit needs more memory than a worker may take.") from error


def _predict_ms(model: Any, X: Any, task: str) -> float:
    """Median milliseconds of predicting one row."""
    seconds = []
    for i in range(min(N_TIMED_ROWS, len(X))):
        start = time.perf_counter()
        predict(model, X.iloc[[i]], task=task)
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds)) * 1e3


def _peak_mb() -> float:
    try:
        import resource
    except ImportError:  # Windows
        import psutil

        return float(psutil.Process().memory_info().rss) / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
