"""What more time is foretold to bring, against what it brought: recorded runs cut at half of their trials.

    .venv/bin/python -m benchmarks.more_time RUN_FOLDER [RUN_FOLDER ...] [--cut 0.5]

Any run folder of enough trials will do; `tandem run DATA --target C --trials 90 --out RUN_FOLDER` makes one. Gains are
in what the best single model gains over the baseline, so that runs of different scores can stand in one table. Beside
the forecast stand the two that it has to beat: that nothing will come, and that the second half brings what the second
quarter brought.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from automl.folder import read_result
from automl.project.transcript import read
from automl.search.more_time import LEAST_TRIALS, LEVEL, outlook


@dataclass(frozen=True)
class Row:
    """One run, cut; all gains as shares of what the best model at the cut gains over the baseline."""

    name: str
    known: int
    more: int
    foretold: float
    low: float
    high: float
    found: float
    repeated: float


def main() -> int:
    """Print a row for each run, and how far forecasts are off on average."""
    arguments = _arguments()
    rows = [row for folder in arguments.folders if (row := cut(folder, share=arguments.cut)) is not None]
    if not rows:
        sys.stderr.write(f"None of these runs has {LEAST_TRIALS} scored trials before the cut.\n")
        return 2
    sys.stdout.write(as_table(rows))
    return 0


def cut(folder: Path, *, share: float) -> Row | None:
    """Foretell what the trials after the cut brought; None where too few stand before it."""
    result = read_result(folder)
    sign = 1.0 if result.greater_is_better else -1.0
    trials = [entry.body for entry in read(folder / "transcript.jsonl") if entry.kind == "trial"]
    scored = [(t["family"], sign * t["score"]) for t in trials if t["status"] == "ok"]
    baseline = next(score for family, score in scored if family == "dummy")
    scores = [score for family, score in scored if family != "dummy"]
    n_known = int(share * len(scores))
    known = outlook(scores[:n_known])
    if known is None:
        return None
    best = max(scores[:n_known])
    unit, more = best - baseline, len(scores) - n_known
    foretold, low, high = (gain / unit for gain in known.gain(more))
    return Row(
        f"{result.data.name} ({result.score_name})",
        n_known,
        more,
        foretold,
        low,
        high,
        found=max(0.0, max(scores[n_known:]) - best) / unit,
        repeated=(best - max(scores[: n_known // 2])) / unit,
    )


def as_table(rows: list[Row]) -> str:
    """Markdown: a line for each run, then the means."""
    head = "| run | known | more | foretold | interval | found |\n| --- | ---: | ---: | ---: | --- | ---: |\n"
    lines = "".join(
        f"| {row.name} | {row.known} | {row.more} | {row.foretold:.2%} | {row.low:.2%} to {row.high:.2%} "
        f"| {row.found:.2%} |\n"
        for row in rows
    )
    inside = np.mean([row.low <= row.found <= row.high for row in rows])
    found = np.array([row.found for row in rows])
    off = {
        "the forecast": np.abs(np.array([row.foretold for row in rows]) - found).mean(),
        "“nothing”": found.mean(),
        "“as much as last time”": np.abs(np.array([row.repeated for row in rows]) - found).mean(),
    }
    means = (
        f"\nMean gain foretold {np.mean([row.foretold for row in rows]):.2%}, found {found.mean():.2%}. Inside the "
        f"{LEVEL:.0%} interval: {inside:.0%} of {len(rows)} runs.\nMean distance from what was found: "
    )
    return head + lines + means + ", ".join(f"{name} {value:.2%}" for name, value in off.items()) + ".\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="RUN_FOLDER")
    parser.add_argument("--cut", type=float, default=0.5, help="share of the trials that is known")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
