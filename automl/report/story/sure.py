"""How sure the result is: the score on unseen rows, calibration, bounds, warnings."""

from __future__ import annotations

from collections.abc import Iterable

from automl.report import figures
from automl.report.blocks import Block, Cell, Paragraph, Points, Section, Table, Tone
from automl.report.cited import Cited
from automl.report.pictures.quality import calibration_chart
from automl.report.story.words import baseline_row, gloss, is_bare, verdict_on
from automl.report.terms import term
from automl.report.text import clean, sentence, shorten
from automl.search.result import Check, RunResult

MAX_BOXES = 3


def sure(cited: Cited) -> Section:
    """The section."""
    result = cited.result
    blocks: list[Block] = [Paragraph(_score_words(cited))]
    blocks += _warnings(result)
    if result.split.looks > 1:
        blocks.append(Paragraph(_looks(cited), "warning"))
    blocks += _judged(result)
    if result.measures:
        blocks.append(_measures(cited))
    calibration = calibration_chart(result)
    if calibration is not None:
        blocks += [Paragraph(_calibration_words(result)), calibration]
    return Section("sure", "How sure this is", tuple(blocks))


def _warnings(result: RunResult) -> list[Block]:
    """A box each; where there are many, a list behind the first."""
    told = [sentence(warning) for warning in result.warnings]
    if len(told) <= MAX_BOXES:
        return [Paragraph(text, "warning") for text in told]
    return [Paragraph(told[0], "warning"), Points(tuple(told[1:]))]


def _score_words(cited: Cited) -> str:
    result = cited.result
    label = term(result.score_name).label
    parts = [
        f"{cited.count('split', 'n_held_out')} rows were set aside before the search and looked at only for these "
        f"figures. On them the model's {label} is {cited.score_with_interval('held_out')}."
    ]
    parts.append(gloss(result, result.score_name, result.held_out.value))
    dummy = baseline_row(result)
    if dummy is not None and not is_bare(result):
        parts.append(
            f"On the folds of the search it reached {cited.score('chosen', 'score', 'value', aligned=True)}, where "
            "the baseline that ignores all columns reached "
            f"{cited.score('leaderboard', dummy, 'score', aligned=True)}; "
            f"{'higher' if result.greater_is_better else 'lower'} is better."
        )
    if result.out_of_fold is not None and not is_bare(result):
        parts.append(sentence(result.out_of_fold.sentence))
    return " ".join(part for part in parts if part)


def _looks(cited: Cited) -> str:
    return (
        f"This is look number {cited.count('split', 'looks')} at the held-out rows of this data and target. Each look "
        "at the same rows makes the best figure seen a little too good; fresh data would settle it."
    )


def _judged(result: RunResult) -> list[Block]:
    """Today's way, expectation and every bound, each with its verdict."""
    rows: list[tuple[Cell, ...]] = []
    if result.baseline is not None:
        rows.append(
            _verdict(
                "Today",
                result.baseline.sentence,
                _beats_today(result),
                good="better",
                bad="not better",
                open_="may be luck" if result.baseline.better else "not decided",
            )
        )
    if result.expectation is not None:
        rows.append(_verdict("Expectation", result.expectation.sentence, result.expectation.met))
    for kind, checks in _bounds(result):
        rows += [_verdict(f"{kind}: {shorten(c.what)}", c.sentence, c.met) for c in checks]
    return (
        [Table(("What was asked", "What was found", "Verdict"), tuple(rows), caption="Checks")]
        if rows
        else []
    )


def _beats_today(result: RunResult) -> bool | None:
    """Whether the model is better than what is done today; None where the interval of the gain leaves it open."""
    money = result.money
    if money is not None and money.over_today is not None and verdict_on(money.over_today) == "luck":
        return None
    return result.baseline.better if result.baseline is not None else None


def _bounds(result: RunResult) -> Iterable[tuple[str, tuple[Check, ...]]]:
    yield "Constraint", result.constraints
    yield "Limit", result.limits
    yield "Fairness", result.fairness
    yield "Direction", result.monotone


def _verdict(
    name: str,
    found: str,
    verdict: bool | None,
    *,
    good: str = "kept",
    bad: str = "not kept",
    open_: str = "not decided",
) -> tuple[Cell, ...]:
    tone: Tone = "warn" if verdict is None else "good" if verdict else "bad"
    said = open_ if verdict is None else good if verdict else bad
    return Cell(name), Cell(sentence(found)), Cell(said, tone=tone, strong=True)


def _measures(cited: Cited) -> Table:
    result = cited.result
    rows = []
    for name, found in result.measures.items():
        words = Cell(gloss(result, name, found.value))
        rows.append((Cell(term(name).label), Cell(figures.score_interval(found, words=False)), words))
    return Table(
        ("Score", "On held-out rows", "In words"),
        tuple(rows),
        frozenset({1}),
        caption="The usual scores",
        note="In brackets: the 95 % interval, where there are enough rows for one.",
    )


def _calibration_words(result: RunResult) -> str:
    bins = result.explanation.calibration
    worst = max(bins, key=lambda b: abs(b.predicted - b.observed))
    return clean(
        f"Where the model says {figures.percent(worst.predicted)}, it came true in "
        f"{figures.percent(worst.observed)} of {figures.count(worst.n_rows)} rows: the largest gap of any group. "
        "The closer the points are to the dashed line, the more literally the probabilities can be taken."
    )
