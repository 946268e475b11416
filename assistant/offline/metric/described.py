"""Scores that are told by how they are worked out: "square the misses, average them and take the root".

A description is a handful of traits: what is measured (a miss, a share, an order, a probability), what is done with it
(averaged, squared, its logarithm taken, the middle one picked) and of whom it is taken (each class, those flagged,
those that are real). Each score is known by its traits; the words for a trait may stand anywhere in the sentence.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant.offline.goal.frame import Frame
from assistant.offline.metric.described_shares import rate_of_share, sole_wish
from assistant.offline.metric.rates import signs_in
from assistant.offline.reading import Reading
from assistant.offline.table.labels import figured_names, names_of
from assistant.offline.text.line import Line, read_line

# What a trait is called, and the words for it.
_TRAITS: dict[str, str] = {
    "miss": r"off|mistake|minus|subtract|out by|out of place|miss|error|deviat\w*|gap|distance|difference|differ|residual|blunder|discrepanc\w+|away|astray|wrong|inaccurac\w+|actual - (?:predict\w*|forecast|estimate)|(?:predict\w*|forecast|estimate) - actual|far from the truth|(?:how|too|so) far|estimation",
    "average": r"averag\w*|avg|(?<! i )(?<! we )(?<! you )(?<! they )(?<! it )(?<! that )(?<! this )(?<! do )(?<! to )(?<! would )(?<! not )(?<! which )mean(?! (?:that|it|by))|on the whole|typically|per (?:row|case|item|unit|piece|head) on|(?:add|sum|total)[^.;]{0,70} divide",
    "every": r"every \w+ (?:count|counting|weigh)|count(?:ing)? (?:the same|alike|equally|one)|linear\w*|in proportion|proportional\w*",
    "square": r"squar\w+(?! (?:metre|meter|foot|feet|km|kilomet\w+|mile|yard|inch|cm|centimet\w+|m|ft)s?(?: |$))|quadratic\w*|second power|to the power of <num>|root|l2|euclidean",
    "steep": r"(?:(?:large|big|huge|great|gross|serious|bad|wide|giant|rare|coarse|whopping|major|enormous) (?:\w+ )?(?:miss|error|deviation|blunder|mistake|gap|outlier|one)(?: \w+){0,6}? (?:much more|far more|more heavily|heavily|more(?! or)|more strongly|out of (?:all )?proportion|disproportion\w*|over proportion\w*|hard|harder|severely|extra|especially|particularly|dearly|far worse|much worse))",
    "log": r"log|ln|logarithm\w*|log scale|order of magnitude|by a factor|ratio (?:of|between) (?:the )?(?:predict\w+|estimate|forecast|guess)",
    "percent": r"percent|\| /|per cent|percentage|percentages|pct|%|relative|relatively|in relation to|in proportion to|proportion(?:ally|al)? (?:of|to) the (?:true|real|actual)|(?:divide|divided)(?: \w+){0,5}? by (?:what|how much|(?:the|its|their)(?: \w+)? (?:real|true|actual|truth|price|rent|value|amount|sale|figure)s?)|as a (?:share|fraction|part|proportion|percentage) of|(?:share|fraction|proportion) of (?:the|its|what)(?: \w+){0,2} (?:price|value|rent|sale|amount|figure|true|actual|real|truth|actual\w*)",
    "middle": r"median|(?:in|at) the (?:very |exact )?(?:middle|centre|center)|(?:right |exactly )in the middle|middle (?:one|error|miss|value|figure|deviation|of (?:them|the))|half(?: \w+){0,5}? (?:closer|nearer|smaller|below|under|better|larger|above)|<pct>(?: \w+){0,6}? (?:closer|nearer)",
    "symmetric": r"(?:forecast|predict\w*|estimate) \+ actual|actual \+ (?:forecast|predict\w*|estimate)|symmetric\w*|symmetri[sz]ed|(?:average|mean|sum|half the sum|midpoint|middle) of (?:the )?(?:both|two|forecast|prediction|estimate|predicted|actual|truth|true)(?: \w+){0,2}(?: and(?: \w+){1,3})?",
    "variance": r"variance|variation|variability|spread|scatter|ups and downs?|fluctuation|dispersion|differences? (?:between|among)",
    "explain": r"explain\w*|account for|accounted|captur\w+|reproduce|cover",
    "probability": r"probabilit\w+|chance|likelihood|how (?:sure|certain|confident|likely)|odds|confidence|certainty|risk score|percentage that|forecast risk",
    "surely wrong": r"(?:sure|certain|confident\w*|convinced|cocksure|certainty|confidence)(?: \w+){0,4}? (?:wrong|mistaken|false|error|mistake|miss)|(?:wrong|mistaken)(?: \w+){0,5}? (?:sure|certain|confident\w*|confidence|certainty|convinced)",
    "honest": r"honest\w*|calibrat\w+|trustworthy|mean what (?:it|they|you) say|taken? at face value|believable|true to (?:its|their) word",
    "random": r"random\w*|any (?:one )?(?:pair|two)|pair|pairs|arbitrar\w+|(?:pick|take|draw|choose|grab)(?: me)? (?:one|any|some|a|an) .{3,60} and (?:one|any|some|a|an)|one of each|blindly (?:pick\w*|draw\w*|chosen)",
    "above": r"high|higher|above|ahead(?: of)?|before|outrank\w*|top|large|larger|great|greater|more (?:likely|risky|suspicious)|right order|correct order|correctly order\w*|in front of|over the other|rank\w*|bigger|big",
    "order": r"rank\w*|order\w*|sort\w*|separat\w*|tell apart|discriminat\w*|set apart|distinguish\w*|keep apart|lin(?:e|es|ed|ing) up",
    "no threshold": r"(?:no|any|whatever|whichever|every|all|each|without|regardless of|independent(?:ly)? of|irrespective of|across|over|not (?:care|bother|matter|depend|commit|fix|want)(?: \w+){0,4}?)(?: (?:a|an|any|the|about|of|on|possible|single|fix|fixed|particular|certain|where|which|to))* (?:threshold|cut ?offs?|cut off|cutoff|cutoffs|cut point|boundary|dividing line|line be drawn|operating points?)|threshold (?:free|independent)|(?:where|wherever) (?:\w+ ){0,3}(?:draw|put|set|place) the (?:line|bar|cut|threshold)|thresholds? (?:be|will be) (?:set|chosen|decide|decided|fix) later",
    "rates curve": r"true positive rate(?: \w+){0,4} false positive rate|tpr(?: \w+){0,3} fpr|hit rate(?: \w+){0,4} false alarm rate|false alarm rate(?: \w+){0,4} hit rate|sensitivity(?: \w+){0,4} (?:<num> - |<num> minus |one minus |false )\w+",
    "precision": r"precision|purity|ppv|positive predictive value",
    "purity": r"purity|how pure",
    "completeness": r"completeness|how complete",
    "threshold": r"at least|at most|threshold|cut ?off",
    "recall": r"recall|sensitivity|completeness|coverage|tpr|true positive rate",
    "specificity": r"specificity|tnr|true negative rate",
    "area": r"area|curve|integral|(?:whole|entire|full|complete) (?:recall )?(?:range|curve)|summari[sz]\w*|(?:all|every|each|across|over|different|various|all possible) (?:the )?(?:level|levels|depth|depths|value|values|stage|stages) of recall|(?:all|every|each|over|across)(?: the| possible)* recall(?: level| value)?s?|beneath|at (?:every|each) (?:rank|position|hit|recall)",
    "harmonic": r"harmonic\w*|f measure|f score",
    "as possible": r"as (?:high|good|great|large|low) as|highest|best possible|at least|at most|<pct>|<num>",
    "mean guess": r"(?:guess|predict|say|answer|tak)\w*(?: \w+){0,2} (?:the )?(?:mean|average)|(?:mean|average) (?:as|for) (?:every|each|all)\w*",
    "both": r"(?:even(?:ly)?|mix\w*|balanc\w*|compromise|trade off|middle way|combin\w*|blend\w*|equal(?:ly)?|both|alike|as much|the same|one (?:number|figure|score)|in one|single (?:number|figure|score))",
    "each class": r"(?:each|every|per|within(?: (?:each|every|one))?|by|for all|separate\w* for|of all|over all|across(?: all| the| every)*|over(?: all| the| every| each)*|all|both|neither)(?: of| the| own| single| <num>| four| three| five| six| two)* {class}|{class} (?:by|for|after) {class}|of both|for both|both (?:side|kind|sort|rate|share|group|class|label)s?|each of the (?:two|three|four|five|six|<num>)|one (?:\w+ ){0,2}for each",
    "per class": r"(?:each|every|per|within|by|all)(?: (?:each|every|one|of|the|own|single|<num>))* {class}|(?:for|over|across|of)(?: (?:all|the|each|every|<num>))* {class}|{class} (?:by|for|after) {class}|for each(?: of them)?|macro",
    "f1": r"f1|f 1|f measure|f score",
    "share": r"shares?|percentages?|percent|per cent|%|fractions?|proportions?|portion|what part|how many|how often|how large a part|as many \w+ as (?:possible|you can)|(?:hit|detection|recognition|success) rates?|number of (?:\w+ )?(?:right|correct)\w*|(?:count|add up|number of)(?: \w+){0,3} (?:right|correct\w*)|recall|accuracy",
    "right": r"recogni[sz]e|recogni[sz]ed|correct\w*|right(?! (?:time|ones?|moment|away|now|thing|person|people|customer|direction|way|order)s?)|rightly|got right|hit|hits|hit rate|accuracy|recall|detection rate|identif\w+|(?:right|proper|correct) (?:place|box|drawer|pile|side|desk|team|class|label|bin|slot)|name correctly|classified|found|find|catch|caught|detect\w*|spot|spotted",
    "mistakes": r"(?:number|count|share|percentage|proportion|fraction) of (?:\w+ )?(?:wrong|mistake|error|misclassif\w+|false)(?: (?:answer|label|call|guess|prediction|decision|classification))?|(?:wrong|false) (?:answer|label|guess|prediction|decision|classification|verdict)s?|misclassif\w+|error rate|(?:every|each|any|all) (?:mistake|error|slip)",
    "verdict": r"(?:right|correct|true) or (?:wrong|false|incorrect|not)|hit or miss",
    "alike": r"of (?:either|any|whatever|whichever|both|every) (?:kind|sort|type|side|direction)|(?:count|weigh|hurt|bad|matter|cost)(?: \w+){0,2} (?:the same|one|alike|equal\w*|as much)|equally bad|nothing (?:else|fancier|more)|right or wrong|no matter which|as (?:few|rare|low|small|little|rarely|seldom) as",
    "correlation": r"correlat\w+|phi coefficient|all (?:four|<num>) (?:cell|field|box|number|corner|entr)\w*|(?:four|<num>) (?:cell|corner|field)s? of the (?:confusion|table|matrix|contingency)\w*",
    "truth": r"actual\w*|truth|true|real|reality|what happen\w*|observed|outcome|predict\w*|confusion",
    "agree": r"agree\w*|concord\w*|disagree\w*|accord\w*|consensus",
    "chance": r"(?:beyond|above|over|than|by|from|for|pure|mere|better than|due to|correct\w* for) (?:\w+ )?(?:chance|luck|accident|coincidence|random\w*)",
    "steps": r"square\w*|quadratic\w*|distance|step|notch|apart|far|further",
    "close": r"close|near|compact|tight\w*|similar|alike|resembl\w*|at home",
    "own group": r"(?:own|his|her|its|their|same) (?:\w+ )?(?:group|cluster|segment|kind|set|lot|crowd|neighbour|bunch|type|class)|within(?: (?:a|the|each|one))* (?:group|cluster|segment)|inside|internally|among (?:themselves|each other)",
    "far": r"far|gap|between (?:the )?(?:segment|group|cluster)|next|other|another|neighbour\w*|apart|separat\w*|distant|different|distinct",
}  # fmt: skip
_IN_ONE_BREATH = 16  # items
_CLASS_WORDS = r"(?:class|classe|label|categor(?:y|ie)|kind|variet(?:y|ie)|group|grade|species|type|level|team|sort|side|rating|status|answer|breed|segment|bucket|brand|queue|department|desk|outcome)s?"

# Words that say that something is to be judged by it; a recipe ("square them, then average") says so by itself.
_JUDGE = r"judge\w*|scor\w+|measur\w+|(?:rat(?:e|ed|ing)|grade[ds]?|mark(?:ed|s)?) (?:it|them|the|by|on|models?|me|you|yourself|us)|metric|yardstick|criterion|criteria|matter\w*|count\w*|care|decid\w*|decisive|go by|going by|look at|optimi[sz]\w*|minimi[sz]\w*|maximi[sz]\w*|objective|evaluat\w+|assess\w*|select\w*|benchmark|as (?:small|low|few|high|many|large|big|great|good|little|rarely|seldom) as|as (?:few|little|close|near)(?: [a-z]+){1,3} as|the (?:small|smaller|low|lower|less|few|fewer|high|higher|more|large|larger|big|bigger) the better|interest\w*|concern\w*|steer|punish\w*|penali[sz]\w*|reward\w*|loss function|rank(?:ed)? (?:it|them|the models?|models?) by|tell me|above all|first and foremost|number (?:to|that|i|we)|(?:only|one|single) (?:number|figure|thing)|hold \w+ to|please|pls|simply|merely|purely|(?:want|need|give (?:me|us)|quote)(?: (?:just|only|simply|me|us))* the (?:share|percent\w*|fraction|proportion)"
# Words that ask for little by themselves; beside "how far off on average" they are enough.
_SOFT = r"watch|like to (?:see|know)|target|goal|aim|compar\w+|report|number|figure|keep|want|need|ask\w*|important|importance|worry|loss|lowest|smallest|small|low|use|so go|basis|quality|weigh\w*|weight|penalty|as bad as|equally bad|worse"
_RECIPE = r"take|combin\w*|blend|balanc\w*|square|squared|averag\w*|add up|sum up|divide|work out|compute|calculate|order|sort|line up|arrange|subtract|multiply|draw|pick|plot|then"
_NEGATED = r" (?:not|no|never|without|instead of|rather than|than|nor|neither|hardly|wreck|wrecks|spoil|ruin|distort|swamp|drown|blow up|n't|forget|avoid|ignore|mislead\w*|flatter\w*)(?: (?:an|a|any|the|my|our|by|all|only|mere|plain|simple|just|in|about|us|use|take|care|want|ordinary))*$"


@dataclass(frozen=True)
class Score:
    """A score and the traits that tell it.

    Attributes:
        name: Its name in the specification.
        traits: All of these are spoken of.
        without: None of these is.
        parts: Scores that it is made of, whose names in the same words are no wish of their own.
        recipe: Whether the traits are a rule for working it out, so that "take" or "average" is word enough for judging.
        sure: Whether nobody says such a thing but of a score, so that no further word is needed.
    """

    name: str
    traits: tuple[str, ...]
    without: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    recipe: bool = False
    sure: bool = False


_ERRORS = ("mae", "rmse", "mape")
# The more particular one stands first.
_OF_NUMBERS = (
    Score("r2", ("mean guess", "square"), parts=("rmse", "mae"), sure=True),
    Score("r2", ("variance", "explain"), recipe=True),
    Score("rmsle", ("log", "square"), parts=_ERRORS, recipe=True),
    Score("rmsle", ("log", "miss"), parts=_ERRORS),
    Score("smape", ("percent", "symmetric"), parts=_ERRORS, sure=True),
    Score("median_ae", ("miss", "middle"), ("percent",), ("mae", "accuracy"), recipe=True),
    Score("mape", ("miss", "percent", "average"), ("square",), _ERRORS, sure=True),
    Score("mape", ("percent", "average"), ("square", "variance"), _ERRORS),
    Score("rmse", ("square", "average"), ("log", "percent", "steps apart"), ("mae",), recipe=True),
    Score("rmse", ("miss", "square"), ("log", "percent"), ("mae",), recipe=True),
    Score("rmse", ("steep",), ("log", "percent"), ("mae",), recipe=True),
    Score("mape", ("miss", "percent"), ("square", "middle"), _ERRORS),
    Score("mae", ("miss", "average"), ("square", "log", "percent", "middle"), ("mae",)),
    Score("mae", ("miss", "every"), ("square", "log", "percent", "middle"), ("mae",)),
)
_OF_LABELS = (
    Score("average_precision", ("precision", "recall", "area"), parts=("precision", "recall"), sure=True),
    Score("roc_auc", ("rates curve", "area"), parts=("recall",), sure=True),
    Score("f1_macro", ("harmonic", "per class", "average"), parts=("precision", "recall", "f1"), sure=True),
    Score("f1_macro", ("f1", "per class", "average"), parts=("f1",), sure=True),
    Score("f1", ("harmonic",), parts=("precision", "recall"), sure=True),
    Score("f1", ("precision", "recall", "both"), ("area", "threshold", "as possible"), ("precision", "recall"), recipe=True),
    Score("quadratic_kappa", ("agree", "chance"), recipe=True),
    Score("quadratic_kappa", ("agree", "square"), recipe=True),
    Score("brier", ("probability", "square"), ("log",), ("rmse", "mae"), recipe=True),
    Score("log_loss", ("probability", "log"), recipe=True),
    Score("log_loss", ("surely wrong",), ("square",)),
    Score("mcc", ("correlation", "truth"), ("square",), recipe=True),
    Score("balanced_accuracy", ("recall", "specificity", "average"), parts=("recall", "accuracy"), recipe=True),
    Score("roc_auc", ("random", "above"), ("square",), recipe=True),
    Score("roc_auc", ("order", "no threshold"), ("precision",)),
    Score("precision", ("purity",), ("recall",)),
    Score("recall", ("completeness",), ("precision",)),
    Score("balanced_accuracy", ("each class", "share", "right", "average"), ("harmonic",), ("accuracy", "recall"), recipe=True),
)  # fmt: skip
# Where rows with the event and rows without it are both spoken of.
_OF_BOTH_SIDES = (
    Score("balanced_accuracy", ("share", "right", "average"), parts=("accuracy", "recall"), recipe=True),
    Score("roc_auc", ("probability", "above"), ("square", "threshold")),
    Score("roc_auc", ("share", "above"), ("right", "threshold")),
)
_OF_ALL_LABELS = (
    Score("accuracy", ("share", "right"), ("each class", "harmonic", "order"), ("accuracy",)),
    Score("accuracy", ("verdict",), ("each class", "order"), ("accuracy",)),
    Score("accuracy", ("mistakes", "alike"), ("each class", "harmonic", "order"), ("accuracy",)),
)
_OF_GROUPS = (Score("silhouette", ("close", "own group", "far")),)


@dataclass(frozen=True)
class Description:
    """A score that is told in words, its parts, and the stretch of items that tells it."""

    score: Score
    start: int
    end: int


Free = Callable[[int, int], bool]


def find_described(reading: Reading, *, free: Free) -> Description | None:
    """The score that the message tells how to work out; None where it tells none.

    Args:
        reading: The message.
        free: Whether nobody else has made use of a stretch of items.
    """
    sure = _told_surely(reading, free)
    if sure is not None:
        return sure
    for start, end, one in _windows(reading.line):
        found = _told_in(reading, start, end, free)
        if found is not None and not one and not (found.score.recipe or found.score.sure):
            continue  # what is told in two sentences has to be a rule that goes on
        if found is not None:
            return found
    return None


def _told_surely(reading: Reading, free: Free) -> Description | None:
    """ "Both halves count: how many … . Harmonic mean of the two": what can be nothing but a score goes first."""
    scores = [score for score in _candidates(reading) if score.sure]
    for start, end in reading.line.sentences():
        for score in scores:
            span = _span(reading.line, score, start, end, free)
            if span and _is_wish(reading.line, score, span, start, end):
                return Description(score, *span)
    return None


# Where a question or a quotation tells the score, these words say that it is no question and not only quoted.
_MEANT = r" (?:(?:that|this|it) be (?:the|what|my|our|all)(?: \w+)? (?:number|figure|score|yardstick|thing|metric|measure|criterion|goal|matter|count|i|we)|(?:what|all)(?: (?!if)\w+){0,3} (?:matter|count|decide)|(?:go|judge|score|rate|optimi[sz]e|steer)(?: \w+){0,3} (?:by|on|for) (?:that|this|it)|yardstick|criterion|compare(?: \w+){0,3} (?:by|on)|(?:judge|rate|score|measure) (?:it|me|by|models?|yourself))(?= )"
_SUPPOSED = r" (?:what if|if|imagine|suppose|would|could|had)(?= )"


def find_asked(reading: Reading) -> tuple[Description, str] | None:
    """The score that a question or a quotation tells, and its words: "'How far off are you?' they ask, so go by that"."""
    text = reading.line.text
    aside = any(item.text == "<aside>" for item in reading.line.items)
    if not aside and not re.search(r"[?\"“”«»]|what (?:matters|counts)", text):
        return None
    columns = reading.context.columns
    whole = replace(reading, line=read_line(text, names_of(columns), figured_names(columns)), claimed=set())
    for start, end, _ in _windows(whole.line):
        if not whole.line.has(_MEANT, start=start, end=end) or whole.line.has(
            _SUPPOSED, start=start, end=end
        ):
            continue
        found = _told_in(whole, start, end, lambda first, last: True)
        if found is not None:
            return found, whole.line.words(found.start, found.end).strip(" ,.;:")
    return None


def _windows(line: Line) -> Iterator[tuple[int, int, bool]]:
    """Each sentence, then each with the one behind it: "Square the misses. Then average them"."""
    sentences = line.sentences()
    yield from ((start, end, True) for start, end in sentences)
    for (start, _), (_, end) in itertools.pairwise(sentences):
        yield start, end, False


def _told_in(reading: Reading, start: int, end: int, free: Free) -> Description | None:
    for score in _candidates(reading):
        span = _span(reading.line, score, start, end, free)
        if span and _is_wish(reading.line, score, span, start, end):
            return Description(score, *span)
    frame: Frame = reading.notes.get("frame") or Frame()
    if frame.task in ("regression", "forecast"):
        squared = _grows_with_the_square(reading.line, start, end)
        return Description(Score("rmse", (), recipe=True), *squared) if squared and free(*squared) else None
    if frame.task not in ("binary", "multiclass"):
        return None
    if frame.task == "binary":
        both = _of_both_sides(reading, start, end, free)
        if both is not None and _is_wish(reading.line, both.score, (both.start, both.end), start, end):
            return both
        for read in (rate_of_share, sole_wish):
            told = read(reading, start, end)
            if told and free(told.start, told.end):
                found = Score(told.measure, (), parts=("accuracy",))
                if told.sole or _is_wish(reading.line, found, (told.start, told.end), start, end):
                    return Description(found, told.start, told.end)
    for score in _OF_ALL_LABELS:
        span = _span(reading.line, score, start, end, free)
        if span and span[1] - span[0] <= _IN_ONE_BREATH and _is_wish(reading.line, score, span, start, end):
            return Description(score, *span)
    return None


# "Being off by 20 is four times as bad as being off by 10."
_GROWS = r" (?:by |of )?(?P<much><num>|<money>)(?: \w+){0,4}? be (?P<times><times>)(?: \w+)? as (?:bad|costly|serious|harmful|painful) as(?: \w+){0,4}? (?P<less><num>|<money>)(?= )"


def _grows_with_the_square(line: Line, start: int, end: int) -> tuple[int, int] | None:
    """Where a miss of so many times the size is told to be as many times squared as bad."""
    for hit in line.find(_GROWS, start=start, end=end):
        much, less = hit.quantity("much").value, hit.quantity("less").value
        if less > 0 and much > less and abs(hit.quantity("times").value - (much / less) ** 2) < 0.01:
            return hit.start, hit.end
    return None


def _of_both_sides(reading: Reading, start: int, end: int, free: Free) -> Description | None:
    """ "The share of leavers recognised and that of stayers, averaged": one share of each side."""
    sides = {sign for _, sign in signs_in(reading, start, end)}
    if not sides or (len(sides) < 2 and not reading.line.has(r" non (?=\w)", start=start, end=end)):
        return None
    spans = ((score, _span(reading.line, score, start, end, free)) for score in _OF_BOTH_SIDES)
    return next((Description(score, *span) for score, span in spans if span), None)


def _candidates(reading: Reading) -> tuple[Score, ...]:
    frame: Frame = reading.notes.get("frame") or Frame()
    if frame.task in ("regression", "forecast"):
        return _OF_NUMBERS
    if frame.task in ("binary", "multiclass"):
        return _OF_LABELS
    if frame.task == "clustering":
        return _OF_GROUPS
    return (*_OF_LABELS, *_OF_NUMBERS) if frame.task == "" else ()


def _span(line: Line, score: Score, start: int, end: int, free: Free) -> tuple[int, int] | None:
    """From the first to the last word for its traits; None where one is missing or an unwanted one is there."""
    if any(_places(line, trait, start, end) for trait in score.without if trait in _TRAITS):
        return None
    places = [[p for p in _places(line, trait, start, end) if free(*p)] for trait in score.traits]
    if not all(places):
        return None
    # The rarest word tells where the score is spoken of; the others are those nearest to it.
    anchor = min(places, key=len)[-1][0]
    near = [min(found, key=lambda place: abs(place[0] - anchor)) for found in places]
    return min(first for first, _ in near), max(last for _, last in near)


def _places(line: Line, trait: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the words for a trait stand and nobody turns them down."""
    return line.once(("trait", trait, start, end), lambda: list(_found(line, trait, start, end)))


def _found(line: Line, trait: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = _TRAITS[trait].replace("{class}", _CLASS_WORDS)
    for hit in line.find(rf" (?:{words})(?= )", start=start, end=end):
        if trait == "no threshold" or not line.has(_NEGATED, start=max(start, hit.start - 5), end=hit.start):
            yield hit.start, hit.end


_FIGURE = r" (?:<pct>|<money>|<points>)(?= )"


def _is_wish(line: Line, score: Score, span: tuple[int, int], start: int, end: int) -> bool:
    """Whether it is asked for: by a word for judging here or in the next sentence, or by a rule for working it out."""
    first, last = span
    if _asks(line, start, end) or _is_past(line, first, last):
        return False
    if line.has(_FIGURE, start=first, end=last) and "middle" not in score.traits:
        return False
    if score.sure:
        return True
    words = _JUDGE
    if score in _OF_NUMBERS or score.recipe:
        words += f"|{_SOFT}"
    if score.recipe:
        words += f"|{_RECIPE}"
    return line.has(rf" (?:{words})(?= )", start=start, end=end) or _judged_next(line, end)


_BY_THAT = r"^(?: [.?!;])*(?: (?:so|and|please|now|,))* (?:go|judge|optimi[sz]e|score|use|pick|choose|select|decide|rank|tune|compare)(?: (?!by|on)\w+){0,5}? (?:by |on |for )?(?:that|it|this)(?= )"


def _judged_next(line: Line, end: int) -> bool:
    """ "… That's the number I go by": said of it in the sentence behind."""
    return line.has(
        rf"^(?: [.?!;])*(?: (?:so|and|please|now))* (?:that|this|it|go|judge|score|optimi[sz]e|use|keep|make|maximi[sz]e|minimi[sz]e)(?: \w+| 's| ,){{0,6}}? (?:{_JUDGE})(?= )",
        start=end,
    ) or line.has(_BY_THAT, start=end)


def _asks(line: Line, start: int, end: int) -> bool:
    if line.has(_MEANT, start=start):
        return False
    return line.has(
        r"^(?: (?:so|and|but|hm|hmm|by the way|,))* (?:what be|what do|be it|do you|why|should we|would it)(?= )",
        start=start,
        end=end,
    ) and line.has(r"^ \?", start=end)


def _is_past(line: Line, first: int, last: int) -> bool:
    """ "Our last tool was off by 12 on average": a result that somebody had."""
    return any(
        _typed(line, at) in ("was", "were", "had", "got", "came", "missed")
        and line.has(r" <(?:num|pct|money|dur)>(?= )", start=at, end=min(at + 6, last + 3))
        for at in range(max(0, first - 4), last)
    )


def _typed(line: Line, at: int) -> str:
    return line.tokens[line.items[at].start].text.lower()
