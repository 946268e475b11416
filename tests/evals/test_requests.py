"""The cases of the language evals: well-formed, valid on their tables, and no sentence over and over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.requests import Request, Tables, masked_sentence, problems, requests
from evals.tables import MADE, NAMES, table_path


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return Tables(tmp_path_factory.mktemp("tables"))


def _request(**changes: Any) -> Request:
    fields: dict[str, Any] = {
        "id": "one",
        "category": "target",
        "table": "shop_orders",
        "words": ("Which orders come back?",),
        "spec": {"task": "binary", "target": "Returned", "positive_label": "Y"},
        "ask": (),
        "half": "unseen",
    }
    return Request(**fields | changes)


def test_every_case_is_well_formed_and_valid_on_its_table(tables: Tables) -> None:
    assert list(problems(requests(), tables)) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"words": ()}, "words are to be texts"),
        ({"table": "no_such"}, "no table 'no_such'"),
        ({"ask": ("metric.fnn",)}, "no field 'metric.fnn'"),
        ({"ask": ("target",)}, "target is set, though it has to be asked about"),
        ({"spec": {"target": "Retuned"}}, "no column 'Retuned'"),
    ],
)
def test_what_is_wrong_with_a_case_is_said(tables: Tables, changes: dict[str, Any], problem: str) -> None:
    found = list(problems([_request(**changes)], tables))
    assert any(problem in line for line in found), found


def test_a_sentence_of_the_unseen_half_comes_twice_at_most(tables: Tables) -> None:
    same = [
        _request(id=str(n), words=(f"Missing a return costs us {n} euros, tell me about Margin.",))
        for n in range(3)
    ]
    assert list(problems(same[:2], tables)) == []
    assert any("the same sentence" in line for line in problems(same, tables))


def test_a_frame_masks_figures_and_names() -> None:
    assert masked_sentence("Missing one costs $1,500 by Basket Value!", ["Basket Value"]) == (
        "missing one costs # by #"
    )


def test_tables_are_the_same_each_time(tmp_path: Path) -> None:
    for name in MADE:
        first = table_path(name, tmp_path)
        assert first is not None
        before = first.read_bytes()
        assert before == table_path(name, tmp_path).read_bytes()  # type: ignore[union-attr]  # made, as before


def test_public_tables_are_found_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TANDEM_DATA", raising=False)
    assert table_path("public/orders", tmp_path) is None
    (tmp_path / "orders.csv").write_text("a,b\n1,2\n")
    monkeypatch.setenv("TANDEM_DATA", str(tmp_path))
    assert table_path("public/orders", tmp_path) == tmp_path / "orders.csv"
    assert table_path("public/other", tmp_path) is None


def test_cases_are_read_from_both_halves(tmp_path: Path) -> None:
    for half in ("seen", "unseen"):
        (tmp_path / half).mkdir()
        case: dict[str, Any] = {"id": half, "category": "c", "table": NAMES[0], "words": ["w"], "spec": {}}
        (tmp_path / half / "one.json").write_text(json.dumps([case]))
    assert [(case.id, case.half, case.ask) for case in requests(folder=tmp_path)] == [
        ("seen", "seen", ()),
        ("unseen", "unseen", ()),
    ]
