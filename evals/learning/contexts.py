"""What a conversation knows of a table, written down by hand or read from a public table without loading it."""

from __future__ import annotations

import json
import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from assistant.offline.context import ColumnFacts, Context, Kind

_DATES = ("%Y-%m-%d", "%m/%d/%y", "%d/%m/%Y", "%b-%Y")


@lru_cache(maxsize=32)
def public_context(name: str, folder: Path) -> Context:
    """What the conversation would know of a public table of a folder."""
    entry = next(e for e in json.loads((folder / "datasets.json").read_text("utf-8")) if e["name"] == name)
    path = folder / Path(entry["file"]).name
    options = {"sep": entry["read_csv"].get("sep", ",")}
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", **options)
    columns = tuple(_facts(str(column), frame[column]) for column in frame.columns)
    return Context(columns=columns, n_rows=len(frame), table_name=name)


def _facts(name: str, texts: pd.Series) -> ColumnFacts:
    bare = texts.str.strip()
    missing = bare.isin(["", "NULL"])
    counts = texts[~missing].value_counts()
    kind, low, high = _kind(bare[~missing], len(counts))
    top = tuple((str(text), int(n)) for text, n in counts.head(60).items())
    return ColumnFacts(name, kind, len(counts), int(missing.sum()), low, high, top)


def _kind(bare: pd.Series, n_distinct: int) -> tuple[Kind, Any, Any]:
    if n_distinct == 2 and set(bare.str.lower()) <= {"yes", "no", "0", "1", "true", "false", "y", "n"}:
        return "boolean", None, None
    number = pd.to_numeric(bare.map(lambda text: re.sub(r"[$,]", "", text)), errors="coerce")
    if number.notna().all():
        return "number", float(number.min()), float(number.max())
    for style in _DATES:
        try:
            dates = pd.to_datetime(bare, format=style)
        except ValueError:
            continue
        return "datetime", dates.min().date().isoformat(), dates.max().date().isoformat()
    words = bare.head(200).map(lambda text: len(text.split())).mean()
    return ("text" if n_distinct > 200 and words > 2 else "category"), None, None


def written_context(name: str, path: Path) -> Context:
    """What would be known of one of the tables that a file describes."""
    table = tomllib.loads(path.read_text("utf-8"))[name]
    columns = tuple(_written(line, table["rows"]) for line in table["columns"])
    return Context(columns=columns, n_rows=table["rows"], table_name=name)


def _written(line: str, n_rows: int) -> ColumnFacts:
    name, kind, n_distinct, *rest = (part.strip() for part in line.split("|"))
    values = rest[0] if rest else ""
    low, high = values.split("..") if ".." in values else (None, None)
    labels = [label.strip() for label in values.split(",")] if values and low is None else []
    top = tuple((label, n_rows // (k + 2)) for k, label in enumerate(labels))
    numbers = kind == "number"
    ends: tuple[Any, Any] = (low, high)
    if numbers:
        given = (
            [float(low), float(high)]
            if low is not None and high is not None
            else [float(label) for label in labels]
        )
        ends = (min(given), max(given)) if given else (None, None)
    return ColumnFacts(name, kind, int(n_distinct), 0, *ends, top)  # type: ignore[arg-type]  # kind as written
