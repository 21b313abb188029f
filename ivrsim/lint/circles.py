"""Loops of a flow that no call gets out of, but by being cut off or hanging up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ivrsim.flow.flow import NodeId
from ivrsim.flow.node import Role
from ivrsim.lazy import fetch
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.questions import is_tree
from ivrsim.lint.views import FlowView

ENDS = frozenset({Role.CONNECTS, Role.ENDS})


def is_an_end(node: NodeView) -> bool:
    """Whether the flow lets a call end here; a node of unknown type may do anything."""
    return not node.known or type(node.node).role in ENDS


def circles_without_end(flow: FlowView) -> Iterator[list[NodeId]]:
    """The nodes of each loop from which no wire leads to an end, in reading order.

    Told are strongly connected parts of the flow: whoever is at one of the nodes can come
    to all the others, and to no end.  A loop that calls never come to is not told.
    """
    if is_tree(flow.flow):
        return
    graph = flow.flow.graph
    ends = [key for key, node in flow.all_nodes.items() if is_an_end(node)]
    out = _from(ends, graph.pred)
    come = _from([flow.flow.root] if flow.flow.root is not None else [], graph.succ)
    lost = [key for key in flow.flow.nodes if key in come and key not in out]
    order = {key: number for number, key in enumerate(lost)}
    parts = fetch("networkx:strongly_connected_components")(graph.subgraph(lost))
    loops = [sorted(part, key=order.__getitem__) for part in parts]
    for loop in sorted(loops, key=lambda loop: order[loop[0]]):
        if len(loop) > 1 or graph.has_edge(loop[0], loop[0]):
            yield loop


def _from(starts: list[NodeId], beside: Mapping[NodeId, Iterable[NodeId]]) -> set[NodeId]:
    """All nodes that wires lead to, or from, as a graph's table of neighbours has them."""
    found, todo = set(starts), list(starts)
    while todo:
        fresh = [node for node in beside[todo.pop()] if node not in found]
        found.update(fresh)
        todo += fresh
    return found
