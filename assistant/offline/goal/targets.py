"""Target, task and positive label of the specification, and the frame that the money is read in."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.acted_on import (
    found_by_label,
    is_exact,
    is_factor_only,
    is_unspoken,
    speaks_of_distance,
    speaks_of_outcomes,
)
from assistant.offline.goal.aims import known_beforehand, lies_in, not_meant
from assistant.offline.goal.contrast import asks_for_split, put_apart, told_from_rest
from assistant.offline.goal.forecast import read_forecast
from assistant.offline.goal.frame import Frame, frame_of
from assistant.offline.goal.goal import CORRECTION, THRESHOLD, Pointer, find_pointers, generic_target, is_past
from assistant.offline.goal.impression import Impression
from assistant.offline.goal.outright import named_outright
from assistant.offline.goal.positive import asked_against, choose, said_outright, typed_labels
from assistant.offline.goal.sideways import PLAIN as PLAINLY_TOLD
from assistant.offline.goal.sideways import Sideways, is_asked, lists_labels, surest
from assistant.offline.goal.target_choice import (
    EQUAL_SHARE,
    LEAST_ODDS,
    PLAIN,
    RIVAL_ODDS,
    Choice,
    choose_target,
    is_key,
    is_mere_order,
    speaks_of_goal,
)
from assistant.offline.goal.unsupervised import read_unsupervised
from assistant.offline.metric.cost_matrix import speaks_of_confusions
from assistant.offline.metric.scores import FOR_NUMBERS, find_scores
from assistant.offline.reading import Reading, either
from assistant.offline.table.columns import Mention, pieces_of
from assistant.offline.table.concepts import Concept
from assistant.offline.table.events import find_events
from assistant.offline.table.labels import ENTITIES
from assistant.offline.text.lemmas import root
from assistant.offline.text.patterns import match, search

_GRADES_MAX = 15
_AS_CLASSES = r" (?:class|classes|classify|classification|classifier|multi ?class|multiclass|category|categories|categorise|categorical|discrete|as label|as labels|which grade|into (?:\w+ )?(?:grade|class)s?|confus\w*|misclassif\w*|(?:to|please|and|we|must|you|,) grade (?:the|each|every|all|lots?|a)|as a label|macro f1|ordinal|boxes?|pigeonholes?|drawers?|without (?:an|any) order|in no order|only labels)(?= )"
# "Please don't see those as labels", "so don't classify".
_NO_CLASSES = (
    r" (?:not|never|rather than|instead of|no)(?: (?:a|see|treat|view|take|regard|handle|be|as|it|them|those|these|the|mark|grade|point|do|want|any))*"
    r" (?:as )?(?:plain |mere |separate )?(?:label|class|classify|classification|category|classes|categories|categorical)(?= )"
)
_NO_NUMBER = r" (?:not|never|rather than|instead of|no)(?: (?:treat|view|take|regard|handle|see|them|it|those|these|the|as|be|do|want))* (?:an? )?(?:plain |mere |real )?(?:number|figure|quantity|regression|numeric|numerical|scale)s?(?= )"
_EACH_A_CLASS = (
    r" (?:all|each|every)(?: (?:of|the|them|<num>|label|team|group|one|kind|stage|class|grade|mark|value))* (?:as|be|a|into)(?: (?:a|its|own|separate))* class(?:es)?(?= )"
    r"| class(?:es)? (?:of (?:its|their) own|by (?:itself|themselves))(?= )| (?:multi ?class|all (?:<num> )?class(?:es)?|not (?:a )?yes ?(?:/|or)? ?no)(?= )"
)
_AS_NUMBER = r" (?:regression|regress|as a number|as number|numeric|numerical|numerically|continuous|how far off|how far (?:out|away)|(?:on|along) (?:a|the|that|this)(?: \w+)? scale|points? (?:out|off|away)|as the numbers?|as figures?|distance|average error|as a score|real valued|real number|as a quantity|plain number)(?= )"
# Odds from which a column is taken where the message holds no word of wanting to know; chosen, not measured.
_ODDS_UNASKED = 0.8
_ODDS_CHANGED = 0.6  # and where a later message says that it wants something else; chosen, not measured
# A later message that wants something else predicted than the one before.
_CHANGED_MIND = (
    r" (?:instead|scrap (?:that|the|my)|change(?:d)? (?:its|our|my|their|his|her) mind|forget (?:about )?(?:that|the)|i would rather (?:have|know|see)"
    r"|rather have|do(?:es)? not need the|no longer (?:need|want)|elsewhere|different question|other question)(?= )"
)
# What was said before named the wrong column: what this message names is meant, with or without a word of wanting.
_WRONG_ONE = (
    r" (?:(?:that|this|it|i)? ?(?:be |pick |choose |take |say |name )?(?:the )?wrong (?:thing|one|column|target|question|field)"
    r"|(?:be )?not (?:what i (?:mean|want|need|be after)|the (?:right )?(?:one|column|target) i)|i (?:mix(?:ed)? (?:that|it|them) up|confuse)|my mistake)(?= )"
)
_SPELLED = 75  # of 100, from which a word is a slip of another; chosen, not measured
_NAMED_ODDS = (
    0.6  # of a column whose very name was typed, where no word of wanting stands; chosen, not measured
)
_SET_ASIDE = r" (?:drop|exclude|ignore|remove|leave|hide|skip|without|forget|omit|keep|use|take|strike|discard|delete)(?: [^ .;!?]+){0,3} $"
_ASKED_FOR = 1.3  # cue of an event that is asked for; chosen, not measured
# "How many rooms has it" asks for a number, whatever few there are; not so of marks.
_COUNTED = r" (?:how (?:many|often|much|long|far|high)|number of)(?= )"
_GRADED = frozenset(
    (
        "grade",
        "quality",
        "rating",
        "score",
        "satisfaction",
        "level",
        "mark",
        "class",
        "stars",
        "qual",
        "cond",
        "overall",
    )
)
_REGRESSION = r"(?<! logistic)(?<! linear) regression (?:job|model|problem|task|for|on|of)(?= )| (?:a|plain) regression(?= )"
SPOKEN = 0.9  # strength of a pointer where a message says that it wants two things; chosen, not measured
_NEAR_EITHER = 8  # items behind "either … or"
_QUOTED_BEHIND = r"^(?: (?:be|=|of|as|call|called|to))* ['\"‘“](?: [^ '\"]+){1,3} ['\"’”](?= )"
_QUOTED_IN_FRONT = r" ['\"‘“](?: [^ '\"]+){1,3} ['\"’”]$"
_BOTH = r" (?:both (?:things|of (?:them|these|those)|at once|together|columns|targets)|two (?:things|targets|columns) (?:at once|in one|to predict|predict)|which of the two|(?:not|nt) (?:(?:ma[dk]e|quite make) up|decided?|sure)(?: \w+){0,3} (?:mind|which|whether))(?= )"
_EITHER = r" either(?: [^ .;!?]+){1,12} or(?= )"
_OUTRIGHT = r" (?:predict|target be|target column (?:be|:|=)|column (?:to be|to) predict\w*(?: be)?|target :|forecast|estimate)(?: (?:the|column|be|:|=|\"))* $"
_GOAL = r" (?:who|whom|which|whether|what|predict|forecast|find|know|tell|detect|identify|classify|estimate|spot|flag|likely|going to)(?= )"
# Chosen on requests that the encoder had not learned from: how much likelier a label must be than the next, in
# log-odds, to be taken where the rules have none, and against theirs; the share from which a kind of task, or a
# column, is taken; and the one below which a forecast is not believed.
_PLAIN_LABEL, _PLAINER_LABEL = 6.0, 5.0
_PLAIN_TASK, _PLAIN_COLUMN = 0.95, 0.9
_NO_TASK = 0.1
_NUMBER, _WHOLE_NUMBER = re.compile(r"\s*-?\d+(?:\.\d+)?\s*"), re.compile(r"\s*-?\d+(?:\.0)?\s*")


def read_goal(reading: Reading) -> None:
    """Find what is to be predicted, and keep the frame for the readers behind."""
    known = reading.context.spec.get("target")
    if read_unsupervised(reading):
        reading.notes["frame"] = Frame(task=str(reading.said("task")))
        return
    pointers = find_pointers(reading)
    column, pointer = _target(reading, pointers, known)
    if column is None:
        if not known:
            _ask_for_one_of(reading)
        asked = any(doubt.field == "target" for doubt in reading.doubts)
        by_score = asked and {m.name for m in find_scores(reading.line)} & FOR_NUMBERS
        if (reading.line.has(_REGRESSION) or by_score) and not known:
            reading.set("task", "regression", "")
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
    if fresh and not positive and task != "binary" and reading.context.spec.get("positive_label") is not None:
        reading.set("positive_label", None, "")  # it was a label of another column
    reading.notes["frame"] = frame_of(column, task, positive, _spoken(reading))


_PREDICTED_WORD = (
    r" (?:predict|forecast|estimate|guess|model|regress)(?: (?:the|a|an|our|its|their|each|every))*"
    r" (?P<word>(?!value|column|target|outcome|number|rate|time|date)[a-z]{4,})(?= (?:[.,;:!?]|of|for|per|in|from|with|using|and)(?= )| $|$)"
)


def _ask_for_one_of(reading: Reading) -> None:
    """ "Predict the temperature" over two columns of temperatures: which?"""
    for hit in reading.line.find(_PREDICTED_WORD):
        word = root(hit.said("word"))
        alike = [c for c in reading.context.columns if word in {root(piece) for piece in pieces_of(c.name)}]
        if len(alike) < 2 or lies_in(not_meant(reading.line), hit.start, hit.end):
            continue
        names = [column.name for column in alike][:4]
        reading.ask("target", f"Which column should be predicted: {either(names)}?", names)
        if all(c.kind == "number" and c.n_distinct > _GRADES_MAX for c in alike):
            reading.set("task", "regression", "", source="data")
        return


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
        wrong = reading.line.has(_WRONG_ONE)
        if wrong or (reading.line.has(_CHANGED_MIND) and speaks_of_goal(reading)):
            choice = choose_target(reading, pointers)
            column, odds = _best_named(reading, choice, known) if wrong else choice.best()[0]
            if odds >= _ODDS_CHANGED and column.name != known and not _is_mere_key(reading, column):
                return column, next((p for p in pointers if p.column is column), _whole(reading, column))
        return by_name[known], own
    return _chosen(reading, pointers)


def _best_named(reading: Reading, choice: Choice, wrong: str) -> tuple[ColumnFacts, float]:
    """The likeliest of the columns that a message names where another one is known to be wrong."""
    named = [m.candidates for m in reading.columns.mentions(reading.line, least=0.3)]
    spoken = {candidate.column.name for candidates in named for candidate in candidates}
    left = [(column, odds) for column, odds in choice.best() if column.name != wrong]
    whole = sum(odds for _, odds in left) or 1.0
    return next(((c, odds / whole) for c, odds in left if c.name in spoken), (choice.best()[0][0], 0.0))


def _chosen(reading: Reading, pointers: list[Pointer]) -> tuple[ColumnFacts | None, Pointer | None]:
    """The column that the message most likely wants predicted; a question where several may be meant."""
    if all(item.text == "<aside>" or not item.text[:1].isalnum() for item in reading.line.items):
        return None, None  # nothing but questions
    choice = choose_target(reading, pointers)
    column, odds = choice.best()[0] if choice.columns else (None, 0.0)
    if column is not None and _is_plain(reading, pointers, choice):
        return column, next((p for p in pointers if p.column is column), _whole(reading, column))
    by_label = _by_label(reading, pointers, column, odds)
    if by_label is not None:
        return by_label, next((p for p in pointers if p.column is by_label), None)
    plain = next((p for p in pointers[:1] if p.strength >= THRESHOLD), None)
    if is_mere_order(reading):
        # "Use AdaBoost": what people mostly predict in such a table was not asked for.
        if plain is not None and odds >= _ODDS_UNASKED:  # "Churn among senior citizens, please"
            plain = next((p for p in pointers if p.column is column and p.strength >= THRESHOLD), plain)
        return (plain.column, plain) if plain is not None else (None, None)
    both = _two_goals(reading, pointers)
    if both:
        reading.ask("target", f"Which column should be predicted: {either(both)}?", both)
        return None, None
    told = _told_sideways(reading, pointers, column, odds)
    if told is not None:
        reading.claim_items(reading.line, told.start, told.end)
        return told.column, Pointer(told.column, told.start, told.end, THRESHOLD, told.labels)
    outright = {c.name: (c, share) for c, share in choice.best() if c in _named_outright(reading, pointers)}
    if len(outright) == 1:
        named, share = next(iter(outright.values()))
        column, odds = (named, max(share, LEAST_ODDS)) if share >= RIVAL_ODDS else (column, odds)
    elif not outright and len(by_grammar := named_outright(reading)) == 1:
        shares = dict(zip((c.name for c in choice.columns), choice.odds, strict=True))
        column, odds = by_grammar[0], max(shares[by_grammar[0].name], _ODDS_UNASKED)
    alike = _told_alike(reading, pointers, column)
    if alike:
        _ask_alike(reading, alike)
        return None, None
    if column is not None and _is_unfounded(reading, pointers, column):
        column, odds, plain = None, 0.0, None
    equal = column is not None and _has_equal(reading, choice, pointers)
    least = LEAST_ODDS if plain is not None or speaks_of_goal(reading) else _ODDS_UNASKED
    if column is not None and any(
        m.score >= 1 and m.column is column for m in reading.columns.mentions(reading.line)
    ):
        least = min(least, _NAMED_ODDS)
    if column is None or odds < least or equal or _is_mere_key(reading, column):
        if plain is not None and plain.column is column and not equal and not _is_mere_key(reading, column):
            return column, plain
        generic = generic_target(reading)
        if generic is not None and generic is column and _speaks_of_goal(reading):
            return generic, None
        rivals = [
            one.name
            for one, share in choice.best()[:3]
            if share >= RIVAL_ODDS and not _is_unfounded(reading, pointers, one)
        ]
        if column is not None and not equal and rivals == [column.name] and _is_all_there_is(reading, column):
            return column, plain if plain is not None and plain.column is column else None
        if column is not None and equal:
            heads = _of_same_head(reading, column)
            rivals = list(dict.fromkeys([column.name, *(c.name for c in heads), *rivals]))
            if heads and all(c.kind == "number" and c.n_distinct > _GRADES_MAX for c in (column, *heads)):
                reading.set("task", "regression", "", source="data")
        if rivals and choice.none < LEAST_ODDS:
            reading.ask("target", f"Which column should be predicted: {either(rivals)}?", rivals)
        return None, None
    return column, next((p for p in pointers if p.column.name == column.name), _whole(reading, column))


def _whole(reading: Reading, column: ColumnFacts) -> Pointer:
    """The whole message as what points at a column."""
    return Pointer(column, 0, len(reading.line.items), THRESHOLD)


def _is_plain(reading: Reading, pointers: list[Pointer], choice: Choice) -> bool:
    """Whether the message as a whole leaves no doubt about a column, and no other one is named as the target."""
    seen: Impression | None = reading.notes.get("impression")
    column, odds = choice.best()[0]
    if seen is None or seen.columns.get(column.name, 0.0) < _PLAIN_COLUMN or odds < _PLAIN_COLUMN:
        return False
    if is_mere_order(reading) or _is_mere_key(reading, column) or _has_equal(reading, choice, pointers):
        return False
    others = {*_named_outright(reading, pointers), *named_outright(reading)} - {column}
    return not others and not _two_goals(reading, pointers)


def _by_label(
    reading: Reading, pointers: list[Pointer], column: ColumnFacts | None, odds: float
) -> ColumnFacts | None:
    """The column of the labels that the money is about, where no other column is likely, or only one that pays."""
    figure = column is not None and (
        column.kind == "text" or (column.kind == "number" and column.n_distinct > _GRADES_MAX)
    )
    pointed = [p.column for p in pointers if p.strength >= THRESHOLD]
    of_numbers = {m.name for m in find_scores(reading.line)} & FOR_NUMBERS
    if of_numbers or speaks_of_distance(reading.line):
        return None
    if column is not None and figure:
        unsaid = is_unspoken(reading, column) and column not in pointed
        figure = is_factor_only(reading, column) or unsaid or not is_exact(reading, column)
        if not is_factor_only(reading, column) and not unsaid:  # another one must be pointed at as plainly
            asks = reading.line.has(_ASKS_HOW_MUCH)
            found = [c for c in found_by_label(reading) if c in pointed or not asks] if figure else []
            return found[0] if len(found) == 1 and speaks_of_outcomes(reading, found[0]) else None
    found = found_by_label(reading)
    least = LEAST_ODDS if speaks_of_goal(reading) else _ODDS_UNASKED
    if column is not None and odds >= least and not figure:
        return column if found == [column] and is_exact(reading, column) else None
    if not found and figure:
        found = [c for c in dict.fromkeys(pointed) if c.n_distinct == 2]
    return found[0] if len(found) == 1 else None


def _told_sideways(
    reading: Reading, pointers: list[Pointer], column: ColumnFacts | None, odds: float
) -> Sideways | None:
    """The column that a question tells of without naming it, where no other one is named as plainly."""
    told, _ = surest(reading)
    if (
        told is None
        or _is_mere_key(reading, told.column)
        or told.column.name in (reading.said("ignore_columns") or ())
    ):
        return None
    if column is not None and told.column is column:
        singles_out = bool(told.labels) and told.column.n_distinct > 2
        return told if odds < LEAST_ODDS or singles_out else None
    if odds < LEAST_ODDS or column is None:
        return told
    exact = [m for m in reading.columns.mentions(reading.line) if m.score >= 1]
    if told.score >= PLAINLY_TOLD and any(
        m.column is told.column and is_asked(reading.line, m.start) for m in exact
    ):
        return told
    # "Stay late" is no staying, but "the tenants who will leave" is a leaving.
    first, last = told.question
    rivals = [
        p
        for p in pointers
        if p.strength >= THRESHOLD and p.column is not told.column and not _of_whom(reading, p)
    ]
    if any(
        p.concept is not None
        and not told.start <= p.start < told.end
        and (is_asked(reading.line, p.start) or p.cue >= _ASKED_FOR or told.score < PLAINLY_TOLD)
        for p in rivals
    ):
        return None
    spoken = [
        m for m in reading.columns.mentions(reading.line) if column in m.tied and not _of_whom(reading, m)
    ]
    # "How much will each building draw": the thing that a figure is asked of is no figure.
    thing = column.kind == "category" and told.column.kind == "number" and told.score >= PLAINLY_TOLD
    if not thing and any(m.score >= 1 for m in spoken):
        return None
    hinted = any(
        p.column is column and (p.concept is not None or not told.start <= p.start < told.end) for p in rivals
    ) or any(
        m.score >= SPOKEN and first <= m.start < last and not told.start <= m.start < told.end for m in spoken
    )
    return told if not hinted or told.score >= PLAINLY_TOLD else None


def _told_alike(reading: Reading, pointers: list[Pointer], column: ColumnFacts | None) -> list[str]:
    """Columns that a question tells of equally well, where none is named: "how sour is the wine"."""
    _, rivals = surest(reading)
    names = list(dict.fromkeys(one.column.name for one in rivals if not one.labels))
    if len(names) < 2 or (
        column is not None
        and column.name not in names
        and any(p.column is column and is_asked(reading.line, p.start) for p in pointers)
    ):
        return []
    named = any(m.score >= SPOKEN and m.column.name in names for m in reading.columns.mentions(reading.line))
    return [] if named else names[:4]


def _ask_alike(reading: Reading, names: list[str]) -> None:
    """Ask which of several columns is meant; the task is clear where all of them are figures."""
    reading.ask("target", f"Which column should be predicted: {either(names)}?", names)
    columns = [reading.columns.by_name[name] for name in names]
    if all(c.kind == "number" and c.n_distinct > _GRADES_MAX for c in columns):
        reading.set("task", "regression", "", source="data")


def _is_unfounded(reading: Reading, pointers: list[Pointer], column: ColumnFacts) -> bool:
    """Whether nothing in the words speaks of a column: a date, a text, or a figure where only people are asked for."""
    named = [m for m in reading.columns.mentions(reading.line, least=0.3) if column in m.tied]
    if column.kind in ("datetime", "text") or (column.kind == "category" and column.n_distinct > MOST_LABELS):
        return column not in _named_outright(reading, pointers) and column not in named_outright(reading)
    figure = column.kind == "number" and column.n_distinct > _GRADES_MAX
    asks = reading.line.has(_ASKS_FOR_WHOM) and not reading.line.has(_ASKS_HOW_MUCH)
    return figure and asks and not named and not any(p.column is column for p in pointers)


MOST_LABELS = 100  # more cannot be told apart
_ASKS_FOR_WHOM = (
    r" (?:who|whom|which (?:of|one|member|customer|client|person|patient|applicant|[a-z]+s))(?= )"
)


def _of_whom(reading: Reading, named: Pointer | Mention) -> bool:
    """Whether words only tell whom or what the rows are about: "people" points at no "personal_status"."""
    said = [root(item.text) for item in reading.line.items[named.start : named.end]]
    return getattr(named, "concept", None) is None and all(word in ENTITIES for word in said)


_ASKS_HOW_MUCH = r" (?:predict|estimate|forecast|regress(?:ion)?|how (?:much|many|long|high|old|far)|(?:what|which)(?: [^ .;!?]+){0,4} (?:price|cost|fetch|sell|amount|value))(?= )"


def _is_all_there_is(reading: Reading, column: ColumnFacts) -> bool:
    """Whether no other column is named in full outside of lists: "the usual thing: SalePrice, RMSLE"."""
    aside = [*known_beforehand(reading), *not_meant(reading.line)]
    named = [
        m
        for m in reading.columns.mentions(reading.line)
        if m.score >= 1
        and not lies_in(aside, m.start, m.end)
        and not any(
            k in reading.claimed
            for item in reading.line.items[m.start : m.end]
            for k in range(item.start, item.end)
        )
    ]
    return bool(named) and all(m.column is column for m in named)


def _is_mere_key(reading: Reading, column: ColumnFacts) -> bool:
    """Whether a column only numbers the rows, and was not named in full: "how old each visitor is" is no visitor_id."""
    named = any(m.score >= 1 and m.column is column for m in reading.columns.mentions(reading.line))
    return is_key(reading, column) and not named


def _two_goals(reading: Reading, pointers: list[Pointer]) -> list[str]:
    """Two columns that a message wants predicted without saying which: "either the cost or who returns", "predict A. The target is B."."""
    line = reading.line
    aimed = _one_per_place([p for p in pointers if p.strength >= THRESHOLD])
    names = list(dict.fromkeys(p.column.name for p in aimed))
    if line.has(CORRECTION):
        return []
    if any(not search(_SET_ASIDE, line.canon[: line.place(hit.start)]) for hit in line.find(_BOTH)):
        spoken = _one_per_place([p for p in pointers if p.strength >= SPOKEN])
        both = list(dict.fromkeys(p.column.name for p in spoken))
        return both[:2] if len(both) > 1 else []
    if len(names) < 2:
        return []
    for hit in line.find(_EITHER):
        near = [p.column.name for p in aimed if hit.start <= p.start < hit.end + _NEAR_EITHER]
        if len(set(near)) > 1:
            return list(dict.fromkeys(near))[:2]
    said = [column.name for column in _named_outright(reading, pointers)]
    return list(dict.fromkeys(said))[:2] if len(set(said)) > 1 else []


def _named_outright(reading: Reading, pointers: list[Pointer]) -> list[ColumnFacts]:
    """Columns whose very name stands behind a word of predicting: "predict BasketValue", "the target is Returned"."""
    line = reading.line
    plain = {p.column.name for p in pointers if p.strength >= PLAIN}
    return [
        m.column
        for m in reading.columns.mentions(line)
        if m.score >= 1 and m.column.name in plain and search(_OUTRIGHT, line.canon[: line.place(m.start)])
    ]


def _one_per_place(pointers: list[Pointer]) -> list[Pointer]:
    """The surest pointer of each stretch of words; they come the surest first."""
    kept: list[Pointer] = []
    for pointer in pointers:
        if not any(pointer.start < other.end and other.start < pointer.end for other in kept):
            kept.append(pointer)
    return kept


def _has_equal(reading: Reading, choice: Choice, pointers: list[Pointer]) -> bool:
    """Whether the words that name the likeliest column name the next one just as well: "the temperature" of two."""
    (first, odds), *others = choice.best()
    if _of_same_head(reading, first):
        return True
    rivals = [one for one, share in others[:1] if share >= EQUAL_SHARE * odds]
    return any(
        first in mention.tied and rival in mention.tied and not _told_apart(pointers, mention, first, rival)
        for rival in rivals
        for mention in reading.columns.mentions(reading.line)
    )


def _told_apart(pointers: list[Pointer], mention: Mention, first: ColumnFacts, rival: ColumnFacts) -> bool:
    """Whether the words around a name say which of two is meant: "sell for" is a price, not a year of selling."""
    wider = [p for p in pointers if p.start <= mention.start and mention.end <= p.end]
    spans = {p.column.name: p.end - p.start for p in wider if p.end - p.start > mention.end - mention.start}
    return first.name in spans and rival.name not in spans


def _of_same_head(reading: Reading, first: ColumnFacts) -> list[ColumnFacts]:
    """Columns that were named as much as one, by the end of their name: "the charges", monthly or total."""
    pieces = [root(piece) for piece in pieces_of(first.name)]
    rivals = [
        c
        for c in reading.context.columns
        if c is not first
        and "number" in (c.kind, first.kind)
        and len(pieces_of(c.name)) > 1
        and root(pieces_of(c.name)[-1]) == pieces[-1]
        and not is_past(c)
    ]
    mentions = [m for m in reading.columns.mentions(reading.line, least=0.3) if _means(m, first)]
    if not rivals or not mentions or len(pieces) < 2 or any(m.score >= 1 for m in mentions):
        return []
    said = {root(item.text) for m in mentions for item in reading.line.items[m.start : m.end]}
    own = {piece for piece in pieces if any(fuzz.ratio(piece, word) >= _SPELLED for word in said)}
    return [c for c in rivals if pieces[-1] in own and _all_but_one(own, pieces, c)]


def _all_but_one(own: set[str], pieces: list[str], rival: ColumnFacts) -> bool:
    """Whether what was said of a name is in the rival's too, one word of each aside: "sulfur dioxide", free or total."""
    others = {root(piece) for piece in pieces_of(rival.name)}
    if own == {pieces[-1]}:
        return True
    return own <= others and len(set(pieces) - own) == len(others - own) == 1


def _means(mention: Mention, column: ColumnFacts) -> bool:
    return any(candidate.column is column for candidate in mention.candidates)


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
    if column.n_distinct > 2 and (
        _all_classes(reading)
        or (
            fresh
            and not asks_for_split(reading)
            and not put_apart(reading, column)
            and lists_labels(reading, column)
        )
        or (speaks_of_confusions(reading, column) and not _grades_apart(reading, column, fresh=fresh))
    ):
        return ()
    few = column.n_distinct == 2 or (column.n_distinct <= 60 and column.kind != "datetime")
    chosen = choose(reading, column, pointer, fresh=fresh) if few else None
    if chosen is not None and set(chosen[0]) >= set(column.labels):
        chosen = None
    if few and fresh:
        chosen = _as_meant(reading, column, pointer, chosen)
    if chosen is None and fresh and column.n_distinct > 2 and asks_for_split(reading):
        chosen = _having(reading, column)
    if chosen is None and column.n_distinct == 2 and fresh:
        labels = list(column.labels)
        reading.ask(
            "positive_label", f"Which value of {column.name!r} should be found: {either(labels)}?", labels
        )
        return ()
    if chosen is None:
        if (
            few
            and fresh
            and column.kind == "category"
            and (asks_for_split(reading) or _names_no_label(reading, column))
        ):
            _ask_which(reading, column)
        return ()
    _set_positive(reading, chosen[0], chosen[1], chosen[2])
    return chosen[0]


def _as_meant(
    reading: Reading,
    column: ColumnFacts,
    pointer: Pointer | None,
    chosen: tuple[tuple[str, ...], str, str] | None,
) -> tuple[tuple[str, ...], str, str] | None:
    """The label that the whole message looks for, where the rules have none or the other of two and it is plain."""
    seen: Impression | None = reading.notes.get("impression")
    found = seen.looked_for(column.name) if seen is not None else None
    if seen is None or found is None:
        return chosen
    if column.n_distinct > 2 and seen.tasks["multiclass"] >= _PLAIN_TASK:
        return None
    if column.n_distinct > 2 and seen.tasks["binary"] < _PLAIN_TASK:
        return chosen
    label, margin = found
    if chosen is None and (_all_named(reading, column) or all(map(_NUMBER.fullmatch, column.labels))):
        return None  # what a code stands for is for the user to say
    is_other = chosen is None or (column.n_distinct == 2 and chosen[0] != (label,))
    if not is_other or margin < (_PLAIN_LABEL if chosen is None else _PLAINER_LABEL):
        return chosen
    quote = reading.line.words(pointer.start, pointer.end) if pointer is not None else ""
    return (label,), quote, "user" if quote else "data"


def _all_named(reading: Reading, column: ColumnFacts) -> bool:
    """ "Predict whether a car is automatic or manual" looks for neither."""
    return {label for _, _, label in typed_labels(reading, column)} >= set(column.labels)


def _having(reading: Reading, column: ColumnFacts) -> tuple[tuple[str, ...], str, str] | None:
    """ "The customers who have tech support, as against all others": the label that says yes, of several."""
    yes = [label for label in column.labels if label.strip().lower() in ("yes", "y", "true")]
    for m in reading.columns.mentions(reading.line, least=SPOKEN):
        had = reading.line.has(_HAVING, start=max(0, m.start - 4), end=m.start)
        if m.column is column and len(yes) == 1 and had:
            return (yes[0],), reading.line.words(m.start, m.end), "user"
    return None


_HAVING = r" (?:have|with|own|get|use|take|book|pay for)(?: (?:a|an|the|our|any))*$"


def _grades_apart(reading: Reading, column: ColumnFacts, *, fresh: bool) -> bool:
    """ "A mark of 7 or 8 gets the medal": some grades against the rest, whatever is said of mistakes."""
    return column.kind == "number" and told_from_rest(reading, column, fresh=fresh) is not None


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


def _names_no_label(reading: Reading, column: ColumnFacts) -> bool:
    """ "Which leads will get the stage 'Postponed'": something in quotes beside the column that is none of its labels."""
    known = {label.strip().lower() for label in column.labels}
    named = [m for m in reading.columns.mentions(reading.line, least=0.7) if m.column is column]
    for mention in named:
        for hit in (
            reading.line.first(_QUOTED_BEHIND, start=mention.end),
            reading.line.first(_QUOTED_IN_FRONT, start=max(0, mention.start - 5), end=mention.start),
        ):
            if hit is not None and hit.quote.split("=")[-1].strip(" '\"‘’“”.,?!").lower() not in known:
                return True
    return False


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
    seen: Impression | None = reading.notes.get("impression")
    doubted = seen is not None and seen.tasks["forecast"] < _NO_TASK
    if column.kind == "number" and not doubted and read_forecast(reading, column):
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
    whole = all(_WHOLE_NUMBER.fullmatch(label) for label in column.labels)
    if column.n_distinct > _GRADES_MAX or not whole or not column.labels:
        return "regression"
    said = _said_task(reading, column)
    if said:
        return said
    seen: Impression | None = reading.notes.get("impression")
    shares = seen.tasks if seen is not None else {}
    for task in ("multiclass", "regression"):
        if shares.get(task, 0.0) >= _PLAIN_TASK:
            return task
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
    number = (line.has(_AS_NUMBER) and not line.has(_NO_NUMBER)) or bool(scores & FOR_NUMBERS)
    number = number or (line.has(_COUNTED) and not _GRADED & set(pieces_of(column.name)))
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
