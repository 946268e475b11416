"""The command as people and programs use it: exit codes, one clear line on bad input, clean standard output."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from tables import customers

import cli
from automl import __version__

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def tandem(*words: str, cwd: Path | None = None, user: int | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli", *words]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd or ROOT, env=ENVIRONMENT, timeout=240, user=user
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The only line of a refusal."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.strip().splitlines()
    return line


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENVIRONMENT, "TANDEM_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    customers().to_csv(path, index=False)
    return path


def test_version_and_help() -> None:
    assert tandem("--version").stdout.strip() == f"tandem {__version__}"
    shown = tandem("--help").stdout
    assert all(word in shown for word in ("plan", "run", "chat", "predict", "replay", "report", "eval"))


def test_every_command_says_what_it_does_and_what_each_argument_is() -> None:
    (commands,) = (part for part in cli._parser()._actions if isinstance(part.choices, dict))
    for name, parser in dict(commands.choices or {}).items():
        assert parser.description, name
        assert [action.dest for action in parser._actions if not action.help] == [], name


def test_a_reader_that_leaves_early_ends_the_command_quietly(table: Path) -> None:
    command = [sys.executable, "-m", "cli", "plan", str(table), "Who has left?", "--json"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        command, stdout=writing, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=ENVIRONMENT, timeout=60
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["frobnicate"], "frobnicate"),
        (["run"], "required"),
        (["run", "x.csv", "--time", "soon", "--out", "o"], "soon"),
        (["report", "x", "--to", "docx"], "docx"),
    ],
)
def test_bad_usage_is_one_line(words: list[str], part: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert part in said.err
    assert len(said.err.strip().splitlines()) == 1


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


BAD_TABLES = {
    "empty.csv": b"",
    "header.csv": b"a,b,target\n",
    "one_column.csv": b"target\n" + b"yes\nno\n" * 50,
    "one_value.csv": b"a,target\n" + b"".join(b"%d,yes\n" % i for i in range(100)),
    "all_missing.csv": b"a,target\n" + b"".join(b"%d,\n" % i for i in range(100)),
    "noise.csv": bytes((i * 7919 + i // 3) % 256 for i in range(5000)),
    "broken.xlsx": b"PK\x03\x04 this is no workbook",
    "broken.parquet": b"PAR1 this is no parquet PAR1",
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_table_that_cannot_be_used_is_one_sentence(name: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, BAD_TABLES[name])

    said = one_line(
        tandem("run", str(path), "--target", "target", "--trials", "2", "--out", str(tmp_path / "out"))
    )

    assert name in said or "'target'" in said or path.stem in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    assert "nowhere.csv" in one_line(
        tandem("run", "nowhere.csv", "--target", "x", "--out", str(tmp_path / "out"))
    )


def test_an_impossible_budget_and_a_contradiction_are_named(table: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    assert "10 s" in one_line(tandem("run", str(table), "--target", "left", "--time", "1", "--out", out))

    spec = write(tmp_path / "spec.json", json.dumps({"target": "left", "ignore_columns": ["left"]}))
    assert "left" in one_line(tandem("run", str(table), "--spec", str(spec), "--out", out))


def test_what_is_no_name_of_anything_is_bad_input(table: Path, tmp_path: Path) -> None:
    assert "nope:model" in one_line(tandem("eval", "--model", "nope:model"))
    assert "nowhere.csv" in one_line(tandem("chat", "nowhere.csv"))
    (tmp_path / "nothing").mkdir()
    assert f"The folder {str(tmp_path / 'nothing')!r} holds no table" in one_line(
        tandem("chat", str(tmp_path / "nothing"))
    )
    assert "a file of that name" in one_line(
        tandem("run", str(table), "--target", "left", "--out", str(table))
    )
    assert "target file" in one_line(
        tandem(
            "run", str(table), "--target", "left", "--target-file", str(table), "--out", str(tmp_path / "out")
        )
    )


def test_an_open_question_about_the_target_ends_the_run_with_the_question(
    table: Path, tmp_path: Path
) -> None:
    assert one_line(tandem("run", str(table), "--out", str(tmp_path / "out"))).endswith("?")


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="becoming another user needs root")
def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    # Everything is imported first: the other user may not be allowed to read the program's own folder.
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom automl.errors import FolderError\n"
        "from automl.folder import RunFolder\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "try: RunFolder(Path(sys.argv[1]))\n"
        "except FolderError as error: print(error); sys.exit(error.exit_code)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(closed / "out")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=ENVIRONMENT,
    )

    assert done.returncode == 2, done.stderr
    assert "permission is denied" in done.stdout
    assert len(done.stdout.strip().splitlines()) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip("mounting a small disk needs root and a system that allows it")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="a small disk is made with tmpfs")
def test_a_full_disk_is_one_sentence(small_disk: Path, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    customers(4_000).to_csv(path, index=False)

    done = tandem(
        "run", str(path), "--target", "left", "--trials", "4", "--out", str(small_disk / "out"), "--quiet"
    )

    assert "space" in one_line(done).lower()
    assert "Traceback" not in done.stderr


def test_a_job_from_flags_to_predictions(table: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    done = tandem("run", str(table), "--target", "left", "--trials", "4", "--out", out, "--json")

    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result == json.loads((tmp_path / "out" / "result.json").read_text("utf-8"))
    assert result["provenance"]["target"]["via"] == "flag"

    scored = tandem("predict", out, str(table), "--out", str(tmp_path / "p.csv"))
    assert scored.returncode == 0, scored.stderr
    by_csv = pd.read_csv(tmp_path / "p.csv")
    assert len(by_csv) == 400
    for name, read in {
        "p.tsv": lambda path: pd.read_csv(path, sep="\t"),
        "p.csv.gz": lambda path: pd.read_csv(path, compression="gzip"),
        "p.jsonl": lambda path: pd.read_json(path, lines=True, precise_float=True),
        "p.parquet": pd.read_parquet,
    }.items():
        assert tandem("predict", out, str(table), "--out", str(tmp_path / name)).returncode == 0
        pd.testing.assert_frame_equal(read(tmp_path / name), by_csv, check_dtype=False)
    for name in ("p.docx", "nowhere/p.csv"):
        assert name in one_line(tandem("predict", out, str(table), "--out", str(tmp_path / name)))

    none = write(tmp_path / "none.csv", table.read_text().splitlines()[0] + "\n")
    done = tandem("predict", out, str(none), "--out", str(tmp_path / "none_scored.csv"))
    assert done.stderr == ""
    assert list(pd.read_csv(tmp_path / "none_scored.csv").columns) == list(by_csv.columns)

    assert tandem("replay", out).returncode == 0
    for to in ("md", "html"):
        written = tandem("report", out, "--to", to)
        assert Path(written.stdout.strip()).exists(), written.stderr


def test_plan_prints_the_document_and_nothing_else(table: Path) -> None:
    done = tandem("plan", str(table), "--json")

    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert set(document) >= {"spec", "provenance", "questions", "set_aside", "defaults", "readback"}
    assert document["questions"][0]["field"] == "target"


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_with_its_report(table: Path, tmp_path: Path, number: signal.Signals) -> None:
    command = [
        sys.executable,
        "-m",
        "cli",
        "run",
        str(table),
        "--target",
        "left",
        "--trials",
        "500",
        "--out",
        str(tmp_path / "out"),
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, cwd=ROOT)
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("Linear"):
            break
    process.send_signal(number)
    rest = process.stderr.read()
    process.stderr.close()

    assert process.wait(timeout=60) == 0, rest
    assert json.loads((tmp_path / "out" / "result.json").read_text("utf-8"))["spent"]["ended"] == "stopped"
    assert (tmp_path / "out" / "report.html").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_a_second_signal_ends_at_once(table: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "cli",
        "run",
        str(table),
        "--target",
        "left",
        "--trials",
        "500",
        "--out",
        str(tmp_path / "out"),
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, cwd=ROOT)
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("Baseline"):
            break
    process.send_signal(signal.SIGINT)
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    process.stderr.read()
    process.stderr.close()

    assert process.wait(timeout=20) != 0
