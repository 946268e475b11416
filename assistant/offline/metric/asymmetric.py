"""Regression in which predicting too low costs otherwise than predicting too high."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Literal

from assistant.offline.metric.currency import stated_currency
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import search
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.units import CURRENCY_WORDS

Side = Literal["under", "over"]
_FIGURE = r"(?:<num>|<money>|<pct>|<dur>|<ms>|<size>|<date>|a carat|a second)"
_LESS, _MORE = (
    r"(?:early|earlier|sooner|less|fewer|few|lower|shorter|smaller|quicker|small|low|short)",
    r"(?:late|later|more|higher|longer|bigger|larger|slower|big|large|long|high)",
)
_PROMISE = r"(?:promise|announce|quote|predict|tell|text|say|estimate|forecast|plan|state|advertise)(?:d|ed)?(?: (?!than)[a-z]+){0,4}?"
_UNDER = (
    rf"{_PROMISE} {_LESS}(?: [a-z]+){{0,2}} than (?:be|it|they|he|she|we|what|the|really|actually|in fact)|{_PROMISE} (?:a|an) {_LESS} (?:one|\w+)(?= (?:cost|be|hurt|[.,;]))|(?:beneath|underneath)(?= (?:the|its|it|what|that|reality))|(?:a|an|one|each|every|any|per) \w+ (?:missing|lacking|short)|(?:find|face)(?: \w+){{0,3}} empty|(?:shelf|shelves|rack) (?:be )?empty|(?:send|turn) (?:\w+ ){{1,3}}away|(?:disappoint|unserved|hungry)(?:ed)? (?:customer|guest|client|buyer|people)s?|sell out|sold out|out of stock|stock ?outs?|leave (?:without|empty handed)"
    r"|too (?:low|few|little|small|cheap|short|pessimistic)(?:ly)?|not enough|under ?(?:predict\w*|estimat\w*|forecast\w*|bid\w*|quot\w*|pric\w*|shoot\w*|stock\w*|order\w*|charg\w*|stat\w*|shot|valu\w*|supply|pay\w*|plan\w*)"
    rf"|<money> less(?! than <)|below(?! {_FIGURE})|under(?! {_FIGURE})|short(?:fall|age|age of)?(?! (?:term|list))|(?:be|run|fall|come up) short|run(?:ning)? out(?: of \w+)?|out of stock|stock ?out|sell out|empty shelf|empty shelves|too less|lower than|less than(?! {_FIGURE})|lost sales?|missing (?:stock|unit|bike)s?|lack(?:ing)?|missing(?= (?:<|cost|at |:|be ))|deficit|(?:bike|unit|item|piece|room|seat|one|car|part)s? missing|missing (?:one|piece|item|room|seat|car|part)|understock\w*|(?:on the )?low side|turn(?:ing)? (?:away )?customers? away"
    r"|(?:guess|predict|estimate|aim|bid|err|forecast|shoot|come in|come out|value|appraise) (?:it |them |too )?low|(?:promise|announce|predict|text|quote|say|estimate|tell (?:we|them|people|customers?)) (?:it |them )?too (?:early|soon)"
    r"|(?:later|slower) than|fail to (?:report|announce|promise|predict|forecast|order|plan|bake|stock)|(?:be|was|were) there but"
)
_OVER = (
    rf"{_PROMISE} {_MORE}(?: [a-z]+){{0,2}} than (?:be|it|they|he|she|we|what|the|really|actually|in fact)|{_PROMISE} (?:a|an) {_MORE} (?:one|\w+)(?= (?:cost|be|hurt|[.,;]))|(?:plan|order|bake|buy|stock|produce|make|cook|reserve|staff|prepare|roster)(?:ed)? (?:but|and|yet)(?: (?:then|do|we|it|could|can))* (?:not|never)(?: get| be)? \w+|(?:not|never) (?:be )?(?:sell|sold|use|used|pick up|picked up|eat|eaten)"
    r"|too (?:high|much|many|large|big|expensive|long|optimistic|generous)(?:ly)?|over ?(?:predict\w*|estimat\w*|forecast\w*|bid\w*|pay\w*|paid|quot\w*|pric\w*|shoot\w*|stock\w*|order\w*|charg\w*|stat\w*|shot|valu\w*|supply|plan\w*)"
    rf"|<money> more(?! than <)|above(?! {_FIGURE})|over(?! {_FIGURE}| (?:with|to|a|an|it|that)| the (?:next|last|past|year|age)| <)|excess|surplus|left ?over|leftovers?|unsold|spare|superfluous|idle|higher than|more than(?! {_FIGURE})|overhang|spoil\w*|waste(?:d)? (?!of|time|money|<|a |the |we|us)[a-z]+|throw(?:n|ing)? (?:(?:one|it|them|some) )?away|(?:on the )?high side|stand(?:ing)? around|overstock\w*"
    r"|(?:guess|predict|estimate|aim|bid|err|forecast|shoot|come in|come out|value|appraise) (?:it |them |too )?high|(?:promise|announce|predict|text|quote|say|estimate|tell (?:we|them|people|customers?)) (?:it |them )?too late"
    r"|(?:early|earlier|sooner|quicker|faster) than|(?:still |leave |left )?on the (?:shelf|shelves|rack|lot)|in the (?:bin|trash|garbage)|(?:go|turn) stale|stale|(?:although|though|but|when|that|which) (?:it |they |there )?(?:be|do|have) not (?:there|exist|come|happen|materiali[sz]e)"
)
_DIRECTION = rf"(?<= )(?:(?P<under>{_UNDER})|(?P<over>{_OVER}))(?= )"
_COST = r"(?:cost|lose|waste|be|set (?:we|us) back|hurt|mean|charge|pay|burn|loss of|cost of|come to|for|at|forfeit|:|=|about|us|we|me|them|around|roughly|only|just|of|-|another|some|the company|is|counts?|with|by)"
_UNIT = r"(?:each|every|a|one|per|any|an|the|for each|for every)"
_COMPARED = r" (?:what |than )?(?:what )?(?:we|i|you|our|the|my|your|it be)?(?: have| had)? ?(?:announce|text|say|said|promise|predict|quote|expect|tell|told|plan|forecast|estimate|prediction|announcement|quotation|order|bake|stock)(?:ed)?(?= )"
_WHOLE = r" (?:the|a) (?:full|whole|entire) (?:dollar|euro|pound|rupee|franc|buck|difference|amount)(?= [.,;!)]|$| $)| (?:lose|cost)(?: (?:we|us|me|exactly|just))* (?:that|the|this)(?: (?:very|whole|full|entire|same))* (?:dollar|euro|pound|rupee|franc|buck|cent|amount)(?! (?:of|in|for))(?= )| (?:lose|cost|pay|forfeit|eat|swallow)(?: (?:us|we|me|exactly|just))* (?:the|that) (?:whole |full |entire |complete )?(?:difference|gap|shortfall|excess)(?: in full)?(?= )| (?:be|is|cost|mean) (?:a|one|the) (?:whole|full|entire|complete) ?(?:\w+)?(?: (?:lost|lose|gone(?! to)|go(?! to)|wasted|waste|loss))?(?= )| (?:be|is|get|go)(?: simply| all| just| entirely| straight| fully| completely)* (?:lost|lose|gone(?! to)|go(?! to)|wasted|waste|out of (?:our|my) pocket|down the drain|our loss|money lost|a loss|thrown away)(?= )| (?:lose|cost)(?: we| us| me)* (?:exactly )?(?:that|the same|as much|the full|itself|it all|one)(?: amount| dollar| euro| rupee)?(?= )"


@dataclass(frozen=True)
class Turn:
    """One mention of a direction and where it stands."""

    side: Side
    start: int
    end: int


def read_asymmetric(reading: Reading) -> bool:
    """Find the costs of the two directions; True where something was set or asked."""
    done = ratio = False
    # Where one side is so many times as bad as the other, "we eat the difference" tells no second figure.
    sentences = sorted(
        reading.line.sentences(),
        key=lambda part: not reading.line.has(" <times>(?= )", start=part[0], end=part[1]),
    )
    for start, end in sentences:
        turns = turns_of(reading.line, start, end)
        if reading.line.has(r" (?:optimistic|pessimistic)(?= )", start=start, end=end) and _is_time(reading):
            turns = [
                Turn("over" if turn.side == "under" else "under", turn.start, turn.end) for turn in turns
            ]
        if not turns:
            continue
        if reading.line.has(r" <times>(?= )", start=start, end=end):
            ratio = _read_ratio(reading, turns, start, end) or ratio
            done = done or ratio
        elif not ratio:
            done = _read_costs(reading, turns, start, end) or done
    if done:
        _finish(reading)
    return done


def turns_of(line: Line, start: int, end: int) -> list[Turn]:
    """All directions that a stretch names, in order."""
    found: list[Turn] = []
    for hit in line.find(_DIRECTION, start=start, end=end):
        side: Side = "under" if hit.match.group("under") else "over"
        if _against_said(line, hit):
            side = "over" if side == "under" else "under"
        if (
            found
            and (_where_it_ends_up(hit) or found[-1].side == side)
            and not line.has(r" (?:,|;|and|but|:|-|–)(?= )", start=found[-1].end, end=hit.start)
        ):
            continue  # "one too few on the shelf": the direction was told
        found.append(Turn(side, hit.start, hit.end))
    return found


def _where_it_ends_up(hit: Hit) -> bool:
    """ "On the shelf", "in the bin": the place of what is left over rather than a direction."""
    return search(r"^ ?(?:still |leave |left )?(?:on|in) the ", hit.match.group() + " ") is not None


def _against_said(line: Line, hit: Hit) -> bool:
    """ "More than we announced" measures the truth by the prediction, so the prediction was too low."""
    compares = search(
        r" (?:above|below|(?:more|less|higher|lower) than) $", f"{hit.match.group().rstrip()} ".rjust(1)
    )
    return bool(compares) and line.has(rf"^{_COMPARED}", start=hit.end)


def _is_time(reading: Reading) -> bool:
    frame = reading.notes.get("frame")
    return (
        frame is not None
        and frame.target is not None
        and bool(re.search(r"(?i)minute|hour|day|time|duration|delay|cost|charge|expense", frame.target.name))
    )


def _read_ratio(reading: Reading, turns: list[Turn], start: int, end: int) -> bool:
    """ "running out is three times as expensive as having too much"."""
    line = reading.line
    hit = line.first(
        r" (?P<times><times>)(?: (?:as|more|the|so|worse|less|what|that))*", start=start, end=end
    )
    if hit is None or not reading.free(hit, "times"):
        return False
    if not line.has(
        r" (?:bad|worse|expensive|costly|cost|dear|painful|hurt|much|severe|serious|harmful|important|annoy|annoying|count|weigh|weight|penalty|penali[sz]e|damage|damaging|price|heavy|heavily|loss|lose|mistake|wrong|terrible|annoying|unpleasant)\w*(?= )",
        start=start,
        end=end,
    ):
        return False
    side = _compared(line, turns, hit, start, end)
    if side is None:
        return False
    figure = hit.quantity("times").value
    other: Side = "over" if side == "under" else "under"
    quote = line.words(start, end).strip(" ,.;:")
    big, small = (figure, 1.0) if figure >= 1 else (1.0, 1 / figure)
    _set(reading, side, big, quote)
    _set(reading, other, small, quote)
    reading.claim_items(line, start, end)
    return True


def _compared(line: Line, turns: list[Turn], hit: Hit, start: int, end: int) -> Side | None:
    """The side that is so many times as bad: the nearest in front of the figure, unless "the latter" or "the other"."""
    before = [turn for turn in turns if turn.end <= hit.start]
    after = [turn for turn in turns if turn.start >= hit.end]
    if before:
        clause = line.canon[line.place(before[-1].end) - 1 : line.place(hit.start)]
        if search(r" (?:latter|second) ", clause) or not search(
            r" (?:former|first|other|opposite|reverse) ", clause
        ):
            return before[-1].side
        if search(r" (?:former|first) ", clause):
            return before[0].side
        return "over" if before[-1].side == "under" else "under"
    return after[0].side if after else None


def _read_costs(reading: Reading, turns: list[Turn], start: int, end: int) -> bool:
    """ "a bike too few costs $2.50, one too many $0.80"."""
    line = reading.line
    done = False
    for turn, (first, last) in zip(turns, _stretches(line, turns, start, end), strict=True):
        cost = _cost(reading, turn, first, last)
        if cost is None:
            continue
        quote = line.words(first, last).strip(" ,.;:")
        _set(reading, turn.side, cost[0], quote)
        reading.notes.setdefault("unit_currency", cost[1])
        if cost[1]:
            reading.notes["unit_currency"] = cost[1]
        reading.claim_items(line, first, last)
        done = True
    return done


def _stretches(line: Line, turns: list[Turn], start: int, end: int) -> list[tuple[int, int]]:
    """Cut a sentence between its directions, at the last comma, semicolon or "and" before the next one's words."""
    cuts = [start]
    for one, two in itertools.pairwise(turns):
        between = [
            at
            for at in range(one.end, two.start)
            if line.items[at].text in (",", ";", "and", "but", "while", "whereas", ":", "–", "(")
        ]
        cuts.append(between[-1] if between and one.side != two.side else between[0] if between else one.end)
    cuts.append(end)
    return list(itertools.pairwise(cuts))


_MONEY_TALK = (
    r" (?:cost|lose|waste|burn|hurt|<money>)(?= )"  # "… costs us 30 dollars, too low by 1,000 dollars 80"
)
_CLOCK = r"^ <num> (?:every (?:morning|day|night|evening)|in the (?:morning|evening|afternoon)|at night|o'clock|a\.? ?m|sharp)(?= )"


def _cost(reading: Reading, turn: Turn, start: int, end: int) -> tuple[float, str] | None:
    """Cost per unit and its currency; the unit itself ("each dollar", "by 100 euros") may be of money, too."""
    line = reading.line
    unit, unit_currency, unit_at = _unit(line, turn, start, end)
    for at in range(start, end):
        payload = line.items[at].payload
        if (
            not isinstance(payload, Quantity)
            or at == unit_at
            or payload.kind not in ("money", "number", "percent")
        ):
            continue
        if any(k in reading.claimed for k in range(line.items[at].start, line.items[at].end)):
            continue
        if payload.kind == "percent" and not line.has(
            r" of (?:it|that|the (?:difference|amount|error))", start=at + 1, end=at + 4
        ):
            continue
        if payload.kind == "number" and not (
            (
                unit_at >= 0
                and at > unit_at
                and line.has(r"^ <num> (?:[.,;!)]|$)", start=at)
                and line.has(_MONEY_TALK)
            )
            or line.has(rf" {_COST}$", start=max(start, at - 1), end=at)
            or (
                at == turn.end and line.has(r" (?:cost|lose|waste|burn)(?= )")
            )  # "… costs 0.40, one too few 1.10"
        ):
            continue
        if payload.kind == "number" and line.has(_CLOCK, start=at, end=at + 4):
            continue
        if payload.kind == "number" and line.has(
            r" (?:chain|total|list|group|fleet|set) of$", start=max(start, at - 2), end=at
        ):
            continue
        if payload.kind == "number" and line.has("^ p(?= )", start=at + 1):  # "60p"
            return payload.value / 100 / unit, "GBP"
        return payload.value / unit, payload.currency or unit_currency
    if line.has(_WHOLE, start=start, end=end) or line.has(
        r" (?:is|be) (?:lost|lose|gone)(?! to)(?= )", start=start, end=end
    ):
        return 1.0, unit_currency
    return None


# "A dollar lost" is the cost; "a dollar too low loses us 20 cents" is the unit.
_THAT_IS_LOST = r"^ (?:lose|lost|gone|waste|wasted)(?! (?:we |us |me |about |around |exactly )*(?:<|the |that |half|a ))(?= )"


def _unit(line: Line, turn: Turn, start: int, end: int) -> tuple[float, str, int]:
    """The unit of error: its size, its currency where it is money, and the item that holds it."""
    for at in range(start, end):
        payload = line.items[at].payload
        if isinstance(payload, Quantity) and payload.kind in ("money", "number"):
            before = line.items[at - 1].text if at > start else ""
            near = (
                at < turn.start
                and turn.start - at <= 7
                and not line.has(r" (?:cost|lose|waste|hurt|mean)(?= )", start=start, end=at)
            )
            if turn.start <= at < turn.end:
                return payload.value, payload.currency, at
            if line.has(_THAT_IS_LOST, start=at + 1) and before != "by":
                continue
            by = before in ("by",) or (
                before in ("each", "every", "per")
                and not line.has(r" (?:cost|lose|waste)(?= )", start=start, end=at)
            )
            if (
                by
                or (
                    at + 1 == turn.start
                    and not line.has("^ (?:still |leave |left )?(?:in|on) the(?= )", start=turn.start)
                )
                or (near and (payload.written in ("article", "one") or before in ("each", "every", "per")))
            ):
                return payload.value, payload.currency, at
    hit = line.first(
        rf" {_UNIT} (?P<unit>dollar|euro|pound|rupee|franc|yen|yuan|buck|cent)(?= )", start=start, end=end
    )
    if hit:
        word = hit.said("unit")
        return (0.01 if word == "cent" else 1.0), CURRENCY_WORDS.get(word, ""), -1
    return 1.0, "", -1


def _set(reading: Reading, side: Side, value: float, quote: str) -> None:
    path = f"metric.{side}"
    old = next((f.value for f in reading.findings if f.path == path), None)
    if old is not None and old != tidy(value):
        reading.findings[:] = [f for f in reading.findings if f.path != path]
        reading.ask(
            path,
            f"You gave two different figures for predicting too {'low' if side == 'under' else 'high'}. Which one holds?",
        )
        return
    reading.set(path, tidy(round(value, 10)), quote)


def _finish(reading: Reading) -> None:
    """The kind, the currency, and a question where one side is open."""
    quote = (
        next(f.quote for f in reading.findings if f.path in ("metric.under", "metric.over"))
        if any(f.path in ("metric.under", "metric.over") for f in reading.findings)
        else ""
    )
    before = reading.context.spec.get("metric", {})
    if before.get("kind") != "asymmetric":
        reading.set("metric.kind", "asymmetric", quote)
    currency = reading.notes.get("unit_currency") or stated_currency(reading)
    if currency and before.get("currency") != currency:
        reading.set("metric.currency", currency, quote)
    for side, word in (("under", "low"), ("over", "high")):
        if reading.said(f"metric.{side}") is None:
            _recall(reading, f"metric.{side}")
        if reading.said(f"metric.{side}") is None:
            reading.ask(f"metric.{side}", f"What does each unit cost that the prediction is too {word}?")


def _recall(reading: Reading, path: str) -> None:
    """A side that an earlier message told, and that waits for the other one."""
    told = reading.notes.get("recalled", {}).get("metric", {})
    if told.get("metric.kind", ("",))[0] != "asymmetric":
        return
    for each in (path, "metric.currency"):
        if each in told and reading.said(each) is None:
            value, quote = told[each]
            reading.set(each, value, quote)
