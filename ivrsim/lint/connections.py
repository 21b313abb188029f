"""Calls that are put through: every way to it, with conditions that are asked only then.

Payin, payout and recording depend on conditions that no node asks.  They are put to the
analysis as guards of a node that no call comes to; so callers are told apart by them.
This module loads the analysis and the simulator: rules fetch it where there is a question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from ivrsim.analysis.env import Env
from ivrsim.analysis.path import Move, Visit, descend
from ivrsim.analysis.space import CallerSpace
from ivrsim.analysis.walk import Walk
from ivrsim.analysis.witness import Witness, Witnesses
from ivrsim.conditions import evaluation
from ivrsim.conditions.ast import Atom, Compare, Expr, Flag
from ivrsim.conditions.symbolic.cells import durations
from ivrsim.conditions.symbolic.formula import Formula, variables
from ivrsim.conditions.symbolic.solver import Solver
from ivrsim.conditions.symbolic.space import MOST_VALUES, Variable
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.node import Exit, Node, Role
from ivrsim.values import dataclass, replace

NOWHERE = "(asked at the end)"
ARRIVALS = 200_000
"""Arrivals at nodes that are looked at; what comes later gives no finding."""
STEPS = 200_000
HOURS = Flag("during_hours")
PUT_THROUGH = frozenset({"connected", "transferred"})


class _Asked(Node):
    """A node that asks conditions, and that nothing leads to."""

    role: ClassVar[Role] = Role.DECIDES
    guards: tuple[Any, ...] = ()

    def ways_out(self) -> tuple[Exit, ...]:
        """One exit for each condition."""
        return tuple(Exit(str(number), expr) for number, expr in enumerate(self.guards))


@dataclass(frozen=True, slots=True)
class Connection:
    """One way in which calls end, after this visit and by this move."""

    visit: Visit
    move: Move

    @property
    def ending(self) -> str:
        """How, as in an outcome."""
        return self.move.ways[0].ending


class Connections:
    """The ends of all calls of a flow, and what holds of the callers who come there."""

    def __init__(self, flow: CallFlow, exprs: Sequence[Expr]) -> None:
        self.flow = flow
        asked = _Asked.model_construct(guards=tuple(exprs))
        nodes, out = {**flow.nodes, NOWHERE: asked}, {**flow.out, NOWHERE: {}}
        self.walk = Walk(CallerSpace(replace(flow, nodes=nodes, out=out)))
        self.space = self.walk.space.space
        self.solver = Solver(self.space.domain, STEPS)
        self._hours = any(HOURS in expr.atoms() for expr in exprs)
        self._times = self._durations([a for e in exprs for a in e.atoms()])

    def ends(self, endings: frozenset[str] = PUT_THROUGH) -> Iterator[Connection]:
        """The ends of these kinds; while one is looked at, `possible` asks of its callers."""
        for visit, possible, moves in descend(self.walk, self.solver, ARRIVALS):
            if possible is not True:
                continue
            for move in moves:
                if not move.exit and move.ways[0].ending in endings:
                    yield Connection(visit, move)

    def formula(self, end: Connection, expr: Expr, value: bool = True) -> Formula:
        """The callers for whom a condition has this value when the call ends."""
        yes, no = self.space.both(expr, lambda atom: self._test(end.move.env, atom))
        return yes if value else no

    def possible(self, end: Connection, formula: Formula) -> bool:
        """Whether some caller of this end surely fits."""
        mark = self.solver.mark()
        found = self.solver.add(self.space.all_of(end.move.when, formula))
        self.solver.undo(mark)
        return found is True and not self._is_guess(end, formula)

    def witness(self, end: Connection, formula: Formula) -> Witness | None:
        """The smallest caller of this end who fits."""
        move = end.move
        asked = (HOURS,) if self._hours else ()
        ways = tuple(way._replace(guards=(*way.guards, *asked)) for way in move.ways)
        last = Move(ways, self.space.all_of(move.when, formula), move.env, move.chooser)
        found = Witnesses(self.walk).of(end.visit, last)
        if not isinstance(found, Witness):
            return None
        return replace(found, exit=None, flow=self.flow)

    def _is_guess(self, end: Connection, formula: Formula) -> bool:
        if not self.space.has_opaque:
            return False
        asked = [formula, end.move.when, *(move.when for move in end.visit.moves())]
        return any(self.space.is_opaque(variables(one)) for one in asked)

    def _durations(self, atoms: Sequence[Atom]) -> dict[Compare, Formula]:
        """Tests of durations, as tests of how long a call takes; no caller brings that along."""
        tests = list(dict.fromkeys(atom for atom in atoms if isinstance(atom, Compare)))
        patterns = list(
            dict.fromkeys(
                tuple(evaluation.atom_truth(test, times) is True for test in tests)
                for times in durations(tests)
            )
        )
        if len(patterns) > MOST_VALUES:
            return {test: self.space.opaque(str(test)) for test in tests}
        variable = self.space.add(Variable("times of the call", ({},) * len(patterns)))
        columns = zip(*patterns, strict=True)
        return {test: self._among(variable, of) for test, of in zip(tests, columns, strict=True)}

    def _among(self, variable: int, values: Sequence[bool]) -> Formula:
        return self.space.among(variable, sum(1 << n for n, holds in enumerate(values) if holds))

    def _test(self, env: Env, atom: Atom) -> Formula:
        return self._times[atom] if isinstance(atom, Compare) else env.test(atom)
