"""`tandem run`: the whole job from words, flags or a file to a run folder, without asking anything."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from automl.data.load import load_table
from automl.data.table import Table
from automl.metrics.words import figure_words, spread_words
from automl.pipeline import as_document, run
from automl.search.budget import Clock
from automl.search.result import RunResult
from automl.spec.document import SpecDocument
from automl.spec.labels import model_label, score_label
from automl.spec.patch import apply_patch


def run_job(arguments: argparse.Namespace) -> RunResult:
    """Do the job that the command line names.

    Raises:
        InputError: For anything that the user can mend, before anything is fitted.
    """
    clock = Clock.of_process()
    table = load_table(arguments.data, target_file=arguments.target_file)
    document = _document(arguments, table)
    stop = _Stop()
    stop.listen()
    show = None if arguments.quiet or arguments.json else Progress()
    result = run(
        document,
        table,
        out=arguments.out,
        seed=arguments.seed,
        goal=arguments.words,
        yes=arguments.yes,
        overwrite=arguments.yes,
        on_event=show,
        should_stop=stop,
        clock=clock,
        fresh=arguments.fresh,
        source=_absolute(arguments.data),
    )
    if show is not None:
        show.end(result, arguments.out)
    return result


def _document(arguments: argparse.Namespace, table: Table) -> SpecDocument:
    """What the file says, then the words, then the flags: each overrides what came before."""
    document = SpecDocument() if arguments.spec is None else as_document(arguments.spec)
    if arguments.words:
        from assistant.plan import plan

        document = plan(table, *arguments.words, document=document, whole=True)
    flags = {
        "target": arguments.target,
        "task": arguments.task,
        "metric": None if arguments.metric is None else {"kind": "standard", "name": arguments.metric},
        "budget.time_s": arguments.time,
        "budget.trials": arguments.trials,
        "budget.workers": arguments.workers,
    }
    said = {path: value for path, value in flags.items() if value is not None}
    return apply_patch(document, said, source="user", via="flag") if said else document


def _absolute(data: str) -> str:
    path, sep, inner = data.rpartition("::")
    return f"{Path(path).absolute()}{sep}{inner}" if sep and path else str(Path(data).absolute())


class _Stop:
    """Ctrl-C or SIGTERM: the first ends the run with the best so far, the second ends the program."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def listen(self) -> None:
        """Take both signals from now on."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._take)

    def _take(self, number: int, _: FrameType | None) -> None:
        if self.asked:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            return
        self.asked = True
        sys.stderr.write("\nStopping with the best so far; once more ends at once.\n")


class Progress:
    """One line on the terminal that tells how far a run is, and one for each better model."""

    def __init__(self) -> None:
        self.live = sys.stderr.isatty()
        self.last = 0.0

    def __call__(self, kind: str, body: Mapping[str, Any]) -> None:
        if kind == "run":
            data = body["data"]
            self._line(
                f"{data['name']}: {data['n_rows_used']:,} rows, {len(data['features'])} columns to learn from."
            )
        elif kind == "trial":
            what = (
                f"{figure_words(body['score'])} ± {spread_words(body['std'])}"
                if body["status"] == "ok"
                else body["reason"]
            )
            self._line(f"{model_label(body['model'])}: {what}")
        elif kind == "progress" and self.live and time.monotonic() - self.last > 0.5:
            self.last = time.monotonic()
            left = "" if body.get("left_s") is None else f", about {body['left_s']:.0f} s left"
            sys.stderr.write(f"\r\x1b[K{body['elapsed_s']:.0f} s, {body['trials']} models{left} ")
            sys.stderr.flush()

    def end(self, result: RunResult, out: Path) -> None:
        """The outcome in three lines."""
        held = result.held_out
        self._line(f"Chosen: {result.chosen.label}. {result.chosen.reason}")
        if held.value is not None:
            spread = (
                ""
                if held.low is None or held.high is None
                else f" ({figure_words(held.low)} to {figure_words(held.high)})"
            )
            name, n_rows = score_label(result.score_name), result.split.n_held_out
            self._line(f"{name} on {n_rows:,} held-out rows: {figure_words(held.value)}{spread}.")
        self._line(f"Report: {Path(out) / 'report.html'}")

    def _line(self, text: str) -> None:
        sys.stderr.write(f"\r\x1b[K{text}\n" if self.live else f"{text}\n")
        sys.stderr.flush()
