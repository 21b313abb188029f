"""What one call shows of a flow: nodes, exits, and what each test of a condition said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ivrsim.analysis.cover_targets import Target
from ivrsim.conditions import ast
from ivrsim.conditions.ast import Compound, Expr
from ivrsim.conditions.evaluation import Truth, atom_truth
from ivrsim.flow.flow import NodeId
from ivrsim.simulate.dialogue import take
from ivrsim.simulate.session import Call
from ivrsim.simulate.state import State, World
from ivrsim.simulate.trace import Kind
from ivrsim.simulate.turn import Turn


class Seen(NamedTuple):
    """A target that a call covered; `alone`: a test that alone decided its condition."""

    target: Target
    alone: bool = False


def seen(call: Call) -> list[Seen]:
    """What a call covered so far, each thing once, in the order in which it was met.

    A node counts when the call came there, an exit when it was left by it.
    """
    found: dict[Seen, None] = {}
    for step in call.trace:
        if step.node is not None:
            found[Seen(Target(step.node))] = None
            if step.exit:
                found[Seen(Target(step.node, step.exit))] = None
    if call.node is not None:
        found[Seen(Target(call.node))] = None
    if any(step.kind is Kind.DECIDED for step in call.trace):
        found.update(dict.fromkeys(_decided(call)))
    return [*found]


def _decided(call: Call) -> Iterator[Seen]:
    """The call is made once more, and every condition on the way looked at."""
    turn = _Watching(call.world, State())
    turn.begin()
    yield from turn.found
    for act in call.acts:
        turn = _Watching(call.world, turn.state)
        take(turn, act)
        yield from turn.found


class _Watching(Turn):
    """A turn that keeps the value of each single test when a node is left."""

    def __init__(self, world: World, state: State) -> None:
        super().__init__(world, state)
        self.found: list[Seen] = []
        self._leaving = False

    def begin(self) -> None:
        """The call arrives, as in `ivrsim.simulate.step.begin`."""
        settings = self.world.flow.settings
        if settings.record_calls and settings.play_call_recorded_prompt:
            self.say(Kind.NOTICE, self.world.settings.notice)
        self.go_to(self.world.flow.root)

    def leave(self, answer: str) -> NodeId | None:
        self._leaving = True
        target = super().leave(answer)
        self._leaving = False
        return target

    def holds(self, guard: Expr, answer: str) -> bool:
        asked = not isinstance(guard, ast.Always | ast.Answer)
        if self._leaving and asked and self.state.node is not None:
            self.found += _tests(self.state.node, guard, self._truths(guard, answer))
        return super().holds(guard, answer)

    def _truths(self, guard: Expr, answer: str) -> dict[int, Truth]:
        """The value of the guard and of each part of it, by identity."""
        facts, meaning = self.facts(answer), self.world.settings.meaning
        found: dict[int, Truth] = {}

        def atom(part: ast.Atom) -> Truth:
            return found.setdefault(id(part), atom_truth(part, facts, meaning))

        def join(part: Compound, below: list[Truth]) -> Truth:
            return found.setdefault(id(part), _joined(part, below))

        ast.fold(guard, atom, join)
        return found


def _joined(part: Compound, below: list[Truth]) -> Truth:
    if isinstance(part, ast.Not):
        return None if below[0] is None else not below[0]
    settles = isinstance(part, ast.Or)
    return settles if settles in below else None if None in below else not settles


def _tests(node: NodeId, guard: Expr, truths: dict[int, Truth]) -> Iterator[Seen]:
    """Each single test with its value, and again where it alone decided."""
    for number, (part, alone) in enumerate(_alone(guard, truths), 1):
        value = truths[id(part)]
        if value is not None:
            target = Target(node, None, str(part), number, value)
            yield Seen(target)
            if alone:
                yield Seen(target, alone=True)


def _alone(guard: Expr, truths: dict[int, Truth]) -> Iterator[tuple[Expr, bool]]:
    """The single tests in their order, with whether every other part leaves it to them."""
    todo = [(guard, True)]
    while todo:
        part, alone = todo.pop()
        if not part.operands:
            yield part, alone
            continue
        neutral = isinstance(part, ast.And)
        free = [truths[id(operand)] is neutral for operand in part.operands]
        settled = free.count(False)
        sides = zip(part.operands, free, strict=True)
        todo.extend(reversed([(side, alone and settled == (not own)) for side, own in sides]))
