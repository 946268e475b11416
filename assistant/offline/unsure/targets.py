"""What is to be predicted and cannot be: two columns at once, or something that no column holds."""

from __future__ import annotations

from assistant.offline.goal.frame import Frame
from assistant.offline.goal.targets import read_goal
from assistant.offline.meaning import nearness
from assistant.offline.reading import Reading, either
from assistant.offline.rows.filters import read_filter
from assistant.offline.table.columns import pieces_of
from assistant.offline.table.events import find_events
from assistant.offline.text.line import Line

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
        _forget_the_target(reading)
        reading.ask("target", f"One model predicts one column. Which should it be: {either(names)}?", names)
        return


_WORD = r"(?!(?:value|column|target|outcome|result|probability|chance|risk|likelihood|odds|same|following|rest|answer|right|next|model|true|most|best|one|person|case|row|two|future|figure|number)s?(?= ))[^\W\d_<>][\w-]*"
_THING = (
    r" (?:predict|forecast|estimate)(?: (?:me|us))? (?:(?:the|a|an|each|every|our|their|its|how many)(?: \w+ (?:'s|s'))?)(?: (?:number|amount|kind|type|level|total|share|rate) of)?(?: (?:the|a|each|every))?"
    rf" (?P<what>{_WORD}(?: {_WORD}){{0,2}})(?= (?:[.,;:!?)]|of|for|per|in|from|with|using|and|on)(?= )| $)"
)
# "I want the water consumption of our buildings predicted"
_WANTED = (
    rf" (?:want|need|like|have)(?: to (?:have|get|see))?(?: (?:the|a|our|their))* (?P<what>{_WORD}(?: {_WORD}){{0,2}})"
    r"(?: (?:of|for|in|at|per) [^ .;:!?]+(?: [^ .;:!?]+){0,3})? (?:predict|forecast|estimate)(?= )"
)
# "The demand of each branch", "for every turbine": what the rows are about.
_OF_EACH = r" (?:(?:of|for|in|at|by|on)(?: (?:each|every|all|any|single|our|my|the))* (?:each|every)|per)$"
# "What we predict I'll tell you when the others are back", "the target isn't decided yet".
_DEFERRED = (
    r" (?:what|which|target|outcome|goal|label|question)(?: [^ .;]+){0,8}? (?:tell you|let you know|decide|follow|send you|let you have)(?: [^ .;]+){0,4}? (?:later|when|once|tomorrow|afterwards|soon|next week)(?= )"
    r"| (?:target|goal|outcome|what (?:we|to|i)(?: \w+)? predict)(?: [^ .;]+){0,6}? (?:not(?: yet| been)* (?:decide|know|clear|sure|fix|settle|choose)|to be (?:decide|announce|confirm|choose)|tbd|tba|undecided|open)(?= )"
)
_LEAST_NEAR = 0.3
_NAMED = 0.9


def ask_about_a_missing_target(reading: Reading) -> None:
    """Ask for the target where what is to be predicted is named outright and looks like no column, nor like the one taken."""
    column = reading.columns.by_name.get(str(reading.said("target")))
    if column is None or reading.context.spec.get("target") is not None:
        return
    line = reading.line
    columns = reading.columns.mentions(line, least=0.2)
    named = [m for m in columns if m.column is column and m.score >= _NAMED]
    if line.has(_DEFERRED) and not named:
        _forget_the_target(reading)
        reading.ask("target", "Which column should be predicted?")
        return
    if any(not line.has(_OF_EACH, end=m.start) for m in named):
        return
    for hit in (*line.find(_THING), *line.find(_WANTED)):
        start, end = hit.span("what")
        spots = (
            *((m.start, m.end) for m in columns if any(c.column is column for c in m.candidates)),
            *((m.start, m.end) for m in reading.labels.mentions(line, among=[column.name], least=0.3)),
            *((event.start, event.end) for event in find_events(line)),
        )
        if any(first < end and start < last for first, last in spots):
            continue
        texts = [" ".join(pieces_of(column.name)), *(column.labels[:8] if column.kind != "number" else ())]
        if not named and nearness(line.words(start, end), texts).max() >= _LEAST_NEAR:
            continue
        _forget_the_target(reading)
        said = line.words(start, end)
        reading.ask("target", f"No column is called “{said}”. Which column should be predicted?")
        return


_ONLY = r" (?:only|just|nothing but|restrict\w*|limit|confine|keep|alone|rows?)(?= )"
_ONLY_BEHIND = r"^(?: ['\"])? (?:rows? |column )?(?:only|alone)(?= )"
_AIMED = r" (?:predict|forecast|estimate|classify|which|what|target|tell|guess|find|spot)(?: \w+){0,2}$"
_FEWEST_LABELS = 3
_NEAR_ONLY = 5  # items between "only" and the rows that it keeps


def take_rows_for_rows(reading: Reading) -> None:
    """A column of which nothing was said but which rows to keep is no target: "just the rows from the Lyon depot"."""
    column = reading.columns.by_name.get(str(reading.said("target")))
    if column is None or column.kind == "number" or column.n_distinct < _FEWEST_LABELS:
        return  # "just the spam, please" looks for it
    if reading.context.spec.get("target") is not None:
        return
    line = reading.line
    spots = sorted(
        [
            *((m.start, m.end) for m in reading.columns.mentions(line, least=0.5) if m.column is column),
            *((m.start, m.end) for m in reading.labels.mentions(line, among=[column.name])),
        ]
    )
    named = _joined(spots)
    if not named or not all(_is_kept(line, *spot) for spot in named):
        return
    _forget_the_target(reading)
    kept: set[int] = reading.notes.setdefault("rows", set())
    kept.update(k for a, b in named for item in line.items[a:b] for k in range(item.start, item.end))
    reading.claimed |= kept
    read_goal(reading)
    if reading.said("target") == column.name:
        _forget_the_target(reading)
    read_filter(reading)


def _forget_the_target(reading: Reading) -> None:
    about = ("target", "task", "positive_label")
    reading.findings[:] = [f for f in reading.findings if f.path not in about]
    reading.doubts[:] = [d for d in reading.doubts if d.field not in about]
    reading.notes["frame"] = Frame()


def _joined(spots: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that touch, or have one word between them, as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spots:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_kept(line: Line, start: int, end: int) -> bool:
    begin = next((a for a, b in line.sentences() if a <= start < b), 0)
    if line.has(_AIMED, start=begin, end=start):
        return False
    before = line.has(_ONLY, start=max(begin, start - _NEAR_ONLY), end=start)
    behind = line.has(_ONLY_BEHIND, start=end, end=end + 3) if end < len(line.items) else False
    return before or behind
