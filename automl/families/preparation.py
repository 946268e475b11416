"""From a typed frame to the matrix that a learner wants; fitted on the rows that are learned from and on nothing else.

numbers, booleans ─────────────────────────────┐
moments ── calendar parts ─────────────────────┤
texts ──── length, numbers, components ────────┤
numbers, labels ── combinations of two ────────┼── Scaling ── dense block
labels ─┬─ mean of the target, count, order ───┘
        ├─ codes ────────────────────────────────────────────── categorical block
        └─ one column per label ─────────────────────────────── indicator block
texts ──── one column per word (sparse learners) ────────────── sparse block
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.errors import DataError
from automl.families.categories import CategoryColumn
from automl.families.combinations import FORMS, OF_LABELS, Combinations
from automl.families.dates import DateParts
from automl.families.levels import Codes, Labels
from automl.families.matrix import Layout, Matrix
from automl.families.needs import Needs
from automl.families.scaling import Scaling
from automl.families.screening import most_telling
from automl.families.sheet import Sheet
from automl.families.target_encoding import Goals
from automl.families.texts import TextColumn

if TYPE_CHECKING:
    from automl.data.table import Column

Array = NDArray[np.float64]

#: Kinds of columns that are made: parts of dates, numbers about texts, labels as categories that the learner knows,
#: means and counts of labels, columns of two numbers, and numbers against the mean of their label.
Derived = Literal["dates", "texts", "native", "labels", "ratios", "groups"]

# A one-hot block wider than this is kept sparse where the learner takes that; dense is faster below.
DENSE_WIDTH = 300


class Preparation:
    """Fits on a frame and turns frames into matrices.

    Parameters
    ----------
    needs : Needs
        What the learner wants.
    columns : sequence of Column
        Name and kind of each column; other columns of a frame are ignored.
    n_classes : int
        0 for regression.
    monotone : mapping
        Column → direction; passed on to the matrix column that holds the number itself.
    unseen : collection of str
        Numeric columns that are passed over.
    """

    layout: Layout

    def __init__(
        self,
        needs: Needs,
        columns: Sequence[Column],
        *,
        n_classes: int,
        seed: int,
        monotone: Mapping[str, str],
        unseen: Collection[str] = (),
    ) -> None:
        self.needs = needs
        columns = () if needs.blind else columns
        self.names = tuple(column.name for column in columns)
        self.n_classes = n_classes
        self.seed = seed
        self.monotone = dict(monotone)
        passed_over = frozenset(unseen)
        numeric = (i for i, c in enumerate(columns) if c.kind in ("number", "boolean"))
        self.numbers = [i for i in numeric if columns[i].name not in passed_over]
        circles = needs.scale != "none"
        plain = needs.without == "dates"
        moments = [i for i, c in enumerate(columns) if c.kind == "datetime"]
        self.dates = {i: DateParts(circles=circles, plain=plain) for i in moments}
        self.categories = {
            i: CategoryColumn(needs, seed=seed + i) for i, c in enumerate(columns) if c.kind == "category"
        }
        texts = [] if needs.without == "texts" else [i for i, c in enumerate(columns) if c.kind == "text"]
        self.texts = {i: TextColumn(needs, seed=seed + i) for i in texts}
        wanted = needs.combine != "none" and bool(self.numbers)
        self.combinations = Combinations() if wanted else None
        self.scaling = Scaling(scale=needs.scale, fill=needs.fill, float32=needs.float32)

    def fit_transform(self, X: pd.DataFrame, y: NDArray[Any], weight: Array | None) -> Matrix:
        """Learn from the rows and return their matrix, target means out of fold."""
        sheet = self._checked(X)
        goals = Goals.of(X[list(self.names)], y, weight, n_classes=self.n_classes, seed=self.seed)
        encoded = [part.fit_transform(self._labels(sheet, i), goals) for i, part in self.categories.items()]
        for i, date in self.dates.items():
            date.fit(sheet.column(self.names[i]))
        read = [text.fit_transform(self._labels(sheet, i), goals) for i, text in self.texts.items()]
        if self.combinations is not None:
            pairs, among = self.needs.combine != "labels", self._free_numbers()
            codes = self._codes(sheet)
            self.combinations.fit(self._numbers(sheet), codes, goals.targets, among=among, pairs=pairs)
        dense = self._dense(sheet, read, encoded)
        self.scaling.fit(
            dense, straight=self._straight(), among=self._telling(dense, goals), trends=self._trends()
        )
        self.layout = self._layout()
        return self._assembled(sheet, dense)

    def transform(self, X: pd.DataFrame | Sheet) -> Matrix:
        """Matrix of new rows."""
        sheet = self._checked(X)
        encoded = [part.transform(self._labels(sheet, i)) for i, part in self.categories.items()]
        read = [text.numbers(self._labels(sheet, i)) for i, text in self.texts.items()]
        return self._assembled(sheet, self._dense(sheet, read, encoded))

    def _checked(self, X: pd.DataFrame | Sheet) -> Sheet:
        sheet = Sheet.of(X)
        if missing := sheet.lacking(self.names):
            named = ", ".join(map(repr, missing[:5]))
            raise DataError(f"The rows lack {len(missing)} column(s) that the model was fitted on: {named}.")
        return sheet

    def _labels(self, sheet: Sheet, column: int) -> Labels:
        return sheet.labels(self.names[column])

    def _dense(self, sheet: Sheet, read: Sequence[Array], encoded: Sequence[Array]) -> Array:
        """All numeric parts side by side, before scaling; the order is that of `_dense_names`."""
        blocks = []
        if self.numbers:
            blocks.append(self._numbers(sheet))
        blocks += [date.transform(sheet.column(self.names[i])) for i, date in self.dates.items()]
        blocks += [*read, *encoded]
        if self.combinations is not None:
            blocks.append(self.combinations.transform(self._numbers(sheet), self._codes(sheet)))
        return np.hstack(blocks) if blocks else np.empty((len(sheet), 0))

    def _numbers(self, sheet: Sheet) -> Array:
        return sheet.numbers([self.names[i] for i in self.numbers])

    def _codes(self, sheet: Sheet) -> dict[int, Codes]:
        """Labels that numbers are held against, as codes."""
        if self.needs.combine == "numbers":
            return {}
        return {i: part.all_levels.codes(self._labels(sheet, i)) for i, part in self.categories.items()}

    def _free_numbers(self) -> NDArray[np.bool_]:
        """Numbers that may be combined: those of which no direction was promised."""
        return np.array([not self._direction(i) for i in self.numbers], dtype=bool)

    def _dense_names(self) -> list[tuple[int, str]]:
        """Source of each dense column, and what it is of it."""
        found = [(i, "") for i in self.numbers]
        for parts in (self.dates, self.texts, self.categories):
            found += [(i, f" ({name})") for i, part in parts.items() for name in part.names()]
        return [*found, *((one, part.replace("{}", self.names[two])) for one, two, part in self._made())]

    def derived(self) -> Iterator[tuple[Derived, str, bool]]:
        """Each column that is made rather than read: its kind, its name, and whether the learner gets to see it."""
        seen = {j for j, _ in self.scaling.outputs()}
        kinds = [*self._single_kinds(), *("groups" if form == "mean" else "ratios" for form in self._forms())]
        for j, ((i, part), kind) in enumerate(zip(self._dense_names(), kinds, strict=True)):
            if kind is not None:
                yield kind, f"{self.names[i]}{part}", j in seen
        for i, text in self.texts.items():
            yield from (("texts", f"{self.names[i]}: {word}", True) for word in text.word_names())
        yield from (("native", self.names[i], True) for i, part in self.categories.items() if part.n_native)

    def _single_kinds(self) -> Iterator[Derived | None]:
        """What each dense column of a single one is; None for one that is read as it stands."""
        for _ in self.numbers:
            yield None
        for date in self.dates.values():
            for name in date.names():
                yield None if name == "days" else "dates"
        for text in self.texts.values():
            for _ in text.names():
                yield "texts"
        for part in self.categories.values():
            n_about = len(part.names()) - len(part.word_names())
            for place, name in enumerate(part.names()):
                yield "texts" if place >= n_about else None if name == "order" else "labels"

    def _forms(self) -> list[str]:
        return [] if self.combinations is None else [form for form, _, _ in self.combinations.made]

    def _made(self) -> list[tuple[int, int, str]]:
        """Both sources of each column that is made of two, and what stands between their names."""
        if self.combinations is None:
            return []
        return [
            (self.numbers[one], two, OF_LABELS)
            if form == "mean"
            else (self.numbers[one], self.numbers[two], FORMS[form][1])
            for form, one, two in self.combinations.made
        ]

    def _telling(self, dense: Array, goals: Goals) -> NDArray[np.bool_]:
        """Columns of the dense part that the learner gets to see."""
        n_columns = dense.shape[1]
        most = n_columns if self.needs.max_columns is None else self.needs.max_columns
        promised = np.array(
            [not part and bool(self._direction(i)) for i, part in self._dense_names()], dtype=bool
        )
        return most_telling(dense, goals.targets, most=most, always=promised)

    def _straight(self) -> NDArray[np.bool_]:
        """Numbers that need no bends: directions of text are many, and each says little."""
        return np.array([name.startswith(" (words ") for _, name in self._dense_names()], dtype=bool)

    def _trends(self) -> NDArray[np.bool_]:
        """Moments: those of new rows lie beyond what was seen."""
        return np.array(
            [i in self.dates and name == " (days)" for i, name in self._dense_names()], dtype=bool
        )

    def _assembled(self, sheet: Sheet, dense: Array) -> Matrix:
        scaled = self.scaling.transform(dense)
        native = [part.native(self._labels(sheet, i)) for i, part in self.categories.items() if part.n_native]
        rows, columns, width = self._indicated(sheet)
        words = [text.words(self._labels(sheet, i)) for i, text in self.texts.items() if text.n_words]
        apart = self.needs.sparse and bool(words or width > DENSE_WIDTH)
        n_scaled, n_coded = scaled.shape[1], scaled.shape[1] + len(native)
        # Written once and in place: a wide matrix that is put together from blocks is copied for each of them.
        together = np.zeros(
            (len(sheet), n_coded + (0 if apart else width)),
            dtype=np.float32 if self.needs.float32 and not apart else np.float64,
        )
        together[:, :n_scaled] = scaled
        for place, codes in enumerate(native, start=n_scaled):
            together[:, place] = codes
        if not apart:
            together[rows, columns + n_coded] = 1.0
            return together
        from scipy.sparse import csr_matrix, hstack

        sparse = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(sheet), width))
        return hstack([csr_matrix(together), sparse, *words], format="csr")

    def _indicated(self, sheet: Sheet) -> tuple[NDArray[np.intp], NDArray[np.int64], int]:
        """Row and column of each 1 among the indicators of all columns of labels, and how many columns they are."""
        rows, columns, width = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.int64)], 0
        for i, part in self.categories.items():
            if not (n_indicators := part.n_indicators):
                continue
            ones = part.indicated(self._labels(sheet, i))
            here = np.flatnonzero(ones >= 0)
            rows.append(here)
            columns.append(ones[here] + width)
            width += n_indicators
        return np.concatenate(rows), np.concatenate(columns), width

    def _layout(self) -> Layout:
        sources, made = self._dense_names(), self._made()
        columns = [(sources[j], done) for j, done in self.scaling.outputs()]
        names = [f"{self.names[i]}{part}{done}" for (i, part), done in columns]
        origin = [i for (i, _), _ in columns]
        n_single = len(sources) - len(made)
        second = [made[j - n_single][1] if j >= n_single else -1 for j, _ in self.scaling.outputs()]
        directions = [self._direction(i) if not part and not done else 0 for (i, part), done in columns]
        first_code = len(names)
        native = {i: part for i, part in self.categories.items() if part.n_native}
        for i in native:
            names.append(self.names[i])
            origin.append(i)
        for i, part in self.categories.items():
            names += [f"{self.names[i]} = {label}" for label in part.indicator_names()]
            origin += [i] * part.n_indicators
        n_dense = len(names)
        for i, text in self.texts.items():
            names += [f"{self.names[i]}: {term}" for term in text.word_names()]
            origin += [i] * text.n_words
        return Layout(
            names=tuple(names),
            sources=np.array(origin, dtype=np.intp),
            partners=np.array([*second, *[-1] * (len(origin) - len(second))], dtype=np.intp),
            categorical=tuple(range(first_code, first_code + len(native))),
            n_levels=tuple(part.n_native for part in native.values()),
            directions=(*directions, *[0] * (len(names) - len(directions))),
            n_dense=n_dense,
            missing=not self.needs.fill,
        )

    def _direction(self, column: int) -> int:
        return {"increasing": 1, "decreasing": -1}.get(self.monotone.get(self.names[column], ""), 0)
