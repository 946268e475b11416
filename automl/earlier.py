"""A model of an earlier run beside the same one learned anew from more rows: which is better, and how sure that is.

Both are judged on the same rows, which neither has seen; a repetition of the record needs no file of the old model, as
what it said of these rows is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl import measure
from automl.data.fresh import Hashes
from automl.errors import FolderError, TamperedError
from automl.measure import Ground
from automl.metrics import Rule
from automl.metrics.base import Statistic
from automl.metrics.scores import statistic_of
from automl.metrics.words import figure_words
from automl.project.folders import cannot
from automl.search.jobs import predictions_of
from automl.search.result import Measured, RefitOf
from automl.spec.labels import score_label

Array = NDArray[np.float64]

KNOWN = "known_rows.npz"  # numbers of the rows that the run's model learned from
EARLIER = "earlier.npz"  # of a refit: those of the earlier run, and what its model said of the rows judged
N_DRAWS = 300  # bootstrap resamples, as for the other figures beside the main one


@dataclass(frozen=True)
class Earlier:
    """The model that a refit starts from.

    Attributes
    ----------
    run, model, fingerprint : str
        As in `RefitOf`.
    names : sequence of str
        Columns that tell its rows apart.
    weights : mapping
        Name of a trial → its share in the model.
    rule : mapping
        How its predictions become decisions, as JSON.
    known : ndarray of uint64
        Numbers of the rows that it learned from.
    n_fresh : int
        Rows of the new table that it had not seen.
    said : ndarray
        Its predictions for the rows judged, classes in the order of the new problem.
    """

    run: str
    model: str
    fingerprint: str
    names: Sequence[str]
    weights: Mapping[str, float]
    rule: Mapping[str, Any]
    known: Hashes
    n_fresh: int
    said: Array

    def to_json(self) -> dict[str, Any]:
        """What the transcript holds: all but the arrays, and a fingerprint of those."""
        return {
            "run": self.run,
            "model": self.model,
            "fingerprint": self.fingerprint,
            "names": list(self.names),
            "weights": dict(self.weights),
            "rule": dict(self.rule),
            "n_fresh": self.n_fresh,
            "digest": digest_of(self.known, self.said),
        }

    def write(self, folder: Path) -> None:
        """Keep the arrays beside the transcript."""
        save(folder / EARLIER, known=self.known, said=self.said)

    @classmethod
    def read(cls, folder: Path, body: Mapping[str, Any]) -> Earlier:
        """What `to_json` and `write` kept.

        Raises
        ------
        TamperedError
            If the arrays are not those of the transcript.
        """
        arrays = load_arrays(folder / EARLIER)
        known, said = arrays["known"], arrays["said"]
        if digest_of(known, said) != body["digest"]:
            raise TamperedError(f"{EARLIER} is not what the transcript says; put back an untouched copy.")
        facts = {name: value for name, value in body.items() if name != "digest"}
        return cls(known=known, said=said, **facts)


def digest_of(*arrays: NDArray[Any]) -> str:
    """Fingerprint of arrays, exact to the last bit."""
    found = hashlib.sha256()
    for array in arrays:
        found.update(f"{array.dtype.str}{array.shape}".encode() + np.ascontiguousarray(array).tobytes())
    return found.hexdigest()


def save(path: Path, **arrays: NDArray[Any]) -> None:
    """Write arrays to a file, whole or not at all."""
    temporary = path.with_name(f".{path.name}.part.npz")
    try:
        np.savez_compressed(temporary, **arrays)  # type: ignore[arg-type]  # numpy's stubs take a flag among them
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise cannot("write", path, error) from error


def load_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Arrays of a file; nothing in it is executed.

    Raises
    ------
    FolderError
        If it is missing or damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as found:
            return {name: found[name] for name in found.files}
    except OSError as error:
        raise cannot("read", path, error) from error
    except (ValueError, KeyError, EOFError) as error:
        raise FolderError(f"{str(path)!r} is damaged ({error}); put back an untouched copy.") from error


def old_and_new(ground: Ground, earlier: Earlier) -> RefitOf:
    """The comparison; `ground` is that of the new model before it learns from the rows judged."""
    prepared, held = ground.prepared, ground.prepared.splits.held_out
    rule = Rule.from_json(dict(earlier.rule))
    before = Ground(prepared, predictions_of(prepared.space, held, earlier.said), rule, ground.seed)
    old, new = measure.learning_score(before), measure.learning_score(ground)
    gain = _gain(before, ground)
    better = "new" if gain.value is not None and gain.value > 0 else "old"
    name = score_label(prepared.space.objective.learning_name)
    return RefitOf(
        run=earlier.run,
        model=earlier.model,
        fingerprint=earlier.fingerprint,
        n_fresh=earlier.n_fresh,
        n_judged=len(held),
        old=old,
        new=new,
        gain=gain,
        metric_old=measure.user_metric(before),
        metric_new=measure.user_metric(ground),
        better=better,
        sentence=_sentence(earlier, len(held), name=name, old=old, new=new, gain=gain, better=better),
    )


def _gain(before: Ground, after: Ground) -> Measured:
    """How much better the new model scores, with the luck of the rows: both on the same resampled ones."""
    space = after.prepared.space
    sign = 1.0 if space.objective.learning_greater_is_better else -1.0
    old, new = _statistic(before), _statistic(after)
    held = after.prepared.splits.held_out
    given = np.ones(len(held)) if space.weights is None else space.weights[held]

    def gain(weight: Array) -> float:
        return sign * (new.value(weight) - old.value(weight))

    rng = np.random.default_rng(after.seed)
    draws = [
        gain(given * np.bincount(rng.integers(len(held), size=len(held)), minlength=len(held)))
        for _ in range(N_DRAWS)
    ]
    value = gain(given)
    if not np.isfinite(value) or not np.isfinite(draws).any():
        return Measured(value=None)
    low, high = np.nanquantile(draws, [0.025, 0.975])
    return Measured(value=float(value), low=float(low), high=float(high))


def _statistic(ground: Ground) -> Statistic:
    objective = ground.prepared.space.objective
    return statistic_of(
        objective.learning_name,
        ground.predictions,
        ground.decisions,
        task=ground.prepared.problem.task,
        order=objective.setting.order,
    )


def _sentence(
    earlier: Earlier, n_judged: int, *, name: str, old: Measured, new: Measured, gain: Measured, better: str
) -> str:
    if old.value is None or new.value is None or gain.low is None or gain.high is None:
        return f"On the {n_judged:,} rows judged {name} is not defined; the model of {earlier.run} stays."
    compared = (
        f"On {n_judged:,} rows that neither has seen, the {name} of the model of {earlier.run} is "
        f"{figure_words(old.value)}, and that of the same model learned anew, from {earlier.n_fresh - n_judged:,} more "
        f"rows, {figure_words(new.value)}."
    )
    if better == "old":
        return f"{compared} Learning anew did not make it better; the model of {earlier.run} stays."
    if gain.low > 0:
        return f"{compared} The new one is better beyond the luck of the rows."
    return f"{compared} The new one is ahead, but not beyond the luck of the rows: there is no sign that it is worse."
