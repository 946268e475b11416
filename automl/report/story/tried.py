"""What was tried, what was chosen, and what was not tried."""

from __future__ import annotations

from automl.report import figures
from automl.report.blocks import Block, Cell, Paragraph, Section, Table
from automl.report.candidates import leaderboard_table
from automl.report.cited import Cited
from automl.report.pictures.quality import leaderboard_chart
from automl.report.story.derived import derived_table
from automl.report.story.exploration import exploration
from automl.report.terms import term
from automl.report.text import plural, sentence, shorten
from automl.search.result import Choice, NotTried, WarmStart
from automl.spec.labels import family_label

N_TOP = 8
_ENDED = {
    "finished": "It ended because nothing was left to try.",
    "time": "It ended when its time was used up.",
    "trials": "It ended when its number of trials was reached.",
    "refit": "It is no search: settings and weights are those of an earlier run, learned anew from the rows there are.",
    "stopped": "It was stopped before its budget was used up; this is the best found by then.",
}


def tried(cited: Cited) -> Section:
    """The section."""
    result = cited.result
    blocks: list[Block] = [Paragraph(_summary(cited))]
    if result.warm_start is not None:
        blocks.append(Paragraph(_warm_start(result.warm_start, score=term(result.score_name).label)))
    if result.refit_of is not None:
        blocks.append(Paragraph(result.refit_of.sentence))
    blocks.append(_choices(cited))
    chart = leaderboard_chart(result)
    if chart is not None:
        blocks.append(chart)
    blocks.append(
        leaderboard_table(result, result.leaderboard[:N_TOP], caption="The best candidates", brief=True)
    )
    blocks += exploration(result)
    blocks += [Paragraph(experiment.sentence) for experiment in result.experiments]
    table = derived_table(result)
    if table is not None:
        blocks.append(table)
    if result.not_tried:
        blocks.append(_not_tried(result.not_tried))
    if result.failures:
        failed = (
            "1 candidate was" if len(result.failures) == 1 else f"{len(result.failures):,} candidates were"
        )
        blocks.append(Paragraph(f"{failed} skipped after failing; the record below says why."))
    return Section("tried", "What was tried", tuple(blocks))


def _not_tried(found: tuple[NotTried, ...]) -> Table:
    """What was left out, by reason."""
    by_reason: dict[str, list[str]] = {}
    for one in found:
        by_reason.setdefault(sentence(one.reason), []).append(_what(one.what))
    rows = tuple((Cell(", ".join(names)), Cell(reason)) for reason, names in by_reason.items())
    return Table(("Not tried", "Why"), rows, caption="What was not tried")


def _what(name: str) -> str:
    label = family_label(name)
    return shorten(label if label != name.replace("_", " ") else name, 60)


def _summary(cited: Cited) -> str:
    result = cited.result
    families = {row.family for row in result.leaderboard if row.family not in ("ensemble", "dummy")}
    first = (
        ""
        if result.spent.first_model_s is None
        else f" The first real model was there after {cited.duration('spent', 'first_model_s')}."
    )
    if result.spent.expected_s is not None:
        first += f" The whole run had been expected to take about {cited.duration('spent', 'expected_s')}."
    ended = _ENDED.get(result.spent.ended, "")
    if not families:
        return (
            f"Nothing but the baseline was there after {cited.duration('spent', 'seconds')}. {ended}".strip()
        )
    return (
        f"{plural(result.spent.trials, 'candidate')} of {plural(len(families), 'family', 'families')} were compared on "
        f"the same splits in {cited.duration('spent', 'seconds')}.{first} "
        f"{ended}"
    ).strip()


def _warm_start(found: WarmStart, *, score: str) -> str:
    """What earlier searches gave, why these, and whether it helped."""
    whys = " ".join(dict.fromkeys(lender.why for lender in found.lenders))
    if found.best is None or found.best_usual is None:
        return f"{found.sentence} {whys}"
    best, usual = (figures.score(value, aligned=True) for value in (found.best, found.best_usual))
    return f"{found.sentence} {score}: {best} beside {usual}. {whys}"


def _choices(cited: Cited) -> Table:
    result = cited.result
    rows = [_choice("Delivered", result.chosen)]
    if result.simplest.model != result.chosen.model:
        rows.append(_choice("Simplest as good", result.simplest))
    if result.standard is not None and result.standard.model != result.chosen.model:
        rows.append(_choice("Standard approach", result.standard))
    return Table(("", "Model", term(result.score_name).label, "Why"), tuple(rows), frozenset({2}))


def _choice(name: str, choice: Choice) -> tuple[Cell, ...]:
    members = ", ".join(f"{figures.percent(m.weight)} {family_label(m.family)}" for m in choice.members)
    label = f"{choice.label} ({members})" if members else choice.label
    return (
        Cell(name, strong=True),
        Cell(shorten(label, 120), title=choice.model),
        Cell(figures.score(choice.score.value, aligned=True)),
        Cell(sentence(choice.reason)),
    )
