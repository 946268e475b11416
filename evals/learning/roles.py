"""Weights of `assistant.offline.metric.roles`, learned from the seen requests and from those of the tests.

    TANDEM_DATA=FOLDER python -m evals.learning.roles

A request with money says its four outcomes, and not which figure led to which. So every way of giving its figures
roles is tried, and the weights of a log-linear model are those that make the ways which lead to the outcomes likely
together [1]_. Roles share weights by what they have in common: the case, the action, gain or loss. Printed is how
often the likeliest way is one of those, where the weights were learned from other tables, and how often the rules
alone are right.

References
----------
.. [1] Clarke, Goldwasser, Chang and Roth (2010), Driving semantic parsing from the world's response.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.feature_extraction import DictVectorizer

from assistant.offline import understand
from assistant.offline.context import Context
from assistant.offline.goal.frame import Frame, told
from assistant.offline.metric import metric
from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.payoff import OUTCOMES, Parts, ask_what_is_missing, compute, parts_of
from assistant.offline.metric.roles import (
    NONE,
    ROLES,
    WEIGHTS,
    amounts,
    beside,
    clues,
    figures,
    in_role,
    spans,
    together,
)
from assistant.offline.metric.statements import Said, find_statements
from assistant.offline.reading import Reading
from evals.compare import differing
from evals.learning.corpus import said_once

Array = NDArray[np.float64]

PENALTY = 1.0
N_PARTS = 5
MIN_FIGURES = 2  # a clue of one figure alone says nothing of others
SMALLEST = 0.04  # clues whose weights are all below are dropped
# With many figures only ways near to the rules are tried: there are eleven roles for each.
MOST_CHANGED = {1: 1, 2: 2, 3: 3, 4: 2, 5: 1, 6: 1}
NAMES = tuple(ROLES)
# What roles have in common: the case they are about (1, -1, either), what is done with it, gain or loss.
_CASES = {"value": 1, "loss": 1, "fn": 1, "tp": 1, "fp": -1, "tn": -1, "cost": 0, "spared": 0}
_ACTIONS = {"cost": 1, "value": 1, "tp": 1, "fp": 1, "fn": -1, "tn": -1, "spared": -1, "loss": 0}


@dataclass(frozen=True)
class Choice:
    """The figures of a request.

    Attributes:
        text: The message.
        beside: What the encoder is told beside it.
        spans: Places of the figures in the text.
        clues: Of each figure.
        figures: The amounts.
        right: The ways that lead to the outcomes, each a position in `NAMES` for each figure.
        by_rule: Whether the rules lead to them.
    """

    table: str
    text: str
    beside: str
    spans: list[tuple[int, int]]
    clues: list[dict[str, float]]
    figures: list[Amount]
    right: list[tuple[int, ...]]
    by_rule: bool

    def is_right(self, shares: Sequence[dict[str, float]]) -> bool:
        """Whether the likeliest way leads to the outcomes."""
        return tuple(NAMES.index(name) for name in together(shares, self.figures)) in self.right


def main() -> None:
    """Learn, print what cross-validation says, and write."""
    choices = list(gathered())
    parts = np.unique([choice.table for choice in choices], return_inverse=True)[1] % N_PARTS
    right = 0
    for part in range(N_PARTS):
        model = Roles().fit([choice for choice, own in zip(choices, parts, strict=True) if own != part])
        right += sum(
            model.is_right(choice) for choice, own in zip(choices, parts, strict=True) if own == part
        )
    by_rule = sum(choice.by_rule for choice in choices)
    possible = sum(bool(choice.right) for choice in choices)
    sys.stdout.write(
        f"{len(choices)} requests with money, {possible} with a way to their outcomes: "
        f"{right} right by weights from other tables, {by_rule} by the rules alone\n"
    )
    WEIGHTS.write_text(Roles().fit(choices).written(), "utf-8")


def gathered() -> Iterator[Choice]:
    """The figures of every request whose four outcomes are known."""
    for table, words, context, spec, ask in said_once():
        wanted = outcomes(spec)
        read = heard(words, context, spec) if wanted else None
        if read is None:
            continue
        reading, statements = read
        at = amounts(statements)
        if at:
            right = _Right(reading, context, wanted, ask)
            yield Choice(
                table=table,
                text=reading.line.text,
                beside=beside(reading.notes["frame"]),
                spans=spans(reading, statements, at),
                clues=clues(reading, statements, at),
                figures=figures(statements, at),
                right=_ways(statements, at, right),
                by_rule=right(statements),
            )


def outcomes(spec: dict[str, Any]) -> dict[str, Any]:
    """What is to come out, by path; those of 0 are those unsaid."""
    found = spec.get("metric") or {}
    if not isinstance(found, dict) or found.get("kind") not in ("payoff", "top_k"):
        return {}
    return {f"metric.{name}": found[name] for name in OUTCOMES if found.get(name)}


class _HeardError(Exception):
    """Ends the reading of a message where its money would be read."""


def heard(words: str, context: Context, spec: dict[str, Any]) -> tuple[Reading, list[Said]] | None:
    """The reading of a request at its money, with the goal known."""
    found: list[Reading] = []

    def stop(reading: Reading) -> None:
        found.append(reading)
        raise _HeardError

    goal: dict[str, Any] = {key: spec[key] for key in ("task", "target", "positive_label") if key in spec}
    with patch.object(metric, "read_payoff", stop), contextlib.suppress(_HeardError):
        understand.understand(words, replace(context, spec=goal))
    if not found:
        return None
    reading = found[0]
    reading.notes["frame"] = told(reading.notes.get("frame") or Frame(), (reading.line,))
    return reading, find_statements(reading)


class _Right:
    """Whether statements lead to the outcomes, as figures and on made-up columns."""

    def __init__(
        self, reading: Reading, context: Context, wanted: dict[str, Any], ask: tuple[str, ...] = ()
    ) -> None:
        rng = np.random.default_rng(0)
        columns = {column.name: rng.uniform(1, 2, 4) for column in context.columns}
        self.reading, self.wanted, self.ask = reading, wanted, set(ask)
        self.table: Any = SimpleNamespace(frame=pd.DataFrame(columns))
        self.known: dict[tuple[tuple[str, str], ...], bool] = {}

    def __call__(self, statements: Sequence[Said]) -> bool:
        parts: Parts = parts_of(self.reading, statements)
        if parts.conflicts:
            return False
        found = compute(parts, self.reading.notes["frame"])
        said = {f"metric.{name}": amount.value() for name, amount in found.items() if not amount.is_zero}
        if "value" in parts.amounts:  # of an outcome that is asked about, a part may have been told
            said = {path: value for path, value in said.items() if path not in self.ask}
        key = tuple(sorted((path, str(value)) for path, value in said.items()))
        if key not in self.known:
            self.known[key] = not differing(self.wanted, said, self.table)
        return self.known[key]

    def asks(self, statements: Sequence[Said]) -> bool:
        """Whether the outcomes that are left open are those to be asked about."""
        parts: Parts = parts_of(self.reading, statements)
        notes = {**self.reading.notes, "money_parts": parts}
        reading = replace(self.reading, notes=notes, doubts=[])
        frame = self.reading.notes["frame"]
        ask_what_is_missing(reading, compute(parts, frame), frame)
        return {doubt.field for doubt in reading.doubts} == self.ask & {f"metric.{name}" for name in OUTCOMES}


def _ways(statements: Sequence[Said], at: Sequence[int], right: _Right) -> list[tuple[int, ...]]:
    """Every way of giving the figures roles that leads to the outcomes; where some also ask what is open, those."""
    found, asking = [], []
    for way, said in _tried(statements, at):
        if right(said):
            found.append(way)
            if right.asks(said):
                asking.append(way)
    return asking or found


def _tried(statements: Sequence[Said], at: Sequence[int]) -> Iterator[tuple[tuple[int, ...], list[Said]]]:
    by_rule = [statements[k].statement.role or NONE for k in at]
    for way in itertools.product(range(len(NAMES)), repeat=len(at) if len(at) in MOST_CHANGED else 0):
        changed = sum(ROLES[NAMES[role]][0] != rule for role, rule in zip(way, by_rule, strict=False))
        if not way or changed > MOST_CHANGED[len(at)]:
            continue
        roles = dict(zip(at, (NAMES[role] for role in way), strict=True))
        if any(role == NONE and statements[k].statement.named for k, role in roles.items()):
            continue  # an outcome that is named outright and left open was said twice, which is asked about
        yield (
            way,
            [
                in_role(one, roles[k]) if k in roles else one
                for k, one in enumerate(statements)
                if roles.get(k) != NONE
            ],
        )


def _shared() -> Array:
    """What the roles have in common, shape (n_roles, n_traits)."""
    traits = []
    for name, (role, sign) in ROLES.items():
        own = {name: 1.0}
        if role != NONE:
            case, action = _CASES[role], _ACTIONS[role]
            own |= dict.fromkeys((f"case {case}", f"act {action}", f"sign {sign}", f"{case} {action}"), 1.0)
        traits.append(own)
    return np.asarray(DictVectorizer(sparse=False).fit_transform(traits))


class Roles:
    """The log-linear model."""

    def __init__(self) -> None:
        self.vectorizer = DictVectorizer()
        self.shared = _shared()

    def fit(self, choices: Sequence[Choice]) -> Roles:
        """Learn from the requests that have a way to their outcomes."""
        choices = [choice for choice in choices if choice.right]
        X = self.vectorizer.fit_transform([each for choice in choices for each in choice.clues])
        self.kept = np.asarray((X != 0).sum(axis=0)).ravel() >= MIN_FIGURES
        X = X[:, self.kept].tocsr()
        ways = _Ways(choices)
        shape = (X.shape[1], self.shared.shape[1])

        def loss(flat: Array) -> tuple[float, Array]:
            weights = flat.reshape(shape)
            sums = X @ weights @ self.shared.T
            gained, slope = ways.likelihood(sums)
            slope = X.T @ (slope @ self.shared)
            return PENALTY / 2 * float((weights**2).sum()) - gained, (PENALTY * weights - slope).ravel()

        found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 150})
        self.weights = found.x.reshape(shape) @ self.shared.T
        return self

    def is_right(self, choice: Choice) -> bool:
        """Whether the likeliest way leads to the outcomes."""
        return choice.is_right(self.shares(choice))

    def shares(self, choice: Choice) -> list[dict[str, float]]:
        """How likely each role is for each figure."""
        sums = self.vectorizer.transform(choice.clues)[:, self.kept] @ self.weights
        shares = np.exp(sums - logsumexp(sums, axis=1, keepdims=True))
        return [dict(zip(NAMES, row, strict=True)) for row in shares.tolist()]

    def written(self) -> str:
        """As `assistant.offline.learned` reads it."""
        clue_names = np.array(self.vectorizer.feature_names_)[self.kept]
        weights = self.weights - self.weights.mean(axis=1, keepdims=True)
        told = np.abs(weights).max(axis=1) >= SMALLEST
        whole = {
            "classes": NAMES,
            "constants": [0.0] * len(NAMES),
            "weights": dict(zip(clue_names[told].tolist(), weights[told].round(2).tolist(), strict=True)),
        }
        return json.dumps(whole, ensure_ascii=False).replace("], ", "],\n") + "\n"


class _Ways:
    """All right ways of all choices, end to end."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        first = np.cumsum([0, *(len(choice.clues) for choice in choices)])
        ways = [(k, way) for k, choice in enumerate(choices) for way in choice.right]
        self.figures = np.array([first[k] + j for k, way in ways for j in range(len(way))])
        self.roles = np.array([role for _, way in ways for role in way])
        lengths = np.array([len(way) for _, way in ways])
        self.starts = np.r_[0, np.cumsum(lengths)[:-1]]
        owners = np.array([k for k, _ in ways])
        self.firsts = np.r_[0, np.flatnonzero(np.diff(owners)) + 1]
        self.counts = np.diff(np.r_[self.firsts, len(owners)])
        self.way_of = np.repeat(np.arange(len(ways)), lengths)

    def likelihood(self, sums: Array) -> tuple[float, Array]:
        """Logarithm of the odds that a right way is taken, over all choices, and its slope by the sums."""
        totals = logsumexp(sums, axis=1, keepdims=True)
        each = np.add.reduceat(sums[self.figures, self.roles], self.starts)
        highest = np.maximum.reduceat(each, self.firsts)
        powers = np.exp(each - np.repeat(highest, self.counts))
        together_ = np.add.reduceat(powers, self.firsts)
        share = powers / np.repeat(together_, self.counts)
        wanted = np.zeros_like(sums)
        np.add.at(wanted, (self.figures, self.roles), share[self.way_of])
        return float((np.log(together_) + highest).sum() - totals.sum()), wanted - np.exp(sums - totals)


if __name__ == "__main__":
    main()
