"""What following the model is worth, beside the alternatives."""

from __future__ import annotations

from automl.report import figures
from automl.report.blocks import Block, Cell, Paragraph, Picture, Section, Table
from automl.report.cited import Cited
from automl.report.pictures.worth import value_bars, value_curve
from automl.report.story.words import unit_note, value_verdict, verdict_on
from automl.report.text import plural
from automl.search.result import Money


def worth(cited: Cited) -> Section | None:
    """The section; None where the metric has no money."""
    money = cited.result.money
    if money is None:
        return None
    blocks: list[Block] = [Paragraph(_summary(cited, money))]
    blocks += [Paragraph(text, style) for text, style in _remarks(cited, money) if text]  # type: ignore[arg-type] # styles are literals
    blocks += [value_bars(money), _table(cited, money)]
    curve: Picture | None = value_curve(cited.result)
    if curve is not None:
        blocks += [Paragraph(_curve_words(cited)), curve]
    return Section("worth", "What it is worth", tuple(blocks))


def _summary(cited: Cited, money: Money) -> str:
    total = cited.money_with_interval("money", "total")
    parts = [
        f"Had the model's decisions been followed on {plural(money.n_rows, 'held-out row')}, the total would have been "
        f"{total}; {money.nothing_name} comes to {cited.money('money', 'nothing')}."
    ]
    if money.over_nothing.value is not None and money.nothing == 0:
        parts.append(f"That is {cited.money_per_row('money', 'over_nothing', 'value')} per row.")
    elif money.over_nothing.value is not None:
        parts.append(
            f"The difference is {cited.money_with_interval('money', 'over_nothing')}, or "
            f"{cited.money_per_row('money', 'over_nothing', 'value')} per row."
        )
    if money.everyone is not None:
        parts.append(f"Acting on everyone would have come to {cited.money('money', 'everyone')}.")
    if money.today is not None:
        parts.append(f"Today's way comes to {cited.money('money', 'today')} on the same rows.")
    return " ".join(parts)


def _remarks(cited: Cited, money: Money) -> list[tuple[str, str]]:
    found = [(unit_note(money), "note")]
    verdict = value_verdict(money)
    if verdict == "luck":
        found.append(
            ("The interval of the difference includes zero: on other rows it could be a loss.", "warning")
        )
    if verdict == "unsure":
        found.append(
            ("There are too few held-out rows for an interval: take the amount as a rough guess.", "warning")
        )
    if verdict == "loss":
        found.append(
            (f"On these rows the model is not worth using; {money.nothing_name} is as good.", "warning")
        )
    if verdict != "loss" and money.over_today is not None and verdict_on(money.over_today) == "luck":
        found.append(
            ("Against today's way the interval includes zero: the gain over it may be luck.", "warning")
        )
    best = max((x for x in (money.nothing, money.everyone, money.today) if x is not None), default=None)
    if verdict in ("gain", "luck") and best is not None and (money.total.value or 0) < best:
        found.append(
            ("A way without the model would have earned more on these rows; see the table.", "warning")
        )
    return found


def _table(cited: Cited, money: Money) -> Table:
    rows = [_row(cited, f"Nothing: {money.nothing_name}", ("money", "nothing"))]
    rows[0] = (Cell("Doing nothing"), *rows[0][1:]) if money.nothing_name == "doing nothing" else rows[0]
    if money.everyone is not None:
        rows.append(_row(cited, "Acting on everyone", ("money", "everyone")))
    if money.today is not None:
        rows.append(_row(cited, "Today's way", ("money", "today")))
    ours = (
        Cell("This model", strong=True),
        Cell(cited.money("money", "total", "value"), strong=True),
        Cell(cited.money_between(("money", "total", "value"), ("money", "nothing")), strong=True),
        Cell(figures.interval(money.over_nothing, lambda v: figures.money(v, money.currency))),
    )
    rows.append(ours)
    if money.perfect is not None:
        rows.append(_row(cited, "Perfect foresight", ("money", "perfect")))
    return Table(
        ("What is done", "Total value", f"Against {money.nothing_name}", "Interval of the difference"),
        tuple(rows),
        frozenset({1, 2}),
        note="Intervals: bootstrap over the held-out rows; they cover the luck of these rows, not a changed world.",
    )


def _row(cited: Cited, name: str, path: tuple[str, ...]) -> tuple[Cell, ...]:
    same = path == ("money", "nothing")
    difference = "" if same else cited.money_between(path, ("money", "nothing"))
    return Cell(name), Cell(cited.money(*path)), Cell(difference), Cell("")


def _curve_words(cited: Cited) -> str:
    share = cited.result.decision.share_flagged
    acted = (
        ""
        if share is None
        else f" The model acts on {cited.percent('decision', 'share_flagged')} of the rows."
    )
    return (
        f"The curve shows what acting on the most promising rows is worth, from nobody on the left to everyone on the "
        f"right.{acted} A flat top means that the exact cut-off matters little."
    )
