"""Fixes are made round by round, to a fixpoint, and a rule that gets nowhere is told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.lint import RULES, Fixed, LintSettings, Preset, TextEdit, fix
from ivrsim.lint.fixing import Room
from ivrsim.vendors.load import load

SLIPS = LintSettings(select="IVR9")
MENU = {"node_type": "EndCall", "prompt": "a", "description": "b"}

RULE = '''
"""{code}: a rule for these tests."""

from __future__ import annotations

from ivrsim.lint.edit import Fix, Insert, Put, Remove, Rename, Reword, Rewrite
from ivrsim.lint.rule import EachNode, Finding, Kind, Rule, Severity
from ivrsim.places import Span


def check(node):
    prompt = str(node.node.raw.get("prompt"))
    for edit in {edits}:
        yield Finding("x", node=node.id, fixes=(Fix("t", (edit,), safe={safe}),))


RULE = Rule(
    code="{code}", name="test-{lower}", severity=Severity.INFO, kind=Kind.STYLE, summary="x.",
    why="x", bad="x", good="x", source="x", check=EachNode(check),
)
'''


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Any]:
    """`made(code, edits)` adds a rule that gives these edits, a Python expression."""
    with ExitStack() as stack:

        def make(code: str, edits: str, *, safe: bool = True) -> None:
            path = tmp_path / f"{code.lower()}_test.py"
            path.write_text(RULE.format(code=code, lower=code.lower(), edits=edits, safe=safe))
            stack.enter_context(RULES.with_file(path))

        yield make


def fixed(text: str, *codes: str, unsafe: bool = False) -> Fixed:
    return fix(text, unsafe, settings=LintSettings(select=codes))


def test_fixes_that_overlap_are_made_in_the_next_round(made: Any) -> None:
    made(
        "ACME001",
        "[Remove(node.place / n) for n in ('prompt', 'description') if n in node.node.raw]",
    )
    done = fixed(json.dumps(MENU), "ACME001")
    assert (done.text, done.rounds) == ('{"node_type": "EndCall"}', 2)
    assert done.applied == (("ACME001", "t"), ("ACME001", "t"))
    assert done.left == ()


def test_the_same_fix_of_two_rules_is_made_once(made: Any) -> None:
    made("ACME001", "[Put(node.place / 'prompt', 'b')] if prompt == 'a' else []")
    made("ACME002", "[Put(node.place / 'prompt', 'b')] if prompt == 'a' else []")
    done = fixed(json.dumps(MENU), "ACME001", "ACME002")
    assert [applied.code for applied in done.applied] == ["ACME001", "ACME002"]
    assert (json.loads(done.text)["prompt"], done.rounds) == ("b", 1)


def test_a_rule_whose_fix_does_not_remove_its_finding_is_told_and_not_heeded(made: Any) -> None:
    made("ACME001", "[Put(node.place / 'prompt', prompt + '!')]")
    made(
        "ACME002", "[Remove(node.place / 'description')] if 'description' in node.node.raw else []"
    )
    done = fixed(json.dumps(MENU), "ACME001", "ACME002")
    assert done.stuck == ("ACME001",)
    assert done.text == '{"node_type": "EndCall", "prompt": "a"}'
    assert done.applied == (("ACME002", "t"),)
    assert [diagnostic.code for diagnostic in done.left] == ["ACME001"]
    again = fixed(done.text, "ACME001", "ACME002")
    assert (again.text, again.stuck) == (done.text, done.stuck)


def test_rules_that_undo_each_other_are_told(made: Any) -> None:
    made("ACME001", "[Put(node.place / 'prompt', 'b')] if prompt == 'a' else []")
    made("ACME002", "[Put(node.place / 'prompt', 'a')] if prompt == 'b' else []")
    done = fixed(json.dumps(MENU), "ACME001", "ACME002")
    assert done.stuck == ("ACME001", "ACME002")
    assert done.text == json.dumps(MENU)


@pytest.mark.parametrize(
    "edit", ["Rewrite(Span(0, 1), '')", "Rewrite(Span(1, 1), '\"prompt\": 1,')"]
)
def test_a_fix_that_breaks_the_text_is_not_made(made: Any, edit: str) -> None:
    made("ACME001", f"[{edit}]")
    done = fixed(json.dumps(MENU), "ACME001")
    assert (done.text, done.stuck, done.applied) == (json.dumps(MENU), ("ACME001",), ())


def test_a_fix_that_makes_work_for_itself_comes_to_an_end(made: Any) -> None:
    grow = "[Put(node.place / 'children', [{'node_type': 'EndCall'}])]"
    made("ACME001", f"{grow} if 'children' not in node.node.raw else []")
    done = fixed(json.dumps(MENU), "ACME001")
    assert (done.text, done.stuck) == (json.dumps(MENU), ("ACME001",))


def test_unsafe_fixes_are_made_when_asked_for_and_counted_when_not(made: Any) -> None:
    made("ACME001", "[Put(node.place / 'prompt', 'b')] if prompt == 'a' else []", safe=False)
    done = fixed(json.dumps(MENU), "ACME001")
    assert (done.text, done.hidden, len(done.left)) == (json.dumps(MENU), 1, 1)
    done = fixed(json.dumps(MENU), "ACME001", unsafe=True)
    assert (len(done.applied), done.hidden, done.left) == (1, 0, ())


def test_only_what_is_selected_is_fixed() -> None:
    text = '{"node_type": "EndCall", "prompt": "a",}'
    assert fixed(text, "IVR201").text == text
    assert fixed('{"x": 1,}', "IVR201").text == '{"x": 1,}'
    assert fixed(text, "IVR901").text == text.replace(",}", "}")


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), max_size=12))
def test_stretches_that_touch_are_never_taken_together(stretches: list[tuple[int, int]]) -> None:
    room = Room()
    taken: list[tuple[int, int]] = []
    for start, length in stretches:
        free = all(end < start or start + length < first for first, end in taken)
        assert room.take([TextEdit(start, start + length, "")]) == free
        taken += [(start, start + length)] * free


LAID_OUT = '{\n  "node_type": "EndCall"%s\n}\n'


@pytest.mark.parametrize(
    ("slip", "good"),
    [
        (',\n  "prompt": "a",', ',\n  "prompt": "a"'),
        ('\n  "prompt": "a"', ',\n  "prompt": "a"'),
        (';\n  "prompt": "a"', ',\n  "prompt": "a"'),
        (',\n  prompt: "a"', ',\n  "prompt": "a"'),
        (',\n  "prompt" => "a"', ',\n  "prompt" : "a"'),
        (',\n  "prompt" = "a"', ',\n  "prompt" : "a"'),
        (",\n  'prompt': 'a \"b\" it\\'s'", ',\n  "prompt": "a \\"b\\" it\'s"'),
        (",\n  “prompt”: “a\tb\\u00e9”", ',\n  "prompt": "a\\tb\\u00e9"'),
        (',\n  "prompt": "a\nb\tc\r\nd"', ',\n  "prompt": "a\\nb\\tc\\r\\nd"'),
        (',\n  "prompt": "a \\d \\\' e"', ',\n  "prompt": "a \\\\d \' e"'),
        (',\n  "prompt": None,\n  "x": True', ',\n  "prompt": null,\n  "x": true'),
        (',\n\u00a0 "prompt": "a"', ',\n  "prompt": "a"'),
        (',\n  "x": +.5,\n  "y": 5.', ',\n  "x": 0.5,\n  "y": 5'),
    ],
)
def test_slips_that_leave_no_doubt_are_mended(slip: str, good: str) -> None:
    done = fix(LAID_OUT % slip, settings=SLIPS)
    assert done.text == LAID_OUT % good
    assert done.left == ()
    assert json.loads(done.text) == load(LAID_OUT % slip).source.data


@pytest.mark.parametrize(
    ("slip", "good"),
    [
        (", // one", ""),
        (",\n  // one\n  # two\n  /* three\n  */", ""),
        (',\n  "id": 007', ',\n  "id": "007"'),
        (',\n  "id": NaN', ',\n  "id": null'),
    ],
)
def test_what_would_be_lost_is_only_mended_when_asked_for(slip: str, good: str) -> None:
    settings = LintSettings(select="IVR901,IVR912")
    assert fix(LAID_OUT % slip, settings=settings).hidden > 0
    done = fix(LAID_OUT % slip, unsafe=True, settings=settings)
    assert done.text == LAID_OUT % good


def test_members_without_braces_get_them() -> None:
    text = 'root: {"node_type": "EndCall"},\n"x": 1, // last\n'
    done = fix(text, unsafe=True, settings=SLIPS)
    assert done.text == '{\n"root": {"node_type": "EndCall"},\n"x": 1\n}\n'


@pytest.mark.parametrize(
    "text",
    [
        '{"node_type": "EndCall", "prompt": "a}',
        '{"node_type": "EndCall",, "prompt": "a",}',
        '{"node_type": "EndCall", "children": [}',
        '{"node_type": "EndCall", "prompt": "a", "prompt": "b",} {"x": 1}',
        "",
        "{",
        '{"node_type": "EndCall", "x": \x0b1, "y": "\x01}',
    ],
)
def test_where_the_meaning_is_open_nothing_is_mended(text: str) -> None:
    done = fix(text, unsafe=True, settings=LintSettings(preset=Preset.ALL))
    assert load(text).source.ok or done.text == text
    assert done.text.replace('"b"}', '"b",}') == text


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=10,
)
WORDS = {"null": "None", "true": "True", "false": "False"}


@given(VALUES, st.randoms(use_true_random=False))
def test_a_sloppy_text_is_mended_to_the_json_it_means(value: Any, chance: Any) -> None:
    parts: list[str] = []
    for token in json.JSONEncoder(ensure_ascii=False, indent=1).iterencode({"root": value}):
        sloppy = re.sub(r'^([^"]*)(null|true|false)$', lambda m: m[1] + WORDS[m[2]], token)
        if token.strip() in ("]", "}") and parts[-1] not in "[{" and chance.random() < 0.5:
            sloppy = "," + token
        parts.append(sloppy if chance.random() < 0.7 else token)
    text = "".join(parts)
    settings = LintSettings(select="IVR901")
    done = fix(text, settings=settings)
    source = load(text).source
    assert source.ok
    assert json.loads(done.text) == source.data == {"root": value}
    assert done.left == ()


UTF16 = json.dumps(MENU).encode("utf-16")
WINDOWS = b'{"node_type": "EndCall", "prompt": "Adi\xf3s",}'


def test_a_mark_stays_unless_its_rule_is_asked_for() -> None:
    text = '\ufeff{"node_type": "EndCall",}'
    assert fixed(text, "IVR901").text == '\ufeff{"node_type": "EndCall"}'
    assert fixed(text, "IVR914").text == '{"node_type": "EndCall",}'
    assert fixed(text, "IVR9").text == '{"node_type": "EndCall"}'


def test_a_file_in_another_encoding_is_saved_as_utf_8_first() -> None:
    done = fix(UTF16, settings=SLIPS)
    assert (done.text, len(done.applied)) == (json.dumps(MENU), 1)
    assert fix(WINDOWS, settings=SLIPS).applied == ()
    done = fix(WINDOWS, unsafe=True, settings=SLIPS)
    assert done.text == '{"node_type": "EndCall", "prompt": "Adiós"}'
    assert fix(WINDOWS, unsafe=True, settings=LintSettings(select="IVR901")).applied == ()


def test_a_text_with_half_a_character_is_left_as_it_is() -> None:
    text = '{"node_type": "EndCall", "prompt": "a\ud800",}'
    assert fix(text, unsafe=True, settings=SLIPS).applied == ()


def test_thousands_of_slips_are_mended_in_a_few_rounds() -> None:
    text = '{"root": {"node_type": "EndCall"}, "x": [' + ", ".join(["[1,]"] * 1_500) + "]}"
    done = fix(text, settings=SLIPS)
    assert done.text == text.replace("1,]", "1]")
    assert len(done.applied) == 1_500
    assert done.rounds == 2
