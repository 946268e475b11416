"""How candidates were compared, and every one of them."""

from __future__ import annotations

import json
from typing import Any

from automl.report import figures
from automl.report.blocks import Block, Cell, Facts, Paragraph, Section, Table
from automl.report.candidates import leaderboard_table
from automl.report.cited import Cited
from automl.report.terms import term
from automl.report.text import cut, sentence
from automl.spec.labels import model_label

_KINDS = {"error": "failed", "timeout": "took too long", "memory": "took too much memory", "died": "died"}


def comparison(cited: Cited) -> Section:
    """Splits, scores, seed, and what the run cost."""
    result = cited.result
    direction = "higher is better" if result.greater_is_better else "lower is better"
    facts = (
        ("Kind of split", Cell(result.split.kind)),
        ("Folds", Cell(cited.count("split", "folds"))),
        ("Rows searched on", Cell(cited.count("split", "n_search"))),
        ("Rows held out", Cell(cited.count("split", "n_held_out"))),
        ("Looks at the held-out rows so far", Cell(cited.count("split", "looks"))),
        ("Candidates compared by", Cell(f"{term(result.score_name).label} ({direction})")),
        ("Metric asked for", Cell(cut(result.metric_name, 120))),
        ("On held-out rows", Cell(cited.score_with_interval("metric_held_out"))),
        ("Seed", Cell(figures.count(result.spent.seed))),
        ("Workers", Cell(figures.count(result.spent.workers))),
        ("Trials", Cell(figures.count(result.spent.trials))),
        ("Seconds", Cell(cited.duration("spent", "seconds"))),
        ("Peak memory", Cell(figures.megabytes(result.spent.peak_memory_mb))),
        ("Ended", Cell(result.spent.ended)),
    )
    blocks: list[Block] = [
        Paragraph(sentence(result.split.sentence)),
        Facts(facts),
        *(Paragraph(sentence(said)) for said in (result.refit, result.recall) if said),
    ]
    return Section("comparison", "How candidates were compared", tuple(blocks), "record")


def _name(model: str) -> Cell:
    return Cell(model_label(model), title=model)


def trials(cited: Cited) -> Section:
    """Every candidate with its settings, and every failure with its reason."""
    result = cited.result
    blocks: list[Block] = [leaderboard_table(result, result.leaderboard, caption="All candidates")]
    settings = tuple(
        (Cell(figures.count(row.rank)), _name(row.model), Cell(cut(_settings(row.params), 600)))
        for row in result.leaderboard
        if row.params
    )
    if settings:
        blocks.append(
            Table(("", "Model", "Settings"), settings, frozenset({0}), caption="Their settings", small=True)
        )
    barred = tuple(
        (_name(row.model), Cell(sentence(row.why_not))) for row in result.leaderboard if row.why_not
    )
    if barred:
        blocks.append(Table(("Not allowed", "Why"), barred, small=True))
    failed = tuple(
        (
            _name(f.model),
            Cell(_KINDS.get(f.kind, f.kind)),
            Cell(cut(f.reason, 400)),
        )
        for f in result.failures
    )
    if failed:
        blocks.append(Table(("Candidate", "What happened", "Reason"), failed, caption="Failures", small=True))
    else:
        blocks.append(Paragraph("No candidate failed."))
    return Section("trials", "Every candidate", tuple(blocks), "record")


def _settings(params: dict[str, Any]) -> str:
    return ", ".join(f"{name}={_short(value)}" for name, value in params.items())


def _short(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False, default=str)
