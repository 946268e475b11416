"""An honest table to plant things in, and ways to look at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from automl.data.checks import Finding, run_checks
from automl.data.load import load_table

N_ROWS = 3_000


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


@pytest.fixture
def people(rng: np.random.Generator) -> pd.DataFrame:
    """Customers with a churn and a spending that follow from their properties, with honest noise."""
    tenure = rng.integers(0, 72, N_ROWS)
    contract = rng.choice(["monthly", "yearly", "two years"], N_ROWS, p=[0.5, 0.3, 0.2])
    monthly = np.round(rng.gamma(6, 11, N_ROWS) + 15, 2)
    support = rng.integers(0, 2, N_ROWS)
    risk = 1.5 * (contract == "monthly") - 0.05 * tenure + 0.012 * monthly - 0.6 * support - 0.6
    churn = rng.random(N_ROWS) < 1 / (1 + np.exp(-risk))
    spending = np.round(40 * np.sqrt(tenure + 1) + 3 * monthly + rng.normal(0, 60, N_ROWS), 2)
    return pd.DataFrame(
        {
            "tenure": tenure,
            "contract": contract,
            "monthly_charge": monthly,
            "support": support,
            "region": rng.choice(["north", "south", "east", "west"], N_ROWS),
            "age": rng.integers(18, 90, N_ROWS),
            "marital_status": rng.choice(["single", "married", "divorced"], N_ROWS),
            "previous_cancellations": rng.poisson(0.3, N_ROWS),
            "spending": spending,
            "churn": np.where(churn, "Yes", "No"),
        }
    )


@dataclass(frozen=True)
class Seen:
    """What the checks found."""

    findings: tuple[Finding, ...]

    def columns(self, code: str, *, action: str | None = None) -> set[str]:
        """Return the columns that one check found."""
        wanted = [found for found in self.findings if found.code == code and action in (None, found.action)]
        return {name for found in wanted for name in found.columns}

    def reason(self, code: str) -> str:
        """Return what the first finding of one check says."""
        return next(found.reason for found in self.findings if found.code == code)

    @property
    def disturbed(self) -> set[str]:
        """The columns that are set aside or asked about."""
        return {name for found in self.findings if found.action != "note" for name in found.columns}


@pytest.fixture
def look() -> Callable[..., Seen]:
    """Run all checks over a frame, as a file with these cells would be seen."""

    def look(
        frame: pd.DataFrame,
        target: str | None = "churn",
        *,
        task: str | None = None,
        keep: Sequence[str] = (),
    ) -> Seen:
        return Seen(run_checks(load_table(frame, name="table"), target, task=task, keep=keep))

    return look
