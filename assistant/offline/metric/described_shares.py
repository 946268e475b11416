"""Precision and recall in words: the share of those flagged that are real, the share of the real ones that are found."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.offline.metric.rates import ACT, FALSE, FIND, MISS, REAL, polarity, says
from assistant.offline.reading import Reading
from assistant.offline.text.line import Line


@dataclass(frozen=True)
class Told:
    """A rate by its name, the items that tell it, and whether the words leave room for no other."""

    measure: str
    start: int
    end: int
    sole: bool = False


_SHARE = r"shares?|percentages?|percent|per cent|%|fractions?|proportions?|portions?|what part|how large a part|how big a part|how many|how much of"
_BY_US = r"(?:we|i|you|it|they|he|she|the (?:model|system|filter|desk|team|list|tool|machine|program\w*|classifier))"
_FLAGGED = rf"{ACT}|call|name|say|accuse|claim|label|declare|put forward|point out|hand over|suggest|present|alert|propose|classify|deem|propound|denounce|send|give|think|believe|predict"
_THE_FIGURE = r"thing|number|figure|score|measure|metric|share|percentage|fraction|proportion|model"
_ACTED_NOUN = r"(?:alarms?|alerts?|warnings?|flags?|accusations?|suspects|suspicions|list|shortlist|selection|picks|folder|hits|tips|predictions|predicted positives?|flagged \w+|reported \w+|suspected \w+|positives|pile|bin|queue|verdicts?|suggestions?|nominations?)"
# "Predict" says what the model does with every row, and finds none.
_FOUND = FIND.replace("|predict|", "|")


def rate_of_share(reading: Reading, start: int, end: int) -> Told | None:
    """ "Out of the claims you call fraud, what share truly is?", "what share of all of them it finds"."""
    line = reading.line
    for hit in line.find(rf" (?:{_SHARE})(?= )", start=start, end=end):
        if line.has(r"^ (?:<|day|week|month|hour|minute|model|trial|fold)", start=hit.end):
            continue
        if _of_the_real(reading, hit.end, end) and says(
            line, rf"{_FOUND}|on (?:the|your|our) list|list", hit.end, end
        ):
            return Told("recall", hit.start, end)
        acted = _acted(reading, start, end)
        if acted is not None:
            if _real(reading, acted, start, end):
                return Told("precision", min(acted[0], hit.start), max(acted[1], hit.end))
            continue
        if says(line, FALSE, start, end):
            continue
        if _whole(reading, start, end) and says(
            line,
            rf"{_FOUND}|flag|warn|alert|announce|forewarn|reach|stop|block|cover|bring to light|be on|ring|recogni[sz]ed|caught|spotted|detected",
            hit.start,
            end,
        ):
            return Told("recall", hit.start, end)
    return None


def _of_the_real(reading: Reading, at: int, end: int) -> bool:
    """ "… of the bad ones": the real cases right behind the word for a share are the whole."""
    of = reading.line.first(
        r"^ of(?: (?:all|the|those|these|our|your|real|actual|true|really))*(?= )", start=at, end=end
    )
    return of is not None and polarity(reading, of.end, min(of.end + 2, end)) > 0


def _acted(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """ "Those you accuse", "everything in the junk folder": the rows that are acted on, as the whole that is shared."""
    line = reading.line
    noun = r"(?:those|them|that|one|ones|everything|everyone|everybody|anything|anyone|whoever|whomever|all|what|whatever|people|persons?|customers?|clients?|cases?|messages?|texts?|mails?|machines?|claims?|members?|accounts?|orders?|rows?|patients?|loans?|leads?|sessions?|visitors?|employees?|applicants?|candidates?|borrowers?|tickets?|[a-z]{4,})"
    for hit in line.find(
        rf" {noun}(?: (?:that|who|whom|which))? (?:{_BY_US} (?:\w+ )?(?:{_FLAGGED})|be (?:flagged|named|accused|reported|marked|flag|name|accuse|report|mark|suspected|suspect|picked|pick|predicted|listed))(?= )",
        start=start,
        end=end,
    ):
        # "The real failures that you saw coming" are a share of the real ones.
        if says(line, _THE_FIGURE, hit.start, hit.start + 1):
            continue
        everybody = line.has(
            r" (?:all|every)(?: the| of the)?$", start=max(start, hit.start - 3), end=hit.start
        )
        if not everybody and polarity(reading, max(start, hit.start - 1), hit.start + 1) <= 0:
            return hit.start, hit.end
    place = line.first(
        rf" (?:of|among|in|on|out of|from|with|raise|your|our|its|the|all)(?: (?:all|the|your|our|its|my|these|those))* (?:\w+ )?{_ACTED_NOUN}(?= )",
        start=start,
        end=end,
    )
    return (place.start, place.end) if place else None


def _real(reading: Reading, acted: tuple[int, int], start: int, end: int) -> bool:
    """Whether it is said that they are what they were taken for."""
    rest = [(start, acted[0]), (acted[1], end)]
    return any(
        says(reading.line, rf"{REAL}|be (?:one|so|such|that)", a, b) or polarity(reading, a, b) > 0
        for a, b in rest
        if a < b
    )


def _whole(reading: Reading, start: int, end: int) -> bool:
    """Whether those that the event happens to are spoken of, or "them" whom the goal looks for."""
    return polarity(reading, start, end) > 0 or says(
        reading.line,
        r"(?:of|all|every one of) (?:all )?(?:of )?(?:them|these|those|such|the positives?|positives?)(?: \w+)?",
        start,
        end,
    )


_NOTHING_ELSE = r"nothing (?:else|more|besides)(?: \w+)?|only|solely|purely|alone|exclusively|be damned|whatever the cost|at any (?:price|cost)|(?:no|not) matter how many|do (?:not|n't) (?:matter|care|count)|not (?:matter|care|count|bother|mind)(?: \w+){0,4}|never mind|regardless"
_FEW = r" (?:as (?:few|little|rarely|seldom|small)|few|fewest|hardly any|minimi[sz]e|the fewest|least)(?= )"


def sole_wish(reading: Reading, start: int, end: int) -> Told | None:
    """ "Miss as few of them as possible, nothing else matters": one rate to be as good as possible, and no other."""
    line = reading.line
    only = line.first(rf" (?:{_NOTHING_ELSE})(?= )", start=start, end=end)
    few = line.first(_FEW, start=start, end=end)
    if only is None or few is None or not _superlative(line, start, end):
        return None
    if says(line, r"false (?:alarm|positive|accusation|call)s?|wrongly|needless\w*", start, end):
        return Told("precision", few.start, only.end, sole=True) if few.start < only.start else None
    return Told("recall", start, only.end, sole=True) if says(line, MISS, start, end) else None


def _superlative(line: Line, start: int, end: int) -> bool:
    return line.has(r" as possible| as (?:we|you|it) can| fewest | minimi[sz]e", start=start, end=end)
