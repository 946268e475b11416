"""Scores with a name or a description, but outside the list of standard ones: F-beta, WAPE, the largest error."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.offline import sql
from assistant.offline.frame import Frame
from assistant.offline.reading import Reading

_FIGURE = r"(?P<beta>\d+(?:[.,]\d+)?)"
_F = r"\bf[-_ ]?(?:score[s]?[-_ ]?)?"
_ERROR = r"(?:error|miss|deviation|residual|mistake|difference|discrepancy|blunder)(?:s|es)?"
_ABSOLUTE = r"(?:absolute )?(?:error|deviation|difference|miss(?:es)?)s?"
_WANTED = r"minimi[sz]e|optimi[sz]e|maximi[sz]e|reduce|keep|as small|smallest|as low|lowest|metric|score|measure|judge|criterion|objective|what counts|select|rank|by the|under|evaluate|compare"
_NOT = re.compile(r"(?i)\b(?:not|no|rather than|instead of|without|never)\s+(?:the |an? |use |by )*$")
_REACHED = re.compile(r"(?i)^\s*(?:score )?(?:of|=|is|at|was)\s*(?:about |around )?(?:0?[.,]\d|\d+ ?%)")


@dataclass(frozen=True)
class _Formula:
    """One score: how people name it, its SQL for a match, and whether it is of classes or of numbers."""

    pattern: re.Pattern[str]
    write: Callable[[re.Match[str]], str]
    direction: str
    classes: bool
    described: bool = False


def _f_beta(match: re.Match[str]) -> str:
    beta = float(match.group("beta").replace(",", "."))
    square = round(beta * beta, 10)
    both = f"{sql.number(1 + square)} * sum(actual * predicted)"
    return f"{both} / ({both} + {sql.number(square)} * sum(actual * (1 - predicted)) + sum((1 - actual) * predicted))"


_FORMULAS = (
    _Formula(
        re.compile(
            rf"(?i){_F}(?:beta|β)[-_ ]?(?:score|measure)?\W{{0,3}}(?:(?:with|where|for|at|and|using|,)\s+)?(?:(?:a |the )?(?:beta|β)\s*(?:=|:|of|is|set to|at)?\s*)?{_FIGURE}"
        ),
        _f_beta,
        "maximise",
        True,
    ),
    _Formula(
        re.compile(rf"(?i)(?:beta|β)\s*(?:=|:|of|is)\s*{_FIGURE}(?=\W{{1,3}}(?:for|in|of|as)?\W{{0,2}}(?:the |an? )?f[-_ ]?(?:beta|β|score|measure))"),
        _f_beta,
        "maximise",
        True,
    ),
    _Formula(re.compile(r"(?i)\bf[-_ ]?(?P<beta>2|3|0[.,]\d+|[.,]5|1[.,]5)(?:[-_ ]?(?:score|measure))?(?![\w%])"), _f_beta, "maximise", True),
    _Formula(
        re.compile(rf"(?i)\b(?:wape|wmape|weighted (?:mean )?absolute percentage error|(?:sum|total)(?: of)?(?: all)?(?: the)? {_ABSOLUTE} (?:over|divided by|relative to|as a share of|/)(?: the)? (?:sum|total)(?: of)?(?: all)?(?: the)? (?:actual|actuals|sales|values|true values|truth|demand|volume)\w*)\b"),
        lambda _: "sum(abs(actual - predicted)) / sum(abs(actual))",
        "minimise",
        False,
    ),
    _Formula(re.compile(r"(?i)\b(?:rmspe|root mean squared? percentage error)\b"), lambda _: "sqrt(avg(power((actual - predicted) / actual, 2)))", "minimise", False),
    _Formula(
        re.compile(rf"(?i)\b(?:largest|biggest|greatest|highest|worst(?:[- ]case)?|max(?:imum|imal|\.)?)(?: single| possible| individual| one| occurring)*(?: absolute| abs\.?)? (?:{_ERROR}|ae)\b|\bmax[_ ]error\b"),
        lambda _: "max(abs(actual - predicted))",
        "minimise",
        False,
        described=True,
    ),
    _Formula(
        re.compile(r"(?i)\bg[- ]?mean\b|\bgeometric mean of (?:recall|sensitivity) and specificity\b|\bgeometric mean of specificity and (?:recall|sensitivity)\b"),
        lambda _: "sqrt(sum(actual * predicted) / sum(actual) * sum((1 - actual) * (1 - predicted)) / sum(1 - actual))",
        "maximise",
        True,
    ),
)  # fmt: skip


def read_formula(reading: Reading) -> bool:
    """Find a score of this kind that is to decide; True where it was set."""
    text = reading.line.text
    frame: Frame = reading.notes.get("frame") or Frame()
    tasks = {True: ("", "binary"), False: ("", "regression", "forecast")}
    names = {column.name.lower() for column in reading.context.columns}
    for formula in _FORMULAS:
        match = formula.pattern.search(text)
        if match is None or frame.task not in tasks[formula.classes] or match.group().lower() in names:
            continue
        if _NOT.search(text[: match.start()]) or _REACHED.search(text[match.end() :]):
            continue
        if formula.described and not re.search(rf"(?i)\b(?:{_WANTED})", _sentence(text, match)):
            continue
        tokens = {
            k for k, token in enumerate(reading.line.tokens) if match.start() <= token.start < match.end()
        }
        if tokens & (reading.claimed | _set_aside(reading)):
            continue
        reading.claimed |= tokens
        reading.set("metric.kind", "expression", match.group())
        reading.set("metric.sql", formula.write(match), match.group())
        reading.set("metric.direction", formula.direction, match.group())
        return True
    return False


def _sentence(text: str, match: re.Match[str]) -> str:
    start = max((m.end() for m in re.finditer(r"[.;!?]\s", text[: match.start()])), default=0)
    end = re.search(r"[.;!?](?:\s|$)", text[match.end() :])
    return text[start : match.end() + end.start() if end else len(text)]


def _set_aside(reading: Reading) -> set[int]:
    """Tokens of a supposition or of a question, which ask for nothing."""
    return {k for item in reading.line.items if item.text == "<aside>" for k in range(item.start, item.end)}
