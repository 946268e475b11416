"""How models are compared: folds, a part held out, the past against what follows, whole groups."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.offline.columns import Mention
from assistant.offline.context import ColumnFacts
from assistant.offline.line import Hit
from assistant.offline.patterns import search
from assistant.offline.quantities import Quantity
from assistant.offline.reading import Reading, either
from assistant.offline.tidying import tidy
from assistant.offline.units import MONTHS
from assistant.offline.wishes import of_wishes

_FOLDS = r" (?P<n><num>|<times>) ?(?:fold|split)s?(?= )(?! (?:as|more|less|worse|higher|better))| (?:k|number of folds?) (?:=|be|:|of) (?P<n2><num>) ?(?:fold)?| (?:cross validat\w*|cv)(?: \w+){0,4}? (?P<n3><num>)(?: \w+)? ?(?:fold|part|split|time)s?"
_TIMES = (
    r" (?:validation|cross validat\w*|cv)(?: \w+){0,2}? ?(?::|=|be|with|of|by|using)? (?P<n><times>)(?= )"
)
_CV = r" (?:(?:k )?fold )?(?:cross validat\w*|cv|k fold)(?= )"
_HOLDOUT = (
    r" (?:hold(?: out| back)?|held out|keep back|set aside|reserve|put aside|leave out|withhold|keep(?= <pct> (?:for (?:test|valid|the end|later|check)|as|back|aside|out(?! of))))(?: \w+){0,3}? (?P<share><pct>)(?: \w+){0,5}?(?: out| back| aside)? ?(?:for|as|to)? ?(?:testing|test|holdout|the end|validation|the test)?(?= )",
    r" (?:test|validate|evaluate|check|judge)(?: \w+){0,3}? on (?:a |the |random |an? )*(?P<share><pct>)(?= )",
    r" (?P<share><pct>)(?: of (?:the )?(?:data|row|record|sample|case|customer)s?)?(?: \w+){0,2}? (?:for (?:the )?(?:test|testing|validation|holdout)|as (?:the |a )?(?:test|holdout|hold out|validation)(?: set| data)?|test (?:set|split|data|share|size|fraction|part)|holdout|hold out|held out)(?= )",
    r" (?:test|holdout|hold out)(?: set| split| size| share| fraction| part)*(?: of| =| :| be| should be| with| size)* (?P<share><pct>|<num>)(?= )",
    r" (?:train|learn|fit|training)(?: \w+){0,2}? (?:on|with|from) (?:a |the |random )*(?P<train><pct>)(?= )",
    r" (?P<a><num>) ?/ ?(?P<b><num>) (?:\w+ )?(?:split|holdout|train|hold)|(?P<a2><pct>) ?(?:/|to|and|-)? ?(?P<b2><pct>) (?:\w+ )?(?:split)",
    r" (?:random )?(?:split|holdout|hold out) (?:of |in |into )?(?P<a3><num>) ?(?:/|to|:|-) ?(?P<b3><num>)(?= )",
)
_HOLDOUT_PLAIN = r" (?:simple |single |plain |one |random )*(?:hold ?out|train test)(?: validation| split| set| sample)(?= )"
_TIME = (
    r" (?:test|validate|evaluate|check|judge|try it|assess|score)(?: \w+){0,4}? (?:on|with|against|over|in)(?: \w+){0,4}? (?:most recent|last|late|later|latest|newest|recent|future|follow|following|what (?:come|follow)s?|after(?:wards)?|end|second half|final|new(?:er)? (?:one|data|row|case)s?)(?= )",
    r" (?:train|learn|fit|training)(?: \w+){0,4}? (?:on|from|with)(?: \w+){0,3}? (?:past|old|older|early|earlier|first|history|before|until|up to)(?= )",
    r" (?:split|validat\w*|cross validat\w*|fold|test|separate|cut|divide)(?: \w+){0,3}? (?:by|over|along|in|through|on|according to) (?:the )?(?:time|date|year|day|month|calendar|order of time|chronological(?:ly)?|time order)(?= )",
    r" (?:chronological(?:ly)?|temporal(?:ly)?|time base(?:d)?|time order(?:ed)?|time aware|walk forward|forward chain(?:ing)?|rolling(?: origin| window)?|expanding window|out of time|backtest(?:ing)?|back test(?:ing)?|time series split|time split|fold(?:s)? through time|forward)(?: \w+){0,2}? ?(?:split|validation|fold|test|cross validation|cv|chaining|testing)?(?= )",
    r" (?:before|until|up to|after|since|from) (?:<num>|<date>)(?: \w+)? (?:for|to|as|be for)(?: the)? (?:learning|training|learn|train|test|testing)(?= )",
    r" (?:never|not)(?: \w+){0,3} (?:train|learn)(?: \w+){0,3} (?:future|later)(?= )|(?:past|yesterday|history)(?: \w+){0,4} (?:predict|future|tomorrow)",
    r" (?:test|hold ?out|validation)(?: data| set| part| period| rows?)?(?: be| should be| start(?:s|ing)?| begin(?:s|ning)?| with| on| in| =| :| everything| all| rows?)* (?:from|since|after|begin|start)(?:ning|ing)? (?:in |with |on )?(?:<date>|<num>)",
    r" (?:test|testing|validate|evaluate)(?: \w+)? on(?: \w+){0,4}? (?:from|since|after|starting)(?: \w+)? (?:<date>|<num>)(?= )",
    r" (?:split|cut|divide|fold|validat\w*)(?: \w+){0,3}? (?:by|along|on|over) (?:the )?(?:column )?<time>(?= )",
    r" (?:never|not|nothing|no)(?: \w+){0,6}? (?:before|newer than|later than|older than|after)(?: \w+){0,3}? (?:you|we|it|one)(?: \w+)? (?:learn|train|test|fit)\w*",
    r" (?:train|learn|training)(?: \w+){0,4}? (?:<date>|<num> and <num>|<num>)(?: \w+){0,4} test(?: \w+){0,4} (?:<date>|<num>)",
)
_GROUP = (
    r" (?:same|one|single)(?: \w+)? <group> (?:\w+ ){0,4}?(?:in (?:the same|one|a single) (?:fold|part|side|split|set)|stay together|together|on one side|never (?:split|separated?))",
    r" (?:same|one) <group>(?: \w+){0,3}? (?:not|never)(?: \w+){0,2} (?:split|separate|divide|tear|spread|cut)",
    r" (?:not|never)(?: \w+){0,2} (?:split|separate|divide|tear)(?: \w+){0,4}? (?:same|one|a) <group>",
    r" (?:all|every)(?: the)?(?: \w+)?(?: of| from| for| with)? (?:one|a|the same|each|any|a given|an) <group>(?: \w+){0,4}? (?:together|in (?:the same|one) (?:fold|part|side|split|set)|on (?:one|the same) side)",
    r" (?:keep|put|leave|hold)(?: \w+){0,4}? (?:same |each |every |one |a |of |the )*<group>(?:s)?(?: \w+){0,3}? (?:together|whole|intact|apart|on one side|in (?:one|the same) (?:fold|part|set))",
    r" (?:no|not one|never (?:the same|one|a)|the same|one|a)(?: single)? <group>(?: \w+){0,5}? (?:in|on|appear in|occur in|be in|both in|turn up in|end up in|show up in)(?: \w+){0,3}? (?:both|train\w*|two|either|one (?:side|fold|part))",
    r" (?:split|group|grouped?|fold|cross validat\w*|validat\w*|separate|partition|cv|holdout|stratify|block|leave one)(?: \w+){0,4}? (?:by|per|on|over|along|according to)(?: the| each| whole| entire)*(?: \w+)? <group>",
    r" (?:group|grouped)(?: k)?(?: fold)?(?: cross)?(?: validation| split| cv)(?: \w+){0,3}? (?:by|on|over|with|per|,|:)(?: the| each)* <group>",
    r" <group>(?:s)?(?: must| should| have to| may| can)?(?: never| not)(?: be)? (?:split|separate|cut|divide|straddle|overlap|share)",
    r" (?:whole|entire|complete|unseen|new) <group>s?(?: \w+){0,4}? (?:hold ?out|test|held out|left out|leave out|in one fold|validation)",
    r" (?:test|validate|check|evaluate)(?: \w+){0,3}? on (?:new|unseen|other|different|whole|entire|unknown) <group>s?",
    r" (?:test|validate|check|evaluate)(?: \w+){0,3}? on (?:the )?<group>s?(?: (?:that|which))?(?: (?:you|it|we|they|the model))? (?:have|has|was|were|be) (?:not|never) (?:be )?(?:see|know|train|learn)",
    r" (?:row|booking|record|visit|loan|case|sale|order|measurement|observation|customer|claim)s?(?: \w+){0,2}? (?:of|from|for|by|in) (?:the same|one|a) <group>(?: \w+){0,4}? (?:together|in (?:the same|one) fold|on one side|one fold|the same fold)",
)
_GAP = r" (?:gap of|gap :|leave|with|keep|skip|embargo of|embargo|margin of|buffer of)(?: out| a gap of| about| free| at least| a| an| one| gap| of)* (?P<gap><dur>|day|week|month)(?: \w+){0,3}? (?:between|gap|apart|free|embargo|unused|in between|buffer|margin)| (?P<gap2><dur>|one day|one week|one month|a day|a week|a month) (?:gap|embargo|buffer|margin|apart)| gap of (?:a |one )?(?P<gap3><dur>|day|week|month)"
_FORGET = r" (?:forget|drop|remove|cancel|not use)(?: the| that| my| this| about)* (?:validation|cross validation|holdout|hold out|fold)s?(?: scheme| split| set)?(?= )"


@of_wishes
def read_validation(reading: Reading) -> None:
    """Find how models are to be compared."""
    forget = reading.line.first(_FORGET)
    if forget and reading.context.spec.get("validation"):
        reading.set("validation", None, forget.quote)
        reading.claim(forget)
        return
    folds = _read_folds(reading)
    group = _read_group(reading)
    time = None if group else _read_time(reading)
    holdout = None if group or time else _read_holdout(reading)
    plain = reading.line.first(_CV)
    kind = (
        "group"
        if group
        else "time"
        if time
        else "holdout"
        if holdout
        else "kfold"
        if folds or plain
        else None
    )
    if kind is None:
        return
    hit = group or time or holdout or folds or plain
    assert hit is not None
    if kind != reading.context.spec.get("validation", {}).get("kind") or kind in ("group", "time"):
        reading.set("validation.kind", kind, hit.quote)
    if folds and kind != "holdout":
        reading.set("validation.folds", int(_count(folds)), folds.quote)


def _count(hit: Hit) -> float:
    group = next(g for g in ("n", "n2", "n3") if hit.match.groupdict().get(g))
    return float(hit.quantity(group).value)


def _read_folds(reading: Reading) -> Hit | None:
    for hit in [*reading.line.find(_TIMES), *reading.line.find(_FOLDS)]:
        if hit.start and reading.line.items[hit.start - 1].text in ("/", ":"):
            continue
        if (
            reading.free(hit)
            and 2 <= _count(hit) <= 50
            and _count(hit) == int(_count(hit))
            and not _is_ratio(hit)
        ):
            reading.claim(hit)
            return hit
    return None


def _is_ratio(hit: Hit) -> bool:
    """ "five fold" of a cost is a multiple; with folds, a fold number or cross-validation near it is not."""
    if hit.match.groupdict().get("n") and hit.quantity("n").kind == "times":
        around = hit.line.canon[max(0, hit.line.place(hit.start) - 30) : hit.line.place(hit.end) + 60]
        return not search(r"cross|cv|valid|fold|split|stratif", around)
    return False


def _read_holdout(reading: Reading) -> Hit | None:
    for pattern in _HOLDOUT:
        for hit in reading.line.find(pattern):
            share = _test_share(hit)
            if share is None or not 0 < share < 1 or not reading.free(hit):
                continue
            reading.set("validation.test_fraction", tidy(share), hit.quote)
            reading.claim(hit)
            return hit
    return reading.line.first(_HOLDOUT_PLAIN)


def _test_share(hit: Hit) -> float | None:
    said = {name for name, text in hit.match.groupdict().items() if text}
    if "share" in said:
        value = float(hit.quantity("share").value)
        return value / 100 if value > 1 else value
    if "train" in said:
        return 1 - float(hit.quantity("train").value)
    for first, second in (("a", "b"), ("a2", "b2"), ("a3", "b3")):
        if first in said:
            one, two = float(hit.quantity(first).value), float(hit.quantity(second).value)
            if abs(one + two - 100) < 1e-9 or abs(one + two - 1) < 1e-9:
                return min(one, two) / (one + two)
    return None


def _read_group(reading: Reading) -> Hit | None:
    mentions = [m for m in reading.columns.mentions(reading.line, least=0.55) if _can_group(m.column)]
    marked = reading.line.marked((m.start, m.end, "group", m) for m in mentions)
    for pattern in _GROUP:
        hit = marked.first(pattern)
        if hit:
            mention = next(
                i.payload for i in marked.items[hit.start : hit.end] if isinstance(i.payload, Mention)
            )
            if mention.column.kind == "datetime":
                continue
            column = reading.pick(mention, "validation.column")
            if column:
                reading.set("validation.column", column.name, hit.quote)
                reading.claim(hit)
                return hit
    return None


def _can_group(column: ColumnFacts) -> bool:
    return column.n_distinct >= 3 or column.n_distinct == 0


def _read_time(reading: Reading) -> Hit | None:
    dates = [m for m in reading.columns.mentions(reading.line, least=0.6) if m.column.kind == "datetime"]
    marked = reading.line.marked((m.start, m.end, "time", m) for m in dates)
    hit = next(
        (h for pattern in _TIME for on in (reading.line, marked) for h in [on.first(pattern)] if h), None
    )
    if hit is None:
        return None
    column = _time_column(reading, hit)
    if column:
        reading.set("validation.column", column.name, hit.quote)
        _read_cutoff(reading, column, hit)
    _read_gap(reading)
    reading.claim(hit)
    return hit


def _time_column(reading: Reading, hit: Hit) -> ColumnFacts | None:
    """The column of time: one named in the sentence, else the only one there is; else asked."""
    sentence = next(
        ((a, b) for a, b in reading.line.sentences() if a <= hit.start < b), (0, len(reading.line.items))
    )
    dates = [c for c in reading.context.columns if c.kind == "datetime"]
    mentions = [
        m for m in reading.columns.mentions(reading.line, least=0.45) if sentence[0] <= m.start < sentence[1]
    ]
    named = [c.column for m in mentions for c in m.candidates if c.score >= m.score - 0.3 or m.score < 0.95]
    timely = [
        c
        for c in named
        if c.kind == "datetime" or (c.kind == "number" and re.search(r"(?i)year|yr|month|date|time", c.name))
    ]
    if timely:
        return next((c for c in timely if c.kind == "datetime"), timely[0])
    years = [
        c
        for c in reading.context.columns
        if c.kind == "number"
        and isinstance(c.minimum, float | int)
        and c.minimum >= 1900
        and isinstance(c.maximum, float | int)
        and c.maximum <= 2100
    ]
    late = len(dates) == 1 and re.search(r"(?i)status|update|modified|changed", dates[0].name)
    if len(years) == 1 and (
        not dates or (late and reading.line.has(r" <num>(?= )", start=sentence[0], end=sentence[1]))
    ):
        return years[0]
    if len(dates) == 1:
        return dates[0]
    choices = [c.name for c in (dates or years)][:4]
    text = (
        f"Which column tells the time to split by: {either(choices)}?"
        if choices
        else "Which column tells the time to split by?"
    )
    reading.ask("validation.column", text, choices)
    return None


_TEST_FROM = r" (?:test|testing|hold ?out|validat\w*|judge|evaluate|check|later|rest)(?: \w+){0,6}?(?: <col>)? (?P<how>from|since|after|in|on|begin|start|beginning|starting|of|with|for|as of)(?:ning|ing)?(?: in| with| on| the| year| months?| of)* (?P<when><date>|<num>)(?= )"
_TRAIN_UNTIL = r" (?:train|learn|fit|training|use)(?: \w+){0,8}? (?P<how>before|until|up to|through|till|prior to|to the end of|by|earlier than|to)(?: in| with| on| the| end of| year)* (?P<when><date>|<num>)(?= )"
_FOR_TRAINING = r" (?P<how>before|until|up to|through) (?P<when><date>|<num>)(?: \w+)? (?:for|to|as|be for)(?: the)? (?:learning|training|learn|train)(?= )"
_TRAIN_ON = r" (?:train|learn|fit|training)(?: \w+){0,4}? (?:on|from|with|in)(?: \w+){0,2}? (?:<num>|<date>)(?: (?:,|and|to|-|–) (?:<num>|<date>))*"
_LAST = r" (?:last|most recent|final|latest)(?: (?:of )?the)? (?P<span><dur>|<num> \w+|week|month|year|day|quarter)(?= )"


def _read_cutoff(reading: Reading, column: ColumnFacts, hit: Hit) -> None:
    """The first moment tested on, where it was said or follows from a span before the end of the data."""
    for pattern, group in ((_TEST_FROM, "test"), (_TRAIN_UNTIL, "train"), (_FOR_TRAINING, "train")):
        for found in reading.line.find(pattern):
            moment = _moment(found.quantity("when"), found.said("how"), group)
            if moment:
                reading.set("validation.cutoff", moment, found.quote)
                reading.claim(found)
                train = reading.line.first(_TRAIN_ON)
                if train:
                    reading.claim(train)
                return
    month = _month_of_data(reading, column)
    if month:
        reading.set("validation.cutoff", month[0], month[1].quote)
        reading.claim(month[1])
        return
    last = reading.line.first(_LAST)
    if last:
        _cutoff_from_end(reading, column, last)


def _moment(quantity: Quantity, how: str, part: str) -> str | None:
    if quantity.kind == "date":
        if (part == "test" and how == "after") or (
            part == "train" and how in ("through", "to the end of", "to")
        ):
            return _following(quantity.iso, quantity.unit)
        return quantity.iso
    year = int(quantity.value)
    if not 1900 <= year <= 2100:
        return None
    after = (part == "test" and how == "after") or (
        part == "train" and how in ("through", "to the end of", "to", "up to", "until")
    )
    return f"{year + 1 if after and how not in ('until', 'up to') else year:04d}-01-01"


def _following(iso: str, precision: str) -> str:
    moment = date.fromisoformat(iso)
    if precision == "year":
        return date(moment.year + 1, 1, 1).isoformat()
    if precision == "month":
        return date(moment.year + moment.month // 12, moment.month % 12 + 1, 1).isoformat()
    return (moment + timedelta(days=1)).isoformat()


def _month_of_data(reading: Reading, column: ColumnFacts) -> tuple[str, Hit] | None:
    """ "test on March": the only March in the data."""
    hit = reading.line.first(
        rf" (?:test|validate|evaluate|check)(?: \w+){{0,3}}? (?:on|in|with|from) (?P<month>{'|'.join(MONTHS)})(?= )"
    )
    if not hit or not isinstance(column.minimum, str) or not isinstance(column.maximum, str):
        return None
    month = MONTHS[hit.said("month")]
    years = [
        y
        for y in range(int(column.minimum[:4]), int(column.maximum[:4]) + 1)
        if column.minimum[:7] <= f"{y:04d}-{month:02d}" <= column.maximum[:7]
    ]
    return (f"{years[0]:04d}-{month:02d}-01", hit) if len(years) == 1 else None


def _cutoff_from_end(reading: Reading, column: ColumnFacts, hit: Hit) -> None:
    """ "the last eight weeks" counted back from the last date of the data."""
    if not isinstance(column.maximum, str):
        return
    payload = hit.payload("span")
    unit, count = (
        (payload.unit, payload.count)
        if isinstance(payload, Quantity) and payload.kind == "duration"
        else (hit.said("span").split()[-1], 1.0)
    )
    if isinstance(payload, Quantity) and payload.kind == "number":
        return
    end = date.fromisoformat(column.maximum[:10])
    if unit in ("week", "day"):
        days = count * (7 if unit == "week" else 1)
        reading.set("validation.cutoff", (end - timedelta(days=days - 1)).isoformat(), hit.quote)
    elif unit in ("month", "year"):
        months = end.year * 12 + end.month - 1 - int(count * (12 if unit == "year" else 1))
        day = min(end.day, 28)
        reading.set(
            "validation.cutoff",
            (date(months // 12, months % 12 + 1, day) + timedelta(days=1)).isoformat(),
            hit.quote,
        )
    else:
        return
    reading.claim(hit)


def _read_gap(reading: Reading) -> None:
    hit = reading.line.first(_GAP)
    if not hit:
        return
    group = next(g for g in ("gap", "gap2", "gap3") if hit.has(g))
    quantity = hit.payload(group)
    unit = quantity.unit if quantity else hit.said(group).split()[-1]
    count = int(quantity.count or 1) if quantity else 1
    letter = {"day": "D", "hour": "h", "h": "h", "week": "W", "month": "MS", "minute": "min"}.get(unit)
    if letter:
        gap = f"{count * 7}D" if letter == "W" else f"{count}{letter}"
        reading.set("validation.gap", gap, hit.quote)
        reading.claim(hit)
