"""How models are compared: folds, a part held out, the past against what follows, whole groups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.offline.aside.denied import is_denied, is_unasked
from assistant.offline.aside.told import clause_end, clause_start, is_told, typed
from assistant.offline.aside.wishes import of_wishes
from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading, either
from assistant.offline.search.cutoff import read_cutoff, read_gap
from assistant.offline.search.cuts import find_cut, fits
from assistant.offline.search.grouping import grouped_by
from assistant.offline.table.columns import Mention
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import search
from assistant.offline.text.tidying import tidy

_FOLDS = r" (?P<n><num>|<times>)(?: (?:such|equal|random|consecutive|successive|different|rolling|expanding|stratified|grouped))? ?(?:fold|split)s?(?= )(?! (?:as|more|less|worse|higher|better))| (?:k|number of folds?) (?:=|be|:|of) (?P<n2><num>) ?(?:fold)?| (?:cross validat\w*|cv)(?: \w+){0,4}? (?P<n3><num>)(?: \w+)? ?(?:fold|part|split|time|way)s?"
_SET_FOLDS = (
    r" (?:cv|k|n fold|n split|number of folds?|folds?)(?: (?:=|:))+ (?P<n><num>)(?= )",
    r" folds?(?: [^ .]+){0,8}? (?P<n><num>) of (?:them|those)(?= )",
    r" (?:[a-z]*kfold|k ?fold|group ?kfold|[a-z]*seriessplit|time ?series ?split|[a-z]*shufflesplit) \((?: [^ )]+){0,6}? (?P<n><num>)(?= [,)])",
)
# "Split the data into six parts and test on each in turn": cross-validation in plain words.
_PARTS = r" (?:split|cut|divide|partition|slice|deal|sort|distribute|allot|put|break|chop)(?: \w+){0,8}? (?:in|into|to|onto|over) (?P<n><num>)(?: \w+)? (?:part|piece|chunk|portion|slice|block|subset|bit|share|pile|heap|lot|stack|pot|bundle|batch|box|basket)(?:e?s)?(?= )"
_IN_TURN = r" (?:in turn|one after (?:the other|another)|each(?: \w+){0,6} (?:once|test|check|exam)|every (?:one|part)|take turns|rotate|cross|test|validat\w*)(?= )"
_TIMES = (
    r" (?:validation|cross validat\w*|cv)(?: \w+){0,2}? ?(?::|=|be|with|of|by|using)? (?P<n><times>)(?= )"
)
_CV = r" (?:(?:k )?fold )?(?:cross validat\w*|cv|k fold|[a-z]*kfold)(?= )"
_HOLDOUT = (
    r" (?:hold(?: out| back)?|held out|keep back|set aside|reserve|put aside|leave out|withhold|keep(?= <pct> (?:for (?:test|valid|the end|later|check)|as|back|aside|out(?! of))))(?: \w+){0,3}? (?P<share><pct>)(?: \w+){0,5}?(?: out| back| aside)? ?(?:for|as|to)? ?(?:testing|test|holdout|the end|validation|the test)?(?= )",
    r" (?:test|validate|evaluate|check|judge)(?: \w+){0,3}? on (?:a |the |random |an? )*(?P<share><pct>)(?= )",
    r" (?P<share><pct>)(?: of (?:the )?(?:data|row|record|sample|case|customer)s?)?(?: \w+){0,2}? (?:for (?:the )?(?:test|testing|validation|holdout)|as (?:the |a )?(?:test|holdout|hold out|validation)(?: set| data)?|test (?:set|split|data|share|size|fraction|part)|holdout|hold out|held out)(?= )",
    r" (?P<share><pct>) of (?:the |all |all the |our |my )?\w+(?: \w+)?(?: (?:keep|hold|set|put|reserve|go|be|back|aside|out|use|leave|pick|at random|,))* (?:for|as|in)(?: the| a| final| later)* (?:test|testing|validation|holdout|hold out|check|evaluation)(?= )",
    r" (?:keep|set|put|leave|hold)(?: (?:me|us|about|roughly|some|the last|the|a|another|back|out))* (?P<share><pct>)(?: of (?:the |all |all the |our |my )?\w+(?: \w+)?)? (?:aside|apart|back|out|away)(?: for (?:the |a |final |later )*(?:test|testing|validation|check|evaluation|end))?(?= )",
    r" (?:test|holdout|hold out)(?: set| split| size| share| fraction| part)*(?: of| =| :| be| should be| with| size)* (?P<share><pct>|<num>)(?= )",
    r" (?:train|learn|fit|training)(?: \w+){0,2}? (?:on|with|from) (?:a |the |random )*(?P<train><pct>)(?= )",
    r" (?P<a><num>) ?(?:/|:) ?(?P<b><num>) (?:\w+ )?(?:split|holdout|train|hold)|(?P<a2><pct>) ?(?:/|to|and|-)? ?(?P<b2><pct>) (?:\w+ )?(?:split)",
    r" (?P<a4><num>) ?/ ?(?P<b4><num>)(?= (?:[.,;!)]|please|will|split|is|be)(?= )| $|$)",
    r" (?:random )?(?:split|holdout|hold out)(?: (?:the|my|our|all|it|data|datum|row|rows|randomly|at random))* (?:of |in |into )?(?P<a3><num>) ?(?:/|to|:|-) ?(?P<b3><num>)(?= )",
)
_KEPT = (
    r" (?:lock|seal|stash|keep|kept|hold|set|put|reserve|leave|withhold|withheld|spare|save|retain|take)(?= )"
)
_SET_APART = r" (?:aside|apart|back|away|untouched|unseen|out of the training)(?= )"
_TO_TEST = r" (?:(?:to|and) (?:see|find out|know|tell|learn|measure) how|(?:for|as|in|into|to)(?: (?:the|a|an|my|our|final|later|honest|own|independent|test|serve|use|be))* (?:test|testing|exam|check|checking|judge|judging|evaluate|evaluation|validate|validation|hold ?out|assess|assessment|verify|mark)|(?:at|until|till|for) the (?:very )?end|(?:test|exam|check|judge|evaluate|validate|mark|grade)(?: \w+){0,4} (?:on|with|against))(?= )"
_IS_FOR = r" (?:be|go|serve|come|get)(?: \w+){0,3} (?:for|as|to|into)(?= )"
_TEST_GETS = (
    r" (?:test|testing|exam|holdout|validation)(?: \w+){0,3} (?:be|get|take|have|consist of|make up)(?= )"
)
_LEARNING = r" (?:train|training|learn|learning|fit)(?= )"
_FOR_TEST = r" (?:test|testing|holdout|hold out|validation|evaluation|check|checking|the end)(?= )"
_HOLDOUT_PLAIN = r" (?:a |an |one )?(?:simple|single|plain|ordinary|one|fix)(?: (?:simple|single|plain|random|ordinary))* (?:hold ?out|train test split|split)(?= )| (?:simple |single |plain |one |random )*(?:hold ?out|train test)(?: validation| split| set| sample)(?= )"
_SCHEME = r"(?:split|validat\w*|fold|cross validat\w*|cv|testing|evaluation)s?"
_TIME: tuple[str, ...] = (
    r" (?:from|since|after|as of) <date>(?: on| onward| onwards)?(?: \w+){0,4}? (?:for|be|as|go|serve)(?: \w+){0,4}? (?:test|testing|holdout|validation)(?= )",
    r" (?:before|until|up to|through|till) <date>(?: \w+){0,4}? (?:for|be|as|go|to|serve)(?: \w+){0,3}? (?:learning|training|learn|train)(?= )",
    r" (?:train|learn|fit)(?: \w+){0,6}? (?:before|until|up to|till|through|prior to) <date>(?= )",
    r" (?:test|testing|holdout|validation)(?: period| set| part| window| data)?(?: \w+){0,2}? (?::|=)(?: \w+){0,2}? <date>",
    r" (?:late|later|new|newer|more recent|subsequent)(?:er)?(?: \w+){0,3}? than(?: \w+){0,6}? (?:learn|train|fit)(?= )",
    r" (?:test|validate|evaluate|check|judge|try it|assess|score)(?: \w+){0,4}? (?:on|with|against|over|in|by)(?: \w+){0,4}? (?:most recent|last|late|later|latest|newest|recent|future|follow|following|what (?:come|follow)s?|after(?:wards)?|end|second half|final|new(?:er)? (?:one|data|row|case)s?)(?= )",
    r" (?:train|learn|fit|training)(?: \w+){0,4}? (?:on|from|with)(?: \w+){0,3}? (?:past|old|older|early|earlier|first|history|before|until|up to)(?= )",
    r" (?:split|validat\w*|cross validat\w*|fold|test|separate|cut|divide)(?: \w+){0,3}? (?:by|over|along|in|through|on|according to) (?:the )?(?:time|date|year|day|month|calendar|order of time|chronological(?:ly)?|time order)(?= )",
    r" (?:chronological(?:ly)?|temporal(?:ly)?|time base(?:d)?|time order(?:ed)?|time aware|walk forward|forward chain(?:ing)?|forward in time|(?:in )?(?:chronological|temporal) order|in (?:the )?order of time|strictly forward|always forward|rolling (?:origin|window|forecast)|expanding window|(?<!run )out of time|oot|backtest(?:ing)?|back test(?:ing)?|time ?series ?split|time split|fold(?:s)? through time)(?: \w+){0,2}? ?(?:split|validation|fold|test|cross validation|cv|chaining|testing)?(?= )",
    rf" (?:rolling|forward) {_SCHEME}(?= )| {_SCHEME}(?: \w+){{0,2}}? (?:forward|rolling)(?= )",
    r" (?:before|until|up to|after|since|from) (?:<num>|<date>)(?: \w+)? (?:for|to|as|be for)(?: the)? (?:learning|training|learn|train|test|testing)(?= )",
    r" (?:never|not)(?: \w+){0,3} (?:train|learn)(?: \w+){0,3} (?:future|later)(?= )|(?:past|yesterday|history)(?: \w+){0,4} (?:predict|future|tomorrow)",
    r" (?:test|hold ?out|validation)(?: data| set| part| period| rows?)?(?: be| should be| start(?:s|ing)?| begin(?:s|ning)?| with| on| in| =| :| everything| all| rows?)* (?:from|since|after|begin|start)(?:ning|ing)? (?:in |with |on )?(?:<date>|<num>)",
    r" (?:test|testing|validate|evaluate)(?: \w+)? on(?: \w+){0,4}? (?:from|since|after|starting)(?: \w+)? (?:<date>|<num>)(?= )",
    r" (?:split|cut|divide|fold|validat\w*)(?: [^ .;]+){0,6}? (?:by|along|over|according to) (?:the )?(?:column )?<time>(?= )",
    r" (?:split|cut|divide|fold|validat\w*)(?: \w+){0,3}? on (?:the )?(?:column )?<time>(?= )",
    r" (?:never|not|nothing|no)(?: \w+){0,6}? (?:before|newer than|later than|older than|after)(?: \w+){0,3}? (?:you|we|it|one)(?: \w+)? (?:learn|train|test|fit)\w*",
    r" (?:train|learn|training)(?: \w+){0,4}? (?:<date>|<num> and <num>|<num>)(?: \w+){0,4} test(?: \w+){0,4} (?:<date>|<num>)",
)
_TIME += (
    r" (?:last|latest|most recent|final|newest)(?: <dur>| <num> \w+| \w+)?(?: \w+)? (?:as|for|be|serve)(?: \w+){0,3} (?:test|testing|hold ?out|exam|validation|check|checking)(?= )",
    r" (?:never|not|no)(?: \w+){0,5} (?:peek|peep|look|see|know|use|leak)(?: \w+){0,3} (?:the )?future(?= )",
)
_TIMELY = r" (?:old|older|early|earlier|recent|newest|latest|<time>|<date>|time|date|chronological(?:ly)?|temporal(?:ly)?|forward|rolling|walk forward|out of time|backtest\w*|later|week|month|year|past|future)(?= )"
_LEARN_PART = r"(?:train|training|learn|learning|fit)"
_TEST_PART = r"(?:test|testing|validation|exam|holdout)"
_OTHERS = r"(?:other|different|distinct|disjoint|not the same|never the same|not overlap|no overlap|not be|never be|nothing in common|separate)"
_GROUP: tuple[str, ...] = (
    r" (?:same|one|single)(?: \w+)? <group> (?:\w+ ){0,4}?(?:in (?:the same|one|a single) (?:fold|part|side|split|set)|stay together|together|on one side|never (?:split|separated?))",
    r" (?:same|one) <group>(?: \w+){0,3}? (?:not|never)(?: \w+){0,2} (?:split|separate|divide|tear|spread|cut)",
    r" (?:not|never)(?: \w+){0,2} (?:split|separate|divide|tear)(?: \w+){0,4}? (?:same|one|a) <group>",
    r" (?:all|every)(?: the)?(?: \w+)?(?: of| from| for| with)? (?:one|a|the same|each|any|a given|an) <group>(?: \w+){0,4}? (?:together|in (?:the same|one) (?:fold|part|side|split|set)|on (?:one|the same) side)",
    r" (?:keep|put|leave|hold)(?: \w+){0,4}? (?:same |each |every |one |a |of |the )*<group>(?:s)?(?: \w+){0,3}? (?:together|whole|intact|apart|on one side|in (?:one|the same) (?:fold|part|set))",
    r" (?:no|not one|never (?:the same|one|a)|the same|one|a)(?: single)? <group>(?: \w+){0,5}? (?:in|on|appear in|occur in|be in|both in|turn up in|end up in|show up in)(?: \w+){0,3}? (?:both|train\w*|two|either|one (?:side|fold|part))",
    r" (?:split|group|grouped?|fold|cross validat\w*|validat\w*|separate|partition|cv|holdout|stratify|block|leave one)(?: \w+){0,4}? (?:by|per|on|over|along|according to)(?: the| each| whole| entire)*(?: \w+)? <group>",
    r" (?:group|grouped)(?: k)?(?: fold)?(?: cross)?(?: validation| split| cv)(?: \w+){0,3}? (?:by|on|over|with|per|,|:)(?: the| each)* <group>",
    r" <group>(?:s)?(?: must| should| have to| may| can)?(?: never| not)(?: be)? (?:split|separate|cut|divide|straddle|overlap|share)",
    r" (?:whole|entire|complete|unseen|new) <group>s?(?: \w+){0,4}? (?:hold ?out|test|held out|left out|leave out|in one fold|validation)",
    r" (?:test|validate|check|evaluate)(?: \w+){0,3}? on (?:new|unseen|other|different|whole|entire|unknown) <group>s?",
    r" (?:test|validate|check|evaluate)(?: \w+){0,3}? on (?:the )?<group>s?(?: (?:that|which))?(?: (?:you|it|we|they|the model))? (?:have|has|was|were|be) (?:not|never) (?:be )?(?:see|know|train|learn)",
    r" (?:row|booking|record|visit|loan|case|sale|order|measurement|observation|customer|claim)s?(?: \w+){0,2}? (?:of|from|for|by|in) (?:the same|one|a) <group>(?: \w+){0,4}? (?:together|in (?:the same|one) fold|on one side|one fold|the same fold)",
)
_GROUP += (
    r" (?:stratified ?)?(?:group ?k ?fold|groupkfold|group ?shuffle ?split|groupshufflesplit|leave ?one ?group ?out|logo)(?: (?:by|on|over|with|per|,|:|\(|=|using|for|and|groups?|the|column))* <group>",
    r" leave (?:one|whole|entire|each|single|complete) <group>s? out(?= )",
    rf" {_TEST_PART} <group>s?(?: [^ .;]+){{0,8}}? {_OTHERS}(?: [^ .;]+){{0,5}}? {_LEARN_PART} (?:<group>|one)s?",
    rf" {_LEARN_PART}(?: and| or)? {_TEST_PART} <group>s?(?: [^ .;]+){{0,5}}? {_OTHERS}",
    rf" {_OTHERS} <group>s? (?:for|in)(?: the)? {_TEST_PART}(?: \w+){{0,4}}? {_LEARN_PART}(?= )",
)
_FORGET = r" (?:forget|drop|remove|cancel|not use)(?: the| that| my| this| about)* (?:validation|cross validation|holdout|hold out|fold)s?(?: scheme| split| set)?(?= )"


@of_wishes
def read_validation(reading: Reading) -> None:
    """Find how models are to be compared."""
    forget = reading.line.first(_FORGET) if reading.context.spec.get("validation") else None
    if forget:
        reading.claim(forget)
    folds = _read_folds(reading)
    group = _read_group(reading)
    time = _read_time(reading, explicit=group is not None)
    holdout = None if group or time else _read_holdout(reading) or _read_share_again(reading)
    if group is not None:
        _set_group(reading, *group, beside_time=time is not None or _by_time_before(reading))
    _set_kind(reading, "group" if group else "", time=time, holdout=holdout, folds=folds)
    if folds and not holdout and not any(doubt.field == "validation.folds" for doubt in reading.doubts):
        reading.set("validation.folds", int(_count(folds)), folds.quote)
    if forget and not any(finding.path.startswith("validation.") for finding in reading.findings):
        reading.set("validation", None, forget.quote)


def _by_time_before(reading: Reading) -> bool:
    """Whether an earlier message wants a split by time: then "one policy on one side" is a wish beside it."""
    return bool(reading.context.spec.get("validation", {}).get("kind") == "time")


def _set_group(reading: Reading, hit: Hit, column: ColumnFacts, *, beside_time: bool) -> None:
    reading.set("validation.group" if beside_time else "validation.column", column.name, hit.quote)
    if not beside_time:
        reading.set("validation.kind", "group", hit.quote)


def _set_kind(
    reading: Reading, kind: str, *, time: Hit | None, holdout: Hit | None, folds: Hit | None
) -> None:
    before = reading.context.spec.get("validation", {}).get("kind")
    hit = time or holdout or folds or _cross_validation(reading)
    if time:
        reading.set("validation.kind", "time", time.quote)
    elif not kind and hit:
        wanted = "holdout" if holdout else "kfold"
        # More folds of a split by time or by groups are still that split.
        keeps = wanted == "kfold" and before in ("time", "group") and not reading.line.has(_CV)
        if wanted != before and not keeps:
            reading.set("validation.kind", wanted, hit.quote)


def _cross_validation(reading: Reading) -> Hit | None:
    hits = reading.line.find(_CV)
    return next(
        (h for h in hits if not is_told(h.line, h.start + 1) and not is_denied(h.line, h.start)), None
    )


def _count(hit: Hit) -> float:
    group = next(g for g in ("n", "n2", "n3") if hit.match.groupdict().get(g))
    return float(hit.quantity(group).value)


def _read_folds(reading: Reading) -> Hit | None:
    spoken = [
        hit
        for pattern in (*_SET_FOLDS, _TIMES, _FOLDS, _FOLD_OF_CV)
        for hit in reading.line.find(pattern)
        if not _is_ratio(hit)
    ]
    parts = [hit for hit in reading.line.find(_PARTS) if _in_turn(hit)]
    said: list[Hit] = []
    for hit in [*spoken, *parts, *_bare_folds(reading), *reading.line.find(_RATHER), *_put_again(reading)]:
        if reading.line.has(r" <num> (?:/|:)$", start=max(0, hit.start - 2), end=hit.start):
            continue  # "70:30 split"
        if is_told(reading.line, hit.start + 1) or _is_refused(hit) or _is_denied_folds(hit):
            continue
        if reading.free(hit) and 2 <= _count(hit) <= 50 and _count(hit) == int(_count(hit)):
            said.append(hit)
    return _the_folds(reading, said)


# "Not ten folds but four": the bare figure behind it.
_RATHER = r" (?:not|no|never|instead of|rather than) (?:<num>|<times>)(?: \w+)? ?(?:fold|split)s?(?: [,:;–-])?(?: (?:but|rather|just|only|use|take|with|make it))* (?P<n><num>)(?= [.,;!)]| please| will| instead| and|$| $)"
_MADE = r"^(?: (?:rather|make (?:it|that)|better|no|sorry|actually|say|let us say|then|,|just|only|i mean|hm|oh|wait|on second thoughts?|please))+ (?P<n><num>)(?: (?:[.!,]|then|please|instead|will do|of them|rather|in fact|after all))*$"


def _put_again(reading: Reading) -> Iterator[Hit]:
    """ "Rather ten", right after a number of folds."""
    newest = next((p for p in reading.context.recent if p.startswith(_FIGURED)), "")
    if newest == "validation.folds":
        yield from reading.line.find(_MADE)


_FIGURED = (
    "budget.",
    "metric.",
    "hyperparameters.",
    "validation.folds",
    "validation.test",
    "priors.",
    "limits.",
    "forecast.",
    "clusters.",
)
_REFUSED_FOLDS = (
    r" (?:not|no|never|instead of|rather than|forget|drop)(?: (?:the|usual|use|do|take|my|old))*$"
)
_TAKEN_BACK = r" (?:no|actually|sorry|rather|make (?:it|that)|i mean|i meant|correction|wait|on second thoughts?|scratch that|better|instead|hang on|oops|or no)(?= )"


def _is_refused(hit: Hit) -> bool:
    """ "Not ten folds …"; what comes instead stands behind it."""
    named = search(r"^ (?:not|no|never|instead of|rather than) ", hit.match.group())
    return not named and hit.line.has(_REFUSED_FOLDS, start=max(0, hit.start - 4), end=hit.start)


def _is_denied_folds(hit: Hit) -> bool:
    """ "No need for ten folds"; a pattern that holds its own "not" says what comes instead."""
    named = search(r"^ (?:not|no|never|instead of|rather than) ", hit.match.group())
    return not named and is_denied(hit.line, hit.start)


def _the_folds(reading: Reading, said: list[Hit]) -> Hit | None:
    """The number of folds; two that contradict each other are asked about, unless the later one takes the other back."""
    for hit in said:
        reading.claim(hit)
    counts = list(dict.fromkeys(int(_count(hit)) for hit in said))
    if len(counts) < 2:
        return said[0] if said else None
    in_order = sorted(said, key=lambda hit: hit.start)
    if reading.line.has(_TAKEN_BACK, start=in_order[0].end, end=len(reading.line.items)):
        return in_order[-1]
    listed = " or ".join(map(str, counts))
    reading.ask("validation.folds", f"How many folds should there be: {listed}?", map(str, counts))
    return said[0]


def _in_turn(hit: Hit) -> bool:
    stretches = hit.line.sentences()
    place = next((k for k, (a, b) in enumerate(stretches) if a <= hit.start < b), 0)
    end = stretches[min(place + 1, len(stretches) - 1)][1]
    return hit.line.has(_IN_TURN, start=hit.end, end=end)


_FOLD_OF_CV = r" (?P<n><times>|<num>)(?: fold)?(?: (?:stratif\w*|group\w*|repeat\w*|shuffle\w*|random|plain|ordinary|time|series|nested|simple))+ (?:cross|cv|validat\w*|split)(?= )"
_BEFORE_FOLDS = frozenset(
    (
        *".,;:(?!|/&+",
        "and",
        "with",
        "use",
        "stratify",
        "plain",
        "simple",
        "ordinary",
        "stratified",
        "usual",
        "standard",
    )
)


def _bare_folds(reading: Reading) -> Iterator[Hit]:
    """ "RMSE, 5-fold.": nothing else in its clause."""
    line = reading.line
    for hit in line.find(
        r" (?P<n><times>)(?= [.,;!)|/&+]|$| $| (?:repeat|will|would|be (?:enough|fine|ok)|suffice|please|do|is|and|on|over)(?= ))"
    ):
        alone = hit.start == 0 or line.items[hit.start - 1].text in _BEFORE_FOLDS
        if alone and re.search(r"(?i)\d ?-? ?fold\Z", hit.quote):
            yield hit


def _is_ratio(hit: Hit) -> bool:
    """ "five fold" of a cost is a multiple; with folds, a fold number or cross-validation near it is not."""
    if hit.match.groupdict().get("n") and hit.quantity("n").kind == "times":
        around = hit.line.canon[max(0, hit.line.place(hit.start) - 30) : hit.line.place(hit.end) + 60]
        return not search(r"cross|cv|valid|fold|split|stratif", around)
    return False


def _read_holdout(reading: Reading) -> Hit | None:
    for pattern in _HOLDOUT:
        for hit in reading.line.find(pattern):
            share = _test_share(hit)
            if share is None or not 0 < share < 1 or not reading.free(hit) or not _is_for_testing(hit):
                continue
            reading.set("validation.test_fraction", tidy(share), hit.quote)
            reading.claim(hit)
            return hit
    plain = (h for h in reading.line.find(_HOLDOUT_PLAIN) if not is_denied(h.line, h.start))
    return _read_kept_share(reading) or next(plain, None)


_BIGGER = r" (?:big|bigger|small|smaller|large|larger|more|less|up|down|increase|decrease|raise|lower|instead|rather|change|make|not|only|just|better)(?= )"


def _read_share_again(reading: Reading) -> Hit | None:
    """ "Make the test part a bit bigger: 30 %", of a part held out before."""
    if reading.context.spec.get("validation", {}).get("kind") != "holdout":
        return None
    for hit in reading.line.find(r" (?P<share><pct>)(?= )"):
        start, end = next(((a, b) for a, b in reading.line.sentences() if a <= hit.start < b), (0, hit.end))
        about = reading.line.has(_FOR_TEST, start=start, end=end)
        if about and reading.free(hit) and reading.line.has(_BIGGER, start=start, end=end):
            reading.set("validation.test_fraction", tidy(hit.quantity("share").value), hit.quote)
            reading.claim(hit)
            return hit
    return None


def _read_kept_share(reading: Reading) -> Hit | None:
    """ "One order in four should be kept for the test": a share, a verb of keeping or a test, in one clause."""
    line = reading.line
    for hit in line.find(r" (?P<share><pct>)(?= )"):
        start, end = clause_start(line, hit.start), clause_end(line, hit.end)
        kept, tested = (line.has(pattern, start=start, end=end) for pattern in (_KEPT, _TO_TEST))
        set_apart = line.has(_SET_APART, start=start, end=end)
        share = hit.quantity("share").value
        if not reading.free(hit) or not 0 < share < 1 or is_told(line, hit.start):
            continue
        if is_denied(line, hit.start, hit.end):
            continue
        if tested and (kept or set_apart or _beside_the_rest(line, hit, start, end)):
            share = 1 - share if line.has(_LEARNING, start=start, end=hit.start) and not kept else share
            reading.set("validation.test_fraction", tidy(share), line.words(start, end).strip(" ,.;:"))
            reading.claim(hit)
            return hit
    return None


def _beside_the_rest(line: Line, hit: Hit, start: int, end: int) -> bool:
    """ "A third is for checking", "the test gets a quarter of the rows"."""
    return (
        line.has(rf"^{_TO_TEST}", start=hit.end)
        or line.has(_IS_FOR, start=hit.end, end=end)
        or line.has(_TEST_GETS, start=start, end=hit.end)
    )


def _is_for_testing(hit: Hit) -> bool:
    """ "It holds a quarter of those who leave" is about the world: the verb is no order, or nothing is tested."""
    line, word = hit.line, typed(hit.line, hit.start)
    if is_told(line, hit.end, by_people=True) or is_denied(line, hit.start):
        return False
    if word in ("holds", "keeps", "held", "kept", "reserves", "sets", "withholds") or is_told(
        line, hit.start + 1
    ):
        return line.has(_FOR_TEST, start=hit.start, end=clause_end(line, hit.end))
    bare = word == "hold" and not line.has(r"^ hold (?:out|back)(?= )", start=hit.start)
    return not bare or line.has(_FOR_TEST, start=hit.start, end=clause_end(line, hit.end))


def _test_share(hit: Hit) -> float | None:
    said = {name for name, text in hit.match.groupdict().items() if text}
    if "share" in said:
        value = float(hit.quantity("share").value)
        return value / 100 if value > 1 else value
    if "train" in said:
        return 1 - float(hit.quantity("train").value)
    for first, second in (("a", "b"), ("a2", "b2"), ("a3", "b3"), ("a4", "b4")):
        if first in said:
            one, two = float(hit.quantity(first).value), float(hit.quantity(second).value)
            if abs(one + two - 100) < 1e-9 or abs(one + two - 1) < 1e-9:
                return min(one, two) / (one + two)
    return None


def _read_group(reading: Reading) -> tuple[Hit, ColumnFacts] | None:
    mentions = [m for m in reading.columns.mentions(reading.line, least=0.55) if _can_group(m.column)]
    marked = reading.line.marked((m.start, m.end, "group", m) for m in mentions)
    for pattern in _GROUP:
        hit = marked.first(pattern)
        if hit and not is_told(marked, hit.start + 1) and not is_unasked(marked, hit.start + 1):
            mention = next(
                i.payload for i in marked.items[hit.start : hit.end] if isinstance(i.payload, Mention)
            )
            if mention.column.kind == "datetime":
                continue
            column = reading.pick(mention, "validation.column")
            if column:
                reading.claim(hit)
                return hit, column
    return _grouped(reading)


def _grouped(reading: Reading) -> tuple[Hit, ColumnFacts] | None:
    grouped = grouped_by(reading)
    hit = reading.line.first(r" [^ ]+(?: [^ ]+)*", start=grouped.start, end=grouped.end) if grouped else None
    if grouped is None or hit is None:
        return None
    for at in range(hit.start, hit.end):
        if reading.line.items[at].payload is None:  # figures in the sentence may be those of a gap or a cut
            reading.claim_items(reading.line, at, at + 1)
    return hit, grouped.column


def _can_group(column: ColumnFacts) -> bool:
    return column.n_distinct >= 3 or column.n_distinct == 0


def _read_time(reading: Reading, *, explicit: bool) -> Hit | None:
    """A split by time; `explicit` where groups are wanted too: then "test on new ones" speaks of those."""
    dates = [m for m in reading.columns.mentions(reading.line, least=0.6) if m.column.kind == "datetime"]
    marked = reading.line.marked((m.start, m.end, "time", m) for m in dates)
    hits = (h for pattern in _TIME for on in (reading.line, marked) for h in on.find(pattern))
    hit = next((h for h in hits if _is_wished(h, explicit=explicit)), None)
    cut = find_cut(reading) if hit is None else None
    if cut is not None and reading.free(cut.hit):
        dates_there = [c for c in reading.context.columns if c.kind == "datetime"]
        hit = cut.hit if not dates_there or any(fits(cut, c) for c in dates_there) else None
    if hit is None:
        return None
    column = _time_column(reading, hit)
    asked = any(doubt.field.startswith("validation") for doubt in reading.doubts)
    if column is None and not asked and cut is not None and hit is cut.hit:
        return None  # "cross-validation, houses built after 1945" cuts nothing by time
    if column:
        reading.set("validation.column", column.name, hit.quote)
        read_cutoff(reading, column)
    read_gap(reading)
    reading.claim(hit)
    return hit


def _is_wished(hit: Hit, *, explicit: bool) -> bool:
    instead = hit.line.has(r" (?:but|rather|instead)(?= )", start=hit.start, end=hit.end)
    if is_told(hit.line, hit.start + 1) or (is_denied(hit.line, hit.start) and not instead):
        return False
    first, last = next(((a, b) for a, b in hit.line.sentences() if a <= hit.start < b), (hit.start, hit.end))
    return not explicit or hit.line.has(_TIMELY, start=first, end=last)


def _time_column(reading: Reading, hit: Hit) -> ColumnFacts | None:
    """The column of time: one named in the sentence, else the only one there is; else asked."""
    sentence = next(
        ((a, b) for a, b in reading.line.sentences() if a <= hit.start < b), (0, len(reading.line.items))
    )
    dates = [c for c in reading.context.columns if c.kind == "datetime"]
    mentions = [
        m for m in reading.columns.mentions(reading.line, least=0.45) if sentence[0] <= m.start < sentence[1]
    ]
    named = [c.column for m in mentions for c in m.candidates if c.score >= m.score - 0.3 or m.score < 0.95]
    timely = [
        c
        for c in named
        if c.kind == "datetime" or (_counts_years(c) and re.search(r"(?i)year|yr|month|date|time", c.name))
    ]
    if timely:
        return next((c for c in timely if c.kind == "datetime"), timely[0])
    years = [column for column in reading.context.columns if _is_a_year(column)]
    late = len(dates) == 1 and re.search(r"(?i)status|update|modified|changed", dates[0].name)
    if len(years) == 1 and (
        not dates or (late and reading.line.has(r" <num>(?= )", start=sentence[0], end=sentence[1]))
    ):
        return years[0]
    if len(dates) == 1:
        return dates[0]
    choices = [c.name for c in (dates or years)][:4]
    text = (
        f"Which column tells the time to split by: {either(choices)}?"
        if choices
        else "Which column tells the time to split by?"
    )
    reading.ask("validation.column", text, choices)
    return None


def _is_a_year(column: ColumnFacts) -> bool:
    low, high = column.minimum, column.maximum
    return (
        column.kind == "number"
        and isinstance(low, float | int)
        and isinstance(high, float | int)
        and low >= 1900
        and high <= 2100
    )


def _counts_years(column: ColumnFacts) -> bool:
    """Years, or months written as 202401; `term_months` is a length, no moment."""
    low, high = column.minimum, column.maximum
    months = (
        isinstance(low, float | int) and isinstance(high, float | int) and 190000 <= low <= high <= 210012
    )
    return _is_a_year(column) or (column.kind == "number" and months)
