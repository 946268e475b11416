"""Results of long benchmarks: a line of JSON for each row, written as it ends, so that the next run goes on there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def read_rows(log: Path) -> list[dict[str, Any]]:
    """All rows so far; none where nothing was written yet."""
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []


def add_row(log: Path, row: Mapping[str, Any]) -> None:
    """Add a row."""
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
