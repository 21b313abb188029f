"""A line of a document with a caret under the stretch that is meant."""

from __future__ import annotations

from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.source import Source
from ivrsim.text import clean, display_width
from ivrsim.values import dataclass

WIDTH = 100
"""Characters of a line that are shown; a longer one is cut around the place."""
BEFORE = 40
"""Characters shown before the place, where the line has to be cut."""
TAB = "    "


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line number, the line made harmless, and the line of carets below it."""

    number: int
    line: str
    carets: str


def excerpt(source: Source, diagnostic: Diagnostic) -> Excerpt:
    """The line a diagnostic stands in, windowed, with its stretch underlined.

    A stretch over several lines is underlined to the end of the first; tabs are shown
    as four blanks, wide characters count as two columns.
    """
    line = source.line(diagnostic.line)
    start = diagnostic.column - 1
    goes_on = diagnostic.end_line > diagnostic.line
    end = len(line) if goes_on else diagnostic.end_column - 1
    before, marked, after = _window(line, start, max(end, start + 1))
    shown = [_shown(part) for part in (before, marked, after)]
    carets = " " * _columns(shown[0]) + "^" * max(_columns(shown[1]), 1)
    return Excerpt(diagnostic.line, "".join(shown).rstrip(), carets)


def _window(line: str, start: int, end: int) -> tuple[str, str, str]:
    if len(line) <= WIDTH:
        return line[:start], line[start:end], line[end:]
    left = max(min(start - BEFORE, len(line) - WIDTH), 0)
    right = min(left + WIDTH, len(line))
    before = ("…" if left else "") + line[left:start]
    after = line[end:right] + ("…" if right < len(line) else "")
    return before, line[start : min(end, right)], after


def _shown(part: str) -> str:
    return part if part.isprintable() else clean(part.replace("\t", TAB))


def _columns(text: str) -> int:
    """The columns a terminal gives the text; most lines are ASCII, which is quickly told."""
    return len(text) if text.isascii() else display_width(text)
