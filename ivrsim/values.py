"""Dataclasses that cost next to nothing to define.

`dataclasses.dataclass` compiles six methods for each class at once, which takes longer
than reading the rest of its module; and `dataclasses` itself takes longer to import than
a small file to lint.  Here a class only notes its fields.  Its `__init__`, `__eq__` and
`__hash__` are written when they are first asked for (`__init__` when it is called often),
in the same words as `dataclasses` writes them; all else is asked of `dataclasses`, then.

`fields`, `asdict`, patterns, signatures, copies and pickles are as usual.  A class with an
unusual option, or below a dataclass made elsewhere, is left to `dataclasses`.
"""

from __future__ import annotations

import sys
from collections import namedtuple
from types import MemberDescriptorType, MethodType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
    from typing import Any, NamedTuple

__all__ = ["NamedTuple", "dataclass", "field", "names", "replace"]
_MISSING = object()
_FEW = 12  # calls of an `__init__` that cost less without writing it

_OPTIONS = {"frozen": False, "slots": False, "kw_only": False, "repr": True, "eq": True}
_ORDER = ("__lt__", "__le__", "__gt__", "__ge__")
_MUTABLE = (list, dict, set)  # what `dataclasses` refuses as a default

_DATACLASS = ("__dataclass_fields__", "__dataclass_params__")


class _Made:
    """The default that a signature shows where a factory makes one."""

    def __repr__(self) -> str:
        return "<factory>"


_MADE = _Made()


class _Field:
    """What `field` was told."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options


class _Part:
    """One field of a class, as far as `__init__`, `__eq__` and `__hash__` want to know it."""

    __slots__ = ("default", "factory", "given", "init", "kind", "kw_only", "name")

    def __init__(self, name: str, kind: str, default: Any, kw_only: bool) -> None:
        given = default.options if type(default) is _Field else {"default": default}
        self.name, self.kind, self.given = name, kind, given
        self.init: bool = given.get("init", True)
        self.kw_only: bool = given.get("kw_only", kw_only)
        self.default = given.get("default", _MISSING)
        self.factory = given.get("default_factory")

    def start(self, *, slots: bool) -> Any:
        """What the field is where nothing is given for it; a class may hold it, without slots."""
        if self.factory:
            return self.factory()
        return self.default if self.init or slots else _MISSING

    def compared(self, by: str = "compare") -> bool:
        """Whether the field counts when two values are compared, or hashed."""
        alike = self.given.get("compare", True)
        return bool(alike if self.given.get(by) is None else self.given[by])


class _Plan:
    """What is known of a class: its fields and options; it writes the methods."""

    def __init__(self, parts: dict[str, _Part], options: dict[str, bool]) -> None:
        self.owner: Any = None
        self.parts = parts
        self.options = options
        self.positional = [p.name for p in parts.values() if p.init and not p.kw_only]
        self.calls = 0

    def fill(self, value: Any, args: tuple[Any, ...], given: dict[str, Any]) -> None:
        """What `__init__` does, without writing it."""
        left = dict(zip(self.positional, args, strict=False), **given) if args else dict(given)
        fits = len(left) == len(args) + len(given)
        put = object.__setattr__
        for name, part in self.parts.items():
            found = left.pop(name, _MISSING) if part.init else _MISSING
            if found is _MISSING:
                found = part.start(slots=self.options["slots"])
                fits &= found is not _MISSING or not part.init
            if found is not _MISSING:
                put(value, name, found)
        if left or not fits:
            self.written("__init__")(value, *args, **given)  # raises
        elif hasattr(value, "__post_init__"):
            value.__post_init__()

    def written(self, name: str) -> Any:
        """The method of that name, or what `dataclasses` keeps at its classes."""
        return _WRITERS.get(name, _asked)(self, name)

    def compiled(self, name: str, heading: str, lines: list[str], **known: Any) -> Any:
        """A method of these lines, which may use the `known` names."""
        body = "".join(f"\n  {line}" for line in lines)
        text = f"def make({', '.join(known)}):\n def {name}{heading}:{body}\n return {name}"
        module = sys.modules.get(self.owner.__module__)
        space: dict[str, Any] = {}
        exec(text, vars(module) if module else {}, space)
        method = space["make"](**known)
        method.__qualname__ = f"{self.owner.__qualname__}.{name}"
        return method


def _slot(plan: _Plan, name: str) -> Any:
    """What sets a slot of a frozen class, quicker than the way round its own refusal."""
    found = next((vars(owner)[name] for owner in plan.owner.__mro__ if name in vars(owner)), None)
    return found if plan.options["frozen"] and isinstance(found, MemberDescriptorType) else None


def _init(plan: _Plan, name: str) -> Any:
    me = "__me" if "self" in plan.parts else "self"
    known: dict[str, Any] = {"__put": object.__setattr__, "__made": _MADE}
    lines = []
    for part in plan.parts.values():
        value = _value(part, known, slots=plan.options["slots"])
        if value and (slot := _slot(plan, part.name)):
            known[f"__put_{part.name}"] = slot.__set__
            lines.append(f"__put_{part.name}({me}, {value})")
        elif value and plan.options["frozen"]:
            lines.append(f"__put({me}, {part.name!r}, {value})")
        elif value:
            lines.append(f"{me}.{part.name} = {value}")
    if hasattr(plan.owner, "__post_init__"):
        lines.append(f"{me}.__post_init__()")
    asked = sorted((p for p in plan.parts.values() if p.init), key=lambda p: p.kw_only)
    heads = [me, *map(_head, asked)]
    if asked and asked[-1].kw_only:
        heads.insert(1 + len(plan.positional), "*")
    method = plan.compiled(name, f"({', '.join(heads)})", lines or ["pass"], **known)
    method.__annotations__ = {**{part.name: part.kind for part in asked}, "return": None}
    return method


def _value(part: _Part, known: dict[str, Any], *, slots: bool) -> str:
    """The words for what a field starts with, or none; the names they use become `known`."""
    name = part.name
    if part.factory:
        known[f"__make_{name}"] = part.factory
        made = f"__make_{name}()"
        return f"{made} if {name} is __made else {name}" if part.init else made
    if part.default is not _MISSING:
        known[f"__default_{name}"] = part.default
        return name if part.init else f"__default_{name}" * slots
    return name * part.init


def _head(part: _Part) -> str:
    if part.factory:
        return f"{part.name}=__made"
    return part.name if part.default is _MISSING else f"{part.name}=__default_{part.name}"


def _eq(plan: _Plan, name: str) -> Any:
    mine, others = (_all(who, plan, "compare") for who in ("self", "other"))
    lines = [f"if other.__class__ is self.__class__: return {mine} == {others}"]
    return plan.compiled(name, "(self, other)", [*lines, "return NotImplemented"])


def _hash(plan: _Plan, name: str) -> Any:
    return plan.compiled(name, "(self)", [f"return hash({_all('self', plan, 'hash')})"])


def _all(who: str, plan: _Plan, by: str) -> str:
    return f"({''.join(f'{who}.{p.name}, ' for p in plan.parts.values() if p.compared(by))})"


_WRITERS = {"__init__": _init, "__eq__": _eq, "__hash__": _hash}


def _asked(plan: _Plan, name: str) -> Any:
    """What `dataclasses` gives a class of these fields under that name."""
    import dataclasses

    cls: Any = plan.owner
    if name == "__dataclass_params__":
        options: dict[str, Any] = {**plan.options}
        return vars(dataclasses.make_dataclass(cls.__name__, [], **options))[name]
    kept = ("__module__", "__qualname__", "__doc__")
    parts = [(p.name, p.kind, dataclasses.field(**_given(p))) for p in plan.parts.values()]
    made = dataclasses.make_dataclass(
        cls.__name__,
        parts,
        namespace={part: getattr(cls, part) for part in kept},
        init=False,
        repr=name == "__repr__",
        eq=name in _ORDER,
        order=name in _ORDER,
    )
    return vars(made)[name]


def _given(part: _Part) -> dict[str, Any]:
    known = {key: value for key, value in part.given.items() if value is not _MISSING}
    return {**known, "kw_only": part.kw_only}


class _Late:
    """A method of a class that is written when it is first asked for."""

    def __init__(self, plan: _Plan, name: str) -> None:
        self.plan = plan
        self.name = name

    def __get__(self, instance: object, kind: type | None = None) -> Any:
        method = self.plan.written(self.name)
        setattr(self.plan.owner, self.name, method)
        return method if instance is None else MethodType(method, instance)


class _LateInit(_Late):
    """An `__init__` that is written when it was called a few times."""

    def __get__(self, instance: object, kind: type | None = None) -> Any:
        plan = self.plan
        plan.calls += 1
        if instance is None or plan.calls > _FEW:
            return super().__get__(instance, kind)
        return lambda *args, **given: plan.fill(instance, args, given)


class _LateData(_Late):
    """What `dataclasses` keeps at its classes, which is no method."""

    def __get__(self, instance: object, kind: type | None = None) -> Any:
        data = self.plan.written(self.name)
        setattr(self.plan.owner, self.name, data)
        return data


def _no_setting(self: object, name: str, value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_deleting(self: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:
    return [getattr(self, name) for name in names(self)]


def _set_state(self: Any, state: list[object]) -> None:
    for name, value in zip(names(self), state, strict=True):
        object.__setattr__(self, name, value)


def _replaced(self: Any, /, **changes: Any) -> Any:
    return replace(self, **changes)


_FROZEN = {"__setattr__": _no_setting, "__delattr__": _no_deleting}
_PICKLED = {"__getstate__": _state, "__setstate__": _set_state}
"""What pickle needs for slots that cannot be set."""


def names(value: Any) -> tuple[str, ...]:
    """The names of the fields of a value, or of a class of values, in order."""
    plan = _plan_of(value if isinstance(value, type) else type(value))
    if plan is None:
        import dataclasses

        return tuple(field.name for field in dataclasses.fields(value))
    return tuple(plan.parts)


def _plan_of(cls: type) -> _Plan | None:
    """The plan of a class; none if it was made elsewhere, or is no dataclass."""
    made = next((base for base in cls.__mro__ if _DATACLASS[0] in vars(base)), object)
    plan: _Plan | None = vars(made).get("__value_plan__")
    return plan


def _parts(cls: Any, kw_only: bool) -> dict[str, _Part] | None:
    """The fields of a class and of those above it; None if `dataclasses` must look at them."""
    parts: dict[str, _Part] = {}
    for base in cls.__mro__[-1:0:-1]:
        if "__value_plan__" in vars(base):
            parts.update(vars(base)["__value_plan__"].parts)
        elif _DATACLASS[0] in vars(base):
            return None
    for name, kind in cls.__annotations__.items():
        default = getattr(cls, name, _MISSING)
        if type(kind) is not str or "InitVar" in kind or "KW_ONLY" in kind:
            return None
        if type(default).__module__ == "dataclasses" or type(default) in _MUTABLE:
            return None
        if "ClassVar" not in kind:
            slot = type(default) is MemberDescriptorType
            parts[name] = _Part(name, kind, _MISSING if slot else default, kw_only)
    return parts


def _noted(cls: Any, *, order: bool = False, **given: bool) -> Any:
    options = _OPTIONS | given
    parts = _parts(cls, options["kw_only"]) if len(options) == len(_OPTIONS) else None
    if parts is None:
        import dataclasses

        return dataclasses.dataclass(cls, order=order, **given)
    plan = _Plan(parts, options | {"order": order})
    own = vars(cls)
    added = {name: part for name, part in _methods(plan).items() if own.get(name) is None}
    plan.owner = (_with_slots if options["slots"] else _with_defaults)(cls, parts, added)
    return plan.owner


def _methods(plan: _Plan) -> dict[str, Any]:
    """What a class has besides its own."""
    options = plan.options
    made: dict[str, Any] = {"__value_plan__": plan, "__init__": _LateInit(plan, "__init__")}
    made["__match_args__"] = tuple(plan.positional)
    asked = {"__repr__": "repr", "__eq__": "eq", **dict.fromkeys(_ORDER, "order")}
    made |= {name: _Late(plan, name) for name, option in asked.items() if options[option]}
    made |= {name: _LateData(plan, name) for name in _DATACLASS}
    if options["eq"]:
        made["__hash__"] = _Late(plan, "__hash__") if options["frozen"] else None
    if options["frozen"]:
        made |= _FROZEN | (_PICKLED if options["slots"] else {})
    return made | ({"__replace__": _replaced} if sys.version_info >= (3, 13) else {})


def _with_defaults(cls: Any, parts: dict[str, _Part], added: dict[str, Any]) -> Any:
    """The class with these members, too."""
    for name, member in added.items():
        setattr(cls, name, member)
    for name, part in parts.items():
        if type(vars(cls).get(name)) is _Field:
            delattr(cls, name)
            if part.default is not _MISSING:
                setattr(cls, name, part.default)
    return cls


def _with_slots(cls: Any, parts: dict[str, _Part], added: dict[str, Any]) -> Any:
    """A class with these members, too, whose fields are slots; no class is given any later."""
    taken = {slot for base in cls.__mro__[1:-1] for slot in vars(base).get("__slots__", ())}
    gone = {*parts, "__dict__", "__weakref__"}
    body = {name: member for name, member in vars(cls).items() if name not in gone}
    body |= {**added, "__slots__": tuple(name for name in parts if name not in taken)}
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


if not TYPE_CHECKING:

    def dataclass(cls=None, /, **options):
        """As `dataclasses.dataclass`."""
        return _noted(cls, **options) if cls else lambda cls: _noted(cls, **options)

    def field(**options):
        """As `dataclasses.field`, for a class made by this `dataclass`."""
        return _Field(options)

    def replace(value, /, **changes):
        """As `dataclasses.replace`."""
        plan = _plan_of(type(value))
        if plan is None or any(not p.init and p.name in changes for p in plan.parts.values()):
            import dataclasses

            return dataclasses.replace(value, **changes)
        kept = (name for name, part in plan.parts.items() if part.init and name not in changes)
        return type(value)(**{name: getattr(value, name) for name in kept}, **changes)

    class _Named(type):
        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            kinds = body.get("__annotations__", {})
            defaults = [body[field] for field in kinds if field in body]
            made = namedtuple(name, kinds, defaults=defaults, module=body["__module__"])
            made.__annotations__ = made.__new__.__annotations__ = kinds
            for key, value in body.items():
                if key not in kinds and key not in ("__module__", "__annotations__"):
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Named):
        """As `typing.NamedTuple`, which would compile every annotation of its fields."""
