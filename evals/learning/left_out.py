"""Weights of `assistant.offline.rows.left_out`, learned from the seen requests and from those of the tests.

    TANDEM_DATA=FOLDER python -m evals.learning.left_out

Every column that a request of one message names is a case: it is to be left out, or it is not. Printed is what a
reader by these weights alone would find, and what besides, in requests that it did not learn from.
"""

from __future__ import annotations

import sys

import numpy as np

from assistant.offline.rows.left_out import IN, LEAST_ODDS, OUT, WEIGHTS
from assistant.offline.table.around import NAMED, clues
from assistant.offline.table.columns import index_of
from assistant.offline.table.labels import figured_names, names_of
from assistant.offline.text.line import read_line
from evals.learning.corpus import said_once
from evals.learning.linear import learn

PENALTY = 1.0


def main() -> None:
    """Learn, print what cross-validation says, and write."""
    found: list[dict[str, float]] = []
    wanted: list[str] = []
    messages: list[int] = []
    for number, (_, words, context, spec, _) in enumerate(said_once()):
        line = read_line(words, names_of(context.columns), figured_names(context.columns))
        mentions = index_of(context.columns).mentions(line, least=NAMED)
        for mention in mentions:
            found.append(clues(line, mentions, mention))
            wanted.append(OUT if mention.column.name in (spec.get("ignore_columns") or ()) else IN)
            messages.append(number)
    classes, shares = learn(found, wanted, messages, out=WEIGHTS, penalty=PENALTY)
    sure = shares[:, classes.index(OUT)] > LEAST_ODDS
    out = np.array(wanted) == OUT
    sys.stdout.write(
        f"{len(out):,} columns named in {len(set(messages)):,} requests, {out.sum()} to be left out: "
        f"{(sure & out).sum()} of these found, {(sure & ~out).sum()} others besides\n"
    )


if __name__ == "__main__":
    main()
