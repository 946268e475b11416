"""The document around a specification: where each field came from, what is asked, what is used by default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ConfigDict, Field

from automl.spec.model import HyperRange, Part, ProblemSpec
from automl.spec.parse import parse_part, parse_spec
from automl.spec.paths import leaf_paths

Source = Literal["user", "data", "assistant"]
Via = Literal["words", "form", "flag", "file", "python"]


class Provenance(Part):
    """Where a field came from: who said it, by which way, and the words if there were any."""

    source: Source
    via: Via
    quote: str = ""

    model_config = ConfigDict(str_min_length=0)


class Question(Part):
    """Something ambiguous that somebody has to answer; the field stays absent until then."""

    field: str
    text: str


class SetAside(Part):
    """A column that Tandem does not learn from, and why."""

    column: str
    reason: str


class Promise(Part):
    """What is expected of a region that a version of the plan was made to try.

    Attributes
    ----------
    run : str
        Head of the transcript of the run that proposed it.
    gain, low, high : float
        Expected over `best_before` from `more` models, and the interval of `level` around it; positive is better.
    ground : dict
        What the scores rest on; a run on other ground is not compared.
    """

    run: str
    family: str
    settings: dict[str, HyperRange]
    words: str
    gain: float
    low: float
    high: float
    level: float
    more: int
    best_before: float
    ground: dict[str, Any]

    model_config = ConfigDict(str_min_length=0)


class SpecDocument(Part):
    """A specification with everything that comes with it; what `plan --json` prints. Changes make a new one.

    Attributes
    ----------
    version : int
        Counts the changes of `spec`, from 1.
    spec : ProblemSpec
        What was said, or follows from it and the data with no other sensible reading; nothing else.
    provenance : dict
        Dotted path of each set leaf → where it came from.
    questions : tuple of Question
        What is ambiguous.
    set_aside : tuple of SetAside
        Columns that Tandem itself does not learn from.
    defaults : dict
        What would be used for the rest, in the form of `spec`.
    readback : str
        The specification in plain words.
    promise : Promise or None
        What this version was made to try; a change of anything but the budget and the reader ends it.
    """

    model_config = ConfigDict(str_min_length=0)

    version: int = 1
    spec: ProblemSpec = ProblemSpec()
    provenance: dict[str, Provenance] = Field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    defaults: dict[str, Any] = Field(default_factory=dict)
    readback: str = ""
    promise: Promise | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the document as plain JSON data, with every part present even where it is empty."""
        data = self.model_dump(mode="json", exclude={"spec", "promise"})
        if self.promise is not None:
            data["promise"] = self.promise.model_dump(mode="json", exclude_none=True)
        for origin in data["provenance"].values():
            if not origin["quote"]:
                del origin["quote"]
        head = {"version": data.pop("version"), "spec": self.spec.to_json()}
        return head | data

    @classmethod
    def from_json(cls, data: Any, *, via: Via = "file") -> SpecDocument:
        """Read a document, or a specification alone.

        Parameters
        ----------
        data : mapping
            What `plan --json` prints, or its ``spec``.
        via : {"words", "form", "flag", "file", "python"}, default="file"
            By which way fields came that the document says nothing about.

        Raises
        ------
        SpecError
            If it is neither, with one sentence on the first thing that is wrong.
        """
        if not isinstance(data, Mapping) or "spec" not in data:
            spec = parse_spec(data)
            return cls(spec=spec, provenance=origins(spec, {}, via=via))
        spec = parse_spec(data["spec"])
        rest = {key: value for key, value in data.items() if key != "spec"}
        document = parse_part(cls, {**rest, "spec": {}})
        return document.model_copy(
            update={"spec": spec, "provenance": origins(spec, document.provenance, via=via)}
        )


def origins(spec: ProblemSpec, known: Mapping[str, Provenance], *, via: Via) -> dict[str, Provenance]:
    """Provenance of exactly the set leaves: what is known is kept, the rest came from the user."""
    return {path: known.get(path, Provenance(source="user", via=via)) for path in leaf_paths(spec)}
