"""What is said about a condition that cannot be read.

The words are for people who write call flows, not parsers: what was found, where, what
could stand there instead, and the whole condition as it was probably meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from ivrsim.conditions.vocabulary import KNOWN
from ivrsim.errors import IvrsimError
from ivrsim.grammars import Stuck
from ivrsim.places import Span

WINDOW: Final = 64
"""The most characters of a condition that a message shows around the place."""

_WORD: Final = re.compile(r"\w[\w-]*|[&|=<>!]+|\S|\s+")
_QUOTES: Final = "\"'“”„‘’\u201a"

_EXPECTED: Final = {
    "FLAG": ("a test such as during_hours or pressed[2]",),
    "NOT": ('"not"',),
    "LPAR": ('"("',),
    "RPAR": ('")"',),
    "_LSQB": ('"["',),
    "RSQB": ('"]"',),
    "_AND": ('"and"',),
    "_OR": ('"or"',),
    "$END": ("the end of the condition",),
    "REL": ('">"', '">="', '"<"', '"<="'),
    "EQ": ('"="',),
    "NE": ('"!="',),
    "CONTAINS": ('"contains"',),
    "PRESENT": ('"present"',),
    "INT": ("a number of up to 9 digits",),
    "MIN": ('"min"',),
    "SEC": ('"sec"',),
    "STRING": ('a text such as "Printer", in double quotes',),
    "KEY_PATH": ("keys such as 2 or 1 2 W (1 to 9, a to z, W, N)",),
    "REGION_NAME": ("the name of a region",),
    "FIELD_NAME": ("the name of a custom data field",),
}
"""The words for what the grammar calls by the names of its terminals.

The terminals that begin a test come together, so FLAG speaks for all of them.
"""

_INSTEAD: Final = {
    "KEY_PATH": "is not a key that can be tested",
    "REGION_NAME": "is not the name of a region",
    "FIELD_NAME": "is not the name of a custom data field",
    "INT": "is not a length of time",
}


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


def syntax_error(text: str, stuck: Stuck, why: str, suggestion: str | None) -> ConditionSyntaxError:
    """The error for a text in which the grammar got stuck, with the way out if there is one."""
    word = word_at(text, stuck.place)
    meant = f"Did you mean: {shown(suggestion)}" if suggestion is not None else ""
    return ConditionSyntaxError(
        _message(stuck, word),
        text=text,
        span=Span(stuck.place, stuck.place + len(word)),
        expected=expected_words(stuck.expected - ({"$END"} if not stuck.tokens else set())),
        suggestion=suggestion,
        hint=" ".join(filter(None, [why, meant])),
    )


def word_at(text: str, place: int) -> str:
    """The word or sign that begins at `place`, as it is written; empty at the end."""
    match = _WORD.match(text, place)
    return match.group() if match else ""


def expected_words(terminals: Iterable[str]) -> list[str]:
    """What people call these terminals of the grammar."""
    return [word for terminal in terminals for word in _EXPECTED.get(terminal, ())]


def one_of(words: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def shown(text: str) -> str:
    """`text` on one line, without characters that cannot be seen."""
    return "".join(char if char.isprintable() else " " for char in text)


def _message(stuck: Stuck, word: str) -> str:
    if not word:
        return f'the condition stops after "{shown(stuck.tokens[-1][-WINDOW:])}"'
    if word in _QUOTES and "STRING" in stuck.expected:
        return "a quoted text is never closed"
    for terminal, instead in _INSTEAD.items():
        if terminal in stuck.expected:
            return f'"{shown(word[:WINDOW])}" {instead}'
    return _misplaced(word)


def _misplaced(word: str) -> str:
    if word in _QUOTES:
        return "a quoted text cannot stand here"
    if word.isidentifier() and not KNOWN.fullmatch(word):
        return f'"{shown(word[:WINDOW])}" is not a word of the condition language'
    return f'"{shown(word[:WINDOW])}" cannot stand here'


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
