"""What is to be predicted: the target column that words point at, and the label that is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.aims import known_beforehand, lies_in, not_meant
from assistant.offline.goal.contrast import put_apart
from assistant.offline.reading import Reading
from assistant.offline.table.columns import Mention, pieces_of
from assistant.offline.table.concepts import Concept
from assistant.offline.table.events import Event, find_events, name_in_words, negated, records_of
from assistant.offline.table.labels import ENTITIES, LabelMention
from assistant.offline.table.literals import label_comparison
from assistant.offline.text.comparisons import in_front, operator_in_front
from assistant.offline.text.lemmas import root
from assistant.offline.text.patterns import fullmatch, match, search

_PREDICT = r"(?:predict|prediction|forecast|estimate|estimation|classify|anticipate|foresee|regress(?:ion)?|determine|guess|explain|appraise|calculate|detect|recogni[sz]e|identify|diagnose|assess|categori[sz]e|(?:(?<=to )|(?<=^ )|(?<=  )|(?<=please )|(?<=and )|(?<=we )|(?<=i )|(?<=, )|(?<=must )|(?<=can ))(?:model|score|project|grade|value|label)|multi ?class|multi ?class classification|classification|binary)"
_WANT = r"(?:know|find|find out|see|tell|spot|catch|flag|want|like|need|interested in|interested|learn|look for|look|after|figure out|work out|understand|give (?:me|us)|care about|discover|hunt|separate|pick out|filter|target|warn|alert|stop|prevent|reduce|avoid|want to know|curious|wonder|decide|rank|sort|prioriti[sz]e)"
_ASK = r"(?:who|whom|which|what|whether|if|how much|how many|how long|how likely|how high|how old|how big|will|whose|be|can you tell|should)"
_GAP = r"(?: (?:the|a|an|our|my|their|its|his|her|all|of|to|for|in|on|at|that|this|these|those|me|we|i|us|you|people|person|customer|client|each|every|any|some|one|column|value|number|out|be|will|would|could|might|may|go|like|likely|about|most|up|with|and|or|how|much|many|who|which|whether|if|when|what|kind|type|sort|please|just|next|soon|whom|has|have|do|is|are|because|so|it|they|he|she|not|want|need|know|get|come|long|probability|likelihood|chance|risk|propensity|rate|level|variable|outcome|using|target|field|\"|'|:|=|whose|really|actually|probably|think|try|new|given|single|particular|individual|yearly|annual|monthly|expected|final|average|total|future|which of|next month|'s|(?:day|week|month|quarter|year|tomorrow|today) 's|machine|company|firm|\w+))"
_BEFORE: tuple[tuple[str, float], ...] = (
    (
        r" (?:target|target column|target variable|dependent variable|response variable|label column|outcome variable|target be|outcome be|column to predict|variable to predict|y variable)(?: be| :| =| should be| column| variable| call| called| the| ,| is| named| \"| ')* $",
        3.0,
    ),
    (
        r" (?:assign|give|label|tag)(?: [a-z]+){1,5} (?:a|an|its|their|the|to)(?: right| correct| proper)? $",
        1.8,
    ),
    (
        r" (?:good|well|best|great|bad|fine|work|do|suited) (?:at|for|on|with)(?: (?:the|a|our))?(?: [a-z]+)? $",
        1.0,
    ),
    (r" (?:\)|`|metric|score)(?: `)? (?:for|on|of) $", 1.2),
    (
        r" (?:model|predictor|regression|regressor|classifier|estimator|network|formula|multiclass|multi class|classification|estimate|forecast)"
        r" (?:for|of|on)(?: (?:the|a|an|our|its|each \w+ s|every \w+ s))* $",
        1.9,
    ),
    (r" (?:ask|call|request|look|press) for (?:the |our |its )?$", 1.45),
    (
        r" (?:what|which|how|estimate|predict|figure|number)(?: [^ .;!?]+){0,18} : (?:the|a|an|its|their) $",
        1.5,
    ),
    (r" (?:in|of) (?:the )?(?:column|field|variable)(?: called| named)? $", 1.7),
    (rf" {_PREDICT}(?P<gap>{_GAP}{{0,9}}) $", 2.0),
    (rf"^ (?:[a-z',:]+ ){{0,3}}?{_ASK}(?P<gap>{_GAP}{{0,9}}) $", 1.35),
    (
        rf" (?:know|tell|see|find|out|say|predict|wonder|learn|determine|understand|me|us|identify|show|decide|list|guess|check|ask|forecast|estimate|flag|spot|care|interested in|of|:) (?:[a-z]+ )?{_ASK}(?P<gap>{_GAP}{{0,9}}) $",
        1.35,
    ),
    (rf" {_WANT}(?P<gap>{_GAP}{{0,7}}) $", 1.3),
    (
        r" (?:sort|route|assign|triage|organise|dispatch|file)(?: [a-z]+){0,5} (?:by|into|to|according to|their)(?: (?:its|their|the|right|correct))* $",
        1.7,
    ),
)
_MONEY_IN_FRONT = r" (?:(?:cost|lose|earn|bring|worth|save|gain|pay|waste|forfeit)(?: (?:us|we|me|in|back|the company))*|(?:<pct>|<times>|<dur>|half|year|month|week)(?: of)?)(?: (?:its|the|their|his|her|whole|full|entire|a))* $"
_REAL = r" (?:expect|expected|predicted|real|true|actual|right|eventual|likely|future) $"
_AGAINST = (
    r" (?:above|below|over|under|than) (?:the |its |their |what the )?(?:real |true |actual |final |later )?$"
)
_NO_HEAD = r"(?:we|i|it|they|if|when|each|every|only|use|leave|no|not|drop|ignore|without|weight|same|more|less|you|make|keep|any|all|today|currently|but|and|or|because|so|let|call|calling|take|give|one|our|my|test|train|hold|split|a dollar|with|within|stop|start|actually|also|at|in|on|for|by|to|from|as|than|nothing|forget)"
_AFTER: tuple[tuple[str, float], ...] = (
    (r"^ (?:(?:column|variable|field) )?(?:be|as|should be|will be|is)(?: to be)?(?: my| the| our| a| your)* (?:target|outcome|label|dependent|thing|column (?:to|that|we|i)|what (?:i|we) (?:want|need|would|look|be|care|wish|predict|like)|class to|variable (?:to|that|we|i)|response variable|goal|y)(?= )", 3.0),
    (r"^(?: (?!be|being|get|can|may|and|or|not)\w+)? (?:prediction|forecast|model|classification|regression|detection|detector|classifier|filter|estimate|estimation|score|scoring|predictor|forecasting|modelling|problem|analysis|uptake|risk|propensity|probability|likelihood|early warning)(?= )", 1.9),
    (r"^ (?:or not|yes or no|or no)(?= )", 1.6),
    (r"^ be (?:a|an ordered|an ordinal) (?:class|category|grade|number|score)(?= )", 1.5),
    (r"^(?: (?!we|i|you|and|but)[^ .;:!?]+){0,5}?(?: be)? to be (?:predict|estimate|forecast|guess|classify)(?= )", 1.7),
    (r"^ be (?:to be )?(?:predict|estimate|forecast|guess|classify)(?= )", 1.7),
    (r"^ (?:too (?:few|much|many|little|low|high|small|large)|be too)(?= )", 0.95),
    (r"^ (?:please|be what (?:i|we)(?! (?:get|earn|make|receive|gain|lose|pay|win|spend|forgo|take in))|be the question|, please)(?= )", 1.5),
)  # fmt: skip
_ONE_OF_MANY = r" (?:(?:what|how (?:much|many)|for|of|in|at|by|per) )(?:each|every|all|single|individual)(?: (?:of|the|our|my|these|single))* $"
_NOT_GOAL_BEFORE = r" (?:without|by|per|of each|each|every|within|on|than|before|after|with|using|via|weighted|weight|only for|because of|depend on|given|from|in|for) (?:the |their |its |a |an |each |every |our |all )*$"
# Ways to speak of an amount, and the pieces of column names that record it.
_QUANTITIES: tuple[tuple[str, str], ...] = (
    (r"bid(?:ding)?|overpay|pay (?:a \w+ |<money> )?too (?:much|little)|ask for|(?:sell|go|list|trade|change hand)(?: \w+){0,3} for|sell at|fetch|worth|price|how much (?:\w+ ){1,4}cost|quote|resale value|value|go under the hammer|pay for|asking price|market value", r"price|value|cost|worth|amount"),
    (r"sell(?! for| at)|sales?|revenue|turnover|takings|sold", r"sale|sold|revenue|turnover"),
    (r"how many|number of|demand|count|rentals?|rent out|rented|hire|volume|too many|too few|quantity", r"count|cnt|demand|quantity|qty|rental|total|units?|volume|trips?|passengers?|visitors?|pieces"),
    (r"cost (?:we|us)|charge|claim amount|bill|expense|expected cost|cost of|medical cost|real cost|cost", r"charge|cost|expense|claim|bill|premium|payment|fee"),
    (r"(?:who|someone|somebody|people|person|they|he|she|customer|employee|applicant|one)s?(?: [a-z]+){0,2} (?:earn|make)|income|get paid|make a year|wage|salary", r"income|salary|wage|pay|earning"),
    (r"how long|duration|how much time|take to|waiting time|time to|late by", r"duration|time|days|hour|minute|length|delay|tenure|lag|eta"),
    (r"how old|age", r"\bage\b"),
    (r"(?:how (?:much|large|big|high|dear|expensive|costly)|what)(?: money)?(?: [^ .;,!?]+){0,5}? (?:claim|damage|bill|sum|loan|invoice|payment|case|debt|accident|collision|crash)s?(?: [^ .;,!?]+){0,3}? (?:be|come to|come out at|cost|run to|run up to|amount to|end up|turn out|add up to|people borrow|person borrow|borrow|need|ask for|set (?:us|me|them|him|her) back)|how (?:large|big|high|dear|much) (?:be|will be|would be) (?:the|a|an|their|our) (?:claim|damage|bill|loss|debt|sum)|how (?:large|big|high) (?:a|an|the) (?:sum|amount|loan|bill|claim)", r"amount|cost|charge|bill|sum|payment"),
    (r"consume|consumption|use of energy|power use|load|energy|electricity", r"consumption|energy|load|usage|kwh|demand|power"),
    (r"yield|output|production|produce|harvest", r"yield|output|production|harvest|power|mwh|kwh"),
    (r"rainfall|rain", r"rain|precipitation"),
    (r"grade|quality|rating|how good", r"quality|grade|rating|score"),
    (r"(?:how many|how much|number of|count of)(?: \w+){0,2} (?:day|night|week|hour)s?(?: [^ .;,!?]+){0,7} (?:stay|lie|remain|spend|occupy|keep|need a bed|with us|in hospital|in bed|here)|how long(?: [^ .;,!?]+){0,6} (?:stay|lie|remain|keep in|occupy|with us|in hospital|here)", r"(?:length|days?|nights?|duration)(?: \w+)* stay|stay (?:\w+ )*(?:length|days?|nights?|duration)|nights?|los|days in"),
    (r"what(?: [^ .;,!?]+){1,7} (?:sell for|go for|fetch|bring in|cost|change hands for|list at)|ought(?: [^ .;,!?]+){1,7} cost|(?:price tag|sale value)|(?:house|home|flat|car|phone|ring|diamond)s? (?:then |will |would |finally )?sell for", r"price|value|worth"),
    (r"(?:agent|broker|realtor|middleman)(?: [^ .;,!?]+){0,6} (?:pocket|take|earn|charge|get|keep|cut|cost)|(?:agent|broker|realtor|middleman) s? ?(?:cut|share|fee|commission|slice)|commission|pocket", r"fee|commission|brokerage"),
    (r"take in|takings|ring up|turn over|(?:be|get) (?:ring|rung) up|till", r"sale|revenue|turnover|takings"),
    (r"sales|sell(?! for| at)|shift|go over the counter", r"sold"),
    (r"(?:leave|stick|remain|stay|keep|left)(?: over)? (?:for|with|to) us|(?:what|how much) (?:be|we) (?:leave|keep|left)|end up with|(?:what|how much) we (?:make|earn) (?:on|from|with)|profit", r"margin|profit"),
    (r"(?:what|which|how much) (?:percentage|rate|interest|percent)|rate we (?:charge|ask)|interest we", r"interest|apr|\brate\b"),
    (r"(?:when|what year|which year|year)(?: [^ .;,!?]+){0,6} (?:build|built|put up|construct|erect|raise|finish|go up)|how old(?: [^ .;,!?]+){0,4} (?:house|building|home|flat|property)", r"built|build|construct"),
    (r"how (?:long|many hours|much time)(?: [^ .;,!?]+){0,8} (?:repair|fix|mend|put(?: it)? right|tie up|tied up|overhaul|back up)", r"repair|downtime|fix"),
    (r"(?:pay|salary|money|wage|sum|figure)(?: [^ .;,!?]+){0,7} (?:ask for|want|expect|demand|hope for|hold out for|insist)|salary (?:expectation|demand|claim)", r"salary|wage|pay"),
    (r"how (?:far|much|long)(?: [^ .;,!?]+){0,3} (?:behind|late|ahead|overdue)|behind (?:its|the|their|his|her) (?:slot|schedule|time)|(?:minute|hour|day)s? (?:late|behind|overdue)|(?:by )?how many (?:minute|hour|day)s?(?: [^ .;,!?]+){0,7} (?:late|delay|overdue|miss)|how late|lateness|(?:late|delay) by", r"late|delay|overdue|behind"),
    (r"(?:lay out|spend|shell out|part with|splash out|spending)(?: [^ .;,!?]+){0,4}", r"spend|spent|mnt|expenditure"),
    (r"how strong|strength of|proof", r"alcohol|strength|abv"),
    (r"how (?:heavy|much (?:\w+ ){1,4}weigh)|weigh", r"weight|mass|carat"),
    (r"how (?:big|large|roomy|spacious)|floor space", r"area|size|sqft|square|surface"),
    (r"how far", r"distance|km|miles?|mileage"),
)  # fmt: skip
CORRECTION = r" (?:no wait|wait|no ,|actually|rather|scratch that|i mean|sorry)(?= )"
GENERIC_TARGETS = ("y", "target", "label", "class", "outcome", "response", "result", "output", "dependent")
_RICH = r" (?:high earner|big earner|top earner|well paid|rich|wealthy|affluent|high income|well off|well to do|earn well|good earner|high salary|high paid)s?(?= )"
_POOR = r" (?:low earner|poorly paid|low income|poor|low salary|low paid|bad(?:ly)? paid)s?(?= )"


_PART = re.compile(r"(?i)(^|_| )(misc|other|extra)|(tax|fee)s?$")
_ADJECTIVES = r"old|older|new|young|long|short|warm|warmer|hot|cold|heavy|high|low|hourly|daily|weekly|monthly|yearly|annual"


@dataclass(frozen=True)
class Pointer:
    """A stretch of the line that points at a column as the target.

    Attributes:
        strength: How surely; see `THRESHOLD`.
        labels: Labels that the words want told apart, where they name some.
        happens: For an event, whether the event itself is wanted or its opposite; None for a column or label.
        concept: The event, if it is one.
    """

    column: ColumnFacts
    start: int
    end: int
    strength: float
    labels: tuple[str, ...] = ()
    happens: bool | None = None
    concept: Concept | None = None
    cue: float = 0.0


THRESHOLD = 1.45
_NAMED = 0.7  # of a mention that names its column; chosen, not measured
_FEW_KINDS = 6  # chosen, not measured
_PUT_APART = 2.2  # chosen, not measured
_ASKED_WHETHER = 1.3  # likewise
# "Does the flat have a balcony?"; what is asked of the reader, or of what matters, is another thing.
_YES_OR_NO = (
    r"^(?: (?:so|and|now|hi|hello|please|question|,|:))* (?:do|be|have|will|was|were)"
    r" (?!you |not |we |i |there (?:a way|any way|anything)|it (?:possible|enough|matter|help|make sense|ok|fine))(?! [^ .;!?]+ (?:matter|help))"
)
_NO_QUESTION_OF = r"^(?: [^ .;!?]+){0,2} (?:matter|play|help|influence|count|have an? (?:effect|influence)|make a difference|drive|allowed|legal)(?= )"
# "The flats without a lift", "patients that have no insurance": what rows have or lack, where nothing more is said of them.
_HAVING = (
    r" (?:find|spot|pick(?: out)?|identify|detect|recogni[sz]e|predict|tell|show|list|flag|want|which|who|whose)(?: [^ .;!?]+){1,4}"
    r" (?:with|without|have|own|lack|get)(?: (?:a|an|any|no|the|their|his|her|its|own))* $"
)
_NO_MORE = r"^(?: (?:from|against|versus|vs|among)(?: (?:all|the|every|any))* (?:other|rest|everything|everybody|others)s?(?: else)?| or not| at all| please)*(?: [.,;!?]|\s*$)"


def find_pointers(reading: Reading) -> list[Pointer]:
    """Everything in the line that may point at the target, the surest first."""
    found = [
        *_by_columns(reading),
        *_by_events(reading),
        *_by_labels(reading),
        *_by_comparison(reading),
        *_by_quantity(reading),
        *_by_sides(reading),
    ]
    aside = [*known_beforehand(reading), *not_meant(reading.line)]
    free = [
        p
        for p in found
        if not _claimed(reading, p.start, p.end)
        and not lies_in(aside, p.start, p.end)
        and not (p.concept and _tells_whom(reading, p.start, p.end))
    ]
    corrected = reading.line.first(CORRECTION)
    if corrected and reading.line.has(
        r" (?:instead|predict|target|forecast|estimate)(?= )", start=corrected.end
    ):
        free = [replace(p, strength=p.strength + 1.0) if p.start >= corrected.end else p for p in free]
    return sorted(free, key=lambda p: (-round(p.strength, 3), p.start))


def _claimed(reading: Reading, start: int, end: int) -> bool:
    return any(
        k in reading.claimed for item in reading.line.items[start:end] for k in range(item.start, item.end)
    )


def cue(reading: Reading, start: int, end: int, *, event: bool = False, heads: bool = True) -> float:
    """How strongly the words around a stretch say that it is the goal."""
    line = reading.line
    before = line.canon[: line.place(start)]
    before = (
        " "
        + re.split(
            r"[.;!?](?= )|,(?= (?:and |but )?(?:i|we|with|no|not|use|only|leave|ignore|drop|in) )| but ",
            before,
        )[-1].strip()
        + " "
    )
    before = re.sub(r" [(\"'] ", " ", before)
    after = line.canon[line.place(end) - 1 :]
    after = re.split(r"[.;!?]", after)[0] + " "
    best = 0.0
    for pattern, strength in _BEFORE:
        match = search(pattern, before)
        if match:
            gap = match.groupdict().get("gap") or ""
            best = max(best, strength - 0.05 * len(gap.split()))
    for pattern, strength in _AFTER:
        if search(pattern, after):
            best = max(best, strength)
    if search(_MONEY_IN_FRONT, before):
        best -= 1.2  # "costs its treatment_cost", "60 % of the amount"
    if search(_REAL, before):
        best = max(best, 1.0)
    if search(_AGAINST, before):
        best = max(best, 0.9)
    best = max(best, _heads(before, after) if heads else 0.0)
    if search(r"^ (?:in|for|on|about) (?:the |column )*$", before) and search(r"^ ,", after):
        best = max(best, 1.6)  # "In Stage, spot the deals that …"
    if search(
        r" (?:have|want|like|need|get)(?: (?:the|a|an|its|their|every|each|our|\w+ 's))* $", before
    ) and search(
        r"^(?: (?:of|for|a|an|the|every|each|our|this|\w+)){0,5} (?:predict|estimate|guess|forecast|work out)(?= (?:[.,;]|from|by|for|out of)| *$)",
        after,
    ):
        best = max(best, 1.7)  # "I'd rather have the margin of every order predicted"
    twice = search(r" the (?:more|less|[a-z]+er) .* the (?:more|less|[a-z]+er) (?:the |its )?$", before)
    if twice:
        best = max(best, 0.9)
    elif search(
        r" the (?:more|less|[a-z]+er|big|large|high|long|old) (?:the |a |an |its |their )?$", before
    ) and search(r" the (?:more|less|[a-z]+er|big|large|high|long|old|cheap)", after + before):
        best -= 1.5
    if search(
        r" (?:the )?(?:more|less|big|bigger|large|larger|small|smaller|high|higher|low|lower|long|longer|short|shorter|old|older|young|younger|heavy|heavier|great|greater|new|newer|few|fewer|rise|rising|as|when|if|while) (?:the |a |an |its |their )?$",
        before,
    ) and not search(rf" {_PREDICT} ", before):
        best -= 0.9
    if (
        search(
            r" (?:no|not|without|ignore|except|exclude|leave out|drop|forget|skip)(?: [a-z]+){0,3} $", before
        )
        and best < 1.9
        and not event
    ):
        best -= 1.2
    if search(_NOT_GOAL_BEFORE, before) and best < 3:
        best -= 0.6 if best < 1.9 else 0.35
    return best


def _heads(before: str, after: str) -> float:
    """A sentence that begins with the thing itself: "Attrition.", "diamond prices for stones above one carat"."""
    bare = re.sub(
        r" (?:the|a|an|please|of|just|simply|now|ok|hi|hello|,|:|then|our|my|so(?= the)|namely)(?= )",
        "",
        before,
    ).split()
    if search(r" (?:a|an) $", before):
        return 0.0  # "A phone company loses customers" begins a story
    if len(bare) > 2 or any(fullmatch(_NO_HEAD, word) for word in bare):
        return 0.0
    ends = match(
        r"^ (?:[,:]|again|once more|this time|for|of|with|in|without|within|only|using|by|as|per|from|please|and|but|or|–|\()(?= )|^ *$",
        after,
    )
    if ends:
        return 1.3 if not bare else 1.15
    if not bare and match(r"^(?: [a-z]+){1,2} :", after):
        return 1.3
    return 1.2 if not bare and len(after.split()) <= 5 else 0.0


def _by_columns(reading: Reading) -> list[Pointer]:
    found = []
    for mention in reading.columns.mentions(reading.line, least=0.5):
        strength = cue(reading, mention.start, _whole_phrase(reading, mention))
        if _may_be_absent(mention.column) and _asked_whether(reading, mention):
            strength = max(strength, _ASKED_WHETHER)
        if search(
            r" (?:rate|price|value|amount|number|cost|level|length|size|<col>|quality|status|grade|duration|age) of (?:a|the|each|every|our|my|an) $",
            reading.line.canon[: reading.line.place(mention.start)],
        ):
            strength -= 1.5  # the loan of "the interest rate of a loan"
        if strength <= 0 and mention.score < 0.95:
            continue
        score = mention.score - (0.8 if _is_entity(reading, mention) else 0.0)
        score -= 0.8 if search(_ONE_OF_MANY, reading.line.canon[: reading.line.place(mention.start)]) else 0.0
        coming = [c for c in mention.tied if not is_past(c)] or [
            c.column
            for c in mention.candidates
            if not is_past(c.column) and c.score > mention.score - 0.25 and mention.score < 0.95
        ]
        coming = coming or list(mention.tied)
        penalty = 0.3 if len(coming) > 1 else 0.0
        column = coming[0]
        strength -= 0.5 if _several(reading, mention) and column.n_distinct == 2 else 0.0
        strength -= 1.0 if column.kind == "text" and strength < 3 else 0.0
        strength -= 0.8 if _identifies(reading, column) and strength < 3 else 0.0
        strength -= 0.5 if _only_entities(reading, mention) and mention.score < 0.95 else 0.0
        strength -= (
            0.6
            if _asks_whom(reading, mention.start) and column.n_distinct > 10 and mention.score < 0.95
            else 0.0
        )
        strength -= 0.25 if is_past(column) and mention.score < 0.95 else 0.0
        strength -= 0.9 if _qualifies(reading, mention) else 0.0
        strength -= 0.9 if _describes_rows(reading, mention) else 0.0
        found.append(Pointer(column, mention.start, mention.end, strength + score - penalty))
    return found


def _may_be_absent(column: ColumnFacts) -> bool:
    """Whether a column says of each row that it has something, or that it has none."""
    return column.n_distinct == 2 or (
        column.kind == "category"
        and column.n_distinct <= _FEW_KINDS
        and any(label.strip().lower() in ("none", "nothing") for label in column.labels)
    )


def _asked_whether(reading: Reading, mention: Mention) -> bool:
    """ "Does the flat have a balcony?", "find the flats without a lift": a yes-or-no column that the sentence asks about."""
    line = reading.line
    after = line.canon[line.place(mention.end) - 1 :]
    if mention.score < _NAMED or match(_NO_QUESTION_OF, after):
        return False
    for start, end in line.sentences():
        if start <= mention.start < end:
            if line.has(_YES_OR_NO, start=start, end=end):
                return True
            before = line.canon[line.place(start) - 1 : line.place(mention.start)]
            return bool(search(_HAVING, before) and match(_NO_MORE, after))
    return False


def _qualifies(reading: Reading, mention: Mention) -> bool:
    """ "the old regression", "the hourly count": an adjective tells of the noun behind it, it is not the goal."""
    if mention.score == 1.0 or mention.end - mention.start > 1:
        return False
    adjective = reading.line.words(mention.start, mention.end).lower()
    return bool(fullmatch(_ADJECTIVES, adjective)) and reading.line.has(
        r"^ [a-z]+(?= )(?<! be)(?<! for)(?<! of)(?<! in)(?<! and)(?<! or)(?<! by)", start=mention.end
    )


def _describes_rows(reading: Reading, mention: Mention | Event) -> bool:
    return _tells_whom(reading, mention.start, mention.end)


def _tells_whom(reading: Reading, start: int, end: int) -> bool:
    """ "costs for non-smokers only": whom the prediction is for."""
    before = reading.line.canon[: reading.line.place(start)]
    return bool(search(r" (?:for|of|among)(?: (?:the|non|-))* $", before)) and reading.line.has(
        r"^ only(?= )", start=end
    )


def _whole_phrase(reading: Reading, mention: Mention) -> int:
    """The end of "the interest rate of a loan", for what follows it."""
    hit = reading.line.first(r"^ of (?:a|the|each|every|our|my|an) [a-z]+(?= )", start=mention.end)
    return hit.end if hit else mention.end


def _several(reading: Reading, mention: Mention) -> bool:
    """ "how much wine people buy" asks for a number."""
    before = reading.line.canon[: reading.line.place(mention.start)]
    return bool(search(r" how (?:much|many|long|high|big|old)(?: \w+){0,8} $", before))


def _identifies(reading: Reading, column: ColumnFacts) -> bool:
    """A different label in each row names the row; it is not what anybody wants predicted."""
    unique = column.n_distinct >= max(20, reading.context.n_rows)
    if column.kind != "number":
        return unique or column.kind == "datetime"
    low, high = column.minimum, column.maximum
    counted = (
        isinstance(low, int | float)
        and isinstance(high, int | float)
        and abs(high - low + 1 - column.n_distinct) < 1
    )
    return unique and (
        counted or bool(re.search(r"(?i)(^|_| )(id|no|nr|number|index|key)$", column.name.strip()))
    )


def _only_entities(reading: Reading, mention: Mention) -> bool:
    """ "customer" alone is whom it is about, though a column may be called "customer_tier"."""
    return all(root(item.text) in ENTITIES for item in reading.line.items[mention.start : mention.end])


def _asks_whom(reading: Reading, at: int) -> bool:
    """ "Whom do we invite": people are looked for, not an amount."""
    return any(
        reading.line.has(r" (?:who|whom)(?= )", start=a, end=at)
        for a, b in reading.line.sentences()
        if a <= at < b
    )


def is_past(column: ColumnFacts) -> bool:
    """ "last_gift", "previous_claims": known beforehand, unless named in full."""
    return bool(
        re.search(r"(?i)(^|_| )(last|previous|prior|past|first|old|prev|earlier|former)(_| |$)", column.name)
    )


def _is_entity(reading: Reading, mention: Mention) -> bool:
    """ "which houses", "what will a house sell for": the thing itself, not one of its columns."""
    line = reading.line
    before = line.canon[: line.place(mention.start)]
    if mention.score >= 0.95 and search(
        r" (?:target|column|predict|forecast|estimate)(?: the| a)? $", before
    ):
        return False
    after = line.canon[line.place(mention.end) - 1 :]
    asks = search(
        r" (?:which|each|every|what kind of|a|an|these|those|of|for|many|whose|per|all|if|whether|my|our)(?: the| a| an| my| our)? $",
        before,
    )
    acts = match(
        r" (?:be|will|have|get|go|sell|buy|leave|cost|fail|do|can|would|should|could|may|might|ought|shall|fetch|make|earn|cancel|respond|stop|who|that|which)(?= )",
        after,
    )
    if search(r" which(?: of)?(?: the| our| my)? $", before) and any(
        mention.end <= e.start < mention.end + 8 for e in find_events(line)
    ):
        return True
    return bool(asks and acts) or bool(
        search(r" (?:which|each|every|per)(?: of)?(?: the| our)? $", before)
        and (mention.score < 0.95 or acts or not search(r" predict (?:the )?(?:each|every) $", before))
    )


def _by_events(reading: Reading) -> list[Pointer]:
    found = []
    for event in find_events(reading.line):
        strength = cue(reading, event.start, event.end, event=True, heads=not _priced(reading, event.start))
        said = {root(item.text) for item in reading.line.items[event.start : event.end]}
        asks_number = search(
            r" how (?:much|many|long|high)(?: \w+){0,6} $",
            reading.line.canon[: reading.line.place(event.start)],
        )
        for column in reading.context.columns:
            for record in records_of(column):
                if record.concept is not event.concept:
                    continue
                same_word = any(
                    word[:5] == piece[:5]
                    for word in said
                    for piece in (root(p) for p in _pieces(column.name))
                )
                base = (
                    record.strength
                    + (0.12 if same_word else 0.0)
                    - 0.08 * sum(ch.isdigit() for ch in column.name)
                )
                base -= 0.5 if asks_number else 0.0
                base -= 0.9 if _describes_rows(reading, event) else 0.0
                labels = (record.label,) if record.label and record.happens == event.happens else ()
                if record.label and not labels:
                    continue
                happens = event.happens
                # A story may never say "predict": the event itself is reason enough, a wish makes it surer.
                found.append(
                    Pointer(
                        column,
                        event.start,
                        event.end,
                        base + max(strength, 0.55),
                        labels,
                        happens,
                        event.concept,
                        strength,
                    )
                )
    return _event_before_opposite(found)


def _priced(reading: Reading, at: int) -> bool:
    """Whether the sentence is about money: "a default loses 60 % of it" names no goal by its beginning."""
    start, end = next(((a, b) for a, b in reading.line.sentences() if a <= at < b), (at, at + 1))
    colon = next((k for k in range(at, end) if reading.line.items[k].text == ":"), end)
    return reading.line.has(r" (?:<money>|<pct>|<times>)(?= )", start=start, end=colon)


def _event_before_opposite(found: list[Pointer]) -> list[Pointer]:
    """ "Four in ten churners stay" is about churn: the opposite is the goal only where the event itself is not named."""
    asked = {
        p.concept.name: p.cue
        for p in sorted(found, key=lambda p: p.cue)
        if p.happens is not False and p.concept
    }
    return [
        replace(p, strength=p.strength - 0.9)
        if p.happens is False
        and p.concept
        and p.concept.name in asked
        and p.cue < max(1.2, asked[p.concept.name] + 0.1)
        else p
        for p in found
    ]


def _pieces(name: str) -> list[str]:
    return pieces_of(name)


def _by_labels(reading: Reading) -> list[Pointer]:
    found = []
    mentions = reading.labels.mentions(reading.line)
    for mention in mentions:
        strength = cue(reading, mention.start, mention.end, heads=len(reading.line.sentences()) == 1)
        columns = list(dict.fromkeys(fit.column.name for fit in mention.tied))
        if strength < 1.0 or len(columns) > 1 or negated(reading.line, mention.start):
            continue
        if mention.start and reading.line.items[mention.start - 1].text in ("to", "-", "–", "through"):
            continue  # the end of a range, "A to G", tells of all grades
        labels = tuple(fit.label for fit in mention.tied) + _listed_with(reading, mention, mentions)
        typed = reading.line.words(mention.start, mention.end)
        exact = typed in {label.strip() for label in labels} and (len(typed) > 1 or typed not in ("A", "I"))
        base = 1.2 if exact and len(typed) == 1 else 0.75 * mention.best.score - 0.02
        found.append(Pointer(mention.best.column, mention.start, mention.end, strength + base, labels))
    return found


def _listed_with(reading: Reading, mention: LabelMention, mentions: list[LabelMention]) -> tuple[str, ...]:
    """Labels of the same column that follow with "and" or "or": "grades F and G", "automatic or manual"."""
    more: list[str] = []
    end = mention.end
    for other in mentions:
        between = [item.text for item in reading.line.items[end : other.start]]
        if (
            other.start >= end
            and between
            and all(word in (",", "and", "or", "&", "a", "an", "the", "either") for word in between)
            and other.best.column is mention.best.column
        ):
            more.extend(fit.label for fit in other.tied)
            end = other.end
    return tuple(more)


def _by_comparison(reading: Reading) -> list[Pointer]:
    """ "earn more than 50K", "high earners": labels that are comparisons."""
    found = []
    for column in reading.context.columns:
        compared = {label: label_comparison(label) for label in column.labels}
        if column.n_distinct > 6 or not any(compared.values()):
            continue
        for start, end, operator, value in _spoken_comparisons(reading, column):
            for label, meaning in compared.items():
                if (
                    meaning
                    and meaning[0].strip("=") == operator.strip("=")
                    and (value is None or value == meaning[1])
                ):
                    found.append(
                        Pointer(column, start, end, max(cue(reading, start, end), 0.6) + 0.97, (label,))
                    )
    for pointer in found:
        if any(item.payload is not None for item in reading.line.items[pointer.start : pointer.end]):
            reading.notes.setdefault("comparisons", []).append(
                (pointer.column.name, pointer.start, pointer.end)
            )
    return found


def _spoken_comparisons(reading: Reading, column: ColumnFacts) -> list[tuple[int, int, str, float | None]]:
    line = reading.line
    found: list[tuple[int, int, str, float | None]] = []
    for hit in line.find(rf" {in_front()} (?P<value><num>|<money>)(?= )"):
        found.append((hit.start, hit.end, operator_in_front(hit.said("front")), hit.quantity("value").value))
    for hit in line.find(r" (?P<value><num>|<money>) or (?P<way>less|more|below|above|under|over)(?= )"):
        operator = ">" if hit.said("way") in ("more", "above", "over") else "<"
        found.append((hit.start, hit.end, operator, hit.quantity("value").value))
    if re.search(r"(?i)salary|income|wage|pay|earn", column.name):
        found.extend((hit.start, hit.end, ">", None) for hit in line.find(_RICH))
        found.extend((hit.start, hit.end, "<", None) for hit in line.find(_POOR))
    return found


_ASKS_FOR_FIGURE = r" (?:how (?:many|much|large|big|high|dear|late)|(?:what|which) (?:percentage|percent|rate|interest|sum))(?= )"


def _by_quantity(reading: Reading) -> list[Pointer]:
    """Amounts spoken of by a verb: "what will it sell for" is a price."""
    found = []
    whom = 0.6 if reading.line.has(r" (?:who|whom)(?= )") else 0.0
    for words, names in _QUANTITIES:
        columns = [
            c
            for c in reading.context.columns
            if c.kind == "number" and c.n_distinct > 2 and _records(c, names)
        ]
        columns = _of_said_period(reading, columns)
        if not columns:
            continue
        for hit in reading.line.find(rf" (?:{words})(?= )"):
            strength = cue(reading, hit.start, hit.end)
            if match(_ASKS_FOR_FIGURE, hit.match.group()):
                strength = max(strength, 1.35)
            if reading.line.has(r"^(?: about| around| roughly| only)? (?:<money>|<num>)(?= )", start=hit.end):
                strength = 0.0  # "a yes is worth 200" tells a value, it asks for none
            if match(r" (?:bid|overpay|pay)", hit.match.group()):
                strength = max(strength, 0.7)
            if match(r" too (?:many|few)", hit.match.group()):
                strength = max(strength, 0.85)
            for column in columns:
                others = 0.0 if len(columns) == 1 else 0.12 if _looks_final(column, columns) else 0.3
                found.append(
                    Pointer(
                        column,
                        hit.start,
                        hit.end,
                        strength + (0.8 if len(columns) == 1 else 0.72) - others - whom,
                    )
                )
    return found


def _by_sides(reading: Reading) -> list[Pointer]:
    """ "Married and Together both mean yes": a column whose labels are put on two sides."""
    found = []
    for column in reading.context.columns:
        if not 3 <= column.n_distinct <= 60 or column.kind in ("text", "datetime"):
            continue
        apart = put_apart(reading, column)
        if apart is not None:
            start, end, labels = apart
            found.append(Pointer(column, start, end, _PUT_APART, labels))
    return found


def _records(column: ColumnFacts, names: str) -> bool:
    return bool(re.search(rf" (?:{names})", name_in_words(column.name)))


def _of_said_period(reading: Reading, columns: list[ColumnFacts]) -> list[ColumnFacts]:
    """ "What does it cost per month" asks for the monthly amount, where there is one beside others."""
    hit = reading.line.first(
        r" (?:per|a|each|every|in a|by the) (?P<unit>month|year|week|day|hour)(?= )| (?P<adverb>month|year|week|dai|hour)ly(?= )"
    )
    if hit is None:
        return columns
    unit = (hit.match["unit"] or hit.match["adverb"]).replace("dai", "day")
    same = [c for c in columns if any(re.match(rf"{unit}|{unit[:2]}ily", piece) for piece in _pieces(c.name))]
    return same or columns


def _looks_final(column: ColumnFacts, rivals: list[ColumnFacts]) -> bool:
    """Among several amounts, the one whose name holds the fewest other words, and none of a part."""
    if _PART.search(column.name):
        return False
    rivals = [c for c in rivals if not _PART.search(c.name)]
    return len(_pieces(column.name)) == min(len(_pieces(c.name)) for c in rivals)


def generic_target(reading: Reading) -> ColumnFacts | None:
    """A column that is called the target, whatever it is about; only where there is exactly one."""
    named = [c for c in reading.context.columns if c.name.strip().lower() in GENERIC_TARGETS]
    if {c.name.lower() for c in reading.context.columns} >= {"x", "y", "z"}:
        named = [c for c in named if c.name.lower() != "y"]  # three measures of a thing
    return named[0] if len(named) == 1 else None
