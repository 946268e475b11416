"""The hash chain of a transcript: making a link, and finding the first that does not hold."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from automl.errors import TamperedError
from automl.project.canonical import canonical

#: What stands as `prev` in the first entry.
GENESIS = "0" * 64
_ADVICE = "use an untouched copy of the folder"


@dataclass(frozen=True)
class Entry:
    """One line of a transcript."""

    seq: int
    time: str
    actor: str
    kind: str
    body: Any
    prev: str
    hash: str

    def to_json(self) -> dict[str, Any]:
        """Return the entry as the data whose canonical JSON is its line."""
        return {name: getattr(self, name) for name in _NAMES}


_NAMES = tuple(Entry.__dataclass_fields__)


def sealed(*, seq: int, time: str, actor: str, kind: str, body: Any, prev: str) -> Entry:
    """Return an entry with the hash that belongs to its content."""
    content = {"seq": seq, "time": time, "actor": actor, "kind": kind, "body": body, "prev": prev}
    return Entry(**content, hash=_digest(content))


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def entry_from_line(line: bytes, *, name: str, where: str) -> Entry:
    """Return the entry that a line holds, by itself.

    Parameters
    ----------
    line : bytes
        Without its line break.
    name, where : str
        The file and the line as the sentence is to name them, such as ``"Line 3"``.

    Raises
    ------
    TamperedError
        If the line is no entry, or its content and its hash differ.
    """
    try:
        found = json.loads(line)
        if not isinstance(found, dict) or set(found) != set(_NAMES) or not isinstance(found["seq"], int):
            raise ValueError("not an entry")
    except (ValueError, RecursionError) as error:
        raise TamperedError(f"{where} of {name} is not a transcript entry in JSON; {_ADVICE}.") from error
    if not _holds(found, line):
        raise TamperedError(
            f"{where} of {name} was edited: what it says does not give the hash that it carries; {_ADVICE}."
        )
    return Entry(**found)


def _holds(found: dict[str, Any], line: bytes) -> bool:
    content = {key: value for key, value in found.items() if key != "hash"}
    try:
        # The text itself must be canonical too: a repeated key would parse to the same entry.
        return found["hash"] == _digest(content) and canonical(found).encode() == line
    except ValueError:  # an edited number may overflow to infinity, an edited text hold half a character
        return False


def verified(data: bytes, *, name: str, head: str | None) -> list[Entry]:
    """Return the entries of a whole transcript, or name the first line that does not hold.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for the sentence.
    head : str or None
        Hash of an entry that must be among them.

    Raises
    ------
    TamperedError
        If a line is no JSON, was edited, deleted, moved, or cut off at the end.
    """
    *lines, torn = data.split(b"\n")
    entries = [
        entry_from_line(line, name=name, where=f"Line {number}") for number, line in enumerate(lines, 1)
    ]
    last = _whole(torn, name=name)
    if last is not None and last.prev == (entries[-1].hash if entries else GENESIS):
        entries.append(last)
    _check_order(entries, name=name)
    if head is not None and head != GENESIS and all(entry.hash != head for entry in entries):
        raise TamperedError(
            f"{name} was cut off at the end or written anew: it has {len(entries)} entries, and none carries the "
            f"recorded head {head[:12]}…; {_ADVICE}."
        )
    return entries


def _whole(torn: bytes, *, name: str) -> Entry | None:
    try:
        return entry_from_line(torn, name=name, where="The last line") if torn else None
    except TamperedError:
        return None


def _check_order(entries: list[Entry], *, name: str) -> None:
    prev = GENESIS
    for number, entry in enumerate(entries, 1):
        if entry.seq != number:
            raise TamperedError(_order_sentence(entries, number, name=name))
        if entry.prev != prev:
            raise TamperedError(
                f"Line {number} of {name} does not follow from the line before it: "
                f"one of the two was edited or replaced; {_ADVICE}."
            )
        prev = entry.hash


def _order_sentence(entries: list[Entry], number: int, *, name: str) -> str:
    found = entries[number - 1].seq
    if any(entry.seq == number for entry in entries):
        return f"Lines of {name} were reordered: line {number} holds entry {found} instead of {number}; {_ADVICE}."
    return f"Lines of {name} were deleted: line {number} holds entry {found}, and entry {number} is gone; {_ADVICE}."
