"""Calls for which more is paid out than in, and bonuses that are never or always paid.

First it is asked whether the conditions alone allow it; only then is a call looked for
that a caller of this flow can make, and reckoned with its own facts and times.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import ceil

from ivrsim.analysis.witness import Witness
from ivrsim.conditions.ast import Compare, Expr, Not, any_of
from ivrsim.conditions.evaluation import MissingFact
from ivrsim.conditions.symbolic import Space, implies
from ivrsim.conditions.symbolic.formula import Formula
from ivrsim.conditions.symbolic.solver import Solver
from ivrsim.lint.connections import PUT_THROUGH, Connection, Connections
from ivrsim.lint.pay import BONUS_NEEDS_BASE, UNCONNECTED, Paid, Side, all_exprs
from ivrsim.lint.settings import LintSettings
from ivrsim.lint.views import FlowView
from ivrsim.simulate.facts import Facts
from ivrsim.simulate.session import Call
from ivrsim.values import dataclass

MOST_CONDITIONS = 12
"""Different conditions of payin and payout together whose every combination is looked at."""
MOST_CASES = 64
"""Combinations, those with the greatest loss first, that a call is looked for."""
TRIES = 100
"""Callers that are tried with their own times."""
STEPS = 50_000
ALL_ENDS = PUT_THROUGH | {"ended", "disconnected", "unanswered"}
Case = Mapping[Expr, bool]


@dataclass(frozen=True, slots=True)
class Loss:
    """A call that costs more than it earns: who calls, its seconds, what is paid."""

    witness: Witness
    duration: int
    connected: int
    payin: Decimal
    payout: Decimal


class Reckoning:
    """Payin and payout of one flow."""

    def __init__(self, flow: FlowView, payin: Side, payout: Side) -> None:
        self.flow = flow
        self.settings: LintSettings = flow.settings
        self.payin = payin
        self.payout = payout
        self.exprs = all_exprs([payin, payout])

    def loss(self) -> Loss | None:
        """A call that loses money; None: there is none, or none is known."""
        cases = self._losing_cases() if len(self.exprs) <= MOST_CONDITIONS else []
        if not cases or self.flow.flow.root is None:
            return None
        ends = Connections(self.flow.flow, self.exprs)
        wanted = ALL_ENDS if self.settings.of(UNCONNECTED) else PUT_THROUGH
        tries = 0
        for end in ends.ends(wanted):
            for case in cases:
                formula = _formula(ends, end, case)
                if ends.possible(end, formula):
                    tries += 1
                    witness = ends.witness(end, formula)
                    found = self._reckoned(witness) if witness is not None else None
                    if found is not None or tries >= TRIES:
                        return found
        return None

    def margin(self, case: Case) -> Decimal:
        """What is left of the payin after the payout, for these values of the conditions."""
        return self.payin.total(case, self.settings) - self.payout.total(case, self.settings)

    def _losing_cases(self) -> list[Case]:
        """Values of all conditions that go together and lose money, the worst first."""
        losing = [case for case in _cases(self.exprs) if self.margin(case) < 0]
        return sorted(losing, key=self.margin)[:MOST_CASES]

    def _reckoned(self, witness: Witness) -> Loss | None:
        """The worst that this caller's call can come to, by how long it takes."""
        call: Call = witness.call()
        if call.outcome is None:
            return None
        put_through = call.outcome.kind in PUT_THROUGH
        best: Loss | None = None
        for duration, connected in _times(self.exprs, ceil(call.outcome.time), put_through):
            try:
                case = case_of(self.exprs, call, duration, connected)
            except MissingFact:
                return None
            payin = self.payin.total(case, self.settings)
            payout = self.payout.total(case, self.settings)
            if payout > payin and (best is None or payout - payin > best.payout - best.payin):
                best = Loss(witness, duration, connected, payin, payout)
        return best


def case_of(exprs: Sequence[Expr], call: Call, duration: int, connected: int) -> Case:
    """What the conditions say of a call that is over.  Raises `MissingFact`."""
    known = call.state.known
    facts = Facts(call.flow, call.caller, call.world.settings, known)
    times: Mapping[str, object] = {"duration": duration, "connect_duration": connected}
    asked = ChainMap(dict(times), facts)  # type: ignore[arg-type]
    return {expr: expr.evaluate(asked) for expr in exprs}


def _times(exprs: Sequence[Expr], before: int, put_through: bool) -> Iterator[tuple[int, int]]:
    """Durations and seconds connected that the conditions tell apart.

    A call lasts at least the seconds before it was put through and those after it.
    """
    tests = [atom for expr in exprs for atom in expr.atoms() if isinstance(atom, Compare)]
    around = {test.seconds + off for test in tests for off in (-1, 0, 1)}
    talked = sorted({0, *(second for second in around if second > 0)}) if put_through else [0]
    for connected in talked:
        least = before + connected
        for duration in sorted({least, *(second for second in around if second > least)}):
            yield duration, connected


def _formula(ends: Connections, end: Connection, case: Case) -> Formula:
    parts = (ends.formula(end, expr, value) for expr, value in case.items())
    return ends.space.all_of(*parts)


def _cases(exprs: Sequence[Expr]) -> Iterator[Case]:
    """All values that the conditions can have together, whatever the flow."""
    space = Space(exprs)
    solver = Solver(space.domain, STEPS)
    both = [space.both(expr) for expr in exprs]
    todo: list[tuple[bool, ...]] = [()]
    while todo:
        values = todo.pop()
        if len(values) == len(exprs):
            yield dict(zip(exprs, values, strict=True))
            continue
        for value in (False, True):
            parts = zip(both, (*values, value), strict=False)
            formula = space.all_of(*(pair[not chosen] for pair, chosen in parts))
            mark = solver.mark()
            possible = solver.add(formula)
            solver.undo(mark)
            if possible is not False:
                todo.append((*values, value))


# -- bonuses -----------------------------------------------------------------------------


def verdict(side: Side, bonus: Paid, settings: LintSettings) -> bool | None:
    """Whether a bonus is paid with every base, or with none; None: with some.

    Where no base is needed there is nothing to contradict.
    """
    if not settings.of(BONUS_NEEDS_BASE):
        return None
    bases = [policy.expr for policy in side.policies if policy.is_base]
    if not bases:
        return False
    base = any_of(*bases)
    if implies(base, bonus.expr, budget=STEPS) is True:
        return True
    return False if implies(base, Not(bonus.expr), budget=STEPS) is True else None
