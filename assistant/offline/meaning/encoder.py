"""What words mean where they stand: a small sentence encoder that was taught on labelled requests.

all-MiniLM-L6-v2 [1]_ (Apache 2.0), six layers of 384 numbers, taught further by `evals/learning/encoder.py`: heads on
top of it answer questions about stretches of a text. It is run here in NumPy, from weights of one byte each, on the
processor; nothing is fetched, and the same text always gets the same answer.

References
----------
.. [1] Wang, Wei, Dong, Bao, Yang and Zhou (2020), MiniLM: deep self-attention distillation for task-agnostic
   compression of pre-trained transformers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.offline.meaning import plain, word_pieces

Array = NDArray[np.float32]
Span = tuple[int, int]

WEIGHTS = Path(__file__).parent / "encoder.npz"
N_LAYERS, N_HEADS = 6, 12
#: Most pieces of words that are looked at: of the text, and of the text and what is told beside it.
MOST_OF_TEXT, MOST = 324, 384
# The marks of BERT's vocabulary: around a text, and for a word that has no pieces.
START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_SMALL = 1e-12  # beside a variance, as in BERT
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")


class Encoder:
    """The weights, as numbers of 32 bits.

    Args:
        kept: Words of the vocabulary in one text, and arrays; those of one byte have a scale for each row beside them.
    """

    def __init__(self, kept: Mapping[str, Any]) -> None:
        self.position = {word: i for i, word in enumerate(str(kept["words"]).split("\n"))}
        self._weights: dict[str, Array] = {}
        for name in kept:
            if name == "words" or name.endswith(" scale"):
                continue
            values = np.asarray(kept[name], dtype=np.float32)
            if f"{name} scale" in kept:
                values *= kept[f"{name} scale"].astype(np.float32)[:, None]
            self._weights[name] = values

    def answers(self, head: str, text: str, beside: str, spans: Sequence[Span]) -> list[Array | None]:
        """Logarithms of the odds of each answer of a head about each stretch; None for one too far back in the text.

        Args:
            head: Name of the question.
            beside: What is known already, put behind the text.
            spans: Stretches of the text, in characters.
        """
        ids, kinds, places = pieces(self.position, text, beside)
        meaning = self.hidden(ids, kinds)
        weight, bias = self._weights[head], self._weights[f"{head} bias"]
        found: list[Array | None] = []
        for at in at_spans(places, spans):
            sums = weight @ meaning[at].mean(axis=0) + bias if at else None
            found.append(None if sums is None else sums - np.logaddexp.reduce(sums))
        return found

    def hidden(self, ids: Sequence[int], kinds: Sequence[int]) -> Array:
        """What each piece means where it stands, shape (n_pieces, 384)."""
        w = self._weights
        x = self._normed(w["embedding"][list(ids)] + w["place"][: len(ids)] + w["kind"][list(kinds)], "norm")
        for k in range(N_LAYERS):
            q, key, value = (self._heads(x, f"{k} {name}") for name in ("query", "key", "value"))
            odds = q @ key.transpose(0, 2, 1) / np.float32(np.sqrt(q.shape[-1]))
            odds = np.exp(odds - odds.max(axis=-1, keepdims=True))
            seen = (odds / odds.sum(axis=-1, keepdims=True)) @ value
            seen = seen.transpose(1, 0, 2).reshape(x.shape)
            x = self._normed(x + self._through(seen, f"{k} seen"), f"{k} norm")
            wide = self._through(x, f"{k} wide")
            # GELU by its tanh formula (Hendrycks and Gimpel 2016)
            wide *= 0.5 * (1 + np.tanh(np.float32(np.sqrt(2 / np.pi)) * (wide + 0.044715 * wide**3)))
            x = self._normed(x + self._through(wide, f"{k} narrow"), f"{k} last norm")
        return x

    def _through(self, x: Array, name: str) -> Array:
        return np.asarray(x @ self._weights[name].T + self._weights[f"{name} bias"], dtype=np.float32)

    def _heads(self, x: Array, name: str) -> Array:
        return self._through(x, name).reshape(len(x), N_HEADS, -1).transpose(1, 0, 2)

    def _normed(self, x: Array, name: str) -> Array:
        x = x - x.mean(axis=-1, keepdims=True)
        x /= np.sqrt((x**2).mean(axis=-1, keepdims=True) + _SMALL)
        return np.asarray(x * self._weights[name] + self._weights[f"{name} bias"], dtype=np.float32)


def pieces(position: Mapping[str, int], text: str, beside: str) -> tuple[list[int], list[int], list[Span]]:
    """Entries of the vocabulary, 0 for the text and 1 for what is beside it, and places of the text's pieces.

    The first place is that of the mark in front of the text, which is nowhere.
    """
    own = _entries(position, text)[:MOST_OF_TEXT]
    other = _entries(position, beside)[: MOST - len(own) - 3]
    ids = [position[START], *(entry for entry, _ in own), position[END]]
    kinds = [0] * len(ids) + [1] * (len(other) + 1)
    ids += [*(entry for entry, _ in other), position[END]]
    return ids, kinds, [(-1, -1), *(place for _, place in own)]


def _entries(position: Mapping[str, int], text: str) -> list[tuple[int, Span]]:
    unknown = [position[UNKNOWN]]
    return [
        (entry, found.span())
        for found in _TOKEN.finditer(text)
        for entry in word_pieces(plain(found.group()), position) or unknown
    ]


def at_spans(places: Sequence[Span], spans: Sequence[Span]) -> list[list[int]]:
    """The pieces of each stretch; none where it lies behind the last that is looked at."""
    return [
        [k for k, (first, last) in enumerate(places) if first < end and last > start] for start, end in spans
    ]


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The encoder, read when it is first asked for."""
    with np.load(WEIGHTS, allow_pickle=False) as kept:
        return Encoder(kept)
