"""A message cut into statements about money, each with one figure."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.outcomes import Heard, Statement, classify, hear, stated
from assistant.offline.metric.values import Value, find_values
from assistant.offline.reading import Reading
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

_EACH = r"^ (?:each|apiece|a piece|a pop|a head|a time|a go|per [a-z]+)(?= )"
_STRONG = (";", ":", ".", "!", "?", "–", "—")
_VERB = r" (?:cost|be|lose|save|earn|bring|burn|waste|pay|set|make|get|eat|give|spare|take|come|run|amount|leave|rescue)(?= |$)"
# "A loyal one is left alone: that saves 2 dollars"
_POINTS_BACK = (
    r"^ (?:that|this|it|which)(?: [a-z]+)? (?:cost|save|earn|bring|lose|be|mean|set|make|gain|spare)(?= )"
)
_WEAK = words(", and but while whereas plus against versus vs then ( or")


@dataclass(frozen=True)
class Said:
    """One statement: what it says, its figure, and the words.

    Attributes:
        statement: The outcome or part of an offer, and the sign.
        value: The figure.
        start: First item of the stretch in the reading's line.
        end: Behind the last one.
        quote: The user's words.
        other: For a ratio, what the words behind "as … as" speak of.
        heard: What its words say one by one; None for a ratio.
        written: 1 or -1 where a sign is written in front of the figure, else 0.
        by_rule: The role that the rules gave it, where learned weights chose one.
    """

    statement: Statement
    value: Value
    start: int
    end: int
    quote: str
    other: Statement | None = None
    heard: Heard | None = None
    written: int = 0
    by_rule: str = ""


def find_statements(reading: Reading) -> list[Said]:
    """All statements about money, in order."""
    values = find_values(reading)
    found: list[Said] = []
    for start, end in reading.line.sentences():
        inside = [
            v for v in values if start <= v.start < end and not _said_before(reading.line, v, values, end)
        ]
        if not inside or is_story(reading.line, start, end):
            continue
        inside = [
            v
            for v in inside
            if not reading.line.has(
                r" (?:be |are |is )?(?:irrelevant|beside the point|not matter|not relevant|not count|never mind|unimportant|not interest\w*)(?= )",
                start=v.end,
                end=min(v.end + 7, end),
            )
        ]
        if not inside:
            continue
        for value, (first, last) in zip(inside, _stretches(reading.line, inside, start, end), strict=True):
            found.append(_said(reading, value, first, last))
    return found


_TAKEN_OFF = r" (?:come off|take off|deduct|subtract|go off|still to (?:pay|come)|not (?:yet )?(?:pay|count|include)|include|already in)(?:ed)?(?= )"


_APART_FROM = r" (?:before|without|excluding|not count|apart from|besides|on top of|not include)(?= )"


def _said_before(line: Line, value: Value, values: list[Value], end: int) -> bool:
    """ "Before those $400 come off": a figure that was given already, and is only pointed at."""
    again = any(v.start < value.start and v.kind == "amount" and v.amount == value.amount for v in values)
    if not again or value.kind != "amount":
        return False
    front = max(0, value.start - 4)
    pointed = line.has(r" (?:the|those|these|that|this)(?: same)?$", start=front, end=value.start)
    behind = line.has(_TAKEN_OFF, start=value.end, end=min(end, value.end + 5))
    return pointed and (behind or line.has(_APART_FROM, start=front, end=value.start))


_ONCE = r" (?:last (?:year|month|week|spring|summer|autumn|winter|time|quarter)|back then|at the time|in (?:spring|summer|autumn|winter|<date>)|once|yesterday|the other day|in those days|until now|so far|(?:year|month|week)s? ago)(?= )"
_AGO = r" (?:(?:year|month|week)s? ago|<dur> ago|years back)(?= )"
_PAST = r"(?i)(?<!what )\b(?:we|i|they|he|she|it|marketing|sales|boss|there|\w+s|(?:somebody|someone|\w+er) once)\s(?:promised|told|said|lost|spent|paid|saved|earned|made|were|was|had|did|wrote|rang|sold|brought|took)\b"
_OTHERS = r"^(?: (?:our|my|the|a|one|some|another|that|big|main|old))* (?:competitor|rival|predecessor|competition|neighbour|consultant|vendor|rumour)(?= )"


def is_story(line: Line, start: int, end: int) -> bool:
    """Whether a sentence tells what once was, or what others do: no figure of it is one to reckon with."""
    if line.has(_OTHERS, start=start, end=end) or line.has(_AGO, start=start, end=end):
        return True
    said = re.sub(r"\([^)]*\)", " ", line.words(start, end))
    once = next(
        (hit for hit in line.find(_ONCE, start=start, end=end) if not _in_brackets(line, start, hit.start)),
        None,
    )
    return once is not None and bool(re.search(_PAST, said))


def _in_brackets(line: Line, start: int, at: int) -> bool:
    texts = [item.text for item in line.items[start : at + 1]]
    return texts.count("(") > texts.count(")")


def _stretches(line: Line, values: list[Value], start: int, end: int) -> list[tuple[int, int]]:
    """Cut a sentence so that each stretch holds one figure and the words that go with it."""
    strong = [at for at in range(start, values[0].start) if _is_break(line, at, values[0])]
    cuts = [strong[-1] + 1 if strong else start]
    first = values[0]
    if line.has(" ,$", start=max(cuts[0], first.start - 1), end=first.start) and line.has(
        _EACH, start=first.end
    ):
        cuts = [first.start]  # "who will buy, we can do 500 calls, 5 euros each"
    for one, two in itertools.pairwise(values):
        cuts.append(_cut(line, one, two))
    cuts.append(end)
    return list(itertools.pairwise(cuts))


def _is_break(line: Line, at: int, value: Value) -> bool:
    """Whether a sign ends what went before; a colon right in front of a figure stands for "is"."""
    text = line.items[at].text
    if text in (":", "–", "—") and (
        not line.has(_VERB, start=at + 1, end=value.start) or line.has(_POINTS_BACK, start=at + 1)
    ):
        return False
    return text in _STRONG


def _cut(line: Line, one: Value, two: Value) -> int:
    """Where the words of one figure end and those of the next begin."""
    between = range(one.end, two.start)
    texts = {at: line.items[at].text for at in between}
    for at in between:
        if _is_break(line, at, two):
            return at
    weak = [at for at in between if texts[at] in _WEAK and not _joins(line, at, two)]
    commas = [at for at in weak if texts[at] == ","]
    if commas:
        follows = [at for at in commas if _begins(line, at)]
        return (follows or commas)[0]
    if weak:
        return weak[-1] if len(weak) > 1 and _late(line, one, weak) else weak[0]
    return one.end


def _begins(line: Line, at: int) -> bool:
    return line.has(
        r" (?:and|but|while|whereas|if|when|a|an|the|each|every|one|our|we|for|calling|call|false|missing|miss|needless|which|who|keep)(?= )",
        start=at + 1,
        end=at + 2,
    )


def _late(line: Line, one: Value, weak: list[int]) -> bool:
    """ "500 for a customer who leaves and does not come back and 20 for a call": the last "and" begins the next."""
    return line.has(r" (?:for|per|when|if|each|every|whenever)(?= )", start=one.end, end=one.end + 1)


def _joins(line: Line, at: int, two: Value) -> bool:
    """ "a needless call and letter": an "and" between two nouns."""
    return line.items[at].text == "or" and at + 3 < two.start


def _said(reading: Reading, value: Value, start: int, end: int) -> Said:
    line = reading.line.marked([(value.start, value.end, value.kind, value)])
    shift = (value.end - value.start) - 1
    last = end - shift
    quote = reading.line.words(start, end).strip(" ,.;:–")
    quote = re.sub(r"^(?:and|but|while|whereas)\s+", "", quote)
    if value.kind == "ratio":
        return _ratio(reading, line, value, start, last, end, quote)
    heard = hear(reading, line, start, last)
    statement = stated(reading, heard, kind=value.kind)
    written = 1 if _has_plus(reading.line, value) else min(0, value.amount.sign)
    if written > 0:
        gained = {"loss": "value", "": "value"}.get(statement.role, statement.role)
        statement = replace(statement, role=gained, sign=1)
    return Said(statement, value, start, end, quote, heard=heard, written=written)


def _has_plus(line: Line, value: Value) -> bool:
    """ "TP +90": a figure with its sign written in front."""
    at = line.tokens[line.items[value.start].start].start
    written = line.text[max(0, at - 1) : at + 1].strip().startswith("+")
    return written or line.has(r" (?::|=|be|,) plus$", start=max(0, value.start - 2), end=value.start)


def _ratio(reading: Reading, line: Line, value: Value, start: int, last: int, end: int, quote: str) -> Said:
    """Two outcomes compared: what stands in front of the figure, and what stands behind "as" or "than"."""
    at = value.start
    if value.figure < 1 and line.has(r" (?:rather|prefer|sooner|better|happily)(?= )", start=start, end=at):
        # "rather twenty needless calls than one miss": what follows the figure is the lesser evil.
        than = line.first(r" than(?= )", start=at, end=last)
        if than:
            return Said(
                classify(reading, line, at + 1, than.start),
                value,
                start,
                end,
                quote,
                classify(reading, line, than.end, last),
            )
    colon = line.first(r" (?::|vs|versus|against|/)(?= )", start=start + 1, end=at)
    if colon and line.has(r" (?:=|be|:|–|like)$", start=max(start, at - 1), end=at):
        # "a missed one : a needless call = 7 : 1"
        one = classify(reading, line, start, colon.start)
        two = classify(reading, line, colon.end, at)
        if one.role and two.role:
            return Said(one, value, start, end, quote, two)
    link = line.first(
        r" (?:as|than|then|compared? (?:to|with)|relative to|of)(?= (?!bad|expensive|costly|much|many|severe|harmful|important|painful|high|serious|damaging|dear|valuable|good))",
        start=at + 1,
        end=last,
    )
    split = link.end if link else last
    front = classify(reading, line, start, at)
    if link and not front.role and not front.named:
        # "It is ten times as bad to miss one as to call for nothing."
        middle = line.first(
            r" (?:bad|expensive|costly|much|severe|harmful|painful|worse|dear|serious)(?= )",
            start=at + 1,
            end=last,
        )
        begin = middle.end if middle else at + 1
        second = line.first(r" (?:as|than)(?= )", start=begin, end=last)
        if second:
            front, split = classify(reading, line, begin, second.start), second.end
    other = classify(reading, line, split, last) if split < last else None
    return Said(front, value, start, end, quote, other)


def said_amount(said: Said) -> Amount:
    """The figure with the sign of what it is: a loss is negative."""
    amount = said.value.amount
    if said.value.kind == "free":
        return Amount()
    if amount.sign < 0:
        return amount
    return amount if said.statement.sign > 0 else -amount
