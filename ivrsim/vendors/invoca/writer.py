"""From call flows back to Invoca's JSON: what was read, with what has changed since.

A node writes what its document said, each changed field in its place.  A node built
in memory writes the fields that were given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, NodeId, Wire, exit_by_position
from ivrsim.flow.node import FAILOVER_EXITS, Node, UnknownNode
from ivrsim.flow.reading import Problems, read_flat
from ivrsim.flow.settings import Settings
from ivrsim.models import Model
from ivrsim.places import ROOT, Place
from ivrsim.vendors.invoca.nodes import NodeReader
from ivrsim.vendors.invoca.quirks import READ_AS
from ivrsim.vendors.invoca.reader import SETTING_NAMES
from ivrsim.vendors.invoca.shape import Site, sites_of
from ivrsim.vendors.port import Document

JSONObject = dict[str, Any]

FAILOVER_TYPES = {exit_name: name for name, exit_name in FAILOVER_EXITS.items()}


def write(document: Document) -> Any:
    """The document as JSON data, with its flows as they are.

    Raises `UsageError` for a flow that is not a tree, and for a campaign that is not
    the one that was read: only nodes and settings are written anew.
    """
    edit = _Edit(document.source.data)
    for site in sites_of(document.source.data):
        flow = document.flows[site.name]
        if flow.campaign is not document.campaigns.get(site.name, flow.campaign):
            raise UsageError(
                f"The campaign of {site.name} was exchanged, which cannot be written.",
                hint="Change the campaign's properties in the document itself.",
            )
        _write_site(edit, site, flow)
    return edit.data


def write_flow(flow: CallFlow) -> JSONObject:
    """A flow by itself, as the body of a PUT that changes only the tree.

    Raises `UsageError` for a flow that is not a tree.
    """
    settings = _changed(flow.settings, Settings(), flow.settings.raw)
    return {"ivr_tree": {**settings, "root": tree_json(flow)}}


def _write_site(edit: _Edit, site: Site, flow: CallFlow) -> None:
    if flow.root is not None:
        edit.put(site.root_place, tree_json(flow))
    before = read_flat(Settings, site.tree, site.tree_place, Problems(), SETTING_NAMES)
    raw = {key: value for key, value in site.tree.items() if key != "root"}
    settings = _changed(flow.settings, before, raw)
    for key in raw.keys() - settings.keys():
        edit.remove(site.tree_place / key)
    for key, value in settings.items():
        if key not in raw or value is not raw[key]:
            edit.put(site.tree_place / key, value)


class _Edit:
    """A JSON value in which single places are exchanged; the rest is shared, not copied."""

    def __init__(self, data: Any) -> None:
        self.data = data
        self._own: dict[int, Any] = {}

    def put(self, place: Place, value: Any) -> None:
        """Exchange the value at a place, or add a member."""
        if place.parent is None:
            self.data = value
        else:
            self._holder(place)[place.step] = value

    def remove(self, place: Place) -> None:
        """Remove a member."""
        del self._holder(place)[place.step]

    def _holder(self, place: Place) -> Any:
        """The container a place stands in, as a copy that is ours to change."""
        steps = place.steps()
        holder = self.data = self._mine(self.data)
        for step in steps[:-1]:
            inside = holder[step] = self._mine(holder[step])
            holder = inside
        return holder

    def _mine(self, value: Any) -> Any:
        if id(value) not in self._own:
            value = dict(value) if isinstance(value, dict) else list(value)
            self._own[id(value)] = value
        return value


def tree_json(flow: CallFlow) -> Any:
    """The nodes of a flow as a tree; raises `UsageError` where they are none."""
    if flow.root is None:
        raise UsageError(f"{flow!r} has no root, so there is no tree to write.")
    reader = NodeReader(Problems())
    written: dict[NodeId, Any] = {flow.root: _node_json(flow[flow.root], reader)}
    todo = [flow.root]
    for node in todo:
        children = []
        taken: list[str] = []
        for wire in sorted(flow.out[node].values(), key=lambda wire: wire.index):
            if wire.target in written:
                raise UsageError(f"More than one way leads to {wire.target}: that is no tree.")
            written[wire.target] = _child_json(flow, wire, taken, reader)
            children.append(written[wire.target])
            taken.append(wire.exit)
            todo.append(wire.target)
        if children:
            written[node]["children"] = children
    if len(written) < len(flow):
        lost = next(node for node in flow.nodes if node not in written)
        raise UsageError(f"No way leads to {lost}, so it cannot be written.")
    return written[flow.root]


def _child_json(flow: CallFlow, wire: Wire, taken: list[str], reader: NodeReader) -> Any:
    """A child, with the failover type of the exit it stands behind."""
    child = flow[wire.target]
    failover = wire.exit if wire.exit in FAILOVER_TYPES else child.failover_exit
    by_position = exit_by_position(flow[wire.source], taken, failover)
    if by_position != wire.exit:
        raise UsageError(
            f"{wire.target} stands behind {wire.exit}, but its position means {by_position}.",
            hint="In a tree the position of a child says which exit leads to it.",
        )
    body = _node_json(child, reader)
    if failover != child.failover_exit:
        body["keypress_failover_type"] = FAILOVER_TYPES[failover]
    return body


def _node_json(node: Node, reader: NodeReader) -> Any:
    if isinstance(node, UnknownNode) and node.instead:
        return node.instead[0]
    if node.raw:
        return _changed(node, reader.node(node.raw, ROOT), node.raw)
    named = {"node_type": node.kind} if node.kind else {}
    return {**named, **_changed(node, type(node)(), {})}


def _changed(model: Model, before: Model, raw: Mapping[str, Any]) -> JSONObject:
    """What the document says of a model, with the fields that are not as they were read."""
    body = dict(raw)
    given = model.model_fields_set
    if given == before.model_fields_set and vars(model) == vars(before):
        return {**body, **model.model_extra}
    for name in type(model).model_fields:
        if name in NOT_WRITTEN or not _differs(model, before, name):
            continue
        key = next((k for k, field in READ_AS.items() if field == name and k in raw), name)
        value = getattr(model, name)
        if value is None or name not in given:
            body.pop(key, None)
        else:
            body[key] = _json(value, raw.get(key))
    return {**body, **model.model_extra}


NOT_WRITTEN = frozenset({"found"})
"""Fields that hold what another property of the document says."""


def _differs(model: Model, before: Model, name: str) -> bool:
    is_given, was_given = name in model.model_fields_set, name in before.model_fields_set
    return is_given != was_given or getattr(model, name) != getattr(before, name)


def _json(value: Any, raw: Any) -> Any:
    """A field's value; objects keep what the document says of them beside their fields."""
    if isinstance(value, Model):
        return _object(value, raw)
    if not isinstance(value, tuple):
        return value
    known = raw if isinstance(raw, list) and len(raw) == len(value) else [None] * len(value)
    return [_object(item, old) for item, old in zip(value, known, strict=True)]


def _object(model: Model, raw: Any) -> JSONObject:
    given = {name: getattr(model, name) for name in model.model_fields_set}
    return {**(raw if isinstance(raw, dict) else {}), **given, **model.model_extra}
