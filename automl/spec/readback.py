"""A specification read back in plain words, with what it means in the table at hand."""

from __future__ import annotations

from typing import Final

from automl.spec.document import SpecDocument
from automl.spec.facts import facts_of
from automl.spec.table import EvaluateRows, TableLike
from automl.spec.telling import assumed, comparison, goal, metric, rows, search
from automl.spec.telling.context import Context, Teller

#: What is told, one paragraph each.
PARAGRAPHS: Final[tuple[tuple[Teller, ...], ...]] = (
    (goal.tell_goal, goal.tell_rows),
    (metric.tell_metric,),
    (comparison.tell_baseline, comparison.tell_expectation),
    (
        search.tell_models,
        search.tell_settings,
        search.tell_limits,
        search.tell_validation,
        rows.tell_extra_rows,
        search.tell_budget,
        comparison.tell_audience,
    ),
    (assumed.tell_defaults,),
    (assumed.tell_set_aside,),
    (rows.offer_extra_rows,),
    (assumed.tell_questions,),
)


def read_back(document: SpecDocument, table: TableLike, *, evaluate: EvaluateRows | None = None) -> str:
    """Say a specification in plain words, with consequences computed from the data.

    Parameters
    ----------
    document : SpecDocument
        With `defaults`, `set_aside` and `questions` filled in, as far as they are known.
    table : TableLike
        The loaded table; every figure is computed from it or stands in the specification.
    evaluate : callable, optional
        `automl.data.sql.evaluate_rows`; without it, figures that need SQL are left out.

    Returns
    -------
    str
        Paragraphs of full sentences, parted by blank lines. A specification that does not fit the table is read
        back as far as it goes; nothing is raised.
    """
    context = Context(document, facts_of(table), evaluate)
    paragraphs = [
        " ".join(sentence for tell in tellers for sentence in tell(context)) for tellers in PARAGRAPHS
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
