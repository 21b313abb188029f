"""The layered engine: value sets, unit propagation, a remembered witness, a small search.

Made for walks: formulas are added one after the other and taken back in reverse order,
as one goes down a tree and up again.  Most questions are answered by narrowing the sets
of values or by the remembered witness; the search (Davis, Putnam, Logemann, Loveland)
is for the rest.
"""

from __future__ import annotations

from typing import NamedTuple

from ivrsim.conditions.symbolic.formula import (
    UNDECIDED,
    Exhausted,
    Formula,
    Group,
    Test,
    Verdict,
    conjuncts,
)

Clause = tuple[Test, ...]
STEPS = 2_000_000
"""Looks at a clause that one question may take."""


class Domain:
    """The variables there are: for each the mask of all its values, and a preferred value."""

    def __init__(self) -> None:
        self.full: list[int] = []
        self.prefer: list[int] = []

    def new(self, size: int, prefer: int = 0) -> int:
        """One more variable with `size` values; its index."""
        self.full.append((1 << size) - 1)
        self.prefer.append(prefer)
        return len(self.full) - 1


class Mark(NamedTuple):
    """A moment to go back to."""

    trail: int
    clauses: int


class Solver:
    """A stack of formulas that hold together, over variables of few values.

    `model` has a value for each variable and satisfies everything that is on the stack
    after an `add` that answered True.  `budget` counts looks at clauses, per question.
    """

    def __init__(self, domain: Domain, budget: int = STEPS) -> None:
        self.domain = domain
        self.budget = budget
        self.box: list[int] = []
        self.model: list[int] = []
        self._trail: list[tuple[int, int]] = []
        self._clauses: list[Clause] = []
        self._asking: list[list[int]] = []
        self._compiled: dict[int, tuple[Group, list[Clause]]] = {}
        self._replaced: list[tuple[int, int]] = []
        self._steps = 0

    def mark(self) -> Mark:
        """The present moment, for `undo`."""
        return Mark(len(self._trail), len(self._clauses))

    def undo(self, mark: Mark) -> None:
        """Take back everything added since."""
        self._widen(mark.trail)
        while len(self._clauses) > mark.clauses:
            for variable, _ in self._clauses.pop():
                self._asking[variable].pop()

    def add(self, formula: Formula) -> Verdict:
        """Whether everything on the stack can hold together with this formula.

        After False or UNDECIDED the caller must `undo`.
        """
        self._steps = 0
        if isinstance(formula, bool):
            return formula
        self._replaced.clear()
        before, old = len(self._trail), len(self._clauses)
        try:
            possible = self._assume(formula) and self._settle(before, old)
        except Exhausted:
            self._restore()
            return UNDECIDED
        if not possible:
            self._restore()
        return possible

    # -- the stack -----------------------------------------------------------------

    def _grow(self) -> None:
        full, prefer = self.domain.full, self.domain.prefer
        for variable in range(len(self.box), len(full)):
            self.box.append(full[variable])
            self.model.append(prefer[variable])
            self._asking.append([])

    def _widen(self, length: int) -> None:
        trail, box = self._trail, self.box
        while len(trail) > length:
            variable, mask = trail.pop()
            box[variable] = mask

    def _narrow(self, variable: int, mask: int) -> bool:
        old = self.box[variable]
        new = old & mask
        if new != old:
            self._trail.append((variable, old))
            self.box[variable] = new
        return new != 0

    def _assume(self, formula: Formula) -> bool:
        """Narrow by the single tests of a formula, keep the rest as clauses."""
        parts = conjuncts(formula)
        rest = [part for part in parts if isinstance(part, Group)]
        compiled = [clause for group in rest for clause in self._compile(group)]
        if len(self.box) < len(self.domain.full):
            self._grow()
        for part in parts:
            if isinstance(part, Test) and not self._narrow(*part):
                return False
        for clause in compiled:
            number = len(self._clauses)
            self._clauses.append(clause)
            for variable, _ in clause:
                self._asking[variable].append(number)
        return True

    def _compile(self, group: Group) -> list[Clause]:
        known = self._compiled.get(id(group))
        if known is None:
            known = self._compiled[id(group)] = (group, clauses_of(group, self.domain))
        return known[1]

    # -- propagation ---------------------------------------------------------------

    def _propagate(self, start: int) -> bool:
        """Narrow by every clause with one part left, from this length of the trail on."""
        trail, asking, clauses = self._trail, self._asking, self._clauses
        while start < len(trail):
            variable = trail[start][0]
            start += 1
            for number in asking[variable]:
                if not self._look(clauses[number]):
                    return False
        return True

    def _look(self, clause: Clause) -> bool:
        self._steps += 1
        if self._steps > self.budget:
            raise Exhausted
        box, left = self.box, None
        for test in clause:
            variable, wanted = test
            mask = box[variable]
            if mask & wanted:
                if left is not None or not mask & ~wanted:
                    return True
                left = test
        return left is not None and self._narrow(*left)

    # -- the witness and the search --------------------------------------------------

    def _settle(self, before: int, old: int) -> bool:
        """Mend the model; search where that is not enough."""
        added = self._clauses[old:]
        if not (all(map(self._look, added)) and self._propagate(before)):
            return False
        asking, clauses = self._asking, self._clauses
        touched = [clauses[n] for v in self._mend(before) for n in asking[v]]
        if all(map(self._is_met, added)) and all(map(self._is_met, touched)):
            return True
        return self._search()

    def _mend(self, start: int) -> list[int]:
        """Give a value that is possible to each variable narrowed since; which were changed."""
        box, model, changed = self.box, self.model, []
        for variable, _ in self._trail[start:]:
            mask, value = box[variable], model[variable]
            if not mask >> value & 1:
                self._replaced.append((variable, value))
                wish = self.domain.prefer[variable]
                low = (mask & -mask).bit_length() - 1
                model[variable] = wish if mask >> wish & 1 else low
                changed.append(variable)
        return changed

    def _restore(self) -> None:
        for variable, value in reversed(self._replaced):
            self.model[variable] = value

    def _is_met(self, clause: Clause) -> bool:
        model = self.model
        return any(mask >> model[variable] & 1 for variable, mask in clause)

    def _search(self) -> bool:
        """Decide a clause that the model breaks, one of its tests at a time."""
        base = len(self._trail)
        decided: list[tuple[int, Test]] = []
        found = True
        while found and (test := self._next_test()) is not None:
            decided.append((len(self._trail), test))
            possible = self._try(*test)
            while not possible and decided:
                length, (variable, mask) = decided.pop()
                self._widen(length)
                possible = self._try(variable, ~mask)
            found = possible
        self._widen(base)
        return found

    def _try(self, variable: int, mask: int) -> bool:
        length = len(self._trail)
        if not (self._narrow(variable, mask) and self._propagate(length)):
            return False
        self._mend(length)
        return True

    def _next_test(self) -> Test | None:
        """A possible test of the shortest clause the model breaks; None if it breaks none."""
        box, best, length = self.box, None, 1 << 30
        for clause in self._clauses:
            self._steps += 1
            if self._is_met(clause):
                continue
            left = [test for test in clause if box[test[0]] & test[1]]
            if len(left) < length:
                best, length = left, len(left)
                if length <= 2:
                    break
        if self._steps > self.budget:
            raise Exhausted
        asking = self._asking
        return max(best, key=lambda test: len(asking[test[0]])) if best else None


def clauses_of(group: Group, domain: Domain) -> list[Clause]:
    """Clauses that can be met if and only if the group holds.

    A group inside another gets a new variable that implies it (Plaisted, Greenbaum), so
    the clauses are no longer than the formula.
    """
    found: list[Clause] = []
    todo: list[tuple[Group, tuple[Test, ...]]] = [(group, ())]
    while todo:
        part, before = todo.pop()
        if part.every:
            for inner in part.parts:
                if isinstance(inner, Group):
                    todo.append((inner, before))
                else:
                    found.append((*before, inner))
            continue
        tests = [inner for inner in part.parts if isinstance(inner, Test)]
        for inner in part.parts:
            if isinstance(inner, Group):
                name = domain.new(2)
                tests.append(Test(name, 2))
                todo.append((inner, (Test(name, 1),)))
        found.append((*before, *tests))
    return found
