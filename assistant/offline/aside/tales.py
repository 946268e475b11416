"""Stretches of a message that wish for nothing: what somebody would do who is somebody else, and what a text reads."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.offline.aside.told import is_past, typed
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

# "If I were the boss, I'd give it a whole day"; "if you could be done in ten minutes, I'd be glad" is a polite wish.
_UNREAL = frozenset(words("were was had could lived worked owned ran sat"))
_REACH = 5
_AS_IT_IS = (
    r" (?:but|yet|however|alas|as (?:it|things) (?:be|stand)|sadly|unfortunately|but (?:since|as) )(?= )"
)
_THEN = r" (?:would|might|could)(?= )"
_POLITE = r" (?:would|could|might)(?: not)?(?: \w+)? (?:be (?:surprise|surprised|astonish|astonished|absurd|wrong|odd|silly|nonsense|bad|a pity|great|nice|good|perfect|fine|ok|okay|glad|happy|grateful|lovely|ideal|enough|helpful|pleased|delighted|thankful|super)|appreciate|love|prefer|like|suit|help)(?= )"
_WRITING = r"(?:note|comment|ticket|mail|e ?mail|letter|memo|message|text|line|remark|sticker|sign|file|field|cell|row|entry|header|footer|subject|review|complaint|post|tweet|readme|script|slide)s?"
_READS = r"(?:read|say|go|state|contain|claim)"
_READ_OUT = rf" (?:{_WRITING}(?: \w+){{0,4}}? {_READS}(?: \w+){{0,4}}? :|{_WRITING}(?: \w+){{0,3}}? (?:read|say|go)(?: like(?: this)?)? ,)"


def tales(line: Line) -> Iterator[tuple[int, int]]:
    """The stretches, as items of the line."""
    for start, end in line.sentences():
        if is_dreamt(line, start, end):
            yield start, awake(line, start, end)
            continue
        read = line.first(_READ_OUT, start=start, end=end)
        if read is not None and read.end < end:
            yield read.end, end


def awake(line: Line, start: int, end: int) -> int:
    """Where a sentence comes back to how things are: "…, but as things are it is ten minutes"."""
    then = line.first(_THEN, start=start, end=end)
    back = line.first(_AS_IT_IS, start=then.end if then else start, end=end)
    return back.start if back is not None else end


def is_dreamt(line: Line, start: int, end: int) -> bool:
    if not line.has(_THEN, start=start, end=end) or line.has(_POLITE, start=start, end=end):
        return False
    if typed(line, start) in ("were", "had"):
        return True
    return any(_begins_a_dream(line, at, end) for at in range(start, end) if line.items[at].text == "if")


def _begins_a_dream(line: Line, at: int, end: int) -> bool:
    """An "if" with an unreal verb; "if I had to guess" is none."""
    ahead = not line.has(_THEN, start=max(0, at - _REACH), end=at)  # "it would be absurd if …" judges a case
    if at + 1 >= end or line.items[at + 1].text in ("you", "only"):
        return False
    return any(
        (typed(line, k) in _UNREAL or (ahead and is_past(typed(line, k))))
        and not (k + 1 < end and line.items[k + 1].text == "to")
        for k in range(at + 1, min(at + 1 + _REACH, end))
    )
