"""Which of the four outcomes, or which part of an offer, a statement about money speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.offline.goal.frame import Frame
from assistant.offline.reading import Reading
from assistant.offline.table.columns import pieces_of
from assistant.offline.table.events import Event, find_events
from assistant.offline.table.labels import ENTITIES
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import compiled, fullmatch, search
from assistant.offline.text.wordlists import words

# What was not done with a case that went unseen: "nobody had it on the radar", "that no inspection preceded".
_PERCEIVE = (
    r"(?:see|saw|seen|notice|know|expect|predict|anticipate|foresee|foreseen|spot|catch|caught|detect|find|found|flag|identif\w*|recogni[sz]e|suspect"
    r"|reckon with|realise|realize|have (?:a|any|the) (?:clue|idea|inkling|hint|sign)|clue|idea|inkling|inkle|discover|prevent|warn|forecast|hear|radar|on (?:the|our) list|precede|step in|intervene|react|inspect|check|do anything|lift a finger)(?:ed|d)?"
)
_UNSEEN = (
    rf"(?:not|never|nobody|no one|none of (?:we|us)|without|no)(?: (?!for |but |and |or |going |go )[a-z']+){{0,4}}? {_PERCEIVE}"
    r"|without(?: any)? (?:warning|notice|announcement)|no warning|no notice|un(?:seen|foreseen|caught|aware|awares|spotted|predicted|protected|checked|recogni[sz]ed|identified|flagged|warned|noticed|detected|announced|expected|expectedly)"
    r"|off guard|(?:hit|catch|caught)(?: \w+){0,2} cold|(?:get|slip|go|come|sneak|make it)(?: \w+){0,2} (?:past|through|by) (?:we|us|our|the (?:net|filter|check))"
)
_REACHED = r"(?:target|pick|choose|select|flag|act on|ring(?: up)?|phone|approach|open|inspect|treat|check|call|contact|mail|write to|send|visit|invite|address|reach|pull out|single out)"
_KIND = r"(?:win|won|lose|lost|crooked|guilty|fraudulent|fraud|good|bad|honest|late|on time|faulty|broken|sick|healthy|real|genuine|innocent|useful|useless|right|wrong|sound|fine|false|fake|loyal|true|justified|unjustified|success|failure|successful|unsuccessful|hit|miss|necessary|unnecessary|needed|needless)"
_EITHER_KIND = (
    rf"{_KIND} or (?:not |un)?{_KIND}|{_KIND}(?: \w+)? and (?:the )?{_KIND}(?: \w+)? alike"
    r"|(?:each|every|any|all) (?:flag|target|pick|select|mark|suspect|chosen|choose)(?:ed|d)? \w+"
)
# What falls due for every row that is acted on, right or wrong.
_EVERYBODY = (
    r"whether(?: or not)?(?: [a-z']+){1,8}? or (?:not|no)|whether or not(?: [a-z']+){1,5}|no matter (?:what|who|how|if|whether|which)|whatever|whoever|whichever|regardless of|irrespective(?: of)?|either way|in (?:any|either|every) (?:case|event)"
    r"|(?:\w+ )?(?:claim|one|case|loan|customer|person|machine|lead|order)? ?or (?:not|no)(?= [.,;:)]| $)|good or bad|right or wrong|need(?:ed)? or (?:un|not )\w*|(?:every|each) (?:single )?time|(?:each|every) (?:invitation|visit|call|letter|copy)(?= [.,;)]| $)"
    r"|<amount> (?:a|an|per|each|for each|for every) (?:single )?(?:patient|customer|client|person|employee|visitor|member|claim|machine|lead|case|applicant|loan|order|turbine|household|guest|user|subscriber|recipient|letter|call|visit|copy|head|go|time|card|phone|parcel)"
    r"|apiece|a ?piece|(?:per|a) (?:head|go|pop|throw|copy|time|recipient|addressee|contact|shot)|for (?:everybody|everyone|anybody|anyone|each and every|all (?:of )?(?:they|them|those)|every (?:one|person|customer|patient|recipient|visitor))|per (?:\w+ )?(?:customer|person|visitor|patient|head|recipient|employee|member|client|applicant)(?: \w+ed)?"
    r"|(?:\w+) or no (?:\w+)|(?:for )?(?:each|every) (?:\w+ )?(?:who|that|which|we|it|of them|patient|customer|person|visitor|recipient) (?:we |it |they )?(?:be )?(?:get|receive|go|send|visit|invite|write|call|contact|mail|show|take)\w*"
    r"|to whomever|whomever|(?:for|to|on) any ?(?:one|body)(?! (?:else|with|who|that|whom|which|in|of|not))|for any (?:patient|customer|client|person|order|machine|member|lead|visitor)|even (?:when|if|where) (?:it|he|she|they|nothing|somebody|someone|nobody)|(?:it )?(?:do not|does not|never) matter (?:if|whether|who|what|how|which)|per \w+ (?:order|place|make|send|sent|hold|held|perform|carry out|book)(?:ed|d)?|result irrelevant"
    r"|every ?one (?:that |who |whom )?(?:we |be )?(?:pick|choose|select|target|flag|contact|call|treat|mail|write to|ring)(?:ed|d|en)?"
    rf"|(?:for|to|on) (?:each|every|any|all(?: the)?) \w+ (?:that |whom |who )?(?:we|you|i|the model|it) {_REACHED}|(?:each|every|any) \w+ (?:that |whom |who )?(?:we|you|i|the model|it) {_REACHED}|{_EITHER_KIND}|(?:any|every)(?:one|body|thing) (?:that |whom |who )?(?:we|you|i|the model|it) {_REACHED}|(?:each|every|any) \w+ (?:that |who )?(?:be )?(?:flag|target|pick|select|inspect|treat)(?:ed)?"
)

# Words that name an outcome outright.
_FN = (
    r"let (?:it|they|he|she|(?:a|an|the|one|such)(?: [a-z]+)) (?:just |simply )?(?:break|fail|go|leave|die|crash|default|lapse|expire|run dry)|do nothing|leave (?:he|him|her|it|them) alone|stand by|(?:we|you|i|they|us) (?:do |did |would |will )?(?:not|never|forget to|fail to|neglect to) (?!have to|need|want|know|earn|lose|care|pay|mind|get any|make|gain|have (?:the|a)|like)\w+|false negative|fn|miss(?! out on (?:<|(?:the |a |our |its )?(?:profit|interest|margin|amount|revenue|income|money)))(?: (?:out )?on)?|overlook|slip(?: \w+)? through|slip (?:by|past)|(?:get|go|come|pass)(?: \w+)? (?:through|past|by)(?! phone| mail)|go (?:un\w+|missing)"
    r"|undetected|unnoticed|uncaught|unseen|unflagged|fail to (?:catch|spot|notice|detect|find|see|flag|identify)|let (?:\w+ ){1,3}(?:through|slip|go|pass|by)|let through"
    r"|not (?:see|saw)(?: \w+)? coming|type (?:ii|2|two) error|escape (?:we|us|our|detection|notice)|not (?:catch|caught|spot|notice|detect|find|flag|identify)(?:ed)?"
    r"|(?:never|not)(?: \w+)? (?:call|contact|phone|reach|offer|inspect|write|mail|check|invite|ask|approach)(?:ed)?|nobody (?:call|contact|phone|check|inspect)|without(?: (?:have|be|get|receive|a|an|any|that|this|the|first|our|prior|such|he|she|it|they|we|ever|\w+ly))* (?:call|contact|inspect|inspection|offer|warning|look|check|visit|talk|letter|conversation|reminder|interview|test|invitation|speak|ask|write|warn|sit|ring|phone)"
    r"|(?:could|might|should) have (?:be )?(?:keep|kept|save|catch|caught|prevent|stop|avoid|retain)(?:ed|d)?|unanswered|unannounced|unwarned|unprevented|unhandled|untreated|unattended|unreported|uninspected|too late|by surprise|out of the blue|unexpected(?:ly)?|surprise (?:we|us)|empty room|reach (?:a|an|the|our|their|his|her|any|somebody) (?:\w+ )?(?:customer|inbox|user|subscriber|phone|reader)|(?:land|end up|turn up) in (?:the|an|a|their|our|his) (?:\w+ )?inbox|lose (?:response|sale|order|buyer|deal|subscriber|responder|opportunity|conversion|deposit)|opportunity lose"
)
_FP = (
    r"(?:nobody|no one) (?:\w+ )?(?:need|want|ask for|use)(?:ed)?|false (?:positive|alarm|alert|hit)|fp|needless|unnecessary|unnecessarily|pointless|for nothing|in vain|superfluous|unneeded|wrong(?:ly)?|mistaken(?:ly)?|by mistake|type (?:i|1|one) error"
    r"|innocent|lead nowhere|go nowhere|(?:a|an|the|each|every|any|per|one|of) (?:\w+ )?wast(?:e|ed)(?! of| <) \w+|(?:be|go) wast(?:e|ed)(?= )|useless|for no reason|without (?:need|reason|cause)|unjustified|fruitless|to no avail|unsuccessful"
    r"|(?:find|turn up|come back with|yield) nothing|not need(?: it| to| one)?|who do not need|that be not needed|overbook|nothing be wrong|ok machine|would have been fine|be fine|move (?:a |the |that )?guest|unwarranted|gratuitous|idle|empty handed|redundant|never (?:going|go) to|not (?:going|go) to"
    r"|false(?! negative)|not(?: to)?(?: have)?(?: be)? (?:necessary|needed|require[d]?|call for|justified|warranted|worth it)|(?:have|with) nothing (?:wrong|to worry)|nothing (?:be |have be )?(?:wrong|the matter|found|to find)|uncalled for|overkill"
)
_TP = r"true positive|tp|(?:correctly|rightly|successfully|justly) (?:flag|identif\w*|catch|call|spot|predict|detect|stop|block|refuse|reject|decline|contact|inspect|warn|hold back|investigat\w*|treat|service|act on)\w*"
_TN = r"true negative|tn|(?:correctly|rightly) (?:leave|left|ignore|pass|let)\w*(?: alone)?"
_LET_PASS = r"let (?:\w+ ){0,3}(?:through|go|pass|by|in|alone)|(?:get|go|come|pass)(?: \w+)? through|(?:not|never)(?: \w+)? (?:call|contact|bother|disturb|flag|stop|block|inspect|check|touch)"
# "Nothing wrong and left running", "a sound one that is left alone".
_LEFT_BE = r"(?:leave|left|keep|kept|let)(?: (?:it|they|he|she|him|her|them))? (?:run|running|alone|in peace|untouched|undisturbed|carry on|going|go on)|let (?:it|they|he|she|him|her|them) be"
_ACT = (
    r"call(?! it| for|s for)|phone|contact|offer|mail(?:ing)?|letter|write to|voucher|discount|coupon|gift (?:card|voucher|certificate|basket)|free gift|inspect|inspection|maintenance|repair|service visit|visit|review|audit|investigat\w*|block|flag|declin\w*|reject"
    r"|refuse|refusal|turn down|turn away|turned away|deny|denial|treat|treatment|campaign|intervention|package|bonus|raise|pay rise|salary increase|perk|look(?= )|look after|attend to|service|conversation|talk to|talk|interview|invite|invitation|test|screen|screening|examination|biopsy|warn|warning|alarm"
    r"|alert|act on|act|action|resell|overbook|move(?= \w* ?(?:guest|we|they|him|her|elsewhere|<))|be move|ring|email|acting on|deal with|text(?= a| the| someone)|target|promotion|incentive|outreach|quarantine|hold back|freeze|escalat\w*|leaflet|brochure|coach\w*|check|reminder|retention|catch|detect"
    r"|approach|pitch|demo|free month|upgrade|save team|stop it|lock|suspend|ban|admit|keep in|prescribe|climb|print|(?<!of )post(?:ing|age)?|produce|ship(?= (?:it|they|them|to|out|the|a))|hold (?:up|back)|double check|open (?:a|the|one|its) (?:file|case)|question|chat|look into|looking|close look|second look|go and see|drive out|trip|catalogue|copy|credit|gift|bother|pester|disturb|annoy|trouble|interrupt|nudge|speak to|grant|replace(?= (?:the |a )?(?:part|unit|component|battery|pump|tyre|tire|bearing|filter|belt|device))|swap|service|overhaul|order(?= (?:a|the|new|spare) )|send|give(?! notice| up| we up| us up)"
)
_GRANT = r"approv\w*|grant|accept|fund|lend|hand out|pay out|giv(?:e|ing) (?:a |the |out )?(?:\w+ )?(?:loan|credit|them a loan|money)"
_LET_IN = r"let (?:\w+ ){0,3}in|take (?:\w+ ){0,3}on|say(?:ing)? yes|lend|hand (?:\w+ )?cash|give (?:\w+ ){0,3}(?:cash|money|credit|loan)"
_DECLINE = r"declin\w*|reject\w*|refus\w*|turn(?:ed|ing)? (?:\w+ ){0,4}?(?:down|away)|send(?:ing)? (?:\w+ ){0,4}?away|say(?:ing)? no|deny|denial|not (?:approve|grant|accept|lend|fund)"
_NOT_ACT = r"let (?:\w+ ){1,4}(?:run|be|carry on|go on|keep (?:go|run)\w*|continue)|(?:not|never|without|nobody|no|un)(?: \w+){0,2} (?:call|contact|phone|offer|inspect\w*|flag|act|check|treat|mail|visit|reach|invit\w*|stop|block|talk|speak|sit down|ring|write|warn|ask|service|look|question|test|screen|remind)(?:ed)?"
_SUCCESS = r"keep|kept|retain|save(?!s? (?:we|us))|prevent|avoid|avert|win back|won back|rescue|persuade|convince|stay|success(?:ful)?|work|resell|recover|stop in time|head off|accept|take up|bring back"
# Words for a harmless case where the event is feared, and for everybody else.
_HARMLESS = r"(?:somebody|someone|person|people|one|customer|machine|those|order|\w+) (?:who|that|which) (?:be|have be|would have be)(?: \w+)? (?:happy|content|satisfied|fine|ok|healthy|sound|alright|all right|loyal|honest|in order)|(?:somebody|someone|one) (?:perfectly |quite |entirely |completely )?(?:loyal|happy|content|honest|satisfied|fine|healthy|innocent|faithful|sound)|nothing to \w+|no intention(?: of)?|no thought of|(?:happy|content|satisfied|good|honest|loyal|innocent|normal|genuine|harmless|healthy|regular|ordinary|faithful|decent|solid|sound|fine|real|reliable|intact) (?:\w+ )?(?:customer|client|person|people|one|message|claim|borrower|employee|guest|machine|payer|user|account|patient|mail|transaction|applicant|subscriber|part|case|worker|order|row)s?"
_ELSE = r"(?:anyone|anybody|someone|somebody|everyone|everybody|nobody) else|(?:all |the )?others?|the rest|non (?:\w+)"
_SUCCESS_NOUN = r"sale|deal|order|deposit|contract sign\w*|policy sold|gift|donation|success|hit|conversion|closing|purchase"
# Words that never go with a cost of acting.
_GAIN_ONLY = r"worth|spend|earn|bring|gain|save|spare|profit|pocket|recover|prevent|avoid|keep|kept"
# "costs us a customer worth 500": the loss may stand behind the gain word, so losses are looked for first.
_LOSS = r"poorer|worse off|down(?= (?:on|for|with) )|short(?= of )|foregone|forgone|cost|owe|lose|loss|lost|waste|pay|spend|penalty|fine of|burn|expensive|expense|out of pocket|set (?:we|us) back|damage|hurt|forfeit|forgo|miss out|price of|charge|run to|amount to|bill|bad|worse|dear|write off|down the drain|gone|be out|(?:we|us) out|harm|fee|replace|eat|eat up|swallow|minus|fine|fined|refund|sink|ruin|throw away"
_GAIN = r"richer|better off|to the good|up(?= (?:on|for|with) )|(?:we|i) (?:then |get to |can |will )?keep(?! (?:him|her|them|it) )|(?:average|typical|mean|usual) (?:gift|donation|order|sale|purchase|basket|deal)|earn|bring(?: in)?|gain|worth|save(?:s)?(?: (?:we|us))?|profit|benefit|value|revenue|income from|make(?: (?:we|us))?|yield|generate|return|margin|up side|upside|reward|pay back|net(?:s)?(?= <)|win|good for|add|pocket|spare|spar|rescue|salvage|preserve|secure|recover|(?:our|my) (?:cut|share|commission|fee) be|(?:get|give|bring|win|claw)(?: \w+){0,2} back|leave (?:we|us)|ours|cash in|take in|what (?:we|it|they) (?:get|receive|take in)"


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


@dataclass(frozen=True)
class Heard:
    """What single words of a stretch say, before it is decided what they say together.

    Attributes:
        canon: The stretch as it stands in the line, without asides about the figure itself.
        actual: 1 for a positive case, -1 for a negative one, 0 where the words do not say.
        acted: 1 where the business acts, -1 where it does not, 0 where the words do not say.
        sign: 1 for a gain, -1 for a loss, 0 where the words do not say.
        named: The outcome that is named outright, or "".
        taken: The mistake of a case that was taken for another, or "".
        everybody: Whether it falls due for all who are acted on.
        spares: Whether it falls due for all who are left alone.
        averted: Whether it is what acting prevents ("a breakdown it prevents would have cost 1,900").
        kinds: Which kinds of words occur; see `KINDS_OF_WORDS`.
    """

    canon: str
    actual: int
    acted: int
    sign: int
    named: str
    taken: str
    everybody: bool
    spares: bool
    averted: bool
    kinds: frozenset[str]


def hear(reading: Reading, line: Line, start: int, end: int) -> Heard:
    """What the words of a stretch of a line say, with its figures behind placeholders."""
    frame: Frame = reading.notes.get("frame") or Frame()
    canon = _without_asides(" " + line.canon[line.place(start) - 1 : line.place(end)].strip() + " ")
    actual = _actual(reading, line, start, end, frame)
    if not actual and not _has(rf"{_NAMES_ITSELF}|{_LOSS}|{_GAIN}", canon):
        actual = _of_heading(reading, line, start, frame)
    acted = _acted(canon, frame, actual)
    if not acted and (actual <= 0 or frame.desired):
        acted = _by_gerund(line, start, end)
    if not actual and acted >= 0 and frame.desired is not True and _has(_ANYWAY, canon):
        actual = -1
    own = frame.target is not None and re.search(r"(?i)return|refund", frame.target.name)
    sign = _sign(re.sub(r" returns? ", " case ", canon) if own and actual else canon)
    if (
        frame.desired
        and actual > 0
        and _has(r"spend|pay|leave|order for", canon)
        and not _has(r"cost|lose|lost", canon)
    ):
        sign = 1  # what a customer spends, the business gains
    return Heard(
        canon=canon,
        actual=actual,
        acted=acted,
        sign=sign,
        named=_named(canon, actual, frame, sign),
        taken=_taken_for(reading, line, start, end, frame),
        everybody=_for_everybody(reading, line, start, end, frame),
        spares=_spares_everybody(canon, actual, frame),
        averted=bool(search(_AVERTS, canon)) and _has("cost", canon),
        kinds=frozenset(kind for kind, pattern in KINDS_OF_WORDS.items() if _has(pattern, canon)),
    )


def _of_heading(reading: Reading, line: Line, start: int, frame: Frame) -> int:
    """ "Fraud: challenged +1200, paid out -1800": the case that all figures of a sentence are told of."""
    first = next((a for a, b in line.sentences() if a <= start < b), start)
    colon = line.first(" :(?= )", start=first, end=start)
    if (
        colon is None
        or colon.start - first > _HEADING
        or line.has(" <(?:amount|money|num)>(?= )", start=first, end=colon.start)
    ):
        return 0
    return _actual(reading, line, first, colon.start, frame)


_HEADING = 7  # words
_NAMES_ITSELF = r"fn|fp|tn|tp|false \w+|true \w+|miss|needless|unnecessary|wrong\w*"


def classify(reading: Reading, line: Line, start: int, end: int, *, kind: str = "amount") -> Statement:
    """What a stretch of a line, with its figures behind placeholders, says."""
    return stated(reading, hear(reading, line, start, end), kind=kind)


def stated(reading: Reading, heard: Heard, *, kind: str = "amount") -> Statement:
    """What the words say together, by rule."""
    if kind == "rate":
        return Statement("rate", 1, False)
    canon, sign = heard.canon, heard.sign
    if kind == "amount":
        if heard.everybody:
            return Statement("cost", -1, True)
        if heard.averted:
            return Statement("value", 1, False)
        if heard.taken:
            return Statement(heard.taken, -1, True)
        if heard.spares:
            return Statement("spared", -1, False)
    if heard.named:
        # A mistake is never a gain, whatever verb stands by it ("make that 25 for the false alarm").
        return Statement(heard.named, -1 if heard.named in ("fn", "fp") else sign or 1, True)
    if search(_GIVEN_AWAY, canon) and kind == "amount":
        return Statement("cost", -1, False)
    frame: Frame = reading.notes.get("frame") or Frame()
    role = _role(canon, heard.actual, heard.acted, sign, frame)
    return Statement(role, sign or (1 if role == "value" else -1), False)


_TAKEN_FOR = r" (?:sell|sold|pass|treat|label|mark|book|file|grade|classif\w*|class|put|mistake|mistaken|take|taken|count|declare|call|send|ship|list|tag|code|price|flag|route|sort)(?:ed)?(?: (?:off|on|out|away))? (?:as|for|under) (?:a |an |the |being )?| (?:accus|suspect|accuse|convict|blame)(?:ed|e)? (?:of|for) (?:a |an |the |being )?"
_LANDS = r" (?:land|end up|arrive|go|turn up|send|sent|route|put|file|sit)?(?: out)? ?(?:in|into|with|at) (?:the |our )(?=(?:\w+ ){1,2}(?:inbox|queue|tray|pile|folder|basket|stack|team|desk|bin|box|group|class)(?: |$))"
_ELSEWHERE = r" (?:land|end up|arrive|go|turn up|send|sent|route|put|file|deliver)(?:ed)?(?: \w+)? (?:elsewhere|somewhere else|with (?:somebody|someone|another \w+|the wrong \w+)(?: else)?|(?:in|to|at|with) the wrong \w+|astray)(?= )"
_PLAIN = r"(?:ordinary|normal|regular|plain|usual|common|standard|average|everyday|other)"


def _taken_for(reading: Reading, line: Line, start: int, end: int, frame: Frame) -> str:
    """ "An ordinary bottle sold as premium": what a case was, then what it was taken for."""
    if line.has(_ELSEWHERE, start=start, end=end):
        actual = _actual(reading, line, start, end, frame)
        return "fn" if actual > 0 else ""
    place = line.first(_LANDS, start=start, end=end)
    hit = place or line.first(_TAKEN_FOR, start=start, end=end)
    if hit is None:
        return ""
    behind = next(
        (at for at in range(hit.end, end) if line.items[at].text in ("cost", ",", ":", "=", "be", "lose")),
        end,
    )
    was, took = (
        (
            (-1 if line.has(rf" (?:{_PLAIN}|{_ELSE})(?= )", start=a, end=b) else 0)
            or _actual(reading, line, a, b, frame)
            for a, b in ((start, hit.start), (hit.end, min(behind, hit.end + 4)))
            if a < b
        )
        if start < hit.start and hit.end < behind
        else (0, 0)
    )
    if (was and took and was == took) or (place and not took):
        return ""
    actual = was or -took
    return "" if not actual or not (was or took) else "fn" if actual > 0 else "fp"


# What is said of a figure rather than of a case: "sorry, got that wrong, a call is 2.50".
_ON_FIGURES = r"(?:i|we|nobody|no one|they)(?: (?:do|can|could|be|have|really|honestly|just|simply|here|there|of we|of us|able to))* (?:not )?(?:(?:yet|really|exactly|honestly|quite|ever) )*(?:know|tell|say|work out|measure)(?: (?:yet|me|you|us|exactly|it|that))*(?: (?:how much|what|how dear|how expensive|exactly))+|(?:i|we) (?:do |can |could )?not (?:(?:yet|really|exactly|honestly) )*(?:know|tell|say)(?: yet| exactly)?(?= [.,;:!)]| $)|(?:i |we )?(?:get|have|say|tell)(?: (?:you|it|that|this|the \w+))* (?:wrong|mixed up)|(?:which|that (?:figure|number|amount)|the (?:figure|number|amount)) (?:be|was) (?:wrong|mistaken|a mistake|an error)|my mistake|(?:cost|payoff|pay off|value|loss|profit|confusion) matrix"


# "A guest who was coming anyway": nothing would have happened.
_ANYWAY = r"(?:who|that|which|they|he|she) (?:be|was|would|have|will)(?: \w+){0,4} (?:anyway|anyhow|in any case|all along|all the same)"


_AVERTS = r" (?:it|they|we|that) (?:prevent|avoid|avert)s? "
#: Kinds of words that say something of the outcome without naming it.
KINDS_OF_WORDS = {
    "missed": _FN,
    "in vain": _FP,
    "acting": _ACT,
    "not acting": _NOT_ACT,
    "turning down": _DECLINE,
    "granting": _GRANT,
    "success": _SUCCESS,
    "harmless": _HARMLESS,
    "others": _ELSE,
    "anyway": _ANYWAY,
    "loss": _LOSS,
    "gain": _GAIN,
}


def _without_asides(canon: str) -> str:
    return re.sub(r" +", " ", compiled(rf"(?<= )(?:{_ON_FIGURES})(?= )").sub("", canon))


def _spares_everybody(canon: str, actual: int, frame: Frame) -> bool:
    """ "Every application we turn down costs $15": whoever is left alone, rightly or wrongly."""
    return (
        not actual
        and frame.desired is True
        and _has(_DECLINE, canon)
        and search(r" (?:each|every|any|all|an?|per) (?:\w+ ){1,4}?(?:we|they|be|us|that) ", canon)
        is not None
        and not _has(rf"{_GOOD}|{_BAD}|{_FIT}|{_UNFIT}|{_HARMLESS}", canon)
        and not _has(_GAIN, canon)
        and not _has(r"wrong\w*|by mistake|mistaken\w*|false", canon)
    )


# "Every application we approve": what is acted on where good ones are looked for.
_LETS_IN = r"(?:each|every|any|all|per)(?: single)? \w+ (?:that |whom |which )?(?:we |you |they )?(?:be )?(?:approve|grant|accept|fund|hire|admit|lend to|insure|take on)(?:ed|d)?(?! (?:that|who|which|to|and|from|with))|(?:each|every|per) (?:approve|grant|accept|fund|hire|admit)(?:ed|d)? \w+"


def _is_subject(line: Line, hit: Hit, start: int) -> bool:
    """ "Whoever leaves costs us 300": those who do it, not everybody; "whoever we call" are those acted on."""
    return (
        hit.match.group() in ("whoever", "whichever", "whatever")
        and not line.has(r" [a-z<]", start=start, end=max(start, hit.start - 1))
        and not line.has(r"^ (?:we|you|i|they|it|our|the|get|be|receive)(?= )", start=hit.end)
    )


def _for_everybody(reading: Reading, line: Line, start: int, end: int, frame: Frame) -> bool:
    """Whether a figure falls due for everybody who is acted on: "£180 a time, honest claim or not"."""
    everybody = rf"{_EVERYBODY}|{_LETS_IN}" if frame.desired else _EVERYBODY
    found = next(
        (
            hit
            for hit in line.find(rf"(?<= )(?:{everybody})(?= )", start=start, end=end)
            if not _is_subject(line, hit, start)
        ),
        None,
    )
    if found is None:
        return False
    rest = _apart_from_everybody(line, start, end, found)
    words = " ".join(line.canon[line.place(a) - 1 : line.place(b)] if a < b else " " for a, b in rest)
    if _has(rf"{_UNSEEN}|{_FN}|{_FP}|{_GAIN_ONLY}", words):
        return False
    actual = next((x for x in (_actual(reading, line, a, b, frame) for a, b in rest if a < b) if x), 0)
    if actual < 0 and not line.has(_EITHER_WAY, start=start, end=end):
        return False  # "ringing up one that would have stayed costs eight euros each time"
    return actual <= 0 or _has(_ACT, words) or bool(_by_gerund(line, start, found.start))


def _apart_from_everybody(line: Line, start: int, end: int, first: Hit) -> list[tuple[int, int]]:
    """The stretches that are left besides all words that mean everybody: "for each person flagged, right or wrong"."""
    rest, at = [], start
    for hit in line.find(rf"(?<= )(?:{_EVERYBODY})(?= )", start=start, end=end):
        if hit.start >= max(at, first.start):
            rest.append((at, hit.start))
            at = _behind_everybody(line, hit, end)
    return [*rest, (at, end)]


_EITHER_WAY = r" (?:whether|no matter|regardless|irrespective|or (?:not|no)|(?:either|any) (?:way|case)|what ?ever|who ?ever|right or wrong|good or bad|every ?(?:body|one)|any ?(?:body|one)|all of (?:they|them))(?= )"


def _behind_everybody(line: Line, found: Hit, end: int) -> int:
    """The end of "no matter if there was something wrong or not": its words tell of both cases, thus of neither."""
    if not line.has(
        r"^ (?:whether|no matter|regardless|irrespective)(?= )", start=found.start, end=found.end
    ):
        return found.end
    closed = line.first(r" (?:or (?:not|no)(?= )|[,;:)(.])", start=found.start + 1, end=end)
    return max(found.end, closed.end if closed else end)


def declines(line: Line) -> bool:
    """Whether acting is said to be turning something down."""
    return line.has(rf" (?:{_DECLINE})(?= )")


def _has(pattern: str, canon: str) -> bool:
    return bool(search(rf"(?<= )(?:{pattern})(?= )", canon))


_PESTER = r"(?:bother|pester|disturb|annoy|harass|nag|accuse|suspect)(?:ing|ed)? (?:a|an|one|some|somebody|someone|people|the)(?: [a-z]+){0,3}"
_MISSED_OUTRIGHT = r"miss|overlook|undetected|unnoticed|slip (?:through|by|past)|false negative"
_NEEDLESS_OUTRIGHT = r"false (?:positive|alarm|alert|hit)|fp|needless|unnecessary|superfluous|pointless|needlessly|unnecessarily|wrongly|by mistake"
_BAD_CHOICE = r"(?:bad|wrong|poor|fail(?:ed)?|unsuitable|unsuccessful|mistaken) (?:hire|pick|choice|lead|deal|candidate|prospect|bet|purchase|investment|decision|recruit)"


def _named(canon: str, actual: int, frame: Frame, sign: int) -> str:
    """The outcome that is named outright, if one is."""
    if frame.desired and _has(_BAD_CHOICE, canon):
        return "fp"
    if _has(_TN, canon):
        return "tn"
    if _has(_TP, canon):
        return "tp"
    wrong = _has(_FP, canon) or (actual <= 0 and not frame.desired and _has(_PESTER, canon))
    if wrong and actual <= 0 and sign >= 0 and _has(_LEFT_BE, canon):
        return "tn"
    missed = _has(_FN, canon) or _has(_UNSEEN, canon)
    if wrong and missed:
        if _has(_MISSED_OUTRIGHT, canon) and not _has(_NEEDLESS_OUTRIGHT, canon):
            return "fn"  # "a missed one means that we pay out for nothing"
        # "calling someone who was never going to leave" holds a "never" but tells of a needless call.
        return "fp" if actual <= 0 else "fn"
    if wrong and not (actual > 0 and search(r" (?:go|going) to ", canon)):
        return "fp"
    if missed and actual < 0 and sign > 0 and _has(_LET_PASS, canon):
        return "tn"  # "an honest claim that we let through earns us goodwill"
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
            if not event.happens and _spares_the_event(line, event):
                polarity = -polarity
            if search(
                r" (?:nothing to|no (?:reason|wish|plan|thought|intention|desire|idea|mind|urge|inclination|need) (?:to|of)|(?:not|never) (?:dream|think|consider)(?:ed)?(?: of)?) $",
                line.canon[: line.place(event.start)],
            ):
                polarity = -1 if frame.desired is not True else polarity
            if (
                polarity
                and not _is_action_word(line, event.start, event.end, frame)
                and not _names_the_action(line, event)
            ):
                found.append((event.end - event.start, polarity, event.start))
    if not found:
        among = [frame.target.name] if frame.target else []
        for mention in reading.labels.mentions(line, among=among, start=start, end=end) if among else ():
            polarity = frame.label_polarity(mention)
            if polarity:
                found.append((1, polarity, mention.start))
    if not found:
        found = _by_code(line, start, end, frame)
    stretch = line.canon[line.place(start) - 1 : line.place(end)]
    if not found and (_has(_ELSE, stretch) or (frame.desired is not True and _has(_HARMLESS, stretch))):
        return -1
    if not found and "churn" in frame.meaning and _has(_STAYS_PUT, stretch):
        return -1 if frame.meaning["churn"] else 1
    if (
        not found
        and "churn" in frame.meaning
        and _has(
            rf"(?:who|that|they|he|she|customer|employee|one) (?:then |really |actually )?go|{_LOST}", stretch
        )
    ):
        return 1 if frame.meaning["churn"] else -1
    if not found:
        return _by_name(line, start, end, frame) or _by_judgement(stretch, frame) or _by_ellipsis(stretch)
    # "a loyal customer who would have left": what the sentence ends on is what happened, unless one is much longer.
    polarities = {polarity for _, polarity, _ in found}
    return found[0][1] if len(polarities) == 1 else max(found)[1]


# "Somebody who wasn't going anywhere", "one who would have stuck around".
_STAYS_PUT = r"(?:not|never) (?:have be |be )?(?:go|going) any ?where|(?:stay|stick|stuck) (?:put|around)|happy (?:where|with) (?:he|she|they|it|us|we)"
_OFFERED = r"(?:bonus|offer|discount|voucher|gift|package|campaign|premium|reward|deal|present|programme|program|scheme|incentive|letter|mail|email|gesture|perk)"


# "Every customer we lose", "losing a member", "each lost account", "a client gone": those who leave.
_CLIENT = r"(?:customer|client|member|subscriber|household|account|contract|policy ?holder|employee|colleague|worker|person|user|reader|donor|one|patient|tenant|guest|nurse|engineer|line|connection|subscription|contract)s?"
_LOST = rf"{_CLIENT} (?:that |who |whom |which )?(?:we|you|i|they) (?:do )?(?:lose|lost)|(?:lose|lost)(?: (?:a|an|one|each|any|such|every|our|of))* (?:\w+ )?{_CLIENT}|{_CLIENT} (?:lose|lost|gone)(?= (?:cost|be|mean|set|:|=|to ))|give notice"


def _names_the_action(line: Line, event: Event) -> bool:
    """ "The stay-with-us bonus": what the action is meant to bring about, and not what a customer did."""
    return line.has(
        rf"^(?: (?:with|on|for|us|we|here))*(?: [a-z]+)? {_OFFERED}s?(?= )", start=event.end
    ) and (
        line.has(
            r" (?:a|an|the|our|each|every|such|one|this|that)(?: [a-z]+)?$",
            start=max(0, event.start - 2),
            end=event.start,
        )
    )


def _spares_the_event(line: Line, event: Event) -> bool:
    """ "If nobody talks to a leaver": what is not done is the action, and the leaver leaves."""
    words = line.canon[line.place(event.start) : line.place(event.end) - 1].strip()
    return bool(fullmatch(rf"(?:{event.concept.happens})", words)) and line.has(
        rf" (?:nobody|no one|none of (?:we|us)|not|never|without)(?: [a-z']+){{0,2}}? (?:{_ACT})(?: [a-z']+){{0,4}}$",
        start=max(0, event.start - 8),
        end=event.start,
    )


def _by_code(line: Line, start: int, end: int, frame: Frame) -> list[tuple[int, int, int]]:
    """ "With a 2 we lose": a bare code of the target."""
    if frame.target is None or not frame.positive:
        return []
    codes = {label.strip(): label in frame.positive for label in frame.target.labels}
    found = []
    for hit in line.find(
        r" (?:a|an|the|every|each|=|class|code|label|real|true|actual) (?P<n><num>)(?= )",
        start=start,
        end=end,
    ):
        code = codes.get(f"{hit.quantity('n').value:g}")
        if code is not None:
            found.append((1, 1 if code else -1, hit.start))
    return found


def _is_action_word(line: Line, start: int, end: int, frame: Frame) -> bool:
    """ "offer", "accept", "deposit" may be what the business does rather than what happens."""
    words = line.canon[line.place(start) - 1 : line.place(end)]
    return bool(search(r" (?:accept|join|order|return|attack|click) ", words + " ")) and not frame.meaning


_BAD = r"not (?:\w+ )?(?:pay|honour|return the money)|(?:go|turn out|end up) (?:wrong|bad|sour)|(?:bad|rotten|dodgy|shaky|risky|poor) (?:one|apple|debt|payer|applicant|applicants|case|bet)|dud|stop paying|never pay"
_GOOD = r"(?:good|decent|sound|fine|honest|solid|reliable|safe) (?:one|\w+)|pay(?! (?:for|out) )|be (?:good|fine|sound)"


_UNFIT = r"unsuitable|unfit|uninterested|unqualified|unwilling|hopeless|dud|(?:the|somebody|someone) wrong(?: \w+)?|(?:not|never) (?:\w+ )?(?:buy|interested|suitable|fit)"
_FIT = r"suitable|promising|qualified|interested|(?:the|somebody|someone) right(?: \w+)?|good (?:hire|lead|candidate|one|applicant|prospect)"


def _by_judgement(stretch: str, frame: Frame) -> int:
    """ "A bad one", "somebody who does not pay": good and bad where credit is given, fit and unfit where one chooses."""
    means = frame.meaning.get("default")
    if means is None:
        if frame.desired and _has(_UNFIT, stretch):
            return -1
        return 1 if frame.desired and _has(_FIT, stretch) else 0
    if _has(_BAD, stretch):
        return 1 if means else -1
    return (-1 if means else 1) if _has(_GOOD, stretch) else 0


def _by_ellipsis(stretch: str) -> int:
    """ "If they do not", "somebody who would have": the verb left out is the event that was spoken of."""
    if search(
        r" (?:do|did|will|would|be|have|can|could)(?: have)? not(?: have)? (?=[.,;:<]|$|(?:it )?(?:be|cost) )",
        stretch,
    ):
        return -1
    return (
        1
        if search(
            r" (?:somebody|someone|one|person|those|people|customer|applicant) (?:who |that )?(?:do|did|will|would|would have) (?=[.,;:<]|$)",
            stretch,
        )
        else 0
    )


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
    if frame.meaning.get("default") is not None and _has(_LET_IN, canon):
        return 1 if good else -1
    if (
        _has(_GRANT, canon)
        and not _has(r"accept(?:ed)? (?:the|an|our|a) (?:offer|discount)", canon)
        and frame.meaning.get("default") is not None
    ):
        return 1 if good else -1
    if _has(_NOT_ACT, canon):
        return -1
    return 1 if _has(_ACT, canon) else 0


_NO_ACTION = frozenset(
    words(
        "missing overlooking losing ignoring letting being having failing nothing something everything leaving lending morning during"
    )
)


def _by_gerund(line: Line, start: int, end: int) -> int:
    """ "Pursuing a lead costs us 250": what a clause begins with in "-ing" is done."""
    while start < end - 1 and line.items[start].text in ("and", "but", ",", "while", "whereas"):
        start += 1
    typed = line.words(start, start + 1).lower()
    return int(len(typed) > 5 and typed.endswith("ing") and typed not in _NO_ACTION)


_CUSTOMER_PAYS = r" (?:who|whoever|that|he|she|they|customer|client|person|member|subscriber|somebody|someone|one|stayer|buyer|guest|it)(?: (?!we |us |i |not |never )[a-z,]+){0,4} (?:pay|spend|give|donate|contribute|leave (?:we|us)|order for|buy for)(?: (?:we|us|another|about|around|over|on average|some))*(?= )"


_PROFIT = r"(?:profit|revenue|margin|value|business|income|turnover|earnings|sales)"


# "A gift card worth $15 goes to each": what is handed out is worth something to whoever gets it.
_GIVEN_AWAY = r" (?:gift|card|voucher|discount|coupon|bonus|credit|basket|hamper|present|package|rebate|refund|treat|ticket|bouquet|freebie|perk|incentive)(?: be| of| to the value of| to the tune of)? worth(?: about| around| roughly| of)* <(?!times|col)"
# "We are spared damage of 48,000": a loss that does not come is a gain.
_AVERTED = r" (?:spare|spar|save|avoid|prevent|avert|escape|dodge|head off)(?: (?:we|us|me|from|of|a|the|our|all|that|further|any|another|in))* (?:[a-z]+ )?(?:damage|loss|cost|bill|expense|penalty|fine|repair|harm|refund|outlay)s?(?: [a-z]+){0,4} <"


def _sign(canon: str) -> int:
    if search(_CUSTOMER_PAYS, canon) and not _has(
        r"cost|lose|lost|refund|compensation|pay back|forgo|forgone|miss out|give up", canon
    ):
        return 1  # what a customer pays, the business gains
    if search(
        r" (?:not|never|no longer)(?: (?:have|need|to|must|longer))* (?:pay|refund|reimburse|hand over|write off|lose|spend) ",
        canon,
    ) and not search(
        r" (?:who|they|he|she|that|borrower|customer|applicant) (?:do |did |will |would |can |could )?(?:not|never|no longer) ",
        canon,
    ):
        return 1  # what need not be paid is saved
    if search(_GIVEN_AWAY, canon):
        return -1
    if search(_AVERTED, canon):
        return 1
    loss, gain = _has(_LOSS, canon), _has(_GAIN, canon)
    if loss and gain:
        lost_gain = search(
            rf" (?:lose|lost|forgo|forgone|miss) (?:\w+ )?{_PROFIT}|{_PROFIT}(?: (?:be|simply|all|just|then|right|straight))* (?:go|gone|lose|lost|down the drain|out of the window)(?= )",
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
        return "value" if sign > 0 else "cost"
    if sign > 0 or (sign == 0 and _has(_SUCCESS_NOUN, canon)):
        return "value"
    if sign < 0 and frame.desired is True and _has(r"each|it|they|them|that|such|one|this", canon):
        return "cost"
    if (
        sign < 0
        and frame.desired is not True
        and search(r" (?:each|one|them|every one|such|that|it|somebody|someone|per \w+) ", canon)
        and (
            search(r" (?:we|us|me|i|our|my|lose|loss|gone) ", canon)
            or search(r" (?:each|one|every one|such|that|it|somebody|someone) ", canon.split("<")[0] + " ")
        )
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
                r"(?:each|every|any|a|an|per|the|our) (?:[\w<>]+ ){0,2}(?:call|offer|letter|voucher|inspection|discount|bonus|gift|contact|mail|credit|catalogue|copy|brochure|visit|talk|chat|coupon|package)",
                canon,
            )
            else "tp"
        )
    if frame.desired:
        return "fn" if sign < 0 else "value"  # "70 euros per deposit"
    return "loss"


def _negative_role(canon: str, acted: int, sign: int, frame: Frame) -> str:
    if sign > 0:
        kept = _has(r"stay|stayer|keep|kept|retain|remain|save|renew|loyal", canon)
        return "value" if kept and acted <= 0 else "tn" if acted <= 0 else "fp"
    return "tn" if acted < 0 else "fp"
