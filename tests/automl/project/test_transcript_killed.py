"""kill -9 at 30 random points: the transcript is readable each time, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from automl.project.transcript import Transcript, read

ROOT = Path(__file__).parents[3]
N_KILLS = 30

# Bodies from a few bytes to a megabyte, so that some of the kills land inside a write. After each append the entry's
# hash is acknowledged on a pipe.
WRITER = """
import os, random, sys
from automl.project.transcript import Transcript
rng = random.Random(int(sys.argv[2]))
with Transcript(sys.argv[1]) as transcript:
    while True:
        body = {"fill": "x" * rng.choice([10, 1_000, 1_000_000])}
        entry = transcript.append("tandem", "trial", body)
        os.write(1, entry.hash.encode() + b"\\n")
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")
def test_thirty_kills_lose_no_acknowledged_entry(tmp_path: Path) -> None:
    path = tmp_path / "transcript.jsonl"
    rng = random.Random(20261123)
    n_before = 0
    for seed in range(N_KILLS):
        acknowledged = _write_until_killed(path, seed=seed, after_s=rng.uniform(0.0, 0.03))
        entries = read(path)
        hashes = {entry.hash for entry in entries}

        assert acknowledged
        assert set(acknowledged) <= hashes
        assert len(entries) >= n_before + len(acknowledged)
        n_before = len(entries)
        if path.stat().st_size > 40_000_000:  # a fresh file, so that the test stays fast
            path, n_before = tmp_path / f"transcript-{seed}.jsonl", 0


def _write_until_killed(path: Path, *, seed: int, after_s: float) -> list[str]:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(seed)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert writer.stdout is not None
    first = writer.stdout.readline()
    killer = threading.Timer(after_s, writer.send_signal, args=[signal.SIGKILL])
    killer.start()
    rest = writer.stdout.read()
    writer.stdout.close()
    writer.wait()
    killer.join()
    # The last acknowledgement may be torn too.
    return [line.decode() for line in (first + rest).split(b"\n")[:-1]]


def test_every_point_at_which_a_line_can_be_torn_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "whole.jsonl"
    with Transcript(path) as transcript:
        for number in range(3):
            transcript.append("tandem", "trial", {"number": number, "name": "é"})
    whole = path.read_bytes()
    start = whole.rstrip(b"\n").rfind(b"\n") + 1

    for cut in range(start, len(whole)):
        torn = tmp_path / "torn.jsonl"
        torn.write_bytes(whole[:cut])
        assert len(read(torn)) == (3 if cut == len(whole) - 1 else 2)
        with Transcript(torn) as transcript:
            transcript.append("tandem", "trial", {})
        assert read(torn)[-1].kind == "trial"
