"""Effects of columns and what-ifs against functions that are known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from automl.errors import DataError
from automl.explain import column_effect, what_if
from automl.explain.effects import MISSING


def table(n_rows: int = 300) -> pd.DataFrame:
    random = np.random.default_rng(0)
    X = pd.DataFrame(
        {"income": random.normal(50_000, 10_000, n_rows), "calls": random.integers(0, 4, n_rows) * 1.0}
    )
    X["plan"] = pd.Series(random.choice(["basic", "plus"], n_rows, p=[0.8, 0.2]), dtype="str")
    X["since"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 700, n_rows), unit="D")
    X["note"] = pd.Series([f"free text number {i}" for i in range(n_rows)], dtype="str")
    X.loc[::10, "calls"] = np.nan
    return X


def value(X: pd.DataFrame) -> np.ndarray:
    days = (X["since"] - pd.Timestamp("2024-01-01")).dt.days
    effect = 2 * X["income"] + 100 * X["calls"].fillna(9) + 1000 * (X["plan"] == "plus") + days
    return effect.to_numpy(dtype=float)


def test_the_effect_of_a_number_is_the_planted_slope() -> None:
    effect = column_effect(value, table(), "income", task="regression")

    assert effect is not None
    slope = np.diff(effect.predictions) / np.diff(np.array(effect.values, dtype=float))
    assert slope == pytest.approx(2.0, rel=1e-9)
    assert sum(effect.share) == pytest.approx(1)


def test_missing_is_a_value_where_rows_miss_it() -> None:
    effect = column_effect(value, table(), "calls", task="regression")

    assert effect is not None
    assert effect.values == (0.0, 1.0, 2.0, 3.0, MISSING)
    assert effect.predictions[-1] - effect.predictions[0] == pytest.approx(900)
    assert effect.share[-1] == pytest.approx(0.1)
    assert sum(effect.share) == pytest.approx(1)


def test_categories_come_by_frequency_and_dates_as_iso() -> None:
    plan = column_effect(value, table(), "plan", task="regression")
    since = column_effect(value, table(), "since", task="regression", kinds={"since": "datetime"})

    assert plan is not None and since is not None
    assert plan.values == ("basic", "plus")
    assert plan.predictions[1] - plan.predictions[0] == pytest.approx(1000)
    assert list(since.values) == sorted(since.values)
    assert str(since.values[0]).startswith("2024-01")


def test_free_text_and_constant_columns_have_no_effect_to_show() -> None:
    X = table().assign(constant=1.0, empty=np.nan)

    assert column_effect(value, X, "note", task="regression") is None
    assert column_effect(value, X, "constant", task="regression") is None
    assert column_effect(value, X, "empty", task="regression") is None


def test_more_than_two_classes_show_the_one_that_moves_most() -> None:
    def shares(X: pd.DataFrame) -> np.ndarray:
        plus = (X["plan"] == "plus").to_numpy(dtype=float)
        return np.column_stack([0.5 - 0.1 * plus, 0.3 - 0.2 * plus, 0.2 + 0.3 * plus])

    effect = column_effect(shares, table(), "plan", task="multiclass", classes=("A", "B", "C"))
    asked = column_effect(shares, table(), "plan", task="multiclass", classes=("A", "B", "C"), label="B")

    assert effect is not None and asked is not None
    assert (effect.label, effect.predictions) == ("C", pytest.approx((0.2, 0.5)))
    assert (asked.label, asked.predictions) == ("B", pytest.approx((0.3, 0.1)))


def test_what_if_predicts_again_with_other_values() -> None:
    X = table()
    row = X.iloc[[3]]

    told = what_if(
        value, row, changes={"income": {"add": 10_000}, "plan": "plus", "calls": None}, reference=X
    )

    assert float(told.after) - float(told.before) == pytest.approx(value(told.row)[0] - value(row)[0])
    assert told.changed[0] == ("income", row["income"].iloc[0], row["income"].iloc[0] + 10_000)
    assert told.changed[2][2] is None
    assert told.notes == ()


def test_what_if_says_where_the_model_has_seen_nothing() -> None:
    X = table()

    told = what_if(value, X.iloc[[3]], changes={"plan": "gold", "income": 1e9}, reference=X)

    assert told.notes[0] == "The model has never seen 'gold' in 'plan'."
    assert told.notes[1].startswith("The data has 'income' only from ")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"incme": 1}, "The model does not use a column 'incme'. Did you mean 'income'?"),
        ({"income": "lots"}, "'income' holds numbers; 'lots' is none."),
        ({"since": "never"}, "'since' holds dates; 'never' is none."),
        (
            {"plan": {"add": 1}},
            "'plan' is 'basic' in this row and cannot be changed by {'add': 1}: say the new value",
        ),
    ],
)
def test_a_change_that_cannot_be_made_is_a_sentence(changes: dict[str, object], sentence: str) -> None:
    X = table()
    row = X[X["plan"] == "basic"].iloc[[0]]

    with pytest.raises(DataError) as caught:
        what_if(value, row, changes=changes)

    assert str(caught.value).startswith(sentence)
