"""Target, task and positive label of the specification, and the frame that the money is read in."""

from __future__ import annotations

import re

from assistant.offline.concepts import Concept
from assistant.offline.context import ColumnFacts
from assistant.offline.contrast import asks_for_split, told_from_rest
from assistant.offline.cost_matrix import speaks_of_confusions
from assistant.offline.events import find_events
from assistant.offline.forecast import read_forecast
from assistant.offline.frame import Frame, frame_of
from assistant.offline.goal import THRESHOLD, Pointer, find_pointers, generic_target
from assistant.offline.patterns import match, search
from assistant.offline.positive import asked_against, choose, said_outright
from assistant.offline.reading import Reading, either
from assistant.offline.scores import FOR_NUMBERS, find_scores
from assistant.offline.target_choice import (
    EQUAL_SHARE,
    LEAST_ODDS,
    RIVAL_ODDS,
    Choice,
    choose_target,
    is_mere_order,
)
from assistant.offline.unsupervised import read_unsupervised

_GRADES_MAX = 15
_AS_CLASSES = r" (?:class|classes|classify|classification|classifier|multi ?class|multiclass|category|categories|categorise|categorical|discrete|as label|as labels|which grade|into (?:\w+ )?(?:grade|class)s?|confus\w*|misclassif\w*|grade (?:the|each|every|all|lots?|a)|as a label|macro f1|ordinal)(?= )"
# "Please don't see those as labels", "so don't classify".
_NO_CLASSES = (
    r" (?:not|never|rather than|instead of|no)(?: (?:a|see|treat|view|take|regard|handle|be|as|it|them|those|these|the|mark|grade|point|do|want|any))*"
    r" (?:as )?(?:plain |mere |separate )?(?:label|class|classify|classification|category|classes|categories|categorical)(?= )"
)
_EACH_A_CLASS = (
    r" (?:all|each|every)(?: (?:of|the|them|<num>|label|team|group|one|kind|stage|class|grade|mark|value))* (?:as|be|a|into)(?: (?:a|its|own|separate))* class(?:es)?(?= )"
    r"| class(?:es)? (?:of (?:its|their) own|by (?:itself|themselves))(?= )| (?:multi ?class|all (?:<num> )?class(?:es)?|not (?:a )?yes ?(?:/|or)? ?no)(?= )"
)
_AS_NUMBER = r" (?:regression|regress|as a number|as number|numeric|numerical|numerically|continuous|how far off|how far (?:out|away)|(?:on|along) (?:a|the|that|this)(?: \w+)? scale|points? (?:out|off|away)|as the numbers?|as figures?|distance|average error|as a score|real valued|real number|as a quantity|plain number)(?= )"
_GOAL = r" (?:who|whom|which|whether|what|predict|forecast|find|know|tell|detect|identify|classify|estimate|spot|flag|likely|going to)(?= )"


def read_goal(reading: Reading) -> None:
    """Find what is to be predicted, and keep the frame for the readers behind."""
    known = reading.context.spec.get("target")
    if read_unsupervised(reading):
        reading.notes["frame"] = Frame(task=str(reading.said("task")))
        return
    pointers = find_pointers(reading)
    column, pointer = _target(reading, pointers, known)
    if column is None:
        reading.notes["frame"] = _unknown_frame(reading)
        return
    fresh = column.name != known
    for name, start, end in reading.notes.get("comparisons", ()):
        if name == column.name:
            reading.claim_items(reading.line, start, end)  # "over 50K" is a label, not an amount
    if fresh:
        _set_target(reading, column, pointer)
    if pointer is not None and pointer.strength >= 1.9:
        reading.notes["goal_items"] = (pointer.start, pointer.end)
    pointer = _with_labels(pointers, pointer)
    positive = _read_positive(reading, column, pointer, fresh=fresh)
    task = _read_task(reading, column, positive, fresh=fresh)
    reading.notes["frame"] = frame_of(column, task, positive, _spoken(reading))


def _with_labels(pointers: list[Pointer], pointer: Pointer | None) -> Pointer | None:
    """The words that name the label, where those that name the column do not."""
    if pointer is None or pointer.labels or pointer.concept is not None:
        return pointer
    asked = next(
        (p for p in pointers if p.column.name == pointer.column.name and p.concept and p.cue >= 1.3), None
    )
    if asked is not None:
        return asked
    return next(
        (p for p in pointers if p.column.name == pointer.column.name and p.labels and p.strength >= 1.3),
        pointer,
    )


def _target(
    reading: Reading, pointers: list[Pointer], known: object
) -> tuple[ColumnFacts | None, Pointer | None]:
    """The target: the answer to a question, or the known one unless the message plainly names another."""
    by_name = reading.columns.by_name
    answer = reading.notes.get("target_answer")
    if answer is not None:
        pointer = Pointer(answer, 0, len(reading.line.items), THRESHOLD)
        return answer, next((p for p in pointers if p.column is answer), pointer)
    if isinstance(known, str) and known in by_name:
        best = next((p for p in pointers if p.strength >= 2.75 and p.column.name != known), None)
        own = next((p for p in pointers if p.column.name == known and p.strength >= THRESHOLD), None)
        if best and (own is None or best.strength > own.strength) and _plainly_new(reading, best):
            return best.column, best
        return by_name[known], own
    return _chosen(reading, pointers)


def _chosen(reading: Reading, pointers: list[Pointer]) -> tuple[ColumnFacts | None, Pointer | None]:
    """The column that the message most likely wants predicted; a question where several may be meant."""
    if all(item.text == "<aside>" or not item.text[:1].isalnum() for item in reading.line.items):
        return None, None  # nothing but questions
    choice = choose_target(reading, pointers)
    column, odds = choice.best()[0] if choice.columns else (None, 0.0)
    plain = next((p for p in pointers[:1] if p.strength >= THRESHOLD), None)
    if is_mere_order(reading):
        # "Use AdaBoost": what people mostly predict in such a table was not asked for.
        return (plain.column, plain) if plain is not None else (None, None)
    equal = column is not None and _has_equal(reading, choice)
    if column is None or odds < LEAST_ODDS or equal:
        if plain is not None and plain.column is column and not equal:
            return column, plain
        generic = generic_target(reading)
        if generic is not None and generic is column and _speaks_of_goal(reading):
            return generic, None
        rivals = [one.name for one, share in choice.best()[:3] if share >= RIVAL_ODDS]
        if rivals and choice.none < LEAST_ODDS:
            reading.ask("target", f"Which column should be predicted: {either(rivals)}?", rivals)
        return None, None
    whole = Pointer(column, 0, len(reading.line.items), THRESHOLD)
    return column, next((p for p in pointers if p.column.name == column.name), whole)


def _has_equal(reading: Reading, choice: Choice) -> bool:
    """Whether the words that name the likeliest column name the next one just as well: "the temperature" of two."""
    (first, odds), *others = choice.best()
    rivals = [one for one, share in others[:1] if share >= EQUAL_SHARE * odds]
    return any(
        first in mention.tied and rival in mention.tied
        for rival in rivals
        for mention in reading.columns.mentions(reading.line)
    )


def _plainly_new(reading: Reading, pointer: Pointer) -> bool:
    before = reading.line.canon[: reading.line.place(pointer.start)]
    return bool(
        search(r" (?:target|predict|forecast|estimate|model|classify)(?: \w+){0,5} $", before)
    ) or bool(
        match(
            r" (?:column )?(?:be|as|instead|should)",
            reading.line.canon[reading.line.place(pointer.end) - 1 :],
        )
    )


def _speaks_of_goal(reading: Reading) -> bool:
    return (bool(find_events(reading.line)) or reading.line.has(r" (?:who|whom|which|whether)(?= )")) and (
        reading.line.has(_GOAL) or bool(find_events(reading.line))
    )


def _spoken(reading: Reading) -> tuple[Concept, ...]:
    return tuple(dict.fromkeys(event.concept for event in find_events(reading.line)))


def _unknown_frame(reading: Reading) -> Frame:
    return Frame()


def _set_target(reading: Reading, column: ColumnFacts, pointer: Pointer | None) -> None:
    quote = reading.line.words(pointer.start, pointer.end).strip() if pointer else ""
    reading.set("target", column.name, quote, source="user" if pointer else "data")
    if pointer is not None:
        reading.claim_items(reading.line, pointer.start, pointer.start)


def _read_positive(
    reading: Reading, column: ColumnFacts, pointer: Pointer | None, *, fresh: bool
) -> tuple[str, ...]:
    """The positive labels; asked where a two-label target does not say, left alone where the task has none."""
    before = reading.context.spec.get("positive_label")
    known = tuple([before] if isinstance(before, str) else before or ()) if not fresh else ()
    if known:
        return _kept_positive(reading, column, known)
    if column.n_distinct > 2 and (speaks_of_confusions(reading, column) or _all_classes(reading)):
        return ()
    few = column.n_distinct == 2 or (column.n_distinct <= 60 and column.kind != "datetime")
    chosen = choose(reading, column, pointer, fresh=fresh) if few else None
    if chosen is not None and set(chosen[0]) >= set(column.labels):
        chosen = None
    if chosen is None and column.n_distinct == 2 and fresh:
        labels = list(column.labels)
        reading.ask(
            "positive_label", f"Which value of {column.name!r} should be found: {either(labels)}?", labels
        )
        return ()
    if chosen is None:
        if few and fresh and column.kind == "category" and asks_for_split(reading):
            _ask_which(reading, column)
        return ()
    _set_positive(reading, chosen[0], chosen[1], chosen[2])
    return chosen[0]


def _kept_positive(reading: Reading, column: ColumnFacts, known: tuple[str, ...]) -> tuple[str, ...]:
    """The positive labels of before, unless this message looks for others, or for every class."""
    said = said_outright(reading, column)
    if said and said[0] != known and _corrects(reading):
        _set_positive(reading, said[0], said[1], "user")
        return said[0]
    if column.n_distinct > 2:
        if _all_classes(reading):
            reading.set("positive_label", None, "")
            return ()
        apart = told_from_rest(reading, column, fresh=False)
        if apart and set(apart[0]) != set(known):
            _set_positive(reading, apart[0], apart[1], "user")
            return apart[0]
        return known
    other = asked_against(reading, column, known)
    if other:
        _set_positive(reading, (other[0],), other[1], "user")
        return (other[0],)
    return known


def _ask_which(reading: Reading, column: ColumnFacts) -> None:
    """One label is to be told from the rest, but none that this column has was named."""
    labels = list(column.labels)[:12]
    reading.ask(
        "positive_label", f"Which value of {column.name!r} should be found: {either(labels)}?", labels
    )


def _all_classes(reading: Reading) -> bool:
    """Whether every label is to be a class of its own."""
    return reading.line.has(_EACH_A_CLASS)


def _corrects(reading: Reading) -> bool:
    return not reading.line.has(r" (?:mean|call|taking|mistake|cost|lose|instead of a)(?= )")


def _set_positive(reading: Reading, labels: tuple[str, ...], quote: str, source: str) -> None:
    value = labels[0] if len(labels) == 1 else list(labels)
    reading.set("positive_label", value, quote, source="user" if source == "user" else "data")


def _read_task(reading: Reading, column: ColumnFacts, positive: tuple[str, ...], *, fresh: bool) -> str:
    known = reading.context.spec.get("task")
    if column.kind == "number" and read_forecast(reading, column):
        return "forecast"
    if known and not fresh:
        said = _said_task(reading, column)
        if (
            said
            and said != known
            and said in ("multiclass", "regression")
            and known in ("multiclass", "regression")
        ):
            reading.set("task", said, "")
            return said
        if known == "binary" and not positive and column.n_distinct > 2 and _all_classes(reading):
            reading.set("task", "multiclass", "", source="data")
            return "multiclass"
        if positive and known != "binary":
            reading.set("task", "binary", "", source="data")
            return "binary"
        return str(known)
    task = _task_of(reading, column, positive)
    if task:
        reading.set("task", task, "", source="data")
    return task


def _task_of(reading: Reading, column: ColumnFacts, positive: tuple[str, ...]) -> str:
    asked = any(doubt.field == "positive_label" for doubt in reading.doubts)
    if positive or column.n_distinct == 2 or asked:
        return "binary"
    if column.kind in ("category", "boolean"):
        return "multiclass"
    if column.kind != "number":
        return ""
    whole = all(re.fullmatch(r"\s*-?\d+(\.0)?\s*", label) for label in column.labels)
    if column.n_distinct > _GRADES_MAX or not whole or not column.labels:
        return "regression"
    said = _said_task(reading, column)
    if said:
        return said
    text = f"{column.name!r} holds {column.n_distinct} whole numbers: should they be predicted as classes, or as a number where being far off is worse?"
    reading.ask("task", text, ("multiclass", "regression"))
    return ""


def _said_task(reading: Reading, column: ColumnFacts) -> str:
    """Whether grades are spoken of as classes or as a number; empty where both or neither."""
    line = reading.line
    scores = {m.name for m in find_scores(line)}
    classes = line.has(_AS_CLASSES) or bool(
        scores & {"f1_macro", "accuracy", "balanced_accuracy", "log_loss", "mcc", "roc_auc", "f1"}
    )
    number = line.has(_AS_NUMBER) or bool(scores & FOR_NUMBERS)
    if "quadratic_kappa" in scores and not number:
        classes = True
    per_step = line.has(
        r" (?:grade|step|class|level|notch)s? (?:wrong|off|away|too (?:high|low)|out|apart)(?= )|(?:each|every|per) (?:grade|step|class|level|notch)(?= )"
    )
    if per_step and not number:
        classes = True
    if line.has(_NO_CLASSES):
        return "regression"
    if classes == number:
        return ""
    return "multiclass" if classes else "regression"
