"""Beliefs with a figure: "75 % that extra trees win, 20 % that logistic regression does", "call it 60 %"."""

from __future__ import annotations

from assistant.offline.aside.told import clause_end, clause_start
from assistant.offline.reading import Reading
from assistant.offline.search.models_listed import Group
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import search
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.tidying import tidy

_SHARE = r" (?P<share4><times>)(?: odds)?(?= (?:on|that)(?= ))| (?P<share><pct>)(?= )| (?:probability|chance|likelihood|prior|odds)(?: of| be| :)* (?P<share2><num>)(?= )| \) (?:=|:|be|~|≈|about) (?P<share3><num>)(?= )"
# Words that make a share a belief; what is measured in per cent ("85 % accuracy") has others around it.
_BETTING = r" (?:odds|chance|probability|likelihood|likely|put|give|bet|stake|wager|certain|sure|shure|confident|convinced|belief|believe|prior|confidence|credence)s?(?= )| <pct> that(?= )| p \((?= )"
_SCORES = r"^ (?:\w+ )?(?:accuracy|precision|recall|auc|f1|score|hit|error|of the|of our|of all|of my|test|holdout|hold|split|point|for test)"
_OF_BUDGET = r"^ (?:of|on) (?:the |your |my |our |its |all )*(?:time|budget|trial|effort|search)"
_POINTS_TO = r"^(?: (?:sure|certain|confident|convinced|chance|likely|probability|likelihood|odds))?(?: (?:on|that|for|to|of|in|it be|it will be|go to|goes to|be|:|a|an|the|good|old|some|kind|plain|simple|single|ordinary|mere|one|any|the winner|win by))+$"
_NEGATED = r" (?:not|doubt|unlikely|against)(?= )"
_AGAIN = r" (?:say|call (?:it|that)|make (?:it|that)|rather|more like|only|just|put (?:it|that) at|let us say|let 's say|to|now|no|be|down to|up to)(?: \w+)? (?P<share><pct>)(?= )|^(?: \w+)? (?P<share2><pct>)(?= )| (?:certain|sure|convinced|confident|strong|optimistic|much)(?: [^ ]+){0,4} (?P<share3><pct>)(?= )"


def stated_odds(reading: Reading, groups: list[Group]) -> list[tuple[Group, float, Hit]]:
    """Each share that says how likely families are to win, with those families."""
    line = reading.line
    found: list[tuple[Group, float, Hit]] = []
    for start, end in line.sentences():
        if not line.has(_BETTING, start=start, end=end):
            continue
        inside = [group for group in groups if start <= group.start < end]
        hits = [hit for hit in line.find(_SHARE, start=start, end=end) if _is_belief(reading, hit)]
        for place, hit in enumerate(hits):
            earliest = hits[place - 1].end if place else start
            latest = hits[place + 1].start if place + 1 < len(hits) else end
            group = _meant(line, hit, [g for g in inside if earliest <= g.start < latest])
            if group is not None and all(group is not taken for taken, _, _ in found):
                found.append((group, _value(line, hit, start), hit))
    return found


def _is_belief(reading: Reading, hit: Hit) -> bool:
    line = reading.line
    figure = next((name for name in ("share2", "share3") if hit.has(name)), "")
    if figure and not 0 < hit.quantity(figure).value < 1:
        return False
    return (
        reading.free(hit) and not line.has(_SCORES, start=hit.end) and not line.has(_OF_BUDGET, start=hit.end)
    )


def _meant(line: Line, hit: Hit, groups: list[Group]) -> Group | None:
    """The family that a share points to ("60 % on …"), else the one in front of it, else the one behind it."""
    behind = next((g for g in groups if g.start >= hit.end), None)
    before = next((g for g in reversed(groups) if g.end <= hit.start), None)
    if behind is not None and line.has(_POINTS_TO, start=hit.end, end=behind.start):
        return behind
    if before is not None and hit.start - before.end <= 10:
        return before
    return behind if behind is not None and behind.start - hit.end <= 10 else None


def _value(line: Line, hit: Hit, start: int) -> float:
    share = hit.payload(next(name for name in ("share", "share2", "share3", "share4") if hit.has(name)))
    value = share.value if isinstance(share, Quantity) else 0.5
    if hit.has("share4"):  # "nine to one on"
        value = value / (value + 1)
    end = next((b for a, b in line.sentences() if a <= hit.start < b), hit.end)
    denied = line.has(_NEGATED, start=max(start, hit.end), end=min(hit.end + 6, end)) or line.has(
        r" (?:doubt|unlikely)(?= )", start=start, end=hit.start
    )
    return tidy(round(1 - value if denied else value, 10))


def read_odds_again(reading: Reading, groups: list[Group]) -> bool:
    """ "Certain was too strong, call it 60 %": of the belief that was stated last, or of the family that is named."""
    known = reading.context.spec.get("priors", {})
    hit = reading.line.first(_AGAIN) if known else None
    if hit is None:
        return False
    group = next(name for name in ("share", "share2", "share3") if hit.has(name))
    paths = [f"priors.{f}" for g in groups for f in g.families if f in known]
    newest = next((p for p in reading.context.recent if p.startswith("priors.")), "")
    first, last = clause_start(reading.line, hit.start), clause_end(reading.line, hit.end)
    if any(first <= group.start < last for group in groups) or (groups and paths):
        chosen = paths
    else:
        about = reading.context.recent[:1] == (newest,) or search(
            r" (?:certain|sure|strong|confident|convinced|optimistic|belief|odds|chance)", reading.line.canon
        )
        chosen = [newest] if newest and (about or _newest_is_belief(reading)) else []
    if not chosen or not reading.free(hit, group):
        return False
    for path in chosen:
        reading.set(path, tidy(hit.quantity(group).value), hit.quote)
    reading.claim(hit, group)
    for one in groups:
        if paths:
            reading.claim_items(reading.line, one.start, one.end)
    return True


def _newest_is_belief(reading: Reading) -> bool:
    """Whether no other share was set since: then a bare share is a belief."""
    shares = ("metric.", "fairness.", "validation.", "expectation.", "shares.")
    newest = next((p for p in reading.context.recent if p.startswith(("priors.", *shares))), "")
    return newest.startswith("priors.")
