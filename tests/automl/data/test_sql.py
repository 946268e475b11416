"""SQL from outside calculates with the columns and can do nothing else; a wrong one is told in one sentence."""

from __future__ import annotations

import math
import threading
import time
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.data import connection
from automl.data.load import load_table
from automl.data.sql import Aggregator, check_expression, evaluate_aggregate, evaluate_rows
from automl.errors import SpecError, SqlExpressionError

FRAME = load_table(
    pd.DataFrame(
        {
            "MonthlyCharges": [29.5, 56.0, None, 42.0],
            "Contract": ["Month-to-month", "One year", "Two year", None],
            "Partner": ["Yes", "No", "Yes", "Yes"],
            "flag": [True, False, None, True],
            "senior": [0, 1, 0, 1],
            "day": pd.to_datetime(["2020-01-01", "2021-06-01", "2022-01-01", None]),
            "actual": [10, 20, 30, 40],
            "emp.var.rate": [1.5, 1.5, -1.0, 0.0],
            'odd "name" [x] 😀': [1, 2, 3, 4],
            "Price": [1, 1, 1, 1],
            "price": [2, 2, 2, 2],
        }
    )
).frame


def rows(sql: str, want: Literal["number", "boolean", "datetime"] = "number", **reserved: Any) -> list[Any]:
    found = evaluate_rows(sql, FRAME, field="filter", want=want, reserved=reserved)
    values: list[Any] = [None if value != value else value for value in found.tolist()]
    return values


def refusal(sql: str, want: Literal["number", "boolean", "datetime", "aggregate"] = "number") -> str:
    with pytest.raises(SqlExpressionError) as caught:
        check_expression(
            sql, FRAME, field="metric.tp", want=want, reserved=("actual", "predicted", "probability")
        )
    assert caught.value.field == "metric.tp"
    assert isinstance(caught.value, SpecError)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("0.3 * MonthlyCharges * 12", [106.2, 201.6, None, 151.2]),
        ("senior / 2", [0, 0.5, 0, 0.5]),
        ("CASE WHEN Partner = 'Yes' THEN 5 ELSE -1 END", [5, -1, 5, 5]),
        ("CASE WHEN Partner = 'No' THEN 5 END", [None, 5, None, None]),
        ("1 / senior", [None, 1, None, 1]),
        ("ln(senior - 1)", [None] * 4),
        ("emp.var.rate", [1.5, 1.5, -1, 0]),
        ('data."emp.var.rate" + 1', [2.5, 2.5, 0, 1]),
        ('"odd ""name"" [x] 😀"', [1, 2, 3, 4]),
        ("date_part('year', day)", [2020, 2021, 2022, None]),
        ("Price - price", [-1] * 4),
        ("MONTHLYCHARGES > 40", [0, 1, None, 1]),
        ("greatest(senior, 0.5) -- at least a half", [0.5, 1, 0.5, 1]),
    ],
)
def test_numbers_row_by_row(sql: str, expected: list[float | None]) -> None:
    assert rows(sql) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("Contract = 'Month-to-month'", [True, False, False, False]),
        ("Partner = 'Yes'", [True, False, True, True]),
        ("flag", [True, False, False, True]),
        ("not flag", [False, True, False, False]),
        ("flag = true", [True, False, False, True]),
        ("flag = 1", [True, False, False, True]),
        ("flag = 'yes' AND senior = 'No'", [True, False, False, False]),
        ("flag IN ('True')", [True, False, False, True]),
        ("senior", [False, True, False, True]),
        ("senior <> 'yes'", [True, False, True, False]),
        ("Contract IS NULL OR MonthlyCharges BETWEEN 50 AND 60", [False, True, False, True]),
        ("Contract ILIKE '%year'", [False, True, True, False]),
        ("day >= '2021-01-01'", [False, True, True, False]),
    ],
)
def test_booleans_row_by_row(sql: str, expected: list[bool]) -> None:
    assert rows(sql, "boolean") == expected


def test_words_of_truth_in_the_data_are_compared_as_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Partner,flag,n\nYes,true,1\nNo,false,2\n")
    frame = load_table(tmp_path / "t.csv").frame

    assert evaluate_rows("Partner = 'Yes'", frame, field="filter", want="boolean").tolist() == [True, False]
    assert evaluate_rows("flag = 'true'", frame, field="filter", want="boolean").tolist() == [True, False]
    assert evaluate_rows("flag AND n = 1", frame, field="filter", want="boolean").tolist() == [True, False]


def test_bare_names_are_predictions_and_qualified_ones_columns() -> None:
    predictions = {"actual": np.array([1, 0, 1, 0]), "probability": np.array([0.5, 0.25, 1.0, 0.0])}

    assert rows('data."actual" * actual', **predictions) == [10, 0, 30, 0]
    assert rows("Actual + data.actual", **predictions) == [11, 20, 31, 40]
    assert rows("probability", **predictions) == [0.5, 0.25, 1, 0]
    assert rows("actual") == [10, 20, 30, 40]
    labels = {"actual": np.array(["a", "b", "a", "b"]), "predicted": np.array(["a", "a", "a", "b"])}
    assert rows("actual = predicted", "boolean", **labels) == [True, False, True, True]


def test_dates_from_an_expression() -> None:
    found = evaluate_rows("date_trunc('year', day)", FRAME, field="forecast.time_column", want="datetime")

    assert found.dtype == "datetime64[us]"
    assert found[1] == np.datetime64("2021-01-01")
    assert np.isnat(found[3])


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        (
            "MonthlyCharge * 2",
            "metric.tp: there is no column 'MonthlyCharge' for 'MonthlyCharge * 2'. Did you mean 'MonthlyCharges'?",
        ),
        (
            "PRICE",
            "metric.tp: there is no column 'PRICE' for 'PRICE'. 'Price' and 'price' differ only in capital",
        ),
        (
            "sqroot(senior)",
            "metric.tp: the function 'sqroot' in 'sqroot(senior)' is not one that can be used here.",
        ),
        ("Contract", "metric.tp must give a number for each row, and 'Contract' gives text; compare it"),
        ("Contract + 1", "metric.tp: 'Contract + 1' cannot be evaluated: No function matches"),
        (
            "Contract > 5",
            "metric.tp: 'Contract > 5' cannot be evaluated: Cannot compare values of type VARCHAR",
        ),
        (
            "MonthlyCharges >",
            "metric.tp must be one SQL expression, and 'MonthlyCharges >' is not: it ends too early.",
        ),
        (
            "odd name",
            "metric.tp must be one SQL expression over the columns, and 'odd name' is more than that.",
        ),
        ("senior, Price", "metric.tp must be one SQL expression over the columns"),
        (
            "senior) + (Price",
            "metric.tp must be one SQL expression, and 'senior) + (Price' is not: syntax error",
        ),
        ("nullif(senior, senior)", "metric.tp: 'nullif(senior, senior)' gives no finite number in any row"),
        ("1 / 0", "metric.tp: '1 / 0' gives no finite number in any row"),
        ("sum(senior)", "metric.tp needs one value per row, and 'sum(senior)' sums up all rows"),
        ("", "metric.tp must be a SQL expression over the columns; it is empty."),
    ],
)
def test_a_wrong_expression_is_told(sql: str, sentence: str) -> None:
    assert refusal(sql).startswith(sentence)


def test_text_in_double_quotes_is_recognised() -> None:
    said = refusal('Contract = "One year"', "boolean")

    assert said.endswith("If it is meant as text, write 'One year' in single quotes.")


def test_errors_name_the_columns_of_the_table() -> None:
    assert "'Contract'" in refusal("CAST(Contract AS INTEGER)")
    assert "c0" not in refusal("CAST(Contract AS INTEGER)")


def test_what_gives_no_boolean() -> None:
    assert refusal("MonthlyCharges", "boolean").startswith("metric.tp must give true or false for each row")
    assert refusal("Contract", "boolean").startswith("metric.tp must give true or false for each row")


@pytest.mark.parametrize(
    "sql",
    ["len(range(2000000000))", "length(repeat(Contract, 100000000))", "length(lpad('', 2000000000, 'x'))"],
)
def test_a_short_expression_cannot_ask_for_gigabytes(sql: str) -> None:
    assert "is not one that can be used here" in refusal(sql)


def test_a_figure_for_all_rows_needs_an_aggregate() -> None:
    assert refusal("actual * 2", "aggregate").startswith("metric.tp needs one figure for all rows")
    assert "must appear in the GROUP BY" in refusal("senior + sum(senior)", "aggregate")


ATTACKS = (
    "(SELECT count(*) FROM read_text('/etc/passwd'))",
    "(SELECT max(content) FROM read_text('{secret}'))",
    "EXISTS (SELECT 1 FROM glob('/*'))",
    "(SELECT 1 FROM '{secret}')",
    "(SELECT * FROM duckdb_settings())",
    "1) FROM data; COPY data TO '{target}'; SELECT (1",
    "1) FROM data UNION SELECT (2",
    "1) FROM data WHERE (1=1",
    "1), (2",
    "1; ATTACH '{target}'",
    "1 /*",
    "read_text('{secret}')",
    "getenv('HOME')",
    "current_setting('home_directory')",
    "getvariable('x')",
    "nextval('s')",
    "random()",
    "uuid()",
    "now()",
    "current_date",
    "pg_sleep(30)",
    "sleep_ms(30000)",
    "write_log('x')",
    "query('SELECT 1')",
    "system.main.abs(1)",
    "frame",
    "FRAME",
    "COLUMNS(*)",
    "*",
    "?",
    "$1",
    "#1",
    "row_number() OVER ()",
    "list_transform([1], lambda x: x + 1)",
    "(SELECT 1)",
    "rowid",
    "ATTACH '{target}'",
    "INSTALL httpfs",
    "SET threads = 4",
    "PRAGMA version",
    "COPY data TO '{target}'",
)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("want", ["number", "boolean", "aggregate"])
def test_nothing_but_a_calculation_gets_through(
    tmp_path: Path, attack: str, want: Literal["number", "boolean", "aggregate"]
) -> None:
    secret, target = tmp_path / "secret.csv", tmp_path / "stolen"
    secret.write_text("a,b\n1,2\n")

    refusal(attack.format(secret=secret, target=target), want)

    assert not target.exists()


def test_even_sql_that_got_through_could_touch_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    local = pd.DataFrame({"a": [1]})
    assert len(local) == 1
    for sql in (
        f"SELECT * FROM '{secret}'",
        f"SELECT * FROM read_text('{secret}')",
        f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        f"ATTACH '{tmp_path / 'x.duckdb'}'",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM local",
    ):
        with connection.locked_connection() as locked, pytest.raises(Exception, match="Error"):
            locked.execute(sql).fetchall()


def test_an_endless_expression_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "TIME_LIMIT_S", 0.3)
    frame = pd.DataFrame({"name": [f"{row}" * 40 for row in range(100_000)]}, dtype="str")
    started = time.monotonic()

    with pytest.raises(SqlExpressionError, match=r"it took longer than 0\.3 seconds"):
        evaluate_aggregate("sum(levenshtein(name, reverse(name)))", frame, field="metric.sql")

    assert time.monotonic() - started < 10


def test_aggregates() -> None:
    predictions = {"predicted": np.array([1, 0, 1, 1]), "probability": np.array([0.5, 0.25, 1.0, 0.0])}

    def value(sql: str) -> float:
        return evaluate_aggregate(sql, FRAME, field="metric.sql", reserved=predictions)

    assert value("sum(MonthlyCharges * predicted)") == pytest.approx(71.5)
    assert value("count(*)") == 4
    assert value("avg(probability) FILTER (WHERE predicted = 1) / 2") == pytest.approx(0.25)
    assert value("sum(senior) / count(DISTINCT Partner)") == 1
    assert value("quantile_cont(probability, 0.5)") == pytest.approx(0.375)
    assert math.isnan(value("sum(senior) FILTER (WHERE false)"))
    assert value("max(flag)") == 1


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_resamples_at_once_are_the_resamples_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    predictions = {"predicted": rng.random(4)}
    aggregate = Aggregator("sum(predicted * actual) / count(*)", FRAME, predictions)
    draws = rng.integers(4, size=(7, 5))

    at_once = aggregate.values(draws)

    by_hand = (predictions["predicted"] * FRAME["actual"].to_numpy())[draws].mean(axis=1)
    np.testing.assert_allclose(at_once, by_hand)
    np.testing.assert_allclose([aggregate.value(draw) for draw in draws], by_hand)


def test_threads_do_not_share_a_connection() -> None:
    found: list[list[Any]] = []
    threads = [threading.Thread(target=lambda: found.append(rows("senior + 1"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [[1, 2, 1, 2]] * 4


@given(st.text(max_size=30))
def test_no_text_is_run_that_is_no_expression(text: str) -> None:
    try:
        evaluate_rows(text, FRAME, field="filter", want="number")
    except SqlExpressionError as error:
        assert str(error)


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=10)


@settings(max_examples=40)
@given(names.filter(lambda name: name.strip() != ""))
def test_any_name_works_in_double_quotes(name: str) -> None:
    frame = pd.DataFrame({name: [1.0, 2.0], name + "2": [3.0, 4.0]})
    quoted = '"' + name.replace('"', '""') + '"'

    assert evaluate_rows(quoted, frame, field="filter", want="number").tolist() == [1.0, 2.0]
    assert evaluate_rows(f"data.{quoted}", frame, field="filter", want="number").tolist() == [1.0, 2.0]
