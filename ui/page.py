"""The page: who may see it, which project, and where its panels stand."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from automl.errors import AutoMLError
from automl.project.projects import Project
from ui import chat, data_view, gate, plan_card, result_view, run_panel, sidebar, state, welcome

ICON = Path(__file__).with_name("icon.png")
STYLE = Path(__file__).with_name("page.css")


def draw() -> None:
    """Draw everything once."""
    st.set_page_config("Tandem", page_icon=str(ICON), layout="wide")
    st.html(f"<style>{STYLE.read_text('utf-8')}</style>")
    if not gate.passed():
        return
    try:
        project = state.project()
    except AutoMLError as error:
        st.error(str(error))
        state.leave_project()
        project = None
    sidebar.draw(project)
    if (told := state.notice()) is not None:
        st.toast(told)
    if project is None:
        welcome.draw()
        return
    _workbench(project)


def _workbench(project: Project) -> None:
    """The conversation on the left; on the right what it is about, the newest on top."""
    left, right = st.columns([5, 6], gap="large")
    with left:
        chat.draw(project)
    with right:
        try:
            run_panel.draw(project)
            result_view.draw(project)
            plan_card.draw(project)
            data_view.draw(project)
        except AutoMLError as error:
            st.error(str(error))
