"""The tables that the requests of `evals/cases` are about: the product's samples and twenty more, seeded.

Their cells have the relations that their stories tell, so that what a specification does can be tried on them; what
counts here is how they are spelled: names, labels, units, dates and amounts as offices write them.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from automl.data.samples import SAMPLES, write_sample
from automl.data.samples.base import Rng
from evals.tables import finance, machines, people, trade

#: Tables made here; their names are those of the functions.
MAKERS: tuple[Callable[[Rng], pd.DataFrame], ...] = (
    trade.shop_orders,
    trade.web_sessions,
    trade.used_phones,
    trade.bakery_sales,
    trade.gym_members,
    finance.small_loans,
    finance.motor_claims,
    finance.flat_rents,
    finance.census_people,
    finance.card_payments,
    people.hospital_stays,
    people.job_applicants,
    people.exam_grades,
    people.sales_leads,
    people.kundenliste,
    machines.parcel_trips,
    machines.turbine_logs,
    machines.heat_meters,
    machines.seed_varieties,
    machines.planted_orders,
)
MADE = {make.__name__: make for make in MAKERS}
NAMES = (*MADE, *(sample.name for sample in SAMPLES))


def public_tables() -> Path | None:
    """The folder of the public tables that `TANDEM_DATA` names; None where it names none or it is not there."""
    named = os.environ.get("TANDEM_DATA", "")
    return Path(named) if named and Path(named).is_dir() else None


def table_path(name: str, folder: Path) -> Path | None:
    """The file of a table: made in `folder`, or a public one (``public/telco_churn``) where it lies.

    Returns None for a public table that is not at hand.
    """
    if name.startswith("public/"):
        public = public_tables()
        found = sorted(public.glob(f"{Path(name).name}.*")) if public else []
        return found[0] if found else None
    if name not in MADE:
        return write_sample(name, folder)
    path = folder / f"{name}.csv"
    frame = MADE[name](np.random.default_rng(zlib.crc32(name.encode("utf-8"))))
    frame.to_csv(path, index=False, lineterminator="\n")
    return path
