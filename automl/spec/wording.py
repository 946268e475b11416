"""Figures in words: counts, shares, money, stretches of time; and what scores and families are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from automl.spec.names import listed
from automl.spec.plugins import outside_label

_SIGNS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}

FAMILY_WORDS: Final[dict[str, str]] = {
    "dummy": "the baseline without columns",
    "linear": "linear models",
    "decision_tree": "single decision trees",
    "random_forest": "random forests",
    "extra_trees": "extra trees",
    "knn": "nearest neighbours",
    "naive_bayes": "naive Bayes",
    "svm": "support vector machines",
    "mlp": "neural networks",
    "lightgbm": "LightGBM",
    "xgboost": "XGBoost",
    "catboost": "CatBoost",
    "hist_gradient_boosting": "histogram gradient boosting",
    "ensemble": "mixtures of models",
}

#: Score → what it measures, to be read after "by".
SCORE_WORDS: Final[dict[str, str]] = {
    "roc_auc": "how reliably a case is ranked above a non-case (ROC AUC)",
    "average_precision": "how many of the cases ranked highest are real ones (average precision)",
    "accuracy": "the share of right answers (accuracy)",
    "balanced_accuracy": "the share of right answers, each label counting the same (balanced accuracy)",
    "f1": "the balance between finding cases and not raising false alarms (F1)",
    "f1_macro": "the balance between finding and false alarms, each label counting the same (macro F1)",
    "precision": "the share of real cases among those found (precision)",
    "recall": "the share of cases that are found (recall)",
    "log_loss": "how honest the stated chances are (log loss)",
    "brier": "how far the stated chances are off (Brier score)",
    "mcc": "how closely answers and truth go together (Matthews correlation)",
    "quadratic_kappa": "the agreement with the truth, far-off answers counting more (quadratic kappa)",
    "rmse": "the typical error, large ones counting more (RMSE)",
    "mae": "the average error (MAE)",
    "mape": "the average error in per cent (MAPE)",
    "smape": "the average error in per cent of prediction and truth (sMAPE)",
    "r2": "the share of the differences that is explained (R²)",
    "rmsle": "the typical error as a ratio (RMSLE)",
    "median_ae": "the error that half of the predictions stay below (median absolute error)",
    "silhouette": "how clearly the groups are apart (silhouette)",
}


def family_words(name: str) -> str:
    """A family within a sentence; one from outside as it calls itself, in small letters if it is called by its name."""
    usual, label = name.replace("_", " "), outside_label(name)
    return FAMILY_WORDS.get(name) or (usual if label.lower() == usual else label)


def figure(value: float) -> str:
    """A number with thousands separators and at most as many decimals as it needs: ``1,234``, ``0.04``, ``17.5``."""
    size = abs(value)
    decimals = 0 if size >= 1000 else 2 if size >= 1 else 4
    shown = f"{value:,.{decimals}f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return shown.replace("-", "−") if shown.strip("-0.,") else "0"


def families_words(names: Sequence[str], *, last: str = "and") -> str:
    """Families in a row: ``"LightGBM, CatBoost and linear models"``."""
    return listed([family_words(name) for name in names], last=last, quote=False, limit=14)


def percent(share: float) -> str:
    """A share of 1 in per cent: ``26.5 %``; below one per cent with two significant digits."""
    value = 100 * share
    if 0 < abs(value) < 1:
        return f"{value:.2g} %"
    shown = f"{value:.1f}"
    return f"{shown.removesuffix('.0')} %"


def amount(value: float, currency: str | None) -> str:
    """Money with its sign in front: ``$500``, ``−€20``, ``1,200 CHF``; a bare number where there is no currency."""
    sign = "−" if value < 0 else ""
    shown = figure(abs(value)) if abs(value) >= 1000 or value == round(value) else f"{abs(value):,.2f}"
    if currency is None:
        return f"{sign}{figure(abs(value))}"
    symbol = _SIGNS.get(currency)
    return f"{sign}{symbol}{shown}" if symbol else f"{sign}{shown} {currency}"


def duration(seconds: float) -> str:
    """A stretch of time in the unit that people would use: ``90 seconds``, ``3 minutes``, ``2 hours``."""
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds >= size and seconds % size == 0:
            return plural(int(seconds // size), unit)
    return f"{figure(seconds)} {'second' if seconds == 1 else 'seconds'}"


def plural(n: int, noun: str, many: str = "") -> str:
    """A count with its noun: ``1 row``, ``7,043 rows``, ``2 processes``."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {many or noun + 's'}"


def of_rows(n: int, total: int) -> str:
    """A part of the rows: ``3,875 of the 7,043 rows (55 %)``."""
    return f"{n:,} of the {plural(total, 'row')} ({percent(n / total)})" if total else "no row"


def ratio(value: float) -> str:
    """A factor, rounded to what a reader keeps in mind: ``25``, ``3.7``, ``0.12``."""
    return figure(round(value)) if value >= 20 else figure(round(value, 1)) if value >= 1 else f"{value:.2g}"
