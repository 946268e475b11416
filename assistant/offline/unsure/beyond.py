"""Shares that are more than the whole: "a recall of 1.4", "hold out 130 % of the rows"."""

from __future__ import annotations

import re

from assistant.offline.reading import Finding, Reading

_SHARES = (
    "validation.test_fraction",
    "metric.at_least",
    "metric.at_most",
    "metric.fraction",
    "fairness.at_most",
)
# What a plain number above one leads to where it is read as a percentage.
_LEAST_PERCENT = 2.0
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:%|percent|per cent|pct)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)?)(?![\d]|\s*(?:%|percent|per cent|pct))")


def ask_about_the_impossible(reading: Reading) -> None:
    """Ask what is meant by a share that cannot be."""
    for finding in reading.findings:
        if finding.path in _SHARES and _is_beyond(finding):
            reading.ask(finding.path, f"“{finding.quote}” is more than the whole. Which share is meant?")


def _is_beyond(finding: Finding) -> bool:
    value = finding.value
    if not isinstance(value, float | int) or isinstance(value, bool):
        return False
    if value > 1:
        return True
    percents = [float(text.replace(",", ".")) for text in _PERCENT.findall(finding.quote)]
    if any(percent > 100 for percent in percents):
        return True
    numbers = [float(text.replace(",", ".")) for text in _NUMBER.findall(finding.quote)]
    return any(1 < number < _LEAST_PERCENT and abs(value - number / 100) < 1e-9 for number in numbers)
