"""`tandem run` on every supervised public table: score, value, seconds and memory, in one table.

    .venv/bin/python -m benchmarks.public_tables DATA_FOLDER [--time 60] [--only NAME ...]

DATA_FOLDER holds `datasets.json` and the tables it describes. Every row is written as it ends, and a run that was
interrupted goes on where it stopped; `--fresh` begins again. Seconds and memory are those of the whole command,
measured from outside: wall clock from start to exit, and the resident memory of the process tree sampled every 0.2 s.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from benchmarks.log import add_row, read_rows

RESULTS = Path(__file__).parent / "results"
SUPERVISED = ("binary", "multiclass", "regression")
MONEY_FIELDS = {
    "payoff": ("kind", "tp", "fp", "fn", "tn", "currency"),
    "top_k": ("kind", "k", "fraction", "tp", "fp", "fn", "tn", "currency"),
    "cost_matrix": ("kind", "per_step", "currency"),
    "asymmetric": ("kind", "under", "over", "currency"),
    "tolerance": ("kind", "relative", "cost_outside", "currency"),
    "standard": ("kind", "name"),
}


def main() -> int:
    """Run what is not recorded yet, then print and write the table."""
    arguments = _arguments()
    datasets = json.loads((arguments.data / "datasets.json").read_text("utf-8"))
    log = RESULTS / f"public_tables_{arguments.time:g}s.jsonl"
    RESULTS.mkdir(exist_ok=True)
    if arguments.fresh:
        log.unlink(missing_ok=True)
    done = {row["name"] for row in read_rows(log)}
    for dataset in datasets:
        name = dataset["name"]
        if (
            dataset["spec_task"] not in SUPERVISED
            or name in done
            or (arguments.only and name not in arguments.only)
        ):
            continue
        row = measure(dataset, arguments.data, time_s=arguments.time)
        add_row(log, row)
        sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.flush()
    table = as_table(read_rows(log), time_s=arguments.time)
    (RESULTS / f"public_tables_{arguments.time:g}s.md").write_text(table, "utf-8")
    sys.stdout.write(table)
    return 0


def measure(dataset: dict[str, Any], folder: Path, *, time_s: float) -> dict[str, Any]:
    """One run of the command, watched from outside."""
    path = folder / Path(dataset["file"]).name
    with tempfile.TemporaryDirectory() as work:
        spec, out = Path(work) / "spec.json", Path(work) / "out"
        spec.write_text(json.dumps(specification(dataset, time_s)), "utf-8")
        command = [
            sys.executable,
            "-m",
            "cli",
            "run",
            str(path),
            "--spec",
            str(spec),
            "--out",
            str(out),
            "--quiet",
            "--yes",
        ]
        started = time.monotonic()
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        peak = _watch(process)
        seconds = time.monotonic() - started
        row: dict[str, Any] = {
            "name": dataset["name"],
            "rows": dataset["rows"],
            "columns": dataset["cols"],
            "task": dataset["spec_task"],
            "time_s": time_s,
            "seconds": round(seconds, 1),
            "peak_mb": round(peak / 1e6),
            "exit": process.returncode,
        }
        if process.returncode != 0:
            assert process.stderr is not None
            return row | {"error": process.stderr.read()[-400:]}
        result = json.loads((out / "result.json").read_text("utf-8"))
        return row | _figures(result) | {"report": (out / "report.html").exists()}


def specification(dataset: dict[str, Any], time_s: float) -> dict[str, Any]:
    """The dataset's own story as a specification; known leaks are left to the checks of the data."""
    money = dataset["invented_money"]
    metric = {key: money[key] for key in MONEY_FIELDS[money["kind"]] if key in money}
    spec: dict[str, Any] = {
        "task": dataset["spec_task"],
        "target": dataset["target"],
        "metric": metric,
        "ignore_columns": dataset["drop"] or None,
        "budget": {"time_s": time_s},
    }
    if dataset["spec_task"] == "binary":
        spec["positive_label"] = str(dataset["positive_label"])
    return {key: value for key, value in spec.items() if value is not None}


def as_table(rows: list[dict[str, Any]], *, time_s: float) -> str:
    """The rows as Markdown."""
    lines = [
        f"# Public tables, {time_s:g} s",
        "",
        "Made by `python -m benchmarks.public_tables` on two cores; held-out figures of the model before its refit.",
        "",
        "| table | rows × columns | score (held out) | value over doing nothing | of perfect foresight | model "
        "| trials | first model s | seconds | peak MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        size = f"{row['rows']:,} × {row['columns']}"
        if row.get("error"):
            lines.append(
                f"| {row['name']} | {size} | failed: {row['error'][:80]} | | | | | | {row['seconds']} | |"
            )
            continue
        value = ""
        if row["value"] is not None:
            spread = f"({row['value_low']:,.0f} to {row['value_high']:,.0f})"
            value = f"{row['value']:,.0f} {row['currency'] or ''} {spread}"
        share = "" if row["of_perfect"] is None else f"{row['of_perfect']:.0%}"
        score = f"{row['score_name']} {row['score']:.4g} ({row['score_low']:.4g} to {row['score_high']:.4g})"
        lines.append(
            f"| {row['name']} | {size} | {score} | {value} | {share} | {row['model']} | {row['trials']} | "
            f"{row['first_model_s']} | {row['seconds']} | {row['peak_mb']} |"
        )
    return "\n".join(lines) + "\n"


def _figures(result: dict[str, Any]) -> dict[str, Any]:
    money = result["money"]
    best = None if money is None else money["perfect"] - money["nothing"]
    return {
        "score_name": result["score_name"],
        "score": result["held_out"]["value"],
        "score_low": result["held_out"]["low"],
        "score_high": result["held_out"]["high"],
        "metric": result["metric_held_out"]["value"],
        "value": None if money is None else money["over_nothing"]["value"],
        "value_low": None if money is None else money["over_nothing"]["low"],
        "value_high": None if money is None else money["over_nothing"]["high"],
        "currency": None if money is None else money["currency"],
        "of_perfect": money["over_nothing"]["value"] / best if best else None,
        "model": result["chosen"]["label"],
        "trials": result["spent"]["trials"],
        "first_model_s": result["spent"]["first_model_s"],
        "set_aside": [item["column"] for item in result["data"]["set_aside"]],
    }


def _watch(process: subprocess.Popen[str]) -> int:
    """Wait for the end; returns the peak of the tree's resident memory in bytes."""
    peak = 0
    root = psutil.Process(process.pid)
    while process.poll() is None:
        total = 0
        try:
            family = [root, *root.children(recursive=True)]
        except psutil.Error:
            family = []
        for one in family:
            try:
                total += one.memory_info().rss
            except psutil.Error:
                continue  # it ended meanwhile
        peak = max(peak, total)
        time.sleep(0.2)
    return peak


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--time", type=float, default=60.0)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--fresh", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
