"""How Invoca's error messages name a node, and the messages themselves.

Source: Invoca, Advertiser Campaigns, Error Handling: "The number in error message
represents the index of the child node in the tree, or in other words, it is the
keypress of the node containing the error minus one."
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ivrsim.flow.flow import CallFlow, NodeId, Wire


def address(flow: CallFlow, node: NodeId) -> str:
    """The node by child indices, `children[0].children[2]`; the root is `ivr_tree`."""
    steps = [f"children[{wire.index}]" for wire in flow.way(node)]
    return ".".join(steps) or "ivr_tree"


def error_body(faults: Iterable[tuple[NodeId, str, str]], flow: CallFlow) -> dict[str, Any]:
    """The body of the vendor's 403 answer to a tree with these (node, field, message) faults.

    `{"error": {"ivr_tree": {"children": [{"0": {"prompt": ["cannot be empty"]}}]}}}` is
    the one published: the first child of the root has an empty prompt.  [INFER] Faults
    deeper down are nested by the same pattern, and the root's own stand directly under
    `ivr_tree`; neither is shown anywhere.
    """
    told: dict[NodeId, dict[str, list[str]]] = {}
    for node, name, message in faults:
        told.setdefault(node, {}).setdefault(name, []).append(message)
    root: dict[str, Any] = {}
    bodies: dict[NodeId | None, dict[str, Any]] = {flow.root: root}
    for node in flow.nodes:
        if node in told:
            _body(node, flow, bodies).update(told[node])
    return {"error": {"ivr_tree": root}}


def _body(
    node: NodeId, flow: CallFlow, bodies: dict[NodeId | None, dict[str, Any]]
) -> dict[str, Any]:
    """The object for a node's faults, hung into those of the nodes above it."""
    missing: list[Wire] = []
    at = node
    while at not in bodies and at in flow.parents:
        missing.append(flow.parents[at])
        at = flow.parents[at].source
    for wire in reversed(missing):
        body = bodies.setdefault(wire.target, {})
        above = bodies.setdefault(wire.source, {})
        above.setdefault("children", []).append({str(wire.index): body})
    return bodies.setdefault(node, {})
