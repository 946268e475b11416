"""What is said of listed families: to use only them, to leave them out, to use them as well, or nothing."""

from __future__ import annotations

import re

from assistant.offline.aside.told import clause_start, is_told
from assistant.offline.search.models_listed import Group, family_groups
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import compiled, match, search

_OUT_BEFORE = compiled(
    r" (?:no|not|nor|never|without|neither|none of|refrain from|abstain from|exclude|blacklist|outlaw|get rid of|no use for|not (?:accept|stand|trust in|waste (?:\w+ )?(?:time|effort|cycles?|minutes?) (?:on|with|for)|spend (?:\w+ )?(?:time|effort|minutes?) (?:on|with|for))|avoid|exclude|excluding|except|except for|leave out|leaving out|leave|skip|drop|ban|forbid|other than|instead of|rather than|anything but|"
    r"everything but|all but|stay away from|hate|rule out|forget(?: about)?|nothing with|minus|omit|remove|keep away from|not use|not try|not want|dislike|"
    r"not like|disallow|throw out|kick out|less|save|bar|reject|refuse|turn down|veto|block|prohibit|banish|do without|w / o|spare (?:me|us)|apart from|enough of|sick of|tired of|fed up with|have(?: \w+)? it with|(?:be |have )?(?:done|through) with|under no circumstances?|on no account|by no means|in no case|not at any price|no way|(?:save|spare) (?:yourself|yourselves|me|us)(?: \w+){0,3} (?:of|with|from)|hand off|steer clear of|keep clear of|shy away from|no room for|no place for|no fan of|not a fan of|"
    r"not interested in|against|not up for|can not (?:deploy|load|run|host|handle|support|read|afford|take|export|serve|ship))"
    r"(?: (?:me|to|see|try|use|bother|nor|any|the|a|an|of|with|all|those|these|such thing as|train|include|kind of|sort of|have|be|bother with|touch|even|think|dream|dare|consider|about|for|things? like|sort|kind|as well|also))* $"
)
_GONE = r"(?:try|use|consider|allow|permit|want|welcome|need|fit|train|include|see|run|enter|compete|take part|be use|be try|be include|an option|acceptable)"
_PUT_AWAY = r"(?:at home|in (?:the|its|their) (?:\w+ )?(?:drawer|cupboard|box|garage|toolbox|shed|cellar|cage|stable|closet|attic)|on (?:the|its|their) (?:shelf|bench|sidelines?)|outside|out|away|behind|off|where (?:it|they) (?:be|belong))"
_OUT_AFTER = compiled(
    rf"^(?: of (?:every|any|all|whatever|each|whichever) (?:\w+))?(?: (?:can|may|must|should|shall|will|have to|need to|be to))? (?:(?:stay|remain|be leave|sit)s? {_PUT_AWAY}|(?:take|have) (?:the|a) (?:\w+ )?(?:day|week|month|year|afternoon|evening) off|(?:sit|skip) (?:this|it)(?: one)?(?: out)?|go (?:home|fishing|elsewhere|away|on holiday)|wait outside|have a rest)(?= |$)|"
    r"^(?: of (?:every|any|all|whatever|each|whichever) (?:kind|sort|type|description|variety|stripe))?(?: (?:too|also|as well|likewise|either))? (?:out|be (?:out|forbid|forbidden|exclude|off limit|ban|not allow|not an option|no option|out of the question|too|not welcome|not wanted|not need|taboo|reject|refuse|rule out|veto|off the table|a no go|no go)"
    r"|(?:must|should) (?:not(?! (?:have|use|get|grow|take|be|go|exceed|need|contain|look)(?= ))|stay out)|can (?:go|stay out|not be use)|off|not allow|aside|(?:be )?not (?:use|allow|wanted|need|an option|to be use)|need not apply|excluded|exclude(?= [,.;]|$| and)|left out|banned|ignored|forbidden"
    rf"|(?:be|may|shall|will|have|need|do)(?: \w+)? ?not(?: to)?(?: be)? {_GONE}(?! (?:any |ever )?(?:more|less|few|fewer|over|above|beyond|up|large|larger|deep|deeper|big|bigger|long|longer|a|an|the|its|all)(?= ))"
    r"|(?:can|may|should|must|shall|have to|need to|be to|will)(?: \w+)? ?(?:be )?(?:skip|leave out|leave aside|leave away|drop|exclude|omit|ignore|stay (?:at )?home|stay out|stay away|go|be leave)"
    r"|(?:make|have) (?:no|little) (?:sense|point|use|business)|be (?:pointless|useless|no use|a waste)|(?:do|be|will|would) (?:not|no) (?:good|any good|use|help)|do not (?:interest|come|belong|enter|take part|count|appeal|work for|convince))(?= |$)"
)
_ONLY_BEFORE = compiled(
    r" (?:only|just|solely|exclusively|nothing but|nothing except|stick to|stick with|(?:only |just )?care (?:about|for)|(?:limit|restrict|confine) (?:\w+ ){0,3}?to|use|go for|go with|try|grow|take|want|need|run|fit|with|by|either|choose|"
    r"(?:it|that|this|model|one|learner|method|we|i) (?:have to|must|need to|ought to|should|shall) be|prefer|insist on|employ|apply|compare|consider|pick|train|like|please|make (?:it|that)|work with|test|simple|fancy|via|through|between|candidate(?: be| :)?|: )"
    r"(?: (?:use|try|consider|fit|run|train|look at|take|with|the|a|an|some|either|only|just|known|well|simple|plain|single|pure|ordinary|standard|regular|basic|straight|mere|one of|my|your|me|us|to|see|like|of|models?|methods?|such as|:|and|compare|good old|old|classic|model family|one|different|allow|permit|be|candidate|famil(?:y|ies)|algorithm))* $"
)
_ONLY_AFTER = compiled(
    r"^(?: (?:shall|should|may|must|can|will|to|be))+(?: \w+){0,2} (?:fight|battle|slug|race|compete|duel)(?= )|^(?: ,)? (?:only|alone|exclusively|please|(?:and|or|,) (?:nothing|no(?:thing)?(?: \w+)?) else|and that be it|be (?:the only|all|enough|fine(?! by| with| to| for me| as well| , but| but)|what)|, nothing (?:else|more)|will do|(?:will|would|shall) (?:be (?:all|enough|plenty)|suffice)|suffice|or (?:bust|nothing)|model please)(?= |$)"
)
_ALSO_BEFORE = compiled(
    r" (?:also|as well|too|additionally|add|in addition|include|one more|another one|extend)(?: (?:\w+|:)){0,5} $"
)
_ALSO_AFTER = compiled(
    r"^ (?:to|on|onto|in|into) (?:that|the|this|my|your) (?:list|candidate|model|mix|race|selection|set)s?(?= )|^ (?:as well|too)(?= )"
)
_ALLOWED = compiled(
    r"^(?: ,)?(?: (?:they|it|those|these|which))? (?:be|may|can|should|shall|will)(?: \w+)? ?(?:fine|ok|okay|allow|welcome|back|come back|be use|be try|in|include|be include|good|take part|join|compete|play|run|be allow|be back|acceptable|(?:stay|remain|return)(?! (?:out|away|aside|off|home|at home|forbid\w*|ban\w*|exclude\w*)(?= )))(?: in| too)?(?: again| after all| now)?(?= )"
)
# "You need not limit yourself to …", "nor am I asking you to stay with …": no restriction is made.
_UNASKED = compiled(
    r" (?:not|nor|never|nobody|no one|no need|without)(?: \w+){0,5}? (?:ask|say|mean|insist|demand|have to|need|want|tell|suggest|bind|limit|restrict|oblige|stick|confine)(?: \w+){0,6}? (?:stick|stay|limit|restrict|confine|only|just|keep|to)(?: \w+){0,4} $"
)
# What a setting is said of is not yet what to use: "if you try a forest, 300 trees", "SVM: C up to 10", "in xgboost fix …".
_SUPPOSED = compiled(r" (?:if|when|whenever|wherever|in case|once|as soon as|should)(?: [^ ,]+){0,6} $")
_TOPICAL = r"^(?: (?:and|then))*(?: (?:for|in|inside|with|as for|concerning|about|regarding|on))(?: (?:the|a|an|any|your|all))* $"
_SETTING_AHEAD = r" (?:<num>|<pct>|kernel|setting|hyper ?parameter|parameter|depth|rate|fix|sqrt|log2)s?(?= )"
_MODAL_BEHIND = r"^(?: ,)?(?: [^ .,;:]+){1,5}? (?:should|must|may|shall|can|need|have to|ought)(?= )"
_SET_UP = r"^ (?:try|use|set|keep|fix|choose|pick|vary)(?: (?!only |just |nothing )[^ <]+){1,3}(?: (?:=|:|of|to|from|at|be))* <num>"
_COMPETE = r" (?:compete|fight|race|battle|do|handle|solve|have a go|run|try|sort)(?= )"
_THEM = r"(?:both|all of (?:them|those|these)|them|it|those|these|that one|such models?|that|this)"
# "… are overkill, leave them out", "… take ages, so don't bother with those".
_LEFT_OUT_LATER = (
    rf" (?:(?:leave|keep|throw|kick) {_THEM} (?:out|aside|away|off)|(?:skip|drop|exclude|avoid|omit|ban) {_THEM}|do without {_THEM}|none of {_THEM}"
    rf"|(?:they|it|those|these) (?:be|stay|remain|must stay|must be|have to be)(?: \w+)? ?(?:out|go|gone|ban|banned|exclude|excluded|forbid|forbidden|off the table|off limit)"
    rf"|(?:not|never)(?: \w+){{0,2}} (?:use|try|bother with|touch|want|include|consider) {_THEM})(?= )"
)
# "Not only linear models" leaves out nothing.
_NOT_ONLY = r" not (?:only|just|merely|solely)(?: (?:use|try|the|a|any|with|by|on))* $"
# "No tree in the forest should be deeper than 10" bounds its size.
_BOUNDED = compiled(
    r"^ (?:[^ .,;]+ ){0,8}?(?:deep|deeper|large|larger|long|longer|big|bigger|high|higher|grow|beyond|more|few|fewer|less|small|smaller|shallow|shallower)(?: \w+)? (?:than|beyond|past|<num>)(?= )"
)
_NONE_OF = r" (?:no|neither|nor|(?:not|never) (?:let|want|allow|permit|give|have|grow|build)(?: (?:any|a|an|the|one|single))*)(?: [a-z]+)? $"
_IF_NEED_BE = r" if (?:(?:you|we) (?:must|have to|really must|like|wish|want(?: to)?|absolutely must)|need be|needed|necessary|it help|unavoidable|all else fail|nothing else work)(?= )"
# "No wait, trees only" takes something back and leaves nothing out.
_CORRECTION = r"(?<=[ .!?;] )(?:(?:no|nope|oh|hm|hmm|wait|sorry|actually|well|yes) )+, |^ (?:(?:no|nope|oh|hm|hmm|wait|sorry|actually|well|yes) )+, "
_NOTHING_ELSE = r" (?:nothing else|(?:exclude|drop|skip|omit|ban|forget|leave out|ignore|no) (?:everything|anything|all|all the|the)(?: \w+)? ?(?:else|other|others|rest)|no others?(?! (?:value|setting|column|row|choice|figure|kernel|depth|size)s?(?= ))|no one else|nobody else|that be (?:it|all)|just (?:that|those|these)(?: two| three| one)?)(?= )"


def stance(line: Line, group: Group) -> str:
    """ "only", "out", "also", "back" or nothing; see `read_models` for what becomes of each."""
    if is_told(line, group.start) and not _is_ordered(line, group):
        return "out" if _disowned(line, group) else ""
    if _is_topic(line, group) or _is_allowed_only(line, group):
        return ""
    before, after = surroundings(line, group.start, group.end)
    if search(_NOT_ONLY, before):
        return "also"
    if _UNASKED.search(before) or (search(_NONE_OF, before) and _BOUNDED.match(after)):
        return ""
    if left_out_later(line, group):
        return "out"
    return _denied(before, after) or _wanted(line, group, before, after)


# "The team is the target - use just …" and "I'd rather you didn't …" ask for something, however they begin.
_ORDERED = r" (?:-|:) (?:please )?(?:use|try|only|just|take|fit|run|no|not|without|with)(?= )| (?:rather|prefer|glad|like it|grateful|happier|better)(?: if| when)? (?:you|we|it) (?:do|be|use|try|keep|leave|stick|stay)(?= )| (?:want|need|insist|demand|like)(?: [^ ]+){1,8} (?:with|by|using|on)(?: (?:just|only|nothing but|a|an|the))*$"


def _is_ordered(line: Line, group: Group) -> bool:
    return line.has(_ORDERED, start=clause_start(line, group.start), end=group.start)


def left_out_later(line: Line, group: Group) -> bool:
    """ "… are overkill, leave them out": said of families behind them."""
    return later_order(line, group) is not None


def later_order(line: Line, group: Group) -> Hit | None:
    """Where families in front of it are left out; in the next sentence only by an order of its own: "Keep it out"."""
    until = _up_to_the_next(line, group)
    hit = line.first(_LEFT_OUT_LATER, start=group.end, end=until)
    begin = next((a for a, b in line.sentences() if a >= until), None)
    if hit is not None or begin is None or any(until <= g.start < begin for g in family_groups(line)):
        return hit
    return line.first(rf"^(?: (?:so|please|but|and|,))*{_LEFT_OUT_LATER}", start=begin)


def _is_allowed_only(line: Line, group: Group) -> bool:
    """ "If you must, use a neural net": a leave that is given, no wish."""
    start = next((a for a, b in line.sentences() if a <= group.start < b), 0)
    return line.has(_IF_NEED_BE, start=start, end=group.start)


def _up_to_the_next(line: Line, group: Group) -> int:
    """The sentence's end, or the next family: up to there "them" stands for these."""
    end = next((b for a, b in line.sentences() if a <= group.start < b), len(line.items))
    return min([end, *(other.start for other in family_groups(line) if other.start >= group.end)])


def _disowned(line: Line, group: Group) -> bool:
    """ "My nephew wanted neural networks; I don't", "… and it was a disaster, so none of that"."""
    if line.has(
        rf" (?:so|please|hence|therefore|,|;){_LEFT_OUT_LATER}",
        start=group.end,
        end=_up_to_the_next(line, group),
    ):
        return True
    return line.has(
        r"^(?: (?:,|;|\.|but|and|though))* (?:i|we) (?:do|would|be|will) not(?= [.,;!]| want| like| agree| share|$)",
        start=group.end,
    )


def _is_topic(line: Line, group: Group) -> bool:
    """Whether a group is only what a setting is said of."""
    if line.has(r"^ \. ", start=group.end) and _glued(line, group.end):  # "lightgbm.num_leaves"
        return True
    listed = line.has(r"^ : (?:those|these|that|only|just|nothing|yes)(?= )", start=group.end)
    if not listed and line.has(r"^ (?:'s|'|:)(?= )", start=group.end):
        return not _only_in_front(line, group)
    start = clause_start(line, group.start)
    lead = f" {line.canon[line.place(start) : line.place(group.start)]}"
    if _SUPPOSED.search(lead):
        return not search(r" (?:not|no|without|never|only) ", lead)
    end = next((b for a, b in line.sentences() if a <= group.start < b), len(line.items))
    topical = match(_TOPICAL, lead)
    if (
        topical
        and line.has(_MODAL_BEHIND, start=group.end, end=end)
        and not line.has(r"^ (?:only|alone)(?= )", start=group.end)
    ):
        return True
    if topical and line.has(r"^(?: ,)? (?:i|we|you|there|they|nobody)(?= )", start=group.end):
        return True
    if (
        topical and " with " in lead
    ):  # "with kNN, use 10 neighbours"; ", with a tree of depth 5" is what to use
        first = next((a for a, b in line.sentences() if a <= group.start < b), 0)
        set_up = line.has(_SET_UP, start=group.end, end=end)
        topical = topical if set_up or (start == first and line.has(r"^ , ", start=group.end)) else None
    return bool(topical) and line.has(_SETTING_AHEAD, start=group.end, end=end)


def _glued(line: Line, at: int) -> bool:
    """Whether a full stop stands within a name."""
    if at + 1 >= len(line.items):
        return False
    dot, behind = line.tokens[line.items[at].start], line.tokens[line.items[at + 1].start]
    return line.text[dot.start : dot.end] == "." and dot.end == behind.start


def _only_in_front(line: Line, group: Group) -> bool:
    start = clause_start(line, group.start)
    return line.has(r" (?:only|just|use|nothing but|restrict|limit|stick)(?= )", start=start, end=group.start)


# "Nobody is against XGBoost", "I wouldn't rule out an SVM".
_NOT_OUT = r" (?:nobody|no one|none|not|never|nothing|neither)(?: \w+){0,3} (?:against|exclude|ban|forbid|rule out|veto|refuse|reject|avoid|drop|object to|oppose|leave out|skip|hate|dislike)(?: (?:the|a|an|any|using|use))* $"


def _denied(before: str, after: str) -> str:
    if search(_NOT_OUT, before):
        return ""
    if search(r" (?:instead of|rather than|in place of)(?: (?:the|a|an|only))* $", before):
        return "replaced"
    if _OUT_BEFORE.search(before) and not search(
        r" (?:not only|not just|no problem with|not mind|nothing but|nothing except) $", before
    ):
        if search(r" (?:leave|forget) (?:the |a |all )*$", before) and not match(
            r"^ (?:out|aside|away|alone|at home)|^ $|^[ ,.]", after
        ):
            return ""
        return "out"
    if search(r" nothing $", before) and not match(r"^ (?:can|could|be|would)(?= )", after):
        return "out"
    if _brought_back(before, after):
        return "back"
    if _OUT_AFTER.match(after):
        return "out"
    if search(_OUT_HEADED, before):
        return "out"
    listed = search(
        r" (?:no|not|without|avoid|exclude|never)(?: \w+){0,3} (?:and|or|nor|,)(?: no| not| any)? $", before
    ) and search(r" (?:or|nor|,) (?:no |any )?$", before)
    return "out" if listed else ""


# "What is off the table: SVMs", "forbidden are neural nets".
_OUT_HEADED = r" (?:forbid|forbidden|ban|banned|taboo|exclude|excluded|prohibit|prohibited|off (?:the table|limits?)|out of (?:the )?(?:question|bounds)|not (?:be )?(?:allow|allowed|welcome|wanted|permit|permitted)|unwanted|unwelcome|blacklist|blacklisted)(?: (?:model|method|famil(?:y|ies)|one|algorithm)s?)?(?: (?:be|:|are))+ $"


def _brought_back(before: str, after: str) -> bool:
    allowed = _ALLOWED.match(after)
    if allowed and search(r" (?:again|after all|now) ", f"{after[: allowed.end() + 12]} "):
        return True
    return bool(
        search(r" (?:allow|bring back|readmit|permit|use|try)(?: the)? $", before)
        and match(r" (?:again|after all|back|now)", after)
    )


def allowed_again(line: Line, group: Group) -> bool:
    """ "kNN may take part", of what was left out before."""
    return bool(_ALLOWED.match(surroundings(line, group.start, group.end)[1]))


def _wanted(line: Line, group: Group, before: str, after: str) -> str:
    if _closes_the_list(line, group):
        return "only"
    if _ALSO_BEFORE.search(before) or _ALSO_AFTER.match(after):
        return "also"
    if search(r" let(?: (?:the|only|just))* $", before) and match(_COMPETE, after):
        return "only"
    if _ONLY_BEFORE.search(before) or _ONLY_AFTER.match(after) or _closes_the_list(line, group):
        return "only"
    bare_before = (
        bool(search(r"(?:^|[,.;:]|<score>) (?:and |please |then )?(?:a |an |one )?$", before))
        or not before.strip()
    )
    bare_after = not after.strip() or bool(
        match(r" (?:[,.;]|and |please|with |of |\(|:|for |no |at most |up to |$)", after)
    )
    if _is_asked(line, group):
        return _answered(line, group)
    if match(r"^ , (?:should|if|when|whenever|in case|once)(?= )", after):
        return ""
    if not (bare_before and bare_after):
        return "only" if _is_among_all(line, group) else ""
    return "" if _is_set_up_only(line, group) else "only"


# "LightGBM: 31 leaves", and "random forest with exactly 300 trees" beside other families: how it is to be set up.
_SET_UP_BEHIND = r"^(?: (?:,|with|at|of|\(|w|/))+(?: [^ .;!?]+){0,7}? (?:<num>|<pct>|rbf|sqrt|kernel)(?= )"
# "Compare exactly two things: a pure lasso, and …", "two sorts of model and no others: …".
_ALL_LISTED = r" (?:<num>|two|three|four|exactly|only|just|the following|these)(?: [^ .;:]+){0,9} :(?= )"
_KINDS = r" (?:model|thing|sort|kind|famil\w*|method|candidate|algorithm|learner|type|compare|accept|allow|try|use)s?(?= )"


_REST_OPEN = r" (?:everything|anything|all|the) (?:else|other|others|rest)(?: \w+){0,4} (?:open|free|up to you|as you|at your|your choice|stay|remain|welcome)(?= )"


def _is_asked(line: Line, group: Group) -> bool:
    return line.has(r"^ \?(?= )", start=group.end) or line.has(r"^ \?$", start=group.end)


def _answered(line: Line, group: Group) -> str:
    """ "XGBoost? Yes. kNN? No."."""
    if line.has(
        r"^ \?(?: (?:oh|well|hm|,))* (?:yes|sure|please|of course|ok|okay|fine|why not|absolutely)(?= )",
        start=group.end,
    ):
        return "only"
    return (
        "out"
        if line.has(
            r"^ \?(?: (?:oh|well|hm|,))* (?:no|never|nope|rather not|not)(?= (?:[.,;!]|way|thank|for|here|with)(?= )| $|$)",
            start=group.end,
        )
        else ""
    )


def _is_set_up_only(line: Line, group: Group) -> bool:
    """Whether a family that is named barely is only said how to be set up, should it be tried."""
    if not line.has(_SET_UP_BEHIND, start=group.end) or _is_among_all(line, group):
        return False
    return len(family_groups(line)) > 1 or line.has(_REST_OPEN, start=group.end)


def _is_among_all(line: Line, group: Group) -> bool:
    """Whether a sentence says how many kinds of models there are and lists them behind a colon."""
    start = next((a for a, b in line.sentences() if a <= group.start < b), 0)
    hit = line.first(_ALL_LISTED, start=start, end=group.start)
    return hit is not None and line.has(_KINDS, start=start, end=hit.end)


def _closes_the_list(line: Line, group: Group) -> bool:
    """ "A ridge regression, and nothing else": said within the same sentence."""
    end = next((b for a, b in line.sentences() if a <= group.start < b), len(line.items))
    return any(
        not is_of_a_setting(line, hit.start) for hit in line.find(_NOTHING_ELSE, start=group.end, end=end)
    )


def is_of_a_setting(line: Line, at: int) -> bool:
    """ "RBF kernel and nothing else" closes the choices of a setting."""
    return line.has(
        r" (?:kernel|criterion|activation|depth|rate|weight|neighbour)s?(?: (?:,|and|please))*$", end=at
    )


def surroundings(line: Line, start: int, end: int) -> tuple[str, str]:
    """The words of the clause in front of a stretch, and those behind it."""
    before = line.canon[: line.place(start)]
    after = line.canon[line.place(end) - 1 :]
    before = re.sub(r"\( [^)]*\) ", "", before)
    before = re.sub(r" excl(?:ude|uding)? \. ", " exclude ", before)
    before = re.sub(r" (?:nothing|none|no one|no other) but ", " only ", before)
    before = re.sub(r" (?:any|all|every|everything|anything)(?: \w+)? but ", " except ", before)
    before = re.sub(r" not without ", " not only ", before)
    before = re.sub(_CORRECTION, " ", before)
    before = re.split(r"[.;!?(]|(?<=[a-z>]) but (?!not )", before)[-1]
    after = re.split(r"[.;!?)]| but ", after)[0]
    return " " + before.strip() + " ", " " + after.strip() + " "
