"""Amounts and shares as people read them."""

from __future__ import annotations


def amount_words(amount: float, currency: str | None) -> str:
    """An amount with its currency, cents only where they matter: "1,250 EUR", "0.05 USD", "0.0055 USD"."""
    if 0 < abs(amount) < 0.01:
        return f"{figure_words(float(f'{amount:.2g}'))} {currency or ''}".strip()
    shown = f"{amount:,.2f}" if abs(amount) < 100 and amount != round(amount) else f"{amount:,.0f}"
    return f"{shown} {currency}" if currency else shown


def figure_words(figure: float) -> str:
    """A score or another figure, never in powers of ten: "0.8473", "210,690"."""
    if abs(figure) >= 1000:
        return f"{figure:,.0f}"
    if abs(figure) < 5e-7:  # what is left of a zero after sums in binary fractions
        return "0"
    return f"{figure:.4g}" if abs(figure) >= 1e-4 else f"{figure:.6f}"


def spread_words(spread: float) -> str:
    """How far a figure goes up and down, in two digits that count: "0.012", "32,000"."""
    rounded = float(f"{spread:.2g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 10 else figure_words(rounded)


def share_words(share: float) -> str:
    """A share as a percentage: "5 %", "9.711 %"."""
    return f"{100 * share:.4g} %"


def value_name(currency: str | None) -> str:
    """Name of a value per row: "value per row (USD)"."""
    return f"value per row ({currency})" if currency else "value per row"
