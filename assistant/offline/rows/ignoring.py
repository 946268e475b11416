"""Columns that the user leaves out, or the only ones to be used."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.offline.reading import Reading, either
from assistant.offline.rows.exclusions import NOT, Wish, find_returns, find_wishes
from assistant.offline.rows.filters import read_rows
from assistant.offline.rows.turns import columns_added, columns_lifted
from assistant.offline.rows.unnamed import descriptions, unknown_members
from assistant.offline.table.column_groups import group_mentions, is_group
from assistant.offline.table.column_lists import ahead, is_range, range_between, tail_of
from assistant.offline.table.columns import Candidate, Mention
from assistant.offline.table.gaps import of_rows
from assistant.offline.table.labels import ENTITIES, is_yes_no
from assistant.offline.text.lemmas import lemma, root
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import match, search
from assistant.offline.text.wordlists import words

_ONLY = r" (?:use only|only use|use nothing but|use just|just use|base(?:d)? (?:it |the model )?(?:only|solely) on|only from|solely from|using only|only (?:with|on)|restrict (?:yourself|the features|the inputs|it) to|use no other columns? than|nothing but) (?P<cols>(?:(?:the|my|column|field|feature|variable|:|,|and|both|information on|on) )*<col>(?: (?:,|and|the|column|field|feature|both|as (?:input|feature|predictor)s?|<col>)(?= ))*)(?: column| field| feature| variable| as (?:input|feature|predictor)| and nothing else)*s?(?= )"
_ROWS_FOLLOW = (
    r"^ (?:(?:before|after|over|under|above|below|from|since|until|older|young|younger|old|than|between|more|less)(?: (?:the|year|than))*"
    r" <(?:num|date|money|pct|dur|size)>|in <|<num>|<date>|=|<|>|equal|yes|no (?=<(?!col)))(?![a-z])"
)
_ROWS_TOLD = r"^ (?:with|that|who|which|where|whose)(?= )"


def read_ignored(reading: Reading) -> None:
    """Find columns to leave out; what is said of rows is read before."""
    taken, quotes = _named_flags(reading)
    read_rows(reading)
    line = _columns_line(reading)
    only = _only(reading, line)
    for wish in find_wishes(line) if only is None else ():
        other = _part_of_another(line, wish)
        if other:
            _ask_unknown(reading, other)
            continue
        names = _names(reading, line, wish) if _means_columns(reading, line, wish) else []
        if names:
            taken.extend(name for name in names if name not in taken)
            quotes.append(line.words(wish.start, wish.end).strip(" ,.;:"))
            reading.claim_items(line, wish.start, wish.end)
            for said in unknown_members(line, wish):
                _ask_unknown(reading, said)
            for place in wish.columns.places:  # what a pronoun takes up is no goal either
                reading.claim_items(line, place, place + 1)
        elif wish.columns.unknown and not wish.columns.mentions:
            _ask_unknown(reading, wish.columns.unknown)
    for said in descriptions(line):
        _ask_described(reading, said)
    if only:
        taken, quotes = only
    _settle(reading, line, taken, quotes)


_AS_NAMED = re.compile(r"[A-Za-z]\w*_\w+|[a-z]\w*[A-Z]\w*")


def _named_flags(reading: Reading) -> tuple[list[str], list[str]]:
    """ "foreign_worker stays out": a flag in the spelling of its column is the column, not the rows that have it."""
    flags = [
        m
        for m in reading.columns.mentions(reading.line)
        if m.score >= 1
        and is_yes_no(m.column)
        and reading.line.words(m.start, m.end) == m.column.name
        and _AS_NAMED.fullmatch(m.column.name)
    ]
    line = reading.line.marked((m.start, m.end, "col", m) for m in flags)
    taken: list[str] = []
    quotes: list[str] = []
    for wish in find_wishes(line) if flags else ():
        if wish.columns.mentions and _means_columns(reading, line, wish):
            taken.extend(name for name in _names(reading, line, wish) if name not in taken)
            quotes.append(line.words(wish.start, wish.end).strip(" ,.;:"))
            for place in wish.columns.places:
                reading.claim_items(line, place, place + 1)
                item = line.items[place]
                reading.notes.setdefault("flags", set()).update(range(item.start, item.end))
    return taken, quotes


def _part_of_another(line: Line, wish: Wish) -> str:
    """ "the driver age column" is not the driver's: the words of a column that is not there."""
    for place in wish.columns.places:
        hit = line.first(
            r"^ <col> (?!flag|score|code|number|rate|index|and|or)[a-z]+ (?:column|field)(?= )", start=place
        )
        if hit:
            return hit.quote
    return ""


def _ask_unknown(reading: Reading, said: str) -> None:
    reading.ask("ignore_columns", f"There is no column for \u201c{said}\u201d. Which one should be left out?")


def _ask_described(reading: Reading, said: str) -> None:
    reading.ask(
        "ignore_columns", f"Which columns are those, \u201c{said}\u201d? Name what should be left out."
    )


def _columns_line(reading: Reading) -> Line:
    mentions = [
        m
        for m in reading.columns.mentions(reading.line, least=0.5)
        if _free(reading, m)
        and not _owns(reading, m)
        and not _is_row(reading, m)
        and _well_named(reading, m)
        and not _rather_a_label(reading, m)
        and not _of_another_thing(reading, m)
        and not _is_named_behind(reading, m)
        and not (m.score < 1 and reading.line.has(_SAID_BEFORE, start=m.end, end=m.end + 1))
    ]
    groups = [m for m in group_mentions(reading) if _free(reading, m)]
    grouped = {k for m in groups for k in range(m.start, m.end)}
    mentions = [*groups, *(m for m in mentions if grouped.isdisjoint(range(m.start, m.end)))]
    taken = {k for m in mentions for k in range(m.start, m.end)}
    mentions += [m for m in (*_bare_names(reading), *_alternatives(reading)) if m.start not in taken]
    return reading.line.marked((m.start, m.end, "col", m) for m in mentions)


_FREE_TEXT = r" (?:free|running|plain|written) text(?: (?:column|field))?(?= )"


def _bare_names(reading: Reading) -> list[Mention]:
    """A column that is itself called "field", and "the membership number" for "member"."""
    items = reading.line.items
    named = [(at, reading.columns.exact(item.text)) for at, item in enumerate(items) if item.text in _KINDS]
    for (at, item), behind in pairwise(enumerate(items)):
        stem = item.text.removesuffix("ship")
        if stem != item.text and behind[1].text in ("number", "id", "code", "no"):
            named.append((at, reading.columns.exact(stem)))
    found = [Mention(at, at + 1, (Candidate(column, 1.0),)) for at, column in named if column is not None]
    texts = [column for column in reading.context.columns if column.kind == "text"]
    if len(texts) == 1:
        found += [
            Mention(hit.start, hit.end, (Candidate(texts[0], 0.95),)) for hit in reading.line.find(_FREE_TEXT)
        ]
    return found


def _alternatives(reading: Reading) -> list[Mention]:
    """ "whether they are men or women" is the column that tells."""
    found = []
    for one, two in pairwise(reading.labels.mentions(reading.line, least=0.9)):
        between = [item.text for item in reading.line.items[one.end : two.start]]
        before = [item.text for item in reading.line.items[max(0, one.start - 5) : one.start]]
        between = [text for text in between if text not in ("a", "an")]
        if between == ["or"] and "whether" in before and one.best.column is two.best.column:
            found.append(Mention(one.start, two.end, (Candidate(one.best.column, 1.0),)))
    return found


def _owns(reading: Reading, mention: Mention) -> bool:
    """ "the customer's birth year": the customer is whose it is."""
    return mention.score < 1 and reading.line.has(r"^ 's(?= )", start=mention.end, end=mention.end + 1)


def _well_named(reading: Reading, mention: Mention) -> bool:
    """A vague likeness counts only where a column is spoken of: "the pool columns", "everything about the loan"."""
    if mention.score >= _LIKE:
        return True
    said = reading.line.words(mention.start, min(mention.end + 1, len(reading.line.items)))
    before = " ".join(item.text for item in reading.line.items[max(0, mention.start - 6) : mention.start])
    return bool(_COLUMN_WORD.search(said) or _ABOUT.search(before)) and mention.score >= _VAGUE


def _is_row(reading: Reading, mention: Mention) -> bool:
    """ "claims" are the rows where the column is "claim_id", and its name holds the figure's word."""
    name = mention.column.name.strip()
    typed = reading.line.words(mention.start, mention.end).lower()
    every = mention.column.n_distinct >= _NEARLY_ALL * max(reading.context.n_rows, 1)
    if every and typed == name.lower() + "s":
        return True  # "flats with more than five rooms" are the rows of a column "Flat"
    if mention.score >= 1 or not _NAMES_ROWS.search(name):
        return False
    said = {item.text for item in reading.line.items[mention.start : mention.end + 1]}
    return not said & {"id", "number", "no", "nr", "code", "key", "index", "identifier"}


def _of_another_thing(reading: Reading, mention: Mention) -> bool:
    """ "the shoe size" is no amount, though "size" may mean one: what the word belongs to is not in the table."""
    if mention.score >= _SURELY or mention.start == 0:
        return False
    front = reading.line.items[mention.start - 1].text
    if not reading.line.has(
        r" (?:the|my|our|their|his|her|your|and|or)$", start=max(0, mention.start - 2), end=mention.start - 1
    ):
        return False
    if front in _ORDERS:
        return False  # "and leave gender out"
    known = reading.columns.candidates([front]) or root(front) in ENTITIES or front in _LOOSE
    return front.isalpha() and not known


def _is_named_behind(reading: Reading, mention: Mention) -> bool:
    """ "What they pay for meat (MntMeatProducts)": the name in brackets says which column is meant."""
    if mention.score >= _SURELY:
        return False
    bracket = reading.line.first(r"^(?: [^ .;,:!?()]+){0,4} [(]", start=mention.end)
    return bracket is not None and any(
        m.start == bracket.end and m.score >= 1 and m.column is not mention.column
        for m in reading.columns.mentions(reading.line)
    )


def _rather_a_label(reading: Reading, mention: Mention) -> bool:
    """ "leads that are still open", where "E-mails opened" is a column and 'Open' a label of another."""
    if mention.score >= _IN_FULL:
        return False
    return any(
        label.best.score >= _IN_FULL
        and label.best.column is not mention.column
        and label.start <= mention.start
        and mention.end <= label.end
        for label in reading.labels.mentions(reading.line, least=0.9)
    )


def _free(reading: Reading, mention: Mention) -> bool:
    items = reading.line.items[mention.start : mention.end]
    used = reading.claimed - reading.notes.get("flags", set())
    return not any(k in used for item in items for k in range(item.start, item.end))


def _means_columns(reading: Reading, line: Line, wish: Wish) -> bool:
    """Not rows ("ignore bookings before 2016", "express orders"), and well enough named."""
    mentions = wish.columns.mentions
    if not mentions:
        return False
    last = wish.columns.places[-1]
    after = line.canon[line.place(tail_of(line, last)) - 1 :]
    if wish.end > last and (
        match(_ROWS_FOLLOW, after) or (match(_ROWS_TOLD, after) and mentions[-1].score < 0.9)
    ):
        return False
    empty = line.has(
        r"^ (?:be |have )?(?:miss|missing|empty|blank|unknown|null)(?= )", start=tail_of(line, last)
    )
    if empty and of_rows(line, last):
        return False  # "rows where the income is missing should go"
    if any(_among_rows(reading, line, place) for place in wish.columns.places):
        return False
    if any(
        place < wish.start and line.items[max(0, place - 1)].text in ("<num>", "<dur>")
        for place in wish.columns.places
    ):
        return False  # "flats with more than five rooms …, leave them out"
    rows = line.first(_ROWS_OF, start=wish.start, end=min(wish.end + 1, len(line.items)))
    if rows is not None and all(place < rows.start for place in wish.columns.places):
        return False  # "the University branch is closing, so leave its rows out"
    if any(_is_counted(line, place) for place in wish.columns.places):
        return False  # "take 10 machines off line"
    opens = line.items[wish.start].text
    if opens == "without" and (_after_entity(line, wish.start) or _lacks(line, wish, mentions[0])):
        return False  # "customers without paperless billing" are rows
    if opens in ("no", "without") and line.has(
        r" (?:row|record|case|one|those|who|people|customer|loan|claim|order|entry|[a-z]+s?) with$",
        start=max(0, wish.start - 2),
        end=wish.start,
    ):
        return False  # "skip rows with no rating"
    if opens == "no" and mentions[0].column.n_distinct == 2:
        return False
    return not (opens in _WITHDRAWING and _is_target(reading, mentions))


def _is_counted(line: Line, place: int) -> bool:
    """ "10 machines", "every listing": rows, unless the name itself is a plural."""
    mention: Mention = line.items[place].payload
    if is_group(mention):
        return False
    typed = line.words(place, place + 1).lower()
    front = line.items[place - 1].text if place else ""
    if front == "<num>":
        return typed.endswith("s") and not mention.column.name.lower().rstrip().endswith("s")
    told = line.has(
        r"^ (?:without|with|that|who|which|whose|where|from|old|under|over)(?= )", start=place + 1
    )
    return front in ("every", "each", "any") and told and " " not in typed


def _among_rows(reading: Reading, line: Line, place: int) -> bool:
    """ "the Islands region", "express orders": a label beside its column, or a mark of rows in front of what they are."""
    mention: Mention = line.items[place].payload
    start, end = reading.line.same(line, place, place + 1)
    that = start > 0 and reading.line.items[start - 1].text in ("that", "this")
    for label in reading.labels.mentions(reading.line, among=[mention.column.name], least=0.9):
        beyond = label.start < start or end < label.end
        near = label.start <= end and label.end >= start and beyond
        if label.best.column is mention.column and (near or (that and label.end < start)):
            return True
    typed = line.words(place, place + 1).lower()
    plural = typed.endswith("s") and not mention.column.name.lower().rstrip().endswith("s")
    if plural and any(m.end == start for m in reading.labels.mentions(reading.line, least=0.95)):
        return True  # "the ridge turbines"
    if (
        is_yes_no(mention.column)
        and typed.endswith("s")
        and lemma(typed) == mention.column.name.strip().lower() != typed
    ):
        return True  # "smokers" are rows, "smoker" is the column
    if plural and is_yes_no(mention.column) and mention.score < _IN_FULL and " " not in typed:
        return True  # "without the seniors", where the column is SeniorCitizen
    if plural and is_yes_no(mention.column) and lemma(typed.split()[-1]) in _ROW_NOUNS:
        return True  # "leave the first orders out"
    behind = line.items[place + 1].text if place + 1 < len(line.items) else ""
    rows = behind == "<col>" and line.items[place + 1].payload.score < 0.95
    return is_yes_no(mention.column) and (rows or behind in _ROW_NOUNS)


def _after_entity(line: Line, at: int) -> bool:
    return at > 0 and root(line.tokens[line.items[at].start - 1].lemma) in ENTITIES


def _lacks(line: Line, wish: Wish, mention: Mention) -> bool:
    """ "The ones sold without any discount", "homes they find without central air": rows that lack something."""
    if wish.start == 0:
        return False
    token = line.tokens[line.items[wish.start - 1].start]
    before = line.items[wish.start - 1].text
    participle = token.lower != token.lemma and not token.lower.endswith(("s", "ing"))
    if before in _MODELLING or before == "<col>" or not before.isalpha():
        return False
    return participle or (is_yes_no(mention.column) and before in _FOUND)


_MODELLING = frozenset(
    words("train build predict model fit learn do make it so this that estimate forecast guess")
)
_FOUND = frozenset(words("find have see get meet visit buy sell"))


def _is_target(reading: Reading, mentions: tuple[Mention, ...]) -> bool:
    target = reading.context.spec.get("target")
    return bool(target) and all(m.column.name == target for m in mentions)


def _names(reading: Reading, line: Line, wish: Wish) -> list[str]:
    """The columns listed; "the pool columns" are all that have the word in their name, "A1 to A5" those between as well."""
    names: list[str] = []
    places = wish.columns.places
    for at in places:
        mention: Mention = line.items[at].payload
        if is_group(mention):
            found = [candidate.column.name for candidate in mention.candidates]
        elif _several(line, at) and mention.score < 0.95:
            found = [c.column.name for c in mention.candidates if c.score >= mention.score - _ALIKE]
        else:
            column = reading.pick(mention, "ignore_columns")
            found = [column.name] if column else []
        names.extend(name for name in found if name not in names)
    for one, two in pairwise(places):
        if is_range(line, one, two):
            ends = line.items[one].payload.column.name, line.items[two].payload.column.name
            every = [column.name for column in reading.context.columns]
            names.extend(name for name in range_between(every, *ends) if name not in names)
    return names


def _several(line: Line, at: int) -> bool:
    """ "everything about the loan", "the pool columns"."""
    about = rf"{_EVERYTHING}(?: (?:that|which))?(?: (?:be|is|has|have))?(?: to do)? {_OF}(?: the)?$"
    if line.has(about, start=max(0, at - 6), end=at):
        return True
    said = line.words(at, min(at + 2, len(line.items))).lower().split()
    return any(word.strip(".,;:!?)") in ("columns", "fields", "variables", "features") for word in said)


_ONLY_BEHIND = (
    r" (?:from|with|on|use|using) (?P<cols>(?:(?:the|my|:) )*<col>(?: (?:,|and|the|column|field|feature|both|<col>)(?= ))+)"
    r" (?:only|alone|and nothing else|exclusively)(?= )"
)
_LISTED = r"(?P<cols>(?:(?:the|my|column|field|feature|variable|:|,|and|both|information|on) )*<col>(?: (?:,|and|the|column|field|feature|both|<col>)(?= ))*)"
_ONLY_ALLOWED = (
    rf" (?:only|just|solely|no(?: other)? column but) {_LISTED} (?:may|can|should|must|shall|be)(?: to)?(?: be)? (?:used?|look at|allow|permit|include|know|consider|fine|ok|available)(?= )",
    rf" (?:column|feature|input|predictor|variable|field)s?(?: (?:to use|be|should be|can be|allow))* (?::|=|-|only :) {_LISTED}(?= (?:[.,;!]|only|and nothing else)(?= )| $|$)",
    rf" (?:keep|use|take|want|need) (?:only|just|nothing but|no more than|solely)? ?{_LISTED} (?:, |and )*(?:and )?(?:drop|ignore|discard|remove|throw out|throw away|leave out|bin)(?: (?:all|everything|the|every))* (?:rest|other|else|others)(?= )",
    rf" (?:drop|ignore|discard|remove|throw out|throw away|leave out|bin|exclude)(?: (?:all|everything|every|the|other|column|feature|field|variable))+ (?:but|except(?: for)?|apart from|save|other than|besides) {_LISTED}(?= )",
    rf" {_LISTED}(?: be)? (?:be )?(?:all|the only (?:column|feature|input|thing|one|field|variable)s?) (?:that )?(?:you|we|i|it|the model)? ?(?:may|can|should|be to|be allow to|get to|have|need)?(?: \w+){{0,2}} ?(?:use|look at|see|know|have)(?= )",
)
_EVERYTHING = r" (?:everything|anything|all|nothing|whatever)"
_OF = r"(?:about|on|with|related to|concern\w*|regarding|from|of)"
_ABOUT = re.compile(r"\b(?:everything|anything|nothing|all|columns?) (?:about|on|with|related)\b")
_TURNS = (
    r" (?:after all|again|actually|sorry|correction|on second thought|no wait|scratch that|i mean|back)(?= )"
)
_COLUMN_WORD = re.compile(r"(?i)\b(?:column|field|variable|feature)s?\b")
_NEARLY_ALL = 0.9
_ALIKE = 0.2
_LIKE = 0.7
_SURELY = 0.85
_LOOSE = frozenset(
    words(
        """the a an of and or old new exact whole full total current actual real own other same very last first daily monthly
        yearly annual weekly hourly high low average mean number person their its his her stated given said raw final"""
    )
)
_ORDERS = frozenset(
    words(
        "leave drop ignore keep omit skip exclude remove use take hide strike discard forget throw scrap put bin"
    )
)
_SAID_BEFORE = r"^ (?:question|request|wish|idea|message|plan|sentence|goal)s?(?= )"
_ROWS_OF = r" (?:its|their|his|her|those|these|the) (?:row|record|entry|entrie|line|case)s?(?= )"
_IN_FULL = 0.95
_VAGUE = 0.5
_KINDS = ("field", "column", "feature", "variable")
_NAMES_ROWS = re.compile(r"(?i)(?:^|_| |(?<=[a-z]))(?:id|no|nr|number|code|key|index)$")
_ROW_NOUNS = frozenset(
    words(
        """customer client person account loan order case record row claim booking guest employee patient member applicant
        machine house car flat trip ticket visit session payment lead one"""
    )
)
_WITHDRAWING = ("drop", "without", "forget", "no", "ignore", "exclude")


def _only(reading: Reading, line: Line) -> tuple[list[str], list[str]] | None:
    """Only these columns: all others are left out, the target aside."""
    patterns = (_ONLY, _ONLY_BEHIND, *_ONLY_ALLOWED)
    hit = next((found for pattern in patterns if (found := line.first(pattern))), None)
    if hit and line.has(rf" {NOT}(?: \w+)?$", start=max(0, hit.start - 2), end=hit.start):
        return None  # "not as inputs: age, sex"
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
    """Add what is left out, give back what may be used again, and ask where a message wants both of a column."""
    before = list(reading.context.spec.get("ignore_columns", ()))
    kept, lifted = columns_lifted(reading, line)
    quotes.extend([lifted] if lifted else [])
    more, added = columns_added(reading, line)
    taken.extend(more)
    quotes.extend([added] if added else [])
    for wish in find_returns(line):
        names = _names(reading, line, wish)
        both = [name for name in names if name in taken]
        if both and not reading.line.has(_TURNS):
            reading.ask("ignore_columns", f"Should {either(both)} be used or left out?", ("used", "left out"))
        if set(names) & {*before, *taken}:
            kept.extend(names)
            quotes.append(line.words(wish.start, wish.end).strip(" ,.;:"))
            reading.claim_items(line, wish.start, wish.end)
    meant = line.first(r" i mean(?: (?:the|to say|:))* <col>(?= )") if kept else None
    if meant:
        taken.extend(mention.column.name for mention in ahead(line, meant.end - 1, len(line.items)).mentions)
    whole = [name for name in dict.fromkeys([*before, *taken]) if name not in kept]
    if whole != before:
        reading.set("ignore_columns", whole or None, "; ".join(quotes))
