"""Small tables with a planted truth, for every test that fits something."""

from __future__ import annotations

import numpy as np
import pandas as pd


def customers(n_rows: int = 400, *, seed: int = 0) -> pd.DataFrame:
    """People who leave the sooner the less they have stayed and the more they complain."""
    rng = np.random.default_rng(seed)
    tenure = rng.integers(1, 72, n_rows).astype(float)
    complaints = rng.poisson(1.0, n_rows).astype(float)
    contract = rng.choice(["monthly", "yearly"], n_rows, p=[0.6, 0.4])
    amount = rng.gamma(4, 25, n_rows).round(2)
    odds = 0.9 * complaints - 0.05 * tenure + 1.1 * (contract == "monthly") - 0.6
    left = rng.random(n_rows) < 1 / (1 + np.exp(-odds))
    return pd.DataFrame(
        {
            "tenure": tenure,
            "complaints": complaints,
            "contract": contract,
            "amount": amount,
            "region": rng.choice(["north", "south", "east"], n_rows),
            "old_score": np.clip(1 / (1 + np.exp(-odds)) + rng.normal(0, 0.35, n_rows), 0, 1).round(3),
            "household": rng.integers(0, 60, n_rows).astype(float) + 0.5,
            "joined": pd.Timestamp("2020-01-01")
            + pd.to_timedelta(np.sort(rng.integers(0, 900, n_rows)), unit="D"),
            "left": np.where(left, "Yes", "No"),
        }
    )


def houses(n_rows: int = 400, *, seed: int = 0) -> pd.DataFrame:
    """Prices that grow with the area, the more uncertain the larger the house."""
    rng = np.random.default_rng(seed)
    area = rng.uniform(40, 240, n_rows).round(1)
    age = rng.integers(0, 90, n_rows).astype(float)
    district = rng.choice(["centre", "suburb", "country"], n_rows)
    price = 2000 * area - 500 * age + 60_000 * (district == "centre") + rng.normal(0, 120 * area)
    return pd.DataFrame({"area": area, "age": age, "district": district, "price": price.round(0)})
