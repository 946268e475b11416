"""The run folder: the files that a run leaves behind, written and read in one place."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from automl.errors import FolderError
from automl.project.folders import cannot
from automl.project.transcript import Entry, Transcript, read
from automl.search.result import FORMAT, LeaderboardRow, RunResult
from automl.spec.document import SpecDocument

LEADERBOARD_COLUMNS = ("rank", "model", "score", "std", "fit_seconds", "predict_ms", "size_mb")
MONEY_COLUMNS = ("value", "value_low", "value_high")
# What a run writes, and therefore what overwriting it may remove; anything else in the folder is left alone.
_FILES = (
    "spec.json",
    "leaderboard.csv",
    "result.json",
    "transcript.jsonl",
    "data.json",
    "held_out.parquet",
    "known_rows.npz",
    "earlier.npz",
    "refit.json",
)
_FOLDERS = ("model", ".scratch")


class RunFolder:
    """A run folder that is open for writing.

    Parameters
    ----------
    path : Path
        Made where it is missing.
    overwrite : bool
        Whether files of an earlier run may be replaced.

    Raises
    ------
    FolderError
        If it holds an earlier run and `overwrite` is False, or cannot be written.
    """

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        self.path = Path(path)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if any(self.path.iterdir()):
                self._clear(overwrite)
            self.scratch.mkdir(exist_ok=True)
        except OSError as error:
            raise cannot("write", self.path, error) from error
        self.transcript = Transcript(self.path / "transcript.jsonl")

    def _clear(self, overwrite: bool) -> None:
        if not overwrite:
            raise FolderError(
                f"The folder {str(self.path)!r} is not empty; name another one with --out, or add --yes to overwrite "
                "the run in it."
            )
        self.clear()

    def clear(self) -> None:
        """Remove what a run has written."""
        for name in (*_FILES, *(p.name for p in self.path.glob("report.*"))):
            (self.path / name).unlink(missing_ok=True)
        for name in _FOLDERS:
            shutil.rmtree(self.path / name, ignore_errors=True)

    @property
    def scratch(self) -> Path:
        """Files that the workers need while the run goes on."""
        return self.path / ".scratch"

    @property
    def model(self) -> Path:
        """Folder of the delivered model."""
        return self.path / "model"

    def write_json(self, name: str, data: Any) -> None:
        """Write one JSON document, whole or not at all."""
        text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        self._write(name, text)

    def write_leaderboard(self, rows: Iterable[LeaderboardRow], *, money: bool) -> None:
        """Write `leaderboard.csv`."""
        columns = (*LEADERBOARD_COLUMNS, *(MONEY_COLUMNS if money else ()))
        lines = [",".join(columns)]
        for row in rows:
            lines.append(",".join("" if (v := getattr(row, c)) is None else _cell(v) for c in columns))
        self._write("leaderboard.csv", "\n".join(lines) + "\n")

    def _write(self, name: str, text: str) -> None:
        temporary = self.path / f".{name}.part"
        try:
            temporary.write_text(text, "utf-8")
            temporary.replace(self.path / name)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise cannot("write", self.path / name, error) from error

    def entries(self) -> list[Entry]:
        """What the transcript holds so far, verified."""
        return read(self.path / "transcript.jsonl")

    def close(self) -> None:
        """Remove what only the run itself needed."""
        self.transcript.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


def read_json(folder: Path, name: str) -> Any:
    """One JSON document of a run folder.

    Raises
    ------
    FolderError
        If it is missing or no JSON.
    """
    path = Path(folder) / name
    if not path.exists():
        raise FolderError(
            f"{str(folder)!r} is not the folder of a finished run: {name} is missing. Name the --out folder of a run."
        )
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise cannot("read", path, error) from error
    except ValueError as error:
        raise FolderError(
            f"{str(path)!r} cannot be read as JSON ({error}); put back an untouched copy."
        ) from error


def read_result(folder: Path) -> RunResult:
    """The result of a run.

    Raises
    ------
    FolderError
        If it is missing, damaged, or of a newer format.
    """
    data = read_json(folder, "result.json")
    found = data.get("format") if isinstance(data, Mapping) else None
    if isinstance(found, int) and found > FORMAT:
        raise FolderError(
            f"{str(folder)!r} was written by a newer Tandem (format {found}, this one reads {FORMAT}); update first."
        )
    try:
        return RunResult.model_validate(data)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise FolderError(
            f"{str(Path(folder) / 'result.json')!r} is damaged at {where or 'its start'}; put back an untouched copy."
        ) from error


def read_document(folder: Path) -> SpecDocument:
    """The specification of a run."""
    return SpecDocument.from_json(read_json(folder, "spec.json"))


def read_leaderboard(folder: Path) -> list[dict[str, str]]:
    """The lines of `leaderboard.csv` as text."""
    try:
        with (Path(folder) / "leaderboard.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        raise cannot("read", Path(folder) / "leaderboard.csv", error) from error


def report_again(folder: Path, *, to: str = "html", out: Path | None = None) -> Path:
    """Write a document of a finished run; returns its path."""
    from automl.report import render

    result = read_result(folder)
    entries = [
        entry.to_json() for entry in read(Path(folder) / "transcript.jsonl", head=result.transcript_head)
    ]
    path = out or Path(folder) / f"report.{to}"
    try:
        return render(result, entries, to=to, out=path)
    except OSError as error:
        raise cannot("write", path, error) from error


def _cell(value: Any) -> str:
    text = repr(value) if isinstance(value, float) else str(value)
    return f'"{text}"' if "," in text else text
