"""What can hold and what follows, held against z3, the interpreter and a second engine."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivrsim.conditions import And, Expr, Flag, InRegion, Not, Or, evaluate, parse_condition
from ivrsim.conditions.ast import ALWAYS
from ivrsim.conditions.evaluation import Meaning, MissingFact
from ivrsim.conditions.symbolic import (
    UNDECIDED,
    Space,
    Theory,
    always_true,
    equivalent,
    implies,
    probability,
    satisfiable,
    simplify,
    witness,
)
from ivrsim.conditions.symbolic.diagram import NEVER, Diagrams
from ivrsim.conditions.symbolic.formula import holds
from ivrsim.conditions.symbolic.solver import Solver
from ivrsim.errors import UsageError
from tests.conditions.oracle import Told

P = parse_condition
TESTS = (
    "mobile", "landline", "repeat", "during_hours", "sms_sent", "in_region", "in_region[A]",
    "in_region[B]", "pressed[1]", "pressed[1 2]", "pressed[2]", "duration > 5", "duration <= 7",
    "duration = 6", "connect_duration >= 6", "connect_duration != 0",
    'media_type = "Online: Email"', 'media_type contains "Online"', 'media_type contains "line: E"',
    'media_type != "x"', "media_type present", 'custom_data[p] = "a"', 'custom_data[p] = "ab"',
    'custom_data[p] contains "a"', 'custom_data[p] contains "b"', 'custom_data[p] contains "ba"',
)  # fmt: skip
ATOMS = [P(text) for text in TESTS]


def exprs(leaves: int = 10) -> st.SearchStrategy[Expr]:
    """Conditions whose tests have much to do with each other."""
    atom = st.sampled_from(ATOMS) | st.sampled_from(ATOMS).map(Not)
    return st.recursive(
        atom,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
            inner.map(Not),
        ),
        max_leaves=leaves,
    )


@settings(max_examples=300)
@given(exprs(14))
def test_what_can_hold_is_what_z3_finds_a_call_for(expr: Expr) -> None:
    assert satisfiable(expr) is Told().satisfiable(expr)


@settings(max_examples=100)
@given(exprs(5), exprs(5))
def test_what_follows_is_what_z3_finds_no_exception_to(one: Expr, other: Expr) -> None:
    assert implies(one, other) is not Told().satisfiable(And((one, Not(other))))
    assert equivalent(one, other) is (implies(one, other) is implies(other, one) is True)
    assert always_true(one) is not Told().satisfiable(Not(one))


@settings(max_examples=300)
@given(exprs(14))
def test_the_two_engines_agree_and_their_models_hold(expr: Expr) -> None:
    space = Space([expr])
    formula, opposite = space.both(expr)
    diagrams, solver = Diagrams(space.domain.full), Solver(space.domain)
    diagram = diagrams.of(formula)
    assert diagrams.negation(diagram) == diagrams.of(opposite)
    possible = solver.add(formula)
    assert possible is (diagram != NEVER)
    assert not possible or isinstance(formula, bool) or holds(formula, solver.model)


@settings(max_examples=300)
@given(exprs(8), st.booleans())
def test_a_witness_has_the_value_and_no_fact_too_many(expr: Expr, value: bool) -> None:
    facts = witness(expr, value)
    if facts is None:
        assert always_true(expr) is True if not value else satisfiable(expr) is False
        return
    assert facts is not UNDECIDED
    assert evaluate(expr, facts) is value
    for name in facts:
        rest = {other: fact for other, fact in facts.items() if other != name}
        assert outcome(expr, rest) is not value


def outcome(expr: Expr, facts: dict[str, object]) -> bool | None:
    """The value of the condition; None where a fact is missing."""
    try:
        return evaluate(expr, facts)
    except MissingFact:
        return None


@pytest.mark.parametrize(
    ("text", "count"),
    [("mobile and repeat or during_hours", 1), ("mobile and repeat and not during_hours", 3),
     ("(mobile or repeat) and (mobile or during_hours)", 1), ("duration > 5 or repeat", 1)],
)  # fmt: skip
def test_a_witness_is_as_small_as_can_be(text: str, count: int) -> None:
    facts = witness(P(text))
    assert isinstance(facts, dict)
    assert len(facts) == count


@settings(max_examples=200)
@given(exprs(10))
def test_a_simplified_condition_means_the_same_and_has_nothing_left_to_leave_out(
    expr: Expr,
) -> None:
    found = simplify(expr)
    assert found.complete
    assert equivalent(found.expr, expr) is True
    assert len(list(found.expr.walk())) <= len(list(expr.walk()))
    again = simplify(found.expr)
    assert not again.redundant or found.expr in {ALWAYS, Not(ALWAYS)}


def test_a_redundant_part_is_shown_where_it_stands() -> None:
    text = "mobile and (repeat or not landline) and during_hours"
    (part,) = simplify(P(text)).redundant
    assert part.value is True
    assert part.span is not None
    assert "repeat or not landline" in text[part.span.start : part.span.end]


WEIGHTS: dict[str, dict[Any, Any]] = {
    "line": {"mobile": 70, "landline": 20, "other": 5, "texted": 5},
    "during_hours": {True: Fraction(1, 3), False: Fraction(2, 3)},
    "repeat": {True: 0.25, False: 0.75},
    "in_region": {(): 3, ("A",): 2, ("B",): 2, ("A", "B"): 1, ("C",): 1},
    "pressed": {"": 1, "1": 2, "1 2": 3, "2": 4},
    "duration": {(0, 0): 1, (6, 0): 1, (6, 6): 1, (7, 6): 1, (90, 60): 1},
    "media_type": {None: 1, "Online: Email": 1, "Online": 1, "": 1, "x": 1},
    "custom_data[p]": {None: 2, "a": 1, "ab": 1, "ba": 1, "b": 1, "zz": 1},
}
LINES = {
    "mobile": (True, False, False), "landline": (False, True, False),
    "other": (False, False, False), "texted": (True, False, True),
}  # fmt: skip


def enumerated(expr: Expr) -> Fraction:
    """The probability, summed over every combination that the weights know."""
    total = whole = Fraction(0)
    asked = {variable.name for variable in Space([expr]).variables.values()}
    columns = [
        list(w.items()) if name in asked else [*w.items()][:1] for name, w in WEIGHTS.items()
    ]
    for row in product(*columns):
        line, hours, repeat, regions, keys, (length, connected), media, data = (v for v, _ in row)
        weight = Fraction(1)
        for _, share in row:
            weight *= Fraction(share)
        mobile, landline, sent = LINES[line]
        facts = {
            "mobile": mobile, "landline": landline, "sms_sent": sent, "during_hours": hours,
            "repeat": repeat, "in_region": list(regions), "pressed": keys, "duration": length,
            "connect_duration": connected, "media_type": media,
            "custom_data": {} if data is None else {"p": data},
        }  # fmt: skip
        whole += weight
        total += weight if evaluate(expr, facts) else 0
    return total / whole


@pytest.mark.parametrize(
    "text",
    [
        'mobile and (in_region[A] or not sms_sent) and media_type contains "Online"',
        'pressed[1] and duration > 5 or custom_data[p] contains "a" and custom_data[p] != "ab"',
    ],
)
def test_a_probability_is_the_sum_over_all_calls(text: str) -> None:
    assert probability(P(text), WEIGHTS) == enumerated(P(text))


@settings(max_examples=200)
@given(exprs(12))
def test_a_condition_and_its_opposite_have_a_probability_of_one(expr: Expr) -> None:
    one, other = probability(expr, WEIGHTS), probability(Not(expr), WEIGHTS)
    assert isinstance(one, Fraction)
    assert isinstance(other, Fraction)
    assert one + other == 1


def test_what_is_known_of_the_calls_decides() -> None:
    hours = P("during_hours")
    assert satisfiable(hours, Theory(hours=False)) is False
    assert always_true(hours, Theory(hours=True)) is True
    assert satisfiable(P("duration > 1 or duration <= 1"), Theory(running=True)) is False
    inside = Theory(regions=[frozenset(), frozenset({"West"}), frozenset({"West", "Gold"})])
    assert implies(P("in_region[Gold]"), P("in_region[West]"), inside) is True
    assert implies(P("in_region[Gold]"), P("in_region[West]")) is False
    assert satisfiable(P("pressed[2]"), Theory(pressed=("1", "2"))) is False


def test_the_settings_of_the_language_are_respected() -> None:
    whole = Theory(Meaning(pressed_is="exact"))
    assert satisfiable(P("pressed[1] and pressed[1 2]"), whole) is False
    same = P('media_type = "a" and media_type = "A"')
    assert satisfiable(same) is False
    assert satisfiable(same, Theory(Meaning(text_case="insensitive"))) is True
    absent = Theory(Meaning(absent_differs=False))
    assert implies(P('media_type != "a"'), P("media_type present"), absent) is True
    assert implies(P('media_type != "a"'), P("media_type present")) is False
    letters = Theory(Meaning(letter_is="any key"))
    assert satisfiable(P("pressed[a] and pressed[2]"), letters) is True


def three_cnf(atoms: int, clauses: int, seed: int) -> Expr:
    """Clauses of three tests each, at random, of independent facts."""
    chance = random.Random(seed)
    names = [P(f"custom_data[f{i}] present") for i in range(atoms)]

    def clause() -> Expr:
        some = chance.sample(names, 3)
        return Or(tuple(Not(atom) if chance.random() < 0.5 else atom for atom in some))

    return And(tuple(clause() for _ in range(clauses)))


@pytest.mark.parametrize("seed", range(4))
def test_the_hardest_kind_of_condition_is_decided(seed: int) -> None:
    expr = three_cnf(80, 341, seed)
    assert satisfiable(expr) is Told().satisfiable(expr)


def test_past_the_budget_nothing_is_guessed() -> None:
    verdict = satisfiable(three_cnf(80, 341, 1), budget=100)
    assert verdict is UNDECIDED
    with pytest.raises(UsageError, match="not decided"):
        bool(verdict)
    weights = {f"custom_data[f{i}]": {None: 1, "a": 1} for i in range(80)}
    assert probability(three_cnf(80, 120, 1), weights, budget=50) is UNDECIDED


def test_too_many_parts_of_one_text_are_not_decided() -> None:
    parts = [P(f'media_type contains "{chr(0x100 + i)}"') for i in range(40)]
    assert satisfiable(And(tuple(parts))) is UNDECIDED


def test_conditions_nested_deep_are_decided() -> None:
    expr: Expr = InRegion("A")
    for number in range(100_000):
        flag = Flag("repeat" if number % 3 else "mobile")
        expr = Or((flag, Not(expr))) if number % 2 else And((flag, Not(expr)))
    assert satisfiable(expr) is True
    assert simplify(expr.operands[0]).complete


def test_a_wide_condition_is_decided() -> None:
    tests = tuple(P(f'media_type != "{number}"') for number in range(2000))
    assert satisfiable(And(tests)) is True
    assert satisfiable(And((*tests, P('media_type = "1999"')))) is False
