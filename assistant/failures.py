"""What went wrong with a language model, as one sentence that says what to do."""

from __future__ import annotations

from assistant.models import ModelSettings
from automl.errors import AutoMLError

_BY_STATUS = {
    400: "did not accept the request: {said}",
    401: "refused the key: check OPENAI_API_KEY, or enter the key again in the settings",
    403: "does not allow this with the key that was given: {said}",
    404: "is not known at that address: check its name, and OPENAI_BASE_URL where you use a server of your own",
    413: "says that the conversation is too long: begin a new project, or choose a model with a longer memory",
    429: "is over its limit of requests or its credit is used up: wait a little, or look at the account",
}
_KEEP = (
    "What you said is kept; send it again, or go on with the built-in model: choose 'offline' in the settings, or set "
    "TANDEM_MODEL to it."
)
_BROKEN = frozenset(
    (
        "APIConnectionError",
        "ConnectError",
        "RemoteProtocolError",
        "ReadError",
        "ConnectionError",
        "ProtocolError",
    )
)
_NEVER_MADE = frozenset(("ConnectError", "ConnectTimeout", "ConnectionRefusedError", "gaierror"))
_WAITED = 408
_SERVER = 500
_FAILED = "failed on its server: {said}"
#: What an error is called that comes within a stream, where no status tells.
_OF_SERVER = frozenset(("server_error", "overloaded_error", "service_unavailable"))


def sentence_of(error: Exception, settings: ModelSettings) -> str | None:
    """Return what to tell the user of an error of model or network; None for a fault of the program."""
    if isinstance(error, AutoMLError):
        return str(error)
    fault = fault_of(error, settings)
    return None if fault is None else f"{fault}. {_KEEP}"


def fault_of(error: Exception, settings: ModelSettings) -> str | None:
    """Return what went wrong between model and user, without its full stop; None for a fault of the program.

    Providers bring error classes of their own, so they are told by their names and by the status they carry.
    """
    names = _names(error)
    model = f"The model {settings.name!r}"
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        said = _BY_STATUS.get(status, _FAILED).format(said=_first_line(error))
        return f"{model} {said.rstrip('.')}"
    if _is_of_server(error):
        return f"{model} {_FAILED.format(said=_first_line(error)).rstrip('.')}"
    if _is_late(names):
        return f"{model} did not answer within {settings.timeout_s:.0f} seconds"
    if names & _BROKEN:
        return f"The connection to the model {settings.name!r} broke off or could not be made"
    if names & {"APIError", "OpenAIError", "JSONDecodeError"}:
        return f"{model} sent something that could not be read: {_first_line(error).rstrip('.')}"
    return None


def is_gone(error: Exception) -> bool:
    """Whether the model cannot be reached, takes too long or fails on its server: nothing that the user did wrong."""
    if isinstance(error, AutoMLError):
        return False
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return status >= _SERVER or status == _WAITED
    names = _names(error)
    return _is_late(names) or bool(names & _BROKEN) or _is_of_server(error)


def was_refused(error: Exception) -> bool:
    """Whether the server took nothing of a call: it said no, or was never reached."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return not is_gone(error)
    cause: BaseException | None = error
    while cause is not None:
        if _names(cause) & _NEVER_MADE:
            return True
        cause = cause.__cause__
    return False


def _names(error: BaseException) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


def _is_of_server(error: Exception) -> bool:
    code = str(getattr(error, "code", ""))
    return getattr(error, "type", None) in _OF_SERVER or (code.isdigit() and int(code) >= _SERVER)


def _is_late(names: set[str]) -> bool:
    return any("Timeout" in name for name in names)


def _first_line(error: Exception) -> str:
    text = str(getattr(error, "message", "") or error).strip()
    return text.splitlines()[0][:200] if text else type(error).__name__
