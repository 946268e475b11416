"""How people write figures: number words, scales, units, and the patterns in which they stand in prose."""

from __future__ import annotations

import re


def _listed(words: str) -> list[str]:
    return words.split()


_SMALL_WORDS = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_ORDINAL_WORDS = _listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_TEN_WORDS = _listed("twenty thirty forty fifty sixty seventy eighty ninety")
SMALL = {word: float(n) for n, word in enumerate(_SMALL_WORDS)}
TENS = {word: 10.0 * n for n, word in enumerate(_TEN_WORDS, 2)}
ORDINALS = {word: float(n) for n, word in enumerate(_ORDINAL_WORDS, 1)}
SCALES = {"dozen": 12.0, "hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
ABBREVIATIONS = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tsd": 1e3, "mio": 1e6, "mrd": 1e9, **SCALES}
_PARTS = {"third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "sixth": 1 / 6, "eighth": 0.125, "tenth": 0.1}
SHARES = {"half": 0.5, **_PARTS, **{f"{part}s": share for part, share in _PARTS.items()}}
_FOLD = {f"{word}fold": n for word, n in SMALL.items() if n >= 2}
TIMES = {
    "twice": 2.0,
    "double": 2.0,
    "doubles": 2.0,
    "doubled": 2.0,
    "thrice": 3.0,
    "triple": 3.0,
    "triples": 3.0,
    "tripled": 3.0,
    "quadruple": 4.0,
    **_FOLD,
}
SECONDS = {
    "ms": 1e-3,
    "millisecond": 1e-3,
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
    "min": 60.0,
    "minute": 60.0,
    "h": 3600.0,
    "hr": 3600.0,
    "hour": 3600.0,
    "day": 86400.0,
    "week": 604800.0,
}
BYTES = {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12}
BYTES |= {"kilobyte": 1e3, "megabyte": 1e6, "gigabyte": 1e9, "terabyte": 1e12}
CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "dollar": "USD", "euro": "EUR", "pound": "GBP"}
CURRENCIES |= {code.lower(): code for code in ("USD", "EUR", "GBP", "JPY", "CHF")}
MONTHS = _listed("january february march april may june july august september october november december")
WEEKDAYS = _listed("monday tuesday wednesday thursday friday saturday sunday")
#: What a figure counts, where it is one of what tools count: a figure of one is none of another.
NOUNS = {
    "rows": r"rows?|records|lines",
    "columns": r"columns?|fields|features|variables",
    "distinct": r"(?:distinct|different|unique)(?:\s+(?:values?|labels?|entries|levels?))?",
    "missing": r"missing|blanks?|empty|gaps",
    "models": r"models?|candidates|trials?",
    "folds": r"folds?|parts",
}
NOUN = re.compile(
    r"\s+(?:(?!(?:per|an?|each|every|to|in|on|of|from|the|than|more|for|by|and|or|with|at)\s)[a-z]+\s+)?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in NOUNS.items())
    + r")\b",
    re.IGNORECASE,
)
#: What stands before a figure that is a name and counts nothing: "trial 2", "version 3 of the plan".
NUMBERED = re.compile(
    r"(?P<what>trial|version|row|run|fold|seed|rank|no\.|number|#)[\s\u00a0-]*$", re.IGNORECASE
)
# Words of the conversation itself are not facts about the data: "two questions", "three options".
_META_WORDS = _listed("question choice option way thing step sentence framing answer message kind")
META = "|".join(f"{word}s?" for word in _META_WORDS)

WORD = "|".join((*SMALL, *TENS, *SCALES))
GAP = r"[\s\u00a0\u202f\u2009]"
MONTH = "|".join(f"{m}|{m[:3]}" for m in MONTHS)
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)}),?{GAP}+(?:the{GAP}+)?)?"
DATES = re.compile(
    rf"""(?<![\d-])(?P<iso>\d{{4}}-\d{{2}}(?:-\d{{2}})?)(?![\d-])
    | (?<![\d/.])(?P<year4>\d{{4}})/(?P<month4>\d{{1,2}})/(?P<day4>\d{{1,2}})(?![\d/])
    | (?<![\d/.])(?P<day3>\d{{1,2}})(?P<sep>[./])(?P<month3>\d{{1,2}})(?P=sep)(?P<year3>\d{{4}})(?!\d)
    | \b{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{GAP}+(?:of{GAP}+)?(?P<month>{MONTH})\b
      (?:\.?,?{GAP}+(?P<year>\d{{4}})\b)?
    | \b{_WEEKDAY.replace("weekday", "weekday2")}(?P<month2>{MONTH})\b\.?{GAP}+
      (?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b,?(?:{GAP}+(?P<year2>\d{{4}})\b)?|(?P<year5>\d{{4}})\b)""",
    re.IGNORECASE | re.VERBOSE,
)
TIME_OF_DAY = re.compile(r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])")
VERSION = re.compile(r"(?<![\w.])v?\d+\.\d+\.\d+(?:\.\d+)*(?![\w])(?!,\d)")
_UNIT = {
    "hours": r"h(?:ours?|rs?)?",
    "minutes": r"min(?:ute)?s?",
    "seconds": r"s(?:ec(?:ond)?s?)?",
}
CLOCK = re.compile(
    rf"""\b(?:(?P<hours>\d+){GAP}*{_UNIT["hours"]}{GAP}*(?:and{GAP}+)?)?
    (?P<minutes>\d+){GAP}*{_UNIT["minutes"]}(?:{GAP}*(?:and{GAP}+)?(?P<seconds>\d+){GAP}*{_UNIT["seconds"]})?\b""",
    re.IGNORECASE | re.VERBOSE,
)
LETTERS = "[a-z]"
ODDS = re.compile(
    rf"\b(?P<part>\d+|{WORD}){GAP}+(?:(?<=one ){LETTERS}+{GAP}+)?"
    rf"(?:(?:in|out of|of|for|from)(?:{GAP}+every)?){GAP}+(?P<whole>\d+|{WORD})\b"
    rf"(?!{GAP}*(?:%|per)|[.,]\d)",
    re.IGNORECASE,
)
ODDS_JOIN = re.compile(r"\b(?:in|out of|every)\b", re.IGNORECASE)
PROPORTION = re.compile(
    rf"(?<![\d:.,])(?P<part>\d+(?:\.\d+)?)(?:{GAP}?:{GAP}?|{GAP}to{GAP}(?=1\b))(?P<whole>\d+)(?![\d:%]|[.,]\d)"
    rf"|\b(?P<word>{WORD}){GAP}to{GAP}one\b",
    re.IGNORECASE,
)
NUMBER = (
    r"\d{1,3}(?:\.\d{3})+,\d+"  # 1.234,5
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)"  # 1.234.567
    r"|[1-9]\d{0,2}(?:[,'’\u202f\u00a0\u2009 ]\d{3})+(?!\d)(?:\.\d+)?"  # 1,234.5 and 1 234
    r"|\d+,\d{1,2}(?!\d)"  # 1,2
    r"|0,\d+"
    r"|\d+(?:\.\d+)?|\.\d+"
)
_CURRENCY_WORDS = r"(?:dollars?|euros?|pounds?)|USD|EUR|GBP|CHF|JPY"
SIGN = r"(?:(?<![\w.,)%\]])(?P<sign>[-−–+±])|\b(?P<minus>minus|negative)\s)?"
DIGITS = re.compile(
    rf"""{SIGN}(?<![\w.])(?:(?:(?P<money>[$€£¥])|\b(?P<code>USD|EUR|GBP|CHF|JPY)\b){GAP}?)?(?P<sign2>(?<=[$€£¥])[-−])?
    (?<!\d)(?P<number>{NUMBER})
    (?:(?P<exponent>[eE][+\-−]?\d{{1,3}}\b)|{GAP}?[×x·*]{GAP}?10(?:\^|\*\*)?(?P<power>[-−⁻]?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+)
      |(?P<ordinal>(?:st|nd|rd|th)\b)|(?P<times>{GAP}?[x×](?![\w])|-?fold\b|{GAP}times\b))?
    (?:{GAP}?(?P<scale>(?:[kK]|M|mn|bn|[Mm]io|[Mm]rd|Tsd|dozen|hundred|thousand|million|billion)\b\.?))?
    (?:{GAP}?(?P<points>(?:%|percent|percentage|per{GAP}cent)?[-{GAP[1:-1]}]?points?\b|pp\b|pps\b|ppts?\b))?
    (?:{GAP}?(?P<percent>%|per{GAP}?cent\b|percent\b))?
    (?:{GAP}?(?P<permille>‰|per{GAP}mille\b))?
    (?:{GAP}?-?(?P<bytes>(?:[kKMGT]B|(?:kilo|mega|giga|tera)bytes?)\b))?
    (?:{GAP}?-?(?P<unit>(?:ms|milliseconds?|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?)\b))?
    (?:{GAP}?(?P<currency>[€£]|(?:{_CURRENCY_WORDS})\b))?""",
    re.VERBOSE,
)
WORDS = re.compile(
    rf"""(?:\b(?P<minus>minus|negative)\s)?\b(?P<words>(?:half{GAP}+a{GAP}+(?:dozen|million|billion|thousand))|(?:(?:a{GAP}+)?(?:{WORD})
    (?:(?:(?:(?<=hundred)|(?<=thousand)|(?<=million)){GAP}+and{GAP}+|{GAP}+|-)(?:{WORD}))*))\b(?P<decimals>{GAP}+point(?:{GAP}+(?:{WORD}))+)?
    (?:{GAP}+(?P<times>times)\b)?
    (?:{GAP}+(?P<points>(?:percentage|percent){GAP}+points?\b))?
    (?:{GAP}+(?P<percent>per{GAP}?cent|percent)\b)?
    (?:{GAP}+(?P<bytes>(?:kilo|mega|giga|tera)bytes?)\b)?
    (?:[{GAP[1:-1]}-]+(?P<unit>(?:milliseconds?|seconds?|minutes?|hours?|days?|weeks?)\b))?
    (?:{GAP}+(?P<currency>dollars?|euros?|pounds?)\b)?(?!{GAP}+(?:{META})\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_PART = "|".join(_PARTS)
FRACTIONS = re.compile(
    rf"\bhalf an (?P<hour>hour)\b|\b(?P<times>{'|'.join(TIMES)})\b|"
    r"(?<!first )(?<!second )(?<!other )(?<!latter )(?<!former )\b(?P<half>half)(?!-|\s+an?\b)|"
    rf"\b(?P<several>two|three|four|five|seven|nine|one|a|\d)[\s-]+(?P<part>(?:{_PART})s?)\b"
    r"(?=\s*(?:of|more|less|fewer|higher|lower|larger|smaller|are|is|were|was|have|has|do|does|leaves?|stays?|get|in)\b|"
    r"\s*[.,;:!?)–—]|\s*$)",
    re.IGNORECASE,
)
_RANK = "|".join(_ORDINAL_WORDS[1:])
_AFTER_RANK = (
    r"best|worst|most|least|largest|smallest|biggest|highest|lowest|strongest|weakest|fastest|slowest|longest|shortest|"
    r"cheapest|lightest|heaviest|greatest|busiest|commonest|place|rank|spot|position|column|row|model|in line"
)
RANKS = re.compile(
    rf"\b(?:(?:ranks?|ranked|places?|placed|finish(?:es|ed)?|in|is|at|takes|took|comes?|came|the|only|"
    rf"a (?:close|distant))\s+"
    rf"(?P<rank>{_RANK})(?=\s*(?:[.,;:!)|]|$|place|of\b|on\b|in\b|among\b|overall|behind|after|by\b|with\b|to\b)|[\s-]+(?:{_AFTER_RANK})\b)"
    rf"|(?P<rank2>first|{_RANK})[\s-]+(?:place|{_AFTER_RANK})\b"
    r"|(?:ranks?|ranked|placed|finish(?:es|ed)?)\s+(?P<rank3>first)\b)",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"(?:(?P<just>just|slightly|barely|(?:a|only a) (?:little|bit|touch|tad|shade|fraction|hair)|"
    r"nearly|almost|not quite)?\s*"
    r"(?:(?P<over>over|more than|above|at least|exceeds?|beyond|upwards of|no (?:less|fewer) than|north of)|"
    r"(?P<under>under|less than|below|(?<=nearly)|(?<=almost)|(?<=not quite)|short of|shy of|up to|at most|fewer than|"
    r"no more than|close on))|"
    r"close to|near|in the (?:region|order) of|on the order of|somewhere around|rounds? to|"
    r"rounded to|rounded|about|around|roughly|approximately|approx\.?|some|circa|ca\.|~|≈)"
    r"\s*(?:the\s+|a\s+)?$",
    re.IGNORECASE,
)
HEDGE_AFTER = re.compile(
    r"\s*(?:[a-z]+\s+)?(?:or so|or thereabouts|give or take|,? roughly|,? approximately|-?ish)\b",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\b(?:between|from)\s+(?:about\s+|roughly\s+)?[$€£]?$", re.IGNORECASE)
# The number of an entry in a list: "2. Ask for …", "**3.** Wait", and what a sentence says of such an entry.
LIST_NUMBER = re.compile(r"^[ \t>*_#]*\(?\d{1,2}[.)](?=[\s*_])", re.MULTILINE)
META_NUMBER = re.compile(
    rf"\b(?:{META})\s+\d{{1,2}}\b(?![.,]\d)|(?<!\S)\d{{1,2}}\s+(?:{META})\b|(?<!\S)\(\d\)(?=\s)",
    re.IGNORECASE,
)
# "The other three", "these two" count what was just named.
THESE = re.compile(r"\b(?:the other|these|those)\s+(?:two|three|four|five)\b", re.IGNORECASE)
#: Words that make an unsigned figure negative: "doing nothing costs 432" of −432.
NEGATIVE = re.compile(
    r"\b(?:cost\w*|los[est]\w*|losing|loss\w*|minus|negative\w*|below|under|fall\w*|fell|drop\w*|down|less|lower\w*|decreas\w*|"
    r"reduc\w*|worse\w*|worst|spend\w*|spent|pay\w*|paid|penal\w*|expens\w*|deficit|short|behind|against|shrink\w*|"
    r"declin\w*|away|hurts?|wast\w*|inverse\w*|opposite)\b",
    re.IGNORECASE,
)
REVERSED = re.compile(
    r"(?:worst|least|smallest|lowest|weakest|shortest|cheapest|lightest|slowest|last)\b", re.IGNORECASE
)
