"""What may be spent: time, trials, memory, workers."""

from __future__ import annotations

import re

from assistant.offline.line import Hit, read_line
from assistant.offline.patterns import match, search
from assistant.offline.quantities import Quantity
from assistant.offline.reading import Reading
from assistant.offline.wishes import of_wishes

_LIMIT = (
    r"(?:in|within|under|below|for|up to|at most|at the most|no more than|not more than|no longer than|not longer than|less than"
    r"|max(?:imum)?(?: of)?|maximally|only|just|only have|spend|give (?:it|you|yourself|the search)|take|use|allow|run(?: for)?|stop after|have|get|about|roughly|around"
    r"|limit(?: of| to| be|:)?|budget(?: of| be|:)?|time(?: be|:)?|make (?:it|that)|search|let (?:it|us|the search) run(?: for)?|cap(?: it)? at|go for"
    r"|do it in|want|need|to|with|on|want it in|another|spare|invest|a budget of|change it to|increase it to|raise it to|extend (?:it )?(?:to|by)|than|after|available|say|wait(?: for)?|patience for|spare)"
)
_NOT_BUDGET = (
    r"(?:every|each|per|last|past|next|previous|coming|following|ahead|older than|younger than|more than|over|above|exactly|gap of|leave"
    r"|horizon|forecast|predict|first|since|the|of)"
)
_TIME = rf" (?P<lead>(?:{_LIMIT} )*)(?:a |an |the |total of |full |of |maximum of )*(?P<time><dur>)(?P<tail> (?:or less|at most|max|maximum|tops|at the most|only|long|budget|limit|time limit|of search|of time|of (?:training|compute|computing)|and no more|please|to (?:search|train|run)|for (?:the search|this|it|everything)|(?:will |should |would )?(?:be (?:enough|sufficient|plenty|fine)|suffice|do)))?(?= )"
# "About 400 run", "50 fit": what the counted things do, not how many trials.
_RUNS = re.compile(r"(?i)(?<!\b1 )(?<!\bone )\b(?:run|fit|try|attempt)\Z")
_TRIALS = r" (?P<trials><num>)(?: \w+)? (?:trial|run|attempt|try|fit|configuration|candidate|experiment|iteration|evaluation)s?(?= )"
_MEMORY = r" (?P<size><size>)(?: of)? (?:of )?(?:memory|ram)| (?:memory|ram)(?: \w+){0,4}? (?P<size2><size>)"
_WORKERS = r" (?P<n><num>|one|a single|both)(?: \w+)? (?:worker|core|cpu|process|processor|thread)s?(?= )"
_FORGET_TIME = (
    r" (?:forget|drop|remove|cancel|lift|delete|ignore|scrap|lose|skip|take away|take out|without|no|clear|get rid of)(?: about)?(?: the| a| any| that| my| our)*"
    r"(?: time| search)? (?:limit|budget|cap|restriction|constraint)(?= )| (?:no|without)(?: a| any)? time (?:limit|budget|constraint|pressure)| take (?:as long|all the time) (?:as )?(?:you|it) (?:need|like|want|take)"
    r"| time (?:be no|do not matter|be not) (?:object|issue|an issue|limited|matter)?"
)
_SEARCH_UNITS = ("second", "sec", "s", "minute", "min", "mins", "hour", "h", "hr")


@of_wishes
def read_budget(reading: Reading) -> None:
    """Find limits on time, trials, memory and workers, and their withdrawal."""
    _read_forget(reading)
    _read_trials(reading)
    _read_memory(reading)
    _read_workers(reading)
    _read_time(reading)


def _read_forget(reading: Reading) -> None:
    for hit in reading.line.find(_FORGET_TIME):
        words = hit.quote.lower()
        if "trial" in words:
            continue
        if "limit" in words or "budget" in words or "time" in words or "long" in words:
            reading.set("budget.time_s", None, hit.quote)
            reading.claim(hit)
    single = reading.line.first(
        r" (?:forget|drop|remove|lift|delete|no)(?: the| a| any)* (?:trial limit|limit (?:on|of) (?:the )?(?:number of )?trials?|trial budget|limit on trials?)(?= )"
    )
    if single:
        reading.set("budget.trials", None, single.quote)


def _read_trials(reading: Reading) -> None:
    for hit in reading.line.find(_TRIALS):
        if reading.free(hit, "trials") and not _RUNS.search(hit.quote):
            reading.set("budget.trials", int(hit.quantity("trials").value), hit.quote)
            reading.claim(hit)


def _read_memory(reading: Reading) -> None:
    for hit in reading.line.find(_MEMORY):
        group = "size" if hit.has("size") else "size2"
        if reading.free(hit, group):
            reading.set("budget.memory_gb", tidy(hit.quantity(group).value / 1e9), hit.quote)
            reading.claim(hit, group)


def _read_workers(reading: Reading) -> None:
    for hit in reading.line.find(_WORKERS):
        word = hit.said("n")
        count = {"one": 1, "a single": 1, "both": 2}.get(word) or int(hit.quantity("n").value)
        start, _ = hit.span("n")
        if reading.line.has(
            r" (?:foreign|social|factory|blue collar|our|staff|of our)$", start=max(0, start - 2), end=start
        ):
            continue
        if reading.free(hit) and not _speaks_of_staff(hit):
            reading.set("budget.workers", count, hit.quote)
            reading.claim(hit)


def _speaks_of_staff(hit: Hit) -> bool:
    """ "We have 40 workers in the plant" is not about processes."""
    before = hit.line.canon[: hit.line.place(hit.start)][-30:]
    return " worker" in hit.match.group() and (" have" in before or " employ" in before)


def _read_time(reading: Reading) -> None:
    for hit in reading.line.find(_TIME):
        quantity = hit.quantity("time")
        if not reading.free(hit, "time") or quantity.unit not in _SEARCH_UNITS:
            continue
        if not _is_budget(hit):
            continue
        reading.set("budget.time_s", tidy(quantity.value), hit.quote)
        reading.claim(hit)
    _read_time_again(reading)


def _read_time_again(reading: Reading) -> None:
    """ "Make it 5" after "10 minutes" means minutes."""
    hit = reading.line.first(r" (?:make (?:it|that)|change (?:it|that) to) (?P<figure><num>)(?= )")
    if hit is None or not reading.free(hit) or reading.context.recent[:1] != ("budget.time_s",):
        return
    spans = [
        item.payload
        for text in reading.context.history
        for item in read_line(text).items
        if isinstance(item.payload, Quantity) and item.payload.kind == "duration" and item.payload.count
    ]
    if spans:
        unit_s = spans[-1].value / spans[-1].count
        reading.set("budget.time_s", tidy(hit.quantity("figure").value * unit_s), hit.quote)
        reading.claim(hit)


def _is_budget(hit: Hit) -> bool:
    """Whether a span of time limits the search: some word says so, or it stands alone in its clause."""
    _start, end = hit.span("time")
    line = hit.line
    before = f" {line.canon[: line.place(hit.start)].strip()} ".replace("  ", " ")
    if hit.has("tail"):
        return True
    behind = line.canon[line.place(end) - 1 :]
    if behind.startswith(
        (
            " per ",
            " a ",
            " ahead",
            " before",
            " late",
            " older",
            " gap",
            " earlier",
            " of tool",
            " of wear",
            " of delay",
        )
    ):
        return False

    if search(rf" {_NOT_BUDGET} $", before) and not hit.said("lead"):
        return False
    if hit.said("lead"):
        return not search(
            r" (?:customer|wear|tool|delay|late|wait|call|column|tenure|time series|visit|stay|old)(?: \w+){0,3} $",
            before,
        )
    alone_before = bool(search(r"[,.;:!?] $|^ $| and $| but $| then $|please $", before))
    alone_behind = bool(match(r" (?:[,.;:!?]|and |but |please|$)", behind)) or not behind.strip()
    return alone_before and alone_behind


def tidy(value: float) -> float | int:
    """A whole number as such, anything else without the noise of binary fractions."""
    rounded = round(value, 10)
    return int(rounded) if rounded == int(rounded) else rounded
