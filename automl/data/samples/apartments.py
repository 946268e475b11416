"""Sample: apartments that were sold, to quote the price of the next one."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from automl.data.samples.base import Rng, Sample, Story, Trap, as_text, days_before, ids, with_gaps

N_ROWS = 3_000

#: District → price of a square metre in an average house, in euros.
_DISTRICTS: Final = {
    "Old Town": 6200,
    "Harbour": 5900,
    "University": 5200,
    "Park Side": 5000,
    "Station": 4300,
    "Hillside": 4500,
    "Westend": 3900,
    "Industrial": 3100,
}
_CONDITIONS: Final = {"needs renovation": 0.84, "fair": 0.93, "good": 1.0, "very good": 1.07, "new": 1.18}
_PRAISE: Final = ("Bright flat", "Quiet flat", "Compact flat", "Charming flat", "Modern flat")
_EXTRAS: Final = {
    "with a view over the city": 1.05,
    "close to schools and shops": 1.0,
    "in need of a new kitchen": 0.95,
    "facing a busy street": 0.93,
    "with a garden of its own": 1.06,
    "rented out at present": 0.92,
}

STORY = Story(
    title="What is this apartment worth?",
    text=(
        "An estate agency answers requests online with a price. A quote close to what the apartment will fetch wins "
        "the client; one that is far off means sending an appraiser."
    ),
    goal=(
        "Predict the sale price. Within 10 % of the sale price is fine, any other quote costs us €400 for an "
        "appraiser."
    ),
    money="A quote within 10 % of the sale price is fine; any other costs €400 for an appraiser.",
    target="sale_price",
    spec={
        "task": "regression",
        "target": "sale_price",
        "metric": {"kind": "tolerance", "relative": 0.1, "cost_outside": 400, "currency": "EUR"},
    },
    traps=(
        Trap("listing", "id", "different in every row"),
        Trap("agent_fee", "leak", "3.57 % of the price, settled after the sale"),
        Trap("country", "constant", "the same in every row"),
        Trap("description", "text", "sentences"),
        Trap("listed_on", "date", "day, name of the month, year"),
        Trap("living_area", "amount", "square metres as text"),
        Trap("sale_price", "amount", "euros as text, with thousands separators"),
        Trap("energy_class", "gaps", "missing in older listings"),
    ),
)


def make(rng: Rng) -> pd.DataFrame:
    """One row for each apartment sold in the last three years."""
    district = rng.choice(list(_DISTRICTS), N_ROWS, p=[0.1, 0.08, 0.15, 0.12, 0.17, 0.13, 0.17, 0.08])
    area = np.clip(rng.gamma(7, 11, N_ROWS), 22, 260).round()
    rooms = np.clip((area / 28 + rng.normal(0, 0.6, N_ROWS)).round(), 1, 8)
    built = np.clip(rng.normal(1975, 30, N_ROWS), 1880, 2023).round().astype(int)
    floor = rng.integers(0, 9, N_ROWS)
    lift = rng.random(N_ROWS) < 0.15 + 0.07 * floor
    condition = rng.choice(list(_CONDITIONS), N_ROWS, p=[0.12, 0.25, 0.35, 0.2, 0.08])
    balcony = rng.random(N_ROWS) < 0.6
    station_m = rng.gamma(2, 350, N_ROWS).round(-1)
    age_days = rng.integers(0, 3 * 365, N_ROWS)
    extra = rng.choice(list(_EXTRAS), N_ROWS)
    price = (
        area**0.95
        * pd.Series(district).map(_DISTRICTS).to_numpy()
        * pd.Series(condition).map(_CONDITIONS).to_numpy()
        * pd.Series(extra).map(_EXTRAS).to_numpy()
        * (1 + 0.0022 * (built - 1975) * (built > 1975) + 0.06 * (built < 1920))
        * (1 + 0.05 * balcony - 0.03 * np.maximum(floor - 3, 0) * ~lift)
        * (1 - 0.05 * np.minimum(station_m / 1000, 2))
        * (1 - 0.00008 * age_days)  # prices have risen
        * np.exp(rng.normal(0, 0.07 + 0.06 * (built < 1950), N_ROWS))  # old houses are harder to judge
    )
    price = price.round(-3)
    energy = pd.Series(np.select([built > 2010, built > 1995, built > 1970], ["A", "C", "E"], default="G"))
    return pd.DataFrame(
        {
            "listing": ids(rng, "APT", N_ROWS, digits=5),
            "listed_on": days_before(rng, "2024-05-31", age_days, "%d %b %Y"),
            "country": "NL",
            "district": district,
            "living_area": as_text(area, "{:.0f} m²"),
            "rooms": rooms.astype(int),
            "floor": floor,
            "lift": np.where(lift, "yes", "no"),
            "balcony": np.where(balcony, "yes", "no"),
            "year_built": built,
            "condition": condition,
            "energy_class": energy.mask(rng.random(N_ROWS) < np.where(age_days > 500, 0.25, 0.05)),
            "distance_to_station_m": with_gaps(rng, station_m, share=0.03).astype("Int64"),
            "service_costs": as_text(np.maximum(2.6 * area + rng.normal(0, 35, N_ROWS), 40), "€ {:,.0f}"),
            "description": [
                f"{praise} {words}, {minutes} minutes to the centre."
                for praise, words, minutes in zip(
                    rng.choice(_PRAISE, N_ROWS), extra, rng.integers(3, 45, N_ROWS), strict=True
                )
            ],
            "agent_fee": as_text(0.0357 * price, "€ {:,.0f}"),
            "sale_price": as_text(price, "€ {:,.0f}"),
        }
    )


SAMPLE = Sample(name="apartment_sales", story=STORY, make=make)
