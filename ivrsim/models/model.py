"""The parent of every model."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform

from ivrsim.lazy import fetch
from ivrsim.models.fields import NOTHING, Field, fields_of

if TYPE_CHECKING:
    from typing import Self

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

_new = object.__new__
_set = object.__setattr__
_EMPTY: Mapping[str, Any] = {}


class ModelType(type):
    """The type of model classes."""

    @property
    def model_fields(cls) -> Mapping[str, Field]:
        """The fields by name, those of parents first; worked out when they are asked for."""
        return fields_of(cls)


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Model(metaclass=ModelType):
    """A frozen object of named fields, each with a type and mostly with a default.

    Its methods are named as pydantic's and do the same.  An instance holds what was given;
    a field that was not is read from its class.  Properties that are no fields are kept in
    `model_extra`, and `raw` is what a reader remembers of the document.

    `Menu(prompt="Press 1.")` validates as pydantic does and raises its `ValidationError`.
    """

    __slots__ = ("__dict__", "__weakref__", "_extra", "_raw")
    if TYPE_CHECKING:  # slots; as class variables they are no fields
        _extra: ClassVar[Mapping[str, Any]]
        _raw: ClassVar[Mapping[str, Any]]

    def __init_subclass__(cls) -> None:
        """Take the defaults out of pydantic's `Field()`, where a class uses it."""
        if "pydantic.fields" not in sys.modules:
            return
        kind = sys.modules["pydantic.fields"].FieldInfo
        cls._declared = {n: info for n, info in vars(cls).items() if isinstance(info, kind)}
        for name, info in cls._declared.items():
            if info.is_required():
                delattr(cls, name)
            else:
                setattr(cls, name, info.get_default(call_default_factory=True))

    _declared: ClassVar[dict[str, Any]] = {}

    def __init__(self, **values: Any) -> None:
        found = fetch("ivrsim.models.validating:validated")(type(self), values)
        _set(self, "__dict__", found.__dict__)
        _set(self, "_extra", found.model_extra)
        _set(self, "_raw", _EMPTY)

    @classmethod
    def made_of(cls, values: dict[str, Any], extra: Mapping[str, Any] = _EMPTY) -> Self:
        """The model of values that were looked at: fields in `values`, all else in `extra`."""
        model = _new(cls)
        _set(model, "__dict__", values)
        _set(model, "_extra", extra)
        _set(model, "_raw", _EMPTY)
        return model

    @classmethod
    def model_construct(cls, **values: Any) -> Self:
        """The model of these values, whatever they are."""
        fields = cls.model_fields
        extra = {name: value for name, value in values.items() if name not in fields}
        return cls.made_of({n: v for n, v in values.items() if n not in extra}, extra)

    @classmethod
    def model_validate(cls, values: Any, *, strict: bool | None = None) -> Self:
        """The model of a mapping.  Raises pydantic's `ValidationError`."""
        if isinstance(values, cls):
            return values
        return fetch("ivrsim.models.validating:validated")(cls, values, strict)  # type: ignore[no-any-return]

    @classmethod
    def model_json_schema(cls, **options: Any) -> dict[str, Any]:
        """The JSON Schema of the model, as pydantic writes it."""
        return fetch("ivrsim.models.validating:json_schema")(cls, options)  # type: ignore[no-any-return]

    @property
    def model_fields_set(self) -> set[str]:
        """The names that were given, of fields and of others."""
        fields = type(self).model_fields
        return {name for name in self.__dict__ if name in fields} | set(self._extra)

    @property
    def model_extra(self) -> Mapping[str, Any]:
        """The properties that are no fields."""
        return self._extra

    @property
    def raw(self) -> Mapping[str, Any]:
        """What a document says of it; empty for one that was made in memory."""
        return self._raw

    def keep_raw(self, raw: Mapping[str, Any]) -> None:
        """Remember what the document says; for readers."""
        _set(self, "_raw", raw)

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self:
        """The same with some values exchanged, which are not looked at."""
        fields, given = type(self).model_fields, update or {}
        values = {n: v for n, v in {**self.__dict__, **given}.items() if n in fields}
        extra = {**self._extra, **{n: v for n, v in given.items() if n not in fields}}
        made = self.made_of(values, extra)
        _set(made, "_raw", self._raw)
        return made

    def model_dump(self) -> dict[str, Any]:
        """All fields and properties as plain values."""
        return {name: _dumped(value) for name, value in self}

    if not TYPE_CHECKING:  # what is no field is no attribute that a type checker knows

        def __getattr__(self, name):
            if name[0] != "_" and name in self._extra:
                return self._extra[name]
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        kind = type(self).__name__
        raise AttributeError(f"{kind} is frozen; model_copy(update=...) makes another one")

    def __delattr__(self, name: str) -> None:
        self.__setattr__(name, None)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        for name in type(self).model_fields:
            yield name, getattr(self, name)
        yield from self._extra.items()

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other) or not isinstance(other, Model):
            return NotImplemented
        same = self._extra == other._extra and self._raw == other._raw
        return same and self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), *self._values()))

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name, NOTHING) for name in type(self).model_fields)

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self)
        return f"{type(self).__name__}({said})"

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("__dict__", "_extra", "_raw")}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        for name, value in state.items():
            _set(self, name, value)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        made: CoreSchema = fetch("ivrsim.models.validating:core_schema_of")(cls, handler)
        return made


def _dumped(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_dumped, value))
    return value.model_dump() if isinstance(value, Model) else value
