"""What is in the table, in words."""

from __future__ import annotations

from assistant.phrasing.done import Done
from automl.report.figures import count, number, percent
from tools.wording import some
from tools.wording import table as rows_of

_COLUMNS = 12


def say_loaded(done: Done) -> str:
    """A table that came, where more is said after it."""
    found = done.artifact
    size = f"{found['table']!r} has {count(found['n_rows'])} rows and {count(found['n_columns'])} columns."
    return f"{found['story']}\n\n{size}" if found.get("story") else size


def say_table(done: Done, audience: str) -> str:
    """A table that came, or was asked about: its size, its columns, what was read differently."""
    found = done.artifact
    said = [str(found["story"])] if found.get("story") else []
    said.append(
        f"{found['table']!r} has {count(found['n_rows'])} rows and {count(found['n_columns'])} columns."
    )
    if done.name == "describe_table":
        lines = [_line(column) for column in found["columns"][:_COLUMNS]]
        said.append(rows_of(("column", "kind", "distinct", "missing", "range or most frequent"), lines))
    else:
        said.append(f"Columns: {some((column['name'] for column in found['columns']), limit=_COLUMNS)}.")
    said += found.get("conversions", [])[:3]
    if done.name != "describe_table":
        said.append("What do you want to predict, and what is it worth to you?")
        if found.get("goal"):
            said.append(f"For example: “{found['goal']}”")
    return "\n\n".join(said)


def _line(column: dict[str, object]) -> tuple[str, ...]:
    top = column.get("top")
    low, high = column.get("minimum"), column.get("maximum")
    if low is not None:
        what = f"{_value(low)} to {_value(high)}"
    else:
        what = some((str(pair[0]) for pair in top), limit=4) if isinstance(top, list | tuple) else ""
    distinct, missing = column.get("n_distinct"), column.get("n_missing")
    counts = [count(n) if isinstance(n, int) else "" for n in (distinct, missing)]
    return str(column["name"]), str(column["kind"]), *counts, what


def _value(value: object) -> str:
    return number(float(value)) if isinstance(value, int | float) else str(value)


def say_column(done: Done, audience: str) -> str:
    """One column."""
    found = done.artifact
    said = [
        f"{found['name']!r} holds {_KINDS.get(found['kind'], found['kind'])}: {count(found['n_distinct'])} different."
    ]
    if found["n_missing"]:
        said.append(f"{count(found['n_missing'])} rows ({percent(found['share_missing'])}) have no value.")
    if found.get("minimum") is not None:
        said.append(f"From {_value(found['minimum'])} to {_value(found['maximum'])}.")
    if found.get("mean") is not None:
        said.append(f"On average {number(found['mean'])}.")
    if found.get("top"):
        said.append("Most frequent: " + some(f"{value} ({count(n)})" for value, n in found["top"][:6]) + ".")
    if found.get("relation") is not None:
        said.append(f"How strongly it goes with the target, from 0 to 1: {found['relation']:.2f}.")
    return " ".join(said)


_KINDS = {
    "number": "numbers",
    "category": "labels",
    "boolean": "yes or no",
    "datetime": "dates",
    "text": "free text",
}


_FUNCTIONS = {
    "avg": "the average",
    "median": "the median",
    "sum": "the sum",
    "max": "the highest value",
    "min": "the lowest value",
}


def say_targets(done: Done, audience: str) -> str:
    """What could be predicted, the first choice recommended."""
    candidates = done.artifact.get("candidates") or []
    if not candidates:
        return done.text
    lines = "\n".join(f"{place}. {item['sentence']}" for place, item in enumerate(candidates, 1))
    return f"Here you could predict:\n{lines}\n\nI would begin with {candidates[0]['column']!r}. Which one is it?"


def say_figures(done: Done, audience: str) -> str:
    """What a query found."""
    rows = done.artifact.get("rows") or []
    if len(rows) == 1 and rows[0]["value"] is not None:
        measure, where = str(done.artifact["measure"]), str(done.artifact["where"])
        n_rows = count(rows[0]["n_rows"])
        if measure == "count(*)":
            return f"In {n_rows} rows {where}." if where else f"The table has {n_rows} rows."
        function, _, column = measure.removesuffix(")").partition("(")
        of = f"{_FUNCTIONS[function]} of {column}" if function in _FUNCTIONS else measure
        rest = f" in which {where}" if where else ""
        return f"Over the {n_rows} rows{rest}, {of} is {number(rows[0]['value'])}."
    return done.text
