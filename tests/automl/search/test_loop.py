"""What is asked for in the time that is left."""

from __future__ import annotations

import pytest

from automl.search.loop import RECALLED_SHARE, fits_in


@pytest.mark.parametrize("origin", ["default", "search"])
def test_what_is_usual_may_take_all_that_is_left(origin: str) -> None:
    assert fits_in(20.0, 20.0, origin=origin)
    assert not fits_in(20.1, 20.0, origin=origin)


def test_a_setting_from_an_earlier_search_leaves_time_for_what_is_usual() -> None:
    most = 20.0 * RECALLED_SHARE

    assert fits_in(most, 20.0, origin="memory")
    assert not fits_in(most + 0.1, 20.0, origin="memory")
    assert 20.0 - most >= most  # as long a setting of the usual ones can still follow
