"""Which of three languages a prompt is in, by counting common words."""

from __future__ import annotations

from collections.abc import Sequence

from ivrsim.flow.spoken_tokens import tokenise
from ivrsim.flow.spoken_words import TELLTALES, Language


def language_of(prompt: str) -> Language | None:
    """The language most of a prompt is in, or None where nothing or too little tells.

    A heuristic over common words: of a prompt in two languages the one with more
    such words wins, and a tie is None.
    """
    return language_of_words(tokenise(prompt).texts)


def language_of_words(words: Sequence[str]) -> Language | None:
    """As `language_of`, for folded words; whatever stands between them tells nothing."""
    counts = {name: sum(map(known.__contains__, words)) for name, known in TELLTALES.items()}
    best = max(counts.values())
    leaders = [name for name, count in counts.items() if count == best]
    return leaders[0] if best and len(leaders) == 1 else None
