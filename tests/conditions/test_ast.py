from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import pytest
from hypothesis import given

from ivrsim.conditions import (
    ALWAYS,
    Always,
    And,
    Answer,
    Compare,
    Expr,
    Flag,
    InRegion,
    Not,
    Or,
    Pressed,
    TextField,
    TextTest,
    all_of,
    any_of,
    fold,
)
from ivrsim.errors import UsageError
from ivrsim.places import Span
from tests.conditions.expressions import expressions

MOBILE, REPEAT, HOURS = Flag("mobile"), Flag("repeat"), Flag("during_hours")
DEEP = 100_000


def deep() -> Expr:
    expr: Expr = MOBILE
    for _ in range(DEEP):
        expr = Not(expr)
    return expr


def test_the_place_in_the_text_takes_no_part_in_equality() -> None:
    assert Flag("mobile", span=Span(0, 6)) == MOBILE
    assert Not(Flag("mobile", span=Span(4, 10)), span=Span(0, 10)) == Not(MOBILE)
    assert hash(Not(Flag("mobile", span=Span(4, 10)))) == hash(Not(MOBILE))


def test_expressions_that_differ_are_not_equal() -> None:
    both = [And((MOBILE, REPEAT)), Or((MOBILE, REPEAT)), And((REPEAT, MOBILE)), Not(MOBILE)]
    several = [*both, MOBILE, And((MOBILE, REPEAT, HOURS)), Not(Not(MOBILE)), ALWAYS, Answer("1")]
    assert len(set(several)) == len(several)
    assert all((one == other) == (one is other) for one in several for other in several)
    assert Not(MOBILE) != "not mobile"


@given(expressions())
def test_copies_and_pickles_are_equal_down_to_the_spans(expr: Expr) -> None:
    for twin in (copy.copy(expr), copy.deepcopy(expr), pickle.loads(pickle.dumps(expr))):
        assert twin == expr
        assert hash(twin) == hash(expr)
        assert [part.span for part in twin.walk()] == [part.span for part in expr.walk()]


@given(expressions())
def test_the_repr_of_an_expression_makes_it_again(expr: Expr) -> None:
    names = (Always, And, Compare, Flag, InRegion, Not, Or, Pressed, TextField, TextTest)
    assert eval(repr(expr), {name.__name__: name for name in names}) == expr


def test_nothing_recurses_over_a_hundred_thousand_levels() -> None:
    one, other = deep(), deep()
    assert one == other
    assert one != Not(other)
    assert hash(one) == hash(other)
    assert pickle.loads(pickle.dumps(one)) == one
    assert repr(one).count("Not(") == DEEP
    assert sum(1 for _ in one.walk()) == DEEP + 1
    assert list(one.atoms()) == [MOBILE]


def test_and_and_or_are_flat() -> None:
    assert And((MOBILE, And((REPEAT, HOURS)))) == And((And((MOBILE, REPEAT)), HOURS))
    assert And((MOBILE, And((REPEAT, HOURS)))).operands == (MOBILE, REPEAT, HOURS)
    assert Or((MOBILE, Or((REPEAT, HOURS)))).operands == (MOBILE, REPEAT, HOURS)
    assert And((MOBILE, Or((REPEAT, HOURS)))).operands == (MOBILE, Or((REPEAT, HOURS)))


def test_walking_follows_the_order_of_the_text() -> None:
    expr = And((MOBILE, Not(Or((REPEAT, HOURS)))))
    kinds = [type(part).__name__ for part in expr.walk()]
    assert kinds == ["And", "Flag", "Not", "Or", "Flag", "Flag"]
    assert list(expr.atoms()) == [MOBILE, REPEAT, HOURS]


def test_folding_works_from_the_atoms_up_and_from_left_to_right() -> None:
    expr = And((MOBILE, Not(Or((REPEAT, HOURS)))))
    told = fold(expr, str, lambda part, below: f"{type(part).__name__}({' '.join(below)})")
    assert told == "And(mobile Not(Or(repeat during_hours)))"


def test_joining_any_number_of_conditions() -> None:
    assert all_of() == ALWAYS
    assert all_of(MOBILE, ALWAYS) == MOBILE
    assert all_of(MOBILE, REPEAT) == And((MOBILE, REPEAT))
    assert any_of() == Not(ALWAYS)
    assert any_of(MOBILE) == MOBILE
    assert any_of(MOBILE, ALWAYS) == ALWAYS
    assert any_of(MOBILE, REPEAT) == Or((MOBILE, REPEAT))


@pytest.mark.parametrize(
    ("kind", "args"),
    [
        (Flag, ("open",)),
        (InRegion, ("",)),
        (InRegion, (" West",)),
        (InRegion, ("[West]",)),
        (InRegion, ("West\nCoast",)),
        (Pressed, ((),)),
        (Pressed, ("12",)),
        (Pressed, (("0",),)),
        (Pressed, (("12",),)),
        (Pressed, (("A",),)),
        (
            Compare,
            (
                "length",
                ">",
                1,
            ),
        ),
        (
            Compare,
            (
                "duration",
                "=>",
                1,
            ),
        ),
        (
            Compare,
            (
                "duration",
                ">",
                -1,
            ),
        ),
        (
            Compare,
            (
                "duration",
                ">",
                61 * 999_999_999 + 1,
            ),
        ),
        (TextField, ("product",)),
        (TextField, ("custom_data",)),
        (
            TextField,
            (
                "custom_data",
                "a]",
            ),
        ),
        (
            TextField,
            (
                "signal",
                "a",
            ),
        ),
        (
            TextTest,
            (
                TextField("signal"),
                "like",
                "x",
            ),
        ),
        (
            TextTest,
            (
                TextField("signal"),
                "=",
            ),
        ),
        (
            TextTest,
            (
                TextField("signal"),
                "present",
                "x",
            ),
        ),
        (And, ((MOBILE,),)),
        (Or, ((),)),
    ],
)
def test_what_the_language_cannot_say_cannot_be_made(kind: type, args: tuple[object, ...]) -> None:
    with pytest.raises(UsageError):
        kind(*args)


def test_importing_the_language_does_not_import_the_parser_generator() -> None:
    script = "import sys, ivrsim.conditions; print('lark' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
