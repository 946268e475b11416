"""The cuts: the held-out part depends on data and target alone, and nothing that belongs together is torn apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.data.problem import Problem, build_problem
from automl.data.splits import Splits, make_splits
from automl.data.table import Column, Table
from automl.errors import DataError, NotYetError, SpecError
from automl.spec.model import GroupSplit, Holdout, KFold, ProblemSpec, TimeSplit

N_ROWS = 400


def table(n_rows: int = N_ROWS, *, seed: int = 0, fingerprint: str = "f") -> Table:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "x": rng.normal(size=n_rows),
            "g": pd.Series(rng.integers(0, 25, n_rows)).map("group {}".format).astype("str"),
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(n_rows) // 4, unit="D"),
            "label": pd.Series(np.where(rng.random(n_rows) < 0.2, "yes", "no")).astype("str"),
            "y": rng.normal(size=n_rows),
        }
    )
    kinds = {"x": "number", "g": "category", "day": "datetime", "label": "category", "y": "number"}
    columns = tuple(Column(name, kind) for name, kind in kinds.items())  # type: ignore[arg-type]  # literals
    return Table("t", frame, columns, fingerprint=fingerprint)


def binary(**fields: object) -> ProblemSpec:
    given = {"task": "binary", "target": "label", "positive_label": "yes", **fields}
    return ProblemSpec.model_validate(given)


def cut(spec: ProblemSpec, found: Table, validation: object) -> tuple[Problem, Splits]:
    problem = build_problem(spec, found)
    return problem, make_splits(problem, found, validation)  # type: ignore[arg-type]  # any of the kinds


@settings(max_examples=25)
@given(folds=st.integers(2, 9), seed=st.integers(0, 99))
def test_folds_cover_every_search_row_once_and_never_a_held_out_one(folds: int, seed: int) -> None:
    problem, splits = cut(binary(), table(seed=seed), KFold(folds=folds))

    judged = np.concatenate([validation for _, validation in splits.folds])
    assert sorted(judged) == sorted(splits.search)
    assert sorted([*splits.search, *splits.held_out]) == list(range(problem.n_rows))
    for train, validation in splits.folds:
        assert not set(train) & set(validation)
        assert not (set(train) | set(validation)) & set(splits.held_out)


def test_labels_are_spread_evenly() -> None:
    problem, splits = cut(binary(), table(2_000), KFold(folds=5))

    share = problem.y.mean()
    assert abs(problem.y[splits.held_out].mean() - share) < 0.01
    for _, validation in splits.folds:
        assert abs(problem.y[validation].mean() - share) < 0.01


def test_the_held_out_part_is_that_of_data_and_target_whatever_the_folds() -> None:
    _, five = cut(binary(), table(), KFold(folds=5))
    _, three = cut(binary(), table(), KFold(folds=3))
    _, other = cut(binary(), table(fingerprint="another"), KFold(folds=5))

    assert list(five.held_out) == list(three.held_out)
    assert list(five.held_out) != list(other.held_out)


def test_a_filter_moves_no_row_to_the_other_side() -> None:
    whole, all_rows = cut(binary(), table(), KFold())
    part, some = cut(binary(filter="x > 0"), table(), KFold())

    held = set(whole.row_ids[all_rows.held_out])
    assert set(part.row_ids[some.held_out]) <= held
    assert not set(part.row_ids[some.search]) & held
    assert part.left_out["outside the filter"] == N_ROWS - part.n_rows


def test_rows_that_repeat_each_other_stay_together() -> None:
    found = table()
    frame = pd.concat([found.frame] * 3, ignore_index=True)
    tripled = Table("t", frame, found.columns, fingerprint="f")
    _, splits = cut(binary(), tripled, KFold())

    side = np.zeros(len(frame), dtype=int)
    for number, (_, validation) in enumerate(splits.folds, start=1):
        side[validation] = number
    assert (side[:N_ROWS] == side[N_ROWS : 2 * N_ROWS]).all()
    assert (side[:N_ROWS] == side[2 * N_ROWS :]).all()


def test_different_cases_that_look_alike_are_cut_like_all_others() -> None:
    rng = np.random.default_rng(0)
    n_rows = 2_000
    kinds = {
        "class": rng.choice(["first", "second", "third"], n_rows),
        "sex": rng.choice(["female", "male"], n_rows),
        "label": np.where(rng.random(n_rows) < 0.4, "yes", "no"),
    }
    frame = pd.DataFrame(kinds).astype("str")
    narrow = Table("t", frame, tuple(Column(name, "category") for name in kinds), fingerprint="f")
    problem, splits = cut(binary(), narrow, KFold())

    rate = problem.y.mean()
    for _, validation in (*splits.folds, (None, splits.held_out)):
        assert len(validation) > 300
        assert len(problem.X.iloc[validation].drop_duplicates()) == 6  # every kind of case on every side
        assert abs(problem.y[validation].mean() - rate) < 0.01


def test_holdout_keeps_the_share_asked_for_twice() -> None:
    _, splits = cut(binary(), table(1_000), Holdout(test_fraction=0.3))

    assert abs(len(splits.held_out) / 1_000 - 0.3) < 0.01
    ((train, validation),) = splits.folds
    assert abs(len(validation) / (len(train) + len(validation)) - 0.3) < 0.01


def test_time_is_learned_from_the_past_only() -> None:
    problem, splits = cut(binary(), table(), TimeSplit(column="day", folds=4, gap="3D"))

    day = problem.rows["day"]
    for train, validation in splits.folds:
        assert day.iloc[train].max() + pd.Timedelta("3D") < day.iloc[validation].min() + pd.Timedelta("1s")
    assert day.iloc[splits.search].max() + pd.Timedelta("3D") <= day.iloc[splits.held_out].min()
    assert len(splits.folds) == 4


def test_a_cutoff_is_the_first_moment_tested_on() -> None:
    problem, splits = cut(binary(), table(), TimeSplit(column="day", cutoff="2024-03-01"))

    assert problem.rows["day"].iloc[splits.held_out].min() == pd.Timestamp("2024-03-01")
    assert problem.rows["day"].iloc[splits.search].max() < pd.Timestamp("2024-03-01")


def test_groups_are_never_torn_apart() -> None:
    problem, splits = cut(
        binary(validation={"kind": "group", "column": "g"}), table(), GroupSplit(column="g", folds=4)
    )

    group = problem.rows["g"].to_numpy()
    parts = [splits.held_out, *(validation for _, validation in splits.folds)]
    for i, one in enumerate(parts):
        for other in parts[i + 1 :]:
            assert not set(group[one]) & set(group[other])
    assert "g" not in problem.X.columns


def test_too_few_groups_are_answered_with_what_there_is() -> None:
    found = table()
    with pytest.raises(SpecError, match="needs 31 groups; it has 25"):
        cut(binary(), found, GroupSplit(column="g", folds=30))


def test_a_time_split_by_text_is_refused() -> None:
    with pytest.raises(SpecError, match="holds other text"):
        cut(binary(), table(), TimeSplit(column="g"))


def test_several_labels_may_count_as_positive() -> None:
    found = table()
    frame = found.frame.assign(label=pd.Series(["A", "B", "C", "D"] * (N_ROWS // 4)).astype("str"))
    four = Table("t", frame, found.columns, fingerprint="f")

    problem = build_problem(binary(positive_label=["C", "D"]), four)

    assert problem.classes == ("other", "C, D")
    assert problem.y.mean() == 0.5


@pytest.mark.parametrize(
    ("fields", "error", "sentence"),
    [
        ({"positive_label": "maybe"}, SpecError, "'maybe' does not occur in 'label'; it holds 'no', 'yes'"),
        ({"task": "forecast"}, NotYetError, "not there yet"),
        ({"task": "regression"}, SpecError, "Regression needs numbers in 'label'"),
        ({"filter": "x > 1000"}, DataError, "At least 20 rows"),
        ({"filter": "label = 'no'"}, DataError, "only the value 'no'"),
        ({"ignore_columns": ["x", "g", "day", "y"]}, DataError, "No column of 't' is left"),
    ],
)
def test_what_cannot_be_learned_is_said(
    fields: dict[str, object], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        build_problem(binary(**fields), table())
