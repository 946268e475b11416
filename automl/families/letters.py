"""Runs of letters as numbers: what misspelt words, endings, codes and figures have in common where no word repeats.

A run is two to four characters of one word, its ends counting as blanks: of "free" the runs " fr", "ree " and others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.families.terms import MAX_TERMS, MIN_TEXTS, rarity, weighed

Array = NDArray[np.float64]
Codes = NDArray[np.uint64]

# Four characters of 16 bits are one whole number. On 4,000 text messages, a linear model over runs of 2 to 4 had a log
# loss of 0.026, over 3 to 5 of 0.035, over words and pairs of words of 0.043 (five folds).
SIZES = (2, 3, 4)
# Of all distinct texts together; of more, words alone are read: they are long or many, and words repeat.
MOST_CHARACTERS = 4_000_000  # chosen, not measured: some 3 s of one core
_BATCH = 4_096  # texts at a time


class Letters:
    """Tf-idf of runs of letters, with logarithmic counts and rows of length 1.

    As `TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4))` of scikit-learn, but on 4,000 messages several times
    faster to read with.
    """

    codes: Codes  # of the runs kept, in rising order
    idf: Array

    def fit(self, texts: Sequence[str], counts: NDArray[np.intp]) -> Letters:
        """Learn which runs there are and how rare each is.

        Parameters
        ----------
        texts : sequence of str
            Distinct ones.
        counts : ndarray of shape (n_texts,)
            Rows of each.
        """
        owners, codes = runs_of(texts)
        at, known = pd.factorize(codes)  # by hashing: a tenth of the time of sorting them
        found = pd.unique(at * len(texts) + owners)
        run, text = np.divmod(found, max(len(texts), 1))
        n_with = np.bincount(run, weights=counts[text], minlength=len(known)).astype(np.float64)
        n_rows = int(counts.sum())
        common = np.flatnonzero(n_with >= min(MIN_TEXTS, n_rows))
        kept = common[np.lexsort((known[common], -n_with[common]))][:MAX_TERMS]
        kept = kept[np.argsort(known[kept])]
        self.codes = known[kept]
        self.idf = rarity(n_with[kept], n_rows)
        return self

    def transform(self, texts: Sequence[str]) -> Any:
        """Csr matrix of shape (n_texts, n_runs)."""
        from scipy.sparse import vstack

        batches = [self._of(texts[i : i + _BATCH]) for i in range(0, max(len(texts), 1), _BATCH)]
        return batches[0] if len(batches) == 1 else vstack(batches, format="csr")

    def names(self) -> list[str]:
        """The run of each column."""
        shifts = np.arange(max(SIZES), dtype=np.uint64)[::-1] * np.uint64(16)
        characters = (self.codes[:, None] >> shifts & np.uint64(0xFFFF)).astype("<u2")
        return [f"letters '{row[row > 0].tobytes().decode('utf-16-le', 'replace')}'" for row in characters]

    def _of(self, texts: Sequence[str]) -> Any:
        from scipy.sparse import csr_matrix

        owners, codes = runs_of(texts)
        at = np.searchsorted(self.codes, codes)
        known = at < len(self.codes)
        known[known] = self.codes[at[known]] == codes[known]
        shape = (len(texts), len(self.codes))
        counts = csr_matrix((np.ones(int(known.sum())), (owners[known], at[known])), shape=shape)
        counts.sum_duplicates()
        return weighed(counts, self.idf)


def runs_of(texts: Sequence[str]) -> tuple[NDArray[np.int64], Codes]:
    """All runs of the texts, in small letters: the position of the text of each, and its characters as one number."""
    joined = "\n".join(f" {' '.join(text.lower().split())} " for text in texts)
    # Characters beyond 16 bits are two units; none is 0, which stands for "no character".
    units = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype="<u2").astype(np.uint64)
    ends = units == ord("\n")
    owner, apart = np.cumsum(ends), ends | (units == ord(" "))
    owners, codes = [], []
    for size in SIZES:
        n = len(units) - size + 1
        if n <= 0:
            continue
        code, inside = np.zeros(n, dtype=np.uint64), ~ends[:n]
        for place in range(size):
            code = (code << np.uint64(16)) | units[place : place + n]
            inside &= ~(apart if 0 < place < size - 1 else ends)[place : place + n]
        owners.append(owner[:n][inside])
        codes.append(code[inside])
    if not codes:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint64)
    return np.concatenate(owners).astype(np.int64), np.concatenate(codes)
