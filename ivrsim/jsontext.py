"""JSON values as plain Python values, and as text; however deep they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from json.encoder import encode_basestring
from math import isfinite
from typing import TypeAlias

from ivrsim.errors import Problem, UsageError
from ivrsim.lazy import pattern
from ivrsim.places import ROOT, Place, Step

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"

MAX_DEPTH = 500_000
"""Documents nested deeper than this are neither read nor written."""

MAX_VALUES = 20_000_000
"""Python values with more parts are not taken; parts that are shared count each time."""

INDENTED_LEVELS = 100
"""What lies deeper is written on one line: indenting it would square the size."""

_Container = Mapping[object, object] | list[object] | tuple[object, ...]
_WRITABLE_BITS = 14_000  # more would be more decimal digits than Python writes
_WORDS = {None: "null", True: "true", False: "false"}
_END: tuple[str, object] = ("", None)

HALF_CHARACTER = pattern("[\ud800-\udfff]")
"""A lone surrogate, which no encoding can write."""


class UnwritableError(UsageError, ValueError):
    """A value that JSON cannot express."""


def dumps(value: JSON, indent: int | None = 2) -> str:
    """The text of a value, as `json.dumps(value, indent=indent, ensure_ascii=False)` writes it.

    Levels deeper than `INDENTED_LEVELS` stand on one line.  Raises `UnwritableError`
    for what is not JSON: NaN, infinities, lone surrogates, names that are not text,
    other objects, and values that contain themselves.
    """
    written: list[str] = []
    levels: list[tuple[Iterator[tuple[str, object]], str]] = []
    todo: object = value
    while True:
        if isinstance(todo, Mapping | list | tuple) and todo:
            opener, items, closer = _container(todo, len(levels), indent)
            written.append(opener)
            levels.append((items, closer))
        else:
            written.append(_leaf(todo))
        while (item := next(levels[-1][0], None) if levels else _END) is None:
            written.append(levels.pop()[1])
        if item is _END:
            return _checked("".join(written))
        lead, todo = item
        written.append(lead)


def _container(
    value: _Container, depth: int, indent: int | None
) -> tuple[str, Iterator[tuple[str, object]], str]:
    """The opener, the items with the text before each, and the closer."""
    if depth >= MAX_DEPTH:
        raise UnwritableError(
            f"The value is nested more than {MAX_DEPTH:,} levels deep.",
            hint="Does it contain itself?",
        )
    if indent is None or depth >= INDENTED_LEVELS:
        first, separator, last = "", ", ", ""
    else:
        first, last = ("\n" + " " * (indent * level) for level in (depth + 1, depth))
        separator = "," + first
    if isinstance(value, Mapping):
        return "{", _members(value, first, separator), last + "}"
    return "[", _elements(value, first, separator), last + "]"


def _members(
    value: Mapping[object, object], first: str, separator: str
) -> Iterator[tuple[str, object]]:
    lead = first
    for name, member in value.items():
        if not isinstance(name, str):
            raise UnwritableError(f"A name in JSON is a text, not {name!r}.")
        yield f"{lead}{encode_basestring(name)}: ", member
        lead = separator


def _elements(
    value: list[object] | tuple[object, ...], first: str, separator: str
) -> Iterator[tuple[str, object]]:
    lead = first
    for element in value:
        yield lead, element
        lead = separator


def _leaf(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, float) and isfinite(value):
        return float.__repr__(value)
    if isinstance(value, Mapping | list | tuple):
        return "{}" if isinstance(value, Mapping) else "[]"
    shown = repr(value) if isinstance(value, float) else f"a {type(value).__name__}"
    raise UnwritableError(f"JSON cannot express {shown}.")


def _integer(value: int) -> str:
    try:
        return int.__repr__(value)
    except ValueError as error:
        raise UnwritableError("An integer has too many digits to be written.") from error


def _checked(text: str) -> str:
    half = HALF_CHARACTER.search(text)
    if half:
        raise UnwritableError(f"Half of a character (U+{ord(half.group()):04X}) in a text.")
    return text


def plain(value: object) -> tuple[JSON, tuple[Problem, ...]]:
    """A copy of a Python value made of nothing but JSON, and what had to be changed.

    Mappings become dicts and tuples lists.  What JSON cannot express becomes null, a
    name that is no text becomes its text, and half a character becomes U+FFFD.
    """
    copy = _Copy()
    return copy.of(value), tuple(copy.problems)


class _Copy:
    """Copies a value, container by container, and collects what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.todo: list[tuple[_Container, dict[str, JSON] | list[JSON], Place, int]] = []
        self.values = 0

    def of(self, value: object) -> JSON:
        """The copy, or None if the value is too deep or too large."""
        copy = self._begun(value, ROOT, None, 0)
        while self.todo:
            source, target, place, depth = self.todo.pop()
            self.values += len(source)
            if depth > MAX_DEPTH or self.values > MAX_VALUES:
                message = f"The value has more than {MAX_DEPTH:,} levels or {MAX_VALUES:,} values."
                self.problems.append(Problem("IVR917", message, hint="Does it contain itself?"))
                return None
            if isinstance(target, list):
                target += [self._begun(v, place, i, depth) for i, v in enumerate(source)]
            elif isinstance(source, Mapping):
                self._members(source, target, place, depth)
        return copy

    def _members(
        self, source: Mapping[object, object], target: dict[str, JSON], place: Place, depth: int
    ) -> None:
        for key, member in source.items():
            name = self._text(str(key), place, None)
            if not isinstance(key, str):
                self._report("IVR901", f"The name {name} is not a text.", place, name)
            if name in target:
                self._report("IVR911", f'The name "{name}" stands twice.', place, name)
            target[name] = self._begun(member, place, name, depth)

    def _begun(self, value: object, parent: Place, step: Step | None, depth: int) -> JSON:
        """A leaf as it is; of a container an empty copy, to be filled later."""
        if isinstance(value, str):
            return self._text(value, parent, step)
        if not isinstance(value, Mapping | list | tuple):
            return self._leaf(value, parent, step)
        target: dict[str, JSON] | list[JSON] = {} if isinstance(value, Mapping) else []
        place = parent if step is None else parent / step
        self.todo.append((value, target, place, depth + 1))
        return target

    def _text(self, value: str, parent: Place, step: Step | None) -> str:
        text = HALF_CHARACTER.sub("\ufffd", value)
        if text != value:
            message = "A text holds half of a character (a lone surrogate)."
            self._report("IVR913", message, parent, step)
        return text

    def _leaf(self, value: object, parent: Place, step: Step | None) -> JSON:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            if not -(2**63) <= value < 2**63:
                self._report("IVR918", "An integer does not fit into 64 bits.", parent, step)
            return value if value.bit_length() <= _WRITABLE_BITS else None
        if isinstance(value, float) and isfinite(value):
            return value
        if isinstance(value, float):
            self._report("IVR912", f"JSON has no number {value!r}.", parent, step)
        else:
            kind = type(value).__name__
            self._report("IVR901", f"JSON cannot express a {kind}.", parent, step)
        return None

    def _report(self, code: str, message: str, parent: Place, step: Step | None) -> None:
        place = parent if step is None else parent / step
        self.problems.append(Problem(code, message, place))
