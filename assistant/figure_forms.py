"""How people write figures: number words, scales, units, and the patterns in which they stand in prose."""

from __future__ import annotations

import re


def _listed(words: str) -> list[str]:
    return words.split()


_SMALL_WORDS = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_ORDINAL_WORDS = _listed("second third fourth fifth sixth seventh eighth ninth tenth")
_TEN_WORDS = _listed("twenty thirty forty fifty sixty seventy eighty ninety")
SMALL = {word: float(n) for n, word in enumerate(_SMALL_WORDS)}
TENS = {word: 10.0 * n for n, word in enumerate(_TEN_WORDS, 2)}
ORDINALS = {word: float(n) for n, word in enumerate(_ORDINAL_WORDS, 2)}
SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
ABBREVIATIONS = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, **SCALES}
SHARES = {
    "half": 0.5,
    "third": 1 / 3,
    "thirds": 1 / 3,
    "quarter": 0.25,
    "quarters": 0.25,
    "fifth": 0.2,
    "fifths": 0.2,
}
TIMES = {
    "twice": 2.0,
    "double": 2.0,
    "doubled": 2.0,
    "triple": 3.0,
    "tripled": 3.0,
    "tenfold": 10.0,
    "threefold": 3.0,
}
SECONDS = {
    "ms": 1e-3,
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
    "min": 60.0,
    "minute": 60.0,
    "h": 3600.0,
    "hour": 3600.0,
}
SECONDS |= {"millisecond": 1e-3, "day": 86400.0, "week": 604800.0}
MONTHS = _listed("january february march april may june july august september october november december")
# Words of the conversation itself are not facts about the data: "two questions", "three options".
_META_WORDS = _listed("question choice option way thing step point sentence framing answer message kind")
META = "|".join(f"{word}s?" for word in _META_WORDS)

WORD = "|".join((*SMALL, *TENS, *SCALES))
GAP = r"[\s\u00a0\u202f]"
MONTH = "|".join(f"{m}|{m[:3]}" for m in MONTHS)
DATES = re.compile(
    rf"""(?P<iso>\b\d{{4}}-\d{{2}}(?:-\d{{2}})?\b)
    | \b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{GAP}+(?:of{GAP}+)?(?P<month>{MONTH})\b\.?,?{GAP}+(?P<year>\d{{4}})\b
    | \b(?P<month2>{MONTH})\b\.?{GAP}+(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?{GAP}+)?(?P<year2>\d{{4}})\b""",
    re.IGNORECASE | re.VERBOSE,
)
CLOCK = re.compile(
    rf"\b(\d+){GAP}*min(?:utes?)?{GAP}*(?:and{GAP}+)?(\d+){GAP}*s(?:ec(?:onds?)?)?\b", re.IGNORECASE
)
ODDS = re.compile(
    rf"\b(?P<part>\d+|{WORD}){GAP}+(?:in|out of){GAP}+(?:every{GAP}+)?(?P<whole>\d+|{WORD})\b(?!{GAP}*(?:%|per))",
    re.IGNORECASE,
)
DIGITS = re.compile(
    rf"""(?<![\w.])(?P<money>[$€£¥])?{GAP}?
    (?P<number>\d{{1,3}}(?:[,'\u202f\u00a0]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
    (?:(?P<exponent>[eE][+-]?\d{{1,2}}\b)|(?:(?P<ordinal>st|nd|rd|th)\b))?
    (?:{GAP}?(?P<scale>(?:k|K|M|mn|bn|hundred|thousand|million|billion)\b))?
    (?:{GAP}?(?P<percent>%|per{GAP}?cent\b|percent\b))?
    (?:{GAP}?-?(?P<unit>(?:ms|milliseconds?|s|secs?|seconds?|mins?|minutes?|h|hours?|days?|weeks?)\b))?""",
    re.VERBOSE,
)
WORDS = re.compile(
    rf"""\b(?P<words>(?:half{GAP}+a{GAP}+(?:million|billion|thousand))|(?:(?:a{GAP}+)?(?:{WORD})
    (?:(?:{GAP}+and{GAP}+|{GAP}+|-)(?:{WORD}))*))\b
    (?:{GAP}+(?P<percent>per{GAP}?cent|percent)\b)?
    (?:{GAP}+(?P<unit>(?:seconds?|minutes?|hours?|days?|weeks?)\b))?(?!{GAP}+(?:{META})\b)""",
    re.IGNORECASE | re.VERBOSE,
)
FRACTIONS = re.compile(
    r"\bhalf an (?P<hour>hour)\b|\b(?P<times>twice|doubled?|tripled?|tenfold|threefold)\b|"
    r"\b(?:(?P<several>two|three|four|one|a)[\s-]+)?(?P<part>half(?!-|\s+an?\b)|(?:thirds?|quarters?|fifths?)(?=\s+of\b))",
    re.IGNORECASE,
)
RANKS = re.compile(
    rf"\b(?:ranks?|ranked|comes?|came|in|the)\s+(?P<rank>{'|'.join(ORDINALS)})(?=\s*(?:[.,;:!]|$|best|most|place|of\b|on\b))",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"(?:about|around|roughly|nearly|almost|approximately|some|over|more than|less than|under|close to|circa|ca\.|~|≈)"
    r"\s*(?:the\s+)?$",
    re.IGNORECASE,
)
# The number of an entry in a list: "2. Ask for …".
LIST_NUMBER = re.compile(r"^[ \t]*\d{1,2}[.)](?=\s)", re.MULTILINE)
