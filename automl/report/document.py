"""The whole document from a result and its transcript: one content for every format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from automl.report.blocks import Document, Section
from automl.report.cited import Cited
from automl.report.record.data import data
from automl.report.record.proof import replay, traces, transcript
from automl.report.record.specification import specification
from automl.report.record.trials import comparison, trials
from automl.report.story import answer
from automl.report.story.action import action
from automl.report.story.limits import limits
from automl.report.story.reasons import reasons
from automl.report.story.sure import sure
from automl.report.story.tried import tried
from automl.report.story.worth import worth
from automl.report.text import clean, plural, quoted, shorten
from automl.search.result import RunResult


def build_document(result: RunResult, entries: Sequence[Mapping[str, Any]]) -> Document:
    """Everything that the report says, in the order in which it says it.

    Parameters
    ----------
    result : RunResult
        The record that every figure comes from.
    entries : sequence of mapping
        Lines of the transcript.
    """
    cited = Cited(result)
    headline, tone = answer.headline(cited)
    tiles = answer.tiles(cited)
    told: list[Section | None] = [
        worth(cited),
        action(cited),
        sure(cited),
        reasons(cited),
        tried(cited),
        limits(cited),
        data(cited),
        specification(cited),
        comparison(cited),
        trials(cited),
        traces(cited),
        transcript(entries),
        replay(result),
    ]
    return Document(
        title=answer.title(cited),
        subtitle=_subtitle(result, entries),
        goal=tuple(clean(line) for line in result.goal),
        headline=headline,
        tone=tone,
        tiles=tiles,
        sections=tuple(section for section in told if section is not None),
        stamp=(
            ("Run", result.transcript_head[:12] or result.predictions_digest[:12]),
            ("Data", result.data.fingerprint[:12]),
            ("Tandem", result.tandem),
        ),
    )


def _subtitle(result: RunResult, entries: Sequence[Mapping[str, Any]]) -> str:
    """What is looked for, in which table, and the day of the run: not that of the printing."""
    label = result.positive_label
    parts = [
        f"looking for {quoted(label)}" if label is not None else "",
        shorten(result.data.name, 60),
        plural(result.data.n_rows_used, "row"),
        str(entries[-1].get("time", ""))[:10] if entries else "",
    ]
    return " · ".join(part for part in parts if part)
