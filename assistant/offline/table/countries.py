"""Names of countries and of their people, and the codes by which tables hold them."""

from __future__ import annotations

_NAMES = """
US USA America United_States American States
GB UK Britain England British United_Kingdom
DE DEU Germany German
FR FRA France French
IN IND India Indian
AT AUT Austria Austrian
CH CHE Switzerland Swiss
NL NLD Netherlands Dutch Holland
IT ITA Italy Italian
ES ESP SP Spain Spanish
PT PRT Portugal Portuguese
BE BEL Belgium Belgian
PL POL Poland Polish
SE SWE Sweden Swedish
DK DNK Denmark Danish
NO NOR Norway Norwegian
FI FIN Finland Finnish
IE IRL Ireland Irish
CA CAN Canada Canadian
AU AUS Australia Australian
CN CHN China Chinese
JP JPN Japan Japanese
BR BRA Brazil Brazilian
MX MEX Mexico Mexican
SA ZAF Africa South_Africa
RU RUS Russia Russian
CZ CZE Czechia Czech
HU HUN Hungary Hungarian
GR GRC Greece Greek
TR TUR Turkey Turkish
"""
_BY_NAME = {
    word.lower().replace("_", " "): frozenset(line.split())
    for line in _NAMES.strip().splitlines()
    for word in line.split()[1:]
}
_CODES = frozenset(code for codes in _BY_NAME.values() for code in codes)
_MOST = 0.7


def codes_of(name: str) -> frozenset[str]:
    """The codes that a country's name, or what its people are called, may stand for."""
    return _BY_NAME.get(name.lower(), frozenset())


def holds_codes(labels: tuple[str, ...]) -> bool:
    """Whether nearly all labels of a column are codes of countries."""
    known = sum(label.strip() in _CODES for label in labels)
    return len(labels) > 1 and known >= _MOST * len(labels)
