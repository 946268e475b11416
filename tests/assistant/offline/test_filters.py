"""Which rows a request chooses, in many people's words, and what only sounds like a choice of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.offline.context import Context
from assistant.offline.understand import understand
from automl.spec.document import SpecDocument
from automl.spec.model import ProblemSpec
from automl.spec.patch import apply_patch


def filter_of(blank: Context, said: str) -> Any:
    """The filter after the messages of a conversation, which "//" divides."""
    document = SpecDocument(spec=ProblemSpec())
    messages = said.split(" // ")
    recent: tuple[str, ...] = ()
    for place, text in enumerate(messages):
        understood = understand(
            text,
            Context(
                columns=blank.columns,
                n_rows=blank.n_rows,
                table_name=blank.table_name,
                spec=document.spec.to_json(),
                questions=(),
                history=tuple(messages[:place]),
                recent=recent,
                state="framing",
            ),
        )
        document = apply_patch(document, understood.patches, source="user", via="words")
        recent = (*reversed(understood.patches), *recent)
    return document.spec.to_json().get("filter")


@pytest.mark.parametrize(
    ("table", "said", "rows"),
    [
        (
            "customers",
            "Predict Churn for customers over 60 on a two year contract.",
            "Age > 60 AND Contract = 'Two year'",
        ),
        ("customers", "Who will churn? Only month-to-month contracts please.", "Contract = 'Month-to-month'"),
        ("customers", "churn prediction. women only.", "gender = 'female'"),
        ("customers", "Which customers leave? Nobody under 25, they are handled elsewhere.", "Age >= 25"),
        ("customers", "We want to find churners among the one year contracts.", "Contract = 'One year'"),
        (
            "customers",
            "Churn, please. Skip everyone with fewer than 6 months of tenure.",
            "tenure_months >= 6",
        ),
        (
            "customers",
            "Churn, please. The rows with more than 8 support calls are junk, drop those.",
            "support_calls <= 8",
        ),
        ("customers", "Churn please. // Only the men. // Sorry, I meant the women.", "gender = 'female'"),
        ("customers", "Monthly charges of customers aged 30 to 50?", "Age BETWEEN 30 AND 50"),
        ("orders", "Will an order be returned? No invoices.", "payment <> 'invoice'"),
        ("orders", "Which orders come back? Shoes and shirts only.", "category IN ('shoes', 'shirts')"),
        ("orders", "Which orders come back? Toys don't count.", "category <> 'toys'"),
        (
            "orders",
            "predict returned, just express orders with a basket above 100 euros",
            "express = 'Y' AND basket_value > 100",
        ),
        ("orders", "predict returned for paypal orders", "payment = 'paypal'"),
        (
            "orders",
            "predict returned; books and toys are dealt with by another team",
            "category NOT IN ('books', 'toys')",
        ),
        (
            "orders",
            "I run the garden department, so only garden orders concern me. Which will be returned?",
            "category = 'garden'",
        ),
        ("loans", "Predict the outcome of loans above 10,000.", "amount > 10000"),
        (
            "loans",
            "Outcome is the target. Restrict it to women with an income below 30,000.",
            "sex = 'F' AND income < 30000",
        ),
        ("loans", "Who defaults? Leave business loans out of it.", "purpose <> 'business'"),
        ("loans", "predict outcome. terms of 12 months are not ours", "term <> 12"),
        ("loans", "predict outcome, neither car nor house loans", "purpose NOT IN ('car', 'house')"),
        (
            "houses",
            "What will a house sell for? Built after 1990, with a garden.",
            "year_built > 1990 AND has_garden = 'yes'",
        ),
        ("houses", "price of homes with at most 4 rooms", "rooms <= 4"),
        ("houses", "Predict price within 10 percent. Only houses without a garden.", "has_garden = 'no'"),
        (
            "houses",
            "price please, ignore anything built before 1950 or larger than 300 in area",
            "year_built >= 1950 AND area <= 300",
        ),
        ("patients", "How long will patients stay? Only those older than 80.", "age > 80"),
        ("patients", "length of stay of women under 40", "sex = 'f' AND age < 40"),
        (
            "patients",
            "Readmission within 30 days. Leave out admissions before 2020.",
            "admission_date >= '2020-01-01'",
        ),
        (
            "patients",
            "Predict treatment_cost. Stays of one day are not to be considered.",
            "length_of_stay <> 1",
        ),
        ("claims", "Detect fraud in claims filed by phone.", "channel = 'phone'"),
        ("claims", "Find frauds. We only insure the north and the west.", "region IN ('north', 'west')"),
        ("claims", "Find frauds, claims above 5,000 only.", "claim_amount > 5000"),
        ("subscriptions", "Which family plans won't be renewed?", "plan = 'Family'"),
        (
            "subscriptions",
            "predict renewed, signups since 2022, no Basic plan",
            "signup_date >= '2022-01-01' AND plan <> 'Basic'",
        ),
        (
            "customers",
            "Predict churn with 5 folds on customers with a month-to-month contract.",
            "Contract = 'Month-to-month'",
        ),
        (
            "customers",
            "Predict MonthlyCharges. Anyone who has called support more than 5 times should not be in there.",
            "support_calls <= 5",
        ),
        (
            "customers",
            "I want to know who churns among women with at least 24 months of tenure.",
            "gender = 'female' AND tenure_months >= 24",
        ),
        ("orders", "Which orders are returned? Not the garden stuff.", "category <> 'garden'"),
        ("orders", "Which orders are returned? Everything except books.", "category <> 'books'"),
        (
            "orders",
            "Which orders are returned? Other than books and bags nothing interests me.",
            "category IN ('books', 'bags')",
        ),
        ("loans", "Who defaults? Learn from loans with a term of 36 or 60 months.", "term IN (36, 60)"),
        ("loans", "Who defaults? We grant no loans below 2,000, forget those.", "amount >= 2000"),
        ("houses", "Predict price, only from 1950 to 1980.", "year_built BETWEEN 1950 AND 1980"),
        (
            "patients",
            "Which patients come back? People under 18 and over 90 can go.",
            "age >= 18 AND age <= 90",
        ),
        ("claims", "Which claims are fraud? All but the web channel.", "channel <> 'web'"),
    ],
)
def test_rows_are_chosen(made_up: Callable[[str], Context], table: str, said: str, rows: str) -> None:
    found = filter_of(made_up(table), said)
    assert found is not None
    assert sorted(found.split(" AND ")) == sorted(rows.split(" AND "))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "customers",
            "Predict churn. We call them all and each call costs 400 euros, a lost customer costs 6,500.",
        ),
        ("customers", "Predict churn. Max 5 false alarms out of 100."),
        ("customers", "Find the churners, we can make 250 calls a week."),
        ("customers", "Predict churn. Last year we only contacted women."),
        ("customers", "Predict churn. A wrong call costs us 20 dollars, a customer over 60 brings in 100."),
        ("customers", "Predict churn without gender."),
        ("orders", "predict returned. A return costs us 12 euros, toys are our main business."),
        ("orders", "Catch as many returns as possible, apart from that nothing matters."),
        ("orders", "Throw out as many of the returned orders as you can find."),
        ("orders", "predict returned. most people pay by card nowadays."),
        ("loans", "Who defaults? A defaulted loan costs 60 % of the amount, a refused good one 400."),
        ("houses", "Predict price. Every 1,000 euros above costs me a client."),
        ("houses", "Predict price. A garden adds a lot, I believe."),
        ("patients", "Readmission within 30 days, but at most 200 patients may be flagged."),
        ("claims", "Find frauds. Checking a claim costs 120, we check 40 a week."),
        ("claims", "Find frauds. What we do now: check all claims above 20,000."),
        ("subscriptions", "Who renews? I doubt that the Plus plan helps."),
        ("customers", "Predict churn; at least 80 percent recall."),
        ("customers", "Churn = Yes is what we are after. Precision above 0.5."),
        ("customers", "Predict Churn. Contract, gender and Age may be used."),
        (
            "customers",
            "Predict churn, and the cost of a lost customer over a year is 12 times MonthlyCharges.",
        ),
        ("orders", "My boss is a fan of toys. Which orders are returned?"),
        ("orders", "Predict returned, the other thing about bags is that they cost 30 euros to ship."),
        ("orders", "Predict returned. Drop basket_value."),
        ("orders", "Predict returned without looking at payment."),
        ("loans", "Who defaults? Men pay back worse, people say."),
        ("loans", "Who defaults? Women should be approved at 80 % of the rate of men."),
        ("houses", "Predict price, houses in the old town cost 20 percent more."),
        ("patients", "Which patients come back? A visit costs 80 euros, a readmission 6000."),
        ("claims", "Which claims are fraud? An inspector looks at 30 claims a day, phone claims first."),
        ("claims", "Which claims are fraud? Claims over 10,000 count double."),
        ("subscriptions", "Predict renewed. People with the Basic plan pay 5 euros, Family 15."),
    ],
)
def test_what_is_only_told_chooses_no_rows(made_up: Callable[[str], Context], table: str, said: str) -> None:
    assert filter_of(made_up(table), said) is None
