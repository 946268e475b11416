"""Columns that the table does not have, named where one is needed: to leave out, to group by, to move with."""

from __future__ import annotations

from assistant.offline.reading import Reading
from assistant.offline.table.column_groups import members
from assistant.offline.table.columns import Mention
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.wordlists import words

_WORD = r"(?!(?:the|a|an|this|that|these|those|all|any|no|of|in|is|be|not|and|or|to|for)(?= ))[^\W\d_][\w'-]*"
_LEAVE_OUT = (
    r" (?:leave out|leave (?:[\w<>]+ ){1,4}out|drop|ignore|exclude|without|remove|skip|disregard|take out|throw (?:out|away)|omit|discard"
    r"|(?:not|never)(?: be)? (?:use|consider|include|look at|touch)|except|strike|delete|get rid of|hide|never mind|forget)(?= )"
)
_NAMED = rf" (?:(?:column|field|variable|feature|attribute)s?(?: (?:call|name|for|with|of|about))*(?: the| a| an)? (?P<behind>{_WORD})(?= (?:[.,;:!?)]|and|or|please|too|as well|in|from)(?= )| $)|(?:the|a|an|no|any|their|our)? (?P<before>{_WORD}(?: {_WORD})?) (?:column|field|variable|feature|attribute)(?= ))"
_NO_NAME = frozenset(
    words(
        """other same whole last first second third new target id right left relevant irrelevant following only useless single one
        next every each some more extra sensitive personal private numeric numerical categorical date text useful
        important good bad wrong own previous above below entire separate different certain few many two three
        four five main key result outcome label total free additional remaining old latter former said respective
        such unnecessary empty constant call name most least what which whose it them there here here's data table
        input output train training test leaky leaking dependent independent redundant duplicate"""
    )
)
_GROUPS = (
    rf" (?:no|any|a|one|each|every|same|the same|single) (?P<what>{_WORD})(?: (?:be|may|must|can|should|ever|never|not|appear|turn up|show up|end up|stand|sit|occur|fall|land|straddle\w*|split|share))+(?: (?:in|on|into|across|between|over|both|two|up))* (?:both|two|several|more than one|different|training|learn\w*|fold|train|split|part|side|half)s?(?= )",
    rf" (?:split|group|fold|cross ?validat\w*)(?: (?:the|fold|row|datum|data|all|everything|it|them|k ?fold|by group|grouped))* by (?P<what>{_WORD})(?= (?:[.,;:!?)]|and|so|with|in)(?= )| $)",
    rf" group (?:k ?fold|cv|cross validation|validation|split)(?: \w+)? (?:by|on|over|per) (?P<what>{_WORD})(?= )",
)
_MOVES = (
    rf" the (?:more|fewer|higher|lower|older|bigger|larger|longer|less|greater)(?: of)?(?: the)? (?P<what>{_WORD}(?: {_WORD})?)(?: [\w<>]+){{0,4}} , the (?:more|higher|lower|less|fewer|cheaper|dearer|bigger|smaller|larger|greater)(?= )",
    rf" (?:must|may|should|can|shall|will) (?:not|never|only)(?: ever)? (?:rise|fall|increase|decrease|go up|go down|grow|drop|shrink|decline|climb)(?: \w+){{0,2}} (?:as|when|with|if)(?: the| a| an| more)?(?: (?:number|amount|count|size|level|share) of)?(?: the)? (?P<what>{_WORD}(?: {_WORD})?) (?:rise|fall|increase|decrease|go up|go down|grow|drop|shrink|decline|climb|improve|get)(?= )",
)
_PLAIN = frozenset(
    words(
        "mistake hand accident default law chance it they this that model prediction price estimate figure value number row datum time random turn date"
    )
)


def ask_about_missing_columns(reading: Reading) -> None:
    """Ask which column is meant where none is called as was said."""
    line = reading.with_columns()
    for hit in line.find(_NAMED):
        said = hit.said("behind") or hit.said("before")
        if any(members(reading, word) for word in said.split()[-1:]):
            continue  # "none of the five AcceptedCmp columns"
        first = next((a for a, b in line.sentences() if a <= hit.start < b), 0)
        if line.has(_LEAVE_OUT, start=first, end=hit.start + 1) and _is_unknown(reading, line, hit, said):
            reading.ask(
                "ignore_columns", f"There is no column for \u201c{said}\u201d. Which one should be left out?"
            )
    if not any(f.path.startswith("validation") and f.path != "validation.folds" for f in reading.findings):
        for pattern in _GROUPS:
            for hit in line.find(pattern):
                if _is_unknown(reading, line, hit, hit.said("what")):
                    reading.ask(
                        "validation.column", f"Which column tells the {hit.said('what')}? None is called so."
                    )
    if not any(f.path.startswith("monotone") for f in reading.findings) and reading.said("target"):
        for pattern in _MOVES:
            for hit in line.find(pattern):
                if _is_unknown(reading, line, hit, hit.said("what")):
                    reading.ask(
                        "monotone", f"Which column is meant by “{hit.said('what')}”? None is called so."
                    )


def _is_unknown(reading: Reading, line: Line, hit: Hit, said: str) -> bool:
    """Whether words name something, and no column or label, however loosely."""
    named = said.split()
    if not named or named[-1] in _NO_NAME or named[0] in _NO_NAME or named[-1] in _PLAIN or "<" in said:
        return False
    if any(isinstance(item.payload, Mention) for item in line.items[hit.start : hit.end]):
        return False
    return not reading.columns.candidates(named) and not reading.labels.fits(named)
