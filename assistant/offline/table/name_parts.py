"""Columns that are named by a part of their names: "every column with 'Bsmt' in its name", "whatever begins with Garage"."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.table.columns import pieces_of
from assistant.offline.text.line import Hit

_COLUMNS = (
    r"(?:(?:all|every|each|any|the|those|these|whatever|<num>)(?: (?:of|the|other|<num>))* (?:column|field|variable|feature|input|predictor|one)s?"
    r"|column|field|variable|feature|everything|anything|all|those|whatever)"
)
_QUOTE = r"(?:['\"‘’“”„`] )?"
_PART = rf"{_QUOTE}(?P<part>[^ .;,!?'\"‘’“”<>]+|<col>|<num>)(?: ['\"‘’“”`])?"
_BEGINS = r"(?:begin|start|open)(?: off)? with"
_ENDS = r"(?:end|finish)(?: (?:with|in|on))"
_HOLDS = r"(?:contain|hold|include|have|carry|feature)"
_NAME = r"(?:column )?names?"
_THE_WORD = r"(?: (?:the|a|an|word|piece|letters?|string|prefix|suffix))*"
_PATTERNS = (
    rf" {_COLUMNS}(?: (?:whose|where(?: the)?|with(?: a| the)?|that have a|which have a)) {_NAME} (?:that |which )?(?P<how>{_BEGINS}|{_ENDS}|{_HOLDS}){_THE_WORD} {_PART}",
    rf" {_COLUMNS}(?: (?:that|which))? (?P<how>{_BEGINS}|{_ENDS}){_THE_WORD} {_PART}",
    rf" {_COLUMNS}(?: (?:that|which))? (?P<how>(?:with|have|having|contain|carry|hold)){_THE_WORD} {_PART}(?: (?:in|as part of|somewhere in)) (?:its|their|the|his) {_NAME}",
)


def name_parts(reading: Reading) -> Iterator[tuple[Hit, list[ColumnFacts]]]:
    """Where such a description stands, and the columns that it means."""
    for pattern in _PATTERNS:
        for hit in reading.line.find(rf"{pattern}(?= )"):
            start, end = hit.span("part")
            typed = reading.line.words(start, end).strip(" '\"").lower()
            found = [column for column in reading.context.columns if _fits(column.name, typed, hit)]
            if found and typed:
                yield hit, found


def _fits(name: str, part: str, hit: Hit) -> bool:
    bare, how = name.strip().lower(), hit.said("how").split()[0]
    if how in ("begin", "start", "open"):
        return bare.startswith(part)
    if how in ("end", "finish"):
        return bare.endswith(part)
    return part in bare if len(part) > 2 else part in pieces_of(name)
