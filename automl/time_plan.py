"""What a run is expected to take, told before it starts, step by step.

From the estimates of the families alone: nothing was fitted yet. It is told and recorded, and decides nothing; while
the run goes on, `automl.search.time_left` learns from what its fits take.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from statistics import fmean

from automl.data.table import Table
from automl.errors import AutoMLError
from automl.framing import frame
from automl.prepare import Prepared, prepare
from automl.search.budget import Limits, limits_of
from automl.search.candidate import Candidate
from automl.search.ending import Ending, choosing_s, explaining_s, times_fitted
from automl.search.finish import FIXED_RESERVE_S, MIX_SHARE, SHARE_OF_TIME, final_s
from automl.search.time_left import USUAL_PACE, coming, fold_seconds, trials_left_s
from automl.spec.document import SpecDocument
from automl.spec.model import ProblemSpec
from automl.spec.names import listed

# Imports, and workers that are ready to fit: 1.4 s of processor time and some waiting, on two cores. Reading, typing,
# checking and cutting took 1.0 s for the 3.8 million cells of the largest public table.
STARTING_S = 2.0
READ_CELL_S = 2.7e-7
# Members of the model handed over, before anything is known of it: 2 to 5 in the runs of benchmarks/time_left.py.
USUAL_MEMBERS = 3
# A step is worth a figure from one second on, and from a share of the whole: 2 s beside a rounded 1 min 50 s look
# wrong.
TELLING_S = 1.0
TELLING_SHARE = 0.05

_WORDS = {
    "reading": "to start and read the data",
    "first_model": "for the first model",
    "search": "for the rest of the search",
    "ensemble": "to choose and mix",
    "final_fits": "to fit the chosen model on all rows",
    "explanations": "to measure and explain",
    "report": "to write the report",
}


@dataclass(frozen=True)
class TimePlan:
    """Expected seconds of each step; together the whole run."""

    reading: float
    first_model: float
    search: float
    ensemble: float
    final_fits: float
    explanations: float
    report: float

    @property
    def total(self) -> float:
        """Seconds of the whole run."""
        return sum(self.to_json().values())

    def to_json(self) -> dict[str, float]:
        """Step → seconds."""
        return {name: round(seconds, 1) for name, seconds in asdict(self).items()}

    @property
    def sentence(self) -> str:
        """For people: the whole, and the steps that anybody would notice."""
        least = max(TELLING_S, TELLING_SHARE * self.total)
        told = {name: seconds for name, seconds in self.to_json().items() if seconds >= least}
        whole = f"The whole run is expected to take about {about(self.total)}"
        if len(told) == 1:
            return f"{whole}, nearly all of it {_WORDS[next(iter(told))]}."
        steps = [f"{about(seconds)} {_WORDS[name]}" for name, seconds in told.items()]
        return f"{whole}: {listed(steps, quote=False)}."


def about(seconds: float) -> str:
    """Seconds as roughly as they are known."""
    if seconds < 60:
        return f"{max(round(seconds), 1)} s"
    if seconds < 600:
        minutes, rest = divmod(round(seconds, -1), 60)
        return f"{minutes:.0f} min {rest:.0f} s" if rest else f"{minutes:.0f} min"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3_600:.1f} h"


def time_plan(document: SpecDocument, table: Table) -> TimePlan | None:
    """What the run of a document is expected to take; None where it cannot be run as it stands."""
    return _time_plan(json.dumps(document.to_json()["spec"]), table)


# A conversation asks for the same again with every message; the table is one object as long as it is in use.
@lru_cache(maxsize=8)
def _time_plan(spec: str, table: Table) -> TimePlan | None:
    try:
        document = SpecDocument(spec=ProblemSpec.model_validate_json(spec))
        framed = frame(document, table)
        return expected(prepare(framed, table), limits_of(framed.spec.budget))
    except AutoMLError:  # what is wrong or missing is said where the specification is read back
        return None


def expected(prepared: Prepared, limits: Limits) -> TimePlan:
    """What a prepared run is expected to take."""
    reading = STARTING_S + READ_CELL_S * prepared.table.n_rows * len(prepared.table.columns)
    schedule = prepared.schedule(0)
    n_folds, workers = len(prepared.splits.folds), limits.workers
    fold_s = fold_seconds(schedule, [])
    n_left = limits.trials or len(schedule.queue) + 1
    candidates = [one for one in coming(schedule, n_left - 1) if isinstance(one, Candidate)]
    first = USUAL_PACE * n_folds * fold_s(candidates[0]) / min(workers, n_folds) if candidates else 0.0
    each = [times_fitted(one.family, prepared.space) * n_folds * fold_s(one) for one in candidates]
    ending = _ending(prepared, each, limits)
    searching = USUAL_PACE * trials_left_s(schedule, [], [], n_left=n_left - 1, n_folds=n_folds) / workers
    if limits.time_s is not None:
        kept = FIXED_RESERVE_S + SHARE_OF_TIME * limits.time_s + ending.fitting
        by_time = limits.time_s - reading - kept
        searching = by_time if limits.trials is None else min(by_time, searching)
    return TimePlan(
        reading=reading,
        first_model=first,
        search=max(searching - first, 0.0),
        ensemble=ending.choosing,
        final_fits=ending.fitting,
        explanations=ending.explaining,
        report=ending.writing,
    )


def _ending(prepared: Prepared, trials_s: Sequence[float], limits: Limits) -> Ending:
    """What follows the search, for a mix of usual size of models that take as long as those to come on average.

    Parameters
    ----------
    trials_s : sequence of float
        Seconds of each trial that is to come, as often as it would be fitted with seeds of its own.
    """
    space = prepared.space
    members = USUAL_MEMBERS if prepared.may_mix else 1
    each = final_s(fmean(trials_s), space) if trials_s else 0.0
    fitting = members * each / limits.workers
    if limits.time_s is not None:
        fitting = min(fitting, MIX_SHARE * limits.time_s)
    return Ending(choosing_s(space), fitting, explaining_s(space))
