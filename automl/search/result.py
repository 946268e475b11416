"""What a run found, as one frozen record that is plain JSON: `result.json`, and all that report, page and chat draw.

Every figure that Tandem shows about a run stands in here. Scores are in the unit of their metric; `Measured` carries
the interval beside the figure. Seconds are durations, never a time of day.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

FORMAT = 1


class Record(BaseModel):
    """Base of the records: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain JSON data."""
        return self.model_dump(mode="json")


class Measured(Record):
    """A figure with its interval; `low` and `high` are None where there are too few rows for one."""

    value: float | None
    low: float | None = None
    high: float | None = None
    level: float = 0.95


class Member(Record):
    """One model inside an ensemble and the share it has."""

    model: str
    family: str
    weight: float


class LeaderboardRow(Record):
    """One candidate: `score` and `std` over the folds in the unit of `RunResult.score_name`."""

    rank: int
    model: str  # "lightgbm-3": family and number of the trial; "ensemble"
    family: str
    score: float
    std: float
    fit_seconds: float
    predict_ms: float
    size_mb: float
    value: float | None = None  # money per row over doing nothing, on out-of-fold predictions
    value_low: float | None = None
    value_high: float | None = None
    metric_value: float | None = None  # the user's metric on out-of-fold predictions
    params: dict[str, Any] = {}
    trial: int | None = None
    allowed: bool = True
    why_not: str | None = None  # the limit, constraint or fairness bound that it does not keep to


class Choice(Record):
    """A model that is named, and why."""

    model: str
    family: str
    label: str  # "LightGBM", "Ensemble of 3 models"
    reason: str  # cites measured figures
    members: tuple[Member, ...] = ()
    params: dict[str, Any] = {}
    score: Measured  # out-of-fold, in the unit of `score_name`
    predict_ms: float | None = None
    size_mb: float | None = None


class OutOfFold(Record):
    """What the folds alone promise of the model handed over, in the unit of `score_name`."""

    score: Measured  # to be expected on new rows, without the luck of having been picked as the best of many
    flattered: float  # how much better the score was that it was chosen by
    compared: int  # models that it was chosen among
    stable: bool = True  # whether the folds differ no more than the luck of their rows explains
    sentence: str


class Failure(Record):
    """A candidate that failed, hung or ran out of memory, and was skipped."""

    model: str
    family: str
    kind: str  # "error", "timeout", "memory", "died"
    reason: str


class NotTried(Record):
    """Something that was left out, and why: excluded, not installed, not for this task, no time left."""

    what: str
    reason: str


class FamilyShare(Record):
    """What one family had of the search, the baseline left aside."""

    family: str
    trials: int
    share_of_trials: float
    share_of_time: float  # of the seconds of all fits


class SharedPart(Record):
    """Families that a share of the budget was meant for together, and what they had."""

    families: tuple[str, ...]
    why: str  # "stated", "believed", "others"
    planned: float
    share_of_trials: float
    share_of_time: float


class Shared(Record):
    """How the budget was shared: by family, and as it was meant where somebody steered."""

    unit: str  # what shares were meant of: "time" or "trials"
    parts: tuple[SharedPart, ...] = ()  # none where nobody steered
    families: tuple[FamilyShare, ...] = ()


class Stretch(Record):
    """A part of a setting's range: from `low` to `high`, both included, or one `choice`."""

    low: float | None = None
    high: float | None = None
    choice: Any = None
    trials: int
    best: float | None = None  # score of the best complete trial in it


class SettingMap(Record):
    """How far the range of one setting was explored."""

    setting: str
    log: bool = False
    visited: float  # share of the stretches with a trial
    stretches: tuple[Stretch, ...]


class FamilyMap(Record):
    """How far the settings of one family were explored; those given up after a fold count as explored."""

    family: str
    trials: int
    best: float | None = None
    visited: float  # mean over the settings
    settings: tuple[SettingMap, ...] = ()


class Region(Record):
    """A family with a part of the range of one or two settings: setting to bounds, as in `hyperparameters`."""

    family: str
    settings: dict[str, dict[str, Any]]
    words: str  # "CatBoost with depth 7 to 9"


class Proposal(Record):
    """The most promising region among those hardly explored."""

    region: Region
    trials_inside: int  # so far
    share_of_space: float  # of the family's settings
    more: int  # trials that the gain is expected of
    seconds: float | None = None  # that they take
    gain: Measured  # over the best single model so far, in the unit of `score_name`; positive is better
    worth: bool  # whether that is worth the while
    sentence: str


class PromiseKept(Record):
    """What was expected of a proposed region that this run was asked to try, and what it found."""

    run_of: str  # what the proposal was made by: head of its transcript, "" where it has none
    region: Region
    expected: Measured
    more: int
    best_before: float
    trials_inside: int
    found: (
        float | None
    )  # gain of the best trial inside over `best_before`; None where the two cannot be compared
    came_true: bool | None
    sentence: str


class More(Record):
    """What a longer search is expected to bring."""

    seconds: float | None
    trials: int
    gain: Measured


class MoreTime(Record):
    """What is expected of more time; none of it is known where too few models were compared."""

    n: int = 0  # trials that it was learned from
    scale: float | None = None  # by how much the best is beaten where it is, in the unit of `score_name`
    trial_s: float | None = None  # seconds of one trial, by all workers
    over_baseline: float | None = None  # what the best single model gains over the baseline
    ahead: tuple[More, ...] = ()
    worth: bool | None = None
    sentence: str


class Money(Record):
    """Value on the held-out rows: totals over these rows, in `currency` (None for mere ratios)."""

    currency: str | None
    n_rows: int
    total: Measured
    per_row: Measured
    over_nothing: Measured  # total minus that of doing nothing
    nothing: float
    everyone: float | None  # acting on every row; None where the metric has no action
    today: float | None  # today's rule, where one was given
    perfect: float | None  # what perfect foresight would have earned
    over_today: Measured | None = None
    nothing_name: str = "doing nothing"  # what that means: "acting on nobody", "always saying 'C'"


class Decision(Record):
    """What is done with the predictions."""

    kind: str  # "payoff", "top_k", "threshold", "label", "cost_matrix", "quantile", "tolerance", "none"
    sentence: str  # plain words, with figures
    threshold: float | None = None
    n_flagged: int | None = None  # on the held-out rows
    share_flagged: float | None = None
    state: dict[str, Any] = {}  # what `predict` needs to decide the same way


class Check(Record):
    """A bound of the specification and what was measured."""

    what: str
    bound: str
    measured: float | None
    met: bool | None
    sentence: str


class Comparison(Record):
    """What is done today, measured on the same held-out rows."""

    what: str
    name: str
    today: float | None
    ours: float | None
    better: bool | None
    sentence: str


class Lender(Record):
    """An earlier search, on data like these, that lent its best settings."""

    lesson: int  # its id in the memory
    run: str
    table: str
    target: str
    distance: float  # 0 for the same problem; beyond `automl.search.memory.FARTHEST` nothing is lent
    shared_columns: float  # share of all columns of both that both have, 0 to 1
    why: str


class Lent(Record):
    """Settings that an earlier search lent, and what became of them here."""

    lesson: int
    family: str
    params: dict[str, Any] = {}
    usual: bool  # among the settings that are good on most tables: tried anyway, only earlier
    model: str | None  # None where they were not tried
    score: float | None  # None where they were not fitted to the end


class WarmStart(Record):
    """What earlier searches of this user gave to this one; scores in the unit of `RunResult.score_name`."""

    lenders: tuple[Lender, ...]
    lent: tuple[Lent, ...]
    best: float | None  # of the settings lent that are not among the usual ones
    best_usual: float | None  # of the usual settings, those good on most tables, that were tried too
    helped: bool | None  # whether the former is better; None where one of them is missing
    sure: bool | None  # whether the difference is more than the noise of the folds
    sentence: str


class RefitOf(Record):
    """The model of an earlier run beside the same one learned anew, on rows that neither has seen."""

    run: str
    model: str  # "LightGBM", "Ensemble of 3 models"
    fingerprint: str  # of the table that the earlier run learned from
    n_fresh: int  # rows that the earlier model had not seen
    n_judged: int  # of them, those that both are judged on; the others were learned from
    old: Measured  # in the unit of `RunResult.score_name`, on the rows judged
    new: Measured
    gain: Measured  # how much better the new one is; below 0: worse
    metric_old: Measured  # the user's metric on the same rows
    metric_new: Measured
    better: str  # "new" or "old": the one to use
    sentence: str


class DataSummary(Record):
    """The table as it was used."""

    name: str
    fingerprint: str
    n_rows: int
    n_rows_used: int
    n_columns: int
    left_out: dict[str, int] = {}  # reason → rows
    conversions: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    set_aside: tuple[dict[str, str], ...] = ()
    classes: dict[str, int] = {}
    positive_share: float | None = None
    target_stats: dict[str, float] = {}


class Split(Record):
    """How candidates were compared and what was held out."""

    kind: str
    folds: int
    n_search: int
    n_held_out: int
    looks: int = 1  # at the held-out rows of this data and target, this one included
    sentence: str


class Importance(Record):
    """How much the score falls when the column is shuffled, in the unit of `score_name`."""

    column: str
    drop: float
    low: float
    high: float
    shap: float | None = None  # mean absolute contribution


class Effect(Record):
    """Mean prediction when everyone had that value of the column (partial dependence)."""

    column: str
    values: tuple[float | str, ...]
    predictions: tuple[float, ...]
    share: tuple[float, ...] = ()  # of the rows at each value
    label: str | None = None  # for more than two classes: whose probability


class CurvePoint(Record):
    """One threshold of the value curve, on the held-out rows."""

    threshold: float
    share_flagged: float
    value: float | None
    precision: float | None
    recall: float | None


class CalibrationBin(Record):
    """Rows of similar predicted probability, and how often it came true."""

    predicted: float
    observed: float
    n_rows: int


class RowExplanation(Record):
    """One prediction with its reasons; contributions add up to `prediction - base`, both taken in `unit`."""

    row: int
    prediction: float  # probability of the positive label (of `label` for multiclass), or the value
    base: float
    label: str | None = None
    decision: str | None = None
    expected_value: float | None = None  # of the decision for this row, in the currency of the metric
    contributions: tuple[tuple[str, Any, float], ...] = ()  # column, its value, signed contribution
    unit: str  # "probability", "log-odds" or the unit of the target
    method: str


class Explanation(Record):
    """Why the model says what it says, measured on the held-out rows."""

    importance: tuple[Importance, ...] = ()
    effects: tuple[Effect, ...] = ()
    method: str = ""
    confusion: dict[str, dict[str, int]] = {}  # actual → predicted → rows
    value_curve: tuple[CurvePoint, ...] = ()
    calibration: tuple[CalibrationBin, ...] = ()
    residuals: tuple[tuple[float, float], ...] = ()  # (actual, predicted) of at most 400 held-out rows
    examples: tuple[RowExplanation, ...] = ()
    sizes: dict[
        str, int
    ] = {}  # rows, repeats and columns that it was computed on; handed in again: the same figures


class Way(Record):
    """One way of treating the rows learned from, out of fold, beside doing nothing (`"none"`).

    Every gain is positive where the way is better; that of a decision is over deciding at a probability of a half.
    """

    name: str  # "none", "threshold", "weights", "oversampling", "undersampling", "noise", "mixing", "pseudo_labels"
    model: str  # the trial
    score: float  # in the unit of `RunResult.score_name`
    score_gain: Measured | None = None
    better: bool = False  # beyond the luck of the rows; only then may it be chosen
    average_precision: float | None = None
    precision_gain: Measured | None = None
    decided: float | None = (
        None  # at the threshold chosen on other folds, in the unit of `Experiment.decided_name`
    )
    decided_gain: Measured | None = None


class Experiment(Record):
    """Whether treating the rows learned from helps: a rare class, made-up rows, rows without a target."""

    kind: str  # "rare_class", "augmentation", "pseudo_labels"
    asked: bool  # by the user; otherwise the data gave reason to
    why_not: str = ""  # why it does not apply, or why no way was tried
    rare_label: str | None = None
    rare_share: float | None = None
    n_extra: int = 0  # rows without a target
    family: str | None = None
    label: str | None = None  # of the family that was treated
    model: str | None = None  # the trial that the ways are compared with
    score_name: str
    decided_name: str | None = None
    ways: tuple[Way, ...] = ()
    not_tried: dict[str, str] = {}  # way → reason
    won: str | None = None  # the best way among those that are better beyond luck
    sentence: str = ""


class DerivedColumns(Record):
    """One kind of columns that are made rather than read: how many, what they gained, and what they cost."""

    kind: str  # "dates", "texts", "native" categories, means of "labels", "ratios" of two numbers, "groups": numbers
    # against the mean of their label
    n_proposed: int  # made or looked at by the delivered model, the most of any member
    n_kept: int  # that its learners get to see
    names: tuple[str, ...] = ()  # of some of those kept
    label: str | None = None  # of the family that was compared with and without
    with_model: str | None = None  # the trials that were compared, on the same folds
    without_model: str | None = None
    together: tuple[str, ...] = ()  # kinds that were compared as one
    same_seed: bool = True
    score_with: float | None = None
    score_without: float | None = None
    gain: Measured | None = None  # of having them; positive where they help
    seconds: float | None = None  # that all fits of the folds took longer with them
    why_not: str = ""  # why it was not measured
    sentence: str = ""


class Spent(Record):
    """What the run cost."""

    seconds: float
    peak_memory_mb: float
    trials: int
    workers: int
    seed: int
    first_model_s: float | None = None
    expected_s: float | None = (
        None  # of the whole run, before its first fit; None for a refit and for earlier versions
    )
    ended: str  # "time", "trials", "stopped", "exhausted": nothing was left to try, or "refit": no search


class OutsideFamily(Record):
    """A family that an installed package brought along."""

    family: str
    package: str
    version: str
    left_out: str = ""  # why the run did without it, in one sentence


class RunResult(Record):
    """The whole result of a run; see the module."""

    format: int = FORMAT
    tandem: str
    versions: dict[str, str] = {}
    outside: tuple[OutsideFamily, ...] = ()
    goal: tuple[str, ...] = ()  # what the user said, in their words
    data: DataSummary
    spec: dict[str, Any]
    spec_version: int = 1
    provenance: dict[str, Any] = {}
    defaults: dict[str, Any] = {}
    questions: tuple[dict[str, str], ...] = ()
    readback: str = ""
    task: str
    target: str
    classes: tuple[str, ...] = ()
    positive_label: str | None = None
    metric: dict[str, Any]
    score_name: str  # what candidates were compared by, "log_loss"
    greater_is_better: bool
    split: Split
    warm_start: WarmStart | None = None
    refit_of: RefitOf | None = None
    chosen: Choice
    simplest: Choice
    standard: Choice | None = None
    out_of_fold: OutOfFold | None = None
    held_out: Measured  # the comparing score on the held-out rows
    metric_name: str  # the user's metric, in words
    metric_greater_is_better: bool
    metric_held_out: Measured  # the user's metric on the held-out rows
    measures: dict[str, Measured] = {}  # standard scores on the held-out rows
    money: Money | None = None
    decision: Decision
    constraints: tuple[Check, ...] = ()
    limits: tuple[Check, ...] = ()
    fairness: tuple[Check, ...] = ()
    monotone: tuple[Check, ...] = ()
    baseline: Comparison | None = None
    expectation: Check | None = None
    leaderboard: tuple[LeaderboardRow, ...]
    failures: tuple[Failure, ...] = ()
    not_tried: tuple[NotTried, ...] = ()
    shared: Shared = Shared(unit="time")
    explored: tuple[FamilyMap, ...] = ()
    proposal: Proposal | None = None
    promise: PromiseKept | None = None
    more_time: MoreTime | None = None
    ground: dict[str, Any] = {}  # what the scores of candidates rest on
    warnings: tuple[str, ...] = ()
    refit: str  # what the delivered model was fitted on, and what the figures are of
    recall: str = ""  # that new rows which equal some of the table are answered by those too
    explanation: Explanation = Explanation()
    experiments: tuple[Experiment, ...] = ()
    derived: tuple[DerivedColumns, ...] = ()
    spent: Spent
    model_digest: str = ""  # sha256 of the stored model's manifest, which holds those of all its files
    predictions_digest: str  # sha256 of the delivered model's predictions on all rows used
    transcript_head: str = ""
