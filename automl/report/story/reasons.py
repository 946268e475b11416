"""What drives the predictions."""

from __future__ import annotations

from automl.report import figures
from automl.report.blocks import Block, Cell, Fold, Paragraph, Section, Table
from automl.report.cited import Cited
from automl.report.pictures.columns import effect_gallery, importance_chart, reasons_chart
from automl.report.story.words import is_bare, standing_out
from automl.report.terms import term
from automl.report.text import clean, listed, quoted, shorten
from automl.search.result import Importance, RowExplanation, RunResult


def reasons(cited: Cited) -> Section:
    """Importance, effects, and some single predictions."""
    result = cited.result
    if is_bare(result):
        said = "The baseline looks at no column and says the same of every row: there is nothing to explain."
        return Section("reasons", "What drives the predictions", (Paragraph(said),))
    told = result.explanation
    blocks: list[Block] = [Paragraph(_summary(cited))]
    chart = importance_chart(told.importance, result.score_name)
    if chart is not None:
        blocks.append(chart)
        blocks.append(Fold(f"All {len(told.importance)} columns measured", (_table(told.importance),)))
    gallery = effect_gallery(told.effects, is_share=result.task != "regression")
    if gallery is not None:
        blocks.append(Paragraph(_effect_words(result)))
        blocks.append(gallery)
    blocks += _examples(cited)
    if told.method:
        blocks.append(Paragraph(clean(told.method), "note"))
    return Section("reasons", "What drives the predictions", tuple(blocks))


def _summary(cited: Cited) -> str:
    importance = cited.result.explanation.importance
    sure = standing_out(importance)
    if not importance:
        return "The importance of columns was not measured."
    if all(found.drop == 0 for found in importance):
        return "Shuffling any one column changes nothing: the model does not use the columns."
    if not sure:
        return (
            f"No single column stands out: on the rows that it was measured on, shuffling any one of them, even "
            f"{quoted(importance[0].column)}, changes the score by no more than chance could. Columns may still matter "
            "together."
        )
    label = term(cited.result.score_name).label
    first = cited.score("explanation", "importance", importance.index(sure[0]), "drop")
    return (
        f"What matters most is {listed([quoted(f.column) for f in sure[:3]])}: shuffling "
        f"{quoted(sure[0].column)} alone makes the {label} worse by {first}. "
        f"{len(sure)} of {len(importance)} columns measured matter beyond chance."
    )


def _effect_words(result: RunResult) -> str:
    what = "probability" if result.task != "regression" else "prediction"
    return (
        f"How the {what} moves with a column, everything else left as it is; grey columns show where the rows are. "
        "This is how the model behaves, which need not be what causes what."
    )


def _table(importance: tuple[Importance, ...]) -> Table:
    write = figures.alike([found.drop for found in importance])
    write_shap = figures.alike([found.shap for found in importance])
    rows = tuple(
        (
            Cell(shorten(found.column), title=found.column),
            Cell(write(found.drop)),
            Cell(f"{write(found.low)} to {write(found.high)}"),
            Cell("" if found.shap is None else write_shap(found.shap)),
        )
        for found in importance
    )
    return Table(
        ("Column", "Fall of the score", "95 % interval", "Mean contribution"),
        rows,
        frozenset({1, 2, 3}),
        note="A fall of 0 or below means that the model does as well without the column's information.",
        small=True,
    )


def _examples(cited: Cited) -> list[Block]:
    blocks: list[Block] = []
    for i, example in enumerate(cited.result.explanation.examples):
        chart = reasons_chart(example)
        words = Paragraph(_example_words(cited, i, example))
        blocks.append(Fold(_example_title(cited.result, example), (words, chart) if chart else (words,)))
    if blocks:
        blocks.insert(
            0, Paragraph("Single predictions, opened up: the highest, the lowest, and some in between.")
        )
    return blocks


def _example_title(result: RunResult, example: RowExplanation) -> str:
    said = (
        figures.number(example.prediction)
        if result.task == "regression"
        else figures.percent(example.prediction)
    )
    of_whom = f" for {quoted(example.label)}" if example.label and result.task != "regression" else ""
    decided = f", {clean(example.decision)}" if example.decision else ""
    return f"Row {figures.count(example.row)}: {said}{of_whom}{decided}"


def _example_words(cited: Cited, i: int, example: RowExplanation) -> str:
    place = ("explanation", "examples", i)
    write = cited.score if cited.result.task == "regression" else cited.percent
    parts = [
        f"It starts from {write(*place, 'base')}, the typical prediction, and ends at {write(*place, 'prediction')}."
    ]
    if example.expected_value is not None:
        parts.append(f"The expected value of the decision is {cited.money(*place, 'expected_value')}.")
    if example.unit == "log-odds":
        parts.append(
            "Contributions are in log-odds, in which they add up: +0.7 doubles the odds, −0.7 halves them."
        )
    parts.append(f"Method: {clean(example.method)}.")
    return " ".join(parts)
