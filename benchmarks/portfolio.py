"""The order in which defaults are tried: measured on many tables, learned, and judged where it was not learned.

    python -m benchmarks.portfolio measure DATA_FOLDER [--only NAME ...] [--random 0] [--rows 12000]
    python -m benchmarks.portfolio learn [--out benchmarks/results/portfolio.json]

DATA_FOLDER holds `datasets.json` and the tables it describes. `measure` fits each family's defaults and, if asked for,
some draws from its search space on two folds and on nothing else, keeps what they say about the judged and the held-out
rows with the processor seconds they took, under `build/portfolio`, and goes on where it stopped.

`learn` reads that record (`benchmarks/portfolio_order.py`), prints the order for `automl/search/schedule.py`,
and what an order learned on all other tables is worth on each one, beside the order by families and orders at random.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import optuna

from automl.data.load import load_table
from automl.framing import frame
from automl.pipeline import as_document
from automl.prepare import Prepared, prepare
from automl.search.candidate import Candidate
from automl.search.jobs import predict, predictions_of
from benchmarks.portfolio_order import report

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "build" / "portfolio"
SUPERVISED = ("binary", "multiclass", "regression")
N_FOLDS = 2


def main() -> int:
    """Measure what is not recorded yet, or learn from the record."""
    arguments = _arguments()
    if arguments.command == "learn":
        return report(RECORD, arguments.out)
    for dataset in json.loads((arguments.data / "datasets.json").read_text("utf-8")):
        if dataset["spec_task"] not in SUPERVISED or (
            arguments.only and dataset["name"] not in arguments.only
        ):
            continue
        measure(dataset, arguments.data, n_random=arguments.random, most_rows=arguments.rows)
    return 0


def measure(dataset: dict[str, Any], folder: Path, *, n_random: int, most_rows: int) -> None:
    """All configurations on one table."""
    prepared = prepared_of(dataset, folder)
    out = RECORD / dataset["name"]
    out.mkdir(parents=True, exist_ok=True)
    space = prepared.space
    np.savez(
        out / "truth.npz",
        judged=np.concatenate([judged for _, judged in space.splits.folds[:N_FOLDS]]),
        held_out=space.splits.held_out,
        y=space.problem.y,
    )
    for name, candidate in configurations(prepared, n_random=n_random):
        file = out / f"{name}.npz"
        if file.exists():
            continue
        row = _fit(prepared, candidate, most_rows=most_rows)
        np.savez(file, **row)
        sys.stdout.write(
            f"{dataset['name']} {name} {np.round(row['scores'], 4)} {np.round(row['cpu_s'], 2)} s\n"
        )
        sys.stdout.flush()


def configurations(prepared: Prepared, *, n_random: int) -> Iterator[tuple[str, Candidate]]:
    """Each family's defaults, then draws from its search space; the same draws on every table of one shape."""
    for number, family in enumerate(prepared.families):
        if family.name == "dummy":
            continue
        for i, params in enumerate(family.defaults(prepared.shape)):
            yield f"{family.name}-default-{i}", Candidate(1, family.name, params, 0, "default")
        study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=number))
        for i in range(n_random):
            params = family.suggest(study.ask(), prepared.shape, {})
            yield f"{family.name}-random-{i}", Candidate(1, family.name, params, 0, "search")


def prepared_of(dataset: dict[str, Any], folder: Path) -> Prepared:
    """The table under its standard score: the area under the curve, log loss, or the squared error."""
    spec: dict[str, Any] = {
        "task": dataset["spec_task"],
        "target": dataset["target"],
        "ignore_columns": dataset["drop"] or None,
    }
    if dataset["spec_task"] == "binary":
        spec["positive_label"] = str(dataset["positive_label"])
    table = load_table(folder / Path(dataset["file"]).name)
    return prepare(frame(as_document({k: v for k, v in spec.items() if v is not None}), table), table)


def _fit(prepared: Prepared, candidate: Candidate, *, most_rows: int) -> dict[str, Any]:
    space, task = prepared.space, prepared.problem.task
    scores, seconds, judged_rows, held = [], [], [], []
    for train, judged in space.splits.folds[:N_FOLDS]:
        if len(train) > most_rows:
            train = np.sort(np.random.default_rng(0).choice(train, most_rows, replace=False))
        start = time.process_time()
        model = candidate.build(space.problem, monotone=space.monotone)
        X, y = space.problem.X, space.problem.y
        model.fit(X.iloc[train], y[train], sample_weight=None, valid=(X.iloc[judged], y[judged]))
        said = predict(model, X.iloc[judged], task=task)
        seconds.append(time.process_time() - start)
        judged_rows.append(said)
        held.append(predict(model, X.iloc[space.splits.held_out], task=task))
        scores.append(float(space.objective.learning_score(predictions_of(space, judged, said))))
    return {
        "scores": np.array(scores),
        "cpu_s": np.array(seconds),
        "judged": np.concatenate(judged_rows),
        "held_out": np.mean(held, axis=0),
        "params": json.dumps(dict(candidate.params)),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("measure")
    one.add_argument("data", type=Path)
    one.add_argument("--only", nargs="*", default=[])
    one.add_argument("--random", type=int, default=0)
    one.add_argument("--rows", type=int, default=12_000)
    two = commands.add_parser("learn")
    two.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "portfolio.json")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
