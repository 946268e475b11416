"""Rows that a request speaks of without saying "only": "predict charges for people over 30 who live in the south"."""

from __future__ import annotations

from itertools import pairwise

from assistant.offline.reading import Reading
from assistant.offline.rows.revised import CORRECTION
from assistant.offline.rows.runs import Run
from assistant.offline.table.by_unit import CLOSING
from assistant.offline.table.conditions import Test
from assistant.offline.table.figure_columns import holds_years
from assistant.offline.table.labels import ENTITIES, is_yes_no
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

_STATED = r" (?:predict|forecast|estimate|regress|classify|segment|cluster|group|identify|detect)(?= )"
_SOUGHT = r" (?:which|who|what|how (?:much|many|long|late|big|large|high|likely)|whether|will|find|show|tell|odd|strange|unusual|weird|outlier|anomal\w+)(?= )"
_ASKED = r" (?:which|who|what|how|will)(?= )"
_COMING = r" (?:will|would|be go to|be about to|about to|likely|likeliest|end(?: up)?|sort to|such a|need|turn out|become)(?= )"
_NARROWS = r" (?:for|among|from|with|on|during|who|whose|only|of)(?= )"
_ATTACHED = frozenset(
    words(
        """for of from among amongst about on in with within at by during between who that which whose where without
        non no not age build sell issue list bear join admit only just and or all any every whose what how under over
        near"""
    )
)
_PLACES = frozenset(words("on in from at within with not without of for"))
_VERBS = frozenset(
    words(
        """be do will would can could shall should must may might i we you they he she it know think tell say want need
        seem come go get make give lose cost earn save miss catch take let expect"""
    )
)
_NOW = r" (?:now|at present|presently|currently|today|nowadays|at the moment|so far|until now|up to now|as of now)(?= )"
_PAYS = (
    r"^(?: [a-z]+){0,2}? (?:bring|burn|cost|lose|earn|save|worth|make|gain|yield|take|eat)(?: [a-z]+){0,3}?"
    r" (?:<money>|<pct>|<num>)(?= )"
)
_CODED = r" (?:code|encode|stand for|mean|denote|mark|label)(?= )"
_PERFECT = r" have(?= )"
_EXAMPLE = r" (?:for example|for instance|such as|e \. g)(?= )"
_MONEY_TALK = r" (?:<money>|cost|worth|save|earn|miss|accuracy|auc|recall|precision|f1|rmse|error|score|tolerance|wrong|minute|budget|trial|fold|train|test|holdout|hold)(?= )"
_MONEY_CLAUSE = r" (?:cost|worth|save|lose|gain|catch|miss|(?:can|could|to|may|not|will|must) (?:flag|call|contact|phone|inspect|visit|offer|send))(?= )"
_CLAUSE = 6
_FEW_WORDS = 6
_ONLY_YES_NO = r" (?:with|without|have|no|non|who|whoever|anyone|everyone|that|whose|as|there be)(?: (?:a|an|any|the|work|be))*$"


_SELF = r" (?:(?:i|we) (?:be|run|work)(?: as)?|as)(?: (?:a|an|the))? ?$"
_WEIGHT = r" (?:weight|weigh)(?= )"
_NEAR = 3
#: What figures of quality are about, not rows: "max 3 wrong calls", "a rate no higher than 2 %".
_QUALITY = (
    r" (?:wrong|false|mistake|error|miss|rate|alarm|accuracy|precision|recall|average|quote|capacity)(?= )"
)


def describes(reading: Reading, run: Run, sentence: tuple[int, int]) -> bool:
    """Whether a description without a cue chooses rows: it belongs to the request, and tells who or what it is about."""
    line = reading.line
    start, end = _piece(reading, run, sentence)
    if reading.context.spec.get("filter") and line.has(CORRECTION):
        return True
    if line.has(_SELF, start=start, end=run.start) or _near(line, _WEIGHT, run):
        return False
    if any(t.operator not in ("=", "<>") for t in run.tests) and _beside(line, _QUALITY, run):
        return False
    if _told_of(line, run, start, sentence) or _has_a_price(line, run, sentence):
        return False
    if line.has(_NOW, start=sentence[0], end=run.start):
        return False  # "what we do now: phone everybody with two or more calls"
    if line.has(_PAYS, start=run.end, end=sentence[1]):
        return False  # "a loan granted and repaid brings in 11 % of its amount"
    if run.tests[-1].operator in ("=", "<>") and line.has(r"^ be(?= )", start=run.end):
        return False  # "toys are our main business"
    if line.has(_CODED, start=start, end=run.start):
        return False  # "coded 1 for repaid, 2 for not repaid"
    if line.has(_EXAMPLE, start=start, end=run.start) or any(_to_come(line, t, start) for t in run.tests):
        return False
    if any(_an_input(reading, t) for t in run.tests):
        return False
    if line.words(run.start, run.start + 1).lower() == "since" and line.has(
        _PERFECT, start=start, end=run.start
    ):
        return False  # "we have published it every spring since 2009"
    if run.tests[0].operator not in ("=", "<>") and _in_money_clause(reading, run, start):
        return False
    bare = _bare(reading, run, start, end)
    if bare and run.start == start and len(run.tests[0].values) > 1:
        return True  # "Diesel or petrol, first owner only."
    if not (bare or _is_request(reading, sentence, start, end)):
        return False
    return all(_tells_rows(reading, test, start) for test in run.tests)


def _has_a_price(line: Line, run: Run, sentence: tuple[int, int]) -> bool:
    """ "If we call a fibre customer who would stay, that costs us 10 dollars": what an outcome costs."""
    first, last = sentence
    asked = last < len(line.items) and line.items[last].text == "?"
    if asked or line.has(_STATED, start=first, end=last):
        return False
    money = any(
        line.items[at].text == "<money>" and not run.start <= at < run.end for at in range(first, last)
    )
    return money and line.has(_PRICE, start=first, end=last)


_PRICE = r" (?:cost|pay|lose|earn|bring|gain|save|worth|loss|waste|fine|charge|set (?:i|we|us) back)(?= )"


def _told_of(line: Line, run: Run, start: int, sentence: tuple[int, int]) -> bool:
    """ "Trips over 40 km are usually the late ones": a statement about the rows, and no wish."""
    asked = sentence[1] < len(line.items) and line.items[sentence[1]].text == "?"
    if asked or run.start - start > _SUBJECT or not line.has(_FINITE, start=run.end, end=sentence[1]):
        return False
    before = [line.items[at].text for at in range(start, run.start)]
    relative = next((at for at, text in enumerate(before) if text in ("who", "that", "which")), len(before))
    return not any(text in _VERBS or text in _WISHED for text in before[:relative])


_SUBJECT = 6  # words of a subject in front of its condition
_FINITE = r"^(?: (?!who |that |which |whose |and |or |, |: |\( )[^ ]+){0,3}? (?:be|have|do|tend|seem|often|usually|always|mostly|never|rarely)(?= )"
_WISHED = frozenset(
    words(
        "predict forecast estimate regress classify segment cluster group identify detect find show only just which what how whether"
    )
)


def _near(line: Line, pattern: str, run: Run) -> bool:
    return line.has(pattern, start=max(0, run.start - _NEAR), end=run.end + _NEAR)


def _in_money_clause(reading: Reading, run: Run, start: int) -> bool:
    """Whether something costs or saves in front of a comparison; the "cost" of "treatment cost" is a name."""
    line = reading.line
    names = {
        k
        for m in reading.columns.mentions(line, least=_CLEARLY)
        if m.end - m.start > 1
        for k in range(m.start, m.end)
    }
    hits = line.find(_MONEY_CLAUSE, start=max(start, run.start - _CLAUSE), end=run.start)
    return any(hit.start not in names for hit in hits)


def _beside(line: Line, pattern: str, run: Run) -> bool:
    """As `_near`, but not within the description: "who missed no more than five lessons"."""
    return line.has(pattern, start=max(0, run.start - _NEAR), end=run.start) or line.has(
        pattern, start=run.end, end=run.end + _NEAR
    )


def _piece(reading: Reading, run: Run, sentence: tuple[int, int]) -> tuple[int, int]:
    """The part of a sentence between colons that a description stands in."""
    start, end = sentence
    colons = [at + 1 for at in range(start, end) if reading.line.items[at].text == ":"]
    return next(((a, b - 1) for a, b in pairwise([start, *colons, end + 1]) if a <= run.start < b), sentence)


def _is_request(reading: Reading, sentence: tuple[int, int], start: int, end: int) -> bool:
    line = reading.line
    if _narrated(line, start, end) and not line.has(_STATED, start=start, end=end):
        goal = reading.notes.get("goal_items")
        if not goal or not start <= goal[0] < end:
            return False  # "Our depot in Lyon had a bad year: how late will a parcel be?"
    goal = reading.notes.get("goal_items")
    if goal and sentence[0] <= goal[0] < sentence[1]:
        return True
    if line.has(_STATED, start=sentence[0], end=sentence[1]):
        return True
    asked = sentence[1] < len(line.items) and line.items[sentence[1]].text == "?"
    if asked and line.has(_ASKED, start=sentence[0], end=sentence[1]):
        return True
    target = reading.said("target")
    named = reading.columns.mentions(line, least=_CLEARLY)
    if any(m.column.name == target and start <= m.start < end for m in named):
        return True
    unsupervised = reading.said("task") in ("clustering", "anomaly")
    return unsupervised and line.has(_SOUGHT, start=sentence[0], end=sentence[1])


def _narrated(line: Line, start: int, end: int) -> bool:
    """Whether something is told of the past, but for "orders that were paid by card"."""
    tokens = [t for item in line.items[start:end] for t in line.tokens[item.start : item.end]]
    past = ("had", "was", "were", "did")
    return any(
        token.lower in past and before.lower not in ("that", "which", "who")
        for before, token in pairwise([tokens[0], *tokens])
    )


def _bare(reading: Reading, run: Run, start: int, end: int) -> bool:
    """A piece without a verb: "fibre customers with a tenure under 12 months: …", "diesel, at most two years old"."""
    line = reading.line
    named = {m.column.name for m in reading.columns.mentions(line) if start <= m.start < end}
    if line.has(r" <money>(?= )", start=start, end=end) and not {t.column.name for t in run.tests} & named:
        return False
    enough = len(run.tests) > 1 or any(
        said and _closes(line, test) for said, test in zip(run.denied, run.tests, strict=True)
    )
    enough = enough or any(
        len(t.values) > 1 or (t.operator not in ("=", "<>") and not t.part) for t in run.tests
    )
    if not enough or any(
        line.items[at].text in _VERBS for at in range(start, end) if not run.start <= at < run.end
    ):
        return False
    beside = [line.items[at].text for at in range(start, end) if not run.start <= at < run.end]
    if sum(text.isalpha() and text not in _ATTACHED for text in beside) > _FEW_WORDS:
        return False
    return not line.has(_MONEY_TALK, start=start, end=run.start) and not line.has(
        _MONEY_TALK, start=run.end, end=end
    )


_CLOSE = frozenset(words("and or please stuff thing ones one kind type sort"))


def _closes(line: Line, test: Test) -> bool:
    """Whether a description ends with a test: "no manuals, please", "not for family cars"."""
    behind = line.items[test.end].text if test.end < len(line.items) else "."
    return not behind.isalpha() or behind in _CLOSE or root(behind) in ENTITIES


def _ends_noun(line: Line, test: Test) -> bool:
    """Whether a label stands for itself or for what rows are: not "on an automatic quote"."""
    behind = line.items[test.end].text if test.end < len(line.items) else "."
    return not behind.isalpha() or behind in CLOSING or behind in _CLOSE or root(behind) in ENTITIES


def _tells_rows(reading: Reading, test: Test, start: int) -> bool:
    line = reading.line
    before = line.items[test.start - 1].text if test.start > start else ""
    if not means_rows(line, test):
        return False
    target = reading.said("target")
    overlapping = [m for m in reading.columns.mentions(line) if m.start < test.end and test.start < m.end]
    label = test.operator in ("=", "<>") and test.column.kind != "number"
    if label and any(m.column.name == target != test.column.name for m in overlapping):
        return False  # "if a guest cancels" is the goal, though a status says 'Canceled'
    if test.column.name == target:
        return line.has(_PRICED, start=max(start, test.start - 4), end=test.end)
    if (test.part or _is_time(test)) and (
        line.items[test.start].text in _PLACES | {"of", "for", "during", "between", "sell", "build"}
        and test.end - test.start > 1
    ):
        return True  # the preposition is part of the condition
    if test.part and len(test.values) > 1 and reading.said("task") != "forecast":
        return True  # "in the summer months, June to August"
    if test.part:
        return before in ("in", "from", "of", "for", "during", "between") or test.part.startswith("length")
    if test.operator not in ("=", "<>") or (test.sure and is_yes_no(test.column)):
        return True
    named = any(m.column is test.column and m.score >= _CLEARLY for m in overlapping)
    beside = any(m.column is test.column and m.start == test.end for m in reading.columns.mentions(line))
    if (named or beside) and before in _ATTACHED | _ARTICLES:
        return True  # "of store 4", "the family plan"
    if test.column.kind == "number" and test.column.n_distinct > _FEW:
        return False  # "alarms cost 10 euros"
    earlier = line.items[test.start - 2].text if test.start - 1 > start else ""
    if before in _ATTACHED or (before in _ARTICLES and earlier in _PLACES and _ends_noun(line, test)):
        return True
    if before in _ARTICLES and _participle(line, test.start - 2) and _ends_noun(line, test):
        return True  # "applicants holding a master"
    if any(m.end == test.start and m.column is test.column for m in reading.columns.mentions(line)):
        return True
    return _noun_behind(line, test) or _plural(line, test)


def _is_time(test: Test) -> bool:
    return test.operator == "during" or holds_years(test.column)


def _participle(line: Line, at: int) -> bool:
    return (
        at > 0
        and line.words(at, at + 1).lower().endswith("ing")
        and line.words(at - 1, at).lower().endswith("s")
    )


_ARTICLES = frozenset(words("the our my a an"))
_FEW = 12
_CLEARLY = 0.8
_PRICED = r" (?:go|sell|price|rent|let|cost)(?: at| for)?(?= (?:under|over|above|below|less|more|between|up))"


def means_rows(line: Line, test: Test) -> bool:
    """Whether a column of yes and no is named for its rows: "with a balcony", "first orders", not "the balcony"."""
    if not (is_yes_no(test.column) and test.operator == "=" and test.sure):
        return True
    typed = line.words(test.start, test.end).lower()
    plural = typed.endswith("s") and not test.column.name.lower().endswith("s")
    beside = line.has(_ONLY_YES_NO, start=max(0, test.start - 4), end=test.start)
    return (
        beside
        or plural
        or line.has(r" (?:be|=)(?= )", start=test.start, end=test.end)
        or _noun_behind(line, test)
        or line.has(r"^ (?:be|=) (?:yes|no|true|false|<num>)(?= )", start=test.end)
    )


def _noun_behind(line: Line, test: Test) -> bool:
    """ "diesel cars", "car loans": a label directly in front of what the rows are."""
    behind = line.words(test.end, test.end + 1).lower()
    single = {"a", "an"} & {item.text for item in line.items[max(0, test.start - 1) : test.end]}
    if single and behind.endswith("s"):
        return False  # "a dealer buys cars"
    return behind.isalpha() and len(behind) > 2 and (behind.endswith(_PLURALS) or root(behind) in ENTITIES)


_PLURALS = ("s", "men", "people", "children", "folk", "staff")


def _plural(line: Line, test: Test) -> bool:
    typed = line.words(test.start, test.end).lower()
    return typed.endswith(("s", "men"))


def _to_come(line: Line, test: Test, start: int) -> bool:
    """ "Which visits end in a purchase?": what is to become of the rows describes none of them."""
    coming = [hit.end for hit in line.find(_COMING, start=start, end=test.start)]
    return bool(coming) and not line.has(_NARROWS, start=coming[-1], end=test.start)


def _an_input(reading: Reading, test: Test) -> bool:
    """ "Predict it out of salary, overtime and travel": a column in a list of columns describes no rows."""
    if not is_yes_no(test.column):
        return False
    line = reading.with_columns(least=0.5)
    first, last = line.same(reading.line, test.start, test.end)
    beside = (
        (r" <col>(?: (?:,|and|or|the))+$", max(0, first - 4), first),
        (r"^(?: (?:,|and|or|the))+ <col>(?= )", last, None),
    )
    return any(line.has(pattern, start=start, end=end) for pattern, start, end in beside)
