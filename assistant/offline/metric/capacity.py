"""How many rows can be acted on: a number, a share, so many out of so many."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.offline.metric.bare import LEAST_ODDS, PLACES, SHARE, chances, figure_at, open_figures
from assistant.offline.metric.rates import polarity
from assistant.offline.metric.statements import is_story
from assistant.offline.metric.values import used
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import match, search

ACT = (
    r"(?:call|phone|contact|inspect|check|visit|review|audit|mail|write(?: to)?|invite|talk(?: to)?|chat(?: to| with)?|speak(?: to| with)?|handle|process|treat|look(?: at| into| after)?|attend to|reach(?: out to)?|interview|screen|see|serve|investigat\w*|act(?: on)?"
    r"|follow up|manage|make|send|offer|deal with|work through|approach|cover|take on|take|afford|examine|test|target|email|ring|address|maintain|service|repair|replace|dig into|go through|approve|grant|fund|give|do|cope with|open|search|stop|ship|flag|pick|choose|select|accommodate|help|coach|meet|pursue|chase|resell|block|get to|pay for|work|warn|notify|alert|inform|remind|brief|train|coach|announce|verify|recheck|photograph|demo|sample|recommend|refer|escalate|counsel|mentor|tutor|vet|probe|intercept|freeze|isolate|fix)"
)
_CAN = r"(?:can|could|able to|capacity(?: to| for| of)?|have (?:the )?(?:capacity|time|staff|budget|money|resource|people|manpower|room|slot)s?(?: to| for)?|manage(?: to)?|time for|room for|staff for|enough (?:\w+ )?(?:for|to)|budget (?:for|cover|allow|be)|limit(?:ed)? to|team (?:can|handle)|only|at most|no more than|not more than|up to|maximum(?: of)?|max|will|'ll|may|handle|allow(?:ed)?|cover|suffice for|enough for|afford|permit|possible|get through|have|worth of|do|process|deal with|cope with)"
_LIMIT = r"(?:only|just|at most|no more than|not more than|up to|maximum of|a maximum of|max|merely|about|around|roughly|exactly|the|best|top|so many as|as many as|first|maximum|to|approximately|around|some)"
_K = (
    r" (?:precision|p|hit rate|lift|hits) (?:@|at)(?: the)?(?: top)? (?P<k><num>|<pct>)(?= )(?! (?:recall|%|or|and above))",
    rf" (?:{_LIMIT} )+(?P<k><num>|<pct>)(?: of (?:them|the|these|those|our|all))*(?: (?:about |some |roughly )?<num>)?(?: \w+){{0,2}}? (?:can|could|may|will|shall|be to|are to)(?: \w+)? be {ACT}(?:ed|d|t)?(?= )",
    rf" {_CAN}(?: (?:also|really|currently|still|not|then|probably|only|ever|even|physically|we|i|they|you))* (?:{_LIMIT} )*{ACT}(?: (?:{_LIMIT}|to|with|at|for|the|on|out|into|through|up))* (?P<k><num>|<pct>)(?= )(?! (?:minute|hour|%|euro|dollar|tree|leave|fold|trial|gb|mb))",
    rf" (?:have|get|with|there be)(?: {_LIMIT})* (?P<k><num>) (?:free |open |spare )?(?:seat|slot|place|voucher|appointment|ticket|bed|space|spot|invitation|coupon)s?(?= )",
    rf" (?:capacity|budget|time|staff|room|resource|slot|manpower|money|people|enough \w+|inspector|agent)s?(?: \w+){{0,3}}? (?:for|of|be|cover|allow|allow for|permit|suffice for|reach for|to \w+|to \w+ \w+|:)(?: {_LIMIT})* (?P<k><num>|<pct>)(?= )(?! (?:minute|hour|trial))",
    rf" (?:limit(?:ed)?|restrict(?:ed)?|capped?) (?:to|at)(?: {_LIMIT})* (?P<k><num>|<pct>) (?:\w+ )?(?:call|inspection|visit|letter|customer|case|claim|review|check|contact|offer|person|mail|client|machine|patient)s?(?= )",
    r" (?:(?<! on )top|best|first|safest|surest|shakiest|weakest|strongest|keenest|fishiest|dodgiest|sickest|neediest|soundest|riskiest|likeliest|highest|most promising|hottest|worst|upper|most likely|highest risk|most suspicious|highest scoring|most valuable) (?P<k><num>|<pct>)(?= )",
    r" (?P<k><num>|<pct>)(?: \w+)? (?:most (?:promising|likely|risky|suspicious|valuable|at risk|probable|endangered|urgent|critical|profitable)|riskiest|likeliest|best|highest|top|worst|hottest)(?= )",
    rf" (?:only|at most|no more than|not more than|up to|maximum of|max|just)(?: {_LIMIT})* (?P<k><num>|<pct>) (?:\w+ )?(?:call|inspection|visit|letter|review|check|contact|offer|mail|invitation|interview|audit|investigation|slot|appointment|conversation|alarm|alert|email|phone call|mailing|leaflet|examination|test|repair|intervention|package|discount|voucher|home visit)s?(?= )",
    rf" (?:inspector|team|crew|staff|agent|call centre|department|people|caller|auditor|we|nurse|doctor|analyst|officer|technician|engineer|employee|they|investigator|adviser|advisor|sales ?force|desk|back office|workshop|garage|hotline|unit)s? (?:only )?(?:can |will |could )?(?:only )?(?:manage|handle|do|make|get through|process|cope with|take|have|deal with|cover|see|look at|work through|check|inspect|review|call|phone|visit|investigate|reach|contact|talk to|audit|write to|mail|treat|serve|have (?:time|capacity|room) for)(?: {_LIMIT})* (?P<k><num>) ?(?:\w+ )?(?:a|per|each|every|in a|of (?:them|these|those)|out of|call|inspection|case|claim|visit|customer)(?= )",
    rf" (?:act on|contact|call|phone|inspect|mail|write to|invite|approach|target|visit|offer (?:it )?to|address|use|pick|choose|select|take|check|email|flag|review)(?: {_LIMIT}| only| the)* (?P<k><pct>)(?= )",
    r" (?:budget|money|fund|time|staff|team|capacity|crew|purse|wallet|boss|manager|stock|stamp|hand|schedule|diary|calendar)s?(?: \w+){0,2} (?:let|allow|permit|enable|suffice|stretch|reach|run to|be enough)(?: (?:we|us|me|them|to|for|only|just))* (?:(?!test|train|valid)[a-z]+ )(?:[a-z]+ ){0,5}?(?P<k><pct>|<num>) (?:of|customer|client|people|person|letter|call|visit|case|claim|machine|turbine|patient|lead|applicant|member|order)s?(?= )",
    rf" {ACT}(?: (?:{_LIMIT}|only))* (?P<k><num>) (?:out of|of)(?: (?:the|our|all|these|those|about|some|roughly))* (?=<num>)",
    r" (?:pick|choose|select|find|give|name|show|list|tell|want|need|send|get|identify)(?: (?:me|us|we|out))* the (?P<k><num>)(?: [a-z]+)? (?:who|that|which|with|where)(?: [a-z]+){0,7}? (?:most|likely|likeliest|highest|best|worst|urgent\w*)(?= )",
    r" (?:have|get|own|with|there be|leave)(?: (?:only|just|exactly|about))* (?P<k><num>)(?: [a-z]+){1,3} [.,;:](?: (?!<)[a-z,']+){0,14} (?:should|shall|to|will|can|may|could) (?:get|have|receive|be give) (?:one|it|them|they)(?= )",
    rf" (?:and|but|,|we|then|will) {ACT}(?: (?:at most|no more than|not more than|up to|only|a maximum of|maximum))+ (?P<k><num>)(?= [.,;]| of (?:them|these|those)|$| $)",
    r" (?P<k><num>) (?:\w+ )?(?:a|per|each|every) (?:day|week|month|shift|year|quarter|night|morning)(?: \w+){0,4}? (?:be (?:all|the (?:most|limit|maximum|best))|be what we can|at most|max|tops|be possible)(?= )",
    r" (?P<k><num>) (?:[a-z]+ ){1,2}(?:lie|sit|be|stand|wait|remain|leave)(?: [a-z]+){0,6} (?:,|and|;)(?: and)? (?:all|every one|each)(?: of (?:they|them|those|these)| <num>)?(?: \w+){0,2} (?:go out|go|use|send|fill|spend|hand out|give away|post)(?:ed)?(?= )",
    r" (?P<k><num>) (?:a|per|each|every|in a) (?:day|week|month|shift|year|quarter|night)(?: ,| be| at)* (?:about|roughly|around|some|and|out of|of|while|but|with|whereas|from)?(?: \w+){0,3}? (?=<num>)",
)
_OUT_OF = (
    r" (?P<k><num>) (?:\w+ ){0,4}?(?:out of|of|from|among)(?: a| the| our| total| list| of| about| around| roughly| approximately| some| all| \w+ and)* (?P<all><num>)(?= )",
)
_INCOMING = r" (?P<all><num>)(?: \w+){0,5}? (?:come in|arrive|come|be on (?:the|our) list|in total|in all|be (?:file|submit|receive|report)|roll in|reach us|land|incoming|turn up|per \w+ come|on the list|on our list|in the list|to choose from|in the pool|apply|altogether|book|be due|be (?:active|running|in (?:use|operation|service))|report(?= [.,;]| in | and )|check in|call in|run(?= [.,;!?]| $|$| a | per | each | every ))(?= )| (?P<all3><num>)(?: \w+){0,4}? (?:daily|weekly|monthly|a day|per day|every day|each day|a week|per week|every week|each week|a month|per month|every month|each month|a year|per year|each year|every year|a shift|per shift)(?= )| (?:receive|get|have|see|out of|from|among|of|handle|there be|with|list of|pool of|total of|portfolio of|base of)(?: about| around| roughly| approximately| some| a| total| list| of| in| all| nearly| almost| over)* (?P<all2><num>) (?:\w+ )?(?:claim|application|customer|client|case|person|people|lead|machine|order|booking|transaction|patient|request|ticket|policy|account|name|of them|them|row|record|loan|message|subscriber|member)s?(?= )"
_MENTIONED = r" (?:flag|raise|alarm|alert|trigger|report|have|get|cause|produce|generate|see)(?: \w+){0,2}? (?:at most|no more than|not more than|up to|max|maximum of|fewer than|less than|under|below|only)(?: \w+)? (?P<k><num>|<pct>)(?: (?:alarm|alert|case|customer|row|flag|of (?:them|all)|transaction|people|machine|claim|a|per|in|on|mail|message|account|warning)s?)?(?= )|(?: at most| no more than| not more than| up to| maximum of| max| never more than) (?P<k2><num>|<pct>)(?: of (?:all|the|our))?(?: \w+)? (?:alarm|alert|flag|be flag|flagged|may be flag|should be flag|must be flag|warning)s?(?: |$)"


@dataclass(frozen=True)
class Capacity:
    """How many can be acted on.

    Attributes:
        k: A number of rows, or None.
        fraction: A share of the rows, or None.
        out_of: What `k` is out of, where it was said.
        quote: The words.
        flags: Whether it bounds what is flagged rather than telling what can be done.
    """

    k: int | None
    fraction: float | None
    out_of: int | None
    quote: str
    flags: bool = False


def read_capacity(reading: Reading) -> Capacity | None:
    """Find a capacity."""
    flagged = reading.notes.get("denied_more") or _flagged(reading)
    if flagged:
        return flagged
    likely = _likely(reading)
    claimed = set(reading.claimed)
    corrected = _corrected(reading)
    told = _multiplied(reading) or _by_words(reading) if corrected is None else None
    found = told or (by_evidence(reading) if corrected is None else None)
    doubted = _UNLIKELY_AS_TOLD if told is not None and (told.k or 3) > 2 else _UNLIKELY
    if found is not None and likely.get(found.k or found.fraction or 0.0, 1.0) < doubted:
        found = None  # "31 people are on short time": the words tell of something else
        reading.claimed.intersection_update(claimed)
    if found is None:
        best = max(likely, key=lambda value: likely[value], default=0.0)
        hits = reading.line.find(r" (?P<k><num>|<pct>)(?= )") if likely.get(best, 0.0) > LEAST_ODDS else ()
        sure = likely.get(best, 0.0) > _SURE_ALONE
        meant = (h for h in hits if h.quantity("k").value == best and (sure or _is_limited(reading.line, h)))
        found = next((_capacity(reading, hit) for hit in meant), None)
    found = corrected or found
    if found is not None and fewer_will_do(reading.line):
        return replace(found, flags=True, out_of=None)
    return found


_UNLIKELY = 0.1  # of requests that nothing was learned from, one in a hundred capacities had less
_SURE_ALONE = 0.75  # where nothing else speaks for it
_UNLIKELY_AS_TOLD = 0.03  # where a phrase says it: "I can phone five of the 45"


def _likely(reading: Reading) -> dict[float, float]:
    """How likely each bare figure tells how many can be acted on, by the words around it; see `bare`."""
    if not open_figures(reading, ()):
        return {}
    line = reading.line
    return {
        figure_at(line, at).value: shares.get(PLACES, 0.0) + shares.get(SHARE, 0.0)
        for at, shares in chances(reading, used(reading))
    }


def _is_limited(line: Line, hit: Hit) -> bool:
    """Whether anything by the words speaks for places as well."""
    start, end = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (0, len(line.items)))
    return _weight(line, hit) > 0 or line.has(rf" {_LIMITED}(?= )", start=start, end=end)


_NEVER = r"(?:not|never|no|nobody|none|neither|can not|cannot|refuse|refuses|forbid|rule out|impossible)"
_ALARMS = r"(?:flag|alarm|alert|warning|accept|tolerate|put up with|stand for|bother|disturb|suspect|mark|ring the bell)"


# With money beside it, what is not permitted is a bound, and what cannot be done a number of places.
_PERMITTED = r" (?:must not|may not|should not|shall not|not allow|will not let|would not let|not let|not permit|not want|forbid|not be allow|not accept|not tolerate)(?:ed)? "


def note_denied(reading: Reading) -> None:
    """ "We'd never do it with more than 15 % of the staff", "more than 200 checks we can't do": kept for later.

    Read before the bounds on rates, to which "more than" is a lower bound.
    """
    line = reading.line
    for hit in line.find(
        r" (?<!no )(?<!not )(?:more than|over|above)(?: about| the)? (?P<k><num>|<pct>)(?= )"
    ):
        start, end = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (0, len(line.items)))
        if not reading.free(hit, "k") or _counts_else(hit, "k") or in_a_story(line, hit.start):
            continue
        first, last = max(start, hit.start - 8), min(end, hit.end + 7)
        around = line.canon[line.place(first) - 1 : line.place(last)]
        if not _denied(line, hit, first, last) or search(_WRONGLY, around) or _speaks_of_else(reading, hit):
            continue
        if not search(rf" (?:{_DO}|{_JOB}|{ACT}|{_ALARMS})(?:ed)? ", around):
            continue
        can = search(r" (?:able|time|manage|afford|capacity|staff for|can) ", around)
        found = _capacity(reading, hit)
        if found is not None:
            allowed = search(_PERMITTED, around) and line.has(r" <money>(?= )")
            flags = ((search(rf" {_ALARMS}(?:ed)? ", around) or allowed) and not can) or fewer_will_do(line)
            reading.notes["denied_more"] = replace(found, flags=True, out_of=None) if flags else found
        return


_WRONGLY = r" (?:false|wrong|wrongly|by mistake|in error|needless|needlessly|for nothing|in vain|miss|overlook|slip|lose|escape|off|error) "


def _denied(line: Line, hit: Hit, start: int, end: int) -> bool:
    """Whether "more than" so many is ruled out, in front of the figure or behind it."""
    return line.has(rf" {_NEVER}(?: [a-z']+){{0,7}}$", start=start, end=hit.start) or line.has(
        r"^(?: [a-z']+){0,4} (?:not|never|impossible|out of)(?= )", start=hit.end, end=end
    )


def _of_a_group(reading: Reading, hit: Hit) -> bool:
    """Whether a share is one of real or of harmless cases, which bounds a rate rather than what is acted on."""
    last = hit.span("k")[1]
    if hit.quantity("k").kind != "percent":
        return False
    stop = next((b for a, b in reading.line.sentences() if a <= last <= b), len(reading.line.items))
    if reading.line.has(
        r" (?:likely|likeliest|probable|probably|chance|prone|promise)(?= )",
        start=last,
        end=min(stop, last + 8),
    ):
        return False  # "the 10 % of donors who are most likely to give"
    by_mistake = reading.line.has(r" (?:by mistake|in error|wrongly|for nothing)(?= )", start=last, end=stop)
    return by_mistake or bool(polarity(reading, last, min(stop, last + 4)))


_HANDS = r"(?:(?!customer|buyer|shopper|leaver|borrower|canceller|churner|visitor|driver|defaulter|holder|owner|payer|lender|renter|taker|reader|speaker|quarter|order|number|letter|voucher|offer|member|paper|other|subscriber|user|order|author|sensor|motor|plant|ever|never|after)[a-z]{3,}(?:er|or|ist|yst|ant|ian|man|eer)|agent|inspector|investigator|nurse|doctor|people|person|adviser|advisor|analyst|caller|technician|mechanic|engineer|officer|colleague|temp|rep|seller|team|crew|shift|clerk|auditor|handler|adjuster|expert|consultant)s?"
_EACH_SO_MANY = (
    rf" (?P<n><num>)(?: [a-z]+)? {_HANDS}(?: (?:,|:|and|[a-z]+)){{0,9}}? (?P<k><num>)(?: [a-z]+){{0,3}} (?:each(?! (?:day|week|month|shift|quarter|year|morning|night))|apiece|a head|per (?:head|person|{_HANDS}))(?= )",
    r" (?P<n><num>)(?: (?!and |or |but )[a-z]+){1,2}(?: (?:,|and|who|with))* (?:each|every one|everyone)(?: of (?:they|them|these|those|whom))? (?:can|could|will|do|manage|handle|get|take|check|make)(?: [a-z]+){0,4} (?P<k><num>) [a-z]+(?= )",
)


def _multiplied(reading: Reading) -> Capacity | None:
    """ "Two investigators, ten files each": so many hands with so many places each."""
    for pattern in _EACH_SO_MANY:
        for hit in reading.line.find(pattern):
            total = hit.quantity("n").value * hit.quantity("k").value
            if not reading.free(hit) or total != int(total) or in_a_story(reading.line, hit.start):
                continue
            out_of = _out_of(reading, hit, int(total))
            reading.claim(hit)
            for again in reading.line.find(r" (?P<k><num>)(?= )", start=hit.end):
                if again.quantity("k").value == total:
                    reading.claim(again)
            return Capacity(int(total), None, out_of, hit.quote)
    return None


def _is_a_size(hit: Hit) -> bool:
    """ "We have 7,000 customers": how large the business is."""
    return (
        search(
            r"^ (?:we|they|people) have <num> (?:\w+ )?(?:customer|claim|case|a|per|each|every)s? $",
            hit.match.group().rstrip() + " ",
        )
        is not None
    )


def _was_done(hit: Hit) -> bool:
    """ "We mailed 3 catalogues each": what is told in the past is no limit."""
    line, at = hit.line, hit.span("k")[0] - 1
    while at > 0 and line.items[at].text in (
        "about",
        "only",
        "just",
        "around",
        "some",
        "the",
        "roughly",
        "up",
        "to",
    ):
        at -= 1
    typed = line.words(at, at + 1).lower() if at >= 0 else ""
    past = typed.endswith("ed") and typed not in ("need", "limited", "allowed", "restricted", "capped")
    return past and line.has(r" (?:we|i|they|he|she|team|who)(?: [a-z]+ly)?$", start=max(0, at - 2), end=at)


def _is_the_whole(hit: Hit) -> bool:
    """ "2,000 of our 40,000 clients": the latter is what the places are out of; "each of the six can do 5": a share of them."""
    first, _ = hit.span("k")
    found = hit.line.first(
        r" (?P<some><num>)(?: [a-z]+){0,2} (?:of|out of|from|among)(?: (?:our|the|all|these|those|about|some|roughly|total))*$",
        start=max(0, first - 8),
        end=first,
    )
    each = hit.line.has(
        r" (?:each|every one|everyone|anyone)(?: of (?:them|these|those|us|the \w+|our \w+))? (?:can|could|will|manage|do|handle|check|take)(?: [a-z]+){0,3}$",
        start=max(0, first - 9),
        end=first,
    )
    return each or (found is not None and found.quantity("some").value < hit.quantity("k").value)


def _by_words(reading: Reading) -> Capacity | None:
    for pattern in _K:
        for hit in reading.line.find(pattern):
            if (
                not reading.free(hit, "k")
                or _is_the_whole(hit)
                or _was_done(hit)
                or _is_a_size(hit)
                or _speaks_of_else(reading, hit)
                or in_a_story(reading.line, hit.start)
                or _of_a_group(reading, hit)
            ):
                continue
            return _capacity(reading, hit)
    return None


_FEWER = (
    r" (?:few|fewer|less)(?: (?:be|is|are|of them|calls?|ones?|\w+))?(?: (?:be|is|are))?(?: also| just as| perfectly| all| quite| even)? (?:welcome|fine|ok|okay|good|right|better|enough|alright|allowed)(?= )"
    r"| (?:money|sum|figure|math|profit|it|they|that|numbers?)(?: only| will| do| does| would)?(?: not)? (?:say|pay|suggest|call|tell|recommend|be worth)\w*(?: \w+){0,4} (?:few|fewer|less)(?= )"
    r"| (?:few|fewer|less)(?: \w+){0,3} (?:where|if|when|whenever)(?: \w+){0,4} (?:pay|money|worth|sums?|profit|lose|figures?)\w*(?= )"
    r"| (?:not (?:have to|need to|necessarily)|no need to) (?:use|fill|spend|make|need)(?: up)? (?:it |them |this |that )?(?:all|every)(?= )"
    r"|"
    r" (?:few|fewer|less)(?: (?:of them|then))?(?: (?:be|will|would|may|can))*(?: (?:also|quite|perfectly|even))? (?:fine|ok|okay|welcome|good|better|allowed|do|enough|pay)(?= )"
    r"| if (?:the money|it|fewer|less|that|the sums?|the figures?)(?: \w+){0,5} (?:say|pay|want|prefer|few|fewer|less)(?= )| (?:fewer|few|less)(?: \w+){0,3} (?:where|if|when) (?:the money|it|they|that)(?= )"
    r"| if (?:few|fewer|less)(?: \w+){0,5} (?:money|more|profit|better)(?= )| (?:not|need not) (?:need to )?(?:use|fill|take) (?:all|every)| (?:where|if) (?:the money|they) (?:say|do not pay)(?= )| then (?:fewer|few|less)(?= )"
)


_WELCOME = r"(?:fine|ok|okay|welcome|good|better|allow|enough|nice|cheap|cheaper|alright|sensible|worthwhile|wise|pay|suffice|do|money|profit|worth|acceptable|great|perfect|rather|prefer|happy|glad)"
_THEN_FEWER = r" (?:then|also|even) (?:few|fewer|less)(?= )| (?:few|fewer|less)(?: \w+){0,2} (?:if|when|where|whenever|as long as)(?= )"


def fewer_will_do(line: Line) -> bool:
    """ "At most 60 talks; fewer is welcome where the money says so": a bound, not places to be filled."""
    if line.has(_FEWER) or line.has(_THEN_FEWER):
        return True
    for hit in line.find(r" (?:few|fewer|less)(?! than)(?= )"):
        _, end = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (0, len(line.items)))
        compared = line.has(
            r" (?:no|not|a|any|the|as|so|too|very|only|in|cost|costs)$",
            start=max(0, hit.start - 1),
            end=hit.start,
        )
        if not compared and line.has(rf"^(?: [a-z,']+){{0,4}} {_WELCOME}(?= |$)", start=hit.end, end=end):
            return True
    return False


# "With the new colleague it's 22", "since May we manage 45 a day".
_CHANGED = r" (?:now|new|since|meanwhile|lately|actually|instead|more|fewer|less|extra|additional|after all|as of|from|start|next|another|with|without|ill|sick|holiday|leave|hire|rather|only|no|wrong|correct\w*|sorry|turn out|raise|cut|grow|shrink|double)(?= )"
_NOW = r" (?:it|that|this|they|we|there|limit|capacity|number|figure)(?: (?:can|could|will|only|now|actually|really))* (?:be|do|get|manage|make|become|handle|rise to|drop to|fall to|go up to|go down to)(?: (?:now|only|just|even|already|about|up|down|to|rather|more like))* (?P<k>{figure})(?= )"


def _corrected(reading: Reading) -> Capacity | None:
    """ "350 calls instead of 200", "150 now": a capacity that was said before takes another figure."""
    before = reading.context.spec.get("metric", {})
    if before.get("kind") != "top_k":
        return None
    known = before.get("k") or before.get("fraction")
    share = before.get("fraction") is not None
    figure = "<pct>" if share else "<num>"
    for pattern in (
        rf" (?P<k>{figure})(?: \w+)?(?: ,)? (?:instead of|and not|rather than|not)(?: the| only| just)* (?P<old>{figure})(?= )",
        rf" (?:from|instead of|not)(?: the| only| just)* (?P<old>{figure})(?: \w+)? (?:,|to|but|it be|up to|down to|it be now)(?: \w+)? (?P<k>{figure})(?= )",
        rf" (?P<k>{figure})(?: \w+)? (?:now|from now on|this time|after all|then)(?= )",
        rf" (?:it|that) be(?: just| only| now| down to| up to)+ (?P<k>{figure})(?= (?:of (?:them|these|those)|[.,;!]|\w+s? now)|$| $)",
        rf" (?:now|make (?:it|that)|rather|actually|sorry|in fact|after all|have)(?: ,| it be| we can| we have| we| only| just| about| to| do| \w+ be)* (?P<k>{figure})(?= )",
        *((_NOW.format(figure=figure),) if reading.line.has(_CHANGED) else ()),
        rf" so (?:we |i )?(?:can |do |manage )?(?:only|just|at most)(?: do| manage| make| call)? (?P<k>{figure})(?= (?:of (?:them|these|those)|[.,;!])|$| $)",
        rf" (?:go|come|get|move)(?: \w+)? (?:up|down) to (?P<k>{figure})(?= (?:of (?:them|these|those)|[.,;!])|$| $)",
        rf" (?P<k>{figure})(?: \w+)? (?:be|will be)(?: (?:all|also|just|still))* (?:possible|feasible|doable|enough|manageable|all we (?:can|have)|the (?:limit|max|maximum))(?= )",
    ):
        for hit in reading.line.find(pattern):
            payload = hit.quantity("k")
            said = hit.quantity("old").value if hit.match.groupdict().get("old") else known
            if (
                reading.free(hit, "k")
                and said == known
                and payload.value != known
                and not _counts_else(hit, "k")
                and not reading.line.has(_STOCK, start=max(0, hit.span("k")[0] - 8), end=hit.span("k")[0])
            ):
                return _capacity(reading, hit)
    return _out_of_anew(reading, known) if not share and isinstance(known, int | float) else None


def _out_of_anew(reading: Reading, known: float) -> Capacity | None:
    """ "200 a month, that is, and 4,000 come in", "the park now has 52": only what the places are out of."""
    line = reading.line
    for hit in line.find(r" (?P<k><num>)(?= )"):
        value = hit.quantity("k").value
        if not reading.free(hit, "k") or in_a_story(line, hit.start) or value < known or value != int(value):
            continue
        start, end = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (0, len(line.items)))
        if value == known:
            out_of = _out_of(reading, hit, int(known))
        else:
            stock = line.has(_STOCK, start=max(start, hit.start - 8), end=hit.start)
            comes = line.has(rf" {_COMES}(?= )", start=hit.end, end=min(end, hit.end + 9))
            fits = (stock or (comes and not line.has(_SO_OFTEN, start=hit.start))) and not _counts_else(
                hit, "k"
            )
            out_of = int(value) if fits else None
        if out_of is not None:
            reading.claim(hit)
            return Capacity(int(known), None, out_of, hit.quote)
    return None


def _capacity(reading: Reading, hit: Hit) -> Capacity | None:
    quantity = hit.quantity("k")
    if quantity.kind == "percent":
        parts = quantity.unit.isdigit() and quantity.count >= 5
        reading.claim(hit)
        if parts:
            return Capacity(int(quantity.count), None, int(quantity.unit), hit.quote)
        return Capacity(None, tidy(quantity.value), None, hit.quote)
    if quantity.value < 1 or quantity.value != int(quantity.value):
        return None
    reading.claim(hit, "k")
    out_of = _out_of(reading, hit, int(quantity.value))
    reading.claim(hit)
    return Capacity(int(quantity.value), None, out_of, hit.quote)


def _out_of(reading: Reading, hit: Hit, k: int) -> int | None:
    line = reading.line
    for pattern in _OUT_OF:
        for found in line.find(pattern, start=hit.start):
            if (
                found.quantity("k").value == k
                and found.quantity("all").value > k
                and reading.free(found, "all")
            ):
                reading.claim(found)
                return int(found.quantity("all").value)
    for found in line.find(_PER_SO_MANY, start=hit.span("k")[0], end=hit.end + 12):
        if reading.free(found, "all") and found.quantity("all").value > k:
            reading.claim(found, "all")
            return int(found.quantity("all").value)
    pool = _pool(reading, hit, k)
    if pool is not None:
        return pool
    sentence = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (0, len(line.items)))
    for found in line.find(_INCOMING, start=sentence[0], end=min(len(line.items), sentence[1] + 14)):
        group = next(g for g in ("all", "all2", "all3") if found.has(g))
        if reading.free(found, group) and found.quantity(group).value > k and _incoming(reading, found):
            reading.claim(found, group)
            return int(found.quantity(group).value)
    return None


# "Reads 80 files per 1,000 applications", "120 calls a week for about 4,000 customers", "30 of some 500".
_PER_SO_MANY = r"^ <num>(?: [a-z]+){0,5}?(?: ,)? (?:per|for every|in every|for|out of|of|from among|among|against)(?: (?:about|around|roughly|some|our|the|a|total|of|approximately|nearly|almost|all|base))* (?P<all><num>)(?! (?:euro|dollar|pound|minute|hour|day|week))(?= [a-z.,;])"


_COMES = (
    r"(?:in that time|in the same time|meanwhile|during that time|come|come in|arrive|land|apply|go home|be discharge|discharge|leave the \w+|file|submit|register|enter|turn up|pile up|reach (?:we|us)|wait|queue|roll in|pass through|get in|go out|be (?:ship|send|sell)"
    r"|(?:a|per|each|every) (?:day|week|month|shift|quarter|year|night)|daily|weekly|monthly|yearly)"
)
_STOCK = r" (?:base|book|list|portfolio|park|fleet|register|stock|pool|population|hall|staff|membership|clientele|school|hospital|company|firm|town|region|plant)(?: [a-z]+){0,2} (?:count|have|be|hold|contain|number|comprise|include|run to|consist of|of)(?: (?:about|roughly|some|around|nearly|over|almost|more than))*$"
_TO_CHOOSE_FROM = r"^ <num>(?: [a-z]+){0,2} (?:to (?:pick|choose|select) from|on (?:the|our|my) (?:desk|list|pile|table|shelf|waiting list|sheet)|in (?:the|our|my) (?:queue|pile|inbox|pool|hall|programme|building)|stand|wait|queue|up for|be due|on file|run through|go through|come through|pass through|apply|leave)(?= )"
_OUT_OF_ALL = r" (?:out of|of|from|among)(?: (?:every|each|the|our|all|some|about|around|roughly|a total of|those|these|a))*$"
_BRINGS = r" (?:day|week|month|shift|night|morning|quarter|year|line|hotline|desk|inbox) (?:see|bring|receive|get|process|handle|produce|deliver|come to|make)(?: (?:about|around|roughly|some|us|we|up to))*$"
_SO_OFTEN = (
    r"^ <num> (?:a|per|each|every) (?:day|week|month|shift|quarter|year|night)(?= )"  # "i.e. 100 a year"
)
_RUN = r"(?:run|operate|own|look after|service|watch)"


def _pool(reading: Reading, hit: Hit, k: int) -> int | None:
    """What the places are out of: a larger figure of what comes in, of what is run or to choose from, near by."""
    line = reading.line
    start = next((a for a, b in line.sentences() if a <= hit.start < b), 0)
    each = line.has(
        r" (?:a|per|each|every|this) (?:day|week|month|shift|quarter|year|night)(?= )",
        start=max(start, hit.start - 8),
        end=min(hit.end + 6, len(line.items)),
    )
    found = line.find(
        r" (?P<all><num>)(?= )", start=max(0, hit.start - 16), end=min(len(line.items), hit.end + 18)
    )
    larger = [other for other in found if _is_larger(reading, other, k)]
    for told in (_comes_in, _to_choose_from, _is_run if each else None):
        for other in larger if told is not None else ():
            if told is not None and told(line, other):
                reading.claim(other, "all")
                return int(other.quantity("all").value)
    return None


def _is_larger(reading: Reading, other: Hit, k: int) -> bool:
    value = other.quantity("all").value
    if not k < value <= _MOST_ROWS or value != int(value) or not reading.free(other, "all"):
        return False
    if _counts_else(other, "all") or in_a_story(reading.line, other.start):
        return False
    year = 1900 <= value < 2100 and not reading.line.has(r"^ <num> [a-z]+", start=other.start)
    return not year and not reading.line.has(_SO_OFTEN, start=other.start)


_MOST_ROWS = 1_000_000


def _around(line: Line, other: Hit) -> tuple[int, int]:
    return next(((a, b) for a, b in line.sentences() if a <= other.start < b), (0, len(line.items)))


def _comes_in(line: Line, other: Hit) -> bool:
    """ "300 in that time", "4,000 land on the desk"."""
    _, end = _around(line, other)
    return line.has(rf" {_COMES}(?= )", start=other.end, end=min(end, other.end + 9))


def _to_choose_from(line: Line, other: Hit) -> bool:
    """ "Out of every 600 orders", "500 applications on the table", "the customer base counts 4,000"."""
    start, end = _around(line, other)
    return (
        line.has(_TO_CHOOSE_FROM, start=other.start, end=min(end, other.end + 7))
        or line.has(_OUT_OF_ALL, start=max(start, other.start - 6), end=other.start)
        or line.has(_BRINGS, start=max(start, other.start - 6), end=other.start)
        or line.has(_STOCK, start=max(start, other.start - 8), end=other.start)
    )


_IS_RUN = rf" (?:{_RUN}|there be)(?: about| roughly| some| \w+ly)*$"
_LISTED = r"^ <num> [a-z]+(?: (?:in|on|at|across|under)(?: [a-z]+){1,4})? ?(?:[.,;!]|$)"


def _is_run(line: Line, other: Hit) -> bool:
    """ "… a week; we run 60 machines", "per week two climbs, forty turbines"."""
    start, end = _around(line, other)
    if line.has(_IS_RUN, start=max(start, other.start - 4), end=other.start):
        return True
    listed = line.has(_LISTED, start=other.start, end=min(end + 1, len(line.items)))
    return (listed and line.has(" ,$", start=max(start, other.start - 1), end=other.start)) or line.has(
        r" out of(?: a| about| our| the| some)*$", start=max(start, other.start - 4), end=other.start
    )


def _incoming(reading: Reading, hit: Hit) -> bool:
    if hit.match.groupdict().get("all3") and search(
        r" (?:earn|make|income|cost|pay|salary|worth) ",
        hit.line.canon[max(0, hit.line.place(hit.start) - 40) : hit.line.place(hit.end)],
    ):
        return False
    return _speaks_of_flow(hit)


# Evidence for places to be filled: what is done with a row, what a row of work is called, and words for a limit.
_DO = (
    r"(?:hold (?:back|up)|refuse|deny|pull|divert|delay|close|announce|recommend|block|flag|intercept|freeze|suspend|isolate|repair|fix|replace|recheck|re check|re read|verify|counsel|tutor|mentor|escalate|refer|ask|show|offer|photograph|demo|sample|climb|x ray|scan|weigh|swab|do|take|accept|act|address|admit|read|study|peruse|vet|sift|probe|patch|alert|approach|approve|decline|fund|grant|hire|lend to|reject|turn down|assess|audit|bother|call|check|climb|coach|contact|double check|drive (?:out )?to|email|examine|get (?:round )?to|get through|go to|go through|hand (?:it )?(?:out|to)|handle|help|inform|inspect|interview|investigate"
    r"|invite|look (?:at|into|after|over)|mail|manage|meet|nurse|open|pamper|phone|pick|print|process|question|reach|remind|review|ring|screen|see|send|serve|service|speak (?:to|with)|take care of|talk (?:to|with)|test|text|treat|visit|vet|warn|win|work through|write(?: to)?|have)"
)
_JOB = (
    r"(?:gift card|climb|name|code|seat|x ray|scan|demo|sample|voucher|repair|replacement|blood test|house call|photo|adviser|alert|appointment|assessment|audit|bed|bonus|bonuse|brochure|copy|copies|call(?! cent)|case|catalogue|catalog|chat|check|check up|climb|conversation|coupon|demo|examination|file|flyer|gift|home visit|inspection|interview|intervention|invitation|invite|job"
    r"|leaflet|letter|mail|mailing|mailshot|meeting|name|offer|parcel|phone call|place|pitch|postcard|present|review|seat|second look|session|slot|space|spot|survey|swap|talk|test|ticket|trip|visit|voucher|workup|stay interview)s?"
)
_HAVE_FOR = r"(?:have|there be|get|print|buy|hold|leave|with|hire|bring)"
_LIMITED = r"(?:only|available|just|exactly|at most|no more(?: than)?|not (?:\w+ ){0,2}more than|not more(?: than)?|not a single one more|not one more|that be all|that be it|the most|at the most|at the very most|tops|max|maximum|up to|limit|not one less|can not|more than that|capacity|hands|time|room|budget|postage|stretch|suffice|enough|allow|afford|possible|manage|cope|(?:all|every one|each) (?:of (?:them|those) )?(?:be |get )?(?:use|used|make|fill|go out)|use (?:them|it|those) all|always|fill|no more)"


def by_evidence(reading: Reading) -> Capacity | None:
    """A number of places that no fixed phrase tells: a figure of jobs or of rows acted on, with words for a limit near it."""
    best: tuple[float, Hit] | None = None
    likely = _likely(reading)
    for hit in reading.line.find(r" (?P<k><num>|<pct>)(?= )"):
        if not reading.free(hit, "k") or _counts_else(hit, "k") or in_a_story(reading.line, hit.start):
            continue
        if _speaks_of_else(reading, hit) or _of_a_group(reading, hit) or _was_done(hit):
            continue
        weight = _weight(reading.line, hit)
        if _SOME_EVIDENCE <= weight < _ENOUGH:
            weight += _LEARNED * likely.get(hit.quantity("k").value, 0.0) + (
                0.8 if _has_pool(reading, hit) else 0.0
            )
        if weight >= _ENOUGH and (best is None or weight > best[0]):
            best = (weight, hit)
    return _capacity(reading, best[1]) if best else None


_ENOUGH = 2.0
_SOME_EVIDENCE = 1.0  # with so much by the words the learned odds and a figure to choose from count as well
_LEARNED = 1.6


def _has_pool(reading: Reading, hit: Hit) -> bool:
    """Whether a larger figure beside tells what the places are out of."""
    kept = set(reading.claimed)
    found = _out_of(reading, hit, int(hit.quantity("k").value)) if hit.quantity("k").value >= 1 else None
    reading.claimed.intersection_update(kept)
    return found is not None


def _weight(line: Line, hit: Hit) -> float:
    """How much the words around a figure speak for places: 2 and more are enough."""
    start, end = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (0, len(line.items)))
    behind, before = min(end, hit.end + 4), max(start, hit.start - 6)
    job = line.has(
        rf"^(?: (?!of |out |percent |<)[a-z]+){{0,2}}(?: of them)? {_JOB}(?= )", start=hit.end, end=behind
    )
    done = line.has(
        rf" {_DO}(?: (?:a |an |the |our )?{_JOB} (?:for|to))?(?: (?:the|about|around|exactly|just|only|up|to|at|most|some|roughly|a|maximum|of|out|our|those|more|than))*$",
        start=before,
        end=hit.start,
    )
    passive = line.has(
        rf"^(?: \w+){{0,3}} (?:(?:get|will|can|may|go|receive|be)(?: \w+){{0,2}} (?:out|{_JOB}|{_DO})|(?:may|can|will|shall|should) (?:get|receive|be))(?= )",
        start=hit.end,
        end=min(end, hit.end + 8),
    )
    limit = line.has(rf" {_LIMITED}(?= )", start=start, end=end) or line.has(
        rf"^ {_LIMITED}(?= )", start=end + 1, end=end + 4
    )
    each = line.has(
        r"^(?: \w+){0,2} (?:a|per|each|every|this) (?:day|week|month|shift|quarter|year|time|morning|night|round)(?= )",
        start=hit.end,
        end=behind,
    ) or line.has(
        r" (?:per|each|every|a) (?:day|week|month|shift|quarter|morning|night|round)(?= )",
        start=start,
        end=hit.start,
    )
    able = line.has(
        r" (?:can|could|able|may|will|we|us|they|it|he|she|people|team|crew|nurse|investigator|mechanic|hotline|desk|have) ",
        start=start,
        end=hit.start,
    )
    own = line.has(
        rf" {_HAVE_FOR}(?: (?:a|about|around|exactly|just|only|up|to|some|roughly|out|we|us))*$",
        start=before,
        end=hit.start,
    )
    stock = line.has(
        rf" {_HAVE_FOR}(?: only| just)?(?: (?!datum|data|figure|record|history|label|model)[a-z]+){{1,3}} (?:for|to \w+)(?: (?:about|around|only|just|exactly|some|up|to))*$",
        start=before,
        end=hit.start,
    )
    of_them = line.has(r"^ of (?:them|those|these)(?= )", start=hit.end, end=behind) or hit.end >= end
    given = line.has(
        rf"^(?: \w+){{0,2}} (?:get|receive|be give)(?: a| an| the| our| their)* {_JOB}(?= )",
        start=hit.end,
        end=min(end, hit.end + 8),
    )
    invited = line.has(
        rf"^(?: of (?:the|our|them|these|those))?(?: \w+)? (?:will|can|may|could|to|get)(?: \w+)? be {_DO}(?:e?d)?(?= )",
        start=hit.end,
        end=min(end, hit.end + 9),
    )
    sure = hit.quantity("k").kind == "percent"
    total = (
        (2.0 if given or invited else 0)
        + (1.2 if job else 0)
        + (1.0 if done else 0)
        + (1.2 if passive else 0)
        + (1.0 if limit else 0)
        + (0.6 if each else 0)
        + (0.4 if able and (done or job) else 0)
        + (0.6 if own and job else 0)
        + (0.5 if done and line.has(r"^ of (?:them|those|these)(?= )", start=hit.end, end=behind) else 0)
        + (1.0 if stock and job else 2.0 if stock and of_them else 0)
    )
    if sure and not (
        limit
        and (
            done
            or job
            or passive
            or line.has(
                r" (?:stretch|suffice|enough|reach|cover|available|money|fund|budget|room|time|capacity|staff)(?: \w+){0,3}$",
                start=before,
                end=hit.start,
            )
        )
    ):
        return 0.0
    if sure:
        total += 1.0
    return total if (job or done or passive or sure or (stock and of_them)) else 0.0


def _counts_else(hit: Hit, group: str) -> bool:
    """Whether a figure counts money, time, years, people of one's own or parts of the plan."""
    line = hit.line
    first, last = hit.span(group)
    after = line.canon[line.place(last) - 1 :]
    before = line.canon[: line.place(first)][-30:]
    if match(
        r" (?:(?!a |per |each |every |in )\w+ )?(?:euro|dollar|pound|buck|quid|cent|minute|hour|day|week|month|year|second|trial|fold|tree|leaf|core|worker|gb|mb|%|point|column|feature|class|classes|label|level|percent|model|family|condition|demand|requirement|constraint|bound|rule|split|branch|branche|office|shop|store|inspector|investigator|nurse|adviser|agent|temp|colleague|crew|crane|mechanic|people of|k|x)s? ",
        after,
    ):
        return True
    if match(r" (?:in|out of|of) (?:<num>|ten|hundred)", after):
        return True
    if search(r" (?:times|time|x|\*|multiply by|earn|bring|lose|gain|commission of|margin of) $", before):
        return True
    if hit.quantity(group).kind == "percent":
        return search(_SUCCEEDS, before) is not None
    return bool(
        search(
            r" (?:old|age|over|above|below|under|before|after|since|until|(?<!more )than|equal to|mean|code|label|class|grade|(?:grade|rating|score|value|level|quality|class|bonus|total|sum|average) of|=|within|next|last|seed|column|no|number|quality|rating|score) $",
            before,
        )
    )


def in_a_story(line: Line, at: int) -> bool:
    """Whether a figure stands in a sentence that tells what once was."""
    return any(start <= at < end and is_story(line, start, end) for start, end in line.sentences())


def _speaks_of_flow(hit: Hit) -> bool:
    """ "We have 7,000 customers" tells the size of the business, "about 2,000 come in" what k is out of."""
    words = hit.match.group()
    if match(r" (?:have|there be|with|see|handle|of|get) ", words):
        return bool(
            search(
                r" (?:a|per|each|every) (?:day|week|month|year|shift|quarter)",
                hit.line.canon[hit.line.place(hit.start) : hit.line.place(hit.end) + 20],
            )
        )
    return True


_SUCCEEDS = r" (?:work|help|succeed|click|convince|persuade|stick|take|do the trick|pay off|turn around|sway|win over)(?: (?:for|on|with|in|about|only|around|roughly|just))* $"


def _speaks_of_else(reading: Reading, hit: Hit) -> bool:
    """Trees, minutes and answers are no rows; nor is a share of the data to test on."""
    before = hit.line.canon[: hit.line.place(hit.start)][-40:]
    after = hit.line.canon[hit.line.place(hit.end) - 1 :]
    if match(r" (?:this|that|me|us|you|my|our) ", after) and hit.quantity("k").value in (2, 4):
        return True  # "best 4 this"
    if search(r" people (?:who|whose|that|with) ", hit.match.group()):
        return True
    behind_figure = hit.line.canon[hit.line.place(hit.span("k")[1]) - 1 :]
    if match(
        r" (?:call )?(?:centre|center|branch|branche|adviser|advisor|office|shop|team)s? ", behind_figure
    ):
        return True
    if match(r" (?:and|or) (?:old|older|more|over|above|young|younger|less|under|up)(?:er)? ", after):
        return True
    quantity = hit.quantity("k")
    first = hit.line.place(hit.span("k")[0])
    if quantity.kind == "percent" and search(_SUCCEEDS, hit.line.canon[:first][-40:]):
        return True
    if quantity.kind == "number" and quantity.value > (reading.context.n_rows or quantity.value):
        return True
    if match(
        r"(?: \w+)? (?:trial|model|estimator|learner|algorithm|famil(?:y|ie)|feature|column|predictor|variable|fold|leaf|leave(?! out)|tree|test set|of the data|of data|for testing|worker|core|cluster|segment|step)s? ",
        after,
    ) or search(r" (?:trial|fold|tree)s? ", hit.match.group()):
        return True
    if hit.quantity("k").kind == "percent" and match(
        r" (?:of (?:all )?(?:the )?(?:fraud|failure|churner|leaver|defaulter|spam|real|case|cancellation|breakdown|positive|responder|buyer|subscriber|them be|true|sick)|recall|precision|accuracy|percentage|difference|off|of it|of that|false|error)",
        after,
    ):
        return True
    return (
        bool(
            search(
                r" (?:miss|overlook|lose|differ|off|wrong|within|catch|find|expect|keep)(?: \w+){0,2} $",
                before,
            )
        )
        and hit.quantity("k").kind == "percent"
    )


def _flagged(reading: Reading) -> Capacity | None:
    rate = reading.line.first(
        r" (?:at most|no more than|not more than|up to|max|maximum of) (?P<n><num>) (?:alarm|alert|flag|warning|call)s? (?:in|per|for every|out of|on|among) (?P<all><num>)(?= )"
    )
    if rate and reading.free(rate):
        reading.claim(rate)
        share = tidy(rate.quantity("n").value / rate.quantity("all").value)
        return Capacity(None, share, None, rate.quote, flags=True)
    for hit in reading.line.find(_MENTIONED):
        group = "k" if hit.has("k") else "k2"
        if not reading.free(hit, group):
            continue
        if search(
            r" (?:room|time|capacity|hand|staff|budget|money|place|seat|people|manpower) (?:for|to) ",
            hit.match.group(),
        ):
            continue  # what there is room for can be done, and is no bound on what may be flagged
        quantity = hit.quantity(group)
        after = reading.line.canon[reading.line.place(hit.end) - 1 :]
        if match(r" (?:false|of (?:the )?(?:good|loyal|honest|innocent|genuine|healthy))", after) or search(
            r" false", hit.match.group()
        ):
            continue
        if quantity.kind == "percent" and search(r" (?:get|have|see|cause) ", hit.match.group()):
            continue
        reading.claim(hit)
        if quantity.kind == "percent":
            return Capacity(None, tidy(quantity.value), None, hit.quote, flags=True)
        return Capacity(int(quantity.value), None, None, hit.quote, flags=True)
    return None
