"""The result that the user expects before seeing one."""

from __future__ import annotations

from assistant.offline.aside.wishes import without_quotations
from assistant.offline.metric.scores import ERRORS, FOR_NUMBERS, ScoreMention, find_scores
from assistant.offline.metric.tolerance import keep_spans
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import search

_HOPE = r" (?:disappointed|disappointing|unhappy|let down|bank on|(?:think|believe|figure|bet|assume|presume)(?: that)? (?:we|you|it|this)(?: (?:will|can|should|could|would|may|might|'ll))* (?:get|reach|see|hit|land|manage|achieve|end up|come out)|ought to (?:get|reach|manage)|hopefully|with any luck|i trust|expect|expectation|hope|hope for|anticipate|be happy with|happy with|make (?:me|us) happy|please (?:me|us)|would satisfy|be satisfied with|satisfied|aim for|aim at|aim|should reach|would like to see|guess|count on|reckon|content with|be pleased with|suppose it|would(?: already| just)? (?:be|make)(?: a| an| me| my| our| us| quite| real)* (?:success|win|triumph|plenty|enough|fine|great|good|superb|nice|perfect|day|proud|delighted|thrilled)|over the moon|thrilled|delighted|should be possible|should be (?:doable|feasible|reachable|achievable|within reach|in reach)|be glad|glad|would be (?:great|good|nice|fine|enough|ok)|dream|ambition|my target|our target|goal be|(?<!that )(?<!as )(?<!than )be possible|be realistic|should get|should manage|should be able to (?:get|reach))(?= )"
_PATTERNS = (
    r" <score>(?: \w+)? ?(?:of|:|=|be|at|above|below|under|over|around|about|should be|to be|with|in the|to|will|would|should|come|come out|turn out|land|lands|end up|reach|get|somewhere|north|south)*(?: of| at| about| around| roughly| something like)*(?P<front> at least| at most| no (?:more|less) than| not (?:more|less) than| above| over| below| under| more than| less than| up to| better than| around| >=| <=| >| <| ≥| ≤| ~| beyond)? (?P<value><num>|<pct>|<money>|<points>)(?P<behind> or (?:better|good|less|more|low|lower|high|higher|above|below|so))?",
    r"(?P<front> at least| at most| no (?:more|less) than| not (?:more|less) than| above| over| below| under| more than| less than| up to| around)? (?P<value><num>|<pct>|<money>|<points>)(?P<behind> or (?:better|good|less|more|low|lower|high|higher|above|below))?(?: of| in| for| as| as the| the)* <score>",
)
_BARE = r"(?P<front> at least| at most| no (?:more|less) than| above| over| below| under| more than| less than| up to| around)? (?P<value><num>|<pct>|<money>)(?P<behind> or (?:better|good|less|more|low|lower|high|higher|above|below))?"


def read_expectation(reading: Reading) -> None:
    """Find an expected result."""
    with without_quotations(reading):
        keep_spans(reading)
        _read_expectation(reading)


def _read_expectation(reading: Reading) -> None:
    line = reading.line.marked((m.start, m.end, "score", m) for m in find_scores(reading.line))
    for start, end in line.sentences():
        for hope in line.find(_HOPE, start=start, end=end):
            if _of_others(line, hope, start):
                continue
            if _read(reading, hope, end) or _read_told(reading, line, start, end):
                return


_AVERAGE = r"(?:on average|in the mean|on the average|typically|at a mean)"
_VALUE = r"(?P<value><num>|<pct>|<money>)"
# Results that are told without the name of their score, and whether they tell how much is right.
_TOLD = (
    (rf" (?:off|out|wrong|away|miss|beside)(?: \w+){{0,3}}? {_VALUE}(?: \w+){{0,5}}? {_AVERAGE}(?= )", False),
    (rf" {_VALUE}(?: \w+)?(?: or (?:less|fewer|better))? (?:off|out|wrong|away|beside)(?: \w+){{0,5}}? {_AVERAGE}(?= )", False),
    (rf" {_AVERAGE}(?: [^ .;]+){{0,8}}? {_VALUE}(?: \w+)?(?: or (?:less|fewer|better))? (?:off|out|wrong|away|beside)(?= )", False),
    (r" (?P<value><pct>)(?: (?:of|or|and|the|them|all|more|better|up|be|those|ours?|cases?|answers?))* (?:right|correct|correctly|rightly)(?= )", True),
)  # fmt: skip


def _read_told(reading: Reading, line: Line, start: int, end: int) -> bool:
    """ "I hope we're no more than 80 euros off on average", "three quarters right should be possible"."""
    for pattern, right in _TOLD:
        for hit in line.find(pattern, start=start, end=end):
            if not reading.free(hit, "value"):
                continue
            share = hit.quantity("value").kind == "percent"
            return _set(reading, hit, "accuracy" if right else "mape" if share else "mae")
    return False


_OTHERS = r" (?:they|he|she|predecessor|competitor|rival|somebody|someone|colleague|institute|consultant|vendor|supplier|people)(?= )"


def _of_others(line: Line, hope: Hit, start: int) -> bool:
    """What others were happy with, or would have been, is no hope of the user's."""
    return (
        line.has(_OTHERS, start=start, end=hope.start)
        and not line.has(r" (?:i|we)(?= )", start=max(start, hope.start - 4), end=hope.start)
    ) or line.has(r" (?:would|could|might) have(?: \w+)*$", start=max(start, hope.start - 12), end=hope.start)


def _read(reading: Reading, hope: Hit, end: int) -> bool:
    line = hope.line
    window = (max(0, hope.start - 10), min(end, hope.end + 12))
    start = _clause_start(line, hope, next(a for a, b in line.sentences() if a <= hope.start < b))
    for pattern in _PATTERNS:
        for hit in line.find(pattern, start=max(start, window[0]), end=window[1]):
            score = next(
                item.payload
                for item in line.items[hit.start : hit.end]
                if isinstance(item.payload, ScoreMention)
            )
            if reading.free(hit, "value") and not _belief_share(line.canon, line.place(hit.start)):
                return _set(reading, hit, score.name)
    named = reading.said("metric.name") or reading.said("baseline.metric")
    single = line.first(_BARE, start=hope.end, end=min(end, hope.end + 8)) or line.first(
        _BARE, start=max(start - 1, hope.start - 6, 0), end=hope.start
    )
    if single is None and hope.end >= end - 1:  # "… should come out at 3 or less, I hope"
        sentence = next(a for a, b in line.sentences() if a <= hope.start < b)
        single = line.first(_BARE, start=max(sentence, hope.start - 9), end=hope.start)
    if not isinstance(named, str):
        named = _spoken_of(line, hope)
    if single and named and reading.free(single, "value") and not _counts(line, single):
        return _set(reading, single, named)
    return False


def _spoken_of(line: Line, hope: Hit) -> str:
    """The score that the message speaks of: the last one in front of the hope, else the only one."""
    scores = [item.payload for item in line.items if isinstance(item.payload, ScoreMention)]
    before = [item.payload for item in line.items[: hope.start] if isinstance(item.payload, ScoreMention)]
    if before:
        return str(before[-1].name)
    return str(scores[0].name) if len({score.name for score in scores}) == 1 else ""


def _counts(line: Line, hit: Hit) -> bool:
    """ "I expect 200 orders" counts things rather than tells a result."""
    return line.has(
        r"^ (?!or |and |at |in |on |as |for |so |there |then |here |of |from |should |would |will |could |may |might |must |make |be )[a-z]{3,}",
        start=hit.end,
    )


def _clause_start(line: Line, hope: Hit, sentence: int) -> int:
    """Where the clause of the hope begins: what stands in front of it may speak of today's result."""
    for at in range(hope.start - 1, sentence, -1):
        if line.items[at].text in (",", "and", "but"):
            return at
    return sentence


def _belief_share(canon: str, at: int) -> bool:
    return bool(search(r" (?:sure|certain|confident) (?:that|of)? $", canon[:at]))


def _set(reading: Reading, hit: Hit, name: str) -> bool:
    quantity = hit.quantity("value")
    value = quantity.value
    if name not in FOR_NUMBERS and quantity.kind == "number" and 1 < value <= 100:
        value /= 100
    if name in ("mape", "smape") and quantity.kind == "number" and value >= 1:
        value /= 100
    bound = "at_most" if name in ERRORS else "at_least"
    reading.set("expectation.metric", name, hit.quote)
    reading.set(f"expectation.{bound}", tidy(value), hit.quote)
    reading.claim(hit)
    return True
