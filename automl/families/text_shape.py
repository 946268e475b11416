"""What a text shows without reading its words: length, digits, capitals, and the numbers that stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_NUMBER = re.compile(r"(?<![\w.])[-+]?\d[\d,]*(?:\.\d+)?")
MAX_NUMBERS = 2  # chosen, not measured
# A position counts as a number of the column where at least this share of the texts has one there.
MIN_SHARE = 0.2  # chosen, not measured


class TextShape:
    """Numbers about each text of one column."""

    n_numbers: int

    def fit(self, texts: Sequence[str]) -> TextShape:
        """See how many numbers texts usually hold."""
        held = [len(_NUMBER.findall(text)) for text in texts]
        self.n_numbers = sum(
            sum(n > position for n in held) >= MIN_SHARE * max(len(held), 1)
            for position in range(MAX_NUMBERS)
        )
        return self

    def names(self) -> list[str]:
        """What each column is."""
        ordinals = ("first", "second")
        return [
            "length",
            "words",
            "capitals",
            "digits",
            *(f"{ordinals[i]} number" for i in range(self.n_numbers)),
        ]

    def transform(self, texts: Sequence[str]) -> Array:
        """Matrix of shape (n_texts, n_names)."""
        rows = np.full((len(texts), 4 + self.n_numbers), np.nan)
        for i, text in enumerate(texts):
            n = max(len(text), 1)
            rows[i, :4] = (
                len(text),
                len(text.split()),
                sum(c.isupper() for c in text) / n,
                sum(c.isdigit() for c in text) / n,
            )
            for position, number in enumerate(_NUMBER.findall(text)[: self.n_numbers]):
                rows[i, 4 + position] = float(number.replace(",", ""))
        return rows
