"""Which columns move in a sentence, and which way: "more rooms", "as the area grows", "an older car", "with age"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.table.columns import Mention, pieces_of
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import search
from assistant.offline.text.wordlists import words


@dataclass(frozen=True)
class Driver:
    """A column that moves.

    Attributes:
        column: The column.
        sign: 1 where it grows, -1 where it shrinks.
        start: First item of the words that say so.
        end: Behind the last one.
        place: The item that names it, or the first column of the list in which it stands.
        sure: False where nothing but its place in the sentence says that it moves.
    """

    column: ColumnFacts
    sign: int
    start: int
    end: int
    place: int
    sure: bool = True


MOVING = ("number", "boolean", "datetime")
CUTS = frozenset(
    (",", ";", ":", "and", "but", "nor", "or", "while", "whereas", "yet", "so", "(", ")", "–", "-")
)
SUBORDINATORS = frozenset(words("as when if once whenever where because since while the"))
MODALS = frozenset(
    words("must may can should shall might could will would cannot never only always not ever need ought")
)
# Words in front of a column that say how it moves.
_MORE = frozenset(
    words(
        """more high higher great greater large larger big bigger rise increase grow long longer additional extra
        further farther another add each every old older late later new newer good better strong stronger heavy
        heavier fast faster wide wider deep deeper warm warmer hot hotter tall taller rich richer much dearer dear
        expensive costlier pricier"""
    )
)
_LESS = frozenset(
    words(
        """less few fewer low lower small smaller fall decrease short shorter young younger bad worse weak weaker
        early earlier light lighter slow slower poor poorer cold colder cool cooler near nearer close closer cheap cheaper"""
    )
)
_VERBS = frozenset(words("rise increase grow fall decrease"))
# "Raising the amount", "losing a room".
_DOING = frozenset(words("raising adding lifting boosting gaining lowering cutting reducing losing"))
_LESSENS = frozenset(words("lower cut reduce lose"))
_ARTICLES = frozenset(words("a an any every each further the with no its more"))
_COMPARATIVES = frozenset(
    word for word in (_MORE | _LESS) if word.endswith("er") and word not in ("another", "lower")
)
# What may stand between such a word and the column; anything that begins another thought ends the search.
_ENDS = (
    CUTS
    | MODALS
    | frozenset(
        words(
            "than with for if when as because . ! ? <num> <pct> <dur> <money> it they be have do come make get cost that who which"
        )
    )
)
_REACH = 4
# The words behind a column that say how it moves; those that also move something else count behind "as" and "if".
_RISES = r"(?:(?:go|pile|move|creep|tick|add) (?:further )?up|mount(?: up)?|accumulate|rise|grow|climb|higher|larger|bigger|greater|longer|more|further|farther|older|later|newer|better|up|upwards?)"
_FALLS = r"(?:(?:go|move|come) (?:further )?down|fall|sink|decline|lower|smaller|fewer|less|shorter|younger|earlier|worse|closer|nearer|down|downwards?)"
_RISES_TOO = r"(?:increase|improve|expand|lengthen|extend|go on|get (?:any )?(?:more|high|big|large|long|old|good|late)\w*)"
_FALLS_TOO = r"(?:decrease|drop|shrink|reduce|diminish|worsen|deteriorate|get (?:any )?(?:less|low|small|short|young|bad|few|early)\w*)"
_BETWEEN = r"(?: (?:\)|be|get|become|further|itself|number|figure|level|value|score|mark|grade|rating|on|column|per [a-z]+))*"
_WITH = frozenset(words("with along w"))
_CURVE = r"(?:curve|line|effect|dependence|relationship|slope|shape|graph|plot|influence)"
_MOVED = r"(?:rise|fall|increase|decrease|grow|shrink|drop|decline|climb|go up|go down|up|down)"
_SKIPPED = frozenset(
    words("/ the a an its their his her any our your in of one own number amount count level size")
)
# Comparatives whose sense hangs on the column: an older house was built in an earlier year.
_YEAR = r"(?:^|[_ ])year(?!s)|built|_yr|yr_|constructed|^yr"
_AGE = r"(?:^|[_ ])age(?:[_ ]|$)|years?_?old|since"
_BY_YEAR = {
    "old": -1,
    "older": -1,
    "young": 1,
    "younger": 1,
    "new": 1,
    "newer": 1,
    "early": -1,
    "earlier": -1,
}
_BY_AGE = {"new": -1, "newer": -1, "young": -1, "younger": -1, "old": 1, "older": 1}


def drivers(reading: Reading, line: Line, start: int, end: int, target: str) -> list[Driver]:
    """Columns that are named and move, in order."""
    places = [at for at in range(start, end) if _is_column(line, at)]
    found: dict[int, Driver] = {}
    for at in places:
        moved = _in_front(line, at, start) or _behind(line, at, start, end) or _alongside(line, at, start)
        column = _meant(reading, line, at, target)
        if (
            moved is not None
            and column is not None
            and column.kind in MOVING
            and not _bounded(line, at, start, end)
        ):
            sign = moved[0] * _sense(moved[3], column)
            found[at] = Driver(column, sign, moved[1], moved[2], at)
    _share(reading, line, places, found, target)
    for at in places:
        column = _meant(reading, line, at, target)
        if at in found or column is None or column.kind not in MOVING:
            continue
        if target and _is_topic(line, at, start, end):
            found[at] = Driver(column, 1, at, at + 1, at)  # "late payments: risk up only"
        elif _is_subject(line, at, end):
            found[at] = Driver(column, 1, at, at + 1, at, sure=False)
    _share(reading, line, places, found, target)
    return [replace(found[at], place=_place(line, places, found, at)) for at in sorted(found)]


def _place(line: Line, places: list[int], found: dict[int, Driver], at: int) -> int:
    """Where the clause of a list is: at its beginning behind what moves ("go down with income and credit score and up
    with the rate"), at its end in front of it ("calls and outages must only push it up")."""
    reached = at
    others = [p for p in places if p < at][::-1] if found[at].sure else [p for p in places if p > at]
    for other in others:
        first, last = min(reached, other), max(reached, other)
        between = [item.text for item in line.items[first + 1 : last]]
        if other not in found or not between or not all(word in _JOINING for word in between):
            break
        reached = other
    return reached


def _is_column(line: Line, at: int) -> bool:
    return line.items[at].text == "<col>" and isinstance(line.items[at].payload, Mention)


def _in_front(line: Line, at: int, start: int) -> tuple[int, int, int, str] | None:
    """ "More rooms", "a longer way to the station", "adding square metres of living area"."""
    own = line.tokens[line.items[at].start].lemma
    if line.items[at].payload.score < 1 and own in _COMPARATIVES:
        return (1 if own in _MORE else -1), at, at + 1, own
    for place in range(at - 1, max(start, at - _REACH - 1) - 1, -1):
        word = line.items[place].text
        if word in _VERBS and not _is_noun(line, place):
            break
        if line.words(place, place + 1).lower() in _DOING:
            return (-1 if word in _LESSENS else 1), place, at + 1, ""
        if word in _MORE or word in _LESS:
            return (1 if word in _MORE else -1), place, at + 1, word
        if place == at - 1 and line.items[at].payload.score >= _NAMED and _is_comparative(line, place, start):
            return 1, place, at + 1, ""  # "a healthier battery"
        if word == "(" and place == at - 1 and _typed_comparative(line, place - 1, start):
            return (-1 if line.items[place - 1].text in _LESS else 1), place - 1, at + 1, ""
        if word in _ENDS or word == "<col>":
            break
    hit = line.first(
        r" the (?P<way>more|less|longer|further|farther|harder|fewer)(?: [a-z]+){1,6}$",
        start=max(start, at - 8),
        end=at,
    )
    if hit is not None:  # "the more it has been driven"
        return (-1 if hit.said("way") in ("less", "fewer") else 1), hit.start, at + 1, ""
    return None


def _typed_comparative(line: Line, at: int, start: int) -> bool:
    """ "Shakier (vibration)": a comparative that the bracket explains."""
    return at >= start and line.words(at, at + 1).lower().endswith("er") and line.items[at].text not in _ENDS


_NO_COMPARATIVE = frozenset(
    words(
        "never ever over under after however whether other another user customer number order per her either neither"
    )
)


def _is_comparative(line: Line, at: int, start: int) -> bool:
    """ "The healthier", "a stricter": a word in -ier or -er behind an article or at the beginning of its clause."""
    typed = line.words(at, at + 1).lower()
    opens = at == start or line.items[at - 1].text in (*_ARTICLES, *CUTS, "for")
    return typed.endswith("er") and len(typed) > 4 and typed not in _NO_COMPARATIVE and opens


def _is_noun(line: Line, at: int) -> bool:
    """ "A rise in income", "with increasing income", and not "the price must increase in area"."""
    before = line.items[at - 1].text if at else ""
    verbal = line.items[at + 1].text == "in"
    return (line.words(at, at + 1).lower().endswith("ing") and not verbal) or before in _ARTICLES


def _behind(line: Line, at: int, start: int, end: int) -> tuple[int, int, int, str] | None:
    """ "As the area grows", "area up", "outages pile up"."""
    under = any(item.text in SUBORDINATORS for item in line.items[max(start, at - 4) : at])
    if line.has(r"^ (?:,|:|–|-)? ?more of (?:it|them|that)(?= )", start=at + 1, end=end):
        return 1, at, at + 4, "more"
    for pattern, sign in ((_RISES, 1), (_FALLS, -1), (_RISES_TOO, 1), (_FALLS_TOO, -1)):
        hit = line.first(rf"^{_BETWEEN} (?P<way>{pattern})(?= )", start=at + 1, end=min(end, at + 6))
        if hit is None or (
            not under and line.has(r"^ (?:than|the|it|them|a|any|<target>)(?= )", start=hit.end, end=end)
        ):
            continue
        if pattern in (_RISES, _FALLS) or under or hit.end >= end or line.items[hit.end].text in CUTS:
            return sign, at, hit.end, hit.said("way")
    return None


def _alongside(line: Line, at: int, start: int) -> tuple[int, int, int, str] | None:
    """ "Rises with age", "pays less for every room"."""
    place = at - 1
    while place >= start and line.items[place].text in _SKIPPED:
        place -= 1
    with_it = line.items[at - 1].text in ("in", "the", "its", "of") and line.has(
        rf" {_MOVED} in(?: the| its)?$", start=max(start, at - 6), end=at
    )
    drawn = line.has(
        rf" {_CURVE} (?:for|of|on|over|against|in|with)(?: the)?$", start=max(start, at - 4), end=at
    )
    if drawn:
        return 1, at, at + 1, ""
    owns = place >= start and line.words(place, place + 1).lower() == "having"
    if with_it or owns or (place >= start and line.items[place].text in _WITH):
        return 1, at if with_it else place, at + 1, ""
    return None


def _is_subject(line: Line, at: int, end: int) -> bool:
    """ "Rain may only pull it down", "missing lessons pays off"."""
    bare = "" if line.items[at].payload.score < _NAMED else rf"|{_MOVES_IT}"
    return line.has(
        r"^(?: (?:\)|itself|number|figure|level|value|score|mark|grade|rating|column))*(?: (?:on|in|of|at|from) (?:the|a|its|their) [a-z]+)?"
        r"(?: (?:must|may|can|should|shall|might|could|will|would|cannot|never|only(?! [.,;:!?)] )(?!$)|always|not|ever|have to|do|need"
        rf"{bare}))(?= )",
        start=at + 1,
        end=min(end, at + 5),
    )


def _is_topic(line: Line, at: int, start: int, end: int) -> bool:
    """ "Late payments: risk up only", "vibration and temperature of the gearbox: the higher, the riskier"."""
    colon = next((k for k in range(at, min(end, at + 8)) if line.items[k].text == ":"), None)
    if colon is None:
        return False
    owned = line.first(r" of(?: the| a| its)? [a-z]+$", start=at, end=colon)  # "vibration of the gearbox"
    return all(
        item.text in (*_JOINING, "<col>") for item in line.items[start : owned.start if owned else colon]
    )


_NAMED = 0.78
_MOVES_IT = r"pay off|help|spoil|ruin|improve|boost|depress|hurt|harm|cost|cut|push|raise|lower|pull|drag|lift|drive|reduce|make|add|work|act|count|mean"


_JOINING = frozenset(words(", and or nor the a an its their of in with as well ( ) number amount count"))


def _share(reading: Reading, line: Line, places: list[int], found: dict[int, Driver], target: str) -> None:
    """ "As area or quality rises", "with more rooms and baths": joined columns move alike."""
    pairs = list(pairwise(places))
    for first, second in (*pairs, *reversed(pairs)):
        if (first in found) == (second in found):
            continue
        between = [item.text for item in line.items[first + 1 : second]]
        if not between or not all(word in _JOINING for word in between):
            continue
        known, new = (first, second) if first in found else (second, first)
        column = _meant(reading, line, new, target)
        if column is not None and column.kind in MOVING:
            found[new] = Driver(column, found[known].sign, new, new + 1, new, sure=found[known].sure)


def _bounded(line: Line, at: int, start: int, end: int) -> bool:
    """ "Three rooms upwards", "a quality of 7 or more": a figure bounds the column, nothing moves."""
    figure = r"<(?:num|dur|money|pct)>"
    return line.has(
        rf" {figure}(?: (?:or|and) (?:more|higher|larger|better|fewer|less|up)(?: of)?)?$",
        start=max(start, at - 4),
        end=at,
    ) or line.has(
        rf"^ (?:(?:of|=|above|over|below|under|be|than|no|less|more|at|least|most|higher|lower) )*{figure}(?= )",
        start=at + 1,
        end=end,
    )


def _sense(word: str, column: ColumnFacts) -> int:
    """-1 where a comparative means the opposite of growing for this column."""
    name = column.name.strip().lower()
    up = 1 if word in _MORE else -1
    if word in _BY_YEAR and search(_YEAR, name) and not search(_AGE, name):
        return _BY_YEAR[word] * up
    if word in _BY_AGE and search(_AGE, name):
        return _BY_AGE[word] * up
    return 1


def _meant(reading: Reading, line: Line, at: int, target: str) -> ColumnFacts | None:
    mention: Mention = line.items[at].payload
    named = line.first(r"^(?: (?!<)[a-z]+){0,3} \( (?P<col><col>) \)", start=at + 1)
    if named is not None:  # "the living area (GrLivArea)"
        mention = named.payload("col")
        return mention.column
    return (
        _by_unit(reading, line, at)
        or _all_said(reading, line, at, mention, target)
        or _literal(line, at, mention)
    )


def _by_unit(reading: Reading, line: Line, at: int) -> ColumnFacts | None:
    """ "Kilometres" are those of `km_driven`, whatever else has to do with driving."""
    item = line.items[at]
    if not any(
        token.lemma in ("kilometre", "kilometer", "km") for token in line.tokens[item.start : item.end]
    ):
        return None
    named = [c for c in reading.context.columns if c.kind == "number" and "km" in pieces_of(c.name)]
    return named[0] if len(named) == 1 else None


_NEAR = 6  # words on either side in which the parts of a name may stand: "years of working life in total"
_STEM = 4  # letters in which "driven" and "drive" agree


def _all_said(reading: Reading, line: Line, at: int, mention: Mention, target: str) -> ColumnFacts | None:
    """The column all parts of whose name stand near by, where only parts of the name were recognised."""
    if mention.score >= 1:
        return None
    near = line.items[max(0, at - _NEAR) : at + _NEAR]
    said = {root(t.lemma)[:_STEM] for item in near for t in line.tokens[item.start : item.end]}
    own = {root(t.lemma)[:_STEM] for t in line.tokens[line.items[at].start : line.items[at].end]}
    whole = []
    for column in reading.context.columns:
        pieces = {root(piece)[:_STEM] for piece in pieces_of(column.name)}
        fits = len(pieces) >= 2 and pieces <= said and pieces & own
        if column.kind == "number" and fits and column.name != target:
            whole.append((len(pieces), column))
    whole.sort(key=lambda pair: -pair[0])
    return whole[0][1] if len(whole) == 1 or (whole and whole[0][0] > whole[1][0]) else None


def _literal(line: Line, at: int, mention: Mention) -> ColumnFacts | None:
    """The column meant; of several that fit alike, the one that has the word itself in its name."""
    item = line.items[at]
    if len(mention.tied) == 1:
        return mention.column
    said = {root(token.lemma)[:_STEM] for token in line.tokens[item.start : item.end]}
    told = [c for c in mention.tied if said & {root(piece)[:_STEM] for piece in pieces_of(c.name)}]
    return told[0] if len(told) == 1 else None


# Comparatives that speak of a column by its meaning; the sign is the column's own direction.
_ADJECTIVES: tuple[tuple[str, str, int], ...] = (
    (r"(?:old|older)", r"(?:^|[_ ])age(?:_|\b)|years?_?old", 1),
    (r"(?:young|younger|newer|fresher)", r"(?:^|[_ ])age(?:_|\b)|years?_?old", -1),
    (r"(?:new|newer|recent|young|younger|modern|late(?:r)? (?:model|year|build|built))", r"year(?!_?s?at)|built|model_?year|constructed", 1),
    (r"(?:old|older)", r"\byear\b|yearbuilt|built|model_?year", -1),
    (r"(?:rich|richer|wealthy|wealthier|well off|better off|high earn\w*|earn more|the more (?:[a-z]+ ){1,2}earn)", r"income|salary|wage|earning|wealth", 1),
    (r"(?:poor|poorer|earn less|the less (?:[a-z]+ ){1,2}earn)", r"income|salary|wage|earning|wealth", -1),
    (r"(?:heavy|heavier|weigh more)", r"weight|carat|mass\b|kg", 1),
    (r"(?:light|lighter)", r"weight|carat|mass\b|kg", -1),
    (r"(?:warm|warmer|hot|hotter)", r"(?:^|_)temp(?:_|$)|temperature", 1),
    (r"(?:cold|colder|cool|cooler)", r"(?:^|_)temp(?:_|$)|temperature", -1),
    (r"(?:big|bigger|large|larger|spacious|roomier|more space|more room)", r"area|size|sqft|surface|sqm", 1),
    (r"(?:small|smaller|tiny)", r"area|size|sqft|surface|sqm", -1),
    (r"(?:big|bigger|large|larger|higher|additional)(?: the| a)? (?:loan|claim|order|basket|deal|bill|sum|purchase|credit)", r"amount|value|sum|total", 1),
    (r"(?:small|smaller|lower)(?: the| a)? (?:loan|claim|order|basket|deal|bill|sum|purchase|credit)", r"amount|value|sum|total", -1),
    (r"(?:windy|windier|more windy|stronger wind|more wind)", r"wind", 1),
    (r"(?:wet|wetter|rainy|rainier|more rain|heavier rain)", r"rain|precip", 1),
    (r"(?:more experienced)", r"experience", 1),
    (r"(?:loyal|more loyal|longer standing)", r"tenure|seniority|customer_?since", 1),
    (r"(?:more|additional|extra|another|each|every|add) (?:square (?:metre|meter|foot)|sqm|m2|sq m|sq ft)s?", r"area|sqft|surface|sqm|m2", 1),
    (r"(?:(?:more|additional|extra|another|each|every) (?:gigabyte|gb)s?|(?:gigabyte|gb)s? more)", r"gb|storage|memory", 1),
    (r"(?:more|additional|extra|another|each|every|high(?:er)?) (?:kilometre|kilometer|km)s?", r"km|kilomet|odometer", 1),
    (r"(?:(?:drive|driven|run)(?: \w+)?(?: further| farther| more| longer)|the more (?:[a-z]+ ){1,4}(?:drive|run)|(?:more|additional|extra) miles?|high(?:er)? mileage)", r"km|miles?\b|odometer|distance", 1),
    (r"(?:further|farther)(?= (?:from|away|out|off)(?= ))", r"distance|km_from|miles_from", 1),
    (r"(?:closer|nearer)(?= (?:to|by|in)(?= ))", r"distance|km_from|miles_from", -1),
    (r"(?:(?:be|have be|stay)?(?: with (?:we|us|the company))? ?long(?:er)?(?: \w+){0,4} (?:with|stay|be with|customer|at the company)|stay(?:ed)? longer|long(?:er)? with (?:we|us)|with (?:we|us|the \w+)(?: for)? longer)", r"tenure|seniority|years_?at|months?_?(?:active|as_?customer|on_?book)|customer_?since", 1),
    (r"(?:fast|faster)", r"speed|rpm", 1),
    (r"(?:slow|slower)", r"speed|rpm", -1),
    (r"(?:strong|stronger|powerful|more powerful)", r"power|hp|bhp|torque", 1),
    (r"(?:educated|better educated)", r"education.?num|schooling|years?_?of_?education|education.?years", 1),
)  # fmt: skip
# "The dearer the kWh, …": a price that drives something, where the next clause says what.
_PRICED = (
    (r"^ the (?:dearer|costlier|pricier|more expensive)", r"price|preis|prix|precio|prezzo|cost|fee|charge|tarif", 1),
    (r"^ the cheaper", r"price|preis|prix|precio|prezzo|cost|fee|charge|tarif", -1),
)  # fmt: skip


def by_adjective(
    reading: Reading, line: Line, start: int, end: int, *, target: str, first_of_two: bool
) -> list[Driver]:
    """ "Older houses", "a larger flat": the column that a comparative means, where the table has one such."""
    found: list[Driver] = []
    for pattern, names, sign in (*(_PRICED if first_of_two else ()), *_ADJECTIVES):
        spaced = pattern if pattern.startswith("^") else f" {pattern}"
        said_so = line.find(rf"{spaced}(?= )(?! than (?:\w+ )?<(?:num|dur|money|pct)>)", start=start, end=end)
        hit = next((h for h in said_so if _compares(h)), None)
        column = _of_that_kind(reading, hit, names, target) if hit else None
        if hit is not None and column is not None:
            found.append(Driver(column, sign, hit.start, hit.end, hit.start))
    # "Newer ones never below older ones": the one that is spoken of first.
    return [min(found, key=lambda driver: driver.start)] if found else []


def is_adjective(line: Line, mention: Mention) -> bool:
    """ "older" means the age, but by itself moves it."""
    said = " ".join(item.text for item in line.items[mention.start : mention.end])
    name = mention.column.name.strip().lower()
    return mention.score < 1 and any(
        search(f"^(?:{pattern})$", said) and search(names, name) for pattern, names, _ in _ADJECTIVES
    )


def is_compared(line: Line, mention: Mention) -> bool:
    """Whether a comparative stands right in front, so that what it is said of must be something that moves."""
    before = line.items[mention.start - 1].text if mention.start else ""
    return before in _COMPARATIVES | {"more", "fewer", "less"} or line.has(
        r" (?:as|when|if|once)(?: (?:the|a|an|its|their))?$",
        start=max(0, mention.start - 2),
        end=mention.start,
    )


def _compares(hit: Hit) -> bool:
    """ "Older" and "more spacious" move something; "old" tells what it is like."""
    typed = [hit.line.words(at, at + 1).lower() for at in range(max(0, hit.start - 1), hit.end)]
    moving = ("more", "further", "less", "extra", "another", "additional", "each", "every", "adding", "add")
    return any(word.endswith(("er", "re")) or word in moving for word in typed)


def _of_that_kind(reading: Reading, hit: Hit, names: str, target: str) -> ColumnFacts | None:
    columns = [
        c
        for c in reading.context.columns
        if c.kind == "number" and search(names, c.name.strip().lower()) and c.name != target
    ]
    around = hit.line.canon[hit.match.start() : hit.match.end() + 30].split()
    said = {root(word)[:_STEM] for word in around}
    told = [c for c in columns if said & {root(piece)[:_STEM] for piece in pieces_of(c.name)}]
    columns = told or columns
    best = min(columns, key=lambda c: len(c.name), default=None)
    if best is None or len(columns) <= 2:
        return best
    plain = search(f"^(?:{names})$", best.name.strip().lower())
    return best if plain or len({len(c.name) for c in columns}) == len(columns) else None
