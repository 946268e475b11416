"""Places that are limited to a number nobody says: "we can ring only a handful of them"."""

from __future__ import annotations

from assistant.offline.reading import Reading

_VAGUE = (
    r"(?:(?:a|the) (?:handful|couple|few|tiny|small|limited|certain|fixed|given|modest)"
    r"(?: (?:number|amount|share|part|fraction|dozen|hundred|portion))?(?: of)?|few(?: dozen| hundred)?(?: of)?|so many|some(?: of)?"
    r"|(?:somewhere )?between <num> and <num>|<num> (?:to|or|-) <num>)"
)
_CAN = (
    r"(?:can|could|be able to|manage to|afford to|capacity to|have (?:the |enough )?(?:time|staff|people|money|room) to)"
    r"(?: (?:only|just|really|not|ever|at best|still|then|probably|realistically))*"
)
_HOW_MANY = (
    rf" {_CAN} [a-z]+(?: (?:only|just|at|into|to|for|with|out|through|on|up|after))* (?P<vague>{_VAGUE})(?= )",
    rf" (?P<vague>{_VAGUE})(?: [a-z]+){{0,6}}? (?:can|could|may) be [a-z]+(?:ed|d|t)?(?= )",
    rf" (?:time|room|slot|place|budget|capacity|staff)s? (?:only |just )?for(?: only| just)? (?P<vague>{_VAGUE})(?= )",
)


def ask_how_many(reading: Reading) -> None:
    """Ask for the number of places where a limit is spoken of, and nothing else says how results are judged."""
    judged = reading.context.spec.get("metric") or any(f.path.startswith("metric.") for f in reading.findings)
    if judged or any(doubt.field.startswith("metric") for doubt in reading.doubts):
        return
    task = reading.said("task") or reading.context.spec.get("task")
    hits = (reading.line.first(pattern) for pattern in _HOW_MANY) if task == "binary" else ()
    hit = next((hit for hit in hits if hit is not None and reading.free(hit, "vague")), None)
    if hit is not None:
        said = reading.line.words(*hit.span("vague"))
        reading.ask(
            "metric.k", f"You said “{said}”: how many rows is that, as a number or as a share of all?"
        )
        reading.claim(hit)
