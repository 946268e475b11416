"""The sidebar: projects, and the settings of the language model."""

from __future__ import annotations

import os

import streamlit as st

from assistant.models import said_of_spending
from assistant.spending import FILE, VARIABLES, summary, terms_of
from automl.errors import AutoMLError
from automl.project.projects import Project
from ui import memory_view, state
from ui.words import plain, short

N_SHOWN = 15
N_LETTERS = 27  # of a name, on one line
KEY = "OPENAI_API_KEY"
#: What may be said of prices and limits, as label and help.
SPENDING = {
    "price_in": (
        "Price in",
        "Of a million tokens sent, in your currency. Providers publish theirs, and change them.",
    ),
    "price_out": ("Price out", "Of a million tokens answered, in your currency."),
    "currency": ("Currency", "Of the prices, such as EUR."),
    "max_tokens": ("Most tokens", "Limit of each project, sent and answered together."),
    "max_money": ("Most money", "Limit of each project, in your currency."),
}


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
        if project is not None:
            _spent(project)


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
            spending = _asked_of_spending()
            if st.form_submit_button("Save", width="stretch"):
                _save(model, address, key, keep=keep, spending=spending)
        if has_key and st.button("Forget the key", width="stretch", key="forget-key"):
            home.keys.forget(KEY)
            state.tell("The key is forgotten.")
            st.rerun()


def _asked_of_spending() -> dict[str, str]:
    """Prices and limits as they were typed; nobody needs them for the built-in model or a server of one's own."""
    home = state.home()
    st.caption("Where it costs: prices of a million tokens, and a hard limit of each project.")
    left, right = st.columns(2, gap="small")
    places = {"price_in": left, "price_out": right}
    return {
        name: places.get(name, st)
        .text_input(
            label,
            value=home.setting(name) or "",
            help=help_text,
            placeholder=os.environ.get(VARIABLES[name], ""),
        )
        .strip()
        for name, (label, help_text) in SPENDING.items()
    }


def _spent(project: Project) -> None:
    """A quiet line on what models elsewhere took, where one was asked."""
    try:
        told = summary(project.folder / FILE, said_of_spending(state.home()))
    except AutoMLError as error:
        told = str(error)
    if told:
        st.caption(plain(f"Models elsewhere: {told}"))


def _save(model: str, address: str, key: str, *, keep: bool, spending: dict[str, str]) -> None:
    home = state.home()
    try:
        terms_of({name: text or os.environ.get(VARIABLES[name], "") for name, text in spending.items()})
        for name, text in spending.items():
            home.set_setting(name, text)
        home.set_setting("model", model.strip() or "offline")
        home.set_setting("base_url", address.strip())
        if key.strip():
            (home.keys.save if keep else home.keys.remember)(KEY, key.strip())
    except AutoMLError as error:
        st.error(plain(error))
        return
    state.tell("Saved.")
    st.rerun()
