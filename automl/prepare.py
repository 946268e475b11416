"""Everything a run needs before the first fit: rows, cuts, objective, families, and what was left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from automl.data.problem import Problem, build_problem
from automl.data.splits import Splits, make_splits
from automl.data.table import Table
from automl.errors import SpecError
from automl.families import Family, Shape, applicable, shape_of
from automl.families.needs import MAX_COLUMNS
from automl.framing import Framed
from automl.metrics import build_objective
from automl.search.axes import Axis
from automl.search.budget import Limits
from automl.search.column_trials import column_trials
from automl.search.contender import contenders_of
from automl.search.ending import Ending, ending_of
from automl.search.finish import reserve_s
from automl.search.jobs import Workspace
from automl.search.memory import Recalled
from automl.search.result import OutsideFamily
from automl.search.schedule import Schedule, bounds_of
from automl.search.treatments import Experiment, experiments_of
from automl.search.trial import Trial
from automl.spec.document import SpecDocument
from automl.spec.model import KFold, ProblemSpec, StandardMetric
from automl.spec.names import listed
from automl.spec.plugins import outside
from automl.spec.shares import Part, parts_of, shares_are_of
from automl.spec.vocabulary import DEFAULT_SCORE
from automl.widening import named_columns, screened

# Names of one family only, and a person who says "only linear models" wants one of them, not a mix.
_ONE_FAMILY = 1
# Enough to say which models an ensemble will be made of, and quick: it is asked after every trial.
_ROWS_FOR_LIKELY = 2_000


@dataclass(frozen=True)
class Prepared:
    """A run before its first fit.

    Attributes
    ----------
    left_out : tuple of (family, reason)
        Families that this run does not use.
    outside : tuple of OutsideFamily
        Families that installed packages brought along, used or not.
    warnings : tuple of str
        What the user should know before believing the result.
    """

    document: SpecDocument
    spec: ProblemSpec
    table: Table
    space: Workspace
    shape: Shape
    families: tuple[Family, ...]
    left_out: tuple[tuple[str, str], ...]
    outside: tuple[OutsideFamily, ...] = ()
    warnings: tuple[str, ...] = field(default_factory=tuple)
    _likely: dict[int, list[Trial]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def experiments(self) -> tuple[Experiment, ...]:
        """What to find out about the rows learned from."""
        return experiments_of(self.spec, self.problem, self.splits)

    @property
    def problem(self) -> Problem:
        """What is learned from what."""
        return self.space.problem

    @property
    def splits(self) -> Splits:
        """The cuts that all candidates share."""
        return self.space.splits

    @property
    def family_names(self) -> tuple[str, ...]:
        """Families that may be used."""
        return tuple(family.name for family in self.families)

    @property
    def may_mix(self) -> bool:
        """Whether an ensemble of the allowed families may be delivered."""
        models, limits = self.spec.models, self.spec.limits
        if limits is not None and limits.interpretable:
            return False
        if models is None:
            return True
        if "ensemble" in (models.exclude or ()):
            return False
        return models.include is None or "ensemble" in models.include or len(models.include) > _ONE_FAMILY

    def schedule(self, seed: int, *, recalled: Recalled | None = None) -> Schedule:
        """The order of trials for a seed, and for what is recalled of earlier searches."""
        return Schedule(
            self.families,
            self.shape,
            bounds=self.spec.hyperparameters or {},
            priors=self.spec.priors or {},
            seed=seed,
            greater_is_better=self.space.objective.learning_greater_is_better,
            in_turn=self.spec.models is not None and self.spec.models.include is not None,
            shares=self.spec.shares or {},
            by_time=shares_are_of(self.spec.budget) == "time",
            experiments=self.experiments,
            columns=column_trials(
                self.problem,
                self.shape,
                greater_is_better=self.space.objective.learning_greater_is_better,
                bounds=self.spec.hyperparameters or {},
            ),
            recalled=() if recalled is None else recalled.configurations,
        )

    @property
    def axes(self) -> dict[str, tuple[Axis, ...]]:
        """The settings of each family that are searched."""
        bounds = self.spec.hyperparameters or {}
        return {
            one.name: tuple(map(Axis, one.searched(self.shape, bounds_of(one.name, bounds))))
            for one in self.families
            if one.name != "dummy"
        }

    @property
    def ground(self) -> dict[str, Any]:
        """What the scores of candidates rest on."""
        return {
            "data": self.table.fingerprint,
            "target": self.problem.target,
            "score": self.space.objective.learning_name,
            "folds": len(self.splits.folds),
            "rows": len(self.splits.search),
        }

    @property
    def parts(self) -> tuple[Part, ...]:
        """The families by the share of the budget that is meant for them."""
        learning = [name for name in self.family_names if name != "dummy"]
        return parts_of(learning, shares=self.spec.shares or {}, priors=self.spec.priors or {})

    def reserve_s(self, trials: Sequence[Trial], limits: Limits, *, slowness: float) -> float:
        """Seconds to keep for what follows the search."""
        return reserve_s(
            [trial.fit_seconds for trial in self._likely_members(trials)],
            space=self.space,
            workers=limits.workers,
            time_s=limits.time_s,
            slowness=slowness,
        )

    def ending(self, trials: Sequence[Trial], limits: Limits) -> Ending:
        """What follows the search, if it ended now."""
        return ending_of(self._likely_members(trials), self.space, workers=limits.workers)

    def _likely_members(self, trials: Sequence[Trial]) -> list[Trial]:
        """What would be delivered if the search ended now, the largest part first; worked out once for each trial."""
        if len(trials) not in self._likely:
            contenders = contenders_of(
                self.space, trials, mix=self.may_mix, most_rows=_ROWS_FOR_LIKELY, cross_fit=False
            )
            members = sorted(contenders[0].members, key=lambda m: -m[1]) if contenders else []
            self._likely[len(trials)] = [trial for trial, _ in members]
        return self._likely[len(trials)]

    def record(self, *, seed: int, limits: Limits, goal: Sequence[str]) -> dict[str, Any]:
        """The first entry of a run's transcript: with it and the data, a replay begins."""
        return {
            "goal": list(goal),
            "document": self.document.to_json(),
            "spec": self.spec.to_json(),
            "seed": seed,
            "data": {
                "name": self.table.name,
                "fingerprint": self.table.fingerprint,
                "column_digests": [list(pair) for pair in self.table.column_digests.items()],
                "n_rows": self.table.n_rows,
                "n_rows_used": self.problem.n_rows,
                "features": [column.name for column in self.problem.features],
                "set_aside": [list(pair) for pair in self.problem.set_aside],
                "left_out": self.problem.left_out,
            },
            "splits": {"sentence": self.splits.sentence, "digest": splits_digest(self.splits)},
            "limits": {"time_s": limits.time_s, "trials": limits.trials, "workers": limits.workers},
        } | ({"outside": [one.to_json() for one in self.outside]} if self.outside else {})


def prepare(framed: Framed, table: Table, *, recorded: Sequence[OutsideFamily] | None = None) -> Prepared:
    """Resolve a framed specification against its table.

    Parameters
    ----------
    recorded : sequence of OutsideFamily, optional
        To repeat a run: the families from outside that it knew. Without it, those that are installed here.

    Raises
    ------
    InputError
        If the specification cannot be run on these data.
    """
    spec = framed.spec
    aside = [(item.column, item.reason) for item in framed.document.set_aside]
    table = table.with_columns(named_columns(spec, table))
    problem = build_problem(spec, table, set_aside=aside)
    splits = make_splits(problem, table, spec.validation or KFold())
    wide = screened(spec, table, problem, splits, set_aside=aside)
    if wide is not None:
        table, problem = wide.table, wide.problem
    objective = build_objective(spec.metric or _default_metric(problem), problem)
    weights = objective.sample_weight(problem.rows)
    monotone = dict(spec.monotone or {})
    shape = shape_of(
        problem.X, problem.y, features=problem.features, task=problem.task, n_classes=len(problem.classes)
    )
    if wide is not None:
        shape = replace(shape, n_numbers=min(shape.n_numbers, MAX_COLUMNS), screened=True)
    families, left_out = applicable(
        problem.task,
        models=spec.models,
        limits=spec.limits,
        monotone=monotone,
        shape=shape,
        recorded=None if recorded is None else {one.family: one.left_out for one in recorded},
    )
    _refuse_dummy_alone(spec, families, left_out)
    return Prepared(
        document=framed.document,
        spec=spec,
        table=table,
        space=Workspace(problem, splits, objective, monotone, weights, () if wide is None else wide.views),
        shape=shape,
        families=tuple(families),
        left_out=tuple(left_out),
        outside=_installed(dict(left_out)) if recorded is None else tuple(recorded),
        warnings=(*_warnings(framed, problem), *(() if wide is None else wide.warnings)),
    )


def _installed(left_out: Mapping[str, str]) -> tuple[OutsideFamily, ...]:
    return tuple(
        OutsideFamily(
            family=one.called,
            package=one.package,
            version=one.version,
            left_out=left_out.get(one.called, ""),
        )
        for one in outside()
    )


def _refuse_dummy_alone(
    spec: ProblemSpec, families: Sequence[Family], left_out: Sequence[tuple[str, str]]
) -> None:
    """Refuse to run where no family is left that looks at a column, unless that is what was asked for."""
    asked = spec.models.include if spec.models is not None else None
    if any(one.name != "dummy" for one in families) or asked == ("dummy",):
        return
    why = [f"{name}: {reason}" for name, reason in left_out if asked is None or name in asked]
    raise SpecError(
        f"No family is left that could learn. {' '.join(why)} Allow another one.", field="models.include"
    )


def _default_metric(problem: Problem) -> StandardMetric:
    """What `complete` would have filled in, for a specification that was never completed."""
    return StandardMetric.model_validate({"name": DEFAULT_SCORE[problem.task]})


def _warnings(framed: Framed, problem: Problem) -> Iterator[str]:
    """What may be wrong with the data; first the columns that somebody should be asked about and that are used."""
    used = {column.name for column in problem.features}
    asked = [f for f in framed.findings if f.action == "ask" and used.intersection(f.columns)]
    suspects = list(dict.fromkeys(name for f in asked for name in f.columns if name in used))
    if len(suspects) == 1:
        yield (
            f"Is {suspects[0]!r} known at the time of the prediction? {asked[0].reason} If not, every figure here is "
            f"too good: leave out {suspects[0]!r} and search again."
        )
    elif suspects:
        yield (
            f"Are {listed(suspects, limit=12)} known at the time of the prediction? They look as if they were only "
            "filled in afterwards. If so, every figure here is too good: leave them out and search again."
        )
    yield from (f.reason for f in framed.findings if f.severity == "warning" and f.action == "note")


def splits_digest(splits: Splits) -> str:
    """Fingerprint of every cut."""
    digest = hashlib.sha256()
    for part in (splits.held_out, *(rows for fold in splits.folds for rows in fold)):
        digest.update(np.asarray(part, dtype="<i8").tobytes() + b"|")
    return digest.hexdigest()
