"""Words that say which rows count: "only", "leave out", "are of no interest", "those can go", "the rest does not count".

A cue keeps rows or drops them. It stands in front of what it is about ("only diesels"), behind it ("diesels don't
count"), around it ("leave diesels out"), or it takes up what was described before ("…, so drop those").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.offline.rows.verdicts import DOING, HEAP, WORTHLESS
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.wordlists import words

Effect = Literal["keep", "drop", "none"]

DROP_VERB = (
    r"(?:ignore|exclude|disregard|drop|skip|cull|prune|dismiss|weed out|strip(?: out)?|cross (?:out|off)|clear out|clean out|spare (?:me|us)|part with|close (?:your|the) eye to|remove|omit|discard|delete|bin|scrap|ditch|dump|axe|toss(?: out)?|chuck(?: out| away)?"
    r"|erase|purge|eliminate|(?:leave|throw|set|put|lay) (?:out|aside|away|off)|(?:filter|rule|kick|cut|take|screen|sort|keep|strike|chop|count) out"
    r"|strike|take away|get rid of|do away with|(?:do|work|go|manage) without|forget(?: about)?|stay away from|keep away from|steer clear of)"
)
_PART = r"(?:out|aside|away|off)"
_WHERE = rf"(?: (?:of|from) (?:it|this|that|there|here|the \w+|everything|consideration|my \w+|our \w+)| (?:the|this|that|my|our) {HEAP})?"
_ENDS = r"(?= (?:[.,;:!?)]|and|or|but|as|because|since|for|please|too|also|either|altogether|completely|entirely|first|then|from|it|they|of|in|by|thank|thanks|so|again|if)(?= )| $|$)"
_MODAL = r"(?:must|may|should|can|shall|will|would|could|might|need to|ought to|be to|have to|be suppose to|be allow to|get to)"
_OUT_OF_IT = (
    r"(?:leave (?:out|aside|away|off)|keep out|throw (?:out|away|aside)|(?:filter|kick|cut|take|strip|rule|screen|sort) out|ignore|exclude|drop|skip|remove"
    r"|omit|discard|delete|bin|disregard|dump|toss|chuck|scrap|set aside|(?:keep|set) apart|forget|out|out of scope|off the table|off limit)"
)
_TAKEN = r"(?:be (?:in(?: (?:it|there|here|the \w+))?|part of (?:it|this|that|the \w+|my \w+|our \w+)|include|used|use|consider|count|look at|take|touch|learn from|see|among \w+|(?:with)?in (?:the )?(?:scope|range|focus|question|play|there|sample)|of use|up for (?:this|it)|eligible|on the (?:list|table|menu))|count|matter|belong|qualify|apply|go in|fit in|stay|remain|play (?:a|any) (?:role|part)|interest \w+|concern \w+|get in|have a place)"
_WITHIN = r"(?:(?:with)?in (?:the |our |my |this )?(?:it|there|here|scope|range|question|focus|sample|datum|data|set|training|list|table|play|study|model|business|remit)|part of \w+|among \w+|on (?:the|our|my) (?:list|table|menu|agenda)|eligible|welcome|wanted|want|for (?:this|it|me|us)|to (?:count|go|be) ?(?:in)?(?: it| there)?)"
#: What is said of rows that do not count.
_PREDICATES = (
    rf"(?:{_MODAL} )?(?:all |both )?(?:be|get|have to be|need to be) (?:please |also |just |simply |all |therefore )?{_OUT_OF_IT}{_ENDS}",
    rf"{_MODAL} (?:please |also |just |all )?(?:go|stay out|be out|drop out|come out|fall out){_WHERE}{_ENDS}",
    rf"(?:be|stay|go){_WHERE} out{_WHERE}{_ENDS}",
    rf"(?:{_MODAL} |do |be )not (?:to )?(?:even |really |also |to )*{_TAKEN}(?= )",
    rf"be not (?:really |even |to be |also )*{_WITHIN}(?= )",
    rf"(?:be|seem|prove) (?:all |simply |just |really |also )*{WORTHLESS}(?= )",
    r"(?:be|get) (?:all )?(?:handle|do|deal with|dealt with|treat|look after) (?:elsewhere|by (?:somebody|someone|another)(?: \w+)?)(?= )",
    r"(?:do not|teach|tell|say) (?:\w+ )?(?:nothing|anything)(?= )",
    rf"(?:{_MODAL} )?(?:only |just |simply |all )*{DOING}(?= )",
    rf"not (?:include|want|welcome|wish for|ask for|cover){_ENDS}",
    r"go(?= (?:[.,;!]|too|as well)(?= )| $|$)",
)
_PREDICATE = f"(?:{'|'.join(_PREDICATES)})"
_BEHIND_DROP = f" {_PREDICATE}"
_PARTICIPLE = rf" (?:{_OUT_OF_IT}){_ENDS}"
_STAYS = rf" (?:{_MODAL} )?(?:remain|stay(?: in)?|be (?:to stay|to remain|in(?= [.,;!])|all (?:that )?(?:i|we) (?:want|need|care about)|what (?:i|we) (?:want|need|care about|deal in|do|sell|rent|buy|let|handle|work with|know about)|enough|of interest|mine|ours|our business|my business|my patch|our patch)|belong to (?:me|we|us))(?= (?:[.,;!]|and|but|so|to|in|here)(?= )| $|$)"
_ALONE = r" (?:only|alone|exclusively|solely)(?= (?:[.,;:!?()]|and|but|please|then|pls|that|which|who|with|to|thanks|thank|in|, )(?= )| $|$)"
_NONE_ELSE = r" (?:,|–|-|\()?(?: ?and| but)? ?(?:(?:nothing|nobody|no one|none) else|no others?)(?= )"

_MEANS = r" (?:mean|meaning|namely|i \. e|ie|define as|that be to say|in other word)(?! (?:absolute|square|error|score|value|that|average|log|<))(?: by (?:that|it|this|them))?(?: \.)?(?: [,:])?(?= )"
_AHEAD_KEEP = (
    r" (?:drop|exclude|ignore|leave out|skip|remove|discard|bin|throw (?:out|away)|delete) (?:everything|everyone|everybody|anything|anyone|anybody|all|every \w+|all \w+|any \w+|the rest)(?: \w+)? (?:but|except(?: for)?|apart from|other than|save|besides)(?= )",
    r" (?:only|just|solely|exclusively|merely|purely|strictly|nothing but|nobody but|no one but|none but)(?! (?:get|have|can|could|reach|afford|stretch|room|enough|after|want to|predict|tell|find|need to|<num>|<money>|<pct>|<dur>|the best|if|drop|one|a|an|cost|matter|count|happen|pay|lose|make|bring|earn|hurt)(?= ))(?= )",
    r" (?:restrict|limit|narrow|confine|reduce|constrain|filter|scope|cut down|boil down)(?: (?:it|this|the \w+|yourself|everything|down|data|rows|all|things|training|learning|thing|\w+self))* (?:to|for|on|by)(?= )",
    r" (?:concentrate|focus|zoom in|home in)(?: (?:only|solely|entirely|just))? on(?= )",
    r" (?:stick|keep|hold) to(?= )",
    r" (?:subset|pilot|cohort|population|universe|scope|inclusion(?: criteria| criterion)?|eligible|in scope)(?: (?:population|group|rows|book|scope|only))?(?: (?:be|cover|comprise|consist of|hold)| (?::|=|-))(?= )",
    r" (?:sample|selection|book|include|included|condition|requirement|criteria|criterion)(?: (?:population|group|rows|only))? (?::|=)(?= )",
    r" (?:learn|train|work|calculate|base|model|modelled|modeled|fit|build)(?: (?:it|this|the model|everything|only|just|solely|purely))* (?:from|on|with)(?= )",
    r" (?:keep|take|use|consider|include|look at|looking at|pick|choose|select)(?= )",
    r" only (?:if|where|when) (?:it|they) (?:be|have)(?= )",
    r" (?:from|out of|of)(?: just| only)? (?:the|those) (?:ones?|people|customer|row|case)s?(?= (?:who|whose|with|where|that|which) )",
    r" (?:within(?= (?:the|my|our) )|among|amongst|inside|out of all|given|limited to|restricted to)(?= )",
    r" (?:row|record|case|data|sample|population|universe|scope)s?(?: (?:be|to keep|to use|i want|wanted))* (?::|=|-)(?= )",
    r" count (?:(?:a|an|the|every|each|any) )?\w+ in (?:if|when|where)(?= )",
    r" (?:count|qualify|belong|be in|be include|be relevant|matter)(?: (?:in|only|here|just))* (?:if|when|where|provided|as long as|so long as)(?= )",
    r" provided(?: that)?(?= )",
    r" (?:the|this|my|our) (?:model|analysis|study|forecast|question|exercise|project|work|request|job)(?: (?:be|should be|have to be|must be|be mean to be|be suppose to be))(?: only| just| all)? (?:for|about|on)(?= )",
    _MEANS,
    r" (?:my|our) (?:territory|patch|area|region|beat|portfolio|trade|market|thing|field|turf|responsibility|specialty|speciality|business|universe|population|scope)(?: be| :)(?= )",
    r" (?:i|we) (?:only|just|solely|exclusively|merely) (?:ever )?(?:do|deal(?: in| with)?|sell|buy|handle|manage|run|look after|cover|insure|rent|own|lend|trade in|work with|serve|treat|see|care about|need|use|trust|want)(?! to )(?= )",
)
_AHEAD_DROP = (
    r" (?:exclusion(?:s)?(?: criteria| criterion)?|excluded|out of scope|not in scope|ineligible|not eligible)(?: (?:be|cover)| (?::|=|-))(?= )",
    r" without(?: (?:the|those|these|all|any|every))*(?= (?:row|record|case|entry|one)s? )",
    rf" {DROP_VERB}(?= )",
    r" (?:except(?: for)?|excepting|excluding|excl|apart from|aside from|other than|save for|barring|minus|unless)(?: \.)?(?! (?:that|this)(?= ))(?= )",
    r" (?:(?:all|every|any|each)(?: (?!the |of )[a-z]+)?|everything|everyone|everybody|anything|anyone|anybody|nothing wrong) (?:but|bar|save)(?= )",
    r" (?:do|must|should|may|can|will|shall|would|need|please)? ?not (?:to )?(?:ever |even |please |really )?(?:use|include|consider|take|look at|learn from|train on|want|like|need|care(?: about| for)?|be interested in|interested in|be after|bother with|deal with|handle|touch|keep|be concern with)(?! to)(?= )",
    r" (?:have no (?:use|interest|time)|no (?:interest|use))(?: for| in)(?= )",
)
_AS_MUCH = (
    r"^ (?:of )?(?:as (?:much|many)|most|all) (?:of )?(?:the|that|it|as)?(?: [a-z]+){0,3}? (?:as|you)(?= )"
)
_AROUND = r" (?:leave|keep|take|throw|kick|cut|chuck|filter|want(?! to )|toss|strip|pull|rule|screen|set|drop|exclude|remove|strike)(?= )"
_PARTICLE = rf" (?:out|aside|away){_WHERE}{_ENDS}"
_IN_IT = r" in (?:it|there|here|the (?:\w+ )?(?:data|datum|model|table|analysis|sample|set|training))(?= )"

_THEM = r"(?:it|they|them|em|both|neither|(?:that|those|these|this|such|its|their)(?: (?!be |can |must |should )[a-z]+)?|(?:the|all) (?:row|record|case|line|entry)s?)"
_THEM_BEHIND = rf" {_THEM}(?: (?:all|ones?|row|case|either|at all))*(?: in(?:to)? (?:it|there|here|the \w+|my \w+))?{_ENDS}"
_TAKEN_UP = (
    (rf" {DROP_VERB}(?: the)? (?:of )?{_THEM}(?: (?:all|row|one|case|record|altogether|completely|please))*(?: {_PART})?{_ENDS}", "drop"),
    (rf" (?:leave|keep|take|throw|kick|cut|chuck|filter|want|have|put|sort|get|toss|strip|pull|rule|screen|set) {_THEM}(?: (?:all|row|one|case|record))* {_PART}{_WHERE}{_ENDS}", "drop"),
    (rf" (?:without|but not|minus|except) (?:them|those|these|that|it){_ENDS}", "drop"),
    (rf" cut {_THEM}{_ENDS}", "drop"),
    (rf" leave {_THEM} (?:be|alone){_ENDS}", "drop"),
    (rf" (?:,|and|but|so)(?: (?:so|but|please|just))? not (?:them|those|these|that(?: one)?|this one|it)(?: either)?{_ENDS}", "drop"),
    (rf" not (?:(?:ever|even|please|want|like|care|bother) (?:to )?)*(?:want|need|like|use|include|consider|take|look at|learn from|train on|see|have|keep|count|bother with){_THEM_BEHIND}", "drop"),
    (rf" no (?:point|sense|use|need|reason)(?: (?:in|to|for|of))? (?:include|use|take|keep|look at|have|learn from|consider|train on){_THEM_BEHIND}", "drop"),
    (rf" (?:none of (?:these|those|them|which)|neither) (?:{_MODAL} )(?:be |go |stay |get |come )*(?:in|into|include|use|consider|keep|count|part|among)(?= )", "drop"),
    (rf" {DROP_VERB} (?:the|that|this) (?:row|record|case|entry|claim|customer|loan|order|trip|stay|session|lead|member|patient|person|car|house|flat|phone|ticket|applicant|machine){_ENDS}", "drop"),
    (rf" {_THEM}(?: (?:row|one|case|record))? {_PREDICATE}", "drop"),
    (rf" neither {_MODAL} {_TAKEN}(?= )", "drop"),
    (rf" (?:keep|use|take|work with|learn from|train on|look at|stick to|consider) (?:only |just )?{_THEM}(?: (?:row|one|case|record|two|three))*(?: 's [a-z]+)?(?: (?:alone|only))?{_ENDS}", "keep"),
    (r" (?:that|those|these|such)(?: [a-z]+)? be (?:the|all) (?:\w+ )?(?:that )?(?:you|we|i) (?:should|can|may|need to|have to|shall|must|be to) (?:learn|use|look|train|work|take|consider|base)(?= )", "keep"),
    (r" (?:from|with|on|using) (?:nothing but|only|just) (?:those|these|such|that)(?: [a-z]+)?(?= )", "keep"),
)  # fmt: skip
_SAID_BARE = rf"(?:(?:so|please|just|then|simply|and|hence|therefore) )*(?:{DROP_VERB}|out|not (?:in|to be in|eligible|relevant|wanted|want|need|valid|admissible|applicable|of interest|allowed|allow|usable|considered|consider|included|include|count)|ineligible|irrelevant|away with|no thank|not interested|not for (?:me|us))(?: (?:please|pls|then|thank|you))*"
_BARE = rf" (?:,|:|-|–|—|- >|= >|→|->|=>) {_SAID_BARE}(?= )"
_BARE_ALONE = rf"^ {_SAID_BARE}(?= )"
_REST = (
    r"(?:(?:(?:all |any )?(?:the |my |our )?(?:rest|others?|remain(?:ing)?(?! (?:column|field|feature|variable))(?: \w+)?|other (?!than|error|mistake|confusion|mix|outcome|column|field|feature|variable|model|cost|family|score|time|setting)\w+))(?: of (?:the|my|our|them|it)(?: \w+)?)?"
    r"|(?:every|any)(?:thing|one|body) else|(?:nothing|nobody|no one|none) else|all else)"
)
_REST_OUT = (
    rf" {_REST} {_PREDICATE}",
    rf" {_REST} (?:do|be|have|will|can)(?: not)(?= (?:[.,;!]|so)(?= )| $|$)",
    r" (?:nothing|nobody|no one|none) else (?:be (?:my|our|of|relevant|need|want)|interest|concern|matter|count|belong)(?= )",
    rf" (?:{DROP_VERB}|cut|not bother with|not care about|not need|not want) {_REST}(?= )",
)
_REST_IN = rf" {_REST} (?:{_MODAL} )?(?:stay|remain|be in|be kept|be to stay)(?: in)?(?= )"
ALSO = (
    r" (?:so|neither|nor) (?:can|do|should|be|must|have|will|may)(?= )",
    r" and(?: also)? of (?:the|all|any|every)(?= )",
    r" nor (?:in|to|for|with|of|about|anyone|anybody|anything|any|the|those|be|from|at|on)(?= )",
    r" (?:so|neither|nor) (?:go|belong|count|qualify)(?= )",
    r" (?:likewise|same(?: go| hold| apply)? (?:for|with|to)|same with|ditto|also|as well as|together with|along with|plus)(?= )",
)
ALSO_BEHIND = (
    r"^(?: [a-z]+){0,2} (?:too|as well|likewise|also|either|neither|ditto)(?= [.,;:!?)]| and | but | $|$)"
)

_FINDING = frozenset(
    words(
        "pick find work sort turn come try go run figure check carry fill point help start spread buy pay make give be stay"
    )
)
_NO_ORDER = frozenset(words("always usually often never sometimes mostly normally generally still"))


@dataclass(frozen=True)
class Cue:
    """Words that keep rows or drop them.

    Attributes:
        start: First item.
        end: Behind the last one.
        effect: What is done with the rows; "none" where they are only spoken of: "do not drop the diesels".
        side: Where the rows are described: ahead of the cue's end, behind its start, around them, taken up from
            before, or in front with the rest let go.
    """

    start: int
    end: int
    effect: Effect
    side: Literal["ahead", "behind", "around", "before", "rest"]


def find_cues(line: Line, start: int, end: int) -> list[Cue]:
    """The cues of a sentence, in order; longer ones first where they overlap."""
    found = [*_pronouns(line, start, end), *_rests(line, start, end), *_bare_orders(line, start, end)]
    found = _apart(found)
    taken = {k for cue in found for k in range(cue.start, cue.end)}
    found += [cue for cue in _arounds(line, start, end) if taken.isdisjoint((cue.start, cue.end - 1))]
    found += [
        cue
        for cue in (*_aheads(line, start, end), *_behinds(line, start, end))
        if taken.isdisjoint(range(cue.start, cue.end))
    ]
    return sorted(found, key=lambda cue: (cue.start, -cue.end))


def _apart(cues: list[Cue]) -> list[Cue]:
    """Of cues that overlap the one that begins first."""
    kept: list[Cue] = []
    for cue in sorted(cues, key=lambda cue: (cue.start, -cue.end)):
        if not kept or kept[-1].end <= cue.start:
            kept.append(cue)
    return kept


def _pronouns(line: Line, start: int, end: int) -> Iterator[Cue]:
    for pattern, effect in _TAKEN_UP:
        for hit in line.find(pattern, start=start, end=end):
            if not _told(line, hit.start, start) and not _columns_beside(line, hit):
                turned = _denied(line, hit.start, start)
                yield Cue(hit.start, hit.end, "none" if turned else effect, "before")  # type: ignore[arg-type]


def _bare_orders(line: Line, start: int, end: int) -> Iterator[Cue]:
    """ "Sessions under 30 seconds are bots; remove.", "… a villa to me: out": an order without a word for its object."""
    for hit in line.find(_BARE, start=start, end=end):
        if hit.end >= end:
            yield Cue(hit.start + 1, hit.end, "drop", "before")
    alone = line.first(_BARE_ALONE, start=start, end=end)
    if alone and alone.end >= end and start:
        yield Cue(alone.start, alone.end, "drop", "before")


def _rests(line: Line, start: int, end: int) -> Iterator[Cue]:
    for pattern in _REST_OUT:
        for hit in line.find(pattern, start=start, end=end):
            if not _told(line, hit.start, start) and not _columns_beside(line, hit):
                yield Cue(hit.start, hit.end, "keep", "rest")
    for hit in line.find(_REST_IN, start=start, end=end):
        yield Cue(hit.start, hit.end, "none", "rest")


def _columns_beside(line: Line, hit: Hit) -> bool:
    said = [line.words(at, at + 1).lower() for at in range(hit.start, min(hit.end + 2, len(line.items)))]
    return any(word in _COLUMN_WORDS for word in said)


_COLUMN_WORDS = frozenset(
    words("column columns field fields variable variables feature features input inputs predictor predictors")
)


def _arounds(line: Line, start: int, end: int) -> Iterator[Cue]:
    """ "leave … out", "don't want … in there": from the verb to the particle."""
    for particle, verb in (
        (_PARTICLE, _AROUND),
        (_IN_IT, r" not (?:want|need|like|have|let|include|keep)(?= )"),
    ):
        for hit in line.find(particle, start=start, end=end):
            before = list(line.find(verb, start=start, end=hit.start))
            if not before or before[-1].end >= hit.start:
                continue
            opens = before[-1]
            if not line.has(r" (?::|–|but)(?= )", start=opens.end, end=hit.start) and not _told(
                line, opens.start, start
            ):
                denied = (
                    verb is _AROUND
                    and _denied(line, opens.start, start)
                    and not line.has(r" not want$", start=start, end=opens.end)
                )
                yield Cue(opens.start, hit.end, "none" if denied else "drop", "around")


def _aheads(line: Line, start: int, end: int) -> Iterator[Cue]:
    for patterns, effect in ((_AHEAD_KEEP, "keep"), (_AHEAD_DROP, "drop")):
        for pattern in patterns:
            for hit in line.find(pattern, start=start, end=end):
                if (
                    _told(line, hit.start, start)
                    or _narrated(line, hit, start)
                    or _weak(line, hit, start)
                    or _theirs(line, hit, start)
                    or line.has(_AS_MUCH, start=hit.end)
                ):
                    continue
                turned = _denied(line, hit.start, start)
                meant: Effect = "none" if turned else effect  # type: ignore[assignment]
                yield Cue(hit.start, hit.end, meant, "ahead")


def _weak(line: Line, hit: Hit, start: int) -> bool:
    """ "Customers who use DSL": a common verb orders something only at the head of a clause."""
    token = line.tokens[line.items[hit.start].start]
    if token.lemma not in _COMMON or hit.end - hit.start > 2:
        return False
    if token.lower.endswith("ing"):
        return line.has(r" <money>(?= )", start=hit.end, end=_sentence_end(line, hit.end))
    return hit.start > start and line.items[hit.start - 1].text not in _HEADS


def _sentence_end(line: Line, at: int) -> int:
    return next((b for a, b in line.sentences() if a <= at < b), len(line.items))


_COMMON = frozenset(words("keep take use consider include look pick choose select"))
_HEADS = frozenset(words(", and then please : to should must so but ( - – only just also can you will"))


def _theirs(line: Line, hit: Hit, start: int) -> bool:
    """ "My father won't touch diesels": what somebody else does not do."""
    if " not " not in hit.match.group() or hit.start == start:
        return False
    before = line.items[hit.start - 1].text
    return before.isalpha() and before not in (
        "i",
        "we",
        "you",
        "and",
        "but",
        "so",
        "please",
        "then",
        "or",
        "be",
        "also",
    )


def _behinds(line: Line, start: int, end: int) -> Iterator[Cue]:
    for hit in line.find(_BEHIND_DROP, start=start, end=end):
        if not _narrated(line, hit, start) and not _is_gone(line, hit):
            yield Cue(hit.start, hit.end, "none" if _denied(line, hit.start, start) else "drop", "behind")
    for hit in line.find(_PARTICIPLE, start=start, end=end):
        verb = line.tokens[line.items[hit.start].start]
        closed = line.has(
            r"^(?: of (?:it|this|the \w+|my \w+|our \w+))?(?: (?:too|please|as well|then))? (?:[.,;:!?)]|and|but|as|because|since)(?= )",
            start=hit.end,
        ) or hit.end >= len(line.items)
        if (
            verb.lower == "off"
            or (verb.lower == "out" and not closed)
            or (verb.lower == "out" and line.items[hit.start - 1].text in _FINDING)
        ):
            continue
        if verb.lower == "out" or (verb.lower != verb.lemma and not verb.lower.endswith(("s", "ing"))):
            denied = line.has(
                r" (?:not|never)(?: to)?(?: be)?$", start=max(start, hit.start - 3), end=hit.start
            )
            yield Cue(hit.start, hit.end, "none" if denied else "drop", "behind")
    for pattern in (_STAYS, _ALONE, _NONE_ELSE):
        for hit in line.find(pattern, start=start, end=end):
            if not line.has(r" (?:not|who|that|which)$", start=max(start, hit.start - 1), end=hit.start):
                yield Cue(hit.start, hit.end, "keep", "behind")


def defines(line: Line, cue: Cue) -> bool:
    """Whether a cue says what a word means: "regulars, meaning those who come every week"."""
    return line.has(_MEANS, start=cue.start, end=cue.end)


def _is_gone(line: Line, hit: Hit) -> bool:
    """ "Twelve fees gone" are lost; what goes is let go."""
    return hit.end - hit.start == 1 and line.words(hit.start, hit.end).lower() != "goes"


def _denied(line: Line, at: int, start: int) -> bool:
    """ "Do not drop the diesels", "not only diesels", "no need to skip them"."""
    return line.has(
        r" (?:not|never|no need to|no reason to|nothing to|without)(?: (?:be|to|please|want to|have to|want you to))?$",
        start=max(start, at - 4),
        end=at,
    )


def _told(line: Line, at: int, start: int) -> bool:
    """A cue that tells what somebody does or did: "they skip diesels", "we dropped them", "he ignores it"."""
    token = line.tokens[line.items[at].start]
    if token.kind != "word":
        return False
    if token.lemma == "bar" and token.lower != "barring":
        return line.items[at - 1].text not in _ALL_BUT if at > start else True  # "what they spend at the bar"
    if token.lower.endswith("ing") and token.lemma in _VERBS and at == start:
        return token.lemma not in ("exclude", "leave", "use", "look")  # "binning a genuine message hurts"
    if at == start:
        return False
    before = line.items[at - 1].text
    typed = token.lower
    if before in ("the", "a", "an", "my", "our") and token.lemma in _VERBS and token.lower == token.lemma:
        return True  # "throws it in the bin"
    following = line.tokens[min(line.items[at].end, len(line.tokens) - 1)]
    only = token.lemma in ("only", "just")
    if before in _TELLERS and (
        only and following.lower != following.lemma and following.lower.endswith("ed")
    ):
        return True  # "last year we only looked at diesels"
    if token.lemma in _VERBS and before in ("i", "we", "you", "who", "which"):
        return True  # "out of those you throw away"
    if token.lemma in ("only", "just", "merely") and before == "be" and following.lemma not in _CONCERNS:
        return True  # "the condition is only fair"
    past = (
        typed != token.lemma
        and not typed.endswith("ing")
        and token.lemma not in ("be", "that", "this", "it", "they", "other")
    )
    helped = before in _HELPERS
    if past and typed.endswith("s") and not token.lemma.endswith("s"):
        return not helped and token.lemma in _VERBS  # "a competitor skips diesels"
    if past and not helped:
        return (
            before.isalpha()
            and before not in ("and", "but", "so", "please", "or", "with")
            and token.lemma in _VERBS
        )
    if before in _NO_ORDER and line.has(
        r" (?:i|we|they|he|she|people|everybody|everyone)(?: just)? [a-z]+$", start=max(start, at - 3), end=at
    ):
        return True
    return before in ("he", "she", "they") or (before in ("i", "we") and past)


_ALL_BUT = frozenset(words("all everything everyone everybody anything anyone anybody nothing"))
_CONCERNS = frozenset(
    words("responsible interested allowed after concerned concern look looking in about for interest")
)
_TELLERS = frozenset(words("i we they you he she"))
_HELPERS = frozenset(words("be have get to please should must can may will would need with not"))
_VERBS = frozenset(
    words(
        """ignore exclude disregard drop skip remove omit discard delete bin scrap ditch dump axe toss chuck leave throw
        set put keep take use consider include look restrict limit focus concentrate stick learn train strike forget work
        filter rule kick cut narrow confine"""
    )
)


def _narrated(line: Line, hit: Hit, start: int) -> bool:
    """ "Our consultants looked at nothing but diesels": a cue without a verb of its own, in a tale."""
    tokens = [line.tokens[line.items[at].start] for at in range(start, hit.start)]
    for at in range(len(tokens) - 1, 0, -1):
        token, before = tokens[at], tokens[at - 1]
        if token.lemma in _VERBS and token.lower != token.lemma and not token.lower.endswith(("ing", "s")):
            return (
                before.lemma not in _HELPERS
                and before.lemma.isalpha()
                and before.lemma not in ("and", "but", "with")
            )
    return False
