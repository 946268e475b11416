"""Tables of shops and services: orders sent back, visitors who buy, phones, takings of branches, kinds of members."""

from __future__ import annotations

import numpy as np
import pandas as pd

from automl.data.samples.base import Rng, as_text, days_before, decimal_comma, happens, ids, with_gaps


def shop_orders(rng: Rng) -> pd.DataFrame:
    """Orders of a fashion shop; about a fifth are sent back."""
    n = 900
    value = rng.gamma(2.2, 38, n).round(2)
    discount = rng.choice([0, 5, 10, 20, 40], n, p=[0.5, 0.15, 0.15, 0.12, 0.08])
    category = rng.choice(["Shoes", "Dresses", "Jackets", "Accessories"], n)
    sent_back = happens(rng, 0.02 * discount + 0.9 * (category == "Shoes") + value / 90, share=0.21)
    return pd.DataFrame(
        {
            "OrderID": ids(rng, "A", n, digits=7),
            "OrderDate": days_before(rng, "2025-03-31", rng.integers(0, 240, n), "%Y-%m-%d"),
            "Category": category,
            "BasketValue": value,
            "DiscountPct": discount,
            "Margin": (value * rng.uniform(0.2, 0.5, n)).round(2),
            "ShippingDays": rng.integers(1, 9, n),
            "Country": rng.choice(["DE", "AT", "CH", "NL"], n, p=[0.6, 0.2, 0.1, 0.1]),
            "FirstOrder": rng.choice(["true", "false"], n, p=[0.4, 0.6]),
            "PaymentMethod": rng.choice(["Card", "PayPal", "Invoice"], n),
            "Returned": np.where(sent_back, "Y", "N"),
        }
    )


def web_sessions(rng: Rng) -> pd.DataFrame:
    """Visits to a shop on the web; three in a hundred buy."""
    n = 1_500
    pages = rng.poisson(5, n) + 1
    minutes = rng.gamma(1.6, 3, n).round(1)
    source = rng.choice(["search", "newsletter", "social", "direct"], n, p=[0.4, 0.2, 0.25, 0.15])
    buys = happens(rng, 0.25 * pages + 0.1 * minutes + 0.8 * (source == "newsletter"), share=0.03)
    return pd.DataFrame(
        {
            "session_id": ids(rng, "", n, digits=8),
            "visitor_id": rng.integers(10_000, 10_600, n),
            "started_at": days_before(rng, "2025-06-30", rng.integers(0, 60, n), "%Y-%m-%d 12:00:00"),
            "traffic_source": source,
            "device": rng.choice(["mobile", "desktop", "tablet"], n, p=[0.6, 0.35, 0.05]),
            "pages_viewed": pages,
            "minutes_on_site": minutes,
            "cart_value": np.where(rng.random(n) < 0.3, rng.gamma(2, 40, n).round(2), 0.0),
            "returning_visitor": rng.choice([0, 1], n, p=[0.7, 0.3]),
            "purchased": buys.astype(int),
        }
    )


def used_phones(rng: Rng) -> pd.DataFrame:
    """Second-hand phones and what they were sold for, in euros."""
    n = 700
    storage = rng.choice([64, 128, 256, 512], n, p=[0.2, 0.4, 0.3, 0.1])
    age = rng.integers(3, 60, n)
    health = np.clip(100 - age * rng.uniform(0.1, 0.6, n), 60, 100).round()
    price = 90 + 0.9 * storage - 3.5 * age + 2 * (health - 80) + rng.normal(0, 30, n) + 150
    return pd.DataFrame(
        {
            "listing": ids(rng, "L-", n, digits=5),
            "brand": rng.choice(["Apple", "Samsung", "Xiaomi", "Google"], n, p=[0.4, 0.35, 0.15, 0.1]),
            "storage_gb": storage,
            "age_months": age,
            "battery_health": health.astype(int),
            "scratches": rng.choice(["none", "light", "heavy"], n, p=[0.4, 0.45, 0.15]),
            "dual_sim": rng.choice(["yes", "no"], n),
            "seller_rating": with_gaps(rng, rng.uniform(2.5, 5, n).round(1), share=0.05),
            "days_online": rng.integers(1, 40, n),
            "resale_price": np.maximum(price, 20).round(),
        }
    )


def bakery_sales(rng: Rng) -> pd.DataFrame:
    """Loaves sold by each branch of a bakery on each day."""
    days = pd.date_range("2024-01-01", periods=200, freq="D")
    branches = ["Harbour", "Station", "Market", "University"]
    weekday = days.day_of_week.to_numpy()
    rows = []
    for number, branch in enumerate(branches):
        rain = rng.gamma(0.8, 3, len(days)).round(1)
        promotion = (rng.random(len(days)) < 0.15).astype(int)
        loaves = 120 + 30 * number + 40 * (weekday == 5) - 60 * (weekday == 6) - 3 * rain + 35 * promotion
        rows.append(
            pd.DataFrame(
                {
                    "day": days.strftime("%Y-%m-%d"),
                    "branch": branch,
                    "rain_mm": rain,
                    "promotion": promotion,
                    "school_holiday": ((days.month == 8) | (days.month == 4)).astype(int),
                    "price_per_loaf": decimal_comma(3.2 + 0.1 * number + 0 * rain, "{:.2f}"),
                    "loaves_sold": np.maximum(loaves + rng.normal(0, 12, len(days)), 0).round().astype(int),
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def gym_members(rng: Rng) -> pd.DataFrame:
    """Members of a gym and how they use it; nothing to predict, groups to find."""
    kind = rng.integers(0, 4, 600)
    return pd.DataFrame(
        {
            "member": ids(rng, "M", 600, digits=5),
            "age": np.clip(rng.normal(30 + 8 * kind, 6), 16, 80).astype(int),
            "visits_per_month": np.maximum(rng.normal(14 - 3 * kind, 2), 0).round(1),
            "classes_per_month": np.maximum(rng.normal(2 * kind, 1), 0).round(1),
            "spend_at_bar": as_text(rng.gamma(1 + kind, 4), "£{:.2f}"),
            "months_since_joining": rng.integers(1, 90, 600),
        }
    )
