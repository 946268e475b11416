"""Rows to try learning from beside those there are: made-up ones, and those whose target nobody knows."""

from __future__ import annotations

import re

from assistant.offline.reading import Reading
from assistant.offline.text.lemmas import lemma
from assistant.offline.text.line import Hit
from assistant.offline.text.patterns import match, search
from assistant.offline.text.tokens import tokenise

_ROWS = r"(?:row|record|example|sample|case|customer|datum|data|point|observation|instance|entry|one)s?"
_DATA = r"(?:row|record|example|sample|datum|data|point|observation|instance)s?"
#: Rows that nobody observed, as a thing and as a deed.
MADE_UP = rf"(?:(?:synthetic|artificial|make up|invent|fake|fabricate|simulate|generate|noisy)(?: \w+)? {_DATA}|(?:datum |data |row )?augment\w*|smote\w*|adasyn|mixup|(?:invent|make up|fabricate|synthesi[sz]e|simulate|generate)(?: \w+){{0,2}} {_DATA})"
#: Rows that lack the answer.
UNLABELLED = (
    rf"(?:(?:unlabell?|un label)(?: {_ROWS})?|semi supervise(?: learn\w*)?|pseudo ?label\w*|self train)"
)

_MISSING = r"(?:without|with no|lack|that lack|that have no|that do not have|which have no)(?: (?:a|an|the|any|know|known))*"
_NOT = r" (?:no|not|never|without|avoid|skip|stop|leave out|leave|ignore|drop|forget|exclude|instead of|rather than)(?= )"
_USE = (
    r" (?:use|try|learn|include|take|exploit|add|feed|train|benefit|do|want|apply|invent|make|generate)(?= )"
)
_REACH = 6  # words from "do not" to what is not wanted
_BARE = 2  # words that may stand in front where no verb says what is to be done: "some synthetic rows"


def read_extra_rows(reading: Reading) -> None:
    """Find wishes for such rows, and against them."""
    kinds = list(reading.context.spec.get("extra_rows") or ())
    quote = ""
    for kind, hit in _mentions(reading):
        wanted = not search(_NOT, _words_before(reading, hit, n_words=_REACH))
        if wanted and not _is_wish(reading, hit):
            continue
        kinds = _with(kinds, kind, wanted=wanted)
        quote = quote or _sentence(reading, hit)
        reading.claim(hit)
    for hit in reading.line.find(rf" {_ROWS} {_MISSING} {_answer(reading)}(?= )"):
        wanted = not search(_NOT, _words_before(reading, hit, n_words=_REACH))
        if not wanted and "pseudo_labels" not in kinds:
            reading.remarks.append("Rows without a value in the target are left out anyway.")
        elif not wanted or search(_USE, _words_before(reading, hit)):
            kinds = _with(kinds, "pseudo_labels", wanted=wanted)
            quote = quote or _sentence(reading, hit)
            reading.claim(hit)
    if quote:
        reading.set("extra_rows", kinds, quote)


def _with(kinds: list[str], kind: str, *, wanted: bool) -> list[str]:
    rest = [one for one in kinds if one != kind]
    return [*rest, kind] if wanted else rest


def _mentions(reading: Reading) -> list[tuple[str, Hit]]:
    return [
        (kind, hit)
        for kind, pattern in (("augmentation", MADE_UP), ("pseudo_labels", UNLABELLED))
        for hit in reading.line.find(rf" {pattern}(?= )")
    ]


def _answer(reading: Reading) -> str:
    """What such rows lack: the target in general words, or by its name."""
    words = ["target", "label", "outcome", "answer", "result", "truth"]
    target = reading.said("target")
    if target:
        words.append(re.escape(" ".join(lemma(token.text.lower()) for token in tokenise(str(target)))))
    return rf"(?:{'|'.join(words)})(?: value| label)?"


def _is_wish(reading: Reading, hit: Hit) -> bool:
    """Whether something is to be done with such rows; a story may tell of generated records as well."""
    before = _words_before(reading, hit)
    if match(r" (?:unlabell?|un label)", hit.match.group()):
        return bool(search(_USE, before))  # "unlabelled payments: find the odd ones" tells of the table
    return len(before.split()) <= _BARE or bool(search(_USE, before + hit.match.group() + " "))


def _words_before(reading: Reading, hit: Hit, *, n_words: int | None = None) -> str:
    """The words of the sentence up to a match, or the last few of them, with a blank on either side."""
    first = max(start for start, _ in reading.line.sentences() if start <= hit.start)
    words = [item.text for item in reading.line.items[first : hit.start]]
    return f" {' '.join(words if n_words is None else words[-n_words:])} "


def _sentence(reading: Reading, hit: Hit) -> str:
    start, end = next((a, b) for a, b in reading.line.sentences() if a <= hit.start < b)
    return reading.line.words(start, end).strip(" ,.;:")
