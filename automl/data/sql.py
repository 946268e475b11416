"""SQL expressions over a table's columns: checked before anything is fitted, evaluated on a locked-down DuckDB.

Numbers are DOUBLE, categories and texts VARCHAR, dates TIMESTAMP; a boolean is 0 or 1 and may stand alone
(`flag`), be compared with `true`, `1` or a word (`flag = 'yes'`). Missing values are NULL. Bare `actual`,
`predicted` and `probability` are predictions where a caller hands those in; a column of that name is
`data."actual"`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from automl.data import connection
from automl.data.connection import locked_connection
from automl.data.expression import Expression, parse_expression
from automl.errors import SqlExpressionError

Want = Literal["number", "boolean", "datetime"]
Array = NDArray[Any]

# Rows per query when many resamples are evaluated at once: bounds memory to some tens of megabytes.
_ROWS_PER_QUERY = 1_000_000

_PHYSICAL = re.compile(r"""["']*(?:\bdata\b["']*\.["']*)?\bc(\d+)\b["']*""")


def check_expression(
    sql: str,
    frame: pd.DataFrame,
    *,
    field: str,
    want: Literal["number", "boolean", "aggregate", "datetime"],
    reserved: Sequence[str] = (),
) -> None:
    """Find out whether an expression can be evaluated, by evaluating it on the rows there are.

    Parameters
    ----------
    sql : str
        A DuckDB expression over the columns.
    frame : DataFrame
        Typed rows (`automl.data.table.Table.frame`).
    field : str
        Dotted path of the specification's field, for the sentence.
    want : {"number", "boolean", "datetime", "aggregate"}
        One value of that kind per row, or one figure for all rows.
    reserved : sequence of str, default=()
        Names that stand for predictions; here they are 0 and 1.

    Raises
    ------
    SqlExpressionError
        If it is refused, does not bind, fails on a row, or gives something else than `want`.
    """
    stand_in = {name: np.arange(len(frame), dtype=np.float64) % 2 for name in reserved}
    if want == "aggregate":
        evaluate_aggregate(sql, frame, field=field, reserved=stand_in)
    else:
        found = evaluate_rows(sql, frame, field=field, want=want, reserved=stand_in)
        if want == "number" and len(frame) and np.isnan(found).all():
            raise SqlExpressionError(
                f"{field}: {sql!r} gives no finite number in any row; mend it, or choose another column.",
                field=field,
            )


def evaluate_rows(
    sql: str,
    frame: pd.DataFrame,
    *,
    field: str,
    want: Want,
    reserved: Mapping[str, Array] | None = None,
) -> Array:
    """One value per row.

    Returns
    -------
    ndarray of shape (n_rows,)
        float64 for numbers (NULL and infinite become NaN), bool for booleans (NULL becomes False),
        datetime64[us] for dates (NULL becomes NaT).

    Raises
    ------
    SqlExpressionError
        As `check_expression`.
    """
    expression = _parse(sql, frame, field=field, reserved=tuple(reserved or ()))
    if expression.aggregates:
        raise SqlExpressionError(
            f"{field} needs one value per row, and {sql!r} sums up all rows; leave the aggregate function out.",
            field=field,
        )
    found = _run(
        f"SELECT {expression.sql} AS value FROM data", expression, _columns(expression, frame, reserved)
    )
    return _as_wanted(found.column(0), expression, want=want)


def evaluate_aggregate(
    sql: str, frame: pd.DataFrame, *, field: str, reserved: Mapping[str, Array] | None = None
) -> float:
    """One figure for all rows; NaN where it is NULL.

    Raises
    ------
    SqlExpressionError
        As `check_expression`.
    """
    return Aggregator(sql, frame, reserved or {}, field=field).value()


class Aggregator:
    """An aggregate prepared once and evaluated on many resamples of the same rows.

    Parameters
    ----------
    sql : str
        A DuckDB aggregate, such as ``"sum(amount * predicted) / count(*)"``.
    frame : DataFrame of shape (n_rows, n_columns)
    reserved : mapping of str to ndarray of shape (n_rows,)
        Predictions by their names.
    field : str, default="metric.sql"
        Path of the specification's field, for the sentence.

    Raises
    ------
    SqlExpressionError
        If it is refused, does not bind, or holds no aggregate function.
    """

    def __init__(
        self, sql: str, frame: pd.DataFrame, reserved: Mapping[str, Array], *, field: str = "metric.sql"
    ) -> None:
        self._expression = _parse(sql, frame, field=field, reserved=tuple(reserved))
        if not self._expression.aggregates:
            raise SqlExpressionError(
                f"{field} needs one figure for all rows, and {sql!r} gives one per row; "
                "put it into an aggregate such as sum(…) or avg(…).",
                field=field,
            )
        self._rows = _columns(self._expression, frame, reserved)
        self._n_rows = len(frame)

    def value(self, rows: NDArray[np.int64] | None = None) -> float:
        """The figure on all rows, or on those at the given positions (which may repeat)."""
        table = self._rows if rows is None else self._rows.take(pa.array(rows))
        found = _run(f"SELECT {self._expression.sql} AS value FROM data", self._expression, table)
        return float(_numbers(found.column(0), self._expression)[0])

    def values(self, draws: NDArray[np.int64]) -> NDArray[np.float64]:
        """The figure on each of many resamples, several to a query.

        Parameters
        ----------
        draws : ndarray of shape (n_draws, n_drawn)
            Positions of rows.

        Returns
        -------
        ndarray of shape (n_draws,)
        """
        if draws.size == 0:
            return np.array([self.value(draw) for draw in draws])
        per_query = max(1, _ROWS_PER_QUERY // draws.shape[1])
        parts = [
            self._values_at_once(draws[first : first + per_query])
            for first in range(0, len(draws), per_query)
        ]
        return np.concatenate(parts)

    def _values_at_once(self, draws: NDArray[np.int64]) -> NDArray[np.float64]:
        which = np.repeat(np.arange(len(draws)), draws.shape[1])
        table = self._rows.take(pa.array(draws.ravel())).append_column("draw", pa.array(which))
        query = f"SELECT {self._expression.sql} AS value FROM data GROUP BY draw ORDER BY draw"
        return _numbers(_run(query, self._expression, table).column(0), self._expression)


def _parse(sql: str, frame: pd.DataFrame, *, field: str, reserved: tuple[str, ...]) -> Expression:
    def is_flag(name: str) -> bool:
        values = frame[name]
        return pd.api.types.is_numeric_dtype(values) and bool(values.dropna().isin((0, 1)).all())

    return parse_expression(
        sql, [str(name) for name in frame.columns], field=field, reserved=reserved, is_flag=is_flag
    )


def _columns(expression: Expression, frame: pd.DataFrame, reserved: Mapping[str, Array] | None) -> pa.Table:
    """Only the columns that occur, under their physical names, and a row number that keeps the shape."""
    arrays = {"row": pa.array(np.arange(len(frame)))}
    for position, (name, is_prediction) in enumerate(expression.uses):
        values = (reserved or {})[name] if is_prediction else frame[name]
        arrays[f"c{position}"] = _arrow(values)
    return pa.table(arrays)


def _arrow(values: Any) -> pa.ChunkedArray | pa.Array:
    if isinstance(values, np.ndarray) and values.dtype == bool:
        values = values.astype(np.int64)
    return pa.Array.from_pandas(pd.Series(values))


def _run(query: str, expression: Expression, rows: pa.Table) -> pa.Table:
    try:
        with locked_connection(data=rows) as locked:
            return locked.sql(query).to_arrow_table()
    except duckdb.InterruptException as error:
        raise _failed(expression, f"it took longer than {connection.TIME_LIMIT_S:g} seconds") from error
    except duckdb.Error as error:
        raise _failed(expression, _in_words(error, expression)) from error


def _failed(expression: Expression, why: str) -> SqlExpressionError:
    return SqlExpressionError(
        f"{expression.field}: {expression.text!r} cannot be evaluated: {why}.", field=expression.field
    )


def _in_words(error: duckdb.Error, expression: Expression) -> str:
    """What DuckDB said, without its excerpt of our SQL and with the table's own column names."""
    first = str(error).splitlines()[0].split("You might need to")[0].strip().rstrip(".!")
    first = first.partition("Error: ")[2] or first

    def own_name(match: re.Match[str]) -> str:
        position = int(match.group(1))
        return repr(expression.uses[position][0]) if position < len(expression.uses) else match.group()

    return _PHYSICAL.sub(own_name, first)


def _as_wanted(values: pa.ChunkedArray, expression: Expression, *, want: Want) -> Array:
    if want == "datetime":
        if not (pa.types.is_timestamp(values.type) or pa.types.is_date(values.type)):
            raise _unfit(expression, "a date or time", values.type)
        moments: Array = values.cast(pa.timestamp("us")).to_numpy().astype("datetime64[us]")
        return moments
    numbers = _numbers(values, expression, wanted="a number" if want == "number" else "true or false")
    if want == "number":
        return numbers
    if not pa.types.is_boolean(values.type) and not np.isin(numbers[~np.isnan(numbers)], (0, 1)).all():
        raise _unfit(expression, "true or false", values.type)
    return np.nan_to_num(numbers, nan=0.0).astype(bool)


def _numbers(
    values: pa.ChunkedArray, expression: Expression, *, wanted: str = "a number"
) -> NDArray[np.float64]:
    kind = values.type
    if pa.types.is_boolean(kind):
        values = values.cast(pa.int8())
    elif not (
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_null(kind)
    ):
        raise _unfit(expression, wanted, kind)
    numbers = values.cast(pa.float64()).to_numpy().astype(np.float64)
    return np.where(np.isfinite(numbers), numbers, math.nan)


def _unfit(expression: Expression, wanted: str, kind: pa.DataType) -> SqlExpressionError:
    words = "text" if pa.types.is_string(kind) or pa.types.is_large_string(kind) else str(kind)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        words = "numbers"
    what = f"{wanted} for all rows together" if expression.aggregates else f"{wanted} for each row"
    return SqlExpressionError(
        f"{expression.field} must give {what}, and {expression.text!r} gives {words}; "
        "compare it with a value, or calculate with it.",
        field=expression.field,
    )
