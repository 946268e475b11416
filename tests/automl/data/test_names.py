"""Every column of a table has a name of its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from automl.data.names import unique_names


def test_repeated_and_empty_names_are_changed_and_told() -> None:
    names, renamed = unique_names(["a", "b", "a", "", " ", "a_2", "a"])

    assert names == ["a", "b", "a_3", "column_4", "column_5", "a_2", "a_4"]
    assert renamed == [("a", "a_3"), ("", "column_4"), (" ", "column_5"), ("a", "a_4")]


@given(st.lists(st.sampled_from(["a", "A", "a_2", "", " ", "column_1", "b "]), max_size=12))
def test_names_become_unique_and_first_ones_stay(names: list[str]) -> None:
    unique, renamed = unique_names(names)

    assert len(set(unique)) == len(names)
    assert len(renamed) == sum(before != after for before, after in zip(names, unique, strict=True))
    for position, name in enumerate(names):
        if name.strip() and name not in names[:position]:
            assert unique[position] == name
