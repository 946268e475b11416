"""Families to use only, and families to leave out; beliefs about them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.offline.families import FamilyMention, find_families
from assistant.offline.line import Line
from assistant.offline.patterns import compiled, fullmatch, match, search
from assistant.offline.reading import Reading

_JOIN = r"(?:,|and|or|nor|&|/|\+|plus|as well as|and also|a|an|the|any|no|not|even|but|either|your|some|with|than|well|known|simple|plain|good old|of all|also)"
_OUT_BEFORE = compiled(
    r" (?:no|not|never|without|avoid|exclude|excluding|except|except for|leave out|leaving out|leave|skip|drop|ban|forbid|other than|instead of|rather than|anything but|"
    r"everything but|all but|stay away from|hate|rule out|forget(?: about)?|nothing with|minus|omit|remove|keep away from|not use|not try|not want|dislike|"
    r"not like|disallow|throw out|kick out|less|save)(?: (?:me|to|see|try|use|any|the|a|an|of|with|all|those|these|such thing as|train|include|kind of|sort of|have|bother with|touch|about|for|things? like))* $"
)
_OUT_AFTER = compiled(
    r"^ (?:out|be (?:out|forbid|forbidden|exclude|off limit|ban|not allow|not an option|no option|out of the question|too|not welcome|not wanted|not need|taboo)|must (?:not|stay out)|should (?:not|stay out)|can (?:go|stay out|not be use)|off|not allow|aside|(?:be )?not (?:use|allow|wanted|need|an option|to be use)|need not apply|excluded|exclude(?= [,.;]|$| and)|left out|banned|ignored|forbidden)(?= |$)"
)
_ONLY_BEFORE = compiled(
    r" (?:only|just|solely|exclusively|nothing but|nothing except|stick to|stick with|limit (?:it|yourself|this|the search)? ?to|restrict (?:it|yourself|this|the search)? ?to|use|go for|go with|try|take|want|need|run|fit|with|by|either|choose|"
    r"prefer|employ|apply|compare|consider|pick|train|like|please|work with|test|simple|fancy|via|through|between|: )"
    r"(?: (?:use|try|consider|fit|run|train|look at|take|with|the|a|an|some|either|only|just|known|well|simple|plain|single|one of|my|your|to|see|like|of|models?|methods?|such as|:|and|compare|good old|old|classic|model family|one|different))* $"
)
_ONLY_AFTER = compiled(
    r"^ (?:only|alone|exclusively|please|(?:and|or|,) (?:nothing|no(?:thing)?(?: \w+)?) else|and that be it|be (?:the only|all|enough|fine|what)|, nothing else|will do|model please)(?= |$)"
)
_ALSO = compiled(r" (?:also|as well|too|additionally|add|in addition|include)(?: \w+){0,3} $")


@dataclass(frozen=True)
class Group:
    """Mentions of families joined by commas and "and"."""

    mentions: tuple[FamilyMention, ...]

    @property
    def families(self) -> tuple[str, ...]:
        """All families of the group, each once."""
        return tuple(dict.fromkeys(family for mention in self.mentions for family in mention.families))

    @property
    def start(self) -> int:
        """First item."""
        return self.mentions[0].start

    @property
    def end(self) -> int:
        """Behind the last item."""
        return self.mentions[-1].end


def family_groups(line: Line) -> list[Group]:
    """The families of a line, grouped where they are listed together with nothing else between."""
    groups: list[list[FamilyMention]] = []
    for mention in find_families(line):
        if groups:
            between = _outside_brackets(
                [item.text for item in line.items[groups[-1][-1].end : mention.start]]
            )
            turns = {"but", "no", "not", "except"} & set(between)
            if all(fullmatch(_JOIN, word) for word in between) and len(between) <= 4 and not turns:
                groups[-1].append(mention)
                continue
        groups.append([mention])
    return [Group(tuple(mentions)) for mentions in groups]


def _outside_brackets(words: list[str]) -> list[str]:
    """Without what stands in brackets: "knn (5 to 50 neighbours) or random forest"."""
    kept: list[str] = []
    depth = 0
    for word in words:
        depth += (word == "(") - (word == ")")
        if depth == 0 and word != ")":
            kept.append(word)
    return kept


def stance(line: Line, group: Group) -> str:
    """What is said of a group: "only", "out", "also" or nothing."""
    before, after = surroundings(line, group.start, group.end)
    if _OUT_BEFORE.search(before) and not search(
        r" (?:not only|not just|no problem with|not mind|nothing but|nothing except) $", before
    ):
        if search(r" (?:leave|forget) (?:the |a |all )*$", before) and not match(
            r"^ (?:out|aside|away|alone)|^ $|^[ ,.]", after
        ):
            return ""
        return "out"
    if match(
        r" (?:be|are|is|may|can|should)(?: \w+)? ?(?:fine|ok|okay|allowed|welcome|back|come back|be used|in|included|good)(?: in)? (?:again|after all|now)",
        after,
    ) or (
        search(r" (?:allow|bring back|readmit|permit|use|try)(?: the)? $", before)
        and match(r" (?:again|after all|back|now)", after)
    ):
        return "back"
    if _OUT_AFTER.match(after):
        return "out"
    if search(
        r" (?:no|not|without|avoid|exclude|never)(?: \w+){0,3} (?:and|or|nor|,)(?: no| not| any)? $", before
    ) and search(r" (?:or|nor|,) (?:no |any )?$", before):
        return "out"
    if _ALSO.search(before):
        return "also"
    if _ONLY_BEFORE.search(before) or _ONLY_AFTER.match(after):
        return "only"
    bare_before = bool(search(r"(?:^|[,.;:]|<score>) (?:and |please |then )?$", before)) or not before.strip()
    bare_after = not after.strip() or bool(match(r" (?:[,.;]|and |please|with |of |\(|:|$)", after))
    return "only" if bare_before and bare_after else ""


def surroundings(line: Line, start: int, end: int) -> tuple[str, str]:
    """The words of the clause in front of a stretch, and those behind it."""
    before = line.canon[: line.place(start)]
    after = line.canon[line.place(end) - 1 :]
    before = re.sub(r"\( [^)]*\) ", "", before)
    before = re.sub(r" (?:any|all|every|everything|anything)(?: \w+)? but ", " except ", before)
    before = re.split(r"[.;!?(]|(?<=[a-z>]) but (?!not )", before)[-1]
    after = re.split(r"[.;!?)]| but ", after)[0]
    return " " + before.strip() + " ", " " + after.strip() + " "


def read_models(reading: Reading) -> None:
    """Find inclusions and exclusions of families."""
    include: list[str] = []
    exclude: list[str] = []
    quotes: dict[str, str] = {}
    for group in family_groups(reading.line):
        if _claimed(reading, group):
            continue
        said = stance(reading.line, group)
        quote = reading.line.words(max(0, group.start - 3), group.end).strip(" ,.;:")
        if said == "out":
            exclude.extend(f for f in group.families if f not in exclude)
            quotes.setdefault("models.exclude", quote)
        elif said == "only" and not _other_only(reading, group):
            include.extend(f for f in group.families if f not in include)
            quotes.setdefault("models.include", quote)
        elif said == "back":
            _bring_back(reading, group, quote)
        elif said == "also" and reading.context.spec.get("models", {}).get("include"):
            include.extend([*reading.context.spec["models"]["include"], *group.families])
            quotes.setdefault("models.include", quote)
        else:
            continue
        for mention in group.mentions:
            reading.claim_items(reading.line, mention.start, mention.end)
    _settle(reading, include, exclude, quotes)
    _read_forget(reading)


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


def _other_only(reading: Reading, group: Group) -> bool:
    """ "300 trees for the random forest" and "today we use a decision tree" restrict nothing."""
    before, _ = surroundings(reading.line, group.start, group.end)
    return bool(
        search(
            r" (?:today|currently|now|so far|at the moment|our (?:old|current|existing|previous)|the (?:old|current|existing|previous))(?: \w+){0,5} $",
            before,
        )
    )


_FORGET = r" (?:allow|permit|use|try|bring back|include)(?: all| any| every)+(?: the)?(?: model| family| method| algorithm|kind)s?(?: again)?(?= )|(?:any|all|every) (?:model|family|method)s? (?:be|are) (?:fine|ok|okay|allow|welcome|allowed)(?: again)?(?= )"


def _read_forget(reading: Reading) -> None:
    hit = reading.line.first(_FORGET)
    if not hit:
        return
    for path in ("models.include", "models.exclude"):
        if reading.context.spec.get("models", {}).get(path.split(".")[1]):
            reading.set(path, None, hit.quote)
