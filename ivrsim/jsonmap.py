"""Where everything stands in a well-written JSON text, found from its brackets alone.

A text that the standard library reads needs no second reading: one pass finds which
brace closes which, and the members of an object are looked for only when somebody asks for
one of them, and no further than to that one.  Values are known by the offset at which they
begin.
"""

from __future__ import annotations

from json import loads

from ivrsim.lazy import fetch, pattern
from ivrsim.places import Span, Step

_BLANK = r"[ \t\n\r]*+"
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_BRACE = pattern(rf'[^"{{}}]*+(?:{_STRING}[^"{{}}]*+)*+([{{}}])')
_VALUE = pattern(rf'{_STRING}|[{{\[]|[^ \t\n\r,{{}}\[\]"]++')
_FIRST = pattern(rf"{_BLANK}({_VALUE.pattern})")
_MEMBER = pattern(rf"{_BLANK},?{_BLANK}({_STRING}){_BLANK}:{_BLANK}({_VALUE.pattern})")
_ELEMENT = pattern(rf"{_BLANK},?{_BLANK}({_VALUE.pattern})")
_PART = pattern(rf'{_STRING}|[{{\[\]]|[^"{{\[\]]++')
"""A piece of an array: a string, the beginning of an object, a bracket, or anything else."""


class _Inside:
    """The values directly inside another one, as far as they were looked for.

    `at` is where the next one is looked for; complemented, where a value begins that stands
    before the next one; None where there is no other.
    """

    __slots__ = ("at", "found")

    def __init__(self, at: int) -> None:
        self.found: dict[Step, int] = {}
        self.at: int | None = at


class Map:
    """The places of a text that `json.loads` takes and in which no name stands twice.

    `root` is where its one value begins; a text without any value is `empty`.  `objects`
    is how many objects the text holds, if that is known.
    """

    def __init__(self, text: str, objects: int = -1) -> None:
        self._text = text
        first = _FIRST.match(text)
        self.empty = first is None
        self.root = 0 if first is None else first.start(1)
        self._ends = _plain_closers(text, objects) or _closers(text)
        self._names: dict[int, tuple[int, int]] = {}
        self._inside: dict[int, _Inside] = {}

    def name(self, value: int) -> Span:
        """The span of the name before a value, with its quotes; empty if it has none."""
        return Span(*self._names.get(value, (0, 0)))

    def value(self, value: int) -> Span:
        """The span of a value with its quotes or brackets."""
        return Span(value, self._end(value))

    def child(self, value: int, step: Step) -> int | None:
        """The member or the element of a value, if there is such a one."""
        inside = self._inside.get(value)
        if inside is None:
            if not self._text.startswith(("{", "["), value):
                return None
            inside = self._inside[value] = _Inside(value + 1)
        found = inside.found.get(step)
        if found is None and inside.at is not None:
            look = self._members if self._text[value] == "{" else self._elements
            look(inside, step)
            found = inside.found.get(step)
        return found

    def within(self, span: Span, stretch: Span) -> Span:
        """Where a stretch of the string that stands at a span stands; else the span itself."""
        start, end = span
        if self._text[start : start + 1] != '"':
            return span
        if self._text.find("\\", start, end) >= 0:
            return fetch("ivrsim.jsonbuild:within")(self._text, span, stretch)  # type: ignore[no-any-return]
        first, last = (min(start + 1 + max(at, 0), end - 1) for at in stretch)
        return Span(first, max(first, last))

    def _members(self, inside: _Inside, step: Step) -> None:
        """Find the members of an object, up to one of that name."""
        text, ends, names, found = self._text, self._ends, self._names, inside.found
        match_at, at = _MEMBER.match, self._resume(inside)
        while match := match_at(text, at):
            (raw, value), start = match.groups(), match.start(2)
            name = loads(raw) if "\\" in raw else raw[1:-1]
            found[name] = start
            names[start] = match.span(1)
            if name == step:
                inside.at = ~start if value in ("{", "[") else match.end()
                return
            at = ends.get(start) or (self._end(start) if value == "[" else match.end())
        inside.at = None

    def _elements(self, inside: _Inside, step: Step) -> None:
        """Find the elements of an array, up to one of that index."""
        text, ends, found = self._text, self._ends, inside.found
        match_at, at = _ELEMENT.match, self._resume(inside)
        while match := match_at(text, at):
            value, start, number = match[1], match.start(1), len(found)
            found[number] = start
            if number == step:
                inside.at = ~start if value in ("{", "[") else match.end()
                return
            at = ends.get(start) or (self._end(start) if value == "[" else match.end())
        inside.at = None

    def _resume(self, inside: _Inside) -> int:
        """Where to look for what comes next."""
        at = inside.at
        assert at is not None, "somebody looks beyond the end"
        return at if at >= 0 else self._end(~at)

    def _end(self, value: int) -> int:
        """The offset after a value."""
        end = self._ends.get(value)
        if end is not None:
            return end
        if self._text.startswith("[", value):
            return self._end_of_array(value)
        match = _VALUE.match(self._text, value)
        return match.end() if match else value

    def _end_of_array(self, start: int) -> int:
        """The same of an array; it is remembered, as are those of the arrays inside."""
        at, opened = start + 1, [start]
        while opened and (match := _PART.match(self._text, at)):
            sign = match[0]
            if sign == "[":
                opened.append(at)
            at = self._ends[at] if sign == "{" else match.end()
            if sign == "]":
                self._ends[opened.pop()] = at
        return at


def _closers(text: str) -> dict[int, int]:
    """The offset after the brace that closes each opening one, by the opener's offset."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    end, match_at = 0, _BRACE.match
    while match := match_at(text, end):  # never from within a string, as a search would
        end = match.end()
        if match[1] == "{":
            opened.append(end - 1)
        else:
            ends[opened.pop()] = end
    return ends


def _plain_closers(text: str, objects: int) -> dict[int, int]:
    """The same where there are as many braces as objects: then none stands in a string.

    Empty where one does.
    """
    starts, closes = _every("{", text), _every("}", text)
    if not len(starts) == len(closes) == objects:
        return {}
    ends: dict[int, int] = {}
    opened: list[int] = []
    starts.reverse()
    for close in closes:
        while starts and starts[-1] < close:
            opened.append(starts.pop())
        ends[opened.pop()] = close + 1
    return ends


def _every(sign: str, text: str) -> list[int]:
    """Every offset of a sign."""
    found: list[int] = []
    at = text.find(sign)
    while at >= 0:
        found.append(at)
        at = text.find(sign, at + 1)
    return found
