"""The outline of a document: its flows, and their nodes below each other."""

from __future__ import annotations

from ivrsim.editor.opened import Opened
from ivrsim.flow.flow import CallFlow, NodeId, Wire
from ivrsim.flow.node import Role
from ivrsim.flow.outline import said
from ivrsim.places import Span
from ivrsim.text import clean
from ivrsim.values import dataclass, field

DEEPEST = 100
"""Levels of an outline; editors nest no deeper, and what lies below is counted."""


@dataclass(slots=True)
class Symbol:
    """One line of the outline, with the stretch of text it stands for."""

    name: str
    role: Role | None
    span: Span
    below: list[Symbol] = field(default_factory=list)
    detail: str = ""


def symbols(opened: Opened) -> list[Symbol]:
    """A symbol for each flow of the document, with its nodes below."""
    return [_flow(opened, flow) for flow in opened.document.flows.values() if flow.root is not None]


def _flow(opened: Opened, flow: CallFlow) -> Symbol:
    assert flow.root is not None
    top = Symbol(flow.name, None, opened.span(flow.places.get(flow.root)))
    todo: list[tuple[Symbol, NodeId, Wire | None, int]] = [(top, flow.root, None, 1)]
    seen: set[NodeId] = set()
    while todo:
        parent, node, wire, depth = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        symbol = _node(opened, flow, node, wire)
        parent.below.append(symbol)
        wires = list(flow.out[node].values())
        if depth < DEEPEST:
            todo += [(symbol, w.target, w, depth + 1) for w in reversed(wires)]
        elif wires:
            symbol.detail = "and more below"
    return top


def _node(opened: Opened, flow: CallFlow, node: NodeId, wire: Wire | None) -> Symbol:
    exit_ = f"{clean(wire.exit)} " if wire is not None else ""
    what = flow.nodes[node]
    role = getattr(type(what), "role", None)
    return Symbol(exit_ + said(what), role, opened.span(flow.places.get(node)))
