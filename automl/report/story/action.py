"""What to do with the predictions."""

from __future__ import annotations

from automl.report import figures
from automl.report.blocks import Block, Cell, Gallery, Paragraph, Picture, Points, Section, Table
from automl.report.cited import Cited
from automl.report.pictures.quality import confusion_chart, residual_chart
from automl.report.pictures.worth import rates_curve
from automl.report.story.words import is_bare
from automl.report.text import clean, shorten
from automl.search.result import RunResult

N_CONFUSIONS = 12


def action(cited: Cited) -> Section:
    """The decision, what it does on the held-out rows, and how to use the model."""
    result = cited.result
    if is_bare(result):
        said = "Leave things as they are: these are the figures of a baseline that ignores all columns."
        return Section("action", "What to do with it", (Paragraph(said, "lead"),))
    blocks: list[Block] = [Paragraph(clean(result.decision.sentence), "lead")]
    flagged = _flagged(cited)
    if flagged:
        blocks.append(Paragraph(flagged))
    blocks += _outcome(result)
    if result.money is None:
        curve = rates_curve(result)
        blocks += [curve] if curve else []
    blocks.append(Points(_steps(result)))
    return Section("action", "What to do with it", tuple(blocks))


def _flagged(cited: Cited) -> str:
    decision = cited.result.decision
    if decision.n_flagged is None:
        return ""
    return (
        f"On the held-out rows that means acting on {cited.count('decision', 'n_flagged')} of "
        f"{cited.count('split', 'n_held_out')} rows ({cited.percent('decision', 'share_flagged')})."
    )


def _outcome(result: RunResult) -> list[Block]:
    """Confusion as a picture, or as a table of the most frequent mix-ups; residuals for numbers."""
    pictures: list[Picture] = [p for p in (confusion_chart(result), residual_chart(result)) if p is not None]
    if pictures:
        return [Gallery(tuple(pictures))]
    return [_mix_ups(result)] if result.explanation.confusion else []


def _mix_ups(result: RunResult) -> Table:
    found = [
        (n, actual, stated)
        for actual, line in result.explanation.confusion.items()
        for stated, n in line.items()
        if n and actual != stated
    ]
    found.sort(key=lambda item: (-item[0], item[1], item[2]))
    rows = tuple(
        (Cell(shorten(actual), title=actual), Cell(shorten(stated), title=stated), Cell(figures.count(n)))
        for n, actual, stated in found[:N_CONFUSIONS]
    )
    caption = f"The most frequent mix-ups among {figures.count(len(result.explanation.confusion))} labels"
    return Table(("Actual", "Stated", "Held-out rows"), rows, frozenset({2}), caption)


def _steps(result: RunResult) -> tuple[str, ...]:
    column = "decision" if result.decision.n_flagged is not None else "prediction"
    what = "a 1 where to act" if column == "decision" else "what to use"
    return (
        f"Score new rows with “tandem predict”, on the page, or in Python; the column “{column}” has {what}.",
        "Start on a part of the cases and write down what happens, so that the promise above can be checked.",
        "Look again when prices, products or customers change: the figures hold for data like the table used here.",
    )
