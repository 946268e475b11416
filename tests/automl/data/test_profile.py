"""The profile states facts about each column, and how strongly it goes with the target."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from automl.data.load import load_table
from automl.data.profile import describe_column, profile_table
from automl.data.table import Table
from automl.errors import DataError


def planted(n_rows: int = 2000) -> Table:
    rng = np.random.default_rng(7)
    signal = rng.normal(size=n_rows)
    group = np.where(signal > 0.5, "high", np.where(signal < -0.5, "low", "middle"))
    return load_table(
        pd.DataFrame(
            {
                "id": [f"C{row:05d}" for row in range(n_rows)],
                "number": np.exp(2 * signal),
                "noise": rng.normal(size=n_rows),
                "group": group,
                "letters": rng.choice(list("abcdefgh"), n_rows),
                "day": pd.Timestamp("2020-01-01") + pd.to_timedelta(np.argsort(np.argsort(signal)), unit="h"),
                "text": [" ".join(rng.choice(["red", "green", "blue", "dark"], 6)) for _ in range(n_rows)],
                "constant": 1,
                "value": signal,
                "label": np.where(signal + rng.normal(size=n_rows) > 0, "yes", "no"),
            }
        )
    )


def test_facts_of_a_number_with_missing_cells() -> None:
    table = load_table(pd.DataFrame({"x": ["1", "3", "3", "", "10.5"], "y": list("abcde")}))

    found = describe_column(table, "x")

    assert (found.kind, found.n_rows, found.n_missing, found.share_missing) == ("number", 5, 1, 0.2)
    assert (found.n_distinct, found.minimum, found.maximum) == (3, 1.0, 10.5)
    assert (found.mean, found.median) == (4.375, 3.0)
    assert found.top[0] == ("3", 2)
    assert found.relation is None


def test_facts_of_words_and_dates() -> None:
    table = load_table(
        pd.DataFrame({"w": [" a", "b", " a", None], "d": ["2020-01-05", "2020-01-05", "2021-02-01", ""]})
    )

    words, days = profile_table(table)

    assert words.top == ((" a", 2), ("b", 1))
    assert (words.minimum, words.mean) == (None, None)
    assert (days.minimum, days.maximum) == ("2020-01-05T00:00:00", "2021-02-01T00:00:00")
    assert days.top == (("2020-01-05", 2), ("2021-02-01", 1))


def test_values_that_occur_once_are_not_shown() -> None:
    table = planted(500)

    assert describe_column(table, "id").top == ()
    assert describe_column(table, "text").top == ()


@pytest.mark.parametrize("target", ["value", "label", "group"])
def test_the_relation_tells_signal_from_noise(target: str) -> None:
    found = {column.name: column.relation for column in profile_table(planted(), target)}

    strong = {"number", "group", "day", "value", "label"} - {target}
    assert all((found[name] or 0) > 0.4 for name in strong), found
    assert all((found[name] or 0) < 0.12 for name in ("noise", "letters", "id")), found
    assert found["text"] is found["constant"] is found[target] is None


def test_a_function_of_the_target_has_the_relation_one() -> None:
    table = planted()

    assert describe_column(table, "number", "value").relation == pytest.approx(1.0)
    codes = load_table(pd.DataFrame({"a": ["x", "y"] * 50, "b": ["u", "v"] * 50, "n": [1, 5] * 50}))
    assert describe_column(codes, "a", "b").relation == pytest.approx(1.0)
    assert describe_column(codes, "n", "b").relation == pytest.approx(1.0)


def test_large_tables_are_sampled_the_same_each_time() -> None:
    table = planted(30_000)

    first = describe_column(table, "noise", "value")

    assert first == describe_column(table, "noise", "value")
    assert describe_column(table, "number", "value").relation == pytest.approx(1.0)


def test_a_profile_is_plain_json() -> None:
    for column in profile_table(planted(300), "label"):
        assert json.loads(json.dumps(column.to_json())) == column.to_json()


def test_an_unknown_column_is_answered_with_the_nearest() -> None:
    with pytest.raises(DataError, match=r"There is no column 'letter' in 'table'\. Did you mean 'letters'\?"):
        describe_column(planted(50), "letter")
    with pytest.raises(DataError, match="There is no column 'lable'"):
        profile_table(planted(50), "lable")
