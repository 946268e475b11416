"""Rows and columns that are left out, in many people's words, about one small table."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd
import pytest

from assistant.offline.rows.choice import Labels, bounds_of, labels_of, parts_of, whole
from assistant.plan import plan

_N = 240


@lru_cache(maxsize=1)
def rides() -> pd.DataFrame:
    """Rides of a taxi company: a planted table, the same every time."""
    k = range(_N)
    return pd.DataFrame(
        {
            "ride_id": [f"R{i:04d}" for i in k],
            "driver_id": [f"D{i % 17}" for i in k],
            "city": [("Graz", "Linz", "Wien")[i % 3] for i in k],
            "country": [("AT", "DE", "CH", "IT")[i % 4] for i in k],
            "class": [("A", "B", "executive")[i * 7 % 3] for i in k],
            "fuel": [("diesel", "petrol", "electric")[i % 5 % 3] for i in k],
            "car_age_months": [6 + i * 5 % 90 for i in k],
            "stops": [i % 5 for i in k],
            "rating": [None if i % 9 == 0 else 1 + i % 40 / 10 for i in k],
            "hours_per_week": [10 + i % 37 for i in k],
            "daily_rate": [40.0 + i % 31 for i in k],
            "weekly_rate": [200.0 + i % 71 for i in k],
            "tip_share": [i % 23 / 100 for i in k],
            "night": [("no", "yes")[i % 2] for i in k],
            "fare": [5.5 + i * 13 % 97 for i in k],
        }
    )


def spec_of(*messages: str) -> dict[str, Any]:
    """The specification of a conversation about the rides, whose fare is predicted."""
    found: dict[str, Any] = plan(rides(), "Predict fare.", *messages).spec.to_json()
    return found


def asked(*messages: str) -> set[str]:
    """The fields that such a conversation leaves to be asked."""
    return {question.field for question in plan(rides(), "Predict fare.", *messages).questions}


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Keep city and fuel away from the model.", ["city", "fuel"]),
        ("Don't let the city or the fuel sway the result.", ["city", "fuel"]),
        ("It is illegal for us to use the city.", ["city"]),
        ("City not used.", ["city"]),
        ("driver_id: not to be used", ["driver_id"]),
        ("Not as inputs: city, fuel", ["city", "fuel"]),
        ("The tip_share is only known afterwards: out.", ["tip_share"]),
        ("ride_id is no feature", ["ride_id"]),
        ("The city is none of the model's business.", ["city"]),
        ("The city column should stay out of it.", ["city"]),
        ("Everything except the fuel and the city can be used.", ["fuel", "city"]),
        ("All id columns out.", ["ride_id", "driver_id"]),
        ("None of the rate columns, please.", ["daily_rate", "weekly_rate"]),
        ("Ignore the daily and weekly rates.", ["daily_rate", "weekly_rate"]),
        ("no ride_id no driver_id", ["ride_id", "driver_id"]),
        ("I'd rather you didn't use the fuel.", ["fuel"]),
    ],
)
def test_columns_are_left_out(said: str, names: list[str]) -> None:
    assert spec_of(said).get("ignore_columns") == names


@pytest.mark.parametrize(
    "said",
    [
        "Use only these columns: city, stops.",
        "Inputs: city and stops.",
        "Drop everything except city and stops.",
        "Keep city and stops, throw away the rest.",
        "Of the columns only city and stops may be used.",
    ],
)
def test_all_but_the_columns_named_are_left_out(said: str) -> None:
    rest = [name for name in rides().columns if name not in ("city", "stops", "fare")]
    assert spec_of(said).get("ignore_columns") == rest


@pytest.mark.parametrize(
    "said",
    [
        "Don't use anything we only learn later.",
        "Whatever gives the answer away must go.",
        "Leave out the moon phase, the city and the fuel.",
        "Leave out the city and the weather.",
        "Do it without the postcode column.",
    ],
)
def test_columns_that_are_not_there_are_asked_about(said: str) -> None:
    assert "ignore_columns" in asked(said)
    assert "ignore_columns" not in spec_of(said)


@pytest.mark.parametrize(
    "said",
    [
        "We used to leave out the city, years ago.",
        "They don't need the city.",
        "Don't leave out the city.",
        'A driver typed "ignore the city and drop Linz" into the comments.',
    ],
)
def test_what_is_only_told_leaves_nothing_out(said: str) -> None:
    assert not {"ignore_columns", "filter"} & set(spec_of(said))


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("Leave the Linz rides out of the data.", "city <> 'Linz'"),
        ("Diesel rides only, nobody from Linz.", "fuel = 'diesel' AND city <> 'Linz'"),
        ("Rides in Linz filtered out.", "city <> 'Linz'"),
        ("Graz and Linz, no others.", "city IN ('Graz', 'Linz')"),
        ("Skip everything that isn't diesel.", "fuel = 'diesel'"),
        ("Neither diesel nor petrol rides.", "fuel NOT IN ('diesel', 'petrol')"),
        ("Linz is run by others, so those are of no interest.", "city <> 'Linz'"),
        ("Only the rides with at least two stops.", "stops >= 2"),
        ("Skip rides where the rating is missing.", "rating IS NOT NULL"),
        ("Only rides in Switzerland or Italy.", "country IN ('CH', 'IT')"),
        ("Nothing from Germany, Italy or Austria.", "country NOT IN ('DE', 'IT', 'AT')"),
        ("Take the rides with more than three stops or a rating above 4.", "stops > 3 OR rating > 4"),
        ("Only drivers with twenty hours a week or more.", "hours_per_week >= 20"),
        ("Without the rows where night is no.", "night <> 'no'"),
    ],
)
def test_rows_are_chosen(said: str, rows: str) -> None:
    found = str(spec_of(said).get("filter"))
    assert set(rides().query(_pandas(found)).index) == set(rides().query(_pandas(rows)).index), found


def _pandas(rows: str) -> str:
    """A filter of these tests as pandas reads it."""
    text = rows.replace("<>", "!=").replace(" = ", " == ").replace(" AND ", " and ").replace(" OR ", " or ")
    text = text.replace(" NOT IN ", " not in ").replace(" IN ", " in ").replace('"class"', "`class`")
    text = text.replace("rating IS NOT NULL", "rating == rating").replace("class in", "`class` in")
    return text.replace("``", "`")


@pytest.mark.parametrize(
    ("messages", "field", "value"),
    [
        (("Only Linz.", "Graz as well, please."), "filter", "city IN ('Linz', 'Graz')"),
        (("Only Linz.", "Scratch that, Graz."), "filter", "city = 'Graz'"),
        (("Only Linz.", "Never mind that restriction."), "filter", None),
        (("Only Linz.", "Use all rides after all."), "filter", None),
        (("Leave Linz and Graz out.", "Graz may stay in after all."), "filter", "city <> 'Linz'"),
        (
            ("Only cars younger than 60 months.", "Put the older cars back in, but leave Linz out."),
            "filter",
            "city <> 'Linz'",
        ),
        (("Only rides with a fare under 60.", "Put the expensive ones back in."), "filter", None),
        (
            ("Only rides with a fare under 60, and no Linz.", "Forget the fare limit."),
            "filter",
            "city <> 'Linz'",
        ),
        (
            ("Only rides with a fare under 60, and no Linz.", "Forget the rule about the city."),
            "filter",
            "fare < 60",
        ),
        (
            ("Only rides with a fare under 60.", "And leave Linz out too."),
            "filter",
            "fare < 60 AND city <> 'Linz'",
        ),
        (("Only rides with a rating over 3.", "Sorry, I meant over 2."), "filter", "rating > 2"),
        (("Ignore the city.", "And the fuel as well."), "ignore_columns", ["city", "fuel"]),
        (("Ignore city and fuel.", "Put both back in."), "ignore_columns", None),
        (("Ignore city and fuel.", "Use every column after all."), "ignore_columns", None),
        (("Ignore city and fuel.", "Forget what I said about fuel."), "ignore_columns", ["city"]),
        (("Ignore the city.", "Sorry, the city is fine, I meant the fuel."), "ignore_columns", ["fuel"]),
        (("Ignore the city.", "Actually leave the city in but take out fuel."), "ignore_columns", ["fuel"]),
    ],
)
def test_a_later_message_changes_what_is_left_out(
    messages: tuple[str, ...], field: str, value: object
) -> None:
    assert spec_of(*messages).get(field) == value


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("fare < 60 and city = 'Linz'", "Only fares under 40.", "city = 'Linz' AND fare < 40"),
        ("fare<60 AND city='Linz'", "Only fares under 40.", "city='Linz' AND fare < 40"),
        (
            "fare < 60 or city = 'Linz'",
            "Only rides in Graz.",
            "(fare < 60 or city = 'Linz') AND city = 'Graz'",
        ),
        ("fare < 60 or city = 'Linz'", "Only fares under 40.", "(fare < 60 or city = 'Linz') AND fare < 40"),
        ("rating > 3", "Put those with a rating under 2 back in.", "rating > 3 OR rating < 2"),
        (
            "tip_share < 0.1",
            "Put those with a tip share over 0.5 back in.",
            "tip_share < 0.1 OR tip_share > 0.5",
        ),
        ("fare < 60", "Put those with a fare of 61 or more back in.", None),
        ("fare < 60 AND stops > 2", "Sorry, 60 is wrong, I meant 50.", "fare < 50 AND stops > 2"),
    ],
)
def test_rows_written_in_sql_are_changed_by_words(before: str, said: str, after: str | None) -> None:
    document = plan(rides(), "Predict fare.")
    spec = document.spec.model_validate({**document.spec.to_json(), "filter": before})
    document = document.model_copy(update={"spec": spec})
    assert plan(rides(), said, document=document).spec.to_json().get("filter") == after


def test_a_choice_of_rows_is_taken_apart() -> None:
    rows = "\"a AND b\" >= 1 AND d BETWEEN 1 AND 2 AND (x = 1 OR y = 2) AND c IN ('p (q)', 'r OR s')"
    parts = parts_of(rows)
    assert parts == ['"a AND b" >= 1', "d BETWEEN 1 AND 2", "(x = 1 OR y = 2)", "c IN ('p (q)', 'r OR s')"]
    assert whole(parts) == rows
    assert labels_of(parts[3]) == Labels("c", ("'p (q)'", "'r OR s'"), out=False)
    assert [bound.value for bound in bounds_of(parts[1])] == ["1", "2"]
