"""One way to change the specification, for every tool, the page's forms and `plan`: patch, check, frame, keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from automl.errors import FolderError, QuestionError, SpecError
from automl.spec.document import Question, Source, SpecDocument, Via
from automl.spec.questions import is_blocking, open_questions
from tools.context import ToolContext
from tools.doubts import kept_columns, without_settled_doubts

if TYPE_CHECKING:
    from automl.data.table import Table


@dataclass(frozen=True)
class Patch:
    """Changes to the specification: dotted path → value (None takes the field away), and the words they come from.

    Attributes:
        sources: Path → whose word it is; the user's where it is left out.
        questions: (dotted path, text) for what was said in part or ambiguously; the field stays absent.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    quotes: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    questions: tuple[tuple[str, str], ...] = ()


def changed(document: SpecDocument, patch: Patch, table: Table, *, via: Via = "words") -> SpecDocument:
    """Return the document after a patch: checked against the data, with defaults, questions and read-back.

    Raises:
        SpecError: The patch is refused; the document stays as it is.
    """
    from automl.framing import frame
    from automl.spec.patch import apply_patch

    after = document.model_copy(update={"questions": _about_words(document, patch, table)})
    # One call per source would check a half-changed document: 'user' may bring the kind that 'data' completes.
    after = apply_patch(after, patch.values, source="user", via=via, quotes=dict(patch.quotes))
    after = after.model_copy(update={"provenance": _sourced(after, patch)})
    return frame(after, table).document


_UNTIL_THEN = "Until that is settled, the plan goes without it."


def changed_as_far_as_it_holds(document: SpecDocument, patch: Patch, table: Table) -> SpecDocument:
    """As `changed`, but of a patch that is refused the rest is kept, and what was refused is asked about.

    For readers that cannot think again: what else was said in the same message is not lost with it.

    Raises:
        SpecError: What is refused is not what the patch brought.
    """
    while True:
        try:
            return changed(document, patch, table)
        except SpecError as refusal:
            less = _without(patch, refusal)
            if less is None:
                raise
            patch = less


def _without(patch: Patch, refusal: SpecError) -> Patch | None:
    """The patch without the refused field, which becomes a question; None where it does not bring that field."""
    field = refusal.field
    whole = field.partition(".")[0]
    if whole == "target":
        return None  # what is left without it is no plan
    for at_fault in (field, whole):
        values = {
            path: value
            for path, value in patch.values.items()
            if path != at_fault and not path.startswith(f"{at_fault}.")
        }
        if at_fault and len(values) < len(patch.values):
            others = (one for one in patch.questions if one[0] != at_fault)
            asked = (*others, (at_fault, f"{refusal} {_UNTIL_THEN}"))
            return replace(patch, values=values, questions=asked)
    return None


def _sourced(document: SpecDocument, patch: Patch) -> dict[str, Any]:
    others = {path: source for path, source in patch.sources.items() if source != "user"}
    return {
        leaf: origin.model_copy(update={"source": others[_nearest(leaf, patch)]})
        if _nearest(leaf, patch) in others
        else origin
        for leaf, origin in document.provenance.items()
    }


def _nearest(leaf: str, patch: Patch) -> str:
    """The patched path that a leaf belongs to; none for leaves that were there before."""
    return max(
        (path for path in patch.values if leaf == path or leaf.startswith(f"{path}.")), key=len, default=""
    )


def _about_words(document: SpecDocument, patch: Patch, table: Table) -> tuple[Question, ...]:
    """Questions that the words raised, now and earlier; those that the data raises are worked out anew each time."""
    raised = set()
    if (
        document.questions
    ):  # on a table of thousands of columns, working out what there is to ask takes seconds
        again = open_questions(document.spec, table, evaluate=_evaluate)
        raised = {(question.field, question.text) for question in again}
    renewed = {path.partition(".")[0] for path in patch.values if path.endswith(".kind")}
    earlier = [
        question
        for question in document.questions
        if (question.field, question.text) not in raised
        and question.field != "ignore_columns"
        and question.field.partition(".")[0] not in renewed
    ]
    asked = {path: Question(field=path, text=text) for path, text in patch.questions}
    return (*asked.values(), *(question for question in earlier if question.field not in asked))


def _evaluate(*arguments: Any, **options: Any) -> Any:
    from automl.data.sql import evaluate_rows

    return evaluate_rows(*arguments, **options)


def change(
    context: ToolContext, patch: Patch, *, via: Via = "words", why: str = "", whole: bool = True
) -> SpecDocument:
    """Change the project's specification and keep the new version.

    Args:
        whole: Refuse the patch where any of it is refused, rather than ask about that part and keep the rest. A
            language model that reads the refusal corrects its call; the built-in one would only repeat it.
        why: What brought the change, for the record; the user's last message where it is left out.

    Raises:
        SpecError: The patch is refused; nothing is kept.
        DataError: There is no table yet.
    """
    if whole:
        document = changed(context.document(), patch, context.table(), via=via)
    else:
        document = changed_as_far_as_it_holds(context.document(), patch, context.table())
    document = without_settled_doubts(document, kept_columns(context))
    return keep(context, document, why=why or (context.words[-1] if context.words else via))


def keep(context: ToolContext, document: SpecDocument, *, why: str) -> SpecDocument:
    """Keep a document as the newest version, numbered as the project numbers it; what is the same makes none."""
    stored = context.project.current_document()
    version = 0 if stored is None else stored.version
    same = stored is not None and _body(stored.document) == _body(document.to_json())
    numbered = document.model_copy(update={"version": version if same else version + 1})
    if not same:
        context.project.save_document(numbered.to_json(), why)
    return numbered


def _body(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "version"}


def reframe(context: ToolContext) -> bool:
    """Hold the specification against a table that has just come; returns False where it had to begin anew."""
    if context.project.current_document() is None:
        return True
    try:
        change(context, Patch(), why="a new table")
    except SpecError:
        keep(context, changed(SpecDocument(), Patch(), context.table()), why="a new table")
        return False
    return True


def approve(context: ToolContext, *, version: int, name: str = "the user", note: str = "") -> None:
    """Record that a person approved a version, unless something has to be answered first.

    Raises:
        FolderError: It is not the newest version: what was read is not what would run.
        QuestionError: A question that no default can stand in for is open.
    """
    if version != context.version():
        raise FolderError(
            f"Version {version} of the plan was read, and version {context.version()} is the newest: "
            "read that one and approve it."
        )
    blocking = must_answer(context.document())
    if blocking:
        raise QuestionError(f"Before the plan can be approved: {blocking[0].text}", field=blocking[0].field)
    if not context.is_approved():
        context.project.record_approval(version, name, note=note)


def left_open(document: SpecDocument) -> list[str]:
    """Return lines about columns set aside and questions, those that must be answered marked."""
    lines = []
    if document.set_aside:
        lines.append(
            "Set aside: " + " ".join(f"{aside.column!r}: {aside.reason}" for aside in document.set_aside[:8])
        )
    blocking = {question.field for question in must_answer(document)}
    for question in document.questions[:3]:
        must = " (must be answered)" if question.field in blocking else ""
        lines.append(f"Open question on {question.field}{must}: {question.text}")
    return lines


def must_answer(document: SpecDocument) -> list[Question]:
    """Return the open questions without whose answer nothing can be run."""
    return [question for question in document.questions if is_blocking(question)]
