"""A model: preparation and learner in one object, from typed frame to probabilities or values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.families.learner import Array, ConstantLearner, Learner, Training
from automl.families.needs import OF_ROWS
from automl.families.preparation import Preparation
from automl.families.quiet import quiet
from automl.families.repeated import RepeatedLearner
from automl.families.shape import Task
from automl.families.sheet import Sheet
from automl.families.target_form import LogTarget
from automl.families.treatment import brought_back, margin_back, treated, with_guesses

if TYPE_CHECKING:
    from automl.data.table import Column

#: The parameter that says how many fits with seeds of their own are averaged.
REPEATS = "repeats"

Valid = tuple[pd.DataFrame, NDArray[Any]]

# Share of the rows that is kept aside to decide what parameters leave open, where no validation rows are given.
SHARE_TO_DECIDE = 0.2
# Of fewer rows a fifth decides nothing; learners then take what usually does.
MIN_ROWS_TO_DECIDE = 50  # chosen, not measured
# Prepared cells whose contributions are worked out at once: every word is a column, and there are tens of thousands.
CELLS_EXPLAINED = 4_000_000  # chosen for memory: 32 MB for each class


class Model:
    """One configuration of a family; made by `Family.build`.

    Attributes
    ----------
    columns : tuple of Column
        What it learns from, in order; frames may hold more.
    resolved_params : dict
        Settings that the fit decided itself, such as the number of trees. With them among `params`, a fit without
        validation rows does the same.
    """

    preparation: Preparation
    learner: Learner
    present: NDArray[np.int64]
    unseen_share: float
    raised: Array | None = None  # by how much each present class counted for more than its rows do

    def __init__(
        self,
        *,
        family: str,
        params: dict[str, Any],
        columns: tuple[Column, ...],
        task: Task,
        n_classes: int,
        seed: int,
        monotone: Mapping[str, str],
    ) -> None:
        self.family = family
        self.params = params
        self.columns = columns
        self.task = task
        self.n_classes = n_classes if task != "regression" else 0
        self.seed = seed
        self.monotone = dict(monotone)
        self.target: LogTarget | None = None
        self.unseen: tuple[str, ...] = ()
        self.resolved_params: dict[str, Any] = {}
        self._unlabelled: pd.DataFrame | None = None

    def fit(
        self,
        X: pd.DataFrame,
        y: NDArray[Any],
        sample_weight: Array | None = None,
        *,
        valid: Valid | None = None,
        unlabelled: pd.DataFrame | None = None,
        seen: Collection[str] | None = None,
    ) -> Model:
        """Learn from rows.

        What the parameters leave to the fit (trees, rounds, the strength of a penalty) is decided on `valid`; without
        it, by a first fit with a fifth of the rows kept aside, after which all rows are learned from.

        Parameters
        ----------
        X : DataFrame of shape (n_rows, n_columns)
            Typed features; at least `columns`.
        y : ndarray of shape (n_rows,)
            Codes 0 … n_classes - 1, or the target. A class may lack.
        sample_weight : ndarray of shape (n_rows,), optional
        valid : tuple of (X, y), optional
            Rows to stop early on, and to correct a logarithm on. Never learned from.
        unlabelled : DataFrame, optional
            Rows without a target, which ``"prep.rows": "pseudo_labels"`` guesses and learns from.
        seen : collection of str, optional
            Numeric columns to look at, where others were screened out on these rows; by default all.
        """
        y = np.asarray(y)
        weight = None if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
        self.resolved_params = {}
        self._unlabelled = unlabelled
        self.unseen = () if seen is None else tuple(c.name for c in self.columns if c.name not in seen)
        with quiet():
            if valid is None and len(y) >= MIN_ROWS_TO_DECIDE and self._undecided(y):
                self.resolved_params = self._decide(X, y, weight)
            self._learn(X, y, weight, valid=valid)
        self._unlabelled = None  # a stored model holds no rows
        return self

    def predict_proba(self, X: pd.DataFrame | Sheet) -> Array:
        """Probabilities of shape (n_rows, n_classes); a class that was never seen gets a tiny one."""
        with quiet():
            said = brought_back(self.learner.predict(self.preparation.transform(X)), self.raised)
        if len(self.present) == self.n_classes:
            return said
        whole = np.full((len(X), self.n_classes), self.unseen_share)
        whole[:, self.present] = said * (1 - self.unseen_share * (self.n_classes - len(self.present)))
        return whole

    def predict(self, X: pd.DataFrame | Sheet) -> Array:
        """Values of shape (n_rows,) for regression; codes of the likeliest classes otherwise."""
        if self.task != "regression":
            return np.asarray(self.predict_proba(X).argmax(axis=1))
        with quiet():
            learned = self.learner.predict(self.preparation.transform(X))
        return np.asarray(learned) if self.target is None else self.target.back(learned)

    def margin(self, X: pd.DataFrame | Sheet) -> Array | None:
        """Log-odds, logits or values before any transformation, where the family knows them."""
        with quiet():
            margin = self.learner.margin(self.preparation.transform(X))
        return None if margin is None else margin_back(margin, self.raised)

    def contributions(self, X: pd.DataFrame | Sheet) -> tuple[Array, Array, str] | None:
        """Exact contributions by original column; see `Family.contributions`."""
        if self.target is not None or len(self.present) < self.n_classes:
            return None
        values = self.preparation.transform(X)
        step = max(1, CELLS_EXPLAINED // max(values.shape[1], 1))  # a baseline prepares no column
        parts = []
        for first in range(0, max(values.shape[0], 1), step):
            with quiet():
                found = self.learner.contributions(values[first : first + step])
            if found is None:
                return None
            parts.append((self._by_source(found[0]), margin_back(found[1], self.raised)))
        summed, base = (np.concatenate(part) for part in zip(*parts, strict=True))
        return summed, base, "value" if self.task == "regression" else "log-odds"

    def _by_source(self, values: Array) -> Array:
        """Contributions of prepared columns, summed over those of each original one."""
        summed = np.zeros((len(values), len(self.columns), *values.shape[2:]))
        layout = self.preparation.layout
        for j, (source, partner) in enumerate(zip(layout.sources, layout.partners, strict=True)):
            share = values[:, j] / (1 if partner < 0 else 2)  # of a column made of two each has half
            summed[:, source] += share
            if partner >= 0:
                summed[:, partner] += share
        return summed

    def _undecided(self, y: NDArray[Any]) -> bool:
        """Whether something is left to the fit that is better decided on rows that are not learned from."""
        from automl.families import family

        left_open = family(self.family).left_to_fit(self.task)
        corrects = self._wants_log(y) and "prep.correction" not in self.params
        return corrects or (left_open is not None and self.params.get(left_open) is None)

    def _decide(self, X: pd.DataFrame, y: NDArray[Any], weight: Array | None) -> dict[str, Any]:
        aside = np.random.default_rng(self.seed).permutation(len(y)) < SHARE_TO_DECIDE * len(y)
        kept = None if weight is None else weight[~aside]
        self._learn(X.iloc[~aside], y[~aside], kept, valid=(X.iloc[aside], y[aside]))
        return self.resolved_params

    def _learn(self, X: pd.DataFrame, y: NDArray[Any], weight: Array | None, *, valid: Valid | None) -> None:
        self.target = LogTarget().fit(y) if self._wants_log(y) else None
        if self.target is None:
            self._fit(X, y, weight, valid=valid)
            return
        seen = None if valid is None else (valid[0], self.target.forward(np.maximum(valid[1], 0.0)))
        known = {**self.params, **self.resolved_params}.get("prep.correction")
        self._fit(X, self.target.forward(y), weight, valid=seen)
        if known is not None:
            self.target.correction = float(known)
        elif valid is not None:
            self.target.correct(valid[1], self.learner.predict(self.preparation.transform(valid[0])))
        self.resolved_params["prep.correction"] = self.target.correction

    def _wants_log(self, y: NDArray[Any]) -> bool:
        return self.task == "regression" and self.params.get("prep.target") == "log" and LogTarget.fits(y)

    def _fit(self, X: pd.DataFrame, y: NDArray[Any], weight: Array | None, *, valid: Valid | None) -> None:
        from automl.families import family

        codes = self._codes(y)
        weight = self._with_class_weight(codes, weight)
        plan = family(self.family)
        params = {**self.params, **self.resolved_params}
        repeats = int(params.pop(REPEATS, 1))
        params = {name: value for name, value in params.items() if not name.startswith("prep.")}
        self.preparation = Preparation(
            plan.needs(self.params, self.task),
            self.columns,
            n_classes=len(self.present) if self.task != "regression" else 0,
            seed=self.seed,
            monotone=self.monotone,
            unseen=self.unseen,
        )
        values = self.preparation.fit_transform(X, codes, weight)
        training = Training(
            values=values,
            y=codes,
            weight=weight,
            valid=self._prepared(valid),
            layout=self.preparation.layout,
            task=self._effective_task(),
            n_classes=len(self.present) if self.task != "regression" else 0,
            seed=self.seed,
        )
        constant = values.shape[1] == 0 or _varies_not(codes)

        def learned(training: Training) -> Learner:
            each = [plan.learner(params, self.task) for _ in range(max(repeats, 1))]
            learner = RepeatedLearner(each) if len(each) > 1 else each[0]
            if constant:
                learner = ConstantLearner(params)
            learner.fit(training)
            return learner

        way = "none" if constant else self.params.get(OF_ROWS, "none")
        if way == "pseudo_labels" and self._unlabelled is not None and len(self._unlabelled):
            others = self.preparation.transform(self._unlabelled)
            training = with_guesses(training, others, learned(training).predict(others))
        after = treated(training, way)
        self.raised = after.raised
        self.learner = learned(after.training)
        self.resolved_params = {**self.resolved_params, **self.learner.resolved}

    def _codes(self, y: NDArray[Any]) -> NDArray[Any]:
        """Codes into the classes that occur; the target itself for regression."""
        if self.task == "regression":
            self.present, self.unseen_share = np.empty(0, dtype=np.int64), 0.0
            return np.asarray(y, dtype=np.float64)
        self.present, codes = np.unique(y.astype(np.int64), return_inverse=True)
        self.unseen_share = 1.0 / (len(y) + self.n_classes)  # Laplace: as if each unseen class had come once
        return codes

    def _effective_task(self) -> Task:
        return "binary" if self.task == "multiclass" and len(self.present) == 2 else self.task

    def _with_class_weight(self, codes: NDArray[Any], weight: Array | None) -> Array | None:
        """`class_weight="balanced"`: each class weighs the same in all, as scikit-learn counts it."""
        if self.task == "regression" or self.params.get("class_weight") != "balanced":
            return weight
        counts = np.bincount(codes)
        balanced: Array = (len(codes) / (len(counts) * counts))[codes]
        return balanced if weight is None else balanced * weight

    def _prepared(self, valid: Valid | None) -> tuple[Any, NDArray[Any]] | None:
        if valid is None:
            return None
        X, y = valid
        if self.task == "regression":
            return self.preparation.transform(X), np.asarray(y, dtype=np.float64)
        known = np.isin(y, self.present)
        if not known.any():
            return None
        return self.preparation.transform(X[known]), np.searchsorted(self.present, y[known])


def _varies_not(y: NDArray[Any]) -> bool:
    return len(y) == 0 or bool((y == y[0]).all())
