"""Back to what counted before: "on second thought, go back to the money"."""

from __future__ import annotations

from assistant.offline.reading import Reading

_BACK = r" (?:(?:go|come|get|switch|change|move)(?: \w+)? back|return|revert) to(?: the| my| our)?"
_MONEY = r"(?:money|cost|amount|dollar|euro|pound|value|profit|payoff|saving|gain|loss)s?"
_FORMER = r"(?:previous|earlier|former|old|first|original|last)"
_MONEY_BACK = rf"{_BACK}(?: {_FORMER})? {_MONEY}(?: (?:metric|goal|measure))?(?= (?:[.,;!]|again|as|we|then|instead|please|from|that|which|before)|$| $)"
_METRIC_BACK = rf"{_BACK} {_FORMER} (?:metric|goal|score|measure|objective|criterion)(?= )"


def read_return(reading: Reading) -> None:
    """Restore the metric of an earlier version of the plan: the last one in money, or the last one at all."""
    in_money = reading.line.first(_MONEY_BACK)
    hit = in_money or reading.line.first(_METRIC_BACK)
    if hit is None or not reading.free(hit):
        return
    now = reading.context.spec.get("metric")
    for earlier in reading.context.earlier_metrics:
        if earlier != now and (not in_money or "currency" in earlier):
            reading.set("metric", dict(earlier), hit.quote)
            reading.claim(hit)
            return
    what = "a metric in money" if in_money else "another metric"
    reading.remarks.append(f"No earlier version of the plan has {what} to go back to.")
    reading.claim(hit)
