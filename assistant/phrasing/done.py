"""One tool result, as the phrasing reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Done:
    """What a tool returned: its text for the model, and its facts."""

    name: str
    text: str
    artifact: dict[str, Any] = field(default_factory=dict)
    failed: bool = False
