"""What a family needs of the preparation, and the choices about it that a search or a user may make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from automl.errors import SpecError

Encoding = Literal["native", "target", "onehot", "ordinal"]
Scale = Literal["none", "standard", "quantile", "spline", "quantile-spline"]
TargetForm = Literal["none", "log"]
Combine = Literal["none", "numbers", "labels", "both"]
Without = Literal["none", "dates", "texts", "labels"]

#: Numeric columns that learners whose cost grows with every column get to see. On 2,000 rows of 10,000 columns boosted
#: trees took a tenth of the time and scored better (benchmarks/wide_tables.py).
MAX_COLUMNS = 1_000

#: Choices of preparation with the value that stands for "as the family does it by itself".
PREPARATION: Mapping[str, Any] = {
    "prep.encoding": "native",
    "prep.scale": "none",
    "prep.max_levels": 20,
    "prep.min_count": 5,
    "prep.text_components": 30,
    "prep.max_columns": MAX_COLUMNS,
    "prep.combine": "none",
    "prep.without": "none",
    "prep.target": "none",
    "prep.correction": 1.0,
    "prep.rows": "none",
}

#: Those of them that concern the target of a regression.
OF_TARGET = ("prep.target", "prep.correction")

#: Those that say which derived columns are made (`automl.search.column_trials` compares with and without).
OF_PAIRS, WITHOUT = "prep.combine", "prep.without"
OF_LABELS = "prep.encoding"

#: The one that concerns the rows learned from, not their columns (`automl.families.treatment`).
OF_ROWS = "prep.rows"


@dataclass(frozen=True)
class Needs:
    """How columns become a matrix.

    Attributes
    ----------
    encoding : str
        Categories as codes for a learner that knows categories (``"native"``), as the out-of-fold mean of the target
        (``"target"``), as one column per label (``"onehot"``), or as whole numbers in their natural order
        (``"ordinal"``).
    scale : str
        Numbers as they are, standardised, as normal quantiles, or either of the two with bends
        (``"spline"``, ``"quantile-spline"``).
    fill : bool
        Missing numbers become the median, with a column that says so; otherwise they stay NaN.
    sparse : bool
        Words of text become one column each in a sparse matrix; otherwise a few components stand for them.
    float32 : bool
        The learner computes in single precision: numbers are centred first, so that large ones stay apart.
    max_levels : int
        Categories with more labels than this get the mean of the target as well, whatever the encoding;
        ``"native"`` and ``"onehot"`` then keep codes or columns for the frequent labels only.
    max_codes : int
        Labels that get a code of their own with ``"native"``.
    min_count : int
        Labels on fewer rows share one code.
    max_columns : int or None
        Of more numeric columns only the most telling ones are handed to the learner (`automl.families.screening`);
        None for all of them.
    combine : str
        Columns made of two others (`automl.families.combinations`): of numbers, of a number and labels, or both.
    without : str
        What is not made, to see what it brings: the parts of ``"dates"`` (the moment alone stays), columns of
        ``"texts"``, or target means and counts of ``"labels"`` (their codes stay).
    blind : bool
        The learner looks at no column, so none is prepared.
    """

    encoding: Encoding
    scale: Scale = "none"
    fill: bool = False
    sparse: bool = False
    float32: bool = False
    max_levels: int = 20
    max_codes: int = 250
    min_count: int = 5
    text_components: int = 30
    max_columns: int | None = MAX_COLUMNS
    combine: Combine = "none"
    without: Without = "none"
    blind: bool = False

    def chosen(self, params: Mapping[str, Any], *, family: str, encodings: tuple[Encoding, ...]) -> Needs:
        """The same with the choices among `params` that start with ``"prep."``.

        Raises
        ------
        SpecError
            If a choice is none of those that the family can work with.
        """
        choices = {
            name.removeprefix("prep."): value
            for name, value in params.items()
            if name.startswith("prep.") and name not in (*OF_TARGET, OF_ROWS)
        }
        scales = get_args(Scale) if self.fill else ("none",)
        takes = {
            "encoding": encodings,
            "scale": scales,
            "combine": get_args(Combine),
            "without": get_args(Without),
        }
        for name, allowed in takes.items():
            value = choices.get(name)
            if value is not None and value not in allowed:
                raise SpecError(
                    f"'{family}.prep.{name}' must be one of {', '.join(map(repr, allowed))}; it is {value!r}.",
                    field=f"hyperparameters.{family}.prep.{name}",
                )
        return replace(self, **choices)
