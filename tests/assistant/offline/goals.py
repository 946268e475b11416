"""Goals over the made-up tables that tests of money start from, and what such a test looks at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.offline.context import Context

CHURN = {"task": "binary", "target": "Churn", "positive_label": "Yes"}
FRAUD = {"task": "binary", "target": "is_fraud", "positive_label": "1"}
REPAID = {"task": "binary", "target": "outcome", "positive_label": "repaid"}
DEFAULTS = {"task": "binary", "target": "outcome", "positive_label": "defaulted"}
FAILS = {"task": "binary", "target": "failure_within_24h", "positive_label": "1"}
LATE = {"task": "binary", "target": "late", "positive_label": "true"}
RETURNED = {"task": "binary", "target": "returned", "positive_label": "Y"}
GIVES = {"task": "binary", "target": "donated", "positive_label": "1"}
PRIORITY = {"task": "multiclass", "target": "priority"}
SOLD = {"task": "regression", "target": "units_sold"}
_TABLES = {
    "Churn": "customers",
    "is_fraud": "claims",
    "outcome": "loans",
    "failure_within_24h": "machines",
    "late": "deliveries",
    "returned": "orders",
    "donated": "donors",
    "priority": "tickets",
    "units_sold": "products",
}


def pursuing(made_up: Callable[[str], Context], spec: dict[str, Any]) -> Context:
    """A conversation about the table of a goal, with what is specified so far."""
    blank = made_up(_TABLES[spec["target"]])
    return Context(columns=blank.columns, n_rows=blank.n_rows, table_name=blank.table_name, spec=spec)


def metric_of(patches: dict[str, Any]) -> dict[str, Any]:
    """What is set of the metric; an outcome of 0 and one that is absent are the same."""
    return {
        path.partition(".")[2]: value
        for path, value in patches.items()
        if path.startswith("metric.") and value != 0
    }
