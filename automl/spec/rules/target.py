"""Task, target and positive label must go together, and labels must occur."""

from __future__ import annotations

from collections.abc import Iterator

from automl.errors import SpecError
from automl.spec.facts import MAX_CLASSES, ColumnFacts
from automl.spec.names import listed, nearest
from automl.spec.rules.case import Case


def target_varies(case: Case) -> Iterator[SpecError]:
    """There is something to tell apart."""
    target = case.target
    if target is None or target.n_distinct > 1:
        return
    held = f"holds only {target.labels[0]!r}" if target.labels else "holds no value at all"
    yield SpecError(f"The target {target.name!r} {held}, so there is nothing to predict.", field="target")


def task_fits_target(case: Case) -> Iterator[SpecError]:
    """Numbers for a regression, labels for a classification."""
    target, task = case.target, case.spec.task
    if target is None or target.n_distinct < 2:
        return
    if task in ("regression", "forecast") and target.kind not in ("number", "boolean"):
        other = "binary" if target.n_distinct == 2 else "multiclass"
        yield SpecError(
            f"{task!r} predicts a number, and {target.name!r} holds {_examples(target)}. "
            f"Use the task {other!r}, or another target.",
            field="task",
        )
    if task in ("binary", "multiclass"):
        yield from _labels_fit(case, target, task)


def _labels_fit(case: Case, target: ColumnFacts, task: str) -> Iterator[SpecError]:
    if target.kind == "datetime":
        yield SpecError(
            f"{target.name!r} holds dates, which are not labels. Choose another target.", field="target"
        )
    elif target.is_continuous and not case.spec.positive_labels:
        yield SpecError(
            f"{task!r} tells labels apart, and {target.name!r} holds {target.n_distinct:,} different numbers. "
            "Use the task 'regression', or another target.",
            field="task",
        )
    elif task == "multiclass" and target.n_distinct == 2:
        yield SpecError(
            f"{target.name!r} holds two labels, {listed(target.labels)}: that is the task 'binary'.",
            field="task",
        )
    elif target.n_distinct > MAX_CLASSES and not case.spec.positive_labels:
        yield SpecError(
            f"{target.name!r} holds {target.n_distinct:,} different labels, more than the {MAX_CLASSES} that can be "
            "told apart. Choose another target.",
            field="target",
        )


def positive_labels(case: Case) -> Iterator[SpecError]:
    """The positive labels occur, and leave others."""
    positive, target = case.spec.positive_labels, case.target
    if case.spec.positive_label is None:
        return
    if case.spec.task not in ("binary", None):
        yield SpecError(
            f"A positive label belongs to a binary task, not to {case.spec.task}. Leave 'positive_label' out, or use "
            "the task 'binary'.",
            field="positive_label",
        )
    if not positive:
        yield SpecError("'positive_label' is an empty list. Name at least one label.", field="positive_label")
    if target is None:
        return
    for label in positive:
        if label not in target.counts:
            yield SpecError(no_such_label(label, target), field="positive_label")
    if positive and target.n_distinct > 1 and set(target.counts) <= set(positive):
        yield SpecError(
            f"Every label of {target.name!r} is named as positive. Leave at least one out.",
            field="positive_label",
        )


def no_such_label(label: str, target: ColumnFacts) -> str:
    """The answer to a label that does not occur: its exact spelling, the nearest ones, or those that do."""
    said = f"{label!r} does not occur in {target.name!r}."
    same = [other for other in target.labels if other.strip().lower() == label.strip().lower()]
    if same:
        return f"{said} Written exactly as in the data it is {listed(same, last='or')}."
    close = nearest(label, target.labels)
    if close:
        return f"{said} Did you mean {listed(close, last='or')}?"
    return f"{said} Its labels are {listed(target.labels)}."


def _examples(target: ColumnFacts) -> str:
    kinds = {"category": "labels such as", "text": "text such as", "datetime": "dates such as"}
    shown = [label if len(label) <= 40 else label[:39] + "…" for label in target.labels[:2]]
    return f"{kinds.get(target.kind, 'values such as')} {listed(shown)}"
