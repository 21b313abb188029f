"""Frozen dataclasses that cost little to define.

`dataclasses.dataclass` compiles six methods for each class at once, which takes longer
than reading the rest of its module, and of most classes a command needs one method or
none.  Here each is written when it is first asked for, by `dataclasses` itself, so that
it is the same method and no slower.  `fields`, `replace`, `asdict`, patterns, signatures
and pickling are as usual.  A class that is not frozen is left to `dataclasses`.
"""

from __future__ import annotations

import dataclasses
from types import MethodType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass
    from typing import Any

__all__ = ["dataclass"]

_NONE = {"init": False, "repr": False, "eq": False}
_METHODS: dict[str, dict[str, bool]] = {
    "__init__": {"init": True, "frozen": True},
    "__repr__": {"repr": True},
    "__eq__": {"eq": True},
    "__hash__": {"unsafe_hash": True},
}
_ORDER = {name: {"eq": True, "order": True} for name in ("__lt__", "__le__", "__gt__", "__ge__")}
"""The methods that wait, and the options of a dataclass that has little else."""


class _Late:
    """A method of a class that is written when it is first asked for."""

    def __init__(self, owner: type, name: str) -> None:
        self.owner = owner
        self.name = name

    def __get__(self, instance: object, kind: type | None = None) -> Any:
        method = _written(self.owner, self.name)
        setattr(self.owner, self.name, method)
        return method if instance is None else MethodType(method, instance)


def _written(cls: Any, name: str) -> Any:
    """The method that a dataclass of these fields has."""
    kept = ("__module__", "__qualname__", "__doc__", "__post_init__")
    body = {part: getattr(cls, part) for part in kept if hasattr(cls, part)}
    parts = [(field.name, field.type, field) for field in dataclasses.fields(cls)]
    options: dict[str, Any] = {**_NONE, **(_METHODS | _ORDER)[name]}
    return vars(dataclasses.make_dataclass(cls.__name__, parts, namespace=body, **options))[name]


def _no_setting(self: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_deleting(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[object]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_FROZEN = {"__setattr__": _no_setting, "__delattr__": _no_deleting}
_PICKLED = {"__getstate__": _state, "__setstate__": _set_state}
"""What pickle needs for slots that cannot be set."""


def _waiting(*, repr: bool = True, eq: bool = True, order: bool = False) -> list[str]:
    """The methods that a class with these options has."""
    asked = {"__repr__": repr, "__eq__": eq, "__hash__": eq, **dict.fromkeys(_ORDER, order)}
    return ["__init__", *(name for name in asked if asked[name])]


def _frozen(cls: Any, *, slots: bool = False, kw_only: bool = False, **options: bool) -> Any:
    own = {name for name, part in vars(cls).items() if part is not None}
    bare = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
    made = bare(cls)
    late = {name: _Late(made, name) for name in _waiting(**options)}
    for name, part in {**late, **_FROZEN, **(_PICKLED if slots else {})}.items():
        if name not in own:
            setattr(made, name, part)
    return made


if not TYPE_CHECKING:

    def dataclass(cls=None, /, *, frozen=False, **options):
        """As `dataclasses.dataclass`; the methods of a frozen class wait."""
        make = _frozen if frozen else dataclasses.dataclass
        return make(cls, **options) if cls else lambda cls: make(cls, **options)
