"""Proposed regions: accepting one, and how earlier ones came out."""

from __future__ import annotations

from typing import Any

from automl.errors import InputError
from automl.search.result import RunResult
from automl.spec.document import Promise, Source, SpecDocument
from tools.context import ToolContext
from tools.documents import Patch, changed, keep

#: Of the budget, for the family of the region: most of it, so that the region is searched in earnest.
SHARE = 0.7


def accept(context: ToolContext, run_id: str, *, time_s: float, quote: str) -> SpecDocument:
    """Make the region that a search proposed part of the plan, with what is expected of it.

    Raises:
        InputError: The search proposed nothing.
        SpecError: The region does not go with the plan as it stands.
    """
    run = context.finished_run(run_id)
    result = context.result(run.id)
    if result.proposal is None:
        raise InputError(f"The search {run.id!r} proposed no region: too few models were compared.")
    patch = _patch(context.document(), result, time_s=time_s, quote=quote)
    document = changed(context.document(), patch, context.table())
    return keep(context, document.model_copy(update={"promise": _promise(result)}), why=quote)


def _patch(before: SpecDocument, result: RunResult, *, time_s: float, quote: str) -> Patch:
    """Bounds on the settings, most of the budget for the family instead of what shares there were, and the time."""
    assert result.proposal is not None
    family, settings = result.proposal.region.family, result.proposal.region.settings
    values: dict[str, Any] = {f"shares.{key}": None for key in before.spec.shares or {}}
    values |= {f"hyperparameters.{family}.{name}": bounds for name, bounds in settings.items()}
    if not _is_alone(before, family):
        values[f"shares.{family}"] = SHARE
    suggested: dict[str, Source] = dict.fromkeys(values, "assistant")
    if time_s > 0:
        values |= {"budget.time_s": time_s, "budget.trials": None}
    return Patch(values=values, quotes=dict.fromkeys(values, quote), sources=suggested)


def _is_alone(document: SpecDocument, family: str) -> bool:
    models = document.spec.models
    included = models.include if models is not None else None
    return included is not None and set(included) <= {family, "ensemble", "dummy"}


def _promise(result: RunResult) -> Promise:
    proposal = result.proposal
    assert proposal is not None
    singles = [row.score for row in result.leaderboard if row.trial is not None and row.family != "dummy"]
    gain = proposal.gain
    return Promise.model_validate(
        {
            "run": result.transcript_head,
            **proposal.region.to_json(),
            "gain": gain.value,
            "low": gain.low,
            "high": gain.high,
            "level": gain.level,
            "more": proposal.more,
            "best_before": max(singles) if result.greater_is_better else min(singles),
            "ground": result.ground,
        }
    )


def proposals(context: ToolContext) -> list[dict[str, Any]]:
    """Return what each finished search proposed, and what a later one found of it where it was tried."""
    from automl.folder import read_result

    over = [run for run in context.project.runs() if run.is_over and run.result_path.exists()]
    results = {run.id: read_result(run.folder) for run in over}
    tried = {found.promise.run_of: (name, found.promise) for name, found in results.items() if found.promise}
    listed = []
    for name, result in results.items():
        if result.proposal is None:
            continue
        by, outcome = tried.get(result.transcript_head, (None, None))
        listed.append(
            {
                "run_id": name,
                "proposal": result.proposal.to_json(),
                "tried_by": by,
                "outcome": outcome and outcome.to_json(),
            }
        )
    return listed
