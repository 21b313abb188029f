"""The condition language as values: a closed sum of ten kinds of expression.

`Expr` is the union of all of them, so an interpreter that matches on it can end in
`typing.assert_never`.  Expressions are immutable, hashable and compare by meaning:
`span`, the place in the text they were read from, takes no part.  Nothing here
recurses; a condition nested 100,000 deep is compared, hashed, pickled and printed.

An expression that the language has no words for cannot be made: a region name with
brackets, a key outside 1-9 a-z W N, a number of seconds below zero are refused with
`UsageError`.  Two kinds have no vendor syntax at all, because only ivrsim makes them:
`Answer`, and `Always` anywhere but alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import ClassVar, Final, Literal, TypeVar, cast

from ivrsim.conditions import evaluation, format
from ivrsim.errors import UsageError
from ivrsim.lazy import pattern
from ivrsim.places import Span
from ivrsim.values import dataclass, field

T = TypeVar("T")

FlagName = Literal["during_hours", "landline", "mobile", "repeat", "sms_sent"]
DurationName = Literal["duration", "connect_duration"]
CompareOp = Literal[">", ">=", "<", "<=", "=", "!="]
TextOp = Literal["=", "!=", "contains", "present"]

FLAG_NAMES: Final = ("during_hours", "landline", "mobile", "repeat", "sms_sent")
DURATION_NAMES: Final = ("duration", "connect_duration")
TEXT_FIELD_NAMES: Final = (
    "affiliate_name",
    "custom_data",
    "media_type",
    "previous_signal",
    "promo_number_description",
    "signal",
    "voice_signal",
)
COMPARE_OPS: Final = (">", ">=", "<", "<=", "=", "!=")
TEXT_OPS: Final = ("=", "!=", "contains", "present")
LONGEST: Final = 999_999_999
"""The largest number of minutes, and of seconds beside them, that can be written."""

_KEY = pattern(r"[1-9a-zWN]")
_NAME = pattern(r"[^\[\]\s](?:[^\[\]\r\n]*[^\[\]\s])?")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Node:
    """What every expression can do; `operands` are the expressions directly below it."""

    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)

    def walk(self) -> Iterator[Expr]:
        """This expression and all below it, each before its operands."""
        todo = [cast("Expr", self)]
        while todo:
            expr = todo.pop()
            yield expr
            todo.extend(reversed(expr.operands))

    def atoms(self) -> Iterator[Atom]:
        """The tests this expression is made of, in the order they are written."""
        return (expr for expr in self.walk() if not isinstance(expr, Compound))

    def evaluate(
        self, facts: Mapping[str, object], meaning: evaluation.Meaning | None = None
    ) -> bool:
        """Whether this holds for one call; see `ivrsim.conditions.evaluate`."""
        return evaluation.evaluate(cast("Expr", self), facts, meaning or evaluation.DEFAULT)

    def __str__(self) -> str:
        return format.format_condition(cast("Expr", self))


class _Atom(_Node):
    """A test that stands alone."""

    __slots__ = ()

    @property
    def operands(self) -> tuple[Expr, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Always(_Atom):
    """No condition: the empty text (Invoca: `"condition": ""`).  Always true."""


@dataclass(frozen=True, slots=True)
class Flag(_Atom):
    """A fact about the call that is true or false, such as `during_hours`."""

    name: FlagName

    def __post_init__(self) -> None:
        if self.name not in FLAG_NAMES:
            raise UsageError(f"no flag is called {self.name!r}")


@dataclass(frozen=True, slots=True)
class InRegion(_Atom):
    """The caller is in the region of this name; with None, in any of the campaign's."""

    name: str | None = None

    def __post_init__(self) -> None:
        if self.name is not None and not _NAME.fullmatch(self.name):
            raise UsageError(f"no region can be called {self.name!r}")


@dataclass(frozen=True, slots=True)
class Pressed(_Atom):
    """The caller pressed these keys, counted from the first menu (`pressed[1 2]`)."""

    path: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.path or not isinstance(self.path, tuple):
            raise UsageError(f"pressed needs a tuple of keys, not {self.path!r}")
        if not all(map(_KEY.fullmatch, self.path)):
            raise UsageError(f"not all of these are keys: {', '.join(self.path)}")


@dataclass(frozen=True, slots=True)
class Answer(_Atom):
    """The caller's answer to this very node is `key`.

    Used in the guards of node exits only.  No vendor has words for it: it is printed
    as `answer[1]` and never parsed.
    """

    key: str


@dataclass(frozen=True, slots=True)
class Compare(_Atom):
    """The call, or its time after forwarding, lasted so long; `seconds` is whole."""

    field: DurationName
    op: CompareOp
    seconds: int

    def __post_init__(self) -> None:
        if self.field not in DURATION_NAMES:
            raise UsageError(f"no duration is called {self.field!r}")
        if self.op not in COMPARE_OPS:
            raise UsageError(f"no comparison is written {self.op!r}")
        if not 0 <= self.seconds <= LONGEST * 61:
            raise UsageError(f"a duration is 0 to {LONGEST * 61:,} whole seconds")


@dataclass(frozen=True, slots=True)
class TextField:
    """A text known about the call; `key` names the field of `custom_data`, else None."""

    name: str
    key: str | None = None

    def __post_init__(self) -> None:
        if self.name not in TEXT_FIELD_NAMES:
            raise UsageError(f"no text is called {self.name!r}")
        if (self.name == "custom_data") != (self.key is not None):
            raise UsageError("custom_data needs the name of a field, nothing else has one")
        if self.key is not None and not _NAME.fullmatch(self.key):
            raise UsageError(f"no custom data field can be called {self.key!r}")


@dataclass(frozen=True, slots=True)
class TextTest(_Atom):
    """A text equals, differs from or contains `value`; `present` has no value."""

    field: TextField
    op: TextOp
    value: str | None = None

    def __post_init__(self) -> None:
        if self.op not in TEXT_OPS:
            raise UsageError(f"no test of a text is written {self.op!r}")
        if (self.op == "present") != (self.value is None):
            raise UsageError('"present" takes no value, every other test of a text needs one')


class _Compound(_Node):
    """Expressions made of expressions, without recursion.

    The hash is worked out when the value is made, from those of its operands.
    """

    __slots__ = ()
    _hash: int

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Compound):
            return NotImplemented
        return _same(cast("Expr", self), cast("Expr", other))

    def __repr__(self) -> str:
        return _repr(cast("Expr", self))

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return _rebuild, (tuple(_steps(cast("Expr", self))),)

    def _keep_hash(self, operands: tuple[Expr, ...]) -> None:
        object.__setattr__(self, "_hash", hash((type(self).__name__, operands)))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Not(_Compound):
    """The operand does not hold."""

    operand: Expr
    _hash: int = field(init=False)

    def __post_init__(self) -> None:
        self._keep_hash((self.operand,))

    @property
    def operands(self) -> tuple[Expr, ...]:
        """The one operand."""
        return (self.operand,)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Joined(_Compound):
    """Two or more operands; operands of the same kind are taken apart, so it is flat."""

    operands: tuple[Expr, ...]
    _hash: int = field(init=False)

    word: ClassVar[str]

    def __post_init__(self) -> None:
        if any(type(operand) is type(self) for operand in self.operands):
            flat = [part for operand in self.operands for part in self._parts(operand)]
            object.__setattr__(self, "operands", tuple(flat))
        if len(self.operands) < 2:
            raise UsageError(f'"{self.word}" joins two conditions or more')
        self._keep_hash(self.operands)

    def _parts(self, operand: Expr) -> tuple[Expr, ...]:
        return operand.operands if type(operand) is type(self) else (operand,)


class And(_Joined):
    """All operands hold."""

    __slots__ = ()
    word: ClassVar[str] = "and"


class Or(_Joined):
    """At least one operand holds."""

    __slots__ = ()
    word: ClassVar[str] = "or"


Atom = Always | Flag | InRegion | Pressed | Answer | Compare | TextTest
Compound = Not | And | Or
Expr = Always | Flag | InRegion | Pressed | Answer | Compare | TextTest | Not | And | Or

ALWAYS: Final = Always()


def all_of(*exprs: Expr) -> Expr:
    """All of these hold: `and` for any number; `ALWAYS` for none, and left out."""
    kept = tuple(expr for expr in exprs if not isinstance(expr, Always))
    return And(kept) if len(kept) > 1 else kept[0] if kept else ALWAYS


def any_of(*exprs: Expr) -> Expr:
    """One of these holds: `or` for any number; never true for none."""
    if any(isinstance(expr, Always) for expr in exprs):
        return ALWAYS
    return Or(exprs) if len(exprs) > 1 else exprs[0] if exprs else Not(ALWAYS)


def fold(expr: Expr, atom: Callable[[Atom], T], join: Callable[[Compound, list[T]], T]) -> T:
    """Work out a value from the atoms up, without recursion.

    `atom` gives the value of an atom, `join` that of a compound from its operands'.
    """
    values: list[T] = []
    for part in _bottom_up(expr):
        if isinstance(part, Compound):
            size = len(part.operands)
            below = values[-size:]
            del values[-size:]
            values.append(join(part, below))
        else:
            values.append(atom(part))
    return values[0]


def _bottom_up(expr: Expr) -> Iterable[Expr]:
    """This expression and all below it, each after its operands."""
    order: list[Expr] = []
    todo = [expr]
    while todo:
        order.append(todo.pop())
        todo.extend(order[-1].operands)
    order.reverse()
    return order


def _same(one: Expr, other: Expr) -> bool:
    todo: list[tuple[Expr, Expr]] = [(one, other)]
    while todo:
        left, right = todo.pop()
        if left is right:
            continue
        if type(left) is not type(right) or hash(left) != hash(right):
            return False
        if len(left.operands) != len(right.operands):
            return False
        if not left.operands and left != right:
            return False
        todo.extend(zip(left.operands, right.operands, strict=True))
    return True


def _repr(expr: Expr) -> str:
    pieces: list[str] = []
    todo: list[Expr | str] = [expr]
    while todo:
        item = todo.pop()
        if isinstance(item, Not):
            todo += [")", item.operand, "Not("]
        elif isinstance(item, And | Or):
            between = [part for operand in item.operands for part in (", ", operand)]
            todo += ["))", *reversed(between[1:]), f"{type(item).__name__}(("]
        else:
            pieces.append(item if isinstance(item, str) else repr(item))
    return "".join(pieces)


_Step = Expr | tuple[str, int, "Span | None"]


def _steps(expr: Expr) -> Iterator[_Step]:
    """The flat form that is pickled: atoms, and for each compound how many it takes."""
    for part in _bottom_up(expr):
        if isinstance(part, Compound):
            yield (type(part).__name__, len(part.operands), part.span)
        else:
            yield part


def _rebuild(steps: Iterable[_Step]) -> Expr:
    values: list[Expr] = []
    for step in steps:
        if isinstance(step, tuple):
            name, size, span = step
            below = tuple(values[-size:])
            del values[-size:]
            values.append(_made(name, below, span))
        else:
            values.append(step)
    return values[0]


def _made(name: str, operands: tuple[Expr, ...], span: Span | None) -> Expr:
    if name == "Not":
        return Not(operands[0], span=span)
    return And(operands, span=span) if name == "And" else Or(operands, span=span)
