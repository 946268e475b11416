"""Sample: customers of a broadband provider, of whom about a quarter cancel."""

from __future__ import annotations

import numpy as np
import pandas as pd

from automl.data.samples.base import Rng, Sample, Story, Trap, as_text, days_before, happens, ids, with_gaps

N_ROWS = 4_000
AS_OF = "2024-06-30"

_QUIET_NOTES = (
    "Asked how to change the bank account.",
    "Thanked the technician for a quick visit.",
    "Wants the invoice by e-mail.",
    "Moved to a new flat, address changed.",
    "Asked whether a second router is possible.",
    "No contact in this period.",
)
_UNHAPPY_NOTES = (
    "Complained about slow speed in the evening.",
    "Third call about the same outage, very annoyed.",
    "Says a competitor is cheaper and wants a better price.",
    "Disputes the last invoice, wants a refund.",
    "Asked about the notice period.",
    "Technician did not show up, asked for a manager.",
)
_ENDS = ("Closed.", "Will call back.", "Sent a link.", "Handed to the team lead.")
_REASONS = ("price", "speed", "moved away", "service", "other provider")

STORY = Story(
    title="Who will cancel their internet?",
    text=(
        "A broadband provider loses about a quarter of its customers in half a year. A retention offer is expensive, "
        "and most customers would have stayed anyway: whom should it call?"
    ),
    goal=(
        "Predict who cancels. A retention offer costs $25 and keeps 40 % of the leavers that get it; a customer is "
        "worth $600."
    ),
    money="A retention offer costs $25 and keeps 40 % of the leavers that get it; a customer is worth $600.",
    target="Cancelled",
    spec={
        "task": "binary",
        "target": "Cancelled",
        "positive_label": "Yes",
        "metric": {"kind": "payoff", "tp": 215, "fp": -25, "fn": 0, "tn": 0, "currency": "USD"},
    },
    traps=(
        Trap("Customer No", "id", "different in every row"),
        Trap("Cancellation reason", "leak", "filled in only once a customer has cancelled"),
        Trap("Data as of", "constant", "the same in every row"),
        Trap("Last call note", "text", "sentences"),
        Trap("Signed up", "date", "month, day and year with slashes"),
        Trap("Monthly fee", "amount", "dollars as text"),
        Trap("Total billed", "gaps", "blank for customers who joined this month"),
        Trap("Age", "gaps", "not always known"),
    ),
)


def make(rng: Rng) -> pd.DataFrame:
    """One row for each customer, half a year before it was known who cancelled."""
    months = np.minimum(rng.gamma(1.3, 22, N_ROWS).astype(int), 120)
    contract = np.where(
        rng.random(N_ROWS) < 0.55,
        "Month-to-month",
        rng.choice(["One year", "Two years"], N_ROWS, p=[0.55, 0.45]),
    )
    technology = rng.choice(["DSL", "Cable", "Fibre"], N_ROWS, p=[0.35, 0.4, 0.25])
    speed = pd.Series(technology).map({"DSL": 50, "Cable": 250, "Fibre": 1000}).to_numpy() * rng.choice(
        [0.5, 1], N_ROWS, p=[0.3, 0.7]
    )
    fee = 22 + 4.5 * np.sqrt(speed) / 3 + 6 * (contract == "Month-to-month") + rng.normal(0, 4, N_ROWS)
    calls = rng.poisson(0.5 + 0.9 * (technology == "DSL"), N_ROWS)
    outages = rng.poisson(0.5 + 0.8 * (technology == "Cable"), N_ROWS)
    late = rng.binomial(6, 0.09, N_ROWS)
    age = np.clip(rng.normal(47, 15, N_ROWS), 18, 92).round()
    unhappy = rng.random(N_ROWS) < 1 / (1 + np.exp(1.6 - 0.6 * calls - 0.4 * outages))
    odds = (
        1.5 * (contract == "Month-to-month")
        - 0.8 * (contract == "Two years")
        - 0.032 * months
        + 0.35 * np.minimum(calls, 4)
        + 0.3 * outages
        + 0.25 * late
        + 0.035 * (fee - fee.mean())
        + 1.1 * unhappy
        - 0.012 * (age - 47)
        + 0.5 * ((technology == "Cable") & (outages > 1))
    )
    cancelled = happens(rng, odds, share=0.24)
    billed = np.maximum(months * fee * rng.uniform(0.95, 1.03, N_ROWS), 0)
    said = np.where(unhappy, rng.choice(_UNHAPPY_NOTES, N_ROWS), rng.choice(_QUIET_NOTES, N_ROWS))
    minutes = rng.integers(1, 25, N_ROWS)
    note = [
        f"{words} {end} ({n} min)"
        for words, end, n in zip(said, rng.choice(_ENDS, N_ROWS), minutes, strict=True)
    ]
    return pd.DataFrame(
        {
            "Customer No": ids(rng, "BB-", N_ROWS, digits=6),
            "Signed up": days_before(rng, AS_OF, months * 30 + rng.integers(0, 30, N_ROWS), "%m/%d/%Y"),
            "Contract": contract,
            "Technology": technology,
            "Speed Mbit/s": speed.astype(int),
            "Monthly fee": as_text(fee, "${:,.2f}"),
            "Total billed": pd.Series(as_text(billed, "${:,.2f}")).mask(months == 0),
            "Payment": with_gaps(rng, rng.choice(["card", "direct debit", "invoice"], N_ROWS), share=0.04),
            "Paperless": rng.choice(["yes", "no"], N_ROWS, p=[0.7, 0.3]),
            "Support calls": calls,
            "Outages": outages,
            "Late payments": late,
            "Region": rng.choice(
                ["North", "South", "East", "West", "Islands"], N_ROWS, p=[0.3, 0.3, 0.2, 0.17, 0.03]
            ),
            "Age": with_gaps(rng, age, share=0.06).astype("Int64"),
            "Last call note": note,
            "Data as of": "06/30/2024",
            "Cancellation reason": pd.Series(rng.choice(_REASONS, N_ROWS)).where(cancelled),
            "Cancelled": np.where(cancelled, "Yes", "No"),
        }
    )


SAMPLE = Sample(name="broadband_customers", story=STORY, make=make)
