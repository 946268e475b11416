"""What the built-in language understanding is given, and what it gives back: two frozen records of plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["number", "category", "boolean", "datetime", "text"]
State = Literal["no_table", "framing", "ready", "running", "finished"]


@dataclass(frozen=True)
class ColumnFacts:
    """What may be known of a column without reading its rows.

    Attributes:
        name: Exactly as in the data, blanks included.
        top: The most frequent labels as (exact text, count), most frequent first; all of them where there are
            at most 60. Whole numbers as in the file ("1", not "1.0").
        minimum: Smallest value: a number, or ISO text for dates.
        maximum: Largest value, likewise.
    """

    name: str
    kind: Kind
    n_distinct: int = 0
    n_missing: int = 0
    minimum: float | str | None = None
    maximum: float | str | None = None
    top: tuple[tuple[str, int], ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The texts of `top` alone."""
        return tuple(text for text, _ in self.top)


@dataclass(frozen=True)
class OpenQuestion:
    """A question that was put to the user and not answered yet.

    Attributes:
        field: Dotted path of the field that the answer fills.
        text: The question as shown. Choices are read from its quoted names where `choices` is empty.
        choices: The offered answers in the order shown, exactly as the field wants them.
    """

    field: str
    text: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """What the conversation knows when a message arrives.

    Attributes:
        spec: The specification so far, as JSON.
        questions: Open questions, oldest first; a bare answer ("Yes", "500 dollars") goes to the first that fits.
        history: The user's earlier messages, oldest first. A correction of one part of an offer ("the offer costs
            30, not 20") is computed with the parts that were said before.
        recent: Dotted paths set last, newest first: what "make it ten" may refer to.
        earlier_metrics: The metrics of earlier versions of the plan, newest first.
    """

    columns: tuple[ColumnFacts, ...] = ()
    n_rows: int = 0
    table_name: str = ""
    spec: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple[OpenQuestion, ...] = ()
    history: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    earlier_metrics: tuple[Mapping[str, Any], ...] = ()
    state: State = "framing"


IntentName = Literal[
    "approve",  # {} the plan is right
    "reject",  # {} the plan is not right
    "start",  # {} run the search
    "stop",  # {} end the search with the best so far
    "continue",  # {"time_s": 300.0} or {}: search on
    "status",  # {} how far is it
    "result",  # {} what came out
    "leaderboard",  # {} which models were tried, and how they compare
    "families",  # {} which kinds of models there are
    "memory",  # {} what is remembered of earlier searches
    "forget",  # {"ids": [3]}, {"run_id": "run-002"}, {"everything": True} or {}: the newest
    "use_memory",  # {"wanted": False} start afresh, {"wanted": True} use what is remembered again
    "start_why",  # {} why a search began with the settings that it began with
    "refit",  # {} learn the model anew from more rows
    "explored",  # {"about": "map" | "shares" | "next"} what was explored, how the budget was shared, where to look
    "try_region",  # {} or {"time_s": 120}: search the region that was proposed
    "proposals",  # {} which regions were proposed, and what became of them
    "experiments",  # {"about": "extra_rows" | "rare_class" | "columns"} whether what was done to rows or columns helped
    "more_time",  # {} or {"time_s": 300}: what would a longer search bring
    "importance",  # {} which columns matter
    "effect",  # {"column": …} how a column moves the prediction; with "said" where the words are not its name
    "explain_row",  # {"row": 17} or {"column": …, "value": …} or {}: why this prediction
    "predict",  # {} score new rows
    "report",  # {"format": "html" | "pdf" | "md" | "pptx"}
    "profile",  # {"column": …} or {}: what is in the data
    "query",  # {"measure": "count(*)", "where": …} one figure about some of the rows
    "targets",  # {} what could be predicted here
    "show_plan",  # {} read the specification back
    "undo",  # {} take the last change back
    "reset",  # {} begin again
    "why",  # {"field": …} or {}: why was this chosen
    "what_if",  # {} a hypothetical was put; nothing was changed
    "define",  # {"term": …} what does a word mean
    "help",  # {} what can be done here
    "greet",  # {} hello
    "thanks",  # {} thank you
]


@dataclass(frozen=True)
class Intent:
    """Something that the user asks to be done or shown; see `IntentName` for the arguments of each."""

    name: IntentName
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Understood:
    """What a message says.

    Attributes:
        patches: Dotted path → value, as the contract writes it; None takes the field away. Lists are whole
            ("models.exclude" holds what was excluded before as well). "metric.kind" comes with every change of kind.
        quotes: Path → the exact words that the value comes from.
        sources: Path → "data" where the value follows from the data rather than from the words; else the user's words.
        questions: (dotted path, one clear question) for what was said in part, ambiguously or contradictorily.
        choices: Path of a question → the answers it offers, as the field wants them.
        intents: What to do or show, in the order said.
        remarks: Full sentences for the user: a part that was not understood, a hypothetical that was not applied,
            a language that is not spoken here.
    """

    patches: Mapping[str, Any] = field(default_factory=dict)
    quotes: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Literal["user", "data"]] = field(default_factory=dict)
    questions: tuple[tuple[str, str], ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    intents: tuple[Intent, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def removed(self) -> tuple[str, ...]:
        """Paths that the user wants gone."""
        return tuple(path for path, value in self.patches.items() if value is None)
