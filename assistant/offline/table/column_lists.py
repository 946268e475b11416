"""Lists of columns in a sentence: "age, sex and the marital status", "A1 to A5", "both", "it"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.offline.table.columns import Mention
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import search
from assistant.offline.text.wordlists import words

_ARTICLES = frozenset(
    words("the a an any all both every each their its his her our your my this that of <num>")
)
_JOINERS = frozenset(words(", and or nor & / + n plus"))
_PHRASES = (("as", "well", "as"), ("together", "with"), ("along", "with"))
_HEADS = frozenset(
    words(
        """column col field variable feature flag score code number rate index figure value text name itself data datum info
        information attribute entry"""
    )
)
_SIGNS = frozenset(("'", '"', "(", ")", ":", "`"))
# Words that may stand in front of a column in a list without being part of its name.
_FILLERS = _ARTICLES | frozenset(
    words(
        """about using also even either from as me to at on in it for example namely call named like such everything
        anything nothing whatever that be do related regard concern who which how what whether they he she somebody someone
        anybody day date time fact question reason old new free whole person people customer information data datum column
        col field variable feature value number amount kind type look input model neither sort altogether ever us
        can will really just simply"""
    )
)
_STOPS = frozenset(
    words(
        """row record case one ones customer people person who whose where when while because if since with after before
        under over above below than but until unless then i we you he she so
        predict forecast estimate classify target wait not never no"""
    )
)
_VERBS = r"^(?: (?:also|too|only|still))* (?:be|must|should|may|can|have|will|would|shall|do|stay|seem|look|matter|count)(?= )"
_PRONOUNS = frozenset(words("it them they this that these those both either all any em neither"))
_PLURAL = frozenset(words("them they these those em both all"))
_BACK_SKIP = _HEADS | frozenset(
    words(
        """both all <num> also too please therefore really just simply either then though however always probably altogether
        definitely certainly naturally obviously ' " ) of them"""
    )
)
_BLOCKS = frozenset(
    words(
        ", . ; : ! ? be must should may can will would and but or so than not never no if because when until - –"
    )
)
_EMBEDDING = frozenset(("how", "what", "whether", "which", "where", "who"))
_SUBORDINATE = (
    r" (?:when|once|until|after|before|because|while|if|from|than|for|in|by)(?: (?!<col>)[^ ]+){0,4} $"
)
_HOLDING = frozenset(words("with for of about hold contain say tell that which"))
_MOST_FILLERS = 7
_GAP = 6
_LONG_LIST = 3
_SURE = 0.9


@dataclass(frozen=True)
class Columns:
    """A list of columns as it stands in a line.

    Attributes:
        mentions: The columns named.
        places: The items where they stand.
        start: First item of the list.
        end: Behind the last one.
        pronoun: The pronoun that stands there instead of names.
        size: How many a pronoun takes up, where it says so.
        unknown: What is called a column and is none, in the user's words.
        indefinite: Whether an "a" or "an" stands in front.
        told: Whether a pronoun is said to mean columns: "that column".
    """

    mentions: tuple[Mention, ...] = ()
    places: tuple[int, ...] = ()
    start: int = 0
    end: int = 0
    pronoun: str = ""
    size: int = 0
    unknown: str = ""
    indefinite: bool = False
    told: bool = False

    @property
    def sure(self) -> bool:
        """Whether each is named by its name."""
        return all(mention.score >= 0.9 for mention in self.mentions)


def _is_column(line: Line, at: int) -> bool:
    return line.items[at].text == "<col>" and isinstance(line.items[at].payload, Mention)


def ahead(line: Line, at: int, end: int, *, subject: bool = False) -> Columns:
    """The list that begins at an item, or the pronoun there; a `subject` has its verb behind it."""
    pronoun = _pronoun(line, at, end)
    if pronoun is not None:
        return pronoun
    first = _next_column(line, at, end, loose=True)
    if first is None:
        return replace(_unknown(line, at, end), start=at)
    places = [first]
    closed = False
    while True:
        tail = tail_of(line, places[-1])
        joined = _joined(line, tail, end)
        found = None if joined is None else _next_column(line, joined, end, loose=False)
        if found is None or joined is None or (not subject and _begins_clause(line, found, end)):
            break
        linked = {item.text for item in line.items[tail:joined]}
        if closed and linked == {","} and line.items[found].payload.score < _SURE:
            break  # "forget age and sex, houses on …": the list was over
        closed = bool(linked & {"and", "or", "nor"})
        places.append(found)
    places = _without_title(line, places)
    indefinite = any(item.text in ("a", "an") for item in line.items[at:first])
    return Columns(
        mentions=_with_ranges(line, places),
        places=tuple(places),
        start=at,
        end=tail_of(line, places[-1]),
        indefinite=indefinite,
    )


def _without_title(line: Line, places: list[int]) -> list[int]:
    """ "the type flags TWF and HDF" are the two flags, though there is a column "Type"."""
    if len(places) < 2:
        return places
    between = range(places[0] + 1, places[1])
    titled = any(line.items[at].text in _HEADS and _typed_plural(line, at) for at in between)
    listed = all(line.items[at].text in _HEADS | {":", "(", "like", "call"} for at in between)
    return places[1:] if titled and listed else places


def tail_of(line: Line, at: int) -> int:
    """Behind a column and the nouns that belong to it: "the quality score", "the code column"."""
    end = at + 1
    while end < len(line.items) and (
        line.items[end].text in _HEADS or line.items[end].text in _SIGNS - {":", "("}
    ):
        end += 1
    return end


def _next_column(line: Line, at: int, end: int, *, loose: bool) -> int | None:
    """The next column behind small words; `loose` lets adjectives and apposed nouns stand in front of it."""
    strange = 0
    for place in range(at, min(end, at + _MOST_FILLERS + 1)):
        text = line.items[place].text
        if _is_column(line, place):
            return place
        if text in _FILLERS or text in _SIGNS or (text == "," and loose and strange):
            continue
        if text in _HOLDING and line.items[place - 1].text in _HEADS:
            continue  # "the column with the cancellation reason"
        strange += 1
        if text in _STOPS or not text.replace("'", "").isalpha() or strange > (3 if loose else 1):
            return None
    return None


def _joined(line: Line, at: int, end: int) -> int | None:
    """Behind the words that go on with a list; a column right behind another needs none."""
    if at >= end:
        return None
    place = at
    while place < end:
        phrase = next(
            (p for p in _PHRASES if tuple(i.text for i in line.items[place : place + len(p)]) == p), None
        )
        if phrase:
            place += len(phrase)
        elif line.items[place].text in _JOINERS or line.items[place].text in ("to", "through", "-", "–"):
            place += 1
        else:
            break
    if place > at or _is_column(line, place):
        return place
    return None


def _begins_clause(line: Line, at: int, end: int) -> bool:
    """ "leave out age, sex is fine": the second column is the subject of a sentence of its own."""
    return line.has(_VERBS, start=tail_of(line, at), end=end)


def _with_ranges(line: Line, places: list[int]) -> tuple[Mention, ...]:
    """The mentions; of "A1 to A5" those at the ends, as a mention of the whole range (see `range_between`)."""
    return tuple(line.items[place].payload for place in places)


def is_range(line: Line, one: int, two: int) -> bool:
    """Whether the words between two columns of a list mean all those from one to the other."""
    between = [item.text for item in line.items[tail_of(line, one) : two]]
    return between in (["to"], ["through"], ["-"], ["–"], ["up", "to"])


def range_between(names: list[str], first: str, last: str) -> list[str]:
    """ "AcceptedCmp1" to "AcceptedCmp5": the columns of the same stem with a figure between."""
    one, two = re.fullmatch(r"(.*?)(\d+)", first), re.fullmatch(r"(.*?)(\d+)", last)
    if not one or not two or one[1] != two[1]:
        return [first, last]
    inside = range(int(one[2]), int(two[2]) + 1)
    return [
        n for n in names if (m := re.fullmatch(r"(.*?)(\d+)", n)) and m[1] == one[1] and int(m[2]) in inside
    ]


def _pronoun(line: Line, at: int, end: int) -> Columns | None:
    """ "it", "both columns", "all five", "any of them" at an item."""
    place = at
    said = ""
    size = 0
    while place < end:
        text = line.items[place].text
        if text in _PRONOUNS:
            said = text if not said or text in _PLURAL else said
            size = 2 if text == "both" else size
        elif said and text in ("of", "'"):
            pass
        elif text == "<num>" and said:
            size = int(line.items[place].payload.value)
        elif text not in ("'", "please"):
            break
        place += 1
    if not said:
        return None
    head = line.items[place].text if place < end else "."
    if head in ("column", "field", "variable", "feature", "col"):
        return Columns(start=at, end=place + 1, pronoun=said, size=size, told=True)
    if head == "one" and said in ("that", "this", "either"):
        return Columns(start=at, end=place + 1, pronoun=said, size=size)
    if head == "<col>" or (
        head.isalpha() and said not in ("it", "them", "they", "em") and head not in _AFTER_PRONOUN
    ):
        return None
    return Columns(start=at, end=place, pronoun=said, size=size)


_AFTER_PRONOUN = frozenset(
    words(
        "out aside away off too also completely altogether please entirely and or but because since then together along plus as for from in when until"
    )
)


def _unknown(line: Line, at: int, end: int) -> Columns:
    """ "the blood pressure column" where nothing of that name is there."""
    hit = line.first(
        r"^ (?:the|my|our|their|its|his|her|also|,)+(?: (?!<|column|field|row|one|other|that|this|same)[a-z]+){1,4} (?:column|field|number|code|flag|id)(?= )",
        start=at,
        end=end,
    ) or line.first(
        r"^ (?:the|a|any) (?:column|field) (?:with|call|named|for|on|about|that hold|of)(?: (?!<col>)[a-z]+){1,6}(?= )",
        start=at,
        end=end,
    )
    if hit is None or any(text in _STOPS - {"with"} for text in hit.match.group().split()):
        return Columns(start=at, end=at)
    return Columns(start=at, end=hit.end, unknown=hit.quote)


def behind(line: Line, at: int, start: int) -> Columns:
    """The list that ends in front of an item: the subject of a predicate."""
    place = at - 1
    skipped: list[str] = []
    while place >= start and line.items[place].text in _BACK_SKIP:
        skipped.append(line.items[place].text)
        place -= 1
    if place < start:
        return _size_only(line, skipped, place + 1, at)
    text = line.items[place].text
    if text in _PRONOUNS and not _is_column(line, place):
        told = any(word in ("column", "field", "variable", "feature") for word in skipped)
        return Columns(start=place, end=at, pronoun=text, size=_size(line, place, at), told=told)
    if not _is_column(line, place):
        if skipped and ("all" in skipped or "both" in skipped) and text in _BLOCKS:
            return _size_only(line, skipped, place + 1, at)
        if text in ("and", "so", "hence") and not skipped:
            return Columns(start=place, end=at, pronoun=text)  # "age says nothing and can go"
        last = _over_gap(line, place, start)
        if last is None:
            return _unknown_subject(line, at, start)
        place = last
    place = _owned(line, place, start)
    places = [place]
    while True:
        other = _previous(line, places[0], start)
        if other is None:
            break
        places.insert(0, other)
    places = places if places[0] == start else _without_loose(line, places)
    return Columns(mentions=_with_ranges(line, places), places=tuple(places), start=places[0], end=at)


def _owned(line: Line, at: int, start: int) -> int:
    """ "the gender of the applicant": the gender, though there is a column "applicant_age"."""
    place = at - 1
    while place > start and line.items[place].text in ("the", "a", "an", "each", "every", "my", "our"):
        place -= 1
    inner = place > start and line.items[place].text == "of" and _is_column(line, place - 1)
    weak = inner and line.items[at].payload.score < _SURE
    return place - 1 if weak and line.items[place - 1].payload.score >= _SURE else at


def _size_only(line: Line, skipped: list[str], start: int, at: int) -> Columns:
    said = next((word for word in skipped if word in _PRONOUNS), "")
    return Columns(start=start, end=at, pronoun=said, size=_size(line, start, at))


def _size(line: Line, start: int, at: int) -> int:
    for item in line.items[start:at]:
        if item.text == "<num>":
            return int(item.payload.value)
    return 2 if any(item.text == "both" for item in line.items[max(0, start - 2) : at]) else 0


def _over_gap(line: Line, place: int, start: int) -> int | None:
    """ "the region they live in must …", "how old they are must …": the column in front of a short clause."""
    for at in range(place, max(start, place - _GAP) - 1, -1):
        if _is_column(line, at):
            embedded = at > start and any(i.text in _EMBEDDING for i in line.items[max(start, at - 3) : at])
            blocked = _BLOCKS - {"be"} if embedded else _BLOCKS
            return None if any(i.text in blocked for i in line.items[at + 1 : place + 1]) else at
    return None


def _unknown_subject(line: Line, at: int, start: int) -> Columns:
    hit = line.first(
        r" (?:the|my|our|their)(?: (?!<|column|row|one)[a-z]+){1,4} (?:column|field|number|code|flag|id)$",
        start=max(start, at - 7),
        end=at,
    )
    if hit is None or hit.end < at or any(text in _STOPS for text in hit.match.group().split()):
        return Columns(start=at, end=at)
    return Columns(start=hit.start, end=at, unknown=hit.quote)


def _previous(line: Line, at: int, start: int) -> int | None:
    """The column in front of another in a list."""
    joined = False
    for place in range(at - 1, max(start, at - _MOST_FILLERS) - 1, -1):
        text = line.items[place].text
        if _is_column(line, place):
            return place if joined or place == at - 1 else None
        if text in _JOINERS or text in ("with", "to", "through", "well"):
            joined = True
        elif text not in _FILLERS and text not in _HEADS and text not in _SIGNS:
            return None
    return None


def _without_loose(line: Line, places: list[int]) -> list[int]:
    """ "Predict churn, and age must …": two with a comma between are two clauses, no list."""
    if len(places) >= _LONG_LIST or len(places) == 1:
        return places
    between = [item.text for item in line.items[places[0] + 1 : places[1]]]
    return places[1:] if "," in between or ":" in between else places


def taken_up(line: Line, said: Columns, start: int, at: int, before: tuple[int, int] | None) -> Columns:
    """The columns that a pronoun stands for: the subject of its sentence, else of the sentence before."""
    groups = _groups(line, start, at)
    origin = start
    back = said.told or said.pronoun in ("it", "they", "them", "both", "all", "neither", "that")
    if not groups and before is not None and back:
        groups, origin = _groups(line, *before), before[0]
    fitting = [g for g in groups if _fits(line, g, said)]
    every = [place for group in groups for place in group]
    main = [place for group in groups if not _subordinate(line, group[0], origin) for place in group]
    every = main if said.size and len(main) == said.size else every
    if not fitting and said.size and len(every) == said.size:
        fitting = [every]
    if not fitting:
        return Columns(start=said.start, end=said.end)
    places = fitting[0]
    return Columns(mentions=_with_ranges(line, places), places=tuple(places), start=said.start, end=said.end)


def _groups(line: Line, start: int, end: int) -> list[list[int]]:
    """Lists of columns in a stretch, those of the main clause first."""
    groups: list[list[int]] = []
    at = start
    while at < end:
        if not _is_column(line, at):
            at += 1
            continue
        found = ahead(line, at, end, subject=True)
        places = [place for place in found.places if place >= at] or [at]
        groups.append(places)
        at = places[-1] + 1
    return sorted(
        groups, key=lambda g: (_subordinate(line, g[0], start), line.items[g[0]].payload.score < _SURE)
    )


def _subordinate(line: Line, at: int, start: int) -> bool:
    return bool(search(_SUBORDINATE, line.canon[line.place(start) - 1 : line.place(at)]))


def _fits(line: Line, group: list[int], said: Columns) -> bool:
    """Whether a pronoun can stand for a list: "them" for several, or for one that is named in the plural."""
    if said.size:
        return len(group) == said.size or (len(group) == 2 and is_range(line, *group))
    if said.pronoun in _PLURAL:
        several = len(line.items[group[0]].payload.tied) > 1 and " " in line.words(group[0], group[0] + 1)
        return len(group) > 1 or several or _typed_plural(line, group[0])
    return True


def _typed_plural(line: Line, at: int) -> bool:
    return bool(re.search(r"[a-rt-z]s$", line.words(at, tail_of(line, at)).lower().rstrip("'\")")))
