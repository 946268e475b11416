"""What is done today: a rule, a score to beat, or a column of predictions."""

from __future__ import annotations

import re

from assistant.offline.metric.scores import FOR_NUMBERS, ScoreMention, find_scores
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.table.columns import Mention
from assistant.offline.table.conditions import Test, find_tests, to_sql
from assistant.offline.table.events import find_events
from assistant.offline.text.line import Hit, Line, read_line
from assistant.offline.text.patterns import search

_NOW = r"(?:today|currently|at the moment|at present|so far|right now|these day|nowadays|until now|up to now|presently|as of now|for now|right now|now (?:we|they|everybody|everyone|people|it)|(?:we|they) now|our (?:current|present|existing|usual|old|standard)(?: \w+){0,2} (?:rule|practice|policy|habit|approach|method|process|procedure|strategy|way)|the (?:current|present|existing|usual|old)(?: \w+){0,2} (?:rule|practice|policy|habit|approach|method|process|procedure|strategy|way)|at present|already|in the past we|we always|we usually|we used to|normally|as it stand|status quo|up till now|(?:we|they|people) (?:simply|just) )"
_PERSONAL = r"(?: we | everyone | everybody | anyone | anybody | all | each | every | any | who | whose | with | that | the rule )"
_SCORE = (
    r" (?:reach|get|have|achieve|score|hit|manage|give|be at|sit at|run at|hover at|hover around|stand at|come to|obtain|deliver|yield|attain|'s|with|at|of)(?: a| an| the| about| around| roughly| only| just)* <score>(?: \w+)? ?(?:of|:|=|be)? (?:about |around |roughly )?(?P<value><num>|<pct>|<money>)",
    r" (?:beat|better than|outperform|top|exceed|improve on|improve upon|surpass|more than|compare (?:it )?(?:with|to|against))(?: \w+){0,6}? <score>(?: \w+)? ?(?:of|:|=|be)? ?(?P<value><num>|<pct>|<money>)",
    r" (?:beat|better than|outperform|top|surpass|improve on|reach|get|have|achieve|score|hit|at|of|with|manage|give|be)(?: a| an| the| about| around| roughly| our| its)* (?P<value><num>|<pct>|<money>)(?: of| in| for| \(| )*<score>",
    r" <score>(?: \w+){0,5}? (?:be|of|at|:|=)(?: currently| now| today| at| about| around| roughly)* (?P<value><num>|<pct>|<money>)",
)
_OLD = r" (?:today|currently|at the moment|so far|now|old|current|existing|previous|last|present|incumbent|number to beat|mark to beat|our (?:model|formula|system|tool|score|analyst|expert|vendor|supplier|consultant|team|method|rule|baseline)|in production|baseline|benchmark|to beat|beat|outperform|surpass|improve on|better than|the vendor|competitor|predecessor|excel|spreadsheet|status quo|already|colleague|consultant|vendor|intern|legacy|last year|improve upon|top|data scientist|analyst|expert)(?= )"
_COLUMN = r" (?:column|field)?(?: \")? ?(?P<col><col>)(?: \")?(?: column| field)?(?: (?:hold|contain|have|be|give|show|store|record|with))+(?: the| our| what| its| my| of)* (?:(?:old|current|existing|previous|present|today|last|legacy|vendor|manual)(?: 's)? (?:model|system|score|prediction|forecast|estimate|tool|formula)\w*|prediction|forecast|estimate)| (?:compare|benchmark|beat|baseline|measure)(?: \w+){0,4}? (?:with|against|to|be|:|than)?(?: the| our| my| predictions?| scores?| forecasts?| in| of| from| column| field| old| current| existing)* (?P<col2><col>)(?= )| (?:old|current|existing|previous|today)(?: 's)?(?: \w+)? (?:prediction|score|forecast|estimate|model)s?(?: \w+){0,4}? (?:in|be|under|stored in|as)(?: the| column| field)* (?P<col3><col>)"
_COLUMN_2 = r" (?:write|put|store|save|record|keep|log|leave)(?: (?:its|the|their|our|a|all|old|current|estimate|prediction|score|forecast|result|output|guess|of|model|system))* (?:in|into|to|under|as)(?: the| a| column| field)* (?P<col><col>)(?= )"
_ACTION_ALL = r" (?:call|contact|phone|mail|inspect|check|offer|approve|decline|refuse|reject|write to|visit|treat|act on|block|flag|target|send|accept|look at|review|ring|talk to|give|turn down|assume|expect|investigate|audit|maintain|service|replace|repair|stop|pick|choose|select|email|discount|overbook|resell|move|warn|focus on|go after|ask|test|screen|examine|admit|monitor|order|hold|keep|presume|treat as)(?= )"
_VERDICT = r" (?:assume|presume|expect|suppose|believe|think|guess|bet|treat|say|predict|count on)(?= )"
_FORGET = r" (?:forget|drop|remove|ignore)(?: the| that| my| our| about)* (?:baseline|today 's rule|current rule|benchmark|comparison)(?= )"


def read_baseline(reading: Reading) -> None:
    """Find what is done today."""
    forget = reading.line.first(_FORGET)
    if forget and reading.context.spec.get("baseline"):
        reading.set("baseline", None, forget.quote)
        reading.claim(forget)
        return
    if not _read_column(reading):
        for start, end in reading.line.sentences():
            _read_rule(reading, start, end)
        _read_score(reading)


def _read_rule(reading: Reading, start: int, end: int) -> None:
    now = reading.line.first(rf" {_NOW}(?= )", start=start, end=end)
    if not now:
        return
    stretch = _rule_stretch(reading, now, start, end)
    tests = find_tests(
        reading, *stretch, skip=tuple(t for t in [reading.said("target")] if isinstance(t, str))
    )
    tests = _without_verdict(reading, tests, stretch)
    acts = reading.line.has(_ACTION_ALL, start=start, end=end)
    if not tests or not (acts or reading.line.has(_PERSONAL, start=start, end=end)):
        return
    quote = reading.line.words(*stretch).strip(" ,.;:")
    reading.set("baseline.rule", to_sql(tests), quote)
    for test in tests:
        reading.claim_items(reading.line, test.start, test.end)


def _without_verdict(reading: Reading, tests: list[Test], stretch: tuple[int, int]) -> list[Test]:
    """ "We assume that anybody who paid nothing cancels": what is assumed of the rows is no condition on them."""
    verdict = reading.line.first(_VERDICT, start=stretch[0], end=stretch[1])
    if verdict is None:
        return tests
    events = [e for e in find_events(reading.line) if verdict.end <= e.start and e.end <= stretch[1]]
    return [t for t in tests if not any(e.start <= t.start and t.end <= e.end for e in events)]


def _rule_stretch(reading: Reading, now: Hit, start: int, end: int) -> tuple[int, int]:
    """From the word for today to where something else begins."""
    stop = reading.line.first(
        r" (?:but|beat that|, (?:beat|but|i|please|now|and i|and we want|and the))(?= )",
        start=now.end,
        end=end,
    )
    first = now.start
    before = reading.line.first(_ACTION_ALL, start=start, end=now.start)
    if before:
        first = start
    return first, stop.start if stop else end


def _read_score(reading: Reading) -> None:
    mentions = find_scores(reading.line)
    line = reading.line.marked((m.start, m.end, "score", m) for m in mentions)
    for start, end in line.sentences():
        old = line.first(_OLD, start=start, end=end) or line.first(_BEAT_NEXT, start=end)
        if not old and _asked_to_beat(line, end):
            old = line.first(" <score>(?= )", start=start, end=end)
        if not old:
            continue
        for pattern in _SCORE:
            for hit in line.find(pattern, start=start, end=end):
                if reading.free(hit) and _belongs(line.canon, line.place(hit.start), line.place(old.start)):
                    _set_score(reading, hit, _name(hit))
                    return
    names = {mention.name for mention in mentions} or {reading.said("metric.name")} - {None}
    if len(names) == 1:
        _read_bare_score(reading, str(names.pop()))


def _asked_to_beat(line: Line, end: int) -> bool:
    """ "… with an AUC of 0.74. Is there something that beats it?": a question about the result in front."""
    if end + 1 >= len(line.items) or line.items[end + 1].text != "<aside>":
        return False
    asked = read_line(line.words(end + 1, end + 2))
    return asked.has(r" (?:beat|outdo|top|outperform|surpass|improve on|better) (?:it|that|this|them)(?= )")


# "… got an AUC of 0.84. Beat it": the next sentence tells what the figure is for.
_BEAT_NEXT = r"^(?: (?:[.;!])(?: (?:so|now|please|try to|i want you to|can you|you should|you have to|it be up to you to))* (?:beat|outdo|top|outperform|surpass|improve on|better) (?:it|that|this|them)(?= )| (?:[.;!?])(?: (?!<)[a-z]+){0,8}? (?:beat|outdo|top|outperform|surpass|improve on|better) (?:it|that|this|them)(?= ))"
_BARE = r" (?:reach|be off by|get|have|achieve|score|hit|manage|be at|sit at|stand at|run at|beat|top|outperform|with|at|of|benchmark|baseline|bar|yardstick)(?: (?:a|an|the|about|around|roughly|only|just|it|be|:|=))* (?P<value><num>|<pct>|<money>)(?= (?:[.,;)!?]|with|on|at|now|currently|right|already|in|to|by|from|using|last|so|today|and|but|,)|$| $)"


# "Our appraisers manage 31,000": whoever does it today.
_OURS = r" (?:our|my|the) (?:\w+ )?(?:appraiser|analyst|expert|clerk|planner|buyer|agent|team|staff|people|underwriter|model|formula|rule|system|tool|vendor|consultant|colleague|department|desk|bank|doctor|nurse|teacher)s?(?: \w+)? (?:reach|manage|achieve|get|score|hit|be off by|be at|come to)(?= )"


def _read_bare_score(reading: Reading, name: str) -> None:
    """ "… judge by AUC. Our analyst got 0.83, beat that": the figure of the one score that was spoken of."""
    line = reading.line
    for start, end in line.sentences():
        old = line.first(_OLD, start=start, end=end)
        beat = line.first(_TO_BEAT, start=start, end=end)
        ours = line.first(_OURS, start=start, end=end)
        if not (old and (beat or line.has(_OF_TODAY, start=start, end=end))) and not ours:
            continue
        old = old or ours
        if old is None:
            continue
        for hit in line.find(_BARE, start=start, end=end):
            value = hit.quantity("value").value
            share = name in FOR_NUMBERS or 0 < value <= 1
            if (
                reading.free(hit)
                and share
                and _belongs(line.canon, line.place(hit.start), line.place(old.start))
            ):
                _set_score(reading, hit, name)
                return


def _belongs(canon: str, score_at: int, old_at: int) -> bool:
    """The word for today and the figure stand in one clause."""
    first, second = sorted((score_at, old_at))
    return not search(r" (?:but|and (?:i|we)|expect|hope|aim|happy|should|satisfied) ", canon[first:second])


def _name(hit: Hit) -> str:
    return next(
        item.payload.name
        for item in hit.line.items[hit.start : hit.end]
        if isinstance(item.payload, ScoreMention)
    )


def _set_score(reading: Reading, hit: Hit, name: str) -> None:
    quantity = hit.quantity("value")
    value = (
        quantity.value / 100
        if name not in FOR_NUMBERS and quantity.kind == "number" and 1 < quantity.value <= 100
        else quantity.value
    )
    reading.set("baseline.score", tidy(value), hit.quote)
    reading.set("baseline.metric", name, hit.quote)
    reading.claim(hit)


# Where today's decisions come from, and what is to be beaten.
_GO_BY = r" (?:go by|go on|rely on|follow|use|trust|rank by|rank on|rank \w+ by|sort \w+ by|sort by|decide by|decide on|work with|work from|work by|look at|judge by|judge on|steer by|say|sit in|stand in|be in|be keep in|live in|pick by|select by|be base on|base on|act on|listen to)(?= )"
_OF_TODAY = r" (?:today|currently|at present|at the moment|so far|now|nowadays|present|until now|up to now|old|current|existing|vendor|supplier|bought|buy|software|legacy|previous|years ago|in use|in production|right now)(?= )"
_TO_BEAT = r" (?:to beat|beat (?:it|that|this|them)|have to beat|must beat|should beat|beat <col>|compare (?:\w+ ){0,4}(?:with|against|to)|benchmark|baseline|(?:measure|hold|set|pit|test|check|judge) (?:\w+ ){0,3}against|gain over|improve on|better than|against (?:it|that|this|<col>)|yardstick|do (?:any )?better|bar to clear|take (?:it|that) as the (?:bar|mark|reference)|reference point)(?= )"


def _read_column(reading: Reading) -> bool:
    return _by_grammar(reading) or _by_use(reading)


def _by_use(reading: Reading) -> bool:
    """ "Today we go by the vendor's score", "there is an old score (x); that is the thing to beat"."""
    line = reading.with_columns(least=0.9, synonyms=False)
    sentences = line.sentences()
    for k, (start, end) in enumerate(sentences):
        stretch = (start, sentences[k + 1][1] if k + 1 < len(sentences) else end)
        beat = line.first(_TO_BEAT, start=start, end=end) or _pronoun_beats(line, end, stretch[1])
        today = line.has(_OF_TODAY, start=start, end=end)
        used = line.first(_GO_BY, start=start, end=end) if today else None
        for at in range(start, end):
            mention = line.items[at].payload
            if not isinstance(mention, Mention) or not _can_predict(reading, mention):
                continue
            scored = bool(_NAMED_LIKE_ONE.search(mention.column.name))
            near = any(cue and cue.start - 3 <= at <= cue.end + 4 for cue in (used, beat if today else None))
            if not ((beat or used) and scored) and not near:
                continue
            if _is_tested(reading, line, at, start, end):
                continue  # a rule, see `_read_rule`
            reading.set(
                "baseline.predictions_column", mention.column.name, line.words(start, end).strip(" ,.;:")
            )
            return True
    return False


def _is_tested(reading: Reading, line: Line, at: int, start: int, end: int) -> bool:
    """Whether the column is compared with a figure: "above 200"."""
    first, last = reading.line.same(line, start, end)
    name = line.items[at].payload.column.name
    return any(test.column.name == name for test in find_tests(reading, first, last))


def _pronoun_beats(line: Line, start: int, end: int) -> Hit | None:
    """ "… take it as the thing to beat" in the sentence behind the one that names the column."""
    hit = line.first(_TO_BEAT, start=start, end=end)
    return (
        hit
        if hit
        and line.has(r" (?:it|that|this)(?= )", start=start, end=end)
        and not line.has(" <col>(?= )", start=start, end=hit.start)
        else None
    )


# What columns of predictions are called.
_NAMED_LIKE_ONE = re.compile(
    r"(?i)score|pred|forecast|estimat|prob|risk|old|legacy|vendor|model|guess|likelihood"
)


def _can_predict(reading: Reading, mention: Mention) -> bool:
    column = mention.column
    return (
        len(mention.tied) == 1
        and column.name != reading.said("target")
        and (column.n_distinct > 2 or column.kind == "boolean")
        and column.kind in ("number", "boolean")
    )


def _by_grammar(reading: Reading) -> bool:
    line = reading.with_columns(least=0.9, synonyms=False)
    for hit in [*line.find(_COLUMN), *line.find(_COLUMN_2)]:
        group = next(g for g in ("col", "col2", "col3") if hit.match.groupdict().get(g))
        mention = hit.payload(group)
        column = mention.column
        if column.name == reading.said("target") or (column.n_distinct <= 2 and column.kind != "boolean"):
            continue
        if not reading.free(hit):
            continue
        reading.set("baseline.predictions_column", column.name, hit.quote)
        reading.claim(hit)
        return True
    return False
