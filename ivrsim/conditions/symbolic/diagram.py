"""The canonical engine: multi-valued decision diagrams.

A diagram is a number, and two formulas that mean the same have the same number.  0 is
"never", 1 is "always"; every other diagram asks one variable and goes on to a diagram
for each of its values.  Diagrams are built from below, so a part has a smaller number
than the whole: walking the numbers upwards needs no recursion.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ivrsim.conditions.symbolic.formula import Exhausted, Formula, Test, fold

W = TypeVar("W")

NEVER, ALWAYS = 0, 1
NODES = 200_000
"""Diagrams that may be made before a question is given up."""

Edges = tuple[tuple[int, int], ...]
"""(mask of values, diagram that follows), sorted; the masks share out all values."""


class Diagrams:
    """All diagrams over the variables whose masks of all values are `full`.

    Every method that makes diagrams raises `Exhausted` when there are more than `budget`.
    """

    def __init__(self, full: Sequence[int], budget: int = NODES) -> None:
        self.full = full
        self.budget = budget
        self._nodes: list[tuple[int, Edges]] = [(-1, ()), (-1, ())]
        self._numbers: dict[tuple[int, Edges], int] = {}
        self._joined: dict[tuple[bool, int, int], int] = {}

    def node(self, diagram: int) -> tuple[int, Edges]:
        """The variable a diagram asks, and where its values lead."""
        return self._nodes[diagram]

    def make(self, variable: int, edges: Sequence[tuple[int, int]]) -> int:
        """The diagram that asks the variable first; diagrams that follow must ask later ones."""
        merged: dict[int, int] = {}
        for mask, child in edges:
            merged[child] = merged.get(child, 0) | mask
        if len(merged) == 1:
            return next(iter(merged))
        key = variable, tuple(sorted((mask, child) for child, mask in merged.items()))
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._nodes)
            self._nodes.append(key)
            if number > self.budget:
                raise Exhausted
        return number

    def test(self, test: Test) -> int:
        """The diagram of a single test."""
        variable, mask = test
        return self.make(variable, ((mask, ALWAYS), (self.full[variable] & ~mask, NEVER)))

    def of(self, formula: Formula) -> int:
        """The diagram of a formula."""
        if isinstance(formula, bool):
            return int(formula)
        return fold(formula, self.test, self.join_all)

    def join_all(self, every: bool, diagrams: Sequence[int]) -> int:
        """All of these, or one of these."""
        found = int(every)
        for diagram in sorted(diagrams, reverse=True):
            found = self.join(every, found, diagram)
        return found

    def join(self, every: bool, one: int, other: int) -> int:
        """Both, or one of the two."""
        joined, todo = self._joined, [_pair(every, one, other)]
        while todo:
            key = todo[-1]
            if key in joined:
                todo.pop()
                continue
            short = _short(*key)
            if short is not None:
                joined[key] = short
                continue
            variable, parts = self._parts(*key)
            missing = [below for _, below in parts if below not in joined]
            if missing:
                todo += missing
            else:
                joined[key] = self.make(variable, [(mask, joined[k]) for mask, k in parts])
        return joined[_pair(every, one, other)]

    def _parts(
        self, every: bool, one: int, other: int
    ) -> tuple[int, list[tuple[int, tuple[bool, int, int]]]]:
        """The first variable either asks, and the pair that follows each set of its values."""
        (first, ones), (second, others) = self._nodes[one], self._nodes[other]
        variable = min(first, second)
        all_values = self.full[variable]
        left = ones if first == variable else ((all_values, one),)
        right = others if second == variable else ((all_values, other),)
        return variable, [(a & b, _pair(every, x, y)) for a, x in left for b, y in right if a & b]

    def below(self, diagram: int) -> list[int]:
        """The diagram and all its parts, parts first; without 0 and 1."""
        seen = {diagram} - {NEVER, ALWAYS}
        todo = list(seen)
        while todo:
            for _, child in self._nodes[todo.pop()][1]:
                if child > ALWAYS and child not in seen:
                    seen.add(child)
                    todo.append(child)
        return sorted(seen)

    def rebuilt(self, diagram: int, make: Callable[[int, list[tuple[int, int]]], int]) -> int:
        """The diagram with every part made anew from its variable and what follows."""
        new = {NEVER: NEVER, ALWAYS: ALWAYS}
        for number in self.below(diagram):
            variable, edges = self._nodes[number]
            new[number] = make(variable, [(mask, new[child]) for mask, child in edges])
        return new[diagram]

    def negation(self, diagram: int) -> int:
        """The opposite."""
        new = {NEVER: ALWAYS, ALWAYS: NEVER}
        for number in self.below(diagram):
            variable, edges = self._nodes[number]
            new[number] = self.make(variable, [(mask, new[child]) for mask, child in edges])
        return new[diagram]

    def without(self, diagram: int, forgotten: int) -> int:
        """What is left when the value of one variable is forgotten: some value will do."""

        def forget(variable: int, edges: list[tuple[int, int]]) -> int:
            if variable == forgotten:
                return self.join_all(False, [child for _, child in edges])
            return self.make(variable, edges)

        return self.rebuilt(diagram, forget)

    def weight(self, diagram: int, weigh: Callable[[int, int], W], one: W, zero: W) -> W:
        """The sum over all ways to 1 of the products of `weigh(variable, mask)`.

        The weight of all values of a variable must be one, since a way leaves variables out.
        """
        known: dict[int, W] = {NEVER: zero, ALWAYS: one}
        for number in self.below(diagram):
            variable, edges = self._nodes[number]
            total = zero
            for mask, child in edges:
                total += weigh(variable, mask) * known[child]  # type: ignore[operator]
            known[number] = total
        return known[diagram]

    def cheapest(
        self, diagram: int, cost: Callable[[int, int], int], prefer: Sequence[int]
    ) -> dict[int, int] | None:
        """The cheapest values that satisfy, of the variables that are not as preferred.

        `cost(variable, value)` is 0 for the preferred value, positive for all others.
        None if nothing satisfies.
        """
        if diagram == NEVER:
            return None
        best: dict[int, tuple[int, int, int]] = {ALWAYS: (0, 0, 0)}
        for number in self.below(diagram):
            variable, edges = self._nodes[number]
            best[number] = min(
                (cost(variable, value) + best[child][0], value, child)
                for mask, child in edges
                if child != NEVER
                for value in values_of(mask)
            )
        found: dict[int, int] = {}
        while diagram != ALWAYS:
            variable = self._nodes[diagram][0]
            _, value, diagram = best[diagram]
            if value != prefer[variable]:
                found[variable] = value
        return found


def values_of(mask: int) -> list[int]:
    """The values in a mask, the smallest first."""
    return [value for value in range(mask.bit_length()) if mask >> value & 1]


def _pair(every: bool, one: int, other: int) -> tuple[bool, int, int]:
    return (every, one, other) if one <= other else (every, other, one)


def _short(every: bool, one: int, other: int) -> int | None:
    """What needs no work; `one` is not larger than `other`."""
    if one == other or one == int(not every):
        return one
    return other if one == int(every) else None
