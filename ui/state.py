"""What the page remembers between two runs of its script: the only reader and writer of the session state.

Anything that matters stands in the project; what stands here may be lost at any reload.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import streamlit as st

from automl.project.projects import Project
from automl.project.store import Home, home_path

# One for all sessions of this server: a key that is not to be saved lives in it, and has to outlast a reload.
_homes: dict[Path, Home] = {}
_lock = threading.Lock()


def home() -> Home:
    """The home folder, opened once by this server."""
    path = home_path()
    with _lock:
        if path not in _homes:
            _homes[path] = Home(path)
        return _homes[path]


def project() -> Project | None:
    """The project that the address names, or None.

    Raises:
        FolderError: There is none of that name, or it cannot be opened.
    """
    wanted = st.query_params.get("project")
    if not wanted:
        return None
    opened: Project | None = st.session_state.get("opened")
    # Another page may have deleted it since.
    if opened is None or opened.folder.name != wanted or not opened.folder.is_dir():
        opened = home().open(wanted)
        st.session_state["opened"] = opened
    return opened


def open_project(project_id: str) -> None:
    """Make a project the one that the page shows; the address keeps it over a reload."""
    st.query_params["project"] = project_id


def leave_project() -> None:
    """Show no project."""
    st.session_state.pop("opened", None)
    st.query_params.pop("project", None)


def is_let_in() -> bool:
    """Whether the password was given in this session."""
    return bool(st.session_state.get("let_in"))


def let_in() -> None:
    """Remember that the password was given."""
    st.session_state["let_in"] = True


def notice() -> str | None:
    """A sentence to show once, after the page was drawn anew."""
    told: str | None = st.session_state.pop("notice", None)
    return told


def tell(sentence: str) -> None:
    """Show a sentence when the page is drawn next."""
    st.session_state["notice"] = sentence


def drawn(stamp: Any) -> None:
    """Remember which state of the project the page shows."""
    st.session_state["drawn"] = stamp


def last_drawn() -> Any:
    """The state of the project that the page shows."""
    return st.session_state.get("drawn")
