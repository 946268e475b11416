"""The encoder computes what its paper says, for any text, and reads amounts where they stand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax

from assistant.offline.meaning.encoder import (
    END,
    MOST,
    MOST_OF_TEXT,
    N_HEADS,
    N_LAYERS,
    START,
    UNKNOWN,
    Array,
    Encoder,
    at_spans,
    encoder,
    log_softmax,
    pieces,
)
from assistant.offline.metric.roles import ROLES

VOCABULARY = {START: 0, END: 1, UNKNOWN: 2, "call": 3, "##s": 4, "9": 5, "$": 6, ".": 7}
WIDTH = 2 * N_HEADS


def small() -> dict[str, Array]:
    """Random weights of an encoder with two numbers for each head."""
    rng = np.random.default_rng(0)
    sizes: dict[str, tuple[int, ...]] = {
        "embedding": (8, WIDTH),
        "place": (MOST, WIDTH),
        "kind": (2, WIDTH),
        "roles": (3, WIDTH),
    }
    biased: dict[str, tuple[int, ...]] = {"norm": (WIDTH,)}
    for k in range(N_LAYERS):
        biased |= {f"{k} {name}": (WIDTH, WIDTH) for name in ("query", "key", "value", "seen")}
        biased |= {f"{k} wide": (3 * WIDTH, WIDTH), f"{k} narrow": (WIDTH, 3 * WIDTH)}
        biased |= {f"{k} norm": (WIDTH,), f"{k} last norm": (WIDTH,)}
    sizes |= biased | {f"{name} bias": size[:1] for name, size in biased.items()} | {"roles bias": (3,)}
    found = {name: rng.normal(0, 0.3, size).astype(np.float32) for name, size in sizes.items()}
    return found | {"words": np.array("\n".join(VOCABULARY))}


def by_the_book(w: dict[str, Array], ids: list[int], kinds: list[int]) -> Array:
    """One piece and one head after the other (Vaswani and others 2017; Devlin and others 2019)."""

    def normed(x: Array, name: str) -> Array:
        return np.asarray((x - x.mean()) / x.std() * w[name] + w[f"{name} bias"])

    def through(x: Array, name: str) -> Array:
        return np.asarray(w[name] @ x + w[f"{name} bias"])

    xs = [
        normed(w["embedding"][i] + w["place"][at] + w["kind"][kind], "norm")
        for at, (i, kind) in enumerate(zip(ids, kinds, strict=True))
    ]
    for k in range(N_LAYERS):
        asked, keys, values = ([through(x, f"{k} {name}") for x in xs] for name in ("query", "key", "value"))
        seen = []
        for query in asked:
            parts = []
            for head in range(N_HEADS):
                own = slice(2 * head, 2 * head + 2)
                shares = softmax([query[own] @ key[own] / 2**0.5 for key in keys])
                parts.append(sum(share * value[own] for share, value in zip(shares, values, strict=True)))
            seen.append(np.concatenate(parts))
        xs = [normed(x + through(s, f"{k} seen"), f"{k} norm") for x, s in zip(xs, seen, strict=True)]
        wide = [through(x, f"{k} wide") for x in xs]
        wide = [y / 2 * (1 + np.tanh((2 / np.pi) ** 0.5 * (y + 0.044715 * y**3))) for y in wide]
        xs = [normed(x + through(y, f"{k} narrow"), f"{k} last norm") for x, y in zip(xs, wide, strict=True)]
    return np.array(xs)


def test_layers_compute_what_the_papers_say() -> None:
    weights = small()
    ids, kinds = [0, 3, 4, 5, 1, 6, 1], [0, 0, 0, 0, 0, 1, 1]
    found = Encoder(weights).hidden(ids, kinds)
    assert found == pytest.approx(by_the_book(weights, ids, kinds), abs=1e-4)


def test_weights_of_one_byte_are_scaled_by_row() -> None:
    weights = small()
    rounded = dict(weights)
    for name in [name for name, values in weights.items() if values.ndim == 2]:
        scale = np.abs(weights[name]).max(axis=1) / 127
        rounded[name] = np.round(weights[name] / scale[:, None]).astype(np.int8)
        rounded[f"{name} scale"] = scale.astype(np.float16)
    ids, kinds = [0, 3, 4, 5, 1], [0, 0, 0, 0, 0]
    assert Encoder(rounded).hidden(ids, kinds) == pytest.approx(Encoder(weights).hidden(ids, kinds), abs=0.1)


def test_pieces_know_where_they_stand() -> None:
    text = "Calls: $9."
    found = pieces(VOCABULARY, text, "9 call")
    assert found.ids == [0, 3, 4, 2, 6, 5, 7, 1, 5, 3, 1]
    assert found.kinds == [0] * 8 + [1] * 3
    assert at_spans(found.in_text, [(7, 9), (0, 3), (20, 21)]) == [[4, 5], [1, 2], []]
    assert at_spans(found.in_beside, [(2, 6), (0, 1), (7, 8)]) == [[9], [8], []]


@given(st.text(), st.text())
@settings(max_examples=200, deadline=None)
def test_any_text_has_pieces_within_the_limit(text: str, beside: str) -> None:
    found = pieces(encoder().position, text, beside)
    assert len(found.ids) == len(found.kinds) == len(found.in_text) == len(found.in_beside) <= MOST
    for typed, places in ((text, found.in_text), (beside, found.in_beside)):
        assert all(0 <= start < end <= len(typed) for start, end in places if (start, end) != (-1, -1))


def test_what_lies_too_far_back_is_not_answered() -> None:
    text = "word " * MOST_OF_TEXT + "a call costs $9"
    passage = encoder().passage(text, "Churn: Yes (not No)")
    near, far = passage.at("roles", [(0, 4), (len(text) - 2, len(text))])
    assert near is not None
    assert np.exp(log_softmax(near)).sum() == pytest.approx(1, abs=1e-5)
    assert far is None
    assert encoder().passage("").at("roles", [(0, 1)]) == [None]


@pytest.mark.parametrize(
    ("text", "figure", "beside", "role"),
    [
        ("A kiln that cracks unnoticed ruins 900 euros of pots.", "900", "cracked: yes (not no)", "fn"),
        ("Letting a kiln cool that was fine wastes 40 euros.", "40", "cracked: yes (not no)", "fp"),
        ("Any letter is 2 dollars, whoever opens it.", "2", "Response: 1 (not 0)", "cost"),
        ("Whoever gives because of the letter gives 80 euros.", "80", "gave: yes (not no)", "value"),
    ],
)
def test_amounts_are_read_where_they_stand(text: str, figure: str, beside: str, role: str) -> None:
    at = text.index(figure)
    found, *_ = encoder().passage(text, beside).at("roles", [(at, at + len(figure))])
    assert found is not None
    assert list(ROLES)[int(found.argmax())] == role
