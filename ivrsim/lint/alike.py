"""Whether two parts of a call flow are the same in every detail that a caller meets."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from ivrsim.flow.flow import NodeId
from ivrsim.lint.views import FlowView

POSITION = frozenset({"asr_phrases", "keypress_failover_type", "children"})
"""What a node says about the way to it, not about itself."""


def same_below(flow: FlowView, one: NodeId, other: NodeId) -> bool:
    """Whether two nodes and all that follows them are the same; stops at the first difference."""
    todo = [(one, other)]
    while todo:
        left, right = todo.pop()
        ways_left, ways_right = flow.flow.out[left], flow.flow.out[right]
        if list(ways_left) != list(ways_right) or not _same(flow, left, right):
            return False
        todo.extend((ways_left[way].target, ways_right[way].target) for way in ways_left)
    return True


def _same(flow: FlowView, one: NodeId, other: NodeId) -> bool:
    left, right = flow.flow.nodes[one], flow.flow.nodes[other]
    if left.kind != right.kind or left.said != right.said:
        return False
    return tuple(_tokens(_own(left.raw))) == tuple(_tokens(_own(right.raw)))


def _own(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a node that say something; an empty one says nothing."""
    return {k: v for k, v in raw.items() if k not in POSITION and not _says_nothing(v)}


def _says_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | dict) and not value)


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
            yield type(item).__name__, item
