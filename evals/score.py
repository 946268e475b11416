"""`tandem eval`: requests with the specification they must become, scored for any language model.

A case is one object of a JSON file in `evals/cases`::

    {"id": …, "category": …, "table": "broadband_customers", "words": ["…"], "spec": {…}, "ask": ["metric.fn"]}

`table` is one of our sample tables; `words` are the user's messages in turn; `spec` is all that must be set, the
audience apart; `ask` are the fields that must be asked about and stay absent. A whole case is right when every field is
equal, nothing else is set, and every field of `ask` is asked about. *Silently wrong* is a wrong, missing or extra field
that nothing was asked about.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.models import ModelSettings, chat_model, model_settings
from assistant.plan import plan
from automl.data.load import load_table
from automl.data.samples import write_sample
from automl.data.table import Table
from automl.errors import AutoMLError
from automl.spec.paths import leaves_of

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Scored:
    """How one case came out.

    Attributes:
        wrong: Fields with another value, missing or extra, that nothing was asked about.
        not_asked: Fields that had to be asked about and were not.
        needless: Questions about fields that were said.
    """

    case: dict[str, Any]
    n_fields: int
    wrong: tuple[str, ...] = ()
    asked_instead: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    needless: tuple[str, ...] = ()
    seconds: float = 0.0
    error: str = ""

    @property
    def right(self) -> bool:
        """Whether the whole case is right."""
        return not (self.wrong or self.asked_instead or self.not_asked or self.error)


def main(model: str | None = None) -> int:
    """Score a model and print the table; returns 0."""
    settings = model_settings()
    if model is not None:
        settings = replace(settings, name=model)
    chat_model(settings)  # one that cannot be had is bad input, not a bad score
    results = score(load_cases(), settings)
    sys.stdout.write(as_table(results, settings.name))
    return 0


def load_cases(folder: Path = CASES) -> list[dict[str, Any]]:
    """Every case of every file, in the order of the files."""
    return [case for path in sorted(folder.glob("*.json")) for case in json.loads(path.read_text("utf-8"))]


def score(cases: Sequence[dict[str, Any]], settings: ModelSettings) -> list[Scored]:
    """Score every case; a model that fails on one goes on with the next."""
    with tempfile.TemporaryDirectory() as folder:
        names = {case["table"] for case in cases}
        tables = {name: load_table(write_sample(name, Path(folder))) for name in sorted(names)}
        return [_score(case, tables[case["table"]], settings) for case in cases]


def _score(case: dict[str, Any], table: Table, settings: ModelSettings) -> Scored:
    expected = leaves_of(case["spec"])
    started = time.perf_counter()
    try:
        document = plan(table, *case["words"], settings=settings)
    except AutoMLError as error:
        return Scored(case, len(expected), error=str(error))
    seconds = (time.perf_counter() - started) / max(len(case["words"]), 1)
    found = leaves_of(document.spec.to_json())
    found.pop("audience", None)
    asked = {question.field for question in document.questions}
    differ = [p for p in {**expected, **found} if expected.get(p) != found.get(p)]
    must_ask = case.get("ask", [])
    return Scored(
        case,
        len(expected),
        wrong=tuple(p for p in differ if not _is_asked(p, asked)),
        asked_instead=tuple(p for p in differ if _is_asked(p, asked)),
        not_asked=tuple(p for p in must_ask if not _is_asked(p, asked) or p in found),
        needless=tuple(
            sorted(q for q in asked if not any(_touch(q, p) for p in must_ask) and q != "ignore_columns")
        ),
        seconds=seconds,
    )


def _is_asked(path: str, asked: set[str]) -> bool:
    return any(_touch(path, question) for question in asked)


def _touch(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def as_table(results: Sequence[Scored], model: str) -> str:
    """The scores as Markdown: all cases, each category, then every case that is not right."""
    lines = [
        f"# Words to specification: {model}",
        "",
        "| cases | whole case right | silently wrong fields | must-ask recall | needless questions | s a turn |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    categories = sorted({r.case["category"] for r in results})
    for name in ("all", *categories):
        part = [r for r in results if name in ("all", r.case["category"])]
        lines.append(_line(name, part))
    wrong = [r for r in results if not r.right]
    lines += ["", *(f"- {r.case['id']}: {_what(r)}" for r in wrong)]
    return "\n".join(lines) + "\n"


def _line(name: str, part: Sequence[Scored]) -> str:
    n_fields = sum(r.n_fields for r in part)
    must = sum(len(r.case.get("ask", [])) for r in part)
    recall = "–" if not must else f"{1 - sum(len(r.not_asked) for r in part) / must:.0%}"
    right = sum(r.right for r in part) / len(part)
    silent = sum(len(r.wrong) for r in part) / max(n_fields, 1)
    needless = sum(bool(r.needless) for r in part) / len(part)
    seconds = sum(r.seconds for r in part) / len(part)
    return (
        f"| {name} ({len(part)}) | {right:.0%} | {silent:.1%} | {recall} | {needless:.0%} | {seconds:.2f} |"
    )


def _what(scored: Scored) -> str:
    if scored.error:
        return scored.error
    parts = [
        f"{name} {', '.join(paths)}"
        for name, paths in (
            ("wrong:", scored.wrong),
            ("asked about, though said:", scored.asked_instead),
            ("not asked:", scored.not_asked),
        )
        if paths
    ]
    return "; ".join(parts)
