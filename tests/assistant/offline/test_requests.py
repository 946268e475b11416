"""Written requests over many tables, each with the specification, the questions and the wishes that it must become.

A case of `cases/*.toml` holds the user's messages in turn (`say`) and all that must be specified after them (`spec`),
the audience apart. Where it is given, `table` names the table (else the file's name does), `base` is the specification
before, `state` that of the conversation; `ask` holds the fields that must be asked about, `may_ask` those that may be,
`may_differ` the fields that sensible people fill differently, `intents` what else is wanted over all messages, and
`remark` says that something has to be told. `open` names what is not understood yet: such a case has to fail.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.offline.context import Context, OpenQuestion, Understood
from assistant.offline.understand import understand
from automl.spec.document import SpecDocument
from automl.spec.model import ProblemSpec
from automl.spec.patch import apply_patch
from automl.spec.paths import leaves_of

HERE = Path(__file__).parent
MADE_UP = tomllib.loads((HERE / "tables.toml").read_text("utf-8"))
CASES = [
    pytest.param(
        {"table": path.stem, **case},
        id=f"{path.stem}-{number}",
        marks=[pytest.mark.xfail(reason=case["open"], strict=True)] if "open" in case else [],
    )
    for path in sorted((HERE / "cases").glob("*.toml"))
    if path.stem != "conventions"
    for number, case in enumerate(tomllib.loads(path.read_text("utf-8"))["case"])
]


@pytest.mark.parametrize("case", CASES)
def test_a_request_becomes_its_specification(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    context_of: Callable[[str], Context] = request.getfixturevalue(
        "made_up" if case["table"] in MADE_UP else "public"
    )
    spec, asked, heard = _heard(case, context_of(case["table"]))

    may_differ = case.get("may_differ", [])
    assert _settled(spec, may_differ) == _settled(case["spec"], may_differ)
    must_ask = case.get("ask", [])
    assert [field for field in must_ask if not _touches(field, asked)] == []
    assert [
        field for field in asked if not _touches(field, [*must_ask, *case.get("may_ask", []), *may_differ])
    ] == []
    wishes = [intent.name for understood in heard for intent in understood.intents]
    assert wishes == case.get("intents", wishes)
    assert any(understood.remarks for understood in heard) or not case.get("remark")


def _heard(case: dict[str, Any], blank: Context) -> tuple[dict[str, Any], list[str], list[Understood]]:
    """The specification after all messages, the fields that are asked about then, and what each message said."""
    document = SpecDocument(spec=ProblemSpec.model_validate(case.get("base", {})))
    open_questions: dict[str, OpenQuestion] = {}
    recent: tuple[str, ...] = ()
    heard: list[Understood] = []
    for place, text in enumerate(case["say"]):
        context = Context(
            columns=blank.columns,
            n_rows=blank.n_rows,
            table_name=blank.table_name,
            spec=document.spec.to_json(),
            questions=tuple(open_questions.values()),
            history=tuple(case["say"][:place]),
            recent=recent,
            state=case.get("state", "framing"),
        )
        understood = understand(text, context)
        heard.append(understood)
        document = apply_patch(document, understood.patches, source="user", via="words")
        recent = (*reversed(understood.patches), *recent)
        for field, question in understood.questions:
            open_questions[field] = OpenQuestion(field, question, understood.choices.get(field, ()))
        for path in understood.patches:
            open_questions.pop(path, None)
    return document.spec.to_json(), list(open_questions), heard


def _settled(spec: dict[str, Any], may_differ: list[str]) -> dict[str, Any]:
    """The fields as they are compared: an outcome of value 0 is one that was not mentioned."""
    return {
        path: _settled_sql(value) if path in {"filter", "baseline.rule", "metric.weight"} else value
        for path, value in leaves_of(spec).items()
        if path != "audience"
        and not _touches(path, may_differ)
        and not (value == 0 and path in {"metric.tp", "metric.fp", "metric.fn", "metric.tn"})
    }


def _settled_sql(sql: Any) -> Any:
    """Conditions joined by AND may stand in any order, and blanks are free."""
    return sorted("".join(part.split()) for part in sql.split(" AND ")) if isinstance(sql, str) else sql


def _touches(path: str, others: list[str]) -> bool:
    return any(
        path == other or path.startswith(f"{other}.") or other.startswith(f"{path}.") for other in others
    )
