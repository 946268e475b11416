"""Files that may be uploaded, by their endings."""

from __future__ import annotations

TEXT = ("csv", "tsv", "txt", "jsonl", "ndjson", "json", "gz", "zst")
BINARY = (
    "xlsx",
    "xls",
    "parquet",
    "pq",
    "arrow",
    "feather",
    "duckdb",
    "db",
    "sqlite",
    "sqlite3",
    "npy",
)
ACCEPTED = (*TEXT, *BINARY)
