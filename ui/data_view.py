"""The table: what is in it, and what was read differently from how it is written."""

from __future__ import annotations

import streamlit as st

from automl.project.projects import Project
from tools.context import ToolContext

N_ROWS = 50


def draw(project: Project) -> None:
    """Draw the current table, folded away."""
    version = project.current_data()
    if version is None:
        return
    table = ToolContext(project).table()
    with st.expander(f"The data: {version.name}, {table.n_rows:,} rows × {len(table.columns)} columns"):
        for sentence in table.conversions[:20]:
            st.caption(sentence)
        st.dataframe(table.frame.head(N_ROWS), width="stretch", hide_index=True)
