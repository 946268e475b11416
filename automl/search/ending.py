"""How long what follows a search is likely to take, step by step; shown, and decides nothing.

`automl.search.finish.reserve_s` is the careful figure that a time budget is kept by; this one is as often too high as
too low.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from automl.families import family
from automl.search.finish import final_s, most_repeats, refit_s
from automl.search.jobs import Workspace
from automl.search.trial import Trial

# By the runs of benchmarks/time_left.py on two cores. Choosing took 0.1 s on 1,300 rows, 1 s on 5,000 to 10,000, as
# more rows are not looked at. Measuring took 0.6 s, and explaining 1.5e-4 to 4e-4 s for each cell of the held-out rows.
CHOOSING_ROW_S = 2e-4
MOST_CHOOSING_S = 1.0
MEASURING_S = 0.6
EXPLAIN_CELL_S = 2e-4
MOST_ROWS_EXPLAINED = 2_000  # most that `automl.explain.sizes` asks for
EXPLAIN_S = 3.0  # what explanations may take where there is time; chosen, not measured
WRITING_S = 0.1

Step = Literal["choosing", "fitting", "explaining", "writing"]
STEP_WORDS: Mapping[Step, str] = {
    "choosing": "choosing",
    "fitting": "fitting the chosen model on all rows",
    "explaining": "measuring and explaining",
    "writing": "writing the report",
}


@dataclass(frozen=True)
class Ending:
    """Predicted seconds of each step after the search."""

    choosing: float
    fitting: float
    explaining: float
    writing: float = WRITING_S

    def from_step(self, step: Step = "choosing") -> float:
        """Seconds from the beginning of a step to the end."""
        steps = list(STEP_WORDS)
        return float(sum(getattr(self, name) for name in steps[steps.index(step) :]))


def choosing_s(space: Workspace) -> float:
    """Seconds of mixing and choosing among the trials."""
    return min(CHOOSING_ROW_S * space.problem.n_rows, MOST_CHOOSING_S)


def explaining_s(space: Workspace) -> float:
    """Seconds of measuring on the held-out rows and explaining by them."""
    rows = min(len(space.splits.held_out), MOST_ROWS_EXPLAINED)
    return MEASURING_S + min(EXPLAIN_CELL_S * rows * len(space.problem.features), EXPLAIN_S)


def times_fitted(name: str, space: Workspace) -> int:
    """Fits of one member with seeds of their own."""
    return most_repeats(space) if family(name).repeatable else 1


def ending_of(members: Sequence[Trial], space: Workspace, *, workers: int) -> Ending:
    """What is still to come if these are the members of the model handed over.

    Parameters
    ----------
    members : sequence of Trial
        Their fits run beside each other, but a single one runs on one worker.
    """
    times = [times_fitted(trial.candidate.family, space) for trial in members]
    together = sum(n * final_s(trial.fit_seconds, space) for n, trial in zip(times, members, strict=True))
    longest = max(
        (n * refit_s(trial.fit_seconds, space) for n, trial in zip(times, members, strict=True)), default=0.0
    )
    return Ending(choosing_s(space), max(together / workers, longest), explaining_s(space))
