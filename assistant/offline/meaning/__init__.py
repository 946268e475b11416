"""How near in meaning words are, by a table of word vectors: "come back" and "returned", "how dear" and "price".

The table was distilled from a sentence encoder by `evals/learning/distil.py`; a text is the average of the vectors of
its words, rare words counting more than frequent ones. No network, no model, a few milliseconds for a first use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

_TABLE = Path(__file__).parent / "vectors.npz"
_WORD = re.compile(r"[a-z]+|\d+")
# Share of a word in running text above which it counts less than half (Arora, Liang and Ma 2017).
_FREQUENT = 1e-3


class Words:
    """The table: a vector for each word and each piece of one, and how much a word counts."""

    def __init__(self) -> None:
        with np.load(_TABLE, allow_pickle=False) as table:
            words = str(table["words"]).split("\n")
            self.vectors = table["vectors"].astype(np.float32) * table["scale"].astype(np.float32)[:, None]
        self.position = {word: i for i, word in enumerate(words)}
        # Words stand in order of frequency, which falls with the rank (Zipf).
        share = 1 / ((np.arange(len(words)) + 2) * np.log(len(words)))
        self.weight = (_FREQUENT / (_FREQUENT + share)).astype(np.float32)

    @property
    def width(self) -> int:
        """Numbers of a vector."""
        return int(self.vectors.shape[1])


def word_pieces(word: str, entries: Mapping[str, int]) -> list[int]:
    """A word's entries of a vocabulary: itself, or the longest pieces that it is made of; none where one is missing."""
    if word in entries:
        return [entries[word]]
    found: list[int] = []
    start = 0
    while start < len(word):
        head = "##" if start else ""
        end = next((end for end in range(len(word), start, -1) if head + word[start:end] in entries), None)
        if end is None:
            return []
        found.append(entries[head + word[start:end]])
        start = end
    return found


@lru_cache(maxsize=1)
def table() -> Words:
    """The table, read when it is first asked for."""
    return Words()


@lru_cache(maxsize=20_000)
def vector(text: str) -> Vector:
    """What a text is about, as a vector of length 1; zeros where no word of it is known."""
    words = table()
    entries = [entry for word in _WORD.findall(plain(text)) for entry in word_pieces(word, words.position)]
    whole = words.vectors[entries].T @ words.weight[entries]
    length = float(np.linalg.norm(whole))
    return np.asarray(whole / length if length else whole, dtype=np.float32)


def nearness(one: str, others: Sequence[str]) -> NDArray[np.float32]:
    """Cosines between a text and others, shape (n_others,)."""
    if not others:
        return np.zeros(0, dtype=np.float32)
    found: NDArray[np.float32] = np.stack([vector(other) for other in others]) @ vector(one)
    return found


def plain(text: str) -> str:
    """Small letters without accents: "Gekündigt" becomes "gekundigt"."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
