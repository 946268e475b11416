"""Writing documents: from a result and a transcript, or from the folder of a run."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from automl.errors import FolderError, InputError
from automl.report.document import build_document
from automl.search.result import RunResult

Entries = Sequence[Mapping[str, Any]]


def write_report(result: RunResult, entries: Entries, folder: str | Path) -> Path:
    """Write ``report.html`` into a folder.

    Parameters
    ----------
    result : RunResult
        The record that every figure comes from.
    entries : sequence of mapping
        Lines of the transcript.
    folder : path
        Where to write; it has to exist.

    Returns
    -------
    Path
        The file written.
    """
    return render(result, entries, to="html", out=Path(folder) / "report.html")


def render(result: RunResult, entries: Entries, *, to: str = "html", out: str | Path) -> Path:
    """Write one document.

    Parameters
    ----------
    to : str
        ``"html"``, ``"md"``, ``"pdf"`` or ``"pptx"``.
    out : path
        File to write; it is written whole or not at all.

    Raises
    ------
    InputError
        If the format is not one of these.
    OSError
        If the file cannot be written.
    """
    if to not in FORMATS:
        raise InputError(
            f"A report can be written as {', '.join(FORMATS)}, not as {to!r}; name one of these."
        )
    content = FORMATS[to](result, entries)
    path = Path(out)
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def render_folder(folder: str | Path, *, to: str = "html", out: str | Path | None = None) -> Path:
    """Write a document of a finished run from its folder alone; hashes are not checked here.

    Raises
    ------
    FolderError
        If the folder has no readable ``result.json``.
    """
    folder = Path(folder)
    try:
        result = RunResult.model_validate_json((folder / "result.json").read_bytes())
    except (OSError, ValueError) as error:
        raise FolderError(
            f"{str(folder)!r} has no result.json that can be read; name the folder of a finished run."
        ) from error
    return render(result, _entries(folder / "transcript.jsonl"), to=to, out=out or folder / f"report.{to}")


def _entries(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text("utf-8", errors="replace").splitlines() if path.exists() else []
    found: list[dict[str, Any]] = []
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue  # the last line of a run that was killed may be torn
        found += [entry] if isinstance(entry, dict) else []
    return found


def _html(result: RunResult, entries: Entries) -> bytes:
    from automl.report.html import to_html

    return to_html(build_document(result, entries)).encode("utf-8", errors="replace")


def _markdown(result: RunResult, entries: Entries) -> bytes:
    from automl.report.markdown import to_markdown

    return to_markdown(build_document(result, entries)).encode("utf-8", errors="replace")


def _pdf(result: RunResult, entries: Entries) -> bytes:
    from automl.report.pdf.document import to_pdf

    return to_pdf(build_document(result, entries))


def _deck(result: RunResult, entries: Entries) -> bytes:
    from automl.report.deck.document import to_pptx

    return to_pptx(result)


#: Format → what writes it. Each imports its library when it is asked for.
FORMATS: dict[str, Callable[[RunResult, Entries], bytes]] = {
    "html": _html,
    "md": _markdown,
    "pdf": _pdf,
    "pptx": _deck,
}
