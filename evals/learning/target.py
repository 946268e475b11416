"""Weights of `assistant.offline.goal.target_choice`, learned from the seen requests and from those of the tests.

    TANDEM_DATA=FOLDER python -m evals.learning.target

Each request of one message is one choice among the columns of its table and "none"; the weights are those of the
conditional logit [1]_ with a quadratic penalty. Printed is how often the likeliest column is the right one where
the weights were learned from other requests, and from other tables.

References
----------
.. [1] McFadden (1974), Conditional logit analysis of qualitative choice behavior.
"""

from __future__ import annotations

import json
import sys
from typing import Any
from unittest.mock import patch

import numpy as np
from scipy.optimize import minimize
from scipy.special import softmax

from assistant.offline import understand
from assistant.offline.goal import targets
from assistant.offline.goal.target_choice import LEAST_ODDS, OF_COLUMNS, OF_MESSAGES, WEIGHTS, known
from evals.learning.corpus import said_once

PENALTY = 0.3
N_PARTS = 5


def main() -> None:
    """Learn, print what cross-validation says, and write."""
    choices = gathered()
    groups = {
        "requests": np.arange(len(choices)) % N_PARTS,
        "tables": np.unique([choice["table"] for choice in choices], return_inverse=True)[1] % N_PARTS,
    }
    for name, parts in groups.items():
        judged = [
            _judged(learned(_chosen(choices, parts != part)), _chosen(choices, parts == part))
            for part in range(N_PARTS)
        ]
        right, odds = (np.concatenate(column) for column in zip(*judged, strict=True))
        sure = odds >= LEAST_ODDS
        sys.stdout.write(
            f"other {name}: {right.mean():.3f} of {len(right)} right; "
            f"{sure.mean():.3f} with odds of {LEAST_ODDS} or more, {right[sure].mean():.3f} of those right\n"
        )
    weights = learned(choices)
    n_columns = len(OF_COLUMNS)
    whole = {
        "columns": dict(zip(OF_COLUMNS, weights[:n_columns].round(3).tolist(), strict=True)),
        "messages": dict(zip(OF_MESSAGES, weights[n_columns:].round(3).tolist(), strict=True)),
    }
    WEIGHTS.write_text(json.dumps(whole, indent=1) + "\n", "utf-8")


def _chosen(choices: list[dict[str, Any]], wanted: Any) -> list[dict[str, Any]]:
    """The choices at which a mask is true."""
    return [choice for choice, is_wanted in zip(choices, wanted, strict=True) if is_wanted]


def gathered() -> list[dict[str, Any]]:
    """What is known of the columns and the message of each request, and which column is right (-1: none).

    The request itself ("said") and the text that was weighed ("text") are kept beside it.
    """
    found = []
    for said in said_once():
        seen, target = _seen(said.words, said.context), said.spec.get("target")
        if seen is not None:
            (columns, message), text = seen
            names = [column.name for column in said.context.columns]
            right = names.index(target) if target in names else -1
            own = {"table": said.table, "columns": columns, "message": message, "right": right}
            found.append(own | {"said": said, "text": text})
    return found


def sums(weights: Any, choice: dict[str, Any]) -> Any:
    """The sums of each column, then that of none."""
    n_columns = len(OF_COLUMNS)
    return np.append(choice["columns"] @ weights[:n_columns], choice["message"] @ weights[n_columns:])


def by_others(choices: list[dict[str, Any]]) -> list[Any]:
    """The sums of each choice by weights that were learned from other tables."""
    parts = np.unique([choice["table"] for choice in choices], return_inverse=True)[1] % N_PARTS
    weights = [learned(_chosen(choices, parts != part)) for part in range(N_PARTS)]
    return [sums(weights[part], choice) for choice, part in zip(choices, parts, strict=True)]


class _SeenError(Exception):
    """Ends the reading of a message where the target would be chosen."""


def _seen(words: str, context: Any) -> Any:
    """What is known where the target is chosen; None where a message is read without a choice."""

    def seen(reading: Any, pointers: Any) -> Any:
        raise _SeenError((known(reading, pointers), reading.line.text))

    with patch.object(targets, "choose_target", seen):
        try:
            understand.understand(words, context)
        except _SeenError as found:
            return found.args[0]
    return None


def learned(choices: list[dict[str, Any]]) -> Any:
    """The weights of columns, then those of messages."""
    n_columns, n_messages = len(OF_COLUMNS), len(OF_MESSAGES)

    def loss(weights: Any) -> tuple[float, Any]:
        total, slope = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for choice in choices:
            shares = softmax(sums(weights, choice))
            total -= float(np.log(shares[choice["right"]] + 1e-12))
            shares[choice["right"]] -= 1
            slope = slope + np.append(shares[:-1] @ choice["columns"], shares[-1] * choice["message"])
        return total, slope

    return minimize(loss, np.zeros(n_columns + n_messages), jac=True, method="L-BFGS-B").x


def _judged(weights: Any, choices: list[dict[str, Any]]) -> tuple[Any, Any]:
    """Whether the likeliest column (or none) is right, and its odds."""
    right, odds = [], []
    for choice in choices:
        shares = softmax(sums(weights, choice))
        best = int(shares.argmax())
        right.append(best == (choice["right"] if choice["right"] >= 0 else len(shares) - 1))
        odds.append(float(shares[best]))
    return np.array(right), np.array(odds)


if __name__ == "__main__":
    main()
