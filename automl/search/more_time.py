"""What more trials are expected to bring: how often the best is beaten, and by how much [1]_.

If the order of trials says nothing about their scores, each further one is the best of the n + 1 seen by then with
chance 1 / (n + 1); and scores near the best thin out about exponentially, so that whatever beats it does so by about
the mean excess of the best few trials over the next. Neither holds exactly, which is why the interval is wide, and why
`benchmarks/more_time.py` holds the figures against what recorded runs found in their second half.

References
----------
.. [1] Arnold, Balakrishnan and Nagaraja (1998), Records, ch. 2; Coles (2001), An Introduction to Statistical Modeling
   of Extreme Values, ch. 4, on excesses over a threshold.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from automl.search.gains import gain_words, noticeable
from automl.search.result import Measured, More, MoreTime
from automl.search.trial import Trial
from automl.spec.wording import duration

# Share of the trials that counts as near the best, and how many at least: of those tried in benchmarks/more_time.py,
# with these the gain foretold at half of a run came nearest to the one found, and a quarter foretells three times it.
TAIL = 0.1
LEAST_TAIL = 3
LEAST_TRIALS = 8  # below it nothing is said; chosen, not measured
LEVEL = 0.8


# Seconds ahead that are told: what people give a search more.
AHEAD_S = (60.0, 300.0, 900.0)
USUAL_S = 300.0

_NOT_WORTH = "More time is not worth it."


@dataclass(frozen=True)
class Outlook:
    """What is known of the trials so far.

    Attributes
    ----------
    n : int
        Trials that were scored.
    scale : float
        Mean excess of a trial that beats the best, in the unit of the score.
    """

    n: int
    scale: float

    def gain(self, more: int) -> tuple[float, float, float]:
        """Expected gain of so many more trials, and the interval of `LEVEL` around it.

        Parameters
        ----------
        more : int
            Trials beside those known.
        """
        chance = 1.0 / (self.n + 1)
        return (
            self.scale * _mean_of_largest(more, chance),
            self._quantile((1 - LEVEL) / 2, more, chance),
            self._quantile((1 + LEVEL) / 2, more, chance),
        )

    def _quantile(self, share: float, more: int, chance: float) -> float:
        """Of the largest excess: none exceeds t with probability (1 - chance · exp(-t / scale)) ** more."""
        if more == 0:
            return 0.0
        beaten = 1.0 - share ** (1.0 / more)
        return self.scale * math.log(chance / beaten) if 0.0 < beaten < chance else 0.0


def more_time(trials: Sequence[Trial], *, greater_is_better: bool, workers: int) -> MoreTime:
    """What a longer search is expected to bring.

    Parameters
    ----------
    trials : sequence of Trial
        All that have ended.
    workers : int
        Processes that fit at the same time.
    """
    sign = 1.0 if greater_is_better else -1.0
    signed = [sign * t.score for t in trials if t.ok and t.candidate.family != "dummy"]
    known = outlook(signed)
    if known is None:
        return MoreTime(
            n=len(signed),
            sentence=f"What more time would bring is not known: that takes {LEAST_TRIALS} models, and there are "
            f"{len(signed)}.",
        )
    fitted = [t for t in trials if t.folds]
    trial_s = _round(sum(t.fit_seconds for t in fitted) / len(fitted) / workers)
    ahead = tuple(gain_of(known, trial_s=trial_s, seconds=seconds) for seconds in AHEAD_S)
    baseline = [sign * t.score for t in trials if t.ok and t.candidate.family == "dummy"]
    over_baseline = max(signed) - baseline[0] if baseline else abs(max(signed))
    worth = any(noticeable(more.gain.value or 0.0, over_baseline) for more in ahead)
    return MoreTime(
        n=known.n,
        scale=known.scale,
        trial_s=trial_s,
        over_baseline=_round(over_baseline),
        ahead=ahead,
        worth=worth,
        sentence=_sentence(ahead, worth=worth),
    )


def gain_of(known: Outlook, *, trial_s: float, seconds: float) -> More:
    """What so many more seconds are expected to bring."""
    more = round(seconds / trial_s)
    value, low, high = known.gain(more)
    gain = Measured(value=_round(value), low=_round(low), high=_round(high), level=LEVEL)
    return More(seconds=seconds, trials=more, gain=gain)


def outlook_on(found: MoreTime | None, seconds: float) -> MoreTime:
    """The same for a step of so many seconds; the usual ones for 0.

    Parameters
    ----------
    found : MoreTime or None
        What a result holds; None in those of earlier versions.
    """
    if found is None:
        return MoreTime(sentence="What more time would bring is not known of this search.")
    if seconds <= 0 or found.scale is None or found.trial_s is None:
        return found
    more = gain_of(Outlook(found.n, found.scale), trial_s=found.trial_s, seconds=seconds)
    worth = noticeable(more.gain.value or 0.0, found.over_baseline or 0.0)
    return found.model_copy(
        update={"ahead": (more,), "worth": worth, "sentence": _sentence((more,), worth=worth)}
    )


def told_of(found: MoreTime) -> str:
    """All steps ahead, one a line, and what to make of them."""
    if not found.ahead:
        return found.sentence
    lines = [ahead_words(more) for more in found.ahead]
    return "\n".join([*lines, *([] if found.worth else [_NOT_WORTH])])


def ahead_words(more: More) -> str:
    """What a longer search is expected to bring, as a sentence."""
    time = duration(more.seconds or 0.0)
    return f"{time} more are expected to improve the best single model by {gain_words(more.gain)}."


def _sentence(ahead: Sequence[More], *, worth: bool) -> str:
    """The usual step ahead; where nobody would notice the gain, the last one."""
    if not worth:
        return f"{ahead_words(ahead[-1])} {_NOT_WORTH}"
    return ahead_words(next((more for more in ahead if more.seconds == USUAL_S), ahead[0]))


def outlook(signed: Sequence[float]) -> Outlook | None:
    """How the best was approached.

    Parameters
    ----------
    signed : sequence of float
        Scores of the trials, more is better.

    Returns
    -------
    Outlook or None
        None where too few are known.
    """
    if len(signed) < LEAST_TRIALS:
        return None
    ordered = np.sort(np.asarray(signed, dtype=np.float64))[::-1]
    k = min(max(LEAST_TAIL, round(TAIL * len(ordered))), len(ordered) - 1)
    return Outlook(len(ordered), _round(float(np.mean(ordered[:k]) - ordered[k])))


def _mean_of_largest(more: int, chance: float) -> float:
    """Mean of the largest of K exponential excesses, K binomial: the sum over j of (1 - (1 - chance) ** j) / j."""
    j = np.arange(1, more + 1)
    return float(np.sum((1.0 - (1.0 - chance) ** j) / j)) if more else 0.0


def _round(value: float) -> float:
    """Four digits: sums of seconds differ in the last ones by the order of adding."""
    return float(f"{value:.4g}")
