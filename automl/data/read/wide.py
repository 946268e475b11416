"""Columns of numbers that are too many to be held at once: they stay in their file and are read block by block.

A table of a million columns is one in which a frame, a profile and a Python object for each column are out of the
question. What has to look at all of them (the fingerprint, the screening) goes over blocks of a bounded size.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from automl.errors import DataError

Block = NDArray[Any]

#: More columns of numbers than this stay in their file. Ten thousand are read, profiled and checked one by one in half
#: a minute; that grows with their number.
MANY_COLUMNS = 10_000
#: Of them so many from either end of the file are read like those of any table: names and values to look at, and the
#: place where a target usually stands.
SHOWN_EACH_END = 50
# What one block may take as float64: with the copies that are made of it, a few hundred megabytes are in use.
BLOCK_BYTES = 64_000_000
_MIN_WIDTH = 16
_KEY_SEED = 20_261_128  # of the multipliers in `scan`: any will do, as long as it stays the same


class WideColumns(ABC):
    """Columns of numbers in a file; NaN is missing."""

    n_rows: int
    n_columns: int

    @abstractmethod
    def name(self, position: int) -> str:
        """Name of the column at a position, from 0."""

    @abstractmethod
    def position(self, name: str) -> int | None:
        """Where a column stands; None where there is none of that name."""

    @abstractmethod
    def _blocks(self, width: int) -> Iterator[Block]:
        """All columns in order, at most `width` together, in the type of the file."""

    @abstractmethod
    def _columns(self, positions: Sequence[int]) -> Block:
        """Columns of shape (n_rows, n_positions) in the type of the file."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.position(name) is not None

    def blocks(self) -> Iterator[tuple[int, Block]]:
        """Position of the first column and values of shape (n_rows, width) of one block after the other."""
        width = max(_MIN_WIDTH, BLOCK_BYTES // (8 * max(1, self.n_rows)))
        start = 0
        for block in self._blocks(width):
            yield start, block
            start += block.shape[1]

    def read(self, names: Iterable[str]) -> dict[str, NDArray[np.float64]]:
        """Values of some of the columns, by name; names that are not among them are passed over."""
        places = {name: place for name in names if (place := self.position(name)) is not None}
        width = max(_MIN_WIDTH, BLOCK_BYTES // (8 * max(1, self.n_rows)))
        found: dict[str, NDArray[np.float64]] = {}
        listed = list(places)
        for start in range(0, len(listed), width):
            some = listed[start : start + width]
            values = self._columns([places[name] for name in some]).astype(np.float64)
            found.update(zip(some, np.ascontiguousarray(values.T), strict=True))
        return found

    def shown(self) -> list[str]:
        """Names of the columns at either end."""
        first = range(min(SHOWN_EACH_END, self.n_columns))
        last = range(max(len(first), self.n_columns - SHOWN_EACH_END), self.n_columns)
        return [self.name(position) for position in (*first, *last)]

    @cached_property
    def scanned(self) -> Scan:
        """What one pass over everything tells; worked out once."""
        return scan(self)

    @cached_property
    def title(self) -> str:
        """The columns in a few words."""
        return f"{self.n_columns:,} columns from {self.name(0)!r} to {self.name(self.n_columns - 1)!r}"


@dataclass(frozen=True)
class Scan:
    """What one pass over the columns tells.

    Attributes
    ----------
    digest : str
        SHA-256 over names and values.
    row_keys : ndarray of shape (n_rows,)
        Rows that are equal in every column have the same key, and others hardly ever.
    """

    digest: str
    row_keys: NDArray[np.uint64]


def scan(columns: WideColumns) -> Scan:
    """Go once over all columns."""
    digest = hashlib.sha256(f"wide 1\n{columns.n_rows}\n{columns.n_columns}\n".encode())
    keys = np.zeros(columns.n_rows, dtype=np.uint64)
    rng = np.random.default_rng(_KEY_SEED)
    for start, block in columns.blocks():
        width = block.shape[1]
        names = "\n".join(columns.name(position) for position in range(start, start + width))
        digest.update(f"{block.dtype.str[1:]}\n{names}\n".encode())
        little = np.ascontiguousarray(block.T).astype(block.dtype.newbyteorder("<"), copy=False)
        digest.update(little.data)
        # A linear hash modulo 2^64 with odd random multipliers.
        cells = little.view(f"<u{little.dtype.itemsize}")
        odd = np.asarray(rng.integers(0, 2**64, size=width, dtype=np.uint64)) | np.uint64(1)
        for place in range(width):
            keys += cells[place] * odd[place]
    return Scan(digest.hexdigest(), keys)


class NumpyColumns(WideColumns):
    """A matrix in a `.npy` file, mapped into memory; its columns are called x0, x1, …"""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.n_rows, self.n_columns = self._mapped().shape

    def _mapped(self) -> np.memmap[Any, Any]:
        """The file, mapped anew: pages of a mapping count as memory of the process until it is gone."""
        mapped: np.memmap[Any, Any] = np.load(self._path, mmap_mode="r", allow_pickle=False)
        return mapped

    def name(self, position: int) -> str:
        """`x` and the position."""
        return numpy_name(position)

    def position(self, name: str) -> int | None:
        """The number behind the `x`."""
        digits = name.removeprefix("x")
        if not digits.isdecimal() or name != numpy_name(int(digits)) or int(digits) >= self.n_columns:
            return None
        return int(digits)

    def _blocks(self, width: int) -> Iterator[Block]:
        mapped = self._mapped()
        if mapped.flags.c_contiguous:
            yield from self._parts_of_rows(width, dtype=mapped.dtype, offset=int(mapped.offset))
            return
        for start in range(0, self.n_columns, width):
            yield np.array(self._mapped()[:, start : start + width])

    def _parts_of_rows(self, width: int, *, dtype: np.dtype[Any], offset: int) -> Iterator[Block]:
        """Read row by row: of a mapping, a few cells of each row can count as two megabytes of it (4.7 GB in all)."""
        with self._path.open("rb", buffering=0) as file:
            for start in range(0, self.n_columns, width):
                block = np.empty((self.n_rows, min(width, self.n_columns - start)), dtype=dtype)
                for row, cells in enumerate(block):
                    file.seek(offset + (row * self.n_columns + start) * dtype.itemsize)
                    if file.readinto(cells.data) != cells.nbytes:
                        raise DataError(
                            f"{self._path.name!r} has become shorter while it was read; read it again."
                        )
                yield block

    def _columns(self, positions: Sequence[int]) -> Block:
        # Single cells of long rows touch nearly every page: so many rows at a time that their pages do not add up.
        row_bytes = self._mapped()[:1].nbytes
        step = max(1, BLOCK_BYTES // max(1, row_bytes))
        parts = [
            self._mapped()[start : start + step, list(positions)] for start in range(0, self.n_rows, step)
        ]
        return np.concatenate(parts)


def numpy_name(position: int) -> str:
    """What a column of a matrix without names is called."""
    return f"x{position}"


class ParquetColumns(WideColumns):
    """The columns of numbers of a Parquet file.

    Parameters
    ----------
    names : sequence of str
        Those of them that are meant.
    """

    def __init__(self, path: Path, names: Sequence[str], n_rows: int) -> None:
        self._path = path
        self._names = list(names)
        self.n_rows, self.n_columns = n_rows, len(self._names)

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {name: position for position, name in enumerate(self._names)}

    def name(self, position: int) -> str:
        """As in the file."""
        return self._names[position]

    def position(self, name: str) -> int | None:
        """By its name."""
        return self._positions.get(name)

    def _blocks(self, width: int) -> Iterator[Block]:
        import pyarrow.parquet as parquet

        with parquet.ParquetFile(str(self._path)) as file:
            for start in range(0, self.n_columns, width):
                yield _matrix(file.read(columns=self._names[start : start + width], use_threads=False))

    def _columns(self, positions: Sequence[int]) -> Block:
        import pyarrow.parquet as parquet

        names = [self._names[position] for position in positions]
        with parquet.ParquetFile(str(self._path)) as file:
            return _matrix(file.read(columns=names, use_threads=False).select(names))


def is_plain_number(kind: pa.DataType) -> bool:
    """Whether float64 holds every value of such a column."""
    narrow = pa.types.is_integer(kind) and kind.bit_width <= 32
    return bool(pa.types.is_floating(kind) or pa.types.is_boolean(kind) or narrow)


def _matrix(cells: pa.Table) -> Block:
    """Columns side by side: float32 where all are, else float64; NaN is missing."""
    dtype = np.float32 if all(pa.types.is_float32(kind) for kind in cells.schema.types) else np.float64
    values = np.empty((cells.num_columns, cells.num_rows), dtype=dtype)
    for row, column in zip(values, cells.columns, strict=True):
        numbers = column if pa.types.is_floating(column.type) else column.cast(pa.float64())
        row[:] = numbers.to_numpy()
    return values.T
