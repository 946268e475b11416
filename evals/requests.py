"""Requests with the specification they must become: read from `evals/cases`, and checked before anything is scored.

    python -m evals.requests            # what is wrong with the cases, a line each, and how many there are
    python -m evals.requests --tables   # the tables that requests are about, column by column

`cases/seen` may be read by whoever builds a model; `cases/unseen` was written first, from the contract and the tables
alone, and is opened by the scorer only. `GUIDE.md` says how a case is written.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from automl.data.load import load_table
from automl.data.profile import profile_table
from automl.data.table import Table
from automl.errors import AutoMLError
from automl.framing import frame
from automl.spec.document import SpecDocument
from automl.spec.fields import FIELD_PATHS
from automl.spec.model import ProblemSpec
from automl.spec.paths import KEYED, leaves_of
from evals.tables import NAMES, table_path

Half = Literal["seen", "unseen"]

CASES = Path(__file__).parent / "cases"
HALVES: tuple[Half, ...] = ("seen", "unseen")
FIELDS = {"id", "category", "table", "words", "spec", "ask"}
#: How often the same sentence may stand in the unseen half once figures and names are masked, and from how many words.
SAME_FRAME = 2
MIN_FRAME_WORDS = 4


@dataclass(frozen=True)
class Request:
    """One case.

    Attributes:
        words: The user's messages in turn.
        spec: All that must be set, the audience apart.
        ask: Dotted paths of the fields that must be asked about and stay absent.
    """

    id: str
    category: str
    table: str
    words: tuple[str, ...]
    spec: dict[str, Any]
    ask: tuple[str, ...]
    half: Half


def requests(halves: Sequence[Half] = HALVES, folder: Path = CASES) -> list[Request]:
    """Every case, in the order of the files."""
    return [
        Request(
            id=case["id"],
            category=case["category"],
            table=case["table"],
            words=tuple(case["words"]),
            spec=case["spec"],
            ask=tuple(case.get("ask", ())),
            half=half,
        )
        for half in halves
        for path in sorted((folder / half).glob("*.json"))
        for case in json.loads(path.read_text("utf-8"))
    ]


class Tables:
    """The tables of the cases, each made or found when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.get = lru_cache(maxsize=None)(self._get)

    def _get(self, name: str) -> Table | None:
        """The table; None where it is a public one that is not at hand."""
        path = table_path(name, self.folder)
        return None if path is None else load_table(path)


def problems(cases: Iterable[Request], tables: Tables) -> Iterator[str]:
    """What is wrong with cases, a line each, without a word of the requests themselves."""
    cases = list(cases)
    for name, count in Counter(case.id for case in cases).items():
        if count > 1:
            yield f"{name}: {count} cases have this id"
    for case in sorted(
        cases, key=lambda case: case.table
    ):  # what is known of a table is kept for the next case
        yield from (f"{case.id}: {problem}" for problem in _problems_of(case, tables))
    unseen = [case for case in cases if case.half == "unseen" and _is_table(case.table)]
    for ids in _same_frames(unseen, tables):
        yield f"{', '.join(ids)}: the same sentence, figures and names apart"


def _problems_of(case: Request, tables: Tables) -> Iterator[str]:
    if not case.words or not all(isinstance(text, str) and text.strip() for text in case.words):
        yield "words are to be texts"
    if not _is_table(case.table):
        yield f"there is no table {case.table!r}"
        return
    spec_paths = leaves_of(case.spec)
    for path in case.ask:
        if not _is_field(path):
            yield f"ask: there is no field {path!r}"
        elif path in spec_paths:
            yield f"ask: {path} is set, though it has to be asked about"
    table = tables.get(case.table)
    if table is None:
        return
    try:
        frame(SpecDocument.model_validate({"spec": case.spec}), table)
    except (AutoMLError, ValueError) as error:
        yield f"spec: {error}"


def _is_table(name: str) -> bool:
    return name.startswith("public/") or name in NAMES


def _is_field(path: str) -> bool:
    return path in FIELD_PATHS or path in ProblemSpec.model_fields or path.partition(".")[0] in KEYED


def _same_frames(cases: Sequence[Request], tables: Tables) -> Iterator[list[str]]:
    where: dict[str, list[str]] = {}
    for case in cases:
        table = tables.get(case.table)
        names = [] if table is None else sorted(table.names, key=len, reverse=True)
        for sentence in re.split(r"(?<=[.!?;:])\s+|\n", " ".join(case.words)):
            masked = masked_sentence(sentence, names)
            if len(masked.split()) >= MIN_FRAME_WORDS:
                where.setdefault(masked, []).append(case.id)
    yield from (ids for ids in where.values() if len(ids) > SAME_FRAME)


def masked_sentence(sentence: str, names: Sequence[str]) -> str:
    """The frame of a sentence: lower case, without punctuation, figures and column names masked."""
    text = sentence.lower()
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name.lower())}(?!\w)", "#", text)
    text = re.sub(r"\d[\d.,]*", "#", text)
    return " ".join(re.findall(r"[\w#]+", text))


def described(tables: Tables, names: Sequence[str]) -> str:
    """Tables column by column, as Markdown: type, gaps, and labels or range."""
    lines: list[str] = []
    for name in names:
        table = tables.get(name)
        if table is None:
            continue
        lines += [f"## {name} ({table.n_rows:,} rows)", ""]
        for column in profile_table(table):
            counts = table.labels(column.name).value_counts().head(8)
            values = ", ".join(
                f"{json.dumps(str(label), ensure_ascii=False)} ×{n}" for label, n in counts.items()
            )
            if column.minimum is not None:
                values = f"{column.minimum} to {column.maximum}; such as {values}"
            lines.append(f"- `{column.name}`: {column.kind}, {column.n_distinct} values: {values}")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Check the cases; 1 when something is wrong with them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tables", action="store_true")
    parser.add_argument("--folder", type=Path, default=CASES)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tables = Tables(Path(folder))
        if arguments.tables:
            sys.stdout.write(described(tables, NAMES))
            return 0
        cases = requests(folder=arguments.folder)
        found = list(problems(cases, tables))
    sys.stdout.write("".join(f"{line}\n" for line in found))
    counts = Counter((case.half, case.table.startswith("public/")) for case in cases)
    for half in HALVES:
        sys.stdout.write(
            f"{half}: {counts[half, False]} about made tables, {counts[half, True]} about public ones\n"
        )
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
