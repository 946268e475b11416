"""Results as runs leave them behind, of every kind that a report has to cope with."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
import pytest

from automl.explain.curves import calibration_bins, confusion_matrix, residual_sample, value_curve
from automl.search.result import (
    Check,
    Choice,
    Comparison,
    DataSummary,
    Decision,
    Effect,
    Explanation,
    Failure,
    Importance,
    LeaderboardRow,
    Measured,
    Member,
    Money,
    NotTried,
    RowExplanation,
    RunResult,
    Spent,
    Split,
)

FAMILIES = (
    "lightgbm",
    "catboost",
    "hist_gradient_boosting",
    "linear",
    "random_forest",
    "knn",
    "naive_bayes",
    "dummy",
)


def measured(value: float, half: float) -> Measured:
    return Measured(value=value, low=value - half, high=value + half)


def leaderboard(*, best: float, worst: float, money: bool = True, n: int = 24) -> tuple[LeaderboardRow, ...]:
    rows = []
    for i in range(n):
        family = "ensemble" if i == 0 else FAMILIES[(i - 1) % 7] if i < n - 1 else "dummy"
        share = (i / (n - 1)) ** 2
        rows.append(
            LeaderboardRow(
                rank=i + 1,
                model="ensemble" if i == 0 else f"{family}-{i}",
                family=family,
                score=best + (worst - best) * share,
                std=abs(worst - best) * 0.03 * (1 + share),
                fit_seconds=0.05 + 1.37 * ((i * 7) % 11) / 11,
                predict_ms=0.4 + 2.9 * ((i * 5) % 7) / 7,
                size_mb=0.02 + 1.81 * ((i * 3) % 13) / 13,
                value=13.37 * (1 - share) if money else None,
                value_low=10.91 * (1 - share) if money else None,
                value_high=15.72 * (1 - share) if money else None,
                params={}
                if i == 0
                else {"learning_rate": 0.03 + 0.001 * i, "num_leaves": 7 + i, "prep.encoding": "target"},
                trial=None if i == 0 else i,
                allowed=i != 3,
                why_not="takes 12.4 ms for one row, at most 10 were allowed" if i == 3 else None,
            )
        )
    return tuple(rows)


def importances(names: tuple[str, ...], *, scale: float) -> tuple[Importance, ...]:
    return tuple(
        Importance(
            column=name,
            drop=scale * 0.55**i if i < 8 else 0.0,
            low=scale * (0.55**i - 0.12) if i < 8 else 0.0,
            high=scale * (0.55**i + 0.12) if i < 8 else 0.0,
            shap=0.9 * 0.6**i,
        )
        for i, name in enumerate(names)
    )


def choice(model: str, family: str, label: str, score: float, **more: Any) -> Choice:
    reason = more.pop("reason", f"Its mean score over 5 folds is the best, {score:.4f}.")
    return Choice(
        model=model, family=family, label=label, reason=reason, score=measured(score, 0.011), **more
    )


TELCO = (
    "Contract",
    "tenure",
    "MonthlyCharges",
    "TotalCharges",
    "InternetService",
    "PaymentMethod",
    "OnlineSecurity",
)
MORE = ("TechSupport", "PaperlessBilling", "SeniorCitizen", "Partner", "gender")


def churn(**changes: Any) -> RunResult:
    """A binary problem with money, a rule of today, checks of every kind and an ensemble."""
    random = np.random.default_rng(7)
    n = 1409
    p = random.beta(0.9, 2.5, n)
    y = (random.random(n) < p).astype(np.int64)
    act = p >= 0.2143
    pay = {"tp": np.full(n, 220.0), "fp": np.full(n, -60.0)}
    curve = value_curve(p, y, payoffs=pay, marked=0.2143)
    total = float((act * np.where(y == 1, 220.0, -60.0)).sum())
    everyone = float(np.where(y == 1, 220.0, -60.0).sum())
    calibration = calibration_bins(p, y)
    explanation = Explanation(
        importance=importances(TELCO + MORE, scale=0.0713),
        effects=(
            Effect(
                column="Contract",
                values=("Month-to-month", "Two year", "One year"),
                predictions=(0.377, 0.098, 0.171),
                share=(0.55, 0.24, 0.21),
            ),
            Effect(
                column="tenure",
                values=(1.0, 4.0, 9.0, 16.0, 24.0, 35.0, 48.0, 60.0, 72.0),
                predictions=(0.402, 0.371, 0.311, 0.276, 0.247, 0.221, 0.199, 0.188, 0.171),
                share=(0.17, 0.12, 0.11, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1),
            ),
            Effect(
                column="MonthlyCharges",
                values=(20.05, 35.1, 55.3, 70.35, 79.85, 89.9, 105.5, "missing"),
                predictions=(0.211, 0.223, 0.246, 0.281, 0.294, 0.288, 0.301, 0.262),
                share=(0.2, 0.12, 0.12, 0.12, 0.12, 0.14, 0.16, 0.02),
            ),
            Effect(
                column="InternetService",
                values=("Fiber optic", "DSL", "No"),
                predictions=(0.331, 0.244, 0.141),
                share=(0.44, 0.34, 0.22),
            ),
        ),
        method="Importance is the fall of the score when a column is shuffled (5 shuffles of 1,409 held-out rows).",
        confusion=confusion_matrix(y, act.astype(np.int64), classes=("No", "Yes")),
        value_curve=curve,
        calibration=calibration,
        examples=(
            RowExplanation(
                row=4211,
                prediction=0.8714,
                base=0.2213,
                label="Yes",
                decision="act",
                expected_value=183.99,
                contributions=(
                    ("Contract", "Month-to-month", 1.21),
                    ("tenure", 1.0, 0.94),
                    ("InternetService", "Fiber optic", 0.71),
                    ("MonthlyCharges", 94.55, 0.33),
                    ("OnlineSecurity", "Yes", -0.12),
                    ("all other columns", None, 0.1014),
                ),
                unit="log-odds",
                method="the model's own SHAP values",
            ),
            RowExplanation(
                row=77,
                prediction=0.0131,
                base=0.2654,
                label="Yes",
                decision="do not act",
                expected_value=0.0,
                contributions=(("Contract", "Two year", -0.1402), ("tenure", 71.0, -0.1121)),
                unit="probability",
                method="Shapley values sampled over 200 walks from typical rows",
            ),
        ),
        sizes={"rows": 1409, "repeats": 5},
    )
    result = RunResult(
        tandem="0.1.0",
        versions={"python": "3.11.7", "numpy": "2.4.6", "scikit-learn": "1.9.1", "lightgbm": "4.7.0"},
        goal=(
            "We lose about a quarter of our customers. An offer costs $60 and keeps 40 % of the leavers who get it; a "
            "kept customer is worth $700. Who should we call?",
        ),
        data=DataSummary(
            name="telco_churn.csv",
            fingerprint=hashlib.sha256(b"telco").hexdigest(),
            n_rows=7043,
            n_rows_used=7032,
            n_columns=21,
            left_out={"TotalCharges is blank": 11, "the target is missing": 0},
            conversions=("TotalCharges: 7,032 numbers read from text; 11 blanks count as missing",),
            features=TELCO + MORE,
            set_aside=(
                {
                    "column": "customerID",
                    "reason": "every row has its own value, so nothing can be learned from it",
                },
            ),
            classes={"No": 5174, "Yes": 1858},
            positive_share=0.2642,
        ),
        spec={
            "task": "binary",
            "target": "Churn",
            "positive_label": "Yes",
            "metric": {"kind": "payoff", "tp": 220, "fp": -60, "fn": 0, "tn": 0, "currency": "USD"},
            "baseline": {"rule": "Contract = 'Month-to-month'"},
        },
        spec_version=2,
        provenance={
            "target": {"source": "user", "via": "words", "quote": "We lose about a quarter of our customers"},
            "metric": {"source": "user", "via": "words", "quote": "An offer costs $60"},
        },
        defaults={"budget": {"time_s": 120}, "validation": {"kind": "kfold", "folds": 5}},
        questions=({"field": "audience", "text": "How technical should the explanations be?"},),
        readback="Find the customers who will leave (“Churn” = “Yes”, 26.4 % of 7,032), act where it pays.",
        task="binary",
        target="Churn",
        classes=("No", "Yes"),
        positive_label="Yes",
        metric={"kind": "payoff", "tp": 220, "fp": -60, "currency": "USD"},
        score_name="log_loss",
        greater_is_better=False,
        split=Split(
            kind="kfold",
            folds=5,
            n_search=5623,
            n_held_out=n,
            looks=2,
            sentence="5 stratified folds of 5,623 rows",
        ),
        chosen=choice(
            "ensemble",
            "ensemble",
            "Ensemble of 3 models",
            0.4132,
            members=(
                Member(model="catboost-4", family="catboost", weight=0.5),
                Member(model="lightgbm-2", family="lightgbm", weight=0.3),
                Member(model="linear-1", family="linear", weight=0.2),
            ),
            predict_ms=3.21,
            size_mb=1.84,
        ),
        simplest=choice(
            "linear-4",
            "linear",
            "Linear model",
            0.4171,
            reason="Within one standard error (0.0042) of the best, and readable.",
        ),
        held_out=measured(0.4109, 0.0152),
        metric_name="value per row (USD)",
        metric_greater_is_better=True,
        metric_held_out=measured(total / n, 2.71),
        measures={
            "roc_auc": measured(0.8473, 0.0191),
            "accuracy": measured(0.7417, 0.0223),
            "precision": measured(0.5074, 0.0347),
            "recall": measured(0.8021, 0.0402),
            "log_loss": measured(0.4109, 0.0152),
            "brier": measured(0.1347, 0.0061),
        },
        money=Money(
            currency="USD",
            n_rows=n,
            total=measured(total, 3817.4),
            per_row=measured(total / n, 2.71),
            over_nothing=measured(total, 3817.4),
            nothing=0.0,
            everyone=everyone,
            today=total * 0.71,
            perfect=float(220 * y.sum()),
            over_today=measured(total * 0.29, 2104.9),
            nothing_name="acting on nobody",
        ),
        decision=Decision(
            kind="payoff",
            sentence="Act on a row when its probability of “Yes” is at least 21.4 %: there acting pays.",
            threshold=0.2143,
            n_flagged=int(act.sum()),
            share_flagged=float(act.mean()),
        ),
        constraints=(
            Check(
                what="recall",
                bound="at least 0.8",
                measured=0.8021,
                met=True,
                sentence="Recall is 0.8021; at least 0.8 was asked for",
            ),
        ),
        limits=(
            Check(
                what="predict_ms",
                bound="at most 10",
                measured=3.21,
                met=True,
                sentence="One row takes 3.21 ms",
            ),
        ),
        fairness=(
            Check(
                what="demographic_parity_difference",
                bound="at most 0.1",
                measured=0.1312,
                met=False,
                sentence="The demographic parity difference by 'gender' is 0.131; at most 0.1 was asked for",
            ),
        ),
        monotone=(
            Check(
                what="tenure",
                bound="decreasing",
                measured=0.0,
                met=True,
                sentence="The prediction is decreasing in 'tenure'",
            ),
        ),
        baseline=Comparison(
            what="today's rule",
            name="value per row (USD)",
            today=total * 0.71 / n,
            ours=total / n,
            better=True,
            sentence=f"Today's rule reaches {total * 0.71 / n:.4g}; the model reaches {total / n:.4g}, which is better",
        ),
        expectation=Check(
            what="roc_auc",
            bound="at least 0.85",
            measured=0.8473,
            met=None,
            sentence="You expected at least 0.85",
        ),
        leaderboard=leaderboard(best=0.4132, worst=0.5783),
        failures=(
            Failure(
                model="svm-9",
                family="svm",
                kind="timeout",
                reason="was still fitting after 20 s, four times its estimate",
            ),
            Failure(
                model="mlp-11", family="mlp", kind="error", reason="ValueError: Input X contains infinity"
            ),
        ),
        not_tried=(
            NotTried(
                what="xgboost",
                reason="XGBoost is not installed; `python3 start.py --extras boost` installs it.",
            ),
            NotTried(what="extra_trees", reason="It may be used, but no time was left before its turn came."),
        ),
        warnings=(
            "2 rows of the table are exact copies of others; they were kept on one side of every split",
        ),
        refit="All figures are those of the model fitted on the 5,623 search rows; it was then refitted on all 7,032.",
        explanation=explanation,
        spent=Spent(
            seconds=118.42,
            peak_memory_mb=612.3,
            trials=25,
            workers=2,
            seed=0,
            first_model_s=3.81,
            ended="time",
        ),
        predictions_digest=hashlib.sha256(b"predictions").hexdigest(),
        transcript_head=hashlib.sha256(b"head").hexdigest(),
    )
    return result.model_copy(update=changes)


def plain_binary() -> RunResult:
    """A standard score instead of money; nothing is decided but the label."""
    base = churn()
    curve = tuple(p.model_copy(update={"value": None}) for p in base.explanation.value_curve)
    return churn(
        goal=("Predict churn as well as you can",),
        metric={"kind": "standard", "name": "roc_auc"},
        metric_name="roc_auc",
        score_name="roc_auc",
        greater_is_better=True,
        held_out=measured(0.8473, 0.0191),
        metric_held_out=measured(0.8473, 0.0191),
        money=None,
        baseline=None,
        decision=Decision(
            kind="label", sentence="State “Yes” where its probability is at least 50 %.", threshold=0.5
        ),
        leaderboard=leaderboard(best=0.8512, worst=0.5, money=False),
        explanation=base.explanation.model_copy(update={"value_curve": curve}),
        chosen=choice("lightgbm-1", "lightgbm", "LightGBM", 0.8512),
        simplest=choice("lightgbm-1", "lightgbm", "LightGBM", 0.8512),
        fairness=(),
    )


def grades(n_classes: int = 4) -> RunResult:
    """More than two classes, with a matrix of costs."""
    random = np.random.default_rng(3)
    labels = tuple(
        "ABCDEFGHIJ"[i] if n_classes <= 10 else f"diagnosis code {i:03d}" for i in range(n_classes)
    )
    y = random.integers(0, n_classes, 900)
    said = np.where(random.random(900) < 0.72, y, random.integers(0, n_classes, 900))
    counts = np.bincount(y, minlength=n_classes)
    return churn(
        goal=("Which grade will the loan get? A step too far costs us about 1,000 francs.",),
        task="multiclass",
        target="grade",
        classes=labels,
        positive_label=None,
        spec={
            "task": "multiclass",
            "target": "grade",
            "metric": {"kind": "cost_matrix", "per_step": -1000, "currency": "CHF"},
        },
        metric={"kind": "cost_matrix", "per_step": -1000, "currency": "CHF"},
        metric_name="value per row (CHF)",
        metric_held_out=measured(-312.4, 21.3),
        money=Money(
            currency="CHF",
            n_rows=900,
            total=measured(-281160.0, 19170.0),
            per_row=measured(-312.4, 21.3),
            over_nothing=measured(403220.0, 22410.0),
            nothing=-684380.0,
            everyone=None,
            today=None,
            perfect=0.0,
            nothing_name=f"always saying {labels[1]!r}",
        ),
        decision=Decision(kind="cost_matrix", sentence="State the grade of least expected cost."),
        baseline=None,
        data=churn().data.model_copy(
            update={
                "name": "loan_grade.csv.gz",
                "classes": dict(zip(labels, counts.tolist(), strict=True)),
                "positive_share": None,
            }
        ),
        explanation=churn().explanation.model_copy(
            update={
                "confusion": confusion_matrix(y, said, classes=labels),
                "value_curve": (),
                "effects": (
                    Effect(
                        column="income",
                        values=(1e4, 5e4, 2e5),
                        predictions=(0.2, 0.31, 0.44),
                        label=labels[0],
                    ),
                ),
                "examples": (),
            }
        ),
    )


def prices() -> RunResult:
    """Regression where predicting too low costs more than too high."""
    random = np.random.default_rng(5)
    actual = random.lognormal(12, 0.4, 500)
    predicted = actual * random.normal(1.03, 0.12, 500)
    return churn(
        goal=("Predict what a house sells for. A euro too low costs us 2, a euro too high 1.",),
        task="regression",
        target="SalePrice",
        classes=(),
        positive_label=None,
        spec={
            "task": "regression",
            "target": "SalePrice",
            "metric": {"kind": "asymmetric", "under": 2, "over": 1},
        },
        metric={"kind": "asymmetric", "under": 2, "over": 1, "currency": "EUR"},
        metric_name="value per row (EUR)",
        metric_held_out=measured(-14210.7, 811.2),
        score_name="rmse",
        greater_is_better=False,
        held_out=measured(24317.4, 2210.9),
        measures={
            "rmse": measured(24317.4, 2210.9),
            "mae": measured(15402.6, 903.1),
            "r2": measured(0.9012, 0.0213),
        },
        money=Money(
            currency="EUR",
            n_rows=292,
            total=measured(-4149524.4, 236870.4),
            per_row=measured(-14210.7, 811.2),
            over_nothing=measured(1030411.9, 90112.0),
            nothing=-5179936.3,
            everyone=None,
            today=None,
            perfect=0.0,
            nothing_name="using the plain prediction",
        ),
        decision=Decision(
            kind="quantile", sentence="Use the value that the truth stays below in two of three cases."
        ),
        baseline=None,
        data=churn().data.model_copy(
            update={
                "name": "ames_house_prices.csv",
                "classes": {},
                "positive_share": None,
                "target_stats": {"min": 34900.0, "median": 163000.0, "mean": 180921.2, "max": 755000.0},
            }
        ),
        leaderboard=leaderboard(best=23811.2, worst=79401.8),
        chosen=choice("catboost-2", "catboost", "CatBoost", 23811.2),
        simplest=choice("linear-4", "linear", "Linear model", 24902.3),
        explanation=churn().explanation.model_copy(
            update={
                "confusion": {},
                "value_curve": (),
                "calibration": (),
                "residuals": residual_sample(actual, predicted, seed=0),
                "importance": importances(
                    ("Overall Qual", "Gr Liv Area", "Year Built", "Neighborhood"), scale=21000.0
                ),
                "effects": (
                    Effect(
                        column="Year Built",
                        values=(1900.0, 1950.0, 1970.0, 1990.0, 2005.0),
                        predictions=(158204.1, 161990.4, 168123.9, 180404.4, 199102.2),
                        share=(0.1, 0.2, 0.3, 0.2, 0.2),
                    ),
                    Effect(
                        column="Neighborhood",
                        values=("NAmes", "CollgCr", "OldTown", "NridgHt"),
                        predictions=(171204.1, 183990.4, 160123.9, 221404.4),
                        share=(0.15, 0.1, 0.08, 0.06),
                    ),
                ),
                "examples": (
                    RowExplanation(
                        row=12,
                        prediction=412300.2,
                        base=180921.2,
                        contributions=(("Overall Qual", 9.0, 121000.0), ("Gr Liv Area", 2614.0, 110379.0)),
                        unit="value",
                        method="the model's own SHAP values",
                    ),
                ),
            }
        ),
    )


def tiny() -> RunResult:
    """Thirty rows: no interval anywhere, a value that could be luck."""
    lone = Measured(value=0.7141)
    return churn(
        held_out=lone,
        metric_held_out=Measured(value=3.214),
        measures={"roc_auc": lone, "accuracy": Measured(value=None)},
        money=Money(
            currency=None,
            n_rows=8,
            total=Measured(value=25.712),
            per_row=Measured(value=3.214),
            over_nothing=Measured(value=25.712),
            nothing=0.0,
            everyone=-11.0,
            today=None,
            perfect=41.0,
        ),
        split=churn().split.model_copy(update={"n_held_out": 8, "n_search": 22, "looks": 1}),
        leaderboard=leaderboard(best=0.4132, worst=0.5783)[:3],
        explanation=Explanation(),
        baseline=None,
        readback="",
        provenance={},
    )


def bare() -> RunResult:
    """A run that was stopped when only the baseline was there."""
    return churn(
        goal=(),
        chosen=choice("dummy-0", "dummy", "Baseline", 0.5783),
        simplest=choice("dummy-0", "dummy", "Baseline", 0.5783),
        leaderboard=leaderboard(best=0.5783, worst=0.5783)[-1:],
        explanation=churn().explanation.model_copy(
            update={
                "importance": importances(TELCO, scale=0.0),
                "effects": (),
                "examples": (),
                "calibration": (),
            }
        ),
        warnings=(
            "No model was better than the baseline, which looks at no column; do not act on this result.",
        ),
        spent=churn().spent.model_copy(update={"ended": "stopped", "trials": 1, "first_model_s": None}),
        money=None,
        transcript_head="",
    )


EVIL = "<script>alert(1)</script>|`*_[x](http://example.com)"


def hostile() -> RunResult:
    """Names that break pages, tables and fonts."""
    names = (EVIL, "💰 revenue", "x" * 300, "a\nb\u202ec", "quo\"te's & <b>", "中文列", "")
    return churn(
        goal=(f"Predict {EVIL}", "=1+1"),
        target=EVIL,
        positive_label="💥",
        classes=("</style><b>", "💥"),
        data=churn().data.model_copy(
            update={"name": f"{EVIL}.csv", "features": names, "classes": {"</style><b>": 10, "💥": 3}}
        ),
        explanation=churn().explanation.model_copy(
            update={
                "importance": importances(names, scale=0.05),
                "confusion": {"</style><b>": {"</style><b>": 1, "💥": 2}, "💥": {"</style><b>": 0, "💥": 3}},
                "effects": (
                    Effect(column=EVIL, values=(EVIL, "💥"), predictions=(0.1, 0.2), share=(0.5, 0.5)),
                ),
            }
        ),
        failures=(Failure(model="svm-1", family="svm", kind="error", reason=f"ValueError: {EVIL}"),),
        warnings=(EVIL,),
        spec={"target": EVIL, "ignore_columns": [EVIL]},
    )


def wide() -> RunResult:
    """Two hundred columns and hundreds of trials."""
    names = tuple(f"sensor_{i:03d}_temperature_mean" for i in range(200))
    return churn(
        data=churn().data.model_copy(update={"features": names, "n_columns": 201}),
        leaderboard=leaderboard(best=0.4132, worst=0.5783, n=400),
        explanation=churn().explanation.model_copy(
            update={"importance": importances(names[:60], scale=0.05)}
        ),
    )


ALL = {
    "churn": churn,
    "plain": plain_binary,
    "grades": grades,
    "many_classes": lambda: grades(120),
    "prices": prices,
    "tiny": tiny,
    "bare": bare,
    "hostile": hostile,
    "wide": wide,
}


def transcript(n_trials: int = 25) -> list[dict[str, Any]]:
    """Entries as a run writes them, hashes included."""
    bodies: list[tuple[str, str, Any]] = [
        ("user", "message", {"text": "Who should we call? <script>alert(2)</script>"}),
        ("engine", "run", {"seed": 0, "data": {"fingerprint": "ab" * 32}}),
        *[("engine", "trial", {"model": f"lightgbm-{i}", "score": 0.41 + i / 1000}) for i in range(n_trials)],
        *[("engine", "progress", {"elapsed_s": i}) for i in range(5)],
        (
            "engine",
            "decision",
            {"what": "deliver ensemble", "why": "Its mean score over 5 folds is the best, 0.4132."},
        ),
        ("engine", "look", {"target": "Churn", "looks": 2}),
    ]
    entries: list[dict[str, Any]] = []
    for seq, (actor, kind, body) in enumerate(bodies):
        entry = {"seq": seq, "time": "2026-11-23T12:00:00Z", "actor": actor, "kind": kind, "body": body}
        entry["prev"] = entries[-1]["hash"] if entries else ""
        entry["hash"] = hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()
        entries.append(entry)
    return entries


@pytest.fixture(scope="session")
def entries() -> list[dict[str, Any]]:
    return transcript()


@pytest.fixture(scope="session")
def results() -> dict[str, RunResult]:
    return {name: make() for name, make in ALL.items()}


@pytest.fixture(scope="session", params=list(ALL))
def result(request: pytest.FixtureRequest, results: dict[str, RunResult]) -> RunResult:
    return results[request.param]
