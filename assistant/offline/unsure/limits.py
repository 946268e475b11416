"""Limits without a figure: "we can ring only a handful of them", "the false alarm rate has to stay low"."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.offline.metric.capacity import ACT
from assistant.offline.reading import Reading
from assistant.offline.text.line import Hit

_VAGUE = (
    r"(?:(?:a|the) (?:handful|couple|few|tiny|small|limited|certain|fixed|given|modest)"
    r"(?: (?:number|amount|share|part|fraction|dozen|hundred|portion))?(?: of)?|few(?: dozen| hundred)?(?: of)?|so many"
    r"|(?:somewhere )?between <num> and <num>|<num> (?:to|or|-) <num>)"
)
# "You can take a few minutes", "I can give a few examples": none of these are rows.
_NO_ROWS = (
    r"(?! (?:other |more |last |good |quick )?(?:minute|hour|second|day|week|month|year|time|moment|example|thought|thing|detail|question|word|idea|reason"
    r"|hint|note|step|try|run|column|field|feature|variable|model|core|value|cell|figure|number|percent|point|mistake|error)s?(?= ))"
)
_ACTED_ON = rf"(?:{ACT}|climb)"
_CAN = (
    r"(?:can|could|be able to|manage to|afford to|capacity to|have (?:the |enough )?(?:time|staff|people|money|room) to)"
    r"(?: (?:only|just|really|not|ever|at best|still|then|probably|realistically))*"
)
_HOW_MANY = (
    rf" {_CAN} {_ACTED_ON}(?: (?:only|just|at|into|to|for|with|out|through|on|up|after))* (?P<vague>{_VAGUE}){_NO_ROWS}(?= )",
    rf" (?P<vague>{_VAGUE}){_NO_ROWS}(?: [a-z]+){{0,6}}? (?:can|could) be {_ACTED_ON}(?:ed|d|t)?(?= )",
    rf" (?:time|room|slot|place|budget|capacity|staff)s? (?:only |just )?for(?: only| just)? (?P<vague>{_VAGUE}){_NO_ROWS}(?= )",
)
_MUST = (
    r"(?: [a-z]+){0,4}? (?:must|have to|should|need to|ought to)(?: (?:also|still|always|really))* (?:stay|be|remain|be keep|keep)"
    r"(?: (?:really|very|reasonably|quite|fairly|at an?|at))*"
)
_LOW = r"(?:low|small|tolerable|bearable|within reason|in check|within limit|within bound)"
_HIGH = r"(?:high|decent|good|good enough|high enough|acceptable|reasonable|respectable)"
_FALSE = r"(?:false|needless|unnecessary|wrong) (?:alarm|alert|call|flag|warning|positive|visit)s?"
_SHARE = (
    r"(?:a|an) (?:decent|good|reasonable|fair|high|large|acceptable|respectable|sensible) (?:share|part|proportion|portion|percentage|fraction)"
    r" of (?:the |our |my |all |those )*(?:warning|alarm|alert|flag|hit|call|visit|pick|case)s?"
)


@dataclass(frozen=True)
class Bounded:
    """A measure that is to be held, and the one that is to be as good as possible beside it.

    Attributes:
        side: "at_least" or "at_most".
        question: What asks for the figure, and tells one question from another.
    """

    measure: str
    maximise: str
    side: str
    question: str
    patterns: tuple[str, ...]


BOUNDED = (
    Bounded(
        "false_positive_rate",
        "recall",
        "at_most",
        "what share of the rows that are not looked for may be flagged at most?",
        (
            rf" (?:false (?:alarm|positive|alert)(?: rate| share| ratio)?|alarm rate|(?:rate|share|number|proportion) of {_FALSE}){_MUST} {_LOW}(?= )",
            rf" (?:not|never) too many {_FALSE}(?= )",
        ),
    ),
    Bounded(
        "precision",
        "recall",
        "at_least",
        "what share of what is flagged has to be right at least?",
        (rf" (?:precision|hit rate){_MUST} {_HIGH}(?= )", rf" {_SHARE}(?= )"),
    ),
    Bounded(
        "recall",
        "precision",
        "at_least",
        "what share of what is looked for has to be found at least?",
        (
            rf" (?:recall|sensitivity){_MUST} {_HIGH}(?= )",
            r" (?:nearly|almost|practically|virtually) (?:all|every(?: one)?)(?= (?:[a-z,]+ ){1,12}?(?:fewest|as few|least)(?= ))",
        ),
    ),
)


def ask_for_limits(reading: Reading) -> None:
    """Ask for the figure where a limit is spoken of, and nothing says yet how results are judged."""
    judged = reading.context.spec.get("metric") or any(f.path.startswith("metric.") for f in reading.findings)
    task = reading.said("task") or reading.context.spec.get("task")
    if judged or task != "binary" or any(doubt.field.startswith("metric") for doubt in reading.doubts):
        return
    places = _first(reading, _HOW_MANY)
    if places is not None and reading.free(places, "vague"):
        said = reading.line.words(*places.span("vague"))
        reading.ask(
            "metric.k", f"You said “{said}”: how many rows is that, as a number or as a share of all?"
        )
        reading.claim(places)
        return
    for bounded in BOUNDED:
        hit = _first(reading, bounded.patterns)
        if hit is not None and reading.free(hit):
            reading.ask(f"metric.{bounded.side}", f"You said “{hit.quote}”: {bounded.question}")
            reading.claim(hit)
            return


def _first(reading: Reading, patterns: tuple[str, ...]) -> Hit | None:
    return next((hit for pattern in patterns if (hit := reading.line.first(pattern)) is not None), None)
