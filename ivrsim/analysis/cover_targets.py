"""What is to be covered at a node: exits, and what each single test of a condition says.

Masking MC/DC (modified condition/decision coverage): each single test is seen true and
seen false while it alone decides what comes of the whole condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from ivrsim.analysis.env import Env
from ivrsim.analysis.path import Visit
from ivrsim.analysis.walk import Walk
from ivrsim.conditions import ast
from ivrsim.conditions.ast import Expr
from ivrsim.conditions.symbolic.formula import Formula
from ivrsim.flow.action import Say
from ivrsim.flow.flow import NodeId
from ivrsim.values import dataclass, field

Goal: TypeAlias = Literal["nodes", "exits", "conditions", "mcdc"]
GOALS: tuple[Goal, ...] = ("nodes", "exits", "conditions", "mcdc")
"""Each asks for all that the one before asks for, and more."""

MOST_TESTS = 500
"""Single tests of one condition; what a longer one says is not decided."""


class Target(NamedTuple):
    """One thing to cover: a node; one of its exits; a test in its condition being `value`.

    `test` is the text of the test, `number` which one of the condition it is, from 1.
    """

    node: NodeId
    exit: str | None = None
    test: str = ""
    number: int = 0
    value: bool | None = None

    def __str__(self) -> str:
        if self.exit is not None:
            return f"exit {self.exit} of {self.node}"
        if self.test:
            return f"{self.test} is {str(self.value).lower()} at {self.node}"
        return self.node


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A target in a condition, and for which callers who come to the node it is met."""

    target: Target
    visit: Visit = field(repr=False)
    when: Formula = field(repr=False)


def wanted_at(walk: Walk, visit: Visit, goal: Goal) -> Iterator[Wanted | Target]:
    """What the goal asks of the conditions of a node; a bare target where it is not told."""
    exits = walk.space.views[walk.number].guards[visit.node] or ()
    exprs = [e.when for e in exits if not isinstance(e.when, ast.Always | ast.Answer)]
    acts = walk.flow.nodes[visit.node].actions() if exprs else ()
    plain = all(isinstance(act, Say) for act in acts)
    before: Formula = True
    for expr in exprs:
        if plain and sum(1 for _ in expr.atoms()) <= MOST_TESTS:
            yield from _wanted(walk, visit, expr, before, goal == "mcdc")
        else:
            yield Target(visit.node, test=str(expr))
        before = walk.space.space.all_of(before, visit.env.both(expr)[1])


def _wanted(walk: Walk, visit: Visit, expr: Expr, before: Formula, alone: bool) -> Iterator[Wanted]:
    env, join = visit.env, walk.space.space
    for number, (atom, when) in enumerate(_alone(walk, env, expr, before, alone), 1):
        for value, holds in zip((True, False), env.both(atom), strict=True):
            target = Target(visit.node, None, str(atom), number, value)
            yield Wanted(target, visit, join.all_of(when, holds))


def _alone(
    walk: Walk, env: Env, expr: Expr, before: Formula, alone: bool
) -> Iterator[tuple[Expr, Formula]]:
    """Each single test with the callers for whom it alone decides (or all, if not `alone`)."""
    join = walk.space.space
    todo: list[tuple[Expr, Formula]] = [(expr, before)]
    while todo:
        part, when = todo.pop()
        if not part.operands:
            yield part, when
        for place in reversed(range(len(part.operands))):
            beside = _beside(env, part, place) if alone else ()
            todo.append((part.operands[place], join.all_of(when, *beside)))


def _beside(env: Env, expr: Expr, place: int) -> Sequence[Formula]:
    """What the other operands must be, so that the one at this place decides."""
    others = [part for n, part in enumerate(expr.operands) if n != place]
    return [env.both(part)[0 if isinstance(expr, ast.And) else 1] for part in others]
