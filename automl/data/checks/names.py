"""What the words of a column's name say about it."""

from __future__ import annotations

import re

from automl.spec.names import words_of


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: A name that is or ends in one of these, or starts with it, names its rows: "customerID", "id_customer".
ID_WORDS = _set("id ids uid uuid guid udi key serial rowid rownames rownum rownumber rowname")
#: The same at the end of a name only: "EmployeeNumber" names employees, "number of employees" counts them.
LAST_ID_WORDS = _set("number no nr num index idx code ref reference sku hash token email")
#: Somebody or something of which a table may hold several rows.
ENTITY_WORDS = _set(
    "patient passenger loan row record policy contract customer client user member person people subject employee "
    "student account household family "
    "store shop branch site location device machine sensor vehicle product item company agent session visit "
    "order invoice group cluster team player school hospital doctor merchant supplier vendor"
)
RANK_WORDS = _set("rank ranking position place order score")
COUNT_WORDS = _set("num number n no count total share rate per avg mean average")
TIME_WORDS = _set(
    "date datetime time timestamp day days week weeks month months quarter year years hour hours minute minutes "
    "second seconds period step epoch t yr mnth hr"
)
#: What is only recorded once something is over.
AFTER_WORDS = _set(
    "status outcome outcomes result results resolution resolved closed closure closing paid repaid refund refunded "
    "refunds settled settlement cancel cancelled canceled cancellation cancellations cancelation chargeback "
    "chargebacks returned recovered recoveries churned exited terminated termination discharge discharged "
    "disposition verdict completed completion actual final finally after afterwards deceased died death expired "
    "writeoff chargeoff collected delivered"
)
#: Told from the past, so known in time: "previous_cancellations".
PAST_WORDS = _set(
    "previous previously prev prior past history historic historical former formerly earlier before lag lagged "
    "yesterday ever never not no expected planned scheduled estimated"
)
#: The lasting status of a person or an account: "Marital_Status".
STANDING_WORDS = _set(
    "marital marriage civil personal family relationship social socioeconomic employment job work working "
    "occupation occupational student education smoking smoker residence residency resident housing home immigration "
    "citizenship veteran military disability insurance checking savings"
)
_CAUSE_WORDS = _set(
    "leaving leave exit churn cancel cancellation closing closure termination rejection decline denial return "
    "refund failure death discharge"
)
_EVENT_WORDS = _set("call contact talk conversation chat handling handle session visit stay trip ride")
_EMPTY_WORDS = _set("is has was are did does will the a of y n flag label target class indicator yes")
#: Suffix-insensitive comparison needs so many letters to mean anything: "cancel", "cancellation".
_STEM_LETTERS = 5


def words(name: str) -> tuple[str, ...]:
    """Return the lower-case words of a name: ``"customerID"`` → ``("customer", "id")``."""
    return tuple(words_of(name).split())


def is_id_name(name: str) -> bool:
    """Return whether a name says that the column names its rows."""
    found = words(name)
    if not found:
        return False
    joined = found[-1].removesuffix("id") in ENTITY_WORDS and found[-1].endswith("id")
    return (
        found[0] in ID_WORDS
        or found[-1] in ID_WORDS
        or joined
        or (len(found) > 1 and found[-1] in LAST_ID_WORDS)
    )


def is_time_name(name: str) -> bool:
    """Return whether a name says that the column counts time."""
    return any(word in TIME_WORDS for word in words(name))


def is_rank_name(name: str) -> bool:
    """Return whether a name says that the column puts the rows in an order that means something."""
    return any(word in RANK_WORDS for word in words(name))


def is_entity_name(name: str) -> bool:
    """Return whether a name says that the column tells which person or thing a row is about."""
    found = words(name)
    if not found or is_time_name(name) or found[0] in COUNT_WORDS:
        return False
    return found[-1] in ENTITY_WORDS or (is_id_name(name) and found[-1] not in LAST_ID_WORDS)


def after_the_fact(name: str) -> str | None:
    """Return what in a name sounds as if it was only known once the outcome is, or None.

    Words of the past ("previous_cancellations") and of a lasting status ("Marital_Status") do not.
    """
    found = words(name)
    if any(word in PAST_WORDS for word in found):
        return None
    for word in found:
        if word in AFTER_WORDS and not (word == "status" and STANDING_WORDS & set(found)):
            return word
    if "reason" in found and (len(found) == 1 or _CAUSE_WORDS & set(found)):
        return "reason"
    if "duration" in found and (len(found) == 1 or _EVENT_WORDS & set(found)):
        return "duration"
    return None


def speaks_of(name: str, target: str) -> bool:
    """Return whether a name holds all the words of the target's name, and more: ``"churn_date"`` of ``"Churn"``."""
    found = words(name)
    wanted = [word for word in words(target) if word not in _EMPTY_WORDS]
    if not wanted or any(word in PAST_WORDS for word in found) or len(found) <= len(wanted):
        return False
    return all(
        len(word) >= _STEM_LETTERS and any(_stem(word) == _stem(other) for other in found) for word in wanted
    )


def _stem(word: str) -> str:
    return word[:_STEM_LETTERS]


def shape(name: str) -> str:
    """Return the pattern of a name: ``"TWF"`` → ``"AAA"``, ``"flag_1"`` → ``"a_9"``."""
    pattern = re.sub(r"[^\W\d_A-Z]+", "a", name)
    return re.sub(r"\d+", "9", re.sub(r"[A-Z]", "A", pattern))
