"""Sentences of a long letter that only say how things are: figures in them are nobody's wish."""

from __future__ import annotations

from assistant.offline.aside.told import is_past, typed
from assistant.offline.text.line import Item, Line
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.wordlists import words

_SENTENCES, _WORDS = 5, 60
_SHORTEST = 6  # "ten minutes, no more" is no scenery
# Whoever wants something of a plan says so with one of these; a sentence without any describes the writer's world.
_WISHES = frozenset(
    words(
        """want need please pls must should shall may would could can cannot predict forecast estimate find flag rank sort classify
        cluster detect identify tell spot score guess recognise recognize separate divide distinguish use take leave ignore
        drop exclude skip keep hold split test train validate validation fold optimise optimize maximise maximize minimise
        minimize judge measure weigh treat limit restrict run spend stop catch compare give check aim target goal task
        question request only just never within least most maximum max min minimum budget capacity room enough allow
        permit forbid ban accept suspect feeling bet sure doubt believe expect hope like prefer rather wish include
        consider care matter count important decide remove throw try model metric accuracy precision recall auc f1 rmse
        mae mape error wrong right off miss catch false needless unnecessary vain wasted alarm penalty fine group cluster
        tolerate afford reach slot place trial lasso ridge rule column stand mean code label value horizon step
        compute finish finished done used allowed needed limited restricted ready warn effect book batch down zero free wait drain break contact phone invite offer handle
        deliver deploy laptop memory core worker gb mb ms millisecond second gap horizon ahead coming next"""
    )
)
_MONEY_WISHES = frozenset(words("cost lose loss earn gain bring save worth pay profit margin charge"))
_OVERHEAD = r" (?:crm|software|licen[cs]e|subscription|portal|website|electricity|coffee|parking|printer|internet|stall|booth|vendor|agency|accountant|landlord|poster|newsletter|tool)s?(?: \w+){0,2} (?:cost|charge|set us back|be|come to)(?= )"
# "Two people who close 35 files a month" may be all that can be acted on; "it has to be 0.1" is a wish.
_RATE = r" (?:a|per|each|every|in the same) (?:day|week|month|quarter|year|shift|night|morning)(?= )| have to(?= )| out of(?= )"


_OVER = r" (?:last|previous) (?:year|month|week|winter|spring|summer|autumn|fall|quarter|season|time)(?= )| (?:in|since) <date>(?= )| <dur> ago(?= )"


def in_passing(line: Line) -> list[tuple[int, int]]:
    """The stretches, as items; none in a short message, where every sentence counts."""
    stretches = line.sentences()
    if len(stretches) < _SENTENCES or len(line.items) < _WORDS:
        return []
    return [(a, b) for a, b in stretches if _has_figure(line, a, b) and _is_scenery(line, a, b)]


def _has_figure(line: Line, start: int, end: int) -> bool:
    return bool(_figures(line, start, end))


def _is_scenery(line: Line, start: int, end: int) -> bool:
    said = {typed(line, k) for k in range(start, end)}
    said |= {line.items[k].text for k in range(start, end) if not is_past(typed(line, k))}
    if said & _WISHES or end - start < _SHORTEST or _spends_time(line, start, end):
        return False
    if line.has(_OVERHEAD, start=start, end=end):
        return True
    if line.has(_RATE, start=start, end=end) or said & _MONEY_WISHES:
        return False
    kinds = ("number", "duration", "date", *(("percent",) if line.has(_OVER, start=start, end=end) else ()))
    return all(item.payload.kind in kinds for item in _figures(line, start, end))


def _spends_time(line: Line, start: int, end: int) -> bool:
    """Whether a sentence holds a span that a search may take, and tells of nothing past."""
    short = any(
        item.payload.unit in ("second", "minute", "hour", "h", "min") for item in _figures(line, start, end)
    )
    return short and not any(is_past(typed(line, k)) for k in range(start, end))


def _figures(line: Line, start: int, end: int) -> list[Item]:
    return [item for item in line.items[start:end] if isinstance(item.payload, Quantity)]
