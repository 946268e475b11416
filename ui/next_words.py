"""What one might say next, as buttons: at most three, and only what makes sense as the project stands."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from automl.project.messages import Message
from automl.project.projects import Project
from automl.spec.document import SpecDocument
from automl.spec.extra_rows import TO_ASK
from tools.documents import must_answer
from ui.words import plain, short

_RUNNING = ("How is it going?", "Stop with the best so far")
_FINISHED = ("What came out?", "What matters most?", "Write the report as PDF")


def draw(project: Project, messages: Sequence[Message]) -> None:
    """Draw the buttons; a click says the words."""
    from ui.chat import say

    offered = offers(project, messages)
    if not offered:
        return
    with st.container(horizontal=True, gap="small", key="next-words"):
        for number, words in enumerate(offered[:3]):
            label = plain(short(words, 90))
            if st.button(label, key=f"next-{number}", help=plain(words) if len(words) > 90 else None):
                say(project, words)


def offers(project: Project, messages: Sequence[Message]) -> tuple[str, ...]:
    """What to offer."""
    if not messages or not project.data_versions():
        return ()
    run = project.latest_run()
    if run is not None and not run.is_over:
        return () if run.stop_requested else _RUNNING
    if run is not None and run.result_path.exists():
        return _FINISHED
    stored = project.current_document()
    document = SpecDocument() if stored is None else SpecDocument.from_json(stored.document)
    if document.spec.target is None:
        goal = _goal(messages)
        return (goal, "What could be predicted here?") if goal else ("What could be predicted here?",)
    if must_answer(document):
        return ()
    ask = TO_ASK["pseudo_labels"]
    offered = (f"{ask[0].upper()}{ask[1:]}",) if ask in document.readback else ()
    return ("Go ahead", *offered, "Show me the plan")


def _goal(messages: Sequence[Message]) -> str:
    """What the user of a sample's story would say."""
    for message in reversed(messages):
        for event in message.events or []:
            artifact = event.get("artifact") if isinstance(event, dict) else None
            if artifact and artifact.get("goal"):
                return str(artifact["goal"])
    return ""
