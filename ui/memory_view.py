"""What is remembered of earlier searches: a list, erasing after a second click, and the switch at the plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from automl.errors import AutoMLError
from automl.metrics.words import figure_words
from automl.project.lessons import Lesson
from automl.project.projects import Project
from automl.project.remembered import change_memory
from automl.spec.document import SpecDocument
from automl.spec.labels import score_label
from tools.context import ToolContext
from tools.remembering import recall_of
from ui import state
from ui.words import plain, table_px

_GONE = "What it taught is erased and cannot be brought back; the search itself stays in its project."


def button() -> None:
    """Draw the button that opens the list."""
    if st.button("What is remembered", icon=":material/history:", type="tertiary", key="memory"):
        dialog()


@st.dialog("What earlier searches taught", width="large")
def dialog() -> None:
    """Show the list in a window of its own."""
    listed()


def listed() -> None:
    """Draw the list, and what erases from it."""
    home = state.home()
    lessons = home.lessons()[::-1]
    st.caption(
        "A search starts from what did best on data like its own. Only settings and the look of a table from far away "
        "are kept, never a cell of it."
    )
    on = st.toggle("Searches learn from each other", value=home.remembers, key=f"memory-on-{home.remembers}")
    if on != home.remembers:
        _change(switch=on)
    if not lessons:
        st.markdown("Nothing is remembered yet.")
        return
    st.dataframe(
        [row(lesson) for lesson in lessons], hide_index=True, width="stretch", height=table_px(len(lessons))
    )
    _one(lessons)
    _all(len(lessons))


def row(lesson: Lesson) -> dict[str, Any]:
    """One search as the list shows it."""
    facts = lesson.to_json()
    best = facts["best"][0]["score"] if facts["best"] else None
    said = "" if best is None else f"{score_label(facts['score'])} {figure_words(best)}"
    when = datetime.fromisoformat(lesson.time).astimezone()
    return {
        "No.": lesson.id,
        "Table": facts["table"],
        "Target": facts["target"],
        "Rows × columns": f"{facts['n_rows']:,} × {len(facts['columns']):,}",
        "Best score": said,
        "When": f"{when:%Y-%m-%d %H:%M}",
    }


def _one(lessons: list[Lesson]) -> None:
    by_id = {lesson.id: lesson for lesson in lessons}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Forget one of them",
            list(by_id),
            index=None,
            placeholder="Choose a search",
            format_func=lambda number: _name(by_id[number]),
            key="forget-which",
        )
        with st.popover("Forget it", disabled=chosen is None, icon=":material/delete:", key="forget-one"):
            if chosen is not None:
                st.markdown(f"**{plain(_name(by_id[chosen]))}**: {_GONE}")
                if st.button("Forget it for good", type="primary", key="forget-this"):
                    _change(forget=[chosen])


def _all(n_lessons: int) -> None:
    with st.popover("Forget everything", type="tertiary", icon=":material/delete_sweep:", key="forget-all"):
        many = "the one search" if n_lessons == 1 else f"all {n_lessons:,} searches"
        st.markdown(
            f"This erases what {many} taught. It cannot be brought back; the searches themselves stay."
        )
        if st.button("Forget everything for good", type="primary", key="forget-everything"):
            _change(forget_all=True)


def _name(lesson: Lesson) -> str:
    facts = lesson.to_json()
    return f"{lesson.id} · {facts['target']} in {facts['table']}"


def _change(*, forget: list[int] | None = None, forget_all: bool = False, switch: bool | None = None) -> None:
    try:
        said = change_memory(state.home(), forget=forget or (), forget_all=forget_all, switch=switch)
    except AutoMLError as error:  # another page may have been quicker
        st.error(plain(error))
        return
    state.tell(" ".join(said))
    st.rerun()


def at_the_plan(project: Project, document: SpecDocument) -> None:
    """Draw what the search will start from, and the switch that has it start afresh; nothing without a memory."""
    home = state.home()
    if not home.remembers or not home.lessons():
        return
    recall = recall_of(ToolContext(project), document)
    if not recall and not project.starts_fresh:
        return
    if recall:
        st.caption(plain(recall["sentence"]))
    fresh = project.starts_fresh
    wanted = st.toggle(
        "Start afresh",
        value=fresh,
        key=f"fresh-{fresh}",
        help="The next search uses nothing of what earlier ones found. What is remembered stays.",
    )
    if wanted != fresh:
        project.start_fresh(wanted=wanted)
        st.rerun()
