"""Forecasts: over which time, for which series, how far ahead."""

from __future__ import annotations

import re
from datetime import date

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.kind_of_task import is_likely
from assistant.offline.reading import Reading, either
from assistant.offline.table import sql
from assistant.offline.table.columns import Mention, pieces_of
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Hit
from assistant.offline.text.patterns import search
from assistant.offline.text.quantities import Quantity

_UNIT = r"(?:hour|day|week|month|quarter|year)"
_SHORT = {
    "h": "hour", "hr": "hour", "hrs": "hour", "d": "day", "wk": "week", "wks": "week", "mth": "month", "mths": "month",
    "mo": "month", "mos": "month", "yr": "year", "yrs": "year", "qtr": "quarter", "qtrs": "quarter",
}  # fmt: skip
_SPAN = r"(?:<dur>|<num> (?:hrs?|d|wks?|mths?|mos?|yrs?|qtrs?|(?:time )?steps?|periods?))"
_HORIZON = (
    rf" (?P<span>{_SPAN})(?: \w+)? (?:ahead(?! of)|out|in advance|into the future|from now|forward|beforehand|before)(?= )",
    rf" (?:next|coming|come|following|follow|upcoming|future|for the|over the)(?: next| coming| come| following| whole| full)? (?P<span>{_SPAN})(?= )",
    rf" (?:next|coming|following|upcoming) (?P<one>{_UNIT})(?= )",
    r" (?:next|coming|come|following|follow|upcoming)(?: whole| full)? (?P<fortnight>fortnight)(?= )",
    r" (?P<fortnight>fortnight) (?:ahead|in advance|out|outlook)(?= )",
    rf" (?P<span>{_SPAN})(?: ahead)? (?:horizon|outlook|forecast|projection|prognosis|preview|look ahead)(?= )",
    rf" horizon(?: of| be| :| =| should be| to| at)* (?P<span>{_SPAN}|<num>)(?= )",
    rf" (?:forecast|predict|project|plan|order)(?: [^ ]+){{0,6}}? (?:for|over) (?P<span>{_SPAN})(?= )",
    rf" (?:reach|go|look|extend|stretch|run)(?: \w+){{0,2}} (?P<span>{_SPAN}) (?:far|ahead|into)(?= )",
    rf" (?P<one>{_UNIT}) ahead(?! (?:be|of))(?= )",
)
# "Make that six weeks": a new horizon, where one was said before.
_CHANGED = (
    r" (?:make (?:that|it|this)|rather|instead|better|actually|sorry|change (?:that|it|the horizon) to|go for|take|i mean|only|just|say|no ,|extend (?:that|it) to|let (?:us|be|'s) (?:do|have|take|look at|make it)|"
    rf"shorten (?:that|it) to|horizon(?: \w+){{0,2}})(?: to| just| only| exactly| for| the| next| be)* (?P<span>{_SPAN})(?= )"
)
_WORD = (
    r" (?:forecast\w*|time series|horizon|ahead(?! of)|projection|outlook|prognosis|in advance)(?= )"
    r"|(?:^|(?<= [.,:;!?])|(?<= please)|(?<= and)|(?<= to)|(?<= must)|(?<= should)|(?<= you)) project (?=(?:the|our|my|how|weekly|daily|monthly|hourly|sales|demand|<col>) )"
)
_FIRM = r" (?:forecast\w*|time series|horizon|projection|outlook|prognosis)(?= )"
_NOT = (
    r" (?:no forecast\w*|not (?:a )?forecast\w*|without forecast\w*|plain regression|not a time series)(?= )"
)
_SERIES = r" (?:for |per |by |of |in |at )?(?:each|every|per|by|all|any|for each|individual|single|for all|of all|separately (?:for|by))(?: (?:of|the|our|my|single|individual))* <series>"
_SERIES_2 = r" <series>(?: level| wise| by <series>)(?= )| (?:how much|what)(?: \w+){0,3} (?:each|every|all|the)(?: of the| our)? <series>| for (?:the )?<series>s? <num>"
_FREQUENCY = {"hour": "h", "day": "D", "week": "W", "month": "MS", "quarter": "QS", "year": "YS"}
_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


def read_forecast(reading: Reading, target: ColumnFacts | None) -> bool:
    """Whether a forecast is wanted; then find horizon, series, time and frequency."""
    if reading.line.has(_NOT) or target is None or target.kind != "number" or target.n_distinct <= 10:
        return False
    known = reading.context.spec.get("task") == "forecast"
    horizons = _horizons(reading, changed=known)
    times = _time_columns(reading)
    word = _forecast_word(reading)
    firm = word is not None and bool(search(_FIRM, word.match.group() + " "))
    if not known and not firm and is_likely(reading, "forecast"):
        firm, horizons = True, horizons or _lone_span(reading)
    if not known and not (times and (firm or (horizons and _has_series(reading)))):
        return False
    if not known:
        words = horizons[0][1] if horizons else word
        reading.set("task", "forecast", words.quote if words else "")
    unit = ""
    for horizon in horizons:
        unit = _set_horizon(reading, horizon) or unit
    if not known:
        _set_time(reading, times, unit)
        if not horizons:
            reading.ask("forecast.horizon", "How far ahead should the forecast go?")
    _read_series(reading, target)
    return True


def _has_series(reading: Reading) -> bool:
    """Whether the rows are moments at even steps, of one series or of several: nothing else goes on into the future."""
    if _hour_column(reading) is not None:
        return True
    found = _regular(reading)
    if found is None or not _step_of_data(reading):
        return False
    per_moment = reading.context.n_rows / found[0].n_distinct
    sizes = [c.n_distinct for c in reading.context.columns if c.n_distinct >= 2 and c is not found[0]]
    return per_moment < 1.05 or any(abs(size - per_moment) < max(0.5, 0.1 * size) for size in sizes)


def _forecast_word(reading: Reading) -> Hit | None:
    """The word "forecast" in the sentence that names the target."""
    goal = reading.notes.get("goal_items")
    for start, end in reading.line.sentences():
        if goal is None or start <= goal[0] < end:
            hit = reading.line.first(_WORD, start=start, end=end)
            if hit:
                return hit
    return None


def _horizons(reading: Reading, *, changed: bool) -> list[tuple[str, Hit, float]]:
    """Unit, place and number of units of each horizon that the message states; two that differ are a contradiction."""
    found: list[tuple[str, Hit, float]] = []
    for pattern in (*_HORIZON, _CHANGED) if changed else _HORIZON:
        for hit in reading.line.find(pattern):
            if not reading.free(hit, _place(hit)) or any(_overlap(hit, other) for _, other, _ in found):
                continue
            stated = _stated(hit)
            if stated is not None:
                found.append((stated[0], hit, stated[1]))
    found.sort(key=lambda horizon: horizon[1].start)
    exact = [horizon for horizon in found if not horizon[1].match.groupdict().get("one")]
    return exact or found[:1]  # "day-ahead is not enough" beside a span says nothing of its own


def _lone_span(reading: Reading) -> list[tuple[str, Hit, float]]:
    """The one span of time that a message holds, where it is plain without more words that it looks ahead."""
    hits = [hit for hit in reading.line.find(r" (?P<span><dur>)(?= )") if reading.free(hit)]
    stated = [(found[0], hit, found[1]) for hit in hits if (found := _stated(hit)) is not None]
    return stated if len(stated) == 1 else []


def _stated(hit: Hit) -> tuple[str, float] | None:
    groups = hit.match.groupdict()
    if groups.get("one"):
        more = hit.line.first(_ONE_MORE, start=hit.end, end=hit.end + 9)
        return hit.said("one"), 1.0 if more is None else 1.5 if " and a " in more.match.group() else 2.0
    if groups.get("fortnight"):
        return "day", 14.0
    span = hit.payload("span")
    if not isinstance(span, Quantity) or span.unit in ("second", "minute", "min", "s", "sec"):
        return None
    if span.kind == "duration":
        unit = _SHORT.get(span.unit, span.unit)
        return unit, span.count + _from_the_first(hit, unit)
    return _SHORT.get(hit.said("span").split()[-1], ""), span.value


# "Tomorrow and on the six days after", "next week and the three that follow": one more than the span itself.
_ONE_MORE = (
    r"^(?: and a (?:half|<pct>)"
    rf"|(?: (?:,|and|plus|as well as|also|for|in|the))+ (?:one|{_UNIT}) (?:after|there ?after|follow\w*))(?= )"
)
_FIRST = r" (?:tomorrow|the day ahead|(?:the )?(?:next|coming|following) (?P<unit>hour|day|week|month))(?: (?:,|and|plus|as well as|on|over|for|the|in|during|also|then))+$"


def _from_the_first(hit: Hit, unit: str) -> int:
    """One where the span is said to begin behind the first step."""
    first = hit.line.first(_FIRST, end=hit.span("span")[0])
    if first is None or not search(r" (?:and|plus|as well as|,) ", first.match.group() + " "):
        return 0
    return int((first.match["unit"] or "day") == unit)


def _place(hit: Hit) -> str:
    """The group that holds the span itself."""
    groups = hit.match.groupdict()
    return next(name for name in ("one", "fortnight", "span") if groups.get(name))


def _overlap(one: Hit, other: Hit) -> bool:
    mine, theirs = one.span(_place(one)), other.span(_place(other))
    return mine[0] < theirs[1] and theirs[0] < mine[1]


def _time_columns(reading: Reading) -> list[ColumnFacts]:
    return [c for c in reading.context.columns if c.kind == "datetime"]


def _set_horizon(reading: Reading, horizon: tuple[str, Hit, float]) -> str:
    unit, hit, count = horizon
    step = _step_of_data(reading)
    if unit and step and unit != step:
        converted = _convert(count, unit, step)
        if converted is None:
            reading.ask("forecast.horizon", f"How many {step}s ahead should the forecast go?")
            _claim_span(reading, hit)
            return step
        count, unit = converted, step
    reading.set("forecast.horizon", int(count), hit.quote)
    _claim_span(reading, hit)
    return unit


def _claim_span(reading: Reading, hit: Hit) -> None:
    reading.claim(hit, _place(hit))


def _convert(count: float, unit: str, step: str) -> float | None:
    """Whole numbers of steps only: a month is no whole number of weeks."""
    whole = {
        ("week", "day"): 7,
        ("day", "hour"): 24,
        ("week", "hour"): 168,
        ("year", "month"): 12,
        ("quarter", "month"): 3,
        ("year", "quarter"): 4,
    }
    factor = whole.get((unit, step))
    return count * factor if factor else None


def _regular(reading: Reading) -> tuple[ColumnFacts, float] | None:
    """The column of time with the mean days between its distinct values."""
    times = _time_columns(reading)
    if (
        len(times) != 1
        or not isinstance(times[0].minimum, str)
        or not isinstance(times[0].maximum, str)
        or times[0].n_distinct < 3
    ):
        return None
    first, last = (date.fromisoformat(str(v)[:10]) for v in (times[0].minimum, times[0].maximum))
    return times[0], (last - first).days / (times[0].n_distinct - 1)


def _step_of_data(reading: Reading) -> str:
    found = _regular(reading)
    if found is None or _hour_column(reading) is not None:
        return ""
    days = found[1]
    for unit, low, high in (
        ("hour", 0.03, 0.05),
        ("day", 0.95, 1.1),
        ("week", 6.9, 7.3),
        ("month", 29.0, 32.0),
        ("quarter", 88.0, 94.0),
        ("year", 360.0, 370.0),
    ):
        if low <= days <= high:
            return unit
    return ""


def _hour_column(reading: Reading) -> ColumnFacts | None:
    return next(
        (
            c
            for c in reading.context.columns
            if re.fullmatch(r"(?i)hr|hour|hour_of_day", c.name.strip()) and c.n_distinct == 24
        ),
        None,
    )


def _set_time(reading: Reading, times: list[ColumnFacts], unit: str) -> None:
    if len(times) != 1:
        names = [c.name for c in times][:4]
        reading.ask(
            "forecast.time_column", f"Which column is the time of the forecast: {either(names)}?", names
        )
        return
    column, hour = times[0], _hour_column(reading)
    hourly = hour is not None and (unit in ("hour", "") or reading.line.has(r" (?:hour|hourly)(?= )"))
    text = (
        f"{sql.name(column.name)} + {sql.name(hour.name)} * INTERVAL 1 HOUR"
        if hour and hourly
        else column.name
    )
    reading.set("forecast.time_column", text, "", source="data")
    frequency = "h" if hourly else _frequency(reading, column, unit)
    if frequency:
        reading.set("forecast.frequency", frequency, "", source="data")


def _frequency(reading: Reading, column: ColumnFacts, unit: str) -> str:
    step = _step_of_data(reading)
    if step == "week" and isinstance(column.maximum, str):
        return "W-" + _DAYS[date.fromisoformat(column.maximum[:10]).weekday()]
    return _FREQUENCY.get(step or unit, "")


def _read_series(reading: Reading, target: ColumnFacts) -> None:
    mentions = [
        m
        for m in reading.columns.mentions(reading.line, least=0.6)
        if m.column is not target
        and 2 <= m.column.n_distinct <= 5000
        and m.column.kind != "datetime"
        and (m.column.kind != "number" or (m.column.n_distinct <= 500 and _counts_series(m.column)))
        and not _unit_of(reading, target, m)
    ]
    line = reading.line.marked((m.start, m.end, "series", m) for m in mentions)
    names: list[str] = []
    quote = ""
    for pattern in (_SERIES, _SERIES_2):
        for hit in line.find(pattern):
            for item in line.items[hit.start : hit.end]:
                if item.text == "<series>" and item.payload.column.name not in names:
                    names.append(item.payload.column.name)
                    quote = quote or hit.quote
            more = line.first(r"^(?: (?:,|and|per|each|by|every)+)* <series>", start=hit.end, end=hit.end + 3)
            if more and more.start <= hit.end + 1:
                names.append(
                    next(
                        i.payload.column.name
                        for i in line.items[more.start : more.end]
                        if i.text == "<series>"
                    )
                )
        if names:
            break
    if not names:
        names, quote = _series_by_labels(reading)
    if not names:
        _series_by_number(reading, line, target)
        return
    reading.set("forecast.series_column", names[0] if len(names) == 1 else names, quote)


def _counts_series(column: ColumnFacts) -> bool:
    """Numbers that may name series are whole: stores 1 to 45, and not a price."""
    return all(re.fullmatch(r"\s*\d+(\.0)?\s*", label) for label in column.labels)


def _unit_of(reading: Reading, target: ColumnFacts, mention: Mention) -> bool:
    """ "every loaf" over `loaves_sold` counts what is predicted; it names no series."""
    own = {root(piece) for piece in pieces_of(target.name)}
    words = [item.text for item in reading.line.items[mention.start : mention.end]]
    return mention.score < 1 and all(root(word) in own for word in words)


def _series_by_labels(reading: Reading) -> tuple[list[str], str]:
    """ "the town hall, the school and the pool", or "each of the three": every label of a column, listed or counted."""
    line = reading.line
    regular = _regular(reading)
    each = line.first(
        r" (?:each|every|all|any one)(?: one)? (?:of )?(?:the|our|my|these|those) (?P<n><num>)(?= )"
    ) or line.first(r" (?:all|each of|every one of) (?P<n><num>)(?= )")
    for column in reading.context.columns:
        if column.kind != "category" or not 2 <= column.n_distinct <= 60:
            continue
        mentions = reading.labels.mentions(line, among=[column.name])
        if mentions and {fit.label for m in mentions for fit in m.tied} >= set(column.labels):
            return [column.name], line.words(mentions[0].start, mentions[-1].end)
        repeats = reading.context.n_rows / regular[0].n_distinct if regular else 0
        if each and each.quantity("n").value == column.n_distinct == round(repeats):
            reading.claim(each, "n")
            return [column.name], each.quote
    return [], ""


def _series_by_number(reading: Reading, line: object, target: ColumnFacts) -> None:
    """ "a chain of 45 stores" over a table in which each store has its own rows: the number of its labels was said."""
    for mention in reading.columns.mentions(reading.line, least=0.6):
        column = mention.column
        hit = reading.line.first(r" (?P<n><num>)$", start=max(0, mention.start - 1), end=mention.start)
        if hit and column is not target and hit.quantity("n").value == column.n_distinct >= 2:
            reading.set("forecast.series_column", column.name, reading.line.words(hit.start, mention.end))
            reading.claim_items(reading.line, hit.start, mention.end)
            return
    if reading.context.spec.get("task") != "forecast" and not reading.said("forecast.series_column"):
        _ask_series(reading)


def _ask_series(reading: Reading) -> None:
    """Dates that repeat mean several series in one table, and the words did not say which."""
    found = _regular(reading)
    if not found or found[0].n_distinct == 0 or _hour_column(reading) is not None:
        return
    repeats = reading.context.n_rows / found[0].n_distinct
    fits = [
        c.name for c in reading.context.columns if c.n_distinct >= 2 and abs(c.n_distinct - repeats) < 0.5
    ]
    if repeats > 1.5 and len(fits) == 1:
        reading.ask(
            "forecast.series_column",
            f"Should there be one forecast for each {fits[0]!r}, or one for all together?",
            (fits[0],),
        )
