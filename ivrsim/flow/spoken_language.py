"""Which of three languages a prompt is in, by counting common words."""

from __future__ import annotations

from collections.abc import Iterable

from ivrsim.flow.spoken_tokens import Token, tokenise
from ivrsim.flow.spoken_words import TELLTALES, Language


def language_of(prompt: str) -> Language | None:
    """The language most of a prompt is in, or None where nothing or too little tells.

    A heuristic over common words: of a prompt in two languages the one with more
    such words wins, and a tie is None.
    """
    return language_of_tokens(tokenise(prompt))


def language_of_tokens(tokens: Iterable[Token]) -> Language | None:
    """As `language_of`, for a stretch of tokens."""
    words = [token.text for token in tokens if token.kind == "word"]
    counts = {name: sum(word in known for word in words) for name, known in TELLTALES.items()}
    best = max(counts.values())
    leaders = [name for name, count in counts.items() if count == best]
    return leaders[0] if best and len(leaders) == 1 else None
