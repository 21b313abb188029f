"""The words of the condition language, and the words people write instead of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from ivrsim.conditions.ast import DURATION_NAMES, FLAG_NAMES, TEXT_FIELD_NAMES
from ivrsim.lazy import pattern

WORDS: Final = {
    "FLAG": (*FLAG_NAMES, "in_region", "pressed", *DURATION_NAMES, *TEXT_FIELD_NAMES),
    "NOT": ("not",),
    "_AND": ("and",),
    "_OR": ("or",),
    "CONTAINS": ("contains",),
    "PRESENT": ("present",),
    "MIN": ("min",),
    "SEC": ("sec",),
}
"""The words behind each terminal; FLAG stands for every word that begins a test."""

OPERAND: Final = pattern(
    rf"\(|(?:not|{'|'.join(sorted(WORDS['FLAG'], reverse=True))})\b", re.IGNORECASE
)
"""What a condition can begin with."""

KNOWN: Final = pattern("|".join(word for words in WORDS.values() for word in words), re.IGNORECASE)
"""Every word of the language."""

_INSTEAD: Final = {
    "FLAG": {
        "after_hours": "not during_hours",
        "business_hours": "during_hours",
        "call_duration": "duration",
        "custom_field": "custom_data",
        "hours": "during_hours",
        "key_press": "pressed",
        "keypress": "pressed",
        "mobile_phone": "mobile",
        "open_hours": "during_hours",
        "press": "pressed",
        "region": "in_region",
        "repeat_caller": "repeat",
        "send_sms": "sms_sent",
    },
    "REL": {
        "at_least": ">=",
        "at_most": "<=",
        "greater_than": ">",
        "greater_than_or_equal_to": ">=",
        "less_than": "<",
        "less_than_or_equal_to": "<=",
        "longer_than": ">",
        "shorter_than": "<",
    },
    "EQ": {
        "equal_to": "=",
        "equals": "=",
        "is": "=",
        "is_not": "!=",
        "not_equal_to": "!=",
    },
    "CONTAINS": {"has": "contains", "includes": "contains", "like": "contains"},
    "PRESENT": {"exists": "present", "set": "present"},
    "MIN": {"m": "min", "mins": "min"},
    "SEC": {"s": "sec", "secs": "sec"},
}
"""Names from the campaign page's prose ("Is Mobile", "Key Press", "Send SMS", "greater
than or equal to") and other words for what a terminal means."""

_PHRASE: Final = pattern(r"[^\W\d][\w-]*(?:[ \t]+[^\W\d][\w-]*){0,5}")
_GAP: Final = pattern(r"[\s-]+")


class Phrase(NamedTuple):
    """The right word for the words that end at `end`."""

    end: int
    word: str


def rephrased(text: str, place: int, expected: Iterable[str]) -> Phrase | None:
    """The word for the longest phrase at `place` that stands for one, if there is one.

    `during hours`, `During-Hours` and `is mobile` stand for words that can be `expected`.
    """
    known = _known(expected)
    match = _PHRASE.match(text, place)
    while match is not None:
        written = _GAP.sub("_", match.group().lower())
        word = known.get(written) or known.get(written.removeprefix("is_"))
        if word is not None:
            return Phrase(match.end(), word)
        shorter = max(text.rfind(gap, place, match.end()) for gap in " \t")
        match = _PHRASE.match(text, place, shorter) if shorter > place else None
    return None


def nearest(word: str, expected: Iterable[str]) -> str | None:
    """The one expected word that `word` is a misspelling of, or None if in doubt."""
    allowed = 1 if len(word) < 6 else 2
    scored = sorted((_distance(word.lower(), known), known) for known in set(_known(expected)))
    close = [known for distance, known in scored if distance <= allowed]
    if not close or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return _known(expected)[close[0]]


def _known(expected: Iterable[str]) -> dict[str, str]:
    """Everything that is understood for the expected terminals, and what it means."""
    terminals = sorted(expected)
    words = {word: word for terminal in terminals for word in WORDS.get(terminal, ())}
    for terminal in terminals:
        words |= _INSTEAD.get(terminal, {})
    return words | {word.replace("_", ""): meant for word, meant in words.items() if "_" in word}


def _distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one):
        older, before, row = before, row, [i + 1]
        for j, b in enumerate(other):
            cost = min(before[j + 1] + 1, row[j] + 1, before[j] + (a != b))
            if i and j and a == other[j - 1] and one[i - 1] == b:
                cost = min(cost, older[j - 1] + 1)
            row.append(cost)
    return row[-1]
