"""A family of one's own: a scikit-learn-compatible estimator that an installed package brings along.

    class KernelRidgeFamily(SklearnFamily):
        label = "Kernel ridge"
        tasks = ("regression",)
        search = (Real("alpha", 1e-3, 10.0, log=True),)

        def estimator(self, task, params, *, seed):
            from sklearn.kernel_ridge import KernelRidge
            return KernelRidge(**params)

    [project.entry-points."tandem.families"]
    kernel_ridge = "my_package:KernelRidgeFamily"

An estimator's class can stand there by itself; it is fitted as it comes. `docs/plugins.md` says the rest. A family from
outside that raises, lacks something or takes a name that is taken is left out of a run with one sentence; nothing else
changes.
"""

from __future__ import annotations

import inspect
import math
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import Any, ClassVar, get_args

import numpy as np

from automl.errors import CandidateError, FolderError
from automl.families.base import ALL_TASKS, CLASSIFICATION, Family
from automl.families.estimators import trees_in
from automl.families.learner import Array, Learner, Training
from automl.families.matrix import Matrix
from automl.families.needs import Encoding, Needs
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Setting
from automl.spec.plugins import LONGEST_LABEL, Outside, is_label, load_outside, outside_named
from automl.spec.untrusted import UnusableError, in_a_line, within

# Settings of an estimator that are not for the search: the run's seed and one thread for each fit.
_OURS = ("random_state", "n_jobs", "verbose")


class SklearnFamily(Family):
    """Base of a family from outside; `label` and `estimator` are all that it must have.

    Attributes
    ----------
    search : tuple of Whole, Real or Choice
        What is searched; empty to fit the estimator's defaults once.
    start : mapping
        The first configuration tried, where it is not the estimator's own defaults.
    cell_s : float
        Seconds of one fit for each row and column, on one thread. What fits really take is learned as they end.
    """

    simplicity = 6  # as forests: where it is as good as a simpler family, that one is named
    preparation = Needs(encoding="target", scale="standard", fill=True)
    encodings: ClassVar[tuple[Encoding, ...]] = ("target", "onehot", "ordinal")
    search: ClassVar[Sequence[Setting]] = ()
    start: ClassVar[Mapping[str, Any]] = {}
    # A linear model takes some 5e-7 and boosted trees some 1e-5 (benchmarks/fit_cost.py); in the middle of these.
    cell_s: ClassVar[float] = 2e-6
    origin: Outside

    @abstractmethod
    def estimator(self, task: Task, params: dict[str, Any], *, seed: int) -> Any:
        """An unfitted estimator with `predict_proba` for classes and `predict` for numbers.

        Parameters
        ----------
        task : str
            One of `tasks`.
        params : dict
            Settings by the names of its constructor; those that are not there have their defaults.
        seed : int
            For what it draws at random: the same seed has to give the same fit.
        """

    def to_state(self, fitted: Any) -> Any:
        """What is stored of a fitted estimator: itself, attribute by attribute, or plain data that say the same."""
        return fitted

    def from_state(self, state: Any) -> Any:
        """A fitted estimator from what `to_state` gave."""
        return state

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Those of the estimator's constructor that are plain values."""
        if self._broken is not None:
            return {}
        found = self.estimator(task, {}, seed=0).get_params(deep=False)
        plain = (str, int, float, bool, type(None))
        return {
            name: value for name, value in found.items() if name not in _OURS and isinstance(value, plain)
        }

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """`start`, and the estimator's defaults of the other settings that are searched."""
        known = self.parameters(shape.task)
        return [{one.name: known.get(one.name, _any_of(one)) for one in self.search} | dict(self.start)]

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """`search`."""
        return tuple(self.search)

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """The estimator behind our interface."""
        return SklearnLearner(params, family=self)

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """`cell_s` for each cell, and as often as there are classes beyond two."""
        return 0.05 + self.cell_s * shape.n_rows * shape.n_columns * shape.n_outputs

    def fit_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """Estimated seconds of one fit; the usual estimate where `cost_s` gives none."""
        try:
            seconds = float(super().fit_s(shape, params))
        except Exception:  # noqa: BLE001 - somebody else's code: an estimate is not worth a search
            seconds = 0.0
        return seconds if 0 < seconds < math.inf else SklearnFamily.cost_s(self, shape, params)

    def why_unavailable(self) -> str | None:
        """One sentence where it cannot be made or lacks what it must have."""
        return self._broken

    @cached_property
    def _broken(self) -> str | None:
        for task in self.tasks:
            try:
                wrong = within(partial(self._wrong_for, task))
            except UnusableError as error:
                wrong = f"making its estimator for {task} {error}"
            if wrong:
                return f"{self.label} of the package {self.origin.package!r} cannot be used: {wrong}."
        return None

    def _wrong_for(self, task: Task) -> str:
        """What its estimator for a task lacks, as the end of a sentence; empty where it is all there."""
        made = self.estimator(task, {}, seed=0)
        for method in ("get_params", "fit", _says(task)):
            if not callable(getattr(made, method, None)):
                return f"its estimator for {task}, {type(made).__name__}, has no method {method!r}"
        known = (*made.get_params(deep=False), *self.preparation_choices(task))
        for name in (*(one.name for one in self.search), *self.start):
            if name not in known:
                return f"it sets {name!r}, which {type(made).__name__} has no parameter for"
        return ""


class SklearnLearner(Learner):
    """Fits an estimator and asks it; stored as `SklearnFamily.to_state` says."""

    model: Any = None  # the fitted estimator; not there until it is asked for the first time after loading
    n_columns: int
    n_classes: int  # 0 for regression

    def __init__(self, params: dict[str, Any], *, family: SklearnFamily) -> None:
        super().__init__({name: value for name, value in params.items() if name != "class_weight"})
        self.family = family.name
        self.package, self.version = family.origin.package, family.origin.version

    def fit(self, training: Training) -> None:
        """Fit the estimator, on rows drawn by their weight where it takes no weights."""
        from sklearn.utils.validation import has_fit_parameter

        self.n_classes = training.n_classes
        self.n_columns = training.values.shape[1]
        model = _family_of(self).estimator(training.task, dict(self.params), seed=training.seed)
        if training.weight is None:
            model.fit(training.values, training.y)
        elif has_fit_parameter(model, "sample_weight"):
            model.fit(training.values, training.y, sample_weight=training.weight)
        else:
            rows = _drawn(training)
            model.fit(training.values[rows], training.y[rows])
        self.model = model
        self._check_trees()

    def predict(self, values: Matrix) -> Array:
        """What the estimator says, with its shape and its shares looked at."""
        if values.shape[1] != self.n_columns:
            raise ValueError(f"needs {self.n_columns} columns, found {values.shape[1]}")
        n_rows = values.shape[0]
        if n_rows == 0:  # some estimators refuse to be asked about no rows
            return np.empty((0, self.n_classes) if self.n_classes else 0)
        model = self._ready()
        said = self._asked(model, values)
        wanted = (n_rows, self.n_classes) if self.n_classes else (n_rows,)
        if said.shape != wanted and said.size == np.prod(wanted) and not self.n_classes:
            said = said.reshape(wanted)  # a column of values
        if said.shape != wanted:
            raise CandidateError(
                f"{type(model).__name__} gives an array of shape {said.shape} where {wanted} is needed."
            )
        if not np.isfinite(said).all():
            raise CandidateError(f"{type(model).__name__} predicts values that are no numbers.")
        return said if not self.n_classes else _shares(said, type(model).__name__)

    def _asked(self, model: Any, values: Matrix) -> Array:
        try:
            return np.asarray(
                getattr(model, _says("binary" if self.n_classes else "regression"))(values), np.float64
            )
        except MemoryError:
            raise
        except Exception as error:  # somebody else's code, and perhaps another version of it
            raise CandidateError(
                f"{type(model).__name__} cannot predict ({in_a_line(error)}); it was learned with {self.package} "
                f"{self.version}."
            ) from error

    def _ready(self) -> Any:
        if "model" not in self.__dict__:
            state = self.__dict__["kept"]
            keeps_itself = not self.__dict__["own_state"]
            self.model = state if keeps_itself else _family_of(self).from_state(state)
            self._check_trees()
        return self.model

    def _check_trees(self) -> None:
        """Trees are walked without a look at how many columns there are."""
        if any(tree.n_features != self.n_columns for tree in trees_in(self.model)):
            raise CandidateError(
                f"{type(self.model).__name__} holds trees that see a part of the columns only, which is not stored "
                "safely; let them see all columns, or say in 'to_state' and 'from_state' what to keep."
            )

    def __getstate__(self) -> dict[str, Any]:
        state = {name: value for name, value in self.__dict__.items() if name != "model"}
        if "model" not in self.__dict__:
            return state
        family = _family_of(self)
        own = type(family).to_state is not SklearnFamily.to_state
        return state | {"kept": family.to_state(self.model), "own_state": own}


def plugin(name: str) -> SklearnFamily | None:
    """The usable family from outside of a name."""
    one = outside_named(name)
    found = made(one) if one is not None else None
    return found if isinstance(found, SklearnFamily) else None


@lru_cache(maxsize=64)
def made(one: Outside) -> SklearnFamily | str:
    """The family of an entry point, or one sentence on why there is none; imports it."""
    loaded = load_outside(one)
    if loaded.problem:
        return loaded.problem
    try:
        found: SklearnFamily | str = within(lambda: _made_of(loaded.found, one))
    except UnusableError as error:
        found = error.args[0]
    if isinstance(found, str):
        return (
            f"The family {one.name!r} of the package {one.package!r} is left out: {one.point.value} {found}."
        )
    return found


def _made_of(found: Any, one: Outside) -> SklearnFamily | str:
    """The family that a class says it is, or that it is the estimator of; or what is wrong with it."""
    if isinstance(found, type) and not issubclass(found, SklearnFamily) and hasattr(found, "fit"):
        found = of_estimator(found)
    wrong = _wrong_with(found)
    if wrong:
        return wrong
    label = getattr(found, "label", one.name.replace("_", " ").capitalize())
    own = {"name": one.name, "label": label, "origin": one, "__module__": found.__module__}
    family: SklearnFamily = type(found.__name__, (found,), own)()
    return family


def of_estimator(kind: type) -> type[SklearnFamily]:
    """The family of an estimator's class: it is fitted as it comes, with the run's seed."""

    class OfEstimator(SklearnFamily):
        tasks = CLASSIFICATION if hasattr(kind, "predict_proba") else ("regression",)

        def estimator(self, task: Task, params: dict[str, Any], *, seed: int) -> Any:
            made = kind(**params)
            return made.set_params(random_state=seed) if "random_state" in made.get_params() else made

    return OfEstimator


def _wrong_with(found: Any) -> str:
    """What a family from outside lacks, as the end of a sentence; empty where it is all there."""
    if not (isinstance(found, type) and issubclass(found, SklearnFamily)):
        return "is neither an estimator's class nor one derived from automl.families.plugin.SklearnFamily"
    if inspect.isabstract(found):
        return f"lacks the method {sorted(found.__abstractmethods__)[0]!r}"
    label = getattr(found, "label", "as its name")
    if not is_label(label):
        return f"has the 'label' {label!r}; it is the name that people read, in up to {LONGEST_LABEL} letters"
    strange = [task for task in found.tasks if task not in ALL_TASKS]
    if strange or not found.tasks:
        return f"has 'tasks' {found.tasks!r}; they are some of {', '.join(map(repr, ALL_TASKS))}"
    if not all(isinstance(one, get_args(Setting)) for one in found.search):
        return "has something in 'search' that is none of Whole, Real and Choice"
    return ""


def _family_of(learner: SklearnLearner) -> SklearnFamily:
    found = plugin(learner.family)
    if found is None:
        raise FolderError(
            f"The model was learned with the family {learner.family!r} of the package {learner.package!r} "
            f"{learner.version}, which is not installed or cannot be used here: install it."
        )
    return found


def _drawn(training: Training) -> Any:
    """As many rows as there are, each as often as its weight says on average; every class at least once."""
    assert training.weight is not None
    rng, n = np.random.default_rng(training.seed), len(training.y)
    rows = rng.choice(n, size=n, p=training.weight / training.weight.sum())
    if training.task == "regression":
        return np.sort(rows)
    _, firsts = np.unique(training.y, return_index=True)
    return np.sort(np.concatenate([rows, firsts]))


def _shares(said: Array, who: str) -> Array:
    total = said.sum(axis=1, keepdims=True)
    if said.min() < 0 or not np.allclose(total, 1.0, atol=1e-3):
        raise CandidateError(f"{who} gives probabilities that are none: they must add up to 1.")
    return np.asarray(said / total)


def _says(task: str) -> str:
    return "predict" if task == "regression" else "predict_proba"


def _any_of(setting: Setting) -> Any:
    return setting.choices[0] if isinstance(setting, Choice) else setting.low
