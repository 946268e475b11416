"""The first screen: bring a table, or pick a sample with its story."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from automl.errors import AutoMLError
from ui import state, turns
from ui.formats import ACCEPTED
from ui.words import plain

ICON = Path(__file__).with_name("icon.png")


def draw() -> None:
    """Draw the screen; a choice opens a new project and begins its conversation."""
    with st.container(key="welcome"):
        st.title("What would you like to predict?", anchor=False)
        st.markdown(
            "Bring a table and say in your own words what you want and what it is worth to you. Tandem reads back what "
            "it understood, searches for the best model once you approve, and explains what came out in your money."
        )
        uploaded = st.file_uploader(
            "Drop your table here, or choose it: CSV, Excel, Parquet, JSON lines, Arrow, DuckDB or SQLite",
            list(ACCEPTED),
        )
        if uploaded is not None:
            _begin(uploaded.name, "", [(uploaded.name, uploaded.getvalue())])
        st.subheader("No table at hand? Take one of these", anchor=False)
        _samples()


def _samples() -> None:
    from automl.data.samples import SAMPLES

    for row in range(0, len(SAMPLES), 2):
        for column, sample in zip(st.columns(2), SAMPLES[row : row + 2], strict=False):
            with column.container(border=True, height="stretch"):
                st.markdown(f"**{plain(sample.story.title)}**")
                st.markdown(plain(sample.story.text))
                st.space("stretch")
                if st.button("Try it", key=f"sample-{sample.name}", icon=":material/table_view:"):
                    _begin(sample.story.title, f"Use the sample table {sample.name}.", [])


def _begin(name: str, text: str, files: list[tuple[str, bytes]]) -> None:
    from assistant.models import model_settings

    try:
        project = state.home().create(name)
        turns.start(project, text, files, settings=model_settings(state.home()))
    except AutoMLError as error:
        st.error(plain(error))
        return
    state.open_project(project.folder.name)
    st.rerun()
