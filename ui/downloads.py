"""The files of a run: its documents, made when they are asked for, and the model."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from pathlib import Path

import streamlit as st

from automl.project.runs import Run
from ui.words import plain

#: Kind of document → its name, its icon, its type.
REPORTS = {
    "html": ("Report", ":material/description:", "text/html"),
    "pdf": ("PDF", ":material/picture_as_pdf:", "application/pdf"),
    "pptx": (
        "Slides",
        ":material/slideshow:",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "md": ("Markdown", ":material/notes:", "text/markdown"),
}
_BESIDE_THE_MODEL = ("spec.json", "result.json", "leaderboard.csv", "data.json")


def draw(run: Run) -> None:
    """Draw a button for each file; each is made when it is clicked."""
    with st.container(horizontal=True, key="downloads"):
        for to, (label, icon, mime) in REPORTS.items():
            # What is there is handed over as it is: it keeps its address when the page is drawn anew, so that a
            # click at that moment is not lost.
            path = run.folder / f"report.{to}"
            st.download_button(
                label,
                path.read_bytes() if path.exists() else partial(document, run.folder, to),
                f"{run.id}.{to}",
                mime,
                key=f"download-{run.id}-{to}",
                icon=icon,
                on_click="ignore",
            )
        st.download_button(
            "Model",
            partial(zipped, run.folder),
            f"{run.id}-model.zip",
            "application/zip",
            key=f"download-{run.id}-model",
            icon=":material/deployed_code:",
            on_click="ignore",
        )


def document(folder: Path, to: str) -> bytes:
    """One document of a run; written first where it is not there yet."""
    path = folder / f"report.{to}"
    if not path.exists():
        from automl.folder import report_again

        path = report_again(folder, to=to)
    return path.read_bytes()


def zipped(folder: Path) -> bytes:
    """The model of a run with what describes it, as one archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            inner = path.relative_to(folder)
            if path.is_file() and (inner.parts[0] == "model" or inner.as_posix() in _BESIDE_THE_MODEL):
                archive.write(path, inner.as_posix())
    return buffer.getvalue()


def stored(folder: Path, given: str, *, label: str = "", key: str) -> None:
    """Draw the download of a file that a tool wrote into the project; nothing outside of it is handed out."""
    path = (folder / given).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        st.caption(plain(f"{Path(given).name} is no longer there."))
        return
    try:
        content = path.read_bytes()
    except OSError as error:
        st.caption(plain(f"{path.name} cannot be read: {error.strerror}."))
        return
    st.download_button(
        plain(label or path.name), content, path.name, key=key, icon=":material/download:", on_click="ignore"
    )
