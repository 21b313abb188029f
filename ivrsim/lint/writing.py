"""New JSON in the hand of the text it goes into: its indentation, colons, commas, escapes.

All is seen near the place, so that a fix costs the same in a small and in a huge file.
"""

from __future__ import annotations

import json
import re

from ivrsim.jsontext import JSON, dumps
from ivrsim.jsontokens import BLANK, STRING
from ivrsim.lazy import pattern
from ivrsim.places import Span
from ivrsim.values import dataclass

UNIT = "  "
"""A level of indentation where the text shows none."""

_BLANK = pattern(BLANK)
_FIRST_NAME = pattern(rf"{BLANK}{STRING}({BLANK}:{BLANK})")
_COLON_BEFORE = pattern(r"[ \t]*:[ \t]*\Z")
_LINE_END = pattern(r"\r\n?|\n")
_BETWEEN = pattern(rf"({STRING})(: )?|(, )|\n( *)")
_BACK = 8


@dataclass(frozen=True, slots=True)
class Hand:
    """How a container is written.

    - `text`: the text it is part of;
    - `lead`: what stands before each of its items: a line end with blanks, or nothing
      where it is written on one line;
    - `unit`: a level of indentation;
    - `colon`: what stands between a name and its value.
    """

    text: str
    lead: str = ""
    unit: str = UNIT
    colon: str = ": "

    @property
    def broken(self) -> bool:
        """Whether each item has its own line."""
        return bool(self.lead)

    @property
    def comma(self) -> str:
        """What stands between two items, comma included."""
        return "," + (self.lead or self._blank)

    @property
    def _blank(self) -> str:
        return " " if self.colon[-1:].isspace() else ""

    def string(self, value: str) -> str:
        r"""A string with its quotes, with `\\u` escapes where the text writes them.

        Raises `UnwritableError` for half a character.
        """
        written = dumps(value)
        if not written.isascii() and self.text.isascii() and "\\u" in self.text:
            return json.dumps(value)
        return written

    def member(self, name: str, value: JSON, *, broken: bool) -> str:
        """A member, its name first."""
        return self.string(name) + self.colon + self.value(value, broken=broken)

    def value(self, value: JSON, *, broken: bool) -> str:
        """A value that begins on a line of this container's items, on one line or several."""
        written = dumps(value, indent=1 if broken and self.broken else None)
        return _BETWEEN.sub(self._piece, written)

    def _piece(self, piece: re.Match[str]) -> str:
        string, colon, comma, blanks = piece.groups()
        if string is not None:
            own = string if string.isascii() else self.string(json.loads(string))
            return own + (self.colon if colon else "")
        return "," + self._blank if comma else self.lead + self.unit * len(blanks)


def blanks_after(text: str, at: int) -> int:
    """The offset of the first character from here that is no blank."""
    match = _BLANK.match(text, at)
    return match.end() if match else at


def blanks_before(text: str, at: int) -> int:
    """The offset after the last character before here that is no blank."""
    while at and text[at - 1] in " \t\r\n":
        at -= 1
    return at


def hand_of(text: str, start: int) -> Hand:
    """How the container that is opened at an offset is written; an empty one: on one line."""
    lead = own_line(text[start + 1 : blanks_after(text, start + 1)])
    return Hand(text, lead, _unit(text, start, lead), _colon(text, start))


def is_empty(text: str, span: Span) -> bool:
    """Whether the list or object that stands here holds nothing."""
    return blanks_after(text, span.start + 1) >= span.end - 1


def has_lines(text: str, span: Span) -> bool:
    """Whether what stands here goes over several lines."""
    return text.find("\n", *span) >= 0 or text.find("\r", *span) >= 0


def line_lead(lead: str, text: str, at: int) -> str:
    """The line end of a lead, with the indentation of the line of an offset."""
    return lead and lead[: len(lead) - len(lead.lstrip("\r\n"))] + indentation(text, at)


def own_line(blanks: str) -> str:
    """The last line end in some blanks, with what follows it; nothing where there is none."""
    ends = list(_LINE_END.finditer(blanks))
    return blanks[ends[-1].start() :] if ends else ""


def indentation(text: str, at: int) -> str:
    """The blanks that the line of an offset begins with."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    end = start
    while end < at and text[end] in " \t":
        end += 1
    return text[start:end]


def _unit(text: str, start: int, lead: str) -> str:
    if not lead:
        return UNIT
    around, inside = indentation(text, start), lead.lstrip("\r\n")
    deeper = inside.removeprefix(around)
    return deeper if deeper and inside.startswith(around) else UNIT


def _colon(text: str, start: int) -> str:
    """What stands between a name and its value, in this container or right before it."""
    inside = _FIRST_NAME.match(text, start + 1)
    before = _COLON_BEFORE.search(text, max(start - _BACK, 0), start)
    colon = inside.group(1) if inside else before.group() if before else ": "
    return ": " if own_line(colon) else colon
