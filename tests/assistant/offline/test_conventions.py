"""The contract's example sentences, each with rewordings, give exactly their specification."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.offline.context import Context
from assistant.offline.understand import understand
from automl.spec.document import SpecDocument
from automl.spec.model import ProblemSpec
from automl.spec.patch import apply_patch

CASES = tomllib.loads((Path(__file__).parent / "cases" / "conventions.toml").read_text("utf-8"))["case"]
SAID = [
    pytest.param(case, [text] if isinstance(text, str) else text, id=f"{number}-{place}")
    for number, case in enumerate(CASES)
    for place, text in enumerate([case["say"], *case.get("same", [])])
]


@pytest.mark.parametrize(("case", "messages"), SAID)
def test_a_sentence_and_its_rewordings_give_one_specification(
    case: dict[str, Any], messages: list[str], made_up: Callable[[str], Context]
) -> None:
    document = SpecDocument(spec=ProblemSpec.model_validate(case.get("base", {})))
    blank = made_up(case["table"])
    for place, text in enumerate(messages):
        context = Context(
            columns=blank.columns,
            n_rows=blank.n_rows,
            table_name=blank.table_name,
            spec=document.spec.to_json(),
            history=tuple(messages[:place]),
        )
        document = apply_patch(document, understand(text, context).patches, source="user", via="words")

    found = document.spec.to_json()
    found.pop("audience", None)
    assert found == case["spec"]
