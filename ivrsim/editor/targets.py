"""Where a name leads: from a spoken key to its branch, from `pressed[...]` to its node."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.conditions.ast import InRegion, Pressed
from ivrsim.conditions.parse import read_condition
from ivrsim.editor.opened import Opened, Spot
from ivrsim.flow.flow import NodeId
from ivrsim.flow.spoken import spoken_keys
from ivrsim.places import Place

REGIONS = "named_regions"


def target(opened: Opened, offset: int) -> Place | None:
    """The place that is meant at an offset; None where nothing is named."""
    spot = opened.spot(offset)
    if spot is None or spot.at < 0:
        return None
    conditions = dict(spot.what.conditions())
    found = _in_condition(opened, spot) if spot.field in conditions else _in_prompt(spot)
    return next(found, None)


def _in_prompt(spot: Spot) -> Iterator[Place]:
    language = spot.flow.campaign.campaign_language or None
    for spoken in spoken_keys(spot.text, language) if spot.text == spot.what.said else ():
        reached = spot.flow.target(spot.node, spoken.key)
        if spoken.span.start <= spot.at < spoken.span.end and reached is not None:
            yield spot.flow.places[reached]


def _in_condition(opened: Opened, spot: Spot) -> Iterator[Place]:
    expr = read_condition(spot.text).expr
    for atom in expr.atoms() if expr is not None else ():
        if atom.span is None or not atom.span.start <= spot.at < atom.span.end:
            continue
        if isinstance(atom, Pressed):
            yield from _pressed(spot, atom)
        elif isinstance(atom, InRegion) and atom.name is not None:
            yield from _region(opened, spot, atom.name)


def _pressed(spot: Spot, atom: Pressed) -> Iterator[Place]:
    """The node that the keys lead to, counted from the first node that asks."""
    node = _first_question(spot)
    for key in atom.path:
        node = spot.flow.target(node, key) if node is not None else None
    if node is not None:
        yield spot.flow.places[node]


def _first_question(spot: Spot) -> NodeId | None:
    """Down from the root, past nodes with one way on."""
    node = spot.flow.root
    for _ in range(len(spot.flow)):
        wires = [*spot.flow.out[node].values()] if node is not None else []
        if len(wires) != 1 or len(wires[0].exit) == 1:
            return node
        node = wires[0].target
    return node


def _region(opened: Opened, spot: Spot, name: str) -> Iterator[Place]:
    terms = opened.document.term_place(spot.flow.name, REGIONS)
    for index, region in enumerate(spot.flow.campaign.named_regions):
        if region.name == name and terms is not None:
            yield terms / index
