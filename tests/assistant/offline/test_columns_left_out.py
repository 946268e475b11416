"""Columns to leave out, in words that name them sideways, and words that leave none out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.offline.context import ColumnFacts, Context
from assistant.offline.understand import understand

Made = Callable[[str], Context]

LEFT_OUT = [
    ("customers", "Churn. The age column I don't want used.", ["Age"]),
    ("customers", "Churn. Nor do I want the gender or the contract in there.", ["gender", "Contract"]),
    ("customers", "Churn. Please don't make use of the age column, it is full of holes.", ["Age"]),
    (
        "customers",
        "Churn. gender gets filled in by the agent = useless, don't use. Age neither.",
        ["gender", "Age"],
    ),
    ("customers", "Churn. columns not to touch: gender, Age", ["gender", "Age"]),
    ("customers", "Churn. Leave out the column with the gender.", ["gender"]),
    ("customers", "Churn. The gender is only known afterwards. Remove. Ditto the age.", ["gender", "Age"]),
    ("claims", "Fraud. Claim number and old_score: no thanks.", ["claim_id", "old_score"]),
    ("claims", "Fraud. Next month the old score is switched off, therefore don't lean on it.", ["old_score"]),
    (
        "loans",
        "Defaulted loans. Throw away the rows where the income is missing, and the columns sex and purpose.",
        ["sex", "purpose"],
    ),
    (
        "loans",
        "Defaulted. I'd rather the model didn't know what they are (sex) or what it's for (purpose).",
        ["sex", "purpose"],
    ),
    (
        "patients",
        "Who is readmitted? The treatment cost comes after billing, the ethnicity tells nothing; neither may go in.",
        ["treatment_cost", "ethnicity"],
    ),
    (
        "tickets",
        "hours_to_solve. Keep the priority out of it, likewise the free text.",
        ["priority", "ticket_text"],
    ),
]
NONE_LEFT_OUT = [
    ("tickets", "Satisfied or not? A genuine ticket text thrown away costs 5 euros."),
    ("customers", "Churn among people without a contract of one year; push recall as high as it will go."),
    (
        "claims",
        "Fraud. Not the web channel, take that out. Half of 500 minus the claim amount is what a miss costs.",
    ),
    (
        "loans",
        "Loans of the car purpose and no other purpose. Those who would not have defaulted cost 60 euros of income.",
    ),
]


@pytest.mark.parametrize(("table", "text", "wanted"), LEFT_OUT)
def test_columns_are_left_out(made_up: Made, table: str, text: str, wanted: list[str]) -> None:
    found = understand(text, made_up(table)).patches.get("ignore_columns")
    assert sorted(found or []) == sorted(wanted)


@pytest.mark.parametrize(("table", "text"), NONE_LEFT_OUT)
def test_rows_sums_and_single_things_are_no_columns(made_up: Made, table: str, text: str) -> None:
    assert "ignore_columns" not in understand(text, made_up(table)).patches


def _column(name: str, n_distinct: int, kind: str = "category", labels: tuple[str, ...] = ()) -> ColumnFacts:
    return ColumnFacts(name, kind, n_distinct, 0, None, None, tuple((label, 9) for label in labels))  # type: ignore[arg-type]


STAFF = Context(
    columns=(
        _column("TradeUnion1", 5),
        _column("TradeUnion2", 5),
        _column("Company", 1, labels=("ACME",)),
        _column("Country", 1, labels=("AT",)),
        _column("night_shift", 2, "boolean", ("no", "yes")),
        _column("Years", 30, "number"),
        _column("Left", 2, "boolean", ("no", "yes")),
    ),
    n_rows=500,
    table_name="staff",
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Who left? None of the two TradeUnion columns may be used.", ["TradeUnion1", "TradeUnion2"]),
        ("Who left? Nothing about union in the model, please.", ["TradeUnion1", "TradeUnion2"]),
        ("Who left? Throw out every column that is identical for all employees.", ["Company", "Country"]),
        ("Who left? Columns that never change are useless, throw them out.", ["Company", "Country"]),
        (
            "Who left? Not a single one of the columns whose names begin with Trade.",
            ["TradeUnion1", "TradeUnion2"],
        ),
        ("Who left? night_shift stays out.", ["night_shift"]),
        ("Who left? Without night_shift and Years.", ["night_shift", "Years"]),
    ],
)
def test_groups_and_flags_are_left_out(text: str, wanted: list[str]) -> None:
    understood = understand(text, STAFF)
    assert sorted(understood.patches.get("ignore_columns") or []) == sorted(wanted)
    assert "filter" not in understood.patches
