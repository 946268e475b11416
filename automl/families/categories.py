"""One column of labels: codes, indicators, means of the target, order, and count."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automl.families.levels import MISSING, Codes, Labels, Levels
from automl.families.needs import Needs
from automl.families.target_encoding import Goals, TargetEncoding
from automl.families.texts import TextColumn, is_wordy

Array = NDArray[np.float64]

# Most labels of a column that get an indicator of their own; the others share one.
MAX_INDICATORS = 50  # chosen, not measured


class CategoryColumn:
    """Everything that a column of labels becomes.

    What is produced depends on `Needs.encoding` and on how many labels there are: with more than
    `Needs.max_levels` the mean of the target and the count come in, and codes or indicators stand for the frequent
    labels only. Labels of several words are read as text too.
    """

    all_levels: Levels  # one code per label, for means, order and counts
    levels: Levels  # what codes and indicators are made of
    means: TargetEncoding | None
    counts: Array
    words: TextColumn | None
    has_missing: bool
    high: bool

    def __init__(self, needs: Needs, *, seed: int) -> None:
        self.needs = needs
        self.seed = seed

    def fit_transform(self, read: Labels, goals: Goals) -> Array:
        """Learn the column; returns its numbers for the rows that are learned from."""
        encoding = self.needs.encoding
        self.all_levels = Levels().fit(read)
        self.high = self.all_levels.n_codes > self.needs.max_levels
        most = MAX_INDICATORS if encoding == "onehot" else self.needs.max_codes
        self.levels = Levels(min_count=self.needs.min_count, most=most).fit(read)
        codes = self.all_levels.codes(read)
        self.has_missing = bool((codes == MISSING).any())
        slots = np.where(codes == MISSING, self.all_levels.n_codes, codes)
        self.counts = np.bincount(slots, minlength=self.all_levels.n_codes + 1).astype(np.float64)
        wordy = self.high and self.needs.without != "texts" and is_wordy(self.all_levels.kept)
        self.words = TextColumn(self.needs, seed=self.seed, of_labels=True) if wordy else None
        worded = None if self.words is None else self.words.fit_transform(read, goals)
        self.means = TargetEncoding() if self._wants_means() else None
        means = None
        if self.means is not None:
            means = self.means.fit_transform(codes, goals, n_codes=self.all_levels.n_codes)
        return self._numbers(codes, means, worded)

    def transform(self, read: Labels) -> Array:
        """The column's numbers for new rows."""
        codes = self.all_levels.codes(read)
        means = None if self.means is None else self.means.transform(codes)
        return self._numbers(codes, means, None if self.words is None else self.words.numbers(read))

    def names(self) -> list[str]:
        """What each of the numbers is."""
        found = []
        if self._wants_order():
            found.append("order")
        if self.means is not None:
            n = self.means.table.shape[1]
            found += ["mean of the target"] if n == 1 else [f"share of class {k}" for k in range(n)]
        if self._wants_counts():
            found.append("count")
        return found + self.word_names()

    def word_names(self) -> list[str]:
        """Those of `names` that are about the words of the labels; they stand last."""
        return self.words.names() if self.words is not None else []

    @property
    def n_native(self) -> int:
        """Codes of the categorical column; 0 where there is none."""
        return self.levels.n_codes if self.needs.encoding == "native" and self.levels.n_codes > 1 else 0

    def native(self, read: Labels) -> Array:
        """Codes as floats; NaN where the label is missing or was never seen."""
        codes = self.levels.codes(read).astype(np.float64)
        return np.where(codes < 0, np.nan, codes)

    @property
    def n_indicators(self) -> int:
        """Indicator columns; 0 where there are none."""
        return len(self.indicator_names())

    def indicator_names(self) -> list[str]:
        """Label of each indicator column; one of two labels is enough where nothing is missing."""
        if self.needs.encoding != "onehot":
            return []
        names = self.levels.names()
        if self.has_missing:
            return [*names, "missing"]
        return names[1:] if len(names) == 2 else names if len(names) > 2 else []

    def indicated(self, read: Labels) -> NDArray[np.int64]:
        """Which of the indicator columns is 1 in each row; -1 where none is, as for a label that was never seen."""
        codes = self.levels.codes(read)
        n_codes, width = self.levels.n_codes, self.n_indicators
        columns = np.where(codes == MISSING, n_codes, codes) if self.has_missing else codes
        columns = columns - (n_codes + self.has_missing - width)  # the first of two labels has no column
        found: NDArray[np.int64] = np.where((columns >= 0) & (columns < width), columns, -1)
        return found

    def _wants_order(self) -> bool:
        """Two labels need no means: whichever is 1, a learner sees the same."""
        alone = self.all_levels.n_codes <= 2 or self.needs.without == "labels"
        return self.needs.encoding == "ordinal" or (self.needs.encoding == "target" and alone)

    def _wants_counts(self) -> bool:
        return self.high and self.needs.without != "labels"

    def _wants_means(self) -> bool:
        return self._wants_counts() or (self.needs.encoding == "target" and not self._wants_order())

    def _numbers(self, codes: Codes, means: Array | None, worded: Array | None) -> Array:
        blocks: list[Array] = []
        if self._wants_order():
            blocks.append(np.where(codes < 0, np.nan, codes.astype(np.float64))[:, None])
        if means is not None:
            blocks.append(means)
        if self._wants_counts():
            known = np.append(self.counts, 0.0)  # the last for labels never seen
            slots = np.where(
                codes == MISSING, self.all_levels.n_codes, np.where(codes < 0, len(known) - 1, codes)
            )
            blocks.append(np.log1p(known[slots])[:, None])
        if worded is not None:
            blocks.append(worded)
        return np.hstack(blocks) if blocks else np.empty((len(codes), 0))
