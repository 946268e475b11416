"""The transcript: every kind of tampering is found and named, and what was acknowledged stays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from automl.errors import FolderError, TamperedError
from automl.project.canonical import canonical
from automl.project.chain import GENESIS, Entry, sealed
from automl.project.transcript import Transcript, read

ROOT = Path(__file__).parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A transcript of six entries."""
    path = tmp_path / "transcript.jsonl"
    with Transcript(path) as transcript:
        for number in range(1, 7):
            transcript.append("tandem", "trial", {"number": number, "score": number / 7})
    return path


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def test_a_line_is_the_entry_as_the_contract_says(path: Path) -> None:
    line = lines(path)[0]
    found = json.loads(line)

    assert set(found) == {"seq", "time", "actor", "kind", "body", "prev", "hash"}
    assert found["seq"] == 1
    assert found["prev"] == GENESIS
    assert found["time"].endswith("Z")
    content = {key: value for key, value in found.items() if key != "hash"}
    assert sealed(**content).hash == found["hash"]
    assert canonical(found).encode() + b"\n" == line


def test_what_was_appended_is_read_back_in_order(path: Path) -> None:
    entries = read(path)

    assert [entry.body["number"] for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6]


def test_append_returns_the_entry_and_moves_the_head(path: Path) -> None:
    with Transcript.open(path) as transcript:
        entry = transcript.append("user", "message", {"content": "hello"})

        assert (entry.seq, entry.actor, entry.kind) == (7, "user", "message")
        assert transcript.head == entry.hash
    assert read(path, head=entry.hash)[-1] == entry


def test_an_empty_transcript_has_the_first_head(tmp_path: Path) -> None:
    with Transcript(tmp_path / "t.jsonl") as transcript:
        assert transcript.head == GENESIS
    assert read(tmp_path / "t.jsonl") == []


def edit(all_lines: list[bytes]) -> list[bytes]:
    return [*all_lines[:2], all_lines[2].replace(b'"number":3', b'"number":9'), *all_lines[3:]]


def edit_blank(all_lines: list[bytes]) -> list[bytes]:
    return [*all_lines[:2], all_lines[2].replace(b'"kind":', b'"kind": '), *all_lines[3:]]


def repeat_key(all_lines: list[bytes]) -> list[bytes]:
    return [*all_lines[:2], all_lines[2].replace(b'"kind":', b'"kind":"other","kind":'), *all_lines[3:]]


def overflow(all_lines: list[bytes]) -> list[bytes]:
    return [*all_lines[:2], all_lines[2].replace(b'"number":3', b'"number":1e999'), *all_lines[3:]]


def edit_and_seal(all_lines: list[bytes]) -> list[bytes]:
    found = {**json.loads(all_lines[2]), "body": {"number": 9}}
    found.pop("hash")
    forged = canonical(sealed(**found).to_json()).encode() + b"\n"
    return [*all_lines[:2], forged, *all_lines[3:]]


def delete(all_lines: list[bytes]) -> list[bytes]:
    return [*all_lines[:2], *all_lines[3:]]


def delete_first(all_lines: list[bytes]) -> list[bytes]:
    return all_lines[1:]


def reorder(all_lines: list[bytes]) -> list[bytes]:
    return [*all_lines[:2], all_lines[3], all_lines[2], *all_lines[4:]]


def repeat(all_lines: list[bytes]) -> list[bytes]:
    return [*all_lines[:3], all_lines[2], *all_lines[3:]]


def no_json(all_lines: list[bytes]) -> list[bytes]:
    return [*all_lines[:2], b"not json\n", *all_lines[3:]]


def no_entry(all_lines: list[bytes]) -> list[bytes]:
    return [*all_lines[:2], b'{"a":1}\n', *all_lines[3:]]


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (edit, "Line 3 of transcript.jsonl was edited"),
        (edit_blank, "Line 3 of transcript.jsonl was edited"),
        (repeat_key, "Line 3 of transcript.jsonl was edited"),
        (overflow, "Line 3 of transcript.jsonl was edited"),
        (edit_and_seal, "Line 4 of transcript.jsonl does not follow"),
        (delete, "Lines of transcript.jsonl were deleted: line 3 holds entry 4"),
        (delete_first, "Lines of transcript.jsonl were deleted: line 1 holds entry 2"),
        (reorder, "Lines of transcript.jsonl were reordered: line 3 holds entry 4"),
        (repeat, "Lines of transcript.jsonl were reordered: line 4 holds entry 3"),
        (no_json, "Line 3 of transcript.jsonl is not a transcript entry"),
        (no_entry, "Line 3 of transcript.jsonl is not a transcript entry"),
    ],
)
def test_tampering_is_named_with_its_line(
    path: Path, tamper: Callable[[list[bytes]], list[bytes]], sentence: str
) -> None:
    path.write_bytes(b"".join(tamper(lines(path))))

    with pytest.raises(TamperedError, match=sentence):
        read(path)


@pytest.mark.parametrize("kept", [5, 3, 0])
def test_truncation_is_found_by_the_head(path: Path, kept: int) -> None:
    head = read(path)[-1].hash
    path.write_bytes(b"".join(lines(path)[:kept]))

    assert len(read(path)) == kept
    with pytest.raises(TamperedError, match="cut off at the end"):
        read(path, head=head)


def test_a_transcript_written_anew_is_found_by_the_head(path: Path, tmp_path: Path) -> None:
    head = read(path)[-1].hash
    with Transcript(tmp_path / "other.jsonl") as other:
        for entry in read(path):
            other.append(entry.actor, entry.kind, {**entry.body, "score": 1.0})

    with pytest.raises(TamperedError, match="written anew"):
        read(tmp_path / "other.jsonl", head=head)


def test_entries_after_the_head_are_the_record_going_on(path: Path) -> None:
    head = read(path)[-1].hash
    with Transcript(path) as transcript:
        transcript.append("user", "message", {})

    assert len(read(path, head=head)) == 7


@pytest.mark.parametrize("cut", [1, 20, 100])
def test_a_torn_last_line_is_passed_over_by_readers_and_cut_by_the_next_writer(path: Path, cut: int) -> None:
    whole = path.read_bytes()
    torn = lines(path)[-1][:-cut]
    path.write_bytes(whole[: len(whole) - len(lines(path)[-1])] + torn[: max(1, len(torn) // 2)])
    assert len(read(path)) == 5

    with Transcript(path) as transcript:
        transcript.append("user", "message", {})

    kinds = [entry.kind for entry in read(path)]
    assert kinds == ["trial"] * 5 + ["repaired", "message"]
    assert read(path)[5].body["cut_bytes"] == max(1, len(torn) // 2)


def test_a_whole_last_entry_without_its_line_break_is_kept(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])
    assert len(read(path)) == 6

    with Transcript(path) as transcript:
        transcript.append("user", "message", {})

    assert [entry.kind for entry in read(path)] == ["trial"] * 6 + ["message"]


def test_a_torn_first_line_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'{"actor":"us')

    with Transcript(path) as transcript:
        transcript.append("user", "message", {})

    assert [entry.kind for entry in read(path)] == ["repaired", "message"]


def test_an_edited_last_line_stops_the_next_writer(path: Path) -> None:
    path.write_bytes(b"".join(lines(path)[:-1]) + lines(path)[-1].replace(b'"number":6', b'"number":7'))

    with pytest.raises(TamperedError, match=r"The last line of transcript\.jsonl was edited"):
        Transcript(path)


def test_a_file_cut_while_open_is_noticed(path: Path) -> None:
    with Transcript(path) as transcript:
        os.truncate(path, 10)
        with pytest.raises(TamperedError, match="became shorter"):
            transcript.append("user", "message", {})


def test_lines_longer_than_what_is_read_at_once_are_found_from_the_end(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    with Transcript(path) as transcript:
        transcript.append("tandem", "big", "x" * 300_000)
    with Transcript(path) as transcript:
        transcript.append("tandem", "big", "y" * 300_000)

    assert [entry.seq for entry in read(path)] == [1, 2]


def test_a_body_without_json_form_writes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with Transcript(path) as transcript, pytest.raises(TypeError):
        transcript.append("user", "message", {"x": object()})

    assert path.read_bytes() == before


def test_numbers_that_are_not_finite_are_kept_as_text(path: Path) -> None:
    with Transcript(path) as transcript:
        transcript.append("tandem", "trial", {"score": float("nan")})

    assert read(path)[-1].body == {"score": "NaN"}


def test_keys_never_reach_the_file(path: Path) -> None:
    with Transcript(path) as transcript:
        transcript.append("user", "message", {"content": "my key is sk-proj-abcdefghij0123456789"})

    assert b"abcdefghij0123456789" not in path.read_bytes()
    assert read(path)[-1].body == {"content": "my key is [key removed]"}


def test_a_missing_transcript_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="cannot be read: there is no such file"):
        read(tmp_path / "none.jsonl")
    with pytest.raises(FolderError, match="cannot be written: there is no such file"):
        Transcript(tmp_path / "none" / "t.jsonl")


def test_threads_with_one_and_with_several_objects_keep_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    shared = Transcript(path)
    own = [Transcript(path) for _ in range(3)]

    def write(transcript: Transcript) -> None:
        for number in range(40):
            transcript.append("tandem", "trial", number)

    threads = [threading.Thread(target=write, args=(t,)) for t in [shared, shared, *own]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(read(path, head=shared.head)) == 200
    for transcript in [shared, *own]:
        transcript.close()


WRITER = """
import sys
from automl.project.transcript import Transcript
with Transcript(sys.argv[1]) as transcript:
    sys.stdin.readline()
    for number in range(int(sys.argv[2])):
        transcript.append(sys.argv[3], "trial", {"number": number})
"""


def test_processes_appending_at_once_keep_one_valid_chain(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), "150", f"writer {n}"],
            stdin=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for n in range(2)
    ]
    for writer in writers:
        writer.communicate(b"go\n")

    entries = read(path)
    assert len(entries) == 300
    for n in range(2):
        assert [e.body["number"] for e in entries if e.actor == f"writer {n}"] == list(range(150))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only POSIX systems fork")
def test_a_forked_child_and_its_parent_keep_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    transcript = Transcript(path)
    transcript.append("tandem", "start", {})
    child = os.fork()
    for number in range(100):
        transcript.append("child" if child == 0 else "parent", "trial", number)
    if child == 0:
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0

    assert len(read(path)) == 201
    transcript.close()


def test_entries_compare_by_value(path: Path) -> None:
    first = read(path)[0]
    assert Entry(**first.to_json()) == first
