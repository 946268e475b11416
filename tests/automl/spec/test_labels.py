"""One name for each family, score and model, wherever people read it."""

from __future__ import annotations

from typing import get_args

import pytest

from automl.families import FAMILIES
from automl.families.base import Family
from automl.spec.labels import FAMILY_LABELS, SCORE_LABELS, family_label, model_label, score_label
from automl.spec.model import FamilyName, ScoreName


def test_everything_of_the_contract_has_a_name() -> None:
    assert set(FAMILY_LABELS) == set(get_args(FamilyName))
    assert set(SCORE_LABELS) == set(get_args(ScoreName))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_calls_itself_the_same(family: Family) -> None:
    assert family.label == family_label(family.name)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("random_forest-3, fold 2", "Random forest · trial 3, fold 2"),
        ("dummy-0, fold 5", "Baseline, fold 5"),
        ("ensemble", "Ensemble"),
        ("my_own_family-12", "my own family · trial 12"),
        ("a model of another kind", "a model of another kind"),
    ],
)
def test_models_are_named_for_people(name: str, label: str) -> None:
    assert model_label(name) == label


def test_what_is_no_standard_score_keeps_its_words() -> None:
    assert score_label("log_loss") == "log loss"
    assert score_label("share within 10 %") == "share within 10 %"
