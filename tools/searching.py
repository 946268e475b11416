"""Starting a search, from the chat and from the page's button alike: only what a person approved."""

from __future__ import annotations

import re

from automl.errors import AutoMLError, QuestionError, SpecError
from automl.project.runs import Run
from tools.context import ToolContext
from tools.documents import must_answer

# An approval is for one search; who wants another says so.
_ASKS = re.compile(
    r"\b(?:start|again|run|rerun|search|repeat|once more|go ahead|restart|anew|afresh)\b", re.IGNORECASE
)


def _was_run(context: ToolContext) -> bool:
    return not context.sees_artifacts and any(
        run.document.get("version") == context.version() and "refit_of" not in run.job
        for run in context.project.runs()
    )


def start(context: ToolContext, *, seed: int = 0) -> Run:
    """Start a run of the newest specification in a worker process.

    Raises:
        QuestionError: Something has to be answered first.
        SpecError: A person has not approved exactly this version, or a search is going on.
    """
    document, data = context.document(), context.project.current_data()
    context.table()
    blocking = must_answer(document)
    if blocking:
        raise QuestionError(f"Before a search can start: {blocking[0].text}", field=blocking[0].field)
    if not context.is_approved():
        raise SpecError(
            f"Version {context.version()} of the plan has not been approved. Only the user can do that: "
            'by the button, or by saying "go ahead" after reading it.'
        )
    if _was_run(context) and not _ASKS.search(context.words[-1] if context.words else "start"):
        raise SpecError(
            f"Version {context.version()} of the plan was run already. Only the user can have it run again, "
            "by saying so."
        )
    going_on = context.going_on()
    if going_on:
        raise SpecError(f"The search {going_on.id!r} is still going on; stop it first, or wait for it.")
    job = {"fresh": True} if context.project.starts_fresh else None
    run = context.project.create_run(document.to_json(), data.id if data else None, seed=seed, job=job)
    return started(context, run)


def started(context: ToolContext, run: Run) -> Run:
    """Hand a queued run to a worker process."""
    from automl.worker import start_run

    try:
        start_run(context.project, run.id)
    except (AutoMLError, OSError) as error:
        # A run that nobody works off would stand in the way of every later one.
        context.project.set_status(run.id, "failed", message=f"The worker could not be started: {error}")
        raise
    return context.project.run(run.id)
