"""Amounts and shares as people read them."""

from __future__ import annotations


def amount_words(amount: float, currency: str | None) -> str:
    """An amount with its currency, cents only where they matter: "1,250 EUR", "0.05 USD"."""
    shown = f"{amount:,.2f}" if abs(amount) < 100 and amount != round(amount) else f"{amount:,.0f}"
    return f"{shown} {currency}" if currency else shown


def share_words(share: float) -> str:
    """A share as a percentage: "5 %", "9.711 %"."""
    return f"{100 * share:.4g} %"


def value_name(currency: str | None) -> str:
    """Name of a value per row: "value per row (USD)"."""
    return f"value per row ({currency})" if currency else "value per row"
