"""Where in a flow callers meet a person: which nodes connect, and what leads to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from heapq import heappop, heappush
from itertools import count
from typing import TypeAlias

from ivrsim.flow.flow import NodeId
from ivrsim.flow.node import Role
from ivrsim.flow.question import NONE
from ivrsim.flow.spoken import speech_seconds
from ivrsim.lint.node_view import REMEMBERED, NodeView
from ivrsim.lint.views import FlowView
from ivrsim.values import NamedTuple

ATTEMPTS = 3
"""Tries at a question before a failover, as `ivrsim.CallSettings` has it: not published."""
SILENCE = 5.0
"""Seconds without a key that end a try, as `ivrsim.CallSettings` has it: not published."""


def connects(node: NodeView) -> bool:
    """Whether a call that comes here is forwarded to somebody."""
    return node.known and type(node.node).role is Role.CONNECTS


def leads_to_people(flow: FlowView) -> frozenset[NodeId]:
    """The nodes that connect, and all from which wires lead to one that does.

    A node of unknown type may do anything, so it counts as one that connects.
    """
    into: dict[NodeId, list[NodeId]] = {}
    for wire in flow.flow.all_wires():
        into.setdefault(wire.target, []).append(wire.source)
    todo = [key for key, node in flow.all_nodes.items() if not node.known or connects(node)]
    found: set[NodeId] = set()
    while todo:
        here = todo.pop()
        if here not in found:
            found.add(here)
            todo.extend(into.get(here, ()))
    return frozenset(found)


class Cost(NamedTuple):
    """What a caller spends before somebody is called: questions, and seconds of speech."""

    questions: int = 0
    seconds: float = 0.0

    def and_then(self, other: Cost) -> Cost:
        """Both, one after the other."""
        return Cost(self.questions + other.questions, self.seconds + other.seconds)


Measure: TypeAlias = Callable[[Cost], float]


def nearest_person(flow: FlowView, measure: Measure) -> tuple[NodeId, Cost] | None:
    """The node that connects at the least cost by a measure, and the cost; None: no node does.

    The seconds are those of the prompts alone, heard to their end and answered at once,
    so a real caller takes longer; a recording whose text is not known takes none.
    """
    root = flow.flow.root
    order = count()
    todo = [(0.0, next(order), Cost(), root, False)] if root is not None else []
    seen: set[NodeId] = set()
    while todo:
        _, _, cost, key, arrived = heappop(todo)
        node = flow.all_nodes[key]
        if arrived or not node.known:
            return key, cost
        if key not in seen:
            seen.add(key)
            for target, more in _onward(node):
                total = cost.and_then(more)
                heappush(todo, (measure(total), next(order), total, target, target == key))
    return None


def seconds_heard(flow: FlowView) -> dict[NodeId, float]:
    """The seconds of prompts from the start of a tree to the end of each node's own.

    They are heard as in `nearest_person`; how long a number rings is left out.
    """
    found: dict[NodeId, float] = {}
    todo = [(flow.flow.root, 0.0)] if flow.flow.root is not None else []
    while todo:
        key, start = todo.pop()
        node = flow.all_nodes[key]
        said = speech(node.heard.text) if node.heard and node.heard.text else 0.0
        found[key] = start + said
        if connects(node):
            todo += ((wire.target, found[key]) for wire in node.wires.values())
        else:
            todo += ((target, start + more.seconds) for target, more in _onward(node))
    return found


def _onward(node: NodeView) -> Iterator[tuple[NodeId, Cost]]:
    """Where a call goes from here at what cost: to the node itself if it connects."""
    said = speech(node.heard.text) if node.heard and node.heard.text else 0.0
    asks = int(node.ask is not None)
    if connects(node):
        yield node.id, Cost(asks, said)
        return
    failovers = {exit_.name for exit_ in node.exits if exit_.failover}
    for wire in node.wires.values():
        tries = ATTEMPTS if wire.exit in failovers else 1
        wait = SILENCE * tries if wire.exit == NONE else 0.0
        yield wire.target, Cost(asks, said * tries + wait)


@lru_cache(maxsize=REMEMBERED)
def speech(text: str) -> float:
    """How many seconds a prompt takes."""
    return speech_seconds(text)
