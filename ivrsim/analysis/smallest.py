"""The smallest caller for whom some formulas hold together."""

from __future__ import annotations

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
)
from ivrsim.conditions.symbolic.solver import Solver
from ivrsim.conditions.symbolic.space import Space

Cost = Callable[[int, int], int]
Found = dict[int, int] | None | Literal[Undecided.UNDECIDED]


def smallest(space: Space, formulas: Sequence[Formula], cost: Cost, budget: int) -> Found:
    """The cheapest values of variables, without those that are as preferred.

    `cost(variable, value)` is 0 for a preferred value.  None where nothing satisfies.
    Where the diagrams get too large, values that cannot be made cheaper one by one.
    """
    whole = space.all_of(*formulas)
    if isinstance(whole, bool):
        return {} if whole else None
    tests = [part for part in conjuncts(whole) if isinstance(part, Test)]
    if len(tests) == len(conjuncts(whole)):
        found = {test.variable: _cheapest(test, cost) for test in tests}
        return {v: value for v, value in found.items() if value != space.domain.prefer[v]}
    diagrams = Diagrams(space.domain.full, budget)
    try:
        return diagrams.cheapest(diagrams.of(whole), cost, space.domain.prefer)
    except Exhausted:
        return _small(space, whole)


def _cheapest(test: Test, cost: Cost) -> int:
    return min(values_of(test.mask), key=lambda value: (cost(test.variable, value), value))


def _small(space: Space, whole: Formula) -> Found:
    solver = Solver(space.domain)
    possible = solver.add(whole)
    if possible is not True:
        return UNDECIDED if possible is UNDECIDED else None
    prefer = space.domain.prefer
    for variable in sorted(space.variables):
        mark = solver.mark()
        if solver.add(Test(variable, 1 << prefer[variable])) is not True:
            solver.undo(mark)
    return _changed(solver.model, prefer, space.variables)


def _changed(
    model: Sequence[int], prefer: Sequence[int], known: Mapping[int, object]
) -> dict[int, int]:
    return {v: model[v] for v in sorted(known) if v < len(model) and model[v] != prefer[v]}
