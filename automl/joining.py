"""New rows that come alone: recognised, and put behind the rows that a run's model learned from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from automl.data.fresh import LEAST_KNOWN, Hashes
from automl.data.labels import text_array
from automl.data.load import load_table
from automl.data.rows import read_rows
from automl.data.table import Table
from automl.data.twins import row_hashes
from automl.earlier import KNOWN, load_arrays
from automl.errors import FolderError
from automl.folder import read_json
from automl.project.folders import cannot
from automl.record import Record, read_record
from automl.recorded_table import recorded_table

# A table of new rows alone repeats hardly any old one; one that repeats more is rather a part of the old table with
# some new rows. Chosen, not measured.
MOST_REPEATED = 0.05


@dataclass(frozen=True)
class Joined:
    """Old and new rows in one table.

    Attributes
    ----------
    cells : pyarrow.Table
        As they were found, the new rows behind the old ones.
    n_repeated : int
        New rows that equal an old one in all that the model knows of them; they are kept, and never judged.
    """

    table: Table
    cells: pa.Table
    n_old: int
    n_new: int
    n_repeated: int

    @property
    def sentence(self) -> str:
        """What was done."""
        said = (
            f"The file holds new rows alone: its {self.n_new:,} rows were put behind the {self.n_old:,} of the table "
            "that the model learned from."
        )
        if not self.n_repeated:
            return said
        those = (
            "1 of them equals a row" if self.n_repeated == 1 else f"{self.n_repeated:,} of them equal rows"
        )
        return (
            f"{said} {those} that the model knows, and {'is' if self.n_repeated == 1 else 'are'} not judged."
        )

    def write(self, path: Path) -> Path:
        """Keep it where a replay and the next refit find it."""
        try:
            pq.write_table(self.cells, path)
        except OSError as error:
            raise cannot("write", path, error) from error
        return path


def joined_table(
    folder: Path, new: Table, *, only_new: bool | None = None, old: Table | None = None
) -> Joined | None:
    """Put new rows behind those of a run, where they come alone; None where the table holds the old ones too.

    Parameters
    ----------
    folder : Path
        Of the finished run.
    only_new : bool, optional
        That they come alone, where the user says so; else it is told by the rows.
    old : Table, optional
        The table of the run; else it is looked for where the run read it.

    Raises
    ------
    FolderError, TamperedError
        If the table of the run is not to be found, or is another one by now.
    """
    record = read_record(folder)
    names = names_then(record)
    if new.wide is not None or new.raw is None or not set(names) <= set(new.names):
        return None  # whoever asked refuses it, in a sentence
    known = known_of(folder)
    schema = read_json(folder, "data.json")["schema"]
    here = row_hashes(_read_as_then(new, schema, names))
    repeated = np.isin(here, known)
    if only_new is None:
        is_whole = np.isin(known, here).sum() >= LEAST_KNOWN * len(known)
        if is_whole or repeated.mean() > MOST_REPEATED:
            return None
    is_it = old is not None and old.fingerprint == record.result.data.fingerprint
    before = old if old is not None and is_it else _table_then(record)
    assert before.raw is not None  # every table that was read has its cells
    shared = [
        name for name in before.names if name in new.names
    ]  # ids tell rows apart, though no model knows them
    if only_new is None and _differs_in_one_column(before.frame[shared], _read_as_then(new, schema, shared)):
        return None  # the old rows in other words, and no new ones
    cells = pa.concat_tables(_alike(before.raw, new.raw))
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "table.parquet"
        pq.write_table(cells, path)
        table = load_table(path, name=before.name)
    return Joined(table, cells, before.n_rows, new.n_rows, int(repeated.sum()))


def _read_as_then(table: Table, schema: Mapping[str, Any], names: list[str]) -> pd.DataFrame:
    """The columns of the model with the kinds that they had then; few rows may look like other kinds by themselves."""
    kinds = {column["name"]: column["kind"] for column in schema["columns"]}
    if all(table.kind_of(name) == kinds[name] for name in names):
        return table.frame[names]
    assert table.raw is not None  # asked for only where it has its cells
    return read_rows(table.raw.to_pandas(), schema).frame[names]


def _table_then(record: Record) -> Table:
    """The table that the run learned from, where it still is."""
    try:
        return recorded_table(record)
    except FolderError as error:
        raise FolderError(
            "The rows are new to the model, and the table that they belong behind is not where the run read it. Bring "
            "old and new rows in one table."
        ) from error


def known_of(folder: Path) -> Hashes:
    """Numbers of the rows that a run's model learned from.

    Raises
    ------
    FolderError
        If the run does not say.
    """
    path = folder / KNOWN
    if not path.is_file():
        raise FolderError(
            f"{str(folder)!r} does not say which rows its model learned from ({KNOWN} is missing): it was made by an "
            "earlier version. Search once more; that run can be refitted."
        )
    return load_arrays(path)["rows"]


def names_then(record: Record) -> list[str]:
    """The columns that a run's model learned from, and its target."""
    return [*record.begun["data"]["features"], record.result.target]


def _differs_in_one_column(old: pd.DataFrame, new: pd.DataFrame) -> bool:
    """Whether most old rows are in the new table but for one column, as where amounts were converted since.

    Only old rows that no other equals without that column tell: where there are few of those, rows are alike by chance.
    """
    cells_old, cells_new = _cell_hashes(old), _cell_hashes(new)
    for without in range(old.shape[1]):
        before, now = (cells.sum(axis=1) - cells[:, without] for cells in (cells_old, cells_new))
        values, counts = np.unique(before, return_counts=True)
        telling = values[counts == 1]
        if len(telling) >= LEAST_KNOWN * len(old) and np.isin(telling, now).mean() >= LEAST_KNOWN:
            return True
    return False


def _cell_hashes(frame: pd.DataFrame) -> Hashes:
    """A number for each cell and its column; those of a row may be added up, overflow included."""
    columns = [row_hashes(frame[[name]].assign(column=place)) for place, name in enumerate(frame.columns)]
    return np.stack(columns, axis=1)


def _alike(old: pa.Table, new: pa.Table) -> list[pa.Table]:
    """Both with the columns of the old one; where one file holds text and the other numbers, both as text."""
    pairs = {name: _one_type(old.column(name), _column(new, name, old)) for name in old.column_names}
    return [pa.table({name: pair[place] for name, pair in pairs.items()}) for place in (0, 1)]


def _column(new: pa.Table, name: str, old: pa.Table) -> pa.ChunkedArray:
    if name in new.column_names:
        return new.column(name)
    return pa.chunked_array([pa.nulls(new.num_rows, old.column(name).type)])


def _one_type(old: pa.ChunkedArray, new: pa.ChunkedArray) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    return (old, new) if old.type == new.type else (text_array(old), text_array(new))
