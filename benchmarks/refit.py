"""What a refit with a tenth more rows takes beside the search whose model it learns anew.

    .venv/bin/python -m benchmarks.refit [--data ../shared/data] [--only NAME ...] [--time 60]

For each table, rows in an order drawn once: a search by the command line on the first 10 of 11 parts, then a refit on
all of them. Tables are the product's samples and, with `--data`, public ones (`datasets.json` beside them). A row is
written as its table ends, and not made again. Bar: a quarter.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd

from automl.data.load import load_table
from benchmarks.first_model import supervised_tables
from benchmarks.log import add_row, read_rows

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
MORE = 0.1
BAR = 0.25


def main() -> int:
    """Measure the tables that have no row yet, and print all."""
    arguments = _arguments()
    done = {row["name"] for row in read_rows(arguments.log)}
    with tempfile.TemporaryDirectory() as work:
        for name, path, target in supervised_tables(arguments.data, Path(work)):
            if name in done or (arguments.only and name not in arguments.only):
                continue
            row = {
                "name": name,
                **measure(path, target, time_s=arguments.time, work=Path(work) / f"{name}-runs"),
            }
            add_row(arguments.log, row)
    table = as_table(read_rows(arguments.log))
    arguments.log.with_suffix(".md").write_text(table, "utf-8")
    sys.stdout.write(table)
    return 0


def measure(path: Path, target: str, *, time_s: float, work: Path) -> dict[str, Any]:
    """Seconds of the search and of the refit, as whole commands."""
    work.mkdir()
    rows = pd.DataFrame(load_table(path).frame).sample(frac=1.0, random_state=0)
    rows.iloc[: int(len(rows) / (1 + MORE))].to_csv(work / "before.csv", index=False)
    rows.to_csv(work / "after.csv", index=False)
    first, second = work / "first", work / "second"
    search = ["run", "before.csv", "--target", target, "--time", f"{time_s:g}", "--yes", "--quiet"]
    search += ["--out", str(first)]
    search_s = _seconds(search, work)
    refit_s = _seconds(["refit", str(first), "after.csv", "--out", str(second)], work)
    evidence = json.loads((second / "refit.json").read_text("utf-8"))
    return {
        "rows": len(rows),
        "model": json.loads((first / "result.json").read_text("utf-8"))["chosen"]["label"],
        "search_s": round(search_s, 2),
        "refit_s": round(refit_s, 2),
        "share": round(refit_s / search_s, 3),
        "better": evidence["better"],
    }


def _seconds(command: list[str], work: Path) -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "cli", *command],
        cwd=work,
        env=os.environ | {"TANDEM_HOME": str(work / "home"), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - began


def as_table(rows: list[dict[str, Any]]) -> str:
    """Markdown: a line for each table."""
    lines = [
        "# A refit with a tenth more rows",
        "",
        f"Made by `python -m benchmarks.refit`; the bar is {BAR:.0%} of the search.",
        "",
        "| table | rows | model | search s | refit s | share | better |",
        "| --- | ---: | --- | ---: | ---: | ---: | --- |",
    ]
    for row in rows:
        lines.append(
            f"| {row['name']} | {row['rows']:,} | {row['model']} | {row['search_s']} | {row['refit_s']} "
            f"| {row['share']:.0%} | {row['better']} |"
        )
    return "\n".join(lines) + "\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--time", type=float, default=60.0)
    parser.add_argument("--log", type=Path, default=RESULTS / "refit.jsonl")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
