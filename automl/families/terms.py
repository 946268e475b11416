"""Words of text as numbers: tf-idf over words and pairs of words, and a few components that stand for them."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# As in scikit-learn: words of at least two letters or digits.
_WORD = re.compile(r"\b\w\w+\b")
MAX_TERMS = 20_000
MIN_TEXTS = 2  # a term that stands in one text alone says nothing about others
_POWER_ROUNDS = 4  # chosen, not measured


class Terms:
    """Tf-idf of words and of pairs of words: logarithmic counts, rows of length 1, as in scikit-learn [1]_.

    References
    ----------
    .. [1] `sklearn.feature_extraction.text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)`.
    """

    terms: list[str]
    idf: Array

    def __init__(self) -> None:
        self._position: dict[str, int] | None = None

    def fit_transform(self, texts: Sequence[str], rows: NDArray[np.intp]) -> Any:
        """Learn which terms there are and how rare each is, reading every text once.

        Parameters
        ----------
        texts : sequence of str
            Distinct ones.
        rows : ndarray of shape (n_texts,)
            Rows of each.

        Returns
        -------
        csr matrix of shape (n_texts, n_terms)
            The same as `transform` of the texts.
        """
        from scipy.sparse import csr_matrix

        known: dict[str, int] = {}
        at, counts, starts = array("q"), array("d"), array("q", [0])
        for text in texts:
            found = Counter(terms_of(text))
            at.extend(known.setdefault(term, len(known)) for term in found)
            counts.extend(found.values())
            starts.append(len(at))
        shape = (len(texts), len(known))
        matrix = csr_matrix((np.array(counts), np.array(at), np.array(starts)), shape=shape)
        weights = np.repeat(rows.astype(np.float64), np.diff(matrix.indptr))
        n_with: Array = np.bincount(matrix.indices, weights=weights, minlength=len(known)).astype(np.float64)
        n_rows = int(rows.sum())
        common = [(term, i) for term, i in known.items() if n_with[i] >= min(MIN_TEXTS, n_rows)]
        common = sorted(sorted(common, key=lambda pair: (-n_with[pair[1]], pair[0]))[:MAX_TERMS])
        self.terms = [term for term, _ in common]
        kept = np.array([i for _, i in common], dtype=np.intp)
        self.idf = rarity(n_with[kept], n_rows)
        self._position = None
        matrix = matrix[:, kept]
        matrix.sort_indices()
        return weighed(matrix, self.idf)

    def transform(self, texts: Iterable[str]) -> Any:
        """Csr matrix of shape (n_texts, n_terms)."""
        from scipy.sparse import csr_matrix

        if self._position is None:
            self._position = {term: i for i, term in enumerate(self.terms)}
        columns: list[int] = []
        counts: list[int] = []
        starts = [0]
        for text in texts:
            found = Counter(i for term in terms_of(text) if (i := self._position.get(term)) is not None)
            at = sorted(found)
            columns += at
            counts += [found[i] for i in at]
            starts.append(len(columns))
        shape = (len(starts) - 1, len(self.terms))
        return weighed(csr_matrix((counts, columns, starts), shape=shape, dtype=np.float64), self.idf)

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_position": None}


def rarity(n_with: Array, n_texts: int) -> Array:
    """Inverse document frequency of terms that stand in so many of the texts, smoothed as in scikit-learn."""
    found: Array = np.log((1 + n_texts) / (1 + n_with)) + 1
    return found


def weighed(counts: Any, idf: Array) -> Any:
    """Tf-idf of a csr matrix of counts, which is changed: logarithmic counts, rows of length 1."""
    counts.data = (1 + np.log(counts.data)) * idf[counts.indices]
    sizes = np.diff(counts.indptr)
    squares = np.add.reduceat(np.append(counts.data**2, 0.0), counts.indptr[:-1]) * (sizes > 0)
    counts.data /= np.repeat(np.sqrt(squares), sizes)
    return counts


class Components:
    """The directions in which tf-idf varies most: a truncated singular value decomposition by random projection [1]_.

    References
    ----------
    .. [1] Halko, Martinsson and Tropp (2011), Finding structure with randomness, algorithm 4.4.
    """

    directions: Array  # (n_terms, n_components)

    def __init__(self, n_components: int) -> None:
        self.n_components = n_components

    def fit(self, matrix: Any, *, seed: int) -> Components:
        """Find the directions of a csr matrix."""
        n = min(self.n_components, *matrix.shape)
        width = min(n + 10, *matrix.shape)
        sketch = matrix @ np.random.default_rng(seed).standard_normal((matrix.shape[1], width))
        for _ in range(_POWER_ROUNDS):
            sketch = matrix @ (matrix.T @ np.linalg.qr(sketch)[0])
        basis = np.linalg.qr(sketch)[0]
        found = np.linalg.svd((matrix.T @ basis).T, full_matrices=False)[2][:n].T
        # A direction and its opposite are the same to the decomposition; fix one.
        signs = np.sign(found[np.abs(found).argmax(axis=0), np.arange(n)])
        self.directions = np.ascontiguousarray(found * signs)
        return self

    @property
    def width(self) -> int:
        """Components found, at most `n_components`."""
        return int(self.directions.shape[1])

    def transform(self, matrix: Any) -> Array:
        """Dense matrix of shape (n_texts, width)."""
        found: Array = np.asarray(matrix @ self.directions)
        return found


def terms_of(text: str) -> list[str]:
    """Words and pairs of neighbouring words, in small letters."""
    words = _WORD.findall(text.lower())
    return words + [f"{first} {second}" for first, second in pairwise(words)]
