"""A later message that takes a part of the metric away: "leave the money out of it", "scrap the limit of 40"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.offline.reading import Reading
from assistant.offline.text.line import Hit
from assistant.offline.text.quantities import Quantity

_DROP = (
    r"(?:scrap|forget|drop|strike|lift|remove|cancel|delete|ditch|skip|withdraw|abandon|waive|ignore|disregard|omit|leave out|do without|do away with"
    r"|take (?:back|out|away|off)|never mind|no longer|no more|there be no|without|not need|not care about|get rid of|throw out|out with|scratch)"
)
_GONE = r"(?:out of (?:it|this|that|the picture|account)|out|away|aside|off the table)"
_NO_LONGER = (
    r"(?:be (?:go|lift|off|void|history|cancel|scrap|drop|no more|no longer \w+|out|irrelevant|not needed|unnecessary)|no longer (?:apply|hold|count|matter)"
    r"|not (?:apply|hold|count|matter)(?: any ?more| any longer| now)?|fall away|can go)"
)
_MONEY = (
    r"(?:money|dollar|euro|pound|franc|cost|payoff|amount|cash|sum|profit|price|monetary \w+|financial \w+)s?"
)
_BOUND = r"(?:limit|bound|cap|ceiling|floor|minimum|maximum|min|max|condition|constraint|restriction|requirement|quota|threshold|lower limit|upper limit)s?"
_OF_ALL = r"(?: (?!but |and |instead |just |only |not )(?:[a-z]+|<num>|<pct>)){0,4}?"
_ROLES = ("tp", "fp", "fn", "tn", "currency")
_PLACES = ("k", "fraction", "out_of")
_WORDS = {
    "recall": r"recall|sensitivity|hit rate|find|catch|detection",
    "precision": r"precision|purity|false alarm|needless",
    "false_positive_rate": r"false (?:positive|alarm)|fpr",
    "specificity": r"specificity",
    "flagged": r"flag|number|list|how many|call|review|visit|check|letter|people|person|case|alarm|alert",
    "flagged_share": r"flag|share|list|how many|call|review|visit|check|letter|people|person|case|alarm|alert",
}


def read_dropped(reading: Reading) -> set[str]:
    """Take away what the message does not want any more of the metric of before; the names of what went."""
    metric: dict[str, Any] = dict(reading.context.spec.get("metric", {}))
    dropped: set[str] = set()
    if not metric:
        return dropped
    for hit in _dropped(reading, "currenc(?:y|ies)"):
        if "currency" in metric:
            reading.set("metric.currency", None, hit.quote)
            reading.claim(hit)
            return {"currency"}
    for hit in _dropped(reading, _MONEY):
        if any(role in metric for role in _ROLES):
            _drop_money(reading, metric, hit)
            dropped.add("money")
            break
    for hit in (
        *_dropped(reading, _BOUND),
        *reading.line.find(rf" (?:the|those|these|that) (?:<num>|<pct>) {_NO_LONGER}(?= )"),
    ):
        if _drop_bound(reading, metric, hit):
            dropped.add("bound")
            break
    return dropped


def _dropped(reading: Reading, what: str) -> Iterator[Hit]:
    """Where words for a part stand with words for taking it away."""
    for pattern in (
        rf" {_DROP}{_OF_ALL} {what}(?: (?:of|at|on)(?: [a-z]+){{0,2}}(?: <num>| <pct>)?)?(?= )",
        rf" (?:leave|take|keep|put){_OF_ALL} {what} {_GONE}(?= )",
        rf" {what}(?: (?:of|on|for)(?: [a-z]+){{0,2}}(?: <num>| <pct>)?)? {_NO_LONGER}(?= )",
    ):
        yield from reading.line.find(pattern)


def _drop_money(reading: Reading, metric: dict[str, Any], hit: Hit) -> None:
    if metric.get("kind") == "payoff" and not metric.get("constraints"):
        reading.set("metric", None, hit.quote)
        return
    for role in _ROLES:
        if role in metric:
            reading.set(f"metric.{role}", None, hit.quote)


def _drop_bound(reading: Reading, metric: dict[str, Any], hit: Hit) -> bool:
    bounds = list(metric.get("constraints") or ())
    meant = [bound for bound in bounds if _is_meant(reading, bound, hit)]
    if len(meant) != 1 and len(bounds) == 1 and not _figures(hit):
        meant = bounds
    if len(meant) == 1:
        left = [bound for bound in bounds if bound is not meant[0]]
        reading.set("metric.constraints", left or None, hit.quote)
    elif metric.get("kind") == "top_k" and not bounds:
        _drop_places(reading, metric, hit)
    else:
        return False
    reading.claim(hit)
    return True


def _drop_places(reading: Reading, metric: dict[str, Any], hit: Hit) -> None:
    """So many places to be filled no longer: the money alone decides, where there is any."""
    if not any(role in metric for role in _ROLES):
        reading.set("metric", None, hit.quote)
        return
    reading.set("metric.kind", "payoff", hit.quote)
    for place in _PLACES:
        if place in metric:
            reading.set(f"metric.{place}", None, hit.quote)


def _figures(hit: Hit) -> list[float]:
    items = hit.line.items[hit.start : hit.end]
    return [item.payload.value for item in items if isinstance(item.payload, Quantity)]


def _is_meant(reading: Reading, bound: dict[str, Any], hit: Hit) -> bool:
    """Whether a bound is the one spoken of: by its figure, or by a word for what it bounds."""
    value = bound.get("at_least", bound.get("at_most"))
    figures = _figures(hit)
    if figures:
        return isinstance(value, int | float) and any(abs(f - value) < 1e-9 for f in figures)
    start, end = next(((a, b) for a, b in hit.line.sentences() if a <= hit.start < b), (hit.start, hit.end))
    words = _WORDS.get(str(bound.get("measure")), "")
    return bool(words) and hit.line.has(rf" (?:{words})(?= )", start=start, end=min(end, hit.end + 5))
