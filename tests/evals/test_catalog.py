"""The catalogue of the requests: up to date, and silent about the unseen half."""

from __future__ import annotations

from evals.catalog import CATALOG, catalogue
from evals.requests import requests


def test_it_is_up_to_date() -> None:
    assert CATALOG.read_text("utf-8") == catalogue(requests()), "write it anew: python -m evals.catalog"


def test_it_quotes_the_seen_half_and_counts_the_unseen_one() -> None:
    text = catalogue(requests())
    assert all(f"| {case.id} | {case.table} |" in text for case in requests(("seen",)))
    unseen = requests(("unseen",))
    assert not any(f"| {case.id} |" in text for case in unseen)
    n_quoted = sum(text.count(message) for case in unseen for message in case.words if len(message) > 30)
    assert n_quoted == 0
