"""Words to a specification in Python: `from assistant import plan`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant import plan
from assistant.models import ModelSettings
from automl.errors import EngineError, SpecError
from tests.fakes import Reply, customers, openai_server

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
