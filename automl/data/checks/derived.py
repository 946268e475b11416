"""Numbers that are the sum or difference of two others."""

from __future__ import annotations

import numpy as np

from automl.data.checks.evidence import MAX_STRONG, Evidence, Floats

# Sums of amounts in cents differ in the last digits of a float, and a few rows are corrected by hand.
MIN_SHARE_EQUAL = 0.99
RELATIVE_TOLERANCE = 1e-6
N_ROWS = 500
# A column that hardly varies is the sum of anything constant.
MIN_DISTINCT = 20


def derived_from(evidence: Evidence, suspects: list[str]) -> dict[str, str]:
    """Return features that follow exactly from a suspect and one other column.

    Of ``balance = loan_amount - paid_principal`` only one column is blamed beside the suspect: that with more
    distinct values, because what is computed is finer than what it is computed from.

    Parameters
    ----------
    evidence : Evidence
        Whose features are looked at.
    suspects : list of str
        Columns already under suspicion.

    Returns
    -------
    dict
        Column → the suspect that it follows from.
    """
    names = [name for name in evidence.numeric_features() if not evidence.n_missing[name]][:MAX_STRONG]
    step = max(1, len(evidence.rows) // N_ROWS)
    columns = {name: evidence.numbers(name)[::step] for name in names}
    columns = {name: values for name, values in columns.items() if len(np.unique(values)) >= MIN_DISTINCT}
    others = [name for name in columns if name not in suspects]
    found: dict[str, str] = {}
    if len(others) < 2:
        return found
    stacked = np.stack([columns[name] for name in others])
    for suspect in suspects:
        if suspect not in columns:
            continue
        for position, name in enumerate(others):
            partner = _partner(stacked, position, columns[suspect])
            if partner is not None:
                finer = max((name, others[partner]), key=lambda other: _n_distinct(evidence, other))
                found.setdefault(finer, suspect)
    return found


def _partner(stacked: Floats, position: int, suspect: Floats) -> int | None:
    """Return the row of `stacked` that makes a sum of three with the row at `position` and the suspect."""
    own = stacked[position]
    tolerance = RELATIVE_TOLERANCE * np.maximum(np.abs(own) + np.abs(suspect), 1e-300)
    for wanted in (suspect - own, suspect + own, own - suspect):
        equal = (np.abs(stacked - wanted) <= tolerance).mean(axis=1)
        equal[position] = 0.0
        if equal.max() >= MIN_SHARE_EQUAL:
            return int(equal.argmax())
    return None


def _n_distinct(evidence: Evidence, name: str) -> int:
    return len(np.unique(evidence.numbers(name)))
