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
from dataclasses import dataclass
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
MOST_OF_TEXT, MOST = 324, 512
# The marks of BERT's vocabulary: around a text, and for a word that has no pieces.
START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_NOWHERE = (-1, -1)
_ANSWERS = " answers"  # behind the name of a head: what its answers are called
_SMALL = 1e-12  # beside a variance, as in BERT
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")


class Encoder:
    """The weights, as numbers of 32 bits.

    Args:
        kept: Words of the vocabulary and answers of heads, each in one text, and arrays; those of one byte have a
            scale for each row beside them.
    """

    def __init__(self, kept: Mapping[str, Any]) -> None:
        self.position = {word: i for i, word in enumerate(str(kept["words"]).split("\n"))}
        self.answers: dict[str, tuple[str, ...]] = {}
        self._weights: dict[str, Array] = {}
        for name in kept:
            if name.endswith(_ANSWERS):
                self.answers[name.removesuffix(_ANSWERS)] = tuple(str(kept[name]).split("\n"))
            if name == "words" or name.endswith((" scale", _ANSWERS)):
                continue
            values = np.asarray(kept[name], dtype=np.float32)
            if f"{name} scale" in kept:
                values *= kept[f"{name} scale"].astype(np.float32)[:, None]
            self._weights[name] = values

    def passage(self, text: str, beside: str = "") -> Passage:
        """A text as it is understood, given what is known already."""
        found = pieces(self.position, text, beside)
        return Passage(self, self.hidden(found.ids, found.kinds), found)

    def head(self, name: str, meaning: Array) -> Array:
        """The sums of each answer of a head, shape (n_answers,)."""
        return np.asarray(self._weights[name] @ meaning + self._weights[f"{name} bias"])

    def hidden(self, ids: Sequence[int], kinds: Sequence[int]) -> Array:
        """What each piece means where it stands, shape (n_pieces, 384)."""
        w = self._weights
        x = self._normed(w["embedding"][list(ids)] + w["place"][: len(ids)] + w["kind"][list(kinds)], "norm")
        for k in range(N_LAYERS):
            q, key, value = (self._heads(x, f"{k} {name}") for name in ("query", "key", "value"))
            odds = (q / np.float32(np.sqrt(q.shape[-1]))) @ key.transpose(0, 2, 1)
            odds -= odds.max(axis=-1, keepdims=True)
            np.exp(odds, out=odds)
            seen = (odds @ value) / odds.sum(axis=-1, keepdims=True)
            seen = seen.transpose(1, 0, 2).reshape(x.shape)
            x = self._normed(x + self._through(seen, f"{k} seen"), f"{k} norm")
            wide = _gelu(self._through(x, f"{k} wide"))
            x = self._normed(x + self._through(wide, f"{k} narrow"), f"{k} last norm")
        return x

    def _through(self, x: Array, name: str) -> Array:
        found: Array = x @ self._weights[name].T
        found += self._weights[f"{name} bias"]
        return found

    def _heads(self, x: Array, name: str) -> Array:
        return self._through(x, name).reshape(len(x), N_HEADS, -1).transpose(1, 0, 2)

    def _normed(self, x: Array, name: str) -> Array:
        x = x - x.mean(axis=-1, keepdims=True)
        x /= np.sqrt((x**2).mean(axis=-1, keepdims=True) + _SMALL)
        return np.asarray(x * self._weights[name] + self._weights[f"{name} bias"], dtype=np.float32)


def _gelu(x: Array) -> Array:
    """GELU by its tanh formula (Hendrycks and Gimpel 2016), in few passes over the numbers."""
    bent = x * x
    bent *= np.float32(0.044715)
    bent += 1
    bent *= x
    bent *= np.float32(np.sqrt(2 / np.pi))
    np.tanh(bent, out=bent)
    bent += 1
    bent *= x
    bent *= np.float32(0.5)
    return bent


@dataclass(frozen=True)
class Pieces:
    """Entries of the vocabulary, 0 for the text and 1 for what is beside it, and where in either each piece stands."""

    ids: list[int]
    kinds: list[int]
    in_text: list[Span]
    in_beside: list[Span]


@dataclass(frozen=True)
class Passage:
    """What the pieces of a text, and of what is told beside it, mean where they stand."""

    _encoder: Encoder
    _hidden: Array
    _pieces: Pieces

    def whole(self, head: str) -> Array:
        """The sums of each answer of a head about the whole passage."""
        return self._encoder.head(head, self.front)

    def at(self, head: str, spans: Sequence[Span], *, beside: bool = False) -> list[Array | None]:
        """The sums of each answer about stretches, in characters; None for one too far back to be looked at."""
        meanings = self.meanings(spans, beside=beside)
        return [None if meaning is None else self._encoder.head(head, meaning) for meaning in meanings]

    def meanings(self, spans: Sequence[Span], *, beside: bool = False) -> list[Array | None]:
        """What stretches mean, the mean of their pieces, shape (384,); None for one too far back to be looked at."""
        places = self._pieces.in_beside if beside else self._pieces.in_text
        found = at_spans(places, spans)
        return [self._hidden[at].mean(axis=0) if at else None for at in found]

    @property
    def front(self) -> Array:
        """What the whole passage means, shape (384,)."""
        return np.asarray(self._hidden[0])


def log_softmax(sums: NDArray[Any]) -> NDArray[Any]:
    """Logarithms of the shares of answers that exclude each other."""
    return np.asarray(sums - np.logaddexp.reduce(sums))


def pieces(position: Mapping[str, int], text: str, beside: str) -> Pieces:
    """The pieces of a text and of what is beside it; the marks around them are nowhere."""
    own = _entries(position, text)[:MOST_OF_TEXT]
    other = _entries(position, beside)[: MOST - len(own) - 3]
    start, end = (position[START], _NOWHERE), (position[END], _NOWHERE)
    first, second = [start, *own, end], [*other, end]
    ids, places = zip(*first, *second, strict=True)
    return Pieces(
        list(ids),
        [0] * len(first) + [1] * len(second),
        [*places[: len(first)], *[_NOWHERE] * len(second)],
        [*[_NOWHERE] * len(first), *places[len(first) :]],
    )


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
