"""What people say of rows that are not to count: what such rows are, what they do, and where they belong.

Word classes, put together in `cues`: "are typing errors", "is scrap to us", "fall outside this study", "follow other
rules", "aren't worth anyone's time".
"""

from __future__ import annotations

_NOUNS = (
    r"(?:error|mistake|typo|slip|bot|robot|crawler|junk|scrap|garbage|rubbish|trash|noise|nonsense|mess|chaos|fake|artefact|artifact"
    r"|glitch|bug|dummy|duplicate|outlier|freak|oddity|anomaly|exception|nuisance|distraction|fiction|spam|ballast|clutter|placeholder"
    r"|petty cash|small fry|small change|special case|waste of time|test (?:entry|order|account|row|record|drive|run|case|booking|stay|claim))"
)
_ADJECTIVES = (
    r"(?:irrelevant|useless|worthless|meaningless|uninteresting|unimportant|unwanted|unreliable|untrustworthy|invalid|bogus|corrupt"
    r"|implausible|impossible|unusable|unrepresentative|incomparable|misleading|out of (?:scope|the question|bound)|beside the point|off topic)"
)
_APART = (
    r"(?:(?:a |an )?(?:whole )?(?:different|another|other|separate|special) (?:story|matter|world|thing|animal|beast|league|game|business|product"
    r"|team|department|chapter|market|affair|kettle|topic|subject|case|segment|trade|planet|class of its own))"
)
_NOT_OURS = r"(?:no|not a|not an|hardly a) (?:real|proper|true|genuine|typical|normal|\w+ of (?:mine|ours|interest))(?: \w+)?"
_NO = r"(?:of )?(?:no|little) (?:real |earthly )?(?:interest|use|concern|relevance|importance|business|value|good|help)(?: (?:to|of|for) \w+)?"
_NOT = (
    r"not (?:really |even |at all |exactly )?(?:(?:my|our|of|a|an|any) (?:business|concern|trade|thing|cup of tea|line|problem|department|job|interest|use|good|help|matter|customer"
    r"|market|case|candidate|part|patch|field)|for (?:this|that|the \w+|us|me)|to be trust\w*|need|want|relevant|interesting|useful|reliable|trustworthy"
    r"|part of \w+|ours|mine|worth|representative|comparable|usable|welcome|eligible|valid)"
)
_ANOTHER = r"(?:somebody|someone|(?:my|our|a) (?:colleague|partner|neighbour|competitor|friend|brother|boss|agent|broker|dealer)|(?:another|a different|some other|(?:our|my|the|a) (?:sister|other|partner)) \w+)"
_DOING = (
    r"(?:fall|lie|stand|be|sit) outside(?: of)?|(?:follow|obey) (?:other|different|their own|its own) rule|(?:go|run|work) by (?:other|different) rule"
    r"|do not (?:really |even |actually )?(?:qualify|apply|fit|belong|interest|concern|help|come into|enter|go in|exist|live|make sense|make it|bother)"
    r"|have (?:no|nothing to do|little)(?: (?:place|business|part|bearing|role|meaning|in|here|with))+"
    r"|(?:distort|skew|spoil|muddy|confuse|blur|falsify|pollute|bias) (?:everything|thing|the \w+|it|my \w+|our \w+)"
    rf"|belong to {_ANOTHER}|(?:be|get|go) (?:all |both )?(?:(?:handle|do|treat|look after|deal with|answer|serve|take care of|cover|manage|process|settle|price|sell) (?:by|at|in) {_ANOTHER}"
    rf"|to (?:{_ANOTHER}|the (?:recycler|scrapyard|scrap|bin|dump|shredder)))"
    r"|(?:come|stem) from (?:a|an|the|some) (?:broken|faulty|failed|bad|wrong|buggy|botched|defective)"
)
#: What is said of rows that do not count, behind "are".
WORTHLESS = (
    rf"(?:{_NO}|{_NOT_OURS}|(?:(?:a|an|just|only|all|mere|merely|simply|probably|obviously|clearly|plain|pure|typing|data|input|recording|measurement|known"
    rf"|sensor|import|entry|system|luxury) )*{_NOUNS}|(?:\w+ )?{_ADJECTIVES}|{_APART}|{_NOT}"
    r"|none of (?:my|our) (?:business|concern|problem)|(?:else|elsewhere)"
    r"|(?:far |way |much )?too \w+(?: (?:and|or) \w+)? (?:for (?:me|us|my \w+|our \w+)|to (?:matter|count|bother|be of))"
    r"|(?:somebody|someone|another \w+) (?:else )?'s (?:job|business|problem|turf|department))"
)
#: What such rows do.
DOING = rf"(?:{_DOING})"
#: Groups of people and things that a list, a table or a study is.
HEAP = (
    r"(?:list|table|datum|data|set|sample|picture|equation|analysis|study|file|training(?: (?:data|datum|set))?|pile|book|mix|calculation"
    r"|consideration|model|exercise|project|account|way|game|pool|statistics)"
)
