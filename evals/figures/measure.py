"""Plays each answer as that of a language model on a real socket, and sees what of it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.events import ToolDone, ToolStarted, TurnEnded
from assistant.grounding import Evidence, check
from assistant.models import ModelSettings
from assistant.turn import run_turn
from assistant.vouching import vouched_by
from automl.project.projects import Project
from evals.figures.answers import Answer
from evals.figures.scenes import SCENES, Results, Stage
from tests.fakes import OpenAIServer, Reply, openai_server
from tools.context import Limits, ToolContext

#: What the model says when it is asked again.
GIVES_WAY = "Then I leave that out."


@dataclass(frozen=True)
class Outcome:
    """How an answer came out.

    Attributes:
        said: The answer with its figures.
        held: Whether some of it was not shown.
        at_fault: The figures for which it was held, where that is known.
    """

    answer: Answer
    said: str
    held: bool
    at_fault: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether a true answer was shown whole, or a false one held."""
        return self.held != self.answer.is_true


def over_socket(answers: Iterable[Answer], stage: Stage) -> Iterator[Outcome]:
    """Yield how each answer comes out as that of a model behind the OpenAI protocol."""
    known: dict[str, dict[str, object]] = {}
    with openai_server() as server:
        for answer in answers:
            project = stage.project(answer.scene)
            if answer.scene not in known:
                known[answer.scene] = SCENES[answer.scene].facts(results_of(answer.scene, project, server))
            said = answer.said(known[answer.scene])
            *_, ended = _turn(answer.scene, project, server, said)
            shown = ended.text if isinstance(ended, TurnEnded) else ""
            yield Outcome(answer, said, held=shown.strip() != said.strip())


def directly(answers: Iterable[Answer], stage: Stage) -> Iterator[Outcome]:
    """Yield how each answer is checked, without playing its turn."""
    known: dict[str, tuple[dict[str, object], Evidence]] = {}
    with openai_server() as server:
        for answer in answers:
            if answer.scene not in known:
                results = results_of(answer.scene, stage.project(answer.scene), server)
                known[answer.scene] = (
                    SCENES[answer.scene].facts(results),
                    _evidence(answer.scene, results, stage),
                )
            facts, evidence = known[answer.scene]
            said = answer.said(facts)
            checked = check(said, evidence)
            yield Outcome(answer, said, held=not checked.is_whole, at_fault=checked.at_fault)


def results_of(scene: str, project: Project, server: OpenAIServer) -> Results:
    """What the tools of a scene return to a model elsewhere."""
    events = _turn(scene, project, server, "Good.")
    done = {event.call_id: event for event in events if isinstance(event, ToolDone)}
    # Calls of one message are carried out side by side, and end in any order.
    return [done[event.call_id] for event in events if isinstance(event, ToolStarted)]


def _turn(scene: str, project: Project, server: OpenAIServer, said: str) -> list[object]:
    server.requests.clear()
    server.replies[:] = [Reply(tools=SCENES[scene].calls), Reply(said), Reply(GIVES_WAY)]
    settings = ModelSettings("openai:hostile", server.url, "none")
    return list(run_turn(project, SCENES[scene].words, settings=settings))


def _evidence(scene: str, results: Results, stage: Stage) -> Evidence:
    words = SCENES[scene].words
    context = ToolContext(stage.project(scene), words=(words,), limits=Limits(cells=False))
    return vouched_by([words, *(done.text for done in results)], context)


def as_table(outcomes: Sequence[Outcome]) -> list[str]:
    """The outcomes as lines of Markdown, by form."""
    lines = ["| form | false answers | held | true answers | held |", "| --- | --- | --- | --- | --- |"]
    forms = Counter(outcome.answer.form for outcome in outcomes)
    for form in ("all", *sorted(forms)):
        part = [outcome for outcome in outcomes if form in ("all", outcome.answer.form)]
        lines.append(f"| {form} | {_share(part, is_true=False)} | {_share(part, is_true=True)} |")
    return lines


def _share(outcomes: Sequence[Outcome], *, is_true: bool) -> str:
    part = [outcome for outcome in outcomes if outcome.answer.is_true is is_true]
    if not part:
        return "0 | "
    n_held = sum(outcome.held for outcome in part)
    return f"{len(part)} | {n_held} ({100 * n_held / len(part):.1f} %)"
