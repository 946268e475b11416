"""The page: who may see it, which project, and where its panels stand."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from automl.errors import AutoMLError
from automl.project.projects import Project
from ui import chat, data_view, gate, plan_card, result_view, run_panel, sidebar, state, turns, watch, welcome
from ui.quiet import keep_quiet
from ui.words import plain

ICON = Path(__file__).with_name("icon.png")
STYLE = Path(__file__).with_name("page.css")
SIDEBAR_PX = 250


def draw() -> None:
    """Draw everything once."""
    keep_quiet()  # `streamlit run app.py` comes without `ui.server`
    st.set_page_config("Tandem", page_icon=str(ICON), layout="wide", initial_sidebar_state=SIDEBAR_PX)
    st.html(STYLE)
    if not gate.passed():
        return
    project = _project()
    sidebar.draw(project)
    if (told := state.notice()) is not None:
        st.toast(plain(told))
    if project is None:
        welcome.draw()
    else:
        _workbench(project)
    turns.warm_up()


def _project() -> Project | None:
    try:
        return state.project()
    except AutoMLError as error:
        state.leave_project()
        st.error(plain(error))
        return None


def _workbench(project: Project) -> None:
    """The conversation on the left; on the right what it is about, the newest on top."""
    watch.draw(project)
    with st.container(key="bench"):
        left, right = st.columns([5, 6], gap="medium")
        with left:
            chat.draw(project)
        with right, st.container(key="about"):
            try:
                _about(project)
            except AutoMLError as error:
                st.error(plain(error))


def _about(project: Project) -> None:
    if not project.data_versions():
        with st.container(border=True):
            st.markdown("**Nothing here yet**")
            st.caption("Your table, the plan, the search and its result will stand here, the newest on top.")
        return
    run_panel.draw(project)
    # A plan that waits for its reader stands above the result of the last one.
    waits = plan_card.is_new(project)
    if waits:
        plan_card.draw(project)
    result_view.draw(project)
    if not waits:
        plan_card.draw(project)
    data_view.draw(project)
