"""Scripts the bundled font does not have: how wide they are, which way they run, where they break.

A viewer draws them with a font of its own, so widths are estimates on the safe side:
about the widest of the usual system fonts in a running text.  A line that runs from
right to left says so by signs within it (Unicode Standard Annex #9, "Explicit
Directional Embeddings" and "Isolates"), which every renderer obeys alike.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

from ivrsim.lazy import pattern

LEFTWARDS = "\u202b", "\u202c"
"""What a whole line from right to left stands between: signs that the bundled font has."""
APART = "\u2067", "\u2069"
"""What words from right to left stand between, that are part of a line."""
MARKS = 3
"""Accents that a letter keeps on a card: more of them would climb out of it."""
UNKNOWN = 1.3
"""Ems of a character of no known script."""

_WIDTHS = (
    (0x0530, 1.0), (0x0590, 0.75), (0x0600, 0.85), (0x0633, 1.4), (0x0637, 1.05), (0x0639, 0.85),
    (0x0641, 1.15), (0x0642, 0.85), (0x069A, 1.4), (0x069F, 1.15), (0x06A9, 1.05), (0x06B5, 0.85),
    (0x06FA, 1.4), (0x06FD, 0.9), (0x0700, 0.95), (0x0900, 0.95),
    (0x0B80, 1.5), (0x0C00, 1.2), (0x0D00, 1.6), (0x0E00, 0.8), (0x0F00, 1.0),
    (0x1000, 1.6), (0x10A0, 0.95), (0x1100, 1.0), (0x1200, 1.2), (0x1780, 1.6),
    (0x1800, 1.1), (0x1E00, 0.95), (0x2000, 1.0), (0x2E3A, 2.1), (0x2E3B, 3.1), (0x2E3C, 1.0),
    (0xA000, 1.0), (0xFB50, 1.2), (0xFDF0, 2.5), (0xFDFB, 3.5), (0xFDFC, 2.0), (0xFDFD, 12.0),
    (0xFDFE, 1.2), (0xFE30, 1.0), (0xFE70, 0.9), (0xFF00, 1.0), (0x10000, 1.5), (0x12000, 5.5),
    (0x13000, 2.2), (0x16000, 1.5), (0x17000, 1.0), (0x1D000, 1.5), (0x1F000, 1.4),
    (0x20000, 1.0), (0xE0000, 1.0),
)  # fmt: skip
"""From each character on the greatest width in ems."""
_STARTS = [first for first, _ in _WIDTHS]

# Hebrew, Arabic, Syriac, Thaana, N'Ko and their like; above the basic plane 10800 to 10FFF, 1E800
# to 1EFFF (Unicode Character Database, DerivedBidiClass).
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
_RTL_CHAR = pattern(f"[{_RTL}]")
_RTL_RUN = pattern(f'[{_RTL}](?:[^\\w"|│├└]*[{_RTL}]|[^\\W\\da-zA-Z])*')
_NO_START = frozenset("、。，．：；？！）］｝」』】〉》〕…‥・ーゝ々")  # noqa: RUF001
"""What a line of Chinese or Japanese does not begin with."""


def estimated(char: str) -> float:
    """The width in ems of a character the bundled font lacks."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    at = bisect_right(_STARTS, ord(char)) - 1
    wide = 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.0
    return max(_WIDTHS[at][1] if at >= 0 else UNKNOWN, wide)


def runs_left(text: str) -> bool:
    """Whether the first letter with a direction says that the text runs from right to left."""
    if text.isascii() or not _RTL_CHAR.search(text):
        return False
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


def kept_apart(line: str) -> str:
    """A line of ours with users' words in it: those from right to left turn nothing else round."""
    if line.isascii() or not _RTL_CHAR.search(line):
        return line
    return _RTL_RUN.sub(lambda run: run[0].join(APART), line)


def tamed(text: str) -> str:
    """The text with at most `MARKS` accents on a letter."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= MARKS:
            kept.append(char)
    return "".join(kept)


def whole(text: str, count: int) -> int:
    """At most `count` characters that end with a whole one: no accent or joiner is cut off.

    It is `count` itself where the first sign is longer than that.
    """
    if count >= len(text):
        return len(text)
    at = count
    while at > 0 and _joined(text[at - 1], text[at]):
        at -= 1
    return at or count


def _joined(before: str, after: str) -> bool:
    return (
        before == "\u200d"
        or after == "\u200d"
        or (ord(after) > 0x2FF and unicodedata.category(after) in ("Mn", "Me", "Mc"))
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    )


def breaks_anywhere(before: str, after: str) -> bool:
    """Whether a line may end between two characters: beside an ideograph, or in Thai."""
    if after in _NO_START:
        return False
    return any(
        unicodedata.east_asian_width(char) in "WF" or "\u0e00" <= char <= "\u0eff"
        for char in (before, after)
    )
