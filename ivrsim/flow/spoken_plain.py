"""Prompts in the form that the standards advise.

"For sales, press 1. For support, press 2.": most menus are written so (ISO/IEC 13714:
first what a key is for, then the key), and nothing in them is open.  They are read sentence
by sentence, many times faster than by the scan behind `spoken_keys`, which gives the
same.  Every other prompt is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ivrsim.flow.spoken_words import ABBREVIATIONS, ARTICLES, JOINS, KEY_WORDS, VERBS
from ivrsim.places import Span
from ivrsim.values import NamedTuple

_LONGEST = 8  # words of a purpose; the bound keeps the search linear
_OFFER = re.compile(
    rf"(?:For|To) ([A-Za-z]++(?: [A-Za-z]++){{0,{_LONGEST - 1}}}+), press ([0-9])(?:\. |\.?\Z)"
)
_ENDED = re.compile(r"([A-Za-z0-9]+)[.!?] \Z")
_ASKING = VERBS.keys() | KEY_WORDS.keys()
_WORD = re.compile(r"[A-Za-z]+")


class Told(NamedTuple):
    """A key that a sentence is about: its name, where that stands, and what it is for."""

    key: str
    span: Span
    caption: str


def plain_offers(prompt: str) -> list[Told] | None:
    """The keys of a prompt that is nothing but offers after a greeting; None of any other."""
    first = _OFFER.search(prompt)
    if first is None or not prompt.isascii() or not _is_greeting(prompt[: first.start()]):
        return None
    found: list[Told] = []
    at = first.start()
    while match := _OFFER.match(prompt, at):
        caption = _caption(match[1])
        if not caption:
            return None
        found.append(Told(match[2], Span(*match.span(2)), caption))
        at = match.end()
    return found if at == len(prompt) else None


@lru_cache(maxsize=1024)
def _caption(purpose: str) -> str:
    """The purpose without its article; empty where a word of it may ask for a key or name one."""
    words = purpose.split(" ")
    folded = [word.lower() for word in words]
    if not _ASKING.isdisjoint(folded) or folded[-1] in JOINS:
        return ""
    return " ".join(words[_articles(folded) :])


def _articles(words: list[str]) -> int:
    """How many articles stand before the last word."""
    count = 0
    while count < len(words) - 1 and words[count] in ARTICLES:
        count += 1
    return count


@lru_cache(maxsize=1024)
def _is_greeting(head: str) -> bool:
    """Whether what stands before the first offer asks for no key, and its sentence has ended."""
    if not head:
        return True
    ended = _ENDED.search(head, max(len(head) - 40, 0))
    if ended is None or (ended[1].isalpha() and _is_short_form(ended[1])):
        return False
    return all(word not in VERBS for word in _words(head))


def _is_short_form(word: str) -> bool:
    """Whether a full stop after the word ends no sentence."""
    return len(word) < 2 or word.lower() in ABBREVIATIONS


def _words(text: str) -> Iterator[str]:
    return (match[0].lower() for match in _WORD.finditer(text))
