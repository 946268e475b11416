"""A table's identity: SHA-256 over its raw content, the same for the same cells on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def column_digests(cells: pa.Table) -> dict[str, str]:
    """Column → SHA-256 over its name, its type and its cells in their order.

    Parameters
    ----------
    cells : pyarrow.Table
        Canonical columns (`automl.data.read.canonical`).
    """
    return {name: _column_digest(name, cells.column(name)) for name in cells.column_names}


def table_fingerprint(n_rows: int, digests: Mapping[str, str]) -> str:
    """SHA-256 over the number of rows and the columns' digests in their order."""
    whole = hashlib.sha256(f"table 1\n{n_rows}\n".encode())
    for digest in digests.values():
        whole.update(bytes.fromhex(digest))
    return whole.hexdigest()


def _column_digest(name: str, column: pa.ChunkedArray) -> str:
    digest = hashlib.sha256(f"column 1\n{column.type}\n{len(column)}\n{name}\n".encode())
    for chunk in column.chunks:
        present = chunk.is_valid().to_numpy(zero_copy_only=False)
        # Chunks have any length, so bits are not packed across their borders: a byte per cell.
        digest.update(present.astype(np.uint8).tobytes() if chunk.null_count else b"\x01" * len(chunk))
    for chunk in column.chunks:
        _update_with_values(digest, chunk)
    return digest.hexdigest()


def _update_with_values(digest: hashlib._Hash, chunk: pa.Array) -> None:
    if pa.types.is_string(chunk.type):
        texts = pc.fill_null(chunk, "") if chunk.null_count else chunk
        lengths = np.diff(np.frombuffer(texts.buffers()[1], dtype="<i4")[texts.offset :][: len(texts) + 1])
        digest.update(lengths.astype("<i4").tobytes())
        if len(texts) and texts.buffers()[2] is not None:
            offsets = np.frombuffer(texts.buffers()[1], dtype="<i4")
            start, end = offsets[texts.offset], offsets[texts.offset + len(texts)]
            digest.update(memoryview(texts.buffers()[2])[start:end])
        return
    numbers = chunk.cast(pa.int64()) if pa.types.is_timestamp(chunk.type) else chunk
    values = pc.fill_null(numbers, False if pa.types.is_boolean(chunk.type) else 0)
    digest.update(values.to_numpy(zero_copy_only=False).astype(_STORED[_family(chunk.type)]).tobytes())


_STORED = {"float": "<f8", "int": "<i8", "bool": "u1"}


def _family(kind: pa.DataType) -> str:
    if pa.types.is_floating(kind):
        return "float"
    return "bool" if pa.types.is_boolean(kind) else "int"
