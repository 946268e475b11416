"""Columns of dates: which styles occur, and which of day and month comes first."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl.data.infer.apply import level_values
from automl.data.infer.candidate import Candidate, Reading
from automl.data.infer.dates import choose_order, find_styles, zones_occur
from automl.data.infer.sentences import date_sentence
from automl.data.table import Column


def as_date(candidate: Candidate) -> Reading | None:
    """Dates in one or several styles; None where too few cells are dates."""
    sample = candidate.sample_with_digits()
    styles = find_styles(sample)
    if not styles:
        return None
    parse: dict[str, Any] = {"styles": styles}
    doubt = ""
    if "numeric" in styles:
        levels = candidate.levels

        def rows(order: str) -> NDArray[Any]:
            tried = Column(candidate.name, "datetime", {"styles": styles, "first": order})
            return levels.spread(level_values(levels, tried), np.datetime64("NaT"))

        parse["first"], doubt = choose_order(candidate.present_texts(), rows)
    column = Column(candidate.name, "datetime", parse)
    moments = level_values(candidate.levels, column)
    if not candidate.nearly_all(~np.isnat(moments)):
        return None
    how = _style_words(parse, doubt) + ("; zones turned into UTC" if zones_occur(sample) else "")
    said = date_sentence(candidate.name, candidate.levels, moments, candidate.missing, how)
    return candidate.reading(column, moments, said)


def _style_words(parse: dict[str, Any], doubt: str) -> str:
    order = "day/month/year" if parse.get("first") == "day" else "month/day/year"
    words = ", ".join(order if style == "numeric" else style for style in parse["styles"][:3])
    return f"{words} ({doubt})" if doubt else words
