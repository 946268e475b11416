"""Groups and oddities: tasks without a target."""

from __future__ import annotations

from assistant.offline.goal.aims import lies_in, not_meant
from assistant.offline.goal.kind_of_task import is_likely
from assistant.offline.reading import Reading
from assistant.offline.search.figures_said import Said, figures_said
from assistant.offline.table.events import find_events, records_of
from assistant.offline.text.line import Hit
from assistant.offline.text.patterns import search

_WHO = r"(?:customer|client|shopper|user|people|person|member|visitor|store|product|buyer|guest|patient|account|household|subscriber|tenant|borrower|reader|donor|player|student|driver|car|flat|home|wine|ticket|machine|employee|folk)s?"
_SORT = r"(?:kind|type|sort|group|segment|class|persona|profile|category|tribe|bunch|cluster)s?"
_CLUSTER = (
    r" (?:cluster|clustering|segmentation|micro segment|segments)(?= )",
    r" (?:to|please|must|and|can you|could you|we|i|,) segment(?= )",
    r"^ segment(?= )",
    r" (?:group|divide|split|sort|organise|partition|bucket|put|break|carve|separate)(?: (?:my|our|the|these|all|up|these|this))* (?:\w+ ){1,3}(?:into|in)(?= (?:\w+ ){0,2}(?:group|segment|cluster|bucket|<num>|type|kind|homogen\w*|similar|natural|pile|camp|tribe|sort)s?(?= ))",
    rf" (?:group|sort|bundle|put)(?: (?:my|our|the|these|all))* {_WHO}(?= )(?! (?:into|by|in|to)(?: (?:its|their|the|right|correct))* (?:grade|class|quality|categor|team|desk|queue|label))",
    r" number of (?:\w+ )?(?:group|segment|cluster|persona)s?(?= )",
    rf" (?:what|which|how many)(?: different| distinct| natural| typical| main)? {_SORT} of (?:\w+ )?{_WHO}(?= )",
    r" (?:natural|customer|distinct|similar|homogeneous|meaningful|useful) (?:group(?:ing)?|segment|cluster|type)s?(?= )",
    r" (?:group|segment|bunch|set)s? of (?:similar|like minded|comparable|alike)(?= )|(?:customer|people|shopper|member|person|visitor)s? (?:who|that) (?:be|behave|look) (?:similar|alike)",
    rf" <num> (?:different |distinct )?{_SORT} of (?!loan|car){_WHO}(?= )",
    r" (?:<num>|few|some|handful of) (?:\w+ )?(?:group|segment|cluster|persona|tribe)s?(?= )",
    r" (?:who|which|what)(?: [a-z]+){0,4} (?:be|look|behave) (?:similar to|alike|similar)(?= )| (?:belong|go|fit) together(?= )| birds of a feather(?= )",
)
_STRANGE = r"(?:odd|strange|weird|funny|fishy|unusual|abnormal|peculiar|off|suspicious|dodgy|out of place|out of line|different from the rest|unlike the (?:rest|others)|not right|atypical|bizarre|implausible)"
_ANOMALY = (
    r" (?:anomal\w*|outliers?|unusual|odd(?: \w+)? (?:one|row|case|customer|record|ball|payment|entry|reading|transaction|item|line)s?|oddit\w*|strange|abnormal|weird|suspicious row|out of the ordinary|out of place|does not fit|stick out|stand out|do not fit(?: in)?|do not belong|deviat\w*|freak|peculiar|atypical|bizarre)(?= )"
    rf"| (?:look|seem|appear|smell|feel)(?: (?:a bit|rather|very|somehow|just|most|really|quite|plain))* {_STRANGE}(?= (?:[.,;:!?]|to|compare|next|among|in|when|and|or|against|beside)| $|$)"
    rf"| (?:dig out|find|show|list|spot|flag|pick out|any|point out|which)(?: (?:me|us|the|all|any|most|those|these|of|\w+))* {_STRANGE}(?= (?:one|row|case|record|payment|entry|transaction|reading|customer|car|advert|item|line)s?(?= ))"
)
# Nobody knows which rows are the odd ones, so there is nothing to learn them from.
_UNLABELLED = (
    r" (?:no(?:body| one)?|never|not)(?: \w+){0,6} (?:label|labelled|mark|marked|flag|flagged|tag|tagged|annotate|annotated)(?= )"
    r"| (?:no|without)(?: \w+)? (?:label|mark|flag|ground truth|tag|annotation)s?(?= )| unlabell?(?:ed)?(?= )| nothing to learn from(?= )"
)
# "There is nothing to predict", "one day we could predict that".
_NOT_NOW = r" (?:(?:nothing|no need|not anything) to (?:predict|forecast|estimate)|(?:one day|someday|later|some day|maybe <dur>|perhaps <dur>)(?: [^ .;!?]+){0,22} (?:predict|forecast|estimate))(?= )"
# "Marketing distinguishes two sorts of people": how somebody sorts them already.
_SORTED_ALREADY = r" (?:distinguish|know|recogni[sz]e|have|serve|see|there be) $"
_COUNT_THINGS = r"(?:\w+ ){0,2}?(?:group|segment|cluster|bucket|persona|type|kind|class|sort|tribe|pile|profile|camp|bunch|bunche)s?"
_RANGE = rf" (?:between |from )?(?P<low><num>) (?:to|and|or|–|-) (?P<high><num>) {_COUNT_THINGS}(?= )"
_AT_MOST = (
    rf" (?:at most|no more than|not more than|up to|maximum of|max) (?P<most><num>) {_COUNT_THINGS}(?= )"
)
_AT_LEAST = rf" (?:at least|no less than|no fewer than|minimum of) (?P<least><num>) {_COUNT_THINGS}(?= )"
_EXACT = rf" (?P<count><num>) {_COUNT_THINGS}(?= )| (?:group|segment|cluster|bucket|persona)s? (?::|=) (?P<count2><num>)"
_CHANGED = r" (?:make it|better|rather|take|try|use|go for|let us have|want|i mean|actually|no ,|say|prefer|with)(?: just| only| rather| exactly)* (?P<count><num>)(?= [.,!]|$| $| please| instead)"
_CHANGED_RANGE = r" (?:make it|better|rather|take|try|use|go for|actually)(?: between| from)? (?P<low><num>) (?:to|or|and|-|–) (?P<high><num>)(?= )"


def read_unsupervised(reading: Reading) -> bool:
    """Find the wish for groups or oddities; True where the message is about one."""
    known = reading.context.spec.get("task")
    if known == "clustering":
        _read_counts(reading, changed=True)
        return True
    if known in ("anomaly",) or reading.context.spec.get("target"):
        return known == "anomaly"
    if _supervised(reading) or _sorts_by_labels(reading):
        return False
    hit = next(
        (
            h
            for pattern in _CLUSTER
            for h in [reading.line.first(pattern)]
            if h
            and reading.free(h)
            and not _names_column(reading, h)
            and not search(_SORTED_ALREADY, h.line.canon[: h.line.place(h.start)])
        ),
        None,
    )
    if hit and not _about_validation(hit):
        reading.set("task", "clustering", hit.quote)
        _read_counts(reading, changed=False)
        return True
    hit = next((h for h in reading.line.find(_ANOMALY) if not _of_rows(reading, h)), None)
    if hit and reading.free(hit) and (reading.line.has(_UNLABELLED) or not _recorded(reading)):
        reading.set("task", "anomaly", hit.quote)
        reading.claim(hit)
        return True
    if is_likely(reading, "clustering"):
        reading.set("task", "clustering", "")
        _read_counts(reading, changed=False)
        return True
    if is_likely(reading, "anomaly") and not _recorded(reading):
        reading.set("task", "anomaly", "")
        return True
    return False


def _of_rows(reading: Reading, hit: Hit) -> bool:
    """ "None of those sold under abnormal conditions": what is left out is not looked for."""
    line = reading.line
    start = next((a for a, b in line.sentences() if a <= hit.start < b), 0)
    return line.has(_LEFT_OUT, start=max(start, hit.start - 12), end=hit.start)


_LEFT_OUT = r" (?:none of|without|not|except|excluding|exclude|leave out|ignore|drop|skip|throw out|apart from|but no)(?: [^ .;:]+){0,9}$"


def _names_column(reading: Reading, hit: Hit) -> bool:
    """ "We have a segment named …" over a column `segment` tells of rows."""
    return any(
        m.score >= 1 and hit.start <= m.start and m.end <= hit.end and m.column.n_distinct <= 60
        for m in reading.columns.mentions(reading.line)
    ) and not reading.line.has(r" (?:cluster|clustering|segment into|group into|find|natural)(?= )")


def _sorts_by_labels(reading: Reading) -> bool:
    """ "Sort kernels into the three varieties", "into the five final grades": the groups are those that a column has."""
    line = reading.line
    for m in reading.columns.mentions(line, least=0.7):
        if m.column.kind not in ("category", "number") or not 2 < m.column.n_distinct <= _MOST_GROUPS:
            continue
        hit = line.first(_THE_MANY, start=max(0, m.start - 6), end=m.start)
        if hit is not None and hit.quantity("many").value == m.column.n_distinct:
            return True
    return False


_MOST_GROUPS = 20
_THE_MANY = r" (?:the|our|those|these|its) (?P<many><num>)(?: (?:class|classe|label|level|kind|group|value|category|of|the|different|possible)s?)*$"


def _recorded(reading: Reading) -> bool:
    """Whether the odd ones are on record, as an event that the message speaks of: then they can be learned."""
    spoken = {event.concept.name for event in find_events(reading.line) if event.happens}
    labels = reading.labels.mentions(reading.line)
    named = [m for m in reading.columns.mentions(reading.line) if m.score >= 1]
    if any(
        m.column is label.best.column and label.start in (m.end, m.end + 1) for m in named for label in labels
    ):
        return True  # "abnormal sales (SaleCondition Abnorml)"
    return any(
        record.concept.name in spoken for column in reading.context.columns for record in records_of(column)
    )


def _supervised(reading: Reading) -> bool:
    line = reading.line
    denied = [*not_meant(line), *((h.start, h.end) for h in line.find(_NOT_NOW))]
    goals = line.find(r" (?:predict|forecast|classify|target be|target variable|estimate)(?= )")
    return any(not lies_in(denied, hit.start, hit.end) for hit in goals) and not reading.line.has(
        r" (?:cluster|clustering|segment|outlier|anomal\w*)(?= )"
    )


_SPORT = (
    rf" {_WHO}(?: (?:who|that))? (?:train|work out)(?: (?:here|with (?:us|me)|at|in|every|a lot|hard))?(?= )"
)


def _about_validation(hit: Hit) -> bool:
    start, end = next(((a, b) for a, b in hit.line.sentences() if a <= hit.start < b), (0, None))
    if hit.line.has(_SPORT, start=start, end=end):
        return False  # "What sorts of people train here?"
    return hit.line.has(
        r" (?:folds?|training|test(?:ing)?|validat\w*|cross validation|train (?:and|on|set))(?= )",
        start=start,
        end=end,
    )


_BOUND_ENDS = r"(?= (?:[.,;:!?)]|and|but|or|please|of|group|segment|cluster|type|whichever)(?= )| $|$)"
_FROM_TO = rf" (?:between |from |somewhere |about |around |anything )*(?P<low><num>) (?:up to|to|and|or|until|through|–|-) (?P<high><num>){_BOUND_ENDS}"
_MOST = (
    rf" (?:at most|(?:no|not) more than|up to|maximum(?: of)?|max) (?P<most><num>){_BOUND_ENDS}"
    rf"| (?P<most2><num>) (?:at most|at the most|or (?:fewer|less)|max(?:imum)?)(?= )"
)
_LEAST = (
    rf" (?:at least|(?:no|not) (?:fewer|less) than|minimum(?: of)?|min) (?P<least><num>){_BOUND_ENDS}"
    rf"| (?P<least2><num>) (?:at least|at the least|or more|min(?:imum)?)(?= )"
)
# "Actually forget the 5", "let the data decide how many": no number any more.
_FREE_COUNT = (
    r" (?:forget|drop|scrap|never mind|not insist on|ignore)(?: (?:about|the|that|my|those|number|of|<num>))* (?:<num>|number|count)(?= )"
    r"| (?:let|leave)(?: (?:it|that|this))?(?: to)?(?: the)? (?:datum|data|computer|machine|you|algorithm|software)(?: (?:to|itself))* (?:decide|choose|say|tell|find|speak|determine|pick)(?= )"
    r"| (?:however|as) many (?:group|segment|cluster|type)?s?(?: as)?(?: \w+){0,3} (?:need|there be|like|suit|fit|make sense|sensible)(?= )"
    r"| (?:any|whatever) number(?: of (?:group|segment|cluster|type)s?)?(?: \w+){0,2} (?:ok|okay|fine|do|will do|suit|work|make sense)(?= )"
)
_MOST_GROUPS = 50
_FEWEST = 2  # groups; "everything below is one group" counts none


def _read_counts(reading: Reading, *, changed: bool) -> None:
    line = reading.line
    if changed and _give_up_counts(reading):
        return
    for pattern in (_RANGE, _CHANGED_RANGE, _FROM_TO) if changed else (_RANGE, _FROM_TO):
        hit = line.first(pattern)
        if hit and _count(hit, "low") < _count(hit, "high"):
            _set(reading, hit, {"min": _count(hit, "low"), "max": _count(hit, "high")})
            return
    if _read_both_ends(reading):
        return
    most = _bound(line.first(_AT_MOST) or line.first(_MOST), "most")
    least = _bound(line.first(_AT_LEAST) or line.first(_LEAST), "least")
    if most or least:
        bounds = {"min": least[1]} if least else {}
        if most:
            bounds["max"] = most[1]
        _set(reading, (most or least)[0], bounds)  # type: ignore[index]  # one of them is there
        return
    for pattern in (_EXACT, _CHANGED) if changed else (_EXACT,):
        for hit in line.find(pattern):
            group = "count" if hit.has("count") else "count2"
            if reading.free(hit) and _count(hit, group) >= _FEWEST:
                _set(reading, hit, {"count": _count(hit, group)})
                return


_SPEAKS_OF_GROUPS = r" (?:group|segment|cluster|bucket|persona|type|kind|sort|tribe|pile|camp|bunch)s?(?= )"
_OTHER_NOUN = r"^ (?!(?:and|or|but|nor|to|at|in|of|please|then|max|min|i|we|because|as|since|so|would|is|be)(?= ))[a-z]+(?= )"


def _read_both_ends(reading: Reading) -> bool:
    """ "I can't handle fewer than 3 or more than 6", in a sentence of groups or right behind one."""
    line = reading.line
    near = False
    for start, end in line.sentences():
        here = line.has(_SPEAKS_OF_GROUPS, start=start, end=end)
        bounds: dict[str, int] = {}
        said = figures_said(line, start, end) if here or near else []
        near = here
        for one in said:
            for side, value in one.bounds.items():
                whole = side in ("min", "max") and _FEWEST <= value <= _MOST_GROUPS and value == int(value)
                if whole and not line.has(_OTHER_NOUN, start=one.end) and _is_unclaimed(reading, one):
                    bounds.setdefault(side, int(value))
        if len(bounds) == 2 and bounds["min"] < bounds["max"]:
            quote = line.words(said[0].start, said[-1].end)
            for side, value in bounds.items():
                reading.set(f"clusters.{side}", value, quote)
            for one in said:
                reading.claim_items(line, one.start, one.end)
            return True
    return False


def _is_unclaimed(reading: Reading, one: Said) -> bool:
    items = reading.line.items[one.start : one.end]
    return not any(k in reading.claimed for item in items for k in range(item.start, item.end))


def _give_up_counts(reading: Reading) -> bool:
    hit = reading.line.first(_FREE_COUNT)
    before = reading.context.spec.get("clusters", {})
    if hit is None or not before:
        return False
    for bound in before:
        reading.set(f"clusters.{bound}", None, hit.quote)
    reading.claim(hit)
    return True


def _count(hit: Hit, group: str) -> int:
    return int(hit.quantity(group).value)


def _bound(hit: Hit | None, group: str) -> tuple[Hit, int] | None:
    """A bound on the number of groups, with where it was said."""
    if hit is None:
        return None
    value = _count(hit, group if hit.has(group) else f"{group}2")
    return (hit, value) if value >= _FEWEST else None


def _set(reading: Reading, hit: Hit | None, bounds: dict[str, int]) -> None:
    assert hit is not None
    for other in ("count", "min", "max"):
        if other in bounds:
            reading.set(f"clusters.{other}", bounds[other], hit.quote)
        elif reading.context.spec.get("clusters", {}).get(other) is not None:
            reading.set(f"clusters.{other}", None, hit.quote)
    reading.claim(hit)
