"""Labels stand in the order of their meaning, and where they have none a cost per step is asked about."""

from __future__ import annotations

import pandas as pd
import pytest

from automl.data.load import load_table
from automl.framing import frame
from automl.pipeline import as_document
from automl.spec.order import has_order, natural_order


@pytest.mark.parametrize(
    ("labels", "ordered"),
    [
        (["Oct", "Jan", "Feb"], ["Jan", "Feb", "Oct"]),
        (["Very Good", "Fair", "Ideal", "Good"], ["Fair", "Good", "Very Good", "Ideal"]),
        (["100 or more", "< 5", "5 to 10", "10 to 99"], ["< 5", "5 to 10", "10 to 99", "100 or more"]),
        (["level 10", "level 9"], ["level 9", "level 10"]),
        (["10", "2", "1"], ["1", "2", "10"]),
        (["B", "A", "G"], ["A", "B", "G"]),
        (["Medium", "High", "Low"], ["Low", "Medium", "High"]),
        (["2 - some", "10 - many", "1 - none"], ["1 - none", "2 - some", "10 - many"]),
        (["good", "very_good", "poor"], ["poor", "good", "very_good"]),
        (["-1", "1", "0"], ["-1", "0", "1"]),
        (["C1", "B3", "B10", "B1"], ["B1", "B3", "B10", "C1"]),
        (["Second Hand", "First Hand"], ["First Hand", "Second Hand"]),
        (["heavy", "none", "light"], ["none", "light", "heavy"]),
        (["H", "M", "L"], ["L", "M", "H"]),
    ],
)
def test_labels_are_ordered_by_what_they_mean(labels: list[str], ordered: list[str]) -> None:
    assert natural_order(labels) == ordered
    assert has_order(labels)


@pytest.mark.parametrize(
    "labels", [["red", "blue"], ["pear", "apple"], ["Low", "low", "high"], ["north", "a"]]
)
def test_names_have_no_order_but_that_of_the_alphabet(labels: list[str]) -> None:
    assert natural_order(labels) == sorted(labels)
    assert not has_order(labels)


@pytest.mark.parametrize(
    ("labels", "asked"), [(["low", "medium", "high"], []), (["red", "amber", "blue"], ["metric.costs"])]
)
def test_a_cost_per_step_between_names_is_asked_about(labels: list[str], asked: list[str]) -> None:
    table = load_table(pd.DataFrame({"a": [float(i % 7) for i in range(60)], "grade": labels * 20}))
    spec = {"target": "grade", "task": "multiclass", "metric": {"kind": "cost_matrix", "per_step": -10}}

    document = frame(as_document(spec), table).document

    assert [question.field for question in document.questions] == asked
    if not asked:
        assert "in the order low, medium and high" in document.readback
