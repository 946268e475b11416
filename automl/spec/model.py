"""The problem specification: the one document that says what is to be done.

Everything is optional: a field that nothing was said about is absent (`None` here, missing in JSON). What each
field means stands in the documentation of the contract; the words here are the words there. Instances are frozen and
compare by value; a change makes a new version (`automl.spec.document`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)

Task = Literal["binary", "multiclass", "regression", "forecast", "clustering", "anomaly"]
FamilyName = Literal[
    "dummy",
    "linear",
    "decision_tree",
    "random_forest",
    "extra_trees",
    "knn",
    "naive_bayes",
    "svm",
    "mlp",
    "lightgbm",
    "xgboost",
    "catboost",
    "hist_gradient_boosting",
    "ensemble",
]
ScoreName = Literal[
    "roc_auc",
    "average_precision",
    "accuracy",
    "balanced_accuracy",
    "f1",
    "f1_macro",
    "precision",
    "recall",
    "log_loss",
    "brier",
    "mcc",
    "quadratic_kappa",
    "rmse",
    "mae",
    "mape",
    "smape",
    "r2",
    "rmsle",
    "median_ae",
    "silhouette",
]
GoodRate = Literal["precision", "recall", "specificity"]
RateName = GoodRate | Literal["false_positive_rate"]
Direction = Literal["increasing", "decreasing"]
Audience = Literal["novice", "engineer", "expert"]


def _no_truth(value: Any) -> Any:
    """Python counts true as 1; who writes true where a number belongs means something else."""
    if isinstance(value, bool):
        raise ValueError(f"must be a number; found {str(value).lower()}")
    return value


def _no_error_rate(value: Any) -> Any:
    """Few false alarms are asked for by their counterpart."""
    if value == "false_positive_rate":
        raise ValueError(
            "is what should be as large as possible, and 'false_positive_rate' should be small; choose 'specificity', "
            "which is 1 minus it, or 'precision'"
        )
    return value


_NUMBER = BeforeValidator(_no_truth)

Number = Annotated[float, _NUMBER]
#: A signed amount: a number, or a SQL expression over the columns of the row.
Value = Annotated[float | str, Field(union_mode="left_to_right"), _NUMBER]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Share = Annotated[float, Field(ge=0, le=1), _NUMBER]
#: Neither nothing nor all.
Partial = Annotated[float, Field(gt=0, lt=1), _NUMBER]
Positive = Annotated[float, Field(gt=0), _NUMBER]
Count = Annotated[int, Field(ge=1), _NUMBER]
Several = Annotated[int, Field(ge=2), _NUMBER]


class Part(BaseModel):
    """Base of every part of the document: immutable, without unknown fields, finite numbers only."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, str_min_length=1)


class Bounds(Part):
    """A bound from below or from above on something measured; exactly one of the two, or both."""

    at_least: Number | None = None
    at_most: Number | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> Bounds:
        if self.at_least is None and self.at_most is None:
            raise ValueError("needs at_least or at_most")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"asks for at least {self.at_least:g} and at most {self.at_most:g}")
        return self


class Constraint(Bounds):
    """Something that the delivered decisions must keep to, such as a recall or a number of rows flagged."""

    measure: str


class MetricPart(Part):
    """What every kind of metric may carry."""

    constraints: tuple[Constraint, ...] | None = None


class StandardMetric(MetricPart):
    """A standard score by its name."""

    kind: Literal["standard"] = "standard"
    name: ScoreName


class Payoffs(MetricPart):
    """Signed value of the four outcomes of acting or not; what was not mentioned is 0."""

    tp: Value | None = None
    fp: Value | None = None
    fn: Value | None = None
    tn: Value | None = None
    currency: Currency | None = None


class PayoffMetric(Payoffs):
    """The business acts on a row, or not, and each of the four outcomes has its value."""

    kind: Literal["payoff"] = "payoff"


class TopKMetric(Payoffs):
    """Only so many rows can be acted on."""

    kind: Literal["top_k"] = "top_k"
    k: Count | None = None
    fraction: Annotated[float, Field(gt=0, le=1), _NUMBER] | None = None
    out_of: Count | None = None

    @model_validator(mode="after")
    def _one_size(self) -> TopKMetric:
        if (self.k is None) == (self.fraction is None):
            raise ValueError("needs either k or fraction")
        if self.out_of is not None and (self.k is None or self.k > self.out_of):
            raise ValueError(f"has out_of={self.out_of}, which goes with a k that is not larger")
        return self


class FloorMetric(MetricPart, Bounds):
    """One rate as good as possible while another keeps to a bound."""

    kind: Literal["floor"] = "floor"
    maximise: Annotated[GoodRate, BeforeValidator(_no_error_rate)]
    subject_to: RateName | Literal["flagged", "flagged_share"]


class CostMatrixMetric(MetricPart):
    """Signed value of each confusion, or of each step between ordered classes."""

    kind: Literal["cost_matrix"] = "cost_matrix"
    costs: dict[str, dict[str, Value]] | None = None
    per_step: Value | None = None
    currency: Currency | None = None

    @field_validator("costs", mode="before")
    @classmethod
    def _labels_as_text(cls, costs: Any) -> Any:
        """Labels are text as it stands in the data; a Python 1 is meant as "1"."""
        if not isinstance(costs, Mapping):
            return costs
        return {
            _label(actual): {_label(predicted): value for predicted, value in row.items()}
            if isinstance(row, Mapping)
            else row
            for actual, row in costs.items()
        }

    @model_validator(mode="after")
    def _one_form(self) -> CostMatrixMetric:
        if (self.costs is None) == (self.per_step is None):
            raise ValueError("needs either costs or per_step")
        return self


class AsymmetricMetric(MetricPart):
    """Cost per unit of predicting too low, and of predicting too high."""

    kind: Literal["asymmetric"] = "asymmetric"
    under: Positive
    over: Positive
    currency: Currency | None = None


class ToleranceMetric(MetricPart):
    """The share of predictions close enough to the truth, or the cost of those that are not."""

    kind: Literal["tolerance"] = "tolerance"
    relative: Positive | None = None
    absolute: Positive | None = None
    cost_outside: Positive | None = None
    currency: Currency | None = None

    @model_validator(mode="after")
    def _one_width(self) -> ToleranceMetric:
        if (self.relative is None) == (self.absolute is None):
            raise ValueError("needs either relative or absolute")
        return self


class WeightedMetric(MetricPart):
    """A standard score, each row weighted by a SQL expression."""

    kind: Literal["weighted"] = "weighted"
    name: ScoreName
    weight: str


class ExpressionMetric(MetricPart):
    """Any aggregate in SQL over `actual`, `predicted`, `probability` and the columns of the rows."""

    kind: Literal["expression"] = "expression"
    sql: str
    direction: Literal["maximise", "minimise"]


Metric = Annotated[
    StandardMetric
    | PayoffMetric
    | TopKMetric
    | FloorMetric
    | CostMatrixMetric
    | AsymmetricMetric
    | ToleranceMetric
    | WeightedMetric
    | ExpressionMetric,
    Field(discriminator="kind"),
]


def _or_from_outside(value: Any, known: ValidatorFunctionWrapHandler) -> Any:
    """A family of the contract, or one that an installed package names."""
    from automl.spec.plugins import outside_names

    return value if isinstance(value, str) and value in outside_names() else known(value)


AnyFamily = Annotated[FamilyName, WrapValidator(_or_from_outside)]


class Models(Part):
    """Families to use only, and families to leave out."""

    include: tuple[AnyFamily, ...] | None = None
    exclude: tuple[AnyFamily, ...] | None = None

    @model_validator(mode="after")
    def _no_both(self) -> Models:
        both = sorted(set(self.include or ()) & set(self.exclude or ()))
        if both:
            raise ValueError(f"both includes and excludes {', '.join(both)}")
        return self


class HyperRange(Part):
    """The values that one setting of a family may take: a range, one value, or some choices."""

    min: Number | None = None
    max: Number | None = None
    value: float | bool | str | None = None
    choices: tuple[float | bool | str, ...] | None = None

    @model_validator(mode="after")
    def _one_form(self) -> HyperRange:
        ranged = self.min is not None or self.max is not None
        if ranged + (self.value is not None) + (self.choices is not None) != 1:
            raise ValueError("needs min and max, or value, or choices")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"has min {self.min:g} above max {self.max:g}")
        if self.choices is not None and not self.choices:
            raise ValueError("has no choices")
        return self


class Limits(Part):
    """What the delivered model must keep to: 10⁶ bytes on disk, median milliseconds of one row, readability."""

    model_mb: Positive | None = None
    predict_ms: Positive | None = None
    interpretable: bool | None = None


class Fairness(Bounds):
    """A bound on a difference or ratio between the groups of a column, by its fairlearn name."""

    column: str
    measure: Literal[
        "demographic_parity_difference",
        "demographic_parity_ratio",
        "equalized_odds_difference",
        "equalized_odds_ratio",
        "equal_opportunity_difference",
        "equal_opportunity_ratio",
    ]


class Budget(Part):
    """What may be spent: seconds from the start of the command, trials, 10⁹ bytes of memory, worker processes."""

    time_s: Positive | None = None
    trials: Count | None = None
    memory_gb: Positive | None = None
    workers: Count | None = None


Folds = Annotated[int, Field(ge=2, le=50), _NUMBER]


class KFold(Part):
    """Cross-validation on random folds."""

    kind: Literal["kfold"] = "kfold"
    folds: Folds | None = None


class Holdout(Part):
    """One part held out for comparing candidates, a second one of the same share for the final figure."""

    kind: Literal["holdout"] = "holdout"
    test_fraction: Annotated[float, Field(gt=0, lt=1), _NUMBER] | None = None


class TimeSplit(Part):
    """Learn on the past, test on what follows."""

    kind: Literal["time"] = "time"
    column: str
    folds: Folds | None = None
    cutoff: str | None = None
    gap: str | None = None
    group: str | None = None


class GroupSplit(Part):
    """All rows of one group stay together."""

    kind: Literal["group"] = "group"
    column: str
    folds: Folds | None = None


Validation = Annotated[KFold | Holdout | TimeSplit | GroupSplit, Field(discriminator="kind")]


#: Rows to try learning from beside those there are: made-up ones, and those whose target nobody knows.
ExtraRows = Literal["augmentation", "pseudo_labels"]


class Forecast(Part):
    """What is forecast: over which time, for which series, how far ahead."""

    time_column: str | None = None
    series_column: str | tuple[str, ...] | None = None
    horizon: Count | None = None
    frequency: str | None = None


class Clusters(Part):
    """How many groups to look for."""

    count: Several | None = None
    min: Several | None = None
    max: Several | None = None


class Baseline(Part):
    """What is done today: a rule, a score to beat, or a column of predictions."""

    rule: str | None = None
    score: Number | None = None
    metric: ScoreName | None = None
    predictions_column: str | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Baseline:
        if (self.rule, self.score, self.predictions_column).count(None) != 2:
            raise ValueError("needs one of rule, score and predictions_column")
        if self.metric is not None and self.score is None:
            raise ValueError("has a metric without the score it is of")
        return self


class Expectation(Bounds):
    """The result that the user expects before seeing one."""

    metric: ScoreName


class ProblemSpec(Part):
    """The whole specification; see the module."""

    task: Task | None = None
    target: str | None = None
    positive_label: str | tuple[str, ...] | None = None
    ignore_columns: tuple[str, ...] | None = None
    filter: str | None = None
    metric: Metric | None = None
    models: Models | None = None
    hyperparameters: dict[str, HyperRange] | None = None
    priors: dict[str, Share] | None = None
    shares: dict[str, Partial] | None = None
    monotone: dict[str, Direction] | None = None
    limits: Limits | None = None
    fairness: Fairness | None = None
    budget: Budget | None = None
    validation: Validation | None = None
    extra_rows: tuple[ExtraRows, ...] | None = None
    forecast: Forecast | None = None
    clusters: Clusters | None = None
    baseline: Baseline | None = None
    expectation: Expectation | None = None
    audience: Audience | None = None

    @field_validator("positive_label", mode="before")
    @classmethod
    def _label_as_text(cls, label: Any) -> Any:
        """Labels are text as it stands in the data; a JSON 1 is meant as "1"."""
        return tuple(map(_label, label)) if isinstance(label, list | tuple) else _label(label)

    @property
    def positive_labels(self) -> tuple[str, ...]:
        """The positive labels as a tuple, empty where none was named."""
        if self.positive_label is None:
            return ()
        return (self.positive_label,) if isinstance(self.positive_label, str) else self.positive_label

    def to_json(self) -> dict[str, Any]:
        """The document as plain JSON: absent fields are missing, whole numbers are written as such."""
        whole: dict[str, Any] = _plain(self.model_dump(mode="json", exclude_none=True))
        return whole


def _label(value: Any) -> Any:
    """A whole number as the label that it is written as."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        kind = {"kind": value["kind"]} if "kind" in value else {}  # what it is stands before what it holds
        return kind | {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value
