"""Two flows in one: the new one, and what only the old one had, where it stood."""

from __future__ import annotations

from collections.abc import Container, Mapping

from ivrsim.delta.align import Alignment
from ivrsim.flow.flow import CallFlow, NodeId, Wire
from ivrsim.values import dataclass, field, replace

MINUS = "\N{MINUS SIGN}"
GONE = f"{MINUS} "
"""What the ids of removed nodes and exits begin with."""


@dataclass(frozen=True, slots=True)
class Union:
    """A flow that is none, to be drawn.

    - `gone`: the nodes that only the old flow had, each with its id there;
    - `twins`: exits of the old flow whose name another exit has now, with that name;
    - `left`: exits of removed nodes whose children live on somewhere else.
    """

    flow: CallFlow
    gone: Mapping[NodeId, NodeId]
    twins: Mapping[tuple[NodeId, str], str]
    left: frozenset[tuple[NodeId, str]] = frozenset()


@dataclass
class _Builder:
    """Puts removed nodes beside the new flow's."""

    found: Alignment
    names: dict[NodeId, NodeId] = field(default_factory=dict)
    out: dict[NodeId, dict[str, Wire]] = field(default_factory=dict)
    twins: dict[tuple[NodeId, str], str] = field(default_factory=dict)
    left: set[tuple[NodeId, str]] = field(default_factory=set)

    def build(self) -> Union:
        old, new = self.found.old.flow, self.found.new.flow
        gone = {_free(key, new.nodes): key for key in old.nodes if key not in self.found.pairs}
        self.names = self.found.pairs | {key: ghost for ghost, key in gone.items()}
        self.out = {key: dict(wires) for key, wires in new.out.items()} | {key: {} for key in gone}
        for wire in old.all_wires():
            self._wire(wire, wire.target not in self.found.pairs)
        nodes = {**new.nodes, **{ghost: old.nodes[key] for ghost, key in gone.items()}}
        root = new.root if new.root is not None or old.root is None else self.names[old.root]
        for key in {self.names[wire.source] for wire in old.all_wires()}:
            self.out[key] = self._sorted(key, type(nodes[key]).exits)
        flow = replace(new, nodes=nodes, out=self.out, root=root, places={})
        return Union(flow, gone, self.twins, frozenset(self.left))

    def _wire(self, wire: Wire, removed: bool) -> None:
        source, exit_ = self.names[wire.source], wire.exit
        if not removed:
            if wire.source not in self.found.pairs:
                self.left.add((source, exit_))
            return
        if exit_ in self.out[source]:
            exit_ = _free(exit_, self.out[source])
            self.twins[source, exit_] = wire.exit
        self.out[source][exit_] = Wire(source, exit_, self.names[wire.target], wire.index)

    def _sorted(self, key: NodeId, declared: tuple[object, ...]) -> dict[str, Wire]:
        """The wires in the order in which a card has its rows."""
        order = {getattr(exit_, "name", ""): place for place, exit_ in enumerate(declared)}
        return dict(sorted(self.out[key].items(), key=lambda item: order.get(item[0], len(order))))


def _free(name: str, taken: Container[str]) -> str:
    """The name, marked as gone, so that it is no other's."""
    name = GONE + name
    while name in taken:
        name = GONE + name
    return name


def united(found: Alignment) -> Union:
    """The two aligned flows as one."""
    return _Builder(found).build()
