"""Weights for `assistant.offline.learned`: a logistic regression over named clues, judged on other requests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

MIN_MESSAGES = 2  # a clue of one message alone says nothing of others
SMALLEST = 0.03  # clues whose weights are all below are dropped
N_PARTS = 8


def learn(
    found: Sequence[Mapping[str, float]],
    wanted: Sequence[str],
    messages: Sequence[int],
    *,
    out: Path,
    penalty: float,
) -> tuple[list[str], NDArray[np.float64]]:
    """Write the weights, and return what weights that were learned from other messages say of each.

    Args:
        found: The clues of each choice.
        wanted: Its class.
        messages: The message that it belongs to.

    Returns:
        The classes, and shares of shape (n_choices, n_classes).
    """
    vectorizer = DictVectorizer()
    X = vectorizer.fit_transform(found)
    y, groups = np.array(wanted), np.array(messages)
    frequent = _frequent(X, groups)
    X, names = X[:, frequent], np.array(vectorizer.feature_names_)[frequent]

    def fitted(rows: Any) -> LogisticRegression:
        return LogisticRegression(C=1 / penalty, max_iter=1_000).fit(X[rows], y[rows])

    shares = np.zeros((len(y), len(set(wanted))))
    for train, test in GroupKFold(N_PARTS).split(X, y, groups):
        shares[test] = fitted(train).predict_proba(X[test])
    model = fitted(np.arange(len(y)))
    # Of two classes scikit-learn keeps one row of weights: those for the second.
    rows = model.coef_ if len(model.classes_) > 2 else np.vstack([0 * model.coef_, model.coef_])
    constants = model.intercept_ if len(model.classes_) > 2 else np.array([0.0, model.intercept_[0]])
    kept = np.abs(rows).max(axis=0) >= SMALLEST
    whole = {
        "classes": model.classes_.tolist(),
        "constants": constants.round(3).tolist(),
        "weights": dict(zip(names[kept].tolist(), rows[:, kept].T.round(3).tolist(), strict=True)),
    }
    lines = json.dumps(whole, ensure_ascii=False).replace("], ", "],\n")
    out.write_text(lines + "\n", "utf-8")
    return model.classes_.tolist(), shares


def _frequent(X: Any, messages: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which clues stand in messages enough."""
    rows, columns = X.nonzero()
    pairs = np.unique(np.column_stack([columns, messages[rows]]), axis=0)
    return np.asarray(np.bincount(pairs[:, 0], minlength=X.shape[1]) >= MIN_MESSAGES)
