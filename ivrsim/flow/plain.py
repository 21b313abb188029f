"""Models from plain values: what pydantic does for flat fields, without its price.

Nearly every field of a node is a text, a number, true or false, or one of a few words.
Of those the type of the value says whether it fits, and the model is built as pydantic
builds it.  That takes a third of the time per node, and pydantic's schemas, some
milliseconds for each node type, are never made.  Any other field is left to pydantic.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from ivrsim.values import dataclass

Model = TypeVar("Model", bound=BaseModel)

_new = object.__new__
_set = object.__setattr__

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

    cls: type[BaseModel]
    many: bool


@dataclass(frozen=True, slots=True)
class Plan(Generic[Model]):
    """How to build a model: its fields by kind, and what stands where nothing is given."""

    cls: type[Model]
    kinds: Mapping[str, Kind]
    inner: Mapping[str, Inner]
    defaults: Mapping[str, Any]
    hidden: Mapping[str, Any] | None
    direct: bool

    def fits(self, name: str, value: object) -> bool:
        """Whether a field takes a value as it is."""
        if self.direct and name in self.kinds:
            return self.kinds[name].fits(value)
        try:
            self.cls.model_validate({name: value}, strict=True)
        except ValidationError as error:
            return all(found["loc"][:1] != (name,) for found in error.errors(include_url=False))
        return True

    def make(self, values: dict[str, Any]) -> Model:
        """The model with these values, each of which fits its field."""
        if not self.direct:
            return self._asked(values)
        model = _new(self.cls)
        _set(model, "__dict__", {**self.defaults, **values})
        _set(model, "__pydantic_fields_set__", set(values))
        _set(model, "__pydantic_extra__", {})
        _set(model, "__pydantic_private__", self.hidden and {**self.hidden})
        return model

    def _asked(self, values: dict[str, Any]) -> Model:
        try:
            return self.cls.model_validate(values, strict=True)
        except ValidationError:
            return self.cls.model_construct(**values)


def plan_of(cls: type[Model]) -> Plan[Model]:
    """The plan of a model class."""
    return _plan_of(cls)


@cache
def _plan_of(cls: type[BaseModel]) -> Plan[Any]:
    kinds: dict[str, Kind] = {}
    inner: dict[str, Inner] = {}
    for name, info in cls.model_fields.items():
        kind, objects = _kind(info), _inner(info)
        if kind is not None:
            kinds[name] = kind
        elif objects is not None:
            inner[name] = objects
    required = any(info.is_required() for info in cls.model_fields.values())
    direct = len(kinds) + len(inner) == len(cls.model_fields) and not required
    blank = cls.model_construct()
    return Plan(
        cls,
        kinds,
        inner,
        defaults=dict(vars(blank)),
        hidden=blank.__pydantic_private__,
        direct=direct and not _has_validators(cls),
    )


def _has_validators(cls: type[BaseModel]) -> bool:
    decorators = cls.__pydantic_decorators__
    return any(getattr(decorators, name) for name in decorators.__dataclass_fields__)


def _kind(info: FieldInfo) -> Kind | None:
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
    if info.metadata:
        return None
    return Kind(frozenset(types | {int} if float in types else types), frozenset(words))


def _inner(info: FieldInfo) -> Inner | None:
    """The objects a field holds, if it holds any."""
    many = get_origin(info.annotation) is tuple
    part = get_args(info.annotation)[0] if many else info.annotation
    if isinstance(part, type) and issubclass(part, BaseModel):
        return Inner(part, many)
    return None
