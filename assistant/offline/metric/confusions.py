"""Which label is taken for which, and what that costs: one clause for each figure.

A clause names two groups of labels ("a Rosa taken for Kama or Canadian"), or one and leaves the other to the clause
before it ("and if a Third Owner car is, 12000"), or none ("the other way round 5"). The first group is the truth unless
the words say that it was the guess ("we say A and it is B").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.positive import typed_labels
from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.values import values_seen
from assistant.offline.reading import Reading
from assistant.offline.table.events import name_in_words
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import search
from assistant.offline.text.quantities import Quantity

REST, THOSE = "<others>", "<those two>"
# Whatever is taken for whatever else; the name of the target comes in place of "{name}".
_ALL = r"(?:any|every|each|all|the|a|an|per|other|another|remaining|further|rest of the|rest of|every one of the)"
_ERROR = r"(?:mistake|error|misclassification|mix(?:ing)? ups?|mixup|confusion|slip|slip up|blunder|swap|misrout\w*|mislabel\w*|misfil\w*|misassign\w*|missort\w*|misdirect\w*|misplac\w*|misread\w*|misclassify|misclassified|misclassifying|misjudg\w*)"
_WRONG = r"(?:(?:wrong|incorrect|false|mistaken) (?:{name}|[a-z]+))"
_ANY_CONFUSION = (
    rf" (?:{_ALL} )*(?:{_ERROR}s?|{_WRONG})(?= )"
    r"| (?:everything|anything|all|whatever|every one|anywhere) else(?= )| (?:any|every|all) others?(?: [a-z]+)?(?= )"
    r"| (?:anything|everything|whatever|whenever|all)(?= (?:with|involv\w*|concern\w*|that involve|around) )"
    r"| the (?:rest|others|remainder)(?= (?:cost|be|<|:|=|at|,|each|count))| wrongly \w+(?= )"
)
_RIGHT = r" (?:right|correct|proper)(?:ly)?(?= )"
_GAINS = r" (?:save|earn|bring|gain|win|make|worth|yield|credit|reward)(?= )"
Labels = tuple[str, ...]

_OTHER_WAY = r" (?:the )?(?:other way (?:a?round|about)|either way(?: a?round)?|both ways|in (?:either|both|whichever|whatever|any) (?:direction|way|order)s?|whichever (?:way|direction)(?: a?round)?|no matter (?:which|on which|in which) (?:way|direction|side)(?: a?round)?|reverse|opposite|vice versa|other direction|converse)(?= )"
_GUESS = r"(?:pred|predict|certify|say|guess|answer|believe|think|forecast|output|suggest|assign|call|label|grade|rate|put|price|book|declare|tell|claim|list|treat|announce|quote|name|mark|tag|diagnose|classify|file|expect)(?:ed)?"
_ONLY_GUESSED = r"(?:predict|say|guess|answer|believe|think|forecast|output|suggest|give|announce|prediction|expect|promise|offer|propose|recommend|quote|advertise|prescribe|show|write|enter|tick|choose|pick|note|record|print|pitch)(?:ed)?"
# What is handed to somebody is the guess, and who gets it the truth: "proposing Two year to a Month-to-month person".
_OFFER = r"(?:propose|offer|suggest|recommend|promise|pitch|sell|prescribe|show|advertise|advise|quote|print|stick|stamp|write|hang|pin|press|award|grant|serve|certify|issue|attest)(?:ed)?"
_GIVE = rf"(?:{_OFFER}|(?:give|push|put|deliver|ship|hand|feed|apply|assign)(?:ed)?)"
_GIVEN_TO = r" (?:to|on|onto|upon|in front of)(?= )"
# A row, spoken of by the label that it has: "a Sales ticket", "Canadian kernels".
_ROW = (
    r"(?:person|people|customer|client|household|user|subscriber|member|patient|ticket|case|claim|order|parcel|lead|student|pupil|employee|flat|apartment|home|house|car|phone|kernel"
    r"|seed|grain|lot|sack|batch|message|mail|email|request|applicant|application|borrower|donor|visitor|shopper|buyer|newcomer|machine|turbine|one|job|stay|query|queries|call|bag)s?"
)
_IN_TRUTH = r" (?:be|really|actually|truth|in fact|in reality|true|actual|actually|real|should|turn out|belong|correct|have be)(?= )"
_IS_TRUE = (
    r" (?:(?:true|actual|real|really|actually|in truth|in fact|in reality|(?!to |not )(?:it|<col>|[a-z]+) be|turn out(?: to be)?|should(?: have)? be|belong (?:to|in|under))"
    r"(?: (?:a|an|the|one|really|actually|truly|in truth|in fact|in reality|indeed|to be|class|label|of class|=|:))*"
    r"|(?:really|actually|truly|then|in (?:truth|fact|reality))(?: (?!as |not )[a-z]+){1,3})$"
)
_IS_SAID = r" (?:prediction|guess|answer|forecast|output|model|system|verdict|tool|robot|we|say) (?:be|say)(?: (?:a|an|the))*$"
_VERB = rf" (?:{_GUESS}|{_GIVE}|take|mistake|sell|give|pass|send|confus\w*|swap)(?= )"
_THOUGH = (
    r" (?:when|where|if|while|although|though|but|instead of|rather than|whereas|yet|and|,|for|on|to)(?= )"
)
_SWAPPED = r" (?:instead of|rather than|in place of)(?= )"
_BOTH_WAYS = r" (?:mix|mixing|muddle|jumble|interchange|swap|confusion|confus\w*|mix up|(?:mistake|error|slip|mix up|misclassification|blunder)s?(?= between))(?: \w+)?(?: between| up| of)*(?: a| an| the)*$"
_SWAPPED_BEHIND = r" (?:be |get )?(?:swap|mix up|mixed up|confuse|muddle|muddle up|interchange|jumble)(?:ed)?(?= (?!with|for))"
_JOINS = r"^(?: ,)?(?: (?:or|and|nor|,))(?: (?:a|an|the|also|for|to|as|either))* ?$"
_EITHER = r" (?:either|any|one|each|both)(?: one)?(?: of)? (?:those|these|the|them|that|this)?(?: ?(?:other|latter))?(?: ?(?:two|2|<num>|ones?|others?))(?= )"
_EITHER_ALONE = r" (?:either|any|anything|everything|something|whatever)(?= (?:<num>|<money>|cost|be|=|:|,))"
_COSTS = r" (?:cost|be|lose|:|=|we|us|-|minus|count|just|only|<label>|me|pay|flat|another|exactly|about|around|roughly|some|good|a flat|a good|a full|by)$"
_GOES_ON = (
    r"^ <num> (?:[,;:.)]|if|when|whenever|wherever|where|for|and|but|every|each|in case|should|once)(?= )"
)
_STAYS = r" (?:(?:be|cost)(?: \w+)?|(?:stay|remain|keep|be|stand|leave)(?: \w+)? at)(?: (?:really|rather|now|more like|only|even|actually|still))*$"
_EACH = r"^ (?:each|apiece)(?= |$)"
_TAKEN = rf" (?:as|for|to|in|into|at|with|by|under|among|on|instead of|rather than|while|when|where|but|and|though|although|{_GUESS}|{_GIVE}|take|land|go|end up|send|route|get|receive|handle|treat|read|see|regard|consider|process|sort|store|ship|/|vs|→|>|= >)(?= )"
_RECEIVES = rf"^(?: \w+)? (?:get|receive|have to deal with|be (?:hand|give|send))(?:ed)?(?= )(?! (?:to|{_GUESS}|{_GIVE}|take|read|see|muddle|confuse|mix|swap|mistake|the (?:\w+ )?(?:for|of)) )"
_TO_THE_REST = r" (?:as|for|to|into|with|at|in|by|under|among|on)$"
_WHEN = r" (?:when|where|if|although|though|but|while)(?= )"
_NO_COUNT = r"^ <num>(?: (?:other|more|<label>|of|class|classes|team|label|group|grade|category|categories|way|ticket|kernel|car)s?)(?= )"


@dataclass(frozen=True)
class Confusion:
    """The truth, what it was taken for, the figure's item in the line, the items of the clause, and whether the guess
    was named first."""

    actual: Labels
    predicted: Labels
    figure: int
    start: int
    end: int
    guess_first: bool = False
    amount: Amount = field(default_factory=Amount)
    to_all: bool = False  # the truth is taken for whatever else


@dataclass(frozen=True)
class Told:
    """What the clauses of a message tell: single confusions, what any other one costs, and what a right answer brings."""

    confusions: list[Confusion]
    others: Confusion | None = None
    right: Confusion | None = None


def any_confusion(line: Line, target: ColumnFacts, start: int = 0, end: int | None = None) -> list[Hit]:
    """Where a stretch speaks of every confusion that is not named by itself."""
    name = re.escape(name_in_words(target.name).strip())
    return list(line.find(_ANY_CONFUSION.format(name=name), start=start, end=end))


def labelled(reading: Reading, target: ColumnFacts) -> Line:
    """The line with labels of the target behind <label>, as typed, by their words, or as "any of the others"."""
    marks = [(start, end, "label", (label,)) for start, end, label in typed_labels(reading, target)]
    # "A Third Owner car": the noun behind a label is no part of another one.
    taken = {k for start, end, _, _ in marks for k in range(start, end + 1)}
    for mention in reading.labels.mentions(reading.line, among=[target.name]):
        if taken.isdisjoint(range(mention.start, mention.end)):
            marks.append((mention.start, mention.end, "label", (mention.best.label,)))
    line = reading.line.marked(marks)
    return line.marked(_others(line, target))


def _others(line: Line, target: ColumnFacts) -> Iterator[tuple[int, int, str, Labels]]:
    """ "Any of the other teams", "either of those two", "something else": what is left besides the label named."""
    name = re.escape(name_in_words(target.name).strip())
    other = rf" (?:any|one|each|every|another|some|anything|something|somewhere|anywhere|everything|anybody|anyone|somebody|someone|all|whatever|the)(?: one)?(?: of)?(?: the| our)?(?: <num>)? (?!other way)(?:other|others|else|different|wrong|remaining|rest)(?: <num>)?(?: (?:{name}|team|class|label|group|category|variety|grade|one)s?)?(?= )"
    for pattern in (other, _EITHER, _EITHER_ALONE):
        for hit in line.find(pattern):
            if any(item.text == "<label>" for item in line.items[max(0, hit.start - 12) : hit.start]):
                last = line.items[hit.end - 1].payload
                two = search(r" (?:two|2) ", hit.match.group() + " ") or (
                    isinstance(last, Quantity) and last.value == 2
                )
                those = two and not search(" (?:other|else)", hit.match.group())
                bare = line.items[hit.end - 1].text == "<num>" and not those  # "anything else 9"
                yield hit.start, hit.end - bare, "label", (THOSE if those else REST,)


def confusions(reading: Reading, line: Line, target: ColumnFacts) -> list[Confusion]:
    """All confusions that a figure goes with, in order; `line` is the labelled one."""
    return told(reading, line, target).confusions


def told(reading: Reading, line: Line, target: ColumnFacts) -> Told:
    """What each clause with a figure tells; `line` is the labelled one."""
    found: list[Confusion] = []
    others: Confusion | None = None
    right: Confusion | None = None
    priced = _priced(reading, line)
    spoken = any_confusion(line, target)
    harmless = {hit.end - 1 for hit in line.find(_HARMLESS)} if spoken else set()
    for start, end in line.sentences():
        _price_alike(reading, line, priced, start, end)
        figures = [
            at
            for at in range(start, end)
            if at in priced or at in harmless or _is_figure(reading, line, at, end)
        ]
        if not figures:
            continue
        last_figure = figures[-1] + 1
        either = not _groups(line, last_figure, end) and line.has(_NO_MATTER, start=last_figure, end=end)
        for figure, (first, last) in zip(figures, _clauses(line, figures, start, end, spoken), strict=True):
            amount = (
                Amount() if figure in harmless else priced.get(figure) or _plain(line.items[figure].payload)
            )
            clause = Confusion((), (), figure, first, last, amount=amount)
            if figure in harmless and len(_groups(line, first, last)) == 0:
                continue  # "everything else is free"
            involved = _involved(line, first, last, spoken)
            alone = not _groups(line, first, last) and _of_any(line, first, last, spoken)
            pairs = [] if involved or alone else _pairs(line, first, last, found[-1] if found else None)
            if involved:
                found += _both_with(involved, clause, target)
            elif (
                not pairs
                and line.has(_RIGHT, start=first, end=figure)
                and line.has(_GAINS, start=first, end=last)
            ):
                right = right or clause
            elif not pairs and _of_any(line, first, last, spoken):
                others = others or clause
            if either:
                pairs += [(b, a) for a, b in pairs if len(a) == len(b) == 1 and (b, a) not in pairs]
            found += _confusions_of(line, pairs, clause, target, found)
    return Told(found, others, right)


# Behind the last figure: "… no matter in which direction" holds for every pair of the sentence.
_NO_MATTER = r" (?:no matter (?:which|on which|in which|who|what)|whichever|whatever (?:the )?(?:way|direction)|either (?:way|direction)|both (?:ways|directions)|in (?:either|any|both) (?:direction|way)s?|regardless of (?:the )?(?:direction|order))(?= )"
# "… it does no harm": a figure of nothing, where every confusion that is not named costs something.
_HARMLESS = r" (?:(?:do|be) no harm|no harm(?: do)?|cost (?:we |us )?nothing|not cost (?:we |us )?(?:a thing|anything|a cent)|(?:be|come) (?:for )?free|harmless|not matter|not hurt|be all the same|be no problem|be (?:quite )?(?:fine|alright|ok|okay))(?= )"


def _price_alike(reading: Reading, line: Line, priced: dict[int, Amount], start: int, end: int) -> None:
    """ "… 3 % of his monthly charges, the reverse case 1 % of them": a further share is one of the same column."""
    before = [amount for at, amount in priced.items() if at < end and len(amount.factors) == 1]
    for at in range(start, end):
        payload = line.items[at].payload
        if not before or at in priced or not isinstance(payload, Quantity) or payload.kind != "percent":
            continue
        if line.has(
            r"^ <pct>(?: of (?:it|them|that|those))?(?= (?:[.,;:!]|for|if|when|and)(?= )| $|$)", start=at
        ):
            priced[at] = Amount(0.0, {next(iter(before[0].factors)): payload.value})


def _confusions_of(
    line: Line,
    pairs: list[tuple[Labels, Labels]],
    clause: Confusion,
    target: ColumnFacts,
    found: list[Confusion],
) -> list[Confusion]:
    order = _order(line, clause.start, clause.end, found[-1] if found else None)
    new: list[Confusion] = []
    for truth, guess in pairs:
        so_far = [*found, *new]
        actual, predicted = _besides(truth, guess, target, so_far), _besides(guess, truth, target, so_far)
        to_all = REST in guess and len(guess) == 1
        new.append(replace(clause, actual=actual, predicted=predicted, guess_first=order, to_all=to_all))
        if _both_ways(line, clause.start, clause.end):
            new.append(replace(clause, actual=predicted, predicted=actual))
    return new


# "Any confusion with Canadian", "every mistake on a Canadian": which side the label is on.
_INVOLVED = r"^(?: \w+)? (?:with|involv\w*|concern\w*|touch\w*|that (?:involve|concern|touch)|around|about)(?: (?:a|an|the|any|class))*$"
_ADJECTIVE = r" (?:mis\w+|wrongly \w+|falsely \w+)$"
_LIES_IN = rf"^(?: {_ROW})?(?: (?:that|which|who|be|get|end up|up))*(?: [a-z]+){{0,3}} (?:in|into|under|to|at|by|with|as)(?: (?:some|any|a|an|the|one))*$"
_PART_OF = r"^(?: \w+)?(?: [a-z]+)? be(?: a| any)? (?:part|side|half|end|involve|concern)"
_TRUE_ONE = r"^(?: \w+)? (?:on|for|of|in|among)(?: (?:a|an|the|any|class|true|real))*$"


def _involved(line: Line, start: int, end: int, spoken: list[Hit]) -> tuple[Labels, bool] | None:
    """The one label that any confusion of a clause has to do with, and whether it is the truth only."""
    groups = _groups(line, start, end)
    hits = [hit for hit in spoken if start <= hit.start and hit.end <= end]
    if len(groups) != 1 or REST in groups[0][2] or not hits:
        return None
    for pattern, only in ((_INVOLVED, False), (_TRUE_ONE, True)):
        if any(h.end <= groups[0][0] and line.has(pattern, start=h.end, end=groups[0][0]) for h in hits):
            return groups[0][2], only
    label = groups[0]
    if any(h.end == label[0] and line.has(_ADJECTIVE, start=h.start, end=h.end) for h in hits):
        return label[2], True  # "a misfiled collision or glass case"
    if any(label[1] <= h.start and line.has(_LIES_IN, start=label[1], end=h.start) for h in hits):
        return label[2], True  # "a theft lying in some wrong drawer"
    behind = any(label[1] <= h.start and line.has(_PART_OF, start=label[1], end=h.end) for h in hits)
    return (label[2], False) if behind else None


def _both_with(involved: tuple[Labels, bool], clause: Confusion, target: ColumnFacts) -> list[Confusion]:
    labels, only = involved
    new: list[Confusion] = []
    for label in labels:
        others = tuple(other for other in target.labels if other != label)
        new.append(replace(clause, actual=(label,), predicted=others, to_all=True))
        if not only:
            new.append(replace(clause, actual=others, predicted=(label,)))
    return new


def _of_any(line: Line, start: int, end: int, spoken: list[Hit]) -> bool:
    """Whether a clause speaks of every confusion that is not named by itself."""
    if any(start <= hit.start and hit.end <= end for hit in spoken):
        return True
    groups = _groups(line, start, end)
    return len(groups) == 1 and groups[0][2] == (REST,) and groups[0][0] <= start + 2


def _plain(quantity: Quantity) -> Amount:
    if quantity.kind == "points":  # "two points", which elsewhere are those of a share
        return Amount(round(abs(quantity.value) * 100, 10))
    return Amount(abs(quantity.value), {}, quantity.currency)


def _priced(reading: Reading, line: Line) -> dict[int, Amount]:
    """Shares of a column, by the item of the line that they begin on: "10 % of the claim amount"."""
    items = reading.line.items
    at = {
        items[v.start].start: v.amount
        for v in values_seen(reading)
        if v.kind == "amount" and v.amount.factors
    }
    return {k: amount for k, item in enumerate(line.items) if (amount := at.get(item.start)) is not None}


def _pairs(line: Line, start: int, end: int, before: Confusion | None) -> list[tuple[Labels, Labels]]:
    """Every truth and guess that one figure goes with: "a Kama for a Rosa or a Rosa for a Canadian costs 5"."""
    groups = _without_list(_groups(line, start, end))
    if len(groups) == 3 and groups[1][1] - groups[1][0] > 1:  # "A for B or C for D"
        middle = [(at, at + 1, line.items[at].payload) for at in range(*groups[1][:2]) if _is_label(line, at)]
        groups = [groups[0], *middle, groups[2]] if _taken(line, groups[1][1], groups[2][0]) else groups
    cuts = [start, *(groups[k][0] for k in range(2, len(groups) - 1, 2)), end]
    if len(groups) % 2 or len(groups) < 4:
        cuts = [start, end]
    found: list[tuple[Labels, Labels]] = []
    for first, last in itertools.pairwise(cuts):
        pair = _pair(line, first, last, before)
        if pair is None:
            continue
        found.append(pair)
        single = (
            len(pair[0]) == 1 and len(pair[1]) == 1
        )  # "taken for Won or for Lost, 20 either way" means both
        single = single or THOSE in (*pair[0], *pair[1])
        if single and len(_groups(line, first, last)) > 1 and line.has(_OTHER_WAY, start=first, end=last):
            found.append((pair[1], pair[0]))
    return found


def pair_in(
    line: Line, start: int, end: int, before: tuple[Labels, Labels] | None = None
) -> tuple[Labels, Labels] | None:
    """Truth and guess of the one confusion in a stretch."""
    held = Confusion(*before, start, start, start) if before else None
    return _pair(line, start, end, held)


def _is_figure(reading: Reading, line: Line, at: int, end: int) -> bool:
    payload = line.items[at].payload
    if not isinstance(payload, Quantity) or payload.kind not in ("money", "number", "points"):
        return False
    if not reading.claimed.isdisjoint(range(line.items[at].start, line.items[at].end)):
        return False
    if payload.kind in ("money", "points"):
        return True
    if line.has(_NO_COUNT, start=at, end=min(end, at + 3)):
        return False
    front = max(0, at - 1)
    if line.has(_STAYS, start=max(0, at - 3), end=at) or line.has(_EACH, start=at + 1, end=min(end, at + 2)):
        return True
    if line.has(r" <label>(?: [a-z]+)?$", start=max(0, at - 2), end=at) and (
        at + 1 == end or line.has(_GOES_ON, start=at)
    ):
        return True  # "… costs 4, offering Local to an Abroad customer 9"
    return line.has(_COSTS, start=front, end=at) or (
        line.has(
            r" (?:,|and|but|for|at|way round|around|reverse|about|by|others?|else|rest|remainder|(?:fine|penalty|charge|loss|damage) of)$",
            start=max(0, at - 2),
            end=at,
        )
        and (at + 1 == end or line.has(_GOES_ON, start=at))
    )


def _clauses(
    line: Line, figures: list[int], start: int, end: int, spoken: list[Hit]
) -> list[tuple[int, int]]:
    """A sentence cut between its figures, where the first of two has had its labels."""
    cuts = [start]
    for one, two in itertools.pairwise(figures):
        breaks = [
            at
            for at in range(one + 1, two)
            if line.items[at].text in (",", ";", ":", "and", "but", "while", "whereas", "–", "(")
        ]
        had = any(item.text == "<label>" for item in line.items[cuts[-1] : one]) or any(
            cuts[-1] <= hit.start and hit.end <= one for hit in spoken
        )
        full = [at for at in breaks if had or any(i.text == "<label>" for i in line.items[one:at])]
        cuts.append((full or breaks or [one + 1])[0])
    return list(itertools.pairwise([*cuts, end]))


def _groups(line: Line, start: int, end: int) -> list[tuple[int, int, Labels]]:
    """Labels of a stretch, those joined by "or", "and" or a comma together."""
    groups: list[tuple[int, int, Labels]] = []
    for at in range(start, end):
        if line.items[at].text != "<label>":
            continue
        labels = line.items[at].payload
        if groups:
            first, last, so_far = groups[-1]
            between = line.canon[line.place(last) - 1 : line.place(at)]
            if last == at or search(_JOINS, between):
                if last == at and labels == so_far:
                    continue
                if last != at and not set(labels) & set(so_far):
                    groups[-1] = (first, at + 1, (*so_far, *labels))
                    continue
        groups.append((at, at + 1, labels))
    return groups


def _without_list(groups: list[tuple[int, int, Labels]]) -> list[tuple[int, int, Labels]]:
    """Without the list of all labels in front of what is told: "plan (business, team, trial): taking business for …"."""
    rest = [group for group in groups if len(group[2]) < 3]
    return rest if len(rest) >= 2 else groups


def groups_in(line: Line, start: int, end: int) -> list[Labels]:
    """Labels of a stretch of the labelled line, those joined by "or", "and" or a comma together."""
    return [labels for _, _, labels in _groups(line, start, end)]


def _is_label(line: Line, at: int) -> bool:
    return line.items[at].text == "<label>"


def _taken(line: Line, start: int, end: int) -> bool:
    """Whether the words between two labels say that one was taken for the other."""
    return line.has(_TAKEN, start=start, end=end)


def _pair(line: Line, start: int, end: int, before: Confusion | None) -> tuple[Labels, Labels] | None:
    groups = _without_list(_groups(line, start, end))
    if len(groups) == 1 and len(groups[0][2]) == 2 and _both_ways(line, start, end):
        return groups[0][2][:1], groups[0][2][1:]
    if len(groups) >= 2:
        one, two = groups[0], groups[1]
        taken = _taken(line, one[1], two[0]) or line.has(rf" {_GUESS}(?= )", start=start, end=one[0])
        if one[2] == two[2] or not taken:
            return None
        return (two[2], one[2]) if _order(line, start, end, before) else (one[2], two[2])
    if before is None:
        return None
    if line.has(_OTHER_WAY, start=start, end=end):
        return before.predicted, before.actual
    if len(groups) != 1 or line.items[groups[0][0]].payload == (THOSE,):
        return None
    if line.items[groups[0][0]].payload == (REST,):
        taken = line.has(_TO_THE_REST, start=max(start, groups[0][0] - 1), end=groups[0][0])
        return (before.actual, (REST,)) if taken and REST not in before.actual else None
    return _completed(line, start, groups[0], before)


def _order(line: Line, start: int, end: int, before: Confusion | None) -> bool:
    """Whether a clause names the guess first; "enrolled for a dropout is 500" goes on as the clause before it."""
    groups = _without_list(_groups(line, start, end))
    if len(groups) < 2:
        return before is not None and before.guess_first
    one, two = groups[0], groups[1]
    bare = line.has(
        r"^(?: [a-z]+)? (?:for|to|on|onto)(?: (?:a|an|the|one|some))* ?$", start=one[1], end=two[0]
    )
    if bare and before is not None and not line.has(_VERB, start=start, end=two[0]):
        return before.guess_first
    return _guess_first(line, start, one, two, end)


def _completed(
    line: Line, start: int, group: tuple[int, int, Labels], before: Confusion
) -> tuple[Labels, Labels] | None:
    """One label alone: the other one is that of the clause before."""
    guessed = line.has(
        r" (?:as|for|to|into|with|at|in|by|say|predict|call|believe|label)(?: (?:a|an|the|it|one|be))*$",
        start=max(start, group[0] - 4),
        end=group[0],
    )
    truth = line.has(_IN_TRUTH, start=start, end=group[0]) and not line.has(
        r" (?:say|predict|call|believe|label|think|guess)(?= )", start=start, end=group[0]
    )
    if before.to_all and not guessed:
        return group[2], (REST,)  # "a theft in a wrong drawer 400, a fire 250"
    if guessed and not truth:
        return (before.actual, group[2]) if group[2] != before.actual else None
    return (group[2], before.predicted) if group[2] != before.predicted else None


def _guess_first(
    line: Line, start: int, one: tuple[int, int, Labels], two: tuple[int, int, Labels], end: int
) -> bool:
    """Whether the label that is named first is what was guessed."""
    front = max(start, one[0] - 7)
    if _is_true(line, one[1], two[0]) and not _is_true(line, front, one[0]):
        return True  # "'new' where it needs renovation"
    if _is_handed(line, front, one, two):
        return True
    if line.has(r" (?:true|actual|real|really|actually)$", start=max(start, one[0] - 1), end=one[0]):
        return False
    if line.has(r" (?:predicted|guessed|predict|guess)$", start=max(start, one[0] - 1), end=one[0]):
        return True
    if line.has(_SWAPPED, start=one[1], end=two[0]) or line.has(_RECEIVES, start=one[1], end=two[0]):
        return True
    if line.has(r" as(?: (?:a|an|the|being))*$", start=max(start, one[0] - 3), end=one[0]):
        return line.has(_WHEN, start=one[1], end=two[0])  # "sold as new when it is fair"
    guess_between = line.has(rf" {_GUESS}(?= )", start=one[1], end=two[0])
    if guess_between:
        # "A predicted, B true" says it of the first; "A called B" of the second.
        return line.has(
            r"^ (?:be )?(?:predict|guess)(?:ed)? (?:,|and|but|when|where|while|though|although)(?= )",
            start=one[1],
            end=two[0],
        )
    if line.has(rf" {_ONLY_GUESSED}(?= )", start=front, end=one[0]) and line.has(
        _THOUGH, start=one[1], end=two[0]
    ):
        return True
    return line.has(rf" {_GUESS}(?= )", start=front, end=one[0]) and line.has(
        _IN_TRUTH, start=one[1], end=two[0]
    )


def _is_true(line: Line, start: int, at: int) -> bool:
    """Whether the words in front of a label say that it is the truth."""
    front = max(start, at - 5)
    if line.has(rf" (?:{_GUESS}|{_GIVE})(?= )", start=front, end=at):
        return line.has(r" (?:true|actual|real|actually|really)$", start=max(start, at - 1), end=at)
    return line.has(_IS_TRUE, start=front, end=at) and not line.has(_IS_SAID, start=front, end=at)


def _is_handed(line: Line, front: int, one: tuple[int, int, Labels], two: tuple[int, int, Labels]) -> bool:
    """ "Offering DSL to a Fibre household", "an A printed on a G flat"; not "a Sales ticket given to Billing"."""
    if not line.has(_GIVEN_TO, start=one[1], end=two[0]):
        return False
    row = rf"^ {_ROW}(?= )"
    verb = (
        _GIVE
        if line.has(row, start=two[1]) or line.has(r" on(?:to)?(?= )", start=one[1], end=two[0])
        else _OFFER
    )
    handed = line.has(rf" {verb}(?= )", start=front, end=one[0]) or line.has(
        rf"^(?: [a-z]+)? {verb}(?= )", start=one[1], end=two[0]
    )
    return handed and not line.has(row, start=one[1], end=two[0])


def _both_ways(line: Line, start: int, end: int) -> bool:
    """ "Mixing up A and B costs 5", whichever was which."""
    groups = _groups(line, start, end)
    if not groups:
        return False
    behind = len(groups[0][2]) == 2 and line.has(_SWAPPED_BEHIND, start=groups[0][1], end=end)
    return behind or line.has(_BOTH_WAYS, start=start, end=groups[0][0])


def _besides(group: Labels, other: Labels, target: ColumnFacts, found: list[Confusion]) -> Labels:
    """The labels of a group, "the others" and "those two" written out."""
    if THOSE in group and found:
        spoken = (*found[-1].actual, *found[-1].predicted)
        return tuple(label for label in spoken if label not in other)
    if not {REST, THOSE} & set(group):
        return group
    return tuple(label for label in target.labels if label not in other)
