"""Models from plain values: what pydantic says of flat fields, without asking it.

Nearly every field of a node is a text, a number, true or false, or one of a few words.
Of those the type of the value says whether it fits.  Any other field is left to pydantic.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin

from ivrsim.lazy import fetch
from ivrsim.models.fields import Field
from ivrsim.models.marks import NEEDED
from ivrsim.models.model import Model
from ivrsim.values import dataclass

M = TypeVar("M", bound=Model)

PLAIN_TYPES = frozenset({str, bool, int, float, NoneType})


@dataclass(frozen=True, slots=True)
class Kind:
    """What a plain field takes: any value of some types, and some values by themselves."""

    types: frozenset[type]
    words: frozenset[tuple[type, object]] = frozenset()

    def fits(self, value: object) -> bool:
        """Whether the field takes the value as it is; 1 is neither "1" nor true."""
        return type(value) in self.types or self._is_word(value)

    def _is_word(self, value: object) -> bool:
        return type(value) in PLAIN_TYPES and (type(value), value) in self.words


@dataclass(frozen=True, slots=True)
class Inner:
    """A field that holds objects: one, or a list of them."""

    cls: type[Model]
    many: bool


@dataclass(frozen=True, slots=True)
class Plan(Generic[M]):
    """How to build a model: its fields by kind.

    - `optional`: no field must be given, and no validator looks at the class;
    - `direct`: besides, all fields are plain or hold objects, so that a model of values
      that fit needs no pydantic.
    """

    cls: type[M]
    kinds: Mapping[str, Kind]
    inner: Mapping[str, Inner]
    optional: bool
    direct: bool

    def fits(self, name: str, value: object) -> bool:
        """Whether a field takes a value as it is."""
        if self.direct and name in self.kinds:
            return self.kinds[name].fits(value)
        fits: bool = fetch("ivrsim.models.validating:fits")(self.cls, name, value)
        return fits

    def make(self, values: dict[str, Any]) -> M:
        """The model with these values, each of which fits its field."""
        if self.direct:
            return self.cls.made_of(values)
        made: M = fetch("ivrsim.models.validating:together")(self.cls, values)
        return made


def plan_of(cls: type[M]) -> Plan[M]:
    """The plan of a model class."""
    return _plan_of(cls)


@cache
def _plan_of(cls: type[Model]) -> Plan[Any]:
    kinds: dict[str, Kind] = {}
    inner: dict[str, Inner] = {}
    for name, field in cls.model_fields.items():
        kind, objects = _kind(field), _inner(field)
        if kind is not None:
            kinds[name] = kind
        elif objects is not None:
            inner[name] = objects
    required = any(field.is_required for field in cls.model_fields.values())
    optional = not required and not _has_validators(cls)
    direct = optional and len(kinds) + len(inner) == len(cls.model_fields)
    return Plan(cls, kinds, inner, optional, direct)


def _has_validators(cls: type[Model]) -> bool:
    """Whether pydantic's decorators are used; nobody can have who did not import it."""
    return "pydantic" in sys.modules and bool(fetch("ivrsim.models.validating:validators_of")(cls))


def _kind(info: Field) -> Kind | None:
    """The kind of a field that is nothing but plain; `None` for any other."""
    types: set[type] = set()
    words: set[tuple[type, object]] = set()
    todo: list[Any] = [info.annotation]
    for part in todo:
        if get_origin(part) in (Union, UnionType):
            todo.extend(get_args(part))
        elif get_origin(part) is Literal:
            words.update((type(word), word) for word in get_args(part))
        elif part in PLAIN_TYPES:
            types.add(part)
        else:
            return None
    if any(mark is not NEEDED for mark in info.metadata):
        return None
    return Kind(frozenset(types | {int} if float in types else types), frozenset(words))


def _inner(info: Field) -> Inner | None:
    """The objects a field holds, if it holds any."""
    many = get_origin(info.annotation) is tuple
    part = get_args(info.annotation)[0] if many else info.annotation
    if isinstance(part, type) and issubclass(part, Model):
        return Inner(part, many)
    return None
