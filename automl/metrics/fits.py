"""Whether a kind of metric fits a task, and what a specification says of the problem that a metric needs."""

from __future__ import annotations

from automl.data.problem import Problem
from automl.errors import SpecError
from automl.metrics.base import Setting, Task

_WORDS: dict[Task, str] = {
    "binary": "one label told from all others (binary)",
    "multiclass": "one of several classes (multiclass)",
    "regression": "a number (regression)",
}


def setting_of(problem: Problem) -> Setting:
    """What metrics know of a problem."""
    return Setting(problem.task, problem.target, problem.classes, problem.n_table_rows)


def require_task(kind: str, task: Task, allowed: tuple[Task, ...]) -> None:
    """Refuse a kind of metric where it says nothing.

    Raises
    ------
    SpecError
        Naming what the kind is for and what fits the task.
    """
    if task in allowed:
        return
    wanted = " or ".join(_WORDS[one] for one in allowed)
    fitting = {
        "binary": "payoff, top_k, floor, cost_matrix, expression or a standard score",
        "multiclass": "cost_matrix, expression or a standard score",
        "regression": "asymmetric, tolerance, expression or a standard score",
    }[task]
    raise SpecError(
        f"A metric of kind {kind!r} is for predicting {wanted}, and this is {_WORDS[task]}; "
        f"there {fitting} fits.",
        field="metric.kind",
    )
