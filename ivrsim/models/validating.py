"""Where pydantic comes in: validating values, and the schemas of models.

For each model class it is given a class of its own with the same fields, the *twin*.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from ivrsim.models.fields import NOTHING, Field
from ivrsim.models.model import Model
from ivrsim.models.plan import Plan, plan_of

if TYPE_CHECKING:
    from pydantic import BaseModel, GetCoreSchemaHandler
    from pydantic_core import CoreSchema

M = TypeVar("M", bound=Model)


def validated(cls: type[M], values: Any, strict: bool | None = None) -> M:
    """The model of a mapping; pydantic is asked about what is not plainly right.

    Raises pydantic's `ValidationError`.
    """
    if isinstance(values, Mapping) and _is_plain(plan_of(cls), values):
        return cls.made_of(dict(values))
    return _of_twin(cls, twin_of(cls).model_validate(values, strict=strict))


def _is_plain(plan: Plan[Any], values: Mapping[Any, Any]) -> bool:
    return (plan.direct or (plan.optional and not values)) and all(
        name in plan.kinds and plan.fits(name, value) for name, value in values.items()
    )


def fits(cls: type[Model], name: str, value: object) -> bool:
    """Whether pydantic takes a value for a field as it is, whatever the other fields hold."""
    from pydantic import ValidationError

    try:
        twin_of(cls).model_validate({name: value}, strict=True)
    except ValidationError as error:
        return all(found["loc"][:1] != (name,) for found in error.errors(include_url=False))
    return True


def together(cls: type[M], values: dict[str, Any]) -> M:
    """The model of values that fit one by one, whether or not pydantic takes them together."""
    from pydantic import ValidationError

    try:
        return validated(cls, values, strict=True)
    except ValidationError:
        return cls.model_construct(**values)


def _of_twin(cls: type[M], twin: BaseModel) -> M:
    given = twin.model_fields_set
    values = {name: getattr(twin, name) for name in cls.model_fields if name in given}
    return cls.made_of(values, dict(twin.model_extra or {}))


@cache
def twin_of(cls: type[Model]) -> type[BaseModel]:
    """The pydantic model with the fields and the validators of a model class."""
    from pydantic import ConfigDict, create_model

    fields: dict[str, Any] = {name: _field(field) for name, field in cls.model_fields.items()}
    options: dict[str, Any] = {"__doc__": cls.__doc__, "__validators__": validators_of(cls)}
    config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)
    return create_model(
        cls.__name__, __config__=config, __module__=cls.__module__, **options, **fields
    )


def _field(field: Field) -> tuple[Any, Any]:
    kind = field.annotation
    for mark in field.marks:
        kind = Annotated[kind, mark]
    if field.declared is not None:
        return kind, field.declared
    return kind, ... if field.default is NOTHING else _plain(field.default)


def _plain(default: Any) -> Any:
    """The default as the twin has it; an object that says nothing is left out of the schema."""
    import pydantic.fields

    if isinstance(default, Model) and any(default.model_dump().values()):
        return twin_of(type(default)).model_construct(**default.__dict__)
    is_object = isinstance(default, Model | Mapping)
    return pydantic.fields.Field(default_factory=lambda: default) if is_object else default


def json_schema(cls: type[Model], options: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a model class, with pydantic's options."""
    return twin_of(cls).model_json_schema(**options)


def validators_of(cls: type[Model]) -> dict[str, Any]:
    """What pydantic's decorators made of methods of the class, by name."""
    parts = (item for owner in reversed(cls.__mro__) for item in vars(owner).items())
    return {name: part for name, part in parts if hasattr(part, "decorator_info")}


def core_schema_of(cls: type[Model], handler: GetCoreSchemaHandler) -> CoreSchema:
    """How pydantic validates and writes a model inside one of its own: as its twin."""
    from pydantic_core import core_schema

    def validate(value: Any, inner: Any) -> Any:
        return value if isinstance(value, cls) else _of_twin(cls, inner(value))

    return core_schema.no_info_wrap_validator_function(
        validate,
        handler(twin_of(cls)),
        serialization=core_schema.plain_serializer_function_ser_schema(_written),
    )


def _written(value: Any) -> dict[str, Any]:
    written: dict[str, Any] = value.model_dump()
    return written
