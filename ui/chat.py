"""The conversation: what was said, the answer as it comes, what one might say next, and the box to type in."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import streamlit as st

from automl.project.messages import Message
from automl.project.projects import Project
from ui import attachments, next_words, state, turns
from ui.formats import ACCEPTED
from ui.words import paragraphs, plain, prose

POLL_S = 0.3
PATIENCE_S = 10.0  # after which one wants to know that it still goes on
AVATARS = {"user": ":material/person:", "assistant": ":material/auto_awesome:"}

#: What a tool is doing, for people.
DOING = {
    "load_table": "Reading the table",
    "use_sample": "Making the sample table",
    "describe_table": "Looking at the table",
    "profile_column": "Looking at a column",
    "find_targets": "Looking for what can be predicted",
    "run_query": "Computing",
    "change_spec": "Writing down what you said",
    "answer_question": "Writing down your answer",
    "show_spec": "Reading the plan back",
    "restore_spec": "Going back to an earlier plan",
    "list_memory": "Recalling earlier searches",
    "use_memory": "Writing down what to start from",
    "forget_memory": "Looking at what is remembered",
    "explain_start": "Looking at how the search began",
    "refit_model": "Holding the new rows against the old ones",
    "start_search": "Starting the search",
    "stop_search": "Stopping the search",
    "get_progress": "Looking at the search",
    "get_result": "Reading the result",
    "get_importance": "Measuring which columns matter",
    "explain_row": "Explaining one prediction",
    "get_effect": "Measuring the effect of a column",
    "compare_models": "Comparing the models",
    "list_not_tried": "Listing what was not tried",
    "write_report": "Writing the report",
    "score_rows": "Scoring the new rows",
    "list_runs": "Listing the searches",
    "explain_term": "Looking up the term",
}


def draw(project: Project) -> None:
    """Draw the conversation and take what is typed."""
    under_way = turns.waiting(project)
    messages = project.messages()
    with st.container(height=600, border=False, autoscroll=True, key="conversation"):
        if not messages and not under_way:
            st.caption("Attach a table with the plus sign below, or say what you want.")
        for message in messages:
            if not under_way or message.seq <= under_way[0].after:
                _message(project, message)
        if under_way:
            _live(project, under_way[0])
        elif messages and messages[-1].role == "user":
            st.caption("This answer was cut short when Tandem ended. Say it again to have it answered.")
    if not under_way:
        next_words.draw(project, messages)
    sent = st.chat_input(
        "Say what you want, and what it is worth to you …",
        accept_file="multiple",
        file_type=list(ACCEPTED),
        key="say",
    )
    if sent is not None and (sent.text or sent.files):
        say(project, sent.text or "", [(file.name, file.getvalue()) for file in sent.files])


def say(project: Project, text: str, files: Sequence[tuple[str, bytes]] = ()) -> None:
    """Send a message and draw the page anew."""
    from assistant.models import model_settings

    turns.start(project, text, files, settings=model_settings(state.home()))
    st.rerun()


def _message(project: Project, message: Message) -> None:
    role = "user" if message.role == "user" else "assistant"
    with st.chat_message(role, avatar=AVATARS[role]):
        if message.content:
            st.markdown(paragraphs(message.content) if role == "user" else prose(message.content))
        for number, event in enumerate(message.events or []):
            attachments.draw(project, event, key=f"{message.seq}-{number}")


@st.fragment(run_every=POLL_S)
def _live(project: Project, turn: turns.Turn) -> None:
    """The turn that is going on; redraws the page once it is over."""
    under_way = turns.waiting(project)
    if not under_way or under_way[0] is not turn:
        st.rerun()
    said = project.messages(after=turn.after)
    if said:
        _message(project, said[0])
    else:
        _pending(turn)
    _answer(project, turn)
    for later in under_way[1:]:
        _pending(later)


def _pending(turn: turns.Turn) -> None:
    """A message that is not in the project yet."""
    with st.chat_message("user", avatar=AVATARS["user"]):
        if turn.text:
            st.markdown(paragraphs(turn.text))
        if turn.files:
            attachments.attached(turn.file_names)


def _answer(project: Project, turn: turns.Turn) -> None:
    events: list[Any] = project.events(turn_id=turn.id) if turn.id else []
    text = "".join(event.body.get("text", "") for event in events if event.kind == "text_delta")
    doing = [event.body.get("name", "") for event in events if event.kind == "tool_started"]
    with st.chat_message("assistant", avatar=AVATARS["assistant"]):
        if text:
            st.markdown(prose(text))
        with st.container(horizontal=True, vertical_alignment="center"):
            if turn.stopped.is_set():
                st.caption("Stopping as soon as the step that is going on has ended …")
                return
            what = DOING.get(doing[-1], doing[-1].replace("_", " ")) if doing else "Thinking"
            st.caption(f"{plain(what)} …{_waited(turn)}")
            if st.button("Stop", key="stop-turn", type="tertiary", icon=":material/stop:"):
                turns.stop(project)


def _waited(turn: turns.Turn) -> str:
    """For how long an answer has been waited for, once it is long."""
    from automl.report.figures import duration

    waited_s = time.monotonic() - turn.begun_s if turn.begun_s else 0.0
    return f" {duration(waited_s)} so far" if waited_s >= PATIENCE_S else ""
