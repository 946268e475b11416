"""What may be said: the figures of tool results, of the user's words and of the state of the project, each with where
it stands, so that a figure said of one column, unit or count is not vouched for by that of another.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from assistant import figure_forms as forms
from assistant.figures import Figure, figures

# Longer lists in an artifact are curves and samples for pictures; among so many numbers anything would be found.
_MAX_LIST = 40
# Fingerprints and hashes are made of digits and say nothing.
_DIGEST = re.compile(r"[0-9a-f]{24,}\Z")
_TIME_KEY = re.compile(r"(?:_ms|_s|seconds)$")
_KEY_NOUNS = {"n_rows": "rows", "n_columns": "columns", "n_distinct": "distinct", "n_missing": "missing"}
_RULE = re.compile(r"^\s*\|[\s:|-]+\|\s*$")
_QUOTED = re.compile(r"`([^`\n]+)`|'([^'\n]+)'|\"([^\"\n]+)\"|“([^”\n]+)”")
_WORD = re.compile(r"[^\W\d]\w*")
# Of a bare word only what nobody writes in prose is taken for the name of a column.
_ODD_WORD = re.compile(r"\b[^\W\d]\w*(?:_\w+|[a-z][A-Z]\w*|\d\w*)")
_PERCENT_WORD = re.compile(r"%|(?<![a-z])(?:percent|pct|rate|share)(?![a-z])", re.IGNORECASE)
_UNIT_WORD = re.compile(
    r"(?<![a-z])(ms|milliseconds?|secs?|seconds?|mins?|minutes?|hours?|days?|weeks?|[kmgt]b)(?![a-z])",
    re.IGNORECASE,
)
# Who compares columns may name only one of them.
_COMPARES = re.compile(
    r"\b(?:than|unlike|others?|another|both|each|its|whose|compared|versus|vs|against|instead|outside|except|besides|"
    r"apart|rest|remaining|from|to|between|without)\b",
    re.IGNORECASE,
)
# Who gives a number of different or missing values says so, or names what is counted.
_COUNTS = re.compile(
    r"\b(?:number|count|many|distinct|different|unique|values?|labels?|levels?|missing|blank|empty|gaps?|lacks?|"
    r"(?:in)?complete|never|without|unknown|not (?:known|filled|recorded|entered))\b",
    re.IGNORECASE,
)
_LACKS = re.compile(
    r"\b(?:missing|blank|empty|gaps?|lacks?|without|unknown|no|never|not (?:entered|known|filled|recorded))\b",
    re.IGNORECASE,
)
# Units of columns' names: what is known in kilograms is not known in kilometres.
_PHYSICAL = re.compile(
    r"\b(?:(?P<km>km|kilomet(?:er|re)s?)|(?P<kg>kg|kilograms?|kilos?)|(?P<m2>m2|m²|square met(?:er|re)s?)|(?P<kwh>kwh)|"
    r"(?P<mwh>mwh)|(?P<cm>cm|centimet(?:er|re)s?))(?!\w)",
    re.IGNORECASE,
)
_TIMES_WORD = re.compile(r"\b(?:as much as|times|fold|ratio|proportion)\b", re.IGNORECASE)
_MONEY = re.compile(
    r"[$€£¥]|\b(?:dollars?|euros?|pounds?|USD|EUR|GBP|CHF|JPY|cost\w*|pay\w*|paid|earn\w*|gain\w*|br(?:ing|ought)\w*|worth|value\w*|"
    r"money|sav\w+|los[est]\w*|losing|loss\w*|spen[dt]\w*|price\w*|amount\w*|charg\w+|profit\w*|revenue\w*|fees?|budget|miss\w*|"
    r"needless\w*|alarms?|act|acting|nothing|benefit\w*|penalt\w+)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\s+(?:[a-z]+\s+)?[a-z]+s\b", re.IGNORECASE)
_NO_LABELS = frozenset({"all rows", "yes", "no", "true", "false", "(value not shown)", "(blank)"})
_CLAUSE = re.compile(r"[;—()]|,\s|\s–\s|\s(?:and|but|while|whereas)\s")


@dataclass(frozen=True)
class Fact:
    """One figure that may be said.

    Attributes:
        names: Columns that it stands beside.
        labels: What the row of a table is called that it stands in, in lower case.
        units: Units that its line or its column's name speaks of, where the figure itself has none.
        percent: Whether its line speaks of percent.
        loss: Whether its sentence speaks of a cost or a loss, so that it may be said with a minus.
        times: Whether its sentence says how many times something is.
    """

    figure: Figure
    names: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    percent: bool = False
    loss: bool = False
    times: bool = False


@dataclass(frozen=True)
class Place:
    """One entry of a list that a tool returned in an order: its place, of how many, and what it is called."""

    place: int
    of: int
    name: str
    ranked: bool


@dataclass(frozen=True)
class Evidence:
    """Figures, places and names from tool results, the user's words, and the state of the project."""

    facts: tuple[Fact, ...] = ()
    places: tuple[Place, ...] = ()
    text: str = ""
    columns: frozenset[str] = frozenset()
    _stems: frozenset[str] = field(default=frozenset(), repr=False)

    def supports(self, figure: Figure, sentence: str = "") -> bool:
        """Return whether something known rounds to the figure, as it is said in the sentence."""
        return any(
            self._has(reading, sentence)
            for reading in (figure, *(_like(also, figure) for also in figure.also))
        )

    def knows_name(self, name: str) -> bool:
        """Return whether a name with digits in it stands in what is known."""
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self.text) is not None

    def is_like_a_name(self, name: str) -> bool:
        """Return whether a known name differs from it in its digits only: "run-009" where there is "run-001"."""
        return _stem(name) in self._stems

    def _has(self, figure: Figure, sentence: str) -> bool:
        if figure.kind == "date":
            return any(_same_date(figure.key, fact.figure.key) for fact in self._of("date"))
        if figure.kind in ("clock", "name"):
            return self.knows_name(figure.key)
        if figure.kind == "rank" or figure.noun in ("#number", "#no.", "##"):
            return self._has_rank(figure, sentence)
        if (
            figure.kind == "number"
            and _is_year(figure)
            and any(fact.figure.key.startswith(f"{figure.value:.0f}-") for fact in self._of("date"))
        ):
            return True
        clause = _clause(figure, sentence)
        about = _columns_in(clause, self.columns, bare=False)
        labels = {label for label in self._labels if _says(clause, label)}
        elsewhere = False
        for fact in self.facts:
            if not _fits(figure, fact, sentence, about):
                continue
            if not _is_apart(about, fact.names) and not _is_apart(labels, fact.labels):
                return True
            elsewhere = True
        return elsewhere and _COMPARES.search(clause) is not None

    def _of(self, kind: str) -> Iterator[Fact]:
        return (fact for fact in self.facts if fact.figure.kind == kind)

    def _with_apposition(self, clause: str, sentence: str) -> str:
        """A clause with the name that follows it between commas: "the second column, `Margin`, …"."""
        rest = sentence[sentence.find(clause) + len(clause) :]
        apposition = re.match(r",?\s*([^,]+),", rest)
        name = apposition[1].strip("`'\"* ") if apposition else ""
        return f"{clause}, {name}" if any(place.name == name for place in self.places if name) else clause

    @cached_property
    def _labels(self) -> frozenset[str]:
        return frozenset(label for fact in self.facts for label in fact.labels)

    def _has_rank(self, figure: Figure, sentence: str) -> bool:
        clause = self._with_apposition(_clause(figure, sentence), sentence)
        said = [place for place in self.places if place.name and _says(clause, place.name)]
        for places in ([p for p in said if p.ranked], said if not any(p.ranked for p in self.places) else []):
            if places:
                return any(_at(place, figure, sentence) for place in places)
        if any(_fits(figure, fact, sentence, frozenset()) for fact in self.facts):
            return True
        return any(_at(place, figure, sentence) for place in self.places)


def _clause(figure: Figure, sentence: str) -> str:
    """The part of a sentence that says what a figure is about; of a table the whole row."""
    if sentence.lstrip().startswith("|"):
        return sentence
    start = max((match.end() for match in _CLAUSE.finditer(sentence, 0, figure.start)), default=0)
    after = _CLAUSE.search(sentence, figure.end)
    return sentence[start : after.start() if after else len(sentence)]


def _is_apart(said: Set[str], known: Set[str]) -> bool:
    return bool(said) and bool(known) and not said & known


def _at(place: Place, figure: Figure, sentence: str) -> bool:
    backwards = forms.REVERSED.search(sentence) is not None and place.of + 1 - place.place == figure.value
    return place.place == figure.value or backwards


def _says(sentence: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence, re.IGNORECASE) is not None


def _like(also: Figure, figure: Figure) -> Figure:
    return replace(also, noun=figure.noun) if also.kind == "number" else also


def _is_year(figure: Figure) -> bool:
    return (
        1900 <= figure.value < 2100
        and figure.slack == 0.5
        and not figure.currency
        and len(figure.text.strip()) == 4
    )


def _same_date(said: str, known: str) -> bool:
    return known.startswith(said) if not said.startswith("--") else known[4:].startswith(said[1:])


def _fits(figure: Figure, fact: Fact, sentence: str, about: Set[str] = frozenset()) -> bool:
    """Whether a fact rounds to the figure and is of its kind, unit, count and sign."""
    known = fact.figure
    if not _same_thing(
        figure, known, sentence, names=fact.names, is_meant=bool(about & fact.names)
    ) or not _same_sign(figure, fact, sentence):
        return False
    slack = figure.slack + 1e-9 * max(1.0, figure.value)
    return any(
        -slack - figure.below <= value - figure.value <= slack + figure.above
        for value in _as_kind(known, figure, fact, sentence)
    )


def _same_thing(figure: Figure, known: Figure, sentence: str, *, names: Set[str], is_meant: bool) -> bool:
    if figure.currency and (known.noun or (known.currency and known.currency != figure.currency)):
        return False
    if figure.noun and known.currency:
        return False
    if (
        known.currency
        and not figure.currency
        and not sentence.lstrip().startswith("|")
        and not _MONEY.search(sentence)
    ):
        return False
    if fact_unit := _PHYSICAL.search(_spaced(" ".join(names))):
        said = _PHYSICAL.match(sentence[figure.end :].lstrip())
        if said and said.lastgroup != fact_unit.lastgroup:
            return False
    if known.noun == "#rank" and (figure.kind == "rank" or sentence.lstrip().startswith("|")):
        return True
    if figure.noun.startswith("#") or known.noun.startswith("#"):
        loose = {"#number", "#no.", "##", "#row"}
        return (
            figure.noun == known.noun
            or (figure.noun.startswith("#") and not known.noun)
            or bool(figure.noun in loose and known.noun.startswith("#"))
        )
    if figure.kind == "times":
        return not known.noun and not known.currency
    if not figure.noun and known.noun in ("distinct", "missing") and figure.kind == "number":
        words = _COUNTS.search(sentence) or _PLURAL.match(sentence, figure.end)
        return is_meant or sentence.lstrip().startswith("|") or words is not None
    if figure.noun == "rows" and known.noun == "missing":
        return _LACKS.search(sentence) is not None
    return not figure.noun or not known.noun or figure.noun == known.noun


def _same_sign(figure: Figure, fact: Fact, sentence: str) -> bool:
    known = fact.figure.sign
    if figure.sign < 0:
        return known < 0 or (known == 0 and fact.loss)
    if known < 0:
        return figure.sign == 0 and forms.NEGATIVE.search(sentence) is not None
    return True


def _as_kind(known: Figure, figure: Figure, fact: Fact, sentence: str) -> Iterator[float]:
    """The values that a fact has when it is said as a figure of some kind."""
    kind, is_row = figure.kind, sentence.lstrip().startswith("|")
    if known.kind == kind:
        yield known.value
    share = known.kind in ("number", "ratio") and known.value <= 1 and not known.currency and not known.noun
    share = share and known.sign >= 0
    if (
        kind in ("percent", "points")
        and share
        and (known.kind == "ratio" or known.slack < 0.5 or not known.value)
    ):
        yield 100 * known.value
    if kind == "percent" and known.kind == "number" and fact.percent and _speaks_of(fact.names, sentence):
        yield known.value
    if kind == "number" and is_row and share and known.slack < 0.5:
        yield 100 * known.value
    if kind in ("number", "ratio") and known.kind in ("percent", "points"):
        yield known.value / 100
    if (
        kind == "number"
        and is_row
        and known.kind in ("percent", "duration", "times", "ratio", "rank", "size")
    ):
        yield known.value
    if kind == "ratio" and known.kind == "number" and share:
        yield known.value
    if kind == "number" and known.kind in ("ratio", "times"):
        yield known.value
    if kind == "times" and known.kind == "number" and (known.slack < 0.5 or fact.times):
        yield known.value
    if kind == "rank" and known.kind == "number" and known.noun in ("#number", "#no.", "##", "#rank"):
        yield known.value
    if kind in ("duration", "size") and known.kind == "number" and not known.noun:
        yield from (known.value * (forms.SECONDS.get(unit) or forms.BYTES[unit]) for unit in fact.units)


def _speaks_of(names: Set[str], sentence: str) -> bool:
    """Whether a sentence has a word of a column's name in it, or the column has none that could be there."""
    words = {word.lower() for name in names for word in _name_words(name) if len(word) > 3}
    return not words or any(word in sentence.lower() for word in words)


def _name_words(name: str) -> list[str]:
    return re.split(r"[\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))


def evidence(
    texts: Iterable[str], artifacts: Iterable[Mapping[str, Any]] = (), *, columns: Iterable[str] = ()
) -> Evidence:
    """Collect what may be said.

    Args:
        texts: Tool texts, the user's messages, what the system prompt says of the project.
        artifacts: Tool artifacts, where the model reads them too.
        columns: Names of the table's columns.
    """
    texts, names = list(texts), frozenset(columns)
    facts: list[Fact] = []
    for artifact in artifacts:
        _walk(artifact, facts, texts)
    known = [_known_of(text, names) for text in texts]
    whole = "\n".join(texts)
    return Evidence(
        facts=tuple(dict.fromkeys([*facts, *(fact for found, _ in known for fact in found)])),
        places=tuple(dict.fromkeys(place for _, found in known for place in found)),
        text=whole,
        columns=names,
        _stems=frozenset(_stem(name) for name in re.findall(r"[A-Za-z_][\w-]*\d[\w-]*", whole)),
    )


def _stem(name: str) -> str:
    return re.sub(r"\d+", "#", name.lower())


@lru_cache(maxsize=4096)
def _known_of(text: str, columns: frozenset[str]) -> tuple[tuple[Fact, ...], tuple[Place, ...]]:
    # A conversation vouches with the same texts at every step.
    facts: list[Fact] = []
    places: list[Place] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        if at + 1 < len(lines) and lines[at].lstrip().startswith("|") and _RULE.match(lines[at + 1]):
            end = at + 2
            while end < len(lines) and lines[end].lstrip().startswith("|"):
                end += 1
            _of_table(
                _cells(lines[at]), [_cells(line) for line in lines[at + 2 : end]], columns, facts, places
            )
            at = end
            continue
        numbered = re.match(r"\s*(\d{1,2})\.\s", lines[at])
        if numbered:
            places += [
                Place(int(numbered[1]), 0, name, ranked=False) for name in _quoted(lines[at])[:1] or [""]
            ]
        for sentence in re.split(r"(?<=[.;!?])\s+", lines[at]):
            facts += _of_sentence(sentence, columns)
        at += 1
    return tuple(facts), tuple(places)


def _of_sentence(text: str, columns: frozenset[str]) -> Iterator[Fact]:
    found = figures(text)
    if not found:
        return
    names = _columns_in(text, columns, bare=True)
    loss, times = forms.NEGATIVE.search(text) is not None, _TIMES_WORD.search(text) is not None
    for figure in found:
        for reading in _readings(figure):
            yield Fact(reading, names, **_units_in(" ".join(names)), loss=loss, times=times)


def _of_cell(text: str, title: str, row: list[str], columns: frozenset[str], label: str) -> Iterator[Fact]:
    context = f"{title} | {row[0]} | {' | '.join(row[1:2])}"
    names = _columns_in(context, columns, bare=True)
    labels = frozenset({label} if len(label) > 2 and label not in _NO_LABELS else ())
    noun = _HEADS.get(title.lower(), "")
    for figure in figures(text):
        counted = replace(figure, noun=noun) if noun and figure.kind == "number" else figure
        for reading in _readings(counted):
            yield Fact(reading, names, labels, **_units_in(context))


def _readings(figure: Figure) -> Iterator[Figure]:
    yield figure
    # Tools write a point before decimals; only amounts that people write may have one between thousands.
    yield from (also for also in figure.also if also.kind != figure.kind or figure.currency)


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name)


def _units_in(text: str) -> dict[str, Any]:
    spaced = _spaced(text)
    units = frozenset(_unit(word) for word in _UNIT_WORD.findall(spaced))
    return {"units": units, "percent": _PERCENT_WORD.search(spaced) is not None}


def _unit(word: str) -> str:
    word = word.lower()
    return word if word in forms.SECONDS or word in forms.BYTES else word.removesuffix("s")


_HEADS = {name: name for name in forms.NOUNS} | {"range or labels": "value", "rank": "#rank"}


def _of_table(
    head: list[str], rows: list[list[str]], columns: frozenset[str], facts: list[Fact], places: list[Place]
) -> None:
    ranked = next((i for i, cell in enumerate(head) if cell.lower() in ("rank", "place", "#")), None)
    for number, row in enumerate(rows, 1):
        # Of "XGBoost · trial 2" people say the first part.
        name = (
            next((cell for i, cell in enumerate(row) if i != ranked and cell), "")
            .partition(" · ")[0]
            .strip("'`\"")
        )
        if ranked is None:
            places.append(Place(number, len(rows), name, ranked=False))
        elif row[ranked].isdigit():
            places.append(Place(int(row[ranked]), len(rows), name, ranked=True))
        label = "" if name in columns or len(rows) < 2 else name.lower()
        for title, cell in zip(head, row, strict=False):
            facts += _of_cell(cell, title, row, columns, label)
    for title in head:
        facts += _of_sentence(title, columns)
    facts.append(Fact(Figure(str(len(rows)), "number", float(len(rows)), 0.5, 0)))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _quoted(text: str) -> list[str]:
    return [next(group for group in match.groups() if group) for match in _QUOTED.finditer(text)]


def _columns_in(text: str, columns: frozenset[str], *, bare: bool) -> frozenset[str]:
    """The columns that a text names: in quotes, or by a word that is a name; in evidence by any word."""
    if not columns:
        return frozenset()
    words = _WORD.findall(text) if bare else _ODD_WORD.findall(text)
    cells = [cell.strip("`'\"* ") for cell in text.split("|")[1:2]]
    return columns & {*_quoted(text), *words, *cells}


def _walk(value: Any, facts: list[Fact], texts: list[str], *, key: str = "") -> None:
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        if math.isfinite(value):
            facts.append(_of_artifact(float(value), key))
    elif isinstance(value, str):
        if not _DIGEST.match(value):
            texts.append(value)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            texts.append(str(name))
            _walk(inner, facts, texts, key=str(name))
    elif isinstance(value, list | tuple) and len(value) <= _MAX_LIST:
        for inner in value:
            _walk(inner, facts, texts, key=key)


def _of_artifact(value: float, key: str) -> Fact:
    unit = _TIME_KEY.search(key)
    factor = 0.001 if unit and unit[0] == "_ms" else 1.0
    figure = Figure(
        key,
        "duration" if unit else "number",
        abs(value) * factor,
        0.0,
        0,
        sign=-1 if value < 0 else 0,
        noun=_KEY_NOUNS.get(key, ""),
    )
    return Fact(figure, percent="pct" in key or "percent" in key, loss=True)
