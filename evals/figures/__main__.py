"""`python -m evals.figures`: plays every answer over a real socket, and writes what was held to `evals/FIGURES.md`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from evals.figures.answers import BATCHES, answers
from evals.figures.measure import Outcome, as_table, over_socket
from evals.figures.scenes import Stage

PAGE = Path(__file__).parents[1] / "FIGURES.md"
_HEAD = """# No invented figure

Written by `python -m evals.figures`. Each answer is that of a language model behind the OpenAI protocol, on a real
socket, after real tools have returned; a false one plants a figure that no tool returned and the user did not say. An
answer counts as held where it was not shown whole. `docs/grounding.md` says what is understood, and what cannot be.
"""


def main() -> int:
    """Play all batches; returns 1 where a bar is missed."""
    outcomes: dict[str, list[Outcome]] = {}
    with tempfile.TemporaryDirectory() as folder, Stage(Path(folder)) as stage:
        for batch in BATCHES:
            outcomes[batch] = list(over_socket(answers(batch), stage))
    lines = [_HEAD]
    for batch, found in outcomes.items():
        lines += [f"## The {batch} batch", "", *as_table(found), ""]
        wrong = [outcome for outcome in found if not outcome.is_right]
        lines += [f"- {'held' if outcome.held else 'shown'}: {outcome.said!r}" for outcome in wrong]
        lines += [""] if wrong else []
    PAGE.write_text("\n".join(lines), "utf-8")
    sys.stdout.write("\n".join(lines))
    return int(not keeps_the_bars([outcome for found in outcomes.values() for outcome in found]))


def keeps_the_bars(outcomes: list[Outcome]) -> bool:
    """Whether at least 99 % of the false answers are held, and at most 1 % of the true ones."""
    false = [outcome.held for outcome in outcomes if not outcome.answer.is_true]
    true = [outcome.held for outcome in outcomes if outcome.answer.is_true]
    return sum(false) >= 0.99 * len(false) and sum(true) <= 0.01 * len(true)


if __name__ == "__main__":
    sys.exit(main())
