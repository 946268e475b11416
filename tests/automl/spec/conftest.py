"""Small tables with known figures, built without reading a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from automl.data.table import Column, Kind, Table

MakeTable = Callable[..., Table]


def make(columns: dict[str, list[Any]], **kinds: Kind) -> Table:
    """A table of the given columns; kinds are told from the values unless they are given."""
    frame = pd.DataFrame(columns)
    found = []
    for name in frame.columns:
        kind = kinds.get(str(name)) or _kind(frame[name])
        frame[name] = frame[name].astype("float64" if kind in ("number", "boolean") else frame[name].dtype)
        found.append(Column(str(name), kind))
    return Table("shop", frame, tuple(found))


def _kind(values: pd.Series) -> Kind:
    if pd.api.types.is_datetime64_any_dtype(values):
        return "datetime"
    return "number" if pd.api.types.is_numeric_dtype(values) else "category"


@pytest.fixture(scope="session")
def make_table() -> MakeTable:
    """Build a table from lists."""
    return make


@pytest.fixture(scope="session")
def customers() -> Table:
    """One hundred customers: 20 leave, 60 are on a monthly contract (18 of the leavers among them)."""
    leaves = [True] * 20 + [False] * 80
    monthly = [True] * 18 + [False] * 2 + [True] * 42 + [False] * 38
    return make(
        {
            "customerID": [f"C{i:04d}" for i in range(100)],
            "Contract": ["Month-to-month" if one else "Two year" for one in monthly],
            "tenure": list(range(1, 101)),
            "MonthlyCharges": [20.0 + i for i in range(100)],
            "sex": ["female", "male"] * 50,
            "stars": [1 + i % 5 for i in range(100)],
            "joined": pd.date_range("2024-01-01", periods=100, freq="D"),
            "old_score": [i / 100 for i in range(100)],
            "paid": [1 if one else 0 for one in leaves],
            "plan": ["A", "B", "C", "D"] * 25,
            "income": [" >50K" if i % 4 == 0 else " <=50K" for i in range(100)],
            "Churn": ["Yes" if one else "No" for one in leaves],
        }
    )
