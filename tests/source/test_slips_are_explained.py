"""What people write that is nearly JSON: what they are told, and what is read.

The messages stand in `slips.txt`; `pytest --update` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim import textlines
from ivrsim.source import read_text
from ivrsim.textlines import MAX_PROBLEMS
from tests.source.shapes import written

MENDED: list[tuple[str, Any]] = [
    ('{"a": 1,}', {"a": 1}),
    ("[1, 2 ,\n]", [1, 2]),
    ('{"a": 1 "b": 2}', {"a": 1, "b": 2}),
    ('{"a": {} b: 2}', {"a": {}, "b": 2}),
    ("[{} {}]", [{}, {}]),
    ('["x" 2]', ["x", 2]),
    ('{"a": 1; "b": 2}', {"a": 1, "b": 2}),
    ('{"a" = 1}', {"a": 1}),
    ('{"a" => 1}', {"a": 1}),
    ("{'a': 1}", {"a": 1}),
    ("['don't press']", ["don't press"]),
    ("[“Hello”]", ["Hello"]),
    ("[«Allô»]", ["Allô"]),
    ('{setting: "promo"}', {"setting": "promo"}),
    ("{1: 2}", {"1": 2}),
    ("[1 // one\n]", [1]),
    ("[1, # one\n 2]", [1, 2]),
    ("/* , */ [1]", [1]),
    ("[True]", [True]),
    ("[None]", [None]),
    ("[undefined]", [None]),
    ("[007]", [7]),
    ("[-00.50]", [-0.5]),
    ("[+1]", [1]),
    ("[.5]", [0.5]),
    ("[5.]", [5]),
    ('["a\tb"]', ["a\tb"]),
    ('["a\nb"]', ["a\nb"]),
    ('["a\x01b"]', ["a\x01b"]),
    ('["a\\qb"]', ["a\\qb"]),
    ('["a\\u12"]', ["a\\u12"]),
    ('["don\\\'t"]', ["don't"]),
    ("[1,\xa02]", [1, 2]),
    ('"ivr_tree": {"root": {}}', {"ivr_tree": {"root": {}}}),
    ('"a": 1,\n"b": 2,\n', {"a": 1, "b": 2}),
]

UNSURE: list[tuple[str, Any]] = [
    ("", None),
    (" \n", None),
    ('{"a": {"b": 1}', {"a": {"b": 1}}),
    ("[\n [1", [[1]]),
    ('{"a": [1}', {"a": [1]}),
    ("[1}]", [1]),
    ('{"a": "x\n}', {"a": "x"}),
    ('{"a": "x,\n"b": 1}', {"a": "x", "b": 1}),
    ('["Press "1" now"]', ['Press "1" now']),
    ('{"a" 1}', {"a": 1}),
    ('{"a" 1, "b": 2}', {"a": 1, "b": 2}),
    ('["a": 1, "b": 2]', ["a", 1, "b", 2]),
    ('{"a"b": 1}', {'a"b': 1}),
    ('{"a":}', {"a": None}),
    ("[1,,2]", [1, 2]),
    ("[1: 2]", [1, 2]),
    ('{"a": 1, {"b": 2}}', {"a": 1, "": {"b": 2}}),
    ('{"a": BARGE_IN}', {"a": None}),
    ("[800-437-7950]", [None]),
    ("[<LIST>]", [None]),
    ("[1, ...]", [1, None]),
    ("{ … }", {}),
    ("1 /* x", 1),
    ("hello world", None),
]

FORBIDDEN: list[tuple[str, Any]] = [
    ('{"a": 1, "b": 2,\n "a": 3, "a": 4}', {"a": 4, "b": 2}),
    ("[NaN]", [None]),
    ("[-Infinity]", [None]),
    ("[1e400]", [None]),
    ('["\\ud83d!"]', ["�!"]),
    ('["\ud83d!"]', ["�!"]),
    ("{} }", {}),
    ("1, 2\n", 1),
    ("[9223372036854775808]", [9223372036854775808]),
    ("1" * 4301, None),
]


def story(text: str) -> str:
    """A text, what was read, and all that is told of it."""
    read = read_text(text)
    lines = [f"{text!a:.60}", f"  {'read' if read.ok else 'unsure'} {read.data!a:.60}"]
    for problem in read.problems:
        assert problem.span is not None
        start, _ = read.positions(problem.span)
        shown = ascii(read.text[slice(*problem.span)])
        lines += [f"  {problem.code} {start.line}:{start.column} {shown:.60}"]
        lines += [f"    {problem.message}", f"    {problem.hint}"]
    return "\n".join(lines)


def test_every_slip_is_explained(golden: Callable[[Path, str], None]) -> None:
    stories = [story(text) for text, _ in MENDED + UNSURE + FORBIDDEN]
    golden(Path(__file__).with_name("slips.txt"), "\n\n".join(stories) + "\n")


@pytest.mark.parametrize(("text", "value"), MENDED)
def test_a_slip_with_a_clear_meaning_is_mended(text: str, value: Any) -> None:
    read = read_text(text)
    assert repr(read.data) == repr(value)
    assert read.ok
    assert {problem.code for problem in read.problems} == {"IVR901"}


@pytest.mark.parametrize(("text", "value"), UNSURE)
def test_of_a_fault_whose_meaning_is_open_the_rest_is_read(text: str, value: Any) -> None:
    read = read_text(text)
    assert repr(read.data) == repr(value)
    assert not read.ok
    assert read.problems[0].code == "IVR901"


@pytest.mark.parametrize(("text", "value"), FORBIDDEN)
def test_what_json_forbids_for_a_good_reason_has_its_own_code(text: str, value: Any) -> None:
    read = read_text(text)
    assert repr(read.data) == repr(value)
    assert read.ok
    assert "IVR901" not in {problem.code for problem in read.problems}


def test_a_name_that_stands_thrice_is_told_twice_with_its_first_place() -> None:
    first, second = read_text('{"a": 1,\n"a": 2, "a": 3}').problems
    assert first.message == second.message
    assert first.message.endswith("first at line 1, column 2.")


def test_every_problem_of_a_text_is_told_in_its_order() -> None:
    text = '{\n  // menu\n  prompt: \'Hi\',\n  "delay": 007,\n  "on": True,\n}'
    read = read_text(text)
    assert read.ok
    assert read.data == {"prompt": "Hi", "delay": 7, "on": True}
    shown = [text[slice(*problem.span)] for problem in read.problems if problem.span]
    assert shown == ["// menu", "prompt", "'Hi'", "007", "True", ","]


def test_the_page_s_fragment_is_named_as_the_vendor_s() -> None:
    read = read_text('"ivr_tree": {"root": {"node_type": "EndCall"}}')
    assert read.data == {"ivr_tree": {"root": {"node_type": "EndCall"}}}
    assert "Invoca" in read.problems[0].hint


def test_a_follow_up_of_a_fault_is_not_told_again() -> None:
    assert len(read_text("[Press 1 for sales]").problems) == 1


def test_problems_beyond_the_limit_are_counted() -> None:
    read = read_text("[" + "+1," * (MAX_PROBLEMS + 50) + "1]")
    assert read.ok
    assert len(read.problems) == MAX_PROBLEMS + 1
    assert read.problems[-1].message == "50 more problems of this text are not listed."


@pytest.mark.parametrize("sign", ["+1, ", "x,%s" % (" " * 80)])
def test_a_text_full_of_faults_is_not_read_to_its_end(
    sign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(textlines, "MAX_SLIPS", 20)
    monkeypatch.setattr(textlines, "MAX_GUESSES", 20)
    read = read_text("[" + sign * 50 + "1]")
    assert not read.ok
    assert isinstance(read.data, list)
    assert len(read.data) == 20
    assert len(read.problems) == 21
    assert "not read on from line 1" in read.problems[-1].message


@given(written(), st.sampled_from(["comment", "commas", "words", "quotes"]))
def test_a_document_with_one_kind_of_slip_keeps_its_value(pair: tuple[Any, str], slip: str) -> None:
    value, _ = pair
    document = {"kept": [value, True], "more": {"a": [None, 1]}}
    text = json.dumps(document, indent=1)
    slipped = {
        "comment": lambda: text.replace("\n", " // note\n").replace("{ //", "{ /* x */ //"),
        "commas": lambda: text.replace("\n  ]", ",\n  ]"),
        "words": lambda: text.replace("\n   null", "\n   None").replace("\n  true", "\n  True"),
        "quotes": lambda: text.replace('"kept"', "'kept'").replace('"more"', "more"),
    }[slip]()
    read = read_text(slipped)
    assert repr(read.data) == repr(document)
    assert read.ok
    assert {problem.code for problem in read.problems} == {"IVR901"}
