"""Our reader, fast or careful, and the standard library's mean the same by JSON."""

from __future__ import annotations

import json
import re
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim import jsonreader, source
from ivrsim.jsonbuild import ArrayFrame, DocumentFrame, ObjectFrame
from ivrsim.jsonreader import Parsed, parse
from ivrsim.jsontext import dumps
from ivrsim.places import Span
from tests.source.shapes import NEARLY_JSON, damaged, deep, places, written

LEVELS = 100_000
NEVER = re.compile("(?!)")


def parse_with_care(text: str) -> Parsed:
    """Read a text by the careful readers alone."""
    frames = [ArrayFrame, DocumentFrame, ObjectFrame]
    patches = [mock.patch.object(frame, "part", NEVER) for frame in frames]
    for patch in patches:
        patch.start()
    try:
        return parse(text)
    finally:
        for patch in patches:
            patch.stop()


READERS = pytest.mark.parametrize("reader", [parse, parse_with_care])


@READERS
@given(written())
def test_json_is_read_as_the_standard_library_reads_it(reader: Any, pair: tuple[Any, str]) -> None:
    _, text = pair
    parsed = reader(text)
    assert repr(parsed.data) == repr(json.loads(text))
    assert (parsed.ok, parsed.problems) == (True, ())


@READERS
@given(NEARLY_JSON | damaged())
def test_what_is_read_without_a_problem_is_json(reader: Any, text: str) -> None:
    parsed = reader(text)
    if parsed.problems:
        return
    assert parsed.ok
    assert repr(parsed.data) == repr(json.loads(text))


@given(NEARLY_JSON | damaged() | written().map(lambda pair: pair[1]))
def test_the_quick_reader_takes_only_what_ours_finds_nothing_in(text: str) -> None:
    try:
        quick, _ = source._quick(text)
    except (ValueError, RecursionError):
        return
    parsed = parse(text)
    assert repr(quick) == repr(parsed.data)
    assert (parsed.ok, parsed.problems) == (True, ())


@given(NEARLY_JSON | damaged())
def test_both_ways_of_our_reader_find_the_same(text: str) -> None:
    fast, careful = parse(text), parse_with_care(text)
    assert repr(fast.data) == repr(careful.data)
    assert (fast.ok, fast.problems) == (careful.ok, careful.problems)


@given(NEARLY_JSON | damaged())
def test_whatever_is_read_can_be_written_and_every_problem_has_a_place(text: str) -> None:
    parsed = source.read_text(text)
    json.loads(dumps(parsed.data))
    assert parsed.ok or parsed.problems
    for problem in parsed.problems:
        assert problem.span is not None
        assert 0 <= problem.span.start <= problem.span.end <= len(parsed.text)
        assert problem.message
        assert problem.hint


@READERS
@given(written())
def test_the_span_of_every_value_and_name_holds_its_own_text(
    reader: Any, pair: tuple[Any, str]
) -> None:
    value, text = pair
    with mock.patch.object(jsonreader, "parse", reader):
        read = source.read_text(text)
        for place, here in places(value):
            start, end = read.span(place)
            assert repr(json.loads(text[start:end])) == repr(here)
            if isinstance(place.step, str):
                start, end = read.span(place.name)
                assert json.loads(text[start:end]) == place.step
            else:
                assert read.span(place.name) == read.span(place)


@given(NEARLY_JSON | damaged(), st.integers(0, 3))
def test_every_place_of_a_broken_text_has_a_span_within_it(text: str, stretch: int) -> None:
    read = source.read_text(text)
    for place, _ in places(read.data):
        for variant in (place, place.name, place.part(Span(stretch, stretch + 2)), place / "x"):
            start, end = read.span(variant)
            assert 0 <= start <= end <= len(read.text)


@READERS
def test_a_deep_document_is_read(reader: Any) -> None:
    parsed = reader(deep(LEVELS))
    assert parsed.ok
    depth, inner = 0, parsed.data
    while isinstance(inner, dict | list):
        inner = inner["c"] if isinstance(inner, dict) else inner[0]
        depth += 1
    assert (depth, inner) == (LEVELS, 1)


@READERS
def test_a_document_deeper_than_the_limit_is_refused(
    reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonreader, "MAX_DEPTH", 50)
    assert reader(deep(50)).problems == ()
    parsed = reader("[" + deep(50) + "]")
    assert not parsed.ok
    assert parsed.data is None
    assert [problem.code for problem in parsed.problems] == ["IVR917"]


def test_a_wide_document_is_read() -> None:
    text = json.dumps({f"n{i}": i for i in range(100_000)})
    assert parse(text).data == json.loads(text)
