"""Which nodes and exits calls can come to: a witness for each, or why nobody can.

`ivrsim.reach(flow)`.  A tree is walked once with the layered engine; a flow in which
nodes are shared, or with loops, is searched with diagrams until nothing new is found,
unless keys alone decide in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from ivrsim.analysis.found import ExitId, Found, descended
from ivrsim.analysis.reason import Reason, reason
from ivrsim.analysis.search import search
from ivrsim.analysis.settings import Rules
from ivrsim.analysis.space import CallerSpace
from ivrsim.analysis.spanning import spanned
from ivrsim.analysis.walk import Walk
from ivrsim.analysis.witness import Witness, Witnesses
from ivrsim.conditions.symbolic.formula import UNDECIDED, Undecided, Verdict
from ivrsim.conditions.symbolic.solver import STEPS
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.lazy import Door
from ivrsim.values import dataclass

TOLD = 50_000
"""Nodes on the ways to dead exits that are read once more for their reasons; a flow of
thousands of nodes in one line, each with a dead exit, has more than anybody reads."""

UNWIRED = Reason("no exit of any node that calls come to leads here")
UNTOLD = Reason("proven; the reason was not worked out, there are too many on long ways")


@dataclass(frozen=True, slots=True)
class Dead:
    """What no call comes to: an exit with all that only it leads to, or a lone node.

    `exit` is None for a node that nothing leads to.
    """

    node: NodeId
    exit: str | None
    reason: Reason

    def __str__(self) -> str:
        exit_said = f"exit {self.exit!r} of {self.node}" if self.exit is not None else self.node
        return f"{exit_said}: {self.reason}"


class Reach:
    """What calls can come to in a flow; made by `reach`."""

    def __init__(self, walk: Walk, found: Found) -> None:
        self.walk = walk
        self.flow: CallFlow = walk.flow
        self.found = found
        self._witnesses = Witnesses(walk)

    def reachable(self, node: NodeId, exit: str | None = None) -> Verdict:
        """Whether a call can come to a node, or leave it by an exit that is wired."""
        place: NodeId | ExitId = node if exit is None else (node, exit)
        if node not in self.flow.nodes:
            raise UsageError(f"The flow has no node {node!r}.")
        if place in self.found.exits or place in self.found.visits:
            return True
        return UNDECIDED if place in self.found.unsure or not self.found.complete else False

    def witness(
        self,
        node: NodeId,
        exit: str | None = None,
    ) -> Witness | Literal[Undecided.UNDECIDED] | None:
        """The smallest caller who comes to a node, or leaves it by an exit; None: nobody.

        Smallest: the fewest keys, then the fewest attributes.
        """
        possible = self.reachable(node, exit)
        if possible is not True:
            return UNDECIDED if possible is UNDECIDED else None
        if exit is None:
            return self._witnesses.of(self.found.visits[node])
        return self._witnesses.of(*self.found.exits[node, exit])

    @cached_property
    def dead(self) -> tuple[Dead, ...]:
        """What no call comes to, in reading order; nothing that stands below another."""
        return tuple(self._dead())

    @cached_property
    def undecided(self) -> tuple[NodeId | ExitId, ...]:
        """The nodes and exits of which it is not known within the budget."""
        if self.found.complete:
            return tuple(self.found.unsure)
        return tuple(node for node in self.flow.nodes if node not in self.found.visits)

    @cached_property
    def dead_places(self) -> tuple[tuple[NodeId, str | None], ...]:
        """The node and exit of each of `dead`, without the work of finding reasons."""
        return tuple(self._dead_places())

    def _dead_places(self) -> Iterator[tuple[NodeId, str | None]]:
        covered: set[NodeId] = set(self.found.visits)
        if not self.found.complete:
            return
        for node in self.found.unsure:
            if isinstance(node, str):
                self._cover(node, covered)
        for node in self.flow.nodes:
            for name, wire in self.flow.out[node].items():
                if node in self.found.visits and self.reachable(node, name) is False:
                    self._cover(wire.target, covered)
                    yield node, name
        for node in self.flow.nodes:
            if node not in covered:
                self._cover(node, covered)
                yield node, None

    def _dead(self) -> Iterator[Dead]:
        guards = self.walk.space.views[self.walk.number].guards
        budget = TOLD
        for node, name in self.dead_places:
            if name is None:
                yield Dead(node, None, UNWIRED)
                continue
            visit = self.found.visits[node]
            told = UNTOLD
            if budget > 0:
                told = reason(self.walk, visit, name, guards[node] is None)
                budget -= len(visit.path())
            yield Dead(node, name, told)

    def _cover(self, node: NodeId, covered: set[NodeId]) -> None:
        todo = [node]
        while todo:
            here = todo.pop()
            if here not in covered:
                covered.add(here)
                todo.extend(wire.target for wire in self.flow.out[here].values())

    _repr_mimebundle_ = Door("ivrsim.render.notebook.values:reach_mimebundle")


def reach(flow: CallFlow, *, settings: Rules | None = None, budget: int = STEPS) -> Reach:
    """Which nodes and exits of a flow calls can come to, with a witness for each.

    `settings` are those of the call (`ivrsim.CallSettings`).  `budget` counts steps of
    one question; what takes more is `undecided`.
    """
    walk = Walk(CallerSpace(flow, settings=settings))
    once = is_tree(flow) and not walk.asks_again
    found = descended(walk, budget) if once else spanned(walk) or search(walk)
    return Reach(walk, found)


def is_tree(flow: CallFlow) -> bool:
    """Whether at most one wire leads to each node, and none to the root."""
    wired = [wire.target for wire in flow.all_wires()]
    targets = set(wired)
    return len(targets) == len(wired) and flow.root not in targets
