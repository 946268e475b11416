"""Columns are told to the encoder where it looks for them, whatever they are called; it overrules no plain word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.offline.context import ColumnFacts, Context, Kind
from assistant.offline.goal.impression import MOST_LETTERS, N_COLUMNS, N_LABELS, described, impression_of
from assistant.offline.meaning.encoder import encoder
from assistant.offline.table.columns import pieces_of
from assistant.offline.understand import understand

STATUS = ColumnFacts("account_status", "category", 2, top=(("active", 700), ("closed", 300)))
AGE = ColumnFacts("age", "number", 60, minimum=18.0, maximum=80.0)
ODD = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
KINDS: st.SearchStrategy[Kind] = st.sampled_from(("number", "category", "boolean", "datetime", "text"))


@st.composite
def columns(draw: st.DrawFn) -> ColumnFacts:
    labels = draw(st.lists(ODD, max_size=8, unique=True))
    top = tuple((label, 8 - k) for k, label in enumerate(labels))
    return ColumnFacts(draw(ODD), draw(KINDS), max(1, len(labels)), top=top)


@given(st.lists(columns(), max_size=N_COLUMNS))
def test_every_name_and_label_stands_where_it_is_said_to(told: list[ColumnFacts]) -> None:
    found = described(told)
    assert len(found.columns) == len(found.labels) == len(told)
    for column, (start, end), labels in zip(told, found.columns, found.labels, strict=True):
        assert found.text[start:end] == (" ".join(pieces_of(column.name)) or column.name)
        for label, (first, last) in zip(column.labels[:N_LABELS], labels, strict=False):
            assert found.text[first:last] == label.strip()[:MOST_LETTERS]
    spans = sorted([*found.columns, *(span for labels in found.labels for span in labels)])
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


def test_labels_of_a_wide_column_are_its_most_frequent_ones() -> None:
    many = ColumnFacts("city", "category", 400, top=tuple((f"town {k}", 400 - k) for k in range(60)))
    found = described([many, AGE])
    assert found.text == f"city ({' / '.join(f'town {k}' for k in range(N_LABELS))}) ; age (number) ; "


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80), st.lists(columns(), max_size=N_COLUMNS, unique_by=lambda column: column.name))
def test_shares_are_shares_whatever_is_said(text: str, told: list[ColumnFacts]) -> None:
    seen = impression_of(encoder(), text, told)
    assert all(0 <= share <= 1 for share in (*seen.columns.values(), *seen.tasks.values()))
    assert sum(seen.columns.values()) <= 1 + 1e-4
    assert sum(seen.tasks.values()) == pytest.approx(1, abs=1e-4)


def test_columns_behind_the_last_piece_are_not_told() -> None:
    long = tuple(ColumnFacts("measurement " * 40 + str(k), "number", 90) for k in range(N_COLUMNS))
    seen = impression_of(encoder(), "What will the first measurement be? " * 60, long)
    assert 0 < len(seen.columns) < N_COLUMNS


def test_the_label_that_is_looked_for_leads_the_others() -> None:
    seen = impression_of(encoder(), "Which accounts are about to be closed?", [STATUS, AGE])
    found = seen.looked_for("account_status")
    assert found is not None and found[0] == "closed" and found[1] > 0
    assert seen.looked_for("age") is None and seen.looked_for("nowhere") is None


def test_a_column_that_is_denied_is_not_meant() -> None:
    price = ColumnFacts("price", "number", 500, minimum=1.0, maximum=900.0)
    weight = ColumnFacts("weight", "number", 400, minimum=0.1, maximum=90.0)
    found = understand("Predict the weight, not the price.", Context(columns=(price, weight), n_rows=1000))
    assert found.patches["target"] == "weight"


def test_what_a_bare_code_stands_for_is_asked() -> None:
    group = ColumnFacts("grp", "number", 2, minimum=1.0, maximum=2.0, top=(("1", 800), ("2", 200)))
    found = understand("Predict grp for every row.", Context(columns=(group, AGE), n_rows=1000))
    assert "positive_label" not in found.patches
    assert [field for field, _ in found.questions] == ["positive_label"]


def test_both_labels_named_is_no_choice_of_one() -> None:
    gear = ColumnFacts("gearbox", "category", 2, top=(("automatic", 600), ("manual", 400)))
    found = understand(
        "Predict whether a car is automatic or manual.", Context(columns=(gear, AGE), n_rows=1000)
    )
    assert "positive_label" not in found.patches
