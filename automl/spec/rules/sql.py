"""SQL expressions must parse, bind to the columns and give what their field needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from automl.errors import SpecError
from automl.spec.model import CostMatrixMetric, ExpressionMetric, Payoffs, ProblemSpec, WeightedMetric
from automl.spec.rules.case import Case
from automl.spec.table import MIN_ROWS

Want = Literal["number", "boolean", "aggregate"]

#: Names that stand for the predictions in a metric's own SQL.
RESERVED: Final = ("actual", "predicted", "probability")

#: Fields that are worked out before the target is known.
_DECIDING: Final = ("baseline.rule", "metric.tp", "metric.fp", "metric.fn", "metric.tn")


class Expression(NamedTuple):
    """A SQL expression of a specification, where it stands, and what it must give."""

    sql: str
    field: str
    want: Want
    reserved: tuple[str, ...] = ()


def expressions_of(spec: ProblemSpec) -> Iterator[Expression]:
    """Each SQL expression of a specification."""
    if spec.filter is not None:
        yield Expression(spec.filter, "filter", "boolean")
    if spec.baseline is not None and spec.baseline.rule is not None:
        yield Expression(spec.baseline.rule, "baseline.rule", "boolean")
    metric = spec.metric
    if isinstance(metric, Payoffs):
        for name in ("tp", "fp", "fn", "tn"):
            value = getattr(metric, name)
            if isinstance(value, str):
                yield Expression(value, f"metric.{name}", "number")
    elif isinstance(metric, WeightedMetric):
        yield Expression(metric.weight, "metric.weight", "number")
    elif isinstance(metric, CostMatrixMetric):
        yield from _costs(metric)
    elif isinstance(metric, ExpressionMetric):
        yield Expression(metric.sql, "metric.sql", "aggregate", RESERVED)


def _costs(metric: CostMatrixMetric) -> Iterator[Expression]:
    if isinstance(metric.per_step, str):
        yield Expression(metric.per_step, "metric.per_step", "number")
    for actual, row in (metric.costs or {}).items():
        for predicted, value in row.items():
            if isinstance(value, str):
                yield Expression(value, f"metric.costs.{actual}.{predicted}", "number")


def sql_holds(case: Case) -> Iterator[SpecError]:
    """Each expression can be evaluated on the table."""
    if case.check_sql is None:
        return
    for sql, field, want, reserved in expressions_of(case.spec):
        try:
            case.check_sql(sql, case.facts.table.frame, field=field, want=want, reserved=reserved)
        except SpecError as error:
            yield error


def filter_leaves_rows(case: Case) -> Iterator[SpecError]:
    """Enough rows pass the filter to learn from, before anybody approves of it."""
    condition, frame = case.spec.filter, case.facts.table.frame
    if condition is None or case.evaluate is None:
        return
    try:
        passed = int(case.evaluate(condition, frame, field="filter", want="boolean").astype(bool).sum())
    except SpecError:
        return  # said by `sql_holds`
    if passed < MIN_ROWS <= len(frame):
        pass_ = "row passes" if passed == 1 else "rows pass"
        yield SpecError(
            f"{passed or 'No'} {pass_} the filter {condition!r}, of {len(frame):,}; at least {MIN_ROWS} are needed to "
            "learn from. Loosen it, or see how its column is written.",
            field="filter",
        )


def rule_needs_actions(case: Case) -> Iterator[SpecError]:
    """Today's rule acts on rows, which only a binary task does."""
    baseline = case.spec.baseline
    if baseline is not None and baseline.rule is not None and case.task not in ("binary", None):
        yield SpecError(
            f"A rule ('baseline.rule') acts on rows or does not, which fits a binary task, not {case.task}. Name a "
            "score to beat, or a column of predictions.",
            field="baseline.rule",
        )


def decisions_know_no_answer(case: Case) -> Iterator[SpecError]:
    """What decides today, and what an outcome is worth, are known before the target is."""
    target, frame = case.spec.target, case.facts.table.frame
    if case.check_sql is None or target is None or target not in frame:
        return
    before = frame.drop(columns=[target])
    for sql, field, want, reserved in expressions_of(case.spec):
        if not field.startswith(_DECIDING) or target.casefold() not in sql.casefold():
            continue
        try:
            case.check_sql(sql, frame, field=field, want=want, reserved=reserved)
        except SpecError:
            continue  # said by `sql_holds`
        try:
            case.check_sql(sql, before, field=field, want=want, reserved=reserved)
        except SpecError:
            yield SpecError(
                f"{field!r} looks at the target {target!r}, which nobody knows yet when it is decided what to do. Name "
                "other columns.",
                field=field,
            )
