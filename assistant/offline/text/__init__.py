"""A message as words: tokens, base forms, quantities, and the one line that patterns are matched on."""
