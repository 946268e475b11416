"""Counts what each call of a model elsewhere takes, and makes none that the user's limit leaves no room for."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from langchain.agents.middleware import ModelRequest, ModelResponse
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.utils.function_calling import convert_to_openai_tool

from assistant.failures import is_gone, was_refused
from assistant.middleware import Handler, Middleware
from assistant.models import TRIES
from assistant.spending import LEAST_ANSWERED, MOST_ANSWERED, Meter
from tools.context import ToolContext

# Tokenizers make 3 to 4 bytes of English or JSON one token, and 2 or more of other scripts: this counts too many.
_BYTES_A_TOKEN = 2
_TOKENS_A_MESSAGE = 8  # role and separators


class Counted(Middleware):
    """Writes each call down before it is made, and again once it is known what it took."""

    def __init__(self, meter: Meter) -> None:
        super().__init__()
        self._meter = meter

    def wrap_model_call(self, request: ModelRequest[ToolContext], handler: Handler) -> ModelResponse[Any]:
        sent = estimate_of(request)
        caps = _takes_a_cap(request.model)
        room = self._meter.room(sent, least=LEAST_ANSWERED if caps else MOST_ANSWERED)
        call, arrived = uuid.uuid4().hex[:12], _Arrived()
        # A process that is killed during the call leaves it counted with all that it may take.
        self._meter.write(call, sent, room or 0, estimated=True)
        cap = {} if room is None or not caps else {"max_tokens": room}
        try:
            response = handler(
                request.override(
                    model=request.model.model_copy(update={"callbacks": [arrived]}),
                    model_settings={**request.model_settings, **cap},
                )
            )
        except Exception as error:
            self._meter.write(call, *_of_failed(error, sent, arrived.tokens), estimated=True)
            raise
        usage = _usage(response)
        if usage is None:
            answered = sum(_tokens(*_parts(message)) for message in response.result)
            self._meter.write(call, sent, answered, estimated=True)
        else:
            self._meter.write(call, *usage, estimated=False)
        return response


class _Arrived(BaseCallbackHandler):
    """Counts what of an answer has arrived, for calls that break off."""

    def __init__(self) -> None:
        self.tokens = 0

    def on_llm_new_token(self, token: Any, *, chunk: Any = None, **_: Any) -> None:
        message = chunk.message if isinstance(chunk, ChatGenerationChunk) else None
        calls = message.tool_call_chunks if isinstance(message, AIMessageChunk) else []
        self.tokens += _tokens(str(token), *(call["args"] or "" for call in calls))


def estimate_of(request: ModelRequest[ToolContext]) -> int:
    """Return how many tokens a call sends at most, by its letters."""
    tools = (json.dumps(convert_to_openai_tool(tool), ensure_ascii=False) for tool in request.tools)
    texts = [request.system_prompt or "", *tools]
    for message in request.messages:
        texts += _parts(message)
    return _tokens(*texts) + _TOKENS_A_MESSAGE * (len(request.messages) + len(request.tools) + 1)


def _parts(message: BaseMessage) -> Iterable[str]:
    content = message.content
    yield content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, default=str)
    if isinstance(message, AIMessage) and message.tool_calls:
        yield json.dumps(message.tool_calls, ensure_ascii=False, default=str)


def _tokens(*texts: str) -> int:
    return sum(-(-len(text.encode("utf-8", "replace")) // _BYTES_A_TOKEN) for text in texts)


def _takes_a_cap(model: BaseChatModel) -> bool:
    """Whether the length of an answer can be set with the call."""
    return "max_tokens" in type(model).model_fields


def _usage(response: ModelResponse[Any]) -> tuple[int, int] | None:
    """What the server says that a call took; None where it says nothing, or nothing that can be."""
    message = response.result[-1]
    usage = message.usage_metadata if isinstance(message, AIMessage) else None
    if not usage or usage["input_tokens"] <= 0 or usage["output_tokens"] < 0:
        return None
    return usage["input_tokens"], usage["output_tokens"]


def _of_failed(error: Exception, sent: int, arrived: int) -> tuple[int, int]:
    """What a failed call is counted with: nothing where it was refused, each try where nothing came."""
    if was_refused(error):
        return 0, 0
    return sent * (TRIES if is_gone(error) and not arrived else 1), arrived
