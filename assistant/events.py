"""What happens during a turn, as typed events that every view draws the same way.

`run_turn` yields them, and keeps each in the project under its `kind`, so that a page can poll
`project.events(turn_id=…)` and a reload draws the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal

#: How a turn ended: all said; a sentence that says what went wrong; stopped by the user; too many steps,
#: or the user's limit on what a model elsewhere may take.
TurnState = Literal["done", "failed", "stopped", "limit"]


@dataclass(frozen=True)
class TurnEvent:
    """Base of the events."""

    kind: ClassVar[str]

    def to_json(self) -> dict[str, Any]:
        """Return the event as plain JSON, without its kind."""
        return asdict(self)


@dataclass(frozen=True)
class TurnStarted(TurnEvent):
    """The turn has begun; `turn_id` is the one under which the project keeps its events."""

    kind: ClassVar[str] = "turn_started"
    turn_id: str
    text: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextDelta(TurnEvent):
    """A further piece of the answer, whole sentences that were checked."""

    kind: ClassVar[str] = "text_delta"
    text: str


@dataclass(frozen=True)
class ToolStarted(TurnEvent):
    """The model called a tool."""

    kind: ClassVar[str] = "tool_started"
    call_id: str
    name: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ToolDone(TurnEvent):
    """A tool returned: `text` is what the model read, `artifact` what pages draw."""

    kind: ClassVar[str] = "tool_done"
    call_id: str
    name: str
    text: str
    artifact: dict[str, Any] = field(default_factory=dict)
    failed: bool = False


@dataclass(frozen=True)
class PlanProposed(TurnEvent):
    """There is a new version of the specification to read and approve."""

    kind: ClassVar[str] = "plan_proposed"
    version: int
    document: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TurnEnded(TurnEvent):
    """The turn is over; `text` is the whole answer, `problem` one sentence where the state is not "done"."""

    kind: ClassVar[str] = "turn_ended"
    state: TurnState
    text: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Answered(TurnEvent):
    """Which model answered and what it took, where one elsewhere was asked; comes before the end.

    Attributes:
        spent: The fields of `assistant.spending.Spent`.
        instead_of: The model that was asked, where the built-in one stood in for it.
        why: The sentence that says so.
    """

    kind: ClassVar[str] = "answered"
    model: str
    spent: dict[str, Any] = field(default_factory=dict)
    instead_of: str = ""
    why: str = ""


Event = TurnStarted | TextDelta | ToolStarted | ToolDone | PlanProposed | Answered | TurnEnded
_KINDS: dict[str, type[Event]] = {
    "turn_started": TurnStarted,
    "text_delta": TextDelta,
    "tool_started": ToolStarted,
    "tool_done": ToolDone,
    "plan_proposed": PlanProposed,
    "answered": Answered,
    "turn_ended": TurnEnded,
}


def from_json(kind: str, body: Mapping[str, Any]) -> Event | None:
    """Return the event that a project kept, or None where the kind is not one of a turn."""
    found = _KINDS.get(kind)
    return None if found is None else found(**body)
