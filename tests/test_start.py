"""The two commands of the README: what `start.py` decides without setting anything up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

import start

ROOT = Path(__file__).parents[1]


def test_programs_are_found_on_every_system() -> None:
    assert str(start.program(PureWindowsPath("C:\\My Tools\\.venv"), "tandem", windows=True)) == (
        "C:\\My Tools\\.venv\\Scripts\\tandem.exe"
    )
    assert (
        str(start.program(PurePosixPath("/opt/t/.venv"), "python", windows=False))
        == "/opt/t/.venv/bin/python"
    )


def test_the_set_up_leaves_the_command() -> None:
    command = start.program(start.VENV, "tandem")
    if not Path(command).exists():
        pytest.skip("the tests run in another environment than start.py's")
    assert subprocess.run([str(command), "--version"], check=True, capture_output=True).stdout.startswith(
        b"tandem "
    )


def test_locks_name_no_address_and_have_a_hash_for_everything() -> None:
    for kind in start.LOCKS:
        text = start._lock_file(kind).read_text("utf-8")
        assert "://" not in text
        pinned = [line for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))]
        assert len(pinned) > 80
        assert text.count("--hash=sha256:") >= len(pinned)


def test_a_changed_lock_or_declaration_makes_the_set_up_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = start._fingerprint("boost")
    for name in ("requirements", "pyproject.toml"):
        source = ROOT / name
        target = tmp_path / name
        if source.is_dir():
            target.mkdir()
            for lock in source.iterdir():
                (target / lock.name).write_bytes(lock.read_bytes())
        else:
            target.write_bytes(source.read_bytes() + b"\n")
    monkeypatch.setattr(start, "ROOT", tmp_path)

    assert start._fingerprint("boost") != before
    assert start._fingerprint("boost") != start._fingerprint("dev")


@pytest.mark.parametrize(
    ("words", "sentence"), [(["--extras", "everything"], "--extras takes"), (["--extras"], "--extras takes")]
)
def test_bad_options_are_one_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start.main(words) == 2
    assert sentence in capsys.readouterr().err


def test_an_older_python_is_told_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    assert start.main([]) == 2
    assert "3.11" in capsys.readouterr().err


def test_a_full_disk_is_said_before_anything_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    monkeypatch.setattr(start, "STAMP", tmp_path / "missing")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 5_000_000))
    with pytest.raises(SystemExit):
        start._set_up("boost")
