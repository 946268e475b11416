"""What a sample table is: a story with money, a seeded generator, and the file as a business would export it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: What makes a column difficult: it names rows, is known only afterwards, never varies, holds sentences, holds dates
#: or amounts as text, or has gaps.
TrapKind = Literal["id", "leak", "constant", "text", "date", "amount", "gaps"]

Rng = np.random.Generator


@dataclass(frozen=True)
class Trap:
    """A column that a careless analysis would stumble over, and why."""

    column: str
    kind: TrapKind
    why: str


@dataclass(frozen=True)
class Story:
    """What a newcomer reads about a sample table.

    Attributes
    ----------
    title, text : str
        A headline, and two or three sentences.
    goal : str
        What the user of the story would type.
    money : str
        What right and wrong decisions are worth there, in one sentence.
    target : str
        The column to predict.
    spec : dict
        The goal as a specification.
    traps : tuple of Trap
        What is difficult about the table.
    """

    title: str
    text: str
    goal: str
    money: str
    target: str
    spec: dict[str, Any]
    traps: tuple[Trap, ...]


@dataclass(frozen=True)
class Sample:
    """A table that is made on demand; no data file is shipped.

    Attributes
    ----------
    name : str
        Short name, also of the file.
    make : callable
        ``make(rng) -> DataFrame`` with the cells as they stand in the file: amounts and dates as text.
    separator : str
        Between the cells of the file, as usual where the story plays.
    """

    name: str
    story: Story
    make: Callable[[Rng], pd.DataFrame] = field(repr=False)
    separator: str = ","

    def frame(self, seed: int = 0) -> pd.DataFrame:
        """The table; the same for the same seed."""
        return self.make(np.random.default_rng(seed))

    def file_name(self) -> str:
        """Name of the exported file."""
        ending = "tsv" if self.separator == "\t" else "csv"
        return f"{self.name}.{ending}"

    def file_bytes(self, seed: int = 0) -> bytes:
        """The file as a business would export it."""
        return self.frame(seed).to_csv(sep=self.separator, index=False, lineterminator="\n").encode("utf-8")

    def write(self, folder: str | Path, *, seed: int = 0) -> Path:
        """Write the file into a folder, which is made where it is missing."""
        path = Path(folder) / self.file_name()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.file_bytes(seed))
        return path


def happens(rng: Rng, odds: NDArray[np.float64], *, share: float) -> NDArray[np.bool_]:
    """Draw yes or no for each row from its log-odds, moved so that about `share` of the rows say yes."""
    low, high = -30.0, 30.0
    for _ in range(50):
        shift = (low + high) / 2
        if (1 / (1 + np.exp(-(odds + shift)))).mean() < share:
            low = shift
        else:
            high = shift
    return np.asarray(rng.random(len(odds)) < 1 / (1 + np.exp(-(odds + high))))


def with_gaps(rng: Rng, values: Any, *, share: float) -> pd.Series:
    """The values with some cells left blank."""
    filled: pd.Series = pd.Series(values)
    return filled.mask(rng.random(len(filled)) < share)


def as_text(values: Any, pattern: str) -> list[str]:
    """Numbers written by a format pattern, such as ``"${:,.2f}"``."""
    return [pattern.format(value) for value in np.asarray(values).tolist()]


def decimal_comma(values: Any, pattern: str = "{:.1f}") -> list[str]:
    """Numbers written with a comma for the decimal point, as in most of Europe."""
    return [text.replace(".", ",") for text in as_text(values, pattern)]


def days_before(rng: Rng, end: str, n_days: NDArray[Any], pattern: str) -> list[str]:
    """Dates so many days before a day, in the style of the place."""
    moments = pd.Timestamp(end) - pd.to_timedelta(np.asarray(n_days, dtype=np.int64), unit="D")
    return list(moments.strftime(pattern))


def ids(rng: Rng, prefix: str, n_rows: int, *, digits: int) -> list[str]:
    """Different codes in no order, as a system hands them out."""
    first = 10 ** (digits - 1)
    return [f"{prefix}{first + number}" for number in rng.choice(9 * first, n_rows, replace=False)]
