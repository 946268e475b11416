"""One configuration of one family: what a trial fits."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from automl.data.problem import Problem
from automl.families import Direction, family


@dataclass(frozen=True)
class Candidate:
    """A family with settings and a seed; plain data, so that it can be recorded and fitted again anywhere.

    Attributes
    ----------
    trial : int
        Number in the run, from 0; 0 is the baseline.
    origin : str
        Why it was tried: ``"baseline"``, ``"default"``, ``"memory"`` (best in an earlier search), ``"search"``,
        ``"treatment"`` or ``"columns"`` (experiments on the rows learned from, and on derived columns).
    """

    trial: int
    family: str
    params: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    origin: str = "default"

    @property
    def name(self) -> str:
        """Name in the leaderboard, such as ``"lightgbm-3"``."""
        return f"{self.family}-{self.trial}"

    def build(self, problem: Problem, *, monotone: Mapping[str, Direction]) -> Any:
        """The unfitted model."""
        return family(self.family).build(
            dict(self.params),
            task=problem.task,
            features=problem.features,
            n_classes=len(problem.classes),
            seed=self.seed,
            monotone=monotone,
        )

    def to_json(self) -> dict[str, Any]:
        """Plain data for the transcript."""
        return {
            "trial": self.trial,
            "family": self.family,
            "params": dict(self.params),
            "seed": self.seed,
            "origin": self.origin,
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Candidate:
        """The candidate of an entry of the transcript, which may say more than `to_json`."""
        return cls(body["trial"], body["family"], dict(body["params"]), body["seed"], body["origin"])


def seed_of(run_seed: int, trial: int) -> int:
    """A seed for each trial of a run, far from those of its neighbours and of other runs."""
    return int.from_bytes(hashlib.sha256(f"{run_seed}/{trial}".encode()).digest()[:4], "big") & 0x7FFFFFFF
