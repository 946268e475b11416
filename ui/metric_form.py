"""What counts, as a form: money for each of four outcomes, a number that can be acted on, a score by its name."""

from __future__ import annotations

import json
from typing import Any, get_args

import streamlit as st

from automl.errors import SpecError
from automl.spec.model import ScoreName
from automl.spec.wording import SCORE_WORDS

KINDS = {
    None: "Not said: the usual score",
    "payoff": "Money for each decision",
    "top_k": "Only so many rows can be acted on",
    "standard": "A score by its name",
    "other": "Something else, as JSON",
}
OUTCOMES = {
    "tp": "Acting on a row that is one",
    "fp": "Acting on a row that is none",
    "fn": "Missing a row that is one",
    "tn": "Leaving alone a row that is none",
}
SCORES = [name for name in get_args(ScoreName) if name != "silhouette"]


def draw(metric: dict[str, Any] | None, default: dict[str, Any] | None) -> dict[str, Any] | None:
    """Draw the inputs; returns the metric as they stand."""
    metric = metric or {}
    kind = metric.get("kind")
    kinds = list(KINDS)
    start = kind if kind in KINDS else "other"
    chosen = st.selectbox("How results are judged", kinds, kinds.index(start), format_func=KINDS.__getitem__)
    same = metric if chosen == kind else {}
    kept = {name: same[name] for name in ("constraints",) if name in same}
    if chosen is None:
        usual = (default or {}).get("name")
        st.caption(f"That is {SCORE_WORDS.get(usual, usual)}." if usual else "")
        return None
    if chosen == "standard":
        index = SCORES.index(same["name"]) if same.get("name") in SCORES else 0
        name = st.selectbox("Score", SCORES, index, format_func=SCORE_WORDS.__getitem__)
        return {"kind": "standard", "name": name, **kept}
    if chosen == "other":
        return _as_json(metric)
    return {"kind": chosen, **(_size(same) if chosen == "top_k" else {}), **_money(same), **kept}


def _size(metric: dict[str, Any]) -> dict[str, Any]:
    left, right = st.columns(2)
    k = left.number_input(
        "Rows to act on", min_value=1, value=metric.get("k") or (None if "fraction" in metric else 100)
    )
    of = right.number_input("Out of", min_value=1, value=metric.get("out_of"), placeholder="all rows given")
    if k is None:
        return {"fraction": metric["fraction"]} if "fraction" in metric else {}
    return {"k": k, **({"out_of": of} if of else {})}


def _money(metric: dict[str, Any]) -> dict[str, Any]:
    st.caption(
        "Gains are positive, costs negative; an amount may also be SQL over the columns. Empty counts as 0."
    )
    found: dict[str, Any] = {}
    columns = st.columns(2)
    for number, (name, label) in enumerate(OUTCOMES.items()):
        given = metric.get(name)
        text = columns[number % 2].text_input(
            label, "" if given is None else str(given), key=f"outcome-{name}"
        )
        if text.strip():
            found[name] = _amount(text.strip())
    currency = st.text_input("Currency", metric.get("currency") or "", placeholder="USD, EUR …", max_chars=3)
    return found | ({"currency": currency.strip().upper()} if currency.strip() else {})


def _amount(text: str) -> float | str:
    try:
        number = float(text.replace(",", "").replace("−", "-"))
    except ValueError:
        return text  # SQL; the specification is checked when it is saved
    return int(number) if number.is_integer() else number


def _as_json(metric: dict[str, Any]) -> dict[str, Any]:
    written = json.dumps(metric, indent=2, ensure_ascii=False) if metric else '{"kind": "…"}'
    text = st.text_area("The metric as JSON", written, 200)
    try:
        found = json.loads(text)
    except ValueError as error:
        st.caption(f"This is not JSON yet: {error}")
        return metric
    if not isinstance(found, dict):
        raise SpecError("The metric must be a JSON object.")
    return found
