"""Amounts that the user would not vouch for: "4,000, give or take a lot", "about 300, but that is a guess"."""

from __future__ import annotations

from assistant.offline.reading import Reading
from assistant.offline.text.quantities import Quantity

_OUTCOMES = ("metric.tp", "metric.fp", "metric.fn", "metric.tn", "metric.under", "metric.over")
_UNSURE = (
    r" (?:give or take (?:a lot|quite|some|several|half|a good|a few thousand|a few hundred)|(?:not|never)(?: \w+){0,2} put (?:my|our) (?:name|hand)"
    r"|(?:not|never) (?:be )?(?:at all |really |very |entirely |quite |too )?(?:sure|certain)|(?:not|never) (?:really |actually |exactly |honestly )?(?:know|nail|pin)"
    r"|no idea|(?:a|my|pure|wild|rough|only a|just a|be) guess(?:work|timate)?|guess(?:ing|work|timate)|would be guess\w*"
    r"|(?:have|need|want|got) to (?:check|ask|look (?:it|that|this)? ?up|confirm|verify|find out)|still (?:check|recalculat|argu|debat|disagree)\w*"
    r"|hard to say|difficult to say|(?:it|that|which) (?:really |very much |all )?depend\w*|depends|depending|nobody (?:\w+ ){0,3}?(?:know|can (?:say|tell)|agree)\w*"
    r"|do(?:es)? not quote (?:me|us)|could (?:just as well|well|easily) be (?:<money>|<num>|twice|half|double|more|less)|(?:figure|number|amount) be (?:shaky|disputed|unclear|unknown|uncertain|open))(?= )"
    r"(?! (?:whether|which|how|if|who|what (?:model|kind|method)))"
)
# A doubt in a sentence of its own must point back to the amount.
_ANOTHER = r" (?:cost|lose|worth|save|bring|earn|waste|charge|pay)(?= )"
_POINTS_BACK = r" (?:it|that|this|figure|number|amount|sum|exactly|one)(?= )"
_OF_ANOTHER = r"^ [a-z]+(?: (?:we|us|me|you))? (?:what|how much)(?: [a-z']+){1,7} (?:cost|worth|lose|bring|earn|save)(?= )"
_REACH = 14  # items between an amount and the words that doubt it


def ask_about_unsure_amounts(reading: Reading) -> None:
    """Take back an amount that the words right behind it doubt, and ask for it."""
    line = reading.line
    for hit in line.find(_UNSURE):
        figures = [
            (at, item.payload)
            for at, item in enumerate(line.items[: hit.end])
            if isinstance(item.payload, Quantity) and item.payload.kind in ("money", "number")
        ]
        if not figures or hit.start - figures[-1][0] > _REACH or hit.start < figures[-1][0]:
            continue
        at, quantity = figures[-1]
        begin = next((a for a, b in line.sentences() if a <= hit.start < b), 0)
        apart = line.has(_ANOTHER, start=begin, end=hit.end)
        if line.has(_OF_ANOTHER, start=hit.end - 1, end=hit.end + 10):
            continue  # "… costs 8, and nobody can tell what a missed one costs"
        if at < begin and (apart or not line.has(_POINTS_BACK, start=begin, end=hit.end + 1)):
            continue
        held = [
            f
            for f in reading.findings
            if f.path in _OUTCOMES and isinstance(f.value, int | float) and abs(f.value) == quantity.value
        ]
        if len({f.path for f in held}) != 1:
            continue
        reading.findings[:] = [f for f in reading.findings if f.path != held[0].path]
        reading.ask(
            held[0].path, f"You said “{line.words(at, hit.end)}”. Which figure should be reckoned with?"
        )
    if any(d.field in _OUTCOMES for d in reading.doubts) and not any(
        f.path in (*_OUTCOMES, "metric.k", "metric.fraction") for f in reading.findings
    ):
        _drop_an_empty_payoff(reading)


def _drop_an_empty_payoff(reading: Reading) -> None:
    """Where no figure of a metric is sure, there is no metric yet."""
    if reading.said("metric.kind") == "payoff" and not reading.context.spec.get("metric"):
        reading.findings[:] = [f for f in reading.findings if not f.path.startswith("metric.")]
