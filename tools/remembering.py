"""The memory across searches as the chat speaks of it: erased after a yes, left unused, explained, foretold."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import closing
from typing import TYPE_CHECKING, Any

from automl.errors import InputError, SpecError
from automl.project.lessons import Lesson
from automl.project.remembered import change_memory
from automl.project.runs import Run
from automl.spec.document import SpecDocument
from tools.context import ToolContext
from tools.provenance import is_asked

if TYPE_CHECKING:
    from automl.search.memory import Recalled

FRESH = "The next search of this project begins afresh, without what earlier ones found."
_DECIDES = re.compile(
    r"\b(?:memor|remember|earlier|before|previous|afresh|fresh|anew|scratch|forget|learn|recall|past|zero)",
    re.IGNORECASE,
)
_USUAL = (
    "began with the usual settings: those that are good on most tables, one family after the other. Nothing was "
    "recalled of earlier searches"
)


def forget(
    context: ToolContext, ids: Collection[int], *, run_id: str, everything: bool
) -> tuple[str, dict[str, Any]]:
    """Erase lessons where the user has just said yes to exactly these; else ask.

    Raises:
        InputError: There is no such lesson.
    """
    with closing(context.home()) as home:
        lessons = home.lessons()
        if not lessons:
            return "Nothing is remembered of earlier searches.", {"asked": [], "forgotten": []}
        wanted = _wanted(context, lessons, ids, run_id=run_id, everything=everything)
        asked = context.asked_before("forget_memory").get("asked") or []
        if context.agrees and wanted and sorted(asked) == wanted:
            text = " ".join(change_memory(home, forget=wanted))
            return text, {"asked": [], "forgotten": wanted}
    return _question(lessons, wanted), {"asked": wanted, "forgotten": []}


def _wanted(
    context: ToolContext, lessons: list[Lesson], ids: Collection[int], *, run_id: str, everything: bool
) -> list[int]:
    """The ids of what is to go, ascending."""
    known = {lesson.id for lesson in lessons}
    if everything:
        return sorted(known)
    missing = sorted(set(ids) - known)
    if missing:
        raise InputError(
            f"No search is remembered under {missing[0]}; there are {', '.join(map(str, sorted(known)))}."
        )
    if ids:
        return sorted(set(ids))
    here = [lesson for lesson in lessons if lesson.project == context.project.id]
    named = [lesson for lesson in here if lesson.run == run_id] if run_id else (here or lessons)[-1:]
    if not named:
        raise InputError(f"Nothing is remembered of {run_id!r} of this project; ask what is remembered.")
    return [named[-1].id]


def _question(lessons: list[Lesson], wanted: list[int]) -> str:
    ask = "It cannot be undone; the runs themselves stay. Say “yes” to erase it."
    if len(wanted) > 1:
        what = "everything that is remembered" if len(wanted) == len(lessons) else "this"
        return f"Shall I forget {what}, what {len(wanted):,} searches taught? {ask}"
    lesson = next(lesson for lesson in lessons if lesson.id == wanted[0])
    return f"Shall I forget this?\n{lesson.sentence}\n{ask}"


def use(context: ToolContext, *, wanted: bool, quote: str) -> tuple[str, dict[str, Any]]:
    """Have the next searches of the project use the memory, or not.

    Raises:
        SpecError: The user did not say so.
    """
    if not is_asked(context, quote, _DECIDES):
        raise SpecError(f"Only the user decides what a search begins with, and they did not say {quote!r}.")
    context.project.start_fresh(wanted=not wanted)
    recall = recall_of(context, context.document()) if context.has_table() else {}
    said = ["The next searches of this project use what earlier ones found again." if wanted else FRESH]
    if wanted and recall:
        said.append(recall["sentence"])
    elif not wanted:
        said.append("What is remembered stays; say “use what you remember” to have it used again.")
    return " ".join(said), {"starts_fresh": not wanted, "recall": recall}


def recall_of(context: ToolContext, document: SpecDocument) -> dict[str, Any]:
    """What a search of a plan would begin with, as facts and a sentence; empty where that is nothing."""
    from automl.lesson import foreseen
    from automl.search.warm_start import foretold

    if document.spec.target is None:
        return {}
    with closing(context.home()) as home:
        table, ids = context.table(), [lesson.id for lesson in home.lessons()] if home.remembers else []
        key = f"{home.path}\0{table.fingerprint}\0{document.spec.to_json()}\0{ids}"
        if key not in _foreseen:
            _foreseen.clear()  # one plan at a time: that which is read
            _foreseen[key] = foreseen(document, table, home=home)
        recalled = _foreseen[key]
    if not recalled.loans:
        return {}
    fresh = context.project.starts_fresh
    return {**recalled.to_json(), "starts_fresh": fresh, "sentence": FRESH if fresh else foretold(recalled)}


_foreseen: dict[str, Recalled] = {}


def beginning(context: ToolContext, run_id: str) -> tuple[str, dict[str, Any]]:
    """Why a search began with the settings that it began with; while it goes on, as far as it is known."""
    run = context.run(run_id)
    if "refit_of" in run.job:
        earlier = run.job["refit_of"]
        return (
            f"{run.id} is no search: it learns the model of {earlier} anew, with the settings of that one.",
            {"run_id": run.id, "refit_of": earlier, "warm_start": None},
        )
    if run.is_over and run.result_path.exists():
        found = context.result(run.id).warm_start
        if found is not None:
            why = [f"{lender.run} on {lender.table!r}: {lender.why}" for lender in found.lenders]
            return "\n".join([found.sentence, *why]), {"run_id": run.id, "warm_start": found.to_json()}
    else:
        recalled = _recorded(run)
        if recalled is not None and recalled.loans:
            return _so_far(recalled), {"run_id": run.id, "recalled": recalled.to_json()}
    because = ", as you wanted it." if run.job.get("fresh") else ": none was on data like these."
    return f"{run.id} {_USUAL}{because}", {"run_id": run.id, "warm_start": None}


def _recorded(run: Run) -> Recalled | None:
    """What a search that is going on recalled, by its record; None before it has come so far."""
    from automl.project.transcript import read
    from automl.search.memory import Recalled

    path = run.folder / "transcript.jsonl"
    entries = read(path) if path.exists() else []
    plans = [entry.body for entry in entries if entry.kind == "plan"]
    return Recalled.from_json(plans[-1]["recalled"]) if plans else None


def _so_far(recalled: Recalled) -> str:
    from automl.search.memory import why_near

    n = len(recalled.loans)
    why = [f"{lender.run} on {lender.table!r}: {why_near(lender)}" for lender in recalled.lenders]
    return "\n".join(
        [
            f"This search began with {n} setting{'' if n == 1 else 's'} that did best in earlier ones; its result will "
            "say whether they helped.",
            *why,
        ]
    )
