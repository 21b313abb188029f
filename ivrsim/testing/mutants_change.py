"""One change to a flow, and the flows that come of changes to wires, nodes and settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ivrsim.analysis.reach import is_tree
from ivrsim.flow.flow import CallFlow, FlowBuilder, NodeId, Wire
from ivrsim.flow.node import FAILOVER_EXITS, Node
from ivrsim.places import Step
from ivrsim.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Change:
    """A fault to be made: what was done, to which part, and the fault in a sentence.

    `within` leads from the node's place in the document to the part.
    """

    kind: str
    detail: str
    says: str
    make: Callable[[], CallFlow] = field(compare=False, repr=False)
    within: tuple[Step, ...] = ()


def with_node(flow: CallFlow, key: NodeId, **values: Any) -> CallFlow:
    """The flow with other values in the fields of one node."""
    node = flow[key].model_copy(update=values)
    return replace(flow, nodes={**flow.nodes, key: node})


def with_settings(flow: CallFlow, **values: Any) -> CallFlow:
    """The flow with other settings."""
    return replace(flow, settings=flow.settings.model_copy(update=values))


def rewired(flow: CallFlow, key: NodeId, ways: Mapping[str, NodeId]) -> CallFlow:
    """The flow with other ways out of one node, by the names of exits.

    A tree stays one: what two ways lead to is there twice.
    """
    wires = {
        name: Wire(key, name, target, index) for index, (name, target) in enumerate(ways.items())
    }
    wired = replace(flow, out={**flow.out, key: wires})
    return _grown(flow, wired, key) if is_tree(flow) else wired


def _grown(flow: CallFlow, wired: CallFlow, changed: NodeId) -> CallFlow:
    """The tree that the wires make, each node named by the way to it."""
    builder = FlowBuilder()
    todo: list[tuple[Wire | None, NodeId | None]] = [(None, None)]
    while todo:
        wire, parent = todo.pop()
        old = wired.root if wire is None else wire.target
        if old is None:
            break
        moved = wire is not None and wire.source == changed
        new = builder.add(
            _behind(flow, wire, old) if wire is not None and moved else flow[old],
            parent=parent,
            exit_name=wire.exit if wire else "",
            index=wire.index if wire else 0,
            place=flow.places.get(old),
        )
        todo.extend((below, new) for below in reversed([*wired.out[old].values()]))
    return builder.build(settings=flow.settings, campaign=flow.campaign, name=flow.name)


def _behind(flow: CallFlow, wire: Wire, key: NodeId) -> Node:
    """A child as its document has it behind a wire: it names its own failover exit."""
    node, before = flow[key], flow.parents.get(key)
    if before is None or before.exit == wire.exit:
        return node
    asked = next((word for word, name in FAILOVER_EXITS.items() if name == wire.exit), None)
    return node.model_copy(update={"keypress_failover_type": asked})
