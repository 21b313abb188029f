"""The edits between two flows: from an alignment of their nodes to a list of values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal

from ivrsim.campaign.campaign import Campaign
from ivrsim.campaign.regions import NamedRegion
from ivrsim.delta.align import Alignment, Side
from ivrsim.delta.edits import Added, Changed, Edit, Moved, Removed
from ivrsim.delta.likeness import meaning, plain, said_by, said_in
from ivrsim.flow.flow import NodeId
from ivrsim.flow.outline import said
from ivrsim.models import Model

Part = Literal["node", "settings", "campaign"]

BOOKKEEPING = frozenset({"id", "object_url", "status", "timeout", *Campaign.also_known})
"""Properties of a campaign that the vendor writes or that concern a single request."""


def edits_between(found: Alignment) -> tuple[tuple[Edit, ...], int]:
    """Every edit, in the reading order of the new flow, and how many nodes were kept.

    First what was removed, then what was added, moved or changed, then the settings and
    the campaign.  A kept node has a partner at the same place with the same fields.
    """
    old, new = found.old.flow, found.new.flow
    at_nodes = dict(_node_edits(found))
    edits: list[Edit] = list(_removed(found.old, found.pairs))
    added = {edit.node: edit for edit in _added(found.new, found.back)}
    for key in new.nodes:
        edits += [added[key]] if key in added else at_nodes.get(key, [])
    edits += _changes("settings", old.settings, new.settings)
    edits += _changes("campaign", old.campaign, new.campaign, BOOKKEEPING)
    return tuple(edits), len(found.pairs) - len(at_nodes)


def _node_edits(found: Alignment) -> Iterator[tuple[NodeId, list[Edit]]]:
    """The edits of each paired node that has any, by its id in the new flow."""
    for one, other in found.pairs.items():
        edits: list[Edit] = []
        if _is_moved(found, one, other):
            edits.append(Moved(one, other, said(found.new.flow[other])))
        if found.old.looks[one] != found.new.looks[other]:
            edits += _node_changes(found, one, other)
        if edits:
            yield other, edits


def _is_moved(found: Alignment, one: NodeId, other: NodeId) -> bool:
    before, after = found.old.position(one), found.new.position(other)
    if before is None or after is None:
        return before is not after
    return (found.pairs.get(before[0]), before[1]) != after


def _node_changes(found: Alignment, one: NodeId, other: NodeId) -> Iterator[Changed]:
    before, after = found.old.flow[one], found.new.flow[other]
    if before.kind != after.kind:
        yield Changed("node", "node_type", before.kind, after.kind, one, other)
    for name, was, becomes in _differing(said_by(before), said_by(after)):
        yield Changed("node", name, was, becomes, one, other)


def _changes(part: Part, old: Model, new: Model, beside: Collection[str] = ()) -> Iterator[Changed]:
    for name, was, becomes in _differing(_spread(old), _spread(new)):
        if name.partition(".")[0] not in beside:
            yield Changed(part, name, was, becomes)


def _spread(model: Model) -> dict[str, Any]:
    """What a model says, objects taken apart: `hours.monday_open`, `named_regions[West]`."""
    found: dict[str, Any] = {}
    todo: list[tuple[str, Any]] = list(said_in(model).items())
    for name, value in todo:
        if isinstance(value, Model):
            todo += [(f"{name}.{inner}", one) for inner, one in said_in(value).items()]
        elif named := _by_name(value):
            todo += [(f"{name}[{key}]", one.regions) for key, one in named.items()]
        else:
            found[name] = value
    return found


def _by_name(value: Any) -> dict[str, NamedRegion]:
    """Named regions by their names; nothing where it is something else, or two share one."""
    if not isinstance(value, tuple) or not all(isinstance(one, NamedRegion) for one in value):
        return {}
    named = {one.name: one for one in value}
    return named if len(named) == len(value) else {}


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(name, before, after) of everything that means something else."""
    for name in dict.fromkeys([*old, *new]):
        was, becomes = old.get(name), new.get(name)
        if meaning(name, was) != meaning(name, becomes):
            yield name, plain(was), plain(becomes)


def _added(side: Side, paired: Collection[NodeId]) -> Iterator[Added]:
    for top, size in _tops(side, paired):
        yield Added(top, size, said(side.flow[top]))


def _removed(side: Side, paired: Collection[NodeId]) -> Iterator[Removed]:
    for top, size in _tops(side, paired):
        yield Removed(top, size, said(side.flow[top]))


def _tops(side: Side, paired: Collection[NodeId]) -> Iterator[tuple[NodeId, int]]:
    """The nodes without partner below no such node, each with how many it stands for."""
    top_of: dict[NodeId, NodeId] = {}
    sizes: dict[NodeId, int] = {}
    for key in side.flow.nodes:
        if key in paired:
            continue
        place = side.position(key)
        top = top_of.get(place[0], key) if place else key
        top_of[key] = top
        sizes[top] = sizes.get(top, 0) + 1
    yield from sizes.items()
