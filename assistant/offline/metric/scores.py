"""Standard scores by name, and the wish to be judged by one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.offline.aside.told import clause_start
from assistant.offline.aside.wishes import without_quotations
from assistant.offline.metric.described import Description, find_asked, find_described
from assistant.offline.metric.formulas import read_at_k, read_formula
from assistant.offline.reading import Reading
from assistant.offline.text.line import Line, read_line
from assistant.offline.text.patterns import match, search

ERRORS = frozenset(["log_loss", "brier", "rmse", "mae", "mape", "smape", "rmsle", "median_ae"])
FOR_NUMBERS = frozenset(["rmse", "mae", "mape", "smape", "r2", "rmsle", "median_ae"])

# Longer names first: "mean absolute percentage error" holds "mean absolute error" only in part.
_NAMES: tuple[tuple[str, str], ...] = (
    (r"average precision|pr auc|auc pr|auprc|area under the precision recall curve|precision recall auc|precision recall curve|map score", "average_precision"),
    (r"roc auc|auc roc|auroc|area under the (?:(?:roc|rock|receiver operating(?: characteristics?)?) )?curve|rock? curve|roc|auc|gini", "roc_auc"),
    (r"balanced accuracy|balance accuracy|balanced acc|macro (?:averaged? )?recall|(?:average|mean) of (?:the )?recalls?(?: (?:over|of|across) (?:the |all |both |every )?\w+)?|(?:mean|average) recall(?: over (?:the )?class)?|mean per class accuracy|average class accuracy", "balanced_accuracy"),
    (r"symmetric (?:mape|mean absolute percentage error)|smape", "smape"),
    (r"mean abs(?:olute)? (?:percentage|percent|relative|pct) error|mape|(?:how|by how) (?:many|much) (?:percent|percentage|per cent|%) (?:\w+ ){0,3}?(?:off|out|wrong)(?: (?:on average|in the mean|typically))?|(?:average|mean) (?:percent\w*|relative) (?:deviation|gap|difference|miss)|average percentage error|(?:mean|average) (?:relative|percent|percentage) error|relative errors?|percentage errors?|percentage errors? on average|average percentage we be off", "mape"),
    (r"median abs(?:olute)? (?:error|deviation)|median ae|medae|median of (?:the )?(?:absolute |abs )?errors?|middle error|median error|typical error|median absolute deviation", "median_ae"),
    (r"root mean squared? log(?:arithmic)? error|rmsle|log rmse", "rmsle"),
    (r"root mean squared? error|root mean square|rmse|(?:mean )?squared? error|mse|squared loss|l2 (?:error|loss|norm)", "rmse"),
    (r"mean abs(?:olute)? error|l1 (?:error|loss|norm)|mean abs err|abs error|mae|(?:by )?how (?:far|much|many \w+)(?: \w+){0,4}? (?:off|out|wrong|beside|away)(?: (?:by|from (?:it|the truth|the real \w+)))? (?:on average|in the mean|on the average|typically)|(?:mean|average) (?:absolute )?(?:gap|distance|miss|difference|amount (?:we|it|you) be off)|average absolute error|absolute errors?|mean absolute deviation|average error|mean error|(?:how far|how much) (?:off )?(?:we|it|i|you|they|the prediction)(?: \w+){0,3} off (?:on average|in the mean)|how far off we be on average|average deviation", "mae"),
    (r"r squared?|r2|r ?\^ ?2|r²|coefficient of determination|explained variance|variance explain", "r2"),
    (r"(?:macro (?:averaged? )?f1|f1 (?:score )?macro|macro f1 score|macro averaged f1|f1 macro|unweighted f1|macro f score|f1 averaged? over (?:the )?classes|(?:mean|average) (?:of (?:the )?)?f1(?: scores?)? (?:over|across|of) (?:the |all )*\w+|f1(?: score)? (?:per|of each|of every|for each|for every) \w+(?: ,)?(?: (?:and|then|averaged?|take|the|plain|simple|unweighted|mean|over|of|those|them|all))* (?:mean|averaged?|unweighted))(?: score)?", "f1_macro"),
    (r"f1(?: score| measure)?|f score|f measure|f 1(?: score)?", "f1"),
    (r"mat+h?ews?(?: corr?elation)?(?: coefficient)?|mcc|phi coefficient", "mcc"),
    (r"(?:quadratic (?:weight(?:ed)? )?|weighted |cohens? )?kappa(?: score)?|qwk", "quadratic_kappa"),
    (r"log ?loss|cross entropy|logarithmic loss|negative log likelihood|deviance", "log_loss"),
    (r"brier(?: score| loss)?", "brier"),
    (r"silhouette(?: score| coefficient)?", "silhouette"),
    (r"accuracy|share of (?:correct|right) (?:answer|prediction|guess)s?|percent(?:age)? (?:of )?(?:correct|right)|how often (?:it|we|you) be right|hit (?:rate|percentage|share|ratio)", "accuracy"),
    (r"precision|positive predictive value|ppv", "precision"),
    (r"recall|sensitivity|true positive rate|tpr", "recall"),
)  # fmt: skip

_JUDGE = (
    r"(?:optimi[sz]e|maximise|minimise|use|by|score|scored?|judge|judged|measure|measured|metric|rank|ranked|evaluate|evaluated|aim|target|go|criterion|best|highest"
    r"|lowest|good|select|selection|want|care about|matter|count|look at|tune|with|please|in term of|objective|goal|compare|report|assess|improve|on|for|make|switch|change|is|be|:|yardstick|decide|settle|prefer|enough|according)"
)


@dataclass(frozen=True)
class ScoreMention:
    """A standard score named in a line."""

    start: int
    end: int
    name: str


def find_scores(line: Line) -> list[ScoreMention]:
    """All mentions of scores, none overlapping, in order."""
    return list(line.once("scores", lambda: _find_scores(line)))


def _find_scores(line: Line) -> list[ScoreMention]:
    taken: set[int] = set()
    found = []
    for pattern, name in _NAMES:
        for hit in line.find(rf"(?<= )(?:{pattern})(?= )"):
            if taken.isdisjoint(range(hit.start, hit.end)):
                taken.update(range(hit.start, hit.end))
                found.append(ScoreMention(hit.start, hit.end, name))
    for hit in line.find(r" f <num>(?= )"):  # "F-1", whose figure is none
        if line.items[hit.start + 1].payload.value == 1:
            found.append(ScoreMention(hit.start, hit.end, "f1"))
    return sorted(found, key=lambda mention: mention.start)


def read_standard(reading: Reading) -> None:
    """Find the wish to be judged by a score that no other reader has made use of."""
    with without_quotations(reading):
        _read_standard(reading)


def _read_standard(reading: Reading) -> None:
    def free(start: int, end: int) -> bool:
        return _free(reading, ScoreMention(start, end, ""))

    if read_at_k(reading, free=free) or read_formula(reading, free=free):
        return
    wished = [m for m in find_scores(reading.line) if _free(reading, m) and _wished(reading, m)]
    another = any(finding.path == "metric.kind" for finding in reading.findings)
    told = None if another else find_described(reading, free=free)
    if told is not None and _takes(reading, told, wished):
        return
    if all(_dropped(reading.line, m) for m in wished) and _withdrawn(reading):
        return
    names = list(dict.fromkeys(m.name for m in wished))
    if not names:
        asked = None if another else find_asked(reading)
        if asked is not None:
            _set(reading, asked[0].score.name, asked[1])
        else:
            _read_same(reading)
        return
    if len(names) > 1:
        names = _preferred(reading, wished) or names
    if len(names) > 1:
        reading.ask("metric.name", f"Which one score should decide: {' or '.join(names)}?", names)
        return
    chosen = next(m for m in reversed(wished) if m.name == names[0])
    quote = reading.line.words(max(0, chosen.start - 2), chosen.end).strip(" ,.;:")
    _set(reading, names[0], quote)
    for mention in wished:
        reading.claim_items(reading.line, mention.start, mention.end)


def read_recipe(reading: Reading) -> bool:
    """Find a rule for working a score out, before its figures are taken for bounds and costs."""
    with without_quotations(reading):

        def free(start: int, end: int) -> bool:
            return _free(reading, ScoreMention(start, end, ""))

        if read_formula(reading, free=free):
            return True
        told = find_described(reading, free=free)
        if told is None or not (told.score.recipe or told.score.sure or "average" in told.score.traits):
            return False
        wished = [m for m in find_scores(reading.line) if _free(reading, m) and _wished(reading, m)]
        return _takes(reading, told, wished)


def _takes(reading: Reading, told: Description, wished: list[ScoreMention]) -> bool:
    """Set a score that is told in words, unless another one is called by its name."""
    first = clause_start(reading.line, told.start)
    theirs = reading.line.first(_RIVALS, start=first, end=told.start)
    if theirs and not reading.line.has(_OURS, start=first, end=told.start):
        return False
    start, end = next((s for s in reading.line.sentences() if s[0] <= told.start < s[1]), (0, 0))
    inside = range(start, max(end, told.end))
    others = [
        m
        for m in wished
        if m.name != told.score.name and not (m.name in told.score.parts and m.start in inside)
    ]
    if others:
        return False
    quote = reading.line.words(told.start, told.end).strip(" ,.;:")
    _set(reading, told.score.name, quote)
    reading.claim_items(reading.line, told.start, told.end)
    return True


def _set(reading: Reading, name: str, quote: str) -> None:
    reading.set("metric.kind", "standard", quote)
    reading.set("metric.name", name, quote)


_LEFT_TO_YOU = r" (?:no|without(?: a| any)?|drop the|forget the|skip the|leave out the|not need a|not want a)(?: (?:particular|special|fixed|more))? (?:score|metric|measure|yardstick)(?= (?:[.,;!]|please|any ?more|after all|then|at all|now|from me)|$| $)| (?:choice|choosing|selection) of(?: the| a)? (?:score|metric|measure) (?:to|up to) (?:you|yourself)(?= )| (?:you|yourself)(?: \w+)? (?:choose|pick|decide|select)(?: on)?(?: the| a)* (?:score|metric|measure)(?= )"


def _withdrawn(reading: Reading) -> bool:
    """ "Never mind the F1 bit", "I leave the choice of score to you": the score of before is gone."""
    before = reading.context.spec.get("metric", {})
    if before.get("kind") != "standard":
        return False
    asides = [
        reading.line.words(at, at + 1) for at, i in enumerate(reading.line.items) if i.text == "<aside>"
    ]
    for line in (reading.line, *map(read_line, asides)):
        dropped = [m for m in find_scores(line) if m.name == before.get("name") and _dropped(line, m)]
        if dropped or line.has(_LEFT_TO_YOU):
            reading.set("metric", None, line.text.strip())
            return True
    return False


# "… that's the number to beat (same metric)": said without a word for judging.
_SAME_ALONE = r" (?:the )?same (?P<what>metric|score|measure|yardstick|criterion)(?= )"
_SAME = rf" {_JUDGE}(?: (?:for|by|on|with|to|it|the|models?|exactly|just))* (?:that|the|this)(?: very)?(?: same)? (?P<what>same|(?:metric|score|measure|figure|yardstick|criterion|number))(?= )"


def _read_same(reading: Reading) -> None:
    """ "… sits at a ROC AUC of 0.84; optimise that same metric": the score of today's result, or of the one hoped for."""
    hits = [*reading.line.find(_SAME), *reading.line.find(_SAME_ALONE)]
    hit = next((h for h in hits if search(r" (?:same|that|this) ", h.match.group() + " ")), None)
    if hit is None:
        return
    if reading.line.has(
        r" (?:not|n't|need not|other than)(?: \w+)?$", start=max(0, hit.start - 3), end=hit.start
    ):
        return
    said = {f.value for f in reading.findings if f.path in ("baseline.metric", "expectation.metric")}
    if len(said) == 1:
        reading.set("metric.kind", "standard", hit.quote)
        reading.set("metric.name", said.pop(), hit.quote)


def _free(reading: Reading, mention: ScoreMention) -> bool:
    """Whether nobody has used the words; how to split or what is fair, told in the same breath, uses no score."""
    items = reading.line.items[mention.start : mention.end]
    if not any(k in reading.claimed for item in items for k in range(item.start, item.end)):
        return True
    words = reading.line.words(mention.start, mention.end)
    told = [f.quote for f in reading.findings if f.path.startswith(("validation.", "fairness."))]
    return any(words in quote for quote in told) and not _bounded_between_groups(reading.line, mention)


def _bounded_between_groups(line: Line, mention: ScoreMention) -> bool:
    """ "The recall may differ by 5 points between men and women": no score to be judged by."""
    start, end = next((s for s in line.sentences() if s[0] <= mention.start < s[1]), (0, 0))
    return mention.name in ("recall", "precision", "accuracy") and line.has(
        r" (?:between|across|among|for both|differ\w*|gap|apart|same for|equal|equally|alike|parity)(?= )",
        start=start,
        end=end,
    )


_TURNED_DOWN = r"(?: ,)?(?: (?:alone|itself|only|here|would|will|can|just))* (?:reward|mislead|be (?:\w+ )?(?:misleading|useless|meaningless|worthless|nonsense|no good|no use|wrong|bad|pointless|deceptive|not (?!bad)\w+|no \w+|of no)|do not|hide|lie|flatter|fool|say (?:nothing|little)|tell (?:we |us |me |you )?(?:nothing|little)|ignore)(?= )"


def _asks_which(line: Line, mention: ScoreMention) -> bool:
    """ "Which is better, MAE or RMSE?" asks; nothing is wished for yet."""
    start, end = next((s for s in line.sentences() if s[0] <= mention.start < s[1]), (0, 0))
    asked = end < len(line.items) and line.items[end].text == "?"
    return asked and line.has(
        r" (?:which|what)(?: \w+){0,3} (?:metric|score|measure|be|better|good|best)(?= )",
        start=start,
        end=mention.start,
    )


_RIVALS = r" (?:colleague|competitor|rival|predecessor|vendor|supplier|neighbour|intern|friend|brother|sister|cousin|blogs?|papers?|articles?)(?= )"
_OTHERS = r" (?:they|colleague|competitor|rival|predecessor|vendor|supplier|institute|neighbour|intern|friend|brother|sister|cousin|other people|most people|people|everybody|everyone|blogs?|papers?|articles?)(?: \w+)?(?= )"
_OURS = r" (?:i|we|us|me|my team|you|please|let|beat|better than|match|want|insist|ask|need|demand)(?= )"


def _of_others(line: Line, mention: ScoreMention) -> bool:
    """ "My colleague swears by accuracy": what others go by is no wish, unless they ask for it."""
    start = clause_start(line, mention.start)
    subject = line.first(_OTHERS, start=start, end=mention.start)
    return subject is not None and not line.has(_OURS, start=start, end=mention.start)


# Names that nobody says but of what models are judged by.
_TECHNICAL = r" (?:rmse|mae|mape|smape|rmsle|auc|auroc|auprc|roc|f1|mcc|kappa|qwk|log loss|logloss|cross entropy|brier|silhouette|r2|balanced|absolute error|squared? error|average precision|matthews?)(?= )"


def _wished(reading: Reading, mention: ScoreMention) -> bool:
    """A wish, not a question or an aside: "no need for accuracy" and "accuracy of 0.9 today" are none."""
    line = reading.line
    before = line.canon[: line.place(mention.start)]
    before = " " + re.split(r"[.;!?]", before)[-1].strip() + " "
    after = " " + re.split(r"[.;!?]", line.canon[line.place(mention.end) - 1 :])[0].strip() + " "
    if search(
        r" (?:not|no|never|without|instead of|rather than|forget|than|ignore|what be|what|explain|define|mean of)(?: (?:use|optimise|maximise|minimise|plain|raw|simple|mere|pure|just|about|the|a|an|want|care about|care for|by|on|need|interested in|look at|judge by|score by|go for|go by|really|much|so|bother|bother with|with|for|fuss about|impress by|impressed by|trust|believe in|fall for))* $",
        before,
    ):
        return False
    if match(_TURNED_DOWN, after) or _asks_which(line, mention) or _of_others(line, mention):
        return False
    if match(
        r" (?:of |at |be |above |over |under |below |around |about |score of )*(?:<num>|<pct>)(?! (?:fold|split|repeat|repetition|time|cross))",
        after,
    ):
        return False
    if search(r" (?:<pct>|<num>)(?: of)? $", before):
        return False
    if (
        mention.name in ("precision", "recall", "accuracy")
        and search(r" (?:high|good|great|with|for|of) $", before)
        and match(r" (?:engineering|instrument|tool|part)", after)
    ):
        return False
    return (
        bool(search(rf" {_JUDGE}(?= )", before))
        or not before.strip()
        or bool(match(rf" (?:{_JUDGE}|[,]|$)", after))
        or before.rstrip().endswith((",", "and", "but"))
        or len(before.split()) <= 6
        or line.has(_TECHNICAL, start=mention.start, end=mention.end)
    )


_TAKEN_UP = r"^(?: ,)? (?:instead|it be|rather|please|be(?: (?:the|a|much|far|really|clearly))* (?:better|right|good|fairer|more \w+)(?: \w+)?(?= (?:score|one|metric|measure|choice|yardstick|for|than|,|\.|;|after|here)))(?= )"
_DROPPED = r" (?:swap|replace|exchange|drop|scrap|ditch|forget|instead of|rather than|in place of|away from|from|not|no longer|no more|never mind|leave out|over)(?: (?:the|my|that|this|old|out|about|to|by|with))* $"
_DROPPED_BEHIND = (
    r"^(?: (?:be|go|should be|can be))* (?:out|no more|no longer|gone|replace|be replace|drop|pass|old)(?= )"
)


def _dropped(line: Line, mention: ScoreMention) -> bool:
    """ "Swap the AUC for F1": the one that has to make room."""
    before = line.canon[: line.place(mention.start)]
    return bool(search(_DROPPED, before)) or line.has(_DROPPED_BEHIND, start=mention.end)


_DECIDES_BEFORE = r" (?:decide|choose|chosen|choice|select|selection|pick|winner|optimi[sz]e|tune)(?: (?:it|the|model|of|be|make|made|on|for|will|must|should|only))* (?:on|by|for|with|via)(?: (?:the|plain|only|solely|alone))* $"
_DECIDES_BEHIND = r"^ (?:score )?(?:alone|only|decide|be (?:what|the one that) (?:count|matter|decide)|be decisive|have the (?:last|final) (?:word|say))(?= )"


def _decides(line: Line, mention: ScoreMention) -> bool:
    """ "AUC goes into the appendix, the choice is made on log loss alone": the one that settles it."""
    before = line.canon[: line.place(mention.start)]
    return bool(search(_DECIDES_BEFORE, before)) or line.has(_DECIDES_BEHIND, start=mention.end)


def _preferred(reading: Reading, wished: list[ScoreMention]) -> list[str]:
    """ "RMSE instead of MAE", "not AUC but F1": the one that is not turned down; "f1 macro, i.e. macro f1" once."""
    line = reading.line
    last = wished[-1]
    deciding = {m.name for m in wished if _decides(line, m)}
    if len(deciding) == 1:
        return list(deciding)
    chosen = [m for m in wished if line.has(_TAKEN_UP, start=m.end)]
    if len({m.name for m in chosen}) == 1:
        return [chosen[0].name]
    kept = {m.name for m in wished} - {m.name for m in wished if _dropped(line, m)}
    if len(kept) == 1:
        return list(kept)
    before = line.canon[: line.place(last.start)]
    if search(
        r" (?:no|rather|actually|instead|sorry|or rather|i mean|better|make that|but)(?: ,)?(?: use| the| make it| let 's use| by| take)* $",
        before,
    ):
        return [last.name]
    return []
