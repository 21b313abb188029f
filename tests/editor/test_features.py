"""What an editor is told, feature by feature, without the protocol."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lsprotocol import types as lsp
from pygls.workspace import PositionCodec

from ivrsim.conditions import parse_condition
from ivrsim.conditions.words import FLAGS, in_words
from ivrsim.editor import actions
from ivrsim.editor.completion import proposals
from ivrsim.editor.hover import hover, plain
from ivrsim.editor.opened import Opened
from ivrsim.editor.symbols import DEEPEST, symbols
from ivrsim.editor.targets import target
from ivrsim.editor.units import Units
from tests.conditions.expressions import expressions

MENU = """{
  "node_type": "Menu", "prompt": "\\u0046or sales, press 1. For more, press 2.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Condition", "condition": "pressed[2] or duration > 90",
     "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]}
  ]
}"""

ENCODINGS = [lsp.PositionEncodingKind(name) for name in ("utf-8", "utf-16", "utf-32")]


def deep(levels: int) -> str:
    menu = '{"node_type": "Menu", "prompt": "Press 1.", "children": ['
    return menu * levels + '{"node_type": "EndCall"}' + "]}" * levels


@given(st.text(max_size=60), st.integers(0, 60), st.sampled_from(ENCODINGS))
def test_offsets_survive_the_way_to_the_editor_and_back(
    text: str, offset: int, encoding: lsp.PositionEncodingKind
) -> None:
    units = Units(Opened(text, "a.json"), PositionCodec(encoding))
    at = min(offset, len(text))
    inside_an_ending = text[at - 1 : at + 1] == "\r\n"
    if not inside_an_ending:
        assert units.offset(units.position(at)) == at


@given(st.data())
def test_no_place_of_no_text_surprises_any_feature(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(MENU)))
    text = (
        MENU[:start] + data.draw(st.text(max_size=5)) + MENU[data.draw(st.integers(0, len(MENU))) :]
    )
    opened = Opened(text, "a.json")
    offset = data.draw(st.integers(0, len(text)))
    assert isinstance(hover(opened, offset), str)
    assert isinstance(proposals(opened, offset), list)
    target(opened, offset)
    symbols(opened)
    units = Units(opened, PositionCodec())
    here = units.position(offset)
    asked = lsp.CodeActionParams(
        lsp.TextDocumentIdentifier("file:///a.json"),
        lsp.Range(here, here),
        lsp.CodeActionContext([]),
    )
    for action in actions.actions("file:///a.json", opened, units, asked):
        assert action.edit is not None


def test_an_escape_in_a_prompt_does_not_shift_the_keys() -> None:
    opened = Opened(MENU, "a.json")
    place = target(opened, MENU.index("press 2") + len("press "))
    assert place is not None
    assert place.pointer == "/children/1"


def test_pressed_in_a_condition_leads_to_the_node_that_is_meant() -> None:
    opened = Opened(MENU, "a.json")
    place = target(opened, MENU.index("pressed[2]") + 3)
    assert place is not None
    assert place.pointer == "/children/1"


def test_the_outline_of_a_very_deep_flow_ends_somewhere() -> None:
    (top,) = symbols(Opened(deep(3_000), "deep.json"))
    depth, here = 0, top
    while here.below:
        depth, here = depth + 1, here.below[0]
    assert depth == DEEPEST
    assert here.detail == "and more below"


def test_all_safe_fixes_are_one_edit() -> None:
    opened = Opened(MENU, "a.json")
    units = Units(opened, PositionCodec())
    whole = lsp.Range(units.position(0), units.position(len(MENU)))
    asked = lsp.CodeActionParams(
        lsp.TextDocumentIdentifier("a"), whole, lsp.CodeActionContext([], only=[actions.FIX_ALL])
    )
    (action,) = actions.actions("a", opened, units, asked)
    assert action.edit is not None
    ((edit,),) = (action.edit.changes or {}).values()
    start, end = units.offset(edit.range.start), units.offset(edit.range.end)
    mended = json.loads(MENU[:start] + edit.new_text + MENU[end:])
    assert mended["children"][1]["condition"] == "pressed[2] or duration > 90 sec"


@given(expressions())
@example(parse_condition("mobile or repeat and not during_hours"))
def test_every_condition_has_words_and_none_is_left_out(expr: Any) -> None:
    told = in_words(expr)
    assert all(FLAGS[name] in told for name in FLAGS if f"Flag(name='{name}')" in repr(expr))
    assert told.count("(") == told.count(")") or '"' in told


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            "mobile or repeat and not during_hours",
            "the phone is a mobile or (the caller called before and not so: the campaign is open)",
        ),
        ("pressed[1 W]", "the caller pressed 1, then a wrong key, from the first menu on"),
        ("duration >= 2 min", "the call lasts at least 2 min"),
        ('custom_data[tier] != "gold"', 'the custom data field "tier" is not "gold"'),
        ("affiliate_name present", "the affiliate's name is known"),
        ("in_region", "the caller is in one of the campaign's regions"),
    ],
)
def test_the_words_of_a_condition(condition: str, words: str) -> None:
    assert in_words(parse_condition(condition)) == words


def test_what_users_write_is_not_markdown() -> None:
    assert plain("[x](javascript:1) *b* <img>") == r"\[x\](javascript:1) \*b\* \<img\>"
