"""Columns of words: true and false, categories, codes, free text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from automl.data.infer.apply import level_values, text_series
from automl.data.infer.candidate import SAMPLE, Candidate, Reading
from automl.data.infer.sentences import marker_part, sentence
from automl.data.table import Column
from automl.data.words import TRUTH_WORDS, truth_of

# More levels than true and false have in all ways to write them in capitals and with blanks around.
_MAX_BOOLEAN_LEVELS = 100


def as_boolean(candidate: Candidate) -> Reading | None:
    """`true` and `false` in any spelling; None for all other words, yes and no among them."""
    if len(candidate.levels) > _MAX_BOOLEAN_LEVELS:
        return None
    words = {text.casefold() for text in candidate.present_texts()}
    # A lone "t" may be any code.
    if not words or not (words <= {"true", "false"} or words == {"t", "f"}):
        return None
    column = Column(candidate.name, "boolean")
    missing = marker_part(candidate.levels, candidate.missing)
    said = sentence(candidate.name, "true and false in words read as a yes/no value", missing)
    return candidate.reading(column, level_values(candidate.levels, column), said)


def as_words(candidate: Candidate) -> Reading:
    """A category or free text, every cell as it is written."""
    levels = candidate.levels
    texts = candidate.present_texts()
    n_rows = candidate.rows(candidate.present)
    parse: dict[str, Any] = {"keep": candidate.keep} if candidate.keep else {}
    truths = [truth_of(text) for text in texts]
    two_words: tuple[str, ...] = ()
    if (
        len(texts) == 2
        and set(truths) == {True, False}
        and all(text.casefold() in TRUTH_WORDS for text in texts)
    ):
        written = [levels.texts[int(position)].as_py() for position in np.flatnonzero(candidate.present)]
        parse["truth"] = {word: bool(truth) for word, truth in zip(written, truths, strict=True)}
        two_words = tuple(texts)
    free = _is_free_text(texts, n_rows)
    column = Column(candidate.name, "text" if free else "category", parse)
    said = []
    if free:
        said.append(f"read as free text, {len(texts):,} different in {n_rows:,}")
    elif _holds_codes(texts):
        said.append("digits that are codes (leading zeros, or too long for a number), kept as text")
    said.append(marker_part(levels, candidate.missing))
    values = text_series(levels.keep_texts(candidate.present))
    return Reading(column, values, sentence(candidate.name, *said), two_words)


def _holds_codes(texts: Sequence[str]) -> bool:
    return bool(texts) and all(text.isdigit() for text in texts[:SAMPLE])


def _is_free_text(texts: Sequence[str], n_rows: int) -> bool:
    """Many different cells of several words: descriptions, names, messages; not the levels of a category.

    The bounds were set on the public tables: job titles (4,741 different in 10,000, 2 words), car models (2,058 in
    8,128, 4 words), torque (441 in 7,906, 2 words) are text; streets, countries and grades are categories.
    """
    if not texts:
        return False
    share = len(texts) / n_rows
    n_words = sum(len(text.split()) for text in texts) / len(texts)
    many_names = len(texts) >= 100 and share >= 0.02 and n_words >= 1.5
    sentences = len(texts) >= 10 and share >= 0.2 and n_words >= 4
    return many_names or sentences
