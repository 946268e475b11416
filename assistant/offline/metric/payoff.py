"""Money for acting or not: the four outcomes, said outright or computed from an offer's cost, success and value."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.offline.aside.background import set_aside
from assistant.offline.goal.frame import Frame, told
from assistant.offline.metric.again import given_anew
from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.bare import is_first
from assistant.offline.metric.currency import stated_currency
from assistant.offline.metric.outcomes import classify, declines
from assistant.offline.metric.roles import chosen
from assistant.offline.metric.scores import find_scores
from assistant.offline.metric.statements import Said, find_statements, is_story, said_amount
from assistant.offline.reading import Reading
from assistant.offline.text.line import Line, read_line
from assistant.offline.text.patterns import search
from assistant.offline.text.quantities import Quantity

OUTCOMES = ("tp", "fp", "fn", "tn")


@dataclass
class Parts:
    """What was said about money, by role; later statements replace earlier ones."""

    amounts: dict[str, Amount] = field(default_factory=dict)
    rate: float | None = None
    quotes: dict[str, str] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    unclear: list[Said] = field(default_factory=list)
    unpriced: dict[str, str] = field(default_factory=dict)
    vague: dict[str, str] = field(default_factory=dict)
    everybody: bool = False
    net: bool = False
    ratio: bool = False
    statements: tuple[Said, ...] = ()

    @property
    def is_offer(self) -> bool:
        """Whether something has to be computed."""
        return bool({"cost", "value", "loss"} & set(self.amounts)) or self.rate is not None


def gather(reading: Reading, told: Sequence[Parts] = ()) -> Parts:
    """The parts that a message states.

    Args:
        told: The parts of earlier messages.
    """
    parts = Parts()
    _take_pair(reading, parts)
    statements = find_statements(reading)
    if not is_first(reading):
        before = [said for earlier in told for said in earlier.statements]
        return parts_of(reading, given_anew(reading, statements, before), parts)
    again = [place for place in range(len(statements)) if _repeats(reading, statements, place)]
    return parts_of(reading, chosen(reading, statements, again=again), parts)


def _repeats(reading: Reading, statements: Sequence[Said], place: int) -> bool:
    """Whether a statement only gives the one before another figure, and is decided by that one."""
    said, before = statements[place], _before(statements, place)
    if said.statement.role or before is None:
        return False
    return before.value.kind == "free" or _says_anew(reading, before, said)


def _before(statements: Sequence[Said], place: int) -> Said | None:
    """The statement before that has an amount."""
    return next((s for s in reversed(statements[:place]) if s.value.kind in ("amount", "free")), None)


def parts_of(reading: Reading, statements: Sequence[Said], parts: Parts | None = None) -> Parts:
    """The parts that statements make, each in its role, beside those known already."""
    parts = replace(parts or Parts(), statements=tuple(statements))
    for place, said in enumerate(statements):
        previous = _before(statements, place)
        if said.value.is_part:
            parts.unpriced[said.statement.role] = said.quote
        elif said.value.kind == "range" and not said.statement.named and _goes_on(reading, statements, place):
            continue
        elif said.value.kind == "range":
            parts.vague[said.statement.role or "cost"] = said.quote
        elif said.value.kind == "ratio":
            continue  # once the amounts are known
        elif said.value.kind == "rate":
            if not _is_denied(reading, said):
                _take_rate(parts, said)
        elif not said.statement.role and previous is not None and previous.value.kind == "free":
            # "a false alarm is harmless, roughly 1"
            parts.amounts.pop(previous.statement.role, None)
            _take(parts, previous.statement.role, said_amount(said), said.quote)
        elif previous in parts.unclear and _says_anew(reading, parts.unclear[-1], said):
            parts.unclear[parts.unclear.index(previous)] = said
        elif not said.statement.role and previous is not None and _says_anew(reading, previous, said):
            _take(parts, previous.statement.role, said_amount(said), said.quote, corrects=True)
        elif not said.statement.role:
            if said.value.kind == "amount":
                parts.unclear.append(said)
        else:
            corrects = _sums_up(reading, said) or _corrects(reading, said)
            if said.statement.role == "fn" and "spared" in parts.amounts and _adds(reading, said):
                _take(parts, "fn", said_amount(said) + parts.amounts["spared"], said.quote)
                continue
            if (
                said.statement.role == "cost"
                and "fp" in parts.amounts
                and _adds_to_each(reading, said, parts)
            ):
                parts.amounts["each"] = said_amount(said)
                parts.quotes["each"] = said.quote
                continue
            if said.statement.role == "fp" and _adds_to_the_cost(reading, statements, place):
                parts.amounts["extra fp"] = said_amount(said)
                parts.quotes["extra fp"] = said.quote
                continue
            if (
                said.statement.role in ("loss", "tp", "cost")
                and "cost" in parts.amounts
                and _adds(reading, said)
            ):
                parts.amounts["extra"] = said_amount(said)
                parts.quotes["extra"] = said.quote
                continue
            if _is_range(reading, said):
                parts.conflicts.append(said.statement.role)
                continue
            _take(parts, said.statement.role, said_amount(said), said.quote, corrects=corrects)
            parts.everybody |= said.statement.role == "cost" and said.statement.named
            parts.net |= said.statement.role == "value" and _is_net(reading, said)
    for said in statements:
        if said.value.kind == "ratio":
            _take_ratio(parts, said)
    _default_to_cost(parts)
    return parts


def _goes_on(reading: Reading, statements: Sequence[Said], place: int) -> bool:
    """ "A fortune, somewhere between 40 and 90 thousand": the same vague amount once more."""
    before = statements[place - 1] if place else None
    return before is not None and before.value.kind == "range" and before.end == statements[place].start


_MISSES = r"(?:cost \( )?(?:fn|false negative|miss(?:ed case)?)(?: \))?(?: cost)?"
_ALARMS = r"(?:cost \( )?(?:fp|false (?:positive|alarm))(?: \))?(?: cost)?"
_PAIR = (
    rf" (?:(?P<fn>{_MISSES}) (?::|/|to|vs|versus|against|over) {_ALARMS}|(?P<fp>{_ALARMS}) (?::|/|to|vs|versus|against|over) {_MISSES})(?: (?!cost <)[a-z]+| =| :| \(){{0,5}} (?P<n><times>|<num>)(?: (?:to|:|/) (?P<m><num>))?(?= )",
    rf" (?P<n><times>|<num>)(?: (?:to|:|/) (?P<m><num>))?(?: cost)?(?: ratio)? (?:for|of|between) (?:(?P<fn>{_MISSES}) (?::|/|to|vs|versus|against|and) {_ALARMS}|(?P<fp>{_ALARMS}) (?::|/|to|vs|versus|against|and) {_MISSES})(?= )",
)


def _take_pair(reading: Reading, parts: Parts) -> None:
    """ "FN:FP cost ratio 8:1", "cost(FN)/cost(FP) = 5": two outcomes and the ratio between them."""
    for pattern in _PAIR:
        for hit in reading.line.find(pattern):
            figure = hit.quantity("n").value / (hit.quantity("m").value if hit.has("m") else 1.0)
            if not reading.free(hit) or figure <= 0:
                continue
            first, second = ("fn", "fp") if hit.has("fn") else ("fp", "fn")
            _take(parts, first, Amount(-max(figure, 1.0)), hit.quote)
            _take(parts, second, Amount(-max(round(1 / figure, 10), 1.0)), hit.quote)
            parts.ratio = True
            reading.claim(hit)
            return


_ON_TOP = r"another|a further|an? extra|extra|on top(?: of (?:that|it|this|the \w+|everything))?|in addition|additionally|as well|also|besides"


def _adds(reading: Reading, said: Said) -> bool:
    """ "If it was about to fail, we change the bearing as well, another 15,000": on top of the cost of acting."""
    return reading.line.has(rf" (?:{_ON_TOP})(?= )", start=said.start, end=said.end) and not reading.line.has(
        r" (?:miss|overlook|unnoticed|undetected)(?= )", start=said.start, end=said.end
    )


# What acting costs stays due, or something comes on top of it, where it was in vain.
_STILL_DUE = (
    rf" (?:{_ON_TOP}|further|more|over and above|plus|too|still|(?:stay|remain)s? with (?:we|us)"
    r"|(?:be|have be) (?:spend|spent|pay|paid|go|gone|lose|lost)(?: as well| for)?|(?:have|need|want)s? (?:still )?to be paid"
    r"|and the \w+ (?:of course|naturally))(?= )"
)


def _adds_to_the_cost(reading: Reading, statements: Sequence[Said], place: int) -> bool:
    """ "Was it honest, he gets a 60 euro card and the trip is still paid": more than what acting costs anyway."""
    said, line = statements[place], reading.line
    if not any(one.statement.role == "cost" for one in statements if one is not said):
        return False
    start, end = next(
        ((a, b) for a, b in line.sentences() if a <= said.value.start < b), (said.start, said.end)
    )
    start = max([start, *(one.value.end for one in statements[:place])])
    end = min([end, *(one.value.start for one in statements[place + 1 :])])
    return line.has(_STILL_DUE, start=start, end=end)


_NET = r" (?:net(?: of)?|after (?:deduct|subtract|pay)(?: \w+){1,4}|after (?:the |that |those |our |all )?(?:cost|postage|expense|effort|call|letter|fee|stamp)|(?:already|have be) (?:deduct|subtract|take off)|(?:deduct|subtract|take off)(?:ed)? already|(?:with|have) (?:\w+ ){1,4}already (?:deduct|take|subtract)(?:ed)?)(?= )"
_NOT_NET = r" (?:not|before|without|yet to|still|net weight)(?: \w+){0,4} (?:net|deduct|subtract|take off)"


def _adds_to_each(reading: Reading, said: Said, parts: Parts) -> bool:
    """ "On top every granted file takes 60 dollars of paperwork": more for the right ones and for the wrong ones."""
    return _adds(reading, said) and bool({"value", "tp"} & set(parts.amounts)) and "cost" not in parts.amounts


def _is_net(reading: Reading, said: Said) -> bool:
    """ "Brings in 22, the postage already deducted": what acting costs has been taken off."""
    line, stop = reading.line, min(len(reading.line.items), said.end + 8)
    stop = next((b for a, b in line.sentences() if a <= said.value.start < b), stop)
    return line.has(_NET, start=said.start, end=stop) and not line.has(_NOT_NET, start=said.start, end=stop)


def _says_anew(reading: Reading, previous: Said, said: Said) -> bool:
    """ "costs $500 - no wait, $600", "two hours at 60 dollars, so 120 dollars"."""
    return _sums_up(reading, said) or _corrected(reading, previous.value.end, said.value.start)


def _sums_up(reading: Reading, said: Said) -> bool:
    """ "two hours at 60 dollars, so 120 dollars"."""
    pattern = r" (?:so|that be|in total|altogether|i \. e|hence|all in all|=|that make)(?= )"
    return reading.line.has(pattern, start=said.start, end=said.value.start + 1)


def _is_range(reading: Reading, said: Said) -> bool:
    """ "Between 400 and 600 dollars": which one to reckon with has to be asked."""
    return reading.line.has(
        r" (?:between|from) (?:<num>|<money>) (?:and|to|-|–)$",
        start=max(0, said.value.start - 4),
        end=said.value.start,
    ) or reading.line.has(
        r" (?:<num>|<money>) (?:to|-|–)$", start=max(0, said.value.start - 2), end=said.value.start
    )


def _default_to_cost(parts: Parts) -> None:
    """ "Each announcement 50 cents": beside what a case is worth, an unknown thing with a price is what is done about it."""
    if not ({"fn", "loss", "value"} & set(parts.amounts)) or {"cost", "fp"} & set(parts.amounts):
        return
    for said in parts.unclear:
        if (
            said.value.kind == "amount"
            and said.statement.sign < 0
            and (
                parts.rate is not None
                or re.match(r"(?i)(?:each|every|per|an?|one) \w+", said.quote)
                or re.search(r"(?i) (?:each|apiece|per (?!year|month|cent)\w+)$", said.quote)
            )
        ):
            _take(parts, "cost", said_amount(said), said.quote)
            parts.unclear.remove(said)
            return


def _corrects(reading: Reading, said: Said) -> bool:
    return _corrected(reading, said.start, said.end)


def _corrected(reading: Reading, start: int, end: int) -> bool:
    return reading.line.has(
        r" (?:no|actually|sorry|rather|i mean|correction|wait|make that|scratch that)(?= )",
        start=start,
        end=end,
    )


def _is_denied(reading: Reading, said: Said) -> bool:
    """ "It's not one in four but one in five"."""
    return reading.line.has(
        r" (?:not|instead of|rather than|no longer)(?: (?:the|just|only))*$",
        start=max(0, said.value.start - 4),
        end=said.value.start,
    )


def _take(parts: Parts, role: str, amount: Amount, quote: str, *, corrects: bool = False) -> None:
    old = parts.amounts.get(role)
    if old is not None and not corrects and not old.same(amount):
        if role not in parts.conflicts:
            parts.conflicts.append(role)
        return
    parts.amounts[role] = amount
    parts.quotes[role] = quote


def _take_rate(parts: Parts, said: Said) -> None:
    if parts.rate is None:
        parts.rate = said.value.figure
        parts.quotes["rate"] = said.quote


def _take_ratio(parts: Parts, said: Said) -> None:
    """ "A is n times as bad as B": the smaller side is 1."""
    first = _outcome_of(said.statement.role)
    second = _outcome_of(said.other.role if said.other else "")
    if first and not second:
        second = next((role for role in ("fn", "fp") if role != first and _told_of(parts, role, said)), "")
    if not second and first in ("fn", "fp"):
        second = "fp" if first == "fn" else "fn"
    if not first and second in ("fn", "fp"):
        first = "fp" if second == "fn" else "fn"
    first, second = _opposed(said, first, second)
    if not first or not second or first == second:
        parts.unclear.append(said)
        return
    figure = said.value.figure
    if _by_amount(parts, said, first, second):
        return
    pair = {first: figure, second: 1.0} if figure >= 1 else {first: 1.0, second: round(1 / figure, 10)}
    for role, size in pair.items():
        _take(parts, role, Amount(-size), said.quote)
    parts.ratio = True


_NEAR = 24  # items between an amount and the ratio that it is told by
_FAMILY = {"fn": ("fn", "loss"), "fp": ("fp", "cost")}


def _told_of(parts: Parts, outcome: str, said: Said) -> Amount | None:
    """What was told in money of a wrong decision, right before or behind a ratio."""
    roles = _FAMILY.get(outcome, (outcome,))
    near = {
        one.statement.role
        for one in parts.statements
        if one.value.kind == "amount"
        and abs(one.value.start - said.value.start) <= _NEAR
        and (one.value.amount.currency or not (said.other and said.other.role))
    }
    return next((parts.amounts[role] for role in roles if role in near and role in parts.amounts), None)


def _by_amount(parts: Parts, said: Said, first: str, second: str) -> bool:
    """ "A false alarm costs 80 euros, a missed one 40 times that": the amount of one side makes that of the other."""
    one, two = _told_of(parts, first, said), _told_of(parts, second, said)
    if (one is None) == (two is None) or said.value.figure <= 0:
        return False
    if two is not None:
        _take(parts, first, two.scaled(said.value.figure), said.quote)
    elif one is not None:
        _take(parts, second, one.scaled(1 / said.value.figure), said.quote)
    return True


def _opposed(said: Said, first: str, second: str) -> tuple[str, str]:
    """Two wrongs are compared: where one is named outright, what is compared with it is the other one."""
    other = {"fn": "fp", "fp": "fn"}
    sure = [
        bool(said.statement.named and first in other),
        bool(said.other and said.other.named and second in other),
    ]
    if sure == [True, False]:
        return first, other[first]
    return (other[second], second) if sure == [False, True] else (first, second)


def _outcome_of(role: str) -> str:
    """In a comparison of two wrongs, "a leaver" is one that was missed and "a call" one that was needless."""
    return {"loss": "fn", "cost": "fp", "value": "fn"}.get(role, role)


def _gains_by_rule(parts: Parts) -> bool:
    """Whether what is worth something beside a loss was said to be, and not only left over."""
    return any(
        said.statement.role == "value"
        and said.by_rule in ("", "value", "tp")
        and said.statement.sign > 0
        and bool(said.heard and (said.heard.sign > 0))
        for said in parts.statements
    )


def compute(parts: Parts, frame: Frame) -> dict[str, Amount]:
    """The four outcomes by the arithmetic of the contract; only those that something was said about."""
    said = parts.amounts
    found = {role: said[role] for role in OUTCOMES if role in said}
    cost = said.get("cost")
    if cost is not None:
        found.setdefault("fp", cost)
    if "extra fp" in said:
        found["fp"] = found.get("fp", Amount()) + said["extra fp"]
    if "spared" in said:
        found.setdefault("fn", said["spared"])
        found.setdefault("tn", said["spared"])
    if "loss" in said:
        found.setdefault("fn", said["loss"])
        if parts.rate is not None:
            found["tp"] = said["loss"].scaled(1 - parts.rate) + (cost or Amount())
        elif "value" in said and _gains_by_rule(parts):
            found.setdefault("tp", said["value"] + (Amount() if parts.net else cost or Amount()))
        elif cost is not None and parts.everybody:
            found["tp"] = cost
    elif "value" in said:
        share = parts.rate if parts.rate is not None else 1.0
        found["tp"] = said["value"].scaled(share) + (Amount() if parts.net else cost or Amount())
        if (
            parts.rate is not None and cost is not None
        ):  # an offer tells all four: who is left alone neither gains nor costs
            found.setdefault("fn", Amount())
            found.setdefault("tn", Amount())
    elif parts.rate is not None and "fn" in said and "fp" in found:
        # What a needless action costs, a useful one costs as well.
        found["tp"] = said["fn"].scaled(1 - parts.rate) + found["fp"]
    elif parts.rate is not None and "tp" in said and cost is not None:
        found["tp"] = said["tp"].scaled(parts.rate) + cost
    elif cost is not None and "tp" in said:
        found["tp"] = said["tp"] + cost
    elif cost is not None and ("fn" in said or parts.everybody or _is_all(parts)):
        found.setdefault("tp", cost)
    if "each" in said:
        for role in ("tp", "fp"):
            found[role] = found.get(role, Amount()) + said["each"]
    if "extra" in said and cost is not None:
        found["tp"] = found.get("tp", cost) + said["extra"]
    return found


def _is_all(parts: Parts) -> bool:
    """ "Every call costs 5 dollars", and nothing else: it falls due for the right ones as well."""
    if set(parts.amounts) != {"cost"} or parts.rate is not None or parts.vague or parts.unpriced:
        return False
    told = [said for said in parts.statements if said.statement.role == "cost"]
    return all(said.by_rule in ("", "cost") and said.heard and said.heard.actual == 0 for said in told)


def read_payoff(reading: Reading) -> dict[str, Amount] | None:
    """Find the money of acting; None where nothing is said of it. Sets quotes in the reading's notes."""
    frame: Frame = reading.notes.get("frame") or Frame()
    frame = told(frame, (reading.line, *(read_line(text) for text in reading.context.history)))
    reading.notes["frame"] = frame
    told_money = reading.context.spec.get("metric", {}).get("kind") in ("payoff", "top_k")
    says = told_money and (_has_figure(reading.line) or bool(find_statements(reading)))
    before = _told_before(reading) if says else []
    parts = gather(reading, before)
    if parts.ratio and not parts.amounts:
        return None
    if told_money and _goes_into(parts, before):
        parts = _with_history(reading, parts, before)
    impossible = parts.rate is not None and parts.rate > 1
    if impossible:
        parts.rate = None
        _without_success(parts)
    outcomes = compute(parts, frame)
    if impossible:
        outcomes.pop("tp", None)
        reading.ask(
            "metric.tp", f"You said “{parts.quotes.get('rate', '')}”. In how many of 100 cases does it work?"
        )
    reading.notes["money_parts"] = parts
    _take_back(reading)
    for role in parts.conflicts:
        _ask_conflict(reading, role)
        outcomes.pop(role, None)
    for role, quote in parts.vague.items():
        reading.ask(_field_of(role), f"You said “{quote}”. Which one figure should be reckoned with?")
        outcomes.pop(_field_of(role).removeprefix("metric."), None)
    for role, quote in parts.unpriced.items():
        reading.ask(_field_of(role), f"You said “{quote}”. How much money is that?")
    _claim(reading, parts)
    if all(amount.is_zero for amount in outcomes.values()) and "kind" not in reading.context.spec.get(
        "metric", {}
    ):
        outcomes = {}  # "a needless check costs nothing" alone is no figure to reckon with
    return outcomes or ({} if parts.conflicts or parts.vague else None)


def _without_success(parts: Parts) -> None:
    """What a success is worth says nothing while it is open how often there is one."""
    parts.amounts.pop("value", None)


_TAKE_BACK = r" (?:scrap|forget|drop|strike|scratch|ignore|disregard|delete|take back|never mind|cross out)(?: about)?(?: the| that| my| those| figure| of)* (?P<n><money>|<num>)(?= )"


def _take_back(reading: Reading) -> None:
    """ "Scrap the 40,000": the outcome that held it is open again."""
    metric = reading.context.spec.get("metric", {})
    for hit in reading.line.find(_TAKE_BACK):
        for role in OUTCOMES:
            held = metric.get(role)
            if (
                isinstance(held, int | float)
                and abs(held) == hit.quantity("n").value
                and reading.free(hit, "n")
            ):
                reading.claim(hit)
                reading.set("metric", {key: value for key, value in metric.items() if key != role}, hit.quote)
                reading.ask(f"metric.{role}", f"What is the right figure for {WORDS[role]}?")
                return


def _claim(reading: Reading, parts: Parts) -> None:
    for said in parts.statements:
        if said not in parts.unclear:
            reading.claim_items(reading.line, said.value.start, said.value.end)
    for start, end in reading.line.sentences():
        if is_story(reading.line, start, end):
            reading.claim_items(reading.line, start, end)


_ANEW = r" (?:in fact|actually|really|sorry|no|rather|now|correct|correction|corrected|wrong|not|instead|make that|change|changed|turn out|more like|meant?)(?= )"


def _has_figure(line: Line) -> bool:
    return any(isinstance(item.payload, Quantity) for item in line.items)


def _told_before(reading: Reading) -> list[Parts]:
    """The parts of each earlier message that has any, as they were understood then."""
    found: list[Parts] = []
    for text in reading.context.history:
        earlier = Reading(context=replace(reading.context, questions=()), line=read_line(text))
        if not _has_figure(earlier.line):
            continue
        if not found:
            earlier.notes["earlier"] = True
        earlier.notes["frame"] = reading.notes.get("frame")
        set_aside(earlier)
        parts = gather(earlier, found)
        if parts.amounts or parts.rate is not None:
            found.append(parts)
    return found


def _goes_into(parts: Parts, before: Sequence[Parts]) -> bool:
    """Whether what is told now takes part in an outcome that is computed."""
    if parts.is_offer:
        return True
    told = {role for earlier in before for role in earlier.amounts}
    rated = any(earlier.rate is not None for earlier in before)
    return ("fn" in parts.amounts and ("loss" in told or rated)) or (
        "fp" in parts.amounts and rated and "cost" not in told
    )


def _with_history(reading: Reading, parts: Parts, before: Sequence[Parts]) -> Parts:
    """Parts said in earlier messages, replaced by those said now."""
    whole = Parts()
    for earlier in before:
        _replace(whole, earlier)
    if (
        "cost" not in whole.amounts
        and "fp" in whole.amounts
        and "cost" in parts.amounts
        and not parts.everybody
        and reading.line.has(_ANEW)
    ):
        parts.amounts["fp"] = parts.amounts.pop("cost")  # "a needless call 10" … "the call is in fact 12"
        parts.quotes["fp"] = parts.quotes.pop("cost", "")
    _replace(whole, parts)
    whole.conflicts, whole.unclear, whole.statements = parts.conflicts, parts.unclear, parts.statements
    whole.vague, whole.unpriced = parts.vague, parts.unpriced
    return whole


def _replace(whole: Parts, parts: Parts) -> None:
    """Put what a later message tells in the place of what was told before; a loss is what a missed case costs."""
    if "loss" in parts.amounts:
        whole.amounts.pop("fn", None)
    if "fn" in parts.amounts and "loss" in whole.amounts:
        whole.amounts["loss"] = parts.amounts["fn"]
    if "value" in parts.amounts:
        whole.amounts.pop("tp", None)
    if "cost" in parts.amounts and parts.everybody:
        whole.amounts.pop("fp", None)
    whole.amounts.update(parts.amounts)
    whole.rate = parts.rate if parts.rate is not None else whole.rate
    whole.quotes.update(parts.quotes)
    whole.everybody |= parts.everybody
    whole.net |= parts.net


def _ask_conflict(reading: Reading, role: str) -> None:
    reading.ask(
        _field_of(role),
        f"You gave two different figures for {WORDS.get(role, role)}. Which one holds?",
    )


def _field_of(role: str) -> str:
    fields = {"cost": "metric.fp", "loss": "metric.fn", "value": "metric.tp", "": "metric.fn"}
    return fields.get(role, f"metric.{role}")


WORDS = {
    "fn": "a case that is missed",
    "fp": "acting on a case for nothing",
    "tp": "acting on a case rightly",
    "tn": "rightly leaving a case alone",
    "cost": "the cost of acting",
    "loss": "the loss of a case",
    "value": "what a success is worth",
}


def currency_of(reading: Reading, outcomes: dict[str, Amount]) -> str:
    """The currency that was said with the figures, or for all of them ("money is in euros")."""
    said = {amount.currency for amount in outcomes.values() if amount.currency}
    if len(said) > 1:
        reading.ask(
            "metric.currency",
            f"You named {' and '.join(sorted(said))}. In which one currency should everything be counted?",
            sorted(said),
        )
        return ""
    if said:
        return said.pop()
    return stated_currency(reading)


def ask_what_is_missing(reading: Reading, outcomes: dict[str, Amount], frame: Frame) -> None:
    """Where acting, or not acting, could never pay, something was left unsaid."""
    parts: Parts = reading.notes.get("money_parts") or Parts()
    known = {role: _known(reading, outcomes, role) for role in OUTCOMES}
    if "loss" in parts.amounts and parts.rate is None and "tp" not in outcomes:
        if "fp" in parts.amounts and "cost" not in parts.amounts:
            return
        if known["tn"].sign > 0 and declines(reading.line):
            return  # what is turned down can neither be lost nor earn anything
        if "cost" in parts.amounts:
            reading.ask(
                "metric.tp", "How often does acting prevent that loss, for instance in how many of 100 cases?"
            )
        else:
            reading.ask(
                "metric.fp",
                "What does it cost you to act on a case, and how often does acting prevent that loss?",
            )
        return
    if (
        parts.rate is not None
        and not ({"value", "loss", "fn", "tp"} & set(parts.amounts))
        and _known(reading, outcomes, "tp").is_zero
    ):
        reading.ask("metric.tp", "What is one success of that offer worth to you?")
        return
    gain = known["tp"] + -known["fn"]
    loss = known["fp"] + -known["tn"]
    asked = {doubt.field for doubt in reading.doubts}
    if (
        gain.sign <= 0
        and not (gain.sign == 0 and not gain.is_zero)
        and not asked & {"metric.tp", "metric.fn"}
    ):
        text = "What do you lose when a real case is missed, or what do you gain when one is caught?"
        reading.ask("metric.fn" if known["fn"].is_zero else "metric.tp", text)
    if loss.sign >= 0 and not (loss.sign == 0 and not loss.is_zero) and "fp" not in _said_free(parts):
        reading.ask(
            "metric.fp",
            "What does it cost you when you act on a case for nothing, such as a needless call or check?",
        )


def _said_free(parts: Parts) -> set[str]:
    return {role for role, amount in parts.amounts.items() if amount.is_zero}


def _known(reading: Reading, outcomes: dict[str, Amount], role: str) -> Amount:
    """An outcome as it will stand: said now, said before, or 0."""
    if role in outcomes:
        return outcomes[role]
    before = reading.context.spec.get("metric", {}).get(role)
    if isinstance(before, int | float):
        return Amount(float(before))
    if isinstance(before, str):
        return Amount(0.0, {before: -1.0 if before.lstrip().startswith("-") else 1.0})
    return Amount()


_VAGUE = (
    r"(?:expensive|costly|dear|painful|bad|terrible|serious|awful|disaster|disastrous|hurt|worse|annoying|a nuisance|a pain|embarrassing|cheap|not (?:that|so|very) much|not much|a bit|a lot|dearly|a fortune|a packet|a bomb"
    r"|cost (?:we|us)? ?(?:much|money|plenty|something|more)|quite a bit|quite a lot|some money|thousands|hundreds|millions|next to nothing|hardly anything|a (?:few|couple of) (?:euro|dollar|pound|buck|quid)s?|an arm and a leg|peanuts)"
)
_PARTED = (",", "but", "and", "while", "whereas", ";", "though", ":")


def _vague_parts(line: Line, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence cut so that each part holds one vague amount and the words that go with it."""
    hits = list(line.find(rf" {_VAGUE}(?= )", start=start, end=end))
    cuts = [start]
    for one, two in itertools.pairwise(hits):
        parted = [at for at in range(one.end, two.start) if line.items[at].text in _PARTED]
        if parted:
            cuts.append(parted[0])
    return list(itertools.pairwise([*cuts, end])) if hits else []


def read_vague(reading: Reading) -> None:
    """ "A miss is expensive": a cost without a figure is asked for."""
    line = reading.line
    frame: Frame = reading.notes.get("frame") or Frame()
    if find_scores(line) or frame.target is None:
        return  # what counts is said outright, or nobody knows yet what would be missed
    for start, end in line.sentences():
        for first, last in _vague_parts(line, start, end):
            if line.has(r" (?:<money>|<num>|<times>|<pct>)(?= )", start=first, end=last):
                continue
            hit = line.first(rf" {_VAGUE}(?= )", start=first, end=last)
            statement = classify(reading, line, first, last) if hit else None
            if hit is None or statement is None or not statement.named or statement.role not in ("fn", "fp"):
                continue
            what = "miss a real case" if statement.role == "fn" else "act on a case for nothing"
            if search(r"worse", hit.match.group()):
                reading.ask(f"metric.{statement.role}", "How many times as bad is it as the other mistake?")
            else:
                reading.ask(f"metric.{statement.role}", f"What does it cost you when you {what}?")
