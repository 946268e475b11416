"""What a check is, and what it finds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from automl.data.checks.evidence import Evidence

Severity = Literal["info", "warning", "stop"]
Action = Literal["set_aside", "ask", "note"]


@dataclass(frozen=True)
class Finding:
    """Something about the data that a person should know before a model learns from it.

    Attributes
    ----------
    code : str
        Of the check, such as ``"TD003"``; stable over versions.
    title : str
        Of the check.
    severity : {"info", "warning", "stop"}
        How much it matters.
    columns : tuple of str
        The columns concerned; empty where the whole table is.
    reason : str
        One sentence with what was seen.
    action : {"set_aside", "ask", "note"}
        What becomes of the columns: not learned from, asked about, or only mentioned.
    """

    code: str
    title: str
    severity: Severity
    columns: tuple[str, ...]
    reason: str
    action: Action


class Check(ABC):
    """One check of a table; `CHECKS` in the package lists them all.

    Its thresholds are constants at the top of its file, each with its reason, and stand in `docs/checks.md`.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    severity: ClassVar[Severity]
    needs_target: ClassVar[bool] = False

    @abstractmethod
    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield what is found among the columns that no earlier check has set aside."""

    def finding(self, columns: Sequence[str], reason: str, *, action: Action) -> Finding:
        """Return a finding of this check."""
        return Finding(self.code, self.title, self.severity, tuple(columns), reason, action)


def quoted(names: Sequence[str], *, limit: int = 6) -> str:
    """Return names in quotes as a list in words: ``'a', 'b' and 'c'``."""
    shown = [repr(name) for name in names[:limit]]
    if len(names) > limit:
        shown.append(f"{len(names) - limit:,} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
