"""A message as one line of typed words, on which the patterns of this folder are matched.

The line holds base forms, one blank between them, with quantities and other recognised things in angle brackets:
"Missing a churner costs us $500" becomes " miss a churner cost us <money> ". A pattern is an ordinary regular
expression over it; a `Hit` leads from the match back to the quantities and to the user's own words.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from assistant.offline.text.patterns import compiled
from assistant.offline.text.quantities import Quantity, read_quantities
from assistant.offline.text.spelling import corrected
from assistant.offline.text.tokens import Token, clean, tokenise
from assistant.offline.text.wordlists import words

Found = TypeVar("Found")

_PLACEHOLDER = {"number": "num", "percent": "pct", "duration": "dur"}
_KEEP_AS_WORDS = ("day", "week", "month", "year")


@dataclass(frozen=True)
class Item:
    """One word or one recognised thing of the line.

    Attributes:
        text: How it stands in the line.
        start: Index of its first token.
        end: Index behind its last token.
        payload: The quantity, column, family … behind a placeholder.
    """

    text: str
    start: int
    end: int
    payload: Any = None


class Line:
    """The typed line of a message."""

    def __init__(self, text: str, tokens: list[Token], items: list[Item]) -> None:
        self.text = text
        self.tokens = tokens
        self.items = items
        self.memo: dict[Any, Any] = {}
        self.canon = " " + " ".join(item.text for item in items) + " "
        self._starts: list[int] = []
        place = 1
        for item in items:
            self._starts.append(place)
            place += len(item.text) + 1

    def once(self, key: Any, work: Callable[[], Found]) -> Found:
        """What `work` finds in this line, worked out the first time it is asked for under a key."""
        if key not in self.memo:
            self.memo[key] = work()
        found: Found = self.memo[key]
        return found

    def marked(self, marks: Iterable[tuple[int, int, str, Any]]) -> Line:
        """The same line with stretches of items (start, end, placeholder, payload) put behind placeholders."""
        items: list[Item] = []
        at = 0
        for start, end, name, payload in sorted(marks, key=lambda mark: mark[0]):
            if start < at:
                continue
            items.extend(self.items[at:start])
            items.append(Item(f"<{name}>", self.items[start].start, self.items[end - 1].end, payload))
            at = end
        items.extend(self.items[at:])
        return Line(self.text, self.tokens, items)

    def find(self, pattern: str, *, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """All matches of a pattern between two items."""
        first = self.place(start)
        last = len(self.canon) if end is None or end >= len(self.items) else self._starts[end]
        # The stretch ends with the blank behind its last word, which look-aheads need and "$" must not mind.
        pattern = f"{pattern[:-1]} ?$" if pattern.endswith("$") and not pattern.endswith(r"\$") else pattern
        if pattern.startswith("^"):
            anchored = compiled(pattern[1:]).match(self.canon, max(first - 1, 0), last)
            if anchored:
                yield Hit(self, anchored)
            return
        for match in compiled(pattern).finditer(self.canon, max(first - 1, 0), last):
            yield Hit(self, match)

    def first(self, pattern: str, *, start: int = 0, end: int | None = None) -> Hit | None:
        """The first match, if any."""
        return next(self.find(pattern, start=start, end=end), None)

    def has(self, pattern: str, *, start: int = 0, end: int | None = None) -> bool:
        """Whether the pattern occurs."""
        return self.first(pattern, start=start, end=end) is not None

    def place(self, item: int) -> int:
        """Where an item begins in `canon`."""
        return self._starts[item] if item < len(self._starts) else len(self.canon)

    def items_between(self, start: int, end: int) -> tuple[int, int]:
        """Indices of the items that lie between two places of `canon`."""
        return bisect_left(self._starts, start), bisect_right(self._starts, end - 1)

    def same(self, other: Line, start: int, end: int) -> tuple[int, int]:
        """The items of this line that stand for a stretch of items of another line of the same message."""
        first, last = other.items[start].start, other.items[end - 1].end
        begin = bisect_left(self.items, first, key=lambda item: item.start)
        stop = bisect_right(self.items, last, key=lambda item: item.end)
        return (begin, stop) if begin < stop else (0, 0)

    def words(self, start: int, end: int) -> str:
        """The user's own words of a stretch of items."""
        if start >= end or start >= len(self.items):
            return ""
        return self.text[slice(*self.typed_span(start, min(end, len(self.items))))]

    def typed_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of at least one item stands in the text, in characters."""
        return self.tokens[self.items[start].start].start, self.tokens[self.items[end - 1].end - 1].end

    def sentences(self) -> list[tuple[int, int]]:
        """Stretches of items between full stops, question marks, exclamation marks and semicolons."""
        return self.once("sentences", self._sentences)

    def _sentences(self) -> list[tuple[int, int]]:
        cuts = [-1, *(at for at in range(len(self.items)) if self._ends_sentence(at)), len(self.items)]
        return [(a + 1, b) for a, b in itertools.pairwise(cuts) if b > a + 1]

    def _typed(self, at: int) -> str:
        token = self.tokens[self.items[at].start]
        return self.text[token.start : token.end]

    def _ends_sentence(self, at: int) -> bool:
        if self.items[at].text not in (".", "!", "?", ";"):
            return False
        if self.items[at].text != "." or at + 1 >= len(self.items) or "\n" in self._typed(at):
            return True
        here, behind = self.tokens[self.items[at].start], self.tokens[self.items[at + 1].start]
        abbreviated = at > 1 and self.items[at - 2].text == "." and len(self.items[at - 1].text) == 1
        return here.end != behind.start and not abbreviated


class Hit:
    """One match of a pattern on a line."""

    def __init__(self, line: Line, match: re.Match[str]) -> None:
        self.line = line
        self.match = match
        self.start, self.end = line.items_between(*match.span())

    def span(self, group: str) -> tuple[int, int]:
        """The items of a named group; an empty stretch where it did not take part."""
        if self.match.group(group) is None:
            return self.start, self.start
        return self.line.items_between(*self.match.span(group))

    def payload(self, group: str) -> Any:
        """What stands behind the placeholder in a group; None where there is none."""
        return next(iter(self.payloads(group)), None)

    def payloads(self, group: str) -> list[Any]:
        """Everything behind placeholders in a group, in order."""
        start, end = self.span(group)
        return [item.payload for item in self.line.items[start:end] if item.payload is not None]

    def quantity(self, group: str) -> Quantity:
        """The quantity in a group, which the pattern must have asked for."""
        return next(p for p in self.payloads(group) if isinstance(p, Quantity))

    def has(self, group: str) -> bool:
        """Whether a group took part in the match."""
        return self.match.group(group) is not None

    def said(self, group: str) -> str:
        """The base forms in a group."""
        return (self.match.group(group) or "").strip()

    @property
    def quote(self) -> str:
        """The user's own words of the whole match."""
        return self.line.words(self.start, self.end).strip(" ,.;:")


def read_line(text: str, names: frozenset[str] = frozenset(), wholes: Sequence[str] = ()) -> Line:
    """The line of a message; `names` are words of the data, never taken for slips, `wholes` names with figures."""
    cleaned = clean(text)
    tokens = corrected(tokenise(cleaned, wholes), names)
    items: list[Item] = []
    at = 0
    for quantity in _shown(read_quantities(tokens), tokens):
        items.extend(Item(tokens[k].lemma, k, k + 1) for k in range(at, quantity.start))
        items.append(
            Item(
                f"<{_PLACEHOLDER.get(quantity.kind, quantity.kind)}>", quantity.start, quantity.end, quantity
            )
        )
        at = quantity.end
    items.extend(Item(tokens[k].lemma, k, k + 1) for k in range(at, len(tokens)))
    items = [item for item in items if not _joins_words(item, tokens)]
    return Line(text, tokens, items)


def _shown(quantities: list[Quantity], tokens: list[Token]) -> Iterator[Quantity]:
    """Without the pronoun "one" and without "a week", which is a rate rather than a span of time."""
    for quantity in quantities:
        if quantity.kind == "number" and quantity.written == "one":
            behind = tokens[quantity.end].lemma if quantity.end < len(tokens) else ""
            if behind not in _COUNTED:
                continue
        if quantity.kind == "duration" and quantity.written == "article" and quantity.unit in _KEEP_AS_WORDS:
            continue
        yield quantity


_COUNTED = words(
        """trial worker core cpu process leaf step grade cluster group segment layer carat unit neighbour
        model to or thousand try"""
    )  # fmt: skip


def _joins_words(item: Item, tokens: list[Token]) -> bool:
    """A hyphen inside a compound ("black-box") only joins; a free-standing dash stays."""
    if item.text not in ("-", "_"):
        return False
    if item.text == "_":
        return True
    glued_before = item.start > 0 and tokens[item.start - 1].end == tokens[item.start].start
    glued_behind = item.end < len(tokens) and tokens[item.start].end == tokens[item.end].start
    words = item.start > 0 and item.end < len(tokens) and "number" not in (
        tokens[item.start - 1].kind, tokens[item.end].kind
    )  # fmt: skip
    return glued_before and glued_behind and (words or tokens[item.start - 1].kind != tokens[item.end].kind)
