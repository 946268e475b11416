"""Tables of banks and insurers: loans repaid, claims that are false, rents, incomes, strange card payments."""

from __future__ import annotations

import numpy as np
import pandas as pd

from automl.data.samples.base import Rng, as_text, days_before, happens, ids, with_gaps


def small_loans(rng: Rng) -> pd.DataFrame:
    """Loans of a small bank and how they ended."""
    n = 1_200
    amount = (rng.gamma(3, 2_500, n) // 100 * 100 + 500).astype(int)
    income = rng.lognormal(10.4, 0.4, n).round()
    score = np.clip(rng.normal(660, 70, n), 400, 850).round()
    bad = happens(rng, 2.2 * amount / income - 0.008 * (score - 660), share=0.18)
    return pd.DataFrame(
        {
            "loan_no": ids(rng, "LN", n, digits=6),
            "amount": amount,
            "term_months": rng.choice([12, 24, 36, 60], n),
            "interest_rate": (5 + (850 - score) / 50 + rng.normal(0, 1, n)).round(2),
            "annual_income": as_text(income, "${:,.0f}"),
            "credit_score": score.astype(int),
            "purpose": rng.choice(["car", "home improvement", "debt consolidation", "medical"], n),
            "home_ownership": rng.choice(["RENT", "OWN", "MORTGAGE"], n),
            "gender": rng.choice(["female", "male"], n),
            "applicant_age": rng.integers(19, 75, n),
            "region": rng.choice(["north", "south", "east", "west"], n),
            "issued_on": days_before(rng, "2024-12-31", rng.integers(0, 900, n), "%Y-%m-%d"),
            "loan_status": np.where(bad, "Charged off", "Fully paid"),
        }
    )


def motor_claims(rng: Rng) -> pd.DataFrame:
    """Claims on car insurance; one in twenty turned out to be fraud."""
    n = 1_600
    amount = rng.lognormal(7.6, 0.8, n).round(2)
    days = rng.integers(0, 45, n)
    earlier = rng.poisson(0.6, n)
    fraud = happens(rng, 0.00012 * amount + 0.04 * days + 0.6 * earlier, share=0.05)
    return pd.DataFrame(
        {
            "claim_id": ids(rng, "C", n, digits=7),
            "policy_id": rng.integers(50_000, 50_700, n),
            "claim_amount": amount,
            "claim_type": rng.choice(["collision", "theft", "glass", "fire"], n, p=[0.5, 0.15, 0.3, 0.05]),
            "days_to_report": days,
            "previous_claims": earlier,
            "vehicle_age": rng.integers(0, 20, n),
            "driver_sex": rng.choice(["F", "M"], n),
            "police_report": rng.choice(["yes", "no"], n),
            "witnesses": rng.poisson(0.7, n),
            "accident_date": days_before(rng, "2025-01-31", rng.integers(0, 700, n), "%d/%m/%Y"),
            "old_fraud_score": np.clip(0.05 + 0.3 * fraud + rng.normal(0, 0.1, n), 0, 1).round(3),
            "is_fraud": fraud.astype(int),
        }
    )


def flat_rents(rng: Rng) -> pd.DataFrame:
    """Flats and their monthly rent in euros."""
    n = 800
    area = np.clip(rng.normal(68, 24, n), 18, 190).round(1)
    floor = rng.integers(0, 9, n)
    rent = 220 + 11.5 * area + 12 * floor + rng.normal(0, 70, n)
    return pd.DataFrame(
        {
            "Flat": ids(rng, "F", n, digits=5),
            "Living area m2": area,
            "Rooms": np.clip((area / 26).round(), 1, 7).astype(int),
            "Floor": floor,
            "Year built": rng.integers(1890, 2024, n),
            "Distance to centre (km)": rng.gamma(2, 2, n).round(1),
            "Balcony": rng.choice(["Yes", "No"], n),
            "District": rng.choice(["Altstadt", "Nordend", "West", "Hafen"], n),
            "Heating costs": with_gaps(rng, (area * 1.4 + rng.normal(0, 8, n)).round(), share=0.08),
            "Listed on": days_before(rng, "2025-05-01", rng.integers(0, 300, n), "%Y-%m-%d"),
            "Monthly rent": as_text(rent, "€{:,.0f}"),
        }
    )


def census_people(rng: Rng) -> pd.DataFrame:
    """People of a survey; whether they earn more than fifty thousand, with blanks before the labels."""
    n = 1_000
    age = rng.integers(17, 80, n)
    years = np.clip(rng.normal(11, 3, n), 3, 20).round()
    rich = happens(rng, 0.04 * age + 0.35 * years, share=0.25)
    return pd.DataFrame(
        {
            "age": age,
            "workclass": rng.choice([" Private", " State-gov", " Self-emp"], n, p=[0.7, 0.15, 0.15]),
            "education-years": years.astype(int),
            "marital-status": rng.choice([" Married", " Single", " Divorced"], n),
            "sex": rng.choice([" Male", " Female"], n),
            "hours-per-week": np.clip(rng.normal(40, 11, n), 1, 90).astype(int),
            "capital-gain": np.where(rng.random(n) < 0.08, rng.integers(500, 20_000, n), 0),
            "income": np.where(rich, " >50K", " <=50K"),
        }
    )


def card_payments(rng: Rng) -> pd.DataFrame:
    """Payments by card, a few of them odd; nobody marked which."""
    n = 1_200
    odd = rng.random(n) < 0.01
    return pd.DataFrame(
        {
            "payment": ids(rng, "P", n, digits=8),
            "hour": np.where(odd, rng.integers(0, 5, n), rng.integers(7, 23, n)),
            "amount_chf": np.where(odd, rng.gamma(4, 900, n), rng.gamma(2, 30, n)).round(2),
            "km_from_home": np.where(odd, rng.gamma(5, 400, n), rng.gamma(1.5, 6, n)).round(1),
            "merchant_group": rng.choice(["groceries", "fuel", "online", "travel"], n),
            "tries_of_pin": np.where(odd, rng.integers(1, 4, n), 1),
        }
    )
