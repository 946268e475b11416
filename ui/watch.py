"""Draws the page anew when the project changed elsewhere: another window, the worker of a search, the terminal."""

from __future__ import annotations

from typing import Any

import streamlit as st

from automl.project.projects import Project
from ui import state, turns

POLL_S = 1.5


def stamp(project: Project) -> tuple[Any, ...]:
    """What the page shows of a project, as far as others can change it."""
    run, document, data = project.latest_run(), project.current_document(), project.current_data()
    under_way = turns.waiting(project)
    last = None if under_way else project.last_event()
    return (
        project.folder.name,
        len(under_way),
        last.seq if last else 0,
        document.version if document else 0,
        len(project.approvals()),
        data.id if data else 0,
        (run.id, run.status, run.stop_requested) if run else None,
    )


def draw(project: Project) -> None:
    """Begin to watch; to be called before the rest is drawn, so that no change falls in between."""
    state.drawn(stamp(project))
    _watch(project)


@st.fragment(run_every=POLL_S)
def _watch(project: Project) -> None:
    if not project.folder.is_dir() or stamp(project) != state.last_drawn():
        st.rerun()
