"""What a model family is: its name and kind, its parameters, defaults, search space, cost, and how a model is built."""

from __future__ import annotations

import importlib.util
import itertools
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from automl.errors import SpecError
from automl.families.footprint import prepared_bytes
from automl.families.learner import Array, Learner
from automl.families.model import REPEATS, Model
from automl.families.needs import MAX_COLUMNS, OF_ROWS, OF_TARGET, PREPARATION, Encoding, Needs
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Setting, bounded_setting, keep_within, typed
from automl.families.treatment import TIMES_LONGER
from automl.spec.model import HyperRange

if TYPE_CHECKING:
    import optuna
    import pandas as pd

    from automl.data.table import Column

ALL_TASKS: tuple[Task, ...] = ("binary", "multiclass", "regression")
CLASSIFICATION: tuple[Task, ...] = ("binary", "multiclass")

Direction = Literal["increasing", "decreasing"]

#: Seconds of preparing one number, measured on 2,000 rows of 10,000 columns.
PREPARE_CELL_S = 4e-8

#: Most telling columns that models see of what a screening has left of very many. Of 20 telling ones among 20,000
#: LightGBM with 1,000 reached an AUC of 0.788 on the folds; how many tell is not known, so the search finds it out.
SCREENED_TO = (100, MAX_COLUMNS, 30, 300)


class Family(ABC):
    """One family of models; one instance of each stands in `automl.families.FAMILIES`.

    Attributes
    ----------
    name, label : str
        As in the specification (``"lightgbm"``) and for people (``"LightGBM"``).
    interpretable : bool
        A person can follow each prediction without an explainer.
    monotone : bool
        Can promise that the prediction moves one way only with a column.
    package : str or None
        Module of an optional extra that it needs.
    simplicity : int
        0 for the simplest family; orders families when models are as good as each other.
    aliases : mapping
        Other names of parameters → the names in `parameters`.
    preparation : Needs
        What its learner wants where `params` choose nothing.
    encodings : tuple of str
        The encodings of labels that its learner can work with.
    repeatable : bool
        Another seed gives another model, and its margin is known: several fits can be averaged (`REPEATS`).
    seldom_above : int or None
        Rows above which it is too slow to be worth trying, unless somebody asks for it.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    tasks: ClassVar[tuple[Task, ...]] = ALL_TASKS
    interpretable: ClassVar[bool] = False
    monotone: ClassVar[bool] = False
    package: ClassVar[str | None] = None
    simplicity: ClassVar[int]
    aliases: ClassVar[Mapping[str, str]] = {}
    preparation: ClassVar[Needs]
    encodings: ClassVar[tuple[Encoding, ...]]
    repeatable: ClassVar[bool] = False
    seldom_above: ClassVar[int | None] = None

    @abstractmethod
    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Parameters that may be set, with the estimator's own default of each."""

    @abstractmethod
    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """Strong configurations for such a problem, the best first."""

    def starts(self, shape: Shape) -> list[dict[str, Any]]:
        """`defaults`; of what is left of very many columns each sees another number of the most telling ones."""
        found = self.defaults(shape)
        if not shape.screened:
            return found
        numbers = itertools.cycle(SCREENED_TO)
        return [params | {"prep.max_columns": number} for params, number in zip(found, numbers, strict=False)]

    @abstractmethod
    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """What is searched when nobody bounds anything."""

    def needs(self, params: Mapping[str, Any], task: Task) -> Needs:
        """How columns have to be prepared for these parameters."""
        return self.preparation.chosen(params, family=self.name, encodings=self.encodings)

    @abstractmethod
    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """An unfitted learner; `params` has canonical names and no preparation choices."""

    @abstractmethod
    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """Estimated seconds of the learner on one thread of an ordinary laptop; `fit_s` adds the preparation."""

    def fit_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """Estimated seconds of one fit on one thread of an ordinary laptop, preparation included."""
        needs = self.needs(params, shape.task)
        if needs.blind:
            return 0.01
        seen = shape
        if needs.max_columns is not None and shape.n_numbers > needs.max_columns:
            seen = replace(shape, n_numbers=needs.max_columns)
        times = TIMES_LONGER.get(params.get(OF_ROWS, "none"), 1.0)
        return times * self.cost_s(seen, params) + PREPARE_CELL_S * shape.n_rows * shape.n_numbers

    def fit_bytes(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """Estimated memory of one fit beyond the process and its data, preparation included."""
        needs = self.needs(params, shape.task)
        return 0.0 if needs.blind else prepared_bytes(shape, needs)

    def left_to_fit(self, task: Task) -> str | None:
        """The parameter that a fit decides on validation rows where it is not set; None where there is none."""
        return None

    def param_names(self, task: Task) -> tuple[str, ...]:
        """Names that a specification may use after the family's name and a dot."""
        repeats = (REPEATS,) if self.repeatable else ()
        return (*self.parameters(task), *repeats, *self.aliases, *self.preparation_choices(task))

    def preparation_choices(self, task: Task) -> tuple[str, ...]:
        """Names of the choices of preparation, each starting with ``"prep."``."""
        return tuple(name for name in PREPARATION if task == "regression" or name not in OF_TARGET)

    def why_unavailable(self) -> str | None:
        """One sentence where its package is not installed."""
        if self.package is None or importlib.util.find_spec(self.package) is not None:
            return None
        return f"{self.label} is not installed; `python3 start.py --extras boost` installs it."

    def suggest(self, trial: optuna.Trial, shape: Shape, bounds: Mapping[str, HyperRange]) -> dict[str, Any]:
        """Ask Optuna for a configuration inside the user's bounds.

        Parameters
        ----------
        bounds : mapping
            Parameter → bound, without the family's name. A fixed value is obeyed exactly; a range or choices take the
            place of the usual space; a parameter that is not searched by itself is searched where it is bounded.
        """
        params = dict(self.defaults(shape)[0])
        params |= {setting.name: setting.suggest(trial) for setting in self.searched(shape, bounds)}
        fixed = {n: b.value for n, b in self.canonical(bounds).items() if b.value is not None}
        known = self._default_values(shape.task)
        return params | {name: typed(value, default=known.get(name)) for name, value in fixed.items()}

    def searched(self, shape: Shape, bounds: Mapping[str, HyperRange]) -> tuple[Setting, ...]:
        """The settings that are searched inside the user's bounds; a fixed one is none."""
        known = self._default_values(shape.task)
        bounds = self.canonical(bounds)
        settings = self.space(shape)
        if shape.screened:
            settings = (*settings, Choice("prep.max_columns", tuple(sorted(SCREENED_TO))))
        usual = {setting.name: setting for setting in settings}
        free = [setting for name, setting in usual.items() if name not in bounds]
        inside = [
            bounded_setting(name, bound, default=known.get(name), usual=usual.get(name))
            for name, bound in bounds.items()
            if bound.value is None
        ]
        return (*free, *inside)

    def bounded(
        self, params: Mapping[str, Any], task: Task, bounds: Mapping[str, HyperRange]
    ) -> dict[str, Any]:
        """A configuration moved inside the user's bounds."""
        return keep_within(params, self.canonical(bounds), defaults=self._default_values(task))

    def canonical(self, by_name: Mapping[str, Any]) -> dict[str, Any]:
        """The same mapping under the names in `parameters`; an alias wins, as only a user writes one."""
        named = {name: value for name, value in by_name.items() if name not in self.aliases}
        return named | {self.aliases[name]: value for name, value in by_name.items() if name in self.aliases}

    def build(
        self,
        params: Mapping[str, Any],
        *,
        task: Task,
        features: Sequence[Column],
        n_classes: int,
        seed: int,
        monotone: Mapping[str, Direction] | None = None,
    ) -> Model:
        """An unfitted model: preparation and learner in one object.

        Parameters
        ----------
        params : mapping
            Parameters of the estimator, and choices of preparation under names that start with ``"prep."``.
        features : sequence of Column
            Name and kind of each column of the frame that `fit` gets.
        monotone : mapping, optional
            Column → direction.

        Raises
        ------
        SpecError
            If a parameter is unknown, or a direction is asked of a family that cannot promise it.
        """
        params = self.canonical(params)
        self._check(params, task=task, monotone=monotone or {})
        self.needs(params, task)
        return Model(
            family=self.name,
            params=params,
            columns=tuple(features),
            task=task,
            n_classes=n_classes,
            seed=seed,
            monotone=dict(monotone or {}),
        )

    def contributions(self, model: Model, X: pd.DataFrame) -> tuple[Array, Array, str] | None:
        """What each original column adds to each prediction.

        Returns
        -------
        values : ndarray of shape (n_rows, n_columns), or (n_rows, n_columns, n_classes) for more than two classes
        base : ndarray of shape (n_rows,) or (n_rows, n_classes)
        unit : str
            ``"log-odds"``, or ``"value"`` for regression. ``values.sum(axis=1) + base`` is the raw margin.
        None where the family has no exact way, or the target was transformed: sample Shapley values instead.
        """
        return model.contributions(X)

    def _default_values(self, task: Task) -> dict[str, Any]:
        return {**PREPARATION, REPEATS: 1, **self.parameters(task)}

    def _check(self, params: Mapping[str, Any], *, task: Task, monotone: Mapping[str, str]) -> None:
        from automl.families.choosing import unknown_parameter

        known = self.param_names(task)
        for name in params:
            if name not in known:
                raise unknown_parameter(self, name, task)
        if monotone and not self.monotone:
            raise SpecError(
                f"{self.label} cannot promise a direction for {next(iter(monotone))!r}: "
                f"leave out 'monotone' or {self.name!r}.",
                field="monotone",
            )
