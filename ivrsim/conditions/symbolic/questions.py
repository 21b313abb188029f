"""Questions about conditions, answered for all calls at once.

Every question takes a `Theory` (what is known of the calls beforehand) and a `budget`
of steps; past it the answer is `UNDECIDED`, which refuses to be used as true or false.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any, Literal

from ivrsim.conditions import evaluation
from ivrsim.conditions.ast import And, Expr, Not, Or, all_of
from ivrsim.conditions.evaluation import MissingFact
from ivrsim.conditions.symbolic.cells import Fragment, merged
from ivrsim.conditions.symbolic.diagram import NODES, Diagrams, values_of
from ivrsim.conditions.symbolic.formula import (
    UNDECIDED,
    Exhausted,
    Formula,
    Undecided,
    Verdict,
    variables,
)
from ivrsim.conditions.symbolic.solver import STEPS, Solver
from ivrsim.conditions.symbolic.space import FREE, Space, Theory

Facts = dict[str, Any]
TRIES = 20_000
"""Sets of facts that are tried in search of a smaller one."""


def satisfiable(expr: Expr, theory: Theory = FREE, budget: int = STEPS) -> Verdict:
    """Whether the condition holds for some call."""
    space = Space([expr], theory)
    return _possible(space, space.formula(expr), budget)


def always_true(expr: Expr, theory: Theory = FREE, budget: int = STEPS) -> Verdict:
    """Whether the condition holds for every call."""
    return _opposite(satisfiable(Not(expr), theory, budget))


def implies(one: Expr, other: Expr, theory: Theory = FREE, budget: int = STEPS) -> Verdict:
    """Whether `other` holds for every call for which `one` does."""
    return _opposite(satisfiable(all_of(one, Not(other)), theory, budget))


def equivalent(one: Expr, other: Expr, theory: Theory = FREE, budget: int = STEPS) -> Verdict:
    """Whether the two hold for the same calls."""
    differ = Or((And((one, Not(other))), And((Not(one), other))))
    return _opposite(satisfiable(differ, theory, budget))


def witness(
    expr: Expr, value: bool = True, theory: Theory = FREE, budget: int = NODES
) -> Facts | Literal[Undecided.UNDECIDED] | None:
    """The fewest facts of a call for which the condition has this value; None: no call.

    `evaluate(expr, facts)` then is `value`, and no other fact is asked for.
    """
    space = Space([expr], theory)
    yes, no = space.both(expr)
    wanted = yes if value else no
    possible = _possible(space, wanted, STEPS)
    if possible is not True:
        return UNDECIDED if possible is UNDECIDED else None
    found = _values(space, wanted, budget)
    return _fewest(expr, value, space, found)


def probability(
    expr: Expr,
    distributions: Mapping[str, Mapping[Any, Fraction | int | float]],
    theory: Theory = FREE,
    budget: int = NODES,
) -> Fraction | Literal[Undecided.UNDECIDED]:
    """How likely the condition holds, exactly, where the facts are independent.

    `distributions` has for each variable of the condition the weight of each value; the
    weights of a variable are scaled to a sum of 1.  The variables and their values:

    - `line`: `mobile`, `landline`, `other`, and `texted` (a mobile caller who was sent a
      text); `during_hours`, `repeat`: True and False;
    - `in_region`: tuples of region names; `pressed`: texts such as `1 2`;
    - `duration`: pairs (seconds of the call, seconds connected);
    - a text, such as `media_type` or `custom_data[product]`: its values, None for absent.

    Raises `KeyError` for a variable without a distribution.
    """
    space = Space([expr], theory)
    asked = space.formula(expr)
    if space.is_opaque(variables(asked)):
        return UNDECIDED
    weights = {v: _weights(space, v, distributions) for v in variables(asked)}

    def weigh(variable: int, mask: int) -> Fraction:
        return sum((weights[variable][value] for value in values_of(mask)), Fraction(0))

    diagrams = Diagrams(space.domain.full, budget)
    try:
        return diagrams.weight(diagrams.of(asked), weigh, Fraction(1), Fraction(0))
    except Exhausted:
        return UNDECIDED


def _possible(space: Space, asked: Formula, budget: int) -> Verdict:
    possible = Solver(space.domain, budget).add(asked)
    return UNDECIDED if possible is True and space.is_opaque(variables(asked)) else possible


def _opposite(verdict: Verdict) -> Verdict:
    return UNDECIDED if verdict is UNDECIDED else verdict is False


# -- the fewest facts ------------------------------------------------------------------


def _values(space: Space, wanted: Formula, budget: int) -> dict[int, int]:
    """A value for each variable, as few as possible of them unlike the preferred."""
    prefer = space.domain.prefer
    every = {v: prefer[v] for v in space.variables}
    diagrams = Diagrams(space.domain.full, budget)
    try:
        changed = diagrams.cheapest(
            diagrams.of(wanted), lambda v, value: int(value != prefer[v]), prefer
        )
        return every | (changed or {})
    except Exhausted:
        solver = Solver(space.domain)
        solver.add(wanted)
        return {v: solver.model[v] for v in every if v < len(solver.model)}


def _fewest(expr: Expr, value: bool, space: Space, found: Mapping[int, int]) -> Facts:
    """Facts are left out one by one; then it is tried whether fewer will do."""
    pieces = [piece for fragment in _fragments(space, found) for piece in _pieces(fragment)]
    for piece in list(pieces):
        rest = [other for other in pieces if other is not piece]
        if _gives(expr, value, merged(rest), space.theory):
            pieces = rest
    every = [list(_pieces(dict(cell))) for v in found for cell in space.variables[v].cells]
    single = [piece for of_cell in every for piece in of_cell]
    tries = 0
    for size in range(len(pieces)):
        for some in combinations(single, size):
            tries += 1
            if tries > TRIES:
                return merged(pieces)
            if _agree(some) and _gives(expr, value, merged(some), space.theory):
                return merged(some)
    return merged(pieces)


def _fragments(space: Space, found: Mapping[int, int]) -> Iterable[Fragment]:
    return (dict(space.variables[v].cells[value]) for v, value in found.items())


def _pieces(fragment: Fragment) -> Iterable[Fragment]:
    """A fragment fact by fact; a custom data field is one fact."""
    return ({name: value} for name, value in fragment.items())


def _agree(some: Iterable[Fragment]) -> bool:
    """Whether the facts can stand side by side: none is given twice, no phone is both."""
    names = [str(text) for piece in some for text in _names(piece)]
    both = {"mobile", "landline"} <= {name for piece in some for name, v in piece.items() if v}
    return len(set(names)) == len(names) and not both


def _names(piece: Fragment) -> Iterable[str]:
    for name, value in piece.items():
        yield from (f"{name} {key}" for key in value) if isinstance(value, dict) else (name,)


def _gives(expr: Expr, value: bool, facts: Fragment, theory: Theory) -> bool:
    known = dict(facts)
    if theory.hours is not None:
        known["during_hours"] = theory.hours
    if theory.running:
        known |= {"duration": None, "connect_duration": None}
    if theory.pressed is not None:
        known["pressed"] = list(theory.pressed)
    try:
        return evaluation.evaluate(expr, known, theory.meaning) is value
    except MissingFact:
        return False


# -- distributions -----------------------------------------------------------------------

_LINES: Mapping[str, Fragment] = {
    "mobile": {"mobile": True, "landline": False, "sms_sent": False},
    "landline": {"mobile": False, "landline": True, "sms_sent": False},
    "other": {"mobile": False, "landline": False, "sms_sent": False},
    "texted": {"mobile": True, "landline": False, "sms_sent": True},
}


def _weights(
    space: Space, variable: int, distributions: Mapping[str, Mapping[Any, Fraction | int | float]]
) -> list[Fraction]:
    """The weight of each value of a variable; they sum to 1."""
    name = space.variables[variable].name
    found = [Fraction(0)] * len(space.variables[variable].cells)
    for value, weight in distributions[name].items():
        found[space.cell(variable, _fragment(name, value))] += Fraction(weight)
    whole = sum(found)
    return [weight / whole for weight in found]


def _fragment(name: str, value: Any) -> Fragment:
    """The value of a distribution as a fragment of the facts."""
    if name == "line":
        return dict(_LINES[value])
    if name == "duration":
        return dict(zip(("duration", "connect_duration"), value, strict=True))
    if name.startswith("custom_data["):
        key = name.removeprefix("custom_data[").removesuffix("]")
        return {"custom_data": {} if value is None else {key: value}}
    return {name: list(value) if isinstance(value, tuple) else value}
