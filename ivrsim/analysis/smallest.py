"""The smallest caller for whom some formulas hold together."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from ivrsim.conditions.symbolic.diagram import Diagrams, values_of
from ivrsim.conditions.symbolic.formula import (
    UNDECIDED,
    Exhausted,
    Formula,
    Test,
    Undecided,
    conjuncts,
    fold,
    variables,
)
from ivrsim.conditions.symbolic.solver import Solver
from ivrsim.conditions.symbolic.space import Space

Cost = Callable[[int, int], int]
Found = dict[int, int] | None | Literal[Undecided.UNDECIDED]


MANY = 12
"""Variables; formulas that ask more are asked in an order of their own."""


def smallest(space: Space, formulas: Sequence[Formula], cost: Cost, budget: int) -> Found:
    """The cheapest values of variables, without those that are as preferred.

    `cost(variable, value)` is 0 for a preferred value.  None where nothing satisfies.
    Where the diagrams get too large, values that cannot be made cheaper one by one.
    """
    whole = space.all_of(*dict.fromkeys(formulas))
    if isinstance(whole, bool):
        return {} if whole else None
    tests = [part for part in conjuncts(whole) if isinstance(part, Test)]
    if len(tests) == len(conjuncts(whole)):
        found = {test.variable: _cheapest(test, cost) for test in tests}
        return {v: value for v, value in found.items() if value != space.domain.prefer[v]}
    try:
        return _least(space, whole, cost, budget)
    except Exhausted:
        return _small(space, whole)


def _cheapest(test: Test, cost: Cost) -> int:
    return min(values_of(test.mask), key=lambda value: (cost(test.variable, value), value))


def _least(space: Space, whole: Formula, cost: Cost, budget: int) -> dict[int, int] | None:
    """By diagrams over the variables that the formula asks.  Raises Exhausted."""
    order = _in_order(whole)
    number = {variable: place for place, variable in enumerate(order)}
    full = [space.domain.full[variable] for variable in order]
    diagrams = Diagrams(full, budget)
    diagram = fold(
        whole,
        lambda test: diagrams.test(Test(number[test.variable], test.mask)),
        diagrams.join_all,
    )
    costs = [
        [cost(variable, value) for value in range(mask.bit_length())]
        for variable, mask in zip(order, full, strict=True)
    ]
    found = diagrams.cheapest(
        diagram,
        lambda place, value: costs[place][value],
        [space.domain.prefer[variable] for variable in order],
    )
    return found and {order[place]: value for place, value in found.items()}


def _in_order(whole: Formula) -> list[int]:
    """The variables a formula asks, those near each other that are asked together.

    Breadth first from a variable that stands beside few (Cuthill, McKee): where each
    condition has to do with few others, the diagrams stay small however many there are.
    """
    asked = sorted(variables(whole))
    if len(asked) <= MANY:
        return asked
    groups = [variables(part) for part in conjuncts(whole)]
    beside: dict[int, set[int]] = {variable: set() for variable in asked}
    for group in groups:
        for variable in group:
            beside[variable] |= group
    asked.sort(key=lambda variable: (len(beside[variable]), variable))
    found: dict[int, None] = {}
    for first in asked:
        todo = deque([first])
        while todo:
            variable = todo.popleft()
            if variable not in found:
                found[variable] = None
                near = beside[variable] - found.keys()
                todo.extend(sorted(near, key=lambda v: (len(beside[v]), v)))
    return [*found]


def _small(space: Space, whole: Formula) -> Found:
    solver = Solver(space.domain)
    possible = solver.add(whole)
    if possible is not True:
        return UNDECIDED if possible is UNDECIDED else None
    prefer = space.domain.prefer
    for variable in sorted(variables(whole)):
        mark = solver.mark()
        if solver.add(Test(variable, 1 << prefer[variable])) is not True:
            solver.undo(mark)
    return _changed(solver.model, prefer, space.variables)


def _changed(
    model: Sequence[int], prefer: Sequence[int], known: Mapping[int, object]
) -> dict[int, int]:
    return {v: model[v] for v in sorted(known) if v < len(model) and model[v] != prefer[v]}
