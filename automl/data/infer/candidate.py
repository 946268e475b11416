"""A column of text while it is decided what it holds, and the column once it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from automl.data.infer.apply import finite, missing_levels
from automl.data.infer.levels import Levels
from automl.data.table import Column
from automl.data.words import MISSING_AMONG_VALUES, MISSING_ANYWHERE

Flags = NDArray[np.bool_]

# A column is read as numbers or dates when at least this share of its cells that hold something can be read so;
# the others count as missing, and the sentence counts them. Below it the odd cells are likelier to mean something.
NEARLY_ALL = 0.98
# Odd cells must also be few beside the distinct values, or be next to none: among three levels one odd is a level.
_DISTINCT_PER_ODD = 10
_NEXT_TO_NONE = 0.999
# Words for "no value" that could also be a level ("none") need a column that plainly measures something.
_MEASURES = 20
# Cells looked at before all of a column are tried as dates or as numbers with units.
SAMPLE = 400
_DIGIT = re.compile(r"\d")
_PLUS = pa.array(["+"])
_MAYBE_MISSING = pa.array(sorted(MISSING_AMONG_VALUES - MISSING_ANYWHERE))


@dataclass(frozen=True, eq=False)
class Reading:
    """A column as it was read.

    Attributes
    ----------
    sentence : str
        What was converted and how often; empty where there is nothing to say.
    two_words : tuple of str
        The words of a column that says yes or no, as written; empty for all others.
    """

    column: Column
    values: pd.Series[Any]
    sentence: str = ""
    two_words: tuple[str, ...] = ()


class Candidate:
    """A column of text while it is decided what it holds."""

    def __init__(self, name: str, levels: Levels, hint: str) -> None:
        self.name, self.levels, self.hint = name, levels, hint
        # Beside '+', '-' is a sign and a level of its own.
        self.keep = ["-"] if levels.among(_PLUS).any() else []
        self.missing = missing_levels(levels, Column(name, "category", {"keep": self.keep}))
        self.present = ~self.missing
        self.maybe_missing = levels.among(_MAYBE_MISSING)

    def rows(self, which: Flags) -> int:
        """Rows whose level is one of those."""
        return int(self.levels.counts[which].sum())

    def nearly_all(self, readable: Flags) -> bool:
        """Whether enough of the cells that hold something can be read."""
        n_readable = int(readable.sum())
        considered = self.present & ~self.maybe_missing if n_readable >= _MEASURES else self.present
        n_rows = self.rows(considered)
        if not n_readable or not n_rows:
            return False
        n_odd = int((considered & ~readable).sum())
        share = self.rows(considered & readable) / n_rows
        few = n_readable >= _DISTINCT_PER_ODD * n_odd or share >= _NEXT_TO_NONE
        return share >= NEARLY_ALL and few

    def sample(self) -> list[str]:
        """Some distinct cells that hold something, from all over the column."""
        positions = np.flatnonzero(self.present & ~self.maybe_missing)
        step = max(1, len(positions) // SAMPLE)
        return [self.levels.trimmed[position] for position in positions[::step]]

    def sample_with_digits(self) -> list[str]:
        """The sample where half of it holds a digit, as numbers and dates do; else nothing."""
        sample = self.sample()
        n_with_digit = sum(_DIGIT.search(text) is not None for text in sample)
        return sample if n_with_digit >= 0.5 * len(sample) else []

    def present_texts(self) -> list[str]:
        """All distinct cells that hold something, trimmed."""
        return [self.levels.trimmed[position] for position in np.flatnonzero(self.present)]

    def reading(self, column: Column, values: NDArray[Any], said: str) -> Reading:
        """The column with a value per row."""
        absent = np.datetime64("NaT") if column.kind == "datetime" else np.nan
        return Reading(column, pd.Series(self.levels.spread(finite(values), absent)), said)
