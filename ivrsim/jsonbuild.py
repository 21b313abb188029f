"""A JSON value under construction, and the tables of where its parts stand."""

from __future__ import annotations

from array import array
from typing import ClassVar

from ivrsim.jsontext import JSON, MAX_DEPTH
from ivrsim.jsontokens import DOCUMENT, ELEMENT, MEMBER, NEXT_ELEMENT, NEXT_MEMBER, QUOTES, pieces
from ivrsim.places import Span, Step
from ivrsim.textlines import Report, excerpt

Stretch = tuple[int, int]
NO_NAME: Stretch = (0, 0)


class Spans:
    """Where the values and names of a text stand, as flat tables.

    Values are numbered in the order in which they begin; the whole document is 0.
    Of a well-written part only the beginning is kept, an element's as its complement:
    the rest is matched again when somebody asks.
    """

    __slots__ = ("_ends", "_odd", "_text", "inside", "starts")
    root: ClassVar[int] = 0

    def __init__(self, text: str) -> None:
        self._text = text
        self.starts = array("q")
        self._odd: dict[int, tuple[Stretch, Stretch]] = {}
        self._ends: dict[int, int] = {}
        self.inside: dict[int, dict[str, int] | list[int]] = {}

    def add_odd(self, name: Stretch, value: Stretch) -> int:
        """Number a part that cannot be matched again; no name is an empty stretch."""
        self._odd[len(self.starts)] = name, value
        self.starts.append(0)
        return len(self.starts) - 1

    def close(self, number: int, end: int) -> None:
        """Say where a container ends."""
        self._ends[number] = end

    def name(self, number: int) -> Span:
        """The span of the member's name with its quotes; empty if it has none."""
        return Span(*self._part(number)[0])

    def value(self, number: int) -> Span:
        """The span of a value with its quotes or brackets."""
        start, end = self._part(number)[1]
        return Span(start, self._ends.get(number, end))

    def child(self, number: int, step: Step) -> int | None:
        """The number of a member or an element of a value, if there is such a one."""
        inside = self.inside.get(number)
        if isinstance(inside, dict):
            return inside.get(step) if isinstance(step, str) else None
        if inside is None or isinstance(step, str) or not 0 <= step < len(inside):
            return None
        return inside[step]

    @property
    def empty(self) -> bool:
        """Whether the text holds no value at all."""
        return not len(self.starts)

    def within(self, span: Span, stretch: Span) -> Span:
        """Where a stretch of the string that stands at a span stands; else the span itself."""
        return within(self._text, span, stretch)

    def _part(self, number: int) -> tuple[Stretch, Stretch]:
        if number in self._odd:
            return self._odd[number]
        start = self.starts[number]
        match = MEMBER.match(self._text, start) if start >= 0 else ELEMENT.match(self._text, ~start)
        assert match, "what was matched once is matched again"
        return match.span(1), match.span(2)


def within(text: str, span: Span, stretch: Span) -> Span:
    """Where a stretch of the string that stands at a span stands; else the span itself."""
    raw = text[span.start : span.end]
    if not raw or raw[0] not in QUOTES:
        return span
    inside = raw[1:-1] if len(raw) > 1 and raw[-1] in QUOTES[raw[0]] else raw[1:]
    start, end = (span.start + 1 + _offset(inside, max(at, 0)) for at in stretch)
    return Span(start, max(start, end))


def _offset(raw: str, wanted: int) -> int:
    """The offset in a string as it is written, of an offset in the text it means."""
    if "\\" not in raw:
        return min(wanted, len(raw))
    for piece in pieces(raw):
        if wanted < len(piece.value):
            return piece.start + wanted
        wanted -= len(piece.value)
    return len(raw)


class ArrayFrame:
    """An array that is being read."""

    __slots__ = ("closer", "data", "number", "numbers")
    opener: ClassVar[str] = "["
    part: ClassVar = ELEMENT
    flip: ClassVar[int] = -1
    upcoming: ClassVar = NEXT_ELEMENT

    def __init__(self, number: int, closer: str = "]") -> None:
        self.number, self.closer = number, closer
        self.data: list[JSON] = []
        self.numbers: list[int] = []

    def put(self, _name: str, value: JSON, number: int) -> int | None:
        """Append an element."""
        self.data.append(value)
        self.numbers.append(number)
        return None

    def last(self) -> str:
        """The last element in words."""
        return f"element {len(self.data)}"


class DocumentFrame(ArrayFrame):
    """What stands around the one value of a document."""

    __slots__ = ()
    part: ClassVar = DOCUMENT


class ObjectFrame:
    """An object that is being read."""

    __slots__ = ("closer", "data", "number", "numbers")
    opener: ClassVar[str] = "{"
    part: ClassVar = MEMBER
    flip: ClassVar[int] = 0
    upcoming: ClassVar = NEXT_MEMBER

    def __init__(self, number: int, closer: str = "}") -> None:
        self.number, self.closer = number, closer
        self.data: dict[str, JSON] = {}
        self.numbers: dict[str, int] = {}

    def put(self, name: str, value: JSON, number: int) -> int | None:
        """Set a member; the number of an earlier one of the same name, if there was one."""
        earlier = self.numbers.get(name)
        self.data[name] = value
        self.numbers[name] = number
        return earlier

    def last(self) -> str:
        """The last member in words."""
        return f'"{excerpt(next(reversed(self.data), ""))}"'


Frame = ArrayFrame | ObjectFrame


class Builder:
    """Puts values where they belong: `frame` is the innermost open container.

    A container that is closed by the end of the text has an empty `closer`: the
    document itself, and the members of a fragment without outer braces.
    """

    def __init__(self, text: str) -> None:
        self.report = Report(text)
        self.spans = Spans(text)
        self.document = DocumentFrame(-1, closer="")
        self.frame: Frame = self.document
        self.stack: list[Frame] = []
        self.open = {"}": 0, "]": 0, "": 0}
        self._firsts: dict[tuple[int, str], int] = {}

    def put_odd(self, name: str, name_span: Stretch, value: JSON, span: Stretch) -> None:
        """Put a value whose place is told, for it is not written as it should be."""
        self.put(name, value, self.spans.add_odd(name_span, span))

    def put(self, name: str, value: JSON, number: int) -> None:
        """Put a value into the open container; of two members with one name the last stays."""
        earlier = self.frame.put(name, value, number)
        if earlier is not None:
            self._twice(name, earlier, number)

    def enter(self, frame: Frame) -> None:
        """Open a container, which stands in its place already."""
        self.spans.inside[frame.number] = frame.numbers
        self.open[frame.closer] += 1
        self.stack.append(self.frame)
        self.frame = frame

    def close(self, end: int) -> None:
        """Close the innermost container."""
        self.spans.close(self.frame.number, end)
        self.open[self.frame.closer] -= 1
        self.frame = self.stack.pop()

    def refuse_depth(self, at: int) -> None:
        """Drop what was read: it is nested too deep."""
        message = f"The text is nested more than {MAX_DEPTH:,} levels deep."
        self.report.refuse(message, at, at + 1, "No call flow is that deep; it is not read.")
        self.document.data.clear()

    def opened(self) -> str:
        """Where the innermost container was opened, in words."""
        return self.report.where(self.spans.value(self.frame.number).start)

    def _twice(self, name: str, earlier: int, number: int) -> None:
        key = (self.frame.number, name)
        first = self._firsts.setdefault(key, self.spans.name(earlier).start)
        message = (
            f'The name "{excerpt(name)}" stands more than once in this object; '
            f"it stood first at {self.report.where(first)}."
        )
        hint = "Only the last one counts, the others are lost: rename or remove them."
        self.report.add("IVR911", message, *self.spans.name(number), hint)
