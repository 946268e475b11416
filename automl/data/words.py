"""Words that stand for nothing, and words that stand for true and false."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text, which are parted by blanks."""
    return frozenset(text.split())


#: Trimmed cells that stand for "no value" wherever they occur; what spreadsheets write on an error is among them.
MISSING_ANYWHERE = word_set(
    "NA N/A n/a N.A. n.a. na #N/A #NA <NA> NaN nan NAN -nan NaT NULL null Null (null) <null> \\N ? - -- — – "
    "#DIV/0! #REF! #VALUE! #NUM! #NAME? #NULL! (blank) 0000-00-00"
) | {"", "0000-00-00 00:00:00"}

#: These are a level among words ("None": the wall has no veneer), and stand for nothing among numbers and dates.
MISSING_AMONG_VALUES = (
    MISSING_ANYWHERE
    | word_set("None none NONE nil Nil . .. ... missing Missing MISSING unknown Unknown UNKNOWN # *")
    | {"not available", "Not available", "Not Available"}
)

#: Spellings of truth in a few languages. A column of `true` and `false` is a boolean; all others keep their words.
TRUTH_WORDS = {
    "true": True,
    "false": False,
    "t": True,
    "f": False,
    "yes": True,
    "no": False,
    "y": True,
    "n": False,
    "on": True,
    "off": False,
    "1": True,
    "0": False,
    "ja": True,
    "nein": False,
    "oui": True,
    "non": False,
    "sí": True,
    "si": True,
    "wahr": True,
    "falsch": False,
}


def truth_of(text: str) -> bool | None:
    """Whether a word says true or false; None where it says neither."""
    return TRUTH_WORDS.get(text.strip().casefold())
