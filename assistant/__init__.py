"""The conversation: which tool next, and how to say what came out; it never computes."""

# Bound here, before anybody imports the module of the same name, so that `from assistant import plan` is the function.
from assistant.plan import plan

__all__ = ["plan"]
