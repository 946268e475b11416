"""Seconds from the start of `tandem run` to the first real, checked model in its transcript, beside bare imports.

    .venv/bin/python -m benchmarks.first_model [--data ../shared/data] [--only NAME ...] [--repeats 5]

Every repeat first times `python -c 'import sklearn, lightgbm'` and then a run, so that both meet the machine in the
same state; figures are medians. Tables are the product's samples and, with `--data`, public ones (`datasets.json`
beside them). A row is written as its table ends, and not made again. Bars: the time of the imports plus 1.5 s up to
10,000 rows, plus 7 s up to 120,000.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from automl.data.samples import SAMPLES, write_sample
from benchmarks.log import add_row, read_rows

RESULTS = Path(__file__).parent / "results"
LOOK_S = 0.02  # between two looks at the transcript
GIVE_UP_S = 120.0
SUPERVISED = ("binary", "multiclass", "regression")


def main() -> int:
    """Measure the tables that have no row yet, and print all."""
    arguments = _arguments()
    done = {row["name"] for row in read_rows(arguments.log)}
    with tempfile.TemporaryDirectory() as work:
        for name, path, target in supervised_tables(arguments.data, Path(work)):
            if name in done or (arguments.only and name not in arguments.only):
                continue
            row = {"name": name, **measure(path, target, repeats=arguments.repeats, work=Path(work))}
            add_row(arguments.log, row)
    table = as_table(read_rows(arguments.log))
    arguments.log.with_suffix(".md").write_text(table, "utf-8")
    sys.stdout.write(table)
    return 0


def measure(path: Path, target: str, *, repeats: int, work: Path) -> dict[str, Any]:
    """Medians of the imports and of the first model."""
    imports, firsts, rows = [], [], 0
    for number in range(repeats):
        imports.append(_imports_s())
        seconds, rows = _first_model_s(path, target, work / f"{path.stem}-{number}")
        firsts.append(seconds)
    imported, first = median(imports), median(firsts)
    return {
        "rows": rows,
        "imports_s": round(imported, 2),
        "first_model_s": round(first, 2),
        "over_s": round(first - imported, 2),
        "all_s": [round(seconds, 2) for seconds in firsts],
    }


def _imports_s() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import sklearn, lightgbm"], check=True)
    return time.perf_counter() - began


def _first_model_s(path: Path, target: str, out: Path) -> tuple[float, int]:
    """Seconds until the line stands in the transcript, and the rows that were used; the run is then ended."""
    command = [sys.executable, "-m", "cli", "run", str(path), "--target", target, "--time", "60"]
    command += ["--out", str(out), "--quiet", "--yes", "--fresh"]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while time.perf_counter() - began < GIVE_UP_S and process.poll() is None:
                if any(_is_model(entry) for entry in _entries(out)):
                    return time.perf_counter() - began, _entries(out)[0]["body"]["data"]["n_rows"]
                time.sleep(LOOK_S)
        finally:
            process.terminate()
    raise RuntimeError(f"no model of {path.name} within {GIVE_UP_S:g} s")


def _entries(out: Path) -> list[dict[str, Any]]:
    path = out / "transcript.jsonl"
    text = path.read_text("utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def _is_model(entry: dict[str, Any]) -> bool:
    body = entry["body"]
    return bool(entry["kind"] == "trial" and body["status"] == "ok" and body["family"] != "dummy")


def as_table(rows: list[dict[str, Any]]) -> str:
    """Markdown: a line for each table, with its bar."""
    lines = [
        "# The first real model",
        "",
        "Made by `python -m benchmarks.first_model`: seconds from the start of the process to the line in the "
        "transcript.",
        "",
        "| table | rows | imports s | first model s | over imports s | bar s |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        bar = 1.5 if row["rows"] <= 10_000 else 7.0
        lines.append(
            f"| {row['name']} | {row['rows']:,} | {row['imports_s']} | {row['first_model_s']} | {row['over_s']} "
            f"| {bar} |"
        )
    return "\n".join(lines) + "\n"


def supervised_tables(data: Path | None, work: Path) -> Iterator[tuple[str, Path, str]]:
    """Name, file and target of each table."""
    for sample in SAMPLES:
        spec = sample.story.spec
        if spec.get("task") in SUPERVISED:
            yield sample.name, write_sample(sample.name, work), spec["target"]
    if data is not None and (data / "datasets.json").exists():
        for found in json.loads((data / "datasets.json").read_text("utf-8")):
            if found["spec_task"] in SUPERVISED:
                yield found["name"], data / Path(found["file"]).name, found["target"]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--log", type=Path, default=RESULTS / "first_model.jsonl")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
