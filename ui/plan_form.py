"""The plan as a form: the fields that are corrected most often as inputs, all of them as JSON."""

from __future__ import annotations

import json
from typing import Any, get_args

import streamlit as st

from automl.errors import AutoMLError, SpecError
from automl.project.projects import Project
from automl.spec.document import SpecDocument
from automl.spec.extra_rows import EXTRA_ROWS_WORDS
from automl.spec.model import ProblemSpec, ScoreName
from automl.spec.paths import leaves_of
from automl.spec.rules.models import NOT_LEARNED
from automl.spec.vocabulary import family_names
from automl.spec.wording import family_words
from tools.context import ToolContext
from tools.documents import Patch, change
from ui import metric_form, shares_form, state
from ui.words import plain

N_LABELS = 200
TASKS = {"binary": "One of two labels", "multiclass": "One of several labels", "regression": "A number"}
SCORES = [name for name in get_args(ScoreName) if name != "silhouette"]


@st.dialog("Correct the plan", width="large")
def draw(project: Project, document: SpecDocument) -> None:
    """Draw the form; saving makes a new version, which has to be approved again."""
    spec = document.spec.to_json()
    goal, counts, search, everything = st.tabs(["Goal", "What counts", "Search", "Everything"])
    after = dict(spec)
    with goal:
        _goal(after, document.defaults, ToolContext(project))
    with counts:
        _put(after, "metric", metric_form.draw(spec.get("metric"), document.defaults.get("metric")))
    with search:
        _search(after, document.defaults)
    with everything:
        written = json.dumps(spec, indent=2, ensure_ascii=False)
        text = st.text_area(
            "The specification as JSON; a change here counts more than the other pages", written, 340
        )
    if st.button("Save as a new version", type="primary", key="save-plan"):
        _save(project, spec, after, text if text != written else None)


def _goal(after: dict[str, Any], defaults: dict[str, Any], context: ToolContext) -> None:
    table = context.table()
    target = _choose("What to predict", list(table.names), after.get("target"))
    _put(after, "target", target)
    task = after.get("task") or defaults.get("task")
    chosen = _choose("Kind of answer", list(TASKS), task, words=TASKS)
    _put(after, "task", after.get("task") if chosen == task else chosen)
    labels = [str(x) for x in table.labels(target).dropna().unique()[: N_LABELS + 1]] if target else []
    if (chosen or task) == "binary" and 2 <= len(labels) <= N_LABELS:
        given = after.get("positive_label") or defaults.get("positive_label") or []
        given = [given] if isinstance(given, str) else list(given)
        found = st.multiselect("Which rows to find", labels, [one for one in given if one in labels])
        if found != given:
            _put(after, "positive_label", found[0] if len(found) == 1 else found or None)
    elif (chosen or task) != "binary":
        after.pop("positive_label", None)
    others = [name for name in table.names if name != target]
    ignored = [name for name in after.get("ignore_columns") or [] if name in others]
    _put(after, "ignore_columns", st.multiselect("Columns to leave out", others, ignored) or None)
    where = st.text_input("Only rows where (SQL)", after.get("filter") or "", placeholder="all rows")
    _put(after, "filter", where.strip() or None)


def _search(after: dict[str, Any], defaults: dict[str, Any]) -> None:
    budget, given = dict(after.get("budget") or {}), defaults.get("budget") or {}
    left, right = st.columns(2)
    seconds = left.number_input(
        "Seconds to search", min_value=5, value=_whole(budget.get("time_s", given.get("time_s"))), step=30
    )
    if seconds != _whole(given.get("time_s")) or "time_s" in budget:
        _put(budget, "time_s", seconds)
    trials = right.number_input(
        "Models to try", min_value=1, value=_whole(budget.get("trials")), placeholder="no limit"
    )
    _put(budget, "trials", trials)
    _put(after, "budget", budget or None)
    models = after.get("models") or {}
    families = [name for name in family_names() if name != "dummy"]
    only = st.multiselect(
        "Only these kinds of models", families, models.get("include"), format_func=family_words
    )
    without = st.multiselect("Leave these out", families, models.get("exclude"), format_func=family_words)
    wanted = {name: value for name, value in (("include", only), ("exclude", without)) if value}
    _put(after, "models", wanted or None)
    learning = [name for name in only or families if name not in (*NOT_LEARNED, *without)]
    shares = after.get("shares") or {}
    _put(after, "shares", shares_form.draw(shares, after.get("priors") or {}, learning) or None)
    _extra_rows(after)
    limits = dict(after.get("limits") or {})
    readable = st.checkbox("The model must be readable by a person", bool(limits.get("interpretable")))
    _put(limits, "interpretable", True if readable else None)
    _put(after, "limits", limits or None)


def _extra_rows(after: dict[str, Any]) -> None:
    """Rows to try beside those there are; none at all stands only where somebody said so."""
    before = after.get("extra_rows")
    found = st.multiselect(
        "Also try learning from",
        list(EXTRA_ROWS_WORDS),
        before,
        format_func=lambda kind: EXTRA_ROWS_WORDS[kind],
        help="Kept only where untouched rows come out better.",
        key="extra-rows",
    )
    if found != (before or []):
        _put(after, "extra_rows", found or None)


def _save(project: Project, before: dict[str, Any], after: dict[str, Any], text: str | None) -> None:
    try:
        wanted = after if text is None else _read(text)
        patch = changes(before, wanted)
        if patch:
            change(ToolContext(project), Patch(values=patch), via="form", why="corrected in the form")
    except AutoMLError as error:
        st.error(plain(error))
        return
    state.tell("Saved as a new version." if patch else "Nothing was changed.")
    st.rerun()


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise SpecError(f"This is not JSON yet: {error}.") from error
    unknown = (
        [name for name in found if name not in ProblemSpec.model_fields] if isinstance(found, dict) else ["?"]
    )
    if not isinstance(found, dict) or unknown:
        raise SpecError(
            f"The specification must be a JSON object with its known fields; found {unknown[0]!r}."
        )
    return found


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What leads from one specification to another: dotted path to value, None for what goes."""
    old, new = leaves_of(before), leaves_of(after)
    patch = {path: None for path in old if path not in new}
    patch.update({path: value for path, value in new.items() if old.get(path) != value})
    for part in ("metric", "validation"):
        kinds = (before.get(part) or {}).get("kind"), (after.get(part) or {}).get("kind")
        if kinds[0] != kinds[1]:  # the fields of one kind mean nothing to another
            patch = {path: value for path, value in patch.items() if path.partition(".")[0] != part}
            patch[part] = after.get(part)
    return patch


def _choose(
    label: str, options: list[str], chosen: Any, *, words: dict[str, str] | None = None
) -> str | None:
    index = options.index(chosen) if chosen in options else None
    return st.selectbox(
        label,
        options,
        index=index,
        placeholder="not said yet",
        format_func=lambda value: (words or {}).get(value, value),
    )


def _put(data: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        data.pop(name, None)
    else:
        data[name] = value


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
