"""User text at an output boundary: made harmless, made short.

Prompts, names and numbers come from files anybody may have written.  Before they
reach a terminal or a log they pass through `clean`; markup languages have their own
quoting, beside their writers.
"""

from __future__ import annotations

import re
import unicodedata

from ivrsim.lazy import pattern

_RISKY = pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BLANKS = pattern(r"[\t\n\r]+")


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def clean(text: str) -> str:
    """One line of text that cannot move a cursor, colour a terminal or turn a line round.

    Line breaks and tabs become one blank; other control and direction characters are
    written as escapes, so that nothing disappears unseen.
    """
    if text.isprintable():
        return text
    return _RISKY.sub(_visible, _BLANKS.sub(" ", text))


def shorten(text: str, width: int) -> str:
    """At most `width` characters, cut at a word where one ends near, with an ellipsis."""
    if len(text) <= width:
        return text
    head = text[: max(width - 1, 0)]
    at_word = head.rfind(" ")
    return (head[:at_word] if at_word > width * 2 // 3 else head).rstrip() + "…"


def shorten_middle(text: str, width: int) -> str:
    """At most `width` characters, the middle left out: pointers and ids keep both ends."""
    if len(text) <= width:
        return text
    half = (width - 1) // 2
    return f"{text[:half]}…{text[len(text) - (width - 1 - half) :]}"


def display_width(text: str) -> int:
    """Columns a terminal gives the text: wide characters take two, combining ones none."""
    if text.replace("…", "").isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def listed(words: list[str], last: str = "and") -> str:
    """`a, b and c`, for messages; deterministic only if the words come sorted."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def is_unicode(text: str) -> bool:
    """Without halves of characters, which no file can hold."""
    return text.isascii() or text.encode(errors="ignore").decode() == text
