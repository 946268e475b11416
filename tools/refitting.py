"""A model learned anew from more rows, from the chat: checked at once, done in a worker, judged beside the old one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from automl.errors import DataError, SpecError
from automl.project.runs import Run
from automl.project.uploads import DataVersion
from tools.context import ToolContext
from tools.inbox import find, names
from tools.provenance import is_asked
from tools.searching import started

if TYPE_CHECKING:
    from automl.data.table import Table
    from automl.joining import Joined


# Any words of the user can be quoted; only these ask for a model learned anew.
_ASKS = re.compile(
    r"\b(?:re-?fit|re-?train|re-?learn|re-?build|learn|train|lern|updat|renew|refresh|bring|anew|fresh|"
    r"(?:new|newer|more|these|this|the latest) (?:rows|data|file|cases|records))",
    re.IGNORECASE,
)


def start_refit(
    context: ToolContext, file: str, *, quote: str, run_id: str, only_new: bool
) -> tuple[str, dict[str, Any]]:
    """Start learning the model of a run anew from an attached file.

    Raises:
        SpecError: The user did not ask for it, or a search is going on.
        DataError: There is no such file, or the model cannot be learned anew from it.
    """
    from automl.data.load import load_table
    from automl.refit import examined

    if not is_asked(context, quote, _ASKS):
        raise SpecError(
            f"Only the user can have the model learned anew, and they did not say {quote!r} to ask for it; "
            "ask them."
        )
    going_on = context.going_on()
    if going_on is not None:
        raise SpecError(f"The search {going_on.id!r} is still going on; stop it first, or wait for it.")
    earlier = context.finished_run(run_id)
    file = file or _newest(context)
    source = find(context.project, file)
    table = load_table(source, name=Path(file.partition("::")[0]).stem)
    joined = _joined(context, earlier, table, only_new=only_new)
    whole = table if joined is None else joined.table
    n_fresh = examined(earlier.folder, whole).n_fresh
    data = _kept(context, source, file, table=whole, joined=joined)
    run = context.project.create_run(
        earlier.document, data.id, seed=earlier.seed, job={"refit_of": earlier.id}
    )
    started(context, run)
    facts = {
        "run_id": run.id,
        "refit_of": earlier.id,
        "n_rows": whole.n_rows,
        "n_fresh": n_fresh,
        "joined": None if joined is None else joined.sentence,
    }
    return _sentence(facts), facts


def _newest(context: ToolContext) -> str:
    attached = names(context.project)
    if not attached:
        raise DataError("Attach the file with more rows first; it may hold the new rows alone.")
    return attached[-1]


def _joined(context: ToolContext, earlier: Run, table: Table, *, only_new: bool) -> Joined | None:
    from automl.joining import joined_table

    old = None if earlier.data_id is None else context.table_of(context.project.data(earlier.data_id))
    return joined_table(earlier.folder, table, only_new=only_new or None, old=old)


def _kept(
    context: ToolContext, source: str, file: str, *, table: Table, joined: Joined | None
) -> DataVersion:
    """The table as a version of the project's data; old and new rows together are a file of their own."""
    if joined is None:
        return context.project.add_data(source, file, fingerprint=table.fingerprint)
    with TemporaryDirectory() as scratch:
        path = joined.write(Path(scratch) / f"{Path(table.name).stem}_and_{Path(file).stem}.parquet")
        return context.project.add_data(path, path.name, fingerprint=table.fingerprint)


def _sentence(facts: dict[str, Any]) -> str:
    said = (
        f"The model of {facts['refit_of']} is being learned anew as {facts['run_id']}, with the same settings and no "
        f"search, from a table of {facts['n_rows']:,} rows; {facts['n_fresh']:,} of them it has not seen. Then both "
        "are judged on some of those that neither has seen, and the better one stays. Ask for the result."
    )
    return f"{facts['joined']} {said}" if facts["joined"] else said


def evidence_of(run: Run) -> dict[str, Any] | None:
    """The comparison of the old model and the one learned anew; None where a run is no refit."""
    from automl.refit import EVIDENCE

    path = run.folder / EVIDENCE
    if "refit_of" not in run.job or not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found
