"""How often stated intervals hold the truth: whole small runs on tables whose truth is known.

    python benchmarks/coverage.py [--runs 1080] [--seed 0]

Each run draws a table from a known process, frames it, cuts it, fits ten cheap candidates on the folds, chooses
among them and their ensemble, fits the choice for good and states its figures, all by the functions that `tandem run`
calls, in this process. The true score of the same model with the same rule is then measured on fresh rows of the same
process, and compared with the 95 % interval of

- every figure of the held-out rows, and
- the score that is expected of the chosen model by the out-of-fold predictions alone, and beside it the plain interval
  of the same predictions, which leaves out that the model is the best of many.

Every run is written to results/coverage.jsonl as it ends; what is there is not run again. results/coverage.md is the
table. About a second of processor time for each run.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from automl import measure
from automl.choice import decide
from automl.data.load import load_table
from automl.delivery import Delivery, fitted
from automl.framing import frame
from automl.measure import Ground
from automl.metrics import Predictions
from automl.metrics.intervals import bootstrap
from automl.metrics.scores import statistic_of
from automl.prepare import Prepared, prepare
from automl.search import jobs
from automl.search.candidate import Candidate
from automl.search.finish import fit_for_good, most_repeats
from automl.search.honest import Figures, expected_score
from automl.search.jobs import fit_fold, predict
from automl.search.result import Measured
from automl.search.trial import Trial
from automl.search.workers import Finished
from automl.spec.document import SpecDocument

RESULTS = Path(__file__).parent / "results"
SIZES = (300, 600, 1_200, 2_500, 5_000)
METRICS: dict[str, tuple[dict[str, Any], ...]] = {
    "binary": (
        {"kind": "standard", "name": "roc_auc"},
        {"kind": "standard", "name": "average_precision"},
        {"kind": "standard", "name": "accuracy"},
        {"kind": "standard", "name": "log_loss"},
        {"kind": "payoff", "tp": 180, "fp": -20},
    ),
    "multiclass": (
        {"kind": "standard", "name": "log_loss"},
        {"kind": "standard", "name": "balanced_accuracy"},
    ),
    "regression": (
        {"kind": "standard", "name": "rmse"},
        {"kind": "standard", "name": "mae"},
        {"kind": "standard", "name": "r2"},
    ),
}
#: How much the columns know: hardly anything, when all candidates are alike and luck picks one; some; a lot.
STRENGTHS = (0.15, 1.0, 2.5)
CASES = [(task, metric) for task, metrics in METRICS.items() for metric in metrics]
FRESH_ROWS_FOR_EACH, LEAST_FRESH, MOST_FRESH = 25, 20_000, 100_000
FIGURES = {
    "binary": ("roc_auc", "average_precision", "accuracy", "balanced_accuracy", "f1", "brier", "log_loss"),
    "multiclass": ("accuracy", "balanced_accuracy", "f1_macro", "log_loss"),
    "regression": ("rmse", "mae", "median_ae", "r2"),
}


def draw(task: str, n_rows: int, *, strength: float, rng: np.random.Generator) -> pd.DataFrame:
    """A table of the process: numbers and a label, of which some matter, in lines, a bend and a product."""
    table = pd.DataFrame({f"n{j}": rng.normal(size=n_rows) for j in range(6)})
    table["c"] = np.array(["north", "east", "south", "west"])[rng.integers(4, size=n_rows)]
    signal = (
        table["n0"] + 0.7 * table["n1"] * table["n2"] + np.abs(table["n3"]) + 0.5 * (table["c"] == "east")
    )
    signal = strength * (signal.to_numpy() - 0.9)
    if task == "binary":
        return table.assign(y=np.where(rng.logistic(size=n_rows) < signal - 1.0, "yes", "no"))
    if task == "multiclass":
        other = strength * (table["n4"].to_numpy() - table["n0"].to_numpy())
        scores = np.column_stack([np.full(n_rows, 0.5), signal, other]) + rng.gumbel(size=(n_rows, 3))
        return table.assign(y=np.array(["low", "mid", "top"])[scores.argmax(axis=1)])
    return table.assign(y=20 + signal + rng.standard_t(6, size=n_rows))


def candidates(task: str) -> list[Candidate]:
    """Ten, of four families and the baseline, cheap to fit; several hardly differ, as in a real search."""
    shrinkage = "alpha" if task == "regression" else "C"
    settings: list[tuple[str, dict[str, Any]]] = [("dummy", {})]
    settings += [("linear", {shrinkage: value, "l1_ratio": 0.0}) for value in (0.01, 1.0)]
    settings += [
        ("decision_tree", {"max_depth": depth, "min_samples_leaf": leaf})
        for depth, leaf in ((3, 10), (4, 20), (6, 20), (8, 8))
    ]
    if task != "regression":
        settings += [("naive_bayes", {"n_bins": bins}) for bins in (4, 8)]
    settings += [
        ("lightgbm", {"n_estimators": 25, "learning_rate": 0.15, "num_leaves": leaves}) for leaves in (4, 12)
    ]
    return [
        Candidate(number, family, params, seed=number) for number, (family, params) in enumerate(settings)
    ]


class InProcess:
    """The face of `Workers`, without processes."""

    n, n_free = 1, 1

    def __init__(self) -> None:
        self._done: list[Finished] = []

    @property
    def n_busy(self) -> int:
        return len(self._done)

    def submit(self, task: Any, *arguments: Any, tag: Any) -> None:
        self._done.append(Finished(tag, task(*arguments)))

    def wait(self, seconds: float) -> list[Finished]:
        done, self._done = self._done, []
        return done

    def running(self) -> list[Any]:
        return []


def run(number: int, *, seed: int) -> dict[str, Any]:
    """One run: what was stated, and what is true."""
    strengths = product(STRENGTHS, SIZES, CASES)
    everything = list(strengths)
    strength, n_rows, (task, metric) = everything[number % len(everything)]
    rng = np.random.default_rng([seed, number])
    table = draw(task, n_rows, strength=strength, rng=rng)
    spec = {"target": "y", "task": task, "metric": metric, "validation": {"kind": "kfold", "folds": 5}}
    if task == "binary":
        spec["positive_label"] = "yes"
    loaded = load_table(table, name="drawn")
    prepared = prepare(frame(SpecDocument.from_json(spec, via="python"), loaded), loaded)
    with tempfile.TemporaryDirectory() as folder:
        stated, delivery, chosen = _stated(prepared, Path(folder), seed=number)
    n_fresh = min(max(FRESH_ROWS_FOR_EACH * n_rows, LEAST_FRESH), MOST_FRESH)
    fresh = draw(task, n_fresh, strength=strength, rng=rng)
    truth = _true(prepared, delivery, fresh)
    return {
        "run": number,
        "task": task,
        "metric": metric.get("name", metric["kind"]),
        "rows": n_rows,
        "strength": strength,
        "chosen": chosen,
        "figures": [[*figure, truth[figure[1]]] for figure in stated if figure[1] in truth],
    }


def _stated(prepared: Prepared, folder: Path, *, seed: int) -> tuple[list[list[Any]], Delivery, str]:
    """Every figure with its interval, as ``[where, name, value, low, high]``."""
    space = prepared.space
    path = space.write(folder)
    trials = [
        Trial(
            candidate,
            "ok",
            tuple(fit_fold(str(path), candidate, fold) for fold in range(len(space.splits.folds))),
        )
        for candidate in candidates(prepared.problem.task)
    ]
    conclusion = decide(prepared, trials, seed=seed)
    chosen = conclusion.chosen
    finished = fit_for_good(
        space,
        path,
        chosen.contender,
        InProcess(),  # type: ignore[arg-type]  # does what is asked of workers here
        scratch=folder,
        fits={},
        repeats=most_repeats(space),
        left_s=lambda: math.inf,
        refit_left_s=None,
    )
    delivery = fitted(prepared, chosen, finished, repeats=most_repeats(space), seed=seed, why_not_refitted="")
    ground = Ground(prepared, delivery.held_out(prepared), chosen.rule, seed)
    stated = [_line("held out", name, found) for name, found in measure.usual_scores(ground).items()]
    money = measure.money_of(ground, None)
    if money is not None:
        stated.append(_line("held out", "money a row", money.per_row))
    name = space.objective.learning_name
    expected = expected_score(space, conclusion.contenders, chosen.contender, seed=seed)
    stated.append(_line("out of fold", name, measure.as_measured(expected.score)))
    plain = bootstrap(
        Figures(space, np.arange(len(space.splits.compared))).chosen_by(chosen.contender),
        seed=seed,
        n_draws=300,
    )
    stated.append(["best of many left out", name, chosen.contender.score, plain.low, plain.high])
    return stated, delivery, chosen.contender.family


def _line(where: str, name: str, found: Measured) -> list[Any]:
    return [where, name, found.value, found.low, found.high]


def _true(prepared: Prepared, delivery: Delivery, fresh: pd.DataFrame) -> dict[str, float]:
    """True figures of the model that was judged, with its rule, on fresh rows."""
    problem = prepared.problem
    said = predict(delivery.before, fresh[[c.name for c in problem.features]], task=problem.task)
    regression = problem.task == "regression"
    actual = (
        fresh["y"].to_numpy() if regression else pd.Categorical(fresh["y"], categories=problem.classes).codes
    )
    predictions = Predictions(
        actual=np.asarray(actual, dtype=np.float64 if regression else np.int64),
        probability=None if regression else said,
        value=said if regression else None,
        scale=None,
        rows=fresh,
    )
    rule, objective = delivery.judged.rule, prepared.space.objective
    decisions = rule.decide(predictions)
    names = {*FIGURES[problem.task], objective.learning_name}
    found = {name: statistic_of(name, predictions, decisions, task=problem.task).value() for name in names}
    if objective.has_money:
        found["money a row"] = float(objective.row_values(predictions, decisions).mean())
    return found


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def _table(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Markdown: how often each interval holds the truth, by figure and by size."""
    groups: dict[tuple[str, str], dict[int, list[tuple[bool, float]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in rows:
        for where, name, value, low, high, true in row["figures"]:
            if low is not None:
                # An interval of one point, as that of a constant model, has no width to measure by.
                off = (value - true) / ((high - low) / 4) if high > low else math.nan
                found = (low <= true <= high, off)
                for key in (name, "all"):
                    groups[where, key][row["rows"]].append(found)
    yield (
        f"{len(rows):,} runs, fresh rows as the truth; share of 95 % intervals that hold it, by rows of the table. "
        "`lies off` is the mean of stated minus true, in quarters of the interval's width.\n"
    )
    yield f"| where | figure | intervals | {' | '.join(f'{n:,}' for n in SIZES)} | all | lies off |"
    yield "| --- " * (len(SIZES) + 5) + "|"
    for (where, name), by_size in sorted(groups.items(), key=lambda item: (item[0][0], item[0][1] != "all")):
        every = [found for one in by_size.values() for found in one]
        cells = [_share(by_size[n]) for n in SIZES]
        off = float(np.nanmean([error for _, error in every]))
        yield f"| {where} | {name} | {len(every):,} | {' | '.join(cells)} | {_share(every)} | {off:+.2f} |"


def _share(found: list[tuple[bool, float]]) -> str:
    return f"{100 * np.mean([held for held, _ in found]):.1f}" if found else ""


def main() -> None:
    """Run what is missing, and write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=1_050)
    parser.add_argument("--first", type=int, default=0, help="so that two may work at once")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--name", default="coverage", help="of the files under results/")
    asked = parser.parse_args()
    path = RESULTS / f"{asked.name}.jsonl"
    known = {row["run"] for row in _rows(path)}
    jobs.N_TIMED_ROWS = 1  # nobody asks here how long one row takes
    start = time.process_time()
    missing = [number for number in range(asked.first, asked.runs) if number not in known]
    for done, number in enumerate(missing, start=1):
        line = json.dumps(run(number, seed=asked.seed))
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        if done % 50 == 0:
            _say(f"{done:,} of {len(missing):,}, {time.process_time() - start:.0f} processor seconds")
    table = "\n".join(_table(_rows(path))) + "\n"
    (RESULTS / f"{asked.name}.md").write_text(f"# Coverage of intervals\n\n{table}", encoding="utf-8")
    _say(table)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
