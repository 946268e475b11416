"""Tables of health and work: stays in hospital, applicants, students, leads of a sales team, a table in German."""

from __future__ import annotations

import numpy as np
import pandas as pd

from automl.data.samples.base import Rng, days_before, decimal_comma, happens, ids, with_gaps


def hospital_stays(rng: Rng) -> pd.DataFrame:
    """Stays in hospital, several of some patients; whether the patient came back within thirty days."""
    n = 1_400
    age = np.clip(rng.normal(63, 16, n), 18, 98).round()
    stay = rng.gamma(1.7, 3, n).round() + 1
    earlier = rng.poisson(0.9, n)
    back = happens(rng, 0.02 * age + 0.08 * stay + 0.5 * earlier, share=0.14)
    return pd.DataFrame(
        {
            "patient_id": rng.integers(2_000, 2_800, n),
            "admitted_on": days_before(rng, "2025-04-30", rng.integers(0, 800, n), "%Y-%m-%d"),
            "age": age.astype(int),
            "sex": rng.choice(["female", "male"], n),
            "ward": rng.choice(["surgery", "cardiology", "geriatrics", "internal"], n),
            "length_of_stay": stay.astype(int),
            "emergency": rng.choice(["yes", "no"], n),
            "n_diagnoses": rng.poisson(4, n) + 1,
            "earlier_stays": earlier,
            "creatinine": with_gaps(rng, rng.lognormal(0, 0.3, n).round(2), share=0.2),
            "treatment_cost": rng.gamma(3, 1_900, n).round(),
            "readmitted": np.where(back, "within 30 days", "no"),
        }
    )


def job_applicants(rng: Rng) -> pd.DataFrame:
    """Applicants for a job; who was taken."""
    n = 900
    years = rng.gamma(2, 3, n).round(1)
    test = np.clip(rng.normal(62, 15, n), 0, 100).round()
    taken = happens(rng, 0.12 * years + 0.05 * test, share=0.3)
    return pd.DataFrame(
        {
            "Applicant": ids(rng, "AP-", n, digits=5),
            "Gender": rng.choice(["F", "M", "X"], n, p=[0.46, 0.5, 0.04]),
            "Age": rng.integers(18, 64, n),
            "Ethnicity": rng.choice(["A", "B", "C"], n, p=[0.6, 0.3, 0.1]),
            "Years of experience": years,
            "Test score": test.astype(int),
            "Interview grade": rng.integers(1, 7, n),
            "Degree": rng.choice(["none", "bachelor", "master", "phd"], n, p=[0.2, 0.4, 0.3, 0.1]),
            "Salary wish": (30_000 + 2_500 * years + rng.normal(0, 4_000, n)).round(-2).astype(int),
            "Hired": taken,
        }
    )


def exam_grades(rng: Rng) -> pd.DataFrame:
    """Students and their final grade, a whole number from one (poor) to five (excellent)."""
    n = 750
    hours = rng.gamma(3, 2, n).round(1)
    missed = rng.poisson(3, n)
    grade = np.clip((3 + 0.22 * (hours - 6) - 0.18 * (missed - 3) + rng.normal(0, 0.8, n)).round(), 1, 5)
    return pd.DataFrame(
        {
            "student": ids(rng, "S", n, digits=5),
            "school": rng.choice(["Ada", "Noether", "Curie"], n),
            "study_hours": hours,
            "lessons_missed": missed,
            "parents_degree": rng.choice(["yes", "no"], n),
            "mock_exam": np.clip(hours * 7 + rng.normal(20, 10, n), 0, 100).round().astype(int),
            "sleep_hours": rng.normal(7.2, 0.9, n).round(1),
            "final_grade": grade.astype(int),
        }
    )


def sales_leads(rng: Rng) -> pd.DataFrame:
    """Leads of a software firm and how they ended: won, lost or still open."""
    n = 1_000
    size = rng.lognormal(4, 1.2, n).round() + 1
    demos = rng.poisson(0.8, n)
    won = happens(rng, 0.8 * demos - 0.1 * np.log(size), share=0.2)
    ended = np.where(won, "Won", np.where(rng.random(n) < 0.2, "Open", "Lost"))
    return pd.DataFrame(
        {
            "Lead ID": ids(rng, "", n, digits=6),
            "Created": days_before(rng, "2025-06-15", rng.integers(0, 365, n), "%b %d, %Y"),
            "Channel": rng.choice(["Webinar", "Referral", "Cold call", "Trade fair"], n),
            "Company size": size.astype(int),
            "Industry": rng.choice(["Retail", "Health", "Finance", "Public"], n),
            "Demos held": demos,
            "E-mails opened": rng.poisson(3, n),
            "Deal value (k$)": rng.gamma(2, 12, n).round(1),
            "Account manager": rng.choice(["Ines", "Tom", "Raj", "Mei"], n),
            "Stage": ended,
        }
    )


def kundenliste(rng: Rng) -> pd.DataFrame:
    """Customers of a German utility, names and labels in German."""
    n = 800
    years = rng.gamma(2, 2.5, n).round(1)
    price = rng.normal(31, 3, n)
    gone = happens(rng, 0.25 * (price - 31) - 0.2 * years, share=0.17)
    return pd.DataFrame(
        {
            "Kundennr": ids(rng, "K", n, digits=6),
            "Tarif": rng.choice(["Basis", "Öko", "Gewerbe"], n, p=[0.5, 0.35, 0.15]),
            "Verbrauch kWh": rng.normal(3_300, 900, n).clip(500).round().astype(int),
            "Preis ct/kWh": decimal_comma(price, "{:.2f}"),
            "Vertragsjahre": decimal_comma(years),
            "Beschwerden": rng.poisson(0.4, n),
            "Postleitzahl": rng.integers(10_115, 14_199, n),
            "Gekündigt": np.where(gone, "ja", "nein"),
        }
    )
