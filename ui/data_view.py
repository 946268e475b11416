"""The table: what is in it, and what was read differently from how it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from automl.project.projects import Project
from tools.context import ToolContext
from ui.words import plain, short, table_px

if TYPE_CHECKING:
    import pandas as pd

N_ROWS = 50
N_COLUMNS = 200  # a browser draws no more without stalling
N_CONVERSIONS = 20


def draw(project: Project) -> None:
    """Draw the current table; open as long as nothing else is there to look at."""
    version = project.current_data()
    if version is None:
        return
    table = ToolContext(project).table()
    stored = project.current_document()
    is_alone = stored is None or not stored.document.get("spec", {}).get("target")
    title = f"**The data** · {plain(short(version.name, 45))} · {table.n_rows:,} rows × {len(table.columns):,} columns"
    with st.expander(title, expanded=is_alone, icon=":material/table_view:"):
        shown = table.frame.iloc[:N_ROWS, :N_COLUMNS]
        st.dataframe(
            shown, width="stretch", hide_index=True, height=table_px(len(shown)), column_config=_days(shown)
        )
        parts = [f"The first {len(shown)} rows"] if table.n_rows > N_ROWS else []
        parts += [f"the first {N_COLUMNS} columns"] if len(table.columns) > N_COLUMNS else []
        if parts:
            st.caption(" and ".join(parts) + " are shown.")
        _conversions(table.conversions)


def _days(shown: pd.DataFrame) -> dict[str, Any]:
    """Dates without a time of day are shown as such."""
    dates = shown.select_dtypes("datetime").dropna(axis="columns", how="all")
    days = [
        str(name) for name in dates if (dates[name].dropna().dt.normalize() == dates[name].dropna()).all()
    ]
    return {name: st.column_config.DateColumn() for name in days}


def _conversions(sentences: tuple[str, ...]) -> None:
    if not sentences:
        return
    st.markdown("**Read differently from how it is written**")
    lines = [f"- {plain(sentence)}" for sentence in sentences[:N_CONVERSIONS]]
    if len(sentences) > N_CONVERSIONS:
        lines.append(f"- … and {len(sentences) - N_CONVERSIONS} more")
    st.caption("\n".join(lines))
