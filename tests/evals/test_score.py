"""Scores count what is wrong in silence, what was asked and what need not have been."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.models import ModelSettings
from assistant.spending import NO_PRICE, Spent
from automl.data.load import load_table
from automl.data.table import Table
from evals.requests import Request
from evals.score import as_table, score, score_one
from evals.tables import table_path
from tests.fakes import Reply, openai_server

SPEC = {"task": "binary", "target": "Returned", "positive_label": "Y"}


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Table:
    path = table_path("shop_orders", tmp_path_factory.mktemp("tables"))
    assert path is not None
    return load_table(path)


def _request(words: str, spec: dict[str, Any], *ask: str, half: Any = "seen") -> Request:
    return Request("orders-one", "target", "shop_orders", (words,), spec, ask, half)


def test_a_case_that_is_right(orders: Table) -> None:
    scored = score_one(_request("Predict Returned", SPEC), orders, ModelSettings())
    assert scored.right
    assert scored.n_fields == 3
    assert scored.seconds > 0


def test_a_field_that_is_missing_in_silence_is_wrong(orders: Table) -> None:
    expected = SPEC | {"budget": {"time_s": 60}}
    scored = score_one(_request("Predict Returned", expected), orders, ModelSettings())
    assert scored.wrong == ("budget.time_s",)
    assert not scored.right


def test_what_has_to_be_asked_is_looked_for(orders: Table) -> None:
    words = "Predict Returned. A needless call costs us $20."
    metric = {"kind": "payoff", "fp": -20, "currency": "USD"}
    asked = score_one(_request(words, SPEC | {"metric": metric}, "metric.fn"), orders, ModelSettings())
    assert asked.right
    assert asked.needless == ()
    other = score_one(_request(words, SPEC | {"metric": metric}, "budget.time_s"), orders, ModelSettings())
    assert other.not_asked == ("budget.time_s",)
    assert other.needless == ("metric.fn",)


def test_what_a_model_elsewhere_took_stands_beside_its_score(orders: Table, tmp_path: Path) -> None:
    said = {"path": "target", "value": "Returned", "quote": "Predict Returned"}
    replies = Reply(tools=(("change_spec", {"changes": [said]}),)), Reply("Is that right?")
    with openai_server(*replies) as server:
        chosen = ModelSettings(
            "openai:test",
            server.url,
            "key",
            spending={"price_in": "1", "price_out": "4", "currency": "EUR"},
            counted_in=tmp_path / "spent.jsonl",
        )
        scored = score_one(_request("Predict Returned", SPEC), orders, chosen)

    assert scored.error == ""
    assert scored.spent == Spent(2, 0, 22, 14, 78, "EUR")
    assert as_table([scored], "openai:test").count("| 1 | 2 | 36 | €0.000078 |") == 2
    priceless = as_table([replace(scored, spent=Spent(2, 0, 22, 14, None))], "openai:test")
    assert "| 1 | 2 | 36 | – |" in priceless
    assert NO_PRICE in priceless


def test_the_built_in_model_takes_nothing(orders: Table) -> None:
    table = as_table([score_one(_request("Predict Returned", SPEC), orders, ModelSettings())], "offline")
    assert table.count("| – | – | – | – |") == 2
    assert NO_PRICE not in table


def test_another_model_does_not_stand_in_for_the_one_that_is_scored() -> None:
    nowhere = ModelSettings("openai:test", "http://127.0.0.1:9/v1", "key")
    (scored,), _ = score([_request("Predict Returned", SPEC)], nowhere)
    assert scored.error.startswith(
        "The connection to the model 'openai:test' broke off or could not be made."
    )


def test_of_the_unseen_half_only_totals_are_shown(orders: Table) -> None:
    wrong = SPEC | {"budget": {"time_s": 60}}
    seen, unseen = (
        score_one(_request("Predict Returned", wrong, half=half), orders, ModelSettings())
        for half in ("seen", "unseen")
    )
    table = as_table([seen, unseen], "offline", skipped=2)
    assert table.count("orders-one") == 1
    assert "2 cases skipped" in table
    assert "| target (1) | 0.0% | 25.0% | – | 0.0% |" in table


def test_faults_are_counted_by_field(orders: Table) -> None:
    wrong = {**SPEC, "target": "Country"}
    scored = [score_one(_request("Predict Returned", one), orders, ModelSettings()) for one in (SPEC, wrong)]

    table = as_table(scored, "offline")

    assert "| target | 2 | 1 | 0 | 0 | 0 |" in table
    assert "| cases by field |" not in as_table(scored[:1], "offline")
