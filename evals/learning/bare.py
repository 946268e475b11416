"""Weights of `assistant.offline.metric.bare`, learned from the seen requests and from those of the tests.

    TANDEM_DATA=FOLDER python -m evals.learning.bare

Every figure of a request that no other reader has a use for is a case: it is money where one of the four outcomes is
made of it. Printed is what the weights would find, and what besides, in requests that they did not learn from.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

import numpy as np

from assistant.offline.metric import bare, metric
from assistant.offline.metric.bare import (
    ELSE,
    LEAST_ODDS,
    MONEY,
    PLACES,
    SHARE,
    WEIGHTS,
    clues,
    figure_at,
    open_figures,
)
from assistant.offline.metric.values import used
from assistant.offline.text.quantities import Quantity
from evals.learning.corpus import said_once
from evals.learning.linear import learn
from evals.learning.roles import heard, outcomes

PENALTY = 1.0


def main() -> None:
    """Learn, print what cross-validation says, and write."""
    found: list[Mapping[str, float]] = []
    wanted: list[str] = []
    messages: list[int] = []
    for number, (_, words, context, spec, _) in enumerate(said_once()):
        # As if there were no weights, and no capacity were known.
        with (
            patch.object(bare, "LEAST_ODDS", 2.0),
            patch.object(metric, "read_capacity", lambda reading: None),
        ):
            read = heard(words, context, spec)
            if read is None:
                continue
            reading = read[0]
            taken = used(reading)
        figures = [item.payload.value for item in reading.line.items if isinstance(item.payload, Quantity)]
        for at in open_figures(reading, taken):
            found.append(clues(reading.line, at, taken))
            wanted.append(
                _kind(reading.line.items[at].text, figure_at(reading.line, at).value, figures, spec)
            )
            messages.append(number)
    classes, shares = learn(found, wanted, messages, out=WEIGHTS, penalty=PENALTY)
    sure = shares.max(axis=1) > LEAST_ODDS
    likeliest, truth = np.array(classes)[shares.argmax(axis=1)], np.array(wanted)
    for kind in (MONEY, PLACES, SHARE):
        said = sure & (likeliest == kind)
        sys.stdout.write(
            f"{kind}: {(truth == kind).sum()} of {len(truth):,} figures in {len(set(messages)):,} requests, "
            f"{(said & (truth == kind)).sum()} of them found, {(said & (truth != kind)).sum()} others besides\n"
        )


def _kind(text: str, value: float, figures: list[float], spec: dict[str, Any]) -> str:
    """What a figure is for."""
    known = spec.get("metric")
    known = known if isinstance(known, dict) else {}
    bounds = [bound for bound in known.get("constraints") or () if "flagged" in bound["measure"]]
    limits = [bound.get("at_most") for bound in bounds]
    if value in (known.get("fraction"), *limits) and text == "<pct>":
        return SHARE
    if text == "<pct>":
        return ELSE
    if value in (known.get("k"), *limits):
        return PLACES
    return MONEY if _is_part(value, figures, outcomes(spec)) else ELSE


def _is_part(value: float, figures: list[float], wanted: dict[str, Any]) -> bool:
    """Whether an outcome is this figure, or is made of it and others that were said."""
    for outcome in wanted.values():
        if isinstance(outcome, str):
            if any(abs(float(each) - value) < 1e-9 for each in re.findall(r"\d+\.?\d*", outcome)):
                return True
            continue
        rates = [rate for each in figures if 0 < each < 1 for rate in (each, 1 - each)]
        for rate, other in itertools.product((1.0, *rates), (0.0, *figures)):
            if any(abs(abs(outcome) - abs(rate * value + sign * other)) < 1e-9 for sign in (1, -1)):
                return True
            if any(abs(abs(outcome) - abs(rate * other + sign * value)) < 1e-9 for sign in (1, -1)):
                return value > 1
    return False


if __name__ == "__main__":
    main()
