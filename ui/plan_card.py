"""The plan: the specification as a card that can be read, answered, corrected and approved."""

from __future__ import annotations

from typing import Any

import streamlit as st

from automl.errors import AutoMLError
from automl.project.documents import DocumentVersion
from automl.project.projects import Project
from automl.spec.diff import diff
from automl.spec.document import SpecDocument
from automl.spec.paths import leaves_of
from tools.context import ToolContext
from tools.documents import approve, must_answer
from tools.expected_time import expected_time
from ui import memory_view, plan_answers, plan_form, turns
from ui.words import paragraphs, plain, shown

_SOURCES = {"user": "you said", "data": "follows from the data", "assistant": "suggested"}
N_ANSWERS = 3
N_CHANGES = 6


def is_new(project: Project) -> bool:
    """Whether the newest plan says something to approve that nobody has approved."""
    stored = project.current_document()
    return stored is not None and bool(stored.document.get("spec")) and not _is_approved(project, stored)


def draw(project: Project) -> None:
    """Draw the newest version of the plan, where there is one."""
    stored = project.current_document()
    if stored is None:
        return
    document = SpecDocument.from_json(stored.document)
    run = project.latest_run()
    is_busy = run is not None and not run.is_over
    is_approved = _is_approved(project, stored)
    state = (
        "approved" if is_approved else "waiting for an answer" if must_answer(document) else "to be approved"
    )
    title = f"**The plan** · version {stored.version} · {state}"
    with st.expander(title, expanded=not is_approved and not is_busy, icon=":material/checklist:"):
        _changes(project)
        st.markdown(paragraphs(readback(document)))
        if not must_answer(document) and not is_busy:
            _time(project, document)
            memory_view.at_the_plan(project, document)
        _questions(project, document, is_busy=is_busy)
        if not is_busy:
            _actions(project, document, stored.version, is_approved=is_approved)
        _details(document)


def readback(document: SpecDocument) -> str:
    """The plan in plain words, without the questions: each of them has a place of its own."""
    return "\n\n".join(part for part in document.readback.split("\n\n") if not part.startswith("Still open:"))


def _time(project: Project, document: SpecDocument) -> None:
    """What the run is expected to take, step by step."""
    expected = expected_time(ToolContext(project), document)
    if expected:
        st.caption(plain(expected["sentence"]))


def changes(project: Project) -> list[str]:
    """What the newest version says otherwise than the one before, a sentence for each field; none for the first."""
    stored = project.documents()[-2:]
    if len(stored) < 2:
        return []
    before, after = (SpecDocument.from_json(one.document).spec for one in stored)
    return [change.sentence for change in diff(before, after)]


def _changes(project: Project) -> None:
    said = changes(project)
    if said:
        more = [f"… and {len(said) - N_CHANGES:,} more changes."] if len(said) > N_CHANGES else []
        st.caption("**New in this version:** " + plain(" ".join([*said[:N_CHANGES], *more])))


def _is_approved(project: Project, stored: DocumentVersion) -> bool:
    return any(approval.version == stored.version for approval in project.approvals())


def _questions(project: Project, document: SpecDocument, *, is_busy: bool) -> None:
    blocking = must_answer(document)
    others = [question for question in document.questions if question not in blocking]
    for question in [*blocking, *others][:N_ANSWERS]:
        must = question in blocking
        with st.container(border=True):
            sign = ":material/help:" if must else ":material/info:"
            st.markdown(f"{sign} {'**Please answer:** ' if must else ''}{plain(question.text)}")
            if not is_busy:
                plan_answers.draw(project, document, question)


def _actions(project: Project, document: SpecDocument, version: int, *, is_approved: bool) -> None:
    blocking = must_answer(document)
    label = "Search again" if is_approved else "Approve and start the search"
    # What is being answered may change the plan: nobody should approve the version before it.
    is_answering = turns.is_running(project)
    help_ = "Answer the question first." if blocking else "Wait for the answer." if is_answering else None
    with st.container(horizontal=True):
        started = st.button(
            label,
            type="secondary" if is_approved else "primary",
            icon=":material/play_arrow:",
            disabled=bool(blocking) or is_answering,
            help=help_,
            key="approve",
        )
        if st.button("Correct it", icon=":material/edit:", key="correct"):
            plan_form.draw(project, document)
    if started:
        _start(project, version)


def _start(project: Project, version: int) -> None:
    from tools.searching import start

    context = ToolContext(project)
    try:
        approve(context, version=version, note="approved with the page's button")
        start(context)
    except AutoMLError as error:
        st.error(plain(error))
        return
    st.rerun()


def _details(document: SpecDocument) -> None:
    with st.container(horizontal=True):
        with st.popover("Every field", type="tertiary", icon=":material/list:", key="fields"):
            st.dataframe(fields(document), hide_index=True, width=620)
        if document.set_aside:
            n = len(document.set_aside)
            with st.popover(
                f"{n:,} {'column' if n == 1 else 'columns'} set aside",
                type="tertiary",
                icon=":material/visibility_off:",
                key="aside",
            ):
                lines = [
                    f"- **{plain(item.column)}**: {plain(item.reason)}" for item in document.set_aside[:50]
                ]
                st.markdown("\n".join(lines + ([f"- … and {n - 50:,} more"] if n > 50 else [])))


def fields(document: SpecDocument) -> list[dict[str, str]]:
    """Every field with its value, where it came from, and the words."""
    rows = []
    for path, value in leaves_of(document.spec.to_json()).items():
        origin = document.provenance.get(path)
        source = _SOURCES[origin.source] if origin else ""
        rows.append(_row(path, value, source, origin.quote if origin else ""))
    return rows + [_row(path, value, "default", "") for path, value in leaves_of(document.defaults).items()]


def _row(path: str, value: Any, source: str, words: str) -> dict[str, str]:
    return {"Field": path, "Value": shown(value), "Where from": source, "Your words": words}
