"""How well a run limited by trials tells the time that is left: foretold at half time, against what it took.

    .venv/bin/python -m benchmarks.time_left [--data ../shared/data] [--trials 16] [--only NAME ...]

Real runs on the product's sample tables and, where `--data` is given, on public ones (`datasets.json` beside them).
Every line of progress holds a prediction; the one that counts is the last before half of the run's time had passed.
What was foretold before the first fit stands beside it. Each row is written as its run ends, and a run that has a row
is not made again.

Seconds are those of the clock, as people wait by it. On a machine shared with others they say little: fits that take
three times as long in one half of a run cannot be foretold in the other. So each run is judged in processor seconds as
well: half time is when half of them were spent, and what was foretold then counts at the rate at which processor
seconds had come until then. `busy` is the load of the machine over its cores when the run began.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from automl import run
from automl.data.load import load_table
from automl.data.samples import SAMPLES, write_sample
from automl.families import Shape, family
from automl.framing import frame
from automl.pipeline import as_document
from automl.prepare import prepare
from automl.project.store import Home
from automl.search.budget import Clock
from benchmarks.log import add_row, read_rows

RESULTS = Path(__file__).parent / "results"
MOST_ROWS = 20_000  # runs are to be short
BAR = 0.25


def main() -> int:
    """Make the runs that have no row yet, and print the table."""
    arguments = _arguments()
    log: Path = arguments.log
    done = {(row["name"], row["trials"]) for row in read_rows(log)}
    with tempfile.TemporaryDirectory() as work:
        for name, path, spec in tables(arguments.data, Path(work)):
            wanted = not arguments.only or name in arguments.only
            if wanted and (name, arguments.trials) not in done:
                row = {"name": name, **measure(path, spec, trials=arguments.trials, home=Path(work) / "home")}
                add_row(log, row)
    rows = read_rows(log)
    if not rows:
        sys.stderr.write(f"There are no rows in {log}.\n")
        return 2
    text = as_table(rows)
    sys.stdout.write(text)
    log.with_suffix(".md").write_text(text, "utf-8")
    return 0


def measure(path: Path, spec: Mapping[str, Any], *, trials: int, home: Path) -> dict[str, Any]:
    """One run, with all that it foretold on its way."""
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    told: list[tuple[float, float, str, float | None]] = []
    before: dict[str, float] = {}
    fits: list[tuple[str, dict[str, Any], float]] = []
    clock = Clock()

    def listen(kind: str, body: Mapping[str, Any]) -> None:
        if kind == "plan":
            before.update(body.get("predicted_s") or {})
        if kind == "trial" and body.get("fold_scores"):
            fits.append(
                (body["family"], dict(body["params"]), body["fit_seconds"] / len(body["fold_scores"]))
            )
        if kind == "progress":
            told.append(
                (
                    clock.elapsed(),
                    processor_s() - spent,
                    str(body.get("why") or body["stage"]),
                    body.get("left_s"),
                )
            )

    table = load_table(path)
    clock, spent = Clock(), processor_s()
    result = run(
        {**spec, "budget": {"trials": trials}},
        table,
        on_event=listen,
        clock=clock,
        home=Home(home),
        fresh=True,
    )
    seconds = clock.elapsed()
    known = [(at, left) for at, _, _, left in told if left is not None and at <= seconds / 2]
    at, left = known[-1] if known else (0.0, None)
    stages = {why: round(at, 2) for at, _, why, _ in told[-4:]}
    processor = told[-1][
        1
    ]  # the workers are gone when the run is over; what is left then is written in 0.1 s
    half = [(at, cpu, left) for at, cpu, _, left in told if left is not None and cpu <= processor / 2]
    then, used, ahead = half[-1] if half else (1.0, 1.0, 0.0)
    return {
        "rows": result.data.n_rows_used,
        "columns": len(result.data.features),
        "task": result.task,
        "trials": trials,
        "seconds": round(seconds, 2),
        "at": round(at, 2),
        "foretold": left,
        "found": round(seconds - at, 2),
        "processor_s": round(processor, 2),
        "processor_foretold": round(ahead * used / then, 2),
        "processor_found": round(processor - used, 2),
        "before": round(sum(before.values()), 1) if before else None,
        "model": result.chosen.label,
        "busy": round(busy, 2),
        "stages": stages,
        "estimates_off": _estimates_off(prepare(frame(as_document({**spec}), table), table).shape, fits),
        "track": [
            [round(at, 1), round(cpu, 1), left] for at, cpu, _, left in told[:: max(1, len(told) // 12)]
        ],
    }


def processor_s() -> float:
    """Processor seconds of this process and all below it."""
    total = 0.0
    me = psutil.Process()
    for one in [me, *me.children(recursive=True)]:
        with suppress(psutil.Error):  # it ended between the listing and the look
            spent = one.cpu_times()
            total += spent.user + spent.system
    return total


def _estimates_off(shape: Shape, fits: list[tuple[str, dict[str, Any], float]]) -> dict[str, float]:
    """Family → seconds that its folds took over those that it estimates."""
    found: dict[str, tuple[float, float]] = {}
    for name, params, seconds in fits:
        if name != "dummy":
            took, estimated = found.get(name, (0.0, 0.0))
            found[name] = took + seconds, estimated + family(name).fit_s(shape, params)
    return {name: round(took / estimated, 3) for name, (took, estimated) in found.items()}


def families_off(rows: list[dict[str, Any]]) -> str:
    """How far each family's estimates are off: what `USUALLY_OFF` holds."""
    off: dict[str, list[float]] = {}
    for row in rows:
        for name, ratio in row["estimates_off"].items():
            off.setdefault(name, []).append(ratio)
    told = ", ".join(f"{name} {np.median(found):.2f} ({len(found)} runs)" for name, found in off.items())
    return f"Seconds over estimates, in the median: {told}.\n"


def as_table(rows: list[dict[str, Any]]) -> str:
    """Markdown: a line for each run, then the median and the worst deviation."""
    off = [_off(row["foretold"], row["found"]) for row in rows]
    fair = [_off(row["processor_foretold"], row["processor_found"]) for row in rows]
    lines = [
        "# Time left of runs limited by trials",
        "",
        "Made by `python -m benchmarks.time_left`: what was foretold to be left at half time, and what was.",
        "",
        "| table | rows × columns | trials | foretold s | found s | off | off in processor s "
        "| foretold before s | took s | busy |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row, share, share_fair in zip(rows, off, fair, strict=True):
        lines.append(
            f"| {row['name']} | {row['rows']:,} × {row['columns']} | {row['trials']} | {row['foretold']} "
            f"| {row['found']} | {share:.0%} | {share_fair:.0%} | {row['before']} | {row['seconds']} | {row['busy']} |"
        )
    for unit, shares in (("seconds of the clock", off), ("processor seconds", fair)):
        inside = sum(share < BAR for share in shares)
        lines += [
            "",
            f"In {unit} off by {np.median(shares):.0%} in the median and {max(shares):.0%} at worst; {inside} of "
            f"{len(rows)} runs by less than {BAR:.0%}.",
        ]
    return "\n".join(lines) + "\n\n" + families_off(rows)


def _off(foretold: float | None, found: float) -> float:
    return 1.0 if foretold is None else abs(foretold - found) / found


def tables(data: Path | None, work: Path) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Name, file and specification of each table, but for its budget."""
    for sample in SAMPLES:
        yield sample.name, write_sample(sample.name, work), sample.story.spec
    for found in _public(data):
        spec = {
            "target": found["target"],
            "task": found["spec_task"],
            "ignore_columns": found["drop"] or None,
        }
        if found["spec_task"] == "binary":
            spec["positive_label"] = str(found["positive_label"])
        path = Path(str(data)) / Path(found["file"]).name
        yield found["name"], path, {key: value for key, value in spec.items() if value is not None}


def _public(data: Path | None) -> list[dict[str, Any]]:
    if data is None or not (data / "datasets.json").exists():
        return []
    listed = json.loads((data / "datasets.json").read_text("utf-8"))
    found = listed["datasets"] if isinstance(listed, dict) else listed
    tasks = ("binary", "multiclass", "regression")
    return [one for one in found if one["spec_task"] in tasks and one["rows"] <= MOST_ROWS]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="folder of public tables, with datasets.json")
    parser.add_argument("--trials", type=int, default=16)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--log", type=Path, default=RESULTS / "time_left.jsonl")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
