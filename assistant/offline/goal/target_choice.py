"""Which column a message wants predicted: what pointers, mentions, meaning and the columns themselves say, weighed.

A column's odds are a sum of a few figures about it, each times a weight; that nothing is to be predicted, or that the
message does not say what, competes with the columns. The weights in `target_weights.json` are learned from the seen
requests of the evals by `evals/learning/target.py`; none of them knows a table by name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.aims import known_beforehand, lies_in, not_meant
from assistant.offline.goal.goal import CORRECTION, GENERIC_TARGETS, Pointer, is_past
from assistant.offline.goal.impression import N_COLUMNS, impression
from assistant.offline.meaning import vector
from assistant.offline.meaning.encoder import log_softmax
from assistant.offline.reading import Reading
from assistant.offline.table.columns import Mention, pieces_of
from assistant.offline.table.labels import LabelMention
from assistant.offline.text.lemmas import lemma
from assistant.offline.text.patterns import search

Array = NDArray[np.float64]

WEIGHTS = Path(__file__).parent / "target_weights.json"

#: What is known of a column, in the order of its figures.
OF_COLUMNS = (
    "pointed at",
    "pointed at plainly",
    "first pointer",
    "lead of the first pointer",
    "event",
    "event beside a word of the goal",
    "named exactly",
    "typed as a name",
    "named",
    "named beside the goal",
    "named right behind a word of the goal",
    "named as one of many",
    "thing asked about",
    "kind asked about",
    "figure and near the goal",
    "yes or no and near the goal",
    "near a clause",
    "near the goal",
    "nearest to the goal",
    "labels near the goal",
    "label named",
    "rows of a label only",
    "called the target",
    "named in a correction",
    "asked for how much",
    "asked for who or which",
    "asked for when or how long",
    "asked first for how much",
    "asked first for who or which",
    "asked first for when or how long",
    "figure and near what is asked",
    "yes or no and near what is asked",
    "near what is asked",
    "labels near what is asked",
    "several labels named",
    "label named beside the goal",
    "event in the goal",
    "named as missing",
    "past",
    "named as known beforehand",
    "named as not meant",
    "used otherwise",
    "named in a clause of exclusion only",
    "named beside a comparison",
    "key",
    "moment",
    "sentences",
    "two labels",
    "few labels",
    "number",
    "constant",
    "last column",
    "near the end",
    "like an outcome",
    "like a person or thing",
)
#: What is known of a message: the odds of "no column".
OF_MESSAGES = (
    "always",
    "no pointer",
    "weak pointers",
    "no word of a goal",
    "short",
    "either or",
    "not said yet",
)

_GOAL = (
    r" (?:predict|prediction|forecast|estimate|classify|detect|identify|model|score|target|outcome|guess|anticipate"
    r"|know|tell|find|spot|flag|who|whom|which|whether|what|how|will|would|likely|going to|ahead of time)(?= )"
)
_ASKING = (
    r" (?:predict|prediction of|forecast|estimate|classify|detect|identify|guess|anticipate|work out|figure out|who|whom|which|whether"
    r"|how (?:much|many|long|high|far|old|strong|big|dear|likely)|what|find|spot|flag|tell)(?= )"
)
_JOINING = frozenset((",", "and", "or", "&", "the", "our", "of"))
_ENDS = frozenset((".", "!", "?", ";", ":", "–", "—", "but", "because"))
_RIGHT_BEHIND = (
    r" (?:predict\w*|forecast\w*|estimat\w*|classify|regress|model|guess|gess|determine|target|outcome|know|tell|find"
    r"|how (?:much|many|long|high|old)|what(?: be)?|which|into|assess|appraise|work out)(?: (?!not |no |without )[^ ]+){0,4} $"
)
_EACH = r" (?:each|every|per|all|across|by|any|for)(?: (?:the|our|of|single|one|<num>))* $"
_HOW_MUCH = r" (?:how (?:much|many|high|big|large|dear)|what|price|value|worth|amount|figure|number of|cost of|level of)(?= )"
_WHO = r" (?:who|whom|whose|which|whether|if|will)(?= )"
_HOW_LONG = r" (?:how long|how old|when|how late|how soon)(?= )"
_OUT = (
    r" (?:ignore|disregard|(?:leave|keep|take|rule|strike|cut|cross|throw)(?: [^ ]+){0,8} (?:out|off|aside|away)|(?:stay|be|go|belong)(?: \w+)? out"
    r"|w o|exclude|drop|(?:do not|dont|not|never)(?: be| to| want)? (?:use|touch|look|know|consider|see)|skip|omit|remove|forget|hide|discard|blind"
    r"|apart from|except|neither|nor|no (?:part|role|business|say|matter)|not (?:matter|count|play|go|the question|my worry)"
    r"|must not|mustnt|may not|should not|shouldnt|off limits|only (?:know|there|later)|learn (?:\w+ )?later|know (?:only )?(?:later|after\w*)"
    r"|out of (?:the |this |my |our )?(?:data|table|file|it|scope|question)|be (?:rubbish|garbage|useless|worthless|irrelevant|nonsense|junk)|(?:of )?no use"
    r"|banned?|ban|forbid\w*|taboo|without)(?= )"
)
# Gaps in the data that somebody wants filled: "half of the forms come without an age; can it be worked out?"
_GAP = (
    r" (?:without|lack|miss|missing|blank|empty|lose|lost|unknown|not (?:record|note|fill|state|give|say|know|on file)\w*|nobody (?:note|write|record)\w*|unreadable"
    r"|incomplete|broken?|burn|illegible|forget to|skip)(?= )"
)
_FILLED = (
    r" (?:fill(?:ed)? (?:it |them |that )?in|fill|recover|restore|reconstruct|rebuild|impute|complete|work out|figure out|guess|estimate|infer|deduce|derive"
    r"|predict|tell from)(?= )"
)
_EITHER = (
    r" (?:either .* or|(?:which|one) of the (?:two|both)|not (?:sure|made up|decided?|make up)|undecided"
    r"|both (?:things|of (?:them|these|those)|at once|together)|two (?:things|targets|predictions)|at the same time)(?= )"
)
_NOT_YET = (
    r" (?:what (?:exactly |precisely )?to predict|whatever (?:we|i|it)(?: \w+){0,3} predict\w*|anything|something|some kind|a (?:good )?(?:model|prediction)(?! (?:of|for|that))|later|tomorrow|list like"
    r"|from my|with (?:my|our|the) (?:\w+ )?(?:list|table|file|data))(?= )"
)
_COMPARED = (
    r"^ (?:be |is )?(?:above|below|over|under|at least|at most|more than|less than|=|>|<|equal|before|after)"
)
_KEY = frozenset(("id", "no", "nr", "number", "code", "key", "uuid", "index", "identifier"))
_OUTCOMES = (
    "outcome result status",
    "churned cancelled left returned",
    "failure defect error default fraud",
    "sale price sold rent revenue",
    "response replied purchased converted",
    "grade quality rating",
    "duration delay length",
)
_THINGS = ("customer person patient employee", "date time year month", "region country city address")
_CUT = re.compile(r"(?<=[.!?;:])\s+|\n+|\s[–—-]\s|,\s+(?:and|but|so|because|while|which)?\s*")


# Odds from which a column is taken without a question: over tables that nothing was learned from, 97 in 100 choices
# reach them, and 97 in 100 of those are right (`evals/learning/target.py`, seen requests and those of the tests).
LEAST_ODDS = 0.5
PLAIN = 2.5  # strength of a pointer that leaves no doubt; chosen, not measured
ASKED_WORDS = 10  # chosen, not measured
FEW_ITEMS = 7  # chosen, not measured
EQUAL_SHARE = 0.2  # of the odds of the likeliest, from which a column of the same name is its equal; chosen, not measured
RIVAL_ODDS = 0.1  # of a column that is offered in the question; chosen, not measured
# Added to the shares of the encoder, which may be sure and wrong. Of 0.001 to 0.1 the one with the likeliest answers on
# 950 requests that nothing was learned from.
_DOUBT = 0.001


@dataclass(frozen=True)
class Choice:
    """How likely each column is meant; what is left to 1 is that none is."""

    columns: tuple[ColumnFacts, ...]
    odds: tuple[float, ...]

    @property
    def none(self) -> float:
        """How likely it is that no column of the table is meant."""
        return 1.0 - sum(self.odds)

    def best(self) -> list[tuple[ColumnFacts, float]]:
        """Columns and their odds, the likeliest first."""
        return sorted(zip(self.columns, self.odds, strict=True), key=lambda pair: -pair[1])


def choose_target(reading: Reading, pointers: Sequence[Pointer]) -> Choice:
    """Weigh all columns of the table."""
    columns = reading.context.columns
    if not columns:
        return Choice((), ())
    of_columns, of_message = known(reading, pointers)
    weights, none = _weights()
    sums = np.append(of_columns @ weights, of_message @ none)
    shares = np.exp(log_softmax(sums))
    likely = sorted(np.argsort(-shares[:-1], kind="stable")[:N_COLUMNS].tolist())
    others = _by_encoder(reading, [columns[place] for place in likely], shares)
    return Choice(columns, tuple(weighed(shares, others)[:-1].tolist()))


def _by_encoder(reading: Reading, likely: Sequence[ColumnFacts], by_clues: Array) -> Array:
    """The encoder's shares of all columns and of none, but for what words settle."""
    seen = dict(impression(reading, likely).columns)
    none = 1 - sum(seen.values())
    mentions = reading.columns.mentions(reading.line, least=0.3)
    denied = not_meant(reading.line)
    for column in likely:
        own = [m for m in mentions if column in m.tied]
        own = [m for m in own if m.score >= 1] or own
        # It has no ear for "not the price".
        if own and all(
            lies_in(denied, m.start, m.end) or search(_NOT, _before(reading, m.start)) for m in own
        ):
            seen[column.name] = 0.0
    clues = dict(zip((column.name for column in reading.context.columns), by_clues, strict=False))
    for mention in mentions:
        # Columns that the same words name are told apart by other clues, or by a question.
        tied = [column.name for column in mention.tied if column.name in seen]
        whole = sum(clues[name] for name in tied)
        if len(tied) > 1 and whole:
            both = sum(seen[name] for name in tied)
            seen |= {name: both * clues[name] / whole for name in tied}
    return np.array([*(seen.get(column.name, 0.0) for column in reading.context.columns), none])


_NOT = r" (?:not|never|instead of|rather than)(?: (?:want|need|mean|ask for|about|predict|the|a|an|our|its|their))* $"


def weighed(by_clues: Array, by_encoder: Array) -> Array:
    """The shares of both, each with an equal say: their geometric mean."""
    both = np.sqrt(by_clues * (by_encoder + _DOUBT))
    return np.asarray(both / both.sum())


@lru_cache(maxsize=1)
def _weights() -> tuple[Array, Array]:
    found = json.loads(WEIGHTS.read_text("utf-8"))
    return (
        np.array([found["columns"][name] for name in OF_COLUMNS]),
        np.array([found["messages"][name] for name in OF_MESSAGES]),
    )


def known(reading: Reading, pointers: Sequence[Pointer]) -> tuple[Array, Array]:
    """The figures of each column, shape (n_columns, n_figures), and those of the message."""
    columns = reading.context.columns
    clauses = _clauses(_without_asides(reading))
    telling = [clause for clause in clauses if not _holds(_OUT, clause)] or clauses
    asked = _what_is_asked(reading)
    goals = [clause for clause in telling if _holds(_GOAL, clause)] or telling
    names = np.stack([vector(_words(c.name)) for c in columns])
    near = names @ np.stack([vector(clause) for clause in clauses]).T
    near_goal = (names @ np.stack([vector(goal) for goal in goals]).T).max(axis=1)
    nearest = near_goal >= np.sort(near_goal)[-1]
    near_asked = names @ vector(asked) if asked else np.zeros(len(columns))
    rows = [
        _of_column(
            reading,
            pointers,
            place,
            near[place],
            near_goal[place],
            goals,
            asked=asked,
            near_asked=max(0.0, float(near_asked[place])),
            is_nearest=bool(nearest[place]),
        )
        for place in range(len(columns))
    ]
    return np.array(rows), _of_message(reading, pointers)


def _of_column(
    reading: Reading,
    pointers: Sequence[Pointer],
    place: int,
    near: Array,
    near_goal: float,
    goals: list[str],
    *,
    asked: str,
    near_asked: float,
    is_nearest: bool,
) -> list[float]:
    columns = reading.context.columns
    column = columns[place]
    every = [m for m in reading.columns.mentions(reading.line, least=0.3) if column in (m.column, *m.tied)]
    known, denied = known_beforehand(reading), not_meant(reading.line)
    mentions = [m for m in every if not lies_in([*known, *denied], m.start, m.end)]
    shared = {(m.start, m.end) for m in mentions if len(m.tied) > 1}
    own = [p for p in pointers if p.column.name == column.name or (p.start, p.end) in shared]
    strength = max((p.strength for p in own), default=0.0)
    first = bool(pointers) and pointers[0] in own
    second = max((p.strength for p in pointers if p not in own), default=0.0)
    told = [
        m
        for m in reading.labels.mentions(reading.line)
        if m.best.column.name == column.name and not lies_in(denied, m.start, m.end)
    ]
    restricting = [
        (m.start, m.end)
        for m in told
        if _restricts(reading, m.start, m.end) or _holds(_OUT, _clause_of(reading, m.start))
    ]
    restricting = _with_neighbours(reading, restricting)
    labels = [m for m in told if not lies_in(restricting, m.start, m.end)]
    mentions = [m for m in mentions if not lies_in(restricting, m.start, m.end)]
    is_to_be_filled = _holds(_FILLED, reading.line.text)
    first_asked = _first_asked(reading)
    canon = reading.line.canon
    few = 2 < column.n_distinct <= 20 and column.kind in ("category", "boolean")
    is_number = column.kind == "number" and column.n_distinct > 2
    around = [_clause_of(reading, m.start) for m in mentions]
    missing = [is_to_be_filled and _holds(_GAP, clause) for clause in around]
    out = [_holds(_OUT, clause) and not gap for clause, gap in zip(around, missing, strict=True)]
    held = [m for m, is_out in zip(mentions, out, strict=True) if not is_out]
    single = [m for m in mentions if not search(_EACH, _before(reading, m.start))]
    corrected = reading.line.first(CORRECTION)
    # "Which orders come back" asks about orders, "which team" asks for the team.
    asks_for = any(
        search(r" (?:which|what|whose)(?: (?:of|the|our|these|kind))* $", _before(reading, m.start))
        for m in mentions
    )
    label_words = " ".join(column.labels[:6]) if 1 < column.n_distinct <= 12 else ""
    return [
        min(strength, 4.0),
        float(strength >= 1.45),
        float(first),
        max(0.0, strength - second) if first else 0.0,
        float(any(p.concept is not None for p in own)),
        max((p.cue for p in own if p.concept is not None), default=0.0),
        float(any(m.score >= 1 for m in held)),
        float(any(m.score >= 1 and _typed(reading.line.words(m.start, m.end)) for m in held)),
        max((m.score / len(m.tied) for m in held), default=0.0),
        max((m.score for m in single if _clause_of(reading, m.start) in goals), default=0.0),
        max(
            (m.score for m in held if m in single and search(_RIGHT_BEHIND, _before(reading, m.start))),
            default=0.0,
        ),
        float(any(search(_EACH, _before(reading, m.start)) for m in mentions)),
        float(asks_for and not few),
        float(asks_for and few),
        near_goal if is_number else 0.0,
        near_goal if column.n_distinct == 2 else 0.0,
        max(0.0, float(near.max(initial=0.0))),
        max(0.0, near_goal),
        float(is_nearest),
        max(0.0, *(float(vector(label_words) @ vector(goal)) for goal in goals)) if label_words else 0.0,
        float(bool(labels)),
        float(bool(restricting)),
        float(column.name.strip().lower() in GENERIC_TARGETS),
        float(bool(corrected) and any(m.start >= corrected.end for m in mentions) if corrected else False),
        float(is_number and bool(search(_HOW_MUCH, canon))),
        float(column.n_distinct == 2 and bool(search(_WHO, canon))),
        float(is_number and bool(search(_HOW_LONG, canon))),
        float(is_number and first_asked == "how much"),
        float(column.n_distinct == 2 and first_asked == "who"),
        float(is_number and first_asked == "how long"),
        near_asked if is_number else 0.0,
        near_asked if column.n_distinct == 2 else 0.0,
        near_asked,
        max(0.0, float(vector(label_words) @ vector(asked))) if label_words and asked else 0.0,
        float(len({m.best.label for m in labels}) > 1),
        float(any(_clause_of(reading, m.start) in goals for m in labels)),
        float(
            any(p.concept is not None and _clause_of(reading, p.start) in goals and p.cue > 0.9 for p in own)
        ),
        float(any(missing)),
        float(is_past(column)),
        float(any(lies_in(known, m.start, m.end) for m in every)),
        float(any(lies_in(denied, m.start, m.end) for m in every)),
        float(_is_used(reading, column.name)),
        float(bool(out) and all(out)),
        float(any(search(_COMPARED, canon[reading.line.place(m.end) - 1 :][:30]) for m in mentions)),
        float(is_key(reading, column)),
        float(column.kind == "datetime"),
        float(column.kind == "text"),
        float(column.n_distinct == 2),
        float(few),
        float(is_number),
        float(column.n_distinct <= 1),
        float(place == len(columns) - 1),
        place / max(len(columns) - 1, 1),
        max(float(vector(_words(column.name)) @ vector(outcome)) for outcome in _OUTCOMES),
        max(float(vector(_words(column.name)) @ vector(thing)) for thing in _THINGS),
    ]


def _clause_of(reading: Reading, item: int) -> str:
    """The clause that an item stands in."""
    place = reading.line.tokens[reading.line.items[item].start].start
    for clause in _clauses(_without_asides(reading)):
        if place < len(clause):
            return clause
        place -= len(clause)
    return ""


def _without_asides(reading: Reading) -> str:
    """The message with what is not to be applied, not meant or only known beforehand blanked out."""
    line, text = reading.line, reading.line.text
    asides = [(at, at + 1) for at, item in enumerate(line.items) if item.text == "<aside>"]
    for first, last in (*asides, *known_beforehand(reading), *not_meant(line)):
        start, end = line.tokens[line.items[first].start].start, line.tokens[line.items[last - 1].end - 1].end
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _typed(words: str) -> bool:
    """Whether words are no ordinary ones but a name as it stands in the data: "SalePrice", "HDF", "minutes_late"."""
    return bool(re.search(r"[a-z\d][A-Z]|_|^[A-Z\d]{2,}$", words.strip()))


def _first_asked(reading: Reading) -> str:
    """Whether a message first asks how much, who or how long; empty where it asks none of these."""
    denied = not_meant(reading.line)
    found = [
        (hit.start, kind)
        for kind, pattern in (("how long", _HOW_LONG), ("how much", _HOW_MUCH), ("who", _WHO))
        for hit in reading.line.find(pattern)
        if not lies_in(denied, hit.start, hit.end)
    ]
    return min(found)[1] if found else ""


def _what_is_asked(reading: Reading) -> str:
    """The few words behind the first word that asks: "how many days will this patient stay with us"."""
    line = reading.line
    denied = not_meant(line)
    for pattern in (_ASKING, _GOAL):
        for hit in line.find(pattern):
            if not lies_in(denied, hit.start, hit.end):
                stops = range(hit.end, min(hit.end + ASKED_WORDS, len(line.items)))
                end = next((k for k in stops if line.items[k].text in _ENDS), stops.stop)
                if end - hit.end >= 2:
                    return line.words(hit.start, end)
    return ""


def _restricts(reading: Reading, start: int, end: int) -> bool:
    """Whether a label tells which rows count: "the city hotel only", "just the fibre customers"."""
    line = reading.line
    return line.has(
        r"^(?: [^ .;]+){0,2} (?:only|alone|and nobody else|nothing else)(?= )", start=end
    ) or bool(
        search(
            r" (?:only|just|solely|exclusively|among|within|looking at|restricted to|limited to|take|for|in|at|of|on)(?: (?:the|our|those|of|at|for|in))* $",
            _before(reading, start),
        )
        and not search(r" (?:whether|if)(?= )", _before(reading, start))
    )


def _with_neighbours(reading: Reading, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same with the labels joined to them, and the name of their column right behind: "Sales and IT departments"."""
    line = reading.line
    near: list[LabelMention | Mention] = [
        *reading.labels.mentions(line),
        *(m for m in reading.columns.mentions(line, least=0.3) if m.end - m.start <= 2),
    ]
    found = []
    for start, end in stretches:
        for mention in sorted(near, key=lambda m: m.start):
            between = [item.text for item in line.items[end : mention.start]]
            if mention.start >= end and len(between) <= 3 and all(word in _JOINING for word in between):
                end = mention.end
        found.append((start, end))
    return found


def _before(reading: Reading, start: int) -> str:
    """The line in front of a stretch, from the mark before it."""
    canon = reading.line.canon[: reading.line.place(start)]
    return " " + re.split(r"[.!?;:](?= )", canon)[-1].strip() + " "


def speaks_of_goal(reading: Reading) -> bool:
    """Whether a message holds a word of wanting something known."""
    return bool(search(_GOAL, reading.line.canon))


def is_mere_order(reading: Reading) -> bool:
    """Whether a message is a few words, none of which asks for something to be known: "use AdaBoost"."""
    return len(reading.line.items) <= FEW_ITEMS and not search(_GOAL, reading.line.canon)


def _of_message(reading: Reading, pointers: Sequence[Pointer]) -> Array:
    strongest = max((p.strength for p in pointers), default=0.0)
    canon = reading.line.canon
    return np.array(
        [
            1.0,
            float(not pointers),
            float(strongest < 1.45),
            float(not search(_GOAL, canon)),
            float(len(reading.line.items) <= FEW_ITEMS),
            float(bool(search(_EITHER, canon))),
            float(bool(search(_NOT_YET, canon))),
        ]
    )


def _clauses(text: str) -> list[str]:
    """A message cut at its marks and conjunctions; together the pieces are the message again."""
    places = [0, *(match.end() for match in _CUT.finditer(text)), len(text)]
    pieces = [text[a:b] for a, b in pairwise(places) if b > a]
    whole: list[str] = []
    for piece in pieces:  # what is too short to say anything belongs to what is in front of it
        if whole and len(piece.split()) < 3:
            whole[-1] += piece
        else:
            whole.append(piece)
    return whole


def _holds(pattern: str, clause: str) -> bool:
    """Whether words of a pattern stand in a clause."""
    return bool(search(pattern, _base_forms(clause)))


@lru_cache(maxsize=2048)
def _base_forms(clause: str) -> str:
    """The words of a clause as patterns see them."""
    return f" {' '.join(lemma(word) for word in re.findall(r'[a-z]+', clause.lower()))} "


def _is_used(reading: Reading, name: str) -> bool:
    """Whether an earlier reader took the column for something else: left out, to split by, to be fair to."""
    for finding in reading.findings:
        if finding.path == "ignore_columns" and name in (finding.value or ()):
            return True
        if (
            finding.path in ("validation.column", "validation.group", "fairness.column")
            and finding.value == name
        ):
            return True
    return False


def is_key(reading: Reading, column: ColumnFacts) -> bool:
    if column.n_distinct > 50 and {"id", "uuid", "key"} & set(pieces_of(column.name)):
        return True
    nearly_all = column.n_distinct > 0.95 * max(reading.context.n_rows, 1)
    return nearly_all and (column.kind == "category" or bool(_KEY & set(pieces_of(column.name))))


@lru_cache(maxsize=4096)
def _words(name: str) -> str:
    return " ".join(pieces_of(name))
