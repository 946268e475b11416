"""What an auditor checks the report by: where its figures stand, the transcript, and how to repeat the run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from automl.report import figures
from automl.report.blocks import Block, Cell, Code, Facts, Paragraph, Section, Table
from automl.report.cited import Cited
from automl.report.text import clean, cut, plural
from automl.search.result import RunResult
from automl.spec.labels import family_label

MAX_ENTRIES = 600
# Told many times a second and of no use afterwards.
_NOISE = frozenset({"progress"})
# What a person would look for first in the body of an entry.
_TELLING = ("text", "what", "why", "sentence", "message", "reason")


def traces(cited: Cited) -> Section:
    """Every figure of the sentences above, and where it stands in the result."""
    rows = tuple((Cell(trace.shown), Cell(trace.where), Cell(_exact(trace.exact))) for trace in cited.traces)
    blocks: tuple[Block, ...] = (
        Paragraph(
            "Every figure in this report is read from result.json of the same run and rounded: money from 100 on to "
            "whole units, scores to four digits that count, percentages to one decimal."
        ),
        Table(
            ("As shown", "Place in result.json", "As it stands there"), rows, frozenset({0, 2}), small=True
        ),
    )
    return Section("figures", "Where the figures come from", blocks, "record")


def _exact(value: Any) -> str:
    return repr(value) if isinstance(value, float) else cut(value, 60)


def transcript(entries: Sequence[Mapping[str, Any]]) -> Section:
    """What happened, entry by entry, with the hashes that chain them."""
    shown = [entry for entry in entries if entry.get("kind") not in _NOISE]
    kept = shown if len(shown) <= MAX_ENTRIES else [*shown[: MAX_ENTRIES // 2], *shown[-MAX_ENTRIES // 2 :]]
    n_left = len(entries) - len(kept)
    said = f"{plural(len(entries), 'entry', 'entries')}, each with the hash of the one before."
    if n_left:
        said += f" {plural(n_left, 'entry', 'entries')} about progress or from the middle of a long run are not shown."
    rows = tuple(_entry(entry) for entry in kept)
    table = Table(("No.", "Time", "Who", "What", "Content", "Hash"), rows, frozenset({0}), small=True)
    blocks: tuple[Block, ...] = (Paragraph(f"{said} transcript.jsonl has all of them in full."), table)
    return Section("transcript", "Transcript", blocks if rows else blocks[:1], "record")


def _entry(entry: Mapping[str, Any]) -> tuple[Cell, ...]:
    digest = str(entry.get("hash", ""))
    return (
        Cell(str(entry.get("seq", ""))),
        Cell(str(entry.get("time", ""))[:19].replace("T", " ")),
        Cell(cut(entry.get("actor", ""), 30)),
        Cell(cut(entry.get("kind", ""), 30)),
        Cell(_content(entry.get("body"))),
        Cell(digest[:10], title=digest),
    )


def _content(body: Any) -> str:
    """What an entry says: its sentences, or else its simple values; digests and long lists are left to the file."""
    if not isinstance(body, Mapping):
        return cut(body if isinstance(body, str) else _json(body), 300)
    told = [clean(body[name]) for name in _TELLING if isinstance(body.get(name), str)]
    if told:
        return cut(": ".join(told), 400)
    simple = [f"{name} {_simple(value)}" for name, value in body.items() if _is_simple(value)]
    return cut(", ".join(simple) or _json(body), 300)


def _is_simple(value: Any) -> bool:
    if isinstance(value, str):
        return 0 < len(value) <= 60
    return isinstance(value, int | float)


def _simple(value: Any) -> str:
    return figures.score(value) if isinstance(value, float) else str(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:2000]


def replay(result: RunResult) -> Section:
    """How to repeat the run, what it ran on, and what it must give again."""
    versions = tuple((clean(name), Cell(clean(version))) for name, version in result.versions.items())
    outside = tuple(
        (f"{family_label(one.family)}, a family of {clean(one.package)}", Cell(clean(one.version)))
        for one in result.outside
        if not one.left_out
    )
    blocks: tuple[Block, ...] = (
        Paragraph(
            "The run can be repeated without any language model, from the data and the transcript alone. It succeeds "
            "only if every trial's score and the delivered model's predictions come out identical:"
        ),
        Code("tandem replay DIR"),
        Facts(
            (
                ("Head of the transcript's chain", Cell(result.transcript_head or "not written yet")),
                ("Digest of the delivered model's predictions", Cell(result.predictions_digest)),
                ("Fingerprint of the data", Cell(result.data.fingerprint)),
                ("Seed", Cell(figures.count(result.spent.seed))),
                ("Tandem", Cell(result.tandem)),
                *versions,
                *outside,
            )
        ),
    )
    return Section("replay", "Versions and replay", blocks, "record")
