"""What a search gains from the memory of earlier ones: the same few trials, begun afresh and begun warm.

    .venv/bin/python -m benchmarks.warm_start [--data ../shared/data] [--trials 12] [--only NAME ...]

The tables are the product's samples, from their seeded generator, and, where `--data` is given, public ones
(`datasets.json` beside them). Of each, up to `2 * MOST_ROWS` rows are cut into two halves of every other row. One half
is searched afresh with twice the trials: that is the lesson. The other half is searched three times with `--trials`:

- ``fresh``: nothing is remembered;
- ``others``: the lessons of all other tables are, and not that of this one;
- ``same``: the lessons of all tables are, so that an earlier state of this one is among them.

Scores are those by which the engine compares candidates, on the folds of the search; what counts is the best of the
first so many candidates, the baseline not counted. Every search is written as it ends, one that has a row is not made
again, and processor seconds stand in the row.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from automl import run
from automl.data.load import load_table
from automl.data.table import Table
from automl.project.store import Home
from benchmarks.log import add_row, read_rows
from benchmarks.time_left import processor_s, tables

RESULTS = Path(__file__).parent / "results"
MOST_ROWS = 1_000  # of a half: what is compared is the order in which settings are tried, not how they scale
TAUGHT_BY = 2  # a lesson comes of a search of so many times the trials
AT = (3, 6, 12)  # candidates after which the best is compared
KINDS = ("fresh", "others", "same")
# Shares of what the best candidate gains over the baseline; a smaller difference is called none.
NO_DIFFERENCE = 0.002


def main() -> int:
    """Make the searches that have no row yet, and print the table."""
    arguments = _arguments()
    log: Path = arguments.log
    with tempfile.TemporaryDirectory() as work:
        wanted = [
            (name, path, spec)
            for name, path, spec in tables(arguments.data, Path(work))
            if not arguments.only or name in arguments.only
        ]
        for kind in ("lesson", *KINDS):  # all lessons first: the other searches start from them
            for name, path, spec in wanted:
                if not any((row["name"], row["kind"]) == (name, kind) for row in read_rows(log)):
                    add_row(
                        log, search(name, path, spec, kind=kind, trials=arguments.trials, rows=read_rows(log))
                    )
    rows = read_rows(log)
    text = as_table(rows, trials=arguments.trials)
    sys.stdout.write(text)
    log.with_suffix(".md").write_text(text, "utf-8")
    return 0


def search(
    name: str,
    path: Path,
    spec: Mapping[str, Any],
    *,
    kind: str,
    trials: int,
    rows: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """One search, with the score of each candidate in the order in which they were begun."""
    table = _half(load_table(path), name, second=kind != "lesson")
    tried: list[tuple[int, str, str, float | None]] = []
    spent = processor_s()

    def listen(event: str, body: Mapping[str, Any]) -> None:
        if event == "trial":
            score = body["score"] if body["status"] == "ok" else None
            tried.append((body["trial"], body["family"], body["origin"], score))

    with tempfile.TemporaryDirectory() as work, closing(Home(Path(work) / "home")) as home:
        for row in rows:
            if row["kind"] == "lesson" and (kind == "same" or (kind == "others" and row["name"] != name)):
                _teach(home, row)
        result = run(
            {**spec, "budget": {"trials": trials * (TAUGHT_BY if kind == "lesson" else 1)}},
            table,
            out=Path(work) / name,
            on_event=listen,
            home=home,
        )
        new = [lesson for lesson in home.lessons() if lesson.run == name]
        learned = {"task": new[0].task, "body": new[0].body} if kind == "lesson" and new else None
    warm = result.warm_start
    return {
        "name": name,
        "kind": kind,
        "rows": result.data.n_rows_used,
        "columns": len(result.data.features),
        "score": result.score_name,
        "greater_is_better": result.greater_is_better,
        "tried": sorted(tried),
        "held_out": result.held_out.value,
        "lenders": [] if warm is None else [[one.run, one.distance] for one in warm.lenders],
        "processor_s": round(processor_s() - spent, 1),
        "learned": learned,
    }


def _half(table: Table, name: str, *, second: bool) -> Table:
    """Every other one of the first rows of an evenly spaced part, as they stand in the file."""
    assert table.raw is not None  # it was read from a file
    part = np.linspace(0, table.n_rows - 1, min(table.n_rows, 2 * MOST_ROWS)).astype(np.int64)
    return load_table(table.raw.take(part[int(second) :: 2]).to_pandas(), name=name)


def _teach(home: Home, row: Mapping[str, Any]) -> None:
    learned = row["learned"]
    if learned is not None:
        home.keep_lesson(Path(row["name"]), key=row["name"], task=learned["task"], body=learned["body"])


def best_after(row: Mapping[str, Any]) -> list[float]:
    """The best score after each candidate but the baseline, greater being better."""
    sign = 1.0 if row["greater_is_better"] else -1.0
    found = [
        -np.inf if score is None else sign * score
        for _, family, _, score in row["tried"]
        if family != "dummy"
    ]
    return [float(best) for best in np.maximum.accumulate(found)]


def gains(fresh: Mapping[str, Any], warm: Mapping[str, Any]) -> list[float]:
    """How far the warm search is ahead after each of `AT` candidates, as a share of what `fresh` gains in the end."""
    sign = 1.0 if fresh["greater_is_better"] else -1.0
    baseline = max(sign * score for _, family, _, score in fresh["tried"] if family == "dummy")
    one, other = best_after(fresh), best_after(warm)
    unit = one[-1] - baseline
    return [(other[min(k, len(other)) - 1] - one[min(k, len(one)) - 1]) / unit for k in AT]


def reaches(fresh: Mapping[str, Any], warm: Mapping[str, Any]) -> tuple[int, int | None]:
    """After how many candidates each has what the fresh search has in the end; None for never."""
    one, other = best_after(fresh), best_after(warm)
    return one.index(one[-1]) + 1, next((k for k, best in enumerate(other, 1) if best >= one[-1]), None)


def as_table(rows: Sequence[Mapping[str, Any]], *, trials: int) -> str:
    """Markdown: a line for each table, then the means."""
    of = {(row["name"], row["kind"]): row for row in rows}
    names = [name for name, kind in of if kind == "fresh"]
    spent = sum(row["processor_s"] for row in rows)
    lines = [
        "# Warm starts",
        "",
        f"Made by `python -m benchmarks.warm_start`: searches of {trials} trials on halves of up to {MOST_ROWS:,} "
        "rows. Gain is how far the best candidate of a warm search is ahead of the best of a fresh one after so many "
        "candidates, as a share of what the fresh one gains over the baseline in the end; “reached” is the candidate "
        "that had what the fresh search had in the end. "
        f"All searches together took {spent:,.0f} processor seconds.",
    ]
    for kind, title in (
        ("others", "Memory of the other tables alone"),
        ("same", "An earlier half of the same table remembered too"),
    ):
        pairs = [(name, of[name, "fresh"], of[name, kind]) for name in names if (name, kind) in of]
        if pairs:
            lines += ["", f"## {title}", "", *_section(pairs)]
    return "\n".join(lines) + "\n"


def _section(pairs: Sequence[tuple[str, Mapping[str, Any], Mapping[str, Any]]]) -> Iterator[str]:
    yield f"| table | recalled from | {' | '.join(f'gain after {k}' for k in AT)} | reached, fresh | warm |"
    yield f"| --- | --- | {' | '.join('---:' for _ in AT)} | ---: | ---: |"
    for name, fresh, warm in pairs:
        lenders = ", ".join(f"{run} ({distance:.2f})" for run, distance in warm["lenders"]) or "nothing"
        cells = " | ".join(f"{gain:+.2%}" for gain in gains(fresh, warm))
        one, other = reaches(fresh, warm)
        yield f"| {name} | {lenders} | {cells} | {one} | {other or 'never'} |"
    recalled = [(fresh, warm) for _, fresh, warm in pairs if warm["lenders"]]
    yield ""
    if not recalled:
        yield "Nothing was recalled."
        return
    found = np.array([gains(fresh, warm) for fresh, warm in recalled])
    told = [
        f"after {k} a gain of {found[:, at].mean():+.2%} on average, {np.sum(found[:, at] > NO_DIFFERENCE)} better and "
        f"{np.sum(found[:, at] < -NO_DIFFERENCE)} worse"
        for at, k in enumerate(AT)
    ]
    yield (
        f"{len(recalled)} of {len(pairs)} searches recalled something. Among those: {'; '.join(told)}; the rest within "
        f"{NO_DIFFERENCE:.1%}."
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="folder of public tables, with datasets.json")
    parser.add_argument("--trials", type=int, default=12)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--log", type=Path, default=RESULTS / "warm_start.jsonl")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
