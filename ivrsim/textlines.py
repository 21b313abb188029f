"""The lines of a text, and the report of what is wrong in it.

Lines end at a line feed, a carriage return, or both together, as editors count
them; U+2028 and its kin do not end a line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate, count
from operator import add

from ivrsim.errors import Problem
from ivrsim.lazy import pattern
from ivrsim.places import Position, Span
from ivrsim.text import shorten

MAX_PROBLEMS = 1_000
"""So many problems of one text are listed; of the rest only the number is told."""

MAX_GUESSES = 1_000
MAX_SLIPS = 100_000
"""After so many guesses, or problems in all, the rest of a text is not read."""

_LINE_END = pattern(r"\r\n?|\n")
_NEARBY = 80


def excerpt(text: str) -> str:
    """A piece of user text, short enough to stand in a message."""
    return shorten(text, 40)


class Lines:
    """Offsets of a text as lines and columns; found out when first asked for.

    Few offsets of a long text are asked for, so its lines are counted by pieces, and listed
    only where a carriage return ends some of them.
    """

    def __init__(self, text: str, piece: int = 2048) -> None:
        self.text = text
        self.piece = piece
        self._listed = "\r" in text
        self._known: dict[int, list[int]] = {}
        self._begun: dict[int, int] = {}  # where the lines begin that were asked for

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        return [0, *(end.end() for end in _LINE_END.finditer(self.text))]

    @cached_property
    def _pieces(self) -> tuple[list[int], list[int]]:
        """For each piece the lines that end before it, and where the last of them ends."""
        text, lines, end = self.text, 0, 0
        counts, ends = [], []
        for start in range(0, len(text) + 1, self.piece):
            counts.append(lines)
            ends.append(end)
            lines += text.count("\n", start, start + self.piece)
            end = text.rfind("\n", start, start + self.piece) + 1 or end
        return counts, ends

    def position(self, offset: int) -> Position:
        """The line and column of an offset; offsets outside the text are its ends."""
        offset = min(max(offset, 0), len(self.text))
        if self._listed:
            line = bisect_right(self.starts, offset)
            return Position(line, offset - self.starts[line - 1] + 1)
        counts, ends = self._pieces
        piece = offset // self.piece
        lines = counts[piece] + self.text.count("\n", piece * self.piece, offset)
        end = self.text.rfind("\n", piece * self.piece, offset) + 1 or ends[piece]
        self._begun[lines + 1] = end
        return Position(lines + 1, offset - end + 1)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end; nothing if there is none."""
        start = self._begun.get(number)
        if start is None:
            start = self._start(number)
        if start < 0:
            return ""
        if not self._listed:
            end = self.text.find("\n", start)
            return self.text[start:end] if end >= 0 else self.text[start:]
        following = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:following].rstrip("\r\n")

    def _start(self, number: int) -> int:
        """The offset at which a line begins; -1 if there is none of that number."""
        if self._listed:
            return self.starts[number - 1] if 1 <= number <= len(self.starts) else -1
        if number < 2:
            return number - 1
        counts, _ = self._pieces
        piece = bisect_left(counts, number - 1) - 1
        starts = self._starts_in(piece)
        within = number - 2 - counts[piece]
        return starts[within] if within < len(starts) else -1

    def _starts_in(self, piece: int) -> list[int]:
        """Where the lines begin that follow the ends of lines in a piece."""
        found = self._known.get(piece)
        if found is None:
            first = piece * self.piece
            parts = self.text[first : first + self.piece].split("\n")[:-1]
            lengths = accumulate(map(len, parts))
            found = self._known[piece] = list(map(add, lengths, count(first + 1)))
        return found


class Hopeless(Exception):
    """So much is wrong with a text that more of it would tell nobody anything."""


class Report:
    """Collects the problems of one text and whether its meaning is still certain."""

    def __init__(self, text: str) -> None:
        self.lines = Lines(text)
        self.sure = True
        self._guesses = 0
        self._problems: list[Problem] = []
        self._withheld = 0
        self._withheld_code = ""
        self._guessed = self._guessed_line = 0

    def add(self, code: str, message: str, start: int, end: int, hint: str = "") -> None:
        """Note a problem that stands at these offsets.  Raises `Hopeless` after too many."""
        if self._withheld + len(self._problems) >= MAX_SLIPS:
            raise Hopeless
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(Problem(code, message, span=Span(start, end), hint=hint))
        else:
            self._withheld += 1
            self._withheld_code = self._withheld_code or code

    def mend(self, message: str, start: int, end: int, hint: str = "") -> None:
        """Note a slip of syntax whose meaning is clear all the same."""
        self.add("IVR901", message, start, end, hint)

    def guess(self, message: str, start: int, end: int, hint: str = "") -> None:
        """Note a fault that leaves the meaning open.

        What follows closely is most likely its consequence and is not told again.
        """
        self.sure = False
        self._guesses += 1
        if self._guesses > MAX_GUESSES:
            raise Hopeless
        line = self.lines.position(start).line
        if line != self._guessed_line or start - self._guessed >= _NEARBY:
            self.add("IVR901", message, start, end, hint)
            self._guessed, self._guessed_line = start, line

    def refuse(self, message: str, start: int, end: int, hint: str = "") -> None:
        """Note that the text goes beyond what is read."""
        self.sure = False
        self.add("IVR917", message, start, end, hint)

    def give_up(self, at: int) -> None:
        """Note that the text is not read from here on."""
        self.sure = False
        message = f"So much is wrong that the text is not read on from {self.where(at)}."
        hint = "Mend what is listed first."
        self._problems.append(Problem("IVR901", message, span=Span(at, at), hint=hint))

    def where(self, offset: int) -> str:
        """An offset in words, for messages that speak of a second place."""
        line, column = self.lines.position(offset)
        return f"line {line}, column {column}"

    def problems(self) -> tuple[Problem, ...]:
        """All problems in the order of the text, and how many are not listed."""
        found = sorted(self._problems, key=lambda problem: problem.span or Span(0, 0))
        if self._withheld:
            message = f"{self._withheld:,} more problems of this text are not listed."
            found.append(Problem(self._withheld_code, message, span=found[-1].span))
        return tuple(found)
