"""The order of trials: baseline, defaults, then Optuna; beliefs steer and forbid nothing; the seed decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from automl.families import FAMILIES, Shape
from automl.search.candidate import Candidate
from automl.search.schedule import Schedule
from automl.spec.model import HyperRange

SMALL = Shape(n_rows=1_000, n_numbers=8, n_categories=2, max_levels=5, n_texts=0, n_classes=2, task="binary")
NAMES = ("dummy", "linear", "decision_tree", "random_forest", "lightgbm", "knn")


def schedule(
    *,
    shape: Shape = SMALL,
    names: tuple[str, ...] = NAMES,
    bounds: dict[str, HyperRange] | None = None,
    priors: dict[str, float] | None = None,
    shares: dict[str, float] | None = None,
    by_time: bool = False,
    seed: int = 0,
) -> Schedule:
    families = [family for family in FAMILIES if family.name in names]
    return Schedule(
        families,
        shape,
        bounds=bounds or {},
        priors=priors or {},
        shares=shares or {},
        by_time=by_time,
        seed=seed,
        greater_is_better=True,
    )


def play(
    one: Schedule, n: int, score: Callable[[Candidate], float | None] = lambda _: 0.5
) -> list[Candidate]:
    found = []
    for _ in range(n):
        candidate = one.ask()
        if candidate is None:
            break
        found.append(candidate)
        one.tell(candidate, score(candidate))
    return found


def test_the_baseline_comes_first_then_every_family_before_any_search() -> None:
    asked = play(schedule(), 40)

    assert asked[0].family == "dummy"
    origins = [candidate.origin for candidate in asked]
    n_defaults = origins.count("default")
    assert origins == ["baseline", *["default"] * n_defaults, *["search"] * (39 - n_defaults)]
    assert {c.family for c in asked[1 : n_defaults + 1]} == set(NAMES) - {"dummy"}


def rates(trees: int, bounds: dict[str, HyperRange] | None = None) -> dict[str, list[float]]:
    """Learning rates of the usual settings, where LightGBM stops after so many trees."""
    one = schedule(names=("dummy", "lightgbm", "catboost", "mlp"), bounds=bounds)
    found: dict[str, list[float]] = {}
    while (candidate := one.ask()) is not None and candidate.origin in ("baseline", "default"):
        resolved = [{"n_estimators": trees}] if candidate.family == "lightgbm" else []
        one.tell(candidate, 0.5, resolved=resolved)
        found.setdefault(candidate.family, []).append(candidate.params.get("learning_rate", 0.0))
    return found


def test_boosting_takes_larger_steps_where_it_needed_many() -> None:
    usual, many = rates(240), rates(900)

    assert many["lightgbm"][0] == usual["lightgbm"][0], "the first one tells"
    assert many["catboost"] == [pytest.approx(min(2 * rate, 0.2)) for rate in usual["catboost"]]
    assert many["mlp"] == usual["mlp"], "no boosting"
    assert set(rates(900, {"catboost.learning_rate": HyperRange(value=0.03)})["catboost"]) == {0.03}


def test_what_is_recalled_keeps_its_pace() -> None:
    names = ("dummy", "lightgbm", "catboost")
    recalled = [("lightgbm", {"learning_rate": 0.07}), ("catboost", {"learning_rate": 0.09})]
    one = Schedule(
        [family for family in FAMILIES if family.name in names],
        SMALL,
        bounds={},
        priors={},
        seed=0,
        greater_is_better=True,
        recalled=recalled,
    )
    asked = []
    for _ in range(6):
        candidate = one.ask()
        assert candidate is not None
        asked.append(candidate)
        one.tell(candidate, 0.5, resolved=[{"n_estimators": 900}] if candidate.family == "lightgbm" else [])

    found = [(c.family, c.params["learning_rate"]) for c in asked if c.origin == "memory"]
    assert found == [("lightgbm", 0.07), ("catboost", 0.09)]


def test_a_skewed_target_is_tried_in_both_forms_and_the_better_one_is_taken_from_there_on() -> None:
    prices = Shape(
        n_rows=1_000,
        n_numbers=8,
        n_categories=2,
        max_levels=5,
        n_texts=0,
        n_classes=0,
        task="regression",
        skewed=True,
    )
    names = ("dummy", "lightgbm", "catboost", "xgboost", "hist_gradient_boosting")

    def score(candidate: Candidate) -> float:
        return float(candidate.params.get("prep.target") == better)

    for better in ("none", "log"):
        asked = play(schedule(shape=prices, names=names), 12, score)

        defaults = [c for c in asked if c.origin == "default"]
        first, second, *others = [c.params["prep.target"] for c in defaults]
        assert (defaults[0].family, first, second) == (defaults[1].family, "none", "log")
        assert others and set(others) == {better}


def test_nothing_is_asked_twice() -> None:
    asked = play(schedule(), 60)

    assert len({(c.family, repr(sorted(c.params.items()))) for c in asked}) == len(asked)


def test_the_same_seed_gives_the_same_trials_and_another_one_others() -> None:
    one, same, other = (play(schedule(seed=seed), 40) for seed in (3, 3, 4))

    assert one == same
    assert [c.params for c in one] != [c.params for c in other]


def test_families_that_do_well_get_most_of_the_search_and_none_is_forgotten() -> None:
    good = {"lightgbm": 0.9, "linear": 0.8}
    asked = play(schedule(names=NAMES[:5]), 120, lambda c: good.get(c.family, 0.6))

    searched = Counter(c.family for c in asked if c.origin == "search")
    assert searched.most_common(2)[0][0] == "lightgbm"
    assert searched["lightgbm"] > searched["linear"] > searched["decision_tree"] > 0


@pytest.mark.parametrize(("belief", "more"), [(0.9, True), (0.1, False)])
def test_a_belief_moves_trials_but_never_all(belief: float, more: bool) -> None:
    plain = schedule().shares()["knn"]
    steered = schedule(priors={"knn": belief}).shares()

    assert (steered["knn"] > plain) is more
    assert 0.02 < steered["knn"] < 0.95
    assert sum(steered.values()) == pytest.approx(1.0)


def test_the_family_that_is_believed_in_is_tried_first() -> None:
    asked = play(schedule(priors={"knn": 0.9}), 2)

    assert [c.family for c in asked] == ["dummy", "knn"]


def test_a_family_that_fails_twice_is_left_alone() -> None:
    asked = play(schedule(), 60, lambda c: None if c.family == "lightgbm" else 0.5)

    assert sum(c.family == "lightgbm" for c in asked) == 2


def test_bounds_hold_in_defaults_and_in_the_search() -> None:
    bounds = {
        "lightgbm.num_leaves": HyperRange(min=5, max=9),
        "linear.C": HyperRange(value=0.25),
        "knn.weights": HyperRange(choices=("distance",)),
    }
    asked = play(schedule(bounds=bounds), 80)

    assert all(5 <= c.params["num_leaves"] <= 9 for c in asked if c.family == "lightgbm")
    assert {c.params["C"] for c in asked if c.family == "linear"} == {0.25}
    assert {c.params["weights"] for c in asked if c.family == "knn"} == {"distance"}


def test_what_nobody_can_afford_is_not_asked_for() -> None:
    one = schedule()
    one.tell(one.ask(), 0.5)  # type: ignore[arg-type]  # the baseline is always asked for

    assert one.ask(lambda candidate: candidate.family == "linear").family == "linear"  # type: ignore[union-attr]
    assert one.ask(lambda _: False) is None


def test_a_quick_model_goes_before_one_that_takes_long() -> None:
    large = Shape(
        n_rows=120_000, n_numbers=300, n_categories=0, max_levels=0, n_texts=0, n_classes=2, task="binary"
    )
    one = schedule(shape=large)
    asked = play(one, 3)

    assert schedule().queue[0][0] == "lightgbm"
    assert asked[1].family != "lightgbm"
    assert one.cost_s(asked[1]) < one.cost_s(asked[2])


def test_a_search_ends_when_nothing_new_is_left() -> None:
    bounds = {"knn.n_neighbors": HyperRange(value=5), "knn.weights": HyperRange(value="uniform")}
    asked = play(schedule(names=("dummy", "knn"), bounds=bounds), 500)

    assert 1 < len(asked) < 500


@pytest.mark.parametrize("n", [12, 30, 80])
def test_most_of_the_trials_go_to_what_is_believed_in_from_the_beginning(n: int) -> None:
    """A belief of 0.7 gives the family that share of all fits, though it is the worst of all; the rest explores."""
    asked = play(schedule(priors={"lightgbm": 0.7}), n, lambda c: 0.1 if c.family == "lightgbm" else 0.9)[1:]

    counts = Counter(candidate.family for candidate in asked)
    assert counts["lightgbm"] / len(asked) == pytest.approx(0.7, abs=1 / len(asked) + 0.01)
    assert len(counts) >= 4  # three families and more that nobody named


def test_families_with_one_share_divide_it_by_their_scores() -> None:
    good = {"lightgbm": 0.9, "decision_tree": 0.2}
    one = schedule(names=NAMES[:5], shares={"lightgbm+decision_tree": 0.6})
    asked = play(one, 100, lambda c: good.get(c.family, 0.99))[1:]

    counts = Counter(candidate.family for candidate in asked)
    assert (counts["lightgbm"] + counts["decision_tree"]) / len(asked) == pytest.approx(0.6, abs=0.02)
    assert counts["lightgbm"] > counts["decision_tree"]
    assert one.shares()["lightgbm"] + one.shares()["decision_tree"] == pytest.approx(0.6)


def test_a_share_of_the_time_is_one_of_the_seconds_that_fits_took() -> None:
    """Fits of a forest take ten times as long as foretold, and those given up a fifth: the seconds count."""
    one = schedule(shares={"random_forest": 0.5}, by_time=True)
    spent: Counter[str] = Counter()
    asked = Counter[str]()
    for turn in range(120):
        candidate = one.ask()
        assert candidate is not None
        seconds = (10.0 if candidate.family == "random_forest" else 1.0) * (0.2 if turn % 3 else 1.0)
        one.tell(candidate, 0.5, seconds=seconds)
        if candidate.family != "dummy":
            asked[candidate.family] += 1
            spent[candidate.family] += seconds  # type: ignore[assignment]  # a Counter adds fractions as well

    assert spent["random_forest"] / sum(spent.values()) == pytest.approx(0.5, abs=0.06)
    assert asked["random_forest"] / sum(asked.values()) < 0.2


def test_what_a_part_cannot_use_goes_to_the_others() -> None:
    bounds = {"knn.n_neighbors": HyperRange(value=5), "knn.weights": HyperRange(value="uniform")}
    asked = play(schedule(names=("dummy", "knn", "linear"), bounds=bounds, shares={"knn": 0.9}), 60)

    assert len(asked) == 60


def test_a_belief_never_costs_a_family_what_its_scores_earn() -> None:
    """Somewhat believed in and far ahead: it gets what it would have had, and the others keep their tenth."""
    good = {"lightgbm": 0.9, "linear": 0.8}
    asked = play(schedule(priors={"lightgbm": 0.55, "linear": 0.55}), 200, lambda c: good.get(c.family, 0.1))[
        1:
    ]

    share = sum(c.family in good for c in asked) / len(asked)
    assert 0.6 < share < 0.91
