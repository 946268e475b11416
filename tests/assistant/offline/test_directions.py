"""Directions in which the prediction may move, in many people's words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.offline.context import Context
from assistant.offline.understand import apply, understand

Made = Callable[[str], Context]
UP, DOWN = "increasing", "decreasing"

# Table, words, directions.
TOLD: list[tuple[str, str, dict[str, str]]] = [
    (
        "houses",
        "Predict price. The bigger the area, the dearer; the more rooms, the dearer too.",
        {"area": UP, "rooms": UP},
    ),
    ("houses", "Predict price. Nobody should pay less for more rooms.", {"rooms": UP}),
    (
        "houses",
        "Predict price. It must never fall when the area or the number of rooms grows.",
        {"area": UP, "rooms": UP},
    ),
    ("houses", "Predict price. An older house can't be worth more than a newer one.", {"year_built": UP}),
    ("houses", "Predict price. GARDENS aside: area up, price never down.", {"area": UP}),
    ("houses", "Predict price: non-decreasing in area and in rooms.", {"area": UP, "rooms": UP}),
    ("houses", "Predict price. monotone_constraints: area +1, rooms +1", {"area": UP, "rooms": UP}),
    (
        "houses",
        "Predict price. Put an upward constraint on area and rooms, none on year_built.",
        {"area": UP, "rooms": UP},
    ),
    ("houses", "Predict price. Area: monotonically increasing. Rooms: likewise.", {"area": UP, "rooms": UP}),
    ("houses", "Predict price. It would be absurd if another room made a house cheaper.", {"rooms": UP}),
    ("houses", "Predict price. I refuse any model that takes money off for an extra room.", {"rooms": UP}),
    ("houses", "Predict price. A larger area must not lower it. Rooms may go either way.", {"area": UP}),
    (
        "customers",
        "Who will churn? More support calls must not lower the risk, and a longer tenure must not raise it.",
        {"support_calls": UP, "tenure_months": DOWN},
    ),
    (
        "customers",
        "Who will churn? The risk has to go down with tenure and age and up with the monthly charges.",
        {"tenure_months": DOWN, "Age": DOWN, "MonthlyCharges": UP},
    ),
    (
        "customers",
        "Who will churn? Higher monthly charges can't make anybody less likely to leave.",
        {"MonthlyCharges": UP},
    ),
    (
        "customers",
        "Who stays (Churn = No)? The chance of staying may only grow with tenure.",
        {"tenure_months": UP},
    ),
    (
        "customers",
        "Who will churn? Support calls: risk up only. Tenure: risk down only.",
        {"support_calls": UP, "tenure_months": DOWN},
    ),
    (
        "customers",
        "Who will churn? Nobody may look safer for having more support calls.",
        {"support_calls": UP},
    ),
    ("customers", "Who will churn? longer tenure = lower risk, enforce that", {"tenure_months": DOWN}),
    (
        "loans",
        "Which loans are defaulted? Risk must rise with the amount, and fall with income.",
        {"amount": UP, "income": DOWN},
    ),
    (
        "loans",
        "Which loans are defaulted? Neither a higher income nor a higher age may ever push the risk up.",
        {"income": DOWN, "age": DOWN},
    ),
    (
        "loans",
        "Whom can we approve, as they'll be repaid? A higher income can only speak for an applicant.",
        {"income": UP},
    ),
    (
        "loans",
        "Defaulted loans. PD falls as income rises, and it rises with the amount: that logic has to hold.",
        {"income": DOWN, "amount": UP},
    ),
    (
        "loans",
        "Defaulted loans. If the amount goes up, the risk mustn't go down. Nor if the term does get longer.",
        {"amount": UP, "term": UP},
    ),
    (
        "deliveries",
        "delivery_minutes. A longer distance or a heavier parcel must never make it faster.",
        {"distance_km": UP, "weight_kg": UP},
    ),
    ("deliveries", "delivery_minutes should go up with the distance, never down", {"distance_km": UP}),
    ("deliveries", "delivery_minutes. Rule out that more distance means less time.", {"distance_km": UP}),
    (
        "machines",
        "failure_within_24h. The hotter, the riskier; the more vibration, the riskier. Hard rules.",
        {"temperature": UP, "vibration": UP},
    ),
    (
        "machines",
        "failure_within_24h. Vibration and temperature must each push the risk upwards only.",
        {"vibration": UP, "temperature": UP},
    ),
    (
        "patients",
        "treatment_cost. Each additional day of the length of stay has to add to it. Age could go either way.",
        {"length_of_stay": UP},
    ),
    ("patients", "Who is readmitted? Older people must never come out at a lower risk.", {"age": UP}),
    (
        "products",
        "units_sold as a regression. A higher price may only pull it down, a promotion may only push it up.",
        {"price": DOWN, "promotion": UP},
    ),
    (
        "energy",
        "consumption_kwh as a regression: the colder it is outdoors, the more, never less.",
        {"outdoor_temp": DOWN},
    ),
    (
        "donors",
        "gift_amount: someone whose last gift was larger must not get a lower estimate.",
        {"last_gift": UP},
    ),
    (
        "subscriptions",
        "Who renewed? More hours watched can't be a disadvantage, a higher monthly fee can't be an advantage.",
        {"hours_watched": UP, "monthly_fee": DOWN},
    ),
    ("houses", "Please estimate the price. area has to act upwards only.", {"area": UP}),
    ("houses", "Predict price. A roomier area is never cheaper.", {"area": UP}),
    ("customers", "Who will churn? The higher the age, the rarer that has to be.", {"Age": DOWN}),
    ("customers", "Who will churn? Support calls in the file only ever drive it up.", {"support_calls": UP}),
]
NOT_TOLD = [
    (
        "houses",
        "Predict price of houses with 3 rooms or more, built in 1990 or later. My uncle sells older ones for less.",
    ),
    (
        "houses",
        "Predict price. Never go higher than 20 minutes. An error of more than 5000 is worse than a smaller one.",
    ),
    ("customers", "Churn. We must not call more than 200 customers with more than 3 support calls."),
    (
        "customers",
        "Churn. What a lost contract costs I have to look up first; higher monthly charges mean more revenue lost.",
    ),
    (
        "loans",
        "Defaulted loans. A bad one costs us 4000, turning a good one down 300 in interest of the amount.",
    ),
]


def directions(context: Context, *messages: str) -> dict[str, str] | None:
    """What the messages say of directions."""
    for text in messages:
        understood = understand(text, context)
        spec = apply(dict(context.spec), understood)
        context = replace(context, spec=spec, recent=tuple(understood.patches))
    found: dict[str, str] | None = context.spec.get("monotone")
    return found


@pytest.mark.parametrize(("table", "text", "wanted"), TOLD)
def test_directions_are_read(made_up: Made, table: str, text: str, wanted: dict[str, str]) -> None:
    assert directions(made_up(table), text) == wanted


@pytest.mark.parametrize(("table", "text"), NOT_TOLD)
def test_no_direction_is_read_into_rows_errors_and_money(made_up: Made, table: str, text: str) -> None:
    assert directions(made_up(table), text) is None


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        (
            ("Predict price, which must not fall with the area.", "Same for rooms, please."),
            {"area": UP, "rooms": UP},
        ),
        (
            ("Predict price. More area or more rooms must not lower it.", "Scrap the rule on rooms."),
            {"area": UP},
        ),
        (("Predict price. More area must not lower it.", "Forget the direction again."), None),
        (("Predict price. More area must not lower it.", "The area may go either way after all."), None),
    ],
)
def test_a_later_message_adds_or_takes_back(
    made_up: Made, messages: tuple[str, ...], wanted: dict[str, str] | None
) -> None:
    assert directions(made_up("houses"), *messages) == wanted


def test_columns_with_a_direction_are_not_left_out(made_up: Made) -> None:
    understood = understand(
        "Predict price. A larger area must not cost value. More rooms must not either.", made_up("houses")
    )
    assert "ignore_columns" not in understood.patches
    assert understood.patches.get("monotone.rooms") == UP
