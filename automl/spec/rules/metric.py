"""The metric must fit the task, and its figures must make sense."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from automl.errors import SpecError
from automl.spec.model import (
    AsymmetricMetric,
    Bounds,
    CostMatrixMetric,
    FloorMetric,
    MetricPart,
    StandardMetric,
    ToleranceMetric,
    TopKMetric,
    WeightedMetric,
)
from automl.spec.names import did_you_mean, listed
from automl.spec.rules.case import Case
from automl.spec.rules.target import no_such_label
from automl.spec.vocabulary import (
    FLAGGED,
    KIND_TASKS,
    RANGES,
    RATES,
    SCORE_TASKS,
    SMALL_IS_GOOD,
    metric_kinds_for,
    scores_for,
)

# The best value to state is passed by one row in so many: more than any table has.
_LOPSIDED = 1e6


def metric_fits_task(case: Case) -> Iterator[SpecError]:
    """A metric judges the task at hand."""
    metric, task = case.spec.metric, case.task
    if metric is None or task is None:
        return
    if isinstance(metric, StandardMetric | WeightedMetric):
        yield from _score_fits(case, metric.name, "metric.name")
    elif task not in KIND_TASKS[metric.kind]:
        others = [*metric_kinds_for(task), "standard"]
        yield SpecError(
            f"A metric of kind {metric.kind!r} judges {listed(KIND_TASKS[metric.kind], last='or', quote=False)} tasks, "
            f"and this one is {task}. Kinds that fit are {listed(others)}.",
            field="metric.kind",
        )


def _score_fits(case: Case, name: str, field: str) -> Iterator[SpecError]:
    task, target = case.task, case.target
    if task is None:
        return
    if task not in SCORE_TASKS[name]:
        fitting = scores_for(task)
        hint = f"Those that do are {listed(fitting, limit=20)}." if fitting else "No standard score does."
        yield SpecError(f"The score {name!r} does not fit a {task} task. {hint}", field=field)
    elif name == "quadratic_kappa" and target is not None and target.is_continuous and task == "regression":
        fitting = [other for other in scores_for(task) if other != name]
        yield SpecError(
            f"The score 'quadratic_kappa' needs a few whole grades, and {target.name!r} holds "
            f"{target.n_distinct:,} different numbers. Scores that fit are {listed(fitting, limit=20)}.",
            field=field,
        )


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
    yield from _bound_holds(case, metric, metric.subject_to, "metric")
    few = [name for name, one in _bounds_of(metric) if _asks_for_more_rows(name, one)]
    if metric.maximise != "recall" and not few:
        yield SpecError(
            f"{metric.maximise!r} is best, and {metric.subject_to!r} kept, by acting on (nearly) nobody. Bound "
            "'recall' or 'flagged' by 'at_least', or maximise 'recall'.",
            field="metric.subject_to",
        )


def _asks_for_more_rows(measure: str, bounds: Bounds) -> bool:
    """Whether a bound is kept rather by acting on more rows than on fewer, or says how many may be acted on."""
    low, high = bounds.at_least is not None, bounds.at_most is not None
    by_more = ("recall", "flagged", "flagged_share", "negative_predictive_value")
    return (low and measure in by_more) or (high and measure in ("false_negative_rate", *FLAGGED))


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
            yield from _bound_holds(case, constraint, name, f"metric.constraints.{i}")


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
    for actual, amounts in _numbers_of(metric).items():
        others = [
            amounts.get(label, 0.0)
            for label in (case.target.counts if case.target else ())
            if label != actual
        ]
        right = amounts.get(actual, 0.0)
        if others and right < min(others):
            yield SpecError(
                f"In 'metric.costs' it is worse to say {actual!r} rightly ({right:g}) than anything else in its place. "
                "Give wrong answers the larger loss.",
                field="metric.costs",
            )


def _numbers_of(metric: CostMatrixMetric) -> dict[str, dict[str, float]]:
    return {
        actual: {said: value for said, value in row.items() if not isinstance(value, str)}
        for actual, row in (metric.costs or {}).items()
    }


def amounts_tell_apart(case: Case) -> Iterator[SpecError]:
    """Widths and costs of a number leave some predictions better than others."""
    metric, target = case.spec.metric, case.target
    if isinstance(metric, ToleranceMetric) and metric.relative is not None and metric.relative >= 1:
        meant = f" Did you mean {metric.relative / 100:g}?" if metric.relative <= 100 else ""
        yield SpecError(
            f"'metric.relative' is a share of the truth; with {metric.relative:g} a prediction may be off by all of it."
            f"{meant}",
            field="metric.relative",
        )
    if isinstance(metric, ToleranceMetric) and metric.absolute is not None and target and target.is_number:
        low, high = target.values.min(), target.values.max()
        if metric.absolute >= high - low:
            yield SpecError(
                f"'metric.absolute' is {metric.absolute:,g}, and {target.name!r} goes from {low:,g} to {high:,g}: "
                "every prediction would be close enough. Name a smaller width.",
                field="metric.absolute",
            )
    if isinstance(metric, AsymmetricMetric) and not 1 / _LOPSIDED <= metric.under / metric.over <= _LOPSIDED:
        yield SpecError(
            f"'metric.under' is {metric.under:g} and 'metric.over' is {metric.over:g}: no table can tell a value that "
            "is missed so rarely on one side. Name costs that are closer to each other.",
            field="metric.under",
        )


def expected_result(case: Case) -> Iterator[SpecError]:
    """An expectation is of a score that fits, bounded from its good side, in its unit."""
    expectation = case.spec.expectation
    if expectation is None:
        return
    yield from _score_fits(case, expectation.metric, "expectation.metric")
    yield from _bound_holds(case, expectation, expectation.metric, "expectation")


def result_to_beat(case: Case) -> Iterator[SpecError]:
    """A result to beat is of a score that fits, in its unit."""
    baseline = case.spec.baseline
    if baseline is None or baseline.score is None or baseline.metric is None:
        return
    yield from _score_fits(case, baseline.metric, "baseline.metric")
    yield from _in_range(baseline.score, baseline.metric, "baseline.score")


def _bound_holds(case: Case, bounds: Bounds, measure: str, path: str) -> Iterator[SpecError]:
    """A bound is from the good side of what it bounds, in its range, and leaves rows to act on."""
    for name in ("at_least", "at_most"):
        value = getattr(bounds, name)
        if value is not None:
            yield from _in_range(value, measure, f"{path}.{name}")
    if measure in FLAGGED:
        yield from _rows_to_act_on(case, bounds, measure, path)
        return
    wanted, other = ("at_most", "at_least") if measure in SMALL_IS_GOOD else ("at_least", "at_most")
    kept = getattr(bounds, wanted)
    if kept is not None and kept == RANGES.get(measure, (None, None))[wanted == "at_most"]:
        yield SpecError(
            f"{path + '.' + wanted!r} is {kept:g}, which every {measure!r} keeps. Name a tighter bound.",
            field=f"{path}.{wanted}",
        )
    if kept is None:
        less_or_more = "less" if wanted == "at_most" else "more"
        yield SpecError(
            f"Of {measure!r} {less_or_more} is better, so it is bounded by {wanted!r}, not by {other!r}.",
            field=f"{path}.{wanted}",
        )


def _rows_to_act_on(case: Case, bounds: Bounds, measure: str, path: str) -> Iterator[SpecError]:
    if bounds.at_most == 0:
        yield SpecError(
            f"{path + '.at_most'!r} is 0, so that nobody could be acted on. Allow some rows.",
            field=f"{path}.at_most",
        )
    if measure == "flagged" and (bounds.at_least or 0) > case.facts.n_rows:
        yield SpecError(
            f"{path + '.at_least'!r} is {bounds.at_least:,.0f}, more than the {case.facts.n_rows:,} rows of the table.",
            field=f"{path}.at_least",
        )


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
    low, high = RANGES.get(measure, (-inf, inf))
    if low <= value <= high:
        return
    within = (
        f"{low:g} or more"
        if high == inf
        else f"at most {high:g}"
        if low == -inf
        else f"between {low:g} and {high:g}"
    )
    meant = f" Did you mean {value / 100:g}?" if (low, high) == (0, 1) and 1 < value <= 100 else ""
    yield SpecError(f"{path!r} must be {within} for {measure!r}; found {value:g}.{meant}", field=path)
