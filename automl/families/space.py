"""Search spaces: the settings of a family that are searched, and how the user's bounds narrow or widen them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from automl.errors import SpecError
from automl.spec.model import HyperRange

if TYPE_CHECKING:
    import optuna


@dataclass(frozen=True)
class Whole:
    """A whole number between `low` and `high`, both included."""

    name: str
    low: int
    high: int
    log: bool = False

    def suggest(self, trial: optuna.Trial) -> int:
        """Ask Optuna for a value."""
        return trial.suggest_int(self.name, self.low, self.high, log=self.log and self.low > 0)


@dataclass(frozen=True)
class Real:
    """A number between `low` and `high`, both included."""

    name: str
    low: float
    high: float
    log: bool = False

    def suggest(self, trial: optuna.Trial) -> float:
        """Ask Optuna for a value."""
        return trial.suggest_float(self.name, self.low, self.high, log=self.log and self.low > 0)


@dataclass(frozen=True)
class Choice:
    """One of some values."""

    name: str
    choices: tuple[Any, ...]

    def suggest(self, trial: optuna.Trial) -> Any:
        """Ask Optuna for a value."""
        return trial.suggest_categorical(self.name, self.choices)


Setting = Whole | Real | Choice


def bounded_setting(name: str, bound: HyperRange, *, default: Any, usual: Setting | None) -> Setting:
    """The space of one setting inside the user's bound.

    A side that the user left open is that of the usual space, or a factor of ten from the other side where the
    setting is not searched by itself.

    Parameters
    ----------
    bound : HyperRange
        A range or some choices.
    default : object
        The estimator's own default; its type is the type of the setting.
    usual : Setting or None
        What is searched when nobody bounds it.

    Raises
    ------
    SpecError
        If a whole number is asked for and the range holds none.
    """
    if bound.choices is not None:
        return Choice(name, tuple(typed(choice, default=default) for choice in bound.choices))
    low, high = _edges(bound, default=default, usual=usual)
    log = usual.log if isinstance(usual, Whole | Real) else False
    if _is_whole(bound, default=default, usual=usual):
        whole_low, whole_high = math.ceil(low), math.floor(high)
        if whole_low > whole_high:
            raise SpecError(
                f"{name!r} must be a whole number, and there is none between {low:g} and {high:g}: widen the range.",
                field=f"hyperparameters.{name}",
            )
        return Whole(name, whole_low, whole_high, log)
    return Real(name, low, high, log)


def typed(value: Any, *, default: Any) -> Any:
    """A JSON value as the setting wants it: 300.0 is the count 300, 1 is the rate 1.0, "none" stands for None."""
    if isinstance(value, bool) or isinstance(default, bool):
        return value
    if isinstance(value, str):
        return None if value.lower() == "none" and not isinstance(default, str) else value
    if isinstance(default, float):
        return float(value)
    return int(value) if float(value).is_integer() else float(value)


def keep_within(
    params: Mapping[str, Any], bounds: Mapping[str, HyperRange], *, defaults: Mapping[str, Any]
) -> dict[str, Any]:
    """A configuration moved inside the user's bounds: the nearest allowed value of each bounded setting."""
    moved = dict(params)
    for name, bound in bounds.items():
        default = defaults.get(name)
        if bound.value is not None:
            moved[name] = typed(bound.value, default=default)
        elif bound.choices is not None:
            choices = [typed(choice, default=default) for choice in bound.choices]
            moved[name] = moved[name] if moved.get(name) in choices else choices[0]
        else:
            moved[name] = _nearest(moved.get(name), bounded_setting(name, bound, default=default, usual=None))
    return moved


def _nearest(value: Any, setting: Setting) -> Any:
    assert not isinstance(setting, Choice)
    if isinstance(value, bool) or not isinstance(value, int | float):
        value = (setting.low + setting.high) / 2
    kept = min(max(value, setting.low), setting.high)
    return round(kept) if isinstance(setting, Whole) else float(kept)


def _edges(bound: HyperRange, *, default: Any, usual: Setting | None) -> tuple[float, float]:
    known = isinstance(usual, Whole | Real)
    low, high = bound.min, bound.max
    if low is None:
        assert high is not None
        low = usual.low if known else _a_tenth(high, default)  # type: ignore[union-attr] # known says what it is
        low = min(low, high)
    if high is None:
        high = usual.high if known else _ten_times(low, default)  # type: ignore[union-attr] # known says what it is
        high = max(low, high)
    return float(low), float(high)


def _a_tenth(high: float, default: Any) -> float:
    number = default if isinstance(default, int | float) and not isinstance(default, bool) else high
    return min(high / 10 if high > 0 else high * 10, number)


def _ten_times(low: float, default: Any) -> float:
    number = default if isinstance(default, int | float) and not isinstance(default, bool) else low
    return max(low * 10 if low > 0 else low + 1, number)


def _is_whole(bound: HyperRange, *, default: Any, usual: Setting | None) -> bool:
    if usual is not None:
        return isinstance(usual, Whole)
    if isinstance(default, float):
        return False
    edges = [edge for edge in (bound.min, bound.max) if edge is not None]
    return all(float(edge).is_integer() for edge in edges)
