"""Beliefs: how much the user expects of a family, from 0 to 1; they forbid nothing."""

from __future__ import annotations

from assistant.offline.aside.told import is_told
from assistant.offline.aside.wishes import of_wishes
from assistant.offline.reading import Reading
from assistant.offline.search.models_listed import Group, family_groups
from assistant.offline.search.odds import read_odds_again, stated_odds
from assistant.offline.search.stances import left_out_later, stance
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import search

# Checked in this order, because "I am quite sure" holds "sure" and "I do not think" holds "think".
_DOUBT = r" (?:doubt|be (?:sceptical|skeptical|doubtful)|do not (?:think|believe|expect|trust|see|feel)|not (?:convinced|sure|think|believe|expect|trust)|hardly (?:think|believe)|have (?:my |some )?doubts?|unlikely|(?:hard|difficult) to (?:believe|imagine|see)|(?:surprise|surprised|astonish|astonished) if|no longer (?:\w+ )?(?:think|believe|trust|expect)|(?:little|no|not much) (?:hope|faith|trust|confidence)|(?:be|i|we) not(?: at all| so| very| too| really| quite| entirely| that)* (?:convinced|sure|certain|confident|optimistic))(?= )"
_NO_CHANCE = r" (?:not|no|never)(?: (?:have|get|stand|see|give it|give them))*(?: (?:a|any|much|great))* (?:prayer|chance|hope|snowball|earthly)(?= )| (?:stand|have|see) (?:no|little|not much) (?:chance|hope|prayer)(?= )"
_UNSURPRISED = r" (?:not|hardly|never)(?: be| at all| really| much| too| very| so)* (?:surprise|surprised|astonish|astonished)(?: me| us)? if(?= )"
_CERTAIN = r" (?:certain|positive|absolutely sure|(?:100|completely|totally|dead|entirely) sure|convinced|no doubt|without (?:a )?doubt|know (?:that|for (?:sure|certain|a fact)))(?= )"
_THINK = r" (?:think|feel|feeling|suspect|suspicion|believe|guess|hunch|bet|reckon|imagine|expect|expectation|hope|assume|money (?:be |'s )?on|favourite|gut|instinct|seem|sense|impression|my experience|in my experience|would say|should|probably|fancy|tend to|lean)(?= )"
_FORGET = r" (?:forget|drop|ignore|scrap|never mind)(?: (?:about|that|the|my|this|all))* (?:hunch|belief|feeling|suspicion|guess|bet|prior|opinion)s?(?= )"
_LEVELS = ((_DOUBT, 0.3), (_CERTAIN, 0.9), (r" (?:quite|pretty|fairly|rather|very|reasonably|really) (?:sure|confident|certain|optimistic|convinced)(?= )| (?:be|'m|feel) (?:sure|confident)(?= )", 0.8), (_THINK, 0.7))  # fmt: skip
_WINS = r" (?:win|do well|do good|do best|work|perform|shine|beat|be (?:the )?(?:good|best|right|strong|strongest|winner|way to go|hard to beat|great|better|promising|useful|suited|ideal|worse|bad|useless|any good|up to)|come out|be enough|suffice|suit|fit|excel|outperform|handle|cope|help|can do|will do|struggle|fail|win out|be on top|turn out|have an edge|be superior|end up|get|give|manage|love|like|take|lead|triumph|prevail|dominate|go (?:far|anywhere)|be competitive|compete|come (?:close|first|top))(?= )"


@of_wishes
def read_priors(reading: Reading) -> None:
    """Find beliefs about families."""
    shared = {
        name for f in reading.findings if f.path.startswith("shares.") for name in f.path[7:].split("+")
    }
    groups = family_groups(reading.line)
    forget = reading.line.first(_FORGET)
    if forget is not None:
        for family in reading.context.spec.get("priors", {}):
            reading.set(f"priors.{family}", None, forget.quote)
        reading.claim(forget)
    if read_odds_again(reading, groups):
        return
    _read_former(reading, groups)
    stated = stated_odds(reading, groups)
    for group, value, hit in stated:
        _believe(reading, group, value, hit.quote)
        reading.claim(hit)
    for group in groups:
        if shared & set(group.families) or any(group is said for said, _, _ in stated):
            continue  # a share says how much is expected of it
        if left_out_later(reading.line, group) or stance(reading.line, group) == "out":
            continue
        if is_told(reading.line, group.start):  # "The vendor loves SVMs; I doubt they'll win"
            belief = _by_pronoun(reading.line, group)
        else:
            belief = _belief(reading, *_clause(reading, group), group)
        if belief is not None:
            _believe(reading, group, *belief)


_FORMER = r" the (?P<which>former|latter|first one|second one|first|second)(?= (?:[.,;!?]|to|will|win|be|do|come|one)(?= )| $)"


def _read_former(reading: Reading, groups: list[Group]) -> None:
    """ "Naive Bayes or linear models; I'd bet on the former"."""
    line = reading.line
    for hit in line.find(_FORMER):
        mentions = [m for g in groups for m in g.mentions if m.end <= hit.start]
        first, last = next(((a, b) for a, b in line.sentences() if a <= hit.start < b), (hit.start, hit.end))
        level = next((value for pattern, value in _LEVELS if line.has(pattern, start=first, end=last)), None)
        if (
            len(mentions) < 2
            or level is None
            or not line.has(r" (?:i|we|my|our)(?= )", start=first, end=last)
        ):
            continue
        meant = mentions[-2 if hit.said("which").startswith(("former", "first")) else -1]
        for family in meant.families:
            reading.set(f"priors.{family}", level, line.words(first, last).strip(" ,.;:"))


def _believe(reading: Reading, group: Group, value: float, quote: str) -> None:
    for family in group.families:
        reading.set(f"priors.{family}", value, quote)
    for mention in group.mentions:
        reading.claim_items(reading.line, mention.start, mention.end)


def _clause(reading: Reading, group: Group) -> tuple[int, int]:
    """The stretch in which a belief about the group would stand: back to the sentence's start or an earlier belief."""
    line = reading.line
    for first, last in line.sentences():
        if first <= group.start < last:
            start, end = first, last
            break
    others = [g for g in family_groups(line) if g.start != group.start]
    start = max([start, *(g.end for g in others if g.end <= group.start)])
    end = min([end, *(_next_start(reading, g, group.end) for g in others if g.start >= group.end)])
    return start, end


def _next_start(reading: Reading, other: Group, after: int) -> int:
    """Where the words that belong to the next group begin: at the "and", "but" or comma in front of it."""
    for at in range(other.start - 1, after - 1, -1):
        if reading.line.items[at].text in (",", "and", "but", "while", "whereas"):
            return at
    return other.start


def _belief(reading: Reading, start: int, end: int, group: Group) -> tuple[float, str] | None:
    line = reading.line
    personal = line.first(r" (?:i|we|my|our|me|us)(?= )", start=start, end=group.start)
    quote = line.words(start, end).strip(" ,.;:")
    by_pronoun = _by_pronoun(line, group) or _asked_and_answered(line, group)
    if by_pronoun is not None:
        return by_pronoun
    if line.has(_MY_CHOICE, start=group.end, end=end):
        return 0.7, quote
    for pattern, value in ((_UNSURPRISED, 0.7), (_NO_CHANCE, 0.3)):
        if line.has(pattern, start=start, end=end):
            return value, quote
    for pattern, value in _LEVELS:
        hit = line.first(pattern, start=start, end=end)
        if (
            hit
            and _about(hit, group)
            and (
                personal or value == 0.3 or " probably" in hit.match.group() or _verdict(reading, group, end)
            )
        ):
            if value == 0.7 and not _verdict_or_object(reading, hit, group, end):
                continue
            if hit.match.group().strip() == "should" and hit.end == group.start:
                continue  # "should LightGBM get a turn" supposes
            if (
                value == 0.9
                and " no doubt" not in hit.match.group()
                and line.has(r" not$", start=max(start, hit.start - 1), end=hit.start)
            ):
                value = 0.3
            return (round(1 - value, 2) if value > 0.5 and _fails(line, group) else value), quote
    return None


def _by_pronoun(line: Line, group: Group) -> tuple[float, str] | None:
    """ "XGBoost … I am quite sure it wins": a belief about what was just named."""
    pronoun = line.first(
        r" (?:i|we)(?: \w+){0,3}? (?:sure|certain|suspect|think|believe|feel|guess|bet|convince|expect|doubt|confident|hope)(?: \w+){0,2}? (?:it|they|that|this|these)(?= )",
        start=group.end,
        end=_sentence_end(line, group.end),
    )
    if pronoun and pronoun.start - group.end <= 8 and _nearest(line, group, pronoun.end + 4):
        level = next(
            (value for pattern, value in _LEVELS if search(pattern, pronoun.match.group() + " ")), None
        )
        if level is not None:
            return level, line.words(group.start, pronoun.end)
    return None


_MY_CHOICE = r"^(?: \w+)? (?:have|get|be)(?: \w+)? my (?:\w+ )?(?:vote|favourite|favorite|pick|tip|horse|money|choice|candidate)(?= )"


def _asked_and_answered(line: Line, group: Group) -> tuple[float, str] | None:
    """ "Neural nets? I'm sceptical."."""
    if not line.has(r"^ \?(?= )", start=group.end):
        return None
    first, last = next(((a, b) for a, b in line.sentences() if a >= group.end), (0, 0))
    if first >= last or last - first > 8 or not line.has(r"^ (?:i|we)(?= )", start=first):
        return None
    value = next((value for pattern, value in _LEVELS if line.has(pattern, start=first, end=last)), None)
    return None if value is None else (value, line.words(group.start, last))


def _fails(line: Line, group: Group) -> bool:
    """Whether the verdict is a bad one: "I'd guess that naive Bayes won't get far"."""
    return line.has(
        r"^(?: \w+)? (?:(?:will|would|do|can|could|be)(?: \w+)? ?not|(?:will |would |be going to )?(?:fail|struggle|disappoint|lose))(?= )",
        start=group.end,
    )


def _sentence_end(line: Line, at: int) -> int:
    end = next((b for a, b in line.sentences() if a <= at <= b), len(line.items))
    if end < len(line.items) and line.items[end].text == ";":  # "… loves SVMs; I doubt they'll win"
        return next((b for a, b in line.sentences() if a > end), end)
    return end


def _nearest(line: Line, group: Group, at: int) -> bool:
    """Whether no other family stands between a group and the pronoun that may stand for it."""
    return not any(group.end <= other.start < at for other in family_groups(line))


def _about(hit: Hit, group: Group) -> bool:
    return abs(hit.start - group.start) <= 16


def _verdict(reading: Reading, group: Group, end: int) -> bool:
    return reading.line.has(_WINS, start=group.end, end=min(end, group.end + 8))


def _verdict_or_object(reading: Reading, hit: Hit, group: Group, end: int) -> bool:
    """A belief needs its verdict ("… does well") or takes the family as its object ("I suspect CatBoost", "my bet is on")."""
    if _verdict(reading, group, end):
        return True
    between = reading.line.canon[reading.line.place(hit.end) - 1 : reading.line.place(group.start)]
    if search(r" (?:use|try|only|exclude|without|compare|need|want|use of) ", between):
        return False
    return (
        hit.start < group.start
        and group.start - hit.end <= 6
        and not search(r" (?:should|would say|hope) ", hit.match.group() + " ")
    )
