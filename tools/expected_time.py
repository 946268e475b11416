"""What the run of a plan is expected to take, as facts."""

from __future__ import annotations

from typing import Any

from automl.spec.document import SpecDocument
from tools.context import ToolContext


def expected_time(context: ToolContext, document: SpecDocument) -> dict[str, Any]:
    """Return the expected seconds of each step, with a sentence; empty while they cannot be told."""
    from automl.time_plan import time_plan

    found = time_plan(document, context.table()) if context.has_table() and document.spec.target else None
    return {} if found is None else {"steps_s": found.to_json(), "sentence": found.sentence}
