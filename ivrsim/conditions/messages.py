"""The error for a condition that cannot be read, and how it is shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from ivrsim.errors import IvrsimError
from ivrsim.places import Span

WINDOW: Final = 64
"""The most characters of a condition that a message shows around the place."""


class ConditionSyntaxError(IvrsimError):
    """A text that is not a condition.

    `text` is the whole text, `span` the part that cannot stand where it stands (empty
    at the end, if the text ends too early), `found` that part, `expected` what could
    stand there, sorted, `suggestion` the whole text put right, or None if there is no
    good guess; a suggestion is always a condition that can be read.
    """

    span: Span

    def __init__(
        self,
        message: str,
        *,
        text: str = "",
        span: Span = Span(0, 0),
        expected: Iterable[str] = (),
        suggestion: str | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(message, hint=hint, span=span)
        self.text = text
        self.found = text[span.start : span.end]
        self.expected = tuple(sorted(expected))
        self.suggestion = suggestion

    def __str__(self) -> str:
        lines = [self.message, *_pointed_at(self.text, self.span)]
        if self.expected:
            lines.append(f"Expected {one_of(self.expected)}.")
        if self.hint:
            lines.append(self.hint)
        return "\n".join(lines)


class NotACondition(ConditionSyntaxError, TypeError):
    """Something that is not even a text was given as a condition."""

    @classmethod
    def of(cls, value: object) -> NotACondition:
        """The error for this value."""
        kind = "null" if value is None else f"a value of type {type(value).__name__}"
        return cls(
            f"a condition is a text, not {kind}",
            hint='Give a text such as "mobile and pressed[2]", or "" for no condition.',
        )


def one_of(words: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def shown(text: str) -> str:
    """`text` on one line, without characters that cannot be seen."""
    return "".join(char if char.isprintable() else " " for char in text)


def _pointed_at(text: str, span: Span) -> list[str]:
    """The text around the place, and below it a line of carets."""
    if not text:
        return []
    start = max(0, min(span.start - WINDOW // 2, len(text) - WINDOW))
    end = min(len(text), start + WINDOW)
    left, right = "…" * (start > 0), "…" * (end < len(text))
    margin = _width(left + shown(text[start : span.start]))
    carets = max(1, _width(shown(text[span.start : min(span.end, end)])))
    return [f"  {left}{shown(text[start:end])}{right}", "  " + " " * margin + "^" * carets]


def _width(text: str) -> int:
    """How many columns a terminal gives to `text`."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )
