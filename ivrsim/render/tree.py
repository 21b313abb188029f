"""Which nodes a picture shows, as a tree: a spanning tree of the flow."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice

from ivrsim.flow.flow import CallFlow, NodeId, Wire
from ivrsim.values import dataclass

MOST_EXTRA = 2000
"""Wires beside the tree that are drawn."""


class Form(StrEnum):
    """How a branch is drawn."""

    FULL = "full"
    LINE = "line"
    TRAIL = "trail"
    FOLD = "fold"


@dataclass(frozen=True, slots=True)
class Fold:
    """What is said of the nodes behind the folded `exits` of one node.

    `share` is that of the calls that come to them, where a view knows it; `words` is what it
    says of how many ("with errors", 2), each with its role.  `named`: the card names the
    exits, since no keycaps before it do.
    """

    nodes: int
    exits: tuple[str, ...] = ()
    share: float | None = None
    words: tuple[tuple[str, int, str], ...] = ()
    named: bool = True


@dataclass(frozen=True, slots=True)
class Branch:
    """A place in the tree: a node, or a `fold` that stands for several.

    `parent` is the number of another branch, -1 for a root; `exit` leads here.
    """

    node: NodeId
    parent: int
    exit: str
    depth: int
    form: Form = Form.FULL
    fold: Fold | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """Branches, each after its parent and beside its siblings in the order of the keys.

    `extra` are the wires beside the tree: second ways to a node, and ways back.
    """

    branches: tuple[Branch, ...]
    extra: tuple[Wire, ...]


def spanning(flow: CallFlow, form: Form = Form.FULL) -> list[Branch]:
    """Breadth first, so that a node that several ways lead to stands where it is near."""
    branches: list[Branch] = []
    seen: set[NodeId] = set()
    starts = [flow.root] if flow.root is not None else []
    for start in (*starts, *(node for node in flow.nodes if node not in flow.parents), *flow.nodes):
        if start not in seen:
            seen.add(start)
            _grow(flow, Branch(start, -1, "", 0, form), branches, seen)
    return branches


def _grow(flow: CallFlow, start: Branch, branches: list[Branch], seen: set[NodeId]) -> None:
    todo, form = deque([start]), start.form
    while todo:
        branch = todo.popleft()
        number = len(branches)
        branches.append(branch)
        for wire in flow.out[branch.node].values():
            if wire.target not in seen:
                seen.add(wire.target)
                todo.append(Branch(wire.target, number, wire.exit, branch.depth + 1, form))


def beside(flow: CallFlow, shown: Sequence[Branch]) -> tuple[Wire, ...]:
    """The wires between shown nodes that are not the tree's."""
    return tuple(islice(_extra(flow, shown), MOST_EXTRA))


def _extra(flow: CallFlow, shown: Sequence[Branch]) -> Iterator[Wire]:
    drawn = {(shown[b.parent].node, b.exit) for b in shown if b.parent >= 0}
    nodes = {branch.node for branch in shown if not branch.fold}
    for branch in shown:
        wires = flow.out.get(branch.node, {}) if not branch.fold else {}
        for wire in wires.values():
            if wire.target in nodes and (wire.source, wire.exit) not in drawn:
                yield wire
