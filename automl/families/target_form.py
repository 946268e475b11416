"""A skewed target learned as its logarithm, and the mean brought back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Values far below the typical one are nearly alike to a sum of squares; the logarithm starts to bend here.
LINEAR_SHARE = 0.01  # chosen, not measured
# Beyond twice or half, the correction says that the logarithm does not fit, not how to mend it.
MAX_CORRECTION = 2.0  # chosen, not measured
# Half as much again as the largest target learned from; what lies above is no prediction but an accident of the
# exponential, such as the three-fold price that a linear model saw in the largest house of Ames.
HEADROOM = 0.4


class LogTarget:
    """``log(1 + y / unit)``, and back to the mean.

    The exponential of a mean logarithm is too small a mean. The factor that mends it, the ratio of the mean of
    ``y + unit`` to that of ``unit * exp(f)`` on rows that were not learned from (Duan's smearing estimate, weighted
    by size [1]_), is a setting of the model: `correction`.

    References
    ----------
    .. [1] Duan (1983), Smearing estimate: a nonparametric retransformation method.
    """

    unit: float
    top: float
    correction: float

    def __init__(self) -> None:
        self.correction = 1.0

    @staticmethod
    def fits(y: Array) -> bool:
        """Whether a logarithm can be taken: no target is negative and not all are 0."""
        return bool(len(y) and y.min() >= 0 and y.max() > 0)

    def fit(self, y: Array) -> LogTarget:
        """Choose the unit by the median of the targets above 0."""
        self.unit = float(min(1.0, np.median(y[y > 0]) * LINEAR_SHARE))
        self.top = float(self.forward(y).max()) + HEADROOM
        return self

    def forward(self, y: Array) -> Array:
        """What is learned."""
        found: Array = np.log1p(y / self.unit)
        return found

    def correct(self, y: Array, learned: Array) -> None:
        """Set the correction by rows that were not learned from."""
        ratio = float((y + self.unit).mean() / (self.unit * np.exp(self._cut(learned))).mean())
        self.correction = float(np.clip(ratio, 1 / MAX_CORRECTION, MAX_CORRECTION))

    def back(self, learned: Array) -> Array:
        """Means in the unit of the target; never negative."""
        found: Array = np.maximum(self.unit * (self.correction * np.exp(self._cut(learned)) - 1.0), 0.0)
        return found

    def _cut(self, learned: Array) -> Array:
        return np.minimum(learned, self.top)
