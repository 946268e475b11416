"""What a specification must hold to against a table, one rule a function."""
