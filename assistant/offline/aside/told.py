"""What a message only tells: words that it quotes, and what others do or what was done before; no wish for this plan."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.offline.text.line import Hit, Line
from assistant.offline.text.wordlists import words

# So many words between quotation marks are somebody's text; fewer are a name or a label.
_QUOTED_WORDS = 3
_MARKS = ('"', "'")
_CLAUSE_ENDS = frozenset(
    (".", "!", "?", ";", ":", ",", "(", ")", "but", "so", "hence", "therefore", "–", "—")
)
_BEFORE_BUT = frozenset(words("nothing anything everything all any not none everybody"))
# Finite past forms that the base form hides; participles ("done in ten minutes") are no past of their own.
_PAST = frozenset(
    words(
        """swore ran had took spent sat met went said told thought brought built sold was were wrote gave came
        kept lost won did made saw heard tried learnt taught chose felt knew held left began"""
    )
)
# What somebody else does by habit: "our vendor swears by …", "the team next door runs …".
_HABITS = frozenset(
    words(
        "swears reckons boasts brags guesses uses runs loves likes praises recommends suggests sells says claims thinks believes prefers works"
    )
)
# Participles that say what is to be, though they look like a past: "the only models allowed are …".
_PARTICIPLES = frozenset(
    words(
        """allowed permitted required needed concerned limited restricted fixed capped pinned based supposed related
        weighted grouped stratified boosted bagged nested repeated penalised penalized regularised regularized
        balanced blocked calibrated"""
    )
)
_HELPERS = frozenset(
    words("be is are been being to have has 've can could may might must shall should will would")
)
# "You use", and feelings that speak: "my gut says CatBoost".
_HEARER = frozenset(words("you it this that please gut instinct hunch feeling intuition experience"))
_LONGEST_BRACKET = 16
# How far from the beginning of a clause its subject may stand: "the lady who ran the office before me".
_SUBJECT_WITHIN = 5
_ITS_WORDS = r"(?: (?:and|of|well|yes|the|a|an|one|some|any|many|most|several|all|another|other|my|our|your|his|her|their|old|former|last|previous|best|good|big|young|new|next|main|own|as|know|also|even|<num>|'s))*"
# "My boss wants it judged by …" asks, though "it judged" looks like a past.
_HAVE_IT_DONE = r" (?:want|need|like|love|prefer|have|get|see|would rather have)(?: (?:to|have|see))?(?: (?:it|them|this|that|these|those|everything|all|the|a|model|models|whole|thing))+$"
_GOES_ON = r" (?:be|go|serve|may|must|should|can|will|have to)(?= )"


def without_quotes(line: Line) -> Line:
    """The line with every quoted text of several words behind <quoted>."""
    return line.marked((start, end, "quoted", None) for start, end in _quotes(line))


def _quotes(line: Line) -> Iterator[tuple[int, int]]:
    for mark in _MARKS:
        opened: int | None = None
        for at, item in enumerate(line.items):
            if item.text != mark:
                continue
            if opened is None:
                opened = at if _opens(line, at) else None
            elif mark == '"' or not _opens(line, at):
                if at - opened > _QUOTED_WORDS:
                    yield opened, at + 1
                opened = None


def _opens(line: Line, at: int) -> bool:
    """Whether a mark stands directly in front of a word and not directly behind one."""
    tokens, here = line.tokens, line.items[at].start
    if here + 1 >= len(tokens) or tokens[here].end != tokens[here + 1].start:
        return False
    return here == 0 or tokens[here - 1].end != tokens[here].start or tokens[here - 1].text in "(:"


def clause_start(line: Line, at: int) -> int:
    """Where the clause begins that an item stands in."""
    start = at
    while start > 0:
        if line.items[start - 1].text == ")" and (opened := _opening(line, start - 1)) is not None:
            start = opened  # what stands in brackets interrupts a clause and ends none
        elif _ends_clause(line, start - 1):
            break
        else:
            start -= 1
    return start


def _opening(line: Line, closed: int) -> int | None:
    """Where the bracket opens that is closed at an item, within a few words and not at the start of a sentence."""
    for at in range(closed - 1, max(-1, closed - _LONGEST_BRACKET), -1):
        if line.items[at].text == "(":
            return at if at > 0 and not _ends_clause(line, at - 1) else None
        if line.items[at].text == ")":
            return None
    return None


def _ends_clause(line: Line, at: int) -> bool:
    """Punctuation or "but"; not that of "nothing but"."""
    text = line.items[at].text
    return text in _CLAUSE_ENDS and not (text == "but" and at > 0 and line.items[at - 1].text in _BEFORE_BUT)


def clause_end(line: Line, at: int) -> int:
    """Behind the last item of the clause that an item stands in."""
    end = at
    while end < len(line.items) and not _ends_clause(line, end):
        end += 1
    return end


def typed(line: Line, at: int) -> str:
    """One item as it was typed, in lower case."""
    item = line.items[at]
    return line.tokens[item.start].text.lower() if item.end == item.start + 1 else ""


# Who has no say in this plan, and whose habits are none of its rules; a board, a boss or a regulator has one.
_OUTSIDERS = r" (?:competitor|rival|competition|neighbour|colleague|predecessor|vendor|consultant|intern|trainee|nephew|niece|brother|sister|cousin|uncle|aunt|friend|professor|teacher|lecturer|supervisor|flatmate|ex|husband|wife|dad|mum|father|mother|folk|conference|blog|article|paper|podcast|newspaper|magazine|book|textbook|rumour|tool|system|software|guy|bloke|mate|team|office|bank|shop|company|firm|agency|dealer|others|world)s?(?= )"
_MY_OWN = r" (?:this|our|my|the|new|whole) (?:team|office|company|firm|bank|shop|agency)s?(?= )"
_ASKS_FOR = r" (?:have to|has to|want|insist|demand|require|request|ask|need|allow|permit|accept|forbid|ban|refuse|expect|prefer|hate|agree|veto|reject|rule|approve|tolerate|trust|like|must|may|should)(?= )"
# "Somebody told me to hold back a fifth": what others want of the writer, who passes it on.
_PASSED_ON = r" (?:tell|ask|instruct|urge|advise|remind|teach|order|require|oblige|encourage|recommend) (?:me|us|that (?:i|we)) (?:to|should|must)(?= )"
_THIRD_WOULD = r" (?!(?:i|we|you|it|that|this|which|there) )[a-z]+ (?:always |never |probably |surely |certainly |rather )?would (?!like|love|prefer|want|be|do|suit|suffice|appreciate)"
_LONG_AGO = (
    r" (?:back then|in those days|at the time|in the (?:old|early) days|years ago|<dur> ago|once upon a time|last time|formerly|previously|yesterday"
    r"|(?:in|at|with) (?:my|our|the) (?:old|previous|former) [a-z]+|(?:in|at) (?:my|our|the) (?:last|first|other) (?:job|company|firm|employer|project|place|office|team|life|school|university|shop)"
    r"|(?:at|during|since) (?:university|college|school|my studies)|last (?:year|month|week|summer|winter|spring|autumn|quarter) 's)(?= )"
)
_TURNS = r" (?:so|but|hence|therefore|please|now|this time|here|today|anyway|instead)(?= )"


def is_told(line: Line, at: int, *, by_people: bool = False) -> bool:
    """Whether the clause in front of an item tells of others or of what was: "my brother used …", "it took us …".

    Args:
        line: The line.
        at: Index of the item.
        by_people: Where a noun may be described by a participle ("loans issued before …"), only pronouns tell.
    """
    start = clause_start(line, at)
    if line.has(r" would have(?= )", start=start, end=at):
        return True
    if line.has(_PASSED_ON, start=start, end=at):
        return False
    if _is_of_others(line, start, at) or _is_long_ago(line, at):
        return True
    said = next((k + 1 for k in range(at - 1, start, -1) if line.items[k].text == "and"), start)
    return any(_tells(line, said, place, by_people=by_people) for place in range(said, at))


def _is_of_others(line: Line, start: int, at: int) -> bool:
    """ "A colleague of mine always takes …", "my professor would insist on …": they do, and nobody asks for it."""
    if line.has(_THIRD_WOULD, start=start, end=at):
        return True
    who = line.first(_OUTSIDERS, start=start, end=at)
    if who is None or at - who.end < 1 or who.start - start > _SUBJECT_WITHIN or not _leads(line, start, who):
        return False
    return not line.has(_ASKS_FOR, start=who.end, end=at) and not line.has(_MY_OWN, start=start, end=who.end)


def _leads(line: Line, start: int, who: Hit) -> bool:
    """Whether nothing but its own words stands in front of a subject: no verb, no preposition."""
    return line.has(rf"^{_ITS_WORDS}$", start=start, end=who.start) if who.start > start else True


def _is_long_ago(line: Line, at: int) -> bool:
    """ "In my last job we always kept 20 %": a time that is over, and no turn to the present behind it."""
    first = next((a for a, b in line.sentences() if a <= at < b), 0)
    over = line.first(_LONG_AGO, start=first, end=at)
    return over is not None and not line.has(_TURNS, start=over.end, end=at)


def _tells(line: Line, start: int, place: int, *, by_people: bool) -> bool:
    word = typed(line, place)
    if (
        place == start
        or _within_a_name(line, place)
        or (typed(line, place - 1) in _HELPERS and word not in ("was", "were"))
    ):
        return False
    if word in _HABITS:
        return typed(line, place - 1) not in _HEARER
    if (
        word.endswith("ed")
        and word not in _PAST
        and line.has(_GOES_ON, start=place + 1, end=clause_end(line, place))
    ):
        return False  # "parcels shipped after June are the test set"
    if word.endswith("ed") and line.has(_HAVE_IT_DONE, start=max(start, place - 5), end=place):
        return False
    past = word in _PAST or (
        word.endswith("ed") and line.items[place].text != word and word not in _PARTICIPLES
    )
    if by_people and line.items[place - 1].text not in _SUBJECTS:
        return False
    return (past or word == "used") and _has_subject(line, start, place)


def is_past(word: str) -> bool:
    """Whether a word as typed is the past form of a verb, or looks like one."""
    return word in _PAST or (word.endswith("ed") and len(word) > 4 and word not in _PARTICIPLES)


def _within_a_name(line: Line, place: int) -> bool:
    """Whether a word is a piece of a name such as "recorded_at"."""
    token = line.tokens[line.items[place].start]
    return "_" in (line.text[token.start - 1 : token.start], line.text[token.end : token.end + 1])


_SUBJECTS = frozenset(words("i we he she they it somebody someone everybody nobody people"))
_NOT_SUBJECTS = frozenset(
    words("""who which that whose a an the be get please with by for of on in and or not only just no than as from when if what predict forecast estimate
        over under at to into via per across between among against through after before during within without since until about around using w
        model classify find detect whatever whichever everything anything those ones""")
)


def _has_subject(line: Line, start: int, place: int) -> bool:
    """A word directly in front that may do something, adverbs apart; "needed in ten minutes" has none."""
    before = place - 1
    while before > start and (
        typed(line, before).endswith("ly") or typed(line, before) in ("once", "also", "never")
    ):
        before -= 1
    word = line.items[before].text
    return word in _SUBJECTS or (
        word.isalpha() and word not in _NOT_SUBJECTS and typed(line, before) not in _HELPERS
    )
