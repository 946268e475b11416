"""What was explored, how the time was shared, what was promised, and what is left to find."""

from __future__ import annotations

from automl.report import figures
from automl.report.blocks import Block, Cell, Fold, Paragraph, Points, Table
from automl.report.terms import term
from automl.search.result import FamilyMap, RunResult, SettingMap, Stretch
from automl.search.words import range_words, setting_words, shares_words
from automl.spec.labels import family_label


def exploration(result: RunResult) -> list[Block]:
    """The paragraphs and the map; nothing where a result has none of it."""
    said = shares_words(result.shared) if result.shared.families else []
    said += [
        found.sentence for found in (result.promise, result.proposal, result.more_time) if found is not None
    ]
    blocks: list[Block] = [Points(tuple(said))] if said else []
    tried = [found for found in result.explored if found.trials]
    if tried:
        blocks.append(Fold("A map of what was explored", (_note(result), *(_table(one) for one in tried))))
    return blocks


def _note(result: RunResult) -> Paragraph:
    best = "best" if result.greater_is_better else "lowest"
    return Paragraph(
        f"Each range is cut into stretches on its own scale: how many models were fitted there, and the {best} "
        f"{term(result.score_name).label} among them.",
        "note",
    )


def _table(found: FamilyMap) -> Table:
    widest = max((len(one.stretches) for one in found.settings), default=0)
    rows = tuple(_row(one, widest) for one in found.settings)
    caption = f"{family_label(found.family)}: {figures.count(found.trials)} tried"
    return Table(("Setting", "Visited", *("",) * widest), rows, frozenset({1}), caption, small=True)


def _row(found: SettingMap, widest: int) -> tuple[Cell, ...]:
    cells = [_cell(stretch) for stretch in found.stretches]
    return (
        Cell(setting_words(found.setting), title=found.setting),
        Cell(figures.percent(found.visited)),
        *cells,
        *(Cell(""),) * (widest - len(cells)),
    )


def _cell(found: Stretch) -> Cell:
    where = str(found.choice) if found.low is None else range_words(found.low, found.high)
    if not found.trials:
        return Cell(f"{where}: none", tone="warn")
    return Cell(
        f"{where}: {found.trials}" + ("" if found.best is None else f" · {figures.score(found.best)}")
    )
