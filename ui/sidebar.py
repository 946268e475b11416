"""The sidebar: projects, and the settings of the language model."""

from __future__ import annotations

import os
from typing import Literal

import streamlit as st

from automl.errors import AutoMLError
from automl.project.projects import Project
from ui import state

N_SHOWN = 12


def draw(project: Project | None) -> None:
    """Draw the sidebar."""
    with st.sidebar:
        st.markdown("### Tandem")
        if st.button("New project", width="stretch", icon=":material/add:"):
            state.leave_project()
            st.rerun()
        _projects(project)
        if project is not None:
            _danger(project)
        _settings()


def _projects(project: Project | None) -> None:
    current = None if project is None else project.folder.name
    for info in state.home().projects()[:N_SHOWN]:
        if info.problem:
            st.caption(f"{info.name}: {info.problem}")
            continue
        kind: Literal["primary", "tertiary"] = "primary" if info.id == current else "tertiary"
        if st.button(info.name[:40], key=f"open-{info.id}", type=kind, width="stretch"):
            state.open_project(info.id)
            st.rerun()


def _danger(project: Project) -> None:
    with st.popover("Delete this project", width="stretch"):
        st.write(f"This removes {project.name!r} with its data, conversation and models.")
        if st.button("Delete it", type="primary", key="delete-project"):
            try:
                state.home().delete(project.folder.name)
            except AutoMLError as error:
                st.error(str(error))
                return
            state.leave_project()
            state.tell("The project is deleted.")
            st.rerun()


def _settings() -> None:
    with st.expander("Language model"):
        home = state.home()
        chosen = home.setting("model") or os.environ.get("TANDEM_MODEL") or "offline"
        st.caption(
            "The built-in model needs no key and no network. Another one sees column names, types and aggregates, "
            "never your rows."
        )
        with st.form("settings", border=False):
            model = st.text_input(
                "Model", value=chosen, help="offline, or a LangChain name such as openai:gpt-5.5"
            )
            address = st.text_input(
                "Address of a compatible server",
                value=home.setting("base_url") or "",
                placeholder="https://…/v1",
            )
            key = st.text_input("Key", type="password", help="Never written to a transcript or a log.")
            keep = st.checkbox("Keep the key on this machine, in a file that only you can read")
            if st.form_submit_button("Save", width="stretch"):
                _save(model, address, key, keep=keep)


def _save(model: str, address: str, key: str, *, keep: bool) -> None:
    home = state.home()
    try:
        home.set_setting("model", model.strip() or "offline")
        home.set_setting("base_url", address.strip())
        if key.strip():
            (home.keys.save if keep else home.keys.remember)("OPENAI_API_KEY", key.strip())
    except AutoMLError as error:
        st.error(str(error))
        return
    state.tell("Saved.")
    st.rerun()
