"""Columns that the user leaves out, or the only ones to be used."""

from __future__ import annotations

from assistant.offline.columns import Mention
from assistant.offline.labels import ENTITIES, is_yes_no
from assistant.offline.lemmas import root
from assistant.offline.line import Hit, Line
from assistant.offline.patterns import match, search
from assistant.offline.reading import Reading

_LIST = (
    r"(?P<cols>(?:(?:the|a|an|any|all|both|of|about|using|my|our|their|its|his|her|your|customer|person|also|column|field|variable|feature|'s|'|\"|either|,|and|or|nor|&|/|from|as (?:an? )?(?:input|feature|predictor|column)s?"
    r"|in the model|look at|information|data|value|me|to|at|on|it|for example|namely|called|name|like|such as|:|everything|anything|nothing|whatever|that|be|to do|related to|regarding|concern\w*) )*<col>"
    r"(?: (?:,|and|or|nor|&|/|the|a|an|any|both|their|its|also|not|even|column|field|variable|feature|'s|'|\"|either|as well as|his|our|with|without|everything|anything|all|about|on|<col>)(?= ))*)"
)
_OUT = (
    r"(?:leave out|leave (?:aside|away)|without(?: (?:using|look at|consider|know|include))?|ignore|disregard|drop|exclude|not (?:use|look at|include|consider|rely on|feed|want|touch|take|need|train on|see|give it|be allow to use|let it (?:use|see))|never (?:use|look at|consider|see)"
    r"|skip|forget(?: about)?|remove|omit|except(?: for)?|apart from|set aside|throw (?:out|away)|keep out|take out|get rid of|no use of|other than|delete|hide|nothing about|independent of|irrespective of|discard|blind to|neither|no)"
)
_AFTER = r" (?P<cols><col>(?: (?:,|and|or|the|column|field|both|variable|their|its|<col>)(?= ))*)(?: column| field| variable)?s? (?:be|must be|should be|must|should|can|may|shall|will|have to be|need to be|need to|have to|ought to) (?:be )?(?:not (?:be )?(?:used?|allow|allowed|a feature|feature|input|available|known|an input|consider|considered|in the model|play a role|matter|look at|included?)|ignore|ignored|drop|dropped|exclude|excluded|leave out|left out|skip|skipped|stay out|off limit|off the table|out of (?:it|the model)|forbid|forbidden|remove|removed|irrelevant|useless|of no use|meaningless|not known (?:in advance|beforehand|yet|at that time|then))(?= )"
_LEAVE_OUT = r" (?:leave|keep|take|throw|want|drop|kick)(?: the| all| both)? (?P<cols>(?:(?:the|a|my|their|its|,|and|or|column|field|both) )*<col>(?: (?:,|and|or|the|column|field|both|variable|their|its|<col>)(?= ))*)(?: column| field| variable)?s? (?:out|aside|away|out of (?:the|it|this))(?= )"
_PRONOUN = r" (?P<cols><col>(?: (?:,|and|the|<col>)(?= ))*)(?: (?!<col>|<aside>|[.;!?])[^ ]+){1,14}? (?:so|,|;|:|and|therefore|then|hence|because of that)(?: (?:so|please|therefore|,|just|we|you|should|must|can))* (?:drop|ignore|exclude|leave|remove|skip|take|forget|do not use|not use|throw) (?:it|them|that|those|this|these)(?: (?:out|away|aside|alone))?(?= )"
_ONLY = r" (?:use only|only use|use nothing but|use just|just use|base(?:d)? (?:it |the model )?(?:only|solely) on|only from|solely from|using only|only (?:with|on)|restrict (?:yourself|the features|the inputs|it) to|use no other columns? than|nothing but) (?P<cols>(?:(?:the|my|column|field|feature|variable|:|,|and|both|information on|on) )*<col>(?: (?:,|and|the|column|field|feature|both|as (?:input|feature|predictor)s?|<col>)(?= ))*)(?: column| field| feature| variable| as (?:input|feature|predictor)| and nothing else)*s?(?= )"
_BACK = r" (?:bring back|put back|bring|put|let|use|keep|include|add|allow|take)(?: back)?(?: in)? (?P<cols>(?:the )?<col>(?: (?:,|and|the|column|<col>)(?= ))*)(?: column)?s? (?:again|back in|back|after all)(?= )|(?:you (?:may|can|should) use) (?P<cols2>(?:the )?<col>)(?: again| after all)"
_ROWS_FOLLOW = r"^ (?:before|after|over|under|above|below|from|since|until|older|young|younger|old|than|with|that|who|which|where|in <|between|more|less|<num>|<date>|=|<|>|equal|yes|no (?=<))(?![a-z])"


def read_ignored(reading: Reading) -> None:
    """Find columns to leave out."""
    line = _columns_line(reading)
    taken: list[str] = []
    quotes: list[str] = []
    plural = _plural_columns(reading)
    if plural:
        taken.extend(plural[0])
        quotes.append(plural[1])
    for pattern in (rf" {_OUT} {_LIST}", _LEAVE_OUT, _AFTER, _PRONOUN):
        for hit in line.find(pattern):
            if hit.match.group().split()[0] == "neither":
                continue
            names = _names(reading, line, hit) if _means_columns(reading, line, hit) else []
            if names:
                taken.extend(name for name in names if name not in taken)
                quotes.append(hit.quote)
                reading.claim(hit)
    only = _only(reading, line)
    if only:
        taken, quotes = only
    _settle(reading, line, taken, quotes)


def _plural_columns(reading: Reading) -> tuple[list[str], str] | None:
    """ "the joint columns" are all that have the word in their name."""
    for hit in reading.line.find(
        rf" {_OUT}(?: (?:the|all|any|of|those|these))* (?P<word>[a-z]+) (?:column|field|variable|feature)(?= )"
    ):
        if not _typed_plural(reading.line, hit.end - 1) or not reading.free(hit):
            continue
        word = root(hit.said("word"))
        names = [
            named.name for named in reading.columns.named if any(word in piece for piece in named.pieces)
        ]
        if len(names) > 1:
            reading.claim(hit)
            return names, hit.quote
    return None


def _columns_line(reading: Reading) -> Line:
    mentions = [
        m
        for m in reading.columns.mentions(reading.line, least=0.5)
        if _free(reading, m) and not _owns(reading, m)
    ]
    return reading.line.marked((m.start, m.end, "col", m) for m in mentions)


def _owns(reading: Reading, mention: Mention) -> bool:
    """ "the customer's birth year": the customer is whose it is."""
    return mention.score < 1 and reading.line.has(r"^ 's(?= )", start=mention.end, end=mention.end + 1)


def _free(reading: Reading, mention: Mention) -> bool:
    items = reading.line.items[mention.start : mention.end]
    return not any(k in reading.claimed for item in items for k in range(item.start, item.end))


def _means_columns(reading: Reading, line: Line, hit: Hit) -> bool:
    """Not rows ("ignore bookings before 2016"), and a bare "no" or "except" needs to be clear about columns."""
    after = line.canon[line.place(hit.end) - 1 :]
    if match(_ROWS_FOLLOW, after):
        return False
    first = hit.match.group().split()[0]
    mentions: list[Mention] = hit.payloads("cols")
    if first == "without" and is_yes_no(mentions[0].column) and _after_entity(line, hit.start):
        return False  # "customers without paperless billing" are rows
    if (
        len(mentions) > 1
        and is_yes_no(mentions[0].column)
        and mentions[1].score < 0.95
        and mentions[1].start == mentions[0].end
    ):
        return False  # "express orders" are rows
    surely = (
        all(m.score >= 0.9 for m in mentions)
        or " column" in hit.match.group()
        or " field" in hit.match.group()
    )
    if first in ("no", "neither", "except", "other", "apart", "avoid", "nothing") and not surely:
        return False
    if first == "no" and reading.context.columns and mentions[0].column.n_distinct == 2:
        return False
    if first in ("drop", "without", "forget", "no", "avoid", "ignore", "exclude") and _is_target(
        reading, mentions
    ):
        return False
    return (
        surely
        or all(m.score >= 0.6 for m in mentions)
        or bool(search(r" (?:everything|anything|all|columns?) (?:about|on|with|related)", hit.match.group()))
    )


def _after_entity(line: Line, at: int) -> bool:
    return at > 0 and root(line.tokens[line.items[at].start - 1].lemma) in ENTITIES


def _is_target(reading: Reading, mentions: list[Mention]) -> bool:
    target = reading.context.spec.get("target")
    return bool(target) and all(m.column.name == target for m in mentions)


def _names(reading: Reading, line: Line, hit: Hit) -> list[str]:
    """The columns listed; "the pool columns" are all that have the word in their name."""
    names: list[str] = []
    start, end = hit.span("cols")
    for at in range(start, min(end, len(line.items))):
        mention = line.items[at].payload
        if not isinstance(mention, Mention):
            continue
        if names and mention.score < 0.9 and line.items[at - 1].text == ",":
            break  # "forget Id and Utilities, houses on …": the list is over
        plural = line.has(
            r" (?:everything|anything|all|nothing|whatever)(?: (?:that|which))?(?: (?:be|is|has|have))?(?: to do)? (?:about|on|with|related to|concern\w*|regarding|from|of)(?: the)?$",
            start=max(0, at - 6),
            end=at,
        ) or (
            line.has(r" (?:column|field|variable|feature)s?(?= )", start=at + 1, end=at + 2)
            and _typed_plural(line, at + 1)
        )
        if plural and mention.score < 0.95:
            names.extend(
                c.column.name for c in mention.candidates if c.score >= 0.5 and c.column.name not in names
            )
        else:
            column = reading.pick(mention, "ignore_columns")
            if column and column.name not in names:
                names.append(column.name)
    return names


def _typed_plural(line: Line, at: int) -> bool:
    return line.words(at, at + 1).lower().endswith("s")


def _only(reading: Reading, line: Line) -> tuple[list[str], list[str]] | None:
    """Only these columns: all others are left out, the target aside."""
    hit = line.first(_ONLY)
    if not hit or not reading.free(hit):
        return None
    mentions: list[Mention] = hit.payloads("cols")
    if not all(m.score >= 0.7 for m in mentions) or match(
        _ROWS_FOLLOW, line.canon[line.place(hit.end) - 1 :]
    ):
        return None
    inputs = search(
        r" (?:column|feature|input|predictor|variable|field)s? ",
        line.canon[line.place(hit.start) : line.place(hit.end) + 20],
    )
    if len(mentions) == 1 and not inputs:
        return None
    kept = {m.column.name for m in mentions}
    reading.claim(hit)
    reading.notes["only_columns"] = kept
    return [c.name for c in reading.context.columns if c.name not in kept], [hit.quote]


def _settle(reading: Reading, line: Line, taken: list[str], quotes: list[str]) -> None:
    before = list(reading.context.spec.get("ignore_columns", ()))
    back = line.first(_BACK)
    if back and before:
        group = "cols" if back.has("cols") else "cols2"
        returned = {m.column.name for m in back.payloads(group)} & set(before)
        if returned:
            rest = [name for name in before if name not in returned]
            reading.set("ignore_columns", rest or None, back.quote)
            reading.claim(back)
            before = rest
    if taken:
        whole = list(dict.fromkeys([*before, *taken]))
        reading.set("ignore_columns", whole, "; ".join(quotes))
