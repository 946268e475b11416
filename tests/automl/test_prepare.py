"""What a run says of its data before anything is fitted."""

from __future__ import annotations

import numpy as np
from tables import customers

from automl.data.load import load_table
from automl.framing import frame
from automl.pipeline import as_document
from automl.prepare import prepare


def test_a_column_known_only_afterwards_is_warned_of_in_words_that_the_chat_understands() -> None:
    rows = customers()
    noise = np.random.default_rng(0).normal(scale=0.25, size=len(rows))
    rows["final_call"] = (rows["left"] == "Yes") + noise
    table = load_table(rows)
    framed = frame(as_document({"target": "left", "task": "binary", "positive_label": "Yes"}), table)

    (warning,) = (text for text in prepare(framed, table).warnings if "final_call" in text)

    assert warning.endswith("every figure here is too good: leave out 'final_call' and search again.")
