"""Every family keeps every promise of the conformance suite."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from automl.families import FAMILIES, Family
from automl.testing import FAMILY_CHECKS


@pytest.mark.parametrize("check", FAMILY_CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_family_keeps_its_promises(
    family: Family, check: Callable[[Family], None], capfd: pytest.CaptureFixture[str]
) -> None:
    reason = family.why_unavailable()
    if reason is not None:
        pytest.skip(reason)

    check(family)

    assert capfd.readouterr() == ("", ""), "a family keeps silent"
