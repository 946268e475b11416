"""The four outcomes of acting or not: what each is worth, and from which chance on acting pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from automl.errors import AutoMLError
from automl.spec.model import Payoffs
from automl.spec.table import EvaluateRows, TableLike

OutcomeName = Literal["tp", "fp", "fn", "tn"]
OUTCOMES: Final[tuple[OutcomeName, ...]] = ("tp", "fp", "fn", "tn")


@dataclass(frozen=True)
class Outcomes:
    """Signed value of each outcome: a number, or an array of shape (n_rows,) where it differs by row."""

    tp: Any
    fp: Any
    fn: Any
    tn: Any

    @property
    def gain(self) -> Any:
        """What acting on a positive row is worth over not acting on it."""
        return self.tp - self.fn

    @property
    def waste(self) -> Any:
        """What acting on a negative row costs over leaving it alone."""
        return self.tn - self.fp

    @property
    def differs_by_row(self) -> bool:
        return any(hasattr(value, "shape") for value in (self.tp, self.fp, self.fn, self.tn))


def outcomes_of(
    metric: Payoffs, table: TableLike | None = None, *, evaluate: EvaluateRows | None = None
) -> Outcomes | None:
    """Values of the four outcomes; 0 for what was not mentioned.

    Parameters
    ----------
    metric : Payoffs
        A payoff or top-k metric.
    table : TableLike, optional
        Whose rows expressions are computed on.
    evaluate : callable, optional
        How an expression is computed; without it, and where one cannot be computed, the answer is None.
    """
    values: dict[str, Any] = {}
    for name in OUTCOMES:
        said = getattr(metric, name)
        if isinstance(said, str):
            if evaluate is None or table is None:
                return None
            try:
                said = evaluate(said, table.frame, field=f"metric.{name}", want="number")
            except AutoMLError:  # it is reported where the specification is validated
                return None
        values[name] = said if said is not None else 0.0
    return Outcomes(**values)


def one_sided(metric: Payoffs, outcomes: Outcomes | None) -> Literal["acting", "not acting"] | None:
    """Which of the two could never pay, whatever the chance; None where it depends on the chance.

    Parameters
    ----------
    metric : Payoffs
        What was said.
    outcomes : Outcomes or None
        The values, where they could be computed.
    """
    if outcomes is None:
        return _one_sided_by_form(metric)
    if _all(outcomes.gain <= 0) and _all(outcomes.waste >= 0):
        return "acting"
    if _all(outcomes.gain >= 0) and _all(outcomes.waste <= 0):
        return "not acting"
    return None


def _one_sided_by_form(metric: Payoffs) -> Literal["acting", "not acting"] | None:
    """Judge expressions that cannot be computed by what is absent: one side alone decides nothing."""
    if metric.tp in (None, 0) and metric.fn in (None, 0):
        return "acting"
    if metric.fp in (None, 0) and metric.tn in (None, 0):
        return "not acting"
    return None


def _all(holds: Any) -> bool:
    return bool(holds.all()) if hasattr(holds, "all") else bool(holds)
