"""The baseline that looks at no column: the shares of the classes, or the mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.families.base import Family
from automl.families.learner import ConstantLearner, Learner
from automl.families.needs import Needs
from automl.families.shape import Shape, Task
from automl.families.space import Setting


class Dummy(Family):
    """What everything else has to beat."""

    name = "dummy"
    label = "Baseline"
    interpretable = True
    monotone = True
    simplicity = 0
    preparation = Needs(encoding="ordinal", blind=True)
    encodings = ("ordinal",)

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """There is nothing to set."""
        return {}

    def preparation_choices(self, task: Task) -> tuple[str, ...]:
        """No column is looked at, so none is prepared."""
        return ()

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """There is one baseline."""
        return [{}]

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """There is nothing to search."""
        return ()

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """Says the same of every row."""
        return ConstantLearner(params)

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """Next to nothing."""
        return 0.01
