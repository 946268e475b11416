"""Families that are listed together: "random forests, extra trees or a plain decision tree"."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.offline.search.families import FamilyMention, find_families
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import fullmatch

_JOIN = r"(?:of|,|and|or|nor|&|/|\+|plus|as well as|and also|a|an|the|any|no|not|even|but|either|your|some|with|than|well|known|simple|plain|good old|of all|also|n|kind|sort|type|nor|thing|stuff|method|model|maybe|against|versus|vs|else|pure|shallow|small|ordinary|single)"

# What may stand between a name and the same said in brackets: "ridge & co (linear)".
_ASIDE = frozenset(("(", "&", "and", "co", "friends", "i", "e", ".", "that", "be", "the"))


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
            between = [item.text for item in line.items[groups[-1][-1].end : mention.start]]
            aside = "(" in between and set(between) <= _ASIDE
            if aside and mention.families == groups[-1][-1].families:
                groups[-1].append(mention)
                continue
            between = _outside_brackets(between)
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
