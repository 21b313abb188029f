"""Words that several rules use in their messages."""

from __future__ import annotations

from collections.abc import Iterable

from ivrsim.text import clean, listed, shorten


def quoted(text: str, width: int = 60) -> str:
    """User text as a message quotes it: harmless, short, in straight quotes."""
    return f'"{shorten(clean(text), width)}"'


def sentence(text: str) -> str:
    """The text with a capital at its start, unless a single letter (a key) stands there."""
    return text[:1].upper() + text[1:] if text[1:2].isalpha() else text


def the_keys(keys: Iterable[str], last: str = "and") -> str:
    """`key 2`, `keys 2 and 3`."""
    named = list(keys)
    return f"key{'s' if len(named) > 1 else ''} {listed(named, last)}"


def number_of(count: int, noun: str, many: str = "") -> str:
    """`1 child`, `2 children`, `no child`."""
    word = noun if count == 1 else many or f"{noun}s"
    return f"{count or 'no'} {word}"


def children(count: int) -> str:
    """`1 child`, `3 children`."""
    return number_of(count, "child", "children")


FAILOVER_TYPES = {"W": "Wrong", "N": "None"}
"""The name Invoca gives to the failover behind an exit (`keypress_failover_type`)."""
