"""What the delivered model must keep to: size, speed, readability."""

from __future__ import annotations

from assistant.offline.budget import tidy
from assistant.offline.reading import Reading
from assistant.offline.wishes import of_wishes

_READABLE = r"(?:interpretable|explainable|transparent|readable|understandable|comprehensible|white box|glass box|intelligible)"
_MODEL = r"(?:model|thing|one|result|solution|something|anything|approach|method|it|algorithm|rule)"
_INTERPRETABLE = (
    r" (?:nothing|no|not|never|without|avoid|not use|not want|do not want|do not like|stay away from|exclude|hate)(?: \w+){0,8}? black box(?:es)?",
    rf" {_MODEL}s?(?: \w+){{0,4}}? (?:must|should|have to|need to|be to|ought to|will need to)(?: \w+){{0,3}}? (?:be |stay |remain )?(?:fully |easily |completely )?{_READABLE}(?= )",
    rf" (?:only|must be|should be|has to be|have to be|need to be|be|keep it|keep|stay|want|need|an?|use|fully|prefer|with) (?:an? |only |fully |easily |something |simple and )*{_READABLE}(?: {_MODEL})?(?= )",
    r" (?:need|want|must|have|should|would like)(?: \w+){0,5}? (?:something|model|one|result|it)? ?(?:that |which )?(?:\w+ ){0,4}?(?:can|could|be able to) (?:be )?(?:read|understand|explain|follow|check by hand|inspect|interpret)(?= )",
    rf" {_MODEL}(?: that| which)?(?: [a-z]+){{0,5}}? (?:can|could|be able to)(?: \w+)? (?:read|understand|explain|follow|interpret|trace)(?= )",
    r" (?:nothing|no(?: model)?) (?:that )?(?:i|we|people|nobody|one|a regulator|anyone|somebody)? ?(?:can ?not|can) (?:be )?(?:explain|understand|read|follow)",
    r" (?:explain|justify|defend) (?:every|each|any|it|the|its|their|our)(?: \w+){0,3}? (?:to|for|before) (?:a |an |the |our |my )?(?:regulator|auditor|customer|court|judge|board|authority|supervisor|inspector)",
)
_SIZE = (
    r" (?P<size><size>)",
    r" model(?: \w+){0,8}? (?P<size><size>)",
)
_SPEED = r" (?P<time><ms>)"
_SPEED_SECONDS = r" (?:predict|prediction|answer|score|scoring|response|respond|latency|inference|row|decision)(?: \w+){0,7}? (?P<time><dur>)| (?P<time2><dur>)(?: \w+){0,3}? (?:per|for (?:a|one|each|every|a single)|a) (?:prediction|row|record|answer|case|customer|request|score)"
_NOT_INTERPRETABLE = r" (?:not (?:have to|need to) be|need not be|no need (?:for|to be)|black box(?:es)? (?:be )?(?:fine|ok|okay|allow|welcome|acceptable))(?: \w+){0,2}"
_FORGET = (
    ("limits.model_mb", r" (?:forget|drop|remove|lift|no|ignore)(?: the| a| any)* (?:size limit|model size|limit (?:on|of) (?:the )?(?:model )?size|memory limit of the model)"),
    ("limits.predict_ms", r" (?:forget|drop|remove|lift|no|ignore)(?: the| a| any)* (?:speed limit|latency limit|limit on (?:the )?(?:speed|latency))"),
    ("limits.interpretable", r" (?:it need not be|need not be|no longer (?:have to|need to) be|not have to be|black box(?:es)? be (?:ok|okay|fine|allow|allowed|acceptable)(?: after all| now)?)(?: interpretable| explainable| transparent| readable)?"),
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
    if reading.line.has(_NOT_INTERPRETABLE):
        return
    for pattern in _INTERPRETABLE:
        hit = reading.line.first(pattern)
        if hit:
            reading.set("limits.interpretable", True, hit.quote)
            return


def _read_size(reading: Reading) -> None:
    for hit in reading.line.find(_SIZE[0]):
        if not reading.free(hit, "size"):
            continue
        around = reading.line.canon[
            max(0, reading.line.place(hit.start) - 80) : reading.line.place(hit.end) + 40
        ]
        if any(word in around for word in (" ram ", " memory ")) and " model" not in around:
            continue
        reading.set("limits.model_mb", tidy(hit.quantity("size").value / 1e6), hit.quote)
        reading.claim(hit)


def _read_speed(reading: Reading) -> None:
    for hit in reading.line.find(_SPEED):
        if reading.free(hit, "time"):
            reading.set("limits.predict_ms", tidy(hit.quantity("time").value), hit.quote)
            reading.claim(hit)
    for hit in reading.line.find(_SPEED_SECONDS):
        group = "time" if hit.has("time") else "time2"
        quantity = hit.quantity(group)
        if reading.free(hit, group) and quantity.value <= 5:
            reading.set("limits.predict_ms", tidy(quantity.value * 1000), hit.quote)
            reading.claim(hit)
