"""The engine: a specification and a table go in, a checked and explained model comes out; it knows nothing of chat."""

from __future__ import annotations

from typing import Any

__all__ = ["load", "run"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import `run` and `load` when they are first asked for: they bring all of scikit-learn with them."""
    if name in __all__:
        import automl.pipeline

        return getattr(automl.pipeline, name)
    raise AttributeError(f"module 'automl' has no attribute {name!r}")
