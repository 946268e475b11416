"""The result of a search as lines for the model to read."""

from __future__ import annotations

from automl.report.figures import duration, measured, money, score
from automl.search.result import Choice, Money, RunResult
from automl.spec.labels import model_label, score_label


def result_lines(result: RunResult) -> list[str]:
    """Return what came out, one sentence or two a line."""
    held, name = "the held-out rows", score_label(result.score_name)
    lines = [
        f"Chosen: {_named(result.chosen)}. {result.chosen.reason}",
        f"{result.metric_name} on {held}: {measured(result.metric_held_out, score)}; "
        f"{'higher' if result.metric_greater_is_better else 'lower'} is better.",
    ]
    if result.score_name != result.metric.get("name"):
        lines.append(f"Candidates were compared by {name}: {measured(result.held_out, score)} on {held}.")
    if result.out_of_fold is not None:
        lines.append(result.out_of_fold.sentence)
    if result.money is not None:
        lines += _money_lines(result.money)
    lines.append(result.decision.sentence)
    if result.simplest.model != result.chosen.model:
        lines.append(
            f"Simpler and as good within noise: {_named(result.simplest)}, "
            f"{name} {score(result.simplest.score.value or 0.0)}. {result.simplest.reason}"
        )
    comparisons = [found.sentence for found in (result.baseline, result.expectation) if found is not None]
    checks = [
        check.sentence for check in (*result.constraints, *result.limits, *result.fairness, *result.monotone)
    ]
    lines += [*comparisons, *checks, *result.warnings[:5], result.split.sentence, result.refit]
    lines += [result.recall] if result.recall else []
    lines += [found.sentence for found in result.experiments]
    lines += [found.sentence for found in result.derived if found.gain is not None]
    lines += [found.sentence for found in (result.promise, result.proposal, result.more_time) if found]
    lines += [result.warm_start.sentence] if result.warm_start else []
    spent = result.spent
    lines.append(f"{spent.trials:,} trials in {duration(spent.seconds)}; ended by: {spent.ended}.")
    return [line for line in lines if line]


def _named(choice: Choice) -> str:
    """A mixture is called by what is in it, another model by its place in the search."""
    return choice.label if choice.members else model_label(choice.model)


def _money_lines(found: Money) -> list[str]:
    def write(value: float | None) -> str:
        return money(value, found.currency)

    lines = [
        f"Value on {found.n_rows:,} held-out rows: {measured(found.over_nothing, write)} more than doing nothing, "
        "in total."
    ]
    for name, value in (
        ("Doing nothing", found.nothing),
        ("Acting on every row", found.everyone),
        ("Today's rule", found.today),
        ("Perfect foresight", found.perfect),
    ):
        if value is not None:
            lines.append(f"{name}: {write(value)}.")
    lines.append(f"The model's decisions: {write(found.total.value or 0.0)}.")
    return lines
