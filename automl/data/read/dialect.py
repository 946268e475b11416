"""How a text file is laid out: separator, quotes, lines above the header. DuckDB's sniffer decides, we check."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

# Enough lines to tell a layout; a wide table's lines are long, so both bounds count.
_SAMPLE_BYTES, _SAMPLE_LINES, _SAMPLE_LIMIT = 1 << 16, 20, 1 << 22
_COMMON, _RARE = ",;\t|", ":~^#&"
_MAX_PREAMBLE_LINES = 30
_WIDE = 1000
_DECLARED = re.compile(rb'^"?sep=([^\r\n"])"?\r?\n', re.IGNORECASE)
_NO_QUOTE = "(empty)"


@dataclass(frozen=True)
class Dialect:
    """Layout of a text file.

    Attributes
    ----------
    delimiter, quote, escape : str
        One character each; "" for no quotes and for quotes that are escaped by doubling them.
    skip : int
        Lines above the header.
    """

    delimiter: str
    quote: str = '"'
    escape: str = ""
    skip: int = 0


def csv_rows(text: str, dialect: Dialect) -> list[list[str]]:
    """The cells of every line that is not empty."""
    return [row for row in reader_of(io.StringIO(text, newline=""), dialect) if row]


def reader_of(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    """Python's own reader for a layout; slower than Arrow's, and forgiving."""
    csv.field_size_limit(2**31 - 1)
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar=dialect.escape or None,
        doublequote=not dialect.escape,
    )


def head_of(text: bytes) -> bytes:
    """The first lines of a file, whole ones only."""
    end = min(len(text), _SAMPLE_BYTES)
    while text.count(b"\n", 0, end) < _SAMPLE_LINES and end < min(len(text), _SAMPLE_LIMIT):
        end = min(2 * end, len(text))
    if end == len(text):
        return text
    line_end = max(text.rfind(b"\n", 0, end), text.rfind(b"\r", 0, end))
    return text[: line_end + 1] if line_end > 0 else text[:end]


def declared(text: bytes) -> tuple[bytes, str]:
    """The text without Excel's `sep=;` line, and the separator that it declares."""
    found = _DECLARED.match(text)
    return (text[found.end() :], found[1].decode()) if found else (text, "")


def find_dialect(text: bytes) -> Dialect | None:
    """The layout of a file in UTF-8, or None where no separator parts it into columns."""
    head = head_of(text)
    decoded = head.decode("utf-8", "replace")
    # The sniffer takes seconds for thousands of columns, where counting separators leaves no doubt.
    is_wide = decoded.partition("\n")[0].count(",") + decoded.partition("\n")[0].count(";") > _WIDE
    sniffed = None if is_wide else _sniff(head)
    return sniffed or _elect(decoded, _COMMON) or _elect(decoded, _RARE)


def _elect(text: str, candidates: str) -> Dialect | None:
    """The separator by which most lines have the same number of cells, and the most of them."""
    votes = {mark: vote for mark in candidates if (vote := _vote(text, mark))}
    return Dialect(max(votes, key=votes.__getitem__)) if votes else None


def _sniff(head: bytes) -> Dialect | None:
    """What DuckDB makes of the first lines; None where it finds a single column or nothing."""
    try:
        with tempfile.NamedTemporaryFile(suffix=".csv") as file, duckdb.connect() as connection:
            Path(file.name).write_bytes(head)
            found = connection.execute(
                "SELECT Delimiter, Quote, Escape, Comment, SkipRows, len(Columns) "
                "FROM sniff_csv(?, all_varchar = true)",
                [file.name],
            ).fetchall()
    except (
        duckdb.Error,
        OSError,
    ):  # no layout fits all lines, or no room for the copy; the vote is more forgiving
        return None
    delimiter, quote, escape, comment, skip, n_columns = found[0]
    if n_columns < 2 or len(delimiter) != 1 or skip > _MAX_PREAMBLE_LINES or comment != _NO_QUOTE:
        return None
    quote = "" if quote == _NO_QUOTE else quote
    if not quote and not re.search(rf'(^|{re.escape(delimiter)})"', head.decode("utf-8", "replace"), re.M):
        quote = '"'  # none among the first lines; there may be some below
    return Dialect(delimiter, quote, escape if escape == "\\" else "", _checked_skip(head, skip, delimiter))


def _checked_skip(head: bytes, skip: int, delimiter: str) -> int:
    """Lines above the header; one that lacks only the name of the row numbers is the header (R writes so)."""
    if skip != 1:
        return skip
    first, second = [*head.decode("utf-8", "replace").splitlines(), "", ""][:2]
    return 0 if first.count(delimiter) and first.count(delimiter) + 1 == second.count(delimiter) else skip


def _vote(text: str, delimiter: str) -> tuple[float, int] | None:
    """Share of lines with the most frequent number of cells, and that number; None where it is one cell."""
    widths = Counter(len(row) for row in csv_rows(text, Dialect(delimiter)))
    width, n_lines = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    share = n_lines / max(sum(widths.values()), 1)
    return (share, width) if width > 1 and share >= 0.5 else None
