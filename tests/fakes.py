"""Stand-ins for language models: a scripted one, and a loopback server that speaks the OpenAI protocol; and a table."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

Answer = AIMessage | Exception | Callable[[list[BaseMessage]], AIMessage]


def calls(name: str, **arguments: Any) -> AIMessage:
    """Return a message that calls one tool."""
    return AIMessage(
        "", tool_calls=[{"name": name, "args": arguments, "id": f"call_{name}_{time.monotonic_ns()}"}]
    )


class ScriptedModel(BaseChatModel):
    """Says what its script says, one entry per call; an exception is raised, a function is asked.

    Attributes:
        heard: The messages of each call.
    """

    script: list[Any]
    heard: list[list[BaseMessage]] = []  # noqa: RUF012 - pydantic copies it for each instance

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **options: Any) -> ScriptedModel:
        """Tools are called by the script alone."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._next(messages))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> Iterator[ChatGenerationChunk]:
        message = self._next(messages)
        for start in range(0, len(message.text), 7):
            yield ChatGenerationChunk(message=AIMessageChunk(content=message.text[start : start + 7]))
        parts = [
            tool_call_chunk(name=call["name"], args=json.dumps(call["args"]), id=call["id"], index=i)
            for i, call in enumerate(message.tool_calls)
        ]
        yield ChatGenerationChunk(
            message=AIMessageChunk(content="", tool_call_chunks=parts, chunk_position="last")
        )

    def _next(self, messages: list[BaseMessage]) -> AIMessage:
        self.heard.append(list(messages))
        answer = self.script[len(self.heard) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, AIMessage) else answer(messages)


@dataclass
class Reply:
    """One answer of the loopback server.

    Attributes:
        tools: (name, arguments) of each tool call; arguments as a dict, or as raw text to send broken ones.
        status: An HTTP status other than 200 sends an error.
        finish: Why the answer ends; what its content says where it is left out.
        dies_after: So many pieces are sent before the connection is cut.
        fails_after: So many pieces are sent before an error of the server comes in their place.
        delay_s: Waited before the answer begins.
        usage: Tokens sent and answered as the server counts them; None where it does not say.
    """

    text: str = ""
    tools: tuple[tuple[str, Any], ...] = ()
    status: int = 200
    dies_after: int | None = None
    fails_after: int | None = None
    delay_s: float = 0.0
    finish: str = ""
    usage: tuple[int, int] | None = (11, 7)


@dataclass
class OpenAIServer:
    """A server on loopback that speaks /v1/chat/completions, whole and streamed, and remembers what it was sent."""

    replies: list[Reply]
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    def next_reply(self, request: dict[str, Any], headers: dict[str, str]) -> Reply:
        """Take note of a request and return its answer; the last one is repeated."""
        self.requests.append(request)
        self.headers.append(headers)
        return self.replies[min(len(self.requests), len(self.replies)) - 1]


@contextmanager
def openai_server(*replies: Reply) -> Iterator[OpenAIServer]:
    """Serve the replies on a free port of loopback."""
    double = OpenAIServer(list(replies))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(double))
    server.daemon_threads = True
    # By default a server looks every half second whether it is to end, which each test would wait for.
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    double.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(double: OpenAIServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            reply = double.next_reply(request, {k.lower(): v for k, v in self.headers.items()})
            time.sleep(reply.delay_s)
            try:
                if reply.status != 200:
                    self._whole(
                        reply.status,
                        {"error": {"message": "refused by the test", "type": "test", "code": None}},
                    )
                elif request.get("stream"):
                    self._streamed(reply, request)
                else:
                    self._whole(200, _completion(reply, request))
            except (BrokenPipeError, ConnectionResetError):
                pass  # the client had enough

        def _whole(self, status: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _streamed(self, reply: Reply, request: dict[str, Any]) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            for number, piece in enumerate(_pieces(reply, request)):
                if number == reply.dies_after:
                    self.close_connection = True
                    self.connection.shutdown(2)
                    return
                if number == reply.fails_after:
                    overloaded = {
                        "message": "overloaded in the test",
                        "type": "overloaded_error",
                        "code": None,
                    }
                    piece = {"error": overloaded}
                self._chunk(f"data: {json.dumps(piece)}\n\n")
            self._chunk("data: [DONE]\n\n")
            self.wfile.write(b"0\r\n\r\n")

        def _chunk(self, text: str) -> None:
            data = text.encode()
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    return Handler


def _calls(reply: Reply) -> list[dict[str, Any]]:
    return [
        {
            "id": f"call_{time.monotonic_ns()}_{i}",
            "type": "function",
            "function": {"name": name, "arguments": given if isinstance(given, str) else json.dumps(given)},
        }
        for i, (name, given) in enumerate(reply.tools)
    ]


def _usage(reply: Reply) -> dict[str, int]:
    sent, answered = reply.usage or (0, 0)
    return {"prompt_tokens": sent, "completion_tokens": answered, "total_tokens": sent + answered}


def _completion(reply: Reply, request: dict[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None}
    if reply.tools:
        message["tool_calls"] = _calls(reply)
    choice = {
        "index": 0,
        "message": message,
        "finish_reason": reply.finish or ("tool_calls" if reply.tools else "stop"),
    }
    head = {"id": "c1", "object": "chat.completion", "created": 0, "model": request["model"]}
    usage = {"usage": _usage(reply)} if reply.usage else {}
    return {**head, "choices": [choice], **usage}


def _pieces(reply: Reply, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    head = {"id": "c1", "object": "chat.completion.chunk", "created": 0, "model": request["model"]}

    def piece(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        return {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}

    yield piece({"role": "assistant", "content": ""})
    for start in range(0, len(reply.text), 5):
        yield piece({"content": reply.text[start : start + 5]})
    for index, call in enumerate(_calls(reply)):
        arguments = call["function"]["arguments"]
        yield piece(
            {
                "tool_calls": [
                    {**call, "index": index, "function": {"name": call["function"]["name"], "arguments": ""}}
                ]
            }
        )
        for start in range(0, len(arguments), 9):
            yield piece(
                {"tool_calls": [{"index": index, "function": {"arguments": arguments[start : start + 9]}}]}
            )
    yield piece({}, reply.finish or ("tool_calls" if reply.tools else "stop"))
    if reply.usage:
        yield {**head, "choices": [], "usage": _usage(reply)}


def use(name: str, context: Any, /, **arguments: Any) -> tuple[str, dict[str, Any]]:
    """Call a tool as the agent would, and see that its artifact is plain JSON."""
    from tools.registry import TOOLS

    tool: Any = next(tool for tool in TOOLS if tool.name == name)
    found: tuple[str, dict[str, Any]] = tool.func(runtime=SimpleNamespace(context=context), **arguments)
    json.dumps(found[1], allow_nan=False)
    return found


def customers(n_rows: int = 400, *, seed: int = 7) -> pd.DataFrame:
    """Customers who leave more often on monthly contracts and high bills."""
    rng = np.random.default_rng(seed)
    contract = rng.choice(["Month-to-month", "One year", "Two year"], n_rows, p=[0.6, 0.25, 0.15])
    bill = rng.normal(70, 20, n_rows).round(2)
    tenure = rng.integers(0, 72, n_rows)
    strength = 1.2 * (contract == "Month-to-month") + 0.02 * (bill - 70) - 0.03 * tenure - 0.4
    leaves = rng.random(n_rows) < 1 / (1 + np.exp(-strength))
    return pd.DataFrame(
        {
            "customerID": [f"{i:04d}-{rng.integers(10_000, 99_999)}" for i in range(n_rows)],
            "Contract": contract,
            "MonthlyCharges": bill,
            "tenure": tenure,
            "Churn": np.where(leaves, "Yes", "No"),
        }
    )
