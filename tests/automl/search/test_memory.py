"""What is near, what is lent, and where it stands in the order of trials."""

from __future__ import annotations

from typing import Any

import pytest

from automl.families import FAMILIES, Shape
from automl.search.memory import FARTHEST, N_RECALLED, STEP, Recalled, distance, recall
from automl.search.schedule import Schedule
from automl.spec.model import HyperRange

SHAPE = Shape(n_rows=1_000, n_numbers=8, n_categories=2, max_levels=5, n_texts=0, n_classes=2, task="binary")
LEARNERS = [family for family in FAMILIES if family.name in ("dummy", "linear", "lightgbm", "decision_tree")]


def seen(
    *, rows: float = 3.0, names: str = "abcd", target: str = "y", score: str = "log_loss"
) -> dict[str, Any]:
    measures = {**dict.fromkeys(STEP, 0.0), "rows": rows}
    return {
        "measures": measures,
        "columns": [[n, "number"] for n in names],
        "target": target,
        "score": score,
    }


def body(portrait: dict[str, Any], *best: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "table": "t",
        "portrait": portrait,
        "best": [{"family": family, "params": params, "score": 0.4} for family, params in best],
    }


def lent(
    lessons: list[tuple[int, str, dict[str, Any]]], bounds: dict[str, HyperRange] | None = None
) -> Recalled:
    return recall(lessons, seen(), families=LEARNERS, shape=SHAPE, bounds=bounds or {})


def test_the_same_is_at_no_distance_and_more_rows_of_it_are_nearer_than_another_table() -> None:
    here, more_rows = seen(), seen(rows=3.6)

    assert distance(here, here) == 0.0
    assert 0.0 < distance(here, more_rows) < distance(here, seen(rows=3.6, names="efgh"))
    assert distance(here, seen(target="z", rows=3.6)) == 1.0
    assert distance(here, seen(score="rmse")) == 0.25


def test_the_nearest_lends_first_and_what_is_far_lends_nothing() -> None:
    far = seen(rows=3.0 + 1.1 * FARTHEST * STEP["rows"], names="efgh")
    lessons = [
        (1, "far", body(far, ("decision_tree", {"max_depth": 3}))),
        (2, "near", body(seen(rows=3.1), ("linear", {"C": 0.5}), ("lightgbm", {"num_leaves": 5}))),
        (3, "same", body(seen(), ("lightgbm", {"num_leaves": 9}))),
    ]

    found = lent(lessons)

    assert found.configurations == [
        ("lightgbm", {"num_leaves": 9}),
        ("linear", {"C": 0.5}),
        ("lightgbm", {"num_leaves": 5}),
    ]
    assert [lender.run for lender in found.lenders] == ["same", "near"]
    assert Recalled.from_json(found.to_json()) == found


def test_what_may_not_be_used_or_is_no_longer_known_is_not_lent() -> None:
    lesson = body(
        seen(), ("catboost", {}), ("lightgbm", {"gone_in_this_version": 1}), ("lightgbm", {"num_leaves": 90})
    )

    found = lent([(1, "run", lesson)], {"lightgbm.num_leaves": HyperRange(min=8, max=31)})

    assert found.configurations == [("lightgbm", {"num_leaves": 31})]


def test_no_more_is_lent_than_one_round_of_trials() -> None:
    many = [("lightgbm", {"num_leaves": n}) for n in range(5, 25)]

    assert len(lent([(1, "run", body(seen(), *many))]).loans) == N_RECALLED
    assert lent([]) == Recalled()


@pytest.mark.parametrize("recalled", [[], [("lightgbm", {"num_leaves": 9}), ("linear", {"C": 0.5})]])
def test_what_is_recalled_comes_right_after_the_first_model(
    recalled: list[tuple[str, dict[str, Any]]],
) -> None:
    def order(recalled: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, str]]:
        schedule = Schedule(
            LEARNERS, SHAPE, bounds={}, priors={}, seed=0, greater_is_better=True, recalled=recalled
        )
        asked = [schedule.ask() for _ in range(5)]
        return [(one.family, one.origin) for one in asked if one is not None]

    usual, found = order([]), order(recalled)

    assert found[:2] == usual[:2]
    n = len(recalled)
    assert found[2 : 2 + n] == [(family, "memory") for family, _ in recalled]
    assert found[2 + n :] == usual[2 : 5 - n]
