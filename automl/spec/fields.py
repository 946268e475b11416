"""The fields of the document, by part and by path: what messages and forms choose names from."""

from __future__ import annotations

from typing import Any, Final, get_args

from automl.spec.model import (
    AsymmetricMetric,
    Baseline,
    Budget,
    Clusters,
    CostMatrixMetric,
    Expectation,
    ExpressionMetric,
    Fairness,
    FamilyName,
    FloorMetric,
    Forecast,
    GroupSplit,
    Holdout,
    HyperRange,
    KFold,
    Limits,
    Models,
    Part,
    PayoffMetric,
    ProblemSpec,
    ScoreName,
    StandardMetric,
    TimeSplit,
    ToleranceMetric,
    TopKMetric,
    WeightedMetric,
)

METRICS: Final[dict[str, type[Part]]] = {
    "standard": StandardMetric,
    "payoff": PayoffMetric,
    "top_k": TopKMetric,
    "floor": FloorMetric,
    "cost_matrix": CostMatrixMetric,
    "asymmetric": AsymmetricMetric,
    "tolerance": ToleranceMetric,
    "weighted": WeightedMetric,
    "expression": ExpressionMetric,
}
VALIDATIONS: Final[dict[str, type[Part]]] = {
    "kfold": KFold,
    "holdout": Holdout,
    "time": TimeSplit,
    "group": GroupSplit,
}
_PARTS: Final[dict[str, type[Part]]] = {
    "models": Models,
    "hyperparameters": HyperRange,
    "limits": Limits,
    "fairness": Fairness,
    "budget": Budget,
    "forecast": Forecast,
    "clusters": Clusters,
    "baseline": Baseline,
    "expectation": Expectation,
}

METRIC_KINDS: Final = tuple(METRICS)
VALIDATION_KINDS: Final = tuple(VALIDATIONS)
FAMILY_NAMES: Final[tuple[str, ...]] = get_args(FamilyName)
SCORE_NAMES: Final[tuple[str, ...]] = get_args(ScoreName)

#: Part, or kind of metric or validation → the names of its fields.
PART_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(part.model_fields) for name, part in {**_PARTS, **METRICS, **VALIDATIONS}.items()
}


def _paths() -> tuple[str, ...]:
    metric = dict.fromkeys(field for part in METRICS.values() for field in part.model_fields)
    validation = dict.fromkeys(field for part in VALIDATIONS.values() for field in part.model_fields)
    inner = {"metric": tuple(metric), "validation": tuple(validation)} | {
        name: PART_FIELDS[name] for name in _PARTS if name != "hyperparameters"
    }
    return tuple(f"{name}.{field}" for name, fields in inner.items() for field in fields)


#: Every dotted path with a fixed name, such as ``"metric.fn"`` or ``"budget.time_s"``.
FIELD_PATHS: Final = _paths()


def json_schema() -> dict[str, Any]:
    """JSON schema of a specification, for forms, editors and language models."""
    return ProblemSpec.model_json_schema()
