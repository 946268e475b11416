"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes depends on what else the machine does; no promise of ours does.
settings.register_profile("tandem", deadline=None)
settings.load_profile("tandem")
