"""How the built-in model's small tables of numbers are learned: vectors of words, and weights of roles."""
