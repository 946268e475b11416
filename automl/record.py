"""What a run wrote down, checked against itself: the chain of its transcript, its head, and the files beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from automl.errors import TamperedError
from automl.folder import read_document, read_leaderboard, read_result
from automl.project.transcript import Entry, read
from automl.search.result import RunResult


@dataclass(frozen=True)
class Record:
    """What a run wrote down, checked against itself."""

    folder: Path
    entries: Sequence[Entry]
    result: RunResult
    begun: Mapping[str, Any]

    def of_kind(self, kind: str) -> Iterator[Mapping[str, Any]]:
        """Bodies of the entries of one kind, in their order."""
        return (entry.body for entry in self.entries if entry.kind == kind)


def read_record(folder: Path) -> Record:
    """Read a run's record and check that its parts agree.

    Raises
    ------
    TamperedError
        Naming the first part that does not.
    """
    result = read_result(folder)
    entries = read(folder / "transcript.jsonl", head=result.transcript_head)
    if not entries or entries[-1].hash != result.transcript_head:
        raise TamperedError(
            "The transcript does not end where result.json says: its head is "
            f"{entries[-1].hash[:12] if entries else 'missing'}, recorded is {result.transcript_head[:12]}."
        )
    bodies: dict[str, Mapping[str, Any]] = {entry.kind: entry.body for entry in entries}
    for kind in ("run", "result"):
        if kind not in bodies:
            raise TamperedError(f"The transcript has no entry {kind!r}; the run did not end by itself.")
    _same(bodies["result"], {**result.to_json(), "transcript_head": ""}, where="result.json")
    document = read_document(folder)
    _same(bodies["run"]["document"], document.to_json(), where="spec.json")
    _same_leaderboard(folder, result)
    return Record(folder, entries, result, bodies["run"])


def _same_leaderboard(folder: Path, result: RunResult) -> None:
    rows = read_leaderboard(folder)
    if len(rows) != len(result.leaderboard):
        raise TamperedError(
            f"leaderboard.csv has {len(rows)} rows where the result has {len(result.leaderboard)}."
        )
    for line, recorded in zip(rows, result.leaderboard, strict=True):
        for column, text in line.items():
            expected = getattr(recorded, column)
            found: Any = None if text == "" else (text if isinstance(expected, str) else _number(text))
            if found != expected:
                raise TamperedError(
                    f"leaderboard.csv differs from the record at {recorded.model}, {column}: {text} there, "
                    f"{expected} recorded."
                )


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _same(recorded: Any, found: Any, *, where: str) -> None:
    """Raise at the first place where two JSON values differ."""
    difference = next(differences(recorded, found), None)
    if difference is not None:
        place, was, now = difference
        raise TamperedError(
            f"{where} differs from the transcript at {place}: {now!r} there, {was!r} recorded."
        )


def differences(recorded: Any, found: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Places where two JSON values differ, with what stands in each, in their order."""
    if isinstance(recorded, Mapping) and isinstance(found, Mapping):
        for key in [*recorded, *(key for key in found if key not in recorded)]:
            yield from differences(recorded.get(key), found.get(key), f"{place}.{key}" if place else str(key))
    elif (
        isinstance(recorded, list | tuple) and isinstance(found, list | tuple) and len(recorded) == len(found)
    ):
        for i, (one, two) in enumerate(zip(recorded, found, strict=True)):
            yield from differences(one, two, f"{place}[{i}]")
    elif recorded != found:
        yield place or "its start", recorded, found
