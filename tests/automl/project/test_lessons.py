"""What searches taught is kept once, listed in words, and gone without a trace when it is erased."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from automl.errors import InputError
from automl.project.lessons import MOST_KEPT
from automl.project.remembered import change_memory, memory_text
from automl.project.store import Home


def body(table: str = "customers") -> dict[str, Any]:
    return {
        "table": table,
        "n_rows": 1_200,
        "portrait": {
            "target": "left",
            "columns": [["tenure", "number"]],
            "measures": {},
            "score": "log_loss",
        },
        "score": "log_loss",
        "baseline": 0.6,
        "best": [{"family": "lightgbm", "params": {"num_leaves": 7}, "score": 0.4}],
        "chosen": "LightGBM",
        "recalled": {"lenders": [], "loans": []},
    }


def keep(home: Home, key: str, *, folder: Path = Path("runs/first"), **changes: Any) -> None:
    home.keep_lesson(folder, key=key, task="binary", body=body(**changes))


def test_a_search_that_repeats_another_teaches_nothing_new(home: Home) -> None:
    keep(home, "one")
    keep(home, "one", table="other")
    keep(home, "two")

    assert [lesson.body["table"] for lesson in home.lessons()] == ["customers", "customers"]
    assert home.lessons("regression") == []


def test_what_is_remembered_is_said_in_words(home: Home) -> None:
    keep(home, "one")

    assert memory_text(home).splitlines()[0] == (
        "1: first, predicting 'left' on 'customers' with 1,200 rows; it chose LightGBM and lends 1 setting of LightGBM."
    )
    change_memory(home, switch=False)
    assert memory_text(home).endswith("The memory is off: nothing of this is used.")


def test_what_is_forgotten_leaves_no_trace_in_the_files(home: Home) -> None:
    keep(home, "one", table="a_telling_name")
    keep(home, "two", table="another")
    assert b"a_telling_name" in _bytes(home)

    said = change_memory(home, forget=[1])

    assert said == ["Forgotten: what 1 search taught."]
    assert [lesson.id for lesson in home.lessons()] == [2]
    assert b"a_telling_name" not in _bytes(home)
    change_memory(home, forget_all=True)
    assert memory_text(home) == "Nothing is remembered of earlier searches."
    keep(home, "three")
    assert [lesson.id for lesson in home.lessons()] == [3], "an id is never given again"


def test_what_is_not_there_cannot_be_forgotten(home: Home) -> None:
    keep(home, "one")

    with pytest.raises(InputError, match="No search is remembered under 7; there are 1"):
        change_memory(home, forget=[1, 7])
    assert len(home.lessons()) == 1


def test_deleting_a_project_erases_what_it_taught(home: Home) -> None:
    project = home.create("Churn")
    keep(home, "inside", folder=project.folder / "runs" / "run-001")
    keep(home, "outside")
    project.close()
    assert [lesson.project for lesson in home.lessons()] == [project.id, None]

    home.delete(project.id)

    assert [lesson.key for lesson in home.lessons()] == ["outside"]


def test_the_oldest_are_forgotten_by_themselves(home: Home) -> None:
    for number in range(MOST_KEPT + 2):
        keep(home, str(number))

    kept = home.lessons()
    assert (len(kept), kept[0].key) == (MOST_KEPT, "2")


def _bytes(home: Home) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.path.glob("home.sqlite*")))
