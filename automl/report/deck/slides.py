"""What stands on each slide: one message, what shows it, and where its figures come from."""

from __future__ import annotations

from automl.report import figures
from automl.report.blocks import Cell, Table
from automl.report.candidates import leaderboard_table
from automl.report.deck.canvas import MARGIN, MUTED, ROOM, TINTS, Canvas, Place
from automl.report.deck.charts import bar_chart, line_chart, money_form, score_form
from automl.report.story import answer
from automl.report.story.limits import caveats, next_steps
from automl.report.story.words import baseline_row, is_bare, standing_out, value_verdict
from automl.report.terms import term
from automl.report.text import clean, cut, cut_sentences, listed, plural, quoted, sentence, shorten
from automl.spec.labels import family_label

_TOP = 1.55
_LEFT = Place(MARGIN, _TOP, 7.6, 5.2)
_RIGHT = Place(MARGIN + 7.9, _TOP, ROOM - 7.9, 5.2)


def goal(canvas: Canvas) -> None:
    """What was asked, in the user's words."""
    result = canvas.cited.result
    canvas.title(answer.title(canvas.cited))
    said = " ".join(f"“{cut(line, 400)}”" for line in result.goal) or "No goal was put into words."
    canvas.text(said, Place(MARGIN, 1.9, ROOM, 2.2), size=24)
    if result.readback:
        canvas.text(cut_sentences(result.readback, 500), Place(MARGIN, 4.3, ROOM, 1.4), size=16, tone=MUTED)
    rows = canvas.cited.count("data", "n_rows_used")
    source = f"{shorten(result.data.name, 60)}, {rows} rows · Tandem {result.tandem}"
    canvas.text(source, Place(MARGIN, 6.4, ROOM, 0.5), size=13, tone=MUTED)
    canvas.notes()


def outcome(canvas: Canvas) -> None:
    """The answer in one sentence and four figures."""
    said, tone = answer.headline(canvas.cited)
    canvas.title("The answer")
    canvas.text(said, Place(MARGIN, 1.6, ROOM, 1.5), size=24, bold=True, tint=TINTS[tone])
    canvas.tiles(answer.tiles(canvas.cited), 3.5)
    canvas.notes()


def worth(canvas: Canvas) -> None:
    """What it is worth beside the alternatives."""
    cited = canvas.cited
    money = cited.result.money
    if money is None:
        return
    gain = cited.money("money", "over_nothing", "value")
    than = money.nothing_name
    title = (
        f"Worth {gain} more than {than}"
        if value_verdict(money) != "loss"
        else f"Not worth more than {than}: {gain}"
    )
    canvas.title(title)
    found = [
        ("Doing nothing", money.nothing),
        ("Acting on everyone", money.everyone),
        ("Today's way", money.today),
        ("This model", money.total.value),
        ("Perfect foresight", money.perfect),
    ]
    bars = [(name, value) for name, value in found if value is not None]
    strong = next((i for i, (name, _) in enumerate(bars) if name == "This model"), None)
    bar_chart(canvas, bars, _LEFT, form=money_form(money.currency, [v for _, v in bars]), strong=strong)
    points = [
        f"Totals on {plural(money.n_rows, 'held-out row')}.",
        f"Over {than}: {cited.money_with_interval('money', 'over_nothing')}.",
    ]
    if money.over_today is not None:
        points.append(f"Over today's way: {cited.money_with_interval('money', 'over_today')}.")
    if value_verdict(money) == "luck":
        points.append("The interval includes zero: it may be luck.")
    canvas.points(points, _RIGHT)
    canvas.notes(["Bars: money.nothing, money.everyone, money.today, money.total.value, money.perfect."])


def to_do(canvas: Canvas) -> None:
    """The decision, and the curve that it stands on."""
    cited = canvas.cited
    result = cited.result
    canvas.title("What to do")
    if is_bare(result):
        canvas.text(
            "Leave things as they are: the baseline ignores all columns.",
            Place(MARGIN, _TOP, ROOM, 1.5),
            size=22,
        )
        canvas.notes()
        return
    curve = _curve(canvas)
    width = _RIGHT.width if curve else ROOM
    left = _RIGHT.left if curve else MARGIN
    canvas.text(cut(result.decision.sentence, 320), Place(left, _TOP, width, 2.0), size=18, bold=True)
    points = []
    if result.decision.n_flagged is not None:
        points.append(
            f"That is {cited.count('decision', 'n_flagged')} of {cited.count('split', 'n_held_out')} held-out rows "
            f"({cited.percent('decision', 'share_flagged')})."
        )
    points.append("Start on a part of the cases, and write down what happens.")
    canvas.points(points, Place(left, _TOP + 2.1, width, 2.6))
    canvas.notes([curve] if curve else [])


def _curve(canvas: Canvas) -> str:
    """Value, or precision and recall, over the share acted on; returns what the notes say of it."""
    result = canvas.cited.result
    points = result.explanation.value_curve
    if len(points) < 3:
        return ""
    if result.money is not None and points[0].value is not None:
        line = [(p.share_flagged, p.value) for p in points if p.value is not None]
        form = money_form(result.money.currency, [value for _, value in line])
        lines = [("Total value", line)]
    else:
        form = "0%"
        lines = [
            ("Recall", [(p.share_flagged, p.recall) for p in points if p.recall is not None]),
            ("Precision", [(p.share_flagged, p.precision) for p in points if p.precision is not None]),
        ]
    if not all(points for _, points in lines):
        return ""
    line_chart(canvas, lines, _LEFT, y_form=form, x_title="share of rows acted on")
    return "Curve: explanation.value_curve, against its share_flagged."


def compared(canvas: Canvas) -> None:
    """The best of each family, and the baseline."""
    cited = canvas.cited
    result = cited.result
    label = term(result.score_name).label
    best = {row.family: row for row in reversed(result.leaderboard)}
    rows = sorted(best.values(), key=lambda row: row.rank)[:9]
    bars = [(family_label(row.family), row.score) for row in rows]
    names = [row.model for row in rows]
    strong = names.index(result.chosen.model) if result.chosen.model in names else None
    canvas.title(
        f"How we know: {label} {cited.score('held_out', 'value', aligned=True)} on rows it had never seen"
    )
    bar_chart(canvas, bars, _LEFT, form=score_form([score for _, score in bars]), strong=strong)
    direction = "higher" if result.greater_is_better else "lower"
    points = [
        f"{cited.count('split', 'n_held_out')} rows were held out; there: {cited.score_with_interval('held_out')}.",
        f"{plural(result.spent.trials, 'candidate')} were compared on the same splits; {direction} is better.",
    ]
    dummy = baseline_row(result)
    if dummy is not None:
        points.append(
            f"The baseline that ignores all columns reached {cited.score('leaderboard', dummy, 'score', aligned=True)}."
        )
    points.append(f"Delivered: {shorten(result.chosen.label, 60)}. {cut(result.chosen.reason, 200)}")
    canvas.points(points, _RIGHT)
    canvas.notes([f"Bars: score of {', '.join(names)} in leaderboard."])


def drivers(canvas: Canvas) -> None:
    """The columns that matter most."""
    cited = canvas.cited
    result = cited.result
    importance = result.explanation.importance
    sure = standing_out(importance)
    canvas.title(
        cut(f"What matters most: {listed([quoted(f.column) for f in sure[:3]])}", 130)
        if sure
        else "What matters most"
    )
    bars = [(shorten(found.column, 30), found.drop) for found in importance[:10]]
    if any(value for _, value in bars):
        bar_chart(canvas, bars, _LEFT, form=score_form([value for _, value in bars], digits=3))
        label = term(result.score_name).label
        points = [f"Bars: how much worse the {label} gets when the column is shuffled."]
        points.append(f"{len(sure)} of {plural(len(importance), 'column')} measured matter beyond chance.")
        points.append("This is how the model behaves, which need not be what causes what.")
        canvas.points(points, _RIGHT)
    else:
        canvas.text(
            "No single column was found to matter by itself.", Place(MARGIN, _TOP, ROOM, 1.5), size=22
        )
    canvas.notes(["Bars: explanation.importance, drop."])


def limits(canvas: Canvas) -> None:
    """What to keep in mind, and what comes next."""
    half = ROOM / 2 - 0.2
    canvas.title("Limits and next steps")
    canvas.text("Keep in mind", Place(MARGIN, _TOP, half, 0.5), size=18, bold=True)
    warnings = [sentence(cut(text, 220)) for text in canvas.cited.result.warnings[:2]]
    told = [*warnings, *(cut(text, 220) for text in caveats(canvas.cited))]
    canvas.points(told[:6], Place(MARGIN, _TOP + 0.55, half, 4.7), size=15)
    right = MARGIN + half + 0.4
    canvas.text("Next", Place(right, _TOP, half, 0.5), size=18, bold=True)
    steps = [cut(text, 220) for text in next_steps(canvas.cited)]
    canvas.points(steps[:6], Place(right, _TOP + 0.55, half, 4.7), size=15)
    canvas.notes()


def record(canvas: Canvas) -> None:
    """Data, run and proof on one slide."""
    cited = canvas.cited
    result = cited.result
    canvas.title("Appendix: data and run")
    rows = [
        ("Table", shorten(result.data.name, 70)),
        ("Fingerprint of the data", result.data.fingerprint),
        ("Rows used", f"{cited.count('data', 'n_rows_used')} of {cited.count('data', 'n_rows')}"),
        ("Columns learned from", figures.count(len(result.data.features))),
        ("Split", cut(result.split.sentence, 180)),
        ("Looks at the held-out rows", cited.count("split", "looks")),
        ("Metric asked for", cut(result.metric_name, 80)),
        (
            "Trials, seconds, seed",
            f"{cited.count('spent', 'trials')}, {cited.duration('spent', 'seconds')}, {cited.count('spent', 'seed')}",
        ),
        ("Head of the transcript", result.transcript_head or "not written yet"),
        ("Repeat it", "tandem replay DIR"),
    ]
    table = Table(("", ""), tuple((Cell(name), Cell(value)) for name, value in rows))
    canvas.table(table, Place(MARGIN, _TOP, ROOM, 4.8), size=13)
    canvas.notes()


def candidates(canvas: Canvas) -> None:
    """The best candidates."""
    result = canvas.cited.result
    canvas.title("Appendix: the best candidates")
    rows = result.leaderboard[:10]
    canvas.table(leaderboard_table(result, rows, caption="", brief=True), Place(MARGIN, _TOP, ROOM, 4.6))
    canvas.notes([clean(f"Rows: the first {len(rows)} of leaderboard.")])


#: In the order of the deck.
SLIDES = (goal, outcome, worth, to_do, compared, drivers, limits, record, candidates)
