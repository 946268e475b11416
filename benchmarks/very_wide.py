"""A table of up to a million columns, from file to fitted model: score, seconds and memory of the whole tree.

    python -m benchmarks.very_wide [--columns 1000000] [--rows 2000] [--form npy|parquet] [--memory 4] [--time 600]

Twenty columns carry the signal and all others are noise. The file lies in a temporary folder that is deleted. Memory is
the resident memory of the process and all below it, summed every 0.2 s; processor seconds are printed beside those of
the clock, which depend on what else the machine does. After the run the rows are scored and the run is replayed.

Measured on two busy cores with `--memory 4 --time 400`, 2,000 rows of 1,000,000 columns: 2.61 GB, 370 s by the clock;
an AUC of 0.824 held out, all twenty telling columns among those seen. The replay took 2.80 GB.

With `--form parquet --columns 100000 --time 45`: 2.04 GB, 42 s by the clock and 43 of the processor, 0.853 held out
(0.812 to 0.886), all twenty seen.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import psutil
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

N_TELLING = 20
INTERVAL_S = 0.2
COLUMNS_AT_ONCE = 2_000  # of a Parquet file, while it is written


def main() -> int:
    """Write the table, run the commands and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--columns", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--form", choices=("npy", "parquet"), default="npy")
    parser.add_argument("--memory", type=float, default=None, metavar="GB")
    parser.add_argument("--time", type=float, default=600.0)
    parser.add_argument("--no-replay", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _benchmark(given, Path(folder))
    return 0


def _benchmark(given: argparse.Namespace, folder: Path) -> None:
    telling, best = (_write_npy if given.form == "npy" else _write_parquet)(folder, given.rows, given.columns)
    data, beside = str(folder / f"X.{given.form}"), []
    if given.form == "npy":
        beside = ["--target-file", str(folder / "y.csv")]
    out = folder / "out"
    budget = {"time_s": given.time} | ({} if given.memory is None else {"memory_gb": given.memory})
    spec = folder / "spec.json"
    spec.write_text(
        json.dumps({"target": "target", "task": "binary", "positive_label": "1", "budget": budget})
    )
    _say(
        f"{given.rows:,} rows x {given.columns:,} columns ({given.form}); AUC of the planted signal {best:.3f}"
    )
    took = _measured("run", data, *beside, "--spec", str(spec), "--out", str(out), "--yes", "--fresh")
    result = json.loads((out / "result.json").read_text())
    found = set(telling).intersection(result["data"]["features"])
    held = result["held_out"]
    _say(f"run: {took}")
    _say(
        f"chosen {result['chosen']['model']}: {result['score_name']} {result['chosen']['score']['value']:.3f} on the "
        f"folds, {held['value']:.3f} ({held['low']:.3f} to {held['high']:.3f}) held out; {len(found)} of {N_TELLING} "
        f"telling columns among {len(result['data']['features']):,} seen"
    )
    _say(f"predict: {_measured('predict', str(out), data, '--out', str(folder / 'scored.csv'))}")
    if not given.no_replay:
        _say(f"replay: {_measured('replay', str(out))}")


def _write_npy(folder: Path, n_rows: int, n_columns: int) -> tuple[list[str], float]:
    rng = np.random.default_rng(0)
    X = np.lib.format.open_memmap(folder / "X.npy", "w+", np.float32, (n_rows, n_columns))
    places = rng.choice(n_columns, N_TELLING, replace=False)
    for i in range(n_rows):
        X[i] = rng.standard_normal(n_columns, dtype=np.float32)
    X.flush()
    y, best = _target(np.asarray(X[:, places], dtype=np.float64), rng)
    np.savetxt(folder / "y.csv", y, fmt="%d", header="target", comments="")
    return [f"x{place}" for place in places], best


def _write_parquet(folder: Path, n_rows: int, n_columns: int) -> tuple[list[str], float]:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    rng = np.random.default_rng(0)
    places = rng.choice(n_columns, N_TELLING, replace=False)
    X = rng.standard_normal((n_columns, n_rows), dtype=np.float32)
    y, best = _target(X[places].T.astype(np.float64), rng)
    names = [f"g{place}" for place in range(n_columns)]
    cells = pa.table([*map(pa.array, X), pa.array(y)], names=[*names, "target"])
    parquet.write_table(cells, folder / "X.parquet", use_dictionary=False)
    return [names[place] for place in places], best


def _target(telling: NDArray[np.float64], rng: np.random.Generator) -> tuple[NDArray[np.int64], float]:
    weights = np.linspace(0.3, 0.8, N_TELLING) * rng.choice([-1, 1], N_TELLING)
    signal = telling @ weights
    y = (signal + rng.logistic(size=len(signal)) > 0).astype(np.int64)
    return y, float(roc_auc_score(y, signal))


def _measured(*words: str) -> str:
    """Run one command of Tandem; what it took."""
    start = time.monotonic()
    process = psutil.Popen(
        [sys.executable, "-m", "cli", *words], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    peak, spent = 0, dict[int, float]()
    while process.poll() is None:
        peak = max(peak, _look(process, spent))
        time.sleep(INTERVAL_S)
    if process.returncode:
        raise SystemExit(process.stderr.read().decode() if process.stderr else "It failed.")
    return (
        f"peak {peak / 1e9:.2f} GB, {sum(spent.values()):.0f} processor seconds, "
        f"{time.monotonic() - start:.0f} s by the clock"
    )


def _look(process: psutil.Process, spent: dict[int, float]) -> int:
    """Resident bytes of the tree now; processor seconds of each process are kept in `spent`."""
    total = 0
    try:
        tree: Sequence[psutil.Process] = [process, *process.children(recursive=True)]
    except psutil.Error:
        return 0
    for one in tree:
        try:
            total += one.memory_info().rss
            spent[one.pid] = sum(one.cpu_times()[:2])
        except psutil.Error:
            continue
    return total


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
