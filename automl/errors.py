"""Every deliberate error of Tandem, as one tree.

    AutoMLError                      one clear sentence: what is wrong, where, what to do
    ├── InputError                   the caller can mend it: exit code 2
    │   ├── DataError                a file or a table that cannot be used
    │   ├── SpecError                a specification that contradicts itself, the data or the contract
    │   │   └── SqlExpressionError   a SQL expression that cannot be evaluated
    │   ├── QuestionError            an open question that somebody has to answer first
    │   ├── BudgetError              a budget in which nothing honest can be done
    │   ├── LimitError               the user's limit on what a language model may take is reached
    │   ├── NotYetError              specified and read back, but not runnable in this version
    │   └── FolderError              a run folder or a project that cannot be used
    │       └── TamperedError        a record that was edited, cut, reordered or does not repeat
    └── EngineError                  a failure of our own or of the machine: exit code 1
        ├── CandidateError           one candidate model failed; the search goes on
        └── StoppedError             somebody asked for the end before there was anything to hand over

The chat, the form and the command line all show `str(error)` as it is.
"""

from __future__ import annotations


class AutoMLError(Exception):
    """Base of everything that Tandem raises on purpose; `str()` is one or two sentences for a person."""

    exit_code = 1


class InputError(AutoMLError):
    """Something that the user handed in is wrong; the sentence says what to change."""

    exit_code = 2


class DataError(InputError):
    """A table cannot be loaded, or holds nothing to learn from."""


class SpecError(InputError):
    """A specification is not valid.

    Parameters
    ----------
    sentence : str
        What must hold, what was found, what to do.
    field : str, default=""
        Dotted path of the field at fault, such as ``"metric.fn"``.
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class SqlExpressionError(SpecError):
    """A SQL expression is refused or fails; the sentence quotes it and says what DuckDB said."""


class QuestionError(InputError):
    """A field that no default can stand in for was not said; the sentence is the question."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class BudgetError(InputError):
    """Time, memory or trials are too few for even the baseline."""


class LimitError(InputError):
    """What the user lets a language model elsewhere take, in tokens or money, leaves no room for another call."""


class NotYetError(InputError):
    """The specification is understood, but this version cannot run it."""


class FolderError(InputError):
    """A run folder or project is missing, damaged, or of a format that this version does not read."""


class TamperedError(FolderError):
    """A record differs from what its hash chain or a replay says it must be."""


class EngineError(AutoMLError):
    """The engine could not go on; nothing the user handed in is to blame."""


class CandidateError(EngineError):
    """One candidate failed, hung or ran out of memory."""


class StoppedError(EngineError):
    """Somebody asked for the end before there was anything to hand over."""
