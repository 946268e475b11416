"""A message of two pages: a story, and the wish at its end."""

from __future__ import annotations

_STORY = (
    "We are a telephone company with many customers and every month some of them go to a competitor. "
    "Our sales team has tried a number of things over the years, from discounts to letters, and nothing has "
    "helped as much as a friendly call at the right time, number {k}. "
)
_GOAL = (
    "Which customers are going to churn? Missing one costs $500, a needless call costs $20. Take two minutes."
)


def two_pages() -> str:
    """About 7,500 characters, of which the last hundred say what is wanted."""
    return "".join(_STORY.format(k=k) for k in range(27)) + _GOAL
