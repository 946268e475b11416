"""The part of the report that a decision needs, from the top."""
