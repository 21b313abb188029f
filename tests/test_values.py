"""A value is a dataclass, whenever its methods are written."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
import typing
from dataclasses import FrozenInstanceError, InitVar
from typing import Any, ClassVar, get_type_hints

import pytest

from ivrsim import values

OPTIONS: list[dict[str, bool]] = [
    {"frozen": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "order": True},
    {"frozen": True, "kw_only": True, "eq": False},
    {"frozen": True, "slots": True, "repr": False},
    {},
    {"slots": True},
    {"slots": True, "eq": False},
    {"order": True},
]


@pytest.fixture(autouse=True, params=[0, values._FEW])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test with an `__init__` that is written at once, and with one that waits."""
    monkeypatch.setattr(values, "_FEW", request.param)


def classes(made_by: Any, **options: bool) -> tuple[Any, Any]:
    """The same two classes, made by either module."""
    field = made_by.field

    @made_by.dataclass(**options)
    class Point:
        """A point."""

        x: int
        y: int = 0
        names: list[str] = field(default_factory=list, compare=False)
        seen: int = field(default=7, init=False, repr=False)
        made: list[int] = field(default_factory=list, init=False, hash=False)
        planes: ClassVar[int | None] = None

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError("too far left")

    @made_by.dataclass(**options)
    class Named(Point):
        """A point with a name."""

        y: int = field(default=1, metadata={"unit": "m"})
        name: str = field(default="", kw_only=True)
        id: int = field(default=0, kw_only=True, hash=True, compare=False)

        def __str__(self) -> str:
            return f"{self.name} {self.x}"

    return Point, Named


def facts_of(cls: Any) -> list[object]:
    """All that can be asked of a class."""
    fields = [
        (f.name, f.type, f.init, f.repr, f.compare, f.hash, f.kw_only, dict(f.metadata))
        for f in dataclasses.fields(cls)
    ]
    defaults = [
        (f.default is dataclasses.MISSING, f.default_factory is list)
        for f in dataclasses.fields(cls)
    ]
    return [
        [fields, defaults, cls.__match_args__, dataclasses.is_dataclass(cls)],
        [str(inspect.signature(cls)), get_type_hints(cls.__init__)],
        [sorted(vars(cls).get("__slots__", ())), cls.__doc__, cls.__qualname__, cls.planes],
        [cls.__init__.__qualname__, cls.__init__.__module__, repr(cls.__dataclass_params__)],
        [vars(cls).get("y") if "__slots__" not in vars(cls) else None, cls.__hash__ is None],
    ]


def result(do: Any) -> object:
    """What comes of it: an outcome, or an error."""
    try:
        return do()
    except (TypeError, ValueError, AttributeError) as error:
        return type(error).__name__, str(error)


def asked(made_by: Any, **options: bool) -> list[object]:
    """All that can be asked of the two classes."""
    point, named = classes(made_by, **options)
    given = {"y": 2} if "kw_only" not in options else {"x": 1, "y": 2}
    one = point(**({"x": 1} | given))
    two, three = point(names=["a"], x=1, y=2), named(x=3, name="c")
    found = [
        *(one, two, three, dataclasses.replace(one, x=5), values.replace(three, name="d")),
        *(copy.copy(two), copy.deepcopy(two), point(x=1)),
    ]
    return [
        *map(facts_of, (point, named)),
        [(dataclasses.asdict(each), values.names(each)) for each in found],
        [[left == right for left in found] for right in found],
        [result(lambda: one < two), result(lambda: two >= three), one != "point"],
        [result(lambda each=each: hash(each)) for each in found] if options.get("eq", 1) else [],
        [[repr(each) for each in found] if options.get("repr", 1) and options.get("eq", 1) else []],
        [
            hasattr(one, "__dict__"),
            one.planes,
            [sorted(getattr(each, "__dict__", {})) for each in found],
        ],
        [result(point), result(lambda: point(x=1, z=2)), result(lambda: point(x=-1))],
        [result(lambda: point(1, x=1)), result(lambda: point(1, 2, [], 4))],
        [result(lambda: setattr(one, "y", 3)), result(lambda: delattr(two, "y"))],
        [result(lambda: values.replace(one, seen=2)), result(lambda: values.replace(one, z=2))],
    ]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_a_value_is_what_dataclasses_make(options: dict[str, bool]) -> None:
    for mine, theirs in zip(asked(values, **options), asked(dataclasses, **options), strict=True):
        assert mine == theirs


def test_the_same_holds_after_many_calls() -> None:
    point, _ = classes(values, frozen=True, slots=True)
    made = [point(x, names=[str(x)]) for x in range(30)]
    assert [(p.x, p.y, p.names, p.seen, p.made) for p in made] == [
        (x, 0, [str(x)], 7, []) for x in range(30)
    ]
    assert inspect.isfunction(vars(point)["__init__"])


@pytest.mark.parametrize("slots", [False, True])
def test_a_value_cannot_be_changed(slots: bool) -> None:
    for cls in classes(values, frozen=True, slots=slots):
        value = cls(1)
        with pytest.raises(FrozenInstanceError, match="cannot assign to field 'y'"):
            value.y = 3
        with pytest.raises(FrozenInstanceError, match="cannot delete field 'y'"):
            del value.y
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
            cls()


@values.dataclass(frozen=True, slots=True, order=True)
class Version:
    """A value with an order."""

    major: int
    minor: int = 0


@values.dataclass
class Counter:
    """A value that changes."""

    count: int = 0


class Patched(Version):
    """A class below a value, which is no dataclass itself."""

    __slots__ = ()


@dataclasses.dataclass(frozen=True)
class Dated(Version):
    """A dataclass made elsewhere, below a value."""

    day: str = ""


def test_values_are_ordered_where_that_is_asked_for() -> None:
    newest, oldest = Version(2), Version(1, 9)
    assert sorted([newest, oldest]) == [oldest, newest]
    assert oldest < newest
    assert newest >= oldest


def test_values_are_pickled_and_matched() -> None:
    match pickle.loads(pickle.dumps(Version(3, 4))):
        case Version(major, minor):
            assert (major, minor) == (3, 4)
        case other:
            pytest.fail(f"{other!r} is no version")
    assert pickle.loads(pickle.dumps(Counter(3))) == Counter(3)


def test_what_stands_below_a_value_is_as_usual() -> None:
    assert values.replace(Patched(1), minor=2) == Patched(1, 2) != Version(1, 2)
    assert dataclasses.fields(Patched) == dataclasses.fields(Version)
    today = Dated(1, 2, "2026-11-23")
    assert values.names(today) == values.names(Dated) == ("major", "minor", "day")
    assert values.replace(today, day="") == dataclasses.replace(today, day="") == Dated(1, 2)


def test_what_is_unusual_is_left_to_dataclasses() -> None:
    @values.dataclass(frozen=True)
    class Late(Dated):
        night: bool = False

    @values.dataclass
    class Sum:
        start: InitVar[int]
        total: int = 0

        def __post_init__(self, start: int) -> None:
            self.total += start

    @values.dataclass(match_args=False)
    class Other:
        x: int

    assert values.names(Late(1)) == ("major", "minor", "day", "night")
    assert Sum(3, 4) == Sum(7, 0)
    assert not hasattr(Other, "__match_args__")
    with pytest.raises(ValueError, match="mutable default"):

        @values.dataclass
        class Wrong:
            x: list[int] = []  # noqa: RUF012 - it is refused


@values.dataclass(frozen=True, repr=False, eq=False)
class Own:
    """A value that says itself what it is called."""

    name: str

    def __repr__(self) -> str:
        return self.name


def test_what_a_class_says_itself_stays() -> None:
    one = Own("one")
    assert repr(one) == "one"
    assert one == one  # noqa: PLR0124 - by identity
    assert one != Own("one")


def test_a_method_is_written_when_it_is_first_asked_for() -> None:
    point, named = classes(values, frozen=True)
    methods = ("__init__", "__repr__", "__eq__", "__hash__")
    assert not any(
        inspect.isfunction(vars(cls)[name]) for cls in (point, named) for name in methods
    )
    for _ in range(values._FEW + 1):
        named(1)
    assert inspect.isfunction(vars(named)["__init__"])
    assert not inspect.isfunction(vars(named)["__repr__"])
    assert not inspect.isfunction(vars(point)["__init__"])


PLAIN = """
import sys
from ivrsim.values import dataclass, field, names, replace

@dataclass(frozen=True, slots=True)
class Point:
    x: int
    names: list[str] = field(default_factory=list, compare=False)

for x in range(50):
    one = replace(Point(x), x=3)
    assert one == Point(3) and hash(one) and names(one)
assert "dataclasses" not in sys.modules
"""


def test_a_value_is_made_and_compared_without_importing_dataclasses() -> None:
    code = "from __future__ import annotations" + PLAIN
    subprocess.run([sys.executable, "-c", code], check=True)


class Pair(values.NamedTuple):
    """Two numbers."""

    left: int
    right: int | None = None

    @property
    def both(self) -> bool:
        """Whether there are two."""
        return self.right is not None


class UsualPair(typing.NamedTuple):
    """Two numbers."""

    left: int
    right: int | None = None


def test_a_named_tuple_is_what_typing_makes() -> None:
    one = Pair(1, right=2)
    assert (tuple(one), type(pickle.loads(pickle.dumps(one)))) == ((1, 2), Pair)
    assert one.both
    assert not Pair(1).both
    assert repr(one._replace(left=3)) == "Pair(left=3, right=2)"
    for name in ("_fields", "_field_defaults", "__doc__", "__match_args__"):
        assert getattr(Pair, name) == getattr(UsualPair, name)
    assert get_type_hints(Pair) == get_type_hints(UsualPair)
    assert str(inspect.signature(Pair)) == "(left: 'int', right: 'int | None' = None)"
    assert (Pair.__module__, Pair.__qualname__) == (UsualPair.__module__, "Pair")
