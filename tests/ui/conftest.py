"""The page in Streamlit's own test bed, on a real home folder with real projects."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.spending import VARIABLES
from automl.project.projects import Project
from automl.project.store import Home
from tests.fakes import ScriptedModel, customers
from tools.context import ToolContext
from tools.documents import Patch, approve, change
from tools.searching import start
from ui import turns

APP = Path(__file__).parents[2] / "app.py"
PLAN = {
    "target": "Churn",
    "positive_label": "Yes",
    "metric": {"kind": "payoff", "fn": -500, "fp": -20, "tp": -20, "currency": "USD"},
    "models": {"include": ["linear"]},
    "budget": {"trials": 2},
}
GOAL = "Find those who leave."

Open = Callable[..., AppTest]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """An empty home folder that the page uses, and nothing in the environment that names a model."""
    for name in ("TANDEM_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "TANDEM_PASSWORD", *VARIABLES.values()):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path / "home"))
    # Streamlit's test bed ends with the test; imports in the background would go on after it.
    monkeypatch.setattr(turns, "warm_up", lambda: None)
    found = Home()
    yield found
    found.close()


@pytest.fixture(scope="session")
def churn_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The customers as a file."""
    path = tmp_path_factory.mktemp("data") / "churn.csv"
    customers().to_csv(path, index=False)
    return path


@pytest.fixture
def project(home: Home, churn_csv: Path) -> Iterator[Project]:
    """A project with the customers in it."""
    with home.create("Customers") as found:
        found.add_data(churn_csv)
        yield found


@pytest.fixture
def open_page() -> Open:
    """Opens the page, of a project or without one, as a browser that comes back does: with nothing but the address."""

    def _open(project: Project | None = None) -> AppTest:
        page = AppTest.from_file(str(APP), default_timeout=60)
        if project is not None:
            page.query_params["project"] = project.folder.name
        page.run()
        assert not page.exception, [one.value for one in page.exception]
        return page

    return _open


@pytest.fixture(scope="session")
def finished_home(churn_csv: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one project whose search, of one model, is over."""
    path = tmp_path_factory.mktemp("finished") / "home"
    home = Home(path)
    with home.create("Finished") as project:
        project.add_data(churn_csv)
        for role, words in (
            ("user", ""),
            ("assistant", "A table."),
            ("user", GOAL),
            ("assistant", "A plan."),
        ):
            project.append_message(role, words)
        context = ToolContext(project)
        change(context, Patch(values=PLAN), via="form", why="a test")
        approve(context, version=context.version())
        run = start(context)
        wait(lambda: project.run(run.id).is_over, seconds=120)
        assert project.run(run.id).status == "finished", project.run(run.id).message
    home.close()
    return path


@pytest.fixture
def finished(home: Home, finished_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """The project of the finished search, in the home that the page uses."""
    monkeypatch.setenv("TANDEM_HOME", str(finished_home))
    with Home(finished_home).open(Home(finished_home).projects()[0].id) as project:
        yield project


def wait(until: Callable[[], Any], *, seconds: float = 30.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, f"Nothing happened within {seconds:.0f} s."
        time.sleep(0.05)


def answers(monkeypatch: pytest.MonkeyPatch, *script: Any) -> ScriptedModel:
    """Have a script speak instead of the model of the settings."""
    model = ScriptedModel(script=list(script))
    monkeypatch.setattr("assistant.turn.chat_model", lambda settings, look: model)
    return model


def words(page: AppTest) -> str:
    """Everything that the page says."""
    return "\n".join(
        str(element.value) for element in (*page.markdown, *page.caption, *page.error, *page.warning)
    )
