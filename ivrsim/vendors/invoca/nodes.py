"""Invoca's tree of nodes as a call flow's nodes and wires, without recursion."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from types import NoneType
from typing import Any

from ivrsim.campaign.reading import BAD_VALUE, did_you_mean, shown
from ivrsim.flow.flow import FlowBuilder, NodeId
from ivrsim.flow.node import NODE_TYPES, Node, UnknownNode, types_of
from ivrsim.flow.reading import Names, Problems, read_flat
from ivrsim.places import Place
from ivrsim.vendors.invoca.quirks import MEANT, READ_AS

VENDOR = "invoca"
UNKNOWN_NODE_TYPE = "IVR112"
NOT_A_NODE = "IVR113"

PLAIN = frozenset({str, NoneType})
"""Types of which equal values are the same."""

ELSEWHERE = frozenset({"node_type", "children"})
"""Properties of a node that are no field of it."""


class NodeReader:
    """Reads the trees of one document; what is wrong goes to `problems`."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self._types: dict[object, type[Node] | None] = {}
        self._leaves: dict[tuple[tuple[str, str | None], ...], Node] = {}
        self._names = Names(ELSEWHERE, READ_AS, MEANT, self.owners)

    def read(self, root: Any, place: Place) -> FlowBuilder:
        """The nodes of a tree, parents first, each behind the exit its position gives it."""
        builder = FlowBuilder()
        todo: list[tuple[Any, NodeId | None, Place]] = [(root, None, place)]
        while todo:
            value, parent, at = todo.pop()
            node = self.node(value, at)
            if parent is None:
                key = builder.add(node, place=at)
            else:
                key = builder.add_child(parent, node, node.failover_exit, at)
            if isinstance(value, dict) and value.get("children"):
                inside = at / "children"
                children = enumerate(self._children(value["children"], inside))
                todo.extend(reversed([(child, key, inside / i) for i, child in children]))
        return builder

    def node(self, value: Any, place: Place) -> Node:
        """One node without its children; an `UnknownNode` where the type is not known.

        Leaves that are written alike, as goodbyes and numbers often are, are one value.
        """
        if not isinstance(value, dict):
            return self._not_a_node(value, place)
        if not PLAIN.issuperset(map(type, value.values())):
            return self._node(value, place)
        written = tuple(value.items())
        node = self._leaves.get(written)
        if node is None:
            before = self.problems.count
            node = self._node(value, place)
            if self.problems.count == before:
                self._leaves[written] = node
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

    def _children(self, children: Any, place: Place) -> list[Any]:
        if isinstance(children, list):
            return children
        if self.problems.room_for(BAD_VALUE):
            said = f"children is {shown(children)}; expected a list of nodes"
            self.problems.add(BAD_VALUE, said, place)
        return []

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


@cache
def _title(cls: type[Node]) -> str:
    return f"{'An' if cls.node_type[0] in 'AEIOU' else 'A'} {cls.node_type}"
