"""Edits in the words of a document become edits of its text that keep its own form."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivrsim.lint.edit import Edit, Fix, Insert, Move, Put, Remove, Rename, Reword, Rewrite
from ivrsim.lint.textfix import edited, text_fix
from ivrsim.places import ROOT, Place, Span
from ivrsim.source import Source, read_text

NAMES = st.sampled_from(["a", "b", "é", 'q"', "next / way"])
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-9, 99), st.text(max_size=6))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=8,
)
HOLDERS = st.one_of(
    st.lists(VALUES, min_size=1, max_size=3), st.dictionaries(NAMES, VALUES, min_size=1)
)


def mended(document: str | Source, *edits: Edit) -> str | None:
    """The text after a fix; None where it cannot be made."""
    source = read_text(document) if isinstance(document, str) else document
    fix = text_fix(Fix("Mend it", edits), source)
    return None if fix is None else edited(source.text, fix.edits)


def at(*steps: str | int) -> Place:
    place = ROOT
    for step in steps:
        place = place / step
    return place


def inside(data: Any, steps: list[str | int]) -> Any:
    for step in steps:
        data = data[step]
    return data


@st.composite
def places(draw: st.DrawFn, data: Any) -> list[str | int]:
    """The way to some value in it that is held by another."""
    steps: list[str | int] = []
    while isinstance(data, dict | list) and data and (not steps or draw(st.booleans())):
        step = draw(st.sampled_from(list(data if isinstance(data, dict) else range(len(data)))))
        steps.append(step)
        data = data[step]
    return steps


def put(draw: st.DrawFn, data: Any, steps: list[str | int]) -> Edit:
    value = draw(VALUES)
    inside(data, steps[:-1])[steps[-1]] = value
    return Put(at(*steps), copy.deepcopy(value))


def put_new(draw: st.DrawFn, data: Any, steps: list[str | int]) -> Edit:
    holder = inside(data, steps[:-1])
    assume(isinstance(holder, dict))
    value = draw(VALUES)
    holder["new"] = value
    return Put(at(*steps[:-1], "new"), copy.deepcopy(value))


def remove(draw: st.DrawFn, data: Any, steps: list[str | int]) -> Edit:
    del inside(data, steps[:-1])[steps[-1]]
    return Remove(at(*steps))


def rename(draw: st.DrawFn, data: Any, steps: list[str | int]) -> Edit:
    holder, name = inside(data, steps[:-1]), steps[-1]
    assume(isinstance(holder, dict))
    pairs = [("new" if key == name else key, value) for key, value in holder.items()]
    holder.clear()
    holder.update(pairs)
    return Rename(at(*steps), "new")


def insert(draw: st.DrawFn, data: Any, steps: list[str | int]) -> Edit:
    holder = inside(data, steps)
    assume(isinstance(holder, list))
    index, value = draw(st.integers(0, len(holder))), draw(VALUES)
    holder.insert(index, value)
    return Insert(at(*steps), index, copy.deepcopy(value))


def move(draw: st.DrawFn, data: Any, steps: list[str | int]) -> Edit:
    holder = inside(data, steps[:-1])
    assume(isinstance(holder, list))
    index = draw(st.integers(0, len(holder) - 1))
    holder.insert(index, holder.pop(steps[-1]))
    return Move(at(*steps), index)


def reword(draw: st.DrawFn, data: Any, steps: list[str | int]) -> Edit:
    old = inside(data, steps)
    assume(isinstance(old, str))
    start = draw(st.integers(0, len(old)))
    end = draw(st.integers(start, len(old)))
    text = draw(st.text(max_size=5))
    inside(data, steps[:-1])[steps[-1]] = old[:start] + text + old[end:]
    return Reword(at(*steps), Span(start, end), text)


CHANGES = st.sampled_from([put, put_new, remove, rename, insert, move, reword])


@st.composite
def changes(draw: st.DrawFn) -> tuple[Any, Edit, Any]:
    """A document, an edit of it, and the document after the edit."""
    data = draw(HOLDERS)
    wanted = copy.deepcopy(data)
    edit = draw(CHANGES)(draw, wanted, draw(places(data)))
    return data, edit, wanted


def ordered(value: Any) -> str:
    return json.dumps(value)


COMPACT: dict[str, Any] = {"indent": None, "separators": (",", ":")}
STYLES: list[dict[str, Any]] = [
    {"indent": None},
    {"indent": 2},
    {"indent": 4},
    {"indent": "\t"},
]
LOOSE: dict[str, Any] = {"indent": 1, "ensure_ascii": False, "separators": (",", " : ")}


@given(
    changes(),
    st.sampled_from([COMPACT, LOOSE, *STYLES]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_the_text_after_an_edit_means_the_document_after_it(
    change: tuple[Any, Edit, Any], style: dict[str, Any], line_end: str, last_line: bool
) -> None:
    data, edit, wanted = change
    text = json.dumps(data, **style).replace("\n", line_end) + line_end * last_line
    found = mended(text, edit)
    assert found is not None
    assert ordered(json.loads(found)) == ordered(wanted)
    assert found.endswith(line_end) == last_line
    if wanted in ([], {}):
        assert found.removesuffix(line_end) in ("[]", "{}")  # what holds nothing has one line
        return
    assert ("\n" in found.replace("\r\n", "")) == ("\n" in text.replace("\r\n", ""))


@given(changes(), st.sampled_from(STYLES))
def test_a_document_written_in_one_style_stays_in_it(
    change: tuple[Any, Edit, Any], style: dict[str, Any]
) -> None:
    data, edit, wanted = change
    text = json.dumps(data, **style)
    assume(not (text.isascii() and "\\u" not in text) or json.dumps(wanted).find("\\u") < 0)
    assume(not (isinstance(edit, Insert) and not inside(data, edit.place.steps())))
    assert mended(text, edit) == json.dumps(wanted, **style)


NODE = """\
{
    "node_type": "Menu",
    "prompt": "Caf\\u00e9 \\"Uno\\", press 1.",
    "children": [
        {"node_type": "EndCall", "prompt": "a"},
        {"node_type": "EndCall", "prompt": "b"},
        {"node_type": "EndCall", "prompt": "c"}
    ],
    "empty": [],
    "none": {}
}
"""


@pytest.mark.parametrize(
    ("edits", "old", "new"),
    [
        ([Remove(at("node_type"))], '    "node_type": "Menu",\n', ""),
        ([Remove(at("none"))], ',\n    "none": {}', ""),
        ([Remove(at("children", 1))], '"b"},\n        {"node_type": "EndCall", "prompt": ', ""),
        (
            [Insert(at("children"), 1, {"node_type": "Connect"})],
            '        {"node_type": "EndCall", "prompt": "b"}',
            '        {"node_type": "Connect"},\n        {"node_type": "EndCall", "prompt": "b"}',
        ),
        (
            [Insert(at("children"), 3, {"x": "y"})],
            '"c"}\n',
            '"c"},\n        {"x": "y"}\n',
        ),
        ([Insert(at("empty"), 0, "CA")], "[]", '["CA"]'),
        (
            [Insert(at("empty"), 0, {"x": [1]})],
            "[]",
            '[\n        {\n            "x": [\n                1\n            ]\n        }\n    ]',
        ),
        ([Put(at("none", "x"), True)], "{}", '{\n        "x": true\n    }'),
        ([Put(at("x"), 1), Put(at("y"), 2)], "{}\n", '{},\n    "x": 1,\n    "y": 2\n'),
        ([Reword(at("prompt"), Span(5, 10), "«Ö»")], '\\"Uno\\"', "\\u00ab\\u00d6\\u00bb"),
        ([Reword(at("prompt"), Span(3, 4), "e")], "\\u00e9", "e"),
        ([Rename(at("prompt"), "text"), Put(at("prompt"), 1)], None, None),
        (
            [Move(at("children", 0), 2), Put(at("children", 0, "prompt"), "z")],
            None,
            None,
        ),
    ],
)  # fmt: skip
def test_what_stands_around_an_edit_decides_its_form(
    edits: list[Edit], old: str | None, new: str | None
) -> None:
    found = mended(NODE, *edits)
    assert found is not None
    if old is not None and new is not None:
        assert found == NODE.replace(old, new)


def test_edits_inside_of_an_element_go_where_it_goes() -> None:
    text = '{"a": [{"p": "x"}, {"p": "y", "l": [1, 2]}, {"p": "z"}]}'
    edits: list[Edit] = [
        Move(at("a", 1), 0),
        Put(at("a", 1, "p"), "new"),
        Move(at("a", 1, "l", 1), 0),
        Remove(at("a", 0)),
    ]
    assert mended(text, *edits) == '{"a": [{"p": "new", "l": [2, 1]}, {"p": "z"}]}'


def test_a_name_and_its_value_may_change_together() -> None:
    edits: list[Edit] = [Rename(at("a"), "b"), Put(at("a"), [1])]
    assert mended('{"a":0 , "c":[]}', *edits) == '{"b":[1] , "c":[]}'


def test_neighbours_go_together() -> None:
    text = '{"a": 1, "b": 2, "c": 3, "d": [1, 2, 3]}'
    assert mended(text, Remove(at("b")), Remove(at("a"))) == '{"c": 3, "d": [1, 2, 3]}'
    assert mended(text, Remove(at("d")), Remove(at("c"))) == '{"a": 1, "b": 2}'
    edits: list[Edit] = [Remove(at("d", n)) for n in range(3)]
    assert mended(text, *edits) == '{"a": 1, "b": 2, "c": 3, "d": []}'
    assert mended(text, *edits, Insert(at("d"), 3, 4)) == text.replace("1, 2, 3", "4")


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ('{"a": 1}', Remove(at("b"))),
        ('{"a": 1}', Remove(ROOT)),
        ('{"a": 1}', Rename(ROOT, "b")),
        ('{"a": 1, "b": 2}', Rename(at("a"), "b")),
        ('{"a": 1}', Put(at("b", "c"), 1)),
        ("[1]", Put(at(1), 1)),
        ("[1]", Rename(at(0), "b")),
        ("[1]", Put(at("x"), 1)),
        ("[1]", Insert(ROOT, 2, 1)),
        ("[1]", Insert(ROOT, -1, 1)),
        ("[1]", Move(at(0), 1)),
        ('{"a": 1}', Insert(ROOT, 0, 1)),
        ('{"a": "abc"}', Reword(at("a"), Span(2, 4), "x")),
        ('{"a": "abc"}', Reword(at("a"), Span(0, 1), "\ud800")),
        (r'{"a": "\d"}', Reword(at("a"), Span(0, 1), "x")),
        ("{'a': 'abc'}", Reword(at("a"), Span(0, 1), "x")),
        ('{"a": 12}', Reword(at("a"), Span(0, 1), "x")),
        ('{"a": 1, "a": 2}', Put(at("a"), 3)),
        ('{"a": {}, "a": {"b": 1}}', Remove(at("a", "b"))),
        ('{"a": 1 "b": 2}', Remove(at("b"))),
        ('{"a": 1, /* one */ "b": 2}', Remove(at("b"))),
        ('{"a": 1, "b": 2, }', Remove(at("b"))),
        ('{"a": 1, }', Put(at("b"), 2)),
        ('"a": 1', Put(at("b"), 2)),
        ('{"a": 1, "b": ', Put(at("a"), 2)),
        ('{"a": 1}', Rewrite(Span(7, 9), "x")),
        ("", Put(ROOT, 1)),
    ],
)
def test_where_a_place_is_not_certain_nothing_is_changed(text: str, edit: Edit) -> None:
    assert mended(text, edit) is None


def test_edits_that_contradict_each_other_are_not_made() -> None:
    text = '{"a": {"b": 1}}'
    assert mended(text, Put(at("a"), 1), Put(at("a", "b"), 2)) is None
    assert mended(text, Remove(at("a")), Remove(at("a", "b"))) is None


def test_elsewhere_than_at_a_name_that_stands_twice_edits_are_made() -> None:
    text = '{"a": 1, "b": {"x": 1, "x": 2}, "b2": 3}'
    assert mended(text, Remove(at("a"))) == '{"b": {"x": 1, "x": 2}, "b2": 3}'
    assert mended(text, Remove(at("b", "x"))) is None


def test_the_whole_document_may_be_another() -> None:
    assert mended(' {"a": 1}\n', Put(ROOT, [1])) == " [1]\n"


def test_a_fix_without_edits_is_a_fix() -> None:
    assert mended("[1]") == "[1]"


def test_a_text_without_blanks_gets_none() -> None:
    text = json.dumps({"a": [{"x": 1}], "b": {}}, **COMPACT)
    edits: list[Edit] = [Put(at("c"), [1, {"y": [2, 3]}]), Insert(at("a"), 1, {"z": [1, 2]})]
    wanted = {"a": [{"x": 1}, {"z": [1, 2]}], "b": {}, "c": [1, {"y": [2, 3]}]}
    assert mended(text, *edits) == json.dumps(wanted, **COMPACT)


def test_slashes_are_escaped_where_the_string_escapes_them() -> None:
    text = r'{"a": "http:\/\/x"}'
    assert mended(text, Reword(at("a"), Span(7, 8), "y/z")) == r'{"a": "http:\/\/y\/z"}'


def test_a_tree_of_any_depth_is_edited() -> None:
    depth = 100_000
    text = '{"c": [' * depth + "1" + "]}" * depth
    place = ROOT
    for _ in range(depth):
        place = place / "c" / 0
    assert place.parent is not None
    source = read_text(text)
    assert mended(source, Put(place, 2)) == text.replace("1", "2")
    assert mended(source, Insert(place.parent, 0, {"x": 0})) == text.replace("1", '{"x": 0}, 1')
    deep: Any = 0
    for _ in range(depth):
        deep = [deep]
    assert mended('{\n  "a": 1\n}', Put(at("b"), deep)) is not None
