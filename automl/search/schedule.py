"""What to try next: the baseline, strong defaults of every family, then Optuna within the families that do well.

The order depends on the seed and on the scores told so far, never on the clock, unless somebody shares the time out or
the caller says what it can still afford; what was asked is recorded with each trial, so a replay needs no schedule.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import optuna
from optuna.distributions import BaseDistribution
from optuna.study import StudyDirection

from automl.families import Family, Shape
from automl.families.boosting import BOOSTED, learning_rate, path_of
from automl.families.footprint import MOST_TOO_HIGH
from automl.families.needs import OF_ROWS
from automl.search.candidate import Candidate, seed_of
from automl.search.column_trials import ORIGIN as OF_COLUMNS
from automl.search.column_trials import ColumnTrials
from automl.search.treatments import ORIGIN, Experiment, Treatments
from automl.search.turns import Turns
from automl.spec.model import HyperRange
from automl.spec.shares import Part, parts_of

# Defaults in the order in which they are tried: the family, and which of its defaults. Learned from measured runs by
# `benchmarks/portfolio.py learn`: each adds the most to the mix of those before it for the time it takes. On tables
# that it was not learned from, such an order had reached 0.65 of the way from a middling model to the mix of all after
# a tenth of the time, an order at random 0.27 (benchmarks/results/portfolio.json). The plain linear model was moved up:
# it is the one that a person can follow.
PORTFOLIO = (
    ("lightgbm", 4),
    ("xgboost", 2),
    ("knn", 0),
    ("mlp", 0),
    ("linear", 0),
    ("xgboost", 0),
    ("hist_gradient_boosting", 0),
    ("catboost", 2),
    ("lightgbm", 1),
    ("xgboost", 1),
    ("mlp", 2),
    ("lightgbm", 0),
    ("catboost", 3),
    ("svm", 0),
    ("catboost", 1),
    ("random_forest", 0),
    ("catboost", 0),
    ("extra_trees", 0),
    ("linear", 2),
    ("lightgbm", 3),
    ("linear", 1),
    ("naive_bayes", 0),
    ("decision_tree", 0),
)
# Families from outside come behind so many of the portfolio: boosted trees of two kinds are there first, and what
# somebody installed on purpose is tried even in a short search; chosen, not measured.
OUTSIDE_AFTER = 2
FORM = "prep.target"  # the setting that says whether a skewed target is learned as it is or as its logarithm

# Where boosting stops only after so long a path (trees times learning rate; 12 is usual), later defaults of it take
# larger steps: on 9,000 hotel rates twice the rate came to the same error (LightGBM's 13.4 in mean of two folds, 13.4;
# CatBoost's 13.2, 13.2) in half the time.
LONG_PATH = 25.0
LARGER_STEPS, LARGEST_RATE = 2.0, 0.2
RATE = "learning_rate"

# Predicted seconds of one fold above which the first model is a quicker one: five folds, estimates off by half as much
# again and a busy core leave a second of the 1.5 s that benchmarks/first_model.py allows. What the workers still have
# to import is not quick.
QUICK_S = 0.2
_TO_IMPORT = ("xgboost", "catboost")  # not in `automl.search.preload`
# Each place further down the ranking gets this share of the trials of the place above; chosen, not measured.
RANK_DECAY = 0.6
LEAST_SHARE = 0.03  # nobody's share falls below: beliefs and early scores may be wrong; chosen, not measured
LATEST = 3  # trials of a family that say how long the next one takes; chosen, not measured
MAX_ODDS = 19.0  # the odds of a belief of 0.95: a certainty moves most of the budget, never all
N_STARTUP_TRIALS = (
    4  # of Optuna's sampler, before it models anything; the defaults tried are told to it as well
)
# Asks in a row that give nothing new, after which a family's space counts as exhausted; chosen, not measured.
MAX_REPEATS = 20


optuna.logging.set_verbosity(optuna.logging.WARNING)  # its lines are not for our users


class Schedule:
    """Hands out candidates and learns from their scores.

    Parameters
    ----------
    families : sequence of Family
        Those that may be used, `dummy` among them or not: the baseline is always tried first.
    shape : Shape
        Size and kind of the problem.
    bounds : mapping
        The specification's `hyperparameters`.
    priors : mapping
        The specification's `priors`: ``"catboost"`` or ``"svm.kernel=rbf"`` → belief from 0 to 1.
    seed : int
        Of the run.
    greater_is_better : bool
        Direction of the scores told.
    in_turn : bool
        Each family's first default comes before any second one, as where families were asked for by name.
    shares : mapping, optional
        The specification's `shares` of the budget.
    by_time : bool, default=False
        Shares are those of the seconds that fits took; without it, of trials, and no clock has a say.
    experiments : sequence of Experiment
        What to find out about the rows learned from.
    columns : ColumnTrials, optional
        What to find out about derived columns, once the usual settings are through.
    recalled : sequence of (family, params)
        What did best in earlier searches on data like these: tried right after the first model.
    """

    def __init__(
        self,
        families: Sequence[Family],
        shape: Shape,
        *,
        bounds: Mapping[str, HyperRange],
        priors: Mapping[str, float],
        seed: int,
        greater_is_better: bool,
        in_turn: bool = False,
        shares: Mapping[str, float] | None = None,
        by_time: bool = False,
        experiments: Sequence[Experiment] = (),
        columns: ColumnTrials | None = None,
        recalled: Sequence[tuple[str, dict[str, Any]]] = (),
    ) -> None:
        self.families = {f.name: f for f in families if f.name != "dummy"}
        self.shape = shape
        self.seed = seed
        self.greater_is_better = greater_is_better
        self.in_turn = in_turn
        self.bounds = {name: bounds_of(name, bounds) for name in self.families}
        self.beliefs = {name: _odds(priors.get(name, 0.5)) for name in self.families}
        self.settings = {name: _believed_settings(name, priors) for name in self.families}
        self.best: dict[str, float] = {}
        self.failures: Counter[str] = Counter()
        self.longest_path = 0.0  # of the boosted trials told
        self.forms: dict[str, dict[str, float]] = {}  # family → form of the target → its best score
        self.exhausted: set[str] = set()
        self.searched: Counter[str] = Counter()
        self.studies = {name: self._study(i) for i, name in enumerate(sorted(self.families))}
        self.spaces = {name: self._space(name) for name in self.families}
        self.asked: dict[int, optuna.Trial] = {}
        self.seen: set[str] = set()
        self.n_asked = 0
        self.treatments = Treatments(
            experiments,
            n_families=len(self.families),
            greater_is_better=greater_is_better,
            fixed={name for name, fixed in self.bounds.items() if OF_ROWS in fixed},
        )
        self.columns = columns
        self.n_on_columns = 0
        self.awaited: set[int] = set()  # trials of usual settings that nobody has told of yet
        self.recalled = [pair for pair in recalled if pair[0] in self.families]
        self.usual = self._defaults()
        self.queue = [*self.usual[:1], *self.recalled, *self.usual[1:]]
        self.turns = Turns(parts_of(self.families, shares=shares or {}, priors=priors))
        self.by_time = by_time
        self.took: dict[str, list[float]] = {name: [] for name in self.families}
        self.prices: dict[int, float] = {}
        self.seconds = self.foretold = 1e-3  # of all trials told: what they took, and their estimates

    def ask(self, affordable: Callable[[Candidate], bool] = lambda _: True) -> Candidate | None:
        """The next candidate; None when nothing new or affordable is left."""
        if self.n_asked == 0:
            return self._hand_out(Candidate(0, "dummy", {}, seed_of(self.seed, 0), "baseline"))
        tried = self._treated(affordable) or self._on_columns(affordable)
        if tried is not None:
            return tried
        first = self.queue[0][0] if self.n_asked == 1 and self.queue else None
        for part in self.turns.order(self.turns.shares(self._weights()), first):
            candidate = self._next_default(part, affordable) or self._search(part, affordable)
            if candidate is not None:
                self.prices[candidate.trial] = self._price(candidate)
                self.turns.spend(candidate.family, self.prices[candidate.trial])
                return candidate
        return None

    def _treated(self, affordable: Callable[[Candidate], bool]) -> Candidate | None:
        """The next candidate of an experiment on the rows learned from, at the expense of its family."""
        while True:
            candidate = self.treatments.next(self.n_asked, no_defaults_left=not self.queue)
            if candidate is None:
                return None
            if affordable(candidate):
                return self._at_the_expense_of_its_family(candidate)

    def _on_columns(self, affordable: Callable[[Candidate], bool]) -> Candidate | None:
        """The next trial that says what a kind of derived columns brings."""
        while self.columns is not None and not self.queue and not self.awaited:
            candidate = self.columns.next(self.n_asked)
            if candidate is None:
                return None
            if self._is_new(candidate) and affordable(candidate):
                self.n_on_columns += 1
                return self._at_the_expense_of_its_family(candidate)
        return None

    def _at_the_expense_of_its_family(self, candidate: Candidate) -> Candidate:
        self.prices[candidate.trial] = self._price(candidate)
        self.turns.spend(candidate.family, self.prices[candidate.trial])
        return self._hand_out(candidate)

    def tell(
        self,
        candidate: Candidate,
        score: float | None,
        *,
        first_fold: float | None = None,
        seconds: float = 0.0,
        fold_scores: Sequence[float] = (),
        resolved: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """The score of a candidate that was asked for; None where it failed or was given up.

        Parameters
        ----------
        fold_scores : sequence of float
            What the score is the mean of, where it is one.
        first_fold : float, optional
            Its score on the first fold, where the others were not worth while.
        seconds : float, default=0.0
            Of all its fits.
        resolved : sequence of mapping
            What its fits found out themselves.
        """
        name = candidate.family
        if name == "dummy":
            return
        self.awaited.discard(candidate.trial)
        self._settle(candidate, seconds)
        trial = self.asked.pop(candidate.trial, None)
        if score is None and first_fold is not None:
            if trial is not None:
                trial.report(first_fold, 0)
                self.studies[name].tell(trial, state=optuna.trial.TrialState.PRUNED)
            return
        if score is None:
            self.failures[name] += candidate.origin not in (ORIGIN, OF_COLUMNS)
            if trial is not None:
                self.studies[name].tell(trial, state=optuna.trial.TrialState.FAIL)
            return
        self.treatments.tell(candidate, score, fold_scores)
        if self.columns is not None:
            self.columns.tell(candidate, score, fold_scores)
        if candidate.origin == ORIGIN:
            return
        paths = [path_of(name, candidate.params, fold) for fold in resolved]
        self.longest_path = max(self.longest_path, sum(paths) / max(len(paths), 1))
        signed = score if self.greater_is_better else -score
        self.best[name] = max(self.best.get(name, -float("inf")), signed)
        if FORM in candidate.params:
            by_form = self.forms.setdefault(name, {})
            form = candidate.params[FORM]
            by_form[form] = max(by_form.get(form, -float("inf")), signed)
        if trial is not None:
            self.studies[name].tell(trial, score)
        else:
            self._tell_default(name, candidate.params, score)

    def least_bytes(self, candidate: Candidate) -> float:
        """Memory that one fit of a candidate takes at the least, beyond the process and its data."""
        family = self.families.get(candidate.family)
        return 0.0 if family is None else family.fit_bytes(self.shape, candidate.params) / MOST_TOO_HIGH

    def cost_s(self, candidate: Candidate) -> float:
        """Predicted seconds of one fit of a candidate, by its family's estimate."""
        return self._fit_s((candidate.family, candidate.params)) if candidate.family in self.families else 0.0

    def shares(self) -> dict[str, float]:
        """Share of the search's trials that each family is meant to get by what is known now."""
        weights = self._weights()
        meant: dict[str, float] = {}
        for part, of_part in self.turns.shares(weights).items():
            inside = {n: weights[n] for n in part.families if n in weights}
            meant |= {n: of_part * share for n, share in _at_least(inside, LEAST_SHARE).items()}
        return _at_least(meant, 0.0)

    def _weights(self) -> dict[str, float]:
        """How promising each family is: its place in the ranking by score, times the odds of the belief in it."""
        alive = [n for n in self.families if n not in self.exhausted and not self._given_up(n)]
        ranking = sorted(alive, key=lambda n: (-self.best.get(n, -float("inf")), _rank(n)))
        return {n: RANK_DECAY**rank * self.beliefs[n] for rank, n in enumerate(ranking)}

    def _given_up(self, name: str) -> bool:
        """Whether a family has failed too often; what is not ours and never worked will not work the next time."""
        patience = 2 if name in _FAMILY_RANK or name in self.best else 1
        return self.failures[name] >= patience

    def _next_default(self, part: Part, affordable: Callable[[Candidate], bool]) -> Candidate | None:
        for name, params in [entry for entry in self.queue if entry[0] in part.families]:
            self.queue.remove((name, params))
            origin = self._origin(name, params)
            settings = self._in_better_form(name, params)
            if origin == "default":  # what is recalled had its pace when it did best
                settings = self._at_better_pace(name, settings)
            candidate = self._candidate(name, settings, origin)
            if not self._given_up(name) and self._is_new(candidate) and affordable(candidate):
                self.awaited.add(candidate.trial)
                return self._hand_out(candidate)
        return None

    def _price(self, candidate: Candidate) -> float:
        """What a candidate is likely to take of its part's share: what the last ones of its family took.

        Of a family that is new, its estimate, as far as estimates of the others were off.
        """
        if not self.by_time:
            return 1.0
        known = self.took[candidate.family][-LATEST:]
        return sum(known) / len(known) if known else self.cost_s(candidate) * self.seconds / self.foretold

    def _settle(self, candidate: Candidate, seconds: float) -> None:
        """Put the seconds that a candidate took in the place of those that it was likely to take."""
        if self.by_time:
            self.took[candidate.family].append(seconds)
            self.seconds, self.foretold = self.seconds + seconds, self.foretold + self.cost_s(candidate)
            self.turns.spend(candidate.family, seconds - self.prices.pop(candidate.trial, seconds))

    def _search(self, part: Part, affordable: Callable[[Candidate], bool]) -> Candidate | None:
        too_dear: set[str] = set()
        while True:
            shares = {n: s for n, s in self.shares().items() if n in part.families and n not in too_dear}
            if not shares:
                return None
            # The family furthest behind its share; the quotient method keeps the counts near the shares at all times.
            name = max(shares, key=lambda n: (shares[n] / (self.searched[n] + 1), -_rank(n)))
            candidate = self._suggest(name)
            if candidate is None:
                self.exhausted.add(name)
            elif affordable(candidate):
                self.searched[name] += 1
                return self._hand_out(candidate)
            else:
                self.studies[name].tell(self.asked.pop(candidate.trial), state=optuna.trial.TrialState.FAIL)
                too_dear.add(name)

    def _suggest(self, name: str) -> Candidate | None:
        study = self.studies[name]
        for _ in range(MAX_REPEATS):
            trial = study.ask()
            params = self.families[name].suggest(trial, self.shape, self._narrowed(name))
            params = self.treatments.with_carried(name, params)
            if self.columns is not None:
                params = self.columns.with_carried(name, params)
            candidate = self._candidate(name, params, "search")
            if self._is_new(candidate):
                self.asked[candidate.trial] = trial
                return candidate
            study.tell(trial, state=optuna.trial.TrialState.FAIL)
        return None

    def _narrowed(self, name: str) -> Mapping[str, HyperRange]:
        """The user's bounds, and a believed setting in its share of the family's trials."""
        bounds = dict(self.bounds[name])
        for setting, value, belief in self.settings[name]:
            turn = self.searched[name] + 1
            if setting not in bounds and int(turn * belief) > int((turn - 1) * belief):
                bounds[setting] = HyperRange(value=value)
        return bounds

    def _candidate(self, name: str, params: Mapping[str, Any], origin: str) -> Candidate:
        return Candidate(self.n_asked, name, dict(params), seed_of(self.seed, self.n_asked), origin)

    def _origin(self, name: str, params: Mapping[str, Any]) -> str:
        """What is recalled and usual at once is usual: it would have been tried anyway."""
        return "default" if (name, params) in self.usual else "memory"

    def _is_new(self, candidate: Candidate) -> bool:
        return _key(candidate) not in self.seen

    def _hand_out(self, candidate: Candidate) -> Candidate:
        self.seen.add(_key(candidate))
        self.n_asked += 1
        return candidate

    def _defaults(self) -> list[tuple[str, dict[str, Any]]]:
        """All defaults by `PORTFOLIO`; the families that are believed in come first.

        Where the first of all takes long, a quick one goes before it: something honest has to be there soon. It is one
        of ours where there is one, of which we know that it ends.
        """
        found = [
            (name, i, params)
            for name, one in self.families.items()
            for i, params in enumerate(one.starts(self.shape))
        ]
        found.sort(
            key=lambda one: (one[1] if self.in_turn else 0, -self.beliefs[one[0]], _place(one[0], one[1]))
        )
        task = self.shape.task
        queue = [
            (n, self.families[n].bounded(p, task, self.bounds[n])) for n, _, p in self._with_probe(found)
        ]
        firsts = [one for k, one in enumerate(queue) if one[0] not in {name for name, _ in queue[:k]}]
        firsts = [one for one in firsts if one[0] in _FAMILY_RANK] or firsts
        ready = [one for one in firsts if one[0] not in _TO_IMPORT] or firsts
        quick = next((one for one in ready if self._fit_s(one) <= QUICK_S), None)
        first = quick or min(ready, key=self._fit_s, default=None)
        return queue if first is None else [first, *(one for one in queue if one is not first)]

    def _with_probe(
        self, found: Sequence[tuple[str, int, dict[str, Any]]]
    ) -> list[tuple[str, int, dict[str, Any]]]:
        """The same with the first default that leaves the form of the target open tried in the other form as well."""
        both = {n for n, _, params in found if params.get(FORM) == "log"}  # they try it by themselves
        open_at = next(
            (k for k, (n, _, p) in enumerate(found) if n not in both and p.get(FORM) == "none"), None
        )
        if open_at is None:
            return list(found)
        name, i, params = found[open_at]
        return [*found[: open_at + 1], (name, i, params | {FORM: "log"}), *found[open_at + 1 :]]

    def _in_better_form(self, name: str, params: dict[str, Any]) -> dict[str, Any]:
        """A default with the form of the target that has shown to be better, where both were tried in one family."""
        known = next((scores for scores in self.forms.values() if len(scores) > 1), None)
        if known is None or params.get(FORM) != "none" or FORM in self.bounds[name]:
            return params
        return params | {FORM: max(known, key=lambda form: known[form])}

    def _at_better_pace(self, name: str, params: dict[str, Any]) -> dict[str, Any]:
        """A default of boosting with larger steps, where those before it needed many."""
        if self.longest_path < LONG_PATH or name not in BOOSTED or RATE in self.bounds[name]:
            return params
        rate = learning_rate(params)
        return params | {RATE: max(rate, min(LARGER_STEPS * rate, LARGEST_RATE))}

    def _fit_s(self, of: tuple[str, Mapping[str, Any]]) -> float:
        name, params = of
        return self.families[name].fit_s(self.shape, params)

    def _study(self, index: int) -> optuna.Study:
        sampler = optuna.samplers.TPESampler(
            seed=seed_of(self.seed, -1 - index), n_startup_trials=N_STARTUP_TRIALS
        )
        direction = StudyDirection.MAXIMIZE if self.greater_is_better else StudyDirection.MINIMIZE
        return optuna.create_study(direction=direction, sampler=sampler)

    def _space(self, name: str) -> dict[str, BaseDistribution]:
        probe = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0)).ask()
        self.families[name].suggest(probe, self.shape, self.bounds[name])
        return dict(probe.distributions)

    def _tell_default(self, name: str, params: Mapping[str, Any], score: float) -> None:
        """Let Optuna learn from a default, where it lies in the space that is searched."""
        space = {k: d for k, d in self.spaces[name].items() if k in params and _contains(d, params[k])}
        if space and len(space) == len(self.spaces[name]):
            known = {k: params[k] for k in space}
            self.studies[name].add_trial(
                optuna.trial.create_trial(params=known, distributions=space, value=score)
            )


_FAMILY_RANK = {name: rank for rank, name in enumerate(dict.fromkeys(name for name, _ in PORTFOLIO))}


def _rank(name: str) -> int:
    """Place of a family by its first default."""
    return _FAMILY_RANK.get(name, len(_FAMILY_RANK))


def _place(name: str, i: int) -> tuple[int, int, int]:
    """Place of a default: those that are not in the portfolio come after it, round by round.

    Somebody who installs a family of their own wants to see it: its first default comes early.
    """
    if name not in _FAMILY_RANK and i == 0:
        return (0, OUTSIDE_AFTER - 1, 1)
    if (name, i) in PORTFOLIO:
        return (0, PORTFOLIO.index((name, i)), 0)
    return (1, i, _rank(name))


def _at_least(weights: Mapping[str, float], least: float) -> dict[str, float]:
    """Weights as shares of their sum, none below `least` before they are made to add up to 1."""
    total = sum(weights.values()) or 1.0
    floored = {name: max(weight / total, least) for name, weight in weights.items()}
    total = sum(floored.values()) or 1.0
    return {name: share / total for name, share in floored.items()}


def _odds(belief: float) -> float:
    return min(MAX_ODDS, max(1 / MAX_ODDS, belief / (1 - belief) if belief < 1 else MAX_ODDS))


def bounds_of(name: str, bounds: Mapping[str, HyperRange]) -> dict[str, HyperRange]:
    """The bounds of one family's settings, without its name."""
    prefix = f"{name}."
    return {key[len(prefix) :]: bound for key, bound in bounds.items() if key.startswith(prefix)}


def _believed_settings(name: str, priors: Mapping[str, float]) -> list[tuple[str, Any, float]]:
    """Beliefs in one value of a setting: ``"svm.kernel=rbf": 0.8``."""
    found = []
    for key, belief in priors.items():
        setting, equals, text = key.partition("=")
        if equals and setting.startswith(f"{name}.") and belief > 0.5:
            found.append((setting[len(name) + 1 :].strip(), _literal(text.strip()), belief))
    return found


def _literal(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _contains(distribution: BaseDistribution, value: Any) -> bool:
    try:
        return distribution._contains(distribution.to_internal_repr(value))
    except (TypeError, ValueError):
        return False


def _key(candidate: Candidate) -> str:
    return json.dumps([candidate.family, candidate.params], sort_keys=True, default=str)
