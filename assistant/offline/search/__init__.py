"""How to search: what may be spent, which families, how they are validated."""
