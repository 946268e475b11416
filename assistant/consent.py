"""Whether the user's words approve the plan that stands; decided here and never by a language model."""

from __future__ import annotations

import re

from assistant.looking import look
from automl.errors import AutoMLError
from tools.context import ToolContext
from tools.documents import approve

_MOST_WORDS = 8
_YES = re.compile(
    r"\W*(?:yes|yep|yeah|sure|ok|okay|please do|do it|go ahead|confirm(?:ed)?)\b[^?]*\Z", re.IGNORECASE
)
_YET = re.compile(r"\b(?:no|not|never|wait|but|keep|only|just|except|stop|if)\b|n't\b", re.IGNORECASE)


def agrees(words: str) -> bool:
    """Whether a message says yes to what was asked, and nothing else."""
    return len(words.split()) <= _MOST_WORDS and bool(_YES.match(words)) and not _YET.search(words)


# Quotations, code and lines of a mail that is answered: what stands there somebody else said.
_QUOTED = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«|‘[^’]*’|(?<!\w)'[^'\n]*'(?!\w)|"
    r"^[ \t]*>[^\n]*|"
    r"^(?:from|subject|body|re|fwd?):[^\n]*",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)


def own_words(message: str) -> str:
    """Return a message without what it quotes; a message that is one quotation is the user's own."""
    left = _QUOTED.sub(" ", message)
    return left if re.search(r"\w", left) else message


def take_consent(context: ToolContext) -> bool:
    """Record the user's approval where the newest message gives it; returns whether it did.

    It counts for the version that stood when the message was written. A message that also changes the plan approves
    nothing: what it makes of the plan has not been read yet.
    """
    if not context.version() or not context.has_table() or context.is_approved():
        return False
    if context.asked_before("forget_memory").get("asked"):
        return False  # a "yes" is the answer to that
    from assistant.offline.understand import understand

    words = own_words(context.words[-1])
    understood = understand(words, look(context))
    if understood.patches or understood.questions:
        return False
    names = {intent.name for intent in understood.intents}
    # Beside an open question a bare "yes" is an answer to it; "go ahead" is not.
    if not names & ({"start"} if context.document().questions else {"approve", "start"}):
        return False
    try:
        approve(context, version=context.version(), note=context.words[-1])
    except AutoMLError:
        return False  # an open question comes first; the model reads it and asks
    return True
