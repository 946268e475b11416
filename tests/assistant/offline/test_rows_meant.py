"""The second reader of rows: what it makes of each condition, and what becomes of the filter by it."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.offline.context import ColumnFacts, Context
from assistant.offline.goal.impression import impression_of
from assistant.offline.meaning.encoder import encoder
from assistant.offline.rows import filters, meant
from assistant.offline.rows.meant import DROPPED, KEPT, NEITHER, Condition
from assistant.offline.rows.runs import Run
from assistant.offline.table.conditions import Test as RowTest
from assistant.offline.text.line import Line, read_line
from assistant.offline.understand import understand

REGION = ColumnFacts("region", "category", 3, top=(("north", 5), ("south", 4), ("east", 3)))
AGE = ColumnFacts("age", "number", 60, minimum=18.0, maximum=80.0)
LEFT = ColumnFacts("left", "boolean", 2, top=(("No", 70), ("Yes", 30)))
CONTEXT = Context(columns=(LEFT, REGION, AGE), n_rows=100)
LINE = read_line("the north and the south over 30")
NORTH = RowTest(REGION, "=", ("'north'",), 1, 2)
SOUTH = RowTest(REGION, "=", ("'south'",), 4, 5)
OLDER = RowTest(AGE, ">", ("30",), 5, 7)


def condition(test: RowTest, verdict: str, line: Line = LINE) -> Condition:
    return Condition(test, line.typed_span(test.start, test.end), "", False, True, verdict)


@pytest.mark.parametrize(
    ("effect", "denied", "verdict"),
    [
        ("keep", "", KEPT),
        ("keep", "not", DROPPED),
        ("drop", "", DROPPED),
        ("drop", "no", KEPT),
        ("none", "", NEITHER),
        ("", "not", NEITHER),
    ],
)
def test_what_cues_make_of_a_condition(effect: str, denied: str, verdict: str) -> None:
    (found,) = meant.conditions_of(LINE, Run((NORTH,), (denied,), 1, 2), effect, late=True)
    assert found.verdict == verdict
    assert LINE.text[slice(*found.span)] == "north"


def test_a_condition_that_is_found_twice_is_one_with_the_cue_it_had() -> None:
    noted = [
        condition(OLDER, KEPT),
        condition(NORTH, NEITHER),
        condition(OLDER, NEITHER),
        condition(NORTH, DROPPED),
    ]
    assert [(c.test, c.verdict) for c in meant.once(noted)] == [(NORTH, DROPPED), (OLDER, KEPT)]


def test_only_what_is_sure_overrules_the_cues() -> None:
    both = [condition(NORTH, KEPT), condition(OLDER, NEITHER)]
    shares = [np.array([0.05, 0.1, 0.85], np.float32), np.array([0.6, 0.3, 0.1], np.float32)]
    assert meant.weighed(both, shares, 0.8) == [NEITHER, NEITHER]
    assert meant.weighed(both, shares, 0.5) == [NEITHER, KEPT]
    assert meant.weighed(both, shares, 0.9) == [KEPT, NEITHER]


def test_labels_of_one_column_are_alternatives_and_what_is_dropped_is_negated() -> None:
    three = [condition(test, KEPT) for test in (NORTH, SOUTH, OLDER)]
    parts = meant.parts_of(LINE, three, [KEPT, KEPT, DROPPED])
    assert [sql for sql, _ in parts] == ["region IN ('north', 'south')", "age <= 30"]
    assert meant.parts_of(LINE, three, [NEITHER] * 3) == []
    assert [words for _, words in meant.parts_of(LINE, three, [DROPPED, NEITHER, KEPT])] == [
        "over 30",
        "north",
    ]


def test_shares_are_shares_and_cues_stand_behind_the_last_piece() -> None:
    line = read_line("only the north " + "and so it goes on and on " * 120 + "without the south")
    (near, far) = (
        RowTest(REGION, "=", (f"'{label}'",), at, at + 1) for label, at in (("north", 2), ("south", -1))
    )
    far = RowTest(REGION, "=", ("'south'",), len(line.items) - 1, len(line.items))
    both = [condition(near, KEPT, line), condition(far, DROPPED, line)]
    first, second = meant.shares_of(impression_of(encoder(), line.text, [LEFT, REGION, AGE]), both, "left")
    assert first.sum() == pytest.approx(1, abs=1e-4) and first.min() >= 0
    assert second.tolist() == [0, 1, 0]


def test_what_is_sure_changes_the_filter_and_what_was_agreed_before_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = "Predict who left, only in the north."
    assert understand(said, CONTEXT).patches["filter"] == "region = 'north'"

    def never(seen: object, conditions: list[Condition], target: object) -> list[np.ndarray]:
        return [np.array([0, 0, 1], np.float32) for _ in conditions]

    monkeypatch.setattr(meant, "shares_of", never)
    assert "filter" not in understand(said, CONTEXT).patches
    later = Context(
        columns=CONTEXT.columns, n_rows=100, spec={"target": "left", "filter": "region = 'north'"}
    )
    assert understand("Only the south.", later).patches["filter"] == "region = 'south'"


def test_nothing_is_weighed_where_no_goal_is_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed: list[object] = []
    monkeypatch.setattr(filters, "rows_meant", lambda reading, noted: weighed.append(noted))
    understand("", CONTEXT)
    understand("Only those over 30 count.", Context(columns=(), n_rows=0))
    assert all(noted == [] for noted in weighed)
