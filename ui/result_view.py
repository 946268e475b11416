"""The result of the newest finished run: the answer first, then the evidence, then the files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st
from automl.report.figures import measured, money, number, percent

from automl.errors import AutoMLError
from automl.folder import read_result, report_again
from automl.project.projects import Project
from automl.project.runs import Run
from automl.search.result import RunResult

REPORTS = {"html": "Report (HTML)", "pdf": "Report (PDF)", "pptx": "Slides", "md": "Markdown"}
MIME = {
    "html": "text/html",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "md": "text/markdown",
}
COLOUR = "#0f766e"


def draw(project: Project) -> None:
    """Draw the newest result, where there is one."""
    finished = [run for run in project.runs() if run.is_over and run.result_path.exists()]
    if not finished:
        return
    run = finished[-1]
    result = read_result(run.folder)
    with st.container(border=True):
        st.subheader(f"The result of {run.id}", anchor=False)
        _headline(result)
        st.markdown(_escaped(result.decision.sentence))
        for warning in result.warnings:
            st.warning(_escaped(warning))
        _evidence(result)
        _files(run, result)


def _headline(result: RunResult) -> None:
    columns = st.columns(3)
    if result.money is not None:
        m = result.money
        columns[0].metric(
            f"Worth on {m.n_rows:,} held-out rows, over doing nothing",
            money(m.over_nothing.value, m.currency),
            help=f"95 % interval: {money(m.over_nothing.low, m.currency)} to {money(m.over_nothing.high, m.currency)}",
        )
    columns[1].metric(
        f"{result.score_name}, held out",
        number(result.held_out.value),
        help=f"95 % interval: {number(result.held_out.low)} to {number(result.held_out.high)}",
    )
    columns[2].metric("Model", result.chosen.label)
    if result.metric_name != result.score_name and result.money is None:
        columns[0].metric(result.metric_name, measured(result.metric_held_out, number))


def _evidence(result: RunResult) -> None:
    names = ["Models", "What matters", "Decisions", "Checks"]
    models, matters, decisions, checks = st.tabs(names)
    with models:
        st.caption(
            _escaped(
                f"{result.chosen.label}: {result.chosen.reason} Simplest as good: {result.simplest.label}. "
                f"{result.simplest.reason}"
            )
        )
        st.dataframe(_board(result), hide_index=True, width="stretch")
    with matters:
        _importance(result)
    with decisions:
        _curve(result)
        if result.explanation.confusion:
            st.caption("Held-out rows: actual (down) against predicted (across)")
            st.dataframe(pd.DataFrame(result.explanation.confusion).T, width="stretch")
    with checks:
        _checks(result)


def _board(result: RunResult) -> pd.DataFrame:
    rows = [row.model_dump() for row in result.leaderboard]
    board = pd.DataFrame(rows)[
        ["rank", "model", "score", "std", "value", "fit_seconds", "predict_ms", "size_mb", "why_not"]
    ]
    board = board.rename(
        columns={"score": result.score_name, "std": "± over folds", "why_not": "not allowed because"}
    )
    return board.dropna(axis="columns", how="all")


def _importance(result: RunResult) -> None:
    found = result.explanation.importance[:15]
    if not found:
        st.caption("No column changes the prediction.")
        return
    frame = pd.DataFrame([{"column": i.column, "drop": i.drop, "low": i.low, "high": i.high} for i in found])
    order = list(frame["column"])
    base = alt.Chart(frame).encode(y=alt.Y("column:N", sort=order, title=None))
    bars = base.mark_bar(color=COLOUR).encode(
        x=alt.X("drop:Q", title=f"how much {result.score_name} gets worse when shuffled")
    )
    whiskers = base.mark_rule().encode(x="low:Q", x2="high:Q")
    st.altair_chart(bars + whiskers, width="stretch")


def _curve(result: RunResult) -> None:
    points = [p.model_dump() for p in result.explanation.value_curve]
    if not points:
        return
    frame = pd.DataFrame(points)
    has_money = frame["value"].notna().any()
    shown = "value" if has_money else "precision"
    title = (
        f"value on the held-out rows ({result.money.currency or 'ratio'})"
        if has_money and result.money
        else shown
    )
    line = (
        alt.Chart(frame)
        .mark_line(color=COLOUR)
        .encode(
            x=alt.X("share_flagged:Q", title="share of rows acted on", axis=alt.Axis(format="%")),
            y=alt.Y(shown, title=title),
        )
    )
    st.altair_chart(line, width="stretch")


def _checks(result: RunResult) -> None:
    lines = [
        check.sentence
        for part in (result.constraints, result.limits, result.fairness, result.monotone)
        for check in part
    ]
    if result.baseline is not None:
        lines.append(result.baseline.sentence)
    if result.expectation is not None:
        lines.append(result.expectation.sentence)
    lines += [result.split.sentence, result.refit]
    for line in lines:
        st.markdown(f"- {_escaped(line)}")
    for failure in result.failures:
        st.caption(_escaped(f"{failure.model} was skipped ({failure.kind}): {failure.reason}"))
    for item in result.not_tried:
        st.caption(_escaped(f"Not tried: {item.what}. {item.reason}"))
    if result.positive_label is not None and result.data.positive_share is not None:
        st.caption(
            _escaped(f"{percent(result.data.positive_share)} of the rows are {result.positive_label}.")
        )


def _files(run: Run, result: RunResult) -> None:
    columns = st.columns(len(REPORTS) + 1)
    for column, (to, label) in zip(columns, REPORTS.items(), strict=False):
        path = run.folder / f"report.{to}"
        if path.exists():
            column.download_button(
                label,
                path.read_bytes(),
                f"{run.id}.{to}",
                MIME[to],
                key=f"download-{run.id}-{to}",
                width="stretch",
                on_click="ignore",
            )
        elif column.button(f"Make {label}", key=f"make-{run.id}-{to}", width="stretch"):
            try:
                report_again(run.folder, to=to)
            except AutoMLError as error:
                st.error(str(error))
                return
            st.rerun()
    columns[-1].download_button(
        "Model",
        lambda: zipped(run.folder),
        f"{run.id}-model.zip",
        "application/zip",
        key=f"download-{run.id}-model",
        width="stretch",
        on_click="ignore",
    )


def zipped(folder: Path) -> bytes:
    """The model of a run with what describes it, as one archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            inner = path.relative_to(folder)
            if path.is_file() and (
                inner.parts[0] == "model" or inner.name in ("spec.json", "result.json", "leaderboard.csv")
            ):
                archive.write(path, inner.as_posix())
    return buffer.getvalue()


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>$~#" else sign for sign in text)
