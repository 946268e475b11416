"""Stretches of a message that name columns without wanting them predicted: what is known beforehand, what is not meant."""

from __future__ import annotations

from assistant.offline.reading import Reading
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import search
from assistant.offline.text.wordlists import words

Stretch = tuple[int, int]

# In front of a list of columns: sure of themselves, and those that need a list of at least two.
_FROM = (
    r" (?:use|using|given|base on|based on|on the (?:basis|strength) of|go by|going by|judge (?:by|from)|judging (?:by|from)|start from"
    r"|know|knowing|with the help of|by means of|out of|from|fed with|feed with|look at)$"
)
_BY = r" (?:by|with|via|on)$"
_KNOWN_COLON = r"(?<! everybody)(?<! everyone)(?<! nobody)(?<! all) (?:know|known|input|feature|predictor|available|at hand|to go on|to work with|we have|i have|given)s?(?: (?!want)[^ .:;!?]+){0,5} :$"
_KNOWN_BEHIND = (
    r"^(?: (?:be|all|both|will|already|always|,|too|as|well|the|only|should|may|can|might|ought to|do|serve|to))*"
    r" (?:known?|at hand|available|give|given|on file|on record|fill in|filled in|include|included|give it away|tell (?:us|you|it)|suffice|help"
    r"|inputs?|features?|predictors?|clues?)(?= )(?! (?:only|later|after))"
)
_OF_A_LIST = frozenset(
    words(
        """, and or & + / the a an its their his her our your my number of all other per plus as well both including like just only
        " ' this these those facts about"""
    )
)
# A negation that reaches what is named next: "not the price", "don't predict who smokes", "there is no fraud label".
_DENIED = (
    r" (?:(?:do not|dont|not|never|nt|no need to|not go to|not ask (?:you )?(?:for|to|about))"
    r" (?:predict|forecast|estimate|guess|model|classify|ask for|ask about|care (?:about|whether|if|who)|need|worry about|be after|after|about)"
    r"|(?:rather than|instead of|and not|but not|(?<= ,) not)(?= (?:the|a|an|its|our|my|their|whether|who|how)? ?[^ ]+)"
    r"|(?:(?<=^ )|(?<= [.;:!?] ))not (?:the|a|an|our|my|whether|who)"
    r"|there be no|(?:(?<=^ )|(?<= [.;:!?] ))(?:forget|never mind))(?= )"
)
# "I don't want the basket value predicted".
_UNWANTED = (
    r" (?:do not|dont|not|never|no longer) (?:want|need|like|wish)(?: (?!to )[^ .;!?,]+){1,5}? (?:(?:to )?be )?"
    r"(?:predict|forecast|estimate|model|guess|classify)(?= )"
)
_DENIED_END = frozenset(words(", . ; : ! ? – — but be predict instead rather"))
_NO_TOPIC = (
    r" (?:be (?:not|never|no)(?: (?:my|our|the|a|at all))* (?:topic|worry|concern|business|question|issue|project|task|job|subject|interest|point|goal|target|problem)"
    r"|be (?:my|our|the|a|an|some|another)(?: [^ .;,!?]+){0,3} (?:'s|s|department|team|boss|else) (?:topic|worry|concern|business|question|issue|project|task|job|subject|problem|headache)"
    r"|play no (?:part|role)|be beside the point|be (?:another|a different|an other) (?:story|matter|topic|project|question)"
    r"|(?:do not|dont) (?:concern|interest) (?:us|me))(?= )"
)
# "Married or not, all the same."
_EITHER_WAY = r" [^ .;!?,]+ or not(?: ,| –| -| :)? (?:(?:it |that )?be )?(?:all the same|no matter|whatever|never mind|(?:i |we )?do not (?:care|matter|mind)|(?:it |that )do not (?:matter|interest)|either way)(?= )"
# What others ask: "people always want to know whether something breaks".
_OTHERS_ASK = (
    r"^(?: (?:and|but|so|now))? (?:people|person|everybody|everyone|others|other|most|my boss|the boss|my colleague)(?: [a-z]+){0,3}? (?:always|usually|mostly|keep|only|all|usually|normally)"
    r" (?:want|ask|worry|wonder|care)(?:ing)?(?= )"
)
# What is told in a clause rather than listed: "from what they buy", "from the rest of the advert".
_FROM_CLAUSE = (
    r" (?:from|by|given|base on|based on|go by|going by|using|use|with)(?: (?:all|its|their|the|his|her|our|these))*"
    r" (?:what(?:ever)?(?: else)?|everything(?: else)?|how|whether|rest|other|others|remaining|remainder)(?= )"
)
# A whole sentence about what is at hand: "Basket size, country and whether it is a first purchase are known by then."
_AT_HAND = (
    r" (?:be|may|might|can|could|should|will|must|ought to)(?: (?:all|both|be|well|already|also|then|the|fine|ok|to))*"
    r" (?:know|known|use(?! [a-z])|used|available|at hand|fair game|allow(?:ed)?|permit(?:ted)?|on file|on record|inputs?|features?|predictors?|clues?"
    r"|give (?:it|that|this) away|suffice|tell (?:quite )?(?:a bit|a lot|much|plenty|enough|something)|go in)(?= )"
)
_OF_A_GOAL = (
    r" (?:predict|forecast|estimate|guess|find|spot|detect|identify|recogni[sz]e|flag|work out|figure out|target|want|need|like to"
    r"|tell (?:me|us)|wish)(?= )"
)
# What stands in front of the wish itself: "Given the route and whether it rains, work out …", "if I know the brand, can you tell me …".
_GIVEN = (
    r"(?:^|(?<= [.;:!?,])) (?:(?:so|and|hi|hello|please|now) )*(?:given|suppose (?:i|we|you) (?:can )?(?:see|know|have)|knowing"
    r"|if (?:i|we|you) (?:only |just |already )?(?:know|have|see)|judging by|going by|go by|from|by|with|base on|based on|using|use)(?= )"
)
_WISH = (
    r" [,:](?: (?:please|then|now|i would like you to|i want you to))* (?=(?:work out|figure out|predict|estimate|forecast|guess|tell|find|spot|identify|recogni[sz]e|flag"
    r"|say|can|could|would|will|which|who|what|how (?:much|many|long|old|far|likely|high))(?= ))"
)
_SUPPOSED = r" (?:suppose|(?:we|i) (?:only|just) (?:know|have|see))(?= )"
_CLAUSE_ENDS = frozenset(
    (".", "!", "?", ";", ":", ",", "–", "—", "who", "which", "but", "can", "could", "please")
)
_OPENING = 5  # items at the beginning of a sentence
_A_LIST = 2  # columns
_QUOTED_WORDS = 5  # fewer may be a label or a name in quotes


def known_beforehand(reading: Reading) -> list[Stretch]:
    """Items that list columns as what to go by: "from age and price", "income and kids should give it away"."""
    line = reading.line
    return line.once(("known beforehand", id(reading.columns)), lambda: _known_beforehand(reading))


def not_meant(line: Line) -> list[Stretch]:
    """Items that say what is not to be predicted: "not the quality", "whether it fails is my boss's worry"."""
    return line.once(
        "not meant",
        lambda: [
            *_denied(line),
            *_other_topics(line),
            *_asked_by_others(line),
            *((h.start, h.end) for h in line.find(_EITHER_WAY)),
            *_quoted(line),
        ],
    )


def lies_in(stretches: list[Stretch], start: int, end: int) -> bool:
    """Whether items lie within one of the stretches."""
    return any(a <= start and end <= b for a, b in stretches)


def _known_beforehand(reading: Reading) -> list[Stretch]:
    line = reading.line
    found = []
    for start, end, n_names in _lists(reading):
        before = line.canon[: line.place(start)].rstrip()
        told = line.has(_KNOWN_BEHIND, start=end, end=min(end + 9, len(line.items)))
        opened = search(_FROM, before) or search(_KNOWN_COLON, before)
        if (n_names >= 2 and (told or opened or search(_BY, before))) or (
            opened and _is_sure(reading, start)
        ):
            found.append((start, end))
    for hit in line.find(_FROM_CLAUSE):
        stop = next(
            (k for k in range(hit.end, len(line.items)) if line.items[k].text in _CLAUSE_ENDS),
            len(line.items),
        )
        found.append((hit.start, stop))
    return [*found, *_sentences_at_hand(reading), *_in_front_of_wishes(reading)]


def _sentences_at_hand(reading: Reading) -> list[Stretch]:
    """Sentences that do nothing but say what is known, up to the word that says so."""
    line = reading.line
    found = []
    for start, end in line.sentences():
        hit = line.first(_AT_HAND, start=start, end=end)
        if hit is not None:
            begin = max((k + 1 for k in range(start, hit.start) if line.items[k].text == ":"), default=start)
            told = line.canon[line.place(begin) - 1 : line.place(hit.start)]
            if not search(_OF_A_GOAL, told) and not _is_question(line, start, end):
                found.append((begin, hit.end))
        elif line.has(_SUPPOSED, start=start, end=start + _OPENING) and not line.has(
            _WISH, start=start, end=end
        ):
            found.append((start, end))
    return found


def _is_question(line: Line, start: int, end: int) -> bool:
    return line.items[end - 1].text == "?" or (end < len(line.items) and line.items[end].text == "?")


def _in_front_of_wishes(reading: Reading) -> list[Stretch]:
    """From "given", "from" or "if I know" to the mark behind which the wish begins; at least two columns are named there."""
    line = reading.line
    found = []
    for start, end in line.sentences():
        for hit in line.find(_GIVEN, start=start, end=end):
            wish = line.first(_WISH, start=hit.end, end=end)
            if wish is None:
                continue
            told = line.canon[line.place(hit.end) - 1 : line.place(wish.start)]
            named = [m for m in reading.columns.mentions(line) if hit.end <= m.start and m.end <= wish.start]
            if len(named) >= _A_LIST and not search(_OF_A_GOAL, told):
                found.append((hit.start, wish.start))
                break
    return found


def _is_sure(reading: Reading, start: int) -> bool:
    """One column alone is known beforehand where its very name stands there, and it is no question of yes or no."""
    return any(
        m.start >= start and m.start - start <= 2 and m.score >= 1 and m.column.n_distinct > 2
        for m in reading.columns.mentions(reading.line)
    )


def _lists(reading: Reading) -> list[tuple[int, int, int]]:
    """Runs of column names with nothing but joining words between them: (start, end, how many)."""
    line = reading.line
    found: list[tuple[int, int, int]] = []
    for mention in reading.columns.mentions(line):
        start = mention.start
        while start > 0 and line.items[start - 1].text in _OF_A_LIST - {",", "and", "or"}:
            start -= 1
        between = [item.text for item in line.items[found[-1][1] : start]] if found else ["?"]
        if found and all(word in _OF_A_LIST for word in between):
            found[-1] = (found[-1][0], mention.end, found[-1][2] + 1)
        else:
            found.append((start, mention.end, 1))
    return found


def _denied(line: Line) -> list[Stretch]:
    found = []
    for hit in line.find(_DENIED):
        ends = (k for k in range(hit.end + 1, len(line.items)) if line.items[k].text in _DENIED_END)
        end = next((k for k in ends if line.items[k].text != "be"), len(line.items))
        passive = end < len(line.items) and line.items[end - 1].text == "be"
        found.append((hit.start, end + passive))  # "not asking for the price to be predicted"
    found += [(hit.start, hit.end) for hit in line.find(_UNWANTED)]
    return found


def _other_topics(line: Line) -> list[Stretch]:
    """From where a sentence begins to the words that call it somebody else's."""
    found = []
    for start, end in line.sentences():
        hit = line.first(_NO_TOPIC, start=start, end=end)
        if hit is not None:
            commas = [k + 1 for k in range(start, hit.start) if line.items[k].text in (",", ":", "–")]
            begin = commas[-1] if commas and hit.start - commas[-1] > 1 else start
            if begin > start and not search(
                _OF_A_GOAL, line.canon[line.place(start) - 1 : line.place(begin)]
            ):
                begin = start  # "I have seen that there is a churn column, people leaving is not my topic"
            found.append((begin, hit.end))
    return found


def _asked_by_others(line: Line) -> list[Stretch]:
    """Sentences that tell what other people want to know."""
    return [(a, b) for a, b in line.sentences() if line.has(_OTHERS_ASK, start=a, end=b)]


def _quoted(line: Line) -> list[Stretch]:
    """What somebody else wrote is no wish: 'a note held the line "the target is Age"'."""
    marks = [k for k, item in enumerate(line.items) if item.text in ('"', "“", "”")]
    return [(a, b) for a, b in zip(marks[::2], marks[1::2], strict=False) if b - a > _QUOTED_WORDS]
