"""A standard score with rows that count more or less; and a metric written as SQL by the user."""

from __future__ import annotations

import re

from assistant.offline.metric.scores import find_scores
from assistant.offline.reading import Reading
from assistant.offline.table import sql
from assistant.offline.table.columns import Mention
from assistant.offline.table.conditions import Test, find_tests, to_sql
from assistant.offline.text.line import Hit, Line

_WEIGHT = (
    r" weigh(?:t|ted|ting)?(?:ed|ing)?(?: (?:the|each|every|every|all|row|rows|error|errors|it|them|one|case|customer|mistake|miss|order|policy ?holder|person|row|employee|patient|client|member|flat|car|house|record|apiece|of|absolute|squared|score|<score>|in|house|sale|loan|person))*? (?:by|with|according to|in proportion to|proportional(?:ly)? to)(?: the| its| their| his| our| respective| size of| value of| column| square root of| number of| amount of)* <col>(?= )",
    r" (?:weight|weights?|sample weight)s?(?: column)?(?: (?:be|=|:|from|in|by|is|of))+(?: the| column)* <col>(?= )",
    r" <col> (?:weighted|weight)(?: \w+)? ?<score>(?= )",
    r" (?:in proportion to|proportional(?:ly)? to)(?: the| its| their)* <col>(?= )",
    r" <score>(?: ,)? weight(?:ed|s)? (?:by|with)(?: the| its| their| column)* <col>(?= )",
    r" with (?:the )?(?:sample )?weights? <col>(?= )",
    r" (?:weigh|weight|count|matter)(?: (?:just|exactly|for|in the score))* (?:as much|as heavy|as heavily) as(?: (?:the|its|their|his|her|size|value|of|is|be))* <col>(?= )",
    r" <col> (?:as (?:the |a )?(?:sample )?weights?|be the (?:sample )?weight)(?= )",
)
# "holidays count five times", and which rows count more than the others.
_COUNT_TIMES = r" (?:count|weigh|matter|weight)s?(?: for)? (?P<times><times>)(?: as much| more| as heavy)?(?= )|(?:count|weigh|matter)(?: \w+)? (?P<times2><num>) times"
COUNTS = rf"{_COUNT_TIMES}| (?:weigh|count)(?: with| as)? <num>(?= (?:and|,|\.|;|while|but))"
_WEIGH_ROWS = r" (?:weigh|weight|count)(?P<rows>(?: (?!<times>|,|\.|;)[^ ]+){1,8}) (?P<times><times>)(?= )"
# "weight 5 for holiday weeks, 1 otherwise", "holiday weeks get a weight of 5".
_OTHERWISE = r"(?:(?: ,| and)*(?: with| a)*(?: weight| weights)?(?: of)? (?P<rest><num>)(?: for| on| to)?(?: all| everything| the| any)* (?:otherwise|else|other|rest|remaining|others)(?= ))"
_WEIGHT_FOR = (
    rf" weight(?: of)? (?P<figure><num>|<times>) (?:for|on|to|in|if|where|when)(?P<rows>(?: (?!<num>|,|\.|;|and )[^ ]+){{1,8}}){_OTHERWISE}?",
    rf" (?:give|let|and|,|:|where|while|\.|have)(?P<rows>(?: (?!<num>|,|\.|;|:)[^ ]+){{1,8}}?) (?:get|carry|have|receive|take|be give|with)?(?: (?:a|the|an))?(?: sample)? weight(?: of)? (?P<figure><num>|<times>)(?= ){_OTHERWISE}?",
)
_WEIGH_ALONE = r" (?P<rows>(?:rows?|weeks?|days?|those|ones|cases|records|customers?|loans?|sales?|houses?|orders?|[a-z]+)(?: (?!<times>|,|\.|;|and )[^ ]+){1,8}?) (?:weigh|count)(?: with| as)? (?P<figure><num>|<times>)(?:(?: ,| and| while| but)*(?: all| every| the)*(?: other| others| rest| remaining| everything else| anything else| else)(?: \w+)?(?: weigh| count| with| as)* (?P<rest><num>|once))?(?= )"
_SQL = re.compile(
    r"(?:\b(?:sum|avg|count|median|max|min|sqrt|corr|mean|quantile_cont|stddev|ln|abs)\s*\()", re.IGNORECASE
)


def read_expression(reading: Reading) -> None:
    """Find a metric written as SQL over `actual`, `predicted`, `probability`."""
    text = reading.line.text
    found = _SQL.search(text)
    if not found or not re.search(r"\b(?:actual|predicted|probability)\b", text):
        return
    start = _expression_start(text, found.start())
    end = _expression_end(text, found.start())
    expression = text[start:end].strip(" `.,;")
    around = text[:start].lower() + " " + text[end : end + 40].lower()
    up = bool(
        re.search(
            r"maximi[sz]e|maximum|highest|as (?:high|large|big) as|larger is better|higher is better|best is high|more is better",
            around,
        )
    )
    down = bool(
        re.search(
            r"minimi[sz]e|minimum|lowest|as (?:low|small) as|smaller is better|lower is better|less is better",
            around,
        )
    )
    _claim_text(reading, start, end)
    reading.set("metric.kind", "expression", expression)
    reading.set("metric.sql", expression, expression)
    if up == down:
        reading.ask(
            "metric.direction",
            "Should that expression be as large as possible, or as small as possible?",
            ("maximise", "minimise"),
        )
    else:
        reading.set(
            "metric.direction", "maximise" if up else "minimise", text[max(0, start - 20) : end].strip()
        )


def _expression_start(text: str, at: int) -> int:
    tick = text.rfind("`", 0, at)
    if tick >= 0 and text.find("`", at) > 0 and text.count("`", 0, at) % 2 == 1:
        return tick + 1
    lead = re.search(r"(?:-?\s*[\d.]+\s*[*/+-]\s*|-\s*|\(\s*)+$", text[:at])
    return lead.start() if lead else at


def _expression_end(text: str, at: int) -> int:
    """Behind the last bracket or operand that still belongs to the arithmetic."""
    tick = text.find("`", at)
    if tick > 0 and text.count("`", 0, at) % 2 == 1:
        return tick
    depth, end = 0, at
    for match in re.finditer(r"[()]|[^()]+", text[at:]):
        piece = match.group()
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth -= 1
            end = at + match.end()
            if depth < 0:
                return at + match.start()
        elif depth == 0 and match.start() > 0:
            more = re.match(r"\s*[*/+\-]\s*(?:[\d.]+(?!\w)|\w+(?=\())?", piece)
            if not more:
                return end
            end = at + match.start() + more.end()
    return end


def _claim_text(reading: Reading, start: int, end: int) -> None:
    for k, token in enumerate(reading.line.tokens):
        if start <= token.start < end:
            reading.claimed.add(k)


def read_weighted(reading: Reading) -> bool:
    """Find a standard score with weights."""
    scores = find_scores(reading.line)
    if not scores and reading.context.spec.get("metric", {}).get("kind") not in ("standard", "weighted"):
        name = None
    else:
        name = scores[-1].name if scores else reading.context.spec["metric"].get("name")
    weight = _by_column(reading) or _by_condition(reading)
    if weight is None:
        return False
    text, quote = weight
    if name is None:
        reading.ask(
            "metric.name", "Which score should be weighted, for instance accuracy or the mean absolute error?"
        )
        reading.set("metric.kind", "weighted", quote)
    else:
        reading.set("metric.kind", "weighted", quote)
        reading.set("metric.name", name, quote)
    reading.set("metric.weight", text, quote)
    for mention in scores:
        reading.claim_items(reading.line, mention.start, mention.end)
    return True


def _by_column(reading: Reading) -> tuple[str, str] | None:
    scores = find_scores(reading.line)
    taken = {k for s in scores for k in range(s.start, s.end)}
    columns = [
        m
        for m in reading.columns.mentions(reading.line, least=0.6)
        if m.column.kind == "number" and taken.isdisjoint(range(m.start, m.end))
    ]
    line = reading.line.marked(
        [*((m.start, m.end, "col", m) for m in columns), *((s.start, s.end, "score", s) for s in scores)]
    )
    for pattern in _WEIGHT:
        hit = line.first(pattern)
        if hit:
            mention = next(
                i.payload for i in line.items[hit.start : hit.end] if isinstance(i.payload, Mention)
            )
            column = reading.pick(mention, "metric.weight", want="number")
            if column is None:
                return None
            reading.claim(hit)
            name = sql.name(column.name, in_metric=True)
            if "square root" in hit.match.group():
                return f"sqrt({name})", hit.quote
            return f"{name}{_added(line, hit.end)}", hit.quote
    return None


def _added(line: Line, at: int) -> str:
    """ "… by the number of children plus one": what is added to a column."""
    hit = line.first(r"^ (?P<sign>plus|minus|\+|-) (?P<figure><num>|one|two)(?= )", start=at)
    if hit is None:
        return ""
    words = {"one": 1.0, "two": 2.0}
    value = words.get(hit.said("figure")) or hit.quantity("figure").value
    return f" {'-' if hit.said('sign') in ('minus', '-') else '+'} {sql.number(value)}"


def _by_condition(reading: Reading) -> tuple[str, str] | None:
    """ "holidays count five times": a weight by a condition."""
    for hit in reading.line.find(_WEIGH_ALONE):
        found = _weight_of(reading, hit, "figure", *hit.span("rows"))
        if found:
            return found
    for hit in reading.line.find(_COUNT_TIMES):
        group = "times" if hit.has("times") else "times2"
        clause = _clause_start(reading, hit)
        found = _weight_of(reading, hit, group, clause, hit.start) if hit.start > clause else None
        if found:
            return found
    for pattern in _WEIGHT_FOR:
        for hit in reading.line.find(pattern):
            found = _weight_of(reading, hit, "figure", *hit.span("rows"))
            if found:
                return found
    for hit in reading.line.find(_WEIGH_ROWS):
        found = _weight_of(reading, hit, "times", *hit.span("rows"))
        if found:
            return found
    return _by_figures(reading)


# "… with weight 5", "… count double", whatever stands around it.
_FIGURE = r" (?:(?:count|weigh|matter)s?(?: (?:for|with|as|in))*|(?:(?:with|at|get|carry|have|receive|take|give|be give) )*(?:(?:a|an|the|sample) )*weights?(?: (?:of|:|=|be))*) (?P<figure><num>|<times>)(?: times)?(?: as (?:much|heavy|heavily)| more)?(?= )"
_OTHER_ROWS = r" (?:other|others|rest|remaining|else|otherwise|everything|everybody|everyone)(?= )"
_PRONOUN = r" (?:them|these|those|they|it|this|such|each)(?= )"


def _by_figures(reading: Reading) -> tuple[str, str] | None:
    """Weights as they are told one by one: "sales with weight 5, the other weeks with weight 1"."""
    line = reading.line
    hits = [hit for hit in line.find(_FIGURE) if reading.free(hit, "figure")]
    others = [
        hit for hit in hits if line.has(_OTHER_ROWS, start=_told_from(reading, hit, hits), end=hit.start)
    ]
    for hit in hits:
        if hit in others:
            continue
        for start, end in _told_of(reading, hit, hits):
            tests = find_tests(reading, start, end) if start < end else []
            if tests:
                rest = sql.number(others[0].quantity("figure").value) if others else "1"
                return _case(reading, tests, hit, min(start, hit.start), rest)
    return None


def _told_from(reading: Reading, hit: Hit, hits: list[Hit]) -> int:
    """Where the words for the rows of a weight begin: the clause, or behind the weight in front."""
    return max([_clause_start(reading, hit), *(other.end for other in hits if other.end <= hit.start)])


def _told_of(reading: Reading, hit: Hit, hits: list[Hit]) -> list[tuple[int, int]]:
    """The stretches that may tell whose weight it is: "weight 5 for sales", "sales weight 5", "sales …, they count 5"."""
    line = reading.line
    sentences = line.sentences()
    place = next((k for k, (a, b) in enumerate(sentences) if a <= hit.start < b), 0)
    sentence, end = sentences[place]
    first = _told_from(reading, hit, hits)
    found = [(first, hit.start)]
    if line.has(r"^ (?:for|on|to|if|where|when)(?= )", start=hit.end, end=end):
        cut = line.first(r" (?:,|and|while|but|;)(?= )", start=hit.end, end=end)
        found.insert(0, (hit.end, cut.start if cut else end))
    if line.has(_PRONOUN, start=first, end=hit.start):
        found += [(sentence, first), *sentences[max(0, place - 1) : place]]
    return found


def _case(reading: Reading, tests: list[Test], hit: Hit, first: int, rest: str) -> tuple[str, str]:
    """The weight in SQL; rows that weigh more are not the only rows."""
    reading.claim_items(reading.line, first, hit.end)
    quote = reading.line.words(first, hit.end).strip(" ,.;:")
    reading.findings[:] = [f for f in reading.findings if f.path != "filter" or f.quote not in quote]
    figure = sql.number(hit.quantity("figure").value)
    return f"CASE WHEN {to_sql(tests)} THEN {figure} ELSE {rest} END", quote


def _weight_of(reading: Reading, hit: Hit, group: str, start: int, end: int) -> tuple[str, str] | None:
    """The weight of the rows that a stretch of items describes."""
    tests = find_tests(reading, start, end)
    if not tests or not reading.free(hit, group):
        return None
    figure = sql.number(hit.quantity(group).value)
    first, last = min(start, hit.start), hit.end
    reading.claim_items(reading.line, first, last)
    quote = reading.line.words(first, last).strip(" ,.;:")
    rest = hit.match.groupdict().get("rest")
    other = sql.number(hit.quantity("rest").value) if rest and rest != "once" else "1"
    # The rows that weigh more were taken for the only rows.
    reading.findings[:] = [f for f in reading.findings if f.path != "filter" or f.quote not in quote]
    return f"CASE WHEN {to_sql(tests)} THEN {figure} ELSE {other} END", quote


# "2015 and later": the "and" belongs to the condition.
_GOES_ON = r"^ (?:later|early|earlier|newer|new|older|old|above|below|over|under|more|less|up|upwards|after|before|younger|larger|smaller|bigger|higher|lower)(?= )"


def _clause_start(reading: Reading, hit: Hit) -> int:
    for at in range(hit.start - 1, -1, -1):
        text = reading.line.items[at].text
        goes_on = text == "and" and reading.line.has(_GOES_ON, start=at + 1)
        if text in (",", ".", ";", "and", "but", "where", ":") and not goes_on:
            return at + 1
    return 0
