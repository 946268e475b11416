"""Columns that are the sum or difference of two others."""

from __future__ import annotations

import numpy as np

from automl.data.checks.arithmetic import SUMS, pair_giving
from automl.data.checks.evidence import Evidence

# Each suspect is tried against every pair of columns, so only so many of both.
MAX_COLUMNS = 100
MAX_SUSPECTS = 20
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
    step = max(1, len(evidence.rows) // N_ROWS)
    numbers = {name: evidence.numbers(name)[::step] for name in evidence.numeric_features()}
    varied = {name: values for name, values in numbers.items() if len(np.unique(values)) >= MIN_DISTINCT}
    others = [name for name in varied if name not in suspects][:MAX_COLUMNS]
    found: dict[str, str] = {}
    for suspect in [name for name in suspects if name in varied][:MAX_SUSPECTS]:
        columns = np.array([varied[name] for name in others])
        pair = pair_giving(columns, varied[suspect], forms=SUMS)
        if pair is not None:
            both = others[pair.one], others[pair.other]
            finer = max(both, key=lambda name: len(np.unique(evidence.numbers(name))))
            found[finer] = suspect
            others.remove(finer)
    return found
