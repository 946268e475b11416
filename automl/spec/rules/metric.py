"""The metric must fit the task, and its figures must make sense."""

from __future__ import annotations

from collections.abc import Iterator

from automl.errors import SpecError
from automl.spec.model import (
    Bounds,
    CostMatrixMetric,
    FloorMetric,
    MetricPart,
    StandardMetric,
    TopKMetric,
    WeightedMetric,
)
from automl.spec.names import did_you_mean, listed
from automl.spec.rules.case import Case
from automl.spec.rules.target import no_such_label
from automl.spec.vocabulary import (
    ERRORS,
    FLAGGED,
    KIND_TASKS,
    RATES,
    SCORE_TASKS,
    SHARES,
    metric_kinds_for,
    scores_for,
)


def metric_fits_task(case: Case) -> Iterator[SpecError]:
    """A metric judges the task at hand."""
    metric, task = case.spec.metric, case.task
    if metric is None or task is None:
        return
    if isinstance(metric, StandardMetric | WeightedMetric):
        yield from _score_fits(metric.name, task, "metric.name")
    elif task not in KIND_TASKS[metric.kind]:
        others = [*metric_kinds_for(task), "standard"]
        yield SpecError(
            f"A metric of kind {metric.kind!r} judges {listed(KIND_TASKS[metric.kind], last='or', quote=False)} tasks, "
            f"and this one is {task}. Kinds that fit are {listed(others)}.",
            field="metric.kind",
        )


def _score_fits(name: str, task: str, field: str) -> Iterator[SpecError]:
    if task in SCORE_TASKS[name]:
        return
    fitting = scores_for(task)
    hint = f"Those that do are {listed(fitting, limit=20)}." if fitting else "No standard score does."
    yield SpecError(f"The score {name!r} does not fit a {task} task. {hint}", field=field)


def top_k_size(case: Case) -> Iterator[SpecError]:
    """No more rows are acted on than there are."""
    metric = case.spec.metric
    if not isinstance(metric, TopKMetric) or metric.k is None or metric.out_of is not None:
        return
    if metric.k > case.facts.n_rows:
        yield SpecError(
            f"'metric.k' is {metric.k:,}, more than the {case.facts.n_rows:,} rows of the table. Say out of how many "
            "it is ('metric.out_of'), or act on fewer.",
            field="metric.k",
        )


def floor_bounds(case: Case) -> Iterator[SpecError]:
    """The rate that is kept to is another than the one made as good as possible, within its range."""
    metric = case.spec.metric
    if not isinstance(metric, FloorMetric):
        return
    if metric.maximise == metric.subject_to:
        yield SpecError(
            f"A floor keeps one rate to a bound and makes another as good as possible; both are {metric.maximise!r}.",
            field="metric.subject_to",
        )
    yield from _bound_in_range(metric, metric.subject_to, "metric")


def constraint_measures(case: Case) -> Iterator[SpecError]:
    """Constraints bound something that is known and can be measured for the task."""
    metric = case.spec.metric
    if not isinstance(metric, MetricPart):
        return
    task = case.task or "binary"
    decided = (*RATES, *FLAGGED)
    known = [*(decided if task == "binary" else ()), *scores_for(task)]
    for i, constraint in enumerate(metric.constraints or ()):
        path = f"metric.constraints.{i}.measure"
        name = constraint.measure
        if name not in {*decided, *SCORE_TASKS}:
            yield SpecError(
                f"There is no measure {name!r}. {did_you_mean(name, known, noun='measures')}", field=path
            )
        elif name not in known:
            yield SpecError(
                f"{name!r} cannot be measured for a {task} task. Measures that can are {listed(known, limit=20)}.",
                field=path,
            )
        else:
            yield from _bound_in_range(constraint, name, f"metric.constraints.{i}")


def bounds_agree(case: Case) -> Iterator[SpecError]:
    """Bounds on the same measure leave something between them."""
    metric = case.spec.metric
    if not isinstance(metric, MetricPart):
        return
    bounds = _bounds_of(metric)
    for measure in dict.fromkeys(name for name, _ in bounds):
        same = [one for name, one in bounds if name == measure]
        low = max((one.at_least for one in same if one.at_least is not None), default=None)
        high = min((one.at_most for one in same if one.at_most is not None), default=None)
        if low is not None and high is not None and low > high:
            yield SpecError(
                f"{measure!r} is to be at least {low:g} and at most {high:g}; it cannot be both. Keep one of the two.",
                field="metric.constraints",
            )


def _bounds_of(metric: MetricPart) -> list[tuple[str, Bounds]]:
    """Every bound of a metric, with what it bounds."""
    bounds: list[tuple[str, Bounds]] = [(one.measure, one) for one in metric.constraints or ()]
    return [*bounds, (metric.subject_to, metric)] if isinstance(metric, FloorMetric) else bounds


def bounds_possible(case: Case) -> Iterator[SpecError]:
    """A recall that needs more rows acted on than may be acted on cannot be reached."""
    metric, target = case.spec.metric, case.target
    if (
        case.task != "binary"
        or target is None
        or case.spec.filter is not None
        or not isinstance(metric, MetricPart)
    ):
        return
    n_positive = sum(target.counts.get(label, 0) for label in case.spec.positive_labels)
    bounds = _bounds_of(metric)
    needed = (
        max((one.at_least or 0 for measure, one in bounds if measure == "recall"), default=0) * n_positive
    )
    capacity = min(_capacities(metric, bounds, case.facts.n_rows), default=float("inf"))
    if needed > capacity + 1e-6:
        yield SpecError(
            f"Finding that share of the {n_positive:,} positive rows means acting on at least {needed:,.0f}, and only "
            f"{capacity:,.0f} may be acted on. Lower the recall, or raise the number.",
            field="metric",
        )


def _capacities(metric: MetricPart, bounds: list[tuple[str, Bounds]], n_rows: int) -> Iterator[float]:
    """Rows of the table that may be acted on, by each limit on them."""
    for measure, one in bounds:
        if one.at_most is not None and measure in FLAGGED:
            yield one.at_most * (n_rows if measure == "flagged_share" else 1)
    if isinstance(metric, TopKMetric):
        share = metric.fraction if metric.k is None else metric.k / (metric.out_of or n_rows)
        yield (share or 0.0) * n_rows


def cost_labels(case: Case) -> Iterator[SpecError]:
    """A cost matrix names labels that occur."""
    metric, target = case.spec.metric, case.target
    if not isinstance(metric, CostMatrixMetric) or metric.costs is None or target is None:
        return
    named = dict.fromkeys([*metric.costs, *(label for row in metric.costs.values() for label in row)])
    for label in named:
        if label not in target.counts:
            yield SpecError(no_such_label(label, target), field="metric.costs")


def cost_signs(case: Case) -> Iterator[SpecError]:
    """A loss is negative: where every confusion earns and no right answer does, the signs are the wrong way round."""
    metric = case.spec.metric
    if not isinstance(metric, CostMatrixMetric) or metric.costs is None:
        return
    cells = [(actual == said, value) for actual, row in metric.costs.items() for said, value in row.items()]
    known = [(is_right, value) for is_right, value in cells if not isinstance(value, str)]
    if len(known) < len(cells):
        return  # amounts in SQL are as the rows have them
    if not any(value for _, value in known):
        yield SpecError(
            "'metric.costs' gives no confusion a value, so every answer is as good as any other. Say what the wrong "
            "ones cost, as negative amounts.",
            field="metric.costs",
        )
    elif all(not value if is_right else value >= 0 for is_right, value in known):
        yield SpecError(
            "'metric.costs' holds signed values, a loss being negative; these would pay for being wrong. Write costs "
            "with a minus.",
            field="metric.costs",
        )


def expected_result(case: Case) -> Iterator[SpecError]:
    """An expectation is of a score that fits, bounded from its good side, in its unit."""
    expectation = case.spec.expectation
    if expectation is None:
        return
    if case.task is not None:
        yield from _score_fits(expectation.metric, case.task, "expectation.metric")
    wanted, other = ("at_most", "at_least") if expectation.metric in ERRORS else ("at_least", "at_most")
    if getattr(expectation, wanted) is None:
        less_or_more = "less" if wanted == "at_most" else "more"
        yield SpecError(
            f"Of {expectation.metric!r} {less_or_more} is better, so an expectation bounds it by {wanted!r}, not "
            f"{other!r}.",
            field=f"expectation.{wanted}",
        )
    yield from _bound_in_range(expectation, expectation.metric, "expectation")


def result_to_beat(case: Case) -> Iterator[SpecError]:
    """A result to beat is of a score that fits, in its unit."""
    baseline = case.spec.baseline
    if baseline is None or baseline.score is None or baseline.metric is None:
        return
    if case.task is not None:
        yield from _score_fits(baseline.metric, case.task, "baseline.metric")
    yield from _in_range(baseline.score, baseline.metric, "baseline.score")


def _bound_in_range(bounds: Bounds, measure: str, path: str) -> Iterator[SpecError]:
    for name in ("at_least", "at_most"):
        value = getattr(bounds, name)
        if value is not None:
            yield from _in_range(value, measure, f"{path}.{name}")


def _in_range(value: float, measure: str, path: str) -> Iterator[SpecError]:
    if measure == "flagged":
        if value < 0:
            yield SpecError(f"{path!r} counts rows and cannot be {value:g}.", field=path)
        elif 0 < value < 1:
            yield SpecError(
                f"{path!r} counts rows and cannot be {value:g}; a share is bounded as 'flagged_share'.",
                field=path,
            )
        return
    if measure in ERRORS and value < 0:
        yield SpecError(f"{path!r} must be 0 or more for {measure!r}; found {value:g}.", field=path)
        return
    if measure not in (*SHARES, *RATES, "flagged_share") or 0 <= value <= 1:
        return
    meant = f" Did you mean {value / 100:g}?" if 1 < value <= 100 else ""
    yield SpecError(f"{path!r} must be between 0 and 1 for {measure!r}; found {value:g}.{meant}", field=path)
