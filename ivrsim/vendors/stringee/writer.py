"""From call flows back to Stringee's JSON: what was read, with the fields that changed since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.node import Node
from ivrsim.places import Place
from ivrsim.vendors.port import Document
from ivrsim.vendors.stringee.reader import read


def write(document: Document) -> Any:
    """The document as JSON data; unchanged, exactly what was read.

    Raises `UsageError` for a flow with other nodes, wires or settings than were read:
    those have no place in the document.
    """
    before = read(document.source, document.vendor).flows
    data = document.source.data
    for name, flow in document.flows.items():
        if flow is not before[name] and flow != before[name]:
            for place, value in _changes(flow, before[name]):
                data = _put(data, place, value)
    return data


def _changes(flow: CallFlow, before: CallFlow) -> Iterator[tuple[Place, Any]]:
    """Each node that changed: where it stands, and what stands there now."""
    kept = (flow.out, flow.root, flow.settings, flow.campaign)
    was = (before.out, before.root, before.settings, before.campaign)
    if kept != was or [*flow.nodes] != [*before.nodes]:
        raise UsageError(
            f"Nodes or keypresses of {flow.name} were added, moved or taken out.",
            hint="Only what nodes say can be written; change the rest in the document itself.",
        )
    for key, node in flow.nodes.items():
        if node != before[key]:
            yield before.places[key], _written(key, node, before[key])


def _written(key: NodeId, node: Node, before: Node) -> dict[str, Any]:
    if type(node) is not type(before):
        raise UsageError(f"{key} was a {before.kind} and is a {node.kind}: change its action.")
    body = dict(before.raw)
    for name in type(node).model_fields:
        value = getattr(node, name)
        if value != getattr(before, name):
            body[name] = value
    return body


def _put(data: Any, place: Place, value: Any) -> Any:
    """The data with another value at a place; what does not change is shared."""
    steps = place.steps()
    if not steps:
        return value
    top = holder = _copy(data)
    for step in steps[:-1]:
        holder[step] = _copy(holder[step])
        holder = holder[step]
    holder[steps[-1]] = value
    return top


def _copy(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else list(value)
