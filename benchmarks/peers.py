"""Peers side by side with us: install each in an environment of its own, then run all of them on the public tables.

    python -m benchmarks.peers install [--only autogluon flaml h2o]
    python -m benchmarks.peers run BENCH_FOLDER [--time 60] [--seed 0] [--data NAME ...] [--peers NAME ...] [--money]

BENCH_FOLDER holds `run_one.py`, which runs one framework on one table; `datasets.json` and the tables lie in `../data`.
Environments go to `build/peers`; H2O needs a Java on the path. Runs go one at a time, tables in the outer loop so that
what is compared was measured within minutes; each row is written as it ends, and what is written is not run again.
With `--money`, ours is handed what decisions earn as its metric, on the tables that have it, into a file of its own;
peers know no money: what their decisions are worth stands in their usual rows.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.log import add_row, read_rows

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / "build" / "peers"
RESULTS = Path(__file__).parent / "results"
SUPERVISED = ("binary", "multiclass", "regression")
MONEY = ("payoff", "top_k")

# Environment → requirements, in the order in which they are installed; torch first, so that its build for processors
# is taken and not the one for graphics cards.
REQUIREMENTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "autogluon": (("torch==2.13.0",), ("autogluon.tabular[all]==1.6.3",)),
    "flaml": (("flaml[automl]==2.7.0",),),
    "h2o": (("h2o", "pandas", "scikit-learn"),),
}
# Framework of `run_one.py` → the environment it runs in.
FRAMEWORKS = {
    "ours": "",
    "autogluon": "autogluon",
    "autogluon:best_quality": "autogluon",
    "flaml": "flaml",
    "h2o": "h2o",
    "lgbm": "flaml",
}


def main() -> int:
    """Install, or run what is not recorded yet."""
    arguments = _arguments()
    if arguments.command == "install":
        for name in arguments.only or REQUIREMENTS:
            install(name)
        return 0
    log = RESULTS / f"peers_{arguments.time:g}s{'_money' if arguments.money else ''}.jsonl"
    peers = ["ours"] if arguments.money else arguments.peers
    for name, framework in _jobs(arguments.bench, arguments.data, peers, money=arguments.money):
        done = {(row["fw"], row["data"], row["seed"]) for row in read_rows(log)}
        if (framework, name, arguments.seed) not in done:
            run(framework, name, arguments.bench, time_s=arguments.time, seed=arguments.seed, log=log)
    return 0


def install(name: str) -> None:
    """Make the environment of a peer anew."""
    folder = ENVIRONMENTS / name
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    uv = shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    for requirements in REQUIREMENTS[name]:
        subprocess.run(
            [uv, "pip", "install", "--quiet", "--python", str(folder / "bin" / "python"), *requirements],
            check=True,
        )


def run(framework: str, name: str, bench: Path, *, time_s: float, seed: int, log: Path) -> None:
    """One framework on one table; a run that dies or hangs is written down as a failure."""
    environment = FRAMEWORKS[framework]
    python = str(ENVIRONMENTS / environment / "bin" / "python") if environment else sys.executable
    data = str((bench.parent / "data" / "datasets.json").resolve())
    command = [python, str(bench / "run_one.py"), framework, data, name, f"{time_s:g}", str(seed), str(log)]
    before = len(read_rows(log))
    with tempfile.TemporaryDirectory() as home:  # of its own: ours is to know nothing of earlier searches
        ours = {"OURS_CMD": f"{sys.executable} -m cli", "TANDEM_HOME": home}
        if log.stem.endswith("money"):
            ours["BENCH_METRIC"] = "money"
        try:
            subprocess.run(command, env=os.environ | ours, cwd=ROOT, check=False, timeout=4 * time_s + 300)
            problem = "ended without a row"
        except subprocess.TimeoutExpired:
            problem = "stopped: took four times its time"
    if len(read_rows(log)) == before:
        row = {"fw": framework, "data": name, "budget": time_s, "seed": seed, "score": None, "error": problem}
        add_row(log, row)


def _jobs(
    bench: Path, names: Sequence[str], peers: Sequence[str], *, money: bool
) -> Iterator[tuple[str, str]]:
    datasets = json.loads((bench.parent / "data" / "datasets.json").read_text("utf-8"))
    for dataset in datasets:
        if money and dataset["invented_money"].get("kind") not in MONEY:
            continue
        if dataset["spec_task"] in SUPERVISED and (not names or dataset["name"] in names):
            yield from ((dataset["name"], peer) for peer in peers)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("install")
    one.add_argument("--only", nargs="*", choices=list(REQUIREMENTS))
    two = commands.add_parser("run")
    two.add_argument("bench", type=Path)
    two.add_argument("--time", type=float, default=60.0)
    two.add_argument("--seed", type=int, default=0)
    two.add_argument("--data", nargs="*", default=[])
    two.add_argument("--money", action="store_true")
    two.add_argument("--peers", nargs="*", choices=list(FRAMEWORKS), default=list(FRAMEWORKS))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
