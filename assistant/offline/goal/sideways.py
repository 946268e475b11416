"""Which column a question is about that names none: "how long will my fitters be tied up" asks for hours of repair.

Three things are weighed for each column: what people say of such a thing (`sayings`), what kind of figure the question asks
for (how long, how far, how much money, who), and where in the question the words stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.acted_on import label_of
from assistant.offline.goal.aims import known_beforehand, lies_in, not_meant
from assistant.offline.goal.goal import is_past
from assistant.offline.reading import Reading
from assistant.offline.table.columns import pieces_of
from assistant.offline.table.events import Event, name_in_words, negated, records_of
from assistant.offline.table.labels import ENTITIES, label_words, yes_and_no
from assistant.offline.table.sayings import Saying, Told, classes, events, figures, kinds, traits
from assistant.offline.text.lemmas import lemma, root
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

_FIGURE, _WHO = "figure", "who"
_NOT_OF_DATA = r"(?! (?:do|will|would|should|can|may|must|could) (?:you|the (?:search|train|run|model)|i wait)| (?:it|this|that) take(?! (?:they|he|she|somebody|someone|people|until|till|for|to (?:sell|fix|repair|mend|arrive|report)))| (?:i|we) (?:have|can|want) to wait| do (?:it|this|that) take (?:you|to (?:train|run|compute|build)))"
# What kind of figure is asked for, and the patterns that ask for it.
_FORMS: tuple[tuple[str, str], ...] = (
    (
        "time",
        rf" (?:how (?:long|soon|quick(?:ly)?)|how (?:much|many) (?:more |full |whole )?(?:time|day|night|week|month|hour|minute)s?|number of (?:day|night|week|month|hour|minute)s?|how much longer|how late|how far (?:behind|ahead)){_NOT_OF_DATA}(?= )",
    ),
    ("distance", r" how (?:far(?! (?:behind|ahead|off|out (?:be|the)))|many (?:km|kilometre|mile|metre)s?)(?= )"),
    ("weight", r" (?:how heavy|how much(?: [^ .;!?]+){1,5} weigh|what(?: [^ .;!?]+){1,5} weigh)(?= )"),
    ("heat", r" (?:how (?:hot|warm|cold|chilly)|what temperature)(?= )"),
    ("age", r" (?:how old|what age)(?= )"),
    ("year", r" (?:when|(?:what|which|the) year)(?= (?:do|be|have|will|was|were|did|a|the|it|each|every|they|in which|somebody|someone))"),
    ("count", r" (?:how (?:often|frequently)|how many(?! (?:day|night|week|month|hour|minute|km|kilometre|mile|metre)s?)|number of(?! (?:day|night|week|month|hour|minute)s?))(?= )"),
    ("money", r" (?:how (?:much money|dear|expensive|costly|pricey|cheap)|(?:what|how much)(?: [^ .;!?]+){1,8} (?:ask for|charge|bill|cost|pay|earn|spend|fetch|sell for|go for|make|bring in|get for|live on|worth|charge))(?= )"),
    ("much", r" (?:how (?:much|big|large|high|strong|sweet|sour|fast|windy|wet|tall|wide|thick|dense|salty|good|well|gladly|quick)|what (?:percentage|percent|rate|share|figure|mark))(?= )"),
    ("share", r" (?:what|which) (?:percentage|percent|rate|share)(?= )"),
    ("reason", r" (?:because|why|reason)(?= )"),
    ("which", r" (?:which|what|where|why|from whom|to whom|how do)(?= )(?! (?:percentage|percent|rate|share|year|temperature))"),
)  # fmt: skip
_PRICED = r" (?:<money>|<pct>|<times>)(?= )"
_SUM = r" (?:price|sum|bill|money|cost|amount)(?! of you)(?= )"
_ASKS_WHO = (
    r" (?:who|whom|whose|which|whether|find|spot|pick(?: [^ .;!?]+){0,3} out|pick|point(?: (?:me|we|us))? (?:at|to|out)|show|list|flag|fish(?: [^ .;!?]+){0,5} out"
    r"|tell (?:me|we|us) if|know if|identify|detect|recogni[sz]e|single out|sort out|look for|be after|tell(?: [^ .;!?]+){1,4} (?:apart|from)|interested in|separate|that (?:that|who)|those (?:that|who)|(?:one|customer|person|case|order|machine|parcel|message|text|loan|claim|member|employee|colleague|lead|household|patient|car|house|flat|phone|borrower)s? (?:that|who)|for whom|where"
    r"|be there (?:any|some|no))(?= )"
)
_YES_OR_NO = r"^ (?:(?:and|so|but|now) )?(?:be|do|have|will) (?!you |i |not |we )"
_ASKS_FOR = (
    r"(?<! not) (?:predict|estimate|guess|forecast|work out|figure out|know|tell (?:me|we|us)|see|want|like to|idea of|need|appraise|foresee|what (?:be|do|will|would|can|should|ought)|interested in"
    r"|care about|be after|look for|give (?:me|we|us)|reckon|give a figure)(?= )"
)
# A wish that takes up what the sentence before told of: "Guess it for the others".
_TAKES_UP = (
    r" (?:predict|estimate|guess|forecast|work out|figure out|foresee|know|tell (?:me|we|us)|see|want|find|spot|flag|pick out|show (?:me|we))"
    r"(?: (?:me|we))? (?:it|that|this|them|they|those|these|which|the (?:sum|figure|number|time|amount|date|mark|share))(?= )"
)
# "I run a windscreen workshop. Which claims are for me?"
_MINE = r" (?:(?:be|be meant) (?:for|one of) (?:me|us|mine|ours|my \w+|our \w+)|(?:end up|land|arrive|go|come|belong)(?: \w+)? (?:with|to|on|at|in|for) (?:me|us|my \w+|our \w+)|concern (?:me|us)|be (?:mine|ours|my business|my case))(?= )"
_IS_WANTED = r" (?:be|that be) (?:just |exactly |really )?(?:what|the thing|the one|the figure|the number)(?: that| which)? (?:i|we)(?= )| (?:interest (?:me|us)|be the question|would help (?:me|us)|be want)(?= )"
_OF_OTHERS = (
    r"^ (?:(?:people|everybody|everyone|others|my boss|the boss|some|most people)(?: \w+){0,2} (?:always )?(?:want|ask|worry|like|care)"
    r"|(?:i|we) (?:know|have|see)(?! to)(?! whether| if)(?: already)?)(?= )"
)
_KNOWN = (
    r" (?:nobody (?:can )?(?:know|tell)(?: [a-z]+)? (?:beforehand|in advance|yet|until|by then)|have to go(?= (?:[.,;!]|$))|(?:i|we) (?:already )?know(?= (?:[.,;!?)]|thank|already|that already)| $)|not (?:what|that) (?:i|we)|on the (?:deed|form|label|invoice|contract)|(?:be )?no (?:question|concern)"
    r"|not (?:my|our) (?:question|worry|concern|business|job))(?= )"
)
# Words of column names by which one sees what kind of figure a column holds.
_KINDS_OF_FIGURES: tuple[tuple[str, frozenset[str]], ...] = (
    ("age", frozenset(words("age"))),
    ("year", frozenset(words("birth built build remod blt"))),
    ("distance", frozenset(words("km kilometre distance mileage mile metre"))),
    ("weight", frozenset(words("kg weight mass carat gram bmi"))),
    ("heat", frozenset(words("temp temperature"))),
    ("money", frozenset(words("price cost fee charge amount income salary wage spend spent value rent margin bill billed paid revenue sale premium fare chf eur usd gain money profit turnover"))),
    ("time", frozenset(words("day hour minute week duration tenure delay month year time"))),
)  # fmt: skip
_MEASURES = frozenset(("time", "distance", "weight", "heat", "age", "year"))
_PER = frozenset(words("per"))
_UNITS = frozenset(words("minute hour day week month year"))
_NOT = frozenset(words("not never no"))
_SHARES = frozenset(words("rate percent percentage pct apr interest discount share hike"))
_REASONS = frozenset(words("reason cause why"))
_LONGEST_GAP = 2
_FEW_KINDS = 12
_MOST_KINDS = 40
_FEWEST_LETTERS = 4
_SHORT = 5  # items of a question without a verb
_LISTED = 3  # labels from which they are listed rather than looked for

# Chosen, not measured.
_OF_KIND = 0.6  # for a column of the kind of figure that is asked for
_ALONE = 0.8  # where it is the only one of its kind
_OTHER_KIND = -0.8
_IN_FRONT = 0.6  # of what words in front of the question count for
_BEFORE = 0.3  # of what words of other sentences count for
_EACH_LISTED = 0.7  # of each label of a list
_LONG = 0.3  # more, for each further word of a saying
_NAME = 0.5  # of a word of the column's own name
SURE = 1.2
LEAD = 0.35
TIED = 0.85  # from which two that fit equally well are asked about
PLAIN = 1.9


@dataclass(frozen=True)
class Sideways:
    """A column that a question may be about, and the label, where one is looked for."""

    column: ColumnFacts
    labels: tuple[str, ...]
    score: float
    start: int
    end: int
    question: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class _Sign:
    """A saying of one column, or of one of its labels."""

    saying: Saying
    column: ColumnFacts
    label: str
    trait: bool


@dataclass(frozen=True)
class _Question:
    start: int
    end: int
    asked: int
    forms: frozenset[str]
    units: frozenset[str] = frozenset()


def sideways(reading: Reading) -> list[Sideways]:
    """Columns that the message's questions may be about by what is said, the likeliest first."""
    return reading.line.once(
        ("sideways", id(reading.columns), len(reading.claimed)), lambda: _sideways(reading)
    )


def surest(reading: Reading) -> tuple[Sideways | None, list[Sideways]]:
    """The column that is sure, if one is; else those that fit equally well."""
    found = sideways(reading)
    if not found or found[0].score < TIED:
        return None, []
    rivals = [
        one for one in found[1:] if one.column is not found[0].column and one.score > found[0].score - LEAD
    ]
    if rivals:
        return None, [found[0], *(one for one in rivals if one.score >= TIED)]
    return (found[0], []) if found[0].score >= SURE else (None, [])


def told_label(reading: Reading, column: ColumnFacts) -> Sideways | None:
    """The label of a column that a question tells of, where it is sure and no other one is told of as well."""
    found = [one for one in sideways(reading) if one.column is column and one.labels]
    if not found or found[0].score < SURE or (len(found) > 1 and found[1].score > found[0].score - LEAD):
        return None
    return found[0]


def lists_labels(reading: Reading, column: ColumnFacts) -> bool:
    """Whether a question tells of the labels of a column one by one, so that each is a class."""
    found = [one for one in sideways(reading) if one.column is column]
    listed = [one for one in found if not one.labels and one.score >= _LISTED * _EACH_LISTED]
    return column.kind == "category" and bool(listed) and found[0] in listed


def is_asked(line: Line, at: int) -> bool:
    """Whether an item stands in a sentence that asks something."""
    return any(
        question.start <= at < question.end for question in line.once("asked", lambda: list(_questions(line)))
    )


def _sideways(reading: Reading) -> list[Sideways]:
    best: dict[tuple[str, tuple[str, ...]], Sideways] = {}
    for question in reading.line.once("asked", lambda: list(_questions(reading.line))):
        for one in _answers(reading, question):
            key = (one.column.name, one.labels)
            if key not in best or best[key].score < one.score:
                best[key] = one
    for one in _said_before(reading):
        key = (one.column.name, one.labels)
        if key not in best or best[key].score < one.score:
            best[key] = one
    return sorted(best.values(), key=lambda one: (-round(one.score, 3), one.start))


def _questions(line: Line) -> Iterator[_Question]:
    """Sentences that ask, with what they ask for; what others ask, or what is known, is none."""
    sentences = line.sentences()
    for place, (start, end) in enumerate(sentences):
        if line.has(_OF_OTHERS, start=start, end=end) or line.has(_KNOWN, start=start, end=end):
            continue
        question = end < len(line.items) and line.items[end].text == "?"
        if (
            not question
            and line.has(_PRICED, start=start, end=end)
            and not line.has(r" how (?!to)", start=start, end=end)
        ):
            continue  # "each loan that is repaid earns 12 %"
        hits = [
            (hit.start, form) for form, pattern in _FORMS for hit in line.find(pattern, start=start, end=end)
        ]
        forms = {form for _, form in hits}
        asked = [at for at, form in hits if form not in ("reason", "which")]
        asked += [at for at, form in hits if form == "which"][:1]
        who = line.first(_ASKS_WHO, start=start, end=end)
        if who is not None and not forms & {
            "time",
            "distance",
            "weight",
            "heat",
            "age",
            "count",
            "much",
            "share",
        }:
            asked.append(who.start)
            forms.add(_WHO)
        elif (
            line.has(_YES_OR_NO, start=start, end=end)
            and end < len(line.items)
            and line.items[end].text == "?"
        ):
            asked.append(start)
            forms.add(_WHO)
        elif end - start <= _SHORT and end < len(line.items) and line.items[end].text == "?":
            asked.append(start)  # "Man or woman?"
            forms.add(_WHO)
        if line.has(_SUM, start=start, end=end):
            forms.add("money")
        wish = line.first(_ASKS_FOR, start=start, end=end)
        if wish is not None:
            # "The middleman's share is what I want to see coming"
            asked.append(start if line.has(_IS_WANTED, start=start, end=end) else wish.start)
        if not asked:
            continue
        times = list(line.find(_FORMS[0][1], start=start, end=end))
        units = frozenset(_UNITS & {item.text for hit in times for item in line.items[hit.start : hit.end]})
        first = min(asked)
        if place and (line.has(_TAKES_UP, start=start, end=end) or line.has(_MINE, start=start, end=end)):
            start = first = sentences[place - 1][0]
        yield _Question(start, end, first, frozenset(forms), units)


# "I fit lifts. In which buildings is there none?", "whose flat has one already?"
_NONE_YET = (
    r" (?:(?:have|be|be there|with|own|get|come with)(?: [a-z]+)? (?:none|nothing of the sort)|(?:have|do|be) not(?: yet)?(?: have| own| got| get)? (?:any|one)|without(?: one| any)?(?= (?:[.,;?!]|$)| $)"
    r"|lack (?:it|one|them)|(?:do|have|be) not(?= (?:[.,;?!]|$)| $))(?= )"
)
_ONE_ALREADY = (
    r" (?:have|own|get|with)(?: [a-z]+)? (?:one|it|them)(?: (?:already|yet|now))?(?= (?:[.,;?!]|$)| $)"
)


def _said_before(reading: Reading) -> Iterator[Sideways]:
    """A column that says what rows have, named beside a question that asks only for those with it or without it."""
    line = reading.line
    for question in line.once("asked", lambda: list(_questions(line))):
        if _WHO not in question.forms:
            continue
        none = line.first(_NONE_YET, start=question.start, end=question.end + 1)
        one = none or line.first(_ONE_ALREADY, start=question.start, end=question.end + 1)
        for column in reading.context.columns if one is not None else ():
            sides = yes_and_no(column)
            if one is None or sides is None or records_of(column):
                continue
            named = [m for m in reading.columns.mentions(line, least=0.7) if m.column is column]
            told = [
                at
                for at in range(len(line.items))
                for sign in _signs(reading.context.columns).get(line.items[at].text, ())
                if sign.column is column and _ends(line, at, sign.saying) is not None
            ]
            if named or told:
                label = sides[1] if none is not None else sides[0]
                yield Sideways(column, (label,), PLAIN, one.start, one.end, (question.start, question.end))


def _answers(reading: Reading, question: _Question) -> Iterator[Sideways]:
    line = reading.line
    aside = [*known_beforehand(reading), *not_meant(line)]
    signs = _signs(reading.context.columns)
    found: dict[tuple[str, str], list[tuple[int, int, float]]] = {}
    columns: dict[str, ColumnFacts] = {}
    for at in range(len(line.items)):
        for sign in signs.get(line.items[at].text, ()):
            end = _ends(line, at, sign.saying)
            if end is None or _is_used(reading, at, end) or lies_in(aside, at, end):
                continue
            label = _label(line, sign, at, end)
            if label is None:
                continue
            weight = sign.saying.weight + _LONG * (len(sign.saying.words) - 1)
            weight *= _share(question, at)
            columns[sign.column.name] = sign.column
            found.setdefault((sign.column.name, label), []).append((at, end, weight))
    for column in reading.context.columns:
        if question.forms & _MEASURES and not any(name == column.name for name, _ in found):
            found[column.name, ""] = []
            columns[column.name] = column
    yield from _listed(question, found, columns)
    for (name, label), spans in found.items():
        kept = _apart(spans)
        column = columns[name]
        score = sum(weight for _, _, weight in kept) + _by_form(reading, column, label, question)
        inside = [(a, b) for a, b, _ in kept if question.start <= a < question.end]
        if not inside and not (question.forms & _MEASURES and not label):
            continue
        first, last = inside[0] if inside else (question.asked, question.asked)
        stretch = (question.start, question.end)
        yield Sideways(column, (label,) if label else (), score, first, last, stretch)


def _listed(
    question: _Question,
    found: dict[tuple[str, str], list[tuple[int, int, float]]],
    columns: dict[str, ColumnFacts],
) -> Iterator[Sideways]:
    """ "A car, furniture, a telly, studies?", "man or woman?": the labels of a column one by one."""
    for name, column in columns.items():
        spans = {
            label: next(((a, b) for a, b, _ in where if question.start <= a < question.end), None)
            for (own, label), where in found.items()
            if own == name and label
        }
        told = sorted(span for span in spans.values() if span is not None)
        apart = [span for place, span in enumerate(told) if not place or span[0] >= told[place - 1][1]]
        if len(apart) >= min(_LISTED, column.n_distinct):
            stretch = (question.start, question.end)
            yield Sideways(column, (), len(apart) * _EACH_LISTED, apart[0][0], apart[-1][1], stretch)


def _share(question: _Question, at: int) -> float:
    """How much words count by where they stand."""
    if not question.start <= at < question.end:
        return _BEFORE
    return 1.0 if at >= question.asked else _IN_FRONT


def _apart(spans: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Of sayings that share words, the one that counts most."""
    kept: list[tuple[int, int, float]] = []
    for span in sorted(spans, key=lambda one: -one[2]):
        if not any(span[0] < b and a < span[1] for a, b, _ in kept):
            kept.append(span)
    return sorted(kept)


def _label(line: Line, sign: _Sign, at: int, end: int) -> str | None:
    """The label that a saying stands for, empty for a figure; None where it is denied, or had to be."""
    if not sign.label:
        return ""
    own = sum(bool(words & _NOT) for words in sign.saying.words)  # "will not last" says it with its "not"
    denied = negated(line, at) or sum(item.text in _NOT for item in line.items[at:end]) > own
    if sign.saying.denied:
        return sign.label if denied else None
    if not denied:
        return sign.label
    if sign.column.n_distinct == 2 and len(sign.column.labels) == 2:
        return next(label for label in sign.column.labels if label != sign.label)
    return None


def _by_form(reading: Reading, column: ColumnFacts, label: str, question: _Question) -> float:
    """How a column fits the kind of figure that is asked for."""
    forms = question.forms
    if {"reason", "which"} <= forms and label and _REASONS & _name_words(column):
        return _OF_KIND
    if label:
        return 0.3 if _WHO in forms else -1.0 if forms - {"which", "reason"} else -0.4
    if column.kind == "category":
        if forms & (_MEASURES | {"money", "count", "much", "share"}):
            return _OTHER_KIND
        return (
            0.4 if "reason" in forms and _REASONS & _name_words(column) else 0.3 if "which" in forms else -0.4
        )
    own = kind_of_figure(column)
    asked = forms & _MEASURES
    if asked:
        if not own & asked:
            return _OTHER_KIND
        units = question.units
        if units and _UNITS & _name_words(column) and not units & _name_words(column):
            return _OTHER_KIND / 2  # days were asked for, not hours
        alike = [c for c in reading.context.columns if kind_of_figure(c) & asked]
        past = -_OF_KIND if is_past(column) or "since" in _name_words(column) else 0.0
        return _OF_KIND + past + (_ALONE if len(alike) == 1 else 0.0)
    if "share" in forms:
        return 0.5 if _SHARES & _name_words(column) else _OTHER_KIND / 2
    if "money" in forms:
        return 0.4 if "money" in own else _OTHER_KIND / 2
    if "count" in forms:
        return _OTHER_KIND if own - {"year"} else 0.3
    if "much" in forms:
        return 0.2 if not own & (_MEASURES - {"weight"}) else _OTHER_KIND / 2
    return _OTHER_KIND if _WHO in forms else 0.1


@lru_cache(maxsize=4096)
def kind_of_figure(column: ColumnFacts) -> frozenset[str]:
    """What kinds of figure a column of numbers holds, by the words of its name; empty for a mere count."""
    if column.kind != "number" or column.n_distinct <= 2:
        return frozenset()
    name = _name_words(column)
    if name & _PER:  # hours per week, price per loaf
        pieces = [lemma(piece) for piece in pieces_of(column.name)]
        name = frozenset(pieces[: pieces.index("per")] if "per" in pieces else pieces)
    found = {kind for kind, signs in _KINDS_OF_FIGURES if name & signs}
    if "age" in found or "year" in found:
        found.discard("time")
    if "money" in found:
        found -= {"time"}
    if "year" in pieces_of(column.name) and not found & {"money", "age"} and (column.minimum or 0) > 1000:  # type: ignore[operator]
        found = {"year"}
    return frozenset(found)


def _is_used(reading: Reading, start: int, end: int) -> bool:
    return any(
        k in reading.claimed for item in reading.line.items[start:end] for k in range(item.start, item.end)
    )


def _ends(line: Line, at: int, saying: Saying) -> int | None:
    """Where a saying that begins at an item ends; None where it does not stand there."""
    place = at
    for forms in saying.words[1:]:
        for nxt in range(place + 1, min(place + 2 + _LONGEST_GAP, len(line.items))):
            text = line.items[nxt].text
            if text in (".", ";", "!", "?", ":"):
                return None
            if text in forms:
                place = nxt
                break
        else:
            return None
    return place + 1


@lru_cache(maxsize=64)
def _signs(columns: tuple[ColumnFacts, ...]) -> dict[str, list[_Sign]]:
    """All sayings that may tell of the columns of a table, by the words that they begin with."""
    found: dict[str, list[_Sign]] = {}
    for column in columns:
        for sign in _of_column(column):
            for form in sign.saying.words[0]:
                found.setdefault(form, []).append(sign)
    return found


def _of_column(column: ColumnFacts) -> Iterator[_Sign]:
    name = _name_words(column)
    if column.kind == "number" and column.n_distinct > 2:
        yield from (_Sign(s, column, "", False) for s in _fitting(figures(), name))
        for word in sorted(name):
            if len(word) >= _FEWEST_LETTERS and root(word) not in ENTITIES:
                yield _Sign(Saying((frozenset((word, lemma(word))),), _NAME), column, "", False)
    elif column.kind == "category" and 2 < column.n_distinct <= _MOST_KINDS:
        yield from (_Sign(s, column, "", False) for s in _fitting(classes(), name))
        for word in sorted(name):
            if len(word) >= _FEWEST_LETTERS and root(word) not in ENTITIES:
                yield _Sign(Saying((frozenset((word, lemma(word))),), _NAME), column, "", False)
    elif column.n_distinct == 2:
        sides = yes_and_no(column)
        if sides is not None:
            yield from (_Sign(s, column, sides[0], True) for s in _fitting(traits(), name))
        for concept in dict.fromkeys(record.concept for record in records_of(column)):
            for happens in (True, False):
                label = label_of(column, Event(0, 0, concept, happens))
                for saying in events().get((concept.name, happens), ()) if label else ():
                    yield _Sign(saying, column, str(label), True)
    if column.kind in ("category", "boolean") and 2 <= column.n_distinct <= _FEW_KINDS:
        for label in column.labels:
            own = frozenset(form for word in label_words(label) for form in (word,)) | frozenset(
                form for piece in pieces_of(label) for form in (piece, lemma(piece))
            )
            for told in kinds():
                if told.fits(own, name):
                    yield from (_Sign(s, column, label, False) for s in told.sayings)
            for word in own:
                if len(word) >= _FEWEST_LETTERS and word not in _NOT and root(word) not in ENTITIES:
                    yield _Sign(Saying((frozenset((word,)),), _NAME), column, label, False)


def _fitting(table: tuple[Told, ...], name: frozenset[str]) -> Iterator[Saying]:
    for told in table:
        if told.fits(name):
            yield from told.sayings


@lru_cache(maxsize=4096)
def _name_words(column: ColumnFacts) -> frozenset[str]:
    """The words of a column's name as typed and as base forms."""
    spelled = [piece for piece in pieces_of(column.name) if not piece.isdigit()]
    unit = [
        w
        for w in ("km", "kg", "min", "k$")
        if f"[{w}]" in column.name.lower() or f"({w})" in column.name.lower()
    ]
    whole = "".join(spelled)  # "OverTime" is overtime
    return frozenset(
        (whole, *spelled, *(lemma(piece) for piece in spelled), *name_in_words(column.name).split(), *unit)
    )
