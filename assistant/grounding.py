"""Holds back prose with a figure that nobody can vouch for.

A figure may be said when a tool returned it, the user said it, or it stands in what the model was told about the
project; rounding, percent, thousands, units, signs and ranks are understood. `check` works on whole texts, `Gate`
sentence by sentence while a text arrives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.figures import Figure, figures
from assistant.known import Evidence, evidence

__all__ = ["Checked", "Evidence", "Gate", "check", "evidence", "sentences", "unsupported"]

# A sentence ends at its mark before a blank, or with its line: a table row and a list entry are sentences too. What
# stands behind a colon or an abbreviation belongs to what stands before it.
_SENTENCE = re.compile(
    r".*?(?:(?<!\bapprox)(?<!\bca)(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bNo)(?<!\bincl)(?<!\bmax)(?<!\bmin)(?<!\bavg)"
    r"[.!?…](?=\s)|\n|\Z)\s*",
    re.DOTALL,
)
_NAME = re.compile(r"`[^`\n]+`|'[^'\n]+'|\"[^\"\n]+\"|“[^”\n]+”|\b[A-Za-z_][\w.]*(?:[-_][\w.]+)*\d[\w-]*\b")
# "top-3" and "trial-7" are figures, "UTF-8" is none.
_COUNTING = re.compile(
    r"(?:top|trial|rank|fold|row|run|version|no|minus|about|over|under|to|is|of)-?\d", re.IGNORECASE
)


# What a page would fetch or run. An address that the user or a tool named may be repeated as plain text.
_REACHES_OUT = re.compile(
    r"!\[[^\]]*\][(\[][^)\]]*[)\]]?|\]\(\s*[^)]*\)?|^\s*\[[^\]]+\]:\s*\S+|"
    r"</?(?:a|img|script|style|iframe|svg|object|embed|link|form|input|button|video|audio|source|base|meta|body|html|math|div|span)\b[^>]*>?|"
    r"\b(?:javascript|data|vbscript):\S+|\b(?:https?|ftp|file|wss?)://\S+",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+\Z", re.IGNORECASE)


def _reaching_out(text: str, known: Evidence) -> list[Figure]:
    """What a text would have the page fetch or run."""
    return [
        Figure(match.group(), "name", 0.0, 0.0, match.start(), match.group())
        for match in _REACHES_OUT.finditer(text)
        if not (_ADDRESS.match(match.group()) and match.group().rstrip(".,;:!?)>") in known.text)
    ]


def unsupported(text: str, known: Evidence) -> list[Figure]:
    """Return the figures of a text that nothing known supports, and what would reach out of the page.

    Digits inside names that are known are no figures.
    """
    left, wrong = _without_names(text, known)
    wrong += _reaching_out(text, known)
    return [*wrong, *(figure for figure in figures(left) if not known.supports(figure, text))]


def _without_names(text: str, known: Evidence) -> tuple[str, list[Figure]]:
    """The text with what is a name blanked, and the names that nobody knows though they look like known ones."""
    wrong: list[Figure] = []

    def blank(match: re.Match[str]) -> str:
        inner = match.group().strip("`'\"“”")
        quoted = inner != match.group()
        if quoted and not re.search(r"[^\W\d]", inner):
            return match.group()
        if known.knows_name(inner):
            return " " * len(match.group())
        if quoted or _COUNTING.match(inner):
            return match.group()
        if known.is_like_a_name(inner):
            wrong.append(Figure(match.group(), "name", 0.0, 0.0, match.start(), inner))
        return " " * len(match.group())

    return _NAME.sub(blank, text), wrong


def sentences(text: str) -> list[str]:
    """Return a text cut into sentences; together they are the text again."""
    return [match.group() for match in _SENTENCE.finditer(text) if match.group()]


@dataclass(frozen=True)
class Checked:
    """A text up to its first sentence with an unsupported figure: what was kept, and which figures were at fault."""

    kept: str
    at_fault: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing was held back."""
        return not self.at_fault


def check(text: str, known: Evidence) -> Checked:
    """Return the text up to the first sentence that states something nobody vouches for."""
    kept = ""
    for sentence in sentences(text):
        wrong = unsupported(sentence, known)
        if wrong:
            return Checked(kept, tuple(figure.text.strip() for figure in wrong))
        kept += sentence
    return Checked(kept)


@dataclass
class Gate:
    """Lets a text through sentence by sentence as it arrives, and closes at the first unsupported figure."""

    known: Evidence
    passed: str = ""
    closed: bool = False
    _waiting: str = field(default="", repr=False)

    def feed(self, piece: str) -> str:
        """Take a further piece and return what may be shown now."""
        self._waiting += piece
        # The last sentence is never complete before the next one begins: "0." may become "0.87".
        *whole, self._waiting = sentences(self._waiting) or [""]
        return self._let("".join(whole))

    def finish(self) -> str:
        """Return what may be shown of the rest, once no more will come."""
        rest, self._waiting = self._waiting, ""
        return self._let(rest)

    def _let(self, text: str) -> str:
        if self.closed or not text:
            return ""
        checked = check(text, self.known)
        self.closed = not checked.is_whole
        self.passed += checked.kept
        return checked.kept
