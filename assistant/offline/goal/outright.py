"""Columns that a message names outright as what is to be predicted: no weighing is needed where the grammar says it."""

from __future__ import annotations

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.aims import known_beforehand, lies_in, not_meant
from assistant.offline.metric.scores import find_scores
from assistant.offline.reading import Reading
from assistant.offline.table.columns import Mention
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.quantities import Quantity

_THE = r"(?: (?:the|a|an|our|my|its|their|column|field|variable|flag|value|of))*"
_COL = r"(?P<goal><col>)"
_WORKED_OUT = r"(?:predict|forecast|estimate|guess|work out|figure out|infer|deduce|derive|compute|calculate|reconstruct|determine|learn)"
_OTHERS = r"(?:other|rest|remain|remainder|<col>|measurement|reading|everything else|all else|lab)"
_WORD = r"[^ .;,:!?()]+"
_MODAL = r"(?:must|should|may|shall|can|have to|need to|be to|ought to)"
_MOVES = r"(?:increase|decrease|rise|fall|drop|grow|shrink|go (?:up|down)|non (?:decrease|increase)|nondecreasing|nonincreasing|monoton\w*)"
_PATTERNS = (
    # "RMSE on the quality", "multiclass on variety"; a score stands behind <score>
    rf" (?:<score>|multi ?class|classification|regression|binary classification)(?: (?:on|of|for)){_THE} {_COL}(?= (?:[.,;:(!?]|with|using|and|over|by|in)(?= )| $|$)",
    rf" (?:miss|error|deviation|discrepancy)e?s?(?: (?:in|on|of|for)){_THE} {_COL}(?= )",
    # "Could the alcohol content be worked out from the other lab values?"
    rf" {_COL}(?: (?:content|value|level|column|figure|reading))? be (?:to be )?{_WORKED_OUT} (?:from|by|out of|with|using)(?: (?:the|all|our|its|my))* {_OTHERS}(?= )",
    # "Charges must be non-decreasing in age", "the price may never fall as the area grows"
    rf" {_COL} {_MODAL}(?: (?:never|not|only|always|be|ever|both))* {_MOVES}(?: \w+)? ?(?:in|with|as|when|if|along with)(?: (?:the|a|both|either))* <col>(?= )",
    # "In Stage, spot the deals that …"
    rf"^ (?:in|under|within){_THE} {_COL}(?: (?:column|field))? ,(?: (?:please|we|i|you|must|should|want|need|to))* (?:spot|find|predict|tell|detect|recogni[sz]e|identify|flag|pick out)(?= )",
    rf" (?:objective|goal|aim|target|outcome|label|y)(?: (?:variable|column))? (?:=|:|be){_THE} {_COL}(?= (?:[.,;(!?]|with|using|and)(?= )| $|$)",
)  # fmt: skip
# "Objective = heat dissipation failures (HDF)", "what we want predicted, power_mwh that is".
_PATTERNS_2 = (
    rf" (?:(?:objective|goal|aim|target|outcome) (?:=|:|be)|predict|forecast|estimate|guess|model)(?: (?!for |with |by |from |in |using |where |who |whose |on |per ){_WORD}){{1,6}} [(] {_COL} [)](?= )",
    rf"^(?: (?:the|our|my|please|just|hi|hello|,))* {_COL}(?: (?:rate|risk))? (?:among|amongst)(?= )",
    rf" {_COL} (?:, )?that be(?= (?:[.,;!)]|and|please)(?= )| $|$)",
    # "It's the OSF flag I'm after"
    rf" (?:it|that) be{_THE} {_COL}(?: (?:flag|column|field|figure|one|value|number))?(?: that)? (?:i|we) (?:be after|be look for|be interested in|want|need|mean|care about)(?= )",
    rf" (?:i|we) (?:do )?mean{_THE} {_COL}(?= (?:[.,;:!]|instead)(?= )| $|$)",
)
_NEEDED = rf" (?:need|require|want|be after){_THE} {_COL}(?= (?:[.!?]|for each|for every|per)(?= )| $|$)"
_NO_WISH = r" (?:not|no|never|nor|without|nobody|no longer|do not)(?: \w+){0,2}$"
_BEFORE = 4


def named_outright(reading: Reading) -> list[ColumnFacts]:
    """The columns, each once, in the order of the constructions."""
    line = _with_scores(reading)
    aside = [*known_beforehand(reading), *not_meant(reading.line)]
    found: list[ColumnFacts] = []
    for pattern in (*_PATTERNS, *_PATTERNS_2, _NEEDED):
        for start, end in line.sentences():
            for hit in line.find(pattern, start=start, end=min(end + 1, len(line.items))):
                mention = _goal(hit)
                if mention is None or not _is_free(reading, mention):
                    continue
                typed = reading.line.words(mention.start, mention.end)
                if pattern is _NEEDED and not ("_" in typed or typed == mention.column.name.strip()):
                    continue  # "We need rooms" may be about rooms
                denied = line.has(_NO_WISH, start=max(start, hit.start - _BEFORE), end=hit.start)
                if not denied and not lies_in(aside, mention.start, mention.end):
                    found.append(mention.column)
    return list(dict.fromkeys(found))


def _with_scores(reading: Reading) -> Line:
    line = reading.with_columns(least=0.9, synonyms=False)
    scores = [s for s in find_scores(line) if not isinstance(s, Quantity)]
    return line.marked((s.start, s.end, "score", s) for s in scores)


def _goal(hit: Hit) -> Mention | None:
    mention = hit.payload("goal")
    return mention if isinstance(mention, Mention) and len(mention.tied) == 1 else None


def _is_free(reading: Reading, mention: Mention) -> bool:
    items = reading.line.items[mention.start : mention.end]
    return not any(k in reading.claimed for item in items for k in range(item.start, item.end))
