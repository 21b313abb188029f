"""A document at the door: its text, its value, and where in the text everything stands.

Reading never raises for what a file holds.  The standard library reads what is
well written, and `ivrsim.jsonmap` finds places in it; for everything else there is
`ivrsim.jsonreader`.
"""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Mapping
from functools import cached_property
from math import isinf
from typing import TYPE_CHECKING

from ivrsim.errors import Problem, UsageError
from ivrsim.jsontext import HALF_CHARACTER, JSON, dumps, plain
from ivrsim.lazy import fetch, pattern
from ivrsim.places import Place, Position, Span
from ivrsim.text import shorten_middle
from ivrsim.textlines import Lines

if TYPE_CHECKING:
    from ivrsim.jsonbuild import Spans
    from ivrsim.jsonmap import Map
    from ivrsim.jsonreader import Parsed

MAX_BYTES = 64 * 1024 * 1024
"""Larger files (in bytes) and texts (in characters) are refused."""

_ON_ONE_LINE = 500
"""Characters of a stretch that is looked through for the end of a line."""
_SURROGATE_ESCAPE = pattern(r"\\u[dD][89a-fA-F]")
_SHORT_INTEGER = 18
_START = Span(0, 0)
_BYTE_ORDER_MARK = Problem(
    "IVR914",
    "The file begins with a byte order mark (U+FEFF), which some JSON readers refuse.",
    span=_START,
    hint='Save it as UTF-8 without the mark ("UTF-8", not "UTF-8 with BOM").',
)


class Source:
    """A document as it was read.

    - `name`: of the file, or `<text>`, `<bytes>`, `<dict>`, `<list>`;
    - `data`: the value, None where there is none;
    - `ok`: whether the whole value could be made out for certain, if need be by
      mending slips that leave no doubt (a comma too many, a comment);
    - `problems`: what is wrong with the text, in its order.
    """

    def __init__(
        self,
        name: str,
        text: str | None,
        data: JSON,
        *,
        ok: bool = True,
        problems: tuple[Problem, ...] = (),
        parsed: Parsed | None = None,
        objects: int = -1,
    ) -> None:
        self.name = name
        self.data = data
        self.ok = ok
        self.problems = problems
        self._given = text
        self._early = parsed
        self._objects = objects
        self._numbers: dict[Place, int] = {}

    def __repr__(self) -> str:
        state = "" if self.ok else ", not readable"
        return f"<Source {self.name}: {len(self.problems)} problems{state}>"

    @cached_property
    def text(self) -> str:
        """The decoded text; of a Python value the text it is written as."""
        return dumps(self.data) if self._given is None else self._given

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.text)

    def position(self, offset: int) -> Position:
        """The line and column of an offset in the text."""
        return self.lines.position(offset)

    def positions(self, span: Span) -> tuple[Position, Position]:
        """Where a span begins and where it ends; the end is the first place after it."""
        start, length = self.position(span.start), span.end - span.start
        if span.start >= 0 and 0 <= length < _ON_ONE_LINE:
            said = self.text[span.start : span.end]
            if len(said) == length and "\n" not in said and "\r" not in said:
                return start, Position(start.line, start.column + length)
        return start, self.position(span.end)

    def line(self, number: int) -> str:
        """A line of the text, counted from 1, without its end; empty if there is none."""
        return self.lines.line(number)

    def span(self, place: Place) -> Span:
        r"""Where a place stands in the text; of one that does not exist, what would hold it.

        The name of a member includes its quotes.  A stretch of a string is found
        through escapes such as `\"` and `\u0041`.
        """
        spans = self._spans
        if spans.empty:
            return _START
        number = self._number(place)
        if number < 0:
            return spans.value(~number)
        span = spans.value(number)
        if place.key and (name := spans.name(number)).end > name.start:
            span = name
        return span if place.within is None else spans.within(span, place.within)

    @cached_property
    def _spans(self) -> Spans | Map:
        """Of a text that needed the careful reader what that one saw, else a map."""
        if self._early is not None:
            return self._early.spans
        made: Map = fetch("ivrsim.jsonmap:Map")(self.text, self._objects)
        return made

    def _number(self, place: Place) -> int:
        """The number of the value at a place; complemented, of the nearest one around it."""
        known, spans = self._numbers, self._spans
        number = known.get(place)
        if number is not None:
            return number
        unknown: list[Place] = []
        at: Place | None = place
        while at is not None and at.step is not None and at not in known:
            unknown.append(at)
            at = at.parent
        number = known.get(at, spans.root) if at is not None else spans.root
        for at in reversed(unknown):
            found = spans.child(number, at.step) if number >= 0 and at.step is not None else None
            if found is not None:
                number = found
            elif number >= 0:
                number = ~number
            known[at] = number
        return number


def read(what: object, name: str | None = None, *, max_bytes: int = MAX_BYTES) -> Source:
    """Read a document: a path, a text, bytes, or a Python value.

    A `str` with a line break or a `{` in it is JSON text.  Any other one is a path if
    something of that name exists or it ends in `.json`; else it is text.  Where the
    choice must not depend on the disk, give a `Path`, or call `read_text`.  What the
    document holds never raises; `UsageError` is for an object of another kind.
    """
    if isinstance(what, str):
        reader = read_file if _names_file(what) else read_text
        return reader(what, name, max_bytes=max_bytes)
    if isinstance(what, os.PathLike):
        return read_file(what, name, max_bytes=max_bytes)
    if isinstance(what, bytes | bytearray | memoryview):
        return read_bytes(bytes(what), name, max_bytes=max_bytes)
    if isinstance(what, Mapping | list | tuple):
        return read_value(what, name)
    raise UsageError(
        f"A {type(what).__name__} cannot be read as a document.",
        hint="Give a path, JSON text, bytes, or a dict.",
    )


def read_file(
    path: str | os.PathLike[str], name: str | None = None, *, max_bytes: int = MAX_BYTES
) -> Source:
    """Read a file; one that cannot be opened is a document with the problem IVR919."""
    shown = name or os.fspath(path)
    try:
        with open(path, "rb") as file:
            data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL or a half character
        return Source(shown, "", None, ok=False, problems=(_unreadable(shown, error),))
    return read_bytes(data, shown, max_bytes=max_bytes)


def read_bytes(data: bytes, name: str | None = None, *, max_bytes: int = MAX_BYTES) -> Source:
    """Read a document as it stands in a file or comes from a pipe."""
    if len(data) > max_bytes:
        return _too_large(name or "<bytes>", max_bytes)
    return _read(name or "<bytes>", *_decoded(data))


def read_text(text: str, name: str | None = None, *, max_bytes: int = MAX_BYTES) -> Source:
    """Read JSON text; the bound counts its characters."""
    name = name or "<text>"
    if len(text) > max_bytes:
        return _too_large(name, max_bytes)
    problems: list[Problem] = []
    if text.startswith("\ufeff"):
        problems.append(_BYTE_ORDER_MARK)
        text = text.removeprefix("\ufeff")
    halves = [] if text.isascii() else [half.start() for half in HALF_CHARACTER.finditer(text)]
    if halves:
        problems.append(_half_characters(text, halves))
        text = HALF_CHARACTER.sub("\ufffd", text)
    return _read(name, text, problems)


def read_value(value: object, name: str | None = None) -> Source:
    """Take a Python value made of dicts, lists and the like; its text is written when needed."""
    data, problems = plain(value)
    codes = {problem.code for problem in problems}
    kind = "<dict>" if isinstance(value, Mapping) else "<list>"
    return Source(name or kind, None, data, ok="IVR917" not in codes, problems=problems)


def _names_file(text: str) -> bool:
    if any(sign in text for sign in "{\n\r"):
        return False
    if not text or text.lower().endswith(".json"):
        return bool(text)
    try:
        return os.path.exists(text)
    except (OSError, ValueError):
        return False


def _unreadable(name: str, error: OSError | ValueError) -> Problem:
    shown = shorten_middle(name, 80)
    if isinstance(error, FileNotFoundError):
        message, hint = f"There is no file {shown}.", "Check its spelling and its folder."
    elif isinstance(error, IsADirectoryError):
        message, hint = f"{shown} is a folder, not a file.", "Name a file in it."
    else:
        reason = getattr(error, "strerror", None) or error
        message, hint = f"{shown} cannot be read: {reason}.", "Check its name and who may read it."
    return Problem("IVR919", message, span=_START, hint=hint)


def _too_large(name: str, max_bytes: int) -> Source:
    message = f"The document is larger than {max_bytes:,} bytes and is not read."
    problem = Problem("IVR917", message, span=_START, hint="Call flows are far smaller.")
    return Source(name, "", None, ok=False, problems=(problem,))


def _read(name: str, text: str, problems: list[Problem]) -> Source:
    try:
        data, objects = _quick(text)
    except (ValueError, RecursionError):
        parsed = _parse(text)
        found = (*problems, *parsed.problems)
        return Source(name, text, parsed.data, ok=parsed.ok, problems=found, parsed=parsed)
    return Source(name, text, data, problems=tuple(problems), objects=objects)


def _parse(text: str) -> Parsed:
    """By our own reader, which a well-written document never needs."""
    return fetch("ivrsim.jsonreader:parse")(text)  # type: ignore[no-any-return]


def _quick(text: str) -> tuple[JSON, int]:
    """The value by the standard library, and how many objects it holds.

    Raises ValueError, or RecursionError, for everything that is not beyond doubt.
    """
    if _SURROGATE_ESCAPE.search(text):
        raise ValueError("perhaps half a character")
    objects = 0

    def members(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
        nonlocal objects
        objects += 1
        made = dict(pairs)
        if len(made) < len(pairs):
            raise ValueError("a name stands twice")
        return made

    decoder = json.JSONDecoder(
        object_pairs_hook=members,
        parse_float=_float,
        parse_int=_integer,
        parse_constant=_constant,
    )
    return decoder.decode(text), objects


def _float(text: str) -> float:
    value = float(text)
    if isinf(value):
        raise ValueError("not finite")
    return value


def _integer(text: str) -> int:
    if len(text) > _SHORT_INTEGER:
        raise ValueError("perhaps beyond 64 bits")
    return int(text)


def _constant(text: str) -> None:
    raise ValueError(text)


def _decoded(data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file, in whatever encoding, and what is wrong with that."""
    encoding = json.detect_encoding(data)
    if not encoding.startswith("utf-8"):
        return data.decode(encoding, "replace").removeprefix("\ufeff"), [_foreign(encoding)]
    problems = [_BYTE_ORDER_MARK] if encoding == "utf-8-sig" else []
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    wrong = [] if text.isascii() else [byte.start() for byte in HALF_CHARACTER.finditer(text)]
    if wrong:
        problems.append(_not_utf8(text, wrong))
        text = HALF_CHARACTER.sub(lambda byte: _windows(byte[0]), text)
    return text, problems


def _foreign(encoding: str) -> Problem:
    message = f"The file is encoded in {encoding[:6].upper()}; JSON is UTF-8 (RFC 8259)."
    return Problem("IVR915", message, span=_START, hint="Save it as UTF-8.")


def _not_utf8(text: str, wrong: list[int]) -> Problem:
    at = wrong[0]
    offset = len(text[:at].encode("utf-8", "surrogateescape"))
    more = f" (and {len(wrong) - 1:,} more)" if len(wrong) > 1 else ""
    message = f"The byte 0x{ord(text[at]) - 0xDC00:02X} at offset {offset:,}{more} is not UTF-8."
    hint = f"Save the file as UTF-8; it is read here as Windows-1252, as `{_windows(text[at])}`."
    return Problem("IVR915", message, span=Span(at, at + 1), hint=hint)


def _windows(escaped: str) -> str:
    """What a byte that is not UTF-8 means in the encoding that most often slips in."""
    return bytes([ord(escaped) - 0xDC00]).decode("cp1252", "replace")


def _half_characters(text: str, halves: list[int]) -> Problem:
    at = halves[0]
    more = f" (and {len(halves) - 1:,} more)" if len(halves) > 1 else ""
    message = f"The text holds half of a character, U+{ord(text[at]):04X}{more}."
    hint = "It is read as U+FFFD; write the whole character."
    return Problem("IVR913", message, span=Span(at, at + 1), hint=hint)
