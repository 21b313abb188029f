"""A call flow: nodes, the wires between them, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from ivrsim.campaign.campaign import Campaign
from ivrsim.flow.node import Exit, Node
from ivrsim.flow.settings import Settings
from ivrsim.lazy import Door, fetch
from ivrsim.places import Place
from ivrsim.values import NamedTuple, dataclass, field

if TYPE_CHECKING:
    import networkx as nx

NodeId: TypeAlias = str
"""The way to a node, as the keys that lead there: `/`, `/1`, `/1/W`, `/2/true`.

A vendor whose flows are no trees keeps its own ids: `NO_N0571Y51WZQBQOG3`.
"""

ROOT_ID: NodeId = "/"
LONGEST_WAY = 200
"""Exits a node id spells out; a deeper node is `/…<its number in reading order>`.

No caller walks two hundred nodes, and ids that grow with depth would take
gigabytes in a tree 100,000 deep.
"""


class Wire(NamedTuple):
    """A way from one node to the next: the exit's name, and the child's index."""

    source: NodeId
    exit: str
    target: NodeId
    index: int  # type: ignore[assignment]  # nobody looks for a value in a wire


@dataclass(frozen=True)
class CallFlow:
    """A call flow as values; every engine, rule and picture reads it from here.

    - `nodes`: every node by id, in reading order, the root first;
    - `out`: for each node its wires by exit name, in the document's order;
    - `root`: the id calls start at, or `None` in a document without any node;
    - `settings`, `campaign`: what holds for all of it; `name` where it comes from
      (`future_terms`); `places` where each node stands in its document.
    """

    nodes: Mapping[NodeId, Node]
    out: Mapping[NodeId, Mapping[str, Wire]]
    root: NodeId | None = ROOT_ID
    settings: Settings = field(default_factory=Settings)
    campaign: Campaign = field(default_factory=Campaign)
    name: str = ""
    places: Mapping[NodeId, Place] = field(
        default_factory=lambda: MappingProxyType({}), compare=False, repr=False
    )

    def __len__(self) -> int:
        return len(self.nodes)

    def __getitem__(self, node: NodeId) -> Node:
        return self.nodes[node]

    def __repr__(self) -> str:
        title = self.campaign.name or self.name or "call flow"
        return f"<CallFlow {title!r}: {len(self)} nodes>"

    @property
    def wires(self) -> Mapping[tuple[NodeId, str], NodeId]:
        """`(node, exit name) -> node`, in reading order."""
        return {(w.source, w.exit): w.target for w in self.all_wires()}

    def all_wires(self) -> Iterator[Wire]:
        """Every wire, in reading order."""
        for wires in self.out.values():
            yield from wires.values()

    def target(self, node: NodeId, exit_name: str) -> NodeId | None:
        """Where the exit leads, or `None` where nothing is wired to it."""
        wire = self.out[node].get(exit_name)
        return wire.target if wire else None

    @cached_property
    def parents(self) -> Mapping[NodeId, Wire]:
        """The wire by which each node is first come to; the root and unwired nodes have none.

        In a flow with joins and loops these wires are a tree of shortest ways; what no way
        leads to from the root hangs from the first of its nodes.
        """
        found: dict[NodeId, Wire] = {}
        for source, wires in self.out.items():
            if source not in found and source != self.root:
                return self._spanning()
            for wire in wires.values():
                if wire.target in found or wire.target == self.root:
                    return self._spanning()
                found[wire.target] = wire
        return found

    def _spanning(self) -> dict[NodeId, Wire]:
        """The wires of a spanning forest, breadth first."""
        found: dict[NodeId, Wire] = {}
        targets = {wire.target for wire in self.all_wires()}
        unwired = (node for node in self.nodes if node not in targets)
        seen: set[NodeId] = set()
        for start in (*(() if self.root is None else (self.root,)), *unwired, *self.nodes):
            todo = [] if start in seen else [start]
            seen.add(start)
            for node in todo:
                for wire in self.out.get(node, {}).values():
                    if wire.target not in seen:
                        seen.add(wire.target)
                        found[wire.target] = wire
                        todo.append(wire.target)
        return found

    @cached_property
    def graph(self) -> nx.DiGraph[NodeId]:
        """The flow as a networkx `DiGraph`, to be read, not changed.

        Nodes are ids and carry `node`; edges carry `exit` (the exit's name), `exits`
        (all names, where several lead to one node) and `index` (the child's number).
        """
        graph: nx.DiGraph[NodeId] = fetch("networkx:DiGraph")()
        graph.add_nodes_from((key, {"node": node}) for key, node in self.nodes.items())
        for wire in self.all_wires():
            if graph.has_edge(wire.source, wire.target):
                graph.edges[wire.source, wire.target]["exits"] += (wire.exit,)
            else:
                graph.add_edge(
                    wire.source, wire.target, exit=wire.exit, exits=(wire.exit,), index=wire.index
                )
        return fetch("networkx:freeze")(graph)  # type: ignore[no-any-return]

    def way(self, node: NodeId) -> tuple[Wire, ...]:
        """The wires from the root to the node: a shortest way, without loops."""
        found: list[Wire] = []
        seen = {node}
        while (wire := self.parents.get(node)) is not None and node != self.root:
            found.append(wire)
            node = wire.source
            if node in seen:
                break
            seen.add(node)
        found.reverse()
        return tuple(found)

    def exit_of(self, wire: Wire) -> Exit | None:
        """The declared exit the wire starts from; `None` for a surplus child."""
        declared = type(self.nodes[wire.source]).exits or ()
        return next((e for e in declared if e.name == wire.exit), None)

    def keys(self, node: NodeId) -> tuple[str, ...]:
        """The exit names from the root to the node: what a caller does to get there."""
        return tuple(wire.exit for wire in self.way(node))

    def leaves(self) -> Iterator[NodeId]:
        """The nodes nothing follows, in reading order."""
        return (node for node, wires in self.out.items() if not wires)

    @cached_property
    def depth(self) -> int:
        """The number of nodes on the longest way from the root (by `parents`)."""
        depths = dict.fromkeys(self.nodes, 1)
        for node, wire in self.parents.items():
            depths[node] = depths[wire.source] + 1
        return max(depths.values(), default=0)

    def outline(self) -> str:
        """The flow as indented text: its accessible form."""
        return "\n".join(fetch("ivrsim.flow.outline:lines")(self))

    def __str__(self) -> str:
        return self.outline()

    call = Door("ivrsim.simulate.session:call")
    lint = Door("ivrsim.lint.check:lint_flow")
    picture = Door("ivrsim.render.show:picture")
    show = Door("ivrsim.render.show:show")
    dot = Door("ivrsim.render.show:dot")
    widget = Door("ivrsim.widget.opening:flow_widget")
    _repr_mimebundle_ = Door("ivrsim.render.notebook:mimebundle")


def exit_by_position(node: Node, taken: Collection[str], failover: str = "") -> str:
    """The exit behind which the next child of a node stands, as a tree lists children.

    `failover` is the failover exit the child asks for; `taken` are the exits of the
    children before it.  A child that no exit is left for gets a name of its own,
    `+<position>`.
    """
    for name in _asked_for(type(node), failover):
        if name not in taken:
            return name
    return f"+{len(taken) + 1}"


@cache
def _asked_for(kind: type[Node], failover: str) -> tuple[str, ...]:
    """The exits that a child can stand behind: one failover, or any that is none."""
    if failover:
        return tuple(exit_.name for exit_ in kind.exits if exit_.name == failover)
    return tuple(exit_.name for exit_ in kind.exits if not exit_.failover)


class TreePlaces(Mapping[NodeId, Place]):
    """Where the nodes of a tree stand: each at its index in the list of its parent's children.

    Worked out for the nodes that somebody asks for, who are few; `known` has those that a
    reader has given a place already.
    """

    def __init__(self, root: Place, nodes: Mapping[NodeId, Node], above: Mapping[NodeId, Wire]):
        self.above = above
        self.known: dict[NodeId, Place] = {ROOT_ID: root}
        self._nodes = nodes
        self._inside: dict[NodeId, Place] = {}

    def __getitem__(self, node: NodeId) -> Place:
        if node in self.known:
            return self.known[node]
        ways = [self.above[node]]
        while ways[-1].source not in self.known:
            ways.append(self.above[ways[-1].source])
        for wire in reversed(ways):
            self.known[wire.target] = self.inside(wire.source) / wire.index
        return self.known[node]

    def inside(self, node: NodeId) -> Place:
        """Where the list of a node's children stands."""
        found = self._inside.get(node)
        if found is None:
            found = self._inside[node] = self[node] / "children"
        return found

    def __iter__(self) -> Iterator[NodeId]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)


class FlowBuilder:
    """Builds a tree node by node, parents first, and names each by the way to it.

    A reader that does without `add` says in `tree` where it found the nodes.
    """

    def __init__(self) -> None:
        self.nodes: dict[NodeId, Node] = {}
        self.out: dict[NodeId, dict[str, Wire]] = {}
        self.places: dict[NodeId, Place] = {}
        self.tree: TreePlaces | None = None
        self._depth: dict[NodeId, int] = {}

    def add(
        self,
        node: Node,
        *,
        parent: NodeId | None = None,
        exit_name: str = "",
        index: int = 0,
        place: Place | None = None,
    ) -> NodeId:
        """Add a node behind an exit of its parent (none: the root); its id."""
        key = self._name(parent, exit_name)
        self.nodes[key] = node
        self.out[key] = {}
        self._depth[key] = 0 if parent is None else self._depth[parent] + 1
        if place is not None:
            self.places[key] = place
        if parent is not None:
            self.out[parent][exit_name] = Wire(parent, exit_name, key, index)
        return key

    def add_child(self, parent: NodeId, node: Node, failover: str = "") -> NodeId:
        """Add the next child of a node whose exits go by position, as in a tree.

        `failover` is the failover exit it asks for (`W`, `N`).  A child that no exit
        is left for gets a name of its own, `+<position>`, and leads nowhere.
        """
        taken = self.out[parent]
        exit_name = exit_by_position(self.nodes[parent], taken, failover)
        return self.add(node, parent=parent, exit_name=exit_name, index=len(taken))

    def build(
        self, *, settings: Settings | None = None, campaign: Campaign | None = None, name: str = ""
    ) -> CallFlow:
        """The flow as it stands."""
        flow = CallFlow(
            nodes=self.nodes,
            out=self.out,
            root=next(iter(self.nodes), None),
            settings=settings or Settings(),
            campaign=campaign or Campaign(),
            name=name,
            places=self.tree or self.places,
        )
        if self.tree is not None:
            vars(flow)["parents"] = self.tree.above
        return flow

    def _name(self, parent: NodeId | None, exit_name: str) -> NodeId:
        if parent is None:
            return ROOT_ID
        return name_of(parent, exit_name, self._depth[parent], len(self.nodes))


def name_of(parent: NodeId, exit_name: str, depth: int, number: int) -> NodeId:
    """The id of the child behind an exit of a tree's node that many exits from the root."""
    if depth >= LONGEST_WAY:
        return f"/…{number}"
    return f"{parent}/{exit_name}" if depth else f"/{exit_name}"


def ways(flow: CallFlow) -> Iterable[tuple[NodeId, tuple[tuple[Exit, NodeId | None], ...]]]:
    """Every node with its declared exits and where each leads; raises as `ways_out`."""
    for key, node in flow.nodes.items():
        yield key, tuple((exit_, flow.target(key, exit_.name)) for exit_ in node.ways_out())
