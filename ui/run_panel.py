"""The search as it goes: a bar with the time left, what is being fitted, and the leaderboard as it grows."""

from __future__ import annotations

from typing import Any

import streamlit as st

from automl.project.projects import Project
from automl.project.runs import Run

POLL_S = 1.0


def draw(project: Project) -> None:
    """Draw the newest run: live while it goes on, a sentence where it failed."""
    run = project.latest_run()
    if run is None:
        return
    if not run.is_over:
        _live(project)
    elif run.status == "failed":
        st.error(run.message or "The search failed.")
    elif run.status == "died":
        st.error(
            "The search's process ended without a word (the machine may have run out of memory). "
            "What it had tried stands below; start it again from the plan."
        )
        _board(project, run)


@st.fragment(run_every=POLL_S)
def _live(project: Project) -> None:
    run = project.latest_run()
    if run is None or run.is_over:
        st.rerun()
        return
    progress = run.progress
    with st.container(border=True):
        st.subheader(
            "Searching …" if not run.stop_requested else "Stopping with the best so far …", anchor=False
        )
        share, text = _bar(progress)
        st.progress(share, text=text)
        doing = progress.get("running") or []
        if doing:
            st.caption("Now: " + "; ".join(doing))
        _board(project, run)
        if not run.stop_requested and st.button("Stop with the best so far", key="stop-run"):
            project.request_stop(run.id)
            st.rerun()


def _bar(progress: dict[str, Any]) -> tuple[float, str]:
    """How far, from 0 to 1, and in words."""
    if not progress:
        return 0.0, "Reading the data …"
    stage = {"search": "", "finish": "Fitting the chosen model on all rows, explaining, writing the report. "}
    words = stage.get(str(progress.get("stage")), "")
    elapsed, left = float(progress.get("elapsed_s") or 0.0), progress.get("left_s")
    tried = f"{progress.get('trials', 0)} models tried"
    if left is None:
        return 0.05, f"{words}{tried}, {elapsed:.0f} s so far"
    share = elapsed / max(elapsed + float(left), 1e-9)
    return min(max(share, 0.0), 1.0), f"{words}{tried}, {elapsed:.0f} s so far, about {left:.0f} s left"


def _board(project: Project, run: Run) -> None:
    rows = [trial.trial for trial in project.trials(run.id)]
    done = [row for row in rows if row.get("status") == "ok"]
    failed = [row for row in rows if row.get("status") != "ok"]
    if done:
        st.dataframe(
            [
                {
                    "model": r["model"],
                    "score": r["score"],
                    "± over folds": r["std"],
                    "seconds": r["fit_seconds"],
                }
                for r in sorted(
                    done, key=lambda r: r["score"], reverse=bool(run.progress.get("greater_is_better", True))
                )
            ],
            hide_index=True,
            width="stretch",
            height=min(38 * (len(done) + 1), 300),
        )
    for row in failed[-3:]:
        st.caption(f"{row['model']} was skipped: {row.get('reason', '')}")
