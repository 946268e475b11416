"""How texts begin, as labels: the make before the model, the street before the number, a title that comes again."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.families.levels import Levels
from automl.families.target_encoding import Goals, TargetEncoding

Array = NDArray[np.float64]

# Beginnings are worth a mean of the target where they group texts: at most half as many as there are texts.
MAX_SHARE = 0.5
# A whole text is a label where it comes again: no more than this share of the rows has one of its own.
MAX_DISTINCT_SHARE = 0.7


class LeadingWords:
    """Means of the target by the first word, the first two, and the whole text.

    Parameters
    ----------
    with_whole : bool
        Look at whole texts too; where texts are labels, that has been done.
    """

    kinds: list[int]  # number of leading words; 0 for the whole text
    levels: list[Levels]
    means: list[TargetEncoding]

    def __init__(self, *, with_whole: bool) -> None:
        self.with_whole = with_whole

    def fit_transform(self, texts: list[str], positions: NDArray[np.intp], goals: Goals) -> Array:
        """Learn from distinct texts and the position of each row's; returns means of other parts for each row."""
        self.kinds = self._telling(texts, n_rows=len(positions))
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
        called = {0: "the same text", 1: "the same first word", 2: "the same first two words"}
        return [
            f"mean of the target for {called[kind]}" + (f", class {k}" if means.table.shape[1] > 1 else "")
            for kind, means in zip(self.kinds, self.means, strict=True)
            for k in range(means.table.shape[1])
        ]

    def _telling(self, texts: list[str], *, n_rows: int) -> list[int]:
        found = []
        for kind in (1, 2):
            n_begun = _begin(texts, kind).nunique()
            if 2 <= n_begun <= MAX_SHARE * len(texts):
                found.append(kind)
        if self.with_whole and 2 <= len(texts) <= MAX_DISTINCT_SHARE * n_rows:
            found.append(0)
        return found


def _begin(texts: list[str], n_words: int) -> pd.Series:
    begun = [" ".join(text.lower().split()[:n_words]) for text in texts] if n_words else texts
    return pd.Series(begun, dtype="str")
