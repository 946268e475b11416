"""What scores and families are called, and what a score says in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from automl.report import figures


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
_SPECIAL = {
    "roc_auc": Term("ROC AUC", _PAIRS, is_share=True),
    "average_precision": Term(
        "average precision",
        "Averaged over all cut-offs, {shown} of the rows picked are {positive}.",
        is_share=True,
    ),
    "accuracy": Term("accuracy", "{shown} of the rows are given the right label.", is_share=True),
    "balanced_accuracy": Term(
        "balanced accuracy",
        "Counting every label alike, {shown} of the rows get the right one.",
        is_share=True,
    ),
    "precision": Term("precision", "{shown} of the rows picked are {positive}.", is_share=True),
    "recall": Term("recall", "{shown} of the rows that are {positive} are picked.", is_share=True),
    "f1": Term("F1", "Precision and recall in one figure, 1 being perfect: {shown}."),
    "f1_macro": Term("macro F1", "F1 of every label, averaged: {shown}; 1 is perfect."),
    "log_loss": Term(
        "log loss", "It measures how far the probabilities are from what happened; 0 is perfect."
    ),
    "brier": Term("Brier score", "The mean squared error of the probabilities is {shown}; 0 is perfect."),
    "mcc": Term(
        "Matthews correlation", "Agreement of labels stated and true: {shown}; 0 is guessing, 1 is perfect."
    ),
    "quadratic_kappa": Term(
        "quadratic kappa", "Agreement of grades beyond chance: {shown}; 0 is guessing, 1 is perfect."
    ),
    "rmse": Term("RMSE", "The typical error is {shown}, in the unit of {target}; large errors count more."),
    "mae": Term("MAE", "Predictions are off by {shown} on average, in the unit of {target}."),
    "median_ae": Term(
        "median error", "Half of the predictions are off by less than {shown}, in the unit of {target}."
    ),
    "mape": Term("MAPE", "Predictions are off by {shown} of the truth on average.", is_share=True),
    "smape": Term(
        "SMAPE", "Relative to truth and prediction together, the average error is {shown}.", is_share=True
    ),
    "r2": Term("R²", "The model explains {shown} of the variation of {target}.", is_share=True),
    "rmsle": Term("RMSLE", "The typical error of the logarithm is {shown}; 0 is perfect."),
}

_SHARE = "share "

_FAMILIES = {
    "dummy": "Baseline",
    "linear": "Linear model",
    "decision_tree": "Decision tree",
    "random_forest": "Random forest",
    "extra_trees": "Extra trees",
    "knn": "Nearest neighbours",
    "naive_bayes": "Naive Bayes",
    "svm": "SVM",
    "mlp": "Neural network",
    "lightgbm": "LightGBM",
    "xgboost": "XGBoost",
    "catboost": "CatBoost",
    "hist_gradient_boosting": "Histogram gradient boosting",
    "ensemble": "Ensemble",
}


def term(name: str) -> Term:
    """What there is to say about a score; its bare name where it is no standard score."""
    if name.startswith(_SHARE):  # of the metric `tolerance`
        return Term(name, f"{{shown}} of the predictions are {name.removeprefix(_SHARE)}.", is_share=True)
    return _SPECIAL.get(name, Term(name.replace("_", " "), ""))


def family_label(name: str) -> str:
    """A family for people."""
    return _FAMILIES.get(name, name.replace("_", " "))
