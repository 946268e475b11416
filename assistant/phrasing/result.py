"""What came out, at the depth that suits who asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from assistant.phrasing.done import Done
from automl.report.figures import count, duration, measured, money, percent, score
from automl.search.result import Measured
from automl.spec.labels import score_label
from prompts import terms

_WARNINGS = {"novice": 3, "engineer": 5, "expert": 8}


def say_result(done: Done, audience: str) -> str:
    """The result: first what it is worth, then how good it is, then how far to trust it."""
    found = done.artifact["result"]
    parts = [
        (done.artifact.get("refit") or {}).get("sentence", ""),
        _chosen(found, audience),
        _worth(found),
        found["decision"]["sentence"],
        _quality(found, audience),
        _simpler(found, audience),
        _checks(found),
        _experiments(found, audience),
        _ahead(found),
        "\n".join(f"- {warning}" for warning in found["warnings"][: _WARNINGS[audience]]),
    ]
    if audience != "novice":
        parts.append(_how(found))
    parts.append(
        "Next, I would look at which columns matter. Or ask why a certain row gets its prediction, or for the report."
    )
    return "\n\n".join(part for part in parts if part)


def _chosen(found: Mapping[str, Any], audience: str) -> str:
    said = f"**{found['chosen']['label']}** came out best. {found['chosen']['reason']}"
    meaning = terms().get(found["score_name"]) if audience == "novice" else None
    return (
        f"{said} ({score_label(found['score_name'])}: {meaning[:1].lower()}{meaning[1:].rstrip('.')}.)"
        if meaning
        else said
    )


def _worth(found: Mapping[str, Any]) -> str:
    value = found.get("money")
    if not value:
        return ""
    write = partial(money, currency=value["currency"])
    nothing = value.get("nothing_name") or "doing nothing"
    over = _figure(value["over_nothing"])
    said = (
        f"On the {count(value['n_rows'])} rows kept aside for the final check, its decisions bring "
        f"{measured(over, write)} more than {nothing}."
    )
    if over.low is not None and over.low <= 0:
        said += " That is not surely more than nothing: the interval reaches down to it."
    others = [
        (nothing, value["nothing"]),
        ("acting on every row", value["everyone"]),
        ("what is done today", value["today"]),
    ]
    told = [f"{name} {write(amount)}" for name, amount in others if amount is not None]
    return f"{said} In total: the model {write(value['total']['value'])}, {', '.join(told)}."


def _figure(found: Mapping[str, Any]) -> Measured:
    return Measured.model_validate(found)


def _quality(found: Mapping[str, Any], audience: str) -> str:
    name = found["metric_name"]
    better = "higher" if found["metric_greater_is_better"] else "lower"
    said = ""
    if not found.get("money"):
        shown = measured(_figure(found["metric_held_out"]), score)
        said = f"{name} on rows that no model had seen: {shown}; {better} is better."
        if audience == "novice" and found["metric"].get("name") != found["score_name"]:
            meaning = terms().get(str(found["metric"].get("name", "")).lower())
            said += f" It means: {meaning}" if meaning else ""
    if audience != "novice" and found["score_name"] != found["metric"].get("name"):
        shown = measured(_figure(found["held_out"]), score)
        said += (
            f" Candidates were compared by {score_label(found['score_name'])}: {shown} on the held-out rows."
        )
    return said.strip()


def _simpler(found: Mapping[str, Any], audience: str) -> str:
    simple = found["simplest"]
    if simple["model"] == found["chosen"]["model"]:
        return ""
    if simple["family"] == "dummy":
        return (
            "Careful: always giving the usual answer is as good within the noise, so little was learned from these "
            f"columns. {simple['reason']}"
        )
    why = "I would take it where decisions have to be explained."
    return f"A simpler model is as good within the noise: {simple['label']}. {simple['reason']} {why}"


def _checks(found: Mapping[str, Any]) -> str:
    said = [found[name]["sentence"] for name in ("baseline", "expectation") if found.get(name)]
    for name in ("constraints", "limits", "fairness", "monotone"):
        said += [check["sentence"] for check in found.get(name) or ()]
    return " ".join(said)


def _experiments(found: Mapping[str, Any], audience: str) -> str:
    """What treating the rows learned from brought: what the user asked for, and to those who know terms the rest."""
    told = [one for one in found.get("experiments") or () if one["asked"] or audience != "novice"]
    return " ".join(one["sentence"] for one in told)


def _ahead(found: Mapping[str, Any]) -> str:
    """Whether a promise was kept, and what is left to find."""
    proposal = found.get("proposal")
    parts = [
        found.get("promise"),
        proposal if proposal and proposal["worth"] else None,
        found.get("more_time"),
    ]
    return " ".join(part["sentence"] for part in parts if part)


def _how(found: Mapping[str, Any]) -> str:
    spent = found["spent"]
    said = [
        found["split"]["sentence"],
        found["refit"],
        f"{count(spent['trials'])} trials in {duration(spent['seconds'])}, ended by: {spent['ended']}.",
    ]
    looks = found["split"]["looks"]
    if looks > 1:
        said.append(f"The held-out rows were looked at {count(looks)} times by now.")
    share = found["data"].get("positive_share")
    if share is not None:
        said.append(f"Share of {found['positive_label']!r}: {percent(share)}.")
    return " ".join(part for part in said if part)
