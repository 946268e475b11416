"""Figures read out of a result together with the place where they stand in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from automl.report import figures
from automl.search.result import Measured, RunResult


@dataclass(frozen=True)
class Trace:
    """One figure as shown, where it stands in ``result.json``, and what stands there."""

    shown: str
    where: str
    exact: Any


class Cited:
    """Reads figures by their place in the result, writes them the one way, and remembers both.

    Parameters
    ----------
    result : RunResult
        The record that every figure comes from.
    """

    def __init__(self, result: RunResult) -> None:
        self.result = result
        self.traces: list[Trace] = []

    @property
    def currency(self) -> str | None:
        """Currency of the metric."""
        return self.result.money.currency if self.result.money else None

    def value(self, *path: str | int) -> Any:
        """What stands at a place of the result, such as ``value("money", "total", "value")``."""
        found: Any = self.result
        for step in path:
            found = found[step] if isinstance(found, dict | tuple) else getattr(found, str(step))  # type: ignore[index] # a tuple's step is an int
        return found

    def money(self, *path: str | int, signed: bool = False) -> str:
        """An amount in the currency of the metric."""
        return self._write(path, lambda value: figures.money(value, self.currency, signed=signed))

    def percent(self, *path: str | int) -> str:
        """A share."""
        return self._write(path, figures.percent)

    def score(self, *path: str | int, aligned: bool = False) -> str:
        """A score; aligned where it stands beside others, so that all have their trailing zeros."""
        return self._write(path, lambda value: figures.score(value, aligned=aligned))

    def count(self, *path: str | int) -> str:
        """A number of things."""
        return self._write(path, figures.count)

    def duration(self, *path: str | int) -> str:
        """Seconds."""
        return self._write(path, figures.duration)

    def money_with_interval(self, *path: str | int) -> str:
        """An amount with its interval."""
        return self._measured(path, lambda value: figures.money(value, self.currency))

    def score_with_interval(self, *path: str | int) -> str:
        """A score with its interval."""
        found: Measured | None = self.value(*path)
        whole = found is not None and found.low is not None
        self._note_measured(
            found, path, figures.alike((self.value(*path, "value"),)) if whole else figures.score
        )
        return figures.score_interval(found)

    def money_interval(self, *path: str | int) -> str:
        """The interval of an amount."""
        return self._interval(path, lambda value: figures.money(value, self.currency))

    def score_interval(self, *path: str | int) -> str:
        """The interval of a score."""
        found: Measured | None = self.value(*path)
        return self._interval(path, figures.score if found is None else figures.alike((found.value,)))

    def money_per_row(self, *path: str | int) -> str:
        """A total over the held-out rows, per row."""
        found, n_rows = self.value(*path), self.value("money", "n_rows")
        if found is None or not n_rows:
            return figures.NOT_MEASURED
        shown = figures.money(found / n_rows, self.currency)
        return self._note(shown, f"{_dotted(path)} / money.n_rows", found / n_rows)

    def money_between(self, path: tuple[str | int, ...], other: tuple[str | int, ...]) -> str:
        """One amount minus another, with its sign."""
        ours, theirs = self.value(*path), self.value(*other)
        if ours is None or theirs is None:
            return figures.NOT_MEASURED
        shown = figures.money(ours - theirs, self.currency, signed=True)
        return self._note(shown, f"{_dotted(path)} − {_dotted(other)}", ours - theirs)

    def _write(self, path: tuple[str | int, ...], write: Callable[[Any], str]) -> str:
        exact = self.value(*path)
        return self._note(write(exact), _dotted(path), exact)

    def _measured(self, path: tuple[str | int, ...], write: figures.Write) -> str:
        found: Measured | None = self.value(*path)
        self._note_measured(found, path, write)
        return figures.measured(found, write)

    def _interval(self, path: tuple[str | int, ...], write: figures.Write) -> str:
        found: Measured | None = self.value(*path)
        self._note_measured(found, path, write)
        return figures.interval(found, write)

    def _note_measured(
        self, found: Measured | None, path: tuple[str | int, ...], write: figures.Write
    ) -> None:
        for part in ("value", "low", "high") if found is not None else ():
            exact = getattr(found, part)
            if exact is not None:
                self._note(write(exact), _dotted((*path, part)), exact)

    def _note(self, shown: str, where: str, exact: Any) -> str:
        trace = Trace(shown, where, exact)
        if exact is not None and trace not in self.traces:
            self.traces.append(trace)
        return shown


def _dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))
