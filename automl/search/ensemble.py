"""Greedy selection of models into a weighted ensemble, on out-of-fold predictions [1]_.

References
----------
.. [1] Caruana, Niculescu-Mizil, Crew, Ksikes (2004), Ensemble Selection from Libraries of Models, ICML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MAX_DRAWS = 20  # more change the weights by less than a twentieth
MAX_MEMBERS = 5  # each member is fitted twice more and is paid for at every prediction
MIN_WEIGHT = 0.05


def select(
    predictions: Sequence[Array],
    score: Callable[[Array], float],
    *,
    greater_is_better: bool,
    n_draws: int = MAX_DRAWS,
    max_members: int = MAX_MEMBERS,
) -> dict[int, float]:
    """Weights of the models whose mix scores best.

    Models are added one at a time, with repetition, each time the one that helps the mix most; the best mix on the way
    is kept.

    Parameters
    ----------
    predictions : sequence of ndarray
        Out-of-fold predictions of each model, all of one shape.
    score : callable
        ``score(predictions) -> float``.
    greater_is_better : bool
        Direction of the score.
    n_draws, max_members : int
        Bounds on the additions and on how many models may take part.

    Returns
    -------
    dict
        Position in `predictions` → weight; weights sum to 1. One entry where no mix beats the best single model.
    """
    sign = 1.0 if greater_is_better else -1.0
    total = np.zeros_like(predictions[0])
    drawn: Counter[int] = Counter()
    best_score, best = -np.inf, Counter({0: 1})
    for n in range(1, n_draws + 1):
        pool = range(len(predictions)) if len(drawn) < max_members else sorted(drawn)
        scored = [(sign * score((total + predictions[i]) / n), -i) for i in pool]
        reached, negative = max(scored)
        drawn[-negative] += 1
        total = total + predictions[-negative]
        if reached > best_score + 1e-12:
            best_score, best = reached, Counter(drawn)
        elif n >= 3 + best.total():
            break  # three draws without a gain: the mix has settled
    return _normalised(best)


def _normalised(drawn: Counter[int]) -> dict[int, float]:
    kept = {i: n for i, n in drawn.items() if n / drawn.total() >= MIN_WEIGHT}
    total = sum(kept.values())
    return {i: n / total for i, n in sorted(kept.items())}
