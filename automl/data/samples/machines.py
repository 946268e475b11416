"""Sample: machines of a factory, of which few fail in the week after a reading."""

from __future__ import annotations

import numpy as np
import pandas as pd

from automl.data.samples.base import Rng, Sample, Story, Trap, decimal_comma, happens, ids, with_gaps

N_ROWS = 5_000
N_MACHINES = 60

_NOTES = ("alles in Ordnung", "gereinigt", "Filter gewechselt", "Werkzeug gewechselt", "")
_BAD_NOTES = ("leichtes Klappern", "riecht verbrannt", "läuft heiß", "Öl unter der Maschine")

STORY = Story(
    title="Which machines are about to fail?",
    text=(
        "A factory reads the sensors of its machines every few days. One reading in twenty-five is followed by a "
        "failure within the week. Inspecting everything is impossible, missing a failure stops the line. The file "
        "comes from a German system: semicolons, decimal commas, day before month."
    ),
    goal=(
        "Predict failed_within_7_days. Catch at least 80 % of the failures with as few false alarms as possible."
    ),
    money="An unplanned stop costs €4,000, an inspection €150.",
    target="failed_within_7_days",
    spec={
        "task": "binary",
        "target": "failed_within_7_days",
        "positive_label": "1",
        "metric": {"kind": "floor", "maximise": "precision", "subject_to": "recall", "at_least": 0.8},
    },
    traps=(
        Trap("reading_id", "id", "different in every row"),
        Trap("repair_hours", "leak", "above zero only where a machine has failed"),
        Trap("recorded_at", "date", "day before month, with a time of day"),
        Trap("operator_note", "text", "remarks in German, often blank"),
        Trap("vibration", "amount", "with its unit and a decimal comma"),
        Trap("oil_pressure_bar", "gaps", "a sensor that drops out"),
        Trap("plant", "constant", "the same in every row"),
    ),
)


def make(rng: Rng) -> pd.DataFrame:
    """One row for each reading, in order of time."""
    machine = rng.integers(0, N_MACHINES, N_ROWS)
    weakness = rng.normal(0, 0.4, N_MACHINES)[machine]  # some machines are worn, which no column says
    grade = rng.choice(["L", "M", "H"], N_ROWS, p=[0.6, 0.3, 0.1])
    air = rng.normal(22, 2.2, N_ROWS)
    process = air + 10 + rng.normal(0, 1.2, N_ROWS)
    speed = np.clip(rng.normal(1540, 160, N_ROWS), 1100, 2400)
    torque = np.clip(95_000 / speed / 1.5 + rng.normal(0, 8, N_ROWS), 8, 90)
    since_service = rng.gamma(2.0, 90, N_ROWS)
    vibration = 1.2 + 0.004 * since_service + 0.6 * np.abs(weakness) + rng.gamma(2, 0.45, N_ROWS)
    pressure = 5.4 - 0.002 * since_service + rng.normal(0, 0.35, N_ROWS)
    odds = (
        0.8 * (vibration - 3)
        + 0.004 * (since_service - 180)
        + 0.045 * np.maximum(torque - 48, 0)
        - 0.8 * (pressure - 5)
        + 0.2 * np.maximum(process - 34, 0)
        + 0.6 * ((grade == "H") & (torque > 45))
        + weakness
    )
    failed = happens(rng, odds, share=0.04)
    odd = rng.random(N_ROWS) < 0.02 + 0.25 * failed
    minutes = np.sort(rng.integers(0, 365 * 24 * 60, N_ROWS))
    recorded = pd.Timestamp("2023-07-01") + pd.to_timedelta(minutes, unit="min")
    return pd.DataFrame(
        {
            "reading_id": ids(rng, "R", N_ROWS, digits=7),
            "recorded_at": recorded.strftime("%d.%m.%Y %H:%M"),
            "plant": "Werk 2",
            "machine": [f"M-{number + 1:02d}" for number in machine],
            "grade": grade,
            "air_temperature_c": decimal_comma(air),
            "process_temperature_c": decimal_comma(process),
            "speed_rpm": speed.round().astype(int),
            "torque_nm": decimal_comma(torque),
            "vibration": [f"{text} mm/s" for text in decimal_comma(vibration, "{:.2f}")],
            "oil_pressure_bar": with_gaps(rng, decimal_comma(pressure, "{:.2f}"), share=0.05),
            "hours_since_service": since_service.round().astype(int),
            "operator_note": np.where(
                odd, rng.choice(_BAD_NOTES, N_ROWS), rng.choice(_NOTES, N_ROWS, p=[0.3, 0.15, 0.1, 0.1, 0.35])
            ),
            "repair_hours": decimal_comma(np.where(failed, rng.gamma(3, 1.5, N_ROWS) + 0.2, 0)),
            "failed_within_7_days": failed.astype(int),
        }
    )


SAMPLE = Sample(name="machine_readings", story=STORY, make=make, separator=";")
