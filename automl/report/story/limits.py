"""What the result does not say, and what comes next."""

from __future__ import annotations

from automl.report.blocks import Paragraph, Points, Section
from automl.report.cited import Cited
from automl.report.story.words import is_bare, value_verdict
from automl.report.text import listed, plural, quoted, sentence
from automl.search.result import RunResult
from automl.spec.labels import family_label

FEW_ROWS = 200


def limits(cited: Cited) -> Section:
    """The section."""
    return Section(
        "limits",
        "What to keep in mind",
        (Points(tuple(caveats(cited))), Paragraph("Next steps", "lead"), Points(tuple(next_steps(cited)))),
    )


def caveats(cited: Cited) -> list[str]:
    """What the figures do not cover."""
    result = cited.result
    found = [sentence(said) for said in (result.refit, result.recall) if said]
    found.append(
        f"The figures are those of {cited.count('split', 'n_held_out')} held-out rows of one table "
        f"({quoted(result.data.name)}); they hold for new rows that come about in the same way."
    )
    if result.split.n_held_out < FEW_ROWS:
        found.append("So few held-out rows leave a lot to luck: read the intervals, not the figures.")
    if result.split.kind != "time":
        found.append(
            "Rows were not split by time: a change of the world since the data was collected is not covered."
        )
    if result.explanation.importance:
        found.append(
            "Importance and effects describe the model, not causes: changing a column in the world may do nothing."
        )
    if (
        result.task == "binary"
        and result.data.positive_share is not None
        and result.data.positive_share < 0.05
    ):
        found.append(
            f"Only {cited.percent('data', 'positive_share')} of the rows are {quoted(result.positive_label)}: figures "
            "about them rest on few cases."
        )
    if not result.fairness:
        found.append("No fairness between groups was asked for, so none was checked.")
    return found


def next_steps(cited: Cited) -> list[str]:
    """What to do next, each with its reason."""
    result = cited.result
    found = []
    if is_bare(result):
        return [
            "Give the search more time, add columns that could know something about the target, and run again."
        ]
    if result.money is not None and value_verdict(result.money) != "gain":
        found.append("Gather more rows before acting: the value is not yet beyond luck.")
    if result.simplest.model != result.chosen.model:
        found.append(
            f"Consider {result.simplest.label}, the simplest model that is as good. {sentence(result.simplest.reason)}"
        )
    asked = [c["column"] for c in result.data.set_aside]
    if asked:
        found.append(f"Check that nothing useful was set aside: {listed([quoted(c) for c in asked])}.")
    if result.questions:
        found.append(
            f"Answer {plural(len(result.questions), 'open question')} of the specification: a default stands there now."
        )
    found += _unspent(result)
    found.append(
        "Try the decisions on new cases, record the outcomes, and compare them with the promise above."
    )
    return [sentence(step) for step in found]


def _unspent(result: RunResult) -> list[str]:
    late = [family_label(n.what) for n in result.not_tried if "time" in n.reason or "stopped" in n.reason]
    if result.spent.ended == "stopped":
        return ["The search was stopped early: let it run on if the result is not yet good enough."]
    return [f"Give it more time: {listed(late)} had no turn yet."] if late else []
