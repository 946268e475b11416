"""Choices by learned weights: each clue in the words speaks for or against each of some classes.

A second reader for what no pattern knows. The files are written by `evals/learning`, one for each choice.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Learned:
    """Multinomial logistic regression over named clues.

    Attributes:
        constants: One of each class.
        weights: Clue → one of each class.
    """

    classes: tuple[str, ...]
    constants: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def shares(self, clues: Mapping[str, float]) -> dict[str, float]:
        """How likely each class is where these clues were found; together 1."""
        sums = list(self.constants)
        for clue, value in clues.items():
            for k, weight in enumerate(self.weights.get(clue, ())):
                sums[k] += weight * value
        most = max(sums)
        powers = [math.exp(total - most) for total in sums]
        return {name: power / sum(powers) for name, power in zip(self.classes, powers, strict=True)}


@lru_cache(maxsize=8)
def learned(path: Path) -> Learned:
    """The weights of a file, read once."""
    found = json.loads(path.read_text("utf-8"))
    weights = {clue: tuple(each) for clue, each in found["weights"].items()}
    return Learned(tuple(found["classes"]), tuple(found["constants"]), weights)
