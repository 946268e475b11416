"""The public tables load as their descriptions say: rows, columns, kinds, missing cells, dates."""

from __future__ import annotations

import json
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from automl.data.load import load_table, read_rows
from automl.data.table import Table

SHARED = Path(__file__).parents[4] / "shared"
STORIES: list[dict[str, Any]] = (
    json.loads((SHARED / "data" / "datasets.json").read_text("utf-8"))
    if (SHARED / "data" / "datasets.json").exists()
    else []
)

pytestmark = pytest.mark.skipif(not STORIES, reason=f"the public tables are not at {SHARED / 'data'}")

DATES = {
    "bike_hourly": {"dteday": ("2011-01-01", "2012-12-31")},
    "campaign_response": {"Dt_Customer": ("2012-07-30", "2014-06-29")},
    "hotel_bookings": {"reservation_status_date": ("2014-10-17", "2017-09-14")},
    "loan_grade": {"issue_month": ("2018-01-01", "2018-03-01")},
    "store_sales_weekly": {"Date": ("2010-02-05", "2012-10-26")},
}
# ' bhp' without a number, and the 'None' of a wall without veneer, which the stories count the other way.
OTHERWISE_MISSING = {("used_cars", "max_power"): 216, ("ames_house_prices", "MasVnrType"): 8}
# Markers that stand for "no value", beside the missing cells that the stories count.
MARKERS = ("(blank)", "?")


@cache
def table(name: str) -> Table:
    story = next(story for story in STORIES if story["name"] == name)
    return load_table(SHARED.parent / story["file"])


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["name"])
def test_a_public_table_loads_as_its_story_says(story: dict[str, Any]) -> None:
    name = story["name"]
    found = table(name)

    assert (found.name, found.frame.shape) == (name, (story["rows"], story["cols"]))
    assert [column.name for column in found.columns if column.kind == "text"] == story["text_columns"]
    dates = {column.name for column in found.columns if column.kind == "datetime"}
    assert dates == set(DATES.get(name, {}))
    for column, (first, last) in DATES.get(name, {}).items():
        assert str(found.frame[column].min().date()) == first
        assert str(found.frame[column].max().date()) == last
    assert missing(found) == expected_missing(story)


def missing(found: Table) -> dict[str, int]:
    counts = found.frame.isna().sum()
    return {str(name): int(count) for name, count in counts[counts > 0].items()}


def expected_missing(story: dict[str, Any]) -> dict[str, int]:
    expected: dict[str, int] = dict(story["missing_by_column"])
    for column, marked in story["placeholders_by_column"].items():
        count = sum(marked.get(marker, 0) for marker in MARKERS)
        if count:
            expected[column] = expected.get(column, 0) + count
    return expected | {
        column: count for (name, column), count in OTHERWISE_MISSING.items() if name == story["name"]
    }


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["name"])
def test_the_labels_of_the_target_are_exact(story: dict[str, Any]) -> None:
    if "class_counts" not in story:
        pytest.skip("the target is a number")
    labels = table(story["name"]).labels(story["target"])

    assert labels.value_counts().to_dict() == story["class_counts"]
    if story["positive_label"] is not None:
        assert (labels == story["positive_label"]).any()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["name"])
def test_the_same_file_read_as_later_rows_gives_the_same_values(story: dict[str, Any]) -> None:
    if story["rows"] > 20_000:
        pytest.skip("the small tables show it")
    learned = table(story["name"])

    rows = read_rows(SHARED.parent / story["file"], learned.schema())

    assert rows.frame.equals(learned.frame)


def test_what_was_converted_is_listed() -> None:
    assert (
        "TotalCharges: 7,032 numbers read from text; 11 blanks count as missing."
        in table("telco_churn").conversions
    )
    assert any("month/day/year" in sentence for sentence in table("campaign_response").conversions)
    assert any("day/month/year" in sentence for sentence in table("bike_hourly").conversions)
    assert table("mall_customers").kind_of("CustomerID") == "category"
    assert table("campaign_response").kind_of(" Income ") == "number"


def test_loading_is_quick() -> None:
    load_table(SHARED / "data" / "mall_customers.csv")
    for name, limit_s in (("telco_churn.csv", 0.4), ("hotel_bookings.csv.gz", 3.0)):
        started = time.process_time()
        load_table(SHARED / "data" / name)
        assert time.process_time() - started < limit_s
