"""True figures pass however they are rounded or written; false ones are held back."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.grounding import Gate, check, evidence, sentences, unsupported

KNOWN = evidence(
    [
        "'churn': 7,043 rows, 21 columns. 26.54 % of 'Churn' is 'Yes'.",
        "roc_auc 0.8463 (95 % interval 0.8312 to 0.8614). Threshold 0.0385. Best: lightgbm-3.",
        "Value: $12,346 more than doing nothing, $8.77 per row. The data begins on 2023-03-05.",
        "Search took 180 s, 2 min 5 s were left. Rank 2 of 14.",
        "A miss costs us $500, a needless call twenty dollars.",
    ],
    [{"share": 0.2654, "n_flagged": 212, "fit_seconds": 3.25, "curve": list(range(900, 999))}],
)

TRUE = [
    "The table has 7,043 rows and 21 columns.",
    "About 7,000 customers, roughly 27 % of whom leave.",
    "26.5 percent leave, that is 0.265 as a share.",
    "The AUC is 0.85, between 0.83 and 0.86.",
    "It brings $12,346, or about $12k, and 8.77 per row.",
    "A miss costs five hundred dollars, a call $20.",
    "It took three minutes.",
    "Three minutes? 2 min 5 s were left.",
    "It begins on 5 March 2023, in March 2023.",
    "`lightgbm-3` is best; lightgbm-3 ranks second.",
    "Twenty-one columns, 14 models.",
    "We act on 212 customers.",
    "One in four leaves, roughly a quarter of them.",
    "Here are three options:\n1. Start.\n2. Change it.\n3. Wait.",
    "There is no figure in here at all.",
    "F1 and R2 are scores.",
    "Above 3.85 % it pays to act.",
]

FALSE = [
    "The table has 7,044 rows.",
    "About 8,000 customers.",
    "28 % leave.",
    "The AUC is 0.87.",
    "AUC 0.84631 exactly.",
    "It brings $12,964.",
    "It brings 13k.",
    "Ninety percent of them stay.",
    "Three quarters of the customers leave.",
    "Half of them leave.",
    "It took four minutes.",
    "It took half an hour.",
    "It begins on 6 March 2023.",
    "It begins in April 2023.",
    "lightgbm-4 is best.",
    "CatBoost ranks seventh.",
    "One in three leaves.",
    "Two out of ten leave.",
    "Twice as many as before, that is 424.",
    "Forty-one columns.",
    "We act on two hundred and thirteen.",
    "The 11th model won.",
    "A miss costs $600.",
    "1.5 million rows.",
    "950 of them.",
]


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_figure_passes(sentence: str) -> None:
    assert check(sentence, KNOWN).at_fault == ()


@pytest.mark.parametrize("sentence", FALSE)
def test_a_false_figure_is_held_back(sentence: str) -> None:
    assert not check(sentence, KNOWN).is_whole


def test_what_stands_before_the_false_figure_is_kept() -> None:
    found = check("It has 21 columns. The AUC is 0.99. It is good.", KNOWN)

    assert found.kept == "It has 21 columns. "
    assert found.at_fault == ("0.99",)


def test_a_fingerprint_vouches_for_nothing_and_breaks_nothing() -> None:
    known = evidence(["9e99999999 and 1e400"], [{"fingerprint": "12e4567890123456789012345678901234567890"}])

    assert unsupported("12", known)


def test_a_long_list_in_an_artifact_vouches_for_nothing() -> None:
    assert unsupported("950", KNOWN)


@given(st.text(alphabet="ab 1.09,%\n?!:;…", max_size=60))
def test_sentences_are_the_whole_text(text: str) -> None:
    assert "".join(sentences(text)) == text


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=30),
    st.sampled_from([*TRUE, *FALSE, " ".join((*TRUE, *FALSE))]),
)
def test_a_text_that_arrives_in_pieces_is_let_through_as_a_whole_one(sizes: list[int], text: str) -> None:
    gate, shown, at = Gate(KNOWN), "", 0
    for size in sizes:
        shown += gate.feed(text[at : at + size])
        at += size
    shown += gate.feed(text[at:]) + gate.finish()

    assert shown == check(text, KNOWN).kept
    assert gate.passed == shown


@given(st.floats(0.001, 1e6, allow_nan=False), st.integers(0, 4))
def test_whatever_rounds_to_a_known_figure_may_be_said(value: float, digits: int) -> None:
    shown = f"{value:,.{digits}f}"
    assume(not shown.endswith(".000"))  # "18.000" is read as eighteen thousand, as most who write it mean it
    known = evidence([], [{"value": value}])

    assert check(f"It is {shown}.", known).is_whole
    assert check(f"It is {100 * value:.{digits}f} %.", known).is_whole or value > 1


@given(st.integers(11, 99_999), st.integers(1, 30))
def test_a_whole_number_that_is_off_is_held_back(value: int, off: int) -> None:
    known = evidence([], [{"value": value}])

    assert not check(f"It is {value + off}.", known).is_whole
