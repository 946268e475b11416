"""Which of the four outcomes, or which part of an offer, a statement about money speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.offline.columns import pieces_of
from assistant.offline.events import find_events
from assistant.offline.frame import Frame
from assistant.offline.labels import ENTITIES
from assistant.offline.lemmas import root
from assistant.offline.line import Line
from assistant.offline.patterns import search
from assistant.offline.reading import Reading

# Words that name an outcome outright.
_FN = (
    r"(?:we|you|i|they|us) (?:do |did |would |will )?(?:not|never|forget to|fail to|neglect to) \w+|false negative|fn|miss(?: (?:out )?on)?|overlook|slip(?: \w+)? through|slip (?:by|past)|(?:get|go|come|pass)(?: \w+)? (?:through|past|by)(?! phone| mail)|go (?:un\w+|missing)"
    r"|undetected|unnoticed|uncaught|unseen|unflagged|fail to (?:catch|spot|notice|detect|find|see|flag|identify)|let (?:\w+ ){1,3}(?:through|slip|go|pass|by)|let through"
    r"|not (?:see|saw)(?: \w+)? coming|type (?:ii|2|two) error|escape (?:we|us|our|detection|notice)|not (?:catch|caught|spot|notice|detect|find|flag|identify)(?:ed)?"
    r"|(?:never|not)(?: \w+)? (?:call|contact|phone|reach|offer|inspect|write|mail|check|invite|ask|approach)(?:ed)?|nobody (?:call|contact|phone|check|inspect)|without(?: \w+)? (?:call|contact|inspection|offer|warning)"
    r"|(?:could|might|should) have (?:be )?(?:keep|kept|save|catch|caught|prevent|stop|avoid|retain)(?:ed|d)?|unanswered|unannounced|unwarned|unprevented|unhandled|untreated|unattended|unreported|uninspected|too late|by surprise|out of the blue|unexpected(?:ly)?|surprise (?:we|us)|empty room|lose (?:response|sale|order|buyer|deal|subscriber|responder|opportunity|conversion|deposit)|opportunity lose"
)
_FP = (
    r"false (?:positive|alarm|alert|hit)|fp|needless|unnecessary|unnecessarily|pointless|for nothing|in vain|superfluous|unneeded|wrong(?:ly)?|mistaken(?:ly)?|by mistake|type (?:i|1|one) error"
    r"|innocent|lead nowhere|go nowhere|wast(?:e|ed) (?:call|letter|offer|inspection|contact|visit|mail|effort|trip|voucher|discount|bonus)|useless|for no reason|without (?:need|reason|cause)|unjustified|fruitless|to no avail|unsuccessful"
    r"|(?:find|turn up|come back with|yield) nothing|not need(?: it| to| one)?|who do not need|that be not needed|overbook|nothing be wrong|ok machine|would have been fine|be fine|move (?:a |the |that )?guest|unwarranted|gratuitous|idle|empty handed|redundant|never (?:going|go) to|not (?:going|go) to"
)
_TP = r"true positive|tp|(?:correctly|rightly|successfully) (?:flag|identif\w*|catch|call|spot|predict|detect)\w*"
_TN = r"true negative|tn|(?:correctly|rightly) (?:leave|left|ignore|pass)\w*(?: alone)?"
_ACT = (
    r"call(?! it| for|s for)|phone|contact|offer|mail(?:ing)?|letter|write to|voucher|discount|coupon|gift (?:card|voucher|certificate|basket)|free gift|inspect|inspection|maintenance|repair|service visit|visit|review|audit|investigat\w*|block|flag|declin\w*|reject"
    r"|refuse|refusal|turn down|turn away|turned away|deny|denial|treat|treatment|campaign|intervention|package|bonus|raise|pay rise|salary increase|perk|look(?= )|look after|attend to|service|conversation|talk to|talk|interview|invite|invitation|test|screen|screening|examination|biopsy|warn|warning|alarm"
    r"|alert|act on|act|action|resell|overbook|move(?= \w* ?(?:guest|we|they|him|her|elsewhere|<))|be move|ring|email|acting on|deal with|text(?= a| the| someone)|target|promotion|incentive|outreach|quarantine|hold back|freeze|escalat\w*|leaflet|brochure|coach\w*|check|reminder|retention|catch|detect"
    r"|approach|pitch|demo|free month|upgrade|save team|stop it|lock|suspend|ban|admit|keep in|prescribe|replace(?= (?:the |a )?(?:part|unit|component|battery|pump|tyre|tire|bearing|filter|belt|device))|swap|service|overhaul|order|send|give"
)
_GRANT = r"approv\w*|grant|accept|fund|lend|hand out|pay out|giv(?:e|ing) (?:a |the |out )?(?:\w+ )?(?:loan|credit|them a loan|money)"
_DECLINE = r"declin\w*|reject\w*|refus\w*|turn(?:ed|ing)? (?:down|away)|deny|denial|not (?:approve|grant|accept|lend|fund)"
_NOT_ACT = r"(?:not|never|without|nobody|no|un)(?: \w+){0,2} (?:call|contact|phone|offer|inspect\w*|flag|act|check|treat|mail|visit|reach|invit\w*|stop|block)"
_SUCCESS = r"keep|kept|retain|save(?!s? (?:we|us))|prevent|avoid|avert|win back|won back|rescue|persuade|convince|stay|success(?:ful)?|work|resell|recover|stop in time|head off|accept|take up|bring back"
# Words for a harmless case where the event is feared, and for everybody else.
_HARMLESS = r"(?:happy|content|satisfied|good|honest|loyal|innocent|normal|genuine|harmless|healthy|regular|ordinary|faithful|decent|solid|sound|fine|real|reliable|intact) (?:\w+ )?(?:customer|client|person|people|one|message|claim|borrower|employee|guest|machine|payer|user|account|patient|mail|transaction|applicant|subscriber|part|case|worker|order|row)s?"
_ELSE = r"(?:anyone|anybody|someone|somebody|everyone|everybody|nobody) else|(?:all |the )?others?|the rest|non (?:\w+)"
_SUCCESS_NOUN = r"sale|deal|order|deposit|contract sign\w*|policy sold|gift|donation|success|hit|conversion|closing|purchase"
# "costs us a customer worth 500": the loss may stand behind the gain word, so losses are looked for first.
_LOSS = r"cost|lose|loss|lost|waste|pay|spend|penalty|fine of|burn|expensive|expense|out of pocket|set (?:we|us) back|damage|hurt|forfeit|forgo|miss out|price of|charge|run to|amount to|bill|bad|worse|dear|write off|down the drain|gone|be out|harm|fee|replace"
_GAIN = r"(?:average|typical|mean|usual) (?:gift|donation|order|sale|purchase|basket|deal)|earn|bring(?: in)?|gain|worth|save(?:s)?(?: (?:we|us))?|profit|benefit|value|revenue|income from|make(?: (?:we|us))?|yield|generate|return|margin|up side|upside|reward|pay back|net(?:s)?(?= <)|win|good for|add|what (?:we|it|they) (?:get|receive|take in)"


@dataclass(frozen=True)
class Statement:
    """What one stretch of words with one figure says.

    Attributes:
        role: "fn", "fp", "tp", "tn" for an outcome; "cost" of acting, "rate" of success, "value" of a success,
            "loss" of a case whatever is done; "" where the words do not say.
        sign: 1 for a gain, -1 for a loss.
        named: Whether the outcome was named outright ("a false alarm"), rather than inferred.
    """

    role: str
    sign: int
    named: bool


def classify(reading: Reading, line: Line, start: int, end: int, *, kind: str = "amount") -> Statement:
    """What a stretch of a line, with its figures behind placeholders, says."""
    frame: Frame = reading.notes.get("frame") or Frame()
    canon = " " + line.canon[line.place(start) - 1 : line.place(end)].strip() + " "
    actual = _actual(reading, line, start, end, frame)
    acted = _acted(canon, frame, actual)
    sign = _sign(canon)
    if (
        frame.desired
        and actual > 0
        and _has(r"spend|pay|leave|order for", canon)
        and not _has(r"cost|lose|lost", canon)
    ):
        sign = 1  # what a customer spends, the business gains
    if kind == "rate":
        return Statement("rate", 1, False)
    named = _named(canon, actual, frame)
    if named:
        # A mistake is never a gain, whatever verb stands by it ("make that 25 for the false alarm").
        return Statement(named, -1 if named in ("fn", "fp") else sign or 1, True)
    role = _role(canon, actual, acted, sign, frame)
    return Statement(role, sign or (1 if role == "value" else -1), False)


def declines(line: Line) -> bool:
    """Whether acting is said to be turning something down."""
    return line.has(rf" (?:{_DECLINE})(?= )")


def _has(pattern: str, canon: str) -> bool:
    return bool(search(rf"(?<= )(?:{pattern})(?= )", canon))


def _named(canon: str, actual: int, frame: Frame) -> str:
    """The outcome that is named outright, if one is."""
    if _has(_TN, canon):
        return "tn"
    if _has(_TP, canon):
        return "tp"
    wrong = _has(_FP, canon)
    missed = _has(_FN, canon)
    if wrong and missed:
        # "calling someone who was never going to leave" holds a "never" but tells of a needless call.
        return "fp" if actual <= 0 else "fn"
    if wrong and not (actual > 0 and search(r" (?:go|going) to ", canon)):
        return "fp"
    if missed:
        return "fn"
    if (
        frame.desired
        and actual > 0
        and search(r" (?:lose|lost|forgo|forgone|pass up) ", canon)
        and not _has(_ACT, canon.replace(" lose ", " "))
    ):
        return "fn"
    return ""


def _actual(reading: Reading, line: Line, start: int, end: int, frame: Frame) -> int:
    """1 where the case is a positive one, -1 where it is a negative one, 0 where the words do not say."""
    found = []
    for event in find_events(line):
        if start <= event.start and event.end <= end:
            polarity = frame.polarity(event)
            if polarity and not _is_action_word(line, event.start, event.end, frame):
                found.append((event.end - event.start, polarity, event.start))
    if not found:
        among = [frame.target.name] if frame.target else []
        for mention in reading.labels.mentions(line, among=among, start=start, end=end) if among else ():
            polarity = frame.label_polarity(mention)
            if polarity:
                found.append((1, polarity, mention.start))
    stretch = line.canon[line.place(start) - 1 : line.place(end)]
    if not found and (_has(_ELSE, stretch) or (frame.desired is not True and _has(_HARMLESS, stretch))):
        return -1
    if not found:
        return _by_name(line, start, end, frame)
    # "a loyal customer who would have left": what the sentence ends on is what happened, unless one is much longer.
    polarities = {polarity for _, polarity, _ in found}
    return found[0][1] if len(polarities) == 1 else max(found)[1]


def _is_action_word(line: Line, start: int, end: int, frame: Frame) -> bool:
    """ "offer", "accept", "deposit" may be what the business does rather than what happens."""
    words = line.canon[line.place(start) - 1 : line.place(end)]
    return bool(search(r" (?:accept|join|order|return|attack|click) ", words + " ")) and not frame.meaning


def _by_name(line: Line, start: int, end: int, frame: Frame) -> int:
    """The target's own name as a word for the positive case ("a fraud", "a readmission")."""
    if frame.target is None:
        return 0
    own = {root(piece) for piece in pieces_of(frame.target.name) if len(piece) > 3} - ENTITIES
    for at in range(start, min(end, len(line.items))):
        if root(line.items[at].text) in own:
            before = line.canon[: line.place(at)]
            return -1 if search(r" (?:no|not|non|never|without)(?: \w+)? $", before) else 1
    return 0


def _acted(canon: str, frame: Frame, actual: int) -> int:
    """1 where the business acts, -1 where it does not, 0 where the words do not say."""
    good = frame.desired is True
    if _has(_DECLINE, canon):
        return -1 if good else 1
    if (
        _has(_GRANT, canon)
        and not _has(r"accept(?:ed)? (?:the|an|our|a) (?:offer|discount)", canon)
        and frame.meaning.get("default") is not None
    ):
        return 1 if good else -1
    if _has(_NOT_ACT, canon):
        return -1
    return 1 if _has(_ACT, canon) else 0


def _sign(canon: str) -> int:
    loss, gain = _has(_LOSS, canon), _has(_GAIN, canon)
    if loss and gain:
        lost_gain = search(
            r" (?:lose|lost|forgo|forgone|miss) (?:\w+ )?(?:profit|revenue|margin|value|business|income)",
            canon,
        )
        if lost_gain:
            return -1
        # The word that stands nearest to the figure decides.
        places = [
            (abs(m.start() - canon.find("<")), sign)
            for pattern, sign in ((_LOSS, -1), (_GAIN, 1))
            for m in re.finditer(rf"(?<= )(?:{pattern})(?= )", canon)
        ]
        return min(places)[1]
    return -1 if loss else 1 if gain else 0


def _role(canon: str, actual: int, acted: int, sign: int, frame: Frame) -> str:
    if actual > 0:
        return _positive_role(canon, acted, sign, frame)
    if actual < 0:
        return _negative_role(canon, acted, sign, frame)
    if acted < 0:
        return "fn" if sign < 0 else ""
    if acted > 0:
        if sign > 0:
            return "value"
        return "cost"
    if sign > 0 or (sign == 0 and _has(_SUCCESS_NOUN, canon)):
        return "value"
    if (
        sign < 0
        and frame.desired is not True
        and search(r" (?:each|one|them|every one|such|that|it|somebody|someone|per \w+) ", canon)
    ):
        return "loss"
    if (
        search(
            r" (?:a head|per head|a person|per person|apiece|a piece|per recipient|per contact|per call|a time) ",
            canon,
        )
        and sign < 0
    ):
        return "cost"
    if search(r" (?:recipient|addressee|each person|per person|a person|postage|stamp) ", canon):
        return "cost"
    return ""


def _positive_role(canon: str, acted: int, sign: int, frame: Frame) -> str:
    if acted < 0:
        return "fn" if sign <= 0 else "tn"
    if sign > 0:
        if _has(_SUCCESS, canon) or frame.desired:
            return "value"
        return "tp" if acted > 0 else "value"
    if acted > 0:
        return (
            "cost"
            if _has(
                r"(?:each|every|any|a|an|per|the) (?:\w+ )?(?:call|offer|letter|voucher|inspection|discount|bonus|gift|contact|mail)",
                canon,
            )
            else "tp"
        )
    if frame.desired:
        return "fn"
    return "loss"


def _negative_role(canon: str, acted: int, sign: int, frame: Frame) -> str:
    if sign > 0:
        kept = _has(r"stay|keep|kept|retain|remain|save|renew|loyal", canon)
        return "value" if kept and acted <= 0 else "tn" if acted <= 0 else "fp"
    return "tn" if acted < 0 else "fp"
