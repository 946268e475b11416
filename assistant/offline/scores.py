"""Standard scores by name, and the wish to be judged by one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.offline.line import Line
from assistant.offline.patterns import match, search
from assistant.offline.reading import Reading
from assistant.offline.wordlists import words

ERRORS = frozenset(["log_loss", "brier", "rmse", "mae", "mape", "smape", "rmsle", "median_ae"])
FOR_NUMBERS = frozenset(["rmse", "mae", "mape", "smape", "r2", "rmsle", "median_ae"])
FOR_LABELS = frozenset(
    words(
        """roc_auc average_precision accuracy balanced_accuracy f1 f1_macro precision recall log_loss brier mcc
        quadratic_kappa"""
    )
)

# Longer names first: "mean absolute percentage error" holds "mean absolute error" only in part.
_NAMES: tuple[tuple[str, str], ...] = (
    (r"average precision|pr auc|auc pr|auprc|area under the precision recall curve|precision recall auc|precision recall curve|map score", "average_precision"),
    (r"roc auc|auc roc|auroc|area under the (?:roc )?curve|roc curve|roc|auc|gini", "roc_auc"),
    (r"balanced accuracy|balance accuracy|balanced acc|macro (?:averaged? )?recall|(?:average|mean) of (?:the )?recalls?(?: (?:over|of|across) (?:the |all |both |every )?\w+)?|(?:mean|average) recall(?: over (?:the )?class)?|mean per class accuracy|average class accuracy", "balanced_accuracy"),
    (r"symmetric (?:mape|mean absolute percentage error)|smape", "smape"),
    (r"mean abs(?:olute)? (?:percentage|percent|relative|pct) error|mape|(?:how|by how) (?:many|much) (?:percent|percentage|per cent|%) (?:\w+ ){0,3}?(?:off|out|wrong)(?: (?:on average|in the mean|typically))?|(?:average|mean) (?:percent\w*|relative) (?:deviation|gap|difference|miss)|average percentage error|(?:mean|average) (?:relative|percent|percentage) error|percentage errors? on average|average percentage we be off", "mape"),
    (r"median abs(?:olute)? (?:error|deviation)|median ae|medae|median of (?:the )?(?:absolute |abs )?errors?|middle error|median error|typical error|median absolute deviation", "median_ae"),
    (r"root mean squared? log(?:arithmic)? error|rmsle|log rmse", "rmsle"),
    (r"root mean squared? error|root mean square|rmse|(?:mean )?squared? error|mse|squared loss", "rmse"),
    (r"mean abs(?:olute)? error|mean abs err|abs error|mae|(?:by )?how (?:far|much|many \w+)(?: \w+){0,4}? (?:off|out|wrong|beside|away)(?: (?:by|from (?:it|the truth|the real \w+)))? (?:on average|in the mean|on the average|typically)|(?:mean|average) (?:absolute )?(?:gap|distance|miss|difference|amount (?:we|it|you) be off)|average absolute error|absolute errors?|mean absolute deviation|average error|mean error|(?:how far|how much) (?:off )?(?:we|it|i|you|they|the prediction)(?: \w+){0,3} off (?:on average|in the mean)|how far off we be on average|average deviation", "mae"),
    (r"r squared?|r2|r ?\^ ?2|r²|coefficient of determination|explained variance|variance explain", "r2"),
    (r"(?:macro (?:averaged? )?f1|f1 (?:score )?macro|macro f1 score|macro averaged f1|f1 macro|unweighted f1|macro f score|f1 averaged? over (?:the )?classes)(?: score)?", "f1_macro"),
    (r"f1(?: score| measure)?|f score|f measure|f 1(?: score)?", "f1"),
    (r"matthews?(?: correlation)?(?: coefficient)?|mcc", "mcc"),
    (r"(?:quadratic (?:weight(?:ed)? )?|weighted |cohens? )?kappa(?: score)?|qwk", "quadratic_kappa"),
    (r"log ?loss|cross entropy|logarithmic loss|negative log likelihood|deviance", "log_loss"),
    (r"brier(?: score| loss)?", "brier"),
    (r"silhouette(?: score| coefficient)?", "silhouette"),
    (r"accuracy|share of (?:correct|right) (?:answer|prediction|guess)s?|percent(?:age)? (?:of )?(?:correct|right)|how often (?:it|we|you) be right|hit rate", "accuracy"),
    (r"precision|positive predictive value|ppv", "precision"),
    (r"recall|sensitivity|true positive rate|tpr", "recall"),
)  # fmt: skip

_JUDGE = (
    r"(?:optimi[sz]e|maximise|minimise|use|by|score|scored?|judge|judged|measure|measured|metric|rank|ranked|evaluate|evaluated|aim|target|go|criterion|best|highest"
    r"|lowest|good|select|selection|want|care about|matter|count|look at|tune|with|please|in term of|objective|goal|compare|report|assess|improve|on|for|make|switch|change|is|be|:|yardstick|prefer|enough|according)"
)


@dataclass(frozen=True)
class ScoreMention:
    """A standard score named in a line."""

    start: int
    end: int
    name: str


def find_scores(line: Line) -> list[ScoreMention]:
    """All mentions of scores, none overlapping, in order."""
    taken: set[int] = set()
    found = []
    for pattern, name in _NAMES:
        for hit in line.find(rf"(?<= )(?:{pattern})(?= )"):
            if taken.isdisjoint(range(hit.start, hit.end)):
                taken.update(range(hit.start, hit.end))
                found.append(ScoreMention(hit.start, hit.end, name))
    return sorted([*found, *_described(line, taken)], key=lambda mention: mention.start)


# Scores told by how they are worked out: what has to be spoken of in one sentence, in any order.
_SHARE = r"share|percentage|fraction|proportion|how many|how often"
_RIGHT = r"recogni[sz]e|correct|correctly|right|rightly|found|catch|hit"
_DESCRIBED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("balanced_accuracy", (r"each|every|per", _SHARE, _RIGHT, r"average|mean", r"variety|class|label|category|kind|group|grade|species|type|level|share|figure|<num>")),
    ("accuracy", (_SHARE, _RIGHT, r"count|counts|decide|decides|matter|matters|judge|judged|score|scored|measure|metric|yardstick|go by")),
    ("median_ae", (r"off|error|errors|miss|deviation|deviations|far", r"line|sort|order|rank|arrange|list|half", r"middle|median|half of (?:them|the)")),
)  # fmt: skip


def _described(line: Line, taken: set[int]) -> list[ScoreMention]:
    """ "Take the share of each class that was recognised, then the average": a score without its name."""
    found: list[ScoreMention] = []
    for start, end in line.sentences():
        for name, parts in _DESCRIBED:
            hits = [line.first(rf" (?:{part})(?= )", start=start, end=end) for part in parts]
            places = [hit for hit in hits if hit is not None]
            if len(places) < len(parts):
                continue
            span = range(min(hit.start for hit in places), max(hit.end for hit in places))
            if taken.isdisjoint(span):
                found.append(ScoreMention(span.start, span.stop, name))
                taken.update(span)
    return found


def read_standard(reading: Reading) -> None:
    """Find the wish to be judged by a standard score that no other reader has made use of."""
    wished = [m for m in find_scores(reading.line) if _free(reading, m) and _wished(reading, m)]
    names = list(dict.fromkeys(m.name for m in wished))
    if not names:
        _read_same(reading)
        return
    if len(names) > 1:
        names = _preferred(reading, wished) or names
    if len(names) > 1:
        reading.ask("metric.name", f"Which one score should decide: {' or '.join(names)}?", names)
        return
    chosen = next(m for m in reversed(wished) if m.name == names[0])
    quote = reading.line.words(max(0, chosen.start - 2), chosen.end).strip(" ,.;:")
    reading.set("metric.kind", "standard", quote)
    reading.set("metric.name", names[0], quote)
    for mention in wished:
        reading.claim_items(reading.line, mention.start, mention.end)


_SAME = rf" {_JUDGE}(?: (?:for|by|on|with|to|it|the|models?|exactly|just))* (?:that|the|this)(?: very)?(?: same)? (?P<what>same|(?:metric|score|measure|figure|yardstick|criterion|number))(?= )"


def _read_same(reading: Reading) -> None:
    """ "… sits at a ROC AUC of 0.84; optimise that same metric": the score of today's result, or of the one hoped for."""
    hit = reading.line.first(_SAME)
    if hit is None or not reading.line.has(r" (?:same|that|this)(?= )", start=hit.start, end=hit.end):
        return
    said = {f.value for f in reading.findings if f.path in ("baseline.metric", "expectation.metric")}
    if len(said) == 1:
        reading.set("metric.kind", "standard", hit.quote)
        reading.set("metric.name", said.pop(), hit.quote)


def _free(reading: Reading, mention: ScoreMention) -> bool:
    items = reading.line.items[mention.start : mention.end]
    return not any(k in reading.claimed for item in items for k in range(item.start, item.end))


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


def _wished(reading: Reading, mention: ScoreMention) -> bool:
    """A wish, not a question or an aside: "no need for accuracy" and "accuracy of 0.9 today" are none."""
    line = reading.line
    before = line.canon[: line.place(mention.start)]
    before = " " + re.split(r"[.;!?]", before)[-1].strip() + " "
    after = " " + re.split(r"[.;!?]", line.canon[line.place(mention.end) - 1 :])[0].strip() + " "
    if search(
        r" (?:not|no|never|without|instead of|rather than|forget|than|ignore|what be|what|explain|define|mean of)(?: (?:use|optimise|maximise|minimise|plain|raw|simple|mere|pure|just|about|the|a|an|want|care about|care for|by|on|need|interested in|look at|judge by|score by|go for|go by|really|much|so))* $",
        before,
    ):
        return False
    if match(_TURNED_DOWN, after) or _asks_which(line, mention):
        return False
    if match(r" (?:of |at |be |above |over |under |below |around |about |score of )*(?:<num>|<pct>)", after):
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
    )


def _preferred(reading: Reading, wished: list[ScoreMention]) -> list[str]:
    """ "RMSE instead of MAE", "not AUC but F1": the one that is not turned down; "f1 macro, i.e. macro f1" once."""
    line = reading.line
    last = wished[-1]
    chosen = [
        m for m in wished if line.has(r"^(?: ,)? (?:instead|it be|rather|be better|please)(?= )", start=m.end)
    ]
    if len({m.name for m in chosen}) == 1:
        return [chosen[0].name]
    before = line.canon[: line.place(last.start)]
    if search(
        r" (?:no|rather|actually|instead|sorry|or rather|i mean|better|make that|but)(?: ,)?(?: use| the| make it| let 's use| by| take)* $",
        before,
    ):
        return [last.name]
    weak = [m for m in wished if m.name in ("accuracy", "precision", "recall")]
    strong = [m for m in wished if m not in weak]
    return (
        list(dict.fromkeys(m.name for m in strong))
        if strong and weak and len({m.name for m in strong}) == 1 and False
        else []
    )
