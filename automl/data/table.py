"""A loaded table: typed columns, their exact text, what was converted, and a fingerprint of the content."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from automl.errors import DataError
from automl.spec.names import did_you_mean

if TYPE_CHECKING:
    import pyarrow as pa

    from automl.data.read.wide import WideColumns

Kind = Literal["number", "category", "boolean", "datetime", "text"]

#: Version of the form that `Table.schema` returns.
SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Column:
    """One column: what it holds, and how its raw cells become values.

    Attributes
    ----------
    name : str
        Exactly as in the data.
    kind : {"number", "category", "boolean", "datetime", "text"}
        A code in digits that starts with zeros is a category; words such as Yes and No are too, so that SQL
        compares them as they are written; `true`/`false` and native booleans are booleans.
    parse : dict
        JSON; how raw text becomes values (`automl.data.infer`).
    """

    name: str
    kind: Kind
    parse: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was found, and as values to learn from.

    Attributes
    ----------
    name : str
        What the table is called in sentences: the name of its file without its folder and ending.
    frame : DataFrame of shape (n_rows, n_columns)
        Typed values: numbers float64; booleans float64 with 0, 1 and NaN; categories and texts `str`;
        dates datetime64[us]. The index counts from 0.
    columns : tuple of Column
        In the order of `frame`.
    conversions : tuple of str
        One sentence for everything that was read differently from how it is written.
    fingerprint : str
        SHA-256 over names and raw cells in their order; the file's name and compression do not count.
    column_digests : dict
        Column → SHA-256 over its name and raw cells.
    raw : pyarrow.Table or None
        The cells before they were typed; `labels` reads them.
    wide : WideColumns or None
        Columns of numbers that stay in their file because they are too many; `frame` holds a few of them.
    target_file : str or None
        The file that the target of a matrix came from.
    """

    name: str
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    conversions: tuple[str, ...] = ()
    fingerprint: str = ""
    column_digests: dict[str, str] = field(default_factory=dict)
    raw: pa.Table | None = field(default=None, repr=False)
    wide: WideColumns | None = field(default=None, repr=False)
    target_file: str | None = None

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.frame)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in their order."""
        return tuple(column.name for column in self.columns)

    @property
    def n_columns(self) -> int:
        """Number of columns, those that stay in the file included."""
        wide = self.wide
        if wide is None:
            return len(self.columns)
        return wide.n_columns + sum(name not in wide for name in self.names)

    def cells_but(self, target: str) -> pd.DataFrame:
        """What tells one row from another: all columns but the target, with a key for those that stay in the file."""
        cells = self.frame.drop(columns=target)
        return cells if self.wide is None else cells.assign(**{"": self.wide.scanned.row_keys})

    def with_columns(self, names: Iterable[str]) -> Table:
        """The same with more of the columns that stay in the file read into `frame`."""
        if self.wide is None:
            return self
        there = set(self.names)
        read = self.wide.read(name for name in names if name not in there)
        if not read:
            return self
        frame = pd.concat([self.frame, pd.DataFrame(read)], axis=1)
        return replace(self, frame=frame, columns=(*self.columns, *(Column(name, "number") for name in read)))

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises
        ------
        DataError
            If there is none; the sentence offers the nearest names.
        """
        found = self._by_name.get(name)
        if found is not None:
            return found
        raise DataError(
            f"There is no column {name!r} in {self.name!r}. {did_you_mean(name, self.names, noun='columns')}"
        )

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def kind_of(self, name: str) -> Kind:
        """What the column holds; raises DataError for an unknown name."""
        return self.column(name).kind

    def labels(self, column: str) -> pd.Series[Any]:
        """The column's cells as text exactly as in the data, blanks included, NaN where missing.

        Whole numbers of typed sources are written without a fraction ("1"), booleans as Python writes
        them ("True").

        Returns
        -------
        Series of dtype str, with the index of `frame`
        """
        from automl.data.labels import label_texts

        self.column(column)
        values = self.frame[column]
        if self.raw is None or column not in self.raw.column_names:
            return label_texts(values)
        return label_texts(self.raw.column(column)).where(values.notna())

    def label_counts(self, column: str) -> dict[str, int]:
        """Label as `labels` gives it → rows, most frequent first, ties in the order of the alphabet."""
        from automl.data.labels import arrow_cells, counted

        self.column(column)
        values = self.frame[column]
        if self.raw is None or column not in self.raw.column_names:
            return counted(arrow_cells(values), values.notna().to_numpy())
        return counted(self.raw.column(column), values.notna().to_numpy())

    def schema(self) -> dict[str, Any]:
        """JSON from which `read_rows` gives later rows the same columns and kinds."""
        return {
            "version": SCHEMA_VERSION,
            "columns": [
                {"name": column.name, "kind": column.kind, "parse": column.parse} for column in self.columns
            ],
        }


@dataclass(frozen=True, eq=False)
class NewRows:
    """Rows read by the schema of an earlier table.

    Attributes
    ----------
    frame : DataFrame
        Exactly the schema's columns, in its order and kinds; a column that is absent is all missing.
    notes : tuple of str
        Sentences: columns missing, columns ignored, cells that could not be read, labels never seen.
    names : tuple of str
        All columns of the source.
    cells : callable
        Gives the cells as they were found.
    """

    frame: pd.DataFrame
    notes: tuple[str, ...]
    names: tuple[str, ...]
    cells: Callable[[], pa.Table]

    @cached_property
    def raw(self) -> pd.DataFrame:
        """The rows as they were loaded, with all their columns, as text where the source is text."""
        raw: pd.DataFrame = self.cells().to_pandas()
        return raw
