"""Columns made of two others, where they tell what the two do not tell side by side.

Of the numbers and labels that say most by themselves each pair is looked at: what of the target is left once both have
had their say, each by itself, and how much of that the product, the ratios, the difference and the sum of two numbers,
or the distance of a number from the mean of its label's rows, explain. Only what chance would hardly explain is made.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from automl.families.levels import Codes

Array = NDArray[np.float64]
Positions = NDArray[np.intp]

ROWS = 4_000  # that pairs are looked at on: what is worth a column shows on so many; chosen, not measured
MOST_NUMBERS, MOST_LABELS = 8, 4  # the most telling ones: 28 pairs of numbers, 32 of a number and labels
MOST_MADE = 8  # chosen, not measured
N_BINS = 16  # chosen, not measured
MOST_CODES = 200  # of a column of labels: means of more are means of few rows
CHANCE = 1e-3  # that any of all columns looked at is made where there is nothing to be found
MOST_KNOWN = 32  # searches whose result is kept: candidates come back to the same folds
SHRINK = 10.0  # rows of the overall mean in the mean of a label; chosen, not measured

#: Name → what it makes of two numbers, and how that is written behind the name of the first.
FORMS: Mapping[str, tuple[Callable[[Array, Array], Array], str]] = {
    "times": (np.multiply, " × {}"),
    "per": (np.divide, " / {}"),
    "minus": (np.subtract, " − {}"),
    "plus": (np.add, " + {}"),
}
OF_LABELS = " against the mean of its {}"


@dataclass(frozen=True)
class Made:
    """One column: a form of two numbers, or a number (`one`) against the mean of its label (`two`)."""

    form: str
    one: int
    two: int


#: A column that may be made, its values, and the parts that it has to tell more than.
LookedAt = tuple[Made, Array, tuple[Codes, Codes]]


class Combinations:
    """Finds pairs on the rows that are learned from, and makes their columns.

    Attributes
    ----------
    made : list of tuple
        ``(form, one, two)`` with positions among the numbers, or of a number and a column of labels for ``"mean"``.
    means : dict
        Position in `made` → means of the labels, the overall one last.
    looked_at : tuple of int
        How many columns were looked at: of two numbers, and of a number and labels.
    """

    made: list[tuple[str, int, int]]
    means: dict[int, Array]
    looked_at: tuple[int, int] = (0, 0)

    def fit(
        self,
        numbers: Array,
        labels: Mapping[int, Codes],
        targets: Array,
        *,
        among: NDArray[np.bool_],
        pairs: bool,
    ) -> Combinations:
        """Choose the pairs.

        Parameters
        ----------
        numbers : ndarray of shape (n_rows, n_numbers)
            NaN is missing.
        labels : mapping
            Position of a column of labels → its codes; below 0 where there is none.
        targets : ndarray of shape (n_rows, n_targets)
        among : ndarray of shape (n_numbers,)
            Numbers that may be combined with anything.
        pairs : bool
            Numbers are combined with each other too, not only with labels.
        """
        rows = np.linspace(0, len(numbers) - 1, min(len(numbers), ROWS)).astype(np.intp)
        seen = {i: codes[rows] for i, codes in labels.items()}
        found, self.looked_at = _remembered(numbers[rows], seen, targets[rows], among=among, pairs=pairs)
        self.made = [(made.form, made.one, made.two) for made in found]
        self.means = {
            k: _label_means(numbers[:, one], labels[two])
            for k, (form, one, two) in enumerate(self.made)
            if form == "mean"
        }
        return self

    def transform(self, numbers: Array, labels: Mapping[int, Codes]) -> Array:
        """The columns, of shape (n_rows, n_made)."""
        columns = [
            _against(numbers[:, one], labels[two], self.means[k])
            if form == "mean"
            else _formed(form, numbers[:, one], numbers[:, two])
            for k, (form, one, two) in enumerate(self.made)
        ]
        return np.column_stack(columns) if columns else np.empty((len(numbers), 0))


_Found = tuple[list[Made], tuple[int, int]]
_known: OrderedDict[bytes, _Found] = OrderedDict()


def _remembered(
    numbers: Array, labels: Mapping[int, Codes], targets: Array, *, among: NDArray[np.bool_], pairs: bool
) -> _Found:
    """What `_found` finds, looked for only once in the same numbers: it takes as long as a quick fit."""
    digest = hashlib.sha256(bytes([pairs]))
    for part in (numbers, targets, among, *labels.values(), np.array(list(labels), dtype=np.int64)):
        digest.update(np.ascontiguousarray(part).tobytes() + b"|")
    key = digest.digest()
    if key not in _known:
        _known[key] = _found(numbers, labels, targets, among=among, pairs=pairs)
        while len(_known) > MOST_KNOWN:
            _known.popitem(last=False)
    return _known[key]


def _found(
    numbers: Array, labels: Mapping[int, Codes], targets: Array, *, among: NDArray[np.bool_], pairs: bool
) -> _Found:
    """The pairs that are worth a column, the best first, of one pair one form only; and how many were looked at."""
    from scipy.special import chdtri  # that of scipy.stats takes most of a second to import

    goals = targets - targets.mean(axis=0)
    bins = {int(j): _bins(numbers[:, j]) for j in np.flatnonzero(among)}
    groups = {i: codes for i, codes in labels.items() if 2 < codes.max(initial=-1) + 1 <= MOST_CODES}
    telling = _most_telling({j: b for j, b in bins.items() if b.max() > 2}, goals, MOST_NUMBERS)
    grouping = _most_telling(groups, goals, MOST_LABELS)
    of_numbers = [*_of_numbers(numbers, bins, telling)] if pairs else []
    of_labels = [*_of_labels(numbers, bins, groups, telling=telling, grouping=grouping)]
    looked_at, n_looked = [*of_numbers, *of_labels], (len(of_numbers), len(of_labels))
    if not looked_at:
        return [], n_looked
    left: dict[tuple[int, int], Array] = {}  # what the two parts of a pair leave
    scored = []
    for made, column, parts in looked_at:
        both = (id(parts[0]), id(parts[1]))
        if both not in left:
            left = {both: _left(goals, parts)}
        scored.append((_explained(_bins(column), left[both]), made))
    least = chdtri(N_BINS - 1, CHANCE / len(scored) / goals.shape[1]) / len(goals)
    best: dict[tuple[bool, int, int], tuple[float, Made]] = {}
    for share, made in scored:
        pair = (
            made.form == "mean",
            *(sorted((made.one, made.two)) if made.form != "mean" else (made.one, made.two)),
        )
        if share > max(least, best.get(pair, (0.0, made))[0]):
            best[pair] = (share, made)
    ordered = sorted(best.values(), key=lambda one: -one[0])
    return [made for _, made in ordered[:MOST_MADE]], n_looked


def _of_numbers(numbers: Array, bins: Mapping[int, Codes], telling: Sequence[int]) -> Iterator[LookedAt]:
    """Each column that may be made of two numbers."""
    for a, b in combinations(sorted(telling), 2):
        parts = bins[a], bins[b]
        for form in FORMS:
            yield Made(form, a, b), _formed(form, numbers[:, a], numbers[:, b]), parts
        yield Made("per", b, a), _formed("per", numbers[:, b], numbers[:, a]), parts


def _of_labels(
    numbers: Array,
    bins: Mapping[int, Codes],
    groups: Mapping[int, Codes],
    *,
    telling: Sequence[int],
    grouping: Sequence[int],
) -> Iterator[LookedAt]:
    """Each column that may be made of a number and labels."""
    for i in sorted(grouping):
        for j in sorted(telling):
            means = _label_means(numbers[:, j], groups[i])
            yield Made("mean", j, i), _against(numbers[:, j], groups[i], means), (bins[j], groups[i])


def _formed(form: str, one: Array, two: Array) -> Array:
    with np.errstate(all="ignore"):
        made = FORMS[form][0](one, two)
    return np.where(np.isfinite(made), made, np.nan)


def _label_means(values: Array, codes: Codes) -> Array:
    """Mean of each label, drawn towards the overall one, which comes last."""
    known = np.isfinite(values) & (codes >= 0)
    n = np.bincount(codes[known], minlength=int(codes.max(initial=-1)) + 1)
    total = np.bincount(codes[known], weights=values[known], minlength=len(n))
    overall = float(values[known].mean()) if known.any() else 0.0
    return np.append((total + SHRINK * overall) / (n + SHRINK), overall)


def _against(values: Array, codes: Codes, means: Array) -> Array:
    found: Array = values - means[np.where((codes < 0) | (codes >= len(means) - 1), len(means) - 1, codes)]
    return found


def _bins(values: Array) -> Codes:
    """Sixteenths of the values, by their size; what is missing has a bin of its own."""
    known = values[np.isfinite(values)]
    if not len(known):
        return np.zeros(len(values), dtype=np.int64)
    edges = np.unique(np.quantile(known, np.linspace(0, 1, N_BINS + 1)[1:-1]))
    found = np.searchsorted(edges, values, side="right").astype(np.int64)
    found[~np.isfinite(values)] = N_BINS
    return found


def _most_telling(parts: Mapping[int, Codes], goals: Array, most: int) -> list[int]:
    return sorted(parts, key=lambda j: (-_explained(parts[j], goals), j))[:most]


def _left(goals: Array, parts: Sequence[Codes]) -> Array:
    """What is left of the targets after the means of each part, taken in turns."""
    left = goals
    for _ in range(2):
        for part in parts:
            left = left - _means(part, left)[part]
    return left


def _explained(part: Codes, left: Array) -> float:
    """Largest share of any target's variation that the means of a part explain."""
    total = (left**2).sum(axis=0)
    explained = (_means(part, left)[part] ** 2).sum(axis=0)
    return float((explained / np.where(total > 0, total, np.inf)).max(initial=0.0))


def _means(part: Codes, values: Array) -> Array:
    """Mean of each bin; the last stands for code -1."""
    slots = np.where(part < 0, part.max(initial=0) + 1, part)
    n = np.bincount(slots)
    total = np.stack([np.bincount(slots, weights=column) for column in values.T], axis=1)
    means: Array = total / np.maximum(n, 1)[:, None]
    return means if (part < 0).any() else np.vstack([means, np.zeros(values.shape[1])])
