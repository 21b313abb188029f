"""The fields of a model class, read from its annotations when they are asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, get_args, get_origin

from ivrsim.lazy import once

NOTHING: Any = object()
"""Stands for the default of a field that must be given."""


class Field:
    """One field: its name, its default, and its type as the class writes it.

    `declared` is what pydantic's `Field()` made of the default, where somebody used it.
    """

    def __init__(self, name: str, owner: type, written: Any, default: Any, declared: Any) -> None:
        self.name = name
        self.owner = owner
        self.written = written
        self.default = default
        self.declared = declared

    @property
    def is_required(self) -> bool:
        """Whether the field has no default."""
        return self.default is NOTHING

    @property
    def annotation(self) -> Any:
        """The type, without what `Annotated` adds to it."""
        return self._read[0]

    @property
    def marks(self) -> tuple[Any, ...]:
        """What `Annotated` adds to the type."""
        return self._read[1]

    @property
    def metadata(self) -> tuple[Any, ...]:
        """The marks, and what pydantic's `Field()` adds to the default."""
        return (*self.marks, *getattr(self.declared, "metadata", ()))

    @once
    def _read(self) -> tuple[Any, tuple[Any, ...]]:
        kind = self.written
        if isinstance(kind, str):
            kind = eval(kind, vars(sys.modules[self.owner.__module__]))
        if get_origin(kind) is Annotated:
            return get_args(kind)[0], kind.__metadata__
        return kind, ()

    def __repr__(self) -> str:
        return f"<Field {self.owner.__name__}.{self.name}>"


@cache
def fields_of(cls: type) -> Mapping[str, Field]:
    """The fields of a class by name: those of its parents first, each where it first stood."""
    found: dict[str, Field] = {}
    for owner in reversed(cls.__mro__):
        declared = vars(owner).get("_declared", {})
        for name, written in _annotations(owner):
            default = getattr(cls, name, NOTHING)
            found[name] = Field(name, owner, written, default, declared.get(name))
    return found


def _annotations(owner: type) -> Iterator[tuple[str, Any]]:
    for name, written in vars(owner).get("__annotations__", {}).items():
        text = written if isinstance(written, str) else ""
        is_class_variable = text.startswith("ClassVar") or get_origin(written) is ClassVar
        if name[0] != "_" and not is_class_variable and written is not ClassVar:
            yield name, written
