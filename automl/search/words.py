"""Regions, shares and the map in words; imports nothing heavy, as the report does not either."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.search.result import FamilyMap, Shared, SharedPart, Stretch
from automl.spec.labels import family_label
from automl.spec.names import listed
from automl.spec.wording import families_words, percent, plural

FEW = 5  # models of a family below which nearly all of it is open, and naming stretches says nothing

#: What each kind of derived columns is called where people read.
DERIVED_LABELS: dict[str, str] = {
    "dates": "parts of dates",
    "texts": "numbers about texts",
    "native": "labels as categories that the learner knows",
    "labels": "means of the target and counts of labels",
    "ratios": "columns of two numbers",
    "groups": "numbers against the mean of their label",
}


def region_words(family: str, settings: Mapping[str, Mapping[str, Any]]) -> str:
    """A region: ``"CatBoost with depth 7 to 9 and learning rate 0.03 to 0.05"``."""
    return f"{family_label(family)} with {listed([_side(*side) for side in settings.items()], quote=False)}"


def _side(name: str, bounds: Mapping[str, Any]) -> str:
    said = setting_words(name)
    if "choices" in bounds:
        return f"{said} {listed([_value(choice) for choice in bounds['choices']], last='or', quote=False)}"
    return f"{said} {range_words(bounds['min'], bounds['max'])}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def part_words(part: SharedPart, unit: str, *, so_far: bool = False) -> str:
    """What was meant for some families and what they had: one sentence."""
    had = percent(part.share_of_time if unit == "time" else part.share_of_trials)
    had = f"it is {had} so far" if so_far else f"it came to {had}"
    meant = f"{percent(part.planned)} of the {unit}"
    if part.why == "others":
        return f"{meant} was left for families that you did not name; {had}."
    who = families_words(part.families)
    if part.why == "stated":
        return f"You gave {who} {meant}; {had}."
    return f"As you believe in {who}, at least {meant} was meant for that; {had}."


def shares_words(found: Shared) -> list[str]:
    """How the budget was shared, part by part, or family by family where nobody steered."""
    if found.parts:
        return [part_words(part, found.unit) for part in found.parts]
    if not found.families:
        return ["Nothing but the baseline was tried."]
    had = [
        f"{family_label(one.family)} {percent(one.share_of_time)} ({plural(one.trials, 'model')})"
        for one in found.families
    ]
    return [f"Nobody steered; of the time, these had: {listed(had, quote=False, limit=14)}."]


def map_words(found: FamilyMap) -> str:
    """How far one family was explored, and what of it was not."""
    label = family_label(found.family)
    if not found.trials:
        return f"{label}: not tried."
    said = f"{label}: {plural(found.trials, 'model')}, {percent(found.visited)} of the ranges visited"
    if found.trials < FEW:
        return f"{said}."
    left = [
        f"{setting_words(one.setting)} {listed([_stretch(s) for s in one.stretches if not s.trials], quote=False)}"
        for one in found.settings
        if one.visited < 1
    ]
    return f"{said}{'; not yet ' + listed(left, quote=False, limit=2) if left else ''}."


def _stretch(found: Stretch) -> str:
    return _value(found.choice) if found.low is None else range_words(found.low, found.high)


def setting_words(name: str) -> str:
    """A setting as people say it: ``"learning rate"``."""
    return name.removeprefix("prep.").replace("_", " ")


def range_words(low: float, high: float | None) -> str:
    """A stretch: ``"7 to 9"``, or one value."""
    first, last = _value(low), _value(high)
    return first if first == last else f"{first} to {last}"
