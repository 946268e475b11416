"""The currency of all figures where it is said by itself: "money is in euros", "those are Swiss francs", "dollars, by the way"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assistant.offline.reading import Reading
from assistant.offline.text.line import Line
from assistant.offline.text.units import CURRENCY_WORDS, ISO_CODES, NATIONAL, NATIONS, SYMBOLS
from assistant.offline.text.wordlists import words

_CODES: Mapping[str, str] = (
    {code.lower(): code for code in ISO_CODES if code not in ("ALL", "TRY")}
    | SYMBOLS
    | CURRENCY_WORDS
    | {"sterl": "GBP"}
)
# Words of another meaning, which tell a currency only as "in won", "Brazilian reais".
_ELSE = frozenset(("real", "won", "rs", "rand", "mark", "dm", "cop"))
_CUTS = frozenset((",", ":", ";", "(", ")", "–", "—", "-", ".", "!", "?", "and", "but", "so"))
# What stands around a currency that is said of all figures.
_AROUND = frozenset(
    words(
        """in be are is the all both every each everything of it they them that this these those figure amount sum money number cost
        price value by way sorry forget forgot to say said mean meant always throughout course currency we i us our my reckon count
        calculate pay think deal speak use please note should have mention add everywhere through along as everyone and also here
        original originally actually really not no rather instead than or only at case whole metric loss gain profit penalty
        would will can let make take mind stay oh ah ps just with for mention what which unit figures
        quote quoted give given tell told express expressed denominate denominated state stated"""
    )
)
_MONEY = ("tp", "fp", "fn", "tn", "under", "over", "per_step", "cost_outside", "costs")


def stated_currency(reading: Reading) -> str:
    """The code of the currency that is said of all figures, or ""."""
    found = list(dict.fromkeys(_stated(reading.line)))
    return found[-1] if found else ""


def read_currency(reading: Reading) -> None:
    """A currency that a later message adds to figures told before."""
    metric: Mapping[str, Any] = reading.context.spec.get("metric", {})
    if not set(_MONEY) & set(metric) or any(f.path == "metric.currency" for f in reading.findings):
        return
    code = stated_currency(reading)
    if code and code != metric.get("currency"):
        reading.set("metric.currency", code, reading.line.text.strip())


def _stated(line: Line) -> Iterator[str]:
    """Codes of the clauses that say a currency and nothing of their own."""
    for start, end in _clauses(line):
        texts = [item.text for item in line.items[start:end]]
        places = [k for k, text in enumerate(texts) if text in _CODES or (k and _is_of_a_nation(texts, k))]
        kept = [k for k in places if not _denied(texts, k)]
        if not kept or any(item.payload is not None for item in line.items[start:end]):
            continue
        at = kept[-1]
        nation = NATIONS[texts[at - 1]] if at and _is_of_a_nation(texts, at) else ""
        others = [text for k, text in enumerate(texts) if k not in places and text not in NATIONS]
        alone = all(text in _AROUND for text in others)
        # "… for every needless call, in dollars", "a call 15 and a miss 800 in francs"
        behind = at == len(texts) - 1 and at > 0 and texts[at - (2 if nation else 1)] == "in"
        if (texts[at] in _ELSE and not nation and not others) or not (alone or behind):
            continue
        yield nation or _CODES[texts[at]]


def _is_of_a_nation(texts: list[str], at: int) -> bool:
    """ "Norwegian kroner", "Swiss francs"."""
    return texts[at] in NATIONAL and texts[at - 1] in NATIONS


def _denied(texts: list[str], at: int) -> bool:
    """ "Euros, not dollars", "francs instead of euros"."""
    return any(text in ("not", "no", "than") for text in texts[max(0, at - 2) : at]) or texts[
        max(0, at - 2) : at
    ] == ["instead", "of"]


def _clauses(line: Line) -> Iterator[tuple[int, int]]:
    start = 0
    for at, item in enumerate(line.items):
        if item.text in _CUTS:
            if start < at:
                yield start, at
            start = at + 1
    if start < len(line.items):
        yield start, len(line.items)
