"""What each step between ordered labels costs: "every notch we are off", "$3 per tier", "two grades out costs 40"."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.values import Value, values_seen
from assistant.offline.reading import Reading
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.quantities import Quantity

# Words that are nothing but a step between labels, and words that are one only where a distance is spoken of.
_RUNG = r"(?:grade|step|class|classes|level|notch|notche|category|categories|rank|rung|degree|band|tier|peg|bracket|stage|grading)"
_MARK = r"(?:place|mark|star|point|slot|size|position|unit|row)"
_EACH = r"(?:each|every|per|a|an|one|any|for each|for every|by one|the first|<num>)"
_BETWEEN = r"(?: (?!wrong|incorrect|false|different|other|right|of|in|the|for)(?:<col>|[a-z]+)){0,2}?"
_DISTANCE = (
    r" (?:off|away|wrong|out|apart|between|difference|distance|miss|beside|from the (?:truth|true|right|real|actual|correct)"
    r"|too (?:high|low|good|bad|far|generous|strict|harsh|kind)|error|mistake|mistaken|deviat\w*|stray|wide of|(?:far|farther|further) from|adrift|astray|mis\w+"
    r"|up or down|in the wrong|by which|we be out|be out by|overshoot|undershoot|over or under|either way|either direction)(?= )"
)
_STEP = (
    rf" (?P<count>{_EACH}){_BETWEEN} {_RUNG}s?(?: step| notch)?(?= )"
    r"| (?:each|every|per) label(?= (?:far|farther|further|away|off|out|apart|wrong))"
)
_SMALL_STEP = rf" (?P<count>{_EACH}){_BETWEEN} {_MARK}s?(?= )"
# "Lose 20 a class": no distance is needed where the amount stands in front of what it is for.
_COSTS = r" (?:cost|lose|loss|pay|charge|deduct|subtract|take off|fine|penalty|penalise|set (?:we|us) back|be|count|weigh|<money>)(?= )"
_BARE = (
    r" (?P<n2><num>|<points>) (?:points? )?(?:be )?(?:deduct|lose|subtract|take off|off|minus)(?= )|"
    r" (?:cost|count|be|lose|weigh|deduct|subtract|:|=)(?: (?:as|we|us|a|minus|-|just|about|exactly))* (?P<n><num>|<points>)"
    r"(?= [.,;!?)]|$| $| (?:point|each|per|for)s? )"
)
_NEAR = 14  # items between a step and the distance that it is one of


@dataclass(frozen=True)
class Step:
    """So many steps, where they are spoken of, and the words."""

    count: float
    start: int
    end: int
    hit: Hit


def find_step(line: Line) -> Step | None:
    """The first step that a distance is spoken of beside."""
    for start, end in line.sentences():
        for pattern in (_STEP, _SMALL_STEP):
            for hit in line.find(pattern, start=start, end=end):
                count = hit.payload("count") if hit.has("count") else None
                many = count.value if isinstance(count, Quantity) else 1.0
                if many == 1 and _tells_distance(line, hit, start, end):
                    return Step(many, start, end, hit)
    return None


def told_apart(reading: Reading) -> dict[int, Value]:
    """ "One level off costs 5, two levels off 20": what so many steps cost, by their number; one amount behind each."""
    line = reading.line
    found: dict[int, Value] = {}
    for start, end in line.sentences():
        hits = sorted(
            (hit for pattern in (_STEP, _SMALL_STEP) for hit in line.find(pattern, start=start, end=end)),
            key=lambda hit: hit.start,
        )
        if not any(_tells_distance(line, hit, start, end) for hit in hits):
            continue
        values = [v for v in values_seen(reading) if v.kind == "amount" and not _used(reading, v)]
        for hit, behind in itertools.zip_longest(hits, hits[1:]):
            count = hit.payload("count") if hit.has("count") else None
            many = int(count.value) if isinstance(count, Quantity) else 1
            last = behind.start if behind else end
            near = [v for v in values if hit.end <= v.start < last]
            if near:
                found.setdefault(many, near[0])
    return found


def _tells_distance(line: Line, hit: Hit, start: int, end: int) -> bool:
    near = line.has(_DISTANCE, start=max(start, hit.start - _NEAR), end=min(end, hit.end + _NEAR))
    return near and line.has(_COSTS, start=start, end=end)


def step_and_value(reading: Reading) -> tuple[Step, Value] | None:
    """A step between labels, and what it costs."""
    for line in (reading.line, reading.with_columns(least=0.9, synonyms=False)):
        step = find_step(line)
        value = _value_near(reading, line, step) if step is not None else None
        if step is not None and value is not None:
            return step, value
    return None


def speaks_of_steps(reading: Reading) -> bool:
    """Whether the message says what each step between labels costs."""
    return step_and_value(reading) is not None


def _value_near(reading: Reading, line: Line, step: Step) -> Value | None:
    """The amount nearest to the step in its sentence; the one behind where it says both."""
    first, last = line.items[step.start].start, line.items[step.end - 1].end
    here, stop = line.items[step.hit.start].start, line.items[step.hit.end - 1].end
    items = reading.line.items
    inside = [
        value
        for value in values_seen(reading)
        if value.kind == "amount"
        and first <= items[value.start].start < last
        and items[value.end - 1].end <= max(last, stop)
        and not here <= items[value.start].start < stop
        and not _used(reading, value)
    ]
    behind = [value for value in inside if items[value.start].start >= stop]
    if inside:
        return behind[0] if behind else inside[-1]
    return _bare_value(reading, first, last)


def _used(reading: Reading, value: Value) -> bool:
    items = reading.line.items[value.start : value.end]
    return any(k in reading.claimed for item in items for k in range(item.start, item.end))


def _bare_value(reading: Reading, first: int, last: int) -> Value | None:
    """ "Each grade of difference counts minus 1": a figure without a unit behind a verb."""
    inside = [at for at, item in enumerate(reading.line.items) if first <= item.start and item.end <= last]
    if not inside:
        return None
    hit = reading.line.first(_BARE, start=inside[0], end=inside[-1] + 1)
    if hit is None:
        return None
    group = "n" if hit.has("n") else "n2"
    if not reading.free(hit, group):
        return None
    figure = hit.quantity(group)
    times = 100.0 if figure.kind == "points" else 1.0  # of a hundred, where they are those of a share
    return Value("amount", *hit.span(group), Amount(round(figure.value * times, 10)))


def as_loss(amount: Amount) -> Amount:
    """What an error costs, whether it was told as a loss or as an amount."""
    return amount if amount.sign < 0 else -amount
