"""Limits without a figure and models that are not to be had are asked about, and the answers are taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.offline.context import Context, OpenQuestion
from assistant.offline.understand import understand
from assistant.turn import run_turn
from automl.project.projects import Project
from automl.project.store import Home
from tools.context import ToolContext

LEAVERS = "Which customers will leave us? "


def asked(words: str, context: Context) -> list[str]:
    return [field for field, _ in understand(words, context).questions]


@pytest.mark.parametrize(
    "words",
    [
        "We can ring only a handful of them.",
        "Somewhere between 40 and 60 people can be phoned, the rota isn't out yet.",
        "Our two clerks could write to so many of them, I'll find out how many.",
        "There is staff for a limited number.",
    ],
)
def test_a_limit_without_a_figure_is_asked_for(made_up: Callable[[str], Context], words: str) -> None:
    found = understand(LEAVERS + words, made_up("customers"))
    assert [field for field, _ in found.questions] == ["metric.k"]
    assert not any(path.startswith("metric") for path in found.patches)


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("The false alarm rate has to stay low.", "metric.at_most"),
        ("As many as possible, but not too many false alarms.", "metric.at_most"),
        (
            "We want as many of them as we can get, and a decent share of the warnings has to be right.",
            "metric.at_least",
        ),
        ("Nearly all of them should be caught, with the fewest needless calls.", "metric.at_least"),
    ],
)
def test_a_bound_without_a_figure_is_asked_for(
    made_up: Callable[[str], Context], words: str, bound: str
) -> None:
    found = understand(LEAVERS + words, made_up("customers"))
    assert [field for field, _ in found.questions] == [bound]


@pytest.mark.parametrize(
    "words",
    [
        "The recall has to be high, at least 80 %, and then the precision as good as it gets.",
        "We can ring only 40 of them.",
        "We can ring only a handful of them. Optimise the ROC AUC.",
        "A few of them wrote to us last year.",
        "I can give some background.",
        "I can take a few minutes to explain.",
        "A few of the values may be missing.",
        "We could give a few examples for testing.",
        "It can run on a small number of cores.",
        "We can afford to lose some of them.",
        "Could you leave out a few columns?",
    ],
)
def test_nothing_is_asked_where_it_is_said_or_no_limit_is(
    made_up: Callable[[str], Context], words: str
) -> None:
    fields = asked(LEAVERS + words, made_up("customers"))
    assert not {"metric.k", "metric.at_least", "metric.at_most"} & set(fields)


def test_the_figure_of_a_bound_is_taken(made_up: Callable[[str], Context]) -> None:
    context = made_up("customers")
    found = understand(LEAVERS + "The false alarm rate has to stay low.", context)
    later = replace(context, spec=dict(found.patches), questions=(OpenQuestion(*found.questions[0], ()),))
    floor = {"metric.kind": "floor", "metric.maximise": "recall", "metric.subject_to": "false_positive_rate"}
    for answer in ("5 %", "0.05", "at most five percent", "5"):
        assert understand(answer, later).patches == floor | {"metric.at_most": 0.05}
    assert "metric.at_most" not in understand("No idea.", later).patches


@pytest.mark.parametrize(
    ("answer", "path", "value"),
    [("40", "metric.k", 40), ("about 5 %", "metric.fraction", 0.05), ("two hundred a week", "metric.k", 200)],
)
def test_the_number_of_places_is_taken(
    made_up: Callable[[str], Context], answer: str, path: str, value: float
) -> None:
    context = made_up("customers")
    found = understand(LEAVERS + "We can ring only a handful of them.", context)
    later = replace(context, spec=dict(found.patches), questions=(OpenQuestion(*found.questions[0], ()),))
    patches = understand(answer, later).patches
    assert patches["metric.kind"] == "top_k" and patches[path] == value


def test_what_else_an_answer_says_is_read_too(made_up: Callable[[str], Context]) -> None:
    context = made_up("customers")
    found = understand(LEAVERS + "We can ring only a handful of them. TabPFN only.", context)
    questions = tuple(OpenQuestion(field, text, ()) for field, text in found.questions)
    later = replace(context, spec=dict(found.patches), questions=questions)
    patches = understand("Whatever you have. And we can ring 40 of them.", later).patches
    assert patches["models.include"] is None and patches["metric.k"] == 40


@pytest.mark.parametrize(
    "words",
    [
        "Use TabPFN, and TabPFN only.",
        "Prophet only, please.",
        "Use a fine-tuned BERT, nothing but BERT.",
        "Only use an LSTM.",
    ],
)
def test_a_model_that_is_all_that_is_wanted_and_not_here_is_asked_about(
    made_up: Callable[[str], Context], words: str
) -> None:
    found = understand(LEAVERS + words, made_up("customers"))
    assert [field for field, _ in found.questions] == ["models.include"]
    assert len(found.remarks) == 1 and "is not among the kinds of models here" in found.remarks[0]


@pytest.mark.parametrize(
    "words",
    [
        "Try TabPFN.",
        "Bert, my colleague, wants it by noon.",
        "I agreed on it with Bert.",
        "Bert only comes on Mondays.",
        "A prophet I am not, so tell me who leaves.",
    ],
)
def test_nothing_is_asked_where_others_may_be_used_or_none_is_meant(
    made_up: Callable[[str], Context], words: str
) -> None:
    assert "models.include" not in asked(words, made_up("customers"))


@pytest.mark.parametrize(
    ("answer", "include"),
    [("LightGBM or a forest then", ("lightgbm", "random_forest")), ("whatever you have", None)],
)
def test_which_models_may_stand_in_is_taken(home: Home, answer: str, include: tuple[str, ...] | None) -> None:
    with home.create("Leavers") as project:
        told(project, "Use the sample table broadband_customers.")
        told(project, LEAVERS + "TabPFN only.")
        assert "models.include" in open_fields(project)
        told(project, answer)
        assert "models.include" not in open_fields(project)
        models = ToolContext(project).document().spec.models
        assert (models.include if models is not None else None) == include


def told(project: Project, text: str) -> None:
    for _ in run_turn(project, text):
        pass


def open_fields(project: Project) -> list[str]:
    return [question.field for question in ToolContext(project).document().questions]
