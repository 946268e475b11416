"""`tandem eval`: requests with the specification they must become, scored for any language model.

A whole case is right when every field is equal, nothing else is set (the audience apart), and every field of `ask` is
asked about and absent. *Silently wrong* is a wrong, missing or extra field that nothing was asked about. Of the unseen
half only totals are shown, and each scoring of it is logged in `LOG.md`.
"""

from __future__ import annotations

import datetime
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path
from statistics import median
from typing import Any

from assistant.models import ModelSettings, chat_model, model_settings
from assistant.offline.understand import get_ready
from assistant.plan import plan
from assistant.spending import FILE, NO_PRICE, Spent, calls, spent, terms_of
from automl.data.table import Table
from automl.errors import AutoMLError
from evals.compare import differing, leaves
from evals.requests import HALVES, Half, Request, Tables, requests

LOG = Path(__file__).parent / "LOG.md"
HEAD = (
    "| cases | whole case right | silently wrong fields | must-ask recall | needless questions | ms a turn | at most |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)
#: Beside them, for a model elsewhere.
TAKEN = (" turns | calls | tokens | money |", " --- | --- | --- | --- |")


@dataclass(frozen=True)
class Scored:
    """How one case came out.

    Attributes:
        wrong: Fields with another value, missing or extra, that nothing was asked about.
        asked_instead: Such fields that were asked about, though they were said.
        not_asked: Fields that had to be asked about and were not, or were set.
        needless: Questions about what did not have to be asked.
        seconds: Of one turn, the mean of the case.
        error: The sentence of a request that was refused as a whole.
        spent: What a model elsewhere took.
    """

    case: Request
    n_fields: int
    wrong: tuple[str, ...] = ()
    asked_instead: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    needless: tuple[str, ...] = ()
    seconds: float = 0.0
    error: str = ""
    spent: Spent = field(default_factory=Spent)

    @property
    def right(self) -> bool:
        """Whether the whole case is right."""
        return not (self.wrong or self.asked_instead or self.not_asked or self.error)


def main(model: str | None = None, *, halves: Sequence[Half] = HALVES) -> int:
    """Score a model and print the tables; returns 0."""
    settings = model_settings()
    if model is not None:
        settings = replace(settings, name=model)
    chat_model(settings)  # one that cannot be had is bad input, not a bad score
    terms_of(settings.spending)
    results, skipped = score(requests(halves), settings)
    sys.stdout.write(as_table(results, settings.name, skipped=skipped))
    unseen = [result for result in results if result.case.half == "unseen"]
    if unseen:
        _write_log(settings.name, unseen)
    return 0


def score(cases: Iterable[Request], settings: ModelSettings) -> tuple[list[Scored], int]:
    """Score cases; a model that fails on one goes on with the next.

    Returns:
        The scores, and how many cases were skipped because their public table is not at hand.
    """
    get_ready()  # as page and terminal do before the first message
    results, skipped = [], 0
    with tempfile.TemporaryDirectory() as folder:
        tables = Tables(Path(folder))
        # The limits are those of the whole scoring.
        settings = replace(settings, counted_in=Path(folder) / FILE)
        for case in cases:
            table = tables.get(case.table)
            if table is None:
                skipped += 1
            else:
                results.append(score_one(case, table, settings))
    return results, skipped


def score_one(case: Request, table: Table, settings: ModelSettings) -> Scored:
    """Score one case on its table."""
    expected = leaves(case.spec)
    before = len(_calls(settings))
    started = time.perf_counter()
    try:
        document = plan(table, *case.words, settings=settings)
    except AutoMLError as error:
        return Scored(case, len(expected), error=str(error), spent=_spent(settings, before))
    seconds = (time.perf_counter() - started) / len(case.words)
    found = leaves(document.spec.to_json())
    asked = {question.field for question in document.questions}
    differ = differing(expected, found, table)
    return Scored(
        case,
        len(expected),
        wrong=tuple(path for path in differ if not _is_asked(path, asked)),
        asked_instead=tuple(path for path in differ if _is_asked(path, asked)),
        not_asked=tuple(path for path in case.ask if not _is_asked(path, asked) or path in found),
        needless=tuple(
            sorted(q for q in asked if not any(_same_part(q, p) for p in case.ask) and q != "ignore_columns")
        ),
        seconds=seconds,
        spent=_spent(settings, before),
    )


def _calls(settings: ModelSettings) -> list[dict[str, Any]]:
    return calls(settings.counted_in) if settings.counted_in else []


def _spent(settings: ModelSettings, before: int) -> Spent:
    return Spent() if settings.is_offline else spent(_calls(settings)[before:], terms_of(settings.spending))


def _is_asked(path: str, asked: set[str]) -> bool:
    return any(_touch(path, question) for question in asked)


def _touch(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _same_part(one: str, other: str) -> bool:
    """Whether two fields belong to one part: who has to ask about one outcome may ask about the others with it."""
    return one.partition(".")[0] == other.partition(".")[0]


def as_table(results: Sequence[Scored], model: str, *, skipped: int = 0) -> str:
    """The scores as Markdown: each half, its categories, and of the seen half every case that is not right."""
    lines = [f"# Words to specification: {model}", ""]
    for half in HALVES:
        part = [result for result in results if result.case.half == half]
        if part:
            lines += [f"## The {half} half", "", *_half(part), ""]
    total = _total(results)
    if total.n_calls and total.money_micro is None:
        lines += [NO_PRICE, ""]
    if skipped:
        lines += [f"{skipped} cases skipped: `TANDEM_DATA` names no folder with their public tables.", ""]
    return "\n".join(lines)


def _half(part: Sequence[Scored]) -> Iterator[str]:
    yield from (head + more for head, more in zip(HEAD, TAKEN, strict=True))
    yield _line("all", part)
    for name in sorted({result.case.category for result in part}):
        yield _line(name, [result for result in part if result.case.category == name])
    yield from _by_field(part)
    wrong = [r for r in part if r.case.half == "seen" and not (r.right and not r.needless)]
    if wrong:
        yield ""
        yield from (f"- {result.case.id}: {_what(result)}" for result in wrong)


def _by_field(part: Sequence[Scored]) -> Iterator[str]:
    """In how many cases a field came out wrong, and how; fields that are always right are left out."""
    counts = {
        "expected": Counter(_parts(part, lambda one: leaves(one.case.spec))),
        "silently wrong": Counter(_parts(part, lambda one: one.wrong)),
        "asked, though said": Counter(_parts(part, lambda one: one.asked_instead)),
        "not asked": Counter(_parts(part, lambda one: one.not_asked)),
        "asked needlessly": Counter(_parts(part, lambda one: one.needless)),
    }
    faults = sum((counts[way] for way in list(counts)[1:]), Counter[str]())
    if not faults:
        return
    yield from ("", f"| cases by field | {' | '.join(counts)} |", f"| --- {'| ---: ' * len(counts)}|")
    for name, _ in faults.most_common():
        yield f"| {name} | {' | '.join(str(count[name]) for count in counts.values())} |"


def _parts(part: Sequence[Scored], paths: Callable[[Scored], Iterable[str]]) -> Iterator[str]:
    for one in part:
        yield from {path.partition(".")[0] for path in paths(one)}


def _line(name: str, part: Sequence[Scored]) -> str:
    return f"| {name} ({len(part)}) | {' | '.join((*figures(part), *taken(part)))} |"


def figures(part: Sequence[Scored]) -> tuple[str, ...]:
    """The figures of some cases, in the order of the table's head."""
    n_fields = sum(result.n_fields for result in part)
    must = sum(len(result.case.ask) for result in part)
    missed = sum(len(result.not_asked) for result in part)
    times = [1000 * result.seconds for result in part]
    return (
        f"{sum(result.right for result in part) / len(part):.1%}",
        f"{sum(len(result.wrong) for result in part) / max(n_fields, 1):.1%}",
        "–" if not must else f"{1 - missed / must:.1%}",
        f"{sum(bool(result.needless) for result in part) / len(part):.1%}",
        f"{median(times):.0f}",
        f"{max(times):.0f}",
    )


def taken(part: Sequence[Scored]) -> tuple[str, ...]:
    """What a model elsewhere took for some cases: turns, calls, tokens, money; the built-in one takes nothing."""
    total = _total(part)
    n_turns = sum(len(result.case.words) for result in part if result.spent.n_calls)
    return tuple(figure or "–" for figure in (f"{n_turns:,}" if n_turns else "", *total.figures))


def _total(part: Iterable[Scored]) -> Spent:
    return reduce(Spent.__add__, (result.spent for result in part), Spent())


def _what(scored: Scored) -> str:
    if scored.error:
        return scored.error
    parts = [
        f"{name} {', '.join(paths)}"
        for name, paths in (
            ("wrong:", scored.wrong),
            ("asked about, though said:", scored.asked_instead),
            ("not asked:", scored.not_asked),
            ("asked needlessly:", scored.needless),
        )
        if paths
    ]
    return "; ".join(parts)


def _write_log(model: str, unseen: Sequence[Scored]) -> None:
    """Add a line on a scoring of the unseen half."""
    if not LOG.exists():
        head = f"| date | model {HEAD[0]}"
        LOG.write_text(f"# Scorings of the unseen half\n\n{head}\n| --- | --- {HEAD[1]}\n", "utf-8")
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"| {today} | {model} | all ({len(unseen)}) | {' | '.join(figures(unseen))} |\n")
