"""Descriptions of rows as they stand in a sentence: conditions that belong together, and what is denied of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.offline.reading import Reading
from assistant.offline.rows.choice import whole
from assistant.offline.rows.cues import Cue, find_cues
from assistant.offline.table.conditions import Test, find_tests, to_sql
from assistant.offline.table.labels import ENTITIES
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

_GAP = 9  # words between two conditions of one description
_REACH = 14  # words between a cue and what it is about
_PRONOUNS = frozenset(words("i we you he she they it"))
_TURNS = frozenset(
    words(
        """but because so then while whereas although though therefore hence please predict forecast estimate regress
        classify segment cluster whether"""
    )
)
_ORDERS = frozenset(
    words(
        """predict forecast estimate find tell make give optimise maximise minimise test score hold judge use do let train try
        compare want need know identify spot detect rank report show"""
    )
)
_ASKS = frozenset(words("who which what how when why whether"))
_BINDS = frozenset(words("unless if where except when"))
_HARD = frozenset((":", ";", "<aside>", "<family>", "–", "—"))
_STEPS = frozenset((",", "and", "then", "please", "or", "-", "("))
_VERBS_BEHIND = (
    r"^(?: (?!and |or |, )[a-z]+){0,2} (?:be|do|can|must|should|have to|will|may|seem|stay|remain|go)(?= )"
)
_NEGATORS = frozenset(words("no not non never without neither nor none nobody nothing nowhere"))
_VERB_NEGATED = frozenset(words("do can will must should would could may might need"))
_NOT_DENIED = (
    r" (?:not (?:only|just|before)|no (?:matter|doubt|later|more|less|fewer|earlier|older|longer))(?= )"
)
_NEAR = 6
_PREDICATE_REACH = 14  # words between a description and what is said of it
_ADVERBS = frozenset(
    words("so hence therefore thus please also only just simply really then can could should must would will")
)
_SOURCES = frozenset(words("from by with using via"))


@dataclass(frozen=True)
class Run:
    """Conditions that are said together.

    Attributes:
        tests: The conditions, as they stand without what is denied.
        denied: For each the "not", "no" or "nor" that denies it; empty where nothing does.
        start: First item.
        end: Behind the last one.
    """

    tests: tuple[Test, ...]
    denied: tuple[str, ...]
    start: int
    end: int

    def sql(self, line: Line, *, drop: bool) -> str:
        """The rows that stay when those described are kept, or dropped."""
        if not drop:
            return to_sql([self._said(k) for k in range(len(self.tests))], line)
        groups = self._apart(line)
        parts = [to_sql([self._said(k) for k in group], line, negate=True) for group in groups]
        return whole(parts)

    def inner(self, line: Line) -> str:
        """The description itself as SQL."""
        return to_sql([self._said(k) for k in range(len(self.tests))], line)

    def without_denials(self) -> Run:
        """ "We don't sell jackets, so drop them": the "not" is no part of what is taken up."""
        return replace(self, denied=tuple("" for _ in self.denied))

    def dropped(self) -> Run:
        """ "Not interested in A, nor in B": behind an order to drop, "nor" only goes on."""
        return replace(self, denied=tuple("" if said in ("nor", "neither") else said for said in self.denied))

    def without(self, columns: tuple[str, ...]) -> Run | None:
        """The same without conditions on some columns; None where nothing remains."""
        pairs = [(t, d) for t, d in zip(self.tests, self.denied, strict=True) if t.column.name not in columns]
        tests, denied = tuple(t for t, _ in pairs), tuple(d for _, d in pairs)
        return Run(tests, denied, tests[0].start, tests[-1].end) if tests else None

    def _said(self, place: int) -> Test:
        test = self.tests[place]
        return test.turned() if self.denied[place] else test

    def _apart(self, line: Line) -> list[list[int]]:
        """What is dropped together ("trial accounts with few seats"), and what each for itself ("…, and chats")."""
        groups: list[list[int]] = []
        for place, test in enumerate(self.tests):
            before = self.tests[place - 1] if place else None
            between = {item.text for item in line.items[before.end : test.start]} if before else {"and"}
            relative = before is not None and line.has(_GOES_ON, start=before.end, end=test.end)
            joined = (
                not between & {"and", "or", "nor", ",", "neither", "/"}
                or bool(between & {"both"})
                or relative
            )
            if groups and joined:
                groups[-1].append(place)
            else:
                groups.append([place])
        return groups


#: "Claims that reach us late and have no police report": one and the same row does both.
_GOES_ON = r"^(?: (?!,|or|who|that|those|any|every|nor)[^ ]+){0,3} and(?: also| at the same time)? (?:have|be|do not|live|pay|come|get|use|own)(?= )"


def breaks(line: Line, start: int, end: int) -> bool:
    """Whether a new clause begins in a stretch of items."""
    for at in range(start, min(end, len(line.items))):
        text = line.items[at].text
        before = line.items[at - 1].text if at > start else ""
        if text in _HARD or text in _TURNS:
            return True
        opened = line.items[at - 1].text if at else ""
        if line.has(r"^ i \. e(?= )", start=at):
            continue
        if (
            text in _PRONOUNS
            and (before in _STEPS or (at == start and opened not in _BINDS))
            and not _inside(line, start, at)
        ):
            return True
        if before in _STEPS and (text in _ORDERS or (text in _ASKS and before != "and")):
            return text not in ("who", "which") or not _relative(line, at)
    return False


def _inside(line: Line, start: int, at: int) -> bool:
    return any(item.text in ("who", "that", "which", "where", "whose") for item in line.items[start:at])


def _relative(line: Line, at: int) -> bool:
    """ "…, which were built before 1990" goes on with the description; "…, which of them leave" does not."""
    return line.has(r"^ (?:who|which) (?:be|have|live|work|pay|do|come|own)(?= )", start=at) and not line.has(
        r"^ (?:who|which) (?:will|be (?:go|likely|about)|of|one)(?= )", start=at
    )


def find_runs(reading: Reading, start: int, end: int) -> tuple[list[Run], list[Cue]]:
    """The descriptions in a sentence, and the cues that say what is done with them, in order."""
    line = reading.line
    tests = _once(reading, [t for t in find_tests(reading, start, end, merge=False) if is_free(reading, t)])
    tests = [
        test for test in tests if not line.has(_INSTEAD, start=max(start, test.start - 2), end=test.start + 1)
    ]
    tests = [
        test for test in tests if not line.has(_GOAL_IS, start=max(start, test.start - _NEAR), end=test.start)
    ]
    inside = {k for t in tests for k in range(t.start, t.end)}
    cues = [_outside(c, inside) for c in find_cues(line, start, end)]
    cues = [c for c in cues if not {c.start, c.end - 1} & inside or c.side in ("before", "rest")]
    groups: list[list[Test]] = []
    for test in tests:
        if groups and _linked(line, groups[-1][-1], test, cues):
            groups[-1].append(test)
        else:
            groups.append([test])
    return [_run(line, group, start, cues) for group in groups], cues


#: "2012 and newer instead of 2010": what does not hold any more.
_INSTEAD = r" (?:instead of|rather than)(?: [a-z]+)?$"
#: "The label is stage = won": what is to be predicted, and no choice of rows.
_GOAL_IS = r" (?:label|target|outcome|flag|event|response|objective|y|class)(?: (?:variable|column|to find))?(?: (?:be|:|=|,))+(?: (?:the|whether|if|that))*$"


def _outside(cue: Cue, inside: set[int]) -> Cue:
    """ "Learn | from March on", "before that day | can go": a cue without the words that belong to a condition."""
    start, end = cue.start, cue.end
    while cue.side == "ahead" and end - 1 > start and end - 1 in inside:
        end -= 1
    while cue.side == "before" and start < end - 1 and start in inside:
        start += 1
    return replace(cue, start=start, end=end, side="behind" if start > cue.start else cue.side)


def _once(reading: Reading, tests: list[Test]) -> list[Test]:
    """ "Normal conditions (SaleCondition is Normal)": a label that is said again beside its column."""
    line = reading.line
    kept: list[Test] = []
    names = {(m.start, m.end): m for m in reading.columns.mentions(line, least=0.8)}
    for test in tests:
        name = names.get((test.start, test.end))
        other_name = name is not None and name.column is not test.column
        literal = (
            f"'{line.words(test.start, test.end)}'" in test.values and name is not None and name.score < 1
        )
        if other_name and not literal and test.operator == "=" and not test.sure:
            continue  # "which team" is the column, though another one has a label 'team'
        said = {item.text for item in line.items[test.start : test.end]}
        named = any(
            other.column is not test.column
            and other.operator == test.operator == "="
            and other.end - other.start > test.end - test.start
            and said <= {item.text for item in line.items[other.start : other.end]}
            for other in tests
        )
        noun = (
            bool(kept)
            and test.start == kept[-1].end
            and root(line.words(test.start, test.end).lower()) in ENTITIES
        )
        thing = _is_thing(line, test, tests)
        if thing:
            reading.claim_items(line, test.start, test.end)
        if not named and not noun and not thing:  # the "accounts" of "trial accounts" are no label
            kept.append(test)
    return kept


def _is_thing(line: Line, test: Test, tests: list[Test]) -> bool:
    """ "Accounts younger than a month" are what the rows are about, though a team is called 'Accounts'."""
    alone = test.end - test.start == 1 and test.operator == "=" and not test.sure
    return (
        alone
        and root(line.words(test.start, test.end).lower()) in ENTITIES
        and any(other.column is not test.column and other.start == test.end for other in tests)
    )


def is_free(reading: Reading, test: Test) -> bool:
    """Whether no other reader has made use of the words of a test."""
    items = reading.line.items[test.start : test.end]
    claimed = reading.claimed - reading.notes.get("rows", set())
    return not any(k in claimed for item in items for k in range(item.start, item.end))


def _linked(line: Line, one: Test, two: Test, cues: list[Cue]) -> bool:
    if two.start - one.end > _GAP or breaks(line, one.end, two.start):
        return False
    if any(one.end <= cue.start < two.start and cue.side != "around" for cue in cues):
        return False
    between = [item.text for item in line.items[one.end : two.start]]
    if _ends_exception(line, one, two) or (one.column is two.column and "(" in between):
        return False
    pure = "," in between and not {"and", "or", "nor"} & set(between)
    fresh = one.column is not two.column or any(word.isalpha() for word in between)
    if pure and fresh and any(c.side == "behind" and _ends_here(line, two, c) for c in cues):
        return False  # "customers born after 1950, singles thrown out"
    own_verb = line.has(_VERBS_BEHIND, start=two.end)
    return not (
        own_verb
        and "," in between
        and (pure or one.column is not two.column)
        and one.column is not two.column
    ) and not (
        own_verb
        and pure
        and line.has(r"^ be(?! (?:out|exclude|leave|drop|ignore|remove))(?= )", start=two.end)
    )


_EXCEPTED = (
    r" (?:everything|everybody|everyone|anything|all|all \w+|every \w+|any \w+)(?: else)?"
    r" (?:but|bar|save|except(?: for)?|other than|apart from|excluding)(?: (?:the|for|of|from|in|with|a|an|is|be))*(?= )"
)
_ATTACHING = frozenset(words("with where whose who which that from of built bought aged in for"))


def _ends_exception(line: Line, one: Test, two: Test) -> bool:
    """ "Everything but glass, where the driver is a woman": what is excepted ends, and the rest goes on."""
    excepted = line.first(_EXCEPTED, start=max(0, one.start - _NEAR), end=one.start)
    between = [item.text for item in line.items[one.end : two.start]]
    return (
        excepted is not None
        and one.column is not two.column
        and bool(between)
        and (bool(set(between) & _ATTACHING) or two.operator not in ("=", "<>"))
        and not set(between) <= {"and", "or", "the"}
    )


def after_exception(line: Line, before: Run, run: Run) -> bool:
    """Whether a description goes on with what an exception was made from."""
    return _ends_exception(line, before.tests[-1], run.tests[0]) and not breaks(line, before.end, run.start)


def _ends_here(line: Line, test: Test, cue: Cue) -> bool:
    return test.end <= cue.start <= test.end + _NEAR and "," not in {
        item.text for item in line.items[test.end : cue.start]
    }


def _run(line: Line, tests: list[Test], start: int, cues: list[Cue]) -> Run:
    governed = {k for cue in cues for k in range(cue.start, cue.end)}
    denied: list[str] = []
    for place, test in enumerate(tests):
        before = tests[place - 1] if place else None
        first = before.end if before else max(start, test.start - _NEAR)
        own = "" if test.sure else _denied(line, first, test.start, governed)
        carried = denied[-1] if before and not test.sure and _carried(line, before, test) else ""
        denied.append(own or carried)
    return _joined(tests, denied, line)


def _denied(line: Line, first: int, at: int, governed: set[int]) -> str:
    """The "not", "no" or "without" of the description itself that reaches a condition."""
    for place in range(at - 1, max(first, at - _NEAR) - 1, -1):
        text = line.items[place].text
        if text in (",", "and", "but", "or", ":", ";") and place < at - 1:
            return ""
        if text not in _NEGATORS or place in governed:
            continue
        if line.has(_NOT_DENIED, start=place, end=min(place + 2, at + 1)):
            return ""
        bracketed = any(item.text == "(" for item in line.items[place:at])
        if text != "not" and bracketed:
            return ""  # "no wind (a wind speed below 3)"
        verbal = text in ("not", "never") and place and line.items[place - 1].text in _VERB_NEGATED
        inside = any(
            item.text in ("who", "that", "which", "where", "whose", "with")
            for item in line.items[max(0, place - 5) : place]
        )
        return "" if verbal and not inside else text
    return ""


def _carried(line: Line, one: Test, two: Test) -> bool:
    between = {item.text for item in line.items[one.end : two.start]}
    return bool(between & {"or", "nor"}) or (one.column is two.column and bool(between & {"and", ","}))


def _joined(tests: list[Test], denied: list[str], line: Line) -> Run:
    """Several labels of one column are alternatives: "students or retired"."""
    merged: list[Test] = []
    signs: list[str] = []
    for test, sign in zip(tests, denied, strict=True):
        place = next(
            (
                k
                for k, other in enumerate(merged)
                if other.column is test.column
                and other.part == test.part
                and other.operator == test.operator
                and bool(signs[k]) == bool(sign)
                and test.operator in ("=", "<>")
            ),
            None,
        )
        if place is None:
            merged.append(test)
            signs.append(sign)
            continue
        old = merged[place]
        values = tuple(dict.fromkeys((*old.values, *test.values)))
        merged[place] = replace(old, values=values, end=test.end)
    return Run(tuple(merged), tuple(signs), tests[0].start, tests[-1].end)


def governor(reading: Reading, run: Run, cues: list[Cue], runs: list[Run]) -> Cue | None:
    """The cue that says what is done with the rows of a description: around it, behind it, or in front."""
    line = reading.line
    around = [c for c in cues if c.side == "around" and c.start < run.start and run.end <= c.end]
    if around:
        return around[-1]
    behind = next((c for c in cues if c.side == "behind" and _follows(line, run, c)), None)
    ahead = [c for c in cues if c.side == "ahead" and _leads(line, c, run)]
    ahead = [
        c
        for c in ahead
        if not any(c.end <= other.start < run.start for other in runs)
        and not _used(reading, c.end, run.start)
    ]
    apart = not ahead or "," in {item.text for item in line.items[ahead[-1].end : run.start]}
    if behind and (apart or behind.effect != "keep"):
        return behind
    return ahead[-1] if ahead else None


def _used(reading: Reading, start: int, end: int) -> bool:
    """Whether something between a cue and a description is what the cue was about."""
    return any(
        k in reading.claimed for item in reading.line.items[start:end] for k in range(item.start, item.end)
    )


def _leads(line: Line, cue: Cue, run: Run) -> bool:
    return cue.end <= run.start <= cue.end + _REACH and not breaks(line, cue.end, run.start)


def _follows(line: Line, run: Run, cue: Cue) -> bool:
    if cue.end < run.start and line.items[cue.end].text == "(" and run.start - cue.end <= _NEAR:
        return True  # "the sweet ones alone (residual sugar above 10)"
    if not run.end <= cue.start <= run.end + _PREDICATE_REACH:
        return False
    between = [item.text for item in line.items[run.end : cue.start]]
    if (
        _is_condition(line, run)
        and between[:1] == [","]
        and len(between) <= _SUBJECT
        and "," not in between[1:]
    ):
        return True  # "if no class was filled in, the flat doesn't go in"
    if cue.effect == "keep" and set(between) & _SOURCES:
        return False  # "the grade (A to G) from the application alone"
    if "(" in between and ")" not in between:
        return False
    if line.items[cue.start].text == "out" and len(between) > _NEAR:
        return False  # "one who cancels takes twelve monthly fees out of my books"
    if _same_subject(between) and not set(between) & (_HARD | _PRONOUNS):
        return True  # "glass claims are settled elsewhere and don't belong here"
    if breaks(line, run.end, cue.start):
        return False
    if between == [","] and line.has(r" , [^,]*$", start=max(0, run.start - _NEAR), end=run.start):
        between = between[1:]  # "old ones, that is built before 1950, are what I sell"
    return "be" not in between and not {"and", "or"} & set(between[:1]) and "," not in between


def _is_condition(line: Line, run: Run) -> bool:
    """Whether "if", "when" or "where" opens the clause of a description."""
    return line.has(
        r" (?:if|when|where|whenever|wherever|once|should|in case)(?: (?!<)[a-z']+){0,4}$",
        start=max(0, run.start - _NEAR),
        end=run.start,
    ) or line.has(r"^ (?:if|when|where|whenever)(?= )", start=run.start)


_SUBJECT = 6


def _same_subject(between: list[str]) -> bool:
    """Whether what follows is the last of several things said of one subject."""
    joint = next((at for at in range(len(between) - 1, -1, -1) if between[at] in ("and", "but")), None)
    return joint is not None and all(text in _ADVERBS for text in between[joint + 1 :])
