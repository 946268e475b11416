"""The rows to learn from and to be judged on."""

from __future__ import annotations

from assistant.offline.conditions import Test, find_tests, to_sql
from assistant.offline.line import Hit
from assistant.offline.patterns import match, search
from assistant.offline.reading import Reading

_UNTIL = r"(?P<rows>(?:(?![.;!?] |but |<aside>|(?:,|and) (?:i|we|then|use|please|make|no|not|only|with|within|in|the|at|drop|forget|ignore|leave|optimise|maximise|test|train|give|so|hold|score|within|rmse|<family>) )[^ ]+ )+)"
_KEEP = (
    rf" (?:only|just|solely|exclusively|nothing but|merely)(?: (?:use|consider|look at|look|include|take|keep|learn(?: from)?|train on|for|on|with|the|those|in|at|among|about|want|need|care about|interested in|predict for|from|to|be))* {_UNTIL}",
    rf" (?:restrict|limit|narrow|confine|reduce)(?: (?:it|this|the data|the table|yourself|everything|the analysis|down|data|rows))* to {_UNTIL}",
    rf" (?:among|use(?: only)?(?: the)? (?:row|case|record|customer|booking|loan)s?|keep|filter(?: (?:for|on|to|by))?|consider only|where|look(?: only)? at) {_UNTIL}",
)
_TRAILING_ONLY = rf"(?: (?:for|on|in|of|with|about|from)|(?<=[.;,!?])|(?<= and)|^) {_UNTIL}(?<= )only(?= [.,;!]| $|$)"
_DROP = rf" (?:ignore|exclude|excluding|leave out|drop|skip|without|not for|except(?: for)?|disregard|remove|other than|not (?:the|for|with|include|use|consider|on|in)|throw (?:out|away)|no|omit|forget(?: about)?|leave (?:aside|away)|filter out|but not) {_UNTIL}"
_DROP_AFTER = rf" {_UNTIL}(?<= )(?:should be|must be|can be|are to be|be|have to be|need to be|to be) (?:leave out|left out|ignore|exclude|excluded|ignored|drop|dropped|skip|removed|remove)(?= )"
_GOAL = rf" (?:for|of|among|about|on|in|from|with) {_UNTIL}"
_ALL_AGAIN = r" (?:forget|drop|remove|lift|cancel|delete)(?: the| that| my| this)* (?:filter|restriction|row filter)|use (?:all|every)(?: the)? (?:row|customer|case|record|data)s?(?: again)?|(?:look at |take |use )?(?:everybody|everyone|all of them|all customers|all rows) (?:again|after all)"


def read_filter(reading: Reading) -> None:
    """Find which rows to keep or to drop."""
    hit = reading.line.first(_ALL_AGAIN)
    if hit and reading.context.spec.get("filter"):
        reading.set("filter", None, hit.quote)
        reading.claim(hit)
        return
    parts: list[tuple[str, str]] = []
    seen: set[int] = set()
    for pattern, drop in [(_TRAILING_ONLY, False), *((keep, False) for keep in _KEEP), (_DROP_AFTER, True), (_DROP, True)]:
        for hit in reading.line.find(pattern):
            _add(reading, hit, parts, seen, drop=drop)
    _add_goal(reading, parts, seen)
    if parts:
        sql = " AND ".join(f"({part})" if " OR " in part and len(parts) > 1 else part for part, _ in parts)
        reading.set("filter", sql, "; ".join(quote for _, quote in parts))


def _add(reading: Reading, hit: Hit, parts: list[tuple[str, str]], seen: set[int], *, drop: bool) -> None:
    start, end = hit.span("rows")
    tests = [t for t in find_tests(reading, start, end, skip=_skipped(reading)) if seen.isdisjoint(range(t.start, t.end)) and _unclaimed(reading, t)]
    if not tests:
        return
    positive = [_plainly(t) for t in tests] if drop else tests
    if drop:
        # "not the married ones, only singles": what is kept says it all.
        positive = [t for t in positive if not any(sql_name(t) in part for part, _ in parts)]
    if not positive:
        return
    _keep(reading, positive, parts, seen, drop=drop, quote=hit.quote)


def sql_name(test: Test) -> str:
    """How the column of a test begins in SQL."""
    return test.sql().split(" ")[0]


def _plainly(test: Test) -> Test:
    """ "not for test drive cars": the "not" is the dropping itself, not a second negation."""
    return Test(test.column, "=", test.values, test.start, test.end) if test.operator == "<>" else test


def _keep(reading: Reading, tests: list[Test], parts: list[tuple[str, str]], seen: set[int], *, drop: bool, quote: str) -> None:
    for test in tests:
        seen.update(range(test.start, test.end))
        reading.claim_items(reading.line, test.start, test.end)
    parts.append((to_sql(tests, negate=drop), quote))


def _skipped(reading: Reading) -> tuple[str, ...]:
    target = reading.said("target")
    return (target,) if isinstance(target, str) else ()


def _unclaimed(reading: Reading, test: Test) -> bool:
    items = reading.line.items[test.start : test.end]
    return not any(k in reading.claimed for item in items for k in range(item.start, item.end))


def _add_goal(reading: Reading, parts: list[tuple[str, str]], seen: set[int]) -> None:
    """ "predict charges for people over 30 who live in the southeast": the goal itself speaks of some rows only."""
    goal = reading.notes.get("goal_items")
    if not goal:
        return
    sentence = next(((a, b) for a, b in reading.line.sentences() if a <= goal[0] < b), None)
    if not sentence:
        return
    for hit in reading.line.find(_GOAL, start=sentence[0], end=sentence[1]):
        _add(reading, hit, parts, seen, drop=False)
    adjective = [t for t in find_tests(reading, goal[0], sentence[1], skip=_skipped(reading)) if seen.isdisjoint(range(t.start, t.end)) and _unclaimed(reading, t)]
    close = [t for t in adjective if t.operator == "=" and _describes(reading, t)]
    if close:
        _keep(reading, close, parts, seen, drop=False, quote=reading.line.words(close[0].start, close[-1].end))


def _describes(reading: Reading, test: Test) -> bool:
    """ "the price of diesel cars": a label directly in front of a noun, in a goal."""
    after = reading.line.canon[reading.line.place(test.end) - 1 :]
    before = reading.line.canon[: reading.line.place(test.start)]
    return bool(search(r" (?:of|for|among)(?: the| all| our| my)? $", before)) and bool(match(r" [a-z]+", after))
