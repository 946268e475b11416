"""A specification in plain words, one file for each part of it."""
