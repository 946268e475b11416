"""Phrases that several parts of the story share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from automl.report.terms import term
from automl.report.text import quoted
from automl.search.result import Importance, Measured, Money, RunResult


def is_bare(result: RunResult) -> bool:
    """Whether there is nothing but the baseline."""
    return result.chosen.family == "dummy"


def baseline_row(result: RunResult) -> int | None:
    """Position in the leaderboard of the model that looks at no column."""
    return next((i for i, row in enumerate(result.leaderboard) if row.family == "dummy"), None)


def gloss(result: RunResult, score_name: str, value: float | None) -> str:
    """What a score says in plain words."""
    positive = "one label" if result.positive_label is None else quoted(result.positive_label)
    return term(score_name).say(value, target=quoted(result.target), positive=positive)


def beats_baseline(result: RunResult) -> bool | None:
    """Whether the held-out score, at the worse end of its interval, is better than the baseline's on the folds."""
    dummy = baseline_row(result)
    if dummy is None or result.held_out.value is None or result.held_out.low is None:
        return None
    baseline = result.leaderboard[dummy].score
    if result.greater_is_better:
        return result.held_out.low > baseline
    return result.held_out.high is not None and result.held_out.high < baseline


Verdict = Literal["gain", "luck", "loss", "unsure"]


def value_verdict(money: Money) -> Verdict:
    """What the value over doing nothing and its interval allow to say."""
    return verdict_on(money.over_nothing)


def verdict_on(found: Measured) -> Verdict:
    """What a difference and its interval allow to say."""
    if found.value is None or found.value <= 0:
        return "loss"
    if found.low is None:
        return "unsure"
    return "gain" if found.low > 0 else "luck"


def unit_note(money: Money) -> str:
    """What an amount without a currency means."""
    if money.currency is not None:
        return ""
    return "No currency was named: amounts are in units of the values that were named, whose ratios are what counts."


def standing_out(importance: Iterable[Importance]) -> list[Importance]:
    """Columns whose use chance does not explain, the most useful first: only these are said to matter."""
    return [found for found in importance if found.low > 0]
