"""The plan: the specification as a card that can be read, approved, and corrected by a form."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from automl.errors import AutoMLError
from automl.project.projects import Project
from automl.spec.document import SpecDocument
from automl.spec.model import ProblemSpec
from tools.context import ToolContext
from tools.documents import Patch, approve, change, must_answer
from ui import state

_SOURCES = {"user": "you said", "data": "follows from the data", "assistant": "suggested"}


def draw(project: Project) -> None:
    """Draw the newest version of the plan, where there is one."""
    stored = project.current_document()
    if stored is None or not project.data_versions():
        return
    document = SpecDocument.from_json(stored.document)
    approved = any(a.version == stored.version for a in project.approvals())
    run = project.latest_run()
    busy = run is not None and not run.is_over
    title = f"The plan (version {stored.version})" + (" – approved" if approved else "")
    with st.expander(title, expanded=not approved and not busy):
        st.markdown(document.readback.replace("$", "\\$"))
        for question in document.questions:
            st.warning(question.text, icon=":material/help:")
        _fields(document)
        if document.set_aside:
            with st.popover(f"{len(document.set_aside)} columns set aside"):
                for item in document.set_aside:
                    st.markdown(f"**{_plain(item.column)}** – {_plain(item.reason)}")
        if not busy:
            _actions(project, document, stored.version)


def _fields(document: SpecDocument) -> None:
    rows = [
        {
            "field": path,
            "value": _shown(value),
            "from": _SOURCES.get(document.provenance[path].source, "") if path in document.provenance else "",
            "words": document.provenance[path].quote if path in document.provenance else "",
        }
        for path, value in _leaves(document.spec.to_json())
    ]
    rows += [
        {"field": path, "value": _shown(value), "from": "default", "words": ""}
        for path, value in _leaves(document.defaults)
    ]
    if rows:
        with st.popover("Every field, and where it came from", width="stretch"):
            st.dataframe(rows, hide_index=True, width="stretch")


def _actions(project: Project, document: SpecDocument, version: int) -> None:
    blocked = must_answer(document)
    left, right = st.columns(2)
    if left.button(
        "Approve and start the search",
        type="primary",
        disabled=bool(blocked),
        help=blocked[0].text if blocked else "Nothing runs before you approve it.",
        width="stretch",
        key="approve",
    ):
        _start(project, version)
    with right.popover("Correct it in a form", width="stretch"):
        _form(project, document)


def _start(project: Project, version: int) -> None:
    from tools.searching import start

    context = ToolContext(project)
    try:
        approve(context, version=version, note="approved with the page's button")
        start(context)
    except AutoMLError as error:
        st.error(str(error))
        return
    st.rerun()


def _form(project: Project, document: SpecDocument) -> None:
    """The fields that are corrected most often as inputs, everything else as JSON."""
    context = ToolContext(project)
    table = context.table()
    spec, defaults = document.spec.to_json(), document.defaults
    effective = {**defaults, **spec}
    names = [column.name for column in table.columns]
    with st.form("correct", border=False):
        target = _select("What to predict", names, effective.get("target"))
        tasks = ["binary", "multiclass", "regression"]
        task = _select("Kind of answer", tasks, effective.get("task"))
        labels: list[str] = []
        if effective.get("target") in names and table.frame[effective["target"]].nunique() <= 50:
            labels = [str(label) for label in table.labels(effective["target"]).dropna().unique()]
        positive = (
            _select("Label to find", labels, _first(effective.get("positive_label"))) if labels else None
        )
        budget = effective.get("budget") or {}
        seconds = st.number_input(
            "Seconds to search", min_value=10, value=int(budget.get("time_s") or 120), step=30
        )
        metric = st.text_area("What counts (JSON)", value=_json(spec.get("metric")), height=120)
        ignore = st.multiselect("Columns to leave out", names, default=spec.get("ignore_columns") or [])
        rest = {k: v for k, v in spec.items() if k not in _IN_FORM}
        others = st.text_area("All other fields (JSON)", value=_json(rest), height=120)
        if not st.form_submit_button("Save as a new version", type="primary"):
            return
    said = {"target": target, "task": task, "positive_label": positive, "ignore_columns": ignore or None}
    patch: dict[str, Any] = {k: v for k, v in said.items() if v != effective.get(k) and not (v is None and k not in spec)}
    if seconds != int(budget.get("time_s") or 120):
        patch["budget.time_s"] = float(seconds)
    try:
        patch |= _changed_json("metric", metric, spec.get("metric"))
        patch |= _changed_fields(others, rest)
        change(context, Patch(values=patch), via="form", why="corrected in the form")
    except (AutoMLError, ValueError) as error:
        st.error(f"This is not valid JSON: {error}" if isinstance(error, ValueError) else str(error))
        return
    state.tell("Saved as a new version.")
    st.rerun()


_IN_FORM = ("target", "task", "positive_label", "ignore_columns", "metric", "budget", "audience")


def _select(label: str, options: list[str], chosen: Any) -> str | None:
    index = options.index(chosen) if chosen in options else None
    return st.selectbox(label, options, index=index, placeholder="not said yet")


def _changed_json(name: str, text: str, before: Any) -> dict[str, Any]:
    after = json.loads(text) if text.strip() else None
    return {} if after == before else {name: after}


def _changed_fields(text: str, before: dict[str, Any]) -> dict[str, Any]:
    after = json.loads(text) if text.strip() else {}
    if not isinstance(after, dict):
        raise ValueError("an object with fields is expected")
    unknown = [name for name in after if name not in ProblemSpec.model_fields]
    if unknown:
        raise ValueError(f"there is no field {unknown[0]!r}")
    return {name: after.get(name) for name in {*after, *before} if after.get(name) != before.get(name)}


def _leaves(value: Any, path: str = "") -> list[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        return [
            leaf for key, inner in value.items() for leaf in _leaves(inner, f"{path}.{key}" if path else key)
        ]
    return [(path, value)]


def _first(label: Any) -> Any:
    return label[0] if isinstance(label, list) else label


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _json(value: Any) -> str:
    return "" if not value else json.dumps(value, ensure_ascii=False, indent=1)


def _plain(text: str) -> str:
    """Names come from the data: none of their signs may be read as Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|<>$~" else sign for sign in text)
