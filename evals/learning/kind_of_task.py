"""Weights of `assistant.offline.goal.kind_of_task`, learned from the seen requests and from those of the tests.

    TANDEM_DATA=FOLDER python -m evals.learning.kind_of_task

Printed is what of each kind these weights alone would find, and what besides, in requests that they did not learn from.
"""

from __future__ import annotations

import sys

import numpy as np

from assistant.offline.goal.kind_of_task import LEAST_ODDS, WEIGHTS, clues
from assistant.offline.table.labels import figured_names, names_of
from assistant.offline.text.line import read_line
from evals.learning.corpus import said_once
from evals.learning.linear import learn

PENALTY = 0.3


def main() -> None:
    """Learn, print what cross-validation says, and write."""
    found: list[dict[str, float]] = []
    wanted: list[str] = []
    for _, words, context, spec, _ in said_once():
        line = read_line(words, names_of(context.columns), figured_names(context.columns))
        found.append(clues(line, context))
        task = spec.get("task")
        wanted.append(task if task in ("forecast", "clustering", "anomaly") else "other")
    classes, shares = learn(found, wanted, range(len(found)), out=WEIGHTS, penalty=PENALTY)
    right = np.array(wanted)
    for name in classes:
        sure = shares[:, classes.index(name)] > LEAST_ODDS
        sys.stdout.write(
            f"{name}: {(sure & (right == name)).sum()} of {(right == name).sum()} found, "
            f"{(sure & (right != name)).sum()} others besides\n"
        )


if __name__ == "__main__":
    main()
