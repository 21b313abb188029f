"""From JSON values to records: every problem collected, nothing dropped, no exception.

Each object is validated on its own and flat, children before their parents, from a
list of work instead of by recursion.  A bad value costs its own field only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from ivrsim.campaign.record import Expect, Record
from ivrsim.errors import Problem
from ivrsim.lazy import fetch
from ivrsim.places import Place
from ivrsim.text import clean, is_unicode
from ivrsim.values import dataclass, field

BAD_VALUE = "IVR921"
UNKNOWN_PROPERTY = "IVR106"

MOST_UNKNOWN = 100
"""Unknown properties of one object beyond this number are counted, not listed."""

SomeRecord = TypeVar("SomeRecord", bound=Record)


def read_model(
    cls: type[SomeRecord], raw: object, place: Place
) -> tuple[SomeRecord, list[Problem]]:
    """The record that a JSON value describes, and what is wrong with it.

    A bad value is an IVR921, an unknown property an IVR106; both stay in `raw`, so that
    writing gives the document back.  Never raises, whatever JSON value it meets.
    """
    if not isinstance(raw, dict):
        return cls.of({}), [_not_an_object(cls, raw, place)]
    read: dict[str | int, Any] = {}
    pieces = [_Piece(cls, raw, place, read, "it")]
    for piece in pieces:
        pieces.extend(piece.open())
    for piece in reversed(pieces):
        piece.build()
    return read["it"], [problem for piece in pieces for problem in piece.problems]


@dataclass(slots=True)
class _Piece:
    """One object of the document: what it is, and where the finished record goes."""

    cls: type[Record]
    raw: dict[str, Any]
    place: Place
    into: dict[str | int, Any]
    at: str | int
    values: dict[Any, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def open(self) -> Iterator[_Piece]:
        """Sort the properties into values and unknown ones; give the objects inside."""
        unknown: list[str] = []
        for key, value in self.raw.items():
            name = self.cls.old_names.get(key, key)
            if key in self.cls.beside or (name != key and self._twice(key, name)):
                continue
            self.keys[name] = key
            if name in self.cls.model_fields:
                yield from self._field(name, value)
            else:
                unknown.append(key)
                if is_unicode(key):
                    self.values[name] = value
        self._report([key for key in unknown if key not in self.cls.also_known])

    def _twice(self, key: str, name: str) -> bool:
        if name in self.raw:
            said = f"{key} and {name} are two names of one thing, and both are given"
            self.problems.append(
                Problem(BAD_VALUE, said, (self.place / key).name, hint=f"Only {name} counts.")
            )
        return name in self.raw

    def _field(self, name: str, value: object) -> Iterator[_Piece]:
        inner = _inner(self.cls).get(name)
        if value is None:
            if self.cls.model_fields[name].default is None:
                self.values[name] = None
        elif inner is None:
            self.values[name] = value
        elif inner.many:
            yield from self._items(name, inner.cls, value)
        elif isinstance(value, dict):
            yield self._piece(inner.cls, value, self._at(name), self.values, name)
        else:
            self.problems.append(_not_an_object(inner.cls, value, self._at(name)))

    def _items(self, name: str, cls: type[Record], value: object) -> Iterator[_Piece]:
        if not isinstance(value, list):
            self._bad(name, "a list of objects")
            return
        slots: dict[str | int, Any] = {}
        self.values[name] = slots
        for index, item in enumerate(value):
            if isinstance(item, dict):
                slots[index] = None
                yield self._piece(cls, item, self._at(name) / index, slots, index)
            else:
                self.problems.append(_not_an_object(cls, item, self._at(name) / index))

    def _piece(
        self,
        cls: type[Record],
        raw: dict[str, Any],
        place: Place,
        into: dict[str | int, Any],
        at: str | int,
    ) -> _Piece:
        into[at] = None
        return _Piece(cls, raw, place, into, at)

    def build(self) -> None:
        """Read the values; what is inside has been built before."""
        for name, inner in _inner(self.cls).items():
            if inner.many and name in self.values:
                self.values[name] = tuple(self.values[name].values())
        for name in self.keys:
            if name in self.values and name in self.cls.model_fields:
                self._read(name)
        record = self.cls.of(self.values)
        record.keep_raw(self.raw)
        self.into[self.at] = record

    def _read(self, name: str) -> None:
        """Put the field's value in the place of the document's, or leave it out."""
        expect = _expected(self.cls, name)
        if expect is None:
            return
        try:
            self.values[name] = expect.read(self.values[name])
        except ValueError:
            del self.values[name]
            self._bad(name, expect.text, expect.hint)

    def _at(self, name: str) -> Place:
        return self.place / self.keys[name]

    def _bad(self, name: str, expected: str, hint: str = "") -> None:
        key = self.keys[name]
        found = self.raw[key]
        said = f"{_cut(key)} is {shown(found)}; expected {expected}"
        hint = hint or did_you_mean(found, _choices(self.cls, name))
        self.problems.append(Problem(BAD_VALUE, said, self._at(name), hint=hint))

    def _report(self, unknown: list[str]) -> None:
        """Say which properties nobody knows; each stays in the record all the same."""
        if not self.cls.reports_unknown:
            return
        for key in unknown[:MOST_UNKNOWN]:
            said = f"{self.cls.title} has no property {shown(key)}"
            hint = did_you_mean(key, known(self.cls)) or "It is kept as it is."
            at = (self.place / key).name
            self.problems.append(Problem(UNKNOWN_PROPERTY, said, at, hint=hint))
        if more := len(unknown[MOST_UNKNOWN:]):
            said = f"{self.cls.title} has {more} more unknown properties"
            self.problems.append(Problem(UNKNOWN_PROPERTY, said, self.place))


def _not_an_object(cls: type[Record], found: object, place: Place) -> Problem:
    return Problem(BAD_VALUE, f"{cls.title} is {shown(found)}; expected an object", place)


@dataclass(frozen=True, slots=True)
class _Inner:
    """A field that holds records."""

    cls: type[Record]
    many: bool


@cache
def _inner(cls: type[Record]) -> Mapping[str, _Inner]:
    """The fields of a record that hold records themselves."""
    found: dict[str, _Inner] = {}
    for name, info in cls.model_fields.items():
        for kind in (info.annotation, *get_args(info.annotation)):
            if isinstance(kind, type) and issubclass(kind, Record):
                found[name] = _Inner(kind, get_origin(info.annotation) is tuple)
    return found


def known(cls: type[Record]) -> list[str]:
    """Every property name that a document may use, sorted."""
    names = set(cls.model_fields) | cls.also_known | cls.beside | set(cls.old_names)
    return sorted(names)


def _choices(cls: type[Record], name: str) -> list[str]:
    """The values a field may have, sorted, where they are few and fixed."""
    todo: list[object] = [cls.model_fields[name].annotation]
    found: list[str] = []
    for kind in todo:
        if isinstance(kind, str):
            found.append(kind)
        else:
            todo.extend(get_args(kind))
    return sorted(found)


@cache
def _expected(cls: type[Record], name: str) -> Expect | None:
    """What a field takes; None if it holds records."""
    if name in _inner(cls):
        return None
    marks = [mark for mark in cls.model_fields[name].metadata if isinstance(mark, Expect)]
    return marks[-1] if marks else _one_of(_choices(cls, name))


def _one_of(choices: list[str]) -> Expect:
    def read(value: object) -> object:
        if value is not None and value not in choices:
            raise ValueError("none of them")
        return value

    return Expect("one of " + ", ".join(choices), read)


def did_you_mean(found: object, choices: list[str]) -> str:
    """The hint that names the nearest choice; empty if none is near."""
    if not isinstance(found, str) or len(found) > 100:
        return ""
    folded = {choice.casefold(): choice for choice in choices}
    near = fetch("difflib:get_close_matches")(found.casefold(), list(folded), n=1)
    return f"Did you mean {folded[near[0]]}?" if near else ""


_WORDS: Mapping[object, str] = {None: "null", True: "true", False: "false"}


def shown(value: object) -> str:
    """A JSON value as a message quotes it: short, on one line, not looked into."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, str):
        return f'"{clean(_cut(value))}"'
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int) and value.bit_length() > 200:
        return "a number of more than 60 digits"
    return repr(value)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
