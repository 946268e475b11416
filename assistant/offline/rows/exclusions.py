"""Wishes to leave columns out, clause by clause.

A wish is a signal and what it is about. The columns stand behind a verb ("leave out age and sex"), between a verb and
its particle ("keep age out of it"), in front of a predicate ("age must play no part"), or they were named before and a
pronoun takes them up ("age is only typed in later, so it has to go").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.offline.table.column_lists import Columns, ahead, behind, tail_of, taken_up
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import fullmatch, match, search

NOT = r"(?:not|never|dont|doesnt|mustnt|shouldnt|maynt|cant|wont|no longer|under no circumstance)"
_MODAL = r"(?:must|may|should|can|shall|will|would|could|might|need|ought to|be to|be allow to|be suppose to|have to)"

# Verbs with what is left out behind them.
OUT = (
    r"(?:leave (?:out|aside|away|off)|ignore|disregard|drop|exclude|discard|omit|skip|remove|delete|strip(?: out| away)?"
    r"|scrap|ditch|bin|hide|throw (?:out|away)|kick out|chuck(?: out| away)?|take out|keep out|keep away|cut out|set aside|put aside"
    r"|kill|dump|strike(?: out| off)?|axe|toss(?: out)?|get rid of|(?:do|work|go|manage) without|forget(?: about)?|stay away from|keep away from|steer clear of"
    r"|(?:keep )?(?:your )?hand off)"
)
_USE = (
    r"(?:use|look at|look into|include|consider|rely on|depend on|feed(?: (?:it|in|on|the model))?|touch|train on|learn from"
    r"|go by|read|lean on|make (?:any )?use of|build on|bank on|base (?:anything|it|the model) on|work with|resort to|take into account|take account of|draw on|pay attention to|give (?:it|the model)"
    r"|let (?:it|the model) (?:use|see|know|have|look at)|be allow to use|bother with|want|need|take)"
)
_UNLAWFUL = (
    r"(?:illegal|unlawful|forbid|forbidden|prohibit|not (?:allow|legal|permit|lawful)|against the law)"
)
_KNOW = r"(?:see|know|have|learn|get(?: to see)?|have access to|have sight of)"
_PREPOSITION = (
    r"(?:without(?: (?:use|look at|consider|know|include|have))?|except(?: for)?|apart from|other than|nothing about"
    r"|independent of|irrespective of|blind to|no use of)"
)
_AHEAD = (
    rf" (?:{_MODAL} (?:please )?{NOT}|{NOT}) (?:ever |even |also |please )?(?:{_USE})(?= )",
    rf" {_MODAL} {NOT} (?:ever |even )?{_KNOW}(?= )",
    rf" (?:{_MODAL} )?{_USE} neither(?= )",
    rf" (?:have|get) no business (?:\w+ ){{0,2}}?{_KNOW}(?= )",
    rf" (?:{NOT} (?:allow|permit|suppose|like|willing|happy)|(?:rather|prefer)(?: to)? not|refuse)(?: to)? (?:{_USE}|have|see)(?= )",
    r" (?:forbid|prohibit|ban|rule out)(?: (?:us|the|you|me|any|of|from|to|use|using|a|it|model|that))*(?= )",
    rf" {OUT}(?= )",
    rf" {_PREPOSITION}(?= )",
    r" (?:all|every|everything|any|anything)(?: (?:column|field|feature|variable|other|the))* (?:but|except|save)(?= )",
    r" w / o(?: any)?(?= )",
    r" no(?= )",
    r" (?:minus|excl|ex)(?: \.)?(?= )",
    r" no (?:trace|sign|use|mention|hint) of(?= )",
    rf" (?:i|we|you) (?:would )?(?:rather|prefer)(?: (?:you|it|we|that|the model|to))* {NOT} {_USE}(?= )",
    rf" rather (?:you|it|we|the model) (?:do )?{NOT} (?:{_USE}|{_KNOW})(?= )",
    rf" (?:column|field|feature|variable|input)s? {NOT} to (?:be )?{_USE}(?: :)?(?= )",
    rf" (?:column|field|feature|variable|input)s? to (?:be )?{OUT}(?: :)?(?= )",
    r" so not(?= (?:that|it|them|those|this)(?= ))",
    r" none of(?= (?:the|these|those|my|our) )",
    r" not (?:a single(?: one)?|one|any) of(?= )",
    rf" (?:nor|neither) (?:do|would|{_MODAL}) (?:i|we|you|it|they|the model|anybody|anyone) (?:ever |also |even )?(?:{_USE}|{_KNOW})(?= )",
    rf" {NOT} (?:as|for)(?: an?| the)? (?:input|feature|predictor|variable)(?: :)?(?= )",
    rf" (?:{_UNLAWFUL}) (?:for (?:us|me|you) )?to {_USE}(?= )",
    rf" (?:need|should|must|do|have|want) {NOT} (?:to )?{_USE}(?= )",
)
_LET = rf" (?:{NOT} (?:let|allow|want|have|like|need)|keep|stop|prevent)(?= (?:the |their |its |any )*<col>)"

_PARTICLE = (
    r"^(?: (?:column|field|both|all|too|also|,|please|completely|altogether|entirely|well|then|there|here|<num>))*"
    r" (?:out|aside|away|off|gone)(?: of (?:it|this|that|there|everything|all|the (?:\w+ )?\w+)"
    r"|(?! of ))(?= )"
)
_PARTICLE_VERB = (
    r" (?:like|see|leave|keep|take|throw|kick|cut|chuck|strip|put|want|have|drop|pull|get|toss)(?= )"
)

_TAKE_PART = (
    r"(?:be (?:ever )?(?:used|use|include|consider|look at|touch|feed(?: in| to it| to the model)?|read|see|rely on|take into account"
    r"|in (?:it|there|the \w+)|an? (?:input|feature|predictor)|part of (?:it|this|the \w+)|allow|known|available|among \w+ \w+)"
    r"|enter|go in(?:to)?|come in(?:to)?|get in(?:to)?|find (?:its|their) way in(?:to)?|be put in(?:to)?|play (?:a|any|its|their)?(?: \w+)? ?(?:part|role)|count|matter"
    r"|influence|affect|drive|steer|sway|leak in(?:to)?|make (?:a|any) (?:difference|change)|change (?:anything|the \w+)|belong (?:in|to|here|there)|bias|colour|color|figure|serve as|have (?:a|any) (?:say|part|role|influence|place|business|bear))"
)
_SWAYS = rf"^(?: (?:from|to|,))* {_TAKE_PART}(?= )"
_USED = r"(?:used|use|include|consider|look at|touch|take into account|see|feed|read)"
_GONE = r"(?= (?:[.,;:!?)]|too|also|instead|as well|completely|there|out|away|and|because|since|-|–|entirely|altogether|please|then|from|first|they|it)(?= )| $|$)"
_OUT_PARTICIPLE = (
    r"(?:leave (?:out|aside|away|off)|keep (?:out|aside|away)|ignore|drop|exclude|omit|skip|remove|discard|hide|disregard|delete|strip|scrap|bin|struck(?: off| out)?|strike(?: off| out)?"
    r"|throw (?:out|away)|take (?:out|away)|kick out|set aside|cut)"
)
_BEHIND = (
    rf" {_MODAL} {NOT} (?:\w+ly |ever |even )?{_TAKE_PART}(?= )",
    rf" be {NOT} (?:to|allow to|suppose to|permit to) {_TAKE_PART}(?= )",
    rf" (?:{_MODAL} )?(?:play|have) no(?: \w+)? (?:part|role|place|business|say|influence|bear)(?= )",
    rf" (?:{_MODAL} )?(?:stay|remain|keep|be|go) (?:out|outside)(?: of (?:it|this|that|there|the \w+|bound))?{_GONE}",
    rf" (?:{_MODAL} )?be (?:off limit|off the table|taboo|forbid|forbidden|not (?:allow|permit|an option|a feature|an input|use)|a no go|none of \w+(?: \w+)? business)(?= )",
    rf" (?:{_MODAL}|need to|get to|gotta|got to|might as well) go{_GONE}",
    rf" (?:{_MODAL} |need to |want to )?(?:please )?(?:be|get) {_OUT_PARTICIPLE}(?= )",
    r" be not (?:available|known|know) (?:in advance|beforehand|yet|at that time|then)(?= )",
    r" (?:be )?none of(?: \w+){1,3}? ?(?:'s?)? business(?= )",
    r" be no (?:feature|input|predictor|variable)s?(?= )",
    r" (?:,|:|–|-|so|therefore|hence|thus|and)+(?: (?:so|therefore|hence|thus))? (?:forbid|forbidden|ban|prohibit|taboo|off limit|not allow|inadmissible|unusable|useless)(?= (?:[.,;!)]|for|here|as)(?= )| $|$)",
    rf" (?:be|get|:|-|–|=|,)* ?{NOT} (?:to be |be )(?:{_USED})(?= )",
    r" (?:,|:|;|-|–|- >|= >|so|therefore|hence|- - >)(?: please)? (?:out|away|off|drop(?: it| them)?|gone|skip(?: it| them)?|ignore(?: it| them)?|remove(?: it| them)?|no thank|no thank you|nope|no way)(?: (?:with|please)(?: it| them| that| those)?)?(?= [.,;!]| $|$)",
    r" (?:out|away|off) with(?: (?:it|them|that|those))(?= )",
    rf"(?: that| which)? (?:i|we|you|they|legal|compliance) (?:{_MODAL}|do|would rather) {NOT} (?:want|like|see)? ?(?:you |it |us |the model |this |to )*(?:{_USE}|{_KNOW})(?= (?:[.,;!?]|$)| $|$)",
    r" (?:,|:|-|–) (?:keep )?(?:your )?hand off(?= )",
    rf" (?:i|we) (?:do|would|{_MODAL}) {NOT} (?:want|like|wish|need)(?: to)?(?: (?:see|have|find))? (?:used?|include|consider|feed|touch|read|in|there|among)(?= )",
    rf" (?:=|:|,|-|–|so|therefore|hence|and|- >|→) (?:please )?(?:do )?{NOT} (?:{_USE}|{_KNOW})(?= (?:[.,;!)]|please|as|for|at|because|since)(?= )| $|$)",
    r" (?:all|both)(?: <num>)?(?: of (?:them|that))? out(?= [.,;!]| $|$)",
    rf" {_MODAL} {NOT}(?= (?:[.,;!]|though|either|however)(?= )| $|$)",
)
_PARTICIPLE = rf" {_OUT_PARTICIPLE}(?= (?:[.,;!)]|of course|please|completely|altogether|and|for|before|as|by|naturally)(?= )| $|$)"
_BARE_OUT = r" (?:out|aside|away|please (?:ignore|drop|skip|exclude|remove|discard|omit)|(?:ignore|drop|skip|exclude|remove|discard|omit) please)(?= (?:[.,;!)]|please|too|thanks|completely|altogether|and|but)(?= )| $|$)"
_UNUSED = rf"(?: be| get)? {NOT} (?:used?|consider|include)(?= (?:[.,;!)]|of course|please|as|for|at|in|by|and|but|either|too)(?= )| $|$)"
_NEITHER = r" (?:neither|none of|no)(?= )"
_GOES = rf" (?:(?:{_MODAL}|be to) )?{_TAKE_PART}(?= )"
_OF_THEM = rf"^(?: (?:of )?(?:them|that|the two|one))?{_GOES}"
_ALSO = rf"^(?: (?:,|-|–|;|\.|and|but|so|then))* (?:so|neither|nor|(?:the |that )?same) (?:{_MODAL}|do|be|have|go|for)(?: to)?(?= )"
_NOR = r" nor(?: (?:the|my|our|one|column|field|that|which|be|call|called|name|named|'|\"|“))*(?= <col>)"
_PLUS = r"^(?: (?:,|and|-|–|\.|;))* (?:ditto|plus|together with|along with|as well as|and also|also|likewise)(?= )"
_ECHO = r"^(?: (?:,|\.|;|and|nor|the|their|our|my|both|all|this|that))* <col>(?: (?:(?:,|and|plus|the|or|&) )*<col>)*(?: (?:column|field))?(?: (?:be|go|:|not|can not|must not|may not|should not))* (?:neither|either|too|as well|ditto|likewise|also|(?:the )?same)(?= )"

_USE_AGAIN = r" (?:keep|use|include|allow|take|let|want|have)(?= )"
_BACK_AHEAD = (
    r" (?:bring back|put back|take back|add back|let back in|re ?include|re ?add|re ?instate|restore|bring|put|add|wrong about|mistaken about)(?= )",
    rf" {NOT} (?:leave out|drop|ignore|exclude|omit|remove|skip|discard)(?= )",
    _USE_AGAIN,
)
_AGAIN = r"^(?: (?:\w+|,)){0,2} (?:again|back in|back|after all|in after all)(?= )"
_STAY_IN = r" (?:leave|keep|let|have|want)(?= )"
_NOT_IN = r"^ in (?:it|there|here|the (?:model|mix|data|features|inputs))(?= )"
_IN = r"^ in(?: (?:it|there|after all|please|again|now))?(?= (?:[.,;!]|but|and)(?= )| $|$)"
_BACK_BEHIND = (
    rf" (?:{_MODAL} (?:be (?:used|included|kept|allowed|left in|in)|stay(?: in|(?! (?:out|away|aside|off)))|remain(?: in|(?! (?:out|away|aside|off)))|go back in|come back(?: in)?)"
    r"|be (?:fine|ok|okay|allowed|back in|welcome)|be in(?= (?:after all|again))|stay in|come back in)"
    r"(?= )"
)
# "Should I leave age out?" asks; "can you do it without age?" does not.
_QUESTION = r"^(?: (?:and|but|so|ok|well|,))* (?:(?:should|shall|do|must|may|could) (?:i|we)|what (?:happen|about|be|would|do)|how (?:about|much|would|do)|why|(?:do|would|will) (?:it|that|the))(?= )"
_SOMEBODY_DOES = (
    r"^ (?:us|me|him|her|them|you|it|anybody|anyone|somebody|someone|our|my|his|their|a|an|the)"
    r"(?: (?:have|be|having|being|ring|notice|phone|call|ask|act|warn|know|get|try|\w+ing)(?= )| \w+ (?:have|having|be|being)(?= ))"
)
_PREDICTED = r"^(?: (?:to|be|being))* (?:predict|forecast|estimate|guess|model|work out)(?= )"
_BUT = r" (?:except|but|neither|none|no|nor|from|than)(?: (?:of|the|for|my|our|these|those|<num>|,))*$"
_VERDICTS = frozenset((",", ":", ";", "-", "–", "so", "therefore", "hence", "out", "away", "off"))
_CLOSE = 2  # words between "no" and what there shall be none of
_STORY_AUX = frozenset(("did", "was", "were", "had"))
_BEGINS = frozenset(
    (
        ",",
        ":",
        "-",
        "–",
        "(",
        '"',
        "and",
        "but",
        "so",
        "with",
        "use",
        "please",
        "then",
        "say",
        "insist",
        "demand",
    )
)


@dataclass(frozen=True)
class Wish:
    """Columns that are to be left out, or what was named as a column and is none.

    Attributes:
        columns: What the wish is about.
        start: First item of the wish.
        end: Behind the last one.
    """

    columns: Columns
    start: int
    end: int


def find_wishes(line: Line) -> Iterator[Wish]:
    """All wishes of a message, in order of their kind; the line has its columns behind <col>."""
    before: tuple[int, int] | None = None
    for start, end in line.sentences():
        asked = end < len(line.items) and line.items[end].text == "?"
        if not (asked and line.has(_QUESTION, start=start, end=end)):
            for wish in _in_sentence(line, start, end, before):
                yield wish
                yield from _continued(line, wish.end)
                yield from _denied_too(line, wish.end, end)
            yield from _beside_rows(line, start, end)
        before = (start, end)


def find_returns(line: Line) -> Iterator[Wish]:
    """Wishes that columns be used, or used again."""
    before: tuple[int, int] | None = None
    for start, end in line.sentences():
        for pattern in _BACK_AHEAD:
            for hit in line.find(pattern, start=start, end=end):
                found = ahead(line, hit.end, end)
                if found.pronoun:
                    found = taken_up(line, found, start, hit.start, before)
                rest = line.has(_AGAIN, start=found.end, end=end)
                if found.mentions and (rest or pattern is not _USE_AGAIN):
                    yield Wish(found, hit.start, found.end)
        for hit in line.find(_STAY_IN, start=start, end=end):
            found = ahead(line, hit.end, end)
            denied = line.has(
                rf" (?:{NOT}|nor|neither)(?: \w+){{0,2}}$", start=max(start, hit.start - 3), end=hit.start
            )
            if found.mentions and not denied and line.has(_IN, start=found.end, end=end):
                yield Wish(found, hit.start, found.end)
        for hit in line.find(_BACK_BEHIND, start=start, end=end):
            for wish in _subjects(line, hit.start, hit.end, start, before):
                if not line.has(_BUT, start=max(start, wish.start - 4), end=wish.start):
                    yield wish
        before = (start, end)


def _in_sentence(line: Line, start: int, end: int, before: tuple[int, int] | None) -> Iterator[Wish]:
    for pattern in _AHEAD:
        for hit in line.find(pattern, start=start, end=end):
            if not _is_told(line, hit, start):
                yield from _objects(line, hit, start, end, before)
    for hit in line.find(_PARTICLE_VERB, start=start, end=end):
        if not _is_told(line, hit, start):
            yield from _between(line, hit, start, end, before)
    for hit in line.find(_LET, start=start, end=end):
        found = ahead(line, hit.end, end, subject=True)
        if found.mentions and (
            line.has(_SWAYS, start=found.end, end=end) or line.has(_NOT_IN, start=found.end, end=end)
        ):
            yield Wish(found, hit.start, found.end)
    for pattern in _BEHIND:
        for hit in line.find(pattern, start=start, end=end):
            if not _says_past(line, hit.start, hit.end):
                yield from _subjects(line, hit.start, hit.end, start, before)
    for hit in line.find(_PARTICIPLE, start=start, end=end):
        if _typed_participle(line, hit) and line.items[hit.start - 1].text != "be":
            yield from (w for w in _subjects(line, hit.start, hit.end, start, None) if _touches(line, w, hit))
    for hit in (
        () if line.has(r" in(?= [,;])", start=start, end=end) else line.find(_BARE_OUT, start=start, end=end)
    ):
        yield from (w for w in _subjects(line, hit.start, hit.end, start, None) if _touches(line, w, hit))
    for hit in line.find(_UNUSED, start=start, end=end):
        if _typed_participle(line, hit, at=hit.end - 1):
            yield from (w for w in _subjects(line, hit.start, hit.end, start, None) if w.columns.mentions)
    for hit in line.find(rf" (?:nor|neither) (?:be|{_MODAL})(?= )", start=start, end=end):
        found = ahead(line, hit.end, end, subject=True)
        if found.mentions and line.has(
            rf"^(?: (?:be|want|welcome|wish for|need))*(?: {_TAKE_PART}| (?:allow|permit|want|welcome|need|usable))(?= )",
            start=found.end,
            end=end,
        ):
            yield Wish(found, hit.start, found.end)
    for hit in line.find(_NEITHER, start=start, end=end):
        found = ahead(line, hit.end, end, subject=True)
        if "no" not in hit.match.group().split() and line.has(_OF_THEM, start=hit.end, end=end):
            both = Columns(start=hit.start, end=hit.end, pronoun="both", size=2)
            found = taken_up(line, both, start, hit.start, before)
            if found.mentions:
                yield Wish(found, hit.start, hit.end)
            continue
        if found.mentions and line.has(f"^{_GOES}", start=found.end, end=end):
            yield Wish(found, hit.start, found.end)


def _objects(line: Line, hit: Hit, start: int, end: int, before: tuple[int, int] | None) -> Iterator[Wish]:
    """What stands behind a verb: a list, or a pronoun for what was named before."""
    said = hit.match.group().split()
    found = ahead(line, hit.end, end, subject=said[0] in ("all", "every", "everything", "any", "anything"))
    if len(said) == 1 + (said[0] in ("except", "apart", "other", "nothing", "none")) and said[0] in (
        "no",
        "none",
        "except",
        "apart",
        "other",
        "nothing",
    ):
        opens = hit.start == start or line.items[hit.start - 1].text in (*_BEGINS, "<col>")
        close = found.places and found.places[0] - hit.end <= _CLOSE
        if not (opens and close and found.sure):
            return
    if {"want", "need"} & set(said) and line.has(_PREDICTED, start=found.end):
        return  # "I don't want the basket value predicted"
    if said[0] in ("without", "except") and line.has(_SOMEBODY_DOES, start=hit.end, end=end):
        return  # "who leaves without us having rung takes twelve monthly fees"
    if said[0] == "without" and found.indefinite:
        return  # "a listing without an energy class" lacks a value
    if found.pronoun:
        found = taken_up(line, found, start, hit.start, before)
    elif not found.mentions:
        bracket = line.first(r"^(?: (?!<)[a-z']+){1,7} \((?= )", start=hit.end, end=end)
        if bracket is not None:  # "without the answers to our offers (the five AcceptedCmp columns)"
            found = _bracketed(line, bracket.end, end) or found
        elif not found.unknown and _is_bare_order(line, hit, start, end):
            found = taken_up(
                line, Columns(start=hit.start, end=hit.end, pronoun="it"), start, hit.start, before
            )
    if _is_of_rows(line, hit, found, start):
        return
    if found.indefinite and not found.sure:
        return  # "binning a genuine message" throws away a row
    named = found.unknown.split()[-1:] in (["column"], ["field"])
    if found.mentions or (found.unknown and (named or said[0] not in ("without", "no"))):
        yield Wish(found, hit.start, found.end)


def _is_bare_order(line: Line, hit: Hit, start: int, end: int) -> bool:
    """ "… is only known afterwards. Remove.": a verb alone, for what was spoken of before."""
    alone = line.has(r"^(?: (?:please|too|then))*$", start=hit.end, end=end)
    opens = hit.start == start or line.items[hit.start - 1].text in (*_BEGINS, "=", "→")
    verb = fullmatch(rf" {OUT}| {NOT} {_USE}", hit.match.group())
    return alone and opens and verb is not None


def _bracketed(line: Line, at: int, end: int) -> Columns | None:
    """ "Where people live (region) or what sex they are (gender)": names that brackets add to words for them."""
    found = ahead(line, at, end)
    if not found.mentions or not found.sure:
        return None
    for hit in line.find(r" (?:or|and|nor|,)(?: (?!<)[a-z']+){1,6} \( <col>(?= )", start=found.end, end=end):
        more = ahead(line, hit.end - 1, end)
        found = replace(
            found,
            mentions=(*found.mentions, *more.mentions),
            places=(*found.places, *more.places),
            end=more.end,
        )
    return found


_ON_ROWS = frozenset(
    ("one", "ones", "those", "that", "house", "home", "person", "customer", "anybody", "somebody")
)


def _is_of_rows(line: Line, hit: Hit, found: Columns, start: int) -> bool:
    """What is said of one row, of a sum, or of what somebody did, rather than of a column."""
    said = hit.match.group().split()
    before = line.items[hit.start - 1].text if hit.start > start else ""
    between = [item.text for item in line.items[hit.end : found.places[0]]] if found.places else []
    typed = line.words(hit.start, hit.start + 1).lower()
    if said[0] == "no":
        # "Research and no other department"; "not rung: no income, no cost"
        owed = line.has(r" (?:cost|expense|gain|<money>)(?= )", start=start, end=found.end + 4)
        return between[:1] == ["other"] or (owed and not line.has(" (?:column|field)(?= )", start=hit.start))
    if said[0] == "minus":
        return before in ("<num>", "<pct>", "<money>", "<dur>", "<col>")  # "half of 250 minus tool wear"
    if said[0] == "without":
        reaches = any(word in ("it", "him", "her", "them", ",") for word in between)
        return reaches or (bool(found.pronoun) and before in _ON_ROWS) or before in _ON_ROWS
    if said[-1] == "have":
        # "who would not have come back"
        return bool(between) and between[0] not in ("the", "a", "an", "any", "my", "our", "their", "to")
    return found.indefinite and typed.endswith("ing")  # "binning a genuine message"


def _between(line: Line, hit: Hit, start: int, end: int, before: tuple[int, int] | None) -> Iterator[Wish]:
    found = ahead(line, hit.end, end)
    particle = line.first(_PARTICLE, start=found.end, end=end) if found.end > hit.end else None
    if particle is None or found.indefinite:
        return  # "to take a machine out for a service"
    if found.pronoun:
        if line.has(r" not(?: [^ ]+){1,3} ,$", start=max(start, hit.start - 5), end=hit.start):
            return  # "not the pool, take that out"
        found = taken_up(line, found, start, hit.start, before)
    if found.mentions or found.unknown:
        yield Wish(found, hit.start, particle.end)


def _subjects(line: Line, at: int, end: int, start: int, before: tuple[int, int] | None) -> Iterator[Wish]:
    elliptic = line.items[at].text in ("all", "both")  # "all five out"
    found = ahead(line, at, end) if elliptic else behind(line, at, start)
    if line.items[at].text == "will" and at - 2 >= start and line.items[at - 2].text == "as":
        return  # "push recall as high as it will go"
    if line.items[at].text in _VERDICTS and not (found.mentions or found.pronoun):
        found = Columns(start=at, end=at, pronoun="it")  # "age is typed in later: out"
    if found.pronoun:
        found = taken_up(line, found, start, found.start, before)
    if found.mentions or found.unknown:
        yield Wish(found, min(found.start, at), end)


def _continued(line: Line, at: int) -> Iterator[Wish]:
    """ "…, and so does age", "… together with age", "…, age neither": more of the same, behind a wish."""
    for pattern in (_ALSO, _PLUS):
        hit = line.first(pattern, start=_clause_end(line, at))
        if hit:
            found = ahead(line, hit.end, len(line.items))
            if found.mentions:
                yield Wish(found, hit.start, found.end)
                yield from _continued(line, found.end)
                return
    echo = line.first(_ECHO, start=_clause_end(line, at))
    if echo:
        first = next(at for at in range(echo.start, echo.end) if line.items[at].text == "<col>")
        found = ahead(line, first, echo.end)
        yield Wish(found, echo.start, echo.end)


def _denied_too(line: Line, at: int, end: int) -> Iterator[Wish]:
    """ "Don't use the note, people write anything, nor the code": a "nor" further on in the sentence."""
    for hit in line.find(_NOR, start=at, end=end):
        found = ahead(line, hit.end, end)
        if found.mentions and found.sure:
            yield Wish(found, hit.start, found.end)


_BESIDE = r" (?:,|and|plus)(?: (?:,|and|also|then|as well as))*(?: (?:the|both|these|those|all|two|<num>))* (?P<cols>(?:(?:column|field|variable|feature)s?(?: call| name)? )?<col>)"


def _beside_rows(line: Line, start: int, end: int) -> Iterator[Wish]:
    """ "Throw away the rows without payment, and the columns note and reason": one verb for rows and for columns."""
    out = line.first(rf" (?:{OUT}|{_OUT_PARTICIPLE})(?= )", start=start, end=end)
    if out is None or _is_told(line, out, start):
        return
    for hit in line.find(_BESIDE, start=out.end, end=end):
        place = hit.span("cols")[1] - 1
        said = line.words(hit.start, min(place + 2, end)).lower()
        found = ahead(line, place, end)
        kept = line.has(r" (?:keep|use|but|only)(?= )", start=out.end, end=hit.start) or line.has(
            _VERB, start=found.end, end=end
        )
        if (
            search(r" (?:columns?|fields?|variables?|features?)(?: |$)", f" {said} ")
            and found.sure
            and not kept
        ):
            yield Wish(found, hit.start, found.end)


_VERB = rf"^(?: (?:column|field)s?)? (?:be|{_MODAL}|have|do|tell|say|hold|show)(?= )"


def _touches(line: Line, wish: Wish, hit: Hit) -> bool:
    places = wish.columns.places
    if places and line.has(r" (?:a|an)(?: [a-z]+)?$", start=max(0, places[0] - 2), end=places[0]):
        return False  # "an honest text thrown away"
    return bool(places) and tail_of(line, places[-1]) == hit.start


def _clause_end(line: Line, at: int) -> int:
    """ "it must not go into | the model; neither must age": behind the few words that still belong to a wish."""
    for place in range(at, min(at + 4, len(line.items))):
        if line.items[place].text in (
            ",",
            ";",
            ".",
            "-",
            "–",
            "and",
            "but",
            "so",
            "neither",
            "nor",
            "plus",
            "together",
            "along",
        ):
            return place
    return at


def _is_told(line: Line, hit: Hit, start: int) -> bool:
    """A story ("he ignores age", "we dropped it last year"), or the opposite of a wish ("do not drop age")."""
    said = hit.match.group().split()
    if said[0] in (
        "no",
        "none",
        "minus",
        "excl",
        "ex",
        "w",
        "without",
        "except",
        "apart",
        "other",
        "nothing",
        "independent",
        "irrespective",
        "blind",
    ):
        return False
    before = line.canon[line.place(start) - 1 : line.place(hit.start)]
    if said[0] in ("rather", "column", "field", "feature", "variable", "input"):
        return False
    if {"need", "want"} & set(said) and search(r" (?:they|he|she) (?:do )?$", before):
        return True
    if _negated(said[0]) or said[0] in _MODALS:
        subject = search(r" (?P<who>i|we|they|he|she|people|who|which|that) (?:do )?$", before)
        others = bool(search(r" (?:they|he|she) (?:do )?$", before))
        wishes = (not others and ("want" in said or "need" in said)) or said[0] in _MODALS
        return _says_past(line, hit.start - 1, hit.end) or bool(subject and not wishes)
    if search(r" (?:could|might) $", before) or search(r" (?:i|we|they|he|she|you) used? to $", before):
        return True
    if search(r" would $", before) and search(r" (?:if|were) ", before):
        return True
    if search(rf" (?:{NOT}|nothing to|no need to|no reason to|why)(?: \w+)? $", before):
        return True
    typed = line.tokens[line.items[hit.start].start]
    if typed.lower != typed.lemma and typed.lower.endswith("s") and not typed.lemma.endswith("s"):
        return True  # "a competitor ignores age"
    past = typed.lower != typed.lemma and not typed.lower.endswith("ing")
    return (
        past
        and bool(search(r" (?:\w+|<\w+>) $", before))
        and not search(r" (?:with|have) (?:\w+ )*$", before)
    )


_MODALS = frozenset(
    ("must", "may", "should", "can", "shall", "will", "would", "could", "might", "ought", "be", "have")
)


def _negated(word: str) -> bool:
    return bool(match(rf"{NOT}$", word)) or word in ("no", "under")


def _says_past(line: Line, start: int, end: int) -> bool:
    return any(
        token.lower in _STORY_AUX
        for item in line.items[max(0, start) : end]
        for token in line.tokens[item.start : item.end]
    )


def _typed_participle(line: Line, hit: Hit, *, at: int | None = None) -> bool:
    """ "age dropped" and "with age left out", not "the columns drop"; `at` is where the verb stands."""
    token = line.tokens[line.items[hit.start if at is None else at].start]
    if token.lower == "used":
        return True
    return token.lower != token.lemma and not token.lower.endswith(("s", "ing"))
