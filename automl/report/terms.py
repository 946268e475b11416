"""What a score says in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from automl.report import figures
from automl.spec.labels import score_label


@dataclass(frozen=True)
class Term:
    """A score: its name for people, and a sentence with ``{shown}`` where the figure goes."""

    label: str
    gloss: str
    is_share: bool = False

    def say(self, value: float | None, **words: str) -> str:
        """The sentence for one figure; empty where there is none to say."""
        if value is None:
            return ""
        return self.gloss.format(shown=(figures.percent if self.is_share else figures.score)(value), **words)


_PAIRS = (
    "Given one row of {positive} and one of the others, the model ranks them the right way round in {shown} of "
    "cases; guessing gets 50 % right."
)
_GLOSSES: Final[dict[str, str]] = {
    "roc_auc": _PAIRS,
    "average_precision": "Averaged over all cut-offs, {shown} of the rows picked are {positive}.",
    "accuracy": "{shown} of the rows are given the right label.",
    "balanced_accuracy": "Counting every label alike, {shown} of the rows get the right one.",
    "precision": "{shown} of the rows picked are {positive}.",
    "recall": "{shown} of the rows that are {positive} are picked.",
    "f1": "Precision and recall in one figure, 1 being perfect: {shown}.",
    "f1_macro": "F1 of every label, averaged: {shown}; 1 is perfect.",
    "log_loss": "It measures how far the probabilities are from what happened; 0 is perfect.",
    "brier": "The mean squared error of the probabilities is {shown}; 0 is perfect.",
    "mcc": "Agreement of labels stated and true: {shown}; 0 is guessing, 1 is perfect.",
    "quadratic_kappa": "Agreement of grades beyond chance: {shown}; 0 is guessing, 1 is perfect.",
    "rmse": "The typical error is {shown}, in the unit of {target}; large errors count more.",
    "mae": "Predictions are off by {shown} on average, in the unit of {target}.",
    "median_ae": "Half of the predictions are off by less than {shown}, in the unit of {target}.",
    "mape": "Predictions are off by {shown} of the truth on average.",
    "smape": "Relative to truth and prediction together, the average error is {shown}.",
    "r2": "The model explains {shown} of the variation of {target}.",
    "rmsle": "The typical error of the logarithm is {shown}; 0 is perfect.",
}
# Scores whose figure is written in per cent.
_SHARES: Final = frozenset(
    (
        "roc_auc",
        "average_precision",
        "accuracy",
        "balanced_accuracy",
        "precision",
        "recall",
        "mape",
        "smape",
        "r2",
    )
)

_SHARE = "share "


def term(name: str) -> Term:
    """What there is to say about a score; its bare name where it is no standard score."""
    if name.startswith(_SHARE):  # of the metric `tolerance`
        return Term(name, f"{{shown}} of the predictions are {name.removeprefix(_SHARE)}.", is_share=True)
    return Term(score_label(name), _GLOSSES.get(name, ""), is_share=name in _SHARES)
