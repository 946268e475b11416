"""An order of defaults learned greedily from measured runs: each adds the most to the mix so far for its time.

What a set of models is worth on a table is the score of the mix that greedy selection makes of them, on rows that the
selection did not see: one fold after a selection on the other, both ways, and the held-out rows after a selection on
both. It is scaled so that 0 is the median single model and 1 the mix of all.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from automl.search.ensemble import select
from automl.search.schedule import PORTFOLIO

Key = tuple[str, int]  # family, number of its default
Array = np.ndarray[Any, np.dtype[np.float64]]
Positions = np.ndarray[Any, np.dtype[np.int64]]

MOST_ROWS = 800  # that a selection sees
N_DRAWS = 6
# Of the time of all defaults of a table: what it costs to try anything at all.
LEAST_COST = 0.01
N_RANDOM = 10
N_ORDERED = 16  # what comes later hardly matters
TIMES = (0.1, 0.2, 0.4)  # shares of the time of all defaults at which orders are compared


@dataclass
class Measured:
    """What was measured on one table."""

    name: str
    predicted: dict[Key, tuple[Array, Array]]  # on the judged rows of both folds, on the held-out rows
    seconds: dict[Key, float]
    y: Array
    y_held_out: Array
    _worth: dict[frozenset[Key], float] = field(default_factory=dict)
    _scale: tuple[float, float] | None = None

    def cost(self, key: Key) -> float:
        """Share of the time that all defaults take."""
        return self.seconds.get(key, 0.0) / sum(self.seconds.values())

    def worth(self, keys: Iterable[Key]) -> float:
        """Of the mix of some defaults; those that do not exist for the table add nothing."""
        wanted = frozenset(key for key in keys if key in self.predicted)
        if not wanted:
            return 0.0
        if self._scale is None:
            singles = [self._raw(frozenset([key])) for key in self.predicted]
            low, high = float(np.median(singles)), self._raw(frozenset(self.predicted))
            self._scale = low, max(high, *singles) - low
        low, span = self._scale
        return float(np.clip((self._raw(wanted) - low) / max(span, 1e-12), -1.0, 1.2))

    def _raw(self, keys: frozenset[Key]) -> float:
        if keys not in self._worth:
            models = [self.predicted[key] for key in sorted(keys)]
            half = len(self.y) // 2
            one, two = np.arange(half), np.arange(half, len(self.y))
            judged = [judged for judged, _ in models]
            found = [
                self._mixed(judged, self.y, seen=one, on=judged, truth=self.y, rows=two),
                self._mixed(judged, self.y, seen=two, on=judged, truth=self.y, rows=one),
                self._mixed(
                    judged,
                    self.y,
                    seen=np.arange(len(self.y)),
                    on=[held_out for _, held_out in models],
                    truth=self.y_held_out,
                    rows=np.arange(len(self.y_held_out)),
                ),
            ]
            self._worth[keys] = float(np.mean(found))
        return self._worth[keys]

    @staticmethod
    def _mixed(
        judged: Sequence[Array],
        y: Array,
        *,
        seen: Positions,
        on: Sequence[Array],
        truth: Array,
        rows: Positions,
    ) -> float:
        seen = seen[:: max(1, len(seen) // MOST_ROWS)]
        score = _score_of(judged[0])
        weights = select(
            [one[seen] for one in judged],
            lambda said: score(y[seen], said),
            greater_is_better=True,
            n_draws=N_DRAWS,
        )
        said = sum((w * on[i][rows] for i, w in weights.items()), np.zeros_like(on[0][rows]))
        return score(truth[rows], said)


def read(folder: Path) -> list[Measured]:
    """The record of `benchmarks.portfolio measure`."""
    found = []
    for table in sorted(path for path in folder.iterdir() if (path / "truth.npz").exists()):
        truth = np.load(table / "truth.npz")
        predicted: dict[Key, tuple[Array, Array]] = {}
        seconds = {}
        for file in sorted(table.glob("*-default-*.npz")):
            family, _, number = file.stem.rpartition("-default-")
            content = np.load(file)
            predicted[family, int(number)] = content["judged"], content["held_out"]
            seconds[family, int(number)] = float(content["cpu_s"].sum())
        y = truth["y"]
        found.append(Measured(table.name, predicted, seconds, y[truth["judged"]], y[truth["held_out"]]))
    return found


def learn(tables: Sequence[Measured]) -> list[Key]:
    """Defaults in order, each time the one that adds the most for its time, on average over the tables."""
    left = sorted({key for table in tables for key in table.predicted})
    order: list[Key] = []
    while left and len(order) < N_ORDERED:
        before = [table.worth(order) for table in tables]

        def gain(key: Key, before: Sequence[float] = before) -> float:
            gains = [t.worth([*order, key]) - was for t, was in zip(tables, before, strict=True)]
            return float(np.mean(gains)) / (float(np.mean([t.cost(key) for t in tables])) + LEAST_COST)

        best = max(left, key=gain)
        order.append(best)
        left.remove(best)
    return [*order, *left]


def by_time(table: Measured, order: Sequence[Key]) -> list[float]:
    """Worth of what an order has fitted after each of `TIMES`."""
    found = []
    for share in TIMES:
        spent = 0.0
        done: list[Key] = []
        for key in order:
            if key not in table.predicted:
                continue
            spent += table.cost(key)
            if spent > share and done:
                break
            done.append(key)
        found.append(table.worth(done))
    return found


def report(folder: Path, out: Path) -> int:
    """Print and write the order and what it is worth on tables that it was not learned from."""
    tables = read(folder)
    everything = learn(tables)
    rng = np.random.default_rng(0)
    rows = []
    for table in tables:
        learned = learn([other for other in tables if other is not table])
        random = [
            by_time(table, [everything[i] for i in rng.permutation(len(everything))]) for _ in range(N_RANDOM)
        ]
        in_force = [*PORTFOLIO, *(key for key in everything if key not in PORTFOLIO)]
        rows.append(
            {
                "table": table.name,
                "learned_on_the_others": by_time(table, learned),
                "in_force": by_time(table, in_force),
                "at_random": np.mean(random, axis=0).tolist(),
            }
        )
        sys.stdout.write(json.dumps(rows[-1]) + "\n")
        sys.stdout.flush()
    means = {
        name: np.mean([row[name] for row in rows], axis=0).round(3).tolist()
        for name in ("learned_on_the_others", "in_force", "at_random")
    }
    out.write_text(
        json.dumps({"times": TIMES, "order": everything, "means": means, "tables": rows}, indent=1) + "\n"
    )
    sys.stdout.write("".join(f'    ("{family}", {number}),\n' for family, number in everything))
    sys.stdout.write(
        f"worth after {TIMES} of the time of all defaults, means of {len(rows)} tables: {means}\n"
    )
    return 0


def _score_of(like: Array) -> Callable[[Array, Array], float]:
    """The area under the curve, minus the log loss, or minus the root of the squared error."""
    if like.ndim == 1:
        return lambda y, said: -float(np.sqrt(np.mean((y - said) ** 2)))
    if like.shape[1] == 2:
        return lambda y, said: _area(y == 1, said[:, 1])
    return lambda y, said: float(np.mean(np.log(_shares(said)[np.arange(len(y)), y.astype(np.int64)])))


def _area(positive: Array, said: Array) -> float:
    """Share of the pairs of one positive row and another that are in order, ties counted by half."""
    _, place, counts = np.unique(said, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    n = int(positive.sum())
    return float((ranks[positive].sum() - n * (n + 1) / 2) / max(n * (len(said) - n), 1))


def _shares(said: Array) -> Array:
    clipped = np.clip(said, 1e-6, 1)
    return np.asarray(clipped / clipped.sum(axis=1, keepdims=True))
