"""Tool `list_families`: the kinds of models that there are, and which of them the plan may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.families.base import ALL_TASKS
from automl.families.catalogue import Listed, catalogue
from automl.spec.defaults import effective
from automl.spec.names import listed
from prompts import load
from tools.context import ToolContext


@tool(description=load("list_families"), parse_docstring=True, response_format="content_and_artifact")
def list_families(runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """List the families of models."""
    document = runtime.context.document()
    spec = effective(document.spec, document.defaults)
    task = spec.task if spec.task in ALL_TASKS else None
    found = catalogue(task, models=spec.models, limits=spec.limits, monotone=spec.monotone)
    return _text(found, task), {"task": task, "families": [asdict(one) for one in found]}


def _text(found: Sequence[Listed], task: str | None) -> str:
    ours = [one.label for one in found if not one.why_not and not one.package]
    brought = [f"{one.label} (of {one.package})" for one in found if not one.why_not and one.package]
    said = [f"For {task} I can use " if task else "I can use "]
    said[0] += f"{listed(ours, quote=False, limit=20)}." if ours else "nothing that is built in."
    if brought:
        said.append(f"Installed packages bring {listed(brought, quote=False, limit=20)}.")
    return " ".join([*said, *(_left_out(one) for one in found if one.why_not)])


def _left_out(one: Listed) -> str:
    """Why a family is not used; many reasons name it themselves."""
    return one.why_not if one.why_not.startswith(one.label) else f"{one.label} is left out: {one.why_not}"
