"""The search as it goes: a bar with the time left, what is being fitted, and the leaderboard as it grows."""

from __future__ import annotations

from typing import Any

import streamlit as st

from automl.project.projects import Project
from automl.project.runs import Run
from automl.spec.labels import model_label
from ui import state
from ui.words import LOWER_IS_BETTER, figure_format, plain, rounded, table_px

POLL_S = 1.0
_DIED = (
    "The search's process ended without a word; the machine may have run out of memory, or it was switched off. "
    "Start it again from the plan."
)


def draw(project: Project) -> None:
    """Draw the newest run: live while it goes on, a sentence where it left nothing."""
    run = project.latest_run()
    if run is None:
        return
    if not run.is_over:
        _live(project)
    elif run.status == "failed":
        st.error(plain(run.message or "The search failed."), icon=":material/error:")
    elif run.status == "stopped" and run.message:
        st.info(plain(run.message), icon=":material/stop_circle:")
    elif run.status == "died" and not run.result_path.exists():
        st.error(_DIED, icon=":material/error:")
        _board(project, run)


@st.fragment(run_every=POLL_S)
def _live(project: Project) -> None:
    run = project.latest_run()
    if run is None or run.is_over:
        if run is not None and run.result_path.exists():
            state.tell("The search is done.")
        st.rerun()
        return
    with st.container(border=True, key="run"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            is_refit = "refit_of" in run.job
            st.subheader(_title(run), anchor=False)
            if (
                not run.stop_requested
                and not is_refit
                and st.button("Stop with the best so far", key="stop-run", icon=":material/stop_circle:")
            ):
                project.request_stop(run.id)
                st.rerun()
        share, text = bar(run.progress, was_stopped=run.stop_requested)
        st.progress(share, text=text)
        _now(run)
        _board(project, run)
        st.caption("You can go on talking, close this page or come back later: the search goes on by itself.")


def _title(run: Run) -> str:
    if "refit_of" in run.job:
        return "Learning anew from more rows …"
    return "Ending with the best so far …" if run.stop_requested else "Searching …"


def bar(progress: dict[str, Any], *, was_stopped: bool = False) -> tuple[float, str]:
    """How far, from 0 to 1, and in words.

    Args:
        was_stopped: Somebody asked it to end: what is left of its time is not used.
    """
    from automl.report.figures import duration

    if not progress:
        return 0.0, "Reading the data …"
    n_tried = int(progress.get("trials") or 0)
    parts = [f"{n_tried:,} {'model' if n_tried == 1 else 'models'} tried"]
    elapsed, left = float(progress.get("elapsed_s") or 0.0), progress.get("left_s")
    parts.append(f"{duration(elapsed)} so far")
    if was_stopped:
        return 0.97, " · ".join(parts)
    if left is None:
        return 0.03, " · ".join(parts)
    is_ending = progress.get("stage") == "finish"
    parts.append(f"about {duration(float(left))} left" if left >= 1 else "nearly done")
    share = elapsed / max(elapsed + float(left), 1e-9)
    # A full bar says "done", which only the result may say.
    return min(max(share, 0.0), 0.99 if is_ending else 0.97), " · ".join(parts)


def _now(run: Run) -> None:
    if run.progress.get("stage") == "finish":
        st.caption(f"Now: {plain(run.progress.get('why') or 'finishing')} …")
    elif doing := run.progress.get("running"):
        st.caption("Now fitting " + plain("; ".join(model_label(name) for name in doing)))


def compared_by(document: dict[str, Any]) -> str:
    """The score by which the candidates of a run are compared."""
    both = {**document.get("defaults", {}), **document.get("spec", {})}
    metric = both.get("metric") or {}
    if metric.get("kind") in ("standard", "weighted"):
        return str(metric["name"])
    return "rmse" if both.get("task") == "regression" else "log_loss"


def _board(project: Project, run: Run) -> None:
    from automl.report.terms import term

    trials = [trial.trial for trial in project.trials(run.id)]
    done = [trial for trial in trials if trial.get("status") == "ok"]
    name = compared_by(run.document)
    if done:
        is_lower = name in LOWER_IS_BETTER
        ranked = sorted(done, key=lambda trial: float(trial["score"]), reverse=not is_lower)
        label = f"{term(name).label} ({'lower' if is_lower else 'higher'} is better)"
        columns: dict[str, list[Any]] = {
            "Model": [model_label(trial["model"]) for trial in ranked],
            label: [rounded(trial["score"]) for trial in ranked],
        }
        if any(trial["std"] for trial in ranked):  # as in the result: one part alone has no spread
            columns["± over the folds"] = [rounded(trial["std"]) for trial in ranked]
        columns["Seconds"] = [trial["fit_seconds"] for trial in ranked]
        st.dataframe(
            columns,
            column_config={
                label: st.column_config.NumberColumn(format=figure_format(ranked[0]["score"])),
                "± over the folds": st.column_config.NumberColumn(format=figure_format(ranked[0]["score"])),
                "Seconds": st.column_config.NumberColumn(format="%.1f"),
            },
            hide_index=True,
            width="stretch",
            height=table_px(len(ranked)),
        )
    for trial in [trial for trial in trials if trial.get("status") not in ("ok", "rejected")][-3:]:
        st.caption(plain(f"{model_label(trial['model'])} was skipped: {trial.get('reason', '')}"))
