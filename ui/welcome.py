"""The first screen: bring a table, or pick a sample with its story."""

from __future__ import annotations

import streamlit as st

from automl.errors import AutoMLError
from ui import state, turns

_TEXT_FORMATS = ("csv", "tsv", "txt", "jsonl", "ndjson", "json", "gz", "zst")
_BINARY_FORMATS = (
    "xlsx",
    "xls",
    "parquet",
    "pq",
    "arrow",
    "feather",
    "npy",
    "duckdb",
    "db",
    "sqlite",
    "sqlite3",
)
ACCEPTED = (*_TEXT_FORMATS, *_BINARY_FORMATS)


def draw() -> None:
    """Draw the screen; a choice opens a new project and begins its conversation."""
    _, middle, _ = st.columns([1, 4, 1])
    with middle:
        st.title("What would you like to predict?")
        st.write(
            "Bring a table and say in your own words what you want and what it is worth to you. Tandem reads it back, "
            "searches for the best model only after you approve, and explains what came out in your money."
        )
        uploaded = st.file_uploader(
            "Your table", type=list(ACCEPTED), help="CSV, Excel, Parquet, JSON lines, DuckDB …"
        )
        if uploaded is not None:
            _begin(uploaded.name, "", [(uploaded.name, uploaded.getvalue())])
        st.subheader("Or try a sample", anchor=False)
        _samples()


def _samples() -> None:
    from automl.data.samples import SAMPLES

    for row in range(0, len(SAMPLES), 2):
        for column, sample in zip(st.columns(2), SAMPLES[row : row + 2], strict=False):
            with column.container(border=True, height="stretch"):
                st.markdown(f"**{sample.story.title}**")
                st.write(sample.story.text)
                if st.button("Use this table", key=f"sample-{sample.name}", width="stretch"):
                    _begin(sample.story.title, f"Use the sample table {sample.name}.", [])


def _begin(name: str, text: str, files: list[tuple[str, bytes]]) -> None:
    try:
        project = state.home().create(name)
        turns.start(project, text, files)
    except AutoMLError as error:
        st.error(str(error))
        return
    state.open_project(project.folder.name)
    st.rerun()
