"""A flow as an indented outline: the form a terminal shows and a screen reader reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivrsim.flow.flow import CallFlow, NodeId, Wire
from ivrsim.flow.node import Node
from ivrsim.text import clean, shorten
from ivrsim.values import dataclass

PROMPT = 60
"""Characters of a prompt that stand in a line."""
DEEPEST = 40
"""Levels that are indented; a deeper line says how deep it is."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line to come: the node, the wire that leads there, and how it is drawn."""

    node: NodeId
    wire: Wire | None = None
    indent: str = ""
    branch: str = ""
    depth: int = 0


def lines(flow: CallFlow, marks: Mapping[NodeId, str] | None = None) -> Iterator[str]:
    """One line per node, children below their parent in the order of their keys.

    A line has the exit that leads there, the node's icon and word, its prompt
    (shortened) and what matters beside it.  A node that several ways lead to is
    written once; the other ways point at it by its id.  `marks` are written at the
    end of a node's line.
    """
    marks = marks or {}
    seen: set[NodeId] = set()
    starts = [flow.root] if flow.root is not None else []
    for start in (*starts, *(node for node in flow.nodes if node not in flow.parents), *flow.nodes):
        if start not in seen:
            yield from _tree(flow, start, seen, marks)


def _tree(
    flow: CallFlow, start: NodeId, seen: set[NodeId], marks: Mapping[NodeId, str]
) -> Iterator[str]:
    todo = [_Entry(start)]
    while todo:
        entry = todo.pop()
        head = _head(flow, entry)
        if entry.node in seen:
            yield f"{head}↩ {clean(entry.node)}"
            continue
        seen.add(entry.node)
        mark = marks.get(entry.node)
        yield head + said(flow.nodes[entry.node]) + (f"  {clean(mark)}" if mark else "")
        todo.extend(reversed(list(_children(flow, entry))))


def _children(flow: CallFlow, entry: _Entry) -> Iterator[_Entry]:
    wires = list(flow.out.get(entry.node, {}).values())
    last = len(wires) - 1
    below = entry.indent + {"": "", "├─ ": "│  ", "└─ ": "   "}[entry.branch]
    if entry.depth >= DEEPEST:
        below = entry.indent
    for place, wire in enumerate(wires):
        branch = "└─ " if place == last else "├─ "
        yield _Entry(wire.target, wire, below, branch, entry.depth + 1)


def _head(flow: CallFlow, entry: _Entry) -> str:
    """Everything before the node: the lines of the tree, and the way that leads here."""
    if entry.wire is None:
        return ""
    exit_ = flow.exit_of(entry.wire)
    caption = f" ({exit_.caption})" if exit_ is not None and exit_.caption else ""
    level = f"[{entry.depth}] " if entry.depth > DEEPEST else ""
    return f"{entry.indent}{entry.branch}{level}{clean(entry.wire.exit)}{caption}  "


def said(node: Node) -> str:
    """A node in one line: `# Menu  "Thank you for calling…"  summary`."""
    title = node.title or clean(node.kind)[:40] or "Unknown"
    recording = getattr(node, "recording", "")
    text = shorten(clean(node.said[: PROMPT * 4]), PROMPT)
    spoken = f'"{text}"' if text else f"(recording {clean(str(recording))})" if recording else ""
    summary = shorten(clean(node.summary()[: PROMPT * 4]), PROMPT)
    return "  ".join(part for part in (f"{node.icon} {title}".strip(), spoken, summary) if part)
