"""Which language model speaks: what the page's settings say, else `TANDEM_MODEL`, else the built-in one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.spending import VARIABLES
from automl.errors import InputError
from automl.project.store import Home

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.offline.context import Context

OFFLINE = "offline"
# A local model on a laptop may think for a minute before its first word; a hosted one that does hangs.
TIMEOUT_S = 60.0
_RETRIES = 2
TRIES = 1 + _RETRIES
_OPENAI_HOSTS = ("openai.com", "azure.com")


@dataclass(frozen=True)
class ModelSettings:
    """Which model, where it is, and how long it may take.

    Attributes:
        base_url: Address of an OpenAI-compatible server; empty for the provider's own.
        share_cells: Whether a model on another machine may see cells of the table. Only a person may set it.
        spending: What was said of prices and limits, as it was typed; `assistant.spending.terms_of` reads it.
        counted_in: The file in which its calls are written down and counted; the project's own where it is left out.
    """

    name: str = OFFLINE
    base_url: str = ""
    api_key: str = field(default="", repr=False)
    timeout_s: float = TIMEOUT_S
    share_cells: bool = False
    spending: Mapping[str, str] = field(default_factory=dict)
    counted_in: Path | None = None

    @property
    def is_offline(self) -> bool:
        """Whether it is the built-in model, which runs on this machine."""
        return self.name == OFFLINE

    @property
    def may_see_cells(self) -> bool:
        """Whether the text of tools may hold cells."""
        return self.is_offline or self.share_cells


def model_settings(
    home: Home | None = None, *, environment: Mapping[str, str] | None = None
) -> ModelSettings:
    """Return the settings: those of the page first, then those of the environment.

    Args:
        home: Where the page keeps its settings and keys.
        environment: Variables to read instead of those of the process.
    """
    env = os.environ if environment is None else environment
    chosen = {name: home.setting(name) for name in ("model", "base_url", "share_cells")} if home else {}
    key = home.keys.get("OPENAI_API_KEY") if home else None
    return ModelSettings(
        name=(chosen.get("model") or env.get("TANDEM_MODEL") or OFFLINE).strip(),
        base_url=(chosen.get("base_url") or env.get("OPENAI_BASE_URL") or "").strip(),
        api_key=key or env.get("OPENAI_API_KEY") or "",
        share_cells=bool(chosen.get("share_cells")),
        spending=said_of_spending(home, env),
    )


def said_of_spending(
    home: Home | None = None, environment: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return what page and environment say of prices and limits, without what neither says."""
    env = os.environ if environment is None else environment
    said = {
        name: str((home.setting(name) if home else None) or env.get(variable) or "").strip()
        for name, variable in VARIABLES.items()
    }
    return {name: text for name, text in said.items() if text}


def chat_model(settings: ModelSettings, *, look: Callable[[], Context] | None = None) -> BaseChatModel:
    """Return the chat model of the settings.

    Args:
        settings: Which, and where.
        look: Shows the built-in model how the project stands; other models read it in their prompt.

    Raises:
        InputError: A key or a package is missing, or there is no such model; the sentence says what to do.
    """
    if settings.is_offline:
        from assistant.offline_model import OfflineModel

        return OfflineModel(look=look)
    provider, _, name = settings.name.partition(":")
    if not name:
        raise InputError(
            f"The language model is set to {settings.name!r}; it must be 'offline', or a provider and a model such as "
            "'openai:gpt-5.5'."
        )
    return _openai(settings, name) if provider == "openai" else _other(settings)


def forbid_tracing() -> None:
    """Keep LangChain from sending every message to a tracing service, whatever the environment says."""
    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"):
        os.environ[name] = "false"


def _openai(settings: ModelSettings, name: str) -> BaseChatModel:
    if not settings.api_key and not settings.base_url:
        raise InputError(
            f"The model {settings.name!r} needs a key: set OPENAI_API_KEY, enter the key in the page's settings, "
            "or set TANDEM_MODEL to 'offline', the built-in model."
        )
    from langchain_openai import ChatOpenAI
    from langchain_openai.chat_models.base import BaseChatOpenAI
    from pydantic import SecretStr

    options: dict[str, Any] = {}
    if settings.base_url:
        # By the model's name alone the client would turn to /responses, which compatible servers do not have.
        options = {"base_url": settings.base_url, "use_responses_api": False}
    # The two differ in the name of an answer's cap: Ollama, LM Studio and others pass over `max_completion_tokens`,
    # which OpenAI's newer models demand, and take `max_tokens`, which those refuse.
    kind = ChatOpenAI if _is_openai(settings.base_url) else BaseChatOpenAI
    return kind(
        model=name,
        api_key=SecretStr(
            settings.api_key or "none"
        ),  # a server of one's own often wants none, the client always does
        stream_usage=True,
        max_retries=_RETRIES,
        timeout=settings.timeout_s,
        **options,
    )


def _is_openai(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    return not base_url or any(host == own or host.endswith(f".{own}") for own in _OPENAI_HOSTS)


def _other(settings: ModelSettings) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(
            settings.name, timeout=settings.timeout_s, max_retries=_RETRIES
        )
    except ImportError as error:
        package = "langchain-" + settings.name.partition(":")[0].replace("_", "-")
        raise InputError(
            f"The model {settings.name!r} needs a package that is not installed; install it with "
            f"'pip install {package}', or set TANDEM_MODEL to 'offline', the built-in model."
        ) from error
    except Exception as error:  # each provider has errors of its own for a missing key or a wrong name
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"The model {settings.name!r} cannot be used: {first}") from error
    return model
