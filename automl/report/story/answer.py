"""The first thing a manager reads: what came out, in one sentence and four figures."""

from __future__ import annotations

from automl.report.blocks import Tile, Tone
from automl.report.cited import Cited
from automl.report.story.words import (
    Verdict,
    baseline_row,
    beats_baseline,
    gloss,
    is_bare,
    value_verdict,
    verdict_on,
)
from automl.report.terms import term
from automl.report.text import plural, quoted
from automl.search.result import Measured, RunResult

_TONES: dict[Verdict, Tone] = {"gain": "good", "luck": "warn", "unsure": "warn", "loss": "bad"}


def title(cited: Cited) -> str:
    """What the report is about."""
    return f"Predicting {quoted(cited.result.target)}"


def headline(cited: Cited) -> tuple[str, Tone]:
    """What came out, in one or two sentences, and whether it is good news."""
    result = cited.result
    if is_bare(result):
        return f"{_why_bare(result)}; do not act on this result.", "bad"
    if result.money is not None and result.money.over_nothing.value is not None:
        return _money_headline(cited)
    shown = cited.score_with_interval("metric_held_out")
    said = (
        f"On {plural(result.split.n_held_out, 'row')} that it had never seen, the model reaches "
        f"{_metric_label(cited)} {shown}."
    )
    said = f"{said} {_in_words(result)}".strip()
    better = beats_baseline(result)
    if better is False:
        return f"{said} That is hardly better than a baseline that ignores all columns.", "warn"
    return said, "warn" if better is None else "good"


def _in_words(result: RunResult) -> str:
    """The score, or a plainer one, as a sentence for those who do not know it."""
    if term(result.metric_name).is_share:
        return gloss(result, result.metric_name, result.metric_held_out.value)
    plainer = next((name for name in ("accuracy", "r2") if name in result.measures), None)
    return "" if plainer is None else gloss(result, plainer, result.measures[plainer].value)


def _why_bare(result: RunResult) -> str:
    if all(row.family == "dummy" for row in result.leaderboard):
        return f"Only the baseline was ready for {quoted(result.target)} when the run ended"
    return f"No model was found that beats the baseline for {quoted(result.target)}"


def _money_headline(cited: Cited) -> tuple[str, Tone]:
    money = cited.result.money
    assert money is not None
    rows = f"{plural(money.n_rows, 'row')} that it had never seen"
    gain = cited.money("money", "over_nothing", "value")
    verdict = value_verdict(money)
    than = "than doing nothing" if money.nothing_name == "doing nothing" else f"than {money.nothing_name}"
    if verdict == "loss":
        return f"Following the model earned no more {than}, on {rows}: {gain}.", "bad"
    said = f"Following the model was worth {gain} more {than}, on {rows}."
    if verdict == "luck":
        return f"{said} That may be luck: the interval includes zero.", "warn"
    if money.over_today is not None and verdict_on(money.over_today) != "gain":
        return f"{said} {_today_words(cited, money.over_today)}", "warn"
    return said, "good" if verdict == "gain" else "warn"


def _today_words(cited: Cited, found: Measured) -> str:
    if verdict_on(found) == "loss":
        return "Today's way earns as much or more."
    gain = cited.money("money", "over_today", "value", signed=True)
    return f"Against today's way it is {gain}, which may be luck."


def tiles(cited: Cited) -> tuple[Tile, ...]:
    """At most four figures that stand by themselves."""
    result = cited.result
    found: list[Tile] = []
    if result.money is not None:
        found += _money_tiles(cited)
    found += _score_tiles(cited)
    dummy = baseline_row(result)
    if result.money is None and dummy is not None and not is_bare(result):
        found.append(
            Tile(
                f"Baseline that ignores all columns ({term(result.score_name).label})",
                cited.score("leaderboard", dummy, "score"),
                f"on the folds of the search, where the model reached {cited.score('chosen', 'score', 'value')}",
            )
        )
    if result.decision.n_flagged is not None and not is_bare(result):
        found.append(
            Tile(
                "Rows to act on",
                cited.percent("decision", "share_flagged"),
                f"{cited.count('decision', 'n_flagged')} of {cited.count('split', 'n_held_out')} held-out rows",
            )
        )
    return tuple(found[:4])


def _money_tiles(cited: Cited) -> list[Tile]:
    money = cited.result.money
    assert money is not None
    found = [
        Tile(
            f"Worth more than {money.nothing_name}",
            cited.money("money", "over_nothing", "value"),
            f"{cited.money_interval('money', 'over_nothing')}; "
            f"{cited.money_per_row('money', 'over_nothing', 'value')} per row",
            "plain" if is_bare(cited.result) else _TONES[value_verdict(money)],
        )
    ]
    if money.over_today is not None:
        found.append(
            Tile(
                "Against today's way",
                cited.money("money", "over_today", "value", signed=True),
                cited.money_interval("money", "over_today"),
                _TONES[verdict_on(money.over_today)],
            )
        )
    if money.everyone is not None and money.total.value is not None:
        found.append(
            Tile(
                "Against acting on everyone",
                cited.money_between(("money", "total", "value"), ("money", "everyone")),
                f"everyone: {cited.money('money', 'everyone')} in total",
            )
        )
    return found


def _score_tiles(cited: Cited) -> list[Tile]:
    result = cited.result
    dummy = baseline_row(result) if result.money is not None else None
    against = (
        ""
        if dummy is None
        else f"; baseline {cited.score('leaderboard', dummy, 'score', aligned=True)} on the folds"
    )
    comparing = Tile(
        f"Score on unseen rows ({term(result.score_name).label})",
        cited.score("held_out", "value", aligned=True),
        f"{cited.score_interval('held_out')}{against}",
    )
    if result.money is not None or result.metric_name in (result.score_name, term(result.score_name).label):
        return [comparing]
    asked = Tile(
        _metric_label(cited),
        cited.score("metric_held_out", "value", aligned=True),
        cited.score_interval("metric_held_out"),
    )
    return [asked, comparing]


def _metric_label(cited: Cited) -> str:
    name = cited.result.metric_name
    return term(name).label if term(name).gloss else name
