"""Ways to answer an open question with a click or a number, beside saying it in the chat."""

from __future__ import annotations

from typing import Any

import streamlit as st

from automl.errors import AutoMLError
from automl.project.projects import Project
from automl.spec.document import Question, SpecDocument
from tools.context import ToolContext
from tools.documents import Patch, change
from ui.words import plain, short

N_CHOICES = 3  # more are a list to choose from
TASKS = {"binary": "One of two labels", "multiclass": "One of several labels", "regression": "A number"}
#: Amounts that are costs where somebody is asked for them, and those that are gains.
COSTS, GAINS = ("metric.fn", "metric.fp"), ("metric.tp", "metric.tn")


def draw(project: Project, document: SpecDocument, question: Question) -> None:
    """Draw the inputs that fit a question; none where only words can answer it."""
    context = ToolContext(project)
    field = question.field
    if field == "target":
        _choose(project, field, {name: name for name in context.table().names})
    elif field == "task":
        _choose(project, field, TASKS)
    elif field == "positive_label" and document.spec.target in context.table().names:
        labels = context.table().labels(str(document.spec.target)).dropna().unique()
        _choose(project, field, {str(label): str(label) for label in labels[:200]})
    elif field in (*COSTS, *GAINS) and "how often" not in question.text.casefold():  # a share is no amount
        _amount(project, field)
    elif field == "ignore_columns":
        _leave_out(project, document, question)
    else:
        st.caption("Answer in the chat, or correct the plan below.")


def _choose(project: Project, field: str, choices: dict[str, str]) -> None:
    if len(choices) <= N_CHOICES:
        with st.container(horizontal=True):
            for number, (value, label) in enumerate(choices.items()):
                if st.button(plain(short(label)), key=f"answer-{field}-{number}"):
                    _save(project, {field: value})
        return
    chosen = st.selectbox(
        "Answer",
        list(choices),
        index=None,
        format_func=lambda value: choices[value],
        placeholder="Choose one",
        label_visibility="collapsed",
        key=f"answer-{field}",
    )
    if chosen is not None:
        _save(project, {field: chosen})


def _amount(project: Project, field: str) -> None:
    form = st.form(f"amount-{field}", border=False)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        what = "What it costs each time" if field in COSTS else "What it is worth each time"
        amount = st.number_input(what, value=None, min_value=0.0, placeholder="an amount")
        saved = st.form_submit_button("Save")
    if saved and amount is not None:
        _save(project, {field: -amount if field in COSTS else amount})


def _leave_out(project: Project, document: SpecDocument, question: Question) -> None:
    """The columns that the question names, to be left out together."""
    named = [name for name in ToolContext(project).table().names if repr(name) in question.text]
    if not named:
        return
    label = "Leave it out" if len(named) == 1 else f"Leave these {len(named)} out"
    if st.button(label, key="answer-ignore", help="They stay in the table; the model does not see them."):
        _save(project, {"ignore_columns": [*(document.spec.ignore_columns or ()), *named]})


def _save(project: Project, values: dict[str, Any]) -> None:
    try:
        change(ToolContext(project), Patch(values=values), via="form", why="answered on the page")
    except AutoMLError as error:
        st.error(plain(error))
        return
    st.rerun()
