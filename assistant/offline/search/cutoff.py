"""Where a split by time lies: the first moment tested on, and what is left unused in front of it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from assistant.offline.aside.told import clause_end, clause_start, is_told
from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.search.cuts import find_cut
from assistant.offline.text.line import Hit
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.units import MONTHS

_TEST_FROM = r" (?:test|testing|hold ?out|validat\w*|judge|evaluate|check|later|rest)(?: \w+){0,6}?(?: <col>)? (?P<how>from|since|after|in|on|begin|start|beginning|starting|of|with|for|as of)(?:ning|ing)?(?: in| with| on| the| year| months?| of)* (?P<when><date>|<num>)(?= )"
_TRAIN_UNTIL = r" (?:train|learn|fit|training|use)(?: \w+){0,8}? (?P<how>before|until|up to|through|till|prior to|to the end of|by|earlier than|to)(?: in| with| on| the| end of| year)* (?P<when><date>|<num>)(?= )"
_FOR_TRAINING = r" (?P<how>before|until|up to|through) (?P<when><date>|<num>)(?: \w+)? (?:for|to|as|be for)(?: the)? (?:learning|training|learn|train)(?= )"
_TRAIN_ON = r" (?:train|learn|fit|training)(?: \w+){0,4}? (?:on|from|with|in)(?: \w+){0,2}? (?:<num>|<date>)(?: (?:,|and|to|-|–) (?:<num>|<date>))*"
_LAST = r" (?:last|most recent|final|latest)(?: (?:of )?the)? (?P<span><dur>|<num> \w+|week|month|year|day|quarter)(?= )"
_FROM_FOR_TEST = r" (?P<how>from|since|after|as of) (?P<when><date>)(?: on| onward| onwards)?(?: \w+){0,4}? (?:for|be|as|go|serve)(?: \w+){0,4}? (?:test|testing|holdout|validation)(?= )"
_TEST_PERIOD = r" (?:test|testing|holdout|validation)(?: period| set| part| window| data)?(?: \w+){0,2}? (?::|=)(?: (?P<how>from|since|after))? (?P<when><date>)"
_UNTIL_FOR_LEARNING = r" (?P<how>before|until|up to|through|till) (?P<when><date>)(?: \w+){0,4}? (?:for|be|as|go|to|serve)(?: \w+){0,3}? (?:learning|training|learn|train)(?= )"
_CUTS = (
    (_FROM_FOR_TEST, "test"),
    (_TEST_PERIOD, "test"),
    (_TEST_FROM, "test"),
    (_TRAIN_UNTIL, "train"),
    (_FOR_TRAINING, "train"),
    (_UNTIL_FOR_LEARNING, "train"),
)
_TESTING = r" (?:test|testing|hold|holdout|validate|validation|validat\w*|judge|evaluate|check|score|assess|measure|backtest\w*|unseen)(?= )"


def read_cutoff(reading: Reading, column: ColumnFacts) -> None:
    """The first moment tested on, where it was said or follows from a span before the end of the data."""
    part = find_cut(reading)
    if part is not None and part.hit.match.groupdict().get("part"):
        reading.set("validation.cutoff", part.moment, part.hit.quote)
        _claim_moments(reading, part.hit)
        return
    for pattern, group in _CUTS:
        for found in reading.line.find(pattern):
            how = "to the end of" if _at_its_end(found) else found.said("how")
            moment = _moment(found.quantity("when"), how, group)
            if moment and not is_told(reading.line, found.start + 1):
                reading.set("validation.cutoff", moment, found.quote)
                _claim_moments(reading, found)
                train = reading.line.first(_TRAIN_ON)
                if train:
                    reading.claim(train)
                return
    cut = find_cut(reading)
    if cut is not None:
        reading.set("validation.cutoff", cut.moment, cut.hit.quote)
        _claim_moments(reading, cut.hit)
        return
    month = _month_of_data(reading, column)
    if month:
        reading.set("validation.cutoff", month[0], month[1].quote)
        reading.claim(month[1])
        return
    last = next((found for found in reading.line.find(_LAST) if _is_tested(found)), None)
    if last:
        _cutoff_from_end(reading, column, last)


def _at_its_end(hit: Hit) -> bool:
    """ "Up to the end of September 2024" takes that month in."""
    start, end = hit.span("how")[1], hit.span("when")[0]
    return hit.line.has(r" end of(?= )", start=start, end=end + 1)


def _claim_moments(reading: Reading, hit: Hit) -> None:
    """The cut, and whatever other moment the same sentence names: nobody is to filter by it."""
    reading.claim(hit)
    line = reading.line
    start, end = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (hit.start, hit.end))
    for at in range(start, end):
        if line.items[at].text == "<date>":
            reading.claim_items(line, at, at + 1)


def _is_tested(hit: Hit) -> bool:
    """Whether the clause of "the last month" speaks of testing; "last year's study" is a story."""
    line = hit.line
    start, end = clause_start(line, hit.start), clause_end(line, hit.end)
    if line.has(r"^ (?:'s|')(?= )", start=hit.end) or is_told(line, hit.start):
        return False
    return line.has(_TESTING, start=start, end=end)


def _moment(quantity: Quantity, how: str, part: str) -> str | None:
    if quantity.kind == "date":
        if (part == "test" and how == "after") or (
            part == "train"
            and (how in ("through", "to the end of", "to") or _is_whole_last_day(quantity, how))
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


def _is_whole_last_day(quantity: Quantity, how: str) -> bool:
    """ "Up to 31 March" takes that day in: it is the last of its month."""
    ends = quantity.unit == "day" and _following(quantity.iso, "day").endswith("-01")
    return ends and how in ("up to", "until", "till")


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
        year, month = months // 12, months % 12 + 1
        longest = monthrange(year, month)[1]
        # From the end of a month back to the end of a month: "the last two months" are whole ones.
        day = longest if end.day == monthrange(end.year, end.month)[1] else min(end.day, longest)
        reading.set("validation.cutoff", (date(year, month, day) + timedelta(days=1)).isoformat(), hit.quote)
    else:
        return
    reading.claim(hit)


_GAP_WORD = r" (?:gap|embargo|embargoed|purge|purged|buffer|quarantine|margin|apart|cushion|dead zone|no ?man 's land)s?(?= )"
_SPAN = r" (?P<gap><dur>|(?:a |one )?(?:day|week|month)(?! ?(?:before|after|later|earlier)))(?= )"
# "Two weeks between training and test stay unused", "the 14 days before the cut are left out".
_UNUSED = r" (?P<gap><dur>|(?:a|one) (?:day|week|month))(?: [^ .;]+){0,9}? (?:unused|unus|untouched|empty|aside|apart|free|out|blank|between|in between|discarded|drop|skip)(?= )"
_NEAR_A_CUT = r" (?:train|training|learn|learning|test|testing|cut|cutoff|split|boundary|fold|validat\w*|embargo|gap|purge)s?(?= )"


def read_gap(reading: Reading) -> None:
    """What is left unused between learning and testing."""
    hit = _beside_a_gap(reading) or _unused(reading)
    if not hit:
        return
    quantity = hit.payload("gap")
    unit = quantity.unit if quantity else hit.said("gap").split()[-1]
    count = int(quantity.count or 1) if quantity else 1
    letter = {"day": "D", "hour": "h", "h": "h", "week": "W", "month": "MS", "minute": "min"}.get(unit)
    if letter:
        gap = f"{count * 7}D" if letter == "W" else f"{count}{letter}"
        reading.set("validation.gap", gap, hit.quote)
        reading.claim(hit)


def _beside_a_gap(reading: Reading) -> Hit | None:
    """A span of time in the clause that speaks of a gap: "an embargo of seven days", "purge a week on either side"."""
    line = reading.line
    for word in line.find(_GAP_WORD):
        start, end = clause_start(line, word.start), clause_end(line, word.end)
        spans = [hit for hit in line.find(_SPAN, start=start, end=end) if reading.free(hit, "gap")]
        if spans:
            return min(spans, key=lambda hit: abs(hit.start - word.start))
    return None


def _unused(reading: Reading) -> Hit | None:
    for hit in reading.line.find(_UNUSED):
        start, end = next(
            ((a, b) for a, b in reading.line.sentences() if a <= hit.start < b), (hit.start, hit.end)
        )
        earlier = max((b for a, b in reading.line.sentences() if b <= start), default=start)
        first = next((a for a, b in reading.line.sentences() if b == earlier), start)
        near = reading.line.has(_NEAR_A_CUT, start=start, end=end) or (
            reading.line.has(r" between(?= )", start=hit.start, end=hit.end)
            and reading.line.has(_NEAR_A_CUT, start=first, end=start)
        )
        if near and reading.free(hit, "gap"):
            return hit
    return None
