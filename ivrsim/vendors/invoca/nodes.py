"""Invoca's tree of nodes as a call flow's nodes and wires, without recursion."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property, partial
from types import NoneType
from typing import Any, TypeAlias

from ivrsim.campaign.reading import BAD_VALUE, did_you_mean, shown
from ivrsim.flow.flow import (
    ROOT_ID,
    FlowBuilder,
    NodeId,
    TreePlaces,
    Wire,
    exit_by_position,
    name_of,
)
from ivrsim.flow.node import NODE_TYPES, Node, UnknownNode, types_of
from ivrsim.flow.reading import Names, Problems, read_flat
from ivrsim.places import Place
from ivrsim.vendors.invoca.quirks import MEANT, READ_AS

VENDOR = "invoca"
UNKNOWN_NODE_TYPE = "IVR112"
NOT_A_NODE = "IVR113"

Below: TypeAlias = tuple[NodeId, Iterator[tuple[int, Any]]]
"""A node, and those of its children that are still to be read."""

PLAIN = frozenset({str, bool, int, NoneType})
"""Types of which equal values are the same: 0.0 and -0.0 are two."""

ONLY_TEXTS = frozenset({str})

ELSEWHERE = frozenset({"node_type", "children"})
"""Properties of a node that are no field of it."""


_wire: Callable[[tuple[NodeId, str, NodeId, int]], Wire] = partial(tuple.__new__, Wire)
"""A wire of its parts, in half the time that `Wire(...)` takes."""


class NodeReader:
    """Reads the trees of one document; what is wrong goes to `problems`."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self._types: dict[object, type[Node] | None] = {}
        self._nodes: dict[tuple[object, ...], tuple[Node, str]] = {}
        self._names = Names(ELSEWHERE, READ_AS, MEANT, self.owners)

    def read(self, root: Any, place: Place) -> FlowBuilder:
        """The nodes of a tree, parents first, each behind the exit its position gives it."""
        builder = FlowBuilder()
        nodes, out, above = builder.nodes, builder.out, dict[NodeId, Wire]()
        known = self._nodes
        builder.tree = places = TreePlaces(place, nodes, above)
        nodes[ROOT_ID], out[ROOT_ID] = self.node(root, place), {}
        todo = [self._below(root, ROOT_ID, places)]  # of each node on the way down, what is left
        while todo:
            parent, children = todo[-1]
            above_them, taken, depth = nodes[parent], out[parent], len(todo) - 1
            for index, value in children:
                found = at = None
                if type(value) is dict:
                    texts = ONLY_TEXTS.issuperset(map(type, value.values()))
                    found = known.get(tuple(value.items()) if texts else _written(value))
                if found is None:
                    at = places.inside(parent) / index
                    node = self.node(value, at)
                    found = node, node.failover_exit
                node, failover = found
                exit_name = exit_by_position(above_them, taken, failover)
                key = name_of(parent, exit_name, depth, len(nodes))
                taken[exit_name] = above[key] = _wire((parent, exit_name, key, index))
                nodes[key], out[key] = node, {}
                if at is not None:
                    places.known[key] = at
                if type(value) is dict and "children" in value:
                    todo.append(self._below(value, key, places))
                    break
            else:
                todo.pop()
        return builder

    def node(self, value: Any, place: Place) -> Node:
        """One node without its children; an `UnknownNode` where the type is not known.

        Nodes that are written alike, as goodbyes and numbers often are, are one value.
        """
        if not isinstance(value, dict):
            return self._not_a_node(value, place)
        written = _written(value)
        if written in self._nodes:
            return self._nodes[written][0]
        before = self.problems.count
        node = self._node(value, place)
        if written and self.problems.count == before:
            self._nodes[written] = node, node.failover_exit
        return node

    def _node(self, value: dict[str, Any], place: Place) -> Node:
        cls = self._type(value.get("node_type"))
        if cls is None:
            node = self._unknown(value, place)
        else:
            node = read_flat(cls, value, place, self.problems, self._names, _title(cls))
        has_children = isinstance(value.get("children"), list)
        node.keep_raw({**value, "children": []} if has_children else value)
        return node

    def owners(self, name: str) -> Sequence[str]:
        """The node types that have a property of that name, sorted."""
        return self._owners.get(name, ())

    @cached_property
    def _owners(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for node_type, cls in types_of(VENDOR).items():
            for name in cls.model_fields:
                found.setdefault(name, []).append(node_type)
        return found

    def _type(self, name: Any) -> type[Node] | None:
        if not isinstance(name, str):
            return None
        if name not in self._types:
            cls = NODE_TYPES.get(name)
            self._types[name] = cls if cls is not None and cls.vendor == VENDOR else None
        return self._types[name]

    def _below(self, value: Any, key: NodeId, places: TreePlaces) -> Below:
        """The id of a node, and its children, numbered from 0."""
        children = value.get("children") if isinstance(value, dict) else None
        if not children or isinstance(children, list):
            return key, enumerate(children or ())
        if self.problems.room_for(BAD_VALUE):
            said = f"children is {shown(children)}; expected a list of nodes"
            self.problems.add(BAD_VALUE, said, places.inside(key))
        return key, enumerate(())

    def _not_a_node(self, value: Any, place: Place) -> Node:
        if self.problems.room_for(NOT_A_NODE):
            said = f"A node should stand here; found {shown(value)}"
            hint = 'A node is an object with a "node_type".'
            self.problems.add(NOT_A_NODE, said, place, hint)
        node = UnknownNode()
        node.keep_instead(value)
        return node

    def _unknown(self, value: dict[str, Any], place: Place) -> Node:
        found = value.get("node_type")
        if self.problems.room_for(UNKNOWN_NODE_TYPE):
            if "node_type" in value:
                said, at = f"{shown(found)} is no node type", place / "node_type"
            else:
                said, at = "This node has no node_type", place
            known = list(types_of(VENDOR))
            hint = did_you_mean(found, known) or f"Known are {', '.join(known)}."
            self.problems.add(UNKNOWN_NODE_TYPE, said, at, hint)
        shared = {name: value[name] for name in Node.model_fields if name in value}
        node = read_flat(UnknownNode, shared, place, self.problems, title="A node")
        return node.model_copy(update={"found": found}) if isinstance(found, str) else node


def _written(value: dict[str, Any]) -> tuple[object, ...]:
    """A node as it is written, but for its children; empty where it is not plain."""
    children: tuple[object, ...] = ()
    if "children" in value and type(value["children"]) is list:
        value, children = {**value, "children": ""}, (list,)
    if ONLY_TEXTS.issuperset(map(type, value.values())):
        return (*children, *value.items())
    kinds = tuple(map(type, value.values()))
    return (*children, *value.items(), *kinds) if PLAIN.issuperset(kinds) else ()


@cache
def _title(cls: type[Node]) -> str:
    return f"{'An' if cls.node_type[0] in 'AEIOU' else 'A'} {cls.node_type}"
