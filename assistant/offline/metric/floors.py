"""Bounds on rates, and what is to be as good as possible beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.offline.aside.told import typed
from assistant.offline.aside.wishes import without_quotations
from assistant.offline.goal.frame import Frame
from assistant.offline.metric.rates import (
    FALSE,
    WHOLES,
    best_of,
    is_ruled_out,
    polarity,
    read_rates,
    says,
    side_of,
)
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.table.events import find_events
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import match, search
from assistant.offline.text.quantities import Quantity

RateName = Literal["recall", "precision", "false_positive_rate", "specificity"]
_RATES: tuple[tuple[str, RateName], ...] = (
    (r"(?:hit|success|strike) rate (?:among|of|in|on|for|with)(?: (?:the|those|our|all))*(?: (?:one|people|customer|case))?(?: (?:that )?(?:we|you|it))? (?:flag|call|pick|select|alarm|alert|contact|mail|inspect|check|visit|letter|audit)(?: (?!to |of |must |should |at )\w+)?", "precision"),
    (r"(?:hit|success|strike) rate (?:among|of|in|on|for|with)(?: (?:the|those|our|all|people|customers?|ones?))+ (?:who |that |whom )?(?:we|you|i) [a-z]+(?: (?:the|a|our) [a-z]+)?(?: (?:to|up|out))?", "precision"),
    (r"false (?:positive|alarm) (?:rate|share)|fpr|false alarms? rate|rate of false (?:positive|alarm)s?|fall out", "false_positive_rate"),
    (r"specificity|true negative rate|tnr", "specificity"),
    (r"recall|sensitivity|true positive rate|tpr|(?:hit|detection|catch) rate", "recall"),
    (r"precision|positive predictive value|ppv|purity", "precision"),
)  # fmt: skip
# With a bound it is the rate of them; "as few false alarms as possible" wishes for precision.
_FALSE_ALARMS: tuple[str, RateName] = (r"false (?:positive|alarm)", "false_positive_rate")
_BOUND = r"(?P<front> at least| no less than| not less than| no fewer than| not fewer than| minimum(?: of)?| min| above| over| more than| no lower than| not (?:fall |drop |go )?below| at most| no more than| not more than| no higher than| not higher than| maximum(?: of)?| max| below| under| less than| up to| not exceed(?:ing)?| not (?:rise |go )?above| not lower than| not worse than| ≥| ≤| >=| <=| >| <| of| be| =| :| stay above| stay below| exceed| fewer than)"
_VALUE = r"(?P<value><pct>|<num>|<points>)(?P<behind> (?:or (?:more|less|better|higher|lower|above|below|over)|at least|at most|minimum|min|max|maximum|and (?:above|over|more)))?"
_CATCH = r"(?:catch|find|detect|identify|spot|reach|recogni[sz]e|cover|uncover|capture|get|notice|flag|see|discover|stop|intercept|pick up|block|filter(?: out)?|pick out|prevent|foresee|be (?:find|found|catch|caught|detect|detected|spot|spotted|flag|identify|identified)|warn of|predict|tell|anticipate)"
_MISS = r"(?:miss|overlook|let(?: \w+){0,3} (?:through|slip|pass|go)|slip through|get through|get past|lose|escape|go (?:unnoticed|undetected|unseen)|fail to (?:catch|find|spot|detect|notice)|not (?:catch|find|spot|detect|see)|be miss|be overlook|undetected|unnoticed|slip (?:by|past))"
_FALSE = r"(?:false (?:alarm|positive|alert|call|accusation)s?|needless(?: \w+)?|unnecessary(?: \w+)?|pointless(?: \w+)?|wrong(?:ly)?(?: \w+)?|wasted(?: \w+)?|superfluous(?: \w+)?|innocent(?: \w+)?|mistaken(?:ly)?(?: \w+)?|in vain|for nothing|useless(?: \w+)?|unneeded(?: \w+)?|false one|unjustified(?: \w+)?)"
_AS_FEW = r"(?:as few|as little|with (?:the )?(?:few|fewest|least|little|minimal|minimum)|few(?:est)? possible|minimi[sz]e|keep(?: \w+){0,3} (?:low|down|small|minimal|rare)|least|fewest|hardly any|bother(?: \w+){0,2} few|annoy(?: \w+){0,2} few|trouble(?: \w+){0,2} few|disturb(?: \w+){0,2} few|lowest|low(?:est)? possible|without (?:too )?many|avoid(?:ing)?|as seldom|as rarely|reduce|cut down on|minimal|not too many|keep)"
_AS_MANY = r"(?:as many|as much|as (?:large|big|high) (?:a )?(?:share|number|part)|the most|maximum number|highest number|most possible|every(?:one)? (?:we|you) can|all (?:we|you) can|the largest (?:number|share)|maximi[sz]e (?:the number|the share|how many)|the greatest number|as high a share)"


@dataclass(frozen=True)
class Bound:
    """A rate, or a count, that has to keep to a figure."""

    measure: str
    side: Literal["at_least", "at_most"]
    value: float | int
    quote: str
    at: int = 0  # where it was said


@dataclass(frozen=True)
class Floors:
    """What was said about rates: what is to be as good as possible, and the bounds in the order said."""

    maximise: str
    bounds: tuple[Bound, ...]
    quote: str


def read_floors(reading: Reading) -> Floors | None:
    """Find bounds on rates."""
    with without_quotations(reading):
        return _read_floors(reading)


def _read_floors(reading: Reading) -> Floors | None:
    bounds = [
        *_by_name(reading),
        *_by_catching(reading),
        *_by_missing(reading),
        *_by_hits(reading),
        *_by_false(reading),
        *_by_group(reading),
        *_by_length(reading),
    ]
    kept: list[Bound] = []
    for bound in bounds:
        if (bound.side == "at_most") != (bound.measure in ("false_positive_rate", "flagged")):
            continue  # the good side of a rate is never bounded
        if bound.measure not in {other.measure for other in kept}:
            kept.append(bound)
    kept.sort(key=lambda bound: bound.at)
    if kept or reading.context.spec.get("metric", {}).get("kind") in ("floor", "payoff"):
        kept += _flagged_beside(reading)
    best = _maximised(reading, kept) or _left_over(kept)
    if not kept and not best:
        return None
    return Floors(best[0] if best else "", tuple(kept), best[1] if best else "")


def _left_over(bounds: list[Bound]) -> tuple[str, str] | None:
    """With recall and false alarms bounded nothing but precision is left to be improved."""
    measures = {bound.measure for bound in bounds}
    if "recall" in measures and "precision" not in measures and len(measures) > 1:
        return "precision", bounds[0].quote
    if "precision" in measures and "recall" not in measures and len(measures) > 1:
        return "recall", bounds[0].quote
    return None


_FLAG = r"flag|alert|alarm|mark|report|highlight|raise|put forward|bring up|announce|announcement|warn|warning|suspect|list|name"
_CLAUSE = (",", ":", "and", "but", "while", "(", ")", "–", "then", "with")


def _flagged_beside(reading: Reading) -> list[Bound]:
    """ "… and don't flag more than 1,800 customers", "flagged units must stay under 5 %", beside a bound on a rate."""
    line = reading.line
    for start, end in line.sentences():
        for at in range(start, end):
            quantity = line.items[at].payload
            if not isinstance(quantity, Quantity) or quantity.kind not in ("number", "percent"):
                continue
            first, last = _clause(line, at, start, end)
            item = line.items[at]
            if not reading.claimed.isdisjoint(range(item.start, item.end)) or not says(
                line, _FLAG, first, last
            ):
                continue
            if side_of(line, at, first, last) != "at_most" or says(line, FALSE, first, last):
                continue
            if polarity(reading, first, last) or line.has(_OTHER_UNIT, start=at + 1, end=last):
                continue
            quote = line.words(first, last).strip(" ,.;:")
            if quantity.kind == "percent" and 0 < quantity.value < 1:
                found = Bound("flagged_share", "at_most", tidy(quantity.value), quote, at)
            elif quantity.value >= 2 and quantity.value == int(quantity.value):
                found = Bound("flagged", "at_most", int(quantity.value), quote, at)
            else:
                continue
            reading.claim_items(line, at, at + 1)
            return [found]
    return []


_OTHER_UNIT = r"^ (?:\w+ )?(?:minute|hour|day|week|month|second|trial|feature|column|model|tree|mb|gb|ms|euro|dollar|pound|point)s?(?= )"


def _clause(line: Line, at: int, start: int, end: int) -> tuple[int, int]:
    """The clause of a figure: from the break in front of it to the one behind."""
    first = next((k + 1 for k in range(at - 1, start - 1, -1) if line.items[k].text in _CLAUSE), start)
    last = next((k for k in range(at + 1, end) if line.items[k].text in _CLAUSE), end)
    return first, last


def _side(hit: Hit, default: Literal["at_least", "at_most"]) -> Literal["at_least", "at_most"]:
    words = (
        (hit.said("front") + " " + hit.said("behind"))
        if "behind" in hit.match.groupdict()
        else hit.said("front")
    )
    if (
        search(
            r"at least|no less|not less|no fewer|not fewer|not lower|not worse|min|above|over|(?<!no )(?<!not )more than|no lower|not (?:\w+ )?below|>|stay above|or more|or better|or higher|exceed",
            words,
        )
        and "not exceed" not in words
        and "no more" not in words
        and "not more" not in words
        and "not above" not in words
    ):
        return "at_least"
    if search(
        r"at most|no more|not more|max|below|under|less than|up to|exceed|no higher|not higher|above|<|≤|or less|or lower|fewer",
        words,
    ):
        return "at_most"
    return default


def _side_denied(hit: Hit, side: Literal["at_least", "at_most"]) -> Literal["at_least", "at_most"]:
    """ "No false alarm rate above 2 %", "no recall below 0.8"."""
    if search(r" (?:above|over|more than|exceed\w*|higher than) ", f" {hit.said('front')} "):
        return "at_most"
    return "at_least" if search(r" (?:below|under|less than|lower than) ", f" {hit.said('front')} ") else side


def _number(hit: Hit) -> float | None:
    quantity = hit.quantity("value")
    if quantity.kind == "number" and quantity.value > 1 and quantity.written != "digits":
        return None  # "the two detection rates" counts them
    if quantity.kind == "number" and not 0 < quantity.value <= 1:
        return quantity.value / 100 if 1 < quantity.value < 100 else None
    return quantity.value


def _ask_possible(reading: Reading, hit: Hit, measure: str) -> None:
    """ "A recall of at least 120 %" cannot be; what is meant is asked."""
    path = "metric.constraints" if reading.line.has(" <money>(?= )") else "metric.at_least"
    words = measure.replace("_", " ")
    reading.ask(
        path, f"A {words} lies between 0 and 100 %, and “{hit.quote}” is beyond. Which bound is meant?"
    )
    reading.claim(hit)


# "I can't go before the manager with a recall under 75 %".
_NOT_WITH = r" (?:not|cannot|never|nobody|no one)(?: [a-z]+){1,9} (?:with|at|for)(?: a| an| any)?$"


def _bound(
    reading: Reading, hit: Hit, measure: str, default: Literal["at_least", "at_most"], *, turned: bool = False
) -> Bound | None:
    value = _number(hit)
    if value is None or not reading.free(hit, "value"):
        return None
    if value > 1:
        _ask_possible(reading, hit, measure)
        return None
    side = _side(hit, default)
    if (
        search(r" (?:no|never)(?: a| an| any)? $", reading.line.canon[: reading.line.place(hit.start)])
        or hit.line.has(_NOT_WITH, start=max(0, hit.start - 14), end=hit.start)
        or (hit.has("front") and is_ruled_out(hit.line, hit.end, len(hit.line.items)))
    ):
        side = _side_denied(hit, side)
    elif hit.has("front") and search(
        r" (?:not|never) ", hit.line.canon[hit.match.start() : hit.match.start("front")] + " "
    ):
        side = _side_denied(hit, side)  # "should not fall under 0.3"
    if turned:
        value = 1 - value
        side = "at_least" if side == "at_most" else "at_most"
    reading.claim(hit)
    return Bound(measure, side, tidy(round(value, 10)), hit.quote, hit.start)


def _by_name(reading: Reading) -> list[Bound]:
    """ "recall of at least 90 %", "keep recall over 70 percent", "99 % precision at least"."""
    found = []
    of_whom = r"(?: (?:on|for|of|among|in)(?: (?:the|our|all|real|actual|true))* (?!at |no |not |least |most |course )[a-z]+(?: class)?)?"
    gap = (
        of_whom
        + r"(?:(?: (?:should|must|have to|has to|may|can|be|not|rate|of|stay|remain|kept?|never|to|drop|fall|go|rise|get|the|is|has|at|a|an|well|need|will|ever|cap|capped|limit|limited|hold|held|restrict|fix|sink|slip|dip|decline|dwindle|come out|land|lie|end up|become|turn out|under|simply|please|really|there|floor|minimum|target|level|value|:))*)"
    )
    for words, measure in (*_RATES, _FALSE_ALARMS):
        default: Literal["at_least", "at_most"] = (
            "at_most" if measure == "false_positive_rate" else "at_least"
        )
        for pattern in (
            rf" (?:{words}){gap}{_BOUND}? (?:a |an |the |about )?{_VALUE}(?= )",
            rf"{_BOUND}? {_VALUE}(?: of| in|(?: be| be mean| be meant| apply| belong| go| refer)? (?:for|to|on)(?: the)?)? (?:{words})(?: at least| minimum| or more| or better)?(?= )",
        ):
            for hit in reading.line.find(pattern):
                if _is_question_or_history(reading, hit) or _counts_alarms(hit):
                    continue
                bound = _bound(reading, hit, measure, default)
                if bound:
                    found.append(bound)
    return found


def _counts_alarms(hit: Hit) -> bool:
    """ "At most 20 false alarms" is a number of them, no rate."""
    quantity = hit.quantity("value")
    bare = not search(
        r" (?:rate|share|fpr|fall out|recall|precision|specificity|sensitivity|purity|ppv|tpr|tnr|value)",
        hit.match.group() + " ",
    )
    return bare and quantity.kind == "number" and quantity.value > 1


def _is_question_or_history(reading: Reading, hit: Hit) -> bool:
    before = hit.line.canon[: hit.line.place(hit.start)]
    sentence = re.split(r"[.;!?]", before)[-1]
    start = next((a for a, b in hit.line.sentences() if a <= hit.start < b), 0)
    if any(typed(hit.line, at) == "had" for at in range(start, hit.start)):
        return True  # its base form is that of "has to be"
    return bool(
        search(
            r" (?:expect|hope|today|currently|(?:i|we|it|they) have an?|old|current|existing|so far|reach(?:es|ed)? only|be happy with|satisfied) ",
            sentence,
        )
    )


def _positive_words(reading: Reading, line: Line, start: int, end: int) -> int:
    """Polarity of what stands in a stretch: 1 real cases, -1 harmless ones, 0 unclear."""
    frame: Frame = reading.notes.get("frame") or Frame()
    for event in find_events(line):
        if start <= event.start and event.end <= end and frame.polarity(event):
            return frame.polarity(event)
    for mention in reading.labels.mentions(line, among=[frame.target.name] if frame.target else []):
        if frame.target and start <= mention.start and mention.end <= end and frame.label_polarity(mention):
            return frame.label_polarity(mention)
    return 0


_OF_THOSE_WE = r" (?:of|among|out of|from)(?: (?:all|the|those|these))* \w+(?: (?:that|which|whom))? (?:we|you|it|i|they)$"


def _by_catching(reading: Reading) -> list[Bound]:
    """ "catch at least 90 % of the fraud", "9 out of 10 of them must be found"."""
    found = []
    patterns = (
        rf" {_CATCH}(?: (?:we|i|you|still|out|at|it|to|on|all|us|them|about|around|roughly|a|the|up|must|should))*{_BOUND}? (?:a |the )?{_VALUE}(?: of| out of)?(?P<what>(?: [a-z]+){{0,6}})(?= )",
        rf"{_BOUND}? {_VALUE}(?: of| out of)?(?P<what>(?: [a-z]+){{0,6}}?) (?:must|should|have to|need to|has to|to|ought to)(?: be)? (?:find|found|catch|caught|detect|detected|spot|flag|identify|see|recogni[sz]e|reach|cover|stop|block)(?:ed|d)?(?= )",
    )
    for pattern in patterns:
        for hit in reading.line.find(pattern):
            start, end = hit.span("what")
            if _positive_words(reading, reading.line, start, end) < 0 or _is_precision(hit):
                continue
            if match(
                r" (?:difference|percentage|points?|test|of (?:it|its|the (?:amount|data|row)))",
                hit.match.group("what") or "",
            ):
                continue
            if search(
                r" (?:expect|hope) ", re.split(r"[.;!?]", hit.line.canon[: hit.line.place(hit.start)])[-1]
            ):
                continue
            if hit.quantity("value").kind == "number" and hit.quantity("value").value > 1:
                continue
            if _not_modal(reading, hit):
                continue
            if hit.line.has(_OF_THOSE_WE, start=max(0, hit.start - 7), end=hit.start):
                continue  # "of the messages we block 99 % must be spam" bounds precision
            negative = hit.line.has(r" not$", start=max(0, hit.start - 1), end=hit.start)
            bound = _bound(reading, hit, "recall", "at_least", turned=negative)
            if bound:
                found.append(bound)
    return found


def _not_modal(reading: Reading, hit: Hit) -> bool:
    """ "keeps 40 % of the leavers", "an inspection catches 80 % of failures" tell how an offer works."""
    before = re.split(r"[.;:!?]", hit.line.canon[: hit.line.place(hit.start)])[-1]
    words = hit.match.group()
    wished = search(
        r" (?:must|should|have to|need to|want|ought|make sure|ensure|goal|aim|please|like to|has to|as long as|provided|while|still) ",
        before + words,
    )
    if not wished and (
        " <money> " in before
        or (
            match(r" (?:prevent|stop|intercept|filter|block|reach|get|see|cover|save|avoid)(?= )", words)
            and not hit.has("front")
        )
    ):
        return True
    if _of_money(hit):
        return True
    if hit.has("front") or search(
        r" (?:must|should|have to|need to|want|ought|make sure|ensure|goal|aim|please|like to|has to|as long as|provided|while|still) ",
        before + words,
    ):
        return False
    return bool(before.strip()) and not search(
        r"(?:,|and|but|then|to|predict \w+|so) $", before.rstrip() + " "
    )


def _of_money(hit: Hit) -> bool:
    """ "saves 60 % of the amount", "loses 12 % of it" are about money."""
    return bool(
        search(
            r" (?:amount|price|income|value|charge|it|sum|revenue|salary|balance|fee|rate)s? ",
            (hit.match.group("what") or "") + " ",
        )
    )


def _is_precision(hit: Hit) -> bool:
    counted = re.split(r" (?:and|but|while)(?= |$)", hit.match.group("what") or "")[0]
    what = " ".join(counted.split()[:4])
    return bool(
        search(
            r"(?:^| )(?:call|contact|phone|inspect|flag|alarm|alert|pick|select|mail|write)\w*(?= |$)", what
        )
    ) and not search(r" flag", hit.match.group().split("<")[0])


def _by_missing(reading: Reading) -> list[Bound]:
    """ "miss no more than 5 % of the failures", "at most one in ten leavers may slip through"."""
    found = []
    for pattern in (
        rf" {_MISS}{_BOUND}? {_VALUE}(?: of)?(?P<what>(?: [a-z]+){{0,4}})(?= )",
        rf"{_BOUND} {_VALUE}(?: of)?(?P<what>(?: [a-z]+){{0,4}}?) (?:may|should|must|can|be allow to|to|get|be|are allowed to|go|slip)(?: not| ever| be)* ?{_MISS}(?= )",
        rf" (?:not|never|cannot|do not want to|not want to|can not|must not|may not) {_MISS}{_BOUND} {_VALUE}(?: of)?(?P<what>(?: [a-z]+){{0,4}})(?= )",
    ):
        for hit in reading.line.find(pattern):
            if hit.quantity("value").kind == "number" or _of_money(hit):
                continue
            if " lose" in hit.match.group() and not hit.has("front"):
                continue
            start, end = hit.span("what")
            if _positive_words(reading, reading.line, start, end) < 0:
                continue
            negative = hit.line.has(
                r" (?:not|never|cannot)(?: \w+){0,2}$", start=max(0, hit.start - 3), end=hit.start
            ) or match(r" (?:not|never|cannot|do not|can not|must not|may not)", hit.match.group())
            bound = _missing(reading, hit, negative=bool(negative))
            if bound:
                found.append(bound)
    return found


def _missing(reading: Reading, hit: Hit, *, negative: bool) -> Bound | None:
    value = _number(hit)
    if value is None or not reading.free(hit, "value"):
        return None
    del negative  # "not miss more than 5 %" and "miss at most 5 %" bound the same side
    reading.claim(hit)
    return Bound("recall", "at_least", tidy(round(1 - value, 10)), hit.quote, hit.start)


def _by_hits(reading: Reading) -> list[Bound]:
    """ "of those we call at least 60 % must really leave", "60 % of the alarms should be real"."""
    found = []
    acted = r"(?:call|contact|phone|inspect|flag|pick|select|mail|write to|visit|act on|alarm|alert|check|choose|target|offer it|approach|block|invite|stop|review|list|email|suspect|turn down|decline|report|name|point out|ring|warn about|mark|predict|say)\w*"
    patterns = (
        rf" (?:of|among|out of|from) (?:those|that|this|the one|the people|the customer|the case|the machine|the client|everyone|all|the|people|customer|all those|what|whoever|them|our|the \w+)s?(?: (?:that|who|whom|which))?(?: (?:we|i|you|it|they|be|gets?|get))* {acted}(?: (?:to|up|on|out|for|,|then|by us))*{_BOUND}? {_VALUE}(?P<what>(?: [a-z]+){{0,8}})(?= )",
        rf"{_BOUND}? {_VALUE} of (?:the|our|all|those|these)?(?: people| customers?| ones?| those| cases?| clients?| machines?| messages?)?(?: (?:that|who|whom|which))? ?(?:we |i |you |it |be )*{acted}(?: (?:up|on|out))?(?P<what> (?:must|should|have to|need to|to|be|has to|really|actually|turn out|will|are)(?: [a-z]+){{0,5}})(?= )",
        rf"{_BOUND}? {_VALUE} of (?:the |our |all )?(?:alarm|alert|call|flag|inspection|letter|warning|contact|pick|hit|decision|accusation|visit|check|prediction|one we flag)s?(?P<what> (?:must|should|have to|need to|to|be|has to|may|can|hit|lead|are)(?: [a-z]+){{0,5}})(?= )",
        rf" (?:right|correct|real|true)(?: (?:for|in|about|with|on))*{_BOUND}? {_VALUE}(?: of)?(?P<what>(?: [a-z]+){{0,3}} (?:it|we|you|they|be|that be) (?:flag|pick|select|call|name|mark|report|predict|list)\w*)(?= )",
        rf"{_BOUND} {_VALUE} (?:of )?(?:the |our |all )?(?:alarm|alert|call|flag|inspection|letter|warning|contact|decision)s?(?: (?:be|may be|should be|can be|are|to be))* (?P<what>(?:false|wrong|wasted|needless|in vain|for nothing|unnecessary|pointless|mistaken))(?= )",
    )
    for pattern in patterns:
        for hit in reading.line.find(pattern):
            if hit.quantity("value").kind == "number" and hit.quantity("value").value > 1:
                continue
            what = " " + (hit.match.group("what") or "").strip() + " "
            if search(r" (?:offer|cost|worth|stay|get it|accept) ", what) and not search(
                r" (?:must|should|have to|need to|really|actually) ", what
            ):
                continue
            wrong = bool(
                search(
                    rf" {_FALSE} | (?:false|wrong|wasted|needless|mistaken|in vain|unnecessary|pointless) ",
                    what,
                )
            )
            bound = _bound(reading, hit, "precision", "at_most" if wrong else "at_least", turned=wrong)
            if bound:
                found.append(bound)
    return found


def _by_false(reading: Reading) -> list[Bound]:
    """ "no more than one in 500 good messages may be blocked", "bother at most 2 % of the loyal customers"."""
    found = []
    acted = r"(?:block|flag|call|bother|accuse|stop|reject|decline|turn (?:away|down)|contact|suspect|alarm|hit|annoy|affect|lose|be lose|lost|disturb|inspect|trouble|mark|refuse|treat|filter(?: out)?|delete|catch)(?:ed|d)?"
    for pattern in (
        rf"{_BOUND} {_VALUE}(?: of)?(?P<what>(?: [a-z]+){{1,5}}?) (?:may|should|must|can|be|to|get|are|is|be allow to|will|might|ends? up)(?: be| get| not| ever)* ?(?:wrongly |falsely |mistakenly |needlessly )?{acted}(?= )",
        rf" {acted}(?: wrongly| needlessly| falsely)?{_BOUND} {_VALUE}(?: of)?(?P<what>(?: [a-z]+){{1,5}})(?= )",
    ):
        for hit in reading.line.find(pattern):
            start, end = hit.span("what")
            if _positive_words(reading, reading.line, start, end) >= 0 or (
                hit.quantity("value").kind == "number" and hit.quantity("value").value > 1
            ):
                continue
            bound = _bound(reading, hit, "false_positive_rate", "at_most")
            if bound:
                found.append(bound)
    for hit in reading.line.find(
        rf" (?P<n><num>|one|a)(?P<what>(?: [a-z]+){{1,4}}) (?:in|out of|per|of) (?P<all><num>) (?:may|can|might)(?: be| get| ever)* {acted}(?= )"
    ):
        start, end = hit.span("what")
        n = float(hit.quantity("n").value) if hit.said("n") == "<num>" else 1.0
        share = n / hit.quantity("all").value
        if share < 1 and reading.free(hit, "all") and _positive_words(reading, reading.line, start, end) < 0:
            reading.claim(hit)
            found.append(
                Bound("false_positive_rate", "at_most", tidy(round(share, 10)), hit.quote, hit.start)
            )
    return found


def _by_group(reading: Reading) -> list[Bound]:
    """ "Of what we block at least 99 % must be spam": by whom the share is of, and what is said of them."""
    found = []
    for rate in read_rates(reading):
        reading.claim_items(reading.line, rate.start, rate.end)
        _claim_whole(reading, rate.start)
        quote = reading.line.words(rate.start, rate.end).strip(" ,.;:")
        found.append(Bound(rate.measure, rate.side, tidy(rate.value), quote, rate.start))
    return found


def _claim_whole(reading: Reading, at: int) -> None:
    """ "Out of twenty failures we have to find seventeen": the twenty is used as well."""
    start = next((a for a, b in reading.line.sentences() if a <= at < b), 0)
    for hit in reading.line.find(
        r" (?:out of|of|in|from|among)(?: every| the)? (?P<all><num>)(?= [a-z])", start=start, end=at
    ):
        if hit.quantity("all").value in WHOLES:
            reading.claim(hit, "all")


_LONG = r"(?:(?:not|never) be (?:long|longer|more) than|(?:not|never) (?:have|hold|contain|exceed|go (?:over|above|beyond))(?: more than)?|(?:have|hold|contain)(?: at most| no more than| up to)|be (?:limited|restricted|capped) to)"
_NAMES = r"(?:name|entry|entries|line|row|customer|client|person|people|case|claim|address|machine|order|lead|patient)s?"


def _by_length(reading: Reading) -> list[Bound]:
    """ "The list must not be longer than 1,200 names"."""
    for pattern in (
        rf" {_LONG} (?P<n><num>)(?: \w+)? {_NAMES}(?= )",
        rf" (?:at most|no more than|not more than|up to|no longer than) (?P<n><num>) (?:\w+ )?{_NAMES} (?:long|on (?:it|the list|that list|our list))(?= )",
    ):
        hit = reading.line.first(pattern)
        if hit and reading.line.has(r" (?:list|it)(?= )") and reading.free(hit, "n"):
            reading.claim(hit)
            return [Bound("flagged", "at_most", int(hit.quantity("n").value), hit.quote)]
    return []


def _maximised(reading: Reading, bounds: list[Bound]) -> tuple[str, str] | None:
    """What is to be as good as possible."""
    line = reading.line
    bounded = {bound.measure for bound in bounds}
    for words, measure in _RATES:
        if measure in bounded:
            continue
        for pattern in (
            rf" (?:maximi[sz]e|optimi[sz]e|best|highest|high|push|most|maximum|max|greatest|raise|top)(?: (?:the|our|your|possible|its|a))* (?:{words})(?= )",
            rf" (?:{words})(?: \w+){{0,3}}? (?:as (?:high|good|large|low) as|be maximi[sz]ed?|maximal|to be (?:maximi[sz]ed?|as high)|as possible)(?= )",
            rf" (?:as (?:high|good|large|much|low|little)(?: a)?|minimi[sz]e|lowest|smallest)(?: \w+)? (?:{words})(?= )",
        ):
            hit = line.first(pattern)
            if hit and (bounds or "as high" in hit.match.group() or True):
                return ("specificity" if measure == "false_positive_rate" else measure), hit.quote
    if "precision" not in bounded and "false_positive_rate" not in bounded:
        hit = line.first(
            rf" {_AS_FEW}(?: (?:a|the|number of|possible|of|any))*(?: \w+)? {_FALSE}(?= )"
        ) or line.first(
            rf" (?:with|but|and|have|without|produce|cause|raise)?(?: \w+)? ?(?:few|hardly any|not too many|without (?:too )?many|as few|minimal) {_FALSE}(?= )"
        )
        if hit:
            return "precision", hit.quote
        hit = _few_harmless(reading)
        if hit:
            return "precision", hit.quote
    if "recall" not in bounded:
        hit = line.first(rf" {_CATCH}(?: (?:the|us|we|you|then|me))* {_AS_MANY}(?= )") or line.first(
            rf" {_AS_MANY}(?P<what>(?: [a-z]+){{0,6}}?) (?:as possible|as (?:you|we|it) can|as one can|possible)(?= )"
        )
        if hit and not search(r" (?:trial|model|feature|customer group)s? ", hit.match.group() + " "):
            return "recall", hit.quote
    return best_of(reading, bounded)


def _few_harmless(reading: Reading) -> Hit | None:
    """ "bothering as few loyal customers as you can"."""
    for hit in reading.line.find(r" (?:as few|as little|few|fewest)(?P<what>(?: [a-z]+){1,5})(?= )"):
        start, end = hit.span("what")
        if _positive_words(reading, reading.line, start, end) < 0:
            return hit
    return None
