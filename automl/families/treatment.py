"""What may be done to the rows that a learner learns from: weights, repetition, made-up rows, guessed targets.

A treatment sees the training rows of one fit alone, as the matrix that the preparation made of them; rows that judge a
fit are never treated. Weights and repetition make a rare class look more frequent than it is, so the probabilities of
such a fit are brought back afterwards, class by class [1]_: they stay comparable by a proper score.

References
----------
.. [1] Elkan (2001), The Foundations of Cost-Sensitive Learning, IJCAI, theorem 2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from automl.families.learner import Array, Training
from automl.families.matrix import Layout, Matrix

Treatment = Literal["none", "weights", "oversampling", "undersampling", "noise", "mixing", "pseudo_labels"]
TREATMENTS: tuple[Treatment, ...] = get_args(Treatment)

#: What a treatment multiplies the seconds of a fit by: more rows, or a fit to guess with before the fit itself.
TIMES_LONGER: Mapping[str, float] = {
    "oversampling": 1.2,
    "undersampling": 0.5,
    "noise": 2.0,
    "mixing": 2.0,
    "pseudo_labels": 3.0,
}

#: A class is rare below this share of what it would have if all classes were equally frequent: two classes, 10 %.
RARE_RATIO = 0.2
#: Rows are repeated or left out until the rarest class has a ninth of the rows of the most frequent one: with two
#: classes 10 %, which is no longer rare. Equal numbers would throw away nearly every row, or repeat some a hundredfold.
RESAMPLED_RATIO = 1 / 9
#: Made-up rows added for each real one, and how many at most: so that a fit takes twice as long at most. Not tuned.
MADE_PER_ROW = 1.0  # chosen, not measured
MOST_MADE = 10_000
#: Noise in standard deviations of a column, and the neighbours that a row is mixed with, as in SMOTE.
NOISE = 0.1  # chosen, not measured
NEIGHBOURS = 5
#: Of the rows guessed to be of a class, the surest part is learned from: taking all would teach the model its mistakes
#: (Zou, Yu, Kumar, Wang (2018), Unsupervised Domain Adaptation via Class-Balanced Self-Training, start with a fifth).
SURE_SHARE = 0.5
#: What a guessed row weighs beside one that is known; all of them together weigh at most as much as those.
GUESSED_WEIGHT = 0.5  # chosen, not measured
#: Rows without a target that a fit guesses.
MOST_GUESSED = 10_000

Labels = NDArray[Any]


@dataclass(frozen=True)
class Treated:
    """Training rows after a treatment.

    Attributes
    ----------
    raised : ndarray of shape (n_classes,) or None
        By how much each class counts for more than its rows do; None where none does.
    """

    training: Training
    raised: Array | None = None


def is_rare(counts: NDArray[np.int64]) -> bool:
    """Whether the rarest of the classes is rare enough for its own way of learning."""
    return len(counts) > 1 and bool(counts.min() < RARE_RATIO * counts.sum() / len(counts))


def treated(training: Training, treatment: str) -> Treated:
    """The rows of a fit under a treatment that needs no guesses; as they are where it does not apply."""
    act = _ACTS.get(treatment)
    return Treated(training) if act is None else act(training)


def brought_back(said: Array, raised: Array | None) -> Array:
    """Probabilities as they are among rows that were not treated."""
    if raised is None:
        return said
    level = said / raised
    return np.asarray(level / level.sum(axis=1, keepdims=True))


def margin_back(margin: Array, raised: Array | None) -> Array:
    """Log-odds or logits, or the base that contributions are added to, as they are among rows not treated."""
    if raised is None:
        return margin
    shift = np.log(raised)
    return np.asarray(margin - (shift[1] - shift[0] if len(shift) == 2 else shift))


def with_guesses(training: Training, others: Matrix, said: Array) -> Training:
    """The training with rows whose target is guessed, the surest of each class; every one of them in regression.

    Parameters
    ----------
    others : matrix of shape (n_others, n_columns)
        Rows without a target, prepared as the training was.
    said : ndarray
        What a fit on the training alone says of them: probabilities, or values.
    """
    if training.task == "regression":
        sure, guessed = np.arange(len(said)), said
    else:
        guessed = said.argmax(axis=1)
        sure = _surest(said, guessed)
    n_known = len(training.y)
    known = np.ones(n_known) if training.weight is None else training.weight
    each = min(GUESSED_WEIGHT, n_known / max(len(sure), 1)) * float(known.mean())
    return _extended(training, others[sure], guessed[sure], np.full(len(sure), each))


def _surest(said: Array, guessed: NDArray[np.int64]) -> NDArray[np.intp]:
    kept = []
    for label in np.unique(guessed):
        rows = np.flatnonzero(guessed == label)
        order = np.argsort(-said[rows, label], kind="stable")
        kept.append(rows[order[: int(np.ceil(SURE_SHARE * len(rows)))]])
    return np.sort(np.concatenate(kept)) if kept else np.empty(0, dtype=np.intp)


def _weights(training: Training) -> Treated:
    """Each class weighs the same in all, as scikit-learn's ``class_weight="balanced"`` has it."""
    if training.task == "regression":
        return Treated(training)
    counts = _counts(training)
    raised = counts.sum() / (len(counts) * counts)
    given = 1.0 if training.weight is None else training.weight
    return _judged_alike(replace(training, weight=raised[training.y] * given), raised)


def _oversampling(training: Training) -> Treated:
    """Rows of rare classes come several times, the last time only some of them."""
    if training.task == "regression":
        return Treated(training)
    counts = _counts(training)
    wanted = np.maximum(counts, np.ceil(RESAMPLED_RATIO * counts.max()).astype(np.int64))
    rows = _times(training.y, wanted, seed=training.seed)
    return _judged_alike(_taken(training, rows), wanted / counts)


def _undersampling(training: Training) -> Treated:
    """Only some rows of the frequent classes are learned from, drawn by the seed of the fit."""
    if training.task == "regression":
        return Treated(training)
    counts = _counts(training)
    wanted = np.minimum(counts, np.ceil(counts.min() / RESAMPLED_RATIO).astype(np.int64))
    rows = _times(training.y, wanted, seed=training.seed)
    return _judged_alike(_taken(training, rows), wanted / counts)


def _noise(training: Training) -> Treated:
    """Copies of rows whose numbers are moved by a little noise."""
    made = _to_copy(training)
    numbers = _numbers(training.values, training.layout)
    rng = np.random.default_rng(training.seed)
    values = training.values[made].copy()
    if len(numbers):
        spread = np.nanstd(_dense(training.values, numbers), axis=0)
        moved = _dense(values, numbers) + NOISE * spread * rng.standard_normal((len(made), len(numbers)))
        values = _with_columns(values, numbers, moved)
    return Treated(_extended(training, values, training.y[made], _weight_of(training, made)))


def _mixing(training: Training) -> Treated:
    """Rows between a row and one like it, of the same class; in regression their targets are mixed as they are [1]_.

    References
    ----------
    .. [1] Chawla, Bowyer, Hall, Kegelmeyer (2002), SMOTE: Synthetic Minority Over-sampling Technique, JAIR 16; and for
       numbers Torgo, Ribeiro, Pfahringer, Branco (2013), SMOTE for Regression, EPIA.
    """
    made = _to_copy(training)
    numbers = _numbers(training.values, training.layout)
    if not len(numbers):
        return Treated(training)
    rng = np.random.default_rng(training.seed)
    partner = _neighbour_of(training, made, numbers, rng)
    part = rng.uniform(0.0, 0.5, size=len(made))  # nearer to the row itself, whose labels it keeps
    here, there = _dense(training.values[made], numbers), _dense(training.values[partner], numbers)
    mixed = np.where(np.isnan(there), here, here + part[:, None] * (there - here))
    y = training.y[made]
    if training.task == "regression":
        y = y + part * (training.y[partner] - y)
    values = _with_columns(training.values[made].copy(), numbers, mixed)
    return Treated(_extended(training, values, y, _weight_of(training, made)))


_ACTS: Mapping[str, Callable[[Training], Treated]] = {
    "weights": _weights,
    "oversampling": _oversampling,
    "undersampling": _undersampling,
    "noise": _noise,
    "mixing": _mixing,
}


def _judged_alike(training: Training, raised: Array) -> Treated:
    """Rows to stop early on repeated, so that a fit stops where it is best at what it is asked to learn."""
    raised = raised / raised.min()
    if training.valid is not None:
        values, y = training.valid
        rows = np.repeat(np.arange(len(y)), np.maximum(1, np.round(raised[y])).astype(np.int64))
        training = replace(training, valid=(values[rows], y[rows]))
    return Treated(training, raised)


def _times(y: Labels, wanted: NDArray[np.int64], *, seed: int) -> NDArray[np.intp]:
    """Positions of rows so that each class comes as often as wanted; whole rounds first, the rest drawn."""
    order = np.random.default_rng(seed).permutation(len(y))
    taken = [np.resize(order[y[order] == label], n) for label, n in enumerate(wanted)]
    return np.sort(np.concatenate(taken))


def _counts(training: Training) -> NDArray[np.int64]:
    return np.bincount(training.y, minlength=training.n_classes)


def _taken(training: Training, rows: NDArray[np.intp]) -> Training:
    weight = None if training.weight is None else training.weight[rows]
    return replace(training, values=training.values[rows], y=training.y[rows], weight=weight)


def _weight_of(training: Training, rows: NDArray[np.intp]) -> Array:
    return np.ones(len(rows)) if training.weight is None else training.weight[rows]


def _extended(training: Training, values: Matrix, y: Labels, weight: Array) -> Training:
    """The training with more rows."""
    known = np.ones(len(training.y)) if training.weight is None else training.weight
    together = np.concatenate([known, weight])
    return replace(
        training,
        values=_stacked(training.values, values),
        y=np.concatenate([training.y, np.asarray(y, dtype=training.y.dtype)]),
        weight=None if (together == 1.0).all() else together,
    )


def _stacked(above: Matrix, below: Matrix) -> Matrix:
    if isinstance(above, np.ndarray):
        return np.concatenate([above, below])
    from scipy.sparse import vstack

    return vstack([above, below], format="csr")


def _to_copy(training: Training) -> NDArray[np.intp]:
    """The rows that made-up ones are made of, drawn by the seed of the fit where there are many."""
    n_rows = len(training.y)
    most = min(MOST_MADE, int(MADE_PER_ROW * n_rows))
    order = np.random.default_rng(training.seed).permutation(n_rows)
    return np.sort(np.resize(order, most))


def _numbers(values: Matrix, layout: Layout) -> NDArray[np.intp]:
    """Dense columns that hold numbers: neither codes of labels nor columns of two values."""
    found = []
    for j in range(layout.n_dense):
        if j in layout.categorical:
            continue
        column = _dense(values, np.array([j]))[:, 0]
        known = column[~np.isnan(column)]
        if len(known) and bool(((known != known.min()) & (known != known.max())).any()):
            found.append(j)
    return np.array(found, dtype=np.intp)


def _dense(values: Matrix, columns: NDArray[np.intp]) -> Array:
    part = values[:, columns]
    return np.asarray(part if isinstance(part, np.ndarray) else part.toarray(), dtype=np.float64)


def _with_columns(values: Matrix, columns: NDArray[np.intp], replaced: Array) -> Matrix:
    if isinstance(values, np.ndarray):
        values[:, columns] = replaced
        return values
    changed = values.tolil()
    changed[:, columns] = replaced
    return changed.tocsr()


def _neighbour_of(
    training: Training, rows: NDArray[np.intp], numbers: NDArray[np.intp], rng: np.random.Generator
) -> NDArray[np.intp]:
    """For each row one of those nearest to it among them, of its class; the row itself where it is alone."""
    from sklearn.neighbors import NearestNeighbors

    dense = _dense(training.values[rows], numbers)
    spread = np.nanstd(dense, axis=0)
    level = np.nan_to_num((dense - np.nanmean(dense, axis=0)) / np.where(spread > 0, spread, 1.0))
    labels = np.zeros(len(rows)) if training.task == "regression" else training.y[rows]
    partner = rows.copy()
    for label in np.unique(labels):
        mine = np.flatnonzero(labels == label)
        n_near = min(NEIGHBOURS, len(mine) - 1)
        if n_near < 1:
            continue
        near = NearestNeighbors(n_neighbors=n_near + 1).fit(level[mine]).kneighbors(return_distance=False)
        drawn = near[np.arange(len(mine)), rng.integers(1, n_near + 1, size=len(mine))]
        partner[mine] = rows[mine[drawn]]
    return partner
