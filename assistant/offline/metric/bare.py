"""Bare figures: which are money, which places to be filled, a second reader by learned weights.

"Of 400 a month we work 50; a copy kept leaves us 18, one sent back a hole of 11": no sign says what these figures are;
the words around them do. What no other reader has a use for is weighed by the words beside it. The weights are those
of a logistic regression, learned by `evals/learning/bare.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant.offline.learned import learned
from assistant.offline.reading import Reading
from assistant.offline.text.line import Line
from assistant.offline.text.quantities import Quantity

MONEY, PLACES, SHARE, ELSE = "money", "places", "share", "else"
WEIGHTS = Path(__file__).parent / "bare_weights.json"
# Of requests that nothing was learned from, five in six figures with so much were what they were taken for.
LEAST_ODDS = 0.6
_REACH = 7  # words on each side


def kinds(reading: Reading, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """Places of figures that nobody has a use for, and what they are where their words say.

    Args:
        taken: Stretches of items that other readers have found a use for.
    """
    for at, shares in chances(reading, taken):
        kind = max(shares, key=lambda name: shares[name])
        if kind != ELSE and shares[kind] > LEAST_ODDS:
            yield at, kind


def chances(reading: Reading, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, dict[str, float]]]:
    """Places of figures that nobody has a use for, and how likely each is what."""
    for at in open_figures(reading, taken) if is_first(reading) else ():
        yield at, learned(WEIGHTS).shares(clues(reading.line, at, taken))


def is_first(reading: Reading) -> bool:
    """Whether no money was known before this message; what comes later corrects, and the weights know no corrections."""
    known = reading.context.spec.get("metric", {})
    return "earlier" in reading.notes or not {"tp", "fp", "fn", "tn"} & set(known)


def open_figures(reading: Reading, taken: Sequence[tuple[int, int]]) -> list[int]:
    """Places of numbers and shares that nobody has a use for."""
    return [
        at
        for at, item in enumerate(reading.line.items)
        if item.text in ("<num>", "<pct>")
        and not any(start <= at < end for start, end in taken)
        and not any(k in reading.claimed for k in range(item.start, item.end))
    ]


def figure_at(line: Line, at: int) -> Quantity:
    """The figure at a place."""
    payload = line.items[at].payload
    assert isinstance(payload, Quantity)
    return payload


def clues(line: Line, at: int, taken: Sequence[tuple[int, int]]) -> Mapping[str, float]:
    """The words around a figure, and what kind of figure it is."""
    start, end = next(((a, b) for a, b in line.sentences() if a <= at < b), (0, len(line.items)))
    texts = [item.text for item in line.items]
    front, behind = texts[max(start, at - _REACH) : at][::-1], texts[at + 1 : min(end, at + 1 + _REACH)]
    value = figure_at(line, at).value
    found = {
        texts[at]: 1.0,
        f"value {_size(value)}": 1.0,
        f"whole {value == int(value)}": 1.0,
        f"others {min(len(taken), 3)}": 1.0,
        f"others beside {any(start <= a < end for a, _ in taken)}": 1.0,
        f"money {'<money>' in texts}": 1.0,
        f"money beside {'<money>' in texts[start:end]}": 1.0,
        f"plural behind {_is_plural(line, at + 1)}": 1.0,
        f"first {at == start}": 1.0,
        f"last {at + 1 >= end}": 1.0,
    }
    for side, words in (("<", front), (">", behind)):
        for distance, word in enumerate(words):
            key = f"{side} {word}"
            found[key] = max(found.get(key, 0.0), 1 / (1 + 0.2 * distance))
        found[f"{side}{side} {words[0] if words else ''}"] = 1.0
        found[f"{side}{side}{side} {' '.join(words[:2])}"] = 1.0
    return found


def _size(value: float) -> str:
    return "below 1" if value < 1 else "1" if value == 1 else f"10^{len(str(int(value))) - 1}"


def _is_plural(line: Line, at: int) -> bool:
    word = line.words(at, at + 1).lower()
    return len(word) > 3 and word.endswith("s") and word.isalpha()
