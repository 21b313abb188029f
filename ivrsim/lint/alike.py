"""Whether two parts of a call flow are the same in every detail that a caller meets."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from ivrsim.flow.flow import CallFlow, NodeId, Wire
from ivrsim.flow.node import Node

POSITION = frozenset({"asr_phrases", "keypress_failover_type", "children"})
"""What a node says about the way to it, not about itself."""

EMPTY: Sequence[Any] = (None, "", [])
"""Values that say no more than an absent field."""


LOOKED_AT = 64
"""Pairs of nodes that are compared before a whole flow is numbered."""


def look_alike(one: Node, other: Node) -> bool | None:
    """Whether two nodes by themselves say the same, where their texts tell; None: not sure."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    raw, others = one.raw, other.raw
    sure = raw.keys() == others.keys()
    for name, value in raw.items():
        if name in POSITION:
            continue
        if type(value) is not str:
            sure = False
        elif others.get(name) != value:
            if value:
                return False
            sure = False
    return sure or None


def are_alike(one: Node, other: Node) -> bool:
    """Whether two nodes by themselves say the same."""
    if one is other:
        return True
    alike = look_alike(one, other)
    return print_of(one.raw) == print_of(other.raw) if alike is None else alike


def are_same(flow: CallFlow, one: NodeId, other: NodeId) -> bool | None:
    """Whether two nodes are the same with all below them; None: `LOOKED_AT` do not tell."""
    nodes, out = flow.nodes, flow.out
    if nodes[one] is nodes[other] and _have_equal_leaves(flow, out[one], out[other]):
        return True
    if not are_alike(nodes[one], nodes[other]):
        return False
    todo = [(one, other)]
    for a, b in islice(iter(todo), LOOKED_AT):
        below, beside = out[a], out[b]
        if len(below) != len(beside):
            return False
        for wire, twin in zip(below.values(), beside.values(), strict=True):
            here, there = wire.target, twin.target
            first, second = nodes[here], nodes[there]
            if wire.exit != twin.exit or (first is not second and not are_alike(first, second)):
                return False
            if out[here] or out[there]:
                todo.append((here, there))
    return True if len(todo) <= LOOKED_AT else None


def _have_equal_leaves(flow: CallFlow, one: Mapping[str, Wire], other: Mapping[str, Wire]) -> bool:
    """Whether the same values stand behind all exits of two nodes, and nothing behind them."""
    nodes, out = flow.nodes, flow.out
    if len(one) != len(other):
        return False
    for wire, twin in zip(one.values(), other.values(), strict=True):
        here, there = wire.target, twin.target
        if wire.exit != twin.exit or nodes[here] is not nodes[there] or out[here] or out[there]:
            return False
    return True


def likenesses(flow: CallFlow) -> dict[NodeId, int]:
    """A number for each node; equal numbers are nodes that are the same with all below them.

    One pass from the leaves up: a node is what it says and the numbers of its children.  A
    way back to a node that has no number yet leads to just that node.
    """
    numbers: dict[Hashable, int] = {}
    found: dict[NodeId, int] = {}
    for key in reversed(list(flow.nodes)):
        node = flow.nodes[key]
        below = tuple(
            (wire.exit, found.get(wire.target, wire.target)) for wire in flow.out[key].values()
        )
        whole = (node.kind, print_of(node.raw), below)
        found[key] = numbers.setdefault(whole, len(numbers))
    return found


def print_of(raw: Mapping[str, Any]) -> tuple[Hashable, ...]:
    """What a node's fields say, as a value that is equal for equal fields; empty ones drop out."""
    return tuple(
        (name, tuple(_tokens(value)) if isinstance(value, dict | list) else _scalar(value))
        for name, value in sorted(raw.items())
        if name not in POSITION and value not in EMPTY
    )


def _scalar(value: Any) -> Hashable:
    return value if isinstance(value, str) else (type(value).__name__, value)


def _tokens(value: Any) -> Iterator[Hashable]:
    """A JSON value as a flat row that is equal for equal values, however deep it is."""
    todo: list[Any] = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            yield "{", len(item)
            for key in sorted(item, reverse=True):
                todo += [item[key], f"{key}:"]
        elif isinstance(item, list | tuple):
            yield "[", len(item)
            todo.extend(reversed(item))
        else:
            yield _scalar(item)
