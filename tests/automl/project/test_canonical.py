"""The canonical text: one for one value, and documented for what is not JSON."""

from __future__ import annotations

import datetime
import json
import math
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from automl.project.canonical import canonical, plain

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_canonical_text_reads_back_as_the_same_value_and_the_same_text(value: Any) -> None:
    text = canonical(plain(value))

    assert json.loads(text) == plain(value)
    assert canonical(json.loads(text)) == text
    assert "\n" not in text
    text.encode("utf-8")


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(plain(value)) == canonical(plain(dict(reversed(value.items()))))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [1.0, "é"]}, '{"a":[1.0,"é"],"b":1}'),
        (0.1 + 0.2, "0.30000000000000004"),
        (math.nan, '"NaN"'),
        ([math.inf, -math.inf], '["Infinity","-Infinity"]'),
        (np.float64(0.25), "0.25"),
        (np.array([1, 2]), "[1,2]"),
        (np.bool_(True), "true"),
        ({1: "a", None: "b"}, '{"1":"a","null":"b"}'),
        ({"z", "a"}, '["a","z"]'),
        ((1, 2), "[1,2]"),
        (PurePosixPath("a/b"), '"a/b"'),
        (datetime.date(2026, 11, 23), '"2026-11-23"'),
        ("half \ud83d a smile", '"half ? a smile"'),
    ],
)
def test_what_is_not_json_becomes_what_the_table_says(value: Any, text: str) -> None:
    assert canonical(plain(value)) == text


def test_a_model_becomes_its_json() -> None:
    class Part(BaseModel):
        name: str
        when: datetime.date

    assert plain(Part(name="x", when=datetime.date(2026, 1, 2))) == {"name": "x", "when": "2026-01-02"}


@pytest.mark.parametrize("value", [b"bytes", object(), {"a": object()}, {(1, 2): 3}])
def test_what_has_no_json_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        plain(value)
