"""What is said about a condition that cannot be read.

The words are for people who write call flows, not parsers: what was found, where, what
could stand there instead, and the whole condition as it was probably meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from ivrsim.conditions.messages import WINDOW, ConditionSyntaxError, shown
from ivrsim.conditions.repair import repaired
from ivrsim.conditions.vocabulary import KNOWN
from ivrsim.grammars import Stuck
from ivrsim.lazy import pattern
from ivrsim.places import Span

LONGEST_REPAIRED: Final = 2_000
"""The longest text, in characters, that is offered a repair."""

_WORD: Final = pattern(r"\w[\w-]*|[&|=<>!]+|\S|\s+")
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


def diagnose(text: str, stuck: Stuck, retry: Callable[[str], Stuck | None]) -> ConditionSyntaxError:
    """The error for a text in which the grammar got stuck, with the way out if there is one.

    `retry` says where the grammar gets stuck in another text, if it does.
    """
    word = word_at(text, stuck.place)
    fix = repaired(text, stuck, retry) if len(text) <= LONGEST_REPAIRED else None
    why, suggestion = fix or ("", None)
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
