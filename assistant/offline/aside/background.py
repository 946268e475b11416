"""Figures that nobody wants reckoned with: last year's revenue, a competitor's prices, what the last campaign cost."""

from __future__ import annotations

import re

from assistant.offline.reading import Reading
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import search
from assistant.offline.text.quantities import Quantity

_OTHERS = (
    r"(?:competitors?|rivals?|competition|predecessors?|neighbours?|vendors?|consultants?|contractors?"
    r"|(?:other|rival|competing|neighbouring|big|cheapest) (?:bank|shop|store|firm|company|carrier|chain|insurer|lender|agency|operator|provider|supplier|seller|plant|hotel|bakery|charity|dealer|branch|clinic)s?"
    r"|(?:\w+ ){1,3}(?:across|down|up|over) the (?:street|road|border|river)|(?:\w+ )?next door|(?:elsewhere|at other \w+))"
)
# What somebody asks for a tool or a study: "the software house quoted us 180,000", "it is listed at 300,000".
_QUOTED = r" (?:quote|quoted)(?: (?:us|me|them|our \w+))+(?= )| (?:list|listed|priced) at(?= )| (?:list|sticker|catalogue) price(?= )"
_ONCE = (
    r" (?:last (?:fiscal |financial |business )?(?:year|month|week|spring|summer|autumn|fall|winter|time|quarter|season|decade|night|christmas)|(?:the )?(?:year|month|quarter|season) before(?: last)?|years? back|back then|at the time|in those days"
    r"|yesterday|the other day|once upon a time|(?:<dur>|years?|months?|weeks?|decades?) ago|in (?:<date>|20\d\d|19\d\d|spring|summer|autumn|winter)|so far|since (?:<date>|<num>|20\d\d)|before (?:i|we) (?:join|start|come|came)\w*|used to)(?= )"
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
# A time that is over only where the verb says so: "we had a line standing still in March".
_PERHAPS_ONCE = rf" (?:in (?:{_MONTHS})|(?:in|at|with) (?:my|our|the) (?:old|previous|former) [a-z]+)(?= )"
# Somebody outside, who did something once: "the agency we fired charged 3 dollars a letter".
_OUTSIDER = (
    r"^(?: (?:and|but|while|,|where|whereas|though|so))*(?: (?:the|our|a|an|some|another|that|my|one|of))*(?: [a-z]+)?"
    r" (?:agency|bureau|contractor|supplier|predecessor|vendor|consultancy|freelancer|intern|boss|salesman|colleague)s?(?= )"
)
_GOES_ON_WITH_COST = re.compile(r"(?i)^\W*(?:and |which |that |it |this )?(?:all )?(?:cost|set)\b")
_TOTALS = r"(?:revenue|turnover|sales|profits?|earnings|commissions?|takings|income|budget|loan book|portfolio|premiums?|losses|funding|volume|balance sheet|market cap|headcount|payroll)"
_TOTAL_IS = rf" {_TOTALS}(?: (?:\w+ ){{0,3}})?(?:was|were|be|stood|reached|came to|hit|of|at|came|grew|fell|rose|totalled|exceeded|:)(?= )"
_SUM = 100_000  # what a company has in a year rather than what one row is worth
_FORMER = r" (?:last|latest|previous|former|old|earlier|first|prior) (?:\w+ )?(?:campaigns?|project|model|system|tool|mailing|mailshot|attempt|audit|drive|round|study|software|machine|consultant|agency|contract)(?= )"
_A_YEAR = re.compile(r"(?i)\b(?:in|since|back in) (?:19|20)\d\d\b")
_WISHED = r" (?:one day|some day|someday|maybe (?:later|next)|who knows|if ever|in a dream|dream of)(?= )"
# Past forms; "cost", "cut" and "let" are past where a time that is over stands by them.
_PAST = re.compile(
    r"(?i)\b(?:was|were|had|did|made|lost|spent|paid|took|sold|brought|bought|got|gave|went|came|lent|wrote|rang|told|said|thought|knew|built|ran|stood|grew|fell|rose|won|found|left|kept|saw|sent|burnt|became|began|ate|threw|bore|broke|drove|drew|fed|fought|flew|froze|hid|held|laid|led|meant|met|shook|shot|slept|spoke|stole|struck|swore|taught|tore|wore|withdrew|dealt|chose|felt|fled|heard|hung|lit|rode|sank|slid|stuck|swam|woke|swallowed|[a-z]{3,}ed)\b"
)
_SAME_FORM = re.compile(r"(?i)\b(?:cost|cut|let|put|set|hit|hurt)\b")
_DESCRIBED = re.compile(
    r"(?i)\b(?:what|that|whatever|the \w+) (?:he|she|they|it|we|you|the \w+) (?:\w+ed|spent|paid|brought|bought)\b"
)
_BEGINS = r"^(?: (?:and|but|while|whereas|though|although|by the way|meanwhile|also|,))* (?:the|a|an|our|my|their|we|i|they|he|she|it|there|some|every|each|what|who|whoever|if|when|<num>|<money>|one|two|another|calling|missing)(?= )"


def set_aside(reading: Reading) -> None:
    """Claim the figures of clauses that tell how things were or are elsewhere, so that no other reader takes them."""
    line = reading.with_columns(least=0.9, synonyms=False)  # "spent_last_year" tells no story
    for start, end in (clause for sentence in line.sentences() for clause in _told(line, *sentence)):
        for at in range(start, end):
            if isinstance(line.items[at].payload, Quantity):
                reading.claim_items(line, at, at + 1)


def _words(line: Line, start: int, end: int) -> str:
    """The user's own words, without names of columns."""
    return " ".join(line.words(at, at + 1) for at in range(start, end) if line.items[at].text != "<col>")


def _told(line: Line, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first, last in _clauses(line, start, end):
        goes_on = bool(found) and found[-1][1] == first and _goes_on(line, first, last)
        if goes_on or _is_told(line, first, last):
            found.append((first, last))
    return found


_NOW = (
    r" (?:costs?|is|are|be|bring|earn|lose|pay|charge|save|come|take|want|need|must|should|please|can)(?= )"
)
_SUPPOSED = r" (?:would|could|might|'d)(?= )"


def _goes_on(line: Line, start: int, end: int) -> bool:
    """Whether a clause only carries on the story in front of it: "…, took two months and was 30 % off"."""
    words, canon = _words(line, start, end), line.canon[line.place(start) - 1 : line.place(end)]
    if _GOES_ON_WITH_COST.search(words):
        return True
    if search(_SUPPOSED, canon) or re.search(r"(?i)\b\w+'d\b", words):
        return True
    return bool(_PAST.search(words)) or not search(_NOW, canon)


def _clauses(line: Line, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence cut where a comma, dash or "and" begins another clause."""
    cuts = [start]
    for at in range(start + 1, end):
        text = line.items[at].text
        if text in (",", ":", "(", ")", "–", "—", "-", "but", "while", "whereas") or (
            text == "and" and line.has(_BEGINS, start=at, end=min(end, at + 5))
        ):
            cuts.append(at)
    merged = [cuts[0]]
    for cut in cuts[1:]:
        if any(isinstance(item.payload, Quantity) for item in line.items[merged[-1] : cut]):
            merged.append(cut)  # a clause without a figure goes with the next
    return list(zip(merged, [*merged[1:], end], strict=True))


def _is_told(line: Line, start: int, end: int) -> bool:
    words = _words(line, start, end)
    canon = line.canon[line.place(start) - 1 : line.place(end)]
    if search(
        rf"^(?: (?:and|but|while|,|where|whereas|though))*(?: (?:the|our|a|an|some|another|that|my|one|of))* {_OTHERS}(?= )",
        canon,
    ):
        return True
    if search(_WISHED, canon) or search(_QUOTED, canon):
        return True
    if (search(_OUTSIDER, canon) or search(_PERHAPS_ONCE, canon)) and _is_past_alone(words, canon):
        return True
    if search(_TOTAL_IS, canon) and _is_sum(line, start, end):
        return True
    once = search(_ONCE, canon) or _A_YEAR.search(words)
    if search(_FORMER, canon) and (once or _PAST.search(words) or _SAME_FORM.search(words)):
        return True
    if not once or _DESCRIBED.search(words):
        return False
    return bool(_PAST.search(words) or _SAME_FORM.search(words)) or _is_sum(line, start, end)


def _is_sum(line: Line, start: int, end: int) -> bool:
    """Whether the figures are of the size of a company's year."""
    return any(getattr(item.payload, "value", 0) >= _SUM for item in line.items[start:end])


def _is_past_alone(words: str, canon: str) -> bool:
    """Whether a clause has past forms and no present one."""
    return bool(_PAST.search(words)) and not search(_PRESENT, canon) and not re.search(_PRESENT_TYPED, words)


_PRESENT = r" (?:want|need|must|should|please|can|predict|will)(?= )"
_PRESENT_TYPED = re.compile(r"(?i)\b(?:is|are|costs|brings|earns|charges|takes|saves|loses)\b")
