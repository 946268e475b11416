"""A figure of a tool result, in the ways in which a language model writes it: `{rent:,.0f}`, `{share:pct1}`."""

from __future__ import annotations

import math

from assistant import figure_forms as forms

_SMALL = list(forms.SMALL)
_TENS = list(forms.TENS)
_ORDINALS = ["zeroth", *forms.ORDINALS]


class Fact(float):
    """A figure that writes itself, and the false ones near it.

    Formats beyond those of floats: `words`, `ordinal` (third), `th` (3rd), `pct0` to `pct2` (per hundred, of a share),
    `pctwords`, `de1` (1.234,5), `space` (1 234), `k1` (77.4k), `mio2` (1,23), `e2` (7.74e4), `x10` (7.74 × 10^4).
    """

    @property
    def near(self) -> Fact:
        """One digit is another."""
        place = 10.0 ** (math.floor(math.log10(abs(self))) - 1)
        return Fact(self + math.copysign(3 * place, self))

    @property
    def tenth(self) -> Fact:
        """The decimal point has moved."""
        return Fact(self / 10)

    @property
    def tenfold(self) -> Fact:
        """The decimal point has moved the other way."""
        return Fact(self * 10)

    @property
    def rest(self) -> Fact:
        """The share of the others."""
        return Fact(1 - self)

    @property
    def minus(self) -> Fact:
        """The other sign."""
        return Fact(-self)

    @property
    def size(self) -> Fact:
        """Without the sign."""
        return Fact(abs(self))

    def __format__(self, how: str) -> str:
        if how == "words":
            return in_words(round(self))
        if how == "ordinal":
            return _ORDINALS[round(self)]
        if how == "th":
            n = round(self)
            return f"{n}{'th' if n % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"
        if how == "pctwords":
            return in_words(round(100 * self))
        if how[:-1] == "pct":
            return f"{100 * self:.{how[-1]}f}"
        if how[:-1] == "de":
            return f"{float(self):,.{how[-1]}f}".translate(str.maketrans(",.", ".,"))
        if how == "space":
            return f"{float(self):,.0f}".replace(",", " ")
        if how[:-1] == "k":
            return f"{self / 1e3:.{how[-1]}f}k"
        if how[:-1] == "mio":
            return f"{self / 1e6:.{how[-1]}f}".replace(".", ",")
        if how[:-1] == "e":
            return f"{float(self):.{how[-1]}e}"
        if how == "x10":
            digits, power = f"{float(self):.2e}".split("e")
            return f"{digits} × 10^{int(power)}"
        return format(float(self), how or "g").replace("-", "−")


def in_words(n: int) -> str:
    """A whole number in English."""
    if n < 20:
        return _SMALL[n]
    if n < 100:
        return _TENS[n // 10 - 2] + (f"-{_SMALL[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{_SMALL[n // 100]} hundred" + (f" and {in_words(n % 100)}" if n % 100 else "")
    rest = n % 1000
    return f"{in_words(n // 1000)} thousand" + (f" {in_words(rest)}" if rest else "")
