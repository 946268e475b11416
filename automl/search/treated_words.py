"""What an experiment on the rows learned from found, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from automl.metrics.words import figure_words, share_words, spread_words
from automl.search.result import Experiment, Measured, RunResult, Way
from automl.spec.extra_rows import EXTRA_ROWS_WORDS, TO_ASK
from automl.spec.labels import score_label
from automl.spec.model import ExtraRows
from automl.spec.names import listed

#: What a way is called where people read.
WAY_LABELS = {
    "none": "the rows as they are",
    "threshold": "moving the threshold",
    "weights": "class weights",
    "oversampling": "repeating rare rows",
    "undersampling": "leaving out frequent rows",
    "noise": "noisy copies of rows",
    "mixing": "mixtures of like rows",
    "pseudo_labels": "rows without a target, guessed",
}


def experiments_words(result: RunResult, kinds: Sequence[str]) -> list[str]:
    """What the experiments of some kinds found, and for the others why there was none; a sentence or two each."""
    found = {one.kind: one.sentence for one in result.experiments}
    return [found.get(kind) or _none(result, kind) for kind in kinds]


def _none(result: RunResult, kind: str) -> str:
    """Why there was no experiment of a kind."""
    if kind == "rare_class" and result.task == "regression":
        return f"{result.target!r} is a number, so no class of it is rare."
    if kind == "rare_class":
        return "No class is rare here, so weights, resampling and thresholds were not compared."
    extra: ExtraRows = "augmentation" if kind == "augmentation" else "pseudo_labels"
    words = EXTRA_ROWS_WORDS[extra]
    return f"{words[0].upper()}{words[1:]} were not tried, as nobody asked for it; say “{TO_ASK[extra]}”."


def experiment_sentence(found: Experiment) -> str:
    """Which way won and by how much, or that none helped; why not, where nothing was tried."""
    opening = _opening(found)
    if found.why_not:
        return f"{opening} {found.why_not}"
    compared = [way for way in found.ways if way.score_gain is not None]
    parts = [opening]
    if compared:
        parts.append(_verdict(found, compared))
    if compared and found.kind == "rare_class":
        parts += [_precision(found, compared), _threshold(found)]
    parts += [
        f"Not tried: {_named([way for way, why in found.not_tried.items() if why == reason])}. {reason}"
        for reason in dict.fromkeys(found.not_tried.values())
    ]
    return " ".join(part for part in parts if part)


def _opening(found: Experiment) -> str:
    if found.kind == "rare_class":
        return f"{found.rare_label!r} is rare: {share_words(found.rare_share or 0.0)} of the rows."
    if found.kind == "pseudo_labels":
        return f"You wanted rows without a target tried; the table has {found.n_extra:,}."
    return "You wanted made-up rows tried."


def _verdict(found: Experiment, compared: Sequence[Way]) -> str:
    """The winner, or the nearest, with its difference to doing nothing."""
    best = max(compared, key=lambda way: (way.name == found.won, _value(way.score_gain)))
    score, plain = score_label(found.score_name), found.ways[0]
    figures = (
        f"{score} {figure_words(best.score)} against {figure_words(plain.score)} without on the same folds"
    )
    if found.won is not None:
        first = "This helped" if len(compared) == 1 else f"The best way was {WAY_LABELS[best.name]}"
        return f"{first}, with {found.label}: {figures}, {difference_words(best.score_gain)}."
    none = "It did not help" if len(compared) == 1 else f"Of {_named([w.name for w in compared])} none helped"
    nearest = "" if len(compared) == 1 else f"the nearest was {WAY_LABELS[best.name]}, "
    return (
        f"{none} with {found.label} beyond the luck of the rows, so the rows were learned from as they are: "
        f"{nearest}{figures}, {difference_words(best.score_gain)}."
    )


def _precision(found: Experiment, compared: Sequence[Way]) -> str:
    """The same by the score that looks at the rare class alone, where that is not what candidates compete by."""
    plain = found.ways[0].average_precision
    known = [way for way in compared if way.precision_gain is not None and way.average_precision is not None]
    if plain is None or not known or found.score_name == "average_precision":
        return ""
    best = max(known, key=lambda way: _value(way.precision_gain))
    assert best.average_precision is not None
    if _value(best.precision_gain) <= 0:
        return f"By average precision the rows as they are come first, with {figure_words(plain)}."
    return (
        f"By average precision {WAY_LABELS[best.name]} comes first: {figure_words(best.average_precision)} against "
        f"{figure_words(plain)}, {difference_words(best.precision_gain)}."
    )


def _threshold(found: Experiment) -> str:
    plain = found.ways[0].decided
    moved = next((way for way in found.ways if way.name == "threshold"), None)
    if moved is None or moved.decided is None or plain is None:
        return ""
    return (
        f"Moving the threshold from a half to where it pays, on rows as they are: {found.decided_name} "
        f"{figure_words(moved.decided)} against {figure_words(plain)}, {difference_words(moved.decided_gain)}."
    )


def difference_words(gain: Measured | None) -> str:
    """By how much one is better or worse than the other, with the interval."""
    if gain is None or gain.value is None or gain.low is None or gain.high is None:
        return "and the difference cannot be told"
    which = "better" if gain.value >= 0 else "worse"
    low, high = (spread_words(end) for end in (gain.low, gain.high))
    by = spread_words(abs(gain.value))
    return f"{which} by {by} (gain between {low} and {high}, {100 * gain.level:.3g} % sure)"


def _named(ways: Sequence[str]) -> str:
    return listed([WAY_LABELS[way] for way in ways], quote=False)


def _value(gain: Measured | None) -> float:
    return -math.inf if gain is None or gain.value is None else gain.value
