"""How texts begin, as labels: the make before the model, the street before the number."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.families.levels import Levels
from automl.families.target_encoding import Goals, TargetEncoding

Array = NDArray[np.float64]

# Beginnings are worth a mean of the target where they group texts: at most half as many as there are texts.
MAX_SHARE = 0.5  # chosen, not measured


class LeadingWords:
    """Means of the target by the first word and by the first two.

    Parameters
    ----------
    worth_it : bool
        False for sentences, which begin anyhow: then there are none.
    """

    kinds: list[int]  # number of leading words
    levels: list[Levels]
    means: list[TargetEncoding]

    def __init__(self, *, worth_it: bool) -> None:
        self.worth_it = worth_it

    def fit_transform(self, texts: list[str], positions: NDArray[np.intp], goals: Goals) -> Array:
        """Learn from distinct texts and the position of each row's; returns means of other parts for each row."""
        self.kinds = self._telling(texts)
        self.levels, self.means = [], []
        blocks = [np.empty((len(positions), 0))]
        for kind in self.kinds:
            begun = _begin(texts, kind).iloc[positions]
            levels, means = Levels().fit(begun), TargetEncoding()
            codes = levels.codes(begun)
            blocks.append(means.fit_transform(codes, goals, n_codes=levels.n_codes))
            self.levels.append(levels)
            self.means.append(means)
        return np.hstack(blocks)

    def transform(self, texts: list[str]) -> Array:
        """Means for distinct texts, of shape (n_texts, n_names)."""
        blocks = [np.empty((len(texts), 0))]
        for kind, levels, means in zip(self.kinds, self.levels, self.means, strict=True):
            blocks.append(means.transform(levels.codes(_begin(texts, kind))))
        return np.hstack(blocks)

    def names(self) -> list[str]:
        """What each column is."""
        called = {1: "the same first word", 2: "the same first two words"}
        return [
            f"mean of the target for {called[kind]}" + (f", class {k}" if means.table.shape[1] > 1 else "")
            for kind, means in zip(self.kinds, self.means, strict=True)
            for k in range(means.table.shape[1])
        ]

    def _telling(self, texts: list[str]) -> list[int]:
        found = []
        for kind in (1, 2) if self.worth_it else ():
            n_begun = _begin(texts, kind).nunique()
            if 2 <= n_begun <= MAX_SHARE * len(texts):
                found.append(kind)
        return found


def _begin(texts: list[str], n_words: int) -> pd.Series:
    begun = [" ".join(text.lower().split()[:n_words]) for text in texts]
    return pd.Series(begun, dtype="str")
