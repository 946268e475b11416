"""Columns that are named as a group: "the pool columns", "all ids", "the daily, hourly and monthly rates"."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.table.columns import Candidate, Mention, Named, pieces_of
from assistant.offline.table.name_parts import name_parts
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.wordlists import words

# A group's members are all as good as each other, and less than a column that is named in full.
_GROUP = 0.94
_HEADS = frozenset(words("columns fields variables features flags indicators attributes inputs predictors"))
_HEAD = r"(?:column|field|variable|feature|flag|indicator|attribute|input|predictor)"
_NO_NAME = frozenset(
    words(
        """the a an all any both these those other such my our your their its of and or two three four five six useless
        remaining following above same listed input no which some few many only just new old more most"""
    )
)
# Kinds of columns that no name holds, as the pieces of the names that belong to them.
_FAMILIES = {
    "address": words("address street city town zip postcode postal postleitzahl plz county country house"),
    "location": words(
        "address street city town zip postcode postal latitude longitude lat lon region district"
    ),
    "id": words("id ids uid uuid identifier"),
    "identifier": words("id ids uid uuid identifier"),
}
_KINDS = {"date": "datetime", "time": "datetime", "text": "text"}
_MODIFIERS = 5


def group_mentions(reading: Reading) -> list[Mention]:
    """All groups of a message, each as one mention whose candidates are the members."""
    by_part = [
        Mention(hit.start, hit.end, tuple(Candidate(column, _GROUP) for column in found))
        for hit, found in name_parts(reading)
    ]
    taken = {at for mention in by_part for at in range(mention.start, mention.end)}
    others = (
        *_by_kind(reading),
        *_by_topic(reading),
        *_by_sameness(reading),
        *_by_ids(reading),
        *_by_shared_head(reading),
    )
    return [*by_part, *(m for m in others if taken.isdisjoint(range(m.start, m.end)))]


def is_group(mention: Mention) -> bool:
    """Whether a mention stands for all its candidates rather than for one of them."""
    return len(mention.candidates) > 1 and all(c.score == _GROUP for c in mention.candidates)


def _by_kind(reading: Reading) -> Iterator[Mention]:
    """ "the pool columns": all that have the word in their name, or belong to what it stands for."""
    for hit in reading.line.find(rf" (?P<word>[^ <]+) {_HEAD}(?= )"):
        head = reading.line.words(hit.end - 1, hit.end).lower()
        if head in _HEADS and hit.said("word") not in _NO_NAME:
            yield from _group(reading, hit)


_TOPIC = (
    r" (?:nothing|anything|everything|all|whatever|stuff|no (?:information|data|column|feature|field)s?)"
    r" (?:that be |to be )?(?:about|on|regarding|concerning|to do with|related to)(?: the| our| their| its)? (?P<word>[^ <]+)(?= )"
)
_CONSTANT = (
    r" (?:(?:all|every|each|any|the|those|whatever)(?: (?:of|the))* (?:column|field|variable|feature|input)s?|whatever|everything|anything|columns?|fields?)"
    r"(?: (?:that|which|whose values?|where|with))*(?: (?:be|have|hold|show|contain|do|take|the|a|an|only|just|always|all))*"
    r" (?:constant|identical|never (?:change|vary)|not (?:change|vary|differ)|(?:same|one|single|<num>) (?:value|entry|figure|thing)s?|the same)"
    r"(?: (?:for|in|on|across|throughout|over|everywhere)(?: (?:all|every|each|the|everybody|everyone|whole|of|them))*(?: [a-z]+)?)?(?= )"
)


def _by_topic(reading: Reading) -> Iterator[Mention]:
    """ "Nothing about streaming": all columns that have the word in their names."""
    for hit in reading.line.find(_TOPIC):
        start, end = hit.span("word")
        typed = reading.line.words(start, end).lower()
        found = [named.facts for named in reading.columns.named if typed in pieces_of(named.name)]
        if len(found) > 1 and reading.columns.exact(typed) is None:
            yield Mention(start, end, tuple(Candidate(column, _GROUP) for column in found))


def _by_sameness(reading: Reading) -> Iterator[Mention]:
    """ "Every column that is identical for all employees": those that hold one value."""
    found = [named.facts for named in reading.columns.named if named.facts.n_distinct == 1]
    for hit in reading.line.find(_CONSTANT) if found else ():
        yield Mention(hit.start, hit.end, tuple(Candidate(column, _GROUP) for column in found))


def _group(reading: Reading, hit: Hit) -> Iterator[Mention]:
    typed = reading.line.words(hit.start, hit.start + 1)
    found = members(reading, typed)
    if len(found) > 1:
        yield Mention(hit.start, hit.end, tuple(Candidate(column, _GROUP) for column in found))


def members(reading: Reading, typed: str) -> list[ColumnFacts]:
    """The columns that a word in front of "columns" stands for."""
    word, low = root(typed.lower()), typed.lower()
    exact = [n.facts for n in reading.columns.named if low in pieces_of(n.name)]
    if len(exact) > 1:
        return exact  # "the rate columns" leave a rating alone
    kind = _KINDS.get(word)
    columns = [
        named.facts
        for named in reading.columns.named
        if _has(named, word)
        or (len(low) > 2 and named.name.lower().startswith(low))
        or named.facts.kind == kind
    ]
    if len(columns) > 1 or word not in _FAMILIES:
        return columns
    return [n.facts for n in reading.columns.named if any(_has(n, piece) for piece in _FAMILIES[word])]


def _has(named: Named, word: str) -> bool:
    return any(word in piece for piece in named.pieces)


def _by_ids(reading: Reading) -> Iterator[Mention]:
    """ "the ids", where no column is called so."""
    for at, item in enumerate(reading.line.items):
        typed = reading.line.words(at, at + 1).lower()
        if item.text in ("id", "identifier", "ids") and typed in ("ids", "identifiers"):
            found = members(reading, "id")
            if len(found) > 1:
                yield Mention(at, at + 1, tuple(Candidate(column, _GROUP) for column in found))


def _by_shared_head(reading: Reading) -> Iterator[Mention]:
    """ "the daily, hourly and monthly rates": each word names a column together with the noun behind the last."""
    line = reading.line
    for at in range(2, len(line.items)):
        if not line.words(at, at + 1).lower().endswith("s"):
            continue
        places = _modifiers(line, at)
        if len(places) < 2:
            continue
        head = line.items[at].text
        found = [_named(reading, [line.items[place].text, head]) for place in places]
        names = {column.name for column in found if column}
        if len(names) == len(places):
            whole = tuple(Candidate(column, _GROUP) for column in found if column)
            yield Mention(places[0], at + 1, whole)


def _modifiers(line: Line, head: int) -> list[int]:
    """The single words in front of a noun that commas and "and" join."""
    places = [head - 1]
    at = head - 2
    while at > 0 and len(places) < _MODIFIERS and line.items[at].text in (",", "and", "or", "nor"):
        at -= 2 if line.items[at - 1].text == "," else 1  # "a, b, and c"
        if not line.items[at].text.isalpha():
            break
        places.insert(0, at)
        at -= 1
    return places


_KEYS = ("number", "no", "id", "code", "key", "identifier")
_KEY_PIECES = frozenset(words("id no nr num number code key uid uuid"))


def _named(reading: Reading, said: list[str]) -> ColumnFacts | None:
    if said[-1] in _KEYS:
        # "Claim and policy numbers" are claim_id and policy_id, whatever else speaks of claims.
        keys = [
            n.facts
            for n in reading.columns.named
            if (pieces := set(pieces_of(n.name))) & _KEY_PIECES and root(said[0]) in {root(p) for p in pieces}
        ]
        if len(keys) == 1:
            return keys[0]
    found = reading.columns.candidates(said, synonyms=False)
    if not found or found[0].score < 0.85:
        return None
    alike = [c for c in found if c.score >= found[0].score - 0.05]
    return found[0].column if len(alike) == 1 else None
