"""What a tool returned, drawn under the answer: files to download, tables, charts. Figures come from here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from automl.project.projects import Project

N_LISTED = 200


def draw(project: Project, event: Any, *, key: str) -> None:
    """Draw one event of a message, where it has something to show."""
    if not isinstance(event, dict):
        return
    if event.get("kind") == "attached":
        st.caption("Attached: " + ", ".join(map(str, event.get("files") or [])))
        return
    artifact = event.get("artifact") or {}
    single = [artifact["file"]] if artifact.get("file") and artifact.get("format") else []
    for number, file in enumerate([*(artifact.get("files") or []), *single]):
        _file(project, file, key=f"{key}-file-{number}")
    rows = artifact.get("first_rows") or []
    if rows:
        st.dataframe(rows[:N_LISTED], hide_index=True, width="stretch")


def _file(project: Project, file: dict[str, Any] | str, *, key: str) -> None:
    """A download, of nothing outside the project's folder."""
    given = file if isinstance(file, str) else str(file.get("path", ""))
    path = (project.folder / given).resolve()
    if not path.is_relative_to(project.folder.resolve()) or not path.is_file():
        st.caption(f"{Path(given).name} is no longer there.")
        return
    label = path.name if isinstance(file, str) else str(file.get("label") or path.name)
    st.download_button(
        label, path.read_bytes(), path.name, key=key, icon=":material/download:", on_click="ignore"
    )
