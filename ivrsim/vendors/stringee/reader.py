"""From a Stringee document to call flows, one for each tree, and what is wrong with them.

What the pages leave open is settled here: [INFER] calls start at the node that is marked
`isRootNode` ("isRootNode": true in the answer to the first request), else at the
`root_node` of its tree, else at the first node; nothing chooses the root.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ivrsim.campaign.campaign import Campaign
from ivrsim.campaign.reading import BAD_VALUE, shown
from ivrsim.flow.flow import CallFlow, NodeId, Wire
from ivrsim.flow.node import Node
from ivrsim.flow.nodes.ivr_node import IvrNode
from ivrsim.flow.reading import Names, Problems, read_flat
from ivrsim.places import ROOT, Place
from ivrsim.source import Source
from ivrsim.values import dataclass, field
from ivrsim.vendors.port import Document, Vendor
from ivrsim.vendors.stringee.keypress import (
    NEXT_NODE,
    ORDER,
    Keypress,
    LooseNode,
    missing,
    node_of,
    read_keypress,
)
from ivrsim.vendors.stringee.quirks import MEANT, id_of, is_set, tree_of
from ivrsim.vendors.stringee.shape import Contents, contents_of

NOT_A_NODE = "IVR113"
NO_SUCH_NODE = "IVR114"
LISTED_TWICE = "IVR115"
LEFT_OPEN = "IVR117"
NOT_A_CALL_FLOW = "IVR920"

NAMES = Names(beside=frozenset({"id", "account", "project", "tree"}), meant=MEANT)
FETCH_KEYS = "Put the answer of GET /v1/ivrkeypress into the document too."


def read(source: Source, vendor: Vendor) -> Document:
    """The document's flows and problems.  Never raises."""
    problems = Problems()
    problems.extend(source.problems)
    reader = _Reader(contents_of(source.data), problems)
    flows = reader.flows()
    campaigns = {name: flow.campaign for name, flow in flows.items()}
    return Document(source, vendor, flows, problems.all(), campaigns=campaigns)


@dataclass
class _Tree:
    """One tree as it is put together."""

    name: str
    nodes: dict[NodeId, Node] = field(default_factory=dict)
    places: dict[NodeId, Place] = field(default_factory=dict)
    wires: dict[NodeId, dict[str, Wire]] = field(default_factory=dict)
    ends: dict[NodeId, dict[NodeId, Node]] = field(default_factory=dict)
    """What keys lead to that is no node of the tree, by the node they are pressed at."""


class _Reader:
    """Reads the trees of one document."""

    def __init__(self, contents: Contents, problems: Problems) -> None:
        self.contents = contents
        self.problems = problems
        self.trees: dict[str, _Tree] = {}
        self.home: dict[NodeId, _Tree] = {}
        self.about = {
            tree_of(value.get("id")): value
            for value, _ in contents.trees
            if isinstance(value, dict)
        }

    def flows(self) -> dict[str, CallFlow]:
        """Every tree by its id, in the document's order."""
        for value, place in self.contents.odd:
            said = f"{place.step} is {shown(value)}; expected a list"
            self.problems.add(BAD_VALUE, said, place)
        for item in self.contents.nodes:
            self._node(*item)
        for item in self.contents.keys:
            self._keypress(*item)
        if not self.trees:
            said = "This document holds no IVR node, so no call can start"
            self.problems.add(NOT_A_CALL_FLOW, said, ROOT, "Add the answer of GET /v1/ivrnode.")
        self._left_open()
        return {tree.name: self._flow(key, tree) for key, tree in self.trees.items()}

    def _left_open(self) -> None:
        """What the document does not hold, although the vendor does."""
        for value, place in self.contents.cut:
            said = f"This is page {value['currentPage']} of {value['totalPages']}"
            hint = "Put the other pages into the document too."
            self.problems.add(LEFT_OPEN, said, place / "currentPage", hint)
        if self.trees and not self.contents.has_keys:
            said = "The document lists no keypresses, so where keys lead is not known"
            self.problems.add(LEFT_OPEN, said, ROOT, FETCH_KEYS)

    # -- nodes ---------------------------------------------------------------------

    def _node(self, value: Any, place: Place) -> None:
        if not isinstance(value, dict):
            self.problems.add(NOT_A_NODE, f"A node should stand here; found {shown(value)}", place)
            return
        cls = IvrNode if self.contents.has_keys else LooseNode
        node = read_flat(cls, value, place, self.problems, NAMES, "An IvrNode")
        node.keep_raw(value)
        tree = self._tree(value)
        key = self._new_id(value, place)
        tree.nodes[key], tree.places[key], tree.wires[key] = node, place, {}
        self.home[key] = tree

    def _tree(self, value: Mapping[str, Any]) -> _Tree:
        known = tree_of(value.get("tree"))
        if known not in self.trees:
            name = id_of(value.get("tree")) or "tree"
            taken = {tree.name for tree in self.trees.values()}
            self.trees[known] = _Tree(_free(name, taken))
        return self.trees[known]

    def _new_id(self, value: Mapping[str, Any], place: Place) -> NodeId:
        key = id_of(value.get("id"))
        if key in self.home:
            said = f"Another node has the id {shown(key)} too"
            self.problems.add(LISTED_TWICE, said, place / "id", "Keep one of the two.")
        return _free(key or "new", self.home)

    # -- keypresses ----------------------------------------------------------------

    def _keypress(self, value: Any, place: Place) -> None:
        if not isinstance(value, dict):
            said = f"A keypress should stand here; found {shown(value)}"
            self.problems.add(NOT_A_NODE, said, place)
            return
        press = read_keypress(value, place, self.problems)
        node = id_of(value.get("node"))
        if node not in self.home or node not in self.home[node].nodes:
            if self.trees:
                self._no_such(f"A key is pressed at {_named(node)}", place / "node")
        elif self._is_usable(press, value, place, node):
            self._wire(press, value, place, node)

    def _is_usable(
        self, press: Keypress, value: Mapping[str, Any], place: Place, node: NodeId
    ) -> bool:
        """Whether the key is known, and the first of its kind at the node."""
        for name in ("node_key", "action"):
            if value.get(name) in (None, ""):
                self.problems.add(BAD_VALUE, f"This keypress has no {name}", place)
        key = press.node_key
        if key is not None and key in self.home[node].wires[node]:
            said = f"{key} stands twice at {node}; this one is not read"
            hint = "Nothing says which of the two counts: keep one."
            self.problems.add(LISTED_TWICE, said, place / "node_key", hint)
            return False
        return key is not None

    def _wire(self, press: Keypress, value: dict[str, Any], place: Place, node: NodeId) -> None:
        tree, key = self.home[node], str(press.node_key)
        if press.action == NEXT_NODE:
            target = self._next(tree, id_of(value.get("next_node")), f"Key {key} of {node}", place)
            if target not in tree.nodes:
                tree.ends.setdefault(node, {})[target] = missing(target)
                tree.places.setdefault(target, place)
        else:
            target = _free(id_of(value.get("id")) or f"{node}/{key}", self.home)
            tree.ends.setdefault(node, {})[target] = node_of(press, value)
            tree.places[target] = place
            self.home[target] = tree
        tree.wires[node][key] = Wire(node, key, target, ORDER[key])

    def _next(self, tree: _Tree, target: NodeId, said: str, place: Place) -> NodeId:
        """The node that follows; told where it cannot."""
        at = place / "next_node"
        if not target:
            self._no_such(f"{said} leads to the next node, but names none", at)
            return f"{place.pointer}/next_node"
        if target not in self.home:
            self._no_such(f"{said} leads to {_named(target)}", at)
        elif self.home[target] is not tree:
            other = self.home[target].name
            self._no_such(f"{said} leads to {target}, which is in another tree: {other}", at)
        return target

    def _no_such(self, said: str, place: Place) -> None:
        hint = "Add the node, or let the key lead somewhere else."
        self.problems.add(NO_SUCH_NODE, said, place, hint)

    # -- flows ---------------------------------------------------------------------

    def _flow(self, key: str, tree: _Tree) -> CallFlow:
        root = self._root(key, tree)
        nodes: dict[NodeId, Node] = {}
        for node in (root, *(other for other in tree.nodes if other != root)):
            nodes[node] = tree.nodes[node]
            nodes |= {end: it for end, it in tree.ends.get(node, {}).items() if end not in nodes}
        about = self.about.get(key, {}).get("tree_name")
        named = {"name": about} if isinstance(about, str) else {}
        return CallFlow(
            nodes=nodes,
            out={node: dict(_sorted(tree.wires.get(node, {}))) for node in nodes},
            root=root,
            campaign=Campaign().model_copy(update=named),
            name=tree.name,
            places=tree.places,
        )

    def _root(self, key: str, tree: _Tree) -> NodeId:
        marked = [node for node in tree.nodes if is_set(tree.nodes[node].raw.get("isRootNode"))]
        for other in marked[1:]:
            said = f"isRootNode is true here and at {marked[0]}, where calls are taken to start"
            self.problems.add(BAD_VALUE, said, tree.places[other] / "isRootNode")
        told = id_of(self.about.get(key, {}).get("root_node"))
        if marked or told in tree.nodes:
            return marked[0] if marked else told
        first = next(iter(tree.nodes))
        if len(tree.nodes) > 1:
            said = f"No node is marked as the root: calls are taken to start at {first}"
            self.problems.add(LEFT_OPEN, said, tree.places[first], 'Add "isRootNode": true.')
        return first


def _sorted(wires: Mapping[str, Wire]) -> Iterator[tuple[str, Wire]]:
    return iter(sorted(wires.items(), key=lambda item: item[1].index))


def _named(node: NodeId) -> str:
    return f"{node}, which is not in this document" if node else "no node"


def _free(name: str, taken: Mapping[str, object] | set[str]) -> str:
    """The name, with a number behind it where it is taken."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free
