"""Later words on settings that were bounded before: "raise the upper end to 40", "drop the fixed learning rate"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.offline.aside.told import clause_end
from assistant.offline.reading import Reading
from assistant.offline.search.figures_said import figures_said
from assistant.offline.search.models_listed import Group
from assistant.offline.search.settings import settings_in
from assistant.offline.text.line import Line
from assistant.offline.text.tidying import tidy

_END = r" (?P<end>upper|lower|high|higher|low|maximum|minimum|max|min|top|bottom)(?: (?:end|limit|bound|edge|value|figure|one))?(?: (?:of|for|on) (?:it|that|the range))?(?: (?:to|be|should be|up to|down to|at))* (?P<figure><num>|<pct>)(?= )"
_ONE = r" (?:make (?:it|that)|set it to|change (?:it|that) to|rather|better|instead) (?P<figure><num>)(?= )"
_WIDEN = r" (?:widen|extend|stretch|enlarge|narrow|shrink|expand|open)(?: (?:it|that|this|the|range|up|down|interval))* (?:to|up to|down to) (?P<figure><num>|<pct>)(?= )"
_FORGET = r" (?:forget|drop|remove|cancel|scrap|lift|release|free|unfix|undo|lose|clear)(?: (?:about|the|a|any|that|this|my|our|fixed|fix|set|given|limit|bound|range|cap|on|of|for|value|setting))*(?= )"


def read_settings_again(reading: Reading, groups: list[Group]) -> bool:
    """Change or withdraw what was said of settings; whether that is what the message is about."""
    before = reading.context.spec.get("hyperparameters", {})
    if not before:
        return False
    return (
        _withdrawn(reading, before)
        or _multiplied(reading, before)
        or (not groups and _moved(reading, before))
    )


def _withdrawn(reading: Reading, before: Mapping[str, Any]) -> bool:
    families = [key.partition(".")[0] for key in before]
    found = False
    for hit in reading.line.find(_FORGET):
        end = min(clause_end(reading.line, hit.end), hit.end + 4)
        for setting in settings_in(reading.line, families):
            if not hit.end <= setting.start < end:
                continue
            for key in (f"{family}.{name}" for family, name in setting.by_family.items()):
                if key in before:
                    reading.set(f"hyperparameters.{key}", None, hit.quote)
                    reading.claim_items(reading.line, hit.start, setting.end)
                    found = True
            break
    return found


_OTHERS = r"^ (?:fold|trial|worker|core|minute|hour|second|day|week|group|cluster|run|attempt)s?(?= )"


def _counts_others(line: Line, at: int) -> bool:
    return line.has(_OTHERS, start=at)


_FIGURED = (
    "budget.",
    "metric.",
    "hyperparameters.",
    "validation.",
    "priors.",
    "limits.",
    "forecast.",
    "clusters.",
)
_AGAIN = r" (?:make (?:it|that)|rather|actually|instead|better|no|sorry|on second thoughts?|i mean|i meant|change (?:it|that))(?= )"


def _put_again(reading: Reading, newest: str, bounds: dict[str, Any]) -> bool:
    """ "Make that 4 at most" of a range that was said last."""
    if next((p for p in reading.context.recent if p.startswith(_FIGURED)), "") != newest:
        return False
    for start, end in reading.line.sentences():
        again = reading.line.first(_AGAIN, start=start, end=end)
        said = figures_said(reading.line, again.end, end) if again else []
        if (
            again is None
            or not said
            or said[0].start - again.end > 2
            or _counts_others(reading.line, said[0].end)
        ):
            continue
        if set(said[0].bounds) != {"min", "max"} and ("value" in bounds) != ("value" in said[0].bounds):
            continue
        both = said[0].bounds if "value" in {*bounds, *said[0].bounds} else bounds | said[0].bounds
        if both.get("min", 0) <= both.get("max", both.get("min", 0)):
            reading.set(newest, both, reading.line.words(again.start, said[0].end))
            reading.claim_items(reading.line, again.start, said[0].end)
            return True
    return False


_MULTIPLE = r" (?P<times><times>|<pct>|halve|half|double)(?: (?:the|that|its|our|my|of|as (?:large|high|small|many|low)))*(?= )"


def _multiplied(reading: Reading, before: Mapping[str, Any]) -> bool:
    """ "Halve the learning rate", of one that was set before."""
    families = [key.partition(".")[0] for key in before]
    for hit in reading.line.find(_MULTIPLE):
        times = hit.payload("times")
        if not re.match(r"(?i)hal[fv]|doubl|twice|treb|trip", hit.quote):
            continue
        factor = times.value if times is not None else 2.0 if hit.said("times") == "double" else 0.5
        for setting in settings_in(reading.line, families):
            keys = [f"{family}.{name}" for family, name in setting.by_family.items()]
            known = [key for key in keys if "value" in (before.get(key) or {})]
            if hit.end <= setting.start <= hit.end + 2 and known:
                for key in known:
                    value = {"value": tidy(before[key]["value"] * factor)}
                    reading.set(f"hyperparameters.{key}", value, hit.quote)
                reading.claim_items(reading.line, hit.start, setting.end)
                return True
    return False


def _moved(reading: Reading, before: Mapping[str, Any]) -> bool:
    """One end of the range that was said last, or its only value."""
    newest = next((path for path in reading.context.recent if path.startswith("hyperparameters.")), "")
    bounds = dict(before.get(newest.partition(".")[2]) or {})
    hit = reading.line.first(_END)
    if hit is not None and bounds and reading.free(hit):
        side = "max" if hit.said("end") in ("upper", "high", "higher", "maximum", "max", "top") else "min"
        if side not in bounds:
            return False
        reading.set(newest, bounds | {side: tidy(hit.quantity("figure").value)}, hit.quote)
        reading.claim(hit)
        return True
    wide = reading.line.first(_WIDEN)
    if wide is not None and {"min", "max"} <= set(bounds) and reading.free(wide):
        figure = tidy(wide.quantity("figure").value)
        lower = abs(figure - bounds["min"]) < abs(figure - bounds["max"])
        reading.set(newest, bounds | {"min" if lower else "max": figure}, wide.quote)
        reading.claim(wide)
        return True
    if bounds and _put_again(reading, newest, bounds):
        return True
    one = reading.line.first(_ONE)
    if (
        one is not None
        and "value" in bounds
        and reading.context.recent[:1] == (newest,)
        and reading.free(one)
    ):
        reading.set(newest, {"value": tidy(one.quantity("figure").value)}, one.quote)
        reading.claim(one)
        return True
    return False
