"""What may be spent: time, trials, memory, workers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.offline.aside.denied import is_denied
from assistant.offline.aside.told import clause_end, clause_start, is_told
from assistant.offline.aside.wishes import of_wishes
from assistant.offline.reading import Reading
from assistant.offline.search.answering import is_answer_time, is_the_next_one
from assistant.offline.search.families import find_families
from assistant.offline.text.line import Hit, Line, read_line
from assistant.offline.text.loose import LOOSE, loose_span
from assistant.offline.text.patterns import match, search
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.tidying import tidy as tidy

_LIMIT = (
    r"(?:in|within|under|below|for|up to|at most|at the most|no more than|not more than|no longer than|not longer than|less than"
    r"|max(?:imum)?(?: of)?|maximally|only|just|only have|spend|give (?:it|you|yourself|the search)|take|use|allow|run(?: for)?|stop after|have|get|about|roughly|around"
    r"|limit(?: of| to| be|:)?|budget(?: of| be| 's|:)?|time(?: be|:)?|make (?:it|that)|search|let (?:it|us|the search) run(?: for)?|cap(?: it)? at|go for"
    r"|(?:not|no)(?: a (?:second|minute|moment))? (?:longer|more) than|(?:a (?:second|minute|moment)|<dur>) longer than|i mean|i meant|(?:that|it|this) be|do it in|want|need|to|with|on|want it in|another|spare|invest|a budget of|change it to|increase it to|raise it to|extend (?:it )?(?:to|by)|than|after|available|say|wait(?: for)?|patience for|spare)"
)
_COMING = r" (?:next|coming|following|past|previous|last|first)$"
_NOT_BUDGET = (
    r"(?:every|each|per|last|past|next|previous|coming|following|ahead|older than|younger than|more than|over|above|exactly|gap of|leave"
    r"|horizon|forecast|predict|first|since|the|of)"
)
_TAIL = (
    r"(?: or (?:two|three|so|<num>))? (?:or less|at most|max|maximum|tops|at the most|only|long|budget|limit|time limit|of search|of (?:\w+ )?time|of (?:training|compute|computing|wall ?clock|wall clock)|and no more|please"
    r"|it be(?= [.,;!)]| $|$| then| for)|to (?:search|train|run)|for (?:the search|this|it|everything)|(?:will |should |would |must )?(?:be (?:enough|sufficient|plenty|fine|ok|okay|all right|alright)|suffice|do)"
    r"|be (?:over|up|gone|through)|be (?:all|what|the most|the limit|as much as)(?: (?:that )?(?:you|u|i|we|it|there))*(?: get| have| need)?|(?:b4|before) (?!<)\w+(?: \w+){0,4} that be all(?: (?:you|u|i|we))*(?: get| have)?|you have|at the latest|flat)"
)
_TIME = rf" (?P<lead>(?:{_LIMIT} )*)(?:a |an |the |total of |full |of |maximum of )*(?P<time><dur>)(?P<tail>{_TAIL})?(?= )"
_BARE_TIME = r" (?P<lead>)(?P<time><dur>)(?P<tail>(?!))?(?= )"
# What only the search has: a clause with one of these speaks of it, whatever stands around the span.
_OF_SEARCHING = r" (?:search|compute|computing|computation|calculation|run ?time|timeout|time ?out|time (?:limit|budget)|wall ?clock|optimi[sz]ation|crunch|number crunching|cpu time|machine time|patience)s?(?= )"
# Words that stand in front of many spans of time; by themselves they limit nothing.
_WEAK_LEAD = r"(?: (?:i mean|i meant|that be|it be|this be|in|within|for|to|with|on|after|than|about|roughly|around|take|use|need|want|under|below|have|get|just|only|wait|wait for))*"
_SEARCH_WORDS = r" (?:you|u|it|this|search|run|compute|computing|calculate|train|fit|tune|model|finish|done|ready|through|result|answer|best|make|build|give|do|spend|stop|work|try|please|pls|budget|limit|max|maximum|predict|prediction|let|get|go|quick|fast|time|computer|laptop|server|forecast|beat|find|estimate|detect|classify|cluster|group|sort|show|produce|deliver|come up|explain|i have|we have)(?= )"
# What takes time in the data: "customers wait for two hours", "late by 20 minutes".
_OFF_BY = r" (?:off|wrong|out|mistaken|deviate|late|early|away|apart|differ|difference|error|tolerance|margin|prediction|estimate|forecast|guess|anything|everything|whatever|plus or minus|\+ / -)s?(?: (?:by|of|be|that be|which be|with|within|which|that|up to|at most|no more than|to))* $"
_OF_THE_WORLD = r" (?:customer|wear|tool|delay|late|(?<! can )(?<! you )(?<! to )(?<! me )(?<! us )wait|call|column|tenure|time series|visit|stay|old)s?(?: \w+){0,3} $| (?:clerk|staff|team|agent|nurse|doctor|technician|driver|applicant|client|patient|borrower|guest|employee|colleague)s?(?: \w+)? (?:spend|take|need|wait|have|get|use)(?: \w+){0,2} $"
# "My break is 40 minutes, it should be done by then".
_BY_THEN = r" (?P<time><dur>)(?: [^ .;]+){0,8}? (?:done|do|finish|finished|through|ready|over)(?: with it)? (?:by then|before that|by that time|until then)(?= )"
# "About 400 run", "50 fit": what the counted things do, not how many trials.
# As in code and configuration: "n_trials=50", "trials: 50", "n_jobs = 4".
_TRIALS_SET = r" (?:n |num |max |number of )*(?:trial|iter|evaluation)s?(?: (?:=|:|be|of|to|down|up|at|limit|cap|max|maximum|most|only))+ (?P<trials><num>)(?= )"
_WORKERS_SET = r" (?:n |num |number of )*(?:job|worker|core|cpu|thread|process)s?(?: (?:=|:|be|to|down|up|limit|at))+ (?P<n3><num>)(?= )"
_FOR_EACH = r" (?:every|each|per|any|a single) (?!model|trial|fold)\w+(?= )"
_OF_PEOPLE = r" (?:who|whose|visitor|customer|user|people|client|session|they|she|he|per|each|every)s?(?= )"
_HALF_OF = r" (?P<half><num>)(?: \w+)? (?:core|cpu|processor|thread)s?(?: [^ .;!?]+){1,5}? (?:half|<pct>) (?:of them|of those|of these|that)(?= )"
_RUNS = re.compile(r"(?i)(?<!\b1 )(?<!\bone )\b(?:run|fit|try|attempt)\Z")
_TRIALS = r" (?P<trials><num>)(?: \w+)? (?:trial|run|attempt|try|fit|configuration|candidate|experiment|iteration|evaluation)s?(?= )"
_TRIALS_LIMITED = (
    r" (?P<trials><num>) (?:go|shot|stab|crack|attempt|try|bite)s? at (?:it|this|that|the)(?= )",
    r" (?:max|maximum|at most|no more than|not more than|up to|only|stop after|cap(?: \w+)? at)(?: of)? (?P<trials><num>)(?: \w+)? (?:trail|model|setting|combination|shot|go)s?(?: (?:be|may|should|are) (?:to be )?(?:try|train|test|fit|tune))?(?= [.,;!()]| please| in total| each| altogether| and| $|$)",
    r" (?P<trials><num>) (?:model|setting|combination)s? (?:be|may be|should be|are) (?:to be )?(?:try|train|fit)(?= )",
)
_MEMORY = r" (?P<size><size>)(?: of)? (?:of )?(?:memory|ram)| (?:memory|ram)(?: (?:\w+|:|=|\(|,|<|<=|≤)){0,5}? (?P<size2><size>)"
_ANY_SIZE = r" (?P<size><size>)(?P<size2>(?!))?(?= )"
_LARGE_BYTES = 2e9
_OF_FILES = r" (?:model|file|disk|drive|storage|artefact|artifact|pickle|table|data|datum|download|deploy|phone|big|large|small|size|weigh|stick|upload|device)s?(?= )"
_WORKERS = r" (?P<n4><num>) (?:job|task|run|process|trial|model|fit)s? (?:in parallel|at once|at a time|concurrently|side by side|simultaneously)(?= )| (?P<n2><num>) of(?: (?:my|the|our|its|these|those|your))?(?: <num>)?(?: \w+)? (?:worker|core|cpu|process|processor|thread)s?(?= )| (?P<n><num>|one|a single|single|both)(?: \w+)? (?:worker|core|cpu|process|processor|thread)s?(?= )"
_LET_GO = r" (?:forget|drop|remove|cancel|lift|delete|ignore|scrap|lose|skip|take away|take out|without|no|clear|get rid of|never mind)"
_ARTICLES = r"(?: (?:about|the|a|an|any|that|my|our|this))*"
_FORGET_TIME = (
    rf"{_LET_GO}{_ARTICLES} <dur>(?! (?:gap|embargo|before|ahead|horizon))(?= )|{_LET_GO}{_ARTICLES}(?: time| search)? (?:limit|budget|cap|restriction|constraint)(?= )| (?:no|without)(?: a| any)? time (?:limit|budget|constraint|pressure)"
    r"| take (?:as long|as much time|all the time) (?:as )?(?:you|it) (?:need|like|want|take)"
    r"| time (?:be no|do not matter|be not) (?:object|issue|an issue|limited|matter)?"
)
_WHAT = {
    "budget.trials": r"trials?",
    "budget.memory_gb": r"(?:memory|ram)",
    "budget.workers": r"(?:workers?|cores?|cpus?|process(?:es)?|threads?)",
    "budget.time_s": r"(?:time|minutes?|hours?|clock)",
}
_CAP = r"(?:limit|cap|ceiling|bound|budget|restriction|constraint)"
_SEARCH_UNITS = ("second", "sec", "s", "minute", "min", "mins", "hour", "h", "hr")


# What takes the time that was said just before back, within one message.
_CORRECTED = r" (?:actually|or rather|i mean|i meant|correction|wait|hang on|hold on|make (?:that|it)|scratch that|on second thoughts?|sorry|no [,:]|or no|better)(?= )"


@of_wishes
def read_budget(reading: Reading) -> None:
    """Find limits on time, trials, memory and workers, and their withdrawal."""
    _read_forget(reading)
    _read_number_again(reading)
    _read_trials(reading)
    _read_memory(reading)
    _read_workers(reading)
    _read_time(reading)


def _read_forget(reading: Reading) -> None:
    for path, what in _WHAT.items():
        pattern = rf"{_LET_GO}{_ARTICLES} (?:{what} {_CAP}|{_CAP}s?(?: (?:on|of|for))(?: the)?(?: number of)? {what})(?= )"
        hit = reading.line.first(pattern)
        if hit:
            reading.set(path, None, hit.quote)
            reading.claim(hit)
        free = reading.line.first(rf" {what}(?: [^ .;]+){{0,4}}? (?:no|without)(?: a| any)? {_CAP}s?(?= )")
        if hit is None and free is not None and path.removeprefix("budget.") in _set_before(reading):
            reading.set(path, None, free.quote)
            reading.claim(free)
    for hit in reading.line.find(_FORGET_TIME):
        words = hit.quote.lower()
        other = _of_something_else(reading.line, hit)
        span = next((p for p in (item.payload for item in hit.line.items[hit.start : hit.end]) if p), None)
        if span is not None and tidy(span.value) != _set_before(reading).get("time_s"):
            continue
        if span is not None or (
            not other and any(word in words for word in ("limit", "budget", "time", "long"))
        ):
            reading.set("budget.time_s", None, hit.quote)
            reading.claim(hit)


def _set_before(reading: Reading) -> Mapping[str, Any]:
    before: Mapping[str, Any] = reading.context.spec.get("budget", {})
    return before


def _of_something_else(line: Line, hit: Hit) -> bool:
    """ "Drop the limit on trials", "forget the size limit" leave the time as it is."""
    return line.has(
        r"^ (?:on|of|for)(?: the)?(?: number of)? (?:trial|size|memory|model|worker|core|ram|latency|speed|tree)s?(?= )",
        start=hit.end,
    )


def _read_trials(reading: Reading) -> None:
    for pattern in (_TRIALS, *_TRIALS_LIMITED, _TRIALS_SET):
        for hit in reading.line.find(pattern):
            if not reading.free(hit, "trials") or (pattern == _TRIALS and _RUNS.search(hit.quote)):
                continue
            at = hit.span("trials")[0]
            over = reading.line.has(r" (?:last|previous|old|earlier|past)$", start=max(0, at - 1), end=at)
            if over or _lists_families(hit) or is_told(reading.line, _outside(reading.line, at)):
                continue
            if not _withdrawn(reading, "budget.trials", hit, "trials", int(hit.quantity("trials").value)):
                reading.set("budget.trials", int(hit.quantity("trials").value), hit.quote)
            reading.claim(hit)


def _lists_families(hit: Hit) -> bool:
    """ "Three candidates will do: kNN, naive Bayes, …" counts kinds of models."""
    line = hit.line
    end = next((b for a, b in line.sentences() if a <= hit.start < b), hit.end)
    colon = line.first(" :(?= )", start=hit.end, end=min(end, hit.end + 5))
    return colon is not None and any(colon.end <= one.start < end for one in find_families(line))


def _withdrawn(reading: Reading, path: str, hit: Hit, group: str, value: float) -> bool:
    """Whether a limit is denied; one that held before is taken back with it."""
    if not is_denied(hit.line, hit.span(group)[0], hit.end):
        return False
    if _set_before(reading).get(path.removeprefix("budget.")) == value:
        reading.set(path, None, hit.quote)
    return True


def _outside(line: Line, at: int) -> int:
    """What stands in front of the brackets around an item: "I exported them (three attempts)"."""
    start = clause_start(line, at)
    opened = next((k for k in range(at - 1, start - 2, -1) if k > 0 and line.items[k].text == "("), None)
    return at if opened is None else opened - 1


def _read_memory(reading: Reading) -> None:
    for hit in [*reading.line.find(_MEMORY), *filter(_is_large, reading.line.find(_ANY_SIZE))]:
        group = "size" if hit.has("size") else "size2"
        if reading.free(hit, group) and not is_told(reading.line, hit.start + 1):
            size = tidy(hit.quantity(group).value / 1e9)
            if not _withdrawn(reading, "budget.memory_gb", hit, group, size):
                reading.set("budget.memory_gb", size, hit.quote)
            reading.claim(hit, group)


def _is_large(hit: Hit) -> bool:
    """Whether a size is one of memory though nobody says so: no model is that large, and nothing else is spoken of."""
    line = hit.line
    start, end = clause_start(line, hit.start), clause_end(line, hit.start)
    return hit.quantity("size").value >= _LARGE_BYTES and not line.has(_OF_FILES, start=start, end=end)


def _read_workers(reading: Reading) -> None:
    for hit in [*reading.line.find(_HALF_OF), *reading.line.find(_WORKERS_SET), *reading.line.find(_WORKERS)]:
        group = next(g for g in ("n", "n2", "n3", "n4", "half") if hit.match.groupdict().get(g))
        count = _worker_count(hit, group)
        start, _ = hit.span(group)
        if reading.line.has(
            r" (?:foreign|social|factory|blue collar|our|staff|of our)$", start=max(0, start - 2), end=start
        ):
            continue
        if reading.free(hit) and not _speaks_of_staff(hit):
            if not _withdrawn(reading, "budget.workers", hit, group, count):
                reading.set("budget.workers", count, hit.quote)
            reading.claim(hit)


def _worker_count(hit: Hit, group: str) -> int:
    if group == "half":
        return max(1, int(hit.quantity(group).value) // 2)
    return {"one": 1, "a single": 1, "single": 1, "both": 2}.get(hit.said(group)) or int(
        hit.quantity(group).value
    )


def _speaks_of_staff(hit: Hit) -> bool:
    """ "We have 40 workers in the plant" is not about processes; "you have two workers" is."""
    if is_told(hit.line, hit.start + 1):
        return True
    if " worker" not in hit.match.group():
        return False
    start = clause_start(hit.line, hit.start)
    before = hit.line.canon[hit.line.place(start) - 1 : hit.line.place(hit.start)]
    if " employ" in before or is_told(hit.line, hit.start):
        return True
    return bool(
        search(r" (?:we|i|they|company|factory|plant|firm|site|shop)(?: \w+)? have(?: got)? ", before)
    )


def _read_time(reading: Reading) -> None:
    for hit in reading.line.find(_BY_THEN):
        if reading.free(hit, "time") and hit.quantity("time").unit in _SEARCH_UNITS:
            reading.set("budget.time_s", tidy(hit.quantity("time").value), hit.quote)
            reading.claim(hit)
    hits = [*reading.line.find(_TIME), *reading.line.find(_BARE_TIME)]
    for hit in sorted(hits, key=lambda one: one.span("time")[0]):
        quantity = hit.quantity("time")
        days = quantity.unit in ("day", "night") and _speaks_of_searching(hit)
        if (
            not reading.free(hit, "time")
            or not (quantity.unit in _SEARCH_UNITS or days)
            or not _is_budget(hit)
        ):
            continue
        seconds = quantity.value
        if _withdrawn(reading, "budget.time_s", hit, "time", tidy(seconds)):
            reading.claim(hit)
            continue
        if _adds(reading, hit):
            seconds += reading.context.spec["budget"]["time_s"]
        if loose := loose_span(hit):
            reading.ask("budget.time_s", f"How long may the search take at most: {loose}?")
        reading.set("budget.time_s", tidy(seconds), hit.quote)
        reading.claim(hit)
    _read_loose(reading)
    _read_time_again(reading)
    _ask_about_two(reading)


def _read_loose(reading: Reading) -> None:
    """ "Take a few minutes": a span that nobody can count, where the search is spoken of."""
    for hit in reading.line.find(LOOSE):
        known = any(finding.path == "budget.time_s" for finding in reading.findings)
        if known or is_told(reading.line, hit.start) or not _of_the_search(hit):
            continue
        reading.ask("budget.time_s", f"How long is “{hit.quote}”: how many minutes may the search take?")


def _ask_about_two(reading: Reading) -> None:
    """Two spans in one message, the second of which corrects nothing, contradict each other."""
    said = [finding for finding in reading.findings if finding.path == "budget.time_s"]
    values = list(dict.fromkeys(finding.value for finding in said))
    if len(values) < 2 or None in values:
        return
    if not reading.line.has(_CORRECTED):
        quotes = " and ".join(f"“{finding.quote}”" for finding in said[:2])
        reading.ask("budget.time_s", f"You said {quotes}. How long may the search take?")


def _adds(reading: Reading, hit: Hit) -> bool:
    """ "Another five minutes on top" of what was allowed before."""
    if not reading.context.spec.get("budget", {}).get("time_s"):
        return False
    line, (start, end) = hit.line, hit.span("time")
    if search(r"\b(?:more|extra|additional) (?:minute|hour|second)", line.words(start, end).lower()):
        return True
    return line.has(
        r" (?:another|additional|extra|further)(?: \w+)?$", start=max(0, start - 2), end=start
    ) or line.has(r"^ (?:more|longer|extra|on top|additional)(?= )", start=end)


def _read_number_again(reading: Reading) -> None:
    """ "Better make that 40" after a number of trials or workers."""
    newest = next((path for path in reading.context.recent if path.startswith(_WITH_FIGURES)), "")
    hit = reading.line.first(_MADE_AGAIN)
    if newest not in ("budget.trials", "budget.workers") or hit is None or not reading.free(hit):
        return
    value = hit.quantity("figure").value
    if value >= 1 and value == int(value):
        reading.set(newest, int(value), hit.quote)
        reading.claim(hit)


def _read_time_again(reading: Reading) -> None:
    """ "Make it 5" after "10 minutes" means minutes; "double the time" is a multiple."""
    _read_multiple(reading)
    hit = reading.line.first(r" (?:make (?:it|that)|change (?:it|that) to) (?P<figure><num>)(?= )")
    if hit is None or not reading.free(hit) or not _time_is_newest(reading):
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


_MADE_AGAIN = r" (?:make (?:it|that)|change (?:it|that) to|rather|no ,|sorry ,|i mean|i meant|better)(?: (?:just|only|rather|better))* (?P<figure><num>)(?= (?:[.,;!)]|then|please|instead|at most|max|and)(?= )| $|$)"
_WITH_FIGURES = ("budget.", "metric.", "hyperparameters.", "validation.", "priors.", "limits.", "forecast.")


def _time_is_newest(reading: Reading) -> bool:
    """Whether no other figure was set since, so that "that" is the time."""
    newest = next((path for path in reading.context.recent if path.startswith(_WITH_FIGURES)), "")
    return newest == "budget.time_s"


def _read_multiple(reading: Reading) -> None:
    before = reading.context.spec.get("budget", {}).get("time_s")
    hit = reading.line.first(
        r" (?P<times><times>|halve|half)(?: (?:the|that|of|as much|amount of|search|your))* time(?: limit| budget)?(?= )| (?P<times2><times>)(?: as)? (?:long|much time)(?= )"
    )
    if hit is None and _time_is_newest(reading):
        hit = reading.line.first(r" (?P<times><times>|halve|half) (?:that|it|this)(?= )")
    if hit is None or not before or not reading.free(hit):
        return
    times = hit.payload("times") if hit.match.group("times") else hit.payload("times2")
    factor = times.value if isinstance(times, Quantity) else 0.5
    reading.set("budget.time_s", tidy(before * factor), hit.quote)
    reading.claim(hit)


def _is_budget(hit: Hit) -> bool:
    """Whether a span of time limits the search: some word says so, or it stands alone in its clause."""
    start, end = hit.span("time")
    line = hit.line
    if line.has(_COMING, start=max(0, start - 1), end=start):
        return False
    if is_the_next_one(line, start) or is_answer_time(line, start) or is_told(line, start):
        return False
    few = (
        quantity.unit in ("second", "s", "sec")
        if isinstance(quantity := line.items[start].payload, Quantity)
        else False
    )
    if (
        few
        and line.has(r" the$", start=max(0, start - 1), end=start)
        and not (hit.has("tail") or _strong(hit))
    ):
        return False  # "the 2s" are those with a 2
    before = (
        f" {line.canon[: line.place(hit.span('time')[0] if _spends(hit) else hit.start)].strip()} ".replace(
            "  ", " "
        )
    )
    if (
        search(_OFF_BY, before)
        or search(_OF_THE_WORLD, before)
        or (not _strong(hit) and search(r" to (?:the|our|a|an|every|each) (?!end )\w+ $", before))
    ):
        return False
    if hit.has("tail") or _speaks_of_searching(hit) or _in_brackets_of_an_end(hit):
        return True
    if not _strong(hit) and line.has(_FOR_EACH, start=clause_start(line, start), end=hit.start):
        return False
    behind = line.canon[line.place(end) - 1 :]
    if match(
        r" (?:per|a|ahead|before|late|older|gap|earlier|since|into|ago|of (?!time|search|it|that)\w+)(?= )",
        behind,
    ):
        return False
    if search(rf" {_NOT_BUDGET} $", before) and not hit.said("lead"):
        return False
    if hit.said("lead"):
        return _strong(hit) or _of_the_search(hit)
    alone_before = bool(
        search(
            r"[,.;:!?/+|*-] $|^ $| (?:exceed|at most|no more than|not more than|max|maximum|up to|limit)(?: [^ ,.;]+){1,4} or $| <num> \w+ or $| and $| but $| then $|please $|so $|better $|rather $|make $|[–—] $|\. $",
            before,
        )
    )
    alone_behind = (
        bool(
            match(
                r" (?:[,.;:!?/+|*-]|and |but |please|rather|instead|better|more |longer |extra |then |$)",
                behind,
            )
        )
        or not behind.strip()
    )
    return alone_before and alone_behind


_ENDS = r" (?:through|done|finish|finished|ready|over|back|stop)(?= )"


def _in_brackets_of_an_end(hit: Hit) -> bool:
    """ "By the time I've made tea (four minutes) you should be through"."""
    line, (start, end) = hit.line, hit.span("time")
    bracketed = line.items[start - 1].text == "(" and end < len(line.items) and line.items[end].text == ")"
    first, last = next(((a, b) for a, b in line.sentences() if a <= start < b), (start, end))
    return bracketed and start > 0 and line.has(_ENDS, start=first, end=last)


def _speaks_of_searching(hit: Hit) -> bool:
    line, (at, _) = hit.line, hit.span("time")
    start, end = clause_start(line, at), clause_end(line, at)
    sentence = next((a for a, b in line.sentences() if a <= at < b), start)
    if line.has(r"^(?: (?:and|so))* as for (?:the |your |computing )?time(?= )", start=sentence, end=at):
        return True
    return line.has(_OF_SEARCHING, start=start, end=end) and not line.has(_OF_PEOPLE, start=start, end=at)


def _spends(hit: Hit) -> bool:
    """Whether the lead begins with a verb whose subject matters: "our clerks spend 20 minutes"."""
    return hit.said("lead").split(" ")[0] in ("spend", "take", "need", "wait", "have", "get", "use")


def _strong(hit: Hit) -> bool:
    """Whether the words in front limit something, other than those that stand in front of many spans of time."""
    return (
        hit.has("lead") and bool(hit.said("lead")) and not match(rf"{_WEAK_LEAD} $", f" {hit.said('lead')} ")
    )


def _of_the_search(hit: Hit) -> bool:
    """Whether the clause speaks of the work to be done, or holds hardly more than the span."""
    line = hit.line
    start, end = clause_start(line, hit.start), clause_end(line, hit.end)
    around = f" {line.canon[line.place(start) : line.place(hit.start)]} {line.canon[line.place(hit.end) : line.place(end)]}"
    alone = hit.start - start <= 1 and end - hit.end <= 2
    return alone or bool(search(_SEARCH_WORDS, f"{around} ")) or _is_a_wish(line, start)


def _is_a_wish(line: Line, start: int) -> bool:
    """A clause that begins with a verb, or with who wants something."""
    return line.has(r"^ (?:i|we|please|pls|and|spend|take|use|let|max|about|ok|then)(?= )", start=start)
