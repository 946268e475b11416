"""The sidebar: projects, and the settings of the language model."""

from __future__ import annotations

import os

import streamlit as st

from automl.errors import AutoMLError
from automl.project.projects import Project
from ui import memory_view, state
from ui.words import plain, short

N_SHOWN = 15
N_LETTERS = 27  # of a name, on one line
KEY = "OPENAI_API_KEY"


def draw(project: Project | None) -> None:
    """Draw the sidebar."""
    with st.sidebar:
        st.markdown("## Tandem")
        if st.button("New project", width="stretch", icon=":material/add:", key="new-project"):
            state.leave_project()
            st.rerun()
        _projects(project)
        if project is not None:
            _delete(project)
        memory_view.button()
        _settings()


def _projects(project: Project | None) -> None:
    current = None if project is None else project.folder.name
    found = state.home().projects()
    if found:
        st.caption("Projects, the newest first")
    with st.container(gap="xxsmall", key="projects"):
        for info in found[:N_SHOWN]:
            if info.problem:
                st.caption(plain(f"{short(info.name)}: {info.problem}"))
            elif st.button(
                plain(short(info.name, N_LETTERS)),
                key=f"open-{info.id}",
                type="secondary" if info.id == current else "tertiary",
                help=plain(info.name) if len(info.name) > N_LETTERS else None,
                width="stretch",
            ):
                state.open_project(info.id)
                st.rerun()
    if len(found) > N_SHOWN:
        st.caption(f"… and {len(found) - N_SHOWN} older ones")


def _delete(project: Project) -> None:
    with st.popover(
        "Delete this project", width="stretch", icon=":material/delete:", type="tertiary", key="delete"
    ):
        st.markdown(
            f"This removes **{plain(project.name)}** with its data, conversation and models. It cannot be undone."
        )
        if st.button("Delete it for good", type="primary", key="delete-project"):
            try:
                state.home().delete(project.folder.name)
            except AutoMLError as error:
                st.error(plain(error))
                return
            state.leave_project()
            state.tell("The project is deleted.")
            st.rerun()


def _settings() -> None:
    home = state.home()
    chosen = home.setting("model") or os.environ.get("TANDEM_MODEL") or "offline"
    with st.expander("Language model", icon=":material/tune:"):
        st.caption(
            "The built-in model, “offline”, needs no key and no network. Another one is sent column names, types and "
            "aggregates, and no rows."
        )
        with st.form("settings", border=False, clear_on_submit=True):  # the key is not to stay in the page
            model = st.text_input("Model", value=chosen, help="offline, or a name such as openai:gpt-5.5")
            address = st.text_input(
                "Address of a compatible server",
                value=home.setting("base_url") or "",
                placeholder="https://…/v1",
            )
            has_key = home.keys.get(KEY) is not None
            key = st.text_input(
                "Key",
                type="password",
                placeholder="there is one" if has_key else "",
                help="Kept until Tandem ends; never written to a transcript or a log.",
            )
            keep = st.checkbox("Keep the key in a file that only you can read")
            if st.form_submit_button("Save", width="stretch"):
                _save(model, address, key, keep=keep)
        if has_key and st.button("Forget the key", width="stretch", key="forget-key"):
            home.keys.forget(KEY)
            state.tell("The key is forgotten.")
            st.rerun()


def _save(model: str, address: str, key: str, *, keep: bool) -> None:
    home = state.home()
    try:
        home.set_setting("model", model.strip() or "offline")
        home.set_setting("base_url", address.strip())
        if key.strip():
            (home.keys.save if keep else home.keys.remember)(KEY, key.strip())
    except AutoMLError as error:
        st.error(plain(error))
        return
    state.tell("Saved.")
    st.rerun()
