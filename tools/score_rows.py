"""Tool `score_rows`: new rows become the list to act on, as CSV and as Excel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.project.folders import make_folder
from automl.report.figures import money, number
from automl.scoring import write_table
from prompts import load
from tools.context import ToolContext
from tools.delivered import delivered
from tools.inbox import find
from tools.scoring import Scored, score
from tools.versions import told


@tool(description=load("score_rows"), parse_docstring=True, response_format="content_and_artifact")
def score_rows(file: str, runtime: ToolRuntime[ToolContext], run_id: str = "") -> tuple[str, dict[str, Any]]:
    """Score the rows of an attached file.

    Args:
        file: Name of the attached file, as it was announced.
        run_id: Which search, such as "run-001"; empty for the newest that has a model.
    """
    context = runtime.context
    model = delivered(context, run_id)
    found = score(model, find(context.project, file))
    run = context.run(model.run_id)
    stem = Path(file.partition("::")[0]).stem
    paths = [make_folder(run.folder / "scores") / f"{stem}-scored{ending}" for ending in (".csv", ".xlsx")]
    for path in paths:
        write_table(found.table, path)
    artifact = {
        "run_id": model.run_id,
        "files": [str(path.relative_to(context.project.folder)) for path in paths],
        "n_rows": len(found.table),
        "n_act": found.n_act,
        "expected_total": found.expected_total,
        "currency": model.currency,
        "notes": list(found.notes),
        "columns": list(found.table.columns),
        "preview": found.first_rows(20),
    }
    return told(context, run, _sentence(found, file, [path.name for path in paths], model.currency), artifact)


def _sentence(found: Scored, file: str, names: list[str], currency: str | None) -> str:
    said = [f"{len(found.table):,} rows of {file!r} were scored, the most promising first."]
    if found.n_act is not None:
        said.append(f"{found.n_act:,} of them are to be acted on.")
    if found.expected_total is not None:
        amount = money(found.expected_total, currency) if currency else number(found.expected_total)
        said.append(f"Acting on those is expected to bring {amount} over doing nothing.")
    said += found.notes
    said.append(f"Files: {' and '.join(map(repr, names))}.")
    return " ".join(said)
