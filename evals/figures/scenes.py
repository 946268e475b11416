"""The scenes that answers are about: a project with a table, what the user said, and what the model asks its tools."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.events import ToolDone
from automl.project.projects import Project
from automl.project.store import Home
from evals.figures.facts import Fact
from evals.tables import table_path
from tools.context import ToolContext
from tools.documents import Patch, approve, change
from tools.searching import start

Call = tuple[str, dict[str, Any]]
Facts = dict[str, Any]
Results = list[ToolDone]

_PLAN = {
    "target": "Returned",
    "positive_label": "Y",
    "metric.kind": "payoff",
    "metric.fn": -12,
    "metric.fp": -3,
    "metric.currency": "USD",
    "models.include": ["linear", "decision_tree", "naive_bayes"],
    "budget.trials": 4,
}
_PLAN_WORDS = (
    "Predict which orders come back. A missed return costs us $12, a needless check $3. The campaign starts on "
    "Monday, 14 April 2025, at 9:30. The file may be 5 MB at most, an answer may take 20 ms. "
    "One courier in eight is late."
)


@dataclass(frozen=True)
class Scene:
    """What happens before an answer.

    Attributes:
        table: Which of `evals.tables`.
        words: What the user says.
        calls: What the model calls, one tool after the other.
        facts: Works out the figures of the answers from what the tools returned.
    """

    table: str
    words: str
    calls: tuple[Call, ...]
    facts: Callable[[Results], Facts]


def _rounded(value: float) -> Fact:
    """As precise as tools write it."""
    return Fact(f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}")


def _groups(result: ToolDone) -> dict[str, Fact]:
    return {row["group"]: _rounded(row["value"]) for row in result.artifact["rows"]}


def _flats(results: Results) -> Facts:
    table, heating, rent = results
    columns = {column["name"]: column for column in table.artifact["columns"]}
    return {
        "rows": Fact(table.artifact["n_rows"]),
        "cols": Fact(table.artifact["n_columns"]),
        "gaps": Fact(heating.artifact["n_missing"]),
        "gapshare": Fact(round(heating.artifact["share_missing"], 3)),
        "heating": _rounded(heating.artifact["mean"]),
        "heatings": Fact(heating.artifact["n_distinct"]),
        "rent": _rounded(rent.artifact["mean"]),
        "rents": Fact(rent.artifact["n_distinct"]),
        "rooms": Fact(columns["Rooms"]["n_distinct"]),
        "floors": Fact(columns["Floor"]["n_distinct"]),
        "districts": Fact(columns["District"]["n_distinct"]),
        "dates": Fact(columns["Listed on"]["n_distinct"]),
        "areas": Fact(columns["Living area m2"]["n_distinct"]),
        "years": Fact(columns["Year built"]["n_distinct"]),
    }


def _orders(results: Results) -> Facts:
    share, count = (_groups(result) for result in results)
    return {
        **{name.lower(): value for name, value in share.items()},
        **{f"n_{name.lower()}": value for name, value in count.items()},
    }


def _loans(results: Results) -> Facts:
    total, by_status, bond, ratio = (_groups(result) for result in results)
    return {
        "total": total["all rows"],
        "paid": by_status["Fully paid"],
        "off": by_status["Charged off"],
        "n_paid": Fact(_rows(results[1], "Fully paid")),
        "n_off": Fact(_rows(results[1], "Charged off")),
        "corr": bond["all rows"],
        "ratio": ratio["all rows"],
    }


def _rows(result: ToolDone, group: str) -> int:
    return next(int(row["n_rows"]) for row in result.artifact["rows"] if row["group"] == group)


def _parcels(results: Results) -> Facts:
    late, bond, longest = (_groups(result) for result in results)
    return {
        **late,
        "corr": bond["all rows"],
        "far": longest["all rows"],
        **{f"n_{name}": Fact(_rows(results[0], name)) for name in late},
    }


def _plan(results: Results) -> Facts:
    return {"version": Fact(results[0].artifact["version"]), "share": Fact(0.2)}


def _run(results: Results) -> Facts:
    result, board = results[0].artifact["result"], results[1].artifact["leaderboard"]
    money = result["money"]
    facts: Facts = {
        "gain": Fact(round(money["over_nothing"]["value"])),
        "nothing": Fact(round(money["nothing"])),
        "decisions": Fact(round(money["total"]["value"])),
        "trials": Fact(result["spent"]["trials"]),
        "models": Fact(len(board)),
        "held": Fact(money["n_rows"]),
    }
    for row in board:
        name = row["model"].partition("-")[0].lower()
        facts |= {name: _rounded(row["score"]), f"{name}_rank": Fact(row["rank"])}
    return facts


def _ranks(results: Results) -> Facts:
    found = results[0].artifact["importance"]
    drops = {item["column"]: _rounded(item["drop"]) for item in found}
    places = {f"r_{item['column']}": Fact(place) for place, item in enumerate(found, 1)}
    names = {f"name{place}": item["column"] for place, item in enumerate(found, 1)}
    return {**drops, **places, **names, "columns": Fact(len(found))}


SCENES: Mapping[str, Scene] = {
    "flats": Scene(
        "flat_rents",
        "What is in this table?",
        (
            ("describe_table", {}),
            ("profile_column", {"column": "Heating costs"}),
            ("profile_column", {"column": "Monthly rent"}),
        ),
        _flats,
    ),
    "orders": Scene(
        "shop_orders",
        "How often do orders come back, by category?",
        (
            ("run_query", {"measure": "avg(if(Returned = 'Y', 1, 0))", "by": "Category"}),
            ("run_query", {"measure": "count(*)", "by": "Category"}),
        ),
        _orders,
    ),
    "loans": Scene(
        "small_loans",
        "How much did we lend, in dollars, and to whom?",
        (
            ("run_query", {"measure": "sum(amount)"}),
            ("run_query", {"measure": "avg(amount)", "by": "loan_status"}),
            ("run_query", {"measure": "corr(interest_rate, credit_score)"}),
            ("run_query", {"measure": "avg(annual_income) / avg(amount)"}),
        ),
        _loans,
    ),
    "parcels": Scene(
        "parcel_trips",
        "When are we late?",
        (
            ("run_query", {"measure": "avg(minutes_late)", "by": "weather"}),
            ("run_query", {"measure": "corr(weight_kg, minutes_late)"}),
            ("run_query", {"measure": "avg(distance_km)"}),
        ),
        _parcels,
    ),
    "plan": Scene("shop_orders", _PLAN_WORDS, (("show_spec", {}),), _plan),
    "run": Scene("shop_orders", "What came out?", (("get_result", {}), ("compare_models", {})), _run),
    "ranks": Scene("shop_orders", "What matters most?", (("get_importance", {}),), _ranks),
}
_SEARCHED = ("run", "ranks")
_PLANNED = ("plan", *_SEARCHED)


class Stage:
    """The projects of the scenes, each made when it is first asked for.

    Args:
        folder: Where they are made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._home = Home(folder / "home")
        self._home.set_setting("memory", False)
        self._open = ExitStack()
        self._open.callback(self._home.close)
        self._projects: dict[str, Project] = {}

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def project(self, scene: str) -> Project:
        """The project of a scene, as it stands before anything is said."""
        key = "searched" if scene in _SEARCHED else scene
        if key not in self._projects:
            self._projects[key] = self._made(scene, key)
        return self._projects[key]

    def _made(self, scene: str, key: str) -> Project:
        project = self._open.enter_context(self._home.create(key))
        path = table_path(SCENES[scene].table, self._folder)
        if path is None:
            raise FileNotFoundError(SCENES[scene].table)
        project.add_data(path)
        if scene in _PLANNED:
            change(ToolContext(project), Patch(_PLAN))
        if scene in _SEARCHED:
            self._search(project)
        return project

    def _search(self, project: Project) -> None:
        context = ToolContext(project)
        approve(context, version=context.version())
        start(context)
        while not project.runs()[-1].is_over:
            time.sleep(0.2)
