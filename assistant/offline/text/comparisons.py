"""Words that compare: "over 30", "two or more", "before 2016", "between 8 and 12"."""

from __future__ import annotations

from assistant.offline.text.patterns import fullmatch

AMOUNT = r"(?:<num>|<money>|<pct>|<dur>|<size>|<date>|<points>|<ms>|one|zero)"

# Operator → the words in front of a figure. The order matters: "no more than" holds "more than".
IN_FRONT: tuple[tuple[str, str], ...] = (
    ("<=", r"on or before|up to and including|(?:no|not) (?:more|later|old|bigger|large|higher|longer|greater|heavier|above|over|bigger)(?:er)? than|not (?:above|over|after)|at most|up to|maximum(?: of)?|max|until|no later than|<=|≤|not exceed(?:ing)?|(?:no|not) (?!rath|oth|few|small|low|cheap|short|young|light|cold|cool|narrow|slow|weak|shallow|clos|near|earl|poor|thin|less|soon)[a-z]+er than"),
    (">=", r"on or after|(?:no|not) (?:less|fewer|smaller|lower|earlier|younger|shorter|cheap|below|under)(?:er)? than|not (?:below|under|before)|no earlier than|at least|minimum(?: of)?|min|since|from|starting (?:in|from|with)|as of|>=|≥|upward of|upwards of|(?:no|not) (?:light|cold|cool|narrow|slow|weak|shallow|clos|near|poor|thin|soon)[a-z]*er than"),
    (">", r"more than|great(?:er)? than|large(?:r)? than|big(?:ger)? than|high(?:er)? than|above|over|exceed(?:ing)?|beyond|old(?:er)? than|long(?:er)? than|heavi(?:er)? than|heavier than|(?:hotter|warmer|wider|deeper|faster|stronger|taller|dearer) than|after|later than|new(?:er)? than|young than|north of|>|past|far(?:ther)? than|further than|expensive than|from over|well over|(?!rath|oth|few|small|low|cheap|short|young|light|cold|cool|narrow|slow|weak|shallow|clos|near|earl|poor|thin|less|soon)[a-z]+er than"),
    ("<", r"less than|few(?:er)? than|small(?:er)? than|low(?:er)? than|below|under|cheap(?:er)? than|before|early than|earlier than|prior to|young(?:er)? than|short(?:er)? than|light(?:er)? than|(?:colder|cooler|narrower|slower|weaker|shallower) than|<|short of|south of|close than|until before|(?:light|cold|cool|narrow|slow|weak|shallow|clos|near|poor|thin|soon)[a-z]*er than"),
    ("=", r"be exactly|exactly|equal to|equals|equal|==|=|be|in|of|from exactly"),
)  # fmt: skip
BEHIND: tuple[tuple[str, str], ...] = (
    (">=", r"(?:or|and) (?:more|better|above|over|old|older|high|higher|up|upward|upwards|later|long|longer|large|larger|great|greater|bigger|beyond|after|new|newer|fast|faster|heavy|heavier|far|farther|further|wide|wider|dear|dearer)|\+|plus|at (?:the )?(?:very )?least|minimum|and up|up|onward|onwards|upward|upwards|on"),
    ("<=", r"(?:or|and) (?:less|few|fewer|below|under|young|younger|low|lower|down|early|earlier|short|shorter|small|smaller|before|cheap|cheaper|slow|slower|light|lighter|near|nearer|close|closer)|at (?:the )?(?:very )?most|tops|maximum|at the latest"),
)  # fmt: skip
FLIPPED = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "=": "<>", "<>": "="}


def in_front(operators: tuple[str, ...] = ("<=", ">=", ">", "<")) -> str:
    """A pattern of the words in front of a figure, one named group `front` for all."""
    return "(?P<front>" + "|".join(words for operator, words in IN_FRONT if operator in operators) + ")"


def operator_in_front(words: str) -> str:
    """The operator that words in front of a figure stand for."""

    return next((op for op, pattern in IN_FRONT if fullmatch(pattern, words.strip())), "=")


def operator_behind(words: str) -> str:
    """The operator that words behind a figure stand for."""

    return next((op for op, pattern in BEHIND if fullmatch(pattern, words.strip())), "=")
