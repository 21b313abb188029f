"""Arity: which children a node must, may and must not have, checked on the graph.

The checks read a graph in networkx' shape: `graph.nodes[id]["node"]` and
`graph.adj[id]`.  `CallFlow.graph` is one, and so is the light `Adjacency`, which a
linter that starts and ends within a few hundredths of a second can afford; the
tests hold both to the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, Protocol

from ivrsim.flow.flow import CallFlow, NodeId, Wire
from ivrsim.flow.node import Exit, Node
from ivrsim.values import dataclass

ArityKind = Literal[
    "too-few", "too-many", "failover-not-last", "failover-repeated", "failover-refused",
    "not-allowed-here", "only-allowed-here",
]  # fmt: skip


class Graph(Protocol):
    """What the checks need of a `networkx.DiGraph`."""

    @property
    def nodes(self) -> Any:
        """Node id -> attributes, `node` among them."""

    @property
    def adj(self) -> Any:
        """Node id -> child id -> attributes of the edge: `exit`, `index`."""


class Adjacency:
    """A flow in networkx' shape, without networkx; a node is looked at when it is asked for."""

    def __init__(self, flow: CallFlow) -> None:
        self.nodes: Mapping[NodeId, Mapping[str, Node]] = _Each(flow.nodes, _attributes)
        self.adj: Mapping[NodeId, Mapping[NodeId, Mapping[str, Any]]] = _Each(flow.out, _edges)


class _Each(Mapping[NodeId, Mapping[Any, Any]]):
    """What is made of each value of a mapping."""

    def __init__(self, values: Mapping[NodeId, Any], make: Callable[[Any], Any]) -> None:
        self._values = values
        self._make = make

    def __getitem__(self, key: NodeId) -> Mapping[Any, Any]:
        return self._make(self._values[key])  # type: ignore[no-any-return]

    def __iter__(self) -> Iterator[NodeId]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _attributes(node: Node) -> Mapping[str, Node]:
    return {"node": node}


def _edges(wires: Mapping[str, Wire]) -> Mapping[NodeId, Mapping[str, Any]]:
    return {w.target: {"exit": w.exit, "index": w.index} for w in wires.values()}


@dataclass(frozen=True, slots=True)
class ArityFault:
    """A node whose children do not fit its type.

    `child` is the child at fault (`None`: one is missing), `found` and `allowed`
    count the children that are not failovers; `allowed` is (least, most).
    """

    kind: ArityKind
    node: NodeId
    child: NodeId | None
    found: int
    allowed: tuple[int, int]
    exit: str = ""


def allowed_children(exits: Iterable[Exit]) -> tuple[int, int]:
    """(least, most) children that are not failovers."""
    ways = [exit_ for exit_ in exits if not exit_.failover]
    return sum(exit_.required for exit_ in ways), len(ways)


@cache
def _declared(kind: type[Node]) -> tuple[Mapping[str, Exit], tuple[int, int]]:
    """The exits of a type by name, and what `allowed_children` says of them."""
    return {exit_.name: exit_ for exit_ in kind.exits}, allowed_children(kind.exits)


def arity_faults(graph: Graph) -> Iterator[ArityFault]:
    """Every fault of every node, in reading order."""
    for key in graph.nodes:
        yield from _faults_at(key, graph)


def flow_faults(flow: CallFlow) -> Iterator[ArityFault]:
    """The same of a flow; of nodes with children alike, if one has no fault none is looked at."""
    graph, nodes, out = Adjacency(flow), flow.nodes, flow.out
    faultless: set[Hashable] = set()
    for key, node in nodes.items():
        wires = out[key]
        if not wires and type(node) in faultless:
            continue
        shape: list[object] = [type(node)]
        for name, wire in wires.items():
            child = nodes[wire.target]
            shape += (name, wire.index, type(child), child.keypress_failover_type)
        alike = tuple(shape) if wires else type(node)
        if alike not in faultless:
            faults = list(_faults_at(key, graph))
            if not faults:
                faultless.add(alike)
            yield from faults


def _faults_at(key: NodeId, graph: Graph) -> Iterator[ArityFault]:
    node: Node = graph.nodes[key]["node"]
    if not node.lists_children:
        return
    exits, allowed = _declared(type(node))
    children = sorted(graph.adj[key].items(), key=_position)
    if children:
        yield from _faults_of(key, exits, allowed, children, graph)
    elif allowed[0]:
        yield ArityFault("too-few", key, None, 0, allowed)


def _position(child: tuple[NodeId, Any]) -> int:
    return child[1]["index"]  # type: ignore[no-any-return]


def _faults_of(
    key: NodeId,
    exits: Mapping[str, Exit],
    allowed: tuple[int, int],
    children: list[tuple[NodeId, Any]],
    graph: Graph,
) -> Iterator[ArityFault]:
    asked = [(child, _failover(graph, child), edge) for child, edge in children]
    plain = [child for child, failover, _ in asked if not failover]

    def fault(kind: ArityKind, child: NodeId | None, exit_name: str = "") -> ArityFault:
        return ArityFault(kind, key, child, len(plain), allowed, exit_name)

    if len(plain) < allowed[0]:
        yield fault("too-few", None)
    for child in plain[allowed[1] :]:
        yield fault("too-many", child)
    if len(plain) < len(asked):
        yield from _failover_faults(asked, exits, fault)
    yield from _company_faults(children, exits, graph, fault)


def _failover(graph: Graph, child: NodeId) -> str:
    return str(graph.nodes[child]["node"].failover_exit)


def _failover_faults(
    asked: list[tuple[NodeId, str, Any]], exits: Mapping[str, Exit], fault: Any
) -> Iterator[ArityFault]:
    last_plain = max((i for i, (_, failover, _) in enumerate(asked) if not failover), default=-1)
    for i, (child, failover, edge) in enumerate(asked):
        if not failover:
            continue
        if failover not in exits:
            yield fault("failover-refused", child, failover)
        elif edge["exit"] != failover:
            yield fault("failover-repeated", child, failover)
        elif i < last_plain:
            yield fault("failover-not-last", child, failover)


def _company_faults(
    children: list[tuple[NodeId, Any]], exits: Mapping[str, Exit], graph: Graph, fault: Any
) -> Iterator[ArityFault]:
    """A type that may only stand here, or may not stand there."""
    for child, edge in children:
        exit_ = exits.get(edge["exit"])
        node: Node = graph.nodes[child]["node"]
        if exit_ is not None and exit_.only and node.kind != exit_.only:
            yield fault("only-allowed-here", child, exit_.only)
        elif type(node).only_unanswered and not (exit_ is not None and exit_.unanswered):
            yield fault("not-allowed-here", child, node.kind)
