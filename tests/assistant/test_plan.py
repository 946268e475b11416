"""Words to a specification in Python: `from assistant import plan`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant import plan
from assistant.models import ModelSettings
from automl.data.load import load_table
from automl.data.samples import SAMPLES, Sample, sample
from automl.errors import EngineError, SpecError
from tests.fakes import Reply, customers, openai_server
from tools.documents import must_answer

OFFLINE = ModelSettings()


def test_each_text_is_the_next_message(churn_csv: Path) -> None:
    document = plan(
        churn_csv, "Predict churn, missing a churner costs us $500, a needless call $20", "three minutes at most",
        settings=OFFLINE,
    )  # fmt: skip

    assert document.spec.to_json() == {
        "task": "binary",
        "target": "Churn",
        "positive_label": "Yes",
        "metric": {"kind": "payoff", "fn": -500, "fp": -20, "currency": "USD"},
        "budget": {"time_s": 180},
    }
    assert document.provenance["budget.time_s"].quote
    assert document.provenance["positive_label"].source == "data"
    assert [aside.column for aside in document.set_aside] == ["customerID"]
    assert document.readback
    assert document.questions == ()


def test_no_words_ask_for_the_target() -> None:
    document = plan(customers(), settings=OFFLINE)

    assert document.spec.to_json() == {}
    assert document.questions[0].field == "target"


def test_a_document_from_before_goes_on() -> None:
    before = plan(customers(), "Predict churn", settings=OFFLINE)
    after = plan(customers(), "at most 10 trials", document=before, settings=OFFLINE)

    assert after.spec.target == "Churn"
    assert after.spec.budget is not None
    assert after.spec.budget.trials == 10


def test_a_model_elsewhere_makes_the_same_document(churn_csv: Path) -> None:
    change = {"path": "target", "value": "Churn", "quote": "Predict churn"}
    replies = [Reply(tools=(("change_spec", {"changes": [change]}),)), Reply("Is that right?")]
    with openai_server(*replies) as server:
        settings = ModelSettings("openai:test", server.url, "key")
        document = plan(churn_csv, "Predict churn", settings=settings)

    assert document.spec == plan(churn_csv, "Predict churn", settings=OFFLINE).spec


def test_a_model_that_cannot_be_reached_is_an_error() -> None:
    with pytest.raises(EngineError, match="broke off or could not be made"):
        plan(
            customers(),
            "Predict churn",
            settings=ModelSettings("openai:test", "http://127.0.0.1:9/v1", "key"),
        )


def test_a_contradiction_with_the_data_is_refused() -> None:
    from automl.spec.document import SpecDocument

    with pytest.raises(SpecError, match="Did you mean 'Churn'"):
        plan(customers(), document=SpecDocument.from_json({"target": "Chrun"}), settings=OFFLINE)


@pytest.mark.parametrize(
    "module", ["assistant", "assistant.plan", "assistant.turn", "assistant.models", "tools", "prompts"]
)
def test_what_the_page_imports_first_stays_light(module: str) -> None:
    heavy = ("langchain", "langchain_core", "langgraph", "sklearn", "openai", "matplotlib")
    code = f"import {module}, sys; print(sorted(set(sys.modules) & set({heavy!r})))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"


def test_another_language_is_told_in_the_plan() -> None:
    document = plan(customers(), "Bitte sagen Sie mir, welche Kunden kündigen werden.", settings=OFFLINE)

    assert document.readback.startswith("This looks like German;")


@pytest.mark.parametrize("one", SAMPLES, ids=lambda one: one.name)
def test_the_suggested_sentence_of_every_sample_means_its_story(one: Sample, tmp_path: Path) -> None:
    table = load_table(one.write(tmp_path))
    goal = one.story.goal
    first, rest = goal.split(". ", 1)

    for words in ([goal], [f"{first}.", rest], [goal, goal]):
        document = plan(table, *words, settings=OFFLINE)
        assert document.spec.to_json() == one.story.spec, words
        assert not must_answer(document), words
        # A column that may only be known afterwards is a trap of the story, and is rightly asked about.
        assert {question.field for question in document.questions} <= {"ignore_columns"}


@pytest.mark.parametrize(
    "words",
    [
        "Predict the team. Every misrouted ticket costs us $12.",
        "Predict the team, each mistake costs $12",
        "Predict the team. $12 are lost for each wrong answer.",
    ],
)
def test_every_confusion_may_cost_the_same(words: str, tmp_path: Path) -> None:
    document = plan(sample("support_tickets").write(tmp_path), words, settings=OFFLINE)

    costs = document.spec.to_json()["metric"]["costs"]
    assert len(costs) == 4
    assert {cost for row in costs.values() for cost in row.values()} == {-12}


def test_a_named_confusion_goes_before_every_other_one(tmp_path: Path) -> None:
    words = "Predict the team. Sending Billing to Sales costs $30. Any other wrong team costs $12."

    costs = plan(sample("support_tickets").write(tmp_path), words, settings=OFFLINE).spec.to_json()["metric"][
        "costs"
    ]

    assert costs["Billing"]["Sales"] == -30
    assert costs["Sales"]["Billing"] == costs["Billing"]["Technical"] == -12


def test_what_keeping_somebody_is_worth_says_nothing_about_the_rows_to_keep(tmp_path: Path) -> None:
    # A column is called "Total billed": "costs 20" was once read as rows in which it is 20.
    spec = plan(
        sample("broadband_customers").write(tmp_path),
        "Which customers will cancel? Keeping one is worth 300 dollars, a call costs 20.",
        settings=OFFLINE,
    ).spec.to_json()

    assert "filter" not in spec
    assert spec["metric"] == {"kind": "payoff", "tp": 280, "fp": -20, "currency": "USD"}


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Which customers will cancel? Keep customers in the East.", True),
        ("Which customers will cancel? Keeping one brings us 300 dollars, a call costs 20.", False),
    ],
)
def test_rows_are_kept_where_somebody_says_so(tmp_path: Path, words: str, kept: bool) -> None:
    spec = plan(sample("broadband_customers").write(tmp_path), words, settings=OFFLINE).spec.to_json()

    assert ("filter" in spec) is kept


def test_what_is_refused_is_asked_about_and_the_rest_is_kept() -> None:
    words = "Predict Churn, only customers whose tenure is above 900 months. At most 12 trials."

    document = plan(customers(), words, settings=OFFLINE)

    assert document.spec.to_json()["budget"] == {"trials": 12}
    assert document.spec.target == "Churn"
    assert document.spec.filter is None
    text = next(one.text for one in document.questions if one.field == "filter")
    assert text.startswith("No rows pass the filter")
    assert text.endswith("Until that is settled, the plan goes without it.")
    with pytest.raises(SpecError, match="No rows pass the filter"):
        plan(customers(), words, settings=OFFLINE, whole=True)


def test_rows_that_could_not_be_had_are_corrected_not_forgotten() -> None:
    refused = "Predict Churn, only customers on One year contracts whose tenure is above 900 months."

    document = plan(customers(), refused, "Then with a tenure above 5 months.", settings=OFFLINE)

    assert document.spec.filter == "Contract = 'One year' AND tenure > 5"
    assert not [one for one in document.questions if one.field == "filter"]
