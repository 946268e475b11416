"""What the delivered model must keep to: size, speed, readability."""

from __future__ import annotations

from assistant.offline.aside.denied import is_denied
from assistant.offline.aside.told import clause_end, clause_start, is_told
from assistant.offline.aside.wishes import of_wishes
from assistant.offline.reading import Reading
from assistant.offline.search.answering import is_answer_time
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import search
from assistant.offline.text.tidying import tidy

_READABLE = r"(?:interpretable|explainable|transparent|readable|understandable|comprehensible|white box|glass box|intelligible)"
_MODEL = r"(?:model|thing|one|result|solution|something|anything|approach|method|it|algorithm|rule)"
_INTERPRETABLE = (
    r" (?:nothing|no|not|never|without|avoid|not use|not want|do not want|do not like|stay away from|exclude|hate)(?: \w+){0,8}? (?:black box(?:es)?|opaque|inscrutable|unexplainable)",
    rf" {_MODEL}s?(?: \w+){{0,4}}? (?:must|should|have to|need to|be to|ought to|will need to)(?: \w+){{0,3}}? (?:be |stay |remain )?(?:fully |easily |completely )?{_READABLE}(?= )",
    rf" (?:only|must be|should be|has to be|have to be|need to be|be|keep it|keep|stay|want|need|an?|use|fully|prefer|with) (?:an? |only |fully |easily |something |simple and )*{_READABLE}(?: {_MODEL})?(?= )",
    r" (?:must|may|should|can|shall|ought|will|have to)(?: to)? (?:not|never)(?: \w+){0,2}? be (?:a |an |any |another |such a |some )*(?:black box(?:es)?|opaque|inscrutable)(?= )",
    rf" {_READABLE}(?: {_MODEL}s?)? (?:only|alone|please)(?= )",
    rf" [:,–-] {_READABLE} (?:{_MODEL}s?)(?: ,? ?(?:then|that be|please|only))?(?= [.;!,])",
    rf" {_READABLE} (?:to|for|by) (?:a |an |the |our |my |any |every )*(?:customer|client|regulator|auditor|boss|manager|board|doctor|nurse|patient|team|people|staff|colleague|seller|judge|layman|outsider|human|everyone|everybody|us)s?(?= )",
    r" (?:need|want|must|have|should|would like|accept|trust|sign|approve|believe)(?: \w+){0,5}? (?:something|model|one|result|it)? ?(?:that |which )?(?:\w+ ){0,4}?(?:can|could|be able to) (?:be )?(?:read|understand|explain|follow|check by hand|inspect|interpret)(?= )",
    rf" {_MODEL}(?: that| which)?(?: [a-z]+){{0,9}}? (?:can|could|be able to)(?: \w+)? (?:read|understand|explain|follow|interpret|trace)(?= )",
    r" (?:nothing|no(?: model)?) (?:that )?(?:i|we|they|he|she|you|people|nobody|one|a regulator|anyone|somebody|(?:the|our|my) \w+)? ?(?:can ?not|can) (?:be )?(?:explain|understand|read|follow)",
    r" so(?: that)? (?:\w+ ){1,4}(?:can|could|be able to) (?:still )?(?:read|understand|follow|check|explain|interpret) (?:it|them|the (?:model|rule)s?|each|every)(?= )",
    r" (?:must|have to|need to|should|want|need|ought to|ought)(?: \w+){0,4}? (?:can|could|be able to) (?:still )?(?:read|understand|explain|follow|check|trace|verify|retrace|justify) (?:\w+ ){0,2}(?:decision|step|prediction|rule|verdict|reason|model)s?(?= )",
    r" (?:put|say|express|state|explain|write|justify|tell)(?: \w+){0,3}? in (?:\w+ ){0,2}(?:word|english|language|term|sentence)s?(?= )",
    r" (?:work out|calculate|follow|check|compute|retrace|explain|do|verify|apply|redo)(?: \w+){0,4}? (?:by hand|with (?:a )?(?:pencil|pen|paper)|on (?:a )?(?:paper|napkin|beer mat|blackboard|single page|sheet of paper))(?= )",
    r" (?:see|know|understand|read|show|give|need|want|explain)(?: \w+){0,3}? (?:reason|reasoning|logic)s? (?:behind|for|of|why)(?= )",
    r" (?:can|could|be able to)(?: \w+)? (?:look|see|peer|peek) (?:inside(?! the)|under the bonnet|under the hood)(?= )| (?:can|could|must|should)(?: \w+)? be (?:lay|laid) (?:open|bare)(?= )",
    r" (?:layman|laymen|lay person|lay people|non expert|amateur|outsider)s?(?: \w+)? (?:understand|follow|read|grasp|get)(?= )",
    r" (?:must|have to|need to|should|want|need|ought to)(?: \w+){0,5}? (?:can|could|be able to) (?:see|tell|know|say|understand|explain|read|show)(?: \w+)? (?:why|how|what for|on what ground)(?= )",
    r" (?:explain|justify|defend) (?:every|each|any|it|the|its|their|our)(?: \w+){0,3}? (?:to|for|before) (?:a |an |the |our |my )?(?:regulator|auditor|customer|court|judge|board|authority|supervisor|inspector)",
)
_SIZE = (
    r" (?P<size><size>)",
    r" model(?: \w+){0,8}? (?P<size><size>)",
)
_SPEED = r" (?P<time><ms>)"
_READABILITY = rf"(?:{_READABLE}|interpretability|explainability|transparency|readability|explanations?)"
_BLACK_BOX = r"black ?box(?:es)?"
# What was asked for before, or might be thought to be, is not needed.
_GIVEN_UP = (
    rf" (?:whether|if)(?: \w+){{0,3}} {_READABLE}(?= )",
    rf" (?:not (?:have to|need to) be|need not be|no need (?:for|to be)|no longer (?:have to|need to|must) be|not be require to be)(?: \w+){{0,2}} {_READABLE}(?= )",
    rf" {_BLACK_BOX}(?: model)?s? (?:be|will be|would be|do|may be)(?: \w+)? ?(?:fine|ok|okay|allow|allowed|welcome|acceptable|all right|good enough|do)(?= )",
    rf" (?:forget|drop|never mind|lift|remove|scrap|cancel|ignore)(?: (?:about|the|that|it|must|be|being|need|to|for|requirement|of|wish))* {_READABILITY}(?= )",
    rf" {_READABILITY}(?: (?:requirement|bit|part|thing))? (?:be no longer|be not|do not|no longer|not)(?: \w+)? ?(?:need|require|matter|necessary|important|must|an issue|ask for)(?= )",
    rf" (?:not|never|no longer) (?:care|mind|bother)(?: \w+){{0,6}} (?:{_READABILITY}|{_BLACK_BOX})(?= )",
    rf" (?:can|may|could)(?: (?!not |never |hardly |no )\w+)? be (?:a |any )?{_BLACK_BOX}(?= )",
)
_NOBODY_ASKS = r" (?:nobody|no one|none of us|not|never|without|hardly anyone|nor|no)(?: \w+){0,3}? (?:need|ask|want|require|care|insist|demand|request|expect|mind)(?= )"
_ASKED = r" (?:accept|trust|believe|sign|approve|want|ask|demand|require|insist|request|need|tell|promise|decide|agree)(?= )"
_LET_GO = r" (?:forget|drop|remove|lift|scrap|cancel|ignore|skip|never mind|no longer need|no)(?: (?:about|the|a|any|that|my|our|whole))*"
_DEMAND = (
    r"(?: (?:limit|thing|requirement|bound|cap|constraint|part|bit|demand|target|condition|ceiling|stuff))"
)
_FORGET = (
    ("limits.predict_ms", rf"{_LET_GO} (?:latency|speed|response time|answer time|millisecond|ms)s?{_DEMAND}?(?= )"),
    ("limits.model_mb", rf"{_LET_GO} (?:size|model size|megabyte|mb|file size){_DEMAND}?(?= )"),
    ("limits.model_mb", r" (?:forget|drop|remove|lift|no|ignore)(?: the| a| any)* (?:size limit|model size|limit (?:on|of) (?:the )?(?:model )?size|memory limit of the model)"),
    ("limits.model_mb", r" size(?: limit)? (?:do not|no longer|be not|be no longer)(?: \w+)? (?:matter|count|important|an issue|need)"),
    ("limits.predict_ms", r" (?:speed|latency)(?: limit)? (?:do not|no longer|be not|be no longer)(?: \w+)? (?:matter|count|important|an issue|need)"),
    ("limits.predict_ms", r" (?:forget|drop|remove|lift|no|ignore)(?: the| a| any)* (?:speed limit|latency limit|limit on (?:the )?(?:speed|latency))"),
)  # fmt: skip


@of_wishes
def read_limits(reading: Reading) -> None:
    """Find limits on the delivered model."""
    for path, pattern in _FORGET:
        hit = reading.line.first(pattern)
        if hit and reading.said(path) is not None:
            reading.set(path, None, hit.quote)
            reading.claim(hit)
    _read_interpretable(reading)
    _read_speed(reading)
    _read_size(reading)


def _read_interpretable(reading: Reading) -> None:
    given_up = next((hit for pattern in _GIVEN_UP if (hit := reading.line.first(pattern))), None)
    if given_up is not None:
        if reading.said("limits.interpretable"):
            reading.set("limits.interpretable", None, given_up.quote)
        return
    for place, pattern in enumerate(_INTERPRETABLE):
        negative = place == 0  # "nothing black-box" denies by itself
        hits = reading.line.find(pattern)
        hits = (h for h in hits if not _of_variance(reading.line, h))
        hit = next((h for h in hits if negative or not _is_denied(reading.line, h)), None)
        if hit:
            reading.set("limits.interpretable", True, hit.quote)
            return


def _of_variance(line: Line, hit: Hit) -> bool:
    """ "What part of its variation can be explained" speaks of a score."""
    start, end = clause_start(line, hit.start), clause_end(line, hit.end)
    return line.has(r" (?:variance|variation|variability|spread|fluctuations?)(?= )", start=start, end=end)


def _is_denied(line: Line, hit: Hit) -> bool:
    """Whether the clause says that nobody asks for it: "nobody has asked for the model to be explainable"."""
    start = clause_start(line, hit.start)
    lead = f" {line.canon[line.place(start) : line.place(hit.end)]}"
    return bool(search(_NOBODY_ASKS, lead)) or (
        is_told(line, hit.start) and not line.has(_ASKED, start=start, end=hit.end)
    )


def _read_size(reading: Reading) -> None:
    for hit in reading.line.find(_SIZE[0]):
        if not reading.free(hit, "size"):
            continue
        if _of_memory(reading.line, hit):
            continue
        if _of_the_data(reading.line, hit):
            continue
        _limit(reading, "limits.model_mb", tidy(hit.quantity("size").value / 1e6), hit)


def _of_memory(line: Line, hit: Hit) -> bool:
    """ "Training has 6 gigs of RAM" in the clause of the size itself; a limit beside it is another matter."""
    start, end = clause_start(line, hit.start), clause_end(line, hit.end)
    if start > 0 and line.items[start - 1].text == ":":
        start = clause_start(line, start - 1)  # "memory while training: 4 GB"
    return line.has(r" (?:ram|memory)(?= )", start=start, end=end) and not line.has(
        r" (?:models?|artefact|artifact|pickle|on disk)(?= )", start=start, end=end
    )


def _of_the_data(line: Line, hit: Hit) -> bool:
    """ "The data file is 300 MB": no wish about the model."""
    start = clause_start(line, hit.start)
    around = line.canon[line.place(start) - 1 : line.place(hit.end + 3)]
    limited = line.has(_LIMITED, start=start, end=clause_end(line, hit.end))
    told = is_told(line, hit.start) or (
        not limited
        and search(r" (?:datum|dataset|table|csv|drive|export|dump|database|download)(?= )", around)
    )
    return bool(told) and not search(r" (?:model|artefact|artifact|pickle)(?= )", around)


_LIMITED = r" (?:under|below|at most|no more|not more|max|maximum|limit|up to|less than|exceed|within|ceiling|tops)(?= )"


def _read_speed(reading: Reading) -> None:
    for hit in reading.line.find(_SPEED):
        if reading.free(hit, "time") and not is_told(reading.line, hit.start + 1):
            _limit(reading, "limits.predict_ms", tidy(hit.quantity("time").value), hit)
    for hit in reading.line.find(r" (?P<time><dur>)(?= )"):
        if reading.free(hit, "time") and is_answer_time(reading.line, hit.start):
            _limit(reading, "limits.predict_ms", tidy(hit.quantity("time").value * 1000), hit)


def _limit(reading: Reading, path: str, value: float, hit: Hit) -> None:
    """Keep a limit; one that is denied is none, and is taken back where it held before."""
    if not is_denied(reading.line, hit.start, hit.end):
        reading.set(path, value, hit.quote)
    elif reading.context.spec.get("limits", {}).get(path.removeprefix("limits.")) == value:
        reading.set(path, None, hit.quote)
    reading.claim(hit)
