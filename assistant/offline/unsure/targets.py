"""What is to be predicted and cannot be: two columns at once, or something that no column holds."""

from __future__ import annotations

from assistant.offline.meaning import nearness
from assistant.offline.reading import Reading, either
from assistant.offline.table.columns import pieces_of
from assistant.offline.table.events import find_events

_TWO = (
    r" (?:predict|forecast|estimate|model|work out|both|(?:two|<num>) thing|target be|target :)(?: (?:both|two|<num>|thing|the|a|an|:|either|of|these|following|column|target|how|each|at once|together|me|us))* (?P<one><col>)(?: (?:column|and|or|also|as well as|plus|the|a|an|its|their|then|how))+ (?P<two><col>)"
    r"(?= (?:column |both |too |at once |together |at the same time |in one (?:go|model) |please |for |of |per )*(?:[.,;!?:]|$|for|of|per|with|in|at|from|using)(?= )| $| (?:both|too|at once|together|at the same time|in one (?:go|model)|please)(?= ))"
)


def ask_about_two_targets(reading: Reading) -> None:
    """Ask which of two columns is to be predicted, where both were asked for in one breath."""
    line = reading.with_columns(least=0.9, synonyms=False)
    target = reading.said("target")
    if reading.context.spec.get("target") is not None:
        return
    for hit in line.find(_TWO):
        names = [hit.payload(group).column.name for group in ("one", "two")]
        if target not in (None, *names) or names[0] == names[1]:
            continue
        reading.findings[:] = [f for f in reading.findings if f.path not in ("target", "task", "positive_label")]
        reading.doubts[:] = [d for d in reading.doubts if d.field not in ("target", "task", "positive_label")]
        reading.ask("target", f"One model predicts one column. Which should it be: {either(names)}?", names)
        return


_WORD = r"(?!(?:value|column|target|outcome|result|probability|chance|risk|likelihood|odds|same|following|rest|answer|right|next|model|true|most|best|one|person|case|row|two|future|figure|number)s?(?= ))[^\W\d_<>][\w-]*"
_THING = (
    r" (?:predict|forecast|estimate)(?: (?:me|us))? (?:(?:the|a|an|each|every|our|their|its|how many)(?: \w+ (?:'s|s'))?)(?: (?:number|amount|kind|type|level|total|share|rate) of)?(?: (?:the|a|each|every))?"
    rf" (?P<what>{_WORD}(?: {_WORD}){{0,2}})(?= (?:[.,;:!?)]|of|for|per|in|from|with|using|and|on)(?= )| $)"
)
# "The demand of each branch", "for every turbine": what the rows are about.
_OF_EACH = r" (?:(?:of|for|in|at|by|on)(?: (?:each|every|all|any|single|our|my|the))* (?:each|every)|per)$"
_LEAST_NEAR = 0.3
_NAMED = 0.9


def ask_about_a_missing_target(reading: Reading) -> None:
    """Ask for the target where what is to be predicted is named outright and looks like no column, nor like the one taken."""
    column = reading.columns.by_name.get(str(reading.said("target")))
    if column is None or reading.context.spec.get("target") is not None:
        return
    line = reading.line
    columns = reading.columns.mentions(line, least=0.2)
    if any(m.column is column and m.score >= _NAMED and not line.has(_OF_EACH, end=m.start) for m in columns):
        return
    for hit in line.find(_THING):
        start, end = hit.span("what")
        spots = (
            *((m.start, m.end) for m in columns if any(c.column is column for c in m.candidates)),
            *((m.start, m.end) for m in reading.labels.mentions(line, among=[column.name], least=0.3)),
            *((event.start, event.end) for event in find_events(line)),
        )
        if any(first < end and start < last for first, last in spots):
            continue
        texts = [" ".join(pieces_of(column.name)), *(column.labels[:8] if column.kind != "number" else ())]
        if nearness(line.words(start, end), texts).max() >= _LEAST_NEAR:
            continue
        reading.findings[:] = [f for f in reading.findings if f.path not in ("target", "task", "positive_label")]
        reading.doubts[:] = [d for d in reading.doubts if d.field not in ("target", "task", "positive_label")]
        said = line.words(start, end)
        reading.ask("target", f"No column is called “{said}”. Which column should be predicted?")
        return
