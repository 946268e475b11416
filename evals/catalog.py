"""What the benchmark holds, written to `CATALOG.md`: how many requests about what, and every request of the seen half.

    python -m evals.catalog            # writes CATALOG.md anew

Of the unseen half it gives numbers only.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from automl.spec.paths import leaves_of
from evals.requests import HALVES, Request, requests

CATALOG = Path(__file__).parent / "CATALOG.md"
MOST_WORDS = 160  # letters of a request that are shown


def catalogue(cases: Sequence[Request]) -> str:
    """The catalogue of some cases, as Markdown."""
    lines = [
        "# The requests",
        "",
        "Written by `python -m evals.catalog`; how a case is written and labelled stands in `GUIDE.md`.",
        "",
        *_numbers("", cases, _totals),
        *_numbers("What a request is mainly about", cases, lambda case: [case.category]),
        *_numbers("Fields that it must become", cases, _fields),
        *_numbers("Fields that must be asked about", cases, lambda case: case.ask),
        *_numbers("Tables", cases, lambda case: [case.table]),
        "## The seen half",
        "",
        *_listed(case for case in cases if case.half == "seen"),
    ]
    return "\n".join(lines) + "\n"


def _numbers(
    title: str, cases: Sequence[Request], names: Callable[[Request], Iterable[str]]
) -> Iterator[str]:
    """A table of how many cases of each half have each of the names."""
    counts = Counter((name, case.half) for case in cases for name in dict.fromkeys(names(case)))
    if title:
        yield from (f"## {title}", "")
    yield f"| | {' | '.join(HALVES)} |"
    yield f"| --- {'| ---: ' * len(HALVES)}|"
    found = dict.fromkeys(name for name, _ in counts)
    for name in sorted(found) if title else found:
        yield f"| {name} | {' | '.join(f'{counts[name, half]:,}' for half in HALVES)} |"
    yield ""


def _totals(case: Request) -> Iterator[str]:
    yield "all requests"
    yield "about public tables" if case.table.startswith("public/") else "about made tables"
    if len(case.words) > 1:
        yield "of several messages"
    if case.ask:
        yield "with something that must be asked"


def _fields(case: Request) -> Iterator[str]:
    """Fields of a specification; of what is keyed by names of columns or models, the part before the name."""
    for path in leaves_of(case.spec):
        yield (
            ".".join(path.split(".")[:2])
            if path.startswith(("metric", "validation", "budget"))
            else (path.partition(".")[0])
        )


def _listed(cases: Iterable[Request]) -> Iterator[str]:
    category = ""
    for case in sorted(cases, key=lambda case: (case.category, case.id)):
        if case.category != category:
            category = case.category
            yield from (f"### {category}", "", "| case | table | words |", "| --- | --- | --- |")
        yield f"| {case.id} | {case.table} | {_shown(case.words)} |"
    yield ""


def _shown(words: Sequence[str]) -> str:
    text = " ⏎ ".join(" ".join(message.split()) for message in words)
    text = text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS].rstrip()} …"
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "\\`")


def main() -> int:
    """Write the catalogue."""
    CATALOG.write_text(catalogue(requests()), encoding="utf-8")
    sys.stdout.write(f"{CATALOG.name}: {len(requests()):,} requests\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
