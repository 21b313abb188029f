from __future__ import annotations

import itertools
import pickle
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.conditions import (
    ALWAYS,
    And,
    Expr,
    Flag,
    Meaning,
    MissingFact,
    Not,
    Or,
    evaluate,
    explain,
    parse_condition,
)
from ivrsim.conditions.ast import FLAG_NAMES
from ivrsim.errors import UsageError
from tests.conditions.expressions import expressions

FLAGS = expressions(st.sampled_from([Flag(name) for name in FLAG_NAMES]))


def plainly(expr: Expr, facts: Mapping[str, object]) -> bool:
    """The direct interpreter: recursive, for flags only."""
    match expr:
        case Not(operand):
            return not plainly(operand, facts)
        case And(operands):
            return all(plainly(part, facts) for part in operands)
        case Or(operands):
            return any(plainly(part, facts) for part in operands)
        case Flag(name):
            return bool(facts[name])
        case _:
            raise AssertionError(expr)


def kleene(expr: Expr, facts: Mapping[str, object]) -> object:
    """The direct interpreter when some facts are None: the strong logic of three values."""
    match expr:
        case Not(operand):
            value = kleene(operand, facts)
            return None if value is None else not value
        case And(operands):
            values = [kleene(part, facts) for part in operands]
            return False if False in values else None if None in values else True
        case Or(operands):
            values = [kleene(part, facts) for part in operands]
            return True if True in values else None if None in values else False
        case Flag(name):
            return facts.get(name)
        case _:
            raise AssertionError(expr)


def worlds(known: Mapping[str, object]) -> list[dict[str, object]]:
    """Every way to fill in the flags that are not known."""
    missing = [name for name in FLAG_NAMES if known.get(name) is None]
    rows = itertools.product([True, False], repeat=len(missing))
    return [{**known, **dict(zip(missing, row, strict=True))} for row in rows]


@given(FLAGS)
def test_the_value_is_that_of_the_direct_interpreter_for_every_call(expr: Expr) -> None:
    for facts in worlds({}):
        assert evaluate(expr, facts) == expr.evaluate(facts) == plainly(expr, facts)


@given(FLAGS, st.dictionaries(st.sampled_from(FLAG_NAMES), st.sampled_from([True, False, None])))
def test_a_value_without_all_facts_is_right_for_every_way_to_fill_them_in(
    expr: Expr, known: dict[str, object]
) -> None:
    value = kleene(expr, known)
    if value is None:
        with pytest.raises(MissingFact) as missing:
            evaluate(expr, known)
        assert known.get(missing.value.fact) is None
        assert missing.value.atom in {str(atom) for atom in expr.atoms()}
    else:
        assert evaluate(expr, known) == value
        assert {plainly(expr, facts) for facts in worlds(known)} == {value}


@given(FLAGS, st.integers(0, 31))
def test_the_atoms_of_a_reason_alone_decide_the_value(expr: Expr, number: int) -> None:
    facts = worlds({})[number]
    reason = explain(expr, facts)
    assert reason.value == plainly(expr, facts)
    decided = {str(atom): value for atom, value in reason.atoms}
    assert all(facts[name] == value for name, value in decided.items())
    assert {plainly(expr, world) for world in worlds(decided)} == {reason.value}


CALL: dict[str, object] = {
    "during_hours": True,
    "landline": False,
    "mobile": True,
    "repeat": False,
    "sms_sent": False,
    "in_region": ["West Coast", "Oregon"],
    "pressed": "1 2 W",
    "duration": 90,
    "connect_duration": 60.5,
    "custom_data": {"product": "Laser Printer", "empty": "", "none": None},
    "affiliate_name": "Cocoa",
    "media_type": None,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", True),
        ("in_region", True),
        ("in_region[Oregon]", True),
        ("in_region[Ore]", False),
        ("pressed[1]", True),
        ("pressed[1 2]", True),
        ("pressed[1 2 W]", True),
        ("pressed[2]", False),
        ("pressed[1 2 W 1]", False),
        ("pressed[a]", False),
        ("duration > 89", True),
        ("duration > 90", False),
        ("duration >= 90", True),
        ("duration < 91", True),
        ("duration < 90", False),
        ("duration <= 90", True),
        ("duration <= 89", False),
        ("duration = 90", True),
        ("duration != 90", False),
        ("connect_duration > 1 min", True),
        ('custom_data[product] = "Laser Printer"', True),
        ('custom_data[product] = "laser printer"', False),
        ('custom_data[product] != "x"', True),
        ('custom_data[product] != "Laser Printer"', False),
        ('custom_data[product] contains "Print"', True),
        ('custom_data[product] contains "print"', False),
        ("custom_data[product] present", True),
        ("custom_data[empty] present", True),
        ("custom_data[none] present", False),
        ("custom_data[nothing] present", False),
        ('custom_data[nothing] = ""', False),
        ('custom_data[nothing] != "x"', True),
        ('custom_data[nothing] contains ""', False),
        ('affiliate_name = "Cocoa"', True),
        ("media_type present", False),
    ],
)
def test_each_test_of_a_call(text: str, value: bool) -> None:
    assert parse_condition(text).evaluate(CALL) is value


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("pressed[1 2]", Meaning(pressed_is="exact")),
        ("pressed[a]", Meaning(letter_is="any key")),
        ('custom_data[nothing] != "x"', Meaning(absent_differs=False)),
        ("custom_data[empty] present", Meaning(empty_is_present=False)),
        ('custom_data[product] contains "PRINT"', Meaning(text_case="insensitive")),
        ('affiliate_name != "COCOA"', Meaning(text_case="insensitive")),
    ],
)
def test_every_open_question_of_the_vendor_is_a_setting(text: str, meaning: Meaning) -> None:
    expr = parse_condition(text)
    assert expr.evaluate(CALL, meaning) is not expr.evaluate(CALL)


def test_only_the_whole_path_is_exact() -> None:
    exact = Meaning(pressed_is="exact")
    assert parse_condition("pressed[1 2 W]").evaluate(CALL, exact)


@pytest.mark.parametrize("sign", [">", ">=", "<", "<=", "=", "!="])
def test_while_the_call_runs_every_comparison_of_its_duration_is_false(sign: str) -> None:
    running = {"duration": None, "connect_duration": None}
    assert not parse_condition(f"duration {sign} 0").evaluate(running)
    assert not parse_condition(f"connect_duration {sign} 1 min").evaluate(running)


@pytest.mark.parametrize(
    ("region", "anywhere", "west"),
    [
        (False, False, False),
        ("West", True, True),
        ("East", True, False),
        ("", False, False),
        ([], False, False),
        (frozenset({"West", "East"}), True, True),
    ],
)
def test_the_region_may_be_said_in_several_ways(region: object, anywhere: bool, west: bool) -> None:
    facts = {"in_region": region}
    assert parse_condition("in_region").evaluate(facts) is anywhere
    assert parse_condition("in_region[West]").evaluate(facts) is west


def test_a_region_that_is_not_named_decides_only_whether_there_is_one() -> None:
    assert parse_condition("in_region").evaluate({"in_region": True})
    with pytest.raises(MissingFact):
        parse_condition("in_region[West]").evaluate({"in_region": True})


@pytest.mark.parametrize("keys", ["1 2", ["1", "2"], ("1", "2")])
def test_the_keys_may_be_a_text_or_a_sequence(keys: object) -> None:
    assert parse_condition("pressed[1 2]").evaluate({"pressed": keys})


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("mobile", "mobile"),
        ("in_region", "in_region"),
        ("pressed[1]", "pressed"),
        ("duration > 5", "duration"),
        ("connect_duration > 5", "connect_duration"),
        ("custom_data[a] present", "custom_data"),
        ("voice_signal present", "voice_signal"),
    ],
)
def test_a_missing_fact_is_named(text: str, fact: str) -> None:
    with pytest.raises(MissingFact, match=fact) as caught:
        parse_condition(f"not {text} and not {text}").evaluate({})
    assert caught.value.fact == fact
    twin = pickle.loads(pickle.dumps(caught.value))
    assert (str(twin), twin.fact, twin.atom) == (str(caught.value), fact, caught.value.atom)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("mobile", {"mobile": "no"}),
        ("pressed[1]", {"pressed": 12}),
        ("pressed[1]", {"pressed": [1]}),
        ("duration > 5", {"duration": "6"}),
        ("duration > 5", {"duration": True}),
        ("custom_data[a] present", {"custom_data": "a"}),
        ("custom_data[a] present", {"custom_data": {"a": 5}}),
        ("signal present", {"signal": 5}),
    ],
)
def test_a_fact_that_makes_no_sense_is_refused(text: str, facts: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        parse_condition(text).evaluate(facts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no condition, so it holds"),
        ("mobile", "mobile is true"),
        ("mobile and repeat", 'repeat is false, so "mobile and repeat" is false'),
        ("not repeat", 'repeat is false, so "not repeat" is true'),
        ("repeat or pressed[1]", 'pressed[1] is true, so "repeat or pressed[1]" is true'),
        ("mobile and mobile", 'mobile is true, so "mobile and mobile" is true'),
        (
            "repeat or landline",
            'repeat is false and landline is false, so "repeat or landline" is false',
        ),
        (
            "mobile and not (repeat or landline)",
            (
                "mobile is true, repeat is false and landline is false, so "
                '"mobile and not (repeat or landline)" is true'
            ),
        ),
    ],
)
def test_a_reason_reads_as_a_sentence(text: str, said: str) -> None:
    assert explain(parse_condition(text), CALL).text == said


def test_always_holds_whatever_the_facts_say() -> None:
    assert evaluate(ALWAYS, {})
    assert not evaluate(Not(ALWAYS), {})


def test_the_reason_for_a_value_a_hundred_thousand_levels_deep() -> None:
    expr: Expr = Flag("mobile")
    for _ in range(100_000):
        expr = Not(expr)
    assert explain(expr, {"mobile": True}).atoms == ((Flag("mobile"), True),)
