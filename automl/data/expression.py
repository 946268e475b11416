"""One SQL expression from outside, parsed by DuckDB, checked node by node, and written anew.

Nothing of the text that came in is run: DuckDB parses it to a tree, the tree may hold only what a calculation over
one table needs, every column in it is looked up in the table's own names, and DuckDB writes the tree back as SQL.
An expression can therefore not break out of its parentheses, name another table, or call what is not listed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from automl.data.connection import locked_connection
from automl.data.words import truth_of, word_set
from automl.errors import SqlExpressionError
from automl.spec.names import did_you_mean, listed, nearest

#: The one table that expressions are over.
TABLE = "data"

_ALLOWED_CLASSES = word_set(
    "BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION OPERATOR TYPE"
)
_CLASS_WORDS = {
    "SUBQUERY": "a query inside the expression",
    "WINDOW": "a window function (OVER)",
    "LAMBDA": "a lambda function",
    "STAR": "*",
    "PARAMETER": "a parameter",
}
# Macros can hide volatile functions (pg_sleep does), so those that calculations need are listed by name.
_ALLOWED_MACROS = word_set(
    "date_add days_in_month fdiv fmod geomean geometric_mean if nullif split_part wavg weighted_avg"
)
_QUOTES = "Text stands in single quotes; a name with blanks or signs, or that is a word of SQL too, in double quotes."
# A short text may ask these for gigabytes, which DuckDB's memory limit does not hold back within one value.
_UNBOUNDED = word_set(
    "array_resize bar bitstring equi_width_bins format generate_series list_resize lpad printf range repeat rpad"
)


@dataclass(frozen=True)
class Expression:
    """A checked expression over physical columns `c0`, `c1` … of a table `data`.

    Attributes
    ----------
    text, field : str
        As it was given, and the field of the specification that it stands in.
    sql : str
        As DuckDB wrote it back; every column is `data.c<position in uses>`.
    uses : tuple of (name, reserved)
        The columns that occur; `reserved` is true for a prediction, false for a column of the table.
    aggregates : bool
        Whether an aggregate function occurs.
    """

    text: str
    field: str
    sql: str
    uses: tuple[tuple[str, bool], ...]
    aggregates: bool


def parse_expression(
    sql: str,
    names: Sequence[str],
    *,
    field: str,
    reserved: Sequence[str] = (),
    is_flag: Callable[[str], bool] = lambda name: False,
) -> Expression:
    """Parse and check one expression.

    Parameters
    ----------
    sql : str
        A DuckDB expression.
    names : sequence of str
        The table's columns. Letter case decides only between columns that differ in nothing else.
    field : str
        Path of the specification's field, for the sentence.
    reserved : sequence of str, default=()
        Names of predictions, which win over columns of the same name.
    is_flag : callable, default: none is
        Whether a column holds only 0 and 1; compared with a word such as 'Yes' it is read as true or false.

    Raises
    ------
    SqlExpressionError
        If it does not parse, is more than one expression, or uses what is not allowed.
    """
    node = _only_expression(sql, field)
    uses: dict[tuple[str, bool], int] = {}
    resolve = _Resolver(sql, tuple(names), tuple(reserved), field)
    for part in _nodes(node):
        _refuse_unknown(part, sql, field)
        if part["class"] == "COLUMN_REF":
            found = resolve(part["column_names"])
            position = uses.setdefault(found, len(uses))
            part["column_names"] = [TABLE, f"c{position}"]
    names_used = tuple(uses)
    _read_words_as_flags(node, names_used, is_flag)
    aggregates = any(part.get("function_name") in _functions()[1] for part in _nodes(node))
    return Expression(text=sql, field=field, sql=_write(node), uses=names_used, aggregates=aggregates)


def _only_expression(sql: str, field: str) -> dict[str, Any]:
    if not isinstance(sql, str) or not sql.strip():
        raise SqlExpressionError(
            f"{field} must be a SQL expression over the columns; it is empty.", field=field
        )
    # The line break keeps a trailing "--" comment from swallowing what follows. No parentheses around it: they would
    # make sense of "a > 1) OR (b > 2".
    parsed = _ask_parser(f"SELECT {sql}\nFROM {TABLE}")
    if parsed["error"]:
        raise SqlExpressionError(
            f"{field} must be one SQL expression, and {sql!r} is not: {_complaint(parsed, sql)}. {_QUOTES}",
            field=field,
        )
    statement = parsed["statements"][0]["node"]
    plain = {
        key: value for key, value in statement.items() if key not in ("select_list", "from_table", "cte_map")
    }
    source = statement.get("from_table") or {}
    single = (
        len(parsed["statements"]) == 1
        and plain == _plain_statement()
        and len(statement["select_list"]) == 1
        and not statement["cte_map"]["map"]
        and source.get("type") == "BASE_TABLE"
        and source.get("table_name") == TABLE
        and not statement["select_list"][0].get("alias")
    )
    if not single:
        raise SqlExpressionError(
            f"{field} must be one SQL expression over the columns, and {sql!r} is more than that. {_QUOTES}",
            field=field,
        )
    expression: dict[str, Any] = statement["select_list"][0]
    return expression


def _complaint(parsed: dict[str, Any], sql: str) -> str:
    """What the parser said of the text itself; where it stumbles over our own FROM, the text ended too early."""
    said: str = parsed["error_message"].splitlines()[0]
    return "it ends too early" if said.endswith('near "FROM"') and "from" not in sql.casefold() else said


def _ask_parser(statement: str) -> dict[str, Any]:
    with locked_connection() as connection:
        ((found,),) = connection.execute("SELECT json_serialize_sql(?)", [statement]).fetchall()
    parsed: dict[str, Any] = json.loads(found)
    return parsed


@cache
def _plain_statement() -> dict[str, Any]:
    """What the parser says of a SELECT with nothing but one expression and one table."""
    node = _ask_parser(f"SELECT 1\nFROM {TABLE}")["statements"][0]["node"]
    return {key: value for key, value in node.items() if key not in ("select_list", "from_table", "cte_map")}


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every expression node of a tree, parents first."""
    if isinstance(tree, dict):
        if "class" in tree:
            yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)


def _refuse_unknown(node: dict[str, Any], sql: str, field: str) -> None:
    if node["class"] not in _ALLOWED_CLASSES:
        what = _CLASS_WORDS.get(node["class"], node["class"].lower())
        raise SqlExpressionError(
            f"{field} may only calculate with the columns of a row, and {sql!r} holds {what}; write it without.",
            field=field,
        )
    name = node.get("function_name")
    if name is None:
        return
    scalars, aggregates, unsteady = _functions()
    if node.get("schema") or node.get("catalog") or name not in scalars | aggregates:
        why = "gives another answer each time" if name in unsteady else "is not one that can be used here"
        known = sorted(other for other in scalars | aggregates if other.isidentifier() and other[0] != "_")
        close = [] if name in unsteady else nearest(name, known)
        hint = f" Did you mean {listed(close, last='or')}?" if close else ""
        raise SqlExpressionError(f"{field}: the function {name!r} in {sql!r} {why}.{hint}", field=field)


@cache
def _functions() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Steady functions of a row, steady aggregates, and functions whose answer changes from call to call."""
    with locked_connection() as connection:
        rows = connection.execute(
            "SELECT function_name, function_type, bool_and(stability IS NOT DISTINCT FROM 'CONSISTENT') "
            "FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate') GROUP BY ALL"
        ).fetchall()
    unsteady = frozenset(name for name, _, steady in rows if not steady)
    scalars = frozenset(name for name, kind, steady in rows if kind == "scalar" and steady) - unsteady
    aggregates = frozenset(name for name, kind, steady in rows if kind == "aggregate" and steady) - unsteady
    # `(a, b)` would be a row of two values.
    return (
        (scalars | _ALLOWED_MACROS) - _UNBOUNDED - {"row"},
        (aggregates - scalars) | {"count_star"},
        unsteady,
    )


class _Resolver:
    """Looks up column references: exactly first, then without regard to case."""

    def __init__(self, sql: str, names: tuple[str, ...], reserved: tuple[str, ...], field: str) -> None:
        self._sql, self._names, self._reserved, self._field = sql, names, reserved, field

    def __call__(self, path: list[str]) -> tuple[str, bool]:
        if len(path) > 1 and path[0].casefold() == TABLE and ".".join(path) not in self._names:
            return self._column(".".join(path[1:])), False
        name = ".".join(path)
        for other in self._reserved:
            if name.casefold() == other.casefold():
                return other, True
        return self._column(name), False

    def _column(self, name: str) -> str:
        if name in self._names:
            return name
        alike = [other for other in self._names if other.casefold() == name.casefold()]
        if len(alike) == 1:
            return alike[0]
        if alike:
            spelled = " and ".join(map(repr, alike))
            hint = f"{spelled} differ only in capital letters: write one exactly."
        else:
            hint = did_you_mean(name, (*self._names, *self._reserved), noun="columns")
            if f'"{name}"' in self._sql:
                hint += f" If it is meant as text, write '{name}' in single quotes."
        raise SqlExpressionError(
            f"{self._field}: there is no column {name!r} for {self._sql!r}. {hint}", field=self._field
        )


def _read_words_as_flags(
    tree: dict[str, Any], uses: tuple[tuple[str, bool], ...], is_flag: Callable[[str], bool]
) -> None:
    """`flag = 'yes'` on a column of 0 and 1 means `flag = 1`, which DuckDB would refuse as no number."""
    for node in _nodes(tree):
        if node["class"] != "COMPARISON" and node["type"] not in ("COMPARE_IN", "COMPARE_NOT_IN"):
            continue
        sides = [side for side in (node.get("left"), node.get("right"), *node.get("children", ())) if side]
        columns = [side for side in sides if side["class"] == "COLUMN_REF"]
        if len(columns) != 1:
            continue
        name, is_prediction = uses[int(columns[0]["column_names"][1][1:])]
        if is_prediction or not is_flag(name):
            continue
        for side in sides:
            literal = side.get("literal") or {}
            truth = truth_of(literal.get("text", "")) if literal.get("kind") == "STRING" else None
            if truth is not None:
                side["literal"] = {"kind": "INTEGER", "text": str(int(truth))}


def _write(node: dict[str, Any]) -> str:
    """The tree as SQL, written by DuckDB: this text and no other is run."""
    statement = _ask_parser(f"SELECT 1\nFROM {TABLE}")
    statement["statements"][0]["node"]["select_list"] = [node]
    with locked_connection() as connection:
        query = "SELECT json_deserialize_sql(?::JSON)"
        ((written,),) = connection.execute(query, [json.dumps(statement)]).fetchall()
    return (
        str(written).removeprefix("SELECT ").removesuffix(f' FROM "{TABLE}"').removesuffix(f" FROM {TABLE}")
    )
