"""Which outcome each figure of a message belongs to, chosen for all of them together by what was learned.

Rules know the words of some trades; people act in all of them. Two readers are asked, and have an equal say. One goes
by clues: each stretch of words with one amount tells what its words say one by one, what the rules make of them, the
words themselves, and whether the message's own word for acting is among them. Its weights are those of a log-linear
model, learned by `evals/learning/roles.py` from requests whose four outcomes are known, whatever way of reading leads
to them. The other is the encoder of `assistant.offline.meaning.encoder`, which reads the message as a whole.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import exp, log, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.offline.goal.frame import Frame
from assistant.offline.learned import learned
from assistant.offline.meaning.encoder import encoder, log_softmax
from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.outcomes import Heard, Statement
from assistant.offline.metric.statements import Said
from assistant.offline.reading import Reading
from assistant.offline.table.events import find_events
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import compiled, search
from assistant.offline.text.wordlists import words

WEIGHTS = Path(__file__).parent / "roles_weights.json"

#: Name of a class of the weights → role and sign of a statement.
ROLES: Mapping[str, tuple[str, int]] = {
    "cost": ("cost", -1),
    "value": ("value", 1),
    "loss": ("loss", -1),
    "fn": ("fn", -1),
    "fp": ("fp", -1),
    "tp": ("tp", -1),
    "tp gained": ("tp", 1),
    "tn": ("tn", -1),
    "tn gained": ("tn", 1),
    "spared": ("spared", -1),
    "none": ("none", -1),
}
NONE = "none"

# A single word counts for less than what several words say together.
_WORD = 0.5
_IT_IS = r" (?:it|that|this) be(?: really| indeed| still)? <amount> $"
_LOSING = r"^ lose (?:an?|one|the) [a-z]+(?: [a-z]+)? (?:cost|set|be|mean) |^(?: (?:if|when|whenever|each|every|time|,))* (?:we|i|you) lose (?:an? [a-z]+|someone|somebody|one|him|her|they)(?: [a-z]+)? (?:it|that|be|cost|,)(?= )"
_EVENT_IS = r"^ (?:an?|each|every|one|the)(?: [a-z]+){1,3} (?:be|=|:) <amount> $"
_LIKELY = 4  # roles of each figure that are weighed against those of the others
_MAX_FIGURES = 6
_OTHERS = 4  # labels that are told to the encoder as not looked for
_DOUBT = 0.03  # added to each reader's shares; 0.003 to 0.06 do as well on requests that neither learned from
_SURE = 0.75  # chosen; two figures for one thing are asked about
_NEGATIONS = frozenset(
    words("not no never without nobody none nothing un fail forget neglect instead neither nor cannot")
)
_WISHED = (
    r" (?:we|i|you|they|us|my \w+|our \w+|who|whom|which \w+|he|she)(?: \w+)? (?:would|can|could|will|shall|should|may|might"
    r"|want to|would like to|be going to|plan to|need to|must|have to|intend to|like to)"
    r"(?: (?:then|not|also|only|just|always|really|like to|want to|be able to|either))* (?P<verb>[a-z]+)(?= )"
)
_ASKED = r" (?:whom|who|which(?: \w+){1,3}|what) (?:can|could|shall|should|to|must|may|do) (?:we |i |you )?(?P<verb>[a-z]+)(?= )"
_NO_ACTION = frozenset(
    words(
        "know predict find tell see spot be have like want need say think expect guess learn estimate identify understand get do make use"
        " lose earn gain pay cost save bring churn leave go come flag target forecast detect foresee help work train build look classify"
        " recognise recognize decide keep take fill default buy happen fail return cancel respond also then that it to"
    )
)


def chosen(reading: Reading, statements: Sequence[Said], *, again: Sequence[int] = ()) -> list[Said]:
    """The statements, each amount in the role that fits best beside the others; what has no role is left out.

    Args:
        again: Places of statements that only give the one before another figure; both stay as they are.
    """
    at = [k for k in amounts(statements) if k not in again]
    if not at or len(at) > _MAX_FIGURES:
        return list(statements)
    shares = []
    by_clues = [learned(WEIGHTS).shares(found) for found in clues(reading, statements, at)]
    of_losing = any(_tells_of_losing(statements[k]) for k in at)
    by_both = agreed(by_clues, as_a_whole(reading, statements, at))
    for k, clue, likely in zip(at, by_clues, by_both, strict=True):
        ruled = _ruled(statements[k], settled=k + 1 in again)
        if not ruled and of_losing and clue["cost"] >= _SURE and not statements[k].statement.named:
            ruled = {"cost": 1.0}
        ruled = ruled or (_of_the_same_act(statements[k - 1], statements[k]) if k else {})
        ruled = ruled or _named_twice(statements[k], [statements[other] for other in at if other != k])
        if _confirms(statements[k], statements[:k]):
            ruled = {NONE: 1.0}
        shares.append(ruled or _possible(likely, statements[k]))
    roles = dict(zip(at, together(shares, figures(statements, at)), strict=True))
    return [
        said if k not in roles else in_role(said, roles[k])
        for k, said in enumerate(statements)
        if roles.get(k) != NONE
    ]


def as_a_whole(
    reading: Reading, statements: Sequence[Said], at: Sequence[int]
) -> list[NDArray[np.float32] | None]:
    """What the encoder makes of the figures at these places: logarithms of shares, in the order of `ROLES`."""
    frame = reading.notes.get("frame") or Frame()
    passage = encoder().passage(reading.line.text, beside(frame))
    found = passage.at("roles", spans(reading, statements, at))
    return [None if sums is None else log_softmax(sums) for sums in found]


def spans(reading: Reading, statements: Sequence[Said], at: Sequence[int]) -> list[tuple[int, int]]:
    """Where the figures of the statements at these places stand in the message, in characters."""
    values = [statements[k].value for k in at]
    return [reading.line.typed_span(value.start, value.end) for value in values]


def beside(frame: Frame) -> str:
    """What is told to the encoder beside the message: the target, what is looked for in it, and what else it holds."""
    labels = frame.target.labels if frame.target is not None else ()
    others = [label for label in labels if label not in frame.positive][:_OTHERS]
    target = frame.target.name if frame.target is not None else ""
    return f"{target}: {', '.join(frame.positive)} (not {', '.join(others)})"


def agreed(
    one: Sequence[dict[str, float]], other: Sequence[NDArray[np.float32] | None]
) -> list[dict[str, float]]:
    """Shares of two readers as one, each with an equal say: their geometric mean.

    Neither rules a role out: what one of them thinks impossible, the other may be sure of.
    """
    found = []
    for shares, logs in zip(one, other, strict=True):
        if logs is not None:
            both = {
                name: sqrt((shares[name] + _DOUBT) * (exp(float(log_share)) + _DOUBT))
                for name, log_share in zip(ROLES, logs, strict=True)
            }
            shares = {name: share / sum(both.values()) for name, share in both.items()}
        found.append(shares)
    return found


def _ruled(said: Said, *, settled: bool) -> dict[str, float]:
    """The one role of what falls due for everybody acted on or left alone, is said to be prevented, or is settled."""
    heard, role = said.heard, said.statement.role
    if settled and role:
        return {next(name for name in ROLES if ROLES[name][0] == role): 1.0}
    if heard is None:
        return {}
    name = "cost" if heard.everybody else "value" if heard.averted else "spared" if heard.spares else ""
    if heard.taken and heard.taken == role:
        name = role  # "a real message that lands in the junk folder"
    if role == "fp" and "anyway" in heard.kinds:
        name = "fp"  # "a call is $20 if they'd have stayed anyway"
    if heard.named == "tn" and heard.sign > 0 >= heard.actual:
        name = "tn gained"  # "an honest claim that we let through earns us goodwill"
    if role == "loss" and (search(_EVENT_IS, heard.canon) or _tells_of_losing(said)):
        name = "loss"  # "a crash is 7,000 dollars"
    return {name: 1.0} if name else {}


def _tells_of_losing(said: Said) -> bool:
    """ "Losing a customer costs 500": whoever is acted on may be lost all the same, and acting is paid for with both."""
    heard = said.heard
    return heard is not None and said.statement.role == "loss" and bool(search(_LOSING, heard.canon))


_ALSO_COSTS = r"^ (?:and|but|,)*(?: (?:also|then|only|but|and|itself))* (?:cost|set|take|eat|swallow)(?: (?:we|us|back|about|only|just))* <amount> (?:to do|for it|each|in \w+)? ?$"


def _of_the_same_act(before: Said, said: Said) -> dict[str, float]:
    """ "Catching one in time saves 3,000 and costs 400": what brings the gain is what has to be paid for."""
    if before.statement.sign < 0 or before.statement.role not in ("value", "tp") or said.heard is None:
        return {}
    follows = 0 <= said.start - before.end <= 1
    return {"cost": 1.0} if follows and search(_ALSO_COSTS, said.heard.canon) else {}


def _named_twice(said: Said, others: Sequence[Said]) -> dict[str, float]:
    """The role of an outcome that is named outright with two figures, which is asked about."""
    role = said.statement.role
    twice = any(one.statement.named and one.statement.role == role for one in others)
    return {role: 1.0} if said.statement.named and role in ("fn", "fp") and twice else {}


def _confirms(said: Said, before: Sequence[Said]) -> bool:
    """ "I asked finance, it is 3000": an amount said before, and of the same thing."""
    same = any(one.value.amount.same(said.value.amount) for one in before)
    return same and said.heard is not None and bool(search(_IT_IS, said.heard.canon))


def _possible(shares: dict[str, float], said: Said) -> dict[str, float]:
    """Without roles that a written sign excludes; what names its outcome outright has one."""
    none = not said.statement.named
    kept = {
        name: share
        for name, share in shares.items()
        if (none if name == NONE else said.written in (0, ROLES[name][1]))
    }
    return kept or shares


def amounts(statements: Sequence[Said]) -> list[int]:
    """Places of the statements that need a role."""
    return [k for k, said in enumerate(statements) if said.value.kind in ("amount", "free") and said.heard]


def in_role(said: Said, name: str) -> Said:
    """The statement in another role."""
    role, sign = ROLES[name]
    ruled = said.statement.role
    if name == "loss" and said.statement.named and ruled == "fn":
        role = "fn"  # what is overlooked is missed, whether or not acting would have helped
    named = said.statement.named and ruled == role
    return replace(said, statement=Statement(role, sign, named), by_rule=ruled)


def figures(statements: Sequence[Said], at: Sequence[int]) -> list[Amount]:
    """The amounts at these places, of either sign."""
    return [statements[k].value.amount for k in at]


def together(shares: Sequence[Mapping[str, float]], amounts: Sequence[Amount]) -> tuple[str, ...]:
    """The likeliest roles; none is given to two different amounts unless each is surely meant by it."""
    alone = tuple(max(each, key=lambda name: each[name]) for each in shares)
    if all(each[name] >= _SURE for each, name in zip(shares, alone, strict=True)):
        return alone
    likely = [sorted(each, key=lambda name: -each[name])[:_LIKELY] for each in shares]
    best: tuple[float, tuple[str, ...]] | None = None
    for names in itertools.product(*likely):
        if _clash(names, amounts):
            continue
        odds = sum(log(max(each[name], 1e-12)) for each, name in zip(shares, names, strict=True))
        if best is None or odds > best[0]:
            best = odds, names
    return best[1] if best else tuple(names[0] for names in likely)


def _clash(names: Sequence[str], amounts: Sequence[Amount]) -> bool:
    held: dict[str, Amount] = {}
    given = ((ROLES[name][0], one) for name, one in zip(names, amounts, strict=True) if name != NONE)
    return any(not held.setdefault(role, one).same(one) for role, one in given)


def clues(reading: Reading, statements: Sequence[Said], at: Sequence[int]) -> list[dict[str, float]]:
    """What speaks for one role or another of the statements at these places."""
    frame: Frame = reading.notes.get("frame") or Frame()
    own = _own_actions(reading.line)
    rated = any(said.value.kind == "rate" for said in statements)
    found = []
    for place, k in enumerate(at):
        said = statements[k]
        heard = said.heard
        assert heard is not None
        value = said.value
        line = reading.line.marked([(value.start, value.end, value.kind, value)])
        end = said.end - (value.end - value.start) + 1
        typed = [item.text for item in line.items[said.start : end]]
        figure = value.start - said.start
        acted = _own_action(typed, own)
        names = [
            *_perceived(heard, frame, acted),
            f"rule {said.statement.role or NONE}",
            f"rule {said.statement.role or NONE} {said.statement.named}",
            f"rule {said.statement.role or NONE} {said.statement.sign}",
            f"{len(at)} figures",
            f"figure {min(place, 3)}",
            f"rate {rated}",
            f"rate {rated} sign {heard.sign}",
            value.kind,
            *_cases(line, said.start, end, value.start, frame),
        ]
        found.append(dict.fromkeys(names, 1.0) | dict.fromkeys(_words(typed, figure), _WORD))
    return found


def _perceived(heard: Heard, frame: Frame, own: int) -> Iterator[str]:
    """What was heard, and what of it was heard together."""
    case, act, sign, wish = heard.actual, heard.acted, heard.sign, frame.desired
    yield from (f"case {case}", f"act {act}", f"sign {sign}", f"case {case} act {act}")
    yield from (f"case {case} sign {sign}", f"act {act} sign {sign}", f"case {case} act {act} sign {sign}")
    yield from (f"named {heard.named}", f"named {heard.named} case {case}", f"taken {heard.taken}")
    yield from (f"wish {wish}", f"wish {wish} case {case}", f"wish {wish} case {case} sign {sign}")
    yield from (f"wish {wish} act {act}", f"own {own}", f"own {own} case {case}", f"own {own} act {act}")
    kinds = set(heard.kinds)
    kinds |= {"everybody"} if heard.everybody else set()
    kinds |= {"spares"} if heard.spares else set()
    for kind in sorted(kinds):
        yield from (kind, f"{kind} case {case}", f"{kind} wish {wish}")


def _cases(line: Line, start: int, end: int, figure: int, frame: Frame) -> Iterator[str]:
    """Events of the target: on which side of the figure they stand, and behind which word."""
    sides = set()
    for event in find_events(line):
        side = frame.polarity(event) if start <= event.start and event.end <= end else 0
        if side:
            sides.add(side)
            yield f"event {side} {'before' if event.start < figure else 'behind'}"
            yield f"event {side} after {line.items[event.start - 1].text if event.start > start else '^'}"
    yield f"events {sorted(sides)}"


def _words(typed: Sequence[str], figure: int) -> Iterator[str]:
    """The words: alone, in pairs, under a negation, before or behind the figure, at its edges."""
    for k, word in enumerate(typed):
        if not word[0].isalpha():
            continue
        yield f"w {word}"
        yield f"{'<' if k < figure else '>'} {word}"
        if k:
            yield f"{typed[k - 1]} {word}"
        if _negated(typed, k):
            yield f"not {word}"
    before, behind = typed[max(0, figure - 2) : figure], typed[figure + 1 : figure + 3]
    yield f"] {' '.join(before)}"
    yield f"]] {before[-1] if before else '^'}"
    yield f"[ {' '.join(behind)}"
    yield f"[[ {behind[0] if behind else '$'}"
    yield f"^ {' '.join(typed[:1])}"
    yield f"^^ {' '.join(typed[:2])}"


def _negated(typed: Sequence[str], k: int) -> bool:
    return any(word in _NEGATIONS for word in typed[max(0, k - 3) : k])


def _own_actions(line: Line) -> frozenset[str]:
    """What the message says is to be done: "we'd freeze the fare", "whom shall we accept"."""
    return frozenset(
        found["verb"]
        for pattern in (_WISHED, _ASKED)
        for found in re.finditer(compiled(pattern), line.canon)
        if found["verb"] not in _NO_ACTION and len(found["verb"]) > 2
    )


def _own_action(typed: Sequence[str], own: frozenset[str]) -> int:
    """1 where it is done, -1 where it is not, 0 where nothing is said of it."""
    for k, word in enumerate(typed):
        forms = {word, word.removesuffix("ing"), word.removesuffix("ing") + "e", word.removesuffix("ed")}
        if own & (forms | {word.removesuffix("d")}):
            return -1 if _negated(typed, k) else 1
    return 0
