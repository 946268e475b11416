"""Planted figures are held and true ones shown: all answers by the check, a sample of each form over a socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.figures.__main__ import keeps_the_bars
from evals.figures.answers import BATCHES, Answer, answers
from evals.figures.measure import as_table, directly, over_socket
from evals.figures.scenes import SCENES, Stage

ALL = [answer for batch in BATCHES for answer in answers(batch)]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The projects that the answers are about, one of them with a finished search."""
    with Stage(Path(tmp_path_factory.mktemp("stage"))) as found:
        yield found


def sample() -> list[Answer]:
    """One true and one false answer of each form, of scenes that need no search."""
    quick = [answer for answer in ALL if answer.scene not in ("run", "ranks")]
    return list({(answer.form, answer.is_true): answer for answer in quick}.values())


def test_there_are_enough_answers_of_either_kind() -> None:
    first = answers("first")

    assert sum(answer.is_true for answer in first) >= 160
    assert sum(not answer.is_true for answer in first) >= 160
    assert {answer.scene for answer in ALL} == set(SCENES)
    assert len({(answer.scene, answer.text) for answer in ALL}) == len(ALL)


def test_the_check_holds_false_figures_and_lets_true_ones_through(stage: Stage) -> None:
    outcomes = list(directly(ALL, stage))

    wrong = [(outcome.said, outcome.at_fault) for outcome in outcomes if not outcome.is_right]
    assert keeps_the_bars(outcomes), wrong


def test_a_sample_of_each_form_comes_out_the_same_over_a_socket(stage: Stage) -> None:
    outcomes = list(over_socket(sample(), stage))

    assert [outcome.said for outcome in outcomes if not outcome.is_right] == []
    assert as_table(outcomes)[2].startswith("| all |")
