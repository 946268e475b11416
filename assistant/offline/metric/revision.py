"""A later message that gives one figure of the metric anew: "make that 90", "twice as bad is nearer the truth"."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from typing import Any

from assistant.offline.metric.asymmetric import turns_of
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.text.line import Line, read_line
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.wordlists import words
from assistant.offline.turn.figure_again import AROUND

_LONGEST = 22
_AGAIN = (
    r" (?:make (?:that|it|this)|let (?:us|we|'s|be) (?:say|make|take|go)|(?:say|take|try) (?:rather)?|rather|instead|actually|better|no|sorry|i mean|change|raise|lower|cut|reduce|increase|drop|tighten|loosen|relax|now|near(?:er)?|close(?:r)?|should be|should have|only|too (?:strict|lax|much|high|low|many|little|few|hard|harsh)|enough"
    r"|correct|correction|talk|spoke|speak|think|on second thought|do with|possible|alright|settle|go with|go up|go down|up|down|become|more like|say|according to|reckon|insist|not \w+ but)(?= )"
)
_OTHER_TOPIC = r" (?:minute|hour|second|trial|fold|model|predict|column|row|memory|gb|mb|ms|time|budget|core|worker|test|share of|k|top|tree|think it|sure that|chance|week|month|day|year)(?= )"
_COMMON = frozenset(
    words(
        """the a an we i it they you our that this be of to in for with now not no but and or on at as my me us is was do have will
        would make say take raise all just only more less than from up down if then so what which one each every per cost costs lose"""
    )
)


def read_revision(reading: Reading) -> bool:
    """Replace the one figure of the metric that the message gives anew; True where it did."""
    metric: dict[str, Any] = dict(reading.context.spec.get("metric", {}))
    line = reading.line
    if not metric:
        return False
    if _swap(reading, metric):
        return True
    if _multiply(reading, metric):
        return True
    figures = [at for at, item in enumerate(line.items) if _is_free_figure(reading, at, item.payload)]
    replaced = _replaced(line, figures, metric) or _dismissed(line, figures, metric)
    if replaced is None:
        again = line.has(_AGAIN) or _is_alone(line)
        if len(line.items) > _LONGEST or len(figures) != 1 or not again or line.has(_OTHER_TOPIC):
            return False
        if line.has(_TELLS_A_SHARE, start=figures[0]):
            return False
        if {turn.side for turn in turns_of(line, 0, len(line.items))} == {"under", "over"}:
            return False  # both sides are told anew

        if line.has(_FOUND_WANTING, start=figures[0] + 1):
            return False  # "10 is too lax": the old figure, and no new one
        place = _place_of(reading, metric, line.items[figures[0]].payload, figures[0])
        if place is None:
            return False
        replaced = (*place, figures[0])
    path, value, at = replaced
    quote = line.text.strip()
    if path.startswith("constraints."):
        _set_constraint(reading, metric, path, value, quote)
    elif path == "ratio":
        _set_ratio(reading, metric, value, quote)
    elif path.startswith("costs."):
        _set_costs(reading, metric, float(path.removeprefix("costs.")), value, quote)
    else:
        reading.set(f"metric.{path}", tidy(round(value, 10)), quote)
    for figure in figures:
        if abs(figure - at) <= 6:
            reading.claim_items(line, figure, figure + 1)
    return True


_SWAP = (
    r" (?:(?:the )?(?:other|wrong) way (?:a?round|about)|mix(?:ed)? (?:they|them|it|those|these|that|the \w+)(?: \w+){0,2} up|mix up (?:they|them|it|those|these|the \w+|my \w+)|confuse (?:they|them|those|these|the two)"
    r"|(?:swap|switch|exchange|interchange|reverse|flip|turn round|turn around)(?: (?:round|around))? (?:they|them|it|those|these|that|the|both|two|<num>)|vice versa|back to front|the wrong way|(?:have|get|got) (?:it|they|them|that|those|the two|this)(?: all)? (?:backward|reverse|upside down)\w*|the (?:reverse|opposite)(?= (?:[.,;!]|be|of)|$| $))(?= )"
)


def _swap(reading: Reading, metric: dict[str, Any]) -> bool:
    """ "I got those two the wrong way round": two figures of the metric change places."""
    line = reading.line
    hit = line.first(_SWAP)
    if hit is None or len(line.items) > _LONGEST:
        return False
    figures = {item.payload.value for item in line.items if isinstance(item.payload, Quantity)}
    known = {abs(value) for _, value in _numbers(metric)} | {2.0}  # "swap the two"
    if not figures <= known:
        return False
    if metric.get("kind") == "cost_matrix":
        costs = _mirrored(metric.get("costs"))
        if costs is None:
            return False
        reading.set("metric.costs", costs, hit.quote)
    else:
        one, two = ("under", "over") if metric.get("kind") == "asymmetric" else ("fn", "fp")
        pair = (metric.get(one), metric.get(two))
        if "tp" in metric or not all(isinstance(value, int | float) and value for value in pair):
            return False
        reading.set(f"metric.{one}", pair[1], hit.quote)
        reading.set(f"metric.{two}", pair[0], hit.quote)
    reading.claim_items(line, 0, len(line.items))
    return True


_MULTIPLY = r"^(?: (?:no|actually|please|let us|let be|let|us|we|can|could|should|on second thought|hm|ok|well|and|so|,|make|take))* (?P<times><times>|halve|half) (?:it|that|this|the (?!cost|fine|price|fee)\w+)(?: (?:please|then|instead|now|after all))*(?: [.!])*$"


def _multiply(reading: Reading, metric: dict[str, Any]) -> bool:
    """ "Let's double it", where the metric holds one figure."""
    hit = reading.line.first(_MULTIPLY)
    numbers = list(_numbers(metric)) if hit else []
    if hit is None or len(numbers) != 1 or numbers[0][0].startswith(("constraints", "costs")):
        return False
    name, value = numbers[0]
    new = value * (hit.quantity("times").value if hit.payload("times") is not None else 0.5)
    if _is_share(name) and not 0 < new < 1:
        return False
    reading.set(f"metric.{name}", tidy(round(new, 10)), hit.quote)
    return True


def _mirrored(costs: Any) -> dict[str, dict[str, Any]] | None:
    """A matrix of two confusions, each the other way round; None for any other one."""
    cells = [(a, b, v) for a, row in costs.items() for b, v in row.items()] if isinstance(costs, dict) else []
    if len(cells) != 2 or cells[0][:2] != cells[1][1::-1]:
        return None
    return {b: {a: value} for a, b, value in cells}


def _is_alone(line: Line) -> bool:
    """ "Four times", "50 cents rather": a figure, and words that tell nothing else."""
    return {item.text for item in line.items if not isinstance(item.payload, Quantity)} <= AROUND


def _ratio_of_wrongs(line: Line, metric: dict[str, Any], quantity: Quantity) -> tuple[str, float] | None:
    """ "No wait, seven times": how many times one wrong decision is as bad as the other."""
    sides = {side: metric.get(side) for side in ("fn", "fp")}
    if (
        metric.get("currency")
        or "tp" in metric
        or not all(isinstance(v, int | float) for v in sides.values())
    ):
        return None
    told = quantity.kind == "times" or (quantity.kind == "number" and _is_alone(line))
    sizes = {side: abs(float(value)) for side, value in sides.items() if value is not None}
    larger = max(sizes, key=lambda side: sizes[side])
    if not told or min(sizes.values()) != 1 or quantity.value <= 1:
        return None
    return larger, -quantity.value


def _replaced(line: Line, figures: list[int], metric: dict[str, Any]) -> tuple[str, float, int] | None:
    """The first sentence that names an old figure of the metric and a new one."""
    for start, end in line.sentences():
        inside = [at for at in figures if start <= at < end]
        for pair in itertools.pairwise(inside):
            found = _old_and_new(line, pair, metric)
            if found is not None:
                return found
    return None


# "Only some 3 % of the sessions end with a purchase": how things are, and no bound.
_TELLS_A_SHARE = r"^ <pct> of (?:the|our|all|my|its|these) [a-z]+ (?:end|be|have|leave|buy|churn|fail|come|turn|get|go|do|pay|cancel|return)(?= )"
_FOUND_WANTING = r"^(?: [a-z]+)? (?:be|seem|look|sound|feel)(?: [a-z]+)? (?:too|not|wrong)(?= )"
_WRONG = r" (?:too|no longer|not enough|forget|scrap|drop|wrong)(?= )"


def _dismissed(line: Line, figures: list[int], metric: dict[str, Any]) -> tuple[str, float, int] | None:
    """ "10 is too lax. Make it 5 %": the old figure is found wanting in one sentence, the new one stands in the next."""
    if len(figures) != 2:
        return None
    first, second = figures
    told = line.has(_WRONG, end=second) and line.has(_AGAIN, start=first + 1, end=second + 1)
    return _old_and_new(line, (first, second), metric, told=True) if told else None


def _is_free_figure(reading: Reading, at: int, payload: Any) -> bool:
    if not isinstance(payload, Quantity) or payload.kind not in (
        "number",
        "percent",
        "points",
        "money",
        "times",
    ):
        return False
    item = reading.line.items[at]
    return reading.claimed.isdisjoint(range(item.start, item.end))


def _numbers(metric: dict[str, Any]) -> Iterator[tuple[str, float]]:
    for name in (
        "at_least",
        "at_most",
        "relative",
        "absolute",
        "under",
        "over",
        "cost_outside",
        "per_step",
        "k",
        "fraction",
        "out_of",
    ):
        value = metric.get(name)
        if isinstance(value, int | float):
            yield name, float(value)
    yield from ((f"costs.{value}", value) for value in _costs(metric))
    for place, bound in enumerate(metric.get("constraints") or ()):
        for side in ("at_least", "at_most"):
            if isinstance(bound.get(side), int | float):
                yield f"constraints.{place}.{side}", float(bound[side])


def _costs(metric: dict[str, Any]) -> list[float]:
    """The different figures of a cost matrix."""
    costs = metric.get("costs")
    cells = [value for row in costs.values() for value in row.values()] if isinstance(costs, dict) else []
    return list(dict.fromkeys(float(value) for value in cells if isinstance(value, int | float)))


def _old_and_new(
    line: Line, pair: tuple[int, int], metric: dict[str, Any], *, told: bool = False
) -> tuple[str, float, int] | None:
    """ "110 instead of 95", "not 95 but 110", "from 95 to 110": the old figure tells which one is meant."""
    first, second = pair
    if told:
        new, old = second, first
    elif line.has(r" (?:instead of|rather than|not|no longer)(?: \w+)?$", start=first + 1, end=second):
        new, old = first, second
    elif line.has(r" (?:not|from|instead of)(?: \w+)?$", start=max(0, first - 3), end=first) or (
        line.has(r" (?:be|become|to|now)(?= )", start=first + 1, end=second)
        and not line.has(" and(?= )", start=first + 1, end=second)
    ):
        new, old = second, first
    else:
        return None
    before, after = line.items[old].payload, line.items[new].payload
    amounts = [
        (side, float(metric[side]))
        for side in ("tp", "fp", "fn", "tn")
        if isinstance(metric.get(side), int | float)
    ]
    if any(abs(value) in _readings(after, name) for name, value in (*_numbers(metric), *amounts)):
        return None  # both stand in the metric: it is told once more, not changed
    for name, value in _numbers(metric):
        if any(abs(abs(value) - guess) < 1e-9 for guess in _readings(before, name)):
            cents = before.unit == "cent" and after.kind == "number"  # "not 20 cents but 30"
            return name, _like(after, name, value) / (100 if cents else 1), new
    return None


def _readings(quantity: Quantity, name: str) -> tuple[float, ...]:
    return (quantity.value, quantity.value / 100) if _is_share(name) else (quantity.value,)


def _is_share(name: str) -> bool:
    return name.rpartition(".")[2] in ("at_least", "at_most", "relative", "fraction")


def _like(quantity: Quantity, name: str, old: float) -> float:
    """The new figure in the unit and with the sign of the old one."""
    value = quantity.value
    if _is_share(name) and abs(old) <= 1 and quantity.kind == "number" and value >= 1:
        value /= 100
    return -value if old < 0 < value else value


def _place_of(
    reading: Reading, metric: dict[str, Any], quantity: Quantity, at: int
) -> tuple[str, float] | None:
    """Which part of the metric a lone figure can only mean, and its value there."""
    kind = metric.get("kind")
    count = _flagged_count(metric)
    if count and quantity.kind == "number" and quantity.value >= 2 and quantity.value == int(quantity.value):
        return count, quantity.value
    if kind == "floor" and not metric.get("constraints") and not _other_rate(reading.line, metric):
        name = "at_least" if "at_least" in metric else "at_most"
        value = _like(quantity, name, 1)
        fits = quantity.kind in ("percent", "number") and 0 < value < 1
        return (name, value) if fits else None
    if kind == "tolerance":
        return _tolerance(metric, quantity)
    if (
        kind == "cost_matrix"
        and isinstance(metric.get("per_step"), int | float)
        and quantity.kind in ("money", "number")
    ):
        return "per_step", -abs(quantity.value)
    if kind == "cost_matrix" and quantity.kind in ("money", "number"):
        target = reading.said("target")
        if isinstance(target, str) and any(reading.labels.mentions(reading.line, among=[target])):
            return None  # what one confusion costs, beside the others
        known = _costs(metric)
        return (f"costs.{known[0]}", math.copysign(quantity.value, known[0])) if len(known) == 1 else None
    if kind == "payoff":
        return _ratio_of_wrongs(reading.line, metric, quantity)
    if kind == "asymmetric":
        if quantity.kind == "times":
            return "ratio", quantity.value
        side = _side_of(reading, metric)
        return (side, quantity.value) if side and quantity.kind in ("money", "number") else None
    return None


def _flagged_count(metric: dict[str, Any]) -> str:
    """The place of the one bound on how many are flagged, where the metric has one."""
    places = [
        place
        for place, bound in enumerate(metric.get("constraints") or ())
        if bound.get("measure") == "flagged"
    ]
    return f"constraints.{places[0]}.at_most" if len(places) == 1 else ""


_RATE_WORDS = {
    "recall": r" (?:recall|sensitivity|catch rate)(?= )",
    "precision": r" (?:precision|purity|ppv)(?= )",
    "specificity": r" (?:specificity)(?= )",
    "false_positive_rate": r" (?:false (?:positive|alarm)|fpr)(?= )",
}


def _other_rate(line: Line, metric: dict[str, Any]) -> bool:
    """Whether the message names a rate that is not the bounded one."""
    return any(line.has(words) for name, words in _RATE_WORDS.items() if name != metric.get("subject_to"))


def _tolerance(metric: dict[str, Any], quantity: Quantity) -> tuple[str, float] | None:
    if "cost_outside" in metric and quantity.kind == "money":
        return None  # the width or the cost: both may be money
    if "relative" in metric and quantity.kind in ("percent", "number"):
        value = _like(quantity, "relative", 1)
        return ("relative", value) if 0 < value < 1 else None
    if isinstance(metric.get("absolute"), int | float) and quantity.kind in ("number", "money"):
        near = metric["absolute"] / 20 <= quantity.value <= metric["absolute"] * 20  # no year, no row
        return ("absolute", quantity.value) if near else None
    return None


def _side_of(reading: Reading, metric: dict[str, Any]) -> str:
    """The side whose figure was told with a word that is said again: "they raised the fine"."""
    told = {turn.side for turn in turns_of(reading.line, 0, len(reading.line.items))}
    if len(told) == 1:
        return next(iter(told))
    if not told and _is_alone(reading.line):
        return _last_side(reading, metric)
    said = {item.text for item in reading.line.items} - _COMMON
    found = set()
    for text in reading.context.history:
        line = read_line(text)
        for start, end in _clauses(line):
            values = {
                item.payload.value for item in line.items[start:end] if isinstance(item.payload, Quantity)
            }
            shared = said & {
                item.text for item in line.items[start:end] if re.fullmatch("[a-z]{3,}", item.text)
            }
            found |= {side for side in ("under", "over") if shared and metric.get(side) in values}
    return found.pop() if len(found) == 1 else ""


def _last_side(reading: Reading, metric: dict[str, Any]) -> str:
    """The side whose figure was told last."""
    for text in reversed(reading.context.history):
        values = [item.payload.value for item in read_line(text).items if isinstance(item.payload, Quantity)]
        for value in reversed(values):
            sides = [side for side in ("under", "over") if metric.get(side) == value]
            if sides:
                return sides[0] if len(sides) == 1 else ""
    return ""


def _clauses(line: Line) -> Iterator[tuple[int, int]]:
    for start, end in line.sentences():
        cuts = [
            start,
            *(at for at in range(start, end) if line.items[at].text in (",", "and", "but", ":")),
            end,
        ]
        yield from ((a, b) for a, b in itertools.pairwise(cuts) if b > a)


def _set_constraint(reading: Reading, metric: dict[str, Any], path: str, value: float, quote: str) -> None:
    _, place, side = path.split(".")
    bounds = [dict(bound) for bound in metric["constraints"]]
    bounds[int(place)][side] = tidy(round(value, 10))
    reading.set("metric.constraints", bounds, quote)


def _set_costs(reading: Reading, metric: dict[str, Any], old: float, value: float, quote: str) -> None:
    """Every confusion that cost the old figure costs the new one."""
    costs = {
        actual: {guess: tidy(round(value, 10)) if cost == old else cost for guess, cost in row.items()}
        for actual, row in metric["costs"].items()
    }
    reading.set("metric.costs", costs, quote)


def _set_ratio(reading: Reading, metric: dict[str, Any], times: float, quote: str) -> None:
    under, over = metric.get("under"), metric.get("over")
    if not isinstance(under, int | float) or not isinstance(over, int | float) or metric.get("currency"):
        return
    worse = "under" if under >= over else "over"
    for side in ("under", "over"):
        reading.set(f"metric.{side}", tidy(max(times, 1 / times)) if side == worse else 1, quote)
