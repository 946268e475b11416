"""Families to use only, and families to leave out; beliefs about them."""

from __future__ import annotations

from assistant.offline.aside.wishes import of_wishes
from assistant.offline.reading import Reading
from assistant.offline.search.lifting import read_lifted
from assistant.offline.search.models_listed import Group
from assistant.offline.search.models_listed import family_groups as family_groups
from assistant.offline.search.stances import allowed_again, is_of_a_setting, later_order, stance, surroundings
from assistant.offline.table.labels import LabelMention
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import fullmatch, search

# "… are not welcome, nor are SVMs", "… can stay at home, so can nearest neighbours".
_LIKEWISE = r" (?:nor|neither|so)(?: (?:be|do|can|should|must|will|may|have|need))+(?: (?:the|a|an|any)| (?:anything|everything|whatever|all)(?: [^ .,;]+){0,6})*$"
_TOO = r"^ (?:as well|too|likewise|also|either)(?= )"
# "No boosting, with the one exception of CatBoost", "no trees apart from extra trees".
_SPARED = r" (?:except(?: for)?|exception(?: (?:be|of|:))+|excepting|save(?: for)?|apart from|other than|aside from|bar|barring|but not|excluding|unless it be|only (?:exception|one) (?:be|:))(?: (?:the|a|an|one|only|of|for))*$"


@of_wishes
def read_models(reading: Reading) -> None:
    """Find inclusions and exclusions of families."""
    include: list[str] = []
    exclude: list[str] = []
    quotes: dict[str, str] = {}
    replaced: list[str] = []
    said = ""
    for group in read_lifted(reading, family_groups(reading.line)):
        if _claimed(reading, group) or is_a_label(reading, group):
            continue
        if said == "out" and _is_spared(reading.line, group, exclude):
            exclude[:] = [f for f in exclude if f not in group.families]
            continue
        said = _said(reading, group, said)
        quote = reading.line.words(max(0, group.start - 3), group.end).strip(" ,.;:")
        if said == "out" and _is_a_penalty(group):
            replaced.extend(group.families)  # "ridge only, no lasso" leaves no family out
            quotes.setdefault("models.exclude", quote)
        elif said == "out":
            exclude.extend(f for f in group.families if f not in exclude)
            quotes.setdefault("models.exclude", quote)
        elif said == "replaced":
            replaced.extend(group.families)
            quotes.setdefault("models.exclude", quote)
        elif said == "only" and not _other_only(reading, group):
            include.extend(f for f in group.families if f not in include)
            quotes.setdefault("models.include", quote)
        elif said == "back":
            _bring_back(reading, group, quote)
        elif said == "also" and (earlier := reading.said("models.include")):
            include.extend(f for f in (*earlier, *group.families) if f not in include)
            quotes.setdefault("models.include", quote)
        else:
            continue
        for mention in group.mentions:
            reading.claim_items(reading.line, mention.start, mention.end)
        later = later_order(reading.line, group) if said == "out" else None
        if later is not None:
            reading.claim(later)
    if not include:  # "LightGBM instead of kNN" says what to use; "instead of kNN" alone what not to
        exclude.extend(family for family in replaced if family not in exclude)
    _settle(reading, include, exclude, quotes)


def _is_spared(line: Line, group: Group, exclude: list[str]) -> bool:
    """Whether a family is the exception of what was just left out."""
    start = next((a for a, b in line.sentences() if a <= group.start < b), 0)
    return set(group.families) < set(exclude) and line.has(_SPARED, start=start, end=group.start)


def _is_a_penalty(group: Group) -> bool:
    """Whether a group is only one of the penalties of linear models."""
    return all(fullmatch(r"(?:ridge|lasso|elastic ?net)(?: .*)?", m.words.strip()) for m in group.mentions)


def _said(reading: Reading, group: Group, before: str) -> str:
    """The stance on a group; `before` is that on the group in front of it."""
    line = reading.line
    start = next((a for a, b in line.sentences() if a <= group.start < b), 0)
    if before and line.has(_LIKEWISE, start=start, end=group.start):
        return before
    if (
        before == "out"
        and line.has(_TOO, start=group.end)
        and line.has(r" (?:and|nor|or|,)$", start=start, end=group.start)
    ):
        return before
    found = stance(line, group)
    if not found and _is_all_there_may_be(line, group):
        found = "only"
    out = reading.context.spec.get("models", {}).get("exclude") or ()
    if found in ("", "only", "also") and set(group.families) & set(out) and allowed_again(line, group):
        return "back"
    return found


# "A forest, and next to it extra trees; no other family please."
_NOTHING_ELSE = (
    r" (?:(?:no|not any|without any) other (?:family|families|model|method|kind|algorithm|learner|candidate|classifier|regressor)s?"
    r"|nothing (?:else|besides|more)|(?:no ?one|nobody) else|no more (?:families|models|methods)|and that be (?:it|all))(?= (?:[.,;!?)]|please|and|than|for|get|may|need|have|be)(?= )| $|$)"
)
_MENTIONED = (
    r" (?:like|today|currently|now|last|previous|so far|beat|than|old|existing|against)(?: [^ .;!?]+){0,4}$"
)


def _is_all_there_may_be(line: Line, group: Group) -> bool:
    """Whether nothing but the families of the sentence, or of the one before, is to be tried."""
    stretches = line.sentences()
    place = next((k for k, (a, b) in enumerate(stretches) if a <= group.start < b), 0)
    start, end = stretches[place]
    end = stretches[place + 1][1] if place + 1 < len(stretches) else end
    mere = line.has(_MENTIONED, start=start, end=group.start)
    hits = line.find(_NOTHING_ELSE, start=group.end, end=end)
    return not mere and any(not is_of_a_setting(line, hit.start) for hit in hits)


def _settle(reading: Reading, include: list[str], exclude: list[str], quotes: dict[str, str]) -> None:
    """Lists go with what was said before: an exclusion adds to earlier ones, an inclusion replaces."""
    before = reading.context.spec.get("models", {})
    if include:
        kept = list(dict.fromkeys(f for f in include if f not in exclude))
        both = [f for f in include if f in exclude]
        if both and not kept:
            reading.ask("models.include", f"Should {both[0]} be used or left out? You said both.")
            return
        reading.set("models.include", kept, quotes["models.include"])
        old = [f for f in before.get("exclude", ()) if f not in kept]
        if len(old) != len(before.get("exclude", ())):
            reading.set("models.exclude", old or None, quotes["models.include"])
    if exclude:
        earlier = reading.notes.get("exclude_before", before.get("exclude", ()))
        whole = list(dict.fromkeys([*earlier, *exclude]))
        reading.findings[:] = [f for f in reading.findings if f.path != "models.exclude"]
        reading.set("models.exclude", whole, quotes["models.exclude"])
        if not include and set(before.get("include", ())) & set(exclude):
            rest = [f for f in before["include"] if f not in exclude]
            reading.set("models.include", rest or None, quotes["models.exclude"])


def _bring_back(reading: Reading, group: Group, quote: str) -> None:
    """ "Trees are fine after all": no longer left out."""
    before = list(reading.context.spec.get("models", {}).get("exclude", ()))
    rest = [family for family in before if family not in group.families]
    if rest != before:
        reading.set("models.exclude", rest or None, quote)
        reading.notes["exclude_before"] = rest


def _claimed(reading: Reading, group: Group) -> bool:
    items = reading.line.items[group.start : group.end]
    return any(k in reading.claimed for item in items for k in range(item.start, item.end))


def is_a_label(reading: Reading, group: Group) -> bool:
    """ "Coast and ridge only" lists two sites where `site` has labels of these names, and no kind of model."""
    line = reading.line
    labels = [m for m in reading.labels.mentions(line) if m.best.score >= 1]
    if any(_names_rows(reading, m, group) for m in labels):
        return True
    own = [m for m in labels if m.start <= group.start and group.end <= m.end]
    beside = [m for m in labels if _listed_with(line, m.start, m.end, group)]
    return any(one.best.column is other.best.column for one in own for other in beside)


_IN_A_PLACE = r" (?:at|in|from|on|of|for)(?: (?:the|our|my))?$"
_METHOD = r"^(?: [a-z]+)? (?:regression|regressor|classifier|model|learner|method|algorithm|estimator|famil(?:y|ies)|net|network|tree|forest)s?(?= )"


def _names_rows(reading: Reading, label: LabelMention, group: Group) -> bool:
    """ "The ridge site", "turbines on the ridge": the label beside its column, or behind a word of place."""
    line = reading.line
    if not (label.start <= group.start and group.end <= label.end) or line.has(_METHOD, start=group.end):
        return False
    column = label.best.column
    beside = any(
        column in (m.column, *m.tied) and min(abs(m.start - label.end), abs(label.start - m.end)) <= 2
        for m in reading.columns.mentions(line, least=0.6)
    )
    typed = line.words(label.start, label.end).strip()
    return beside or (typed in column.labels and line.has(_IN_A_PLACE, end=label.start))


def _listed_with(line: Line, start: int, end: int, group: Group) -> bool:
    """Whether a stretch stands beside the group with nothing but "and", "or", a comma or a plus between."""
    between = line.items[end : group.start] if end <= group.start else line.items[group.end : start]
    return 0 < len(between) <= 2 and all(item.text in ("and", "or", ",", "+", "&", "/") for item in between)


def _other_only(reading: Reading, group: Group) -> bool:
    """ "300 trees for the random forest" and "today we use a decision tree" restrict nothing."""
    before, _ = surroundings(reading.line, group.start, group.end)
    return bool(
        search(
            r" (?:today|currently|now|so far|at the moment|our (?:old|current|existing|previous)|the (?:old|current|existing|previous))(?: \w+){0,5} $",
            before,
        )
    )
