"""Reachability in flows whose nodes are shared or go round in circles.

For each node and key path the diagram of the callers known to come there is kept; what
is new is passed on until nothing is new.  The sets only grow and are finite, so it ends.
The fewest keys come first, so the first arrival at a node takes the fewest.
"""

from __future__ import annotations

import heapq
from itertools import count

from ivrsim.analysis.found import ARRIVALS, ExitId, Found
from ivrsim.analysis.path import Move, Visit, keys_of
from ivrsim.analysis.space import TEXT_SENT
from ivrsim.analysis.walk import Walk, Way
from ivrsim.conditions.symbolic.diagram import ALWAYS, NEVER, NODES, Diagrams
from ivrsim.conditions.symbolic.formula import Exhausted, Test, variables
from ivrsim.flow.flow import NodeId
from ivrsim.values import dataclass, field, replace

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    """Callers who newly come to a node, and by which way from which others."""

    node: NodeId
    pressed: Keys
    callers: int = field(repr=False)
    keys: int = 0
    before: _Item | None = field(default=None, repr=False)
    way: Way | None = field(default=None, repr=False)
    guess: bool = False


class _Search:
    """The callers known at each node, and what is still to be passed on."""

    def __init__(self, walk: Walk, nodes: int) -> None:
        self.walk = walk
        self.space = walk.space.space
        self.diagrams = Diagrams(self.space.domain.full, nodes)
        self.known: dict[tuple[NodeId, Keys], int] = {}
        self.first: dict[NodeId, _Item] = {}
        self.taken: dict[ExitId, _Item] = {}
        self.unsure: dict[NodeId | ExitId, None] = {}
        self._queue: list[tuple[int, int, _Item]] = []
        self._count = count()

    def run(self, limit: int) -> bool:
        """Pass callers on until nothing is new; False if that takes more than the limits."""
        assert self.walk.flow.root is not None, "there is a node to start at"
        try:
            self._reach(_Item(self.walk.flow.root, (), self._everybody()))
            for _ in range(limit):
                if not self._queue:
                    return True
                self._pass_on(heapq.heappop(self._queue)[2])
        except Exhausted:
            pass
        return False

    def _everybody(self) -> int:
        sent = self.walk.space.cells.get(TEXT_SENT)
        return ALWAYS if sent is None else self.diagrams.test(Test(sent.variable, 1))

    def _pass_on(self, item: _Item) -> None:
        env = replace(self.walk.start, pressed=item.pressed, loose=True)
        for way in self.walk.ways(item.node, env, endings=False):
            assert way.target is not None, "an end of the call is no way on"
            callers = self._image(item.callers, way)
            if callers != NEVER:
                guess = item.guess or self.space.is_opaque(variables(way.when))
                keys = item.keys + keys_of(way)
                after = _Item(way.target, way.env.pressed, callers, keys, item, way, guess)
                self._reach(after)

    def _image(self, callers: int, way: Way) -> int:
        """The callers who take a way, as they are afterwards."""
        diagrams = self.diagrams
        callers = diagrams.join(True, callers, diagrams.of(way.when))
        for slot, value in way.effects:
            cells = self.walk.space.cells[slot]
            assert cells is not None, "only facts whose values are told apart change"
            forgotten = diagrams.without(callers, cells.variable)
            if len(cells.patterns) > 1:
                now = diagrams.test(Test(cells.variable, 1 << value))
                forgotten = diagrams.join(True, forgotten, now)
            callers = forgotten
        return callers

    def _reach(self, item: _Item) -> None:
        if item.guess:
            self.unsure[item.node] = None
            if item.before and item.way:
                self.unsure[item.before.node, item.way.exit] = None
        else:
            self.first.setdefault(item.node, item)
            if item.before and item.way:
                self.taken.setdefault((item.before.node, item.way.exit), item)
        key = item.node, item.pressed
        old = self.known.get(key, NEVER)
        new = self.diagrams.join(True, item.callers, self.diagrams.negation(old))
        if new != NEVER:
            self.known[key] = self.diagrams.join(False, old, new)
            heapq.heappush(self._queue, (item.keys, next(self._count), replace(item, callers=new)))


def search(walk: Walk, nodes: int = NODES) -> Found:
    """What calls can come to in any flow; `nodes` is the budget of diagrams."""
    if walk.flow.root is None:
        return Found({}, {}, {})
    done = _Search(walk, nodes)
    complete = done.run(ARRIVALS)
    visits = {node: _visit(walk, item) for node, item in done.first.items()}
    exits = {place: _exit(walk, item) for place, item in done.taken.items()}
    unsure = {place: None for place in done.unsure if place not in visits and place not in exits}
    return Found(visits, exits, unsure, complete)


def _visit(walk: Walk, item: _Item) -> Visit:
    """The path to an item, with the facts of just this path."""
    chain: list[_Item] = []
    here: _Item | None = item
    while here is not None:
        chain.append(here)
        here = here.before
    chain.reverse()
    visit = Visit(chain[0].node, walk.start)
    for after in chain[1:]:
        move = _same_move(walk, visit, after)
        visit = Visit(after.node, move.env, visit, move)
    return visit


def _exit(walk: Walk, item: _Item) -> tuple[Visit, Move]:
    visit = _visit(walk, item)
    assert visit.before is not None, "an exit leads to a visit from another"
    assert visit.move is not None, "an exit leads to a visit by a move"
    return visit.before, visit.move


def _same_move(walk: Walk, visit: Visit, item: _Item) -> Move:
    assert item.way is not None, "every item but the first came by a way"
    key = item.way.key
    way = next(way for way in walk.ways(visit.node, visit.env) if way.key == key)
    return Move((way,), way.when, way.env)
