"""Regression in which a prediction that is close enough is fine."""

from __future__ import annotations

import re

from assistant.offline.aside.told import clause_start, is_told, typed
from assistant.offline.aside.wishes import without_quotations
from assistant.offline.context import ColumnFacts
from assistant.offline.metric.scores import find_scores
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.table.literals import in_unit_of
from assistant.offline.text.line import Hit
from assistant.offline.text.patterns import match, search
from assistant.offline.text.quantities import Quantity

_WIDTH = r"(?P<width><pct>|<money>|<num>|<points>|<dur>|(?<=by )one|(?<=within )one|(?<!the )(?<!this )(?<!that )(?<!next )(?<!old )(?<!new )(?<!which )one(?= (?:off|either|point|grade|step|year|unit|minute|mark))|an?(?= (?:day|hour|minute|week|month|year|point|unit) (?:off|out|either|too|more or|up or)))"
_PATTERNS = (
    rf" within(?: a| an| about| plus or minus| \+| / -| the| roughly| half a percentage point ,)* {_WIDTH}(?= )",
    rf" (?:off|out|wrong|away|miss|error|deviat\w*|differ|err)(?: (?:by|of|the|price|mark|it|from|truth))*(?: (?:more than|over|at most|no more than|less than|up to|under|not more than|below|only|about|above|max|maximum))* {_WIDTH}(?= )",
    rf" (?:no|not|never) (?:more|further|farther) than {_WIDTH}(?: (?!of |the |in )[a-z0-9]+)? (?:off|away|out|wrong|from)(?= )",
    rf" (?:close|closer|near|nearer|better) than {_WIDTH}(?= )",
    rf" {_WIDTH}(?: \w+)?(?: or (?:less|fewer|under))? (?:off|away|out(?! of)|wrong|either way|in either direction|up or down|more or less|above or below|over or under|(?:too|over|under) (?:high|low|many|few|much|little|early|late|long|short) or|(?:beside|from|around|above and below)(?: (?:the|its|what|his|her))?(?: \w+)? (?:true|truth|real|reality|actual|right|correct|figure|price|rent|value|one|sale|it))(?= )",
    rf" (?:plus or minus|plus minus|plus / minus|\+ ?/ ?-|± ?|\+ -|give or take|\+ or -) ?{_WIDTH}(?= )",
    rf" (?:accurate|precise|exact|correct|right|good|close|true) (?:to|to within|up to|enough within)(?: about| plus or minus)? {_WIDTH}(?= )",
    rf" (?:tolerance|margin|error|deviation|accuracy band|band|slack|leeway|difference)(?: \w+){{0,3}}? (?:of|up to|below|under|at most|be|within|exceed|less than|small than|no more than|not more than|stay (?:below|under))(?: up to| at most| about)? {_WIDTH}(?= )",
    rf" (?:to|in) the nearest {_WIDTH}(?= )",
    rf" {_WIDTH}(?: \w+)? (?:here or there|this way or that|to either side|on either side|either side|too (?:early|late|long|short|much|little) or|earlier or later|later or earlier)(?= )",
    rf" {_WIDTH}(?: \w+)? (?:be|would be|will be|do|would do)(?: \w+)? (?:near|close|good|precise|exact|accurate) enough(?= )",
    rf" inside(?: of)?(?: about| the| a)* {_WIDTH}(?= )",
)
# A span of time by which an estimate may be out, and no time for the search, is told by what it is said of.
_OUT_BY_TIME = (
    r" (?:off|out|wrong|away|miss|deviat\w*|err)(?: (?:by|the|mark|from|truth|it))*(?: (?:more than|over|at most|no more than|less than|up to|under|not more than|below|only|about|above|max|maximum))* (?P<width><dur>)(?= )",
    r" (?P<width><dur>) (?:off|out(?! of)|either way|in either direction|up or down|more or less|here or there|earlier or later|too (?:early|late|long|short))(?= )",
    r" (?:plus or minus|plus minus|plus / minus|\+ ?/ ?-|± ?|\+ -|give or take|\+ or -) ?(?P<width><dur>)(?= )",
    r" within(?: about| plus or minus| \+ / -)* (?P<width><dur>) of (?:the|what|its?|his|her|their|reality|how)(?: (?:truth|true|real|actual|figure|value|time|it|thing|mark|fact|really|actually|be|turn))*(?= )",
    r" (?:estimate|guess|figure|value|anything|everything|whatever|whoever|be)(?: (?:that|which|who))?(?: (?:be|lie|stay|land|come|fall))? within(?: about)? (?P<width><dur>)(?= )",
    r" (?:tolerance|margin|error|deviation|slack|leeway)(?: \w+){0,2}? (?:of|up to|below|under|at most|be)(?: up to| at most| about)? (?P<width><dur>)(?= )",
)
_NO_HARM = r" (?:fine|ok|okay|enough|acceptable|good|close|right|correct|tolerable|happy|satisfied|all right|alright|hit|success|do|count|perfect|accept|complain|matter|nobody|tolerate|allow|well|hurt|harm|difference|can live with|(?:share|percentage|proportion|fraction|number) of|how (?:many|often)|as (?:many|often)|most of)(?= )"
_FINE = r" (?:fine|ok|okay|enough|acceptable|good|close|right|correct|tolerable|happy|satisfied|all right|alright|hit|success|do|count|perfect|accept|complain|content|useful|can live with|look|nobody|be what|tolerate|allow|matter|well|foolish|useless|wrong|quote|predict|estimate|value|price|great|i|we|need|want|must|should|aim|goal|guess|forecast|appraise|get|(?:share|percentage|proportion|fraction|number) of|how (?:many|often)|as (?:many|often)|most of)(?= )"
_OUTSIDE = r" (?:(?:every|each) time|(?:when(?:ever)?|where|if)(?: \w+){1,3} not|(?:each|every|any|all|the)(?: (?:one|other))?(?: \w+)? (?:that|which|who) (?:do|be|lie|fall|land|go) ?(?:not|outside|further|beyond|off|wider)?|any other|(?:a|each|every|any) failure|otherwise|outside|beyond|everything else|if not|else|anything else|worse|every other|all other|others?|off by more than|more than that|(?:a|each|every|any) miss|missing (?:it|that)|whenever|larger (?:error|miss)|bigger (?:error|miss)|wider|further off|more|over|when we be|each time|if we be|by more)(?= )"
_TIME_UNITS = r" (?:minute|hour|second|day|week|month|year|trial|fold|mb|gb|ms)s?(?= )"


def keep_spans(reading: Reading) -> None:
    """Set spans of time aside by which an estimate may be out, before they are taken for the time of the search."""
    line = reading.line
    for pattern in _OUT_BY_TIME:
        for hit in line.find(pattern):
            start, end = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (0, 0))
            told_by_itself = bool(search(r"\+|±|plus|give or take|tolerance|leeway|slack", hit.match.group()))
            harmless = told_by_itself or line.has(_NO_HARM, start=start, end=end)
            if not harmless or is_told(line, hit.start + 1):
                continue
            first, last = hit.span("width")
            for item in line.items[first:last]:
                reading.notes.setdefault("kept_spans", set()).update(range(item.start, item.end))
            reading.claim(hit, "width")


def _is_free(reading: Reading, hit: Hit) -> bool:
    start, end = hit.span("width")
    kept: set[int] = reading.notes.get("kept_spans", set())
    used = {k for item in hit.line.items[start:end] for k in range(item.start, item.end)} & reading.claimed
    return used <= kept


def read_tolerance(reading: Reading) -> bool:
    """Find a width that is close enough, and the cost of what is not."""
    with without_quotations(reading):
        return _read_tolerance(reading)


def _read_tolerance(reading: Reading) -> bool:
    for pattern in _PATTERNS:
        for hit in reading.line.find(pattern):
            if _is_free(reading, hit) and _is_tolerance(reading, hit) and not _is_bad(hit):
                _set(reading, hit)
                return True
    return _cost_alone(reading)


_USELESS = r"^(?: [a-z]+){0,4}? (?:be|be already|would be|count as|mean) (?:\w+ )?(?:useless|bad|unacceptable|not (?:fine|ok|okay|good|acceptable|alright)|no good|no use|a (?:failure|miss|disaster)|wrong|unusable|intolerable|worthless|too much)(?= )"


def _is_bad(hit: Hit) -> bool:
    """ "Two days off is useless": a width that will not do, beside the one that will."""
    last = next(
        (
            k
            for k in range(hit.end, len(hit.line.items))
            if hit.line.items[k].text in (",", ";", ".", "but", "and")
        ),
        len(hit.line.items),
    )
    if hit.line.has(
        r" (?:more than|over|above|beyond)(?= )", start=max(0, hit.start - 2), end=hit.span("width")[0]
    ):
        return False  # "more than 10 % off is useless" tells the width
    return hit.line.has(_USELESS, start=hit.span("width")[1], end=last)


def _cost_alone(reading: Reading) -> bool:
    """ "… and each one outside costs us 6 euros", said of a width that is known already."""
    if reading.context.spec.get("metric", {}).get("kind") != "tolerance":
        return False
    first = reading.line.first(r" <money>(?= )")
    before = len(reading.findings)
    if first is not None:
        _read_cost(reading, first)
    return len(reading.findings) > before


def _is_tolerance(reading: Reading, hit: Hit) -> bool:
    line = hit.line
    after = line.canon[line.place(hit.end) - 1 :]
    payload = hit.payload("width")
    if payload is not None and payload.kind == "duration" and not _in_time(reading):
        return False
    if match(_TIME_UNITS, after):
        return False
    if match(r" (?:recall|precision|of (?:the )?(?:data|customer|row)|trial|discount)", after):
        return False
    if _was(hit) or _is_others(hit) or _is_a_score(hit):
        return False
    if reading.context.spec.get("metric", {}).get("kind") == "tolerance":
        return True  # told anew: "that's sloppy: within 6 %"
    if _compares_misses(hit) or line.has(r"^(?: \w+)? on average(?= )", start=hit.end):
        return False
    if search(r" (?:differ|difference)", hit.match.group()) and search(r" between ", line.canon):
        return False
    sentence = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (0, len(line.items)))
    return line.has(_FINE, start=sentence[0], end=sentence[1]) or hit.start - sentence[0] <= 6


def _is_a_score(hit: Hit) -> bool:
    """ "A mean absolute error above 30": how large a score may be, and no width."""
    first = hit.span("width")[0]
    return any(m.start <= first and hit.start < m.end for m in find_scores(hit.line) if m.end > hit.start)


_PAST = frozenset(("was", "were", "had", "missed", "came", "got", "went"))


def _was(hit: Hit) -> bool:
    """ "The consultant was 30 % off": how far out somebody was, and nothing that is wished for."""
    start = clause_start(hit.line, hit.start)
    told = any(typed(hit.line, at) in _PAST for at in range(start, hit.end))
    return told and not hit.line.has(
        r" (?:if|when|whenever|as long as|would|should)(?= )", start=start, end=hit.end
    )


def _is_others(hit: Hit) -> bool:
    """ "They told her an appraiser is within ten percent": what others manage, and nobody says that it will do."""
    start, end = next(((a, b) for a, b in hit.line.sentences() if a <= hit.start < b), (0, 0))
    return is_told(hit.line, hit.start + 1) and not hit.line.has(_NO_HARM, start=start, end=end)


def _compares_misses(hit: Hit) -> bool:
    """ "Two points out is worse than one point out" weighs misses against each other; none of them is fine."""
    line = hit.line
    start, end = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (0, len(line.items)))
    return line.has(
        r" (?:worse than|as bad(?: as)?|less bad|twice as|count more|hurt more|(?:hurt|matter|count|be)(?: \w+)? (?:equally|the same|alike|as much)|equally bad|no matter (?:how|whether|if))(?= )",
        start=start,
        end=end,
    )


def _in_time(reading: Reading) -> bool:
    """Whether the target is a span of time, by its name."""
    target = reading.notes["frame"].target if "frame" in reading.notes else None
    return target is not None and bool(
        re.search(r"(?i)minute|hour|day|second|time|duration|week|month|length|delay|year|age", target.name)
    )


def _in_own_unit(target: ColumnFacts, width: Quantity) -> float:
    """A span in the unit of the target; where years or ages are predicted, ten years are 10."""
    if width.unit == "year" and re.search(r"(?i)year|age", target.name):
        return width.count or width.value
    return in_unit_of(target, width)


def _set(reading: Reading, hit: Hit) -> None:
    payload = hit.payload("width")
    before = reading.context.spec.get("metric", {})
    if before.get("kind") != "tolerance":
        reading.set("metric.kind", "tolerance", hit.quote)
    if payload is None:
        kind, value = "absolute", 1.0
    elif payload.kind == "percent":
        kind, value = "relative", payload.value
    elif payload.kind == "duration":
        kind, value = "absolute", _in_own_unit(reading.notes["frame"].target, payload)
    else:
        kind, value = "absolute", payload.value * (100 if payload.kind == "points" else 1)
    other = "absolute" if kind == "relative" else "relative"
    if before.get(other) is not None:
        reading.set(f"metric.{other}", None, hit.quote)
    reading.set(f"metric.{kind}", tidy(value), hit.quote)
    reading.claim(hit)
    _repeat(reading, hit, value)
    _read_cost(reading, hit)


def _repeat(reading: Reading, hit: Hit, value: float) -> None:
    """ "within half a point, i.e. plus or minus 0.5": the same figure said again is used up as well."""
    for pattern in _PATTERNS:
        for again in reading.line.find(pattern):
            payload = again.payload("width")
            if payload is not None and abs(payload.value - value) < 1e-9:
                reading.claim(again)


def _read_cost(reading: Reading, hit: Hit) -> None:
    """What a prediction outside costs: said in the same sentence or the next."""
    line = reading.line
    sentences = line.sentences()
    at = next(k for k, (a, b) in enumerate(sentences) if a <= hit.start < b)
    end = sentences[min(at + 1, len(sentences) - 1)][1]
    start = sentences[at][0]
    for cost in line.find(
        r" (?P<cost><money>)(?= )|(?:cost|be|charge|penalty of|lose|pay)(?: we| us| about)* (?P<cost2><num>)(?= )",
        start=start,
        end=end,
    ):
        group = "cost" if cost.has("cost") else "cost2"
        if not reading.free(cost, group):
            continue
        if not line.has(_OUTSIDE, start=start, end=cost.start + 1) and not line.has(
            r" (?:each|every|per|for)(?: \w+){0,3} (?:outside|miss|beyond|that be not|off|other|error)(?= )",
            start=cost.end,
            end=end,
        ):
            continue
        quantity = cost.quantity(group)
        reading.set("metric.cost_outside", tidy(quantity.value), cost.quote)
        if quantity.currency:
            reading.set("metric.currency", quantity.currency, cost.quote)
        reading.claim(cost)
        return
