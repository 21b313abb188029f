"""From a JSON object to a flat model: nodes and settings, one object at a time.

A bad value costs its own field only, an unknown property nothing at all: both are
reported and stay in the `raw` of the model.  What fits at once, as nearly every node
does, is validated in one go; only what does not is looked at property by property.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, get_args, get_origin

from ivrsim.campaign.reading import BAD_VALUE, UNKNOWN_PROPERTY, did_you_mean, shown
from ivrsim.errors import Problem
from ivrsim.models import Model
from ivrsim.models.plan import M, plan_of
from ivrsim.places import Place
from ivrsim.text import listed
from ivrsim.textlines import MAX_PROBLEMS
from ivrsim.values import dataclass, field


class Problems:
    """Collects problems; from `MAX_PROBLEMS` on they are only counted."""

    def __init__(self) -> None:
        self._listed: list[Problem] = []
        self._more = 0
        self._more_code = ""

    @property
    def count(self) -> int:
        """How many there are, listed or not."""
        return len(self._listed) + self._more

    def room_for(self, code: str) -> bool:
        """Whether another problem is listed; if not, it is counted, and need not be built."""
        if len(self._listed) < MAX_PROBLEMS:
            return True
        self._more += 1
        self._more_code = self._more_code or code
        return False

    def add(self, code: str, message: str, place: Place, hint: str = "") -> None:
        """Note a problem."""
        if self.room_for(code):
            self._listed.append(Problem(code, message, place, hint=hint))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note what another reader found."""
        self._listed.extend(problem for problem in problems if self.room_for(problem.code))

    def all(self) -> tuple[Problem, ...]:
        """What was found, in the order of reading; the last says how much is left out."""
        if not self._more:
            return tuple(self._listed)
        said = f"{self._more:,} more problems of this kind and others are not listed"
        return (*self._listed, Problem(self._more_code, said, hint="Mend the first ones first."))


def no_owners(name: str) -> Sequence[str]:
    """Nobody else has the property."""
    return ()


@dataclass(frozen=True, slots=True)
class Names:
    """The names a document may use beside the fields of a model.

    - `beside`: properties that another reader reads;
    - `aliases`: other spellings of a field, read and reported;
    - `meant`: names that are not read, and the field that is meant, for the hint;
    - `owners`: the other kinds of object that have a property of that name.
    """

    beside: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)
    meant: Mapping[str, str] = field(default_factory=dict)
    owners: Callable[[str], Sequence[str]] = no_owners


NO_NAMES = Names()


def read_flat(
    cls: type[M],
    raw: Mapping[str, Any],
    place: Place,
    problems: Problems,
    names: Names = NO_NAMES,
    title: str = "",
) -> M:
    """The model that a JSON object describes; what is wrong goes to `problems`.

    `null` means "not given".  A value written as another type, whose meaning is clear
    (`"20"` for 20, `1` for `"1"`), is read and reported; any other bad value leaves its
    field at the default.  `title` is how messages call the object.  Never raises.
    """
    plan = plan_of(cls)
    kinds, values = plan.kinds if plan.direct else {}, {}
    for key, value in raw.items():
        kind = kinds.get(key)
        if kind is None:
            if key not in names.beside:
                break
        elif type(value) in kind.types or kind.fits(value):
            values[key] = value
        elif value is not None:
            break
    else:
        return plan.make(values)
    return _Careful(cls, place, problems, names, title or "it").read(raw)


@dataclass(slots=True)
class _Careful(Generic[M]):
    """Reads one object property by property."""

    cls: type[M]
    place: Place
    problems: Problems
    names: Names
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def read(self, raw: Mapping[str, Any]) -> M:
        """Sort the properties, then validate what is known."""
        for key, value in raw.items():
            if key in self.names.beside:
                continue
            name = self._field(key, raw)
            if name is None:
                self._unknown(key, value)
            elif value is not None:
                self.keys[name] = key
                self._known(name, key, value)
        return plan_of(self.cls).make(self.values)

    def _field(self, key: str, raw: Mapping[str, Any]) -> str | None:
        """The field a property is read into."""
        if key in self.cls.model_fields:
            return key
        name = self.names.aliases.get(key)
        if name not in self.cls.model_fields or name in raw:
            return None
        self._report(f"has no property {shown(key)}", key, f"Did you mean {name}?")
        return name

    def _known(self, name: str, key: str, value: object) -> None:
        inner = plan_of(self.cls).inner.get(name)
        if inner is None:
            self._plain(name, value)
        elif value == "":
            return
        elif inner.many:
            self.values[name] = tuple(self._items(inner.cls, key, value))
        elif isinstance(value, dict):
            self.values[name] = self._inside(inner.cls, key, self.place / key).read_plain(value)
        else:
            self._bad(key, value, "an object", self.place / key)

    def _items(self, cls: type[Model], key: str, value: object) -> Iterator[Model]:
        place = self.place / key
        if not isinstance(value, list):
            self._bad(key, value, "a list of objects", place)
            return
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield self._inside(cls, key, place / index).read_plain(item)
            else:
                self._bad(f"{key}[{index}]", item, "an object", place / index)

    def _inside(self, cls: type[Model], key: str, place: Place) -> _Careful[Model]:
        return _Careful(cls, place, self.problems, NO_NAMES, f"{key} of {self._named}")

    @property
    def _named(self) -> str:
        """The title within a sentence: "a Menu", and a property as it is written."""
        return self.title.replace("A", "a", 1) if self.title[:2] in ("A ", "An") else self.title

    def read_plain(self, raw: Mapping[str, Any]) -> M:
        """Read an object that holds no objects."""
        for key, value in raw.items():
            if key not in plan_of(self.cls).kinds:
                self._unknown(key, value)
            elif value is not None:
                self.keys[key] = key
                self._plain(key, value)
        return plan_of(self.cls).make(self.values)

    def _plain(self, name: str, value: object) -> None:
        if plan_of(self.cls).fits(name, value):
            self.values[name] = value
        elif value != "":
            self._mend(name, value)

    def _mend(self, name: str, found: object) -> None:
        """Read a value written as another type, if its meaning is clear; report it always."""
        ways = (way for way in _other_ways(found) if plan_of(self.cls).fits(name, way))
        meant = next(ways, None)
        if meant is not None:
            self.values[name] = meant
            hint = f"It is read as {shown(meant)}."
        else:
            hint = did_you_mean(found, choices(self.cls, name))
        key = self.keys[name]
        self._bad(key, found, expected(self.cls, name), self.place / key, hint)

    def _bad(self, key: str, found: object, wanted: str, place: Place, hint: str = "") -> None:
        if self.problems.room_for(BAD_VALUE):
            said = f"{key} is {shown(found)}; expected {wanted}"
            self.problems.add(BAD_VALUE, said, place, hint)

    def _unknown(self, key: str, value: object) -> None:
        owners = self.names.owners(key)
        if (owners and is_empty(value)) or not self.problems.room_for(UNKNOWN_PROPERTY):
            return
        if owners:
            hint = f"It belongs to {listed(list(owners))}."
            self._report(f"does nothing with {shown(key)}", key, hint)
            return
        known = sorted({*self.cls.model_fields, *self.names.beside})
        meant = self.names.meant.get(key)
        near = f"Did you mean {meant}?" if meant in known else did_you_mean(key, known)
        self._report(f"has no property {shown(key)}", key, near or "It is kept as it is.")

    def _report(self, said: str, key: str, hint: str) -> None:
        said = f"{self.title} {said}"
        self.problems.add(UNKNOWN_PROPERTY, said, (self.place / key).name, hint)


LONGEST_NUMBER = 18
"""Digits of a number that may be read from a text, or written as one."""


def _other_ways(value: object) -> Iterator[object]:
    """The values of other types that a scalar clearly means."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**LONGEST_NUMBER:
        yield str(value)
    elif isinstance(value, float) and value.is_integer() and abs(value) < 10**LONGEST_NUMBER:
        yield int(value)
    elif isinstance(value, str) and value.lower() in ("true", "false"):
        yield value.lower() == "true"
    elif isinstance(value, str) and re.fullmatch(rf"[0-9]{{1,{LONGEST_NUMBER}}}", value):
        yield int(value)


def is_empty(value: object) -> bool:
    """Whether a property says nothing: null, false, an empty text, list or object."""
    return value is None or value is False or value in ("", [], {})


_TYPES: Mapping[object, str] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}


def _kinds(cls: type[Model], name: str) -> list[object]:
    """The parts of a field's type: `str | None` gives `str` and `NoneType`."""
    todo: list[object] = [cls.model_fields[name].annotation]
    for kind in todo:
        todo.extend(get_args(kind))
    return todo


def choices(cls: type[Model], name: str) -> list[str]:
    """The texts a field may have, where they are few and fixed; sorted."""
    return sorted(kind for kind in _kinds(cls, name) if isinstance(kind, str))


def expected(cls: type[Model], name: str) -> str:
    """What a field holds, in words for a message."""
    kinds = _kinds(cls, name)
    fixed = [str(kind) for kind in kinds if isinstance(kind, str | int)]
    if fixed and bool not in kinds:
        return "one of " + ", ".join(fixed)
    if tuple in map(get_origin, kinds):
        return "a list of objects"
    return " or ".join(_TYPES[kind] for kind in kinds if kind in _TYPES) or "an object"
