"""Questions whether something that was done to the rows or the columns helped: what they are about, and their form."""

from __future__ import annotations

from assistant.offline.rows.extra_rows import MADE_UP, UNLABELLED
from assistant.offline.search.resampling import TREATING

_ROWS = r"(?:row|record|example|sample|datum|data|case)s?"
_MADE = r"(?:derive|engineer|make|compute|combine|prepare|add|create|construct|build|new|extra|additional)"

#: What is asked about, and what it is called.
ABOUT: dict[str, str] = {
    "extra_rows": rf"{MADE_UP}|{UNLABELLED}|(?:extra|further|additional|make up|guess) {_ROWS}|{_ROWS} without (?:a |an |the )?(?:target|label|answer|value)",
    "rare_class": TREATING,
    "columns": rf"{_MADE} (?:column|feature|variable)s?|(?:column|feature|variable)s? (?:that |which |you |it |do |have |be )*{_MADE}|feature engineer\w*|preparation|interaction(?: term)?s?|ratios?|group (?:aggregate|mean|average)s?|aggregates?|(?:target |label |one hot )?encod\w*|(?:date|time)(?: part| column| feature)?s?|text(?: column| feature)?s?|categor\w*",
}  # fmt: skip

_THING = f"(?:{'|'.join(ABOUT.values())})"
_HELP = r"(?:help|work|pay|bring|improve|win|matter|keep|worth|make|good|useful|any|gain|change|do)\w*"
_TREAT = r"(?:deal|handle|treat|cope|tackle|address|use|prepare|turn|encode|process)\w*"
_DID = r"(?:do|have|be|would)"

#: The questions: did it help, what did it bring, which won, how was it treated.
ASKED = (
    rf"^(?: (?:and|so|but|ok|well|,|then))* {_DID}(?: (?!you )\w+){{0,3}}? {_THING}(?: \w+){{0,3}}? {_HELP}(?= )"
    rf"| (?:what|how much)(?: \w+)? {_DID}(?: \w+){{0,3}}? {_THING}(?: \w+){{0,2}}? (?:bring|gain|give|do|change|yield|add|help|achieve|contribute)\w*(?= )"
    rf"| (?:what|which)(?: \w+){{0,3}}? (?:win|won|help|work|best)\w*(?: \w+){{0,3}}? (?:against|for|about|with)(?: the)* {_THING}(?= )"
    rf"| which(?: \w+){{0,3}}? {_THING}(?: \w+){{0,2}}? (?:help|keep|work|pay|earn|bring|worth)\w*(?= )"
    rf"|^(?: (?:and|so|but|ok|well|,|then))* {_DID} (?:you|it|the search) (?:use|make|try|create|add|derive|build|do)(?: \w+){{0,2}}? {_THING}(?= )"
    rf"| (?:which|what)(?: \w+)? (?:column|feature|variable)s? {_DID} (?:you|it|the search)(?: \w+)? {_MADE}(?= )"
    rf"| how {_DID}(?: \w+){{0,3}}? {_TREAT}(?: \w+){{0,3}}? {_THING}(?= )"
    rf"| how {_DID}(?: the| my| our)* {_THING} (?:be )?{_TREAT}(?= )"
    rf"| what {_DID} (?:you|it|the search|tandem) (?:do|make|get|gain)(?: \w+)? (?:about|with|of|against|from|out of|to)(?: the| my| our)* {_THING}(?= )"
)
