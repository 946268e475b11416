"""A later message about rows or columns that were spoken of before: widened, taken back, or said anew."""

from __future__ import annotations

from assistant.offline.reading import Reading
from assistant.offline.table.column_lists import ahead
from assistant.offline.table.columns import Mention
from assistant.offline.text.line import Line, read_line
from assistant.offline.text.wordlists import words

_LET_GO = r"(?:forget(?: about)?|drop|remove|lift|cancel|delete|undo|never mind|scrap|scratch|lose|withdraw|take back|waive|loosen|ignore)"
_BOUND_NOUN = r"(?:filter|restriction|condition|selection|subset|row filter|row restriction|limitation)s?"
_ROWS = r"(?:row|customer|case|record|client|person|people|loan|claim|order|patient|employee|lead|house|car|phone|ticket|flat|trip|session|student|region|type|datum|data|table|one)s?"
_EVERY = rf" (?:use|take|look at|include|consider|keep|learn from|train on|with|want|go with|back to)(?: again)? (?:all|every|everybody|everyone|the whole|the full|the entire)(?: of)?(?: the| my| our)?(?: [a-z]+)? ?(?:{_ROWS})?(?= (?:again|after all|now|please|then|instead|[.,;!])(?= )| $|$)"
_ALL_OF_THEM = r" (?:everybody|everyone|all of them|all rows|all customers|the lot) (?:again|after all|count|be in|may stay|then)(?= )"
_OTHER = r" (?:model|family|method|algorithm|column|feature|field|variable|time|trial|budget|memory|size|fold|input)s?(?= )"
_COLUMNS_AGAIN = (
    r" (?:use|take|include|allow|keep|consider|bring back|put back|have)(?: in)? (?:all|every|all of)(?: the| my| our)?(?: other)? (?:column|feature|field|variable|input)s?(?= )"
    r"|(?:all|every)(?: the)? (?:column|feature|field|variable)s? (?:be|may|can|should) (?:fine|ok|allow|use|be used?|back|welcome|in|stay)(?= )"
)
_FORGET_SAID = rf" (?:{_LET_GO})(?= (?:what i (?:say|tell|write)|my (?:wish|remark|comment|words)|the (?:thing|bit|part|ban|exclusion)|that bit|about))"
_RECENT = 6  # fields that one message may set
_BACK = r" (?:put|bring|take|let|use|add|have|want)(?: (?:both|it|them|all|those|that|these|of|the|two|column|field))+ (?:back|again)(?= )"
_MORE = frozenset(
    words("and also too as well plus please add oh yes , . ! the column field ditto likewise same go for")
)


def filter_lifted(reading: Reading) -> str:
    """The words that take the choice of rows back, if any."""
    line = reading.line
    for text, stretch in _heard(line):
        if stretch.has(_OTHER):
            continue
        hit = stretch.first(rf" {_LET_GO}(?: the| that| this| my| our| all| any| row)* {_BOUND_NOUN}(?= )")
        if hit:
            return text or hit.quote
    hit = line.first(_EVERY) or line.first(_ALL_OF_THEM)
    if hit and not line.has(r"^ (?:except|but|apart from|bar|save|of|from|in|with|who)(?= )", start=hit.end):
        return "" if line.has(_OTHER, start=hit.start, end=hit.end) else hit.quote
    return ""


def _heard(line: Line) -> list[tuple[str, Line]]:
    """The line itself, and what was set aside as a wish to undo something."""
    asides = [line.words(at, at + 1) for at, item in enumerate(line.items) if item.text == "<aside>"]
    return [("", line), *((text, read_line(text)) for text in asides)]


def columns_lifted(reading: Reading, line: Line) -> tuple[list[str], str]:
    """Columns that may be used again without a verb that says so: all of them, or those of a wish that is forgotten."""
    before: list[str] = list(reading.context.spec.get("ignore_columns") or ())
    if not before:
        return [], ""
    hit = line.first(_COLUMNS_AGAIN)
    if hit:
        return before, hit.quote
    back = line.first(_BACK)
    if back and not line.has(r" <col>(?= )"):
        return before, back.quote
    for forgotten in line.find(_FORGET_SAID):
        end = next((b for a, b in line.sentences() if a <= forgotten.start < b), len(line.items))
        named = [
            item.payload.column.name
            for item in line.items[forgotten.end : end]
            if isinstance(item.payload, Mention) and item.text == "<col>"
        ]
        if set(named) & set(before):
            return named, line.words(forgotten.start, end)
    return [], ""


def columns_added(reading: Reading, line: Line) -> tuple[list[str], str]:
    """ "And the device as well", right after columns were left out: more of the same."""
    if "ignore_columns" not in reading.context.recent[:_RECENT] or not line.items:
        return [], ""
    first = next((at for at, item in enumerate(line.items) if item.text == "<col>"), None)
    if first is None:
        return [], ""
    found = ahead(line, first, len(line.items))
    rest = {item.text for at, item in enumerate(line.items) if at < first or at >= found.end}
    said = rest & _MORE - {",", ".", "!", "the", "please"}
    if not said or rest - _MORE or not found.sure:
        return [], ""
    return [mention.column.name for mention in found.mentions], line.text.strip()
