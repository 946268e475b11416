"""What a tool returned, drawn under the answer: files to download, tables, charts. Figures come from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from automl.project.projects import Project
from automl.spec.labels import model_label
from ui import charts, downloads
from ui.words import figure_format, plain, rounded, table_px

N_LISTED = 200


def draw(project: Project, event: Any, *, key: str) -> None:
    """Draw one event of a message, where it has something to show."""
    if not isinstance(event, dict):
        return
    if event.get("kind") == "attached":
        attached(event.get("files") or ())
        return
    artifact = event.get("artifact") or {}
    if event.get("kind") != "tool_done" or event.get("failed") or not artifact:
        return
    picture = PICTURES.get(str(event.get("name")))
    if picture is not None:
        picture(artifact)
    if files := artifact.get("files"):
        with st.container(horizontal=True):
            for number, file in enumerate(files):
                downloads.stored(project.folder, str(file), key=f"{key}-file-{number}")


def attached(names: Sequence[str]) -> None:
    """Draw which files came with a message."""
    st.caption(f":material/attach_file: {plain(', '.join(map(str, names)))}")


def _scored(artifact: dict[str, Any]) -> None:
    rows = artifact.get("preview") or artifact.get("first_rows") or []
    if rows:
        n_rows = artifact.get("n_rows", len(rows))
        # The project keeps JSON with sorted names; the list says in which order its columns stand.
        order = [name for name in artifact.get("columns") or [] if name in rows[0]]
        st.dataframe(
            rows[:N_LISTED],
            hide_index=True,
            width="stretch",
            height=table_px(len(rows)),
            column_order=order or None,
            column_config={"expected_value": st.column_config.NumberColumn(format="%.2f")},
        )
        if n_rows > len(rows):
            st.caption(f"The first {len(rows)} of {n_rows:,} rows; the files hold them all.")


def _importance(artifact: dict[str, Any]) -> None:
    from automl.report.terms import term

    if artifact.get("importance"):
        charts.importance(artifact["importance"][:8], term(str(artifact.get("score_name"))).label)


def _effect(artifact: dict[str, Any]) -> None:
    if artifact.get("effect"):
        label = artifact["effect"].get("label")
        what = f"chance of {label!r}" if label else "mean prediction"
        charts.effect(artifact["effect"], what, is_chance=bool(label))


def _row(artifact: dict[str, Any]) -> None:
    found = artifact.get("explanation") or {}
    if found.get("contributions"):
        charts.contributions(found["contributions"][:10], str(found.get("unit", "")))


def _board(artifact: dict[str, Any]) -> None:
    from automl.report.terms import term

    rows = artifact.get("leaderboard") or []
    if rows:
        label = term(str(artifact.get("score_name"))).label
        shown = {
            "Model": [model_label(row["model"]) for row in rows],
            label: [rounded(row["score"]) for row in rows],
        }
        number = st.column_config.NumberColumn(format=figure_format(rows[0]["score"]))
        st.dataframe(
            shown, hide_index=True, width="stretch", height=table_px(len(rows)), column_config={label: number}
        )


def _query(artifact: dict[str, Any]) -> None:
    rows = artifact.get("rows") or []
    if len(rows) > 1:
        st.dataframe(rows[:N_LISTED], hide_index=True, width="stretch", height=table_px(len(rows)))


#: Tool → what draws its artifact.
PICTURES: dict[str, Callable[[dict[str, Any]], None]] = {
    "score_rows": _scored,
    "get_importance": _importance,
    "get_effect": _effect,
    "explain_row": _row,
    "compare_models": _board,
    "run_query": _query,
}
