"""A value is a frozen dataclass, whenever its methods are written."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field
from typing import Any, ClassVar, get_type_hints

import pytest

from ivrsim import values

Make = Callable[..., Callable[[type], Any]]


def classes(make: Make, **options: bool) -> tuple[Any, Any]:
    """The same two classes, made by either `dataclass`."""

    @make(frozen=True, **options)
    class Point:
        """A point."""

        x: int
        y: int = 0
        names: list[str] = field(default_factory=list, compare=False)
        planes: ClassVar[int] = 2

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError("too far left")

    @make(frozen=True, **options)
    class Named(Point):
        """A point with a name."""

        name: str = field(default="", kw_only=True)

        def __str__(self) -> str:
            return f"{self.name} {super(type(self), self).__repr__()}"

    return Point, Named


def asked(make: Make, **options: bool) -> list[object]:
    """All that can be asked of them."""
    point, named = classes(make, **options)
    one, two, three = point(1, y=2), point(1, 2, ["a"]), named(3, name="c")
    return [
        list(map(repr, (one, two, three))),
        [repr(dataclasses.replace(one, x=5)), dataclasses.asdict(three), repr(copy.copy(two))],
        [one == two, one == point(1), one == three, len({one, two, three}), one != "point"],
        [str(inspect.signature(cls)) for cls in (point, named)],
        [get_type_hints(cls.__init__) for cls in (point, named)],
        [cls.__match_args__ for cls in (point, named)],
        [sorted(vars(cls).get("__slots__", ())) for cls in (point, named)],
        [hasattr(one, "__dict__"), one.planes, point.__init__.__qualname__, point.__doc__],
    ]


@pytest.mark.parametrize("slots", [False, True])
def test_a_value_is_what_dataclasses_make(slots: bool) -> None:
    assert asked(values.dataclass, slots=slots) == asked(dataclasses.dataclass, slots=slots)


@pytest.mark.parametrize("slots", [False, True])
def test_a_value_cannot_be_changed(slots: bool) -> None:
    for cls in classes(values.dataclass, slots=slots):
        value = cls(1)
        with pytest.raises(FrozenInstanceError, match="cannot assign to field 'y'"):
            value.y = 3
        with pytest.raises(FrozenInstanceError, match="cannot delete field 'y'"):
            del value.y
        with pytest.raises(ValueError, match="too far left"):
            cls(-1)
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
            cls()


@values.dataclass(frozen=True, slots=True, order=True)
class Version:
    """A value with an order."""

    major: int
    minor: int = 0


def test_values_are_ordered_where_that_is_asked_for() -> None:
    newest, oldest = Version(2), Version(1, 9)
    assert sorted([newest, oldest]) == [oldest, newest]
    assert oldest < newest
    assert newest >= oldest
    with pytest.raises(TypeError, match="not supported"):
        _ = classes(values.dataclass)[0](1) < classes(values.dataclass)[0](2)


def test_values_are_pickled_and_matched() -> None:
    match pickle.loads(pickle.dumps(Version(3, 4))):
        case Version(major, minor):
            assert (major, minor) == (3, 4)
        case other:
            pytest.fail(f"{other!r} is no version")


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
    point, named = classes(values.dataclass)
    methods = ("__init__", "__repr__", "__eq__", "__hash__")
    assert not any(
        inspect.isfunction(vars(cls)[name]) for cls in (point, named) for name in methods
    )
    named(1)
    assert inspect.isfunction(vars(named)["__init__"])
    assert not inspect.isfunction(vars(named)["__repr__"])
    assert not inspect.isfunction(vars(point)["__init__"])


def test_a_class_that_is_not_frozen_is_an_ordinary_dataclass() -> None:
    @values.dataclass
    class Counter:
        count: int = 0

    counter = Counter()
    counter.count += 1
    assert counter == Counter(1)
