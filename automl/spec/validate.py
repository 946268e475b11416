"""A specification against a table: everything that is wrong, each in one sentence with the nearest valid choices."""

from __future__ import annotations

from typing import Final

from automl.errors import SpecError
from automl.spec.facts import facts_of
from automl.spec.model import ProblemSpec
from automl.spec.rules import columns, metric, models, splits, sql, target
from automl.spec.rules.case import Case, Rule
from automl.spec.table import CheckSql, EvaluateRows, SettingNames, TableLike

#: Every rule, the most telling first: a wrong target makes much else wrong too.
RULES: Final[tuple[Rule, ...]] = (
    columns.target_exists,
    target.target_varies,
    target.task_fits_target,
    target.positive_labels,
    metric.metric_fits_task,
    metric.top_k_size,
    metric.bounds_agree,
    metric.floor_bounds,
    metric.cost_labels,
    metric.cost_signs,
    metric.amounts_tell_apart,
    metric.constraint_measures,
    metric.bounds_possible,
    sql.sql_holds,
    sql.filter_leaves_rows,
    columns.ignored_columns,
    models.some_family_left,
    models.settings_known,
    models.priors_known,
    models.shares_known,
    columns.monotone_columns,
    columns.fairness_column,
    columns.splitting_columns,
    splits.time_split,
    splits.group_split,
    splits.enough_rows,
    splits.forecast_fields,
    columns.forecast_columns,
    splits.cluster_counts,
    columns.baseline_column,
    sql.rule_needs_actions,
    sql.decisions_know_no_answer,
    metric.result_to_beat,
    metric.expected_result,
)


def validate(
    spec: ProblemSpec,
    table: TableLike,
    *,
    check_sql: CheckSql | None = None,
    evaluate: EvaluateRows | None = None,
    setting_names: SettingNames | None = None,
) -> tuple[SpecError, ...]:
    """Check a specification against the data.

    Parameters
    ----------
    spec : ProblemSpec
        As said, or with its defaults filled in (`automl.spec.defaults.effective`).
    table : TableLike
        The loaded table.
    check_sql : callable, optional
        `automl.data.sql.check_expression`; without it SQL is not looked into.
    evaluate : callable, optional
        `automl.data.sql.evaluate_rows`; without it nobody counts the rows that a filter leaves.
    setting_names : callable, optional
        ``setting_names(family, task)`` gives the names of a family's parameters; without it they are not looked into.

    Returns
    -------
    tuple of SpecError
        Empty where nothing is wrong; else the most telling first, each with its `field`.
    """
    case = Case(spec, facts_of(table), check_sql, evaluate, setting_names)
    return tuple(error for rule in RULES for error in rule(case))
