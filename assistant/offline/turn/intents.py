"""What a message asks to be done or shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.offline.context import Context, Intent, IntentName
from assistant.offline.metric.scores import find_scores
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.search.experiments import ABOUT, ASKED
from assistant.offline.table.columns import Mention
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import fullmatch, search
from assistant.offline.text.quantities import Quantity
from assistant.offline.turn.memory import FORGET, LIST, REFIT, START_WHY, USE, forgotten, used
from assistant.offline.turn.queries import read_query
from prompts import terms

_POLITE = r"(?:that be enough|please|now|ok|okay|then|and|so|yes|well|right|just|alright|let us|let 's|can you|could you|would you|will you|you can|you may|i want you to|i would like you to|i would like to|i want to|great|good|fine|perfect|thanks|thank you|hey|sure|,|:|you should|to|do|go ahead and|yep|yeah|cool|super|excellent)"
_END = r"(?: (?:please|now|then|thanks|thank you|at once|right away|immediately|for me|already|,|!|it|the|all|again|if you can))* ?$"


@dataclass(frozen=True)
class Ask:
    """A kind of request.

    Attributes:
        name: The intent.
        pattern: What a sentence must hold; matched on the sentence alone.
        aside: Whether the rest of the sentence is not to be read for the specification.
        needs_model: Whether it only makes sense once something was run.
    """

    name: IntentName
    pattern: str
    aside: bool = True


_ASKS: tuple[Ask, ...] = (
    Ask("use_memory", USE),
    Ask("forget", FORGET),
    Ask("memory", LIST),
    Ask("start_why", START_WHY),
    Ask("refit", REFIT),
    Ask("undo", r" (?:undo|take (?:that|it|this|the last (?:change|one)) back|revert|roll (?:it )?back|go back (?:one|a) step|(?:scrap|scratch|never mind) that(?! [,:–-] (?!please|again|then|thanks))(?! (?:restriction|filter|condition|selection|limitation|(?:first |last |old |earlier |previous )?(?:question|request|goal|target|idea|wish))s?(?= |$))|put (?:it|that) back)(?= )"),
    Ask("reset", r" (?:start (?:over|afresh|anew)|start (?:all )?again from|start again|from scratch|reset (?:everything|the plan|it all|all)|begin again|forget everything|clear everything|new problem|wipe (?:everything|it))(?= )"),
    Ask("show_plan", r" (?:(?:show|see|read|repeat|print|give|tell|display|list|summari[sz]e|recap|review)(?: \w+){0,4} (?:plan|spec|specification|problem|setting|set ?up|brief|what you (?:have )?(?:understand|understood|get|got))s?|what (?:have|do|did) you (?:understand|understood|get|got|write down|note)|what be (?:the|my|our) (?:plan|spec|specification|current setting)s?|read (?:it|that|everything) back|where (?:be|do) we (?:stand)?)(?= )"),
    Ask("targets", r" (?:what (?:can|could|might|should|else (?:can|could)) (?:i|we|you|be|one)(?: \w+)? (?:predict|forecast|do with|find out|learn|model|be predict)\w*|what (?:be )?(?:possible|worth (?:predict|model)\w*|could be predict\w*|can be predict\w*)|(?:suggest|propose|recommend)(?: \w+){0,4} (?:goal|target|idea|column|question|something|problem|use case)s?|which (?:column|target|outcome|thing|goal|variable)s? (?:can|could|might|would|be worth|should)(?: \w+){0,3} (?:predict|model|forecast|make sense|target)\w*|any (?:idea|suggestion)s?(?: what| for)?|what would you (?:predict|suggest|recommend|do))(?= )"),
    Ask("proposals", r" (?:(?:do|did|have|be|which|what|any|list|show)(?: \w+){0,5} (?:proposals?|proposed|regions? (?:be |have be )?(?:propose|suggest)\w*|suggestions?)(?: \w+){0,3}? (?:come true|be right|be true|work|turn out|hold|there|so far|before|keep|true|right)|what (?:become|became|come|came)(?: out)? of (?:the |your |that |those )*(?:proposals?|suggestions?|regions?)|(?:list|show)(?: \w+){0,3} proposals?|be (?:you|the proposal|your proposal) right about (?:that|the) region)(?= )"),
    Ask("try_region", r"^(?: (?:yes|ok|okay|well|please|then|and|,|let us|let 's|can you|could you|go ahead and|good|fine|sure|so|now|i want you to|i would like you to))* (?:try|search|explore|look at|look|go|take|accept|follow|test|investigate|check|go into|go for)(?: (?:in|into|at|out|inside|for))*(?: (?:that|the|this|your))?(?: (?:proposed|promising|suggested|unexplored|new))* (?:region|area|proposal|suggestion|corner|there)(?= )"),
    Ask("explored", r" (?:(?P<shares>how (?:be|do|did|have)(?: \w+){0,3} (?:time|budget|trials?|effort)(?: \w+){0,3}? (?:share|divide|split|distribute|spread|spend|allocate)\w*|how (?:do|did) you (?:share|divide|split|distribute|spread|spend|allocate)(?: \w+){0,3} (?:time|budget|trials?)|how (?:much|many)(?: of the)? (?:time|budget|trials?)(?: \w+){0,3} (?:each|every) (?:family|model|kind|algorithm)|where (?:do|did|have) (?:the |all |my )*(?:time|budget) (?:go|went|gone))|(?P<next>where (?:should|could|would|can|else)(?: \w+){0,2} (?:look|search|try|explore)\w*(?: next| further| now)?|(?:which|what) (?:region|area|part|corner)s?(?: \w+){0,3} (?:try|explore|look|search|promising|worth)\w*(?: \w+)? ?(?:next|promising|worth\w*)?|(?:any|be there|an|a)(?: \w+){0,3} (?:region|area|corner)s?(?: \w+){0,4} (?:worth|promising|left|interest)\w*|what (?:should|could|would) (?:we|i|you) (?:try|explore|search) next|(?:unexplor|untri|promising)\w* (?:region|area|corner)s?)|what (?:have|do|did|be)(?: you| we| it| been| be)* explored?|(?:show|see|draw|give|get|have|want)(?: \w+){0,3} (?:map|coverage)|(?:map|coverage) of (?:the |what )?(?:search|explor|setting|be|you|space)\w*|(?:which|what)(?: \w+)? (?:settings?|hyperparameters?|parameters?)(?: \w+){0,2} (?:try|tried|explore|test)\w*|(?:which|what) parts?(?: \w+){0,5} (?:unexplor|explor|visit|unvisit)\w*|what (?:be|is) (?:still )?(?:unexplor|not explor|left to explor)\w*)(?= )"),
    Ask("more_time", r" (?:(?:would|will|do|does|should|can|could|be|how much would|what would|what will|how much will|what do|is it)(?: (?!you )\w+){0,4}? (?:more time|longer search|(?:another|extra|additional) (?P<more><dur>)|(?P<more2><num>) (?:more )?(?P<unit>minute|hour|second)s? ?(?:more)?|<dur> (?:more|longer))(?: \w+){0,3}? (?:help|bring|worth|pay|improve|make|gain|change|add|get|buy|yield|better|any)\w*|(?:be it |is it |would it be )?worth (?:it |the while )?(?:to )?(?:search|wait|run|go|continue|spend|keep|try)\w*(?: \w+)? ?(?:longer|on|more|further|going)|would it (?:help|pay|be worth it|bring \w+)(?: \w+){0,4} (?:longer|more time|(?:another|extra|additional) (?P<more3><dur>)|<dur> (?:more|longer))|what (?:would|will|do)(?: \w+)? (?:longer|more) (?:time|search|searching) (?:bring|buy|gain|give|change|add)|how much (?:better|more)(?: \w+){0,4} with more time)(?= )"),
    Ask("experiments", ASKED),
    Ask("families", r" (?:(?:which|what)(?: (?!column)\w+){0,3} (?:model|algorithm|family|method|learner)s?(?: \w+)? (?:(?:can|could|may|would) (?:i|we|you|tandem|one)(?: \w+)? (?:use|try|know|have|fit|offer|support|choose|pick)|do (?:we|you|tandem) (?:know|have|offer|support)|be (?:there|available|support|supported|possible|install|installed)|there be)|(?:list|show|name|see)(?: \w+){0,3} (?:families|family|learners?|kinds? of models?|models? (?:you (?:know|have|can)|that be there)))(?= |$)"),
    Ask("leaderboard", r" (?:leaderboard|league table|(?:which|what)(?: \w+){0,2} (?:model|algorithm|family|method)s?(?: \w+){0,2} (?:try|tried|test|fit|train|compare|run)\w*|(?:compare|list|show)(?: \w+){0,3} (?:all )?(?:the )?(?:model|candidate|algorithm|trial|attempt)s?|ranking of (?:the )?models?|what (?:have|did) you (?:try|tried)|how do(?:es)? the (?:other )?models? compare|runner up|second best)(?= )"),
    Ask("importance", r" (?:(?:which|what)(?: \w+){0,3} (?:column|feature|variable|factor|field|thing|attribute|input|characteristic|driver)s?(?: \w+){0,4} (?:matter|important|drive|influence|count|decide|decisive|relevant|predictive|affect|weigh|make the difference|contribute|use|help|play)\w*|(?:feature |variable |column )?importances?|most important (?:column|feature|variable|factor|driver|reason|thing)s?|what (?:drive|matter|influence|decide|cause|determine|affect|make)s?(?! be )(?: \w+)?(?: most|the (?:most|prediction|model|outcome|decision)| customers?| people| it| this)?|main (?:driver|reason|factor|cause)s?|(?:key|biggest|top|strongest) (?:driver|factor|reason|feature|influence|cause)s?|why do (?:our |the |my )?(?:customer|people|client|employee|machine|guest|they|staff|user|house|loan|car)s?)(?= )"),
    Ask("report", r" (?:(?<! we )(?<! i )(?<! they )(?<! us )(?<! now )report(?! that| to (?:me|my|us|the (?:board|boss)) (?:who|which|if))|write (?:it|this|everything|that) up|write up|(?:make|create|give|produce|generate|write|export|download|build|get|prepare|send|i need|want)(?: \w+){0,4} (?:document|documentation|pdf|slide|deck|presentation|powerpoint|pptx|markdown|summary for|handout|html)s?)(?= )"),
    Ask("status", r" (?:how be (?:it|that|this|thing|we|you|the (?:search|run|job|training))(?: all)? (?:go|do|come along|come on|get on|proceed|progress)|how far (?:be|are|have)?|how (?:much )?long(?:er)? (?:will|would|do|does|be|until|to go|be leave|left|have)(?! (?:my|our|his|her|their|each|every|a|an|one|somebody|someone|they|he|she|people)(?= ))(?: \w+){0,5}(?: take| run| last| go| need| left)?|how much time (?:will|would|do)(?: \w+){0,4} (?:take|need|cost)|(?:any |show |show me |what be )(?:the )?progress(?: so far)?|^progress|^(?: \w+)? ?status(?: update| report)?(?= \?| $|$)|what be (?:the |your )?status|what be you (?:do|doing)(?: \w+)?|what be (?:it|going on|happening|happen)(?: do)?|when (?:will|be|do)(?: \w+){0,3} (?:done|finish|ready|do|over|complete)\w*|be (?:you|it|the \w+) (?:done|ready|finish|still|do)\w*|time left|how much time(?: \w+)? (?:left|leave|remain)|how much longer|eta)(?= )"),
    Ask("explain_row", r" (?:why|explain|reason|show|look at|tell me (?:about|why)|what about|break down|justify|how come|what (?:do|did) you predict for|prediction (?:for|of))(?: \w+){0,7}? (?:row|customer|client|number|case|record|line|employee|house|car|machine|booking|loan|person|applicant|patient|no|claim|message|order|entry|instance|item|id|#)s? ?(?:number |no |no \. |# ?|id )*(?P<row><num>)(?= )|^(?: (?:and|what about|explain|show))? (?:row|customer|case|record) (?:number )?(?P<row2><num>) ?[?.]?|why (?:be|do|was|did) (?:this|that|the first|the last|the top) (?:one|customer|row|case|person|machine|house|loan|booking)"),
    Ask("effect", r"(?<! force)(?<! force the)(?<! constrain the)(?<! restrict the)(?<! keep the)(?<! fix the)(?<! positive)(?<! negative)(?<! increase)(?<! decrease)(?<! upward)(?<! downward)(?<! monotone) (?:(?:effect|influence|impact|role|contribution|dependence|partial dependence) (?:of|on) (?:the |a )?<col>|how (?:do|does|much does|strongly does|will|would|did)(?: the| a| more| higher)* <col> (?:affect|influence|change|matter|act|move|work|drive|impact|enter|play|shape|contribute)\w*|what (?:do|does|is|effect do|influence do)(?: the)? <col> (?:do|have|play|change|mean for)|(?:show|plot|draw|see)(?: \w+){0,4} (?:effect|influence|impact|curve|dependence)(?: \w+){0,2} <col>|what happen (?:when|if|as|with)(?: the)? <col> (?:go|rise|increase|fall|change|grow|drop|get)\w*|how (?:be|is) <col> (?:used|use|relate|related|connected))(?= )"),
    Ask("predict", r" (?:(?:score|predict|classify|rate|run|process|apply)(?: \w+){0,5} (?:new|fresh|attached|these|this file|tomorrow 's|today 's|next month 's|latest|unseen|incoming|my new|uploaded|other)(?: \w+)? (?:row|file|customer|data|datum|table|case|record|one|claim|client|lead|list|applicant|application|booking|machine|people|them)s?|(?:use|apply)(?: \w+){0,3} (?:model|it)(?: \w+)? (?:on|to|for) (?:the |these |my |this |some |a )?(?:new|fresh|other|attached|these|unseen|whole|following)(?: \w+)?|(?:give|get|make|show|need|want|download|export)(?: \w+){0,4} (?:list|call list|action list|hit list)(?: \w+){0,4} (?:call|contact|act|phone|visit|inspect|customer|people|mail|check|approach)|(?:score|predict) (?:the )?(?:new|attached|uploaded|this|these) (?:file|row|data|datum|table|one)s?|whom (?:should|do) (?:we|i) (?:call|contact|phone|visit|inspect) (?:first|next|now|today|tomorrow|this))(?= )"),
    Ask("continue", r" (?:(?:another|extra|additional) (?P<more><dur>)|(?:spend|search|run|give (?:it|yourself|them)|take|add|try|go on|continue|use|invest)(?: for)? (?P<more2><dur>) (?:more|longer|extra|on top)|(?P<more3><num>) more (?:minute|hour|second)s?|more time|(?:keep|carry|go) (?:going|go|on|search\w*|look\w*|try\w*)|continue(?: the)?(?: search\w*| run\w*| train\w*)?|search (?:some )?more|try (?:some |a bit )?(?:more|harder|longer)|a (?:bit|little) longer|resume|do not stop)(?= )"),
    Ask("result", r" (?:(?:what|how)(?: \w+){0,3} (?:result|outcome|score|performance)s?|(?:show|see|give|tell|what be|get|view|open|present|display)(?: \w+){0,4} (?:result|outcome|score|performance|finding|verdict|winner|best model|final model)s?|how (?:good|well|accurate|reliable|bad|precise)(?: \w+){0,5}|what come out|how (?:do|did) (?:it|that|the \w+|this) (?:go|turn out|do|perform)|(?:which|what)(?: \w+)? (?:model|algorithm|method|one)s? (?:win|won|be (?:best|the best|good|the winner|good|choose|chosen)|do (?:best|good)|did you (?:choose|pick|take)|do you (?:choose|pick|recommend)|perform(?:ed)? best|come out on top|be it|should (?:i|we) use)|what (?:do|did) you (?:find|get|end up)|how much (?:money|value|profit|would|will|do|does)(?: \w+){0,5} (?:save|earn|make|bring|worth|gain|get|this|it|we)|what be (?:it|this|that|the model|your model) worth|any good|be (?:it|the model|this|that) (?:really |actually |any )?(?:good|better|worse|useful|reliable|accurate)(?: enough)?|how often (?:be|do|does|is|will) (?:it|the model|you)(?: \w+)? (?:right|wrong|miss|correct|err)\w*)(?= )"),
    Ask("profile", r" (?:(?:describe|profile|summari[sz]e|explore|inspect|show|tell (?:me|us)(?: more)? about|look at|what be in|what do|preview|overview of|explain|display)(?: \w+){0,3} (?:data|datum|table|dataset|file|column|sheet|csv)s?(?! (?:matter|importan))|what (?:be|do)(?: \w+){0,3} (?:data|datum|table|dataset|file|sheet)(?: \w+){0,3} (?:look like|contain|hold|about|have|in)|how many (?:row|column|customer|record|missing|line|case|people|person|<col>)s?(?: (?:\w+|<col>)){0,4}? (?:be there|do|have|in|be|missing)|(?:any |which |how many )?missing value(?: \w+)?|what column(?: \w+)? (?:do|be|have)|(?:describe|profile|tell (?:me|us) about|what be in|values? (?:of|in)|distribution of|histogram of|show(?: me)?) (?:the |column )*<col>|what (?:value|label|category)s?(?: \w+){0,2} <col>|what (?:be|do)(?: the)? (?:column )?<col>(?: column)?(?: mean| contain| hold| stand for)?|(?:which|what) <col> (?:be there|do (?:we|you|i) have|occur|exist)|list the columns|(?:what|how (?:high|low|large)) (?:be |is )?(?:the )?(?:average|mean|median|minimum|maximum|range|distribution|sum|number|highest|lowest|typical|most (?:common|frequent))(?: \w+)? (?:of |in )?(?:the |all )*<col>|what be in (?:this|the|my|our) (?:data|datum|table|file|dataset|sheet))(?= )"),
    Ask("define", r" (?:what (?:be|do|does|'s|exactly be) (?:a |an |the |that |this )?(?P<term>[a-z0-9 ]{2,40}?)(?: mean| stand for| tell (?:me|us)| about)? ?[?.]?$|(?:define|explain|meaning of|what do you mean by|definition of) (?:the |a |an |what )?(?P<term2>[a-z0-9 ]{2,40}?)(?: be| mean| to me| in plain \w+)? ?[?.]?$)"),
    Ask("why", r"^(?: (?:and|but|ok|so|hm))* (?:why|how come|what make you|for what reason|on what ground)(?= |$)"),
    Ask("help", r"^(?: (?:please|i need|some|can you|hi|hello))* help(?: me)?(?: out)? ?[?!.]?$| (?:what (?:can|could) you do|what (?:be|can) (?:i|this) (?:able to|say|ask|do here)|how (?:do|does|can|should) (?:this|it|i|one|that) (?:work|use|start|begin|go|do this|say)(?: \w+)?|what (?:should|do|can) i (?:do|say|type|ask|write)(?: now| next| here| first)?(?= [?.!]| $|$)|what (?:be )?(?:next|now)|how to (?:use|start|begin)|i do not know (?:how to|where to|what to) (?:start|begin|do|say)|where do (?:i|we) (?:start|begin)|which option|tutorial|instruction)s?(?= |$)"),
)  # fmt: skip
_STOP = rf"^(?: {_POLITE})* (?:stop|abort|halt|enough|that be enough|cancel|end|quit|kill|terminate|interrupt|break off|finish(?: up)?|hold it|wrap up|call it a day|that will do|that'll do|stop here|pause)(?: (?:it|the (?:search|run|training|job|process|whole thing)|this|now|here|searching|search|train|everything|that|looking|run|running|there|right there|with (?:what|the best) \w+ \w+(?: \w+){{0,3}}|and (?:show|give|use|take|keep|tell)(?: \w+){{0,8}}))*{_END}"
_START = rf"^(?: {_POLITE})* (?:start|begin|launch|run|go|go ahead|kick off|kick it off|fire away|get going|get started|proceed|build|train|execute|search|get to work|off you go|shoot|set off|do your thing|go for it|let it run|let her rip|make it so|roll)(?: (?:it|the (?:search|run|training|job|process|model|machine|thing|whole thing|engine|plan)|this|now|searching|search|training|train|that|a model|the best model|on it|with (?:it|that|this)|with the (?:search|plan|run|training)|off|up|ahead|away|like that|as planned|as is))*(?: (?:for|within|in|with) (?:about |at most |up to |a maximum of )?<dur>)?{_END}"
_APPROVE = rf"^(?: {_POLITE})*? ?(?:yes|ok|okay|sure|approve|approved|i approve(?: \w+){{0,3}}|agree|agreed|i agree|correct|right|exactly|perfect|fine|confirm|confirmed|i confirm|go ahead|go for it|sound (?:good|right|fine|great)|look (?:good|right|fine|great|perfect|ok|correct|like what i want)|(?:that|this|it|everything|all)(?: all)? (?:be|'s|look|sound)(?: all| just| exactly| quite)* (?:right|fine|correct|it|good|perfect|ok|okay|great|what i (?:want|mean|need)|exactly what i (?:want|mean|need)|all)|all (?:good|right|fine|correct|set)|good|great|yep|yeah|yup|absolutely|of course|definitely|lgtm|do it|do that|let 's do (?:it|that)|accept|accepted|i accept(?: it| the plan| that)?|the plan be (?:good|fine|right|ok|okay|correct)|proceed|that work|work for me|i be happy with (?:it|that|this|the plan)|very good|sign off|signed off|please do|by all mean)(?: (?:then|now|please|with (?:it|that|this)|the plan|this|that|for me|to me|,|!|thanks|thank you|so|and|it|as is|go ahead|start|run it|proceed|all of (?:it|that)|like that|yes|just|indeed|exactly))*{_END}"
_REJECT = r"^(?: (?:please|hm|well|sorry))* (?:no|nope|wrong|not right|incorrect|that be (?:not (?:right|what i (?:want|mean|say))|wrong|incorrect)|this be (?:not right|wrong)|not (?:quite|what i (?:want|mean))|i disagree|reject|no way|not ok|do not (?:start|run|approve)|do not do (?:it|that))(?: (?:it|that|this|please|,|thanks|at all|yet|like that|the plan|be|not|what i (?:want|mean|say|ask(?: for)?)|wrong|right|correct|quite))* ?[.!]?$"
_GREET = r"^(?: (?:hi|hello|hey|good morning|good afternoon|good evening|good day|morning|greetings|howdy|moin))+(?: (?:there|tandem|everyone|,|!|all|you|again|how be you|\?))* ?[.!?]?$"
_THANKS = r"(?:^| )(?:thanks|thank you|thx|cheers|much appreciated|merci|ta)(?: (?:a lot|so much|very much|!|,|for (?:that|this|the help|your help)|again|that be all|bye))* ?[.!]?$"
_FORMATS = (
    ("pptx", r"(?:pptx|powerpoint|slide|deck|presentation)s?"),
    ("pdf", r"pdf"),
    ("md", r"(?:markdown|md)"),
    ("html", r"(?:html|web ?page)"),
)


def read_intents(line: Line, context: Context) -> tuple[list[Intent], list[tuple[int, int]]]:
    """Intents in the order said, and the stretches that are not to be read for the specification."""
    intents: list[Intent] = []
    asides: list[tuple[int, int]] = []
    for start, end in line.sentences():
        found = _sentence(line, context, start, end)
        for intent, aside in found:
            if all(intent.name != other.name for other in intents):
                intents.append(intent)
            if aside:
                asides.append((start, end))
    return intents, asides


def _sentence(line: Line, context: Context, start: int, end: int) -> list[tuple[Intent, bool]]:
    sentence = line.canon[line.place(start) - 1 : line.place(end)].rstrip() + " "
    trimmed = re.sub(r"[.!]+ $", "", sentence).rstrip()
    if _only_thanks(trimmed):
        return [(Intent("thanks"), True)]
    if search(_GREET, trimmed):
        return [(Intent("greet"), True)]
    orders = _orders(trimmed, context)
    if orders:
        return [(intent, "<" not in trimmed) for intent in orders]
    return _questions(line, context, start, end)


# What stands beside thanks without asking for anything: "great, that will do, thanks".
_BESIDE_THANKS = r"(?:thanks|thank you|ok|okay|great|perfect|good|fine|nice|cool|super|wonderful|brilliant|excellent|lovely|many|very|well|alright|all right|right|yes|no|that|this|it|be|will|do|all|for|now|so|much|and|,|!|hi|hello|tandem|job|work|just|what|i|need|want|enough|the|your|you|really|again|then|bye|everything|a|lot|help)"


def _only_thanks(sentence: str) -> bool:
    """ "No boosting, thanks" is a wish with a polite end."""
    said = search(_THANKS, sentence)
    if said is None or len(sentence.split()) > 8:
        return False
    return bool(fullmatch(rf"(?: {_BESIDE_THANKS})*", sentence[: said.start()].rstrip()))


def _orders(sentence: str, context: Context) -> list[Intent]:
    """Approve, start, stop and their likes: short sentences that hold little else."""
    if search(_STOP, sentence) and "<dur>" not in sentence:
        return [Intent("stop")]
    if search(_REJECT, sentence):
        return [Intent("reject")]
    approved = bool(search(_APPROVE, sentence))
    started = bool(search(_START, sentence)) or (
        bool(
            search(r" (?:go ahead|start|run it|proceed|do it|go for it|let us go|let 's go)(?= |$)", sentence)
        )
        and approved
    )
    if (
        started
        and fullmatch(r"(?: \w+)* <dur>(?: \w+)*", sentence)
        and context.state in ("running", "finished")
    ):
        return []
    found = []
    if approved or (started and search(r" (?:go ahead|proceed|go for it)", sentence)):
        found.append(Intent("approve"))
    if started:
        found.append(Intent("start"))
    return found


# Their figures are their own, and nothing of the specification.
_TAKE_FIGURES = (
    "forget",
    "refit",
    "explain_row",
    "continue",
    "result",
    "why",
    "define",
    "try_region",
    "more_time",
)


def _questions(line: Line, context: Context, start: int, end: int) -> list[tuple[Intent, bool]]:
    reading = Reading(context=context, line=line)
    query = read_query(reading, start, end)
    if query:
        return [(Intent("query", query), True)]
    for ask in _ASKS:
        on = reading.with_columns(least=0.8, synonyms=False) if "<col>" in ask.pattern else line
        first, last = on.same(line, start, end)
        hit = _match(on, ask.pattern, first, last)
        if hit is None or not _plausible(ask, hit, context):
            continue
        figures = any(isinstance(item.payload, Quantity) for item in line.items[start:end])
        aside = ask.aside and (not figures or ask.name in _TAKE_FIGURES)
        return [(Intent(ask.name, _arguments(ask.name, hit, context)), aside)]
    return []


def _match(line: Line, pattern: str, start: int, end: int) -> Hit | None:
    """A match within a sentence; "^" and "$" in the pattern are the sentence's ends."""
    stretch = line.canon[line.place(start) - 1 : line.place(end)].rstrip()
    stretch = re.sub(r" [?!.]+$", "", stretch) + " "
    match = search(pattern, stretch) or search(pattern, stretch.rstrip())
    if match is None:
        return None
    shift = line.place(start) - 1
    moved = re.compile(re.escape(match.group())).search(line.canon, max(0, shift + match.start()))
    return Hit(line, _Shifted(match, shift, moved)) if moved else None  # type: ignore[arg-type]  # quacks like a match


class _Shifted:
    """A match in a sentence seen as a match in the whole line."""

    def __init__(self, match: re.Match[str], shift: int, moved: re.Match[str]) -> None:
        self._match = match
        self._shift = shift
        self.re = match.re
        self.string = moved.string

    def span(self, group: int | str = 0) -> tuple[int, int]:
        first, last = self._match.span(group)
        return first + self._shift, last + self._shift

    def group(self, group: int | str = 0) -> Any:
        return self._match.group(group)

    def groupdict(self) -> dict[str, Any]:
        return self._match.groupdict()


_AFTER_RUN = (
    "refit",
    "start_why",
    "continue",
    "predict",
    "explored",
    "try_region",
    "proposals",
    "more_time",
)


def _demands(hit: Hit) -> bool:
    """ "Which field they grew in must play no role" asks nothing."""
    start, end = next((a, b) for a, b in hit.line.sentences() if a <= hit.start < b)
    asked = end < len(hit.line.items) and hit.line.items[end].text == "?"
    return not asked and hit.line.has(
        r" (?:must|should|may|shall) (?:not|play no|have no)(?= )", start=start, end=end
    )


# "What is the rent of a small flat?" asks for each flat anew; "what is the average rent?" about the table.
_OF_ONE = r"^(?: (?:of|for|in|on|at))(?: (?:a|an|each|every|any|one|this|that|some|new|single|given))(?= )"
_STATISTIC = r" (?:average|mean|median|minimum|maximum|range|distribution|sum|number|highest|lowest|typical|most|values?|labels?|histogram|missing|there)(?= )"
_HOW_MANY = r" how (?:many|much) <col> "


def _is_goal_asked(hit: Hit) -> bool:
    """Whether a question about a column asks for its value in rows that are still to come."""
    line = hit.line
    start, end = next((a, b) for a, b in line.sentences() if a <= hit.start < b)
    if line.has(_STATISTIC, start=start, end=end):
        return False
    named = [item.payload for item in line.items[start:end] if item.text == "<col>"]
    if not named or named[0].column.kind != "number":
        return False
    counted = search(_HOW_MANY, f"{hit.match.group()} ")
    return bool(counted) or any(
        line.items[at].text == "<col>" and line.has(_OF_ONE, start=at + 1, end=end)
        for at in range(start, end)
    )


def _plausible(ask: Ask, hit: Hit, context: Context) -> bool:
    """Some questions only make sense at some point of the conversation, or are really goals."""
    words = hit.line.canon
    after_run = context.state in ("running", "finished")
    if ask.name == "importance" and _demands(hit):
        return False
    if ask.name in _AFTER_RUN and not after_run:
        return False
    if ask.name == "status" and search(r" (?:predict|forecast|classify|target|column|estimate) ", words):
        return False
    if (
        ask.name == "status"
        and not after_run
        and not search(
            r" (?:progress|status|how (?:long|much time) (?:will|would)) ", hit.match.group() + " "
        )
    ):
        return False
    if ask.name == "result" and not after_run:
        return bool(
            search(
                r" (?:result|leaderboard|score|performance|outcome)s? |which model|what come out",
                hit.match.group() + " ",
            )
        ) and not search(r" (?:predict|find|know|who) ", words)
    if ask.name == "define":
        return _known_term(_term(hit)) and not search(r" (?:predict|who|will) ", words)
    if ask.name == "profile":
        return not search(r" (?:predict|forecast|will|going to) ", words) and not (
            context.spec.get("target") is None and _is_goal_asked(hit)
        )
    if ask.name == "report" and search(r" (?:predict|cost|<money>) ", words) and not after_run:
        return False
    return not (
        ask.name == "importance" and not after_run and search(r" (?:predict|who|which customer) ", words)
    )


_TERMS = re.compile(
    r"\b(?:overfit\w*|calibrat\w*|baseline|fold|cross validat\w*|payoff|threshold|churn|feature|model|ensemble|leak\w*|precision|recall|auc|roc|f1|log loss|rmse|mae|mape|accuracy|confusion matrix|holdout|hold out|top k|false positive|false negative|true positive|hyperparameter|tree|forest|boosting|lightgbm|catboost|xgboost|neural net\w*|regression|classification|cluster\w*|target|label|positive label|monotone|shap|importance|interval|confidence|interpretable|black box|brier|kappa|mcc|r2|silhouette|specification|trial|budget|class weight\w*|(?:re|over|under) ?sampl\w*|augmentation|smote|pseudo label\w*|semi supervise\w*|feature engineer\w*|encod\w*|fairness|demographic parity|asymmetric|tolerance|floor|prior)\b"
)


def _term(hit: Hit) -> str:
    return hit.said("term") if hit.has("term") else hit.said("term2")


def _known_term(term: str) -> bool:
    return bool(_TERMS.search(term)) and len(term.split()) <= 5


def _arguments(name: str, hit: Hit, context: Context) -> dict[str, Any]:
    reader: Callable[[Hit, Context], dict[str, Any]] | None = _READERS.get(name)
    return reader(hit, context) if reader else {}


def _row(hit: Hit, context: Context) -> dict[str, Any]:
    groups = hit.match.groupdict()
    for group in ("row", "row2"):
        if groups.get(group):
            return {"row": int(hit.quantity(group).value)}
    return {}


def _more(hit: Hit, context: Context) -> dict[str, Any]:
    groups = hit.match.groupdict()
    for group in ("more", "more2"):
        if groups.get(group):
            return {"time_s": tidy(hit.quantity(group).value)}
    if groups.get("more3"):
        unit = hit.match.group().split()[-1].rstrip("s")
        return {
            "time_s": tidy(
                hit.quantity("more3").value * {"minute": 60, "hour": 3600, "second": 1}.get(unit, 60)
            )
        }
    return {}


def _about(hit: Hit, context: Context) -> dict[str, Any]:
    groups = hit.match.groupdict()
    return {"about": next((name for name in ("shares", "next") if groups.get(name)), "map")}


def _treated(hit: Hit, context: Context) -> dict[str, Any]:
    said = hit.match.group() + " "
    return {"about": next(name for name, pattern in ABOUT.items() if search(rf" (?:{pattern})(?= )", said))}


def _time_there(hit: Hit, context: Context) -> dict[str, Any]:
    """The span of time in the sentence, if there is one."""
    first, last = next(((a, b) for a, b in hit.line.sentences() if a <= hit.start < b), (hit.start, hit.end))
    spans = [item.payload for item in hit.line.items[first:last] if item.text == "<dur>"]
    if spans:
        return {"time_s": tidy(spans[0].value)}
    counted = hit.line.first(
        r" (?P<n><num>)(?: more)? (?P<unit>minute|hour|second)s?(?= )", start=first, end=last
    )
    if counted is None:
        return {}
    unit_s = {"minute": 60, "hour": 3600, "second": 1}[counted.said("unit")]
    return {"time_s": tidy(counted.quantity("n").value * unit_s)}


def _format(hit: Hit, context: Context) -> dict[str, Any]:
    for name, pattern in _FORMATS:
        if search(rf" {pattern}(?= )", hit.line.canon):
            return {"format": name}
    return {"format": "html"}


def _column(hit: Hit, context: Context) -> dict[str, Any]:
    for at in range(hit.start, hit.end):
        if hit.line.items[at].text == "<col>":
            mention: Mention = hit.line.items[at].payload
            said = {} if mention.score >= 1 else {"said": _name_as_said(hit.line, at)}
            return {"column": mention.column.name, **said}
    return {}


# Words that do not belong to a name in front of them: "the effect of tenure on churn".
_BEHIND_A_NAME = r"(?:on|in|for|to|with|over|and|or|at|by|from|of|as|when|if|than|please|now|here|again|be|do|have|affect|influence|change|matter|act|move|work|drive|impact|enter|play|shape|contribute|mean|contain|hold|stand|go|rise|increase|fall|grow|drop|get|use|relate|column|feature|variable)"
_MOST_WORDS_BEHIND = 2


def _name_as_said(line: Line, at: int) -> str:
    """The user's words for a column, with what they said right behind that no column has: "contrat lenght"."""
    end = at + 1
    while end < min(len(line.items), at + 1 + _MOST_WORDS_BEHIND):
        if not line.items[end].text.isalpha() or fullmatch(_BEHIND_A_NAME, line.items[end].text):
            break
        end += 1
    return line.words(at, end)


def _define(hit: Hit, context: Context) -> dict[str, Any]:
    term = _term(hit)
    as_typed = hit.line.words(*hit.span("term" if hit.has("term") else "term2")).lower()
    if term not in terms() and as_typed in terms():
        term = as_typed
    scores = find_scores(hit.line)
    return {"term": scores[0].name if scores and not isinstance(scores[0], Quantity) else term}


_READERS: dict[str, Callable[[Hit, Context], dict[str, Any]]] = {
    "explain_row": _row,
    "continue": _more,
    "report": _format,
    "explored": _about,
    "experiments": _treated,
    "try_region": _time_there,
    "more_time": _time_there,
    "forget": forgotten,
    "use_memory": used,
    "effect": _column,
    "profile": _column,
    "define": _define,
}
