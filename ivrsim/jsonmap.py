"""Where everything stands in a well-written JSON text, found from its brackets alone.

A text that the standard library reads needs no second reading: one pass finds which
bracket closes which, and the members of an object are looked for only when somebody
asks for one of them.  Values are known by the offset at which they begin.
"""

from __future__ import annotations

from collections import Counter
from json import loads
from typing import Any

from ivrsim.lazy import fetch, pattern
from ivrsim.places import Span, Step

_BLANK = r"[ \t\n\r]*+"
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_BRACKET = pattern(rf'[^"{{}}\[\]]*+(?:{_STRING}[^"{{}}\[\]]*+)*+([{{}}\[\]])')
_VALUE = pattern(rf'{_STRING}|[{{\[]|[^ \t\n\r,{{}}\[\]"]++')
_FIRST = pattern(rf"{_BLANK}({_VALUE.pattern})")
_MEMBER = pattern(rf"{_BLANK},?{_BLANK}({_STRING}){_BLANK}:{_BLANK}({_VALUE.pattern})")
_ELEMENT = pattern(rf"{_BLANK},?{_BLANK}({_VALUE.pattern})")


class Map:
    """The places of a text that `json.loads` takes and in which no name stands twice.

    `root` is where its one value begins; a text without any value is `empty`.
    """

    def __init__(self, text: str, data: Any) -> None:
        self._text = text
        first = _FIRST.match(text)
        self.empty = first is None
        self.root = 0 if first is None else first.start(1)
        self._ends = _plain_closers(text, data) or _closers(text)
        self._names: dict[int, Span] = {}
        self._members: dict[int, dict[Step, int]] = {}

    def name(self, value: int) -> Span:
        """The span of the name before a value, with its quotes; empty if it has none."""
        return self._names.get(value, Span(0, 0))

    def value(self, value: int) -> Span:
        """The span of a value with its quotes or brackets."""
        if value in self._ends:
            return Span(value, self._ends[value])
        match = _VALUE.match(self._text, value)
        return Span(value, match.end() if match else value)

    def child(self, value: int, step: Step) -> int | None:
        """The member or the element of a value, if there is such a one."""
        if value not in self._ends:
            return None
        inside = self._members.get(value)
        if inside is None:
            look = self._in_object if self._text[value] == "{" else self._in_array
            inside = self._members[value] = look(value + 1)
        return inside.get(step)

    def within(self, span: Span, stretch: Span) -> Span:
        """Where a stretch of the string that stands at a span stands; else the span itself."""
        start, end = span
        if self._text[start : start + 1] != '"':
            return span
        if self._text.find("\\", start, end) >= 0:
            return fetch("ivrsim.jsonbuild:within")(self._text, span, stretch)  # type: ignore[no-any-return]
        first, last = (min(start + 1 + max(at, 0), end - 1) for at in stretch)
        return Span(first, max(first, last))

    def _in_object(self, at: int) -> dict[Step, int]:
        text, ends, names = self._text, self._ends, self._names
        found: dict[Step, int] = {}
        while match := _MEMBER.match(text, at):
            start = match.start(2)
            raw = match[1]
            found[loads(raw) if "\\" in raw else raw[1:-1]] = start
            names[start] = Span(*match.span(1))
            at = ends.get(start) or match.end()
        return found

    def _in_array(self, at: int) -> dict[Step, int]:
        text, ends = self._text, self._ends
        found: dict[Step, int] = {}
        while match := _ELEMENT.match(text, at):
            start = match.start(1)
            found[len(found)] = start
            at = ends.get(start) or match.end()
        return found


def _closers(text: str) -> dict[int, int]:
    """The offset after the bracket that closes each opening one, by the opener's offset."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        end = match.end()
        if match[1] in "{[":
            opened.append(end - 1)
        else:
            ends[opened.pop()] = end
    return ends


def _plain_closers(text: str, data: Any) -> dict[int, int]:
    """The same where no bracket stands in a string: then each is that of a value of the data.

    Empty where one does, or the text has no brackets.
    """
    ends: dict[int, int] = {}
    counts = _holders(data)
    for opening, closing, kind in (("{", "}", dict), ("[", "]", list)):
        starts, closes = _every(opening, text), _every(closing, text)
        if not len(starts) == len(closes) == counts[kind]:
            return {}
        starts.reverse()
        opened: list[int] = []
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


def _holders(data: Any) -> Counter[type]:
    """How many objects and how many lists a value holds, itself among them."""
    found = [data]
    for value in found:
        parts = value.values() if type(value) is dict else value
        if type(value) in _HOLDERS and not _HOLDERS.isdisjoint(map(type, parts)):
            found += [part for part in parts if type(part) in _HOLDERS]
    return Counter(map(type, found))


_HOLDERS = frozenset({dict, list})
