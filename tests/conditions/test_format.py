from __future__ import annotations

import pytest
from hypothesis import given

from ivrsim.conditions import (
    ALWAYS,
    And,
    Answer,
    Compare,
    Expr,
    Flag,
    Not,
    Or,
    TextField,
    TextTest,
    format_condition,
    parse_condition,
    read_condition,
)
from ivrsim.conditions.ast import LONGEST
from tests.conditions.expressions import expressions
from tests.conditions.test_parse import DOCUMENTED, mutated

A, B, C = Flag("mobile"), Flag("repeat"), Flag("landline")


@given(expressions())
def test_reading_what_was_written_gives_the_same_expression(expr: Expr) -> None:
    assert parse_condition(format_condition(expr)) == expr


@given(mutated())
def test_the_canonical_text_is_its_own_canonical_text(text: str) -> None:
    expr = read_condition(text).expr
    if expr is not None:
        written = format_condition(expr)
        assert format_condition(parse_condition(written)) == written
        kinds = {note.kind for note in read_condition(written).notes}
        assert kinds <= {"quotes", "doubled-quote", "operator", "letter-case", "quoted-name"}


@given(expressions())
def test_no_bracket_could_be_left_out(expr: Expr) -> None:
    text = format_condition(expr)
    inside = [part.span for part in parse_condition(text).walk() if part.span is not None]
    for span in inside:
        if text[span.start - 1 : span.start] == "(" and text[span.end : span.end + 1] == ")":
            bare = f"{text[: span.start - 1]}{text[span.start : span.end]}{text[span.end + 1 :]}"
            assert parse_condition(bare) != expr


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (ALWAYS, ""),
        (Not(ALWAYS), "not always"),
        (Answer("1"), "answer[1]"),
        (And((A, Answer("no key"))), "mobile and answer[no key]"),
        (Not(And((A, B))), "not (mobile and repeat)"),
        (Not(Not(A)), "not not mobile"),
        (Or((And((A, B)), C)), "mobile and repeat or landline"),
        (And((Or((A, B)), C)), "(mobile or repeat) and landline"),
        (And((Not(A), B)), "not mobile and repeat"),
        (Compare("duration", ">", 0), "duration > 0 sec"),
        (Compare("duration", ">", 12), "duration > 12 sec"),
        (Compare("duration", ">=", 90), "duration >= 1 min 30 sec"),
        (Compare("connect_duration", "<", 7200), "connect_duration < 120 min"),
        (Compare("duration", "<", LONGEST * 61), "duration < 999999999 min 999999999 sec"),
        (TextTest(TextField("signal"), "=", "it's"), 'signal = "it\'s"'),
        (TextTest(TextField("signal"), "=", 'a "b"'), "signal = 'a \"b\"'"),
        (TextTest(TextField("signal"), "=", "'\""), 'signal = "\'"""'),
        (TextTest(TextField("custom_data", "a b"), "present"), "custom_data[a b] present"),
    ],
)
def test_the_canonical_text(expr: Expr, text: str) -> None:
    assert format_condition(expr) == str(expr) == text


@pytest.mark.parametrize("text", DOCUMENTED)
def test_the_vendors_own_examples_are_canonical_but_for_their_slips(text: str) -> None:
    expr = parse_condition(text)
    assert parse_condition(str(expr)) == expr
    if not read_condition(text).notes and "(" not in text and "minute" not in text:
        assert str(expr).replace(" sec", "") == text.replace(" seconds", "").replace(" sec", "")
