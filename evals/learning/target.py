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
    """What is known of the columns and the message of each request, and which column is right (-1: none)."""
    found = []
    for name, words, context, spec, _ in said_once():
        seen, target = _seen(words, context), spec.get("target")
        if seen is not None:
            names = [column.name for column in context.columns]
            right = names.index(target) if target in names else -1
            found.append({"table": name, "columns": seen[0], "message": seen[1], "right": right})
    return found


class _SeenError(Exception):
    """Ends the reading of a message where the target would be chosen."""


def _seen(words: str, context: Any) -> Any:
    """What is known where the target is chosen; None where a message is read without a choice."""

    def seen(reading: Any, pointers: Any) -> Any:
        raise _SeenError(known(reading, pointers))

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
            sums = np.append(choice["columns"] @ weights[:n_columns], choice["message"] @ weights[n_columns:])
            shares = np.exp(sums - sums.max())
            shares /= shares.sum()
            total -= float(np.log(shares[choice["right"]] + 1e-12))
            shares[choice["right"]] -= 1
            slope = slope + np.append(shares[:-1] @ choice["columns"], shares[-1] * choice["message"])
        return total, slope

    return minimize(loss, np.zeros(n_columns + n_messages), jac=True, method="L-BFGS-B").x


def _judged(weights: Any, choices: list[dict[str, Any]]) -> tuple[Any, Any]:
    """Whether the likeliest column (or none) is right, and its odds."""
    n_columns = len(OF_COLUMNS)
    right, odds = [], []
    for choice in choices:
        sums = np.append(choice["columns"] @ weights[:n_columns], choice["message"] @ weights[n_columns:])
        shares = np.exp(sums - sums.max())
        best = int(sums.argmax())
        right.append(best == (choice["right"] if choice["right"] >= 0 else len(sums) - 1))
        odds.append(float(shares[best] / shares.sum()))
    return np.array(right), np.array(odds)


if __name__ == "__main__":
    main()
