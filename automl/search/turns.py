"""Whose turn it is: the part of the families that is furthest behind its share of the budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from automl.spec.shares import LEAST_ELSEWHERE, Part


class Turns:
    """What each part of the families has had so far.

    Parameters
    ----------
    parts : sequence of Part
        Every family stands in one of them.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self._spent = [0.0] * len(self.parts)

    def shares(self, weights: Mapping[str, float]) -> dict[Part, float]:
        """What part of the budget each part is meant to get by what is known now.

        Parameters
        ----------
        weights : mapping
            Family → how promising it is; where that earns the families believed in more than the belief, they keep it.
        """
        meant = {part: part.share for part in self.parts}
        believed, others = (
            next((p for p in self.parts if p.why == why), None) for why in ("believed", "others")
        )
        if believed is not None and others is not None:
            free = believed.share + others.share
            mass, rest = (
                sum(weights.get(name, 0.0) for name in part.families) for part in (believed, others)
            )
            earned = free * mass / ((mass + rest) or 1.0)
            meant[believed] = max(believed.share, min(earned, free - LEAST_ELSEWHERE))
            meant[others] = free - meant[believed]
        return meant

    def order(self, shares: Mapping[Part, float], first: str | None = None) -> list[Part]:
        """The parts, the one furthest behind its share first, or that of the family `first`."""

        def rank(place: int) -> tuple[bool, float, float]:
            part = self.parts[place]
            return first not in part.families, self._spent[place] / shares[part], -shares[part]

        return [self.parts[place] for place in sorted(range(len(self.parts)), key=rank)]

    def spend(self, family: str, amount: float) -> None:
        """Count what a family took; a negative amount is given back."""
        for place, part in enumerate(self.parts):
            if family in part.families:
                self._spent[place] += amount
