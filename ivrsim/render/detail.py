"""How much of a flow a picture shows: detail by size, and what it is focused on."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from enum import StrEnum
from itertools import islice

from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, NodeId, Wire
from ivrsim.text import clean, listed
from ivrsim.values import dataclass, replace

FULL = 150
"""Up to so many nodes are full cards."""
LINES = 400
"""Up to so many nodes are cards of one line; of more, subtrees are folded."""
MARKED = "marked"
"""The focus on what a view marks: a call's path, the nodes with findings or changes."""
LOOKED_AT = 5_000
"""Ids among which one that is like an unknown one is sought."""


class Detail(StrEnum):
    """How much is shown of each node.

    - `auto`: by size, full cards, cards of one line, or folded;
    - `full`: a card with the prompt and a row for every key;
    - `lines`: a card of one line for every node;
    - `folded`: cards of one line, subtrees in one card each: "+37 nodes, 12% of calls";
    - `icicle`: a cell for every node, as high as its share, right of the node before it.
    """

    AUTO = "auto"
    FULL = "full"
    LINES = "lines"
    FOLDED = "folded"
    ICICLE = "icicle"

    def of(self, nodes: int) -> Detail:
        """What it comes to for so many nodes."""
        if self is not Detail.AUTO:
            return self
        if nodes <= FULL:
            return Detail.FULL
        return Detail.LINES if nodes <= LINES else Detail.FOLDED


def detail_named(name: str) -> Detail:
    """The detail of that name; raises `UsageError` for any other."""
    names = [str(detail) for detail in Detail]
    if name not in names:
        raise UsageError(f"There is no detail {name!r}.", hint=f"There are {listed(names)}.")
    return Detail(name)


@dataclass(frozen=True, slots=True)
class Cut:
    """What is shown of a flow.

    `trail` are the nodes that lead to the one in focus, whose other exits are left out;
    `marked`: all is folded but what a view marks.
    """

    flow: CallFlow
    trail: tuple[NodeId, ...] = ()
    marked: bool = False


def cut_to(flow: CallFlow, focus: str) -> Cut:
    """The flow, or the part in focus: a node's id, or `marked` where no node is named so.

    Raises `UsageError` for a node the flow does not have.
    """
    if not focus:
        return Cut(flow)
    if focus in flow.nodes:
        return _from(flow, focus)
    if focus == MARKED:
        return Cut(flow, marked=True)
    raise UsageError(f"There is no node {clean(focus)!r} to focus on.", hint=_near(flow, focus))


def _from(flow: CallFlow, node: NodeId) -> Cut:
    below = _below(flow, node)
    way = [wire for wire in flow.way(node) if wire.source not in below]
    trail = tuple(wire.source for wire in way)
    out: dict[NodeId, Mapping[str, Wire]] = {wire.source: {wire.exit: wire} for wire in way}
    out |= {key: flow.out.get(key, {}) for key in below}
    nodes = {key: flow.nodes[key] for key in out}
    return Cut(replace(flow, nodes=nodes, out=out, root=(*trail, node)[0]), trail)


def _below(flow: CallFlow, node: NodeId) -> dict[NodeId, None]:
    """The node and all that can be come to from it, in the order of the flow's."""
    found, todo = {node}, [node]
    while todo:
        for wire in flow.out.get(todo.pop(), {}).values():
            if wire.target not in found:
                found.add(wire.target)
                todo.append(wire.target)
    return {key: None for key in flow.nodes if key in found}


def _near(flow: CallFlow, node: NodeId) -> str:
    """Ids that may be meant: those beside it, or spelt alike."""
    above = node.rpartition("/")[0]
    beside = (key for key in flow.nodes if above and key.rpartition("/")[0] == above)
    alike = difflib.get_close_matches(node, list(islice(flow.nodes, LOOKED_AT)), n=3)
    found = list(dict.fromkeys([*alike, *islice(beside, 3), *islice(flow.nodes, 1)]))[:5]
    meant = f"Did you mean {listed([clean(key) for key in found], 'or')}?" if found else ""
    return f"{meant} The focus is a node's id, or {MARKED!r} for what a view marks.".strip()
