"""JSON values as text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim import jsontext
from ivrsim.jsontext import INDENTED_LEVELS, UnwritableError, dumps
from ivrsim.source import read_text
from tests.source.shapes import VALUES


@given(VALUES, st.sampled_from([None, 0, 1, 2, 4]))
def test_a_value_is_written_as_the_standard_library_writes_it(
    value: Any, indent: int | None
) -> None:
    assert dumps(value, indent) == json.dumps(value, indent=indent, ensure_ascii=False)


@given(VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    source = read_text(dumps(value))
    assert repr(source.data) == repr(value)
    assert source.problems == ()


def nested(levels: int) -> list[Any]:
    """Lists in lists."""
    value: list[Any] = []
    for _ in range(levels - 1):
        value = [value]
    return value


def test_the_deepest_levels_stand_on_one_line() -> None:
    lines = dumps(nested(INDENTED_LEVELS + 3)).splitlines()
    assert len(lines) == 2 * INDENTED_LEVELS + 1
    assert lines[INDENTED_LEVELS].strip() == "[[[]]]"


def test_a_value_of_any_depth_is_written() -> None:
    assert dumps(nested(100_000), indent=None) == "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (float("nan"), "nan"),
        ([float("-inf")], "-inf"),
        ("\ud800", "U\\+D800"),
        ({"\udfff": 1}, "U\\+DFFF"),
        ({1: 2}, "A name in JSON is a text, not 1"),
        ([{1, 2}], "a set"),
        (b"x", "a bytes"),
        (10**5000, "too many digits"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() else "value",
)
def test_what_json_cannot_express_is_refused(value: Any, words: str) -> None:
    with pytest.raises(UnwritableError, match=words):
        dumps(value)
    assert issubclass(UnwritableError, ValueError)


def test_a_value_deeper_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsontext, "MAX_DEPTH", 50)
    assert dumps(nested(51), indent=None) == "[" * 51 + "]" * 51
    with pytest.raises(UnwritableError, match="nested more than 50 levels deep"):
        dumps(nested(52))


def test_kin_of_dicts_and_lists_are_written() -> None:
    kin: Any = ({"a": ()},)
    assert dumps(kin, indent=None) == '[{"a": []}]'
