"""The result of a finished run: the answer first, then the evidence, then the files."""

from __future__ import annotations

import streamlit as st

from automl.folder import read_result
from automl.project.projects import Project
from automl.project.runs import Run
from automl.search.result import Measured, Money, RunResult
from tools.refitting import evidence_of
from ui import downloads, evidence
from ui.words import plain

N_WARNINGS = 3
#: Scores that can be pictured, the best known first.
PICTURED = ("roc_auc", "accuracy", "r2", "rmse", "mae", "mape", "recall", "precision", "balanced_accuracy")


def draw(project: Project) -> None:
    """Draw the newest result, or an earlier one that was chosen."""
    finished = [run for run in project.runs() if run.is_over and run.result_path.exists()]
    if not finished:
        return
    with st.container(border=True, key="result"):
        is_earlier = finished[-1] != project.runs()[-1]
        run = _chosen(finished, title="The result of an earlier search" if is_earlier else "The result")
        result = read_result(run.folder)
        if (refit := evidence_of(run)) is not None:
            st.markdown(plain(refit["sentence"]))
        st.markdown(plain(headline(result)))
        _figures(result)
        _warnings(result)
        evidence.draw(result)
        downloads.draw(run)


def _chosen(finished: list[Run], *, title: str) -> Run:
    names = {run.id: run for run in reversed(finished)}
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(title, anchor=False)
        if len(names) == 1:
            return finished[-1]
        chosen = st.selectbox(
            "Search", list(names), label_visibility="collapsed", width=170, key="which-result"
        )
        return names[chosen]


def headline(result: RunResult) -> str:
    """The whole result in a sentence or two."""
    from automl.report.figures import count, interval, money, percent, score
    from automl.report.terms import term

    found, n_rows = result.money, count(result.split.n_held_out)
    said = []
    if found is not None:
        said.append(
            f"On {n_rows} rows that it had never seen, the model's decisions are worth "
            f"{money(found.over_nothing.value, found.currency)} more than {found.nothing_name} "
            f"({interval(found.over_nothing, lambda value: money(value, found.currency))})."
        )
    else:
        name, value = telling(result)
        words = {"positive": repr(result.positive_label or "the label"), "target": repr(result.target)}
        said.append(f"On {n_rows} rows that it had never seen, {term(name).label} is {score(value.value)}.")
        said.append(term(name).say(value.value, **words))
    decision = result.decision
    if decision.n_flagged is not None and decision.share_flagged is not None:
        said.append(
            f"It would act on {count(decision.n_flagged)} of them ({percent(decision.share_flagged)})."
        )
    return " ".join(said)


def telling(result: RunResult) -> tuple[str, Measured]:
    """The score that says most to people: the one they named, else one that can be pictured."""
    found = {result.score_name: result.held_out, **result.measures}
    if result.metric.get("kind") == "standard" and result.score_name in PICTURED:
        return result.score_name, found[result.score_name]
    name = next((name for name in PICTURED if name in found), result.score_name)
    return name, found[name]


def _figures(result: RunResult) -> None:
    from automl.report.figures import money, score
    from automl.report.terms import term

    columns = st.columns(3)
    found = result.money
    if found is not None:
        columns[0].metric(
            "Gain on these rows",
            money(found.over_nothing.value, found.currency),
            help=plain(f"Over {found.nothing_name}; {money(_per_row(found), found.currency)} for each row."),
        )
    elif result.metric_held_out.value != result.held_out.value:
        columns[0].metric(
            plain(_capital(result.metric_name)),
            score(result.metric_held_out.value),
            help=_help(result.metric_held_out),
        )
    else:
        name, value = _another(result)
        columns[0].metric(_capital(term(name).label), score(value.value), help=_help(value))
    columns[1].metric(
        _capital(term(result.score_name).label), score(result.held_out.value), help=_help(result.held_out)
    )
    columns[2].metric("Model", result.chosen.label)


def _another(result: RunResult) -> tuple[str, Measured]:
    """A score to stand beside the one that candidates were compared by."""
    name = next((name for name in PICTURED if name in result.measures and name != result.score_name), "")
    return (name, result.measures[name]) if name else (result.score_name, result.held_out)


def _per_row(found: Money) -> float | None:
    total = found.over_nothing.value
    return None if total is None else total / max(found.n_rows, 1)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _help(found: Measured) -> str:
    from automl.report.figures import interval, score

    return f"On the rows held out; {interval(found, score)}."


def _warnings(result: RunResult) -> None:
    for warning in result.warnings[:N_WARNINGS]:
        st.warning(plain(warning), icon=":material/warning:")
    if len(result.warnings) > N_WARNINGS:
        with st.expander(f"{len(result.warnings) - N_WARNINGS} more warnings"):
            for warning in result.warnings[N_WARNINGS:]:
                st.markdown(f"- {plain(warning)}")
