"""The part of the report that an auditor needs, from the bottom."""
