"""The luck of having been picked as the best is taken out of a score; what is truly better keeps its score."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from automl.data.load import load_table
from automl.framing import frame
from automl.prepare import Prepared, prepare
from automl.search.candidate import Candidate
from automl.search.choose import choose
from automl.search.contender import Contender, contenders_of
from automl.search.honest import expected_score, score_difference
from automl.search.jobs import FoldOutcome, predictions_of
from automl.search.judge import judge
from automl.search.trial import Trial
from automl.spec.document import SpecDocument

N_ROWS = 600
N_GUESSING = 25


@pytest.fixture(scope="module")
def coin() -> Prepared:
    """A coin that no column knows anything about."""
    return _prepared(0.0, "roc_auc")


def _prepared(strength: float, score: str) -> Prepared:
    rng = np.random.default_rng(5)
    x = rng.normal(size=N_ROWS)
    heads = rng.logistic(size=N_ROWS) < strength * x
    table = pd.DataFrame({"x": x, "z": rng.normal(size=N_ROWS), "y": np.where(heads, "yes", "no")})
    spec = {
        "target": "y",
        "task": "binary",
        "positive_label": "yes",
        "metric": {"kind": "standard", "name": score},
        "validation": {"kind": "kfold", "folds": 5},
    }
    loaded = load_table(table)
    return prepare(frame(SpecDocument.from_json(spec, via="python"), loaded), loaded)


def saying(prepared: Prepared, number: int, log_odds: np.ndarray, family: str = "decision_tree") -> Trial:
    """A trial that said this of all rows."""
    said = 1 / (1 + np.exp(-log_odds))
    predicted = np.column_stack([1 - said, said])
    folds = []
    for _, rows in prepared.splits.folds:
        judged = predictions_of(prepared.space, rows, predicted[rows])
        score = prepared.space.objective.learning_score(judged)
        folds.append(FoldOutcome(score, predicted[rows], 0.1, 0.1, 0.1, 1.0))
    return Trial(Candidate(number, family, seed=number), "ok", tuple(folds))


def guessing(prepared: Prepared) -> list[Trial]:
    rng = np.random.default_rng(1)
    return [saying(prepared, i, rng.normal(size=N_ROWS)) for i in range(N_GUESSING)]


@pytest.mark.parametrize("score", ["roc_auc", "accuracy", "average_precision"])
def test_the_best_of_many_guesses_is_expected_to_be_a_guess(score: str) -> None:
    prepared = _prepared(0.0, score)
    contenders = contenders_of(prepared.space, guessing(prepared), mix=False)

    found = expected_score(prepared.space, contenders, contenders[0], seed=0)

    truth = prepared.problem.y.mean() if score == "average_precision" else 0.5
    assert contenders[0].score > truth + 0.03
    assert found.score.value == pytest.approx(truth, abs=0.03)
    assert found.flattered == pytest.approx(contenders[0].score - found.score.value)
    assert found.score.low is not None and found.score.high is not None
    assert found.score.low <= truth <= found.score.high


def test_what_is_far_ahead_owes_nothing_to_luck() -> None:
    prepared = _prepared(2.0, "roc_auc")
    x = prepared.problem.X["x"].to_numpy()
    contenders = contenders_of(
        prepared.space, [*guessing(prepared), saying(prepared, 99, 2 * x, "linear")], mix=False
    )

    found = expected_score(prepared.space, contenders, contenders[0], seed=0)

    assert contenders[0].family == "linear"
    assert found.flattered < 0.01


def test_same_seed_same_figures(coin: Prepared) -> None:
    contenders = contenders_of(coin.space, guessing(coin), mix=False)

    once, again = (expected_score(coin.space, contenders, contenders[0], seed=3) for _ in range(2))

    assert once == again


def test_an_ensemble_of_guesses_is_judged_as_a_guess_and_one_of_halves_is_chosen(coin: Prepared) -> None:
    mixed = _mix(coin, guessing(coin)[:8])
    assert mixed.score < 0.55

    prepared = _prepared(2.0, "log_loss")
    x, rng = prepared.problem.X["x"].to_numpy(), np.random.default_rng(2)
    halves = [saying(prepared, i, 2 * x + rng.normal(size=N_ROWS)) for i in range(6)]
    contenders = contenders_of(prepared.space, halves, mix=True)
    best, reason = choose(prepared.space, judge(prepared.space, contenders, prepared.spec, seed=0), seed=0)

    assert best.contender.family == "ensemble"
    assert "better than a single model" in reason
    assert _mix(prepared, halves).gain == pytest.approx(best.contender.gain)


def test_an_ensemble_that_gains_on_its_own_rows_only_is_given_up_where_it_is_worse_beyond_luck(
    coin: Prepared,
) -> None:
    """Weights found on noise look like a gain of several points on the rows that they were found on."""
    trials = guessing(coin)[:8]
    contenders = contenders_of(coin.space, trials, mix=True)
    mixed = next(c for c in contenders if c.family == "ensemble")
    flattered = contenders_of(coin.space, trials, mix=True, cross_fit=False)[0]
    assert flattered.family == "ensemble"
    assert flattered.score > mixed.score + 0.03
    assert mixed.gain is not None and mixed.gain < 2 * mixed.gain_error

    for gain, error, is_mix, words in (
        (-0.05, 0.02, False, "was no better"),
        (-0.005, 0.02, True, "within the luck of the folds"),
        (0.01, 0.02, True, "better than a single model"),
    ):
        told = [replace(c, gain=gain, gain_error=error) if c is mixed else c for c in contenders]
        best, reason = choose(coin.space, judge(coin.space, told, coin.spec, seed=0), seed=0)

        assert (best.contender.family == "ensemble") is is_mix
        assert words in reason


def test_a_difference_between_folds_widens_the_comparison(coin: Prepared) -> None:
    rng = np.random.default_rng(6)
    y = coin.problem.y
    steady = saying(coin, 0, 0.5 * (2 * y - 1) + rng.normal(size=N_ROWS))
    moody = 0.5 * (2 * y - 1) + rng.normal(size=N_ROWS)
    for number, (_, rows) in enumerate(coin.splits.folds):
        moody[rows] += (2 * y[rows] - 1) * (0.0, 2.0, -1.5, 2.0, -1.5)[number]
    one, two, three = contenders_of(
        coin.space, [steady, saying(coin, 1, moody), saying(coin, 2, rng.normal(size=N_ROWS))], mix=False
    )
    widths = {
        c.trial: np.diff(score_difference(coin.space, c, _of(0, (one, two, three)), seed=0))[0]
        for c in (one, two, three)
    }
    assert widths[1] > 2 * widths[2]
    found = expected_score(coin.space, [_of(1, (one, two, three))], _of(1, (one, two, three)), seed=0)
    assert found.excess > 5 * found.row_variance


def _of(number: int, contenders: tuple[Contender, ...]) -> Contender:
    return next(c for c in contenders if c.trial == number)


def _mix(prepared: Prepared, trials: list[Trial]) -> Contender:
    return next(c for c in contenders_of(prepared.space, trials, mix=True) if c.family == "ensemble")
