"""The quick map of a well-written text agrees with the careful reader on every place."""

from __future__ import annotations

from json import dumps
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.jsonmap import Map
from ivrsim.jsonreader import parse
from tests.source.shapes import deep, written


def objects_in(value: Any) -> int:
    """How many objects a value holds, itself among them."""
    todo, count = [value], 0
    for part in todo:
        count += isinstance(part, dict)
        todo += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return count


@given(written(), st.booleans(), st.randoms(use_true_random=False))
def test_both_say_the_same_of_everything_in_a_text(
    value_and_text: tuple[Any, str], known: bool, order: Random
) -> None:
    value, text = value_and_text
    careful = parse(text).spans
    quick = Map(text, objects_in(value) if known else -1)
    todo = [(value, quick.root, careful.root)]
    while todo:
        at, one, other = todo.pop()
        assert quick.value(one) == careful.value(other)
        name = careful.name(other)
        assert quick.name(one) == name or name.start == name.end
        parts: list[Any] = list(
            at.items() if isinstance(at, dict) else enumerate(at if isinstance(at, list) else ())
        )
        order.shuffle(parts)
        for step, inner in parts:
            first, second = quick.child(one, step), careful.child(other, step)
            assert first is not None
            assert second is not None
            todo.append((inner, first, second))


@pytest.mark.parametrize("said", ["{", "}{", "] [", '{"a": [', "a { b"])
def test_brackets_in_strings_are_none(said: str) -> None:
    value = {"a": [said, {said: [said]}], "b": {}}
    text = dumps(value)
    found = Map(text, objects_in(value))
    listed = found.child(found.root, "a")
    assert listed is not None
    assert found.value(listed) == (text.index("["), text.index(', "b"'))
    last = found.child(found.root, "b")
    assert last is not None
    assert text[slice(*found.value(last))] == "{}"


@pytest.mark.parametrize("text", ['"}"', '"{"', '  "a } b" ', '[1, "]}"]'])
@pytest.mark.parametrize("objects", [-1, 0])
def test_a_text_without_objects_may_speak_of_braces(text: str, objects: int) -> None:
    found = Map(text, objects)
    assert text[slice(*found.value(found.root))] == text.strip()


def test_what_is_not_there_has_no_place() -> None:
    text = '{"a": [1, "x"], "b": {}}'
    found = Map(text, 2)
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


@pytest.mark.parametrize("objects", [-1, 50_000])
def test_a_map_of_a_deep_text_needs_no_stack(objects: int) -> None:
    text = deep(100_000)
    found = Map(text, objects)
    at: int | None = found.root
    for number in range(1000):
        assert at is not None
        at = found.child(at, 0 if number % 2 else "c")
    assert at is not None
    assert found.value(at) == (3_000, len(text) - 1_000)
