"""A message that is a figure and little else, after one that set such a figure: "36 hours, sorry", "exactly 4 please"."""

from __future__ import annotations

from typing import Any

from assistant.offline.reading import Reading
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.tidying import tidy
from assistant.offline.text.wordlists import words

#: Words that tell nothing beside a figure that replaces another one.
AROUND = frozenset(
    words(
        """no sorry actually wait hmm hm oh oops make that it be better rather please then i mean meant say exactly just
        now instead correction well hold on ok and let us to change at all ahead not pardon excuse me my mistake
        should have said thought again want do we need of in but more like
        closer nearer near perhaps maybe think would wait correct corrected each a one time um er , . ! : ; - –"""
    )
)
# "Not five. Six."
_NOT_THE_FIRST = (
    r"^(?: (?:no|sorry|wait|oh|oops|,))* (?:not|no|instead of|rather than) <(?:num|dur|pct)>(?= )"
)
_STEPS_S = {"D": 86_400.0, "h": 3_600.0, "W": 604_800.0, "min": 60.0}


def read_figure_again(reading: Reading) -> None:
    """Put a bare figure in the place of the horizon or the number of groups that was set last."""
    figures = [item.payload for item in reading.line.items if isinstance(item.payload, Quantity)]
    if len(figures) == 2 and reading.line.has(_NOT_THE_FIRST):
        figures = figures[1:]
    others = {item.text for item in reading.line.items if not isinstance(item.payload, Quantity)}
    if len(figures) != 1 or not others <= AROUND or not reading.context.recent:
        return
    quote = reading.line.text.strip()
    for path in reading.context.recent:
        if path == "forecast.horizon":
            steps = _steps(reading, figures[0])
            found = {path: steps} if steps else {}
        elif path.startswith("clusters"):
            found = _groups(reading, figures[0])
        elif path.startswith(("budget", "validation", "metric", "limits", "baseline", "expectation")):
            return  # readers of their own know what a bare figure means there
        else:
            continue
        if found:
            for field, value in found.items():
                reading.set(field, value, quote)
            reading.claim_items(reading.line, 0, len(reading.line.items))
        return


def _steps(reading: Reading, figure: Quantity) -> int | None:
    """How many steps of the forecast a span of time is, or a plain number of them."""
    step = _STEPS_S.get(str(reading.context.spec.get("forecast", {}).get("frequency", "")).partition("-")[0])
    count = figure.value / step if figure.kind == "duration" and step else figure.value
    if figure.kind not in ("duration", "number") or (figure.kind == "duration" and not step):
        return None
    return int(count) if count >= 1 and count == int(count) else None


def _groups(reading: Reading, figure: Quantity) -> dict[str, Any]:
    if figure.kind != "number" or figure.value < 2 or figure.value != int(figure.value):
        return {}
    before = reading.context.spec.get("clusters", {})
    gone = {f"clusters.{side}": None for side in ("min", "max") if side in before}
    return {"clusters.count": tidy(figure.value), **gone}
