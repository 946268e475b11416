"""The rows to learn from and to be judged on.

Each description of rows in a sentence (`runs`) is governed by a cue (`cues`): kept or dropped. What no cue governs
counts where it belongs to the request itself: "predict charges for people over 30", "renters in the north, please". A
second reader (`meant`) is asked at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.offline.metric.weighted import COUNTS
from assistant.offline.reading import Reading
from assistant.offline.rows.choice import column_of, whole
from assistant.offline.rows.cues import ALSO, ALSO_BEHIND, Cue, defines, find_cues
from assistant.offline.rows.described import describes, means_rows
from assistant.offline.rows.meant import Condition, conditions_of, rows_meant
from assistant.offline.rows.revised import (
    corrected_figure,
    earlier,
    is_revised,
    merged,
    read_revision,
    turned_round,
)
from assistant.offline.rows.runs import Run, after_exception, breaks, find_runs, governor
from assistant.offline.rows.turns import filter_lifted
from assistant.offline.rows.unnamed import ask_unknown_label, ask_unknown_place
from assistant.offline.table.conditions import Test
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

_MANY = 20
_WITHOUT = frozenset(words("without no none nobody nothing neither nor"))
_WEIGHS = r" (?:weigh|weight|count) (?:<num>|<times>|more|less|double|only|as (?:much|many|<num>|<times>|double))(?= )"
#: "Good and new count as one": labels of the goal that are put together.
_TOGETHER = r" (?:count|treat|take|lump|be|put|throw|group|belong|form)(?: \w+){0,2}? (?:as|into|in|in the|be)? ?(?:one|a single|the same|together)(?: (?:heap|group|class|pot|bucket|lot|category|thing))(?= )| (?:count|treat|take)(?: [a-z]+)? as one(?= )| be one (?:heap|group|class|pot|bucket|lot|category)(?= )"
_COLUMN_WORDS = frozenset(words("column field variable feature input predictor flag attribute"))
_LIST = frozenset(words(", and or nor the a an my our their its & both"))


@dataclass(frozen=True)
class Choice:
    """A description with what is done with its rows."""

    run: Run
    effect: str
    cue: Cue | None


def read_rows(reading: Reading) -> None:
    """Find what is said outright to keep or to drop, before columns to leave out and the goal are looked for."""
    parts: list[tuple[str, str]] = reading.notes.setdefault("row_parts", [])
    read_revision(reading)
    _read(reading, parts, late=False)


def read_filter(reading: Reading) -> None:
    """Find which rows to keep or to drop."""
    turned = turned_round(reading)
    lifted = filter_lifted(reading) if reading.context.spec.get("filter") and not turned else ""
    if lifted:
        reading.set("filter", None, lifted)
        return
    parts: list[tuple[str, str]] = reading.notes.setdefault("row_parts", [])
    _read(reading, parts, late=True)
    if not reading.context.spec.get("filter") and not is_revised(reading):
        meant = rows_meant(reading, reading.notes["conditions"])
        parts[:] = parts if meant is None else meant
    ask_unknown_label(reading)
    if not parts:
        ask_unknown_place(reading)
    said = reading.line.text.strip()
    if parts:
        quote = "; ".join(dict.fromkeys(quote for _, quote in parts))
        sql = merged(reading, [part for part, _ in parts])
        reading.set("filter", sql or None, said if is_revised(reading) else quote)
        return
    revised = corrected_figure(reading) or turned
    if revised:
        reading.set("filter", revised, said)
    elif is_revised(reading):
        reading.set("filter", whole(earlier(reading)) or None, said)


def _read(reading: Reading, parts: list[tuple[str, str]], *, late: bool) -> None:
    before: list[Choice] = []
    noted: list[Condition] = reading.notes.setdefault("conditions", [])
    for start, end in reading.line.sentences():
        runs, cues = find_runs(reading, start, end)
        choices = _chosen(reading, runs, cues, (start, end), before, late=late)
        for choice in choices:
            noted += conditions_of(reading.line, choice.run, choice.effect, late=late)
            if choice.effect in ("keep", "drop"):
                _keep(reading, choice, parts, choices, before)
        before = choices


def _chosen(
    reading: Reading,
    runs: list[Run],
    cues: list[Cue],
    sentence: tuple[int, int],
    before: list[Choice],
    *,
    late: bool,
) -> list[Choice]:
    """What is done with each description of a sentence."""
    line = reading.line
    choices: list[Choice] = []
    for place, run in enumerate(runs):
        cue = governor(reading, run, cues, runs)
        if (
            cue is None
            and place
            and choices[place - 1].effect
            and after_exception(line, runs[place - 1], run)
        ):
            choices.append(Choice(run, "keep", None))
            continue
        if cue is not None and not _takes_moment(line, run, cue):
            cue = None
        if cue is not None and defines(line, cue) and not (late and _is_definition(line, run, cue)):
            cue = None  # of a label of the goal it says what is looked for
        if cue is not None and _only_stays(line, cue):
            cue = replace(cue, effect="none")
        if cue is not None and _nothing_else(line, run, cue):
            cue = replace(cue, effect="keep")
        if _is_supposed(line, run, sentence):
            choices.append(Choice(run, "none", None))
        elif cue is not None and _counts_otherwise(reading, run, sentence):
            choices.append(Choice(run, "none", cue))
        else:
            choices.append(Choice(run, cue.effect if cue else "", cue))
    _take_up(reading, choices, cues, before)
    for place, choice in enumerate(choices):
        if not choice.effect:
            effect = _going_on(line, choice.run, [*before, *choices[:place]], sentence[0])
            choices[place] = Choice(choice.run, effect, None)
    choices = [_denied_outright(line, c, sentence) for c in choices]
    choices = [Choice(c.run.dropped(), c.effect, c.cue) if c.effect == "drop" else c for c in choices]
    kept = [_checked(reading, choice, late=late) for choice in choices]
    if not late:
        lacking = [c for c in kept if not c.effect and any(d in _WITHOUT for d in c.run.denied)]
        return [_described(reading, _lacking(c), sentence) if c in lacking else c for c in kept]
    kept = [_described(reading, choice, sentence) for choice in kept]
    return [_carried_on(reading, choice, sentence) for choice in kept]


def _carried_on(reading: Reading, choice: Choice, sentence: tuple[int, int]) -> Choice:
    """What no cue governs in a short later message about the rows chosen before."""
    if choice.effect or _counts_otherwise(reading, choice.run, sentence):
        return choice
    return replace(choice, effect="keep") if _is_said_again(reading, choice.run) else choice


def _is_said_again(reading: Reading, run: Run) -> bool:
    """ "Often only", "2012 and newer, that is": in a short later message, of a column that rows were chosen by before."""
    before = reading.context.spec.get("filter")
    if not before or len(reading.line.items) > _SHORT_MESSAGE:
        return False
    line = reading.line
    opens = line.items[0].text in _GOES_ON and not line.has(r" \?(?= )") and not line.has(r" <money>(?= )")
    if (
        opens
        and len(line.items) <= _SHORTER
        and all(means_rows(line, test) or test.sure for test in run.tests)
    ):
        return True  # "and with a balcony"
    held = {column_of(part) for part in earlier(reading)}
    return all(column_of(test.sql()) in held for test in run.tests)


_SHORT_MESSAGE = 20
_SHORTER = 12
_GOES_ON = frozenset(words("and also plus but only furthermore additionally"))


_SUPPOSED = (
    r" if (?:we|i|they|you|marketing|somebody|someone|one)(?: (?:had|did|were|only|ever|have))? [a-z]+(?= )"
)
_WOULD = r" (?:would|'d)(?= )"


def _is_supposed(line: Line, run: Run, sentence: tuple[int, int]) -> bool:
    """ "If we wrote to PhDs only, the hit rate would go up": nothing of it is asked for."""
    hit = line.first(_SUPPOSED, start=sentence[0], end=run.start + 1)
    if hit is None or not line.has(_WOULD, start=hit.end, end=sentence[1]):
        return False
    verbs = (line.tokens[item.start] for item in line.items[hit.start + 2 : hit.end])
    return any(token.lower != token.lemma and not token.lower.endswith("s") for token in verbs)


_OPENERS = frozenset(words(", : and but – - — ( please also so plus then or"))
_NOBODY = frozenset(words("no nobody nothing none neither"))
_CLOSERS = frozenset(
    words(", . ; ! and or nor but please ) either in at for though so thanks pls as because")
)


def _denied_outright(line: Line, choice: Choice, sentence: tuple[int, int]) -> Choice:
    """ "No trial accounts, nobody under 20": what a clause of its own denies is not to be there."""
    run = choice.run
    if choice.effect or not any(run.denied):
        return choice
    place = run.tests[next(k for k, said in enumerate(run.denied) if said)].start - 1
    while place > sentence[0] and line.items[place].text not in _NOBODY and run.start - place < _FAR:
        place -= 1
    if line.items[place].text not in _NOBODY:
        return choice
    opens = place == sentence[0] or line.items[place - 1].text in _OPENERS
    behind = run.end
    while behind < sentence[1] and line.items[behind].text in ENTITY_WORDS:
        behind += 1
    closes = behind >= sentence[1] or line.items[behind].text in _CLOSERS
    return replace(choice, effect="keep") if opens and closes else choice


def _is_definition(line: Line, run: Run, cue: Cue) -> bool:
    """ "Regulars, meaning those who come four times": a figure, or what somebody does."""
    told = {item.text for item in line.items[cue.end : run.start]} & {"who", "that", "whose", "which", "with"}
    return bool(told) or any(test.operator not in ("=", "<>") for test in run.tests)


def _is_quoted(line: Line, run: Run) -> bool:
    """ "A segment labelled 'use only …'": "those are typos" is said of the words, not of the rows."""
    return line.has(
        r" (?:label|call|say|read|name)(?: as)? (?:\"|')$", start=max(0, run.start - 4), end=run.start
    )


def _lacking(choice: Choice) -> Choice:
    """Of a description only what is not to be there, as long as nobody knows the goal."""
    pairs = [p for p in zip(choice.run.tests, choice.run.denied, strict=True) if p[1] in _WITHOUT]
    tests, denied = tuple(t for t, _ in pairs), tuple(d for _, d in pairs)
    return Choice(Run(tests, denied, tests[0].start, tests[-1].end), choice.effect, choice.cue)


def _only_stays(line: Line, cue: Cue) -> bool:
    """ "The islands stay in, the fibre people go out": what stays beside what goes is not all that counts."""
    stays = cue.side == "behind" and cue.effect == "keep" and line.has(_STAYS, start=cue.start, end=cue.end)
    return stays and any(
        other.effect == "drop" for start, end in line.sentences() for other in find_cues(line, start, end)
    )


def _nothing_else(line: Line, run: Run, cue: Cue) -> bool:
    """ "Other than books nothing interests me": what is excepted is all that counts."""
    excepted = cue.effect == "drop" and line.items[cue.start].text in (
        "other",
        "except",
        "apart",
        "besides",
        "aside",
    )
    return excepted and line.has(r"^(?: ,)? (?:nothing|nobody|no one|none)(?= )", start=run.end)


def _described(reading: Reading, choice: Choice, sentence: tuple[int, int]) -> Choice:
    """What no cue governs, kept where the request itself tells it of its rows."""
    rest = None if choice.effect else choice.run.without(_skipped(reading))
    if rest is None or any(1 < t.column.n_distinct <= len(t.values) for t in rest.tests):
        return choice
    if _counts_otherwise(reading, rest, sentence) or not describes(reading, rest, sentence):
        return choice
    return Choice(rest, "keep", None)


_MOMENT = frozenset(
    words("month , in from to of for during between except skip drop exclude on and or only just the")
)


def _takes_moment(line: Line, run: Run, cue: Cue) -> bool:
    """ "Only in May", not "only reachable sundays": a day or month belongs to the words right in front of it."""
    first = run.tests[0]
    if not first.part or first.part.startswith("length") or cue.side != "ahead" or cue.end == first.start:
        return True
    return line.items[first.start].text in _MOMENT or line.items[first.start - 1].text in _MOMENT


def _going_on(line: Line, run: Run, before: list[Choice], start: int) -> str:
    """ "…, and so can glass claims": the effect of what was said before."""
    effect = next((c.effect for c in reversed(before) if c.effect), "")
    if not effect:
        return ""
    first = max(start, run.start - 6)
    if any(line.has(pattern, start=first, end=run.start) for pattern in ALSO):
        return effect
    return effect if line.has(ALSO_BEHIND, start=run.end) else ""


def _take_up(reading: Reading, choices: list[Choice], cues: list[Cue], before: list[Choice]) -> None:
    """Give what a pronoun or "the rest" looks back at its effect."""
    line = reading.line
    for cue in cues:
        if cue.side not in ("before", "rest") or line.items[cue.start].start in reading.claimed:
            continue
        ahead = [k for k, c in enumerate(choices) if c.run.end <= cue.start]
        here = [k for k in ahead if not choices[k].effect]
        if cue.effect == "drop":
            here = [k for k in here if not _is_quoted(line, choices[k].run)]
        if (
            ahead
            and choices[ahead[-1]].effect
            and not (cue.effect == "keep" and here and cue.side == "before")
        ):
            reading.claim_items(line, cue.start, cue.end)
            continue  # "I only deal in diesels, so look at those"
        if here:
            for k in here:
                run = choices[k].run
                choices[k] = Choice(run.without_denials() if cue.effect == "drop" else run, cue.effect, cue)
        elif not ahead and _opens(line, cue):
            for c in [c for c in before if not c.effect and not _priced(line, c.run)]:
                choices.append(Choice(c.run.without_denials(), cue.effect, cue))


def _priced(line: Line, run: Run) -> bool:
    """ "A Third Owner car sold as First Owner costs 30,000. Nothing else matters.": outcomes, not rows."""
    start, end = next((a, b) for a, b in line.sentences() if a <= run.start < b)
    return any(
        line.items[k].text == "<money>" and not run.start <= k < run.end for k in range(start, end)
    ) and line.has(_COSTS, start=start, end=end)


ENTITY_WORDS = frozenset(
    words(
        "one ones people person customer client member account case row flat home house car loan claim order ticket patient employee applicant deal lead phone trip stay"
    )
)
_COSTS = r" (?:cost|pay|lose|earn|bring|gain|save|worth|loss|fine|penalty)(?= )"
_FAR = 6  # words of a sentence in front of what looks back at the sentence before


def _opens(line: Line, cue: Cue) -> bool:
    """Whether a cue stands at the head of its sentence: "Drop those.", "The rest can go"."""
    start = next(a for a, b in line.sentences() if a <= cue.start < b)
    return cue.start - start <= _FAR and line.items[cue.end - 1].text != "it"


def _checked(reading: Reading, choice: Choice, *, late: bool) -> Choice:
    """Without what is no choice of rows, and what cannot be told yet."""
    run, effect = choice.run, choice.effect
    if not effect or effect == "none":
        return choice
    if any(1 < test.column.n_distinct <= len(test.values) for test in run.tests):
        return Choice(run, "none", choice.cue)  # "a ladder of five rungs: poor, fair, good, …"
    behind = choice.cue is not None and choice.cue.side == "behind" and choice.cue.start == run.end
    unsure = () if behind or _joined_by_and(reading.line, run) else run.tests
    goal = (*_skipped(reading), *(t.column.name for t in unsure if not means_rows(reading.line, t)))
    if effect == "keep" and any(test.column.name in goal for test in run.tests):
        rest = run.without(goal)
        return Choice(rest or run, effect if rest else "none", choice.cue)
    if effect == "drop" and any(
        _names_columns(reading, test) or not means_rows(reading.line, test) for test in run.tests
    ):
        return Choice(run, "", choice.cue)
    if effect == "drop" and any(_is_positive(reading, test) for test in run.tests):
        return Choice(run, "none", choice.cue)
    if not late and all(_may_be_the_goal(reading, test, choice) for test in run.tests):
        return Choice(run, "", choice.cue)
    return choice


_STAYS = r" (?:stay|remain)(?= )"
_WHERE = r" (?:where|whose)(?= )"
_LEARNS = r" (?:learn|train|build|fit|work|restrict|limit)(?: [a-z]+){0,3}? (?:from|on|with|to)(?= )"


def _joined_by_and(line: Line, run: Run) -> bool:
    """ "Rows: built 2000 or later AND a lift": a column of yes and no beside what describes rows for certain."""
    joints = (line.items[two.start - 2].text for two in run.tests[1:] if two.start > 1)
    return (
        means_rows(line, run.tests[0])
        and len(run.tests) > 1
        and all(text in ("and", "or") for text in joints)
    )


def _may_be_the_goal(reading: Reading, test: Test, choice: Choice) -> bool:
    """A label of two may be what is looked for, as long as nobody knows the goal."""
    line = reading.line
    told = choice.effect == "keep" and choice.cue is not None and choice.cue.side == "ahead"
    start = next((a for a, b in line.sentences() if a <= test.start < b), 0)
    learns = line.has(_LEARNS, start=start, end=test.start)
    if told and (learns or line.has(_WHERE, start=max(0, test.start - 2), end=test.end)):
        named = {m.column.name for m in reading.columns.mentions(line, least=0.95) if m.end <= test.start}
        if named - {test.column.name}:
            return False  # "repair_hours, please; look only at rows where failed is 1"
    ordered = (
        choice.effect == "drop"
        and choice.cue is not None
        and (choice.cue.side in ("ahead", "around") or (choice.cue.side == "behind" and test.sure))
    )
    return test.column.n_distinct == 2 and test.operator in ("=", "<>") and not ordered


def _counts_otherwise(reading: Reading, run: Run, sentence: tuple[int, int]) -> bool:
    """ "Where holidays count five times": a weight, no choice."""
    line = reading.line
    return any(
        line.has(pattern, start=run.start, end=sentence[1]) for pattern in (COUNTS, _WEIGHS, _TOGETHER)
    )


def _names_columns(reading: Reading, test: Test) -> bool:
    """ "Leave out marital status, education and job": a word in a list of columns is no label."""
    if test.operator not in ("=", "<>") or test.part:
        return False
    line = reading.line
    beside = {item.text for item in line.items[max(0, test.start - 2) : test.end + 2]}
    if beside & _COLUMN_WORDS:
        return True
    for mention in reading.columns.mentions(line, least=0.9):
        apart = (
            line.items[mention.end : test.start]
            if mention.end <= test.start
            else line.items[test.end : mention.start]
        )
        inside = mention.start < test.end and test.start < mention.end
        if any(item.payload is not None for item in line.items[max(0, mention.start - 3) : mention.start]):
            continue  # "more than 50 km from home, fuel not included"
        if inside and mention.column is not test.column and mention.score >= 1:
            return True
        if (
            not inside
            and 0 < len(apart) <= 3
            and all(item.text in _LIST for item in apart)
            and {"and", "or", ","} & {i.text for i in apart}
        ):
            return mention.score >= 1
    return False


def _keep(
    reading: Reading,
    choice: Choice,
    parts: list[tuple[str, str]],
    choices: list[Choice],
    before: list[Choice],
) -> None:
    run, line = choice.run, reading.line
    cue = choice.cue
    first = min(run.start, cue.start) if cue else run.start
    last = max(run.end, cue.end) if cue else run.end
    for test in run.tests:
        reading.claim_items(line, test.start, test.end)
    reading.claim_items(line, *_stretch(line, run, cue))
    _claim_bracket(reading, run)
    if cue is not None and cue.side in ("before", "rest"):
        reading.claim_items(line, cue.start, cue.end)
    quote = line.words(first, last).strip(" ,.;:()")
    outer = _exception_to(line, choice, choices)
    if outer is not None:
        described = outer.run.without_denials() if _drops(outer) else outer.run
        sql = f"NOT ({described.inner(line)} AND {run.sql(line, drop=True)})"
        said = outer.run.sql(line, drop=not _drops(outer))
        place = next((k for k, (part, _) in enumerate(parts) if part == said), None)
        if place is not None:
            parts[place] = (sql, f"{parts[place][1]} {quote}")
            return
    sql = run.sql(line, drop=choice.effect == "drop")
    if choice.effect == "drop":
        sql = _unsaid(run, parts, line)
    if sql and all(sql != part for part, _ in parts):
        parts.append((sql, quote))


def _claim_bracket(reading: Reading, run: Run) -> None:
    """ "The unemployed (employment_length)": the column of a label in brackets."""
    line = reading.line
    for mention in reading.columns.mentions(line):
        beside = mention.start == run.end + 1 and line.items[run.end].text == "("
        if beside and any(mention.column is test.column for test in run.tests):
            reading.claim_items(line, mention.start, mention.end)


def _stretch(line: Line, run: Run, cue: Cue | None) -> tuple[int, int]:
    """A description with the nouns around it: "exclude | home owners over 70"; what else is listed stays free."""
    start, end = run.start, run.end
    if cue is not None and cue.side in ("ahead", "around") and cue.start < start:
        begin = cue.end if cue.side == "ahead" else cue.start + 1
        joints = [
            at + 1 for at in range(begin, start) if line.items[at].text in (",", "and", "or", "nor", "(")
        ]
        start = joints[-1] if joints else begin
    if cue is not None and cue.side == "behind":
        end = max(end, cue.end)
    return start, end


def _unsaid(run: Run, parts: list[tuple[str, str]], line: Line) -> str:
    """ "Singles only, not the married ones": what is kept says it already."""
    kept = [part for part, _ in parts]
    said = [
        t
        for t in run.tests
        if any(
            part.startswith((f"{t.sql().split(' ')[0]} = ", f"{t.sql().split(' ')[0]} IN")) for part in kept
        )
    ]
    return "" if len(said) == len(run.tests) else run.sql(line, drop=True)


def _exception_to(line: Line, choice: Choice, choices: list[Choice]) -> Choice | None:
    """ "Drop flats that need renovation, except in the Old Town"."""
    cue = choice.cue
    if cue is None or line.items[cue.start].text not in ("except", "unless"):
        return None
    ahead = [c for c in choices if c.run.end <= cue.start and (c.effect == "drop" or _drops(c))]
    return ahead[-1] if ahead and not breaks(line, ahead[-1].run.end, cue.start) else None


def _drops(choice: Choice) -> bool:
    """ "No Samsungs, except …": what is kept is what is not so."""
    return choice.effect == "keep" and all(choice.run.denied)


def _is_positive(reading: Reading, test: Test) -> bool:
    """Whether the rows that a test describes are those to be found."""
    if test.column.name != reading.said("target") or (
        test.column.n_distinct > _MANY and test.column.kind == "number"
    ):
        return False
    if test.column.n_distinct == 2:
        return True
    said = reading.said("positive_label")
    wanted = [said] if isinstance(said, str) else said or ()
    return test.operator not in ("=", "<>") or any(w.strip() in str(test.values) for w in wanted)


def _skipped(reading: Reading) -> tuple[str, ...]:
    """The target, where it holds labels: what is said of them is said of the goal."""
    column = reading.columns.by_name.get(str(reading.said("target")))
    if column is None or (column.kind == "number" and column.n_distinct > _MANY):
        return ()
    return (column.name,)
