"""Directions in which the prediction may move with a column."""

from __future__ import annotations

import re

from assistant.offline.aside.told import typed
from assistant.offline.aside.wishes import without_quotations
from assistant.offline.context import ColumnFacts
from assistant.offline.goal.frame import Frame
from assistant.offline.metric.scores import find_scores
from assistant.offline.reading import Reading, either
from assistant.offline.table.columns import Mention, pieces_of
from assistant.offline.table.events import find_events
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import fullmatch, search

Driver = tuple[ColumnFacts, int, int, int]

_MUST = r" (?:up only|down only|only up|only down|only push|only raise|only lower|only ever|should|must|neither|nor|may (?:only|not|never)|might (?:only|not|never)|can (?:only|not|never)|could (?:only|not|never)|never|always|only ever|have to|has to|need to|shall|make sure|ensure|guarantee|monoton\w*|not allow|no way|constrain|enforce|force|ought to|insist|require|under no circumstance|the more|the (?:long|longer|old|older|high|higher|low|lower|big|bigger|large|larger|fresh|newer|new|further|farther|heavy|heavier|short|shorter|young|younger) (?!one|than)|not (?:be )?(?:cheap|cheaper|expensive|cost|lower|raise|reduce|fall|rise|decrease|increase|be quote|be charge)|ever|surely|certain|cannot|same go for|likewise|only)(?= )"
# What is ruled out: "rule out that a larger flat comes out cheaper", "they laugh at us if …".
_RULED_OUT = r" (?:rule(?: (?:it|that|this|both|them|anything))? out|forbid|prevent|avoid|exclude|ban|laugh|nonsense|absurd|unacceptable|unthinkable|illogical|ridiculous|wrong|mistake|fault|bug|make no sense|not make sense|not (?:want|accept|allow|tolerate|like|let|have|see|be allow|be right)|no sense|reject|complain|sue)(?= )"
# "Exclude it" takes a column or rows away and rules no movement out.
_RULED_OUT_MOVE = (
    _RULED_OUT.removesuffix("(?= )") + r"(?= (?!(?:it|them|anything|everything|column|<col>)(?: |$)))"
)
_ABOUT_ERRORS = r" (?:error|mistake|deviation|(?:a|big|small|large|bigger|smaller|larger|our|the|every|each|other|such) miss|false alarm|recall|precision)s?(?= )"
_UP = r"(?:go(?: further)? up|rise|increase|grow|climb|get (?:large|big|high|long|old|more|bigger|larger|higher|longer|older)\w*|become (?:more|large|high|big)\w*|be (?:more|high|higher|large|larger|big|bigger)|up|more|high|higher|great|greater|large|larger|big|bigger|exceed|upward|upwards|raise|increasing(?:ly)?|go higher|ever up|additional|extra|above|non decreasing|increasing|further|farther)"
_DOWN = r"(?:go(?: further)? down|fall|decrease|drop|decline|shrink|get (?:small|less|low|short|lower|smaller|shorter)\w*|sink|down|less|few|fewer|low|lower|small|smaller|downward|downwards|reduce|decreasing(?:ly)?|go lower|below|be lower|diminish|non increasing|decreasing|come down)"
# Comparatives that speak of a column by its meaning; the sign is the column's own direction.
_ADJECTIVES: tuple[tuple[str, str, int], ...] = (
    (r"(?:old|older|aged)", r"(?:^|[_ ])age(?:_|\b)|years?_?old", 1),
    (r"(?:young|younger|newer|fresher)", r"(?:^|[_ ])age(?:_|\b)|years?_?old", -1),
    (r"(?:new|newer|recent|young|younger|modern|late(?:r)? (?:model|year|build|built))", r"year(?!_?s?at)|built|model_?year|constructed", 1),
    (r"(?:old|older)", r"\byear\b|yearbuilt|built|model_?year", -1),
    (r"(?:rich|richer|wealthy|wealthier|well off|better off|high earn\w*|earn more)", r"income|salary|wage|earning|wealth", 1),
    (r"(?:poor|poorer|earn less)", r"income|salary|wage|earning|wealth", -1),
    (r"(?:heavy|heavier|weigh more)", r"weight|carat|mass\b|kg", 1),
    (r"(?:light|lighter)", r"weight|carat|mass\b|kg", -1),
    (r"(?:warm|warmer|hot|hotter)", r"^temp|temperature", 1),
    (r"(?:cold|colder|cool|cooler)", r"^temp|temperature", -1),
    (r"(?:big|bigger|large|larger|spacious|more space|more room)", r"area|size|sqft|surface|sqm", 1),
    (r"(?:small|smaller|tiny)", r"area|size|sqft|surface|sqm", -1),
    (r"(?:more|additional|extra|high(?:er)?) (?:kilometre|kilometer|km)s?", r"km|kilomet|odometer", 1),
    (r"(?:(?:drive|driven|run)(?: \w+)?(?: further| farther| more| longer)|further|farther|(?:more|additional|extra) miles?|high(?:er)? mileage)", r"km|miles?\b|odometer|distance", 1),
    (r"(?:(?:be|have be|stay)?(?: with (?:we|us|the company))? ?long(?:er)?(?: \w+){0,4} (?:with|stay|be with|customer|at the company)|stay(?:ed)? longer|long(?:er)? with (?:we|us))", r"tenure|seniority|years_?at|months?_?(?:active|as_?customer|on_?book)|customer_?since", 1),
    (r"(?:fast|faster)", r"speed|rpm", 1),
    (r"(?:slow|slower)", r"speed|rpm", -1),
    (r"(?:strong|stronger|powerful|more powerful)", r"power|hp|bhp|torque", 1),
    (r"(?:educated|better educated)", r"education.?num|schooling|years?_?of_?education", 1),
)  # fmt: skip
_OUTCOME_UP = rf"(?:push(?: [^ ]+){{0,3}}? up|{_UP}|cost more|costlier|expensive|pricey|pricier|risky|riskier|likely|probable|worth more|long|longer|later|slower|more often|dear|dearer|pricier|help|add|valuable|(?:lift|raise|push|drive|pull|bring|move|drag|take|send|let|nudge|shift)(?: (?!down)[^ ]+){{0,4}} up|lift|raise|boost|make(?: \w+){{0,3}} (?:expensive|dear|dearer|pricier|costlier)|charge more|quote more|fetch more|bring more|more money|earn more)"
_OUTCOME_DOWN = rf"(?:push(?: [^ ]+){{0,3}}? down|{_DOWN}|cheap|cheaper|short|shorter|sooner|faster|safe|safer|unlikely|cost less|hurt|worth less|poorly|worse off|bad score|(?:pull|push|drag|bring|drive|move|take|send|knock|nudge|shift|let|press)(?: (?!up)[^ ]+){{0,4}} down|lower|cut|depress|make(?: \w+){{0,3}} cheap(?:er)?|charge less|quote less|fetch less|bring less|less money|earn less|quote lower|lower quote)"
_NEVER = r"(?:never|not|no|cannot|nor|neither|without|under no circumstance|none|hardly)"
_EXPLICIT = r" (?:monoton\w*(?: \w+){0,3}? )?(?P<way>increasing|decreasing|increase|decrease|rise|fall|go up|go down|non decreasing|non increasing|monotonically)(?: monoton\w*)? (?:in|with|along with|together with)(?: the| a| an| their| its)* (?P<cols><col>(?: (?:,|and|the|with|in|<col>)(?= ))*)"
_EXPLICIT_2 = r" (?P<cols><col>(?: (?:,|and|the|<col>))*)(?: (?:should|must|have to|to|be|a|an|act|work|enter|have|only|a|its|effect|strictly))* (?P<way>monotone|monotonic\w*|increasing|decreasing)(?: \w+){0,2}? ?(?P<way2>increasing|decreasing|up|down|positive|negative)?(?= )"
# "Constraints: age +, stops: negative", as in the settings of a library.
_CONSTRAINTS = r" (?:monoton\w*|constraint|direction|sign)s?(?= )"
_SIGNED = r" (?P<cols><col>)(?: (?:=|:|be|\())* (?P<way>positive|negative|\+|-|–|−|increasing|decreasing|increase|decrease|up|down)(?= (?:[,.;)]|and|monoton|constraint|$))"
_FORGET = r" (?:forget|drop|remove|lift|no longer need|cancel)(?: the| that| my| this| about| rule)* (?:monoton\w*|direction|constraint)(?: \w+){0,2}"


def read_monotone(reading: Reading) -> None:
    """Find directions that the prediction has to keep to."""
    if reading.context.spec.get("monotone"):
        hit = reading.line.first(_FORGET)
        if hit:
            reading.set("monotone", None, hit.quote)
            reading.claim(hit)
            return
    with without_quotations(reading):
        _read_rules(reading)


def keep_directions(reading: Reading) -> None:
    """Set columns aside whose direction is ruled out, before "I don't want older people to …" leaves them out."""
    with without_quotations(reading):
        mentions = _mentions(reading)
        for start, end in reading.line.sentences():
            if not reading.line.has(_RULED_OUT, start=start, end=end):
                continue
            line, at, until = _marked(reading, mentions, start, end)
            rule = _rule_of(reading, line, at, until)
            for _, _, first, last in rule[0] if rule else []:
                reading.claim_items(line, first, last)
                for item in line.items[first:last]:
                    reading.notes.setdefault("directions", set()).update(range(item.start, item.end))


# "Older houses" speaks of houses, not of their numbers in `house_id`.
_IDENTIFIES = re.compile(r"(?i)(?:^|[_ ])(?:id|no|nr|key|code)$|id$")


def _mentions(reading: Reading) -> list[Mention]:
    """Columns by their names, those apart that an adjective means."""
    return [
        m
        for m in reading.columns.mentions(reading.line, least=0.65)
        if not _claimed(reading, m.start, m.end)
        and not _adjective(reading.line, m)
        and not (m.score < 1 and _IDENTIFIES.search(m.column.name))
    ]


def _read_rules(reading: Reading) -> None:
    mentions = _mentions(reading)
    before: tuple[int, int] | None = None
    for start, end in _stretches(reading):
        line, at, until = _marked(reading, mentions, start, end)
        known = len(reading.findings)
        if _explicit(reading, line, at, until) or _signed(reading, line, at, until):
            before = (known, len(reading.findings))
            continue
        if before is not None and _as_before(reading, line, at, until, before):
            continue
        for first, last in _clauses(reading, line, at, until):
            known = len(reading.findings)
            _implied(reading, line, first, last, reading.line.same(line, first, last))
            if len(reading.findings) > known:
                before = (known, len(reading.findings))


_CUTS = frozenset((",", "and", "but", "nor", "or", "so", "while", ":", "because"))


def _clauses(reading: Reading, line: Line, start: int, end: int) -> list[tuple[int, int]]:
    """ "With more kilometres it must not go up, and a later year must never make it cheaper" are two rules."""
    for at in range(start + 3, end - 3):
        if line.items[at].text not in _CUTS or line.items[at + 1].text in _CUTS:
            continue
        behind = _rule_of(reading, line, at, end)
        if behind is not None and _rule_of(reading, line, start, at) is not None:
            return [(start, at), *_clauses(reading, line, at, end)]
    return [(start, end)]


_AS_BEFORE = r"^(?: (?:and|but))? (?:nor|neither|the same|same|likewise|similarly|ditto|so (?:do|it be|be it)|just so|also|as well)(?= )"


def _as_before(reading: Reading, line: Line, start: int, end: int, before: tuple[int, int]) -> bool:
    """ "Nor with age", "the same goes for the number of rooms": the rule in front, for another column."""
    ways = {f.value for f in reading.findings[slice(*before)] if f.path.startswith("monotone.")}
    if len(ways) != 1 or end - start > 14 or not line.has(_AS_BEFORE, start=start, end=end):
        return False
    columns = [
        item.payload
        for item in line.items[start:end]
        if item.text == "<col>" and isinstance(item.payload, Mention)
    ]
    if not columns or _rule_of(reading, line, start, end) is not None:
        return False
    quote = line.words(start, end).strip(" ,.;:")
    for mention in columns:
        _set(reading, mention.column, up=ways == {"increasing"}, quote=quote)
    reading.claim_items(line, start, end)
    return True


_TWO_RULES = r"(?: ,)? (?:and|but|nor|or) (?:(?:it|the price|the value) )?(?:must |should |may |can )?(?:never|not|only|always) (?:ever )?(?:go|fall|rise|drop|increase|decrease|up|down|get|be)(?= )"


# "More stops, later; never the reverse" belongs to what stands in front.
_NEVER_TURNED = r"^(?: (?:and|but))? (?:never|not) the (?:reverse|opposite|other way(?: a?round)?)(?= )"


def _adjective(line: Line, mention: Mention) -> bool:
    """ "older" means the age, but by itself moves it."""
    words = " ".join(item.text for item in line.items[mention.start : mention.end])
    return mention.score < 1 and any(fullmatch(pattern, words) for pattern, _, _ in _ADJECTIVES)


def _stretches(reading: Reading) -> list[tuple[int, int]]:
    """Sentences; "never go up with its age, and never go down with its health" are two."""
    found: list[tuple[int, int]] = []
    sentences = reading.line.sentences()
    for place, (start, end) in enumerate(sentences):
        if reading.line.has(_NEVER_TURNED, start=start, end=end) and place:
            continue
        if place + 1 < len(sentences) and reading.line.has(_NEVER_TURNED, start=sentences[place + 1][0]):
            end = sentences[place + 1][1]
        begin = start
        for hit in reading.line.find(_TWO_RULES, start=start, end=end):
            if hit.start > begin and hit.end + 1 < end:  # "may rise, but not fall" is one
                found.append((begin, hit.start))
                begin = hit.start
        found.append((begin, end))
    return found


def _marked(reading: Reading, mentions: list[Mention], start: int, end: int) -> tuple[Line, int, int]:
    target = _target(reading)
    inside = [
        m
        for m in mentions
        if m.start >= start
        and m.end <= end
        and m.column.kind != "datetime"
        and (m.column.kind in ("number", "boolean") or m.column.n_distinct <= 20)
    ]
    marked = reading.line.marked(
        (m.start, m.end, "target" if m.column.name == target else "col", m) for m in inside
    )
    return marked, *marked.same(reading.line, start, end)


def _target(reading: Reading) -> str:
    return str(reading.said("target") or "")


def _claimed(reading: Reading, start: int, end: int) -> bool:
    used = reading.claimed - reading.notes.get("directions", set())
    return any(k in used for item in reading.line.items[start:end] for k in range(item.start, item.end))


def _explicit(reading: Reading, line: Line, start: int, end: int) -> bool:
    """ "increasing in age", "monotonically decreasing with tenure"."""
    found = False
    for pattern in (_EXPLICIT, _EXPLICIT_2):
        if found:
            break
        for hit in line.find(pattern, start=start, end=end):
            way = hit.said("way2") if "way2" in hit.match.groupdict() and hit.has("way2") else hit.said("way")
            if way.startswith("monoton") or (
                pattern is _EXPLICIT and not line.has(_MUST, start=start, end=hit.end)
            ):
                continue
            up = not search(r"(?:decreas|fall|down|negative)", way)
            if way.startswith("non ") or line.has(
                rf" {_NEVER}(?: \w+)?$", start=max(start, hit.start - 3), end=hit.start
            ):
                up = not up
            for mention in hit.payloads("cols"):
                _set(reading, mention.column, up=up, quote=hit.quote, explicit=True)
            reading.claim(hit)
            found = True
    return found


def _signed(reading: Reading, line: Line, start: int, end: int) -> bool:
    """ "Monotone constraints: tenure -, fee +", and the sentences that go on with such a list."""
    if not line.has(_CONSTRAINTS):
        return False
    hits = line.find(_SIGNED, start=start, end=end)
    for hit in hits:
        up = not fullmatch(r"negative|-|–|−|decreas\w+|down", hit.said("way"))
        _set(reading, hit.payload("cols").column, up=up, quote=hit.quote, explicit=True)
        reading.claim(hit)
    return bool(hits)


def _implied(reading: Reading, line: Line, start: int, end: int, stretch: tuple[int, int]) -> None:
    """Two movements in one sentence: that of the column and that of the outcome."""
    rule = _rule_of(reading, line, start, end)
    if rule is None:
        _ask_column(reading, line, start, end)
        return
    drivers, outcome = rule
    quote = reading.line.words(*stretch).strip(" ,.;:")
    for column, direction, _, _ in drivers:
        _set(reading, column, up=direction * outcome > 0, quote=quote)
    for _, _, first, last in drivers:
        reading.claim_items(line, first, last)


_MOVES_WITH = rf" (?:never|not|only|always)(?: \w+)? (?:{_UP}|{_DOWN})(?: in| together| along)? (?:with|as) (?:the |a |an )?(?:number|amount|count|size|level) of (?P<what>(?:(?!<col>)[a-z]+ ?){{1,3}})"


def _ask_column(reading: Reading, line: Line, start: int, end: int) -> None:
    """ "It must never rise with the number of owners", where the table tells nothing of owners."""
    hit = line.first(_MOVES_WITH, start=start, end=end)
    if hit is not None and not line.has(" <col>(?= )", start=hit.start, end=end):
        reading.ask("monotone", f"Which column is meant by “{hit.said('what')}”? None is called so.")


def _rule_of(reading: Reading, line: Line, start: int, end: int) -> tuple[list[Driver], int] | None:
    """The columns that move in a stretch and how the outcome moves with them; None where it tells no such rule."""
    demanded = line.has(_MUST, start=start, end=end) or line.has(_RULED_OUT_MOVE, start=start, end=end)
    if not demanded and not line.has(r" (?:mean|up ,? (?:\w+ )?up|imply|lead to)(?= )", start=start, end=end):
        return None
    named = {at for m in find_scores(line) for at in range(m.start, m.end)}
    errors = line.find(_ABOUT_ERRORS, start=start, end=end)
    if any(named.isdisjoint(range(hit.start, hit.end)) for hit in errors):
        return None
    drivers = _drivers(reading, line, start, end)
    outcome = _outcome(reading, line, start, end, drivers) if drivers else None
    return (drivers, outcome) if outcome is not None else None


def _drivers(reading: Reading, line: Line, start: int, end: int) -> list[Driver]:
    """Columns that move, each with its direction and the items that say so."""
    found: list[Driver] = []
    for at in range(start, end):
        mention = line.items[at].payload
        if isinstance(mention, Mention) and line.items[at].text == "<col>":
            moved = _movement(line, at, start, end)
            column = (
                _by_unit(reading, line, at)
                or _all_said(reading, line, at, mention)
                or _literal(line, at, mention)
            )
            if moved and column is not None:
                found.append((column, moved[0], min(at, moved[1]), max(at + 1, moved[2])))
    if found:
        return _shared(line, found, start, end)
    return _by_adjective(reading, line, start, end)


def _by_unit(reading: Reading, line: Line, at: int) -> ColumnFacts | None:
    """ "Kilometres" are those of `km_driven`, whatever else has to do with driving."""
    item = line.items[at]
    if not any(
        token.lemma in ("kilometre", "kilometer", "km") for token in line.tokens[item.start : item.end]
    ):
        return None
    named = [c for c in reading.context.columns if c.kind == "number" and "km" in pieces_of(c.name)]
    return named[0] if len(named) == 1 else None


_NEAR = 6  # words on either side in which the parts of a name may stand: "years of working life in total"


def _all_said(reading: Reading, line: Line, at: int, mention: Mention) -> ColumnFacts | None:
    """The column all parts of whose name stand near by, where only parts of the name were recognised."""
    if mention.score >= 1:
        return None
    near = line.items[max(0, at - _NEAR) : at + _NEAR]
    said = {root(t.lemma)[:_STEM] for item in near for t in line.tokens[item.start : item.end]}
    own = {root(t.lemma)[:_STEM] for t in line.tokens[line.items[at].start : line.items[at].end]}
    whole = []
    for column in reading.context.columns:
        pieces = {root(piece)[:_STEM] for piece in pieces_of(column.name)}
        if (
            column.kind == "number"
            and len(pieces) >= 2
            and pieces <= said
            and pieces & own
            and column.name != _target(reading)
        ):
            whole.append((len(pieces), column))
    whole.sort(key=lambda pair: -pair[0])
    return whole[0][1] if len(whole) == 1 or (whole and whole[0][0] > whole[1][0]) else None


def _literal(line: Line, at: int, mention: Mention) -> ColumnFacts | None:
    """The column meant; of several that fit alike, the one that has the word itself in its name."""
    item = line.items[at]
    if len(mention.tied) == 1:
        return mention.column
    said = {root(token.lemma)[:_STEM] for token in line.tokens[item.start : item.end]}
    told = [c for c in mention.tied if said & {root(piece)[:_STEM] for piece in pieces_of(c.name)}]
    return told[0] if len(told) == 1 else None


def _movement(line: Line, at: int, start: int, end: int) -> tuple[int, int, int] | None:
    """How a column moves by the words beside it: "as area goes up", "more area", "area up", "push it up"."""
    if line.has(
        r"^ (?:(?:of|=|above|over|below|under|be) )?<(?:num|dur|money|pct)>(?= )", start=at + 1, end=end
    ):
        return None  # "a quality of 7 or more" moves nothing
    linked = r"(?: (?:\)|,|mark|rating|grade|figure|number|itself|further|on|only|value|level|score|of \w+ \w+|be|get|column))*"
    for pattern, sign in ((_UP, 1), (_DOWN, -1)):
        hit = line.first(rf"^{linked} {pattern}(?= )", start=at + 1, end=min(end, at + 5))
        if hit and hit.start <= at + 3:
            return sign, at, hit.end
    for pattern, sign in (
        (
            r"(?:more|high|higher|great|greater|large|larger|big|bigger|rise|rising|increase|increasing|grow|growing|long|longer|additional|extra|add|adding|old|older|good|better|strong|stronger)",
            1,
        ),
        (
            r"(?:less|few|fewer|low|lower|small|smaller|fall|falling|decrease|decreasing|short|shorter|young|younger|bad|worse|weak|weaker|earlier)",
            -1,
        ),
    ):
        hit = line.first(
            rf" {pattern}(?: in| of| the| a| an| number| unit| (?:square )?metre| year| point| kilo| percent| one| share| level)*(?= <col> )",
            start=max(start, at - 6),
            end=at + 1,
        )
        if hit and hit.end >= at:
            return sign, hit.start, at + 1
    hit = line.first(
        r" (?:with|in|along with)(?: the| a| their| its| more| increase| rise| high| higher| great| growing| rising)* <col>$",
        start=max(start, at - 5),
        end=at + 1,
    )
    if hit:
        return 1, at, at + 1
    if line.first(
        r"^(?: (?:and|or|nor|<col>|,))*(?: (?:should|must|may|can|have to|only|to|ever|never|not|always))*(?: [a-z]+){0,2}? (?:push|raise|increase|lower|pull|drag|lift|drive|bring|move|reduce|decrease|cut|make|help|hurt|shift|nudge|take|send|let|add|count|work)(?! (?:out|from|off|away))(?= )",
        start=at + 1,
        end=end,
    ):
        return 1, at, at + 1
    return None


def _shared(line: Line, found: list[Driver], start: int, end: int) -> list[Driver]:
    """ "as area or quality rises": a column in front joined by "and" or "or" moves alike."""
    for column, direction, first, last in list(found):
        for at in range(start, first):
            if line.items[at].text == "<col>" and isinstance(line.items[at].payload, Mention):
                between = [item.text for item in line.items[at + 1 : first]]
                if between and all(word in (",", "and", "or", "nor", "the", "<col>") for word in between):
                    other = line.items[at].payload.column
                    if all(other is not known[0] for known in found):
                        found.append((other, direction, at, last))
        del column
    return found


_STEM = 4  # letters in which "driven" and "drive" agree


def _compares(hit: Hit) -> bool:
    """ "Older" and "more spacious" move something; "old" tells what it is like."""
    return any(
        typed(hit.line, at).endswith(("er", "re")) or hit.line.items[at].text in ("more", "further", "less")
        for at in range(max(0, hit.start - 1), hit.end)
    )


def _by_adjective(reading: Reading, line: Line, start: int, end: int) -> list[Driver]:
    for pattern, names, sign in _ADJECTIVES:
        said_so = line.find(
            rf" {pattern}(?= )(?! than (?:\w+ )?<(?:num|dur|money|pct)>)", start=start, end=end
        )
        hit = next((h for h in said_so if _compares(h)), None)
        if hit is None:
            continue
        columns = [
            c
            for c in reading.context.columns
            if c.kind == "number" and search(names, c.name.strip().lower()) and c.name != _target(reading)
        ]
        said = {root(word)[:_STEM] for word in hit.match.group().split()}
        told = [c for c in columns if said & {root(piece)[:_STEM] for piece in pieces_of(c.name)}]
        columns = told or columns
        best = min(columns, key=lambda c: len(c.name), default=None)
        if best and (
            len(columns) == 1
            or fullmatch(names, best.name.strip().lower())
            or len({len(c.name) for c in columns}) == len(columns)
            or len(columns) == 2
        ):
            return [(best, sign, hit.start, hit.end)]
    return []


def _outcome(reading: Reading, line: Line, start: int, end: int, drivers: list[Driver]) -> int | None:
    """How the outcome moves: 1 up, -1 down, None where nothing is said of it."""
    used = {k for _, _, first, last in drivers for k in range(first, last)}
    best: tuple[int, int] | None = None
    for pattern, sign in ((_OUTCOME_UP, 1), (_OUTCOME_DOWN, -1)):
        for hit in line.find(rf" {pattern}(?= )", start=start, end=end):
            if used.isdisjoint(range(hit.start, hit.end)) and not _inside_longer(line, hit.start, pattern):
                direction = sign * _polarity(line, hit.start, hit.end, start)
                if best is None or hit.end - hit.start > best[1] or " likely" in hit.match.group():
                    best = (direction, hit.end - hit.start)
    if best is None:
        return None
    return best[0] * _event_sign(reading, line, start, end, used)


def _inside_longer(line: Line, at: int, pattern: str) -> bool:
    return (
        line.items[at].text in ("more", "less")
        and line.has(
            r" (?:likely|expensive|probable|risky|than|or less|valuable)(?= )", start=at + 1, end=at + 2
        )
        and "likely" not in pattern
    )


def _polarity(line: Line, at: int, until: int, start: int) -> int:
    """-1 where the movement is forbidden or made less ("never fall", "less likely", "not cost more")."""
    before = line.canon[line.place(start) - 1 : line.place(at)]
    sign = 1
    last = " " + re.split(r" (?:as|when|if|while|because|,) ", before)[-1]
    if search(
        rf" (?:{_NEVER}(?: (?!and|but|than|because)[^ ]+){{0,5}}|nor (?:may|must|should|can|shall)(?: (?!and|but|than|because)[^ ]+){{0,9}}) $",
        last + (" " if not last.endswith(" ") else ""),
    ) or _is_ruled_out(line, start, at):
        sign = -sign
    if search(r" (?:less|lower|small|smaller) $", before) and "likely" in line.items[until - 1].text:
        sign = -sign
    return sign


def _is_ruled_out(line: Line, start: int, at: int) -> bool:
    """ "They laugh at us if a longer way raises it", "make sure it never comes out that way" in the next sentence."""
    if line.has(_RULED_OUT, start=start, end=at):
        return True
    sentences = line.sentences()
    k = next((k for k, (a, b) in enumerate(sentences) if a <= at < b), len(sentences))
    if k + 1 >= len(sentences) or not line.has(r" (?:ever|if|that|can|could|may)(?= )", start=start, end=at):
        return False
    first, last = sentences[k + 1]
    refers = line.has(r" (?:both|that|this|it|such|either|them|those)(?= )", start=first, end=last)
    forbids = line.has(_RULED_OUT, start=first, end=last) or line.has(
        r" (?:must|may|should|can|make sure)(?: \w+){0,3} (?:not|never)(?: \w+)? (?:happen|be|occur|come)(?= )",
        start=first,
        end=last,
    )
    return refers and forbids and last - first <= 14


def _event_sign(reading: Reading, line: Line, start: int, end: int, used: set[int]) -> int:
    """ "less likely to stay" is more likely to leave: -1 where the opposite of the positive label is spoken of."""
    wanted: Frame | None = reading.notes.get("frame")
    if wanted is None or wanted.task != "binary" or not wanted.meaning:
        return 1
    for event in find_events(line):
        if (
            event.concept.name in wanted.meaning
            and start <= event.start < end
            and used.isdisjoint(range(event.start, event.end))
        ):
            return wanted.polarity(event) or 1
    return 1


def _set(reading: Reading, column: ColumnFacts, *, up: bool, quote: str, explicit: bool = False) -> None:
    if not explicit and column.kind not in _MOVES:
        return  # "the largest part of the customers" moves no category
    wanted: Frame | None = reading.notes.get("frame")
    if wanted is not None and wanted.task == "multiclass":
        reading.ask(
            "monotone",
            "A direction needs one figure that moves, and here several labels are told apart. Which figure is meant?",
        )
        return
    if column.kind not in _MOVES:
        reading.ask(
            "monotone",
            f"A direction needs numbers, and {column.name!r} holds categories. Which column of numbers is meant?",
        )
        return
    reading.set(f"monotone.{column.name}", "increasing" if up else "decreasing", quote)


_MOVES = ("number", "boolean", "datetime")


def ask_which(names: list[str]) -> str:
    """The question which of several columns is meant."""
    return f"Which column do you mean: {either(names)}?"
