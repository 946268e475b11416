"""Memory across searches, with real searches: the next one starts from the last, and a repeated one repeats."""

from __future__ import annotations

import html
import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tables import customers

from automl import run
from automl.project.store import Home
from automl.project.transcript import read
from automl.replay import replay
from automl.search.result import RunResult

SPEC = {
    "target": "left",
    "task": "binary",
    "positive_label": "Yes",
    "models": {"include": ["decision_tree", "lightgbm"]},
}
# Four usual settings, the baseline, and six that the search finds itself.
BUDGET = {"trials": 11, "workers": 1}


@dataclass(frozen=True)
class Seasons:
    """Two tables of the same customers' base, searched one after the other."""

    folder: Path
    first: RunResult
    second: RunResult

    def home(self, name: str = "home") -> Home:
        """A home that is the test's own; the one called "home" remembers both searches."""
        return Home(self.folder / name)

    def search(self, season: str, home: Home, name: str, **others: Any) -> RunResult:
        """Search the table of a season."""
        return search(self.folder, season, home, name, **others)


def search(folder: Path, season: str, home: Home, name: str, **others: Any) -> RunResult:
    spec = {**SPEC, "budget": {**BUDGET, **others.pop("budget", {})}}
    return run(spec, folder / f"{season}.csv", out=folder / name, home=home, **others)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Seasons:
    folder = tmp_path_factory.mktemp("seasons")
    whole: pd.DataFrame = customers()
    whole.iloc[::2].to_csv(folder / "spring.csv", index=False)
    whole.iloc[1::2].to_csv(folder / "autumn.csv", index=False)
    with closing(Home(folder / "home")) as home:
        first, second = search(folder, "spring", home, "first"), search(folder, "autumn", home, "second")
    return Seasons(folder, first, second)


@pytest.fixture
def seasons(once: Seasons, tmp_path: Path) -> Seasons:
    shutil.copytree(once.folder, tmp_path / "seasons")
    return replace(once, folder=tmp_path / "seasons")


def test_the_next_search_starts_from_the_best_of_the_last(seasons: Seasons) -> None:
    assert seasons.first.warm_start is None
    found = seasons.second.warm_start
    assert found is not None
    lenders = [(lender.run, lender.table, lender.shared_columns) for lender in found.lenders]
    assert lenders == [("first", "spring", 1.0)]
    best = next(row for row in seasons.first.leaderboard if row.trial)
    assert dict(best.params) in [dict(one.params) for one in found.lent]
    entries = read(seasons.folder / "second" / "transcript.jsonl")
    trials = [entry.body for entry in entries if entry.kind == "trial"]
    assert "memory" in [trial["origin"] for trial in trials[:6]]
    new = [one.score for one in found.lent if one.score is not None and not one.usual]
    usual = [one["score"] for one in trials if one["origin"] == "default" and one["status"] == "ok"]
    assert (found.best, found.best_usual) == (max(new), max(usual))
    assert found.helped is (max(new) > max(usual))
    report = (seasons.folder / "second" / "report.html").read_text("utf-8")
    assert found.sentence in html.unescape(report)


def test_a_replay_needs_no_memory(seasons: Seasons) -> None:
    seasons.home().forget_lessons()

    done = replay(seasons.folder / "second", data=seasons.folder / "autumn.csv")
    assert done["sentence"].startswith("Identical")


def test_the_same_again_is_the_same_whatever_was_learned_since(seasons: Seasons) -> None:
    home = seasons.home()
    again = seasons.search("spring", home, "again", budget={"workers": 2})
    other_seed = seasons.search("spring", home, "other-seed", seed=1)

    assert again.warm_start is None
    assert [row.score for row in again.leaderboard] == [row.score for row in seasons.first.leaderboard]
    assert other_seed.warm_start is not None
    assert other_seed.warm_start.lenders[0].run == "first"
    assert [lesson.run for lesson in home.lessons()] == ["first", "second", "other-seed"]


def test_without_a_memory_a_search_is_as_if_there_had_been_none(seasons: Seasons) -> None:
    home = seasons.home()
    few = {"trials": 6}
    fresh = seasons.search("autumn", home, "fresh", fresh=True, budget=few)
    home.set_setting("memory", False)
    off = seasons.search("autumn", home, "off", budget=few)
    nothing_before = seasons.search("autumn", seasons.home("home-without"), "new", budget=few)

    assert (fresh.warm_start, off.warm_start) == (None, None)
    scores = [row.score for row in nothing_before.leaderboard]
    assert [row.score for row in fresh.leaderboard] == scores
    assert [row.score for row in off.leaderboard] == scores
    assert [lesson.run for lesson in home.lessons()] == ["first", "second", "fresh"]


def test_what_is_remembered_holds_no_cell_of_the_table(seasons: Seasons) -> None:
    kept = str([lesson.body for lesson in seasons.home().lessons()])

    labels = {str(value) for value in customers().select_dtypes("str").to_numpy().ravel()}
    assert labels
    assert not [label for label in labels if f"'{label}'" in kept]
