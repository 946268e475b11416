"""Wishes about a rare class: weights, repeating its rows, leaving out others, or none of it.

Where a class is rare, the engine compares these ways by itself, so a wish for one of them without a family needs no
field. With a family it fixes how that family's rows are treated.
"""

from __future__ import annotations

from assistant.offline.reading import Reading
from assistant.offline.search.models import family_groups
from assistant.offline.text.line import Hit
from assistant.offline.text.patterns import search
from automl.families.needs import OF_ROWS

#: Treatments of the rows by what they are called.
_WAYS: tuple[tuple[str, str], ...] = (
    ("oversampling", r"over ?sample|up ?sample"),
    ("undersampling", r"(?:under|down) ?sample"),
    ("weights", r"(?:class|balanced?|label) weight\w*|weight(?: the)? class\w*|(?:re ?weight|weight up)(?: the)?(?: \w+)? class\w*"),
    ("any", r"re ?sampl\w*|(?:re ?)?balanc\w* (?:the )?(?:\w+ )?(?:class|label|row|data|datum|target)\w*|balanc\w*(?= (?:it|them)(?= ))|imbalance\w*"),
)  # fmt: skip
#: All of them, and what they are for.
TREATING = "|".join([*(pattern for _, pattern in _WAYS), r"class imbalance", r"rare (?:class|label|row)\w*"])

_NOT = r" (?:no|not|never|without|avoid|skip|stop)(?= )"
_REACH = 4  # words from "do not" to what is not wanted
_COMPARED = (
    "Where a class is rare, class weights, repeating its rows, leaving out others and moving the threshold are compared "
    "with leaving the rows as they are, and what wins by measurement is used. Name a kind of model to fix it for that one."
)


def read_resampling(reading: Reading) -> None:
    """Find such wishes."""
    for way, pattern in _WAYS:
        for hit in reading.line.find(rf" (?:{pattern})(?= )"):
            if reading.free(hit):
                _take(reading, hit, way)


def _take(reading: Reading, hit: Hit, way: str) -> None:
    start, end = next((a, b) for a, b in reading.line.sentences() if a <= hit.start < b)
    words = reading.line.words(start, end).strip(" ,.;:")
    before = " ".join(item.text for item in reading.line.items[max(start, hit.start - _REACH) : hit.start])
    wanted = "none" if search(_NOT, f" {before} ") else way
    named = [f for g in family_groups(reading.line) if start <= g.start < end for f in g.families]
    reading.claim(hit)
    if wanted == "any" or not named:
        if _COMPARED not in reading.remarks:
            reading.remarks.append(_COMPARED)
        return
    for family in named:
        reading.set(f"hyperparameters.{family}.{OF_ROWS}", {"value": wanted}, words)
