"""Paths through a flow: moves that lead on alike are taken together.

Where several choices lead on by one exit but change the facts differently, a variable
says which was made; so a tree is walked once, however many such choices there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ivrsim.analysis.env import Env
from ivrsim.analysis.walk import Walk, Way
from ivrsim.conditions.symbolic.formula import Formula, Test, Verdict
from ivrsim.conditions.symbolic.solver import Mark, Solver
from ivrsim.conditions.symbolic.space import Variable
from ivrsim.flow.flow import NodeId
from ivrsim.values import dataclass, field, replace


class Move(NamedTuple):
    """Ways from one node that lead on by the same exit with the same keys reported.

    `when` says which callers can move so; `env` the facts afterwards.  Where `chooser`
    is a variable, its value `i` means `ways[i]`; where it is None, any way will do whose
    own `when` holds.
    """

    ways: tuple[Way, ...]
    when: Formula
    env: Env
    chooser: int | None = None

    @property
    def exit(self) -> str:
        """The exit taken; empty where the call ends before."""
        return self.ways[0].exit

    @property
    def target(self) -> NodeId | None:
        """The node that follows."""
        return self.ways[0].target

    @property
    def keys(self) -> int:
        """The fewest keys it takes."""
        return min(keys_of(way) for way in self.ways)


def keys_of(way: Way) -> int:
    """How many keys a way takes."""
    return way.choice.keys if way.choice else 0


@dataclass(slots=True, eq=False)
class Visit:
    """A call at a node: where it came from and by which move, and the facts there.

    Never changed; not frozen only because there are many, and that makes them costly.
    """

    node: NodeId
    env: Env = field(repr=False)
    before: Visit | None = field(default=None, repr=False)
    move: Move | None = field(default=None, repr=False)

    def path(self) -> list[Visit]:
        """This visit and all before it, the first one first."""
        found: list[Visit] = []
        visit: Visit | None = self
        while visit is not None:
            found.append(visit)
            visit = visit.before
        found.reverse()
        return found

    def moves(self) -> list[Move]:
        """The moves that lead here."""
        return [visit.move for visit in self.path() if visit.move is not None]


def moves(walk: Walk, node: NodeId, env: Env, endings: bool = True) -> list[Move]:
    """Every move from a node, in the order of its ways; with the ends of calls, or without."""
    if not endings and not walk.flow.out[node] and not walk.asks_again:
        return []
    groups: dict[tuple[str, tuple[str, ...], str], list[Way]] = {}
    for way in walk.ways(node, env, endings):
        ending = "" if way.exit else f"{way.ending} {way.number}"
        groups.setdefault((way.exit, way.env.pressed, ending), []).append(way)
    return [
        _together(walk, env, ways) if len(ways) > 1 else Move((*ways,), ways[0].when, ways[0].env)
        for ways in groups.values()
    ]


def _together(walk: Walk, env: Env, ways: Sequence[Way]) -> Move:
    join = walk.space.space
    first = ways[0]
    if all(way.effects == first.effects for way in ways):
        return Move(tuple(ways), join.any_of(*(way.when for way in ways)), first.env)
    fewest = min(range(len(ways)), key=lambda i: keys_of(ways[i]))
    name = f"choice among {len(ways)} at {first.node}"
    chooser = join.add(Variable(name, ({},) * len(ways), fewest))
    env = replace(env, pressed=first.env.pressed)
    whens: list[Formula] = []
    for number, way in enumerate(ways):
        chosen = Test(chooser, 1 << number)
        whens.append(join.all_of(chosen, way.when))
        env = env.change(chosen, way.effects)
    return Move(tuple(ways), join.any_of(*whens), env, chooser)


class Arrival(NamedTuple):
    """One step of a walk over all paths: whether any caller can make this visit.

    `moves` are the moves from the node; empty where nobody comes.
    """

    visit: Visit
    possible: Verdict
    moves: Sequence[Move] = ()


def descend(walk: Walk, solver: Solver, limit: int, endings: bool = True) -> Iterator[Arrival]:
    """Every path of a flow from its root, each before its continuations.

    While an arrival is looked at, the solver's stack holds what is true of its callers.
    Paths that nobody can take are not continued.  A flow with loops has no end of
    paths: at most `limit` arrivals are given.  Without `endings` the moves that end a
    call are left out.
    """
    if walk.flow.root is None:
        return
    todo: list[Visit | Mark] = [Visit(walk.flow.root, walk.start)]
    for _ in range(limit):
        while todo and isinstance(todo[-1], Mark):
            solver.undo(todo.pop())  # type: ignore[arg-type]
        if not todo:
            return
        visit = todo.pop()
        assert isinstance(visit, Visit)
        when = visit.move.when if visit.move else True
        if when is not True:
            todo.append(solver.mark())
        possible = when is True or solver.add(when)
        following = moves(walk, visit.node, visit.env, endings) if possible is not False else []
        yield Arrival(visit, possible, following)
        if possible is True:
            for move in reversed(following):
                target = move.ways[0].target
                if target is not None:
                    todo.append(Visit(target, move.env, visit, move))
