"""What sounds like a wish about the plan and of which nothing was made: it is said, never passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.offline.reading import Reading
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import search

# Wishes about how to weigh, to test, to split, and about how many of something there may be. A story holds none of
# these words in this order; what only tells how things are is passed over in silence.
_WISH = (
    r"^(?: (?:please|and|but|also|so|then|,))* (?:weigh|weight|test|validate|judge|evaluate|score|split|stratify|hold out"
    r"|keep|count|treat|balance|oversample|undersample|group)(?= (?!(?:it|that|this|going|up)(?= ))[a-z<])",
    r" (?:same|one|each|every|whole) (?:\w+ ){1,3}(?:in|on|into) (?:the same|one|a single|different) (?:fold|side|part|split|set)(?= )",
    r" (?:<num>|<pct>)(?: [^ ]+){1,5} (?:may|must|should|can|is allowed to|are allowed to) (?:not |never |only )?be(?= )",
    r" (?:count|weigh|matter)s?(?: \w+){0,3} (?:<times>|twice|double|triple)(?= )",
    r" (?:have|has) (?:not|never) (?:be )?see[nw]?(?= )",
)
# What something costs changes a plan that has money; at first it may be part of a story.
_PRICE = r" (?:cost|earn|lose|save)(?: (?:we|us|about|around|roughly|only|just|now|rather))* <num>(?= )"
_ASKED_ANYWAY = frozenset(("target", "task", "positive_label", "ignore_columns"))


def unheard(reading: Reading) -> list[str]:
    """The clauses of a message that wish for something which no reader took up, in the user's own words."""
    if any(doubt.field not in _ASKED_ANYWAY for doubt in reading.doubts):
        return []  # what is asked about may well be this
    line = reading.line
    wishes = (*_WISH, _PRICE) if reading.context.spec.get("metric") else _WISH
    heard = _heard(reading)
    found = []
    for start, end in _clauses(line):
        stretch = f" {line.canon[line.place(start) : line.place(end)].strip()} "
        tokens = range(line.items[start].start, line.items[end - 1].end)
        if (
            "<aside>" not in stretch
            and heard.isdisjoint(tokens)
            and any(search(wish, stretch) for wish in wishes)
        ):
            found.append(line.words(start, end).strip(" ,.;:"))
    return found


def _clauses(line: Line) -> Iterator[tuple[int, int]]:
    """Sentences, cut at commas and colons as well."""
    for start, end in line.sentences():
        begin = start
        for at in range(start, end + 1):
            if at == end or line.items[at].text in (",", ":"):
                if at > begin:
                    yield begin, at
                begin = at + 1


def _heard(reading: Reading) -> set[int]:
    """The tokens that a reader made use of, or that stand in the words it quoted."""
    heard = set(reading.claimed)
    for finding in reading.findings:
        for match in re.finditer(re.escape(finding.quote), reading.line.text) if finding.quote else ():
            heard.update(
                k
                for k, token in enumerate(reading.line.tokens)
                if match.start() < token.end and token.start < match.end()
            )
    return heard
