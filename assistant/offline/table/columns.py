"""Which column words mean: by name, by its pieces, by abbreviation, with typos, by synonym."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.offline.context import ColumnFacts
from assistant.offline.meaning import table
from assistant.offline.table.abbreviations import ABBREVIATIONS, GENERIC
from assistant.offline.table.foreign import folded, transliterated
from assistant.offline.table.synonyms import SYNONYMS, synonymous
from assistant.offline.text.lemmas import lemma, root
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
_BRACKETS = re.compile(r"[\[(][^\])]*[\])]")
_SKIP = frozenset(
    words("""the a an of their its his her our your my this that these per in for 's each every""")
)
# Small words that some names hold ("YearsWithCurrManager") and that never name a column by themselves.
_LINKS = frozenset(
    words(
        """with since at from by to for and or of in on per is has last current new no not be out up off have hav do will can must should would may get go it"""
    )
)
_NEGATIONS = frozenset(["no", "not", "without", "never", "non"])
_KINDS = frozenset(("column", "field", "variable", "feature"))
_COUNTING = frozenset(("number", "count", "amount", "total"))
_EMPTY = frozenset(("status", "level", "information", "data", "datum", "info", "details", "detail"))
MAX_WINDOW = 6
SURE = 0.5
_DOES = 0.6  # of a fit between a verb and the name of who does it; chosen, not measured


@dataclass(frozen=True)
class Named:
    """A column and the pieces of its name.

    Attributes:
        facts: The column.
        pieces: Per piece the roots that mean it, the piece itself first.
        weights: How much each piece says about which column is meant, 0 to 1.
    """

    facts: ColumnFacts
    pieces: tuple[tuple[str, ...], ...]
    weights: tuple[float, ...]

    @property
    def name(self) -> str:
        """The column's name as in the data."""
        return self.facts.name


@dataclass(frozen=True)
class Candidate:
    """A column that words may mean, and how well they fit, 0 to 1."""

    column: ColumnFacts
    score: float


@dataclass(frozen=True)
class Mention:
    """A stretch of items of a line that names a column; the best candidates first."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]

    @property
    def column(self) -> ColumnFacts:
        """The best candidate."""
        return self.candidates[0].column

    @property
    def score(self) -> float:
        """How well the best one fits."""
        return self.candidates[0].score

    @property
    def tied(self) -> tuple[ColumnFacts, ...]:
        """All candidates as good as the best; one where the words are clear."""
        best = self.score
        return tuple(c.column for c in self.candidates if c.score >= best - 0.08)


def pieces_of(name: str) -> list[str]:
    """Lower-case pieces of a name, without units in brackets: "Tool wear [min]" → tool, wear."""
    bare = _BRACKETS.sub(" ", name).strip() or name
    found = [piece.lower() for piece in _PIECES.findall(folded(bare))]
    return found or [name.strip().lower()]


class ColumnIndex:
    """The columns of a table, ready to be found by words."""

    def __init__(self, columns: Sequence[ColumnFacts]) -> None:
        self.columns = tuple(columns)
        self._exact: dict[str, list[ColumnFacts]] = {}
        for column in columns:
            for written in dict.fromkeys((_plain(column.name), _plain(transliterated(column.name)))):
                self._exact.setdefault(written, []).append(column)
        split = [tuple(p for piece in pieces_of(column.name) for p in _expanded(piece)) for column in columns]
        counts: dict[str, int] = {}
        for pieces in split:
            for word in {alternatives[0] for alternatives in pieces}:
                counts[word] = counts.get(word, 0) + 1
        self.named = [
            Named(column, pieces, _weights(pieces, counts))
            for column, pieces in zip(columns, split, strict=True)
        ]
        self._by_root: dict[str, list[Named]] = {}
        for named in self.named:
            for word in {alternative for piece in named.pieces for alternative in piece}:
                self._by_root.setdefault(word, []).append(named)
        self._by_beginning: dict[str, set[str]] = {}
        for word in self._by_root:
            self._by_beginning.setdefault(word[:4], set()).add(word)
        self.by_name = {column.name: column for column in columns}

    def exact(self, name: str) -> ColumnFacts | None:
        """The column of that name, letter case, blanks and underscores aside."""
        found = self._exact.get(_plain(name), [])
        return found[0] if found else None

    def candidates(self, words: Iterable[str], *, synonyms: bool = True) -> tuple[Candidate, ...]:
        """Columns whose name the words cover, the best first."""
        return self._candidates(tuple(words), synonyms)

    # Reading one message asks for the same few words again and again.
    @lru_cache(maxsize=20_000)  # noqa: B019 - an index lives as long as the table; few are made
    def _candidates(self, words: tuple[str, ...], synonyms: bool) -> tuple[Candidate, ...]:
        said = self._joined([root(folded(word)) for word in words if word not in _SKIP])
        if all(word in _LINKS for word in said):
            return ()
        # "marital status" for a column "marital": a word that says little and names nothing here may be extra.
        told = [word for word in said if word not in GENERIC or word in self._by_root]
        said = told or said
        pool = self._pool(said, synonyms=synonyms)
        if said in (["id"], ["identifier"]):
            ids = [named for named in self.named if any("id" in piece for piece in named.pieces)]
            return (Candidate(ids[0].facts, 0.9),) if len(ids) == 1 else ()
        acts = {root(folded(word)) for word in words if not word.endswith(("er", "or", "ers", "ors"))}
        scored = [
            Candidate(named.facts, _score(said, named, synonyms=synonyms) * _as_agent(named, acts))
            for named in pool
        ]
        good = [candidate for candidate in scored if candidate.score > 0]
        bare = tuple(word for word in words if word not in GENERIC)
        if not good and words[0] in _COUNTING and 0 < len(bare) < len(words):
            return self._candidates(bare, synonyms)  # "the number of complaints" over a column "complaints"
        return tuple(sorted(good, key=lambda candidate: -candidate.score))

    def _joined(self, said: list[str]) -> list[str]:
        """ "gear box" for a column "gearbox": two words that a name writes as one."""
        whole: list[str] = []
        for word in said:
            if whole and word not in self._by_root and whole[-1] not in self._by_root:
                both = root(whole[-1] + word)
                if len(both) >= 6 and both in self._by_root:
                    whole[-1] = both
                    continue
            whole.append(word)
        return whole

    def _pool(self, said: list[str], *, synonyms: bool) -> list[Named]:
        """Columns that share a piece with the words, by root, synonym or a likely typo."""
        keys: set[str] = set()
        for word in said:
            keys.add(word)
            if synonyms:
                keys |= SYNONYMS.get(word, frozenset())
            if word not in self._by_root and len(word) >= 4:
                keys |= self._close(word)
        found: dict[str, Named] = {}
        for key in keys:
            for named in self._by_root.get(key, ()):
                found[named.name] = named
        return list(found.values())

    @lru_cache(maxsize=4096)  # noqa: B019 - an index lives as long as the table; few are made
    def _close(self, word: str) -> frozenset[str]:
        related = {key for key in self._by_beginning.get(word[:4], ()) if _same_family(word, key)}
        return frozenset(related | {key for key in self._by_root if _typo(word, key)})

    def mentions(self, line: Line, *, least: float = SURE, synonyms: bool = True) -> list[Mention]:
        """Stretches of a line that name a column, none overlapping, in order; found once per line."""
        return line.once((id(self), least, synonyms), lambda: self._mentions(line, least, synonyms=synonyms))

    def _mentions(self, line: Line, least: float, *, synonyms: bool) -> list[Mention]:
        every = line.once((id(self), synonyms), lambda: self._every_mention(line, synonyms=synonyms))
        found = [mention for mention in every if mention.score >= least]
        found.sort(key=lambda m: (m.score < 1, -m.score * (1 + 0.2 * (m.end - m.start)), m.start))
        taken: set[int] = set()
        chosen = []
        for mention in found:
            if taken.isdisjoint(range(mention.start, mention.end)):
                taken.update(range(mention.start, mention.end))
                chosen.append(mention)
        return [self._rounded(line, m, taken) for m in sorted(chosen, key=lambda m: m.start)]

    def _every_mention(self, line: Line, *, synonyms: bool) -> list[Mention]:
        """All stretches that name a column in the least, in order; what most of a long message's time is spent on."""
        names = self._written(line)
        return [
            m for at in range(len(line.items)) for m in self._starting(line, at, names, synonyms=synonyms)
        ]

    def _written(self, line: Line) -> list[tuple[int, int]]:
        """Stretches of a line that are a column's very name."""
        n_items = len(line.items)
        windows = (
            (at, end) for at in range(n_items) for end in range(at + 1, min(at + MAX_WINDOW, n_items) + 1)
        )
        return [window for window in windows if _plain(line.words(*window)) in self._exact]

    def _rounded(self, line: Line, mention: Mention, taken: set[int]) -> Mention:
        """ "marital status" for a column "marital": the second word says nothing more."""
        end = mention.end
        if end >= len(line.items) or end in taken or line.items[end].text not in _EMPTY:
            return mention
        names_nothing = root(line.items[end].text) not in self._by_root
        return Mention(mention.start, end + 1, mention.candidates) if names_nothing else mention

    def _starting(
        self, line: Line, start: int, names: list[tuple[int, int]], *, synonyms: bool
    ) -> Iterable[Mention]:
        if not _can_begin(line, start):
            return
        for end in range(start + 1, min(start + MAX_WINDOW, len(line.items)) + 1):
            if not _can_hold(line, end - 1):
                break
            if not _typed_name(line, start, end):
                continue
            typed = _plain(line.words(start, end))
            exact = self._exact.get(typed) or (
                self._exact.get(typed[:-1]) if typed.endswith("s") and len(typed) > 4 else None
            )
            if exact and (len(typed) > 1 or line.words(start, end) == exact[0].name):
                yield Mention(start, end, (Candidate(exact[0], 1.0),))
                continue
            if _holds_name(line, start, end, names):
                continue  # the name itself is enough: "costs its treatment_cost"
            words = [item.text for item in line.items[start:end]]
            if words[-1] in _SKIP or any(item.payload is not None for item in line.items[start:end]):
                continue
            candidates = self.candidates(words, synonyms=synonyms)
            if candidates:
                yield Mention(start, end, candidates[:6])


@lru_cache(maxsize=64)
def index_of(columns: tuple[ColumnFacts, ...]) -> ColumnIndex:
    """The index of a table, made once."""
    return ColumnIndex(columns)


@lru_cache(maxsize=50_000)
def _plain(name: str) -> str:
    return re.sub(r"[\s_\-.]+", "", folded(name).strip().lower())


def _expanded(piece: str) -> list[tuple[str, ...]]:
    """The roots that mean a piece; "adr" becomes three pieces, average, daily and rate."""
    meanings = ABBREVIATIONS.get(piece, ())
    if any(" " in meaning for meaning in meanings):
        return [(root(word), piece) for word in meanings[0].split()]
    return [tuple(dict.fromkeys([root(piece), lemma(piece), *(root(word) for word in meanings)]))]


def _weights(pieces: tuple[tuple[str, ...], ...], counts: dict[str, int]) -> tuple[float, ...]:
    """What each piece says; "loaf" says little of a price per loaf."""
    per = next((place for place, piece in enumerate(pieces) if piece[0] == "per" and place), len(pieces))
    return tuple(
        (0.35 if place > per else 1.0) * _weight(piece[0], counts) for place, piece in enumerate(pieces)
    )


def _weight(piece: str, counts: dict[str, int]) -> float:
    rare = 1.0 / math.sqrt(counts[piece])
    return 0.35 * rare if piece in GENERIC or piece.isdigit() else rare


def _score(said: list[str], named: Named, *, synonyms: bool) -> float:
    """Every word must fit a piece of the name; the score is the share of the name that is covered."""
    covered: dict[int, float] = {}
    for word in said:
        fits = [(_fit(word, piece, synonyms=synonyms), place) for place, piece in enumerate(named.pieces)]
        fit, place = max(fits)
        if fit == 0:
            return 0.0
        covered[place] = max(covered.get(place, 0.0), fit)
    whole = sum(named.weights)
    share = sum(named.weights[place] * fit for place, fit in covered.items()) / whole
    # A rare word alone ("spending" for "Spending Score") points at its column even where it covers half of the name.
    rarest = max((named.weights[place] * fit for place, fit in covered.items()), default=0.0)
    # The very word beats a synonym: "km" is "km_driven" before it is "mileage".
    very = (
        0.1
        if share < 0.9 and any(fit == 1.0 and named.weights[place] > 0.9 for place, fit in covered.items())
        else 0.0
    )
    return round(min(0.6 * share + 0.4 * min(rarest, 1.0) + very, 0.99), 4)


def _as_agent(named: Named, acts: set[str]) -> float:
    """ "Before it sells" hardly names a column "seller_rating": what is done is not who does it."""
    agents = [p for p in named.pieces if p[0] in acts and any(x.endswith(("er", "or")) for x in p[1:])]
    return _DOES if any(len(p[0]) < len(p[1]) for p in agents) else 1.0


def _fit(word: str, piece: tuple[str, ...], *, synonyms: bool) -> float:
    if word == piece[0]:
        return 1.0
    if word in piece:
        return 0.95
    if len(word) >= 4 and any(_same_family(word, alternative) for alternative in piece):
        return 0.93
    if synonyms and any(synonymous(word, alternative) for alternative in piece):
        return 0.75
    if len(word) >= 4 and any(_typo(word, alternative) for alternative in piece):
        return 0.85
    return 0.0


def _same_family(word: str, other: str) -> bool:
    """Words that share a long beginning: "response" and "respond", "cancel" and "cancellation"."""
    short, long = sorted((word, other), key=len)
    if len(short) < 4:
        return False
    if long.startswith(short) and len(short) >= 5 and len(long) - len(short) <= 3:
        return True
    return len(short) >= 6 and long[: len(short) - 1] == short[:-1] and len(long) - len(short) <= 2


def _typo(word: str, other: str) -> bool:
    if len(other) < 4 or abs(len(word) - len(other)) > 2 or word[0] != other[0]:
        return False
    if word in table().position:
        return False  # a word of its own: "send" is no slip of "spend"
    need = 80.0 if len(word) > 5 else 85.0
    return fuzz.ratio(word, other) >= need and lemma(word) != lemma(other)


def _typed_name(line: Line, start: int, end: int) -> bool:
    """A name begins and ends with a letter or figure, or with a bracket that belongs to it."""
    first, last = line.items[start].text, line.items[end - 1].text
    return (first[-1].isalnum() or first.startswith("<")) and (last[-1].isalnum() or last[-1] in ")]>")


def _holds_name(line: Line, start: int, end: int, names: list[tuple[int, int]]) -> bool:
    """Whether a shorter stretch inside is a column's very name, with more than small words around it."""
    for first, last in names:
        if start <= first and last <= end:
            around = [item.text for item in (*line.items[start:first], *line.items[last:end])]
            if around and not all(word in GENERIC for word in around):
                return True
    return False


# "Build me a model" names no year of building. The first words stand apart: looking them up is quicker than the
# pattern, which would be tried at every word of a long message.
_REQUESTING = frozenset(("build", "train", "make", "create", "develop", "fit", "learn", "give", "set"))
_REQUEST = (
    r"^ (?:[a-z]+|set up)(?: (?:me|us))?(?: (?:a|an|the|some|my|our))?"
    r"(?: [a-z]+){0,2} (?:model|classifier|predictor|forecast|prediction)(?= )"
)


def _can_begin(line: Line, at: int) -> bool:
    text = line.items[at].text
    if text in _REQUESTING and line.has(_REQUEST, start=at):
        return False
    if text == "rate" and line.has(
        r"^ rate (?:the |your |this )?(?:model|result|it|yourself|prediction)(?= )", start=at
    ):
        return False  # "rate the model by what it finds" names no rate
    if line.words(at, at + 1).lower() == "ages" and at and line.items[at - 1].text in ("take", "for", "need"):
        return False  # "it takes ages" is about time, not about how old anybody is
    return _can_hold(line, at) and text not in _SKIP and text not in _NEGATIONS and text not in _KINDS


def _can_hold(line: Line, at: int) -> bool:
    text = line.items[at].text
    return text not in (",", ";", "!", "?", ":", '"', "and", "or", "but", "if", "when")
