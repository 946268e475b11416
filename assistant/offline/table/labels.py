"""Which labels of which columns words mean: "fibre" is InternetService 'Fiber optic', "women" is sex ' Female'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.offline.context import ColumnFacts
from assistant.offline.table.columns import MAX_WINDOW, ColumnIndex, index_of
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Line
from assistant.offline.text.tokens import clean, tokenise
from assistant.offline.text.wordlists import words

MAX_LABELS = 60
YES = frozenset(words("yes y true t 1 1.0 on ja oui si positive pos"))
NO = frozenset(words("no n false f 0 0.0 off nein non none negative neg"))
# A label that says that nothing is the matter, beside one that says what is.
_QUIET = frozenset(words("ok okay fine normal healthy intact negative absent unaffected regular nothing"))
_SKIP = frozenset(words("the a an of to their its his her our your my and or & in with on"))
_NUMBER_WORDS = frozenset(
    words("""one two three four five six seven eight nine ten first second third once""")
)
# Words for whom or what rows are about: they name a label only together with its other words.
ENTITIES = frozenset(
    root(word)
    for word in words(
        """applicant customer client person people account loan house car product order machine service party
        group type year month day time owner employee manager company user patient member application visitor session booking message text parcel delivery claim card credit city
        room pay work other value number rate state level business home off out up"""
    )
)
_NEGATIONS = frozenset(["no", "not", "non", "without", "never", "none"])
_PARTICLES = frozenset(words("off out up away down over back through"))
# Small words that some labels are spelled like: 'US', 'IN', 'AT' are countries only as they stand in the data.
_SMALL = frozenset(
    words("""us in at it or me is on de be am id as an no do go he we my by of if up to so la el se""")
)
_SAME = tuple(
    frozenset(root(word) for word in line.split())
    for line in """
    female woman women lady girl f
    male man men gentleman boy m
    monthly month
    married wed
    widowed widow
    smoker smoking
    automatic automatics
    junk spam
    genuine ham legitimate
    home house
    bought buy purchase
    january jan
    february feb
    march mar
    april apr
    june jun
    july jul
    august aug
    september sep sept
    october oct
    november nov
    december dec
    monday mon
    tuesday tue
    wednesday wed
    thursday thu
    friday fri
    saturday sat
    sunday sun
    """.strip().splitlines()
)


@dataclass(frozen=True)
class LabelFit:
    """A label of a column and how well the words fit it, 0 to 1."""

    column: ColumnFacts
    label: str
    score: float


@dataclass(frozen=True)
class LabelMention:
    """A stretch of items of a line that names labels; the best first."""

    start: int
    end: int
    fits: tuple[LabelFit, ...]

    @property
    def best(self) -> LabelFit:
        """The best fit."""
        return self.fits[0]

    @property
    def tied(self) -> tuple[LabelFit, ...]:
        """All fits as good as the best one."""
        return tuple(fit for fit in self.fits if fit.score >= self.best.score - 0.05)


def is_yes_no(column: ColumnFacts) -> bool:
    """Whether a column says yes or no, in whatever words."""
    said = {label.strip().lower() for label in column.labels}
    return len(said) == 2 and bool(said & YES) and bool(said & NO)


def yes_label(column: ColumnFacts) -> str:
    """The label that means yes, exactly as in the data."""
    return next(label for label in column.labels if label.strip().lower() in YES)


def no_label(column: ColumnFacts) -> str:
    """The label that means no, exactly as in the data."""
    return next(label for label in column.labels if label.strip().lower() in NO)


def yes_and_no(column: ColumnFacts) -> tuple[str, str] | None:
    """The label of two that says that something is so, and the one that it is not: 'failure' and 'ok'."""
    if is_yes_no(column):
        return yes_label(column), no_label(column)
    if column.n_distinct != 2 or len(column.labels) != 2:
        return None
    quiet = [label for label in column.labels if says_nothing(label)]
    if len(quiet) != 1:
        return None
    return next(label for label in column.labels if label != quiet[0]), quiet[0]


def says_nothing(label: str) -> bool:
    """Whether a label says that nothing is the matter, or nothing there: 'no', 'ok', 'none'."""
    bare = label.strip().lower()
    return bare in NO or bare in _QUIET or bool(re.match(r"(?:no|not|non|never)[ _-]", bare))


def label_words(label: str) -> list[str]:
    """Roots of the words of a label."""
    words = [token.lemma for token in tokenise(clean(label)) if token.kind != "sign"]
    return [root(word) for word in words if word not in _SKIP] or [root(word) for word in words]


class LabelIndex:
    """The labels of a table, ready to be found by words."""

    def __init__(self, columns: Sequence[ColumnFacts], index: ColumnIndex) -> None:
        self._index = index
        self._by_word: dict[str, list[tuple[ColumnFacts, str, frozenset[str]]]] = {}
        self._exact: dict[str, list[tuple[ColumnFacts, str]]] = {}
        for column in columns:
            if column.kind in ("text", "datetime") or not 2 <= column.n_distinct <= MAX_LABELS:
                continue
            for label in column.labels:
                self._add(column, label)

    def _add(self, column: ColumnFacts, label: str) -> None:
        bare = label.strip().lower()
        if (
            ((bare in YES or bare in NO) and (len(bare) > 1 or is_yes_no(column)))
            or re.fullmatch(r"[-+]?[\d.,]+", bare)
            or not bare
        ):
            return
        self._exact.setdefault(_plain(label), []).append((column, label))
        words = frozenset(label_words(label))
        for word in words:
            self._by_word.setdefault(word, []).append((column, label, words))

    def fits(self, words: Iterable[str], *, among: Sequence[str] = ()) -> tuple[LabelFit, ...]:
        """Labels that the words mean, the best first; only of the columns `among`, where given."""
        said = [self._singular(root(word)) for word in words if word not in _SKIP]
        if all(word in _NUMBER_WORDS or word in _NEGATIONS for word in said):
            return ()
        found: dict[tuple[str, str], LabelFit] = {}
        for word in said:
            for key in self._meanings(word):
                for column, label, own in self._by_word.get(key, ()):
                    if among and column.name not in among:
                        continue
                    score = self._score(said, column, own)
                    if score > 0:
                        found[column.name, label] = LabelFit(column, label, score)
        return tuple(sorted(found.values(), key=lambda fit: -fit.score))

    def _singular(self, word: str) -> str:
        """ "Xiaomis": one of a name that no list of words knows."""
        one = word.removesuffix("s")
        return one if word not in self._by_word and len(one) > 3 and one in self._by_word else word

    @lru_cache(maxsize=4096)  # noqa: B019 - an index lives as long as the table; few are made
    def _meanings(self, word: str) -> frozenset[str]:
        """The words of labels that mean what a root means."""
        meanings = {word} | {other for same in _SAME if word in same for other in same}
        return frozenset(meaning for meaning in meanings if meaning in self._by_word)

    def exact(self, typed: str, *, among: Sequence[str] = ()) -> tuple[LabelFit, ...]:
        """Labels that were typed as they stand, letter case and blanks aside."""
        pairs = self._exact.get(_plain(typed), ())
        return tuple(LabelFit(c, label, 1.0) for c, label in pairs if not among or c.name in among)

    @lru_cache(maxsize=256)  # noqa: B019 - as above
    def _everywhere(self, column: ColumnFacts) -> frozenset[str]:
        """Words that tell no label of a column from another: "hotel" of 'City Hotel' and 'Resort Hotel'."""
        known: dict[str, int] = {}
        for label in column.labels:
            for word in set(label_words(label)):
                known[word] = known.get(word, 0) + 1
        return frozenset(
            word for word, count in known.items() if count > 1 and count >= 0.5 * len(column.labels)
        )

    def _initials(self, typed: str, among: Sequence[str]) -> tuple[LabelFit, ...]:
        """ "R&D" for 'Research & Development'."""
        if "&" not in typed:
            return ()
        letters = re.sub(r"[^A-Za-z]", "", typed)
        if len(letters) < 2 or not letters.isupper():
            return ()
        joined = [
            pair
            for pairs in self._exact.values()
            for pair in pairs
            if re.search(r"&| and ", pair[1], re.IGNORECASE)
        ]
        found = [
            pair
            for pair in joined
            if "".join(w[0] for w in re.findall(r"[A-Za-z]+", pair[1])).upper() == letters
        ]
        return tuple(LabelFit(c, label, 1.0) for c, label in found if not among or c.name in among)

    def _score(self, said: list[str], column: ColumnFacts, own: frozenset[str]) -> float:
        """Every word must belong to the label or to its column's name; the score is the share of the label said."""
        hit = {word for word in own if any(_means(one, word) for one in said)}
        rest = [one for one in said if not any(_means(one, word) for word in own)]
        if not hit or (own & _NEGATIONS) - hit or (own - hit) & _PARTICLES:
            return 0.0  # "what do we charge them" is nobody 'Charged off'
        if ({one for one in said if one in _NEGATIONS}) - own:
            return 0.0
        if hit < own and (hit <= ENTITIES or hit <= self._everywhere(column)):
            return 0.0
        if rest and not any(
            c.column is column and c.score > 0.3 for c in self._index.candidates(rest, synonyms=False)
        ):
            return 0.0
        return round(
            len(hit) / len(own) + (0.05 if rest else 0.0) - (0.02 if len(own) > len(hit) else 0.0), 3
        )

    def mentions(
        self,
        line: Line,
        *,
        among: Sequence[str] = (),
        least: float = 0.45,
        start: int = 0,
        end: int | None = None,
    ) -> list[LabelMention]:
        """Stretches of a line, or of its items from `start` to `end`, that name labels: none overlapping, in order."""
        places = range(start, len(line.items) if end is None else end)
        key = (id(self), tuple(among), least, places)
        return line.once(key, lambda: self._mentions(line, among, least, places))

    def _mentions(self, line: Line, among: Sequence[str], least: float, places: range) -> list[LabelMention]:
        found = [m for at in places for m in self._starting(line, at, among, least) if m.end <= places.stop]
        found.sort(key=lambda m: (-m.best.score * (1 + 0.1 * (m.end - m.start)), m.start))
        taken: set[int] = set()
        chosen = []
        for mention in found:
            if taken.isdisjoint(range(mention.start, mention.end)):
                taken.update(range(mention.start, mention.end))
                chosen.append(mention)
        return sorted(chosen, key=lambda m: m.start)

    def _starting(self, line: Line, start: int, among: Sequence[str], least: float) -> Iterable[LabelMention]:
        if line.items[start].text in _SKIP and not line.words(start, start + 1).isupper():
            return
        for end in range(start + 1, min(start + MAX_WINDOW, len(line.items)) + 1):
            words = [item.text for item in line.items[start:end]]
            if words[-1] in (",", ".", ";", "!", "?", ":", "or"):
                break
            typed = self.exact(line.words(start, end), among=among) or self._initials(
                line.words(start, end), among
            )
            if typed and _small_word(line.words(start, end), typed[0].label):
                continue
            if typed and (len(_plain(typed[0].label)) > 1 or _letter(line, start, end, typed[0].label)):
                yield LabelMention(start, end, typed)
                continue
            if words[-1] in _SKIP or len(words[-1]) < 3:
                continue
            fits = [fit for fit in self.fits(words, among=among) if fit.score >= least]
            if fits:
                yield LabelMention(start, end, tuple(fits))


def _small_word(typed: str, label: str) -> bool:
    return typed.lower() in _SMALL and typed != label.strip()


def _letter(line: Line, start: int, end: int, label: str) -> bool:
    """A label of one letter counts only as typed; "A" and "I" are words unless a class is spoken of in front."""
    if line.words(start, end) != label.strip():
        return False
    before = line.items[start - 1].text if start else ""
    return label.strip() not in ("A", "I") or before in words(
        "grade class type category label level group and or an"
    )


@lru_cache(maxsize=64)
def labels_of(columns: tuple[ColumnFacts, ...]) -> LabelIndex:
    """The label index of a table, made once."""
    return LabelIndex(columns, index_of(columns))


@lru_cache(maxsize=64)
def names_of(columns: tuple[ColumnFacts, ...]) -> frozenset[str]:
    """All words of the columns' names and labels, in lower case."""
    texts = [column.name for column in columns] + [
        label for c in columns if c.n_distinct <= MAX_LABELS for label in c.labels
    ]
    return frozenset(token.lower for text in texts for token in tokenise(clean(text)) if token.kind == "word")


@lru_cache(maxsize=64)
def figured_names(columns: tuple[ColumnFacts, ...]) -> tuple[str, ...]:
    """Names of columns that hold figures among letters."""
    return tuple(
        c.name.strip() for c in columns if re.search(r"\d", c.name) and re.search(r"[^\W\d]{2}", c.name)
    )


@lru_cache(maxsize=50_000)
def _plain(label: str) -> str:
    return re.sub(r"[\s_\-]+", "", label.strip().lower())


def _means(said: str, word: str) -> bool:
    return said == word or any(said in same and word in same for same in _SAME)
