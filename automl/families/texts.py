"""One column of text: what it looks like, and what its words say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl.families.leading_words import LeadingWords
from automl.families.letters import MOST_CHARACTERS, Letters
from automl.families.levels import Labels
from automl.families.needs import Needs
from automl.families.target_encoding import Goals
from automl.families.terms import Components, Terms
from automl.families.text_shape import TextShape

Array = NDArray[np.float64]

# Components of names, titles and labels, which are of few words: more of them only slow a fit down.
SHORT_COMPONENTS = 10
# Texts of fewer words on average are names or titles: components hold what they say, and keep the matrix dense.
LONG_TEXT = 4  # chosen, not measured


class TextColumn:
    """Numbers about the texts of a column, and their words and letters as components or as one column each.

    Parameters
    ----------
    of_labels : bool
        The column holds labels: each distinct one counts once when terms are weighed.
    """

    shape: TextShape
    is_long: bool
    terms: Terms
    letters: Letters | None
    components: Components | None
    leading: LeadingWords

    def __init__(self, needs: Needs, *, seed: int, of_labels: bool = False) -> None:
        self.needs = needs
        self.seed = seed
        self.of_labels = of_labels

    def fit_transform(self, read: Labels, goals: Goals) -> Array:
        """Learn terms, components and beginnings, reading each distinct text once; returns the column's numbers."""
        positions, texts = read.texts
        self.shape = TextShape().fit(texts)
        self.is_long = sum(len(text.split()) for text in texts) > LONG_TEXT * len(texts)
        rows = np.bincount(positions, minlength=len(texts))
        self.terms = Terms()
        matrix = self.terms.fit_transform(texts, np.ones_like(rows) if self.of_labels else rows)
        self.letters = Letters().fit(texts, rows) if self._reads_letters(texts) else None
        about = [self.shape.transform(texts)]
        self.components = None
        if n_components := self._n_components():
            matrix = self._with_letters(matrix, texts)
            # A text of many rows counts as often: by the root of their number, it has the same directions.
            weight = np.ones(len(texts)) if self.of_labels else np.sqrt(rows)
            weighed = matrix.multiply(weight[:, None]).tocsr()
            self.components = Components(n_components).fit(weighed, seed=self.seed)
            about.append(self.components.transform(matrix))
        self.leading = LeadingWords(worth_it=not self.is_long)
        led = self.leading.fit_transform(texts, positions, goals)
        return np.hstack([np.hstack(about)[positions], led])

    def _n_components(self) -> int:
        if self._keeps_words() or not self.terms.terms:
            return 0
        wanted = self.needs.text_components
        return wanted if self.is_long else min(wanted, SHORT_COMPONENTS)

    def names(self) -> list[str]:
        """What each of the numbers is."""
        width = 0 if self.components is None else self.components.width
        return [*self.shape.names(), *(f"words {k + 1}" for k in range(width)), *self.leading.names()]

    def numbers(self, read: Labels) -> Array:
        """Matrix of shape (n_rows, n_names); a missing text has none of them."""
        positions, texts = read.texts
        found: Array = np.hstack([self._about(texts), self.leading.transform(texts)])[positions]
        return found

    def _about(self, texts: list[str]) -> Array:
        blocks = [self.shape.transform(texts)]
        if self.components is not None:
            blocks.append(self.components.transform(self._terms_in(texts)))
        return np.hstack(blocks)

    @property
    def n_words(self) -> int:
        """Columns of the sparse block; 0 where components stand for the words."""
        if not self._keeps_words():
            return 0
        return len(self.terms.terms) + (0 if self.letters is None else len(self.letters.codes))

    def word_names(self) -> list[str]:
        """The term of each column of the sparse block."""
        if not self._keeps_words():
            return []
        return [*self.terms.terms, *([] if self.letters is None else self.letters.names())]

    def words(self, read: Labels) -> Any:
        """Csr matrix of shape (n_rows, n_words)."""
        positions, texts = read.texts
        return self._terms_in(texts)[positions]

    def _terms_in(self, texts: list[str]) -> Any:
        """Words and letters of texts, csr."""
        return self._with_letters(self.terms.transform(texts), texts)

    def _with_letters(self, words: Any, texts: list[str]) -> Any:
        if self.letters is None:
            return words
        from scipy.sparse import hstack

        return hstack([words, self.letters.transform(texts)], format="csr")

    def _reads_letters(self, texts: list[str]) -> bool:
        return self.is_long and not self.of_labels and sum(map(len, texts)) <= MOST_CHARACTERS

    def _keeps_words(self) -> bool:
        return self.needs.sparse and self.is_long and not self.of_labels


def is_wordy(labels: Sequence[str]) -> bool:
    """Whether labels are made of several words, so that their parts may say something."""
    return sum(len(label.split()) for label in labels) >= 1.5 * len(labels)
