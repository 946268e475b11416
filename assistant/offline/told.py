"""What a message only tells: words that it quotes, and what others do or what was done before; no wish for this plan."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.offline.line import Line
from assistant.offline.wordlists import words

# So many words between quotation marks are somebody's text; fewer are a name or a label.
_QUOTED_WORDS = 3
_MARKS = ('"', "'")
_CLAUSE_ENDS = frozenset(
    (".", "!", "?", ";", ":", ",", "(", ")", "but", "so", "hence", "therefore", "–", "—")
)
_BEFORE_BUT = frozenset(words("nothing anything everything all any not none everybody"))
# Finite past forms that the base form hides; participles ("done in ten minutes") are no past of their own.
_PAST = frozenset(
    words(
        """swore ran had took spent sat met went said told thought brought built sold was were wrote gave came
        kept lost won did made saw heard tried learnt taught chose felt knew held left began"""
    )
)
# What somebody else does by habit: "our vendor swears by …", "the team next door runs …".
_HABITS = frozenset(
    words(
        "swears uses runs loves likes praises recommends suggests sells says claims thinks believes prefers works"
    )
)
# Participles that say what is to be, though they look like a past: "the only models allowed are …".
_PARTICIPLES = frozenset(
    words(
        "allowed permitted required needed concerned limited restricted fixed capped pinned based supposed related"
    )
)
_HELPERS = frozenset(
    words("be is are been being to have has can could may might must shall should will would")
)
# "You use", and feelings that speak: "my gut says CatBoost".
_HEARER = frozenset(words("you it this that please gut instinct hunch feeling intuition experience"))
_GOES_ON = r" (?:be|go|serve|may|must|should|can|will|have to)(?= )"


def without_quotes(line: Line) -> Line:
    """The line with every quoted text of several words behind <quoted>."""
    return line.marked((start, end, "quoted", None) for start, end in _quotes(line))


def _quotes(line: Line) -> Iterator[tuple[int, int]]:
    for mark in _MARKS:
        opened: int | None = None
        for at, item in enumerate(line.items):
            if item.text != mark:
                continue
            if opened is None:
                opened = at if _opens(line, at) else None
            elif mark == '"' or not _opens(line, at):
                if at - opened > _QUOTED_WORDS:
                    yield opened, at + 1
                opened = None


def _opens(line: Line, at: int) -> bool:
    """Whether a mark stands directly in front of a word and not directly behind one."""
    tokens, here = line.tokens, line.items[at].start
    if here + 1 >= len(tokens) or tokens[here].end != tokens[here + 1].start:
        return False
    return here == 0 or tokens[here - 1].end != tokens[here].start or tokens[here - 1].text in "(:"


def clause_start(line: Line, at: int) -> int:
    """Where the clause begins that an item stands in."""
    start = at
    while start > 0 and not _ends_clause(line, start - 1):
        start -= 1
    return start


def _ends_clause(line: Line, at: int) -> bool:
    """Punctuation or "but"; not that of "nothing but"."""
    text = line.items[at].text
    return text in _CLAUSE_ENDS and not (text == "but" and at > 0 and line.items[at - 1].text in _BEFORE_BUT)


def clause_end(line: Line, at: int) -> int:
    """Behind the last item of the clause that an item stands in."""
    end = at
    while end < len(line.items) and not _ends_clause(line, end):
        end += 1
    return end


def typed(line: Line, at: int) -> str:
    """One item as it was typed, in lower case."""
    item = line.items[at]
    return line.tokens[item.start].text.lower() if item.end == item.start + 1 else ""


def is_told(line: Line, at: int) -> bool:
    """Whether the clause in front of an item tells of others or of what was: "my brother used …", "it took us …"."""
    start = clause_start(line, at)
    if line.has(r" would have(?= )", start=start, end=at):
        return True
    said = next((k + 1 for k in range(at - 1, start, -1) if line.items[k].text == "and"), start)
    return any(_tells(line, said, place) for place in range(said, at))


def _tells(line: Line, start: int, place: int) -> bool:
    word = typed(line, place)
    if place == start or (typed(line, place - 1) in _HELPERS and word not in ("was", "were")):
        return False
    if word in _HABITS:
        return typed(line, place - 1) not in _HEARER
    if (
        word.endswith("ed")
        and word not in _PAST
        and line.has(_GOES_ON, start=place + 1, end=clause_end(line, place))
    ):
        return False  # "parcels shipped after June are the test set"
    past = word in _PAST or (
        word.endswith("ed") and line.items[place].text != word and word not in _PARTICIPLES
    )
    return (past or word == "used") and _has_subject(line, start, place)


_SUBJECTS = frozenset(words("i we he she they it somebody someone everybody nobody people"))
_NOT_SUBJECTS = frozenset(
    words("""who which that whose a an the be get please with by for of on in and or not only just no than as from when if what predict forecast estimate
        model classify find detect""")
)


def _has_subject(line: Line, start: int, place: int) -> bool:
    """A word directly in front that may do something, adverbs apart; "needed in ten minutes" has none."""
    before = place - 1
    while before > start and (
        typed(line, before).endswith("ly") or typed(line, before) in ("once", "also", "never")
    ):
        before -= 1
    word = line.items[before].text
    return word in _SUBJECTS or (
        word.isalpha() and word not in _NOT_SUBJECTS and typed(line, before) not in _HELPERS
    )
