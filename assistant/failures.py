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
_KEEP = "What you said is kept; send it again, or set TANDEM_MODEL to 'offline' to go on without it."


def sentence_of(error: Exception, settings: ModelSettings) -> str | None:
    """Return what to tell the user of an error of model or network; None for a fault of the program.

    Providers bring error classes of their own, so they are told by their names and by the status they carry.
    """
    if isinstance(error, AutoMLError):
        return str(error)
    names = {kind.__name__ for kind in type(error).__mro__}
    model = f"The model {settings.name!r}"
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        said = _BY_STATUS.get(status, "failed on its server: {said}").format(said=_first_line(error))
        return f"{model} {said.rstrip('.')}. {_KEEP}"
    if any("Timeout" in name for name in names):
        return f"{model} did not answer within {settings.timeout_s:.0f} seconds. {_KEEP}"
    if names & {
        "APIConnectionError",
        "ConnectError",
        "RemoteProtocolError",
        "ReadError",
        "ConnectionError",
        "ProtocolError",
    }:
        return f"The connection to the model {settings.name!r} broke off or could not be made. {_KEEP}"
    if names & {"APIError", "OpenAIError", "JSONDecodeError"}:
        return f"{model} sent something that could not be read: {_first_line(error).rstrip('.')}. {_KEEP}"
    return None


def _first_line(error: Exception) -> str:
    text = str(getattr(error, "message", "") or error).strip()
    return text.splitlines()[0][:200] if text else type(error).__name__
