"""Tool `show_spec`: the specification in plain words, with its consequence, its open questions, and who approved it."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.spec.document import SpecDocument
from prompts import load
from tools.context import ToolContext
from tools.documents import left_open, must_answer
from tools.expected_time import expected_time
from tools.remembering import recall_of
from tools.versions import of_what_runs


@tool(description=load("show_spec"), parse_docstring=True, response_format="content_and_artifact")
def show_spec(runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """Read the specification back."""
    return shown(runtime.context, runtime.context.document())


def shown(
    context: ToolContext, document: SpecDocument, *, before: SpecDocument | None = None
) -> tuple[str, dict[str, Any]]:
    """Return a document as text for the model, and in full for the page; with what changed, where that is known."""
    from automl.spec.diff import diff

    changes = [] if before is None else [change.sentence for change in diff(before.spec, document.spec)]
    lines = [f"Version {context.version()}. {document.readback}"]
    if before is not None:
        lines.append(" ".join(changes) if changes else "Nothing changed.")
    lines += left_open(document)
    blocking = {question.field for question in must_answer(document)}
    time = expected_time(context, document)
    running = of_what_runs(context)
    recall = {} if blocking else recall_of(context, document)
    lines += [said for said in (time.get("sentence"), recall.get("sentence"), running) if said]
    approved = context.is_approved()
    if approved:
        lines.append("Approved by the user.")
    elif not blocking:
        lines.append('Not approved yet: the user approves it by the button or by saying "go ahead".')
    artifact = {
        "document": document.to_json(),
        "version": context.version(),
        "approved": approved,
        "blocking": sorted(blocking),
        "changes": changes,
        "running": running,
        "time": time,
        "recall": recall,
    }
    return "\n".join(lines), artifact
