"""What can go wrong: problems are values that are collected, errors are raised.

A bad *document* never raises: readers collect `Problem`s.  A wrong *use* of the
library (pressing a key on an ended call, a condition that cannot be parsed on its
own) raises a child of `IvrsimError`.  Both carry a code, a place and a way out.
"""

from __future__ import annotations

from ivrsim.places import ROOT, Place, Span
from ivrsim.values import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a reader found wrong, before any lint rule looked.

    `code` is the lint code it is reported under, `place` where it stands in the
    document, `span` offsets into the source text where that is known better,
    `hint` the way out.
    """

    code: str
    message: str
    place: Place = ROOT
    span: Span | None = None
    hint: str = ""


class IvrsimError(Exception):
    """The parent of every error ivrsim raises on purpose."""

    def __init__(self, message: str, *, hint: str = "", span: Span | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.span = span

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UsageError(IvrsimError):
    """An argument or option that cannot be: the message says what can."""


class UnreadableError(IvrsimError):
    """A file that cannot be opened or read at all."""


class CallEnded(IvrsimError):
    """The call is over, so the caller can do nothing more."""


class RegistryError(IvrsimError):
    """Two entries claim one name, or a file holds no entry or more than one."""
