"""What is said but not to be applied: hypotheticals, and questions about what is or was."""

from __future__ import annotations

from assistant.offline.aside.tales import awake, is_dreamt
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import match, search

_HYPOTHETICAL = r"(?:^ | )(?:what if|what would(?: [^ ]+){1,5} (?:bring|buy|change|do|give|mean|yield)|what would (?:happen|change|be|you|come|it)|suppose(?! to)|supposing|hypothetical(?:ly)?|let (?:us|'s) pretend|pretend|imagine(?: that)?|just thinking aloud|how would (?:it|that|the|things|this)(?: \w+){0,3} (?:change|look|be)|would (?:it|that|the|you)(?: \w+){0,4} (?:change|differ|matter|make a difference|choose|act|help|be different|be better|look)|in theory|theoretically|(?:just )?picture (?:it|this)|i (?:sometimes |often )?(?:dream|fantasi[sz]e|daydream)|(?:as a )?thought experiment|in (?:a|my) dreams?|for the sake of argument|if only)(?= )"

# "Were the pool to close, we would leave it out" is as much of a supposition; a question begins alike.
_INVERTED = frozenset(("were", "had", "should"))

# What a longer search would bring, or where the next one would look, is asked for, not supposed.
_ABOUT_THE_SEARCH = r" (?:(?:another|extra|additional) <dur>|<num> more (?:minute|hour|second)s?|<dur> (?:more|longer)|more time|longer search|search(?: \w+)? longer|you (?:try|explore|search) next)(?= )"


def mark_asides(line: Line) -> tuple[Line, list[str]]:
    """The line with hypothetical sentences behind <aside>, and the words of those."""
    marks = []
    words = []
    for start, end in line.sentences():
        stretch = line.canon[line.place(start) - 1 : line.place(end)]
        if _is_once_proposed(line, start, end):
            marks.append((start, end, "aside", None))
            continue
        supposed = search(_HYPOTHETICAL, stretch) or _is_inverted(line, start, end)
        if not supposed and line.has(_IF_FIRST, start=start) and is_dreamt(line, start, end):
            marks.append((start, awake(line, start, end), "aside", None))
        elif supposed and not search(_ABOUT_THE_SEARCH, stretch):
            first = _where_it_begins(line, start, end)
            marks.append((first, end, "aside", None))
            words.append(line.words(first, end).strip())
    return line.marked(marks), words


# "Somebody once proposed that we send the catalogue to segment A only".
_PROPOSED = r"^(?: [^ .,;:]+){1,6}? (?:once|years ago|at one point|at some point|the other day|long ago|back then|jokingly|in jest)(?: \w+)? (?:propose|suggest|recommend|mention|float|ask|say|claim|want|try|moot|demand|joke|wonder)(?= )"
# "A recruiter told me that neural networks can …" reports; "they told me that it must be …" passes on a wish.
_TOLD_ME = r"^(?: [^ .,;:]+){1,6}? (?:told|assured|informed|swore to)(?: me| us)(?! (?:to|who|which|what|whether|if|how) )(?= )"
_PASSES_ON = r" (?:must|should|have to|shall|only|want|need|ought|not allow|forbid|may not|please|insist|prefer|require)(?= )"
# "A call is $20 if they'd have stayed" says when something costs; what begins with the "if" is dreamt as a whole.
_IF_FIRST = r"^(?: (?:and|but|oh|well|so|,|now|even))* (?:if|were|had)(?= )"
_NOT_WISHED = r" (?:please|so|but|now|therefore|hence|let us)(?= )"


def _is_once_proposed(line: Line, start: int, end: int) -> bool:
    words = f" {line.words(start, end).lower()} "
    if search(_TOLD_ME, words) and not line.has(_PASSES_ON, start=start, end=end):
        return True
    hit = line.first(_PROPOSED, start=start, end=end)
    return hit is not None and not line.has(_NOT_WISHED, start=hit.end, end=end)


def _is_inverted(line: Line, start: int, end: int) -> bool:
    asked = end < len(line.items) and line.items[end].text == "?"
    first = line.tokens[line.items[start].start].lower
    return first in _INVERTED and not asked and line.has(r" (?:would|could|might)(?= )", start=start, end=end)


def _where_it_begins(line: Line, start: int, end: int) -> int:
    """ "Predict churn, and what if a miss cost 1000?": only from the question on."""
    hit = line.first(_HYPOTHETICAL, start=start, end=end)
    if hit is None or hit.start - start <= 2:
        return start
    before = line.canon[line.place(start) - 1 : line.place(hit.start)]
    if match(r" if ", before) or " if " in before:
        return start
    return hit.start if search(r"[,:]| and | but ", before) else start
