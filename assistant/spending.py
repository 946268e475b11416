"""What models elsewhere cost: the user's prices and limits, and every call written down in the project.

Nothing is a float: tokens are counted, and money is in millionths of the user's currency. The built-in model costs
nothing and is not counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import reduce
from pathlib import Path
from typing import Any

from automl.errors import InputError, LimitError
from automl.project.folders import cannot
from automl.project.transcript import now

FILE = "spent.jsonl"
#: Where each setting of the page is read from where the page says nothing.
VARIABLES = {
    "price_in": "TANDEM_PRICE_IN",
    "price_out": "TANDEM_PRICE_OUT",
    "currency": "TANDEM_CURRENCY",
    "max_tokens": "TANDEM_MAX_TOKENS",
    "max_money": "TANDEM_MAX_MONEY",
}
NO_PRICE = (
    "Money is left out, as no prices were said: enter them in the settings, or set TANDEM_PRICE_IN and "
    "TANDEM_PRICE_OUT."
)
# The longest plans take a tenth of it, thinking included; some servers refuse a request that asks for more.
MOST_ANSWERED = 8_192
# In fewer tokens not even a tool can be called.
LEAST_ANSWERED = 64
_MILLION = 1_000_000
_HIGHEST = 10**12
_CODE = re.compile(r"[A-Za-z]{3}")
_NAMES = {
    "price_in": "The price of a million tokens sent",
    "price_out": "The price of a million tokens answered",
    "max_tokens": "The limit of tokens",
    "max_money": "The limit of money",
}


@dataclass(frozen=True)
class Terms:
    """The user's prices and limits; None is what was not said.

    Attributes:
        price_in: Millionths of the currency for a million tokens sent.
        price_out: The same for a million tokens answered.
        currency: ISO 4217 code, or empty.
        max_tokens: Limit of a project, sent and answered together.
        max_money: Limit of a project, in millionths.
    """

    price_in: int | None = None
    price_out: int | None = None
    currency: str = ""
    max_tokens: int | None = None
    max_money: int | None = None

    def cost(self, input_tokens: int, output_tokens: int) -> int | None:
        """Return what tokens cost in millionths, rounded up; None without prices."""
        if self.price_in is None or self.price_out is None:
            return None
        return -(-(input_tokens * self.price_in + output_tokens * self.price_out) // _MILLION)


def terms_of(said: Mapping[str, str]) -> Terms:
    """Return the terms of the settings.

    Raises:
        InputError: A value is no number from 0 on, a price is missing, or the currency is no code.
    """
    read = {name: _number(name, said[name]) for name in _NAMES if said.get(name)}
    if ("price_in" in read) != ("price_out" in read):
        lone, other = ("price_in", "price_out") if "price_in" in read else ("price_out", "price_in")
        raise InputError(
            f"{_NAMES[lone]} is set and that of a million tokens {'answered' if lone == 'price_in' else 'sent'} is "
            f"not: set {VARIABLES[other]} too, to 0 where they cost nothing."
        )
    if "max_money" in read and "price_in" not in read:
        raise InputError(
            "The limit of money needs prices: set TANDEM_PRICE_IN and TANDEM_PRICE_OUT, or limit the tokens by "
            "TANDEM_MAX_TOKENS."
        )
    return Terms(currency=_currency(said.get("currency", "")), **read)


def _currency(text: str) -> str:
    if text and not _CODE.fullmatch(text):
        raise InputError(
            f"The currency (TANDEM_CURRENCY) must be a code of three letters, such as EUR; found {text!r}."
        )
    return text.upper()


def _number(name: str, text: str) -> int:
    whole = name == "max_tokens"
    try:
        value = Decimal(text)
        good = value.is_finite() and 0 <= value <= _HIGHEST and not (whole and value % 1)
    except InvalidOperation:
        good = False
    if not good:
        kind, example = ("a whole number", "200000") if whole else ("a number", "1.25")
        raise InputError(
            f"{_NAMES[name]} ({VARIABLES[name]}) must be {kind} from 0 on, such as {example}; found {text!r}."
        )
    return int(value) if whole else int((value * _MILLION).to_integral_value())


@dataclass(frozen=True)
class Spent:
    """What calls came to.

    Attributes:
        n_estimated: Calls whose server did not say what they took.
        money_micro: In millionths of the currency; None where a call's price is not known.
    """

    n_calls: int = 0
    n_estimated: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    money_micro: int | None = 0
    currency: str = ""

    @property
    def tokens(self) -> int:
        """Sent and answered together."""
        return self.input_tokens + self.output_tokens

    @property
    def figures(self) -> tuple[str, str, str]:
        """Calls, tokens and money as they are written; empty is what was not spent or is not known."""
        if not self.n_calls:
            return "", "", ""
        about = "about " if self.n_estimated else ""
        amount = "" if self.money_micro is None else _money(self.money_micro, self.currency)
        return _count(self.n_calls), f"{about}{_count(self.tokens)}", amount

    @property
    def line(self) -> str:
        """In words; money is left out where it is not known."""
        n_calls, tokens, amount = self.figures
        made = "call" if self.n_calls == 1 else "calls"
        return f"{n_calls} {made}, {tokens} tokens{f', {amount}' if amount else ''}"

    def __add__(self, other: Spent) -> Spent:
        """Return both together."""
        known = self.money_micro is not None and other.money_micro is not None
        return Spent(
            self.n_calls + other.n_calls,
            self.n_estimated + other.n_estimated,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            (self.money_micro or 0) + (other.money_micro or 0) if known else None,
            other.currency or self.currency,
        )


def calls(path: Path) -> list[dict[str, Any]]:
    """Return the calls that a file tells of, oldest first; what was written last of a call counts."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise cannot("read", path, error) from error
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        try:
            body = json.loads(line)
        except ValueError:
            continue  # cut off: its writer was killed
        found[body["call"]] = body
    return list(found.values())


def spent(found: Iterable[Mapping[str, Any]], terms: Terms) -> Spent:
    """Return what calls came to: at the price of their time, or today's where there was none."""
    return reduce(Spent.__add__, (_one(body, terms) for body in found), Spent(currency=terms.currency))


def _one(body: Mapping[str, Any], terms: Terms) -> Spent:
    tokens = body["input_tokens"], body["output_tokens"]
    paid = body["money_micro"]
    return Spent(1, int(body["estimated"]), *tokens, terms.cost(*tokens) if paid is None else paid)


def summary(path: Path, said: Mapping[str, str]) -> str:
    """Return what a project has spent, beside its limits; nothing where no model elsewhere was asked."""
    found = calls(path)
    if not found:
        return ""
    terms = terms_of(said)
    total = spent(found, terms)
    limits = [f"{_count(terms.max_tokens)} tokens"] if terms.max_tokens is not None else []
    limits += [_money(terms.max_money, terms.currency)] if terms.max_money is not None else []
    limit = f"; the limit is {' and '.join(limits)}" if limits else ""
    return f"{total.line}{limit}.{f' {NO_PRICE}' if total.money_micro is None else ''}"


@dataclass(frozen=True)
class Meter:
    """Counts the calls of one turn.

    Attributes:
        path: Where they are written down, and the file whose calls the limits count.
    """

    path: Path
    model: str
    turn: str
    terms: Terms

    def room(self, n_input: int, *, least: int) -> int | None:
        """Return how many tokens the answer to a call may have; None where there is no limit.

        Args:
            n_input: Tokens that the call would send.
            least: Below so many the call is not worth making, or not safe.

        Raises:
            LimitError: It is not to be made; the sentence says what was spent and how to go on.
        """
        terms, total = self.terms, spent(calls(self.path), self.terms)
        rooms = [MOST_ANSWERED]
        if terms.max_tokens is not None:
            rooms.append(terms.max_tokens - total.tokens - n_input)
            if rooms[-1] < least:
                raise _reached(
                    "max_tokens",
                    f"{_count(terms.max_tokens)} tokens",
                    f"{_count(total.tokens)} tokens",
                    f"send up to {_count(n_input)}",
                )
        if terms.max_money is not None:
            left = terms.max_money - (total.money_micro or 0) - (terms.cost(n_input, 0) or 0)
            rooms.append(_affordable(left, terms.price_out or 0))
            if rooms[-1] < least:
                raise _reached(
                    "max_money",
                    _money(terms.max_money, terms.currency),
                    _money(total.money_micro or 0, terms.currency),
                    f"cost {_money(terms.cost(n_input, least) or 0, terms.currency)} or more",
                )
        return min(rooms) if len(rooms) > 1 else None

    def write(self, call: str, input_tokens: int, output_tokens: int, *, estimated: bool) -> None:
        """Write down a call; once more with the same id where more is known of it."""
        body = {
            "time": now(),
            "turn": self.turn,
            "call": call,
            "model": self.model,
            "input_tokens": input_tokens,
            "output_tokens": output_tokens,
            "estimated": estimated,
            "money_micro": self.terms.cost(input_tokens, output_tokens),
        }
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(body, ensure_ascii=False) + "\n")
        except OSError as error:
            # What cannot be counted is not sent.
            raise cannot("write", self.path, error) from error

    def spent(self) -> Spent:
        """Return what the turn has spent so far."""
        return spent((body for body in calls(self.path) if body["turn"] == self.turn), self.terms)


def _affordable(left: int, price_out: int) -> int:
    """How many tokens of an answer an amount pays for."""
    if left < 0 or not price_out:
        return MOST_ANSWERED if left >= 0 else -1
    return left * _MILLION // price_out


def _reached(name: str, limit: str, so_far: str, next_call: str) -> LimitError:
    return LimitError(
        f"The limit of {limit} for this project leaves no room for another call: {so_far} spent so far, and the next "
        f"call would {next_call}. Raise it in the settings or by {VARIABLES[name]}; the built-in model, 'offline', "
        "goes on without cost."
    )


# The words of reports are imported when something was spent: the page draws its first screen without them.
def _count(number: int) -> str:
    from automl.report.figures import count

    return count(number)


def _money(micro: int, currency: str) -> str:
    from automl.report.figures import money

    return money(micro / _MILLION, currency or None)
