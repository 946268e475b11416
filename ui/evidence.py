"""What a result rests on: money against the alternatives, what matters, how good it is, what was tried, the checks."""

from __future__ import annotations

import streamlit as st

from automl.search.result import RunResult
from automl.spec.labels import model_label
from ui import charts
from ui.words import figure_format, plain, rounded, short, table_px

N_EFFECTS = 6


def draw(result: RunResult) -> None:
    """Draw the evidence in tabs."""
    pages = [("What matters", _matters), ("How good", _quality), ("Models", _models), ("Checks", _checks)]
    if result.money is not None:
        pages.insert(0, ("Money", _money))
    elif result.explanation.value_curve:
        pages.insert(0, ("Decision", _decision))
    else:
        st.markdown(plain(result.decision.sentence))
    for tab, (_, page) in zip(st.tabs([name for name, _ in pages]), pages, strict=True):
        with tab:
            page(result)


def _money(result: RunResult) -> None:
    from automl.report.figures import money

    found = result.money
    assert found is not None
    ways = [
        ("This model", found.total.value),
        ("What is done today", found.today),
        ("Acting on everybody", found.everyone),
        (found.nothing_name[:1].upper() + found.nothing_name[1:], found.nothing),
        ("Knowing it all beforehand", found.perfect),
    ]
    known = [(name, value) for name, value in ways if value is not None]
    charts.bars(
        [name for name, _ in known],
        [value for _, value in known],
        title=f"{found.currency or 'Value'} on {found.n_rows:,} unseen rows",
        marked=[name == "This model" for name, _ in known],
        texts=[money(value, found.currency) for _, value in known],
    )
    if result.baseline is not None:
        st.markdown(plain(result.baseline.sentence))
    _decision(result)


def _decision(result: RunResult) -> None:
    st.markdown(plain(result.decision.sentence))
    curve = result.explanation.value_curve
    if not curve:
        return
    found, share = result.money, result.decision.share_flagged
    if found is not None:
        points = [(point.share_flagged, point.value) for point in curve if point.value is not None]
        title = f"{found.currency or 'value'} over doing nothing"
    else:
        points = [(point.share_flagged, point.precision) for point in curve if point.precision is not None]
        title = "share of them that are right"
    if points:
        charts.line(
            points,
            x="share of rows acted on",
            y=title,
            x_format="%",
            y_format="" if found else "%",
            mark=None if share is None else (share, "chosen"),
        )


def _matters(result: RunResult) -> None:
    from automl.report.terms import term

    found = [item.to_json() for item in result.explanation.importance]
    if not any(item["drop"] for item in found):
        st.caption("No column changes the prediction.")
        return
    charts.importance(found, term(result.score_name).label)
    effects = {effect.column: effect for effect in result.explanation.effects}
    if not effects:
        return
    column = st.pills(
        "How the prediction moves with a column",
        list(effects)[:N_EFFECTS],
        default=next(iter(effects)),
        format_func=lambda name: short(name, 28),
        key="effect",
    )
    if column is not None:
        shown = effects[column]
        label = shown.label or result.positive_label
        what = f"chance of {label!r}" if label else f"mean prediction of {result.target!r}"
        charts.effect(shown.to_json(), what, is_chance=bool(label))


def _quality(result: RunResult) -> None:
    from automl.report.figures import score_interval
    from automl.report.terms import term

    measures = {result.score_name: result.held_out, **result.measures}
    words = {"positive": repr(result.positive_label or "the label"), "target": repr(result.target)}
    st.table(
        {
            "Score": [term(name).label for name in measures],
            "On the rows held out (95\u00a0% interval)": [
                score_interval(m, words=False) for m in measures.values()
            ],
            "In words": [plain(term(name).say(m.value, **words)) for name, m in measures.items()],
        },
        hide_index=True,
        border="horizontal",
    )
    if result.explanation.calibration:
        st.markdown("**Do the stated chances come true?** On the dashed line they do.")
        bins = [(one.predicted, one.observed) for one in result.explanation.calibration]
        charts.line(
            bins,
            x="stated chance",
            y="how often it came true",
            x_format="%",
            y_format="%",
            diagonal=True,
            dots=True,
        )
    if result.explanation.confusion:
        st.markdown("**What it says** (across) of rows that are (down)")
        st.dataframe(_confusion(result), width="stretch", hide_index=True)
    if result.explanation.residuals:
        charts.dots(result.explanation.residuals, x=f"actual {short(result.target)}", y="predicted")


def _confusion(result: RunResult) -> list[dict[str, str | int]]:
    found = result.explanation.confusion
    return [
        {"actual": actual, **{f"says {label}": n for label, n in row.items()}}
        for actual, row in found.items()
    ]


def _models(result: RunResult) -> None:
    from automl.report.terms import term

    st.markdown(f"**{plain(result.chosen.label)}** is delivered. {plain(result.chosen.reason)}")
    if result.simplest.model != result.chosen.model:
        st.markdown(
            f"Simplest that is as good: **{plain(result.simplest.label)}**. {plain(result.simplest.reason)}"
        )
    board = result.leaderboard
    label = term(result.score_name).label
    columns: dict[str, list[object]] = {
        "": [row.rank for row in board],
        "Model": [model_label(row.model) for row in board],
        label: [rounded(row.score) for row in board],
    }
    # Where there was one part to test on, nothing is known of the spread; 0 would say that there is none.
    if any(row.std for row in board):
        columns["± over the folds"] = [rounded(row.std) for row in board]
    figures = figure_format(board[0].score)
    formats = {label: figures, "± over the folds": figures, "Fit s": "%.1f", "MB": "%.2f"}
    if any(row.value is not None for row in board):
        columns["Value for each row"] = [row.value for row in board]
        formats["Value for each row"] = "localized" if abs(board[0].value or 0) >= 1000 else "%.2f"
    columns |= {"Fit s": [row.fit_seconds for row in board], "MB": [row.size_mb for row in board]}
    if any(row.why_not for row in board):
        columns["Not allowed because"] = [row.why_not or "" for row in board]
    number = st.column_config.NumberColumn
    st.dataframe(
        columns,
        hide_index=True,
        width="stretch",
        height=table_px(len(board)),
        column_config={name: number(format=pattern) for name, pattern in formats.items()},
    )
    _experiments(result)
    _left_out(result)


def _experiments(result: RunResult) -> None:
    """Whether what was done to the rows learned from, and columns made of others, helped."""
    lines = [found.sentence for found in result.experiments]
    lines += [found.sentence for found in result.derived]
    if lines:
        with st.expander("Rows and columns: what was tried, and what it brought"):
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _left_out(result: RunResult) -> None:
    lines = [f"{model_label(item.what)}: {item.reason}" for item in result.not_tried]
    lines += [
        f"{model_label(item.model)} was skipped ({item.kind}): {item.reason}" for item in result.failures
    ]
    if lines:
        with st.expander(f"Not tried, or skipped: {len(lines)}"):
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _checks(result: RunResult) -> None:
    found = [*result.constraints, *result.limits, *result.fairness, *result.monotone]
    lines = [f"{'✓' if check.met else '–' if check.met is None else '✗'} {check.sentence}" for check in found]
    lines += [part.sentence for part in (result.baseline, result.expectation) if part is not None]
    lines += [] if result.warm_start is None else [result.warm_start.sentence]
    lines += [result.split.sentence, result.refit, *([result.recall] if result.recall else [])]
    looks = result.split.looks
    lines.append(
        f"The rows held out have been looked at {'once' if looks == 1 else f'{looks:,} times'} so far."
    )
    if result.data.left_out:
        lines += [f"{n:,} rows were left out: {reason}." for reason, n in result.data.left_out.items()]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
