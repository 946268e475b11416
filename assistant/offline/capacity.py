"""How many rows can be acted on: a number, a share, so many out of so many."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.offline.budget import tidy
from assistant.offline.line import Hit
from assistant.offline.patterns import match, search
from assistant.offline.reading import Reading

_ACT = (
    r"(?:call|phone|contact|inspect|check|visit|review|audit|mail|write(?: to)?|invite|talk(?: to)?|handle|process|treat|look(?: at| into| after)?|attend to|reach(?: out to)?|interview|screen|see|serve|investigat\w*|act(?: on)?"
    r"|follow up|manage|make|send|offer|deal with|work through|approach|cover|take on|take|afford|examine|test|target|email|ring|address|maintain|service|repair|replace|dig into|go through|approve|grant|fund|give|do|cope with|open|search|stop|ship|flag|pick|choose|select|accommodate|help|coach|meet|pursue|chase|resell|block|get to|pay for|work|warn|notify|alert|inform|remind|brief|train|coach)"
)
_CAN = r"(?:can|could|able to|capacity(?: to| for| of)?|have (?:the )?(?:capacity|time|staff|budget|money|resource|people|manpower|room|slot)s?(?: to| for)?|manage(?: to)?|time for|room for|staff for|enough (?:\w+ )?(?:for|to)|budget (?:for|cover|allow|be)|limit(?:ed)? to|team (?:can|handle)|only|at most|no more than|not more than|up to|maximum(?: of)?|max|will|'ll|may|handle|allow(?:ed)?|cover|suffice for|enough for|afford|permit|possible|get through|have|worth of|do|process|deal with|cope with)"
_LIMIT = r"(?:only|just|at most|no more than|not more than|up to|maximum of|a maximum of|max|merely|about|around|roughly|exactly|the|best|top|so many as|as many as|first|maximum|to|approximately|around|some)"
_NOUN = r"(?: (?:of (?:them|these|those|the|our|all)|\w+))?"
_K = (
    rf" (?:{_LIMIT} )+(?P<k><num>|<pct>)(?: of (?:them|the|these|those|our|all))*(?: \w+){{0,2}}? (?:can|could|may|will|shall|be to|are to)(?: \w+)? be {_ACT}(?:ed|d|t)?(?= )",
    rf" {_CAN}(?: (?:also|really|currently|still|not|then|probably|only|ever|even|physically|we|i|they|you))* (?:{_LIMIT} )*{_ACT}(?: (?:{_LIMIT}|to|with|at|for|the|on|out|into|through|up))* (?P<k><num>|<pct>)(?= )(?! (?:minute|hour|%|euro|dollar|tree|leave|fold|trial|gb|mb))",
    rf" (?:have|get|with|there be)(?: {_LIMIT})* (?P<k><num>) (?:free |open |spare )?(?:seat|slot|place|voucher|appointment|ticket|bed|space|spot|invitation|coupon)s?(?= )",
    rf" (?:capacity|budget|time|staff|room|resource|slot|manpower|money|people|enough \w+|inspector|agent)s?(?: \w+){{0,3}}? (?:for|of|be|cover|allow|allow for|permit|suffice for|reach for|to \w+|to \w+ \w+|:)(?: {_LIMIT})* (?P<k><num>|<pct>)(?= )(?! (?:minute|hour|trial))",
    rf" (?:limit(?:ed)?|restrict(?:ed)?|capped?) (?:to|at)(?: {_LIMIT})* (?P<k><num>|<pct>) (?:\w+ )?(?:call|inspection|visit|letter|customer|case|claim|review|check|contact|offer|person|mail|client|machine|patient)s?(?= )",
    r" (?:top|best|first|riskiest|likeliest|highest|most promising|hottest|worst|upper|most likely|highest risk|most suspicious|highest scoring|most valuable) (?P<k><num>|<pct>)(?= )",
    r" (?P<k><num>|<pct>)(?: \w+)? (?:most (?:promising|likely|risky|suspicious|valuable|at risk|probable|endangered|urgent|critical|profitable)|riskiest|likeliest|best|highest|top|worst|hottest)(?= )",
    rf" (?:only|at most|no more than|not more than|up to|maximum of|max|just)(?: {_LIMIT})* (?P<k><num>|<pct>) (?:\w+ )?(?:call|inspection|visit|letter|review|check|contact|offer|mail|invitation|interview|audit|investigation|slot|appointment|conversation|alarm|alert|email|phone call|mailing|leaflet|examination|test|repair|intervention|package|discount|voucher|home visit)s?(?= )",
    rf" (?:inspector|team|crew|staff|agent|call centre|department|people|caller|auditor|we|nurse|doctor|analyst|officer|technician|engineer|employee|they|investigator|adviser|advisor|sales ?force|desk|back office|workshop|garage|hotline|unit)s? (?:only )?(?:can |will |could )?(?:only )?(?:manage|handle|do|make|get through|process|cope with|take|have|deal with|cover|see|look at|work through|check|inspect|review|call|phone|visit|investigate|reach|contact|talk to|audit|write to|mail|treat|serve|have (?:time|capacity|room) for)(?: {_LIMIT})* (?P<k><num>) ?(?:\w+ )?(?:a|per|each|every|in a|of (?:them|these|those)|out of|call|inspection|case|claim|visit|customer)(?= )",
    rf" (?:act on|contact|call|phone|inspect|mail|write to|invite|approach|target|visit|offer (?:it )?to|address|use|pick|choose|select|take|check|email|flag|review)(?: {_LIMIT}| only| the)* (?P<k><pct>)(?= )",
    rf" (?:and|but|,|we|then|will) {_ACT}(?: (?:at most|no more than|not more than|up to|only|a maximum of|maximum))+ (?P<k><num>)(?= [.,;]| of (?:them|these|those)|$| $)",
    r" (?P<k><num>) (?:\w+ )?(?:a|per|each|every) (?:day|week|month|shift|year|quarter|night|morning)(?: \w+){0,4}? (?:be (?:all|the (?:most|limit|maximum|best))|be what we can|at most|max|tops|be possible)(?= )",
    r" (?P<k><num>) (?:a|per|each|every|in a) (?:day|week|month|shift|year|quarter|night)(?: ,| be| at)* (?:about|roughly|around|some|and|out of|of|while|but|with|whereas|from)?(?: \w+){0,3}? (?=<num>)",
)
_OUT_OF = (
    r" (?P<k><num>) (?:\w+ ){0,4}?(?:out of|of|from|among)(?: a| the| our| total| list| of| about| around| roughly| approximately| some| all| \w+ and)* (?P<all><num>)(?= )",
)
_INCOMING = r" (?P<all><num>)(?: \w+){0,5}? (?:come in|arrive|come|be on (?:the|our) list|in total|in all|be (?:file|submit|receive|report)|roll in|reach us|land|incoming|turn up|per \w+ come|on the list|on our list|in the list|to choose from|in the pool|apply|altogether|book|be due|be (?:active|running|in (?:use|operation|service))|run(?= [.,;!?]| $|$| a | per | each | every ))(?= )| (?P<all3><num>)(?: \w+){0,4}? (?:daily|weekly|monthly|a day|per day|every day|each day|a week|per week|every week|each week|a month|per month|every month|each month|a year|per year|each year|every year|a shift|per shift)(?= )| (?:receive|get|have|see|out of|from|among|of|handle|there be|with|list of|pool of|total of|portfolio of|base of)(?: about| around| roughly| approximately| some| a| total| list| of| in| all| nearly| almost| over)* (?P<all2><num>) (?:\w+ )?(?:claim|application|customer|client|case|person|people|lead|machine|order|booking|transaction|patient|request|ticket|policy|account|name|of them|them|row|record|loan|message|subscriber|member)s?(?= )"
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
    flagged = _flagged(reading)
    if flagged:
        return flagged
    for pattern in _K:
        for hit in reading.line.find(pattern):
            if not reading.free(hit, "k") or _speaks_of_else(reading, hit):
                continue
            return _capacity(reading, hit)
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
    reading.claim(hit)
    out_of = _out_of(reading, hit, int(quantity.value))
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
    sentence = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (0, len(line.items)))
    for found in line.find(_INCOMING, start=sentence[0], end=min(len(line.items), sentence[1] + 14)):
        group = next(g for g in ("all", "all2", "all3") if found.has(g))
        if reading.free(found, group) and found.quantity(group).value > k and _incoming(reading, found):
            reading.claim(found, group)
            return int(found.quantity(group).value)
    return None


def _incoming(reading: Reading, hit: Hit) -> bool:
    if hit.match.groupdict().get("all3") and search(
        r" (?:earn|make|income|cost|pay|salary|worth) ",
        hit.line.canon[max(0, hit.line.place(hit.start) - 40) : hit.line.place(hit.end)],
    ):
        return False
    return _speaks_of_flow(hit)


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


def _speaks_of_else(reading: Reading, hit: Hit) -> bool:
    """Trees, minutes and answers are no rows; nor is a share of the data to test on."""
    before = hit.line.canon[: hit.line.place(hit.start)][-40:]
    after = hit.line.canon[hit.line.place(hit.end) - 1 :]
    if match(
        r"(?: \w+)? (?:trial|fold|leaf|leave(?! out)|tree|test set|of the data|of data|for testing|worker|core|cluster|segment|step)s? ",
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
