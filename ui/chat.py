"""The conversation: what was said, the answer as it comes, and the box to type in."""

from __future__ import annotations

from typing import Any

import streamlit as st

from automl.project.projects import Project
from ui import attachments, turns
from ui.welcome import ACCEPTED

POLL_S = 0.3
HEIGHT = 620

#: What a tool is doing, for people.
DOING = {
    "load_table": "reading the table",
    "use_sample": "making the sample table",
    "describe_table": "looking at the table",
    "profile_column": "looking at a column",
    "find_targets": "looking for what can be predicted",
    "run_query": "computing",
    "change_spec": "writing down what you said",
    "answer_question": "writing down your answer",
    "show_spec": "reading the plan back",
    "start_search": "starting the search",
    "stop_search": "stopping the search",
    "get_progress": "looking at the search",
    "get_result": "reading the result",
    "get_importance": "measuring which columns matter",
    "explain_row": "explaining one prediction",
    "get_effect": "measuring the effect of a column",
    "compare_models": "comparing the models",
    "list_not_tried": "listing what was not tried",
    "write_report": "writing the report",
    "score_rows": "scoring the new rows",
    "list_runs": "listing the runs",
}


def draw(project: Project) -> None:
    """Draw the conversation and take what is typed."""
    box = st.container(height=HEIGHT, border=False, autoscroll=True, key="conversation")
    with box:
        messages = project.messages()
        if not messages and not turns.is_running(project):
            st.caption("Attach a table with the paper clip, or say what you want.")
        for message in messages:
            _message(project, message.role, message.content, message.events, key=str(message.seq))
        if turns.is_running(project):
            _live(project)
    sent = st.chat_input(
        "Say what you want and what it is worth …",
        accept_file="multiple",
        file_type=list(ACCEPTED),
        disabled=turns.is_running(project),
    )
    if sent is not None and (sent.text or sent.files):
        turns.start(project, sent.text or "", [(file.name, file.getvalue()) for file in sent.files])
        st.rerun()


def _message(project: Project, role: str, content: str, events: Any, *, key: str) -> None:
    with st.chat_message("user" if role == "user" else "assistant"):
        st.markdown(as_text(content))
        for number, event in enumerate(events or []):
            attachments.draw(project, event, key=f"{key}-{number}")


@st.fragment(run_every=POLL_S)
def _live(project: Project) -> None:
    """The turn that is going on; redraws the page once it is over."""
    if not turns.is_running(project):
        st.rerun()
    last = project.last_event()
    events = [] if last is None else project.events(turn_id=last.turn_id)
    text = "".join(event.body.get("text", "") for event in events if event.kind == "text_delta")
    doing = [event.body.get("name", "") for event in events if event.kind == "tool_started"]
    with st.chat_message("assistant"):
        if text:
            st.markdown(as_text(text))
        st.caption(f"{DOING.get(doing[-1], doing[-1])} …" if doing else "thinking …")


def as_text(content: str) -> str:
    """Keep Markdown's own signs, but not the dollar: two amounts in a sentence are no formula."""
    return content.replace("$", "\\$")
