"""Tool `get_exploration`: a map of what was explored, how the budget was shared, and where to look next."""

from __future__ import annotations

from typing import Any, Literal

from langchain.tools import ToolRuntime, tool

from automl.search.result import RunResult
from automl.search.words import map_words, shares_words
from prompts import load
from tools.context import ToolContext
from tools.versions import told

About = Literal["map", "shares", "next"]


@tool(description=load("get_exploration"), parse_docstring=True, response_format="content_and_artifact")
def get_exploration(
    runtime: ToolRuntime[ToolContext], about: About = "map", run_id: str = ""
) -> tuple[str, dict[str, Any]]:
    """Say what a search explored.

    Args:
        about: "map" for which settings were tried, "shares" for how the budget was shared among families, "next" for
            the region that is worth a try.
        run_id: Which search, such as "run-001"; empty for the newest that has a result.
    """
    context = runtime.context
    run = context.finished_run(run_id)
    result = context.result(run.id)
    facts = result.to_json()
    artifact = {"run_id": run.id, "about": about, "shared": facts["shared"], "proposal": facts["proposal"]}
    if about == "map":
        artifact["explored"] = facts["explored"]
    return told(context, run, "\n".join(_lines(result, about)), artifact)


def _lines(result: RunResult, about: About) -> list[str]:
    if about == "shares":
        return shares_words(result.shared)
    proposal = result.proposal
    following = proposal.sentence if proposal else "Too few models were compared to say where to look next."
    if about == "next":
        return [following] if result.promise is None else [result.promise.sentence, following]
    return [*map(map_words, result.explored), following]
