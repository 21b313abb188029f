"""From a place to a span, from a span to lines and columns."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.places import ROOT, Place, Position, Span
from ivrsim.source import Source, read, read_text
from ivrsim.textlines import Lines
from tests.source.shapes import deep

LINES = st.text(st.sampled_from("ab\r\n\u2028\x0b"), max_size=30)


def shown(source: Source, place: Place) -> str:
    """The text at a place."""
    start, end = source.span(place)
    return source.text[start:end]


@given(st.text(st.sampled_from('ab"\\/\n\t\x01é€😀'), max_size=12), st.booleans(), st.data())
def test_a_stretch_of_a_string_is_found_through_its_escapes(
    string: str, ascii_only: bool, data: st.DataObject
) -> None:
    source = read_text(json.dumps({"a": [string]}, ensure_ascii=ascii_only))
    start = data.draw(st.integers(0, len(string)))
    end = data.draw(st.integers(start, len(string)))
    stretch = shown(source, (ROOT / "a" / 0).part(Span(start, end)))
    assert json.loads(f'"{stretch}"') == string[start:end]


@pytest.mark.parametrize(
    ("text", "within", "stretch"),
    [
        (r'["a\qb"]', Span(1, 3), r"\q"),
        (r'["a\qb"]', Span(3, 4), "b"),
        (r'["don\'t"]', Span(4, 5), "t"),
        (r'["\ud800x"]', Span(1, 2), "x"),
        ("['ab']", Span(1, 2), "b"),
        ("[“ab”]", Span(0, 9), "ab"),
        ('["ab\n]', Span(1, 9), "b"),
        ('["ab"]', Span(-3, 1), "a"),
        ('["ab"]', Span(2, 1), ""),
        ("[12]", Span(0, 1), "12"),
        ("[[1]]", Span(0, 1), "[1]"),
        ("[]", Span(0, 1), "[]"),
    ],
)
def test_a_stretch_is_found_in_odd_strings_too(text: str, within: Span, stretch: str) -> None:
    assert shown(read_text(text), (ROOT / 0).part(within)) == stretch


def test_a_place_that_does_not_exist_is_what_would_hold_it() -> None:
    source = read_text('{"a": [1, {"b": 2}], "0": 3}')
    for place in (
        ROOT / "a" / 1 / "c",
        ROOT / "a" / 1 / "c" / "b",
        (ROOT / "a" / 1 / "c").name,
        ROOT / "a" / 1 / 0,
        ROOT / "a" / 1 / "c" / 0,
    ):
        assert shown(source, place) == '{"b": 2}'
    assert shown(source, ROOT / "a" / 2) == '[1, {"b": 2}]'
    assert shown(source, ROOT / "a" / -1) == '[1, {"b": 2}]'
    assert shown(source, ROOT / "a" / "0") == '[1, {"b": 2}]'
    assert shown(source, ROOT / "a" / 0 / 0) == "1"
    assert shown(source, ROOT / 0) == source.text
    assert shown(source, ROOT.name) == source.text


def test_names_and_values_of_repaired_members_have_places() -> None:
    source = read_text("setting: 'promo', \"x\": [tru, 5.]")
    assert shown(source, (ROOT / "setting").name) == "setting"
    assert shown(source, ROOT / "setting") == "'promo'"
    assert shown(source, ROOT / "x" / 0) == "tru"
    assert shown(source, ROOT / "x" / 1) == "5."
    assert shown(source, ROOT) == source.text


def test_of_two_members_with_one_name_the_last_has_the_place() -> None:
    source = read_text('{"a": 1, "a": [2]}')
    assert shown(source, ROOT / "a" / 0) == "2"
    assert source.span((ROOT / "a").name).start == 9


def test_many_places_of_a_deep_document_are_found() -> None:
    source = read(deep(100_000))
    here, found = ROOT, []
    for _ in range(50_000):
        here = here / "c"
        found.append((here.name, '"c"'))
        here = here / 0
    assert shown(source, here) == "1"
    assert all(shown(source, place) == text for place, text in found)


PIECES = st.sampled_from([1, 2, 3, 4096])


@given(LINES, PIECES)
def test_lines_end_where_an_editor_ends_them(text: str, piece: int) -> None:
    lines = Lines(text, piece)
    expected = re.split(r"\r\n|\r|\n", text)
    assert [lines.line(number + 1) for number in range(len(expected))] == expected
    assert lines.line(0) == lines.line(len(expected) + 1) == ""


@given(LINES, st.integers(-2, 40), PIECES)
def test_a_position_leads_back_to_its_character(text: str, offset: int, piece: int) -> None:
    lines = Lines(text, piece)
    line, column = lines.position(offset)
    offset = min(max(offset, 0), len(text))
    assert lines.starts[line - 1] + column - 1 == offset
    assert lines.line(line) == Lines(text).line(line)
    char = text[offset : offset + 1]
    if char and char not in "\r\n":
        assert lines.line(line)[column - 1] == char


def test_a_span_has_two_positions() -> None:
    source = read_text('{\r\n "a": [\r\n  1]}')
    assert source.positions(source.span(ROOT / "a")) == (Position(2, 7), Position(3, 5))
    assert source.line(2) == ' "a": ['


@given(LINES, st.integers(-3, 12), st.integers(-3, 12))
def test_both_ends_of_a_span_are_where_each_is_alone(text: str, start: int, end: int) -> None:
    source = read_text(text)
    wanted = source.position(start), source.position(end)
    assert source.positions(Span(start, end)) == wanted
