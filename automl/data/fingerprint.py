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
    # Lengths of all texts stand before all texts: what comes chunk by chunk would show where the chunks end.
    parts = [_bytes_of(chunk) for chunk in column.chunks]
    for position in range(max(map(len, parts), default=0)):
        for part in parts:
            digest.update(part[position])
    return digest.hexdigest()


def _bytes_of(chunk: pa.Array) -> list[bytes | memoryview]:
    """Values as bytes, little-endian: lengths and characters of texts, one block for all else."""
    if pa.types.is_string(chunk.type):
        return _text_bytes(pc.fill_null(chunk, "") if chunk.null_count else chunk)
    numbers = chunk.cast(pa.int64()) if pa.types.is_timestamp(chunk.type) else chunk
    values = pc.fill_null(numbers, False if pa.types.is_boolean(chunk.type) else 0)
    return [values.to_numpy(zero_copy_only=False).astype(_STORED[_family(chunk.type)]).tobytes()]


def _text_bytes(texts: pa.Array) -> list[bytes | memoryview]:
    if not len(texts):
        return [b"", b""]
    _, offsets, characters = texts.buffers()
    ends = np.frombuffer(offsets, dtype="<i4")[texts.offset : texts.offset + len(texts) + 1]
    held = memoryview(characters)[ends[0] : ends[-1]] if characters is not None else b""
    return [np.diff(ends).astype("<i4").tobytes(), held]


_STORED = {"float": "<f8", "int": "<i8", "bool": "u1"}


def _family(kind: pa.DataType) -> str:
    if pa.types.is_floating(kind):
        return "float"
    return "bool" if pa.types.is_boolean(kind) else "int"
