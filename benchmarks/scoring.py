"""How long a delivered model takes for one row and for 100,000, in process, after loading.

    .venv/bin/python -m benchmarks.scoring RUN_FOLDER TABLE [RUN_FOLDER TABLE ...]

The rows are those of the table, repeated or cut. One row is the median of 50 different ones, each a frame of its own,
as a service would hand it over; 100,000 rows are read, typed, predicted and decided at once. Bars: 10 ms and 2 s for a
single model, 50 ms and 10 s for an ensemble.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from automl import load
from automl.data.load import load_table

MANY = 100_000
N_SINGLE = 50


def measure(folder: Path, table: Path) -> dict[str, Any]:
    """Milliseconds of one row and seconds of 100,000."""
    model = load(folder)
    frame = pd.DataFrame(load_table(table).frame).reset_index(drop=True)
    model.predict(frame.iloc[:5])
    one = []
    for i in range(N_SINGLE):
        row = frame.iloc[[i * len(frame) // N_SINGLE]]
        began = time.perf_counter()
        model.predict(row)
        one.append(time.perf_counter() - began)
    many = frame.iloc[np.arange(MANY) % len(frame)].reset_index(drop=True)
    began = time.perf_counter()
    model.predict(many)
    seconds = time.perf_counter() - began
    chosen = json.loads((folder / "result.json").read_text("utf-8"))["chosen"]
    members = [member["family"] for member in chosen["members"]] or [chosen["family"]]
    return {
        "model": "+".join(members),
        "single": len(members) == 1,
        "one_ms": round(1000 * float(np.median(one)), 2),
        "many_s": round(seconds, 2),
    }


def main() -> int:
    """Measure each run folder with its table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="RUN_FOLDER TABLE")
    paths = parser.parse_args().paths
    for folder, table in zip(paths[::2], paths[1::2], strict=True):
        sys.stdout.write(json.dumps(measure(folder, table)) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
