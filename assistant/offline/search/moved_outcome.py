"""How the prediction moves in a clause: "never go down", "only push it up", "come out dearer", "count against"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.offline.goal.frame import Frame
from assistant.offline.metric.scores import find_scores
from assistant.offline.reading import Reading
from assistant.offline.search.moving_columns import Driver
from assistant.offline.table.columns import pieces_of
from assistant.offline.table.events import Event, find_events, negated, records_of
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import search
from assistant.offline.text.wordlists import words


@dataclass(frozen=True)
class Move:
    """A movement of the prediction.

    Attributes:
        sign: 1 up, -1 down, negations counted in.
        plain: The same without any more or less in it: 1 for "more suspicious" and for "less suspicious".
        forbidden: Whether a negation or a ban turned it.
        by_itself: Whether the words tell of something that moves rather than of something that moves another.
    """

    sign: int
    plain: int
    forbidden: bool
    by_itself: bool = False


_CAUSE = r"(?:lift|raise|push|drive|pull|bring|move|drag|take|send|let|nudge|shift|press|knock|bump|tip|kick|jack|force|steer)"
# "Never below a smaller one": another row is what it is held against.
_ANOTHER = r"(?= (?:(?:a|an|the|any) )?(?:[a-z]+er|one|ones|that|those|somebody)(?= ))"
_TIMES = frozenset(("later", "slower", "longer", "sooner", "earlier", "faster", "shorter", "delay"))
_TIMED = frozenset(
    words("late delay minute minutes hour hours time day days duration length wait stay month months seconds")
)
_UP = (
    rf"(?:{_CAUSE}(?: (?!down|downward|downwards|lower|<col>|,|and|or)[^ ]+){{0,5}} (?:up|upward|upwards|higher)"
    r"|(?:go|come out|creep|end)(?: any| ever)? (?:up|higher)|rise|increase|grow|climb|jump|soar|swell|inflate|exceed|raise|lift|boost"
    r"|upwards?|higher|greater|larger|bigger|more(?= (?:expensive|costly|valuable|pricey|of|money)(?= ))"
    r"|at least (?:as|the) (?:much|high|large|big|great|dear|expensive|same)|(?:a |an |any )?positive (?:influence|effect|impact|one|role|contribution)"
    rf"|more|add|dearer|dear|costlier|pricier|later|slower|longer|delay|above{_ANOTHER}|up(?! (?:to|for|on)(?= )))"
)
_DOWN = (
    rf"(?:{_CAUSE}(?: (?!up|upward|upwards|higher|<col>|,|and|or)[^ ]+){{0,5}} (?:down|downward|downwards|lower)"
    r"|(?:go|come out|end)(?: any| ever)? (?:down|lower)|fall|drop(?! (?:it|them|that|this|all|the)(?= ))|decrease|decline|sink|shrink|reduce|cut|depress|diminish"
    r"|(?:a |an |any )?negative (?:influence|effect|impact|one|role|contribution)|ease(?: off)?|let up|soften|abate"
    r"|dip|weaken|dampen|(?:take|knock|shave)(?: [a-z]+){0,3} (?:away|off)|subtract|detract|deduct"
    rf"|downwards?|lower|less|fewer|smaller|cheaper|cheap|sooner|earlier|faster|shorter|(?:below|under|beneath){_ANOTHER}|down(?! (?:to|payment)(?= )))"
)
_ADJECTIVE = r"(?:expensive|costly|valuable|pricey|likely|probable|often|frequent|attractive)"
_RISKY = r"(?:risky|suspicious|dangerous|suspect|doubtful|fishy|hazardous)"
_HELPS = r"(?:be (?:a |an |any |no |to (?:[a-z]+ ){1,2})(?:advantage|plus|bonus)|an advantage|help|improve|benefit|favour|favor|pay off|be good|(?:get |be |come out |look |fare )?better|count (?:for|in favour)|speak (?:for|in favour)|reward)"
_HARMS = r"(?:be (?:a |any |no |to (?:[a-z]+ ){1,2})(?:disadvantage|drawback|minus|handicap|obstacle)|a disadvantage|hurt|harm|(?:count|speak|tell|work|weigh|turn|held|hold|stand|lean|only|never|always) against|(?:get |be |come out |look |fare )?worse|penalise|penalize|punish|worsen|damage|spoil|ruin|cost(?! more| less| prediction| estimate| model| forecast| us| we| me| i| our)(?= (?:(?:a|an|the|him|her|them|you|any|one) )?(?:[a-z]+|<col>|<target>)(?= )))"
_INTRANSITIVE = ("rise", "fall", "go", "drop", "decline", "climb", "grow", "sink", "come", "exceed", "end")
_NO_FIGURE = r"(?! (?:(?:than|short|below|above|under|over|to|of|by) ){0,3}(?:\w+ )?<(?:num|money|pct|dur)>)"
# "Turn down", "set up", "the one further down": no movement of a figure.
_NOT_MOVING = r" (?:turn|let|write|break|set|sign|show|turn|look|follow|back|come|shut|close|scale|track|note|put|pick|cover|fill) (?:<target> |it |them |that |that one |this )?(?:up|down)(?= )"
_OR_SO = r" (?:or|and) (?:higher|lower|more|less|later|earlier|older|newer|above|below|up|upwards|larger|bigger|better)(?= (?:[.,;:!?)]|of|and|only|please|from|in)(?= )| $)"
_NEGATION = r" (?:never|not|no|cannot|nor|neither|nobody|none|without|hardly|no one|nothing|under no circumstance)(?= )"
_NO_NEGATION = r" (?:not (?:only|just|sure)|no (?:matter|doubt|exception|question|wonder|longer)|nothing else|none (?:of|on))(?= )"
RULED_OUT = (
    r" (?:rule(?: (?:it|that|this|both|them|anything|either))? out|forbid|prevent|avoid|laugh|nonsense|nonsensical|absurd|unacceptable|unthinkable"
    r"|illogical|ridiculous|silly|embarrass|embarass|embarrassing|inexplicable|impossible|wrong|fault|bug|make no sense|not make sense|no sense|out of the question"
    r"|refuse|(?:against|contradict|violate|defy) (?:physics?|experience|logic|common sense|reason|nature|all|every|everything|the)"
    r"|not (?:want|accept|allow|tolerate|like|let|have|see|stand|be allow|be right|be that|happen|explain)|complain|sue|trouble|scandal|no way"
    r"|(?:exclude|ban|reject|mistake)(?= (?:any|that|a|every|if)(?= )))(?= )"
)
_ELSE = (
    r" (?:anything else|everything else|otherwise|the (?:reverse|opposite|contrary)|other way|if not)(?= )"
)
ABOUT_ERRORS = r" (?:error|mistake|deviation|(?:a|big|small|large|bigger|smaller|larger|our|the|every|each|other|such) miss|revenue|profit|turnover|false alarm|recall|precision)s?(?= )"
_DEMANDS = r" (?:=|- >|→|enforce|force|strictly|want|need|require|demand|must|should|shall|ought|always|only|have to|need to|make sure|ensure|guarantee|insist|mean|imply|lead to|sure)(?= )"
ANNOUNCED = r" (?:rule|constraint|constrain|logic|common sense|sense|direction|monoton\w*|sanity|physic|law|insist|hold|plausible|plausib\w*|sensible|condition|demand|principle|expect|shape)s?(?= )"


def is_demanded(line: Line, start: int, end: int) -> bool:
    """Whether a clause says what must be rather than what is."""
    return line.has(_DEMANDS, start=start, end=end)


def moves(
    reading: Reading,
    line: Line,
    start: int,
    end: int,
    *,
    drivers: Sequence[Driver],
    banned: bool,
    before: int,
) -> Move | None:
    """The movement of the prediction in a clause; None where it tells of none."""
    if _speaks_of_errors(line, start, end):
        return None
    until = next((at for at in range(start, end) if line.items[at].text == "than"), end)
    used = {at for d in drivers for at in range(d.start, d.end)} | _still(reading, line, start, until)
    hit, plain, degree, sort = _first(line, start, until, used)
    if hit is None:
        return None
    if hit.match.group().split()[-1:] == ["so"]:
        plain = before or 1  # "less suspicious … more so"
    side = _side(reading, line, start, end, used | set(range(hit.start, hit.end)), sort)
    turned = is_negated(line, start, hit.start) or banned
    by_itself = line.items[hit.start].text in _INTRANSITIVE
    return Move(plain * degree * side * (-1 if turned else 1), plain * side, turned, by_itself)


def _still(reading: Reading, line: Line, start: int, end: int) -> set[int]:
    """Items that look like a movement and are none: "turn it down", "or more", "later" where no time is predicted."""
    still = {
        at
        for pattern in (_NOT_MOVING, _OR_SO)
        for hit in line.find(pattern, start=start, end=end)
        for at in range(hit.start, hit.end)
    }
    if line.has(r"^ than(?: [a-z]+){0,2} <(?:num|money|pct|dur)>", start=end):
        still.update((end - 2, end - 1))  # "higher than 2000 euros" is a bound
    if not set(pieces_of(str(reading.said("target") or ""))) & _TIMED:
        still.update(at for at in range(start, end) if line.items[at].text in _TIMES)
    return still


def has_movement(line: Line, start: int, end: int, used: set[int]) -> bool:
    """Whether a stretch tells of a movement of the prediction."""
    return _first(line, start, end, used)[0] is not None


def _first(line: Line, start: int, end: int, used: set[int]) -> tuple[Hit | None, int, int, str]:
    """The movement that is said most fully: the hit, its sign, more or less of it, and what sort of word it is."""
    kinds = (
        (rf"(?P<deg>more|less) {_RISKY}|riskier", 1, "risk"),
        (r"(?P<deg>more|less) (?:safe|harmless|trustworthy)|safer", -1, "risk"),
        (
            rf"(?P<deg>more|less) {_ADJECTIVE}|unlikely|likelier|rarer|(?:more )?seldom|(?:be|come out|get|become) (?:expensive|dear|likely)",
            1,
            "event",
        ),
        (r"(?:make (?:it|them|that) )?(?P<deg>more|less) so", 1, "event"),
        (_HARMS, -1, "good"),
        (_HELPS, 1, "good"),
        (_UP, 1, "event"),
        (_DOWN, -1, "event"),
    )
    best: tuple[Hit | None, int, int, str] = (None, 0, 1, "")
    length = 0.0
    for rank, (pattern, sign, sort) in enumerate(kinds):
        for hit in line.find(rf" (?:{pattern}){_NO_FIGURE}(?= )", start=start, end=end):
            size = hit.end - hit.start + (0.5 if rank < 6 else 0)
            if not used.isdisjoint(range(hit.start, hit.end)) or size <= length:
                continue
            degree = -1 if "deg" in hit.match.groupdict() and hit.said("deg") == "less" else 1
            if search(r" (?:unlikely|rarer|seldom)(?= |$)", hit.match.group()):
                degree = -1
            best, length = (hit, sign, degree, sort), size
    return best


def is_negated(line: Line, start: int, at: int) -> bool:
    """Whether a negation stands between the beginning of a clause and an item."""
    no_negation = {k for h in line.find(_NO_NEGATION, start=start, end=at) for k in range(h.start, h.end)}
    return any(
        no_negation.isdisjoint(range(h.start, h.end)) for h in line.find(_NEGATION, start=start, end=at)
    )


def is_banned(line: Line, start: int, end: int) -> bool:
    """ "They laugh at us if a longer way raises it", "make sure it never comes out that way" in the next sentence."""
    if line.has(_ELSE, start=start, end=end):
        return False
    if any(_bans(line, hit, start, end) for hit in line.find(RULED_OUT, start=start, end=end)):
        return True
    sentences = line.sentences()
    behind = next(((a, b) for a, b in sentences if a >= end), None)
    if behind is None or not line.has(r" (?:ever|if|that|can|could|may)(?= )", start=start, end=end):
        return False
    first, last = behind
    refers = line.has(r" (?:both|that|this|it|such|either|them|those)(?= )", start=first, end=last)
    forbids = line.has(RULED_OUT, start=first, end=last) or line.has(
        r" (?:must|may|should|can|make sure)(?: \w+){0,3} (?:not|never)(?: \w+)? (?:happen|be|occur|come)(?= )",
        start=first,
        end=last,
    )
    return refers and forbids and last - first <= 14


def _bans(line: Line, hit: Hit, start: int, end: int) -> bool:
    """ "It would be wrong if …", "… would be nonsense", and not "nothing should look silly: …"."""
    if is_negated(line, start, hit.start):
        return False
    colon = next((at for at in range(hit.end, end) if line.items[at].text == ":"), end)
    ahead = line.has(
        r" (?:if|that|when|where|which|whose|for|to|any|a|an|whenever)(?= )", start=hit.end, end=colon
    )
    return ahead or (
        colon == end and line.has(r" (?:be|make|sound|look)(?: \w+)?$", start=start, end=hit.start + 1)
    )


def _speaks_of_errors(line: Line, start: int, end: int) -> bool:
    hits = list(line.find(ABOUT_ERRORS, start=start, end=end))
    named = {at for m in find_scores(line) for at in range(m.start, m.end)} if hits else set()
    return any(named.isdisjoint(range(hit.start, hit.end)) for hit in hits)


def _merely_good(line: Line, event: Event, wanted: Frame) -> bool:
    """ "The odds of a good one" speaks of no loan where the target records none."""
    said = line.words(event.start, event.end).lower().split()
    recorded = wanted.target is not None and any(
        r.concept is event.concept for r in records_of(wanted.target)
    )
    return said[:1] == ["good"] and not recorded


def _side(reading: Reading, line: Line, start: int, end: int, used: set[int], sort: str) -> int:
    """-1 where what moves is the opposite of what is predicted: "less likely to stay", "safer"."""
    wanted: Frame | None = reading.notes.get("frame")
    binary = wanted is not None and wanted.task == "binary"
    desired = wanted.desired if wanted is not None and binary else None
    if sort == "good":
        of_chances = line.has(
            r" (?:chance|odd|odds|probability|likelihood|score)s?(?= )", start=start, end=end
        )
        return -1 if desired is False and not of_chances else 1
    if sort == "event" and wanted is not None and binary and wanted.meaning:
        for event in find_events(line):
            inside = start <= event.start < end and used.isdisjoint(range(event.start, event.end))
            if inside and event.concept.name in wanted.meaning and not _merely_good(line, event, wanted):
                # The "never" of "must never lower churn" forbids the lowering; it does not turn the churn round.
                return (wanted.polarity(event) or 1) * (-1 if negated(line, event.start) else 1)
    risk = sort == "risk" or line.has(r" (?:risk|danger|suspicion|threat|doubt)s?(?= )", start=start, end=end)
    return -1 if risk and desired is True else 1
