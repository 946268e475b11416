"""What the model looks at, and how it compares with the others."""

from __future__ import annotations

from typing import Any

from assistant.phrasing.done import Done
from automl.report.figures import money, number, percent, score
from automl.report.story.words import standing_out
from automl.search.result import Importance
from automl.spec.labels import score_label
from tools.wording import table as rows_of

_COLUMNS = {"novice": 5, "engineer": 10, "expert": 15}


def say_importance(done: Done, audience: str) -> str:
    """Which columns matter."""
    found = done.artifact["importance"]
    if not found:
        return done.artifact.get("method") or "There is nothing that the model could be seen to rely on."
    shown = found[: _COLUMNS[audience]]
    lines = [(str(place), item["column"], score(item["drop"])) for place, item in enumerate(shown, 1)]
    loss = (
        "worse by"
        if audience == "novice"
        else f"loss of {score_label(done.artifact['score_name'])} when shuffled"
    )
    head = ("rank", "column", loss)
    said = [_most_important(found), rows_of(head, lines)]
    if audience == "novice":
        said.append(
            "The figure says how much worse the predictions get when the values of the column are mixed up."
        )
    else:
        said.append(done.artifact.get("method", ""))
    return "\n\n".join(part for part in said if part)


def _most_important(found: list[dict[str, Any]]) -> str:
    """The first column that chance does not explain, which need not be the first of the list."""
    sure = standing_out(map(Importance.model_validate, found))
    if not sure:
        return "No single column stands out: mixing up any one of them changes the score no more than chance could."
    return f"The model relies most on {sure[0].column!r}."


def say_effect(done: Done, audience: str) -> str:
    """How a column acts on the prediction."""
    effect, task = done.artifact["effect"], done.artifact["task"]
    write = number if task == "regression" else percent
    pairs = [(_value(v), write(p)) for v, p in zip(effect["values"], effect["predictions"], strict=True)]
    said = f"If every row had that value of {effect['column']!r}, the mean prediction would be:"
    shown = rows_of((effect["column"], "prediction"), pairs)
    return f"{said}\n\n{shown}\n\nThis is how the model behaves, not a cause."


def _value(value: Any) -> str:
    return number(value) if isinstance(value, int | float) else str(value)


def say_row(done: Done, audience: str) -> str:
    """One prediction with its reasons, and what it would be with other values."""
    found, currency = done.artifact["explanation"], done.artifact.get("currency")
    said = [f"Row {found['row']:,}: {_prediction(found, currency)}"]
    up = [_reason(part) for part in found["contributions"][: _COLUMNS[audience]] if part[2] > 0]
    down = [_reason(part) for part in found["contributions"][: _COLUMNS[audience]] if part[2] < 0]
    if up:
        said.append(f"What raises it most: {', '.join(up)}.")
    if down:
        said.append(f"What lowers it most: {', '.join(down)}.")
    other = done.artifact.get("what_if")
    if other:
        told = ", ".join(f"{name} {was!r} → {now!r}" for name, was, now in other["changed"])
        said.append(
            f"With {told}: {_prediction(other['explanation'], currency)} {' '.join(other['notes'])}".strip()
        )
    return "\n\n".join(said)


def _prediction(found: dict[str, Any], currency: str | None) -> str:
    if found.get("label") is not None:
        said = f"the probability of {found['label']!r} is {percent(found['prediction'])}"
    else:
        said = f"the prediction is {number(found['prediction'])}"
    if found.get("decision") in ("act", "leave alone"):
        said += f", so the decision is to {'act' if found['decision'] == 'act' else 'leave it alone'}"
    if found.get("expected_value") is not None:
        said += f"; acting is expected to bring {money(found['expected_value'], currency)} over not acting"
    return said + "."


def _reason(part: Any) -> str:
    name, value, _ = part
    return str(name) if value is None else f"{name} = {_value(value)}"


def say_models(done: Done, audience: str) -> str:
    """The leaderboard."""
    return done.text


def say_not_tried(done: Done, audience: str) -> str:
    """What was left out."""
    return done.text
