"""The quick map of a well-written text agrees with the careful reader on every place."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from ivrsim.jsonmap import Map
from ivrsim.jsonreader import parse
from tests.source.shapes import deep, written


@given(written())
def test_both_say_the_same_of_everything_in_a_text(value_and_text: tuple[Any, str]) -> None:
    value, text = value_and_text
    quick, careful = Map(text), parse(text).spans
    todo = [(value, quick.root, careful.root)]
    while todo:
        at, one, other = todo.pop()
        assert quick.value(one) == careful.value(other)
        name = careful.name(other)
        assert quick.name(one) == name or name.start == name.end
        parts = (
            at.items() if isinstance(at, dict) else enumerate(at if isinstance(at, list) else ())
        )
        for step, inner in parts:
            first, second = quick.child(one, step), careful.child(other, step)
            assert first is not None
            assert second is not None
            todo.append((inner, first, second))


def test_what_is_not_there_has_no_place() -> None:
    found = Map('{"a": [1, "x"], "b": {}}')
    inside = found.child(found.root, "a")
    assert inside is not None
    assert found.child(found.root, "c") is None
    assert found.child(inside, 2) is None
    assert found.child(inside, -1) is None
    assert found.child(inside, "0") is None
    number = found.child(inside, 0)
    assert number is not None
    assert found.child(number, 0) is None
    assert Map(" \n").empty


def test_a_map_of_a_deep_text_needs_no_stack() -> None:
    text = deep(100_000)
    found = Map(text)
    at: int | None = found.root
    for number in range(1000):
        assert at is not None
        at = found.child(at, 0 if number % 2 else "c")
    assert at is not None
    assert found.value(at) == (3_000, len(text) - 1_000)
