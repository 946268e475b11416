"""How much of the search each kind of model gets, as part of the form: seen as it stands, and set in percent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from automl.spec.names import listed
from automl.spec.shares import families_of, parts_of
from automl.spec.wording import families_words, percent
from ui.words import plain

_N_COLUMNS = 3
_MOST_PERCENT = 99  # a share is neither nothing nor all; together they leave a tenth, which the check says


def draw(shares: Mapping[str, float], priors: Mapping[str, float], families: Sequence[str]) -> dict[str, Any]:
    """Draw an input for each family, or for families that have a share together; returns the shares.

    Args:
        shares: As the specification has them.
        priors: The beliefs beside them, which move the rest.
        families: Those that may be used, without the baseline and the ensemble.
    """
    together = [key for key in shares if len(families_of(key)) > 1]
    joined = {name for key in together for name in families_of(key)}
    keys = [*together, *(name for name in families if name not in joined)]
    wanted: dict[str, Any] = {}
    with st.expander("How much of the search each kind of model gets", expanded=bool(shares or priors)):
        st.caption(plain(_now(shares, priors, families)))
        columns = st.columns(_N_COLUMNS)
        for place, key in enumerate(keys):
            with columns[place % _N_COLUMNS]:
                share = _input(key, shares.get(key))
            if share is not None:
                wanted[key] = share
    return wanted


def _input(key: str, share: float | None) -> float | None:
    before = None if share is None else round(100 * share)
    words = families_words(families_of(key))
    found = st.number_input(
        f"{words[0].upper()}{words[1:]}, %",
        min_value=1,
        max_value=_MOST_PERCENT,
        value=before,
        step=5,
        placeholder="by its scores",
        key=f"share-{key}",
    )
    if found is None:
        return None
    return share if found == before else found / 100


def _now(shares: Mapping[str, float], priors: Mapping[str, float], families: Sequence[str]) -> str:
    """What each part has as the plan stands."""
    named = [part for part in parts_of(families, shares=shares, priors=priors) if part.why != "others"]
    if not named:
        return "Nobody has a share of its own: after the usual settings, turns go by scores."
    said = [
        f"{families_words(part.families)} {'at least ' if part.why == 'believed' else ''}{percent(part.share)}"
        for part in named
    ]
    return f"As the plan stands: {listed(said, quote=False)}; what is left goes by scores."
