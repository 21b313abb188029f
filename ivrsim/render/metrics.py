"""How wide a text is, and how it breaks: the advance widths of Liberation Sans.

Liberation Sans has the widths of Helvetica and Arial, so a text takes the same room
whichever of the three a viewer has.  The widths stand in `fonts/widths.json`;
characters the font lacks are estimated (`ivrsim.render.scripts`).
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path

from ivrsim.render.scripts import breaks_anywhere, estimated, tamed, whole

FONTS = Path(__file__).parent / "fonts"
REGULAR = FONTS / "LiberationSans-Regular.ttf"
BOLD = FONTS / "LiberationSans-Bold.ttf"

ENOUGH = 1000
"""Characters of a prompt that are looked at; a card shows a tenth of them."""


class Widths(dict[str, float]):
    """Character -> width in ems; one the font lacks is estimated, and not kept."""

    def __missing__(self, char: str) -> float:
        return estimated(char)


@cache
def widths(bold: bool = False) -> Widths:
    """The widths of the regular or the bold font."""
    runs = json.loads((FONTS / "widths.json").read_text("ascii"))["bold" if bold else "regular"]
    return Widths(
        (chr(first + place), width / 2048)
        for first, *run in runs
        for place, width in enumerate(run)
    )


@lru_cache(maxsize=1 << 12)
def text_width(text: str, size: float = 10, bold: bool = False) -> float:
    """The width of a line of text in points."""
    return size * sum(map(widths(bold).__getitem__, text))


def is_measured(text: str) -> bool:
    """Whether the bundled font draws every character, so that the width is no guess."""
    return all(map(widths(True).__contains__, text))


def _prefix(text: str, room: float, size: float, bold: bool) -> int:
    """How many characters fit; an accent stays with its letter."""
    width = widths(bold).__getitem__
    left = room / size
    for count, char in enumerate(text):
        left -= width(char)
        if left < 0:
            return count if text.isascii() else whole(text, count)
    return len(text)


@lru_cache(maxsize=1 << 12)
def fit(text: str, room: float, size: float = 10, bold: bool = False) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    text = tamed(text[:ENOUGH])
    if _prefix(text, room, size, bold) == len(text):
        return text
    ellipsis = text_width("…", size, bold)
    return text[: _prefix(text, room - ellipsis, size, bold)].rstrip() + "…"


def wrap(
    text: str, room: float, size: float = 10, *, most: int = 3, bold: bool = False
) -> tuple[str, ...]:
    """The text in at most `most` lines, broken at blanks, or inside a word too long."""
    rest = tamed(" ".join(text[:ENOUGH].split()))
    lines: list[str] = []
    while rest and len(lines) < most - 1:
        count = _prefix(rest, room, size, bold)
        if count < len(rest):
            count = _break(rest, count)
        lines.append(rest[:count].rstrip())
        rest = rest[count:].lstrip()
    return (*lines, fit(rest, room, size, bold)) if rest else tuple(lines)


def _break(text: str, fitting: int) -> int:
    """Where a line ends of which so many characters fit: one at least, whatever it is."""
    blank = text.rfind(" ", 0, fitting + 1)
    if not text.isascii():
        for count in range(fitting, max(blank, 0), -1):
            if breaks_anywhere(text[count - 1], text[count]) and whole(text, count) == count:
                return count
    return blank if blank > 0 else max(fitting, 1)
