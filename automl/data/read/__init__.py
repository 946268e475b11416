"""Every form that a table comes in, as one: Arrow columns of text or of plain values."""
