"""Scores that have a name of their own but no standard one: F-beta, the largest error, WAPE; and scores "at k".

They become an aggregate in SQL over `actual` and `predicted`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.offline.goal.frame import Frame
from assistant.offline.reading import Reading
from assistant.offline.table.sql import number
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import search

_TP = "sum(actual * predicted)"
_FP = "sum((1 - actual) * predicted)"
_FN = "sum(actual * (1 - predicted))"
_TN = "sum((1 - actual) * (1 - predicted))"
_MISS = "abs(actual - predicted)"


@dataclass(frozen=True)
class Formula:
    """A score by its name: words, the SQL that they stand for, and whether it is one of labels or of numbers."""

    words: str
    sql: str
    direction: str
    of_numbers: bool


_ERRORS = r"(?:error|miss|deviation|residual|difference|gap|blunder|mistake|discrepancy)s?"
_LARGEST = r"(?:max|maximum|maximal|largest|biggest|worst|greatest|highest|single largest|single worst|single biggest)"
_SHARE_OF_ACTUALS = r"(?:over|divided by|divide by|/|relative to|as a (?:share|percentage|fraction) of|by)"
_FORMULAS = (
    Formula(rf"{_LARGEST}(?: (?:single|possible|absolute|abs|individual))* {_ERRORS}|{_LARGEST} (?:case|prediction|estimate) (?:absolute )?error|max ae|maxae|minimax|(?:max|maximum)(?: of)?(?: over)?(?: the| all)*(?: \w+){{0,2}} (?:of )?\| ?actual - predict(?:ion)? ?\|", f"max({_MISS})", "minimise", True),
    Formula(rf"wapes?|wmape|w mape|weighted absolute percentage error|weight absolute percentage error|(?:sum|total)(?: of)?(?: the| all)* (?:absolute|abs) {_ERRORS}(?: ,)? {_SHARE_OF_ACTUALS}(?: the| all)*(?: sum| total)?(?: of)?(?: the| all)* (?:actual|real|true|sale|value|demand|volume|total|sum)\w*", f"sum({_MISS}) / sum(abs(actual))", "minimise", True),
    Formula(rf"(?:sum|total)(?: of)?(?: the| all)* (?:absolute|abs) {_ERRORS}|total absolute error", f"sum({_MISS})", "minimise", True),
    Formula(r"rmspe|root mean squared? percentage error", "sqrt(avg(pow((actual - predicted) / actual, 2)))", "minimise", True),
    Formula(r"(?:absolute )?(?:mean (?:signed|bias) (?:error|deviation)|(?:mean|average) bias)", "abs(avg(predicted - actual))", "minimise", True),
    Formula(r"youden(?: 's)?(?: j| index)*|informedness|(?:recall|sensitivity|tpr) (?:plus|\+) (?:specificity|tnr)(?: (?:-|minus) <num>)?|tpr (?:-|minus) fpr|true skill statistic", f"{_TP} / sum(actual) - {_FP} / sum(1 - actual)", "maximise", False),
    Formula(r"g mean|gmean|geometric mean of (?:the )?(?:recall|sensitivity|tpr)(?: and (?:the )?(?:specificity|tnr))?|geometric mean of (?:the )?specificity and (?:the )?(?:recall|sensitivity)", f"sqrt({_TP} / sum(actual) * {_TN} / sum(1 - actual))", "maximise", False),
    Formula(r"jaccard(?: (?:index|score|similarity|coefficient))?|critical success index|threat score|intersection over union", f"{_TP} / ({_TP} + {_FP} + {_FN})", "maximise", False),
    Formula(r"negative predictive value|npv", f"{_TN} / ({_TN} + {_FN})", "maximise", False),
)  # fmt: skip

_PLACE = (
    r" (?:field|plot|room|row|hall|cell|column|box|gate|block|seat|model|key|unit|line|bed|ward|store|shop)$"
)
_F_WITH_FIGURE = (
    r" f(?: beta)?(?: score| measure)?(?: (?:with|where|for|at|,|\(|of))*(?: beta)(?: (?:=|:|of|be|set to|at|equal to))*(?: f)? (?P<beta><num>|one|two)(?= )",
    r" (?:f|fbeta) (?P<beta><num>|two)(?: score| measure)?(?= )",
    r" (?P<glued>f0) \. (?P<beta><num>)(?= )",
    r" (?P<glued>f[02345]|f05)(?: score| measure)?(?= )(?! \. <num>)",
)
_PERCENTILE = rf" (?P<share><num>|<pct>)(?: th)?(?: (?:percentile|quantile|percent quantile))(?: \w+)? (?:of )?(?:the )?(?:absolute |abs )?{_ERRORS}(?= )"
_AMONG_TOP = (
    r" (?:top|best|first) (?P<k><num>|<pct>|decile)(?: \w+)? (?:precision|hit rate|purity)(?= )",
    r" (?:precision|hit rate|purity)(?: (?:in|among|within|of|on|for|at))(?: the| our)? (?:top|best|first) (?P<k><num>|<pct>|decile)(?= )",
)
_AT_K = r" (?:precision|recall|hit rate|hits?|p|map|ndcg)(?: score)?(?: ?@|(?<=precision) at(?: (?:the )?(?:top|best|first))?)(?: k)?(?: (?:=|:|of|with k|k|where|be))* (?P<k><num>|<pct>)(?= )"
# Names that are also common words need a word for judging beside them.
_WEIGHED = r" (?:optimi[sz]e|maximi[sz]e|minimi[sz]e|score|metric|measure|judge|judged|criterion|objective|goal|target|select|selection|rank|evaluate|yardstick|small|low|care|matter|count|decide|compare|keep|push|by|on|use|with|make|as|be|in term of)(?= )"
_REFUSED = r" (?:not|no|never|instead of|rather than|without|than|forget|ignore)(?: (?:the|a|any|use|by|on|about|want|optimi[sz]e|minimi[sz]e|care))* $"


def read_formula(reading: Reading, *, free: Callable[[int, int], bool]) -> bool:
    """Find the wish to be judged by such a score; `free` tells whether items are still to be read."""
    for hit, sql, direction in _found(reading):
        if not free(hit.start, hit.end) or _refused(reading.line, hit):
            continue
        reading.set("metric.kind", "expression", hit.quote)
        reading.set("metric.sql", sql, hit.quote)
        reading.set("metric.direction", direction, hit.quote)
        reading.claim(hit)
        return True
    return False


def _found(reading: Reading) -> Iterator[tuple[Hit, str, str]]:
    frame: Frame = reading.notes.get("frame") or Frame()
    numbers = frame.task in ("", "regression", "forecast")
    labels = frame.task in ("", "binary")
    if labels:
        yield from _f_beta(reading.line)
    if numbers:
        yield from _percentile(reading.line)
    for formula in _FORMULAS:
        if not (numbers if formula.of_numbers else labels):
            continue
        for hit in reading.line.find(rf" (?:{formula.words})(?= )"):
            if _weighed(reading.line, hit):
                yield hit, formula.sql, formula.direction


def _weighed(line: Line, hit: Hit) -> bool:
    start, end = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (0, len(line.items)))
    return line.has(_WEIGHED, start=start, end=end) or end - start <= hit.end - hit.start + 4


def _refused(line: Line, hit: Hit) -> bool:
    return bool(search(_REFUSED, line.canon[: line.place(hit.start)]))


def _f_beta(line: Line) -> Iterator[tuple[Hit, str, str]]:
    for pattern in _F_WITH_FIGURE:
        for hit in line.find(pattern):
            beta = _beta(hit)
            if line.has(_PLACE, start=max(0, hit.start - 1), end=hit.start):
                continue  # "field F5"
            if 0 < beta <= 10 and beta != 1:
                square = beta * beta
                part = f"{number(1 + square)} * {_TP}"
                yield hit, f"{part} / ({part} + {number(square)} * {_FN} + {_FP})", "maximise"


def _beta(hit: Hit) -> float:
    """The weight of recall in "F2", "F0.5", "F-beta with beta = 0.5"."""
    groups = hit.match.groupdict()
    glued = groups.get("glued") or ""
    if glued and not groups.get("beta"):
        return 0.5 if glued == "f05" else float(glued[1:])
    if hit.said("beta") in ("one", "two"):
        return float(("one", "two").index(hit.said("beta")) + 1)
    value = hit.quantity("beta").value
    return float(f"0.{value:g}") if glued else value


def _percentile(line: Line) -> Iterator[tuple[Hit, str, str]]:
    """ "The 90th percentile of the absolute errors"."""
    for hit in line.find(_PERCENTILE):
        share = hit.quantity("share").value
        share = share / 100 if share > 1 else share
        if 0 < share < 1 and share != 0.5:
            yield hit, f"quantile_cont({_MISS}, {number(share)})", "minimise"


def read_at_k(reading: Reading, *, free: Callable[[int, int], bool]) -> bool:
    """ "precision@50", "precision at the top 5 %": as many places as that, filled with the best."""
    frame: Frame = reading.notes.get("frame") or Frame()
    hits = [hit for pattern in (*_AMONG_TOP, _AT_K) if (hit := reading.line.first(pattern))]
    hit = hits[0] if hits else None
    if hit is None or frame.task not in ("", "binary") or not free(hit.start, hit.end):
        return False
    if hit.said("k") == "decile":
        reading.set("metric.kind", "top_k", hit.quote)
        reading.set("metric.fraction", 0.1, hit.quote)
        reading.claim(hit)
        return True
    figure = hit.quantity("k")
    counted = figure.kind == "number" and figure.value >= 2 and figure.value == int(figure.value)
    if not counted and not (figure.kind == "percent" and "@" in hit.quote + _words(hit)):
        return False
    reading.set("metric.kind", "top_k", hit.quote)
    if counted:
        reading.set("metric.k", int(figure.value), hit.quote)
    else:
        reading.set("metric.fraction", figure.value, hit.quote)
    reading.claim(hit)
    return True


def _words(hit: Hit) -> str:
    """A mark that tells "at the best 5 %" from "at 5 %", which bounds."""
    return "@" if search(r" (?:top|best|first) ", hit.match.group() + " ") else ""
