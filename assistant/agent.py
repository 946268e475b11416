"""The agent: model, tools and what stands between them, on one screen."""

from __future__ import annotations

from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelCallLimitMiddleware, ToolErrorMiddleware
from langchain_core.language_models import BaseChatModel

from assistant.metering import Counted
from assistant.middleware import Grounded, MalformedCalls, Private, Sending, Standing, explain_expected
from assistant.spending import Meter
from prompts import system
from tools.context import ToolContext
from tools.registry import TOOLS

# Framing, starting and explaining in one go takes nine calls; who needs more goes in circles.
MAX_MODEL_CALLS = 16


def build_agent(model: BaseChatModel, *, name: str = "", meter: Meter | None = None) -> Any:
    """Return the agent; pass `context=ToolContext(…)` with each call.

    Args:
        model: Any chat model that calls tools.
        name: What the record of what was sent calls the model.
        meter: Counts the calls of a model elsewhere, and keeps them within the user's limit.
    """
    middleware: list[AgentMiddleware[Any, Any, Any]] = [
        ModelCallLimitMiddleware(run_limit=MAX_MODEL_CALLS, exit_behavior="error"),
        ToolErrorMiddleware(explain_expected),
        MalformedCalls(),
        Standing(),
        Grounded(),
        Private(),
        *([] if meter is None else [Counted(meter)]),
        Sending(name or model._llm_type),
    ]
    return create_agent(
        model, list(TOOLS), system_prompt=system(), context_schema=ToolContext, middleware=middleware
    )
