"""The table that a run learned from: found where the run read it, and known by its fingerprint."""

from __future__ import annotations

from pathlib import Path

from automl.data.load import load_table
from automl.data.table import Table
from automl.errors import DataError, FolderError, TamperedError
from automl.folder import read_json
from automl.record import Record


def recorded_table(
    record: Record, data: str | Path | None = None, target_file: str | Path | None = None
) -> Table:
    """Load the table that a run learned from.

    Parameters
    ----------
    data, target_file : path, optional
        Where they are now, if they moved.

    Raises
    ------
    FolderError, DataError
        If it cannot be found or read.
    TamperedError
        If what is there is another table; the sentence says where it differs first.
    """
    recorded = record.begun["data"]
    known = read_json(record.folder, "data.json")
    source = str(data) if data is not None else known.get("source")
    target_file = target_file or known.get("target_file")
    if source is None:
        raise FolderError("The run was made from a table in memory; name its file with --data.")
    try:
        table = load_table(source, name=recorded["name"], target_file=target_file)
    except DataError as error:
        if data is not None:
            raise
        raise FolderError(f"The table is not where the run read it; name it with --data. {error}") from error
    if table.fingerprint == recorded["fingerprint"]:
        return table
    digests = dict(recorded["column_digests"])
    names = list(digests)
    if list(table.column_digests) != names:
        missing = [name for name in names if name not in table.column_digests]
        what = (
            f"column {missing[0]!r} is missing"
            if missing
            else "its columns are others or stand in another order"
        )
        raise TamperedError(f"The data differ from the recorded ones: {what}.")
    if table.n_rows != recorded["n_rows"]:
        raise TamperedError(
            f"The data differ from the recorded ones: {table.n_rows:,} rows, recorded are {recorded['n_rows']:,}."
        )
    changed = next(n for n in names if table.column_digests[n] != digests[n])
    raise TamperedError(f"The data differ from the recorded ones, first in column {changed!r}.")
