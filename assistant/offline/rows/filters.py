"""The rows to learn from and to be judged on."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.offline.metric.weighted import COUNTS
from assistant.offline.reading import Reading
from assistant.offline.rows.turns import filter_lifted
from assistant.offline.table.columns import pieces_of
from assistant.offline.table.conditions import Test, find_tests, to_sql
from assistant.offline.table.labels import is_yes_no, no_label
from assistant.offline.table.sql import literal, number
from assistant.offline.text.comparisons import in_front, operator_in_front
from assistant.offline.text.line import Hit
from assistant.offline.text.patterns import match, search
from assistant.offline.text.tokens import Token
from assistant.offline.text.wordlists import words

_UNTIL = r"(?P<rows>(?:(?![.;!?] |but |<aside>|: (?:predict|which|who|what|whether|find|forecast|estimate) |(?:,|and) (?:i|we|then|use|please|make|no|nobody|nothing|neither|not|only|within|in (?=<dur>|under|less|at most)|at (?!least|most)|drop|forget|ignore|leave|optimise|maximise|test|train|give|so|hold|score|within|rmse|<family>) )[^ ]+ )+)"
_KEEP = (
    rf" (?:only|just|solely|exclusively|nothing but|merely)(?: (?:use|consider|look at|look|include|take|keep|learn(?: from)?|train on|for|on|with|the|those|in|at|among|about|want|need|care about|interested in|predict for|from|to|be))* {_UNTIL}",
    rf" (?:restrict|limit|narrow|confine|reduce)(?: (?:it|this|the data|the table|yourself|everything|the analysis|down|data|rows))* to {_UNTIL}",
    rf" (?:row|record)s?(?: (?:be|with))? (?::|=|-) {_UNTIL}",
    rf" (?:among|use(?: only)?(?: the)? (?:row|case|record|customer|booking|loan)s?|keep|filter(?: (?:for|on|to|by))?|consider only|where|look(?: only)? at|(?:concentrate|focus)(?: only)? on|stick to|confine \w+ to|(?:train|learn)(?: only)? (?:on|from)|take (?:just|only)|only \w+ with) {_UNTIL}",
)
_TRAILING_ONLY = rf"(?: (?:for|on|in|of|with|about|from)|(?<=[.;,!?])|(?<= and)|^) {_UNTIL}(?<= )(?:only|(?:, |– |- )?(?:and )?(?:nothing|nobody|no one|none) else|(?:, |– |- )?(?:and )?no others?|alone)(?= [.,;:!]| $|$)"
_UNWANTED = r" not (?:want|need|care about|interested in|bother with) (?!to )(?P<rows>(?:(?![.,;!?:] |but |whether |how |what |<aside>)[^ ]+ )+)"
_KEEP_THESE = rf"(?:(?<=[.,;:!?])|(?<= and)|(?<= please)|(?<= so)|^) (?:take|use|consider|include|learn from|train on)(?= (?:the|all|those|every|any|my|our) [a-z]+ (?:who|with|that|which|where|whose|from|in|of|under|over|above|below|between|before|after|older|young|more|less|at)(?= )) {_UNTIL}"
_DROP_VERB = r" (?:ignore|exclude|excluding|leave out|drop|skip|not for|except(?: for)?|apart from|(?:everything|everyone|everybody|all|anything|anyone) but|disregard|remove|other than|not (?:the|for|with|include|use|consider|on|in)|throw (?:out|away)|omit|forget(?: about)?|leave (?:aside|away)|filter out|but not|bin|kick out|discard|strike)"
_DROP = rf"{_DROP_VERB} {_UNTIL}"
_NO = r" (?:no(?! (?:matter|doubt|idea|problem|long|longer|more|less|few|fewer|wonder|need|sooner|later|way|fuss|hurry|other|others|one)(?= ))|none of|neither|nor|(?:none|nothing|nobody|no one|no <num>)(?= (?:with|from|in|of|on|at|who|whose|that|which|under|over|above|below|before|after|older|younger|paying|born))|none|without) (?P<rows>(?:(?![.;!?:] |, (?![^ ]+ (?:,|or|and|nor) )|but |<aside>|(?:and|with) (?:no|i|we|at|the|a) )[^ ]+ )+)"
_OUT = r"(?:leave out|left out|leave (?:aside|away)|ignore|exclude|excluded|ignored|drop|dropped|skip|skipped|removed|remove|discard|bin|set aside|throw out|out of scope|off the table|not of interest|irrelevant|not consider(?:ed)?|not count(?:ed)?|uninteresting)"
_IN_BETWEEN = rf" (?:leave|keep|take|throw|kick|cut|chuck|filter|want|have|put|sort|weed|get|toss|strip) {_UNTIL}(?<= )(?:out|aside|away|off)(?: (?:of (?:it|this|that|there|here|the \w+|everything)|altogether|completely|entirely|please|too|as well|first|then|from the (?:start|beginning)))*(?= (?:[.,;:!)]|and|but|as|because|since|it|they)(?= )| $|$)"
_WANTED_IN = rf" not (?:want|need|like|have) {_UNTIL}(?<= )in (?:it|there|here|the \w+)(?= )"
_LEFT_OUT = r"(?:leave out|leave aside|leave away|filter out|throw out|throw away|throw aside|take out|drop|ignore|exclude|omit|skip|remove|discard|set aside|kick out|strip out|cut out|bin|delete|weed out)"
_WITHOUT_THEM = rf" {_UNTIL}(?<= )(?:be )?{_LEFT_OUT}(?= (?:[.,;:!)]|please|of course|altogether|completely|first|and|but|from|for|as|too)(?= )| $|$)"
_DROP_AFTER = (
    rf" {_UNTIL}(?<= )be (?:of no (?:interest|use|concern|relevance|importance)|no (?:concern|business|longer relevant)|not (?:my|our) (?:business|concern|trade|problem)|not (?:need|needed|want|wanted|relevant|of interest|interesting|part of (?:it|this|my \w+|our \w+)))(?! and count)(?= )",
    rf" {_UNTIL}(?<= )do not (?:matter|interest|concern|belong|count)(?: \w+){{0,3}}(?= (?:[.,;!]|and|but)(?= )| $|$)",
    rf" {_UNTIL}(?<= )(?:(?:should|must|can|are to|be to|have to|need to|to) be|be) {_OUT}(?= )",
    rf" {_UNTIL}(?<= )(?:be|stay|go) out(?= (?:[.,;!]|and|of (?:it|this|scope)|as|because)(?= )| $|$)",
    rf" {_UNTIL}(?<= )(?:do not (?:count|belong|remain|interest \w+|matter)|(?:must|should|may|can|shall) not (?:be (?:in(?: it| there)?|part of \w+|included?|used?|considered|counted)|count|matter))(?= )",
    rf" {_UNTIL}(?<= )(?:can|must|should|have to) go(?= (?:[.,;!]|too|as well)(?= )| $|$)",
    rf" {_UNTIL}(?<= )(?:teach|tell) (?:we |us |you |me |i )?nothing(?= )",
)
_KEEP_AFTER = rf" {_UNTIL}(?<= )(?:remain|stay in|be (?:to stay|to remain|of interest|enough|what (?:i|we) (?:want|need)))(?= (?:[.,;!]|and|but)(?= )| $|$)"
# "…, so drop those", "… were chaos, throw them away", "… take those rows out".
_DROP_THEM = (
    r" (?:(?:drop|bin|ignore|skip|remove|exclude|delete|throw|leave|take|kick|discard|forget|filter|keep|cut)(?: (?:out|away))? (?:it|them|(?:that|those|these|this)(?: (?P<noun>(?!row|one|case|record|trip|completely|altogether|all|out|away|aside|off)[a-z]+)(?= (?:out|away|aside|off)))?)(?: (?:row|one|case|record|trip|completely|altogether|all))*(?: (?:out|away|aside|off))?"
    r"|(?:they|that|these|those) (?:(?:can|must|should|have to) go|(?:be|stay|go) out|(?:should|must|may|can|do) not (?:be (?:in|used|part|included)|count|belong))"
    r"|(?:without|but not|so not|not|except|minus) (?:them|those|these)(?= (?:[.,;!)]|please)(?= )| $|$)|(?:they|that|these|those)(?: [a-z]+)? (?:be (?:not (?:need|needed|wanted|of interest|relevant)|of no (?:use|interest))|do not (?:count|belong|matter)))(?= )"
)
_CORRECTION = rf" (?:i mean|i meant|make (?:that|it)|correction|rather|instead|should have (?:be|said)|sorry|scratch that|scrap that|no wait|wait|better|hang on)(?: (?:,|:|it|be|no|the|take))* {_UNTIL}"
_FIGURE = rf" (?:i mean|i meant|make (?:that|it)|correction|should have (?:be|said)|rather)(?: (?:,|:|it|be))*(?: {in_front()})? (?P<value><num>)(?= (?:[.,;!]|instead|please)(?= )| $|$)"
# "I'm only after the rosa kernels" tells what is looked for, where no target was named.
_SOUGHT = r"^ (?:only|just|solely|merely)(?: be)? (?:after|interested in|look for|hunt for|keen on|want|need|care about)(?= )"
_HAVING = r"^ (?:only|just|solely|merely) (?:get|have|can|could|reach|afford|stretch|room|enough|<num>)(?= )"
_BOUND = r"^ no (?:further|longer|more|less|later|fewer|earlier|higher|lower|bigger|larger|smaller|worse|better|sooner|greater) than(?= )"
_NOT_OUT = rf" not (?:to )?(?:be )?{_OUT}(?= )"
_JOINS = r"^ (?:and|but|so|the|all|any|every|my|our|then)(?= )"
_COMING = r" (?:will|would|be go to|be about to|about to|likely|likeliest|end(?: up)?|sort to|such a|need|turn out|become)(?= )"
_NARROWS = r" (?:for|among|from|with|on|during|who|whose|only)(?= )"
_WORTH = re.compile(r"\bworth\b|\b(?:earns?|saves?|brings?)\b[^.;!?]{0,12}\d", re.IGNORECASE)
_GOAL = rf" (?:for|of|among|about|on|in|from|with) {_UNTIL}"


def read_filter(reading: Reading) -> None:
    """Find which rows to keep or to drop."""
    lifted = filter_lifted(reading) if reading.context.spec.get("filter") else ""
    if lifted:
        reading.set("filter", None, lifted)
        return
    parts: list[tuple[str, str]] = []
    seen: set[int] = set()
    _add_bare(reading, parts, seen)
    _add_taken_up(reading, parts, seen)
    for hit in reading.line.find(_WITHOUT_THEM):
        if _typed_past(reading, hit):
            _add(reading, hit, parts, seen, drop=True, close=True)
    cues = [(_TRAILING_ONLY, False), *((keep, False) for keep in (*_KEEP, _KEEP_AFTER, _KEEP_THESE))]
    cues += [
        *((dropped, True) for dropped in (*_DROP_AFTER, _IN_BETWEEN, _WANTED_IN, _UNWANTED)),
        (_DROP, True),
        (_NO, True),
    ]
    if reading.context.spec.get("filter"):
        cues.append((_CORRECTION, False))
    for pattern, drop in cues:
        for hit in reading.line.find(pattern):
            _add(reading, hit, parts, seen, drop=drop)
    if not parts:
        _widen(reading, parts, seen)
    _add_goal(reading, parts, seen)
    _correct_figure(reading, parts)
    if parts:
        kept = [(part, "") for part in _still_holding(reading, parts)]
        whole = [*kept, *parts]
        sql = " AND ".join(f"({part})" if " OR " in part and len(whole) > 1 else part for part, _ in whole)
        reading.set("filter", sql, "; ".join(quote for _, quote in parts))


_ALSO = r" (?:too|also|as well|plus|add|likewise|in addition|besides|together with)(?= )"
_MEMBER = 3  # words of one member of a list, with its comma
_WIDER = 14  # words of a message that only widens the choice


def _widen(reading: Reading, parts: list[tuple[str, str]], seen: set[int]) -> None:
    """ "Medical ones as well, please": a label more of the column that the rows were chosen by."""
    before = str(reading.context.spec.get("filter") or "")
    if not before or len(reading.line.items) > _WIDER or not reading.line.has(_ALSO):
        return
    for test in find_tests(reading, 0, len(reading.line.items), skip=_skipped(reading)):
        left = re.escape(sql_name(test))
        kept = re.search(rf"{left} (?:= (?P<one>'(?:[^']|'')*')|IN \((?P<all>[^)]*)\))", before)
        out = re.search(rf"{left} (?:<> (?P<one>'(?:[^']|'')*')|NOT IN \((?P<all>[^)]*)\))", before)
        found = kept or out
        if found is None or test.operator != "=" or not _usable(reading, test, seen):
            continue
        old = re.findall(r"'(?:[^']|'')*'", found["one"] or found["all"])
        values = tuple(dict.fromkeys((*old, *test.values)))
        wider = Test(test.column, "=" if kept else "<>", values, test.start, test.end)
        _keep(reading, [wider], parts, seen, drop=False, quote=reading.line.text.strip())
        return


def _typed_past(reading: Reading, hit: Hit) -> bool:
    """ "open rows filtered out", not "that filters them out"."""
    verb = reading.line.items[hit.end - 1]
    verb = reading.line.items[hit.end - 2] if verb.text in ("out", "aside", "away") else verb
    token = reading.line.tokens[verb.start]
    return token.lower != token.lemma and not token.lower.endswith(("s", "ing"))


def _correct_figure(reading: Reading, parts: list[tuple[str, str]]) -> None:
    """ "Sorry, I meant under 40": the figure of the one comparison that was made before."""
    before = re.fullmatch(
        r'("[^"]+"|\w+) (<=|>=|<|>) (-?\d[\d.]*)', str(reading.context.spec.get("filter") or "")
    )
    hit = reading.line.first(_FIGURE) if before and not parts else None
    if before and hit and reading.free(hit):
        front = hit.said("front")
        operator = operator_in_front(front) if front else before[2]
        parts.append((f"{before[1]} {operator} {number(hit.quantity('value').value)}", hit.quote))
        reading.claim(hit)


def _still_holding(reading: Reading, parts: list[tuple[str, str]]) -> list[str]:
    """What earlier messages said of other columns holds on beside what this one says."""
    before = str(reading.context.spec.get("filter") or "")
    if not before or re.search(r" OR | BETWEEN |[()]", re.sub(r"\([^()]*\)", "", before)):
        return []
    if reading.line.has(r" (?:instead|only|just|rather than)(?= )"):
        return []
    new = {_column_of(part) for part, _ in parts}
    return [part for part in before.split(" AND ") if _column_of(part) not in new]


def _column_of(sql: str) -> str:
    """The column that a condition begins with."""
    found = re.match(r'\(?("(?:[^"]|"")*"|[^\s<>=]+)', sql)
    return found[1] if found else sql


def _add_taken_up(reading: Reading, parts: list[tuple[str, str]], seen: set[int]) -> None:
    """ "Trips in the snow were chaos, throw them away": what was described in front of the pronoun."""
    before: tuple[int, int] | None = None
    for start, end in reading.line.sentences():
        for hit in reading.line.find(_DROP_THEM, start=start, end=end):
            if (
                not reading.free(hit)
                or not _ordered(reading, hit)
                or reading.line.has(
                    r" (?:not|never|column)(?= )", start=max(start, hit.start - 3), end=hit.start
                )
            ):
                continue
            noun = hit.said("noun")
            for first, last in [(start, hit.start), *([before] if before else [])]:
                tests = [
                    t
                    for t in find_tests(reading, first, last, skip=_positives(reading))
                    if _usable(reading, t, seen) and (not noun or noun in pieces_of(t.column.name))
                ]
                if tests:
                    quote = reading.line.words(tests[0].start, hit.end)
                    _keep(reading, [_plainly(t) for t in tests], parts, seen, drop=True, quote=quote)
                    break
        before = (start, end)


def _told_of_old(reading: Reading, hit: Hit) -> bool:
    """ "Last year we only looked at women": what was done once."""
    line = reading.line
    tokens = [
        t for item in line.items[hit.start : hit.span("rows")[0]] for t in line.tokens[item.start : item.end]
    ]
    subject = line.has(
        r" (?:we|i|they|he|she|people)(?: [a-z]+)?$", start=max(0, hit.start - 2), end=hit.start
    )
    return subject and any(t.lower != t.lemma and t.lower.endswith(("ed", "took", "kept")) for t in tokens)


def _dropped(reading: Reading, hit: Hit) -> bool:
    """Whether the sentence of a "where" drops the rows rather than keeps them."""
    start, end = next(((a, b) for a, b in reading.line.sentences() if a <= hit.start < b), (0, hit.end))
    ahead = reading.line.has(
        rf"(?: without| no|{_DROP_VERB})(?: [^ ,;:]+){{0,5}}$", start=start, end=hit.start
    )
    return ahead or any(
        reading.line.has(after, start=hit.start, end=end) for after in (*_DROP_AFTER, _WITHOUT_THEM)
    )


def _habit(reading: Reading, hit: Hit) -> bool:
    """ "I always look at the ceiling": what people do, not what is to be done."""
    often = r" (?:i|we|they|he|she|people|everybody|everyone)(?: just)? (?:always|usually|often|never|sometimes|mostly|normally|generally|still)$"
    return reading.line.has(often, start=max(0, hit.start - 4), end=hit.start)


def _ordered(reading: Reading, hit: Hit) -> bool:
    """ "Throw them away" orders it; "would have kept that" and "leave it" do not."""
    verb = reading.line.tokens[reading.line.items[hit.start].start]
    if verb.lemma in ("they", "that", "these", "it", "without"):
        return True
    alone = verb.lemma not in ("keep", "leave", "take", "throw", "kick", "cut", "forget")
    return verb.lower == verb.lemma and (
        alone or reading.line.items[hit.end - 1].text in ("out", "away", "aside", "off")
    )


def _usable(reading: Reading, test: Test, seen: set[int]) -> bool:
    return seen.isdisjoint(range(test.start, test.end)) and _unclaimed(reading, test)


def _says_otherwise(reading: Reading, hit: Hit, *, drop: bool) -> bool:
    """Words that look like a choice of rows and are a story, a bound, a number of places, or the goal."""
    words_said = hit.match.group()
    before = reading.line.canon[: reading.line.place(hit.start)]
    if reading.line.has(COUNTS, start=hit.span("rows")[0], end=hit.span("rows")[1]):
        return True  # "where holidays count five times" leaves no row out
    if words_said.startswith(" keep "):
        # "keeping one is worth $300" tells what people earn, "he keeps falling for it" a habit.
        typed = reading.line.tokens[reading.line.items[hit.start].start].lower
        return bool(_WORTH.search(hit.quote)) or typed != "keep"
    if _told_of_old(reading, hit) or _habit(reading, hit):
        return True
    if reading.line.has(
        r" (?:weigh|weight) (?:<num>|<times>|more|less|as|double|only)(?= )", start=hit.start, end=hit.end
    ):
        return True  # "rows with a flag of 1 weigh 5"
    if words_said.startswith(" where ") and _dropped(reading, hit):
        return True  # "throw out rows where the income is missing"
    if match(_HAVING, words_said) or match(_BOUND, words_said):
        return True
    if match(r" (?:only|just|merely|solely)(?= )", words_said) and search(r" not $", before):
        return True  # "not just grade L"
    rows = " " + hit.said("rows") + " "
    if drop and (search(r" (?:not|never)(?: to)? $", rows) or search(r" (?:not|never) $", before)):
        return True  # "are not to be left out", "do not leave out"
    if reading.line.has(_NOT_OUT, start=hit.start, end=hit.end):
        return True  # "they are not to be left out, they stay in"
    unknown = not isinstance(reading.said("target"), str)
    return unknown and bool(match(_SOUGHT, words_said) or match(r" (?:without|no|with) ", words_said))


def _add(
    reading: Reading,
    hit: Hit,
    parts: list[tuple[str, str]],
    seen: set[int],
    *,
    drop: bool,
    goal: bool = False,
    close: bool = False,
) -> None:
    start, end = hit.span("rows")
    if _says_otherwise(reading, hit, drop=drop):
        return
    if end < hit.end:
        start = _own_list(reading, start, end) if close else _own_clause(reading, start, end)
    tests = [
        t
        for t in find_tests(reading, start, end, skip=_positives(reading) if drop else _skipped(reading))
        if _usable(reading, t, seen)
        and not (drop and _is_positive(reading, t))
        and not (goal and (_to_come(reading, t) or _an_input(reading, t)))
    ]
    if tests and not drop and not goal:
        tests += _going_on(reading, tests[-1].end, hit.end, seen)
    if not tests:
        _ask_unknown_label(reading, start, end)
        return
    if (
        drop
        and search(r"^ (?:no|without|not) ", hit.match.group())
        and all(_says_no(t) for t in tests)
        and not _told_where(reading, hit)
    ):
        drop = False  # "no dependents" is read as a "no" already
    positive = [t if _denied_inside(reading, start, t) else _plainly(t) for t in tests] if drop else tests
    if drop:
        # "not the married ones, only singles": what is kept says it all.
        positive = [t for t in positive if not any(sql_name(t) in part for part, _ in parts)]
    if not positive:
        return
    if drop:
        for group in _apart(reading, positive):
            _keep(reading, group, parts, seen, drop=True, quote=hit.quote)
        return
    _keep(reading, positive, parts, seen, drop=False, quote=hit.quote)


def _own_list(reading: Reading, start: int, end: int) -> int:
    """ "Surgery wards, emergencies left out": where the list begins that a participle ends, behind the last clause."""
    items = reading.line.items
    commas = [start - 1, *(at for at in range(start, end - 1) if items[at].text == ",")]
    begin = commas.pop() + 1
    if not {"and", "or"} & {item.text for item in items[begin:end]}:
        return begin
    while commas and begin - 1 - commas[-1] <= _MEMBER:
        begin = commas.pop() + 1
    return begin


def _going_on(reading: Reading, last: int, at: int, seen: set[int]) -> list[Test]:
    """ "Diesel cars only, at most two years old": a description that goes on behind a comma."""
    line = reading.line
    while at < len(line.items) and line.items[at].text in ("only", "alone", "please"):
        at += 1
    if at >= len(line.items) or line.items[at].text != "," or at <= last:
        return []
    end = next(b for a, b in line.sentences() if a <= at < b)
    stop = next((k for k in range(at + 1, end) if line.items[k].text in (",", ":")), end)
    tests = [
        t for t in find_tests(reading, at + 1, stop, skip=_skipped(reading)) if _usable(reading, t, seen)
    ]
    covered = {k for t in tests for k in range(t.start, t.end)}
    rest = {line.items[k].text for k in range(at + 1, stop) if k not in covered}
    return tests if tests and rest <= _SMALL | {"old", "be", "who", "that"} else []


def _ask_unknown_label(reading: Reading, start: int, end: int) -> None:
    """ "Only rows where the type is X": asked where the column has no such label."""
    line = reading.with_columns(least=0.9, synonyms=False)
    first, last = line.same(reading.line, start, end)
    for hit in line.find(
        r" (?P<col><col>) (?:be|=|==|equal to) (?P<label>[a-z0-9]+)(?= (?:[.,;:)]|and|or|be|so|to)(?= )| $|$)",
        start=first,
        end=last,
    ):
        column = hit.payload("col").column
        place = hit.span("label")[0]
        said = line.words(place, place + 1)
        if (
            hit.said("label")
            in ("to", "be", "not", "a", "the", "what", "that", "it")  # "Genre is to be left out"
            or column.kind != "category"
            or column.n_distinct > len(column.labels)
            or column.name == reading.said("target")
        ):
            continue
        if said.lower() not in {label.strip().lower() for label in column.labels}:
            reading.ask(
                "filter", f"{column.name!r} has no value {said!r}. Which rows are meant?", column.labels[:6]
            )


def claim_rows(reading: Reading) -> None:
    """Rows named right behind "only" are no goal: "only the fibre customers, who of them leaves?"."""
    kept: set[int] = reading.notes.setdefault("rows", set())
    for hit in reading.line.find(_ONLY_THESE):
        if hit.end >= len(reading.line.items):
            continue
        for test in find_tests(reading, hit.end, min(hit.end + _NEAR, len(reading.line.items))):
            column = test.column
            far = any(item.text not in _BESIDE for item in reading.line.items[hit.end : test.start])
            if far or test.operator != "=" or column.n_distinct == 2 or column.kind != "category":
                continue
            behind = reading.line.words(test.end, test.end + 1).lower()
            named = behind.endswith("s") and behind.isalpha() and len(behind) > 2
            if named or reading.line.has(_CONCERNS, start=test.end):
                items = reading.line.items[test.start : test.end]
                kept.update(k for item in items for k in range(item.start, item.end))
    reading.claimed |= kept


_ONLY_THESE = r" (?:only(?: (?:at|for|about|use|look at|consider|take|keep|learn from|train on))?|(?:restrict|limit|confine|narrow)\w*(?: \w+){0,2} to|(?:concentrate|focus) on)(?= )"
_CONCERNS = r"^ (?:matter|count|interest|concern|be (?:relevant|of interest|what)|please)(?= )"
_BESIDE = frozenset(words("the a an our my and or , both all"))
_NEAR = 8
_STATED = r" (?:predict|forecast|estimate|regress)(?= )"
_MANY = 20


def _own_clause(reading: Reading, start: int, end: int) -> int:
    """Where the subject of a predicate begins: behind the last comma that joins clauses."""
    for at in range(end - 1, start, -1):
        text = reading.line.items[at].text
        if text in (":", "–", "—") or (
            text in (",", "-") and reading.line.has(_JOINS, start=at + 1, end=at + 2)
        ):
            return at + 1
    return start


def _positives(reading: Reading) -> tuple[str, ...]:
    """The target, where it has two labels: rows of one of several others may well be dropped."""
    column = reading.columns.by_name.get(str(reading.said("target")))
    if column is None or column.n_distinct > _MANY or (column.n_distinct > 2 and column.labels):
        return ()
    return (column.name,)


def _is_positive(reading: Reading, test: Test) -> bool:
    """Whether the rows that a test describes are those to be found."""
    if test.column.name != reading.said("target") or (
        test.column.n_distinct > _MANY and test.column.kind == "number"
    ):
        return False
    said = reading.said("positive_label")
    wanted = [said] if isinstance(said, str) else said or ()
    return test.operator not in ("=", "<>") or any(literal(test.column, w) in test.values for w in wanted)


def _apart(reading: Reading, tests: list[Test]) -> list[list[Test]]:
    """What is dropped together ("before 2016 in the city hotel"), and what each for itself ("…, and group bookings")."""
    groups: list[list[Test]] = []
    for test in tests:
        same = next(
            (g for g in groups for t in g if t.column is test.column and t.operator == test.operator == "="),
            None,
        )
        if same is not None:
            old = next(t for t in same if t.column is test.column)
            values = tuple(dict.fromkeys((*old.values, *test.values)))
            same[same.index(old)] = Test(old.column, "=", values, old.start, test.end)
            continue
        words = (
            [item.text for item in reading.line.items[groups[-1][-1].end : test.start]] if groups else ["and"]
        )
        if {"and", "or", "nor", ","} & set(words):
            groups.append([test])
        else:
            groups[-1].append(test)
    return groups


def _says_no(test: Test) -> bool:
    return is_yes_no(test.column) and test.values == (literal(test.column, no_label(test.column)),)


def sql_name(test: Test) -> str:
    """How the column of a test begins in SQL."""
    return test.sql().split(" ")[0]


def _told_where(reading: Reading, hit: Hit) -> bool:
    return reading.line.has(r" (?:where|whose|with)(?= )", start=hit.start, end=hit.end)


def _denied_inside(reading: Reading, start: int, test: Test) -> bool:
    """ "Skip everything that isn't Apple": the negation stands in what is dropped, not in the dropping."""
    return test.operator == "<>" and reading.line.has(
        r" (?:who|that|which|where|whose|not from)(?: \w+){0,3}? (?:not|never)(?= )| not (?:from|in|of|a|an)(?= )",
        start=start,
        end=test.start,
    )


def _plainly(test: Test) -> Test:
    """ "not for test drive cars": the "not" is the dropping itself, not a second negation."""
    return Test(test.column, "=", test.values, test.start, test.end) if test.operator == "<>" else test


def _keep(
    reading: Reading,
    tests: list[Test],
    parts: list[tuple[str, str]],
    seen: set[int],
    *,
    drop: bool,
    quote: str,
) -> None:
    for test in tests:
        seen.update(range(test.start, test.end))
        reading.claim_items(reading.line, test.start, test.end)
    parts.append((to_sql(tests, reading.line, negate=drop), quote))


def _skipped(reading: Reading) -> tuple[str, ...]:
    target = reading.said("target")
    return (target,) if isinstance(target, str) else ()


def _unclaimed(reading: Reading, test: Test) -> bool:
    items = reading.line.items[test.start : test.end]
    claimed = reading.claimed - reading.notes.get("rows", set())
    return not any(k in claimed for item in items for k in range(item.start, item.end))


def _add_goal(reading: Reading, parts: list[tuple[str, str]], seen: set[int]) -> None:
    """ "predict charges for people over 30 who live in the southeast": the goal itself speaks of some rows only."""
    stated = reading.line.first(_STATED)
    goal = reading.notes.get("goal_items") or (stated and (stated.start, stated.end))
    if not goal:
        return
    sentence = next(((a, b) for a, b in reading.line.sentences() if a <= goal[0] < b), None)
    if not sentence:
        return
    piece = next(((a, b) for a, b in _pieces(reading) if a <= goal[0] < b), sentence)
    if any(t.lower in ("had", "was", "were") for t in _tokens(reading, sentence[0], piece[0])):
        sentence = piece  # "Our depot in Lyon had a bad year: how late will a parcel be?"
    for hit in reading.line.find(_GOAL, start=sentence[0], end=sentence[1]):
        _add(reading, hit, parts, seen, drop=False, goal=True)
    adjective = [
        t
        for t in find_tests(reading, goal[0], sentence[1], skip=_skipped(reading))
        if seen.isdisjoint(range(t.start, t.end)) and _unclaimed(reading, t)
    ]
    close = [
        t for t in adjective if t.operator == "=" and _describes(reading, t) and not _to_come(reading, t)
    ]
    if close:
        _keep(
            reading, close, parts, seen, drop=False, quote=reading.line.words(close[0].start, close[-1].end)
        )


_SMALL = frozenset(
    words(
        """in and or the only for with of from on a an all just to at customer client people person please row
        by"""
    )
)


def _add_bare(reading: Reading, parts: list[tuple[str, str]], seen: set[int]) -> None:
    """A clause that holds nothing but a description of rows: "…; resort hotel in July and August"."""
    for start, end in _pieces(reading):
        tests = [
            t
            for t in find_tests(reading, start, end, skip=_skipped(reading))
            if seen.isdisjoint(range(t.start, t.end)) and _unclaimed(reading, t)
        ]
        covered = {k for t in tests for k in range(t.start, t.end)}
        rest = [item.text for k, item in enumerate(reading.line.items[start:end], start) if k not in covered]
        enough = len(tests) >= 2 or any(len(t.values) > 1 or t.operator not in ("=", "<>") for t in tests)
        if enough and all(word in _SMALL or word == "," for word in rest):
            _keep(reading, tests, parts, seen, drop=False, quote=reading.line.words(start, end))


def _pieces(reading: Reading) -> list[tuple[int, int]]:
    """Sentences, cut at colons as well: "loans under 5,000 with a term of 36 months: who defaults?"."""
    found: list[tuple[int, int]] = []
    for start, end in reading.line.sentences():
        colons = [at + 1 for at in range(start, end) if reading.line.items[at].text == ":"]
        cuts = [start, *colons, end + 1]
        found.extend((a, b - 1) for a, b in pairwise(cuts) if b - 1 > a)
    return found


def _to_come(reading: Reading, test: Test) -> bool:
    """ "Which visits end in a purchase?": what is to become of the rows describes none of them."""
    start = next(a for a, b in reading.line.sentences() if a <= test.start < b)
    coming = [hit.end for hit in reading.line.find(_COMING, start=start, end=test.start)]
    return bool(coming) and not reading.line.has(_NARROWS, start=coming[-1], end=test.start)


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


def _tokens(reading: Reading, start: int, end: int) -> list[Token]:
    return [t for item in reading.line.items[start:end] for t in reading.line.tokens[item.start : item.end]]


def _describes(reading: Reading, test: Test) -> bool:
    """ "the price of diesel cars": a label directly in front of a noun, in a goal."""
    after = reading.line.canon[reading.line.place(test.end) - 1 :]
    before = reading.line.canon[: reading.line.place(test.start)]
    return bool(search(r" (?:of|for|among)(?: the| all| our| my)? $", before)) and bool(
        match(r" [a-z]+", after)
    )
