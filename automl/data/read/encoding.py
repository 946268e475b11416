"""Bytes of a text file: unpacked, and as UTF-8."""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import Path

import pyarrow as pa

from automl.data.read.narrow import read_narrow
from automl.errors import DataError

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
#: First bytes of files that are no text, and what they are.
_SIGNATURES = {
    b"PK\x03\x04": "an Excel or ZIP file",
    b"PAR1": "a Parquet file",
    b"ARROW1": "an Arrow file",
    b"SQLite format 3\x00": "a SQLite file",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"\x93NUMPY": "a NumPy array",
    b"<!DOCTYPE html": "a web page",
    b"<html": "a web page",
}
# Control characters that no table holds; a few may slip into text, noise is full of them.
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SHARE_OF_CONTROLS = 0.005


def read_bytes(path: Path) -> bytes:
    """The file's content, unpacked where it is packed with gzip or Zstandard."""
    data = path.read_bytes()
    if not data.startswith((_GZIP, _ZSTD)):
        return data
    try:
        if data.startswith(_GZIP):
            return gzip.decompress(data)
        with pa.CompressedInputStream(pa.py_buffer(data), "zstd") as stream:
            unpacked: bytes = stream.read()
            return unpacked
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(
            f"{path.name!r} is packed and cannot be unpacked: it is damaged or cut short. Pack or copy it again."
        ) from error


def to_utf8(data: bytes, name: str) -> tuple[bytes, str]:
    """Text in any common encoding as UTF-8 without a byte order mark.

    Tried in order: UTF-16 and UTF-32 by their marks or by the zero bytes of Latin letters, UTF-8, the encodings of
    other scripts than Latin, Windows-1252.

    Returns
    -------
    text : bytes
    note : str
        Which encoding was assumed and what could not be read, where it was not all UTF-8.

    Raises
    ------
    DataError
        If it is no text.
    """
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise DataError(
                f"{name!r} should be text, but it is {what}; give it its right ending, or export a CSV file."
            )
    wide = _wide_encoding(data)
    if wide:
        try:
            return data.decode(wide).removeprefix("\ufeff").encode(), f"The file is in {wide.upper()}."
        except UnicodeDecodeError as error:
            raise _no_text(name) from error
    data = data.removeprefix(b"\xef\xbb\xbf")
    head = data[: 1 << 16]
    if len(_CONTROLS.findall(head)) > _SHARE_OF_CONTROLS * len(head):
        raise _no_text(name)
    n_zeros = data.count(b"\x00")
    text, said = read_narrow(data.replace(b"\x00", b"") if n_zeros else data)
    zeros = f"{n_zeros:,} zero byte{'s were' if n_zeros > 1 else ' was'} left out." if n_zeros else ""
    return text, " ".join(filter(None, (said, zeros)))


def _no_text(name: str) -> DataError:
    return DataError(f"{name!r} should be a table as text, but holds binary data; export it as CSV in UTF-8.")


def _wide_encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:4096]
    zeros_even, zeros_odd = head[::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    # Latin letters in UTF-16 have a zero in every second byte; noise has them anywhere.
    if zeros_odd > 0.7 * half and zeros_even < 0.05 * half:
        return "utf-16-le"
    if zeros_even > 0.7 * half and zeros_odd < 0.05 * half:
        return "utf-16-be"
    return ""
