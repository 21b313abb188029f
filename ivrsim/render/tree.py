"""Which nodes a picture shows, as a tree: a spanning tree, folded where it is too large."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from ivrsim.flow.flow import CallFlow, NodeId, Wire

FULL = 150
"""Up to so many nodes are full cards."""
SMALL = 400
"""Up to so many nodes are shown at all, the rest is folded."""
DEEPEST = 24
"""Columns of a folded picture, unless a call goes deeper."""
MOST_EXTRA = 2000
"""Wires beside the tree that are drawn."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A place in the tree: a node, or a fold that stands for `folded` nodes.

    `parent` is the number of another branch, -1 for a root; `exit` leads here.
    """

    node: NodeId
    parent: int
    exit: str
    depth: int
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Tree:
    """Branches, each after its parent and beside its siblings in the order of the keys.

    `extra` are the wires beside the tree: second ways to a node, and ways back.
    """

    branches: tuple[Branch, ...]
    extra: tuple[Wire, ...]


def tree_of(flow: CallFlow, path: Collection[NodeId] = ()) -> Tree:
    """The tree to draw: whole up to `SMALL` nodes, else what is near the root or on the path."""
    whole = _spanning(flow)
    shown = whole if len(whole) <= SMALL else _folded(whole, path)
    return Tree(tuple(shown), tuple(islice(_extra(flow, shown), MOST_EXTRA)))


def _spanning(flow: CallFlow) -> list[Branch]:
    """Breadth first, so that a node that several ways lead to stands where it is near."""
    branches: list[Branch] = []
    seen: set[NodeId] = set()
    starts = [flow.root] if flow.root is not None else []
    for start in (*starts, *(node for node in flow.nodes if node not in flow.parents), *flow.nodes):
        if start not in seen:
            seen.add(start)
            _grow(flow, Branch(start, -1, "", 0), branches, seen)
    return branches


def _grow(flow: CallFlow, start: Branch, branches: list[Branch], seen: set[NodeId]) -> None:
    todo = deque([start])
    while todo:
        branch = todo.popleft()
        number = len(branches)
        branches.append(branch)
        for wire in flow.out[branch.node].values():
            if wire.target not in seen:
                seen.add(wire.target)
                todo.append(Branch(wire.target, number, wire.exit, branch.depth + 1))


def _folded(whole: list[Branch], path: Collection[NodeId]) -> list[Branch]:
    kept = _kept(whole, path)
    sizes = [1] * len(whole)
    for number in range(len(whole) - 1, -1, -1):
        if (parent := whole[number].parent) >= 0:
            sizes[parent] += sizes[number]
    place = {-1: -1}
    hidden: dict[int, int] = {}
    branches: list[Branch] = []
    for number, branch in enumerate(whole):
        if number in kept:
            place[number] = len(branches)
            parent = place[branch.parent]
            branches.append(Branch(branch.node, parent, branch.exit, branch.depth))
        elif branch.parent in place:
            hidden[branch.parent] = hidden.get(branch.parent, 0) + sizes[number]
    for parent, count in hidden.items():
        depth = whole[parent].depth + 1 if parent >= 0 else 0
        branches.append(Branch("", place[parent], "", depth, folded=count))
    return branches


def _kept(whole: list[Branch], path: Collection[NodeId]) -> set[int]:
    """The path with all that leads to it first, then the nodes nearest the root."""
    kept: set[int] = set()
    for number in [n for n, branch in enumerate(whole) if branch.node in path][:SMALL]:
        way = number
        while way >= 0 and way not in kept:
            kept.add(way)
            way = whole[way].parent
    kept = set(sorted(kept)[:SMALL])
    for number, branch in enumerate(whole):
        if len(kept) >= SMALL:
            break
        if branch.depth < DEEPEST and (branch.parent < 0 or branch.parent in kept):
            kept.add(number)
    return kept


def _extra(flow: CallFlow, shown: list[Branch]) -> Iterator[Wire]:
    drawn = {(shown[b.parent].node, b.exit) for b in shown if b.parent >= 0}
    nodes = {branch.node for branch in shown}
    for branch in shown:
        for wire in flow.out.get(branch.node, {}).values():
            if wire.target in nodes and (wire.source, wire.exit) not in drawn:
                yield wire
