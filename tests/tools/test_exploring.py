"""From a proposal to its outcome: a real search proposes a region, a second one tries it, and both are on record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from automl.errors import InputError
from automl.pipeline import run as search
from automl.project.store import Home
from automl.spec.document import SpecDocument
from tests.fakes import use
from tools.context import ToolContext
from tools.documents import Patch, approve, change

_SPEC = {
    "target": "Churn",
    "budget.trials": 16,
    "budget.workers": 1,
    "models.include": ["linear", "decision_tree"],
}


def searched(context: ToolContext) -> str:
    """Approve the plan as it stands and run it."""
    approve(context, version=context.version())
    run = context.project.create_run(context.document().to_json(), None)
    context.project.set_status(run.id, "running")
    result = search(SpecDocument.from_json(run.document), context.table(), out=run.folder, overwrite=True)
    context.project.set_status(run.id, "finished", head=result.transcript_head)
    return run.id


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory, churn_csv: Path) -> Iterator[ToolContext]:
    """A project whose search is done."""
    home = Home(tmp_path_factory.mktemp("home"))
    with home.create("churn") as project:
        project.add_data(churn_csv)
        found = ToolContext(project, words=("Predict churn",))
        change(found, Patch(values=_SPEC))
        searched(found)
        yield found
    home.close()


def test_the_map_names_what_was_not_visited(context: ToolContext) -> None:
    text, artifact = use("get_exploration", context, about="map")

    assert {found["family"] for found in artifact["explored"]} == {"linear", "decision_tree"}
    assert "Decision tree: " in text
    assert "of the ranges visited" in text


def test_how_the_budget_was_shared_is_told_by_family(context: ToolContext) -> None:
    text, artifact = use("get_exploration", context, about="shares")

    assert text.startswith("Nobody steered; of the time, these had: ")
    assert sum(one["share_of_time"] for one in artifact["shared"]["families"]) == pytest.approx(1, abs=1e-3)


def test_more_time_is_told_for_the_step_that_was_asked_for(context: ToolContext) -> None:
    text, artifact = use("expect_more_time", context, seconds=600)

    assert text.startswith("10 minutes more are expected to improve the best single model by about ")
    assert artifact["more_time"]["ahead"][0]["seconds"] == 600


def test_an_accepted_region_becomes_bounds_a_share_and_a_promise_that_the_next_result_answers(
    context: ToolContext,
) -> None:
    proposal = context.result().proposal
    assert proposal is not None
    assert use("list_proposals", context)[0].endswith("It was not tried.")

    text, artifact = use("try_region", context, quote="try that region for two minutes", time_s=120)

    family = proposal.region.family
    spec, provenance = artifact["document"]["spec"], artifact["document"]["provenance"]
    assert spec["shares"] == {family: 0.7}
    assert spec["budget"]["time_s"] == 120
    assert "trials" not in spec["budget"]
    name = next(iter(proposal.region.settings))
    assert f"{family}.{name}" in spec["hyperparameters"]
    assert provenance[f"hyperparameters.{family}.{name}"]["source"] == "assistant"
    assert provenance["budget.time_s"]["source"] == "user"
    assert not artifact["approved"]
    assert "Of the time: 70 % for " in text

    change(context, Patch(values={"budget.trials": 12, "budget.time_s": None}))
    tried_by = searched(context)

    text, artifact = use("list_proposals", context)
    first = artifact["proposals"][0]
    assert first["tried_by"] == tried_by
    assert first["outcome"]["sentence"] in text
    assert first["outcome"]["trials_inside"] > 0
    assert use("get_exploration", context, about="next")[0].startswith(f"Of {proposal.region.words}, about ")


def test_a_change_of_what_is_compared_ends_the_promise(context: ToolContext) -> None:
    use("try_region", context, quote="try it")
    assert context.document().promise is not None

    change(context, Patch(values={"ignore_columns": ["tenure"]}))

    assert context.document().promise is None


def test_a_search_of_few_models_proposes_nothing(context: ToolContext) -> None:
    change(context, Patch(values={"budget.trials": 4}))
    searched(context)

    with pytest.raises(InputError, match="proposed no region: too few models were compared"):
        use("try_region", context, quote="try it")
