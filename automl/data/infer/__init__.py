"""From cells as text to values: what a column holds is decided over its distinct texts, and written down as JSON."""
