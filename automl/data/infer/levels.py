"""A column of text as its distinct cells and how often each occurs: all inference works on these."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Levels:
    """Distinct cells of one column.

    Attributes
    ----------
    texts : pyarrow.StringArray of length n_levels
        As written.
    codes : ndarray of shape (n_rows,)
        Position in `texts` of each row, -1 where the source had no cell.
    """

    texts: pa.Array
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, cells: pa.ChunkedArray | pa.Array) -> Levels:
        """The levels of a column of text."""
        array = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
        if isinstance(array, pa.ChunkedArray):  # combining nothing, or more than 2 GB, stays chunked
            array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], pa.string())
        encoded = array.dictionary_encode()
        indices = encoded.indices
        if indices.null_count:
            indices = pc.fill_null(indices, -1)
        return cls(encoded.dictionary, indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False))

    @cached_property
    def trimmed(self) -> list[str]:
        """The texts without blanks around them."""
        trimmed: list[str] = self.trimmed_array.to_pylist()
        return trimmed

    @cached_property
    def trimmed_array(self) -> pa.Array:
        """The texts without blanks around them, in Arrow."""
        return pc.utf8_trim_whitespace(self.texts)

    def among(self, words: pa.Array) -> NDArray[np.bool_]:
        """Which levels are, but for blanks around them, one of the words."""
        found: NDArray[np.bool_] = pc.is_in(self.trimmed_array, value_set=words).to_numpy(
            zero_copy_only=False
        )
        return found

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """Rows of each level."""
        found = self.codes[self.codes >= 0]
        return np.bincount(found, minlength=len(self.texts)).astype(np.int64)

    def __len__(self) -> int:
        return len(self.texts)

    def spread(self, values: NDArray[Any], absent: Any) -> NDArray[Any]:
        """A value per level as a value per row, `absent` where there is no cell."""
        if not len(values):
            return np.full(len(self.codes), absent, dtype=values.dtype)
        rows = values[self.codes]
        rows[self.codes < 0] = absent
        return rows

    def keep_texts(self, keep: NDArray[np.bool_]) -> pa.Array:
        """The cells of each row as written, null where `keep` is false for their level."""
        texts = (
            self.texts if keep.all() else pc.if_else(pa.array(keep), self.texts, pa.scalar(None, pa.string()))
        )
        indices = pa.array(self.codes, mask=self.codes < 0)
        return texts.take(indices) if len(texts) else pa.nulls(len(self.codes), pa.string())
