"""The ways between cards, as curves through the gaps between the columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.render.lanes import Lanes
from ivrsim.render.marks import Marks
from ivrsim.render.picture import Card, Edge, Point
from ivrsim.render.tree import Branch, Tree
from ivrsim.values import dataclass

STUB = 7.0
"""How far an edge runs straight out of its card before it turns."""
BEND = 0.62
"""Where the handles of a curve stand, as a share of the gap it crosses."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """Draws edges between placed cards; `gap` lies before every column but the first."""

    flow: CallFlow
    cards: Sequence[Card]
    marks: Marks
    gap: float

    def edges(self, tree: Tree) -> Iterator[Edge]:
        """The tree's edges, then those beside it."""
        place: dict[NodeId, int] = {}
        for number, branch in enumerate(tree.branches):
            place.setdefault(branch.node, number)
            if branch.parent >= 0:
                yield from self._within(number, branch)
        lanes = Lanes(self.cards)
        for wire in tree.extra:
            source, target = place[wire.source], place[wire.target]
            start, end = self._ends(source, target, wire.exit)
            next_to = tree.branches[target].depth == tree.branches[source].depth + 1
            if next_to:
                points = through(start, end, end.x - self.gap)
            else:
                points = lanes.way(start, end, self.cards[source].x)
            yield self._edge(source, target, wire.exit, points)

    def _within(self, number: int, branch: Branch) -> Iterator[Edge]:
        """The edge that leads to a branch; to a fold one from each keycap that is drawn."""
        exits = branch.fold.exits if branch.fold else (branch.exit,)
        drawn = {row.exit for row in self.cards[branch.parent].rows}
        rows = [name for name in exits if name in drawn]
        for name in rows or [self._widest(branch.parent, exits)]:
            start, end = self._ends(branch.parent, number, name)
            points = through(start, end, end.x - self.gap)
            yield self._edge(branch.parent, number, name, points)

    def _widest(self, source: int, exits: Sequence[str]) -> str:
        """The exit that stands for those that share an edge."""
        node = self.cards[source].node
        return max(exits, key=lambda name: self.marks.edge(node, name).width)

    def _ends(self, source: int, target: int, exit_name: str) -> tuple[Point, Point]:
        """From the keycap's side of the card to the middle of the other's left edge."""
        card, other = self.cards[source], self.cards[target]
        row = next((row for row in card.rows if row.exit == exit_name), None)
        y = card.y + (row.y if row else card.height / 2)
        return Point(card.x + card.width, y), Point(other.x, other.y + other.height / 2)

    def _edge(self, source: int, target: int, exit_name: str, points: tuple[Point, ...]) -> Edge:
        node = self.cards[source].node
        declared = type(self.flow.nodes[node]).exits if node else ()
        dashed = any(exit_.failover for exit_ in declared if exit_.name == exit_name)
        mark = self.marks.edge(node, exit_name)
        return Edge(
            source,
            target,
            points,
            dashed or mark.dashed,
            mark.state,
            exit_name,
            mark.role,
            mark.shade,
            mark.width,
            mark.headless,
        )


def straight(start: Point, end: Point) -> tuple[Point, Point, Point]:
    """A straight line as a curve's two handles and end."""
    return start, end, end


def through(start: Point, end: Point, turn: float) -> tuple[Point, ...]:
    """Straight to `turn`, where the gap begins, then an S to the next column."""
    corner = Point(max(start.x, turn) + STUB, start.y)
    reach = (end.x - corner.x) * BEND
    handles = Point(corner.x + reach, start.y), Point(end.x - reach, end.y)
    return (start, *straight(start, corner), *handles, end)
