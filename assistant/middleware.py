"""What stands between agent and model: how the project stands, ungrounded prose, malformed calls, what is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain.agents.middleware.types import ToolCallRequest, hook_config
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langgraph.runtime import Runtime

from assistant.arriving import CORRECTION
from assistant.grounding import Checked, check
from assistant.looking import prompt_of
from assistant.privacy import Outgoing, without_cells
from assistant.spoken import refuse_figures
from assistant.vouching import vouched
from automl.errors import AutoMLError
from tools.context import ToolContext
from tools.privacy import without_value

Handler = Callable[[ModelRequest[ToolContext]], ModelResponse[Any]]
Middleware = AgentMiddleware[AgentState[Any], ToolContext, Any]

#: What is said where a model insists on a figure that nobody vouches for.
HELD_BACK = "I leave out a statement whose figure no tool returned."


def explain_expected(error: Exception, request: ToolCallRequest) -> str | None:
    """Return the sentence of a deliberate error for the model; a bug stops the turn."""
    if not isinstance(error, AutoMLError):
        return None
    context: ToolContext | None = request.runtime.context
    return str(error) if context is None else without_value(str(error), context.limits)


class Standing(Middleware):
    """Tells a model that reads no artifacts how the project stands, with every call anew."""

    def wrap_model_call(self, request: ModelRequest[ToolContext], handler: Handler) -> ModelResponse[Any]:
        context = request.runtime.context
        if context.sees_artifacts:
            return handler(request)
        system = f"{request.system_prompt}\n\n{prompt_of(context)}"
        return handler(request.override(system_message=SystemMessage(system)))


class Grounded(Middleware):
    """Lets no figure through that no tool returned and the user did not say: asks once more, then goes without it.

    Into the plan goes no figure but the user's own: any words can be quoted for it.
    """

    def wrap_tool_call(self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Any]) -> Any:
        context: ToolContext | None = request.runtime.context
        if context is not None and not context.sees_artifacts:
            refuse_figures(request.tool_call["name"], request.tool_call["args"], context.words)
        return handler(request)

    def wrap_model_call(self, request: ModelRequest[ToolContext], handler: Handler) -> ModelResponse[Any]:
        response = handler(request)
        message = response.result[-1]
        if not isinstance(message, AIMessage) or not message.text:
            return response
        known = vouched(request.messages, request.runtime.context)
        checked = check(message.text, known)
        if checked.is_whole:
            return response
        if message.tool_calls:
            return _saying(message, checked.kept)
        again = handler(request.override(messages=[*request.messages, *_correction(checked)]))
        second = again.result[-1]
        if not isinstance(second, AIMessage):
            return again
        rest = check(second.text.removeprefix(checked.kept), known)
        said = checked.kept + rest.kept
        if not rest.is_whole and not second.tool_calls:
            said += _instead(request)
        return _saying(second, said)


def _correction(checked: Checked) -> list[AIMessage | HumanMessage]:
    wrong = ", ".join(map(repr, checked.at_fault))
    begun = [AIMessage(checked.kept)] if checked.kept else []
    order = (
        f"Your answer went on with the figure {wrong}, which no tool has returned and I did not say, so it was not "
        "shown. Go on from there without it, or call the tool that returns the right figure."
    )
    return [*begun, HumanMessage(order, additional_kwargs={CORRECTION: True})]


def _instead(request: ModelRequest[ToolContext]) -> str:
    """The plain sentence, with what the last tool of the turn itself said."""
    for message in reversed(request.messages):
        if isinstance(message, HumanMessage):
            break
        if isinstance(message, ToolMessage) and message.status != "error":
            return f"{HELD_BACK} The tool's own words: {message.text}"
    return HELD_BACK


def _saying(message: AIMessage, text: str) -> ModelResponse[Any]:
    return ModelResponse(result=[message.model_copy(update={"content": text})])


class MalformedCalls(Middleware):
    """Sends a tool call whose arguments are no JSON back to the model, which would otherwise end the turn in silence.

    An answer that was cut off at its length counts too: its arguments are mended on the way into something that
    nobody said, such as -50 for -500.
    """

    @hook_config(can_jump_to=["model"])
    def after_model(self, state: AgentState[Any], runtime: Runtime[ToolContext]) -> dict[str, Any] | None:
        message = state["messages"][-1]
        if not isinstance(message, AIMessage):
            return None
        if message.tool_calls and message.response_metadata.get("finish_reason") == "length":
            return {
                "messages": [_send_again(call, "were cut off") for call in message.tool_calls],
                "jump_to": "model",
            }
        if not message.invalid_tool_calls:
            return None
        answers = [_send_again(call, "were not valid JSON") for call in message.invalid_tool_calls]
        # Calls in the same message that are well-formed are carried out by the tools node first.
        return {"messages": answers} if message.tool_calls else {"messages": answers, "jump_to": "model"}


def _send_again(call: Mapping[str, Any], fault: str) -> ToolMessage:
    return ToolMessage(
        f"The arguments of {call['name']!r} {fault}. Send the call again, with one short JSON object.",
        tool_call_id=call["id"] or "unknown",
        name=call["name"] or "unknown",
        status="error",
    )


class Private(Middleware):
    """Takes cells out of what goes to a model on another machine."""

    def wrap_model_call(self, request: ModelRequest[ToolContext], handler: Handler) -> ModelResponse[Any]:
        context = request.runtime.context
        if context.sees_artifacts:
            return handler(request)
        system = without_cells(context, [SystemMessage(request.system_prompt or "")])[0].text
        messages = without_cells(context, request.messages)
        return handler(request.override(messages=messages, system_message=SystemMessage(system)))


class Sending(Middleware):
    """Writes down what is sent to a model on another machine, as the last before it is."""

    def __init__(self, model: str) -> None:
        super().__init__()
        self._model = model
        self._recorded: set[str] = set()

    def wrap_model_call(self, request: ModelRequest[ToolContext], handler: Handler) -> ModelResponse[Any]:
        context = request.runtime.context
        if context.sees_artifacts:
            return handler(request)
        outgoing = Outgoing(context, self._model, recorded=self._recorded)
        names = [tool.name if not isinstance(tool, dict) else str(tool.get("name")) for tool in request.tools]
        outgoing.record(request.system_prompt or "", request.messages, names)
        return handler(request)
