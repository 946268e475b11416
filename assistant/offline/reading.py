"""One message being read: its line, what is known, what was found so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.offline.context import ColumnFacts, Context
from assistant.offline.table.columns import ColumnIndex, Mention, index_of
from assistant.offline.table.labels import LabelIndex, labels_of
from assistant.offline.text.line import Hit, Line


@dataclass(frozen=True)
class Finding:
    """One value of the specification and the words that it comes from."""

    path: str
    value: Any
    quote: str
    source: Literal["user", "data"] = "user"
    corrects: bool = False


@dataclass(frozen=True)
class Doubt:
    """One question back to the user."""

    field: str
    text: str
    choices: tuple[str, ...] = ()


@dataclass
class Reading:
    """The message and everything read from it; each reader adds to it.

    Attributes:
        line: The typed line, without what is not to be applied (hypotheticals, questions about results).
        claimed: Indices of tokens that a reader has made use of; a figure is used once.
    """

    context: Context
    line: Line
    claimed: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def columns(self) -> ColumnIndex:
        """The columns, findable by words."""
        return index_of(self.context.columns)

    @property
    def labels(self) -> LabelIndex:
        """The labels, findable by words."""
        return labels_of(self.context.columns)

    def said(self, path: str) -> Any:
        """What the specification so far, this message included, holds at a dotted path."""
        for finding in reversed(self.findings):
            if finding.path == path:
                return finding.value
        value: Any = self.context.spec
        for part in path.split("."):
            value = value.get(part) if hasattr(value, "get") else None
        return value

    def set(self, path: str, value: Any, quote: str, *, source: Literal["user", "data"] = "user") -> None:
        """Keep a value."""
        self.findings.append(Finding(path, value, quote, source))

    def ask(self, path: str, text: str, choices: Iterable[str] = ()) -> None:
        """Keep a question; one per field."""
        if all(doubt.field != path for doubt in self.doubts):
            self.doubts.append(Doubt(path, text, tuple(choices)))

    def claim(self, hit: Hit, group: str | None = None) -> None:
        """Mark the tokens of a match, or of one of its groups, as used."""
        start, end = hit.span(group) if group else (hit.start, hit.end)
        self.claim_items(hit.line, start, end)

    def claim_items(self, line: Line, start: int, end: int) -> None:
        """Mark the tokens of a stretch of items as used."""
        for item in line.items[start:end]:
            self.claimed.update(range(item.start, item.end))

    def free(self, hit: Hit, group: str | None = None) -> bool:
        """Whether none of the tokens of a match, or of one of its groups, is used yet."""
        start, end = hit.span(group) if group else (hit.start, hit.end)
        return not any(
            k in self.claimed for item in hit.line.items[start:end] for k in range(item.start, item.end)
        )

    def with_columns(self, *, least: float = 0.5, synonyms: bool = True) -> Line:
        """The line with every mention of a column behind <col>; made once per line."""
        key = ("with_columns", id(self.columns), least, synonyms)
        return self.line.once(key, lambda: self._with_columns(least, synonyms=synonyms))

    def _with_columns(self, least: float, *, synonyms: bool) -> Line:
        found = self.columns.mentions(self.line, least=least, synonyms=synonyms)
        # "older than 30" compares; "older" is no name, though it means the age.
        mentions = [
            m for m in found if m.score >= 1 or not self.line.has("^ than(?= )", start=m.end, end=m.end + 1)
        ]
        return self.line.marked((m.start, m.end, "col", m) for m in mentions)

    def pick(self, mention: Mention, path: str, *, want: str = "") -> ColumnFacts | None:
        """The column of a mention; where several fit equally well, a question instead."""
        if len(mention.tied) == 1:
            return mention.column
        wanted = [c for c in mention.tied if not want or c.kind == want]
        if len(wanted) == 1:
            return wanted[0]
        names = [column.name for column in (wanted or mention.tied)][:3]
        self.ask(path, f"Which column do you mean: {either(names)}?", names)
        return None


def either(names: Iterable[str]) -> str:
    """'a', 'b' or 'c'."""
    quoted = [repr(name) for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
